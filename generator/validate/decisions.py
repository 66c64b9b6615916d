"""Rules about decisions: scenarios come out as they say; the chart stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.decide import answered, decide
from generator.errors import Problem
from generator.flowchart import MOST_ENDS, measure
from generator.model import Dataset
from generator.outcomes import MOST_SITUATIONS


def check_scenarios(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Every scenario ends with the candidates it expects."""
    for decision in dataset.decisions.values():
        for scenario in decision.record.scenarios:
            for name in scenario.given:
                if name not in answered(decision, scenario.given) and name in {one.id for one in decision.questions}:
                    yield Problem(
                        scenario.at_key("given"),
                        f"'{name}' is not asked after these answers",
                        "scenario",
                        hint="remove it, or give the answers it depends on",
                    )
            best = decide(decision, scenario.given).best
            if set(best) != set(scenario.expect):
                expected = ", ".join(scenario.expect) or "none"
                yield Problem(
                    scenario.at_key("expect"),
                    f"expects {expected}; the facts give {', '.join(best) or 'none'}",
                    "scenario",
                    hint="correct the facts, the conditions or the expectation",
                )


def check_chart_size(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """A chart with more ends than anybody goes through is a warning. One too big to be drawn is told where it is listed."""
    for name, decision in dataset.decisions.items():
        _, ends = measure(decision, MOST_SITUATIONS) or (0, 0)
        if ends > MOST_ENDS:
            yield Problem(
                decision.record.at,
                f"the flowchart of '{name}' has {ends:,} ends (limit {MOST_ENDS}), each a page",
                "chart-size",
                "warning",
                "ask less, or let early answers settle more",
            )
