"""Named queries, asked together: a table of their counts by period and value, and their hits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, overload

from frsearch.arguments import WhereFilter, where_of_texts
from frsearch.engine.request import Answer
from frsearch.errors import ArticleError, FrsearchError, QueryError
from frsearch.facets import units_between
from frsearch.messages.wording import ENGLISH, Message, Wording, words_of
from frsearch.output.hit_fields import names_in
from frsearch.output.tables import Target, cell, data_frame, write_csv, write_jsonl
from frsearch.output.text import Piece, column_pieces, marked
from frsearch.reading.encodings import decode
from frsearch.reading.forms.csv_rows import csv_rows, guess_separator
from frsearch.types import Hit, QueryWarning, Unit

# What the columns of a file of queries are called; other columns are filters by fields.
_COLUMNS = {
    **dict.fromkeys(("name", "nom", "code", "label", "libellé"), "name"),
    **dict.fromkeys(("query", "requête", "requete", "question", "équation"), "query"),
    **dict.fromkeys(("date", "dates", "période"), "date"),
    **dict.fromkeys(("match", "mots"), "match"),
}
# Several values of a cell that filters by a field.
_OR = "|"
_HIT_COLUMNS = ("name", "rank", "score", "id", "date", "title", "url")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name, and its own filters; `date`, `where` and `match` are those of `search`."""

    name: str
    query: str
    date: str | None = None
    where: WhereFilter = field(default_factory=dict)
    match: str | None = None


Queries = Mapping[str, str] | Iterable[NamedQuery] | str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """The counts of one query: all its articles, those of each period, of each value of each field.

    `undated` articles have no date as precise as the periods. `match` and `warnings` are those of
    `Results`.
    """

    name: str
    query: str
    total: int
    undated: int
    periods: Mapping[str, int]
    values: Mapping[str, Mapping[str, int]]
    match: str
    warnings: tuple[QueryWarning, ...]


class NamedHit(NamedTuple):
    """A hit, and the name of the query that found it."""

    name: str
    hit: Hit


