"""Prove what holds of all combinations of answers: every result, who ever wins, which questions never matter.

A decision is a function from answers to a result. It is built as a reduced ordered decision diagram: a node for a question has a
child for each answer, a question whose answers all lead to the same child has no node, and two nodes with the same children are
one. So two parts of a diagram are the same node exactly if they are the same function, and a question changes a result
somewhere exactly if the diagram has a node for it. Combinations that come to the same situation are gone through once.

The order of questions is free as long as each comes after those that it depends on: the release line first, then what requires,
then what only prefers. When the requirements are through, those ahead are known, and only their scores are still followed.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

from generator.examples import look
from generator.model import Decision
from generator.reach import Reach
from generator.rivals import Ground, Race
from generator.situations import Marks, Situation, Situations, TooManySituationsError

# More situations than this are not gone through: the checker says so and does without.
MOST_SITUATIONS = 100_000

# The best candidates and the possible ones, by id.
Result = tuple[frozenset[str], frozenset[str]]
# A node of a diagram: a question (its place) and a child for each answer; or _SPLIT, the candidates to verify as bits and the
# node that tells the best; or _BEST and the best candidates as bits.
_Node = tuple[int, tuple[int, ...]]
_SPLIT, _BEST = -1, -2


@dataclass(frozen=True)
class Diagram:
    """All results of a decision. A combination answers every question that is asked.

    Attributes:
        situations: How many different ones all combinations came to.
    """

    _from: Situations
    _nodes: tuple[_Node, ...]
    _root: int
    situations: int

    @cached_property
    def _reached(self) -> frozenset[int]:
        return self._below(self._root)

    def _below(self, root: int) -> frozenset[int]:
        seen, todo = {root}, [root]
        while todo:
            place, content = self._nodes[todo.pop()]
            children = set(content[1:] if place == _SPLIT else content if place >= 0 else ()) - seen
            seen |= children
            todo.extend(children)
        return frozenset(seen)

    @cached_property
    def winners(self) -> frozenset[str]:
        """The candidates that some combination brings to the top, alone or shared."""
        found = 0
        for place, content in (self._nodes[one] for one in self._reached):
            found |= content[0] if place == _BEST else 0
        return self._from.names(found)

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The questions whose answer changes the result of some combination."""
        return frozenset(
            self._from.questions[place].id for place, _ in map(self._nodes.__getitem__, self._reached) if place >= 0
        )

    @cached_property
    def results(self) -> frozenset[Result]:
        """Every result that some combination has."""
        splits = {self._nodes[one][1] for one in self._reached if self._nodes[one][0] == _SPLIT}
        bests = {
            node: {self._nodes[one][1][0] for one in self._below(node) if self._nodes[one][0] == _BEST}
            for node in {node for _, node in splits}
        }
        return frozenset(
            (self._from.names(best), self._from.names(verify)) for verify, node in splits for best in bests[node]
        )


@dataclass(frozen=True)
class Verdict:
    """What holds of all combinations of answers: ids of candidates and of questions.

    Attributes:
        hopeless: Candidates that no combination brings to the top.
        idle: Questions that are asked and change no result, whatever the other answers.
        open_candidates: Candidates of whom it is not known whether they ever win: there were too many situations.
        open_questions: Questions of which it is not known whether they ever matter.
    """

    hopeless: frozenset[str]
    idle: frozenset[str]
    open_candidates: frozenset[str] = frozenset()
    open_questions: frozenset[str] = frozenset()


def judge(decision: Decision, limit: int = MOST_SITUATIONS) -> Verdict:
    """Return who never wins and which questions never matter.

    What an example shows needs no proof; what has none is looked up in the diagram of all results. Beyond the limit only two
    things are sure: who is excluded by every combination, and that a question does not matter whose answers are all alike.
    """
    examples, reach = look(decision), Reach(decision)
    doubtful = frozenset(one.id for one in decision.candidates) - examples.winners
    asked = [place for place in range(len(decision.questions)) if reach.can_be_given({place: 0})]
    quiet = frozenset(decision.questions[place].id for place in asked) - examples.deciding
    if not doubtful and not quiet:
        return Verdict(doubtful, quiet)
    diagram = prove(decision, limit)
    if diagram is not None:
        return Verdict(doubtful - diagram.winners, quiet - diagram.deciding)
    hopeless = doubtful & reach.never_left()
    idle = quiet & {decision.questions[place].id for place in asked if reach.is_alike(place)}
    return Verdict(hopeless, idle, doubtful - hopeless, quiet - idle)


