"""The sources by grade, and what rests on each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator import uris
from generator.model import Citation, Dataset
from generator.records import Record, SourceRef
from generator.views.evidence import KINDS, SourceView, source_view

# What rests on sources: by source id, (what, address) in the order found.
Uses = Mapping[str, Mapping[tuple[str, str], int]]


@dataclass(frozen=True)
class UseView:
    """Something that rests on a source; `count` is how often, where several of a kind do."""

    text: str
    uri: str
    count: int


@dataclass(frozen=True)
class SourceUsesView:
    """A source and what rests on it: facts, and records such as releases and migration steps."""

    source: SourceView
    facts: tuple[UseView, ...]
    records: tuple[UseView, ...]


@dataclass(frozen=True)
class SourceKindView:
    """The sources of one grade."""

    id: str
    uri: str
    title: str
    is_primary: bool
    sources: tuple[SourceUsesView, ...]

    @property
    def count(self) -> int:
        """How many sources there are."""
        return len(self.sources)

    @property
    def facts(self) -> int:
        """How many facts rest on a source of this grade, each counted once per source."""
        return sum(len(one.facts) for one in self.sources)


def build_sources_view(dataset: Dataset) -> tuple[SourceKindView, ...]:
    """Return all sources by grade, best first, then by publisher and title, with what rests on each."""
    facts = _count(_facts(dataset))
    records = _count(_records(dataset))
    views = []
    for kind, (title, is_primary) in KINDS.items():
        sources = sorted(
            (source_view(Citation(source)) for source in dataset.sources.values() if source.kind == kind),
            key=lambda one: (one.publisher.casefold(), one.title.casefold(), one.id),
        )
        if sources:
            uses = tuple(SourceUsesView(one, _uses(facts, one.id), _uses(records, one.id)) for one in sources)
            views.append(SourceKindView(kind, uris.source_kind(kind), title, is_primary, uses))
    return tuple(views)


def _uses(uses: Uses, source: str) -> tuple[UseView, ...]:
    return tuple(UseView(text, uri, count) for (text, uri), count in uses.get(source, {}).items())


def _count(found: Iterable[tuple[str, str, str]]) -> Uses:
    uses: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for source, text, uri in found:
        uses[source][text, uri] += 1
    return uses


def _facts(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield (source, fact, address) for every claim and every dispute; what is inherited or computed rests on others."""
    for one in dataset.distributions.values():
        for criterion in dataset.criteria.values():
            uri = f"{uris.distribution(one.id)}#{uris.fact_anchor(criterion.id)}"
            for claim in one.facts.get(criterion.id, ()):
                if claim.inherited_from or claim.computed:
                    continue
                scope = f" {', '.join(claim.majors)}" if claim.majors else ""
                cited = [*claim.citations, *(citation for dispute in claim.disputes for citation in dispute.citations)]
                for name in dict.fromkeys(citation.source.id for citation in cited):
                    yield name, f"{one.name}{scope}: {criterion.record.title}", uri


def _records(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield (source, what, address) for everything else that cites: releases, tools, hazards, examined articles."""
    for records, text, uri in _citing(dataset):
        for record in records:
            for ref in _refs(record):
                yield ref.id, text, uri


def _citing(dataset: Dataset) -> Iterator[tuple[Iterable[Record], str, str]]:
    """Yield records that cite, what they are, and where they are shown."""
    for one in dataset.distributions.values():
        profile = uris.distribution(one.id)
        yield one.lines, f"Release lines of {one.name} and their support", f"{profile}#lines"
        yield one.releases, f"Releases of {one.name}", f"{profile}#releases"
    for tool in dataset.tools.values():
        yield (tool,), f"Paths and steps of {tool.name}", uris.MIGRATIONS
    yield dataset.hazards, "Hazards of migrations", uris.MIGRATIONS
    for name, article in dataset.examined.items():
        yield article.claims, f"Rulings on {article.title}", uris.examined(name)


def _refs(record: Record) -> Iterator[SourceRef]:
    """Yield the citations of a record and of those inside it."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, SourceRef):
                yield one
            elif isinstance(one, Record):
                yield from _refs(one)
