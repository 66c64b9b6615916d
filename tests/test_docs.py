"""The documentation says what is true: rules, commands and examples."""

from __future__ import annotations

import ast
import re

import pytest

from generator.build import check
from generator.link.decisions import OPERATORS
from generator.link.facts import link_facts
from generator.link.names import Names
from generator.load import FILES, FOLDERS
from generator.records import ConditionRecord, SourcesFile
from generator.yaml_source import MapNode, parse
from tests.conftest import DAY, ROOT

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
    "question",
    "earlier-question",
    "answer",
    "upstream-release",
    "section",
}
TYPES = {"id", "url", "date", "number", "version", "boolean", "duration"}


def emitted() -> set[str]:
    """Return every rule id in a call that makes a problem, by reading the source."""
    found = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if name in {"Problem", "_problem", "report", "_report"}:
                found |= {
                    arg.value for arg in node.args[2:3] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    return found


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


@pytest.mark.parametrize("example", [*examples(CONTRIBUTE), *examples(README)])
def test_each_example_is_accepted_by_the_checker(example: str) -> None:

    node, problems = parse(example, "example.yaml")
    assert problems == []
    assert isinstance(node, MapNode)
    if "sources" in node:
        assert SourcesFile.model_validate(node).sources
        return
    real = check(ROOT / "data", DAY).dataset
    names = Names(problems, set())
    names.sources = real.sources
    names.lines = {"rocky-linux": ("8", "9", "10")}
    facts = link_facts(node["facts"], "rocky-linux", "rhel", real.criteria, names)
    assert [str(problem) for problem in problems] == []
    assert all(facts.values())


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
