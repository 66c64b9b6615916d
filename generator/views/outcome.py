"""One outcome of a decision: the ranking with its reasons, what would flip it, and where to go from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product

from generator import uris
from generator.decide import Outcome, Truth, decide, is_asked
from generator.flips import AnswerFlip, FactFlip, answer_flips, fact_flips, last_exclusion
from generator.flowchart import Leaf
from generator.model import Decision, Distribution
from generator.values import show_date
from generator.views.comparer import Comparer
from generator.views.comparison import ComparisonView, build_comparison_view, comparisons
from generator.views.reasons import CandidateView, candidate_views, condition_text, either

# How many facts that would flip a result a page names before it counts the rest.
NAMED = 12


@dataclass(frozen=True)
class AnswerFlipView:
    """Another answer that leads elsewhere."""

    ask: str
    given: str
    other: str
    best: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class FactFlipView:
    """A fact that would lead elsewhere if it were otherwise; `is_open` where it is not known, or only partly so."""

    name: str
    uri: str
    test: str
    major: str | None
    now: str
    is_open: bool
    then: str
    best: tuple[str, ...]


@dataclass(frozen=True)
class NextView:
    """A candidate on top, and where to go from there: until when its lines are supported, the guides that lead to it."""

    id: str
    name: str
    ends: tuple[tuple[str, str], ...]
    guides: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OutcomeView:
    """One outcome page."""

    uri: str
    decision: str
    title: str
    line: str | None
    given: tuple[tuple[str, str, str], ...]
    not_asked: tuple[str, ...]
    without_effect: tuple[str, ...]
    best: tuple[str, ...]
    is_sure: bool
    possible: tuple[str, ...]
    last: tuple[str, ...]
    last_fails: tuple[str, ...]
    answer_flips: tuple[AnswerFlipView, ...]
    fact_flips: tuple[FactFlipView, ...]
    more_flips: int
    stands_for_several: bool
    comparison: ComparisonView | None
    candidates: tuple[CandidateView, ...]
    next: tuple[NextView, ...]
    newest: str | None
    file: str
    at_line: int


def names_of(ids: Iterable[str], decision: Decision) -> tuple[str, ...]:
    """Return the names of candidates."""
    names = {one.id: one.name for one in decision.candidates}
    return tuple(names.get(name, name) for name in ids)


# The guides, (address, title) each, to a candidate of a decision, for a kind of machine if the answers name one.
Lead = Callable[[Decision, str, str | None], tuple[tuple[str, str], ...]]


def build_outcome_view(leaf: Leaf, decision: Decision, comparer: Comparer, lead: Lead, about: Shared) -> OutcomeView:
    """Return the view of one end of a chart; `lead` returns the guides to a candidate."""
    given = tuple(
        (question.ask, either(answer.label for answer in answers), " ".join(a.help for a in answers if a.help))
        for question, answers in leaf.path
    )
    asked = {question.id for question, _ in leaf.path}
    best = leaf.outcome.best
    names = names_of(best, decision)
    # Merged answers lead here with the same standings for different reasons: all of them are told.
    questions = [question.id for question, _ in leaf.path]
    ways = product(*([answer.id for answer in answers] for _, answers in leaf.path))
    outcomes = [decide(decision, dict(zip(questions, way, strict=True))) for way in ways]
    flips = [_fact_flip(flip, decision) for flip in fact_flips(leaf.outcome)]
    last, reasons = last_exclusion(decision, leaf.path)
    machine = next((one.machine for _, answers in leaf.path for one in answers if one.machine), None)
    return OutcomeView(
        uris.outcome(decision.id, leaf.slug),
        decision.record.title,
        either(names) if names else "No candidate is left",
        chosen_line(leaf.outcome, decision),
        given,
        tuple(one.ask for one in decision.questions if one.id not in asked and not is_asked(one, leaf.outcome.given)),
        tuple(one.ask for one in decision.questions if one.id not in asked and is_asked(one, leaf.outcome.given)),
        names,
        leaf.outcome.is_sure,
        names_of((name for name in leaf.outcome.possible if name not in best), decision),
        names_of(last, decision),
        tuple(condition_text(reason.condition) for reason in reasons),
        tuple(_answer_flip(flip, decision) for flip in answer_flips(decision, leaf.outcome, leaf.path)),
        tuple(flips[:NAMED]),
        max(len(flips) - NAMED, 0),
        len(outcomes) > 1,
        about.apart(best),
        candidate_views(leaf.outcome, comparer.today, outcomes),
        tuple(_next(comparer.dataset.distributions[name], comparer, lead(decision, name, machine)) for name in best),
        about.newest,
        decision.record.at.file,
        decision.record.at.line,
    )


def chosen_line(outcome: Outcome, decision: Decision) -> str | None:
    """Return the release line that the answers chose; None where no answer can choose one, or nobody is left."""
    answers = (answer for question in decision.questions for answer in question.answers)
    majors = {decision.record.major, *(answer.major for answer in answers if answer.major)}
    return outcome.major if len(majors) > 1 and outcome.best else None


class Shared:
    """What many outcomes show alike, worked out once."""

    def __init__(self, comparer: Comparer) -> None:
        self.newest = show_date(newest) if (newest := comparer.dataset.newest_verification) else None
        self._comparer = comparer
        self._apart: dict[tuple[str, ...], ComparisonView | None] = {}

    def apart(self, best: tuple[str, ...]) -> ComparisonView | None:
        """Return where candidates that came out equal differ."""
        if best not in self._apart:
            self._apart[best] = _what_sets_apart(best, self._comparer)
        return self._apart[best]


def _answer_flip(flip: AnswerFlip, decision: Decision) -> AnswerFlipView:
    given = either(answer.label for answer in flip.given)
    return AnswerFlipView(
        flip.question.ask,
        given,
        flip.other.label,
        names_of(flip.best, decision),
        tuple(one.ask for one in flip.dropped),
    )


def _fact_flip(flip: FactFlip, decision: Decision) -> FactFlipView:
    reason = flip.reason
    value = reason.claim.value
    return FactFlipView(
        flip.candidate.candidate.name,
        f"{uris.distribution(flip.candidate.candidate.id)}#{uris.fact_anchor(reason.condition.criterion.id)}",
        condition_text(reason.condition),
        reason.major,
        value.text if value else reason.claim.state.replace("_", " ").capitalize(),
        reason.truth is Truth.UNKNOWN,
        "so" if flip.then is Truth.HOLDS else "not so",
        names_of(flip.best, decision),
    )


def _next(one: Distribution, comparer: Comparer, guides: tuple[tuple[str, str], ...]) -> NextView:
    dataset = comparer.dataset
    ends = tuple(
        (line.major, show_date(end))
        for line in one.lines
        if (end := dataset.support_ends(line)) and end >= comparer.today
    )
    return NextView(one.id, one.name, ends, guides)


def _what_sets_apart(best: tuple[str, ...], comparer: Comparer) -> ComparisonView | None:
    """Return where the candidates that came out equal differ, to go on from; None where no page has them all."""
    for uri, record, members in comparisons(comparer.dataset) if len(best) > 1 else ():
        if {member.id for member in members} == set(best):
            view = build_comparison_view(comparer, uri, record, members)
            return replace(view, highlights=tuple(row for row in view.highlights if row.kind in {"differs", "words"}))
    return None
