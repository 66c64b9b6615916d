"""Objections: each thing that can speak against a hop, with its whole sentence, and once where it does not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from worlds import DAY, MACHINES, TOMORROW, YESTERDAY, World, edge, line_of, release, rule

from generator.graph import Hop, applies
from generator.objections import Machine, Objection
from generator.records import HopFilter, SourceRef, VariantRecord

S = (SourceRef(id="s"),)
EDGE_DAY, LINE_DAY = date(2026, 1, 10), date(2026, 1, 9)


def judged(world: World, *lines: str) -> list[Objection]:
    """What speaks against the last hop of a way through some lines."""
    judge = world.planner.judge
    ends = pairwise(lines)
    hops = [next(hop for hop in world.planner.hops[line_of(start)] if hop.end == line_of(end)) for start, end in ends]
    return list(judge.objections(hops[-1], hops[:-1]))


def against(*edges: dict[str, Any], **more: Any) -> list[Objection]:
    """What speaks against the only hop from a:1 to b:1."""
    return judged(World(edges or (edge("a:1", "b:1"),), **more), "a:1", "b:1")


def of_edge(kind: Any, says: str) -> list[Objection]:
    return [Objection(kind, says, S, EDGE_DAY)]


def test_nothing_speaks_against_a_hop_of_which_nothing_is_known() -> None:
    assert against() == []
    assert against(machine=Machine("x", "v1", frozenset({"pet"}), "1.1")) == []


# ---- ended ways ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["ended", "supported"])
def test_a_way_that_has_ended_is_told_with_its_day(status: str) -> None:
    """Whether it says so or only the day does."""
    expected = of_edge("ended", f"Conversion has not offered this way since {YESTERDAY}")
    assert against(edge("a:1", "b:1", status, ended=str(YESTERDAY))) == expected


def test_a_way_is_ended_from_its_day_on() -> None:
    days = (DAY, TOMORROW)
    assert [len(against(edge("a:1", "b:1", ended=str(day)))) for day in days] == [1, 0]


def test_an_ended_way_without_a_day_is_told_without() -> None:
    assert against(edge("a:1", "b:1", "ended")) == of_edge("ended", "Conversion has not offered this way")


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_a_rule_speaks_in_its_own_words_with_its_own_sources() -> None:
    rules = [rule("refuse", verified="2026-03-04")]
    assert against(rules=rules) == [Objection("rule", "The rule says so.", S, date(2026, 3, 4), "rule")]


def test_every_rule_that_concerns_a_hop_is_told() -> None:
    found = against(rules=[rule("refuse", "one"), rule("avoid", "two"), rule("refuse", "three")])
    assert [one.rule for one in found] == ["one", "three"]


def test_a_rule_with_an_earlier_hop_speaks_only_after_it() -> None:
    edges = (edge("c:1", "a:1", tool="upgrade"), edge("d:1", "a:1"), edge("a:1", "b:1"))
    world = World(edges, rules=[rule("refuse", after={"kinds": ["upgrade"]})])
    ways = (("a:1", "b:1"), ("d:1", "a:1", "b:1"), ("c:1", "a:1", "b:1"), ("c:1", "a:1"))
    assert [len(judged(world, *way)) for way in ways] == [0, 0, 1, 0]


HOP = World((edge("a:1", "b:2", tool="upgrade", build="small", architectures=["x"]),)).planner.hops[line_of("a:1")][0]
KEYS = [
    ("kinds", "upgrade", "conversion"),
    ("tools", "upgrade", "upgrade-b"),
    ("from", "a", "b"),
    ("from_majors", "1", "2"),
    ("to", "b", "a"),
    ("to_majors", "2", "1"),
    ("builds", "small", "big"),
    ("architectures", "x", "arm"),
]


@pytest.mark.parametrize(("key", "right", "wrong"), KEYS)
def test_a_filter_matches_by_each_of_its_keys(key: str, right: str, wrong: str) -> None:
    filters = [{key: [right]}, {key: [wrong, right]}, {key: [wrong]}, {}]
    assert [applies(HopFilter.model_validate(one), HOP) for one in filters] == [True, True, False, True]


def test_a_hop_whose_architectures_are_not_known_matches_each_of_them() -> None:
    hop = World((edge("a:1", "b:1"),)).planner.hops[line_of("a:1")][0]
    assert applies(HopFilter.model_validate({"architectures": ["arm"]}), hop)


@pytest.mark.parametrize(("key", "_right", "wrong"), KEYS)
def test_all_keys_of_a_filter_must_match(key: str, _right: str, wrong: str) -> None:
    every = {name: [right] for name, right, _ in KEYS}
    assert applies(HopFilter.model_validate(every), HOP)
    assert not applies(HopFilter.model_validate(every | {key: [wrong]}), HOP)


# ---- features --------------------------------------------------------------------------------------------------------


def test_a_tool_for_some_machines_is_for_no_others() -> None:
    assert against(requires={"conversion": ["mascot", "clock"]}) == of_edge(
        "feature", "Conversion is only for machines with A mascot or A clock"
    )


@pytest.mark.parametrize(
    ("uses", "required", "expected"),
    [
        (["clock"], ["mascot", "clock"], 0),
        (["clock"], ["mascot"], 1),
        (["mascot"], ["pet"], 0),
        (["pet"], ["mascot"], 1),
        (["mascot", "clock"], ["pet"], 0),
    ],
)
def test_one_of_the_features_is_enough_and_so_is_a_kind_of_it(
    uses: list[str], required: list[str], expected: int
) -> None:
    found = against(requires={"conversion": required}, machine=Machine(features=frozenset(uses)))
    assert [one.kind for one in found] == ["feature"] * expected


# ---- architectures ---------------------------------------------------------------------------------------------------


def test_a_tool_that_does_not_run_on_the_architecture_is_told() -> None:
    found = against(edge("a:1", "b:1", architectures=["arm", "ppc"]), machine=Machine("x"))
    assert found == of_edge("architecture", "Conversion runs on arm, ppc, not on x")


@pytest.mark.parametrize("machine", [Machine(), Machine("arm"), Machine(features=frozenset({"pet"}))])
def test_an_architecture_that_fits_or_is_not_known_speaks_against_nothing(machine: Machine) -> None:
    assert against(edge("a:1", "b:1", architectures=["arm"]), machine=machine) == []


def test_the_level_of_a_processor_tells_the_architecture_too() -> None:
    found = against(edge("a:1", "b:1", architectures=["arm"]), machine=Machine(cpu="v1"))
    assert found == of_edge("architecture", "Conversion runs on arm, not on x")


PATH = (
    edge("a:1", "b:1", architectures=["x", "arm"]),
    edge("b:1", "c:1", tool="upgrade", architectures=["x"]),
    edge("c:1", "d:1", architectures=["arm"]),
    edge("d:1", "e:1", architectures=["x"]),
)


def test_a_hop_shares_an_architecture_with_all_hops_before_it() -> None:
    found = judged(World(PATH), "a:1", "b:1", "c:1", "d:1")
    assert found == of_edge("architecture", "Conversion runs on arm, and the hops before it on x only")


def test_after_a_hop_that_shares_none_only_the_others_count() -> None:
    """What was told once is not told again at a hop that fits the rest."""
    assert judged(World(PATH), "a:1", "b:1", "c:1", "d:1", "e:1") == []


def test_a_hop_is_judged_by_the_architecture_of_the_machine_alone_where_that_is_known() -> None:
    """Once, not once more because of the hops before it."""
    found = judged(World(PATH, machine=Machine("x")), "a:1", "b:1", "c:1", "d:1")
    assert found == of_edge("architecture", "Conversion runs on arm, not on x")


# ---- processors ------------------------------------------------------------------------------------------------------

BY_LINE = Objection("cpu", "B 1 needs a processor of level v2, this one is of level v1", S, LINE_DAY)


def test_a_way_that_needs_a_higher_level_is_told() -> None:
    found = against(edge("a:1", "b:1", cpu="v2"), machine=Machine(cpu="v1"))
    assert found == of_edge("cpu", "Conversion needs a processor of level v2, this one is of level v1")


def test_a_target_that_needs_a_higher_level_is_told_with_the_sources_of_that_fact() -> None:
    """The lowest level that it runs on counts."""
    assert against(runs_on={"b:1": ["v3", "v2"]}, machine=Machine(cpu="v1")) == [BY_LINE]


@pytest.mark.parametrize(
    ("by_edge", "by_line", "expected"),
    [("v2", "v3", "B 1 needs a processor of level v3"), ("v3", "v2", "Conversion needs a processor of level v3")],
)
def test_of_way_and_target_the_higher_level_is_told(by_edge: str, by_line: str, expected: str) -> None:
    """A machine that meets it meets both."""
    found = against(edge("a:1", "b:1", cpu=by_edge), runs_on={"b:1": [by_line]}, machine=Machine(cpu="v1"))
    assert [one.says for one in found] == [f"{expected}, this one is of level v1"]


@pytest.mark.parametrize(
    "machine",
    [Machine(), Machine("x"), Machine(cpu="v2"), Machine("x", "v3"), Machine("arm", "v1"), Machine(cpu="unheard-of")],
    ids=["unknown", "architecture-only", "just-enough", "more", "another-architecture", "no-level"],
)
def test_a_processor_that_is_enough_or_not_known_speaks_against_nothing(machine: Machine) -> None:
    assert against(edge("a:1", "b:1", cpu="v2"), runs_on={"b:1": ["v2"]}, machine=machine) == []


def test_the_start_needs_no_processor_any_more() -> None:
    assert against(runs_on={"a:1": ["v3"]}, machine=Machine(cpu="v1")) == []


def test_no_level_is_judged_where_the_data_has_none() -> None:
    machines = {key: one for key, one in MACHINES.items() if key != "cpu"}
    assert against(edge("a:1", "b:1", cpu="v2"), machines=machines, machine=Machine("x", "v1")) == []


# ---- the release at the start ----------------------------------------------------------------------------------------

MINORS = edge("a:1", "b:1", minors=["1.8", "1.9"])


def test_a_machine_newer_than_all_that_a_tool_is_known_to_start_from_is_told() -> None:
    found = against(MINORS, machine=Machine(release="1.10"))
    assert found == of_edge("minor", "Conversion is known to start from 1.8 or 1.9, and 1.10 is newer")


@pytest.mark.parametrize("running", [None, "1.2", "1.8", "1.9"])
def test_an_older_machine_is_updated_first(running: str | None) -> None:
    assert against(MINORS, machine=Machine(release=running)) == []


def test_the_release_that_runs_is_that_of_the_start_only() -> None:
    world = World((edge("c:1", "a:1"), MINORS), machine=Machine(release="1.10"))
    assert judged(world, "c:1", "a:1", "b:1") == []


A_1_7 = {"a": [release("1.7", "2020-01-01"), release("1.6", "2019-01-01")]}


def test_a_release_to_start_from_that_is_not_out_yet_is_told() -> None:
    found = against(MINORS, releases=A_1_7)
    assert found == of_edge("release", "Conversion starts from 1.8 or 1.9, and 1.7 is the newest A 1 on record")


@pytest.mark.parametrize(
    "more",
    [
        {"releases": {"a": [release("1.8", "2020-01-01")]}},
        {"releases": {"a": [release("1.10", "2020-01-01")]}},
        {"releases": {"a": [release("2.0", "2020-01-01")]}},
        {"releases": A_1_7, "undated": {"a:1": ["1.9"]}},
        {},
    ],
    ids=["out", "outdated", "another-line", "out-on-a-day-that-nobody-tells", "none-on-record"],
)
def test_a_release_to_start_from_may_be_out_or_not_known(more: dict[str, Any]) -> None:
    assert against(MINORS, **more) == []


@pytest.mark.parametrize(("day", "expected"), [(DAY, 0), (TOMORROW, 1)])
def test_a_release_is_out_on_its_day(day: date, expected: int) -> None:
    found = against(MINORS, releases={"a": [release("1.8", day), *A_1_7["a"]]})
    assert [one.kind for one in found] == ["release"] * expected


# ---- the release at the end ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DAY, []), (TOMORROW, of_edge("release", f"B 1 comes out on {TOMORROW}"))],
    ids=["today", "tomorrow"],
)
def test_a_line_is_a_target_from_its_day_on(day: date, expected: list[Objection]) -> None:
    assert against(released={"b:1": day}) == expected


TO_RELEASE = edge("a:1", "b:1", to_release="1.5")
COMING = {"b": [release("1.5", TOMORROW), release("1.4", "2020-01-01")]}


def test_a_release_to_end_on_that_is_not_out_yet_is_told_with_its_day() -> None:
    assert against(TO_RELEASE, releases=COMING) == of_edge("release", f"B 1.5 comes out on {TOMORROW}")


def test_of_line_and_release_that_are_not_out_the_release_is_told() -> None:
    """It is the later one: when the line is out, there is still no way."""
    found = against(TO_RELEASE, releases=COMING, released={"b:1": TOMORROW})
    assert [one.says for one in found] == [f"B 1.5 comes out on {TOMORROW}"]


@pytest.mark.parametrize(
    "releases",
    [{"b": [release("1.5", DAY)]}, {"b": [release("1.6", TOMORROW)]}, {}],
    ids=["out", "another", "not-on-record"],
)
def test_a_release_to_end_on_may_be_out_or_not_known(releases: dict[str, Any]) -> None:
    assert against(TO_RELEASE, releases=releases) == []


# ---- targets that are behind -----------------------------------------------------------------------------------------

BACK = "the packages would have to go back"


def rebuild(**more: Any) -> World:
    """A conversion between two rebuilds of u: a follows its 1.9, b its 1.8, though b's release is the later one."""
    releases = {
        "a": [release("1.9", "2026-01-01", follows="1.9"), release("1.8", "2025-06-01", follows="1.8")],
        "b": [
            release("1.18", "2026-02-01", follows="1.8", verified="2026-01-08"),
            release("1.17", "2025-02-01", follows="1.7"),
        ],
    }
    known: dict[str, Any] = {"releases": releases, "upstreams": {"a": "u", "b": "u"}}
    return World((edge("a:1", "b:1"),), **(known | more))


