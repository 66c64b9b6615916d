"""YAML as this project reads it: nothing guessed, every node and every mistake with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import Location
from generator.yaml_source import MAX_BYTES, MAX_DEPTH, ListNode, MapNode, TextNode, parse, read, text_node


def complaints(text: str) -> list[str]:
    return [str(problem) for problem in parse(text, "f.yaml")[1]]


def value(text: str) -> object:
    node, problems = parse(text, "f.yaml")
    assert problems == []
    return node


# ---- what is kept ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scalar",
    [
        "8.10",
        "no",
        "yes",
        "on",
        "12:30",
        "0x1F",
        "0o17",
        "010",
        "1_000",
        "1e3",
        "2026-01-02",
        ".inf",
        "true",
        "=",
        "<<",
    ],
)
def test_a_scalar_stays_what_was_written(scalar: str):
    assert value(f"key: {scalar}\n") == {"key": scalar}


@pytest.mark.parametrize("key", ["8.10", "no", "12:30", "2026-01-02", "~", "null"])
def test_a_key_stays_what_was_written(key: str):
    assert value(f"{key}: x\n") == {key: "x"}


def test_quotes_make_no_difference_to_text():
    assert value("a: x\nb: 'x'\nc: \"x\"\n") == {"a": "x", "b": "x", "c": "x"}


def test_a_quoted_null_is_text():
    assert value("a: 'null'\nb: \"~\"\nc: ''\n") == {"a": "null", "b": "~", "c": ""}


def test_block_text_keeps_its_lines():
    assert value("run: |\n  one\n    two\n") == {"run": "one\n  two\n"}


def test_folded_text_is_one_line():
    assert value("why: >\n  one\n  two\n") == {"why": "one two\n"}


def test_comments_are_not_data():
    assert value("# before\na: b # after\n") == {"a": "b"}


def test_a_merge_key_is_a_key_like_any_other():
    assert value("<<: {a: b}\n") == {"<<": {"a": "b"}}


def test_nested_lists_and_mappings():
    assert value("a:\n  - {b: [c, d]}\n  - - e\n") == {"a": [{"b": ["c", "d"]}, ["e"]]}


def test_a_document_may_be_text_or_a_list():
    assert (value("hello\n"), value("[a]\n")) == ("hello", ["a"])


def test_an_explicit_document_start_and_end_are_allowed():
    assert value("---\na: b\n...\n") == {"a": "b"}


def test_windows_line_ends_are_line_ends():
    assert value("a: |\r\n  x\r\n  y\r\nb: z\r\n") == {"a": "x\ny\n", "b": "z"}


# ---- places ---------------------------------------------------------------------------------------------------------


def test_every_node_knows_its_place():
    node, _ = parse("a: b\nc:\n  - d\n", "f.yaml")
    assert isinstance(node, MapNode)
    assert (node.at, node["a"].at, node["c"].at, node["c"][0].at) == (
        Location("f.yaml", 1, 1),
        Location("f.yaml", 1, 4),
        Location("f.yaml", 3, 3),
        Location("f.yaml", 3, 5),
    )


def test_every_key_knows_its_place():
    node, _ = parse("a: b\n? c\n: d\n", "f.yaml")
    assert isinstance(node, MapNode)
    assert node.key_locations == {"a": Location("f.yaml", 1, 1), "c": Location("f.yaml", 2, 3)}


def test_columns_count_characters_not_bytes():
    node, _ = parse("{é😀: x, b: y}\n", "f.yaml")
    assert isinstance(node, MapNode)
    assert node.key_locations["b"] == Location("f.yaml", 1, 9)


def test_windows_line_ends_do_not_move_places():
    node, _ = parse("a: b\r\n\r\nc: d\r\n", "f.yaml")
    assert isinstance(node, MapNode)
    assert node["c"].at == Location("f.yaml", 3, 4)


def test_the_kinds_of_nodes():
    node, _ = parse("a: [b]\n", "f.yaml")
    assert isinstance(node, MapNode)
    assert (type(node["a"]), type(node["a"][0])) == (ListNode, TextNode)


def test_a_text_node_can_be_made_without_a_file():
    node = text_node("x", Location("made.yaml", 2, 3))
    assert (node, node.at) == ("x", Location("made.yaml", 2, 3))


# ---- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_an_empty_file_is_an_error(text: str):
    assert complaints(text) == [
        "f.yaml:1:1: error: the file is empty [file-empty]\n  hint: fill it, or delete the file"
    ]


TAB_HINT = "\n  hint: replace the tab by spaces"


@pytest.mark.parametrize(
    ("text", "place"),
    [("a:\n\tb: c\n", "2:1"), ("\ta: b\n", "1:1"), ("a:\n  \tb: c\n", "2:3"), ("a:\n  - b\n\t- c\n", "3:1")],
)
def test_a_tab_as_indentation_is_named_at_its_place(text: str, place: str):
    assert complaints(text) == [f"f.yaml:{place}: error: a tab; YAML is indented with spaces [yaml-syntax]{TAB_HINT}"]


def test_a_tab_inside_text_is_text():
    assert value("a: 'b\tc'\n") == {"a": "b\tc"}


def test_a_tab_inside_text_is_not_blamed_for_another_mistake_on_the_line():
    assert complaints("a: 'b\tc' : d\n") == complaints("a: 'b c' : d\n")


CONFLICT_HINT = "\n  hint: resolve the conflict: keep one side and remove the marker lines"


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_merge_conflict_markers_are_named_one_by_one(end: str):
    text = end.join(["a: 1", "<<<<<<< HEAD", "b: 2", "||||||| base", "b: 1", "=======", "b: 3", ">>>>>>> other", ""])
    assert complaints(text) == [
        f"f.yaml:{line}:1: error: a merge-conflict marker [merge-conflict]{CONFLICT_HINT}" for line in (2, 4, 6, 8)
    ]


def test_what_only_looks_like_a_conflict_marker_is_text():
    assert value("a: |\n  =======\nb: <<<<<<< HEAD\n") == {"a": "=======\n", "b": "<<<<<<< HEAD"}


def test_a_second_colon_in_a_value_asks_for_quotes():
    assert complaints("note: Since 2023: yes\n") == [
        (
            "f.yaml:1:17: error: a second ': ' in one value [yaml-syntax]\n"
            '  hint: put the text in quotes: note: "Since 2023: yes"; or check the indentation'
        )
    ]


CHECK_HINT = "\n  hint: check indentation, brackets and quotes on this line and the one before"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2\nb: 3\n", "2:2: error: not YAML: did not find expected ',' or ']' while parsing a flow sequence"),
        ('a: "x\n', "2:1: error: not YAML: found unexpected end of stream while scanning a quoted scalar"),
        (
            "a: @b\n",
            "1:4: error: not YAML: found character that cannot start any token while scanning for the next token",
        ),
        ("a: 1\n- b\n", "2:1: error: not YAML: did not find expected key while parsing a block mapping"),
        ("{a: 1}}\n", "1:7: error: not YAML: did not find expected <document start>"),
    ],
    ids=["bracket", "quote", "at-sign", "mixed", "extra-bracket"],
)
def test_malformed_yaml_is_one_error_at_its_place(text: str, message: str):
    assert complaints(text) == [f"f.yaml:{message} [yaml-syntax]{CHECK_HINT}"]


def test_malformed_yaml_has_no_node():
    assert parse("a: [1\n", "f.yaml")[0] is None


def test_a_repeated_key_names_the_first():
    assert complaints("a: 1\nb: 2\na: 3\n") == [
        "f.yaml:3:1: error: the key 'a' is repeated (first on line 1) [repeated-key]\n  hint: keep one of them"
    ]


def test_a_repeated_key_below_is_found_too():
    assert complaints("a: {b: 1, c: {d: 1, d: [2]}}\n") == [
        "f.yaml:1:21: error: the key 'd' is repeated (first on line 1) [repeated-key]\n  hint: keep one of them"
    ]


def test_of_a_repeated_key_the_first_value_is_kept():
    assert parse("a: 1\na: {b: 2}\n", "f.yaml")[0] == {"a": "1"}


def test_the_same_key_in_two_mappings_is_fine():
    assert value("a: {c: 1}\nb: {c: 1}\n") == {"a": {"c": "1"}, "b": {"c": "1"}}


VALUE_HINT = "\n  hint: fill it in, or remove the line"


@pytest.mark.parametrize(
    ("text", "place"),
    [("b: 1\na:\n", "2:1"), ("a: ~\n", "1:4"), ("a: null\n", "1:4"), ("a: NULL\n", "1:4"), ("{b: 1, a}\n", "1:8")],
)
def test_a_key_without_a_value_is_an_error(text: str, place: str):
    assert complaints(text) == [f"f.yaml:{place}: error: 'a' has no value [no-value]{VALUE_HINT}"]


@pytest.mark.parametrize(("text", "place"), [("- a\n-\n- b\n", "2:2"), ("[a, ~]\n", "1:5")])
def test_an_empty_list_entry_is_an_error(text: str, place: str):
    assert complaints(text) == [f"f.yaml:{place}: error: an empty list entry [no-value]{VALUE_HINT}"]


def test_anchors_and_aliases_are_errors():
    hint = "\n  hint: write the value out"
    assert complaints("a: &x [1]\nb: *x\n") == [
        f"f.yaml:1:4: error: the anchor &x [yaml-alias]{hint}",
        f"f.yaml:2:4: error: the alias *x [yaml-alias]{hint}",
    ]


def test_an_alias_bomb_is_never_expanded():
    """Nine levels of nine aliases each would be 387 million entries."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    node, problems = parse("\n".join(lines), "f.yaml")
    assert isinstance(node, MapNode)
    assert sum(len(entry) for entry in node.values()) <= 90
    assert len(problems) == 10 + 81


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!python/object/apply:os.system [ls]\n", "tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: !mine x\n", "!mine"),
        ("a: !!str 8\n", "tag:yaml.org,2002:str"),
    ],
)
def test_tags_are_errors(text: str, tag: str):
    assert complaints(text) == [
        f"f.yaml:1:4: error: the tag {tag} [yaml-tag]\n  hint: remove it: types follow from the key"
    ]


