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

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from frsearch.errors import ArticleError
from frsearch.reading.encodings import open_bytes
from frsearch.reading.forms.feeds import one_or_list, unique, without_blanks
from frsearch.reading.forms.registry import split_name
from frsearch.reading.forms.tei_text import tei_text
from frsearch.reading.forms.txm import attributes
from frsearch.reading.forms.xml import XML_ID, XML_LANGUAGE, events, forget, local_name, root_of, text_of
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_ARTICLES = frozenset(
    "article advertisement advert letter review obituary editorial news story feuilleton interview "
    "chronicle essay".split()
)
_DIV = re.compile(r"div[1-7]?")
_PARTS = ("front", "body", "back")
_PERSONS = re.compile(r"listPerson", re.IGNORECASE)
_LEVELS_ABOVE = 2
_DATES = ("when", "when-iso", "from", "notBefore")
# Where a header says when the text is from; the date of an edition of today comes last.
_DATE_PLACES = (
    ("profileDesc", "settingDesc"),
    ("profileDesc", "correspDesc"),
    ("fileDesc", "sourceDesc"),
    ("profileDesc", "creation"),
    ("fileDesc", "publicationStmt"),
)
_PRINTED = ("j", "s", "m")


@dataclass(slots=True)
class _Header:
    """What the header of a TEI element says of all its articles."""

    id: str = ""
    title: str = ""
    source: str = ""
    date: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    persons: dict[str, str] = field(default_factory=dict)


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article; of a debate, with one speech in memory at a time."""
    reader = _Reader(file)
    for event, element in events(file.stream, file.encodings):
        yield from reader.start(element) if event == "start" else reader.end(element)


class _Reader:
    """Where the reading of a file has come to."""

    def __init__(self, file: Opened):
        self._file = file
        self._header = _Header()
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
            self._header = _Header(element.get(XML_ID, ""), language=element.get(XML_LANGUAGE, ""))
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
            self._header = _header(element, self._header)
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
        names = [self._header.persons.get(id) or self._persons_beside().get(id) or "" for id in ids]
        return ", ".join(filter(None, names)) or self._speaker or ", ".join(ids)

    def _persons_beside(self) -> dict[str, str]:
        path = _persons_file(os.path.realpath(self._file.path))
        if not path:
            return {}
        self._file.used.add(path)
        return _persons_of(path, _changed(path))

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
    return next(filter(None, map(_date_in, dates)), "")


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


def _header(element: Any, before: _Header) -> _Header:
    """Read a header; that of a corpus holds for its texts where they say nothing."""
    statement = _below(element, "fileDesc", "titleStmt")
    sources = _below(element, "fileDesc", "sourceDesc")
    dates = (_date_in(part) for place in _DATE_PLACES for part in _below(element, *place))
    languages = [each.get("ident", "") for each in _named(element, "language")]
    authors = [each for part in (*statement, *sources) for each in _named(part, "author")]
    return _Header(
        before.id,
        _title(_named(part, "title") for part in statement) or before.title,
        _source(sources) or before.source,
        next(filter(None, dates), before.date),
        before.language or (languages[0] if len(languages) == 1 else ""),
        unique(map(_person_name, authors)) or before.authors,
        before.persons | _persons(element),
    )


def _below(element: Any, *names: str) -> list[Any]:
    """Return the elements at a path of local names."""
    found = [element]
    for name in names:
        found = [child for each in found for child in each if local_name(child) == name]
    return found


def _named(element: Any, name: str) -> Iterator[Any]:
    return (each for each in element.iter() if local_name(each) == name)


def _title(groups: Any) -> str:
    """Return the main title, in French if it is in several languages."""
    titles = [each for group in groups for each in group]
    main = [each for each in titles if each.get("type", "main") == "main"] or titles
    french = [each for each in main if each.get(XML_LANGUAGE, "fr").startswith("fr")]
    return next(filter(None, map(text_of, french or main)), "")


def _source(sources: list[Any]) -> str:
    titles = [each for part in sources for each in _named(part, "title")]
    printed = [each for level in _PRINTED for each in titles if each.get("level") == level]
    return _title([printed or titles])


def _date_in(element: Any) -> str:
    for each in (element, *_named(element, "date")):
        if value := next(filter(None, map(each.get, _DATES)), None):
            return str(value)
        if local_name(each) in ("date", "docDate") and (text := text_of(each)):
            return text
    return ""


def _persons(element: Any) -> dict[str, str]:
    """Return the names of the persons in a list by their ids."""
    persons = (
        (each.get(XML_ID), next(_named(each, "persName"), None)) for each in _named(element, "person")
    )
    return {id: _person_name(name) for id, name in persons if id and name is not None}


def _person_name(element: Any) -> str:
    """Return a name as it is said: `Annie Genevard`, though the surname may come first in the file."""
    parts = ["forename", "nameLink", "surname"]
    said = [text_of(each) for part in parts for each in _named(element, part)]
    return " ".join(said) or text_of(element)


def _persons_file(path: str) -> str | None:
    folder = os.path.dirname(path)
    for _ in range(_LEVELS_ABOVE + 1):
        if path := _persons_in(folder, _changed(folder)):
            return path
        folder = os.path.dirname(folder)
    return None


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=64)
def _persons_in(folder: str, _when: int) -> str:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _PERSONS.search(entry.name))
    except OSError:
        return ""
    names = [name for name in names if split_name(name)[1] in (".xml", ".tei")]
    return os.path.join(folder, names[0]) if names else ""


@lru_cache(maxsize=2)
def _persons_of(path: str, _when: int) -> dict[str, str]:
    try:
        with open_bytes(path) as stream:
            return _persons(root_of(stream))
    except (OSError, EOFError, ArticleError):
        return {}
