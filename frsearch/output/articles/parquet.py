"""`.parquet`: a column for each field, for data frames and data sets. Needs the extra `parquet`.

A further field that is a text, a whole number, a number, true or false, or a list of texts in all
articles is a column of this type. Others are texts, with the exact values in the column `frsearch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from frsearch.output.articles.shown import Spool, date_of, folder_of, rest_of
from frsearch.output.tables import finite, missing
from frsearch.reading.exact import FIELD, is_list_of_texts, plain
from frsearch.types import Article

_AT_A_TIME = 1000
_LONGEST_INTEGER = 2**63


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file; FrsearchError if pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    with Spool(articles, folder_of(path)) as spool:
        kinds = _kinds(spool)
        types = {
            str: pyarrow.string(),
            int: pyarrow.int64(),
            float: pyarrow.float64(),
            bool: pyarrow.bool_(),
            list: pyarrow.list_(pyarrow.string()),
        }
        columns = {name: types.get(kinds.get(name, str), pyarrow.string()) for name in _columns(spool)}
        schema = pyarrow.schema(list(columns.items()))
        with parquet.ParquetWriter(path, schema) as file:
            rows = (_row(article, kinds) for article in spool)
            while batch := list(islice(rows, _AT_A_TIME)):
                file.write_table(pyarrow.Table.from_pylist(batch, schema=schema))


def _columns(spool: Spool) -> list[str]:
    return ["id", "date", "title", *spool.names, "url", "text", FIELD]


def _kinds(spool: Spool) -> dict[str, type]:
    """Return the type of the column of each further field."""
    found: dict[str, set[type]] = {name: set() for name in spool.names}
    for article in spool:
        for name, value in article.extra.items():
            if name in found and value is not None:
                found[name].add(_kind(value))
    return {name: kinds.pop() if len(kinds) == 1 else str for name, kinds in found.items()}


def _kind(value: Any) -> type:
    if is_list_of_texts(value):
        return list
    is_number = finite(value) == value and (
        not isinstance(value, int) or -_LONGEST_INTEGER <= value < _LONGEST_INTEGER
    )
    return type(value) if type(value) in (str, int, float, bool) and is_number else object


def _row(article: Article, kinds: Mapping[str, type]) -> dict[str, Any]:
    extra = dict(_values(article.extra, kinds))
    shown = {
        "id": article.id,
        "date": date_of(article),
        "title": article.title,
        "url": article.url,
    }
    rest = rest_of(article, shown, extra)
    return {**extra, **shown, "date": shown["date"] or None, "text": article.text, FIELD: rest or None}


def _values(extra: Mapping[str, Any], kinds: Mapping[str, type]) -> Iterator[tuple[str, Any]]:
    for name, kind in kinds.items():
        if extra.get(name) is not None:
            yield name, plain(extra[name]) if kind in (str, object) else extra[name]
