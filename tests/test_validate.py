"""Rules about meaning: each broken once, with the whole line that the reader sees, and once satisfied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import DAY, EDITORS, Files

from generator.build import check
from generator.errors import DataError
from generator.flowchart import compile_chart, count
from generator.validate import decisions as decision_rules

Dataset = Callable[[Files], Path]

VEE = "distributions/vee.yaml"
EMM = "distributions/emm.yaml"
NEO = "distributions/neo.yaml"
VEE_LINES = "releases/vee.yaml"
NEO_LINES = "releases/neo.yaml"
SOURCES = "sources.yaml"
HAZARDS = "migrations/hazards.yaml"
RULES = "migrations/rules.yaml"
MACHINES = "migrations/machines.yaml"
VEE_UP = "migrations/tools/vee-up.yaml"
NEOIZE = "migrations/tools/neoize.yaml"
DECISION = "decisions/which-editor.yaml"
TOMORROW = DAY + timedelta(days=1)


def found(folder: Path) -> list[str]:
    """Everything that is reported about a folder, as its reader sees it, warnings too."""
    try:
        return [str(problem) for problem in check(folder, DAY).warnings]
    except DataError as error:
        return [str(problem) for problem in error.problems]


def changed(name: str, *changes: tuple[str, str]) -> Files:
    """A file of the editors' dataset with some of its text replaced; each text to replace stands in it once."""
    text = (EDITORS / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {name: text}


def place(files: Files, name: str, needle: str) -> str:
    """Where a text that stands once in a file begins, as file:line:column."""
    before, _ = str(files[name]).split(needle)
    above, _, left = before.rpartition("\n")
    line = above.count("\n") + 2 if "\n" in before else 1
    return f"data/{name}:{line}:{len(left) + 1}"


def test_the_editors_break_no_rule(dataset: Dataset) -> None:
    assert found(dataset({})) == []


# ---- lifecycle-order -------------------------------------------------------------------------------------------------

PHASE_ORDER = "\n  hint: phases stand in order, each with the day it ends"


@pytest.mark.parametrize("until", ["2016-09-11", "2016-09-12", "2014-01-01"])
def test_a_phase_that_ends_before_its_line_began_is_an_error(dataset: Dataset, until: str) -> None:
    """The day of the release itself is too early as well; it is one mistake and one message."""
    files = changed(VEE_LINES, ("id: active, until: 2022-06-28", f"id: active, until: {until}"))
    assert found(dataset(files)) == [
        (
            f"{place(files, VEE_LINES, f'until: {until}')}: error: line 8: active ends {until}, "
            f"not after its release 2016-09-12 [lifecycle-order]{PHASE_ORDER}"
        )
    ]


@pytest.mark.parametrize("until", ["2031-06-28", "2032-06-28"])
def test_a_phase_that_ends_before_the_one_above_it_is_an_error(dataset: Dataset, until: str) -> None:
    files = changed(VEE_LINES, ("until: 2034-06-28", f"until:  {until}"))
    assert found(dataset(files)) == [
        (
            f"{place(files, VEE_LINES, f'until:  {until}')}: error: line 9: paid ends {until}, "
            f"not after active, which ends 2032-06-28 [lifecycle-order]{PHASE_ORDER}"
        )
    ]


def test_phases_that_follow_each_other_are_in_order(dataset: Dataset) -> None:
    assert found(dataset(changed(VEE_LINES, ("until: 2034-06-28", "until: 2032-06-29")))) == []


# ---- undated ---------------------------------------------------------------------------------------------------------

UNDATED_HINT = "hint: list here only releases of this line whose day no source tells"


@pytest.mark.parametrize(
    ("version", "told"), [("9.0", "9.0 is released with a day"), ("8.5", "8.5 is no release of line 9")]
)
def test_what_has_a_day_or_belongs_elsewhere_is_not_undated(dataset: Dataset, version: str, told: str) -> None:
    files = changed(VEE_LINES, ('  - major: "9"\n', f'  - major: "9"\n    undated: ["{version}"]\n'))
    assert found(dataset(files)) == [
        f"{place(files, VEE_LINES, 'undated:')}: error: {told} [undated]\n  {UNDATED_HINT}"
    ]


def test_a_release_whose_day_nobody_tells_is_listed(dataset: Dataset) -> None:
    assert found(dataset(changed(VEE_LINES, ('  - major: "9"\n', '  - major: "9"\n    undated: ["9.11"]\n')))) == []


# ---- release-order ---------------------------------------------------------------------------------------------------

NEO_1_0 = 'version: "1.0", released: 2022-07-08'


def test_a_release_before_the_one_it_follows_is_an_error(dataset: Dataset) -> None:
    files = changed(NEO_LINES, (NEO_1_0, 'version: "1.0", released: 2022-06-27'))
    assert found(dataset(files)) == [
        (
            f"{place(files, NEO_LINES, 'released: 2022-06-27')}: error: neo 1.0 of 2022-06-27 is before 9.0 of vee, "
            "2022-06-28 [release-order]\n  hint: correct the date, or add a note that explains it"
        )
    ]


def test_a_release_before_the_one_it_follows_may_be_explained(dataset: Dataset) -> None:
    files = changed(NEO_LINES, (NEO_1_0, 'version: "1.0", released: 2022-06-27, note: "It had the code early."'))
    assert found(dataset(files)) == []


def test_a_release_may_come_on_the_day_of_the_one_it_follows(dataset: Dataset) -> None:
    files = changed(NEO_LINES, (NEO_1_0, 'version: "1.0", released: 2022-06-28'))
    assert found(dataset(files)) == []


# ---- future-date -----------------------------------------------------------------------------------------------------

LOOK = "\n  hint: write the last day the source is known to say so"
OLD = "verified: 2026-01-10"
# What is verified: the file, a text in it that ends with the day, and where the complaint points to.
VERIFIED = {
    "fact": (EMM, f"value: 80, sources: [emm-news], {OLD}", "{value: 80"),
    "unknown-fact": (NEO, f"note: Nobody measured it., {OLD}", "{state: unknown"),
    "fact-of-a-line": (VEE, f'{{majors: ["8"], value: [own], sources: [vee-manual], {OLD}', '{majors: ["8"]'),
    "line": (NEO_LINES, f"    sources: [blog]\n    {OLD}", "verified: "),
    "phase": (NEO_LINES, f"until: 2030-01-01, sources: [blog], {OLD}", "verified: "),
    "release": (NEO_LINES, f'follows: "9.0", sources: [blog], {OLD}', "verified: "),
    "edge": (NEOIZE, f"cpu: two-cores, sources: [blog], {OLD}", "verified: "),
    "step": (NEOIZE, f"undo: neoize --back, sources: [blog], {OLD}", "verified: "),
    "hazard": (HAZARDS, OLD, "verified: "),
    "rule": (RULES, f"with_features: [spelling]\n    sources: [blog]\n    {OLD}", "verified: "),
}


@pytest.mark.parametrize("what", VERIFIED)
def test_nothing_was_verified_in_the_future(dataset: Dataset, what: str) -> None:
    """A fact is told at its claim, anything else at the line with the day."""
    name, text, needle = VERIFIED[what]
    files = changed(name, (text, text.replace(OLD, f"verified: {TOMORROW}")))
    needle = f"verified: {TOMORROW}" if needle == "verified: " else needle
    assert found(dataset(files)) == [
        f"{place(files, name, needle)}: error: verified on {TOMORROW}, which is in the future [future-date]{LOOK}"
    ]


@pytest.mark.parametrize("what", VERIFIED)
def test_anything_may_have_been_verified_today(dataset: Dataset, what: str) -> None:
    name, text, _ = VERIFIED[what]
    assert found(dataset(changed(name, (text, text.replace(OLD, f"verified: {DAY}"))))) == []


def test_no_source_was_published_in_the_future(dataset: Dataset) -> None:
    """Its facts are not told as well: theirs is the same mistake."""
    files = changed(SOURCES, ("kind: third-party", f"kind: third-party, date: {TOMORROW}"))
    assert found(dataset({**files, NEO: without_blog(NEO), VEE: without_blog(VEE)})) == [
        f"{place(files, SOURCES, f'date: {TOMORROW}')}: error: the date {TOMORROW} is in the future [future-date]"
    ]


def without_blog(name: str) -> str:
    """A file with every fact resting on the manual instead."""
    return (EDITORS / name).read_text(encoding="utf-8").replace("[blog]", "[vee-manual]")


def test_a_source_may_have_been_published_today(dataset: Dataset) -> None:
    files = changed(SOURCES, ("kind: third-party", f"kind: third-party, date: {DAY}"))
    assert found(dataset({**files, NEO: without_blog(NEO), VEE: without_blog(VEE)})) == []


def test_an_inherited_fact_is_told_only_where_it_was_written(dataset: Dataset) -> None:
    text = f"modal: {{value: true, sources: [vee-manual], {OLD}"
    files = changed(VEE, (text, text.replace(OLD, f"verified: {TOMORROW}")))
    at = place(files, VEE, "{value: true")
    assert found(dataset(files)) == [f"{at}: error: verified on {TOMORROW}, which is in the future [future-date]{LOOK}"]


# ---- verified-order --------------------------------------------------------------------------------------------------


def with_sources(cited: str, **published: str) -> Files:
    """Emm's first fact, verified on 2026-01-10, citing new sources that were published on the given days."""
    lines = [
        f'  - {{id: {name}, title: "{name}", url: "https://new.example/", publisher: New, kind: third-party'
        + (f", date: {day}}}" if day else "}")
        for name, day in published.items()
    ]
    text = (EDITORS / SOURCES).read_text(encoding="utf-8")
    emm = changed(EMM, ('onerror=alert(1)>", sources: [emm-news]', f'onerror=alert(1)>", sources: [{cited}]'))
    return {**emm, SOURCES: text + "\n".join(lines) + "\n"}


def test_a_fact_was_not_verified_before_its_source_was_published(dataset: Dataset) -> None:
    files = with_sources("new", new="2026-01-11")
    assert found(dataset(files)) == [
        (
            f"{place(files, EMM, '{value: partial')}: error: verified on 2026-01-10, before its source was published "
            "(2026-01-11) [verified-order]\n  hint: correct one of the two dates"
        )
    ]


def test_of_several_sources_the_oldest_counts(dataset: Dataset) -> None:
    files = with_sources("new, newer", new="2026-01-11", newer="2026-02-01")
    assert found(dataset(files)) == [
        (
            f"{place(files, EMM, '{value: partial')}: error: verified on 2026-01-10, before its source was published "
            "(2026-01-11) [verified-order]\n  hint: correct one of the two dates"
        )
    ]


@pytest.mark.parametrize(
    ("cited", "published"),
    [
        ("new", {"new": "2026-01-10"}),
        ("new, newer", {"new": "2026-01-09", "newer": "2026-02-01"}),
        ("undated, newer", {"undated": "", "newer": "2026-02-01"}),
    ],
    ids=["same-day", "one-is-older", "one-has-no-date"],
)
def test_a_fact_may_be_as_old_as_its_oldest_source(dataset: Dataset, cited: str, published: dict[str, str]) -> None:
    assert found(dataset(with_sources(cited, **published))) == []


# ---- stale-fact ------------------------------------------------------------------------------------------------------

AGAIN = "\n  hint: look at the source again and set 'verified'"
MEMORY = f"value: 80, sources: [emm-news], {OLD}"


def test_an_old_fact_is_a_warning(dataset: Dataset) -> None:
    """It stops no build: `check` returns."""
    files = changed(EMM, (MEMORY, "value: 80, sources: [emm-news], verified: 2025-11-22"))
    warnings = check(dataset(files), DAY).warnings
    assert list(map(str, warnings)) == [
        (
            f"{place(files, EMM, '{value: 80')}: warning: 'memory' of emm was verified 366 days ago (limit 365) "
            f"[stale-fact]{AGAIN}"
        )
    ]


def test_a_fact_as_old_as_its_criterion_allows_is_not_stale(dataset: Dataset) -> None:
    files = changed(EMM, (MEMORY, "value: 80, sources: [emm-news], verified: 2025-11-23"))
    assert found(dataset(files)) == []


def test_a_criterion_sets_its_own_limit(dataset: Dataset) -> None:
    files = changed("criteria.yaml", ("        type: support\n", "        type: support\n        stale_after: 316d\n"))
    assert found(dataset(files)) == [
        f"data/{EMM}:8:16: warning: 'vendor_help' of emm was verified 317 days ago (limit 316) [stale-fact]{AGAIN}"
    ]


def test_what_nobody_found_out_grows_old_too(dataset: Dataset) -> None:
    files = changed(NEO, (f"note: Nobody measured it., {OLD}", "note: Nobody measured it., verified: 2020-01-01"))
    assert found(dataset(files)) == [
        (
            f"{place(files, NEO, '{state: unknown')}: warning: 'memory' of neo was verified 2518 days ago (limit 365) "
            f"[stale-fact]{AGAIN}"
        )
    ]


def test_what_does_not_apply_does_not_grow_old(dataset: Dataset) -> None:
    files = changed(VEE, ("note: There is no vendor.", "note: There is no vendor., verified: 2020-01-01"))
    assert found(dataset(files)) == []


def test_an_inherited_fact_is_stale_only_where_it_was_written(dataset: Dataset) -> None:
    files = changed(VEE, (f"modal: {{value: true, sources: [vee-manual], {OLD}", f"modal: {{value: true, {OLD_FACT}"))
    assert found(dataset(files)) == [
        (
            f"{place(files, VEE, '{value: true')}: warning: 'modal' of vee was verified 2518 days ago (limit 365) "
            f"[stale-fact]{AGAIN}"
        )
    ]


OLD_FACT = "sources: [vee-manual], verified: 2020-01-01"


def test_computed_facts_do_not_grow_old(dataset: Dataset) -> None:
    """The day a product was released does not change any more."""
    text = (EDITORS / NEO_LINES).read_text(encoding="utf-8")
    assert found(dataset({NEO_LINES: text.replace("verified: 2026-01", "verified: 2023-01")})) == []


# ---- edge-ended ------------------------------------------------------------------------------------------------------

ENDED = (
    "error: an ended edge needs 'ended', the day; others must not have one [edge-ended]\n"
    "  hint: add ended: 2025-12-15, or correct the status"
)


def test_an_ended_edge_without_its_day_is_an_error(dataset: Dataset) -> None:
    files = changed(NEOIZE, ("status: experimental", "status: ended"))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, 'status: ended')}: {ENDED}"]


