"""Problems, hints, and how they are reported."""

from __future__ import annotations

import pytest

from generator.errors import DataError, GeneratorError, Location, Problem, RenderError, nearest, report, summary

HERE = Location("data/vee.yaml", 3, 7)


def problem(
    file: str = "a.yaml", line: int = 1, column: int = 1, message: str = "wrong", level: str = "error"
) -> Problem:
    return Problem(Location(file, line, column), message, "rule", level)


def test_a_location_is_file_line_and_column():
    assert str(HERE) == "data/vee.yaml:3:7"


def test_a_location_without_a_place_is_the_beginning_of_the_file():
    assert str(Location("a.yaml")) == "a.yaml:1:1"


def test_a_problem_is_one_line_that_editors_can_follow():
    assert str(Problem(HERE, "'summary' is missing", "missing-key")) == (
        "data/vee.yaml:3:7: error: 'summary' is missing [missing-key]"
    )


def test_a_hint_stands_on_a_second_line():
    assert str(Problem(HERE, "unknown key 'nmae'", "unknown-key", hint="did you mean 'name'?")) == (
        "data/vee.yaml:3:7: error: unknown key 'nmae' [unknown-key]\n  hint: did you mean 'name'?"
    )


def test_a_warning_says_so():
    assert str(Problem(HERE, "old", "stale-fact", "warning")) == "data/vee.yaml:3:7: warning: old [stale-fact]"


def test_problems_sort_by_file_then_line_then_column_as_numbers():
    shuffled = [problem("b.yaml"), problem(line=10), problem(line=2, column=10), problem(line=2, column=9)]
    assert [str(one.at) for one in sorted(shuffled)] == ["a.yaml:2:9", "a.yaml:2:10", "a.yaml:10:1", "b.yaml:1:1"]


def test_the_nearest_known_word_is_the_hint():
    assert nearest("modall", ["memory", "modal", "delay"]) == "did you mean 'modal'?"


def test_where_nothing_is_near_the_hint_lists_what_is_known_in_order():
    assert nearest("xyz", ["memory", "delay"]) == "known: delay, memory"


def test_the_list_of_a_hint_has_a_name():
    assert nearest("xyz", ["memory"], "choices") == "choices: memory"


def test_a_list_of_twelve_is_given_in_full():
    assert nearest("?", [f"{n:02}" for n in range(12)]) == "known: 00, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11"


def test_a_longer_list_is_cut():
    assert nearest("?", [f"{n:02}" for n in range(13)]) == "known: 00, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, ..."


def test_where_nothing_is_known_there_is_no_hint():
    assert nearest("modal", []) == ""


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ([], "no problems"),
        ([problem()], "1 error in 1 file"),
        ([problem(), problem(line=2), problem("b.yaml")], "3 errors in 2 files"),
        ([problem(level="warning")], "1 warning in 1 file"),
        ([problem(level="warning"), problem(line=2, level="warning")], "2 warnings in 1 file"),
        ([problem(), problem("b.yaml", level="warning")], "1 error and 1 warning in 2 files"),
    ],
)
def test_the_closing_line_counts_errors_warnings_and_files(found: list[Problem], line: str):
    assert summary(found) == line


def test_a_report_is_sorted_and_says_nothing_twice():
    assert report([problem("b.yaml"), problem("a.yaml"), problem("b.yaml")]) == (
        "a.yaml:1:1: error: wrong [rule]\nb.yaml:1:1: error: wrong [rule]\n2 errors in 2 files"
    )


def test_errors_stand_next_to_the_closing_line_of_a_report():
    found = [problem("a.yaml"), problem("b.yaml", level="warning"), problem("c.yaml")]
    assert report(found) == (
        "b.yaml:1:1: warning: wrong [rule]\na.yaml:1:1: error: wrong [rule]\nc.yaml:1:1: error: wrong [rule]\n"
        "2 errors and 1 warning in 3 files"
    )


def test_a_report_of_nothing_is_the_closing_line():
    assert report([]) == "no problems"


def test_a_data_error_carries_every_problem_once_and_in_order():
    first, second = problem("a.yaml"), problem("b.yaml")
    assert DataError([second, first, second]).problems == [first, second]


def test_the_errors_of_a_data_error_are_its_problems_without_warnings():
    error, warning = problem("b.yaml"), problem("a.yaml", level="warning")
    assert (DataError([error, warning]).problems, DataError([error, warning]).errors) == ([warning, error], [error])


def test_the_message_of_a_data_error_is_the_report():
    assert str(DataError([problem()])) == "a.yaml:1:1: error: wrong [rule]\n1 error in 1 file"


@pytest.mark.parametrize("error", [DataError([problem()]), RenderError("no")], ids=["data", "render"])
def test_expected_failures_share_a_class_that_the_command_line_catches(error: Exception):
    assert isinstance(error, GeneratorError)
