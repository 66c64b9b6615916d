"""Decide: answers -> which candidates fit, why, and in what order. Pure functions of the model.

Three values all the way (Kleene): a condition holds, fails, or is not known. A requirement that fails excludes; one that is
not known leaves the candidate "possible, to verify"; a preference adds its weight where it holds. Nothing else ranks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.model import Answer, Claim, Condition, Decision, Distribution, Question, State
from generator.values import Value

Given = Mapping[str, str]


class Truth(StrEnum):
    """Whether a condition holds for a candidate."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Where a candidate stands after the requirements."""

    FITS = "fits"
    VERIFY = "verify"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Reason:
    """One condition of a given answer, what it came to, and the fact behind it."""

    question: Question
    answer: Answer
    condition: Condition
    truth: Truth
    claim: Claim
    major: str | None

    @property
    def is_requirement(self) -> bool:
        """A requirement excludes; a preference has a weight and ranks."""
        return self.condition.weight == 0


@dataclass(frozen=True)
class Standings:
    """One candidate under the given answers, with every reason in the order of the questions."""

    candidate: Distribution
    standing: Standing
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Outcome:
    """All candidates: fitting ones first, then those to verify, then the excluded; within each by score, then by name.

    `major` is the release line that the answers lead to.
    """

    given: Given
    standings: tuple[Standings, ...]
    major: str | None = None

    @property
    def best(self) -> tuple[str, ...]:
        """The candidates that nothing beats: the top scores among the fitting, else among those to verify."""
        for standing in (Standing.FITS, Standing.VERIFY):
            group = [one for one in self.standings if one.standing is standing]
            if group:
                top = max(one.score for one in group)
                return tuple(one.candidate.id for one in group if one.score == top)
        return ()

    @property
    def is_sure(self) -> bool:
        """Whether what is on top is known to fit."""
        return not set(self.best) & set(self.possible)

    @property
    def possible(self) -> tuple[str, ...]:
        """The candidates that are neither excluded nor sure."""
        return tuple(one.candidate.id for one in self.standings if one.standing is Standing.VERIFY)


def holds(condition: Condition, claim: Claim) -> Truth:
    """Test a claim. A value that is only partly so, and no value at all, are not known; "not applicable" fails."""
    if claim.state is State.NOT_APPLICABLE:
        return Truth.FAILS
    if claim.value is None:
        return Truth.UNKNOWN
    value, operands = claim.value, condition.operands
    if condition.operator == "is":
        if any(value.key == operand.key for operand in operands):
            return Truth.HOLDS
        is_partial = condition.criterion.record.type in {"boolean", "support"} and value.key == "partial"
        return Truth.UNKNOWN if is_partial else Truth.FAILS
    if condition.operator == "includes":
        return _truth(all(operand.key <= value.key for operand in operands))
    truths = {_compare(condition.operator, value, operand) for operand in operands}
    return Truth.FAILS if Truth.FAILS in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.HOLDS


def _truth(is_so: bool) -> Truth:
    return Truth.HOLDS if is_so else Truth.FAILS


def _compare(operator: str, value: Value, operand: Value) -> Truth:
    """Compare two values of one type. A month or a year is before a day only if all of it is; amounts need one unit."""
    if value.unit != operand.unit:
        return Truth.UNKNOWN
    if operator in {"before", "after"}:
        (first, last), (other_first, other_last) = value.order, operand.order
        if operator == "before":
            return Truth.HOLDS if last < other_first else Truth.FAILS if first >= other_first else Truth.UNKNOWN
        return Truth.HOLDS if first > other_last else Truth.FAILS if last <= other_last else Truth.UNKNOWN
    return _truth(value.order >= operand.order if operator == "at_least" else value.order <= operand.order)


def is_asked(question: Question, given: Given) -> bool:
    """Return whether the answers so far lead to this question."""
    return all(given.get(earlier) in answers for earlier, answers in question.when.items())


def answered(decision: Decision, given: Given) -> dict[str, str]:
    """Return the answers to questions that are asked: one behind a question that is not asked has no effect."""
    kept: dict[str, str] = {}
    for question in decision.questions:
        if question.id in given and is_asked(question, kept):
            kept[question.id] = given[question.id]
    return kept


def decide(decision: Decision, given: Given) -> Outcome:
    """Return the outcome of some answers; questions left open have no effect."""
    kept = answered(decision, given)
    known = decision.results.get(frozenset(kept.items()))
    if isinstance(known, Outcome):
        return replace(known, given=dict(given))
    picked = [
        (question, answer)
        for question in decision.questions
        for answer in question.answers
        if kept.get(question.id) == answer.id
    ]
    major = next((answer.major for _, answer in reversed(picked) if answer.major), decision.record.major)
    everyone = [stand(candidate, picked, major) for candidate in decision.candidates]
    ranks = list(Standing)
    everyone.sort(key=lambda one: (ranks.index(one.standing), -one.score, one.candidate.name.casefold()))
    outcome = Outcome(dict(given), tuple(everyone), major)
    decision.results[frozenset(kept.items())] = outcome
    return outcome


def stand(candidate: Distribution, picked: Sequence[tuple[Question, Answer]], major: str | None) -> Standings:
    """Return where a candidate stands after some answers, on a release line."""
    reasons = []
    for question, answer in picked:
        for condition in (*answer.require, *answer.prefer):
            line = (condition.major or major) if condition.criterion.record.scope == "major" else None
            claim = candidate.claim(condition.criterion.id, line)
            if line is not None and candidate.lines and candidate.line(line) is None:
                claim = Claim(State.NOT_APPLICABLE, candidate.at, (line,), note=f"It has no release line {line}.")
            truth = holds(condition, claim)
            reasons.append(Reason(question, answer, condition, truth, claim, line))
    return standing_of(candidate, tuple(reasons))


def standing_of(candidate: Distribution, reasons: tuple[Reason, ...]) -> Standings:
    """Return where a candidate stands for these reasons: one requirement that fails excludes, preferences add their weight."""
    truths = {reason.truth for reason in reasons if reason.is_requirement}
    if Truth.FAILS in truths:
        standing = Standing.EXCLUDED
    elif Truth.UNKNOWN in truths:
        standing = Standing.VERIFY
    else:
        standing = Standing.FITS
    score = sum(reason.condition.weight for reason in reasons if reason.truth is Truth.HOLDS)
    return Standings(candidate, standing, score, reasons)
