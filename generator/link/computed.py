"""Facts derived from the releases: never typed by hand, with the sources of the dates they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from statistics import median

from generator.link.names import Names
from generator.model import Citation, Claim, Distribution, State
from generator.records import CriterionRecord, LineRecord, PhaseRecord, SourceRef, Verified
from generator.values import ValueProblem, parse_value

Compute = Callable[[CriterionRecord, Distribution, Distribution | None, frozenset[str], Names], tuple[Claim, ...]]
DAYS_A_YEAR = 365.25
NOT_SOLD = "None that the maker sells is on record; others may sell support beyond the free end."
NO_UPSTREAM = "No upstream whose releases it follows is on record."


def median_release_delay(
    criterion: CriterionRecord,
    distribution: Distribution,
    upstream: Distribution | None,
    _paid: frozenset[str],
    names: Names,
) -> tuple[Claim, ...]:
    """Per line: the median number of days from the upstream's release to the one that follows it.

    The first release of a line is left out where there are others: it measures how long the line took to be born.
    """
    if upstream is None:
        return (Claim(State.NOT_APPLICABLE, distribution.at, note=NO_UPSTREAM, computed=True),)
    dates = {release.version: release for release in upstream.releases}
    claims = []
    for line in distribution.lines:
        pairs = [
            (release, dates[release.follows])
            for release in distribution.releases_of(line.major)
            if release.follows and release.follows in dates
        ]
        if not pairs:
            claims.append(_no_pairs(distribution, upstream, line))
            continue
        first = distribution.releases_of(line.major)[-1]
        later = [pair for pair in pairs if pair[0] is not first]
        delays = sorted((own.released - theirs.released).days for own, theirs in (later or pairs))
        count = len(delays)
        if not later:
            note = f"Computed from {first.version}, the only release of line {line.major} on record."
        else:
            span = f", between {delays[0]} and {delays[-1]} days" if count > 1 else ""
            note = (
                f"Median of {count} releases of line {line.major}{span}."
                if count > 1
                else f"One release of line {line.major} {'with a day' if line.undated else 'so far'}, {later[0][0].version}."
            )
            if len(later) < len(pairs):
                born = (first.released - pairs[-1][1].released).days
                note += f" Not counted: the first, {first.version}, after {born} days."
        if line.undated:
            note += f" Not counted: {', '.join(line.undated)}, whose day was not found."
        if median(delays) < 0:
            note += f" Below 0: before {upstream.name}."
        records = [record for pair in pairs for record in pair]
        claims.append(_claim(criterion, line, f"{median(delays):g}", note, records, names))
    return tuple(claims)


def _no_pairs(distribution: Distribution, upstream: Distribution, line: LineRecord) -> Claim:
    """Say why there is nothing to compute: no release is on record, or none follows one of the upstream."""
    if not distribution.releases_of(line.major):
        return Claim(State.NOT_RESEARCHED, line.at, (line.major,), computed=True)
    note = f"No release of this line follows a certain release of {upstream.name}."
    return Claim(State.NOT_APPLICABLE, line.at, (line.major,), note=note, computed=True)


def first_release_delay(
    criterion: CriterionRecord,
    distribution: Distribution,
    upstream: Distribution | None,
    _paid: frozenset[str],
    names: Names,
) -> tuple[Claim, ...]:
    """Per line: the number of days from the upstream's first release of the line to the first one here; below 0 if earlier."""
    if upstream is None:
        return (Claim(State.NOT_APPLICABLE, distribution.at, note=NO_UPSTREAM, computed=True),)
    claims = []
    for line in distribution.lines:
        theirs = upstream.line(line.major)
        if theirs is None:
            note = f"{upstream.name} has no release line of this number."
            claims.append(Claim(State.NOT_APPLICABLE, line.at, (line.major,), note=note, computed=True))
            continue
        days = (line.released - theirs.released).days
        before = ", before it" if days < 0 else ""
        note = f"{upstream.name} {line.major} was released on {theirs.released}, this line on {line.released}{before}."
        claims.append(_claim(criterion, line, str(days), note, [line, theirs], names))
    return tuple(claims)


