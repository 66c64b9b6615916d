"""Views: what a page shows, as values. The dataset about editors is the input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from generator.build import check
from generator.model import Dataset
from generator.records import Computed, ValueType
from generator.views.compare import build_compare_view, build_matrix_view
from generator.views.comparer import Comparer
from generator.views.comparison import ComparisonView, build_comparison_view, comparison_uri, comparisons
from generator.views.criterion import COMPUTED, TYPES, build_criteria_views
from generator.views.decision import build_decision_view
from generator.views.evidence import age, cell_view
from generator.views.examined import build_examined_view
from generator.views.guide import Guides
from generator.views.health import build_health_view
from generator.views.home import build_home_view
from generator.views.lifecycle import build_lifecycle_view
from generator.views.migration import build_map_view
from generator.views.profile import build_profile_view
from generator.views.reasons import either
from generator.views.sources import build_sources_view
from generator.views.tools import build_hazard_views, build_tool_views
from tests.conftest import DAY, EDITORS, Files

Make = Callable[[Files], Path]


@pytest.fixture(scope="module")
def editors() -> Dataset:
    return check(EDITORS, DAY).dataset


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "1 day ago"),
        (44, "44 days ago"),
        (45, "1 month ago"),
        (700, "22 months ago"),
        (1000, "2 years ago"),
    ],
)
def test_age_in_words(days: int, text: str) -> None:
    assert age(DAY - timedelta(days), DAY) == text


def curated(dataset: Dataset) -> ComparisonView:
    """The one comparison that somebody has written."""
    [(uri, record, members)] = [one for one in comparisons(dataset) if one[1]]
    return build_comparison_view(Comparer(dataset, DAY), uri, record, members)


def shown(editors: Dataset, distribution: str, criterion: str, day: date = DAY) -> list[tuple[str, str, str]]:
    cell = cell_view(editors.distributions[distribution], editors.criteria[criterion], day)
    return [(claim.scope, claim.text, claim.mark) for claim in cell.claims]


def test_no_cell_is_silently_empty(editors: Dataset) -> None:
    assert shown(editors, "neo", "vendor_help") == [("", "Not researched", "unknown")]
    assert shown(editors, "neo", "memory") == [("", "Unknown", "unknown")]
    assert shown(editors, "vee", "vendor_help") == [("", "Not applicable", "none")]


def test_a_cell_known_for_some_lines_names_the_others(dataset: Make) -> None:
    text = (EDITORS / "distributions/vee.yaml").read_text("utf-8")
    lines = [line for line in text.splitlines() if 'majors: ["9"]' not in line]
    found = check(dataset({"distributions/vee.yaml": "\n".join(lines)}), DAY).dataset
    assert shown(found, "vee", "extension_language") == [("8", "Its own", "plain"), ("9", "Not researched", "unknown")]


def test_scoped_values_name_their_lines(editors: Dataset) -> None:
    assert shown(editors, "vee", "extension_language") == [("8", "Its own", "plain"), ("9", "Lua, Its own", "plain")]


def test_an_inherited_claim_says_from_whom(editors: Dataset) -> None:
    claim = cell_view(editors.distributions["neo"], editors.criteria["modal"], DAY).claims[0]
    assert (claim.text, claim.inherited_from, claim.sources[0].id) == ("Yes", "Vee", "vee-manual")


def test_a_claim_shows_its_grade_age_and_dispute(editors: Dataset) -> None:
    claim = cell_view(editors.distributions["vee"], editors.criteria["memory"], DAY).claims[0]
    assert (claim.sources[0].grade, claim.sources[0].is_primary) == ("Vendor documentation", True)
    assert (claim.verified, claim.age, claim.is_stale) == ("10 January 2026", "10 months ago", False)
    assert [(one.text, one.ruling, one.sources[0].is_primary) for one in claim.disputes] == [
        ("40 MB", "Measured with plugins.", False)
    ]


def test_a_fact_grows_stale_with_the_day_of_the_build_and_a_computed_one_does_not(editors: Dataset) -> None:
    later = date(2027, 1, 11)
    stale = cell_view(editors.distributions["vee"], editors.criteria["memory"], later).claims[0]
    computed = cell_view(editors.distributions["vee"], editors.criteria["care"], later).claims[0]
    assert (stale.is_stale, computed.is_stale, computed.computed) == (True, False, "the phases of support")


def test_rows_are_the_same_different_or_open(editors: Dataset) -> None:
    view = curated(editors)
    kinds = {row.id: row.kind for group in view.groups for row in group.rows}
    assert kinds == {
        "modal": "differs",
        "extension_language": "differs",
        "memory": "differs",
        "first_release": "differs",
        "vendor_help": "moot",
        "delay": "moot",
        "care": "open",
    }
    assert (view.total, view.differing, view.same, view.open, view.in_words, view.moot) == (7, 4, 0, 1, 0, 2)
    assert (view.disputed, view.contradicted) == (0, 1)  # a blog says otherwise; no source of first hand does
    assert [row.id for row in view.highlights] == ["modal", "memory"]


def test_a_profile_tells_lines_releases_and_delays(editors: Dataset) -> None:
    view = build_profile_view(editors.distributions["neo"], Comparer(editors, DAY))
    assert [(one.version, one.follows, one.delay, one.kernel) for one in view.releases] == [
        ("1.1", "9.10", 4, "5.14.0-1"),
        ("1.0", "9.0", 10, None),
    ]
    assert view.upstream == ("vee", "Vee")


def test_releases_are_newest_first_by_number_not_by_letter(editors: Dataset) -> None:
    view = build_profile_view(editors.distributions["vee"], Comparer(editors, DAY))
    assert [one.version for one in view.releases] == ["9.10", "9.9", "9.0", "8.0"]
    assert [(line.major, line.has_ended, line.newest) for line in view.lines] == [
        ("9", False, "9.10"),
        ("8", True, "8.0"),
    ]


def test_paid_phases_do_not_prolong_support(editors: Dataset) -> None:
    nine = build_profile_view(editors.distributions["vee"], Comparer(editors, DAY)).lines[0]
    assert (nine.ends, nine.phases[-1].is_paid) == ("28 June 2032", True)


def test_a_decision_explains_every_candidate_with_facts(editors: Dataset) -> None:
    view = build_decision_view(editors.decisions["which-editor"], Comparer(editors, DAY), lambda *_: ())
    small = next(one for one in view.outcomes if one.uri.endswith("hands-modes.machine-small.md"))
    assert small.best == ("Vee",)
    assert [(one.name, one.standing) for one in small.candidates[:2]] == [
        ("Vee", "Fits"),
        ("Neo", "Possible, to verify"),
    ]
    memory = small.candidates[0].reasons[1]
    assert (memory.test, memory.truth, memory.claim.text) == ("Memory at rest is at most “20 MB”", "Met", "12 MB")
    assert memory.claim.sources


def test_preferences_show_their_arithmetic(editors: Dataset) -> None:
    view = build_decision_view(editors.decisions["which-editor"], Comparer(editors, DAY), lambda *_: ())
    none = next(one for one in view.outcomes if one.uri.endswith("hands-none.md"))
    assert [(one.name.split()[0], one.score, one.sum) for one in none.candidates] == [
        ("Emm", 2, "2"),
        ("Neo", 0, "0"),
        ("Vee", 0, "0"),
    ]


@pytest.mark.parametrize(
    ("recommends", "verdict"), [("[emm]", "unsupported"), ("[vee]", "supported"), ("[vee, emm]", "supported")]
)
def test_advice_of_others_is_set_against_the_facts(dataset: Make, recommends: str, verdict: str) -> None:
    text = (
        (EDITORS / "decisions/which-editor.yaml").read_text("utf-8").replace("[emm], sources", f"{recommends}, sources")
    )
    found = check(dataset({"decisions/which-editor.yaml": text}), DAY).dataset
    view = build_decision_view(found.decisions["which-editor"], Comparer(found, DAY), lambda *_: ())
    assert view.scenarios[0].verdict == verdict


def test_merged_answers_tell_the_reasons_of_each(dataset: Make) -> None:
    text = (EDITORS / "decisions/which-editor.yaml").read_text("utf-8")
    two = text.replace(
        '{id: big, label: "No"}',
        '{id: tiny, label: Tiny, require: [{criterion: memory, at_most: 15, because: Less.}]}, {id: big, label: "No"}',
    )
    two = two.replace("      - {id: small", "      - {id: small").replace("      - {id: tiny", "      - {id: tiny")
    two = two.replace("}, {id: big", "}\n      - {id: big")
    found = check(dataset({"decisions/which-editor.yaml": two}), DAY).dataset
    view = build_decision_view(found.decisions["which-editor"], Comparer(found, DAY), lambda *_: ())
    merged = next(one for one in view.outcomes if "small_or_tiny" in one.uri)
    assert merged.given[1] == ("Is the machine small?", "Yes or Tiny", "")
    assert [[because for _, _, because in reason.asked] for reason in merged.candidates[0].reasons] == [
        ["Without modes it is another editor."],
        ["Little memory."],
        ["Less."],
    ]
    assert merged.stands_for_several


def test_words_are_joined_by_or() -> None:
    assert [either(["a"]), either(["a", "b"]), either(["a", "b", "c"])] == ["a", "a or b", "a, b or c"]


def test_a_guide_is_exact_for_its_hops(editors: Dataset) -> None:
    page = Guides(editors, DAY).page("migrate/vee-8-to-neo-1.md")
    assert [(one.hop.start, one.hop.tool, one.hop.end) for one in page.hops] == [
        ("Vee 8", "vee-up", "Vee 9"),
        ("Vee 9", "neoize", "Neo 1"),
    ]
    placed = page.hops[0].sections[0].steps[0]
    assert (placed.number, placed.step.title, placed.step.run) == (
        "1.1",
        "Run it on Vee 8",
        'vee-up --to 9 vee-nine\necho "<b>done</b> & dusted"',
    )
    assert page.guide.route.status == "Experimental"


def test_what_is_done_once_stands_before_the_first_hop_and_only_there(editors: Dataset) -> None:
    page = Guides(editors, DAY).page("migrate/vee-8-to-neo-1.md")
    assert [(placed.number, placed.step.id) for placed in page.before.steps] == [("B.1", "note-settings")]
    steps = [placed.step.id for one in page.hops for part in one.sections for placed in part.steps]
    assert steps == ["run", "convert"]
    assert page.after is None


def test_a_hazard_is_told_once_at_its_step_and_named_again(editors: Dataset) -> None:
    page = Guides(editors, DAY).page("migrate/vee-8-to-neo-1.md")
    first, second = (one.sections[0] for one in page.hops)
    assert [hazard.id for hazard in first.steps[0].hazards] == ["plugins"]
    assert first.hazards == ()
    told_again = [hazard.id for placed in second.steps for hazard in placed.hazards]
    assert (told_again, second.hazards, [one.id for one in second.repeated]) == ([], (), ["plugins"])


def test_a_switch_is_what_a_feature_is_a_kind_of(editors: Dataset) -> None:
    page = Guides(editors, DAY).page("migrate/vee-8-to-neo-1.md")
    assert [(one.id, one.use, one.detect) for one in page.switches] == [
        ("plugins", "plugins of others", "ls ~/.vee/plugins")
    ]
    assert page.before.steps[0].step.only_if == "plugins of others"


def test_times_and_restarts_are_added_only_when_every_tool_states_them(editors: Dataset) -> None:
    guides = Guides(editors, DAY)
    one, two = (guides.page(f"migrate/vee-8-to-{end}.md") for end in ("vee-9", "neo-1"))
    assert (one.guide.route.minutes, one.guide.route.reboots) == ((5, 10), "1 by hand")
    assert (two.guide.route.minutes, two.guide.route.reboots) == (None, "not stated")
    assert (two.step_count, two.spans) == (
        3,
        (("Before the window", 0, 1), ("In the window", 0, 2), ("Clean-up", 0, 0)),
    )


def test_a_machine_that_cannot_take_the_usual_way_is_told_why(editors: Dataset) -> None:
    page = Guides(editors, DAY).page("migrate/vee-9-to-neo-1.md")
    (phone,) = page.variants
    assert (phone.heading, phone.uri, [reason.says for reason in phone.refusal.reasons]) == (
        "On a phone",
        None,
        ["neoize runs on desktop, not on phone."],
    )
    assert phone.refusal.checked == "10 January 2026"


def test_guides_are_made_anew_when_what_they_are_made_of_changes(dataset: Make) -> None:
    hazards = (EDITORS / "migrations/hazards.yaml").read_text("utf-8")
    one = check(dataset({}), DAY).dataset
    guides = Guides(one, DAY)
    assert guides.are_of(check(dataset({}), DAY).dataset, DAY)
    other = check(dataset({"migrations/hazards.yaml": hazards.replace("Plugins break", "Plugins stop")}), DAY).dataset
    assert not guides.are_of(other, DAY)
    assert not guides.are_of(one, DAY + timedelta(days=1))


def test_answers_that_ask_the_same_are_one_reason(dataset: Make) -> None:
    text = (EDITORS / "decisions/which-editor.yaml").read_text("utf-8")
    two = text.replace(
        '{id: big, label: "No"}',
        '{id: tiny, label: Tiny, require: [{criterion: memory, at_most: 20, because: Less.}]}\n      - {id: big, label: "No"}',
    )
    found = check(dataset({"decisions/which-editor.yaml": two}), DAY).dataset
    view = build_decision_view(found.decisions["which-editor"], Comparer(found, DAY), lambda *_: ())
    merged = next(one for one in view.outcomes if "small_or_tiny" in one.uri)
    assert [(answer, because) for answer, _, because in merged.candidates[0].reasons[1].asked] == [
        ("Yes", "Little memory."),
        ("Tiny", "Less."),
    ]


def test_what_others_say_of_a_distribution_is_not_its_own_word(dataset: Make) -> None:
    emm = (EDITORS / "distributions/emm.yaml").read_text("utf-8").replace("summary:", "publishers: [Emm]\nsummary:", 1)
    vee = (EDITORS / "distributions/vee.yaml").read_text("utf-8")
    vee = vee.replace("summary:", "publishers: [Vee]\nsummary:", 1).replace(
        "value: 12, sources: [vee-manual]", "value: 12, sources: [emm-news]"
    )
    found = check(dataset({"distributions/emm.yaml": emm, "distributions/vee.yaml": vee}), DAY).dataset

    def grade(distribution: str, criterion: str) -> tuple[str, bool]:
        cell = cell_view(found.distributions[distribution], found.criteria[criterion], DAY)
        return cell.claims[0].sources[0].grade, cell.claims[0].sources[0].is_primary

    assert grade("vee", "memory") == ("Another project", False)
    assert grade("emm", "memory") == ("Announcement", True)
    assert grade("neo", "modal") == ("Vendor documentation", True)  # inherited: its upstream may speak for it


def test_free_text_is_for_the_reader_to_compare(dataset: Make) -> None:
    criteria = (EDITORS / "criteria.yaml").read_text("utf-8").replace("type: number\n        unit: MB", "type: text")
    text = (EDITORS / "decisions/which-editor.yaml").read_text("utf-8")
    decision = text.replace("at_most: 20", 'is: "12"')
    found = check(dataset({"criteria.yaml": criteria, "decisions/which-editor.yaml": decision}), DAY).dataset
    view = curated(found)
    kinds = {row.id: row.kind for group in view.groups for row in group.rows}
    assert (kinds["memory"], view.in_words) == ("words", 1)


def test_the_map_tells_ways_and_gaps(editors: Dataset) -> None:
    view = build_map_view(Guides(editors, DAY))
    assert [name for _, name in view.targets] == ["Neo 1", "Vee 9"]
    assert [(name, ended, [cell.text for cell in cells]) for _, name, ended, cells in view.rows] == [
        ("Vee 8", True, ["2 hops, experimental", "1 hop"]),
        ("Vee 9", False, ["1 hop, experimental", "Same line"]),
    ]
    assert view.ways == {
        "vee:8": {
            "neo:1": ["vee-8-to-neo-1.html", "2 hops in place", {}, ["phone"]],
            "vee:9": ["vee-8-to-vee-9.html", "1 hop in place", {}, []],
        },
        "vee:9": {"neo:1": ["vee-9-to-neo-1.html", "1 hop in place", {}, ["phone"]]},
    }


def test_the_picture_has_a_box_for_each_line_and_a_path_for_each_way(editors: Dataset) -> None:
    picture = build_map_view(Guides(editors, DAY)).picture
    assert [(box.name, box.major, bool(box.ended)) for box in picture.boxes] == [
        ("Neo", "1", False),
        ("Vee", "8", True),
        ("Vee", "9", False),
    ]
    assert [major for _, major in picture.columns] == ["1", "8", "9"]
    assert [way.title for way in picture.ways] == [
        "neoize: Vee 9 to Neo 1, experimental",
        "vee-up: Vee 8 to Vee 9, supported",
    ]
    inside = [
        box.x + picture.box_width <= picture.width and box.y + picture.box_height <= picture.height
        for box in picture.boxes
    ]
    assert all(inside)
    assert [(tool.number, tool.name) for tool in picture.tools] == [(1, "neoize"), (2, "vee-up")]


def test_a_tool_and_a_hazard_name_the_guides_that_use_them(editors: Dataset) -> None:
    guides = Guides(editors, DAY)
    neoize, vee_up = build_tool_views(guides)
    assert [guide.title for guide in neoize.guides] == ["Vee 8 to Neo 1", "Vee 9 to Neo 1"]
    assert [(edge.start, edge.end, edge.secure_boot) for edge in vee_up.edges] == [
        ("Vee 8", "Vee 9", "May be on or off")
    ]
    (hazard,) = build_hazard_views(guides)
    assert [name for _, name in hazard.tools] == ["vee-up", "neoize"]
    assert len(hazard.guides) == 3


def test_the_home_page_counts_what_stands_behind_it(editors: Dataset) -> None:
    view = build_home_view(Comparer(editors, DAY), Guides(editors, DAY).guides)
    assert (view.claims, view.unknown, view.disputed, view.sources, view.criteria) == (12, 1, 1, 3, 7)
    assert view.guides == (("migrate/vee-8-to-neo-1.md", "Vee 8 to Neo 1", "2 hops with vee-up and neoize"),)
    assert [(one.name, one.lines) for one in view.endings] == [("Vee", (("9", "28 June 2032"),))]
    assert view.stale == 0


def test_the_lifecycle_lists_every_line_newest_first(editors: Dataset) -> None:
    view = build_lifecycle_view(editors, DAY)
    assert [
        (name, [(line.major, line.ends, line.has_ended) for line in lines]) for _, name, _, lines in view.distributions
    ] == [
        ("Neo", [("1", "1 January 2030", False)]),
        ("Vee", [("9", "28 June 2032", False), ("8", "28 June 2022", True)]),
    ]


def test_sources_are_listed_by_grade(editors: Dataset) -> None:
    assert [
        (kind.uri, kind.title, [one.source.id for one in kind.sources]) for kind in build_sources_view(editors)
    ] == [
        ("data/sources/vendor-documentation.md", "Vendor documentation", ["vee-manual"]),
        ("data/sources/announcement.md", "Announcement", ["emm-news"]),
        ("data/sources/third-party.md", "Third party", ["blog"]),
    ]


def test_a_source_names_what_rests_on_it(editors: Dataset) -> None:
    """Disputes count; what is inherited or computed rests on other facts, which name it themselves."""
    used = {one.source.id: one for kind in build_sources_view(editors) for one in kind.sources}
    assert [(use.text, use.uri) for use in used["blog"].facts] == [
        ("Neo: Extension language", "distributions/neo.md#fact-extension_language"),
        ("Neo: First release", "distributions/neo.md#fact-first_release"),
        ("Vee: Memory at rest", "distributions/vee.md#fact-memory"),
    ]
    assert ("Vee 9: Extension language", 1) in [(use.text, use.count) for use in used["vee-manual"].facts]
    records = {use.text: (use.count, use.uri) for use in used["vee-manual"].records}
    assert records["Release lines of Vee and their support"] == (5, "distributions/vee.md#lines")
    assert records["Releases of Vee"] == (4, "distributions/vee.md#releases")
    assert set(records) >= {"Hazards of migrations", "Paths and steps of vee-up"}


def test_a_criterion_shows_every_distribution_by_family(editors: Dataset) -> None:
    groups = build_criteria_views(Comparer(editors, DAY))
    assert [(group.id, [one.id for one in group.criteria]) for group in groups] == [
        ("editing", ["modal", "extension_language", "memory"]),
        ("life", ["first_release", "vendor_help", "delay", "care"]),
    ]
    memory = groups[0].criteria[2]
    assert (memory.uri, memory.given_as, memory.unit, memory.by_line) == (
        "data/criteria/memory.md",
        "a number",
        "MB",
        False,
    )
    assert (memory.answered, memory.total, memory.stale_after, memory.computed) == (2, 3, 365, None)
    assert [
        (family.title, [(cell.name, cell.claims[0].text) for cell in family.cells]) for family in memory.families
    ] == [
        ("Modal editors", [("Neo", "Unknown"), ("Vee", "12 MB")]),
        ("Others", [("Emm <script>alert(1)</script>", "80 MB")]),
    ]
    delay = groups[1].criteria[2]
    assert (delay.stale_after, delay.by_line) == (None, True)
    assert "median" in (delay.computed or "")
    assert groups[0].criteria[1].choices[0] == ("Lua", None)


def test_every_type_and_computation_is_told_in_words() -> None:
    assert set(TYPES) == set(get_args(ValueType))
    assert set(COMPUTED) == set(get_args(Computed))


def test_a_profile_tells_where_it_differs_from_its_upstream_and_since_when(dataset: Make) -> None:
    text = (EDITORS / "distributions/neo.yaml").read_text("utf-8")
    text = text.replace("value: [lua],", "value: [lua], since: 2015-12,").replace("value: 2015,", "value: 1991-11,")
    found = check(dataset({"distributions/neo.yaml": text.replace(", estimated: true", "")}), DAY).dataset
    view = build_profile_view(found.distributions["neo"], Comparer(found, DAY))
    assert [(one.id, one.here.claims[0].text, one.there.claims[0].text, one.since) for one in view.differences] == [
        ("extension_language", "Lua", "Its own", (("Neo", "", "December 2015"),)),
        ("care", "7.5 years", "5.8 years", ()),
    ]
    assert build_profile_view(found.distributions["vee"], Comparer(found, DAY)).differences == ()


def test_what_is_described_in_words_differs_where_a_day_is_on_record(dataset: Make) -> None:
    criteria = (EDITORS / "criteria.yaml").read_text("utf-8").replace("type: date", "type: text")
    files: Files = {"criteria.yaml": criteria}
    view = lambda found: build_profile_view(found.distributions["neo"], Comparer(found, DAY))  # noqa: E731
    plain = (EDITORS / "distributions/neo.yaml").read_text("utf-8").replace(", estimated: true", "")
    found = check(dataset({**files, "distributions/neo.yaml": plain}), DAY).dataset
    assert (view(found).in_words, [one.id for one in view(found).differences if one.id == "first_release"]) == (1, [])
    dated = plain.replace("value: 2015,", "value: 2015, since: 2015,")
    found = check(dataset({**files, "distributions/neo.yaml": dated}), DAY).dataset
    assert [one.since for one in view(found).differences if one.id == "first_release"] == [(("Neo", "", "2015"),)]


def test_the_health_page_counts_and_lists(editors: Dataset) -> None:
    view = build_health_view(editors, DAY)
    assert view.columns == (
        "answered",
        "unknown",
        "not applicable",
        "not researched",
        "verified",
        "stale",
        "disputed",
    )
    assert (view.total.cells, view.total.counts) == (21, (15, 1, 3, 2, 15, 0, 1))
    assert [(row.title[:3], row.counts) for row in view.distributions] == [
        ("Neo", (5, 1, 0, 1, 5, 0, 0)),
        ("Vee", (5, 0, 2, 0, 5, 0, 1)),
        ("Emm", (5, 0, 1, 1, 5, 0, 0)),
    ]
    assert [(row.uri, row.cells) for row in view.groups] == [
        ("data/criteria/index.md#editing", 9),
        ("data/criteria/index.md#life", 12),
    ]
    assert [row.cells for row in view.matrix] == [((2, 3), (3, 4)), ((3, 3), (4, 4)), ((3, 3), (3, 4))]
    assert [(one.distribution, one.criterion, one.detail) for one in view.unknown] == [
        ("Neo", "Memory at rest", "Nobody measured it.")
    ]
    assert [(one.text, one.detail) for one in view.disputed] == [
        ("12 MB", "Against it: “40 MB”. Measured with plugins.")
    ]
    assert [(one.distribution[:3], one.criterion) for one in view.unresearched] == [
        ("Neo", "Help from the vendor"),
        ("Emm", "Time of care"),
    ]
    assert (view.stale, view.verified, view.claims) == ((), 12, 12)
    later = build_health_view(editors, DAY + timedelta(400))
    assert (len(later.stale), later.verified, later.claims) == (12, 0, 12)
    assert later.stale[0].detail == "Verified 10 January 2026, 23 months ago"


def test_health_names_the_lines_that_nobody_looked_at(dataset: Make) -> None:
    text = (EDITORS / "distributions/vee.yaml").read_text("utf-8")
    line = '    - {majors: ["8"], value: [own], sources: [vee-manual], verified: 2026-01-10}\n'
    assert line in text
    found = check(dataset({"distributions/vee.yaml": text.replace(line, "")}), DAY).dataset
    listed = [(one.distribution, one.criterion, one.scope) for one in build_health_view(found, DAY).unresearched]
    assert ("Vee", "Extension language", "8") in listed


def test_an_examined_article_is_tallied_and_told_by_section(editors: Dataset) -> None:
    view = build_examined_view(editors.examined["a-blog"], editors)
    assert view.tally == (("Wrong", "no", 1), ("Opinion", "none", 1))
    assert [(title, [claim.id for claim in claims]) for _, title, claims in view.sections] == [
        ("Speed", ["b1"]),
        ("Taste", ["b2"]),
    ]
    assert view.sections[0][2][0].facts == (("distributions/vee.md#fact-memory", "Vee: Memory at rest"),)


def test_a_fact_leads_to_the_claims_that_concern_it(editors: Dataset) -> None:
    cell = cell_view(editors.distributions["vee"], editors.criteria["memory"], DAY)
    assert [(one.uri, one.ruling) for one in cell.rulings] == [("examined/a-blog.md#b1", "Wrong")]
    assert cell_view(editors.distributions["emm"], editors.criteria["memory"], DAY).rulings == ()


# ---- comparisons of any two ------------------------------------------------------------------------------------------


def compared(dataset: Dataset, uri: str) -> ComparisonView:
    [(record, members)] = [(one[1], one[2]) for one in comparisons(dataset) if one[0] == uri]
    return build_comparison_view(Comparer(dataset, DAY), uri, record, members)


def test_every_two_are_compared_once(editors: Dataset) -> None:
    found = [(uri, record is not None, [one.id for one in members]) for uri, record, members in comparisons(editors)]
    assert found == [
        ("compare/vee-vs-emm.md", True, ["vee", "emm"]),
        ("compare/emm-vs-neo.md", False, ["emm", "neo"]),
        ("compare/neo-vs-vee.md", False, ["neo", "vee"]),
    ]
    assert comparison_uri(editors, "emm", "vee") == "compare/vee-vs-emm.md"
    assert comparison_uri(editors, "vee", "neo") == "compare/neo-vs-vee.md"


def test_a_pair_that_nobody_curated_is_told_in_sentences(dataset: Make) -> None:
    criteria = (EDITORS / "criteria.yaml").read_text("utf-8")
    for name in ("modal", "extension_language", "memory"):
        criteria = criteria.replace(f"      - id: {name}\n", f"      - id: {name}\n        key: true\n")
    found = check(dataset({"criteria.yaml": criteria}), DAY).dataset
    view = compared(found, "compare/neo-vs-vee.md")
    assert (view.title, view.summary, view.note, view.decision) == ("Neo and Vee", None, None, None)
    assert (view.differing, view.same, view.in_words, view.open, view.moot) == (3, 1, 0, 1, 2)
    assert view.apart.items == (("extension_language", "Extension language", "Neo: Lua; Vee: Lua, Its own"),)
    assert view.shared.items == (("modal", "Modal editing", "Yes"),)
    assert [(name, text) for name, _, text in view.unknown.items] == [("memory", "")]


def test_a_sentence_counts_what_it_does_not_name(editors: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.views.comparison.NAMED", 1)
    view = compared(editors, "compare/neo-vs-vee.md")
    assert (len(view.unknown.items), view.unknown.more) == (1, 0)
    monkeypatch.setattr("generator.views.comparison.NAMED", 0)
    view = compared(editors, "compare/neo-vs-vee.md")
    assert (len(view.unknown.items), view.unknown.more) == (0, 1)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("value: 12", "value: 12", "same"),
        ("value: 12", "value: 13", "differs"),
        ("value: 12", "state: unknown, note: Lost", "open"),
        ("state: not_applicable, note: No", "value: 13", "moot"),
        ("state: not_applicable, note: No", "state: not_applicable, note: No", "moot"),
        ("state: not_applicable, note: No", "state: unknown, note: Lost", "moot"),
        ("state: unknown, note: Lost", "state: unknown, note: Lost", "open"),
    ],
)
def test_a_row_differs_is_the_same_or_is_open(dataset: Make, one: str, other: str, kind: str) -> None:
    files: Files = {}
    for name, claim in (("vee", one), ("emm", other)):
        text = (EDITORS / f"distributions/{name}.yaml").read_text("utf-8")
        old = next(line for line in text.splitlines() if line.startswith("  memory:"))
        new = f"  memory: {{{claim}, sources: [blog], verified: 2026-01-10}}"
        files[f"distributions/{name}.yaml"] = text.replace(old, new)
    decision = (EDITORS / "decisions/which-editor.yaml").read_text("utf-8")
    files["decisions/which-editor.yaml"] = decision.partition("scenarios:")[0]
    found = check(dataset({**files, "examined/a-blog.yaml": None}), DAY).dataset
    members = [found.distributions["vee"], found.distributions["emm"]]
    assert Comparer(found, DAY).kind(found.criteria["memory"], members) == kind


BY_LINE = """groups:
  - id: help
    title: Help
    criteria:
      - {id: help, title: Help, definition: Whether., why: So., type: boolean, scope: major}
