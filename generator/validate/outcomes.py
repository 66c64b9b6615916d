"""The rule about the lists of outcomes beside the decisions: what is written there is what the facts give today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.errors import Location, Problem
from generator.model import Dataset
from generator.outcomes import MOST_ROWS, MOST_SITUATIONS, listings

FIX = "run `atlas check --fix`, look at what changed, and commit the file"


def check_outcomes(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Every decision has a list of its outcomes, and it is up to date: what an edit flips is seen, and told.

    A list that is missing is a warning: a dataset works without. One that says what is no longer so is an error, so that
    `atlas check` and `make check` fail and no flip is merged unseen. A build treats it as a warning (`generator.build`): its
    pages are made of the facts, not of the list, and a preview must show what an edit does before the list is written anew.
    """
    for one in listings(dataset):
        if one.text is None:
            yield Problem(
                one.decision.record.at,
                f"the outcomes of '{one.decision.id}' are not listed: its flowchart has more than {MOST_ROWS:,} ends, "
                f"or takes more than {MOST_SITUATIONS:,} situations to draw",
                "decision-size",
                "warning",
                "ask less, or split the decision",
            )
        elif one.is_missing:
            yield Problem(Location(one.file), "the list of outcomes is missing", "outcomes-missing", "warning", FIX)
        elif one.change:
            yield Problem(
                Location(one.file, one.change.line),
                f"the list of outcomes is out of date: {one.change}",
                "outcomes-outdated",
                hint=FIX,
            )
