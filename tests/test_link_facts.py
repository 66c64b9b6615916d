"""Facts: claims with typed values and sources, inheritance along upstreams, facts computed from releases."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import EDITORS, Files

from generator.errors import Location
from generator.link import link
from generator.load import load
from generator.model import Claim, Dataset, State

Make = Callable[[Files], Path]

VEE, NEO, ADA = "distributions/vee.yaml", "distributions/neo.yaml", "distributions/ada.yaml"
CITED = "sources: [blog], verified: 2026-01-10"
LANGUAGE = "  extension_language: {value: [lua], sources: [blog], verified: 2026-01-10}\n"
PAD = "\n  hint: "


def linked(folder: Path) -> tuple[Dataset, list[str]]:
    problems = []
    found = link(load(folder, problems), problems)
    assert found is not None
    return found, [str(problem) for problem in sorted(set(problems))]


def sound(folder: Path) -> Dataset:
    found, problems = linked(folder)
    assert problems == []
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


def neo(modal: str) -> Files:
    """Neo with another claim about `modal`; the claim begins in line 6, column 10."""
    return edited(NEO, ("modal: inherit", f"modal: {modal}"))


def neo_language(claim: str) -> Files:
    """Neo with another claim about `extension_language`, which is known per major, in line 7, column 23."""
    return edited(NEO, (LANGUAGE, f"  extension_language: {claim}\n"))


def releases(*lines: str, releases: str = "[]") -> str:
    """A releases file with these lines, each released 2020-01-01 and cared for until 2030-01-01."""
    phase = f"{{id: active, until: 2030-01-01, {CITED}}}"
    body = "".join(f'  - {{major: "{line}", released: 2020-01-01, phases: [{phase}], {CITED}}}\n' for line in lines)
    return f"lines:\n{body}releases: {releases}\n"


def heir(*facts: str, upstream: str = "neo") -> str:
    """A distribution that has an upstream and these facts, from line 5 on."""
    body = "".join(f"  {fact}\n" for fact in facts)
    return f"name: Ada\nsummary: An heir.\nupstream: {upstream}\nfacts:\n{body}"


# ---- claims ---------------------------------------------------------------------------------------------------------


def test_the_editors_link_without_a_problem(dataset: Make):
    assert complaints(dataset({})) == []


@pytest.mark.parametrize(
    ("distribution", "criterion", "major", "text"),
    [
        ("vee", "modal", None, "Yes"),
        ("vee", "extension_language", "8", "Its own"),
        ("vee", "extension_language", "9", "Lua, Its own"),
        ("vee", "memory", None, "12 MB"),
        ("vee", "first_release", None, "November 1991"),
        ("emm", "modal", None, "Partly"),
        ("emm", "first_release", None, "20 March 1985"),
        ("emm", "vendor_help", None, "Supported"),
        ("neo", "first_release", None, "2015"),
    ],
)
def test_a_value_is_decoded_by_the_type_of_its_criterion(
    dataset: Make, distribution: str, criterion: str, major: str | None, text: str
):
    claim = sound(dataset({})).distributions[distribution].claim(criterion, major)
    assert (claim.state, claim.value.text) == (State.VALUE, text)


def test_a_claim_for_all_majors_holds_for_each(dataset: Make):
    vee = sound(dataset({})).distributions["vee"]
    assert vee.claim("memory", "8") == vee.claim("memory", "9") == vee.claim("memory")


def test_a_claim_has_its_sources_their_places_its_day_and_its_own_place(dataset: Make):
    claim = sound(dataset({})).distributions["vee"].claim("extension_language", "9")
    (citation,) = claim.citations
    assert (citation.source.id, citation.place, claim.verified, claim.at) == (
        "vee-manual",
        "Chapter 4",
        date(2026, 1, 10),
        Location("data/distributions/vee.yaml", 9, 7),
    )


def test_a_claim_has_its_note_and_whether_it_is_estimated(dataset: Make):
    editors = sound(dataset({})).distributions
    assert editors["vee"].claim("extension_language", "9").note == "Lua came with 9."
    assert (editors["neo"].claim("first_release").estimated, editors["emm"].claim("first_release").estimated) == (
        True,
        False,
    )


def test_a_dispute_has_a_value_its_sources_and_a_ruling(dataset: Make):
    (dispute,) = sound(dataset({})).distributions["vee"].claim("memory").disputes
    assert (dispute.value.text, dispute.citations[0].source.id, dispute.ruling) == (
        "40 MB",
        "blog",
        "Measured with plugins.",
    )


def test_unknown_is_a_state_with_a_note_and_a_day(dataset: Make):
    claim = sound(dataset({})).distributions["neo"].claim("memory")
    assert (claim.state, claim.value, claim.note, claim.verified) == (
        State.UNKNOWN, None, "Nobody measured it.", date(2026, 1, 10),
    )  # fmt: skip


def test_not_applicable_is_a_state_with_a_note(dataset: Make):
    claim = sound(dataset({})).distributions["vee"].claim("vendor_help")
    assert (claim.state, claim.value, claim.note) == (State.NOT_APPLICABLE, None, "There is no vendor.")


def test_what_nobody_wrote_down_is_not_researched(dataset: Make):
    claim = sound(dataset({})).distributions["neo"].claim("vendor_help")
    assert claim == Claim(State.NOT_RESEARCHED, Location("data/distributions/neo.yaml", 1, 1))


def test_a_major_that_no_claim_is_about_is_not_researched(dataset: Make):
    files = edited(VEE, ('    - {majors: ["8"], value: [own], sources: [vee-manual], verified: 2026-01-10}\n', ""))
    assert sound(dataset(files)).distributions["vee"].claim("extension_language", "8").state is State.NOT_RESEARCHED


def test_a_fact_about_no_known_criterion_names_the_nearest(dataset: Make):
    assert complaints(dataset(edited(NEO, ("modal: inherit", "modall: inherit")))) == [
        "data/distributions/neo.yaml:6:3: error: unknown criterion 'modall' [unknown-criterion]"
        + PAD
        + "did you mean 'modal'?"
    ]


def test_a_fact_whose_name_cannot_be_a_criterion_is_one_problem(dataset: Make):
    (problem,) = complaints(dataset(edited(NEO, ("modal: inherit", "Modal: inherit"))))
    assert problem.startswith("data/distributions/neo.yaml:6:3: error: ")


# ---- the shape of a claim -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", ["true", "inherited", "2024-01-01"])
def test_a_bare_value_is_no_fact(dataset: Make, fact: str):
    assert complaints(dataset(neo(fact))) == [
        (
            "data/distributions/neo.yaml:6:3: error: a fact is 'inherit', one claim or a list of claims, "
            f"found '{fact}' [claim-shape]\n"
            "  hint: write {value: ..., sources: [...], verified: ...}"
        )
    ]


@pytest.mark.parametrize(("entry", "found"), [("inherit", "'inherit'"), ("[x]", "a list")])
def test_an_entry_of_a_list_of_claims_is_a_claim(dataset: Make, entry: str, found: str):
    files = neo_language(f'[{{majors: ["1"], value: [lua], {CITED}}}, {entry}]')
    column = 23 + len(f'[{{majors: ["1"], value: [lua], {CITED}}}, ')
    assert complaints(dataset(files)) == [
        (
            f"data/distributions/neo.yaml:7:{column}: error: expected a claim, found {found} [claim-shape]"
            "\n  hint: write {majors: [...], value: ..., sources: [...], verified: ...}"
        )
    ]


def test_an_empty_list_of_claims_says_nothing_and_is_an_error(dataset: Make):
    assert [line.partition(": error")[0] for line in complaints(dataset(neo_language("[]")))] == [
        "data/distributions/neo.yaml:7:23"
    ]


@pytest.mark.parametrize(
    "claim",
    ["{note: x, verified: 2026-01-10}", f"{{value: true, state: unknown, note: x, {CITED}}}"],
    ids=["none", "both"],
)
def test_a_claim_has_either_a_value_or_a_state(dataset: Make, claim: str):
    assert complaints(dataset(neo(claim))) == [
        (
            "data/distributions/neo.yaml:6:10: error: a claim has either 'value' or 'state' [claim-shape]"
            "\n  hint: state is unknown, not_applicable or inherit"
        )
    ]


def test_a_claim_whose_value_was_left_empty_is_one_problem(dataset: Make):
    assert complaints(dataset(neo(f"{{value: , {CITED}}}"))) == [
        (
            "data/distributions/neo.yaml:6:11: error: 'value' has no value [no-value]"
            "\n  hint: fill it in, or remove the line"
        )
    ]


def test_an_unknown_key_of_a_claim_names_the_nearest(dataset: Make):
    assert complaints(dataset(neo(f"{{value: true, notes: x, {CITED}}}"))) == [
        "data/distributions/neo.yaml:6:24: error: unknown key 'notes' [unknown-key]\n  hint: did you mean 'note'?"
    ]


def test_a_state_that_does_not_exist_names_the_nearest(dataset: Make):
    assert complaints(dataset(neo("{state: not-applicable, note: x}"))) == [
        (
            "data/distributions/neo.yaml:6:18: error: state: 'not-applicable' is not allowed here [not-allowed]"
            "\n  hint: did you mean 'not_applicable'?"
        )
    ]


# ---- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "value", "problem"),
    [
        ("modal", "maybe", "'maybe' is neither true, false nor partial [wrong-value]"),
        ("modal", "[true]", "expected true, false or partial, found a list [wrong-value]"),
        (
            "memory", "lots",
            "'lots' is not a number [wrong-value]\n  hint: write digits only; the unit belongs to the criterion",
        ),
        (
            "first_release", "1991-13",
            ("'1991-13' is not a date [wrong-value]\n"
            "  hint: write a day (2021-06-21), a month (2021-06) or a year (2021)"),
        ),
        (
            "vendor_help", "suported",
            "'suported' is not a level of support [wrong-value]\n  hint: did you mean 'supported'?",
        ),
        (
            "extension_language", "lua",
            "expected a list of choices [wrong-value]\n  hint: write it in brackets: [lua]",
        ),
        ("extension_language", "[luaa]", "'luaa' is not one of the choices [wrong-value]\n  hint: did you mean 'lua'?"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_criterion(dataset: Make, criterion: str, value: str, problem: str):
    place = 13 + len(criterion)
    files = {ADA: heir(f"{criterion}: {{value: {value}, {CITED}}}")}
    assert complaints(dataset(files)) == [
        f"data/distributions/ada.yaml:5:{place}: error: {criterion}: {problem}",
    ]


def test_a_disputed_value_must_fit_too(dataset: Make):
    files = edited(VEE, ("disputed: [{value: 40,", "disputed: [{value: plenty,"))
    assert complaints(dataset(files)) == [
        (
            "data/distributions/vee.yaml:10:87: error: memory: 'plenty' is not a number [wrong-value]"
            "\n  hint: write digits only; the unit belongs to the criterion"
        )
    ]


# ---- evidence -------------------------------------------------------------------------------------------------------


def test_a_fact_needs_a_source(dataset: Make):
    assert complaints(dataset(neo("{value: true, verified: 2026-01-10}"))) == [
        (
            "data/distributions/neo.yaml:6:10: error: a fact needs a source [citation]"
            "\n  hint: add sources: [id], from sources.yaml"
        )
    ]


def test_a_fact_needs_the_day_it_was_verified(dataset: Make):
    assert complaints(dataset(neo("{value: true, sources: [blog]}"))) == [
        (
            "data/distributions/neo.yaml:6:10: error: a fact needs the day it was last verified [verified]"
            "\n  hint: add verified: 2026-08-18, the last day the source is known to say so"
        )
    ]


@pytest.mark.parametrize("source", ["blogg", "{id: blogg, at: Chapter 1}"], ids=["short", "with-place"])
def test_a_source_that_does_not_exist_names_the_nearest(dataset: Make, source: str):
    assert complaints(dataset(neo(f"{{sources: [{source}], value: true, verified: 2026-01-10}}"))) == [
        "data/distributions/neo.yaml:6:21: error: unknown source 'blogg' [unknown-source]\n  hint: did you mean 'blog'?"
    ]


def test_a_source_is_cited_once(dataset: Make):
    assert complaints(dataset(neo("{sources: [blog, {id: blog, at: x}], value: true, verified: 2026-01-10}"))) == [
        (
            "data/distributions/neo.yaml:6:27: error: the source 'blog' is cited twice [repeated-source]"
            "\n  hint: remove one of them"
        )
    ]


def test_partial_without_a_note_is_an_error(dataset: Make):
    assert complaints(dataset(neo(f"{{value: partial, {CITED}}}"))) == [
        (
            "data/distributions/neo.yaml:6:11: error: 'partly' needs a note [partial-note]"
            "\n  hint: add a note that says what is missing"
        )
    ]


def test_partial_with_a_note_is_fine(dataset: Make):
    found = sound(dataset(neo(f"{{value: partial, note: Not in the menu., {CITED}}}")))
    assert found.distributions["neo"].claim("modal").value.text == "Partly"


@pytest.mark.parametrize("level", ["partial", "experimental"])
def test_support_in_part_needs_a_note_too(dataset: Make, level: str):
    shown = {"partial": "partly supported", "experimental": "experimental"}[level]
    assert complaints(dataset({ADA: heir(f"vendor_help: {{value: {level}, {CITED}}}")})) == [
        (
            f"data/distributions/ada.yaml:5:17: error: '{shown}' needs a note [partial-note]"
            "\n  hint: add a note that says what is missing"
        )
    ]


@pytest.mark.parametrize(
    "rest", ["", ", note: x", ", verified: 2026-01-10"], ids=["nothing", "only-a-note", "only-a-day"]
)
def test_unknown_needs_a_note_and_a_day(dataset: Make, rest: str):
    assert complaints(dataset(neo(f"{{state: unknown{rest}}}"))) == [
        (
            "data/distributions/neo.yaml:6:10: error: 'unknown' needs a note and the day of the search [unknown-note]"
            "\n  hint: add note: what was looked for, and verified: the day"
        )
    ]


def test_unknown_with_a_note_and_a_day_needs_no_source(dataset: Make):
    found = sound(dataset(neo("{state: unknown, note: Asked nobody., verified: 2026-01-10}")))
    assert found.distributions["neo"].claim("modal").state is State.UNKNOWN


def test_not_applicable_needs_a_note(dataset: Make):
    assert complaints(dataset(neo("{state: not_applicable}"))) == [
        (
            "data/distributions/neo.yaml:6:10: error: 'not_applicable' needs a note [not-applicable-note]"
            "\n  hint: add note: why it does not apply"
        )
    ]


def test_not_applicable_with_a_note_needs_neither_source_nor_day(dataset: Make):
    found = sound(dataset(neo("{state: not_applicable, note: It has no keys.}")))
    assert found.distributions["neo"].claim("modal").state is State.NOT_APPLICABLE


def test_only_what_is_measured_can_be_estimated(dataset: Make):
    assert complaints(dataset(neo(f"{{value: true, estimated: true, {CITED}}}"))) == [
        "data/distributions/neo.yaml:6:24: error: a boolean cannot be estimated [estimated]\n  hint: remove the line"
    ]


def test_a_number_can_be_estimated(dataset: Make):
    found = sound(dataset({ADA: heir(f"memory: {{value: 7, estimated: true, {CITED}}}")}))
    assert found.distributions["ada"].claim("memory").estimated is True


# ---- scope ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "column"),
    [(f'{{majors: ["1"], value: true, {CITED}}}', 10), (f"[{{value: true, {CITED}}}]", 11)],
    ids=["majors", "list"],
)
def test_a_criterion_of_the_distribution_has_one_claim(dataset: Make, claim: str, column: int):
    assert complaints(dataset(neo(claim))) == [
        (
            f"data/distributions/neo.yaml:6:{column}: error: 'modal' holds for the whole distribution, not per "
            "major [scope]"
            "\n  hint: write one claim without 'majors', or set 'scope: major' in criteria.yaml"
        )
    ]


def test_a_claim_in_a_list_names_its_majors(dataset: Make):
    assert complaints(dataset(neo_language(f"[{{value: [lua], {CITED}}}]"))) == [
        (
            "data/distributions/neo.yaml:7:24: error: a claim in a list needs 'majors' [scope]"
            '\n  hint: add majors: ["9"]'
        )
    ]


def test_one_claim_about_some_majors_needs_no_list(dataset: Make):
    found = sound(dataset(neo_language(f'{{majors: ["1"], value: [lua], {CITED}}}')))
    assert found.distributions["neo"].claim("extension_language", "1").majors == ("1",)


def test_a_major_without_a_release_line_lists_the_lines_there_are(dataset: Make):
    files = edited(VEE, ('{majors: ["8"], value: [own]', '{majors: ["7"], value: [own]'))
    assert complaints(dataset(files)) == [
        "data/distributions/vee.yaml:8:7: error: vee has no release line '7' [unknown-major]\n  hint: its lines: 8, 9"
    ]


def test_a_major_of_a_distribution_without_releases_asks_for_them(dataset: Make):
    files = {ADA: heir(f'extension_language: {{majors: ["1"], value: [lua], {CITED}}}')}
    assert complaints(dataset(files)) == [
        (
            "data/distributions/ada.yaml:5:23: error: ada has no release line '1' [unknown-major]"
            "\n  hint: add data/releases/ada.yaml"
        )
    ]


def test_two_claims_about_one_major_are_an_error(dataset: Make):
    files = edited(VEE, ('{majors: ["8"], value: [own]', '{majors: ["8", "9"], value: [own]'))
    assert complaints(dataset(files)) == [
        (
            "data/distributions/vee.yaml:9:7: error: two claims about major '9' [scope-overlap]"
            "\n  hint: the other one is on line 8"
        )
    ]


def test_one_claim_names_a_major_once(dataset: Make):
    files = edited(VEE, ('{majors: ["8"], value: [own]', '{majors: ["8", "8"], value: [own]'))
    assert complaints(dataset(files)) == [
        (
            "data/distributions/vee.yaml:8:7: error: two claims about major '8' [scope-overlap]"
            "\n  hint: the other one is on line 8"
        )
    ]


# ---- inheritance ----------------------------------------------------------------------------------------------------


def test_an_inherited_claim_is_the_upstreams_with_its_name_and_the_heirs_place(dataset: Make):
    editors = sound(dataset({})).distributions
    theirs, own = editors["vee"].claim("modal"), editors["neo"].claim("modal")
    assert (own.value, own.citations, own.verified, own.inherited_from, own.at) == (
        theirs.value, theirs.citations, theirs.verified, "Vee", Location("data/distributions/neo.yaml", 6, 3),
    )  # fmt: skip


def test_an_inherited_claim_may_have_a_note_of_its_own(dataset: Make):
    found = sound(dataset(neo("{state: inherit, note: The same engine.}")))
    assert found.distributions["neo"].claim("modal").note == "The same engine."


def test_an_inherited_claim_keeps_note_estimate_and_disputes(dataset: Make):
    files = {ADA: heir("memory: inherit", "first_release: inherit", upstream="vee")}
    editors = sound(
        dataset(files | edited(VEE, ("{value: 1991-11,", "{value: 1991-11, note: Or so., estimated: true,")))
    )
    first, memory = (editors.distributions["ada"].claim(name) for name in ("first_release", "memory"))
    assert (first.note, first.estimated, memory.disputes[0].ruling) == ("Or so.", True, "Measured with plugins.")


@pytest.mark.parametrize(
    ("criterion", "upstream", "state"), [("memory", "neo", State.UNKNOWN), ("vendor_help", "vee", State.NOT_APPLICABLE)]
)
def test_the_reason_why_there_is_no_value_is_inherited_too(dataset: Make, criterion: str, upstream: str, state: State):
    found = sound(dataset({ADA: heir(f"{criterion}: inherit", upstream=upstream)}))
    assert found.distributions["ada"].claim(criterion).state is state


@pytest.mark.parametrize("name", ["ada", "zed"])
def test_inheritance_follows_a_chain_to_who_wrote_the_fact(dataset: Make, name: str):
    """Whatever the order of the names: ada comes before her upstream neo, zed after it."""
    found = sound(dataset({f"distributions/{name}.yaml": heir("modal: inherit")}))
    claim = found.distributions[name].claim("modal")
    assert (claim.value.text, claim.inherited_from, claim.at.file) == ("Yes", "Vee", f"data/distributions/{name}.yaml")


def test_a_long_chain(dataset: Make):
    chain = ["neo", "h1", "g2", "f3", "e4", "d5", "c6", "b7", "a8"]
    files = {
        f"distributions/{name}.yaml": heir("modal: inherit", upstream=upstream)
        for upstream, name in itertools.pairwise(chain)
    }
    assert sound(dataset(files)).distributions["a8"].claim("modal").inherited_from == "Vee"


def test_of_claims_per_major_the_heir_takes_those_of_its_own_lines(dataset: Make):
    files = {ADA: heir("extension_language: inherit", upstream="vee"), "releases/ada.yaml": releases("9", "10")}
    ada = sound(dataset(files)).distributions["ada"]
    assert [(claim.majors, claim.value.text) for claim in ada.facts["extension_language"]] == [(("9",), "Lua, Its own")]


def test_a_claim_about_all_majors_is_inherited_for_all(dataset: Make):
    files = {ADA: heir("extension_language: inherit"), "releases/ada.yaml": releases("4", "5")}
    claims = sound(dataset(files)).distributions["ada"].facts["extension_language"]
    assert [(claim.majors, claim.value.text) for claim in claims] == [((), "Lua")]


def test_some_majors_may_be_inherited_and_others_written(dataset: Make):
    own = f'{{majors: ["10"], value: [lisp], {CITED}}}'
    files = {
        ADA: heir(f'extension_language: [{{majors: ["9"], state: inherit}}, {own}]', upstream="vee"),
        "releases/ada.yaml": releases("9", "10"),
    }
    ada = sound(dataset(files)).distributions["ada"]
    assert [(major, ada.claim("extension_language", major).value.text) for major in ("9", "10")] == [
        ("9", "Lua, Its own"),
        ("10", "Lisp"),
    ]


def test_a_claim_about_all_majors_can_be_inherited_for_one(dataset: Make):
    files = {ADA: heir('extension_language: {majors: ["4"], state: inherit}'), "releases/ada.yaml": releases("4", "5")}
    ada = sound(dataset(files)).distributions["ada"]
    assert [ada.claim("extension_language", major).state for major in ("4", "5")] == [State.VALUE, State.NOT_RESEARCHED]


def test_inherit_without_an_upstream_is_an_error(dataset: Make):
    text = "name: Ada\nsummary: No heir.\nfacts:\n  modal: inherit\n"
    assert complaints(dataset({ADA: text})) == [
        (
            "data/distributions/ada.yaml:4:3: error: 'modal' is inherited, but ada has no upstream [inherit-missing]"
            "\n  hint: add 'upstream: ...' to the record, or write the fact"
        )
    ]


def missing(criterion: str, upstream: str, place: str) -> str:
    return (
        f"data/distributions/ada.yaml:{place}: error: '{criterion}' is inherited, but {upstream} has no such fact "
        f"[inherit-missing]\n  hint: add the fact to data/distributions/{upstream}.yaml, or write it here"
    )


def test_inherit_of_a_fact_that_the_upstream_has_not_is_an_error(dataset: Make):
    assert complaints(dataset({ADA: heir("vendor_help: inherit")})) == [missing("vendor_help", "neo", "5:3")]


def test_inherit_of_facts_about_none_of_the_heirs_majors_is_an_error(dataset: Make):
    files = {ADA: heir("extension_language: inherit", upstream="vee"), "releases/ada.yaml": releases("10")}
    assert complaints(dataset(files)) == [missing("extension_language", "vee", "5:3")]


def test_every_major_that_is_inherited_must_have_a_fact(dataset: Make):
    files = {
        ADA: heir('extension_language: {majors: ["9", "10"], state: inherit}', upstream="vee"),
        "releases/ada.yaml": releases("9", "10"),
    }
    assert complaints(dataset(files)) == [missing("extension_language", "vee", "5:23")]


def test_an_upstream_that_does_not_exist_names_the_nearest_and_is_one_problem(dataset: Make):
    assert complaints(dataset({ADA: heir("modal: inherit", upstream="neon")})) == [
        (
            "data/distributions/ada.yaml:3:1: error: unknown distribution 'neon' [unknown-distribution]"
            "\n  hint: did you mean 'neo'?"
        )
    ]


def test_a_wrong_value_upstream_is_one_problem_and_not_one_per_heir(dataset: Make):
    assert complaints(dataset(edited(VEE, ("modal: {value: true", "modal: {value: maybe")))) == [
        "data/distributions/vee.yaml:6:18: error: modal: 'maybe' is neither true, false nor partial [wrong-value]"
    ]


def test_a_missing_fact_in_the_middle_of_a_chain_is_one_problem(dataset: Make):
    files = {ADA: heir("vendor_help: inherit"), "distributions/bob.yaml": heir("vendor_help: inherit", upstream="ada")}
    assert complaints(dataset(files)) == [missing("vendor_help", "neo", "5:3")]


def test_a_record_with_mistakes_in_the_middle_of_a_chain_is_one_problem(dataset: Make):
    """What ada inherits through neo is in order; neo lacks its summary."""
    files = {
        ADA: heir("modal: inherit"),
        **edited(NEO, ("summary: Built on Vee.\n", "")),
        "releases/neo.yaml": releases("1"),
    }
    assert complaints(dataset(files)) == [
        "data/distributions/neo.yaml:1:1: error: 'summary' is missing [missing-key]\n  hint: add a line 'summary: ...'"
    ]


def test_releases_with_mistakes_do_not_make_inherited_facts_wrong(dataset: Make):
    """Which lines ada has cannot be known until the file is mended."""
    files = {ADA: heir("extension_language: inherit", upstream="vee"), "releases/ada.yaml": "lines: none\n"}
    assert [line.partition(": error")[0] for line in complaints(dataset(files))] == ["data/releases/ada.yaml:1:8"]


def cycle(name: str, line: int) -> str:
    return (
        f"data/distributions/{name}.yaml:{line}:1: error: {name} is its own upstream [upstream-cycle]"
        "\n  hint: remove one upstream"
    )


def test_an_upstream_of_itself_is_an_error(dataset: Make):
    assert complaints(dataset({ADA: heir(upstream="ada").replace("facts:\n", "")})) == [cycle("ada", 3)]


def test_two_upstreams_of_each_other_are_an_error(dataset: Make):
    files = edited(VEE, ("family: modal\n", "family: modal\nupstream: neo\n"))
    assert complaints(dataset(files)) == [cycle("neo", 4), cycle("vee", 4)]


def test_three_upstreams_in_a_circle_are_an_error(dataset: Make):
    ring = {"a1": "b1", "b1": "c1", "c1": "a1"}
    files = {f"distributions/{name}.yaml": heir(upstream=up).replace("facts:\n", "") for name, up in ring.items()}
    assert complaints(dataset(files)) == [cycle(name, 3) for name in ring]


def test_who_follows_a_circle_is_not_part_of_it(dataset: Make):
    ring = {"a1": "b1", "b1": "b1"}
    files = {f"distributions/{name}.yaml": heir(upstream=up).replace("facts:\n", "") for name, up in ring.items()}
    assert complaints(dataset(files)) == [cycle("b1", 3)]


def test_inheritance_in_a_circle_ends(dataset: Make):
    ring = {"a1": "b1", "b1": "a1"}
    files = {f"distributions/{name}.yaml": heir("modal: inherit", upstream=up) for name, up in ring.items()}
    assert [line for line in complaints(dataset(files)) if "upstream-cycle" in line] == [cycle("a1", 3), cycle("b1", 3)]


# ---- computed facts: delay ------------------------------------------------------------------------------------------


def computed(found: Dataset, name: str, criterion: str) -> list[tuple[tuple[str, ...], str | None, str | None]]:
    claims = found.distributions[name].facts[criterion]
    return [(claim.majors, claim.value and claim.value.text, claim.note) for claim in claims]


def test_the_delay_is_counted_in_days_without_the_first_release(dataset: Make):
    """1.0 came 10 days after 9.0, 1.1 came 4 days after 9.9."""
    assert computed(sound(dataset({})), "neo", "delay") == [
        (("1",), "4 days", "One release of line 1 so far, 1.1. Not counted: the first, 1.0, after 10 days.")
    ]


def followers(*days: str) -> Files:
    """Ada with one release behind Vee's 9.0 of 2022-06-28 per day given."""
    entries = [f'{{version: "1.{n}", released: {day}, follows: "9.0", note: x, {CITED}}}' for n, day in enumerate(days)]
    return {
        ADA: heir(upstream="vee").replace("facts:\n", ""),
        "releases/ada.yaml": releases("1", releases=f"[{', '.join(entries)}]"),
    }


