"""Ways in short, and why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.graph import Line
from generator.model import Dataset
from generator.plan import Planner, Route
from generator.refusals import Refusal
from generator.values import show_date
from generator.views.evidence import SourceView, source_views
from generator.views.hop import BY_HAND, STATUSES, line_name


@dataclass(frozen=True)
class RouteView:
    """A route in short: its stops (name, whether support has ended) and tools, and what it costs."""

    stops: tuple[tuple[str, bool], ...]
    tools: tuple[str, ...]
    status: str
    is_supported: bool
    hops: int
    is_reinstall: bool
    reboots: str
    minutes: tuple[int, int] | None
    has_way_back: bool
    ended: tuple[str, ...]
    build: str | None


@dataclass(frozen=True)
class ReasonView:
    """One reason why there is no way: what it speaks against, and what it rests on."""

    where: str
    says: str
    verified: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class RefusalView:
    """Why there is no way, or none in place; `nearest` are (address or None, name) of what works instead."""

    title: str
    reasons: tuple[ReasonView, ...]
    checked: str
    nearest: tuple[tuple[str | None, str], ...]


def route_view(route: Route, planner: Planner) -> RouteView:
    """Return a route in short."""
    tools = [hop.tool for hop in route.hops]
    reboots = [found for hop in route.hops if (found := hop.edge.reboots or hop.tool.reboots)]
    durations = [tool.duration for tool in tools if tool.duration]
    stops = [route.hops[0].start, *(hop.end for hop in route.hops)]
    manual, automatic = sum(one.manual for one in reboots), sum(one.automatic for one in reboots)
    counted = f"{manual} by hand" + (f", {automatic} by itself" if automatic else "")
    known = len(durations) == len(tools)
    return RouteView(
        tuple((line_name(stop, planner.dataset), planner.has_ended(stop)) for stop in stops),
        tuple(tool.name for tool in tools),
        BY_HAND if route.reinstalls else STATUSES[route.status],
        route.status == "supported",
        len(route.hops),
        bool(route.reinstalls),
        counted if len(reboots) == len(tools) else "not stated",
        (sum(one.from_ for one in durations), sum(one.to for one in durations)) if known else None,
        all(tool.undo.possible == "yes" for tool in tools),
        tuple(line_name(stop, planner.dataset) for stop in route.stops if planner.has_ended(stop)),
        route.hops[-1].edge.build,
    )


def refusal_view(
    refused: Refusal, title: str, dataset: Dataset, find: Callable[[Line, Line], str | None]
) -> RefusalView:
    """Return a refusal in words; `find` returns the address of the guide of a pair."""
    reasons = []
    if refused.target_ended:
        says = f"{line_name(refused.end, dataset)} has had no free support since {show_date(refused.target_ended)}."
        reasons.append(ReasonView("", says, "", ()))
    if refused.missing:
        reasons.append(ReasonView("", refused.missing, "", ()))
    for one in refused.reasons:
        where = (
            f"{one.hop.tool.name}, {line_name(one.hop.start, dataset)} to {line_name(one.hop.end, dataset)}"
            if one.hop
            else ""
        )
        found = one.objection
        verified = show_date(found.verified) if found.verified else ""
        reasons.append(ReasonView(where, found.says.rstrip(".") + ".", verified, source_views(found.sources, dataset)))
    checked = show_date(refused.checked) if refused.checked else ""
    nearest = tuple((find(refused.start, line), line_name(line, dataset)) for line in refused.nearest)
    return RefusalView(title, tuple(reasons), checked, nearest)
