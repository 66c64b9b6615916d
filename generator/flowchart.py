"""Compile a decision into a flowchart: questions that can no longer change the result are left out, equal branches merge."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.decide import Given, Outcome, Standing, decide
from generator.model import Answer, Decision, Question
from generator.situations import Situation, Situations, TooManySituationsError

# Ends are pages; `atlas check` warns of more than anybody goes through.
MOST_ENDS = 300


AnswerPath = tuple[tuple[Question, tuple[Answer, ...]], ...]


def slug(path: AnswerPath) -> str:
    """Return a name for the answers on a way, such as `panel-cpanel_or_plesk.cpu-old`. No id holds an underscore."""
    parts = (f"{question.id}-{'_or_'.join(answer.id for answer in answers)}" for question, answers in path)
    return ".".join(parts) or "any"


@dataclass(frozen=True)
class Leaf:
    """An end of the chart: the answers that led here and what follows from them."""

    outcome: Outcome
    path: AnswerPath

    @cached_property
    def slug(self) -> str:
        """The name of its page."""
        return slug(self.path)


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


Node = Leaf | Fork


def compile_chart(decision: Decision) -> Node:
    """Return the smallest tree, in the order of the questions, that keeps every result apart."""
    compiler = _Compiler(decision)
    return compiler.chart(compiler.plan(0, compiler.start), {}, ())


def measure(decision: Decision, limit: int) -> tuple[int, int] | None:
    """Return how many boxes a chart has and how many of them are ends, without drawing it; None beyond so many situations."""
    compiler = _Compiler(decision, limit)
    try:
        plan = compiler.plan(0, compiler.start)
    except TooManySituationsError:
        return None
    return compiler.measure(plan, {})


@dataclass(frozen=True, eq=False)
class _Plan:
    """A chart before its paths are known.

    Attributes:
        shape: What a reader sees of it; charts of one shape are the same chart. A number that stands for all of it.
        exact: The same with the scores at every end; charts alike in this too may merge.
        index: The question; -1 for an end.
        branches: Answers (by their place) and what follows. A single one means that all answers lead to the same chart, but
            no answer would not: the question is no box, and yet counts as answered.
    """

    shape: int
    exact: int
    index: int = -1
    branches: tuple[tuple[tuple[int, ...], _Plan], ...] = ()


_RANKS = tuple(Standing)


class _Compiler:
    def __init__(self, decision: Decision, limit: int | None = None) -> None:
        self._decision = decision
        self._situations = Situations(decision, tell_lines_apart=True)
        self._limit = limit
        self.start = self._situations.start
        self._plans: dict[tuple[int, Situation], _Plan] = {}
        self._numbers: dict[Hashable, int] = {}

    def _number(self, key: Hashable) -> int:
        """Return the number of a shape: of two that are alike, the same."""
        return self._numbers.setdefault(key, len(self._numbers))

    def plan(self, index: int, situation: Situation) -> _Plan:
        """Return the chart from a question on."""
        questions = self._decision.questions
        while index < len(questions) and not self._situations.is_asked(index, situation):
            index += 1
        key = (index, situation)
        if key not in self._plans:
            if self._limit is not None and len(self._plans) >= self._limit:
                raise TooManySituationsError
            self._plans[key] = self._fork(index, situation) if index < len(questions) else self._end(situation)
        return self._plans[key]

    def _fork(self, index: int, situation: Situation) -> _Plan:
        question = self._decision.questions[index]
        skipped = self.plan(index + 1, self._situations.skip(index, situation))
        plans = [
            self.plan(index + 1, self._situations.after(index, place, situation))
            for place in range(len(question.answers))
        ]
        if all(plan.shape == skipped.shape for plan in plans):
            return skipped
        branches: dict[int, tuple[tuple[int, ...], _Plan]] = {}
        for place, plan in enumerate(plans):
            places, twin = branches.get(plan.exact, ((), plan))
            branches[plan.exact] = ((*places, place), twin)
        if len(branches) == 1:
            return _Plan(plans[0].shape, plans[0].exact, index, tuple(branches.values()))
        return _Plan(
            self._number((index, tuple((places, plan.shape) for places, plan in branches.values()))),
            self._number((index, tuple((places, plan.exact) for places, plan in branches.values()), "exact")),
            index,
            tuple(branches.values()),
        )

    def _end(self, situation: Situation) -> _Plan:
        marks = situation[2][situation[0]]
        verify, excluded, scores = marks or (0, 0, ())
        left = [
            (one.id, _RANKS.index(Standing.VERIFY if verify & 1 << place else Standing.FITS), score)
            for place, (members, score) in enumerate(zip(self._situations.members, scores, strict=True))
            if score is not None and not excluded & 1 << place
            for one in members
        ]
        leading = min((rank for _, rank, _ in left), default=0)
        top = max((score for _, rank, score in left if rank == leading), default=0)
        best = frozenset(name for name, rank, score in left if rank == leading and score == top)
        possible = self._situations.names(verify)
        # How far behind the leader: what everybody gained, and what the excluded have, says nothing.
        behind = frozenset((name, rank, score - top) for name, rank, score in left)
        # Where answers choose it, the same names on another release line are another result; nobody is nobody on any line.
        line = situation[0] if best else None
        return _Plan(self._number((best, possible, line)), self._number((best, possible, behind, line)))

    def measure(self, plan: _Plan, known: dict[_Plan, tuple[int, int]]) -> tuple[int, int]:
        """Return how many boxes and how many ends a plan makes; a part that occurs often is counted once and remembered."""
        if plan not in known:
            parts = [self.measure(following, known) for _, following in plan.branches]
            is_box = len(parts) != 1
            known[plan] = (is_box + sum(boxes for boxes, _ in parts), sum(ends for _, ends in parts) or 1)
        return known[plan]

    def chart(self, plan: _Plan, given: Given, path: AnswerPath) -> Node:
        """Return the chart of a plan, its ends with the answers that lead there."""
        if plan.index < 0:
            return Leaf(decide(self._decision, given), path)
        question = self._decision.questions[plan.index]
        branches = []
        for places, following in plan.branches:
            answers = tuple(question.answers[place] for place in places)
            node = self.chart(following, {**given, question.id: answers[0].id}, (*path, (question, answers)))
            branches.append(Branch(answers, node))
        return branches[0].node if len(branches) == 1 else Fork(question, tuple(branches))


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
            best, possible = here.outcome.best, here.outcome.possible
            text = " or ".join(names[name] for name in best) or "No candidate is left"
            text += f", release line {here.outcome.major}" if best and here.outcome.major else ""
            if set(best) & set(possible):
                text += " (possible, to verify)"
            also = ", ".join(names[name] for name in possible if name not in best)
            text += f" (also possible, to verify: {also})" if also else ""
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
