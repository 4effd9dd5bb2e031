"""`.parquet`: a record per row, by batches, so that the table is never whole in memory.

Needs the extra `parquet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.columns import Columns
from frsearch.reading.forms.csv_file import checked
from frsearch.reading.forms.extras import need
from frsearch.reading.records import Opened, Outcome
from frsearch.reading.values import flat, plain

_ROWS_AT_A_TIME = 256


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each row."""
    pyarrow = need("pyarrow", "parquet")
    need("pyarrow.parquet", "parquet")
    columns = Columns(file.columns, cells=True)
    try:
        yield from _records(pyarrow, file, columns)
    except (pyarrow.ArrowException, ValueError, TypeError, KeyError) as error:
        raise ArticleError(
            Message("cannot be read as Parquet: {cause}; is the file damaged?", cause=cause_of(error))
        ) from None


def _records(pyarrow: Any, file: Opened, columns: Columns) -> Iterator[Outcome]:
    table = pyarrow.parquet.ParquetFile(file.stream)
    names = list(table.schema_arrow.names)
    if all(theirs in names for theirs in columns.named.values()):  # a path is looked up in the rows
        nested = [table.schema.column(at).path for at in range(len(table.schema))]
        checked(list(dict.fromkeys([*names, *nested])), columns, None)
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS_AT_A_TIME):
        for row in batch.to_pylist():
            number += 1
            values = plain(row)
            yield columns.record(number, flat(values), values)