"""


@pytest.mark.parametrize(
    ("one", "other", "kind", "alike"),
    [
        ({"1": "true"}, {"1": "true"}, "same", "Yes"),
        ({"1": "true", "2": "false"}, {"1": "true", "3": "false"}, "same", "1: Yes"),  # line 1 is what both have
        ({"1": "true", "2": "false"}, {"1": "true", "2": "false"}, "same", "1: Yes, 2: No"),
        ({"1": "true", "2": "false"}, {"1": "true", "2": "true"}, "differs", ""),
        ({"1": "true", "2": "true"}, {"3": "true", "4": "true"}, "same", "Yes"),
        ({"1": "false", "2": "true"}, {"3": "true"}, "differs", ""),  # the newest agree, line 1 does not
        ({"1": "false", "2": "true"}, {"3": "false", "4": "true"}, "differs", ""),
        ({"1": "false", "2": "true"}, {"3": None}, "open", ""),  # what differs within one is no difference
        ({"1": "true", "2": None}, {"3": "true"}, "open", ""),
        ({"1": "true", "2": "n/a"}, {"3": "true"}, "same", "Yes"),
        ({"1": "true"}, {"3": "n/a"}, "moot", ""),
        ({"1": "true", "2": "n/a"}, {"1": "true", "2": "false"}, "same", "1: Yes"),
    ],
)
def test_release_lines_are_compared_with_what_corresponds_to_them(
    tmp_path: Path, one: dict[str, str | None], other: dict[str, str | None], kind: str, alike: str
) -> None:
    files = {
        name: (EDITORS / name).read_text("utf-8").partition("featured:")[0] for name in ("sources.yaml", "dataset.yaml")
    }
    files["criteria.yaml"] = BY_LINE
    for name, lines in (("ada", one), ("zed", other)):
        claims = [
            f'{{majors: ["{major}"], value: {value}, sources: [blog], verified: 2026-01-10}}'
            if value in {"true", "false"}
            else f'{{majors: ["{major}"], state: not_applicable, note: No.}}'
            for major, value in lines.items()
            if value
        ]
        facts = f"facts: {{help: [{', '.join(claims)}]}}" if claims else "facts: {}"
        files[f"distributions/{name}.yaml"] = f"name: {name}\nsummary: S.\n{facts}\n"
        files[f"releases/{name}.yaml"] = "lines:\n" + "".join(
            f'  - {{major: "{major}", released: 202{major}-01-01, sources: [blog], verified: 2026-01-10}}\n'
            for major in lines
        )
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    comparer = Comparer(check(tmp_path, DAY).dataset, DAY)
    members = [comparer.dataset.distributions[name] for name in ("ada", "zed")]
    help_ = comparer.dataset.criteria["help"]
    assert comparer.kind(help_, members) == kind
    assert kind != "same" or comparer.alike(help_, members) == alike


def test_lines_whose_support_has_ended_do_not_count(dataset: Make) -> None:
    criteria = (
        (EDITORS / "criteria.yaml")
        .read_text("utf-8")
        .replace("        type: support\n", "        type: support\n        scope: major\n")
    )
    neo = (EDITORS / "distributions/neo.yaml").read_text("utf-8")
    vee = (EDITORS / "distributions/vee.yaml").read_text("utf-8")
    old = next(line for line in vee.splitlines() if line.startswith("  vendor_help:"))
    cited = "sources: [blog], verified: 2026-01-10"
    claims = f'[{{majors: ["8"], value: unsupported, {cited}}}, {{majors: ["9"], value: supported, {cited}}}]'
    other = next((line for line in neo.splitlines() if line.startswith("  vendor_help:")), None)
    neo = neo.replace(f"{other}\n", "") if other else neo
    files: Files = {
        "criteria.yaml": criteria,
        "distributions/vee.yaml": vee.replace(old, f"  vendor_help: {claims}"),
        "distributions/neo.yaml": neo.rstrip() + f"\n  vendor_help: {{value: supported, {cited}}}\n",
    }
    found = check(dataset(files), DAY).dataset
    members = [found.distributions["vee"], found.distributions["neo"]]
    comparer = Comparer(found, DAY)  # line 8 of Vee ended in 2022
    assert comparer.compared_lines(members[0]) == ("9",)
    assert comparer.kind(found.criteria["vendor_help"], members) == "same"
    assert comparer.said(members[0], found.criteria["vendor_help"]) == "Supported"
    early = Comparer(found, date(2022, 6, 1))
    assert early.compared_lines(members[0]) == ("8", "9")
    assert early.kind(found.criteria["vendor_help"], members) == "differs"
    late = Comparer(found, date(2099, 1, 1))
    assert late.compared_lines(members[0]) == ("8", "9")  # all have ended: all count


def test_the_ways_into_the_comparisons(editors: Dataset) -> None:
    view = build_compare_view(Comparer(editors, DAY))
    assert view.names == ("Neo", "Vee", "Emm <script>alert(1)</script>")
    assert [[link and link[0] for link in row.links] for row in view.pairs] == [
        [None, "compare/neo-vs-vee.md", "compare/emm-vs-neo.md"],
        ["compare/neo-vs-vee.md", None, "compare/vee-vs-emm.md"],
        ["compare/emm-vs-neo.md", "compare/vee-vs-emm.md", None],
    ]
    assert [uri for uri, _, _ in view.topics] == ["compare/topics/editing.md", "compare/topics/life.md"]
    assert view.pages == 3


def test_the_table_of_everything_has_every_cell(editors: Dataset) -> None:
    whole, part = build_matrix_view(Comparer(editors, DAY)), build_matrix_view(Comparer(editors, DAY), "life")
    assert [name for name, _, _ in whole.names] == ["neo", "vee", "emm"]
    assert sum(len(row.cells) for group in whole.groups for row in group.rows) == 21
    assert [group.id for group in part.groups] == ["life"]


def test_cells_are_ordered_by_the_newest_line(editors: Dataset) -> None:
    def order(name: str, criterion: str) -> str | None:
        return cell_view(editors.distributions[name], editors.criteria[criterion], DAY).order

    assert order("vee", "memory") == "12"
    assert order("vee", "first_release") == str(date(1991, 11, 1).toordinal())
    assert order("emm", "vendor_help") == "5"
    assert (order("neo", "memory"), order("vee", "modal"), order("vee", "extension_language")) == (None, None, None)
    assert float(order("vee", "care") or 0) == pytest.approx(10 * 365.25)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ('{majors: ["9"], value: [own]}, {majors: ["8"], value: [own]}', [("", "Its own")]),
        ('{majors: ["9"], value: [lua]}, {majors: ["8"], value: [own]}', [("8", "Its own"), ("9", "Lua")]),
        (
            '{majors: ["9"], value: [own], note: Here.}, {majors: ["8"], value: [own]}',
            [("8", "Its own"), ("9", "Its own")],
        ),
        ('{majors: ["9"], value: [own]}', [("8", "Not researched"), ("9", "Its own")]),
    ],
    ids=["the same", "different", "another note", "one missing"],
)
def test_lines_are_in_order_and_told_together_where_they_are_the_same(
    dataset: Make, claims: str, expected: list[tuple[str, str]]
) -> None:
    text = (EDITORS / "distributions/vee.yaml").read_text("utf-8")
    start, end = text.index("  extension_language:"), text.index("  memory:")
    cited = claims.replace("}", ", sources: [vee-manual], verified: 2026-01-10}")
    files: Files = {"distributions/vee.yaml": f"{text[:start]}  extension_language: [{cited}]\n{text[end:]}"}
    found = check(dataset(files), DAY).dataset
    assert [(scope, text) for scope, text, _ in shown(found, "vee", "extension_language")] == expected
