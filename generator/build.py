"""The composition root: a data folder and a day in, a checked dataset or pages out."""

from __future__ import annotations

import gc
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import rmtree

from generator.errors import DataError, GeneratorError, Location, Problem
from generator.link import link
from generator.load import KeptFiles, load
from generator.model import Dataset
from generator.outcomes import listings
from generator.page import Page, Settings
from generator.pages import Kept, build_pages
from generator.prose import fill_all
from generator.validate import validate
from generator.views.comparison import comparisons


@dataclass(frozen=True)
class Checked:
    """A dataset without errors, and the warnings about it."""

    dataset: Dataset
    warnings: tuple[Problem, ...]


def today() -> date:
    """Return the day of the build: SOURCE_DATE_EPOCH (reproducible-builds.org) if set, else the clock, in UTC.

    Raises:
        GeneratorError: The variable is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise GeneratorError(f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970") from error


def revision(folder: Path) -> str:
    """Return the commit that a folder is at, with a word where files differ from it; nothing outside of a repository."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(folder), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603 - fixed words
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.strip()

    commit = git("rev-parse", "--short=12", "HEAD")
    return f"{commit}, with changes" if commit and git("status", "--porcelain", "--", ".") else commit


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: loading only adds, and walking all of it again and again takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _name(folder: Path) -> str:
    """Return how problems call a folder: from the working directory, so that an editor can open them; else by its name."""
    resolved = folder.resolve()
    return resolved.relative_to(Path.cwd()).as_posix() if resolved.is_relative_to(Path.cwd()) else resolved.name


# Rules about what is recorded of the data beside it. Pages and counts are made of the data: they come out right all the same.
RECORDED = frozenset({"outcomes-outdated"})


def read(folder: Path) -> Dataset:
    """Load a data folder without judging what its facts say.

    Raises:
        DataError: It cannot be read, or refers to what does not exist.
    """
    problems: list[Problem] = []
    with _no_collector():
        dataset = link(load(folder, problems, _name(folder)), problems)
    if dataset is None or any(problem.level == "error" for problem in problems):
        raise DataError(problems or [Problem(Location(_name(folder)), "no dataset", "missing-file")])
    return dataset


def check(
    folder: Path, day: date, kept: KeptFiles | None = None, *, tolerated: frozenset[str] = frozenset()
) -> Checked:
    """Load and check a data folder.

    Args:
        folder: The folder.
        day: Today.
        kept: What was read before: files that did not change since are not read again.
        tolerated: Rules whose errors are warnings here.

    Raises:
        DataError: It has errors; all of them are in `problems`, the warnings too.
    """
    problems: list[Problem] = []
    with _no_collector():
        raw = load(folder, problems, _name(folder), kept)
        dataset = link(raw, problems)
        if dataset is not None:
            is_sound = not any(problem.level == "error" for problem in problems)
            problems.extend(validate(dataset, day, is_sound=is_sound))
    problems = [replace(one, level="warning") if one.rule in tolerated else one for one in problems]
    if dataset is None or any(problem.level == "error" for problem in problems):
        raise DataError(problems or [Problem(Location(_name(folder)), "no dataset", "missing-file")])
    return Checked(dataset, tuple(sorted(set(problems))))


def fix(folder: Path, day: date) -> tuple[str, ...]:
    """Write the lists of outcomes that are missing or out of date, and return which, and what flipped.

    Raises:
        DataError: The dataset has other errors: what follows from them must not be recorded. Nothing was written.
    """
    told = []
    for one in listings(check(folder, day, tolerated=RECORDED).dataset):
        if one.text is not None and (one.is_missing or one.change):
            _replace_file(folder / "decisions" / Path(one.file).name, one.text)
            rows = one.text.count("\n") - 1
            told.append(
                f"{one.file}: written, {rows} row{'' if rows == 1 else 's'}" + (f"; {one.change}" if one.change else "")
            )
    return tuple(told)


def _replace_file(path: Path, text: str) -> None:
    """Write a file as a whole: nobody ever finds half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def make_pages(folder: Path, settings: Settings, kept: Kept | None = None) -> tuple[list[Page], tuple[Problem, ...]]:
    """Return every generated page and the warnings about the data; `kept` is what builds of a preview leave each other.

    Raises:
        DataError: The data has errors, or prose refers to what does not exist.
    """
    checked = check(folder, settings.today, kept.files if kept else None, tolerated=RECORDED)
    addresses = {uri for uri, _, _ in comparisons(checked.dataset)}
    prose, problems = fill_all(settings.prose, addresses, checked.dataset)
    if any(problem.level == "error" for problem in problems):
        raise DataError([*problems, *checked.warnings])
    return build_pages(checked.dataset, settings, prose, kept), (*checked.warnings, *problems)


def write_pages(pages: Sequence[Page], output: Path) -> None:
    """Write the pages as plain Markdown files with their blocks inlined; all of them, or none.

    Raises:
        GeneratorError: The folder exists and holds something that was not written here.
    """
    marker = ".atlas-build"
    if output.exists() and (not output.is_dir() or (any(output.iterdir()) and not (output / marker).is_file())):
        raise GeneratorError(f"{output} exists and was not written by this command; remove it or choose another folder")
    output.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        staging.chmod(0o755)
        (staging / marker).write_text(
            "Written by atlas build; replaced as a whole by the next one.\n", encoding="utf-8"
        )
        for page in pages:
            target = staging / page.uri
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page.inlined(), encoding="utf-8")
        if output.exists():
            rmtree(output)
        staging.rename(output)
    except BaseException:
        rmtree(staging, ignore_errors=True)
        raise
