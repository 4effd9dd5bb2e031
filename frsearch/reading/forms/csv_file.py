"""`.csv`: a header row, then one record per row; separated by `,`, `;` or tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, dropwhile

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.columns import names_of, record
from frsearch.reading.encodings import read_lines
from frsearch.reading.forms.csv_rows import csv_rows, guess_separator
from frsearch.reading.records import Opened, Outcome


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each row."""
    names = names_of(file.columns)
    lines = dropwhile(lambda numbered: numbered[1].isspace(), read_lines(file.stream, file.encodings))
    first = next(lines, None)
    if first is None:
        return
    separator = guess_separator(first[1], names.values())
    rows = csv_rows(chain([first], lines), separator)
    line, header = next(rows)
    if isinstance(header, ArticleError):
        raise ArticleError(header.reason, line=line)
    columns = _columns(header, names, line)
    for line, row in rows:
        if isinstance(row, ArticleError):
            yield ArticleError(row.reason, line=line)
        elif any(row[len(columns) :]):
            reason = Message(
                "{count} fields, but the header has {columns}: put double quotes around a "
                "field that contains {separator!r}",
                count=len(row),
                columns=len(columns),
                separator=separator,
            )
            yield ArticleError(reason, line=line)
        elif any(row):
            values = dict(zip(columns, row, strict=False))
            values.pop("", None)
            yield record(line, values, file.columns)


def _columns(header: list[str], names: Mapping[str, str], line: int) -> list[str]:
    """Return the columns as written in the header, or in `names` for those that match it."""
    spelling = {theirs.casefold(): theirs for theirs in names.values()}
    columns = [spelling.get(column.strip().casefold(), column.strip()) for column in header]
    has = tuple(column for column in columns if column)
    for ours, theirs in names.items():
        if theirs not in columns and (ours == "text" or theirs != ours):
            reason = Message(
                "no column {name!r} for {field}: the header has {columns}; name the column "
                'with columns={{"{field}": …}}',
                name=theirs,
                field=ours,
                columns=has,
            )
            raise ArticleError(reason, line=line)
    for column, count in Counter(columns).items():
        if column and count > 1:
            reason = Message(
                "two columns {name!r}: the header has {columns}; rename one", name=column, columns=has
            )
            raise ArticleError(reason, line=line)
    return columns
