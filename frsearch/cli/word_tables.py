"""What the commands words, cooccurrents and keywords share: their options, and how tables are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    Decorator,
    option,
    output_options,
    say_warnings,
    wording,
)
from frsearch.cli.output import Output
from frsearch.types import WORD_UNITS

if TYPE_CHECKING:
    from frsearch.corpus.word_tables import WordTable

_ROWS = 30


def by_option(default: str) -> Decorator:
    """Make the option that says what a word is."""
    return option(
        "--by",
        "-b",
        type=click.Choice(WORD_UNITS),
        default=default,
        help="What counts as one word: a form as it is written, or a lemma with all its forms.",
    )


limit_option: Decorator = option(
    "--limit",
    "-n",
    type=COUNT,
    metavar="N",
    help="How many words to list; by default, 30 as text and all in a file, JSON or CSV.",
)
stop_words_option: Decorator = option(
    "--stop-words", is_flag=True, help="Count the, of, to be and their like too."
)
table_output: Decorator = output_options(csv="Write CSV, one row per word.")


def show(table: WordTable[Any], output: Output, limit: int | None) -> int:
    """Write a table in the format asked for."""
    say_warnings(table.warnings)
    if output.format == "json":
        output.json(table.to_dict())
    elif output.format == "csv":
        table.to_csv(output.file, raw=output.raw)
    else:
        output.pieces(table.pieces(wording(), _ROWS if limit is None else limit))
    return FOUND if len(table) else NOTHING
