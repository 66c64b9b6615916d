"""Flowcharts: questions that cannot matter are left out, equal branches merge, and no result gets lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st
from test_decide import (
    DISK,
    FIRST,
    MACHINE,
    MODAL_IS,
    NO,
    PLUGINS_ARE,
    PROPERTY,
    UNKNOWN,
    YES,
    a_candidate,
    a_decision,
    a_question,
    an_answer,
    some_cases,
    some_decisions,
    wanted,
)

from generator.decide import decide
from generator.flowchart import Branch, Fork, Leaf, Node, compile_chart, count, leaves, mermaid
from generator.model import Decision, Distribution, Question

VEE = a_candidate("Vee", {"modal": YES, "plugins": NO})
EMM = a_candidate("Emm", {"modal": NO, "plugins": YES})
NEO = a_candidate("Neo", {"modal": YES, "plugins": YES})

MODES = an_answer("modes", [MODAL_IS])
ANY = an_answer("any")
HANDS = a_question("hands", MODES, ANY)
EXTRAS = a_question("extras", an_answer("many", [PLUGINS_ARE]), an_answer("few"))


def chart_of(*questions: Question, candidates: tuple[Distribution, ...] = (VEE, EMM, NEO)) -> Node:
    return compile_chart(a_decision(candidates, questions))


def outline(node: Node) -> object:
    """A chart as plain data: the candidates of an end, or a question and its branches by their answers."""
    if isinstance(node, Leaf):
        return node.outcome.best
    return node.question.id, {
        " or ".join(answer.id for answer in branch.answers): outline(branch.node) for branch in node.branches
    }


def follow(node: Node, answers: Mapping[str, str]) -> Leaf:
    """Walk the chart as a reader does: at each box, along the branch that holds the answer."""
    while isinstance(node, Fork):
        picked = answers[node.question.id]
        node = next(branch.node for branch in node.branches if picked in [answer.id for answer in branch.answers])
    return node


def forks(node: Node) -> list[Fork]:
    return [node, *(each for branch in node.branches for each in forks(branch.node))] if isinstance(node, Fork) else []


# ---- which questions are boxes ---------------------------------------------------------------------------------------


def test_a_question_becomes_a_box_with_a_branch_for_each_answer() -> None:
    assert outline(chart_of(HANDS)) == ("hands", {"modes": ("neo", "vee"), "any": ("emm", "neo", "vee")})


def test_questions_keep_their_order_from_the_root_on() -> None:
    ends = {"many": ("neo",), "few": ("neo", "vee")}, {"many": ("emm", "neo"), "few": ("emm", "neo", "vee")}
    assert outline(chart_of(HANDS, EXTRAS)) == (
        "hands",
        {"modes": ("extras", ends[0]), "any": ("extras", ends[1])},
    )


def test_a_question_without_consequences_is_left_out() -> None:
    chart = chart_of(a_question("colour", an_answer("red"), an_answer("blue")))
    assert outline(chart) == ("emm", "neo", "vee")


def test_a_question_is_left_out_only_where_earlier_answers_settled_it() -> None:
    """Whoever needs modes is left with Neo, whatever the plugins; everybody else is asked."""
    less = a_candidate("Less", {"modal": NO, "plugins": NO})
    chart = chart_of(HANDS, EXTRAS, candidates=(NEO, EMM, less))
    rest = {"many": ("emm", "neo"), "few": ("emm", "less", "neo")}
    assert outline(chart) == ("hands", {"modes": ("neo",), "any": ("extras", rest)})


def test_a_question_that_only_moves_candidates_behind_the_best_is_left_out() -> None:
    ahead = a_question("hands", an_answer("modes", [], [wanted(MODAL_IS, 9)]), an_answer("plugins", [PLUGINS_ARE]))
    behind = a_question("extras", an_answer("many", [], [wanted(PLUGINS_ARE, 1)]), an_answer("few"))
    chart = chart_of(ahead, behind, candidates=(VEE, EMM))
    assert outline(chart) == ("hands", {"modes": ("vee",), "plugins": ("emm",)})


def test_a_question_that_changes_who_is_to_verify_stays() -> None:
    """The best is the same after both answers, but after one of them another candidate is no longer sure."""
    maybe = a_candidate("Maybe", {"modal": UNKNOWN, "plugins": NO})
    prefer = a_question("extras", an_answer("many", [], [wanted(PLUGINS_ARE, 1)]), an_answer("few", [PLUGINS_ARE]))
    chart = chart_of(prefer, HANDS, candidates=(NEO, maybe))
    many = follow(chart, {"extras": "many", "hands": "modes"}), follow(chart, {"extras": "many", "hands": "any"})
    assert [(leaf.outcome.best, leaf.outcome.possible) for leaf in many] == [(("neo",), ("maybe",)), (("neo",), ())]


def test_a_question_whose_answers_all_lead_to_the_same_end_is_no_box() -> None:
    """Nobody should be asked what makes no difference: what both answers require is required anyway."""
    same = a_question("hands", an_answer("modes", [MODAL_IS]), an_answer("more-modes", [MODAL_IS]))
    assert outline(chart_of(same)) == ("neo", "vee")


def test_a_question_is_not_asked_after_answers_that_do_not_lead_to_it() -> None:
    follow_up = a_question("extras", *EXTRAS.answers, when={"hands": ["modes"]})
    assert outline(chart_of(HANDS, follow_up)) == (
        "hands",
        {"modes": ("extras", {"many": ("neo",), "few": ("neo", "vee")}), "any": ("emm", "neo", "vee")},
    )


def test_a_question_that_only_leads_to_others_stays() -> None:
    gate = a_question("gate", an_answer("open"), an_answer("shut"))
    hands = a_question("hands", *HANDS.answers, when={"gate": ["open"]})
    assert outline(chart_of(gate, hands)) == (
        "gate",
        {"open": ("hands", {"modes": ("neo", "vee"), "any": ("emm", "neo", "vee")}), "shut": ("emm", "neo", "vee")},
    )


# ---- merging ---------------------------------------------------------------------------------------------------------

THREE = a_question("hands", MODES, ANY, an_answer("modal", [MODAL_IS]))


def test_answers_with_the_same_consequences_share_a_branch() -> None:
    assert outline(chart_of(THREE)) == ("hands", {"modes or modal": ("neo", "vee"), "any": ("emm", "neo", "vee")})


def paths(chart: Node) -> list[list[tuple[str, list[str]]]]:
    """The answers that lead to each end, by question."""
    return [
        [(question.id, [answer.id for answer in answers]) for question, answers in leaf.path] for leaf in leaves(chart)
    ]


def test_a_merged_end_names_all_the_answers_that_lead_to_it() -> None:
    assert paths(chart_of(THREE)) == [[("hands", ["modes", "modal"])], [("hands", ["any"])]]


def test_whole_charts_merge_and_all_their_ends_name_both_answers() -> None:
    assert paths(chart_of(THREE, EXTRAS)) == [
        [("hands", ["modes", "modal"]), ("extras", ["many"])],
        [("hands", ["modes", "modal"]), ("extras", ["few"])],
        [("hands", ["any"]), ("extras", ["many"])],
        [("hands", ["any"]), ("extras", ["few"])],
    ]


def test_answers_with_the_same_best_but_other_scores_stay_apart() -> None:
    """At one end the others are further behind than at the other."""
    question = a_question(
        "hands", an_answer("much", [], [wanted(MODAL_IS, 3)]), an_answer("some", [], [wanted(MODAL_IS, 2)]), ANY
    )
    chart = chart_of(question, candidates=(VEE, EMM))
    assert outline(chart) == ("hands", {"much": ("vee",), "some": ("vee",), "any": ("emm", "vee")})


def test_answers_that_lift_everybody_alike_share_a_branch() -> None:
    """What all candidates gain sets none of them apart."""
    many, some = (an_answer(name, [], [wanted(PLUGINS_ARE, weight)]) for name, weight in (("many", 3), ("some", 2)))
    chart = chart_of(a_question("hands", many, some, MODES), candidates=(EMM, NEO))
    assert outline(chart) == ("hands", {"many or some": ("emm", "neo"), "modes": ("neo",)})


def test_answers_that_only_lift_an_excluded_candidate_share_a_branch() -> None:
    useless = an_answer("useless", [MODAL_IS], [wanted(PLUGINS_ARE, 5)])
    chart = chart_of(a_question("hands", MODES, useless, ANY), candidates=(VEE, EMM))
    assert outline(chart) == ("hands", {"modes or useless": ("vee",), "any": ("emm", "vee")})


# ---- ends ------------------------------------------------------------------------------------------------------------


def test_a_slug_is_made_of_the_answers_on_the_way() -> None:
    slugs = [leaf.slug for leaf in leaves(chart_of(HANDS, EXTRAS))]
    assert slugs == [
        "hands-modes.extras-many",
        "hands-modes.extras-few",
        "hands-any.extras-many",
        "hands-any.extras-few",
    ]


def test_the_slug_of_the_only_end_is_any() -> None:
    assert [leaf.slug for leaf in leaves(chart_of(a_question("colour", an_answer("red"), an_answer("blue"))))] == [
        "any"
    ]


def test_slugs_of_merged_answers_collide_with_no_other_answer() -> None:
    """Ids may hold the word or: two pages never get the same address."""
    question = a_question("hands", an_answer("a", [MODAL_IS]), an_answer("b", [MODAL_IS]), an_answer("a-or-b"))
    slugs = [leaf.slug for leaf in leaves(chart_of(question))]
    assert len(set(slugs)) == len(slugs) == 2


def test_an_end_holds_the_outcome_of_the_answers_on_the_way() -> None:
    leaf = follow(chart_of(HANDS, EXTRAS), {"hands": "modes", "extras": "few"})
    assert leaf.outcome.given == {"hands": "modes", "extras": "few"}


def test_leaves_come_from_top_to_bottom() -> None:
    assert [leaf.outcome.best for leaf in leaves(chart_of(HANDS, EXTRAS))] == [
        ("neo",),
        ("neo", "vee"),
        ("emm", "neo"),
        ("emm", "neo", "vee"),
    ]


def test_count_counts_questions_and_ends() -> None:
    assert (count(chart_of(HANDS)), count(chart_of(HANDS, EXTRAS))) == (3, 7)


def test_a_chart_of_a_single_end_has_one_box() -> None:
    assert count(chart_of(a_question("colour", an_answer("red"), an_answer("blue")))) == 1


# ---- Mermaid text ----------------------------------------------------------------------------------------------------


def test_mermaid_text_has_a_box_for_each_node_and_an_arrow_for_each_branch() -> None:
    assert mermaid(chart_of(THREE, candidates=(VEE, EMM))).split("\n") == [
        "flowchart LR",
        '  q["What about hands?"]',
        '  q_0(["Vee"])',
        '  q -->|"Modes or Modal"| q_0',
        '  q_1(["Emm or Vee"])',
        '  q -->|"Any"| q_1',
    ]


def test_mermaid_names_boxes_by_their_place_so_that_none_repeats() -> None:
    lines = mermaid(chart_of(HANDS, EXTRAS)).splitlines()
    boxes = [line.split("[")[0].rstrip("(").strip() for line in lines[1:] if "-->" not in line]
    assert boxes == ["q", "q_0", "q_0_0", "q_0_1", "q_1", "q_1_0", "q_1_1"]


def test_mermaid_says_so_where_no_candidate_is_left() -> None:
    assert '  q_0(["No candidate is left"])' in mermaid(chart_of(HANDS, candidates=(EMM,))).splitlines()


def test_mermaid_text_of_a_single_end_is_one_box() -> None:
    chart = chart_of(a_question("colour", an_answer("red"), an_answer("blue")), candidates=(VEE,))
    assert mermaid(chart) == 'flowchart LR\n  q(["Vee"])'


def box(text: str) -> str:
    """The box of a chart that is nothing but an end with a candidate of this name."""
    outcome = decide(a_decision([VEE], [HANDS]), {})
    named = replace(outcome.standings[0], candidate=replace(VEE, name=text))
    return mermaid(Leaf(replace(outcome, standings=(named,)), ())).splitlines()[1]


def test_mermaid_text_cannot_leave_its_quotes() -> None:
    assert box('"] --> x["') == '  q(["#quot;] --#gt; x[#quot;"])'


def test_mermaid_text_cannot_hold_markup() -> None:
    assert box("<b>R&D</b>") == '  q(["#lt;b#gt;R#amp;D#lt;/b#gt;"])'


def test_mermaid_text_that_looks_like_an_entity_stays_what_was_written() -> None:
    """Mermaid reads #35; as the character of that number: a number sign has to be written so, too."""
    assert box("Bug #9829; fixed") == '  q(["Bug #35;9829; fixed"])'