def test_a_second_document_is_an_error():
    assert complaints("a: 1\n---\nb: 2\n") == [
        "f.yaml:2:1: error: a second YAML document [yaml-document]\n  hint: one file holds one record"
    ]


def test_a_key_must_be_text():
    assert complaints("? [a, b]\n: c\n") == ["f.yaml:1:3: error: a key must be text [yaml-key]"]


def test_the_deepest_nesting_that_is_allowed():
    assert complaints("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "], ids=["list", "mapping", "block", "key"])
def test_a_thousand_levels_of_nesting_are_an_error(opening: str):
    node, problems = parse(opening * 1000, "f.yaml")
    place = 1 + MAX_DEPTH * len(opening)
    assert node is None
    assert str(problems[-1]) == f"f.yaml:1:{place}: error: more than 20 levels of nesting [yaml-depth]"


BINARY_HINT = "\n  hint: a binary file? Remove the character, or save the file as plain text"


@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x7F])
def test_a_control_character_is_an_error_at_its_place(code: int):
    assert complaints(f"a: 1\nb: x{chr(code)}y\n") == [
        f"f.yaml:2:5: error: a control character (U+{code:04X}) [file-encoding]{BINARY_HINT}"
    ]


@pytest.mark.parametrize("code", [0x80, 0x9F, 0xFFFE, 0xFFFF])
def test_every_character_that_yaml_forbids_is_one_line_at_its_place(code: int):
    _, (problem,) = parse(f"a: 1\nb: x{chr(code)}y\n", "f.yaml")
    assert (problem.at, problem.rule, "\n" in problem.message) == (Location("f.yaml", 2, 5), "file-encoding", False)


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\e", r"\x7f"])
def test_a_control_character_written_as_an_escape_is_an_error_too(escape: str):
    _, problems = parse(f'a: "x{escape}y"\n', "f.yaml")
    assert [(problem.at.line, problem.rule) for problem in problems] == [(1, "file-encoding")]


