"""Counts of matching articles by year, month and day.

Documents are sorted by date, so each month is a range of document numbers: to count the matches of each
month, search for the start of each range in the sorted matches. An article counts in a unit only if its
date is precise enough: 2018-06 has a year and a month but no day. Units without a match can be filled in
with 0.

    >>> calendar = Calendar.of(np.array([736_846, 736_876]), np.array([736_875, 736_876]), "month")
    >>> count_documents(calendar, np.array([0, 1]))
    (FacetCount(value='2018-06', count=1), FacetCount(value='2018-07', count=1))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.dates import DateRange
from frsearch.errors import QueryError
from frsearch.messages.wording import Message, Quantity
from frsearch.types import UNITS, Unit

# Most days from the first to the last day of a date with at least this precision.
_LONGEST = {"year": 366, "month": 30, "day": 0}
_NUMPY_UNITS: dict[Unit, Literal["Y", "M", "D"]] = {"year": "Y", "month": "M", "day": "D"}
_EPOCH = 719_163  # datetime.date(1970, 1, 1).toordinal()
_LENGTHS: dict[Unit, int] = {"year": 4, "month": 7, "day": 10}  # of the labels
# Nobody reads a list of more units than this.
_MOST_UNITS = 100_000


class FacetCount(NamedTuple):
    """The number of matching articles with a date, such as "2018-06", or with a value of a field."""

    # A tuple, for speed: a query over decades makes hundreds of these.
    value: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field of an index: `name` as in `Article.extra`, `shown` as people read it.

    `type` is the declared one, or "text", "number" or "boolean" if all its values are, else "mixed".
    `articles` is the number of articles that have a value, `distinct` the number of different values,
    `frequent` the most frequent of them. `single`: no article has several values, so that hits can be
    sorted by it.
    """

    name: str
    shown: str
    type: str
    articles: int
    distinct: int
    frequent: tuple[FacetCount, ...]
    single: bool


@dataclass(frozen=True, slots=True)
class PartCount:
    """The occurrences of a query in the articles with one `value` of a field.

    `articles` is the number of articles that have any, `words` that of all words in the texts of all
    articles with the value, whether the query matches or not.
    """

    value: str
    occurrences: int
    articles: int
    words: int

    @property
    def per_million(self) -> float:
        """The occurrences per million words, 0 if there are none."""
        return self.occurrences * 1_000_000 / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day with its count, and its parts: the months of a year, the days of a month.

    `count` includes articles whose date is no more precise than the period; they are in no part.
    """

    value: str
    count: int
    parts: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where each unit of time begins in the documents of one segment, or of several in a row.

    `values` are the units that occur, such as "2018-06", ascending. Documents `starts[i]` to
    `starts[i + 1]` (exclusive) have the unit `values[units[i]]`, or no date if `units[i]` is -1.
    `precise` marks the documents whose date is precise enough for the unit; None if all dates are.
    """

    values: list[str]
    starts: NDArray[np.int64]
    units: NDArray[np.int64]
    precise: NDArray[np.bool_] | None

    @classmethod
    def of(cls, first_days: NDArray[Any], last_days: NDArray[Any], unit: Unit) -> Calendar:
        """Make the calendar of a segment from the first and last day of each document (0: no date)."""
        undated = int(np.searchsorted(first_days, 1))
        firsts = first_days[undated:].astype(np.int32)
        lasts = last_days[undated:].astype(np.int32)
        # Documents are many, the days on which they begin few.
        begins = np.diff(firsts, prepend=-1).nonzero()[0]
        days = (firsts.take(begins).astype(np.int64) - _EPOCH).astype("datetime64[D]")
        dates = days.astype(f"datetime64[{_NUMPY_UNITS[unit]}]")
        changes = np.ones(len(dates), dtype=np.bool_)
        changes[1:] = dates[1:] != dates[:-1]
        values = dates[changes]
        precise = np.zeros(len(first_days), dtype=np.bool_)
        precise[undated:] = lasts - firsts <= _LONGEST[unit]
        return cls(
            np.datetime_as_string(values).tolist(),
            np.concatenate([[0], begins[changes] + undated]),
            np.arange(-1, len(values)),
            None if precise[undated:].all() else precise,
        )

    @classmethod
    def joined(cls, parts: Sequence[Calendar], starts: Sequence[int]) -> Calendar:
        """Join the calendars of segments; `starts` holds their first documents, then the total."""
        if len(parts) == 1:
            return parts[0]
        values = sorted({value for part in parts for value in part.values})
        numbers = {value: number for number, value in enumerate(values)}
        maps = [np.array([*map(numbers.__getitem__, part.values), -1]) for part in parts]
        none = np.zeros(0, dtype=np.int64)
        precise = None
        if any(part.precise is not None for part in parts):
            sizes = np.diff(starts).tolist()
            masks = [
                np.ones(size, dtype=np.bool_) if part.precise is None else part.precise
                for part, size in zip(parts, sizes, strict=True)
            ]
            precise = np.concatenate(masks)
        return cls(
            values,
            np.concatenate([none, *(p.starts + at for p, at in zip(parts, starts, strict=False))]),
            np.concatenate(
                [none, *(units[part.units] for units, part in zip(maps, parts, strict=True))]
            ),
            precise,
        )

    def sums(self, before: NDArray[np.int64], total: int) -> NDArray[np.int64]:
        """Return the sum of each unit, given the sums `before` each start, and the total."""
        amounts = np.concatenate([before[1:], [total]]) - before
        if len(self.units) == len(self.values) + 1:  # of one segment
            return amounts[1:]
        sums = np.bincount(self.units + 1, amounts, minlength=len(self.values) + 1)
        return sums[1:].astype(np.int64)


