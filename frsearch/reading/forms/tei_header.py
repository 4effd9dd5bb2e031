"""The header of TEI -> what it says of its texts: title, source, date, authors, and who speaks."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from frsearch.errors import ArticleError
from frsearch.reading.encodings import open_bytes
from frsearch.reading.forms.feeds import unique
from frsearch.reading.forms.issues import changed
from frsearch.reading.forms.tei_persons import has_name_of_list
from frsearch.reading.forms.xml import XML_ID, XML_LANGUAGE, local_name, root_of, text_of
from frsearch.reading.records import Opened

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
class Header:
    """What the header of a TEI element says of all its articles."""

    id: str = ""
    title: str = ""
    source: str = ""
    date: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    persons: dict[str, str] = field(default_factory=dict)


def read_header(element: Any, before: Header) -> Header:
    """Read a header; that of a corpus holds for its texts where they say nothing."""
    statement = _below(element, "fileDesc", "titleStmt")
    sources = _below(element, "fileDesc", "sourceDesc")
    dates = (date_in(part) for place in _DATE_PLACES for part in _below(element, *place))
    languages = [each.get("ident", "") for each in named(element, "language")]
    authors = [each for part in (*statement, *sources) for each in named(part, "author")]
    return Header(
        before.id,
        _title(named(part, "title") for part in statement) or before.title,
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


def named(element: Any, name: str) -> Iterator[Any]:
    """Yield the elements of a local name within an element."""
    return (each for each in element.iter() if local_name(each) == name)


def _title(groups: Any) -> str:
    """Return the main title, in French if it is in several languages."""
    titles = [each for group in groups for each in group]
    main = [each for each in titles if each.get("type", "main") == "main"] or titles
    french = [each for each in main if each.get(XML_LANGUAGE, "fr").startswith("fr")]
    return next(filter(None, map(text_of, french or main)), "")


def _source(sources: list[Any]) -> str:
    titles = [each for part in sources for each in named(part, "title")]
    printed = [each for level in _PRINTED for each in titles if each.get("level") == level]
    return _title([printed or titles])


def date_in(element: Any) -> str:
    """Return the first date in an element, as an attribute or as written."""
    for each in (element, *named(element, "date")):
        if value := next(filter(None, map(each.get, _DATES)), None):
            return str(value)
        if local_name(each) in ("date", "docDate") and (text := text_of(each)):
            return text
    return ""


def _persons(element: Any) -> dict[str, str]:
    """Return the names of the persons in a list by their ids."""
    persons = (
        (each.get(XML_ID), next(named(each, "persName"), None)) for each in named(element, "person")
    )
    return {id: _person_name(name) for id, name in persons if id and name is not None}


def _person_name(element: Any) -> str:
    """Return a name as it is said: `Annie Genevard`, though the surname may come first in the file."""
    parts = ["forename", "nameLink", "surname"]
    said = [text_of(each) for part in parts for each in named(element, part)]
    return " ".join(said) or text_of(element)


def persons_beside(file: Opened) -> dict[str, str]:
    """Return the names in a list of persons in the folder of a file, or up to two above."""
    folder = os.path.dirname(os.path.realpath(file.path))
    for _ in range(_LEVELS_ABOVE + 1):
        if path := _persons_in(folder, changed(folder)):
            file.used.add(path)
            return _persons_of(path, changed(path))
        folder = os.path.dirname(folder)
    return {}


@lru_cache(maxsize=64)
def _persons_in(folder: str, _when: int) -> str:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if has_name_of_list(entry.name))
    except OSError:
        return ""
    return os.path.join(folder, names[0]) if names else ""


@lru_cache(maxsize=2)
def _persons_of(path: str, _when: int) -> dict[str, str]:
    try:
        with open_bytes(path) as stream:
            return _persons(root_of(stream))
    except (OSError, EOFError, zlib.error, ArticleError):
        return {}
