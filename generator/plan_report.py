"""What `atlas plan` prints: routes or the reasons of a refusal, as text and as JSON.

The shape of the JSON is documented in content/plan-json.md; `format` changes when a key is renamed or goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from generator.commands import fill, hop_values
from generator.graph import Hop, Line, applies
from generator.guided import GuidedWays
from generator.model import Dataset
from generator.objections import Machine, Objection
from generator.plan import Planner, Route
from generator.records import SourceRef
from generator.refusals import Refusal, refusal

FORMAT = 1
STATUS_WORDS = {
    "supported": "supported",
    "supported-by-tool": "supported by the tool only",
    "experimental": "experimental",
    "ended": "no longer offered",
}


def plan_json(planner: Planner, start: Line, end: Line) -> str:
    """Return the routes of a pair, or why there are none, as JSON."""
    return json.dumps(_pair(planner, start, end), indent=2, ensure_ascii=False)


def all_json(planner: Planner, pairs: Sequence[tuple[Line, Line]]) -> str:
    """Return the same for many pairs, as a JSON list."""
    return json.dumps([_pair(planner, start, end) for start, end in pairs], indent=1, ensure_ascii=False)


def _pair(planner: Planner, start: Line, end: Line) -> dict[str, Any]:
    machine = planner.machine
    routes = planner.routes(start, end)
    refused = refusal(planner, start, end)
    in_place = refusal(planner, start, end, in_place=True)
    return {
        "format": FORMAT,
        "day": planner.today.isoformat(),
        "from": {**_line(start, planner), "release": machine.release},
        "to": _line(end, planner),
        "machine": {
            "architecture": machine.architecture,
            "cpu": machine.cpu,
            "features": sorted(machine.features),
        },
        "routes": [_route(route, planner) for route in routes],
        "refusal": _refusal(refused, planner) if refused else None,
        "in_place_refusal": _refusal(in_place, planner) if in_place else None,
    }


def _line(line: Line, planner: Planner) -> dict[str, Any]:
    ended = planner.end_of_life(line)
    return {
        "distribution": line.distribution,
        "major": line.major,
        "name": planner.judge.name(line),
        "end_of_life": _day(ended),
        "has_ended": planner.has_ended(line),
    }


def _route(route: Route, planner: Planner) -> dict[str, Any]:
    return {
        "status": route.status,
        "reinstalls": route.reinstalls,
        "do_not_stay": [str(stop) for stop in route.stops if planner.has_ended(stop)],
        "hops": [_hop(hop, planner) for hop in route.hops],
        "guide": _guide(route, planner),
    }


def _guide(route: Route, planner: Planner) -> str | None:
    """Return the page of the guide that leads along a route, None where there is none: guides lead along the best of a pair."""
    uri = _guided(planner).along(route)
    return uri.removesuffix(".md") + ".html" if uri else None


@lru_cache(maxsize=1)
def _guided(planner: Planner) -> GuidedWays:
    return GuidedWays(planner.dataset, planner.today)


def _hop(hop: Hop, planner: Planner) -> dict[str, Any]:
    edge = hop.edge
    secure_boot = next((one for one in hop.tool.secure_boot if applies(one.when, hop)), None)
    return {
        "tool": {"id": hop.tool_id, "name": hop.tool.name, "kind": hop.tool.kind},
        "from": _line(hop.start, planner),
        "to": _line(hop.end, planner),
        "status": edge.status,
        "starts_from": list(edge.minors),
        "starts_from_at_least": edge.minor_at_least,
        "ends_on": edge.to_release,
        "architectures": list(edge.architectures),
        "cpu": planner.judge.least_cpu(hop),
        "build": edge.build,
        "secure_boot": secure_boot.state if secure_boot else None,
        "note": fill(edge.note, hop_values(hop, planner.dataset)) if edge.note else None,
        "verified": _day(edge.verified),
        "sources": _sources(edge.sources, planner.dataset),
    }


def _refusal(refused: Refusal, planner: Planner) -> dict[str, Any]:
    reasons: list[dict[str, Any]] = []
    if refused.target_ended:
        says = f"{planner.judge.name(refused.end)} has had no free support since {refused.target_ended.isoformat()}."
        reasons.append(_reason("target-ended", says))
    if refused.missing:
        reasons.append(_reason("no-edge", refused.missing))
    reasons.extend(_of(reason.objection, reason.hop, planner.dataset) for reason in refused.reasons)
    return {
        "reasons": reasons,
        "checked": _day(refused.checked),
        "nearest": [_line(line, planner) for line in refused.nearest],
    }


def _reason(kind: str, says: str) -> dict[str, Any]:
    return {"kind": kind, "hop": None, "says": says, "rule": None, "verified": None, "sources": []}


def _of(objection: Objection, hop: Hop | None, dataset: Dataset) -> dict[str, Any]:
    return {
        "kind": objection.kind,
        "hop": {"tool": hop.tool_id, "from": str(hop.start), "to": str(hop.end)} if hop else None,
        "says": _sentence(objection),
        "rule": objection.rule,
        "verified": _day(objection.verified),
        "sources": _sources(objection.sources, dataset),
    }


def _sentence(objection: Objection) -> str:
    return objection.says.rstrip(".") + "."


def _sources(refs: Sequence[SourceRef], dataset: Dataset) -> list[dict[str, Any]]:
    return [
        {"id": ref.id, "title": dataset.sources[ref.id].title, "url": dataset.sources[ref.id].url, "at": ref.at_}
        for ref in refs
        if ref.id in dataset.sources
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plan_text(planner: Planner, start: Line, end: Line) -> Iterator[str]:
    """Yield the lines that a person reads: routes with their hops, or the reasons why there are none."""
    name = planner.judge.name
    for number, route in enumerate(planner.routes(start, end), 1):
        yield f"{number}. {_summary(route, planner)}"
        for hop in route.hops:
            stay = ", do not stay here: ended" if hop.end in route.stops and planner.has_ended(hop.end) else ""
            since = _starting(hop)
            yield (
                f"   {name(hop.start)} -> {name(hop.end)}{stay}\n"
                f"      {hop.tool.name}{since}; {STATUS_WORDS[hop.edge.status]}, verified {hop.edge.verified}"
            )
    for title, is_in_place in (("No way", False), ("No way in place", True)):
        refused = refusal(planner, start, end, in_place=is_in_place)
        if refused:
            yield from _refused(title, refused, planner)
            return


def _starting(hop: Hop) -> str:
    if hop.edge.minors:
        return f" from {' or '.join(hop.edge.minors)}"
    return f" from {hop.edge.minor_at_least} on" if hop.edge.minor_at_least else ""


def _summary(route: Route, planner: Planner) -> str:
    hops = len(route.hops)
    build = next((hop.edge.build for hop in route.hops if hop.edge.build), None)
    if route.reinstalls:
        return f"A new installation of the build {build}" if build else "A new installation"
    return (
        f"{hops} hop{'s' if hops > 1 else ''} in place, {STATUS_WORDS[route.status]}"
        + (f", the build {build}" if build else "")
        + (", past an ended release" if any(map(planner.has_ended, route.stops)) else "")
    )


def _refused(title: str, refused: Refusal, planner: Planner) -> Iterator[str]:
    name = planner.judge.name
    yield f"{title} from {name(refused.start)} to {name(refused.end)}:"
    if refused.target_ended:
        yield f"   {name(refused.end)} has had no free support since {refused.target_ended}."
    if refused.missing:
        yield f"   {refused.missing}"
    for reason in refused.reasons:
        where = f"{name(reason.hop.start)} -> {name(reason.hop.end)}, {reason.hop.tool.name}: " if reason.hop else ""
        yield f"   {where}{_sentence(reason.objection)}"
    if refused.checked:
        yield f"   Last looked at {refused.checked}."
    if refused.nearest:
        yield f"   Nearest that works: {', '.join(map(name, refused.nearest))}."


def all_text(planner: Planner, pairs: Sequence[tuple[Line, Line]]) -> Iterator[str]:
    """Yield one line for each pair: its best route, or that there is none."""
    for start, end in pairs:
        routes = planner.routes(start, end)
        told = "none" if not routes else f"{_summary(routes[0], planner)}: {_tools(routes[0])}"
        yield f"{start} {end}  {told}"


def _tools(route: Route) -> str:
    return ", ".join(hop.tool.name for hop in route.hops)


def machine_of(
    dataset: Dataset, architecture: str | None, cpu: str | None, features: Sequence[str], release: str | None
) -> Machine:
    """Return the machine that options describe.

    Raises:
        KeyError: One of them names what the dataset does not know; the message says what it knows.
    """
    machines = dataset.machines
    known: Mapping[str, Sequence[str]] = {
        "architecture": machines.architectures,
        "cpu": machines.cpu.levels if machines.cpu else (),
        "feature": [one.id for one in machines.features],
    }
    for kind, given in (("architecture", architecture), ("cpu", cpu), *(("feature", one) for one in features)):
        if given and given not in known[kind]:
            raise KeyError(f"unknown {kind} '{given}'; known: {', '.join(known[kind]) or 'none'}")
    return Machine(architecture, cpu, frozenset(features), release)
