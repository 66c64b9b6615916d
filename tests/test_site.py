"""The built site as files: complete, valid, self-contained, reproducible, and never half-written."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from lxml import html

from tests.conftest import EDITORS, ROOT, Files, build_site, run

Make = Callable[[Files], Path]
LINKS = ("src", "href", "srcset", "poster", "action")


def parse(path: Path) -> object:
    """As a browser reads it; slow."""
    return html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)


@dataclass(frozen=True)
class Facts:
    """What the tests want to know of a page, gathered in one pass: a site has far over a thousand of them.

    `tables` holds, for each of ours, whether it has a caption and a scope for every head.
    """

    links: tuple[tuple[str, str, str], ...]
    ids: tuple[str, ...]
    linked: tuple[str, ...]
    tables: tuple[bool, ...]


@cache
def facts(path: Path) -> Facts:
    tree = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
    links, ids, linked, tables = [], [], [], []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        attributes = element.attrib
        links += [(element.tag, name, attributes[name]) for name in LINKS if name in attributes]
        if "id" in attributes:
            ids.append(attributes["id"])
        if element.tag == "link" and "href" in attributes:
            linked.append(attributes["href"])
        if element.tag == "table" and "atlas-table" in attributes.get("class", ""):
            tables.append(
                element.find("caption") is not None and all("scope" in th.attrib for th in element.iter("th"))
            )
    return Facts(tuple(links), tuple(ids), tuple(linked), tuple(tables))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@pytest.mark.parametrize("which", ["site", "editors_site"])
def test_every_link_leads_to_a_file_and_an_anchor_that_exist(which: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which)
    anchors = {page: set(facts(page).ids) for page in pages(site)}
    files = {path for path in site.rglob("*") if path.is_file()}
    seen: dict[tuple[Path, str], bool] = {}
    broken = []

    def leads(folder: Path, page: Path, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address == ".":
            return True
        target = (folder / unquote(parts.path)).resolve() if parts.path else page
        known = anchors.get(target, set()) | {"", "__skip"} if target.suffix == ".html" else {parts.fragment}
        return target in files and parts.fragment in known

    for page in anchors:
        if page.name == "404.html":
            continue  # its links are absolute, for a server at the site's root
        for tag, name, address in facts(page).links:
            if name not in {"href", "src"}:
                continue
            key = (page if address.startswith("#") else page.parent, address)
            if key not in seen:
                seen[key] = leads(page.parent, page, address)
            if not seen[key]:
                broken.append((page.name, tag, address))
    assert broken == []
    assert len(anchors) > 10


@pytest.mark.parametrize("which", ["site", "editors_site"])
def test_nothing_is_loaded_from_another_machine(which: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which)
    loads = [
        (page.name, tag, address)
        for page in pages(site)
        for tag, name, address in facts(page).links
        if (tag, name) != ("a", "href") and tag != "link" and address.startswith(("http:", "https:", "//"))
    ]
    styles = [
        path.name for path in site.rglob("*.css") if re.search(r"url\(['\"]?https?:|@import", path.read_text("utf-8"))
    ]
    links = [(page.name, address) for page in pages(site) for address in facts(page).linked if urlsplit(address).netloc]
    assert (loads, styles, links) == ([], [], [])


@pytest.mark.parametrize("which", ["site", "editors_site"])
def test_no_id_appears_twice_on_a_page(which: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which)
    twice = [(page.name, name) for page in pages(site) for name, count in Counter(facts(page).ids).items() if count > 1]
    assert twice == []


def test_text_from_data_stays_text(editors_site: Path) -> None:
    for page in pages(editors_site):
        tree = parse(page)
        scripts = [e.text or "" for e in tree.iter("script") if e.attrib.get("type") != "application/json"]
        for data in tree.iter("script"):
            if data.attrib.get("type") == "application/json" and "data-atlas" not in data.attrib:
                json.loads(data.text or "null")  # what texts hold does not end it
        assert not any("alert(1)" in script for script in scripts), page
        assert [e for e in tree.iter("img") if e.attrib.get("src") == "x"] == [], page
        assert list(tree.iter("b")) == [], page


def test_no_marker_and_no_placeholder_is_left(site: Path) -> None:
    left = [
        page.name
        for page in pages(site)
        if page.name != "contribute.html" and re.search(r"data-atlas-block|\{\{|\{%", page.read_text("utf-8"))
    ]
    assert left == []


def test_every_table_has_a_caption_and_scoped_headers(site: Path) -> None:
    assert [page.name for page in pages(site) if not all(facts(page).tables)] == []


def test_the_site_of_a_dataset_about_editors_speaks_of_editors(editors_site: Path) -> None:
    home = (editors_site / "index.html").read_text("utf-8")
    assert "Editor Atlas" in home
    body = home[home.index('class="atlas-home"') : home.index("</article>")]
    assert "istribution" not in re.sub(r"distributions/[a-z-]+\.html", "", body)
    assert (editors_site / "migrate/vee-8-to-neo-1.html").is_file()


def test_search_finds_profiles_comparison_and_guides(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    places = {entry["location"].split("#")[0] for entry in index["docs"]}
    assert places >= {
        "distributions/rocky-linux.html",
        "compare/almalinux-vs-rocky-linux.html",
        "migrate/centos-linux-7-to-almalinux-9.html",
        "contribute.html",
    }
    text = " ".join(entry["text"] for entry in index["docs"] if entry["location"].startswith("distributions/rocky"))
    assert "FIPS" in text


def test_budgets_of_page_script_and_search_index(site: Path) -> None:
    """Sizes of section 6 of the design that need no clock. The index is measured as the search reads it."""
    scripts = {path.name: path.stat().st_size for path in (ROOT / "content/assets/javascripts").glob("*.js")}
    index = (site / "search/search_index.json").stat().st_size
    # Every page has the first, and at most one of the others.
    assert scripts.pop("atlas.js") + max(scripts.values()) <= 30_000
    assert index <= 1_500_000


def test_two_builds_of_one_day_are_identical(tmp_path: Path) -> None:
    one, other = (build_site(EDITORS, tmp_path / name) for name in ("one", "other"))
    first = {path.relative_to(one): path.read_bytes() for path in one.rglob("*") if path.is_file()}
    second = {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def copy_project(to: Path) -> Path:
    """Copy what a build needs, with the small dataset."""
    for name in ("mkdocs.yml", "hooks", "content"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, to / name)
    shutil.copytree(EDITORS, to / "data")
    (to / "generator/templates").mkdir(parents=True)  # mkdocs.yml watches them
    return to


def mkdocs(project: Path, *arguments: str) -> object:
    return run(shutil.which("mkdocs") or ROOT / ".venv/bin/mkdocs", "build", "--strict", *arguments, cwd=project)


def test_a_build_with_bad_data_tells_the_places_and_leaves_the_last_good_site(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    assert mkdocs(project).returncode == 0
    before = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}
    vee = project / "data/distributions/vee.yaml"
    vee.write_text(vee.read_text("utf-8").replace("[vee-manual]", "[vee-manul]"), encoding="utf-8")
    done = mkdocs(project)
    assert done.returncode == 1
    assert "data/distributions/vee.yaml:6:34: error: unknown source 'vee-manul' [unknown-source]" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()} == before


def test_a_hand_written_page_in_the_place_of_a_generated_one_is_refused(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "content/compare").mkdir(exist_ok=True)
    (project / "content/compare/index.md").write_text("# Mine\n", encoding="utf-8")
    done = mkdocs(project)
    assert done.returncode == 1
    assert "content/compare/index.md exists, but the dataset generates that page; rename it" in done.stderr


def test_a_broken_link_in_a_hand_written_page_fails_the_strict_build(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    about = project / "content/about.md"
    about.write_text(about.read_text("utf-8") + "\n[x](nowhere.md)\n", encoding="utf-8")
    assert mkdocs(project).returncode == 1
