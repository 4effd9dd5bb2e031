"""The command timeline: counts of the matches of queries by period."""

from __future__ import annotations

from typing import Any

import click

import frsearch
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    WORDS,
    Command,
    Names,
    article_options,
    note,
    option,
    output_options,
    reading_options,
    say,
    say_warnings,
    together,
    wording,
)
from frsearch.cli.output import Output
from frsearch.types import COUNTS, TIMELINE_UNITS


@click.command(
    cls=Command,
    help="Count the matches of queries by year, month, week or day, empty periods too; each "
    "argument is a query.",
)
@click.argument("queries", type=WORDS, nargs=-1, required=True)
@together(
    article_options,
    option(
        "--by",
        "-b",
        type=click.Choice(TIMELINE_UNITS),
        default="month",
        help="The length of the periods.",
    ),
    option("--count", type=click.Choice(COUNTS), default="articles", help="What to count."),
    option("--relative", "-r", is_flag=True, help="Count per million words of each period's texts."),
    option(
        "--split",
        type=Names(),
        metavar="FIELD",
        help="Count each value of a field by itself; --relative is then per million of its own words.",
    ),
    option(
        "--split-limit",
        type=COUNT,
        metavar="N",
        default=50,
        help="How many values of the field to count, those of most articles first.",
    ),
    reading_options,
    output_options(csv="Write CSV, one row per period, one column per query."),
)
def timeline(queries: tuple[str, ...], folder: str, output: Output, **settings: Any) -> int:
    """Show a timeline."""
    with frsearch.open_index(folder) as index:
        table = index.timeline(queries, **settings)
    for series in table.series:
        say_warnings(series.warnings)
    if table.parts_more:
        note(
            say(
                "--split-limit leaves out {more:,} values of {field}",
                more=table.parts_more,
                field=table.split or "",
            )
        )
    if output.format == "json":
        output.json(table.to_dict())
    elif output.format == "csv":
        table.to_csv(output.file, raw=output.raw)
    else:
        output.pieces(table.pieces(wording()))
    return FOUND if any(sum(series.counts) + series.uncounted for series in table.series) else NOTHING
