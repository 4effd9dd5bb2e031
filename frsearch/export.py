"""Rows and records -> CSV, JSON Lines, DataFrames.

A target is a path or a text file that is open for writing. CSV goes to a path in UTF-8 with the mark by
which spreadsheets know it.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from frsearch.errors import FrsearchError
from frsearch.results import Hit, Results

Target = str | os.PathLike[str] | TextIO


def write_csv(target: Target, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a line of column names, then the rows; FrsearchError where it cannot be written."""
    with _opened(target, "utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_jsonl(target: Target, records: Iterable[Mapping[str, Any]]) -> None:
    """Write each record as a line of JSON; FrsearchError where it cannot be written."""
    with _opened(target, "utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def results_to_dict(results: Results, text: bool) -> dict[str, Any]:
    """Return results as JSON can hold them."""
    return {
        "query": results.query,
        "total": results.total,
        "match": results.match,
        "undated": results.undated,
        "warnings": [
            {"message": each.message, "start": each.start, "end": each.end} for each in results.warnings
        ],
        "facets": {
            unit: [{"value": each.value, "count": each.count} for each in counts]
            for unit, counts in results.facets.items()
        },
        "hits": [_hit(hit, text) for hit in results],
        "cursor": results.cursor,
    }


def _hit(hit: Hit, text: bool) -> dict[str, Any]:
    snippets = [
        {"text": each.text, "highlights": [list(span) for span in each.highlights]}
        for each in hit.snippets
    ]
    article = hit.article
    values = {
        "rank": hit.rank,
        "score": hit.score,
        "id": hit.id,
        "date": None if hit.date is None else str(hit.date),
        "title": hit.title,
        "url": article.url,
        "extra": dict(article.extra),
        "snippets": snippets,
    }
    return values | {"text": article.text} if text else values


def hits_to_dataframe(results: Results, text: bool) -> Any:
    """Make a `pandas.DataFrame` of hits; the snippets of one are a text, a line each."""
    columns = ["rank", "score", "id", "date", "title", "url", "snippets", *["text"] * text]
    rows = [
        _hit(hit, text) | {"snippets": "\n".join(snippet.text for snippet in hit.snippets)}
        for hit in results
    ]
    return data_frame({name: [row[name] for row in rows] for name in columns})


def data_frame(columns: Mapping[str, Sequence[object]]) -> Any:
    """Make a `pandas.DataFrame`; FrsearchError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise missing("pandas", "pandas") from error
    return pandas.DataFrame(dict(columns))


def missing(package: str, extra: str) -> FrsearchError:
    """Return the error that says how to get what an optional part needs."""
    return FrsearchError(f'this needs {package}: pip install "frsearch[{extra}]"')


@contextmanager
def _opened(target: Target, encoding: str) -> Iterator[TextIO]:
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    try:
        # A query may hold half a surrogate pair, which no file can.
        with open(target, "w", encoding=encoding, errors="backslashreplace", newline="") as file:
            yield file
    except OSError as error:
        raise FrsearchError(f"{os.fspath(target)}: this cannot be written: {error}") from error