def test_mermaid_quotes_questions_and_answers_too() -> None:
    fork = Fork(a_question('"Q"'), (Branch((an_answer("<a>"),), next(leaves(chart_of(HANDS)))),))
    assert mermaid(fork).splitlines()[1::2] == ['  q["What about #quot;Q#quot;?"]', '  q -->|"#lt;a#gt;"| q_0']


# ---- properties ------------------------------------------------------------------------------------------------------


# Random answers rarely hit upon three questions in a row of which only the first is asked.
CHAIN = a_decision([VEE, EMM], [FIRST, MACHINE, DISK]), {"hands": "none", "machine": "small", "disk": "full"}


@PROPERTY
@given(some_cases(complete=True))
@example(CHAIN)
def test_following_the_chart_ends_where_all_the_answers_lead(case: tuple[Decision, dict[str, str]]) -> None:
    """What the chart leaves out changes nothing: its end and all the answers name the same candidates."""
    decision, answers = case
    end, everything = follow(compile_chart(decision), answers).outcome, decide(decision, answers)
    assert (end.best, end.possible) == (everything.best, everything.possible)


@PROPERTY
@given(some_cases(complete=True))
def test_the_end_of_a_walk_names_the_answers_given_on_it(case: tuple[Decision, dict[str, str]]) -> None:
    decision, answers = case
    for question, picked in follow(compile_chart(decision), answers).path:
        assert answers[question.id] in [answer.id for answer in picked]