def test_a_conversion_to_a_rebuild_that_has_not_caught_up_is_told() -> None:
    """By what each follows, whatever its own version; with both releases as sources, by the older of their days."""
    says = f"B 1.18, the newest, is older than A 1.9: {BACK}"
    assert judged(rebuild(), "a:1", "b:1") == [Objection("release", says, (*S, *S), date(2026, 1, 8))]


def test_the_release_that_runs_is_compared_where_it_is_known() -> None:
    assert judged(rebuild(machine=Machine(release="1.8")), "a:1", "b:1") == []


def test_a_release_that_is_not_on_record_is_compared_with_nothing() -> None:
    assert judged(rebuild(machine=Machine(release="1.3")), "a:1", "b:1") == []


def test_releases_that_follow_different_upstreams_are_not_compared() -> None:
    assert judged(rebuild(upstreams={"a": "u", "b": "v"}), "a:1", "b:1") == []


def test_a_target_with_a_newer_release_on_a_day_that_nobody_tells_has_caught_up() -> None:
    assert [judged(rebuild(undated={"b:1": [one]}), "a:1", "b:1") == [] for one in ("1.19", "1.16")] == [True, False]


def test_a_rebuild_is_compared_with_the_upstream_itself() -> None:
    releases = {"u": [release("1.9", "2026-01-01")], "b": [release("1.18", "2026-02-01", follows="1.8")]}
    for start, end, expected in (("u:1", "b:1", 1), ("b:1", "u:1", 0)):
        world = World((edge(start, end),), releases=releases, upstreams={"b": "u"})
        assert len(judged(world, start, end)) == expected


