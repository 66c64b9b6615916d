"""Rules about tools, edges and shell blocks: each broken once, with the whole line that the reader sees, and once satisfied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.build import check
from generator.validate import commands
from tests.conftest import EDITORS, Files
from tests.test_validate import HAZARDS, MACHINES, NEOIZE, RULES, VEE_LINES, VEE_UP, changed, found, place

Dataset = Callable[[Files], Path]

# A step of vee-up that is done once, and one that is not.
ONCE = "{id: note-settings, phase: prepare, once: true,"
CONVERT = "run: neoize, fulfils: [close-windows], undo: neoize --back,"


# ---- once ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["run", "reboot"])
def test_what_every_hop_does_is_not_done_once(dataset: Dataset, phase: str) -> None:
    """It is told where the step is written, though another tool takes it over."""
    files = changed(VEE_UP, (ONCE, f"{{id: note-settings, phase: {phase}, once: true,"))
    assert found(dataset(files)) == [
        (
            f"{place(files, VEE_UP, 'once: true')}: error: the step 'note-settings' of the phase {phase} cannot be done "
            "once for a whole route [once]\n  hint: only what is prepared, checked, verified or cleaned up can; remove 'once'"
        )
    ]


@pytest.mark.parametrize("phase", ["prepare", "check", "verify", "clean-up"])
def test_what_stands_before_or_after_a_route_may_be_done_once(dataset: Dataset, phase: str) -> None:
    assert found(dataset(changed(VEE_UP, (ONCE, f"{{id: note-settings, phase: {phase}, once: true,")))) == []


# ---- missing-step ----------------------------------------------------------------------------------------------------

FULFILS = ", fulfils: [close-windows]"


def missing(rule: str, title: str, way: str) -> str:
    return (
        f"error: no step fulfils the rule '{rule}' on the way from {way} [missing-step]\n"
        f"  hint: add the step, or write fulfils: [{rule}] where it is ({title})"
    )


CLOSE = missing("close-windows", "Close all windows first", "vee 9 to neo 1")


def test_a_rule_that_no_step_fulfils_is_an_error(dataset: Dataset) -> None:
    files = changed(NEOIZE, (FULFILS, ""))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, 'steps:')}: {CLOSE}"]


def test_a_rule_is_fulfilled_on_every_way_that_it_concerns(dataset: Dataset) -> None:
    """The step is for another way only."""
    files = changed(NEOIZE, (CONVERT, f"{CONVERT} when: {{from_majors: ['8']}},"))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, 'steps:')}: {CLOSE}"]


def test_a_step_that_is_taken_over_may_fulfil_a_rule(dataset: Dataset) -> None:
    files = changed(NEOIZE, (FULFILS, "")) | changed(VEE_UP, (ONCE, f"{ONCE} fulfils: [close-windows],"))
    assert found(dataset(files)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    when: {kinds: [conversion]}\n    sources", "    when: {kinds: [reinstall]}\n    sources"),
        (
            "    when: {kinds: [conversion]}\n    sources",
            "    when: {kinds: [conversion]}\n    unless: [{tools: [vee-up]}, {to: [neo]}]\n    sources",
        ),
        ("effect: step", "effect: avoid"),
        ("effect: step", "effect: refuse\n    with_features: [spelling]"),
    ],
    ids=["another-kind", "unless", "avoid", "refuse"],
)
def test_a_rule_asks_for_steps_only_where_it_concerns_a_way(dataset: Dataset, old: str, new: str) -> None:
    assert found(dataset(changed(NEOIZE, (FULFILS, "")) | changed(RULES, (old, new)))) == []


def test_an_ended_way_needs_no_steps(dataset: Dataset) -> None:
    files = changed(NEOIZE, (FULFILS, ""), ("status: experimental", "status: ended, ended: 2025-12-15"))
    assert found(dataset(files)) == []


def test_a_tool_is_told_of_a_rule_once(dataset: Dataset) -> None:
    """Whatever the number of its ways; each rule is told of."""
    edge = "from: vee, major: '8', to: neo, to_major: '1', architectures: [phone], status: supported"
    files = changed(
        NEOIZE, (FULFILS, ""), ("steps:\n", f"  - {{{edge}, sources: [blog], verified: 2026-01-10}}\nsteps:\n")
    )
    files |= changed(RULES, ("effect: avoid", "effect: step"))
    at = place(files, NEOIZE, "steps:")
    assert found(dataset(files)) == [
        f"{at}: {CLOSE}",
        f"{at}: {missing('convert-first', 'Convert first, then upgrade', 'vee 9 to neo 1')}",
    ]


# ---- edge-incomplete -------------------------------------------------------------------------------------------------

NO_ARCHITECTURES = (
    "warning: the way from vee 9 to neo 1 has no architectures [edge-incomplete]\n  hint: add architectures: [...]"
)
NO_SECURE_BOOT = (
    "warning: nothing says whether Secure Boot may be on for the way from vee 9 to neo 1 [edge-incomplete]\n"
    "  hint: add it to the tool's secure_boot; the state may be unknown"
)
NEO_EDGE = "{from: vee"


def test_an_edge_without_architectures_is_a_warning(dataset: Dataset) -> None:
    files = changed(NEOIZE, (" architectures: [desktop],", ""))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, NEO_EDGE)}: {NO_ARCHITECTURES}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("secure_boot:\n  - {state: must-be-off, says: Neo is not signed., sources: [blog]}\n", ""),
        ("{state: must-be-off,", "{state: must-be-off, when: {from_majors: ['8']},"),
    ],
    ids=["nowhere", "on-another-way"],
)
def test_an_edge_about_whose_secure_boot_nothing_is_said_is_a_warning(dataset: Dataset, old: str, new: str) -> None:
    files = changed(NEOIZE, (old, new))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, NEO_EDGE)}: {NO_SECURE_BOOT}"]


def test_that_secure_boot_is_unknown_is_said_as_well(dataset: Dataset) -> None:
    assert found(dataset(changed(NEOIZE, ("state: must-be-off", "state: unknown")))) == []


BARE = (
    (" architectures: [desktop],", ""),
    ("secure_boot:\n  - {state: must-be-off, says: Neo is not signed., sources: [blog]}\n", ""),
)


@pytest.mark.parametrize(
    ("old", "new"),
    [("kind: conversion", "kind: reinstall"), ("status: experimental", "status: ended, ended: 2025-12-15")],
    ids=["reinstall", "ended"],
)
def test_a_new_installation_and_an_ended_way_need_neither(dataset: Dataset, old: str, new: str) -> None:
    assert found(dataset(changed(NEOIZE, *BARE, (old, new)))) == []


def test_a_dataset_without_architectures_asks_for_neither(dataset: Dataset) -> None:
    machines = changed(
        MACHINES,
        ("architectures: [desktop, phone]\ncpu: {architecture: desktop, levels: [one-core, two-cores]}\n", ""),
        ("  - {id: phone, title: on a phone, from: [vee], architecture: phone}\n", ""),
    )
    tools = changed(NEOIZE, *BARE, (" cpu: two-cores,", "")) | changed(
        VEE_UP, (" architectures: [desktop, phone],", ""), (SAYS_EITHER, "")
    )
    assert found(dataset(machines | tools)) == []


SAYS_EITHER = "secure_boot:\n  - {state: either, says: Nothing is signed., sources: [vee-manual]}\n"


# ---- stale-edge ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "expected"), [("2025-11-23", []), ("2025-11-22", ["366 days ago (limit 365)"])])
def test_what_a_tool_can_do_grows_stale_after_a_year(dataset: Dataset, day: str, expected: list[str]) -> None:
    files = changed(
        NEOIZE,
        ("cpu: two-cores, sources: [blog], verified: 2026-01-10", f"cpu: two-cores, sources: [blog], verified: {day}"),
    )
    assert found(dataset(files)) == [
        f"{place(files, NEOIZE, f'verified: {day}')}: warning: the way from vee 9 to neo 1 was verified {told} [stale-edge]\n"
        "  hint: look at the source again and set 'verified'"
        for told in expected
    ]


def test_a_dataset_says_itself_when_a_way_grows_stale(dataset: Dataset) -> None:
    about = changed("dataset.yaml", ("noun:", "migrations_stale_after: 30d\nnoun:"))
    assert [one.rule for one in check(dataset(about), date(2026, 11, 23)).warnings] == ["stale-edge", "stale-edge"]


# ---- edge-minors -----------------------------------------------------------------------------------------------------

STARTS = 'minors: ["9.9", "9.10"]'


def outrun(told: str) -> str:
    return (
        f"warning: the way from vee 9 to neo 1 starts from {told}, and 9.10 is out [edge-minors]\n"
        "  hint: look whether the tool starts from it by now"
    )


@pytest.mark.parametrize(("minors", "told"), [('["9.9"]', "9.9"), ('["9.0", "9.9"]', "9.0, 9.9")])
def test_a_release_that_a_tool_does_not_know_yet_is_a_warning(dataset: Dataset, minors: str, told: str) -> None:
    """9.10 is newer than 9.9, whatever the order of letters."""
    files = changed(NEOIZE, (STARTS, f"minors: {minors}"))
    assert found(dataset(files)) == [f"{place(files, NEOIZE, 'minors:')}: {outrun(told)}"]


@pytest.mark.parametrize("minors", ['["9.10"]', '["9.11"]', "[]"])
def test_a_tool_that_starts_from_the_newest_is_up_to_date(dataset: Dataset, minors: str) -> None:
    assert found(dataset(changed(NEOIZE, (STARTS, f"minors: {minors}")))) == []


def test_a_release_that_is_not_out_yet_outruns_nobody(dataset: Dataset) -> None:
    files = changed(NEOIZE, (STARTS, 'minors: ["9.9"]')) | changed(VEE_LINES, ("2024-01-02", "2026-12-24"))
    files |= changed("releases/neo.yaml", ('follows: "9.10"', 'follows: "9.9"'))
    assert found(dataset(files)) == []
    assert [one.rule for one in check(dataset(files), date(2026, 12, 24)).warnings if one.rule == "edge-minors"] == [
        "edge-minors"
    ]


def test_another_edge_of_the_tool_may_start_from_the_newest(dataset: Dataset) -> None:
    """Some tools have an edge for each release, with another target each."""
    edge = (
        'from: vee, major: "9", to: neo, to_major: "1", minors: ["9.10"], architectures: [desktop], status: supported'
    )
    files = changed(
        NEOIZE,
        (STARTS, 'minors: ["9.9"]'),
        ("steps:\n", f"  - {{{edge}, sources: [blog], verified: 2026-01-10}}\nsteps:\n"),
    )
    assert found(dataset(files)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("kind: conversion", "kind: reinstall"), ("status: experimental", "status: ended, ended: 2025-12-15")],
    ids=["reinstall", "ended"],
)
def test_a_new_installation_and_an_ended_way_are_outrun_by_nothing(dataset: Dataset, old: str, new: str) -> None:
    assert found(dataset(changed(NEOIZE, (STARTS, 'minors: ["9.9"]'), (old, new)))) == []


# ---- empty-step, placeholder: what was added to them -----------------------------------------------------------------


def test_a_step_that_is_documented_still_does_nothing(dataset: Dataset) -> None:
    """What the project's page says is not what the reader is to do."""
    files = changed(NEOIZE, ("run: neoize,", "documented: neoize,"))
    assert found(dataset(files)) == [
        (
            f"{place(files, NEOIZE, '{id: convert')}: error: the step 'convert' does nothing [empty-step]\n"
            "  hint: add 'run' (commands) or 'by_hand' (what a person does)"
        )
    ]


