"""Rendering: escaped, relative, strict, and safe inside Markdown."""

from __future__ import annotations

import os
from pathlib import Path

import markdown
import pytest

from generator import render
from generator.errors import RenderError
from generator.render import Renderer, markdown_text, without_details


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of the test's own."""
    monkeypatch.setattr(render, "TEMPLATES", tmp_path)
    render._environment.cache_clear()
    yield tmp_path
    render._environment.cache_clear()


def rendered(templates: Path, template: str, page: str = "a/b.md", source_url: str = "", **context: object) -> str:
    (templates / "t.html.j2").write_text(template, encoding="utf-8")
    return Renderer(source_url).render("t", page, context)


def test_text_is_escaped(templates: Path) -> None:
    html = rendered(templates, '<p title="{{ text }}">{{ text }}</p>', text="<b>\"&'")
    assert html == '<p title="&lt;b&gt;&#34;&amp;&#39;">&lt;b&gt;&#34;&amp;&#39;</p>'


def test_an_undefined_name_is_an_error_that_names_template_and_page(templates: Path) -> None:
    with pytest.raises(RenderError, match=r"template t, page a/b\.md: 'nothing' is undefined"):
        rendered(templates, "{{ nothing }}")


def test_a_syntax_error_names_its_line(templates: Path) -> None:
    with pytest.raises(RenderError, match="template t, line 2"):
        rendered(templates, "a\n{% if %}")


@pytest.mark.parametrize(
    ("page", "uri", "address"),
    [
        ("index.md", "data/sources.md", "data/sources.html"),
        ("compare/x.md", "index.md", "../index.html"),
        ("decide/a/b.md", "decide/a.md#top", "../a.html#top"),
        ("a/b.md", "a/b.md", "b.html"),
    ],
)
def test_links_are_relative_to_the_page(templates: Path, page: str, uri: str, address: str) -> None:
    assert rendered(templates, "{{ uri | href }}", page=page, uri=uri) == address


def test_a_line_of_data_is_linked_where_its_address_is_known(templates: Path) -> None:
    template = "{{ data_link('data/a b.yaml', 7) }}"
    assert rendered(templates, template, source_url="https://git.example/{file}#L{line}") == (
        "https://git.example/data/a%20b.yaml#L7"
    )
    assert rendered(templates, template) == ""


def test_a_block_has_no_empty_line_and_keeps_those_of_commands(templates: Path) -> None:
    html = rendered(templates, "<div>\n\n\n<pre><code>a\n\nb</code></pre>\n \n</div>")
    assert "\n\n" not in html
    assert html == "<div>\n<pre><code>a&#10;\nb</code></pre>\n</div>"


def test_a_changed_template_is_read_anew(templates: Path) -> None:
    assert rendered(templates, "one") == "one"
    path = templates / "t.html.j2"
    path.write_text("two!", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert Renderer().render("t", "a.md", {}) == "two!"


@pytest.mark.parametrize(
    "text",
    [
        "*a* _b_ `c`",
        "<b>x</b>",
        "# x",
        "[a](javascript:b)",
        "1. x",
        "a\\b",
        "![i](x)",
        "&amp;",
        "{#id} {: .c}",
        "a|b~c^d=e",
    ],
)
def test_text_from_data_shows_as_written_in_a_heading(text: str) -> None:
    html = markdown.markdown(f"## {markdown_text(text)} {{#anchor}}", extensions=["attr_list", "tables"])
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f'<h2 id="anchor">{shown}</h2>'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('a<details class="x">b</details>c', "ac"),
        ('a<details class="x">b<details class="x">c</details>d<details>e</details></details>f', "af"),
        ('<details class="y">a<details class="x">b</details>c</details>', '<details class="y">ac</details>'),
        ("a<details>b</details>", "a<details>b</details>"),
        ('<details class="x">a</details><details class="x">b</details>', ""),
        ("", ""),
    ],
)
def test_details_of_a_class_are_left_out_with_all_they_hold(html: str, kept: str) -> None:
    assert without_details(html, "x") == kept
