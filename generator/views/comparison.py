"""Comparisons: one row per criterion, whether the distributions differ in it, and what that comes to in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple

from generator import uris
from generator.model import Claim, Criterion, Dataset, Distribution, State
from generator.records import ComparisonRecord
from generator.views.evidence import CellView, cell_view

# How many of a kind a sentence names before it counts the rest.
NAMED = 6


@dataclass(frozen=True)
class HeadView:
    """The head of a row: a criterion."""

    id: str
    uri: str
    title: str
    definition: str


@dataclass(frozen=True)
class LeadView:
    """How a row begins: the criterion, and how the distributions stand in it.

    `kind` is differs, same, open (not enough is known to tell), or words: free text, which a reader must compare.
    """

    head: HeadView
    kind: str


class RowView(NamedTuple):
    """One criterion of the table. A tuple: there is one for every criterion of every pair."""

    lead: LeadView
    cells: tuple[CellView, ...]

    @property
    def kind(self) -> str:
        """How the distributions stand."""
        return self.lead.kind

    @property
    def id(self) -> str:
        """The id of the criterion."""
        return self.lead.head.id

    @property
    def title(self) -> str:
        """The title of the criterion."""
        return self.lead.head.title


@dataclass(frozen=True)
class GroupView:
    """One group of rows."""

    id: str
    title: str
    summary: str | None
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class SentenceView:
    """What a sentence of the summary lists: (criterion id, title, values in words), and how many more there are."""

    items: tuple[tuple[str, str, str], ...]
    more: int


@dataclass(frozen=True)
class ComparisonView:
    """One comparison page."""

    uri: str
    title: str
    summary: str | None
    names: tuple[tuple[str, str], ...]
    highlights: tuple[RowView, ...]
    groups: tuple[GroupView, ...]
    differing: int
    same: int
    open: int
    in_words: int
    disputed: int
    contradicted: int
    apart: SentenceView
    shared: SentenceView
    unknown: SentenceView
    note: str | None
    decision: tuple[str, str] | None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.differing + self.same + self.open + self.in_words


class Comparer:
    """Compares distributions. What is said of one is worked out once, however many comparisons show it."""

    def __init__(self, dataset: Dataset, today: date) -> None:
        self.dataset = dataset
        self.today = today
        self._cells: dict[tuple[str, str], CellView] = {}
        self._heads = {
            name: HeadView(name, uris.criterion(name), one.record.title, one.record.definition)
            for name, one in dataset.criteria.items()
        }
        self._leads: dict[tuple[str, str], LeadView] = {}
        self._known: dict[tuple[str, str], dict[str | None, object]] = {}

    def cell(self, one: Distribution, criterion: Criterion) -> CellView:
        """Return the cell of a distribution; the same object each time."""
        key = (one.id, criterion.id)
        if key not in self._cells:
            self._cells[key] = cell_view(one, criterion, self.today)
        return self._cells[key]

    def head(self, criterion: str) -> HeadView:
        """Return the head of a row; the same object each time."""
        return self._heads[criterion]

    def row(self, criterion: Criterion, members: Sequence[Distribution]) -> RowView:
        """Return one row."""
        key = (criterion.id, self.kind(criterion, members))
        if key not in self._leads:
            self._leads[key] = LeadView(self._heads[criterion.id], key[1])
        return RowView(self._leads[key], tuple(self.cell(member, criterion) for member in members))

    def kind(self, criterion: Criterion, members: Sequence[Distribution]) -> str:
        """Return `differs`, `same`, `open` or `words`: compared line by line where the criterion is known per release line.

        Lines that only one of them has are no difference; where they share none, the newest of each are compared. A single
        known difference decides; else a single gap leaves it open.
        """
        known = [self._known_of(member, criterion) for member in members]
        kinds = {
            _kind([one[major] for one, major in zip(known, majors, strict=True)])
            for majors in _comparable_lines(criterion, members)
        }
        if "differs" in kinds:
            return "words" if criterion.record.type == "text" else "differs"
        return "open" if "open" in kinds else "same"

    def _known_of(self, one: Distribution, criterion: Criterion) -> dict[str | None, object]:
        """Return what is known by release line (None: whatever the line); None where nothing is."""
        key = (one.id, criterion.id)
        if key not in self._known:
            majors: list[str | None] = [None]
            if criterion.record.scope == "major":
                majors += [line.major for line in one.lines]
            self._known[key] = {major: _known(one.claim(criterion.id, major)) for major in majors}
        return self._known[key]


def _known(claim: Claim) -> object:
    """Return what equality compares; None for a gap."""
    if claim.value is not None:
        return claim.value.key
    return claim.state if claim.state is State.NOT_APPLICABLE else None


def _kind(known: Sequence[object]) -> str:
    found = [one for one in known if one is not None]
    if any(one != found[0] for one in found[1:]):
        return "differs"
    return "open" if len(found) < len(known) else "same"


def _comparable_lines(criterion: Criterion, members: Sequence[Distribution]) -> list[list[str | None]]:
    """Return, for each comparison to make, the line of each member."""
    if criterion.record.scope != "major":
        return [[None] * len(members)]
    first, *others = ([line.major for line in member.lines] for member in members)
    shared = [major for major in first if all(major in other for other in others)]
    if shared:
        return [[major] * len(members) for major in shared]
    return [[max(member.lines, key=lambda line: line.released).major if member.lines else None for member in members]]


def comparison_uri(dataset: Dataset, one: str, other: str) -> str:
    """Return the page that compares two distributions: the curated one, or that of the pair in the order of ids."""
    for name, record in dataset.comparisons.items():
        if set(record.distributions) == {one, other}:
            return uris.comparison(name)
    first, second = sorted((one, other))
    return uris.pair(first, second)


def comparisons(dataset: Dataset) -> Iterator[tuple[str, ComparisonRecord | None, tuple[Distribution, ...]]]:
    """Yield every comparison page: the curated ones, then the other pairs: (address, record, distributions)."""
    curated = {frozenset(record.distributions) for record in dataset.comparisons.values()}
    for name, record in dataset.comparisons.items():
        yield uris.comparison(name), record, tuple(dataset.distributions[one] for one in record.distributions)
    for one, other in combinations(sorted(dataset.distributions.values(), key=lambda member: member.id), 2):
        if frozenset((one.id, other.id)) not in curated:
            yield uris.pair(one.id, other.id), None, (one, other)


def build_comparison_view(
    comparer: Comparer, uri: str, record: ComparisonRecord | None, members: Sequence[Distribution]
) -> ComparisonView:
    """Return the view of a comparison; `record` is None for a pair that nobody has curated."""
    dataset = comparer.dataset
    groups = tuple(
        GroupView(
            group.id,
            group.title,
            group.summary,
            tuple(comparer.row(dataset.criteria[one.id], members) for one in group.criteria),
        )
        for group in dataset.groups
        if record is None or not record.groups or group.id in record.groups
    )
    rows = {row.id: row for group in groups for row in group.rows}
    leading = record.highlights if record else tuple(name for name in rows if dataset.criteria[name].record.key)
    highlights = tuple(rows.get(name) or comparer.row(dataset.criteria[name], members) for name in leading)
    others = tuple(row for row in rows.values() if row.id not in leading)
    kinds = [row.kind for row in rows.values()]
    claims = [[claim for cell in row.cells for claim in cell.claims if claim.disputes] for row in rows.values()]
    return ComparisonView(
        uri,
        record.title if record else " and ".join(member.name for member in members),
        record.summary if record else None,
        tuple((one.id, one.name) for one in members),
        highlights,
        groups,
        kinds.count("differs"),
        kinds.count("same"),
        kinds.count("open"),
        kinds.count("words"),
        sum(any(claim.is_disputed for claim in found) for found in claims),
        sum(bool(found) for found in claims),
        _sentence(highlights, "differs"),
        _sentence((*highlights, *others), "same"),
        _sentence((*highlights, *others), "open"),
        record.note if record else None,
        (record.decision, dataset.decisions[record.decision].record.title) if record and record.decision else None,
    )


def _sentence(rows: Iterable[RowView], kind: str) -> SentenceView:
    """Return the rows of a kind as a sentence lists them: the first ones with their values, the rest as a number."""
    found = [row for row in rows if row.kind == kind]
    # That a question makes no sense for both is no news: it is only counted.
    telling = [row for row in found if kind != "same" or any(claim.has_value for claim in row.cells[0].claims)]
    shown = telling if kind == "differs" else telling[:NAMED]
    items = tuple((row.id, row.title, _in_words(row) if kind != "open" else "") for row in shown)
    return SentenceView(items, len(found) - len(shown))


def _in_words(row: RowView) -> str:
    """Return the values of a row: once where they are the same, else by distribution."""
    if row.kind == "same":
        return in_short(row.cells[0])
    return "; ".join(f"{cell.name}: {in_short(cell)}" for cell in row.cells)


def in_short(cell: CellView) -> str:
    """Return the values of a cell in words: "8: No, 9/10: Yes"; once, where all lines have the same."""
    texts = {claim.text for claim in cell.claims}
    if len(texts) == 1:
        return texts.pop()
    return ", ".join(f"{claim.scope.replace(', ', '/')}: {claim.text}" for claim in cell.claims)
