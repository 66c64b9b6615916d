"""The live preview: shows changes of the data, tells mistakes on the page and in the terminal, and lives on."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config

from tests.conftest import EPOCH, ROOT
from tests.test_site import copy_project

PATIENCE = 60


class Preview:
    """A running `mkdocs serve`."""

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
                [command, "serve", "-a", f"127.0.0.1:{self.port}"],
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


def test_templates_are_watched() -> None:
    """The real configuration watches what the preview promises to follow."""
    watched = {Path(path).resolve() for path in load_config(str(ROOT / "mkdocs.yml")).watch}
    assert {ROOT / "data", ROOT / "generator/templates"} <= watched
