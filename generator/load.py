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
    ComparisonRecord,
    CriteriaFile,
    DatasetRecord,
    DecisionRecord,
    DistributionRecord,
    ExaminedRecord,
    HazardsFile,
    Record,
    ReleasesFile,
    SourcesFile,
    ToolRecord,
)
from generator.yaml_source import MapNode, Node, read

# What the folder may hold: single files, and folders with one record a file (file name = id).
FILES: dict[str, type[Record]] = {
    "dataset.yaml": DatasetRecord,
    "criteria.yaml": CriteriaFile,
    "sources.yaml": SourcesFile,
    "migrations/hazards.yaml": HazardsFile,
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
        broken: Ids that are declared in files with errors: a reference to one of them is not another error.
    """

    name: str
    files: dict[str, Record] = field(default_factory=dict)
    folders: dict[str, dict[str, Any]] = field(default_factory=lambda: {folder: {} for folder in FOLDERS})
    facts: dict[str, MapNode] = field(default_factory=dict)
    places: dict[tuple[str, str], Location] = field(default_factory=dict)
    parsed: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


def load(folder: Path, problems: list[Problem], name: str = "") -> RawDataset:
    """Read a data folder.

    Args:
        folder: The folder, such as `data`.
        problems: Receives every mistake found.
        name: How problems call the folder; its own name if empty.
    """
    raw = RawDataset(name or folder.resolve().name)
    if not folder.is_dir():
        problems.append(Problem(Location(raw.name), "there is no such folder", "missing-file"))
        return raw
    seen: set[str] = set()
    for path in sorted(_walk(folder)):
        relative = path.relative_to(folder).as_posix()
        seen.add(relative)
        parent, _, stem = relative.removesuffix(".yaml").rpartition("/")
        if relative in FILES:
            _load_one(raw, path, relative, FILES[relative], problems)
        elif parent in FOLDERS and relative.endswith(".yaml"):
            _load_one(raw, path, relative, FOLDERS[parent], problems, parent, stem)
        else:
            problems.append(_unexpected(raw.name, relative))
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


def _load_one(
    raw: RawDataset,
    path: Path,
    relative: str,
    record: type[Record],
    problems: list[Problem],
    folder: str | None = None,
    stem: str = "",
) -> None:
    name = f"{raw.name}/{relative}"
    place = Location(name)
    if folder and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
        problems.append(
            Problem(
                place,
                f"the file name '{stem}' is not an id",
                "file-name",
                hint="lower-case letters, digits and single hyphens",
            )
        )
    node, found = read(path, name)
    problems.extend(found)
    value = None
    if node is not None:
        raw.parsed.add(relative)
        if folder and isinstance(node, MapNode) and "id" in node:
            _check_id(node, stem, problems)
        if folder == "distributions" and isinstance(node, MapNode) and isinstance(node.get("facts"), MapNode):
            raw.facts[stem] = node["facts"]
        value = decode(record, node, problems)
    if value is None:
        raw.broken |= {stem} | set(_ids(node))
    elif folder:
        raw.folders[folder][stem] = value
        raw.places[folder, stem] = value.at
    else:
        raw.files[relative] = value


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
        hint = "data files end in .yaml"
    else:
        hint = nearest(f"{parent}/" if parent else relative, known, "the dataset holds")
    return Problem(Location(f"{name}/{relative}"), "this file is not part of the dataset", "unknown-file", hint=hint)
