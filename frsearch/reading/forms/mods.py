"""A description in MODS or Dublin Core, as a METS holds it -> title, date, authors, ark.

Source: MODS 3, https://www.loc.gov/standards/mods/; Dublin Core 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from frsearch.reading.forms.feeds import unique
from frsearch.reading.forms.xml import local_name, text_of

_MODS = ("{http://www.loc.gov/mods/v3}", "")
# The BnF's catalogue, `cb`, describes all the issues of a newspaper.
_ARK = re.compile(r"ark:/\d{5,9}/(?!cb\d)[\w-]{1,100}", re.ASCII)
_DC = ("{http://purl.org/dc/elements/1.1/}",)


@dataclass(slots=True)
class Description:
    """What a section of metadata says: MODS or Dublin Core."""

    title: str = ""
    host: str = ""
    date: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    ark: str = ""


def merged(several: Sequence[Description]) -> Description:
    """Return what several descriptions of one thing say: of each field, the first that is there."""
    return Description(
        **{
            name: next(filter(None, (getattr(each, name) for each in several)), empty)
            for name, empty in asdict(Description()).items()
        }
    )


def description(section: Any) -> Description:
    """Read a section of metadata in MODS or Dublin Core."""
    about, titles, dates = Description(), list[str](), dict[str, str]()
    for element in _described(section):
        name, text = local_name(element), text_of(element)
        if not text or (not element.tag.startswith(_MODS + _DC) and "}" in element.tag):
            continue
        is_dc = element.tag.startswith(_DC)
        if name == "titleInfo":
            titles.append(_title(element))
        elif name == "title" and is_dc:
            titles.append(text)
        elif name in ("dateIssued", "dateCreated", "date") and (is_dc or name != "date"):
            dates.setdefault(name, text)
        elif name == "languageTerm" or (name == "language" and is_dc):
            about.language = about.language or text
        elif name == "relatedItem" and element.get("type") == "host":
            about.host = about.host or next(filter(None, map(_title, _titles_in(element))), "")
        elif name == "identifier":
            about.ark = about.ark or ark_in(text)
        elif (name == "name" and not is_dc) or (name == "creator" and is_dc):
            about.authors.append(_name(element))
    about.title = next(filter(None, titles), "")
    about.date = dates.get("dateIssued") or dates.get("date") or dates.get("dateCreated") or ""
    about.authors = unique(about.authors)
    return about


def ark_in(text: str) -> str:
    """Return the ark in an identifier or an address, "" if there is none; that of a catalogue is none.

    >>> ark_in("https://gallica.bnf.fr/ark:/12148/bpt6k4616238h.item")
    'ark:/12148/bpt6k4616238h'
    """
    found = _ARK.search(text)
    return found[0] if found else ""


def _described(element: Any) -> Iterator[Any]:
    """Yield the elements of a description, without what is said of other things."""
    for child in element:
        yield child
        if local_name(child) not in ("relatedItem", "name", "titleInfo", "subject"):
            yield from _described(child)


def _titles_in(element: Any) -> Iterator[Any]:
    return (each for each in element.iter() if local_name(each) == "titleInfo")


def _title(info: Any) -> str:
    parts = {local_name(each): text_of(each) for each in info}
    start = parts.get("nonSort", "")
    gap = "" if start.endswith(("'", "’")) else " "
    title = f"{start}{gap}{parts.get('title', '')}".strip()
    return f"{title} : {parts['subTitle']}" if parts.get("subTitle") else title


def _name(element: Any) -> str:
    shown = {local_name(each): text_of(each) for each in element}
    return shown.get("displayForm") or shown.get("namePart") or text_of(element)
