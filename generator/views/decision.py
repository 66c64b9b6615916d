"""A decision: its flowchart, its questions, its outcomes and its worked examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from generator import uris
from generator.decide import decide
from generator.errors import Location
from generator.flowchart import Fork, Leaf, Node, compile_chart, leaves, mermaid
from generator.model import Dataset, Decision, Question
from generator.records import ScenarioRecord
from generator.views.comparer import Comparer
from generator.views.comparison import ComparisonView, build_comparison_view, comparisons
from generator.views.evidence import SourceView, source_views
from generator.views.reasons import CandidateView, candidate_views, condition_text, either


@dataclass(frozen=True)
class NodeView:
    """A box of the flowchart: a question with its branches, or an end with its result."""

    ask: str | None
    help: str | None
    branches: tuple[tuple[str, NodeView], ...]
    best: tuple[str, ...] = ()
    is_sure: bool = True
    possible: tuple[str, ...] = ()
    uri: str = ""


@dataclass(frozen=True)
class OutcomeView:
    """One outcome page."""

    uri: str
    decision: str
    title: str
    given: tuple[tuple[str, str, str], ...]
    open_questions: tuple[str, ...]
    best: tuple[str, ...]
    is_sure: bool
    possible: tuple[str, ...]
    relaxations: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    stands_for_several: bool
    comparison: ComparisonView | None
    candidates: tuple[CandidateView, ...]
    file: str
    line: int


@dataclass(frozen=True)
class ScenarioView:
    """A worked example. `verdict` is supported, unsupported or shared: whether others share the top with the recommended."""

    id: str
    title: str
    given: tuple[tuple[str, str], ...]
    best: tuple[str, ...]
    why: str
    verdict: str | None
    although: str | None
    says: str | None
    recommends: tuple[str, ...]
    sources: tuple[SourceView, ...]
    candidates: tuple[CandidateView, ...]


@dataclass(frozen=True)
class DecisionView:
    """One decision page."""

    id: str
    title: str
    summary: str
    candidates: tuple[tuple[str, str], ...]
    chart: NodeView
    mermaid: str
    questions: tuple[Question, ...]
    tests: Mapping[Location, str]
    outcomes: tuple[OutcomeView, ...]
    scenarios: tuple[ScenarioView, ...]


def build_decision_view(decision: Decision, comparer: Comparer) -> DecisionView:
    """Return the view of a decision and of all its outcomes."""
    dataset, today = comparer.dataset, comparer.today
    chart = compile_chart(decision)
    return DecisionView(
        decision.id,
        decision.record.title,
        decision.record.summary,
        tuple((one.id, one.name) for one in decision.candidates),
        _node(chart, decision),
        mermaid(chart),
        decision.questions,
        {
            condition.at: condition_text(condition)
            for question in decision.questions
            for answer in question.answers
            for condition in (*answer.require, *answer.prefer)
        },
        tuple(_outcome(leaf, decision, comparer) for leaf in leaves(chart)),
        tuple(_scenario(record, decision, dataset, today) for record in decision.record.scenarios),
    )


def _names(ids: tuple[str, ...], decision: Decision) -> tuple[str, ...]:
    names = {one.id: one.name for one in decision.candidates}
    return tuple(names.get(name, name) for name in ids)


def _node(node: Node, decision: Decision) -> NodeView:
    if isinstance(node, Fork):
        branches = tuple(
            (either(a.label for a in branch.answers), _node(branch.node, decision)) for branch in node.branches
        )
        return NodeView(node.question.ask, node.question.help, branches)
    outcome = node.outcome
    possible = tuple(name for name in outcome.possible if name not in outcome.best)
    is_sure = not set(outcome.best) & set(outcome.possible)
    return NodeView(
        None,
        None,
        (),
        _names(outcome.best, decision),
        is_sure,
        _names(possible, decision),
        uris.outcome(decision.id, node.slug),
    )


def _outcome(leaf: Leaf, decision: Decision, comparer: Comparer) -> OutcomeView:
    given = tuple(
        (question.ask, either(answer.label for answer in answers), " ".join(a.help for a in answers if a.help))
        for question, answers in leaf.path
    )
    asked = {question.id for question, _ in leaf.path}
    names = _names(leaf.outcome.best, decision)
    # Merged answers lead here with the same standings for different reasons: all of them are told.
    questions = [question.id for question, _ in leaf.path]
    ways = product(*([answer.id for answer in answers] for _, answers in leaf.path))
    outcomes = [decide(decision, dict(zip(questions, way, strict=True))) for way in ways]
    return OutcomeView(
        uris.outcome(decision.id, leaf.slug),
        decision.record.title,
        either(names) if names else "No candidate is left",
        given,
        tuple(question.ask for question in decision.questions if question.id not in asked),
        names,
        not set(leaf.outcome.best) & set(leaf.outcome.possible),
        _names(tuple(name for name in leaf.outcome.possible if name not in leaf.outcome.best), decision),
        () if names else _relaxations(leaf, decision),
        len(outcomes) > 1,
        _what_sets_apart(leaf.outcome.best, comparer),
        candidate_views(leaf.outcome, comparer.today, outcomes),
        decision.record.at.file,
        decision.record.at.line,
    )


def _relaxations(leaf: Leaf, decision: Decision) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Return the single changes that lead out of a dead end: question, answer given, other answer, candidates then."""
    found = []
    for question, answers in leaf.path:
        for other in question.answers:
            outcome = decide(decision, {**leaf.outcome.given, question.id: other.id})
            if other not in answers and outcome.best:
                given = either(answer.label for answer in answers)
                found.append((question.ask, given, other.label, _names(outcome.best, decision)))
    return tuple(found)


def _what_sets_apart(best: tuple[str, ...], comparer: Comparer) -> ComparisonView | None:
    """Return the comparison of the candidates that came out equal, to go on from; None where no page has them all."""
    for uri, record, members in comparisons(comparer.dataset) if len(best) > 1 else ():
        if {member.id for member in members} == set(best):
            view = build_comparison_view(comparer, uri, record, members)
            return replace(view, highlights=tuple(row for row in view.highlights if row.kind in {"differs", "words"}))
    return None


def _scenario(record: ScenarioRecord, decision: Decision, dataset: Dataset, today: date) -> ScenarioView:
    outcome = decide(decision, record.given)
    questions = {question.id: question for question in decision.questions}
    given = tuple(
        (questions[name].ask, next(answer.label for answer in questions[name].answers if answer.id == picked))
        for name, picked in record.given.items()
    )
    verdict = record.verdict
    standing = None
    if verdict:
        recommended, best = set(verdict.recommends), set(outcome.best)
        standing = "supported" if best <= recommended and best else "shared" if best & recommended else "unsupported"
    return ScenarioView(
        record.id,
        record.title,
        given,
        _names(outcome.best, decision),
        record.why,
        standing,
        verdict.although if verdict else None,
        verdict.says if verdict else None,
        _names(verdict.recommends, decision) if verdict else (),
        source_views(verdict.sources, dataset) if verdict else (),
        candidate_views(outcome, today),
    )
