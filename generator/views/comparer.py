"""Which distributions differ in what: the rows of all tables of comparisons, each view made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from generator import uris
from generator.model import Claim, Criterion, Dataset, Distribution, State
from generator.views.evidence import STATES, CellView, cell_view

View = TypeVar("View")


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
        self._uniforms: dict[tuple[str, str], object] = {}

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

        What is known per release line is compared line by line, of lines whose support has not ended, unless all have;
        lines that only one of them has are no difference. Where they share no line, they are alike only if all lines of
        all say the same. Those to whom the criterion does not apply are left out. A single known difference decides; else
        a single gap leaves it open.
        """
        said = [self._uniform(member, criterion) for member in members]
        if None not in said:  # mostly so, and simple: then it does not matter which lines correspond
            kind = "same" if all(one == said[0] for one in said) else "differs"
        else:
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
        known = [self._known_of(member, criterion) for member in members]
        same = [major for major in _shared(known) if _kind([[one[major]] for one in known]) == "same"]
        texts = {self.said(member, criterion) for member in members}
        if len(texts) == 1:
            return texts.pop()
        if same:
            return self.said(members[0], criterion, same)
        values = (
            claim
            for one in members
            for line in self._known_of(one, criterion)
            if (claim := one.claim(criterion.id, line))
        )
        return next(claim.value.text for claim in values if claim.value)  # all lines of all say this one thing

    def said(self, one: Distribution, criterion: Criterion, majors: Iterable[str | None] | None = None) -> str:
        """Return in words what is known of some lines, else of those compared: "8/9: Yes, 10: No"; once, if it is one."""
        by_text: dict[str, list[str]] = {}
        for major in self._known_of(one, criterion) if majors is None else majors:
            claim = one.claim(criterion.id, major)
            text = claim.value.text if claim.value else STATES[claim.state][0]
            by_text.setdefault(text + (" (estimated)" if claim.estimated else ""), []).append(major or "")
        if len(by_text) == 1 and majors is None:
            return next(iter(by_text))
        return ", ".join(f"{'/'.join(lines)}: {text}" for text, lines in by_text.items())

    def _uniform(self, one: Distribution, criterion: Criterion) -> object:
        """Return the one value that all its lines have; None where they differ, or something is missing."""
        key = (one.id, criterion.id)
        if key not in self._uniforms:
            first, *others = self._known_of(one, criterion).values()
            is_uniform = first is not State.NOT_APPLICABLE and all(other == first for other in others)
            self._uniforms[key] = first if is_uniform else None
        return self._uniforms[key]

    def _known_of(self, one: Distribution, criterion: Criterion) -> dict[str | None, object]:
        """Return what is known by release line (None: of all at once); None where nothing is."""
        key = (one.id, criterion.id)
        if key not in self._known:
            is_scoped = criterion.record.scope == "major" and one.lines
            majors: Sequence[str | None] = self.compared_lines(one) if is_scoped else [None]
            self._known[key] = {major: _known(one.claim(criterion.id, major)) for major in majors}
        return self._known[key]

    def compared_lines(self, one: Distribution) -> tuple[str, ...]:
        """Return the release lines that are compared: those whose support has not ended; all, if all have."""
        ends = {line.major: self.dataset.support_ends(line) for line in one.lines}
        living = tuple(major for major, end in ends.items() if end is None or end >= self.today)
        return living or tuple(ends)


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
