"""The command suggest: completions of the last word of a text."""

from __future__ import annotations

from dataclasses import asdict

import click

import frsearch
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    Command,
    index_option,
    option,
    output_options,
    query_argument,
    together,
    wording,
)
from frsearch.cli.output import Output, table_pieces


@click.command(cls=Command, help="Complete the last word of a text, from the words of the articles.")
@query_argument("text")
@together(
    index_option,
    option("--limit", "-n", type=COUNT, metavar="N", default=10, help="How many completions to show."),
    output_options(csv="Write CSV, one row per completion."),
)
def suggest(text: str, folder: str, limit: int, output: Output) -> int:
    """Suggest completions."""
    with frsearch.open_index(folder) as index:
        suggestions = index.suggest(text, limit=limit)
    rows = [(each.text, each.count) for each in suggestions]
    if output.format == "json":
        output.json([asdict(each) for each in suggestions])
    elif output.format == "csv":
        output.rows(("text", "count"), rows)
    elif rows:
        written = [(each, wording().counted(count, "article")) for each, count in rows]
        output.pieces(table_pieces((), written))
    return FOUND if suggestions else NOTHING
