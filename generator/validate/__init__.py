"""Rules about meaning: each takes the linked dataset and yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from generator.errors import Problem
from generator.model import Dataset
from generator.validate.commands import check_commands
from generator.validate.dates import check_future_dates, check_lifecycle, check_release_sequence, check_stale
from generator.validate.decisions import check_chart_size, check_scenarios
from generator.validate.facts import (
    check_early_no,
    check_overrides,
    check_secure_sources,
    check_since,
    check_unused_criteria,
    check_words,
)
from generator.validate.migrations import check_edges, check_route_rules, check_steps
from generator.validate.outcomes import check_outcomes
from generator.validate.proofs import check_answers, check_results

Rule = Callable[[Dataset, date], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    check_lifecycle,
    check_release_sequence,
    check_future_dates,
    check_stale,
    check_since,
    check_early_no,
    check_secure_sources,
    check_words,
    check_steps,
    check_edges,
)
# What follows from facts is only worth a complaint when the facts themselves are in order.
DERIVED_RULES: tuple[Rule, ...] = (
    check_route_rules,
    check_commands,
    check_overrides,
    check_unused_criteria,
    check_scenarios,
    check_answers,
    check_results,
    check_chart_size,
    check_outcomes,
)


def validate(dataset: Dataset, today: date, *, is_sound: bool) -> list[Problem]:
    """Return what every rule finds. `is_sound` says that nothing was wrong with the dataset so far."""
    found = [problem for rule in RULES for problem in rule(dataset, today)]
    if is_sound and not any(problem.level == "error" for problem in found):
        found.extend(problem for rule in DERIVED_RULES for problem in rule(dataset, today))
    return found
