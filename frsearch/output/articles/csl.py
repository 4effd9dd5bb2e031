"""CSL JSON, which Zotero, pandoc and citation processors read: an array of items.

https://github.com/citation-style-language/schema (csl-data.json). The text is the `abstract`. Further
fields that CSL has no place for, or not as they are, are in the object `custom`, under our names; a
field `frsearch` there says that they are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from frsearch.dates import PartialDate
from frsearch.output.tables import as_json, finite, write_lines
from frsearch.reading.exact import CSL_EXTRA, FIELD, is_list_of_texts, plain
from frsearch.types import Article


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file."""
    write_lines(path, _lines(articles))


def _lines(articles: Iterable[Article]) -> Iterable[str]:
    before = "["
    for article in articles:
        yield before + as_json(_item(article))
        before = ","
    yield "]" if before == "," else "[]"


def _item(article: Article) -> dict[str, Any]:
    extra = article.extra
    custom = {
        name: finite(value)
        for name, value in extra.items()
        if name != FIELD and not _has_place(name, value)
    }
    own = finite(extra.get(FIELD))
    values = {
        "id": article.id,
        "type": "article-newspaper" if extra.get("source") else "article",
        "title": article.title,
        **{theirs: plain(extra.get(ours)) for ours, theirs in CSL_EXTRA.items()},
        "author": [{"literal": each} for each in _texts(extra.get("author"))],
        "issued": None if article.date is None else _issued(article.date),
        "page": plain(extra.get("page")),
        "keyword": ", ".join(_texts(extra.get("tags"))),
        "URL": article.url,
        "abstract": article.text,
        "custom": {**custom, FIELD: {FIELD: own} if own is not None else True},
    }
    return {name: value for name, value in values.items() if value or name == "id"}


def _issued(date: PartialDate) -> Mapping[str, Any]:
    parts = [date.year, date.month, date.day]
    return {"date-parts": [[part for part in parts if part is not None]]}


def _texts(value: Any) -> list[str]:
    return list(value) if is_list_of_texts(value) else [text] if (text := plain(value)) else []


def _has_place(name: str, value: Any) -> bool:
    """Say whether a field is read back as it is from its place, so that it is not needed in `custom`."""
    if name == "page":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
    if name == "author" and is_list_of_texts(value) and len(value) > 1:
        return all(each and each == " ".join(each.split()) for each in value)
    is_text = isinstance(value, str) and value != "" and value == " ".join(value.split())
    return is_text and (name in CSL_EXTRA or name == "author")