def test_an_edge_with_the_day_of_its_end_is_ended(dataset: Dataset) -> None:
    files = changed(NEOIZE, ("status: experimental", "status: experimental, ended: 2025-12-15"))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, 'status: experimental')}: {ENDED}"]


def test_an_ended_edge_has_the_day(dataset: Dataset) -> None:
    files = changed(NEOIZE, ("status: experimental", "status: ended, ended: 2025-12-15"))
    assert found(dataset(files)) == []


# ---- empty-step ------------------------------------------------------------------------------------------------------


def test_a_step_that_does_nothing_is_an_error(dataset: Dataset) -> None:
    files = changed(NEOIZE, ("run: neoize, ", ""))
    assert found(dataset(files)) == [
        (
            f"{place(files, NEOIZE, '{id: convert')}: error: the step 'convert' does nothing [empty-step]\n"
            "  hint: add 'run' (commands) or 'by_hand' (what a person does)"
        )
    ]


def test_a_step_may_be_done_by_hand(dataset: Dataset) -> None:
    assert found(dataset(changed(NEOIZE, ("run: neoize, ", "by_hand: Press the button., ")))) == []


# ---- placeholder -----------------------------------------------------------------------------------------------------

NO_VALUE = "error: '{{ nope }}' has no value on the edge vee 8 to vee 9 [placeholder]"
USE = "\n  hint: add it to the edge's variables, or use one of from, from_id, from_major, to, to_id, to_major"
IN_STEP = {
    "title": ("title: Run it on {{ from }} {{ from_major }}", "title: Run it on {{ nope }}"),
    "why": ("why: It installs {{ package }}.", "why: It installs {{ nope }}."),
    "run": ("run: |", "run: |\n      {{nope}}"),
    "by_hand": ("    verify: vee", "    by_hand: Press {{ nope }}.\n    verify: vee"),
    "verify": ("verify: vee --version", "verify: vee --version {{ nope }}"),
    "expect": ("expect: It says {{ to_major }}.", "expect: It says {{ nope }}."),
    "fails": ("    verify: vee", "    fails: Without {{ nope }}.\n    verify: vee"),
    "undo": ("undo: Restore the backup.\n    sources", "undo: Restore {{ nope }}.\n    sources"),
    "destructive": ("    verify: vee", "    destructive: It deletes {{ nope }}.\n    verify: vee"),
    "documented": ("    verify: vee", "    documented: vee-up {{ nope }}\n    verify: vee"),
    "unsigned": ("    verify: vee", "    unsigned: Nobody signs {{ nope }}.\n    verify: vee"),
}