ONLY = "Computed from 1.0, the only release of line 1 on record."
FIRST = "Not counted: the first, 1.0, after 365 days."


@pytest.mark.parametrize(
    ("days", "delay", "note"),
    [
        (["2022-06-30"], "2 days", ONLY),
        (["2022-06-28"], "0 days", ONLY),
        (["2022-06-18"], "-10 days", f"{ONLY} Below 0: before Vee."),
        (["2023-06-28", "2022-07-01"], "3 days", f"One release of line 1 so far, 1.1. {FIRST}"),
        (
            ["2023-06-28", "2022-07-01", "2022-07-03"],
            "4 days",
            f"Median of 2 releases of line 1, between 3 and 5 days. {FIRST}",
        ),
        (
            ["2023-06-28", "2022-06-30", "2022-07-01"],
            "2.5 days",
            f"Median of 2 releases of line 1, between 2 and 3 days. {FIRST}",
        ),
        (
            ["2023-06-28", "2022-12-31", "2022-06-30", "2022-07-02"],
            "4 days",
            f"Median of 3 releases of line 1, between 2 and 186 days. {FIRST}",
        ),
    ],
    ids=["one", "same-day", "before", "two", "three", "halves", "four"],
)
def test_the_delay_is_a_median(dataset: Make, days: list[str], delay: str, note: str):
    assert computed(sound(dataset(followers(*days))), "ada", "delay") == [(("1",), delay, note)]


