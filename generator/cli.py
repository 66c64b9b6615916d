"""The `atlas` command: arguments in, text and exit code out. No logic."""

from __future__ import annotations

from pathlib import Path

import click

from generator.build import RECORDED, check, fix, make_pages, revision, today, write_pages
from generator.errors import GeneratorError, report
from generator.page import Settings
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
