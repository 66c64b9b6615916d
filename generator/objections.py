"""Objections: what speaks against a hop, on a day, for a machine, after the hops before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from generator.graph import Hop, Line, applies
from generator.model import Claim, Dataset, State
from generator.records import (
    LineRecord,
    ReleaseRecord,
    RuleRecord,
    SourceRef,
    VariantRecord,
)
from generator.values import version_key

Kind = Literal["ended", "rule", "feature", "architecture", "cpu", "minor", "release"]
IN_PLACE = {"conversion", "upgrade"}


@dataclass(frozen=True)
class Machine:
    """The machine that shall be moved; what is None or missing is not known, and speaks against nothing.

    Attributes:
        architecture: Its architecture.
        cpu: The level of its processor.
        features: What it uses.
        release: The release (minor) that it runs at the start.
        kinds: The kinds of tools that may be used; all if empty.
    """

    architecture: str | None = None
    cpu: str | None = None
    features: frozenset[str] = frozenset()
    release: str | None = None
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, variant: VariantRecord) -> Machine:
        """Return the machine of a kind that guides are written for."""
        return cls(variant.architecture, variant.cpu, frozenset(variant.with_features), kinds=frozenset(variant.kinds))


@dataclass(frozen=True)
class Objection:
    """One reason against a hop: a sentence, and what it rests on."""

    kind: Kind
    says: str
    sources: tuple[SourceRef, ...] = ()
    verified: date | None = None
    rule: str | None = None


@dataclass
class Judge:
    """Judges hops. What depends on the hop alone is found once for each."""

    dataset: Dataset
    today: date
    machine: Machine
    # By hop and whether it is the first; the hop is kept so that its identity is not given to another.
    _alone: dict[tuple[int, bool], tuple[Hop, tuple[Objection, ...]]] = field(default_factory=dict)
    _newest_of: dict[Line, ReleaseRecord | None] = field(default_factory=dict)

    @cached_property
    def features(self) -> frozenset[str]:
        """What the machine uses, with what that is a kind of."""
        parents = {one.id: one.kind_of for one in self.dataset.machines.features if one.kind_of}
        return self.machine.features | {parents[one] for one in self.machine.features if one in parents}

    @cached_property
    def _rules(self) -> tuple[RuleRecord, ...]:
        """The rules that concern this machine."""
        return tuple(
            rule
            for rule in self.dataset.rules
            if rule.effect != "step"
            and (not rule.with_features or self.features & set(rule.with_features))
            and not self.features & set(rule.without_features)
        )

    def objections(self, hop: Hop, before: Sequence[Hop]) -> tuple[Objection, ...]:
        """Return what speaks against a hop after the hops before it."""
        key = (id(hop), not before)
        if key not in self._alone:
            self._alone[key] = hop, tuple(self._against(hop, is_first=not before))
        alone = self._alone[key][1]
        return alone + tuple(self._after(hop, before)) if before else alone

    def against_line(self, line: Line) -> tuple[Objection, ...]:
        """Return the rules that refuse every way in place to a line: why nobody need look for one."""
        return tuple(
            _by_rule(rule)
            for rule in self._rules
            if rule.effect == "refuse" and rule.after is None and not rule.unless
            if line.distribution in rule.when.to and line.major in rule.when.to_majors
            if not rule.when.kinds or set(rule.when.kinds) >= IN_PLACE
            if not rule.when.model_fields_set - {"kinds", "to", "to_majors"}
        )

    def avoided(self, hop: Hop, before: Sequence[Hop]) -> int:
        """Return how many rules say to avoid the hop."""
        return sum(rule.effect == "avoid" and self._concerns(rule, hop, before) for rule in self._rules)

    def starts_from_older(self, hop: Hop) -> bool:
        """Return whether a hop starts from other releases than the newest: a machine that is up to date does not run them."""
        newest = self._newest(hop.start)
        return bool(newest and hop.edge.minors and newest.version not in hop.edge.minors)

    def _concerns(self, rule: RuleRecord, hop: Hop, before: Sequence[Hop]) -> bool:
        return (
            applies(rule.when, hop)
            and not any(applies(one, hop) for one in rule.unless)
            and (rule.after is None or any(applies(rule.after, one) for one in before))
        )

    def _against(self, hop: Hop, *, is_first: bool) -> Iterator[Objection]:
        """Yield what speaks against a hop whatever came before it."""
        edge = hop.edge
        if edge.status == "ended" or (edge.ended and edge.ended <= self.today):
            since = f" since {edge.ended.isoformat()}" if edge.ended else ""
            yield self._objection("ended", hop, f"{hop.tool.name} has not offered this way{since}")
        for rule in self._rules:
            if rule.effect == "refuse" and rule.after is None and self._concerns(rule, hop, ()):
                yield _by_rule(rule)
        if hop.tool.requires and not self.features & set(hop.tool.requires):
            titles = {one.id: one.title for one in self.dataset.machines.features}
            wanted = " or ".join(titles.get(one, one) for one in hop.tool.requires)
            yield self._objection("feature", hop, f"{hop.tool.name} is only for machines with {wanted}")
        yield from self._hardware(hop)
        yield from self._releases(hop, self.machine.release if is_first else None)

    def _after(self, hop: Hop, before: Sequence[Hop]) -> Iterator[Objection]:
        """Yield what speaks against a hop because of the hops before it."""
        for rule in self._rules:
            if rule.effect == "refuse" and rule.after is not None and self._concerns(rule, hop, before):
                yield _by_rule(rule)
        # Where the architecture of the machine is known, each hop has been judged by it alone.
        shared = () if self.architecture else _shared(before)
        if shared and hop.edge.architectures and not set(shared) & set(hop.edge.architectures):
            told = ", ".join(hop.edge.architectures)
            says = f"{hop.tool.name} runs on {told}, and the hops before it on {', '.join(shared)} only"
            yield self._objection("architecture", hop, says)

    @cached_property
    def architecture(self) -> str | None:
        """The architecture of the machine, where it is known: a level of a processor tells it too."""
        cpu = self.dataset.machines.cpu
        return self.machine.architecture or (cpu.architecture if cpu and self.machine.cpu else None)

    def _hardware(self, hop: Hop) -> Iterator[Objection]:
        machine, edge, cpu = self.machine, hop.edge, self.dataset.machines.cpu
        levels = {level: rank for rank, level in enumerate(cpu.levels)} if cpu else {}
        if self.architecture and edge.architectures and self.architecture not in edge.architectures:
            told = ", ".join(edge.architectures)
            yield self._objection("architecture", hop, f"{hop.tool.name} runs on {told}, not on {self.architecture}")
        if not cpu or machine.cpu not in levels or self.architecture != cpu.architecture:
            return
        claim, by_line = self._level(hop.end)
        by_edge = levels.get(edge.cpu or "", 0)
        needed = max(by_edge, by_line)
        if needed <= levels[machine.cpu]:
            return
        told = f"needs a processor of level {cpu.levels[needed]}, this one is of level {machine.cpu}"
        if by_edge == needed:
            yield self._objection("cpu", hop, f"{hop.tool.name} {told}")
        else:
            refs = tuple(SourceRef(id=one.source.id, at=one.place) for one in claim.citations)
            yield Objection("cpu", f"{self.name(hop.end)} {told}", refs, claim.verified)

    def _level(self, line: Line) -> tuple[Claim, int]:
        """Return what is known of the processors that a line runs on, and the rank of the lowest level among them."""
        cpu = self.dataset.machines.cpu
        claim = self.dataset.distributions[line.distribution].claim((cpu and cpu.criterion) or "", line.major)
        given = [one for one, _ in claim.value.members] if claim.state is State.VALUE and claim.value else []
        levels = cpu.levels if cpu else ()
        return claim, min((levels.index(one) for one in given if one in levels), default=0)

    def least_cpu(self, hop: Hop) -> str | None:
        """Return the least level of processor that a hop needs: by the tool, or by the line it leads to."""
        cpu = self.dataset.machines.cpu
        if cpu is None or (hop.edge.architectures and cpu.architecture not in hop.edge.architectures):
            return hop.edge.cpu
        rank = max(cpu.levels.index(hop.edge.cpu) if hop.edge.cpu in cpu.levels else 0, self._level(hop.end)[1])
        return cpu.levels[rank] if rank else hop.edge.cpu

    def runs(self, line: Line) -> bool:
        """Return whether the machine can run a line, as far as is known."""
        cpu = self.dataset.machines.cpu
        if cpu is None or self.machine.cpu not in cpu.levels or self.architecture != cpu.architecture:
            return True
        return self._level(line)[1] <= cpu.levels.index(self.machine.cpu)

    def _releases(self, hop: Hop, release: str | None) -> Iterator[Objection]:
        """Yield what is not out yet on the day, or does not fit the release that the machine runs."""
        edge, tool = hop.edge, hop.tool
        if release and edge.minors and all(version_key(one) < version_key(release) for one in edge.minors):
            known = " or ".join(edge.minors)
            says = f"{tool.name} is known to start from {known}, and {release} is newer"
            yield self._objection("minor", hop, says)
        newest = self._newest(hop.start)
        if edge.minors and newest and not any(self._is_out(hop.start, one, newest) for one in edge.minors):
            wanted = " or ".join(edge.minors)
            says = (
                f"{tool.name} starts from {wanted}, and {newest.version} is the newest {self.name(hop.start)} on record"
            )
            yield self._objection("release", hop, says)
        target, told = self._newest(hop.end), ", the newest,"
        coming, line = self._release(hop.end, edge.to_release or ""), self._line(hop.end)
        if coming and coming.released > self.today:
            says = f"{self.name(hop.end, coming.version)} comes out on {coming.released}"
            yield Objection("release", says, coming.sources, coming.verified)
            target, told = coming, ""
        elif line and line.released > self.today:
            says = f"{self.name(hop.end)} comes out on {line.released}"
            yield Objection("release", says, line.sources, line.verified)
        source = self._release(hop.start, release) if release else newest
        if source and target and not hop.is_reinstall and self._is_behind(hop, source, target):
            start, end = self.name(hop.start, source.version), self.name(hop.end, target.version)
            says = f"{end}{told} is older than {start}: the packages would have to go back"
            yield Objection("release", says, (*target.sources, *source.sources), min(target.verified, source.verified))

    def _is_behind(self, hop: Hop, source: ReleaseRecord, target: ReleaseRecord) -> bool:
        """Return whether the target has not caught up with the source.

        Rebuilds are compared by the release of the upstream that each follows, since one may rebuild it later than the other.
        Across majors the day counts: a tool moves to packages that are no older than those installed.
        """
        ours, theirs = self._followed(hop.start, source), self._followed(hop.end, target)
        line = self._line(hop.end)
        if line and any(version_key(one) > version_key(target.version) for one in line.undated):
            return False  # a newer one is out, on a day that nobody tells
        if hop.tool.kind == "conversion":
            return ours[0] == theirs[0] and version_key(theirs[1]) < version_key(ours[1])
        return target.released < source.released

    def _followed(self, line: Line, release: ReleaseRecord) -> tuple[str, str]:
        """Return the distribution whose release a release rebuilds, and which; its own if it rebuilds none."""
        upstream = self.dataset.distributions[line.distribution].upstream
        return (upstream, release.follows) if upstream and release.follows else (line.distribution, release.version)

    def _newest(self, line: Line) -> ReleaseRecord | None:
        """Return the newest release of a line that is out."""
        if line not in self._newest_of:
            releases = self.dataset.distributions[line.distribution].releases_of(line.major)
            self._newest_of[line] = next((one for one in releases if one.released <= self.today), None)
        return self._newest_of[line]

    def _is_out(self, line: Line, version: str, newest: ReleaseRecord) -> bool:
        record = self._line(line)
        undated = record.undated if record else ()
        return version in undated or version_key(version) <= version_key(newest.version)

    def _line(self, line: Line) -> LineRecord | None:
        return self.dataset.distributions[line.distribution].line(line.major)

    def _release(self, line: Line, version: str) -> ReleaseRecord | None:
        releases = self.dataset.distributions[line.distribution].releases_of(line.major)
        return next((one for one in releases if one.version == version), None)

    def name(self, line: Line, version: str = "") -> str:
        """Return a release line, or a release, as a reader calls it: CentOS Linux 7."""
        return f"{self.dataset.distributions[line.distribution].name} {version or line.major}"

    def _objection(self, kind: Kind, hop: Hop, says: str) -> Objection:
        return Objection(kind, says, hop.edge.sources, hop.edge.verified)


def _by_rule(rule: RuleRecord) -> Objection:
    return Objection("rule", rule.says, rule.sources, rule.verified, rule.id)


def _shared(hops: Sequence[Hop]) -> tuple[str, ...]:
    """Return the architectures that all of some hops run on; one that shares none with those before it has been told already."""
    shared: tuple[str, ...] = ()
    for hop in hops:
        both = tuple(one for one in shared if one in hop.edge.architectures)
        shared = both or shared or hop.edge.architectures
    return shared