def test_of_a_line_whose_first_release_follows_none_every_follower_counts(dataset: Make):
    """1.1 is not the first release of the line, although the first that follows one."""
    files = followers("2023-06-28", "2022-06-30", "2022-07-02")
    path = "releases/ada.yaml"
    files[path] = str(files[path]).replace('released: 2023-06-28, follows: "9.0"', "released: 2023-06-28")
    assert [entry[1] for entry in computed(sound(dataset(files)), "ada", "delay")] == ["3 days"]


def test_a_computed_claim_says_so_and_cites_both_sides_once(dataset: Make):
    (claim,) = sound(dataset({})).distributions["neo"].facts["delay"]
    cited = sorted(citation.source.id for citation in claim.citations)
    assert (claim.computed, claim.state, cited) == (True, State.VALUE, ["blog", "vee-manual"])


def test_a_computed_claim_is_as_old_as_the_oldest_record_it_rests_on(dataset: Make):
    assert sound(dataset({})).distributions["neo"].claim("delay", "1").verified == date(2026, 1, 9)


def test_the_value_of_a_delay_can_be_compared(dataset: Make):
    assert sound(dataset({})).distributions["neo"].claim("delay", "1").value.order == Decimal(4)


def test_a_line_whose_releases_follow_none_of_the_upstreams_has_no_delay(dataset: Make):
    found = sound(dataset(edited("releases/neo.yaml", (', follows: "9.0"', ""), (', follows: "9.10"', ""))))
    (claim,) = found.distributions["neo"].facts["delay"]
    assert (claim.state, claim.majors, claim.note) == (
        State.NOT_APPLICABLE, ("1",), "No release of this line follows a certain release of Vee.",
    )  # fmt: skip


