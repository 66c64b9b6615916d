"""The `atlas` command: arguments in, text and exit code out. No logic."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.build import RECORDED, check, fix, make_pages, read, revision, today, write_pages
from generator.errors import GeneratorError, nearest, report
from generator.graph import Line
from generator.model import Dataset, line_of
from generator.page import Settings
from generator.plan import Planner
from generator.plan_report import all_json, all_text, machine_of, plan_json, plan_text
from generator.prose import read_prose
from generator.stats import gather, stats_json, stats_table

data_option = click.option(
    "--data", default="data", show_default=True, type=click.Path(path_type=Path), help="The folder of the dataset."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="distro-atlas")
def main() -> None:
    """Check a dataset of cited facts and turn it into pages."""


@main.command("check")
@data_option
@click.option("--strict", is_flag=True, help="Warnings, such as stale facts, fail too.")
@click.option("--fix", "is_fix", is_flag=True, help="Write the lists of outcomes anew, if nothing else is wrong.")
def check_command(data: Path, strict: bool, is_fix: bool) -> None:
    """Check the dataset; print every problem as file:line:column.

    Exit code 0 if there is no error (with --strict: no warning either), else 1.
    """
    try:
        for told in fix(data, today()) if is_fix else ():
            click.echo(told)
        checked = check(data, today())
    except GeneratorError as error:
        click.echo(f"{error}\nnothing was written: correct the errors first" if is_fix else str(error))
        raise SystemExit(1) from None
    dataset = checked.dataset
    click.echo(report(checked.warnings))
    facts = sum(len(claims) for one in dataset.distributions.values() for claims in one.facts.values())
    click.echo(
        f"{len(dataset.distributions)} {dataset.about.noun.many}, {len(dataset.criteria)} criteria, "
        f"{facts} claims, {len(dataset.sources)} sources"
    )
    if strict and checked.warnings:
        raise SystemExit(1)


@main.command("stats")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON: counts by distribution and group.")
def stats_command(data: Path, as_json: bool) -> None:
    """Count what is known: cells by distribution and by group.

    A cell is one criterion of one distribution. It is answered, unknown, not applicable or not researched; verified, stale
    and disputed ones are counted again among them.
    """
    day = today()
    try:
        dataset = check(data, day, tolerated=RECORDED).dataset
    except GeneratorError as error:
        click.echo(str(error))
        raise SystemExit(1) from None
    stats = gather(dataset, day)
    click.echo(stats_json(dataset, stats) if as_json else stats_table(dataset, stats))


@main.command("build")
@data_option
@click.option(
    "--output", required=True, type=click.Path(path_type=Path), help="The folder to write; replaced as a whole."
)
@click.option(
    "--content", default="content", show_default=True, type=click.Path(path_type=Path), help="Where authors write."
)
def build_command(data: Path, output: Path, content: Path) -> None:
    """Write every generated page as plain Markdown with HTML blocks, for any site generator."""
    try:
        pages, warnings = make_pages(data, Settings(today(), prose=read_prose(content), revision=revision(data)))
        write_pages(pages, output)
    except GeneratorError as error:
        click.echo(str(error))
        raise SystemExit(1) from None
    click.echo(report(warnings))
    click.echo(f"{len(pages)} pages in {output}")


@main.command("plan")
@data_option
@click.argument("start", required=False)
@click.argument("end", required=False)
@click.option("--arch", help="The architecture of the machine, such as x86_64 or aarch64.")
@click.option("--cpu", help="The level of its processor, such as x86-64-v2.")
@click.option("--with", "features", multiple=True, metavar="FEATURE", help="What it uses, such as cpanel; repeatable.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Plan for this day instead of today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; its shape is documented in content/plan-json.md.")
def plan_command(
    data: Path,
    start: str | None,
    end: str | None,
    arch: str | None,
    cpu: str | None,
    features: tuple[str, ...],
    day: datetime | None,
    as_json: bool,
) -> None:
    """Find the ways from one release line to another, or say why there is none.

    START and END are written as distribution:major, such as centos-linux:7 almalinux:10; START may name the release that
    runs, such as almalinux:8.10. Without both, every pair is planned, a line each.

    Exit code 0 if there is a way or all pairs are planned, 1 if the dataset cannot be read, 2 if the command is not understood,
    3 if there is no way.
    """
    on = day.date() if day else today()
    try:
        dataset = read(data)
    except GeneratorError as error:
        click.echo(str(error))
        raise SystemExit(1) from None
    if (start is None) != (end is None):
        raise click.UsageError("give START and END, or neither of them for all pairs")
    first, release = _line(dataset, start) if start else (None, None)
    last, other = _line(dataset, end) if end else (None, None)
    if other:
        raise click.UsageError(f"END is a release line: {last}, not {end}")
    try:
        planner = Planner(dataset, on, machine_of(dataset, arch, cpu, features, release))
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    if first is None or last is None:
        starts, ends = planner.lines()
        pairs = [(one, other) for one in starts for other in ends if one != other]
        click.echo(all_json(planner, pairs) if as_json else "\n".join(all_text(planner, pairs)))
        return
    if first == last:
        raise click.UsageError(f"{start} and {end} are the same release line")
    click.echo(plan_json(planner, first, last) if as_json else "\n".join(plan_text(planner, first, last)))
    if not planner.routes(first, last):
        raise SystemExit(3)


def _line(dataset: Dataset, text: str) -> tuple[Line, str | None]:
    """Return the release line that an argument names, and the release if it names one.

    Raises:
        click.UsageError: The dataset has no such line.
    """
    name, _, version = text.partition(":")
    if name not in dataset.distributions:
        hint = nearest(name, dataset.distributions, "known")
        raise click.UsageError(f"unknown {dataset.about.noun.one} '{name}'; {hint}")
    lines = dataset.distributions[name].lines
    major = line_of(version, lines)
    if major is None:
        known = ", ".join(f"{name}:{line.major}" for line in lines) or "none"
        raise click.UsageError(f"'{text}' is no release line; known: {known}")
    return Line(name, major), version if version != major else None
