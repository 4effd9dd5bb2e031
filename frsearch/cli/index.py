"""The command index: files of articles -> an index."""

from __future__ import annotations

import sys

import click

import frsearch
from frsearch.cli.add_report import report_pieces
from frsearch.cli.options import (
    AT_LEAST_ONE,
    COUNT,
    FOUND,
    NOTHING,
    WORDS,
    Command,
    index_option,
    option,
    output_options,
    say,
    together,
    usage,
)
from frsearch.cli.output import Output
from frsearch.cli.signals import ending_in_order
from frsearch.cli.target import TargetIndex


def _columns(context: click.Context, option: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Read `text=contenu`."""
    if not all("=" in pair for pair in pairs):
        raise usage("--column is of the form {form}", form="text=contenu")
    return dict(pair.split("=", 1) for pair in pairs)


@click.command(
    cls=Command,
    help="Add the articles of files and folders to an index, which is made if there is none.\n\n"
    "Files are .txt (an article each), .jsonl (one a line) and .csv, also gzipped as .gz; folders are "
    "read with all below them. An article takes the place of one with the same id; without an id of its "
    "own it is called by the path of its file, as 2018/06/01.\n\n"
    "What cannot be read is left out and listed, files of other kinds are counted; hidden files and "
    "indexes are left out. The rest is added together: all of it or, after an error or Ctrl-C, nothing.",
)
@click.argument("sources", nargs=-1, required=True, type=click.Path())
@together(
    index_option,
    option("--overwrite", is_flag=True, help="Empty the index first; also one of another version."),
    option("--strict", is_flag=True, help="Add nothing if any file, article or date cannot be read."),
    option(
        "--column",
        "columns",
        multiple=True,
        metavar="FIELD=NAME",
        callback=_columns,
        help="The name of a field in the files where it is another, as text=contenu; can be repeated.",
    ),
    option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        type=WORDS,
        help="Files and folders to leave out, as '*.md' or 'brouillons/*.txt'; can be repeated.",
    ),
    option(
        "--workers",
        type=AT_LEAST_ONE,
        metavar="N",
        help="How many processes analyse many articles; else one for each processor.",
    ),
    option(
        "--timeout",
        type=COUNT,
        metavar="N",
        default=0,
        help="How many seconds to wait for another writer.",
    ),
    output_options(),
)
def index(
    sources: tuple[str, ...],
    folder: str,
    overwrite: bool,
    strict: bool,
    columns: dict[str, str],
    exclude: tuple[str, ...],
    workers: int | None,
    timeout: int,
    output: Output,
) -> int:
    """Add articles to an index."""
    with ending_in_order(), TargetIndex(folder, overwrite) as target:
        articles = frsearch.read_articles(
            sources, on_error="raise" if strict else "skip", columns=columns, exclude=exclude
        )
        held = target.index()
        label = say("indexing") if sys.stderr.isatty() else False
        report = held.add(articles, progress=label, workers=workers, timeout=timeout)
        total = len(held)
        if output.format == "json":
            output.json({"index": folder, "articles": total, **report.to_dict()})
        else:
            output.pieces(report_pieces(report, folder, total))
    return FOUND if report.added or report.updated else NOTHING