def test_who_follows_nobody_has_no_delay(dataset: Make):
    (claim,) = sound(dataset({})).distributions["vee"].facts["delay"]
    assert (claim.state, claim.majors, claim.note, claim.computed) == (
        State.NOT_APPLICABLE, (), "No upstream whose releases it follows is on record.", True,
    )  # fmt: skip


def test_a_line_whose_releases_follow_none_is_not_researched(dataset: Make):
    files = {ADA: heir(upstream="vee").replace("facts:\n", ""), "releases/ada.yaml": releases("1", "2")}
    claims = sound(dataset(files)).distributions["ada"].facts["delay"]
    assert [(claim.majors, claim.state) for claim in claims] == [
        (("1",), State.NOT_RESEARCHED),
        (("2",), State.NOT_RESEARCHED),
    ]


def test_delays_are_computed_per_line(dataset: Make):
    entries = (
        f'[{{version: "1.0", released: 2022-06-29, follows: "9.0", {CITED}}}, '
        f'{{version: "10.0", released: 2022-07-08, follows: "9.0", {CITED}}}, '
        f'{{version: "10.1", released: 2025-01-01, {CITED}}}]'
    )
    files = {
        ADA: heir(upstream="vee").replace("facts:\n", ""),
        "releases/ada.yaml": releases("1", "10", releases=entries),
    }
    assert [entry[:2] for entry in computed(sound(dataset(files)), "ada", "delay")] == [
        (("1",), "1 days"),
        (("10",), "10 days"),
    ]


