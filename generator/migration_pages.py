"""The pages about migrations: the map, the guides, the tools, the hazards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator import uris
from generator.page import Page, Sheet
from generator.views.guide import GuidePage, Guides
from generator.views.migration import MapView, build_map_view
from generator.views.runbook import SectionView
from generator.views.tools import build_hazard_views, build_tool_views

OpenSheet = Callable[[str, str], Sheet]


def migration_pages(guides: Guides, open_sheet: OpenSheet) -> Iterator[Page]:
    """Yield every page about migrations."""
    view = build_map_view(guides)
    yield _map(view, open_sheet)
    if view.edges:
        sheet = open_sheet(uris.EDGES, "What each tool can do")
        sheet.block("edges", "edges_page", searchable=False, edges=view.edges)
        yield sheet.page("Every edge of every tool, with its conditions and its evidence.", hide=("navigation", "toc"))
    yield from _tools(guides, open_sheet)
    yield from _hazards(guides, open_sheet)
    found = _searchable(guides)
    for guide in guides.guides:
        yield _guide(guides.page(guide.uri), open_sheet, is_found=guide.uri in found)


def _map(view: MapView, open_sheet: OpenSheet) -> Page:
    sheet = open_sheet(uris.MIGRATIONS, "Migrate")
    sheet.block("intro", "migration_intro", view=view)
    if view.rows:
        sheet.heading("Map", "map")
        sheet.block("map", "migration_map", view=view)
        sheet.heading("From one release line to another", "pairs")
        sheet.block("pairs", "migration_pairs", searchable=False, view=view)
        if view.rows:
            sheet.heading("Where there is no way", "no-way")
            sheet.block("no-way", "migration_no_way", searchable=False, view=view)
        if view.rules:
            sheet.heading("Rules that ways follow", "rules")
            sheet.block("rules", "migration_rules", view=view)
    return sheet.page(
        "Every migration path on record, and the ones that do not exist.", hide=("navigation", "toc"), in_nav=True
    )


def _guide(page: GuidePage, open_sheet: OpenSheet, *, is_found: bool) -> Page:
    """Return a guide. Search reads the steps of some only: the same ones stand in many."""
    guide = page.guide
    sheet = open_sheet(guide.uri, guide.title)

    def block(name: str, template: str, **context: Any) -> None:
        if is_found:
            sheet.block(name, template, **context)
        else:
            sheet.late_block(name, template, lambda: context)

    def section(part: SectionView, level: int) -> None:
        sheet.heading(part.title, part.anchor, level, is_searchable=is_found)
        block(part.anchor, "guide_section", part=part)

    block("intro", "guide_intro", view=page)
    sheet.contents()
    if page.before:
        section(page.before, 2)
    if page.ahead:
        block("ahead", "guide_ahead", view=page)
    for one in page.hops:
        title = f"{one.hop.start} to {one.hop.end}"
        many = len(page.hops) > 1
        anchor = f"hop-{one.number}"
        sheet.heading(f"Hop {one.number}: {title}" if many else title, anchor, is_searchable=is_found)
        block(anchor, "guide_hop", one=one)
        for part in one.sections:
            section(part, 3)
    if page.after:
        section(page.after, 2)
    sheet.heading("What stays, what changes", "changes", is_searchable=is_found)
    block("changes", "guide_changes", view=page)
    if page.alternatives or page.variants or page.usual:
        sheet.heading("Other ways", "alternatives", is_searchable=is_found)
        block("alternatives", "guide_alternatives", view=page)
    sheet.heading("Sources and dates", "sources", is_searchable=is_found)
    block("sources", "guide_sources", view=page)
    first = page.hops[0].hop
    return sheet.page(
        f"Step by step from {page.start} to {page.end}.", hide=("navigation",), file=first.file, line=first.line
    )


def _searchable(guides: Guides) -> set[str]:
    """Return the guides whose steps search lists: those that the home page leads with. The pages of tools name their steps."""
    return {uris.guide(one.from_, one.major, one.to, one.to_major) for one in guides.dataset.about.featured.guides}


def _tools(guides: Guides, open_sheet: OpenSheet) -> Iterator[Page]:
    views = build_tool_views(guides)
    sheet = open_sheet(uris.TOOLS, "Migration tools")
    entries = [(view.uri, view.name, view.summary) for view in views]
    sheet.block("list", "index_list", entries=entries, nothing="No migration tool has been recorded yet.")
    yield sheet.page("The tools that convert and upgrade in place, and what each can do.", hide=("navigation", "toc"))
    for view in views:
        sheet = open_sheet(view.uri, view.name)
        sheet.block("intro", "tool_intro", view=view)
        sheet.contents()
        sheet.heading("What it can do", "edges")
        sheet.block("edges", "migration_edges", searchable=False, edges=view.edges, with_tool=False)
        sheet.heading("What it does, step by step", "steps")
        sheet.block("steps", "tool_steps", view=view)
        if view.hazards:
            sheet.heading("What can go wrong", "hazards")
            sheet.block("hazards", "hazard_list", searchable=False, hazards=view.hazards)
        if view.guides:
            sheet.heading("Guides that use it", "guides")
            sheet.block("guides", "guide_list", searchable=False, guides=view.guides)
        yield sheet.page(view.summary, hide=("navigation",), file=view.file, line=view.line)


def _hazards(guides: Guides, open_sheet: OpenSheet) -> Iterator[Page]:
    views = build_hazard_views(guides)
    sheet = open_sheet(uris.HAZARDS, "What can go wrong")
    sheet.block("list", "hazard_table", searchable=False, views=views)
    yield sheet.page("Every hazard of migrations on record, the most severe first.", hide=("navigation", "toc"))
    for view in views:
        sheet = open_sheet(view.hazard.uri, view.hazard.title)
        sheet.block("hazard", "hazard_page", view=view)
        yield sheet.page(
            view.hazard.what_happens, hide=("navigation", "toc"), file=view.hazard.file, line=view.hazard.line
        )
