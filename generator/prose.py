"""Prose of authors: Markdown whose every figure comes from a fact by reference, evaluated in a sandbox.

    It came out on {{ fact("almalinux", "first_release") }} and supports 9 until {{ fact("almalinux", "supported_until", "9") }}.

What cannot be resolved is a problem with file and line, like every other mistake in the data.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator import uris
from generator.errors import Location, Problem, nearest
from generator.model import Dataset, State
from generator.render import markdown_text
from generator.values import show_date


@dataclass(frozen=True)
class Prose:
    """What an author wrote: the file it stands in, for messages, and its Markdown."""

    file: str
    text: str


class UnknownReferenceError(Exception):
    """A reference that leads nowhere: message and hint for a Problem."""

    def __init__(self, message: str, rule: str, hint: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.hint = hint


def fill(prose: Prose, dataset: Dataset, problems: list[Problem]) -> str:
    """Return the Markdown with every reference replaced; what leads nowhere is added to `problems`.

    One problem per expression, so that all mistakes of a page are told at once.
    """
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals.clear()
    environment.globals.update(references(dataset))

    def replace(found: re.Match[str]) -> str:
        line = prose.text.count("\n", 0, found.start()) + 1
        column = found.start() - prose.text.rfind("\n", 0, found.start())
        at = Location(prose.file, line, column)
        try:
            return markdown_text(environment.from_string(found[0]).render())
        except UnknownReferenceError as error:
            problems.append(Problem(at, str(error), error.rule, hint=error.hint))
        except TemplateSyntaxError as error:
            problems.append(Problem(at, f"{found[0]}: {error.message}", "reference", hint=_HINT))
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            reason = traceback.format_exception_only(error)[-1].strip().partition(": ")[2] or str(error)
            problems.append(Problem(at, f"{found[0]}: {reason}", "reference", hint=_HINT))
        return found[0]

    return re.sub(r"\{\{.*?\}\}", replace, prose.text, flags=re.DOTALL)


_HINT = 'write {{ fact("distribution", "criterion") }}, with a release line where facts are given per line'


def references(dataset: Dataset) -> Mapping[str, Callable[..., str]]:
    """Return what authors can call."""

    def known(kind: str, name: str, names: Mapping[str, object]) -> None:
        if name not in names:
            raise UnknownReferenceError(f"unknown {kind} '{name}'", f"unknown-{kind}", nearest(name, names, "known"))

    def fact(distribution: str, criterion: str, major: str | None = None) -> str:
        """Return the value of a fact, as the tables show it."""
        known("distribution", distribution, dataset.distributions)
        known("criterion", criterion, dataset.criteria)
        one = dataset.distributions[distribution]
        claims = one.facts.get(criterion, ())
        if major is None and claims and all(claim.majors for claim in claims):
            lines = ", ".join(line.major for line in one.lines)
            raise UnknownReferenceError(
                f"'{criterion}' of {distribution} is given per release line",
                "reference",
                f'name one: fact("{distribution}", "{criterion}", "..."), of {lines}',
            )
        claim = one.claim(criterion, major)
        if claim.value is None:
            state = "not researched" if claim.state is State.NOT_RESEARCHED else str(claim.state).replace("_", " ")
            raise UnknownReferenceError(
                f"'{criterion}' of {distribution} is {state}: there is no value to write",
                "reference",
                "say it in words, or add the fact",
            )
        return claim.value.text

    def name(distribution: str) -> str:
        """Return the name of a distribution."""
        known("distribution", distribution, dataset.distributions)
        return dataset.distributions[distribution].name

    def released(distribution: str, version: str) -> str:
        """Return the day of a release."""
        known("distribution", distribution, dataset.distributions)
        days = {one.version: one.released for one in dataset.distributions[distribution].releases}
        known("release", version, days)
        return show_date(days[version])

    return {"fact": fact, "name": name, "released": released}


def read_prose(content: Path) -> dict[str, Prose]:
    """Return what authors wrote for comparisons, by the address of the page: the files of `compare/` in a content folder."""
    folder = content / PurePosixPath(uris.COMPARISONS).parent
    return {
        path.relative_to(content).as_posix(): Prose(
            f"{content.name}/{path.relative_to(content).as_posix()}", path.read_text("utf-8")
        )
        for path in sorted(folder.glob("*.md"))
        if path.relative_to(content).as_posix() != uris.COMPARISONS
    }


def fill_all(
    prose: Mapping[str, Prose], addresses: Collection[str], dataset: Dataset
) -> tuple[dict[str, str], list[Problem]]:
    """Return all prose filled, by address, and the problems.

    Prose for a page that does not exist is left out with a warning: the data may be another than it was written for.
    """
    problems: list[Problem] = []
    filled = {}
    for uri, one in prose.items():
        if uri not in addresses:
            hint = nearest(uri, addresses, "comparisons")
            message = f"there is no page {uri} to add this to"
            problems.append(Problem(Location(one.file), message, "unknown-page", "warning", hint))
            continue
        filled[uri] = fill(one, dataset, problems)
    return filled, problems
