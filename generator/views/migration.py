"""The map of all ways and its twins: the table of edges, the table of pairs, what a picker needs; tools and hazards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.model import Dataset
from generator.objections import Hop, Line, applies
from generator.records import RuleRecord, ToolRecord
from generator.values import show_date
from generator.views.evidence import SourceView, source_views
from generator.views.guide import Guides, GuideView, RefusalView
from generator.views.hop import KINDS, PHASES, SECURE_BOOT, STATUSES, HazardView, HopView, starts_from
from generator.views.picture import PictureView, draw_map

EFFECTS: Mapping[str, str] = {
    "refuse": "Takes ways out",
    "avoid": "Makes ways worse",
    "step": "Asks for a step",
}


@dataclass(frozen=True)
class MapCellView:
    """Whether there is a way from a line to another."""

    uri: str | None
    text: str
    mark: str


@dataclass(frozen=True)
class EdgeView:
    """One edge of one tool."""

    start: str
    end: str
    tool: str
    tool_uri: str
    status: str
    mark: str
    starts_from: str
    to_release: str | None
    build: str | None
    architectures: tuple[str, ...]
    cpu: str | None
    secure_boot: str
    ended: str | None
    note: str | None
    verified: str
    sources: tuple[SourceView, ...]
    file: str
    line: int


@dataclass(frozen=True)
class RuleView:
    """One rule of routes."""

    anchor: str
    title: str
    says: str
    effect: str
    sources: tuple[SourceView, ...]
    verified: str
    file: str
    line: int


@dataclass(frozen=True)
class MapView:
    """All ways: the picture, lines to leave against lines to reach, every edge, the rules, and what a picker chooses from."""

    picture: PictureView
    note: str | None
    targets: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, bool, tuple[MapCellView, ...]], ...]
    edges: tuple[EdgeView, ...]
    rules: tuple[RuleView, ...]
    ended: tuple[tuple[str, str], ...]
    starts: tuple[tuple[str, str], ...]
    ends: tuple[tuple[str, str], ...]
    ways: Mapping[str, Mapping[str, object]]
    no_way: tuple[tuple[str, RefusalView], ...]


@dataclass(frozen=True)
class ToolPageView:
    """The page of a tool."""

    id: str
    uri: str
    name: str
    kind: str
    summary: str
    homepage: str
    repository: str | None
    maintainer: str
    latest: tuple[str, str | None, str, tuple[SourceView, ...]] | None
    requires: tuple[str, ...]
    edges: tuple[EdgeView, ...]
    secure_boot: tuple[tuple[str, str, tuple[SourceView, ...]], ...]
    logs: tuple[str, ...]
    undo: str
    undo_sources: tuple[SourceView, ...]
    reboots: str | None
    duration: str | None
    steps: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    hazards: tuple[HazardView, ...]
    guides: tuple[GuideView, ...]
    oldest: str
    newest: str
    file: str
    line: int


@dataclass(frozen=True)
class HazardPageView:
    """The page of a hazard: the hazard, when it applies, and the guides that tell it."""

    hazard: HazardView
    phase: str
    tools: tuple[tuple[str, str], ...]
    guides: tuple[GuideView, ...]


def build_map_view(guides: Guides) -> MapView:
    """Return the map and the tables of all ways, the ones that do not exist included."""
    dataset, planner = guides.dataset, guides.planner
    starts, ends = planner.lines()
    by_uri = {guide.uri: guide for guide in guides.guides}
    rows = tuple(
        (
            str(start).replace(":", "-"),
            guides.name(start),
            planner.has_ended(start),
            tuple(_map_cell(start, end, guides, by_uri) for end in ends),
        )
        for start in starts
    )
    ended = sorted(
        {hop.end for hops in planner.hops.values() for hop in hops if planner.has_ended(hop.end)},
        key=str,
    )
    refusals = {
        (start, end): found
        for start in starts
        for end in ends
        if start != end and (found := guides.refusal(start, end))
    }
    return MapView(
        draw_map(planner, {line: f"{uris.MIGRATIONS}#from-{str(line).replace(':', '-')}" for line in starts}),
        dataset.about.migrations_note,
        tuple((str(end), guides.name(end)) for end in ends),
        rows,
        tuple(edge_view(hop, guides) for hop in _every_hop(guides) if not hop.is_reinstall),
        tuple(_rule(rule, dataset) for rule in dataset.rules),
        tuple((guides.name(line), show_date(day)) for line in ended if (day := planner.end_of_life(line))),
        tuple((str(line), guides.name(line)) for line in starts),
        tuple((str(line), guides.name(line)) for line in ends),
        {str(start): _ways(start, ends, guides, by_uri, refusals) for start in starts},
        tuple((_anchor(start, end), view) for (start, end), view in refusals.items()),
    )


def _anchor(start: Line, end: Line) -> str:
    return f"no-{start}-to-{end}".replace(":", "-")


def _ways(
    start: Line,
    ends: Iterable[Line],
    guides: Guides,
    by_uri: Mapping[str, GuideView],
    refusals: Mapping[tuple[Line, Line], RefusalView],
) -> dict[str, object]:
    """Return what a picker does for each target: go to a guide (its address, what it takes), or tell why there is none."""
    found: dict[str, object] = {}
    for end in ends:
        uri = guides.find(start, end)
        if uri:
            found[str(end)] = [uri.rpartition("/")[2].removesuffix(".md") + ".html", _in_short(by_uri[uri])]
        elif (start, end) in refusals:
            found[str(end)] = _anchor(start, end)
    return found


def _in_short(guide: GuideView) -> str:
    route = guide.route
    if route.is_reinstall:
        return "new installation"
    return f"{route.hops} hop{'s' if route.hops > 1 else ''} in place"


def _map_cell(start: Line, end: Line, guides: Guides, by_uri: Mapping[str, GuideView]) -> MapCellView:
    if start == end:
        return MapCellView(None, "Same line", "none")
    uri = guides.find(start, end)
    if uri is None:
        return MapCellView(f"{uris.MIGRATIONS}#{_anchor(start, end)}", "No way", "no")
    route = by_uri[uri].route
    if route.is_reinstall:
        return MapCellView(uri, "Reinstall", "partial")
    text = f"{route.hops} hop{'s' if route.hops > 1 else ''}"
    if route.status == STATUSES["supported"]:
        return MapCellView(uri, text, "yes")
    word = "experimental" if route.status == STATUSES["experimental"] else "by the tool only"
    return MapCellView(uri, f"{text}, {word}", "partial")


def _every_hop(guides: Guides) -> Iterable[Hop]:
    starts, _ = guides.planner.lines()
    return [hop for start in starts for hop in guides.planner.hops[start]]


def edge_view(hop: Hop, guides: Guides) -> EdgeView:
    """Return one edge."""
    dataset, edge = guides.dataset, hop.edge
    is_ended = edge.status == "ended" or bool(edge.ended and guides.planner.is_over(edge.ended))
    state = next((one.state for one in hop.tool.secure_boot if applies(one.when, hop)), "unknown")
    return EdgeView(
        guides.name(hop.start),
        guides.name(hop.end),
        hop.tool.name,
        uris.tool(hop.tool_id),
        STATUSES["ended"] if is_ended else STATUSES[edge.status],
        "no" if is_ended else "yes" if edge.status == "supported" else "partial",
        starts_from(edge.minors, edge.minor_at_least),
        edge.to_release,
        edge.build,
        edge.architectures,
        edge.cpu,
        SECURE_BOOT[state],
        show_date(edge.ended) if edge.ended else None,
        edge.note,
        show_date(edge.verified),
        source_views(edge.sources, dataset),
        edge.at.file,
        edge.at.line,
    )


def _rule(rule: RuleRecord, dataset: Dataset) -> RuleView:
    return RuleView(
        f"rule-{rule.id}",
        rule.title,
        rule.says,
        EFFECTS[rule.effect],
        source_views(rule.sources, dataset),
        show_date(rule.verified),
        rule.at.file,
        rule.at.line,
    )


def build_tool_views(guides: Guides) -> tuple[ToolPageView, ...]:
    """Return the page of each tool, in the order of their names."""
    following: dict[str, list[GuideView]] = {}
    for guide in guides.guides:
        for name in dict.fromkeys(hop.tool_id for hop in guides.route(guide.uri).hops):
            following.setdefault(name, []).append(guide)
    tools = sorted(guides.dataset.tools.items(), key=lambda item: item[1].name.casefold())
    return tuple(_tool(name, tool, guides, tuple(following.get(name, ()))) for name, tool in tools)


def _tool(name: str, tool: ToolRecord, guides: Guides, following: tuple[GuideView, ...]) -> ToolPageView:
    dataset = guides.dataset
    hops = [Hop(name, tool, edge, place) for place, edge in enumerate(tool.edges)]
    titles = {one.id: one.title for one in dataset.machines.features}
    days: list[date] = [edge.verified for edge in tool.edges] + [step.verified for step in tool.all_steps]
    views: list[HopView] = [guides.hops.hop(hop) for hop in hops if hop.edge.status != "ended"]
    hazards = {one.id: one for view in views for one in view.hazards}
    latest = tool.latest
    return ToolPageView(
        name,
        uris.tool(name),
        tool.name,
        KINDS[tool.kind],
        tool.summary,
        tool.homepage,
        tool.repository,
        f"{tool.maintainer} ({tool.licence})" if tool.licence else tool.maintainer,
        (latest.version, latest.note, show_date(latest.verified), source_views(latest.sources, dataset))
        if latest
        else None,
        tuple(titles.get(one, one) for one in tool.requires),
        tuple(edge_view(hop, guides) for hop in hops),
        tuple((SECURE_BOOT[one.state], one.says, source_views(one.sources, dataset)) for one in tool.secure_boot),
        tool.logs,
        tool.undo.says,
        source_views(tool.undo.sources, dataset),
        tool.reboots.says if tool.reboots else None,
        tool.duration.says if tool.duration else None,
        tuple((title, steps) for phase, title in PHASES.items() if (steps := _steps(views, phase))),
        tuple(one for one in guides.hops.hazards.values() if one.id in hazards),
        following,
        show_date(min(days)),
        show_date(max(days)),
        tool.at.file,
        tool.at.line,
    )


def _steps(views: Iterable[HopView], phase: str) -> tuple[tuple[str, str], ...]:
    """Return what a tool's steps of a phase are called and why they are done, each once, whatever the hop."""
    found = {step.id: (step.title, step.why) for view in views for step in view.steps if step.phase == phase}
    return tuple(found.values())


def build_hazard_views(guides: Guides) -> tuple[HazardPageView, ...]:
    """Return the page of each hazard, the most severe first."""
    telling: dict[str, list[GuideView]] = {}
    tools: dict[str, dict[str, tuple[str, str]]] = {}
    for guide in guides.guides:
        hops = guides.route(guide.uri).hops
        for name in dict.fromkeys(one.id for hop in hops for one in guides.hops.hop(hop).hazards):
            telling.setdefault(name, []).append(guide)
        for hop in hops:
            for one in guides.hops.hop(hop).hazards:
                tools.setdefault(one.id, {})[hop.tool_id] = (uris.tool(hop.tool_id), hop.tool.name)
    return tuple(
        HazardPageView(hazard, PHASES[hazard.phase], tuple(tools.get(name, {}).values()), tuple(telling.get(name, ())))
        for name, hazard in guides.hops.hazards.items()
    )
