"""The command cooccurrents: the words that stand near those of a query."""

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
from frsearch.cli.word_tables import by_option, limit_option, show, stop_words_option, table_output


@click.command(
    cls=Command,
    help="List the words that stand near the words of a query more often than chance would have it.",
)
@query_argument()
@together(
    article_options,
    option(
        "--window",
        "-w",
        type=Number(1, 100),
        default=10,
        metavar="N",
        help="How many words before and after are near.",
    ),
    by_option("lemma"),
    option(
        "--least",
        type=AT_LEAST_ONE,
        default=3,
        metavar="N",
        help="Leave out what stands near less often.",
    ),
    stop_words_option,
    limit_option,
    reading_options,
    table_output,
)
def cooccurrents(query: str, folder: str, output: Output, limit: int | None, **settings: Any) -> int:
    """List cooccurrents."""
    with frsearch.open_index(folder) as index:
        table = index.cooccurrents(query, limit=limit, **settings)
    return show(table, output, limit)
