"""Commands: what a reader copies is exactly what was written, with the values of the hop put in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands import HOP_NAMES, fill, placeholders

PROPERTY = settings(deadline=None, max_examples=60)
NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dnf install {{ package }}", {"package"}),
        ("{{package}} {{  package  }}", {"package"}),
        ("{{ from_id }}-{{ to_major }}\n{{ url }}", {"from_id", "to_major", "url"}),
        ("nothing to fill in", set()),
        ("", set()),
    ],
)
def test_placeholders_are_found_with_any_spaces_and_once(text: str, expected: set[str]) -> None:
    assert placeholders(text) == expected


SHELL = [
    "podman ps --format '{{.Names}}'",
    "awk '{ print $1 }' /etc/fstab",
    "echo ${HOME} ${#list[@]}",
    "rpm -q --qf '%{NAME}\\n' kernel",
    "echo { {package} } {{}}",
    r"sed -i 's/\(a\)/\1/' file",
]


@pytest.mark.parametrize("text", SHELL)
def test_braces_of_the_shell_are_no_placeholders(text: str) -> None:
    assert (placeholders(text), fill(text, {"package": "vee", "Names": "wrong"})) == (set(), text)


def test_every_placeholder_is_replaced_wherever_it_stands() -> None:
    text = "{{ a }}/{{ b }}/{{a}}"
    assert fill(text, {"a": "1", "b": "2", "unused": "3"}) == "1/2/1"


@pytest.mark.parametrize("value", [r"C:\1\g<0>", "$HOME", "a\nb", "100%"])
def test_a_value_is_put_in_as_it_is(value: str) -> None:
    assert fill("echo {{ value }}!", {"value": value}) == f"echo {value}!"


def test_a_value_is_not_filled_in_itself() -> None:
    assert fill("{{ a }}", {"a": "{{ b }}", "b": "no"}) == "{{ b }}"


def test_a_name_without_a_value_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="package"):
        fill("dnf install {{ package }}", {"to": "Vee"})


def test_every_hop_names_both_its_ends() -> None:
    assert sorted(HOP_NAMES) == ["from", "from_id", "from_major", "to", "to_id", "to_major"]


@PROPERTY
@given(st.text(st.characters(exclude_characters="{}")), st.dictionaries(NAMES, st.text()))
def test_text_without_braces_stays_as_it_is(text: str, values: dict[str, str]) -> None:
    assert fill(text, values) == text


@PROPERTY
@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="{}")), NAMES), min_size=1))
def test_filling_in_changes_nothing_but_the_placeholders(parts: list[tuple[str, str]]) -> None:
    """The text between them comes out unchanged, and each of them as its value."""
    text = "".join(f"{between}{{{{ {name} }}}}" for between, name in parts)
    values = {name: f"<{name}>" for name in placeholders(text)}
    assert fill(text, values) == "".join(f"{between}<{name}>" for between, name in parts)