def test_all_mistakes_of_a_file_are_reported_at_once():
    text = "a: &x 1\nb: *x\nc: !t y\nd:\ne: 1\ne: 2\n"
    assert [problem.rule for problem in parse(text, "f.yaml")[1]] == [
        "yaml-alias", "yaml-alias", "yaml-tag", "no-value", "repeated-key",
    ]  # fmt: skip


# ---- files ----------------------------------------------------------------------------------------------------------


def read_bytes(tmp_path: Path, content: bytes) -> tuple[object, list[str]]:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    node, problems = read(path, "data/f.yaml")
    return node, [str(problem) for problem in problems]


def test_a_byte_order_mark_is_ignored(tmp_path: Path):
    assert read_bytes(tmp_path, b"\xef\xbb\xbfa: b\n") == ({"a": "b"}, [])


def test_a_byte_order_mark_does_not_move_places(tmp_path: Path):
    node, _ = read_bytes(tmp_path, b"\xef\xbb\xbfa: b\n")
    assert isinstance(node, MapNode)
    assert node.at == Location("data/f.yaml", 1, 1)


def test_windows_line_ends_in_a_file(tmp_path: Path):
    assert read_bytes(tmp_path, b"a: b\r\nc: d\r\n") == ({"a": "b", "c": "d"}, [])


