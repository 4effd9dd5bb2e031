"""`.docx`: the articles of an export of Nexis Uni, or one article, as any other Word file.

The title and author of one article are those that the word processor keeps, and the day when it made the
file if the text prints it; the file of an export has them above each text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.reading.forms.document_metadata import (
    believed_author,
    believed_title,
    created_day,
    printed_day,
)
from frsearch.reading.forms.docx_package import Package, Paragraph, read_package
from frsearch.reading.forms.nexis_fields import is_dated, is_known, is_notice, take, take_head
from frsearch.reading.forms.press import article, listed, one_line, tidy
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_ENDS = frozenset(
    "end of document|fin du document|fin de document|ende des dokuments|fin del documento|"
    "fine del documento|einde van document|einde van het document".split("|")
)
_BODY = re.compile(r"Body(?:_\d+)?")
_BODY_HEADS = frozenset(
    "body|corps|corps de l'article|texte|text|fließtext|haupttext|cuerpo|corpo".split("|")
)
_START = re.compile(r"Bookmark_\d+")
_LABEL = re.compile(r"\s*([^\W\d_][\w /'’()-]{1,40}?)[ \xa0]?:[ \xa0]?(.*)", re.DOTALL)
_CONTENT_ID = re.compile(r"urn:contentItem:([\w-]+)")
_LONGEST_LABEL = 300
# What python-docx writes into each file that it makes, with a date of 2013.
_TEMPLATE_AUTHOR = "python-docx"


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the articles of an export, or the one article of a file."""
    package = read_package(file.stream)
    ends = [at for at, each in enumerate(package.paragraphs) if _words(each.text) in _ENDS]
    if not ends or not any(map(_is_body, package.paragraphs)):
        yield from _one(package)
        return
    number = start = 0
    for end in (*ends, len(package.paragraphs)):
        part = package.paragraphs[start:end]
        start = end + 1
        if end < len(package.paragraphs) or any(_is_body(each) for each in part):
            number += 1
            yield _Exported(part, package.links).outcome(number)


def _words(text: str) -> str:
    return one_line(text.replace("’", "'")).casefold() if len(text) < 60 else ""


def _one(package: Package) -> Iterator[Outcome]:
    text = tidy("\n\n".join(each.text for each in package.paragraphs if each.text.strip()))
    if not text:
        return
    kept = package.properties
    made = kept.get("creator") == _TEMPLATE_AUTHOR
    created = "" if made else created_day(kept.get("created", ""))
    fields = {
        "title": believed_title(kept.get("title", "")) or first_sentence(text),
        "date": printed_day(created, text),
        "text": text,
    }
    extra: dict[str, Any] = {
        "author": "" if made else believed_author(kept.get("creator", "")),
        "tags": listed(kept.get("keywords", "").replace(",", ";")),
        "language": kept.get("language"),
        "subject": kept.get("subject"),
        "created": created,
    }
    extra = {name: value for name, value in extra.items() if value}
    yield Record(1, fields, extra, whole_file=True)


def _is_body(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is the heading after which the text begins."""
    return any(map(_BODY.fullmatch, paragraph.bookmarks)) or _words(paragraph.text) in _BODY_HEADS


class _Exported:
    """One article of an export: the paragraphs before its « End of Document »."""

    def __init__(self, paragraphs: list[Paragraph], links: dict[str, str]):
        marks = [at for at, each in enumerate(paragraphs) if any(map(_START.fullmatch, each.bookmarks))]
        self._paragraphs = paragraphs[marks[-1] :] if marks else paragraphs
        self._links = links

    def outcome(self, number: int) -> Outcome | ArticleError:
        fields: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        start = self._text_start()
        self._take_above(self._paragraphs[:start], fields, extra)
        below = self._paragraphs[start:]
        end = next((at for at, each in enumerate(below) if _ends_text(each)), len(below))
        fields["text"] = tidy(
            "\n\n".join(each.text.strip() for each in below[:end] if each.text.strip())
        )
        self._take_below(below[end:], fields, extra)
        self._take_link(fields)
        return article(number, fields, extra)

    def _text_start(self) -> int:
        """Return where the text begins: after its heading, or after the last label above it."""
        heading = next((at for at, each in enumerate(self._paragraphs) if _is_body(each)), None)
        if heading is not None:
            return heading + 1
        long = (at for at, each in enumerate(self._paragraphs) if len(each.text) > _LONGEST_LABEL)
        above = self._paragraphs[: next(long, 0)]
        return max((at + 1 for at, each in enumerate(above) if _known_label(each)), default=0)

    def _take_above(self, head: list[Paragraph], fields: dict[str, Any], extra: dict[str, Any]) -> None:
        lines = []
        for text in (each.text.strip() for each in head):
            label = _LABEL.match(text)
            if label and is_known(label[1]):
                take(label[1], label[2], fields, extra)
            elif text and not is_notice(text) and not _is_body(Paragraph(text)):
                lines.append(text)
        # Without marks, what is above the first article is the list of all of them.
        dated = [at for at, line in enumerate(lines) if at > 1 and is_dated(line)]
        lines = lines[dated[-1] - 2 :] if dated and not self._marked else lines
        take_head(lines, fields, extra, title_first=True)

    @property
    def _marked(self) -> bool:
        return bool(self._paragraphs) and any(map(_START.fullmatch, self._paragraphs[0].bookmarks))

    def _take_below(self, tail: list[Paragraph], fields: dict[str, Any], extra: dict[str, Any]) -> None:
        name, values = "", list[str]()
        lines = [Paragraph(f"\n{line}") for each in tail for line in each.text.strip().split("\n")]
        for each in (*lines, Paragraph("\nClassification")):
            text = each.text.strip()
            label = _LABEL.match(text)
            if (label and ("\xa0" in text or is_known(label[1]))) or _heads(each):
                take(name, "\n".join(values), fields, extra)
                name, values = (label[1], [label[2]]) if label else (text, [])
            elif text:
                values.append(text)

    def _take_link(self, fields: dict[str, Any]) -> None:
        """Take the address of the article, and the id in it."""
        for each in self._paragraphs:
            found = _CONTENT_ID.search(self._links.get(each.link, ""))
            if found:
                fields["id"], fields["url"] = found[1], self._links[each.link]
                return


def _heads(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is a heading below the text: `Graphic`, `Classification`, `Notes`."""
    text = paragraph.text.strip()
    return (
        len(text) < 30
        and is_known(text)
        and (paragraph.text.startswith("\n") or bool(paragraph.bookmarks))
    )


def _ends_text(paragraph: Paragraph) -> bool:
    is_label = _known_label(paragraph) and paragraph.text.startswith("\n")
    return is_label or _heads(paragraph)


def _known_label(paragraph: Paragraph) -> bool:
    label = _LABEL.match(paragraph.text.strip())
    return label is not None and is_known(label[1])
