"""Small worlds of release lines and tools, made in the test; and what is to be known about them without the planner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from conftest import DAY
from hypothesis import strategies as st

from generator.errors import Location
from generator.graph import Hop, Line
from generator.model import Citation, Claim, Dataset, Distribution, State
from generator.objections import Judge, Machine, Objection
from generator.plan import MAX_HOPS, STATUSES, Planner, Route
from generator.records import (
    DatasetRecord,
    LineRecord,
    MachinesFile,
    ReleaseRecord,
    RuleRecord,
    SourceRecord,
    ToolRecord,
)
from generator.values import Value, version_key

CITED = {"sources": ["s"], "verified": "2026-01-10"}
YESTERDAY = DAY - timedelta(days=1)
TOMORROW = DAY + timedelta(days=1)
LONG_AGO = DAY - timedelta(days=100)
KINDS = ("conversion", "upgrade", "reinstall")
LEVELS = ("v1", "v2", "v3")
# One architecture with levels of processors, one without; a mascot is a kind of pet.
MACHINES = {
    "architectures": ["x", "arm"],
    "cpu": {"architecture": "x", "levels": LEVELS, "criterion": "levels"},
    "features": [
        {"id": "pet", "title": "A pet", "use": "a pet"},
        {"id": "mascot", "title": "A mascot", "use": "a mascot", "kind_of": "pet"},
        {"id": "clock", "title": "A clock", "use": "a clock"},
    ],
}
SOURCE = SourceRecord.model_validate(
    {"id": "s", "title": "S", "url": "https://s.example/", "publisher": "S", "kind": "third-party"}
)
ABOUT = DatasetRecord.model_validate(
    {
        "format": "1",
        "title": "Made",
        "summary": "Made.",
        "noun": {"one": "one", "many": "many"},
        "phases": [{"id": "free", "title": "Free"}, {"id": "paid", "title": "Paid", "paid": "true"}],
    }
)

Edge = dict[str, Any]
Until = date | tuple[date, date]


def edge(start: str, end: str, status: str = "supported", tool: str = "conversion", **more: Any) -> Edge:
    """One edge between lines written as name:major. A tool is named after its kind, two of them with a suffix."""
    names = [*start.split(":"), *end.split(":")]
    ends = dict(zip(("from", "major", "to", "to_major"), names, strict=True))
    return {"tool": tool, "record": {**ends, "status": status, **CITED, **more}}


def rule(effect: str, name: str = "rule", **more: Any) -> dict[str, Any]:
    """One rule about routes."""
    return {"id": name, "title": "A rule", "says": f"The {name} says so.", "effect": effect, **CITED, **more}


def release(version: str, day: str | date, **more: Any) -> dict[str, Any]:
    """One release of a line."""
    return {"version": version, "released": str(day), **CITED, **more}


def line_of(name: str) -> Line:
    return Line(*name.split(":"))


def stops(route: Route) -> list[str]:
    return [str(route.hops[0].start), *(str(hop.end) for hop in route.hops)]


def routes(plan: Planner, start: str, end: str) -> list[list[str]]:
    return [stops(route) for route in plan.routes(line_of(start), line_of(end))]


def planner(*edges: Edge, **more: Any) -> Planner:
    """A planner of the world that these edges make; what else it holds as in `World`."""
    return World(edges, **more).planner


@dataclass(frozen=True)
class World:
    """Edges, and what is known about lines, tools, rules and the machine, all of it as it would stand in the data.

    Attributes:
        until: The last day of support of lines, or that and the last day of paid support.
        released: The day that lines came out, where it is another than 2015-01-01.
        releases: Releases by distribution, newest first.
        undated: Releases by line whose day nobody tells.
        upstreams: Distributions that rebuild another.
        requires: Features that tools require.
        runs_on: The levels of processors that lines run on.
    """

    edges: tuple[Edge, ...]
    until: Mapping[str, Until] = field(default_factory=dict)
    released: Mapping[str, date] = field(default_factory=dict)
    releases: Mapping[str, Sequence[dict[str, Any]]] = field(default_factory=dict)
    undated: Mapping[str, list[str]] = field(default_factory=dict)
    upstreams: Mapping[str, str] = field(default_factory=dict)
    requires: Mapping[str, list[str]] = field(default_factory=dict)
    runs_on: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rules: Sequence[dict[str, Any]] = ()
    machine: Machine = field(default_factory=Machine)
    machines: Mapping[str, Any] = field(default_factory=lambda: MACHINES)

    @cached_property
    def planner(self) -> Planner:
        return Planner(self.dataset, DAY, self.machine)

    @cached_property
    def dataset(self) -> Dataset:
        return Dataset(
            about=ABOUT,
            groups=(),
            criteria={},
            sources={"s": SOURCE},
            distributions={name: self._distribution(name, majors) for name, majors in self.lines.items()},
            comparisons={},
            decisions={},
            tools={name: self._tool(name) for name in dict.fromkeys(one["tool"] for one in self.edges)},
            hazards=(),
            rules=tuple(RuleRecord.model_validate(one) for one in self.rules),
            machines=MachinesFile.model_validate(self.machines),
        )

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        """The majors of every distribution that an edge names."""
        found: dict[str, dict[str, None]] = {}
        for one in self.edges:
            for name in ends_of(one):
                distribution, major = name.split(":")
                found.setdefault(distribution, {})[major] = None
        return {name: list(majors) for name, majors in found.items()}

    def _distribution(self, name: str, majors: Sequence[str]) -> Distribution:
        return Distribution(
            id=name,
            name=name.capitalize(),
            summary="One.",
            family=None,
            is_active=True,
            homepage=None,
            upstream=self.upstreams.get(name),
            facts={"levels": tuple(self._levels(name, major) for major in majors if f"{name}:{major}" in self.runs_on)},
            lines=tuple(self._line(f"{name}:{major}", major) for major in majors),
            releases=tuple(ReleaseRecord.model_validate(one) for one in self.releases.get(name, ())),
            at=Location("made.yaml"),
        )

    def _levels(self, name: str, major: str) -> Claim:
        members = tuple((level, level) for level in self.runs_on[f"{name}:{major}"])
        value = Value("Levels", frozenset(members), members=members)
        return Claim(
            State.VALUE,
            Location("made.yaml"),
            (major,),
            value,
            citations=(Citation(SOURCE),),
            verified=date(2026, 1, 9),
        )

    def _line(self, name: str, major: str) -> LineRecord:
        until = self.until.get(name)
        days = until if isinstance(until, tuple) else (until,) if until else ()
        phases = [{"id": kind, "until": str(day), **CITED} for kind, day in zip(("free", "paid"), days, strict=False)]
        released, undated = str(self.released.get(name, "2015-01-01")), self.undated.get(name, [])
        return LineRecord.model_validate(
            {"major": major, "released": released, "undated": undated, "phases": phases, **CITED}
        )

    def _tool(self, name: str) -> ToolRecord:
        return ToolRecord.model_validate(
            {
                "name": name.capitalize(),
                "kind": name.split("-", maxsplit=1)[0],
                "summary": "A tool.",
                "homepage": "https://tool.example/",
                "maintainer": "Somebody",
                "requires": self.requires.get(name, []),
                "undo": {"possible": "no", "says": "No.", "sources": ["s"]},
                "edges": [one["record"] for one in self.edges if one["tool"] == name],
                "steps": [
                    {"id": "run", "phase": "run", "title": "Run", "why": "So.", "run": "go", "undo": "No.", **CITED}
                ],
            }
        )

    # ---- what is to be known without the planner ---------------------------------------------------------------------

    def place_of(self, one: Edge) -> int:
        """Which of its tool's edges it is."""
        return [other for other in self.edges if other["tool"] == one["tool"]].index(one)

    def edge_of(self, hop: Hop) -> Edge:
        return [one for one in self.edges if one["tool"] == hop.tool_id][hop.place]

    def ways(self, start: str, end: str, *, in_place: bool = False) -> Iterator[tuple[Edge, ...]]:
        """Yield every sequence of edges from one line to another without a loop, whatever speaks against it."""

        def longer(way: tuple[Edge, ...]) -> Iterator[tuple[Edge, ...]]:
            passed = [start, *(ends_of(one)[1] for one in way)]
            if way and passed[-1] == end:
                yield way
            if len(way) == MAX_HOPS or any(kind_of(one) == "reinstall" for one in way):
                return
            for one in self.edges:
                if ends_of(one)[0] == passed[-1] and ends_of(one)[1] not in passed:
                    is_alone = kind_of(one) != "reinstall" or not (way or in_place)
                    yield from longer((*way, one)) if is_alone else ()

        yield from longer(())

    def free_ways(self, start: str, end: str, *, in_place: bool = False) -> list[tuple[Edge, ...]]:
        """The ways that nothing speaks against."""
        if self.has_ended(end):
            return []
        return [way for way in self.ways(start, end, in_place=in_place) if not self.faults(way)]

    def order(self, way: Sequence[Edge]) -> tuple[Any, ...]:
        """Smaller is better: what the planner promises, and the names of the hops at last."""
        return (
            sum(kind_of(one) == "reinstall" for one in way),
            max(STATUSES.index(one["record"]["status"]) for one in way),
            len(way),
            sum(self._avoided(one, way[:at]) for at, one in enumerate(way)),
            sum("build" in one["record"] for one in way) + sum(map(self._is_from_older, way)),
            sum(max(0, (DAY - self.until_of(ends_of(one)[1])).days) for one in way[:-1]),
            tuple(f"{one['tool']} {ends_of(one)[1]} {self.place_of(one)}" for one in way),
        )

    def until_of(self, line: str) -> date:
        until = self.until.get(line, date.max)
        return until[0] if isinstance(until, tuple) else until

    def has_ended(self, line: str) -> bool:
        return self.until_of(line) < DAY

    def faults(self, way: Sequence[Edge]) -> list[str]:
        """The kinds of everything that speaks against the hops of a way."""
        return [kind for at, one in enumerate(way) for kind in self._faults_of(one, way[:at])]

    def _faults_of(self, one: Edge, before: Sequence[Edge]) -> Iterator[str]:
        record, machine = one["record"], self.machine
        if record["status"] == "ended" or date.fromisoformat(record.get("ended", "9999-01-01")) <= DAY:
            yield "ended"
        yield from ("rule" for _ in self._rules("refuse", one, before))
        required = self.requires.get(one["tool"])
        if required and not self.features & set(required):
            yield "feature"
        architecture = machine.architecture or ("x" if machine.cpu else None)
        runs = set(record.get("architectures", []))
        shared = {architecture} if architecture else common(before)
        if runs and shared and not runs & shared:
            yield "architecture"
        needed = [LEVELS.index(record.get("cpu", "v1"))]
        needed += [min(map(LEVELS.index, self.runs_on.get(ends_of(one)[1], ("v1",))))]
        if machine.cpu and architecture == "x" and max(needed) > LEVELS.index(machine.cpu):
            yield "cpu"
        yield from self._wrong_releases(one, is_first=not before)

    def _wrong_releases(self, one: Edge, *, is_first: bool) -> Iterator[str]:
        start, end = ends_of(one)
        release, minors = self.machine.release if is_first else None, one["record"].get("minors", [])
        source, target = self.newest(start), self.newest(end)
        if release and minors and version_key(release) > max(map(version_key, minors)):
            yield "minor"
        if source and minors and version_key(source["version"]) < min(map(version_key, minors)):
            yield "release"
        if self.released.get(end, DAY) > DAY:
            yield "release"
        source = next((had for had in self._of(start) if had["version"] == release), None) if release else source
        if source and target and kind_of(one) == "upgrade" and target["released"] < source["released"]:
            yield "release"
        is_same = start.split(":")[0] == end.split(":")[0]
        older = source and target and version_key(target["version"]) < version_key(source["version"])
        if older and is_same and kind_of(one) == "conversion":
            yield "release"

    @property
    def features(self) -> set[str]:
        return self.machine.features | ({"pet"} if "mascot" in self.machine.features else set())

    def newest(self, line: str) -> dict[str, Any] | None:
        return next(iter(self._of(line)), None)

    def _of(self, line: str) -> list[dict[str, Any]]:
        name, major = line.split(":")
        return [one for one in self.releases.get(name, ()) if one["version"].startswith(f"{major}.")]

    def _is_from_older(self, one: Edge) -> bool:
        newest, minors = self.newest(ends_of(one)[0]), one["record"].get("minors", [])
        return bool(newest and minors and newest["version"] not in minors)

    def _avoided(self, one: Edge, before: Sequence[Edge]) -> int:
        return len(self._rules("avoid", one, before))

    def _rules(self, effect: str, one: Edge, before: Sequence[Edge]) -> list[dict[str, Any]]:
        return [
            rule
            for rule in self.rules
            if rule["effect"] == effect
            and matches(rule.get("when", {}), one)
            and not any(matches(other, one) for other in rule.get("unless", []))
            and ("after" not in rule or any(matches(rule["after"], other) for other in before))
            and ("with_features" not in rule or self.features & set(rule["with_features"]))
            and not self.features & set(rule.get("without_features", []))
        ]