def count_documents(calendar: Calendar, documents: NDArray[Any]) -> tuple[FacetCount, ...]:
    """Count the ascending `documents` by unit, in date order; units with a count of 0 are left out."""
    if calendar.precise is not None:
        documents = documents[calendar.precise[documents]]
    counts = calendar.sums(documents.searchsorted(calendar.starts), len(documents))
    nonzero = counts.nonzero()[0]
    values = map(calendar.values.__getitem__, nonzero.tolist())
    # Faster than FacetCount(): queries over decades make hundreds.
    make = partial(tuple.__new__, FacetCount)
    return tuple(map(make, zip(values, counts.take(nonzero).tolist(), strict=True)))


def units_of(calendar: Calendar, documents: NDArray[Any]) -> NDArray[np.int64]:
    """Return, per document, the index of its unit in `calendar.values`, or -1 if it has no unit."""
    numbers = calendar.units.take(calendar.starts.searchsorted(documents, side="right") - 1)
    return numbers if calendar.precise is None else np.where(calendar.precise[documents], numbers, -1)


def sum_over_documents(
    calendar: Calendar, documents: NDArray[Any], amounts: NDArray[Any]
) -> dict[str, int]:
    """Return the sum of `amounts` by unit: one amount per document, documents ascending."""
    if calendar.precise is not None:
        precise = calendar.precise[documents]
        documents, amounts = documents[precise], amounts[precise]
    sums = np.concatenate([[0], np.cumsum(amounts, dtype=np.int64)])
    by_unit = calendar.sums(sums.take(documents.searchsorted(calendar.starts)), int(sums[-1]))
    return dict(zip(calendar.values, by_unit.tolist(), strict=True))


def filled(counts: tuple[FacetCount, ...], unit: Unit, days: DateRange | None) -> tuple[FacetCount, ...]:
    """Add, with 0, the missing units between the first and the last count, and those of `days`."""
    count_of = {each.value: each.count for each in counts}
    values = units_between(count_of, unit, days)
    return tuple(FacetCount(value, count_of.get(value, 0)) for value in values)


def units_between(values: Mapping[str, object], unit: Unit, days: DateRange | None) -> list[str]:
    """Return all units from the first to the last of `values` and `days`, ascending.

    Raises QueryError for more than 100,000 units.
    """
    bounds = [] if days is None else [days.first, days.last]
    ends = [*values, *(bound.isoformat()[: _LENGTHS[unit]] for bound in bounds if bound is not None)]
    if not ends:
        return []
    code = _NUMPY_UNITS[unit]
    first, last = np.datetime64(min(ends), code), np.datetime64(max(ends), code)
    number = int((last - first).astype(np.int64)) + 1
    if number > _MOST_UNITS:
        raise QueryError(
            Message(
                "from {first} to {last} there are {units}, too many to fill in: count by a longer unit, "
                "or narrow date=",
                first=str(first),
                last=str(last),
                units=Quantity(number, unit),
            )
        )
    labels: list[str] = np.datetime_as_string(first + np.arange(number)).tolist()
    return labels


def precise_labels(first: date, last: date) -> dict[str, str]:
    """Return the label of each unit that a date from `first` to `last` is precise enough for.

    >>> precise_labels(date(2018, 6, 1), date(2018, 6, 30))
    {'year': '2018', 'month': '2018-06'}
    """
    days, label = (last - first).days, first.isoformat()
    return {unit: label[:length] for unit, length in _LENGTHS.items() if days <= _LONGEST[unit]}


def nested(facets: Mapping[str, tuple[FacetCount, ...]]) -> tuple[Period, ...]:
    """Return the counts as a tree: days in months, months in years, for the units in `facets`."""
    parts: tuple[Period, ...] = ()
    for unit in reversed(UNITS):
        if unit in facets:
            inner: dict[str, list[Period]] = {}
            for part in parts:
                inner.setdefault(part.value[: _LENGTHS[unit]], []).append(part)
            parts = tuple(
                Period(each.value, each.count, tuple(inner.get(each.value, ()))) for each in facets[unit]
            )
    return parts
