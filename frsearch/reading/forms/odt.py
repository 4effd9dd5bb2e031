"""`.odt`: one article, the paragraphs of its `content.xml`, with title, author and day of `meta.xml`.

OpenDocument 1.3 (https://docs.oasis-open.org/office/OpenDocument/v1.3/), read as a stream, in bounded
memory. Comments, changes that were deleted, tables of contents and the numbers of notes are left out; a
note follows its paragraph.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading import encodings
from frsearch.reading.cut_words import without_hints
from frsearch.reading.forms.document_metadata import (
    believed_author,
    believed_title,
    created_day,
    printed_day,
)
from frsearch.reading.forms.xml import libxml_cause
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_PARAGRAPHS = frozenset(("p", "h"))
_SPACES = frozenset(("s", "tab", "line-break"))
_UNSEEN = frozenset(
    "tracked-changes annotation note-citation table-of-content alphabetical-index bibliography "
    "sequence-decls forms scripts font-face-decls automatic-styles image object ruby-text".split()
)
_PIECE = 1 << 16
_MOST_META = 1_000_000
_TITLE_STYLES = frozenset(("Title", "Titre"))


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a document."""
    try:
        with zipfile.ZipFile(file.stream) as document:
            content, meta = _Text(), _Meta()
            _check_is_open(document)
            _feed(document, "content.xml", content, encodings.LONGEST_ARTICLE)
            _feed(document, "meta.xml", meta, _MOST_META)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ArticleError(
            Message(
                "is no OpenDocument that can be read ({error}): is the file damaged?",
                error=cause_of(error),
            )
        ) from None
    yield _record(content, meta.values)


def _record(content: _Text, meta: dict[str, list[str]]) -> Record:
    text = without_hints("\n\n".join(content.paragraphs))
    first = {name: values[0] for name, values in meta.items()}
    created = created_day(first.get("creation-date", ""))
    title = believed_title(first.get("title", "")) or content.title or first_sentence(text)
    extra: dict[str, Any] = {
        "author": believed_author(first.get("initial-creator", "") or first.get("creator", "")),
        "tags": meta.get("keyword"),
        "language": first.get("language", "").split("-")[0].lower(),
        "created": created,
    }
    fields = {"title": title, "date": printed_day(created, text), "text": text}
    return Record(1, fields, {name: value for name, value in extra.items() if value})


def _check_is_open(document: zipfile.ZipFile) -> None:
    try:
        with document.open("META-INF/manifest.xml") as manifest:
            is_closed = b"encryption-data" in manifest.read(_MOST_META)
    except KeyError:
        return
    if is_closed:
        raise ArticleError(Message("is protected by a password: save it without one"))


def _feed(document: zipfile.ZipFile, name: str, target: Any, most: int) -> None:
    """Parse a part of a document; ArticleError if it is not XML, too long, or may be an attack."""
    from lxml import etree

    if name == "meta.xml" and name not in document.namelist():
        return
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, huge_tree=False)
    with document.open(name) as part:
        size = 0
        try:
            while data := part.read(_PIECE):
                size += len(data)
                if size > most:
                    raise _too_long(most)
                parser.feed(data)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise ArticleError(
                Message(
                    "is no OpenDocument that can be read ({error}): is the file damaged?",
                    error=libxml_cause(error),
                )
            ) from None


def _too_long(most: int) -> ArticleError:
    return ArticleError(
        Message("the file has more than {bytes:,} bytes, too many for one article: split it", bytes=most)
    )


class _Target:
    """What the parser tells of a part: refuses document types, which OpenDocument does not have."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ArticleError(
            Message("has a document type, as an attack on readers of XML does: save it anew")
        )

    def comment(self, text: str) -> None:
        """Leave comments out."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Leave instructions out."""

    def close(self) -> None:
        """End the part."""


@dataclass
class _Text(_Target):
    """Collects the paragraphs of a text; `title` is its first one, if it is a heading or a title."""

    paragraphs: list[str] = field(default_factory=list)
    title: str = ""
    _open: list[list[str]] = field(default_factory=list)
    _titles: list[bool] = field(default_factory=list)
    _within: list[str] = field(default_factory=list)
    _skipped: int = 0

    def start(self, tag: str, attributes: Any) -> None:
        name = _local(tag)
        if self._skipped or name in _UNSEEN:
            self._skipped += 1
        elif name in _PARAGRAPHS:
            style = next((value for key, value in attributes.items() if _local(key) == "style-name"), "")
            self._open.append([])
            self._titles.append(name == "h" or style in _TITLE_STYLES)
        elif name in _SPACES and self._open:
            self._open[-1].append(" ")

    def data(self, data: str) -> None:
        if self._open and not self._skipped:
            self._open[-1].append(data)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif _local(tag) in _PARAGRAPHS and self._open:
            is_title = self._titles.pop()
            self._end_paragraph(" ".join("".join(self._open.pop()).split()), is_title)

    def _end_paragraph(self, paragraph: str, is_title: bool) -> None:
        """Add a paragraph; those of notes and frames within another wait for its end."""
        if self._open:
            self._within.append(paragraph)
            return
        if is_title and not self.paragraphs:
            self.title = paragraph
        self.paragraphs += filter(None, [paragraph, *self._within])
        self._within.clear()


@dataclass
class _Meta(_Target):
    """Collects the values of `meta.xml` by their names."""

    values: dict[str, list[str]] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: Any) -> None:
        self._pieces.clear()

    def data(self, data: str) -> None:
        self._pieces.append(data)

    def end(self, tag: str) -> None:
        if value := "".join(self._pieces).strip():
            self.values.setdefault(_local(tag), []).append(value)
        self._pieces.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
