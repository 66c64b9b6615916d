"""Rules about all combinations of answers: each broken once, with the whole line that the reader sees, and once satisfied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DAY, Files

from generator.build import check
from generator.errors import DataError
from generator.validate import proofs

Dataset = Callable[[Files], Path]

DECISION = "decisions/which-editor.yaml"
# What the editors' facts tell apart: Vee and Neo have modes (Emm partly), Vee needs 12 MB and Emm 80 (Neo is not known), Neo is
# of 2015, and Lua came to Vee with line 9; line 1 is Neo's.
MODES = "require: [{criterion: modal, is: true, because: It must.}]"
NO_MODES = "require: [{criterion: modal, is: partial, because: It must not.}]"
SMALL = "require: [{criterion: memory, at_most: 20, because: There is little.}]"
BIG = "require: [{criterion: memory, at_least: 20, because: There is plenty.}]"
LUA = "require: [{criterion: extension_language, includes: lua, because: Plugins are there.}]"


def wish(criterion: str, weight: int) -> str:
    test = {"modal": "is: true", "memory": "at_most: 20", "first_release": "before: 2000"}[criterion]
    return f"prefer: [{{criterion: {criterion}, {test}, weight: {weight}, because: It is nicer.}}]"


def question(name: str, *answers: str, when: str = "") -> str:
    """A question with answers such as `yes require: ...`: an id, and what goes with it."""
    lines = [f"  - id: {name}", "    ask: Which?", *([f"    when: {when}"] if when else []), "    answers:"]
    for answer in answers:
        one, _, rest = answer.partition(" ")
        lines += [f"      - id: {one}", "        label: This", *([f"        {rest}"] if rest else [])]
    return "\n".join(lines) + "\n"


def decision(*questions: str, candidates: str = "[vee, neo, emm]", major: str = "") -> Files:
    head = f"title: Which?\nsummary: A choice.\ncandidates: {{ids: {candidates}}}\n"
    return {DECISION: head + (f'major: "{major}"\n' if major else "") + "questions:\n" + "".join(questions)}


def found(folder: Path) -> list[str]:
    try:
        return [str(problem) for problem in check(folder, DAY).warnings]
    except DataError as error:
        return [str(problem) for problem in error.problems]


def rules(folder: Path) -> list[str]:
    return [line.partition(" [")[2].partition("]")[0] for line in found(folder)]


def place(files: Files, needle: str) -> str:
    """Where a text that stands once in the decision begins."""
    text = str(files[DECISION])
    assert text.count(needle) == 1, f"{needle!r} stands {text.count(needle)} times"
    above, _, before = text.partition(needle)[0].rpartition("\n")
    return f"data/{DECISION}:{above.count(chr(10)) + 2}:{len(before) + 1}"


HANDS = question("hands", f"modes {MODES}", f"none {NO_MODES}")

# ---- answer-unreachable ----------------------------------------------------------------------------------------------

UNREACHABLE = "\n  hint: correct 'when'; the questions that it names must be asked themselves, all in one combination"


def test_a_question_that_no_answers_lead_to_is_an_error(dataset: Dataset) -> None:
    """The machine is asked about after modes, the disk after small machines, but not after modes."""
    files = decision(
        question("hands", f"modes {MODES}", "none"),
        question("machine", f"small {SMALL}", "big", when="{hands: [modes]}"),
        question("disk", f"full {SMALL}", "empty", when="{hands: [none], machine: [small]}"),
    )
    assert found(dataset(files)) == [
        f"{place(files, 'id: disk')}: error: no answers lead to 'disk': none of its own can be given [answer-unreachable]{UNREACHABLE}"
    ]


def test_a_question_behind_one_that_is_never_asked_is_never_asked_either(dataset: Dataset) -> None:
    files = decision(
        question("hands", f"modes {MODES}", "none"),
        question("machine", f"small {SMALL}", "big", when="{hands: [modes]}"),
        question("disk", f"full {SMALL}", "empty", when="{hands: [none], machine: [small]}"),
        question("screen", f"wide {SMALL}", "narrow", when="{disk: [full, empty]}"),
    )
    assert rules(dataset(files)) == ["answer-unreachable"] * 2


def test_a_question_behind_others_that_are_asked_is_reached(dataset: Dataset) -> None:
    files = decision(
        question("hands", f"modes {MODES}", "none"),
        question("machine", f"small {SMALL}", f"big {BIG}", when="{hands: [none]}"),
        question("age", f"old {wish('first_release', 1)}", "any", when="{hands: [none], machine: [small]}"),
    )
    assert "answer-unreachable" not in rules(dataset(files))


# ---- question-idle ---------------------------------------------------------------------------------------------------


def idle(files: Files, name: str) -> str:
    return (
        f"{place(files, f'id: {name}')}: warning: no answer to '{name}' changes the result, whatever the other answers "
        "[question-idle]\n  hint: remove the question, or let its answers require or prefer what sets the candidates apart"
    )


@pytest.mark.parametrize(
    "answers",
    [
        ("red", "blue"),
        (f"red {MODES}", f"blue {MODES}"),
        (f"red {wish('modal', 1)}", f"blue {wish('modal', 1)}"),
        ("red require: [{criterion: memory, at_most: 100, because: All have it.}]", f"blue {wish('memory', 1)}"),
    ],
    ids=["without-consequences", "all-alike", "wishes-alike", "with-consequences-that-never-matter"],
)
def test_a_question_that_never_changes_the_result_is_a_warning(dataset: Dataset, answers: tuple[str, ...]) -> None:
    """The last one: Vee, the only one to gain, is alone without it, and else out; Neo, to be verified, is out as well."""
    age = "require: [{criterion: first_release, before: 1990, because: It must be old.}]"
    young = "require: [{criterion: memory, at_most: 20, because: Little.}, {criterion: first_release, before: 2000, because: Old.}]"
    files = decision(
        question("age", f"old {age}", f"older {young}"), question("colour", *answers), candidates="[vee, emm]"
    )
    assert found(dataset(files)) == [idle(files, "colour")]


def test_a_question_that_changes_only_who_is_to_verify_is_not_idle(dataset: Dataset) -> None:
    files = decision(
        HANDS, question("machine", "big require: [{criterion: memory, at_most: 90, because: Much.}]", "huge")
    )
    assert found(dataset(files)) == []


def test_a_question_that_only_leads_to_others_is_not_idle(dataset: Dataset) -> None:
    files = decision(
        question("sure", "yes", "no"), question("hands", f"modes {MODES}", f"none {NO_MODES}", when="{sure: ['yes']}")
    )
    assert found(dataset(files)) == []


# ---- candidate-hopeless ----------------------------------------------------------------------------------------------


def hopeless(files: Files, name: str) -> str:
    return (
        f"{place(files, '{ids:')}: warning: no combination of answers brings {name} to the top [candidate-hopeless]\n"
        "  hint: ask for what speaks for it, or leave it out"
    )


def test_a_candidate_that_every_answer_excludes_is_a_warning(dataset: Dataset) -> None:
    old = [
        f"{name} require: [{{criterion: first_release, before: {year}, because: Old.}}]"
        for name, year in (("o", 2000), ("p", 1990))
    ]
    files = decision(question("age", *old))
    assert found(dataset(files)) == [hopeless(files, "neo")]


def test_a_candidate_that_another_one_always_outdoes_is_a_warning(dataset: Dataset) -> None:
    """Emm is left after every answer, and always behind Vee."""
    files = decision(
        question("age", f"old {wish('first_release', 1)}", f"small {wish('memory', 1)}", f"modes {wish('modal', 1)}"),
        question("size", f"small {wish('memory', 1)}", f"modes {wish('modal', 2)}"),
        candidates="[vee, emm]",
    )
    assert [line for line in found(dataset(files)) if "candidate-hopeless" in line] == [hopeless(files, "emm")]


def test_a_candidate_that_shares_the_top_once_has_a_chance(dataset: Dataset) -> None:
    files = decision(
        question("age", f"old {wish('first_release', 1)}", f"small {wish('memory', 1)}"),
        question("size", f"small {wish('memory', 1)}", "any"),
        candidates="[vee, emm]",
    )
    assert found(dataset(files)) == []


# ---- answer-contradiction --------------------------------------------------------------------------------------------

NOBODY = "\n  hint: correct the facts or the requirement, or take the answer out: nobody can be served with it"


def test_an_answer_that_excludes_everybody_is_an_error(dataset: Dataset) -> None:
    files = decision(
        question("size", "tiny require: [{criterion: memory, at_most: 2, because: T.}]", "any"),
        HANDS,
        candidates="[vee, emm]",
    )
    assert found(dataset(files)) == [
        (
            f"{place(files, '{criterion: memory')}: error: no candidate is left after 'tiny' of 'size', whatever the other answers: "
            f"nobody meets 'memory at most 2 MB' [answer-contradiction]{NOBODY}"
        )
    ]


def test_requirements_that_only_together_exclude_everybody_are_all_named(dataset: Dataset) -> None:
    both = (
        "both require: [{criterion: memory, at_most: 20, because: Small.}, {criterion: first_release, before: 1990, because: Old.}, "
        "{criterion: modal, is: [true, partial], because: Any.}]"
    )
    files = decision(question("size", both, "any"), HANDS, candidates="[vee, emm]")
    assert found(dataset(files)) == [
        (
            f"{place(files, 'id: both')}: error: no candidate is left after 'both' of 'size', whatever the other answers: "
            f"nobody meets 'memory at most 20 MB' and 'first_release before 1990' [answer-contradiction]{NOBODY}"
        )
    ]


def test_an_answer_that_excludes_all_whom_the_answers_before_it_leave_is_an_error(dataset: Dataset) -> None:
    """Small machines are asked about only after the answer that leaves Emm, who needs much."""
    files = decision(
        HANDS, question("size", f"small {SMALL}", f"big {BIG}", when="{hands: [none]}"), candidates="[vee, emm]"
    )
    assert [line for line in found(dataset(files)) if "answer-contradiction" in line] == [
        (
            f"{place(files, '{criterion: memory, at_most')}: error: no candidate is left after 'small' of 'size', whatever the other "
            f"answers: nobody whom they leave meets 'memory at most 20 MB' [answer-contradiction]{NOBODY}"
        )
    ]


def test_an_answer_is_judged_on_the_release_line_that_it_chooses(dataset: Dataset) -> None:
    """Line 8 of Vee has no Lua, and Neo no line 8; with line 9, it would do."""
    chosen = f'{LUA}\n        major: "8"'
    files = decision(question("lua", f"needed {chosen}", "not"), HANDS, major="9")
    assert found(dataset(files)) == [
        (
            f"{place(files, '{criterion: extension_language')}: error: no candidate is left after 'needed' of 'lua', whatever the other "
            f"answers: nobody meets 'extension_language includes Lua' [answer-contradiction]{NOBODY}"
        )
    ]


def test_an_answer_that_serves_somebody_on_another_line_is_none(dataset: Dataset) -> None:
    """On line 8 nobody has Lua, but a later question may choose line 9, where Vee has it."""
    line = question("line", 'old major: "8"', 'new major: "9"')
    files = decision(question("lua", f"needed {LUA}", "not"), line, candidates="[vee, emm]", major="8")
    assert "answer-contradiction" not in rules(dataset(files))


def test_where_an_earlier_answer_excludes_everybody_the_others_are_not_to_blame(dataset: Dataset) -> None:
    tiny = [
        f"{name} require: [{{criterion: memory, at_most: {size}, because: T.}}]"
        for name, size in (("tiny", 2), ("less", 1))
    ]
    files = decision(question("size", *tiny), HANDS, candidates="[vee, emm]")
    assert [
        line.partition("after ")[2].partition(" of")[0] for line in found(dataset(files)) if "contradiction" in line
    ] == [
        "'tiny'",
        "'less'",
    ]


def test_a_dead_end_of_two_answers_is_no_contradiction(dataset: Dataset) -> None:
    files = decision(HANDS, question("size", f"small {SMALL}", "any"), candidates="[vee, emm]")
    assert found(dataset(files)) == []


# ---- preference-dictates ---------------------------------------------------------------------------------------------

LOWER = "\n  hint: lower it so that other wishes together can outweigh it; require it if they must not"


def wishes(*weights: int) -> Files:
    """Wishes of some weights, each in a question of its own."""
    return decision(
        *(
            question(f"q{number}", f"yes {wish(criterion, weight)}", "no")
            for number, (criterion, weight) in enumerate(
                zip(("modal", "memory", "first_release"), weights, strict=False)
            )
        ),
        HANDS,
    )


def dictates(files: Files, needle: str, test: str, weight: int, against: int) -> str:
    return (
        f"{place(files, needle)}: warning: the weight of '{test}', {weight}, is more than all that one combination can add "
        f"against it, {against} [preference-dictates]{LOWER}"
    )


def test_a_wish_that_outweighs_all_others_is_a_warning(dataset: Dataset) -> None:
    files = wishes(6, 2, 3)
    told = [line for line in found(dataset(files)) if "preference-dictates" in line]
    assert told == [dictates(files, "{criterion: modal, is: true, weight", "modal is Yes", 6, 5)]


def test_a_wish_that_all_others_together_reach_dictates_nothing(dataset: Dataset) -> None:
    assert "preference-dictates" not in rules(dataset(wishes(5, 2, 3)))


def test_a_single_wish_has_nobody_to_dictate_to(dataset: Dataset) -> None:
    assert "preference-dictates" not in rules(dataset(wishes(9)))


def test_wishes_that_cannot_meet_do_not_count_against_each_other(dataset: Dataset) -> None:
    """The age is asked about only after the answer that prefers nothing."""
    files = decision(
        question("modal", f"yes {wish('modal', 3)}", "no"),
        question("memory", f"yes {wish('memory', 2)}", "no"),
        question("age", f"yes {wish('first_release', 2)}", "no", when="{modal: ['no']}"),
        HANDS,
    )
    told = [line for line in found(dataset(files)) if "preference-dictates" in line]
    assert told == [dictates(files, "{criterion: modal, is: true, weight", "modal is Yes", 3, 2)]


def test_wishes_of_the_same_answer_count_against_each_other(dataset: Dataset) -> None:
    two = "yes prefer: [{criterion: modal, is: true, weight: 3, because: N.}, {criterion: memory, at_most: 20, weight: 2, because: N.}]"
    files = decision(question("wishes", two, "no"), HANDS)
    told = [line for line in found(dataset(files)) if "preference-dictates" in line]
    assert told == [dictates(files, "{criterion: modal, is: true, weight", "modal is Yes", 3, 2)]


# ---- order-dependent -------------------------------------------------------------------------------------------------

ONE_LINE = "\n  hint: let one question choose the release line, or ask one only where the other chooses none"


def lines(second: str, when: str = "") -> Files:
    return decision(
        question("age", 'old major: "8"', "any"),
        question("news", f'new major: "{second}"', "any", when=when),
        question("lua", f"needed {LUA}", "not"),
        HANDS,
        major="9",
    )


def test_two_questions_that_choose_different_lines_are_an_error(dataset: Dataset) -> None:
    files = lines("1")
    assert [line for line in found(dataset(files)) if "order-dependent" in line] == [
        (
            f"{place(files, 'id: new' + chr(10))}: error: 'new' of 'news' chooses 1, 'old' of 'age' 8: the order of the questions would "
            f"decide between them [order-dependent]{ONE_LINE}"
        )
    ]


@pytest.mark.parametrize(("second", "when"), [("8", ""), ("1", "{age: [any]}")], ids=["same-line", "never-both"])
def test_two_questions_may_choose_a_line_if_they_never_disagree(dataset: Dataset, second: str, when: str) -> None:
    assert "order-dependent" not in rules(dataset(lines(second, when)))


# ---- need-adds-candidate ---------------------------------------------------------------------------------------------


def test_a_need_that_lets_somebody_in_is_a_warning(dataset: Dataset) -> None:
    """Who needs modes is not asked about memory, so that Emm, whose modes are partial, stays possible with 80 MB."""
    files = decision(
        question("hands", f"modes {MODES}", "any"), question("machine", f"small {SMALL}", "big", when="{hands: [any]}")
    )
    assert found(dataset(files)) == [
        (
            f"{place(files, 'id: modes')}: warning: 'modes' requires all that 'any' does, and more, yet lets emm in: 'any' "
            "with machine=small excludes emm, and that is not asked after 'modes' [need-adds-candidate]\n  hint: ask 'machine' after 'modes' too, unless it makes no sense there"
        )
    ]


@pytest.mark.parametrize("when", ["", "{hands: [modes]}", "{hands: [modes, any]}"])
def test_a_need_after_which_at_least_as_much_is_asked_adds_nobody(dataset: Dataset, when: str) -> None:
    files = decision(
        question("hands", f"modes {MODES}", "any"), question("machine", f"small {SMALL}", "big", when=when)
    )
    assert found(dataset(files)) == []


def test_a_need_that_settles_what_is_not_asked_any_more_adds_nobody(dataset: Dataset) -> None:
    """After modes, only Vee is left: it needs no question that it passes anyway."""
    files = decision(
        question("hands", f"modes {MODES}", "any"),
        question("machine", f"small {SMALL}", "big", when="{hands: [any]}"),
        candidates="[vee, neo]",
    )
    assert "need-adds-candidate" not in rules(dataset(files))


def test_a_need_on_another_release_line_is_no_stricter_need(dataset: Dataset) -> None:
    """Line 9 of Vee has Lua, line 8 has not: the line is another one, not the need."""
    chosen = f'{MODES}\n        major: "9"'
    files = decision(
        question("hands", f"modes {chosen}", "any"), question("lua", f"needed {LUA}", "not"), HANDS.replace("id: hands", "id: more"),
        candidates="[vee, emm]", major="8",
    )  # fmt: skip
    assert "need-adds-candidate" not in rules(dataset(files))


# ---- decision-size ---------------------------------------------------------------------------------------------------


def test_what_is_too_big_to_prove_is_told(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Emm never wins, but that takes going through all situations."""
    monkeypatch.setattr(proofs, "MOST_SITUATIONS", 1)
    files = decision(
        question("age", f"old {wish('first_release', 1)}", f"small {wish('memory', 1)}", f"modes {wish('modal', 1)}"),
        question("size", f"small {wish('memory', 1)}", f"modes {wish('modal', 2)}"),
        candidates="[vee, emm]",
    )
    told = [line for line in found(dataset(files)) if "decision-size" in line]
    assert told == [
        (
            f"data/{DECISION}:1:1: warning: the combinations of answers to 'which-editor' come to more than 1 situations; no example was "
            "found for, and nothing is proved about: age, size, emm [decision-size]\n  hint: ask less, or split the decision"
        )
    ]


def test_what_examples_show_needs_no_proof(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "MOST_SITUATIONS", 0)
    assert found(dataset(decision(HANDS))) == []
