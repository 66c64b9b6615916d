"""Curated comparisons, and decisions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from generator.records.base import (
    Cited,
    CriterionId,
    Id,
    Ids,
    Record,
    Text,
    VersionText,
    Weight,
)

# Beside data/decisions/ID.yaml stands the list of its outcomes, written by `atlas check --fix`.
OUTCOMES_SUFFIX = ".outcomes.csv"


class ComparisonRecord(Record):
    """A curated comparison: which distributions, what matters most, in what words."""

    title: Text
    summary: Text
    distributions: Annotated[tuple[Id, ...], Field(min_length=2, max_length=6)]
    note: Text | None = None
    groups: tuple[Id, ...] = ()
    highlights: tuple[CriterionId, ...] = ()
    decision: Id | None = None


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
    """One answer: what it requires and what it prefers. `machine` is the kind of machine whose migration guides it leads to."""

    id: Id
    label: Text
    help: Text | None = None
    major: VersionText | None = None
    machine: Id | None = None
    require: tuple[ConditionRecord, ...] = ()
    prefer: tuple[PreferenceRecord, ...] = ()


class QuestionRecord(Record):
    """One question. `when` maps earlier questions to the answers after which this one is asked."""

    id: Id
    ask: Text
    help: Text | None = None
    when: dict[Id, Ids] = Field(default_factory=dict)
    answers: Annotated[tuple[AnswerRecord, ...], Field(min_length=2)]


class VerdictRecord(Cited):
    """What somebody else recommends for a scenario."""

    says: Text
    recommends: Ids
    although: Text | None = None


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


class LeavingRecord(Record):
    """The release line that those who decide leave."""

    from_: Id = Field(alias="from")
    major: VersionText


class DecisionRecord(Record):
    """data/decisions/ID.yaml. With `leaving`, its outcomes lead to the migration guides from that line."""

    title: Text
    summary: Text
    candidates: CandidatesRecord
    major: VersionText | None = None
    leaving: LeavingRecord | None = None
    questions: Annotated[tuple[QuestionRecord, ...], Field(min_length=1)]
    scenarios: tuple[ScenarioRecord, ...] = ()
