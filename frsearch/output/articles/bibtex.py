"""BibTeX and BibLaTeX: a newspaper article is an @article, an article without a source a @misc.

Keys are ids, or similar names where an id is none. The text is `abstract`. Further fields that are texts
of one line under a legal name are fields of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from frsearch.output.articles.shown import Names, rest_of
from frsearch.output.tables import write_lines
from frsearch.reading.exact import (
    FIELD,
    OUTER_BLANKS,
    is_list_of_texts,
    one_line,
    plain,
    replacing,
)
from frsearch.reading.forms.bibtex import encode, record_of
from frsearch.types import Article

_TEXT = replacing(OUTER_BLANKS, then=lambda found: "")
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_PLACES = {"source": "journal", "page": "pages", "language": "language"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# Words that are no names of a person: a comma, a figure, `and`, more than four words.
_NO_PERSON = re.compile(r"[,\d]|\band\b|(?:\S+\s+){4}\S|[{}\\]", re.IGNORECASE)


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file."""
    keys = Names()
    write_lines(path, (line for article in articles for line in lines(article, keys.of(article.id))))


def lines(article: Article, key: str) -> Iterator[str]:
    """Yield the lines of an article, the last one blank."""
    values = {name: value for name, value in _values(article) if value}
    shown = record_of(1, key, {**values, **_parts(article)})
    yield f"@{'article' if 'journal' in values else 'misc'}{{{key},"
    for name, value in values.items():
        yield f"  {name} = {{{value}}},"
    for name, value in _parts(article).items():
        yield f"  {name} = {_MONTHS[int(value) - 1] if name == 'month' else '{' + value + '}'},"
    yield f"  abstract = {{{encode(_TEXT.shown(article.text))}}},"
    if rest := rest_of(article, shown.fields, shown.extra, _TEXT):
        yield f"  {FIELD} = {{{rest}}},"
    yield "}"
    yield ""


def _values(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the values in LaTeX, but those of the date and the text."""
    extra = article.extra
    # The inner braces keep capitals.
    yield "title", f"{{{encode(one_line(article.title))}}}" if article.title else ""
    yield "author", " and ".join(map(_person, _texts(extra.get("author"))))
    for ours, theirs in _PLACES.items():
        yield theirs, encode(one_line(extra.get(ours)))
    yield "url", encode(one_line(article.url))
    yield "keywords", ", ".join(encode(one_line(tag)) for tag in _texts(extra.get("tags")))
    for name, value in extra.items():
        if isinstance(value, str) and _NAME.fullmatch(name) and name not in _TAKEN:
            yield name, encode(one_line(value))


def _parts(article: Article) -> dict[str, str]:
    """Return the parts of the date that there are."""
    if article.date is None:
        return {}
    date = article.date
    parts = {"year": f"{date.year:04d}", "month": str(date.month or ""), "day": str(date.day or "")}
    return {name: value for name, value in parts.items() if value}


def _person(name: str) -> str:
    written = encode(one_line(name))
    return f"{{{written}}}" if _NO_PERSON.search(name) else written


def _texts(value: Any) -> list[str]:
    return list(value) if is_list_of_texts(value) else [text] if (text := plain(value)) else []


# Of others, what is read back does not matter: the exact value is in the field `frsearch` too.
_TAKEN = frozenset((*_PLACES, *_PLACES.values(), "title", "author", "url", "keywords", "tags", "year"))
_TAKEN |= {"month", "day", "date", "abstract", "id", "text", "key", "crossref", "xdata", FIELD}
