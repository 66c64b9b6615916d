"""Rules about dates: order of lifecycles, no day in the future, facts grown old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.errors import Location, Problem
from generator.model import Dataset, Distribution
from generator.records import LineRecord, Verified


def check_lifecycle(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Phases follow each other, and nothing ends before it began; a release does not precede what it follows."""
    for distribution in dataset.distributions.values():
        for line in distribution.lines:
            yield from _check_line(line)
        upstream = dataset.distributions.get(distribution.upstream or "")
        theirs = {release.version: release.released for release in upstream.releases} if upstream else {}
        for release in distribution.releases:
            before = release.follows in theirs and release.released < theirs[release.follows]
            if before and not release.note:
                yield Problem(
                    release.at_key("released"),
                    f"{distribution.id} {release.version} of {release.released} is before {release.follows} of "
                    f"{upstream.id if upstream else ''}, {theirs[release.follows or '']}",
                    "release-order",
                    hint="correct the date, or add a note that explains it",
                )


def _check_line(line: LineRecord) -> Iterator[Problem]:
    last, name = line.released, "its release"
    for phase in line.phases:
        if phase.until <= last:
            yield Problem(
                phase.at_key("until"),
                f"line {line.major}: {phase.id} ends {phase.until}, not after {name} {last}",
                "lifecycle-order",
                hint="phases stand in order, each with the day it ends",
            )
        last, name = phase.until, f"{phase.id}, which ends"


def check_release_sequence(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Releases of a line come out in the order of their versions, unless a note explains it."""
    for distribution in dataset.distributions.values():
        dated = {release.version for release in distribution.releases}
        for line in distribution.lines:
            for version in line.undated:
                if version in dated or not version.startswith(f"{line.major}."):
                    yield Problem(
                        line.at_key("undated"),
                        f"{version} is {'released with a day' if version in dated else f'no release of line {line.major}'}",
                        "undated",
                        hint="list here only releases of this line whose day no source tells",
                    )
            later, *earlier = distribution.releases_of(line.major) or (None,)
            for release in earlier:
                if later and release.released > later.released and not (release.note or later.note):
                    yield Problem(
                        later.at_key("released"),
                        f"{distribution.id} {later.version} of {later.released} is before {release.version} of "
                        f"{release.released}",
                        "release-order",
                        hint="correct one of the dates, or add a note that explains it",
                    )
                later = release


def check_future_dates(dataset: Dataset, today: date) -> Iterator[Problem]:
    """Nothing was verified or published after today; a fact was not verified before its source was published."""
    for source in dataset.sources.values():
        if source.date and source.date > today:
            yield Problem(source.at_key("date"), f"the date {source.date} is in the future", "future-date")
    for distribution in dataset.distributions.values():
        yield from _check_claims(distribution, today)
    for record in _verified_records(dataset):
        if record.verified > today:
            yield _future(record.at_key("verified"), record.verified)


def _verified_records(dataset: Dataset) -> Iterator[Verified]:
    for distribution in dataset.distributions.values():
        yield from distribution.releases
        for line in distribution.lines:
            yield line
            yield from line.phases
    for tool in dataset.tools.values():
        yield from tool.edges
        yield from tool.all_steps
        if tool.latest:
            yield tool.latest
    yield from dataset.hazards
    yield from dataset.rules


def _future(at: Location, day: date) -> Problem:
    return Problem(
        at,
        f"verified on {day}, which is in the future",
        "future-date",
        hint="write the last day the source is known to say so",
    )


def _check_claims(distribution: Distribution, today: date) -> Iterator[Problem]:
    for claims in distribution.facts.values():
        for claim in claims:
            if claim.inherited_from or claim.computed or not claim.verified:
                continue
            if claim.verified > today:
                yield _future(claim.at, claim.verified)
            published = min((c.source.date for c in claim.citations if c.source.date), default=None)
            if published and published > claim.verified and all(c.source.date for c in claim.citations):
                yield Problem(
                    claim.at,
                    f"verified on {claim.verified}, before its source was published ({published})",
                    "verified-order",
                    hint="correct one of the two dates",
                )


def check_stale(dataset: Dataset, today: date) -> Iterator[Problem]:
    """A fact older than its criterion allows is a warning: somebody should look again. An inherited one is its upstream's."""
    for distribution in dataset.distributions.values():
        for name, claims in distribution.facts.items():
            criterion = dataset.criteria[name]
            for claim in claims:
                if claim.verified and not claim.inherited_from and claim.is_stale(criterion, today):
                    age, limit = (today - claim.verified).days, criterion.record.stale_after
                    yield Problem(
                        claim.at,
                        f"'{name}' of {distribution.id} was verified {age} days ago (limit {limit})",
                        "stale-fact",
                        "warning",
                        "look at the source again and set 'verified'",
                    )
