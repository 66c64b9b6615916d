"""Rules about facts: each broken once, with the whole line that the reader sees, and once satisfied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.validate.facts import PRAISE
from tests.conftest import EDITORS, Files
from tests.test_validate import DECISION, EMM, HAZARDS, MACHINES, NEO, RULES, VEE, VEE_LINES, changed, found, place

Dataset = Callable[[Files], Path]

INHERITED = "modal: inherit"
OVERRIDE_HINT = (
    "\n  hint: write 'inherit', or state: inherit for some majors; or cite what this distribution says itself"
)


def speaking(*changes: tuple[str, str]) -> Files:
    """Vee with somebody who speaks for it, and Neo changed."""
    voice = changed(VEE, ("homepage: https://vee.example/", "publishers: [Vee]"))
    return {**voice, **changed(NEO, *changes)}


# ---- redundant-override ----------------------------------------------------------------------------------------------


def test_a_fact_that_repeats_its_upstreams_on_the_upstreams_word_is_a_warning(dataset: Dataset) -> None:
    files = speaking((INHERITED, "modal: {value: true, sources: [vee-manual], verified: 2026-01-10}"))
    assert found(dataset(files)) == [
        (
            f"{place(files, NEO, '{value: true')}: warning: 'modal' of neo repeats the fact of vee, on its word "
            f"[redundant-override]{OVERRIDE_HINT}"
        )
    ]


@pytest.mark.parametrize(
    "fact",
    [
        "modal: inherit",
        "modal: {value: true, sources: [blog], verified: 2026-01-10}",
        "modal: {value: true, sources: [vee-manual, blog], verified: 2026-01-10}",
        "modal: {value: false, sources: [vee-manual], verified: 2026-01-10}",
        "modal: {value: true, note: Our own build., sources: [vee-manual], verified: 2026-01-10}",
        (
            "modal: {value: true, sources: [vee-manual], verified: 2026-01-10, "
            "disputed: [{value: false, sources: [blog], ruling: No.}]}"
        ),
    ],
    ids=["inherited", "other-source", "one-source-more", "other-value", "own-note", "disputed"],
)
def test_a_fact_that_says_more_than_its_upstreams_is_none(dataset: Dataset, fact: str) -> None:
    assert found(dataset(speaking((INHERITED, fact)))) == []


def test_what_others_say_of_both_is_said_of_each(dataset: Dataset) -> None:
    """Nobody speaks for Vee here, so that its manual is as independent as a vendor's list."""
    files = changed(NEO, (INHERITED, "modal: {value: true, sources: [vee-manual], verified: 2026-01-10}"))
    assert found(dataset(files)) == []


# ---- unused-criterion ------------------------------------------------------------------------------------------------

PRICE = "      - {id: price, title: Price, definition: What it costs., why: Money., type: money}\n  - id: life\n"


def test_a_criterion_that_nobody_answers_is_a_warning(dataset: Dataset) -> None:
    files = changed("criteria.yaml", ("  - id: life\n", PRICE))
    assert found(dataset(files)) == [
        (
            f"{place(files, 'criteria.yaml', '{id: price')}: warning: no editor has a value for 'price' "
            "[unused-criterion]\n  hint: add a fact, or remove the criterion"
        )
    ]


def test_a_gap_is_no_answer(dataset: Dataset) -> None:
    gap = "  price: {state: unknown, note: Not found., verified: 2026-01-10}\n"
    files = {**changed("criteria.yaml", ("  - id: life\n", PRICE)), **changed(EMM, ("facts:\n", f"facts:\n{gap}"))}
    assert ["unused-criterion" in line for line in found(dataset(files))] == [True]
    answer = "  price: {value: 5 USD, sources: [emm-news], verified: 2026-01-10}\n"
    assert found(dataset({**files, **changed(EMM, ("facts:\n", f"facts:\n{answer}"))})) == []


# ---- since -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("since", ["2026-01-11", "2026-02", "2027"])
def test_what_came_to_be_so_after_it_was_read_is_an_error(dataset: Dataset, since: str) -> None:
    files = changed(EMM, ("memory: {value: 80,", f"memory: {{value: 80, since: {since},"))
    assert found(dataset(files)) == [
        (
            f"{place(files, EMM, '{value: 80')}: error: since {since}, but verified on 2026-01-10, before that "
            "[verified-order]\n  hint: correct one of the two dates"
        )
    ]


@pytest.mark.parametrize("since", ["2026-01-10", "2026-01", "2026", "1999-12-31"])
def test_what_was_so_when_it_was_read_is_in_order(dataset: Dataset, since: str) -> None:
    assert found(dataset(changed(EMM, ("memory: {value: 80,", f"memory: {{value: 80, since: {since},")))) == []


# ---- early-no --------------------------------------------------------------------------------------------------------

BY_MAJOR = ("        type: support\n", "        type: support\n        scope: major\n        stale_after: 3000d\n")


def helped(majors: str, level: str, verified: str) -> Files:
    """Vee, whose line 9 is of 2022-06-28, with what a list says of its vendor's help."""
    claim = f"[{{majors: [{majors}], value: {level}, note: By a list., sources: [vee-manual], verified: {verified}}}]"
    return {
        **changed("criteria.yaml", BY_MAJOR),
        **changed(VEE, ("{state: not_applicable, note: There is no vendor.}", claim)),
    }


