"""Matches of queries -> counts by year, month, week or day, gaps filled; and the words of each period.

A week is one of ISO 8601, from Monday to Sunday, and is written `2018-W26`.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

import numpy as np

from frsearch.dates import DateRange
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Answer, Request
from frsearch.errors import QueryError
from frsearch.facets import FacetCount, units_between
from frsearch.fields import order_key
from frsearch.messages.wording import ENGLISH, Message, Wording
from frsearch.output.html import bars_html
from frsearch.output.tables import Target, data_frame, missing, write_csv
from frsearch.output.text import Piece, bar_pieces, marked, printable
from frsearch.query.nodes import Everything, Field, IsOneOf, Where
from frsearch.types import Count, QueryWarning, TimelineUnit, Unit

_MILLION = 1_000_000
# In so few words of texts, one occurrence is 100 per million.
_FEW_WORDS = 10_000
# As pandas names them.
_FREQUENCIES: dict[TimelineUnit, str] = {"year": "Y", "month": "M", "week": "W-SUN", "day": "D"}


@dataclass(frozen=True, slots=True)
class Series:
    """One query over time: `counts` in each period, and `values`, which may be relative.

    In a split timeline, it is the query in the articles with one value of a field, `part`. `words`
    counts the words of the texts of each period, of the part if there is one.
    `uncounted` counts matches in articles without a date, or with a date less precise than the periods.
    `match` and `warnings` are those of `Results`.
    """

    query: str
    counts: tuple[int, ...]
    values: tuple[float, ...]
    uncounted: int
    match: str
    warnings: tuple[QueryWarning, ...]
    part: str = ""
    words: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The query, and the part if there is one, as columns and legends have it."""
        return f"{self.query} · {self.part}" if self.part else self.query


