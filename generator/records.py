"""The shape of the data files, format 1: one class per record.

These classes are the contributor's API. Scalars arrive as text and become numbers, dates and choices here, by the type of
their field; nothing is guessed from how a value looks. Facts are the exception: their values stay as written until
`link` knows the type of their criterion.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.errors import Location, Problem, nearest
from generator.yaml_source import MapNode, TextNode

NOWHERE = Location("")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "expected text")
    if not value.strip():
        raise PydanticCustomError("text", "expected text, found nothing")
    return " ".join(value.split())


def _pattern(rule: str, pattern: str, wanted: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def check(value: Any) -> str:
        text = _text(value)
        if not compiled.fullmatch(text):
            raise PydanticCustomError(rule, "'{found}' is not {wanted}", {"found": text, "wanted": wanted})
        return text

    return BeforeValidator(check)


def _commands(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text", "expected one or more lines of shell commands")
    return value.strip("\n").rstrip()


def _url(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"'`\\]", text)
    except ValueError:
        good = False
    if not good:
        raise PydanticCustomError("url", "'{found}' is not an http or https address", {"found": text})
    return text


def _date(value: Any) -> date:
    text = _text(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date", "'{found}' is not a date such as 2026-08-18", {"found": text}) from None


def _number(value: Any) -> int:
    text = _text(value)
    if not re.fullmatch(r"\d{1,6}", text):
        raise PydanticCustomError("number", "'{found}' is not a whole number", {"found": text})
    return int(text)


def _flag(value: Any) -> bool:
    text = _text(value)
    if text not in {"true", "false"}:
        raise PydanticCustomError("boolean", "'{found}' is neither true nor false", {"found": text})
    return text == "true"


def _days(value: Any) -> int:
    text = _text(value)
    if not re.fullmatch(r"\d{1,5}d", text):
        raise PydanticCustomError("duration", "'{found}' is not a number of days such as 365d", {"found": text})
    return int(text[:-1])


Text = Annotated[str, BeforeValidator(_text)]
Commands = Annotated[str, BeforeValidator(_commands)]
Id = Annotated[str, _pattern("id", r"[a-z0-9]+(-[a-z0-9]+)*", "an id: lower-case letters, digits and single hyphens")]
CriterionId = Annotated[str, _pattern("id", r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "a criterion id such as rhel_compatibility")]
VersionText = Annotated[str, _pattern("version", r"[0-9A-Za-z][0-9A-Za-z.+~_-]*", "a version such as 9.6")]
Url = Annotated[str, BeforeValidator(_url)]
Day = Annotated[date, BeforeValidator(_date)]
Whole = Annotated[int, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Days = Annotated[int, BeforeValidator(_days)]
Weight = Annotated[int, BeforeValidator(_number), Field(ge=1, le=9)]


class Record(BaseModel):
    """A mapping in a data file, which remembers where it stands."""

    # Unknown keys are reported by _keep_place, which knows their places and the nearest known key.
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=False)
    _at: Location = PrivateAttr(default=NOWHERE)
    _keys: dict[str, Location] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Self:
        if isinstance(value, MapNode) and info.context is not None:
            info.context.extend(cls._unknown_keys(value))
        record: Self = handler(value)
        if isinstance(value, MapNode):
            record._at = value.at  # noqa: SLF001 - its own private attribute
            record._keys = value.key_locations  # noqa: SLF001
        elif isinstance(value, TextNode):
            record._at = value.at  # noqa: SLF001
        return record

    @classmethod
    def _unknown_keys(cls, node: MapNode) -> list[Problem]:
        known = {spec.alias or name for name, spec in cls.model_fields.items()}
        return [
            Problem(node.key_locations[key], f"unknown key '{key}'", "unknown-key", hint=nearest(key, known, "known keys"))
            for key in node
            if key not in known
        ]

    @property
    def at(self) -> Location:
        """Where the record begins."""
        return self._at

    def at_key(self, key: str) -> Location:
        """Where a key of the record stands; the record's own place if the key is absent."""
        return self._keys.get(key, self._at)


class SourceRef(Record):
    """A citation: a source id, and where in the source."""

    id: Id
    at_: Text | None = Field(default=None, alias="at", description="The section, heading or anchor inside the source.")

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value


Sources = Annotated[tuple[SourceRef, ...], Field(min_length=1)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1)]
Majors = Annotated[tuple[VersionText, ...], Field(min_length=1)]


# ---- dataset.yaml -------------------------------------------------------------------------------------------------


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
    """data/dataset.yaml: what the dataset is about."""

    format: Literal["1"]
    title: Text
    summary: Text
    noun: Noun
    families: tuple[Family, ...] = ()
    phases: tuple[Phase, ...] = ()
    featured: Featured = Featured()


# ---- criteria.yaml ------------------------------------------------------------------------------------------------

