"""Look for examples: a combination that brings a candidate to the top, and one in which a question changes the result.

An example proves what it shows, at once and however many combinations there are. Where none turns up, nothing is proved: that is
left to the diagram of all results (`prove`). The tries look random and are the same every time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from generator.model import Decision
from generator.situations import Situations

TRIES = 60
# How often an answer is picked blindly; else the one is that leaves most candidates.
_BLIND = (0.0, 0.1, 0.3, 0.6, 1.0)
_Picks = list[int]


@dataclass(frozen=True)
class Examples:
    """What examples were found for.

    Attributes:
        winners: Candidates that some combination brings to the top, by id.
        deciding: Questions whose answer changes the result of some combination, by id.
    """

    winners: frozenset[str]
    deciding: frozenset[str]


def look(decision: Decision, tries: int = TRIES) -> Examples:
    """Return what a number of tries for each question and candidate finds examples of."""
    search = _Search(decision)
    questions = set(range(len(decision.questions)))
    for _ in range(tries):
        search.take(search.picks(), questions - search.deciding)
    for question in sorted(questions - search.deciding):
        closing = search.closing(question)
        for _ in range(tries):
            if question not in search.deciding:
                search.take(search.picks(closing), {question})
    for at in range(len(search.ground.members)):
        shutting = search.shutting(at)
        for _ in range(tries):
            if not search.winners & 1 << at:
                search.take(search.picks(shutting, at), ())
    names = frozenset(decision.questions[place].id for place in search.deciding)
    return Examples(search.ground.names(search.winners), names)


class _Search:
    def __init__(self, decision: Decision) -> None:
        self.ground = Situations(decision)
        self.winners = 0
        self.deciding: set[int] = set()
        self._random = Random(0)  # noqa: S311 - no secret, and the same examples every time

    def _answers(self) -> list[tuple[int, int]]:
        return [(place, answer) for place, answers in enumerate(self.ground.effects) for answer in range(len(answers))]

    def closing(self, question: int) -> frozenset[tuple[int, int]]:
        """Return the answers after which a question is not asked."""
        closes = self.ground.gates.closes
        return frozenset((place, answer) for place, answer in self._answers() if closes[place][answer] & 1 << question)

    def shutting(self, candidate: int) -> frozenset[tuple[int, int]]:
        """Return the answers that exclude a candidate on the first release line."""
        effects, line = self.ground.effects, self.ground.start[0]
        return frozenset(
            (place, answer) for place, answer in self._answers() if effects[place][answer][line][1] & 1 << candidate
        )

    def picks(self, unwanted: Collection[tuple[int, int]] = (), favourite: int | None = None) -> _Picks:
        """Return an answer to every question, unwanted ones only where there is no other.

        Some are picked blindly; the others exclude as few candidates as can be, or lift the favourite above the others.
        """
        blind = self._random.choice(_BLIND)
        picked: _Picks = []
        excluded = 0
        for place, answers in enumerate(self.ground.effects):
            wanted = [one for one in range(len(answers)) if (place, one) not in unwanted] or list(range(len(answers)))
            self._random.shuffle(wanted)
            worth = [self._worth(place, one, excluded, favourite) for one in wanted]
            is_blind = self._random.random() < blind
            picked.append(wanted[0 if is_blind else worth.index(max(worth))])
            excluded |= answers[picked[-1]][self.ground.start[0]][1]
        return picked

    def _worth(self, place: int, answer: int, excluded: int, favourite: int | None) -> float:
        _, shut, gains = self.ground.effects[place][answer][self.ground.start[0]]
        if favourite is None:
            return -(shut & ~excluded).bit_count()
        rivals = [gain for at, gain in enumerate(gains or ()) if not excluded & 1 << at and at != favourite]
        lead = gains[favourite] - max(rivals, default=0) if gains else 0
        return lead + (shut & ~excluded).bit_count() / 2

    def take(self, picks: _Picks, questions: Collection[int]) -> None:
        """Note who wins, and which of the questions change the result when they are answered otherwise."""
        result = self.result(picks)
        self.winners |= result[0]
        for place in questions:
            for answer in range(len(self.ground.effects[place])):
                other = self.result([*picks[:place], answer, *picks[place + 1 :]])
                self.winners |= other[0]
                if other != result:
                    self.deciding.add(place)

    def result(self, picks: Sequence[int]) -> tuple[int, int]:
        """Return the best candidates and the possible ones of a combination, as bits."""
        ground, closed, line, given = self.ground, self.ground.gates.start, self.ground.start[0], []
        for place, answer in enumerate(picks):
            is_open = ground.gates.is_open(place, closed)
            closed = ground.gates.after(place, answer if is_open else None, closed)
            if is_open:
                chosen = ground.chosen[place][answer]
                line = line if chosen is None else chosen
                given.append(ground.effects[place][answer])
        verify = excluded = 0
        scores = [0] * len(ground.members)
        for effects in given:
            more, shut, gains = effects[line]
            verify, excluded = verify | more, excluded | shut
            if gains:
                scores = [old + gain for old, gain in zip(scores, gains, strict=True)]
        alive = ground.everyone & ~excluded
        ahead = [at for at in range(len(scores)) if (alive & ~verify or alive) & 1 << at]
        top = max((scores[at] for at in ahead), default=0)
        return sum(1 << at for at in ahead if scores[at] == top), verify & alive