def test_a_rebuild_that_does_not_tell_what_it_follows_is_not_compared() -> None:
    releases = {"u": [release("1.9", "2026-01-01")], "b": [release("1.8", "2025-02-01")]}
    assert judged(World((edge("u:1", "b:1"),), releases=releases, upstreams={"b": "u"}), "u:1", "b:1") == []


def upgrade(source: date | str, target: date | str, tool: str = "upgrade", **more: Any) -> list[Objection]:
    releases = {"a": sorted([release("2.0", target), release("1.9", source)], key=lambda one: one["version"])[::-1]}
    return judged(World((edge("a:1", "a:2", tool=tool),), releases=releases, **more), "a:1", "a:2")


def test_an_upgrade_to_a_target_that_came_out_before_the_source_is_told() -> None:
    says = f"A 2.0, the newest, is older than A 1.9: {BACK}"
    assert upgrade("2026-02-02", "2026-02-01") == [Objection("release", says, (*S, *S), EDGE_DAY)]


def test_an_upgrade_to_a_target_of_the_same_day_is_not() -> None:
    assert upgrade("2026-02-01", "2026-02-01") == []


def test_a_reinstallation_may_go_back() -> None:
    assert upgrade("2026-02-02", "2026-02-01", "reinstall") == []


def test_a_release_to_come_that_is_behind_is_told_as_well() -> None:
    """When it is out, there is still no way."""
    releases = {
        "u": [release("1.9", "2026-01-01")],
        "b": [release("1.8", TOMORROW, follows="1.8"), release("1.7", "2025-02-01", follows="1.7")],
    }
    world = World((edge("u:1", "b:1", to_release="1.8"),), releases=releases, upstreams={"b": "u"})
    assert [one.says for one in judged(world, "u:1", "b:1")] == [
        f"B 1.8 comes out on {TOMORROW}",
        f"B 1.8 is older than U 1.9: {BACK}",
    ]