@pytest.mark.parametrize("key", IN_STEP)
def test_every_text_of_a_step_has_values_for_its_placeholders(dataset: Dataset, key: str) -> None:
    """The complaint points to the key."""
    files = changed(VEE_UP, IN_STEP[key])
    needle = IN_STEP[key][1].strip().split("\n")[0]
    assert found(dataset(files)) == [f"{place(files, VEE_UP, needle)}: {NO_VALUE}{USE}"]


CITED = "sources: [vee-manual]"
# A text of the tool, what to write instead, and where the complaint points to.
IN_TOOL = {
    "need": ("edges:", f"needs:\n  - {{says: 'Have {{{{ nope }}}}.', {CITED}}}\nedges:", "says: 'Have"),
    "command-of-a-need": (
        "edges:",
        f"needs:\n  - says: Space.\n    run: df {{{{ nope }}}}\n    {CITED}\nedges:",
        "run: df",
    ),
    "change": ("edges:", f"changes:\n  - {{says: 'Now {{{{ nope }}}}.', {CITED}}}\nedges:", "says: 'Now"),
    "kept": ("edges:", f"keeps:\n  - {{says: 'Still {{{{ nope }}}}.', {CITED}}}\nedges:", "says: 'Still"),
    "undo": ("says: Restore the backup., sources", "says: 'Restore {{ nope }}.', sources", "says: 'Restore"),
    "reboots": ("says: One.", "says: 'One into {{ nope }}.'", "says: 'One"),
    "duration": ("says: Minutes.", "says: 'Minutes for {{ nope }}.'", "says: 'Minutes"),
}


