"""`.csv`, `.tsv`, `.tab`: a header row, then one record per row; separated by `,` `;` `|` or tabs.

The separator is the one that gives the most names that `synonyms` knows, unless the file begins with a
line `sep=;`, which Excel writes and reads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.columns import Columns
from frsearch.reading.encodings import read_lines
from frsearch.reading.forms.csv_rows import Row, csv_rows, guess_separator
from frsearch.reading.records import Opened, Outcome
from frsearch.reading.synonyms import SYNONYMS

_SEP = re.compile(r'"?sep=(.)"?[\s,;]*', re.IGNORECASE)


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each row."""
    columns = Columns(file.columns, cells=True)
    opened = open_rows(read_lines(file.stream, file.encodings), columns)
    if opened is None:
        return
    separator, rows = opened
    line, header = next(rows)
    if isinstance(header, ArticleError):
        raise ArticleError(header.reason, line=line)
    names = checked(header, columns, line)
    for line, row in rows:
        if isinstance(row, ArticleError):
            yield ArticleError(row.reason, line=line)
        elif any(row[len(names) :]):
            yield ArticleError(_too_many(len(row), len(names), separator), line=line)
        elif any(row):
            values = dict(zip(names, row, strict=False))
            values.pop("", None)
            yield columns.record(line, values)


def open_rows(lines: Iterator[tuple[int, str]], columns: Columns) -> tuple[str, Iterator[Row]] | None:
    """Return the separator and the rows from the header on, None if there is nothing."""
    filled = (numbered for numbered in lines if numbered[1].strip(' \t\r\n;,|"'))
    first = next(filled, None)
    declared = _SEP.fullmatch(first[1].rstrip("\r\n")) if first else None
    if declared:
        first = next(filled, None)
    if first is None:
        return None
    separator = declared[1] if declared else guess_separator(first[1], columns.known)
    return separator, csv_rows(chain([first], lines), separator)


def checked(header: Sequence[str], columns: Columns, line: int | None) -> list[str]:
    """Return the names in a header, spelled as in `columns`; ArticleError if they cannot be used."""
    spelling = {theirs.casefold(): theirs for theirs in columns.named.values()}
    names = [spelling.get(name.strip().casefold(), name.strip()) for name in header]
    has = tuple(name for name in names if name)
    wanted = dict(columns.named)
    if not columns.knows_text(has):
        wanted.setdefault("text", "text")
    for ours, theirs in wanted.items():
        if theirs not in names:
            reason = Message(
                "no column {name!r} for {field}: the header has {columns}; name the column "
                'with columns={{"{field}": …}}',
                name=theirs,
                field=ours,
                columns=has,
            )
            raise ArticleError(reason, line=line)
    _check_distinct(names, has, line)
    return names


def _check_distinct(names: list[str], has: tuple[str, ...], line: int | None) -> None:
    # Of our own names, case means nothing.
    spelled = [name.casefold() if name.casefold() in SYNONYMS else name for name in names]
    for name, count in Counter(spelled).items():
        if name and count > 1:
            reason = Message(
                "two columns {name!r}: the header has {columns}; rename one", name=name, columns=has
            )
            raise ArticleError(reason, line=line)


def _too_many(count: int, columns: int, separator: str) -> Message:
    return Message(
        "{count} fields, but the header has {columns}: put double quotes around a "
        "field that contains {separator!r}",
        count=count,
        columns=columns,
        separator=separator,
    )
