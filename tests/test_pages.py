"""Generated pages: what they are made of, and that a tampered dataset cannot break out of its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from generator.build import make_pages
from generator.errors import DataError
from generator.page import Block, Page, Settings, marker
from tests.conftest import DAY, EDITORS


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    made, _ = make_pages(EDITORS, Settings(DAY, "https://git.example/{file}#L{line}"))
    return {page.uri: page for page in made}


def test_every_kind_of_page_is_made(pages: dict[str, Page]) -> None:
    assert sorted(pages) == [
        "compare/emm-vs-neo.md",
        "compare/everything.md",
        "compare/index.md",
        "compare/neo-vs-vee.md",
        "compare/pick.md",
        "compare/topics/editing.md",
        "compare/topics/life.md",
        "compare/vee-vs-emm.md",
        "data/criteria/care.md",
        "data/criteria/delay.md",
        "data/criteria/extension-language.md",
        "data/criteria/first-release.md",
        "data/criteria/index.md",
        "data/criteria/memory.md",
        "data/criteria/modal.md",
        "data/criteria/vendor-help.md",
        "data/health.md",
        "data/sources.md",
        "data/sources/announcement.md",
        "data/sources/third-party.md",
        "data/sources/vendor-documentation.md",
        "decide/index.md",
        "decide/which-editor.md",
        "decide/which-editor/hands-modes.machine-big.md",
        "decide/which-editor/hands-modes.machine-small.md",
        "decide/which-editor/hands-none.md",
        "distributions/emm.md",
        "distributions/index.md",
        "distributions/neo.md",
        "distributions/vee.md",
        "examined/a-blog.md",
        "examined/index.md",
        "index.md",
        "lifecycle/index.md",
        "migrate/edges.md",
        "migrate/hazards/index.md",
        "migrate/hazards/plugins.md",
        "migrate/index.md",
        "migrate/tools/index.md",
        "migrate/tools/neoize.md",
        "migrate/tools/vee-up.md",
        "migrate/vee-8-to-neo-1.md",
        "migrate/vee-8-to-vee-9.md",
        "migrate/vee-9-to-neo-1.md",
    ]


def test_front_matter_holds_any_text(pages: dict[str, Page]) -> None:
    page = Page("a.md", 'x: "y" # z\n---\n<b>', "d: [1", "# T", {}, ("toc",), in_search=False)
    head = page.with_front_matter().split("\n---\n")[0].removeprefix("---\n")
    assert yaml.safe_load(head) == {
        "title": 'x: "y" # z\n---\n<b>',
        "description": "d: [1",
        "hide": ["toc"],
        "search": {"exclude": True},
    }


def test_a_page_inlines_its_blocks() -> None:
    page = Page("a.md", "A", "", f"# A\n\n{marker('x')}", {"x": Block(lambda _: "<p>x</p>", "x", dict)})
    assert page.inlined().endswith("# A\n\n<p>x</p>\n")


def test_every_block_has_its_place(pages: dict[str, Page]) -> None:
    lost = [(page.uri, name) for page in pages.values() for name in page.blocks if marker(name) not in page.markdown]
    assert lost == []


def test_a_page_links_to_the_lines_of_its_data(pages: dict[str, Page]) -> None:
    html = "".join(block.html for block in pages["distributions/vee.md"].blocks.values())
    assert 'href="https://git.example/tests/editors/distributions/vee.yaml#L' in html


def test_outcomes_stay_out_of_search(pages: dict[str, Page]) -> None:
    hidden = [page.uri for page in pages.values() if not page.in_search]
    assert hidden
    assert all(uri.startswith("decide/which-editor/") for uri in hidden)


def test_the_search_finds_the_steps_of_leading_guides_only(pages: dict[str, Page]) -> None:
    def steps(uri: str) -> set[bool]:
        return {block.searchable for name, block in pages[uri].blocks.items() if name.startswith("hop-")}

    assert steps("migrate/vee-8-to-neo-1.md") == {True}
    assert steps("migrate/vee-8-to-vee-9.md") == {False}


def test_the_same_data_on_the_same_day_gives_the_same_pages(pages: dict[str, Page]) -> None:
    again, _ = make_pages(EDITORS, Settings(DAY, "https://git.example/{file}#L{line}"))
    assert {page.uri: page.inlined() for page in again} == {uri: page.inlined() for uri, page in pages.items()}


def test_pages_do_not_depend_on_where_the_project_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for name in ("one", "other"):
        shutil.copytree(EDITORS, tmp_path / name / "data")
        monkeypatch.chdir(tmp_path / name)
        made.append(make_pages(Path("data"), Settings(DAY))[0])
    assert [page.inlined() for page in made[0]] == [page.inlined() for page in made[1]]


def test_places_are_told_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"^a/b/criteria\.yaml:1:1: error: the file is missing"):
        make_pages(Path("a/b"), Settings(DAY))
