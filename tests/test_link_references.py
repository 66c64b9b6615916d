"""References: what is named must exist; what does not is reported with the nearest name that does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EDITORS, Files

from generator.errors import Location, Problem
from generator.link import link
from generator.link.names import Names, by_id, majors_of
from generator.load import load
from generator.model import Dataset
from generator.records import Family, ReleasesFile, SourceRecord, SourceRef
from generator.yaml_source import MapNode, parse

Make = Callable[[Files], Path]

ABOUT, CRITERIA, SOURCES, HAZARDS = "dataset.yaml", "criteria.yaml", "sources.yaml", "migrations/hazards.yaml"
RULES = "migrations/rules.yaml"
VEE, NEO, EMM = (f"distributions/{name}.yaml" for name in ("vee", "neo", "emm"))
VEE_RELEASES, NEO_RELEASES = "releases/vee.yaml", "releases/neo.yaml"
COMPARISON, DECISION = "comparisons/vee-vs-emm.yaml", "decisions/which-editor.yaml"
UP, IZE = "migrations/tools/vee-up.yaml", "migrations/tools/neoize.yaml"
HERE = Location("f.yaml", 2, 3)


def linked(folder: Path) -> tuple[Dataset | None, list[str]]:
    problems: list[Problem] = []
    found = link(load(folder, problems), problems)
    return found, [str(problem) for problem in sorted(set(problems))]


def sound(folder: Path) -> Dataset:
    found, problems = linked(folder)
    assert problems == []
    assert found is not None
    return found


def complaints(folder: Path) -> list[str]:
    return linked(folder)[1]


def edited(name: str, *swaps: tuple[str, str]) -> Files:
    """One file of the editors' dataset with some changes."""
    text = (EDITORS / name).read_text(encoding="utf-8")
    for old, new in swaps:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {name: text}


def appended(name: str, more: str) -> Files:
    """One file of the editors' dataset with more at its end."""
    return {name: (EDITORS / name).read_text(encoding="utf-8") + more}


# ---- the linked dataset ---------------------------------------------------------------------------------------------


def test_the_editors_link_without_a_problem(dataset: Make):
    assert complaints(dataset({})) == []


def test_everything_is_known_by_its_id_in_order(dataset: Make):
    found = sound(dataset({}))
    assert (list(found.distributions), list(found.comparisons), list(found.decisions), list(found.tools)) == (
        ["emm", "neo", "vee"],
        ["vee-vs-emm"],
        ["which-editor"],
        ["neoize", "vee-up"],
    )


def test_criteria_are_in_the_order_of_their_groups(dataset: Make):
    found = sound(dataset({}))
    assert [(criterion.group.id, name) for name, criterion in found.criteria.items()] == [
        ("editing", "modal"),
        ("editing", "extension_language"),
        ("editing", "memory"),
        ("life", "first_release"),
        ("life", "vendor_help"),
        ("life", "delay"),
        ("life", "care"),
    ]


def test_releases_are_newest_first_by_their_numbers(dataset: Make):
    vee = sound(dataset({})).distributions["vee"]
    assert [release.version for release in vee.releases] == ["9.10", "9.9", "9.0", "8.0"]


def test_a_release_belongs_to_the_line_it_begins_with(dataset: Make):
    vee = sound(dataset({})).distributions["vee"]
    assert [release.version for release in vee.releases_of("8")] == ["8.0"]


def test_a_release_belongs_to_the_longest_line_it_begins_with(dataset: Make):
    files = edited(VEE_RELEASES, ('{version: "8.0"', '{version: "9.0.1"'))
    line = '  - {major: "9.0", released: 2022-06-28, sources: [vee-manual], verified: 2026-01-10}\nreleases:\n'
    files[VEE_RELEASES] = str(files[VEE_RELEASES]).replace("releases:\n", line)
    vee = sound(dataset(files)).distributions["vee"]
    assert [release.version for release in vee.releases_of("9.0")] == ["9.0.1", "9.0"]


def test_a_dataset_without_its_own_file_is_none_but_its_mistakes_are_found(dataset: Make):
    found, problems = linked(
        dataset({ABOUT: None} | edited(COMPARISON, ("distributions: [vee, emm]", "distributions: [vee, em]")))
    )
    assert (found, problems) == (
        None,
        [
            (
                "data/comparisons/vee-vs-emm.yaml:3:1: error: unknown distribution 'em' [unknown-distribution]"
                "\n  hint: did you mean 'emm'?"
            ),
            "data/dataset.yaml:1:1: error: the file is missing [missing-file]\n  hint: the dataset needs it",
        ],
    )


# ---- names that do not exist ----------------------------------------------------------------------------------------

