"""The list of a decision's outcomes, kept as CSV beside it: what an edit flips shows in a review, and is told in words.

A row is an end of the chart: for each question the answers that lead there (any, where it holds none), then who is best, then who
is possible. The rows of one list cover every combination of answers once, so two lists can be compared row against row, however
each of them is cut.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from generator.flowchart import Leaf, Node, compile_chart, leaves, measure
from generator.model import Dataset, Decision
from generator.records import OUTCOMES_SUFFIX

# More ends than this nobody reviews, line by line.
MOST_ROWS = 2_000
# So many situations are gone through to draw a chart.
MOST_SITUATIONS = 20_000
# So many flips are told; the rest is a number.
MOST_TOLD = 5
_RESULT = ("best", "possible")


@dataclass(frozen=True)
class _Row:
    """Answers by question, as they stand in a list, and what followed from them when it was written."""

    answers: Mapping[str, tuple[str, ...]]
    best: frozenset[str]
    possible: frozenset[str]


@dataclass(frozen=True)
class Change:
    """What became of a list.

    Attributes:
        line: The first line that differs.
        flips: In words, the rows whose result is another one today.
        gone: How many rows name a question or only answers that are gone.
        missing: How many ends no row stands for.
        unread: How many lines are no rows.
    """

    line: int
    flips: tuple[str, ...]
    gone: int
    missing: int
    unread: int

    def __str__(self) -> str:
        """Return what flipped, at most five; or that only the shape changed."""
        parts = list(self.flips[:MOST_TOLD])
        if len(self.flips) > MOST_TOLD:
            parts.append(f"and {len(self.flips) - MOST_TOLD} more")
        for number, what in (
            (self.gone, "rows about questions or answers that are gone"),
            (self.missing, "rows that are missing"),
            (self.unread, "lines that are no rows"),
        ):
            parts += [f"{what}: {number}"] if number else []
        return "; ".join(parts) or "the rows are cut otherwise; no result changed"


@dataclass(frozen=True)
class Listing:
    """What is to be said of a decision's list of outcomes.

    Attributes:
        file: Its name, relative to the project as that of the decision.
        text: What it holds today; None where the chart is too big to be listed.
        is_missing: There is no such file yet.
        change: How the file differs; None if it does not.
    """

    decision: Decision
    file: str
    text: str | None
    is_missing: bool = False
    change: Change | None = None


def listings(dataset: Dataset) -> Iterator[Listing]:
    """Yield the list of outcomes of every decision, compared with the one that is kept."""
    for name, decision in dataset.decisions.items():
        file = decision.record.at.file.removesuffix(".yaml") + OUTCOMES_SUFFIX
        size = measure(decision, MOST_SITUATIONS)
        if size is None or size[1] > MOST_ROWS:
            yield Listing(decision, file, None)
            continue
        chart = compile_chart(decision)
        old = dataset.outcomes.get(name)
        change = None if old is None else compare(decision, chart, old)
        yield Listing(decision, file, listed(decision, chart), old is None, change)


def listed(decision: Decision, chart: Node) -> str:
    """Return the list of a decision's outcomes, an end of its chart a row, in the order of the chart."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*(question.id for question in decision.questions), *_RESULT])
    for leaf in leaves(chart):
        answers = {question.id: "|".join(answer.id for answer in picked) for question, picked in leaf.path}
        result = ("|".join(sorted(names)) for names in (leaf.outcome.best, leaf.outcome.possible))
        rows.writerow([*(answers.get(question.id, "") for question in decision.questions), *result])
    return text.getvalue()


def compare(decision: Decision, chart: Node, old: str) -> Change | None:
    """Return how a list differs from what the facts give today; None if it does not. Line ends may be those of any system."""
    before, now = (text.replace("\r\n", "\n").split("\n") for text in (old, listed(decision, chart)))
    if before == now:
        return None
    line = next(
        (number for number, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(now)) - 1,
    )
    rows, unread = _read(before)
    known = {question.id: {answer.id for answer in question.answers} for question in decision.questions}
    lasting = [
        row
        for row in rows
        if all(not answers or known.get(name, set()) & set(answers) for name, answers in row.answers.items())
    ]
    seen: set[str] = set()
    flips = []
    for row in lasting:
        flip = ""
        for leaf, given in _ends(chart, row.answers, {}):
            seen.add(leaf.slug)
            if (row.best, row.possible) != (frozenset(leaf.outcome.best), frozenset(leaf.outcome.possible)):
                flip = flip or _flip(decision, row, leaf, given)
        flips += [flip] if flip else []
    missing = sum(leaf.slug not in seen for leaf in leaves(chart))
    return Change(min(line + 1, len(before)), tuple(flips), len(rows) - len(lasting), missing, unread)


def _read(lines: Sequence[str]) -> tuple[list[_Row], int]:
    """Return the rows of a list, and how many of its lines are none."""
    texts = [line for line in lines if line]
    try:
        head, *cells = csv.reader(texts)
    except (csv.Error, ValueError):
        return [], len(texts)
    if tuple(head[-2:]) != _RESULT:
        return [], len(texts)
    rows = []
    for one in cells:
        if len(one) == len(head):
            parts = [tuple(cell.split("|")) if cell else () for cell in one]
            rows.append(_Row(dict(zip(head[:-2], parts, strict=False)), frozenset(parts[-2]), frozenset(parts[-1])))
    return rows, len(cells) - len(rows)


def _ends(
    node: Node, answers: Mapping[str, tuple[str, ...]], given: Mapping[str, str]
) -> Iterator[tuple[Leaf, Mapping[str, str]]]:
    """Yield the ends that the answers of a row lead to, and the answers at the boxes on the way."""
    if isinstance(node, Leaf):
        yield node, given
        return
    wanted = answers.get(node.question.id, ())
    for branch in node.branches:
        common = [answer.id for answer in branch.answers if not wanted or answer.id in wanted]
        if common:
            yield from _ends(branch.node, answers, {**given, node.question.id: common[0]})


def _flip(decision: Decision, row: _Row, leaf: Leaf, given: Mapping[str, str]) -> str:
    ways = []
    for question in decision.questions:
        known = [answer.id for answer in question.answers if answer.id in row.answers.get(question.id, ())]
        if question.id in given or known:
            ways.append(f"{question.id}={given.get(question.id) or known[0]}")
    was, now = _told(row.best, row.possible), _told(leaf.outcome.best, leaf.outcome.possible)
    return f"with {', '.join(ways) or 'any answers'}: was {was}, is {now}"


def _told(best: Iterable[str], possible: Iterable[str]) -> str:
    verify = ", ".join(sorted(possible))
    return (" or ".join(sorted(best)) or "nobody") + (f" (to verify: {verify})" if verify else "")
