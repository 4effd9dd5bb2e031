"""Counts of matching articles by year, month and day.

Documents are in the order of their dates, so that each month is a range of them: counting is finding
where the months begin among the matches. An article counts under a unit only where its date is that
precise: one dated 2018-06 has a year and a month but no day.

    >>> calendar = Calendar.of(np.array([736_846, 736_876]), np.array([736_875, 736_876]), "month")
    >>> in_order(count_documents(calendar, np.array([0, 1])))
    (FacetCount(value='2018-06', count=1), FacetCount(value='2018-07', count=1))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from frsearch.results import FacetCount

Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)

# The longest interval, in days after its first, of a date that is at least that precise.
_LONGEST = {"year": 366, "month": 30, "day": 0}
_NUMPY_UNITS: dict[Unit, Literal["Y", "M", "D"]] = {"year": "Y", "month": "M", "day": "D"}
_EPOCH = 719_163  # datetime.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the units of time begin among documents in date order.

    `values` are the units that occur, such as "2018-06", ascending; unit i begins with document
    `starts[i]`. `precise` marks the documents that have such a unit, None where all dated ones do.
    """

    values: list[str]
    starts: NDArray[np.int64]
    precise: NDArray[np.bool_] | None

    @classmethod
    def of(cls, first_days: NDArray[Any], last_days: NDArray[Any], unit: Unit) -> Calendar:
        """Lay out the calendar of documents, given their first and last days (0 for no date)."""
        undated = int(np.searchsorted(first_days, 1))
        firsts = first_days[undated:].astype(np.int64)
        days = (firsts - _EPOCH).astype("datetime64[D]")
        units = days.astype(f"datetime64[{_NUMPY_UNITS[unit]}]")
        values, starts = np.unique(units, return_index=True)
        precise = np.zeros(len(first_days), dtype=np.bool_)
        precise[undated:] = last_days[undated:] - firsts <= _LONGEST[unit]
        labels = np.datetime_as_string(values).tolist()
        return cls(labels, starts + undated, None if precise[undated:].all() else precise)


def count_documents(calendar: Calendar, documents: NDArray[Any]) -> dict[str, int]:
    """Count documents, ascending, by unit; those that have none are left out."""
    if calendar.precise is not None:
        documents = documents[calendar.precise[documents]]
    begins = np.searchsorted(documents, calendar.starts)
    counts = np.diff(begins, append=len(documents))
    held = np.flatnonzero(counts)
    values = map(calendar.values.__getitem__, held.tolist())
    return dict(zip(values, counts.take(held).tolist(), strict=True))


def units_of(calendar: Calendar, documents: NDArray[Any]) -> NDArray[np.int64]:
    """Return the number of the unit of each document in `calendar.values`, -1 where it has none."""
    numbers = np.searchsorted(calendar.starts, documents, side="right") - 1
    return numbers if calendar.precise is None else np.where(calendar.precise[documents], numbers, -1)


def in_order(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """Return counts by unit as facet counts, in date order."""
    return tuple(FacetCount(value, counts[value]) for value in sorted(counts))
