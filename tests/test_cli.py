"""The atlas command: what it prints, and what it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click import Option
from click.testing import CliRunner, Result

from generator.cli import main
from tests.conftest import EDITORS, EPOCH, ROOT, Files

Make = Callable[[Files], Path]


def atlas(*arguments: str | Path) -> Result:
    return CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(main, [str(one) for one in arguments])


def text(name: str) -> str:
    return (EDITORS / name).read_text("utf-8")


def test_a_sound_dataset_is_counted_and_passes() -> None:
    done = atlas("check", "--data", EDITORS)
    assert (done.exit_code, done.output) == (0, "no problems\n3 editors, 7 criteria, 21 claims, 3 sources\n")


def test_ten_mistakes_in_ten_places_are_reported_at_once(dataset: Make) -> None:
    vee, criteria = text("distributions/vee.yaml"), text("criteria.yaml")
    folder = dataset(
        {
            "sources.yaml": text("sources.yaml").replace("https://blog.example/?a=1&b=2", "javascript:alert(1)"),
            "criteria.yaml": criteria.replace("      - id: memory", "      - id: memory\n        unitt: MB"),
            "distributions/vee.yaml": vee.replace("sources: [vee-manual]", "sources: [vee-manuel]", 1)
            + "  nonsense: {value: 1}\n  modal: inherit\n",
            "distributions/emm.yaml": text("distributions/emm.yaml") + "id: other\n",
            "distributions/neo.yaml": "name: Neo\nsummary: <<<\n\tfacts: 1\n",
            "releases/vee.yaml": text("releases/vee.yaml").replace("2022-06-28, sources", "2010-01-01, sources", 1),
            "decisions/which-editor.yaml": "",
            "migrations/hazards.yaml": b"\x00\xff\xfe",
            "migrations/tools/neoize.yaml": "<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> x\n",
            "migrations/tools/vee-up.yml": "name: x\n",
        }
    )
    done = atlas("check", "--data", folder)
    rules = {
        line.rsplit("[", 1)[1].rstrip("]")
        for line in done.output.splitlines()
        if line.startswith("data/") and ": error: " in line
    }
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert rules >= {
        "wrong-url",
        "unknown-key",
        "unknown-source",
        "repeated-key",
        "file-name",
        "yaml-syntax",
        "lifecycle-order",
        "file-empty",
        "file-encoding",
        "merge-conflict",
        "unknown-file",
    }
    assert all(line.startswith(("data/", "  hint: ")) for line in done.output.splitlines()[:-1])
    assert " errors in " in done.output.splitlines()[-1]


def test_a_warning_fails_only_when_strict(dataset: Make) -> None:
    folder = dataset({"distributions/emm.yaml": text("distributions/emm.yaml").replace("2026-01-10", "2021-01-10")})
    assert [atlas("check", "--data", folder).exit_code, atlas("check", "--strict", "--data", folder).exit_code] == [
        0,
        1,
    ]


def test_a_missing_folder_is_an_error_with_a_place(tmp_path: Path) -> None:
    done = atlas("check", "--data", tmp_path / "nothing")
    assert done.exit_code == 1
    assert done.output.startswith("nothing:1:1: error: there is no such folder [missing-file]")


def test_a_wrong_clock_variable_is_told_in_one_line() -> None:
    done = CliRunner(env={"SOURCE_DATE_EPOCH": "tomorrow"}).invoke(main, ["check", "--data", str(EDITORS)])
    assert (done.exit_code, done.output) == (1, "SOURCE_DATE_EPOCH is 'tomorrow', not a number of seconds since 1970\n")


def test_build_writes_every_page_with_its_blocks_in_place(tmp_path: Path) -> None:
    done = atlas("build", "--data", EDITORS, "--output", tmp_path / "out")
    pages = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md"))
    assert done.exit_code == 0
    assert f"{len(pages)} pages in" in done.output
    assert "compare/vee-vs-emm.md" in pages
    assert [name for name in pages if "data-atlas-block" in (tmp_path / "out" / name).read_text("utf-8")] == []


def test_build_leaves_the_last_good_pages_when_the_data_is_bad(dataset: Make, tmp_path: Path) -> None:
    out = tmp_path / "out"
    atlas("build", "--data", EDITORS, "--output", out)
    before = {path: path.read_bytes() for path in out.rglob("*.md")}
    done = atlas("build", "--data", dataset({"criteria.yaml": "groups: 1\n"}), "--output", out)
    assert done.exit_code == 1
    assert {path: path.read_bytes() for path in out.rglob("*.md")} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_build_never_replaces_a_folder_that_it_did_not_write(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.txt").write_text("years", encoding="utf-8")
    done = atlas("build", "--data", EDITORS, "--output", tmp_path / "precious")
    assert done.exit_code == 1
    assert (tmp_path / "precious" / "thesis.txt").read_text(encoding="utf-8") == "years"


def test_every_command_and_option_has_help() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        assert all(one.help for one in command.params if isinstance(one, Option)), name


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in main.commands if f"atlas {name}" not in readme] == []


def test_stats_count_by_distribution_and_group() -> None:
    done = atlas("stats", "--data", EDITORS)
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines() if line] == [
        "cells",
        "Neo",
        "Vee",
        "Emm",
        "Editing",
        "Life",
        "everything",
    ]


def test_stats_as_json() -> None:
    done = atlas("stats", "--json", "--data", EDITORS)
    assert json.loads(done.output)["neo"]["editing"] == {"answered": 2, "verified": 2, "unknown": 1}


def test_stats_of_a_broken_dataset_say_what_is_wrong(dataset: Make) -> None:
    done = atlas("stats", "--data", dataset({"criteria.yaml": None}))
    assert (done.exit_code, "missing-file" in done.output) == (1, True)