def ends_of(one: Edge) -> tuple[str, str]:
    record = one["record"]
    return f"{record['from']}:{record['major']}", f"{record['to']}:{record['to_major']}"


def kind_of(one: Edge) -> str:
    return str(one["tool"]).split("-")[0]


def matches(when: Mapping[str, Sequence[str]], one: Edge) -> bool:
    record = one["record"]
    values = {
        "kinds": kind_of(one),
        "tools": one["tool"],
        "from": record["from"],
        "from_majors": record["major"],
        "to": record["to"],
        "to_majors": record["to_major"],
        "builds": record.get("build"),
    }
    return all(values[key] in wanted for key, wanted in when.items())


def common(way: Sequence[Edge]) -> set[str]:
    """The architectures that a machine can have which went a way; a hop that shares none with the ones before does not count."""
    shared = {"x", "arm"}
    for one in way:
        shared = (shared & set(one["record"].get("architectures", []))) or shared
    return shared


class Lenient(Judge):
    """A judge that has been told to pass over some objections, as (tool, place of the edge, objection)."""

    passes_over: frozenset[tuple[str, int, Objection]] = frozenset()

    def objections(self, hop: Hop, before: Sequence[Hop]) -> tuple[Objection, ...]:
        found = super().objections(hop, before)
        return tuple(one for one in found if (hop.tool_id, hop.place, one) not in self.passes_over)


