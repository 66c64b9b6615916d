"""The page of one comparison: its rows by group, and what they come to in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from generator import uris
from generator.model import Dataset, Distribution
from generator.records import ComparisonRecord
from generator.values import show_date
from generator.views.comparer import Comparer, RowView

# How many of a kind a sentence names before it counts the rest.
NAMED = 6
# How many characters of values can be read within a sentence; a row that says more is only named.
READABLE = 220


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
    moot: int
    disputed: int
    contradicted: int
    today: str
    day: date
    apart: SentenceView
    shared: SentenceView
    unknown: SentenceView
    note: str | None
    decision: tuple[str, str] | None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.differing + self.same + self.open + self.in_words + self.moot


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
        kinds.count("moot"),
        sum(any(claim.is_disputed for claim in found) for found in claims),
        sum(bool(found) for found in claims),
        show_date(comparer.today),
        comparer.today,
        _differing(comparer, highlights, members),
        _alike(comparer, (*highlights, *others), members),
        _listed([(row.id, row.title, "") for row in (*highlights, *others) if row.kind == "open"]),
        record.note if record else None,
        (record.decision, dataset.decisions[record.decision].record.title) if record and record.decision else None,
    )


def _differing(comparer: Comparer, rows: Iterable[RowView], members: Sequence[Distribution]) -> SentenceView:
    """Return all rows that differ, with what each of them says; nothing of what is too long to be read in a sentence."""
    items = []
    for row in (row for row in rows if row.kind == "differs"):
        criterion = comparer.dataset.criteria[row.id]
        text = "; ".join(f"{member.name}: {comparer.said(member, criterion)}" for member in members)
        items.append((row.id, row.title, text if len(text) <= READABLE else ""))
    return SentenceView(tuple(items), 0)


def _alike(comparer: Comparer, rows: Iterable[RowView], members: Sequence[Distribution]) -> SentenceView:
    """Return the first rows that are alike, with what they say in common."""
    return _listed(
        [
            (row.id, row.title, comparer.alike(comparer.dataset.criteria[row.id], members))
            for row in rows
            if row.kind == "same"
        ]
    )


def _listed(items: Sequence[tuple[str, str, str]]) -> SentenceView:
    return SentenceView(tuple(items[:NAMED]), max(len(items) - NAMED, 0))
