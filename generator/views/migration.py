"""The map of all ways and its twins: the table of edges, the table of pairs, what a picker needs; tools and hazards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import uris
from generator.graph import Hop, Line
from generator.model import Dataset
from generator.records import RuleRecord
from generator.refusals import is_step_back
from generator.values import show_date
from generator.views.evidence import SourceView, source_views
from generator.views.guide import Guides, GuideView
from generator.views.hop import STATUSES
from generator.views.picture import PictureView, draw_map
from generator.views.tools import EdgeView, edge_view
from generator.views.ways import RefusalView

EFFECTS: Mapping[str, str] = {
    "refuse": "Takes ways out",
    "avoid": "Makes ways worse",
    "step": "Asks for a step",
}

# Where the page says that nothing leads back to an older major.
STEP_BACK = "step-back"


@dataclass(frozen=True)
class MapCellView:
    """Whether there is a way from a line to another."""

    uri: str | None
    text: str
    mark: str


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
    kinds: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]
    ways: Mapping[str, Mapping[str, object]]
    no_way: tuple[tuple[str, RefusalView], ...]


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
        if start != end and not is_step_back(dataset, start, end) and (found := guides.refusal(start, end))
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
        tuple((one.id, one.title) for one in dataset.machines.variants),
        tuple((uris.decision(name), one.record.title) for name, one in dataset.decisions.items()),
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
    kinds = [one.id for one in guides.dataset.machines.variants]
    for end in ends:
        uri = guides.find(start, end)
        others = {one: address for one in kinds if (address := guides.find(start, end, one)) and address != uri}
        if uri or others:
            found[str(end)] = [
                *(_way(uri, by_uri) if uri else ["", ""]),
                {one: _way(address, by_uri) for one, address in others.items()},
                [one for one in kinds if guides.is_refused(start, end, one)],
            ]
        elif (start, end) in refusals:
            found[str(end)] = _anchor(start, end)
        elif start != end:
            found[str(end)] = STEP_BACK
    return found


def _way(uri: str, by_uri: Mapping[str, GuideView]) -> list[str]:
    """Return the address of a guide as the map links it, and the way in short."""
    return [uri.rpartition("/")[2].removesuffix(".md") + ".html", _in_short(by_uri[uri])]


def _in_short(guide: GuideView) -> str:
    route = guide.route
    if route.is_reinstall:
        return "not in place, by a new installation"
    return f"{route.hops} hop{'s' if route.hops > 1 else ''} in place"


def _map_cell(start: Line, end: Line, guides: Guides, by_uri: Mapping[str, GuideView]) -> MapCellView:
    if start == end:
        return MapCellView(None, "Same line", "none")
    uri = guides.find(start, end)
    if uri is None and is_step_back(guides.dataset, start, end):
        return MapCellView(f"{uris.MIGRATIONS}#{STEP_BACK}", "Step back", "none")
    if uri is None:
        return MapCellView(f"{uris.MIGRATIONS}#{_anchor(start, end)}", "No way", "no")
    route = by_uri[uri].route
    if route.is_reinstall:
        return MapCellView(uri, "Reinstall", "partial")
    text = f"{route.hops} hop{'s' if route.hops > 1 else ''}"
    if route.status == STATUSES["supported"]:
        return MapCellView(uri, text, "yes")
    word = "experimental" if route.status == STATUSES["experimental"] else "tool only"
    return MapCellView(uri, f"{text}, {word}", "partial")


def _every_hop(guides: Guides) -> Iterable[Hop]:
    starts, _ = guides.planner.lines()
    return [hop for start in starts for hop in guides.planner.hops[start]]


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
