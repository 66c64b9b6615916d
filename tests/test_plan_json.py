"""The page about the JSON of `atlas plan` says what real output holds: every key, its type, and when it can be null."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from generator.model import Dataset
from generator.objections import Kind, Machine
from generator.plan import Planner
from generator.plan_report import FORMAT, all_json
from tests.conftest import DAY, ROOT

PAGE = (ROOT / "content/plan-json.md").read_text("utf-8")
SECTIONS = {
    title: text for title, _, text in (one.partition("\n") for one in re.split(r"^## ", PAGE, flags=re.MULTILINE))
}
ROW = re.compile(r"^\| `([a-z_.]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
SHAPES = {
    title.partition(" ")[2]: {key: kind for key, kind, _ in ROW.findall(text)}
    for title, text in SECTIONS.items()
    if title.startswith(("A ", "An "))
}
[EXAMPLE] = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
PLAIN = {"text": str, "number": int, "true or false": bool}
LISTS = {"texts": "text"} | {f"{shape}s": shape for shape in SHAPES}
Seen = tuple[str, str, Any]


def walk(shape: str, value: Any, more: dict[str, Any] | None = None) -> Iterator[Seen]:
    """Yield (shape, key, value) of an object and of all that is documented to be in it; `more` has keys of its own there."""
    assert isinstance(value, dict), (shape, value)
    for key, inner in value.items():
        if key not in (more or {}):
            yield shape, key, inner
            yield from _walk_into(SHAPES[shape].get(key, "text"), f"{shape}.{key}", inner)


def _walk_into(kind: str, where: str, value: Any) -> Iterator[Seen]:
    kind = kind.removesuffix(" or null")
    if value is None or kind in PLAIN:
        return
    if kind.startswith("list of "):
        assert isinstance(value, list), (where, value)
        for one in value:
            yield from _walk_into(LISTS[kind.removeprefix("list of ")], where, one)
        return
    if where == "answer.from":
        yield "answer", "from.release", value["release"]
        value = {key: one for key, one in value.items() if key != "release"}
    yield from walk(kind, value)


@pytest.fixture(scope="module")
def answers(repository: Dataset) -> list[dict[str, Any]]:
    """What is printed for every line that a tool leaves to every line that one leads to, ended ones too, for some machines."""
    machines = (Machine(), Machine("x86_64", "x86-64-v2", frozenset({"cpanel"})), Machine(release="8.10"))
    found = []
    for machine in machines:
        planner = Planner(repository, DAY, machine)
        starts = list(planner.hops)
        ends = {hop.end for hops in planner.hops.values() for hop in hops}
        found += json.loads(
            all_json(planner, [(one, other) for one in starts for other in sorted(ends) if one != other])
        )
    return found


@pytest.fixture(scope="module")
def seen(answers: list[dict[str, Any]]) -> list[Seen]:
    return [one for answer in answers for one in walk("answer", answer)]


def test_the_page_documents_shapes() -> None:
    assert set(SHAPES) == {
        "answer", "line", "machine", "route", "hop", "tool", "refusal", "reason", "hop of a reason", "source"
    }  # fmt: skip
    assert all(SHAPES.values())


def test_the_output_holds_ways_and_refusals(answers: list[dict[str, Any]]) -> None:
    assert len(answers) > 500
    assert {bool(one["routes"]) for one in answers} == {True, False}
    assert {bool(one["refusal"]) for one in answers} == {True, False}


def test_every_key_of_real_output_is_documented_and_none_else(seen: list[Seen]) -> None:
    documented = {(shape, key) for shape, keys in SHAPES.items() for key in keys}
    assert {(shape, key) for shape, key, _ in seen} == documented


def test_no_key_is_ever_left_out(answers: list[dict[str, Any]]) -> None:
    """Each object of a shape has all of its keys, so each key is seen as often as its shape."""
    counts: dict[str, dict[str, int]] = {}
    for answer in answers:
        for shape, key, _ in walk("answer", answer):
            keys = counts.setdefault(shape, {})
            keys[key] = keys.get(key, 0) + 1
    assert {shape: len(set(keys.values())) for shape, keys in counts.items()} == dict.fromkeys(SHAPES, 1)


def test_every_value_is_of_the_documented_type(seen: list[Seen]) -> None:
    wrong = {
        (shape, key, kind, type(value).__name__)
        for shape, key, value in seen
        if value is not None and (kind := SHAPES[shape][key].removesuffix(" or null")) in PLAIN
        if type(value) is not PLAIN[kind]
    }
    assert wrong == set()


def test_texts_in_lists_are_texts(seen: list[Seen]) -> None:
    listed = [value for shape, key, value in seen if SHAPES[shape][key] == "list of texts"]
    assert {type(one) for value in listed for one in value} == {str}


# What may be on record everywhere, as more is found out.
MAY_BE_KNOWN = {("line", "end_of_life"), ("hop", "secure_boot")}


def test_a_key_can_be_null_if_and_only_if_the_page_says_so(seen: list[Seen]) -> None:
    documented = {
        (shape, key) for shape, keys in SHAPES.items() for key, kind in keys.items() if kind.endswith(" or null")
    }
    null = {(shape, key) for shape, key, value in seen if value is None}
    assert null | MAY_BE_KNOWN == documented
    assert {(shape, key) for shape, key, value in seen if value is not None} >= documented


def test_the_page_says_when_a_key_is_null() -> None:
    silent = [
        key
        for text in SECTIONS.values()
        for key, kind, meaning in ROW.findall(text)
        if kind.endswith(" or null") and "null" not in meaning
    ]
    assert silent == []


def test_the_kinds_of_reasons_are_the_documented_ones(seen: list[Seen]) -> None:
    documented = set(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \|$", SECTIONS["A reason"], flags=re.MULTILINE))
    assert documented == {*get_args(Kind), "target-ended", "no-edge"}
    assert {value for shape, key, value in seen if (shape, key) == ("reason", "kind")} <= documented


def test_words_that_a_key_can_hold_are_documented(seen: list[Seen]) -> None:
    for shape, key in (("hop", "status"), ("hop", "secure_boot"), ("tool", "kind")):
        meaning = next(meaning for name, _, meaning in ROW.findall(SECTIONS[f"A {shape}"]) if name == key)
        held = {value for *where, value in seen if tuple(where) == (shape, key) and value is not None}
        assert held <= set(re.findall(r"`([a-z-]+)`", meaning)), (shape, key)


def test_the_example_is_part_of_an_answer_of_today(answers: list[dict[str, Any]]) -> None:
    """Shortened: keys and entries of lists may be left out, but none is made up."""
    example = json.loads(EXAMPLE)
    ends = example["from"], example["to"], example["machine"]
    [answer] = [one for one in answers if (one["from"], one["to"], one["machine"]) == ends]
    assert left_over(example, answer) == []
    assert example["format"] == FORMAT


# What changes whenever somebody looks at a source again.
EDITED = {"says", "title", "at", "url", "verified", "checked"}


def left_over(part: Any, whole: Any, where: str = "") -> list[str]:
    """Return where a shortened value says what the whole one does not."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return [
            one for key, inner in part.items() for one in left_over(inner, whole.get(key, "nothing"), f"{where}/{key}")
        ]
    if isinstance(part, list) and isinstance(whole, list):
        return [
            f"{where}/{at}"
            for at, one in enumerate(part)
            if all(left_over(one, other, f"{where}/{at}") for other in whole)
        ]
    is_edited = where.rpartition("/")[2] in EDITED and type(part) is type(whole)
    return [] if part == whole or is_edited else [where]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"says": "New."}, []),
        ({"says": 1}, ["/says"]),
        ({"a": [{"b": 1}]}, []),
        ({"a": []}, []),
        ({"a": [{"b": 3}]}, ["/a/0"]),
        ({"c": 1}, ["/c"]),
        ({"a": None}, ["/a"]),
    ],
)
def test_what_an_example_makes_up_is_found(part: Any, expected: list[str]) -> None:
    assert left_over(part, {"a": [{"b": 2}, {"b": 1, "c": 2}], "says": "Old."}) == expected


def test_the_exit_codes_are_those_of_the_command() -> None:
    """What each stands for is tried in test_plan_report."""
    assert re.findall(r"^\| (\d) \|", SECTIONS["Exit codes"], flags=re.MULTILINE) == ["0", "1", "2", "3"]
