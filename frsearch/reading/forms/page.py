"""A saved page, `.html` or `.xhtml`: one article, with what the page says of it.

The text is that of trafilatura (extra `html`) if it is installed, which knows many more sites, and
otherwise that of `page_text`. If the page gives its text in JSON-LD too, the longer one is taken, as
a saved page may show only the beginning.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.cut_words import without_hints
from frsearch.reading.forms.html_encoding import read_html
from frsearch.reading.forms.html_text import parse_html
from frsearch.reading.forms.page_metadata import page_metadata
from frsearch.reading.forms.page_text import article_text, has_marked_article
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

LONGEST_PAGE = 10_000_000
"""Most characters of a page, without the images in it: its tree takes 30 times as much memory."""

_LONGEST_FOR_TRAFILATURA = 3_000_000
_LEAST_LETTERS = 20
_LONGEST_NOTICE = 300
_MUCH_LONGER = 1.2
_JAVASCRIPT = re.compile(r"java\s?script", re.IGNORECASE)
_PLACES = re.compile(r"\{\{[^{}]{0,2000}\}\}")
_LETTERS = re.compile(r"[^\W\d_]")
# JSON-LD is data.
_SCRIPT = re.compile(r"<(?:noscript\b|script\b(?![^>]{0,500}json))", re.IGNORECASE)
# Pages saved in one file have their images in them.
_IMAGE = re.compile(r"data:[a-z]+/[^\s\"'<>()]{1000,}")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a page."""
    markup = read_html(file.stream, file.encodings)
    if not markup.strip():
        return
    markup = _IMAGE.sub("", _DECLARATION.sub("", markup))
    if len(markup) > LONGEST_PAGE:
        raise _too_long()
    tree = parse_html(markup)
    if tree is None:
        raise _no_article()
    page = page_metadata(tree)
    is_marked = bool(page.body) or has_marked_article(tree)
    text = _best_text(markup) or article_text(tree, page.title)
    if len(page.body) > _MUCH_LONGER * len(text):
        text = page.body
    # A template that JavaScript would have filled.
    if text.count("{{") > 1 and len(_PLACES.sub("", text)) < len(text) / 2:
        raise _no_article()
    if not (is_marked and text.strip()):
        _check(text, bool(_SCRIPT.search(markup)))
    title = page.title or first_sentence(text)
    yield Record(1, {"title": title, "date": page.date, "text": text, "url": page.url}, page.extra)


def _best_text(markup: str) -> str:
    """Return the text that trafilatura finds, "" without trafilatura."""
    if len(markup) > _LONGEST_FOR_TRAFILATURA:
        return ""
    try:
        import trafilatura
    except ImportError:
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text: Any = trafilatura.extract(markup, include_comments=False, include_formatting=False)
    except Exception:  # of a page that its libraries cannot take: ours can
        return ""
    return without_hints("\n\n".join((text or "").split("\n")))


def _check(text: str, has_script: bool) -> None:
    """Raise ArticleError if a page shows hardly any text, and marks none as its article."""
    if len(text) < _LONGEST_NOTICE and _JAVASCRIPT.search(text):
        raise _no_article()
    if len(_LETTERS.findall(text[:_LONGEST_NOTICE])) < _LEAST_LETTERS:
        raise _no_article() if has_script else _no_text()


def _too_long() -> ArticleError:
    return ArticleError(
        Message(
            "the file has more than {bytes:,} bytes, too many for one article: split it",
            bytes=LONGEST_PAGE,
        )
    )


def _no_text() -> ArticleError:
    return ArticleError(
        Message("this page has no text, or a few words that it does not mark as an article: remove it")
    )


def _no_article() -> ArticleError:
    return ArticleError(
        Message(
            "this page shows no article: if JavaScript makes its text, or if its HTML is damaged, save "
            "it from a browser as a complete page; otherwise remove it"
        )
    )
