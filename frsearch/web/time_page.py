"""The timeline of one search or several as a page: bars on one scale, and their numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from frsearch.arguments import where_of_texts, where_text
from frsearch.corpus.timeline import Series, Timeline
from frsearch.dates import DateRange
from frsearch.index import Index
from frsearch.messages.wording import Message
from frsearch.types import UNITS, TimelineUnit
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.bounds import MOST_CELLS, MOST_PARTS
from frsearch.web.french_dates import range_text
from frsearch.web.options import MORE_QUERIES
from frsearch.web.pages import query_marks
from frsearch.web.periods import period_filter, period_text
from frsearch.web.plot import FEW_WORDS, plot
from frsearch.web.rendering import Templates
from frsearch.web.slots import HEAVY
from frsearch.web.standing import Standing, standing
from frsearch.web.state import BadRequest, State

# From the longest to the shortest.
_DAYS: Mapping[TimelineUnit, int] = {"year": 365, "month": 28, "week": 7, "day": 1}
# Periods of which a reader sees the shape at once.
_USUAL = 192
_EVERYTHING = "tous les articles"


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of a period: its name, the address of its articles, a cell for each series."""

    name: str
    url: str
    cells: Sequence[tuple[int, float, str]]
    words: int


class TimePage:
    """Makes the pages of timelines."""

    def __init__(self, index: Index, templates: Templates):
        self._index = index
        self._templates = templates

    def page(self, state: State, options: Mapping[str, str]) -> str:
        """Return the page of the timeline of a search, and of those in the options."""
        fields = ArchiveFields.of(self._index)
        self._templates.has_fields = bool(fields)
        now = standing(self._index)
        split = fields.named(options["split"]) if options["split"] else ""
        whole = make_timeline(self._index, state, options, now, exact=False)
        timeline = _without_empty_ends(whole) if not state.date else whole
        names = [_name(series, fields, split) for series in timeline.series]
        occurrences = options["count"] != ""
        drawn = plot(
            timeline,
            names,
            "occurrence" if occurrences else "article",
            lambda series, period: _url(state, split, series, period),
        )
        uncounted = sum(series.uncounted for series in timeline.series if not series.part)
        return self._templates.render(
            "timeline.html",
            state=state,
            options=options,
            more_queries=MORE_QUERIES,
            boxes=_boxes(options),
            fields=fields,
            timeline=timeline,
            is_trimmed=len(timeline.periods) < len(whole.periods),
            plot=drawn,
            names=names,
            rows=_rows(timeline, state, split),
            splits=[name for name in fields.listed if name not in UNITS],
            split=split,
            period=range_text(state.date) if state.date else "",
            chosen=fields.chosen(state),
            marks=[query_marks(each.query, each.warnings) for each in _first_parts(timeline)],
            uncounted=uncounted,
            few=FEW_WORDS if any(0 < each < FEW_WORDS for each in timeline.words) else 0,
            standing=now,
        )


def make_timeline(
    index: Index, state: State, options: Mapping[str, str], now: Standing, *, exact: bool = True
) -> Timeline:
    """Return the timeline that a page asks for; BadRequest if it would have too many numbers.

    Without a unit, it is the shortest of which a reader sees the shape. If there would be too many
    numbers, and not `exact`, it is a longer unit than was asked for.
    """
    queries = list(dict.fromkeys([state.q, *(q for name in MORE_QUERIES if (q := options[name]))]))
    if not state.q and len(queries) > 1:
        del queries[0]
    split = options["split"]
    series = len(queries) * (MOST_PARTS if split else 1)
    most = MOST_CELLS // series
    days = _days(state, now)
    unit = cast(TimelineUnit, options["by"]) if options["by"] else _unit(days, min(most, _USUAL))
    if not exact:
        longer = [each for each, length in _DAYS.items() if length >= _DAYS[unit]]
        unit = next((each for each in longer[::-1] if days // _DAYS[each] <= most), "year")
    if days // _DAYS[unit] > most:
        raise BadRequest(
            Message(
                "there are too many periods to draw, over {most}: choose dates, or longer ones",
                most=most,
            )
        )
    with HEAVY.taken():
        return index.timeline(
            queries,
            by=unit,
            count="occurrences" if options["count"] else "articles",
            relative=options["count"] == "relative",
            split=split or None,
            split_limit=MOST_PARTS,
            date=state.date or None,
            where=where_of_texts(state.where),
            match=state.words,
        )


def _without_empty_ends(timeline: Timeline) -> Timeline:
    """Return a timeline from the first period in which anything was found to the last."""
    found = [
        at for at, _ in enumerate(timeline.periods) if any(each.counts[at] for each in timeline.series)
    ]
    if not found:
        return timeline
    part = slice(found[0], found[-1] + 1)
    series = tuple(
        replace(each, counts=each.counts[part], values=each.values[part], words=each.words[part])
        for each in timeline.series
    )
    return replace(timeline, periods=timeline.periods[part], words=timeline.words[part], series=series)


def _boxes(options: Mapping[str, str]) -> list[str]:
    """Return the names of the queries that are there, and of one to add."""
    filled = [name for name in MORE_QUERIES if options[name]]
    return [*filled, *[name for name in MORE_QUERIES if name not in filled][:1]]


def _days(state: State, now: Standing) -> int:
    """Return over how many days a timeline runs."""
    chosen = DateRange.parse(state.date) if state.date else DateRange()
    first = chosen.first or (now.first.first_day if now.first else None)
    last = chosen.last or (now.last.last_day if now.last else None)
    return max((last - first).days, 0) if first and last else 0


def _unit(days: int, most: int) -> TimelineUnit:
    if days <= 62:
        return "day"
    return "month" if days // _DAYS["month"] <= most else "year"


def _name(series: Series, fields: ArchiveFields, split: str) -> str:
    query = series.query or _EVERYTHING
    return f"{query} · {fields.value(split, series.part)}" if split else query


def _url(state: State, split: str, series: Series, period: str) -> str:
    """Return the address of the articles of a series in a period."""
    where = (*state.where, where_text(split, series.part)) if split else state.where
    return state.url(
        "/", q=series.query, date=period_filter(period, state.date), where=where, copies="1"
    )


def _rows(timeline: Timeline, state: State, split: str) -> list[Row]:
    return [
        Row(
            period_text(period),
            state.url(date=period_filter(period, state.date)),
            [
                (each.counts[at], each.values[at], _url(state, split, each, period))
                for each in timeline.series
            ],
            timeline.words[at],
        )
        for at, period in enumerate(timeline.periods)
    ]


def _first_parts(timeline: Timeline) -> list[Series]:
    """Return one series of each query: the warnings of its parts are the same."""
    return list({series.query: series for series in timeline.series}.values())
