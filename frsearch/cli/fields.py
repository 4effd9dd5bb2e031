"""The command fields: what an archive has beside titles and texts, to search, filter and count by."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    say,
    together,
    wording,
)
from frsearch.cli.output import Output, table_pieces
from frsearch.output.tables import cell, field_columns, field_record

if TYPE_CHECKING:
    from frsearch.facets import FieldInfo

_LONGEST_VALUE = 30


@click.command(
    cls=Command,
    help="List the fields of an index, such as source and author, with their most frequent values.",
)
@together(
    index_option,
    option(
        "--limit",
        "-n",
        type=COUNT,
        metavar="N",
        default=5,
        help="How many of the most frequent values to list of each field.",
    ),
    output_options(csv="Write CSV, one row per field."),
)
def fields(folder: str, limit: int, output: Output) -> int:
    """List fields."""
    with frsearch.open_index(folder) as index:
        found = index.fields(frequent=limit)
    if output.format == "json":
        output.json([field_record(each) for each in found])
    elif output.format == "csv":
        rows = (field_record(each) | {"frequent": "; ".join(_counted(each))} for each in found)
        columns = field_columns()
        output.rows(columns, ([cell(row[name]) for name in columns] for row in rows))
    elif found:
        output.pieces(table_pieces(_head(), map(_row, found)))
    return FOUND if found else NOTHING


def _head() -> list[str]:
    return [say("field"), say("type"), say("articles"), say("values"), say("most frequent")]


def _row(field: FieldInfo) -> list[str]:
    name = field.name if field.shown == field.name else f"{field.name} ({field.shown})"
    number = wording().number
    values = ", ".join(_counted(field, _LONGEST_VALUE))
    more = say("… {more:,} more", more=field.distinct - len(field.frequent))
    shown = f"{values}, {more}" if field.frequent and field.distinct > len(field.frequent) else values
    return [name, say(field.type), number(field.articles), number(field.distinct), shown]


def _counted(field: FieldInfo, longest: int | None = None) -> Iterator[str]:
    """Yield each frequent value with its number of articles, cut if it is longer than `longest`."""
    for value, count in field.frequent:
        shown = value if longest is None else textwrap.shorten(value, longest, placeholder="…")
        yield f"{shown} ({wording().number(count)})"
