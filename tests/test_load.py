"""Reading a data folder: every file read, every mistake of every file reported at once, nothing passed over."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DAY, EDITORS, Files

from generator.build import check
from generator.errors import DataError, Location
from generator.load import FILES, FOLDERS, RawDataset, load

Make = Callable[[Files], Path]

VEE = "distributions/vee.yaml"
DATA_FILES = sorted(path.relative_to(EDITORS).as_posix() for path in EDITORS.rglob("*.yaml"))


def loaded(folder: Path) -> tuple[RawDataset, list[str]]:
    problems = []
    raw = load(folder, problems)
    return raw, [str(problem) for problem in sorted(problems)]


def complaints(folder: Path) -> list[str]:
    return loaded(folder)[1]


def edited(name: str, old: str, new: str) -> Files:
    """One file of the editors' dataset with one change."""
    text = (EDITORS / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
    return {name: text.replace(old, new)}


# ---- a sound folder -------------------------------------------------------------------------------------------------


def test_the_editors_load_without_a_problem(dataset: Make):
    assert complaints(dataset({})) == []


def test_the_single_files_are_known_by_name(dataset: Make):
    assert sorted(loaded(dataset({}))[0].files) == sorted(FILES)


def test_records_of_a_folder_are_known_by_the_name_of_their_file(dataset: Make):
    raw, _ = loaded(dataset({}))
    assert {folder: sorted(records) for folder, records in raw.folders.items()} == {
        "distributions": ["emm", "neo", "vee"],
        "releases": ["neo", "vee"],
        "comparisons": ["vee-vs-emm"],
        "decisions": ["which-editor"],
        "examined": ["a-blog"],
        "migrations/tools": ["neoize", "vee-up"],
    }


def test_the_kinds_of_records_follow_from_the_place_of_their_file(dataset: Make):
    raw, _ = loaded(dataset({}))
    assert {folder: {type(record) for record in raw.folders[folder].values()} for folder in FOLDERS} == {
        folder: {record} for folder, record in FOLDERS.items()
    }


def test_facts_are_kept_as_written(dataset: Make):
    assert loaded(dataset({}))[0].facts["neo"]["modal"] == "inherit"


def test_the_place_of_every_record_is_known(dataset: Make):
    assert loaded(dataset({}))[0].places["distributions", "vee"] == Location("data/distributions/vee.yaml", 1, 1)


def test_nothing_is_broken_in_a_sound_folder(dataset: Make):
    assert loaded(dataset({}))[0].broken == set()


@pytest.mark.parametrize(
    "name",
    [
        "migrations/hazards.yaml",
        "migrations/machines.yaml",
        "migrations/rules.yaml",
        "comparisons/vee-vs-emm.yaml",
        "releases/neo.yaml",
    ],
)
def test_what_a_dataset_can_do_without(dataset: Make, name: str):
    assert complaints(dataset({name: None})) == []


@pytest.mark.parametrize("name", DATA_FILES)
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(dataset: Make, name: str):
    text = (EDITORS / name).read_bytes()
    original, _ = loaded(dataset({}))
    changed, problems = loaded(dataset({name: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")}))
    assert (problems, changed.files, changed.folders) == ([], original.files, original.folders)


# ---- files that are missing, unknown or unreadable ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dataset.yaml", "criteria.yaml", "sources.yaml"])
def test_what_a_dataset_cannot_do_without(dataset: Make, name: str):
    assert complaints(dataset({name: None})) == [
        f"data/{name}:1:1: error: the file is missing [missing-file]\n  hint: the dataset needs it"
    ]


def test_an_empty_folder_lacks_every_file_it_needs(tmp_path: Path):
    assert [line.partition(": error")[0] for line in complaints(tmp_path)] == [
        f"{tmp_path.name}/{name}:1:1" for name in ("criteria.yaml", "dataset.yaml", "sources.yaml")
    ]


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path):
    assert complaints(tmp_path / "dta") == ["dta:1:1: error: there is no such folder [missing-file]"]


def test_a_file_is_no_folder(dataset: Make):
    assert complaints(dataset({}) / "dataset.yaml") == [
        "dataset.yaml:1:1: error: there is no such folder [missing-file]"
    ]


def test_places_are_relative_when_the_folder_is_the_current_one(dataset: Make, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(dataset({VEE: ""}))
    assert [line.startswith("/") for line in complaints(Path())] == [False]


HOLDS = (
    "the dataset holds: comparisons/, criteria.yaml, dataset.yaml, decisions/, distributions/, examined/, "
    "migrations/hazards.yaml, migrations/machines.yaml, migrations/rules.yaml, migrations/tools/, releases/, sources.yaml"
)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("criterias.yaml", "did you mean 'criteria.yaml'?"),
        ("distribution/ed.yaml", "did you mean 'distributions/'?"),
        ("distributions/old/ed.yaml", "did you mean 'distributions/'?"),
        ("migrations/tool/ed.yaml", "did you mean 'migrations/tools/'?"),
        ("distributions/ed.yml", "rename it to .yaml"),
        ("dataset.yml", "rename it to .yaml"),
        ("distributions/ed.txt", "data files end in .yaml"),
        ("README.md", HOLDS),
    ],
)
def test_an_unknown_file_is_an_error(dataset: Make, name: str, hint: str):
    assert complaints(dataset({name: "x: y\n"})) == [
        f"data/{name}:1:1: error: this file is not part of the dataset [unknown-file]\n  hint: {hint}"
    ]


@pytest.mark.parametrize("name", [".gitkeep", "distributions/.vee.yaml.swp", ".git/config", "distributions/vee.yaml~"])
def test_what_editors_and_systems_leave_behind_is_not_data(dataset: Make, name: str):
    assert complaints(dataset({name: "x: y\n"})) == []


def test_a_link_to_nowhere_is_an_error(dataset: Make):
    folder = dataset({})
    (folder / "distributions/ed.yaml").symlink_to("gone.yaml")
    assert complaints(folder) == [
        "data/distributions/ed.yaml:1:1: error: cannot be read: No such file or directory [file-read]"
    ]


def test_a_link_to_itself_is_an_error(dataset: Make):
    folder = dataset({})
    (folder / "distributions/ed.yaml").symlink_to("ed.yaml")
    assert complaints(folder) == [
        "data/distributions/ed.yaml:1:1: error: cannot be read: Too many levels of symbolic links [file-read]"
    ]


def test_a_pipe_is_an_error_and_does_not_block(dataset: Make):
    folder = dataset({})
    os.mkfifo(folder / "distributions/ed.yaml")
    assert [line.partition(": error")[0] for line in complaints(folder)] == ["data/distributions/ed.yaml:1:1"]


# ---- names and ids --------------------------------------------------------------------------------------------------


def test_an_id_that_repeats_the_file_name_is_fine(dataset: Make):
    assert complaints(dataset(edited(VEE, "name: Vee\n", "id: vee\nname: Vee\n"))) == []


def test_an_id_that_differs_from_the_file_name_is_an_error(dataset: Make):
    assert complaints(dataset(edited(VEE, "name: Vee\n", "name: Vee\nid: vie\n"))) == [
        (
            "data/distributions/vee.yaml:2:1: error: id 'vie' differs from the file name 'vee' [file-name]\n"
            "  hint: rename the file, or remove the line: the file name is the id"
        )
    ]


def test_a_single_file_has_no_id(dataset: Make):
    assert complaints(dataset(edited("dataset.yaml", "format: 1\n", "format: 1\nid: x\n"))) == [
        (
            "data/dataset.yaml:2:1: error: unknown key 'id' [unknown-key]\n"
            "  hint: known keys: families, featured, format, migrations_note, migrations_stale_after, noun, phases, summary, title"
        )
    ]


@pytest.mark.parametrize("stem", ["Vee", "vee_2", "vee two", "-vee", "vée", "vee.old"])
def test_a_file_name_must_be_an_id(dataset: Make, stem: str):
    text = (EDITORS / VEE).read_text(encoding="utf-8")
    assert complaints(dataset({f"distributions/{stem}.yaml": text})) == [
        (
            f"data/distributions/{stem}.yaml:1:1: error: the file name '{stem}' is not an id [file-name]\n"
            "  hint: lower-case letters, digits and single hyphens"
        )
    ]


# ---- bad content ----------------------------------------------------------------------------------------------------


BAD: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "1:1: error: the file is empty [file-empty]\n  hint: fill it, or delete the file"),
    "binary": (
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "1:1: error: not UTF-8 text (a binary file?) [file-encoding]\n  hint: save the file as UTF-8",
    ),
    "tab": (
        "name: Vee\nfacts:\n\tmodal: inherit\n",
        "3:1: error: a tab; YAML is indented with spaces [yaml-syntax]\n  hint: replace the tab by spaces",
    ),
    "conflict": (
        "name: Vee\n=======\n",
        (
            "2:1: error: a merge-conflict marker [merge-conflict]\n"
            "  hint: resolve the conflict: keep one side and remove the marker lines"
        ),
    ),
    "huge": (
        b"#" * 1_000_001,
        (
            "1:1: error: the file is 1.0 MB; the limit is 1 MB [file-size]\n"
            "  hint: split the record, or remove what is not data"
        ),
    ),
    "deep": ("[" * 1000, "1:21: error: more than 20 levels of nesting [yaml-depth]"),
    "text": ("Vee, the old one", "1:1: error: expected a mapping (key: value), found 'Vee, the old one' [wrong-type]"),
    "list": ("- name: Vee\n", "1:1: error: expected a mapping (key: value), found a list [wrong-type]"),
}


