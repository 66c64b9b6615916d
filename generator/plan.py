"""Plan: from one release line to another over the edges of the migration tools.

A graph whose nodes are release lines. What speaks against a hop (see `objections`) takes it out. A route is better when it needs
fewer reinstalls, then when its weakest edge is better supported, then when it has fewer hops; of equal ones, when it avoids
what rules say to avoid, builds other than the usual ones and older releases to start from, then when its stops have been past
their end of life for fewer days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import heappop, heappush

from generator.graph import Hop, Line
from generator.model import Dataset
from generator.objections import Judge, Machine, Objection
from generator.values import version_key

MAX_HOPS = 5
# How many routes in place, and how many by reinstallation, are kept of each pair.
KEPT = 8
# Best first.
STATUSES = ("supported", "supported-by-tool", "experimental", "ended")

Cost = tuple[int, int, int, int, int, int, int]
USUAL = Machine()


def in_order(line: Line) -> tuple[str, tuple[int, ...], str]:
    """Order lines as people count them: 8, 9, 10."""
    return line.distribution, version_key(line.major), line.major


@dataclass(frozen=True)
class Route:
    """A connected sequence of hops. `objections` holds what speaks against each of them: nothing in a route that can be taken."""

    hops: tuple[Hop, ...]
    objections: tuple[tuple[Objection, ...], ...] = ()

    @property
    def reinstalls(self) -> int:
        """How many hops are reinstalls."""
        return sum(hop.is_reinstall for hop in self.hops)

    @property
    def status(self) -> str:
        """The status of its weakest edge."""
        return max((hop.edge.status for hop in self.hops), key=STATUSES.index)

    @property
    def way(self) -> tuple[tuple[str, int], ...]:
        """Which edges of which tools it takes: what tells routes apart."""
        return tuple((hop.tool_id, hop.place) for hop in self.hops)

    @property
    def ends(self) -> tuple[Line, Line]:
        """The line it leaves and the line it leads to."""
        return self.hops[0].start, self.hops[-1].end

    @property
    def stops(self) -> tuple[Line, ...]:
        """The lines between its start and its end."""
        return tuple(hop.end for hop in self.hops[:-1])


class Planner:
    """Finds routes on one day, for one machine: a line whose support has ended is no target, a tool's ended edge is never used.

    Everything is found once for each start and kept.
    """

    def __init__(self, dataset: Dataset, today: date, machine: Machine = USUAL) -> None:
        self.dataset = dataset
        self.today = today
        self.machine = machine
        self.judge = Judge(dataset, today, machine)
        self._ends: dict[Line, date | None] = {}
        self._found: dict[tuple[Line, bool], dict[Line, list[Route]]] = {}

    @cached_property
    def hops(self) -> dict[Line, tuple[Hop, ...]]:
        """Every edge of every tool that may be used, by the line it leaves from."""
        found: dict[Line, list[Hop]] = {}
        for name, tool in self.dataset.tools.items():
            for place, edge in enumerate(tool.edges):
                hop = Hop(name, tool, edge, place)
                if not self.machine.kinds or tool.kind in self.machine.kinds:
                    found.setdefault(hop.start, []).append(hop)
        return {line: tuple(hops) for line, hops in found.items()}

    def lines(self) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """Return the lines that any edge, ended ones included, leaves from, and those it leads to that are supported."""
        starts = sorted(self.hops, key=in_order)
        ends = sorted({hop.end for hops in self.hops.values() for hop in hops}, key=in_order)
        return tuple(starts), tuple(line for line in ends if not self.has_ended(line))

    def end_of_life(self, line: Line) -> date | None:
        """Return the last day of support of a line, paid extensions aside."""
        if line not in self._ends:
            distribution = self.dataset.distributions.get(line.distribution)
            record = distribution.line(line.major) if distribution else None
            self._ends[line] = self.dataset.support_ends(record) if record else None
        return self._ends[line]

    def has_ended(self, line: Line) -> bool:
        """Return whether the support of a line, paid extensions aside, is over."""
        end = self.end_of_life(line)
        return end is not None and self.is_over(end)

    def is_over(self, day: date) -> bool:
        """Return whether a day has passed."""
        return day < self.today

    def ends_within(self, line: Line, days: int) -> bool:
        """Return whether the support of a line ends within so many days."""
        end = self.end_of_life(line)
        return end is not None and (end - self.today).days <= days

    def routes(self, start: Line, end: Line) -> list[Route]:
        """Return the best routes, best first: at most `KEPT` in place and as many by reinstallation.

        None has a loop or more than `MAX_HOPS` hops; none leads into a line whose support has ended.
        """
        if start == end or self.has_ended(end):
            return []
        return list(self._from(start, is_relaxed=False).get(end, ()))

    def nearest_to_a_route(self, start: Line, end: Line, *, in_place: bool = False) -> Route | None:
        """Return the route that the fewest objections speak against, and of those the best; None where no edges connect.

        With `in_place`, one without a reinstallation.
        """
        if start == end:
            return None
        found = self._from(start, is_relaxed=True).get(end, ())
        return next((route for route in found if not (in_place and route.reinstalls)), None)

    def _from(self, start: Line, *, is_relaxed: bool) -> dict[Line, list[Route]]:
        """Return the routes from a line by their ends; with `is_relaxed`, those that something speaks against too."""
        key = (start, is_relaxed)
        if key not in self._found:
            kept = 1 if is_relaxed else KEPT
            found: dict[Line, list[Route]] = {}
            for route in self._in_order(start, is_relaxed=is_relaxed):
                known = found.setdefault(route.hops[-1].end, [])
                if sum(bool(one.reinstalls) == bool(route.reinstalls) for one in known) < kept:
                    known.append(route)
            self._found[key] = found
        return self._found[key]

    def _in_order(self, start: Line, *, is_relaxed: bool) -> Iterator[Route]:
        """Yield the routes from a line without a loop, the best first.

        A longer route is never better than what it begins with, so whatever is taken from the heap is the best that is left.
        """
        heap: list[tuple[Cost, tuple[str, ...], Route]] = []
        self._extend(heap, Route(()), (0,) * 7, start, is_relaxed=is_relaxed)
        while heap:
            cost, _, route = heappop(heap)
            yield route
            # A reinstall starts from nothing: it is the whole route, never one hop of a longer one.
            if len(route.hops) < MAX_HOPS and not route.reinstalls:
                self._extend(heap, route, cost, route.hops[-1].end, is_relaxed=is_relaxed)

    def _extend(
        self,
        heap: list[tuple[Cost, tuple[str, ...], Route]],
        route: Route,
        cost: Cost,
        here: Line,
        *,
        is_relaxed: bool,
    ) -> None:
        seen = {hop.start for hop in route.hops} | {here}
        for hop in self.hops.get(here, ()):
            if hop.end in seen or (hop.is_reinstall and route.hops):
                continue
            objections = self.judge.objections(hop, route.hops)
            if objections and not is_relaxed:
                continue
            longer = Route((*route.hops, hop), (*route.objections, objections))
            # The name of the way decides between equals, so that every run finds the same.
            name = tuple(f"{one.tool_id} {one.end} {one.place}" for one in longer.hops)
            heappush(heap, (self._cost(cost, hop, route, len(objections)), name, longer))

    def _cost(self, cost: Cost, hop: Hop, before: Route, objections: int) -> Cost:
        against, reinstalls, status, hops, avoided, unusual, days = cost
        if before.hops:
            end = self.end_of_life(hop.start)
            days += max(0, (self.today - end).days) if end else 0
        return (
            against + objections,
            reinstalls + hop.is_reinstall,
            max(status, STATUSES.index(hop.edge.status)),
            hops + 1,
            avoided + self.judge.avoided(hop, before.hops),
            unusual + (hop.edge.build is not None) + self.judge.starts_from_older(hop),
            days,
        )