@pytest.mark.parametrize("what", IN_TOOL)
def test_every_other_text_of_a_tool_that_is_filled_in_has_values_too(dataset: Dataset, what: str) -> None:
    """The guide puts values into these as well: a name without one must not get as far as the pages."""
    old, new, needle = IN_TOOL[what]
    files = changed(VEE_UP, (old, new))
    assert found(dataset(files)) == [f"{place(files, VEE_UP, needle)}: {NO_VALUE}{USE}"]


def test_every_edge_needs_the_value(dataset: Dataset) -> None:
    """The first edge without it is named."""
    edge = "  - {from: vee, major: '9', to: neo, to_major: '1', status: supported, architectures: [phone], "
    files = changed(VEE_UP, ("steps:\n", f"{edge}{CITED}, verified: 2026-01-10}}\nsteps:\n"))
    at = [place(files, VEE_UP, needle) for needle in ("why: It installs", "run: |")]
    message = "error: '{{ package }}' has no value on the edge vee 9 to neo 1 [placeholder]"
    assert found(dataset(files)) == [f"{one}: {message}{USE}" for one in at]


def test_the_note_of_an_edge_is_filled_in_with_its_own_values(dataset: Dataset) -> None:
    files = changed(NEOIZE, ("cpu: two-cores,", "cpu: two-cores, note: 'From {{ from }}, {{ nope }}.',"))
    message = "error: '{{ nope }}' has no value on the edge vee 9 to neo 1 [placeholder]"
    assert found(dataset(files)) == [f"{place(files, NEOIZE, 'note: ')}: {message}{USE}"]


