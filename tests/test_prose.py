"""Prose of authors: every figure by reference, every mistake with its place, nothing but references."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import check, make_pages
from generator.errors import DataError, Problem
from generator.model import Dataset
from generator.page import Settings
from generator.prose import Prose, fill, read_prose
from tests.conftest import DAY, EDITORS


@pytest.fixture(scope="module")
def editors() -> Dataset:
    return check(EDITORS, DAY).dataset


def filled(text: str, dataset: Dataset) -> tuple[str, list[str]]:
    problems: list[Problem] = []
    found = fill(Prose("content/compare/a.md", text), dataset, problems)
    return found, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('It needs {{ fact("vee", "memory") }}.', "It needs 12 MB."),
        ('{{ fact("vee", "extension_language", "9") }}', "Lua, Its own"),
        ('{{ fact("neo", "modal") }}', "Yes"),
        ('{{ name("vee") }}', "Vee"),
        ('{{ released("vee", "9.10") }}', "2 January 2024"),
        ('{{\n  fact("vee",\n  "memory")\n}}', "12 MB"),
        ("No reference { at } all {% if %}.", "No reference { at } all {% if %}."),
    ],
)
def test_references_become_what_the_tables_show(editors: Dataset, text: str, expected: str) -> None:
    assert filled(text, editors) == (expected, [])


def test_text_from_data_stays_text(editors: Dataset) -> None:
    found, problems = filled('{{ name("emm") }}', editors)
    assert (found, problems) == ("Emm &lt;script&gt;alert\\(1\\)&lt;/script&gt;", [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{{ fact("vee", "memori") }}',
            "unknown criterion 'memori' [unknown-criterion]\n  hint: did you mean 'memory'?",
        ),
        ('{{ fact("vi", "memory") }}', "unknown distribution 'vi' [unknown-distribution]"),
        ('{{ released("vee", "9.99") }}', "unknown release '9.99' [unknown-release]"),
        ('{{ name("vea") }}', "unknown distribution 'vea' [unknown-distribution]\n  hint: did you mean 'vee'?"),
        (
            '{{ fact("neo", "memory") }}',
            "'memory' of neo is unknown: there is no value to write [reference]\n  hint: say it in words, or add the fact",
        ),
        (
            '{{ fact("neo", "vendor_help") }}',
            "'vendor_help' of neo is not researched: there is no value to write [reference]",
        ),
        (
            '{{ fact("vee", "extension_language") }}',
            (
                "'extension_language' of vee is given per release line [reference]\n"
                '  hint: name one: fact("vee", "extension_language", "..."), of 8, 9'
            ),
        ),
        ("{{ fact( }}", "{{ fact( }}: unexpected '}', expected ')' [reference]"),
        ("{{ nothing }}", "{{ nothing }}: 'nothing' is undefined [reference]"),
        ('{{ fact("vee") }}', "[reference]"),
        ("{{ 1 / 0 }}", "{{ 1 / 0 }}: division by zero [reference]"),
    ],
)
def test_what_leads_nowhere_is_a_problem_with_its_place(editors: Dataset, text: str, message: str) -> None:
    found, problems = filled(f"One.\n\nTwo: {text} and so on.", editors)
    assert text in found
    assert len(problems) == 1
    assert problems[0].startswith("content/compare/a.md:3:6: error: ")
    assert message in problems[0]


def test_all_mistakes_of_a_page_are_told_at_once(editors: Dataset) -> None:
    _, problems = filled('{{ name("a") }}\n{{ name("b") }} {{ name("vee") }} {{ fact("vee", "x") }}', editors)
    assert [problem.split(": error")[0].removeprefix("content/compare/a.md:") for problem in problems] == [
        "1:1",
        "2:1",
        "2:35",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ fact.__globals__ }}",
        "{{ fact.__globals__['Path'] }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(10) }}",
        "{{ self._TemplateReference__context }}",
    ],
)
def test_the_sandbox_lets_nothing_out(editors: Dataset, text: str) -> None:
    found, problems = filled(text, editors)
    assert (found, len(problems)) == (text, 1)


def test_an_author_adds_to_a_comparison(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "compare").mkdir(parents=True)
    (content / "compare/vee-vs-emm.md").write_text('## In words\n\nVee needs {{ fact("vee", "memory") }}.\n', "utf-8")
    pages = {page.uri: page for page in make_pages(EDITORS, Settings(DAY, prose=read_prose(content)))[0]}
    assert "## In words\n\nVee needs 12 MB." in pages["compare/vee-vs-emm.md"].markdown


def test_prose_for_a_page_that_does_not_exist_is_left_out_with_a_warning(tmp_path: Path) -> None:
    """The data may be another than it was written for: the site still builds."""
    content = tmp_path / "content"
    (content / "compare").mkdir(parents=True)
    (content / "compare/vee-vs-em.md").write_text('{{ name("x") }}', "utf-8")
    pages, warnings = make_pages(EDITORS, Settings(DAY, prose=read_prose(content)))
    assert [str(one).partition("\n")[0] for one in warnings] == [
        "content/compare/vee-vs-em.md:1:1: warning: there is no page compare/vee-vs-em.md to add this to [unknown-page]"
    ]
    assert "compare/vee-vs-em.md" not in {page.uri for page in pages}


def test_prose_with_a_mistake_ends_the_build(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "compare").mkdir(parents=True)
    (content / "compare/vee-vs-emm.md").write_text('{{ name("x") }}', "utf-8")
    with pytest.raises(DataError, match=r"vee-vs-emm\.md:1:1: error: unknown distribution 'x'"):
        make_pages(EDITORS, Settings(DAY, prose=read_prose(content)))
