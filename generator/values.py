"""The types of a fact's value: how each is written, shown, compared and ordered."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from generator.errors import nearest
from generator.records import Choice, CriterionRecord

# yes, partial and no judge: something is there for the reader or is not. true, part and false only tell: whether "no" is
# good news depends on the question ("Owned by a single company?").
Mark = Literal["yes", "partial", "no", "true", "part", "false", "plain"]

# Best first: `at_least: partial` holds for supported and partial.
SUPPORT_LEVELS: dict[str, tuple[str, Mark]] = {
    "supported": ("Supported", "yes"),
    "partial": ("Partly supported", "partial"),
    "experimental": ("Experimental", "partial"),
    "ended": ("Support ended", "no"),
    "unsupported": ("Not supported", "no"),
}
BOOLEANS: dict[str, tuple[str, Mark]] = {
    "true": ("Yes", "true"),
    "partial": ("Partly", "part"),
    "false": ("No", "false"),
}
# In days, so that "24 hours" and "1 day" compare. A year is the Julian one of 365.25 days, a month its twelfth.
DURATION_DAYS = {
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal("365.25") / 12,
    "year": Decimal("365.25"),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class ValueProblem(ValueError):
    """A value that does not fit its criterion: message and hint for a Problem."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Value:
    """A decoded value.

    Attributes:
        text: What a reader sees.
        key: What equality compares: ids for choices, a number for numbers, ISO text for dates.
        order: What comparisons compare: a number, the numbers of a version, or the first and last day of a date; None
            where the type has no order.
        unit: What two values must share to be comparable: currency and period of money.
        mark: Which icon goes with it.
        members: For a set of choices: its ids and titles in the criterion's order.
    """

    text: str
    key: Any
    order: Any = None
    mark: Mark = "plain"
    members: tuple[tuple[str, str], ...] = ()
    unit: str = ""


def parse_value(criterion: CriterionRecord, node: Any) -> Value:
    """Decode what was written by the type of its criterion.

    Raises:
        ValueProblem: It does not fit.
    """
    if criterion.type == "choices":
        return _choices(criterion.choices, node)
    if not isinstance(node, str):
        kind = "a list" if isinstance(node, list) else "a mapping"
        raise ValueProblem(f"expected {_EXPECTED[criterion.type]}, found {kind}")
    text = " ".join(node.split())
    if not text:
        raise ValueProblem(f"expected {_EXPECTED[criterion.type]}, found nothing")
    if criterion.type == "choice":
        choice = _choice(criterion.choices, text)
        return Value(choice.title, choice.id, mark=choice.mark)
    return _PARSERS[criterion.type](text, criterion.unit)


def _choice(choices: tuple[Choice, ...], text: str) -> Choice:
    for choice in choices:
        if choice.id == text:
            return choice
    raise ValueProblem(
        f"'{text}' is not one of the choices", nearest(text, [choice.id for choice in choices], "choices")
    )


def _choices(choices: tuple[Choice, ...], node: Any) -> Value:
    if not isinstance(node, list):
        raise ValueProblem("expected a list of choices", f"write it in brackets: [{node}]")
    if not all(isinstance(entry, str) for entry in node):
        raise ValueProblem("expected a list of choices, found something deeper")
    picked = {_choice(choices, entry).id for entry in node}
    if len(picked) < len(node):
        raise ValueProblem("a choice is listed twice")
    members = tuple((choice.id, choice.title) for choice in choices if choice.id in picked)
    return Value(
        ", ".join(title for _, title in members) or "None",
        frozenset(picked),
        mark="plain" if members else "no",
        members=members,
    )


def _text(text: str, _unit: str | None) -> Value:
    return Value(text, text.casefold())


def _boolean(text: str, _unit: str | None) -> Value:
    known = {"yes": "true", "no": "false"}.get(text.lower(), text.lower())
    if known not in BOOLEANS:
        raise ValueProblem(f"'{text}' is neither true, false nor partial")
    shown, mark = BOOLEANS[known]
    return Value(shown, known, mark=mark)


