"""What all records share: the types of their scalars, and the place in the file they remember."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.errors import Location, Problem, nearest
from generator.yaml_source import MapNode, TextNode

NOWHERE = Location("")
ID = "[a-z0-9]+(-[a-z0-9]+)*"
CRITERION_ID = "[a-z][a-z0-9]*(_[a-z0-9]+)*"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "expected text")
    if not value.strip():
        raise PydanticCustomError("text", "expected text, found nothing")
    return " ".join(value.split())


def pattern(rule: str, expression: str, wanted: str) -> BeforeValidator:
    """Return a check that a scalar fully matches an expression; `wanted` says in words what is expected."""
    compiled = re.compile(expression)

    def check(value: Any) -> str:
        text = _text(value)
        if not compiled.fullmatch(text):
            raise PydanticCustomError(rule, "'{found}' is not {wanted}", {"found": text, "wanted": wanted})
        return text

    return BeforeValidator(check)


def _commands(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text", "expected one or more lines of shell commands")
    return value.strip("\n").rstrip()


def _url(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
            and not re.search(r"[\s<>\"'`\\]", text)
        )
    except ValueError:
        good = False
    if not good:
        raise PydanticCustomError("url", "'{found}' is not an http or https address", {"found": text})
    return text


def _date(value: Any) -> date:
    text = _text(value)
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date", "'{found}' is not a date such as 2026-08-18", {"found": text}) from None


def _moment(value: Any) -> str:
    text = _text(value)
    parts = text.split("-")
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError
        date(*(int(part) for part in (*parts, "01", "01")[:3]))
    except ValueError:
        raise PydanticCustomError(
            "date", "'{found}' is not a day (2026-08-18), a month (2026-08) or a year (2026)", {"found": text}
        ) from None
    return text


def _number(value: Any) -> int:
    text = _text(value)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise PydanticCustomError("number", "'{found}' is not a whole number", {"found": text})
    return int(text)


def _flag(value: Any) -> bool:
    text = _text(value)
    if text not in {"true", "false"}:
        raise PydanticCustomError("boolean", "'{found}' is neither true nor false", {"found": text})
    return text == "true"


def _days(value: Any) -> int:
    text = _text(value)
    if not re.fullmatch(r"[0-9]{1,5}d", text):
        raise PydanticCustomError("duration", "'{found}' is not a number of days such as 365d", {"found": text})
    return int(text[:-1])


Text = Annotated[str, BeforeValidator(_text)]
Commands = Annotated[str, BeforeValidator(_commands)]
Id = Annotated[str, pattern("id", ID, "an id: lower-case letters, digits and single hyphens")]
CriterionId = Annotated[str, pattern("id", CRITERION_ID, "a criterion id such as rhel_compatibility")]
VersionText = Annotated[str, pattern("version", r"[0-9A-Za-z][0-9A-Za-z.+~_-]*", "a version such as 9.6")]
Url = Annotated[str, BeforeValidator(_url)]
Day = Annotated[date, BeforeValidator(_date)]
# A day, a month or a year, as ISO text: what is known, no more.
Moment = Annotated[str, BeforeValidator(_moment)]
Whole = Annotated[int, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Days = Annotated[int, BeforeValidator(_days)]
Weight = Annotated[int, BeforeValidator(_number), Field(ge=1, le=9)]


class Record(BaseModel):
    """A mapping in a data file, which remembers where it stands."""

    # Unknown keys are reported by _keep_place, which knows their places and the nearest known key.
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=False)
    # Factories: pydantic makes a deep copy of a default for every record, which took a quarter of `atlas check`.
    _at: Location = PrivateAttr(default_factory=lambda: NOWHERE)
    _keys: dict[str, Location] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Self:
        if isinstance(value, MapNode) and info.context is not None:
            info.context.extend(cls._unknown_keys(value))
        record: Self = handler(value)
        if isinstance(value, MapNode):
            record._at = value.at
            record._keys = value.key_locations
        elif isinstance(value, TextNode):
            record._at = value.at
        return record

    @classmethod
    def _unknown_keys(cls, node: MapNode) -> list[Problem]:
        known = _known_keys(cls)
        return [
            Problem(
                node.key_locations[key], f"unknown key '{key}'", "unknown-key", hint=nearest(key, known, "known keys")
            )
            for key in node
            if key not in known
        ]

    def mentions(self, key: str) -> bool:
        """Return whether the key stands in the file, with a usable value or not."""
        return key in self._keys

    @property
    def at(self) -> Location:
        """Where the record begins."""
        return self._at

    def at_key(self, key: str) -> Location:
        """Where a key of the record stands; the record's own place if the key is absent."""
        return self._keys.get(key, self._at)


@cache
def _known_keys(record: type[Record]) -> frozenset[str]:
    return frozenset(spec.alias or name for name, spec in record.model_fields.items())


class SourceRef(Record):
    """A citation: a source id, and where in the source."""

    id: Id
    at_: Text | None = Field(default=None, alias="at", description="The section, heading or anchor inside the source.")

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value


Sources = Annotated[tuple[SourceRef, ...], Field(min_length=1)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1)]
Majors = Annotated[tuple[VersionText, ...], Field(min_length=1)]


class Cited(Record):
    """A record that rests on sources."""

    sources: Sources


class Verified(Cited):
    """A record that rests on sources, and the last day they were known to say so."""

    verified: Day
