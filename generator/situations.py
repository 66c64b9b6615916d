"""What answers do to the candidates of a decision, as bits and numbers: the ground that charts and proofs stand on.

Combinations of answers are many, situations are few: whatever ways lead to one situation, what follows is the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.decide import Standing, stand
from generator.model import Answer, Decision, Distribution, Question

# Under one release line: the candidates to verify and the excluded ones, as bits, and the scores. None stands for a score that
# says nothing. What everybody has gained says nothing either: the top score is 0.
Marks = tuple[int, int, tuple[int | None, ...]]
# The release line chosen so far, the later questions that will not be asked, as bits, and the marks under each line that may
# still come to count (None under the others).
Situation = tuple[int, int, tuple[Marks | None, ...]]
# What an answer adds under one line: candidates to verify, excluded ones, and scores (None for no score at all).
Effect = tuple[int, int, tuple[int, ...] | None]


class TooManySituationsError(Exception):
    """There are more situations than somebody is ready to go through."""


class Gates:
    """Which questions are asked after which answers; questions and sets of them are bits, by place in the order given."""

    def __init__(self, questions: Sequence[Question]) -> None:
        """Take questions, each after those that it depends on; one that depends on anything else is never asked."""
        places = {question.id: place for place, question in enumerate(questions)}
        self.followers = [0] * len(questions)
        self.start = 0
        for place, question in enumerate(questions):
            for earlier in question.when:
                if places.get(earlier, place) < place:
                    self.followers[places[earlier]] |= 1 << place
                else:
                    self.start |= 1 << place
        # From the end, so that the followers of followers are known.
        for place in reversed(range(len(questions))):
            self.followers[place] |= self._all_behind(self.followers[place])
        self.start |= self._all_behind(self.start)
        self.closes = tuple(
            tuple(self._closed_by(place, answer, questions) for answer in question.answers)
            for place, question in enumerate(questions)
        )

    def _all_behind(self, questions: int) -> int:
        found = 0
        for place, followers in enumerate(self.followers):
            found |= followers if questions & 1 << place else 0
        return found

    def _closed_by(self, place: int, answer: Answer, questions: Sequence[Question]) -> int:
        name = questions[place].id
        shut = sum(1 << at for at, one in enumerate(questions) if name in one.when and answer.id not in one.when[name])
        return shut | self._all_behind(shut)

    @staticmethod
    def is_open(place: int, closed: int) -> bool:
        """Return whether a question is asked."""
        return not closed & 1 << place

    def after(self, place: int, answer: int | None, closed: int) -> int:
        """Return the later questions that are not asked after an answer (by its place); None leaves the question open."""
        more = self.followers[place] if answer is None else self.closes[place][answer]
        return (closed | more) & -(1 << (place + 1))


class Situations:
    """The situations of a decision and how answers lead from one to the next, question by question."""

    def __init__(
        self, decision: Decision, questions: Sequence[Question] = (), *, tell_lines_apart: bool = False
    ) -> None:
        """Take a decision, and its questions in another order if another is wanted.

        With `tell_lines_apart`, release lines under which all candidates fare alike are still different ones.
        """
        self.questions = tuple(questions or decision.questions)
        self.gates = Gates(self.questions)
        answers = [answer for question in self.questions for answer in question.answers]
        majors = tuple(dict.fromkeys([decision.record.major, *(answer.major for answer in answers)]))
        effects = {
            candidate.id: tuple(
                tuple(self._effect(candidate, question, answer, major) for question, answer in self._answers())
                for major in majors
            )
            for candidate in decision.candidates
        }
        # Candidates that every answer treats alike are one; so are lines under which all of them fare alike.
        alike: dict[object, list[Distribution]] = {}
        for candidate in decision.candidates:
            alike.setdefault(effects[candidate.id], []).append(candidate)
        self.members = tuple(map(tuple, alike.values()))
        by_line = [tuple(effects[members[0].id][line] for members in self.members) for line in range(len(majors))]
        lines = tuple(by_line) if tell_lines_apart else tuple(dict.fromkeys(by_line))
        self.lines = len(lines)
        self.line_of = {
            major: place if tell_lines_apart else lines.index(found)
            for place, (major, found) in enumerate(zip(majors, by_line, strict=True))
        }
        self.everyone = (1 << len(self.members)) - 1
        pairs = {pair: at for at, pair in enumerate((q.id, a.id) for q, a in self._answers())}
        self.effects: tuple[tuple[tuple[Effect, ...], ...], ...] = tuple(
            tuple(
                tuple(_together([one[pairs[question.id, answer.id]] for one in line]) for line in lines)
                for answer in question.answers
            )
            for question in self.questions
        )
        self.chosen = tuple(
            tuple(self.line_of[answer.major] if answer.major else None for answer in question.answers)
            for question in self.questions
        )
        self._later_lines = tuple(
            frozenset(line for answers in self.chosen[place:] for line in answers if line is not None)
            for place in range(len(self.questions) + 1)
        )
        nothing: Marks = (0, 0, (0,) * len(self.members))
        first = self.line_of[decision.record.major]
        self.start: Situation = (first, self.gates.start, self._kept(-1, first, [nothing] * self.lines))

    def _answers(self) -> list[tuple[Question, Answer]]:
        return [(question, answer) for question in self.questions for answer in question.answers]

    @staticmethod
    def _effect(candidate: Distribution, question: Question, answer: Answer, major: str | None) -> tuple[Standing, int]:
        stands = stand(candidate, [(question, answer)], major)
        return stands.standing, stands.score

    def _kept(self, place: int, line: int, marks: Sequence[Marks | None]) -> tuple[Marks | None, ...]:
        """Return the marks under the lines that may come to count after a question: the chosen one and those still to choose."""
        later = self._later_lines[place + 1]
        return tuple([one if at == line or at in later else None for at, one in enumerate(marks)])

    def is_asked(self, place: int, situation: Situation) -> bool:
        """Return whether the answers so far lead to a question."""
        return self.gates.is_open(place, situation[1])

    def after(self, place: int, answer: int, situation: Situation) -> Situation:
        """Return the situation after an answer (by its place) to a question (by its place)."""
        line, closed, marks = situation
        chosen = self.chosen[place][answer]
        line = line if chosen is None else chosen
        added = [
            None if one is None else self.settle(place, at, _add(one, effect))
            for at, (one, effect) in enumerate(zip(marks, self.effects[place][answer], strict=True))
        ]
        kept = tuple(added) if len(added) == 1 else self._kept(place, line, added)
        return line, self.gates.after(place, answer, closed), kept

    def skip(self, place: int, situation: Situation) -> Situation:
        """Return the situation after a question that is left open."""
        line, closed, marks = situation
        return line, self.gates.after(place, None, closed), self._kept(place, line, marks)

    def settle(self, place: int, line: int, marks: Marks) -> Marks:  # noqa: ARG002 - for those who know more
        """Return marks after a question without what no longer says anything."""
        verify, excluded, scores = marks
        return verify, excluded, level(scores)

    def names(self, bits: int) -> frozenset[str]:
        """Return the ids of candidates."""
        return frozenset(one.id for place, members in enumerate(self.members) if bits & 1 << place for one in members)


def level(scores: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """Return scores with the top one at 0."""
    top = max([score for score in scores if score is not None], default=0)
    return tuple([None if score is None else score - top for score in scores]) if top else scores


def _together(marks: Sequence[tuple[Standing, int]]) -> Effect:
    def bits(standing: Standing) -> int:
        return sum(1 << place for place, one in enumerate(marks) if one[0] is standing)

    scores = tuple(score for _, score in marks)
    return bits(Standing.VERIFY), bits(Standing.EXCLUDED), scores if any(scores) else None


def _add(marks: Marks, effect: Effect) -> Marks:
    """Add what an answer does; who is excluded has no score any more."""
    verify, excluded, scores = marks
    more_verify, more_excluded, gains = effect
    newly = more_excluded & ~excluded
    if gains is not None:
        scores = tuple([None if old is None else old + gain for old, gain in zip(scores, gains, strict=True)])
    if newly:
        scores = tuple([None if newly & 1 << place else score for place, score in enumerate(scores)])
    excluded |= newly
    return (verify | more_verify) & ~excluded, excluded, scores
