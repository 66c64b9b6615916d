"""Which ways have a guide: the best of each pair, and that of each kind of machine whose way is another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.graph import Line
from generator.model import Dataset
from generator.objections import Machine
from generator.plan import Planner, Route
from generator.records import VariantRecord

Way = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Guided:
    """A guide: its address, the kind of machine it is written for (None for usual ones), and its routes, the best first."""

    uri: str
    variant: VariantRecord | None
    routes: tuple[Route, ...]


class GuidedWays:
    """The guides of a dataset on a day, pair by pair."""

    def __init__(self, dataset: Dataset, today: date) -> None:
        self.planner = Planner(dataset, today)
        self.variants = tuple((one, Planner(dataset, today, Machine.of(one))) for one in dataset.machines.variants)
        self._pairs: dict[tuple[Line, Line], dict[str | None, Guided]] = {}

    def variants_from(self, start: Line) -> list[tuple[VariantRecord, Planner]]:
        """Return the kinds of machines that can be at a line: it must run on them, as far as is known."""
        return [
            (one, planner)
            for one, planner in self.variants
            if (not one.from_ or start.distribution in one.from_) and planner.judge.runs(start)
        ]

    def of(self, start: Line, end: Line) -> tuple[Guided, ...]:
        """Return the guides of a pair, each once: first that for usual machines."""
        return tuple({one.uri: one for one in self._pair(start, end).values()}.values())

    def find(self, start: Line, end: Line, variant: str | None = None) -> str | None:
        """Return the address of the guide of a pair, for a kind of machine if one is given; None where there is none."""
        known = {one.id for one, _ in self.variants_from(start)}
        guided = self._pair(start, end).get(variant if variant in known else None)
        return guided.uri if guided else None

    def is_refused(self, start: Line, end: Line, variant: str) -> bool:
        """Return whether a kind of machine that can be at a line has no way to another."""
        known = {one.id for one, _ in self.variants_from(start)}
        return variant in known and variant not in self._pair(start, end)

    def along(self, route: Route) -> str | None:
        """Return the address of the guide that leads along a route; None where none does."""
        pair = self._pair(*route.ends)
        return next((one.uri for one in pair.values() if one.routes[0].way == route.way), None)

    def _pair(self, start: Line, end: Line) -> dict[str | None, Guided]:
        """Return the guides of a pair by kind of machine: kinds that take the same way share one."""
        if (start, end) not in self._pairs:
            names = (start.distribution, start.major, end.distribution, end.major)
            found: dict[str | None, Guided] = {}
            told: dict[Way, Guided] = {}
            for variant, planner in ((None, self.planner), *self.variants_from(start)):
                routes = planner.routes(start, end)
                if routes:
                    uri = uris.guide_variant(*names, variant.id) if variant else uris.guide(*names)
                    guided = told.setdefault(routes[0].way, Guided(uri, variant, tuple(routes)))
                    found[variant.id if variant else None] = guided
            self._pairs[start, end] = found
        return self._pairs[start, end]
