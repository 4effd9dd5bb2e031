"""A concordance, a timeline, a table of words -> a table to send as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from frsearch.corpus.concordance import Concordance
from frsearch.corpus.timeline import Timeline
from frsearch.corpus.word_tables import WordTable
from frsearch.web.exports import Table


def concordance_table(concordance: Concordance) -> Table:
    """Return the lines of a concordance, up to its limit."""
    columns = concordance.columns

    def rows() -> Iterable[tuple[Any, ...]]:
        return (tuple(each.values())[: len(columns)] for each in records())

    def records() -> Iterator[Mapping[str, Any]]:
        return (line.to_dict() for line in concordance)

    return Table("concordance", columns, rows, concordance.total, len(concordance), records)


def timeline_table(timeline: Timeline) -> Table:
    """Return a row for each period, with a column for each series; as records, one for each number."""
    columns = (timeline.by, "words", *(each.name for each in timeline.series))
    values = [each.values for each in timeline.series]

    def records() -> Iterator[Mapping[str, Any]]:
        for at, period in enumerate(timeline.periods):
            for each in timeline.series:
                yield {
                    "query": each.query,
                    "part": each.part,
                    timeline.by: period,
                    timeline.count: each.counts[at],
                    "value": each.values[at],
                    "words": each.words[at],
                }

    rows = [*zip(timeline.periods, timeline.words, *values, strict=True)]
    return Table("chronologie", columns, lambda: rows, records=records)


def words_table(name: str, table: WordTable[Any]) -> Table:
    """Return the rows of a table of words."""
    rows = [tuple(asdict(row).values()) for row in table]
    total = None if table.more is None else len(rows) + table.more
    return Table(name, table.columns, lambda: rows, total, len(rows))
