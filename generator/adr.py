"""An outcome as an architecture decision record, to keep beside the code of those who decided.

The format is MADR 4 (Markdown Any Decision Records, adr.github.io/madr): its headings, and its order of sections.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.views.outcome import OutcomeView
from generator.views.reasons import CandidateView, ReasonView, either


def decision_record(view: OutcomeView, day: str, revision: str) -> str:
    """Return the Markdown of a record: proposed, with what was answered, what follows, and the facts for and against.

    Args:
        view: The outcome.
        day: The day of the build, as year-month-day.
        revision: The commit of the data; empty where it is not known.
    """
    return "\n".join(_lines(view, day, revision)) + "\n"


def _lines(view: OutcomeView, day: str, revision: str) -> Iterator[str]:
    chosen = either(view.best) if view.best and view.is_sure else "none yet"
    line = f", release line {view.line}" if view.line and view.is_sure else ""
    yield from ("---", "status: proposed", f"date: {day}", "---", "", f"# {view.decision} {view.title}", "")
    yield from ("## Context and Problem Statement", "", "What was asked, and answered:", "")
    yield from (f"* {ask} {answer}" for ask, answer, _ in view.given)
    if not view.given:
        yield "* Nothing: the result is the same whatever the answers."
    yield from ("", "## Considered Options", "", *(f"* {one.name}" for one in view.candidates))
    yield from (
        "",
        "## Decision Outcome",
        "",
        f'Chosen option: "{chosen}"{line}, because {_because(view)}',
        "",
    )
    yield from ("### Confirmation", "", "Before this is accepted:", "")
    open_facts = [flip for flip in view.fact_flips if flip.is_open]
    yield from (f"* look up: {flip.name}: {flip.test} (on record: {flip.now})" for flip in open_facts)
    yield "* read the facts below in their sources once more; some may be stale"
    yield from ("", "## Pros and Cons of the Options")
    for candidate in view.candidates:
        yield from ("", f"### {candidate.name}", "", f"{candidate.standing}. Preferences: {candidate.sum}.", "")
        yield from _pros_and_cons(candidate)
    yield from ("", "## More Information", "")
    yield from (
        f"* “{flip.other}” instead of “{flip.given}” ({flip.ask}) would lead to "
        f"{either(flip.best) if flip.best else 'no candidate'}."
        for flip in view.answer_flips
    )
    newest = f" The newest fact was verified {view.newest}." if view.newest else ""
    yield f"* Computed {day} from {view.file}:{view.at_line}{f', commit {revision}' if revision else ''}.{newest}"


def _because(view: OutcomeView) -> str:
    if not view.best:
        return "each fails a requirement of these answers; see below which other answers lead out."
    also = f" Also possible, to verify: {', '.join(view.possible)}." if view.possible else ""
    if not view.is_sure:
        return f"no option is known to meet every requirement. Possible, to verify: {', '.join((*view.best, *view.possible))}."
    return f"it meets every requirement of these answers, and none that does is preferred to it.{also}"


def _pros_and_cons(candidate: CandidateView) -> Iterator[str]:
    for reason in candidate.reasons:
        word = {"yes": "Good", "no": "Bad"}.get(reason.mark, "Neutral")
        yield f"* {word}, because {reason.test}: {_fact(reason)}"
    if not candidate.reasons:
        yield "* Neutral, because no answer asks anything of it"


def _fact(reason: ReasonView) -> str:
    claim = reason.claim
    sources = ", ".join(
        f"[{source.title.replace('[', '(').replace(']', ')')}]({source.url})" for source in claim.sources
    )
    verified = f"; verified {claim.verified}{', stale' if claim.is_stale else ''}" if claim.verified else ""
    return f"{claim.text}{f' ({sources}{verified})' if sources else ''}"
