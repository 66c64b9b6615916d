"""Rules about what holds of all combinations of answers: no question in vain, no answer that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from generator.decide import Standing, Truth, stand
from generator.errors import Location, Problem
from generator.model import Answer, Condition, Dataset, Decision, Question
from generator.prove import MOST_SITUATIONS, judge
from generator.reach import Addition, Reach


def check_answers(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Every answer can be given, leads on, outweighs no other wish for good, and is no softer than one that requires less."""
    for decision in dataset.decisions.values():
        reach = Reach(decision)
        yield from _never_asked(reach)
        yield from _order(reach)
        yield from _dictates(reach)
        yield from _contradictions(decision, reach)
        yield from _additions(reach)


def check_results(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Every question changes the result of some combination of answers; every candidate comes out on top of some."""
    for name, decision in dataset.decisions.items():
        verdict = judge(decision, MOST_SITUATIONS)
        for question in decision.questions:
            if question.id in verdict.idle:
                yield Problem(
                    question.at,
                    f"no answer to '{question.id}' changes the result, whatever the other answers",
                    "question-idle",
                    "warning",
                    "remove the question, or let its answers require or prefer what sets the candidates apart",
                )
        for one in decision.candidates:
            if one.id in verdict.hopeless:
                yield Problem(
                    decision.record.candidates.at,
                    f"no combination of answers brings {one.id} to the top",
                    "candidate-hopeless",
                    "warning",
                    "ask for what speaks for it, or leave it out",
                )
        unsettled = [*sorted(verdict.open_questions), *sorted(verdict.open_candidates)]
        if unsettled:
            yield Problem(
                decision.record.at,
                f"the combinations of answers to '{name}' come to more than {MOST_SITUATIONS:,} situations; no example was "
                f"found for, and nothing is proved about: {', '.join(unsettled)}",
                "decision-size",
                "warning",
                "ask less, or split the decision",
            )


def _never_asked(reach: Reach) -> Iterator[Problem]:
    for place, question in enumerate(reach.questions):
        if not reach.can_be_given({place: 0}):
            yield Problem(
                question.at,
                f"no answers lead to '{question.id}': none of its own can be given",
                "answer-unreachable",
                hint="correct 'when'; the questions that it names must be asked themselves, all in one combination",
            )


def _order(reach: Reach) -> Iterator[Problem]:
    """Two questions that choose different release lines: the later one wins, so their order decides."""
    choosing = [
        [(place, at, answer) for at, answer in enumerate(question.answers) if answer.major]
        for place, question in enumerate(reach.questions)
    ]
    for earlier, later in combinations([one for one in choosing if one], 2):
        clash = next(
            (
                (first, second)
                for place, at, first in earlier
                for other, other_at, second in later
                if first.major != second.major and reach.can_be_given({place: at, other: other_at})
            ),
            None,
        )
        if clash:
            first, second = clash
            before, after = reach.questions[earlier[0][0]], reach.questions[later[0][0]]
            yield Problem(
                second.at,
                f"'{second.id}' of '{after.id}' chooses {second.major}, '{first.id}' of '{before.id}' {first.major}: "
                "the order of the questions would decide between them",
                "order-dependent",
                hint="let one question choose the release line, or ask one only where the other chooses none",
            )


def _dictates(reach: Reach) -> Iterator[Problem]:
    weights = [[_weight(answer.prefer) for answer in question.answers] for question in reach.questions]
    for place, question in enumerate(reach.questions):
        others = [[0] * len(row) if at == place else row for at, row in enumerate(weights)]
        for at, answer in enumerate(question.answers):
            elsewhere = reach.heaviest(others, {place: at}) if answer.prefer else None
            for condition in answer.prefer if elsewhere is not None else ():
                against = (elsewhere or 0) + weights[place][at] - condition.weight
                if 0 < against < condition.weight:
                    yield Problem(
                        condition.at,
                        f"the weight of '{_text(condition)}', {condition.weight}, is more than all that one combination can add "
                        f"against it, {against}",
                        "preference-dictates",
                        "warning",
                        "lower it so that other wishes together can outweigh it; require it if they must not",
                    )


def _weight(conditions: Iterable[Condition]) -> int:
    return sum(condition.weight for condition in conditions)


def _contradictions(decision: Decision, reach: Reach) -> Iterator[Problem]:
    """An answer after which nobody is left: by what it requires itself, or by that and what is required with it."""
    left = reach.left()
    for place, question in enumerate(reach.questions):
        for at, answer in enumerate(question.answers):
            if (place, at) in left or not reach.can_be_given({place: at}):
                continue
            alone = _excludes_everyone(decision, question, answer)
            # Where nobody is left without it either, another answer is to blame.
            if alone or (place, None) in left:
                named = _excluding(decision, question, answer)
                those = " and ".join(f"'{_text(condition)}'" for condition in named) or "its release line"
                yield Problem(
                    named[0].at if len(named) == 1 else answer.at,
                    f"no candidate is left after '{answer.id}' of '{question.id}', whatever the other answers: "
                    f"{'nobody meets' if alone else 'nobody whom they leave meets'} {those}",
                    "answer-contradiction",
                    hint="correct the facts or the requirement, or take the answer out: nobody can be served with it",
                )


def _majors(decision: Decision, answer: Answer) -> set[str | None]:
    """Return the release lines that may count after an answer."""
    if answer.major:
        return {answer.major}
    chosen = {one.major for question in decision.questions for one in question.answers if one.major}
    return {decision.record.major, *chosen}


def _excludes_everyone(decision: Decision, question: Question, answer: Answer) -> bool:
    return all(
        stand(one, [(question, answer)], major).standing is Standing.EXCLUDED
        for major in _majors(decision, answer)
        for one in decision.candidates
    )


def _excluding(decision: Decision, question: Question, answer: Answer) -> list[Condition]:
    """Return the requirements that exclude somebody; a single one where it excludes everybody by itself."""
    fails: dict[int, set[tuple[str, str | None]]] = {}
    majors = _majors(decision, answer)
    for major in majors:
        for one in decision.candidates:
            for reason in stand(one, [(question, answer)], major).reasons:
                if reason.is_requirement and reason.truth is Truth.FAILS:
                    fails.setdefault(answer.require.index(reason.condition), set()).add((one.id, major))
    everyone = len(majors) * len(decision.candidates)
    alone = [place for place, failed in sorted(fails.items()) if len(failed) == everyone]
    return [answer.require[place] for place in alone[:1] or sorted(fails)]


def _additions(reach: Reach) -> Iterator[Problem]:
    """For an answer and a laxer one, all whom it lets in, and one way in which the laxer one excludes the first of them."""
    let_in: dict[tuple[Location, Location], list[Addition]] = {}
    for one in reach.additions():
        let_in.setdefault((one.stricter.at, one.laxer.at), []).append(one)
    for first, *others in let_in.values():
        strict, lax = first.stricter.id, first.laxer.id
        names = ", ".join(one.candidate.id for one in (first, *others))
        excluding = ", ".join(f"{question.id}={answer.id}" for question, answer in first.excluding)
        yield Problem(
            first.stricter.at,
            f"'{strict}' requires all that '{lax}' does, and more, yet lets {names} in: "
            f"'{lax}' with {excluding} excludes {first.candidate.id}, and that is not asked after '{strict}'",
            "need-adds-candidate",
            hint=f"ask '{first.excluding[0][0].id}' after '{strict}' too",
        )


def _text(condition: Condition) -> str:
    operands = ", ".join(operand.text for operand in condition.operands)
    return f"{condition.criterion.id} {condition.operator.replace('_', ' ')} {operands}"
