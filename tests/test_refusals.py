"""Refusals: that what they say is true. Without the reasons there is a way, and none with fewer; what is nearest is reached."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from worlds import (
    YESTERDAY,
    Case,
    Edge,
    World,
    edge,
    lenient,
    lifted,
    line_of,
    planner,
    rule,
    some_cases,
)

from generator.graph import Hop, Line
from generator.objections import Machine, Objection
from generator.plan import Planner
from generator.refusals import Refusal, refusal

PROPERTY = settings(deadline=None, max_examples=100)


def refused(plan: Planner, start: str, end: str, *, in_place: bool = False) -> Refusal:
    found = refusal(plan, line_of(start), line_of(end), in_place=in_place)
    assert found is not None
    return found


def says(found: Refusal) -> list[tuple[str, str]]:
    """Where each reason is about, and what it says."""
    return [(f"{one.hop.start} {one.hop.end}" if one.hop else "", one.objection.says) for one in found.reasons]


def names(found: Refusal) -> list[str]:
    return [str(line) for line in found.nearest]


# ---- whether there is one --------------------------------------------------------------------------------------------


def test_what_has_a_way_is_not_refused() -> None:
    plan = planner(edge("a:1", "b:1"))
    assert [refusal(plan, Line("a", "1"), Line("b", "1"), in_place=one) for one in (False, True)] == [None, None]


def test_nobody_is_refused_where_he_is() -> None:
    assert refusal(planner(edge("a:1", "b:1")), Line("a", "1"), Line("a", "1")) is None


def test_a_way_by_reinstallation_is_refused_in_place_only() -> None:
    plan = planner(edge("a:1", "b:1", tool="reinstall"))
    assert refusal(plan, Line("a", "1"), Line("b", "1")) is None
    assert refused(plan, "a:1", "b:1", in_place=True).missing == "No tool on record leads in place to B 1."


# ---- what it says ----------------------------------------------------------------------------------------------------


def test_each_reason_stands_at_the_hop_that_it_speaks_against() -> None:
    plan = planner(
        edge("a:1", "b:1", "ended", ended="2026-02-03"),
        edge("b:1", "b:2", tool="upgrade"),
        edge("b:2", "c:2"),
        rules=[rule("refuse", when={"to": ["c"]})],
    )
    assert says(refused(plan, "a:1", "c:2")) == [
        ("a:1 b:1", "Conversion has not offered this way since 2026-02-03"),
        ("b:2 c:2", "The rule says so."),
    ]


def test_of_several_ways_the_one_that_the_fewest_reasons_speak_against_is_told() -> None:
    plan = planner(
        edge("a:1", "b:1", "ended", ended="2026-02-03", architectures=["arm"]),
        edge("a:1", "c:1", tool="upgrade"),
        edge("c:1", "b:1", "experimental", tool="upgrade", architectures=["arm"]),
        machine=Machine("x"),
    )
    assert says(refused(plan, "a:1", "b:1")) == [("c:1 b:1", "Upgrade runs on arm, not on x")]


def test_of_ways_with_as_many_reasons_the_best_is_told() -> None:
    plan = planner(
        edge("a:1", "b:1", "experimental", architectures=["arm"]),
        edge("a:1", "b:1", tool="upgrade", architectures=["arm"]),
        machine=Machine("x"),
    )
    assert says(refused(plan, "a:1", "b:1")) == [("a:1 b:1", "Upgrade runs on arm, not on x")]


def test_an_ended_target_is_told_with_its_day() -> None:
    found = refused(planner(edge("a:1", "b:1"), until={"b:1": YESTERDAY}), "a:1", "b:1")
    assert (found.target_ended, found.reasons, found.missing) == (YESTERDAY, (), None)


def test_what_else_speaks_against_an_ended_target_is_told_as_well() -> None:
    """Else somebody pays for its support and finds no way all the same."""
    until = {"b:1": YESTERDAY, "c:1": YESTERDAY}
    plan = planner(edge("a:1", "b:1", "ended", ended="2026-02-03"), edge("d:1", "c:1"), until=until)
    one, other = refused(plan, "a:1", "b:1"), refused(plan, "a:1", "c:1")
    assert (one.target_ended, says(one)) == (
        YESTERDAY,
        [("a:1 b:1", "Conversion has not offered this way since 2026-02-03")],
    )
    assert (other.target_ended, other.missing) == (
        YESTERDAY,
        "Ways to C 1 begin at D 1; no tool leads in place from A 1 to any of these.",
    )


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([edge("b:1", "a:1")], "No tool on record leads to B 1."),
        (
            [edge("c:10", "b:1"), edge("c:9", "b:1")],
            "Ways to B 1 begin at C 9, C 10; no tool leads in place from A 1 to any of these.",
        ),
        (
            [edge(f"{one}:1", "b:1") for one in "gfedc"],
            "Ways to B 1 begin at C 1, D 1, E 1 and 2 more; no tool leads in place from A 1 to any of these.",
        ),
        (
            [edge("a:1", "c:1", tool="reinstall"), edge("c:1", "b:1", tool="upgrade")],
            "Ways to B 1 begin at C 1; no tool leads in place from A 1 to any of these.",
        ),
    ],
    ids=["none-into-it", "from-elsewhere", "from-many", "after-a-reinstallation"],
)
def test_where_no_edges_connect_two_lines_it_is_told_what_is_missing(edges: list[Edge], expected: str) -> None:
    found = refused(planner(edge("a:1", "z:1"), *edges), "a:1", "b:1")
    assert (found.missing, found.reasons, found.nearly) == (expected, (), None)


def test_no_way_in_place_is_told_without_the_reinstallations() -> None:
    plan = planner(edge("a:1", "b:1", tool="reinstall"), edge("c:1", "b:1", tool="reinstall"), edge("d:1", "b:1"))
    expected = "Ways in place to B 1 begin at D 1; no tool leads in place from A 1 to any of these."
    assert refused(plan, "a:1", "b:1", in_place=True).missing == expected


def test_where_a_rule_refuses_every_way_in_place_it_is_told_beside_what_is_missing() -> None:
    """Nobody need look for a tool then."""
    to_b = {"to": ["b"], "to_majors": ["1"]}
    plan = planner(
        edge("a:1", "c:1"),
        edge("d:1", "b:1"),
        rules=[
            rule("refuse", "any-kind", when=to_b),
            rule("refuse", "both-kinds", when={**to_b, "kinds": ["upgrade", "conversion"]}),
            rule("refuse", "one-kind", when={**to_b, "kinds": ["upgrade"]}),
            rule("refuse", "another-start", when={**to_b, "from": ["d"]}),
            rule("refuse", "one-tool", when={**to_b, "tools": ["conversion"]}),
            rule("refuse", "another-line", when={**to_b, "to_majors": ["2"]}),
            rule("refuse", "only-after", when=to_b, after={"kinds": ["upgrade"]}),
            rule("refuse", "with-exceptions", when=to_b, unless=[{"tools": ["upgrade"]}]),
            rule("refuse", "another-machine", when=to_b, with_features=["pet"]),
            rule("avoid", "no-refusal", when=to_b),
        ],
    )
    found = refused(plan, "a:1", "b:1")
    assert found.missing == "Ways to B 1 begin at D 1; no tool leads in place from A 1 to any of these."
    assert says(found) == [("", "The any-kind says so."), ("", "The both-kinds says so.")]


# ---- when that was looked at -----------------------------------------------------------------------------------------


def test_reasons_were_looked_at_when_the_oldest_of_them_was() -> None:
    plan = planner(
        edge("a:1", "b:1", "ended", ended="2026-02-03", verified="2026-03-01"),
        edge("b:1", "c:1", "ended", ended="2026-02-03", verified="2026-02-01"),
    )
    assert refused(plan, "a:1", "c:1").checked == date(2026, 2, 1)


def test_what_is_missing_was_looked_at_when_the_tools_of_the_target_were() -> None:
    """Those that lead to its line, else to another line of its distribution; nobody knows if there are none."""
    plan = planner(
        edge("c:1", "b:1", verified="2026-03-01"),
        edge("d:1", "b:1", verified="2026-04-01"),
        edge("d:1", "b:2", verified="2026-05-01"),
        edge("a:1", "e:1", verified="2026-06-01"),
        edge("b:3", "e:1", verified="2026-06-01"),
    )
    days = [refused(plan, "a:1", end).checked for end in ("b:1", "b:3", "c:1")]
    assert days == [date(2026, 4, 1), date(2026, 5, 1), None]


# ---- what works instead ----------------------------------------------------------------------------------------------


def chain(*lines: str) -> list[Edge]:
    return [edge(one, other, tool="upgrade") for one, other in pairwise(lines)]


@pytest.mark.parametrize(("wanted", "expected"), [("b:12", ["b:10"]), ("b:9", ["b:8"]), ("b:7", ["b:8"])])
def test_the_nearest_line_of_the_distribution_is_the_one_below_else_the_one_above(
    wanted: str, expected: list[str]
) -> None:
    plan = planner(*chain("a:6", "b:8", "b:10", "b:11"), edge("z:9", wanted), until={"b:11": YESTERDAY})
    assert names(refused(plan, "a:6", wanted)) == expected


def test_after_it_come_lines_of_the_same_major_the_easiest_first_and_two_at_most() -> None:
    plan = planner(
        edge("a:1", "b:1"),
        edge("a:1", "c:2", tool="reinstall"),
        *chain("a:1", "d:1", "d:2"),
        edge("a:1", "e:2"),
        edge("z:1", "b:2"),
    )
    assert names(refused(plan, "a:1", "b:2")) == ["b:1", "e:2", "d:2"]
    assert names(refused(plan, "a:1", "b:2", in_place=True)) == ["b:1", "e:2", "d:2"]


def test_a_line_that_only_a_reinstallation_reaches_is_near_unless_it_must_be_in_place() -> None:
    plan = planner(edge("a:1", "b:1", tool="reinstall"), edge("z:1", "b:2"))
    assert names(refused(plan, "a:1", "b:2")) == ["b:1"]
    assert names(refused(plan, "a:1", "b:2", in_place=True)) == []


# ---- properties: refusals are true -----------------------------------------------------------------------------------


def refusals(case: Case) -> list[tuple[World, Line, Line, bool, Refusal]]:
    """The refusals of a case: of any way, and of ways in place."""
    world, *names = case
    start, end = map(line_of, names)
    found = ((one, refusal(world.planner, start, end, in_place=one)) for one in (False, True))
    return [(world, start, end, in_place, one) for in_place, one in found if one]


def has_way(plan: Planner, start: Line, end: Line, *, in_place: bool) -> bool:
    return any(not (in_place and route.reinstalls) for route in plan.routes(start, end))


def reasons_of(one: Refusal) -> list[tuple[Hop, Objection]]:
    return [(reason.hop, reason.objection) for reason in one.reasons if reason.hop]


@PROPERTY
@given(some_cases())
def test_a_pair_is_refused_if_and_only_if_it_has_no_way(case: Case) -> None:
    world, start, end = case
    expected = [
        in_place for in_place in (False, True) if start != end and not world.free_ways(start, end, in_place=in_place)
    ]
    assert [in_place for _, _, _, in_place, _ in refusals(case)] == expected


@PROPERTY
@given(some_cases())
def test_without_exactly_the_reasons_named_there_is_a_way(case: Case) -> None:
    """They are taken back in the data: rules go, ended ways are offered again, the machine gets the processor that is asked for."""
    for world, start, end, in_place, one in refusals(case):
        plan = lifted(world, str(end), reasons_of(one), is_target_ended=bool(one.target_ended))
        assert has_way(plan, start, end, in_place=in_place) == (one.missing is None)


@PROPERTY
@given(some_cases())
def test_with_all_reasons_but_one_lifted_there_is_none(case: Case) -> None:
    for world, start, end, in_place, one in refusals(case):
        named = frozenset((hop.tool_id, hop.place, objection) for hop, objection in reasons_of(one))
        for left in named:
            assert not has_way(lenient(world, named - {left}), start, end, in_place=in_place)


@PROPERTY
@given(some_cases())
def test_no_way_has_fewer_things_speaking_against_it(case: Case) -> None:
    """And of those with as few the refusal tells the best."""
    for world, start, end, in_place, one in refusals(case):
        ways = world.ways(str(start), str(end), in_place=in_place)
        best = min(ways, key=lambda way: (len(world.faults(way)), world.order(way)), default=None)
        nearly = tuple(world.edge_of(hop) for hop in one.nearly.hops) if one.nearly else None
        assert nearly == best
        assert sorted(objection.kind for _, objection in reasons_of(one)) == sorted(world.faults(best or ()))


@PROPERTY
@given(some_cases())
def test_something_is_missing_only_where_no_chain_of_edges_connects(case: Case) -> None:
    for world, start, end, in_place, one in refusals(case):
        assert (one.missing is None) == any(world.ways(str(start), str(end), in_place=in_place))
        assert (one.missing is None) == (one.nearly is not None)


@PROPERTY
@given(some_cases())
def test_an_ended_target_is_always_told(case: Case) -> None:
    for world, _, end, _, one in refusals(case):
        assert one.target_ended == (world.until_of(str(end)) if world.has_ended(str(end)) else None)


@PROPERTY
@given(some_cases())
def test_whatever_is_nearest_is_reached(case: Case) -> None:
    for world, start, end, in_place, one in refusals(case):
        assert {end, start}.isdisjoint(one.nearest)
        assert all(world.free_ways(str(start), str(line), in_place=in_place) for line in one.nearest)


@PROPERTY
@given(some_cases())
def test_something_is_nearest_where_a_line_of_the_distribution_or_of_the_major_is_reached(case: Case) -> None:
    for world, start, end, in_place, one in refusals(case):
        related = [
            f"{name}:{major}"
            for name, majors in world.lines.items()
            for major in majors
            if (name == end.distribution or major == end.major) and f"{name}:{major}" not in map(str, (start, end))
        ]
        reached = [line for line in related if world.free_ways(str(start), line, in_place=in_place)]
        assert bool(one.nearest) == bool(reached)
