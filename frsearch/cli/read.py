"""The command read: what would be indexed, without an index."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

import frsearch
from frsearch.cli.add_report import in_session_language, read_pieces
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    Command,
    option,
    output_options,
    say,
    together,
)
from frsearch.cli.output import Output
from frsearch.cli.reading_options import read_sources, reading_options, sources_argument
from frsearch.output.tables import article_record
from frsearch.output.text import Piece, printable

_NAMES = 3


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
    output_options(
        "Write one JSON document: the first articles, whole, and the report.",
        csv="Write CSV, the first articles, one per row.",
    ),
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
    first, ids = list[frsearch.Article](), Counter[str]()
    with read_sources(sources, strict, columns, date_format, exclude, form) as articles:
        for article in articles:
            ids[article.id] += 1
            if len(first) < limit:
                first.append(article)
        report = articles.report
    repeated = {id: count - 1 for id, count in ids.items() if count > 1}
    records = list(map(article_record, first))
    if output.format == "csv":
        output.rows(*_table(records))
    elif os.path.splitext(output.target or "")[1].lower() == ".jsonl":
        output.records(records)
    elif output.format == "json":
        values = in_session_language(report.to_dict(), report)
        output.json({"first": records, "repeated": sum(repeated.values()), **values})
    else:
        output.pieces(_pieces(records, repeated, report, output.width))
    return FOUND if report.articles else NOTHING


def _table(records: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Return the names of all fields, and the values of each record."""
    flat = [{**record, **record["extra"]} for record in records]
    for record in flat:
        record["text"] = record.pop("text")
        del record["extra"]
    names = list(dict.fromkeys(name for record in flat for name in record))
    return names, [[_plain(record.get(name)) for name in names] for record in flat]


def _pieces(
    records: Sequence[dict[str, Any]],
    repeated: Mapping[str, int],
    report: frsearch.ReadReport,
    width: int,
) -> Iterator[Piece]:
    for number, record in enumerate(records, 1):
        yield from _article(number, record, width)
    yield from read_pieces(report)
    if number := sum(repeated.values()):
        yield (
            "\n\n" + say("  repeated ids {number:,} (the last article is kept)", number=number),
            "",
        )
        more = ["…"] * (len(repeated) > _NAMES)
        yield "\n    " + ", ".join([*map(_line, list(repeated)[:_NAMES]), *more]), ""


def _article(number: int, record: dict[str, Any], width: int) -> Iterator[Piece]:
    """Yield an article: its date, title and id; its other fields; the beginning of its text."""
    head, indent = f"{number}. ", " " * 5
    yield head, ""
    yield record["date"] or say("undated"), "date"
    yield "  " + _cut(record["title"], width - 20), "title"
    fields = {"id": record["id"], **record["extra"], "url": record["url"]}
    told = [f"{name}: {_line(value)}" for name, value in fields.items() if value not in ("", None, [])]
    yield "\n" + indent + _cut(" · ".join(map(_line, told)), 3 * width), ""
    yield "\n" + indent + _cut(record["text"], width - len(indent)) + "\n\n", ""


def _plain(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _line(value: Any) -> str:
    return printable(" ".join(str(_plain(value)).split()))


def _cut(text: str, size: int) -> str:
    line = _line(text[: 4 * size])
    return line if len(line) <= size else line[: size - 1] + "…"
