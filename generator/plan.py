"""Plan: from one release line to another over the edges of the migration tools.

A graph whose nodes are (distribution, major). A route is better when it needs fewer reinstalls, then when its weakest edge is
better supported, then when it has fewer hops, then when fewer of its stops have reached their end of life.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.model import Dataset
from generator.records import EdgeRecord, HopFilter, ToolRecord
from generator.values import version_key

MAX_HOPS = 5
# Best first.
STATUSES = ("supported", "supported-by-tool", "experimental")


@dataclass(frozen=True, order=True)
class Line:
    """A release line as a node of the graph."""

    distribution: str
    major: str

    def __str__(self) -> str:
        return f"{self.distribution}:{self.major}"


def _in_order(line: Line) -> tuple[str, tuple[int, ...], str]:
    """Order lines as people count them: 8, 9, 10."""
    return line.distribution, version_key(line.major), line.major


@dataclass(frozen=True)
class Hop:
    """One edge of a route."""

    tool_id: str
    tool: ToolRecord
    edge: EdgeRecord

    @property
    def start(self) -> Line:
        """Where it begins."""
        return Line(self.edge.from_, self.edge.major)

    @property
    def end(self) -> Line:
        """Where it ends."""
        return Line(self.edge.to, self.edge.to_major)

    @property
    def crosses_major(self) -> bool:
        """Whether the installed system is carried over to another major."""
        return self.tool.kind == "upgrade"


def applies(when: HopFilter, hop: Hop) -> bool:
    """Return whether a filter matches a hop: every key that is given must hold."""
    return all(
        not wanted or actual in wanted
        for wanted, actual in (
            (when.kinds, hop.tool.kind),
            (when.tools, hop.tool_id),
            (when.from_, hop.edge.from_),
            (when.from_majors, hop.edge.major),
            (when.to, hop.edge.to),
            (when.to_majors, hop.edge.to_major),
            (when.builds, hop.edge.build),
        )
    )


@dataclass(frozen=True)
class Route:
    """A connected sequence of hops."""

    hops: tuple[Hop, ...]

    @property
    def reinstalls(self) -> int:
        """How many hops are reinstalls."""
        return sum(hop.tool.kind == "reinstall" for hop in self.hops)

    @property
    def status(self) -> str:
        """The status of its weakest edge."""
        return max((hop.edge.status for hop in self.hops), key=STATUSES.index)


class Planner:
    """Finds routes on one day: a line whose support has ended is no target, a tool's ended edge is never used."""

    def __init__(self, dataset: Dataset, today: date) -> None:
        self._dataset = dataset
        self._today = today

    @cached_property
    def _edges(self) -> dict[Line, list[Hop]]:
        edges: dict[Line, list[Hop]] = {}
        for name, tool in self._dataset.tools.items():
            for edge in tool.edges:
                if edge.status in STATUSES and not (edge.ended and edge.ended <= self._today):
                    hop = Hop(name, tool, edge)
                    edges.setdefault(hop.start, []).append(hop)
        return edges

    def lines(self) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """Return the lines that any edge, ended ones included, leaves from, and those it leads to that are supported."""
        every = [edge for tool in self._dataset.tools.values() for edge in tool.edges]
        starts = sorted({Line(edge.from_, edge.major) for edge in every}, key=_in_order)
        ends = sorted({Line(edge.to, edge.to_major) for edge in every}, key=_in_order)
        return tuple(starts), tuple(line for line in ends if not self.has_ended(line))

    def has_ended(self, line: Line) -> bool:
        """Return whether the support of a line, paid extensions aside, is over."""
        end = self._end(line)
        return end is not None and self.is_over(end)

    def is_over(self, day: date) -> bool:
        """Return whether a day has passed."""
        return day < self._today

    def ends_within(self, line: Line, days: int) -> bool:
        """Return whether the support of a line ends within so many days."""
        end = self._end(line)
        return end is not None and (end - self._today).days <= days

    def _end(self, line: Line) -> date | None:
        record = self._dataset.distributions[line.distribution].line(line.major)
        return self._dataset.support_ends(record) if record else None

    def routes(self, start: Line, end: Line) -> list[Route]:
        """Return all routes without a loop, best first; none into a line whose support has ended."""
        if start == end or self.has_ended(end):
            return []
        return sorted(self._walk(start, end, (), frozenset({start})), key=self._rank)

    def _walk(self, here: Line, end: Line, hops: tuple[Hop, ...], seen: frozenset[Line]) -> Iterator[Route]:
        if here == end:
            yield Route(hops)
            return
        if len(hops) == MAX_HOPS:
            return
        for hop in self._edges.get(here, ()):
            refused = False
            # A reinstall starts from nothing: it is the whole route, never one hop of a longer one.
            alone = hop.tool.kind == "reinstall" and (hops or hop.end != end)
            if hop.end not in seen and not refused and not alone:
                yield from self._walk(hop.end, end, (*hops, hop), seen | {hop.end})

    def _rank(self, route: Route) -> tuple[int, int, int, int, tuple[str, ...]]:
        ended = sum(self.has_ended(hop.end) for hop in route.hops)
        return (
            route.reinstalls,
            STATUSES.index(route.status),
            len(route.hops),
            ended,
            tuple(hop.tool_id for hop in route.hops),
        )
