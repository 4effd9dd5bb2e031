"""The command read: what would be indexed, without an index."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import click

import frsearch
from frsearch.cli.add_report import read_pieces, table_of
from frsearch.cli.options import COUNT, FOUND, NOTHING, Command, option, output_options, together
from frsearch.cli.output import Output, table_pieces
from frsearch.cli.reading_options import read_sources, reading_options, sources_argument
from frsearch.output.tables import article_record
from frsearch.output.text import Piece

_LONGEST = 60


@click.command(
    cls=Command,
    help="Read the articles of files and folders as `index` does, and show what would be indexed.\n\n"
    "Shows the first articles with their fields, then what became of every file and every date.",
)
@sources_argument
@together(
    reading_options(),
    option(
        "--limit",
        "-n",
        type=COUNT,
        metavar="N",
        default=10,
        help="How many of the first articles to show.",
    ),
    output_options("Write one JSON document: the first articles, whole, and the report."),
)
def read(
    sources: tuple[str, ...],
    strict: bool,
    columns: dict[str, str],
    date_format: str | None,
    exclude: tuple[str, ...],
    form: str | None,
    limit: int,
    output: Output,
) -> int:
    """Read articles."""
    with read_sources(sources, strict, columns, date_format, exclude, form) as articles:
        first = list(islice(articles, limit))
        for _ in articles:
            pass
        report = articles.report
    if output.format == "json":
        output.json({"first": list(map(article_record, first)), **report.to_dict()})
    else:
        output.pieces(_pieces(first, report, output))
    return FOUND if report.articles else NOTHING


def _pieces(
    first: list[frsearch.Article], report: frsearch.ReadReport, output: Output
) -> Iterator[Piece]:
    if first:
        names, *rows = table_of(map(_fields, first), output.width)
        yield from table_pieces(names, rows)
        yield "\n\n", ""
    yield from read_pieces(report)


def _fields(article: frsearch.Article) -> dict[str, Any]:
    record = article_record(article)
    text, extra = record.pop("text"), record.pop("extra")
    url = record.pop("url")
    return {**record, **extra, **({"url": url} if url else {}), "text": text[:_LONGEST]}
