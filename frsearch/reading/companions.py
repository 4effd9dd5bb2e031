"""A `metadata.csv` beside text files, as TXM has it -> the fields of each text.

The first column is the name of a file without its ending, the others are columns as in any CSV. Such a
file holds no articles: it has no text, and a row for a file beside it.

    >>> Companions().metadata_of("nowhere/a.txt") is None
    True
"""

from __future__ import annotations

import os
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings
from frsearch.reading.columns import Columns
from frsearch.reading.encodings import open_bytes, read_lines
from frsearch.reading.forms.csv_file import open_rows
from frsearch.reading.forms.registry import split_name
from frsearch.reading.records import Record

NAMES = ("metadata.csv", "metadata.tsv")
"""The names of metadata files, in lower case."""

# Folders come one after another, and their files too.
_MOST_FOLDERS = 16


@dataclass(slots=True)
class _Metadata:
    """The rows of a metadata file and their lines, by the name in their first column; what is wrong."""

    path: str
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    errors: list[ArticleError] = field(default_factory=list)


class Companions:
    """The metadata files of the folders that are being read; each is read once."""

    def __init__(self) -> None:
        self._folders: OrderedDict[str, _Metadata | None] = OrderedDict()

    def metadata_of(self, path: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return the path of the metadata file beside a file, and the row for this file; or None."""
        folder, name = os.path.split(path)
        found = self._in_folder(folder)
        if found is None or name.lower() in NAMES:
            return None
        stem = split_name(name)[0]
        row = found.rows.get(_key(stem), found.rows.get(_key(name)))
        return None if row is None else (found.path, row)

    def is_metadata(self, path: str) -> bool:
        """Say whether a file holds the metadata of files beside it, and no articles."""
        folder, name = os.path.split(path)
        found = self._in_folder(folder) if name.lower() in NAMES else None
        return found is not None and os.path.basename(found.path) == name

    def errors(self, path: str) -> list[ArticleError]:
        """Return the errors of the rows of a metadata file, whose files are without their fields."""
        found = self._in_folder(os.path.dirname(path)) if self.is_metadata(path) else None
        return [] if found is None else found.errors

    def _in_folder(self, folder: str) -> _Metadata | None:
        if folder not in self._folders:
            self._folders[folder] = _find(folder)
            if len(self._folders) > _MOST_FOLDERS:
                self._folders.popitem(last=False)
        return self._folders[folder]


def with_metadata(
    record: Record, row: Mapping[str, Any], columns: Mapping[str, str] | None = None
) -> Record:
    """Return a record with the fields of its row of metadata, which come before its own.

    The name of the file is not an id: files in different folders may share it.
    """
    own = {**dict(list(row.items())[1:]), "text": record.fields.get("text")}
    made = Columns(columns or {}, cells=True, optional=True).record(record.line, own)
    given = {name: value for name, value in made.fields.items() if name != "text"}
    origin = "metadata" if given.get("date") else record.date_origin
    fields = {**record.fields, **given}
    return Record(record.line, fields, {**record.extra, **made.extra}, origin)


def _find(folder: str) -> _Metadata | None:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return None
    stems = {_key(each) for name in names for each in (name, split_name(name)[0])}
    for name in sorted(names, key=lambda each: (each.lower() not in NAMES, each)):
        if name.lower() not in NAMES:
            return None
        found = _read(os.path.join(folder, name))
        if found and not stems.isdisjoint(found.rows):
            found.errors += [
                ArticleError(Message("there is no file {name} beside it", name=repr(key)), line=line)
                for key, line in found.lines.items()
                if key not in stems
            ]
            return found
    return None


def _read(path: str) -> _Metadata | None:
    """Read a metadata file; None if it is none, or damaged: it is then a CSV like others."""
    try:
        if os.path.getsize(path) > encodings.LONGEST_ARTICLE:
            return None
        with open_bytes(path) as stream:
            return _rows_of(path, stream)
    except (OSError, ArticleError):
        return None


def _rows_of(path: str, stream: encodings.ByteStream) -> _Metadata | None:
    columns = Columns(cells=True)
    opened = open_rows(read_lines(stream), columns)
    if opened is None:
        return None
    _, header = next(opened[1])
    if isinstance(header, ArticleError) or len(header) < 2:
        return None
    names = [name.strip() for name in header]
    if columns.has_text(dict.fromkeys(names[1:], "x")):
        return None
    found = _Metadata(path)
    for line, row in opened[1]:
        if isinstance(row, ArticleError):
            found.errors.append(ArticleError(row.reason, line=line))
        elif row[0].strip():
            found.rows[_key(row[0])] = dict(zip(names, row, strict=False))
            found.lines[_key(row[0])] = line
    return found


def _key(name: str) -> str:
    # A Mac may have written the names, in decomposed Unicode.
    return unicodedata.normalize("NFC", name.strip())
