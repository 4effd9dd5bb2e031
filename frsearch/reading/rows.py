"""Rows from code -> articles: dicts, a DataFrame, a dataset, a table, a cursor of a database.

>>> [article.title for article in articles_from([{"titre": "Un sommet", "texte": "Il aura lieu."}])]
['Un sommet']
"""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from frsearch.arguments import OnError
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.article_dates import NO_DATE, DateOrder, FileDates, FoundDate
from frsearch.reading.articles import ArticleReader, check_date_format, checked_columns
from frsearch.reading.columns import Columns
from frsearch.reading.making import Made, brief, make_article, repaired_article
from frsearch.reading.meter import Meter
from frsearch.reading.naming import Names
from frsearch.reading.reading_run import Outcome, ReadingRun
from frsearch.reading.records import Record
from frsearch.reading.sources import Walk
from frsearch.reading.tally import Tally
from frsearch.reading.values import flat, plain
from frsearch.types import Article

SOURCE = "rows"
"""What errors name as the source of rows, with the number of the row for a line."""


def articles_from(
    rows: Any,
    *,
    columns: Mapping[str, str] | Sequence[str] | None = None,
    date_format: str | None = None,
    on_error: OnError = "raise",
) -> ArticleReader:
    """Make articles of rows, lazily, as `read_articles` does of those of a file.

    `rows` is an iterable of dicts (also of a Hugging Face dataset, or `csv.DictReader`), named tuples,
    dataclasses, articles, or tuples; or a DataFrame of pandas or polars, a table of pyarrow, or a cursor
    of a database after its query (DB-API 2.0).

    Columns are known by their usual names, titre, contenu, date de publication; `columns` maps our names
    to others, {"text": "corps_final"}, also to paths, {"text": "contenu.corps"}. For tuples it is the
    names of their values, in order: ["id", "date", "text"]. None, NaN and NaT are blank. Further columns
    go to `extra`.

    A row without an id has its number, "1", "2": to add rows of several sources to one index, give ids.
    `on_error` and `date_format` are those of `read_articles`; of rows that can be gone through only
    once, a date such as 06/07/2018 is read day first. Errors name the row for a line. Raises
    ArticleError at once if `rows` is nothing of the above.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f'on_error is "raise" or "skip", not {on_error!r}')
    named = checked_columns(columns) if isinstance(columns, Mapping) else {}
    names = None if columns is None or isinstance(columns, Mapping) else list(columns)
    check_date_format(date_format)
    given = Columns(named, cells=True)
    order = cache(lambda: DateOrder.of(_every_date(rows, names, given)))
    outcomes = _outcomes(_rows_of(rows, names), given, FileDates(date_format, order))
    run = ReadingRun([], Names([]), Tally(), Meter(Walk([], [])))
    return ArticleReader(outcomes, run, skip_errors=on_error == "skip")


def _outcomes(rows: Iterable[Any], columns: Columns, dates: FileDates) -> Generator[Outcome]:
    for number, row in enumerate(rows, 1):
        try:
            if isinstance(row, Article):
                article, repairs = repaired_article(row)
                yield Made(article, SOURCE, FoundDate(article.date, "iso"), None, repairs)
                continue
            record = _record(columns, number, row)
            yield make_article(record, str(number), dates, lambda: NO_DATE, SOURCE)
        except ArticleError as error:
            yield ArticleError(brief(error.reason), SOURCE, number)


def _record(columns: Columns, number: int, row: Any) -> Record:
    values = plain(row)
    if not isinstance(values, dict):
        raise ArticleError(_no_row(row))
    return columns.record(number, flat(values), values)


def _every_date(rows: Any, names: list[str] | None, columns: Columns) -> Iterator[Any]:
    """Yield the dates of rows that can be gone through again, and no others."""
    if isinstance(rows, Iterator) or hasattr(rows, "fetchone"):
        return
    for number, row in enumerate(_rows_of(rows, names), 1):
        if not isinstance(row, Article):
            with suppress(ArticleError):
                yield _record(columns, number, row).fields.get("date")


def _rows_of(rows: Any, names: list[str] | None) -> Iterator[Any]:
    """Return the rows of a table of whatever library, as dicts; ArticleError if it is no table."""
    if isinstance(rows, str | bytes | Mapping):
        raise ArticleError(_no_rows(rows))
    if hasattr(rows, "collect") and hasattr(rows, "lazy"):
        rows = rows.collect()
    if hasattr(rows, "iter_rows"):  # polars
        return iter(rows.iter_rows(named=True))
    if hasattr(rows, "itertuples"):
        return _of_pandas(rows)
    if hasattr(rows, "to_batches"):  # pyarrow
        return (row for batch in rows.to_batches(max_chunksize=1000) for row in batch.to_pylist())
    if hasattr(rows, "to_pylist"):
        return iter(rows.to_pylist())
    if hasattr(rows, "fetchone") and hasattr(rows, "description"):
        return _of_cursor(rows)
    try:
        return (_as_dict(row, names) for row in iter(rows))
    except TypeError:
        raise ArticleError(_no_rows(rows)) from None


def _of_pandas(frame: Any) -> Iterator[dict[str, Any]]:
    has_names = any(name is not None for name in frame.index.names)
    names = [str(name) for name in (frame.reset_index() if has_names else frame).columns]
    for row in frame.itertuples(index=has_names, name=None):
        first = row[0] if has_names and frame.index.nlevels > 1 else row[:1] if has_names else ()
        yield dict(zip(names, (*first, *row[has_names:]), strict=True))


def _of_cursor(cursor: Any) -> Iterator[dict[str, Any]]:
    if cursor.description is None:
        raise ArticleError(Message("the cursor has no rows: let it execute a SELECT first"))
    names = [str(column[0]) for column in cursor.description]
    while (row := cursor.fetchone()) is not None:
        yield dict(row) if isinstance(row, Mapping) else dict(zip(names, tuple(row), strict=True))


def _as_dict(row: Any, names: list[str] | None) -> Any:
    if isinstance(row, Mapping | Article):
        return row
    if names is not None and isinstance(row, Sequence) and not isinstance(row, str | bytes):
        return dict(zip(names, row, strict=False))
    if hasattr(row, "_asdict"):
        return row._asdict()
    if hasattr(row, "keys"):  # of sqlite3
        return {name: row[name] for name in row.keys()}  # noqa: SIM118
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return {each.name: getattr(row, each.name) for each in dataclasses.fields(row)}
    return row


def _no_row(row: Any) -> Message:
    return Message(
        "a row of type {kind} has no names for its values: give dicts, or the names with columns=[…]",
        kind=type(row).__name__,
    )


def _no_rows(rows: Any) -> Message:
    return Message(
        "rows of type {kind}: give a list of dicts, a DataFrame, a dataset, a table or a cursor",
        kind=type(rows).__name__,
    )
