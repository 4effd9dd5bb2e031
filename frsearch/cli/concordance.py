"""The command concordance: every occurrence of a query in its context."""

from __future__ import annotations

import re
import shutil
from typing import Any

import click

import frsearch
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    WIDTH,
    Command,
    Names,
    article_options,
    note,
    option,
    output_options,
    query_argument,
    reading_options,
    say,
    say_warnings,
    together,
    wording,
)
from frsearch.cli.output import Output
from frsearch.types import LINE_SORTS

_LINES = 100
_ROW_OF_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")


@click.command(
    cls=Command,
    help="Show every occurrence of a query in its context, with the matching words "
    "aligned.\n\n"
    "Text shows the first 100 lines, JSON and CSV all lines, unless --limit is "
    "given.",
)
@query_argument()
@together(
    article_options,
    option(
        "--sort",
        "-s",
        type=Names(*LINE_SORTS),
        metavar="ORDER",
        default="date",
        help="The order of the lines: date, left or right for the words on that side, or a field, whose "
        "values are then compared.",
    ),
    option(
        "--width",
        "-w",
        type=WIDTH,
        metavar="N",
        help="How many characters to show on each side; by default, what fits the screen, or 60.",
    ),
    option("--limit", "-n", type=COUNT, metavar="N", help="How many lines to show."),
    reading_options,
    output_options("Write JSON Lines, one occurrence per line.", "Write CSV, one row per occurrence."),
)
def concordance(
    query: str, folder: str, width: int | None, limit: int | None, output: Output, **settings: Any
) -> int:
    """Show a concordance."""
    if width is None:
        width = _context_width() if output.is_text and output.is_terminal else 60
    if output.is_text:
        # Text shows the first lines and counts the rest.
        shown, limit = _LINES if limit is None else limit, None
    with frsearch.open_index(folder) as index:
        lines = index.concordance(query, width=width, limit=limit, **settings)
    say_warnings(lines.warnings)
    if lines.total and _ROW_OF_WORDS.fullmatch(query):
        note(
            say(
                'each word has lines of its own; "{query}" in quotation marks has one for all',
                query=query,
            )
        )
    if output.format == "json":
        lines.to_jsonl(output.file)
    elif output.format == "csv":
        lines.to_csv(output.file, raw=output.raw)
    else:
        output.pieces(lines.pieces(shown, wording()))
    return FOUND if lines.total else NOTHING


def _context_width() -> int:
    """Return the width of contexts that leaves room on the screen for a word, a date and an id."""
    return max(15, (shutil.get_terminal_size().columns - 40) // 2)
