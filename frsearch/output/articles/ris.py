"""RIS, which Zotero, EndNote and Mendeley import: a newspaper article (NEWS) each, its text in AB.

A line has a tag and a value. Zotero keeps the line breaks of a text of which the first line is short,
and takes them for blanks else: a text with a long first line begins on the line below its tag. Further
fields that RIS has no tag for stand in C8 alone, as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from frsearch.dates import PartialDate
from frsearch.output.articles.shown import rest_of
from frsearch.reading.exact import (
    OUTER_BLANKS,
    is_list_of_texts,
    one_line,
    plain,
    replacing,
)
from frsearch.reading.forms.ris import REST, TAG, record_of
from frsearch.types import Article

_SHORT = 60  # characters of a first line, to Zotero
# The hyphen of what looks like a tag at the beginning of a line of the text.
_TEXT = replacing(
    rf"(?:(?<=[\n\r])|\A\s*){TAG}", OUTER_BLANKS, then=lambda found: found.strip().replace("-", "–")
)


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file."""
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        for article in articles:
            file.writelines(f"{line}\n" for line in lines(article))


def lines(article: Article) -> Iterator[str]:
    """Yield the lines of an article, the last one blank; its text may be several."""
    tags = [(tag, one_line(value)) for tag, value in _tags(article)]
    tags = [(tag, value) for tag, value in tags if value]
    shown = record_of(1, tags)
    yield "TY  - NEWS"
    yield from (f"{tag}  - {value}" for tag, value in tags)
    text = _TEXT.shown(article.text)
    below = "\n" if "\n" in text and text.index("\n") >= _SHORT else ""
    yield f"AB  - {below}{text}"
    if rest := rest_of(article, shown.fields, shown.extra, _TEXT):
        yield f"{REST}  - {rest}"
    yield "ER  - "
    yield ""


def _tags(article: Article) -> Iterator[tuple[str, Any]]:
    extra = article.extra
    yield "ID", article.id
    yield "TI", article.title
    yield from (("AU", name) for name in _texts(extra.get("author")))
    yield "T2", extra.get("source")
    if article.date is not None:
        yield "PY", f"{article.date.year:04d}"
        yield "DA", _date(article.date)
    yield "SE", extra.get("section")
    yield "SP", extra.get("page")
    yield from (("KW", tag) for tag in _texts(extra.get("tags")))
    yield "LA", extra.get("language")
    yield "UR", article.url


def _date(date: PartialDate) -> str:
    parts = [f"{part:02d}" if part else "" for part in (date.month, date.day)]
    return "/".join((f"{date.year:04d}", *parts, ""))


def _texts(value: Any) -> list[str]:
    return list(value) if is_list_of_texts(value) else [plain(value)]
