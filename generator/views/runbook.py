"""A route as a runbook: its steps and hazards, put where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.graph import Hop, applies
from generator.model import Dataset
from generator.records import StepPhase
from generator.views.hazard import PHASES, HazardView
from generator.views.hop import HopView, HopViews, StepView

BEFORE: tuple[StepPhase, ...] = ("prepare", "check")


# So many hazards that concern only some machines are folded into one line, lest the command is far below them.
FOLDED = 4


class _Folding:
    """Hazards of which those that concern some machines only share a line if there are many."""

    hazards: tuple[HazardView, ...]

    @property
    def shown(self) -> tuple[HazardView, ...]:
        """The hazards that have a line of their own."""
        return tuple(one for one in self.hazards if one not in self.folded)

    @property
    def folded(self) -> tuple[HazardView, ...]:
        """The hazards that share a line."""
        some = tuple(one for one in self.hazards if one.only_if)
        return some if len(some) >= FOLDED else ()


@dataclass(frozen=True)
class PlacedStep(_Folding):
    """A step where it stands in a guide, under the hazards that bite at it."""

    number: str
    anchor: str
    step: StepView
    hazards: tuple[HazardView, ...]


@dataclass(frozen=True)
class SectionView(_Folding):
    """A part of a guide: hazards that concern all of it, those told before, and steps."""

    anchor: str
    title: str
    steps: tuple[PlacedStep, ...]
    hazards: tuple[HazardView, ...]
    repeated: tuple[HazardView, ...] = ()


class Runbook:
    """The steps and hazards of a route, put where they belong: each hazard is told in full once, where it first bites."""

    def __init__(self, makers: HopViews, hops: Sequence[Hop], architecture: str | None = None) -> None:
        self.made = [makers.hop(hop) for hop in hops]
        implied = [_implied(makers.dataset, hops[:place]) for place in range(len(hops))]
        self.views = tuple(_suited(view, one, architecture) for view, one in zip(self.made, implied, strict=True))
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
    def ahead(self) -> tuple[HazardView, ...]:
        """What stops a later hop and is told only there: to be looked at before the first one."""
        later = [part for sections in self._sections[1:] for part in sections]
        told = [
            one for part in later for one in (*part.hazards, *(each for step in part.steps for each in step.hazards))
        ]
        return tuple(one for one in told if one.level == "blocker")

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


def _implied(dataset: Dataset, before: Sequence[Hop]) -> frozenset[str]:
    """Return the features that every machine has after some hops."""
    return frozenset(
        one.id
        for one in dataset.machines.features
        if one.after is not None and any(applies(one.after, hop) for hop in before)
    )


def _suited(view: HopView, implied: frozenset[str], architecture: str | None) -> HopView:
    """Return a hop with the hazards of machines that have some features anyway, and of an architecture if that is given."""
    hazards = tuple(
        replace(one, features=(), only_if=None) if implied & set(one.uses) else one
        for one in view.hazards
        if not (architecture and one.architectures and architecture not in one.architectures)
    )
    return view if hazards == view.hazards else replace(view, hazards=hazards)


def _phase_of(hazard: HazardView, steps: Sequence[StepView], names: set[str]) -> StepPhase:
    """Return the phase that a hazard is told in: that of its step, where the hop has one."""
    where = next((name for name in hazard.steps if name in names), None)
    return next((step.phase for step in steps if step.id == where), hazard.phase)
