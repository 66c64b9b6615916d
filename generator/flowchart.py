"""Compile a decision into a flowchart: questions that can no longer change the result are left out, equal branches merge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.decide import Given, Outcome, Standing, decide, is_asked
from generator.model import Answer, Decision, Question

# What a person can take in on one page; `atlas check` warns above it.
READABLE_NODES = 60


@dataclass(frozen=True)
class Leaf:
    """An end of the chart: the answers that led here and what follows from them."""

    outcome: Outcome
    path: tuple[tuple[Question, tuple[Answer, ...]], ...]

    @cached_property
    def shape(self) -> object:
        """What makes two leaves the same to a reader."""
        return self.outcome.best, self.outcome.possible

    @cached_property
    def slug(self) -> str:
        """The name of its page: the answers on the way, such as `panel-cpanel_or_plesk.cpu-old`. No id holds an underscore."""
        parts = (f"{question.id}-{'_or_'.join(answer.id for answer in answers)}" for question, answers in self.path)
        return ".".join(parts) or "any"


@dataclass(frozen=True)
class Branch:
    """Answers that lead to the same place."""

    answers: tuple[Answer, ...]
    node: Node


@dataclass(frozen=True)
class Fork:
    """A question and its branches, in the order of the answers."""

    question: Question
    branches: tuple[Branch, ...]

    @cached_property
    def shape(self) -> object:
        """What makes two forks the same to a reader."""
        return self.question.id, tuple(
            (tuple(a.id for a in branch.answers), branch.node.shape) for branch in self.branches
        )


Node = Leaf | Fork


def compile_chart(decision: Decision) -> Node:
    """Return the smallest tree, in the order of the questions, that keeps every result apart."""
    return _compile(decision, 0, {}, ())


def _compile(
    decision: Decision, index: int, given: Given, path: tuple[tuple[Question, tuple[Answer, ...]], ...]
) -> Node:
    while index < len(decision.questions) and not is_asked(decision.questions[index], given):
        index += 1
    if index == len(decision.questions):
        return Leaf(decide(decision, given), path)
    question = decision.questions[index]
    open_node = _compile(decision, index + 1, given, path)
    nodes = [
        _compile(decision, index + 1, {**given, question.id: answer.id}, (*path, (question, (answer,))))
        for answer in question.answers
    ]
    if all(node.shape == open_node.shape for node in nodes):
        return open_node
    branches: list[Branch] = []
    for answer, node in zip(question.answers, nodes, strict=True):
        twin = next((i for i, branch in enumerate(branches) if _same(branch.node, node)), None)
        if twin is None:
            branches.append(Branch((answer,), node))
        else:
            merged = (*branches[twin].answers, answer)
            branches[twin] = Branch(merged, _rename(branches[twin].node, question, merged))
    return branches[0].node if len(branches) == 1 else Fork(question, tuple(branches))


def _same(one: Node, other: Node) -> bool:
    """Return whether two branches may merge: the same chart, and at each end the same standings and scores."""
    if one.shape != other.shape:
        return False
    pairs = zip(leaves(one), leaves(other), strict=True)
    return all(_scores(a.outcome) == _scores(b.outcome) for a, b in pairs)


def _scores(outcome: Outcome) -> tuple[tuple[str, str, int], ...]:
    """Return who is where, and how far behind the leader: what everybody gained and what the excluded have says nothing."""
    left = [one.score for one in outcome.standings if one.standing is not Standing.EXCLUDED]
    top = max(left, default=0)
    return tuple(
        sorted(
            (one.candidate.id, one.standing, 0 if one.standing is Standing.EXCLUDED else one.score - top)
            for one in outcome.standings
        )
    )


def _rename(node: Node, question: Question, answers: tuple[Answer, ...]) -> Node:
    """Return the node with the merged answers in the paths of its leaves."""
    if isinstance(node, Leaf):
        path = tuple((q, answers if q.id == question.id else picked) for q, picked in node.path)
        return Leaf(node.outcome, path)
    branches = tuple(Branch(branch.answers, _rename(branch.node, question, answers)) for branch in node.branches)
    return Fork(node.question, branches)


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the ends of a chart from top to bottom."""
    if isinstance(node, Leaf):
        yield node
    else:
        for branch in node.branches:
            yield from leaves(branch.node)


def count(node: Node) -> int:
    """Return how many boxes a chart has."""
    return 1 if isinstance(node, Leaf) else 1 + sum(count(branch.node) for branch in node.branches)


def mermaid(node: Node) -> str:
    """Return the chart as Mermaid text, to copy into other documents."""
    lines = ["flowchart LR"]

    def quote(text: str) -> str:
        # "#" first: it begins the entities that the others become.
        for character, entity in (("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
            text = text.replace(character, entity)
        return f'"{text}"'

    def walk(here: Node, name: str) -> None:
        if isinstance(here, Leaf):
            names = {one.candidate.id: one.candidate.name for one in here.outcome.standings}
            text = " or ".join(names[best] for best in here.outcome.best) or "No candidate is left"
            lines.append(f"  {name}([{quote(text)}])")
            return
        lines.append(f"  {name}[{quote(here.question.ask)}]")
        for index, branch in enumerate(here.branches):
            child = f"{name}_{index}"
            label = " or ".join(answer.label for answer in branch.answers)
            walk(branch.node, child)
            lines.append(f"  {name} -->|{quote(label)}| {child}")

    walk(node, "q")
    return "\n".join(lines)
