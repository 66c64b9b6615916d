"""Rules about migration tools: every placeholder has a value, an ended edge has its day, a step does something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.commands import HOP_NAMES, placeholders
from generator.errors import Problem
from generator.model import Dataset
from generator.records import StepRecord, ToolRecord


def check_steps(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Check the steps and edges of every tool."""
    for tool in dataset.tools.values():
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
            yield from _check_placeholders(tool, step)


def _check_placeholders(tool: ToolRecord, step: StepRecord) -> Iterator[Problem]:
    for key in ("title", "why", "run", "by_hand", "verify", "expect", "fails", "undo"):
        for name in sorted(placeholders(getattr(step, key) or "")):
            missing = [edge for edge in tool.edges if name not in edge.variables and edge.status != "ended"]
            if name not in HOP_NAMES and missing:
                edge = missing[0]
                yield Problem(
                    step.at_key(key),
                    f"'{{{{ {name} }}}}' has no value on the edge {edge.from_} {edge.major} to "
                    f"{edge.to} {edge.to_major}",
                    "placeholder",
                    hint=f"add it to the edge's variables, or use one of {', '.join(sorted(HOP_NAMES))}",
                )