ValueType = Literal[
    "text", "boolean", "choice", "choices", "number", "date", "version", "duration", "money", "support"
]
MarkName = Literal["yes", "partial", "no", "plain"]
Computed = Literal["median_release_delay", "support_duration"]


class Choice(Record):
    """One allowed value of a criterion of type choice or choices."""

    id: Id
    title: Text
    definition: Text | None = None
    mark: MarkName = "plain"


class CriterionRecord(Record):
    """What is compared: its meaning, its type and why it matters."""

    id: CriterionId
    title: Text
    definition: Text
    why: Text
    type: ValueType
    unit: Text | None = None
    choices: tuple[Choice, ...] = ()
    scope: Literal["distribution", "major"] = "distribution"
    stale_after: Days = 365
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


# ---- sources.yaml -------------------------------------------------------------------------------------------------

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


# ---- distributions/ID.yaml ----------------------------------------------------------------------------------------


class DisputeRecord(Record):
    """A cited claim that disagrees with the fact, and why the fact stands."""

    value: Any
    note: Text | None = None
    sources: Sources
    ruling: Text


class ClaimRecord(Record):
    """One claim: a value or the reason why there is none, with sources and the day they were last known to say so."""

    majors: Majors | None = None
    value: Any = None
    state: Literal["unknown", "not_applicable", "inherit"] | None = None
    note: Text | None = None
    estimated: Flag = False
    sources: tuple[SourceRef, ...] = ()
    verified: Day | None = None
    disputed: tuple[DisputeRecord, ...] = ()


class DistributionRecord(Record):
    """One distribution: identity and facts. `facts` is decoded by `link`, by the type of each criterion."""

    name: Text
    summary: Text
    family: Id | None = None
    status: Literal["active", "ended"] = "active"
    homepage: Url | None = None
    upstream: Id | None = None
    facts: dict[CriterionId, Any] = Field(default_factory=dict)


# ---- releases/ID.yaml ---------------------------------------------------------------------------------------------


class PhaseRecord(Record):
    """One support phase of a release line, and when it ends."""

    id: Id
    until: Day
    estimated: Flag = False
    note: Text | None = None
    sources: Sources
    verified: Day


class LineRecord(Record):
    """A release line (major)."""

    major: VersionText
    released: Day
    phases: tuple[PhaseRecord, ...] = ()
    note: Text | None = None
    sources: Sources
    verified: Day


class ReleaseRecord(Record):
    """A release (minor) of a line."""

    version: VersionText
    released: Day
    follows: VersionText | None = None
    kernel: VersionText | None = None
    note: Text | None = None
    sources: Sources
    verified: Day


class ReleasesFile(Record):
    """data/releases/ID.yaml."""

    lines: Annotated[tuple[LineRecord, ...], Field(min_length=1)]
    releases: tuple[ReleaseRecord, ...] = ()


# ---- comparisons/ID.yaml ------------------------------------------------------------------------------------------


class ComparisonRecord(Record):
    """A curated comparison: which distributions, what matters most, in what words."""

    title: Text
    summary: Text
    distributions: Annotated[tuple[Id, ...], Field(min_length=2, max_length=6)]
    groups: tuple[Id, ...] = ()
    highlights: tuple[CriterionId, ...] = ()
    decision: Id | None = None


# ---- decisions/ID.yaml --------------------------------------------------------------------------------------------


class ConditionRecord(Record):
    """A test on one fact of a candidate. Exactly one of the operators is given."""

    criterion: CriterionId
    is_: Any = Field(default=None, alias="is", description="Equals the value, or one of the values listed.")
    includes: Any = Field(default=None, description="The set holds the value, or all of the values listed.")
    at_least: Any = None
    at_most: Any = None
    before: Any = None
    after: Any = None
    major: VersionText | None = None
    because: Text


class PreferenceRecord(ConditionRecord):
    """A condition that ranks: its weight is added where it holds."""

    weight: Weight


class AnswerRecord(Record):
    """One answer: what it requires and what it prefers."""

    id: Id
    label: Text
    help: Text | None = None
    major: VersionText | None = None
    require: tuple[ConditionRecord, ...] = ()
    prefer: tuple[PreferenceRecord, ...] = ()


class QuestionRecord(Record):
    """One question. `when` maps earlier questions to the answers after which this one is asked."""

    id: Id
    ask: Text
    help: Text | None = None
    when: dict[Id, Ids] = Field(default_factory=dict)
    answers: Annotated[tuple[AnswerRecord, ...], Field(min_length=2)]


class VerdictRecord(Record):
    """What somebody else recommends for a scenario."""

    says: Text
    recommends: Ids
    sources: Sources


