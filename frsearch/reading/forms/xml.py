"""XML -> elements, read as a stream and from nobody who must be trusted.

Refused: entities that a file declares (they grow: a "billion laughs"; or fetch other files), elements
nested over 256 levels, a text over 10 MB, too many elements in one article. Nothing is ever fetched.

Mended, as archives have them: blanks before the declaration, bytes that are not in the encoding that
the file declares, control characters, the named entities of HTML (`&eacute;`), an `&` that begins none.

>>> import io
>>> [element.text for _, element in events(io.BytesIO(b"<a>&eacute;t\\xc3\\xa9</a>")) if element.text]
['été', 'été']
>>> [element.text for event, element in events(io.BytesIO(b"<a>R&D</a>")) if event == "end"]
['R&D']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, Protocol

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, said
from frsearch.reading.encodings import LONGEST_ARTICLE, decode, is_utf16

MOST_ELEMENTS = 1_000_000
"""Most elements in memory at a time, about 300 MB."""

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

Event = tuple[str, Any]
"""("start", element) where its attributes are known, ("end", element) when it is whole."""


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, b"" at the end."""


_CHUNK = 1 << 16
# libxml2 refuses a text over 10 MB; a tag without an end is as long.
_LONGEST_PIECE = 20_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
_UNICODE = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))
_BOM = b"\xef\xbb\xbf"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
# A control character by its number, or an entity by its name but for the five of XML.
_REFERENCE = re.compile(
    rb"&(?:#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|11|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
    rb"|(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});)"
)
# As in an address, `?a=1&b=2`; not in a CDATA section, where it is itself.
_BARE = re.compile(rb"&(?!(?:#x?)?[\w.:-]{1,100};)")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


class Damaged(ArticleError):
    """What is no well-formed XML."""


def check_is_sound(stream: Readable) -> None:
    """Raise Damaged if a file is no well-formed XML, whatever else is wrong with it."""
    try:
        for event, element in events(stream):
            if event == "end":
                forget(element)
    except Damaged:
        raise
    except ArticleError:
        pass  # what is not read need not be harmless


