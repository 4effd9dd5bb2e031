"""Which forms can articles be written in? Their names, endings and writers; `write` writes any.

>>> format_of("sommet.bib", None)
'bibtex'
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message
from frsearch.output.articles.targets import new_file, new_folder
from frsearch.types import ARTICLE_FORMATS, Article, ArticleFormat

Writer = Callable[[Iterable[Article], Path, bool], None]
"""Writes articles to a new file, or into a new folder; the last argument is `raw`."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form to write: `writer` is "module:function" in this package, `endings` those of its targets."""

    writer: str
    endings: tuple[str, ...] = ()
    is_folder: bool = False

    def load(self) -> Writer:
        """Return the writer."""
        module, _, function = self.writer.partition(":")
        return cast(Writer, getattr(importlib.import_module(f"{__package__}.{module}"), function))


FORMS: dict[ArticleFormat, Form] = {
    "csv": Form("csv_file:write", (".csv",)),
    "jsonl": Form("json_lines:write", (".jsonl", ".ndjson")),
    "parquet": Form("parquet:write", (".parquet",)),
    "txm": Form("txm:write", (".zip", ""), is_folder=True),
    "txm-xml": Form("txm:write_xml", is_folder=True),
    "iramuteq": Form("iramuteq:write", (".txt",)),
    "bibtex": Form("bibtex:write", (".bib",)),
    "ris": Form("ris:write", (".ris",)),
    "csl": Form("csl:write", (".json",)),
}


def write(
    articles: Iterable[Article],
    target: str | os.PathLike[str],
    format: ArticleFormat | None = None,
    *,
    raw: bool = False,
) -> int:
    """Write articles in a form; return their number. `format` None is by the ending of `target`.

    "txm" and "txm-xml" are folders, or a `.zip` of one. Whatever is read back with `read_articles` has
    the same id, title, date, URL, text and further fields: what a form cannot hold as it is stands in a
    field `frsearch`, see `frsearch.reading.exact`. Only these do not come back: NaN and infinities, in
    "jsonl" and "csl" (null); blank values, which are none to a reader; an article without a text, which
    it refuses.

    The target is replaced at once when all articles are written; after an error it is as it was. A
    folder must be new or empty. `raw` writes CSV without the apostrophes that stop spreadsheets from
    running texts as formulas. Raises FrsearchError if the target cannot be written.
    """
    form = FORMS[format_of(target, format)]
    path = Path(target)
    counted = _Counted(articles)
    opened = new_folder(path) if form.is_folder else new_file(path)
    with opened as made:
        form.load()(counted, made, raw)
    return counted.number


def format_of(target: str | os.PathLike[str], format: str | None) -> ArticleFormat:
    """Return the format of a target; FrsearchError if it is none, or not known from the ending."""
    for name in ARTICLE_FORMATS:
        if format == name:
            return name
    if format is not None:
        raise FrsearchError(
            Message(
                "format must be one of {choices}, not {value}",
                choices=ARTICLE_FORMATS,
                value=repr(format),
            )
        )
    ending = os.path.splitext(target)[1].lower()
    for name, form in FORMS.items():
        if ending in form.endings:
            return name
    raise FrsearchError(
        Message(
            "{path}: the ending {ending} is of no form: give the format, one of {choices}",
            path=os.fspath(target),
            ending=ending,
            choices=ARTICLE_FORMATS,
        )
    )


class _Counted(Iterator[Article]):
    """Articles, counted as they are taken."""

    def __init__(self, articles: Iterable[Article]):
        self._articles = iter(articles)
        self.number = 0

    def __next__(self) -> Article:
        article = next(self._articles)
        self.number += 1
        return article