def support_duration(
    criterion: CriterionRecord,
    distribution: Distribution,
    _upstream: Distribution | None,
    paid: frozenset[str],
    names: Names,
) -> tuple[Claim, ...]:
    """Per line: from its release to the end of the last phase that costs nothing extra."""

    def years(line: LineRecord, last: PhaseRecord) -> tuple[str, str]:
        count = round((last.until - line.released).days / DAYS_A_YEAR, 1)
        note = f"From {line.released} to {last.until}{', estimated' if last.estimated else ''}."
        return f"{count:g} year{'' if count == 1 else 's'}", note

    return _by_last_phase(criterion, distribution, paid, names, years)


def support_end(
    criterion: CriterionRecord,
    distribution: Distribution,
    _upstream: Distribution | None,
    paid: frozenset[str],
    names: Names,
) -> tuple[Claim, ...]:
    """Per line: the last day of the last phase that costs nothing extra."""
    return _by_last_phase(criterion, distribution, paid, names, lambda _line, last: (last.until.isoformat(), ""))


def paid_support_end(
    criterion: CriterionRecord,
    distribution: Distribution,
    _upstream: Distribution | None,
    paid: frozenset[str],
    names: Names,
) -> tuple[Claim, ...]:
    """Per line: the last day of the last phase that costs extra.

    Where none is recorded it is not applicable, or unknown, if the maker sells such support for other lines.
    """
    claims = []
    is_sold = any(phase.id in paid for line in distribution.lines for phase in line.phases)
    for line in distribution.lines:
        last = max((phase for phase in line.phases if phase.id in paid), key=lambda phase: phase.until, default=None)
        if last is None:
            state = State.UNKNOWN if is_sold else State.NOT_APPLICABLE
            note = "The maker sells it for other lines; no end is on record for this one." if is_sold else NOT_SOLD
            verified = line.verified if is_sold else None
            claims.append(Claim(state, line.at, (line.major,), note=note, verified=verified, computed=True))
            continue
        claim = _claim(criterion, line, last.until.isoformat(), last.note or "", [last], names)
        claims.append(replace(claim, estimated=last.estimated and claim.value is not None))
    return tuple(claims)


def _by_last_phase(
    criterion: CriterionRecord,
    distribution: Distribution,
    paid: frozenset[str],
    names: Names,
    write: Callable[[LineRecord, PhaseRecord], tuple[str, str]],
) -> tuple[Claim, ...]:
    """Return a claim per line from its last unpaid phase; `write` gives value and note."""
    claims = []
    for line in distribution.lines:
        last = max(
            (phase for phase in line.phases if phase.id not in paid), key=lambda phase: phase.until, default=None
        )
        if last is None or last.until <= line.released:  # the latter is reported by `check_lifecycle`
            claims.append(Claim(State.NOT_RESEARCHED, line.at, (line.major,), computed=True))
            continue
        written, note = write(line, last)
        claim = _claim(criterion, line, written, note, [line, last], names)
        claims.append(replace(claim, estimated=last.estimated and claim.value is not None))
    return tuple(claims)


COMPUTATIONS: dict[str, Compute] = {
    "first_release_delay": first_release_delay,
    "median_release_delay": median_release_delay,
    "paid_support_end": paid_support_end,
    "support_duration": support_duration,
    "support_end": support_end,
}


def _claim(
    criterion: CriterionRecord,
    line: LineRecord,
    written: str,
    note: str,
    records: Iterable[Verified],
    names: Names,
) -> Claim:
    """Return the claim; its date is that of the oldest verification among the records it rests on."""
    refs: dict[str, SourceRef] = {}
    verified: list[date] = []
    for record in records:
        for ref in record.sources:
            refs.setdefault(ref.id, ref)
        verified.append(record.verified)
    try:
        value = parse_value(criterion, written)
    except ValueProblem as problem:
        names.report(
            criterion.at,
            f"'{criterion.id}' computes {written}: {problem}",
            "computed-type",
            "use type number for delays, duration for spans, date for ends",
        )
        return Claim(State.NOT_RESEARCHED, line.at, (line.major,), computed=True)
    known = names.sources or {}
    sources = tuple(Citation(known[ref.id], ref.at_) for ref in refs.values() if ref.id in known)
    return Claim(
        State.VALUE, line.at, (line.major,), value, note, citations=sources, verified=min(verified), computed=True
    )