@pytest.mark.parametrize("name", [VEE, "releases/vee.yaml", "criteria.yaml", "migrations/tools/vee-up.yaml"])
@pytest.mark.parametrize("kind", BAD)
def test_bad_content_is_one_problem_in_every_kind_of_file(dataset: Make, kind: str, name: str):
    bad, problem = BAD[kind]
    assert complaints(dataset({name: bad})) == [f"data/{name}:{problem}"]


def test_a_key_without_a_value_is_one_problem(dataset: Make):
    assert complaints(dataset(edited(VEE, "summary: The old one.\n", "summary:\n"))) == [
        (
            "data/distributions/vee.yaml:2:1: error: 'summary' has no value [no-value]\n"
            "  hint: fill it in, or remove the line"
        )
    ]


def test_an_alias_is_one_problem(dataset: Make):
    assert complaints(dataset(edited(VEE, "summary: The old one.\n", "summary: *old\n"))) == [
        "data/distributions/vee.yaml:2:10: error: the alias *old [yaml-alias]\n  hint: write the value out"
    ]


def test_a_record_with_mistakes_is_broken_and_so_is_what_it_declares(dataset: Make):
    raw, _ = loaded(dataset({"sources.yaml": "sources:\n  - {id: blog}\n  - {id: emm-news}\n"}))
    assert {"blog", "emm-news"} <= raw.broken


