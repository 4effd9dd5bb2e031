"""TEI: newspapers, debates, books. What is an article, in this order:

1. Each speech `u` of a debate (ParlaMint): `author` is the speaker, `section` the point of the agenda,
   `role` that of the speaker (`chair`). Names come from the header, or from a file `…listPerson.xml` in
   the same folder or up to two above.
2. Each `text` in a `group`.
3. Each `div` of type `article`, `advertisement`, `letter` … (`_ARTICLES`), and each `div` beside one.
4. Otherwise the whole `text`, as for a book.

The date is that of the sitting, of the letter, of the source, else of the publication; `source` is the
title of the source. Attributes of `text` that TEI does not know are fields, as in TXM.

Source: TEI P5, https://tei-c.org/guidelines/p5/; P4 and files without a namespace too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from frsearch.reading.forms.feeds import one_or_list, unique, without_blanks
from frsearch.reading.forms.tei_header import Header, date_in, persons_beside, read_header
from frsearch.reading.forms.tei_text import tei_text
from frsearch.reading.forms.txm import attributes
from frsearch.reading.forms.xml import XML_ID, XML_LANGUAGE, events, forget, local_name, text_of
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_ARTICLES = frozenset(
    "article advertisement advert letter review obituary editorial news story feuilleton interview "
    "chronicle essay".split()
)
_DIV = re.compile(r"div[1-7]?")
_PARTS = ("front", "body", "back")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article; of a debate, with one speech in memory at a time."""
    reader = _Reader(file)
    for event, element in events(file.stream, file.encodings):
        yield from reader.start(element) if event == "start" else reader.end(element)


class _Reader:
    """Where the reading of a file has come to."""

    def __init__(self, file: Opened):
        self._file = file
        self._corpus = self._header = Header()
        self._in_corpus = True
        self._sections: list[str] = []
        self._speaker = ""
        self._page = ""
        self._pages: dict[Any, str] = {}
        self._texts = 0
        self._number = 0
        self._speeches = 0

    def start(self, element: Any) -> Iterator[Record]:
        """Note what begins; nothing is whole yet."""
        name = local_name(element)
        if name in ("TEI", "TEI.2"):
            self._in_corpus = False
            language = element.get(XML_LANGUAGE) or self._corpus.language
            self._header = replace(self._corpus, id=element.get(XML_ID, ""), language=language)
        elif name == "pb":
            self._page = element.get("n") or self._page
        elif name == "text":
            self._texts += 1
            self._pages[element] = self._page
        elif _DIV.fullmatch(name):
            self._sections.append("")
            self._pages[element] = self._page
        yield from ()

    def end(self, element: Any) -> Iterator[Record]:
        """Yield the articles that are whole with this element."""
        name = local_name(element)
        if name == "teiHeader":
            self._header = read_header(element, self._header)
            if self._in_corpus:
                self._corpus = self._header
        elif name == "head" and self._sections:
            self._sections[-1] = self._sections[-1] or tei_text(element).replace("\n\n", " ")
        elif name == "note" and element.get("type") == "speaker":
            self._speaker = text_of(element).rstrip(" :.")
        elif name == "u" and self._texts:
            yield from self._speech(element)
            forget(element)
        elif _DIV.fullmatch(name) and self._sections:
            self._sections.pop()
        elif name == "text" and self._texts:
            self._texts -= 1
            if not self._texts:
                yield from self._articles(element)

    def _speech(self, element: Any) -> Iterator[Record]:
        if not (text := tei_text(element)):
            return
        self._number += 1
        self._speeches += 1
        speaker = self._name(element.get("who", ""))
        section = next(filter(None, reversed(self._sections)), "")
        fields = {
            "id": self._id(element),
            "title": ", ".join(filter(None, (speaker, section))) or first_sentence(text),
            "date": self._header.date,
            "text": text,
        }
        extra = {
            "author": speaker,
            "source": self._header.source or self._header.title,
            "section": section,
            "role": element.get("ana", "").split(" ")[0].removeprefix("#"),
            "language": element.get(XML_LANGUAGE) or self._header.language,
        }
        yield Record(self._number, fields, without_blanks(extra))

    def _name(self, who: str) -> str:
        """Return the name of a speaker: of the persons in the header, a file beside, or the text."""
        ids = [each.rpartition("#")[2] for each in who.split()]
        if not ids:
            return self._speaker
        names = [self._header.persons.get(id) or persons_beside(self._file).get(id) or "" for id in ids]
        return ", ".join(filter(None, names)) or self._speaker or ", ".join(ids)

    def _articles(self, text: Any) -> Iterator[Record]:
        if self._speeches:
            self._speeches = 0
            return
        articles = list(_articles_in(text))
        for article in articles:
            self._number += 1
            yield self._record(article, is_alone=len(articles) == 1 and article is text)
        self._pages.clear()
        forget(text)

    def _record(self, element: Any, *, is_alone: bool) -> Record:
        header = self._header
        head = None if is_alone else _head(element)
        title = " ".join(tei_text(head).split()) if head is not None else ""
        text = tei_text(element, () if head is None else (head,)) or title
        own = attributes(element) if local_name(element) == "text" else Record(0, {})
        fields = {
            "id": self._id(element) if not is_alone else header.id,
            "title": title or (header.title if is_alone else "") or first_sentence(text),
            "date": _own_date(element, is_alone) or header.date,
            "text": text,
            **own.fields,
        }
        extra = {
            "author": one_or_list(_bylines(element) or header.authors),
            "source": header.source if is_alone else header.source or header.title,
            "page": _page_number(self._pages.get(element, "") or _first_page(element)),
            "language": element.get(XML_LANGUAGE) or header.language,
            **own.extra,
        }
        return Record(self._number, fields, without_blanks(extra))

    def _id(self, element: Any) -> str | None:
        """Return the id of a part, which is unique in its file alone, with that of its file."""
        own, whole = element.get(XML_ID, ""), self._header.id
        if not own or not whole:
            return None
        return own if own.startswith(whole) else f"{whole}#{own}"