@pytest.mark.parametrize("key", ["title", "what_happens", "detect", "detect_by_hand", "mitigate", "mitigate_run"])
def test_a_hazard_has_no_values_of_a_hop(dataset: Dataset, key: str) -> None:
    lines = [
        line for line in (EDITORS / HAZARDS).read_text("utf-8").splitlines() if not line.strip().startswith(f"{key}:")
    ]
    lines.append(f"    {key}: 'See {{{{ to }}}}'")
    files: Files = {HAZARDS: "\n".join(lines) + "\n"}
    assert found(dataset(files)) == [
        (
            f"{place(files, HAZARDS, f'{key}: ')}: error: '{{{{ to }}}}' in a hazard, which is told once for all hops "
            "[placeholder]\n  hint: write it without values of a hop, or limit it with 'when'"
        )
    ]


# ---- shell blocks ----------------------------------------------------------------------------------------------------

PIPED = (
    "a download is run before anybody could look at it [pipe-to-shell]\n  hint: download, check and run it in steps; "
)
PIPED += "the project's own line goes to 'documented'"
DANGER = "rm with -r or -f deletes without asking, and nothing warns of it [unexplained-danger]\n"
DANGER += "  hint: say in 'destructive' what is lost or done"
UNCHECKED = "nothing checks the signature or the checksum of this download [unchecked-download]\n"
UNCHECKED += "  hint: check it in run or verify, or say in 'unsigned' why that cannot be done"
GUESS = "'YOUR_HOST' is left to the reader to guess [guesswork]\n"
GUESS += "  hint: compute it, use a variable of the edge, or say it in by_hand"
PLAIN = "http://x.example/a is not encrypted [http-download]\n  hint: use https"
FETCH = "curl -O https://x.example/a.sh"