def test_an_ended_edge_needs_no_values(dataset: Dataset) -> None:
    """Nobody is led along it."""
    edge = "  - {from: vee, major: '9', to: neo, to_major: '1', status: ended, ended: 2025-12-15, "
    files = changed(VEE_UP, ("steps:\n", f"{edge}{CITED}, verified: 2026-01-10}}\nsteps:\n"))
    assert found(dataset(files)) == []


def test_an_edge_needs_no_values_of_steps_that_are_not_for_it(dataset: Dataset) -> None:
    """The step is for upgrades to line 9 of Vee only; the edge to Neo never shows it."""
    edge = "  - {from: vee, major: '9', to: neo, to_major: '1', status: supported, architectures: [phone], "
    files = changed(
        VEE_UP,
        ("steps:\n", f"{edge}{CITED}, verified: 2026-01-10}}\nsteps:\n"),
        ("    phase: run\n", "    phase: run\n    when: {to: [vee]}\n"),
    )
    assert found(dataset(files)) == []


def test_names_of_the_hop_and_variables_of_the_edge_have_values(dataset: Dataset) -> None:
    names = "{{ from }} {{ to }} {{ from_id }} {{ to_id }} {{ from_major }} {{ to_major }} {{ package }}"
    assert found(dataset(changed(VEE_UP, ("why: It installs {{ package }}.", f"why: It installs {names}.")))) == []


