"""The command check: the damage in an index."""

from __future__ import annotations

import click

import frsearch
from frsearch.cli.options import (
    FOUND,
    NOTHING,
    Command,
    index_option,
    output_options,
    say,
    together,
    wording,
)
from frsearch.cli.output import Output


@click.command(
    cls=Command, help="Check every byte of an index on the disk, and that its data are consistent."
)
@together(index_option, output_options(csv="Write CSV, one row per problem."))
def check(folder: str, output: Output) -> int:
    """Check an index."""
    report = frsearch.check_index(folder)
    if output.format == "json":
        output.json(report.to_dict())
    elif output.format == "csv":
        output.rows(("file", "what"), [(each.file, each.what) for each in report.problems])
    elif report.ok:
        output.text(
            say(
                "{index}: all is well: {articles}, {positions:,} positions, {files:,} files",
                index=folder,
                articles=wording().counted(report.articles, "article"),
                positions=report.positions,
                files=report.files,
            )
        )
    else:
        output.text(
            "\n".join(
                say("{file}: {reason}", file=each.file, reason=each.what) for each in report.problems
            )
        )
    return FOUND if report.ok else NOTHING
