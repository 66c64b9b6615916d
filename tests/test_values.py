"""Values of facts: how each type is written, shown, compared and ordered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.records import CriterionRecord
from generator.values import Value, ValueProblem, group_digits, parse_value, show_date, version_key

CHOICES = [
    {"id": "lua", "title": "Lua"},
    {"id": "lisp", "title": "Lisp", "mark": "yes"},
    {"id": "own", "title": "Its own"},
]


def parse(kind: str, written: object, **more: object) -> Value:
    fields = {"id": "x", "title": "X", "definition": "d", "why": "w", "type": kind, **more}
    return parse_value(CriterionRecord.model_validate(fields), written)


def refusal(kind: str, written: object, **more: object) -> tuple[str, str]:
    with pytest.raises(ValueProblem) as caught:
        parse(kind, written, **more)
    return str(caught.value), caught.value.hint


def order(kind: str, written: str) -> object:
    return parse(kind, written).order


# ---- every type -----------------------------------------------------------------------------------------------------

EXPECTED = {
    "text": "text",
    "boolean": "true, false or partial",
    "choice": "one of the choices",
    "number": "a number",
    "date": "a date",
    "version": "a version",
    "duration": "a duration such as 10 years",
    "money": "an amount such as 1000000 USD",
    "support": "a level of support",
}


@pytest.mark.parametrize(("kind", "expected"), EXPECTED.items())
@pytest.mark.parametrize(("written", "found"), [(["x"], "a list"), ({"x": "y"}, "a mapping"), (" \n", "nothing")])
def test_one_value_is_neither_a_list_nor_a_mapping_nor_nothing(kind: str, expected: str, written: object, found: str):
    assert refusal(kind, written, choices=CHOICES) == (f"expected {expected}, found {found}", "")


def test_a_value_problem_is_a_value_error():
    assert issubclass(ValueProblem, ValueError)


# ---- text, boolean, support, choices --------------------------------------------------------------------------------


def test_text_is_one_line():
    assert parse("text", " Since\n  2023: yes ").text == "Since 2023: yes"


def test_text_is_equal_regardless_of_case():
    assert parse("text", "GNU GPL").key == parse("text", "gnu gpl").key


@pytest.mark.parametrize(
    ("written", "text", "key", "mark"),
    [
        ("true", "Yes", "true", "true"),
        ("yes", "Yes", "true", "true"),
        ("Yes", "Yes", "true", "true"),
        ("TRUE", "Yes", "true", "true"),
        ("partial", "Partly", "partial", "part"),
        ("false", "No", "false", "false"),
        ("no", "No", "false", "false"),
    ],
)
def test_a_boolean_has_three_values(written: str, text: str, key: str, mark: str):
    assert parse("boolean", written) == Value(text, key, mark=mark)


@pytest.mark.parametrize("written", ["maybe", "1", "0", "y", "on", "partly"])
def test_what_is_no_boolean(written: str):
    assert refusal("boolean", written) == (f"'{written}' is neither true, false nor partial", "")


@pytest.mark.parametrize(
    ("written", "text", "rank", "mark"),
    [
        ("supported", "Supported", 5, "yes"),
        ("partial", "Partly supported", 4, "partial"),
        ("experimental", "Experimental", 3, "partial"),
        ("ended", "Support ended", 2, "no"),
        ("unsupported", "Not supported", 1, "no"),
    ],
)
def test_levels_of_support_are_ordered_best_first(written: str, text: str, rank: int, mark: str):
    assert parse("support", written) == Value(text, written, Decimal(rank), mark)


def test_a_level_of_support_that_is_misspelt():
    assert refusal("support", "suported") == ("'suported' is not a level of support", "did you mean 'supported'?")


def test_a_level_of_support_that_is_near_to_none():
    assert refusal("support", "42") == (
        "'42' is not a level of support",
        "levels: ended, experimental, partial, supported, unsupported",
    )


def test_a_choice_is_shown_by_its_title_and_has_its_mark():
    assert parse("choice", "lisp", choices=CHOICES) == Value("Lisp", "lisp", mark="yes")


def test_a_choice_that_is_misspelt():
    assert refusal("choice", "luaa", choices=CHOICES) == ("'luaa' is not one of the choices", "did you mean 'lua'?")


def test_a_choice_that_is_near_to_none():
    assert refusal("choice", "42", choices=CHOICES) == ("'42' is not one of the choices", "choices: lisp, lua, own")


def test_a_set_of_choices_is_in_the_order_of_the_criterion():
    assert parse("choices", ["own", "lua"], choices=CHOICES) == Value(
        "Lua, Its own", frozenset({"lua", "own"}), members=(("lua", "Lua"), ("own", "Its own"))
    )


def test_no_choice_at_all_is_a_value():
    assert parse("choices", [], choices=CHOICES) == Value("None", frozenset(), mark="no")


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ("lua", ("expected a list of choices", "write it in brackets: [lua]")),
        (["lua", "lua"], ("a choice is listed twice", "")),
        (["luaa"], ("'luaa' is not one of the choices", "did you mean 'lua'?")),
        ([["lua"]], ("expected a list of choices, found something deeper", "")),
    ],
    ids=["one", "twice", "misspelt", "deeper"],
)
def test_what_is_no_set_of_choices(written: object, refused: tuple[str, str]):
    assert refusal("choices", written, choices=CHOICES) == refused


def test_a_mapping_is_no_set_of_choices():
    assert refusal("choices", {"lua": "yes"}, choices=CHOICES)[0].startswith("expected a list of choices")


# ---- numbers and money ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0", "0"), ("12", "12"), ("1234", "1234"), ("12345", "12\u202f345"), ("1000000", "1\u202f000\u202f000"),
        ("0.5", "0.5"), ("-0.5", "-0.5"), ("-12", "-12"), ("12345.25", "12\u202f345.25"), ("1.50", "1.50"),
    ],
)  # fmt: skip
def test_a_number_is_shown_with_its_thousands_apart(written: str, text: str):
    assert parse("number", written).text == text


@pytest.mark.parametrize(("digits", "grouped"), [("-1234", "-1234"), ("-12345", "-12\u202f345")])
def test_a_sign_is_not_a_digit(digits: str, grouped: str):
    assert group_digits(digits) == grouped


def test_a_number_has_the_unit_of_its_criterion():
    assert parse("number", "12", unit="MB").text == "12 MB"


@pytest.mark.parametrize("written", ["1.5", "1.50", "1.500"])
def test_numbers_are_equal_however_they_are_written(written: str):
    assert parse("number", written).key == Decimal("1.5")


@pytest.mark.parametrize(
    "written", ["1e5", "1,000", "1 000", "+1", "1.", ".5", "12 MB", "about 3", "0x1F", "NaN", "1" * 16, "٣"]
)
def test_what_is_no_number(written: str):
    assert refusal("number", written) == (
        f"'{written}' is not a number",
        "write digits only; the unit belongs to the criterion",
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1000000 USD", "1\u202f000\u202f000 USD"),
        ("999 EUR per year", "999 EUR per year"),
        ("12.50 EUR per month", "12.50 EUR per month"),
        ("0 USD", "0 USD"),
    ],
)
def test_an_amount_of_money_is_shown_with_its_currency(written: str, text: str):
    assert parse("money", written).text == text


@pytest.mark.parametrize("written", ["12", "USD 12", "12 usd", "12.5 EUR", "$12", "12 USD per day", "-1 USD"])
def test_what_is_no_amount_of_money(written: str):
    assert refusal("money", written) == (
        f"'{written}' is not an amount of money",
        "write 1000000 USD or 1000000 USD per year",
    )


def test_amounts_of_money_are_ordered():
    assert order("money", "999 USD") < order("money", "1000 USD")


@settings(deadline=None, max_examples=60)
@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-(10**15) + 1, 10**15 - 1))
def test_numbers_are_ordered_as_numbers(one: int, other: int):
    first, second = parse("number", str(one)), parse("number", str(other))
    assert ((first.order < second.order), (first.key == second.key)) == (one < other, one == other)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**15 - 1))
def test_grouping_loses_no_digit(number: int):
    assert group_digits(str(number)).replace("\u202f", "") == str(number)


# ---- dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2021-06-21", "21 June 2021"),
        ("2021-06-01", "1 June 2021"),
        ("2021-12", "December 2021"),
        ("2021", "2021"),
        ("2024-02-29", "29 February 2024"),
    ],
)
def test_a_date_is_a_day_a_month_or_a_year(written: str, text: str):
    value = parse("date", written)
    assert (value.text, value.key) == (text, written)


@pytest.mark.parametrize(
    "written",
    [
        "2021-13", "2021-00", "2021-06-00", "2021-00-01", "2021-02-30", "2023-02-29", "0000", "21", "2021-6-1", "soon",
        "21 June 2021", "2021-06-21T00:00", "20210621", "\uff12\uff10\uff12\uff11",
    ],
)  # fmt: skip
def test_what_is_no_date(written: str):
    assert refusal("date", written) == (
        f"'{written}' is not a date",
        "write a day (2021-06-21), a month (2021-06) or a year (2021)",
    )


@settings(deadline=None, max_examples=60)
@given(st.dates(), st.dates())
def test_dates_are_ordered_by_the_calendar(one: date, other: date):
    assert (order("date", one.isoformat()) < order("date", other.isoformat())) == (one < other)


@settings(deadline=None, max_examples=60)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_as_text_and_as_a_date_is_shown_alike(day: date):
    assert show_date(day) == show_date(day.isoformat()) == f"{day.day} {day.strftime('%B')} {day.year}"


# ---- versions -------------------------------------------------------------------------------------------------------


def test_version_8_10_comes_after_8_9():
    assert order("version", "8.9") < order("version", "8.10")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("8.10", (8, 10)), ("6.12.0-55.el10", (6, 12, 0, 55, 10)), ("v1", (1,)), ("9", (9,)), ("stream", ())],
)
def test_a_version_is_ordered_by_its_numbers(version: str, numbers: tuple[int, ...]):
    assert version_key(version) == numbers


def test_a_version_is_shown_as_written():
    assert parse("version", "8.10") == Value("8.10", "8.10", (8, 10))


@pytest.mark.parametrize("written", ["8 9", ".8", "8/9", "~1", "8,10"])
def test_what_is_no_version(written: str):
    assert refusal("version", written) == (f"'{written}' is not a version", "")


NUMBERS = st.lists(st.integers(0, 999), min_size=1, max_size=4)


@settings(deadline=None, max_examples=60)
@given(NUMBERS, NUMBERS)
def test_versions_are_ordered_number_by_number(one: list[int], other: list[int]):
    first, second = (order("version", ".".join(map(str, numbers))) for numbers in (one, other))
    assert (first < second) == (one < other)


# ---- durations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("10 years", "10 years"),
        ("1 year", "1 year"),
        ("1 years", "1 year"),
        ("2 year", "2 years"),
        ("1.5 months", "1.5 months"),
        ("26  weeks", "26 weeks"),
        ("0 days", "0 days"),
        ("24 hours", "24 hours"),
    ],
)
def test_a_duration_is_a_number_and_a_unit(written: str, text: str):
    assert parse("duration", written).text == text


@pytest.mark.parametrize(("written", "days"), [("10 years", "3652.5 days"), ("26 weeks", "182 days")])
def test_durations_of_different_units_can_be_equal(written: str, days: str):
    one, other = parse("duration", written), parse("duration", days)
    assert (one.key, one.order) == (other.key, other.order)


@pytest.mark.parametrize(
    "written", ["10", "ten years", "years", "-1 years", "1 fortnight", "10 years 2 months", "1.555 days"]
)
def test_what_is_no_duration(written: str):
    assert refusal("duration", written) == (
        f"'{written}' is not a duration",
        "write a number and a unit: 10 years, 26 weeks, 24 hours",
    )


def test_a_day_has_24_hours():
    assert parse("duration", "24 hours").key == parse("duration", "1 day").key


def test_a_week_has_168_hours():
    assert parse("duration", "168 hours").key == parse("duration", "1 week").key


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 999_999 // 24))
def test_any_number_of_days_is_24_times_as_many_hours(days: int):
    assert order("duration", f"{24 * days} hours") == order("duration", f"{days} days")


UNITS = ["hours", "days", "weeks", "months", "years"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(UNITS), st.integers(0, 9999), st.integers(0, 9999))
def test_durations_of_one_unit_are_ordered_by_their_number(unit: str, one: int, other: int):
    assert (order("duration", f"{one} {unit}") < order("duration", f"{other} {unit}")) == (one < other)


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [("23 hours", "1 day"), ("6 days", "1 week"), ("4 weeks", "1 month"), ("11 months", "1 year")],
)
def test_durations_of_different_units_are_ordered_by_time(shorter: str, longer: str):
    assert order("duration", shorter) < order("duration", longer)


def test_ten_years_are_ten_calendar_years_give_or_take_a_day():
    days = (date(2032, 6, 28) - date(2022, 6, 28)).days
    assert order("duration", f"{days - 1} days") < order("duration", "10 years") < order("duration", f"{days + 1} days")


# ---- the rest -------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([kind for kind in EXPECTED if kind != "choice"]), st.text(max_size=20))
def test_any_text_is_a_value_or_a_problem_on_one_line(kind: str, written: str):
    try:
        shown = parse(kind, written).text
    except ValueProblem as problem:
        shown = str(problem)
    assert shown.split("\n") == [shown]
