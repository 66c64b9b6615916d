"""The built site in a real browser, opened from a folder, with the network cut."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from generator.flowchart import compile_chart, leaves
from generator.model import Dataset

KINDS = {
    "home": "index.html",
    "comparison": "compare/almalinux-vs-rocky-linux.html",
    "comparisons": "compare/index.html",
    "pair": "compare/almalinux-vs-rhel.html",
    "topic": "compare/topics/hardware.html",
    "everything": "compare/everything.html",
    "pick": "compare/pick.html",
    "decision": "decide/which-one-for-us.html",
    "outcome": "decide/which-one-for-us/panel-cpanel.seller-maker.html",
    "part": "decide/which-one-for-us/panel-none.vendor-none.compliance-none.seller-maker.html",
    "map": "migrate/index.html",
    "edges": "migrate/edges.html",
    "guide": "migrate/centos-linux-7-to-almalinux-9.html",
    "reinstall": "migrate/almalinux-9-to-rocky-linux-10.html",
    "tools": "migrate/tools/index.html",
    "tool": "migrate/tools/migrate2rocky9.html",
    "hazards": "migrate/hazards/index.html",
    "hazard": "migrate/hazards/encrypted-disks.html",
    "profile": "distributions/rocky-linux.html",
    "lifecycle": "lifecycle/index.html",
    "examined": "examined/article-1gbits.html",
    "criteria": "data/criteria/index.html",
    "criterion": "data/criteria/cpu-levels.html",
    "sources": "data/sources.html",
    "source-kind": "data/sources/third-party.html",
    "health": "data/health.html",
    "about": "about.html",
    "contribute": "contribute.html",
}


@dataclass
class Reader:
    """A browser window on the folder, and what went wrong in it."""

    site: Path
    page: Page
    wrong: list[str] = field(default_factory=list)

    def note_failure(self, request: Request) -> None:
        """Note a request that failed. One that was aborted because the reader went on to the next page has not failed."""
        if request.failure != "net::ERR_ABORTED" or not Path(unquote(urlsplit(request.url).path)).is_file():
            self.wrong.append(f"failed: {request.url} ({request.failure})")

    def open(self, name: str) -> Page:
        path, _, anchor = name.partition("#")
        if "*" in path:  # names of outcomes follow from the data
            path = min(self.site.glob(path)).relative_to(self.site).as_posix()
        self.page.goto(f"{(self.site / path).as_uri()}{'#' if anchor else ''}{anchor}")
        return self.page


def reader(browser: Browser, site: Path, **options: object) -> Reader:
    context = browser.new_context(offline=True, **options)
    page = context.new_page()
    found = Reader(site, page)
    page.on("console", lambda m: found.wrong.append(f"console: {m.text}") if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.wrong.append(f"script: {error}"))
    page.on("requestfailed", found.note_failure)
    page.on(
        "request",
        lambda r: (
            found.wrong.append(f"request: {r.url}") if not r.url.startswith(("file:", "data:", "blob:")) else None
        ),
    )
    return found


@pytest.fixture
def desk(chromium: Browser, site: Path) -> Iterator[Reader]:
    """A reader at a desk; whatever went wrong in the window fails the test."""
    found = reader(chromium, site, viewport={"width": 1280, "height": 900})
    yield found
    found.page.context.close()
    assert found.wrong == []


@pytest.fixture
def phone(chromium: Browser, site: Path) -> Iterator[Reader]:
    """A reader with a phone."""
    found = reader(chromium, site, viewport={"width": 390, "height": 844}, has_touch=True)
    yield found
    found.page.context.close()
    assert found.wrong == []


def test_the_way_from_the_home_page_to_comparison_decision_and_guide(desk: Reader) -> None:
    page = desk.open("index.html")
    page.get_by_role("link", name="AlmaLinux and Rocky Linux", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("AlmaLinux and Rocky Linux")
    page.get_by_role("link", name="Which one for us?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which one for us?")
    page.get_by_role("link", name="Migrate", exact=True).first.click()
    page.get_by_role("link", name="CentOS Linux 7 to AlmaLinux 9: 2 hops", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CentOS Linux 7 to AlmaLinux 9")
    assert page.url.startswith("file:")


def test_search_works_from_the_folder(desk: Reader) -> None:
    page = desk.open("about.html")
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("migrate2rocky")
    result = page.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    result.click()
    expect(page.locator("article")).to_contain_text("migrate2rocky")


def test_a_cell_of_the_comparison_shows_its_sources_when_opened(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    row = page.locator("tr#build_system")
    cell = row.locator("td[data-label='Rocky Linux']")
    expect(cell).to_contain_text("Disputed.")
    evidence = cell.locator("details.atlas-evidence").first
    expect(evidence.get_by_role("link").first).to_be_hidden()
    evidence.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(evidence.get_by_role("link").first).to_be_visible()
    expect(evidence).to_contain_text("Verified")


def test_what_a_criterion_means_is_told_on_the_spot(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    definition = page.locator("tr#fips_140_3 details.atlas-why")
    expect(definition.locator("p")).to_be_hidden()
    definition.locator("summary").click()
    expect(definition.locator("p")).to_contain_text("CMVP")


def test_differences_are_marked_in_words(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    expect(page.locator("tr#cpanel_support th > span")).to_have_text("differs")
    expect(page.locator("tr#package_manager th > span")).to_have_text("same")


def test_any_two_are_compared_from_the_grid(desk: Reader) -> None:
    page = desk.open("compare/index.html")
    page.get_by_role("link", name="CentOS Stream and AlmaLinux").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("AlmaLinux and CentOS Stream")
    expect(page.locator(".atlas-apart")).to_contain_text("Compatibility with RHEL")


def test_what_is_alike_is_hidden_and_counted(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    alike = page.locator("tr.is-same").count()
    rows = page.locator("table[data-atlas-table] tbody tr").count()
    assert 0 < alike < rows
    page.get_by_label("Hide what is alike").check()
    expect(page.locator("tr.is-same:visible")).to_have_count(0)
    expect(page.locator(".atlas-tools [role=status]")).to_have_text(f"{rows - alike} rows shown, {alike} alike hidden")
    folded = page.locator(".atlas-folded:visible").all_text_contents()
    assert sum(int(text.split()[0]) for text in folded) == alike
    page.get_by_label("Hide what is alike").uncheck()
    expect(page.locator("table[data-atlas-table] tbody tr:visible")).to_have_count(rows)


def test_rows_are_filtered_by_text_wherever_it_stands(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    page.get_by_label("Filter rows").fill("raspberry")
    shown = page.locator("table[data-atlas-table] tbody tr:visible")
    assert "raspberry_pi" in shown.evaluate_all("rows => rows.map(row => row.id)")
    assert shown.count() < 5
    page.get_by_label("Filter rows").fill("no such words anywhere")
    expect(shown).to_have_count(0)


def test_words_are_found_together_and_topics_without_them_step_aside(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    page.get_by_label("Filter rows").fill("fips certificate")
    expect(page.locator("tr#fips_140_3")).to_be_visible()
    expect(page.locator("h2#security")).to_be_visible()
    expect(page.locator("h2#panels")).to_be_hidden()
    page.get_by_label("Filter rows").fill("")
    expect(page.locator("h2#panels")).to_be_visible()


def test_a_link_to_a_hidden_row_shows_it(desk: Reader) -> None:
    page = desk.open(KINDS["pair"])
    page.get_by_label("Hide what is alike").check()
    link = page.locator("p", has_text="They are alike in").get_by_role("link").first
    row = page.locator(f"tr{link.get_attribute('href')}")
    expect(row).to_be_hidden()
    link.click()
    expect(row).to_be_in_viewport()
    expect(page.get_by_label("Hide what is alike")).not_to_be_checked()


def test_a_copy_that_has_lain_for_long_says_so(chromium: Browser, site: Path) -> None:
    found = reader(chromium, site)
    found.page.clock.set_fixed_time("2027-06-01T12:00:00Z")
    page = found.open(KINDS["pair"])
    expect(page.locator("[data-atlas-built]")).to_contain_text("This copy was made 6 months ago")
    found.page.context.close()


def test_what_is_shown_is_saved_as_csv(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    page.get_by_label("Filter rows").fill("FIPS 140-3")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    assert saved.value.suggested_filename == "almalinux-vs-rocky-linux.csv"
    text = Path(saved.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    heads = [
        "Topic",
        "Criterion",
        "Compared",
        "AlmaLinux",
        "Sources for AlmaLinux",
        "Rocky Linux",
        "Sources for Rocky Linux",
    ]
    assert rows[0] == heads
    [fips] = [row for row in rows if row[1:2] == ["FIPS 140-3"]]
    assert fips[0] == "Security and compliance"
    assert fips[2] == "differs"
    assert "9: Validated in separate builds" in fips[3]
    assert "https://almalinux.org/security/fips-certification/" in fips[4]
    assert "Verified" in fips[4]
    assert "AlmaLinux and Rocky Linux" in rows[-1][0]  # what this is, from where, of which day
    assert len(rows) == 2 + page.locator("table[data-atlas-table] tbody tr:visible").count()


def test_what_is_shown_is_copied_as_markdown(desk: Reader) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = desk.open(KINDS["comparison"])
    page.get_by_label("Filter rows").fill("Package manager")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator(".atlas-tools [role=status]")).to_have_text("Copied what is shown")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == "# AlmaLinux and Rocky Linux"
    assert "as of 20" in lines[2]
    assert "| Criterion | Compared | AlmaLinux | Rocky Linux |" in lines
    [manager] = [line for line in lines if line.startswith("| Package manager |")]
    assert "](https://" in manager
    assert "Verified" in manager
    assert [line for line in lines if line.startswith("| Package manager |")]
    assert not [line for line in lines if line.startswith("| Legal form |")]


def test_the_head_of_a_long_table_stays_in_sight(desk: Reader) -> None:
    page = desk.open(f"{KINDS['comparison']}#puppet")
    page.locator("tr#puppet").scroll_into_view_if_needed()
    head = page.locator("table", has=page.locator("tr#puppet")).locator("thead th").nth(1)
    expect(head).to_be_in_viewport()
    expect(head).to_have_text("AlmaLinux")


def test_own_columns_are_picked_and_kept_in_the_address(desk: Reader) -> None:
    page = desk.open(KINDS["pick"])
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".atlas-pick [role=status]")).to_have_text("Choose at least two.")
    for name in ("Debian", "AlmaLinux", "Ubuntu"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label("Hardware", exact=True).check()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/everything.html#*")
    assert page.url.endswith("everything.html#d=almalinux,debian,ubuntu&g=hardware")
    for _ in range(2):  # a shared address opens the same
        heads = page.locator("table[data-atlas-matrix] thead th:visible").all_text_contents()
        assert heads == ["Criterion", "AlmaLinux", "Debian", "Ubuntu"]
        expect(page.locator("tr#cpu_levels")).to_be_visible()
        expect(page.locator("tr#package_manager")).to_be_hidden()
        page.reload()
    page.get_by_label("Hide what is alike").check()
    expect(page.locator("tr#cpu_levels")).to_be_visible()
    page.get_by_role("link", name="Change the choice").click()
    expect(page.get_by_label("Debian", exact=True)).to_be_checked()
    expect(page.get_by_label("Fedora Linux", exact=True)).not_to_be_checked()


@pytest.mark.parametrize(
    "pair", ["almalinux-vs-rocky-linux", "almalinux-vs-rhel", "centos-linux-vs-rhel", "debian-vs-ubuntu"]
)
def test_two_columns_that_are_chosen_are_judged_as_on_the_page_of_the_pair(desk: Reader, pair: str) -> None:
    page = desk.open(f"compare/{pair}.html")
    kept = page.locator("table[data-atlas-table] tbody tr:not(.is-same)").evaluate_all(
        "rows => rows.map(row => row.id)"
    )
    page = desk.open(f"compare/everything.html#d={pair.replace('-vs-', ',')}")
    page.get_by_label("Hide what is alike").check()
    shown = page.locator("table[data-atlas-table] tbody tr[id]:visible").evaluate_all("rows => rows.map(row => row.id)")
    assert sorted(shown) == sorted(kept)
    assert 0 < len(shown) < page.locator("table[data-atlas-table] tbody tr[id]").count()


def test_a_choice_is_named_by_what_it_shows(desk: Reader) -> None:
    page = desk.open("compare/everything.html#d=almalinux,debian&g=hardware,security")
    expect(page.get_by_role("heading", level=1)).to_contain_text("AlmaLinux, Debian")
    expect(page.locator("caption")).to_have_text("AlmaLinux, Debian")
    expect(page.locator("[data-atlas-chosen]")).to_contain_text("AlmaLinux, Debian: 2 topics.")
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Everything side by side")
    expect(page.locator("[data-atlas-chosen]")).to_be_hidden()
    page.get_by_label("Hide what is alike").check()
    expect(page.locator(".atlas-tools [role=status]")).to_contain_text("alike")


def test_without_javascript_picking_leads_to_the_static_pages(chromium: Browser, site: Path) -> None:
    found = reader(chromium, site, java_script_enabled=False)
    page = found.open(KINDS["pick"])
    expect(page.locator("form.atlas-pick")).to_be_hidden()
    page.get_by_role("link", name="everything in one table").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Everything side by side")
    expect(page.locator("tr#cpu_levels")).to_be_visible()
    found.page.context.close()


def test_a_criterion_with_an_order_can_be_sorted(desk: Reader) -> None:
    page = desk.open("data/criteria/first-release.html")
    names = page.locator("tbody th[scope=row]")
    before = names.all_text_contents()
    button = page.get_by_role("button", name="Sort by First stable release")
    button.click()
    oldest = names.all_text_contents()
    button.click()
    newest = names.all_text_contents()
    assert sorted(oldest) == sorted(newest) == sorted(before)
    assert oldest.index("Debian") < oldest.index("AlmaLinux") < oldest.index("Rocky Linux")
    assert newest.index("Rocky Linux") < newest.index("AlmaLinux") < newest.index("Debian")
    expect(page.locator("thead th").nth(1)).to_have_attribute("aria-sort", "descending")


def test_a_criterion_without_an_order_has_no_button(desk: Reader) -> None:
    page = desk.open("data/criteria/package-manager.html")
    expect(page.locator(".atlas-sort")).to_have_count(0)


def test_a_highlight_leads_to_its_row(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    page.locator(".atlas-table--glance").get_by_role("link", name="FIPS 140-3").click()
    expect(page.locator("tr#fips_140_3")).to_be_in_viewport()


def test_the_flowchart_leads_to_an_outcome_with_reasons_and_sources(desk: Reader) -> None:
    page = desk.open(KINDS["decision"])
    expect(page.locator(".atlas-chart__ask").first).to_be_visible()
    page.locator(".atlas-chart__end a", has_text="AlmaLinux").first.click()
    expect(page.get_by_role("heading", name="The candidates and the reasons")).to_be_visible()
    expect(page.locator(".atlas-candidate--best .atlas-evidence").first).to_be_visible()


DECISIONS = ["which-one-for-us", "centos-7-where-to", "rebuild-stream-or-subscription"]


@pytest.mark.parametrize("name", DECISIONS)
def test_the_wizard_and_the_static_pages_say_the_same(desk: Reader, repository: Dataset, name: str) -> None:
    """Every end of the chart: the script decides alone, and leads to the page that says the same."""
    page = desk.open(f"decide/{name}.html")
    ends = list(leaves(compile_chart(repository.decisions[name])))
    for leaf in ends:
        answers = ",".join(f"{question}:{answer}" for question, answer in leaf.outcome.given.items())
        page.evaluate("hash => { location.hash = hash; }", f"a={answers}" if answers else "a=")
        title = page.locator(".atlas-wizard h3")
        names = {one.candidate.id: one.candidate.name for one in leaf.outcome.standings}
        best = " or ".join(names[one] for one in leaf.outcome.best)
        expect(page.locator(".atlas-wizard__ask a")).to_have_attribute("href", f"{name}/{leaf.slug}.html")
        said, _, line = (
            (title.text_content() or "")
            .removeprefix("The facts lead to ")
            .removeprefix("No candidate is known to fit; possible, to verify: ")
            .partition(", release line ")
        )
        assert line in {"", leaf.outcome.major}
        found = sorted(said.split(" or "))
        assert found == (sorted(best.split(" or ")) if best else ["No candidate is left"])
        told = (desk.site / f"decide/{name}/{leaf.slug}.html").read_text("utf-8")
        assert all(f"<strong>{names[leaf.outcome.best[0]]}" in told or one in told for one in leaf.outcome.best)
        standings = page.locator(".atlas-wizard__candidates li").all_text_contents()
        words = {"fits": "Fits", "verify": "Possible, to verify", "excluded": "Excluded"}
        expected = [
            f"{one.candidate.name} {words[one.standing]}"
            + (f"Preferences: {one.score}" if one.score and one.standing != "excluded" else "")
            for one in leaf.outcome.standings
        ]
        assert sorted(standings) == sorted(expected)
    assert len(ends) > 10


def test_the_wizard_asks_goes_back_and_keeps_its_answers_in_the_address(desk: Reader) -> None:
    page = desk.open("decide/which-one-for-us.html")
    first = page.locator(".atlas-wizard h3").text_content()
    page.locator(".atlas-wizard__answer").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".atlas-wizard h3")).not_to_have_text(first or "")
    expect(page.locator(".atlas-wizard h3")).to_be_focused()
    assert "#a=panel:none" in page.url
    second = page.locator(".atlas-wizard h3").text_content()
    page.reload()  # a shared address opens the same
    expect(page.locator(".atlas-wizard h3")).to_have_text(second or "")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator(".atlas-wizard h3")).to_have_text(first or "")
    page.go_back()
    expect(page.locator(".atlas-wizard h3")).to_have_text(second or "")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".atlas-wizard h3")).to_have_text(first or "")
    expect(page.locator(".atlas-wizard [role=status]")).to_have_text("6 of 6 candidates are left")


def test_what_matters_more_to_a_reader_weighs_more(desk: Reader) -> None:
    answers = "panel:none,vendor:none,compliance:none,seller:nobody,machines:x86,processors:newer,owner:yes,mixed:no,closeness:sooner"
    page = desk.open(f"decide/which-one-for-us.html#a={answers},lifetime:2035,gpus:no,cloud:none")
    scores = page.locator(".atlas-wizard__candidates li", has_text="AlmaLinux")
    expect(scores).to_contain_text("Preferences: 3")
    page.locator(".atlas-wizard__weight input").first.fill("9")
    page.locator(".atlas-wizard__weight input").first.press("Tab")
    expect(scores).to_contain_text("Preferences: 10")
    assert "&w=closeness.sooner.0:9" in page.url
    expect(page.locator(".atlas-wizard__ask")).to_contain_text("weights of your own")


def test_without_javascript_the_flowchart_is_enough(chromium: Browser, site: Path) -> None:
    found = reader(chromium, site, java_script_enabled=False)
    page = found.open("decide/which-one-for-us.html")
    expect(page.locator(".atlas-wizard")).to_be_hidden()
    page.locator(".atlas-chart__on a").first.click()
    expect(page.locator(".atlas-given li").first).to_be_visible()
    page.locator(".atlas-chart__end a").first.click()
    expect(page.get_by_role("heading", name="The candidates and the reasons")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="download").click()
    assert saved.value.suggested_filename == "decision-record.md"
    assert "## Decision Outcome" in Path(saved.value.path()).read_text("utf-8")
    found.page.context.close()


def test_an_outcome_tells_what_would_change_it(desk: Reader) -> None:
    page = desk.open(KINDS["outcome"])
    expect(page.get_by_role("heading", name="What would change the result")).to_be_visible()
    expect(page.get_by_role("heading", name="Decision record")).to_be_visible()
    expect(page.locator("#next + p")).to_contain_text("supported until")


def test_every_end_of_the_flowchart_leads_to_its_page(desk: Reader) -> None:
    page = desk.open(KINDS["decision"])
    ends = page.locator(".atlas-chart__end a").evaluate_all(
        "links => links.map(link => [link.href, link.firstChild.textContent.trim()])"
    )
    assert len(ends) > 5
    for address, name in ends:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(" or ")[0])


def test_the_guide_numbers_its_steps_and_opens_a_hazard_that_is_linked(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    numbers = page.locator(".atlas-step__number").all_text_contents()
    before, one, two = ([number for number in numbers if number.startswith(part)] for part in ("B.", "1.", "2."))
    assert numbers[: len(before) + len(one) + len(two)] == [*before, *one, *two]
    assert [one[0], two[0]] == ["1.1", "2.1"]
    hazard = page.locator("details.atlas-hazard").first
    name = hazard.get_attribute("id")
    desk.open(f"{KINDS['guide']}#{name}")
    page.reload()
    expect(page.locator(f"#{name} p").first).to_be_visible()


# ---- the night of the change -----------------------------------------------------------------------------------------

TICKS = ".atlas-step__tick"


def progress(page: Page) -> str:
    return page.locator(".atlas-night__progress").inner_text()


def test_ticks_survive_a_reload_and_another_page(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    count = page.locator(TICKS).count()
    assert progress(page).startswith(f"0 of {count} steps done; next: B.1 ")
    page.locator(TICKS).nth(0).check()
    page.locator(TICKS).nth(2).check()
    assert progress(page).startswith(f"2 of {count} steps done; next: ")
    page.reload()
    ticked = [page.locator(TICKS).nth(index).is_checked() for index in range(4)]
    assert ticked == [True, False, True, False]
    desk.open(KINDS["reinstall"])
    assert progress(page).startswith("0 of ")  # another guide has ticks of its own
    desk.open(KINDS["guide"])
    assert progress(page).startswith(f"2 of {count} ")


def test_ticks_are_the_same_in_two_tabs(desk: Reader) -> None:
    first = desk.open(KINDS["guide"])
    second = first.context.new_page()
    second.goto(first.url)
    second.locator(TICKS).nth(1).check()
    expect(first.locator(TICKS).nth(1)).to_be_checked()
    first.locator(TICKS).nth(0).check()
    expect(second.locator(TICKS).nth(0)).to_be_checked()
    assert second.locator(TICKS).nth(1).is_checked()  # what one tab ticks, the other does not lose
    second.close()


def test_ticks_are_cleared_only_when_that_is_meant(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    page.locator(TICKS).first.check()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Clear all ticks").click()
    assert page.locator(TICKS).first.is_checked()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear all ticks").click()
    assert not page.locator(TICKS).first.is_checked()
    page.reload()
    assert not page.locator(TICKS).first.is_checked()


def test_the_next_step_is_one_press_away(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    for index in range(3):
        page.locator(TICKS).nth(index).check()
    page.get_by_role("button", name="Go to the next step").click()
    expect(page.locator(TICKS).nth(3)).to_be_focused()
    expect(page.locator(TICKS).nth(3)).to_be_in_viewport()


def hidden(page: Page, feature: str) -> list[bool]:
    found = page.locator(f'article [data-features="{feature}"]')
    assert found.count() > 0
    return found.evaluate_all("list => list.map(one => one.hidden)")


def test_a_switch_hides_what_does_not_concern_the_machine_and_only_that(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    everything = page.locator("article [data-features]")
    assert not any(everything.evaluate_all("list => list.map(one => one.hidden)"))
    box = page.locator('.atlas-night__switches input[value="encrypted-disks"]')
    box.uncheck()
    assert all(hidden(page, "encrypted-disks"))
    assert not any(hidden(page, "databases"))
    assert "Hidden by switches: hazards" in progress(page)
    unconditional = page.locator("details.atlas-hazard:not([data-features])")
    assert not any(unconditional.evaluate_all("list => list.map(one => one.hidden)"))
    page.reload()
    assert not box.is_checked()
    assert all(hidden(page, "encrypted-disks"))
    box.check()
    assert not any(hidden(page, "encrypted-disks"))


def test_what_several_things_share_is_hidden_only_when_none_of_them_is_used(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    shared = page.locator('article [data-features*=" "]').first
    features = shared.get_attribute("data-features").split()
    page.locator(".atlas-night__switches details").evaluate("one => { one.open = true; }")
    for name in features[:-1]:
        page.locator(f'.atlas-night__switches input[value="{name}"]').uncheck()
    assert not shared.evaluate("one => one.hidden")
    page.locator(f'.atlas-night__switches input[value="{features[-1]}"]').uncheck()
    assert shared.evaluate("one => one.hidden")


def ticket(page: Page) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Markdown").click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


def test_the_markdown_for_a_ticket_has_every_step_command_and_hazard(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    name, text = ticket(page)
    assert name == "centos-linux-7-to-almalinux-9.md"
    assert text.startswith("# CentOS Linux 7 to AlmaLinux 9\n")
    steps = page.locator(".atlas-step__name").all_text_contents()
    assert text.count("- [ ] **") == len(steps)
    plain = text.replace("\\", "")
    assert [one for one in steps if " ".join(one.split()) not in plain] == []
    hazards = page.locator(".atlas-hazard__title").all_text_contents()
    assert [one for one in hazards if " ".join(one.split()) not in plain] == []
    lines = {line.strip(" >") for line in text.splitlines()}
    commands = page.locator("article pre.atlas-command code").all_text_contents()
    missing = [line for one in commands for line in one.splitlines() if line.strip(" >") not in lines]
    assert missing == []
    assert text.count("```") == 2 * len(commands)


def test_the_markdown_tells_what_was_ticked_and_left_out(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    page.locator(TICKS).first.check()
    page.locator('.atlas-night__switches input[value="databases"]').uncheck()
    _, text = ticket(page)
    assert text.count("- [x] **B.1 ") == 1
    assert "Left out, since this machine does not use it: Databases." in text
    gone = page.locator('details[data-features="databases"] .atlas-hazard__title').all_text_contents()
    assert gone
    assert [one for one in gone if f"{one}:" in text or f"{one}**" in text] == []


def test_a_guide_prints_with_its_hazards_open(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    page.evaluate("window.print = () => {}")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.atlas-hazard:not([open])").count() == 0
    page.emulate_media(media="print")
    expect(page.locator(".atlas-night__tools")).to_be_hidden()


def test_without_javascript_a_guide_shows_all_hazards_and_no_controls(chromium: Browser, site: Path) -> None:
    found = reader(chromium, site, java_script_enabled=False)
    page = found.open(KINDS["guide"])
    expect(page.locator(".atlas-night")).to_be_hidden()
    assert page.locator(TICKS).count() == 0
    hazards = page.locator("article details.atlas-hazard")
    assert hazards.count() > 20
    assert not any(hazards.evaluate_all("list => list.map(one => one.hidden)"))
    found.page.context.close()


def test_the_picker_leads_to_the_guide_or_to_the_reason_why_not(desk: Reader) -> None:
    page = desk.open(KINDS["map"])
    picker = page.locator("form[data-atlas-picker]")
    picker.locator("select[name=from]").select_option("centos-linux:7")
    picker.locator("select[name=to]").select_option("almalinux:9")
    expect(picker.locator("[role=status]")).to_have_text("There is a way: 2 hops in place.")
    picker.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CentOS Linux 7 to AlmaLinux 9")
    page.go_back()
    picker.locator("select[name=from]").select_option("rocky-linux:10")
    picker.locator("select[name=to]").select_option("rocky-linux:9")
    expect(picker.locator("[role=status]")).to_contain_text("There is no way")
    picker.get_by_role("button").click()
    expect(page.locator("#step-back")).to_be_in_viewport()


def test_the_picker_leads_to_the_reason_of_a_kind_of_machine(desk: Reader) -> None:
    """Its ways are those that the guides tell: each kind of machine has its guide, the usual one, or a reason why not."""
    page = desk.open(KINDS["map"])
    ways = json.loads(page.locator("form[data-atlas-picker] script").text_content() or "")
    some = next(
        (start, end, way[3][0])
        for start, ends in ways.items()
        for end, way in ends.items()
        if isinstance(way, list) and way[0] and way[3]
    )
    picker = page.locator("form[data-atlas-picker]")
    for name, value in zip(("from", "to", "kind"), some, strict=True):
        picker.locator(f"select[name={name}]").select_option(value)
    expect(picker.locator("[role=status]")).to_contain_text("no way for this machine")
    picker.get_by_role("button").click()
    expect(page.locator("#alternatives")).to_be_in_viewport()


def test_a_cell_without_a_way_leads_to_its_reason(desk: Reader) -> None:
    page = desk.open(KINDS["map"])
    page.locator("#from-rhel-10 a", has_text="Step back").first.click()
    reason = page.locator("#step-back")
    expect(reason).to_be_in_viewport()
    expect(reason).to_contain_text("install the older line anew")


def test_the_map_has_every_edge_and_its_table_too(desk: Reader, repository: Dataset) -> None:
    page = desk.open(KINDS["map"])
    assert page.locator("table.atlas-table--edges").count() == 0  # it has a page of its own
    edges = [edge for tool in repository.tools.values() if tool.kind != "reinstall" for edge in tool.edges]
    assert page.locator(
        "#map ~ .atlas-map svg .atlas-map__way path, .atlas-map svg .atlas-map__way > path"
    ).count() == len(edges)
    ended = [edge for edge in edges if edge.status == "ended"]
    assert page.locator(".atlas-map__way.is-ended").count() == len(ended)
    desk.open(KINDS["edges"])
    assert page.locator("table.atlas-table--edges tbody tr").count() == len(edges)


def test_a_command_can_be_copied(desk: Reader) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = desk.open(KINDS["guide"])
    block = page.locator("pre.atlas-command").first
    block.hover()
    block.get_by_role("button").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == block.locator("code").inner_text().strip()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_on_a_phone_outside_its_frame(phone: Reader, kind: str) -> None:
    page = phone.open(KINDS[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    outside = page.evaluate(
        """() => [...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > 391
            && !e.closest('.atlas-frame, .atlas-chart-frame, pre, table')).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert outside == []


