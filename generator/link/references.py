"""References that need no more than to exist: of the home page, comparisons, migration tools and hazards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.link.names import Names, by_id
from generator.model import Dataset
from generator.records import ComparisonRecord, ExaminedRecord, Guide, HopFilter, SourceRef, ToolRecord


def check_references(dataset: Dataset, names: Names) -> None:
    """Report what featured records, comparisons, tools and hazards refer to and nothing has."""
    featured = dataset.about.featured
    if featured.comparison:
        names.find("comparison", featured.comparison, dataset.comparisons, featured.at_key("comparison"))
    if featured.decision:
        names.find("decision", featured.decision, dataset.decisions, featured.at_key("decision"))
    for guide in featured.guides:
        _check_ends(guide, dataset, names)
    for comparison in dataset.comparisons.values():
        _check_comparison(comparison, dataset, names)
    for tool in dataset.tools.values():
        _check_tool(tool, dataset, names)
    for article in dataset.examined.values():
        _check_examined(article, dataset, names)
    by_id(dataset.hazards, "hazard", names.problems)
    for hazard in dataset.hazards:
        names.cite(hazard.sources, hazard.at)
        _check_filter(hazard.when, dataset, names)


def _check_comparison(comparison: ComparisonRecord, dataset: Dataset, names: Names) -> None:
    groups = {group.id: group for group in dataset.groups}
    for distribution in comparison.distributions:
        names.find("distribution", distribution, dataset.distributions, comparison.at_key("distributions"))
    if len(set(comparison.distributions)) < len(comparison.distributions):
        names.report(comparison.at_key("distributions"), "a distribution is listed twice", "repeated-id", "keep one")
    for group in comparison.groups:
        names.find("group", group, groups, comparison.at_key("groups"))
    for criterion in comparison.highlights:
        names.find("criterion", criterion, dataset.criteria, comparison.at_key("highlights"))
    if comparison.decision:
        names.find("decision", comparison.decision, dataset.decisions, comparison.at_key("decision"))


def _check_examined(article: ExaminedRecord, dataset: Dataset, names: Names) -> None:
    names.cite([SourceRef(id=article.source)], article.at_key("source"))
    sections = by_id(article.sections, "section", names.problems)
    by_id(article.claims, "examined claim", names.problems)
    for claim in article.claims:
        names.find("section", claim.where, sections, claim.at_key("where"))
        names.cite(claim.sources, claim.at)
        if not claim.sources and claim.ruling not in {"opinion", "not-verifiable"}:
            names.report(claim.at, f"the ruling '{claim.ruling}' needs a source", "citation", "add sources: [id]")
        for path in claim.concerns:
            distribution, _, criterion = path.partition("/")
            names.find("distribution", distribution, dataset.distributions, claim.at_key("concerns"))
            names.find("criterion", criterion, dataset.criteria, claim.at_key("concerns"))


def _check_tool(tool: ToolRecord, dataset: Dataset, names: Names) -> None:
    by_id(tool.steps, "step", names.problems)
    parts: Iterable[Any] = (
        *tool.needs,
        *tool.changes,
        *tool.keeps,
        *tool.steps,
        tool.undo,
        tool.reboots,
        tool.duration,
    )
    for part in parts:
        if part is not None:
            names.cite(part.sources, part.at)
            if hasattr(part, "when"):
                _check_filter(part.when, dataset, names)
    for edge in tool.edges:
        names.cite(edge.sources, edge.at)
        if edge.not_after_upgrade:
            names.cite(edge.not_after_upgrade.sources, edge.not_after_upgrade.at)
        _check_ends(edge, dataset, names)


def _check_ends(edge: Any | Guide, dataset: Dataset, names: Names) -> None:
    for key, distribution, major_key, major in (
        ("from", edge.from_, "major", edge.major),
        ("to", edge.to, "to_major", edge.to_major),
    ):
        if names.find("distribution", distribution, dataset.distributions, edge.at_key(key)):
            names.check_line(distribution, major, edge.at_key(major_key))


def _check_filter(when: HopFilter, dataset: Dataset, names: Names) -> None:
    for key, known, kind in (
        ("tools", dataset.tools, "tool"),
        ("from_", dataset.distributions, "distribution"),
        ("to", dataset.distributions, "distribution"),
    ):
        for name in getattr(when, key):
            names.find(kind, name, known, when.at_key(key.rstrip("_")))
    for key in ("from_majors", "to_majors"):
        for major in getattr(when, key):
            names.check_any_line(major, when.at_key(key))
