"""The MkDocs adapter: puts the generated pages into the site. The only code that imports mkdocs.

The data is loaded and every block rendered in `on_config`, before MkDocs empties the site folder: bad data leaves the
last good site as it was.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from atlas_preview import is_preview, recall, remember, set_preview  # type: ignore[import-not-found]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage

from generator.build import make_pages, today
from generator.errors import DataError, GeneratorError, summary
from generator.pages import Page, Settings, marker

log = get_plugin_logger("atlas")


class _Build:
    """One build: MkDocs imports this file anew for each, so nothing outlives it."""

    pages: dict[str, Page] = {}  # noqa: RUF012 - set once per build
    errors = ""


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 - MkDocs' signature
    """Note whether this is a live preview, which outlives mistakes in the data. Called once, before the first build."""
    set_preview(on=command == "serve")


@event_priority(-50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the data and render every block; errors end the build here, or are shown by the preview."""
    options = config.extra.get("atlas", {})
    root = Path(config.config_file_path or "mkdocs.yml").parent
    try:
        settings = Settings(today(), options.get("source_url") or "")
        pages, warnings = make_pages(root / options.get("data", "data"), settings)
    except DataError as error:
        log.error("the data has errors:\n%s", error)  # noqa: TRY400 - the reader needs the places, not our stack
        if not is_preview():
            raise PluginError(f"{summary(error.problems)}; the site was left as it was") from None
        _Build.errors = str(error)
        pages, warnings = recall() or [_error_page()], ()
    except GeneratorError as error:
        raise PluginError(str(error)) from None
    else:
        remember(pages)
    if warnings:
        log.info("%s about the data: run `atlas check` to see them", summary(warnings))
    _Build.pages = {page.uri: page for page in pages}
    return config


def _error_page() -> Page:
    return Page("index.md", "The data has errors", "", "# The data has errors", in_nav=True)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages. Those that the navigation does not list stay out of it: every entry costs every page."""
    for page in _Build.pages.values():
        existing = files.get_file_from_path(page.uri)
        if existing is not None:
            raise PluginError(f"content/{page.uri} exists, but the dataset generates that page; rename it")
        inclusion = InclusionLevel.UNDEFINED if page.in_nav else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, page.uri, content=page.with_front_matter(), inclusion=inclusion)
        if page.file:
            file.edit_uri = f"../{page.file}"
        files.append(file)
    return files


def on_page_content(html: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put in the blocks that search may find, and the errors of a preview."""
    if _Build.errors:
        html = f'<div class="atlas-errors" role="alert"><pre>{escape(_Build.errors)}</pre></div>{html}'
    return _fill(html, page, searchable=True)


@event_priority(-200)
def on_page_context(context: Any, *, page: SitePage, config: MkDocsConfig, nav: Any) -> Any:  # noqa: ARG001
    """Put in the other blocks, after the search plugin has read the page: parsing every tag takes most of a build."""
    page.content = _fill(page.content or "", page, searchable=False)
    return context


def _fill(html: str, page: SitePage, *, searchable: bool) -> str:
    generated = _Build.pages.get(page.file.src_uri)
    for name, block in (generated.blocks if generated else {}).items():
        if block.searchable == searchable:
            html = html.replace(marker(name), block.html)
    return html
