"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom: an article an entry, its HTML made text.

The text is the whole content where the feed has it, else the description. An entry without an id has
its address as id, so that the same article in the feeds of two days is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from frsearch.reading.forms.xml import (
    XML_LANGUAGE,
    events,
    forget,
    local_name,
    markup_text,
    namespace_of,
    text_of,
)
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

ATOM = "http://www.w3.org/2005/Atom"
_RSS = frozenset(
    (
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    )
)
_PREFIXES = {
    ATOM: "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    **dict.fromkeys(_RSS, ""),
}
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
# `redaction@exemple.fr (Anne Durand)`
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s*\((.+)\)")
_LONGEST_NAME = 300
# What PHP writes for a date that was never set.
NO_DATES = ("0000-", "-0001")

Children = Mapping[str, list[Any]]
"""The children of an entry by their names, with the prefix that their namespace usually has."""


@dataclass(slots=True)
class Channel:
    """What a feed says of all its entries."""

    title: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)

    def take(self, element: Any) -> None:
        """Note what a child of the channel says."""
        name, text = local_name(element), text_of(element)
        if name == "title":
            self.title = self.title or text
        elif name == "language":
            self.language = self.language or text
        elif name == "author" and namespace_of(element) == ATOM:
            self.authors.append(_person(element))


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each entry, with one in memory at a time."""
    channel, count = Channel(), 0
    for event, element in events(file.stream, file.encodings):
        name = prefixed(element, _PREFIXES)
        if event == "start":
            if name in ("rss", "atom:feed"):
                channel.language = element.get(XML_LANGUAGE, "")
        elif name in ("item", "atom:entry"):
            count += 1
            make = rss_record if name == "item" else _atom_record
            yield make(count, element, children_of(element, _PREFIXES), channel)
            forget(element)
        elif is_of_channel(element):
            channel.take(element)


def is_of_channel(element: Any) -> bool:
    """Say whether an element is a child of the channel itself."""
    parent = element.getparent()
    return parent is not None and prefixed(parent, _PREFIXES) in ("channel", "atom:feed")


def prefixed(element: Any, prefixes: Mapping[str, str]) -> str:
    """Return the name of an element with the usual prefix of its namespace; "" if that is not known."""
    prefix = prefixes.get(namespace_of(element))
    return "" if prefix is None else prefix + local_name(element)


def children_of(entry: Any, prefixes: Mapping[str, str]) -> Children:
    """Return the children of an entry by their names."""
    children: dict[str, list[Any]] = {}
    for child in entry:
        children.setdefault(prefixed(child, prefixes), []).append(child)
    return children


def rss_record(number: int, item: Any, children: Children, channel: Channel) -> Record:
    """Return the record of an item of RSS."""
    link = first(children, "link")
    dates = (first(children, name) for name in ("pubDate", "dc:date", "atom:published", "atom:updated"))
    fields = {
        "id": first(children, "guid") or item.get(_ABOUT) or link,
        "title": first_markup(children, "title", "dc:title"),
        "date": next((date for date in dates if date and not is_no_date(date)), None),
        "text": first_markup(children, "content:encoded", "atom:content", "description"),
        "url": link or _permanent(children),
    }
    extra = {
        "source": first(children, "source") or channel.title,
        "language": first(children, "dc:language") or channel.language,
        "author": one_or_list(map(_author, texts(children, "author", "dc:creator"))),
        "tags": texts(children, "category", "dc:subject"),
    }
    return Record(number, titled(fields), without_blanks(extra))


def titled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an entry; one without a title, as of a diary, has its first sentence."""
    return {**fields, "title": fields["title"] or first_sentence(fields["text"])}


def is_no_date(date: str) -> bool:
    """Say whether a date stands for none, as that of a draft."""
    return any(mark in date for mark in NO_DATES)


def _permanent(children: Children) -> str | None:
    guid = children.get("guid", [None])[0]
    text = text_of(guid)
    return text if text.startswith("http") and guid.get("isPermaLink") != "false" else None


def _author(text: str) -> str:
    mail = _MAIL_AND_NAME.fullmatch(text) if len(text) < _LONGEST_NAME else None
    return mail[1] if mail else text


def _atom_record(number: int, entry: Any, children: Children, channel: Channel) -> Record:
    source = children_of(next(iter(children.get("atom:source", ())), ()), _PREFIXES)
    authors = [_person(author) for author in children.get("atom:author", ())] or channel.authors
    categories = children.get("atom:category", ())
    fields = {
        "id": first(children, "atom:id"),
        "title": first_markup(children, "atom:title"),
        "date": first(children, "atom:published") or first(children, "atom:updated"),
        "text": first_markup(children, "atom:content", "atom:summary"),
        "url": _address(children.get("atom:link", ())),
    }
    extra = {
        "source": first(source, "atom:title") or channel.title,
        "language": entry.get(XML_LANGUAGE) or channel.language,
        "author": one_or_list(authors),
        "tags": unique(each.get("label") or each.get("term") or "" for each in categories),
    }
    return Record(number, titled(fields), without_blanks(extra))


def _person(author: Any) -> str:
    return text_of(author.find(f"{{{ATOM}}}name"))


def _address(links: Any) -> str | None:
    """Return the address of an entry on the web, among others of its feed and its comments."""
    return next(
        (each.get("href") for each in links if each.get("rel", "alternate") == "alternate"), None
    )


def first(children: Children, name: str) -> str:
    """Return the text of the first child of this name, "" if it has none."""
    return text_of(next(iter(children.get(name, ())), None))


def first_markup(children: Children, *names: str) -> str:
    """Return the text of the HTML in the first child of these names that has any."""
    for name in names:
        for child in children.get(name, ()):
            # An Atom text is markup only where its type says so.
            is_plain = name.startswith("atom:") and child.get("type", "text") == "text"
            if text := (child.text or "").strip() if is_plain else markup_text(child):
                return text
    return ""


def texts(children: Children, *names: str) -> list[str]:
    """Return the texts of the children of these names, each once."""
    return unique(text_of(child) for name in names for child in children.get(name, ()))


def unique(values: Any) -> list[str]:
    """Return the values that are not blank, each once, in their order."""
    return list(dict.fromkeys(filter(None, (value.strip() for value in values))))


def one_or_list(values: Any) -> str | list[str]:
    """Return one value as a text, several as a list."""
    several = unique(values)
    return several[0] if len(several) == 1 else several


def without_blanks(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return what has a value."""
    return {name: value for name, value in extra.items() if value not in (None, "", [])}
