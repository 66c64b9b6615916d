"""The graph of migrations: release lines as nodes, edges of tools as hops between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.records import EdgeRecord, HopFilter, ToolRecord


@dataclass(frozen=True, order=True)
class Line:
    """A release line as a node of the graph."""

    distribution: str
    major: str

    def __str__(self) -> str:
        return f"{self.distribution}:{self.major}"


@dataclass(frozen=True)
class Hop:
    """One edge of a route."""

    tool_id: str
    tool: ToolRecord
    edge: EdgeRecord
    # Which of the tool's edges it is: some tools have several between two lines.
    place: int = 0

    @cached_property
    def start(self) -> Line:
        """Where it begins."""
        return Line(self.edge.from_, self.edge.major)

    @cached_property
    def end(self) -> Line:
        """Where it ends."""
        return Line(self.edge.to, self.edge.to_major)

    @property
    def is_reinstall(self) -> bool:
        """Whether the old system is left, not carried over."""
        return self.tool.kind == "reinstall"


def applies(when: HopFilter, hop: Hop) -> bool:
    """Return whether a filter matches a hop: every key that is given must hold."""
    edge = hop.edge
    return (
        (not when.kinds or hop.tool.kind in when.kinds)
        and (not when.tools or hop.tool_id in when.tools)
        and (not when.from_ or edge.from_ in when.from_)
        and (not when.from_majors or edge.major in when.from_majors)
        and (not when.to or edge.to in when.to)
        and (not when.to_majors or edge.to_major in when.to_majors)
        and (not when.builds or edge.build in when.builds)
        and not (when.architectures and edge.architectures and set(when.architectures).isdisjoint(edge.architectures))
    )
