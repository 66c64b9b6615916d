"""Split a flowchart that nobody can take in: the first questions on one page, what follows some answers on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.flowchart import AnswerPath, Fork, Node, count, slug

# Boxes that a person can take in on one page; a chart that has more is split by its first answers.
READABLE_BOXES = 40


@dataclass(frozen=True)
class Part:
    """A part of a chart: it begins at `root`, after the answers of `path`; the forks in `elsewhere` begin parts of their own."""

    root: Node
    path: AnswerPath
    elsewhere: tuple[tuple[Fork, AnswerPath], ...]

    @property
    def slug(self) -> str:
        """The name of its page: the answers on the way. No end has the same, since no end is followed by anything."""
        return slug(self.path)

    def leads_on(self, node: Node) -> AnswerPath | None:
        """Return the way to the part that a node begins; None if the node is drawn here."""
        return next((path for fork, path in self.elsewhere if fork is node), None)


def split(chart: Node, limit: int = READABLE_BOXES) -> Iterator[Part]:
    """Yield the parts of a chart, the first one first; each has `limit` boxes at most, as far as a single question allows it.

    What follows an answer is drawn whole, the smallest first, as long as there is room; then question by question; what is
    left begins parts of its own.
    """
    waiting: list[tuple[Node, AnswerPath]] = [(chart, ())]
    while waiting:
        root, path = waiting.pop(0)
        elsewhere = _beyond(root, path, limit)
        yield Part(root, path, tuple(elsewhere))
        waiting[:0] = elsewhere


def _beyond(root: Node, path: AnswerPath, limit: int) -> list[tuple[Fork, AnswerPath]]:
    """Return the forks that find no room beside the root, in the order of the chart."""
    if not isinstance(root, Fork) or count(root) <= limit:
        return []
    room = limit - 1 - len(root.branches)
    open_ = _following(root, path)
    while True:
        whole = min(
            (pair for pair in open_ if count(pair[0]) - 1 <= room), key=lambda pair: count(pair[0]), default=None
        )
        if whole:
            open_.remove(whole)
            room -= count(whole[0]) - 1
            continue
        place = next((place for place, (fork, _) in enumerate(open_) if len(fork.branches) <= room), None)
        if place is None:
            return open_
        fork, way = open_[place]
        open_[place : place + 1] = _following(fork, way)
        room -= len(fork.branches)


def _following(fork: Fork, path: AnswerPath) -> list[tuple[Fork, AnswerPath]]:
    """Return the questions that follow the answers to a question, each with the way to it."""
    return [
        (branch.node, (*path, (fork.question, branch.answers)))
        for branch in fork.branches
        if isinstance(branch.node, Fork)
    ]
