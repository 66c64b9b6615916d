"""One hop of a migration route: its tool, and its steps and hazards in the order of the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.commands import fill
from generator.model import Dataset
from generator.plan import Hop, Line, Planner, applies
from generator.records import (
    DurationRecord,
    HazardRecord,
    NeedRecord,
    RebootsRecord,
    StatementRecord,
    StepPhase,
    StepRecord,
    UndoRecord,
)
from generator.values import show_date
from generator.views.evidence import SourceView, source_views

Said = NeedRecord | StatementRecord | UndoRecord | RebootsRecord | DurationRecord

PHASES: Mapping[StepPhase, str] = {
    "prepare": "Prepare",
    "check": "Check",
    "run": "Run",
    "reboot": "Restart",
    "verify": "Verify",
    "clean-up": "Clean up",
}
SEVERITIES: Mapping[str, tuple[str, int]] = {
    "blocker": ("Blocker", 0),
    "high": ("High", 1),
    "medium": ("Medium", 2),
    "low": ("Low", 3),
}
BY_HAND = "A documented procedure, done by hand"
STATUSES: Mapping[str, str] = {
    "supported": "Supported by the project that publishes the tool",
    "supported-by-tool": "The tool can do it; the target project does not support it",
    "experimental": "Experimental",
    "ended": "No longer offered",
}
KINDS: Mapping[str, str] = {
    "conversion": "Conversion in place",
    "upgrade": "Upgrade in place",
    "reinstall": "Fresh installation",
}


@dataclass(frozen=True)
class StepView:
    """One step, its commands exact for the hop."""

    number: str
    id: str
    title: str
    why: str
    run: str | None
    by_hand: str | None
    verify: str | None
    expect: str | None
    fails: str | None
    undo: str
    destructive: str | None
    minutes: int | None
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class HazardView:
    """One hazard at the phase where it bites."""

    id: str
    anchor: str
    title: str
    severity: str
    level: str
    feature: str | None
    what_happens: str
    detect: str | None
    detect_by_hand: str | None
    mitigate: str
    mitigate_run: str | None
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class PhaseView:
    """One phase of a hop."""

    id: str
    title: str
    steps: tuple[StepView, ...]
    hazards: tuple[HazardView, ...]
    repeated: tuple[HazardView, ...]


@dataclass(frozen=True)
class SaidView:
    """A sentence with its sources, and a command where one belongs to it."""

    says: str
    run: str | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class HopView:
    """One hop of a route."""

    number: int
    start: str
    end: str
    end_ended: bool
    tool: str
    tool_summary: str
    tool_homepage: str
    maintainer: str
    kind: str
    status: str
    is_supported: bool
    minors: tuple[str, ...]
    to_release: str | None
    architectures: tuple[str, ...]
    cpu: str | None
    note: str | None
    needs: tuple[SaidView, ...]
    changes: tuple[SaidView, ...]
    keeps: tuple[SaidView, ...]
    logs: tuple[str, ...]
    undo: SaidView
    reboots: SaidView | None
    duration: SaidView | None
    phases: tuple[PhaseView, ...]
    sources: tuple[SourceView, ...]
    verified: str
    is_reinstall: bool
    file: str
    line: int


def line_name(line: Line, dataset: Dataset) -> str:
    """Return a release line as a reader calls it: CentOS Linux 7."""
    return f"{dataset.distributions[line.distribution].name} {line.major}"


def hop_values(hop: Hop, dataset: Dataset) -> dict[str, str]:
    """Return what `{{ name }}` stands for on a hop."""
    return {
        **hop.edge.variables,
        "from": dataset.distributions[hop.edge.from_].name,
        "to": dataset.distributions[hop.edge.to].name,
        "from_id": hop.edge.from_,
        "to_id": hop.edge.to,
        "from_major": hop.edge.major,
        "to_major": hop.edge.to_major,
    }


def hop_view(number: int, hop: Hop, planner: Planner, dataset: Dataset, seen: dict[str, HazardView]) -> HopView:
    """Return a hop. `seen` holds the hazards that earlier hops told in full, and gains those of this one."""
    tool, edge = hop.tool, hop.edge
    values = hop_values(hop, dataset)

    def said(record: Said) -> SaidView:
        run = record.run if isinstance(record, NeedRecord) else None
        return SaidView(
            fill(record.says, values), fill(run, values) if run else None, source_views(record.sources, dataset)
        )

    def those(records: Iterable[NeedRecord | StatementRecord]) -> tuple[SaidView, ...]:
        return tuple(said(record) for record in records if applies(record.when, hop))

    phases = _phases(number, hop, dataset, seen, values)
    return HopView(
        number,
        line_name(hop.start, dataset),
        line_name(hop.end, dataset),
        planner.has_ended(hop.end),
        tool.name,
        tool.summary,
        tool.homepage,
        f"{tool.maintainer} ({tool.licence})" if tool.licence else tool.maintainer,
        KINDS[tool.kind],
        BY_HAND if tool.kind == "reinstall" else STATUSES[edge.status],
        edge.status == "supported",
        edge.minors,
        edge.to_release,
        edge.architectures,
        edge.cpu,
        edge.note,
        those(tool.needs),
        those(tool.changes),
        those(tool.keeps),
        tool.logs,
        said(tool.undo),
        said(tool.reboots) if tool.reboots else None,
        said(tool.duration) if tool.duration else None,
        phases,
        source_views(edge.sources, dataset),
        show_date(edge.verified),
        tool.kind == "reinstall",
        edge.at.file,
        edge.at.line,
    )


def _phases(
    number: int, hop: Hop, dataset: Dataset, seen: dict[str, HazardView], values: Mapping[str, str]
) -> tuple[PhaseView, ...]:
    """Return the phases of a hop. A hazard is told in full once, where it first bites; later hops only name it."""
    views = []
    count = 0
    for phase, title in PHASES.items():
        steps = []
        for step in hop.tool.steps:
            if step.phase == phase and applies(step.when, hop):
                count += 1
                steps.append(_step(f"{number}.{count}", step, dataset, values))
        told: list[HazardView] = []
        repeated: list[HazardView] = []
        hazards = [one for one in dataset.hazards if one.phase == phase and applies(one.when, hop)]
        for hazard in sorted(hazards, key=lambda one: (SEVERITIES[one.severity][1], one.features)):
            if hazard.id in seen:
                repeated.append(seen[hazard.id])
            else:
                seen[hazard.id] = _hazard(hazard, dataset)
                told.append(seen[hazard.id])
        if steps or told or repeated:
            views.append(PhaseView(phase, title, tuple(steps), tuple(told), tuple(repeated)))
    return tuple(views)


def _step(number: str, step: StepRecord, dataset: Dataset, values: Mapping[str, str]) -> StepView:
    def filled(text: str | None) -> str | None:
        return fill(text, values) if text else None

    return StepView(
        number,
        step.id,
        fill(step.title, values),
        fill(step.why, values),
        filled(step.run),
        filled(step.by_hand),
        filled(step.verify),
        filled(step.expect),
        filled(step.fails),
        fill(step.undo, values),
        step.destructive,
        step.minutes,
        source_views(step.sources, dataset),
        show_date(step.verified),
    )


def _hazard(hazard: HazardRecord, dataset: Dataset) -> HazardView:
    return HazardView(
        hazard.id,
        f"hazard-{hazard.id}",
        hazard.title,
        SEVERITIES[hazard.severity][0],
        hazard.severity,
        hazard.only_if,
        hazard.what_happens,
        hazard.detect,
        hazard.detect_by_hand,
        hazard.mitigate,
        hazard.mitigate_run,
        source_views(hazard.sources, dataset),
        show_date(hazard.verified),
    )