def events(stream: Readable, found: set[str] | None = None) -> Iterator[Event]:
    """Yield the elements of a file as they begin and end; ArticleError where it is refused or damaged.

    Elements before the damage are yielded. The names of encodings other than UTF-8 are added to `found`.
    Call `forget` with an element that is no longer needed.
    """
    from lxml import etree

    parser: Any = etree.XMLPullParser(
        ("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    held = _Held()
    try:
        for piece in _mended(stream, found):
            try:
                parser.feed(piece)
            finally:
                yield from held.add(len(piece), parser.read_events())
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from None


def root_of(stream: Readable, found: set[str] | None = None) -> Any:
    """Return the root of a whole file of at most `LONGEST_ARTICLE` bytes."""
    root: Any = None
    for _, root in events(_Bounded(stream), found):  # noqa: B007
        pass
    return root


def forget(element: Any) -> None:
    """Free the memory of an element that has ended, and of all before it in its parent."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def markup_text(element: Any) -> str:
    """Return the text of an element that holds HTML: as elements, or as text that is markup."""
    from frsearch.reading.forms.html_text import element_text, html_text

    if not len(element):
        return html_text(element.text or "")
    for each in element.iter("*"):
        each.tag = local_name(each)
    return element_text(element)


def text_of(element: Any) -> str:
    """Return the texts within an element, with one blank between words; "" without an element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def namespace_of(element: Any) -> str:
    """Return the namespace of an element; "" if it has none."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag[1:].partition("}")[0] if tag[:1] == "{" else ""


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; "" for an entity that nobody declares."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Held:
    """Refuses entities that are declared, and more than memory should hold at a time."""

    def __init__(self) -> None:
        self._root: Any = None
        self._elements = self._bytes = 0

    def add(self, size: int, events: Iterator[Event]) -> Iterator[Event]:
        """Yield the events of the next `size` bytes."""
        self._bytes += size
        for event in events:
            if self._root is None:
                self._root = event[1]
                _refuse_entities(self._root.getroottree().docinfo.internalDTD)
            self._elements += event[0] == "start"
            if self._elements > MOST_ELEMENTS or self._bytes > LONGEST_ARTICLE:
                self._count()
            yield event

    def _count(self) -> None:
        """Count what is there: elements that were forgotten are not."""
        self._elements = self._bytes = 0
        for element in self._root.iter():
            self._elements += 1
            self._bytes += len(element.text or "") + len(element.tail or "")
        if self._elements > MOST_ELEMENTS // 2 or self._bytes > LONGEST_ARTICLE // 2:
            raise ArticleError(
                Message(
                    "XML that holds {count:,} elements and {bytes:,} bytes in one piece: split it",
                    count=self._elements,
                    bytes=self._bytes,
                )
            )


def _refuse_entities(dtd: Any) -> None:
    for entity in dtd.iterentities() if dtd is not None else ():
        raise ArticleError(
            Message(
                "declares an entity, {name!r}, as an attack does that fills the memory or reads other "
                "files: remove its <!ENTITY …> if you trust the file",
                name=entity.name,
            )
        )


def libxml_cause(error: Any) -> Message:
    """Return what libxml2 says of a file that it cannot read, without the place."""
    return said(re.split(r", line \d+, col|\n", str(error.msg), maxsplit=1)[0])


def _refusal(error: Any) -> ArticleError:
    """Say why libxml2 refused a file."""
    words, line = str(error.msg), max(1, error.position[0])
    if "amplification" in words or ("ntity" in words and "loop" in words):
        reason = Message("its entities grow without end, as an attack does that fills the memory")
    elif "depth" in words:
        reason = Message("XML nested over 256 levels deep: flatten it")
    elif "limit exceeded" in words or "too long" in words:
        reason = Message("a text or a name in the XML is too long (a text has at most 10 MB): split it")
    else:
        return Damaged(
            Message(
                "XML that is damaged at line {line}, and cannot be read from there on ({error})",
                line=line,
                error=libxml_cause(error),
            )
        )
    return ArticleError(reason)


class _Bounded:
    """A stream that refuses to give more than `LONGEST_ARTICLE` bytes."""

    def __init__(self, stream: Readable):
        self._stream = stream
        self._size = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._size += len(data)
        if self._size > LONGEST_ARTICLE:
            raise ArticleError(
                Message(
                    "the file has more than {bytes:,} bytes, too many for one article: split it",
                    bytes=LONGEST_ARTICLE,
                )
            )
        return data


def _mended(stream: Any, found: set[str] | None) -> Iterator[bytes]:
    """Yield the bytes of a file without what no XML reader takes."""
    start = stream.read(_CHUNK)
    if is_utf16(start) or b"\0" in start[:4]:
        yield start
        yield from iter(lambda: stream.read(_CHUNK), b"")
        return
    declared = _DECLARED.search(start)
    is_unicode = declared is None or declared[1].lower() in _UNICODE
    in_cdata = False
    for piece in _pieces(start.removeprefix(_BOM).lstrip(), stream):
        piece = _mend(piece, is_unicode, found)
        yield _escaped(piece, in_cdata) if _BARE.search(piece) else piece
        if (last := max(piece.rfind(_CDATA), piece.rfind(_CDATA_END))) >= 0:
            in_cdata = piece.startswith(_CDATA, last)


def _escaped(piece: bytes, in_cdata: bool) -> bytes:
    """Return a piece with the `&` that stand alone escaped; no mark of a CDATA section is cut."""
    parts, at = list[bytes](), 0
    while at < len(piece):
        mark = _CDATA_END if in_cdata else _CDATA
        found = piece.find(mark, at)
        end = found + len(mark) if found >= 0 else len(piece)
        parts.append(piece[at:end] if in_cdata else _BARE.sub(b"&amp;", piece[at:end]))
        in_cdata = in_cdata is (found < 0)
        at = end
    return b"".join(parts)


def _pieces(first: bytes, stream: Any) -> Iterator[bytes]:
    """Yield the bytes cut where no character and no reference is cut."""
    held: list[bytes] = []
    size, chunk = 0, first
    while chunk:
        cut = max(chunk.rfind(b">"), chunk.rfind(b" "), chunk.rfind(b"\n")) + 1
        if cut:
            yield b"".join((*held, chunk[:cut]))
            held, size = [], 0
        held.append(chunk[cut:])
        size += len(held[-1])
        if size > _LONGEST_PIECE:
            raise ArticleError(
                Message("a text or a name in the XML is too long (a text has at most 10 MB): split it")
            )
        chunk = stream.read(_CHUNK)
    yield b"".join(held)


def _mend(piece: bytes, is_unicode: bool, found: set[str] | None) -> bytes:
    piece = piece.translate(None, _CONTROLS)
    if is_unicode and not piece.isascii():
        try:
            piece.decode("utf-8")
        except UnicodeDecodeError:
            piece = b"".join(decode(line, found).encode() for line in piece.splitlines(keepends=True))
    return _REFERENCE.sub(_resolved, piece) if b"&" in piece else piece


def _resolved(reference: re.Match[bytes]) -> bytes:
    """Return a named entity of HTML by its number, and nothing for a control character."""
    if reference[1] is None:
        return b""
    characters = html5.get(reference[1].decode() + ";")
    if characters is None:
        return reference[0]
    return b"".join(b"&#%d;" % ord(character) for character in characters)
