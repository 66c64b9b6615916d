"""The data of the wizard: what the script is told leads to what the generator decides, whatever the answers."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from test_decide import PROPERTY, some_cases

from generator.decide import decide
from generator.flowchart import compile_chart, leaves
from generator.model import Decision
from generator.wizard import wizard_data

LEVELS = {"h": 0, "u": 1, "f": 2}
NAMES = ("fits", "verify", "excluded")


def computed(data: Any, answers: dict[str, str]) -> list[tuple[str, str, int]]:
    """What the script does (decide.js), in Python: standing and score of each candidate."""
    kept: dict[str, str] = {}
    picked = []
    major = data["major"]
    for question in data["questions"]:
        answer = next((one for one in question["answers"] if one["id"] == answers.get(question["id"])), None)
        if answer is None or any(kept.get(name) not in ids for name, ids in question["when"].items()):
            continue
        kept[question["id"]] = answer["id"]
        picked.append(answer)
        major = major if answer["major"] is None else answer["major"]
    found = []
    for place, name in enumerate(data["candidates"]):
        standing = max((LEVELS[truths[major][place]] for one in picked for truths in one["require"]), default=0)
        score = sum(pref["weight"] for one in picked for pref in one["prefer"] if pref["truths"][major][place] == "h")
        found.append((name, NAMES[standing], score))
    return found


@PROPERTY
@given(some_cases())
def test_the_script_knows_enough_to_decide_the_same(case: tuple[Decision, dict[str, str]]) -> None:
    decision, answers = case
    data = json.loads(json.dumps(wizard_data(decision, compile_chart(decision))))
    outcome = decide(decision, answers)
    assert sorted(computed(data, answers)) == sorted(
        (one.candidate.name, str(one.standing), one.score) for one in outcome.standings
    )


@PROPERTY
@given(some_cases(complete=True))
def test_the_chart_of_the_script_leads_to_the_page_of_the_answers(case: tuple[Decision, dict[str, str]]) -> None:
    decision, answers = case
    chart = compile_chart(decision)
    data = wizard_data(decision, chart)
    here = data["chart"]
    while not isinstance(here, str):
        question = data["questions"][here[0]]
        place = [one["id"] for one in question["answers"]].index(answers[question["id"]])
        here = next(following for places, following in here[1] if place in places)
    pages = {f"{decision.id}/{leaf.slug}.html": leaf for leaf in leaves(chart)}
    assert pages[here].outcome.best == decide(decision, answers).best