class ScenarioRecord(Record):
    """A worked example: answers, and the candidates that must come out on top."""

    id: Id
    title: Text
    given: dict[Id, Id]
    expect: tuple[Id, ...]
    why: Text
    verdict: VerdictRecord | None = None


class CandidatesRecord(Record):
    """Who takes part in a decision."""

    family: Id | None = None
    status: Literal["active", "ended"] | None = None
    ids: tuple[Id, ...] = ()


class DecisionRecord(Record):
    """data/decisions/ID.yaml."""

    title: Text
    summary: Text
    candidates: CandidatesRecord
    major: VersionText | None = None
    questions: Annotated[tuple[QuestionRecord, ...], Field(min_length=1)]
    scenarios: tuple[ScenarioRecord, ...] = ()


# ---- migrations ---------------------------------------------------------------------------------------------------

ToolKind = Literal["conversion", "upgrade", "reinstall"]
EdgeStatus = Literal["supported", "supported-by-tool", "experimental", "ended"]
StepPhase = Literal["prepare", "check", "run", "reboot", "verify", "clean-up"]
Severity = Literal["blocker", "high", "medium", "low"]


class HopFilter(Record):
    """Which hops something applies to. All given keys must match; a missing key matches everything."""

    kinds: tuple[ToolKind, ...] = ()
    tools: tuple[Id, ...] = ()
    from_: tuple[Id, ...] = Field(default=(), alias="from")
    from_majors: tuple[VersionText, ...] = ()
    to: tuple[Id, ...] = ()
    to_majors: tuple[VersionText, ...] = ()


class AfterUpgradeRecord(Record):
    """Why an edge may not follow an in-place upgrade from an older major."""

    why: Text
    sources: Sources


class EdgeRecord(Record):
    """One thing a tool can do: from one release line to another."""

    from_: Id = Field(alias="from")
    major: VersionText
    minors: tuple[VersionText, ...] = ()
    to: Id
    to_major: VersionText
    to_release: Text | None = None
    architectures: tuple[Text, ...] = ()
    cpu: Text | None = None
    status: EdgeStatus
    ended: Day | None = None
    not_after_upgrade: AfterUpgradeRecord | None = None
    variables: dict[str, Text] = Field(default_factory=dict)
    note: Text | None = None
    sources: Sources
    verified: Day


class NeedRecord(Record):
    """What must be true before the tool may run, and how to see it."""

    says: Text
    run: Commands | None = None
    when: HopFilter = HopFilter()
    sources: Sources


class StatementRecord(Record):
    """A sentence with its sources."""

    says: Text
    when: HopFilter = HopFilter()
    sources: Sources


class UndoRecord(Record):
    """Whether the tool's work can be taken back."""

    possible: Literal["yes", "no", "partial"]
    says: Text
    sources: Sources


class DurationRecord(Record):
    """How long a run takes, in minutes."""

    from_: Whole = Field(alias="from")
    to: Whole
    says: Text
    sources: Sources


class RebootsRecord(Record):
    """How many restarts a run needs: by hand, and by itself."""

    manual: Whole
    automatic: Whole
    says: Text
    sources: Sources


class StepRecord(Record):
    """One step of a run. `run` and `verify` are shell commands; `{{ name }}` stands for a value of the hop."""

    id: Id
    phase: StepPhase
    title: Text
    why: Text
    run: Commands | None = None
    by_hand: Text | None = None
    verify: Commands | None = None
    expect: Text | None = None
    fails: Text | None = None
    undo: Text
    destructive: Text | None = None
    minutes: Whole | None = None
    when: HopFilter = HopFilter()
    sources: Sources
    verified: Day


class ToolRecord(Record):
    """data/migrations/tools/ID.yaml."""

    name: Text
    kind: ToolKind
    summary: Text
    homepage: Url
    repository: Url | None = None
    maintainer: Text
    licence: Text | None = None
    needs: tuple[NeedRecord, ...] = ()
    changes: tuple[StatementRecord, ...] = ()
    keeps: tuple[StatementRecord, ...] = ()
    logs: tuple[Text, ...] = ()
    undo: UndoRecord
    reboots: RebootsRecord | None = None
    duration: DurationRecord | None = None
    edges: Annotated[tuple[EdgeRecord, ...], Field(min_length=1)]
    steps: Annotated[tuple[StepRecord, ...], Field(min_length=1)]


class HazardRecord(Record):
    """What can go wrong, when it applies, how to see it and how to mend it."""

    id: Id
    title: Text
    severity: Severity
    phase: StepPhase
    when: HopFilter = HopFilter()
    feature: Text | None = None
    what_happens: Text
    detect: Commands | None = None
    detect_by_hand: Text | None = None
    mitigate: Text
    mitigate_run: Commands | None = None
    sources: Sources
    verified: Day


class HazardsFile(Record):
    """data/migrations/hazards.yaml."""

    hazards: tuple[HazardRecord, ...]
