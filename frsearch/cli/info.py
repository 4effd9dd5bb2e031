"""The command info: facts about an index, for a methods section."""

from __future__ import annotations

from collections.abc import Sequence

import click

import frsearch
from frsearch.cli.options import (
    FOUND,
    Command,
    index_option,
    output_options,
    say,
    together,
    wording,
)
from frsearch.cli.output import Output
from frsearch.facets import FieldInfo
from frsearch.output.tables import field_record

_MOST_FIELDS = 20


@click.command(
    cls=Command,
    help="Describe an index, its articles, its fields and its versions, as a methods section cites "
    "them.",
)
@together(index_option, output_options())
def info(folder: str, output: Output) -> int:
    """Describe an index."""
    with frsearch.open_index(folder) as index:
        facts, fields = index.info(), index.fields()
    if output.format == "json":
        output.json(facts.to_dict() | {"fields": [field_record(each) for each in fields]})
    else:
        output.text(f"{facts.to_text(wording())}\n{say('fields'):<9} {_fields(fields)}")
    return FOUND


def _fields(fields: Sequence[FieldInfo]) -> str:
    """Return the names of fields and their numbers of values, those of most articles first."""
    if not fields:
        return say("no fields")
    often = sorted(fields, key=lambda each: -each.articles)
    shown = [f"{each.name} ({wording().counted(each.distinct, 'value')})" for each in often]
    if more := len(shown[_MOST_FIELDS:]):
        shown[_MOST_FIELDS:] = [say("… {more:,} more", more=more)]
    return ", ".join(shown)
