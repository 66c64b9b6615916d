"""The lifecycle of all release lines side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.model import Dataset
from generator.views.profile import LineView, line_view


@dataclass(frozen=True)
class LifecycleView:
    """All release lines by distribution, the newest line first; distributions that have ended come last."""

    distributions: tuple[tuple[str, str, bool, tuple[LineView, ...]], ...]


def build_lifecycle_view(dataset: Dataset, today: date) -> LifecycleView:
    """Return the lines of every distribution that has any: id, name, whether it is active, lines."""
    ordered = sorted(dataset.distributions.values(), key=lambda one: (not one.is_active, one.name.casefold()))
    return LifecycleView(
        tuple(
            (
                one.id,
                one.name,
                one.is_active,
                tuple(line_view(line, one, dataset, today) for line in reversed(one.lines)),
            )
            for one in ordered
            if one.lines
        )
    )
