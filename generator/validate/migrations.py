"""Rules about migration tools: placeholders have values, edges say what a planner must know, steps fulfil the rules of routes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.commands import HOP_NAMES, placeholders
from generator.errors import Problem
from generator.graph import Hop, applies
from generator.model import Dataset
from generator.records import EdgeRecord, HopFilter, Record, ToolRecord
from generator.values import version_key

# The texts of a tool that a guide fills with the values of a hop.
FILLED = (
    *("title", "why", "run", "by_hand", "verify", "expect", "fails", "undo", "destructive", "documented", "unsigned"),
    *("says", "note"),
)
EVERYWHERE = HopFilter()


def check_steps(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Check the steps and edges of every tool, and the texts of every hazard."""
    for name, tool in dataset.tools.items():
        yield from _check_tool(tool)
        stated = (*tool.needs, *tool.changes, *tool.keeps, *tool.secure_boot)
        for part in (*tool.all_steps, *stated, tool.undo, tool.reboots, tool.duration):
            if part is not None:
                yield from _check_placeholders(name, tool, part)
        for edge in tool.edges:
            yield from _missing_values(edge, [edge])
    for hazard in dataset.hazards:
        for key in ("title", "what_happens", "detect", "detect_by_hand", "mitigate", "mitigate_run"):
            for found in sorted(placeholders(getattr(hazard, key) or "")):
                yield Problem(
                    hazard.at_key(key),
                    f"'{{{{ {found} }}}}' in a hazard, which is told once for all hops",
                    "placeholder",
                    hint="write it without values of a hop, or limit it with 'when'",
                )


def _check_tool(tool: ToolRecord) -> Iterator[Problem]:
    for edge in tool.edges:
        if (edge.status == "ended") != (edge.ended is not None):
            yield Problem(
                edge.at_key("status"),
                "an ended edge needs 'ended', the day; others must not have one",
                "edge-ended",
                hint="add ended: 2025-12-15, or correct the status",
            )
    for step in tool.all_steps:
        if step.run is None and step.by_hand is None:
            yield Problem(
                step.at,
                f"the step '{step.id}' does nothing",
                "empty-step",
                hint="add 'run' (commands) or 'by_hand' (what a person does)",
            )
        if step.once and step.phase in {"run", "reboot"}:
            yield Problem(
                step.at_key("once"),
                f"the step '{step.id}' of the phase {step.phase} cannot be done once for a whole route",
                "once",
                hint="only what is prepared, checked, verified or cleaned up can; remove 'once'",
            )


def check_route_rules(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Check that every tool has the steps that rules of routes ask for, on every hop that they concern."""
    for rule in dataset.rules:
        if rule.effect != "step":
            continue
        for name, tool in dataset.tools.items():
            for edge in tool.edges:
                hop = Hop(name, tool, edge)
                concerned = applies(rule.when, hop) and not any(applies(one, hop) for one in rule.unless)
                if not concerned or edge.status == "ended":
                    continue
                if not any(rule.id in step.fulfils and applies(step.when, hop) for step in tool.all_steps):
                    yield Problem(
                        tool.at_key("steps"),
                        f"no step fulfils the rule '{rule.id}' on {way_of(edge)}",
                        "missing-step",
                        hint=f"add the step, or write fulfils: [{rule.id}] where it is ({rule.title})",
                    )
                    break


def way_of(edge: EdgeRecord) -> str:
    """Return an edge in words."""
    return f"the way from {edge.from_} {edge.major} to {edge.to} {edge.to_major}"


def is_outrun(edge: EdgeRecord, newest: str, tool: ToolRecord) -> bool:
    """Return whether a release is newer than all that a tool starts from on the way of an edge."""
    same = [one for one in tool.edges if (one.from_, one.major, one.to) == (edge.from_, edge.major, edge.to)]
    known = [minor for one in same for minor in one.minors]
    return all(one.minors for one in same) and version_key(newest) > max(map(version_key, known))


def check_edges(dataset: Dataset, today: date) -> Iterator[Problem]:
    """Check that edges say what a planner must know, and that the releases they start from are still those that are run."""
    for name, tool in dataset.tools.items():
        if tool.kind == "reinstall":
            continue
        for edge in tool.edges:
            if edge.status == "ended":
                continue
            hop = Hop(name, tool, edge)
            way = way_of(edge)
            age, limit = (today - edge.verified).days, dataset.about.migrations_stale_after
            if age > limit:
                yield Problem(
                    edge.at_key("verified"),
                    f"{way} was verified {age} days ago (limit {limit})",
                    "stale-edge",
                    "warning",
                    "look at the source again and set 'verified'",
                )
            if dataset.machines.architectures and not edge.architectures:
                yield Problem(
                    edge.at, f"{way} has no architectures", "edge-incomplete", "warning", "add architectures: [...]"
                )
            if dataset.machines.architectures and not any(applies(one.when, hop) for one in tool.secure_boot):
                yield Problem(
                    edge.at,
                    f"nothing says whether Secure Boot may be on for {way}",
                    "edge-incomplete",
                    "warning",
                    "add it to the tool's secure_boot; the state may be unknown",
                )
            start = dataset.distributions.get(edge.from_)  # none if it is unknown, which is told elsewhere
            releases = start.releases_of(edge.major) if start else ()
            newest = next((one.version for one in releases if one.released <= today), None)
            if newest and is_outrun(edge, newest, tool):
                yield Problem(
                    edge.at_key("minors"),
                    f"{way} starts from {', '.join(edge.minors)}, and {newest} is out",
                    "edge-minors",
                    "warning",
                    "look whether the tool starts from it by now",
                )


def _check_placeholders(name: str, tool: ToolRecord, part: Record) -> Iterator[Problem]:
    when = getattr(part, "when", EVERYWHERE)
    yield from _missing_values(
        part, [edge for edge in tool.edges if edge.status != "ended" and applies(when, Hop(name, tool, edge))]
    )


def _missing_values(part: Record, edges: list[EdgeRecord]) -> Iterator[Problem]:
    for key in FILLED:
        text = getattr(part, key, None)
        for found in sorted(placeholders(text)) if isinstance(text, str) else ():
            missing = [edge for edge in edges if found not in edge.variables]
            if found not in HOP_NAMES and missing:
                edge = missing[0]
                yield Problem(
                    part.at_key(key),
                    f"'{{{{ {found} }}}}' has no value on the edge {edge.from_} {edge.major} to "
                    f"{edge.to} {edge.to_major}",
                    "placeholder",
                    hint=f"add it to the edge's variables, or use one of {', '.join(sorted(HOP_NAMES))}",
                )
