"""What would flip a result: the answers, and the facts, of which a single one otherwise leads to other candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.decide import Outcome, Reason, Standing, Standings, Truth, answered, decide, standing_of
from generator.flowchart import AnswerPath
from generator.model import Answer, Decision, Question


@dataclass(frozen=True)
class AnswerFlip:
    """Another answer to one question, what comes out on top then, and the questions answered here that are not asked then."""

    question: Question
    given: tuple[Answer, ...]
    other: Answer
    best: tuple[str, ...]
    dropped: tuple[Question, ...]


@dataclass(frozen=True)
class FactFlip:
    """One fact of a candidate being otherwise (`then` holds or fails), and what comes out on top then."""

    candidate: Standings
    reason: Reason
    then: Truth
    best: tuple[str, ...]


def answer_flips(decision: Decision, outcome: Outcome, path: AnswerPath) -> Iterator[AnswerFlip]:
    """Yield the other answers on a way through the chart that lead to other candidates.

    Those that keep all other answers come first, and of them the later questions: they ask for wishes rather than for needs. One
    that closes a question drops what was answered there, which is no small change.
    """
    found = []
    for question, answers in reversed(path):
        for other in question.answers:
            if other in answers:
                continue
            given = {**outcome.given, question.id: other.id}
            best = decide(decision, given).best
            if best != outcome.best:
                kept = answered(decision, given)
                dropped = tuple(one for one, _ in path if one.id not in kept)
                found.append(AnswerFlip(question, answers, other, best, dropped))
    yield from sorted(found, key=lambda flip: bool(flip.dropped))


def last_exclusion(decision: Decision, path: AnswerPath) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """Return who was the last to be left on the way to a dead end, and the requirements that excluded them; nothing elsewhere."""
    given: dict[str, str] = {}
    before = decide(decision, given)
    for question, answers in path:
        given[question.id] = answers[0].id
        after = decide(decision, given)
        if before.best and not after.best:
            last = {one.candidate.id for one in before.standings if one.standing is not Standing.EXCLUDED}
            reasons = {
                _test(reason): reason
                for one in after.standings
                if one.candidate.id in last
                for reason in one.reasons
                if reason.is_requirement and reason.truth is Truth.FAILS
            }
            return tuple(one.id for one in decision.candidates if one.id in last), tuple(reasons.values())
        before = after
    return (), ()


def fact_flips(outcome: Outcome) -> Iterator[FactFlip]:
    """Yield the single facts that would change what comes out on top: what is not known first, then by candidate.

    A fact that several conditions test counts as one where they ask the same of it.
    """
    found: list[FactFlip] = []
    for one in outcome.standings:
        seen: set[object] = set()
        for reason in one.reasons:
            test = _test(reason)
            if test in seen:
                continue
            seen.add(test)
            for then in (Truth.HOLDS, Truth.FAILS):
                best = _best_if(outcome, one, test, then) if then is not reason.truth else outcome.best
                if set(best) != set(outcome.best):
                    found.append(FactFlip(one, reason, then, best))
    yield from sorted(found, key=lambda flip: flip.reason.truth is not Truth.UNKNOWN)


def _test(reason: Reason) -> object:
    """Return what a condition asks of a fact: conditions that ask the same stand or fall together."""
    condition = reason.condition
    return condition.criterion.id, reason.major, condition.operator, tuple(one.key for one in condition.operands)


def _best_if(outcome: Outcome, one: Standings, test: object, then: Truth) -> tuple[str, ...]:
    """Return what is on top if a test came out otherwise for one candidate."""
    reasons = tuple(replace(reason, truth=then) if _test(reason) == test else reason for reason in one.reasons)
    changed = standing_of(one.candidate, reasons)
    return replace(outcome, standings=tuple(changed if other is one else other for other in outcome.standings)).best
