"""Refusals: why there is no way from one release line to another, when that was last looked at, and what works instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.graph import Hop, Line
from generator.model import Dataset
from generator.objections import Objection
from generator.plan import Planner, Route, in_order
from generator.values import version_key

# How many lines a sentence names.
SHOWN = 3


@dataclass(frozen=True)
class Reason:
    """One reason, and the hop that it speaks against, if it is about one."""

    objection: Objection
    hop: Hop | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a pair has no route, or none in place.

    Attributes:
        start: Where it would begin.
        end: Where it would end.
        target_ended: The last day of support of the target, if that is over.
        missing: What no tool on record does, where the edges do not connect the two: a sentence; else nothing.
        nearly: The route that comes nearest, which the reasons speak against.
        reasons: What speaks against its hops; where there are none, the rules that say so of the target.
        checked: The last day that these were looked at; None where nobody has looked.
        nearest: Targets that work instead: lines of the same distribution first, then of the same major.
    """

    start: Line
    end: Line
    target_ended: date | None = None
    missing: str | None = None
    nearly: Route | None = None
    reasons: tuple[Reason, ...] = ()
    checked: date | None = None
    nearest: tuple[Line, ...] = ()


def refusal(planner: Planner, start: Line, end: Line, *, in_place: bool = False) -> Refusal | None:
    """Return why there is no route, or with `in_place` none without a reinstallation; None where there is one.

    The reasons are as few as can be: without them there would be a route, and there is none with fewer.
    """
    if start == end:
        return None
    routes = planner.routes(start, end)
    if any(not (in_place and route.reinstalls) for route in routes):
        return None
    ended = planner.end_of_life(end) if planner.has_ended(end) else None
    nearest = _nearest(planner, start, end, in_place=in_place)
    nearly = planner.nearest_to_a_route(start, end, in_place=in_place)
    if nearly is None:
        missing, checked = _missing(planner, start, end, in_place=in_place)
        told = tuple(Reason(one) for one in planner.judge.against_line(end))
        checked = max((one.objection.verified for one in told if one.objection.verified), default=checked)
        return Refusal(start, end, ended, missing, reasons=told, checked=checked, nearest=nearest)
    reasons = tuple(
        Reason(objection, hop)
        for hop, objections in zip(nearly.hops, nearly.objections, strict=True)
        for objection in objections
    )
    days = [one.objection.verified for one in reasons if one.objection.verified]
    return Refusal(start, end, ended, None, nearly, reasons, min(days, default=None), nearest)


def _missing(planner: Planner, start: Line, end: Line, *, in_place: bool) -> tuple[str, date | None]:
    """Say which edge is missing, and when the tools of the target were last looked at."""
    name = planner.judge.name
    every = [hop for hops in planner.hops.values() for hop in hops if not (in_place and hop.is_reinstall)]
    into = [hop for hop in every if hop.end == end]
    related = into or [hop for hop in every if hop.end.distribution == end.distribution]
    checked = max((hop.edge.verified for hop in related), default=None)
    how = " in place" if in_place else ""
    if is_step_back(planner.dataset, start, end):
        return f"{name(end)} is older than {name(start)}: no tool on record leads back to an older major.", checked
    if not into:
        return f"No tool on record leads{how} to {name(end)}.", checked
    lines = sorted({hop.start for hop in into}, key=lambda one: (one.distribution, version_key(one.major)))
    told = ", ".join(name(line) for line in lines[:SHOWN])
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    # In place: a new installation is a route of its own, and never the first hop of another.
    here = f"no tool leads in place from {name(start)} to any of these"
    return f"Ways{how} to {name(end)} begin at {told}{more}; {here}.", checked


def is_step_back(dataset: Dataset, start: Line, end: Line) -> bool:
    """Return whether a line is older than another that is numbered alike: one of the two has a line with the other's major."""
    if version_key(end.major) >= version_key(start.major):
        return False
    here, there = (dataset.distributions[one.distribution] for one in (start, end))
    return there.line(start.major) is not None or here.line(end.major) is not None


def _nearest(planner: Planner, start: Line, end: Line, *, in_place: bool) -> tuple[Line, ...]:
    """Return the reachable lines nearest to the one wanted: of the same distribution, then of the same major."""
    _, ends = planner.lines()
    reachable = [
        line
        for line in ends
        if line != end and any(not (in_place and route.reinstalls) for route in planner.routes(start, line))
    ]

    def rank(line: Line) -> tuple[int, int, int]:
        best = planner.routes(start, line)[0]
        return best.reinstalls, len(best.hops), -version_key(line.major)[0]

    same = [line for line in reachable if line.distribution == end.distribution]
    others = sorted((line for line in reachable if line.major == end.major), key=rank)
    wanted = version_key(end.major)
    below = [line for line in same if version_key(line.major) <= wanted]
    same = [max(below, key=in_order)] if below else sorted(same, key=in_order)
    return tuple(dict.fromkeys([*same[:1], *others[:2]]))
