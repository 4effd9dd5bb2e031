"""`.ris`: references as Zotero, EndNote, Europresse and publishers export them; the text is AB or N2.

A line has a tag of two characters, two blanks and a hyphen; lines without a tag continue the one before.
The line breaks of texts and notes are kept, other values are one line. TY begins an article, ER ends it;
without ER, the next TY does. An article's id is ID; AN, if there is none or ID is a mere number. Tags
that are none of the common fields become extra: the names of the usual ones, else the tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings
from frsearch.reading.encodings import read_lines
from frsearch.reading.exact import restored
from frsearch.reading.forms.citations import date_in_parts, name_of, one_or_all, page_of, unwrapped
from frsearch.reading.records import Opened, Outcome, Record

TAG = r"[A-Z][A-Z0-9] {1,2}-(?!\S)"
REST = "C8"
"""The tag for what RIS cannot hold as it is, see `exact`."""

_TAGGED = re.compile(rf"({TAG})[ \t]?(.*)")
_SEVERAL_LINES = frozenset(("AB", "N2", "N1"))
_TITLE, _SOURCE = ("TI", "T1", "CT", "BT"), ("T2", "JO", "JF", "JA", "J2", "T3")
_DATE, _TEXT, _URL = ("DA", "PY", "Y1"), ("AB", "N2"), ("UR", "L1", "L2", "LK")
_AUTHORS = ("AU", "A1", "A2", "A3", "A4")
_EXTRA = {
    "SE": "section",
    "LA": "language",
    "N1": "note",
    "VL": "volume",
    "IS": "number",
    "SN": "issn",
    "PB": "publisher",
    "CY": "place",
    "DO": "doi",
    "DB": "database",
    "DP": "provider",
    "ET": "edition",
    "AN": "accession",
    "ST": "short title",
    "JA": "abbreviation",
    "UR": "link",
}
# What there is to say of them stands in another tag, or is nothing about the article.
_NOISE = frozenset(("TY", "ER", "Y2", "ID", REST))

Tags = list[tuple[str, str]]


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each reference."""
    for line, tags in _references(read_lines(file.stream, file.encodings)):
        if isinstance(tags, ArticleError):
            yield ArticleError(tags.reason, line=line)
            continue
        record = record_of(line, tags)
        rest = dict(tags).get(REST)
        exact = restored(record.fields, record.extra, rest)
        yield Record(line, *exact, as_written=rest is not None)


def _references(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Tags | ArticleError]]:
    """Yield the line and the tags of each reference."""
    begun = size = 0
    tags: list[tuple[str, list[str]]] = []
    for number, line in lines:
        found = _TAGGED.match(line)
        tag = found[1][:2] if found else ""
        if tag == "TY":
            if begun:
                yield begun, _joined(tags, size)
            begun, size, tags = number, 0, []
        if not begun:
            continue
        size += len(line)
        if size > encodings.LONGEST_ARTICLE:
            tags = tags[:1]
        elif tag == "ER":
            yield begun, _joined(tags, size)
            begun = 0
        elif found:
            tags.append((tag, [found[2]]))
        elif tags:
            tags[-1][1].append(line.removesuffix("\n"))
    if begun:
        yield begun, _joined(tags, size)


def _joined(tags: list[tuple[str, list[str]]], size: int) -> Tags | ArticleError:
    if size > encodings.LONGEST_ARTICLE:
        return ArticleError(
            Message(
                "the reference has more than {bytes:,} bytes, too many for one article: split it",
                bytes=encodings.LONGEST_ARTICLE,
            )
        )
    return [(tag, value_of(tag, "\n".join(lines))) for tag, lines in tags]


def value_of(tag: str, value: str) -> str:
    """Return the value of a tag; line breaks are those of a text, or of a line that was too long."""
    return value.strip() if tag in _SEVERAL_LINES else unwrapped(value)


def record_of(line: int, tags: Tags) -> Record:
    """Return the record of the tags of a reference."""
    values: dict[str, list[str]] = {}
    for tag, value in tags:
        if value:
            values.setdefault(tag, []).append(value)

    def take(names: Iterable[str]) -> str | None:
        """Take the first value there is; equal ones go with it, others stay."""
        first = next((values[name][0] for name in names if name in values), None)
        for name in names:
            kept = [each for each in values.pop(name, ()) if each != first]
            if kept:
                values[name] = kept
        return first

    id = _id(values)
    dates = [date_in_parts(each) for tag in _DATE for each in values.pop(tag, ())]
    fields = {
        "id": id,
        "title": take(_TITLE),
        "date": max(dates, key=len, default=None),
        "text": take(_TEXT),
        "url": take(_URL),
    }
    extra = {
        "source": take(_SOURCE),
        "author": one_or_all([name_of(each) for tag in _AUTHORS for each in values.pop(tag, ())]),
        "page": _pages(values.pop("SP", []), values.pop("EP", [])),
        "tags": one_or_all([each for value in values.pop("KW", ()) for each in value.split("; ")]),
    }
    others = {tag: each for tag, each in values.items() if tag not in _NOISE}
    extra |= {_EXTRA.get(tag, tag.lower()): one_or_all(each) for tag, each in others.items()}
    return Record(line, fields, {name: value for name, value in extra.items() if value is not None})


def _id(values: dict[str, list[str]]) -> str | None:
    own, accession = values.get("ID", [""])[0], values.get("AN", [""])[0]
    if accession and (not own or own.isdecimal()):
        del values["AN"]
        return accession
    return own or None


def _pages(first: list[str], last: list[str]) -> Any:
    if first and last and first[0] != last[0]:
        return f"{first[0]}-{last[0]}"
    return page_of((first or last)[0]) if first or last else None
