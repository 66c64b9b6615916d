"""Comparisons: one row per criterion, whether the distributions differ in it, and what that comes to in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple, TypeVar

from generator import uris
from generator.model import Claim, Criterion, Dataset, Distribution, State
from generator.records import ComparisonRecord
from generator.views.evidence import CellView, cell_view

View = TypeVar("View")
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

    `kind` is differs, same, open (not enough is known to tell), words (free text, which a reader must compare), or moot: it
    makes sense for one of them at most, so that there is nothing to compare.
    """

    head: HeadView
    kind: str

    @property
    def word(self) -> str:
        """How a badge says it."""
        return "n/a" if self.kind == "moot" else self.kind


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
    moot: int
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
        return self.differing + self.same + self.open + self.in_words + self.moot


class Comparer:
    """Compares distributions. What is said of one is worked out once, however many comparisons show it.

    With the comparer of the build before, views that came out equal are the same objects: what was rendered of them holds.
    """

    def __init__(self, dataset: Dataset, today: date, before: Comparer | None = None) -> None:
        self.dataset = dataset
        self.today = today
        self._cells: dict[tuple[str, str], CellView] = {}
        self._before = before.views if before else {}
        self._heads = {
            name: _same(
                self._before.get(name), HeadView(name, uris.criterion(name), one.record.title, one.record.definition)
            )
            for name, one in dataset.criteria.items()
        }
        self._leads: dict[tuple[str, str], LeadView] = {}
        self._known: dict[tuple[str, str], dict[str | None, object]] = {}

    @property
    def views(self) -> Mapping[object, object]:
        """All views made so far, by what they are of: for the comparer of the next build."""
        found: dict[object, object] = dict(self._heads.items())
        found.update((("cell", *key), view) for key, view in self._cells.items())
        found.update((("lead", *key), view) for key, view in self._leads.items())
        return found

    def cell(self, one: Distribution, criterion: Criterion) -> CellView:
        """Return the cell of a distribution; the same object each time."""
        key = (one.id, criterion.id)
        if key not in self._cells:
            self._cells[key] = _same(self._before.get(("cell", *key)), cell_view(one, criterion, self.today))
        return self._cells[key]

    def head(self, criterion: str) -> HeadView:
        """Return the head of a row; the same object each time."""
        return self._heads[criterion]

    def row(self, criterion: Criterion, members: Sequence[Distribution]) -> RowView:
        """Return one row."""
        key = (criterion.id, self.kind(criterion, members))
        if key not in self._leads:
            self._leads[key] = _same(self._before.get(("lead", *key)), LeadView(self._heads[criterion.id], key[1]))
        return RowView(self._leads[key], tuple(self.cell(member, criterion) for member in members))

    def kind(self, criterion: Criterion, members: Sequence[Distribution]) -> str:
        """Return `differs`, `same`, `open`, `words` or `moot`.

        What is known per release line is compared line by line; lines that only one of them has are no difference. Where
        they share no line, they are alike only if all lines of all say the same. Those to whom the criterion does not apply
        are left out. A single known difference decides; else a single gap leaves it open.
        """
        known = [self._known_of(member, criterion) for member in members]
        shared = _shared(known)
        kinds = (
            {_kind([[one[major]] for one in known]) for major in shared}
            if shared
            else {_kind([one.values() for one in known])}
        )
        kind = next(kind for kind in ("differs", "open", "same", "moot") if kind in kinds)
        return "words" if kind == "differs" and criterion.record.type == "text" else kind

    def alike(self, criterion: Criterion, members: Sequence[Distribution]) -> str:
        """Return in words what members that are alike have in common; with the lines, where that is not said of all of them."""
        texts = {claim.text for member in members for claim in self.cell(member, criterion).claims if claim.has_value}
        if len(texts) == 1:
            return texts.pop()
        by_text: dict[str, list[str]] = {}
        known = [self._known_of(member, criterion) for member in members]
        for major in _shared(known):
            value = members[0].claim(criterion.id, major).value
            if value is not None and major is not None and _kind([[one[major]] for one in known]) == "same":
                by_text.setdefault(value.text, []).append(major)
        return ", ".join(f"{'/'.join(majors)}: {text}" for text, majors in by_text.items())

    def _known_of(self, one: Distribution, criterion: Criterion) -> dict[str | None, object]:
        """Return what is known by release line (None: of all at once); None where nothing is."""
        key = (one.id, criterion.id)
        if key not in self._known:
            majors: list[str | None] = [None]
            if criterion.record.scope == "major" and one.lines:
                majors = [line.major for line in one.lines]
            self._known[key] = {major: _known(one.claim(criterion.id, major)) for major in majors}
        return self._known[key]


def _same(before: object, view: View) -> View:
    """Return the view of before, if it is equal."""
    return before if isinstance(before, type(view)) and before == view else view


def _known(claim: Claim) -> object:
    """Return what equality compares; None for a gap."""
    if claim.value is not None:
        return claim.value.key
    return claim.state if claim.state is State.NOT_APPLICABLE else None


def _kind(members: Iterable[Iterable[object]]) -> str:
    """Return how members stand of whom this is known, each of one line or of all its lines."""
    applying = [[one for one in known if one is not State.NOT_APPLICABLE] for known in members]
    applying = [known for known in applying if known]
    if len(applying) < 2:  # noqa: PLR2004 - it takes two to compare
        return "moot"
    found = [[one for one in known if one is not None] for known in applying]
    telling = [known for known in found if known]
    if len(telling) > 1 and any(one != telling[0][0] for known in telling for one in known):
        return "differs"
    return "open" if any(len(one) < len(whole) for one, whole in zip(found, applying, strict=True)) else "same"


def _shared(known: Sequence[Mapping[str | None, object]]) -> list[str | None]:
    """Return the release lines that all members have; [None] where the criterion is not known by line."""
    first, *others = known
    return [major for major in first if all(major in other for other in others)]


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
        _differing(highlights),
        _alike(comparer, (*highlights, *others), members),
        _listed([(row.id, row.title, "") for row in (*highlights, *others) if row.kind == "open"]),
        record.note if record else None,
        (record.decision, dataset.decisions[record.decision].record.title) if record and record.decision else None,
    )


def _differing(rows: Iterable[RowView]) -> SentenceView:
    """Return all rows that differ, with what each of them says."""
    return SentenceView(
        tuple(
            (row.id, row.title, "; ".join(f"{cell.name}: {in_short(cell)}" for cell in row.cells))
            for row in rows
            if row.kind == "differs"
        ),
        0,
    )


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


def in_short(cell: CellView) -> str:
    """Return the values of a cell in words: "8: No, 9/10: Yes"; once, where all lines have the same."""
    texts = {claim.text for claim in cell.claims}
    if len(texts) == 1:
        return texts.pop()
    return ", ".join(f"{claim.scope.replace(', ', '/')}: {claim.text}" for claim in cell.claims)
