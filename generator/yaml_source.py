"""Read one YAML file into text, lists and mappings that remember where they stand. The only importer of yaml.

Nothing is interpreted: `8.10`, `no` and `12:30` stay what was written. What YAML allows and this format has no use for
(anchors, tags, several documents, null) is refused with its place, and so are repeated keys. An event at a time, without
recursion: neither an alias bomb nor a thousand brackets can exhaust memory or the stack.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import yaml

from generator.errors import Location, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( .*)?$", re.MULTILINE)
# What YAML forbids: control characters and two that Unicode gave to nobody.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t+ *(?=\S)", re.MULTILINE)


class TextNode(str):
    """A scalar as written, and its place."""

    __slots__ = ("at",)
    at: Location


class ListNode(list[Any]):
    """A sequence and its place."""

    def __init__(self, at: Location) -> None:
        super().__init__()
        self.at = at


class MapNode(dict[str, Any]):
    """A mapping, its place and the places of its keys."""

    def __init__(self, at: Location) -> None:
        super().__init__()
        self.at = at
        self.key_locations: dict[str, Location] = {}


Node = TextNode | ListNode | MapNode


def text_node(text: str, at: Location) -> TextNode:
    """Return a scalar at a place (tests and defaults need one that no file holds)."""
    node = TextNode(text)
    node.at = at
    return node


def read(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """Read a file.

    Args:
        path: The file.
        name: Its name in problems, relative to the project.

    Returns:
        The root node, or None where there is none to use, and every problem found.
    """
    text, problems = read_text(path, name)
    return (None, problems) if text is None else parse(text, name)


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """Read the text of a file, or find why there is none: takes and returns what `read` does, but text for the node."""
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            return None, [_problem(Location(name), "cannot be read: not a file", "file-read")]
        size = status.st_size
        if size > MAX_BYTES:
            megabytes = f"{size / 1e6:.1f} MB"
            return None, [
                _problem(
                    Location(name),
                    f"the file is {megabytes}; the limit is 1 MB",
                    "file-size",
                    "split the record, or remove what is not data",
                )
            ]
        raw = path.read_bytes()
    except OSError as error:
        return None, [_problem(Location(name), f"cannot be read: {error.strerror}", "file-read")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        return None, [
            _problem(
                _place(name, before, len(before)),
                "not UTF-8 text (a binary file?)",
                "file-encoding",
                "save the file as UTF-8",
            )
        ]
    return text, []


def parse(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """Parse text as `read` does. `name` stands for the file in problems."""
    text = text.replace("\r\n", "\n")
    problems = _before_parsing(text, name)
    if problems:
        return None, problems
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        builder.problems.append(_syntax_problem(at, error, text))
        return None, builder.problems
    except yaml.YAMLError as error:
        builder.problems.append(_problem(Location(name), f"not YAML: {error}", "yaml-syntax"))
        return None, builder.problems
    if builder.root is None and not builder.problems:
        builder.problems.append(
            _problem(Location(name), "the file is empty", "file-empty", "fill it, or delete the file")
        )
    return builder.root, builder.problems


def _before_parsing(text: str, name: str) -> list[Problem]:
    """Find what the parser would report in words that do not help."""
    problems = []
    if _CONFLICT.search(text):
        problems = [
            _problem(
                Location(name, number),
                "a merge-conflict marker",
                "merge-conflict",
                "resolve the conflict: keep one side and remove the marker lines",
            )
            for number, line in enumerate(text.split("\n"), 1)
            if _CONFLICT.fullmatch(line)
        ]
    control = _CONTROL.search(text)
    if control:
        code = f"U+{ord(control.group()):04X}"
        problems.append(
            _problem(
                _place(name, text, control.start()),
                f"a control character ({code})",
                "file-encoding",
                "a binary file? Remove the character, or save the file as plain text",
            )
        )
    return problems


def _syntax_problem(at: Location, error: yaml.MarkedYAMLError, text: str) -> Problem:
    line = text.split("\n")[at.line - 1] if at.line <= text.count("\n") + 1 else ""
    problem = str(error.problem or "not YAML")
    if line[at.column - 1 : at.column] == "\t" or _TAB_INDENT.match(line):
        tab = line.find("\t") + 1
        return _problem(
            Location(at.file, at.line, tab or at.column),
            "a tab; YAML is indented with spaces",
            "yaml-syntax",
            "replace the tab by spaces",
        )
    if "mapping values are not allowed" in problem:
        return _problem(
            at,
            "a second ': ' in one value",
            "yaml-syntax",
            'put the text in quotes: note: "Since 2023: yes"; or check the indentation',
        )
    context = f" {error.context}" if error.context else ""
    return _problem(
        at,
        f"not YAML: {problem}{context}",
        "yaml-syntax",
        "check indentation, brackets and quotes on this line and the one before",
    )


def _problem(at: Location, message: str, rule: str, hint: str = "") -> Problem:
    return Problem(at, message, rule, hint=hint)


def _place(name: str, text: str, index: int) -> Location:
    start = text.rfind("\n", 0, index) + 1
    return Location(name, text.count("\n", 0, index) + 1, index - start + 1)


class _Builder:
    """Puts events together. `keys` holds, per open mapping, the key that waits for its value."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[ListNode | MapNode] = []
        self._keys: list[TextNode | None] = []
        self._documents = 0

    def take(self, event: Any) -> bool:
        """Take one event; return False to stop reading."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._check_extras(event)
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check_extras(event)
            at = self._at(event)
            if len(self._open) >= MAX_DEPTH:
                self._report(at, f"more than {MAX_DEPTH} levels of nesting", "yaml-depth")
                self.root = None
                return False
            node = MapNode(at) if kind is yaml.MappingStartEvent else ListNode(at)
            self._put(node)
            self._open.append(node)
            self._keys.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._open.pop()
            self._keys.pop()
        elif kind is yaml.AliasEvent:
            self._report(self._at(event), f"the alias *{event.anchor}", "yaml-alias", "write the value out")
            self._skip() if self._waits_for_value() else self._put(text_node("", self._at(event)))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._report(self._at(event), "a second YAML document", "yaml-document", "one file holds one record")
                return False
        return True

    def _check_extras(self, event: Any) -> None:
        if event.anchor:
            self._report(self._at(event), f"the anchor &{event.anchor}", "yaml-alias", "write the value out")
        if event.tag:
            self._report(self._at(event), f"the tag {event.tag}", "yaml-tag", "remove it: types follow from the key")

    def _scalar(self, event: Any) -> None:
        at = self._at(event)
        text = str(event.value)
        waits_for_value = self._waits_for_value()
        control = _CONTROL.search(text)
        if control:
            self._report(at, f"a control character (U+{ord(control.group()):04X})", "file-encoding", "remove it")
        plain = not event.style
        if plain and waits_for_value and text in {"", "~", "null", "Null", "NULL"}:
            key = self._keys[-1]
            named = f"'{key}' has no value" if key is not None else "an empty list entry"
            where = key.at if key is not None and not text else at
            self._report(where, named, "no-value", "fill it in, or remove the line")
            self._skip()
            return
        if plain and not text and not self._open:
            return
        self._put(text_node(text, at))

    def _waits_for_value(self) -> bool:
        return bool(self._open) and (isinstance(self._open[-1], ListNode) or self._keys[-1] is not None)

    def _skip(self) -> None:
        """Pass over a value that was reported; its key stays known, so that nobody calls it missing."""
        parent, key = self._open[-1], self._keys[-1]
        if isinstance(parent, MapNode) and key is not None:
            parent.key_locations.setdefault(str(key), key.at)
        self._keys[-1] = None

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, ListNode):
            parent.append(node)
            return
        key = self._keys[-1]
        if key is None:
            if not isinstance(node, TextNode):
                self._report(node.at, "a key must be text", "yaml-key")
                node = text_node("", node.at)
            self._keys[-1] = node
            return
        self._keys[-1] = None
        if key in parent:
            first = parent.key_locations[key].line
            self._report(
                key.at, f"the key '{key}' is repeated (first on line {first})", "repeated-key", "keep one of them"
            )
            return
        parent[str(key)] = node
        parent.key_locations[str(key)] = key.at

    def _report(self, at: Location, message: str, rule: str, hint: str = "") -> None:
        self.problems.append(_problem(at, message, rule, hint))

    def _at(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self.name, mark.line + 1, mark.column + 1)
