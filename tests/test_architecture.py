"""Which module may know which: the rules that keep the generator free of its tools, and small enough to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import ROOT

GENERATOR = ROOT / "generator"
HOOKS = ROOT / "hooks"

# What a view may use of other views, beside the evidence that all of them show.
VIEW_IMPORTS = {
    # A tie shows what sets the candidates apart; the reasons are a part of the same view.
    "generator.views.outcome": {"generator.views.comparison", "generator.views.reasons"},
    "generator.views.decision": {"generator.views.outcome", "generator.views.reasons"},
    "generator.views.compare": {"generator.views.comparison"},
    "generator.views.home": {"generator.views.comparison", "generator.views.guide"},
    "generator.views.lifecycle": {"generator.views.profile"},
    # A guide is a way, drawn, and its runbook of hops and hazards; the map and the pages of tools list guides.
    "generator.views.hop": {"generator.views.hazard"},
    "generator.views.runbook": {"generator.views.hazard", "generator.views.hop"},
    "generator.views.ways": {"generator.views.hop"},
    "generator.views.guide": {f"generator.views.{name}" for name in ("hazard", "hop", "picture", "runbook", "ways")},
    "generator.views.tools": {f"generator.views.{name}" for name in ("guide", "hazard", "hop")},
    "generator.views.migration": {f"generator.views.{name}" for name in ("guide", "hop", "picture", "tools", "ways")},
    "generator.views.profile": {"generator.views.comparison"},  # it lists the comparisons with others
}
# Libraries that a single place wraps, so that it can be replaced there.
ONLY_IN = {
    "yaml": {"generator.yaml_source"},
    "jinja2": {
        "generator.render",
        "generator.prose",
        "hooks.pages",
    },  # a sandbox for authors; the theme's compiled templates
    "click": {"generator.cli"},
}
# What is long for a reason. A file or function that became short again leaves the list.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
MAX_MODULE_LINES = 320
MAX_FUNCTION_LINES = 50

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def module_name(path: Path) -> str:
    """The name that a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.Module, name: str, *, is_package: bool = False) -> set[str]:
    """The full name of everything that a module imports, wherever it does; of `from a import b`, both a and a.b."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = name.split(".")[: len(name.split(".")) - node.level + is_package] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def is_inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(GENERATOR.rglob("*.py"))}
HOOK_SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HOOKS.rglob("*.py"))}
EVERYTHING = {**SOURCES, **HOOK_SOURCES}
IMPORTS = {
    module_name(path): imports_of(tree, module_name(path), is_package=path.name == "__init__.py")
    for path, tree in EVERYTHING.items()
}
MODULES = {module_name(path) for path in SOURCES}


def importers(package: str) -> set[str]:
    """The modules outside a package that import from it."""
    return {
        module
        for module, names in IMPORTS.items()
        if not is_inside(module, package) and any(is_inside(name, package) for name in names)
    }


# ---- the tests' own eyes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import yaml.nodes as n", {"yaml.nodes"}),
        ("import os, click", {"os", "click"}),
        ("from generator import views", {"generator", "generator.views"}),
        ("from generator.views.home import X as Y", {"generator.views.home", "generator.views.home.X"}),
        ("from .home import X", {"a.b.home", "a.b.home.X"}),
        ("from .. import cli", {"a", "a.cli"}),
        ("def f():\n    from yaml import parse", {"yaml", "yaml.parse"}),
        ("if True:\n    import yaml", {"yaml"}),
    ],
)
def test_every_way_to_import_is_seen(source: str, expected: set[str]) -> None:
    assert imports_of(ast.parse(source), "a.b.c") == expected


def test_the_files_of_the_project_are_seen() -> None:
    assert {"generator.cli", "generator.views.home", "generator.link", "generator.validate.dates"} <= MODULES
    assert "hooks.pages" in IMPORTS


# ---- libraries -------------------------------------------------------------------------------------------------------


def test_only_hooks_import_mkdocs() -> None:
    assert {module.split(".")[0] for module in importers("mkdocs")} == {"hooks"}


def test_no_other_file_of_the_repository_imports_mkdocs() -> None:
    """Nor does a script in a corner that is neither generator nor hooks."""
    known = {"generator", "hooks", "tests", "site", "build"}
    corners = [path for path in ROOT.iterdir() if path.name not in known and not path.name.startswith(".")]
    others = [path for corner in corners for path in ([corner] if corner.is_file() else corner.rglob("*"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in others if path.suffix == ".py"}
    assert [
        path for path, tree in trees.items() if any(is_inside(name, "mkdocs") for name in imports_of(tree, "x"))
    ] == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_in_one_place_only(library: str) -> None:
    assert importers(library) == ONLY_IN[library]


# ---- layers ----------------------------------------------------------------------------------------------------------


def test_views_import_no_other_views_than_the_ones_stated() -> None:
    """All may show evidence and rows; the home page leads with a comparison and with guides."""
    views = {module for module in MODULES if is_inside(module, "generator.views") and module != "generator.views"}
    found = {module: {name for name in IMPORTS[module] if name in views - {module}} for module in views}
    extra = {
        module: names - {"generator.views.evidence", "generator.views.comparer"} for module, names in found.items()
    }
    assert {module: names for module, names in extra.items() if names} == VIEW_IMPORTS


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("generator.validate", "generator.views"),
        ("generator.validate", "generator.render"),
        ("generator.link", "generator.views"),
        ("generator.link", "generator.validate"),
        ("generator.views", "generator.validate"),
        ("generator.views", "generator.link"),
        ("generator.views", "generator.render"),
        ("generator", "hooks"),
    ],
)
def test_a_package_does_not_import_what_lies_above_it(package: str, forbidden: str) -> None:
    assert [module for module in importers(forbidden) if is_inside(module, package)] == []


PURE = ["decide", "flowchart", "plan", "commands", "model", "values"]
PURE += ["situations", "rivals", "reach", "examples", "prove", "outcomes"]


@pytest.mark.parametrize("module", PURE)
def test_the_model_and_what_follows_from_it_know_no_pages(module: str) -> None:
    """Pure functions of the data: they can be tested, and trusted, without a site."""
    above = {"build", "cli", "link", "load", "pages", "render", "uris", "validate", "views"}
    names = IMPORTS[f"generator.{module}"]
    assert {name for name in names if name.split(".")[1:2] and name.split(".")[1] in above} == set()


def test_nobody_imports_the_command_line_but_its_entry() -> None:
    assert importers("generator.cli") == {"generator.__main__"}


def imported_modules(names: set[str]) -> set[str]:
    return {name for name in names if name in MODULES}


def test_modules_import_each_other_in_one_direction() -> None:
    """No circle: following the imports down, everything comes to an end."""
    left: Mapping[str, set[str]] = {
        module: imported_modules(IMPORTS[module]) - {module, *parents(module)} for module in MODULES
    }
    while left:
        free = {module for module, names in left.items() if not names & left.keys()}
        if not free:
            break
        left = {module: names for module, names in left.items() if module not in free}
    assert left == {}


def parents(module: str) -> set[str]:
    """The packages that hold a module: to import it runs them, but it does not use them."""
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


# ---- what the code may not know --------------------------------------------------------------------------------------


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTIONS))]
    first = [node.body[0] for node in nodes if node.body]
    return {node.value for node in first if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The string constants of a module, parts of f-strings included, docstrings not."""
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.lineno, node.value


