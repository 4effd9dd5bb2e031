"""Rows and records -> CSV, JSON Lines, DataFrames. A table of hits has a column for each field.

A target is a path or a text file open for writing. CSV is written to a path in UTF-8 with a byte order
mark, by which spreadsheets detect it; text that spreadsheets would run as a formula is neutralised.
"""

from __future__ import annotations

import csv
import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from frsearch.dates import PartialDate
from frsearch.errors import FrsearchError
from frsearch.fields import label_of, labels_of
from frsearch.messages.wording import Message, cause_of
from frsearch.output.hit_fields import column_names, missing_as_none, names_in
from frsearch.types import Article, Hit

if TYPE_CHECKING:
    from frsearch.facets import FieldInfo

_Cell = TypeVar("_Cell")
Target = str | os.PathLike[str] | TextIO


# Starts of formulas: at the start of a cell (OWASP, *CSV Injection*), and after a semicolon, tab or line
# break inside a cell, since French spreadsheets take semicolons or tabs for separators.
FORMULAS = re.compile(r"""\A(?=[=+\-@＝＋－＠\t\r\n\0])|(?<=[;\t\r\n])(?=["\0]*[=+\-@＝＋－＠])""")


def write_csv(
    target: Target, columns: Sequence[str], rows: Iterable[Sequence[object]], *, raw: bool = False
) -> None:
    """Write a line of column names, then the rows; FrsearchError if the target cannot be written.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`; numbers
    are written as they are.
    """
    with _opened(target, "utf-8-sig") as file:
        writer = csv.writer(_Lines(file), lineterminator="\r\n")
        for row in chain([columns], rows):
            writer.writerow(row if raw else map(_harmless, row))


def _harmless(cell: object) -> object:
    return harmless(cell) if isinstance(cell, str) else cell


def harmless(text: str) -> str:
    """Return a text with an apostrophe wherever a spreadsheet would begin to read a formula."""
    return FORMULAS.sub("'", text)


class _Lines:
    """Ends lines with a line feed alone. The CSV writer itself must end them with a carriage return and
    a line feed, to put cells with either character between quotation marks."""

    def __init__(self, file: TextIO):
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line.removesuffix("\r\n") + "\n")


