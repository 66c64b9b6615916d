"""Migration tools with their edges and steps, hazards, the rules of routes, and what a machine may be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from generator.records.base import (
    ID,
    Cited,
    Commands,
    CriterionId,
    Day,
    Flag,
    Id,
    Record,
    Text,
    Url,
    Verified,
    VersionText,
    Whole,
    pattern,
)

ToolKind = Literal["conversion", "upgrade", "reinstall"]
EdgeStatus = Literal["supported", "supported-by-tool", "experimental", "ended"]
StepPhase = Literal["prepare", "check", "run", "reboot", "verify", "clean-up"]
Severity = Literal["blocker", "high", "medium", "low"]
SecureBootState = Literal["either", "must-be-off", "not-checked", "unknown"]
RuleEffect = Literal["refuse", "avoid", "step"]


class HopFilter(Record):
    """Which hops something applies to. All given keys must match; a missing key matches everything.

    `architectures` matches a hop that machines of one of them can take.
    """

    kinds: tuple[ToolKind, ...] = ()
    tools: tuple[Id, ...] = ()
    from_: tuple[Id, ...] = Field(default=(), alias="from")
    from_majors: tuple[VersionText, ...] = ()
    to: tuple[Id, ...] = ()
    to_majors: tuple[VersionText, ...] = ()
    builds: tuple[Text, ...] = ()
    architectures: tuple[Text, ...] = ()


class RebootsRecord(Cited):
    """How many restarts a run needs: by hand, and by itself."""

    manual: Whole
    automatic: Whole
    says: Text


class EdgeRecord(Verified):
    """One thing a tool can do: from one release line to another.

    Where it starts is `from` and `major`, or every line of a family with one of some majors (`from_family`, `from_majors`),
    which `link` writes out as one edge each. `minors` are the releases it starts from, `minor_at_least` the oldest of them.
    `build` names a build of the target other than the usual one; `cpu` is the least level of processor that the way needs.
    `reboots` are those of this edge, where they are others than the tool usually needs.
    """

    from_: Id = Field(default="", alias="from")
    major: VersionText = ""
    from_family: Id | None = None
    from_majors: tuple[VersionText, ...] = ()
    minors: tuple[VersionText, ...] = ()
    minor_at_least: VersionText | None = None
    to: Id
    to_major: VersionText
    to_release: Text | None = None
    architectures: tuple[Text, ...] = ()
    cpu: Text | None = None
    build: Text | None = None
    status: EdgeStatus
    ended: Day | None = None
    variables: dict[str, Text] = Field(default_factory=dict)
    reboots: RebootsRecord | None = None
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


class SecureBootRecord(Cited):
    """What a tool does about Secure Boot, on the hops that `when` names."""

    state: SecureBootState
    says: Text
    when: HopFilter = HopFilter()


class LatestRecord(Verified):
    """The newest version of a tool that was seen, on the hops that `when` names."""

    version: Text
    note: Text | None = None
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


class StepRecord(Verified):
    """One step of a run. `run` and `verify` are shell commands; `{{ name }}` stands for a value of the hop.

    A step that is done `once` stands before the first hop of a route (phases prepare and check) or after its last. `features`
    limits it to machines that use one of them. `fulfils` names the rules of routes that ask for it. `documented` is what the
    project's own page says where that pipes a download into a shell; `run` is the safer way. `unsigned` says why a download is
    not followed by a check.
    """

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
    once: Flag = False
    features: tuple[Id, ...] = ()
    fulfils: tuple[Id, ...] = ()
    documented: Commands | None = None
    unsigned: Text | None = None
    when: HopFilter = HopFilter()


class UseRecord(Record):
    """A step of another tool, taken over as it stands: `TOOL/STEP`."""

    use: Annotated[str, pattern("reference", f"{ID}/{ID}", "a step of another tool such as elevate/backup")]


def _kind_of_step(value: object) -> str:
    return "use" if isinstance(value, UseRecord) or (isinstance(value, dict) and "use" in value) else "step"


AnyStep = Annotated[Annotated[StepRecord, Tag("step")] | Annotated[UseRecord, Tag("use")], Discriminator(_kind_of_step)]


class ToolRecord(Record):
    """data/migrations/tools/ID.yaml. A tool that `requires` features is only for machines that use one of them."""

    name: Text
    kind: ToolKind
    summary: Text
    homepage: Url
    repository: Url | None = None
    maintainer: Text
    licence: Text | None = None
    latest: LatestRecord | None = None
    requires: tuple[Id, ...] = ()
    secure_boot: tuple[SecureBootRecord, ...] = ()
    needs: tuple[NeedRecord, ...] = ()
    changes: tuple[StatementRecord, ...] = ()
    keeps: tuple[StatementRecord, ...] = ()
    logs: tuple[Text, ...] = ()
    undo: UndoRecord
    reboots: RebootsRecord | None = None
    duration: DurationRecord | None = None
    edges: Annotated[tuple[EdgeRecord, ...], Field(min_length=1)]
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]

    @property
    def all_steps(self) -> tuple[StepRecord, ...]:
        """The steps, those that `link` has taken over from other tools among them."""
        return tuple(step for step in self.steps if isinstance(step, StepRecord))


class HazardRecord(Verified):
    """What can go wrong, when it applies, how to see it and how to mend it.

    It applies to the hops that match `when` and none of `unless`, and to machines that use one of its `features`, to all if it
    has none; `only_if` says so in words of its own. It is told at the first of its `steps` that a hop has, else where its phase
    begins.
    """

    id: Id
    title: Text
    severity: Severity
    phase: StepPhase
    when: HopFilter = HopFilter()
    unless: tuple[HopFilter, ...] = ()
    features: tuple[Id, ...] = ()
    only_if: Text | None = None
    steps: tuple[Id, ...] = ()
    what_happens: Text
    detect: Commands | None = None
    detect_by_hand: Text | None = None
    mitigate: Text
    mitigate_run: Commands | None = None


class HazardsFile(Record):
    """data/migrations/hazards.yaml."""

    hazards: tuple[HazardRecord, ...]


class RuleRecord(Verified):
    """A rule about routes: which hops are refused, avoided, or need a step.

    It concerns the hops that match `when` and not `unless`; with `after`, only those that come later than a hop that matches it;
    with `with_features` or `without_features`, only machines that use one of those, or none of them. `refuse` takes such a hop
    out, `avoid` makes routes without it better, `step` asks every tool for a step that fulfils the rule.
    """

    id: Id
    title: Text
    says: Text
    effect: RuleEffect
    when: HopFilter = HopFilter()
    unless: tuple[HopFilter, ...] = ()
    after: HopFilter | None = None
    with_features: tuple[Id, ...] = ()
    without_features: tuple[Id, ...] = ()


class RulesFile(Record):
    """data/migrations/rules.yaml."""

    rules: tuple[RuleRecord, ...]


class FeatureRecord(Record):
    """Something that a machine may use: `use` completes the sentence "I use …". A common one is asked for first.

    `after` names the hops after which every machine has it.
    """

    id: Id
    title: Text
    use: Text
    common: Flag = False
    kind_of: Id | None = None
    after: HopFilter | None = None
    detect: Commands | None = None


class CpuRecord(Record):
    """The levels of the processors of an architecture, lowest first, and the criterion that says which a release line runs on."""

    architecture: Text
    levels: Annotated[tuple[Id, ...], Field(min_length=1)]
    criterion: CriterionId | None = None


class VariantRecord(Record):
    """A kind of machine whose guides are written too, where its way is another than the usual one; `title` follows the pair.

    With `from`, only guides that leave one of these distributions: the others never ran such a machine. With `kinds`, only ways
    by tools of these kinds.
    """

    id: Id
    title: Text
    from_: tuple[Id, ...] = Field(default=(), alias="from")
    architecture: Text | None = None
    cpu: Text | None = None
    with_features: tuple[Id, ...] = ()
    kinds: tuple[ToolKind, ...] = ()


class MachinesFile(Record):
    """data/migrations/machines.yaml: what a machine may be."""

    architectures: tuple[Text, ...] = ()
    cpu: CpuRecord | None = None
    features: tuple[FeatureRecord, ...] = ()
    variants: tuple[VariantRecord, ...] = ()
