"""The candidates of an outcome, each with every condition, what it came to, and the fact behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.decide import Outcome, Reason, Standing, Standings, Truth
from generator.model import Condition, Distribution, State
from generator.views.evidence import ClaimView, claim_view

STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.FITS: ("Fits", "yes"),
    Standing.VERIFY: ("Possible, to verify", "unknown"),
    Standing.EXCLUDED: ("Excluded", "no"),
}
TRUTHS: Mapping[Truth, tuple[str, str]] = {
    Truth.HOLDS: ("Met", "yes"),
    Truth.FAILS: ("Not met", "no"),
    Truth.UNKNOWN: ("To verify", "unknown"),
}
# How an operator reads between the name of a criterion and its operands, and the word between the operands.
OPERATORS: Mapping[str, tuple[str, str]] = {
    "is": ("is", "or"),
    "includes": ("includes", "and"),
    "at_least": ("is at least", "and"),
    "at_most": ("is at most", "and"),
    "before": ("is before", "and"),
    "after": ("is after", "and"),
}


@dataclass(frozen=True)
class ReasonView:
    """One condition, what it came to, the fact behind it, and who asked for it: (answer, question, because) each."""

    test: str
    truth: str
    mark: str
    weight: int
    is_requirement: bool
    major: str | None
    asked: tuple[tuple[str, str, str], ...]
    claim: ClaimView


@dataclass(frozen=True)
class CandidateView:
    """One candidate of an outcome; `sum` is the arithmetic of its score."""

    id: str
    name: str
    standing: str
    mark: str
    is_best: bool
    score: int
    sum: str
    reasons: tuple[ReasonView, ...]


def either(words: Iterable[str], last_word: str = "or") -> str:
    """Return words joined by commas and a last "or"."""
    *head, last = words
    return f"{', '.join(head)} {last_word} {last}" if head else last


def condition_text(condition: Condition) -> str:
    """Return a condition as a sentence without its full stop: CPU levels (line 10) includes x86-64-v2."""
    verb, between = OPERATORS[condition.operator]
    line = f" (line {condition.major})" if condition.major else ""
    operands = either((f"“{operand.text}”" for operand in condition.operands), between)
    return f"{condition.criterion.record.title}{line} {verb} {operands}"


def candidate_views(outcome: Outcome, today: date, outcomes: Iterable[Outcome] = ()) -> tuple[CandidateView, ...]:
    """Return the candidates of an outcome, with the reasons of all `outcomes` that it stands for."""
    reasons: dict[str, dict[object, Reason]] = {one.candidate.id: {} for one in outcome.standings}
    for each in (outcome, *outcomes):
        for one in each.standings:
            for reason in one.reasons:
                reasons[one.candidate.id].setdefault(reason.condition.at, reason)
    return tuple(
        _candidate(one, tuple(reasons[one.candidate.id].values()), one.candidate.id in outcome.best, today)
        for one in outcome.standings
    )


def _candidate(one: Standings, reasons: tuple[Reason, ...], is_best: bool, today: date) -> CandidateView:
    standing, mark = STANDINGS[one.standing]
    weights = [
        str(reason.condition.weight)
        for reason in one.reasons
        if not reason.is_requirement and reason.truth is Truth.HOLDS
    ]
    total = f"{' + '.join(weights)} = {one.score}" if len(weights) > 1 else str(one.score)
    same: dict[object, list[Reason]] = {}
    for reason in reasons:
        same.setdefault((condition_text(reason.condition), reason.condition.weight, reason.major), []).append(reason)
    return CandidateView(
        one.candidate.id,
        one.candidate.name,
        standing,
        mark,
        is_best,
        one.score,
        total,
        tuple(_reason(group, one.candidate, today) for group in same.values()),
    )


def _reason(group: Sequence[Reason], candidate: Distribution, today: date) -> ReasonView:
    """Return one reason for all answers that ask the same of a candidate."""
    first = group[0]
    truth, mark = TRUTHS[first.truth]
    if first.claim.state is State.NOT_APPLICABLE:
        truth, mark = "Does not apply", "none"
    return ReasonView(
        condition_text(first.condition),
        truth,
        mark,
        first.condition.weight,
        first.is_requirement,
        first.major,
        tuple((reason.answer.label, reason.question.ask, reason.condition.because) for reason in group),
        claim_view(first.claim, first.condition.criterion, candidate, today),
    )
