"""The command keywords: the words that a part of the archive has more often than another."""

from __future__ import annotations

from typing import Any

import click

import frsearch
from frsearch.cli.options import (
    AT_LEAST_ONE,
    WORDS,
    Command,
    article_options,
    option,
    query_argument,
    read_where,
    reading_options,
    together,
)
from frsearch.cli.output import Output
from frsearch.cli.word_tables import by_option, limit_option, show, stop_words_option, table_output


@click.command(
    cls=Command,
    help="List the words that a part of the archive (the articles of a query, a date or a source) has "
    "more often, and less often, than the rest.",
)
@query_argument(required=False)
@together(
    article_options,
    option(
        "--against",
        multiple=True,
        type=WORDS,
        metavar="NAME=VALUE",
        callback=read_where,
        help="Compare with the articles that have this value of a field, instead of all others; can be "
        "repeated.",
    ),
    option("--against-date", metavar="DATE", help="Compare with the articles of these days."),
    by_option("lemma"),
    option(
        "--least-articles",
        type=AT_LEAST_ONE,
        default=3,
        metavar="N",
        help="Leave out what fewer articles have, so that one long article decides nothing.",
    ),
    stop_words_option,
    limit_option,
    reading_options,
    table_output,
)
def keywords(query: str, folder: str, output: Output, limit: int | None, **settings: Any) -> int:
    """List keywords."""
    shown = 15 if limit is None and output.is_text else limit
    with frsearch.open_index(folder) as index:
        table = index.keywords(query, limit=shown, **settings)
    return show(table, output, None if limit is None else 2 * limit)
