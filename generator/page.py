"""A generated page: short Markdown for headings and prose, and named HTML blocks for what is built from data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from generator import uris
from generator.prose import Prose
from generator.render import Renderer, markdown_text, without_details


@dataclass(frozen=True)
class Settings:
    """What a build depends on besides the data.

    Attributes:
        today: The day of the build.
        source_url: Where readers find the data, with {file} and {line}.
        prose: What authors wrote, by address.
        revision: The commit of the data, as far as it is known.
    """

    today: date
    source_url: str = ""
    prose: Mapping[str, Prose] = field(default_factory=dict)
    revision: str = ""


class Block:
    """A piece of HTML, made from a template when it is asked for.

    The search index reads only its `search_html`: nothing of it if it is not searchable. A late block is made anew each time:
    those of all pairs at once would fill the memory.
    """

    def __init__(
        self,
        render: Callable[[Mapping[str, Any]], str],
        template: str,
        context: Callable[[], Mapping[str, Any]],
        *,
        searchable: bool = True,
        is_late: bool = False,
        basis: object = None,
    ) -> None:
        self.template = template
        self.basis = basis
        self.searchable = searchable
        self.is_late = is_late
        self._render = render
        self._make_context = context
        self._context: Mapping[str, Any] | None = None
        self._html: str | None = None

    @property
    def html(self) -> str:
        """Return the HTML.

        Raises:
            RenderError: A template is wrong.
        """
        if self._html is not None:
            return self._html
        html = self._render(self._context or self._make_context())
        if not self.is_late:
            self._html = html
        return html

    @property
    def search_html(self) -> str:
        """Return what the search index should read: without what is folded, which repeats what other pages say."""
        html = self.html if self.searchable else ""
        for folded in ("atlas-evidence", "atlas-why", "atlas-uses"):
            html = without_details(html, folded)
        return html.replace("><", "> <")  # words of neighbouring cells stay apart

    def prepare(self) -> None:
        """Make the HTML now, unless it is late, and let the views go.

        Raises:
            RenderError: A template is wrong.
        """
        if not self.is_late:
            self._html = self.html
            self._make_context = dict

    def is_same_as(self, other: Block) -> bool:
        """Return whether the other shows the same: the same template, and the same basis or, without one, equal views."""
        if (self.template, self.searchable) != (other.template, other.searchable):
            return False
        if self.basis is not None and other.basis is not None:
            return bool(self.basis == other.basis)
        return self._kept() == other._kept()

    def _kept(self) -> Mapping[str, Any]:
        """Return the context, and keep it: a preview compares it again with the next build's."""
        if self._context is None:
            self._context = self._make_context()
        return self._context


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

    def is_same_as(self, other: Page) -> bool:
        """Return whether the other comes out the same, as far as templates are the same."""
        return (
            replace(self, blocks={}) == replace(other, blocks={})
            and self.blocks.keys() == other.blocks.keys()
            and all(block.is_same_as(other.blocks[name]) for name, block in self.blocks.items())
        )

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


class Sheet:
    """Collects the Markdown and the blocks of one page."""

    def __init__(self, uri: str, title: str, renderer: Renderer) -> None:
        self.uri = uri
        self.title = title
        self._renderer = renderer
        self._lines = [f"# {markdown_text(title)}", ""]
        self._blocks: dict[str, Block] = {}
        self._headings: list[tuple[str, str, int]] = []

    def heading(self, text: str, anchor: str, level: int = 2, *, is_searchable: bool = True) -> None:
        """Add a heading with an anchor; search lists its section unless told not to (an attribute that Material knows)."""
        self._headings.append((text, anchor, level))
        attributes = f"#{anchor}" if is_searchable else f"#{anchor} data-search-exclude"
        self._lines += [f"{'#' * level} {markdown_text(text)} {{{attributes}}}", ""]

    def prose(self, markdown: str) -> None:
        """Add Markdown that an author wrote."""
        self._lines += [markdown, ""]

    def block(self, name: str, template: str, *, searchable: bool = True, **context: Any) -> None:
        """Add a block rendered from a template."""
        self._add(name, Block(self._render(template), template, lambda: context, searchable=searchable))

    def late_block(
        self, name: str, template: str, context: Callable[[], Mapping[str, Any]], basis: object = None
    ) -> None:
        """Add a block that is rendered when it is needed, from a context made then. Search does not read it.

        With `basis`, all that the context is made from, a preview tells from that alone whether it changed.
        """
        self._add(name, Block(self._render(template), template, context, searchable=False, is_late=True, basis=basis))

    def _render(self, template: str) -> Callable[[Mapping[str, Any]], str]:
        return partial(self._renderer.render, template, self.uri)

    def _add(self, name: str, block: Block) -> None:
        self._blocks[name] = block
        self._lines += [marker(name), ""]

    def contents(self) -> None:
        """Put a folded table of contents here: on narrow screens the theme has none."""
        self._lines += [marker("contents"), ""]

    def page(self, description: str, **options: Any) -> Page:
        """Return the page; options are fields of `Page`."""
        if marker("contents") in self._lines:
            context = {"headings": self._headings}
            self._blocks["contents"] = Block(self._render("contents"), "contents", lambda: context, searchable=False)
        return Page(self.uri, self.title, description, "\n".join(self._lines).rstrip(), self._blocks, **options)
