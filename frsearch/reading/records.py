"""One file -> records: the fields of each article, not yet checked.

    .txt     one record; the text may begin with a header, `date 2018-06`
    .jsonl   one JSON object per line; blank lines are skipped
    .csv     a header row, then one record per row; separated by `,`, `;` or tabs

Each may be gzipped, `.gz`. Errors are yielded among the records as `ArticleError`s, so that reading goes
on after a bad line. `.jsonl` and `.csv` are streams: one record is in memory at a time.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, dropwhile
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.csv_rows import csv_rows, guess_separator
from frsearch.reading.encodings import ByteStream, bytes_read, open_bytes, read_lines, read_text
from frsearch.reading.titles import first_sentence

FIELDS = ("id", "title", "date", "text", "url")
"""The fields of a record, by our names; all others are extra."""

_HEADER = re.compile(r"\s*date[ \t]+(\d{4}(?:-\d+){0,2})(?=\s|\Z)")


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one article in a file: `fields` by our names, `extra` by those of the file."""

    line: int
    fields: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


Outcome = Record | ArticleError


def split_name(name: str) -> tuple[str, str]:
    """Split a file name into stem and format: `.txt`, `.jsonl`, `.csv`, or "" for others.

    >>> split_name("2018-06-28.jsonl.gz")
    ('2018-06-28', '.jsonl')
    """
    plain = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    for ending in _PARSERS:
        if plain.lower().endswith(ending):
            return plain[: -len(ending)], ending
    return name, ""


def is_one_article(name: str) -> bool:
    """Say whether a file with this name has one article, rather than one per line or row."""
    return split_name(name)[1] == ".txt"


def read_records(
    path: str, names: Mapping[str, str], watch: Callable[[int], None] = lambda _: None
) -> Iterator[Outcome]:
    """Read the file at `path`; `names` maps each of `FIELDS` to its name in the file.

    `watch` is called before each record with the number of bytes read so far.

    Never raises for the content of the file: errors are yielded, with their line if they have one.
    """
    parse = _PARSERS[split_name(path)[1]]
    empty = True
    try:
        with open_bytes(path) as stream:
            for outcome in parse(stream, names):
                empty = False
                if not stream.closed:  # a broken row may read the file to its end
                    watch(bytes_read(stream))
                yield outcome
    except ArticleError as error:
        yield ArticleError(error.reason, line=error.line)
    except (EOFError, zlib.error, OSError) as error:
        yield ArticleError(
            Message("cannot be read: {cause}; is the file damaged, or protected?", cause=cause_of(error))
        )
    else:
        if empty:
            yield ArticleError(Message("is empty and holds no article: remove it"))


def _parse_text(stream: ByteStream, names: Mapping[str, str]) -> Iterator[Outcome]:
    text = read_text(stream)
    if not text.strip():
        return
    date, line = None, 1
    if header := _HEADER.match(text):
        date = header.group(1)
        line += text.count("\n", 0, header.start(1))
        text = text[header.end() :]
    text = text.strip()
    yield Record(line, {"title": first_sentence(text), "date": date, "text": text})


def _parse_jsonl(stream: ByteStream, names: Mapping[str, str]) -> Iterator[Outcome]:
    for number, line in read_lines(stream):
        if line.isspace():
            continue
        try:
            yield _record(number, _json_object(line), names)
        except ArticleError as error:
            yield ArticleError(error.reason, line=number)


def _json_object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
        if "\\u" in line and ("\\ud" in line or "\\uD" in line):
            value = _without_lone_surrogates(value)
    except json.JSONDecodeError as error:
        # The line end is not a column.
        column = min(error.pos, len(line.rstrip("\r\n"))) + 1
        raise ArticleError(
            Message(
                "not JSON ({error}, column {column}): write one object per line",
                error=error.msg,
                column=column,
            )
        ) from None
    except ValueError as error:
        raise ArticleError(Message("JSON that cannot be read: {error}", error=str(error))) from None
    except RecursionError:
        raise ArticleError(Message("JSON nested too deeply: flatten it")) from None
    if not isinstance(value, dict):
        kind = type(value).__name__
        raise ArticleError(
            Message("JSON of type {kind}, not an object: write one object per line", kind=kind)
        )
    return value


def _without_lone_surrogates(value: Any) -> Any:
    # JSON can escape a lone surrogate, which no encoding can store.
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _parse_csv(stream: ByteStream, names: Mapping[str, str]) -> Iterator[Outcome]:
    lines = dropwhile(lambda numbered: numbered[1].isspace(), read_lines(stream))
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
            yield _record(line, values, names)


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


def _record(line: int, values: Mapping[str, Any], names: Mapping[str, str]) -> Record:
    ours = {name: values.get(theirs) for name, theirs in names.items()}
    columns = set(names.values())
    return Record(line, ours, {name: value for name, value in values.items() if name not in columns})


_PARSERS: dict[str, Callable[[ByteStream, Mapping[str, str]], Iterator[Outcome]]] = {
    ".txt": _parse_text,
    ".jsonl": _parse_jsonl,
    ".csv": _parse_csv,
}
