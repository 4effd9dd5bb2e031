"""The command copies: groups of near copies."""

from __future__ import annotations

import click

import frsearch
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    Command,
    Number,
    index_option,
    option,
    output_options,
    together,
    wording,
)
from frsearch.cli.output import Output

_GROUPS = 20


@click.command(
    cls=Command, help="List the articles that are near copies of one another, and what differs."
)
@together(
    index_option,
    option(
        "--least",
        type=Number(2),
        default=2,
        metavar="N",
        help="Leave out groups of fewer articles.",
    ),
    option("--differences", is_flag=True, help="Show what each article has otherwise than the first."),
    option(
        "--limit",
        "-n",
        type=COUNT,
        metavar="N",
        default=_GROUPS,
        help="How many groups to show as text; JSON and CSV have all.",
    ),
    output_options(csv="Write CSV, one row per article."),
)
def copies(folder: str, least: int, differences: bool, limit: int, output: Output) -> int:
    """List near copies."""
    with frsearch.open_index(folder) as index:
        groups = index.copies(least=least)
        if output.format == "json":
            output.json(groups.to_dict())
        elif output.format == "csv":
            groups.to_csv(output.file, raw=output.raw)
        else:
            output.pieces(groups.pieces(wording(), limit, differences=differences))
    return FOUND if len(groups) else NOTHING
