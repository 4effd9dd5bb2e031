"""An article as a form shows it, and what of it the form does not show as it is.

Articles of which the fields must be known before the first is written are kept in a `Spool`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from frsearch.dates import PartialDate
from frsearch.reading.exact import FIELD, Rewriting, changes_of, write_rest
from frsearch.reading.languages import with_known_values
from frsearch.reading.making import repaired_article
from frsearch.reading.records import FIELDS
from frsearch.types import Article

MOST_NAMES = 500
"""Most further fields that are columns; articles with thousands of names would make a huge table."""


def date_of(article: Article) -> str:
    """Return the date as ISO writes it, "" for none."""
    return "" if article.date is None else str(article.date)


def rest_of(
    article: Article, shown: Mapping[str, Any], extra: Mapping[str, Any], text: Rewriting | None = None
) -> str:
    """Return the field `frsearch` of an article, where a reader finds the values of `shown` and `extra`.

    `text` is how the form changes texts.
    """
    fields = {"id": article.id, "title": article.title, "url": article.url, "date": date_of(article)}
    changes = None if text is None else changes_of(article.text, text)
    rest = write_rest(fields, article.extra, shown, extra, changes)
    # A reader repairs what it takes for damaged, unless frsearch wrote it: « &eacute; » may be meant. So
    # may « French », which it makes a code.
    is_changed = repaired_article(article)[1] or with_known_values(article.extra) is not article.extra
    return rest or ("{}" if is_changed else "")


class Spool:
    """Articles, put into a temporary file in `folder` to be read again; a context manager.

    `names` are those of their further fields that can be the name of a column, in the order in which
    they are met: one line of text, other than our fields, not twice with different capitals.
    """

    def __init__(self, articles: Iterable[Article], folder: Path):
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115
        self._articles = articles
        self._taken = {name.casefold() for name in (*FIELDS, FIELD)}
        self.names: list[str] = []

    def _add(self, article: Article) -> None:
        for name in article.extra:
            self._add_name(name)
        values = [article.id, article.text, article.title, date_of(article), article.url]
        self._file.write(json.dumps([*values, dict(article.extra)]) + "\n")

    def _add_name(self, name: str) -> None:
        if name.casefold() not in self._taken and len(self.names) < MOST_NAMES:
            self._taken.add(name.casefold())
            if name.isprintable() and name.strip() == name and name[:1] not in tuple("=+-@＝＋－＠"):
                self.names.append(name)

    def __iter__(self) -> Iterator[Article]:
        self._file.seek(0)
        for line in self._file:
            id, text, title, date, url, extra = json.loads(line)
            yield Article.stored(id, text, title, PartialDate.parse(date) if date else None, url, extra)

    def __enter__(self) -> Spool:
        try:
            for article in self._articles:
                self._add(article)
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class Names:
    """Ids -> names of files or keys in ASCII, each once, capitals and small letters being the same."""

    def __init__(self, *taken: str):
        self._taken = set(taken)
        self._numbers = Counter[str]()  # the last number given to a name

    def of(self, id: str, most: int = 100) -> str:
        """Return the id itself if it can be a name; else a similar name."""
        kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in id[:most])
        name = kept.strip(".") or "_"
        # A system of files may know devices by such names, with any ending.
        if name.split(".")[0].upper() in _DEVICES:
            name = f"_{name}"
        base = name
        while name.lower() in self._taken:
            self._numbers[base.lower()] += 1
            name = f"{base}-{self._numbers[base.lower()] + 1}"
        self._taken.add(name.lower())
        return name


_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{kind}{at}" for kind in ("COM", "LPT") for at in range(10))}


def folder_of(path: Path) -> Path:
    """Return the folder of a file, where what is being written has room."""
    return Path(os.path.dirname(os.path.abspath(path)))
