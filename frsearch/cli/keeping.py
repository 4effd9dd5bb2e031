"""The commands index, info, check, serve and completion."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from typing import Any

import click

import frsearch
from frsearch.cli.filling import Filling, ending_in_order
from frsearch.cli.options import (
    AT_LEAST_ONE,
    COMPLETION,
    COUNT,
    FOUND,
    NOTHING,
    PORT,
    PROGRAM,
    WORDS,
    Command,
    index_option,
    note,
    option,
    output_options,
    say,
    together,
    usage,
    wording,
)
from frsearch.cli.output import Output
from frsearch.cli.told import report_json, report_pieces
from frsearch.errors import FrsearchError
from frsearch.output.progress import progress_bar
from frsearch.output.tables import missing
from frsearch.reading.articles import ArticleReader


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
    with ending_in_order(), Filling(folder, overwrite) as filling:
        articles = frsearch.read_articles(
            sources, on_error="raise" if strict else "skip", columns=columns, exclude=exclude
        )
        held = filling.index()
        shown = sys.stderr.isatty()
        with progress_bar(say("indexing"), None, shown, lambda: articles.share_read) as advance:
            added = held.add(_advancing(articles, advance), workers=workers, timeout=timeout)
        report, total = added.with_reading(articles.report), len(held)
        if output.format == "json":
            output.json({"index": folder, "articles": total, **report_json(report)})
        else:
            output.pieces(report_pieces(report, folder, total))
    return FOUND if report.added or report.updated else NOTHING


def _advancing(articles: ArticleReader, advance: Callable[[], None]) -> Iterator[frsearch.Article]:
    for article in articles:
        advance()
        yield article


@click.command(
    cls=Command, help="Say what an index holds and what made it, as a section on methods cites it."
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


@click.command(cls=Command, help="Check every byte of an index on the disk, and what must hold of it.")
@together(index_option, output_options(csv="Write CSV, a row for each problem."))
def check(folder: str, output: Output) -> int:
    """Check an index."""
    report = frsearch.check_index(folder)
    if output.format == "json":
        output.json({"ok": report.ok, **asdict(report)})
    elif output.format == "csv":
        output.rows(("file", "what"), [(each.file, each.what) for each in report.problems])
    elif report.ok:
        output.text(
            say(
                "{index}: all is well: {articles}, {positions} positions, {files} files",
                index=folder,
                articles=wording().counted(report.articles, "article"),
                positions=report.positions,
                files=report.files,
            )
        )
    else:
        output.text("\n".join(f"{each.file}: {each.what}" for each in report.problems))
    return FOUND if report.ok else NOTHING


@click.command(
    cls=Command,
    help="Serve an index as a page to search in.\n\n"
    "Others than this machine see it only where --host is an address that they reach. Ctrl-C ends it.",
)
@together(
    index_option,
    option("--host", default="127.0.0.1", metavar="ADDRESS", help="The address to listen at."),
    option("--port", "-p", type=PORT, metavar="N", default=8000, help="The port to listen at."),
)
def serve(folder: str, host: str, port: int) -> int:
    """Serve an index."""
    with frsearch.open_index(folder):
        pass  # what is wrong with it is said before anything is loaded
    try:
        web: Any = import_module("frsearch.web")
        web.serve(folder, host=host, port=port, started=_started)
    except ImportError as error:
        name = error.name or ""
        what = say("the packages of the page") if name.startswith("frsearch") else name
        raise missing(what, "web") from error
    return FOUND


def _started(address: str) -> None:
    note(say("The page is at {address} until Ctrl-C.", address=address))


@click.command(
    cls=Command,
    help="Print what makes a shell complete commands and options.\n\n"
    'In the start-up file: `eval "$(frsearch completion bash)"`, the same with zsh; with fish '
    "`frsearch completion fish | source`.",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print a completion script."""
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    made = get_completion_class(shell)
    if made is None:
        raise FrsearchError(f"there is no completion for {shell}")
    click.echo(made(root.command, {}, PROGRAM, COMPLETION).source())
    return FOUND
