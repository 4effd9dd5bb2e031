"""The bytes of a page -> its text, in the encoding that it declares, if it is not UTF-8.

A page says what it is in, `<meta charset="iso-8859-15">` or `<?xml encoding="…"?>`, but programs that
save pages often write UTF-8 and leave the old declaration. So bytes that are UTF-8 are read as UTF-8.
As in browsers, Latin-1 and ASCII stand for cp1252 (https://encoding.spec.whatwg.org/#names-and-labels).
"""

from __future__ import annotations

import re

from frsearch.reading.encodings import ByteStream, read_text

_HEAD = 4096
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
# Python has other codecs, which are no encodings of pages, and slow ones.
_KNOWN = re.compile(r"iso-?8859|latin|windows|cp\d|mac|ibm|koi8|gb|big5|shift|euc", re.IGNORECASE)
_CP1252 = re.compile(r"(?:iso-?8859-1|latin-?1|us-ascii|ascii)", re.IGNORECASE)


def read_html(stream: ByteStream, found: set[str] | None = None) -> str:
    """Read a whole page; ArticleError if it is no text, or too long.

    The names of encodings other than UTF-8 are added to `found`.
    """
    encoding = _declared(stream.read(_HEAD))
    stream.seek(0)
    guessed: set[str] = set()
    text = read_text(stream, guessed)
    if encoding and guessed and not guessed & {"utf-16", encoding}:
        stream.seek(0)
        guessed = {encoding}
        text = stream.read().decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    if found is not None:
        found |= guessed
    return text


def _declared(head: bytes) -> str:
    """Return the declared encoding, by its name in Python; "" for UTF-8, none, or an unknown one."""
    declared = _DECLARED.search(head)
    name = declared[1].decode("ascii") if declared else ""
    if _CP1252.fullmatch(name):
        return "cp1252"
    if not _KNOWN.match(name):
        return ""
    try:
        return _python_name(name)
    except LookupError:
        return ""


def _python_name(name: str) -> str:
    import codecs

    return codecs.lookup(name).name