# ---- scenario --------------------------------------------------------------------------------------------------------

CORRECT = "\n  hint: correct the facts, the conditions or the expectation"


@pytest.mark.parametrize(
    ("expect", "told"), [("[emm]", "emm"), ("[neo, emm]", "neo, emm"), ("[vee, neo]", "vee, neo"), ("[]", "none")]
)
def test_a_scenario_that_comes_out_otherwise_is_an_error(dataset: Dataset, expect: str, told: str) -> None:
    files = changed(DECISION, ("expect: [vee]", f"expect: {expect}"))
    assert found(dataset(files)) == [
        f"{place(files, DECISION, 'expect:')}: error: expects {told}; the facts give vee [scenario]{CORRECT}"
    ]


# Two answers that together leave nobody: Emm alone lives without modes, and needs more than a small machine has.
DEAD_END = (
    ("ids: [vee, neo, emm]", "ids: [vee, emm]"),
    ("    when: {hands: [modes]}\n", ""),
    (
        "prefer: [{criterion: modal, is: [false, partial], weight: 2, because",
        "require: [{criterion: modal, is: partial, because",
    ),
    ("given: {hands: modes, machine: small}", "given: {hands: none, machine: small}"),
)


def test_a_scenario_that_leaves_nobody_is_told_as_none(dataset: Dataset) -> None:
    files = changed(DECISION, *DEAD_END)
    assert found(dataset(files)) == [
        f"{place(files, DECISION, 'expect:')}: error: expects vee; the facts give none [scenario]{CORRECT}"
    ]


def test_a_scenario_may_expect_nobody(dataset: Dataset) -> None:
    assert found(dataset(changed(DECISION, *DEAD_END, ("expect: [vee]", "expect: []")))) == []


@pytest.mark.parametrize("expect", ["[vee, neo]", "[neo, vee]"])
def test_a_scenario_lists_several_in_any_order(dataset: Dataset, expect: str) -> None:
    files = changed(DECISION, ("machine: small}\n", "machine: big}\n"), ("expect: [vee]", f"expect: {expect}"))
    assert found(dataset(files)) == []


def test_a_scenario_that_answers_what_is_not_asked_is_an_error(dataset: Dataset) -> None:
    files = changed(
        DECISION, ("given: {hands: modes, machine: small}", "given: {hands: none, machine: small}"), ("[vee]", "[emm]")
    )
    assert found(dataset(files)) == [
        (
            f"{place(files, DECISION, 'given:')}: error: 'machine' is not asked after these answers [scenario]\n"
            "  hint: remove it, or give the answers it depends on"
        )
    ]


def test_a_scenario_that_answers_behind_what_is_not_asked_is_an_error(dataset: Dataset) -> None:
    """The disk is only asked for small machines, and the machine only after the first answer."""
    disk = """  - id: disk
    ask: Is the disk full?
    when: {machine: [small]}
    answers:
      - {id: full, label: "Yes", require: [{criterion: first_release, before: 2000, because: It was smaller then.}]}
      - {id: empty, label: "No"}
scenarios:
"""
    answers = "given: {hands: none, machine: small, disk: full}"
    files = changed(
        DECISION, ("scenarios:\n", disk), ("given: {hands: modes, machine: small}", answers), ("[vee]", "[emm]")
    )
    hint = "\n  hint: remove it, or give the answers it depends on"
    assert found(dataset(files)) == [
        f"{place(files, DECISION, 'given:')}: error: '{name}' is not asked after these answers [scenario]{hint}"
        for name in ("disk", "machine")
    ]


