"""A decision: its flowchart, its questions, its outcomes and its worked examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from generator import uris
from generator.decide import decide
from generator.errors import Location
from generator.flowchart import AnswerPath, Fork, Node, compile_chart, count, leaves, mermaid
from generator.model import Dataset, Decision, Question
from generator.parts import Part, split
from generator.records import ScenarioRecord
from generator.views.comparer import Comparer
from generator.views.evidence import SourceView, source_views
from generator.views.outcome import Lead, OutcomeView, Shared, build_outcome_view, chosen_line, names_of
from generator.views.reasons import CandidateView, candidate_views, condition_text, either
from generator.wizard import wizard_data


@dataclass(frozen=True)
class NodeView:
    """A box of the flowchart: a question with its branches, an end with its result, or a question that a page of its own asks.

    `boxes` is how many there are on from the last kind.
    """

    ask: str | None
    help: str | None
    branches: tuple[tuple[str, NodeView], ...]
    best: tuple[str, ...] = ()
    is_sure: bool = True
    possible: tuple[str, ...] = ()
    uri: str = ""
    boxes: int = 0
    line: str | None = None


@dataclass(frozen=True)
class PartView:
    """A part of the flowchart: the answers that lead to it, (question, answer) each, and the boxes from there on."""

    uri: str
    title: str
    given: tuple[tuple[str, str], ...]
    chart: NodeView
    mermaid: str


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
class EndView:
    """An end of the chart: where its page is, what it is called, and how to make its view, which takes a while for very many."""

    uri: str
    title: str
    build: Callable[[], OutcomeView]


@dataclass(frozen=True)
class DecisionView:
    """One decision page. The first part of the chart is on it, the others on pages of their own.

    `basis` is all that the outcomes are made from.
    """

    id: str
    title: str
    summary: str
    file: str
    candidates: tuple[tuple[str, str], ...]
    parts: tuple[PartView, ...]
    questions: tuple[Question, ...]
    tests: Mapping[Location, str]
    scenarios: tuple[ScenarioView, ...]
    wizard: Mapping[str, Any]
    ends: tuple[EndView, ...] = field(compare=False, repr=False)
    basis: object = field(compare=False, repr=False)

    @property
    def outcomes(self) -> tuple[OutcomeView, ...]:
        """All outcomes."""
        return tuple(end.build() for end in self.ends)


def build_decision_view(decision: Decision, comparer: Comparer, lead: Lead) -> DecisionView:
    """Return the view of a decision and of all its outcomes; `lead` returns the guides to a candidate."""
    dataset, today = comparer.dataset, comparer.today
    chart = compile_chart(decision)
    shared = Shared(comparer)
    return DecisionView(
        decision.id,
        decision.record.title,
        decision.record.summary,
        decision.record.at.file,
        tuple((one.id, one.name) for one in decision.candidates),
        tuple(_part(part, decision) for part in split(chart)),
        decision.questions,
        {
            condition.at: condition_text(condition)
            for question in decision.questions
            for answer in question.answers
            for condition in (*answer.require, *answer.prefer)
        },
        tuple(_scenario(record, decision, dataset, today) for record in decision.record.scenarios),
        wizard_data(decision, chart),
        tuple(
            EndView(
                uris.outcome(decision.id, leaf.slug),
                either(names_of(leaf.outcome.best, decision)) if leaf.outcome.best else "No candidate is left",
                partial(build_outcome_view, leaf, decision, comparer, lead, shared),
            )
            for leaf in leaves(chart)
        ),
        _basis(decision, comparer, lead, shared),
    )


def _basis(decision: Decision, comparer: Comparer, lead: Lead, shared: Shared) -> object:
    """Return what the outcomes of a decision rest on: its questions, the facts they test, and what the pages lead on to."""
    dataset = comparer.dataset
    conditions = [
        condition
        for question in decision.questions
        for answer in question.answers
        for condition in (*answer.require, *answer.prefer)
    ]
    tested = {condition.criterion.id for condition in conditions}
    leading = [one for one in dataset.criteria.values() if one.record.key]
    return (
        decision.record,
        decision.questions,
        lead,
        tuple((one.id, one.name, one.lines) for one in decision.candidates),
        tuple(one.facts.get(name) for one in decision.candidates for name in sorted(tested)),
        tuple(one.record for one in leading),
        tuple(comparer.cell(one, criterion) for one in decision.candidates for criterion in leading),
        dataset.about,
        tuple(dataset.comparisons.values()),
        shared.newest,
        comparer.today,
    )


def _labels(path: AnswerPath) -> tuple[tuple[str, str], ...]:
    return tuple((question.ask, either(answer.label for answer in answers)) for question, answers in path)


def _part(part: Part, decision: Decision) -> PartView:
    given = _labels(part.path)
    return PartView(
        uris.outcome(decision.id, part.slug) if part.path else uris.decision(decision.id),
        f"{decision.record.title} Flowchart after: {'; '.join(answer for _, answer in given)}",
        given,
        _node(part.root, part, decision),
        mermaid(part.root),
    )


def _node(node: Node, part: Part, decision: Decision) -> NodeView:
    if isinstance(node, Fork):
        on = part.leads_on(node)
        if on is not None:
            uri = uris.outcome(decision.id, Part(node, on, ()).slug)
            return NodeView(node.question.ask, node.question.help, (), uri=uri, boxes=count(node))
        branches = tuple(
            (either(a.label for a in branch.answers), _node(branch.node, part, decision)) for branch in node.branches
        )
        return NodeView(node.question.ask, node.question.help, branches)
    outcome = node.outcome
    possible = tuple(name for name in outcome.possible if name not in outcome.best)
    return NodeView(
        None,
        None,
        (),
        names_of(outcome.best, decision),
        outcome.is_sure,
        names_of(possible, decision),
        uris.outcome(decision.id, node.slug),
        line=chosen_line(outcome, decision),
    )


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
        names_of(outcome.best, decision),
        record.why,
        standing,
        verdict.although if verdict else None,
        verdict.says if verdict else None,
        names_of(verdict.recommends, decision) if verdict else (),
        source_views(verdict.sources, dataset) if verdict else (),
        candidate_views(outcome, today),
    )
