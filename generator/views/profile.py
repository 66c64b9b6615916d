"""The profile of one distribution: its facts by group, its release lines and its releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.model import Dataset, Distribution
from generator.records import LineRecord
from generator.values import show_date
from generator.views.comparer import Comparer, HeadView
from generator.views.comparison import comparisons
from generator.views.evidence import CellView, SourceView, source_views


@dataclass(frozen=True)
class PhaseView:
    """One support phase."""

    title: str
    until: str
    until_date: date
    estimated: bool
    note: str | None
    is_over: bool
    is_paid: bool
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class LineView:
    """One release line."""

    major: str
    released: str
    released_on: date
    phases: tuple[PhaseView, ...]
    ends: str | None
    ends_on: date | None
    has_ended: bool
    is_estimated: bool
    newest: str | None
    undated: tuple[str, ...]
    note: str | None
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class ReleaseView:
    """One release."""

    version: str
    released: str
    follows: str | None
    delay: int | None
    kernel: str | None
    note: str | None
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class FactView:
    """One criterion with what is known."""

    head: HeadView
    cell: CellView

    @property
    def id(self) -> str:
        """The id of the criterion."""
        return self.head.id


@dataclass(frozen=True)
class FactGroupView:
    """One group of facts."""

    id: str
    title: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True)
class DifferenceView:
    """One criterion in which a distribution differs from its upstream.

    `since` tells who changed when, where that is recorded: (name, release lines, day) each.
    """

    id: str
    title: str
    here: CellView
    there: CellView
    since: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ProfileView:
    """One profile page."""

    id: str
    name: str
    summary: str
    is_active: bool
    homepage: str | None
    upstream: tuple[str, str] | None
    differences: tuple[DifferenceView, ...]
    in_words: int
    groups: tuple[FactGroupView, ...]
    lines: tuple[LineView, ...]
    releases: tuple[ReleaseView, ...]
    comparisons: tuple[tuple[str, str, bool], ...]


def build_profile_view(one: Distribution, comparer: Comparer) -> ProfileView:
    """Return the profile of a distribution."""
    dataset, today = comparer.dataset, comparer.today
    upstream = dataset.distributions.get(one.upstream or "")
    groups = tuple(
        FactGroupView(
            group.id,
            group.title,
            tuple(
                FactView(comparer.head(record.id), comparer.cell(one, dataset.criteria[record.id]))
                for record in group.criteria
            ),
        )
        for group in dataset.groups
    )
    return ProfileView(
        one.id,
        one.name,
        one.summary,
        one.is_active,
        one.homepage,
        (upstream.id, upstream.name) if upstream else None,
        tuple(_differences(one, upstream, comparer)) if upstream else (),
        sum(comparer.kind(each, (one, upstream)) == "words" for each in dataset.criteria.values()) if upstream else 0,
        groups,
        tuple(line_view(line, one, dataset, today) for line in reversed(one.lines)),
        _releases(one, upstream, dataset),
        tuple(
            (uri, record.title if record else " and ".join(member.name for member in members), record is not None)
            for uri, record, members in comparisons(dataset)
            if one in members
        ),
    )


def _differences(one: Distribution, upstream: Distribution, comparer: Comparer) -> Iterator[DifferenceView]:
    """Yield the typed facts that differ; of those in words, which always differ in wording, the ones with a date."""
    for criterion in comparer.dataset.criteria.values():
        kind = comparer.kind(criterion, (one, upstream))
        since = tuple(
            (member.name, ", ".join(claim.majors), show_date(claim.since))
            for member in (one, upstream)
            for claim in member.facts.get(criterion.id, ())
            if claim.since and not claim.inherited_from
        )
        if kind == "differs" or (kind == "words" and since):
            here, there = comparer.cell(one, criterion), comparer.cell(upstream, criterion)
            yield DifferenceView(criterion.id, criterion.record.title, here, there, since)


def line_view(line: LineRecord, one: Distribution, dataset: Dataset, today: date) -> LineView:
    """Return a release line as shown."""
    phases = tuple(
        PhaseView(
            dataset.phase_titles.get(phase.id, phase.id),
            show_date(phase.until),
            phase.until,
            phase.estimated,
            phase.note,
            phase.until < today,
            phase.id in dataset.paid_phases,
            source_views(phase.sources, dataset),
            show_date(phase.verified),
        )
        for phase in line.phases
    )
    ends = dataset.support_ends(line)
    newest = next(iter(one.releases_of(line.major)), None)
    return LineView(
        line.major,
        show_date(line.released),
        line.released,
        phases,
        show_date(ends) if ends else None,
        ends,
        bool(ends and ends < today),
        any(phase.estimated and phase.until == ends for phase in line.phases),
        newest.version if newest else None,
        line.undated,
        line.note,
        source_views(line.sources, dataset),
        show_date(line.verified),
    )


def _releases(one: Distribution, upstream: Distribution | None, dataset: Dataset) -> tuple[ReleaseView, ...]:
    dates = {release.version: release.released for release in upstream.releases} if upstream else {}
    return tuple(
        ReleaseView(
            release.version,
            show_date(release.released),
            release.follows,
            (release.released - dates[release.follows]).days if release.follows in dates else None,
            release.kernel,
            release.note,
            source_views(release.sources, dataset),
            show_date(release.verified),
        )
        for release in one.releases
    )
