"""Plan: routes from one release line to another. Small graphs, and every route found again by brute force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
from conftest import DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Location
from generator.model import Dataset, Distribution
from generator.plan import MAX_HOPS, STATUSES, Hop, Line, Planner, Route
from generator.records import DatasetRecord, LineRecord, ToolRecord

SOURCES = {"sources": ["s"], "verified": "2026-01-10"}
YESTERDAY = DAY - timedelta(days=1)
TOMORROW = DAY + timedelta(days=1)
KINDS = ("conversion", "upgrade", "reinstall")

Edge = dict[str, Any]


def edge(start: str, end: str, status: str = "supported", tool: str = "conversion", **more: Any) -> Edge:
    """One edge between lines written as name:major. A tool is named after its kind, two of them with a suffix."""
    names = [*start.split(":"), *end.split(":")]
    ends = dict(zip(("from", "major", "to", "to_major"), names, strict=True))
    return {"tool": tool, "record": {**ends, "status": status, **more, **SOURCES}}


def line_of(name: str) -> Line:
    return Line(*name.split(":"))


def planner(*edges: Edge, until: Mapping[str, date | tuple[date, date]] | None = None) -> Planner:
    """A planner of these edges. `until`: the last day of support of lines, or that and the last day of paid support."""
    tools = {}
    for name in dict.fromkeys(one["tool"] for one in edges):
        tools[name] = ToolRecord.model_validate(
            {
                "name": name.capitalize(),
                "kind": name.split("-")[0],
                "summary": "A tool.",
                "homepage": "https://tool.example/",
                "maintainer": "Somebody",
                "undo": {"possible": "no", "says": "No.", "sources": ["s"]},
                "edges": [one["record"] for one in edges if one["tool"] == name],
                "steps": [
                    {"id": "run", "phase": "run", "title": "Run", "why": "So.", "run": "go", "undo": "No.", **SOURCES}
                ],
            }
        )
    lines: dict[str, dict[str, LineRecord]] = {}
    for one in edges:
        record = one["record"]
        for name, major in ((record["from"], record["major"]), (record["to"], record["to_major"])):
            lines.setdefault(name, {})[major] = a_line(major, (until or {}).get(f"{name}:{major}"))
    about = DatasetRecord.model_validate(
        {
            "format": "1",
            "title": "Made",
            "summary": "Made.",
            "noun": {"one": "one", "many": "many"},
            "phases": [{"id": "free", "title": "Free"}, {"id": "paid", "title": "Paid", "paid": "true"}],
        }
    )
    return Planner(a_dataset(about, lines, tools), DAY)


def a_line(major: str, until: date | tuple[date, date] | None) -> LineRecord:
    days = until if isinstance(until, tuple) else (until,) if until else ()
    phases = [{"id": kind, "until": str(day), **SOURCES} for kind, day in zip(("free", "paid"), days, strict=False)]
    return LineRecord.model_validate({"major": major, "released": "2015-01-01", "phases": phases, **SOURCES})


def a_dataset(
    about: DatasetRecord, lines: Mapping[str, Mapping[str, LineRecord]], tools: Mapping[str, ToolRecord]
) -> Dataset:
    distributions = {
        name: Distribution(
            id=name,
            name=name.capitalize(),
            summary="One.",
            family=None,
            is_active=True,
            homepage=None,
            upstream=None,
            facts={},
            lines=tuple(records.values()),
            releases=(),
            at=Location("made.yaml"),
        )
        for name, records in lines.items()
    }
    return Dataset(
        about=about,
        groups=(),
        criteria={},
        sources={},
        distributions=distributions,
        comparisons={},
        decisions={},
        tools=tools,
        hazards=(),
    )


def stops(route: Route) -> list[str]:
    return [str(route.hops[0].start), *(str(hop.end) for hop in route.hops)]


def routes(plan: Planner, start: str, end: str) -> list[list[str]]:
    return [stops(route) for route in plan.routes(line_of(start), line_of(end))]


# ---- which routes there are ------------------------------------------------------------------------------------------


def test_a_single_edge_is_a_route() -> None:
    assert routes(planner(edge("a:1", "b:1")), "a:1", "b:1") == [["a:1", "b:1"]]


def test_an_edge_leads_one_way() -> None:
    assert routes(planner(edge("a:1", "b:1")), "b:1", "a:1") == []


def test_edges_are_put_together() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "b:2", tool="upgrade"), edge("b:2", "c:2"))
    assert routes(plan, "a:1", "c:2") == [["a:1", "b:1", "b:2", "c:2"]]


def test_a_hop_names_its_tool_and_its_ends() -> None:
    (route,) = planner(edge("a:1", "b:1", tool="upgrade")).routes(Line("a", "1"), Line("b", "1"))
    hop = route.hops[0]
    assert (hop.tool_id, hop.tool.name, str(hop.start), str(hop.end)) == ("upgrade", "Upgrade", "a:1", "b:1")


def test_another_major_of_the_same_distribution_is_another_line() -> None:
    assert routes(planner(edge("a:1", "b:1"), edge("b:2", "c:2")), "a:1", "c:2") == []


def test_there_is_no_way_to_where_one_is() -> None:
    assert routes(planner(edge("a:1", "b:1"), edge("b:1", "a:1")), "a:1", "a:1") == []


def test_no_route_passes_a_line_twice() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "a:1"), edge("b:1", "c:1"), edge("c:1", "b:1"))
    assert routes(plan, "a:1", "c:1") == [["a:1", "b:1", "c:1"]]


def test_a_line_that_no_edge_knows_is_not_reached() -> None:
    assert routes(planner(edge("a:1", "b:1")), "a:9", "b:1") == []


def test_a_route_has_at_most_five_hops() -> None:
    chain = planner(*(edge(f"a:{major}", f"a:{major + 1}", tool="upgrade") for major in range(1, 7)))
    assert (MAX_HOPS, len(routes(chain, "a:1", "a:6")), routes(chain, "a:1", "a:7")) == (5, 1, [])


@pytest.mark.parametrize(
    ("ended", "expected"), [(YESTERDAY, []), (DAY, []), (TOMORROW, [["a:1", "b:1"]])], ids=["past", "today", "future"]
)
def test_an_edge_is_used_until_the_day_it_ended(ended: date, expected: list[list[str]]) -> None:
    assert routes(planner(edge("a:1", "b:1", ended=str(ended))), "a:1", "b:1") == expected


def test_an_edge_with_the_status_ended_is_never_used() -> None:
    assert routes(planner(edge("a:1", "b:1", "ended", ended=str(TOMORROW))), "a:1", "b:1") == []


# ---- end of life -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "expected"), [(YESTERDAY, []), (DAY, [["a:1", "b:1"]])], ids=["yesterday", "today"])
def test_a_line_past_its_end_of_life_is_no_target(until: date, expected: list[list[str]]) -> None:
    """On its last day it still is one."""
    assert routes(planner(edge("a:1", "b:1"), until={"b:1": until}), "a:1", "b:1") == expected


def test_paid_support_does_not_make_a_line_a_target() -> None:
    assert routes(planner(edge("a:1", "b:1"), until={"b:1": (YESTERDAY, TOMORROW)}), "a:1", "b:1") == []


def test_a_line_whose_end_is_not_known_is_a_target() -> None:
    assert routes(planner(edge("a:1", "b:1"), until={}), "a:1", "b:1") == [["a:1", "b:1"]]


def test_a_line_past_its_end_of_life_may_be_left_and_passed() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "c:1"), until={"a:1": YESTERDAY, "b:1": YESTERDAY})
    assert routes(plan, "a:1", "c:1") == [["a:1", "b:1", "c:1"]]


def test_lines_are_where_edges_leave_from_and_the_supported_ones_they_lead_to() -> None:
    plan = planner(edge("b:1", "c:1"), edge("a:1", "b:1"), edge("c:1", "a:2"), until={"c:1": YESTERDAY})
    assert plan.lines() == (
        (Line("a", "1"), Line("b", "1"), Line("c", "1")),
        (Line("a", "2"), Line("b", "1")),
    )


def test_lines_of_ended_edges_are_still_listed() -> None:
    """Their readers look for the way, and are told that there is none any more."""
    plan = planner(edge("a:1", "b:1", "ended", ended="2025-01-01"))
    assert plan.lines() == ((Line("a", "1"),), (Line("b", "1"),))


# ---- edges with conditions -------------------------------------------------------------------------------------------

FRESH_ONLY = {"not_after_upgrade": {"why": "It refuses upgraded systems.", "sources": ["s"]}}


def test_an_edge_that_refuses_upgraded_systems_is_used_first() -> None:
    plan = planner(edge("a:1", "b:1", **FRESH_ONLY), edge("b:1", "b:2", tool="upgrade"))
    assert routes(plan, "a:1", "b:2") == [["a:1", "b:1", "b:2"]]


def test_an_edge_that_refuses_upgraded_systems_is_not_used_after_an_upgrade() -> None:
    plan = planner(edge("a:1", "a:2", tool="upgrade"), edge("a:2", "b:2", **FRESH_ONLY))
    assert (routes(plan, "a:1", "b:2"), routes(plan, "a:2", "b:2")) == ([], [["a:2", "b:2"]])


def test_an_upgrade_further_back_counts_too() -> None:
    plan = planner(edge("a:1", "a:2", tool="upgrade"), edge("a:2", "b:2"), edge("b:2", "c:2", **FRESH_ONLY))
    assert routes(plan, "a:1", "c:2") == []


def test_an_edge_that_refuses_upgraded_systems_is_used_after_a_conversion() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "c:1", **FRESH_ONLY))
    assert routes(plan, "a:1", "c:1") == [["a:1", "b:1", "c:1"]]


def test_a_reinstall_is_a_route_of_its_own() -> None:
    assert routes(planner(edge("a:1", "b:1", tool="reinstall")), "a:1", "b:1") == [["a:1", "b:1"]]


@pytest.mark.parametrize(("first", "second"), [("reinstall", "upgrade"), ("upgrade", "reinstall")])
def test_a_reinstall_is_never_one_hop_of_several(first: str, second: str) -> None:
    assert routes(planner(edge("a:1", "b:1", tool=first), edge("b:1", "c:1", tool=second)), "a:1", "c:1") == []


# ---- which route is better -------------------------------------------------------------------------------------------


def test_any_way_in_place_is_better_than_a_reinstall() -> None:
    plan = planner(
        edge("a:1", "c:1", tool="reinstall"), edge("a:1", "b:1", "experimental"), edge("b:1", "c:1", "experimental")
    )
    assert routes(plan, "a:1", "c:1") == [["a:1", "b:1", "c:1"], ["a:1", "c:1"]]


def test_a_longer_way_with_better_support_is_better() -> None:
    plan = planner(edge("a:1", "c:1", "supported-by-tool"), edge("a:1", "b:1"), edge("b:1", "c:1"))
    assert routes(plan, "a:1", "c:1") == [["a:1", "b:1", "c:1"], ["a:1", "c:1"]]


def test_the_weakest_edge_decides() -> None:
    plan = planner(edge("a:1", "c:1", "supported-by-tool"), edge("a:1", "b:1"), edge("b:1", "c:1", "experimental"))
    assert [route.status for route in plan.routes(Line("a", "1"), Line("c", "1"))] == [
        "supported-by-tool",
        "experimental",
    ]


def test_of_equally_supported_ways_the_shorter_is_better() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "c:1"), edge("a:1", "c:1", tool="upgrade"))
    assert routes(plan, "a:1", "c:1") == [["a:1", "c:1"], ["a:1", "b:1", "c:1"]]


def test_of_equally_long_ways_the_one_with_fewer_ended_stops_is_better() -> None:
    plan = planner(
        edge("a:1", "b:1"), edge("b:1", "d:1"), edge("a:1", "c:1"), edge("c:1", "d:1"), until={"b:1": YESTERDAY}
    )
    assert routes(plan, "a:1", "d:1") == [["a:1", "c:1", "d:1"], ["a:1", "b:1", "d:1"]]


def test_the_names_of_the_tools_settle_the_rest() -> None:
    """However the data lists them: the order of files must not change a page."""
    ways = [edge("a:1", "b:1", tool="upgrade-z"), edge("a:1", "b:1", tool="upgrade-m")]
    for plan in (planner(*ways), planner(*reversed(ways))):
        found = plan.routes(Line("a", "1"), Line("b", "1"))
        assert [route.hops[0].tool_id for route in found] == ["upgrade-m", "upgrade-z"]


def test_the_status_of_a_route_is_that_of_its_weakest_edge() -> None:
    plan = planner(edge("a:1", "b:1", "experimental"), edge("b:1", "c:1", "supported-by-tool"))
    (route,) = plan.routes(Line("a", "1"), Line("c", "1"))
    assert (route.status, route.reinstalls) == ("experimental", 0)


def test_reinstalls_are_counted() -> None:
    (route,) = planner(edge("a:1", "b:1", tool="reinstall")).routes(Line("a", "1"), Line("b", "1"))
    assert route.reinstalls == 1


# ---- properties: all small graphs against brute force ----------------------------------------------------------------

NODES = ("a:1", "a:2", "b:2", "c:2")
PROPERTY = settings(deadline=None, max_examples=80)
Key = tuple[str, str, str, str]


class Graph:
    """A random graph, and what is to be known about it without the planner."""

    def __init__(self, edges: Sequence[Edge], ended: frozenset[str]) -> None:
        self.edges = edges
        self.ended = ended
        self.planner = planner(*edges, until=dict.fromkeys(ended, YESTERDAY))

    def __repr__(self) -> str:
        return f"Graph({[key_of(one) for one in self.edges]}, ended={sorted(self.ended)})"

    @property
    def usable(self) -> list[Edge]:
        return [one for one in self.edges if one["record"]["status"] != "ended"]

    def brute_force(self, start: str, end: str) -> Iterator[tuple[Edge, ...]]:
        """Yield every sequence of usable edges that is a route, by trying all of them."""
        if end in self.ended or start == end:
            return
        for length in range(1, MAX_HOPS + 1):
            for sequence in permutations(self.usable, length):
                if is_route(sequence, start, end):
                    yield sequence

    def rank(self, sequence: Sequence[Edge]) -> tuple[int, int, int, int]:
        """Smaller is better."""
        return (
            sum(kind_of(one) == "reinstall" for one in sequence),
            max(STATUSES.index(one["record"]["status"]) for one in sequence),
            len(sequence),
            sum(ends_of(one)[1] in self.ended for one in sequence),
        )


def ends_of(one: Edge) -> tuple[str, str]:
    record = one["record"]
    return f"{record['from']}:{record['major']}", f"{record['to']}:{record['to_major']}"


def kind_of(one: Edge) -> str:
    return str(one["tool"]).split("-")[0]


def key_of(one: Edge) -> Key:
    return one["tool"], *ends_of(one), one["record"]["status"]


def key_of_hop(hop: Hop) -> Key:
    return hop.tool_id, str(hop.start), str(hop.end), hop.edge.status


def is_route(sequence: Sequence[Edge], start: str, end: str) -> bool:
    passed = [start, *(ends_of(one)[1] for one in sequence)]
    kinds = [kind_of(one) for one in sequence]
    connected = all(ends_of(one)[0] == here for one, here in zip(sequence, passed, strict=False))
    refused = any("not_after_upgrade" in one["record"] and "upgrade" in kinds[:at] for at, one in enumerate(sequence))
    alone = "reinstall" not in kinds or len(kinds) == 1
    return connected and passed[-1] == end and len(set(passed)) == len(passed) and not refused and alone


@st.composite
def some_edges(draw: st.DrawFn) -> Edge:
    start, end = draw(st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True))
    status = draw(st.sampled_from([*STATUSES, *STATUSES, "ended"]))
    more = {"ended": "2025-12-15"} if status == "ended" else {}
    if draw(st.integers(0, 4)) == 4:
        more |= FRESH_ONLY
    return edge(start, end, status, draw(st.sampled_from([*KINDS[:2], *KINDS[:2], *KINDS])), **more)


@st.composite
def some_cases(draw: st.DrawFn) -> tuple[Graph, str, str]:
    """Four to seven edges, no two alike; some lines past their end of life; where an edge begins and where one ends."""
    edges = draw(st.lists(some_edges(), min_size=4, max_size=7, unique_by=key_of))
    graph = Graph(edges, draw(st.frozensets(st.sampled_from(NODES), max_size=2)))
    start = draw(st.sampled_from([ends_of(one)[0] for one in edges]))
    end = draw(st.sampled_from([ends_of(one)[1] for one in edges if ends_of(one)[1] != start] or [start]))
    return graph, start, end


Case = tuple[Graph, str, str]


def found_in(case: Case) -> list[Route]:
    graph, start, end = case
    return graph.planner.routes(line_of(start), line_of(end))


@PROPERTY
@given(some_cases())
def test_every_route_is_connected_from_start_to_end(case: Case) -> None:
    for route in found_in(case):
        assert (str(route.hops[0].start), str(route.hops[-1].end)) == case[1:]
        assert all(one.end == following.start for one, following in pairwise(route.hops))


@PROPERTY
@given(some_cases())
def test_no_route_has_a_loop(case: Case) -> None:
    for route in found_in(case):
        assert len(set(stops(route))) == len(route.hops) + 1


@PROPERTY
@given(some_cases())
def test_every_route_uses_only_usable_edges(case: Case) -> None:
    usable = {key_of(one) for one in case[0].usable}
    for route in found_in(case):
        assert {key_of_hop(hop) for hop in route.hops} <= usable


@PROPERTY
@given(some_cases())
def test_lines_that_no_usable_edge_connects_have_no_route(case: Case) -> None:
    graph, start, end = case
    reached, before = {start}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {ends_of(one)[1] for one in graph.usable if ends_of(one)[0] in reached}
    assert end in reached or found_in(case) == []


@PROPERTY
@given(some_cases())
def test_the_first_route_is_as_good_as_any(case: Case) -> None:
    graph, start, end = case
    ranks = [graph.rank(sequence) for sequence in graph.brute_force(start, end)]
    found = found_in(case)
    assert [rank_of(graph, route) for route in found[:1]] == sorted(ranks)[:1]


@PROPERTY
@given(some_cases())
def test_the_routes_are_those_of_brute_force_best_first(case: Case) -> None:
    graph, start, end = case
    expected = {tuple(key_of(one) for one in sequence) for sequence in graph.brute_force(start, end)}
    found = found_in(case)
    keys = [tuple(key_of_hop(hop) for hop in route.hops) for route in found]
    ranks = [rank_of(graph, route) for route in found]
    assert (set(keys), len(keys), ranks) == (expected, len(expected), sorted(ranks))


def rank_of(graph: Graph, route: Route) -> tuple[int, int, int, int]:
    by_key = {key_of(one): one for one in graph.edges}
    return graph.rank([by_key[key_of_hop(hop)] for hop in route.hops])
