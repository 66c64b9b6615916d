"""Compile a decision into a flowchart: questions that can no longer change the result are left out, equal branches merge."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.decide import Given, Outcome, Standing, decide, is_asked, stand
from generator.model import Answer, Decision, Distribution, Question

# What a person can take in on one page; `atlas check` warns above it.
READABLE_NODES = 60


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


@dataclass(frozen=True)
class _Plan:
    """A chart before its paths are known.

    Attributes:
        shape: What a reader sees of it; charts of one shape are the same chart.
        exact: The same with the scores at every end; charts alike in this too may merge.
        index: The question; -1 for an end.
        branches: Answers (by their place) and what follows. A single one means that all answers lead to the same chart, but
            no answer would not: the question is no box, and yet counts as answered.
    """

    shape: Hashable
    exact: Hashable
    index: int = -1
    branches: tuple[tuple[tuple[int, ...], _Plan], ...] = ()


# Standing and score of each candidate, in the order of the decision.
_Marks = tuple[tuple[int, int], ...]
# What the rest of a chart depends on: the release line chosen so far, the marks under each line that an answer may choose, and
# the answers that later questions depend on. There are few of them, however many ways lead there.
_Situation = tuple[str | None, tuple[_Marks, ...], tuple[tuple[str, str], ...]]
_RANKS = tuple(Standing)


class _Compiler:
    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        answers = [answer for question in decision.questions for answer in question.answers]
        chosen = [decision.record.major, *(answer.major for answer in answers)]
        self._majors = tuple(dict.fromkeys(chosen))
        self._effects = {
            (question.id, answer.id): tuple(
                tuple(self._mark(candidate, question, answer, major) for candidate in decision.candidates)
                for major in self._majors
            )
            for question in decision.questions
            for answer in question.answers
        }
        nothing: _Marks = tuple((0, 0) for _ in decision.candidates)
        self.start: _Situation = (decision.record.major, tuple(nothing for _ in self._majors), ())
        self._plans: dict[tuple[int, _Situation], _Plan] = {}

    @staticmethod
    def _mark(candidate: Distribution, question: Question, answer: Answer, major: str | None) -> tuple[int, int]:
        stands = stand(candidate, [(question, answer)], major)
        return _RANKS.index(stands.standing), stands.score

    def plan(self, index: int, situation: _Situation) -> _Plan:
        """Return the chart from a question on."""
        questions = self._decision.questions
        while index < len(questions) and not is_asked(questions[index], dict(situation[2])):
            index += 1
        key = (index, situation)
        if key not in self._plans:
            self._plans[key] = self._fork(index, situation) if index < len(questions) else self._end(situation)
        return self._plans[key]

    def _fork(self, index: int, situation: _Situation) -> _Plan:
        question = self._decision.questions[index]
        skipped = self.plan(index + 1, situation)
        plans = [self.plan(index + 1, self._after(index, answer, situation)) for answer in question.answers]
        if all(plan.shape == skipped.shape for plan in plans):
            return skipped
        branches: dict[Hashable, tuple[tuple[int, ...], _Plan]] = {}
        for place, plan in enumerate(plans):
            places, twin = branches.get(plan.exact, ((), plan))
            branches[plan.exact] = ((*places, place), twin)
        if len(branches) == 1:
            return _Plan(plans[0].shape, plans[0].exact, index, tuple(branches.values()))
        return _Plan(
            (index, tuple((places, plan.shape) for places, plan in branches.values())),
            (index, tuple((places, plan.exact) for places, plan in branches.values())),
            index,
            tuple(branches.values()),
        )

    def _after(self, index: int, answer: Answer, situation: _Situation) -> _Situation:
        major, marks, kept = situation
        question = self._decision.questions[index]
        effects = self._effects[question.id, answer.id]
        added = tuple(
            tuple((max(rank, more), score + gain) for (rank, score), (more, gain) in zip(one, effect, strict=True))
            for one, effect in zip(marks, effects, strict=True)
        )
        asked_later = {name for later in self._decision.questions[index + 1 :] for name in later.when}
        kept = tuple(pair for pair in (*kept, (question.id, answer.id)) if pair[0] in asked_later)
        return answer.major or major, added, kept

    def _end(self, situation: _Situation) -> _Plan:
        major, marks, _ = situation
        by_name = sorted(
            zip(self._decision.candidates, marks[self._majors.index(major)], strict=True),
            key=lambda pair: pair[0].name.casefold(),
        )
        left = [
            (candidate.id, rank, score)
            for candidate, (rank, score) in by_name
            if rank < _RANKS.index(Standing.EXCLUDED)
        ]
        leading = min((rank for _, rank, _ in left), default=0)
        top = max((score for _, rank, score in left if rank == leading), default=0)
        best = tuple(name for name, rank, score in left if rank == leading and score == top)
        possible = frozenset(name for name, rank, _ in left if rank == _RANKS.index(Standing.VERIFY))
        # How far behind the leader: what everybody gained, and what the excluded have, says nothing.
        behind = tuple((name, rank, score - top) for name, rank, score in left)
        return _Plan((best, possible), (best, possible, behind))

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