def with_step(**keys: str) -> Files:
    """Neoize, its step with other keys; `run` stays unless it is given."""
    more = "".join(f"    {key}: {value}\n" for key, value in ({"run": "neoize"} | keys).items())
    step = f"  - id: convert\n    phase: run\n    title: Convert\n    why: So.\n    undo: No.\n    fulfils: [close-windows]\n{more}"
    text = (EDITORS / NEOIZE).read_text("utf-8")
    before, after = text.split("  - {id: convert")
    return {NEOIZE: f"{before}{step}    sources: [blog]\n    verified: 2026-01-10\n{after.partition(chr(10))[2]}"}


@pytest.mark.parametrize("key", ["run", "verify", "documented"])
def test_a_block_of_a_step_that_bash_cannot_read_is_an_error(dataset: Dataset, key: str) -> None:
    """What bash says of it differs between its versions."""
    files = with_step(**{key: "if true; then"})
    (problem,) = found(dataset(files))
    assert problem.startswith(f"{place(files, NEOIZE, f'{key}: if')}: error: bash cannot read this: line ")
    assert problem.endswith(" [shell-syntax]\n  hint: try it with bash -n")


@pytest.mark.parametrize(
    ("keys", "key", "message"),
    [
        ({"run": "curl https://x.example/i | sh"}, "run", PIPED),
        ({"verify": "curl https://x.example/i | sh"}, "verify", PIPED),
        ({"run": "curl http://x.example/a"}, "run", PLAIN),
        ({"verify": "curl http://x.example/a"}, "verify", PLAIN),
        ({"documented": "curl http://x.example/a"}, "documented", PLAIN),
        ({"run": "ping YOUR_HOST"}, "run", GUESS),
        ({"verify": "ping YOUR_HOST"}, "verify", GUESS),
        ({"documented": "ping YOUR_HOST"}, "documented", GUESS),
        ({"run": "rm -rf x"}, "run", DANGER),
        ({"verify": "rm -rf x"}, "verify", DANGER),
        ({"documented": "rm -rf x"}, "documented", DANGER),
        ({"run": FETCH}, "run", UNCHECKED),
        ({"run": FETCH, "verify": "ls a.sh"}, "run", UNCHECKED),
    ],
)
def test_a_dangerous_block_of_a_step_is_an_error(
    dataset: Dataset, keys: dict[str, str], key: str, message: str
) -> None:
    files = with_step(**keys)
    assert found(dataset(files)) == [f"{place(files, NEOIZE, f'{key}: {keys[key]}')}: error: {message}"]