def _support(text: str, _unit: str | None) -> Value:
    if text not in SUPPORT_LEVELS:
        raise ValueProblem(f"'{text}' is not a level of support", nearest(text, SUPPORT_LEVELS, "levels"))
    shown, mark = SUPPORT_LEVELS[text]
    rank = len(SUPPORT_LEVELS) - list(SUPPORT_LEVELS).index(text)
    return Value(shown, text, Decimal(rank), mark)


def _number(text: str, unit: str | None) -> Value:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text):
        raise ValueProblem(f"'{text}' is not a number", "write digits only; the unit belongs to the criterion")
    number = Decimal(text)
    return Value(f"{group_digits(text)}{f' {unit}' if unit else ''}", number.normalize(), number)


def _date(text: str, _unit: str | None) -> Value:
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    wrong = ValueProblem(f"'{text}' is not a date", "write a day (2021-06-21), a month (2021-06) or a year (2021)")
    if not found:
        raise wrong
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise wrong from None
    last_month = month or 12
    last_day = day or monthrange(year or 1, last_month)[1]
    span = (date(year or 1, month or 1, day or 1), date(year or 1, last_month, last_day))
    return Value(show_date(text), text, span)


def _version(text: str, _unit: str | None) -> Value:
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.+~_-]*", text):
        raise ValueProblem(f"'{text}' is not a version")
    return Value(text, text, version_key(text))


def _duration(text: str, _unit: str | None) -> Value:
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,2})?) (hour|day|week|month|year)s?", text)
    if not found:
        raise ValueProblem(f"'{text}' is not a duration", "write a number and a unit: 10 years, 26 weeks, 24 hours")
    amount, unit = Decimal(found[1]), found[2]
    # Divided, not multiplied by a rounded 1/24: 168 hours are exactly 7 days.
    days = amount / 24 if unit == "hour" else amount * DURATION_DAYS[unit]
    return Value(f"{found[1]} {unit}{'' if amount == 1 else 's'}", days, days)


def _money(text: str, _unit: str | None) -> Value:
    found = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{2})?) ([A-Z]{3})( per (?:year|month))?", text)
    if not found:
        raise ValueProblem(f"'{text}' is not an amount of money", "write 1000000 USD or 1000000 USD per year")
    amount, unit = Decimal(found[1]), f"{found[2]}{found[3] or ''}"
    return Value(f"{group_digits(found[1])} {unit}", (amount.normalize(), unit), amount, unit=unit)


_PARSERS = {
    "text": _text,
    "boolean": _boolean,
    "number": _number,
    "date": _date,
    "version": _version,
    "duration": _duration,
    "money": _money,
    "support": _support,
}
_EXPECTED = {
    "text": "text",
    "boolean": "true, false or partial",
    "choice": "one of the choices",
    "choices": "a list of choices",
    "number": "a number",
    "date": "a date",
    "version": "a version",
    "duration": "a duration such as 10 years",
    "money": "an amount such as 1000000 USD",
    "support": "a level of support",
}


def group_digits(digits: str) -> str:
    """Return a number with its thousands separated by thin spaces: 1000000 becomes 1 000 000."""
    sign = "-" if digits.startswith("-") else ""
    whole, _, rest = digits.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u202f") if len(whole) > 4 else whole  # noqa: PLR2004 - years stay
    return f"{sign}{grouped}.{rest}" if rest else f"{sign}{grouped}"


def show_date(iso: str | date) -> str:
    """Return a day, month or year as a reader writes it: 2021-06-21 becomes 21 June 2021."""
    year, *rest = str(iso).split("-")
    words = [year] if not rest else [MONTHS[int(rest[0]) - 1], year]
    return " ".join([str(int(rest[1])), *words]) if len(rest) > 1 else " ".join(words)


def version_key(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, for ordering: 8.10 comes after 8.9."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", version))
