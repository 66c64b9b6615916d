"""The composition of a `Dataset`: what refers to what, in the order in which it can be resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.errors import Location, Problem
from generator.link.computed import COMPUTATIONS
from generator.link.decisions import link_decision
from generator.link.facts import link_facts, resolve_inherited
from generator.link.migrations import link_tools
from generator.link.names import Names, by_id, majors_of
from generator.link.references import check_references
from generator.load import RawDataset
from generator.model import Claim, Criterion, Dataset, Distribution, ExaminedRef, line_of
from generator.records import (
    OUTCOMES_SUFFIX,
    CriteriaFile,
    DatasetRecord,
    DistributionRecord,
    Family,
    HazardsFile,
    MachinesFile,
    Record,
    ReleasesFile,
    RulesFile,
    SourcesFile,
)
from generator.values import version_key
from generator.yaml_source import MapNode


def link(raw: RawDataset, problems: list[Problem]) -> Dataset | None:
    """Resolve what was read. Returns None where the dataset has no identity (dataset.yaml is missing or broken)."""
    names = Names(problems, raw.broken)
    sources_file = raw.files.get("sources.yaml")
    if isinstance(sources_file, SourcesFile):
        names.sources = by_id(sources_file.sources, "source", problems)
    elif "sources.yaml" in raw.parsed:
        names.sources = {}  # their ids are among the broken ones
    names.unreadable = _unreadable(raw)
    criteria, groups = _criteria(raw, problems)
    releases: dict[str, ReleasesFile] = raw.folders["releases"]
    names.lines = {
        name: majors_of(releases.get(name)) for name in raw.folders["distributions"] if name not in raw.broken
    }
    distributions = _distributions(raw, criteria, names)
    about = raw.files.get("dataset.yaml")
    _check_releases(raw, about, names)
    families: dict[str, Family] = {}
    if isinstance(about, DatasetRecord):
        families = by_id(about.families, "family", problems)
        by_id(about.phases, "phase", problems)
    hazards, rules, machines = (raw.files.get(f"migrations/{name}.yaml") for name in ("hazards", "rules", "machines"))
    dataset = Dataset(
        about if isinstance(about, DatasetRecord) else _nothing(),
        groups,
        criteria,
        names.sources or {},
        distributions,
        dict(sorted(raw.folders["comparisons"].items())),
        {
            name: decision
            for name, record in sorted(raw.folders["decisions"].items())
            if (decision := link_decision(name, record, distributions, criteria, families, names))
        },
        link_tools(dict(sorted(raw.folders["migrations/tools"].items())), distributions, families, names),
        hazards.hazards if isinstance(hazards, HazardsFile) else (),
        dict(sorted(raw.folders["examined"].items())),
        _outcomes(raw, problems),
        rules.rules if isinstance(rules, RulesFile) else (),
        machines if isinstance(machines, MachinesFile) else MachinesFile(),
    )
    check_references(dataset, names)
    problems.extend(
        Problem(source.at, f"the source '{name}' is cited nowhere", "unused-source", "warning", "cite it or remove it")
        for name, source in (names.sources or {}).items()
        if name not in names.cited and not raw.broken
    )
    return dataset if isinstance(about, DatasetRecord) else None


def _unreadable(raw: RawDataset) -> set[str]:
    """Return the kinds whose file cannot be read: that is one error, not one for each reference."""
    kinds: set[str] = set()
    if "criteria.yaml" not in raw.parsed:
        kinds |= {"criterion", "group"}
    if "dataset.yaml" not in raw.files:
        kinds |= {"family", "phase"}
    if "migrations/machines.yaml" in raw.lost:
        kinds |= {"feature", "architecture", "cpu level", "variant"}
    if "migrations/rules.yaml" in raw.lost:
        kinds |= {"rule"}
    if any(name.startswith("migrations/tools/") for name in raw.lost):
        kinds |= {"step"}
    return kinds


def _outcomes(raw: RawDataset, problems: list[Problem]) -> dict[str, str]:
    """Return the lists of outcomes by decision."""
    decisions = raw.folders["decisions"]
    problems.extend(
        Problem(
            Location(f"{raw.name}/decisions/{name}{OUTCOMES_SUFFIX}"),
            f"there is no decision '{name}' that these could be the outcomes of",
            "orphan-outcomes",
            hint="rename the file as its decision is named now, or delete it",
        )
        for name in sorted(raw.outcomes)
        if name not in decisions and name not in raw.broken
    )
    return {name: text for name, text in sorted(raw.outcomes.items()) if name in decisions}


def _nothing() -> DatasetRecord:
    return DatasetRecord.model_validate(
        {"format": "1", "title": "-", "summary": "-", "noun": {"one": "-", "many": "-"}}
    )


def _criteria(raw: RawDataset, problems: list[Problem]) -> tuple[dict[str, Criterion], tuple[Any, ...]]:
    file = raw.files.get("criteria.yaml")
    if not isinstance(file, CriteriaFile):
        return {}, ()
    by_id(file.groups, "group", problems)
    by_id((record for group in file.groups for record in group.criteria), "criterion", problems)
    found: dict[str, Criterion] = {}
    for group in file.groups:
        for record in group.criteria:
            found.setdefault(record.id, Criterion(record, group))
            if record.type in {"choice", "choices"} and not record.choices:
                problems.append(
                    Problem(
                        record.at,
                        f"the {record.type} criterion '{record.id}' has no choices",
                        "choices",
                        hint="add choices: [{id: ..., title: ...}]",
                    )
                )
            by_id(record.choices, "choice", problems)
            if record.computed and record.scope != "major":
                problems.append(
                    Problem(
                        record.at_key("computed"),
                        f"'{record.id}' is computed per release line",
                        "computed-type",
                        hint="add scope: major",
                    )
                )
    return found, file.groups


def _distributions(raw: RawDataset, criteria: Mapping[str, Criterion], names: Names) -> dict[str, Distribution]:
    records: dict[str, DistributionRecord] = raw.folders["distributions"]
    about = raw.files.get("dataset.yaml")
    families = {family.id: family for family in about.families} if isinstance(about, DatasetRecord) else {}
    drafts = {}
    for name in sorted(set(records) | set(raw.facts)):
        record = records.get(name)
        upstream = record.upstream if record else "?"
        if record and record.upstream:
            names.find("distribution", record.upstream, records, record.at_key("upstream"))
        if record and record.family and isinstance(about, DatasetRecord):
            names.find("family", record.family, families, record.at_key("family"))
        drafts[name] = link_facts(raw.facts.get(name, MapNode(Location(""))), name, upstream, criteria, names)
    upstreams = {name: record.upstream for name, record in records.items()}
    _check_cycles(records, names)
    titles = {name: record.name for name, record in records.items()}
    facts = resolve_inherited(drafts, upstreams, titles, criteria, names)
    found = {name: _distribution(name, record, facts.get(name, {}), raw) for name, record in sorted(records.items())}
    paid = (
        frozenset(phase.id for phase in about.phases if phase.paid) if isinstance(about, DatasetRecord) else frozenset()
    )
    examined = _examined_facts(raw)
    found = {
        name: replace(
            one,
            publishers=frozenset(records[name].publishers),
            foreign_publishers=_foreign(name, records),
            examined=examined.get(name, {}),
        )
        for name, one in found.items()
    }
    return {name: _with_computed(one, found, criteria, paid, names) for name, one in found.items()}


def _examined_facts(raw: RawDataset) -> dict[str, dict[str, tuple[ExaminedRef, ...]]]:
    """Return the examined claims by distribution and criterion."""
    found: dict[str, dict[str, tuple[ExaminedRef, ...]]] = {}
    for article, record in sorted(raw.folders["examined"].items()):
        for claim in record.claims:
            for path in claim.concerns:
                distribution, _, criterion = path.partition("/")
                facts = found.setdefault(distribution, {})
                facts[criterion] = (*facts.get(criterion, ()), ExaminedRef(article, claim))
    return found


def _foreign(name: str, records: Mapping[str, DistributionRecord]) -> frozenset[str]:
    """Return who speaks for others only: neither for this distribution nor for one that it comes from."""
    own, here = set(), name
    seen: set[str] = set()
    while here in records and here not in seen:
        seen.add(here)
        own |= set(records[here].publishers)
        here = records[here].upstream or ""
    return frozenset(publisher for record in records.values() for publisher in record.publishers) - own


def _check_cycles(records: Mapping[str, DistributionRecord], names: Names) -> None:
    for name, record in records.items():
        seen, here = {name}, record.upstream
        while here and here in records and here not in seen:
            seen.add(here)
            here = records[here].upstream
        if here == name:
            names.report(
                record.at_key("upstream"), f"{name} is its own upstream", "upstream-cycle", "remove one upstream"
            )


def _distribution(
    name: str, record: DistributionRecord, facts: Mapping[str, tuple[Claim, ...]], raw: RawDataset
) -> Distribution:
    releases: ReleasesFile | None = raw.folders["releases"].get(name)
    newest_first = (
        sorted(releases.releases, key=lambda release: version_key(release.version), reverse=True) if releases else ()
    )
    return Distribution(
        name,
        record.name,
        record.summary,
        record.family,
        record.status == "active",
        record.homepage,
        record.upstream,
        facts,
        releases.lines if releases else (),
        tuple(newest_first),
        record.at,
    )


def _with_computed(
    one: Distribution,
    everyone: Mapping[str, Distribution],
    criteria: Mapping[str, Criterion],
    paid: frozenset[str],
    names: Names,
) -> Distribution:
    facts = dict(one.facts)
    upstream = everyone.get(one.upstream or "")
    for criterion in criteria.values():
        if criterion.record.computed:
            facts[criterion.id] = COMPUTATIONS[criterion.record.computed](criterion.record, one, upstream, paid, names)
    return replace(one, facts=facts)


def _check_releases(raw: RawDataset, about: Record | None, names: Names) -> None:
    phases = {phase.id: phase for phase in about.phases} if isinstance(about, DatasetRecord) else None
    for name, file in raw.folders["releases"].items():
        distribution = names.find("distribution", name, raw.folders["distributions"], file.at)
        upstream = (
            raw.folders["releases"].get(distribution.upstream) if distribution and distribution.upstream else None
        )
        # Whose mistakes were reported elsewhere cannot be followed.
        is_known = distribution and (
            not distribution.upstream
            or (distribution.upstream in raw.folders["distributions"] and distribution.upstream not in raw.broken)
        )
        majors = [line.major for line in file.lines]
        versions: set[str] = set()
        theirs = {release.version: release for release in upstream.releases} if upstream else {}
        seen: dict[str, Location] = {}
        for line in file.lines:
            names.cite(line.sources, line.at)
            if line.major in seen:
                names.report(line.at, f"the line '{line.major}' is defined twice", "repeated-id", "merge the two")
            seen[line.major] = line.at
            by_id(line.phases, "phase", names.problems)
            for phase in line.phases:
                names.cite(phase.sources, phase.at)
                if phases is not None:
                    names.find("phase", phase.id, phases, phase.at_key("id"))
        for release in file.releases:
            names.cite(release.sources, release.at)
            if line_of(release.version, file.lines) is None:
                names.report(
                    release.at_key("version"),
                    f"'{release.version}' belongs to no release line",
                    "unknown-major",
                    f"lines: {', '.join(majors)}",
                )
            if release.version in versions:
                names.report(release.at, f"the release '{release.version}' is listed twice", "repeated-id", "keep one")
            versions.add(release.version)
            if release.follows and is_known:
                names.find("upstream release", release.follows, theirs, release.at_key("follows"))
