"""Examined articles: each claim with its ruling, and the tally."""

from __future__ import annotations

from dataclasses import dataclass

from generator import uris
from generator.model import Citation, Dataset
from generator.records import ExaminedRecord
from generator.values import show_date
from generator.views.evidence import RULINGS, SourceView, source_view, source_views


@dataclass(frozen=True)
class ExaminedClaimView:
    """One claim. `facts` are the facts it concerns: page and words."""

    id: str
    says: str
    ruling: str
    mark: str
    because: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[SourceView, ...]
    verified: str


@dataclass(frozen=True)
class ExaminedView:
    """One article: the tally (word, mark, count) and the claims by section."""

    title: str
    summary: str
    source: SourceView
    tally: tuple[tuple[str, str, int], ...]
    sections: tuple[tuple[str, str, tuple[ExaminedClaimView, ...]], ...]


def build_examined_view(record: ExaminedRecord, dataset: Dataset) -> ExaminedView:
    """Return the view of an examined article."""
    counts = {ruling: sum(claim.ruling == ruling for claim in record.claims) for ruling in RULINGS}
    sections = tuple(
        (
            section.id,
            section.title,
            tuple(
                ExaminedClaimView(
                    claim.id,
                    claim.says,
                    *RULINGS[claim.ruling],
                    claim.because,
                    tuple(_fact(path, dataset) for path in claim.concerns),
                    source_views(claim.sources, dataset),
                    show_date(claim.verified),
                )
                for claim in record.claims
                if claim.where == section.id
            ),
        )
        for section in record.sections
    )
    return ExaminedView(
        record.title,
        record.summary,
        source_view(Citation(dataset.sources[record.source])),
        tuple((*RULINGS[ruling], count) for ruling, count in counts.items() if count),
        sections,
    )


def _fact(path: str, dataset: Dataset) -> tuple[str, str]:
    distribution, _, criterion = path.partition("/")
    found = dataset.criteria[criterion]
    return (
        f"{uris.distribution(distribution)}#{uris.fact_anchor(found.id)}",
        f"{dataset.distributions[distribution].name}: {found.record.title}",
    )
