"""Proofs about all combinations of answers: against brute force on small decisions, and within seconds on a big one."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import prove as prove_module
from generator.decide import Standing, answered, decide
from generator.examples import look
from generator.flowchart import compile_chart, count, leaves, measure
from generator.model import Condition, Decision, Question
from generator.prove import Verdict, judge, prove
from generator.reach import Reach, need
from generator.rivals import in_order
from tests.test_decide import (
    BOOLEANS,
    DISK,
    FACTS,
    FIRST,
    GAPS,
    MACHINE,
    MODAL_IS,
    NO,
    PLUGINS_ARE,
    PROPERTY,
    SPEED,
    UNKNOWN,
    YES,
    a_candidate,
    a_claim,
    a_condition,
    a_criterion,
    a_decision,
    a_question,
    an_answer,
    wanted,
)

LANGUAGE = a_criterion("language", "choices", "major")
LANGUAGES, LINES = ["lua", "lisp", "own"], ["8", "9", "10"]
Result = tuple[frozenset[str], frozenset[str]]


# ---- random decisions, with release lines and questions that depend on others ----------------------------------------


@st.composite
def conditions(draw: st.DrawFn, lightest: int, heaviest: int) -> Condition:
    weight, kind = draw(st.integers(lightest, heaviest)), draw(st.integers(0, 2))
    if kind == 0:
        major = draw(st.sampled_from([None, None, "9"]))
        return a_condition(LANGUAGE, "includes", draw(st.sampled_from(LANGUAGES)), weight=weight, major=major)
    if kind == 1:
        return a_condition(
            SPEED, draw(st.sampled_from(["at_least", "at_most"])), str(draw(st.integers(0, 3))), weight=weight
        )
    return a_condition(draw(st.sampled_from(BOOLEANS)), "is", draw(st.sampled_from(["true", "false"])), weight=weight)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    questions: list[Question] = []
    for number in range(draw(st.integers(1, 4))):
        requires, prefers = draw(st.sampled_from([(2, 0), (0, 2), (1, 1)]))
        answers = [
            an_answer(
                f"q{number}-{letter}",
                draw(st.lists(conditions(0, 0), max_size=requires)),
                draw(st.lists(conditions(1, 5), max_size=prefers)),
                draw(st.sampled_from([None] * 8 + LINES)),
            )
            for letter in "abc"[: draw(st.integers(2, 3))]
        ]
        when = {
            earlier.id: draw(st.lists(st.sampled_from([one.id for one in earlier.answers]), min_size=1, max_size=2))
            for earlier in questions
            if draw(st.integers(0, 3)) == 0
        }
        questions.append(a_question(f"q{number}", *answers, when=when))
    candidates = []
    for name in ("Ant", "bee", "Cow", "dog")[: draw(st.integers(1, 4))]:
        facts = {key: draw(st.sampled_from([*values, *GAPS])) for key, values in FACTS.items()}
        by_line = [
            a_claim(LANGUAGE, [draw(st.sampled_from(LANGUAGES))], line) for line in LINES if draw(st.integers(0, 3))
        ]
        known = {key: claim for key, claim in facts.items() if claim} | {"language": tuple(by_line)}
        candidates.append(a_candidate(name, known, draw(st.sampled_from([LINES, LINES[1:], []]))))
    return a_decision(candidates, questions, draw(st.sampled_from(LINES)))


def combinations(decision: Decision) -> Iterator[dict[str, str]]:
    names = [question.id for question in decision.questions]
    for way in product(*([answer.id for answer in question.answers] for question in decision.questions)):
        yield dict(zip(names, way, strict=True))


def result(decision: Decision, answers: Mapping[str, str]) -> Result:
    outcome = decide(decision, answers)
    return frozenset(outcome.best), frozenset(outcome.possible)


def is_deciding(decision: Decision, question: Question) -> bool:
    return any(
        result(decision, answers) != result(decision, {**answers, question.id: answer.id})
        for answers in combinations(decision)
        for answer in question.answers
    )


def left(decision: Decision, answers: Mapping[str, str]) -> set[str]:
    return {one.candidate.id for one in decide(decision, answers).standings if one.standing is not Standing.EXCLUDED}


# ---- every combination ----------------------------------------------------------------------------------------------


@PROPERTY
@given(decisions())
def test_every_combination_has_candidates_or_an_explained_dead_end(decision: Decision) -> None:
    """Nobody is left without an outcome: where no candidate is left, each has a requirement that it fails."""
    for answers in combinations(decision):
        outcome = decide(decision, answers)
        assert len(outcome.standings) == len(decision.candidates)
        if not outcome.best:
            assert all(
                any(reason.is_requirement and reason.truth == "fails" for reason in one.reasons)
                for one in outcome.standings
            )


@PROPERTY
@given(decisions())
def test_the_diagram_has_the_results_of_all_combinations_and_no_other(decision: Decision) -> None:
    diagram = prove(decision)
    assert diagram is not None
    assert diagram.results == {result(decision, answers) for answers in combinations(decision)}


@PROPERTY
@given(decisions())
def test_winners_are_those_whom_a_combination_brings_to_the_top(decision: Decision) -> None:
    diagram = prove(decision)
    assert diagram is not None
    assert diagram.winners == {name for answers in combinations(decision) for name in result(decision, answers)[0]}


@PROPERTY
@given(decisions())
def test_deciding_questions_are_those_whose_answer_changes_a_result(decision: Decision) -> None:
    diagram = prove(decision)
    assert diagram is not None
    assert diagram.deciding == {one.id for one in decision.questions if is_deciding(decision, one)}


@PROPERTY
@given(decisions())
def test_examples_show_nothing_that_is_not_so(decision: Decision) -> None:
    examples, diagram = look(decision, 3), prove(decision)
    assert diagram is not None
    assert examples.winners <= diagram.winners
    assert examples.deciding <= diagram.deciding


@PROPERTY
@given(decisions())
def test_the_verdict_is_that_of_brute_force(decision: Decision) -> None:
    winners = {name for answers in combinations(decision) for name in result(decision, answers)[0]}
    asked = {name for answers in combinations(decision) for name in answered(decision, answers)}
    assert judge(decision) == Verdict(
        frozenset({one.id for one in decision.candidates} - winners),
        frozenset(one.id for one in decision.questions if one.id in asked and not is_deciding(decision, one)),
    )


@PROPERTY
@given(decisions())
def test_a_verdict_without_a_proof_claims_less_but_nothing_else(decision: Decision) -> None:
    """As if there were too many situations to go through."""
    sure, unsure = judge(decision), judge(decision, limit=0)
    assert unsure.hopeless <= sure.hopeless <= unsure.hopeless | unsure.open_candidates
    assert unsure.idle <= sure.idle <= unsure.idle | unsure.open_questions


@PROPERTY
@given(decisions())
def test_the_order_for_a_proof_keeps_questions_behind_those_that_they_depend_on(decision: Decision) -> None:
    places = {question.id: place for place, question in enumerate(in_order(decision.questions))}
    assert sorted(places) == sorted(question.id for question in decision.questions)
    assert all(places[name] < places[question.id] for question in decision.questions for name in question.when)


@PROPERTY
@given(decisions())
def test_a_chart_is_measured_as_it_is_drawn(decision: Decision) -> None:
    chart = compile_chart(decision)
    assert measure(decision, 10_000) == (count(chart), len(list(leaves(chart))))


def test_a_chart_with_more_situations_than_the_limit_is_not_measured() -> None:
    decision = a_decision([a_candidate("Vee", {"modal": YES}), a_candidate("Emm")], [FIRST, MACHINE, DISK])
    assert [measure(decision, limit) is None for limit in (3, 100)] == [True, False]


# ---- what can be reached ---------------------------------------------------------------------------------------------


@PROPERTY
@given(decisions())
def test_answers_that_can_be_given_are_those_of_some_combination(decision: Decision) -> None:
    reach = Reach(decision)
    pairs = [(place, at) for place, question in enumerate(decision.questions) for at in range(len(question.answers))]
    everything = [answered(decision, answers) for answers in combinations(decision)]

    def occurs(*wanted_pairs: tuple[int, int]) -> bool:
        ids = [(decision.questions[place].id, decision.questions[place].answers[at].id) for place, at in wanted_pairs]
        return any(all(given_answers.get(name) == answer for name, answer in ids) for given_answers in everything)

    for one, other in product(pairs, pairs):
        if one[0] <= other[0] and (one[0] < other[0] or one == other):
            assert reach.can_be_given(dict([one, other])) == occurs(one, other)


@PROPERTY
@given(decisions())
def test_those_left_after_an_answer_are_left_by_some_combination(decision: Decision) -> None:
    expected = set()
    for answers in combinations(decision):
        for place, question in enumerate(decision.questions):
            opened = {name: answer for name, answer in answers.items() if name != question.id}
            if question.id in answered(decision, answers):
                at = [answer.id for answer in question.answers].index(answers[question.id])
                expected |= {(place, at)} if left(decision, answers) else set()
                expected |= {(place, None)} if left(decision, opened) else set()
    assert Reach(decision).left() == expected


def left_on(decision: Decision, answers: Mapping[str, str], major: str | None) -> set[str]:
    """Those left after some answers on a release line, whatever line the answers choose."""
    fixed = a_question("line", an_answer("x", major=major), an_answer("y"))
    forced = Decision(decision.id, decision.record, decision.candidates, (*decision.questions, fixed))
    return left(forced, {**answers, "line": "x"})


def line_after(decision: Decision, answers: Mapping[str, str]) -> str | None:
    kept = answered(decision, answers)
    chosen = [
        answer.major
        for question in decision.questions
        for answer in question.answers
        if kept.get(question.id) == answer.id and answer.major
    ]
    return chosen[-1] if chosen else decision.record.major


def added_by_brute_force(decision: Decision) -> tuple[set[tuple[str, str, str]], set[str]]:
    """Who is let in by which answer and excluded by which laxer one; and by which answers against none at all."""
    laxer, opened = set(), set()
    for answers in combinations(decision):
        for question in decision.questions:
            if question.id not in answered(decision, answers):
                continue
            stricter = next(answer for answer in question.answers if answer.id == answers[question.id])
            here, major = left(decision, answers), line_after(decision, answers)
            without = {name: answer for name, answer in answers.items() if name != question.id}
            opened |= {stricter.id} if here - left_on(decision, without, major) else set()
            for other in question.answers:
                if {need(one) for one in other.require} < {need(one) for one in stricter.require}:
                    more = here - left_on(decision, {**answers, question.id: other.id}, major)
                    laxer |= {(stricter.id, other.id, name) for name in more}
    return laxer, opened


@PROPERTY
@given(decisions())
def test_additions_are_those_of_brute_force_and_leaving_open_adds_nobody(decision: Decision) -> None:
    laxer, opened = added_by_brute_force(decision)
    found = Reach(decision).additions()
    assert {(one.stricter.id, one.laxer.id, one.candidate.id) for one in found} == laxer
    assert all(one.excluding for one in found)
    assert opened == set()


def test_a_stricter_answer_that_closes_a_question_may_let_somebody_in() -> None:
    """Random decisions rarely hit upon it: asked about plugins only who does not need modes."""
    strict, lax = an_answer("strict", [MODAL_IS]), an_answer("lax")
    plugins = a_question("plugins", an_answer("many", [PLUGINS_ARE]), an_answer("few"), when={"hands": ["lax"]})
    candidates = [a_candidate("Vee", {"modal": YES, "plugins": NO}), a_candidate("Emm", {"modal": NO, "plugins": YES})]
    decision = a_decision(candidates, [a_question("hands", strict, lax), plugins])
    [addition] = Reach(decision).additions()
    assert (addition.stricter.id, addition.laxer.id, addition.candidate.id) == ("strict", "lax", "vee")
    assert [(question.id, answer.id) for question, answer in addition.excluding] == [("plugins", "many")]
    assert added_by_brute_force(decision)[0] == {("strict", "lax", "vee")}


# ---- equivalence -----------------------------------------------------------------------------------------------------


def test_candidates_that_every_answer_treats_alike_are_gone_through_once() -> None:
    questions = [
        a_question(f"q{number}", an_answer("a", [], [wanted(MODAL_IS, number + 1)]), an_answer("b"))
        for number in range(5)
    ]
    pair = [a_candidate("Vee", {"modal": YES}), a_candidate("Emm", {"modal": NO})]
    many = [a_candidate(f"{one.name}{number}", one.facts) for one in pair for number in range(6)]
    few, folded = prove(a_decision(pair, questions)), prove(a_decision(many, questions))
    assert few is not None
    assert folded is not None
    assert few.situations == folded.situations
    assert folded.winners == {one.id for one in many}


def test_what_only_excluded_candidates_gain_makes_no_situation() -> None:
    """All that is preferred speaks for Vee, whom the first answer excludes; after the other one, nobody else ever wins."""
    gate = a_question(
        "gate", an_answer("shut", [MODAL_IS]), an_answer("open", [a_condition(BOOLEANS[0], "is", "false")])
    )
    wishes = [
        a_question(f"q{number}", an_answer("a", [], [wanted(PLUGINS_ARE, number + 1)]), an_answer("b"))
        for number in range(20)
    ]
    candidates = [a_candidate("Vee", {"modal": NO, "plugins": YES}), a_candidate("Emm", {"modal": YES, "plugins": NO})]
    diagram = prove(a_decision(candidates, [gate, *wishes]))
    assert diagram is not None
    assert (diagram.situations, diagram.deciding, diagram.winners) == (1, {"gate"}, {"vee", "emm"})


def test_a_million_combinations_of_equal_wishes_are_few_situations() -> None:
    wishes = [
        a_question(
            f"q{number}", an_answer("a", [], [wanted(PLUGINS_ARE, 1)]), an_answer("b", [], [wanted(MODAL_IS, 1)])
        )
        for number in range(20)
    ]
    candidates = [a_candidate("Vee", {"modal": NO, "plugins": YES}), a_candidate("Emm", {"modal": YES, "plugins": NO})]
    diagram = prove(a_decision(candidates, wishes))
    assert diagram is not None
    assert diagram.situations < 400
    assert len(diagram.results) == 3


# ---- size ------------------------------------------------------------------------------------------------------------


def made_up(candidates: int = 8, kinds: Sequence[int] = (15, 5, 5), seed: int = 1) -> Decision:
    """25 questions of 4 answers about facts without any pattern: 15 that require, 5 that prefer, 5 that do both; some follow others."""
    random = Random(seed)
    criteria = [a_criterion(f"c{number}") for number in range(60)]

    def fact(chance: float) -> object:
        return UNKNOWN if chance < 0.15 else a_claim(criteria[0], "true" if random.random() < 0.6 else "false")

    everyone = [
        a_candidate(f"D{number}", {one.id: fact(random.random()) for one in criteria}) for number in range(candidates)
    ]
    order = [kind for kind, number in enumerate(kinds) for _ in range(number)]
    random.shuffle(order)
    questions: list[Question] = []
    for number, kind in enumerate(order):
        some = [a_condition(random.choice(criteria), "is", "true") for _ in range(3)]
        prefer = [[wanted(one, random.randint(1, 3))] for one in some]
        answers = {
            0: [an_answer(f"a{at}", [one]) for at, one in enumerate(some)],
            1: [an_answer(f"a{at}", [], one) for at, one in enumerate(prefer)],
            2: [an_answer("a0", some[:1]), an_answer("a1", some[1:2]), an_answer("a2", [], prefer[2])],
        }[kind]
        when = (
            {random.choice(questions).id: random.sample(["a0", "a1", "a2", "a3"], 2)}
            if random.random() < 0.2 and questions
            else {}
        )
        questions.append(a_question(f"q{number}", *answers, an_answer("a3"), when=when))
    return a_decision(everyone, questions)


def test_25_questions_of_4_answers_are_gone_through_in_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    decision = made_up()
    start = time.perf_counter()
    diagram = prove(decision)
    seconds = time.perf_counter() - start
    assert diagram is not None
    with capsys.disabled():
        sys.stdout.write(f" [25 x 4: {diagram.situations} situations, {len(diagram.results)} results, {seconds:.1f} s]")
    assert len(decision.questions) == 25
    assert {len(question.answers) for question in decision.questions} == {4}
    assert seconds < 20


def test_examples_settle_a_decision_that_is_too_big_to_go_through() -> None:
    """25 questions that only prefer, about 13 candidates: more situations than anybody can go through, and none has to be."""
    decision = made_up(13, (0, 25, 0))
    assert prove(decision, 1_000) is None
    assert judge(decision, 1_000) == Verdict(frozenset(), frozenset())


def test_no_more_situations_are_gone_through_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = made_up()
    builders = []
    real = prove_module._Builder

    def build(*arguments: object) -> object:
        builders.append(real(*arguments))
        return builders[-1]

    monkeypatch.setattr(prove_module, "_Builder", build)
    assert prove(decision, 500) is None
    assert len(builders[0].known) == 500