IDS = sorted(path.stem for path in (ROOT / "data/distributions").glob("*.yaml"))
NAMES_AN_ID = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, IDS))})(?![\w-])", re.IGNORECASE)


def test_there_are_ids_to_look_for() -> None:
    assert len(IDS) >= 2


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_knows_a_distribution_by_its_id(path: Path) -> None:
    """What is true of one distribution is data, never an if."""
    assert [(line, text) for line, text in texts(EVERYTHING[path]) if NAMES_AN_ID.search(text)] == []


@pytest.mark.parametrize("path", sorted(GENERATOR.rglob("*.j2")), ids=lambda path: path.name)
def test_no_template_knows_a_distribution_by_its_id(path: Path) -> None:
    assert NAMES_AN_ID.findall(path.read_text(encoding="utf-8")) == []


CLOCKS = {"today", "now", "utcnow", "fromtimestamp"}


def clock_calls(tree: ast.Module) -> list[str]:
    """The calls such as date.today() and datetime.now(); `today()` of generator.build is none, it is what to call."""
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


def test_only_the_composition_root_looks_at_the_clock() -> None:
    """Everybody else is told the day: two builds of the same data on the same day are the same bytes."""
    assert {module_name(path) for path, tree in EVERYTHING.items() if clock_calls(tree)} == {"generator.build"}


def test_nobody_imports_another_clock() -> None:
    assert importers("time") == set()


# ---- size ------------------------------------------------------------------------------------------------------------


def test_long_modules_are_the_ones_listed_with_a_reason() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in EVERYTHING
    }
    assert {name: length for name, length in lengths.items() if length > MAX_MODULE_LINES}.keys() == LONG_MODULES.keys()


def test_long_functions_are_the_ones_listed_with_a_reason() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{node.name}": length
        for path, tree in EVERYTHING.items()
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert found.keys() == LONG_FUNCTIONS.keys()
