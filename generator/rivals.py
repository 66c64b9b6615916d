"""Who can still come out on top: what of a situation may be forgotten because nobody can catch up any more."""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub
from typing import NamedTuple

from generator.model import Decision, Question
from generator.situations import Marks, Situations, level


def in_order(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions in the order that keeps situations few: each after those that it depends on.

    First those that choose a release line (in their own order: the last one decides) and what they depend on, then those
    that only require, those that prefer as well, and those that only prefer.
    """
    names = {question.id for question in questions}
    kinds = {question.id: _kind(question) for question in questions}
    for question in reversed(questions):
        for earlier in question.when:
            if earlier in names:
                kinds[earlier] = min(kinds[earlier], kinds[question.id])
    return tuple(sorted(questions, key=lambda question: kinds[question.id]))


def _kind(question: Question) -> int:
    if any(answer.major for answer in question.answers):
        return 0
    if not any(answer.require for answer in question.answers):
        return 3
    return 2 if any(answer.prefer for answer in question.answers) else 1


class Ground(Situations):
    """Situations in which the scores of those who can no longer come out on top say nothing."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision, in_order(decision.questions))
        self.places = range(len(self.questions))
        # What any answer to a question may do under each line: verify, exclude, lift.
        self.touched = tuple(tuple(self._touched(place, line) for line in range(self.lines)) for place in self.places)
        self.chooses = tuple(any(line is not None for line in chosen) for chosen in self.chosen)
        # From here on nothing is required and no line chosen.
        self.settled_from = 1 + max(
            (p for p in self.places if self.chooses[p] or any(verify | shut for verify, shut, _ in self.touched[p])),
            default=-1,
        )
        count = len(self.members)
        # By line, how much more than the first candidate the second can gain by the answers from a question on.
        self.gains_on = tuple(
            [
                [[self._gain_on(place, line, one, other) for other in range(count)] for one in range(count)]
                for place in range(len(self.questions) + 1)
            ]
            for line in range(self.lines)
        )
        self._rivals = tuple(
            tuple(self._rivals_after(place, line) for line in range(self.lines)) for place in self.places
        )

    def _touched(self, place: int, line: int) -> tuple[int, int, int]:
        verify = shut = lifted = 0
        for effects in self.effects[place]:
            more_verify, more_shut, gains = effects[line]
            verify, shut = verify | more_verify, shut | more_shut
            lifted |= sum(1 << at for at, gain in enumerate(gains or ()) if gain)
        return verify, shut, lifted

    def _gain_on(self, start: int, line: int, one: int, other: int) -> int:
        return sum(
            max(0, *(gains[other] - gains[one] for answer in answers for gains in [answer[line][2]] if gains), 0)
            for answers in self.effects[start:]
        )

    def _rivals_after(self, place: int, line: int) -> tuple[tuple[int, tuple[Rival, ...]], ...]:
        """Return, for candidates, those who are never set back without them after a question."""
        later = [effects[line] for answers in self.effects[place + 1 :] for effects in answers]
        limits = self.gains_on[line][place + 1]
        found = []
        for other, bit in ((other, 1 << other) for other in range(len(self.members))):
            # Who is hit by an answer that spares the candidate, or only asks to verify it, may fall behind it.
            excluded_alone = verified_alone = loses_rank = 0
            for verify, shut, _ in later:
                excluded_alone |= 0 if shut & bit else shut
                verified_alone |= 0 if (shut | verify) & bit else verify
                loses_rank |= 0 if shut & bit else verify
            rivals = tuple(
                Rival(one, 1 << one, limits[one][other], not loses_rank & 1 << one)
                for one in range(len(self.members))
                if one != other and not (excluded_alone | verified_alone) & 1 << one
            )
            if rivals:
                found.append((other, rivals))
        return tuple(found)

    def settle(self, place: int, line: int, marks: Marks) -> Marks:
        """Drop the scores of those who are behind a rival for good: behind it in rank, or further than they can catch up."""
        verify, excluded, scores = marks
        kept: list[int | None] | None = None
        for other, rivals in self._rivals[place][line]:
            score = scores[other]
            if score is None:
                continue
            to_verify = verify & 1 << other
            for one, bit, most, keeps_rank in rivals:
                if (excluded | (0 if to_verify else verify)) & bit:
                    continue
                ahead = scores[one]
                if (ahead is not None and ahead - score > most) or (keeps_rank and to_verify and not verify & bit):
                    kept = kept or list(scores)
                    kept[other] = None
                    break
        return verify, excluded, level(scores if kept is None else tuple(kept))


class Rival(NamedTuple):
    """One who is never set back without another; by how much that one may gain on it, and whether it even keeps its rank."""

    place: int
    bit: int
    most: int
    keeps_rank: bool


class Race:
    """What only the scores of some candidates, of one rank, still decide."""

    def __init__(self, ground: Ground, line: int, who: int) -> None:
        self.who = who
        self._gates = ground.gates
        self._runners = [at for at in range(len(ground.members)) if who & 1 << at]
        self.gains = tuple(
            tuple(
                tuple(gains[at] for at in self._runners) if (gains := effects[line][2]) else () for effects in answers
            )
            for answers in ground.effects
        )
        self._matters = tuple(
            any(gains.count(gains[0]) != len(gains) for gains in answers if gains) for answers in self.gains
        )
        self._limits = tuple(
            [[limits[one][other] for one in self._runners] for other in self._runners]
            for limits in ground.gains_on[line]
        )
        self._least = tuple(
            min((limit for at, row in enumerate(rows) for other, limit in enumerate(row) if at != other), default=0)
            for rows in self._limits
        )

    def next(self, place: int, closed: int) -> int:
        """Return the next question from one on that is asked and sets the candidates apart, or leads to such."""
        while place < len(self.gains) and not (
            self._gates.is_open(place, closed) and (self._matters[place] or self._gates.followers[place] & ~closed)
        ):
            place += 1
        return place

    def in_reach(self, place: int, scores: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        """Return those whom nobody has left behind for good before a question, and their scores, the top one at 0."""
        if not scores:
            return self.who, scores
        top = max(scores)
        if top - min(scores) <= self._least[place]:
            return self.who, tuple([score - top for score in scores]) if top else scores
        kept = [
            (at, score - top)
            for at, score, limits in zip(self._runners, scores, self._limits[place], strict=True)
            if max(map(sub, scores, limits)) <= score
        ]
        return sum([1 << at for at, _ in kept]), tuple([score for _, score in kept])
