"""TXM's XML: `<text id="…" date="2018-06-28" journal="Le Monde">`, whose attributes are the fields.

A file is one text, or a `corpus` of several. Words may be marked, `<w>`, as TXM writes them.

Source: https://txm.gitpages.huma-num.fr/textometrie/, imports "XML/w + CSV" and "XTZ".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frsearch.reading.exact import exported_element
from frsearch.reading.forms.feeds import without_blanks
from frsearch.reading.forms.tei_text import tei_text
from frsearch.reading.forms.xml import events, forget, local_name
from frsearch.reading.records import FIELDS, Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_OURS = {
    "titre": "title",
    "auteur": "author",
    "journal": "source",
    "rubrique": "section",
    "langue": "language",
    "lang": "language",
}
# What TEI means by these says nothing of the text.
_OF_TEI = frozenset("type n rend rendition style resp cert decls ana corresp next prev select".split())


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each text."""
    number = 0
    for event, element in events(file.stream, file.encodings):
        if event == "end" and local_name(element) == "text":
            number += 1
            yield _record(number, element)
            forget(element)


def _record(number: int, element: Any) -> Record:
    if (exported := exported_element(number, element)) is not None:
        return exported
    own, text = attributes(element), tei_text(element)
    return Record(number, {"title": first_sentence(text), **own.fields, "text": text}, own.extra)


def attributes(element: Any) -> Record:
    """Return the attributes of a `text`, as the fields and the extra of a record."""
    values: dict[str, Any] = {}
    for name, value in element.items():
        if "}" not in name and name not in _OF_TEI and value.strip():
            values[_OURS.get(name.lower(), name)] = value.strip()
    if (page := values.get("page", "")).isdecimal():
        values["page"] = int(page)
    fields = {name: value for name, value in values.items() if name in FIELDS and name != "text"}
    return Record(
        0, fields, without_blanks({name: values[name] for name in values if name not in FIELDS})
    )