@dataclass(frozen=True, slots=True, repr=False)
class Batch(Sequence[BatchRow]):
    """The counts of named queries, in their order; `periods` are all of `by` from the first to the last
    that has an article of a query, `values` those of the fields counted."""

    rows: tuple[BatchRow, ...]
    by: Unit
    periods: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    read: Callable[[], Iterator[NamedHit]]

    @overload
    def __getitem__(self, at: int) -> BatchRow: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[BatchRow, ...]: ...
    def __getitem__(self, at: int | slice) -> BatchRow | tuple[BatchRow, ...]:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    def hits(self) -> Iterator[NamedHit]:
        """Iterate over the hits of all queries, the best of each first."""
        return self.read()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table: name, query, total, undated, the periods, `field=value`."""
        values = (f"{name}={value}" for name, each in self.values.items() for value in each)
        return ("name", "query", "total", "undated", *self.periods, *values)

    def _cells(self, row: BatchRow) -> list[Any]:
        periods = (row.periods.get(period, 0) for period in self.periods)
        values = (row.values[name].get(value, 0) for name, each in self.values.items() for value in each)
        return [row.name, row.query, row.total, row.undated, *periods, *values]

    def to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write a row for each query to a path or an open text file.

        Text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        write_csv(target, self.columns, map(self._cells, self.rows), raw=raw)

    def hits_to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write a row for each hit of each query, with the name of the query and all fields."""
        hits = list(self.hits())
        names = list(names_in([each.hit for each in hits]))
        rows = (
            [
                name, hit.rank, hit.score, hit.id, str(hit.date or ""), hit.title, hit.article.url,
                *(cell(hit.article.extra.get(each)) for each in names),
            ]
            for name, hit in hits
        )  # fmt: skip
        write_csv(target, (*_HIT_COLUMNS, *names), rows, raw=raw)

    def to_jsonl(self, target: Target) -> None:
        """Write the rows as JSON Lines to a path or an open text file."""
        write_jsonl(target, map(self._record, self.rows))

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the hits as JSON values."""
        return {"by": self.by, "rows": list(map(self._record, self.rows))}

    def _record(self, row: BatchRow) -> dict[str, Any]:
        return dict(zip(self.columns, self._cells(row), strict=True)) | {
            "match": row.match,
            "warnings": [str(each.located) for each in row.warnings],
        }

    def to_dataframe(self) -> Any:
        """Return the rows as a `pandas.DataFrame` (extra `pandas`)."""
        cells = list(map(self._cells, self.rows))
        return data_frame({name: [row[at] for row in cells] for at, name in enumerate(self.columns)})

    def pieces(self, wording: Wording = ENGLISH) -> Iterator[Piece]:
        """Yield the table as text in pieces, for colours and other languages."""
        table = [[wording("name"), wording("articles"), *self.columns[4:]]]
        for row in self.rows:
            name, _, total, _, *counts = self._cells(row)
            table.append([name, *map(wording.number, (total, *counts))])
        yield from column_pieces(table)

    def __str__(self) -> str:
        return marked(self.pieces())

    __repr__ = __str__


def read_queries(queries: Queries) -> list[NamedQuery]:
    """Return named queries as a list: those of a file, of a mapping of names, or as they are.

    Raises QueryError for a row that is none, FrsearchError if the file cannot be read.
    """
    if isinstance(queries, str | os.PathLike):
        return list(_of_file(os.fspath(queries)))
    if isinstance(queries, Mapping):
        return [NamedQuery(name, query) for name, query in queries.items()]
    several = list(queries)
    for each in several:
        if not isinstance(each, NamedQuery):
            raise QueryError(
                Message("a batch takes NamedQuery objects, not {kind}", kind=type(each).__name__)
            )
    return several


def _of_file(path: str) -> Iterator[NamedQuery]:
    try:
        with open(path, "rb") as file:
            text = decode(file.read()).removeprefix("\ufeff")
    except OSError as error:
        raise FrsearchError(words_of(error)) from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(True), 1) if line.strip()]
    if not lines:
        return
    separator = guess_separator(lines[0][1], _known)
    header: list[str] = []
    for line, row in csv_rows(lines, separator):
        if isinstance(row, ArticleError):
            raise QueryError(
                Message("{path}, line {line}: {error}", path=path, line=line, error=words_of(row))
            )
        if not header:
            header = [name.strip() for name in row]
            if "query" not in map(_meaning, header):
                raise QueryError(
                    Message(
                        "{path}: no column query; the header has {columns}",
                        path=path,
                        columns=tuple(header),
                    )
                )
        elif any(map(str.strip, row)):
            yield _query_of(dict(zip(header, map(str.strip, row), strict=False)))


def _known(columns: list[str]) -> int:
    return sum(_meaning(name) in _COLUMNS for name in columns)


def _meaning(name: str) -> str:
    return _COLUMNS.get(name.strip().casefold(), name)


def _query_of(row: Mapping[str, str]) -> NamedQuery:
    values = {_meaning(name): value for name, value in row.items() if value}
    query = values.pop("query", "")
    own = values.pop("name", query), query, values.pop("date", None)
    match = values.pop("match", None)
    filters = (f"{name}={one.strip()}" for name, value in values.items() for one in value.split(_OR))
    return NamedQuery(*own, where_of_texts(filters), match)


def make_batch(
    answers: Iterable[tuple[NamedQuery, Answer, tuple[QueryWarning, ...]]],
    by: Unit,
    read: Callable[[], Iterator[NamedHit]],
) -> Batch:
    """Make the table of the counts of queries; their answers have facets of `by` and of fields."""
    rows: list[BatchRow] = []
    values: dict[str, dict[str, int]] = {}
    for query, answer, warnings in answers:
        periods = dict(answer.facets[by])
        of_fields = {name: dict(counts) for name, counts in answer.field_facets.items()}
        for name, counts in of_fields.items():
            known = values.setdefault(name, {})
            for value, count in counts.items():
                known[value] = known.get(value, 0) + count
        undated = answer.total - sum(periods.values())
        rows.append(
            BatchRow(
                query.name,
                query.query,
                answer.total,
                undated,
                periods,
                of_fields,
                answer.match,
                warnings + answer.warnings,
            )
        )
    met = {period: True for row in rows for period in row.periods}
    ordered = {
        name: tuple(sorted(each, key=lambda value: (-each[value], value)))
        for name, each in values.items()
    }
    return Batch(tuple(rows), by, tuple(units_between(met, by, None)), ordered, read)
