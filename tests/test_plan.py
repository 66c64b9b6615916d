"""Plan: routes from one release line to another. Small graphs, and every route found again by brute force."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from worlds import (
    DAY,
    LONG_AGO,
    NODES,
    TOMORROW,
    YESTERDAY,
    Case,
    edge,
    line_of,
    planner,
    release,
    routes,
    rule,
    some_cases,
    stops,
)

from generator.graph import Line
from generator.objections import Machine
from generator.plan import KEPT, MAX_HOPS, Route

PROPERTY = settings(deadline=None, max_examples=100)


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


# ---- rules -----------------------------------------------------------------------------------------------------------

NOT_AFTER_UPGRADE = [rule("refuse", when={"kinds": ["conversion"]}, after={"kinds": ["upgrade"]})]


def test_a_rule_that_refuses_takes_a_hop_out() -> None:
    plan = planner(edge("a:1", "b:1"), edge("a:1", "c:1"), rules=[rule("refuse", when={"to": ["b"]})])
    assert (routes(plan, "a:1", "b:1"), routes(plan, "a:1", "c:1")) == ([], [["a:1", "c:1"]])


def test_a_hop_that_is_refused_after_another_may_come_before_it() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "b:2", tool="upgrade"), rules=NOT_AFTER_UPGRADE)
    assert routes(plan, "a:1", "b:2") == [["a:1", "b:1", "b:2"]]


def test_a_hop_that_is_refused_after_another_is_not_used_after_it() -> None:
    plan = planner(edge("a:1", "a:2", tool="upgrade"), edge("a:2", "b:2"), rules=NOT_AFTER_UPGRADE)
    assert (routes(plan, "a:1", "b:2"), routes(plan, "a:2", "b:2")) == ([], [["a:2", "b:2"]])


def test_a_hop_further_back_counts_too() -> None:
    plan = planner(
        edge("a:1", "a:2", tool="upgrade"),
        edge("a:2", "a:3", tool="upgrade-b"),
        edge("a:3", "b:3"),
        rules=[rule("refuse", when={"kinds": ["conversion"]}, after={"tools": ["upgrade"]})],
    )
    assert routes(plan, "a:1", "b:3") == []


def test_a_hop_is_not_refused_after_other_hops() -> None:
    plan = planner(edge("a:1", "b:1"), edge("b:1", "c:1"), rules=NOT_AFTER_UPGRADE)
    assert routes(plan, "a:1", "c:1") == [["a:1", "b:1", "c:1"]]


def test_another_way_to_the_same_line_is_taken_where_the_best_one_may_not_go_on() -> None:
    """The better way to a:2 is an upgrade, after which no conversion is offered."""
    plan = planner(
        edge("a:1", "a:2", tool="upgrade"),
        edge("a:1", "a:2", "experimental"),
        edge("a:2", "b:2"),
        rules=NOT_AFTER_UPGRADE,
    )
    (route,) = plan.routes(Line("a", "1"), Line("b", "2"))
    assert [hop.tool_id for hop in route.hops] == ["conversion", "conversion"]


def test_what_a_rule_does_not_concern_is_not_refused() -> None:
    rules = [rule("refuse", when={"to": ["b"]}, unless=[{"to_majors": ["1"]}, {"tools": ["upgrade"]}])]
    plan = planner(
        edge("a:1", "b:1"), edge("a:1", "b:2"), edge("a:1", "b:2", "experimental", tool="upgrade"), rules=rules
    )
    assert [route.status for route in plan.routes(Line("a", "1"), Line("b", "2"))] == ["experimental"]
    assert routes(plan, "a:1", "b:1") == [["a:1", "b:1"]]


@pytest.mark.parametrize(
    ("features", "of_rule", "expected"),
    [
        ([], {"with_features": ["mascot"]}, [["a:1", "b:1"]]),
        (["clock"], {"with_features": ["mascot"]}, [["a:1", "b:1"]]),
        (["mascot"], {"with_features": ["mascot", "clock"]}, []),
        (["mascot"], {"with_features": ["pet"]}, []),
        (["pet"], {"with_features": ["mascot"]}, [["a:1", "b:1"]]),
        ([], {"without_features": ["pet"]}, []),
        (["mascot"], {"without_features": ["pet"]}, [["a:1", "b:1"]]),
        (["mascot"], {"with_features": ["pet"], "without_features": ["mascot"]}, [["a:1", "b:1"]]),
    ],
)
def test_a_rule_concerns_machines_by_what_they_use(
    features: list[str], of_rule: dict[str, Any], expected: list[list[str]]
) -> None:
    """A machine with a mascot uses a pet as well, since that is the kind it is of."""
    plan = planner(edge("a:1", "b:1"), rules=[rule("refuse", **of_rule)], machine=Machine(features=frozenset(features)))
    assert routes(plan, "a:1", "b:1") == expected


def test_a_rule_that_asks_for_a_step_refuses_nothing() -> None:
    assert routes(planner(edge("a:1", "b:1"), rules=[rule("step")]), "a:1", "b:1") == [["a:1", "b:1"]]


# ---- architectures along the path ------------------------------------------------------------------------------------


def test_every_hop_of_a_route_runs_on_one_architecture() -> None:
    plan = planner(edge("a:1", "b:1", architectures=["x"]), edge("b:1", "c:1", architectures=["arm"]))
    assert (routes(plan, "a:1", "c:1"), routes(plan, "b:1", "c:1")) == ([], [["b:1", "c:1"]])


def test_an_architecture_is_shared_by_all_hops_and_not_only_by_neighbours() -> None:
    plan = planner(
        edge("a:1", "b:1", architectures=["x"]),
        edge("b:1", "c:1", architectures=["x", "arm"]),
        edge("c:1", "d:1", architectures=["arm"]),
    )
    assert (routes(plan, "a:1", "d:1"), len(routes(plan, "a:1", "c:1")), len(routes(plan, "b:1", "d:1"))) == ([], 1, 1)


def test_a_hop_whose_architectures_are_not_known_speaks_against_none() -> None:
    plan = planner(edge("a:1", "b:1", architectures=["x"]), edge("b:1", "c:1"), edge("c:1", "d:1", architectures=["x"]))
    assert routes(plan, "a:1", "d:1") == [["a:1", "b:1", "c:1", "d:1"]]


# ---- kinds of tools --------------------------------------------------------------------------------------------------


def test_only_tools_of_the_kinds_that_may_be_used_are_planned() -> None:
    edges = edge("a:1", "b:1"), edge("a:1", "b:1", tool="reinstall"), edge("b:1", "b:2", tool="upgrade")
    found = {}
    for kinds in ((), ("reinstall",), ("reinstall", "upgrade")):
        plan = planner(*edges, machine=Machine(kinds=frozenset(kinds)))
        found[kinds] = [route.reinstalls for route in plan.routes(Line("a", "1"), Line("b", "1"))], len(plan.lines()[1])
    assert found == {(): ([0, 1], 2), ("reinstall",): ([1], 1), ("reinstall", "upgrade"): ([1], 2)}


# ---- reinstallations -------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("better", "worse", "more"),
    [
        pytest.param({}, {}, {"rules": [rule("avoid", when={"from": ["c"]})]}, id="a-rule-avoids-it"),
        pytest.param({}, {"build": "small"}, {}, id="an-unusual-build"),
        pytest.param(
            {"minors": ["1.1"]},
            {"minors": ["1.0"]},
            {"releases": {one: [release("1.1", "2020-01-01"), release("1.0", "2019-01-01")] for one in "bc"}},
            id="an-older-release",
        ),
        pytest.param({}, {}, {"until": {"b:1": YESTERDAY, "c:1": LONG_AGO}}, id="longer-past-its-end"),
        pytest.param({}, {}, {"until": {"b:1": DAY, "c:1": YESTERDAY}}, id="past-its-end"),
    ],
)
def test_of_equally_long_ways_one_is_better(
    better: dict[str, Any], worse: dict[str, Any], more: dict[str, Any]
) -> None:
    """The worse one goes first where nothing else decides: its tool has the first name."""
    plan = planner(
        edge("a:1", "c:1", tool="conversion"),
        edge("c:1", "d:1", tool="conversion", **worse),
        edge("a:1", "b:1", tool="conversion-b"),
        edge("b:1", "d:1", tool="conversion-b", **better),
        **more,
    )
    assert routes(plan, "a:1", "d:1") == [["a:1", "b:1", "d:1"], ["a:1", "c:1", "d:1"]]


def test_what_decides_first_outweighs_what_decides_later() -> None:
    """Avoided is worse than an unusual build, and that is worse than any number of days past the end of life."""
    plan = planner(
        edge("a:1", "b:1", tool="conversion"),
        edge("b:1", "e:1"),
        edge("a:1", "c:1", tool="conversion", build="small"),
        edge("c:1", "e:1", build="small"),
        edge("a:1", "d:1"),
        edge("d:1", "e:1"),
        rules=[rule("avoid", when={"from": ["b"]})],
        until={"d:1": LONG_AGO},
    )
    assert [found[1] for found in routes(plan, "a:1", "e:1")] == ["d:1", "c:1", "b:1"]


def test_a_build_that_is_unusual_is_a_route_of_its_own() -> None:
    plan = planner(edge("a:1", "b:1", build="small"), edge("a:1", "b:1"))
    found = plan.routes(Line("a", "1"), Line("b", "1"))
    assert [(route.hops[0].edge.build, route.hops[0].place) for route in found] == [(None, 1), ("small", 0)]


def test_so_many_routes_are_kept_in_place_and_as_many_by_reinstallation() -> None:
    names = [f"{kind}-{letter}" for kind in ("reinstall", "upgrade") for letter in "abcdefghij"]
    found = planner(*(edge("a:1", "b:1", tool=name) for name in names)).routes(Line("a", "1"), Line("b", "1"))
    assert (KEPT, [route.hops[0].tool_id for route in found]) == (
        8,
        [f"{kind}-{letter}" for kind in ("upgrade", "reinstall") for letter in "abcdefgh"],
    )


# ---- properties: all small worlds against brute force ----------------------------------------------------------------


def found_in(case: Case) -> list[Route]:
    world, start, end = case
    return world.planner.routes(line_of(start), line_of(end))


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
def test_nothing_speaks_against_a_route(case: Case) -> None:
    world = case[0]
    for route in found_in(case):
        assert world.faults([world.edge_of(hop) for hop in route.hops]) == []
        assert not any(route.objections)


@PROPERTY
@given(some_cases())
def test_lines_that_no_edges_connect_have_no_route(case: Case) -> None:
    world, start, end = case
    reached, before = {start}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {str(hop.end) for line in map(line_of, reached) for hop in world.planner.hops.get(line, ())}
    assert end in reached or found_in(case) == []


@PROPERTY
@given(some_cases())
def test_no_way_is_better_than_the_first_route(case: Case) -> None:
    world, start, end = case
    best = min(map(world.order, world.free_ways(start, end)), default=None)
    found = found_in(case)
    assert (world.order([world.edge_of(hop) for hop in found[0].hops]) if found else None) == best


@PROPERTY
@given(some_cases())
def test_the_routes_are_the_best_of_brute_force_in_their_order(case: Case) -> None:
    """To every line, not only to the end that was drawn."""
    world, start, _ = case
    for end in NODES:
        ways = sorted(world.free_ways(start, end), key=world.order)
        in_place = [way for way in ways if not world.order(way)[0]]
        expected = in_place[:KEPT] + [way for way in ways if way not in in_place][:KEPT]
        found = world.planner.routes(line_of(start), line_of(end))
        assert [tuple(world.edge_of(hop) for hop in route.hops) for route in found] == expected