def prove(decision: Decision, limit: int = MOST_SITUATIONS) -> Diagram | None:
    """Return the diagram of a decision; None where there are more situations than the limit."""
    builder = _Builder(decision, limit)
    try:
        root = builder.node(0, builder.ground.start)
    except TooManySituationsError:
        return None
    return Diagram(builder.ground, tuple(builder.nodes), root, len(builder.known))


class _Builder:
    """Builds a diagram, each situation once."""

    def __init__(self, decision: Decision, limit: int) -> None:
        self.ground = Ground(decision)
        self.nodes: list[_Node] = []
        self.known: dict[Hashable, int] = {}
        self._limit = limit
        self._numbers: dict[_Node, int] = {}
        self._races: dict[tuple[int, int], Race] = {}

    def _number(self, node: _Node) -> int:
        """Return the number of a node; a question that makes no difference is passed over."""
        place, content = node
        if place >= 0 and content.count(content[0]) == len(content):
            return content[0]
        number = self._numbers.setdefault(node, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(node)
        return number

    def _remember(self, key: Hashable, node: int) -> int:
        if len(self.known) >= self._limit:
            raise TooManySituationsError
        self.known[key] = node
        return node

    def node(self, place: int, situation: Situation) -> int:
        """Return the node of what follows from a question on in a situation."""
        ground = self.ground
        place, situation = self._next(place, situation)
        if place >= ground.settled_from:
            return self._split(situation)
        key = (place, situation)
        known = self.known.get(key)
        if known is not None:
            return known
        answers = range(len(ground.effects[place]))
        children = tuple([self.node(place + 1, ground.after(place, answer, situation)) for answer in answers])
        return self._remember(key, self._number((place, children)))

    def _next(self, start: int, situation: Situation) -> tuple[int, Situation]:
        """Pass over questions that are not asked, or whose answers change nothing any more."""
        ground, place = self.ground, start
        line, closed, marks = situation
        while place < ground.settled_from and not (
            ground.gates.is_open(place, closed)
            and (ground.chooses[place] or ground.gates.followers[place] & ~closed or self._touches(place, marks))
        ):
            place += 1
        if place == start:
            return start, situation
        fewer = tuple([None if one is None else ground.settle(place - 1, at, one) for at, one in enumerate(marks)])
        return place, (line, closed & -(1 << place), fewer)

    def _touches(self, place: int, marks: Sequence[Marks | None]) -> bool:
        for line, one in enumerate(marks):
            if one is not None:
                verify, excluded, scores = one
                to_verify, to_exclude, lifted = self.ground.touched[place][line]
                if to_exclude & ~excluded or to_verify & ~(verify | excluded):
                    return True
                if lifted and any(score is not None and lifted & 1 << at for at, score in enumerate(scores)):
                    return True
        return False

    def _split(self, situation: Situation) -> int:
        """Return the node of a situation in which nothing is required any more: who is ahead is known, in rank."""
        line, closed, marks = situation
        verify, excluded, scores = marks[line] or (0, 0, ())
        alive = self.ground.everyone & ~excluded
        ahead = alive & ~verify or alive
        runners = [(at, score) for at, score in enumerate(scores) if score is not None and ahead & 1 << at]
        who = sum(1 << at for at, _ in runners)
        return self._number(
            (
                _SPLIT,
                (verify, self._best(self.ground.settled_from, line, closed, who, tuple(score for _, score in runners))),
            )
        )

    def _best(self, place: int, line: int, closed: int, who: int, scores: tuple[int, ...]) -> int:
        """Return the node that tells the best of those ahead, by their scores so far and those still to come."""
        race = self._races.get((line, who)) or self._races.setdefault((line, who), Race(self.ground, line, who))
        place = race.next(place, closed)
        who, scores = race.in_reach(place, scores)
        if len(scores) < 2 or place == len(self.ground.questions):  # noqa: PLR2004 - nobody, or nothing, to compare
            return self._number((_BEST, (who,)))
        if who != race.who:
            return self._best(place, line, closed, who, scores)
        closed &= -(1 << place)
        key = (place, line, closed, who, scores)
        known = self.known.get(key)
        if known is not None:
            return known
        children = [
            self._best(place + 1, line, self.ground.gates.after(place, answer, closed), who, added)
            for answer, gains in enumerate(race.gains[place])
            for added in [tuple(map(add, scores, gains)) if gains else scores]
        ]
        return self._remember(key, self._number((place, tuple(children))))
