"""The real data: sound, cited, and an answer to the article it began from."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator import yaml_source
from generator.build import Checked, check
from generator.decide import decide
from generator.graph import Hop, Line, applies
from generator.model import Claim, State
from generator.objections import Machine
from generator.plan import Planner
from generator.refusals import refusal
from generator.values import version_key
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
    told = {"stale-edge", "stale-fact", "candidate-hopeless", "need-adds-candidate"}
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


def test_cpanel_has_no_way_to_rocky_linux_not_even_a_new_installation(checked: Checked) -> None:
    planner = Planner(checked.dataset, DAY, Machine(features=frozenset({"cpanel"})))
    _, ends = planner.lines()
    rocky = [end for end in ends if end.distribution == "rocky-linux"]
    assert rocky
    assert [end for end in rocky if planner.routes(Line("centos-linux", "7"), end)] == []


def test_an_upgrade_with_a_panel_is_made_by_the_tool_of_that_panel(checked: Checked) -> None:
    for panel in ("cpanel", "plesk"):
        planner = Planner(checked.dataset, DAY, Machine(features=frozenset({panel})))
        starts, ends = planner.lines()
        upgrades = {
            hop.tool_id
            for start in starts
            for end in ends
            for route in planner.routes(start, end)
            for hop in route.hops
            if hop.tool.kind == "upgrade"
        }
        assert upgrades
        assert {name for name in upgrades if panel not in checked.dataset.tools[name].requires} == set()


def test_a_processor_below_the_usual_level_has_a_way_only_to_the_build_for_it(checked: Checked) -> None:
    planner = Planner(checked.dataset, DAY, Machine("x86_64", "x86-64-v2"))
    starts, ends = planner.lines()
    ten = [
        (str(end), route.hops[-1].edge.build)
        for start in starts
        for end in ends
        if end.major == "10" and start.major != "10"
        for route in planner.routes(start, end)
    ]
    assert {("almalinux:10", "x86-64-v2")} <= set(ten)
    assert {end for end, build in ten if build is None} <= {"cloudlinux-os:10"}  # whose level is not known


def test_every_living_line_of_the_family_is_reached_from_every_line_that_is_not_newer(checked: Checked) -> None:
    planner = Planner(checked.dataset, DAY)
    starts, ends = planner.lines()
    none = [
        f"{start} {end}"
        for start in starts
        for end in ends
        if start != end and version_key(start.major) <= version_key(end.major) and not planner.routes(start, end)
    ]
    assert none == []


def test_no_pair_is_without_a_way_or_a_reason(checked: Checked) -> None:
    planner = Planner(checked.dataset, DAY)
    starts, ends = planner.lines()
    silent = []
    for start in starts:
        for end in ends:
            found = refusal(planner, start, end)
            if start == end or planner.routes(start, end):
                assert found is None
            elif not found or not (found.missing or found.reasons or found.target_ended) or not found.checked:
                silent.append(f"{start} {end}")
    assert silent == []


def test_every_hop_that_is_offered_says_on_what_and_whether_secure_boot_may_be_on(checked: Checked) -> None:
    silent = [
        f"{name} {edge.from_} {edge.major} {edge.to} {edge.to_major}"
        for name, tool in checked.dataset.tools.items()
        for place, edge in enumerate(tool.edges)
        if edge.status != "ended"
        if not edge.architectures
        or not any(applies(one.when, Hop(name, tool, edge, place)) for one in tool.secure_boot)
    ]
    assert silent == []


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