def lenient(world: World, passes_over: frozenset[tuple[str, int, Objection]]) -> Planner:
    """A planner of a world without some objections."""
    plan = Planner(world.dataset, DAY, world.machine)
    plan.judge = Lenient(world.dataset, DAY, world.machine)
    plan.judge.passes_over = passes_over
    return plan


# ---- worlds to draw --------------------------------------------------------------------------------------------------

NODES = ("a:1", "a:2", "b:2", "c:2")
TOOLS = (*KINDS[:2], *KINDS[:2], "conversion-b", "upgrade-b", "reinstall")


def rarely(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Usually nothing."""
    return st.one_of(st.none(), st.none(), st.none(), strategy)


def without_nothing(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping without the keys for which nothing was drawn."""
    return st.fixed_dictionaries(keys).map(lambda found: {key: one for key, one in found.items() if one is not None})


FILTERS = without_nothing(
    kinds=rarely(st.sampled_from([["upgrade"], ["conversion"], ["conversion", "upgrade"]])),
    tools=rarely(st.sampled_from([["conversion-b"], ["upgrade", "upgrade-b"]])),
    to=rarely(st.sampled_from([["a"], ["b", "c"]])),
    to_majors=rarely(st.just(["2"])),
    from_majors=rarely(st.just(["1"])),
    builds=rarely(st.just(["small"])),
) | st.sampled_from([{"kinds": ["upgrade"]}, {"from": ["a"]}, {"kinds": ["conversion"], "to": ["c"]}])
FEATURES = st.sampled_from([["pet"], ["mascot"], ["clock"]])
RULES = st.builds(
    lambda effect, more: rule(effect, **more),
    st.sampled_from(["refuse", "refuse", "avoid", "avoid", "step"]),
    without_nothing(
        when=FILTERS,
        unless=rarely(st.lists(FILTERS, min_size=1, max_size=2)),
        after=st.none() | FILTERS,
        with_features=rarely(FEATURES),
        without_features=rarely(FEATURES),
    ),
)
MORE = without_nothing(
    architectures=rarely(st.sampled_from([["x"], ["arm"], ["x", "arm"]])),
    cpu=rarely(st.sampled_from(LEVELS)),
    build=rarely(st.just("small")),
    ended=rarely(st.sampled_from([str(DAY), str(TOMORROW)])),
)


@st.composite
def some_edges(draw: st.DrawFn) -> Edge:
    start, end = draw(st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True))
    minors = draw(rarely(st.sampled_from(["0", "1", "2"])))
    more = {"minors": [f"{start[-1]}.{minors}"]} if minors else {}
    status = draw(st.sampled_from([*STATUSES[:3], *STATUSES]))
    return edge(start, end, status, draw(st.sampled_from(TOOLS)), **draw(MORE), **more)


