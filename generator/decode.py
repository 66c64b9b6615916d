"""Decode a node into a record: every mistake becomes a located Problem in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from generator.errors import Location, Problem, nearest
from generator.records import Record
from generator.yaml_source import ListNode, MapNode, Node, TextNode

R = TypeVar("R", bound=Record)


def decode(record: type[R], node: Node, problems: list[Problem]) -> R | None:
    """Return the record, or None with the reasons appended to `problems`."""
    unknown: list[Problem] = []
    try:
        value = record.model_validate(node, context=unknown)
    except ValidationError as error:
        problems.extend(unknown)
        problems.extend(_problem(node, one) for one in error.errors(include_url=False) if not _is_echo(node, one))
        return None
    if unknown:
        problems.extend(unknown)
        return None
    return value


def describe(node: Any) -> str:
    """Return what stands there, for a message."""
    if isinstance(node, MapNode | dict):
        return "a mapping"
    if isinstance(node, ListNode | list):
        return "a list"
    text = " ".join(str(node).split())
    return f"'{text[:57]}...'" if len(text) > 60 else f"'{text}'"  # noqa: PLR2004 - keeps a message on one line


def _problem(root: Node, details: Any) -> Problem:
    at, found = _find(root, details["loc"])
    kind, context = details["type"], details.get("ctx", {})
    label = next((part for part in reversed(details["loc"]) if isinstance(part, str) and part != "[key]"), "")
    prefix = f"{label}: " if label else ""
    if kind == "missing":
        return Problem(at, f"'{label}' is missing", "missing-key", hint=f"add a line '{label}: ...'")
    if kind == "literal_error":
        expected = [part.strip("'\" ") for part in context["expected"].replace(" or ", ", ").split(", ")]
        hint = nearest(str(found), expected, "allowed")
        return Problem(at, f"{prefix}{describe(found)} is not allowed here", "not-allowed", hint=hint)
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return Problem(at, f"{prefix}expected a mapping (key: value), found {describe(found)}", "wrong-type")
    if kind == "tuple_type":
        return Problem(
            at, f"{prefix}expected a list, found {describe(found)}", "wrong-type", hint="write it in brackets: [a, b]"
        )
    if kind in {"too_short", "too_long"}:
        bound = f"at least {context.get('min_length')}" if kind == "too_short" else f"at most {context['max_length']}"
        noun = "entry" if bound.endswith(" 1") else "entries"
        return Problem(at, f"{prefix}expected {bound} {noun}, found {context['actual_length']}", "wrong-length")
    if kind in {"greater_than_equal", "less_than_equal"}:
        return Problem(at, f"{prefix}{found} is out of range ({details['msg'].lower()})", "out-of-range")
    if kind == "text":
        return Problem(
            at,
            f"{prefix}{details['msg']}, found {describe(found)}"
            if "nothing" not in details["msg"]
            else f"{prefix}{details['msg']}",
            "wrong-type",
        )
    return Problem(at, f"{prefix}{details['msg']}", f"wrong-{kind}" if kind.isalpha() else "wrong-type")


def _is_echo(root: Node, details: Any) -> bool:
    """Return whether a problem only follows from another one: a key whose value was refused, a list with a bad entry."""
    if details["type"] == "missing":
        _, parent = _find(root, details["loc"][:-1])
        return isinstance(parent, MapNode) and details["loc"][-1] in parent.key_locations
    _, found = _find(root, details["loc"])
    return bool(details["type"] == "too_short" and len(found) >= details["ctx"]["min_length"])


def _find(root: Node, path: Sequence[int | str]) -> tuple[Location, Any]:
    """Follow a path as far as it goes; return the place and the node there."""
    node: Any = root
    at = root.at
    for position, part in enumerate(path):
        if path[position + 1 : position + 2] == ("[key]",):
            return node.key_locations[str(part)], part
        if isinstance(node, MapNode) and part in node:
            at = node.key_locations[str(part)]
            node = node[str(part)]
            if isinstance(node, TextNode):
                at = node.at
        elif isinstance(node, ListNode) and isinstance(part, int) and part < len(node):
            node = node[part]
            at = node.at
        elif isinstance(node, MapNode) and position and isinstance(path[position - 1], int) and path[position + 1 :]:
            continue  # which kind of entry it was taken for, where a list holds several kinds
        else:
            break
    return at, node
