"""The comparison of distributions: one row per criterion, and whether they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.model import Claim, Criterion, Dataset, Distribution, State
from generator.records import ComparisonRecord
from generator.views.evidence import CellView, cell_view


@dataclass(frozen=True)
class RowView:
    """One criterion of the table.

    `kind` is differs, same, open (not enough is known to tell), or words: free text, which a reader must compare.
    """

    id: str
    uri: str
    title: str
    definition: str
    kind: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class GroupView:
    """One group of rows."""

    id: str
    title: str
    summary: str | None
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class ComparisonView:
    """One comparison page."""

    uri: str
    title: str
    summary: str
    names: tuple[tuple[str, str], ...]
    highlights: tuple[RowView, ...]
    groups: tuple[GroupView, ...]
    differing: int
    same: int
    open: int
    in_words: int
    disputed: int
    contradicted: int
    note: str | None
    decision: str | None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.differing + self.same + self.open + self.in_words


def build_comparison_view(record: ComparisonRecord, dataset: Dataset, today: date) -> ComparisonView:
    """Return the view of a curated comparison."""
    members = [dataset.distributions[name] for name in record.distributions]
    chosen = [group for group in dataset.groups if not record.groups or group.id in record.groups]
    groups = tuple(
        GroupView(
            group.id,
            group.title,
            group.summary,
            tuple(row_view(dataset.criteria[one.id], members, today) for one in group.criteria),
        )
        for group in chosen
    )
    rows = [row for group in groups for row in group.rows]
    return ComparisonView(
        uris.comparison(next(name for name, one in dataset.comparisons.items() if one is record)),
        record.title,
        record.summary,
        tuple((one.id, one.name) for one in members),
        tuple(row_view(dataset.criteria[name], members, today) for name in record.highlights),
        groups,
        sum(row.kind == "differs" for row in rows),
        sum(row.kind == "same" for row in rows),
        sum(row.kind == "open" for row in rows),
        sum(row.kind == "words" for row in rows),
        sum(any(claim.is_disputed for cell in row.cells for claim in cell.claims) for row in rows),
        sum(any(claim.disputes for cell in row.cells for claim in cell.claims) for row in rows),
        record.note,
        record.decision,
    )


def row_view(criterion: Criterion, members: Sequence[Distribution], today: date) -> RowView:
    """Return one row."""
    record = criterion.record
    cells = tuple(cell_view(member, criterion, today) for member in members)
    return RowView(
        record.id, uris.criterion(record.id), record.title, record.definition, difference(criterion, members), cells
    )


def difference(criterion: Criterion, members: Sequence[Distribution]) -> str:
    """Return `differs`, `same`, `open` or `words`: compared line by line where the criterion is known per release line.

    Lines that only one of them has are no difference; where they share none, the newest of each are compared. A single known
    difference decides; else a single gap leaves it open.
    """
    kinds = {
        _kind([member.claim(criterion.id, major) for member, major in zip(members, majors, strict=True)])
        for majors in _comparable_lines(criterion, members)
    }
    if "differs" in kinds:
        return "words" if criterion.record.type == "text" else "differs"
    return "open" if "open" in kinds else "same"


def _comparable_lines(criterion: Criterion, members: Sequence[Distribution]) -> list[list[str | None]]:
    """Return, for each comparison to make, the line of each member."""
    if criterion.record.scope != "major":
        return [[None] * len(members)]
    first, *others = ([line.major for line in member.lines] for member in members)
    shared = [major for major in first if all(major in other for other in others)]
    if shared:
        return [[major] * len(members) for major in shared]
    return [[max(member.lines, key=lambda line: line.released).major if member.lines else None for member in members]]


def _kind(claims: Sequence[Claim]) -> str:
    known = {
        claim.value.key if claim.value else claim.state
        for claim in claims
        if claim.state in {State.VALUE, State.NOT_APPLICABLE}
    }
    if len(known) > 1:
        return "differs"
    gaps = any(claim.state in {State.UNKNOWN, State.NOT_RESEARCHED} for claim in claims)
    return "open" if gaps else "same"
