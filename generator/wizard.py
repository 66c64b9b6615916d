"""A decision as data for the script that asks one question at a time: what every answer does to every candidate.

The script computes what `decide` computes, from the truths that were found here; it knows no facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import uris
from generator.decide import Truth, stand
from generator.flowchart import Leaf, Node
from generator.model import Answer, Condition, Decision, Question

LETTERS = {Truth.HOLDS: "h", Truth.FAILS: "f", Truth.UNKNOWN: "u"}


def wizard_data(decision: Decision, chart: Node) -> dict[str, Any]:
    """Return what the script needs, as plain data.

    `truths` of a condition has one letter per candidate (h holds, f fails, u unknown) for each release line that an answer may
    choose, in the order of `majors`. `chart` is the compiled flowchart: at a question, its place and [places of answers, what
    follows] each; at an end, the address of its page.
    """
    answers = [answer for question in decision.questions for answer in question.answers]
    majors = list(dict.fromkeys([decision.record.major, *(answer.major for answer in answers)]))
    places = {question.id: place for place, question in enumerate(decision.questions)}
    return {
        "candidates": [candidate.name for candidate in decision.candidates],
        "major": majors.index(decision.record.major),
        "majors": majors if len(majors) > 1 else [],
        "questions": [
            {
                "id": question.id,
                "ask": question.ask,
                "help": question.help or "",
                "when": {name: sorted(ids) for name, ids in question.when.items()},
                "answers": [_answer(answer, question, decision, majors) for answer in question.answers],
            }
            for question in decision.questions
        ],
        "chart": _node(chart, decision, places),
    }


def _answer(answer: Answer, question: Question, decision: Decision, majors: list[str | None]) -> dict[str, Any]:
    def truths(condition: Condition) -> list[str]:
        return [
            "".join(
                next(
                    LETTERS[reason.truth]
                    for reason in stand(candidate, [(question, answer)], major).reasons
                    if reason.condition is condition
                )
                for candidate in decision.candidates
            )
            for major in majors
        ]

    return {
        "id": answer.id,
        "label": answer.label,
        "help": answer.help or "",
        "major": majors.index(answer.major) if answer.major else None,
        "require": [truths(one) for one in answer.require],
        "prefer": [{"weight": one.weight, "because": one.because, "truths": truths(one)} for one in answer.prefer],
    }


def _node(here: Node, decision: Decision, places: Mapping[str, int]) -> Any:
    if isinstance(here, Leaf):
        return uris.outcome(decision.id, here.slug).removeprefix("decide/").replace(".md", ".html")
    own = {answer.id: place for place, answer in enumerate(here.question.answers)}
    branches = [
        [[own[answer.id] for answer in branch.answers], _node(branch.node, decision, places)]
        for branch in here.branches
    ]
    return [places[here.question.id], branches]
