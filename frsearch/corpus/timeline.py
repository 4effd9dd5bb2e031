"""Matches of queries -> counts by year, month or day, gaps filled, and the words of each period."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from frsearch.dates import DateRange
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Request
from frsearch.errors import QueryError
from frsearch.facets import units_between
from frsearch.messages.wording import ENGLISH, Message, Wording
from frsearch.output.html import bars_html
from frsearch.output.tables import Target, data_frame, missing, write_csv
from frsearch.output.text import Piece, bar_pieces, marked, printable
from frsearch.query.nodes import Everything
from frsearch.types import Count, QueryWarning, Unit

_MILLION = 1_000_000
_FREQUENCIES: dict[Unit, str] = {"year": "Y", "month": "M", "day": "D"}  # as pandas names them


@dataclass(frozen=True, slots=True)
class Series:
    """One query over time: `counts` in each period, and `values`, which may be relative.

    `uncounted` counts matches in articles without a date, or with a date less precise than the periods.
    `match` and `warnings` are those of `Results`.
    """

    query: str
    counts: tuple[int, ...]
    values: tuple[float, ...]
    uncounted: int
    match: str
    warnings: tuple[QueryWarning, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Timeline:
    """Queries over time, the series in the order of the queries.

    `periods` are all years, months or days (`by`) from the first to the last; `words` counts the words
    of the texts of each. `relative` values are counts per million of these words, 0 if there are none.
    """

    by: Unit
    count: Count
    relative: bool
    periods: tuple[str, ...]
    words: tuple[int, ...]
    series: tuple[Series, ...]

    def __getitem__(self, query: str) -> Series:
        for series in self.series:
            if series.query == query:
                return series
        raise KeyError(query)

    @property
    def label(self) -> str:
        """The unit of the values, in words."""
        return self.count + " per million words" * self.relative

    def to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write a row for each period to a path or an open text file: its words, each query's value.

        A query that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        columns = [self.by, "words", *(series.query for series in self.series)]
        values = (series.values for series in self.series)
        write_csv(target, columns, zip(self.periods, self.words, *values, strict=True), raw=raw)

    def to_dataframe(self) -> Any:
        """Return a `pandas.DataFrame` (extra `pandas`): a row per period, a column per query."""
        frame = data_frame({series.query: series.values for series in self.series})
        import pandas

        frame.index = pandas.PeriodIndex(self.periods, freq=_FREQUENCIES[self.by], name=self.by)
        return frame

    def plot(self, ax: Any = None) -> Any:
        """Draw the series with matplotlib (extra `plot`) and return the axes, `ax` if given."""
        try:
            from matplotlib import pyplot
        except ImportError as error:
            raise missing("matplotlib", "plot") from error
        axes = pyplot.subplots(figsize=(10, 3))[1] if ax is None else ax
        for series in self.series:
            # matplotlib leaves out labels that begin with _, and reads $ as mathematics.
            label = " " + series.query.replace("$", r"\$")
            axes.plot(np.array(self.periods, "datetime64[D]"), series.values, label=label)
        axes.set_ylabel(self.label)
        axes.set_ylim(bottom=0)
        axes.legend()
        return axes

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return asdict(self)

    def to_text(self) -> str:
        """Return the bars of each query, on one scale, as plain text."""
        text = marked(self.pieces())
        return "\n".join(line.rstrip() for line in text.split("\n"))

    def pieces(self, wording: Wording = ENGLISH) -> Iterator[Piece]:
        """Yield the same text in pieces, for colours and other languages."""
        most = max((value for series in self.series for value in series.values), default=0)
        for at, series in enumerate(self.series):
            head = wording("{query}: {found}", query=series.query, found=wording(self.label))
            yield "\n" * (at > 0) + printable(head), "head"
            written = (wording.number(value, int(self.relative)) for value in series.values)
            yield from bar_pieces(list(zip(self.periods, series.values, written, strict=True)), most)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        between = f"{self.periods[0]} to {self.periods[-1]}" if self.periods else "no dates"
        names = ", ".join(repr(series.query) for series in self.series)
        return f"<Timeline of {names}: {self.label} by {self.by}, {between}>"

    def _repr_html_(self) -> str:
        """Return the bars of each query as HTML for a notebook, everything escaped."""
        charts = (
            f"<p>{html.escape(printable(series.query))}: {self.label}</p>"
            + bars_html(self.periods, series.values)
            for series in self.series
        )
        return f"<div>{''.join(charts)}</div>"


def make_timeline(
    searcher: Searcher,
    requests: Mapping[str, tuple[Request, tuple[QueryWarning, ...]]],
    *,
    by: Unit,
    count: Count,
    relative: bool,
    days: DateRange | None,
) -> Timeline:
    """Make the timeline of requests; each comes with the warnings about its syntax."""
    everything = searcher.period_counts(Request(Everything(), days), by, "articles")
    words = searcher.period_lengths(days, by)
    periods = units_between(everything.counts, by, days)
    texts = tuple(words.get(period, 0) for period in periods)
    series: list[Series] = []
    for query, (request, warnings) in requests.items():
        matches = searcher.period_counts(request, by, count)
        counts = tuple(matches.counts.get(period, 0) for period in periods)
        values: tuple[float, ...] = counts
        if relative:
            values = tuple(
                each * _MILLION / length if length else 0.0
                for each, length in zip(counts, texts, strict=True)
            )
        uncounted = matches.total - sum(counts)
        series.append(
            Series(query, counts, values, uncounted, matches.match, warnings + matches.warnings)
        )
    return Timeline(by, count, relative, tuple(periods), texts, tuple(series))


def query_list(queries: str | Sequence[str]) -> list[str]:
    """Return one query or several as a list without repetitions."""
    several = [queries] if isinstance(queries, str) else queries
    if not isinstance(several, Sequence) or not several:
        raise QueryError(
            Message("a timeline takes a query or a list of queries, not {value}", value=repr(queries))
        )
    return list(dict.fromkeys(several))
