"""The MkDocs adapter: puts the generated pages into the site. The only code that imports mkdocs.

The data is loaded and what can be rendered is rendered in `on_config`, before MkDocs empties the site folder: bad data leaves
the last good site as it was. A preview renders what it writes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage

from generator.build import make_pages, revision, today
from generator.errors import DataError, GeneratorError, report, summary
from generator.page import Block, Page, Settings, marker
from generator.pages import Kept
from generator.prose import read_prose

log = get_plugin_logger("atlas")


class _CompiledTemplates(BytecodeCache):
    """Keeps the theme's compiled templates between the rebuilds of a preview: MkDocs makes its environment anew for each."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


@dataclass
class _State:
    """What events tell each other. MkDocs keeps a hook's module for as long as it runs: a preview's rebuilds share it.

    Attributes:
        is_preview: Whether this is a live preview, which outlives mistakes in the data.
        pages: The pages of the last good build.
        kept: What its views and blocks leave to the next one.
        stale: The addresses of pages that have to be written anew, in a preview that writes only those (`--dirty`).
        gone: The addresses that the build before had and this one has not.
        made_by: What else than data makes them: the renderer, and when the configuration was changed.
        prose: The addresses of those that an author has added to.
        templates: The theme's templates, compiled.
        errors: What is wrong with the data now; a preview shows it on top of the last good pages.
    """

    is_preview: bool = False
    pages: dict[str, Page] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    stale: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    made_by: tuple[object, ...] = ()
    prose: frozenset[str] = frozenset()
    errors: str = ""
    templates: _CompiledTemplates = field(default_factory=_CompiledTemplates)


_state = _State()


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether this is a live preview. Called once, before the first build."""
    _state.is_preview = command == "serve"
    if _state.is_preview and dirty:  # what this warns about is not so: the navigation is written every time
        logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in record.getMessage())


@event_priority(-50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the data and render every block; errors end the build here, or are shown by the preview."""
    options = config.extra.get("atlas", {})
    root = Path(config.config_file_path or "mkdocs.yml").parent
    before, was_wrong, _state.errors = _state.pages, bool(_state.errors), ""
    try:
        data = root / options.get("data", "data")
        commit = "" if _state.is_preview else revision(data)  # every edit would change it, and with it every outcome
        settings = Settings(today(), options.get("source_url") or "", read_prose(Path(config.docs_dir)), commit)
        kept = _state.kept if _state.is_preview else None
        pages, warnings = make_pages(data, settings, kept)
    except DataError as error:
        told = report(error.errors)
        log.error("the data has errors:\n%s", told)  # noqa: TRY400 - the reader needs the places, not our stack
        if not _state.is_preview:
            raise PluginError(f"{summary(error.errors)}; the site was left as it was") from None
        _state.errors = told
        _state.pages = _state.pages or {"index.md": _error_page()}
        _state.stale = frozenset(_state.pages)
        return config
    except GeneratorError as error:
        raise PluginError(str(error)) from None
    if warnings:
        log.info("%s about the data: run `atlas check` to see them", summary(warnings))
    _state.pages = {page.uri: page for page in pages}
    _state.prose = frozenset(settings.prose)
    if _state.is_preview:
        _state.gone = frozenset(before) - frozenset(_state.pages)
        made_by = (_state.kept.renderer, Path(config.config_file_path or "").stat().st_mtime_ns)
        _state.stale = (
            frozenset(_state.pages) if was_wrong or made_by != _state.made_by else _changed(before, _state.pages)
        )
        _state.made_by = made_by
    return config


def _changed(before: Mapping[str, Page], now: Mapping[str, Page]) -> frozenset[str]:
    """Return the addresses of pages that come out otherwise than before, and of those whose titles the navigation needs."""
    return frozenset(
        uri for uri, page in now.items() if page.in_nav or uri not in before or not page.is_same_as(before[uri])
    )


class _GeneratedFile(File):
    """A generated page as a file: a preview that writes only what changed (`mkdocs serve --dirty`) asks whether it did."""

    def is_modified(self) -> bool:
        return self.src_uri in _state.stale


def _error_page() -> Page:
    return Page("index.md", "The data has errors", "", "# The data has errors", in_nav=True)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages. Those that the navigation does not list stay out of it: every entry costs every page."""
    for uri in _state.prose:  # a part of a generated page, or written for other data
        if (prose := files.get_file_from_path(uri)) is not None:
            files.remove(prose)
    for uri in _state.gone:
        Path(_GeneratedFile.generated(config, uri, content="").abs_dest_path).unlink(missing_ok=True)
    for page in _state.pages.values():
        if files.get_file_from_path(page.uri) is not None:
            raise PluginError(f"content/{page.uri} exists, but the dataset generates that page; rename it")
        inclusion = InclusionLevel.UNDEFINED if page.in_nav else InclusionLevel.NOT_IN_NAV
        file = _GeneratedFile.generated(config, page.uri, content=page.with_front_matter(), inclusion=inclusion)
        if page.file:
            file.edit_uri = f"../{page.file}"
        files.append(file)
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Let the rebuilds of a preview keep the theme's compiled templates, and search forget what is written anew."""
    if _state.is_preview:
        env.bytecode_cache = _state.templates
        # The theme's search adds the pages of this build to those of the last one, but takes out a single page only.
        last = getattr(config.plugins.get("material/search"), "search_index_prev", None)
        if last is not None:
            written = {file.url for file in files.documentation_pages() if file.is_modified()}
            last.entries = [entry for entry in last.entries if entry["location"].partition("#")[0] not in written]
    return env


def on_page_markdown(markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Escape the metadata of generated pages: themes print it as it is, and it comes from data."""
    if page.file.src_uri in _state.pages:
        for key in ("title", "description"):
            if key in page.meta:
                page.meta[key] = escape(str(page.meta[key]))
    return markdown


def on_page_content(html: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put in what the search plugin shall read, and the errors of a preview."""
    for name, block in _blocks(page).items():
        html = html.replace(marker(name), marker(name, block.search_html))
    if _state.errors:
        html = f'<div class="atlas-errors" role="alert"><pre>{escape(_state.errors)}</pre></div>{html}'
    return html


@event_priority(-200)
def on_page_context(context: Any, *, page: SitePage, config: MkDocsConfig, nav: Any) -> Any:  # noqa: ARG001
    """Put in the blocks, after the search plugin has read the page: parsing every tag takes most of a build."""
    html = page.content or ""
    try:
        for name, block in _blocks(page).items():
            html = html.replace(marker(name, block.search_html), block.html)
    except GeneratorError as error:
        raise PluginError(str(error)) from None
    page.content = html
    return context


def on_post_page(output: str, *, page: SitePage, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Let a generated page go once it is written: MkDocs keeps every page to the end, and thousands fill the memory."""
    if page.file.src_uri in _state.pages:
        page.content = ""
    return output


def _blocks(page: SitePage) -> Mapping[str, Block]:
    generated = _state.pages.get(page.file.src_uri)
    return generated.blocks if generated else {}
