"""Parts of a flowchart: none is too big, and together they are the whole chart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from test_decide import NO, PROPERTY, YES, a_candidate, a_decision, a_question, an_answer, some_decisions

from generator.flowchart import AnswerPath, Fork, Leaf, Node, compile_chart, count, leaves
from generator.model import Decision
from generator.parts import Part, split


def drawn(part: Part, node: Node) -> int:
    """How many boxes of a node a part shows; one that begins another part is a single box."""
    if isinstance(node, Leaf) or part.leads_on(node) is not None:
        return 1
    return 1 + sum(drawn(part, branch.node) for branch in node.branches)


def ends(part: Part, node: Node) -> list[Leaf]:
    """The ends that a part shows."""
    if part.leads_on(node) is not None:
        return []
    if isinstance(node, Leaf):
        return [node]
    return [leaf for branch in node.branches for leaf in ends(part, branch.node)]


def forks(node: Node, path: AnswerPath = ()) -> list[tuple[Fork, AnswerPath]]:
    """Every question of a chart with the way to it."""
    if isinstance(node, Leaf):
        return []
    found = [(node, path)]
    for branch in node.branches:
        found += forks(branch.node, (*path, (node.question, branch.answers)))
    return found


@PROPERTY
@given(some_decisions(), st.integers(3, 12))
def test_the_parts_are_the_whole_and_none_is_too_big(decision: Decision, limit: int) -> None:
    chart = compile_chart(decision)
    parts = list(split(chart, limit))
    assert sorted(leaf.slug for part in parts for leaf in ends(part, part.root)) == sorted(
        one.slug for one in leaves(chart)
    )
    for part in parts:
        widest = 1 + len(part.root.branches) if isinstance(part.root, Fork) else 1
        assert drawn(part, part.root) <= max(limit, widest)
    begun = [(id(part.root), part.path) for part in parts[1:]]
    assert sorted(begun, key=str) == sorted(
        [(id(fork), path) for part in parts for fork, path in part.elsewhere], key=str
    )
    ways = {id(fork): path for fork, path in forks(chart)}
    assert all(ways[id(part.root)] == part.path for part in parts if isinstance(part.root, Fork))
    slugs = [part.slug for part in parts[1:]] + [leaf.slug for leaf in leaves(chart)]
    assert len(slugs) == len(set(slugs))  # each has a page of its own


def test_a_chart_that_is_small_enough_is_one_part() -> None:
    vee, emm = a_candidate("Vee", {"modal": YES}), a_candidate("Emm", {"modal": NO})
    chart = compile_chart(a_decision((vee, emm), [a_question("hands", an_answer("any"), an_answer("none"))]))
    assert [(part.root, part.elsewhere) for part in split(chart)] == [(chart, ())]
    assert count(chart) == 1
