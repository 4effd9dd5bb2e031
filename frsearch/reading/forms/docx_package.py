"""A Word file (`.docx`, zip and XML) -> its paragraphs and properties, in bounded memory.

Text boxes, tables and hyperlinks are read; headers, footers, notes and deleted text are not.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings
from frsearch.reading.cut_words import without_hints
from frsearch.reading.encodings import ByteStream
from frsearch.reading.forms.xml import libxml_cause

_MOST_TIMES = 200
_SMALLEST_BOUND = 1 << 20
# A directory of the zip with more bytes lists more files than a Word file has.
_LONGEST_DIRECTORY = 1 << 22
_END_OF_ZIP = 22 + 65_535

# Word has a second namespace for the same names, in files saved as « Strict Open XML ».
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATION_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph, the names of its bookmarks, and the id of its first link."""

    text: str
    bookmarks: tuple[str, ...] = ()
    link: str = ""


_BLANK = Paragraph("")


@dataclass(frozen=True, slots=True)
class Package:
    """What a Word file holds: `properties` are those of `docProps/core.xml`, `links` their targets."""

    paragraphs: list[Paragraph]
    properties: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def read_package(stream: ByteStream) -> Package:
    """Read a Word file; ArticleError if it is none, or unpacks to too much."""
    from lxml import etree

    try:
        file = io.BytesIO(stream.read()) if isinstance(stream, gzip.GzipFile) else stream
        size = file.seek(0, 2)
        _check_directory(file, size)
        with zipfile.ZipFile(file) as archive:
            bound = min(encodings.LONGEST_ARTICLE, max(_SMALLEST_BOUND, _MOST_TIMES * size))
            return Package(
                list(_paragraphs(archive, bound)), _properties(archive, bound), _links(archive, bound)
            )
    except etree.XMLSyntaxError as error:
        raise ArticleError(
            Message(
                "has XML that cannot be read ({error}): save it again as .docx",
                error=libxml_cause(error),
            )
        ) from None
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        LookupError,
        ValueError,
        struct.error,
    ):
        raise ArticleError(
            Message(
                "is not a sound .docx file: open it in a word processor, without its password if it has "
                "one, and save it as .docx"
            )
        ) from None


def _check_directory(file: IO[bytes] | ByteStream, size: int) -> None:
    """Refuse a zip whose list of files, which is read at once, is longer than that of any Word file."""
    file.seek(max(0, size - _END_OF_ZIP))
    tail = file.read(_END_OF_ZIP)
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") > _LONGEST_DIRECTORY:
        raise zipfile.BadZipFile


def _bomb() -> ArticleError:
    return ArticleError(
        Message(
            "unpacks to more than {times} times its size, as a decompression bomb does: "
            "unpack it first if you trust it",
            times=_MOST_TIMES,
        )
    )


class _Bounded:
    """A file of the zip that refuses to unpack to more than `left` bytes."""

    def __init__(self, file: IO[bytes], left: int):
        self._file = file
        self._left = left

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size < 1 << 16 else 1 << 16)
        self._left -= len(data)
        if self._left < 0:
            raise _bomb()
        return data


def _events(archive: zipfile.ZipFile, name: str, bound: int) -> Iterator[tuple[str, Any]]:
    """Yield ("start" or "end", element) for a file of the zip; an element that ended is freed.

    Entities are not resolved, nothing is loaded from elsewhere, and depth is limited.
    """
    from lxml import etree

    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    with archive.open(name) as file:
        events = etree.iterparse(
            _Bounded(file, bound),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        for event, element in events:
            yield event, element
            if event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _paragraphs(archive: zipfile.ZipFile, bound: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document; one in a text box comes before the one around it."""
    opened: list[_Opened] = []
    fallback = 0
    for event, element in _events(archive, _document_name(archive), bound):
        space, _, name = str(element.tag).rpartition("}")
        if element.tag == _FALLBACK:
            # The same text again, for programs that cannot show the first.
            fallback += 1 if event == "start" else -1
        elif fallback or space not in _WORD:
            continue
        elif name == "p":
            if event == "start":
                opened.append(_Opened())
            elif (paragraph := opened.pop().paragraph()) != _BLANK:
                yield paragraph
        elif event == "end" and opened:
            opened[-1].take(name, element)
        elif opened and name == "hyperlink":
            opened[-1].link = opened[-1].link or next(filter(None, map(element.get, _RELATION_ID)), "")


class _Opened:
    """A paragraph that is being read."""

    def __init__(self) -> None:
        self.link = ""
        self._pieces: list[str] = []
        self._bookmarks: list[str] = []

    def take(self, name: str, element: Any) -> None:
        if name == "t":
            self._pieces.append(element.text or "")
        elif name == "bookmarkStart":
            self._bookmarks.append(_attribute(element, "name"))
        elif name in _SIGNS and str(element.getparent().tag).endswith("}r"):
            self._pieces.append(_SIGNS[name])

    def paragraph(self) -> Paragraph:
        return Paragraph(without_hints("".join(self._pieces)), tuple(self._bookmarks), self.link)


def _attribute(element: Any, name: str) -> str:
    return next(
        (element.get(f"{space}}}{name}") for space in _WORD if element.get(f"{space}}}{name}")), ""
    )


def _document_name(archive: zipfile.ZipFile) -> str:
    names = [
        name for name in archive.namelist() if name.startswith("word/document") and name.endswith(".xml")
    ]
    return min(names, default="word/document.xml", key=len)


def _properties(archive: zipfile.ZipFile, bound: int) -> dict[str, str]:
    name = "docProps/core.xml"
    if name not in archive.namelist():
        return {}
    ended = (each for event, each in _events(archive, name, bound) if event == "end")
    found = {str(each.tag).rpartition("}")[2]: (each.text or "").strip() for each in ended}
    return {name: value for name, value in found.items() if value}


def _links(archive: zipfile.ZipFile, bound: int) -> dict[str, str]:
    folder, _, name = _document_name(archive).rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    return {
        each.get("Id") or "": each.get("Target") or ""
        for event, each in _events(archive, relations, bound)
        if event == "end" and str(each.get("Type")).endswith("/hyperlink")
    }
