"""Bytes of files, plain or gzip, -> text.

UTF-8 with or without a byte order mark, UTF-16 with a byte order mark, and for bytes that are not UTF-8,
as in old French files, cp1252 (which includes printable Latin-1), ISO-8859-15, Mac Roman or cp850. The
encoding of a `.txt` is detected for the whole file; that of a file of lines for each line, so that it
can be read as a stream. UTF-16 without a mark is not detected.

    >>> decode("L'été".encode("cp1252"))
    "L'été"
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import stat
from collections.abc import Iterator
from itertools import count
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message

LONGEST_ARTICLE = 100_000_000
"""Most bytes of an article (characters, in a file of lines); a longer one is a damaged file."""

ByteStream = io.BufferedReader | gzip.GzipFile

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 8192
_CHUNK = 1 << 20
# Without those that occur in text: backspace, tab, line ends, form feed, 0x1A (end of file in DOS).
_CONTROLS = bytes(set(range(32)) - set(b"\b\t\n\v\f\r\x1a") | {0x7F})
_HIGHEST_ODD_SHARE = 0.05
# Letters of French beside a letter: é è ê à ç ù …, where they stand in each encoding.
_CP1252_ACCENTS = re.compile(rb"(?<=[A-Za-z])[\xe0-\xff]|[\xc0-\xff](?=[a-z])")
_OLD_ACCENTS = {
    "mac_roman": re.compile(rb"(?<=[A-Za-z])[\x8d\x8e\x8f\x90]|[\x8d\x8e\x8f\x90](?=[a-z])"),
    "cp850": re.compile(rb"(?<=[A-Za-z])[\x82\x8a](?=[a-z])|[\x82\x8a](?=[a-z])"),
}
_CP1252_ONLY = re.compile(rb"[\x80-\x9f]")
# Euro, as nobody writes the sign ¤; œ and Œ beside a letter, where ½ and ¼ stand beside figures.
_LATIN9 = re.compile(rb"\xa4|(?<=[A-Za-z\xc0-\xff])[\xbd\xbc]|[\xbd\xbc](?=[a-z\xe0-\xff])")
# Text compresses about 10 times; gzip can compress blank lines 1,000 times.
_HIGHEST_RATIO = 200


def open_bytes(path: str) -> ByteStream:
    """Open a file, through gzip if its name ends with `.gz`.

    Raises OSError, and ArticleError if it is not a regular file: reading a named pipe could block
    forever. A damaged gzip file raises only when it is read.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ArticleError(Message("is not a regular file: give a file or a folder of files"))
    if path.lower().endswith(".gz"):
        return _GzipFile(path, "rb")
    return open(path, "rb")


