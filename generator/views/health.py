"""How healthy the dataset is: what is known, unknown, stale and disputed, by distribution and by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.model import Claim, Criterion, Dataset, Distribution, State
from generator.stats import FLAGS, KINDS, CellCount, Standing, gather
from generator.values import show_date
from generator.views.evidence import age


@dataclass(frozen=True)
class CountRowView:
    """The counts of a distribution or a group, in the order of the columns."""

    title: str
    uri: str
    cells: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class MatrixRowView:
    """One distribution: per group how many of its cells are settled (answered, or not applicable), of how many."""

    title: str
    uri: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class FindingView:
    """A fact that somebody should look at."""

    distribution: str
    criterion: str
    uri: str
    scope: str
    text: str
    detail: str


@dataclass(frozen=True)
class HealthView:
    """The page of the dataset's health."""

    columns: tuple[str, ...]
    total: CountRowView
    distributions: tuple[CountRowView, ...]
    groups: tuple[CountRowView, ...]
    group_titles: tuple[str, ...]
    matrix: tuple[MatrixRowView, ...]
    stale: tuple[FindingView, ...]
    disputed: tuple[FindingView, ...]
    unknown: tuple[FindingView, ...]
    unresearched: tuple[FindingView, ...]
    verified: int
    claims: int
    today: str


def build_health_view(dataset: Dataset, today: date) -> HealthView:
    """Return the counts and the lists behind them."""
    stats = gather(dataset, today)
    staleness = list(_staleness(dataset, today))
    stale = tuple(
        _findings(
            dataset,
            lambda claim, criterion: claim.state is State.VALUE and claim.is_stale(criterion, today),
            lambda claim: _age(claim, today),
        )
    )
    return HealthView(
        tuple(str(standing) for standing in (*KINDS, *FLAGS)),
        _row("Everything", "", stats.of()),
        tuple(
            _row(one.name, uris.distribution(one.id), stats.of(distribution=one.id))
            for _, members in dataset.by_family
            for one in members
        ),
        tuple(_row(group.title, uris.criteria_group(group.id), stats.of(group=group.id)) for group in dataset.groups),
        tuple(group.title for group in dataset.groups),
        tuple(
            MatrixRowView(
                one.name,
                uris.distribution(one.id),
                tuple(_settled(stats.of(distribution=one.id, group=group.id)) for group in dataset.groups),
            )
            for _, members in dataset.by_family
            for one in members
        ),
        stale,
        tuple(_findings(dataset, lambda claim, _: bool(claim.disputes), _rulings)),
        tuple(_findings(dataset, lambda claim, _: claim.state is State.UNKNOWN, lambda claim: claim.note or "")),
        tuple(_unresearched(dataset)),
        staleness.count(False),
        len(staleness),
        show_date(today),
    )


def _row(title: str, uri: str, count: CellCount) -> CountRowView:
    return CountRowView(title, uri, count.cells, tuple(count[standing] for standing in (*KINDS, *FLAGS)))


def _settled(count: CellCount) -> tuple[int, int]:
    return count[Standing.ANSWERED] + count[Standing.NOT_APPLICABLE], count.cells


def _staleness(dataset: Dataset, today: date) -> Iterator[bool]:
    """Yield, for every fact with a value of its own, whether it is stale."""
    for one in dataset.distributions.values():
        for name, claims in one.facts.items():
            for claim in claims:
                if claim.state is State.VALUE and not claim.inherited_from and not claim.computed:
                    yield claim.is_stale(dataset.criteria[name], today)


def _findings(
    dataset: Dataset, is_wanted: Callable[[Claim, Criterion], bool], detail: Callable[[Claim], str]
) -> Iterator[FindingView]:
    """Yield the wanted facts that are a distribution's own, by distribution and criterion."""
    for one in (one for _, members in dataset.by_family for one in members):
        for criterion in dataset.criteria.values():
            for claim in one.facts.get(criterion.id, ()):
                if not claim.inherited_from and is_wanted(claim, criterion):
                    yield _finding(one, criterion, claim, detail(claim))


def _finding(one: Distribution, criterion: Criterion, claim: Claim, detail: str) -> FindingView:
    uri = f"{uris.distribution(one.id)}#{uris.fact_anchor(criterion.id)}"
    text = claim.value.text if claim.value else ""
    return FindingView(one.name, criterion.record.title, uri, ", ".join(claim.majors), text, detail)


def _age(claim: Claim, today: date) -> str:
    return f"Verified {show_date(claim.verified)}, {age(claim.verified, today)}" if claim.verified else ""


def _rulings(claim: Claim) -> str:
    return " ".join(f"Against it: “{dispute.value.text}”. {dispute.ruling}" for dispute in claim.disputes)


def _unresearched(dataset: Dataset) -> Iterator[FindingView]:
    for one in (one for _, members in dataset.by_family for one in members):
        for criterion in dataset.criteria.values():
            claims = one.facts.get(criterion.id, ())
            covered = {major for claim in claims if claim.state is not State.NOT_RESEARCHED for major in claim.majors}
            is_whole = any(not claim.majors for claim in claims if claim.state is not State.NOT_RESEARCHED)
            missing = tuple(line.major for line in one.lines if line.major not in covered)
            if not claims or (not is_whole and missing):
                gap = Claim(State.NOT_RESEARCHED, one.at, missing if claims else ())
                yield _finding(one, criterion, gap, "")
