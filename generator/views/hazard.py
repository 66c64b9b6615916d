"""Hazards, and the switches of what a machine may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import uris
from generator.graph import Hop, applies
from generator.model import Dataset
from generator.records import HazardRecord, StepPhase
from generator.values import show_date
from generator.views.evidence import SourceView, source_views

PHASES: Mapping[StepPhase, str] = {
    "prepare": "Prepare",
    "check": "Check",
    "run": "Run",
    "reboot": "Restart",
    "verify": "Verify",
    "clean-up": "Clean up",
}
SEVERITIES: Mapping[str, tuple[str, int]] = {
    "blocker": ("Blocker", 0),
    "high": ("High", 1),
    "medium": ("Medium", 2),
    "low": ("Low", 3),
}


@dataclass(frozen=True)
class FeatureView:
    """Something a machine may use, as a switch of a guide: `use` completes "I use …", `detect` tells whether it is so."""

    id: str
    title: str
    use: str
    is_common: bool
    detect: str | None


@dataclass(frozen=True)
class HazardView:
    """One hazard. `steps` are those it is told at, where a hop has one of them; `phase` else.

    It concerns machines that use one of `uses`, all if that is empty; `features` are the switches of these.
    """

    id: str
    uri: str
    anchor: str
    title: str
    severity: str
    level: str
    phase: StepPhase
    steps: tuple[str, ...]
    architectures: tuple[str, ...]
    uses: tuple[str, ...]
    features: tuple[str, ...]
    only_if: str | None
    what_happens: str
    detect: str | None
    detect_by_hand: str | None
    mitigate: str
    mitigate_run: str | None
    sources: tuple[SourceView, ...]
    verified: str
    file: str
    line: int


class HazardViews:
    """Makes the views of hazards, each once, the most severe first."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._features = {one.id: one for one in dataset.machines.features}
        self._records = {hazard.id: hazard for hazard in dataset.hazards}
        ordered = sorted(dataset.hazards, key=lambda one: (SEVERITIES[one.severity][1], one.features))
        self.by_id = {hazard.id: self._hazard(hazard) for hazard in ordered}

    def applying(self, hop: Hop) -> tuple[HazardView, ...]:
        """Return the hazards of a hop, the most severe first."""
        return tuple(view for name, view in self.by_id.items() if self._concerns(self._records[name], hop))

    def _concerns(self, hazard: HazardRecord, hop: Hop) -> bool:
        return applies(hazard.when, hop) and not any(applies(one, hop) for one in hazard.unless)

    def switches(self, features: Iterable[str]) -> tuple[FeatureView, ...]:
        """Return the switches for features, the common ones first, in the order of the data."""
        wanted = set(features)
        found = [one for one in self.dataset.machines.features if one.id in wanted]
        found.sort(key=lambda one: not one.common)
        return tuple(FeatureView(one.id, one.title, one.use, one.common, one.detect) for one in found)

    def only_if(self, features: tuple[str, ...], told: str | None) -> str | None:
        """Return in words what a machine must use for something to concern it; None if it concerns all."""
        if told or not features:
            return told
        return " or ".join(self._features[one].use for one in features if one in self._features)

    def switches_of(self, features: tuple[str, ...]) -> tuple[str, ...]:
        """Return the switches of features: those that they are a kind of."""
        return tuple(dict.fromkeys(self._root(one) for one in features))

    def _hazard(self, hazard: HazardRecord) -> HazardView:
        return HazardView(
            hazard.id,
            uris.hazard(hazard.id),
            f"hazard-{hazard.id}",
            hazard.title,
            SEVERITIES[hazard.severity][0],
            hazard.severity,
            hazard.phase,
            hazard.steps,
            hazard.when.architectures,
            hazard.features,
            self.switches_of(hazard.features),
            self.only_if(hazard.features, hazard.only_if),
            hazard.what_happens,
            hazard.detect,
            hazard.detect_by_hand,
            hazard.mitigate,
            hazard.mitigate_run,
            source_views(hazard.sources, self.dataset),
            show_date(hazard.verified),
            hazard.at.file,
            hazard.at.line,
        )

    def _root(self, name: str) -> str:
        feature = self._features.get(name)
        return feature.kind_of or name if feature else name
