"""The documentation says what is true: rules, commands and examples."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest
import yaml

from generator.build import check
from generator.errors import DataError, Problem
from generator.graph import Line
from generator.link.decisions import OPERATORS
from generator.link.facts import link_facts
from generator.link.names import Names
from generator.load import FILES, FOLDERS
from generator.model import Dataset
from generator.objections import Machine
from generator.plan import Planner
from generator.prose import Prose, fill
from generator.records import ConditionRecord
from generator.yaml_source import ListNode, MapNode, parse
from tests.conftest import DAY, ROOT, run
from tests.test_parity import complaints, way

CONTRIBUTE = (ROOT / "content/contribute.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTED = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", CONTRIBUTE[CONTRIBUTE.index("| Rule |") :]))
# Rules made of a kind of record or of a type: what they can be called with is written out here.
KINDS = {
    "source",
    "criterion",
    "distribution",
    "family",
    "phase",
    "group",
    "decision",
    "comparison",
    "tool",
    "variant",
    "question",
    "earlier-question",
    "answer",
    "upstream-release",
    "section",
    "release",
    "step",
    "rule",
    "feature",
    "architecture",
    "cpu-level",
}
TYPES = {"id", "url", "date", "number", "version", "boolean", "duration", "fact", "reference"}


def emitted() -> set[str]:
    """Return every rule id in a call that makes a problem, by reading the source."""
    found = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            # A block knows its place: the message comes first.
            place = 2 if name in {"Problem", "_problem", "report", "_report"} else 1 if name == "problem" else None
            if isinstance(node, ast.Call) and place is not None:
                args = node.args[place : place + 1]
                found |= {arg.value for arg in args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return found


def test_the_kinds_and_types_are_those_that_the_source_names() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "generator").rglob("*.py"))
    kinds = re.findall(r'(?:names|self)\.find\(\s*"([a-z -]+)"|_check_word\([^"]*?"([a-z ]+)"', source)
    assert {(one or other).replace(" ", "-") for one, other in kinds} <= KINDS
    assert set(re.findall(r'pattern\(\s*"([a-z]+)"', source)) <= TYPES


def test_every_rule_has_a_documented_reason() -> None:
    rules = emitted() | {f"unknown-{kind}" for kind in KINDS} | {f"wrong-{kind}" for kind in TYPES}
    assert len(rules) > 50
    assert sorted(rules - DOCUMENTED) == []


def test_no_rule_is_documented_that_does_not_exist() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "generator").rglob("*.py"))
    invented = [
        rule
        for rule in DOCUMENTED
        if f'"{rule}"' not in source and rule.partition("-")[2] not in KINDS | TYPES and rule != "stale-after"
    ]
    assert invented == []


def examples(text: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)


def parsed(example: str) -> MapNode | ListNode:
    node, problems = parse(example, "example.yaml")
    assert problems == []
    assert isinstance(node, MapNode | ListNode)
    return node


FACTS = [one for one in [*examples(CONTRIBUTE), *examples(README)] if one.startswith(("facts:", "# in data/distrib"))]
# Examples that make up a new distribution: whole files, and pieces of two others.
FILE = re.compile(r"# (data/[a-z/-]+\.yaml)\n")
# Pieces of files about migrations, with the list that they belong to.
PIECE = re.compile(r"# in (data/migrations/[a-z/-]+\.yaml), under (\w+)\n")
PIECES = [one for one in examples(CONTRIBUTE) if PIECE.match(one)]
PARITY = next(one for one in examples(CONTRIBUTE) if one.startswith("# tests/parity/"))
CRITERION = next(one for one in examples(CONTRIBUTE) if one.startswith("# in data/criteria.yaml"))
QUESTION = next(one for one in examples(CONTRIBUTE) if one.startswith("# in data/decisions/"))
SOURCES = [one for one in examples(CONTRIBUTE) if "\nsources:\n" in f"\n{one}"]


def test_every_example_is_tried_by_one_of_the_tests_below() -> None:
    files = [one for one in examples(CONTRIBUTE) if FILE.match(one)]
    assert len(FACTS) >= 5
    assert len(files) == 3
    assert len(PIECES) == 7
    tried = {*FACTS, *files, CRITERION, *SOURCES, QUESTION, *PIECES, PARITY}
    assert [one for one in [*examples(CONTRIBUTE), *examples(README)] if one not in tried] == []


@pytest.mark.parametrize("example", FACTS)
def test_each_example_of_a_fact_is_accepted_by_the_checker(example: str, repository: Dataset) -> None:
    node = parsed(example)
    problems: list[Problem] = []
    names = Names(problems, set())
    names.sources = repository.sources
    names.lines = {"rocky-linux": ("8", "9", "10")}
    facts = link_facts(node["facts"], "rocky-linux", "rhel", repository.criteria, names)
    assert [str(problem) for problem in problems] == []
    assert all(facts.values())


def test_the_example_of_a_question_is_accepted_by_the_checker(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    found = re.match(r"# in (data/decisions/[a-z-]+\.yaml)", QUESTION)
    assert found
    decision = tmp_path / found[1]
    question = QUESTION.partition("\n")[2]
    decision.write_text(decision.read_text("utf-8").replace("scenarios:\n", f"{question}scenarios:\n", 1), "utf-8")
    for listed in (tmp_path / "data/decisions").glob("*.csv"):
        listed.unlink()  # what the new question flips is for its author to look at
    warnings = {problem.rule for problem in check(tmp_path / "data", DAY).warnings}
    assert "outcomes-missing" in warnings
    assert not warnings & {"question-idle", "answer-unreachable"}


@pytest.fixture
def with_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's data to which the contributor has done all that the page says."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    for example in examples(CONTRIBUTE):
        if found := FILE.match(example):
            (tmp_path / found[1]).write_text(example, encoding="utf-8")
    criteria = tmp_path / "data/criteria.yaml"
    piece = "".join(f"      {line}\n" for line in CRITERION.splitlines()[1:])
    criteria.write_text(criteria.read_text("utf-8").replace("    criteria:\n", f"    criteria:\n{piece}", 1), "utf-8")
    sources = tmp_path / "data/sources.yaml"
    known = sources.read_text("utf-8")
    for example in SOURCES:
        new = example[example.index("sources:\n") + len("sources:\n") :]
        if f"{new.splitlines()[0]}\n" not in known:
            known += new
    sources.write_text(known, "utf-8")
    for example in PIECES:
        found = PIECE.match(example)
        assert found
        path, heading = tmp_path / found[1], f"\n{found[2]}:\n"
        text = path.read_text("utf-8")
        assert f"\n{text}".count(heading) == 1
        path.write_text(f"\n{text}".replace(heading, heading + example.partition("\n")[2], 1).lstrip("\n"), "utf-8")
    return tmp_path / "data"


def test_a_distribution_added_as_the_page_says_is_accepted(with_examples: Path, repository: Dataset) -> None:
    checked = check(with_examples, DAY)
    one = checked.dataset.distributions["example-linux"]
    assert len(checked.dataset.criteria) == len(repository.criteria) + 1
    assert one.claim("package_manager").inherited_from == checked.dataset.distributions["rhel"].name
    assert [line.major for line in one.lines] == ["10"]
    news = [
        str(problem) for problem in checked.warnings if "example" in str(problem) or "default_shell" in str(problem)
    ]
    assert news == []


def test_a_tool_added_as_the_page_says_leads_there(with_examples: Path) -> None:
    """Its edges are ways, its rule is obeyed, its hazard and its variant are known. Example Linux has only its release 10.0."""
    dataset = check(with_examples, DAY).dataset
    start, end = Line("almalinux", "10"), Line("example-linux", "10")
    usual = Planner(dataset, DAY, Machine(release="10.0")).routes(start, end)
    route = next(one for one in usual if len(one.hops) == 1)
    (hop,) = route.hops
    assert (hop.tool_id, hop.edge.status, hop.edge.build) == ("example-convert", "supported", None)
    assert [step.id for step in hop.tool.all_steps if step.once] == ["old-kernels"]
    assert "backup" in {step.id for step in hop.tool.all_steps}
    with_panel = Machine(release="10.0", features=frozenset({"example-panel"}))
    assert Planner(dataset, DAY, with_panel).routes(start, end) == []
    starts = {edge.from_ for edge in dataset.tools["example-convert"].edges}
    assert starts == {
        name for name, one in dataset.distributions.items() if one.family == "enterprise-linux" and one.line("10")
    }
    builds = [(edge.build, edge.cpu) for edge in dataset.tools["example-convert"].edges if edge.build]
    assert builds == [("x86-64-v2", "x86-64-v2")]
    assert {"example-panel-stops"} <= {one.id for one in dataset.hazards}
    assert {"example-panel"} <= {one.id for one in dataset.machines.variants}


def test_the_example_of_a_list_is_that_of_the_example_of_a_tool() -> None:
    listed = yaml.safe_load(PARITY)
    (example,) = (one for one in examples(CONTRIBUTE) if one.startswith("# data/migrations/tools/"))
    assert PARITY.startswith(f"# tests/parity/{Path(example.splitlines()[0]).stem}.yaml\n")
    edges = {way(edge) for edge in yaml.safe_load(example)["edges"]}
    assert complaints(listed, edges) == []
    assert listed["commit"] in listed["origin"]


def test_the_example_of_a_message_is_what_the_checker_says(with_examples: Path) -> None:
    """Place aside: the line of the mistake is that of the data, not of the page."""
    [example] = re.findall(r"```text\n(data/distributions.*?)```", CONTRIBUTE, flags=re.DOTALL)
    place, message = example.split(": error: ")
    wrong = re.search(r"unknown source '([a-z-]+)'", message)
    right = re.search(r"did you mean '([a-z-]+)'", message)
    assert wrong
    assert right
    path = with_examples.parent / place.split(":")[0]
    path.write_text(path.read_text("utf-8").replace(f"[{right[1]}]", f"[{wrong[1]}]", 1), "utf-8")
    with pytest.raises(DataError) as error:
        check(with_examples, DAY)
    assert [str(one).split(": error: ")[1] for one in error.value.problems if one.level == "error"] == [message.strip()]


def test_the_example_of_prose_is_filled(repository: Dataset) -> None:
    [example] = re.findall(r"```markdown\n(.*?)```", CONTRIBUTE, flags=re.DOTALL)
    problems: list[Problem] = []
    filled = fill(Prose("example.md", example), repository, problems)
    assert problems == []
    assert "{{" not in filled


COMMANDS = [
    line.split("#")[0].strip()
    for text in (CONTRIBUTE, README)
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_every_command_of_the_documentation_works(command: str) -> None:
    """`make serve` is tried by test_serve, `make site` and `make test` are what runs this: here make only plans them."""
    name, *arguments = command.split()
    if name == "make" and arguments != ["check"]:
        arguments.insert(0, "--dry-run")
    program = name if name == "make" else shutil.which(Path(name).name) or ROOT / name
    done = run(program, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_make_target_of_the_documentation_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z]+)", README + CONTRIBUTE))
    assert {"site", "test", "serve", "check"} <= named
    assert sorted(named - targets) == []


def test_every_file_of_the_format_is_described() -> None:

    missing = [name for name in FILES if f"`data/{name}`" not in CONTRIBUTE]
    missing += [name for name in FOLDERS if f"`data/{name}/ID.yaml`" not in CONTRIBUTE]
    assert missing == []


def test_the_operators_of_conditions_are_those_of_the_record() -> None:

    fields = {spec.alias or name for name, spec in ConditionRecord.model_fields.items()}
    assert set(OPERATORS) <= fields
