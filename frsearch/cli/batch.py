"""The command batch: the counts of many named queries, from a file."""

from __future__ import annotations

from typing import Any

import click

import frsearch
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    Command,
    Names,
    date_option,
    index_option,
    match_option,
    note,
    option,
    output_options,
    say,
    say_warnings,
    strict_option,
    synonyms_option,
    together,
    where_option,
    wording,
)
from frsearch.cli.output import Output
from frsearch.types import UNITS


@click.command(
    cls=Command,
    help="Count the articles of many queries, by period and by values of fields.\n\n"
    "The file is CSV with the columns name, query and, if wanted, date and match; any other column "
    "filters by the field of its name.",
)
@click.argument("file", type=click.Path(), required=True)
@together(
    index_option,
    option("--by", "-b", type=click.Choice(UNITS), default="year", help="The length of the periods."),
    option(
        "--field",
        "-f",
        "fields",
        type=Names(),
        multiple=True,
        metavar="FIELD",
        help="Count the values of this field too; can be repeated.",
    ),
    option(
        "--field-limit",
        type=COUNT,
        metavar="N",
        default=50,
        help="How many values of a field to count for each query, the most frequent first.",
    ),
    option("--hits", type=click.Path(), metavar="FILE", help="Write the articles found as CSV too."),
    date_option,
    where_option,
    match_option,
    strict_option,
    synonyms_option,
    output_options(csv="Write CSV, one row per query."),
)
def batch(file: str, folder: str, hits: str | None, output: Output, **settings: Any) -> int:
    """Count the articles of queries."""
    with frsearch.open_index(folder) as index:
        table = index.batch(file, **settings)
        for row in table:
            if row.warnings:
                note(say("{name}:", name=row.name))
                say_warnings(row.warnings)
        if output.format == "json":
            output.json(table.to_dict())
        elif output.format == "csv":
            table.to_csv(output.file, raw=output.raw)
        else:
            output.pieces(table.pieces(wording()))
        if hits is not None:
            table.hits_to_csv(hits, raw=output.raw)
    return FOUND if any(row.total for row in table) else NOTHING