@pytest.mark.parametrize(
    "keys",
    [
        {"documented": "curl https://x.example/i | sh"},
        {"run": "rm -rf x", "destructive": "It deletes x."},
        {"run": FETCH, "verify": "sha256sum -c sums"},
        {"run": FETCH, "unsigned": "Nobody publishes a checksum."},
        {"run": f"'{FETCH} && sha256sum -c sums'"},
        {"verify": FETCH},
        {"documented": FETCH},
        {"run": "curl https://x.example/list"},
        {"run": "curl http://localhost:9090/"},
    ],
)
def test_a_block_that_is_explained_or_checked_is_fine(dataset: Dataset, keys: dict[str, str]) -> None:
    assert found(dataset(with_step(**keys))) == []


def test_every_danger_of_a_block_is_told(dataset: Dataset) -> None:
    files = with_step(run="curl http://x.example/a | sh; rm -rf YOUR_HOST")
    at = place(files, NEOIZE, "run: curl")
    assert found(dataset(files)) == [f"{at}: error: {message}" for message in (GUESS, PIPED, PLAIN, DANGER)]


# Where else blocks stand: the file with a block, and its key.
ELSEWHERE = {
    "need": (NEOIZE, "steps:\n", "needs:\n  - says: x\n    run: BLOCK\n    sources: [blog]\nsteps:\n", "run"),
    "hazard": (HAZARDS, "detect: ls ~/.vee/plugins", "detect: BLOCK", "detect"),
    "feature": (MACHINES, "detect: ls ~/.vee/plugins}", "detect: 'BLOCK'}", "detect"),
}


