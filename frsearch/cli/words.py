"""The command words: the most frequent words, or rows of words."""

from __future__ import annotations

from typing import Any

import click

import frsearch
from frsearch.cli.options import (
    AT_LEAST_ONE,
    Command,
    Number,
    article_options,
    option,
    query_argument,
    reading_options,
    together,
)
from frsearch.cli.output import Output
from frsearch.cli.word_tables import by_option, limit_option, show, table_output


@click.command(
    cls=Command,
    help="List the most frequent words, or rows of words, in the texts of all articles or of those that "
    "match a query.",
)
@query_argument(required=False)
@together(
    article_options,
    option(
        "--length",
        "-l",
        type=Number(1, 8),
        default=1,
        metavar="N",
        help="Count rows of this many words, such as 2 for 'premier ministre'.",
    ),
    by_option("form"),
    option(
        "--least",
        type=AT_LEAST_ONE,
        default=1,
        metavar="N",
        help="Leave out what occurs less often.",
    ),
    option(
        "--no-stop-words",
        "stop_words",
        is_flag=True,
        flag_value=False,
        default=True,
        help="Leave out the, of, to be and their like, and rows that begin or end with one.",
    ),
    limit_option,
    reading_options,
    table_output,
)
def words(query: str, folder: str, output: Output, limit: int | None, **settings: Any) -> int:
    """List words."""
    with frsearch.open_index(folder) as index:
        table = index.words(query, limit=1000 if limit is None and output.is_text else limit, **settings)
    return show(table, output, limit)
