"""Migration guides: a computed route, hop by hop, with the steps, hazards and ways back of its tools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.commands import fill
from generator.model import Dataset
from generator.plan import Hop, Line, Planner, Route
from generator.records import (
    DurationRecord,
    HazardRecord,
    HopFilter,
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
    "blocker": ("Stops the run", 0),
    "high": ("High", 1),
    "medium": ("Medium", 2),
    "low": ("Low", 3),
}
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
    undo_possible: str
    reboots: SaidView | None
    duration: SaidView | None
    phases: tuple[PhaseView, ...]
    sources: tuple[SourceView, ...]
    verified: str
    oldest: str
    file: str
    line: int


@dataclass(frozen=True)
class RouteView:
    """A route in short: its stops and tools."""

    stops: tuple[tuple[str, bool], ...]
    tools: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class GuideView:
    """One guide page."""

    uri: str
    title: str
    start: str
    end: str
    start_end_of_life: str | None
    start_has_ended: bool
    end_of_life: str | None
    hops: tuple[HopView, ...]
    route: RouteView
    alternatives: tuple[RouteView, ...]
    reboots_manual: int | None
    reboots_automatic: int | None
    minutes: tuple[int, int] | None
    is_reinstall: bool
    has_way_back: bool


@dataclass(frozen=True)
class MapCellView:
    """Whether there is a way from a line to another."""

    uri: str | None
    text: str
    mark: str


@dataclass(frozen=True)
class MapView:
    """All ways: lines to leave against lines to reach."""

    tools: tuple[tuple[str, str], ...]
    targets: tuple[str, ...]
    rows: tuple[tuple[str, bool, tuple[MapCellView, ...]], ...]
    guides: tuple[tuple[str, str], ...]


def line_name(line: Line, dataset: Dataset) -> str:
    """Return a release line as a reader calls it: CentOS Linux 7."""
    return f"{dataset.distributions[line.distribution].name} {line.major}"


def build_guides(dataset: Dataset, today: date) -> tuple[GuideView, ...]:
    """Return a guide for each pair of lines that a usable route connects."""
    planner = Planner(dataset, today)
    starts, ends = planner.lines()
    guides = []
    for start in starts:
        for end in ends:
            routes = planner.routes(start, end)
            if routes:
                guides.append(_guide(start, end, routes, planner, dataset))
    return tuple(guides)


def build_map_view(dataset: Dataset, guides: Iterable[GuideView], today: date) -> MapView:
    """Return the table of all ways, the ones that do not exist included."""
    planner = Planner(dataset, today)
    starts, ends = planner.lines()
    by_uri = {guide.uri: guide for guide in guides}
    rows = tuple(
        (line_name(start, dataset), planner.has_ended(start), tuple(_map_cell(start, end, by_uri) for end in ends))
        for start in starts
    )
    tools = tuple((tool.name, tool.summary) for tool in dataset.tools.values())
    return MapView(
        tools,
        tuple(line_name(end, dataset) for end in ends),
        rows,
        tuple((guide.uri, guide.title) for guide in by_uri.values()),
    )


def _map_cell(start: Line, end: Line, guides: Mapping[str, GuideView]) -> MapCellView:
    uri = _uri(start, end)
    guide = guides.get(uri)
    if start == end:
        return MapCellView(None, "Same line", "none")
    if guide is None:
        return MapCellView(None, "None recorded", "none")
    if guide.is_reinstall:
        return MapCellView(uri, "Reinstall", "partial")
    hops = len(guide.hops)
    return MapCellView(uri, f"{hops} hop{'s' if hops > 1 else ''}", "yes")


def _uri(start: Line, end: Line) -> str:
    return uris.guide(start.distribution, start.major, end.distribution, end.major)


def _guide(start: Line, end: Line, routes: Sequence[Route], planner: Planner, dataset: Dataset) -> GuideView:
    best = routes[0]
    seen: dict[str, HazardView] = {}
    hops = tuple(_hop(number, hop, planner, dataset, seen) for number, hop in enumerate(best.hops, 1))
    tools = [hop.tool for hop in best.hops]
    reboots = [tool.reboots for tool in tools if tool.reboots]
    durations = [tool.duration for tool in tools if tool.duration]
    know_reboots, know_minutes = len(reboots) == len(tools), len(durations) == len(tools)
    ends = [
        dataset.support_ends(line) if (line := dataset.distributions[one.distribution].line(one.major)) else None
        for one in (start, end)
    ]
    return GuideView(
        _uri(start, end),
        f"{line_name(start, dataset)} to {line_name(end, dataset)}",
        line_name(start, dataset),
        line_name(end, dataset),
        show_date(ends[0]) if ends[0] else None,
        planner.has_ended(start),
        show_date(ends[1]) if ends[1] else None,
        hops,
        _route(best, planner, dataset),
        tuple(_route(route, planner, dataset) for route in routes[1:4]),
        sum(one.manual for one in reboots) if know_reboots else None,
        sum(one.automatic for one in reboots) if know_reboots else None,
        (sum(one.from_ for one in durations), sum(one.to for one in durations)) if know_minutes else None,
        bool(best.reinstalls),
        all(tool.undo.possible == "yes" for tool in tools),
    )


def _route(route: Route, planner: Planner, dataset: Dataset) -> RouteView:
    stops = [route.hops[0].start, *(hop.end for hop in route.hops)]
    return RouteView(
        tuple((line_name(stop, dataset), planner.has_ended(stop)) for stop in stops),
        tuple(hop.tool.name for hop in route.hops),
        STATUSES[route.status],
    )


def applies(when: HopFilter, hop: Hop) -> bool:
    """Return whether a filter matches a hop: every key that is given must hold."""
    return all(
        not wanted or actual in wanted
        for wanted, actual in (
            (when.kinds, hop.tool.kind),
            (when.tools, hop.tool_id),
            (when.from_, hop.edge.from_),
            (when.from_majors, hop.edge.major),
            (when.to, hop.edge.to),
            (when.to_majors, hop.edge.to_major),
        )
    )


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


def _hop(number: int, hop: Hop, planner: Planner, dataset: Dataset, seen: dict[str, HazardView]) -> HopView:
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
    oldest = min([edge.verified, *(step.verified for step in tool.steps if applies(step.when, hop))])
    return HopView(
        number,
        line_name(hop.start, dataset),
        line_name(hop.end, dataset),
        planner.has_ended(hop.end),
        tool.name,
        tool.summary,
        tool.homepage,
        tool.maintainer,
        KINDS[tool.kind],
        STATUSES[edge.status],
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
        tool.undo.possible,
        said(tool.reboots) if tool.reboots else None,
        said(tool.duration) if tool.duration else None,
        phases,
        source_views(edge.sources, dataset),
        show_date(edge.verified),
        show_date(oldest),
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
        for hazard in sorted(hazards, key=lambda one: (SEVERITIES[one.severity][1], one.feature or "")):
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
        hazard.feature,
        hazard.what_happens,
        hazard.detect,
        hazard.detect_by_hand,
        hazard.mitigate,
        hazard.mitigate_run,
        source_views(hazard.sources, dataset),
        show_date(hazard.verified),
    )
