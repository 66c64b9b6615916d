"""Migrations: tools written out (an edge from a whole family, a step of another tool), and what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.link.names import Names, by_id
from generator.model import Dataset, Distribution
from generator.records import EdgeRecord, Family, Guide, HopFilter, Record, StepRecord, ToolRecord, UseRecord


def link_tools(
    tools: Mapping[str, ToolRecord],
    distributions: Mapping[str, Distribution],
    families: Mapping[str, Family],
    names: Names,
) -> dict[str, ToolRecord]:
    """Return the tools with their edges and steps written out; what cannot be is reported."""
    return {
        name: tool.model_copy(
            update={
                "edges": tuple(one for edge in tool.edges for one in _edges(edge, distributions, families, names)),
                "steps": tuple(step for one in tool.steps if (step := _step(name, one, tools, names))),
            }
        )
        for name, tool in tools.items()
    }


def _edges(
    edge: EdgeRecord, distributions: Mapping[str, Distribution], families: Mapping[str, Family], names: Names
) -> Iterator[EdgeRecord]:
    """Yield an edge as it stands, or one for every line of its family."""
    if bool(edge.from_ and edge.major) == bool(edge.from_family and edge.from_majors) or (
        bool(edge.from_) != bool(edge.major) or bool(edge.from_family) != bool(edge.from_majors)
    ):
        names.report(
            edge.at,
            "it is not clear where this edge starts",
            "edge-start",
            "give 'from' and 'major', or 'from_family' and 'from_majors'",
        )
        return
    if edge.from_family is None:
        yield edge
        return
    if not names.find("family", edge.from_family, families, edge.at_key("from_family")):
        return
    for major in edge.from_majors:
        names.check_any_line(major, edge.at_key("from_majors"))
    members = [(name, one) for name, one in distributions.items() if one.family == edge.from_family]
    starts = [(name, line.major) for name, one in members for line in one.lines if line.major in edge.from_majors]
    starts = [one for one in starts if one != (edge.to, edge.to_major)]
    if not starts and not names.broken:
        names.report(
            edge.at_key("from_majors"),
            f"no line of the family '{edge.from_family}' has one of these majors",
            "edge-start",
            "correct the majors, or remove the edge",
        )
    for name, major in starts:
        yield edge.model_copy(update={"from_": name, "major": major, "from_family": None, "from_majors": ()})


def _step(tool: str, step: StepRecord | UseRecord, tools: Mapping[str, ToolRecord], names: Names) -> StepRecord | None:
    """Return a step of the tool itself, or the one of another tool that it takes over; None if there is none."""
    if isinstance(step, StepRecord):
        return step
    other, _, wanted = step.use.partition("/")
    found = names.find("tool", other, tools, step.at_key("use"))
    if found is None:
        return None
    known = {one.id: one for one in found.steps if isinstance(one, StepRecord)}
    if other == tool:
        names.report(step.at_key("use"), f"'{wanted}' is a step of this tool itself", "own-step", "name another tool")
        return None
    return names.find("step", wanted, known, step.at_key("use"))


def check_migrations(dataset: Dataset, names: Names) -> None:
    """Report what tools, hazards, rules, kinds of machines and answers of decisions refer to and nothing has."""
    for tool in dataset.tools.values():
        _check_tool(tool, dataset, names)
    _check_hazards(dataset, names)
    _check_rules(dataset, names)
    _check_machines(dataset, names)
    kinds = {one.id: one for one in dataset.machines.variants}
    for decision in dataset.decisions.values():
        for answer in (one for question in decision.record.questions for one in question.answers):
            if answer.machine:
                names.find("variant", answer.machine, kinds, answer.at_key("machine"))


def _check_hazards(dataset: Dataset, names: Names) -> None:
    by_id(dataset.hazards, "hazard", names.problems)
    steps = {step.id: step for tool in dataset.tools.values() for step in tool.steps if isinstance(step, StepRecord)}
    for hazard in dataset.hazards:
        names.cite(hazard.sources, hazard.at)
        for one in (hazard.when, *hazard.unless):
            _check_filter(one, dataset, names)
        _check_features(hazard, "features", dataset, names)
        for step in hazard.steps:
            names.find("step", step, steps, hazard.at_key("steps"))


def _check_rules(dataset: Dataset, names: Names) -> None:
    by_id(dataset.rules, "rule", names.problems)
    for rule in dataset.rules:
        names.cite(rule.sources, rule.at)
        for when in (rule.when, rule.after, *rule.unless):
            if when is not None:
                _check_filter(when, dataset, names)
        for key in ("with_features", "without_features"):
            _check_features(rule, key, dataset, names)


def _check_machines(dataset: Dataset, names: Names) -> None:
    machines = dataset.machines
    by_id(machines.features, "feature", names.problems)
    by_id(machines.variants, "variant", names.problems)
    features = {one.id: one for one in machines.features}
    for feature in machines.features:
        if feature.after is not None:
            _check_filter(feature.after, dataset, names)
        if feature.kind_of:
            names.find("feature", feature.kind_of, features, feature.at_key("kind_of"))
    for variant in machines.variants:
        _check_features(variant, "with_features", dataset, names)
        for name in variant.from_:
            names.find("distribution", name, dataset.distributions, variant.at_key("from"))
        _check_machine(variant, dataset, names)
    cpu = machines.cpu
    if cpu is not None:
        _check_word(cpu.architecture, "architecture", machines.architectures, cpu.at_key("architecture"), names)
        if cpu.criterion:
            names.find("criterion", cpu.criterion, dataset.criteria, cpu.at_key("criterion"))


def _check_machine(record: Any, dataset: Dataset, names: Names) -> None:
    """Check the architectures and the level of processor that an edge or a variant names."""
    machines = dataset.machines
    key = "architectures" if isinstance(record, EdgeRecord) else "architecture"
    given = getattr(record, key) or ()
    for one in (given,) if isinstance(given, str) else given:
        _check_word(one, "architecture", machines.architectures, record.at_key(key), names)
    if record.cpu:
        levels = machines.cpu.levels if machines.cpu else ()
        _check_word(record.cpu, "cpu level", levels, record.at_key("cpu"), names)


def _check_word(word: str, kind: str, known: Iterable[str], at: Any, names: Names) -> None:
    names.find(kind, word, dict.fromkeys(known, True), at)


def _check_features(record: Record, key: str, dataset: Dataset, names: Names) -> None:
    features = {one.id: one for one in dataset.machines.features}
    for feature in getattr(record, key):
        names.find("feature", feature, features, record.at_key(key))


def _check_tool(tool: ToolRecord, dataset: Dataset, names: Names) -> None:
    by_id(tool.steps, "step", names.problems)
    _check_features(tool, "requires", dataset, names)
    parts: Iterable[Any] = (
        *tool.needs,
        *tool.changes,
        *tool.keeps,
        *tool.steps,
        *tool.secure_boot,
        tool.latest,
        tool.undo,
        tool.reboots,
        tool.duration,
    )
    rules = {rule.id: rule for rule in dataset.rules}
    for part in parts:
        if part is not None:
            names.cite(part.sources, part.at)
            if hasattr(part, "when"):
                _check_filter(part.when, dataset, names)
        if isinstance(part, StepRecord):
            _check_features(part, "features", dataset, names)
            for rule in part.fulfils:
                names.find("rule", rule, rules, part.at_key("fulfils"))
    for edge in tool.edges:
        names.cite(edge.sources, edge.at)
        if edge.reboots is not None:
            names.cite(edge.reboots.sources, edge.reboots.at)
        check_ends(edge, dataset, names)
        _check_machine(edge, dataset, names)


def check_ends(edge: Any | Guide, dataset: Dataset, names: Names) -> None:
    """Report the ends of an edge or a guide that are no release lines."""
    for key, distribution, major_key, major in (
        ("from", edge.from_, "major", edge.major),
        ("to", edge.to, "to_major", edge.to_major),
    ):
        if names.find("distribution", distribution, dataset.distributions, edge.at_key(key)):
            names.check_line(distribution, major, edge.at_key(major_key))


def _check_filter(when: HopFilter, dataset: Dataset, names: Names) -> None:
    for key, known, kind in (
        ("tools", dataset.tools, "tool"),
        ("from_", dataset.distributions, "distribution"),
        ("to", dataset.distributions, "distribution"),
    ):
        for name in getattr(when, key):
            names.find(kind, name, known, when.at_key(key.rstrip("_")))
    for architecture in when.architectures:
        _check_word(architecture, "architecture", dataset.machines.architectures, when.at_key("architectures"), names)
    for key in ("from_majors", "to_majors"):
        for major in getattr(when, key):
            names.check_any_line(major, when.at_key(key))
