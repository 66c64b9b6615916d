"""Migration guides: a computed route as a runbook, from what is done once before it to what is done once after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.graph import Hop, Line
from generator.guided import Guided, GuidedWays
from generator.model import Dataset, Decision
from generator.plan import Planner, Route
from generator.refusals import Refusal, refusal
from generator.values import show_date
from generator.views.hazard import FeatureView, HazardView
from generator.views.hop import HopView, HopViews, StepView, line_name
from generator.views.picture import PictureView, draw_route
from generator.views.runbook import Runbook, SectionView
from generator.views.ways import RefusalView, RouteView, refusal_view, route_view

# A target that ends within a year is worth a warning: the next move is due before the dust has settled.
SOON_DAYS = 365
# What is done beforehand, what must be in the window, and what has time, by phases.
PARTS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Before the window", frozenset({"prepare", "check"})),
    ("In the window", frozenset({"run", "reboot", "verify"})),
    ("Clean-up", frozenset({"clean-up"})),
)
# What a guide tells of other routes: so many in place, and the best new installation.
SHOWN_ALTERNATIVES = 3


@dataclass(frozen=True)
class GuideHop:
    """A hop of a guide with its phases; `may_stay` is until when one may stop where it ends, on the way."""

    number: int
    hop: HopView
    end_ended: bool
    may_stay: str | None
    sections: tuple[SectionView, ...]


@dataclass(frozen=True)
class VariantView:
    """What is different on a kind of machine: a guide of its own, or why there is none."""

    title: str
    uri: str | None
    route: RouteView | None
    refusal: RefusalView | None

    @property
    def heading(self) -> str:
        """Its title as a heading: with a capital."""
        return self.title[:1].upper() + self.title[1:]


@dataclass(frozen=True)
class GuideView:
    """What lists of guides need of one."""

    uri: str
    title: str
    start: Line
    end: Line
    variant: str | None
    route: RouteView


@dataclass(frozen=True)
class GuidePage:
    """One guide as a whole."""

    guide: GuideView
    start: str
    end: str
    start_end_of_life: str | None
    start_has_ended: bool
    target_phases: tuple[tuple[str, str, bool], ...]
    ends_soon: bool
    picture: PictureView
    before: SectionView | None
    hops: tuple[GuideHop, ...]
    after: SectionView | None
    alternatives: tuple[RouteView, ...]
    variants: tuple[VariantView, ...]
    usual: tuple[str, str] | None
    in_place: RefusalView | None
    ahead: tuple[HazardView, ...]
    switches: tuple[FeatureView, ...]
    step_count: int
    spans: tuple[tuple[str, int, int], ...]
    oldest: str


class Guides:
    """All guides of a dataset on a day: one for each pair of lines that a route connects, and for machines that take another.

    `guides` is what lists need; `page` makes a guide as a whole.
    """

    def __init__(self, dataset: Dataset, today: date) -> None:
        self.dataset = dataset
        self.today = today
        self.ways = GuidedWays(dataset, today)
        self.planner = self.ways.planner
        self.variants = self.ways.variants
        self.hops = HopViews(dataset, today)
        starts, ends = self.planner.lines()
        self._guided = {one.uri: one for start in starts for end in ends for one in self.ways.of(start, end)}
        self.guides = tuple(map(self._guide, self._guided.values()))
        self._pages: dict[str, GuidePage] = {}

    def are_of(self, dataset: Dataset, today: date) -> bool:
        """Return whether these guides are those of a dataset on a day: nothing that they are made of is different."""
        return self.today == today and _basis(self.dataset) == _basis(dataset)

    def find(self, start: Line, end: Line, variant: str | None = None) -> str | None:
        """Return the address of the guide of a pair, for a kind of machine if one is given; None where there is none."""
        return self.ways.find(start, end, variant)

    def is_refused(self, start: Line, end: Line, variant: str) -> bool:
        """Return whether a kind of machine that can be at a line has no way to another."""
        return self.ways.is_refused(start, end, variant)

    def lead(self, decision: Decision, candidate: str, machine: str | None) -> tuple[tuple[str, str], ...]:
        """Return the guides, (address, title) each, that lead to a candidate: from the line that is left, if that is known.

        They are those of a kind of machine if one is given. Without a line to leave, those from ended lines come first.
        """
        leaving = decision.record.leaving
        starts, ends = self.planner.lines()
        start = Line(leaving.from_, leaving.major) if leaving else None
        pairs = [(one, end) for one in starts for end in ends if end.distribution == candidate and start in {None, one}]
        pairs.sort(key=lambda pair: not self.planner.has_ended(pair[0]))
        found = (
            self.find(one, end, machine) for one, end in pairs if not (machine and self.is_refused(one, end, machine))
        )
        titles = {guide.uri: guide.title for guide in self.guides}
        return tuple((uri, titles[uri]) for uri in dict.fromkeys(found) if uri)

    def route(self, uri: str) -> Route:
        """Return the route that a guide follows."""
        return self._guided[uri].routes[0]

    def refusal(self, start: Line, end: Line) -> RefusalView | None:
        """Return why there is no way from a line to another; None where there is one."""
        found = refusal(self.planner, start, end)
        return self.refused(found, f"No way from {self.name(start)} to {self.name(end)}") if found else None

    def name(self, line: Line) -> str:
        """Return a release line as a reader calls it."""
        return line_name(line, self.dataset)

    def refused(self, found: Refusal, title: str, variant: str | None = None) -> RefusalView:
        """Return a refusal in words; what works instead is told for the same kind of machine."""
        return refusal_view(found, title, self.dataset, lambda start, end: self.find(start, end, variant))

    def _guide(self, guided: Guided) -> GuideView:
        best, variant = guided.routes[0], guided.variant
        start, end = best.ends
        title = f"{self.name(start)} to {self.name(end)}" + (f", {variant.title}" if variant else "")
        kind = variant.title if variant else None
        return GuideView(guided.uri, title, start, end, kind, route_view(best, self.planner))

    def page(self, uri: str) -> GuidePage:
        """Return a guide as a whole."""
        if uri not in self._pages:
            self._pages[uri] = self._page(self._guided[uri])
        return self._pages[uri]

    def _page(self, guided: Guided) -> GuidePage:
        best, variant = guided.routes[0], guided.variant
        start, end = best.ends
        body = Runbook(self.hops, best.hops, variant.architecture if variant else None)
        hops = tuple(
            GuideHop(number, view, *self._stay(hop, is_last=hop == best.hops[-1]), body.sections(number))
            for number, (hop, view) in enumerate(zip(best.hops, body.made, strict=True), 1)
        )
        refused = refusal(self.planner, start, end, in_place=True) if best.reinstalls and not variant else None
        title = f"Why not in place from {self.name(start)} to {self.name(end)}"
        ended = self.planner.end_of_life(start)
        usual = self.ways.of(start, end)[0]
        return GuidePage(
            self._guide(guided),
            self.name(start),
            self.name(end),
            show_date(ended) if ended else None,
            self.planner.has_ended(start),
            tuple(self._phases(end)),
            self.planner.ends_within(end, SOON_DAYS),
            draw_route(best, self.planner),
            body.before(),
            hops,
            body.after(),
            tuple(self._alternatives(guided)),
            () if variant else tuple(self._variants(start, end)),
            (usual.uri, self._guide(usual).title) if variant and not usual.variant else None,
            self.refused(refused, title) if refused else None,
            body.ahead,
            self.hops.hazards.switches(body.features),
            len(body.every_step),
            tuple(_spans(body.every_step)),
            show_date(min(day for view in body.views for day in view.days)),
        )

    def _stay(self, hop: Hop, *, is_last: bool) -> tuple[bool, str | None]:
        """Return whether the line that a hop ends at is over, and until when one may stay there; of the last hop neither."""
        if is_last:
            return False, None
        end = self.planner.end_of_life(hop.end)
        return self.planner.has_ended(hop.end), show_date(end) if end and not self.planner.is_over(end) else None

    def _phases(self, line: Line) -> Iterable[tuple[str, str, bool]]:
        """Yield the support phases of a line that cost nothing extra and are not over: title, last day, whether estimated."""
        record = self.dataset.distributions[line.distribution].line(line.major)
        for phase in record.phases if record else ():
            if phase.id not in self.dataset.paid_phases and not self.planner.is_over(phase.until):
                yield self.dataset.phase_titles.get(phase.id, phase.id), show_date(phase.until), phase.estimated

    def _variants(self, start: Line, end: Line) -> Iterable[VariantView]:
        """Yield the kinds of machines whose way is not the usual one: each with its guide, or why there is none."""
        guides = {one.uri: one for one in self.ways.of(start, end)}
        for variant, planner in self.ways.variants_from(start):
            uri = self.find(start, end, variant.id)
            if uri and guides[uri].variant:
                yield VariantView(variant.title, uri, route_view(guides[uri].routes[0], self.planner), None)
            refused = None if uri else refusal(planner, start, end)
            if refused:
                view = self.refused(refused, f"No way {variant.title}", variant.id)
                yield VariantView(variant.title, None, None, view)

    def _alternatives(self, guided: Guided) -> Iterable[RouteView]:
        """Yield the other routes of a guide; what has a guide of its own is told there."""
        told = [one.routes[0].way for one in self.ways.of(*guided.routes[0].ends)]
        for route in _alternatives(guided.routes, self.planner):
            if route.way not in told:
                yield route_view(route, self.planner)


def _basis(dataset: Dataset) -> tuple[object, ...]:
    """Return what guides are made of."""
    distributions = dataset.distributions.values()
    cpu = dataset.machines.cpu
    return (
        dataset.about,
        dataset.tools,
        dataset.hazards,
        dataset.rules,
        dataset.machines,
        dataset.sources,
        [(one.name, one.upstream, one.lines, one.releases) for one in distributions],
        [one.facts.get(cpu.criterion or "") for one in distributions] if cpu else None,
    )


def _spans(steps: Sequence[StepView]) -> Iterable[tuple[str, int, int]]:
    """Yield how long what belongs together takes: in words, minutes, and how many steps have no figure."""
    for title, phases in PARTS:
        own = [step for step in steps if step.phase in phases]
        yield title, sum(step.minutes or 0 for step in own), sum(step.minutes is None for step in own)


def _alternatives(routes: Sequence[Route], planner: Planner) -> list[Route]:
    """Return other routes: up to three in place and the best new installation.

    A longer way is one only if it passes fewer lines whose support has ended: else it is a detour.
    """
    best, *others = routes

    def ended(route: Route) -> int:
        return sum(planner.has_ended(stop) for stop in route.stops)

    in_place = [
        one for one in others if not one.reinstalls and (len(one.hops) <= len(best.hops) or ended(one) < ended(best))
    ]
    in_place.sort(key=lambda one: len(one.hops))  # what is shorter is worth a look, though less supported
    fresh = [one for one in others if one.reinstalls]
    return [*in_place[:SHOWN_ALTERNATIVES], *fresh[:1]]