def some_releases(draw: st.DrawFn, coming: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """None, or an older and a newer release of each line that is out."""
    if draw(st.booleans()):
        return {}
    found: dict[str, list[dict[str, Any]]] = {"a": [], "b": [], "c": []}
    for line in NODES:
        first, second = draw(st.sampled_from([("2018-01-01", "2020-01-01"), ("2019-01-01", "2022-01-01")]))
        if line not in coming:
            found[line[0]] += [release(f"{line[-1]}.1", second), release(f"{line[-1]}.0", first)]
    return {name: sorted(ones, key=lambda one: one["released"], reverse=True) for name, ones in found.items()}


@st.composite
def some_cases(draw: st.DrawFn) -> tuple[World, str, str]:
    """A world of four to seven edges, no two alike; where an edge begins and where one ends."""
    edges = draw(st.lists(some_edges(), min_size=4, max_size=7, unique_by=repr))
    start = draw(st.sampled_from([ends_of(one)[0] for one in edges]))
    end = draw(st.sampled_from([ends_of(one)[1] for one in edges if ends_of(one)[1] != start] or [start]))
    coming = draw(rarely(st.sampled_from(NODES))) or ""
    rules = draw(st.lists(RULES, max_size=2))
    minor = draw(rarely(st.sampled_from(["0", "1", "2"])))
    cpu, architecture = draw(rarely(st.sampled_from(LEVELS[:2]))), draw(rarely(st.sampled_from(["x", "arm"])))
    features = draw(st.frozensets(st.sampled_from(["pet", "mascot", "clock"]), max_size=1))
    world = World(
        tuple(edges),
        until=draw(st.dictionaries(st.sampled_from(NODES), st.sampled_from([LONG_AGO, YESTERDAY, DAY]), max_size=2)),
        released={coming: TOMORROW} if coming else {},
        releases=some_releases(draw, [coming]),
        requires=draw(st.sampled_from([{}, {}, {"upgrade": ["pet"]}, {"conversion-b": ["mascot", "clock"]}])),
        runs_on=draw(st.dictionaries(st.sampled_from(NODES), st.sampled_from([LEVELS, LEVELS[1:], LEVELS[2:]]))),
        rules=[{**one, "id": f"rule-{at}"} for at, one in enumerate(rules)],
        machine=Machine(architecture, cpu, features, f"{start[-1]}.{minor}" if minor else None),
    )
    return world, start, end


Case = tuple[World, str, str]


def lifted(world: World, end: str, reasons: Sequence[tuple[Hop, Objection]], *, is_target_ended: bool) -> Planner:
    """A planner of the world in which just these reasons are no more, each taken back in the data where it stands."""
    edges, rules = {id(one): one for one in world.edges}, list(world.rules)
    requires, released, machine = dict(world.requires), dict(world.released), world.machine
    kept = set()
    for hop, objection in reasons:
        place = id(world.edge_of(hop))
        record = edges[place]["record"]
        if objection.kind == "ended":
            record = {**record, "status": "supported", "ended": None}
        elif objection.kind == "rule":
            rules = [one for one in rules if one["id"] != objection.rule]
        elif objection.kind == "feature":
            requires.pop(hop.tool_id, None)
        elif objection.kind == "architecture":
            record = {**record, "architectures": []}
        elif objection.kind == "cpu":
            level = next(one for one in LEVELS if f"needs a processor of level {one}," in objection.says)
            machine = replace(machine, cpu=max(level, machine.cpu or level))
        elif objection.kind == "minor":
            record = {**record, "minors": [*record["minors"], world.machine.release]}
        elif "is the newest" in objection.says:
            newest = world.newest(str(hop.start))
            record = {**record, "minors": [*record["minors"], newest["version"] if newest else ""]}
        elif "comes out on" in objection.says:
            released.pop(str(hop.end), None)
        else:
            kept.add((hop.tool_id, hop.place, objection))
        edges[place] = {**edges[place], "record": {key: one for key, one in record.items() if one is not None}}
    until = {line: day for line, day in world.until.items() if not (is_target_ended and line == end)}
    changed = replace(
        world,
        edges=tuple(edges.values()),
        rules=rules,
        requires=requires,
        released=released,
        machine=machine,
        until=until,
    )
    return lenient(changed, frozenset(kept))
