"""Guides that were read in full: what a reader meets, in which order. A change shows here, and has to be read again.

After a change that is meant: `.venv/bin/python -m tests.test_golden_guides` writes the outlines anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.build import check
from generator.model import Dataset
from generator.views.guide import GuidePage, Guides, SectionView
from tests.conftest import DAY, ROOT

GOLDEN = Path(__file__).parent / "golden/guides"
# One of each kind: upgrades, conversions, both, a panel's own tool, another build, a new installation.
READ = (
    "almalinux-8-to-almalinux-9-cpanel",
    "almalinux-9-to-almalinux-10-x86-64-v2",
    "almalinux-9-to-oracle-linux-9",
    "almalinux-9-to-rocky-linux-9",
    "centos-linux-7-to-almalinux-8-plesk",
    "centos-linux-7-to-almalinux-9",
    "centos-linux-7-to-rhel-9",
    "centos-linux-7-to-rocky-linux-9",
    "cloudlinux-os-7-to-cloudlinux-os-8",
    "oracle-linux-8-to-almalinux-9",
    "rhel-8-to-rhel-10",
    "rhel-8-to-rocky-linux-8",
)


def outline(page: GuidePage) -> str:
    """A guide in short: its hops, and by section the hazards (severity, id, switches) and the steps (number, id, what they run)."""
    return "\n".join([page.guide.title, "", *_lines(page), ""])


def _lines(page: GuidePage) -> Iterator[str]:
    if page.before:
        yield from _section(page.before)
    for one in page.hops:
        hop = one.hop
        start = f" from {hop.starts_from}" if hop.starts_from else ""
        yield f"== {hop.start} -> {hop.end}: {hop.tool}{start}; {hop.status}"
        for part in one.sections:
            yield from _section(part)
    if page.after:
        yield from _section(page.after)
    for route in page.alternatives:
        yield f"or: {', '.join(route.tools)}; {route.status}"


def _section(part: SectionView) -> Iterator[str]:
    yield f"{part.title}:"
    for hazard in part.hazards:
        yield f"  ! {hazard.level} {hazard.id}{_switches(hazard.features)}"
    yield from (f"  (again {hazard.id})" for hazard in part.repeated)
    for placed in part.steps:
        for hazard in placed.hazards:
            yield f"    ! {hazard.level} {hazard.id}{_switches(hazard.features)}"
        kind = "runs" if placed.step.run else "by hand"
        marks = "".join(f", {word}" for word, told in (("destroys", placed.step.destructive),) if told)
        yield f"  {placed.number} {placed.step.id} ({kind}{marks}){_switches(placed.step.features)}"


def _switches(features: tuple[str, ...]) -> str:
    return f" [{', '.join(features)}]" if features else ""


@pytest.fixture(scope="module")
def guides(repository: Dataset) -> Guides:
    return Guides(repository, DAY)


@pytest.mark.parametrize("name", READ)
def test_a_guide_that_was_read_is_still_the_same(guides: Guides, name: str) -> None:
    assert outline(guides.page(f"migrate/{name}.md")) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_every_outline_on_record_is_compared() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(READ)


if __name__ == "__main__":
    found = Guides(check(ROOT / "data", DAY).dataset, DAY)
    for one in READ:
        (GOLDEN / f"{one}.txt").write_text(outline(found.page(f"migrate/{one}.md")), encoding="utf-8")
