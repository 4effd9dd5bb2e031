"""The command export: articles in the forms of other programs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import click
from click.core import ParameterSource

import frsearch
from frsearch.cli.options import (
    FOUND,
    NOTHING,
    Command,
    Names,
    date_option,
    index_option,
    match_option,
    note,
    option,
    query_argument,
    say,
    say_warnings,
    strict_option,
    synonyms_option,
    together,
    usage,
    where_option,
    wording,
)
from frsearch.messages.wording import Quantity
from frsearch.reading.encodings import decode
from frsearch.types import ARTICLE_FORMATS, SORTS, ArticleFormat


@click.command(
    cls=Command,
    help="Write articles in the form of another program.\n\n"
    "Writes the articles that match the query, those of a list of ids, or all. The forms are csv, "
    "jsonl, parquet, txm (texts and metadata.csv), txm-xml, iramuteq, bibtex, ris and csl; "
    "`frsearch index` reads them all back.",
)
@query_argument(required=False)
@together(
    index_option,
    option(
        "--output",
        "-o",
        "target",
        type=click.Path(),
        metavar="FILE",
        required=True,
        help="The file to write, or for TXM the folder or .zip; the ending sets the format.",
    ),
    option(
        "--format",
        type=click.Choice(ARTICLE_FORMATS),
        help="The form; by default, that of the ending: .csv .jsonl .parquet .bib .ris, .json for CSL, "
        ".txt for Iramuteq, .zip or none for TXM.",
    ),
    option(
        "--ids",
        type=click.Path(),
        metavar="FILE",
        help="Only the ids in a file, one per line; - reads standard input.",
    ),
    date_option,
    where_option,
    match_option,
    option(
        "--sort",
        "-s",
        type=Names(*SORTS),
        metavar="ORDER",
        help="The order of the articles: relevance, newest, oldest, or a field; the oldest first if "
        "there is no query.",
    ),
    strict_option,
    synonyms_option,
    option(
        "--raw",
        is_flag=True,
        help="Write CSV without the apostrophes that keep spreadsheets from running texts as formulas.",
    ),
)
def export(query: str, folder: str, target: str, ids: str | None, raw: bool, **settings: Any) -> int:
    """Export articles, and say how many."""
    if ids is not None:
        _refuse_filters(query)
    with frsearch.open_index(folder) as index, _to_standard_output(target, settings["format"]) as path:
        if ids is not None:
            number = index.export(path, ids=_read_ids(ids), format=settings["format"], raw=raw)
        else:
            if query:
                _say_what_matches(index, query, settings)
            number = index.export(path, query=query or None, raw=raw, **settings)
    if target != "-":
        note(say("{count} written to {path}", count=Quantity(number, "article"), path=target))
    return FOUND if number else NOTHING


@contextmanager
def _to_standard_output(target: str, format: ArticleFormat | None) -> Iterator[str]:
    """Yield the path to write; for `-`, that of a file whose content then goes to standard output."""
    if target != "-":
        yield target
        return
    if format is None or format.startswith("txm"):
        raise usage("standard output (-) needs --format, of a form that is one file")
    with TemporaryDirectory(prefix="frsearch-") as folder:
        path = os.path.join(folder, "export")
        yield path
        with open(path, "rb") as file:
            sys.stdout.flush()
            shutil.copyfileobj(file, sys.stdout.buffer)


def _refuse_filters(query: str) -> None:
    if query:
        raise usage("give {one} or {other}, not both", one="--ids", other="QUERY")
    given = click.get_current_context().get_parameter_source
    for name in ("date", "where", "match", "sort", "strict", "synonyms"):
        if given(name) is ParameterSource.COMMANDLINE:
            raise usage("give {one} or {other}, not both", one="--ids", other=f"--{name}")


def _read_ids(path: str) -> list[str]:
    """Return the ids of a file, its lines that are not blank."""
    if path == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(path, "rb") as file:
            data = file.read()
    lines = decode(data).removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    return [line for line in lines if line.strip()]


def _say_what_matches(index: frsearch.Index, query: str, settings: dict[str, Any]) -> None:
    """Say how the query was read, as it may match otherwise than meant."""
    filters = {name: settings[name] for name in ("date", "where", "match", "strict", "synonyms")}
    results = index.search(query, limit=0, facets=(), **filters)
    note(results.summary(wording()))
    say_warnings(results.warnings)
