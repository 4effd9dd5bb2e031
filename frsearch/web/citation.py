"""An article in one line, as a reader cites it: author, title, source, date, page, address.

>>> citation(Article("a1", "…", "Le sommet", "2018-06-28", extra={"source": "Le Monde", "page": 3}))
'«\xa0Le sommet\xa0», Le Monde, 28 juin 2018, p.\xa03, identifiant a1.'
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from frsearch.fields import labels_of
from frsearch.output.html import web_host
from frsearch.types import Article
from frsearch.web.french_dates import date_text

_TITLE = 140
_MOST_AUTHORS = 3


def heading(article: Article) -> str:
    """Return the title of an article, or how its text begins."""
    return article.title.strip() or shorten(article.text, _TITLE, placeholder=" …") or article.id


def citation(article: Article) -> str:
    """Return the citation of an article; its id stands in for a missing address."""
    return ", ".join(_parts(article)) + "."


def _parts(article: Article) -> Iterator[str]:
    authors = _labels(article, "author")
    if authors:
        others = " et al." if len(authors) > _MOST_AUTHORS else ""
        yield ", ".join(authors[:_MOST_AUTHORS]) + others
    yield f"«\u00a0{_one_line(heading(article))}\u00a0»"
    yield from (
        ", ".join(values) for name in ("source", "section") if (values := _labels(article, name))
    )
    yield date_text(article.date) if article.date else "s. d."
    if pages := _labels(article, "page"):
        yield f"p.\u00a0{', '.join(pages)}"
    yield article.url if web_host(article.url) else f"identifiant {_one_line(article.id)}"


def _labels(article: Article, name: str) -> list[str]:
    return [_one_line(each) for each in labels_of(article.extra.get(name))]


def _one_line(text: str) -> str:
    return " ".join(text.split())
