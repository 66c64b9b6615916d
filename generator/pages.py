"""Every generated page: short Markdown for headings and prose, and named HTML blocks for what is built from data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator import uris
from generator.model import Dataset
from generator.render import Renderer, markdown_text, without_details
from generator.values import show_date
from generator.views.comparison import build_comparison_view
from generator.views.decision import build_decision_view
from generator.views.home import build_home_view, build_sources_view
from generator.views.lifecycle import build_lifecycle_view
from generator.views.migration import build_guides, build_map_view
from generator.views.profile import build_profile_view


@dataclass(frozen=True)
class Settings:
    """What a build depends on besides the data."""

    today: date
    source_url: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of finished HTML. The search index reads only its `search_html`: nothing of it if it is not searchable."""

    html: str
    searchable: bool = True

    @property
    def search_html(self) -> str:
        """Return what the search index should read: without the folded evidence, which repeats the same sources everywhere."""
        return without_details(self.html, "atlas-evidence") if self.searchable else ""


@dataclass(frozen=True)
class Page:
    """A generated page.

    Attributes:
        uri: Its place in the site, such as `compare/index.md`.
        title: Its title, plain text.
        description: One sentence for search engines and link previews.
        markdown: Headings and prose; `marker(name)` where a block goes.
        blocks: The blocks by name.
        hide: What the theme leaves out: navigation, toc.
        file: The data file behind it, relative to the project; empty where there is no single one.
        line: The line in that file.
        in_nav: Whether the site's navigation lists it.
        in_search: Whether the site's search lists it.
    """

    uri: str
    title: str
    description: str
    markdown: str
    blocks: Mapping[str, Block] = field(default_factory=dict)
    hide: tuple[str, ...] = ()
    file: str = ""
    line: int = 1
    in_nav: bool = False
    in_search: bool = True

    def with_front_matter(self) -> str:
        """Return the Markdown with the page's metadata in front, as site generators read it."""
        meta: dict[str, Any] = {"title": self.title, "description": self.description}
        if self.uri == uris.HOME:
            del meta["title"]  # themes put the site's name there
        if self.hide:
            meta["hide"] = list(self.hide)
        if not self.in_search:
            meta["search"] = {"exclude": True}
        # JSON is YAML: no text from data can break out of its value.
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "\n".join(["---", *lines, "---", "", self.markdown, ""])

    def inlined(self) -> str:
        """Return the page as one file, its blocks in place."""
        text = self.with_front_matter()
        for name, block in self.blocks.items():
            text = text.replace(marker(name), block.html)
        return text


def marker(name: str, content: str = "") -> str:
    """Return what stands in a page's Markdown where a block goes. It passes through Markdown unchanged."""
    return f'<div data-atlas-block="{name}">{content}</div>'


class _Sheet:
    """Collects the Markdown and the blocks of one page."""

    def __init__(self, uri: str, title: str, renderer: Renderer) -> None:
        self.uri = uri
        self.title = title
        self._renderer = renderer
        self._lines = [f"# {markdown_text(title)}", ""]
        self._blocks: dict[str, Block] = {}
        self._headings: list[tuple[str, str, int]] = []

    def heading(self, text: str, anchor: str, level: int = 2) -> None:
        self._headings.append((text, anchor, level))
        self._lines += [f"{'#' * level} {markdown_text(text)} {{#{anchor}}}", ""]

    def block(self, name: str, template: str, *, searchable: bool = True, **context: Any) -> None:
        self._blocks[name] = Block(self._renderer.render(template, self.uri, context), searchable)
        self._lines += [marker(name), ""]

    def contents(self) -> None:
        """Put a folded table of contents here: on narrow screens the theme has none."""
        self._lines += [marker("contents"), ""]

    def page(self, description: str, **options: Any) -> Page:
        if marker("contents") in self._lines:
            html = self._renderer.render("contents", self.uri, {"headings": self._headings})
            self._blocks["contents"] = Block(html, searchable=False)
        return Page(self.uri, self.title, description, "\n".join(self._lines).rstrip(), self._blocks, **options)


