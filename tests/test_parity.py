"""What projects list as ways of their tools, against the edges in the data: the same, or different with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import Dataset
from tests.conftest import DAY, ROOT

FOLDER = ROOT / "tests/parity"
LISTS = sorted(FOLDER.glob("*.yaml"))
KEYS = {"origin", "commit", "note", "read", "says", "paths", "differences"}
ENDS = ("from", "major", "to", "to_major")
# How upstream calls what is in the data.
LEAPP_NAMES = {"rhel": "rhel", "centos": "centos-stream", "almalinux": "almalinux", "rocky": "rocky-linux"}

Way = tuple[str, str, str, str]


def load(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


def way(entry: Mapping[str, Any]) -> Way:
    start, major, end, to_major = (entry[key] for key in ENDS)
    return start, major, end, to_major


def usable(tool: str, dataset: Dataset) -> set[Way]:
    """The ways that guides may take; a build other than the usual one is a way of its own."""
    return {
        (edge.from_, edge.major, edge.to, edge.to_major)
        for edge in dataset.tools[tool].edges
        if edge.status != "ended" and edge.build is None
    }


def complaints(listed: Mapping[str, Any], edges: set[Way]) -> list[str]:
    """What is wrong between a list, the edges, and the differences that are stated."""
    paths = {way(one) for one in listed["paths"]}
    stated = {way(one) for one in listed["differences"]}
    found = [(paths - edges - stated, "listed, but no edge"), (edges - paths - stated, "an edge, but not listed")]
    found.append((stated - (paths ^ edges), "stated as a difference, but none"))
    return [f"{' '.join(one)}: {told}" for ways, told in found for one in sorted(ways)]


# ---- the comparison itself -------------------------------------------------------------------------------------------

A, B, C = ({"from": "a", "major": one, "to": "b", "to_major": one} for one in "123")


@pytest.mark.parametrize(
    ("paths", "edges", "stated", "expected"),
    [
        ([A], [A], [], []),
        ([A, B], [A], [], ["a 2 b 2: listed, but no edge"]),
        ([A], [A, B], [], ["a 2 b 2: an edge, but not listed"]),
        ([A, B], [A], [B], []),
        ([A], [A, B], [B], []),
        ([A], [A], [A], ["a 1 b 1: stated as a difference, but none"]),
        ([A], [A], [C], ["a 3 b 3: stated as a difference, but none"]),
        ([A], [B], [], ["a 1 b 1: listed, but no edge", "a 2 b 2: an edge, but not listed"]),
    ],
)
def test_differences_are_found_both_ways(
    paths: list[Any], edges: list[Any], stated: list[Any], expected: list[str]
) -> None:
    listed = {"paths": paths, "differences": [{**one, "reason": "So."} for one in stated]}
    assert complaints(listed, {way(one) for one in edges}) == expected


# ---- the lists of the projects ---------------------------------------------------------------------------------------


def test_there_are_lists() -> None:
    assert len(LISTS) >= 15


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_edges_are_those_that_the_project_lists(path: Path, repository: Dataset) -> None:
    assert path.stem in repository.tools, "a list is named after the tool that it is about"
    assert complaints(load(path), usable(path.stem, repository)) == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_says_where_and_when_it_was_read(path: Path) -> None:
    listed = load(path)
    assert set(listed) <= KEYS
    assert listed["origin"].startswith("https://")
    assert re.fullmatch(r"[0-9a-f]{40}", listed.get("commit", "")) or listed.get("note", "").strip()
    assert listed.get("commit", "") in listed["origin"], "the address is that of the commit"
    assert isinstance(listed["read"], date)
    assert listed["read"] <= DAY
    assert listed["says"].strip()


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_is_written_as_the_page_says(path: Path, repository: Dataset) -> None:
    """Majors are text, nothing is listed twice, each difference has a reason."""
    listed = load(path)
    for entries, more in ((listed["paths"], set()), (listed["differences"], {"reason"})):
        assert [set(one) for one in entries] == [{*ENDS, *more}] * len(entries)
        assert all(isinstance(value, str) and value.strip() for one in entries for value in one.values())
        assert len({way(one) for one in entries}) == len(entries)
    assert listed["paths"]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_a_list_names_is_in_the_data_unless_it_is_a_difference(path: Path, repository: Dataset) -> None:
    """A misspelt name must not pass for a difference between the list and the data."""
    known = {(name, line.major) for name, one in repository.distributions.items() for line in one.lines}
    listed = load(path)
    stated = {way(one) for one in listed["differences"]}
    for one in map(way, listed["paths"]):
        assert {one[:2], one[2:]} <= known or one in stated


# ---- Leapp's own list ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def upstream() -> dict[str, Any]:
    """Leapp's list as it stands in upstream's repository: family, flavour, release, and the releases it leads to."""
    return dict(json.loads((FOLDER / "leapp-upgrade-paths.json").read_text("utf-8")))


def majors(releases: Iterable[str]) -> set[str]:
    return {one.partition(".")[0] for one in releases}


def ways_of(upstream: Mapping[str, Any]) -> set[Way]:
    return {
        (LEAPP_NAMES[family], start.partition(".")[0], LEAPP_NAMES[family], end)
        for family, flavours in upstream.items()
        for flavour, releases in flavours.items()
        if not flavour.startswith("_")
        for start, targets in releases.items()
        for end in majors(targets)
    }


def test_leapps_list_has_the_shape_that_leapp_reads(upstream: dict[str, Any]) -> None:
    assert set(upstream) == set(LEAPP_NAMES)
    for flavours in upstream.values():
        assert "default" in flavours
        for flavour, releases in flavours.items():
            targets = (
                releases.values() if flavour.startswith("_") else [one for two in releases.values() for one in two]
            )
            assert all(re.fullmatch(r"\d+(\.\d+)?", one) for one in (*releases, *targets))


def test_the_ways_of_leapps_list_are_those_that_were_copied_from_it(upstream: dict[str, Any]) -> None:
    assert ways_of(upstream) == {way(one) for one in load(FOLDER / "leapp.yaml")["paths"]}


def test_leapp_upgrades_from_and_to_releases_that_its_list_names(upstream: dict[str, Any], repository: Dataset) -> None:
    """Where an edge stays within a distribution, the list knows its releases too, not only its majors."""
    names = {name: family for family, name in LEAPP_NAMES.items()}
    edges = [one for one in repository.tools["leapp"].edges if one.from_ == one.to and one.status != "ended"]
    assert edges
    for edge in edges:
        releases = upstream[names[edge.from_]]["default"]
        assert {*edge.minors} <= {*releases}
        for minor in edge.minors:
            assert edge.to_major in majors(releases[minor])
            assert edge.to_release is None or edge.to_release in releases[minor]
