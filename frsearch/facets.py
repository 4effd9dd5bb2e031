"""Counts of matching articles by year, month and day.

Days of the matches -> `FacetCount`s in date order. An article counts under a unit only where its date
is that precise: one dated 2018-06 has a year and a month but no day.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from frsearch.results import FacetCount

Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)

# The longest interval, in days after its first, of a date that is at least that precise.
_LONGEST = {"year": 366, "month": 30, "day": 0}
_NUMPY_UNITS: dict[Unit, Literal["Y", "M", "D"]] = {"year": "Y", "month": "M", "day": "D"}
_EPOCH = 719_163  # datetime.date(1970, 1, 1).toordinal()


def count_dates(
    first_days: NDArray[np.int64], last_days: NDArray[np.int64], unit: Unit
) -> tuple[FacetCount, ...]:
    """Count the matches by unit, given the first and last day of each (0 for no date)."""
    precise = (first_days > 0) & (last_days - first_days <= _LONGEST[unit])
    days = (first_days[precise] - _EPOCH).astype("datetime64[D]")
    values, counts = np.unique(days.astype(f"datetime64[{_NUMPY_UNITS[unit]}]"), return_counts=True)
    return tuple(
        FacetCount(str(value), int(count)) for value, count in zip(values, counts, strict=True)
    )
