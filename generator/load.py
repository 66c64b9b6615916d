"""Read a data folder into records. Every file is read, every mistake collected; nothing in the folder is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.decode import decode
from generator.errors import Location, Problem, nearest
from generator.records import (
    OUTCOMES_SUFFIX,
    ComparisonRecord,
    CriteriaFile,
    DatasetRecord,
    DecisionRecord,
    DistributionRecord,
    ExaminedRecord,
    HazardsFile,
    MachinesFile,
    Record,
    ReleasesFile,
    RulesFile,
    SourcesFile,
    ToolRecord,
)
from generator.yaml_source import MapNode, Node, read, read_text

# What the folder may hold: single files, and folders with one record a file (file name = id).
FILES: dict[str, type[Record]] = {
    "dataset.yaml": DatasetRecord,
    "criteria.yaml": CriteriaFile,
    "sources.yaml": SourcesFile,
    "migrations/hazards.yaml": HazardsFile,
    "migrations/machines.yaml": MachinesFile,
    "migrations/rules.yaml": RulesFile,
}
FOLDERS: dict[str, type[Record]] = {
    "distributions": DistributionRecord,
    "releases": ReleasesFile,
    "comparisons": ComparisonRecord,
    "decisions": DecisionRecord,
    "examined": ExaminedRecord,
    "migrations/tools": ToolRecord,
}
REQUIRED = ("dataset.yaml", "criteria.yaml", "sources.yaml")


@dataclass
class RawDataset:
    """What was read: records by folder and id, before any reference is resolved.

    Attributes:
        files: The single files by name.
        folders: Records by folder and id.
        facts: The `facts` mapping of each distribution, as written, even where the rest of its record is broken.
        places: Where each record of a folder begins.
        parsed: The files that could be read as YAML, whatever their records are worth.
        outcomes: The lists of outcomes by decision, as text.
        lost: The files that are there but hold no usable record.
        broken: Ids that are declared in files with errors: a reference to one of them is not another error.
    """

    name: str
    files: dict[str, Record] = field(default_factory=dict)
    folders: dict[str, dict[str, Any]] = field(default_factory=lambda: {folder: {} for folder in FOLDERS})
    facts: dict[str, MapNode] = field(default_factory=dict)
    places: dict[tuple[str, str], Location] = field(default_factory=dict)
    parsed: set[str] = field(default_factory=set)
    outcomes: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class LoadedFile:
    """What one file holds: whether it is YAML, its record, the `facts` of a distribution, ids that are lost, mistakes."""

    is_parsed: bool
    value: Any
    facts: MapNode | None
    broken: frozenset[str]
    problems: tuple[Problem, ...]


# What was read of a file, by its path, with the time (in nanoseconds) and the size that it had then.
KeptFiles = dict[Path, tuple[int, int, LoadedFile]]


def load(folder: Path, problems: list[Problem], name: str = "", kept: KeptFiles | None = None) -> RawDataset:
    """Read a data folder.

    Args:
        folder: The folder, such as `data`.
        problems: Receives every mistake found.
        name: How problems call the folder; its own name if empty.
        kept: What was read before: files that did not change since are not read again.
    """
    kept = {} if kept is None else kept
    raw = RawDataset(name or folder.resolve().name)
    if not folder.is_dir():
        problems.append(Problem(Location(raw.name), "there is no such folder", "missing-file"))
        return raw
    seen: set[str] = set()
    for path in sorted(_walk(folder)):
        relative = path.relative_to(folder).as_posix()
        seen.add(relative)
        parent, _, stem = relative.removesuffix(".yaml").rpartition("/")
        is_single, is_list = relative in FILES, parent == "decisions" and relative.endswith(OUTCOMES_SUFFIX)
        if not (is_single or is_list or (parent in FOLDERS and relative.endswith(".yaml"))):
            problems.append(_unexpected(raw.name, relative))
            continue
        place = None if is_single else parent
        state = (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, -1)
        if path not in kept or kept[path][:2] != state:
            name = f"{raw.name}/{relative}"
            if is_list:
                one = _load_list(path, name)
            else:
                record = FILES[relative] if is_single else FOLDERS[parent]
                one = _load_one(path, name, record, place, "" if is_single else stem)
            kept[path] = (*state, one)
        problems.extend(kept[path][2].problems)
        if not is_list:
            _take(raw, kept[path][2], relative, place, stem)
        elif kept[path][2].is_parsed:
            raw.outcomes[stem.removesuffix(OUTCOMES_SUFFIX)] = kept[path][2].value
    problems.extend(
        Problem(Location(f"{raw.name}/{name}"), "the file is missing", "missing-file", hint="the dataset needs it")
        for name in REQUIRED
        if name not in seen
    )
    return raw


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every file but those that editors and systems leave behind (hidden ones)."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.name.endswith("~") and (path.is_symlink() or not path.is_dir()):
            yield path


def _load_one(path: Path, name: str, record: type[Record], folder: str | None, stem: str) -> LoadedFile:
    problems: list[Problem] = []
    if folder and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
        problems.append(
            Problem(
                Location(name),
                f"the file name '{stem}' is not an id",
                "file-name",
                hint="lower-case letters, digits and single hyphens",
            )
        )
    node, found = read(path, name)
    problems.extend(found)
    facts = value = None
    if node is not None:
        if folder and isinstance(node, MapNode) and "id" in node:
            _check_id(node, stem, problems)
        if folder == "distributions" and isinstance(node, MapNode) and isinstance(node.get("facts"), MapNode):
            facts = node["facts"]
        value = decode(record, node, problems)
    broken = frozenset() if value is not None else frozenset({stem, *_ids(node)})
    return LoadedFile(node is not None, value, facts, broken, tuple(problems))


def _load_list(path: Path, name: str) -> LoadedFile:
    """Read a list of outcomes as text. What no list holds is found by comparing it."""
    text, problems = read_text(path, name)
    return LoadedFile(text is not None, text, None, frozenset(), tuple(problems))


def _take(raw: RawDataset, one: LoadedFile, relative: str, folder: str | None, stem: str) -> None:
    """Put what a file holds into its place."""
    if one.is_parsed:
        raw.parsed.add(relative)
    if one.facts is not None:
        raw.facts[stem] = one.facts
    raw.broken |= one.broken
    if one.value is None:
        raw.lost.add(relative)
        return
    if folder:
        raw.folders[folder][stem] = one.value
        raw.places[folder, stem] = one.value.at
    else:
        raw.files[relative] = one.value


def _check_id(node: MapNode, stem: str, problems: list[Problem]) -> None:
    """Check an `id` against the file name and take it out: the record takes its id from the file name."""
    at = node.key_locations["id"]
    if str(node["id"]) != stem:
        problems.append(
            Problem(
                at,
                f"id '{node['id']}' differs from the file name '{stem}'",
                "file-name",
                hint="rename the file, or remove the line: the file name is the id",
            )
        )
    del node["id"]


def _ids(node: Any) -> Iterator[str]:
    """Yield the ids declared anywhere in a node."""
    stack: list[Node | Any] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, MapNode):
            yield from (str(here[key]) for key in ("id", "major") if isinstance(here.get(key), str))
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)


def _unexpected(name: str, relative: str) -> Problem:
    known = [*FILES, *(f"{folder}/" for folder in FOLDERS)]
    parent = relative.rpartition("/")[0]
    if relative.endswith(".yml"):
        hint = "rename it to .yaml"
    elif parent in FOLDERS:
        hint = "data files end in .yaml" + (
            f", lists of outcomes in {OUTCOMES_SUFFIX}" if parent == "decisions" else ""
        )
    else:
        hint = nearest(f"{parent}/" if parent else relative, known, "the dataset holds")
    return Problem(Location(f"{name}/{relative}"), "this file is not part of the dataset", "unknown-file", hint=hint)