# ---- computed facts: care -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        (
            "vee",
            [
                (("8",), "5.8 years", "From 2016-09-12 to 2022-06-28."),
                (("9",), "10 years", "From 2022-06-28 to 2032-06-28, estimated."),
            ],
        ),
        ("neo", [(("1",), "7.5 years", "From 2022-07-08 to 2030-01-01.")]),
        ("emm", []),
    ],
)
def test_care_is_from_release_to_the_end_of_the_last_free_phase(dataset: Make, name: str, spans: list[object]):
    assert computed(sound(dataset({})), name, "care") == spans


def test_care_that_ends_on_an_estimated_day_is_estimated(dataset: Make):
    vee = sound(dataset({})).distributions["vee"]
    assert [vee.claim("care", major).estimated for major in ("8", "9")] == [False, True]


def test_care_of_a_year_is_in_the_singular(dataset: Make):
    files = edited("releases/neo.yaml", ("until: 2030-01-01", "until: 2023-07-08"))
    assert computed(sound(dataset(files)), "neo", "care") == [(("1",), "1 year", "From 2022-07-08 to 2023-07-08.")]


def test_the_last_free_phase_counts_wherever_it_stands(dataset: Make):
    phases = f"{{id: paid, until: 2040-01-01, {CITED}}}, {{id: active, until: 2024-07-08, {CITED}}}"
    old = "{id: active, until: 2030-01-01, sources: [blog], verified: 2026-01-10}"
    found = sound(dataset(edited("releases/neo.yaml", (old, phases))))
    assert computed(found, "neo", "care") == [(("1",), "2 years", "From 2022-07-08 to 2024-07-08.")]


