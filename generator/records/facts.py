"""The dataset itself: what it is about, criteria, sources, distributions with their facts, releases."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from generator.records.base import (
    Cited,
    CriterionId,
    Day,
    Days,
    Flag,
    Id,
    Majors,
    Moment,
    Record,
    SourceRef,
    Text,
    Url,
    Verified,
    VersionText,
)


class Noun(Record):
    """How the site calls the things it compares."""

    one: Text
    many: Text


class Family(Record):
    """A group of distributions that decisions can name as their candidates."""

    id: Id
    title: Text


class Phase(Record):
    """A kind of support phase, such as security support."""

    id: Id
    title: Text
    paid: Flag = False


class Guide(Record):
    """A migration to lead with on the home page."""

    from_: Id = Field(alias="from")
    major: VersionText
    to: Id
    to_major: VersionText


class Featured(Record):
    """What the home page leads with."""

    comparison: Id | None = None
    decision: Id | None = None
    guides: tuple[Guide, ...] = ()


class DatasetRecord(Record):
    """data/dataset.yaml: what the dataset is about.

    What a migration tool can do is stale when it was verified longer ago than `migrations_stale_after`.
    """

    format: Literal["1"]
    title: Text
    summary: Text
    noun: Noun
    families: tuple[Family, ...] = ()
    phases: tuple[Phase, ...] = ()
    migrations_note: Text | None = None
    migrations_stale_after: Days = 365
    featured: Featured = Featured()


ValueType = Literal["text", "boolean", "choice", "choices", "number", "date", "version", "duration", "money", "support"]
MarkName = Literal["yes", "partial", "no", "plain"]
Computed = Literal["first_release_delay", "median_release_delay", "paid_support_end", "support_duration", "support_end"]


class Choice(Record):
    """One allowed value of a criterion of type choice or choices."""

    id: Id
    title: Text
    definition: Text | None = None
    mark: MarkName = "plain"


class CriterionRecord(Record):
    """What is compared: its meaning, its type and why it matters.

    `key` is for the few that matter most: the summary of every comparison begins with them.
    """

    id: CriterionId
    title: Text
    definition: Text
    why: Text
    type: ValueType
    unit: Text | None = None
    choices: tuple[Choice, ...] = ()
    scope: Literal["distribution", "major"] = "distribution"
    stale_after: Days = 365
    key: Flag = False
    computed: Computed | None = None


class GroupRecord(Record):
    """A group of criteria, in page order."""

    id: Id
    title: Text
    summary: Text | None = None
    criteria: Annotated[tuple[CriterionRecord, ...], Field(min_length=1)]


class CriteriaFile(Record):
    """data/criteria.yaml."""

    groups: Annotated[tuple[GroupRecord, ...], Field(min_length=1)]


SourceKind = Literal[
    "vendor-documentation", "project-repository", "release-notes", "announcement", "standard", "third-party"
]


class SourceRecord(Record):
    """Where facts come from."""

    id: Id
    title: Text
    url: Url
    publisher: Text
    kind: SourceKind
    date: Day | None = None
    archived: Url | None = None
    note: Text | None = None


class SourcesFile(Record):
    """data/sources.yaml."""

    sources: tuple[SourceRecord, ...]


class DisputeRecord(Cited):
    """A cited claim that disagrees with the fact, and why the fact stands."""

    value: Any
    note: Text | None = None
    ruling: Text


class ClaimRecord(Record):
    """One claim: a value or the reason why there is none, with sources and the day they were last known to say so.

    `since` is when what the value says came to be so, where that is known and dated.
    """

    majors: Majors | None = None
    value: Any = None
    since: Moment | None = None
    state: Literal["unknown", "not_applicable", "inherit"] | None = None
    note: Text | None = None
    estimated: Flag = False
    sources: tuple[SourceRef, ...] = ()
    verified: Day | None = None
    disputed: tuple[DisputeRecord, ...] = ()


class DistributionRecord(Record):
    """One distribution: identity and facts.

    `publishers` are those who speak for it: what one of them says about another distribution is not first-hand evidence.
    `facts` is decoded by `link`, by the type of each criterion.
    """

    name: Text
    summary: Text
    family: Id | None = None
    status: Literal["active", "ended"] = "active"
    homepage: Url | None = None
    upstream: Id | None = None
    publishers: tuple[Text, ...] = ()
    facts: dict[str, Any] = Field(default_factory=dict)


class PhaseRecord(Verified):
    """One support phase of a release line, and when it ends."""

    id: Id
    until: Day
    estimated: Flag = False
    note: Text | None = None


class LineRecord(Verified):
    """A release line (major). `undated` are releases of it that are known to be out, though no source tells the day."""

    major: VersionText
    released: Day
    undated: tuple[VersionText, ...] = ()
    phases: tuple[PhaseRecord, ...] = ()
    note: Text | None = None


class ReleaseRecord(Verified):
    """A release (minor) of a line."""

    version: VersionText
    released: Day
    follows: VersionText | None = None
    kernel: VersionText | None = None
    note: Text | None = None


class ReleasesFile(Record):
    """data/releases/ID.yaml."""

    lines: Annotated[tuple[LineRecord, ...], Field(min_length=1)]
    releases: tuple[ReleaseRecord, ...] = ()