@dataclass(frozen=True, slots=True, repr=False)
class Timeline:
    """Queries over time, the series in the order of the queries.

    `periods` are all years, months, weeks or days (`by`) from the first to the last; `words` counts
    the words of the texts of each. `relative` values are counts per million of these words, 0 if there
    are none. If it is `split` by a field, there is a series for each query and value, the values with
    most articles first, and values are relative to the words of the articles with the value;
    `parts_more` is the number of further values. An article with several values counts in several
    series.
    """

    by: TimelineUnit
    count: Count
    relative: bool
    periods: tuple[str, ...]
    words: tuple[int, ...]
    series: tuple[Series, ...]
    split: str | None = None
    parts_more: int = 0

    def __getitem__(self, query: str | tuple[str, str]) -> Series:
        """Return the series of a query; of a query and value, if the timeline is split."""
        wanted = (query, "") if isinstance(query, str) else query
        for series in self.series:
            if (series.query, series.part) == wanted:
                return series
        raise KeyError(query)

    @property
    def label(self) -> str:
        """The unit of the values, in words."""
        return self.count + " per million words" * self.relative

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to know before reading relative values: which rest on few words of texts."""
        if not self.relative:
            return ()
        thin = {
            period: (series.name, value, count, words)
            for series in self.series
            for period, value, count, words in zip(
                self.periods, series.values, series.counts, series.words or self.words, strict=True
            )
            if count and words < _FEW_WORDS
        }
        if not thin:
            return ()
        period, (name, value, count, words) = max(thin.items(), key=lambda each: each[1][1])
        return (
            Message(
                "values of periods with fewer than {few:,} words of texts rest on few occurrences "
                "({count:,} periods; {name}, {period}: {value:,} per million from {found:,} in "
                "{words:,} words)",
                few=_FEW_WORDS,
                count=len(thin),
                name=name,
                period=period,
                value=round(value),
                found=count,
                words=words,
            ),
        )

    def to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write a row for each period to a path or an open text file: its words, each query's value.

        A query that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        columns = [self.by, "words", *(series.name for series in self.series)]
        values = (series.values for series in self.series)
        write_csv(target, columns, zip(self.periods, self.words, *values, strict=True), raw=raw)

    def to_dataframe(self) -> Any:
        """Return a `pandas.DataFrame` (extra `pandas`): a row per period, a column per query."""
        frame = data_frame({series.name: series.values for series in self.series})
        import pandas

        frame.index = pandas.PeriodIndex(self._first_days(), freq=_FREQUENCIES[self.by], name=self.by)
        return frame

    def _first_days(self) -> list[str]:
        """Return the periods as dates that other libraries read; a week is its Monday."""
        return [str(monday(each)) if self.by == "week" else each for each in self.periods]

    def plot(self, ax: Any = None) -> Any:
        """Draw the series with matplotlib (extra `plot`) and return the axes, `ax` if given."""
        try:
            from matplotlib import pyplot
        except ImportError as error:
            raise missing("matplotlib", "plot") from error
        axes = pyplot.subplots(figsize=(10, 3))[1] if ax is None else ax
        for series in self.series:
            # matplotlib leaves out labels that begin with _, and reads $ as mathematics.
            label = " " + series.name.replace("$", r"\$")
            axes.plot(np.array(self._first_days(), "datetime64[D]"), series.values, label=label)
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
            head = wording("{query}: {found}", query=series.name, found=wording(self.label))
            if series.uncounted:
                head = wording(
                    "{head} (and {uncounted:,} without such a date)",
                    head=head,
                    uncounted=series.uncounted,
                )
            yield "\n" * (at > 0) + printable(head), "head"
            written = (wording.number(value, int(self.relative)) for value in series.values)
            yield from bar_pieces(list(zip(self.periods, series.values, written, strict=True)), most)
        for note in self.notes:
            yield f"\n! {printable(wording.text(note))}", ""

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        between = f"{self.periods[0]} to {self.periods[-1]}" if self.periods else "no dates"
        names = ", ".join(repr(series.name) for series in self.series)
        return f"<Timeline of {names}: {self.label} by {self.by}, {between}>"

    def _repr_html_(self) -> str:
        """Return the bars of each query as HTML for a notebook, everything escaped."""
        most = max((value for series in self.series for value in series.values), default=0)
        charts = (
            f"<p>{html.escape(printable(series.name))}: {self.label}</p>"
            + bars_html(self.periods, series.values, most=most)
            for series in self.series
        )
        notes = "".join(f"<p>! {html.escape(note)}</p>" for note in self.notes)
        return f"<div>{''.join(charts)}{notes}</div>"


def make_timeline(
    searcher: Searcher,
    requests: Mapping[str, tuple[Request, tuple[QueryWarning, ...]]],
    *,
    by: TimelineUnit,
    count: Count,
    relative: bool,
    days: DateRange | None,
    where: Where = (),
    split: str | None = None,
    split_limit: int | None = None,
) -> Timeline:
    """Make the timeline of requests; each comes with the warnings about its syntax."""
    unit = _counted_by(by)
    everything = searcher.period_counts(Request(Everything(), days), unit, "articles")
    periods = units_between(everything.counts, unit, days)
    if by == "week":
        periods = list(dict.fromkeys(map(_week, periods)))

    def words_in(filters: Where) -> tuple[int, ...]:
        words = _in_periods(searcher.period_lengths(days, unit, filters), by)
        return tuple(words.get(period, 0) for period in periods)

    parts, more = [""], 0
    asked = {query: request for query, (request, _) in requests.items()}
    if split is not None:
        counted = {query: value_counts(searcher, request, split) for query, request in asked.items()}
        parts, more = values_with_most(
            [each.field_facets[split] for each in counted.values()], split_limit
        )
        # What a query asks for does not change with the part.
        asked = {query: replace(request, match=counted[query].match) for query, request in asked.items()}
    filters = {part: where if split is None else (*where, one_value(split, part)) for part in parts}
    texts = {part: words_in(filters[part]) for part in parts}
    counter = _Counter(searcher, by, count, relative, periods)
    series: list[Series] = []
    for query, (_, warnings) in requests.items():
        for part in parts:
            of_part = replace(asked[query], where=filters[part])
            series.append(counter.series(query, of_part, warnings, part, texts[part]))
    all_texts = texts[""] if split is None else words_in(where)
    return Timeline(by, count, relative, tuple(periods), all_texts, tuple(series), split, more)


def value_counts(searcher: Searcher, request: Request, field: str) -> Answer:
    """Answer a request with the counts of all values of a field, and nothing else."""
    only_counts = replace(request, limit=0, facets=(), field_facets=(field,), facet_limit=None)
    return searcher.search(replace(only_counts, highlights=False))


def values_with_most(facets: Iterable[Iterable[FacetCount]], most: int | None) -> tuple[list[str], int]:
    """Return the values that have most matches in all facets together, and the number of others."""
    found = Counter[str]()
    for value, count in chain.from_iterable(facets):
        found[value] += count
    values = sorted(found, key=lambda value: (-found[value], order_key(value)))
    return values[:most], len(values) - len(values[:most])


def one_value(field: str, label: str) -> tuple[str, Field]:
    """Return the filter that keeps the articles with one value of a field."""
    return field, Field(field, IsOneOf((label,)))


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts a request by period."""

    searcher: Searcher
    by: TimelineUnit
    count: Count
    relative: bool
    periods: Sequence[str]

    def series(
        self,
        query: str,
        request: Request,
        warnings: tuple[QueryWarning, ...],
        part: str,
        words: tuple[int, ...],
    ) -> Series:
        matches = self.searcher.period_counts(request, _counted_by(self.by), self.count)
        if part and matches.match != request.match:
            # The query has matches of all its words, but in other parts.
            matches = replace(matches, counts={}, total=0, match=request.match)
        of_periods = _in_periods(matches.counts, self.by)
        counts = tuple(of_periods.get(period, 0) for period in self.periods)
        values: tuple[float, ...] = counts
        if self.relative:
            values = tuple(
                each * _MILLION / length if length else 0.0
                for each, length in zip(counts, words, strict=True)
            )
        return Series(
            query,
            counts,
            values,
            matches.total - sum(counts),
            matches.match,
            warnings + matches.warnings,
            part,
            words,
        )


def _counted_by(by: TimelineUnit) -> Unit:
    """Return the unit that an engine counts by: weeks are added up from days."""
    return "day" if by == "week" else by


def _week(day: str) -> str:
    """Return the week of a day: `2018-W26` of `2018-06-28`."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}"


def monday(week: str) -> date:
    """Return the first day of a week, such as `2018-W26`."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def _in_periods(counts: Mapping[str, int], by: TimelineUnit) -> Mapping[str, int]:
    """Return counts by day as counts by week, others as they are."""
    if by != "week":
        return counts
    weeks = Counter[str]()
    for day, count in counts.items():
        weeks[_week(day)] += count
    return weeks


def query_list(queries: str | Sequence[str]) -> list[str]:
    """Return one query or several as a list without repetitions."""
    several = [queries] if isinstance(queries, str) else queries
    if not isinstance(several, Sequence) or not several:
        raise QueryError(
            Message("a timeline takes a query or a list of queries, not {value}", value=repr(queries))
        )
    return list(dict.fromkeys(several))
