"""What can be answered together, and who is left then: proofs for which no combination has to be gone through as a whole.

Whether a candidate is left depends on that candidate alone. So it is followed by itself: there are as many situations as there
are ways in which questions open others, and release lines, whatever the number of combinations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.model import Answer, Condition, Decision, Distribution, Question
from generator.situations import Situations


@dataclass(frozen=True)
class Addition:
    """A candidate that a stricter answer lets in: after the laxer one, a further question that is asked only then excludes it.

    Attributes:
        excluding: The answers, given after the laxer answer only, that exclude the candidate on the same release line.
    """

    stricter: Answer
    laxer: Answer
    candidate: Distribution
    excluding: tuple[tuple[Question, Answer], ...]


# A candidate followed after two answers at once: the release line chosen after the first, the questions that are not asked after
# the first and after the second, and the lines that exclude the candidate after the first and after the second (all as bits).
_Pair = tuple[int, int, int, int, int]
_Path = tuple[tuple[int, int], ...]


class Reach:
    """Answers to what can be reached in a decision. Questions and answers are named by their places."""

    def __init__(self, decision: Decision) -> None:
        self.questions = decision.questions
        self._ground = Situations(decision)
        self._gates = self._ground.gates
        # By candidate, question and answer, the lines on which the answer excludes.
        self._excludes = tuple(
            tuple(
                tuple(sum(1 << line for line, one in enumerate(lines) if one[1] & 1 << at) for lines in answers)
                for answers in self._ground.effects
            )
            for at in range(len(self._ground.members))
        )

    def heaviest(self, weights: Sequence[Sequence[int]], given: Mapping[int, int]) -> int | None:
        """Return the greatest sum of the weights of answers of a combination with those given; None where there is none."""
        sums = {self._gates.start: 0}
        for place, answers in enumerate(weights):
            following: dict[int, int] = {}
            for closed, total in sums.items():
                options: list[tuple[int | None, int]] = [] if place in given else [(None, 0)]
                if self._gates.is_open(place, closed):
                    wanted = [given[place]] if place in given else range(len(answers))
                    options = [(answer, answers[answer]) for answer in wanted]
                for answer, weight in options:
                    after = self._gates.after(place, answer, closed)
                    following[after] = max(following.get(after, 0), total + weight)
            sums = following
        return max(sums.values(), default=None)

    def can_be_given(self, given: Mapping[int, int]) -> bool:
        """Return whether some combination has all of these answers."""
        return self.heaviest([[0] * len(question.answers) for question in self.questions], given) is not None

    def never_left(self) -> frozenset[str]:
        """Return the candidates that every combination excludes."""
        gone = (
            members
            for at, members in enumerate(self._ground.members)
            if not any(answer is not None for _, answer in self._left(at))
        )
        return frozenset(one.id for members in gone for one in members)

    def is_alike(self, place: int) -> bool:
        """Return whether all answers to a question do the same to everybody, choose no line and open the same questions."""
        return len({*self._ground.effects[place]}) == len({*self._gates.closes[place]}) == 1 and not any(
            answer.major for answer in self.questions[place].answers
        )

    def left(self) -> frozenset[tuple[int, int | None]]:
        """Return the answers after which some combination leaves a candidate; None as answer is the question left open."""
        return frozenset(pair for at in range(len(self._excludes)) for pair in self._left(at))

    def _left(self, at: int) -> set[tuple[int, int | None]]:
        ground, excludes = self._ground, self._excludes[at]

        def after(place: int, answer: int | None, state: tuple[int, int, int]) -> tuple[int, int, int]:
            line, closed, dead = state
            if answer is None:
                return line, self._gates.after(place, None, closed), dead
            chosen = ground.chosen[place][answer]
            line = line if chosen is None else chosen
            return line, self._gates.after(place, answer, closed), dead | excludes[place][answer]

        def options(place: int, state: tuple[int, int, int]) -> Sequence[int | None]:
            return range(len(excludes[place])) if self._gates.is_open(place, state[1]) else (None,)

        @cache
        def is_left(place: int, state: tuple[int, int, int]) -> bool:
            if place == len(excludes):
                return not state[2] & 1 << state[0]
            return any(is_left(place + 1, after(place, answer, state)) for answer in options(place, state))

        found: set[tuple[int, int | None]] = set()
        states = {(ground.start[0], self._gates.start, 0)}
        for place in range(len(excludes)):
            for state in states:
                if self._gates.is_open(place, state[1]):
                    every = (*range(len(excludes[place])), None)
                    found |= {(place, one) for one in every if is_left(place + 1, after(place, one, state))}
            states = {after(place, answer, state) for state in states for answer in options(place, state)}
        return found

    def additions(self) -> tuple[Addition, ...]:
        """Return where an answer lets in whom one that requires less excludes, with the same other answers.

        One that requires all of what another requires, and more, can only do so by closing questions that the other one opens.
        Leaving a question open opens none. Both are compared on the release line of the stricter answer. The other answers are
        those to all other questions, asked or not: that one makes no sense after the stricter answer cannot be known here.
        """
        found = []
        for place, question in enumerate(self.questions):
            for answer, stricter in enumerate(question.answers):
                for other, laxer in enumerate(question.answers):
                    opened = self._gates.closes[place][answer] & ~self._gates.closes[place][other]
                    if opened and _needs(laxer) < _needs(stricter):
                        found += [
                            Addition(stricter, laxer, candidate, excluding)
                            for at, members in enumerate(self._ground.members)
                            if (excluding := self._let_in(at, place, answer, other))
                            for candidate in members
                        ]
        return tuple(found)

    def _let_in(self, at: int, place: int, answer: int, other: int) -> tuple[tuple[Question, Answer], ...]:
        """Return the answers that exclude a candidate after the other answer and are not asked for after the first one."""
        gates, excludes = self._gates, self._excludes[at]
        every_line = (1 << self._ground.lines) - 1
        pairs: dict[_Pair, _Path] = {(self._ground.start[0], gates.start, gates.start, 0, 0): ()}
        for here in range(len(self.questions)):
            following: dict[_Pair, _Path] = {}
            for (line, closed, other_closed, dead, other_dead), path in pairs.items():
                is_open, is_other_open = gates.is_open(here, closed), gates.is_open(here, other_closed)
                if here == place:
                    options = [(answer, other)] if is_open else []
                else:
                    options = (
                        [(one, one) for one in range(len(excludes[here]))] if is_other_open or is_open else [(-1, -1)]
                    )
                for first, second in options:
                    chosen = self._ground.chosen[here][first] if is_open else None
                    pair = (
                        line if chosen is None else chosen,
                        gates.after(here, first if is_open else None, closed),
                        gates.after(here, second if is_other_open else None, other_closed),
                        dead | (excludes[here][first] if is_open else 0),
                        other_dead | (excludes[here][second] if is_other_open else 0),
                    )
                    if pair[3] != every_line:
                        only_other = is_other_open and not is_open
                        following.setdefault(pair, (*path, (here, second)) if only_other else path)
            pairs = following
        for (line, _, _, dead, other_dead), path in pairs.items():
            if other_dead & ~dead & 1 << line:
                asked = [(here, one) for here, one in path if excludes[here][one] & 1 << line]
                return tuple((self.questions[here], self.questions[here].answers[one]) for here, one in asked)
        return ()


def _needs(answer: Answer) -> frozenset[object]:
    """Return what an answer requires, to compare."""
    return frozenset(need(condition) for condition in answer.require)


def need(condition: Condition) -> object:
    """Return what a condition tests, without why and where it stands."""
    operands = frozenset((operand.key, operand.unit) for operand in condition.operands)
    return condition.criterion.id, condition.operator, operands, condition.major
