"""The real data: sound, cited, and an answer to the article it began from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from generator import yaml_source
from generator.build import Checked, check
from generator.decide import decide
from generator.model import Claim, State
from generator.plan import Line, Planner
from generator.views.migration import build_guides
from generator.yaml_source import read
from tests.conftest import DAY, ROOT

# The rows of the article's table (and c12, the sentence after it), and the criteria that answer them.
ARTICLE = {
    "t01": ["rhel_compatibility", "bit_for_bit"],
    "t02": ["support_policy", "supported_until"],
    "t03": ["errata_target", "release_delay"],
    "t04": ["steward", "legal_form", "single_company_owner", "funding"],
    "t05": ["support_seller", "support_providers", "support_sla"],
    "t06": ["build_system", "build_logs_public"],
    "t07": ["conversion_tool"],
    "t08": ["arm_servers", "raspberry_pi"],
    "t09": ["market_focus"],
    "t10": ["named_adopters"],
    "c12": ["package_manager", "default_filesystem", "mandatory_access_control"],
}
PAIR = ["almalinux", "rocky-linux"]


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(ROOT / "data", DAY)


def claims(checked: Checked) -> list[tuple[str, str, Claim]]:
    return [
        (one.id, criterion, claim)
        for one in checked.dataset.distributions.values()
        for criterion, group in one.facts.items()
        for claim in group
    ]


def test_the_only_warnings_are_about_old_facts(checked: Checked) -> None:
    """And what is told of decisions to the reader of the check: who never wins, and where a question makes no sense any more."""
    told = {"stale-fact", "candidate-hopeless", "need-adds-candidate"}
    assert {problem.rule for problem in checked.warnings} <= told


def test_every_value_has_a_source_and_a_date(checked: Checked) -> None:
    bare = [
        (one, criterion)
        for one, criterion, claim in claims(checked)
        if claim.state is State.VALUE and (not claim.citations or claim.verified is None)
    ]
    assert bare == []


def test_no_fact_is_verified_before_a_dated_source_it_alone_rests_on(checked: Checked) -> None:
    early = [
        (one, criterion)
        for one, criterion, claim in claims(checked)
        if len(claim.citations) == 1
        and claim.verified
        and (published := claim.citations[0].source.date)
        and claim.verified < published
    ]
    assert early == []


@pytest.mark.parametrize("row", ARTICLE)
@pytest.mark.parametrize("name", PAIR)
def test_each_row_of_the_article_is_answered(checked: Checked, row: str, name: str) -> None:
    one = checked.dataset.distributions[name]
    for criterion in ARTICLE[row]:
        lines = (
            [line.major for line in one.lines]
            if checked.dataset.criteria[criterion].record.scope == "major"
            else [None]
        )
        assert all(one.claim(criterion, line).state is State.VALUE for line in lines), (row, criterion)


@pytest.mark.parametrize(
    ("name", "criterion", "major"),
    [
        ("rocky-linux", "build_system", "10"),
        ("rocky-linux", "fips_140_3", "9"),
        ("rocky-linux", "bit_for_bit", None),
        ("rocky-linux", "funding", None),
        ("rocky-linux", "cpanel_support", "9"),
        ("almalinux", "support_seller", None),
    ],
)
def test_where_the_article_is_contradicted_its_claim_stays_with_a_ruling(
    checked: Checked, name: str, criterion: str, major: str | None
) -> None:
    claim = checked.dataset.distributions[name].claim(criterion, major)
    articles = [
        dispute
        for dispute in claim.disputes
        for citation in dispute.citations
        if citation.source.publisher == "1Gbits" and dispute.ruling
    ]
    assert articles
    assert all(dispute.value.key != claim.value.key for dispute in articles)


def test_the_verdicts_of_the_article_are_scenarios_and_some_are_not_supported(checked: Checked) -> None:
    decision = checked.dataset.decisions["which-one-for-us"]
    verdicts = [scenario for scenario in decision.record.scenarios if scenario.verdict]
    best = [set(decide(decision, scenario.given).best) for scenario in verdicts]
    held = [bool(found) and found <= set(one.verdict.recommends) for found, one in zip(best, verdicts, strict=True)]
    assert len(verdicts) >= 8
    assert True in held
    assert False in held


def test_the_two_named_guides_exist_with_the_expected_hops(checked: Checked) -> None:
    planner = Planner(checked.dataset, DAY)
    seven = planner.routes(Line("centos-linux", "7"), Line("almalinux", "9"))[0]
    eight = planner.routes(Line("rhel", "8"), Line("rocky-linux", "8"))[0]
    assert [(hop.tool_id, str(hop.end)) for hop in seven.hops] == [
        ("elevate", "almalinux:8"),
        ("elevate", "almalinux:9"),
    ]
    assert [(hop.tool_id, str(hop.end)) for hop in eight.hops] == [("migrate2rocky", "rocky-linux:8")]


def test_no_route_crosses_a_major_into_rocky_in_place(checked: Checked) -> None:
    planner = Planner(checked.dataset, DAY)
    starts, ends = planner.lines()
    crossing = [
        route
        for start in starts
        for end in ends
        if end.distribution == "rocky-linux" and end.major != start.major
        for route in planner.routes(start, end)
        if not route.reinstalls
    ]
    assert crossing == []


def shell_blocks(checked: Checked) -> list[tuple[str, str]]:
    blocks: dict[str, str] = {}
    for guide in build_guides(checked.dataset, DAY):
        for hop in guide.hops:
            for index, need in enumerate(hop.needs):
                blocks[f"{hop.tool}/{hop.start}/need-{index}"] = need.run or ""
            for phase in hop.phases:
                for step in phase.steps:
                    blocks[f"{hop.tool}/{hop.start}/{hop.end}/{step.id}"] = f"{step.run or ''}\n{step.verify or ''}"
                for hazard in phase.hazards:
                    blocks[f"hazard/{hazard.id}"] = f"{hazard.detect or ''}\n{hazard.mitigate_run or ''}"
    return sorted((name, text) for name, text in blocks.items() if text.strip())


def test_every_command_of_every_guide_is_valid_shell_without_placeholders(checked: Checked) -> None:
    blocks = shell_blocks(checked)
    # One bash for all: each block is a function that is parsed and never called.
    script = "\n".join(f"f{index}() {{\n{text}\n:\n}}" for index, (_, text) in enumerate(blocks))
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [name for name, text in blocks if "{{" in text or "}}" in text] == []


def test_no_command_pipes_a_download_into_a_shell_or_downloads_without_encryption(checked: Checked) -> None:
    blocks = shell_blocks(checked)
    piped = [name for name, text in blocks if re.search(r"(curl|wget)[^\n]*\|\s*(ba|z)?sh\b", text)]
    # Only fetching counts; a sed expression may name an http address that it replaces.
    plain = [
        name
        for name, text in blocks
        for line in text.splitlines()
        if "http://" in line and line.split("#")[0].strip().startswith(("curl", "wget", "yum", "dnf", "rpm"))
    ]
    assert (piped, plain) == ([], [])


def test_no_data_file_has_a_line_beyond_the_width_of_a_review(checked: Checked) -> None:
    wide = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(Path(ROOT / "data").rglob("*.yaml"))
        if path.name != "sources.yaml"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 145
    ]
    assert wide == []


def test_every_data_file_reads_the_same_without_the_c_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml is lenient in places; a machine without it must not stumble over what passed here."""
    names = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.yaml"))
    fast = {name: read(ROOT / name, name) for name in names}
    monkeypatch.setattr(yaml_source, "LOADER", yaml.SafeLoader)
    assert {name: read(ROOT / name, name) for name in names} == fast
    assert all(not problems for _, problems in fast.values())
