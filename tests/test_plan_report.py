"""`atlas plan`: what it prints as text and as JSON, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.conftest import EDITORS, EPOCH, Files

Make = Callable[[Files], Path]
Atlas = Callable[..., Result]
CITED = "sources: [blog], verified: 2026-01-10"
STEPS = f"steps: [{{id: go, phase: run, title: Go, why: So., run: go, undo: No., {CITED}}}]\n"
ABOUT = 'homepage: https://tool.example/\nmaintainer: Somebody\nundo: {possible: "no", says: No., sources: [blog]}\n'
# The editors with ways of their own: from Vee 8 to Vee 9 and on to Neo 1, and from Vee 8 to Neo 1 by a new installation.
FILES: Files = {
    "migrations/hazards.yaml": "hazards: []\n",
    "migrations/machines.yaml": (
        "architectures: [tall, wide]\ncpu: {architecture: tall, levels: [slow, fast]}\n"
        "features:\n  - {id: plugins, title: Plugins, use: plugins}\n  - {id: mouse, title: A mouse, use: a mouse}\n"
        "  - {id: lamp, title: A lamp, use: a lamp}\n  - {id: desk, title: A desk, use: a desk}\n"
        "variants: [{id: mouse, title: with a mouse, with_features: [mouse]}]\n"
    ),
    "migrations/rules.yaml": (
        "rules:\n  - {id: no-plugins, title: No plugins, says: Plugins break on the way., effect: refuse, "
        f"when: {{kinds: [upgrade]}}, with_features: [plugins], {CITED}}}\n"
    ),
    "migrations/tools/vee-up.yaml": (
        f"name: Vee Up\nkind: upgrade\nsummary: Up.\n{ABOUT}{STEPS}"
        "secure_boot: [{state: must-be-off, says: It says so., sources: [blog]}]\nedges:\n"
        '  - {from: vee, major: "8", minors: ["8.0"], to: vee, to_major: "9", to_release: "9.10", architectures: [tall], cpu: fast,\n'
        "     status: supported, note: Be patient., sources: [{id: vee-manual, at: Up}, blog], verified: 2026-01-10}\n"
    ),
    "migrations/tools/neoize.yaml": (
        f"name: Neoize\nkind: conversion\nsummary: Neo.\n{ABOUT}{STEPS}edges:\n"
        f'  - {{from: vee, major: "9", minor_at_least: "9.0", to: neo, to_major: "1", build: Small, status: supported-by-tool, {CITED}}}\n'
    ),
    "migrations/tools/afresh.yaml": (
        f"name: Afresh\nkind: reinstall\nsummary: Anew.\n{ABOUT}{STEPS}edges:\n"
        f'  - {{from: vee, major: "8", to: neo, to_major: "1", status: supported, {CITED}}}\n'
    ),
    "releases/neo.yaml": (EDITORS / "releases/neo.yaml").read_text("utf-8").replace('"9.9"', '"9.10"'),
}


@pytest.fixture
def atlas(dataset: Make) -> Atlas:
    """Run `atlas plan` on the editors, on the fixed day."""
    folder = dataset(FILES)

    def run(*arguments: str) -> Result:
        return CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(main, ["plan", "--data", str(folder), *arguments])

    return run


VEE_8 = {"distribution": "vee", "major": "8", "name": "Vee 8", "end_of_life": "2022-06-28", "has_ended": True}
VEE_9 = {"distribution": "vee", "major": "9", "name": "Vee 9", "end_of_life": "2032-06-28", "has_ended": False}
NEO_1 = {"distribution": "neo", "major": "1", "name": "Neo 1", "end_of_life": "2030-01-01", "has_ended": False}
BLOG = {"id": "blog", "title": "A <b>blog</b>", "url": "https://blog.example/?a=1&b=2", "at": None}


# ---- text ------------------------------------------------------------------------------------------------------------


def test_routes_are_told_with_their_hops_best_first(atlas: Atlas) -> None:
    done = atlas("vee:8", "neo:1")
    assert (done.exit_code, done.output) == (
        0,
        (
            "1. 2 hops in place, supported by the tool only, the build Small\n"
            "   Vee 8 -> Vee 9\n"
            "      Vee Up from 8.0; supported, verified 2026-01-10\n"
            "   Vee 9 -> Neo 1\n"
            "      Neoize from 9.0 on; supported by the tool only, verified 2026-01-10\n"
            "2. A new installation\n"
            "   Vee 8 -> Neo 1\n"
            "      Afresh; supported, verified 2026-01-10\n"
        ),
    )


def test_a_refusal_is_told_with_its_reasons(atlas: Atlas) -> None:
    done = atlas("vee:8", "vee:9", "--with", "plugins", "--arch", "wide")
    assert (done.exit_code, done.output) == (
        3,
        (
            "No way from Vee 8 to Vee 9:\n"
            "   Vee 8 -> Vee 9, Vee Up: Plugins break on the way.\n"
            "   Vee 8 -> Vee 9, Vee Up: Vee Up runs on tall, not on wide.\n"
            "   Last looked at 2026-01-10.\n"
        ),
    )


def test_a_refusal_in_place_follows_the_ways_by_reinstallation(atlas: Atlas) -> None:
    done = atlas("vee:8", "neo:1", "--cpu", "slow")
    assert (done.exit_code, done.output) == (
        0,
        (
            "1. A new installation\n"
            "   Vee 8 -> Neo 1\n"
            "      Afresh; supported, verified 2026-01-10\n"
            "No way in place from Vee 8 to Neo 1:\n"
            "   Vee 8 -> Vee 9, Vee Up: Vee Up needs a processor of level fast, this one is of level slow.\n"
            "   Last looked at 2026-01-10.\n"
        ),
    )


def test_an_ended_target_and_a_missing_edge_are_both_told(atlas: Atlas) -> None:
    done = atlas("vee:9", "vee:8")
    assert (done.exit_code, done.output) == (
        3,
        (
            "No way from Vee 9 to Vee 8:\n"
            "   Vee 8 has had no free support since 2022-06-28.\n"
            "   Vee 8 is older than Vee 9: no tool on record leads back to an older major.\n"
            "   Last looked at 2026-01-10.\n"
        ),
    )


VEE_10: Files = {
    "releases/vee.yaml": (EDITORS / "releases/vee.yaml")
    .read_text("utf-8")
    .replace("lines:\n", f'lines:\n  - {{major: "10", released: 2025-01-01, {CITED}}}\n'),
    "migrations/tools/vee-up.yaml": str(FILES["migrations/tools/vee-up.yaml"])
    + f'  - {{from: vee, major: "9", to: vee, to_major: "10", status: supported, {CITED}}}\n',
}


def test_what_works_instead_is_named(atlas: Atlas, dataset: Make) -> None:
    dataset({**FILES, **VEE_10})
    assert atlas("vee:9", "vee:8").output.splitlines()[-1] == "   Nearest that works: Vee 10."


def test_a_stop_past_its_end_is_told_as_such(dataset: Make) -> None:
    lines = str((EDITORS / "releases/vee.yaml").read_text("utf-8"))
    folder = dataset({**FILES, "releases/vee.yaml": lines.replace("2032-06-28", "2026-01-01").replace("2034", "2033")})
    arguments = ["plan", "--data", str(folder), "vee:8", "neo:1"]
    done = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(main, arguments)
    assert done.output.splitlines()[:2] == [
        "1. 2 hops in place, supported by the tool only, the build Small, past an ended release",
        "   Vee 8 -> Vee 9, do not stay here: ended",
    ]
    route = json.loads(CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(main, [*arguments, "--json"]).output)
    assert [one["do_not_stay"] for one in route["routes"]] == [["vee:9"], []]


def test_at_a_stop_that_is_supported_one_may_stay(atlas: Atlas) -> None:
    assert [one["do_not_stay"] for one in answer(atlas("vee:8", "neo:1", "--json"))["routes"]] == [[], []]


def test_all_pairs_are_a_line_each(atlas: Atlas) -> None:
    done = atlas("--with", "mouse")
    assert (done.exit_code, done.output) == (
        0,
        (
            "vee:8 neo:1  2 hops in place, supported by the tool only, the build Small: Vee Up, Neoize\n"
            "vee:8 vee:9  1 hop in place, supported: Vee Up\n"
            "vee:9 neo:1  1 hop in place, supported by the tool only, the build Small: Neoize\n"
        ),
    )


def test_a_pair_without_a_way_is_a_line_too(atlas: Atlas) -> None:
    done = atlas("--arch", "wide")
    assert (done.exit_code, done.output.splitlines()[:2]) == (
        0,
        ["vee:8 neo:1  A new installation: Afresh", "vee:8 vee:9  none"],
    )


# ---- JSON ------------------------------------------------------------------------------------------------------------


def answer(done: Result) -> dict[str, Any]:
    found = json.loads(done.output)
    assert isinstance(found, dict)
    return found


def test_the_whole_answer_as_json(atlas: Atlas) -> None:
    done = atlas("vee:8", "vee:9", "--json")
    assert (done.exit_code, answer(done)) == (
        0,
        {
            "format": 1,
            "day": "2026-11-23",
            "from": {**VEE_8, "release": None},
            "to": VEE_9,
            "machine": {"architecture": None, "cpu": None, "features": []},
            "routes": [
                {
                    "status": "supported",
                    "reinstalls": 0,
                    "do_not_stay": [],
                    "hops": [
                        {
                            "tool": {"id": "vee-up", "name": "Vee Up", "kind": "upgrade"},
                            "from": VEE_8,
                            "to": VEE_9,
                            "status": "supported",
                            "starts_from": ["8.0"],
                            "starts_from_at_least": None,
                            "ends_on": "9.10",
                            "architectures": ["tall"],
                            "cpu": "fast",
                            "build": None,
                            "secure_boot": "must-be-off",
                            "note": "Be patient.",
                            "verified": "2026-01-10",
                            "sources": [
                                {
                                    "id": "vee-manual",
                                    "title": "The Vee manual",
                                    "url": "https://vee.example/manual",
                                    "at": "Up",
                                },
                                BLOG,
                            ],
                        }
                    ],
                    "guide": "migrate/vee-8-to-vee-9.html",
                }
            ],
            "refusal": None,
            "in_place_refusal": None,
        },
    )


def test_a_refusal_as_json(atlas: Atlas) -> None:
    uses = [one for name in ("plugins", "mouse", "lamp", "desk") for one in ("--with", name)]
    done = atlas("vee:8.0", "vee:9", *uses, "--cpu", "fast", "--arch", "tall", "--json")
    found = answer(done)
    expected = {
        "reasons": [
            {
                "kind": "rule",
                "hop": {"tool": "vee-up", "from": "vee:8", "to": "vee:9"},
                "says": "Plugins break on the way.",
                "rule": "no-plugins",
                "verified": "2026-01-10",
                "sources": [BLOG],
            }
        ],
        "checked": "2026-01-10",
        "nearest": [],
    }
    assert (done.exit_code, found["routes"], found["refusal"], found["in_place_refusal"]) == (3, [], expected, expected)
    assert found["machine"] == {"architecture": "tall", "cpu": "fast", "features": ["desk", "lamp", "mouse", "plugins"]}
    assert found["from"]["release"] == "8.0"


def test_a_refusal_in_place_stands_beside_the_routes(atlas: Atlas) -> None:
    found = answer(atlas("vee:8", "neo:1", "--arch", "wide", "--json"))
    assert [route["reinstalls"] for route in found["routes"]] == [1]
    assert (found["refusal"], [one["says"] for one in found["in_place_refusal"]["reasons"]]) == (
        None,
        ["Vee Up runs on tall, not on wide."],
    )


def test_reasons_about_the_pair_have_no_hop(atlas: Atlas) -> None:
    nothing = {"hop": None, "rule": None, "verified": None, "sources": []}
    assert answer(atlas("vee:9", "vee:8", "--json"))["refusal"] == {
        "reasons": [
            {"kind": "target-ended", "says": "Vee 8 has had no free support since 2022-06-28.", **nothing},
            {
                "kind": "no-edge",
                "says": "Vee 8 is older than Vee 9: no tool on record leads back to an older major.",
                **nothing,
            },
        ],
        "checked": "2026-01-10",
        "nearest": [],
    }


def test_what_works_instead_is_a_list_of_lines(atlas: Atlas, dataset: Make) -> None:
    dataset({**FILES, **VEE_10})
    found = answer(atlas("vee:9", "vee:8", "--json"))
    assert [one["name"] for one in found["refusal"]["nearest"]] == ["Vee 10"]
    assert set(found["refusal"]["nearest"][0]) == set(VEE_9)


def test_only_the_best_route_of_a_machine_with_guides_has_a_guide(atlas: Atlas, dataset: Make) -> None:
    """A guide leads along one route: another one, or one for another machine, must not send its reader there."""

    def guides(*more: str) -> list[str | None]:
        return [route["guide"] for route in answer(atlas("vee:8", "neo:1", *more, "--json"))["routes"]]

    assert guides() == ["migrate/vee-8-to-neo-1.html", None]
    assert guides("--arch", "wide") == [None]
    rule = f"  - {{id: no-mouse, title: No mouse, says: No., effect: refuse, when: {{to: [vee]}}, with_features: [mouse], {CITED}}}\n"
    dataset({**FILES, "migrations/rules.yaml": str(FILES["migrations/rules.yaml"]) + rule})
    assert guides("--with", "mouse") == ["migrate/vee-8-to-neo-1-mouse.html"]
    machines = str(FILES["migrations/machines.yaml"]).replace("title: with a mouse", "title: with a mouse, from: [neo]")
    dataset({"migrations/machines.yaml": machines})
    assert guides("--with", "mouse") == [None]


def test_all_pairs_as_json_are_the_answers_of_each(atlas: Atlas) -> None:
    pairs = [("vee:8", "neo:1"), ("vee:8", "vee:9"), ("vee:9", "neo:1")]
    done = atlas("--json", "--arch", "wide")
    expected = [answer(atlas(*pair, "--json", "--arch", "wide")) for pair in pairs]
    assert (done.exit_code, json.loads(done.output)) == (0, expected)


# ---- arguments -------------------------------------------------------------------------------------------------------


def test_the_day_is_today_or_the_one_given(atlas: Atlas) -> None:
    days = [answer(atlas("vee:9", "neo:1", *more, "--json"))["day"] for more in ((), ("--day", "2024-02-29"))]
    assert days == ["2026-11-23", "2024-02-29"]


def test_a_day_decides_what_is_out(atlas: Atlas) -> None:
    found = answer(atlas("vee:9", "neo:1", "--day", "2022-07-01", "--json"))
    assert [one["says"] for one in found["refusal"]["reasons"]] == ["Neo 1 comes out on 2022-07-08."]


def test_the_release_that_runs_decides(atlas: Atlas) -> None:
    done = atlas("vee:8.1", "vee:9")
    assert (done.exit_code, done.output.splitlines()[1]) == (
        3,
        "   Vee 8 -> Vee 9, Vee Up: Vee Up is known to start from 8.0, and 8.1 is newer.",
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["vea:8", "neo:1"], "unknown editor 'vea'; did you mean 'vee'?"),
        (["vee:8", "word:1"], "unknown editor 'word'; known: emm, neo, vee"),
        (["vee:7", "neo:1"], "'vee:7' is no release line; known: vee:8, vee:9"),
        (["vee", "neo:1"], "'vee' is no release line; known: vee:8, vee:9"),
        (["vee:8", "emm:1"], "'emm:1' is no release line; known: none"),
        (["vee:8", "vee:9.10"], "END is a release line: vee:9, not vee:9.10"),
        (["vee:8"], "give START and END, or neither of them for all pairs"),
        (["vee:8", "vee:8"], "vee:8 and vee:8 are the same release line"),
        (["vee:8.0", "vee:8"], "vee:8.0 and vee:8 are the same release line"),
        (["--arch", "round"], "unknown architecture 'round'; known: tall, wide"),
        (["--cpu", "warp"], "unknown cpu 'warp'; known: slow, fast"),
        (["--with", "mouse", "--with", "cat"], "unknown feature 'cat'; known: plugins, mouse, lamp, desk"),
        (["--day", "soon"], "Invalid value for '--day': 'soon' does not match the format '%Y-%m-%d'."),
        (["vee:8", "vee:9", "neo:1"], "Got unexpected extra argument (neo:1)"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_a_command_that_is_not_understood_says_why(atlas: Atlas, arguments: list[str], expected: str) -> None:
    done = atlas(*arguments)
    assert (done.exit_code, done.output.splitlines()[-1]) == (2, f"Error: {expected}")


NO_MACHINES: Files = {
    "migrations/machines.yaml": "architectures: []\n",
    "migrations/rules.yaml": "rules: []\n",
    "migrations/tools/vee-up.yaml": str(FILES["migrations/tools/vee-up.yaml"]).replace(
        "architectures: [tall], cpu: fast,", ""
    ),
}


def test_a_dataset_that_describes_no_machines_knows_no_machine(dataset: Make) -> None:
    folder = dataset({**FILES, **NO_MACHINES})
    for option in ("--arch", "--cpu", "--with"):
        done = CliRunner().invoke(main, ["plan", "--data", str(folder), option, "x"])
        assert (done.exit_code, done.output.rstrip().endswith("'x'; known: none")) == (2, True)


def test_a_dataset_that_cannot_be_read_is_told_with_its_places(dataset: Make) -> None:
    folder = dataset({**FILES, "migrations/rules.yaml": "rules: []\nrulez: []\n"})
    done = CliRunner().invoke(main, ["plan", "--data", str(folder), "vee:8", "neo:1", "--json"])
    assert (done.exit_code, done.output.splitlines()[0]) == (
        1,
        "data/migrations/rules.yaml:2:1: error: unknown key 'rulez' [unknown-key]",
    )
