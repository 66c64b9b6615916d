"""What exists, by kind and id, and the report when something does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from generator.errors import Location, Problem, nearest
from generator.model import Citation
from generator.records import ReleasesFile, SourceRecord, SourceRef
from generator.values import version_key

T = TypeVar("T")


class Names:
    """Looks names up; a miss becomes a Problem with the nearest known name.

    Attributes:
        problems: Receives the misses.
        broken: Ids declared in files with errors: they exist, only not usably.
        sources: Sources by id; None where their file cannot be read, which is one error, not one per citation.
        lines: The majors of each distribution.
    """

    def __init__(self, problems: list[Problem], broken: set[str]) -> None:
        self.problems = problems
        self.broken = broken
        self.sources: Mapping[str, SourceRecord] | None = None
        self.lines: dict[str, tuple[str, ...]] = {}
        self.cited: set[str] = set()
        # Kinds whose file cannot be read: one error, not one per reference.
        self.unreadable: set[str] = set()

    def report(self, at: Location, message: str, rule: str, hint: str = "") -> None:
        """Add an error."""
        self.problems.append(Problem(at, message, rule, hint=hint))

    def find(self, kind: str, name: str, known: Mapping[str, T], at: Location) -> T | None:
        """Return what has the name, or None after reporting that nothing has it."""
        if name in known:
            return known[name]
        if name not in self.broken and kind not in self.unreadable:
            self.report(
                at, f"unknown {kind} '{name}'", f"unknown-{kind.replace(' ', '-')}", nearest(name, known, "known")
            )
        return None

    def cite(self, refs: Iterable[SourceRef], at: Location) -> tuple[Citation, ...]:
        """Return the citations, each source once."""
        citations: dict[str, Citation] = {}
        for ref in refs:
            where = ref.at if ref.at.file else at
            self.cited.add(ref.id)
            source = self.find("source", ref.id, self.sources, where) if self.sources is not None else None
            if ref.id in citations:
                self.report(where, f"the source '{ref.id}' is cited twice", "repeated-source", "remove one of them")
            elif source is not None:
                citations[ref.id] = Citation(source, ref.at_)
        return tuple(citations.values())

    def check_line(self, distribution: str, major: str, at: Location) -> None:
        """Report a major that the distribution has no release line for."""
        majors = self.lines.get(distribution)
        if majors is not None and major not in majors:
            self.report(
                at,
                f"{distribution} has no release line '{major}'",
                "unknown-major",
                f"its lines: {', '.join(majors)}" if majors else f"add data/releases/{distribution}.yaml",
            )

    def check_any_line(self, major: str, at: Location) -> None:
        """Report a major that no distribution has a release line for; in a broken dataset nobody can know."""
        known = sorted({one for majors in self.lines.values() for one in majors}, key=version_key)
        if major not in known and not self.broken:
            self.report(
                at, f"no distribution has a release line '{major}'", "unknown-major", f"known: {', '.join(known)}"
            )


def by_id(records: Iterable[Any], kind: str, problems: list[Problem]) -> dict[str, Any]:
    """Return records by id; a repeated id is a Problem."""
    found: dict[str, Any] = {}
    for record in records:
        if record.id in found:
            problems.append(
                Problem(
                    record.at_key("id"),
                    f"the {kind} '{record.id}' is defined twice",
                    "repeated-id",
                    hint=f"first in {found[record.id].at}",
                )
            )
        else:
            found[record.id] = record
    return found


def majors_of(releases: ReleasesFile | None) -> tuple[str, ...]:
    """Return the majors of a releases file."""
    return tuple(line.major for line in releases.lines) if releases else ()
