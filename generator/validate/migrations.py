"""Rules about migration tools: every placeholder has a value, an ended edge has its day, a step does something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.commands import HOP_NAMES, placeholders
from generator.errors import Problem
from generator.model import Dataset
from generator.plan import Hop, applies
from generator.records import HopFilter, Record, ToolRecord

# The texts of a tool that a guide fills with the values of a hop.
FILLED = ("title", "why", "run", "by_hand", "verify", "expect", "fails", "undo", "says")
EVERYWHERE = HopFilter()


def check_steps(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Check the steps and edges of every tool, and the texts of every hazard."""
    for name, tool in dataset.tools.items():
        yield from _check_tool(tool)
        for part in (*tool.steps, *tool.needs, *tool.changes, *tool.keeps, tool.undo, tool.reboots, tool.duration):
            if part is not None:
                yield from _check_placeholders(name, tool, part)
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
    for step in tool.steps:
        if step.run is None and step.by_hand is None:
            yield Problem(
                step.at,
                f"the step '{step.id}' does nothing",
                "empty-step",
                hint="add 'run' (commands) or 'by_hand' (what a person does)",
            )


def _check_placeholders(name: str, tool: ToolRecord, part: Record) -> Iterator[Problem]:
    when = getattr(part, "when", EVERYWHERE)
    edges = [edge for edge in tool.edges if edge.status != "ended" and applies(when, Hop(name, tool, edge))]
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
