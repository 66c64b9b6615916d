"""The ways into the comparisons: every pair, every topic, everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.values import show_date
from generator.views.comparer import Comparer
from generator.views.comparison import GroupView, comparison_uri, comparisons


@dataclass(frozen=True)
class PairsRowView:
    """One row of the grid of pairs: a distribution, and a link to its comparison with each column (None with itself)."""

    id: str
    name: str
    links: tuple[tuple[str, str] | None, ...]


@dataclass(frozen=True)
class CompareView:
    """The page that leads to all comparisons. `curated` and `topics` are (address, title, summary) each."""

    curated: tuple[tuple[str, str, str], ...]
    topics: tuple[tuple[str, str, str], ...]
    names: tuple[str, ...]
    pairs: tuple[PairsRowView, ...]
    pages: int


@dataclass(frozen=True)
class MatrixView:
    """All distributions side by side: some groups of criteria, or all of them.

    `names` are (id, name, family) each, `lines` the release lines that are compared by id, a space between them.
    """

    names: tuple[tuple[str, str, str], ...]
    lines: Mapping[str, str]
    groups: tuple[GroupView, ...]
    today: str
    day: date


def build_compare_view(comparer: Comparer) -> CompareView:
    """Return the ways into the comparisons; distributions by family."""
    dataset = comparer.dataset
    ordered = [one for _, members in dataset.by_family for one in members]
    return CompareView(
        tuple((uris.comparison(name), record.title, record.summary) for name, record in dataset.comparisons.items()),
        tuple((uris.topic(group.id), group.title, group.summary or "") for group in dataset.groups),
        tuple(one.name for one in ordered),
        tuple(
            PairsRowView(
                one.id,
                one.name,
                tuple(
                    None if one is other else (comparison_uri(dataset, one.id, other.id), other.name)
                    for other in ordered
                ),
            )
            for one in ordered
        ),
        sum(1 for _ in comparisons(dataset)),
    )


def build_matrix_view(comparer: Comparer, group: str | None = None) -> MatrixView:
    """Return the table of all distributions, by family; of one group of criteria, or of all."""
    dataset = comparer.dataset
    members = [(one, title) for title, family in dataset.by_family for one in family]
    distributions = [one for one, _ in members]
    return MatrixView(
        tuple((one.id, one.name, title) for one, title in members),
        {one.id: " ".join(comparer.compared_lines(one)) for one in distributions},
        tuple(
            GroupView(
                one.id,
                one.title,
                one.summary,
                tuple(comparer.row(dataset.criteria[record.id], distributions) for record in one.criteria),
            )
            for one in dataset.groups
            if group in {None, one.id}
        ),
        show_date(comparer.today),
        comparer.today,
    )
