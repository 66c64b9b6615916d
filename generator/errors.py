"""Where something stands in the data, and what is wrong with it.

GeneratorError            an expected failure; the command line prints it without a traceback
├── DataError             the dataset has errors; carries every Problem found
└── RenderError           a template failed; carries template, line and page
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Location(NamedTuple):
    """A place in a data file. Line and column count from 1; the file is relative to the project."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding about the data: a value, not an exception, so that all of them reach the reader at once."""

    at: Location
    message: str
    rule: str
    level: Level = field(default="error")
    hint: str = field(default="")

    def __str__(self) -> str:
        """Return `file:line:column: level: message [rule]`, with the remedy on a second line if there is one."""
        text = f"{self.at}: {self.level}: {self.message} [{self.rule}]"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def nearest(word: str, known: Iterable[str], name: str = "known") -> str:
    """Return a hint: the nearest known word, else the whole list (at most twelve)."""
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    more = ", ..." if len(choices) > 12 else ""  # noqa: PLR2004 - as the docstring says
    return f"{name}: {', '.join(choices[:12])}{more}" if choices else ""


def summary(problems: Iterable[Problem]) -> str:
    """Return the closing line of a report, such as `3 errors in 2 files`."""
    found = list(problems)
    parts = []
    for level in ("error", "warning"):
        count = sum(problem.level == level for problem in found)
        if count:
            parts.append(f"{count} {level}{'s' if count > 1 else ''}")
    files = len({problem.at.file for problem in found})
    return f"{' and '.join(parts)} in {files} file{'s' if files > 1 else ''}" if parts else "no problems"


def report(problems: Iterable[Problem]) -> str:
    """Return all problems and the closing line: warnings first, errors next to the closing line; each by file and line."""
    found = sorted(set(problems), key=lambda problem: (problem.level == "error", problem))
    return "\n".join([*map(str, found), summary(found)])


class GeneratorError(Exception):
    """An expected failure with a message for the reader."""


class DataError(GeneratorError):
    """The dataset cannot be used; `problems` holds every error and warning found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(report(self.problems))

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build; old facts, say, are not the reason why it failed."""
        return [problem for problem in self.problems if problem.level == "error"]


class RenderError(GeneratorError):
    """A template could not be rendered."""