ENCODING = "error: not UTF-8 text (a binary file?) [file-encoding]\n  hint: save the file as UTF-8"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1:1"),
        ("name: x\n".encode("utf-16"), "1:1"),
        (b"name: x\nsummary: caf\xe9\n", "2:13"),
        ("é: ".encode() + b"\xff", "1:4"),
    ],
    ids=["picture", "utf-16", "latin-1", "after-a-wide-character"],
)
def test_what_is_not_utf8_is_an_error_at_its_first_byte(tmp_path: Path, content: bytes, place: str):
    assert read_bytes(tmp_path, content) == (None, [f"data/f.yaml:{place}: {ENCODING}"])


def test_a_binary_file_that_happens_to_be_utf8_is_an_error(tmp_path: Path):
    assert read_bytes(tmp_path, b"ELF\x00\x01\x02") == (
        None,
        [f"data/f.yaml:1:4: error: a control character (U+0000) [file-encoding]{BINARY_HINT}"],
    )


def test_a_huge_file_is_not_even_read(tmp_path: Path):
    path = tmp_path / "f.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    node, problems = read(path, "data/f.yaml")
    assert (node, [str(problem) for problem in problems]) == (
        None,
        [
            (
                "data/f.yaml:1:1: error: the file is 50.0 MB; the limit is 1 MB [file-size]\n"
                "  hint: split the record, or remove what is not data"
            )
        ],
    )


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path):
    start = b"a: b\n#"
    assert read_bytes(tmp_path, start + b"x" * (MAX_BYTES - len(start))) == ({"a": "b"}, [])


def test_a_file_that_is_gone_is_an_error(tmp_path: Path):
    _, problems = read(tmp_path / "gone.yaml", "data/gone.yaml")
    assert [str(problem) for problem in problems] == [
        "data/gone.yaml:1:1: error: cannot be read: No such file or directory [file-read]"
    ]


def test_a_folder_instead_of_a_file_is_an_error(tmp_path: Path):
    _, problems = read(tmp_path, "data/f.yaml")
    assert [str(problem) for problem in problems] == [
        "data/f.yaml:1:1: error: cannot be read: Is a directory [file-read]"
    ]


# ---- properties -----------------------------------------------------------------------------------------------------

PIECES = [
    "a", "b", ": ", "- ", "\n", " ", "  ", "{", "}", "[", "]", ",", "? ", "&x ", "*x ", "!t ", "'", '"', "|\n", ">\n",
    "#", "\t", "---\n", "...\n", "%", "@", "~", "null", "\r", "\r\n", "\ufeff", "\u2028", "\x80", "\uffff", "é",
    "😀", "<<", "=",
]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_gives_a_node_or_a_problem(text: str):
    node, problems = parse(text, "f.yaml")
    assert node is not None or problems


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=80))
def test_any_file_gives_a_node_or_a_problem(tmp_path: Path, content: bytes):
    node, problems = read_bytes(tmp_path, content)
    assert node is not None or problems


PLAIN = st.text("abcxyz0123456789.-_", min_size=1, max_size=8).map(lambda text: f"k{text}k")


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(PLAIN, PLAIN, min_size=1, max_size=8))
def test_places_point_at_what_stands_there(entries: dict[str, str]):
    text = "".join(f"{key}: {scalar}\n" for key, scalar in entries.items())
    node, _ = parse(text, "f.yaml")
    assert isinstance(node, MapNode)
    lines = text.split("\n")
    shown = {key: lines[node[key].at.line - 1][node[key].at.column - 1 :] for key in node}
    assert shown == entries
