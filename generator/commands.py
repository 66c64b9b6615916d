"""Commands of migration steps: `{{ name }}` stands for a value of the hop, so that what a reader copies is exact."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.graph import Hop
from generator.model import Dataset

_PLACEHOLDER = re.compile(r"\{\{ *([A-Za-z_][A-Za-z0-9_]*) *\}\}")

# What every hop provides; an edge's variables come on top.
HOP_NAMES = frozenset({"from", "to", "from_id", "to_id", "from_major", "to_major"})


def placeholders(text: str) -> set[str]:
    """Return the names that a text refers to."""
    return set(_PLACEHOLDER.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every placeholder replaced.

    Raises:
        KeyError: A name has no value (`atlas check` reports it first).
    """
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def hop_values(hop: Hop, dataset: Dataset) -> dict[str, str]:
    """Return what `{{ name }}` stands for on a hop."""
    return {
        **hop.edge.variables,
        "from": dataset.distributions[hop.edge.from_].name,
        "to": dataset.distributions[hop.edge.to].name,
        "from_id": hop.edge.from_,
        "to_id": hop.edge.to,
        "from_major": hop.edge.major,
        "to_major": hop.edge.to_major,
    }