@pytest.mark.parametrize("phases", ["[]", f"[{{id: paid, until: 2040-01-01, {CITED}}}]"], ids=["none", "only-paid"])
def test_a_line_without_a_free_phase_is_not_researched(dataset: Make, phases: str):
    old = "[{id: active, until: 2030-01-01, sources: [blog], verified: 2026-01-10}]"
    found = sound(dataset(edited("releases/neo.yaml", (old, phases))))
    assert found.distributions["neo"].claim("care", "1").state is State.NOT_RESEARCHED


def test_a_phase_that_ends_before_the_release_is_not_a_mistake_in_the_criteria(dataset: Make):
    """Another rule reports it, at the phase."""
    folder = dataset(edited("releases/neo.yaml", ("until: 2030-01-01", "until: 2020-01-01")))
    assert [line for line in complaints(folder) if line.startswith("data/criteria.yaml")] == []


# ---- computed facts: first release, paid support ---------------------------------------------------------------------

MORE = """        computed: support_duration
      - {id: wait, title: Wait, definition: Days., why: So., type: number, unit: days, scope: major, computed: first_release_delay}
      - {id: paid, title: Paid, definition: Day., why: So., type: date, scope: major, computed: paid_support_end}
"""


def with_more(*swaps: tuple[str, str]) -> Files:
    """The editors with two more computed criteria, and Neo's releases changed."""
    criteria = edited("criteria.yaml", ("        computed: support_duration\n", MORE))
    return {**criteria, **(edited("releases/neo.yaml", *swaps) if swaps else {})}


