"""The dataset as the views see it: frozen, every reference resolved, every claim with its sources and its place.

Records that need no more than their own fields (sources, releases, tools, hazards) are used as they were decoded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from generator.errors import Location
from generator.records import (
    ComparisonRecord,
    CriterionRecord,
    DatasetRecord,
    DecisionRecord,
    ExaminedClaimRecord,
    ExaminedRecord,
    GroupRecord,
    HazardRecord,
    LineRecord,
    MachinesFile,
    ReleaseRecord,
    RuleRecord,
    SourceRecord,
    ToolRecord,
)
from generator.values import Value


class State(StrEnum):
    """Why a cell has or has not a value. The words are those of the data files."""

    VALUE = "value"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NOT_RESEARCHED = "not_researched"


@dataclass(frozen=True)
class Citation:
    """A source, and where in it."""

    source: SourceRecord
    place: str | None = None


@dataclass(frozen=True)
class Dispute:
    """A cited claim that disagrees, and why the fact stands."""

    value: Value
    note: str | None
    citations: tuple[Citation, ...]
    ruling: str


@dataclass(frozen=True)
class Claim:
    """One claim about one criterion, for all release lines or for some.

    Attributes:
        majors: The lines it is about; empty for all.
        verified: The last day its sources are known to say so.
        since: When it came to be so, as ISO text: a day, a month or a year.
        inherited_from: The name of the upstream that it was taken from, if it was.
        computed: Derived from other records, never typed by hand.
        at: Where it stands in the data.
    """

    state: State
    at: Location
    majors: tuple[str, ...] = ()
    value: Value | None = None
    note: str | None = None
    estimated: bool = False
    citations: tuple[Citation, ...] = ()
    verified: date | None = None
    disputes: tuple[Dispute, ...] = ()
    since: str | None = None
    inherited_from: str | None = None
    computed: bool = False

    def is_stale(self, criterion: Criterion, today: date) -> bool:
        """Return whether the fact is older than its criterion allows.

        What is computed from dated events does not grow old, nor does the reason why a question makes no sense.
        """
        if self.verified is None or self.computed or self.state is State.NOT_APPLICABLE:
            return False
        return (today - self.verified).days > criterion.record.stale_after


@dataclass(frozen=True)
class Criterion:
    """What is compared, and the group it belongs to."""

    record: CriterionRecord
    group: GroupRecord

    @property
    def id(self) -> str:
        """The id, as facts and conditions name it."""
        return self.record.id


@dataclass(frozen=True)
class ExaminedRef:
    """An examined claim that concerns a fact."""

    article: str
    claim: ExaminedClaimRecord


@dataclass(frozen=True)
class Distribution:
    """One distribution with its facts, release lines and releases (newest first).

    `publishers` speak for it; `foreign_publishers` speak for others: their word on this one is that of a third party.
    `examined` holds, by criterion, the examined claims that concern the fact.
    """

    id: str
    name: str
    summary: str
    family: str | None
    is_active: bool
    homepage: str | None
    upstream: str | None
    facts: Mapping[str, tuple[Claim, ...]]
    lines: tuple[LineRecord, ...]
    releases: tuple[ReleaseRecord, ...]
    at: Location
    publishers: frozenset[str] = frozenset()
    foreign_publishers: frozenset[str] = frozenset()
    examined: Mapping[str, tuple[ExaminedRef, ...]] = field(default_factory=dict)

    def claim(self, criterion: str, major: str | None = None) -> Claim:
        """Return the claim about a criterion, for a line if one is given; NOT_RESEARCHED where there is none."""
        for claim in self.facts.get(criterion, ()):
            if not claim.majors or major in claim.majors:
                return claim
        return Claim(State.NOT_RESEARCHED, self.at)

    def line(self, major: str) -> LineRecord | None:
        """Return a release line by its major."""
        return next((line for line in self.lines if line.major == major), None)

    def releases_of(self, major: str) -> tuple[ReleaseRecord, ...]:
        """Return the releases of a line, newest first."""
        return tuple(release for release in self.releases if line_of(release.version, self.lines) == major)


@dataclass(frozen=True)
class Condition:
    """A test on a fact, its operands decoded. `major` is None for the line that the answers choose."""

    criterion: Criterion
    operator: str
    operands: tuple[Value, ...]
    major: str | None
    because: str
    at: Location
    weight: int = 0


@dataclass(frozen=True)
class Answer:
    """One answer of a question."""

    id: str
    label: str
    help: str | None
    major: str | None
    require: tuple[Condition, ...]
    prefer: tuple[Condition, ...]
    at: Location
    machine: str | None = None


@dataclass(frozen=True)
class Question:
    """One question; `when` holds the earlier answers after which it is asked."""

    id: str
    ask: str
    help: str | None
    when: Mapping[str, frozenset[str]]
    answers: tuple[Answer, ...]
    at: Location


@dataclass(frozen=True)
class Decision:
    """One decision with its candidates and typed questions."""

    id: str
    record: DecisionRecord
    candidates: tuple[Distribution, ...]
    questions: tuple[Question, ...]
    # What combinations of answers came to (see `decide`): the same ones are asked for again and again.
    results: dict[object, object] = field(default_factory=dict, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Dataset:
    """Everything, by id, in page order. `outcomes` holds the text of the lists of outcomes by decision, where one is kept."""

    about: DatasetRecord
    groups: tuple[GroupRecord, ...]
    criteria: Mapping[str, Criterion]
    sources: Mapping[str, SourceRecord]
    distributions: Mapping[str, Distribution]
    comparisons: Mapping[str, ComparisonRecord]
    decisions: Mapping[str, Decision]
    tools: Mapping[str, ToolRecord]
    hazards: tuple[HazardRecord, ...]
    examined: Mapping[str, ExaminedRecord] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[RuleRecord, ...] = ()
    machines: MachinesFile = field(default_factory=MachinesFile)

    @cached_property
    def phase_titles(self) -> Mapping[str, str]:
        """The titles of support phases by id."""
        return {phase.id: phase.title for phase in self.about.phases}

    @cached_property
    def by_family(self) -> tuple[tuple[str, tuple[Distribution, ...]], ...]:
        """The distributions by family, as (title, members by name): families in their order, those of none last."""
        titles = {family.id: family.title for family in self.about.families}
        ordered = sorted(self.distributions.values(), key=lambda one: one.name.casefold())
        found = [(title, tuple(one for one in ordered if one.family == name)) for name, title in titles.items()]
        others = tuple(one for one in ordered if one.family not in titles)
        return tuple((title, members) for title, members in [*found, ("Others" if titles else "", others)] if members)

    @cached_property
    def paid_phases(self) -> frozenset[str]:
        """The ids of the support phases that cost extra."""
        return frozenset(phase.id for phase in self.about.phases if phase.paid)

    @property
    def newest_verification(self) -> date | None:
        """The newest day on which a fact with a value was verified; inherited and computed ones are others' facts."""
        claims = (claim for one in self.distributions.values() for group in one.facts.values() for claim in group)
        own = (one for one in claims if one.state is State.VALUE and not (one.inherited_from or one.computed))
        return max((one.verified for one in own if one.verified), default=None)

    def support_ends(self, line: LineRecord) -> date | None:
        """Return the last day of support that needs no extra payment; None where no phase is known."""
        ends = [phase.until for phase in line.phases if phase.id not in self.paid_phases]
        return max(ends, default=None)


def line_of(version: str, lines: tuple[LineRecord, ...]) -> str | None:
    """Return the major of the line that a version belongs to: the longest that is the version or a prefix of it."""
    fits = [line.major for line in lines if version == line.major or version.startswith(f"{line.major}.")]
    return max(fits, key=len, default=None)