def test_a_phone_reader_sees_whose_value_a_cell_holds(phone: Reader) -> None:
    page = phone.open(KINDS["comparison"])
    label = page.locator("tr#cpu_levels td").nth(1).evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Rocky Linux"'


def test_ages_are_those_of_the_day_of_reading(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    page.clock.install(time="2031-01-01T12:00:00")
    page.reload()
    ages = page.locator(".atlas-evidence time").all_text_contents()
    assert ages
    assert all(age.endswith("years ago") for age in ages)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_there_without_javascript(chromium: Browser, site: Path, kind: str) -> None:
    found = reader(chromium, site, java_script_enabled=False)
    page = found.open(KINDS[kind])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    content = page.locator("article")
    assert len(content.inner_text()) > 150
    found.page.context.close()
    assert found.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "everything"])
def test_axe_finds_no_violation(chromium: Browser, site: Path, kind: str, width: int, scheme: str) -> None:
    assert violations(reader(chromium, site, viewport={"width": width, "height": 900}, color_scheme=scheme), kind) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation_in_a_table_of_everything(
    chromium: Browser, editors_site: Path, width: int, scheme: str
) -> None:
    """That of a small dataset: the same cells, of which the real page has so many that each look takes a minute."""
    found = reader(chromium, editors_site, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert violations(found, "everything") == []


def violations(found: Reader, kind: str) -> list[tuple[str, str, int]]:
    """Rules of WCAG 2 A and AA that our own content breaks: the theme's frame around it is not ours to mend."""
    page = found.open(KINDS[kind])
    results = Axe().run(page, context="article", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    found.page.context.close()
    return [(one["id"], one["nodes"][0]["html"][:160], len(one["nodes"])) for one in results.response["violations"]]
