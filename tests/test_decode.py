"""Decoding nodes into records: good scalars become values, every mistake becomes a located problem."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from generator import records
from generator.decode import decode, describe
from generator.errors import Location
from generator.records import Record, SourceRecord
from generator.yaml_source import ListNode, MapNode, parse, text_node


def decoded(record: type[Record], text: str) -> tuple[Record | None, list[str]]:
    node, problems = parse(text, "f.yaml")
    assert node is not None
    assert problems == []
    found = decode(record, node, problems)
    return found, [str(problem) for problem in sorted(problems)]


def good(record: type[Record], text: str) -> Record:
    found, problems = decoded(record, text)
    assert problems == []
    assert found is not None
    return found


def complaints(record: type[Record], text: str) -> list[str]:
    found, problems = decoded(record, text)
    assert found is None
    return problems


def source(**changes: str) -> str:
    """A source as a flow mapping on one line, so that `url` begins in a known column."""
    fields = {"id": "a", "title": "T", "url": "https://x.example/", "publisher": "P", "kind": "standard"} | changes
    return "".join(f"{key}: {value}\n" for key, value in fields.items())


# ---- good records ---------------------------------------------------------------------------------------------------


def test_a_record_has_the_values_of_its_fields():
    assert good(SourceRecord, source(note="n")).model_dump() == {
        "id": "a",
        "title": "T",
        "url": "https://x.example/",
        "publisher": "P",
        "kind": "standard",
        "date": None,
        "archived": None,
        "note": "n",
    }


def test_a_date_becomes_a_date():
    assert good(SourceRecord, source(date="2020-05-01")).date == date(2020, 5, 1)


def test_what_is_not_given_has_its_default():
    found = good(records.ConditionRecord, "{criterion: modal, is: true, because: x}")
    assert (found.is_, found.includes, found.major) == ("true", None, None)


def test_a_record_knows_its_place_and_the_places_of_its_keys():
    found = good(records.DatasetRecord, "{format: 1, title: T, summary: S,\n noun:\n  {one: a, many: b}}")
    assert (found.noun.at, found.noun.at_key("many")) == (Location("f.yaml", 3, 3), Location("f.yaml", 3, 12))


def test_the_place_of_an_absent_key_is_the_record():
    assert good(SourceRecord, source()).at_key("archived") == Location("f.yaml", 1, 1)


def test_a_record_made_without_a_file_has_no_place():
    assert records.Noun.model_validate({"one": "a", "many": "b"}).at == Location("")


def test_a_record_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        good(SourceRecord, source()).title = "other"


def test_a_citation_is_an_id_or_an_id_with_a_place():
    found = good(records.VerdictRecord, "{says: x, recommends: [a], sources: [one, {id: two, at: Chapter 4}]}")
    assert [(ref.id, ref.at_, ref.at.column) for ref in found.sources] == [("one", None, 38), ("two", "Chapter 4", 43)]


def test_keys_that_python_reserves_are_written_as_they_are():
    found = good(records.Guide, '{from: vee, major: "8", to: neo, to_major: "1"}')
    assert (found.from_, found.to, found.at_key("from").column) == ("vee", "neo", 2)


def test_text_is_one_line_without_needless_space():
    assert good(records.Noun, "one: ' an\n  editor '\nmany: editors\n").one == "an editor"


def test_commands_keep_their_lines_and_indentation():
    need = "says: x\nsources: [a]\nrun: |\n  if a; then\n    b\n  fi\n\n"
    assert good(records.NeedRecord, need).run == "if a; then\n  b\nfi"


def test_a_fact_stays_a_node_until_its_type_is_known():
    found = good(records.DistributionRecord, "{name: A, summary: B, facts: {modal: {value: 8.10}, text: inherit}}")
    assert found.facts == {"modal": {"value": "8.10"}, "text": "inherit"}


def test_facts_may_be_absent():
    assert good(records.DistributionRecord, "{name: A, summary: B}").facts == {}


def test_no_is_the_word_no():
    assert good(records.UndoRecord, "{possible: no, says: x, sources: [a]}").possible == "no"


@pytest.mark.parametrize(
    "url", ["https://x.example/", "http://x.example", "https://x.example:8080/a?b=c&d=%20#e", "https://x.example/é"]
)
def test_addresses_that_are_accepted(url: str):
    assert good(SourceRecord, source(url=url)).url == url


@pytest.mark.parametrize("name", ["a", "8", "rocky-linux", "migrate2rocky", "a-1-b"])
def test_ids_that_are_accepted(name: str):
    assert good(records.Family, f"{{id: {name}, title: T}}").id == name


@pytest.mark.parametrize("version", ["8", "8.10", "9.6-beta", "6.12.0-55.el10", "2.0~rc1", "stream"])
def test_versions_that_are_accepted(version: str):
    guide = good(records.Guide, f"{{from: a, major: {version}, to: b, to_major: c}}")
    assert guide.major == version


@pytest.mark.parametrize(("weight", "number"), [("1", 1), ("9", 9)])
def test_the_lowest_and_the_highest_weight(weight: str, number: int):
    assert good(records.PreferenceRecord, f"{{criterion: a, is: b, because: c, weight: {weight}}}").weight == number


def test_a_term_is_a_number_of_days():
    text = "{id: a, title: T, definition: d, why: w, type: text, stale_after: 30d}"
    assert good(records.CriterionRecord, text).stale_after == 30


@pytest.mark.parametrize(("word", "flag"), [("true", True), ("false", False)])
def test_a_flag_is_true_or_false(word: str, flag: bool):
    assert good(records.Phase, f"{{id: a, title: T, paid: {word}}}").paid is flag


TOOL = """\
name: T
kind: upgrade
summary: S
homepage: https://x.example/
maintainer: M
undo: {possible: no, says: x, sources: [a]}
edges: [{from: a, major: 8, to: b, to_major: 9, status: supported, sources: [a], verified: 2020-01-01}]
"""
STEP = "id: a, phase: run, title: T, why: W, run: x, undo: u, sources: [a], verified: 2020-01-01"


def test_a_tool_has_steps_of_its_own_and_of_others():
    found = good(records.ToolRecord, f"{TOOL}steps:\n  - {{use: other/backup}}\n  - {{{STEP}}}\n")
    assert [type(step) for step in found.steps] == [records.UseRecord, records.StepRecord]
    assert [step.id for step in found.all_steps] == ["a"]
    assert [step.at for step in found.steps] == [Location("f.yaml", 9, 5), Location("f.yaml", 10, 5)]


def test_an_edge_may_start_at_a_family():
    edge = '{from_family: f, from_majors: ["8", "9"], to: b, to_major: 9, status: ended, sources: [a], verified: 2020-01-01}'
    found = good(records.EdgeRecord, edge)
    assert (found.from_, found.major, found.from_family, found.from_majors) == ("", "", "f", ("8", "9"))


# ---- unknown and missing keys ---------------------------------------------------------------------------------------


def test_an_unknown_key_names_the_nearest_known_one():
    assert complaints(SourceRecord, source(titel="x")) == [
        "f.yaml:6:1: error: unknown key 'titel' [unknown-key]\n  hint: did you mean 'title'?"
    ]


def test_an_unknown_key_that_is_near_to_none_lists_them_all():
    assert complaints(records.Family, "{id: a, title: T, xyz: b}") == [
        "f.yaml:1:19: error: unknown key 'xyz' [unknown-key]\n  hint: known keys: id, title"
    ]


def test_unknown_keys_are_found_at_every_level():
    text = "{says: x, recommends: [a], sources: [{id: b, att: c}], sayss: y}"
    assert complaints(records.VerdictRecord, text) == [
        "f.yaml:1:46: error: unknown key 'att' [unknown-key]\n  hint: did you mean 'at'?",
        "f.yaml:1:56: error: unknown key 'sayss' [unknown-key]\n  hint: did you mean 'says'?",
    ]


def test_the_name_of_a_field_in_python_is_no_key():
    assert complaints(records.SourceRef, "{id: a, at_: b}") == [
        "f.yaml:1:9: error: unknown key 'at_' [unknown-key]\n  hint: did you mean 'at'?"
    ]


def test_every_missing_key_is_reported_where_its_mapping_begins():
    assert complaints(SourceRecord, "\n{id: a, title: T}") == [
        f"f.yaml:2:1: error: '{key}' is missing [missing-key]\n  hint: add a line '{key}: ...'"
        for key in ("kind", "publisher", "url")
    ]


def test_a_key_missing_below_is_reported_below():
    assert complaints(records.DatasetRecord, "format: 1\ntitle: T\nsummary: S\nnoun:\n  one: a\n") == [
        "f.yaml:4:1: error: 'many' is missing [missing-key]\n  hint: add a line 'many: ...'"
    ]


def test_what_is_missing_in_a_step_is_told_at_the_step():
    assert complaints(records.ToolRecord, f"{TOOL}steps:\n  - {{{STEP.replace('why: W, ', '')}}}\n") == [
        "f.yaml:9:5: error: 'why' is missing [missing-key]\n  hint: add a line 'why: ...'"
    ]


def test_a_step_that_is_taken_over_is_not_changed():
    assert complaints(records.ToolRecord, f"{TOOL}steps:\n  - {{use: other/backup, run: x}}\n") == [
        "f.yaml:9:25: error: unknown key 'run' [unknown-key]\n  hint: known keys: use"
    ]


# ---- wrong types ----------------------------------------------------------------------------------------------------

LIST_HINT = "\n  hint: write it in brackets: [a, b]"


@pytest.mark.parametrize(
    ("record", "text", "problem"),
    [
        (records.Family, "hello", "1:1: error: expected a mapping (key: value), found 'hello' [wrong-type]"),
        (records.Family, "[a, b]", "1:1: error: expected a mapping (key: value), found a list [wrong-type]"),
        (
            records.SourcesFile, "sources: [a]",
            "1:11: error: sources: expected a mapping (key: value), found 'a' [wrong-type]",
        ),
        (
            records.SourcesFile, "sources: a",
            f"1:10: error: sources: expected a list, found 'a' [wrong-type]{LIST_HINT}",
        ),
        (
            records.SourcesFile, "sources: {a: b}",
            f"1:1: error: sources: expected a list, found a mapping [wrong-type]{LIST_HINT}",
        ),
        (
            records.DistributionRecord, "{name: A, summary: B, facts: [a]}",
            "1:23: error: facts: expected a mapping (key: value), found a list [wrong-type]",
        ),
        (records.Family, "{id: a, title: [b]}", "1:9: error: title: expected text, found a list [wrong-type]"),
        (records.Family, "{id: a, title: {b: c}}", "1:9: error: title: expected text, found a mapping [wrong-type]"),
        (records.Family, "{id: a, title: ' '}", "1:16: error: title: expected text, found nothing [wrong-type]"),
        (
            records.NeedRecord, "{says: x, sources: [a], run: [ls]}",
            "1:25: error: run: expected one or more lines of shell commands, found a list [wrong-type]",
        ),
        (
            records.NeedRecord, "{says: x, sources: [a], run: ''}",
            "1:30: error: run: expected one or more lines of shell commands, found '' [wrong-type]",
        ),
        (
            records.EdgeRecord,
            ("{from: a, major: 8, to: b, to_major: 9, status: ended, variables: {p: [x]}, sources: [a], "
            "verified: 2020-01-01}"),
            "1:68: error: p: expected text, found a list [wrong-type]",
        ),
    ],
    ids=[
        "text-for-mapping", "list-for-mapping", "entry-for-mapping", "text-for-list", "mapping-for-list",
        "list-for-facts", "list-for-text", "mapping-for-text", "blank-text",
        "list-for-commands", "no-commands", "list-for-variable",
    ],
)  # fmt: skip
def test_a_wrong_type_says_what_was_expected_and_found(record: type[Record], text: str, problem: str):
    assert complaints(record, text) == [f"f.yaml:{problem}"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://x.example/",
        "//x.example/", "x.example", "http://", "https:x", "'http://[::1'",
        "https://x.example/<b>", "https://x.example/a b",
        "https://x.example/`", "https://x.example:abc/", "https://x.example:99999/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_http_is_refused(url: str):
    shown = url.strip("'")
    assert complaints(SourceRecord, source(url=url)) == [
        f"f.yaml:3:6: error: url: '{shown}' is not an http or https address [wrong-url]"
    ]


@pytest.mark.parametrize("name", ["Vee", "vee_nine", "-a", "a-", "a--b", "vée", "a b", "a/b", "..", "٣"])
def test_an_id_has_lower_case_letters_digits_and_single_hyphens(name: str):
    assert complaints(records.Family, f"{{id: '{name}', title: T}}") == [
        f"f.yaml:1:6: error: id: '{name}' is not an id: lower-case letters, digits and single hyphens [wrong-id]"
    ]


@pytest.mark.parametrize("name", ["Modal", "first-release", "9_lives", "a__b", "_a"])
def test_a_criterion_id_has_underscores(name: str):
    assert complaints(records.ConditionRecord, f"{{criterion: '{name}', is: a, because: b}}") == [
        f"f.yaml:1:13: error: criterion: '{name}' is not a criterion id such as rhel_compatibility [wrong-id]"
    ]


@pytest.mark.parametrize("version", ["8 9", ".8", "8/9", "<b>", "-1"])
def test_a_version_has_no_spaces_and_starts_with_a_letter_or_digit(version: str):
    assert complaints(records.Guide, f"{{from: a, major: '{version}', to: b, to_major: c}}") == [
        f"f.yaml:1:18: error: major: '{version}' is not a version such as 9.6 [wrong-version]"
    ]


@pytest.mark.parametrize(
    "day",
    ["2026-13-01", "2026-02-30", "2026-1-1", "26-01-01", "2026", "today", "20260101", "\uff12\uff10\uff12\uff16-01-01"],
)
def test_a_day_is_an_iso_date_that_exists(day: str):
    assert complaints(SourceRecord, source(date=day)) == [
        f"f.yaml:6:7: error: date: '{day}' is not a date such as 2026-08-18 [wrong-date]"
    ]


@pytest.mark.parametrize("number", ["1.5", "-1", "one", "1e3", "1234567", "0x1F", "٣"])
def test_a_whole_number_is_made_of_digits(number: str):
    assert complaints(records.RebootsRecord, f"{{manual: '{number}', automatic: 0, says: x, sources: [a]}}") == [
        f"f.yaml:1:10: error: manual: '{number}' is not a whole number [wrong-number]"
    ]


@pytest.mark.parametrize("flag", ["yes", "True", "1", "maybe"])
def test_a_flag_is_neither_yes_nor_one(flag: str):
    assert complaints(records.Phase, f"{{id: a, title: T, paid: {flag}}}") == [
        f"f.yaml:1:25: error: paid: '{flag}' is neither true nor false [wrong-boolean]"
    ]


@pytest.mark.parametrize("days", ["30", "d", "1y", "-1d", "123456d"])
def test_a_term_needs_its_unit(days: str):
    text = f"{{stale_after: {days}, id: a, title: T, definition: d, why: w, type: text}}"
    assert complaints(records.CriterionRecord, text) == [
        f"f.yaml:1:15: error: stale_after: '{days}' is not a number of days such as 365d [wrong-duration]"
    ]


@pytest.mark.parametrize(
    ("weight", "reason"),
    [("0", "input should be greater than or equal to 1"), ("10", "input should be less than or equal to 9")],
)
def test_a_weight_is_from_one_to_nine(weight: str, reason: str):
    assert complaints(records.PreferenceRecord, f"{{weight: {weight}, criterion: a, is: b, because: c}}") == [
        f"f.yaml:1:10: error: weight: {weight} is out of range ({reason}) [out-of-range]"
    ]


def test_a_word_that_is_not_allowed_names_the_nearest():
    assert complaints(SourceRecord, source(kind="standrad")) == [
        "f.yaml:5:7: error: kind: 'standrad' is not allowed here [not-allowed]\n  hint: did you mean 'standard'?"
    ]


def test_a_word_that_is_near_to_none_lists_what_is_allowed():
    assert complaints(records.Choice, "{id: a, title: T, mark: 8}") == [
        "f.yaml:1:25: error: mark: '8' is not allowed here [not-allowed]\n  hint: allowed: no, partial, plain, yes"
    ]


def test_a_list_where_one_word_is_allowed():
    assert complaints(records.Choice, "{id: a, title: T, mark: [8]}") == [
        "f.yaml:1:19: error: mark: a list is not allowed here [not-allowed]\n  hint: allowed: no, partial, plain, yes"
    ]


def test_another_format_is_not_guessed_at():
    assert complaints(records.DatasetRecord, "{format: 2, title: T, summary: S, noun: {one: a, many: b}}") == [
        "f.yaml:1:10: error: format: '2' is not allowed here [not-allowed]\n  hint: allowed: 1"
    ]


@pytest.mark.parametrize(
    ("text", "bound", "count"),
    [("[a]", "at least 2", 1), ("[a, b, c, d, e, f, g]", "at most 6", 7), ("[]", "at least 2", 0)],
)
def test_a_list_too_short_or_too_long(text: str, bound: str, count: int):
    assert complaints(records.ComparisonRecord, f"{{distributions: {text}, title: T, summary: S}}") == [
        f"f.yaml:1:2: error: distributions: expected {bound} entries, found {count} [wrong-length]"
    ]


def test_a_wrong_entry_does_not_make_its_list_too_short():
    assert complaints(records.ComparisonRecord, "{distributions: [a, B], title: T, summary: S}") == [
        "f.yaml:1:21: error: distributions: 'B' is not an id: lower-case letters, digits and single hyphens [wrong-id]"
    ]


def test_a_wrong_citation_does_not_mean_that_there_is_none():
    assert complaints(records.StatementRecord, "{says: x, sources: [Blog]}") == [
        "f.yaml:1:21: error: id: 'Blog' is not an id: lower-case letters, digits and single hyphens [wrong-id]"
    ]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (records.ScenarioRecord, "{id: a, title: T, why: w, expect: [],\n given: {Hands: modes}}"),
        (
            records.QuestionRecord,
            "{id: a, ask: b, answers: [{id: x, label: X}, {id: y, label: Y}],\n when: {Hands: [a]}}",
        ),
    ],
    ids=["with-text", "with-a-list"],
)
def test_a_wrong_key_is_reported_at_the_key(record: type[Record], text: str):
    column = 2 + len("given: {") if "given" in text else 2 + len("when: {")
    assert complaints(record, text) == [
        (
            f"f.yaml:2:{column}: error: Hands: 'Hands' is not an id: lower-case letters, digits and single hyphens "
            "[wrong-id]"
        )
    ]


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("hello", "9:5: error: step: expected a mapping (key: value), found 'hello' [wrong-type]"),
        ("[a]", "9:5: error: step: expected a mapping (key: value), found a list [wrong-type]"),
        (
            f"{{{STEP.replace('phase: run', 'phase: rum')}}}",
            "9:20: error: phase: 'rum' is not allowed here [not-allowed]\n  hint: did you mean 'run'?",
        ),
        (
            f"{{{STEP}, when: {{kinds: [upgrad]}}}}",
            "9:111: error: kinds: 'upgrad' is not allowed here [not-allowed]\n  hint: did you mean 'upgrade'?",
        ),
        (f"{{{STEP}, once: yes}}", "9:102: error: once: 'yes' is neither true nor false [wrong-boolean]"),
        (
            f"{{{STEP}, fulfils: a}}",
            f"9:105: error: fulfils: expected a list, found 'a' [wrong-type]{LIST_HINT}",
        ),
        (
            f"{{{STEP}, features: [A]}}",
            "9:107: error: features: 'A' is not an id: lower-case letters, digits and single hyphens [wrong-id]",
        ),
        (
            f"{{{STEP.replace('sources: [a]', 'sources: [{id: a, at: [b]}]')}}}",
            "9:78: error: at: expected text, found a list [wrong-type]",
        ),
        ("{use: [a]}", "9:6: error: use: expected text, found a list [wrong-type]"),
        *(
            (
                f"{{use: {wrong}}}",
                f"9:11: error: use: '{wrong}' is not a step of another tool such as elevate/backup [wrong-reference]",
            )
            for wrong in ("backup", "Elevate/backup", "a/b/c", "a/")
        ),
    ],
)
def test_a_mistake_in_a_step_is_told_where_it_is_whichever_kind_of_step_it_is(step: str, problem: str):
    """How pydantic tells the kinds apart is no part of the place."""
    assert complaints(records.ToolRecord, f"{TOOL}steps:\n  - {step}\n") == [f"f.yaml:{problem}"]


def test_mistakes_of_several_steps_are_told_at_once():
    text = f"{TOOL}steps:\n  - {{use: a}}\n  - {{{STEP}, phse: x}}\n  - {{{STEP}, once: 1}}\n"
    assert [problem.partition(": error")[0] for problem in complaints(records.ToolRecord, text)] == [
        *("f.yaml:9:11", "f.yaml:10:96", "f.yaml:11:102"),
    ]


def test_a_tool_without_steps():
    assert complaints(records.ToolRecord, f"{TOOL}steps: []\n") == [
        "f.yaml:8:1: error: steps: expected at least 1 entry, found 0 [wrong-length]"
    ]


def test_all_mistakes_of_a_record_are_reported_at_once():
    text = source(id="A", title="[x]", url="javascript:x", kind="standrad", date="soon", titel="y")
    assert [problem.partition(": error")[0] for problem in complaints(SourceRecord, text)] == [
        "f.yaml:1:5", "f.yaml:2:1", "f.yaml:3:6", "f.yaml:5:7", "f.yaml:6:7", "f.yaml:7:1",
    ]  # fmt: skip


def test_a_message_is_one_line_even_about_text_of_several():
    (problem,) = complaints(records.Choice, "id: a\ntitle: T\nmark: |\n  a\n  b\n")
    assert problem.split("\n")[1:] == ["  hint: allowed: no, partial, plain, yes"]


# ---- words for what stands there ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (MapNode(Location("")), "a mapping"),
        ({}, "a mapping"),
        (ListNode(Location("")), "a list"),
        ([], "a list"),
        (text_node("x", Location("")), "'x'"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 57}...'"),
    ],
    ids=["map-node", "dict", "list-node", "list", "text", "sixty", "sixty-one"],
)
def test_what_stands_there_in_words(node: object, words: str):
    assert describe(node) == words
