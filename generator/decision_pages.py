"""The pages of decisions: the flowchart and its parts, the questions, the worked examples, and each outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote

from generator import uris
from generator.adr import decision_record
from generator.page import Page, Sheet
from generator.values import show_date
from generator.views.comparer import Comparer
from generator.views.decision import DecisionView, EndView, build_decision_view
from generator.views.guide import Guides


def decision_pages(
    comparer: Comparer, guides: Guides, open_sheet: Callable[[str, str], Sheet], revision: str
) -> Iterator[Page]:
    """Yield the pages of all decisions; `revision` is the commit of the data, as far as it is known."""
    dataset = comparer.dataset
    sheet = open_sheet(uris.DECISIONS, "Decide")
    sheet.block(
        "list",
        "index_list",
        entries=[
            (uris.decision(name), one.record.title, one.record.summary) for name, one in dataset.decisions.items()
        ],
        nothing="No decision has been written yet.",
    )
    yield sheet.page(
        "Decisions as flowcharts, every step resting on cited facts.", hide=("navigation", "toc"), in_nav=True
    )
    for name, decision in dataset.decisions.items():
        view = build_decision_view(decision, comparer, guides.lead)
        sheet = open_sheet(uris.decision(name), view.title)
        sheet.block("intro", "decision_intro", view=view)
        sheet.heading("One question at a time", "wizard")
        # Relative to the page of the decision, which stands beside the folder of its outcomes.
        sheet.block("wizard", "decision_wizard", searchable=False, data=view.wizard, title=view.title, base="")
        sheet.contents()
        sheet.heading("Flowchart", "flowchart")
        sheet.block("chart", "decision_chart", part=view.parts[0], title=view.title, parts=view.parts[1:])
        if view.scenarios:
            sheet.heading("Worked examples", "examples")
            sheet.block("scenarios", "decision_scenarios", view=view)
        sheet.heading("The questions and what they test", "questions")
        sheet.block("questions", "decision_questions", view=view)
        yield sheet.page(view.summary, hide=("navigation", "toc"), file=decision.record.at.file)
        yield from _parts_and_outcomes(view, open_sheet, comparer.today, revision)


def _parts_and_outcomes(
    view: DecisionView, open_sheet: Callable[[str, str], Sheet], today: date, revision: str
) -> Iterator[Page]:
    options: dict[str, Any] = {"hide": ("navigation", "toc"), "in_search": False}
    home = uris.decision(view.id)
    for part in view.parts[1:]:
        sheet = open_sheet(part.uri, part.title)
        sheet.block("intro", "decision_part", part=part, title=view.title, decision_uri=home)
        sheet.block("chart", "decision_chart", part=part, title=part.title, parts=())
        yield sheet.page(f"A part of the flowchart: {view.title}", **options)
    for end in view.ends:
        sheet = open_sheet(end.uri, f"{view.title} {end.title}")
        context = partial(_outcome_context, end, home, today, revision)
        sheet.late_block("outcome", "decision_outcome", context, basis=(view.basis, revision))
        yield sheet.page(f"An outcome of: {view.title}", file=view.file, **options)


def _outcome_context(end: EndView, home: str, today: date, revision: str) -> dict[str, Any]:
    outcome = end.build()
    record = decision_record(outcome, today.isoformat(), revision)
    return {
        "view": outcome,
        "decision_uri": home,
        "today": show_date(today),
        "revision": revision,
        "record": record,
        "record_link": f"data:text/markdown;charset=utf-8,{quote(record)}",
    }