DANGLING = {
    "upstream": (EMM, "facts:", "upstream: vei\nfacts:", "3:1", "distribution 'vei'", "did you mean 'vee'?"),
    "family": (EMM, "facts:", "family: modall\nfacts:", "3:1", "family 'modall'", "did you mean 'modal'?"),
    "fact": (EMM, "  memory:", "  memry:", "6:3", "criterion 'memry'", "did you mean 'memory'?"),
    "phase": (VEE_RELEASES, "id: paid,", "id: payed,", "11:10", "phase 'payed'", "did you mean 'paid'?"),
    "follows": (
        NEO_RELEASES, 'follows: "9.10"', 'follows: "9.8"', "9:44", "upstream release '9.8'", "did you mean '9.9'?",
    ),
    "featured comparison": (
        ABOUT, "comparison: vee-vs-emm", "comparison: vee-emm", "8:3", "comparison 'vee-emm'",
        "did you mean 'vee-vs-emm'?",
    ),
    "featured decision": (
        ABOUT, "decision: which-editor", "decision: what-editor", "9:3", "decision 'what-editor'",
        "did you mean 'which-editor'?",
    ),
    "guide from": (ABOUT, "{from: vee,", "{from: vea,", "10:13", "distribution 'vea'", "did you mean 'vee'?"),
    "guide to": (ABOUT, "to: neo,", "to: nei,", "10:36", "distribution 'nei'", "did you mean 'neo'?"),
    "compared distribution": (COMPARISON, "[vee, emm]", "[vee, em]", "3:1", "distribution 'em'", "did you mean 'emm'?"),
    "compared group": (
        COMPARISON, "decision:", "groups: [lief]\ndecision:", "5:1", "group 'lief'", "did you mean 'life'?",
    ),
    "highlight": (
        COMPARISON, "[modal, memory]", "[modal, memry]", "4:1", "criterion 'memry'", "did you mean 'memory'?",
    ),
    "decision of a comparison": (
        COMPARISON, "decision: which-editor", "decision: xyz", "5:1", "decision 'xyz'", "known: which-editor",
    ),
    "candidate": (
        DECISION, "ids: [vee, neo, emm]", "ids: [vee, neo, em]", "3:14", "distribution 'em'", "did you mean 'emm'?",
    ),
    "criterion of a requirement": (
        DECISION, "{criterion: modal, is: true", "{criterion: model, is: true", "11:20", "criterion 'model'",
        "did you mean 'modal'?",
    ),
    "criterion of a preference": (
        DECISION, "{criterion: modal, is: [", "{criterion: model, is: [", "14:19", "criterion 'model'",
        "did you mean 'modal'?",
    ),
    "answer that a question depends on": (
        DECISION, "when: {hands: [modes]}", "when: {hands: [mode]}", "17:5", "answer 'mode'", "did you mean 'modes'?",
    ),
    "question that a question depends on": (
        DECISION, "when: {hands: [modes]}", "when: {hand: [modes]}", "17:5", "earlier question 'hand'",
        "did you mean 'hands'?",
    ),
    "question of a scenario": (
        DECISION, "given: {hands: modes,", "given: {hand: modes,", "24:5", "question 'hand'", "did you mean 'hands'?",
    ),
    "answer of a scenario": (
        DECISION, "given: {hands: modes,", "given: {hands: mode,", "24:5", "answer 'mode'", "did you mean 'modes'?",
    ),
    "expected candidate": (
        DECISION, "expect: [vee]", "expect: [vea]", "25:5", "distribution 'vea'", "did you mean 'vee'?",
    ),
    "recommended candidate": (
        DECISION, "recommends: [emm]", "recommends: [em]", "27:31", "distribution 'em'", "did you mean 'emm'?",
    ),
    "edge from": (IZE, "{from: vee,", "{from: vea,", "8:6", "distribution 'vea'", "did you mean 'vee'?"),
    "edge to": (IZE, "to: neo,", "to: nei,", "8:29", "distribution 'nei'", "did you mean 'neo'?"),
    "tool of a hazard": (
        HAZARDS, "features: [plugins]", "when: {tools: [vee-upp]}", "9:12", "tool 'vee-upp'", "did you mean 'vee-up'?",
    ),
    "start of a hazard": (
        HAZARDS, "features: [plugins]", "when: {from: [vea]}", "9:12", "distribution 'vea'", "did you mean 'vee'?",
    ),
    "end of a hazard": (
        HAZARDS, "features: [plugins]", "when: {to: [nei]}", "9:12", "distribution 'nei'", "did you mean 'neo'?",
    ),
    "tool of a step": (
        IZE, "undo: neoize --back,", "undo: neoize --back, when: {tools: [neoise]},", "10:141", "tool 'neoise'",
        "did you mean 'neoize'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DANGLING)
def test_a_name_that_does_not_exist_is_an_error_with_the_nearest_that_does(dataset: Make, kind: str):
    name, old, new, place, what, hint = DANGLING[kind]
    rule = what.partition(" '")[0].replace(" ", "-")
    assert complaints(dataset(edited(name, (old, new)))) == [
        f"data/{name}:{place}: error: unknown {what} [unknown-{rule}]\n  hint: {hint}"
    ]


@pytest.mark.parametrize("key", ["needs", "changes", "keeps"])
def test_every_statement_of_a_tool_may_be_about_some_hops_and_these_must_exist(dataset: Make, key: str):
    files = appended(IZE, f"{key}:\n  - {{says: x, sources: [blog], when: {{to: [nei]}}}}\n")
    assert complaints(dataset(files)) == [
        (
            "data/migrations/tools/neoize.yaml:15:39: error: unknown distribution 'nei' [unknown-distribution]"
            "\n  hint: did you mean 'neo'?"
        )
    ]


def test_releases_belong_to_a_distribution(dataset: Make):
    text = (EDITORS / VEE_RELEASES).read_text(encoding="utf-8")
    assert complaints(dataset({"releases/vie.yaml": text})) == [
        (
            "data/releases/vie.yaml:1:1: error: unknown distribution 'vie' [unknown-distribution]"
            "\n  hint: did you mean 'vee'?"
        )
    ]


def test_releases_of_nobody_that_follow_others_are_one_problem(dataset: Make):
    text = (EDITORS / NEO_RELEASES).read_text(encoding="utf-8")
    assert complaints(dataset({"releases/nei.yaml": text})) == [
        (
            "data/releases/nei.yaml:1:1: error: unknown distribution 'nei' [unknown-distribution]"
            "\n  hint: did you mean 'neo'?"
        )
    ]


def test_a_release_cannot_follow_where_there_is_no_upstream(dataset: Make):
    files = edited(VEE_RELEASES, ('"9.10", released: 2024-01-02', '"9.10", released: 2024-01-02, follows: "1.0"'))
    assert complaints(dataset(files)) == [
        "data/releases/vee.yaml:17:45: error: unknown upstream release '1.0' [unknown-upstream-release]"
    ]


def test_a_release_cannot_follow_an_upstream_without_releases(dataset: Make):
    files = {
        "distributions/ada.yaml": "name: Ada\nsummary: An heir.\nupstream: emm\n",
        "releases/ada.yaml": (EDITORS / NEO_RELEASES).read_text(encoding="utf-8"),
    }
    assert [line.partition(": error")[0] for line in complaints(dataset(files))] == [
        "data/releases/ada.yaml:8:44",
        "data/releases/ada.yaml:9:44",
    ]


def test_all_dangling_names_of_all_files_are_reported_at_once(dataset: Make):
    files: Files = {}
    for name, old, new, *_ in (DANGLING["upstream"], DANGLING["phase"], DANGLING["highlight"], DANGLING["edge to"]):
        files |= edited(name, (old, new))
    assert [line.partition(" [")[0] for line in complaints(dataset(files))] == [
        "data/comparisons/vee-vs-emm.yaml:4:1: error: unknown criterion 'memry'",
        "data/distributions/emm.yaml:3:1: error: unknown distribution 'vei'",
        "data/migrations/tools/neoize.yaml:8:29: error: unknown distribution 'nei'",
        "data/releases/vee.yaml:11:10: error: unknown phase 'payed'",
    ]


# ---- release lines that do not exist --------------------------------------------------------------------------------

NO_LINE = {
    "guide from": (ABOUT, 'vee, major: "8"', 'vee, major: "7"', "10:24", "vee", "7", "its lines: 8, 9"),
    "guide to": (ABOUT, 'to_major: "1"', 'to_major: "2"', "10:45", "neo", "2", "its lines: 1"),
    "edge from": (UP, 'vee, major: "8"', 'vee, major: "7"', "10:17", "vee", "7", "its lines: 8, 9"),
    "edge to": (UP, 'to_major: "9"', 'to_major: "10"', "10:38", "vee", "10", "its lines: 8, 9"),
    "claim": (VEE, '{majors: ["8"]', '{majors: ["7"]', "8:7", "vee", "7", "its lines: 8, 9"),
    "edge to a distribution without releases": (
        IZE, 'to: neo, to_major: "1"', 'to: emm, to_major: "1"', "8:38", "emm", "1", "add data/releases/emm.yaml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_LINE)
def test_a_release_line_that_does_not_exist_lists_those_that_do(dataset: Make, kind: str):
    name, old, new, place, whose, major, hint = NO_LINE[kind]
    assert complaints(dataset(edited(name, (old, new)))) == [
        f"data/{name}:{place}: error: {whose} has no release line '{major}' [unknown-major]\n  hint: {hint}"
    ]


def test_a_release_belongs_to_a_line(dataset: Make):
    """The hint lists lines, not the releases that come before."""
    assert complaints(dataset(edited(NEO_RELEASES, ('version: "1.1"', 'version: "2.1"')))) == [
        "data/releases/neo.yaml:9:6: error: '2.1' belongs to no release line [unknown-major]\n  hint: lines: 1"
    ]


def test_a_release_is_not_of_a_line_that_its_number_merely_begins_with(dataset: Make):
    """10.0 is no release of line 1."""
    (problem,) = complaints(dataset(edited(NEO_RELEASES, ('version: "1.1"', 'version: "10.0"'))))
    assert problem.partition(" [")[0] == "data/releases/neo.yaml:9:6: error: '10.0' belongs to no release line"


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (HAZARDS, "features: [plugins]", 'when: {from_majors: ["7"]}', 9),
        (HAZARDS, "features: [plugins]", 'when: {to_majors: ["7"]}', 9),
        (DECISION, "{criterion: modal, is: true,", '{criterion: modal, is: true, major: "7",', 11),
        (DECISION, '{id: big, label: "No"}', '{id: big, label: "No", major: "7"}', 20),
        (DECISION, "candidates:", 'major: "7"\ncandidates:', 3),
    ],
    ids=["start of a hazard", "end of a hazard", "condition", "answer", "decision"],
)
def test_a_major_that_no_distribution_has_is_an_error(dataset: Make, name: str, old: str, new: str, line: int):
    found = complaints(dataset(edited(name, (old, new))))
    assert [problem.split(":")[:2] for problem in found] == [[f"data/{name}", str(line)]]


# ---- sources --------------------------------------------------------------------------------------------------------

# What stands before the source that is misspelt, and the source.
CITING = {
    "fact": (VEE, "modal: {value: true, sources: [", "vee-manual"),
    "dispute": (VEE, "40, sources: [", "blog"),
    "line": (VEE_RELEASES, "2022-06-28, sources: [vee-manual], verified: 2026-01-10}]\n    sources: [", "vee-manual"),
    "phase": (VEE_RELEASES, "until: 2034-06-28, sources: [", "vee-manual"),
    "release": (VEE_RELEASES, "2024-01-02, sources: [", "vee-manual"),
    "verdict": (DECISION, "recommends: [emm], sources: [", "blog"),
    "edge": (UP, "variables: {package: vee-nine}, sources: [", "vee-manual"),
    "step": (UP, "    undo: Restore the backup.\n    sources: [", "vee-manual"),
    "undo": (UP, "says: Restore the backup., sources: [", "vee-manual"),
    "secure boot": (UP, "says: Nothing is signed., sources: [", "vee-manual"),
    "rule": (RULES, "after: {kinds: [upgrade]}\n    sources: [", "blog"),
    "reboots": (UP, "says: One., sources: [", "vee-manual"),
    "duration": (UP, "says: Minutes., sources: [", "vee-manual"),
    "hazard": (HAZARDS, "sources: [", "vee-manual"),
}


def place(text: str, word: str) -> str:
    """Line and column of a word that occurs once."""
    before = text[: text.index(word)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize("kind", CITING)
def test_every_kind_of_record_cites_sources_that_exist(dataset: Make, kind: str):
    name, before, source = CITING[kind]
    files = edited(name, (before + source, f"{before}vee-manul"))
    where = place(str(files[name]), "vee-manul")
    assert complaints(dataset(files)) == [
        f"data/{name}:{where}: error: unknown source 'vee-manul' [unknown-source]\n  hint: did you mean 'vee-manual'?"
    ]


@pytest.mark.parametrize("key", ["needs", "changes", "keeps"])
def test_every_statement_of_a_tool_cites_sources_that_exist(dataset: Make, key: str):
    assert complaints(dataset(appended(IZE, f"{key}:\n  - {{says: x, sources: [blogg]}}\n"))) == [
        (
            "data/migrations/tools/neoize.yaml:15:25: error: unknown source 'blogg' [unknown-source]"
            "\n  hint: did you mean 'blog'?"
        )
    ]


UNUSED = "  - {id: extra, title: E, url: 'https://x.example/', publisher: E, kind: standard}\n"


def test_a_source_that_nothing_cites_is_a_warning(dataset: Make):
    assert complaints(dataset(appended(SOURCES, UNUSED))) == [
        (
            "data/sources.yaml:5:5: warning: the source 'extra' is cited nowhere [unused-source]"
            "\n  hint: cite it or remove it"
        )
    ]


def test_a_source_may_be_cited_in_a_file_with_mistakes(dataset: Make):
    """Whether it is cited cannot be known until the file is mended."""
    files = appended(SOURCES, UNUSED) | {HAZARDS: "hazards: none\n"}
    assert [line.partition(": error")[0] for line in complaints(dataset(files))] == [
        "data/migrations/hazards.yaml:1:10"
    ]


# ---- names that are defined twice -----------------------------------------------------------------------------------

TWICE = {
    "source": (SOURCES, "{id: emm-news,", "{id: vee-manual,", "3:6", "vee-manual", "2:5"),
    "group": (CRITERIA, "- id: life", "- id: editing", "23:5", "editing", "2:5"),
    "criterion": (CRITERIA, "- id: care", "- id: delay", "44:9", "delay", "36:9"),
    "choice": (CRITERIA, "{id: own,", "{id: lisp,", "16:68", "lisp", "16:42"),
    "question": (DECISION, "- id: machine", "- id: hands", "15:5", "hands", "5:5"),
    "answer": (DECISION, "- id: none", "- id: modes", "12:9", "modes", "9:9"),
    "family": (ABOUT, "Modal editors}]", "Modal editors}, {id: modal, title: M}]", "5:48", "modal", "5:12"),
    "phase": (ABOUT, "{id: paid,", "{id: active,", "6:40", "active", "6:10"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TWICE)
def test_an_id_that_is_defined_twice_names_the_first(dataset: Make, kind: str):
    name, old, new, place, what, first = TWICE[kind]
    assert (
        f"data/{name}:{place}: error: the {kind} '{what}' is defined twice [repeated-id]"
        f"\n  hint: first in data/{name}:{first}"
    ) in complaints(dataset(edited(name, (old, new))))


def test_a_step_that_is_defined_twice(dataset: Make):
    step = "  - {id: convert, phase: run, title: T, why: w, run: x, undo: u, sources: [blog], verified: 2026-01-10}\n"
    assert complaints(dataset(edited(IZE, ("  - {use: vee-up/note-settings}\n", step)))) == [
        (
            "data/migrations/tools/neoize.yaml:11:6: error: the step 'convert' is defined twice [repeated-id]"
            "\n  hint: first in data/migrations/tools/neoize.yaml:10:5"
        )
    ]


def test_a_hazard_that_is_defined_twice(dataset: Make):
    text = (EDITORS / HAZARDS).read_text(encoding="utf-8")
    assert complaints(dataset(appended(HAZARDS, text.replace("hazards:\n", "")))) == [
        (
            "data/migrations/hazards.yaml:14:5: error: the hazard 'plugins' is defined twice [repeated-id]"
            "\n  hint: first in data/migrations/hazards.yaml:2:5"
        )
    ]


def test_a_scenario_that_is_defined_twice(dataset: Make):
    scenario = "  - {id: small-modes, title: T, given: {}, expect: [vee], why: w}\n"
    assert complaints(dataset(appended(DECISION, scenario))) == [
        (
            "data/decisions/which-editor.yaml:28:6: error: the scenario 'small-modes' is defined twice [repeated-id]"
            "\n  hint: first in data/decisions/which-editor.yaml:22:5"
        )
    ]


def test_a_line_that_is_defined_twice(dataset: Make):
    line = '  - {major: "1", released: 2022-07-08, sources: [blog], verified: 2026-01-10}\nreleases:\n'
    assert complaints(dataset(edited(NEO_RELEASES, ("releases:\n", line)))) == [
        "data/releases/neo.yaml:7:5: error: the line '1' is defined twice [repeated-id]\n  hint: merge the two"
    ]


def test_a_release_that_is_listed_twice(dataset: Make):
    assert complaints(dataset(edited(NEO_RELEASES, ('version: "1.1"', 'version: "1.0"')))) == [
        "data/releases/neo.yaml:9:5: error: the release '1.0' is listed twice [repeated-id]\n  hint: keep one"
    ]


def test_a_release_named_like_its_line_is_fine(dataset: Make):
    assert complaints(dataset(edited(NEO_RELEASES, ('version: "1.0"', 'version: "1"')))) == []


def test_a_release_named_like_its_line_and_listed_twice(dataset: Make):
    files = edited(NEO_RELEASES, ('version: "1.0"', 'version: "1"'), ('version: "1.1"', 'version: "1"'))
    assert complaints(dataset(files)) == [
        "data/releases/neo.yaml:9:5: error: the release '1' is listed twice [repeated-id]\n  hint: keep one"
    ]


def test_a_phase_that_a_line_names_twice(dataset: Make):
    found = complaints(dataset(edited(VEE_RELEASES, ("{id: paid, until", "{id: active, until"))))
    assert [line.partition(":")[0] for line in found] == ["data/releases/vee.yaml"]


def test_a_distribution_is_compared_with_others(dataset: Make):
    assert complaints(dataset(edited(COMPARISON, ("[vee, emm]", "[vee, emm, vee]")))) == [
        "data/comparisons/vee-vs-emm.yaml:3:1: error: a distribution is listed twice [repeated-id]\n  hint: keep one"
    ]


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_choice_needs_choices(dataset: Make, kind: str):
    criterion = f"      - {{id: mood, title: M, definition: d, why: w, type: {kind}}}\n"
    assert complaints(dataset(appended(CRITERIA, criterion))) == [
        (
            f"data/criteria.yaml:51:9: error: the {kind} criterion 'mood' has no choices [choices]"
            "\n  hint: add choices: [{id: ..., title: ...}]"
        )
    ]


# ---- decisions ------------------------------------------------------------------------------------------------------


def required(condition: str) -> Files:
    """The decision with another condition, which begins in line 11, column 19."""
    return edited(DECISION, ("{criterion: modal, is: true, because: Without modes it is another editor.}", condition))


def test_a_condition_is_typed_by_its_criterion(dataset: Make):
    questions = sound(dataset({})).decisions["which-editor"].questions
    (condition,) = questions[1].answers[0].require
    operands = [operand.text for operand in condition.operands]
    assert (condition.criterion.id, condition.operator, operands) == ("memory", "at_most", ["20 MB"])


def test_a_preference_has_its_weight_and_may_list_several_values(dataset: Make):
    questions = sound(dataset({})).decisions["which-editor"].questions
    (condition,) = questions[0].answers[1].prefer
    assert ([operand.key for operand in condition.operands], condition.weight) == (["false", "partial"], 2)


def test_a_set_is_tested_for_each_of_the_values_listed(dataset: Make):
    files = required('{criterion: extension_language, includes: [lua, own], major: "9", because: x}')
    (condition,) = sound(dataset(files)).decisions["which-editor"].questions[0].answers[0].require
    assert [operand.key for operand in condition.operands] == [frozenset({"lua"}), frozenset({"own"})]


@pytest.mark.parametrize(
    ("operators", "count"), [("", 0), ("is: true, at_least: 1, ", 2), ("is: true, before: 2020, after: 2019, ", 3)]
)
def test_a_condition_has_exactly_one_operator(dataset: Make, operators: str, count: int):
    assert complaints(dataset(required(f"{{criterion: modal, {operators}because: x}}"))) == [
        (
            f"data/decisions/which-editor.yaml:11:19: error: a condition has one operator, found {count} [condition]"
            "\n  hint: use one of is, includes, at_least, at_most, before, after"
        )
    ]


@pytest.mark.parametrize(
    ("criterion", "operator", "kind", "fitting"),
    [
        ("modal", "at_least: 1", "boolean", "is"),
        ("modal", "includes: [true]", "boolean", "is"),
        ("modal", "before: 2020", "boolean", "is"),
        ("extension_language", "is: [lua]", "choices", "includes"),
        ("memory", "before: 2020", "number", "is or at_least or at_most"),
        ("first_release", "at_least: 2020", "date", "is or before or after"),
        ("vendor_help", "after: 2020", "support", "is or at_least or at_most"),
    ],
)
def test_an_operator_fits_the_type_of_its_criterion(
    dataset: Make, criterion: str, operator: str, kind: str, fitting: str
):
    column = 19 + len(f"{{criterion: {criterion}, ")
    assert complaints(dataset(required(f'{{criterion: {criterion}, {operator}, major: "9", because: x}}'))) == [
        (
            f"data/decisions/which-editor.yaml:11:{column}: error: '{operator.partition(':')[0]}' does not fit "
            f"'{criterion}' "
            f"of type {kind} [condition]\n  hint: use {fitting}"
        )
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "criterion: memory, is: 12", "criterion: memory, at_least: 12", "criterion: first_release, is: 1991-11",
        "criterion: first_release, before: 2000", "criterion: first_release, after: 1990-01-02",
        "criterion: vendor_help, is: supported", "criterion: vendor_help, at_least: partial",
        "criterion: care, major: 9, at_least: 5 years", "criterion: delay, major: 9, at_most: 30",
    ],
)  # fmt: skip
def test_operators_that_fit(dataset: Make, condition: str):
    assert complaints(dataset(required(f"{{{condition}, because: x}}"))) == []


@pytest.mark.parametrize(
    ("condition", "column", "problem"),
    [
        ("criterion: modal, is: maybe", 42, "modal: 'maybe' is neither true, false nor partial [wrong-value]"),
        ("criterion: modal, is: [true, maybe]", 42, "modal: 'maybe' is neither true, false nor partial [wrong-value]"),
        (
            "criterion: memory, at_most: 20 MB", 48,
            ("memory: '20 MB' is not a number [wrong-value]\n"
            "  hint: write digits only; the unit belongs to the criterion"),
        ),
        (
            "criterion: vendor_help, at_least: suported", 54,
            "vendor_help: 'suported' is not a level of support [wrong-value]\n  hint: did you mean 'supported'?",
        ),
        (
            "criterion: extension_language, major: 9, includes: [luaa]", 71,
            "extension_language: 'luaa' is not one of the choices [wrong-value]\n  hint: did you mean 'lua'?",
        ),
    ],
    ids=["boolean", "list", "number", "support", "choices"],
)  # fmt: skip
def test_an_operand_that_does_not_fit_its_criterion(dataset: Make, condition: str, column: int, problem: str):
    assert complaints(dataset(required(f"{{{condition}, because: x}}"))) == [
        f"data/decisions/which-editor.yaml:11:{column}: error: {problem}"
    ]


@pytest.mark.parametrize(
    "condition",
    ["criterion: modal, is: []", "criterion: extension_language, major: 9, includes: []"],
    ids=["is", "includes"],
)
def test_an_operator_without_a_value_is_an_error(dataset: Make, condition: str):
    found = complaints(dataset(required(f"{{{condition}, because: x}}")))
    assert [line.partition(":")[0] for line in found] == ["data/decisions/which-editor.yaml"]


def test_a_condition_on_a_fact_per_major_names_a_major(dataset: Make):
    assert complaints(dataset(required("{criterion: extension_language, includes: [lua], because: x}"))) == [
        (
            "data/decisions/which-editor.yaml:11:19: error: 'extension_language' is known per major; the "
            "condition names none [condition-major]\n"
            '  hint: add major: "10" to the condition, the answer or the decision'
        )
    ]


@pytest.mark.parametrize("where", ["condition", "answer", "decision"])
def test_the_major_is_named_in_the_condition_the_answer_or_the_decision(dataset: Make, where: str):
    own = ', major: "9"' if where == "condition" else ""
    files = required(f"{{criterion: extension_language, includes: [lua]{own}, because: x}}")
    text = str(files[DECISION])
    if where == "answer":
        text = text.replace(
            '      - id: modes\n        label: "Yes"\n', '      - id: modes\n        major: "9"\n        label: "Yes"\n'
        )
    if where == "decision":
        text = f'major: "9"\n{text}'
    assert complaints(dataset({DECISION: text})) == []


@pytest.mark.parametrize("later", ["machine", "hands"])
def test_a_question_depends_on_earlier_ones_only(dataset: Make, later: str):
    """The first question can depend on none: neither on the second nor on itself."""
    files = edited(DECISION, ("    help: Modes split commands from text.\n", f"    when: {{{later}: [small]}}\n"))
    assert complaints(dataset(files)) == [
        f"data/decisions/which-editor.yaml:7:5: error: unknown earlier question '{later}' [unknown-earlier-question]"
    ]


@pytest.mark.parametrize(
    ("candidates", "names"),
    [
        ("ids: [vee, neo]", ["neo", "vee"]),
        ("family: modal", ["neo", "vee"]),
        ("status: active", ["emm", "neo"]),
        ("status: ended", ["vee"]),
        ("family: modal, status: active", ["neo"]),
        ("family: modal, ids: [vee, emm]", ["vee"]),
    ],
)
def test_candidates_are_named_or_chosen_by_family_and_status(dataset: Make, candidates: str, names: list[str]):
    files = edited(VEE, ("family: modal", "family: modal\nstatus: ended"))
    files |= edited(DECISION, ("{ids: [vee, neo, emm]}", f"{{{candidates}}}"))
    decision = sound(dataset(files)).decisions["which-editor"]
    assert [candidate.id for candidate in decision.candidates] == names


NOBODY = (
    "data/decisions/which-editor.yaml:3:13: error: no candidate takes part in the decision [no-candidates]"
    "\n  hint: name a family with members, or ids"
)


def test_a_decision_among_nobody_is_an_error(dataset: Make):
    assert complaints(dataset(edited(DECISION, ("ids: [vee, neo, emm]", "status: ended")))) == [NOBODY]


def test_a_family_without_members_is_no_unknown_family(dataset: Make):
    files = edited(ABOUT, ("Modal editors}]", "Modal editors}, {id: line, title: Line editors}]"))
    assert complaints(dataset(files | edited(DECISION, ("ids: [vee, neo, emm]", "family: line")))) == [NOBODY]


def test_a_family_of_candidates_that_does_not_exist_names_the_nearest(dataset: Make):
    assert (
        "data/decisions/which-editor.yaml:3:14: error: unknown family 'model' [unknown-family]"
        "\n  hint: did you mean 'modal'?"
    ) in complaints(dataset(edited(DECISION, ("ids: [vee, neo, emm]", "family: model"))))


def test_a_candidate_with_mistakes_is_one_problem(dataset: Make):
    files = edited(DECISION, ("ids: [vee, neo, emm]", "ids: [emm]"))
    assert complaints(dataset(files | edited(EMM, ("summary: The other one.\n", "")))) == [
        "data/distributions/emm.yaml:1:1: error: 'summary' is missing [missing-key]\n  hint: add a line 'summary: ...'"
    ]


def test_a_family_whose_members_have_mistakes_is_not_unknown(dataset: Make):
    files = edited(DECISION, ("ids: [vee, neo, emm]", "family: modal"))
    files |= edited(VEE, ("summary: The old one.\n", "")) | edited(NEO, ("family: modal\n", ""))
    assert complaints(dataset(files)) == [
        "data/distributions/vee.yaml:1:1: error: 'summary' is missing [missing-key]\n  hint: add a line 'summary: ...'"
    ]


# ---- looking names up -----------------------------------------------------------------------------------------------


def names(*broken: str) -> Names:
    return Names([], set(broken))


def lines_of(found: Names) -> list[str]:
    return [str(problem) for problem in found.problems]


def family(text: str) -> Family:
    node, _ = parse(text, "f.yaml")
    return Family.model_validate(node)


def test_what_exists_is_found():
    assert names().find("family", "a", {"a": 1}, HERE) == 1


def test_what_does_not_exist_is_reported_where_it_is_named():
    found = names()
    assert found.find("upstream release", "8.9", {"8.10": 1, "8.8": 2}, HERE) is None
    assert lines_of(found) == [
        "f.yaml:2:3: error: unknown upstream release '8.9' [unknown-upstream-release]\n  hint: did you mean '8.8'?"
    ]


def test_what_is_declared_in_a_file_with_mistakes_is_not_reported_again():
    found = names("a")
    assert (found.find("family", "a", {}, HERE), found.problems) == (None, [])


def test_a_citation_is_the_source_and_the_place_in_it():
    found = names()
    source = SourceRecord.model_validate(
        {"id": "a", "title": "T", "url": "https://x.example/", "publisher": "P", "kind": "standard"}
    )
    found.sources = {"a": source}
    (citation,) = found.cite([SourceRef.model_validate({"id": "a", "at": "Chapter 4"})], HERE)
    assert (citation.source, citation.place, found.cited, found.problems) == (source, "Chapter 4", {"a"}, [])


def test_without_a_file_of_sources_no_citation_is_reported():
    found = names()
    assert (found.cite([SourceRef.model_validate("a")], HERE), found.problems) == ((), [])


def test_a_distribution_whose_lines_are_not_known_has_any_line():
    found = names()
    found.check_line("vee", "7", HERE)
    assert found.problems == []


def test_of_two_records_with_one_id_the_first_is_kept():
    problems: list[Problem] = []
    first, second = family("{id: a, title: One}"), family("\n{id: a, title: Two}")
    assert by_id([first, second], "family", problems) == {"a": first}
    assert [str(problem) for problem in problems] == [
        "f.yaml:2:2: error: the family 'a' is defined twice [repeated-id]\n  hint: first in f.yaml:1:1"
    ]


def test_no_releases_have_no_lines():
    assert majors_of(None) == ()


def test_the_lines_of_releases_are_in_their_order():
    line = '{major: "%s", released: 2020-01-01, sources: [a], verified: 2020-01-01}'
    node, _ = parse(f"lines: [{line % 10}, {line % 9}]", "f.yaml")
    assert isinstance(node, MapNode)
    assert majors_of(ReleasesFile.model_validate(node)) == ("10", "9")


EXAMINED = "examined/a-blog.yaml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "source: blog",
            "source: blig",
            "2:1: error: unknown source 'blig' [unknown-source]\n  hint: did you mean 'blog'?",
        ),
        (
            "where: speed",
            "where: sped",
            "9:5: error: unknown section 'sped' [unknown-section]\n  hint: did you mean 'speed'?",
        ),
        (
            "vee/memory",
            "vie/memory",
            "13:5: error: unknown distribution 'vie' [unknown-distribution]\n  hint: did you mean 'vee'?",
        ),
        (
            "vee/memory",
            "vee/memori",
            "13:5: error: unknown criterion 'memori' [unknown-criterion]\n  hint: did you mean 'memory'?",
        ),
        (
            "[vee/memory]",
            "[memory]",
            "13:16: error: concerns: 'memory' is not a fact: distribution/criterion [wrong-fact]",
        ),
        (
            "    sources: [vee-manual]\n",
            "",
            "8:5: error: the ruling 'wrong' needs a source [citation]\n  hint: add sources: [id]",
        ),
        ("id: b2", "id: b1", None),
    ],
)
def test_an_examined_claim_rests_on_what_exists(dataset: Make, old: str, new: str, message: str | None):
    text = (EDITORS / EXAMINED).read_text(encoding="utf-8")
    assert old in text
    found = complaints(dataset({EXAMINED: text.replace(old, new, 1)}))
    if message is None:
        assert [one.splitlines()[0].rsplit("[", 1)[1] for one in found] == ["repeated-id]"]
    else:
        assert f"data/{EXAMINED}:{message}" in found
