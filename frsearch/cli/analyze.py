"""The command analyze: the steps of the analysis of a text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click

from frsearch.cli.options import FOUND, NOTHING, Command, output_options, query_argument, say, together
from frsearch.cli.output import Output, table_pieces
from frsearch.reading.encodings import decode

if TYPE_CHECKING:
    from frsearch.analysis.steps import Step


@click.command(
    cls=Command,
    help="Show what the analyzer makes of a text, step by step.\n\n"
    "Each token is shown with the chunk (a run of characters without blanks) in "
    "which it begins, its position, and its accented, exact, lemma and stem forms. "
    "Without a text, standard input is read.",
)
@query_argument("text", required=False)
@together(output_options("Write JSON Lines, one token per line.", "Write CSV, one row per token."))
def analyze(text: str, output: Output) -> int:
    """Show the steps of the analysis."""
    from frsearch.analysis.steps import Step, steps

    if not text:
        text = decode(sys.stdin.buffer.read())
    analysis = list(steps(text))
    if output.format == "json":
        output.records(map(asdict, analysis))
    elif output.format == "csv":
        output.rows(
            [each.name for each in fields(Step)], [tuple(asdict(step).values()) for step in analysis]
        )
    elif analysis:
        names = ("chunk", "token", "position", "accented", "exact", "lemma", "stem", "")
        output.pieces(table_pieces([say(name) if name else "" for name in names], _rows(analysis)))
    return FOUND if any(step.position is not None for step in analysis) else NOTHING


def _rows(analysis: list[Step]) -> Iterator[tuple[str, ...]]:
    previous: Step | None = None
    for step in analysis:
        same = previous is not None and step.alternative
        notes = [say("another reading")] * step.alternative + [say("stop word")] * step.stop_word
        position = "–" if step.position is None else str(step.position)
        looks = (step.accented, step.exact, step.lemma, step.stem)
        yield ("" if same else step.chunk, step.written, position, *looks, ", ".join(notes))
        previous = step
