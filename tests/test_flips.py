"""What would flip a result: each flip is true, and none is missing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from test_decide import PROPERTY, some_cases

from generator.decide import Standing, Truth, answered, decide
from generator.flips import answer_flips, fact_flips, last_exclusion
from generator.flowchart import compile_chart, leaves
from generator.model import Decision


@PROPERTY
@given(some_cases(complete=True))
def test_another_answer_that_leads_elsewhere_is_told(case: tuple[Decision, dict[str, str]]) -> None:
    decision, _ = case
    for leaf in leaves(compile_chart(decision)):
        told = {
            (flip.question.id, flip.other.id): flip.best for flip in answer_flips(decision, leaf.outcome, leaf.path)
        }
        for question, answers in leaf.path:
            for other in question.answers:
                best = decide(decision, {**leaf.outcome.given, question.id: other.id}).best
                if other in answers or best == leaf.outcome.best:
                    assert (question.id, other.id) not in told
                else:
                    assert told[question.id, other.id] == best


@PROPERTY
@given(some_cases(complete=True))
def test_what_drops_an_answer_comes_last_and_says_so(case: tuple[Decision, dict[str, str]]) -> None:
    decision, _ = case
    for leaf in leaves(compile_chart(decision)):
        flips = list(answer_flips(decision, leaf.outcome, leaf.path))
        assert [bool(flip.dropped) for flip in flips] == sorted(bool(flip.dropped) for flip in flips)
        for flip in flips:
            kept = answered(decision, {**leaf.outcome.given, flip.question.id: flip.other.id})
            assert {one.id for one in flip.dropped} == {one.id for one, _ in leaf.path} - kept.keys()


@PROPERTY
@given(some_cases())
def test_a_fact_flips_only_what_it_is_said_to(case: tuple[Decision, dict[str, str]]) -> None:
    decision, answers = case
    outcome = decide(decision, answers)
    flips = list(fact_flips(outcome))
    assert [flip.reason.truth is Truth.UNKNOWN for flip in flips] == sorted(
        (flip.reason.truth is Truth.UNKNOWN for flip in flips), reverse=True
    )
    for flip in flips:
        assert flip.then is not flip.reason.truth
        assert set(flip.best) != set(outcome.best)
        # A fact of one candidate moves nobody but that candidate in or out, unless it was alone or becomes it.
        moved = set(flip.best) ^ set(outcome.best)
        assert flip.candidate.candidate.id in moved or flip.candidate.standing is not Standing.EXCLUDED


@PROPERTY
@given(some_cases())
def test_what_is_excluded_by_one_fact_alone_is_told(case: tuple[Decision, dict[str, str]]) -> None:
    decision, answers = case
    outcome = decide(decision, answers)
    told = {(flip.candidate.candidate.id, flip.reason.condition.at) for flip in fact_flips(outcome)}
    for one in outcome.standings if not outcome.best else ():
        failing = [reason for reason in one.reasons if reason.is_requirement and reason.truth is Truth.FAILS]
        if len({replace(reason.condition, at=None, because="") for reason in failing}) == 1:  # type: ignore[arg-type]
            assert any((one.candidate.id, reason.condition.at) in told for reason in failing)


@PROPERTY
@given(some_cases(complete=True))
def test_a_dead_end_names_who_was_left_last_and_what_excluded_them(case: tuple[Decision, dict[str, str]]) -> None:
    decision, _ = case
    for leaf in leaves(compile_chart(decision)):
        last, reasons = last_exclusion(decision, leaf.path)
        assert bool(last) == (not leaf.outcome.best)
        excluded = {one.candidate.id for one in leaf.outcome.standings if one.standing is Standing.EXCLUDED}
        assert set(last) <= excluded
        assert bool(reasons) == bool(last)
        assert all(reason.is_requirement and reason.truth is Truth.FAILS for reason in reasons)
