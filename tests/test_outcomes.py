"""The lists of outcomes beside the decisions: what they hold, what is told when a result flips, and who writes them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import DAY, EDITORS, EPOCH, ROOT, Files
from hypothesis import given
from hypothesis import strategies as st

from generator import outcomes as outcomes_module
from generator.build import check, fix, make_pages
from generator.cli import main
from generator.decide import decide
from generator.errors import DataError
from generator.flowchart import compile_chart, leaves
from generator.model import Decision
from generator.outcomes import compare, listed
from generator.page import Settings
from tests.test_decide import PROPERTY, some_cases, some_decisions

Dataset = Callable[[Files], Path]

DECISION, LIST = "decisions/which-editor.yaml", "decisions/which-editor.outcomes.csv"
VEE, EMM = "distributions/vee.yaml", "distributions/emm.yaml"
HEAD = "hands,machine,best,possible\n"
ROWS = ["modes,small,vee,neo\n", "modes,big,neo|vee,emm\n", "none,,emm,\n"]
KEPT = HEAD + "".join(ROWS)
OUTDATED = "error: the list of outcomes is out of date:"
HINT = "[outcomes-outdated]\n  hint: run `atlas check --fix`, look at what changed, and commit the file"


def found(folder: Path) -> list[str]:
    try:
        return [str(problem) for problem in check(folder, DAY).warnings]
    except DataError as error:
        return [str(problem) for problem in error.problems]


def told(line: int, what: str) -> list[str]:
    return [f"data/{LIST}:{line}:1: {OUTDATED} {what} {HINT}"]


def edited(name: str, old: str, new: str) -> Files:
    text = (EDITORS / name).read_text("utf-8")
    assert text.count(old) == 1
    return {name: text.replace(old, new)}


def atlas(*arguments: str | Path) -> Result:
    return CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(main, [str(one) for one in arguments])


# ---- what a list holds -----------------------------------------------------------------------------------------------


def test_a_list_has_a_row_for_each_end_of_the_chart() -> None:
    assert (EDITORS / LIST).read_bytes() == KEPT.encode()


@pytest.mark.parametrize("data", [ROOT / "data", EDITORS], ids=["repository", "editors"])
def test_every_decision_of_the_repository_has_its_list(data: Path) -> None:
    lists = {path.name.removesuffix(".outcomes.csv") for path in data.glob("decisions/*.csv")}
    assert lists == {path.stem for path in data.glob("decisions/*.yaml")}


@PROPERTY
@given(some_decisions())
def test_a_list_reads_back_as_the_ends_of_the_chart(decision: Decision) -> None:
    chart = compile_chart(decision)
    head, *rows = csv.reader(listed(decision, chart).splitlines())
    assert head == [*(question.id for question in decision.questions), "best", "possible"]
    assert [
        {name: cell.split("|") for name, cell in zip(head[:-2], row[:-2], strict=True) if cell} for row in rows
    ] == [{question.id: [answer.id for answer in picked] for question, picked in leaf.path} for leaf in leaves(chart)]
    assert [(row[-2], row[-1]) for row in rows] == [
        ("|".join(sorted(leaf.outcome.best)), "|".join(sorted(leaf.outcome.possible))) for leaf in leaves(chart)
    ]
    assert compare(decision, chart, listed(decision, chart)) is None


@PROPERTY
@given(some_cases(complete=True))
def test_every_combination_is_in_exactly_one_row(case: tuple[Decision, dict[str, str]]) -> None:
    decision, answers = case
    head, *rows = csv.reader(listed(decision, compile_chart(decision)).splitlines())
    fitting = [
        row
        for row in rows
        if all(not cell or answers[name] in cell.split("|") for name, cell in zip(head[:-2], row[:-2], strict=True))
    ]
    outcome = decide(decision, answers)
    assert [row[-2:] for row in fitting] == [["|".join(sorted(outcome.best)), "|".join(sorted(outcome.possible))]]


@PROPERTY
@given(some_decisions(), st.data())
def test_a_flip_is_told_exactly_if_some_combination_flips(decision: Decision, data: st.DataObject) -> None:
    """Two sets of facts, one decision: the list of the first against the facts of the second."""
    other = data.draw(some_decisions())
    changed = Decision(decision.id, decision.record, other.candidates, decision.questions)
    names = [question.id for question in decision.questions]
    combinations = [dict(zip(names, way, strict=True)) for way in ways(decision)]

    def result(one: Decision, answers: dict[str, str]) -> tuple[set[str], set[str]]:
        outcome = decide(one, answers)
        return set(outcome.best), set(outcome.possible)

    flips = any(result(decision, answers) != result(changed, answers) for answers in combinations)
    change = compare(changed, compile_chart(changed), listed(decision, compile_chart(decision)))
    assert bool(change and change.flips) == flips
    assert change is None or (change.gone, change.missing, change.unread) == (0, 0, 0)


def ways(decision: Decision) -> list[list[str]]:
    found_ways: list[list[str]] = [[]]
    for question in decision.questions:
        found_ways = [[*way, answer.id] for way in found_ways for answer in question.answers]
    return found_ways


# ---- out of date -----------------------------------------------------------------------------------------------------


def test_a_list_that_is_up_to_date_is_fine(dataset: Dataset) -> None:
    assert found(dataset({LIST: KEPT})) == []


def test_a_missing_list_is_a_warning(dataset: Dataset) -> None:
    folder = dataset({})
    (folder / LIST).unlink()
    assert found(folder) == [
        (
            f"data/{LIST}:1:1: warning: the list of outcomes is missing [outcomes-missing]\n"
            "  hint: run `atlas check --fix`, look at what changed, and commit the file"
        )
    ]


def test_a_fact_that_flips_a_result_is_told(dataset: Dataset) -> None:
    """Emm has modes after all."""
    fact = edited(EMM, 'modal: {value: partial, note: "With', 'modal: {value: true, note: "With')
    assert found(dataset({**fact, LIST: KEPT})) == told(
        3,
        "with hands=modes, machine=big: was neo or vee (to verify: emm), is emm or neo or vee; "
        "with hands=none: was emm, is emm or neo or vee",
    )


def test_who_became_possible_is_a_flip_too(dataset: Dataset) -> None:
    rows = HEAD + "modes,small,vee,\n" + "".join(ROWS[1:])
    assert found(dataset({LIST: rows})) == told(2, "with hands=modes, machine=small: was vee, is vee (to verify: neo)")


def test_a_result_that_is_nobody_is_told_so(dataset: Dataset) -> None:
    rows = HEAD + ROWS[0] + ROWS[1] + "none,,,\n"
    assert found(dataset({LIST: rows})) == told(4, "with hands=none: was nobody, is emm")


def test_rows_that_are_only_cut_otherwise_flip_nothing(dataset: Dataset) -> None:
    rows = HEAD + ROWS[0] + ROWS[1] + "none,small,emm,\nnone,big,emm,\n"
    assert found(dataset({LIST: rows})) == told(4, "the rows are cut otherwise; no result changed")


def test_an_answer_of_a_merged_row_that_flips_is_told(dataset: Dataset) -> None:
    """Not only the first answer of a row counts."""
    rows = HEAD + "modes,small|big,vee,neo\n" + ROWS[2]
    assert found(dataset({LIST: rows})) == told(
        2, "with hands=modes, machine=big: was vee (to verify: neo), is neo or vee (to verify: emm)"
    )


def test_a_question_that_mattered_to_nobody_and_now_does_is_told(dataset: Dataset) -> None:
    rows = HEAD + "modes,,neo|vee,emm\n" + ROWS[2]
    assert found(dataset({LIST: rows})) == told(
        2, "with hands=modes, machine=small: was neo or vee (to verify: emm), is vee (to verify: neo)"
    )


def test_at_most_five_flips_are_told() -> None:
    rows = "".join(f"{letter},x,y\n" for letter in "abcdefg")
    change = outcomes_module.Change(1, tuple(rows.split()), 0, 0, 0)
    assert str(change) == "a,x,y; b,x,y; c,x,y; d,x,y; e,x,y; and 2 more"


def test_answers_and_questions_that_are_gone_and_new_ones_are_counted(dataset: Dataset) -> None:
    rows = "hands,screen,best,possible\nmodes,wide,vee,neo\nclaws,,emm,\nnone,,emm,\n"
    assert found(dataset({LIST: rows})) == told(
        1, "rows about questions or answers that are gone: 2; rows that are missing: 2"
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "rows that are missing: 3"),
        (HEAD, 2, "rows that are missing: 3"),
        ("".join(ROWS), 1, "rows that are missing: 3; lines that are no rows: 3"),
        (f"{HEAD}<<<<<<< HEAD\n{''.join(ROWS)}", 2, "lines that are no rows: 1"),
        (KEPT + ROWS[2], 5, "the rows are cut otherwise; no result changed"),
        (KEPT.rstrip("\n"), 4, "the rows are cut otherwise; no result changed"),
        (HEAD + ROWS[0] + ROWS[1], 4, "rows that are missing: 1"),
        ('hands,"\n\x00', 1, "rows that are missing: 3; lines that are no rows: 2"),
    ],
    ids=["empty", "no-rows", "no-head", "conflict", "repeated", "cut-off", "row-lost", "no-csv"],
)
def test_a_damaged_list_is_out_of_date(dataset: Dataset, text: str, line: int, what: str) -> None:
    assert found(dataset({LIST: text})) == told(line, what)


def test_line_ends_and_a_byte_order_mark_are_no_difference(dataset: Dataset) -> None:
    assert found(dataset({LIST: b"\xef\xbb\xbf" + KEPT.replace("\n", "\r\n").encode()})) == []


def test_a_list_that_is_no_text_is_an_error(dataset: Dataset) -> None:
    assert found(dataset({LIST: b"hands\xff"})) == [
        f"data/{LIST}:1:6: error: not UTF-8 text (a binary file?) [file-encoding]\n  hint: save the file as UTF-8"
    ]


def test_a_list_without_its_decision_is_an_error(dataset: Dataset) -> None:
    assert found(dataset({"decisions/which-pager.outcomes.csv": KEPT})) == [
        (
            "data/decisions/which-pager.outcomes.csv:1:1: error: there is no decision 'which-pager' that these could be the outcomes "
            "of [orphan-outcomes]\n  hint: rename the file as its decision is named now, or delete it"
        )
    ]


def test_the_list_of_a_decision_that_cannot_be_read_is_no_orphan(dataset: Dataset) -> None:
    assert [line for line in found(dataset({DECISION: "title: 'New\n"})) if "orphan" in line] == []


@pytest.mark.parametrize("name", ["decisions/notes.csv", "distributions/vee.outcomes.csv", "which-editor.outcomes.csv"])
def test_other_tables_are_not_part_of_the_dataset(dataset: Dataset, name: str) -> None:
    assert [line.partition("[")[2].partition("]")[0] for line in found(dataset({name: KEPT}))] == ["unknown-file"]


def test_a_chart_with_too_many_ends_is_told_and_not_listed(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dataset({LIST: HEAD})
    monkeypatch.setattr(outcomes_module, "MOST_ROWS", 2)
    assert found(folder) == [
        (
            f"data/{DECISION}:1:1: warning: the outcomes of 'which-editor' are not listed: its flowchart has more than 2,000 ends, or "
            "takes more than 20,000 situations to draw [decision-size]\n  hint: ask less, or split the decision"
        )
    ]
    assert fix(folder, DAY) == ()


# ---- who minds -------------------------------------------------------------------------------------------------------


def test_a_build_only_warns(dataset: Dataset) -> None:
    """A preview shows what an edit does before the list is written anew."""
    pages, warnings = make_pages(dataset({LIST: HEAD}), Settings(DAY))
    assert pages
    assert [(problem.rule, problem.level) for problem in warnings] == [("outcomes-outdated", "warning")]


def test_a_check_fails_and_counting_does_not(dataset: Dataset) -> None:
    folder = dataset({LIST: HEAD})
    assert [atlas(command, "--data", folder).exit_code for command in ("check", "stats")] == [1, 0]


# ---- --fix -----------------------------------------------------------------------------------------------------------


def test_fix_writes_what_is_out_of_date_and_then_the_check_is_clean(dataset: Dataset) -> None:
    fact = edited(EMM, 'modal: {value: partial, note: "With', 'modal: {value: true, note: "With')
    folder = dataset({**fact, LIST: KEPT})
    done = atlas("check", "--fix", "--data", folder)
    assert done.exit_code == 0
    assert done.output.splitlines()[:2] == [
        (
            f"data/{LIST}: written, 3 rows; with hands=modes, machine=big: was neo or vee (to verify: emm), is emm or neo or vee; "
            "with hands=none: was emm, is emm or neo or vee"
        ),
        "no problems",
    ]
    assert (folder / LIST).read_bytes() == (HEAD + ROWS[0] + "modes,big,emm|neo|vee,\nnone,,emm|neo|vee,\n").encode()
    assert found(folder) == []


def test_fix_writes_what_is_missing(dataset: Dataset) -> None:
    folder = dataset({})
    (folder / LIST).unlink()
    assert fix(folder, DAY) == (f"data/{LIST}: written, 3 rows",)
    assert (folder / LIST).read_text("utf-8") == KEPT
    assert (folder / LIST).stat().st_mode & 0o777 == 0o644


def test_fix_leaves_alone_what_is_up_to_date(dataset: Dataset) -> None:
    folder = dataset({LIST: KEPT.replace("\n", "\r\n").encode()})
    before = (folder / LIST).stat().st_mtime_ns
    assert fix(folder, DAY) == ()
    assert (folder / LIST).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "mistake",
    [edited(VEE, "sources: [vee-manual], verified: 2026-01-10, disputed", "sources: [vee-manuel], verified: 2026-01-10, disputed"),
     edited(DECISION, "expect: [vee]", "expect: [emm]")],
    ids=["a-fact", "a-scenario"],
)  # fmt: skip
def test_fix_writes_nothing_while_something_else_is_wrong(dataset: Dataset, mistake: Files) -> None:
    folder = dataset({**mistake, LIST: HEAD})
    done = atlas("check", "--fix", "--data", folder)
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == "nothing was written: correct the errors first"
    assert (folder / LIST).read_text("utf-8") == HEAD
    assert [path.name for path in (folder / "decisions").iterdir() if path.name.startswith(".")] == []
