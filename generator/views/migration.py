"""Migration guides and the map of all ways: computed routes, hop by hop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.model import Dataset
from generator.plan import Line, Planner, Route, applies
from generator.values import show_date
from generator.views.hop import BY_HAND, STATUSES, HazardView, HopView, hop_view, line_name

# A target that ends within a year is worth a warning: the next move is due before the dust has settled.
SOON_DAYS = 365


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
    target_phases: tuple[tuple[str, str, bool], ...]
    ends_soon: bool
    hops: tuple[HopView, ...]
    route: RouteView
    alternatives: tuple[RouteView, ...]
    reboots_manual: int | None
    reboots_automatic: int | None
    run_minutes: tuple[int, int] | None
    step_minutes: int
    steps_without_minutes: int
    oldest: str
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
    note: str | None
    targets: tuple[str, ...]
    rows: tuple[tuple[str, bool, tuple[MapCellView, ...]], ...]
    guides: tuple[tuple[str, str], ...]


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
        dataset.about.migrations_note,
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
    hops = tuple(hop_view(number, hop, planner, dataset, seen) for number, hop in enumerate(best.hops, 1))
    tools = [hop.tool for hop in best.hops]
    reboots = [tool.reboots for tool in tools if tool.reboots]
    durations = [tool.duration for tool in tools if tool.duration]
    know_reboots, know_minutes = len(reboots) == len(tools), len(durations) == len(tools)
    steps = [step for hop in hops for phase in hop.phases for step in phase.steps]
    old, new = (dataset.distributions[one.distribution].line(one.major) for one in (start, end))
    old_end = dataset.support_ends(old) if old else None
    return GuideView(
        _uri(start, end),
        f"{line_name(start, dataset)} to {line_name(end, dataset)}",
        line_name(start, dataset),
        line_name(end, dataset),
        show_date(old_end) if old_end else None,
        planner.has_ended(start),
        tuple(
            (dataset.phase_titles.get(phase.id, phase.id), show_date(phase.until), phase.estimated)
            for phase in (new.phases if new else ())
            if phase.id not in dataset.paid_phases and not planner.is_over(phase.until)
        ),
        planner.ends_within(end, SOON_DAYS),
        hops,
        _route(best, planner, dataset),
        tuple(_route(route, planner, dataset) for route in _alternatives(routes)),
        sum(one.manual for one in reboots) if know_reboots else None,
        sum(one.automatic for one in reboots) if know_reboots else None,
        (sum(one.from_ for one in durations), sum(one.to for one in durations)) if know_minutes else None,
        sum(step.minutes or 0 for step in steps),
        sum(step.minutes is None for step in steps),
        show_date(min(_verified_dates(best))),
        bool(best.reinstalls),
        all(tool.undo.possible == "yes" for tool in tools),
    )


def _verified_dates(route: Route) -> Iterator[date]:
    for hop in route.hops:
        yield hop.edge.verified
        yield from (step.verified for step in hop.tool.steps if applies(step.when, hop))


def _alternatives(routes: Sequence[Route]) -> list[Route]:
    """Return up to three other routes: none that takes more hops than the best, unless it starts afresh."""
    best, *others = routes
    return [route for route in others if route.reinstalls or len(route.hops) <= len(best.hops)][:3]


def _route(route: Route, planner: Planner, dataset: Dataset) -> RouteView:
    stops = [route.hops[0].start, *(hop.end for hop in route.hops)]
    return RouteView(
        tuple((line_name(stop, dataset), planner.has_ended(stop)) for stop in stops),
        tuple(hop.tool.name for hop in route.hops),
        BY_HAND if route.reinstalls else STATUSES[route.status],
    )
