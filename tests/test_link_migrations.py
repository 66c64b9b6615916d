"""Migrations linked: edges of whole families, steps of other tools, and what rules, hazards and machines refer to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DAY, EDITORS, Files
from test_link_references import complaints, edited, place, sound

from generator.build import check
from generator.errors import DataError

Make = Callable[[Files], Path]

UP, IZE = "migrations/tools/vee-up.yaml", "migrations/tools/neoize.yaml"
HAZARDS, MACHINES, RULES = (f"migrations/{name}.yaml" for name in ("hazards", "machines", "rules"))
ABOUT, VEE, EMM, EMM_LINES = "dataset.yaml", "distributions/vee.yaml", "distributions/emm.yaml", "releases/emm.yaml"

FROM_VEE = 'from: vee, major: "9", to: neo'
USED = "  - {use: vee-up/note-settings}\n"


# ---- edges of a whole family -----------------------------------------------------------------------------------------


def ways(folder: Path, tool: str = "neoize") -> list[tuple[str, str, str, str]]:
    return [(one.from_, one.major, one.to, one.to_major) for one in sound(folder).tools[tool].edges]


def from_family(majors: str, family: str = "modal") -> Files:
    return edited(IZE, (FROM_VEE, f"from_family: {family}, from_majors: {majors}, to: neo"))


def test_an_edge_from_a_family_is_one_for_every_line_of_its_members(dataset: Make):
    assert ways(dataset(from_family('["8", "9"]'))) == [("vee", "8", "neo", "1"), ("vee", "9", "neo", "1")]


def test_an_edge_from_a_family_leads_nowhere_it_comes_from(dataset: Make):
    """Neo 1 is a line of the family too, and where the edge ends."""
    assert ways(dataset(from_family('["1", "9"]'))) == [("vee", "9", "neo", "1")]


def test_an_edge_from_a_family_starts_at_members_only(dataset: Make):
    lines = 'lines: [{major: "9", released: 2020-01-01, sources: [emm-news], verified: 2026-01-10}]\n'
    assert ways(dataset(from_family('["9"]') | {EMM_LINES: lines})) == [("vee", "9", "neo", "1")]
    member = edited(EMM, ("facts:", "family: modal\nfacts:"))
    assert ways(dataset(member)) == [("emm", "9", "neo", "1"), ("vee", "9", "neo", "1")]


def test_an_edge_that_was_written_out_keeps_the_rest_and_its_place(dataset: Make):
    first, second = sound(dataset(from_family('["8", "9"]'))).tools["neoize"].edges
    assert (first.minors, first.cpu, first.status, first.at) == (second.minors, "two-cores", "experimental", second.at)
    assert (first.from_family, first.from_majors, first.at.line) == (None, (), 8)


UNCLEAR = (
    "data/migrations/tools/neoize.yaml:8:5: error: it is not clear where this edge starts [edge-start]\n"
    "  hint: give 'from' and 'major', or 'from_family' and 'from_majors'"
)


@pytest.mark.parametrize(
    "start",
    [
        "",
        "from: vee, ",
        'major: "9", ',
        "from_family: modal, ",
        'from_majors: ["9"], ',
        'from: vee, from_majors: ["9"], ',
        'from_family: modal, major: "9", ',
        'from: vee, major: "9", from_family: modal, ',
        'from: vee, from_family: modal, from_majors: ["9"], ',
        'from: vee, major: "9", from_family: modal, from_majors: ["9"], ',
        "from_family: modal, from_majors: [], ",
    ],
)
def test_an_edge_starts_at_a_line_or_at_a_family(dataset: Make, start: str):
    assert complaints(dataset(edited(IZE, ('from: vee, major: "9", ', start)))) == [UNCLEAR]


def test_the_family_of_an_edge_exists(dataset: Make):
    assert complaints(dataset(from_family('["9"]', "model"))) == [
        (
            "data/migrations/tools/neoize.yaml:8:6: error: unknown family 'model' [unknown-family]\n"
            "  hint: did you mean 'modal'?"
        )
    ]


def test_the_majors_of_a_family_are_majors_of_somebody(dataset: Make):
    assert complaints(dataset(from_family('["7", "9"]'))) == [
        (
            "data/migrations/tools/neoize.yaml:8:26: error: no distribution has a release line '7' [unknown-major]\n"
            "  hint: known: 1, 8, 9"
        )
    ]


def test_an_edge_from_a_family_starts_somewhere(dataset: Make):
    """The family has a line 1, but there the edge ends."""
    assert complaints(dataset(from_family('["1"]'))) == [
        (
            "data/migrations/tools/neoize.yaml:8:26: error: no line of the family 'modal' has one of these majors "
            "[edge-start]\n  hint: correct the majors, or remove the edge"
        )
    ]


def test_a_family_whose_members_have_mistakes_may_start_somewhere(dataset: Make):
    files = from_family('["9"]') | edited(VEE, ("summary: The old one.\n", ""))
    assert [line.partition(" [")[2][:12] for line in complaints(dataset(files))] == ["missing-key]"]


# ---- steps of other tools --------------------------------------------------------------------------------------------


def test_a_step_of_another_tool_is_taken_over_as_it_stands(dataset: Make):
    tools = sound(dataset({})).tools
    assert [step.id for step in tools["neoize"].steps] == ["convert", "note-settings"]
    assert tools["neoize"].steps[1] == tools["vee-up"].steps[1]


@pytest.mark.parametrize(
    ("use", "what", "hint"),
    [
        ("vee-upp/note-settings", "unknown tool 'vee-upp' [unknown-tool]", "did you mean 'vee-up'?"),
        ("vee-up/note-setting", "unknown step 'note-setting' [unknown-step]", "did you mean 'note-settings'?"),
        ("neoize/convert", "'convert' is a step of this tool itself [own-step]", "name another tool"),
    ],
)
def test_a_step_that_is_taken_over_is_one_of_another_tool(dataset: Make, use: str, what: str, hint: str):
    assert complaints(dataset(edited(IZE, ("use: vee-up/note-settings", f"use: {use}")))) == [
        f"data/migrations/tools/neoize.yaml:11:6: error: {what}\n  hint: {hint}"
    ]


def test_a_step_that_was_taken_over_is_not_handed_on(dataset: Make):
    """A chain would hide where a step is written."""
    files = edited(UP, ("secure_boot:\n", "  - {use: neoize/note-settings}\nsecure_boot:\n"))
    assert complaints(dataset(files)) == [
        (
            "data/migrations/tools/vee-up.yaml:25:6: error: unknown step 'note-settings' [unknown-step]\n"
            "  hint: known: convert"
        )
    ]


def test_a_step_that_is_taken_over_twice_is_defined_twice(dataset: Make):
    files = edited(IZE, (USED, USED + USED))
    assert complaints(dataset(files)) == [
        (
            "data/migrations/tools/vee-up.yaml:24:6: error: the step 'note-settings' is defined twice [repeated-id]\n"
            "  hint: first in data/migrations/tools/vee-up.yaml:24:5"
        )
    ]


def test_steps_of_a_tool_with_mistakes_are_not_unknown(dataset: Make):
    files = edited(UP, ("maintainer: Vee\n", ""))
    assert [line.partition(": error")[0] for line in complaints(dataset(files))] == [f"data/{UP}:1:1"]


def test_a_rule_is_not_called_unfulfilled_when_the_tool_that_fulfils_it_cannot_be_read(dataset: Make):
    """The step would come from there."""
    files = edited(IZE, (", fulfils: [close-windows]", ""))
    files |= edited(UP, ("once: true,", "once: true, fulfils: [close-windows],"), ("maintainer: Vee\n", ""))
    with pytest.raises(DataError) as error:
        check(dataset(files), DAY)
    assert [one.rule for one in error.value.problems] == ["missing-key"]


# ---- names that do not exist -----------------------------------------------------------------------------------------

# What is changed, the word that is wrong, what it should be, and the hint.
DANGLING = {
    "feature of a step": (UP, "features: [plugins]", "features: [plugin]", "feature", "plugin", "plugins"),
    "rule that a step fulfils": (IZE, "fulfils: [close-windows]", "fulfils: [close-window]", "rule", "close-window", "close-windows"),
    "feature that a tool requires": (IZE, "edges:", "requires: [spellin]\nedges:", "feature", "spellin", "spelling"),
    "architecture of an edge": (IZE, "architectures: [desktop]", "architectures: [desk-top]", "architecture", "desk-top", "desktop"),
    "processor of an edge": (IZE, "cpu: two-cores", "cpu: two-core", "cpu level", "two-core", "two-cores"),
    "feature of a hazard": (HAZARDS, "features: [plugins]", "features: [plugin]", "feature", "plugin", "plugins"),
    "step of a hazard": (HAZARDS, "steps: [run]", "steps: [rum]", "step", "rum", "run"),
    "feature that a rule is for": (RULES, "with_features: [spelling]", "with_features: [speling]", "feature", "speling", "spelling"),
    "feature that a rule is not for": (RULES, "with_features: [spelling]", "without_features: [speling]", "feature", "speling", "spelling"),
    "tool of a rule": (RULES, "when: {to: [neo]}", "when: {tools: [neoise]}", "tool", "neoise", "neoize"),
    "start of a rule": (RULES, "when: {to: [neo]}", "when: {from: [vea]}", "distribution", "vea", "vee"),
    "end of what a rule comes after": (RULES, "after: {kinds: [upgrade]}", "after: {to: [vea]}", "distribution", "vea", "vee"),
    "end that a rule leaves out": (RULES, "when: {to: [neo]}", "unless: [{to: [emmm]}]", "distribution", "emmm", "emm"),
    "what a feature is a kind of": (MACHINES, "kind_of: plugins", "kind_of: plugin", "feature", "plugin", "plugins"),
    "feature of a variant": (MACHINES, "with_features: [lua-plugins]", "with_features: [lua-plugin]", "feature", "lua-plugin", "lua-plugins"),
    "start of a variant": (MACHINES, "from: [vee]", "from: [vea]", "distribution", "vea", "vee"),
    "architecture of a variant": (MACHINES, "from: [vee], architecture: phone", "architecture: fone", "architecture", "fone", "phone"),
    "processor of a variant": (MACHINES, "from: [vee], architecture: phone", "cpu: two-core", "cpu level", "two-core", "two-cores"),
    "architecture of processors": (MACHINES, "architecture: desktop", "architecture: desktops", "architecture", "desktops", "desktop"),
    "criterion of processors": (MACHINES, "levels: [one-core, two-cores]", "levels: [one-core, two-cores], criterion: modl", "criterion", "modl", "modal"),
    "secure boot of a hop": (UP, "{state: either,", "{state: either, when: {to: [vea]},", "distribution", "vea", "vee"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DANGLING)
def test_a_name_that_does_not_exist_is_an_error_with_the_nearest_that_does(dataset: Make, kind: str):
    name, old, new, what, wrong, right = DANGLING[kind]
    files = edited(name, (old, new))
    text = str(files[name])
    found = re.search(rf"\w+: \[?{wrong}\b", text)
    assert found
    assert complaints(dataset(files)) == [
        (
            f"data/{name}:{place(text, found[0])}: error: unknown {what} '{wrong}' [unknown-{what.replace(' ', '-')}]\n"
            f"  hint: did you mean '{right}'?"
        )
    ]


@pytest.mark.parametrize("key", ["from_majors", "to_majors"])
def test_the_majors_of_a_rule_are_majors_of_somebody(dataset: Make, key: str):
    files = edited(RULES, ("when: {to: [neo]}", f'when: {{{key}: ["7"]}}'))
    at = place(str(files[RULES]), f'{key}: ["7"]')
    assert complaints(dataset(files)) == [
        f"data/{RULES}:{at}: error: no distribution has a release line '7' [unknown-major]\n  hint: known: 1, 8, 9"
    ]


def test_without_machines_no_edge_can_name_any(dataset: Make):
    found = complaints(dataset({MACHINES: None}))
    assert [line.partition(" [")[2].partition("]")[0] for line in found] == [
        *("unknown-feature", "unknown-feature"),
        *("unknown-architecture", "unknown-cpu-level", "unknown-architecture", "unknown-architecture"),
        "unknown-feature",
    ]
    at = place((EDITORS / IZE).read_text(encoding="utf-8"), "cpu: two-cores")
    assert f"data/{IZE}:{at}: error: unknown cpu level 'two-cores' [unknown-cpu-level]" in found


@pytest.mark.parametrize("name", [MACHINES, RULES])
@pytest.mark.parametrize("text", ["a: b: c\n", "features: none\nrules: none\n"])
def test_what_a_file_with_mistakes_would_declare_is_not_unknown(dataset: Make, name: str, text: str):
    found = complaints(dataset({name: text}))
    assert {line.partition(":")[0] for line in found} == {f"data/{name}"}


# ---- ids that are defined twice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "first"),
    [
        (MACHINES, "{id: lua-plugins, title: with", "{id: phone, title: with", "variant", "4:5"),
        (MACHINES, "{id: spelling,", "{id: plugins,", "feature", "7:5"),
        (RULES, "id: convert-first", "id: close-windows", "rule", "2:5"),
    ],
)
def test_an_id_that_is_defined_twice_names_the_first(
    dataset: Make, name: str, old: str, new: str, kind: str, first: str
):
    files = edited(name, (old, new))
    twice = new.partition("id: ")[2].partition(",")[0]
    text = str(files[name])
    above, _, left = text[: text.rindex(f"id: {twice}")].rpartition("\n")
    assert [one for one in complaints(dataset(files)) if "[repeated-id]" in one] == [
        (
            f"data/{name}:{above.count(chr(10)) + 2}:{len(left) + 1}: error: the {kind} '{twice}' is defined twice "
            f"[repeated-id]\n  hint: first in data/{name}:{first}"
        )
    ]
