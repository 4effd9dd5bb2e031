"""The command info: facts about an index, for a methods section."""

from __future__ import annotations

import click

import frsearch
from frsearch.cli.options import FOUND, Command, index_option, output_options, together, wording
from frsearch.cli.output import Output


@click.command(
    cls=Command,
    help="Describe an index, its articles, its fields and its versions, as a methods section cites "
    "them.",
)
@together(index_option, output_options())
def info(folder: str, output: Output) -> int:
    """Describe an index."""
    with frsearch.open_index(folder) as index:
        facts = index.info()
    if output.format == "json":
        output.json(facts.to_dict())
    else:
        output.text(facts.to_text(wording()))
    return FOUND
