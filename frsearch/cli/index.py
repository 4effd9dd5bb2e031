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
        raise usage("--column has the form {form}", form="text=contenu")
    return dict(pair.split("=", 1) for pair in pairs)


@click.command(
    cls=Command,
    help="Add the articles of files and folders to an index; make the index if there is "
    "none.\n\n"
    "Files are .txt (one article), .jsonl (one article per line) and .csv (one per "
    "row), also gzipped (.gz); folders are read with their subfolders. An article "
    "replaces the one with the same id; if it has no id, it gets the path of its "
    "file, such as 2018/06/01.\n\n"
    "Articles and files that cannot be read are skipped and listed; files of other "
    "kinds are counted; hidden files and indexes are left out. The rest is added "
    "in one commit: all of it or, after an error or Ctrl-C, nothing.",
)
@click.argument("sources", nargs=-1, required=True, type=click.Path())
@together(
    index_option,
    option("--overwrite", is_flag=True, help="Empty the index first, even one of another version."),
    option("--strict", is_flag=True, help="Add nothing if any file, article or date cannot be read."),
    option(
        "--column",
        "columns",
        multiple=True,
        metavar="FIELD=NAME",
        callback=_columns,
        help="The name that a field has in the files, such as text=contenu; can be repeated.",
    ),
    option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        type=WORDS,
        help="Files and folders to leave out, such as '*.md' or 'brouillons/*.txt'; can be repeated.",
    ),
    option(
        "--workers",
        type=AT_LEAST_ONE,
        metavar="N",
        help="How many processes analyse a large batch; by default, one per processor.",
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
        index = target.index()
        label = say("indexing") if sys.stderr.isatty() else False
        report = index.add(articles, progress=label, workers=workers, timeout=timeout)
        total = len(index)
        if output.format == "json":
            output.json({"index": folder, "articles": total, **report.to_dict()})
        else:
            output.pieces(report_pieces(report, folder, total))
    return FOUND if report.added or report.updated else NOTHING
