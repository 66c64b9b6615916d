"""Rules about facts: nothing written twice, nothing defined in vain, nothing praised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.errors import Location, Problem
from generator.model import Claim, Dataset, Distribution, State
from generator.records import Record

# Words of advertising: no source can prove them, so no fact carries them. Kept to words that have hardly another use.
PRAISE = (
    "amazing",
    "awesome",
    "best-in-class",
    "blazing",
    "bulletproof",
    "cutting-edge",
    "effortless",
    "effortlessly",
    "enterprise-class",
    "game-changing",
    "industry-leading",
    "lightning-fast",
    "next-generation",
    "powerful",
    "robust",
    "rock-solid",
    "seamless",
    "seamlessly",
    "state-of-the-art",
    "superb",
    "superior",
    "unmatched",
    "unparalleled",
    "unrivalled",
    "world-class",
)
_PRAISE = re.compile(rf"(?<![\w-])(?:{'|'.join(PRAISE)})(?![\w-])", re.IGNORECASE)
# What the site says in its own voice. Titles of sources and what an examined article `says` are other people's words.
_OWN_WORDS = (
    "title",
    "summary",
    "definition",
    "why",
    "note",
    "ask",
    "help",
    "label",
    "because",
    "although",
    "by_hand",
    "expect",
    "fails",
    "undo",
    "destructive",
    "what_happens",
    "mitigate",
    "detect_by_hand",
    "migrations_note",
)


def check_overrides(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """A fact that repeats its upstream's on the upstream's word should be inherited: else it is forgotten when that changes.

    What others say of both, such as a vendor's list of systems, is said of each by itself.
    """
    for one in dataset.distributions.values():
        upstream = dataset.distributions.get(one.upstream or "")
        if upstream is None:
            continue
        for name, claims in one.facts.items():
            for claim in claims:
                if any(_repeats(claim, other, upstream) for other in upstream.facts.get(name, ())):
                    yield Problem(
                        claim.at,
                        f"'{name}' of {one.id} repeats the fact of {one.upstream}, on its word",
                        "redundant-override",
                        "warning",
                        "write 'inherit', or state: inherit for some majors; or cite what this distribution says itself",
                    )


def _repeats(claim: Claim, other: Claim, upstream: Distribution) -> bool:
    return (
        claim.value is not None
        and other.value is not None
        and not (claim.computed or claim.inherited_from or claim.disputes)
        and claim.value.key == other.value.key
        and all(citation.source.publisher in upstream.publishers for citation in claim.citations)
        and (not other.majors or set(claim.majors) <= set(other.majors))
        and claim.note in {None, other.note}
    )


def check_unused_criteria(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """A criterion about which nothing is known is a row of gaps on every page."""
    used = {
        name
        for one in dataset.distributions.values()
        for name, claims in one.facts.items()
        if any(claim.state is State.VALUE for claim in claims)
    }
    for name, criterion in dataset.criteria.items():
        if name not in used and dataset.distributions:
            yield Problem(
                criterion.record.at,
                f"no {dataset.about.noun.one} has a value for '{name}'",
                "unused-criterion",
                "warning",
                "add a fact, or remove the criterion",
            )


def check_since(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """What came to be so after its source was last read cannot have been read there."""
    for one in dataset.distributions.values():
        for claim in (claim for claims in one.facts.values() for claim in claims):
            if claim.since and claim.verified and not claim.inherited_from and claim.since > claim.verified.isoformat():
                yield Problem(
                    claim.at,
                    f"since {claim.since}, but verified on {claim.verified}, before that",
                    "verified-order",
                    hint="correct one of the two dates",
                )


def check_early_no(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """A list that is older than a release line cannot say no about it: it says nothing."""
    for one in dataset.distributions.values():
        released = {line.major: line.released for line in one.lines}
        for name, claims in one.facts.items():
            for claim in claims:
                if claim.value is None or claim.inherited_from or claim.computed or not claim.verified:
                    continue
                younger = [major for major in claim.majors if released.get(major, claim.verified) > claim.verified]
                if younger and claim.value.mark in {"no", "false"}:
                    lines = ", ".join(younger)
                    yield Problem(
                        claim.at,
                        f"'{name}' says no of {one.id} {lines}, by what was read on {claim.verified}, before its release",
                        "early-no",
                        "warning",
                        "read a newer list, or write state: unknown",
                    )


def check_secure_sources(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """A page fetched without encryption can be changed on its way to the reader."""
    for source in dataset.sources.values():
        if source.url.startswith("http:"):
            yield Problem(
                source.at_key("url"),
                f"'{source.url}' is not encrypted",
                "http-source",
                "warning",
                "write https where the publisher has it",
            )


def check_words(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """The site praises nobody: an adjective that no fact carries turns a comparison into advertising."""
    for at, text in _texts(dataset):
        for found in _PRAISE.finditer(text):
            yield Problem(
                at,
                f"'{found[0]}' praises",
                "neutral-words",
                hint="say what was measured or who says so, in plain words",
            )


def _texts(dataset: Dataset) -> Iterator[tuple[Location, str]]:
    records: list[Record] = [dataset.about, *dataset.groups, *dataset.comparisons.values(), *dataset.hazards]
    records += [*dataset.rules, dataset.machines]
    records += [*dataset.tools.values(), *(decision.record for decision in dataset.decisions.values())]
    for record in records:
        yield from _words_of(record)
    for article in dataset.examined.values():
        for examined in article.claims:
            yield from _words_of(examined)
    for one in dataset.distributions.values():
        yield one.at, one.summary
        for record in (*one.lines, *one.releases):
            yield from _words_of(record)
        for claim in (claim for claims in one.facts.values() for claim in claims if not claim.inherited_from):
            texts = [claim.note or "", claim.value.text if claim.value else ""]
            yield claim.at, " ".join([*texts, *(dispute.ruling for dispute in claim.disputes)])


def _words_of(record: Record) -> Iterator[tuple[Location, str]]:
    """Walk a record and those inside it."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, str) and name in _OWN_WORDS:
            yield record.at_key(name), value
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Record):
                yield from _words_of(one)
