"""The command index: files of articles -> an index."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import click

import frsearch
from frsearch.cli.add_report import add_pieces, in_session_language
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
from frsearch.cli.reading_options import STDIN, read_sources, reading_options, sources_argument
from frsearch.cli.signals import ending_in_order

if TYPE_CHECKING:
    from frsearch.fields import FieldType


def _declared(
    context: click.Context, option: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, FieldType]:
    """Read `page=number`."""
    from frsearch.fields import declared_fields

    if not all("=" in pair for pair in pairs):
        raise usage("--field has the form {form}", form="page=number")
    # An invalid type is refused before anything is read.
    declared = declared_fields(cast(Any, dict(pair.rsplit("=", 1) for pair in pairs)))
    return {each.name: each.type for each in declared if each.type is not None}


@click.command(
    cls=Command,
    help="Add the articles of files and folders to an index; make the index if there is "
    "none.\n\n"
    "Folders are read with their subfolders and archives (.zip, .tar.gz). Files are texts, tables "
    "(.csv, .xlsx, .json …), press exports (Europresse, Factiva, Nexis), corpora (Iramuteq, TXM, TEI, "
    "ALTO), pages and feeds; `frsearch read` shows what they give. An article replaces the one with the "
    "same id; if it has no id, it gets the path of its file, such as 2018/06/01.\n\n"
    "Articles and files that cannot be read are skipped and listed; files of other "
    "kinds are counted; hidden files and indexes are left out. The rest is added "
    "in one commit: all of it or, after an error or Ctrl-C, nothing.",
)
@sources_argument
@together(
    index_option,
    option("--overwrite", is_flag=True, help="Empty the index first, even one of another version."),
    option(
        "--field",
        "fields",
        multiple=True,
        metavar="NAME=TYPE",
        type=WORDS,
        callback=_declared,
        help="The type of a field, for an index that is made: text, number, boolean, or stored for a "
        "field that is kept and not searched; can be repeated. None has to be given.",
    ),
    option(
        "--synonyms",
        type=click.Path(),
        metavar="FILE",
        help="The synonyms that searches of the index use from now on: 'Daech, Daesh' on a line, or "
        "'Daesh => Daech'.",
    ),
    option(
        "--sync",
        is_flag=True,
        help="Read only files that are new or changed, and remove the articles of those that are gone.",
    ),
    reading_options(),
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
    option(
        "--report",
        "report_file",
        type=click.Path(),
        metavar="FILE",
        help="Write the whole report to a file, as JSON.",
    ),
    output_options(),
)
def index(
    sources: tuple[str, ...],
    folder: str,
    overwrite: bool,
    fields: dict[str, FieldType],
    synonyms: str | None,
    sync: bool,
    strict: bool,
    columns: dict[str, str],
    date_format: str | None,
    exclude: tuple[str, ...],
    form: str | None,
    workers: int | None,
    timeout: int,
    report_file: str | None,
    output: Output,
) -> int:
    """Add articles to an index."""
    from frsearch.cli.target import TargetIndex

    if sync and STDIN in sources:
        raise usage("give {one} or {other}, not both", one="--sync", other="-")
    # The sources are checked before an index is made or emptied, also for `--sync`.
    with (
        ending_in_order(),
        TargetIndex(folder, overwrite, fields, synonyms) as target,
        read_sources(sources, strict, columns, date_format, exclude, form) as articles,
    ):
        index = target.index()
        label = say("indexing") if sys.stderr.isatty() else False
        if sync:
            report = index.sync(
                sources,
                on_error="raise" if strict else "skip",
                columns=columns,
                exclude=exclude,
                date_format=date_format,
                progress=label,
                workers=workers,
                timeout=timeout,
            )
        else:
            report = index.add(articles, progress=label, workers=workers, timeout=timeout)
        total = len(index)
        values = {"index": folder, "articles": total, **_values(report)}
        if report_file is not None:
            Output("json", report_file).json(values)
        if output.format == "json":
            output.json(values)
        else:
            output.pieces(add_pieces(report, folder, total, synced=sync))
    return FOUND if report.added or report.updated or report.unchanged or report.removed else NOTHING


def _values(report: frsearch.AddReport) -> dict[str, Any]:
    values = in_session_language(report.to_dict(), report)
    # "articles" are those of the index.
    return {"articles_read": values.pop("articles"), **values}
