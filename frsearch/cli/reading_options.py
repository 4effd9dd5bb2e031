"""Options of the commands that read files: `index` and `read`."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import frsearch
from frsearch.cli.options import WORDS, Decorator, option, together, usage
from frsearch.reading.forms.registry import ENDINGS

STDIN = "-"
_PIECE = 1 << 20


def _columns(context: click.Context, option: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Read `text=contenu`."""
    if not all("=" in pair for pair in pairs):
        raise usage("--column has the form {form}", form="text=contenu")
    return dict(pair.split("=", 1) for pair in pairs)


sources_argument: Callable[..., Any] = click.argument(
    "sources", nargs=-1, required=True, type=click.Path(allow_dash=True)
)


def reading_options() -> Decorator:
    """Add the options of `frsearch.read_articles`, and the form of standard input."""
    return together(
        option("--strict", is_flag=True, help="Stop at any file, article or date that cannot be read."),
        option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=NAME",
            callback=_columns,
            help="The name that a field has in the files, such as text=contenu; can be repeated.",
        ),
        option(
            "--date-format",
            metavar="FORMAT",
            help="How dates are written, if not day first: mdy, ymd, or a pattern such as %d.%m.%y.",
        ),
        option(
            "--exclude",
            multiple=True,
            metavar="PATTERN",
            type=WORDS,
            help="Files and folders to leave out, such as '*.md' or 'brouillons/*.txt'; "
            "can be repeated.",
        ),
        option(
            "--format",
            "form",
            type=click.Choice([ending[1:] for ending in ENDINGS]),
            metavar="ENDING",
            help="The form of what is read from standard input (-): csv, jsonl, txt …",
        ),
    )


@contextmanager
def read_sources(
    sources: tuple[str, ...],
    strict: bool,
    columns: dict[str, str],
    date_format: str | None,
    exclude: tuple[str, ...],
    form: str | None,
) -> Iterator[frsearch.ArticleReader]:
    """Yield a reader of files, or of standard input."""
    if (form is not None) != (STDIN in sources) or (STDIN in sources and len(sources) > 1):
        raise usage("standard input (-) is read alone, and needs --format")
    with _on_disk(sources, form) as paths:
        articles = frsearch.read_articles(
            paths,
            on_error="raise" if strict else "skip",
            columns=columns,
            exclude=exclude,
            date_format=date_format,
        )
        if form is not None:
            articles.run.shown_as = "stdin"
        yield articles
        articles.close()


@contextmanager
def _on_disk(sources: tuple[str, ...], form: str | None) -> Iterator[list[str]]:
    """Yield the paths to read; standard input is copied to a file, which may have to be read twice."""
    if form is None:
        yield list(sources)
        return
    with tempfile.TemporaryDirectory(prefix="frsearch-") as folder:
        path = Path(folder, "stdin")
        digest = hashlib.blake2b(digest_size=4)
        with path.open("wb") as file:
            while data := sys.stdin.buffer.read(_PIECE):
                file.write(data)
                digest.update(data)
        # The name gives ids to articles without: other contents shall not have the same.
        named = path.with_name(f"stdin-{digest.hexdigest()}.{form}")
        path.rename(named)
        yield [str(named)]
