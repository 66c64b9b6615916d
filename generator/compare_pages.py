"""The comparison pages: the ways into them, one per pair, one per topic, everything, and a choice of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from generator import uris
from generator.model import Distribution
from generator.page import Page, Sheet
from generator.records import ComparisonRecord
from generator.views.compare import build_compare_view, build_matrix_view
from generator.views.comparer import Comparer
from generator.views.comparison import build_comparison_view, comparisons


def comparison_pages(
    comparer: Comparer, open_sheet: Callable[[str, str], Sheet], prose: Mapping[str, str]
) -> Iterator[Page]:
    """Yield all comparison pages; `prose` is what authors wrote for some of them, as Markdown, by address."""
    noun = comparer.dataset.about.noun
    sheet = open_sheet(uris.COMPARISONS, "Compare")
    sheet.block("ways", "compare_index", view=build_compare_view(comparer), noun=noun)
    yield sheet.page(f"Comparisons of {noun.many}.", hide=("navigation", "toc"), in_nav=True)
    for uri, record, members in comparisons(comparer.dataset):
        if record:
            yield _curated(comparer, open_sheet(uri, record.title), record, members, prose.get(uri))
        else:
            title = " and ".join(member.name for member in members)
            sheet = open_sheet(uri, title)
            if uri in prose:
                sheet.prose(prose[uri])
            sheet.late_block(
                "comparison", "comparison", partial(_context, comparer, uri=uri, record=None, members=members)
            )
            yield sheet.page(f"{title}, compared fact by fact.", hide=("navigation", "toc"))
    yield from _matrices(comparer, open_sheet)


def _context(
    comparer: Comparer, uri: str, record: ComparisonRecord | None, members: tuple[Distribution, ...]
) -> dict[str, Any]:
    return {"view": build_comparison_view(comparer, uri, record, members), "noun": comparer.dataset.about.noun}


def _curated(
    comparer: Comparer, sheet: Sheet, record: ComparisonRecord, members: tuple[Distribution, ...], prose: str | None
) -> Page:
    """Return a comparison with words of its own; search finds all of it, that of other pairs in the profiles."""
    context = _context(comparer, sheet.uri, record, members)
    sheet.block("intro", "comparison_intro", **context)
    if prose:
        sheet.prose(prose)
    if record.highlights:
        sheet.heading("What matters most", "highlights")
        sheet.block("highlights", "comparison_highlights", searchable=False, **context)
    # Headings in the block: as Markdown, with a table of contents by the theme, they took twice the time of the rest.
    sheet.block("tables", "comparison_tables", **context)
    return sheet.page(record.summary, hide=("navigation", "toc"), file=record.at.file)


def _matrices(comparer: Comparer, open_sheet: Callable[[str, str], Sheet]) -> Iterator[Page]:
    noun = comparer.dataset.about.noun
    for group in comparer.dataset.groups:
        sheet = open_sheet(uris.topic(group.id), group.title)
        view = build_matrix_view(comparer, group.id)
        sheet.block("intro", "matrix_intro", view=view, summary=group.summary, topic=group.id, noun=noun)
        sheet.block("table", "matrix", searchable=False, view=view, caption=f"{group.title}: all {noun.many}")
        yield sheet.page(f"{group.title}: all {noun.many} side by side.", hide=("navigation", "toc"))
    view = build_matrix_view(comparer)
    sheet = open_sheet(uris.EVERYTHING, "Everything side by side")
    sheet.block("intro", "matrix_intro", view=view, summary=None, topic=None, noun=noun)
    sheet.block("table", "matrix", searchable=False, view=view, caption=f"All criteria of all {noun.many}")
    yield sheet.page(f"All criteria of all {noun.many} in one table.", hide=("navigation", "toc"))
    sheet = open_sheet(uris.PICK, "Pick your own")
    sheet.block("form", "pick", view=view, noun=noun)
    yield sheet.page(f"Choose {noun.many} and topics, and compare them.", hide=("navigation", "toc"))
