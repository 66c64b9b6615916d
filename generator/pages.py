"""Every generated page of the site, put together from views and templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator import uris
from generator.compare_pages import comparison_pages
from generator.decision_pages import decision_pages
from generator.load import KeptFiles
from generator.migration_pages import migration_pages
from generator.model import Dataset
from generator.page import Page, Settings, Sheet
from generator.render import Renderer
from generator.views.comparer import Comparer
from generator.views.criterion import build_criteria_views
from generator.views.examined import build_examined_view
from generator.views.guide import Guides
from generator.views.health import FindingView, HealthView, build_health_view
from generator.views.home import build_home_view
from generator.views.lifecycle import build_lifecycle_view
from generator.views.profile import build_profile_view
from generator.views.sources import build_sources_view


@dataclass
class Kept:
    """What a build of a preview leaves to the next: what has not changed need not be made again."""

    files: KeptFiles = field(default_factory=dict)
    renderer: Renderer | None = None
    comparer: Comparer | None = None
    guides: Guides | None = None


def build_pages(dataset: Dataset, settings: Settings, prose: Mapping[str, str], kept: Kept | None = None) -> list[Page]:
    """Return every generated page of the site; `prose` is Markdown of authors by address.

    With `kept`, what the build before left there is used, and replaced by what this one leaves; nothing is rendered before it is
    needed. Without, everything is that can be, so that a mistake shows before anything is written.

    Raises:
        RenderError: A template is wrong.
    """
    pages = []
    for page in _Builder(dataset, settings, prose, kept or Kept()).pages():
        pages.append(page)
        if kept is None:
            for block in page.blocks.values():
                block.prepare()
    return pages


class _Builder:
    def __init__(self, dataset: Dataset, settings: Settings, prose: Mapping[str, str], kept: Kept) -> None:
        self.dataset = dataset
        self.prose = prose
        self.today = settings.today
        self.revision = settings.revision
        self.renderer = Renderer(settings.source_url)
        if kept.renderer and kept.renderer.is_like(self.renderer):
            self.renderer = kept.renderer
        self.comparer = Comparer(dataset, settings.today, kept.comparer)
        kept.renderer, kept.comparer = self.renderer, self.comparer
        if kept.guides is None or not kept.guides.are_of(dataset, settings.today):
            kept.guides = Guides(dataset, settings.today)
        self.guides = kept.guides

    def pages(self) -> Iterator[Page]:
        yield self._home()
        yield from comparison_pages(self.comparer, self._sheet, self.prose)
        yield from decision_pages(self.comparer, self.guides, self._sheet, self.revision)
        yield from migration_pages(self.guides, self._sheet)
        yield from self._distributions()
        yield self._lifecycle()
        yield from self._examined()
        yield from self._criteria()
        yield from self._sources()
        yield self._health()

    def _sheet(self, uri: str, title: str) -> Sheet:
        return Sheet(uri, title, self.renderer)

    def _home(self) -> Page:
        about = self.dataset.about
        sheet = self._sheet(uris.HOME, about.title)
        view = build_home_view(self.comparer, self.guides.guides)
        sheet.block("home", "home", view=view)
        return sheet.page(about.summary, hide=("navigation", "toc"), file=about.at.file, in_nav=True)

    def _distributions(self) -> Iterator[Page]:
        many = self.dataset.about.noun.many
        title = many[:1].upper() + many[1:]
        sheet = self._sheet(uris.DISTRIBUTIONS, title)
        families = [
            (family, [build_profile_view(one, self.comparer) for one in members])
            for family, members in self.dataset.by_family
        ]
        sheet.block("list", "distribution_list", families=families)
        yield sheet.page(f"All {many} of the dataset.", hide=("navigation", "toc"), in_nav=True)
        for view in (view for _, members in families for view in members):
            at = self.dataset.distributions[view.id].at
            sheet = self._sheet(uris.distribution(view.id), view.name)
            sheet.block("intro", "profile_intro", view=view, section=title)
            sheet.contents()
            if view.lines:
                sheet.heading("Release lines", "lines")
                sheet.block("lines", "profile_lines", view=view)
            if view.upstream and (view.differences or view.in_words):
                sheet.heading(f"Differences from {view.upstream[1]}", "differences")
                sheet.block("differences", "profile_differences", searchable=False, view=view)
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

    def _examined(self) -> Iterator[Page]:
        records = self.dataset.examined
        sheet = self._sheet(uris.EXAMINED, "Examined")
        sheet.block(
            "list",
            "index_list",
            entries=[(uris.examined(name), record.title, record.summary) for name, record in records.items()],
            nothing="No article has been examined yet.",
        )
        description = "Articles of others, examined claim by claim."
        yield sheet.page(description, hide=("navigation", "toc"), in_nav=True)
        for name, record in records.items():
            view = build_examined_view(record, self.dataset)
            sheet = self._sheet(uris.examined(name), view.title)
            sheet.block("intro", "examined_intro", view=view)
            sheet.contents()
            for section, title, claims in view.sections:
                if claims:
                    sheet.heading(title, section)
                    sheet.block(f"section-{section}", "examined_section", title=title, claims=claims)
            yield sheet.page(record.summary, hide=("navigation",), file=record.at.file)

    def _criteria(self) -> Iterator[Page]:
        noun = self.dataset.about.noun
        groups = build_criteria_views(self.comparer)
        sheet = self._sheet(uris.CRITERIA, "Criteria")
        for group in groups:
            sheet.heading(group.title, group.id)
            sheet.block(f"group-{group.id}", "criteria_list", searchable=False, group=group)
        yield sheet.page(f"What the {noun.many} are compared by.", in_nav=True)
        for view in (view for group in groups for view in group.criteria):
            sheet = self._sheet(view.uri, view.title)
            sheet.block("criterion", "criterion", view=view, noun=noun)
            sheet.block("values", "criterion_values", searchable=False, view=view, noun=noun)
            yield sheet.page(view.definition, hide=("navigation", "toc"), file=view.file, line=view.line)

    def _sources(self) -> Iterator[Page]:
        kinds = build_sources_view(self.dataset)
        sheet = self._sheet(uris.SOURCES, "Sources")
        sheet.block("sources", "sources_intro", kinds=kinds)
        yield sheet.page("The sources that the facts of this site rest on, by kind.", hide=("toc",), in_nav=True)
        for kind in kinds:
            sheet = self._sheet(kind.uri, f"Sources: {kind.title}")
            sheet.block("sources", "sources", kind=kind)
            yield sheet.page(f"{kind.title}: the sources, and the facts that rest on each.", hide=("navigation", "toc"))

    def _health(self) -> Page:
        noun = self.dataset.about.noun
        view = build_health_view(self.dataset, self.today)
        sheet = self._sheet(uris.HEALTH, "Health of the data")
        sheet.block("intro", "health_intro", view=view, noun=noun)
        sheet.heading(f"By {noun.one}", "distributions")
        caption = f"Cells by {noun.one}"
        sheet.block(
            "by-distribution",
            "health_counts",
            view=view,
            rows=view.distributions,
            label=noun.one.capitalize(),
            caption=caption,
        )
        sheet.heading("By group", "groups")
        sheet.block(
            "by-group",
            "health_counts",
            view=view,
            rows=view.groups,
            label="Group",
            caption="Cells by group",
        )
        sheet.heading("Coverage", "coverage")
        sheet.block("matrix", "health_matrix", searchable=False, view=view, noun=noun)
        for name, title, findings, nothing in _findings(view):
            entries = f"{len(findings)} {'entry' if len(findings) == 1 else 'entries'}"
            sheet.heading(f"{title}: {entries}", name)
            sheet.block(name, "health_findings", searchable=False, findings=findings, nothing=nothing)
        return sheet.page("What is known, unknown, stale and disputed.", in_nav=True)


def _findings(view: HealthView) -> Iterator[tuple[str, str, tuple[FindingView, ...], str]]:
    """Yield the lists of the health page: anchor, title, findings, what to say when there are none."""
    yield "stale", "Stale", view.stale, "No fact is older than its criterion allows."
    yield "disputed", "Disputed", view.disputed, "No source on record says otherwise."
    yield "unknown", "Looked for, not found", view.unknown, "Everything that was looked for was found."
    yield "not-researched", "Not researched", view.unresearched, "Nothing has been left out."