def test_a_list_that_is_older_than_a_line_cannot_say_no_about_it(dataset: Dataset) -> None:
    files = helped('"8", "9"', "unsupported", "2022-06-27")
    at = place(files, VEE, '{majors: ["8", "9"], value: uns')
    assert found(dataset(files)) == [
        (
            f"{at}: warning: 'vendor_help' says no of vee 9, by what was read on 2022-06-27, "
            "before its release [early-no]\n  hint: read a newer list, or write state: unknown"
        )
    ]


@pytest.mark.parametrize(
    ("majors", "level", "verified"),
    [('"8"', "unsupported", "2022-06-27"), ('"9"', "unsupported", "2022-06-28"), ('"9"', "supported", "2022-06-27")],
    ids=["older-line", "same-day", "says-yes"],
)
def test_a_list_that_could_know_may_say_no(dataset: Dataset, majors: str, level: str, verified: str) -> None:
    assert found(dataset(helped(majors, level, verified))) == []


# ---- http-source -----------------------------------------------------------------------------------------------------


def test_a_source_without_encryption_is_a_warning(dataset: Dataset) -> None:
    files = changed("sources.yaml", ("https://blog.example/", "http://blog.example/"))
    at = place(files, "sources.yaml", 'url: "http://')
    assert found(dataset(files)) == [
        (
            f"{at}: warning: 'http://blog.example/?a=1&b=2' is not encrypted "
            "[http-source]\n  hint: write https where the publisher has it"
        )
    ]


# ---- neutral-words ---------------------------------------------------------------------------------------------------

WORDS_HINT = "\n  hint: say what was measured or who says so, in plain words"


@pytest.mark.parametrize(
    ("name", "old", "new", "at"),
    [
        (EMM, "summary: The other one.", "summary: The powerful one.", "name:"),
        (EMM, 'note: "With a plugin.', 'note: "With a powerful plugin.', "{value: partial"),
        ("criteria.yaml", "definition: Memory used", "definition: Powerful memory used", "definition: Powerful"),
        (HAZARDS, "what_happens: ", "what_happens: Powerful ", "what_happens: Powerful"),
        (RULES, "title: Convert first", "title: Powerful, convert first", "title: Powerful"),
        (MACHINES, "title: Spelling", "title: Powerful spelling", "title: Powerful"),
        (DECISION, "because: ", "because: Powerful ", "because: Powerful"),
        ("dataset.yaml", "summary: Three text", "summary: Three powerful text", "summary: Three powerful"),
    ],
    ids=["summary", "note", "definition", "hazard", "rule", "feature", "condition", "dataset"],
)
def test_praise_is_an_error_wherever_the_site_speaks(dataset: Dataset, name: str, old: str, new: str, at: str) -> None:
    text = (EDITORS / name).read_text("utf-8")
    files: Files = {name: text.replace(old, new, 1)}
    assert files[name] != text
    word = "Powerful" if "Powerful" in new else "powerful"
    assert found(dataset(files)) == [
        (
            f"{place({name: str(files[name]).replace(at, '@@', 1)}, name, '@@')}: error: '{word}' praises "
            f"[neutral-words]{WORDS_HINT}"
        )
    ]


@pytest.mark.parametrize("word", PRAISE)
def test_every_word_of_the_list_is_found(dataset: Dataset, word: str) -> None:
    files = changed(EMM, ("summary: The other one.", f"summary: A {word} one."))
    assert [f"'{word}' praises" in line for line in found(dataset(files))] == [True]


@pytest.mark.parametrize("text", ["A robustness test.", "The seamless-tool package.", "Superiority."])
def test_a_part_of_another_word_is_no_praise(dataset: Dataset, text: str) -> None:
    assert found(dataset(changed(EMM, ("summary: The other one.", f"summary: {text}")))) == []


def test_the_words_of_others_stay_theirs(dataset: Dataset) -> None:
    files = {
        **changed("sources.yaml", ("title: Emm news", "title: Powerful and superb news")),
        **changed("examined/a-blog.yaml", ("says: Vee needs 40 MB.", "says: Vee is powerful.")),
    }
    assert found(dataset(files)) == []


# ---- release-order within a line -------------------------------------------------------------------------------------


def test_a_release_before_the_one_with_a_lower_number_is_an_error(dataset: Dataset) -> None:
    files = changed(VEE_LINES, ("released: 2024-01-02", "released: 2023-11-30"))
    assert found(dataset(files)) == [
        (
            f"{place(files, VEE_LINES, 'released: 2023-11-30')}: error: vee 9.10 of 2023-11-30 is before 9.9 of "
            "2023-12-01 [release-order]\n  hint: correct one of the dates, or add a note that explains it"
        )
    ]


@pytest.mark.parametrize("released", ["2023-11-30, note: Rushed.", "2023-12-01", "2024-01-02"])
def test_a_note_explains_an_odd_order(dataset: Dataset, released: str) -> None:
    files = changed(VEE_LINES, ("released: 2024-01-02", f"released: {released}"))
    assert found(dataset(files)) == []