def _articles_in(text: Any) -> Iterator[Any]:
    """Yield the elements of a text that are its articles, the text itself if none is."""
    groups = [each for each in text if local_name(each) == "group"]
    inner = [each for group in groups for each in _inner_texts(group)]
    if inner:
        for each in inner:
            yield from _articles_in(each)
        return
    articles = [each for part in text if local_name(part) in _PARTS for each in _article_divs(part)]
    yield from articles or (text,)


def _inner_texts(group: Any) -> Iterator[Any]:
    for each in group:
        if local_name(each) == "text":
            yield each
        elif local_name(each) == "group":
            yield from _inner_texts(each)


def _article_divs(element: Any) -> Iterator[Any]:
    """Yield the outermost divisions that are articles, and those beside one, in order."""
    divs = [each for each in element if _DIV.fullmatch(local_name(each))]
    are_articles = any(_is_article(each) for each in divs)
    for each in divs:
        if _is_article(each):
            yield each
        elif inner := list(_article_divs(each)):
            yield from inner
        elif are_articles and tei_text(each):
            yield each


def _is_article(div: Any) -> bool:
    return (div.get("type") or "").lower() in _ARTICLES


def _head(element: Any) -> Any:
    """Return the heading of an article."""
    if local_name(element) == "text":
        body = next((each for each in element if local_name(each) == "body"), element)
        first = next(iter(body), None)
        element = first if first is not None and _DIV.fullmatch(local_name(first)) else body
    return next((each for each in element if local_name(each) == "head"), None)


def _bylines(element: Any) -> list[str]:
    authors = [each for each in element.iter() if local_name(each) == "docAuthor"]
    authors = authors or [each for each in element.iter() if local_name(each) == "byline"]
    return unique(re.sub(r"\A[Pp]ar\s+", "", text_of(each)).rstrip(" .,") for each in authors)


def _own_date(element: Any, is_alone: bool) -> str:
    """Return the date on the title page of a text in a group."""
    if is_alone or local_name(element) != "text":
        return ""
    dates = (each for each in element.iter() if local_name(each) == "docDate")
    return next(filter(None, map(date_in, dates)), "")


def _page_number(written: str) -> int | str:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else written


def _first_page(element: Any) -> str:
    """Return the page that an article begins with, where it begins with one."""
    for each in element.iter():
        if local_name(each) == "pb":
            return str(each.get("n") or "")
        if (each.text or "").strip():
            break
    return ""
