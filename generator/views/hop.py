"""One hop of a migration route: what its tool needs, changes and keeps, and its steps and hazards.

The same hop stands in many guides, so everything here is free of its place in one: views are made once and rendered once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.commands import fill, hop_values
from generator.graph import Hop, Line, applies
from generator.model import Dataset
from generator.objections import Judge, Machine
from generator.records import (
    DurationRecord,
    NeedRecord,
    RebootsRecord,
    SecureBootRecord,
    StatementRecord,
    StepPhase,
    StepRecord,
    UndoRecord,
)
from generator.values import show_date
from generator.views.evidence import SourceView, source_views
from generator.views.hazard import HazardView, HazardViews

Said = NeedRecord | StatementRecord | UndoRecord | RebootsRecord | DurationRecord | SecureBootRecord

BY_HAND = "A documented procedure, done by hand"
STATUSES: Mapping[str, str] = {
    "supported": "Supported by the project that publishes the tool",
    "supported-by-tool": "The tool can do it; the target project does not support it",
    "experimental": "Experimental",
    "ended": "No longer offered",
}
KINDS: Mapping[str, str] = {
    "conversion": "Conversion in place",
    "upgrade": "Upgrade in place",
    "reinstall": "New installation",
}
SECURE_BOOT: Mapping[str, str] = {
    "either": "May be on or off",
    "must-be-off": "Must be off",
    "not-checked": "Not checked by the tool",
    "unknown": "Not known",
}


@dataclass(frozen=True)
class StepView:
    """One step, its commands exact for the hop. `features` are the switches that hide it when all of them are off."""

    id: str
    phase: StepPhase
    once: bool
    title: str
    why: str
    run: str | None
    by_hand: str | None
    verify: str | None
    expect: str | None
    fails: str | None
    undo: str
    destructive: str | None
    documented: str | None
    unsigned: str | None
    minutes: int | None
    features: tuple[str, ...]
    only_if: str | None
    rules: tuple[tuple[str, str], ...]
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class SaidView:
    """A sentence with its sources, and a command where one belongs to it."""

    says: str
    run: str | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class HopView:
    """One hop of a route, wherever it stands."""

    start: str
    end: str
    tool: str
    tool_uri: str
    tool_summary: str
    tool_homepage: str
    maintainer: str
    latest: str | None
    kind: str
    status: str
    is_supported: bool
    starts_from: str
    newer: str | None
    to_release: str | None
    build: str | None
    architectures: tuple[str, ...]
    cpu: str | None
    secure_boot: tuple[str, SaidView] | None
    note: str | None
    needs: tuple[SaidView, ...]
    changes: tuple[SaidView, ...]
    keeps: tuple[SaidView, ...]
    logs: tuple[str, ...]
    undo: SaidView
    has_way_back: bool
    reboots: SaidView | None
    duration: SaidView | None
    minutes: tuple[int, int] | None
    steps: tuple[StepView, ...]
    hazards: tuple[HazardView, ...]
    sources: tuple[SourceView, ...]
    verified: str
    is_stale: bool
    days: tuple[date, ...]
    oldest: str
    newest: str
    is_reinstall: bool
    file: str
    line: int


def _latest(hop: Hop) -> str | None:
    latest = hop.tool.latest
    return f"{latest.version}, seen {show_date(latest.verified)}" if latest and applies(latest.when, hop) else None


def line_name(line: Line, dataset: Dataset) -> str:
    """Return a release line as a reader calls it: CentOS Linux 7."""
    return f"{dataset.distributions[line.distribution].name} {line.major}"


class HopViews:
    """Makes the views of hops and hazards, each once."""

    def __init__(self, dataset: Dataset, today: date) -> None:
        self.dataset = dataset
        self.today = today
        self.judge = Judge(dataset, today, Machine())
        self._hops: dict[tuple[str, int], HopView] = {}
        self._rules = {one.id: one.title for one in dataset.rules}
        self.hazards = HazardViews(dataset)

    def hop(self, hop: Hop) -> HopView:
        """Return the view of a hop."""
        key = (hop.tool_id, hop.place)
        if key not in self._hops:
            self._hops[key] = self._make(hop)
        return self._hops[key]

    def is_stale(self, hop: Hop) -> bool:
        """Return whether it was verified longer ago than the dataset allows that the tool can do this."""
        return (self.today - hop.edge.verified).days > self.dataset.about.migrations_stale_after

    def _make(self, hop: Hop) -> HopView:
        dataset, tool, edge = self.dataset, hop.tool, hop.edge
        values = hop_values(hop, dataset)

        def those(records: Iterable[NeedRecord | StatementRecord]) -> tuple[SaidView, ...]:
            return tuple(self._said(record, values) for record in records if applies(record.when, hop))

        steps = [step for step in tool.all_steps if applies(step.when, hop)]
        days = (edge.verified, *(step.verified for step in steps))
        return HopView(
            line_name(hop.start, dataset),
            line_name(hop.end, dataset),
            tool.name,
            uris.tool(hop.tool_id),
            tool.summary,
            tool.homepage,
            f"{tool.maintainer} ({tool.licence})" if tool.licence else tool.maintainer,
            _latest(hop),
            KINDS[tool.kind],
            BY_HAND if tool.kind == "reinstall" else STATUSES[edge.status],
            edge.status == "supported",
            starts_from(edge.minors, edge.minor_at_least),
            self._newer(hop),
            edge.to_release,
            edge.build,
            edge.architectures,
            self.judge.least_cpu(hop),
            self._secure_boot(hop, values),
            fill(edge.note, values) if edge.note else None,
            those(tool.needs),
            those(tool.changes),
            those(tool.keeps),
            tool.logs,
            self._said(tool.undo, values),
            tool.undo.possible == "yes",
            self._said(reboots, values) if (reboots := edge.reboots or tool.reboots) else None,
            self._said(tool.duration, values) if tool.duration else None,
            (tool.duration.from_, tool.duration.to) if tool.duration else None,
            tuple(self._step(step, values) for step in steps),
            self.hazards.applying(hop),
            source_views(edge.sources, dataset),
            show_date(edge.verified),
            self.is_stale(hop),
            days,
            show_date(min(days)),
            show_date(max(days)),
            tool.kind == "reinstall",
            edge.at.file,
            edge.at.line,
        )

    def _said(self, record: Said, values: Mapping[str, str]) -> SaidView:
        run = record.run if isinstance(record, NeedRecord) else None
        says = fill(record.says, values)
        return SaidView(says, fill(run, values) if run else None, source_views(record.sources, self.dataset))

    def _secure_boot(self, hop: Hop, values: Mapping[str, str]) -> tuple[str, SaidView] | None:
        record = next((one for one in hop.tool.secure_boot if applies(one.when, hop)), None)
        return (SECURE_BOOT[record.state], self._said(record, values)) if record else None

    def _newer(self, hop: Hop) -> str | None:
        """Return the newest release on record of the start, if the tool is not known to start from it."""
        releases = self.dataset.distributions[hop.start.distribution].releases_of(hop.start.major)
        newest = releases[0].version if releases else None
        return newest if newest and hop.edge.minors and newest not in hop.edge.minors else None

    def _step(self, step: StepRecord, values: Mapping[str, str]) -> StepView:
        def filled(text: str | None) -> str | None:
            return fill(text, values) if text else None

        return StepView(
            step.id,
            step.phase,
            step.once,
            fill(step.title, values),
            fill(step.why, values),
            filled(step.run),
            filled(step.by_hand),
            filled(step.verify),
            filled(step.expect),
            filled(step.fails),
            fill(step.undo, values),
            filled(step.destructive),
            filled(step.documented),
            filled(step.unsigned),
            step.minutes,
            self.hazards.switches_of(step.features),
            self.hazards.only_if(step.features, None),
            tuple((rule, self._rules[rule]) for rule in step.fulfils if rule in self._rules),
            source_views(step.sources, self.dataset),
            show_date(step.verified),
        )


def starts_from(minors: tuple[str, ...], at_least: str | None) -> str:
    """Return the releases that a tool starts from, in words; nothing if any will do."""
    if minors:
        return " or ".join(minors)
    return f"{at_least} or newer" if at_least else ""