def test_a_scenario_may_leave_questions_open(dataset: Dataset) -> None:
    files = changed(DECISION, ("given: {hands: modes, machine: small}", "given: {}"), ("[vee]", "[vee, neo, emm]"))
    assert found(dataset(files)) == []


def test_scenarios_are_not_judged_while_facts_are_wrong(dataset: Dataset) -> None:
    """What follows from a wrong fact is no mistake of its own."""
    files = changed(DECISION, ("expect: [vee]", "expect: [emm]"))
    broken = changed(NEOIZE, ("status: experimental", "status: ended"))
    assert found(dataset({**files, **broken})) == [f"{place(broken, NEOIZE, 'status: ended')}: {ENDED}"]


def test_scenarios_are_not_judged_while_names_are_wrong(dataset: Dataset) -> None:
    files = changed(DECISION, ("expect: [vee]", "expect: [emm]"))
    broken = changed(HAZARDS, ("sources: [vee-manual]", "sources: [vee-manuel]"))
    assert found(dataset({**files, **broken})) == [
        (
            f"{place(broken, HAZARDS, 'vee-manuel')}: error: unknown source 'vee-manuel' [unknown-source]\n"
            "  hint: did you mean 'vee-manual'?"
        )
    ]


def test_scenarios_are_judged_beside_warnings(dataset: Dataset) -> None:
    files = changed(DECISION, ("expect: [vee]", "expect: [emm]"))
    old = changed(EMM, (MEMORY, "value: 80, sources: [emm-news], verified: 2025-01-01"))
    assert [line.partition("[")[2].partition("]")[0] for line in found(dataset({**files, **old}))] == [
        "scenario",
        "stale-fact",
    ]


# ---- chart-size ------------------------------------------------------------------------------------------------------


def chart_with(questions: int) -> Files:
    """A decision among as many candidates as questions, each of which drops one of them or not: every answer counts."""
    files: Files = {}
    for number in range(1, questions + 1):
        fact = f"{{value: {number}, sources: [blog], verified: 2026-01-10}}"
        files[f"distributions/no-{number}.yaml"] = f"name: No {number}\nsummary: One.\nfacts: {{memory: {fact}}}\n"
    names = ", ".join(f"no-{number}" for number in range(1, questions + 1))
    lines = ["title: Which?", "summary: A choice.", f"candidates: {{ids: [{names}]}}", "questions:"]
    for number in range(1, questions + 1):
        others = ", ".join(str(other) for other in range(questions + 1) if other != number)
        lines += [
            f"  - id: q-{number}",
            f"    ask: Without number {number}?",
            "    answers:",
            f'      - {{id: a, label: "Yes", require: [{{criterion: memory, is: [{others}], because: It must go.}}]}}',
            '      - {id: b, label: "No"}',
        ]
    return {**files, DECISION: "\n".join(lines) + "\n"}


def test_a_chart_with_more_ends_than_anybody_goes_through_is_a_warning(dataset: Dataset) -> None:
    """Nine questions that all matter: 512 ends."""
    warnings = check(dataset(chart_with(9)), DAY).warnings
    assert [str(one) for one in warnings if one.rule == "chart-size"] == [
        (
            f"data/{DECISION}:1:1: warning: the flowchart of 'which-editor' has 512 ends (limit 300), each a page [chart-size]\n"
            "  hint: ask less, or let early answers settle more"
        )
    ]


def test_a_small_chart_is_no_problem(dataset: Dataset) -> None:
    folder = dataset(chart_with(4))
    chart = compile_chart(check(folder, DAY).dataset.decisions["which-editor"])
    assert (found(folder), count(chart)) == ([], 31)


@pytest.mark.parametrize(("limit", "warnings"), [(16, 0), (15, 1)])
def test_the_limit_itself_is_no_problem(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, limit: int, warnings: int
) -> None:
    monkeypatch.setattr(decision_rules, "MOST_ENDS", limit)
    assert len(found(dataset(chart_with(4)))) == warnings
