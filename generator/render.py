"""Views -> HTML blocks. The only importer of jinja2: autoescape always, an undefined name is an error."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.errors import RenderError

TEMPLATES = Path(__file__).parent / "templates"
# Stands for the way to the root of the site in what is rendered for all pages. No text of the data can hold it (YAML forbids it).
ANYWHERE = "\0"


@cache
def _environment() -> Environment:
    """Return the one environment: a preview's rebuilds keep its compiled templates, those that changed are read anew."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(href=_href, hours=_hours, plural=_plural, json=_json)
    environment.globals["data_link"] = _data_link
    environment.globals["fragment"] = _fragment
    environment.globals["rows"] = _rows
    return environment


def templates_changed() -> int:
    """Return when the templates were changed last, in nanoseconds: what was made from older ones is out of date."""
    return max(path.stat().st_mtime_ns for path in TEMPLATES.iterdir())


class Renderer:
    """Renders templates for the pages of one build.

    Attributes:
        source_url: Where the data files can be read, with {file} and {line}; empty where they cannot.
        templates: When the templates were changed last, in nanoseconds.
    """

    def __init__(self, source_url: str = "") -> None:
        self.source_url = source_url
        self.templates = templates_changed()
        # By template and view; the view is kept, so that no other can get its id.
        self._fragments: dict[tuple[str, int], tuple[object, Markup]] = {}

    def is_like(self, other: Renderer) -> bool:
        """Return whether both make the same of a view."""
        return (self.source_url, self.templates) == (other.source_url, other.templates)

    def render(self, template: str, page: str, context: Mapping[str, Any]) -> str:
        """Return the HTML of a template.

        Args:
            template: Its name without suffix, such as `comparison_table`.
            page: The page it is for; links are relative to it.
            context: What the template walks: views, never plain data.

        Raises:
            RenderError: The template is wrong; a bug of ours, told with its place.
        """
        try:
            html = (
                _environment()
                .get_template(f"{template}.html.j2")
                .render({**context, "page_uri": page, "source_url": self.source_url, "renderer": self})
            )
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            raise RenderError(f"template {template}{f', line {line}' if line else ''}, page {page}: {error}") from error
        html = _drop_blank_lines(html)
        return html if page == ANYWHERE else html.replace(ANYWHERE, "../" * page.count("/"))

    def fragment(self, template: str, view: object) -> Markup:
        """Return what a template makes of one view (`it`): rendered once, however many pages show it.

        Its links begin with `ANYWHERE`, which `render` replaces by the way from the page to the root of the site.
        """
        key = (template, id(view))
        found = self._fragments.get(key)
        if found is None:
            found = (view, Markup(self.render(template, ANYWHERE, {"it": view})))  # noqa: S704 - escaped there
            self._fragments[key] = found
        return found[1]

    def rows(self, rows: Iterable[tuple[object, Iterable[object]]]) -> Markup:
        """Return table rows, each a lead and cells, put together from fragments: a table is shown by very many pages."""
        parts: list[str] = []
        for lead, cells in rows:
            parts.append(self.fragment("row_lead", lead))
            parts.extend([self.fragment("row_cell", cell) for cell in cells])
            parts.append("</tr>\n")
        return Markup("".join(parts))  # noqa: S704 - each part was escaped where it was rendered


@pass_context
def _rows(context: Context, rows: Iterable[tuple[object, Iterable[object]]]) -> Markup:
    renderer: Renderer = context["renderer"]
    return renderer.rows(rows)


@pass_context
def _fragment(context: Context, template: str, view: object) -> Markup:
    renderer: Renderer = context["renderer"]
    return renderer.fragment(template, view)


@pass_context
def _data_link(context: Context, file: str, line: int) -> str:
    """Return the address of a line of data; nothing where the site was not told where its data can be read."""
    url: str = context["source_url"]
    return url.replace("{file}", quote(file)).replace("{line}", str(line))


def _drop_blank_lines(html: str) -> str:
    """Return HTML without an empty line: in Markdown (CommonMark, HTML blocks) one would end the block."""
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    return "".join(
        part.replace("\n\n", "&#10;\n") if part.startswith("<pre") else re.sub(r"\n\s*\n+", "\n", part)
        for part in parts
    ).strip()


def without_details(html: str, name: str) -> str:
    """Return HTML without the <details> of a class, however deeply other ones are nested in them."""
    kept: list[str] = []
    depth = start = 0
    for found in re.finditer(r"<details\b[^>]*>|</details>", html):
        opens = found[0] != "</details>"
        if depth == 0 and opens and f'class="{name}"' in found[0]:
            kept.append(html[start : found.start()])
            depth = 1
        elif depth:
            depth += 1 if opens else -1
            start = found.end()
    return "".join([*kept, html[start:]])


@pass_context
def _href(context: Context, uri: str) -> str:
    """Return the relative address of a page from the page being rendered."""
    path, _, anchor = uri.partition("#")
    target = re.sub(r"\.md$", ".html", path)
    if context["page_uri"] == ANYWHERE:
        return f"{ANYWHERE}{target}#{anchor}" if anchor else f"{ANYWHERE}{target}"
    relative = posixpath.relpath(target, posixpath.dirname(context["page_uri"]) or ".")
    return f"{relative}#{anchor}" if anchor else relative


def _json(value: object) -> Markup:
    """Return data for a script to read: JSON that cannot end the element it stands in, whatever its texts hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - the characters that mean something to HTML are escaped above


def _hours(minutes: int) -> str:
    """Return a span as a person says it: 95 becomes 1 h 35 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def markdown_text(text: str) -> str:
    """Return text from data for use inside Markdown: it shows as written, whatever it holds.

    The characters are those that Python-Markdown takes a backslash before (its ESCAPED_CHARS).
    """
    return re.sub(r"[\\`*_{}\[\]()#+\-.!]", lambda found: f"\\{found[0]}", escape(text, quote=False).replace("\n", " "))