def test_the_facts_of_a_record_with_mistakes_are_kept(dataset: Make):
    raw, _ = loaded(dataset(edited(VEE, "summary: The old one.\n", "")))
    assert ("vee" in raw.folders["distributions"], "modal" in raw.facts["vee"]) == (False, True)


# ---- all at once ----------------------------------------------------------------------------------------------------

MANY: Files = {
    "criterias.yaml": "groups: []\n",
    "distributions/ed.yaml": "nmae: Ed\nfamily: modal\n",
    "distributions/qed.yaml": "",
    "decisions/new.yaml": "title: 'New\n",
    "migrations/hazards.yaml": None,
    "releases/ed.yaml": "lines: none\n",
    "sources.yaml": (
        "sources:\n  - {id: vee-manual, title: V, url: 'javascript:alert(1)', publisher: V, kind: standrad}\n"
        "  - {id: emm-news, title: E, url: 'https://emm.example/', publisher: E, kind: standard}\n"
        "  - {id: blog, title: B, url: 'https://b.example/', publisher: B, kind: standard, date: soon}\n"
    ),
}
REPORT = """\
data/criterias.yaml:1:1: error: this file is not part of the dataset [unknown-file]
  hint: did you mean 'criteria.yaml'?
data/decisions/new.yaml:2:1: error: not YAML: found unexpected end of stream while scanning a quoted scalar \
[yaml-syntax]
  hint: check indentation, brackets and quotes on this line and the one before
data/distributions/ed.yaml:1:1: error: 'name' is missing [missing-key]
  hint: add a line 'name: ...'
data/distributions/ed.yaml:1:1: error: 'summary' is missing [missing-key]
  hint: add a line 'summary: ...'
data/distributions/ed.yaml:1:1: error: unknown key 'nmae' [unknown-key]
  hint: did you mean 'name'?
data/distributions/qed.yaml:1:1: error: the file is empty [file-empty]
  hint: fill it, or delete the file
data/releases/ed.yaml:1:8: error: lines: expected a list, found 'none' [wrong-type]
  hint: write it in brackets: [a, b]
data/sources.yaml:2:37: error: url: 'javascript:alert(1)' is not an http or https address [wrong-url]
data/sources.yaml:2:80: error: kind: 'standrad' is not allowed here [not-allowed]
  hint: did you mean 'standard'?
data/sources.yaml:4:89: error: date: 'soon' is not a date such as 2026-08-18 [wrong-date]
10 errors in 6 files"""