def write_lines(target: Target, lines: Iterable[str]) -> None:
    """Write lines of text; FrsearchError if the target cannot be written."""
    with _opened(target, "utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def write_jsonl(target: Target, records: Iterable[Mapping[str, Any]]) -> None:
    """Write each record as a line of JSON; FrsearchError if the target cannot be written."""
    with _opened(target, "utf-8") as file:
        for record in records:
            file.write(as_json(record) + "\n")


def as_json(value: Any, indent: int | None = None) -> str:
    """Return JSON as in RFC 8259: NaN and infinities become null, as in `finite`.

    A lone surrogate, which a query or an article may contain, is written as a JSON escape.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        text = json.dumps(finite(value), ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode()


def finite(value: Any) -> Any:
    """Return a JSON value with None for NaN and infinities at any depth."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(each) for key, each in value.items()}
    return [finite(each) for each in value] if isinstance(value, list | tuple) else value


def hit_record(hit: Hit, text: bool) -> dict[str, Any]:
    """Return a hit as JSON values."""
    snippets = [
        {"text": each.text, "highlights": [list(span) for span in each.highlights]}
        for each in hit.snippets
    ]
    article = article_record(hit.article)
    body = article.pop("text")
    values = {"rank": hit.rank, "score": hit.score, **article, "snippets": snippets}
    return values | {"copies": list(hit.copies)} | ({"text": body} if text else {})


def article_record(article: Article) -> dict[str, Any]:
    """Return an article as JSON values."""
    return {
        "id": article.id,
        "date": None if article.date is None else str(article.date),
        "title": article.title,
        "url": article.url,
        "extra": finite(article.extra),
        "text": article.text,
    }


def field_columns() -> tuple[str, ...]:
    """Return the names of what `field_record` says of a field."""
    from frsearch.facets import FieldInfo

    return tuple(each.name for each in fields(FieldInfo))


def field_record(field: FieldInfo) -> dict[str, Any]:
    """Return what is known of a field as JSON values."""
    values = {name: getattr(field, name) for name in field_columns()}
    return values | {"frequent": [each._asdict() for each in field.frequent]}


def hits_to_dataframe(hits: Sequence[Hit], text: bool) -> Any:
    """Make a `pandas.DataFrame` of hits; the snippets of a hit are one text, a line each.

    Lists stay lists, numbers numbers. Dates are Periods, of the precision that each has.
    """
    own, names = _own_columns(text), column_names(names_in(hits), _own_columns(text=True))
    found = [missing_as_none(hit.article.extra, names) for hit in hits]
    values = _turned([_own_values(hit, own) for hit in hits], own)
    columns = dict(zip(own, map(_series, values), strict=True))
    columns["date"] = periods([hit.date for hit in hits])
    more = zip(names.values(), map(_series, _turned(found, names)), strict=True)
    return data_frame(dict(_with_fields(list(columns.items()), more)))


def _with_fields(own: Sequence[_Cell], others: Iterable[_Cell]) -> list[_Cell]:
    """Put what belongs to fields before the long columns: the snippets, and the text."""
    at = _own_columns(text=False).index("snippets")
    return [*own[:at], *others, *own[at:]]


def _turned(rows: Sequence[Sequence[Any]], columns: Sized) -> list[list[Any]]:
    """Return the values of each column, of rows that may be none."""
    return [[row[at] for row in rows] for at in range(len(columns))]


def periods(dates: Iterable[PartialDate | None]) -> Any:
    """Make a `pandas.Series` of Periods: a year, a month or a day, as each date says; NaT for none.

    Dates of one precision make a column of the type `period`, which pandas sorts and groups. Of several,
    pandas keeps objects: a month made a day would be a date that nobody wrote.
    """
    pandas = _pandas()
    made = [pandas.NaT if date is None else pandas.Period(str(date), _frequency(date)) for date in dates]
    known = {each.freqstr for each in made if each is not pandas.NaT}
    if len(known) > 1:
        return pandas.Series(made, dtype=object)
    return pandas.Series(made, dtype=f"period[{known.pop() if known else 'D'}]")


def _frequency(date: PartialDate) -> str:
    return "Y" if date.month is None else "M" if date.day is None else "D"


def _series(values: Sequence[Any]) -> Any:
    """Make a `pandas.Series` in which whole numbers and truth values with gaps stay what they are."""
    pandas = _pandas()
    types = {type(value) for value in values if value is not None}
    if None in values and types in ({int}, {bool}):
        try:
            return pandas.Series(values, dtype="boolean" if bool in types else "Int64")
        except OverflowError:
            return pandas.Series(values, dtype=object)
    return pandas.Series(values, dtype=object if list in types or not values else None)


def _own_columns(text: bool) -> list[str]:
    return ["rank", "score", "id", "date", "title", "url", "snippets", *["text"] * text]


def _own_values(hit: Hit, names: Iterable[str]) -> list[Any]:
    """Return the values of a hit's own columns; its snippets are one text, a line each."""
    snippets = "\n".join(snippet.text for snippet in hit.snippets)
    record = hit_record(hit, text=True) | {"snippets": snippets}
    return [record[name] for name in names]


def write_hits(
    target: Target, hits: Iterable[Hit], names: Iterable[str], *, text: bool, raw: bool
) -> None:
    """Write CSV, a row per hit and a column for each of the fields `names`, values joined by `; `.

    `text` adds the whole texts; `raw` is that of `write_csv`.
    """
    own, columns = _own_columns(text), column_names(names, _own_columns(text=True))
    rows = (
        _with_fields(_own_values(hit, own), (cell(hit.article.extra.get(name)) for name in columns))
        for hit in hits
    )
    write_csv(target, _with_fields(own, columns.values()), rows, raw=raw)


def cell(value: Any) -> Any:
    """Return a value as a cell of CSV: the values of a list joined, other structures as JSON.

    >>> cell(["climat", 2018]), cell(True), cell(-1.5), cell(None)
    ('climat; 2018', 'true', -1.5, None)
    """
    if isinstance(value, list | tuple) and all(_is_label(each) for each in value):
        return "; ".join(labels_of(value))
    if isinstance(value, bool):
        return label_of(value)
    if isinstance(value, int | float):
        return None if label_of(value) is None else value  # such as NaN
    if value is None or isinstance(value, str):
        return value
    return as_json(value)


def _is_label(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def data_frame(columns: Mapping[str, Any]) -> Any:
    """Make a `pandas.DataFrame`; FrsearchError if pandas is not installed."""
    return _pandas().DataFrame(dict(columns))


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise missing("pandas", "pandas") from error
    return pandas


def missing(package: str, extra: str) -> FrsearchError:
    """Return the error that says how to install the package of an optional feature."""
    return FrsearchError(
        Message('this needs {package}: pip install "frsearch[{extra}]"', package=package, extra=extra)
    )


@contextmanager
def _opened(target: Target, encoding: str) -> Iterator[TextIO]:
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    try:
        # A query may contain a lone surrogate, which UTF-8 cannot encode.
        with open(target, "w", encoding=encoding, errors="backslashreplace", newline="") as file:
            yield file
    except OSError as error:
        raise FrsearchError(
            Message("{path}: cannot be written: {error}", path=os.fspath(target), error=cause_of(error))
        ) from error
