"""What all tests share: a fixed day, small datasets, built sites and a browser with no network."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.build import check
from generator.errors import Problem
from generator.link import link
from generator.load import load
from generator.model import Dataset
from generator.outcomes import listings

ROOT = Path(__file__).parent.parent
EDITORS = Path(__file__).parent / "editors"
DAY = date(2026, 11, 23)
# The same day as SOURCE_DATE_EPOCH, for commands that run in a process of their own.
EPOCH = "1795392000"

Files = dict[str, str | bytes | None]


@pytest.fixture
def dataset(tmp_path: Path) -> Callable[[Files], Path]:
    """Return a function that makes a copy of the editors' dataset with some files replaced, added or (None) removed.

    The lists of outcomes are brought up to date where they can be, unless they are among the files: what tests change flips them.
    """

    def make(files: Files) -> Path:
        folder = tmp_path / "data"
        if not folder.exists():
            shutil.copytree(EDITORS, folder)
        for name, content in files.items():
            path = folder / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8")
        list_outcomes(folder, files)
        return folder

    return make


def list_outcomes(folder: Path, files: Files) -> None:
    """Write the lists of outcomes of a dataset that can be linked; the rest of it may break any rule."""
    problems: list[Problem] = []
    linked = link(load(folder, problems), problems)
    for one in listings(linked) if linked and not any(problem.level == "error" for problem in problems) else ():
        name = f"decisions/{Path(one.file).name}"
        if one.text is not None and name not in files:
            (folder / name).write_text(one.text, encoding="utf-8")


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the fixed day and return what came of it."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", **env}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def build_site(data: Path, site_dir: Path) -> Path:
    """Build the real site's configuration from some data, strictly, in a process of its own."""
    config = site_dir.parent / f"{site_dir.name}.yml"
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {ROOT / 'content'}\nhooks: [{ROOT / 'hooks/pages.py'}]\n"
        f"watch: []\nextra: {{atlas: {{data: {data}}}}}\n",
        encoding="utf-8",
    )
    done = run(shutil.which("mkdocs") or ROOT / ".venv/bin/mkdocs", "build", "--strict", "-f", config, "-d", site_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    return site_dir


@pytest.fixture(scope="session")
def repository() -> Dataset:
    """The repository's own dataset."""
    return check(ROOT / "data", DAY).dataset


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's data."""
    return build_site(ROOT / "data", tmp_path_factory.mktemp("site") / "html")


@pytest.fixture(scope="session")
def editors_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a dataset about something else entirely."""
    return build_site(EDITORS, tmp_path_factory.mktemp("editors") / "html")


BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Return a Chromium of this machine; as root on Debian, install it. Never a download of the test tool's own."""
    for attempt in range(2):
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if found:
            return found
        if attempt == 0 and shutil.which("apt-get") and os.geteuid() == 0:
            subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True, timeout=300)
            subprocess.run(
                ["apt-get", "install", "-y", "-qq", "chromium"], check=True, capture_output=True, timeout=900
            )
    pytest.fail("no Chromium found; install one (Debian and Ubuntu: apt install chromium)")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
