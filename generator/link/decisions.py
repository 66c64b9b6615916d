"""Decisions as written -> questions whose conditions have typed operands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.errors import Location
from generator.link.names import Names, by_id
from generator.model import Answer, Condition, Criterion, Decision, Distribution, Question
from generator.records import AnswerRecord, ConditionRecord, DecisionRecord, Family, PreferenceRecord, QuestionRecord
from generator.values import Value, ValueProblem, parse_value

# Operator -> the types it makes sense for; None for every type.
OPERATORS: dict[str, tuple[str, ...] | None] = {
    "is": ("boolean", "choice", "number", "date", "version", "duration", "money", "support", "text"),
    "includes": ("choices",),
    "at_least": ("number", "version", "duration", "money", "support"),
    "at_most": ("number", "version", "duration", "money", "support"),
    "before": ("date",),
    "after": ("date",),
}


def link_decision(
    name: str,
    record: DecisionRecord,
    distributions: Mapping[str, Distribution],
    criteria: Mapping[str, Criterion],
    families: Mapping[str, Family],
    names: Names,
) -> Decision | None:
    """Return the decision with its candidates and typed questions."""
    by_id(record.questions, "question", names.problems)
    questions = tuple(_question(question, record, criteria, names) for question in record.questions)
    _check_order(record, names)
    _check_scenarios(record, distributions, names)
    candidates = _candidates(record, distributions, families, names)
    if record.major:
        names.check_any_line(record.major, record.at_key("major"))
    leaving = record.leaving
    if leaving and names.find("distribution", leaving.from_, distributions, leaving.at_key("from")):
        names.check_line(leaving.from_, leaving.major, leaving.at_key("major"))
    if not candidates and not names.broken:
        names.report(
            record.candidates.at,
            "no candidate takes part in the decision",
            "no-candidates",
            "name a family with members, or ids",
        )
    return Decision(name, record, candidates, questions)


def _candidates(
    record: DecisionRecord, distributions: Mapping[str, Distribution], families: Mapping[str, Family], names: Names
) -> tuple[Distribution, ...]:
    wanted = record.candidates
    for name in wanted.ids:
        names.find("distribution", name, distributions, wanted.at_key("ids"))
    if wanted.family:
        names.find("family", wanted.family, families, wanted.at_key("family"))
    return tuple(
        one
        for one in distributions.values()
        if (not wanted.ids or one.id in wanted.ids)
        and (not wanted.family or one.family == wanted.family)
        and (not wanted.status or one.is_active == (wanted.status == "active"))
    )


def _question(
    record: QuestionRecord, decision: DecisionRecord, criteria: Mapping[str, Criterion], names: Names
) -> Question:
    by_id(record.answers, "answer", names.problems)
    answers = tuple(_answer(answer, decision, criteria, names) for answer in record.answers)
    when = {question: frozenset(ids) for question, ids in record.when.items()}
    return Question(record.id, record.ask, record.help, when, answers, record.at)


def _answer(record: AnswerRecord, decision: DecisionRecord, criteria: Mapping[str, Criterion], names: Names) -> Answer:
    if record.major:
        names.check_any_line(record.major, record.at_key("major"))

    def typed(conditions: tuple[ConditionRecord, ...]) -> tuple[Condition, ...]:
        return tuple(found for one in conditions if (found := _condition(one, record, decision, criteria, names)))

    require, prefer = typed(record.require), typed(record.prefer)
    return Answer(record.id, record.label, record.help, record.major, require, prefer, record.at, record.machine)


def _condition(
    record: ConditionRecord,
    answer: AnswerRecord,
    decision: DecisionRecord,
    criteria: Mapping[str, Criterion],
    names: Names,
) -> Condition | None:
    if record.major:
        names.check_any_line(record.major, record.at_key("major"))
    criterion = names.find("criterion", record.criterion, criteria, record.at_key("criterion"))
    given = [operator for operator in OPERATORS if getattr(record, "is_" if operator == "is" else operator) is not None]
    if len(given) != 1:
        names.report(
            record.at,
            f"a condition has one operator, found {len(given)}",
            "condition",
            f"use one of {', '.join(OPERATORS)}",
        )
        return None
    if criterion is None:
        return None
    operator = given[0]
    allowed = OPERATORS[operator]
    if allowed and criterion.record.type not in allowed:
        fitting = [name for name, types in OPERATORS.items() if types and criterion.record.type in types]
        names.report(
            record.at_key(operator),
            f"'{operator}' does not fit '{criterion.id}' of type {criterion.record.type}",
            "condition",
            f"use {' or '.join(fitting)}",
        )
        return None
    if criterion.record.scope == "major" and not (record.major or answer.major or decision.major):
        names.report(
            record.at,
            f"'{criterion.id}' is known per major; the condition names none",
            "condition-major",
            'add major: "10" to the condition, the answer or the decision',
        )
    node = getattr(record, "is_" if operator == "is" else operator)
    operands = _operands(criterion, node, record.at_key(operator), names)
    if operands is None:
        return None
    weight = record.weight if isinstance(record, PreferenceRecord) else 0
    return Condition(criterion, operator, operands, record.major, record.because, record.at, weight)


def _operands(criterion: Criterion, node: Any, at: Location, names: Names) -> tuple[Value, ...] | None:
    """Return the operands: several for a list (`is` any of them, `includes` all of them)."""
    entries = node if isinstance(node, list) else [node]
    if not entries:
        names.report(at, f"{criterion.id}: no value to compare with", "wrong-value", "list at least one")
        return None
    if criterion.record.type == "choices":
        entries = [[entry] for entry in entries]
    try:
        return tuple(parse_value(criterion.record, entry) for entry in entries)
    except ValueProblem as problem:
        names.report(getattr(node, "at", at), f"{criterion.id}: {problem}", "wrong-value", problem.hint)
        return None


def _check_order(record: DecisionRecord, names: Names) -> None:
    """A question may depend on earlier ones only."""
    earlier: dict[str, dict[str, AnswerRecord]] = {}
    for question in record.questions:
        for name, answers in question.when.items():
            known = names.find("earlier question", name, earlier, question.at_key("when"))
            for answer in answers if known is not None else ():
                names.find("answer", answer, known or {}, question.at_key("when"))
        earlier[question.id] = {answer.id: answer for answer in question.answers}


def _check_scenarios(record: DecisionRecord, distributions: Mapping[str, Distribution], names: Names) -> None:
    by_id(record.scenarios, "scenario", names.problems)
    questions = {question.id: {answer.id: answer for answer in question.answers} for question in record.questions}
    for scenario in record.scenarios:
        for question, answer in scenario.given.items():
            answers = names.find("question", question, questions, scenario.at_key("given"))
            if answers is not None:
                names.find("answer", answer, answers, scenario.at_key("given"))
        for distribution in scenario.expect:
            names.find("distribution", distribution, distributions, scenario.at_key("expect"))
        if scenario.verdict:
            names.cite(scenario.verdict.sources, scenario.verdict.at)
            for distribution in scenario.verdict.recommends:
                names.find("distribution", distribution, distributions, scenario.verdict.at_key("recommends"))