def test_many_mistakes_in_many_files_are_reported_in_one_run(dataset: Make):
    with pytest.raises(DataError) as caught:
        check(dataset(MANY), DAY)
    assert str(caught.value) == REPORT


def test_mistakes_of_reading_and_of_meaning_are_reported_in_one_run(dataset: Make):
    """A file that cannot be read does not hide a dangling reference and a wrong order of dates in others."""
    changes = {
        "distributions/qed.yaml": "",
        **edited("comparisons/vee-vs-emm.yaml", "highlights: [modal, memory]", "highlights: [modall]"),
        **edited("releases/vee.yaml", "until: 2034-06-28", "until: 2030-06-28"),
    }
    with pytest.raises(DataError) as caught:
        check(dataset(changes), DAY)
    assert str(caught.value) == (
        "data/comparisons/vee-vs-emm.yaml:4:1: error: unknown criterion 'modall' [unknown-criterion]\n"
        "  hint: did you mean 'modal'?\n"
        "data/distributions/qed.yaml:1:1: error: the file is empty [file-empty]\n"
        "  hint: fill it, or delete the file\n"
        "data/releases/vee.yaml:11:20: error: line 9: paid ends 2030-06-28, not after active, which ends 2032-06-28 "
        "[lifecycle-order]\n"
        "  hint: phases stand in order, each with the day it ends\n"
        "3 errors in 3 files"
    )


@pytest.mark.parametrize("name", DATA_FILES)
def test_a_file_that_is_no_yaml_is_one_problem_and_not_one_per_reference_to_it(dataset: Make, name: str):
    with pytest.raises(DataError) as caught:
        check(dataset({name: "a: b: c\n"}), DAY)
    assert [str(problem.at) for problem in caught.value.problems] == [f"data/{name}:1:5"]


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("dataset.yaml", "title: Editor Atlas\n"),
        ("criteria.yaml", "        definition: Memory used with one empty file.\n"),
        ("sources.yaml", "publisher: Emm, "),
        ("distributions/vee.yaml", "summary: The old one.\n"),
        ("distributions/emm.yaml", "summary: The other one.\n"),
        ("distributions/neo.yaml", "summary: Built on Vee.\n"),
        ("releases/vee.yaml", "released: 2016-09-12\n    phases"),
        ("releases/neo.yaml", "released: 2022-07-08\n    phases"),
        ("comparisons/vee-vs-emm.yaml", "summary: Two old editors side by side.\n"),
        ("decisions/which-editor.yaml", "summary: A choice among three.\n"),
        ("migrations/hazards.yaml", "    title: Plugins break\n"),
        ("migrations/machines.yaml", "title: Spelling, "),
        ("migrations/rules.yaml", "    title: Close all windows first\n"),
        ("migrations/tools/vee-up.yaml", "maintainer: Vee\n"),
        ("migrations/tools/neoize.yaml", "maintainer: Neo\n"),
    ],
)
def test_a_key_that_is_missing_is_one_problem_and_not_one_per_reference_to_the_record(
    dataset: Make, name: str, old: str
):
    with pytest.raises(DataError) as caught:
        check(dataset(edited(name, old, "phases" if old.endswith("phases") else "")), DAY)
    assert [(problem.at.file, problem.rule) for problem in caught.value.problems] == [(f"data/{name}", "missing-key")]


@pytest.mark.parametrize("name", ["dataset.yaml", "criteria.yaml", "sources.yaml"])
def test_a_file_that_is_missing_is_one_problem_and_not_one_per_reference_to_it(dataset: Make, name: str):
    with pytest.raises(DataError) as caught:
        check(dataset({name: None}), DAY)
    assert [str(problem.at) for problem in caught.value.problems] == [f"data/{name}:1:1"]