def test_the_wait_for_a_line_is_counted_from_the_upstreams_first_release(dataset: Make):
    moved = with_more(
        ('major: "1"', 'major: "9"'), ('version: "1.0"', 'version: "9.0"'), ('version: "1.1"', 'version: "9.1"')
    )
    found = linked(dataset(moved))[0]  # the other records still speak of line 1
    assert computed(found, "neo", "wait") == [
        (("9",), "10 days", "Vee 9 was released on 2022-06-28, this line on 2022-07-08.")
    ]
    claim = found.distributions["neo"].claim("wait", "9")
    assert [citation.source.id for citation in claim.citations] == ["blog", "vee-manual"]


def test_a_line_that_the_upstream_has_not_has_no_wait_and_an_earlier_one_less_than_none(dataset: Make):
    claims = sound(dataset(with_more())).distributions["neo"].facts["wait"]
    assert [(claim.state, claim.note) for claim in claims] == [
        (State.NOT_APPLICABLE, "Vee has no release line of this number.")
    ]
    early = with_more(
        ('major: "1"\n    released: 2022-07-08', 'major: "9"\n    released: 2022-06-27'),
        ('version: "1.0"', 'version: "9.0"'),
        ('version: "1.1"', 'version: "9.1"'),
    )
    assert [entry[1] for entry in computed(linked(dataset(early))[0], "neo", "wait")] == ["-1 days"]


