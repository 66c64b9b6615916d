"""Migration guides: a computed route as a runbook, from what is done once before it to what is done once after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.model import Dataset
from generator.objections import Hop, Line, Machine
from generator.plan import Planner, Route
from generator.records import StepPhase, VariantRecord
from generator.refusals import Refusal, refusal
from generator.values import show_date
from generator.views.evidence import SourceView, source_views
from generator.views.hop import (
    BY_HAND,
    PHASES,
    STATUSES,
    FeatureView,
    HazardView,
    HopView,
    HopViews,
    StepView,
    line_name,
)
from generator.views.picture import PictureView, draw_route

# A target that ends within a year is worth a warning: the next move is due before the dust has settled.
SOON_DAYS = 365
# What a guide tells of other routes: so many in place, and the best new installation.
SHOWN_ALTERNATIVES = 3
BEFORE: tuple[StepPhase, ...] = ("prepare", "check")


@dataclass(frozen=True)
class PlacedStep:
    """A step where it stands in a guide, under the hazards that bite at it."""

    number: str
    anchor: str
    step: StepView
    hazards: tuple[HazardView, ...]


@dataclass(frozen=True)
class SectionView:
    """A part of a guide: hazards that concern all of it, those told before, and steps."""

    anchor: str
    title: str
    steps: tuple[PlacedStep, ...]
    hazards: tuple[HazardView, ...]
    repeated: tuple[HazardView, ...] = ()


@dataclass(frozen=True)
class GuideHop:
    """A hop of a guide with its phases."""

    number: int
    hop: HopView
    end_ended: bool
    sections: tuple[SectionView, ...]


@dataclass(frozen=True)
class RouteView:
    """A route in short: its stops (name, whether support has ended) and tools, and what it costs."""

    stops: tuple[tuple[str, bool], ...]
    tools: tuple[str, ...]
    status: str
    hops: int
    is_reinstall: bool
    reboots: str
    minutes: tuple[int, int] | None
    has_way_back: bool
    ended: tuple[str, ...]
    build: str | None


@dataclass(frozen=True)
class ReasonView:
    """One reason why there is no way: what it speaks against, and what it rests on."""

    where: str
    says: str
    verified: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class RefusalView:
    """Why there is no way, or none in place; `nearest` are (address or None, name) of what works instead."""

    title: str
    reasons: tuple[ReasonView, ...]
    checked: str
    nearest: tuple[tuple[str | None, str], ...]


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
    switches: tuple[FeatureView, ...]
    step_count: int
    step_minutes: int
    steps_without_minutes: int
    oldest: str


@dataclass(frozen=True)
class _Key:
    start: Line
    end: Line
    variant: VariantRecord | None = None

    @property
    def uri(self) -> str:
        names = (self.start.distribution, self.start.major, self.end.distribution, self.end.major)
        return uris.guide_variant(*names, self.variant.id) if self.variant else uris.guide(*names)


class Guides:
    """All guides of a dataset on a day: one for each pair of lines that a route connects, and for machines that take another.

    `guides` is what lists need; `page` makes a guide as a whole.
    """

    def __init__(self, dataset: Dataset, today: date) -> None:
        self.dataset = dataset
        self.today = today
        self.planner = Planner(dataset, today)
        self.hops = HopViews(dataset)
        self.variants = tuple((one, Planner(dataset, today, _machine(one))) for one in dataset.machines.variants)
        self._routes = dict(self._best())
        self.guides = tuple(self._guide(key, routes[0]) for key, routes in self._routes.items())
        self._keys = {key.uri: key for key in self._routes}
        self._pages: dict[str, GuidePage] = {}

    def _best(self) -> Iterable[tuple[_Key, list[Route]]]:
        starts, ends = self.planner.lines()
        for start in starts:
            for end in ends:
                routes = self.planner.routes(start, end)
                if routes:
                    yield _Key(start, end), routes
                for variant, planner in self._variants_from(start):
                    others = planner.routes(start, end)
                    if others and (not routes or others[0].hops != routes[0].hops):
                        yield _Key(start, end, variant), others

    def _variants_from(self, start: Line) -> list[tuple[VariantRecord, Planner]]:
        return [(one, planner) for one, planner in self.variants if not one.from_ or start.distribution in one.from_]

    def are_of(self, dataset: Dataset, today: date) -> bool:
        """Return whether these guides are those of a dataset on a day: nothing that they are made of is different."""
        return self.today == today and _basis(self.dataset) == _basis(dataset)

    def find(self, start: Line, end: Line) -> str | None:
        """Return the address of the guide of a pair; None where there is none."""
        uri = _Key(start, end).uri
        return uri if uri in self._keys else None

    def route(self, uri: str) -> Route:
        """Return the route that a guide follows."""
        return self._routes[self._keys[uri]][0]

    def refusal(self, start: Line, end: Line) -> RefusalView | None:
        """Return why there is no way from a line to another; None where there is one."""
        found = refusal(self.planner, start, end)
        return self.refusal_view(found, f"No way from {self.name(start)} to {self.name(end)}") if found else None

    def name(self, line: Line) -> str:
        """Return a release line as a reader calls it."""
        return line_name(line, self.dataset)

    def _guide(self, key: _Key, route: Route) -> GuideView:
        title = f"{self.name(key.start)} to {self.name(key.end)}"
        if key.variant:
            title += f", {key.variant.title}"
        return GuideView(
            key.uri, title, key.start, key.end, key.variant.title if key.variant else None, self.shorten(route)
        )

    def shorten(self, route: Route) -> RouteView:
        """Return a route in short."""
        tools = [hop.tool for hop in route.hops]
        reboots = [tool.reboots for tool in tools if tool.reboots]
        durations = [tool.duration for tool in tools if tool.duration]
        stops = [route.hops[0].start, *(hop.end for hop in route.hops)]
        manual, automatic = sum(one.manual for one in reboots), sum(one.automatic for one in reboots)
        counted = f"{manual} by hand" + (f", {automatic} by itself" if automatic else "")
        known = len(durations) == len(tools)
        return RouteView(
            tuple((self.name(stop), self.planner.has_ended(stop)) for stop in stops),
            tuple(tool.name for tool in tools),
            BY_HAND if route.reinstalls else STATUSES[route.status],
            len(route.hops),
            bool(route.reinstalls),
            counted if len(reboots) == len(tools) else "not stated",
            (sum(one.from_ for one in durations), sum(one.to for one in durations)) if known else None,
            all(tool.undo.possible == "yes" for tool in tools),
            tuple(self.name(stop) for stop in route.stops if self.planner.has_ended(stop)),
            next((hop.edge.build for hop in route.hops if hop.edge.build), None),
        )

    def page(self, uri: str) -> GuidePage:
        """Return a guide as a whole."""
        if uri not in self._pages:
            self._pages[uri] = self._page(self._keys[uri])
        return self._pages[uri]

    def _page(self, key: _Key) -> GuidePage:
        routes = self._routes[key]
        best = routes[0]
        body = _Body(self.hops, best.hops)
        hops = tuple(
            GuideHop(number, view, hop != best.hops[-1] and self.planner.has_ended(hop.end), body.sections(number))
            for number, (hop, view) in enumerate(zip(best.hops, body.views, strict=True), 1)
        )
        old, new = (self.dataset.distributions[one.distribution].line(one.major) for one in (key.start, key.end))
        old_end = self.dataset.support_ends(old) if old else None
        steps = body.every_step
        refused = (
            refusal(self.planner, key.start, key.end, in_place=True) if best.reinstalls and not key.variant else None
        )
        title = f"Why not in place from {self.name(key.start)} to {self.name(key.end)}"
        usual = _Key(key.start, key.end)
        # What has a guide of its own is told there.
        covered = [
            others[0].hops for other, others in self._routes.items() if (other.start, other.end) == (key.start, key.end)
        ]
        return GuidePage(
            self._guide(key, best),
            self.name(key.start),
            self.name(key.end),
            show_date(old_end) if old_end else None,
            self.planner.has_ended(key.start),
            tuple(
                (self.dataset.phase_titles.get(phase.id, phase.id), show_date(phase.until), phase.estimated)
                for phase in (new.phases if new else ())
                if phase.id not in self.dataset.paid_phases and not self.planner.is_over(phase.until)
            ),
            self.planner.ends_within(key.end, SOON_DAYS),
            draw_route(best, self.planner),
            body.before(),
            hops,
            body.after(),
            tuple(self.shorten(route) for route in _alternatives(routes, self.planner) if route.hops not in covered),
            tuple(self._variants(key)) if not key.variant else (),
            (usual.uri, self._guide(usual, best).title) if key.variant and usual in self._routes else None,
            self.refusal_view(refused, title) if refused else None,
            self.hops.switches(body.features),
            len(steps),
            sum(step.minutes or 0 for step in steps),
            sum(step.minutes is None for step in steps),
            show_date(min(hop.edge.verified for hop in best.hops))
            if not steps
            else show_date(min(day for hop in best.hops for day in _days(hop))),
        )

    def _variants(self, key: _Key) -> Iterable[VariantView]:
        for variant, planner in self._variants_from(key.start):
            other = _Key(key.start, key.end, variant)
            if other in self._routes:
                yield VariantView(variant.title, other.uri, self.shorten(self._routes[other][0]), None)
                continue
            refused = refusal(planner, key.start, key.end)
            if refused:
                view = self.refusal_view(refused, f"No way {variant.title}")
                yield VariantView(variant.title, None, None, view)

    def refusal_view(self, refused: Refusal, title: str) -> RefusalView:
        """Return a refusal in words."""
        reasons = []
        if refused.target_ended:
            says = f"{self.name(refused.end)} has had no free support since {show_date(refused.target_ended)}."
            reasons.append(ReasonView("", says, "", ()))
        if refused.missing:
            reasons.append(ReasonView("", refused.missing, "", ()))
        for one in refused.reasons:
            where = f"{one.hop.tool.name}, {self.name(one.hop.start)} to {self.name(one.hop.end)}" if one.hop else ""
            found = one.objection
            verified = show_date(found.verified) if found.verified else ""
            reasons.append(
                ReasonView(where, found.says.rstrip(".") + ".", verified, source_views(found.sources, self.dataset))
            )
        checked = show_date(refused.checked) if refused.checked else ""
        nearest = tuple((self.find(refused.start, line), self.name(line)) for line in refused.nearest)
        return RefusalView(title, tuple(reasons), checked, nearest)


def _machine(variant: VariantRecord) -> Machine:
    features, kinds = frozenset(variant.with_features), frozenset(variant.kinds)
    return Machine(variant.architecture, variant.cpu, features, kinds=kinds)


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


class _Body:
    """The steps and hazards of a route, put where they belong: each hazard is told in full once, where it first bites."""

    def __init__(self, makers: HopViews, hops: Sequence[Hop]) -> None:
        self.views = tuple(makers.hop(hop) for hop in hops)
        self._told: dict[str, HazardView] = {}
        self._once: dict[str, list[StepView]] = {"before": [], "after": []}
        seen: set[str] = set()
        for view in self.views:
            for step in view.steps:
                if step.once and step.id not in seen:
                    seen.add(step.id)
                    self._once["before" if step.phase in BEFORE else "after"].append(step)
        # What is done once after the route is what the last hop says of it.
        last = {step.id: step for step in self.views[-1].steps}
        self._once["after"] = [last.get(step.id, step) for step in self._once["after"]]
        # What is told with a step that is done once is not said again.
        self._at_once: set[str] = set()
        self._before = self._section("before", "Before you start", "B", self._once["before"], self.views[0].hazards)
        self._sections = tuple(self._phases(number, view) for number, view in enumerate(self.views, 1))
        self._after = self._section("after", "After the last hop", "A", self._once["after"], self.views[-1].hazards)

    def before(self) -> SectionView | None:
        """Return what is done once before the first hop."""
        return self._before

    def after(self) -> SectionView | None:
        """Return what is done once after the last hop."""
        return self._after

    def sections(self, number: int) -> tuple[SectionView, ...]:
        """Return the phases of a hop."""
        return self._sections[number - 1]

    @property
    def every_section(self) -> list[SectionView]:
        """Every part, in order."""
        found = [self._before, *(one for sections in self._sections for one in sections), self._after]
        return [one for one in found if one is not None]

    @property
    def every_step(self) -> list[StepView]:
        """Every step that a reader does, in order."""
        return [placed.step for section in self.every_section for placed in section.steps]

    @property
    def features(self) -> set[str]:
        """The switches that steps and hazards here have."""
        parts = self.every_section
        hazards = [one for part in parts for one in part.hazards]
        hazards += [one for part in parts for placed in part.steps for one in placed.hazards]
        of_steps = {name for step in self.every_step for name in step.features}
        return of_steps | {name for hazard in hazards for name in hazard.features}

    def _section(
        self, anchor: str, title: str, letter: str, steps: Sequence[StepView], hazards: Sequence[HazardView]
    ) -> SectionView | None:
        if not steps:
            return None
        known = set(self._told)
        placed = self._place(steps, hazards, letter, anchor)
        self._at_once |= set(self._told) - known
        return SectionView(anchor, title, placed, ())

    def _place(
        self, steps: Sequence[StepView], hazards: Sequence[HazardView], prefix: str, anchor: str, first: int = 1
    ) -> tuple[PlacedStep, ...]:
        """Return steps with numbers, each under the hazards that name it and have not been told."""
        here = {step.id for step in steps}
        at: dict[str, list[HazardView]] = {}
        for hazard in hazards:
            where = next((name for name in hazard.steps if name in here), None)
            if where and hazard.id not in self._told:
                self._told[hazard.id] = hazard
                at.setdefault(where, []).append(hazard)
        return tuple(
            PlacedStep(f"{prefix}.{number}", f"{anchor}-step-{step.id}", step, tuple(at.get(step.id, ())))
            for number, step in enumerate(steps, first)
        )

    def _phases(self, number: int, view: HopView) -> tuple[SectionView, ...]:
        own = [step for step in view.steps if not step.once]
        names = {step.id for step in own}
        sections: list[SectionView] = []
        count = 0
        for phase, title in PHASES.items():
            steps = [step for step in own if step.phase == phase]
            hazards = [one for one in view.hazards if _phase_of(one, own, names) == phase]
            repeated = tuple(one for one in hazards if one.id in self._told and one.id not in self._at_once)
            placed = self._place(steps, hazards, str(number), f"hop-{number}", count + 1)
            count += len(steps)
            told = [one for one in hazards if one.id not in self._told]
            self._told.update({one.id: one for one in told})
            if placed or told or repeated:
                sections.append(SectionView(f"hop-{number}-{phase}", title, placed, tuple(told), repeated))
        return tuple(sections)


def _phase_of(hazard: HazardView, steps: Sequence[StepView], names: set[str]) -> StepPhase:
    """Return the phase that a hazard is told in: that of its step, where the hop has one."""
    where = next((name for name in hazard.steps if name in names), None)
    return next((step.phase for step in steps if step.id == where), hazard.phase)


def _days(hop: Hop) -> Iterable[date]:
    yield hop.edge.verified
    yield from (step.verified for step in hop.tool.all_steps)


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
    fresh = [one for one in others if one.reinstalls]
    return [*in_place[:SHOWN_ALTERNATIVES], *fresh[:1]]


def guides_by_target(guides: Iterable[GuideView]) -> Mapping[str, tuple[GuideView, ...]]:
    """Return the guides of usual machines by the distribution that they lead to; first those that leave an ended line."""
    found: dict[str, list[GuideView]] = {}
    for guide in guides:
        if guide.variant is None:
            found.setdefault(guide.end.distribution, []).append(guide)
    return {name: tuple(sorted(those, key=lambda one: not one.route.stops[0][1])) for name, those in found.items()}
