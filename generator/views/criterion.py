"""One criterion across all distributions, and the list of all criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import uris
from generator.model import Criterion
from generator.records import Computed, ValueType
from generator.stats import Standing, standings
from generator.views.comparer import Comparer
from generator.views.evidence import CellView

# How a value is given, for readers.
TYPES: Mapping[ValueType, str] = {
    "text": "words",
    "boolean": "yes, no or partly",
    "choice": "one of the values below",
    "choices": "any of the values below",
    "number": "a number",
    "date": "a date",
    "version": "a version",
    "duration": "a span of time",
    "money": "an amount of money",
    "support": "supported, partly supported, experimental, support ended or not supported",
}
COMPUTED: Mapping[Computed, str] = {
    "first_release_delay": "Computed per release line: days from the upstream's first release of the line to the one here.",
    "median_release_delay": (
        "Computed per release line: the median of the days from a release of the upstream to the one that follows it here; the "
        "first release of a line is left out where there are others. The number of releases stands beside the value."
    ),
    "paid_support_end": "Computed per release line: the end of the last support phase that costs extra.",
    "support_duration": "Computed per release line: from its release to the end of the last phase that costs nothing extra.",
    "support_end": "Computed per release line: the end of the last support phase that costs nothing extra.",
}


@dataclass(frozen=True)
class FamilyRowsView:
    """The cells of one family; the title is empty where there are no families."""

    title: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class CriterionView:
    """One criterion page.

    `choices` are (title, definition) each; `answered` of `total` distributions have a value.
    """

    id: str
    uri: str
    title: str
    definition: str
    why: str
    group: str
    group_uri: str
    given_as: str
    unit: str | None
    by_line: bool
    choices: tuple[tuple[str, str | None], ...]
    stale_after: int | None
    computed: str | None
    families: tuple[FamilyRowsView, ...]
    answered: int
    total: int
    file: str
    line: int


@dataclass(frozen=True)
class CriteriaGroupView:
    """One group of the list of criteria."""

    id: str
    title: str
    summary: str | None
    criteria: tuple[CriterionView, ...]


def build_criteria_views(comparer: Comparer) -> tuple[CriteriaGroupView, ...]:
    """Return every criterion by group, in page order."""
    return tuple(
        CriteriaGroupView(
            group.id,
            group.title,
            group.summary,
            tuple(_criterion_view(comparer.dataset.criteria[record.id], comparer) for record in group.criteria),
        )
        for group in comparer.dataset.groups
    )


def _criterion_view(criterion: Criterion, comparer: Comparer) -> CriterionView:
    dataset, today, record = comparer.dataset, comparer.today, criterion.record
    known = [Standing.ANSWERED in standings(one, criterion, today) for one in dataset.distributions.values()]
    return CriterionView(
        record.id,
        uris.criterion(record.id),
        record.title,
        record.definition,
        record.why,
        criterion.group.title,
        uris.criteria_group(criterion.group.id),
        TYPES[record.type],
        record.unit,
        record.scope == "major",
        tuple((choice.title, choice.definition) for choice in record.choices),
        None if record.computed else record.stale_after,
        COMPUTED[record.computed] if record.computed else None,
        tuple(
            FamilyRowsView(title, tuple(comparer.cell(one, criterion) for one in members))
            for title, members in dataset.by_family
        ),
        sum(known),
        len(known),
        record.at.file,
        record.at.line,
    )