@pytest.mark.parametrize("where", ELSEWHERE)
@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("curl https://x.example/i | sh", PIPED),
        ("curl http://x.example/a", PLAIN),
        ("ping YOUR_HOST", GUESS),
        ("rm -rf x", DANGER),
    ],
)
def test_blocks_of_other_records_are_checked_too(dataset: Dataset, where: str, block: str, message: str) -> None:
    name, old, new, key = ELSEWHERE[where]
    files = changed(name, (old, new.replace("BLOCK", block)))
    needle = next(f"{key}: {quote}{block}" for quote in ("", "'") if f"{key}: {quote}{block}" in str(files[name]))
    at = place(files, name, needle)
    assert found(dataset(files)) == [f"{at}: error: {message}"]


def test_what_mends_a_hazard_says_what_it_does(dataset: Dataset) -> None:
    """`mitigate` explains the commands; what is looked at must change nothing."""
    block = "mitigate: Delete them.\n    mitigate_run: rm -rf ~/.vee/plugins"
    assert found(dataset(changed(HAZARDS, ("mitigate: Update them.", block)))) == []
    piped = changed(HAZARDS, ("mitigate: Update them.", "mitigate: x\n    mitigate_run: curl https://x.example/i | sh"))
    assert found(dataset(piped)) == [f"{place(piped, HAZARDS, 'mitigate_run')}: error: {PIPED}"]


def test_a_block_is_read_with_the_values_of_each_hop(dataset: Dataset) -> None:
    """What a variable holds is part of the block."""
    files = changed(VEE_UP, ("{package: vee-nine}", "{package: 'a; rm -rf x'}"))
    assert found(dataset(files)) == [f"{place(files, VEE_UP, 'run: |')}: error: {DANGER}"]


@pytest.mark.parametrize(("majors", "count"), [("['8']", 0), ("['8', '9']", 1)])
def test_a_block_is_read_on_the_hops_that_it_is_for(dataset: Dataset, majors: str, count: int) -> None:
    edge = "from: vee, major: '9', to: neo, to_major: '1', architectures: [phone], variables: {package: 'a; rm -rf x'}"
    files = changed(
        VEE_UP,
        ("steps:\n", f"  - {{{edge}, status: supported, sources: [blog], verified: 2026-01-10}}\nsteps:\n"),
        ("    phase: run\n", f"    phase: run\n    when: {{from_majors: {majors}}}\n"),
    )
    assert found(dataset(files)) == [f"{place(files, VEE_UP, 'run: |')}: error: {DANGER}"] * count


def test_a_block_of_a_way_that_ended_is_not_read(dataset: Dataset) -> None:
    files = with_step(run="rm -rf x")
    files[NEOIZE] = str(files[NEOIZE]).replace("status: experimental", "status: ended, ended: 2025-12-15")
    assert found(dataset(files)) == []


def test_a_block_that_two_tools_share_is_told_once(dataset: Dataset) -> None:
    files = changed(VEE_UP, ("by_hand: Write them down.", "run: rm -rf x"))
    assert found(dataset(files)) == [f"{place(files, VEE_UP, 'run: rm')}: error: {DANGER}"]


def test_without_bash_one_warning_says_that_nothing_was_read(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "has_bash", lambda: False)
    monkeypatch.setattr(commands, "syntax_errors", lambda _: {})
    files = with_step(run="if")
    assert found(dataset(files)) == [
        (
            f"{place(files, NEOIZE, 'run: if')}: warning: bash was not found: no shell block was checked for mistakes of "
            "syntax [no-bash]\n  hint: install bash and check again"
        )
    ]


def test_without_blocks_no_bash_is_missed(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "has_bash", lambda: False)
    features = "features: [{id: plugins, title: P, use: p}, {id: lua-plugins, title: L, use: l}, {id: spelling, title: S, use: s}]\n"
    machines = (EDITORS / MACHINES).read_text("utf-8").partition("\nfeatures:")[0] + f"\n{features}"
    hazards = changed(HAZARDS, ("    detect: ls ~/.vee/plugins\n", ""))
    tools = changed(NEOIZE, ("run: neoize,", "by_hand: Press it.,")) | changed(
        VEE_UP,
        (
            'run: |\n      vee-up --to {{ to_major }} {{ package }}\n      echo "<b>done</b> & dusted"\n',
            "by_hand: Press it.\n",
        ),
        ("    verify: vee --version\n", ""),
    )
    assert found(dataset({MACHINES: machines} | hazards | tools)) == []
