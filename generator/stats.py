"""How much of the dataset is known: every cell (a distribution and a criterion) counted once, by what is known about it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model import Claim, Criterion, Dataset, Distribution, State


class Standing(StrEnum):
    """What is known about a cell. Each cell has one of the first four."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"
    NOT_RESEARCHED = "not researched"
    VERIFIED = "verified"
    STALE = "stale"
    DISPUTED = "disputed"


# The four that add up to all cells; the others are counted among the answered.
KINDS = (Standing.ANSWERED, Standing.UNKNOWN, Standing.NOT_APPLICABLE, Standing.NOT_RESEARCHED)
FLAGS = (Standing.VERIFIED, Standing.STALE, Standing.DISPUTED)


@dataclass(frozen=True)
class CellCount:
    """How many cells stand how."""

    counts: Mapping[Standing, int]

    def __getitem__(self, standing: Standing) -> int:
        return self.counts.get(standing, 0)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(self[kind] for kind in KINDS)


@dataclass(frozen=True)
class Stats:
    """The counts by (distribution id, group id)."""

    cells: Mapping[tuple[str, str], CellCount]

    def of(self, *, distribution: str | None = None, group: str | None = None) -> CellCount:
        """Return the count of a distribution, of a group, of both or of everything."""
        total: Counter[Standing] = Counter()
        for (one, other), count in self.cells.items():
            if distribution in {None, one} and group in {None, other}:
                total.update(count.counts)
        return CellCount(total)


def gather(dataset: Dataset, today: date) -> Stats:
    """Count all cells of a dataset as they stand on a day."""
    found: dict[tuple[str, str], CellCount] = {}
    for one in dataset.distributions.values():
        for group in dataset.groups:
            counter: Counter[Standing] = Counter()
            for record in group.criteria:
                counter.update(standings(one, dataset.criteria[record.id], today))
            found[one.id, group.id] = CellCount(counter)
    return Stats(found)


def standings(one: Distribution, criterion: Criterion, today: date) -> tuple[Standing, ...]:
    """Return how a cell stands: what is known, and whether it is stale or disputed.

    A cell is answered when a value is known for some release line; else unknown when somebody looked in vain. It is verified
    when each of its values is within the age that the criterion allows. An inherited fact is counted as stale with its
    upstream's.
    """
    claims = one.facts.get(criterion.id, ())
    kind = _kind(claims)
    is_old = any(claim.is_stale(criterion, today) for claim in claims if claim.state is State.VALUE)
    verified = (Standing.VERIFIED,) if kind is Standing.ANSWERED and not is_old else ()
    return (kind, *verified, *_flags(claims, criterion, today))


def _kind(claims: Iterable[Claim]) -> Standing:
    states = {claim.state for claim in claims}
    for state, kind in (
        (State.VALUE, Standing.ANSWERED),
        (State.UNKNOWN, Standing.UNKNOWN),
        (State.NOT_APPLICABLE, Standing.NOT_APPLICABLE),
    ):
        if state in states:
            return kind
    return Standing.NOT_RESEARCHED


def _flags(claims: Iterable[Claim], criterion: Criterion, today: date) -> Iterable[Standing]:
    known = [claim for claim in claims if not claim.inherited_from]
    if any(claim.is_stale(criterion, today) for claim in known):
        yield Standing.STALE
    if any(claim.disputes for claim in known):
        yield Standing.DISPUTED


def stats_table(dataset: Dataset, stats: Stats) -> str:
    """Return the counts as a table of plain text: every distribution, then every group, then everything."""
    rows = [(one.name, stats.of(distribution=one.id)) for _, members in dataset.by_family for one in members]
    rows += [(group.title, stats.of(group=group.id)) for group in dataset.groups]
    rows.append(("everything", stats.of()))
    width = max(len(title) for title, _ in rows)
    columns = ("cells", *(str(one) for one in (*KINDS, *FLAGS)))
    lines = ["  ".join([" " * width, *columns])]
    for number, (title, count) in enumerate(rows):
        if number in {len(dataset.distributions), len(rows) - 1}:
            lines.append("")
        figures = (count.cells, *(count[one] for one in (*KINDS, *FLAGS)))
        cells = (f"{figure:>{len(column)}}" for column, figure in zip(columns, figures, strict=True))
        lines.append("  ".join([f"{title:<{width}}", *cells]))
    return "\n".join(lines)


def stats_json(dataset: Dataset, stats: Stats) -> str:
    """Return the counts as JSON: {distribution: {group: {standing: count}}}, ids as keys, zeros left out."""
    found = {
        one.id: {
            group.id: {str(standing): number for standing, number in stats.cells[one.id, group.id].counts.items()}
            for group in dataset.groups
        }
        for _, members in dataset.by_family
        for one in members
    }
    return json.dumps(found, indent=2)
