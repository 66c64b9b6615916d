"""References that need no more than to exist: of the home page, comparisons and examined articles."""

from __future__ import annotations

from generator.link.migrations import check_ends, check_migrations
from generator.link.names import Names, by_id
from generator.model import Dataset
from generator.records import ComparisonRecord, ExaminedRecord, SourceRef


def check_references(dataset: Dataset, names: Names) -> None:
    """Report what featured records, comparisons, articles and migrations refer to and nothing has."""
    featured = dataset.about.featured
    if featured.comparison:
        names.find("comparison", featured.comparison, dataset.comparisons, featured.at_key("comparison"))
    if featured.decision:
        names.find("decision", featured.decision, dataset.decisions, featured.at_key("decision"))
    for guide in featured.guides:
        check_ends(guide, dataset, names)
    for comparison in dataset.comparisons.values():
        _check_comparison(comparison, dataset, names)
    check_migrations(dataset, names)
    for article in dataset.examined.values():
        _check_examined(article, dataset, names)


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
