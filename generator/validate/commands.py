"""Rules about shell blocks: bash can read them, what destroys is explained, downloads are checked, nothing is left to guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.commands import fill, hop_values
from generator.errors import Problem
from generator.graph import Hop, applies
from generator.model import Dataset
from generator.records import HazardRecord, NeedRecord, Record, StepRecord
from generator.shell import (
    destroys,
    guesses,
    has_bash,
    is_unchecked_download,
    pipes_into_shell,
    plain_addresses,
    syntax_errors,
)

# The keys of records that hold shell blocks.
KEYS = ("run", "verify", "detect", "mitigate_run", "documented")


@dataclass(frozen=True)
class Block:
    """A shell block with the values of one hop filled in, and where it stands."""

    record: Record
    key: str
    text: str
    values: Mapping[str, str]

    def problem(self, message: str, rule: str, hint: str) -> Problem:
        """Return a finding about the block."""
        return Problem(self.record.at_key(self.key), message, rule, hint=hint)


def check_commands(dataset: Dataset, _today: date) -> Iterator[Problem]:
    """Check every shell block of tools, hazards and features, with the values of every hop it may stand in."""
    blocks = tuple(_blocks(dataset))
    broken = syntax_errors(block.text for block in blocks)
    if not has_bash() and blocks:
        first = blocks[0]
        message = "bash was not found: no shell block was checked for mistakes of syntax"
        yield Problem(first.record.at_key(first.key), message, "no-bash", "warning", "install bash and check again")
    for block in blocks:
        if block.text in broken:
            yield block.problem(f"bash cannot read this: {broken[block.text]}", "shell-syntax", "try it with bash -n")
        yield from _check_block(block)


def _blocks(dataset: Dataset) -> Iterator[Block]:
    """Yield every block once for each text that it can become."""
    for name, tool in dataset.tools.items():
        hops = [Hop(name, tool, edge) for edge in tool.edges if edge.status != "ended"]
        values = [(hop, hop_values(hop, dataset)) for hop in hops]
        parts: tuple[StepRecord | NeedRecord, ...] = (*tool.all_steps, *tool.needs)
        for part in parts:
            yield from _filled(part, [given for hop, given in values if applies(part.when, hop)])
    for record in (*dataset.hazards, *dataset.machines.features):
        yield from _filled(record, [{}])


def _filled(record: Record, values: list[dict[str, str]]) -> Iterator[Block]:
    for key in KEYS:
        text: str = getattr(record, key, None) or ""
        seen = set()
        for given in values if text else ():
            try:
                filled = fill(text, given)
            except KeyError:
                continue  # a placeholder without a value is a finding of its own
            if filled not in seen:
                seen.add(filled)
                yield Block(record, key, filled, given)


def _check_block(block: Block) -> Iterator[Problem]:
    record, text = block.record, block.text
    if block.key != "documented" and pipes_into_shell(text):
        yield block.problem(
            "a download is run before anybody could look at it",
            "pipe-to-shell",
            "download, check and run it in steps; the project's own line goes to 'documented'",
        )
    for address in plain_addresses(text):
        yield block.problem(f"{address} is not encrypted", "http-download", "use https")
    for part in guesses(text):
        hint = "compute it, use a variable of the edge, or say it in by_hand"
        yield block.problem(f"'{part}' is left to the reader to guess", "guesswork", hint)
    told = None
    if isinstance(record, StepRecord):
        told = record.destructive
        if block.key == "run" and not record.unsigned:
            verify = fill(record.verify or "", block.values)
            if is_unchecked_download(text, verify):
                yield block.problem(
                    "nothing checks the signature or the checksum of this download",
                    "unchecked-download",
                    "check it in run or verify, or say in 'unsigned' why that cannot be done",
                )
    if isinstance(record, HazardRecord) and block.key == "mitigate_run":
        told = record.mitigate  # says what the commands do
    if told is None:
        for danger in destroys(text):
            yield block.problem(
                f"{danger}, and nothing warns of it", "unexplained-danger", "say in 'destructive' what is lost or done"
            )