def test_a_release_without_a_day_is_told_where_days_are_counted(dataset: Make):
    files = followers("2023-06-28", "2022-07-01")
    lines = str(files["releases/ada.yaml"])
    assert lines.count('major: "1",') == 1
    files["releases/ada.yaml"] = lines.replace('major: "1",', 'major: "1", undated: ["1.2"],')
    [(_, _, note)] = computed(sound(dataset(files)), "ada", "delay")
    assert note is not None
    assert note.startswith("One release of line 1 with a day, 1.1.")
    assert note.endswith("Not counted: 1.2, whose day was not found.")


def test_who_follows_nobody_waits_for_nobody(dataset: Make):
    claims = sound(dataset(with_more())).distributions["vee"].facts["wait"]
    assert [(claim.state, claim.majors) for claim in claims] == [(State.NOT_APPLICABLE, ())]


def test_the_end_of_paid_support_is_that_of_the_last_paid_phase(dataset: Make):
    found = sound(dataset(with_more()))
    assert [entry[:2] for entry in computed(found, "vee", "paid")] == [(("8",), None), (("9",), "28 June 2034")]
    assert [claim.state for claim in found.distributions["vee"].facts["paid"]] == [State.UNKNOWN, State.VALUE]


def test_who_sells_no_longer_support_at_all_has_no_end_of_it(dataset: Make):
    claims = sound(dataset(with_more())).distributions["neo"].facts["paid"]
    assert [(claim.state, claim.note) for claim in claims] == [
        (State.NOT_APPLICABLE, "None that the maker sells is on record; others may sell support beyond the free end.")
    ]


# ---- since ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("since", ["2015", "2015-12", "2015-12-31"])
def test_a_claim_can_say_since_when(dataset: Make, since: str):
    found = sound(dataset(neo(f"{{value: true, since: {since}, {CITED}}}")))
    assert found.distributions["neo"].claim("modal").since == since


@pytest.mark.parametrize("since", ["2015-13", "2015-02-30", "15", "last year", "2015-1", "0000"])
def test_since_is_a_day_a_month_or_a_year(dataset: Make, since: str):
    assert complaints(dataset(neo(f"{{value: true, since: {since}, {CITED}}}"))) == [
        (
            f"data/distributions/neo.yaml:6:31: error: since: '{since}' is not a day (2026-08-18), a month (2026-08) or a year (2026) "
            "[wrong-date]"
        )
    ]


def test_since_needs_a_value(dataset: Make):
    claim = "{state: unknown, since: 2015, note: Lost., verified: 2026-01-10}"
    assert complaints(dataset(neo(claim))) == [
        (
            "data/distributions/neo.yaml:6:27: error: 'since' needs a value: what came to be so then? [claim-shape]"
            "\n  hint: remove the line"
        )
    ]


# ---- computed facts: mistakes ---------------------------------------------------------------------------------------


def test_a_computed_fact_cannot_be_written(dataset: Make):
    files = edited(NEO, ("  modal: inherit\n", f"  modal: inherit\n  delay: {{value: 3, {CITED}}}\n"))
    assert complaints(dataset(files)) == [
        (
            "data/distributions/neo.yaml:7:3: error: 'delay' is computed from the releases [computed-fact]"
            "\n  hint: remove the fact"
        )
    ]


def test_a_computed_fact_cannot_be_inherited(dataset: Make):
    assert complaints(dataset({ADA: heir("care: inherit")})) == [
        (
            "data/distributions/ada.yaml:5:3: error: 'care' is computed from the releases [computed-fact]"
            "\n  hint: remove the fact"
        )
    ]


def test_a_computation_must_fit_the_type_of_its_criterion(dataset: Make):
    files = edited("criteria.yaml", ("type: duration", "type: number"))
    assert complaints(dataset(files)) == [
        f"data/criteria.yaml:44:9: error: 'care' computes {years}: '{years}' is not a number [computed-type]"
        "\n  hint: use type number for delays, duration for spans, date for ends"
        for years in ("10 years", "5.8 years", "7.5 years")
    ]


def test_what_is_computed_per_line_needs_a_criterion_per_major(dataset: Make):
    """Otherwise its claims, each about one major, would never be shown."""
    files = edited(
        "criteria.yaml",
        ("        scope: major\n        computed: support_duration", "        computed: support_duration"),
    )
    assert [line.partition(":")[0] for line in complaints(dataset(files))] == ["data/criteria.yaml"]
