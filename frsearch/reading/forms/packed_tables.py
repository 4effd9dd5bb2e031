"""Is a packed spreadsheet what it seems? A copy of it without what could fill the memory.

`.xlsx` and `.ods` are zip files of XML. A small one may unpack to gigabytes, or say that one of its
cells stands in the millionth row, for which a reader would make room and be ended by the system.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings

LARGEST_UNPACKED = 1_000_000_000
HIGHEST_RATIO = 200
MOST_CELLS = 10_000_000
"""Most cells in the smallest rectangle that holds a sheet: a reader keeps 32 bytes for each."""

_KEPT = (".xml", ".rels", "mimetype")
_CHUNK = 1 << 20
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]{0,2000}?\s)?r\s*=\s*["']([A-Za-z]{1,9})(\d{1,9})["']|<(?:\w+:)?(?:c|row)[\s>/]"""
)
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]{0,2000}?\s)?r\s*=\s*["'](\d{1,9})["']""")


def checked_copy(data: bytes) -> bytes:
    """Return a packed spreadsheet, its XML alone; ArticleError if it is a bomb or damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [each for each in packed.infolist() if each.filename.endswith(_KEPT)]
            _check_size(sum(each.file_size for each in parts), len(data))
            copy = io.BytesIO()
            with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
                for part in parts:
                    _copy(packed, part, plain)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise ArticleError(
            Message("is no sound spreadsheet: is it damaged, or protected by a password?")
        ) from None
    return copy.getvalue()


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > encodings.LONGEST_ARTICLE and unpacked > HIGHEST_RATIO * packed:
        raise ArticleError(
            Message(
                "unpacks to more than {times} times its size, as a decompression bomb does: "
                "unpack it first if you trust it",
                times=HIGHEST_RATIO,
            )
        )
    if unpacked > LARGEST_UNPACKED:
        raise ArticleError(
            Message("is too large a spreadsheet: save it as CSV, which is read row by row")
        )


def _copy(packed: zipfile.ZipFile, part: zipfile.ZipInfo, plain: zipfile.ZipFile) -> None:
    with packed.open(part) as source:
        data = source.read()  # not more than the size that was checked
    if part.filename.lower().endswith("content.xml"):
        cells = _cells_of_opendocument(data)
    else:
        cells = _cells_of_excel(data)
    if cells > MOST_CELLS:
        raise ArticleError(
            Message("has a sheet of more than {count:,} cells: save it as CSV", count=MOST_CELLS)
        )
    plain.writestr(part.filename, data)


def _cells_of_excel(data: bytes) -> int:
    """Return the number of cells from the first row and column to the last ones that are written."""
    last_row = last_column = 0
    for column, row in _written(data):
        last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column


def _written(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the column and row of each cell; one without a place stands after the one before it."""
    row = column = 0
    for found in _CELL.finditer(data):
        if found[1]:
            row, column = int(found[2]), _column(found[1])
        elif b"row" in found[0]:
            number = _ROW_NUMBER.match(data, found.start())
            row, column = int(number[1]) if number else row + 1, 0
            continue
        else:
            column += 1
        yield column, row


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cells_of_opendocument(data: bytes) -> int:
    """Return the number of cells to the last that is written, repeated ones included."""
    from lxml import etree

    most = rows = last_row = width = 0
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    )
    try:
        for event, element in events:
            name = _local(element.tag)
            if event == "start" and name == "table":
                rows = last_row = width = 0
            elif event == "end" and name == "table-row":
                repeated, filled = _repeated(element, "rows"), _width(element)
                rows += repeated
                if filled:
                    last_row, width = rows, max(width, filled)
                    most = max(most, last_row * width)
                element.clear()
    except etree.XMLSyntaxError:
        raise ValueError from None
    return most


def _local(name: Any) -> str:
    """Return a name without its namespace: readers go by the prefix, whatever it stands for."""
    return str(name).rpartition("}")[2]


def _width(row: Any) -> int:
    """Return the number of cells of a row to the last that has a value."""
    width = last = 0
    for cell in row:
        width += _repeated(cell, "columns")
        if len(cell) or any(_local(name) in ("value-type", "formula") for name in cell.attrib):
            last = width
    return last


def _repeated(element: Any, what: str) -> int:
    for name, written in element.attrib.items():
        if _local(name) == f"number-{what}-repeated" and written.isdecimal():
            return int(written[:12])
    return 1
