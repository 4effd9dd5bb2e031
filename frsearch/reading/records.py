"""What a form of files gives: records, the fields of each article, not yet checked.

>>> Record(1, {"text": "Le sommet aura lieu à Helsinki."}, {"source": "AFP"}).extra["source"]
'AFP'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from frsearch.errors import ArticleError
from frsearch.reading.encodings import ByteStream

FIELDS = ("id", "title", "date", "text", "url")
"""The fields of a record, by our names; all others are extra."""

DateOrigin = Literal["field", "header", "metadata"]
"""Where a record has its date: in a field of its own, a line before its text, a file beside it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One article in a file: `fields` by our names, values as written; `extra` are all others.

    `line` is the number of its first line, or of the article in the file where lines mean nothing (HTML,
    XML), from 1. A field that the file does not have is absent, None or blank. `extra` uses the names
    source, author, section, page, tags and language where they fit, and otherwise those of the file; its
    values are texts, numbers, booleans or lists of texts; articles have tags as a list, and the language
    as a code (`languages`). `whole_file` says that the article is all that
    its file holds, in a form whose files may hold several: its default id is that of the file.
    `as_written` says that frsearch wrote the file: the article is as it was, so that no text is repaired
    and no date taken from the name of the file.
    """

    line: int
    fields: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)
    date_origin: DateOrigin = "field"
    whole_file: bool = False
    as_written: bool = False


Outcome = Record | ArticleError
"""A record, or why there is none, with its line if it has one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to parse.

    `path` is where it lies on the disk, `name` its name without `.gz`, `stream` its bytes, unpacked;
    `shown` is its path as people gave it, or that within an archive, if it is another.
    `columns` are those that the caller named, our field -> theirs. `encodings` collects the names of
    the encodings that parsers find, `used` the paths of other files whose content they read (a
    metadata.csv, the pages of an issue).
    """

    path: str
    name: str
    stream: ByteStream
    columns: Mapping[str, str] = field(default_factory=dict)
    encodings: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    shown: str = ""


Parser = Callable[[Opened], Iterator[Outcome]]
"""Yields errors among the records, so that reading goes on after a bad one; may raise ArticleError,
OSError, EOFError and zlib.error where nothing more can be read. Keeps one record in memory at a time
where the form allows it."""
