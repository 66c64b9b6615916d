"""Decision records: the headings of MADR, every candidate, and nothing that the outcome does not say."""

from __future__ import annotations

import re

import pytest

from generator.adr import decision_record
from generator.build import check
from generator.model import Dataset
from generator.views.comparer import Comparer
from generator.views.decision import build_decision_view
from tests.conftest import DAY, EDITORS

# The headings of MADR 4, in their order; those left out are optional.
HEADINGS = [
    "## Context and Problem Statement",
    "## Considered Options",
    "## Decision Outcome",
    "### Confirmation",
    "## Pros and Cons of the Options",
    "## More Information",
]


@pytest.fixture(scope="module")
def editors() -> Dataset:
    return check(EDITORS, DAY).dataset


def test_a_record_has_the_headings_in_order_and_every_candidate(editors: Dataset) -> None:
    view = build_decision_view(editors.decisions["which-editor"], Comparer(editors, DAY), lambda *_: ())
    for outcome in view.outcomes:
        text = decision_record(outcome, "2026-11-23", "0123456789ab")
        found = [line for line in text.splitlines() if line in HEADINGS]
        assert found == HEADINGS
        assert text.startswith("---\nstatus: proposed\ndate: 2026-11-23\n---\n\n# Which editor? ")
        options = text.partition("## Considered Options\n\n")[2].partition("\n\n")[0].splitlines()
        assert options == [f"* {one.name}" for one in outcome.candidates]
        assert re.findall(r"(?m)^### (.*)$", text.partition("## Pros and Cons")[2]) == [
            one.name for one in outcome.candidates
        ]
        assert "commit 0123456789ab" in text


def test_a_record_says_what_speaks_for_and_against_with_sources(editors: Dataset) -> None:
    view = build_decision_view(editors.decisions["which-editor"], Comparer(editors, DAY), lambda *_: ())
    [small] = [
        one for one in view.outcomes if one.best == ("Vee",) and any(label == "Yes" for _, label, _ in one.given)
    ][:1]
    text = decision_record(small, "2026-11-23", "")
    assert 'Chosen option: "Vee", because it meets every requirement' in text
    assert "* Good, because Modal editing is “Yes”: Yes ([" in text
    assert "* Bad, because " in text
    assert "verified 10 January 2026" in text
    assert "commit" not in text


def test_a_record_chooses_nothing_that_is_not_known_to_fit(repository: Dataset) -> None:
    decision = next(iter(repository.decisions.values()))
    view = build_decision_view(decision, Comparer(repository, DAY), lambda *_: ())
    for outcome in view.outcomes:
        text = decision_record(outcome, "2026-11-23", "")
        assert ('Chosen option: "none yet"' in text) == (not outcome.best or not outcome.is_sure)
    assert any(not outcome.is_sure for outcome in view.outcomes)
    assert any(not outcome.best for outcome in view.outcomes)
