"""What the system and other people's libraries say -> a template of ours that says the same.

They speak English alone. A template is their sentence with fields for what changes in it, so that its
French can stand in `french_causes`; `…` at its end is for what no one needs to know. What is in no
template stays as it is.

    >>> template_of("Not a gzipped file (b'pa')")
    ('Not a gzipped file ({bytes})', {'bytes': "b'pa'"})
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SYSTEM = (
    *("No such file or directory", "Permission denied", "Is a directory", "Not a directory"),
    *("Too many open files", "Input/output error", "Too many levels of symbolic links"),
    *("File name too long", "Address already in use", "File exists", "Directory not empty"),
    *("No space left on device", "Disk quota exceeded", "Read-only file system", "File too large"),
    *("Operation not permitted", "Device or resource busy", "Stale file handle", "Invalid argument"),
    *("Cannot assign requested address", "Broken pipe", "Cannot allocate memory"),
)
"""What the system says."""

JSON = (
    *("Expecting value", "Expecting property name enclosed in double quotes", "Extra data"),
    *("Expecting ',' delimiter", "Expecting ':' delimiter", "Unterminated string starting at"),
    *("Invalid control character at", "Invalid \\escape", "Invalid \\uXXXX escape"),
    *("Illegal trailing comma before end of object", "Illegal trailing comma before end of array"),
    "Exceeds the limit ({limit} digits) for integer string conversion…",
)
"""What `json` says."""

COMPRESSION = (
    *("Not a gzipped file ({bytes})", "Unknown compression method", "Incorrect length of data produced"),
    "Compressed file ended before the end-of-stream marker was reached",
    *("CRC check failed {one} != {other}", "Error {number} while decompressing data…"),
    *("Compressed data ended before the end-of-stream marker was reached", "Invalid data stream"),
    *("Input format not supported by decoder", "Corrupt input data", "Not a BZ2 file"),
)
"""What `gzip`, `zlib`, `bz2` and `lzma` say."""

ARCHIVES = (
    *("File is not a zip file", "Bad CRC-32 for file {name}", "Truncated file header"),
    *("Bad magic number for central directory", "Bad magic number for file header"),
    *("Truncated central directory", "Corrupt extra field…", "Bad offset for central directory"),
    *("File name in directory {one} and header {other} differ.", "Overlapped entries…"),
    *("There is no item named {name} in the archive", "That compression method is not supported"),
    *("zipfiles that span multiple disks are not supported", "File {name} is encrypted…"),
    *("file could not be opened successfully…", "unexpected end of data", "empty file"),
    *("truncated header", "invalid header", "empty header", "bad checksum", "not a gzip file"),
    *("missing or bad subsequent header", "invalid compressed data", "end of file header"),
)
"""What `zipfile` and `tarfile` say."""

PDF = tuple(
    f"{what} (PDFium: {cause})."
    for what in ("Failed to load document", "Failed to load page")
    for cause in ("Data format error", "File access error", "Unsupported security scheme", "Success")
)
"""What PDFium says; of a page that it cannot load, it says Success."""

XML = (
    "Opening and ending tag mismatch: {one} line {line} and {other}",
    "Premature end of data in tag {name} line {line}",
    *("Start tag expected, '<' not found", "Extra content at the end of the document"),
    *("Document is empty", "no element found", "StartTag: invalid element name"),
    *("xmlParseEntityRef: no name", "EntityRef: expecting ';'", "Entity '{name}' not defined"),
    *("Specification mandates value for attribute {name}", "attributes construct error"),
    *("AttValue: \" or ' expected", "AttValue: ' expected", "Attribute {name} redefined"),
    *("Unescaped '<' not allowed in attributes values", "error parsing attribute name"),
    *("Couldn't find end of Start Tag {name} line {line}", "Couldn't find end of Start Tag {name}"),
    *("expected '>'", "Comment not terminated", "CData section not finished"),
    *("PCDATA invalid Char value {number}", "Char {number} out of allowed range"),
    "Input is not proper UTF-8, indicate encoding !",
    *("ParsePI: PI {name} never end ...", "xmlParsePI : no target name"),
    *("xmlParseStartTag: invalid element name", "XML or text declaration not at start of entity"),
    "Sequence ']]>' not allowed in content",
)
"""What libxml2 says of a damaged file."""

TEMPLATES = (*SYSTEM, *JSON, *COMPRESSION, *ARCHIVES, *PDF, *XML)
"""All of them."""

_FIELD = re.compile(r"\{(\w+)\}")
_LONGEST = 2000


def template_of(words: str) -> tuple[str, dict[str, str]] | None:
    """Return the template of what was said, and the values of its fields; None if there is none."""
    for template, pattern in _patterns() if len(words) <= _LONGEST else ():
        if found := pattern.fullmatch(words):
            return template, found.groupdict()
    return None


@lru_cache(1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((template, re.compile("".join(_pieces(template)), re.DOTALL)) for template in TEMPLATES)


def _pieces(template: str) -> Iterator[str]:
    """Yield the pattern of a template: of its text as it stands, of its fields by their names."""
    for at, piece in enumerate(_FIELD.split(template.removesuffix("…"))):
        yield f"(?P<{piece}>.*?)" if at % 2 else re.escape(piece)
    yield ".*" if template.endswith("…") else ""
