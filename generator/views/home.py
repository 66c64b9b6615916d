"""The home page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator import uris
from generator.model import Dataset, State
from generator.values import show_date
from generator.views.comparer import Comparer
from generator.views.comparison import ComparisonView, build_comparison_view
from generator.views.guide import GuideView


@dataclass(frozen=True)
class EndingView:
    """Until when the living lines of one distribution are supported: (major, day) each."""

    id: str
    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HomeView:
    """What the home page shows: the four questions with a way into each, and how much stands behind the answers."""

    title: str
    summary: str
    distributions: tuple[tuple[str, str], ...]
    comparison: ComparisonView | None
    decision: tuple[str, str, str] | None
    questions: tuple[str, ...]
    guides: tuple[tuple[str, str, str], ...]
    endings: tuple[EndingView, ...]
    claims: int
    disputed: int
    unknown: int
    stale: int
    sources: int
    criteria: int
    newest: str | None
    built: str
    built_on: date


def build_home_view(comparer: Comparer, guides: Sequence[GuideView]) -> HomeView:
    """Return the home page."""
    dataset, today = comparer.dataset, comparer.today
    featured = dataset.about.featured
    decision = dataset.decisions.get(featured.decision or "")
    claims = [claim for one in dataset.distributions.values() for group in one.facts.values() for claim in group]
    known = [one for one in claims if one.state is State.VALUE and not (one.inherited_from or one.computed)]
    leading = {uris.guide(one.from_, one.major, one.to, one.to_major) for one in featured.guides}
    return HomeView(
        dataset.about.title,
        dataset.about.summary,
        tuple((one.id, one.name) for one in dataset.distributions.values()),
        _featured_comparison(comparer),
        (uris.decision(decision.id), decision.record.title, decision.record.summary) if decision else None,
        tuple(question.ask for question in decision.questions) if decision else (),
        tuple((guide.uri, guide.title, _in_short(guide)) for guide in guides if guide.uri in leading),
        _endings(dataset, today),
        len(known),
        sum(bool(claim.disputes) for claim in claims),
        sum(claim.state is State.UNKNOWN for claim in claims),
        _stale(dataset, today),
        len(dataset.sources),
        len(dataset.criteria),
        show_date(newest) if (newest := dataset.newest_verification) else None,
        show_date(today),
        today,
    )


def _featured_comparison(comparer: Comparer) -> ComparisonView | None:
    name = comparer.dataset.about.featured.comparison or ""
    record = comparer.dataset.comparisons.get(name)
    members = [comparer.dataset.distributions[one] for one in record.distributions] if record else []
    return build_comparison_view(comparer, uris.comparison(name), record, members) if record else None


def _stale(dataset: Dataset, today: date) -> int:
    """Return how many facts are to be checked again; an inherited one counts once, with its upstream."""
    return sum(
        claim.is_stale(dataset.criteria[name], today)
        for one in dataset.distributions.values()
        for name, group in one.facts.items()
        for claim in group
        if claim.state is State.VALUE and not claim.inherited_from
    )


def _in_short(guide: GuideView) -> str:
    hops = f"{guide.route.hops} hop{'s' if guide.route.hops > 1 else ''}"
    tools = " and ".join(dict.fromkeys(guide.route.tools))
    return f"{hops} with {tools}"


def _endings(dataset: Dataset, today: date) -> tuple[EndingView, ...]:
    """Return until when the living lines are supported: of the distributions that the home page compares, else of all."""
    record = dataset.comparisons.get(dataset.about.featured.comparison or "")
    wanted = record.distributions if record else tuple(dataset.distributions)
    endings = []
    for one in (dataset.distributions[name] for name in wanted):
        lines = tuple(
            (line.major, show_date(end)) for line in one.lines if (end := dataset.support_ends(line)) and end >= today
        )
        if lines:
            endings.append(EndingView(one.id, one.name, lines))
    return tuple(endings)