@PROPERTY
@given(some_decisions(), st.data())
def test_a_question_without_consequences_changes_no_chart(decision: Decision, data: st.DataObject) -> None:
    idle = a_question("idle", an_answer("red"), an_answer("blue"))
    at = data.draw(st.integers(0, len(decision.questions)))
    questions = (*decision.questions[:at], idle, *decision.questions[at:])
    assert outline(compile_chart(replace(decision, questions=questions))) == outline(compile_chart(decision))


@PROPERTY
@given(some_decisions())
def test_every_answer_of_a_box_is_on_exactly_one_branch(decision: Decision) -> None:
    for fork in forks(compile_chart(decision)):
        on_branches = [answer.id for branch in fork.branches for answer in branch.answers]
        assert sorted(on_branches) == sorted(answer.id for answer in fork.question.answers)


@PROPERTY
@given(some_decisions())
def test_no_two_ends_have_the_same_slug(decision: Decision) -> None:
    slugs = [leaf.slug for leaf in leaves(compile_chart(decision))]
    assert len(set(slugs)) == len(slugs)


@PROPERTY
@given(some_decisions())
def test_no_two_branches_of_a_box_lead_to_the_same_end_with_the_same_scores(decision: Decision) -> None:
    for fork in forks(compile_chart(decision)):
        ends = [
            [(one.candidate.id, one.standing, one.score) for one in branch.node.outcome.standings]
            for branch in fork.branches
            if isinstance(branch.node, Leaf)
        ]
        assert all(end not in ends[:index] for index, end in enumerate(ends))


@PROPERTY
@given(some_decisions())
def test_the_count_is_that_of_the_mermaid_boxes(decision: Decision) -> None:
    chart = compile_chart(decision)
    assert count(chart) == sum("-->" not in line for line in mermaid(chart).splitlines()[1:])
