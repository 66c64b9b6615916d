"""The built site in a real browser, opened from a folder, with the network cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

KINDS = {
    "home": "index.html",
    "comparison": "compare/almalinux-vs-rocky-linux.html",
    "decision": "decide/which-one-for-us.html",
    "outcome": "decide/which-one-for-us/*.html",
    "map": "migrate/index.html",
    "guide": "migrate/centos-linux-7-to-almalinux-9.html",
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
    page.get_by_role("link", name="CentOS Linux 7 to AlmaLinux 9").click()
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


def test_differences_are_marked_in_words(desk: Reader) -> None:
    page = desk.open(KINDS["comparison"])
    expect(page.locator("tr#cpanel_support .atlas-kind")).to_have_text("differs")
    expect(page.locator("tr#package_manager .atlas-kind")).to_have_text("same")


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


def test_every_end_of_the_flowchart_leads_to_its_page(desk: Reader) -> None:
    page = desk.open(KINDS["decision"])
    ends = page.locator(".atlas-chart__end a").evaluate_all("links => links.map(link => [link.href, link.textContent])")
    assert len(ends) > 5
    for address, name in ends:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(" or ")[0])


def test_the_guide_numbers_its_steps_and_opens_a_hazard_that_is_linked(desk: Reader) -> None:
    page = desk.open(KINDS["guide"])
    numbers = page.locator(".atlas-step__number").all_text_contents()
    assert numbers[0] == "1.1"
    assert [number for number in numbers if number.startswith("2.")]
    hazard = page.locator("details.atlas-hazard").first
    name = hazard.get_attribute("id")
    desk.open(f"{KINDS['guide']}#{name}")
    page.reload()
    expect(page.locator(f"#{name} p").first).to_be_visible()


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
    ages = page.locator("time[data-atlas-age]").all_text_contents()
    assert ages
    assert all(age.endswith("years ago") for age in ages)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_there_without_javascript(chromium: Browser, site: Path, kind: str) -> None:
    found = reader(chromium, site, java_script_enabled=False)
    page = found.open(KINDS[kind])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    content = page.locator("article")
    assert len(content.inner_text()) > 200
    found.page.context.close()
    assert found.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation(chromium: Browser, site: Path, kind: str, width: int, scheme: str) -> None:
    """Rules of WCAG 2 A and AA on our own content: the theme's frame around it is not ours to mend."""
    found = reader(chromium, site, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = found.open(KINDS[kind])
    results = Axe().run(page, context="article", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    violations = [
        (one["id"], one["nodes"][0]["html"][:160], len(one["nodes"])) for one in results.response["violations"]
    ]
    found.page.context.close()
    assert violations == []