class _GzipFile(gzip.GzipFile):
    """A gzip file that refuses to unpack to over 200 times its size (and over 100 MB)."""

    def read(self, size: int | None = -1) -> bytes:
        return self._sound(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._sound(super().read1(size))

    def _sound(self, data: bytes) -> bytes:
        if self.tell() > max(LONGEST_ARTICLE, _HIGHEST_RATIO * bytes_read(self)):
            raise ArticleError(
                Message(
                    "unpacks to more than {times} times its size, as a decompression bomb does: "
                    "unpack it first if you trust it",
                    times=_HIGHEST_RATIO,
                )
            )
        return data


def bytes_read(stream: ByteStream) -> int:
    """Return the number of bytes read from the file on disk by a stream of `open_bytes`."""
    file: Any = stream.fileobj if isinstance(stream, gzip.GzipFile) else stream
    return int(file.tell())


def shown(path: str) -> str:
    """Return a path as valid text: a file name may not be UTF-8, but ids and messages must be."""
    return path if path.isascii() else decode(os.fsencode(path))


def decode(data: bytes, found: set[str] | None = None) -> str:
    """Decode as UTF-8; if invalid, as damaged UTF-8 or as an old encoding, whichever fits more bytes.

    In French text in cp1252, almost no accented letter is valid UTF-8; in UTF-8 text with a damaged or
    cut character, almost all are. Undecodable bytes become U+FFFD. The name of an encoding other than
    UTF-8 is added to `found`.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        as_utf8 = data.decode("utf-8", "replace")
    broken = as_utf8.count("\ufffd")
    sound = len(as_utf8) - broken - len(as_utf8.encode("ascii", "ignore"))
    name = "utf-8, damaged" if sound > broken else _old_encoding(data)
    if found is not None:
        found.add(name)
    return as_utf8 if sound > broken else data.decode(name, "replace")


def _old_encoding(data: bytes) -> str:
    """Return the likeliest old encoding of French: cp1252, or ISO-8859-15, Mac Roman or cp850.

    ISO-8859-15 has no quotation marks, but œ and € where cp1252 has ½ and ¤. The accented letters of Mac
    Roman and cp850 are signs or nothing in cp1252, which do not stand within words.
    """
    accents = len(_CP1252_ACCENTS.findall(data))
    for name, letters in _OLD_ACCENTS.items():
        if len(letters.findall(data)) > accents:
            return name
    is_latin9 = not _CP1252_ONLY.search(data) and _LATIN9.search(data)
    return "iso8859-15" if is_latin9 else "cp1252"


def read_text(stream: ByteStream, found: set[str] | None = None) -> str:
    """Read a whole file as one text, with `\\n` as line end; ArticleError if it is not text.

    The names of encodings other than UTF-8 are added to `found`.
    """
    data = stream.read(LONGEST_ARTICLE + 1)
    if len(data) > LONGEST_ARTICLE:
        raise ArticleError(
            Message(
                "the file has more than {bytes:,} bytes, too many for one article: split it",
                bytes=LONGEST_ARTICLE,
            )
        )
    _check_is_text(data)
    if is_utf16(data):
        text = data.decode("utf-16", "replace")
        if found is not None:
            found.add("utf-16")
    else:
        text = decode(data, found)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_lines(stream: ByteStream, found: set[str] | None = None) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line with its `\\n`), with one line in memory at a time.

    The names of encodings other than UTF-8 are added to `found`. Raises ArticleError if the beginning
    of the file is not text, or if a line is too long.
    """
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    _check_is_text(sample)
    utf16 = is_utf16(sample)
    # Latin-1 keeps bytes unchanged while the wrapper finds every kind of line end.
    encoding, errors = ("utf-16", "replace") if utf16 else ("latin-1", "strict")
    if utf16 and found is not None:
        found.add("utf-16")
    with io.TextIOWrapper(stream, encoding=encoding, errors=errors) as lines:
        for number in count(1):
            line = lines.readline(LONGEST_ARTICLE)
            if not line:
                return
            if len(line) >= LONGEST_ARTICLE and not line.endswith("\n"):
                raise ArticleError(
                    Message(
                        "the line has more than {bytes:,} bytes, too many for one article: split it",
                        bytes=LONGEST_ARTICLE,
                    ),
                    line=number,
                )
            text = line if utf16 else decode(line.encode("latin-1"), found)
            # Concatenated files have a byte order mark at the beginning of each.
            if text := text.removeprefix("\ufeff"):
                yield number, text


def read_chunks(stream: ByteStream, found: set[str] | None = None) -> Iterator[str]:
    """Yield the text of a file in pieces of about a megabyte; ArticleError if it is not text.

    The names of encodings other than UTF-8 are added to `found`.
    """
    data = stream.read(_CHUNK)
    _check_is_text(data)
    utf16 = codecs.getincrementaldecoder("utf-16")("replace") if is_utf16(data) else None
    if utf16 and found is not None:
        found.add("utf-16")
    rest, is_first = b"", True
    while data:
        following = stream.read(_CHUNK)
        if utf16:
            text = utf16.decode(data, not following)
        else:
            data = rest + data
            end = _last_ascii(data) if following else len(data)
            text, rest = decode(data[:end], found), data[end:]
        yield text.removeprefix("\ufeff") if is_first else text
        data, is_first = following, False


def _last_ascii(data: bytes) -> int:
    """Return the end of the last ASCII character, after which no character of UTF-8 is cut."""
    end = len(data)
    while end > max(0, len(data) - _SAMPLE) and data[end - 1] > 0x7F:
        end -= 1
    return end


def is_utf16(start: bytes) -> bool:
    """Say whether some bytes begin with a byte order mark of UTF-16."""
    return start.startswith(_UTF16_MARKS)


def _check_is_text(data: bytes) -> None:
    if is_utf16(data):
        text = data[:_SAMPLE].decode("utf-16", "replace")
        odd, size = sum(not _belongs_in_text(character) for character in text), len(text)
        has_nul = "\0" in text
    else:
        odd, size = len(data) - len(data.translate(None, _CONTROLS)), len(data)
        has_nul = b"\0" in data
    if has_nul or odd > size * _HIGHEST_ODD_SHARE:
        raise ArticleError(Message("looks like a binary file: save it as text, in UTF-8"))


def _belongs_in_text(character: str) -> bool:
    return character != "\ufffd" and (character.isprintable() or character.isspace())
