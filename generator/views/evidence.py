"""Claims as readers see them: value, mark, note, sources with their grade, age. Every page shows facts through these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from generator import uris
from generator.model import Citation, Claim, Criterion, Dataset, Distribution, State
from generator.records import SourceRef
from generator.values import show_date

# The grade of evidence, best first: what a reader should think of a source before opening it.
KINDS: Mapping[str, tuple[str, bool]] = {
    "standard": ("Standard or register", True),
    "vendor-documentation": ("Vendor documentation", True),
    "project-repository": ("Project repository", True),
    "release-notes": ("Release notes", True),
    "announcement": ("Announcement", True),
    "third-party": ("Third party", False),
}
STATES: Mapping[State, tuple[str, str]] = {
    State.UNKNOWN: ("Unknown", "unknown"),
    State.NOT_APPLICABLE: ("Not applicable", "none"),
    State.NOT_RESEARCHED: ("Not researched", "unknown"),
}
RULINGS: Mapping[str, tuple[str, str]] = {
    "confirmed": ("Confirmed", "yes"),
    "outdated": ("Outdated", "partial"),
    "wrong": ("Wrong", "no"),
    "disputed": ("Disputed", "partial"),
    "opinion": ("Opinion", "none"),
    "not-verifiable": ("Not verifiable", "unknown"),
}
# What computed criteria are computed from, by the name of the computation.
BASES: Mapping[str, str] = {
    "first_release_delay": "the release dates",
    "median_release_delay": "the release dates",
    "paid_support_end": "the phases of support",
    "support_duration": "the phases of support",
    "support_end": "the phases of support",
}
DAYS_A_MONTH = 30.44
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class SourceView:
    """A citation."""

    id: str
    title: str
    url: str
    archived: str | None
    publisher: str
    grade: str
    is_primary: bool
    published: str | None
    place: str | None
    note: str | None


@dataclass(frozen=True)
class DisputeView:
    """A claim that disagrees, and the ruling."""

    text: str
    note: str | None
    sources: tuple[SourceView, ...]
    ruling: str

    @property
    def is_primary(self) -> bool:
        """Whether a source of first hand says so."""
        return any(source.is_primary for source in self.sources)


@dataclass(frozen=True)
class ClaimView:
    """One claim. `mark` names the icon: one of `values.Mark`, unknown or none; `computed` what it is computed from, if it is."""

    distribution: str
    scope: str
    text: str
    members: tuple[str, ...]
    mark: str
    has_value: bool
    note: str | None
    since: str | None
    estimated: bool
    computed: str
    inherited_from: str | None
    sources: tuple[SourceView, ...]
    verified: str | None
    verified_on: date | None
    age: str
    is_stale: bool
    disputes: tuple[DisputeView, ...]
    file: str
    line: int

    @property
    def is_disputed(self) -> bool:
        """Whether sources of first hand disagree; what only third parties say otherwise is told, but is no dispute."""
        return any(dispute.is_primary for dispute in self.disputes)

    @property
    def evidence(self) -> tuple[object, ...]:
        """What the evidence comes to: claims that share it can show it once."""
        cited = tuple((source.id, source.place) for source in self.sources)
        return (cited, self.verified_on, self.computed, self.inherited_from, self.is_stale, self.has_value)

    @property
    def has_evidence(self) -> bool:
        """Whether there is anything to unfold below the value."""
        return bool(self.sources or self.verified or self.inherited_from or self.disputes)


@dataclass(frozen=True)
class RulingView:
    """A claim of an examined article, and what became of it."""

    uri: str
    id: str
    ruling: str


@dataclass(frozen=True)
class CellView:
    """What is known about one criterion of one distribution: one claim, or one per set of release lines.

    `rulings` are the examined claims of articles that concern it; `order` is what a table sorts by: that of the newest line.
    """

    distribution: str
    name: str
    claims: tuple[ClaimView, ...]
    rulings: tuple[RulingView, ...] = ()
    order: str | None = None


def age(day: date, today: date) -> str:
    """Return how long ago a day was: days below 45, months below two years, then whole years; never rounded up."""
    days = (today - day).days
    if days < 45:  # noqa: PLR2004 - as the docstring says
        return "today" if days <= 0 else f"{days} day{'s' if days > 1 else ''} ago"
    months = int(days / DAYS_A_MONTH)
    if months < 24:  # noqa: PLR2004
        return f"{months} month{'s' if months > 1 else ''} ago"
    return f"{int(days / DAYS_A_YEAR)} years ago"


def source_view(citation: Citation, foreign: frozenset[str] = frozenset()) -> SourceView:
    """Return a citation as shown. Publishers in `foreign` speak for others: here they are third parties."""
    source = citation.source
    grade, is_primary = KINDS[source.kind]
    if is_primary and source.publisher in foreign:
        grade, is_primary = "Another project", False
    return SourceView(
        source.id,
        source.title,
        source.url,
        source.archived,
        source.publisher,
        grade,
        is_primary,
        show_date(source.date) if source.date else None,
        citation.place,
        source.note,
    )


def source_views(refs: Iterable[SourceRef], dataset: Dataset) -> tuple[SourceView, ...]:
    """Return the sources of a record (not a claim) as shown."""
    return tuple(source_view(Citation(dataset.sources[ref.id], ref.at_)) for ref in refs)


def claim_view(claim: Claim, criterion: Criterion, distribution: Distribution, today: date) -> ClaimView:
    """Return a claim of a distribution as shown on a day."""
    value = claim.value
    if value is not None:
        text, mark = value.text, str(value.mark)
        members = tuple(title for _, title in value.members)
    else:
        text, mark = STATES[claim.state]
        members = ()
    verified = claim.verified
    return ClaimView(
        distribution.id,
        ", ".join(claim.majors),
        text,
        members,
        mark,
        value is not None,
        claim.note,
        show_date(claim.since) if claim.since else None,
        claim.estimated,
        BASES[criterion.record.computed] if claim.computed and criterion.record.computed else "",
        claim.inherited_from,
        tuple(source_view(citation, distribution.foreign_publishers) for citation in claim.citations),
        show_date(verified) if verified else None,
        verified,
        age(verified, today) if verified else "",
        claim.is_stale(criterion, today),
        tuple(
            DisputeView(
                dispute.value.text,
                dispute.note,
                tuple(source_view(citation, distribution.foreign_publishers) for citation in dispute.citations),
                dispute.ruling,
            )
            for dispute in claim.disputes
        ),
        claim.at.file,
        claim.at.line,
    )


def cell_view(distribution: Distribution, criterion: Criterion, today: date) -> CellView:
    """Return all claims of a cell; release lines that no claim covers are named as not researched."""
    claims = list(distribution.facts.get(criterion.id, ()))
    covered = {major for claim in claims for major in claim.majors}
    if not claims:
        claims = [Claim(State.NOT_RESEARCHED, distribution.at)]
    elif all(claim.majors for claim in claims):
        missing = tuple(line.major for line in distribution.lines if line.major not in covered)
        if missing:
            claims.append(Claim(State.NOT_RESEARCHED, distribution.at, missing))
    rulings = tuple(
        RulingView(f"{uris.examined(one.article)}#{one.claim.id}", one.claim.id, RULINGS[one.claim.ruling][0])
        for one in distribution.examined.get(criterion.id, ())
    )
    lines = [line.major for line in distribution.lines]
    claims.sort(key=lambda claim: min((lines.index(major) for major in claim.majors if major in lines), default=-1))
    return CellView(
        distribution.id,
        distribution.name,
        _merged([claim_view(claim, criterion, distribution, today) for claim in claims], lines),
        rulings,
        _order(distribution, criterion),
    )


def _merged(claims: Sequence[ClaimView], lines: Sequence[str]) -> tuple[ClaimView, ...]:
    """Return claims that say the same of several lines as one; without a scope where it says it of all lines."""
    found: list[ClaimView] = []
    for claim in claims:
        if found and replace(claim, scope="", line=0) == replace(found[-1], scope="", line=0):
            found[-1] = replace(found[-1], scope=f"{found[-1].scope}, {claim.scope}")
        else:
            found.append(claim)
    if len(found) == 1 and len(claims) > 1 and found[0].scope == ", ".join(lines):
        return (replace(found[0], scope=""),)
    return tuple(found)


def _order(distribution: Distribution, criterion: Criterion) -> str | None:
    """Return the value of the newest line as a number; None where nothing is known, or where values have no such order."""
    newest = max(distribution.lines, key=lambda line: line.released, default=None)
    value = distribution.claim(criterion.id, newest.major if newest else None).value
    order = value.order if value else None
    if isinstance(order, tuple) and isinstance(order[0], date):
        return str(order[0].toordinal())
    return str(order) if isinstance(order, int | Decimal) else None
