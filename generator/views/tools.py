"""Edges as rows, and the pages of tools and hazards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.commands import fill, hop_values
from generator.graph import Hop, applies
from generator.records import ToolRecord
from generator.values import show_date
from generator.views.evidence import SourceView, source_views
from generator.views.guide import Guides, GuideView
from generator.views.hazard import PHASES, HazardView
from generator.views.hop import KINDS, SECURE_BOOT, STATUSES, HopView, starts_from


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
    is_stale: bool
    sources: tuple[SourceView, ...]
    file: str
    line: int


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
        guides.hops.judge.least_cpu(hop),
        SECURE_BOOT[state],
        show_date(edge.ended) if edge.ended else None,
        fill(edge.note, hop_values(hop, dataset)) if edge.note else None,
        show_date(edge.verified),
        guides.hops.is_stale(hop) and not is_ended,
        source_views(edge.sources, dataset),
        edge.at.file,
        edge.at.line,
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
        tuple(one for one in guides.hops.hazards.by_id.values() if one.id in hazards),
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
        for name, hazard in guides.hops.hazards.by_id.items()
    )
