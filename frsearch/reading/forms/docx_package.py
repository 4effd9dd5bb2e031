"""A Word file (`.docx`, zip and XML) -> its paragraphs and properties, in bounded memory.

Text boxes, tables and hyperlinks are read; headers, footers, notes and deleted text are not.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings
from frsearch.reading.encodings import ByteStream

_MOST_TIMES = 200
_SMALLEST_BOUND = 1 << 20
# A directory of the zip with more bytes lists more files than a Word file has.
_LONGEST_DIRECTORY = 1 << 22
_END_OF_ZIP = 22 + 65_535

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word writes the same names in another namespace if it is asked for « Strict Open XML ».
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
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
        size = stream.seek(0, 2)
        _check_directory(stream, size)
        with zipfile.ZipFile(stream) as archive:
            bound = min(encodings.LONGEST_ARTICLE, max(_SMALLEST_BOUND, _MOST_TIMES * size))
            return Package(
                list(_paragraphs(archive, bound)), _properties(archive, bound), _links(archive, bound)
            )
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        KeyError,
        ValueError,
        zlib.error,
    ) as error:
        raise ArticleError(
            Message(
                "is not a sound .docx file: open it in a word processor, without its password if it has "
                "one, and save it as .docx"
            )
        ) from error
    except etree.XMLSyntaxError as error:
        raise ArticleError(
            Message(
                "has XML that cannot be read ({error}): save it again as .docx", error=str(error.msg)
            )
        ) from None


def _check_directory(stream: ByteStream, size: int) -> None:
    """Refuse a zip whose list of files is longer than that of any Word file: it is read at once."""
    stream.seek(max(0, size - _END_OF_ZIP))
    tail = stream.read(_END_OF_ZIP)
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") > _LONGEST_DIRECTORY:
        raise _bomb()


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


@contextmanager
def _member(archive: zipfile.ZipFile, name: str, bound: int) -> Iterator[_Bounded]:
    with archive.open(name) as file:
        yield _Bounded(file, bound)


def _events(
    source: _Bounded, events: tuple[str, ...], tags: tuple[str, ...] | None = None
) -> Iterator[Any]:
    from lxml import etree

    return iter(
        etree.iterparse(
            source,
            events=events,
            tag=tags,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
    )


def _paragraphs(archive: zipfile.ZipFile, bound: int) -> Iterator[Paragraph]:
    with _member(archive, _document_name(archive), bound) as source:
        fallback = 0
        tags = (f"{_WORD}p", f"{_STRICT}p", _FALLBACK)
        for event, element in _events(source, ("start", "end"), tags):
            if element.tag == _FALLBACK:
                # The same text again, for programs that cannot show the first.
                fallback += 1 if event == "start" else -1
            elif event == "end":
                if not fallback:
                    yield _paragraph(element)
                _release(element)


def _document_name(archive: zipfile.ZipFile) -> str:
    names = [
        name for name in archive.namelist() if name.startswith("word/document") and name.endswith(".xml")
    ]
    return min(names, default="word/document.xml", key=len)


def _paragraph(element: Any) -> Paragraph:
    pieces: list[str] = []
    bookmarks: list[str] = []
    link = ""
    for each in element.iter():
        space, _, name = str(each.tag).rpartition("}")
        if f"{space}}}" not in (_WORD, _STRICT):
            continue
        if name == "t":
            pieces.append(each.text or "")
        elif name in _SIGNS and each.getparent().tag.endswith("}r"):
            pieces.append(_SIGNS[name])
        elif name == "bookmarkStart":
            bookmarks.append(each.get(f"{space}}}name") or "")
        elif name == "hyperlink":
            link = link or next(filter(None, map(each.get, _RELATION_ID)), "")
    return Paragraph("".join(pieces), tuple(bookmarks), link)


def _release(element: Any) -> None:
    """Free a paragraph that was read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _properties(archive: zipfile.ZipFile, bound: int) -> dict[str, str]:
    if "docProps/core.xml" not in archive.namelist():
        return {}
    with _member(archive, "docProps/core.xml", bound) as source:
        found = {
            each.tag.rpartition("}")[2]: (each.text or "").strip()
            for _, each in _events(source, ("end",))
            if isinstance(each.tag, str)
        }
    return {name: value for name, value in found.items() if value}


def _links(archive: zipfile.ZipFile, bound: int) -> dict[str, str]:
    folder, _, name = _document_name(archive).rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    with _member(archive, relations, bound) as source:
        return {
            each.get("Id") or "": each.get("Target") or ""
            for _, each in _events(source, ("end",))
            if str(each.get("Type")).endswith("/hyperlink")
        }
