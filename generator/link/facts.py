"""Facts as written -> claims with typed values, citations and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.decode import decode, describe
from generator.errors import Location
from generator.link.names import Names
from generator.model import Claim, Criterion, Dispute, State
from generator.records import ClaimRecord, CriterionRecord, DisputeRecord
from generator.values import Value, ValueProblem, parse_value
from generator.yaml_source import ListNode, MapNode, TextNode

# A claim that waits for its upstream's: the state is resolved by `resolve_inherited`.
INHERIT = "inherit"
Draft = Claim | tuple[str, Claim]


def link_facts(
    facts: MapNode, distribution: str, upstream: str | None, criteria: Mapping[str, Criterion], names: Names
) -> dict[str, list[Draft]]:
    """Decode all facts of a distribution; inherited ones are marked `(INHERIT, claim)`."""
    result: dict[str, list[Draft]] = {}
    for key, node in facts.items():
        at = facts.key_locations[key]
        criterion = names.find("criterion", key, criteria, at)
        drafts = _drafts(node, at, criterion.record if criterion else None, distribution, names)
        if criterion is None:
            continue
        if criterion.record.computed:
            names.report(at, f"'{key}' is computed from the releases", "computed-fact", "remove the fact")
            continue
        if any(isinstance(draft, tuple) for draft in drafts) and upstream is None:
            names.report(
                at,
                f"'{key}' is inherited, but {distribution} has no upstream",
                "inherit-missing",
                "add 'upstream: ...' to the record, or write the fact",
            )
            drafts = []
        result[key] = drafts
    return result


def _drafts(node: Any, at: Location, criterion: CriterionRecord | None, distribution: str, names: Names) -> list[Draft]:
    if isinstance(node, TextNode) and node == INHERIT:
        return [(INHERIT, Claim(State.NOT_RESEARCHED, at))]
    if isinstance(node, MapNode):
        draft = _draft(node, at, criterion, names)
        if draft and _majors(draft):
            _check_majors([draft], criterion, distribution, names)
        return [draft] if draft else []
    if isinstance(node, ListNode) and not node:
        names.report(node.at, "an empty list says nothing", "claim-shape", "write a claim, or remove the line")
        return []
    if isinstance(node, ListNode):
        drafts = [draft for entry in node if (draft := _draft(entry, at, criterion, names))]
        _check_majors(drafts, criterion, distribution, names)
        return drafts
    names.report(
        at,
        f"a fact is 'inherit', one claim or a list of claims, found {describe(node)}",
        "claim-shape",
        "write {value: ..., sources: [...], verified: ...}",
    )
    return []


def _check_majors(drafts: list[Draft], criterion: CriterionRecord | None, distribution: str, names: Names) -> None:
    taken: dict[str, Location] = {}
    for draft in drafts:
        claim = draft[1] if isinstance(draft, tuple) else draft
        if criterion and criterion.scope == "distribution":
            names.report(
                claim.at,
                f"'{criterion.id}' holds for the whole distribution, not per major",
                "scope",
                "write one claim without 'majors', or set 'scope: major' in criteria.yaml",
            )
            return
        if not claim.majors:
            names.report(claim.at, "a claim in a list needs 'majors'", "scope", 'add majors: ["9"]')
        for major in claim.majors:
            names.check_line(distribution, major, claim.at)
            if major in taken:
                names.report(
                    claim.at,
                    f"two claims about major '{major}'",
                    "scope-overlap",
                    f"the other one is on line {taken[major].line}",
                )
            taken[major] = claim.at


def _majors(draft: Draft) -> tuple[str, ...]:
    return (draft[1] if isinstance(draft, tuple) else draft).majors


def _draft(node: Any, key_at: Location, criterion: CriterionRecord | None, names: Names) -> Draft | None:
    if not isinstance(node, MapNode):
        names.report(
            getattr(node, "at", key_at),
            f"expected a claim, found {describe(node)}",
            "claim-shape",
            "write {majors: [...], value: ..., sources: [...], verified: ...}",
        )
        return None
    record = decode(ClaimRecord, node, names.problems)
    if record is None:
        return None
    at = record.at if isinstance(node, MapNode) else key_at
    if record.value is None and record.state is None and (record.mentions("value") or record.mentions("state")):
        return None  # left empty, which was reported
    if (record.value is None) == (record.state is None):
        names.report(
            at, "a claim has either 'value' or 'state'", "claim-shape", "state is unknown, not_applicable or inherit"
        )
        return None
    citations = names.cite(record.sources, at)
    majors = record.majors or ()
    _check_evidence(record, criterion, names)
    if record.state == INHERIT:
        return INHERIT, Claim(State.NOT_RESEARCHED, at, majors, note=record.note)
    value = _value(criterion, record.value, record.at_key("value"), names) if record.state is None else None
    if record.state is None and value is None:
        return None
    if value is not None and value.mark in {"partial", "part"} and not record.note:
        what = f"'{value.text.lower()}' needs a note"
        names.report(record.at_key("value"), what, "partial-note", "add a note that says what is missing")
    return Claim(
        State(record.state or "value"),
        at,
        majors,
        value,
        record.note,
        record.estimated,
        citations,
        record.verified,
        tuple(dispute for entry in record.disputed if (dispute := _dispute(entry, criterion, names))),
        record.since,
    )


def _value(criterion: CriterionRecord | None, node: Any, at: Location, names: Names) -> Value | None:
    if criterion is None:
        return None
    try:
        return parse_value(criterion, node)
    except ValueProblem as problem:
        names.report(getattr(node, "at", at), f"{criterion.id}: {problem}", "wrong-value", problem.hint)
        return None


def _dispute(record: DisputeRecord, criterion: CriterionRecord | None, names: Names) -> Dispute | None:
    value = _value(criterion, record.value, record.at, names)
    citations = names.cite(record.sources, record.at)
    return Dispute(value, record.note, citations, record.ruling) if value else None


def _check_evidence(record: ClaimRecord, criterion: CriterionRecord | None, names: Names) -> None:
    if record.state == INHERIT and (record.sources or record.verified or record.disputed):
        names.report(
            record.at,
            "an inherited claim has the upstream's sources, not its own",
            "claim-shape",
            "remove sources, verified and disputed; or write the value",
        )
    if record.state is None and not record.sources:
        names.report(record.at, "a fact needs a source", "citation", "add sources: [id], from sources.yaml")
    if record.state is None and record.verified is None:
        names.report(
            record.at,
            "a fact needs the day it was last verified",
            "verified",
            "add verified: 2026-08-18, the last day the source is known to say so",
        )
    if record.state is not None and record.since:
        names.report(
            record.at_key("since"), "'since' needs a value: what came to be so then?", "claim-shape", "remove the line"
        )
    if record.state == "unknown" and (not record.note or record.verified is None):
        names.report(
            record.at,
            "'unknown' needs a note and the day of the search",
            "unknown-note",
            "add note: what was looked for, and verified: the day",
        )
    if record.state == "not_applicable" and not record.note:
        names.report(
            record.at, "'not_applicable' needs a note", "not-applicable-note", "add note: why it does not apply"
        )
    if record.estimated and criterion and criterion.type not in {"date", "duration", "number", "money"}:
        names.report(
            record.at_key("estimated"), f"a {criterion.type} cannot be estimated", "estimated", "remove the line"
        )


def resolve_inherited(
    drafts: Mapping[str, Mapping[str, list[Draft]]],
    upstreams: Mapping[str, str | None],
    titles: Mapping[str, str],
    criteria: Mapping[str, Criterion],
    names: Names,
) -> dict[str, dict[str, tuple[Claim, ...]]]:
    """Put the upstream's claims where a distribution inherits; upstreams that inherit themselves come first."""
    done: dict[str, dict[str, tuple[Claim, ...]]] = {}

    def _can_inherit(distribution: str, upstream: str, key: str) -> bool:
        """Where it cannot, that was reported: the upstream is unknown or broken, or what it says about the fact is."""
        theirs = drafts.get(upstream)
        return (
            theirs is not None
            and (key not in theirs or bool(done.get(upstream, {}).get(key)))
            and distribution in names.lines
        )

    def resolve(distribution: str, trail: tuple[str, ...]) -> None:
        if distribution in done or distribution not in drafts:
            return
        upstream = upstreams.get(distribution)
        if upstream is not None and upstream not in trail:
            resolve(upstream, (*trail, distribution))
        own = {}
        for key, entries in drafts[distribution].items():
            claims: list[Claim] = []
            for entry in entries:
                if isinstance(entry, Claim):
                    claims.append(entry)
                elif upstream is not None and _can_inherit(distribution, upstream, key):
                    claims.extend(
                        _inherited(
                            entry[1],
                            done.get(upstream, {}).get(key, ()),
                            distribution,
                            upstream,
                            titles.get(upstream, upstream),
                            criteria[key],
                            names,
                        )
                    )
            own[key] = tuple(claims)
        done[distribution] = own

    for distribution in drafts:
        resolve(distribution, (distribution,))
    return done


def _inherited(
    heir: Claim,
    upstream_claims: tuple[Claim, ...],
    distribution: str,
    upstream: str,
    title: str,
    criterion: Criterion,
    names: Names,
) -> list[Claim]:
    wanted = heir.majors or (names.lines.get(distribution, ()) if criterion.record.scope == "major" else ())
    found: list[Claim] = []
    for claim in upstream_claims:
        majors = tuple(major for major in wanted if major in claim.majors) if claim.majors else heir.majors
        if claim.majors and not majors:
            continue
        found.append(
            replace(
                claim,
                at=heir.at,
                majors=majors,
                note=heir.note or claim.note,
                inherited_from=claim.inherited_from or title,
            )
        )
    covered = (
        {major for claim in found for major in claim.majors} if not any(not c.majors for c in found) else set(wanted)
    )
    if not found or (heir.majors and set(heir.majors) - covered):
        names.report(
            heir.at,
            f"'{criterion.id}' is inherited, but {upstream} has no such fact",
            "inherit-missing",
            f"add the fact to data/distributions/{upstream}.yaml, or write it here",
        )
    return found
