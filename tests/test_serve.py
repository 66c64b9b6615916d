"""The live preview: shows changes of the data, tells mistakes on the page and in the terminal, and lives on."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config

from tests.conftest import EPOCH, ROOT, run
from tests.test_site import copy_project

PATIENCE = 60


class Preview:
    """A running `mkdocs serve --dirty`, as `make serve` starts it."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.project = project
        self.log = project / "serve.log"
        environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
        command = shutil.which("mkdocs") or str(ROOT / ".venv/bin/mkdocs")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [command, "serve", "--dirty", "-a", f"127.0.0.1:{self.port}"],
                cwd=project,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def page(self, name: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{name}", timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, name: str, text: str, *, there: bool = True) -> str:
        """Return the page as soon as it holds (or no longer holds) a text."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            page = self.page(name)
            if page and (text in page) == there:
                return page
            time.sleep(0.1)
        pytest.fail(f"{name} {'never showed' if there else 'went on showing'} {text!r}:\n{self.log.read_text()}")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.project / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(copy_project(tmp_path))
    yield running
    running.process.terminate()
    running.process.wait(20)


def test_the_preview_follows_the_data_through_a_mistake(preview: Preview) -> None:
    preview.wait("distributions/vee.html", "12 MB")
    preview.edit("data/distributions/vee.yaml", "value: 12", "value: 13")
    preview.wait("distributions/vee.html", "13 MB")

    preview.edit("data/distributions/vee.yaml", "value: 13", "value: plenty")
    told = "data/distributions/vee.yaml:10:19: error: memory: &#x27;plenty&#x27; is not a number [wrong-value]"
    page = preview.wait("distributions/vee.html", told)
    assert "13 MB" in page  # the last good state stays below the error
    assert "vee.yaml:10:19: error: memory: 'plenty' is not a number" in preview.log.read_text()

    preview.edit("data/distributions/vee.yaml", "value: plenty", "value: 14")
    page = preview.wait("distributions/vee.html", "14 MB")
    assert "atlas-errors" not in page


def test_the_preview_follows_stylesheets(preview: Preview) -> None:
    preview.wait("index.html", "Editor Atlas")
    sheet = "assets/stylesheets/atlas.css"
    preview.edit(f"content/{sheet}", "/* Distro Atlas:", "/* Changed. Distro Atlas:")
    assert preview.wait(sheet, "/* Changed.")


def test_a_preview_that_starts_with_bad_data_shows_the_errors(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    sources = project / "data/sources.yaml"
    good = sources.read_text("utf-8")
    sources.write_text("sources: [\n", encoding="utf-8")
    running = Preview(project)
    try:
        running.wait("index.html", "data/sources.yaml:2:1: error: not YAML")
        sources.write_text(good, encoding="utf-8")
        assert running.wait("index.html", "Editor Atlas")
    finally:
        running.process.terminate()
        running.process.wait(20)


REBUILDS = """
import json, os, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

project, site = Path(sys.argv[1]), Path(sys.argv[2])

def rebuild():
    for path in site.rglob("*.html"):
        os.utime(path, (1, 1))
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(site))
    if not started:
        config.plugins.on_startup(command="serve", dirty=True)
        started.append(True)
    build(config, serve_url="http://localhost/", dirty=True)
    docs = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    places = [entry["location"] for entry in docs]
    there = sorted(site.rglob("*.html"))
    return {
        "written": [path.relative_to(site).as_posix() for path in there if path.stat().st_mtime > 1],
        "there": [path.relative_to(site).as_posix() for path in there],
        "twice": len(places) - len(set(places)),
        "found": len(places),
    }

def edit(name, old, new):
    path = project / name
    text = path.read_text("utf-8")
    assert old in text, name
    path.write_text(text.replace(old, new), "utf-8")

started, told = [], []
told.append(rebuild())
told.append(rebuild())
edit("data/distributions/vee.yaml", "value: 12", "value: 14")
told.append(rebuild())
edit("mkdocs.yml", "site_name: ", "site_name: New ")
told.append(rebuild())
edit("data/distributions/vee.yaml", "value: 14", "value: many")
told.append(rebuild())
edit("data/distributions/vee.yaml", "value: many", "value: 14")
told.append(rebuild())
edit("data/criteria.yaml", "      - id: vendor_help", "      - id: vendor_care")
for path in (project / "data").rglob("*.yaml"):
    path.write_text(path.read_text("utf-8").replace("vendor_help", "vendor_care"), "utf-8")
told.append(rebuild())
print(json.dumps(told))
"""


def test_a_preview_writes_only_what_changed(tmp_path: Path) -> None:
    project, site = copy_project(tmp_path), tmp_path / "site"
    site.mkdir()
    done = run(sys.executable, "-c", REBUILDS, project, site, cwd=project)
    assert done.returncode == 0, done.stderr
    assert "'dirty' build" not in done.stderr
    first, idle, edited, configured, wrong, mended, renamed = json.loads(done.stdout.splitlines()[-1])
    pages = {name for name in first["there"] if name != "404.html"}
    assert set(first["written"]) >= pages
    # An edit writes the pages that show the fact, and those of the navigation; nothing else.
    listed = set(idle["written"]) - {"404.html"}
    assert "compare/index.html" in listed
    assert "migrate/vee-8-to-neo-1.html" not in edited["written"]
    assert set(edited["written"]) - listed - {"404.html"} >= {
        "compare/everything.html",
        "compare/neo-vs-vee.html",
        "data/criteria/memory.html",
        "distributions/vee.html",
    }
    assert "compare/emm-vs-neo.html" not in edited["written"]
    # Outcomes rest on the facts that their decision tests, and on nothing else of the data.
    assert not [name for name in idle["written"] if name.startswith("decide/which-editor/")]
    assert [name for name in edited["written"] if name.startswith("decide/which-editor/")]
    assert set(configured["written"]) >= pages  # the configuration makes every page
    assert set(wrong["written"]) >= pages  # every page shows the mistake,
    assert set(mended["written"]) >= pages  # and none any more
    assert "data/criteria/vendor-care.html" in renamed["there"]
    assert "data/criteria/vendor-help.html" not in renamed["there"]
    assert [one["twice"] for one in (first, idle, edited, mended)] == [0, 0, 0, 0]
    assert first["found"] == idle["found"] == edited["found"] == mended["found"]


def test_templates_are_watched() -> None:
    """The real configuration watches what the preview promises to follow."""
    watched = {Path(path).resolve() for path in load_config(str(ROOT / "mkdocs.yml")).watch}
    assert {ROOT / "data", ROOT / "generator/templates"} <= watched
