"""Counts of matching articles by year, month and day.

Documents are in the order of their dates, so that each month is a range of them: counting is finding
where the months begin among the matches. An article counts under a unit only where its date is that
precise: one dated 2018-06 has a year and a month but no day. Units in which nothing was counted can
be filled in.

    >>> calendar = Calendar.of(np.array([736_846, 736_876]), np.array([736_875, 736_876]), "month")
    >>> count_documents(calendar, np.array([0, 1]))
    (FacetCount(value='2018-06', count=1), FacetCount(value='2018-07', count=1))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.dates import DateRange
from frsearch.errors import QueryError
from frsearch.messages.wording import Message, Quantity
from frsearch.types import UNITS, Unit

# The longest interval, in days after its first, of a date that is at least that precise.
_LONGEST = {"year": 366, "month": 30, "day": 0}
_NUMPY_UNITS: dict[Unit, Literal["Y", "M", "D"]] = {"year": "Y", "month": "M", "day": "D"}
_EPOCH = 719_163  # datetime.date(1970, 1, 1).toordinal()
_LENGTHS: dict[Unit, int] = {"year": 4, "month": 7, "day": 10}  # of the labels
# More units than these, filled in, are no answer that anyone reads.
_MOST_UNITS = 100_000


class FacetCount(NamedTuple):
    """How many matching articles bear the date `value`, such as "2018" or "2018-06"."""

    # A tuple, because a query over decades makes hundreds of them.
    value: str
    count: int  # type: ignore[assignment]  # how often a tuple holds something is of no use here


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day, its count, and what was counted of its parts: a month's days.

    Articles dated no more precisely than the period are in `count` and in none of `parts`.
    """

    value: str
    count: int
    parts: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the units of time begin among documents, of one segment or several in a row.

    `values` are the units that occur, such as "2018-06", ascending. From document `starts[i]` on, to
    the next start, documents are of unit `units[i]`, -1 for those without a date. `precise` marks the
    documents that have such a unit, None where all dated ones do.
    """

    values: list[str]
    starts: NDArray[np.int64]
    units: NDArray[np.int64]
    precise: NDArray[np.bool_] | None

    @classmethod
    def of(cls, first_days: NDArray[Any], last_days: NDArray[Any], unit: Unit) -> Calendar:
        """Lay out the calendar of a segment, given first and last days of documents (0 for no date)."""
        undated = int(np.searchsorted(first_days, 1))
        firsts = first_days[undated:].astype(np.int64)
        days = (firsts - _EPOCH).astype("datetime64[D]")
        dates = days.astype(f"datetime64[{_NUMPY_UNITS[unit]}]")
        changes = np.ones(len(dates), dtype=np.bool_)
        changes[1:] = dates[1:] != dates[:-1]
        starts = changes.nonzero()[0]
        values = dates[starts]
        precise = np.zeros(len(first_days), dtype=np.bool_)
        precise[undated:] = last_days[undated:] - firsts <= _LONGEST[unit]
        return cls(
            np.datetime_as_string(values).tolist(),
            np.concatenate([[0], starts + undated]),
            np.arange(-1, len(values)),
            None if precise[undated:].all() else precise,
        )

    @classmethod
    def joined(cls, parts: Sequence[Calendar], starts: Sequence[int]) -> Calendar:
        """Lay out the calendar of segments in a row; `starts` are their first documents, and the end."""
        if len(parts) == 1:
            return parts[0]
        values = sorted({value for part in parts for value in part.values})
        numbers = {value: number for number, value in enumerate(values)}
        known = [np.array([*map(numbers.__getitem__, part.values), -1]) for part in parts]
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
            np.concatenate([none, *(of[part.units] for of, part in zip(known, parts, strict=True))]),
            precise,
        )

    def sums(self, before: NDArray[np.int64], total: int) -> NDArray[np.int64]:
        """Add up by unit what documents have, given what those before each start have, and all."""
        amounts = np.concatenate([before[1:], [total]]) - before
        if len(self.units) == len(self.values) + 1:  # of one segment
            return amounts[1:]
        sums = np.bincount(self.units + 1, amounts, minlength=len(self.values) + 1)
        return sums[1:].astype(np.int64)


def count_documents(calendar: Calendar, documents: NDArray[Any]) -> tuple[FacetCount, ...]:
    """Count documents, ascending, by unit, in the order of dates; units that have none are left out."""
    if calendar.precise is not None:
        documents = documents[calendar.precise[documents]]
    counts = calendar.sums(documents.searchsorted(calendar.starts), len(documents))
    held = counts.nonzero()[0]
    values = map(calendar.values.__getitem__, held.tolist())
    # Made as tuples are: queries over decades make hundreds.
    make = partial(tuple.__new__, FacetCount)
    return tuple(map(make, zip(values, counts.take(held).tolist(), strict=True)))


def units_of(calendar: Calendar, documents: NDArray[Any]) -> NDArray[np.int64]:
    """Return the number of the unit of each document in `calendar.values`, -1 where it has none."""
    numbers = calendar.units.take(calendar.starts.searchsorted(documents, side="right") - 1)
    return numbers if calendar.precise is None else np.where(calendar.precise[documents], numbers, -1)


def sum_over_documents(
    calendar: Calendar, documents: NDArray[Any], amounts: NDArray[Any]
) -> dict[str, int]:
    """Add up what each document, ascending, has of something, by unit."""
    if calendar.precise is not None:
        wanted = calendar.precise[documents]
        documents, amounts = documents[wanted], amounts[wanted]
    sums = np.concatenate([[0], np.cumsum(amounts, dtype=np.int64)])
    found = calendar.sums(sums.take(documents.searchsorted(calendar.starts)), int(sums[-1]))
    return dict(zip(calendar.values, found.tolist(), strict=True))


def filled(counts: tuple[FacetCount, ...], unit: Unit, days: DateRange | None) -> tuple[FacetCount, ...]:
    """Put in the units between the first and the last, and those of the range, as 0."""
    known = {each.value: each.count for each in counts}
    return tuple(FacetCount(value, known.get(value, 0)) for value in units_between(known, unit, days))


def units_between(values: Mapping[str, object], unit: Unit, days: DateRange | None) -> list[str]:
    """Return all units from the first to the last of `values` and of the days, ascending.

    Raises QueryError where there are too many to be of use.
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


def nested(facets: Mapping[str, tuple[FacetCount, ...]]) -> tuple[Period, ...]:
    """Return the counts as a tree: days in their months, months in their years, of those counted."""
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
