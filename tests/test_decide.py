"""Decide: which candidates fit, why, and in what order. Decisions here are built from the model's own classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.decide import Outcome, Standing, Standings, Truth, decide, holds, is_asked
from generator.errors import Location
from generator.model import Answer, Claim, Condition, Criterion, Decision, Distribution, Question, State
from generator.records import DecisionRecord, GroupRecord, LineRecord
from generator.values import parse_value
from generator.yaml_source import ListNode

AT = Location("made.yaml")
CHOICES = [{"id": "lua", "title": "Lua"}, {"id": "lisp", "title": "Lisp"}, {"id": "own", "title": "Its own"}]
UNKNOWN = Claim(State.UNKNOWN, AT, note="Nobody knows.", verified=date(2026, 1, 10))
NOT_APPLICABLE = Claim(State.NOT_APPLICABLE, AT, note="It has no such thing.")

Written = str | list[str]
Facts = Mapping[str, Claim | tuple[Claim, ...]]


# ---- what decisions are made of --------------------------------------------------------------------------------------


def a_criterion(name: str = "modal", kind: str = "boolean", scope: str = "distribution") -> Criterion:
    record = {"id": name, "title": name, "definition": "What it is.", "why": "Why it matters.", "type": kind}
    if kind in {"choice", "choices"}:
        record |= {"choices": CHOICES}
    group = GroupRecord.model_validate({"id": "group", "title": "Group", "criteria": [record | {"scope": scope}]})
    return Criterion(group.criteria[0], group)


def a_claim(criterion: Criterion, written: Written, *majors: str) -> Claim:
    node: object = written
    if isinstance(written, list):
        node = ListNode(AT)
        node.extend(written)
    return Claim(State.VALUE, AT, majors, parse_value(criterion.record, node))


def a_condition(
    criterion: Criterion, operator: str, *written: str, weight: int = 0, major: str | None = None
) -> Condition:
    """A condition as `link` makes it: a requirement, or with a weight a preference."""
    entries = [[one] for one in written] if criterion.record.type == "choices" else list(written)
    operands = tuple(parse_value(criterion.record, entry) for entry in entries)
    return Condition(criterion, operator, operands, major, "Because.", AT, weight)


def a_candidate(name: str, facts: Facts | None = None, lines: Sequence[str] = ()) -> Distribution:
    """A candidate whose id is its name in small letters."""
    records = tuple(
        LineRecord.model_validate(
            {"major": major, "released": "2020-01-01", "sources": ["s"], "verified": "2026-01-10"}
        )
        for major in lines
    )
    claims = {key: fact if isinstance(fact, tuple) else (fact,) for key, fact in (facts or {}).items()}
    return Distribution(
        id=name.casefold(),
        name=name,
        summary="One.",
        family=None,
        is_active=True,
        homepage=None,
        upstream=None,
        facts=claims,
        lines=records,
        releases=(),
        at=AT,
    )


def an_answer(
    name: str, require: Sequence[Condition] = (), prefer: Sequence[Condition] = (), major: str | None = None
) -> Answer:
    return Answer(name, name.capitalize(), None, major, tuple(require), tuple(prefer), AT)


def a_question(name: str, *answers: Answer, when: Mapping[str, Sequence[str]] | None = None) -> Question:
    wanted = {earlier: frozenset(ids) for earlier, ids in (when or {}).items()}
    return Question(name, f"What about {name}?", None, wanted, answers, AT)


def a_decision(candidates: Sequence[Distribution], questions: Sequence[Question], major: str | None = None) -> Decision:
    record = {
        "title": "Which one?",
        "summary": "A choice.",
        "candidates": {"ids": [one.id for one in candidates]},
        "questions": [{"id": "q", "ask": "?", "answers": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}],
        **({"major": major} if major else {}),
    }
    return Decision("which", DecisionRecord.model_validate(record), tuple(candidates), tuple(questions))


def standing_of(outcome: Outcome, name: str) -> Standings:
    return next(one for one in outcome.standings if one.candidate.id == name)


def one_answer(
    candidates: Sequence[Distribution], require: Sequence[Condition] = (), prefer: Sequence[Condition] = ()
) -> Outcome:
    """The outcome of a decision with a single question, answered."""
    question = a_question("only", an_answer("yes", require, prefer), an_answer("no"))
    return decide(a_decision(candidates, [question]), {"only": "yes"})


# ---- truth -----------------------------------------------------------------------------------------------------------

HOLDS, FAILS, OPEN = Truth.HOLDS, Truth.FAILS, Truth.UNKNOWN


def truth(kind: str, fact: Written | Claim, operator: str, *operands: str) -> Truth:
    criterion = a_criterion("tested", kind)
    claim = fact if isinstance(fact, Claim) else a_claim(criterion, fact)
    return holds(a_condition(criterion, operator, *operands), claim)


@pytest.mark.parametrize(
    ("kind", "fact", "operands", "expected"),
    [
        ("boolean", "true", ["true"], HOLDS),
        ("boolean", "false", ["true"], FAILS),
        ("boolean", "false", ["true", "false"], HOLDS),
        ("boolean", "partial", ["true"], OPEN),
        ("boolean", "partial", ["false"], OPEN),
        ("boolean", "partial", ["false", "partial"], HOLDS),
        ("support", "partial", ["supported"], OPEN),
        ("support", "experimental", ["supported"], FAILS),
        ("choice", "lua", ["lua"], HOLDS),
        ("choice", "lua", ["lisp", "own"], FAILS),
        ("text", "Vee", ["vEE"], HOLDS),
        ("text", "Vee", ["Vi"], FAILS),
        ("number", "12", ["12.0"], HOLDS),
        ("number", "12", ["12.1"], FAILS),
        ("date", "2021-06-21", ["2021-06-21"], HOLDS),
        ("date", "2021-06-21", ["2021-06-22"], FAILS),
        ("version", "8.10", ["8.10"], HOLDS),
        ("version", "8.10", ["8.1"], FAILS),
        ("duration", "24 hours", ["1 day"], HOLDS),
        ("duration", "168 hours", ["7 days"], HOLDS),
        ("duration", "12 months", ["1 year"], HOLDS),
        ("duration", "11 months", ["1 year"], FAILS),
        ("money", "1000.00 USD", ["1000 USD"], HOLDS),
        ("money", "1000 USD", ["1000 EUR"], FAILS),
    ],
)
def test_is_holds_for_one_of_the_values(kind: str, fact: str, operands: list[str], expected: Truth) -> None:
    """`is` compares by meaning, not by how a value is written; what is only partly so is not known."""
    assert truth(kind, fact, "is", *operands) is expected


@pytest.mark.parametrize(
    ("fact", "operands", "expected"),
    [
        (["lua", "own"], ["lua"], HOLDS),
        (["lua", "own"], ["own", "lua"], HOLDS),
        (["lua", "own"], ["lua", "lisp"], FAILS),
        ([], ["lua"], FAILS),
    ],
)
def test_includes_holds_for_a_set_with_all_of_the_values(fact: list[str], operands: list[str], expected: Truth) -> None:
    assert truth("choices", fact, "includes", *operands) is expected


@pytest.mark.parametrize(
    ("kind", "fact", "operand", "at_least", "at_most"),
    [
        ("number", "19.9", "20", FAILS, HOLDS),
        ("number", "20", "20", HOLDS, HOLDS),
        ("number", "100", "20", HOLDS, FAILS),
        ("number", "-1", "0", FAILS, HOLDS),
        ("version", "8.9", "8.10", FAILS, HOLDS),
        ("version", "8.10", "8.10", HOLDS, HOLDS),
        ("version", "10", "9.6", HOLDS, FAILS),
        ("duration", "23 hours", "1 day", FAILS, HOLDS),
        ("duration", "168 hours", "1 week", HOLDS, HOLDS),
        ("duration", "60 months", "5 years", HOLDS, HOLDS),
        ("duration", "10 years", "119 months", HOLDS, FAILS),
        ("money", "999.99 USD", "1000 USD", FAILS, HOLDS),
        ("money", "1000000 USD", "1000 USD", HOLDS, FAILS),
        ("money", "10 EUR per month", "100 EUR per year", OPEN, OPEN),
        ("money", "90 EUR", "100 USD", OPEN, OPEN),
        ("support", "supported", "partial", HOLDS, FAILS),
        ("support", "partial", "partial", HOLDS, HOLDS),
        ("support", "partial", "supported", FAILS, HOLDS),
        ("support", "experimental", "partial", FAILS, HOLDS),
        ("support", "unsupported", "ended", FAILS, HOLDS),
    ],
)
def test_at_least_and_at_most_compare_by_size(
    kind: str, fact: str, operand: str, at_least: Truth, at_most: Truth
) -> None:
    """Both bounds hold for the bound itself; amounts in different units of money cannot be compared."""
    assert (truth(kind, fact, "at_least", operand), truth(kind, fact, "at_most", operand)) == (at_least, at_most)


@pytest.mark.parametrize("operator", ["at_least", "at_most"])
def test_of_several_bounds_all_must_hold(operator: str) -> None:
    assert truth("number", "15", operator, "10", "20") is FAILS


@pytest.mark.parametrize(
    ("fact", "operand", "before", "after"),
    [
        ("2021-06-20", "2021-06-21", HOLDS, FAILS),
        ("2021-06-21", "2021-06-21", FAILS, FAILS),
        ("2021-06-22", "2021-06-21", FAILS, HOLDS),
        ("2020", "2021-06", HOLDS, FAILS),
        ("2022", "2021-06", FAILS, HOLDS),
        ("2020-12", "2021", HOLDS, FAILS),
    ],
)
def test_before_and_after_leave_the_day_itself_out(fact: str, operand: str, before: Truth, after: Truth) -> None:
    assert (truth("date", fact, "before", operand), truth("date", fact, "after", operand)) == (before, after)


@pytest.mark.parametrize(
    ("fact", "operator", "operand", "expected"),
    [
        ("2021", "before", "2021-06-21", OPEN),
        ("2021", "after", "2021-06-21", OPEN),
        ("2021-06", "before", "2021-06-21", OPEN),
        ("2021-06", "after", "2021-06-21", OPEN),
        ("2021-06-21", "after", "2021", FAILS),
        ("2021-06-21", "before", "2021", FAILS),
        ("2021-06-21", "after", "2021-06", FAILS),
    ],
)
def test_a_year_is_neither_before_nor_after_its_own_days(
    fact: str, operator: str, operand: str, expected: Truth
) -> None:
    """A fact known to the year may be on either side of a day in it; a day is no later than the year it lies in."""
    assert truth("date", fact, operator, operand) is expected


EVERY_OPERATOR = [
    ("boolean", "is", "true"),
    ("choices", "includes", "lua"),
    ("number", "at_least", "1"),
    ("number", "at_most", "1"),
    ("date", "before", "2021"),
    ("date", "after", "2021"),
]


@pytest.mark.parametrize(("kind", "operator", "operand"), EVERY_OPERATOR)
@pytest.mark.parametrize("claim", [UNKNOWN, Claim(State.NOT_RESEARCHED, AT)], ids=["unknown", "not-researched"])
def test_no_value_is_not_known(claim: Claim, kind: str, operator: str, operand: str) -> None:
    assert truth(kind, claim, operator, operand) is OPEN


@pytest.mark.parametrize(("kind", "operator", "operand"), EVERY_OPERATOR)
def test_what_does_not_apply_fails(kind: str, operator: str, operand: str) -> None:
    assert truth(kind, NOT_APPLICABLE, operator, operand) is FAILS


# ---- standing and score ----------------------------------------------------------------------------------------------

MODAL = a_criterion("modal")
PLUGINS = a_criterion("plugins")
MODAL_IS = a_condition(MODAL, "is", "true")
PLUGINS_ARE = a_condition(PLUGINS, "is", "true")
YES, NO = a_claim(MODAL, "true"), a_claim(MODAL, "false")


def wanted(condition: Condition, weight: int) -> Condition:
    return replace(condition, weight=weight)


def test_nothing_required_fits() -> None:
    assert one_answer([a_candidate("Vee")]).standings[0].standing is Standing.FITS


@pytest.mark.parametrize(
    ("modal", "plugins", "expected"),
    [
        (YES, YES, Standing.FITS),
        (YES, UNKNOWN, Standing.VERIFY),
        (UNKNOWN, UNKNOWN, Standing.VERIFY),
        (UNKNOWN, NO, Standing.EXCLUDED),
        (NO, YES, Standing.EXCLUDED),
        (YES, NOT_APPLICABLE, Standing.EXCLUDED),
    ],
)
def test_one_failure_excludes_and_one_gap_leaves_to_verify(modal: Claim, plugins: Claim, expected: Standing) -> None:
    vee = a_candidate("Vee", {"modal": modal, "plugins": plugins})
    assert one_answer([vee], [MODAL_IS, PLUGINS_ARE]).standings[0].standing is expected


@pytest.mark.parametrize("fact", [NO, UNKNOWN, NOT_APPLICABLE])
def test_a_preference_that_does_not_hold_changes_no_standing(fact: Claim) -> None:
    vee = a_candidate("Vee", {"modal": fact})
    assert one_answer([vee], prefer=[wanted(MODAL_IS, 9)]).standings[0].standing is Standing.FITS


def test_the_score_is_the_sum_of_the_weights_that_hold() -> None:
    """What fails and what is not known add nothing; requirements have no weight."""
    speed = a_criterion("speed", "number")
    prefer = [
        wanted(MODAL_IS, 4),
        wanted(a_condition(speed, "at_least", "10"), 3),
        wanted(a_condition(speed, "at_most", "10"), 2),
        wanted(PLUGINS_ARE, 9),
    ]
    vee = a_candidate("Vee", {"modal": YES, "speed": a_claim(speed, "12"), "plugins": UNKNOWN})
    assert one_answer([vee], [MODAL_IS], prefer).standings[0].score == 7


def test_an_excluded_candidate_keeps_its_score() -> None:
    vee = a_candidate("Vee", {"modal": NO, "plugins": YES})
    assert one_answer([vee], [MODAL_IS], [wanted(PLUGINS_ARE, 5)]).standings[0].score == 5


def test_reasons_come_in_the_order_of_questions_requirements_first() -> None:
    first = a_question("first", an_answer("a", [MODAL_IS], [wanted(PLUGINS_ARE, 1)]), an_answer("b"))
    second = a_question("second", an_answer("c", [PLUGINS_ARE]), an_answer("d", [MODAL_IS]))
    outcome = decide(a_decision([a_candidate("Vee")], [first, second]), {"second": "c", "first": "a"})
    assert [
        (reason.question.id, reason.answer.id, reason.condition.criterion.id, reason.is_requirement)
        for reason in outcome.standings[0].reasons
    ] == [("first", "a", "modal", True), ("first", "a", "plugins", False), ("second", "c", "plugins", True)]


def test_a_reason_names_the_fact_it_rests_on() -> None:
    reason = one_answer([a_candidate("Vee", {"modal": NO})], [MODAL_IS]).standings[0].reasons[0]
    assert (reason.claim, reason.truth, reason.major) == (NO, Truth.FAILS, None)


# ---- order and best --------------------------------------------------------------------------------------------------


def test_standing_ranks_before_score_and_score_before_name() -> None:
    candidates = [
        a_candidate("Out", {"modal": NO, "plugins": YES}),
        a_candidate("Maybe", {"modal": UNKNOWN, "plugins": YES}),
        a_candidate("Zed", {"modal": YES}),
        a_candidate("ant", {"modal": YES}),
        a_candidate("Bee", {"modal": YES}),
        a_candidate("Top", {"modal": YES, "plugins": YES}),
    ]
    outcome = one_answer(candidates, [MODAL_IS], [wanted(PLUGINS_ARE, 1)])
    assert [one.candidate.name for one in outcome.standings] == ["Top", "ant", "Bee", "Zed", "Maybe", "Out"]


def test_best_are_all_fitting_candidates_with_the_top_score() -> None:
    facts: Facts = {"modal": YES, "plugins": YES}
    candidates = [a_candidate("Vee", facts), a_candidate("Low", {"modal": YES}), a_candidate("Emm", facts)]
    assert one_answer(candidates, [MODAL_IS], [wanted(PLUGINS_ARE, 1)]).best == ("emm", "vee")


def test_a_fitting_candidate_beats_a_better_scored_one_that_is_to_verify() -> None:
    candidates = [a_candidate("Vee", {"modal": YES}), a_candidate("Emm", {"plugins": YES})]
    assert one_answer(candidates, [MODAL_IS], [wanted(PLUGINS_ARE, 9)]).best == ("vee",)


def test_best_are_the_ones_to_verify_where_none_fits() -> None:
    candidates = [a_candidate("Vee", {"plugins": YES}), a_candidate("Emm"), a_candidate("Out", {"modal": NO})]
    assert one_answer(candidates, [MODAL_IS], [wanted(PLUGINS_ARE, 9)]).best == ("vee",)


def test_there_is_no_best_where_all_are_excluded() -> None:
    assert one_answer([a_candidate("Vee", {"modal": NO})], [MODAL_IS]).best == ()


def test_possible_are_the_ones_to_verify() -> None:
    candidates = [a_candidate("Vee", {"modal": YES}), a_candidate("Emm"), a_candidate("Out", {"modal": NO})]
    assert one_answer(candidates, [MODAL_IS]).possible == ("emm",)


# ---- which questions are asked ---------------------------------------------------------------------------------------

FIRST = a_question("hands", an_answer("modes"), an_answer("none"))
MACHINE = a_question("machine", an_answer("small", [MODAL_IS]), an_answer("big"), when={"hands": ["modes"]})
# Asked only after an answer to a question that is itself not always asked.
DISK = a_question("disk", an_answer("full", [PLUGINS_ARE]), an_answer("empty"), when={"machine": ["small"]})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"hands": "modes"}, True), ({"hands": "none"}, False), ({}, False), ({"machine": "small"}, False)],
)
def test_a_question_is_asked_after_the_answers_it_names(answers: dict[str, str], expected: bool) -> None:
    assert is_asked(MACHINE, answers) is expected


def test_a_question_may_depend_on_several_earlier_ones() -> None:
    question = a_question("both", an_answer("a"), an_answer("b"), when={"hands": ["modes", "none"], "screen": ["wide"]})
    given_answers = [{"hands": "none", "screen": "wide"}, {"hands": "none"}, {"screen": "wide"}]
    assert [is_asked(question, one) for one in given_answers] == [True, False, False]


def test_an_answer_to_a_question_that_is_not_asked_has_no_effect() -> None:
    decision = a_decision([a_candidate("Vee", {"modal": NO})], [FIRST, MACHINE])
    assert decide(decision, {"hands": "none", "machine": "small"}).best == ("vee",)


def test_a_question_behind_one_that_is_not_asked_is_not_asked_either() -> None:
    """No modes, so the machine does not matter, so the disk of the small machine does not."""
    decision = a_decision([a_candidate("Vee", {"plugins": NO})], [FIRST, MACHINE, DISK])
    assert decide(decision, {"hands": "none", "machine": "small", "disk": "full"}).best == ("vee",)


def test_open_questions_and_unheard_of_answers_have_no_effect() -> None:
    decision = a_decision([a_candidate("Vee", {"modal": NO})], [FIRST, MACHINE])
    outcomes = [decide(decision, answers) for answers in ({"hands": "modes"}, {"hands": "modes", "machine": "huge"})]
    assert [(outcome.best, outcome.standings[0].reasons) for outcome in outcomes] == [(("vee",), ()), (("vee",), ())]


def test_the_outcome_remembers_the_answers() -> None:
    answers = {"hands": "modes"}
    assert decide(a_decision([a_candidate("Vee")], [FIRST, MACHINE]), answers).given == answers


# ---- release lines ---------------------------------------------------------------------------------------------------

LANGUAGE = a_criterion("language", "choices", "major")
HAS_LUA = a_condition(LANGUAGE, "includes", "lua")
VEE = a_candidate("Vee", {"language": (a_claim(LANGUAGE, ["own"], "8"), a_claim(LANGUAGE, ["lua"], "9"))}, ["8", "9"])
LINE_8 = a_question("old", an_answer("eight", major="8"), an_answer("any"))
LINE_9 = a_question("new", an_answer("nine", major="9"), an_answer("any"))


def lua(condition: Condition = HAS_LUA) -> Question:
    return a_question("lua", an_answer("yes", [condition]), an_answer("no"))


@pytest.mark.parametrize(("major", "expected"), [("8", Standing.EXCLUDED), ("9", Standing.FITS)])
def test_a_fact_per_line_is_looked_up_on_the_line_of_the_decision(major: str, expected: Standing) -> None:
    outcome = decide(a_decision([VEE], [lua()], major), {"lua": "yes"})
    assert (outcome.standings[0].standing, outcome.standings[0].reasons[0].major) == (expected, major)


def test_an_answer_chooses_the_line_for_all_conditions() -> None:
    """Earlier ones too: the line belongs to the whole outcome."""
    outcome = decide(a_decision([VEE], [lua(), LINE_9], "8"), {"lua": "yes", "new": "nine"})
    assert outcome.best == ("vee",)


def test_of_two_chosen_lines_the_later_question_decides() -> None:
    answers = {"lua": "yes", "old": "eight", "new": "nine"}
    outcomes = [decide(a_decision([VEE], [lua(), *order]), answers) for order in ((LINE_8, LINE_9), (LINE_9, LINE_8))]
    assert [outcome.best for outcome in outcomes] == [("vee",), ()]


def test_an_answer_to_a_question_that_is_not_asked_chooses_no_line() -> None:
    hidden = replace(LINE_8, when={"hands": frozenset({"modes"})})
    outcome = decide(a_decision([VEE], [FIRST, lua(), hidden], "9"), {"hands": "none", "lua": "yes", "old": "eight"})
    assert outcome.best == ("vee",)


def test_a_condition_may_name_its_own_line() -> None:
    outcome = decide(a_decision([VEE], [lua(replace(HAS_LUA, major="9"))], "8"), {"lua": "yes"})
    assert outcome.best == ("vee",)


def test_a_fact_of_the_whole_candidate_needs_no_line() -> None:
    """A line that the candidate does not have excludes only where the fact is known per line."""
    emm = a_candidate("Emm", {"modal": YES}, ["1"])
    outcome = one_answer_on_line(emm, MODAL_IS, "9")
    assert (outcome.standing, outcome.reasons[0].major) == (Standing.FITS, None)


def test_a_candidate_without_the_line_is_excluded() -> None:
    neo = a_candidate("Neo", {"language": a_claim(LANGUAGE, ["lua"])}, ["1"])
    assert one_answer_on_line(neo, HAS_LUA, "9").standing is Standing.EXCLUDED


def test_a_claim_for_all_lines_holds_on_each_of_them() -> None:
    neo = a_candidate("Neo", {"language": a_claim(LANGUAGE, ["lua"])}, ["1"])
    assert one_answer_on_line(neo, HAS_LUA, "1").standing is Standing.FITS


def test_a_line_that_no_claim_is_about_is_to_verify() -> None:
    vee = a_candidate("Vee", {"language": (a_claim(LANGUAGE, ["lua"], "8"),)}, ["8", "9"])
    assert one_answer_on_line(vee, HAS_LUA, "9").standing is Standing.VERIFY


def one_answer_on_line(candidate: Distribution, condition: Condition, major: str) -> Standings:
    question = a_question("only", an_answer("yes", [condition]), an_answer("no"))
    return decide(a_decision([candidate], [question], major), {"only": "yes"}).standings[0]


# ---- properties ------------------------------------------------------------------------------------------------------

SPEED = a_criterion("speed", "number")
BOOLEANS = (MODAL, PLUGINS, a_criterion("mouse"))
FACTS = {
    **{one.id: [a_claim(one, written) for written in ("true", "partial", "false")] for one in BOOLEANS},
    "speed": [a_claim(SPEED, str(number)) for number in range(4)],
}
GAPS = (UNKNOWN, NOT_APPLICABLE, None)
PROPERTY = settings(deadline=None, max_examples=60)


@st.composite
def some_conditions(draw: st.DrawFn, lightest: int, heaviest: int) -> Condition:
    weight = draw(st.integers(lightest, heaviest))
    if draw(st.booleans()):
        operator = draw(st.sampled_from(["at_least", "at_most"]))
        return a_condition(SPEED, operator, str(draw(st.integers(0, 3))), weight=weight)
    operands = draw(st.sampled_from([["true"], ["false"], ["false", "partial"]]))
    return a_condition(draw(st.sampled_from(BOOLEANS)), "is", *operands, weight=weight)


@st.composite
def some_questions(draw: st.DrawFn, name: str, earlier: Sequence[Question]) -> Question:
    names = [f"{name}-{letter}" for letter in "abc"[: draw(st.integers(2, 3))]]
    answers = [
        an_answer(
            one,
            draw(st.lists(some_conditions(0, 0), max_size=2)),
            draw(st.lists(some_conditions(1, 9), max_size=2)),
        )
        for one in names
    ]
    when = {}
    if earlier and draw(st.booleans()):
        before = draw(st.sampled_from(earlier))
        ids = [answer.id for answer in before.answers]
        when[before.id] = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    return a_question(name, *answers, when=when)


@st.composite
def some_decisions(draw: st.DrawFn) -> Decision:
    """A decision of one to four questions about one to four candidates; some facts are missing."""
    questions: list[Question] = []
    for index in range(draw(st.integers(1, 4))):
        questions.append(draw(some_questions(f"q{index}", questions)))
    candidates = []
    for name in ("Ant", "bee", "Cow", "dog")[: draw(st.integers(1, 4))]:
        facts = {key: draw(st.sampled_from([*values, *GAPS])) for key, values in FACTS.items()}
        candidates.append(a_candidate(name, {key: claim for key, claim in facts.items() if claim}))
    return a_decision(candidates, questions)


@st.composite
def some_cases(draw: st.DrawFn, complete: bool = False) -> tuple[Decision, dict[str, str]]:
    """A decision and answers to some of its questions, or to all."""
    decision = draw(some_decisions())
    answers = {}
    for question in decision.questions:
        if complete or draw(st.integers(0, 3)):
            answers[question.id] = draw(st.sampled_from([answer.id for answer in question.answers]))
    return decision, answers


def changed_answer(decision: Decision, question: str, answer: str, change: Callable[[Answer], Answer]) -> Decision:
    questions = tuple(
        replace(one, answers=tuple(change(it) if it.id == answer else it for it in one.answers))
        if one.id == question
        else one
        for one in decision.questions
    )
    return replace(decision, questions=questions)


def in_another_order(questions: Sequence[Question], data: st.DataObject) -> tuple[Question, ...]:
    """The questions shuffled, each still after the ones that it depends on."""
    left = list(data.draw(st.permutations(questions)))
    placed: dict[str, Question] = {}
    while left:
        following = next(one for one in left if one.when.keys() <= placed.keys())
        placed[following.id] = following
        left.remove(following)
    return tuple(placed.values())


def those(outcome: Outcome, standing: Standing) -> set[str]:
    return {one.candidate.id for one in outcome.standings if one.standing is standing}


@PROPERTY
@given(some_cases(complete=True), some_conditions(0, 0), st.data())
def test_one_more_requirement_never_adds_a_candidate_that_fits(
    case: tuple[Decision, dict[str, str]], condition: Condition, data: st.DataObject
) -> None:
    decision, answers = case
    question = data.draw(st.sampled_from(sorted(answers)))
    stricter = changed_answer(
        decision, question, answers[question], lambda one: replace(one, require=(*one.require, condition))
    )
    before, after = decide(decision, answers), decide(stricter, answers)
    assert those(after, Standing.FITS) <= those(before, Standing.FITS)
    assert those(after, Standing.EXCLUDED) >= those(before, Standing.EXCLUDED)


@PROPERTY
@given(some_decisions(), st.integers(0, 3), st.integers(0, 3))
def test_a_higher_bar_never_adds_a_candidate_that_fits(decision: Decision, low: int, more: int) -> None:
    fitting = [
        those(one_answer(decision.candidates, [a_condition(SPEED, "at_least", str(bar))]), Standing.FITS)
        for bar in (low, low + more)
    ]
    assert fitting[1] <= fitting[0]


@PROPERTY
@given(some_cases(), st.data())
def test_the_outcome_does_not_depend_on_the_order_of_questions(
    case: tuple[Decision, dict[str, str]], data: st.DataObject
) -> None:
    """No answer here chooses a release line: of two, the later question decides."""
    decision, answers = case
    shuffled = replace(decision, questions=in_another_order(decision.questions, data))
    mixed = dict(data.draw(st.permutations(list(answers.items()))))
    results = [
        [(one.candidate.id, one.standing, one.score) for one in decide(each, given_answers).standings]
        for each, given_answers in ((decision, answers), (shuffled, mixed))
    ]
    assert results[0] == results[1]


@PROPERTY
@given(some_cases())
def test_best_is_never_an_excluded_candidate(case: tuple[Decision, dict[str, str]]) -> None:
    outcome = decide(*case)
    assert not set(outcome.best) & those(outcome, Standing.EXCLUDED)


@PROPERTY
@given(some_cases())
def test_there_is_a_best_unless_all_are_excluded(case: tuple[Decision, dict[str, str]]) -> None:
    outcome = decide(*case)
    assert bool(outcome.best) == (len(those(outcome, Standing.EXCLUDED)) < len(outcome.standings))


@PROPERTY
@given(some_cases())
def test_an_unknown_fact_never_lets_a_candidate_fit_what_requires_it(case: tuple[Decision, dict[str, str]]) -> None:
    for one in decide(*case).standings:
        gaps = [reason for reason in one.reasons if reason.is_requirement and reason.claim.value is None]
        assert not gaps or one.standing is not Standing.FITS


@PROPERTY
@given(some_cases(), st.data())
def test_learning_an_unknown_fact_never_overturns_what_was_sure(
    case: tuple[Decision, dict[str, str]], data: st.DataObject
) -> None:
    """Kleene's logic is monotone: a candidate that fits or is excluded stays so, whatever the gaps turn out."""
    decision, answers = case
    learned = []
    for one in decision.candidates:
        known = {
            key: (data.draw(st.sampled_from([values[0], values[-1], NOT_APPLICABLE])),)
            for key, values in FACTS.items()
            if one.claim(key).state in {State.UNKNOWN, State.NOT_RESEARCHED}
        }
        learned.append(replace(one, facts={**one.facts, **known}))
    before, after = decide(decision, answers), decide(replace(decision, candidates=tuple(learned)), answers)
    assert those(before, Standing.FITS) <= those(after, Standing.FITS)
    assert those(before, Standing.EXCLUDED) <= those(after, Standing.EXCLUDED)
