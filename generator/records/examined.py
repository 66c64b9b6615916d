"""Examined articles: what somebody else claims, one claim at a time, each with a ruling."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.records.base import CRITERION_ID, ID, Day, Id, Record, SourceRef, Text, pattern

Ruling = Literal["confirmed", "outdated", "wrong", "disputed", "opinion", "not-verifiable"]
FactPath = Annotated[str, pattern("fact", f"{ID}/{CRITERION_ID}", "a fact: distribution/criterion")]


class SectionRecord(Record):
    """A section of the article, in its order."""

    id: Id
    title: Text


class ExaminedClaimRecord(Record):
    """One claim in our words, the ruling, and what it rests on. Opinions and what cannot be verified may have no sources."""

    id: Id
    where: Id
    says: Text
    ruling: Ruling
    because: Text
    concerns: tuple[FactPath, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    verified: Day


class ExaminedRecord(Record):
    """data/examined/ID.yaml."""

    title: Text
    source: Id
    summary: Text
    sections: Annotated[tuple[SectionRecord, ...], Field(min_length=1)]
    claims: Annotated[tuple[ExaminedClaimRecord, ...], Field(min_length=1)]
