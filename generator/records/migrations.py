"""Migration tools with their edges and steps, and hazards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.records.base import (
    Cited,
    Commands,
    Day,
    Id,
    Record,
    Text,
    Url,
    Verified,
    VersionText,
    Whole,
)

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


class AfterUpgradeRecord(Cited):
    """Why an edge may not follow an in-place upgrade from an older major."""

    why: Text


class EdgeRecord(Verified):
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


class NeedRecord(Cited):
    """What must be true before the tool may run, and how to see it."""

    says: Text
    run: Commands | None = None
    when: HopFilter = HopFilter()


class StatementRecord(Cited):
    """A sentence with its sources."""

    says: Text
    when: HopFilter = HopFilter()


class UndoRecord(Cited):
    """Whether the tool's work can be taken back."""

    possible: Literal["yes", "no", "partial"]
    says: Text


class DurationRecord(Cited):
    """How long a run takes, in minutes."""

    from_: Whole = Field(alias="from")
    to: Whole
    says: Text


class RebootsRecord(Cited):
    """How many restarts a run needs: by hand, and by itself."""

    manual: Whole
    automatic: Whole
    says: Text


class StepRecord(Verified):
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


class HazardRecord(Verified):
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


class HazardsFile(Record):
    """data/migrations/hazards.yaml."""

    hazards: tuple[HazardRecord, ...]
