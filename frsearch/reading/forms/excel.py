"""`.xlsx`, `.xls`, `.ods`: a record per row, from each sheet with a header that `synonyms` knows.

The header is the first of the first rows that names a text. A record has its row for a line, counted on
from one sheet to the next; if several sheets have articles, `sheet` says which. Needs the extra `excel`.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings
from frsearch.reading.columns import Columns
from frsearch.reading.forms.csv_file import checked
from frsearch.reading.forms.extras import need
from frsearch.reading.forms.packed_tables import checked_copy
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.values import is_blank, whole

_HEADER_WITHIN = 20
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0"
# A day of a spreadsheet, in a cell without the format of a date: 1927 to 2119. A year is a lower number.
_FIRST_DAY, _LAST_DAY = 10_000, 80_000
_DAY_ZERO = datetime.date(1899, 12, 30)

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with articles: its names of columns, the rows after them, and the row of the first."""

    name: str
    names: list[str]
    rows: list[Row]
    first: int


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each row."""
    columns = Columns(file.columns, cells=True)
    sheets, before = [], 0
    tables = list(_tables(file))
    for name, rows in tables:
        sheet = _sheet(name, rows, columns, before)
        sheets += [sheet] if sheet else []
        before += len(rows)
    if not sheets and any(rows for _, rows in tables):
        header = next(row for _, rows in tables for row in rows if any(map(_shown, row)))
        checked(list(map(_shown, header)), columns, None)
    for sheet in sheets:
        extra = {"sheet": sheet.name} if len(sheets) > 1 else {}
        yield from _records(sheet, columns, extra)


def _tables(file: Opened) -> Iterator[tuple[str, list[Row]]]:
    """Yield the name and the rows of each sheet; ArticleError if the file is damaged or too large."""
    calamine = need("python_calamine", "excel")
    data = file.stream.read(encodings.LONGEST_ARTICLE + 1)
    if len(data) > encodings.LONGEST_ARTICLE:
        raise ArticleError(
            Message("is too large a spreadsheet: save it as CSV, which is read row by row")
        )
    if not data:
        return
    if data.startswith(_ZIP):
        data = checked_copy(data)
    elif not data.startswith(_OLE):
        raise ArticleError(
            Message("is no sound spreadsheet: is it damaged, or protected by a password?")
        )
    yield from _unpacked(calamine, data)


def _unpacked(calamine: Any, data: bytes) -> Iterator[tuple[str, list[Row]]]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except BaseException as error:
        # A panic of Rust is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise ArticleError(
                Message("is no sound spreadsheet: is it damaged, or protected by a password?")
            ) from None
        raise


def _sheet(name: str, rows: list[Row], columns: Columns, before: int) -> _Sheet | None:
    for number, row in enumerate(rows[:_HEADER_WITHIN], 1):
        names = list(map(_shown, row))
        if columns.knows_text(each for each in names if each):
            made = checked(names, columns, before + number)
            return _Sheet(name, made, rows[number:], before + number + 1)
    return None


def _records(sheet: _Sheet, columns: Columns, extra: dict[str, str]) -> Iterator[Record]:
    for line, row in enumerate(sheet.rows, sheet.first):
        if any(not is_blank(cell) for cell in row):
            values = {
                name: cell for name, cell in zip(sheet.names, map(whole, row), strict=False) if name
            }
            made = columns.record(line, values)
            fields = {**made.fields, "date": _dated(made.fields.get("date"))}
            yield replace(made, fields=fields, extra={**extra, **made.extra})


def _dated(value: Any) -> Any:
    is_day = type(value) is int and _FIRST_DAY <= value < _LAST_DAY
    return _DAY_ZERO + datetime.timedelta(value) if is_day else value


def _shown(cell: Any) -> str:
    return "" if is_blank(cell) else str(whole(cell)).strip()
