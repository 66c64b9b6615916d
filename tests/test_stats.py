"""Counts of what is known: each cell once, stale and disputed ones again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from generator.build import check
from generator.model import Dataset
from generator.stats import KINDS, Standing, gather, standings, stats_json, stats_table
from tests.conftest import DAY, EDITORS, Files

Make = Callable[[Files], Path]


@pytest.fixture(scope="module")
def editors() -> Dataset:
    return check(EDITORS, DAY).dataset


@pytest.mark.parametrize(
    ("distribution", "criterion", "expected"),
    [
        ("vee", "modal", (Standing.ANSWERED, Standing.VERIFIED)),
        ("vee", "memory", (Standing.ANSWERED, Standing.VERIFIED, Standing.DISPUTED)),
        ("vee", "vendor_help", (Standing.NOT_APPLICABLE,)),
        ("neo", "memory", (Standing.UNKNOWN,)),
        ("neo", "vendor_help", (Standing.NOT_RESEARCHED,)),
        ("neo", "modal", (Standing.ANSWERED, Standing.VERIFIED)),
    ],
)
def test_a_cell_stands_in_one_way(
    editors: Dataset, distribution: str, criterion: str, expected: tuple[Standing, ...]
) -> None:
    assert standings(editors.distributions[distribution], editors.criteria[criterion], DAY) == expected


def test_an_inherited_fact_grows_stale_with_its_upstream_only(editors: Dataset) -> None:
    later = DAY + timedelta(400)
    assert Standing.STALE in standings(editors.distributions["vee"], editors.criteria["modal"], later)
    heir = standings(editors.distributions["neo"], editors.criteria["modal"], later)
    assert Standing.STALE not in heir
    assert Standing.VERIFIED not in heir


def test_a_cell_known_for_one_line_and_not_for_another_is_answered(dataset: Make) -> None:
    text = (EDITORS / "distributions/vee.yaml").read_text("utf-8")
    known = '{majors: ["8"], value: [own], sources: [vee-manual], verified: 2026-01-10}'
    unknown = '{majors: ["8"], state: unknown, note: Lost., verified: 2026-01-10}'
    assert known in text
    found = check(dataset({"distributions/vee.yaml": text.replace(known, unknown)}), DAY).dataset
    assert standings(found.distributions["vee"], found.criteria["extension_language"], DAY) == (
        Standing.ANSWERED,
        Standing.VERIFIED,
    )


def test_the_four_kinds_add_up_to_all_cells(editors: Dataset) -> None:
    stats = gather(editors, DAY)
    assert stats.of().cells == len(editors.distributions) * len(editors.criteria)
    for kind in KINDS:
        by_group = sum(stats.of(group=group.id)[kind] for group in editors.groups)
        by_distribution = sum(stats.of(distribution=name)[kind] for name in editors.distributions)
        assert by_group == by_distribution == stats.of()[kind]


def test_the_table_lines_up(editors: Dataset) -> None:
    lines = stats_table(editors, gather(editors, DAY)).splitlines()
    assert {len(line) for line in lines if line} == {len(lines[0])}
    assert lines[0].split() == [
        "cells",
        "answered",
        "unknown",
        "not",
        "applicable",
        "not",
        "researched",
        "verified",
        "stale",
        "disputed",
    ]
    assert lines[2].split() == ["Vee", "7", "5", "0", "2", "0", "5", "0", "1"]
    assert lines[-1].split() == ["everything", "21", "15", "1", "3", "2", "15", "0", "1"]


def test_the_json_holds_the_counts_by_id(editors: Dataset) -> None:
    found = json.loads(stats_json(editors, gather(editors, DAY)))
    assert found["vee"]["life"] == {"answered": 2, "verified": 2, "not applicable": 2}
    assert list(found) == ["neo", "vee", "emm"]
