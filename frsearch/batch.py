"""A batch of articles on its way into an index: checked, spooled to disk, the last of each id kept.

Spooling makes `add` all or nothing (a bad article is met before the index is touched) and keeps
memory to the ids, however many articles there are.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from frsearch.articles import Article
from frsearch.dates import PartialDate
from frsearch.errors import ArticleError


def to_json(article: Article) -> str:
    """Write an article as one line of JSON; ArticleError if its `extra` holds what JSON cannot."""
    date = None if article.date is None else str(article.date)
    values = [article.id, article.text, article.title, date, article.url, dict(article.extra)]
    try:
        return json.dumps(values, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ArticleError(f"article {article.id!r}: extra cannot be stored as JSON: {error}") from None


def from_json(line: str | bytes) -> Article:
    """Read what `to_json` wrote."""
    id, text, title, date, url, extra = json.loads(line)
    return Article(id, text, title, None if date is None else PartialDate.parse(date), url, extra)


class Batch:
    """Articles spooled to a temporary file in `folder`, by id."""

    def __init__(self, folder: Path):
        # Unnamed: nothing is left behind, whatever happens
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._offsets: dict[str, int] = {}

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._offsets)

    def ids(self) -> Iterator[str]:
        """Yield the distinct ids, in the order in which they came first."""
        return iter(self._offsets)

    def add(self, article: Article) -> None:
        """Spool an article; it takes the place of an earlier one with its id."""
        if not isinstance(article, Article):
            raise ArticleError(f"only Articles can be added, not {type(article).__name__}")
        self._offsets[article.id] = self._file.tell()
        self._file.write(to_json(article).encode("utf-8") + b"\n")

    def articles(self) -> Iterator[Article]:
        """Yield the last article of each id, in the order in which they came."""
        for offset in sorted(self._offsets.values()):
            self._file.seek(offset)
            yield from_json(self._file.readline())