def test_a_release_to_come_that_is_not_behind_is_told_alone() -> None:
    releases = {
        "u": [release("1.9", "2026-01-01")],
        "b": [release("1.9", TOMORROW, follows="1.9"), release("1.8", "2026-02-01", follows="1.8")],
    }
    world = World((edge("u:1", "b:1", to_release="1.9"),), releases=releases, upstreams={"b": "u"})
    assert [one.says for one in judged(world, "u:1", "b:1")] == [f"B 1.9 comes out on {TOMORROW}"]


# ---- all together ----------------------------------------------------------------------------------------------------


def test_everything_that_speaks_against_a_hop_is_told_at_once() -> None:
    found = against(
        edge("a:1", "b:1", "ended", ended="2026-02-03", architectures=["x"], cpu="v2", minors=["1.8"]),
        rules=[rule("refuse")],
        requires={"conversion": ["pet"]},
        releases=A_1_7,
        released={"b:1": TOMORROW},
        machine=Machine(cpu="v1", release="1.9"),
    )
    kinds = ["ended", "rule", "feature", "cpu", "minor", "release", "release"]
    assert [one.kind for one in found] == kinds


def test_a_hop_is_judged_anew_for_another_place_in_the_route() -> None:
    """What is kept of a hop as the first is not taken for what it is later."""
    world = World((edge("c:1", "a:1"), MINORS), machine=Machine(release="1.10"))
    ways = (("a:1", "b:1"), ("c:1", "a:1", "b:1"), ("a:1", "b:1"))
    assert [len(judged(world, *way)) for way in ways] == [1, 0, 1]


def test_starting_from_older_releases_than_the_newest_is_noticed() -> None:
    releases = {"a": [release("1.9", "2020-01-01"), release("1.8", "2019-01-01")]}
    found = []
    for minors in (["1.8"], ["1.8", "1.9"], []):
        planner = World((edge("a:1", "b:1", minors=minors),), releases=releases).planner
        found.append(planner.judge.starts_from_older(planner.hops[line_of("a:1")][0]))
    assert found == [True, False, False]


def test_a_hop_knows_its_ends_and_whether_it_is_a_reinstallation() -> None:
    plan = World((edge("a:1", "b:2", tool="reinstall"),)).planner
    hop: Hop = plan.hops[line_of("a:1")][0]
    assert (str(hop.start), str(hop.end), hop.is_reinstall, HOP.is_reinstall) == ("a:1", "b:2", True, False)


def test_a_machine_is_made_of_the_kind_that_guides_are_written_for() -> None:
    written = {"id": "old", "title": "old", "architecture": "x", "cpu": "v1", "with_features": ["pet"]}
    variant = VariantRecord.model_validate({**written, "kinds": ["reinstall"]})
    assert Machine.of(variant) == Machine("x", "v1", frozenset({"pet"}), kinds=frozenset({"reinstall"}))