def build_pages(dataset: Dataset, settings: Settings) -> list[Page]:
    """Return every generated page of the site.

    Raises:
        RenderError: A template is wrong.
    """
    return list(_Builder(dataset, settings).pages())


class _Builder:
    def __init__(self, dataset: Dataset, settings: Settings) -> None:
        self.dataset = dataset
        self.today = settings.today
        self.renderer = Renderer(settings.source_url)
        self.guides = build_guides(dataset, settings.today)

    def pages(self) -> Iterator[Page]:
        yield self._home()
        yield from self._comparisons()
        yield from self._decisions()
        yield from self._migrations()
        yield from self._distributions()
        yield self._lifecycle()
        yield self._sources()

    def _sheet(self, uri: str, title: str) -> _Sheet:
        return _Sheet(uri, title, self.renderer)

    def _home(self) -> Page:
        about = self.dataset.about
        sheet = self._sheet(uris.HOME, about.title)
        view = build_home_view(self.dataset, self.guides, self.today)
        sheet.block("home", "home", view=view)
        return sheet.page(about.summary, hide=("navigation", "toc"), file=about.at.file, in_nav=True)

    def _comparisons(self) -> Iterator[Page]:
        records = self.dataset.comparisons
        sheet = self._sheet(uris.COMPARISONS, "Compare")
        sheet.block(
            "list",
            "index_list",
            entries=[(uris.comparison(name), record.title, record.summary) for name, record in records.items()],
            nothing="No comparison has been written yet.",
        )
        yield sheet.page(f"Comparisons of {self.dataset.about.noun.many}.", hide=("navigation", "toc"), in_nav=True)
        for name, record in records.items():
            view = build_comparison_view(record, self.dataset, self.today)
            sheet = self._sheet(uris.comparison(name), view.title)
            sheet.block("intro", "comparison_intro", view=view)
            sheet.contents()
            if view.highlights:
                sheet.heading("What matters most", "highlights")
                sheet.block("highlights", "comparison_highlights", searchable=False, view=view)
            for group in view.groups:
                sheet.heading(group.title, group.id)
                sheet.block(f"group-{group.id}", "comparison_table", view=view, rows=group.rows, caption=group.title)
            yield sheet.page(record.summary, hide=("navigation",), file=record.at.file)

    def _decisions(self) -> Iterator[Page]:
        sheet = self._sheet(uris.DECISIONS, "Decide")
        sheet.block(
            "list",
            "index_list",
            entries=[
                (uris.decision(name), one.record.title, one.record.summary)
                for name, one in self.dataset.decisions.items()
            ],
            nothing="No decision has been written yet.",
        )
        yield sheet.page(
            "Decisions as flowcharts, every step resting on cited facts.", hide=("navigation", "toc"), in_nav=True
        )
        for name, decision in self.dataset.decisions.items():
            view = build_decision_view(decision, self.dataset, self.today)
            sheet = self._sheet(uris.decision(name), view.title)
            sheet.block("intro", "decision_intro", view=view)
            sheet.contents()
            sheet.heading("Flowchart", "flowchart")
            sheet.block("chart", "decision_chart", view=view)
            if view.scenarios:
                sheet.heading("Worked examples", "examples")
                sheet.block("scenarios", "decision_scenarios", view=view)
            sheet.heading("The questions and what they test", "questions")
            sheet.block("questions", "decision_questions", view=view)
            yield sheet.page(view.summary, hide=("navigation", "toc"), file=decision.record.at.file)
            for outcome in view.outcomes:
                sheet = self._sheet(outcome.uri, f"{view.title} {outcome.title}")
                sheet.block(
                    "outcome",
                    "decision_outcome",
                    view=outcome,
                    decision_uri=uris.decision(name),
                    today=show_date(self.today),
                )
                yield sheet.page(
                    f"An outcome of: {view.title}", hide=("navigation", "toc"), file=outcome.file, in_search=False
                )

    def _migrations(self) -> Iterator[Page]:
        sheet = self._sheet(uris.MIGRATIONS, "Migrate")
        sheet.block("map", "migration_map", view=build_map_view(self.dataset, self.guides, self.today))
        yield sheet.page(
            "Every migration path on record, and the ones that do not exist.", hide=("navigation", "toc"), in_nav=True
        )
        featured = {
            uris.guide(one.from_, one.major, one.to, one.to_major) for one in self.dataset.about.featured.guides
        }
        for guide in self.guides:
            # The same steps stand in many guides: search finds them once, in the guides that the site leads with.
            is_found = guide.uri in featured
            sheet = self._sheet(guide.uri, guide.title)
            sheet.block("intro", "guide_intro", view=guide)
            sheet.contents()
            for hop in guide.hops:
                many = len(guide.hops) > 1
                sheet.heading(
                    f"Hop {hop.number}: {hop.start} to {hop.end}" if many else f"{hop.start} to {hop.end}",
                    f"hop-{hop.number}",
                )
                sheet.block(f"hop-{hop.number}", "guide_hop", searchable=is_found, hop=hop)
                for phase in hop.phases:
                    sheet.heading(phase.title, f"hop-{hop.number}-{phase.id}", 3)
                    sheet.block(
                        f"hop-{hop.number}-{phase.id}", "guide_phase", searchable=is_found, hop=hop, phase=phase
                    )
            sheet.heading("What stays, what changes", "changes")
            sheet.block("changes", "guide_changes", searchable=is_found, view=guide)
            yield sheet.page(
                f"Step by step from {guide.start} to {guide.end}.",
                hide=("navigation",),
                file=guide.hops[0].file,
                line=guide.hops[0].line,
            )

    def _distributions(self) -> Iterator[Page]:
        many = self.dataset.about.noun.many
        title = many[:1].upper() + many[1:]
        sheet = self._sheet(uris.DISTRIBUTIONS, title)
        profiles = [build_profile_view(one, self.dataset, self.today) for one in self.dataset.distributions.values()]
        sheet.block(
            "list",
            "index_list",
            entries=[(uris.distribution(view.id), view.name, view.summary) for view in profiles],
            nothing="None yet.",
        )
        yield sheet.page(f"All {many} of the dataset.", hide=("navigation", "toc"), in_nav=True)
        for view in profiles:
            at = self.dataset.distributions[view.id].at
            sheet = self._sheet(uris.distribution(view.id), view.name)
            sheet.block("intro", "profile_intro", view=view, section=title)
            sheet.contents()
            if view.lines:
                sheet.heading("Release lines", "lines")
                sheet.block("lines", "profile_lines", view=view)
            for group in view.groups:
                sheet.heading(group.title, group.id)
                sheet.block(f"group-{group.id}", "profile_facts", view=view, group=group)
            if view.releases:
                sheet.heading("Releases", "releases")
                sheet.block("releases", "profile_releases", view=view)
            yield sheet.page(view.summary, hide=("navigation",), file=at.file, line=at.line)

    def _lifecycle(self) -> Page:
        sheet = self._sheet(uris.LIFECYCLE, "Lifecycle")
        sheet.block("lines", "lifecycle", view=build_lifecycle_view(self.dataset, self.today))
        return sheet.page("Until when each release line is supported.", hide=("navigation", "toc"), in_nav=True)

    def _sources(self) -> Page:
        sheet = self._sheet(uris.SOURCES, "Sources")
        sheet.block("sources", "sources", kinds=build_sources_view(self.dataset))
        return sheet.page("Every source that a fact of this site rests on.", hide=("navigation",), in_nav=True)
