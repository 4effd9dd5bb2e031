"""The command copy: an index to another folder, or to a server and back."""

from __future__ import annotations

import sys

import click

import frsearch
from frsearch.cli.options import (
    AT_LEAST_ONE,
    COUNT,
    FOUND,
    NOTHING,
    Command,
    note,
    option,
    say,
    together,
)
from frsearch.messages.wording import Quantity


@click.command(
    cls=Command, help="Copy an index to another folder, or to a server and back, without its sources."
)
@click.argument("source", type=click.Path())
@click.argument("target", type=click.Path())
@together(
    option("--overwrite", is_flag=True, help="Empty the index that is there first."),
    option(
        "--shards", type=AT_LEAST_ONE, metavar="N", help="In how many parts a server keeps the index."
    ),
    option(
        "--replicas",
        type=COUNT,
        metavar="N",
        help="How many further copies of each part a server keeps.",
    ),
    option(
        "--workers",
        type=AT_LEAST_ONE,
        metavar="N",
        help="How many processes analyse a large batch; by default, one per processor.",
    ),
)
def copy(
    source: str,
    target: str,
    overwrite: bool,
    shards: int | None,
    replicas: int | None,
    workers: int | None,
) -> int:
    """Copy an index, and say how many articles it has."""
    label = say("copying") if sys.stderr.isatty() else False
    with frsearch.open_index(source) as index:
        number = index.copy_to(
            target,
            overwrite=overwrite,
            shards=shards,
            replicas=replicas,
            progress=label,
            workers=workers,
        )
    # An address is shown without what is secret in it.
    note(say("{count} copied to {path}", count=Quantity(number, "article"), path=_shown(target)))
    return FOUND if number else NOTHING


def _shown(target: str) -> str:
    from frsearch.arguments import place

    return str(place(target))
