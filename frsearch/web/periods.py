"""The periods of a timeline, weeks too, in words and as filters.

>>> period_text("2018-W23"), period_filter("2018-W23", "")
('semaine du 4 juin 2018', '2018-06-04..2018-06-10')
>>> period_filter("2018-06", "2018-06-15..2018-07"), period_filter("2018-07", "2018")
('2018-06-15..2018-06-30', '2018-07')
"""

from __future__ import annotations

import datetime

from frsearch.corpus.timeline import monday
from frsearch.dates import DateRange, PartialDate, as_partial_date
from frsearch.web.french_dates import SHORT_MONTHS, date_text

_WEEK = "W"


def period_text(period: str) -> str:
    """Return a year, month, week or day in words."""
    if _WEEK in period:
        return f"semaine du {date_text(as_partial_date(monday(period)))}"
    return date_text(PartialDate.parse(period))


def short_text(period: str) -> str:
    """Return a period as it stands below a bar: « juin », « 4 juin »."""
    date = as_partial_date(monday(period)) if _WEEK in period else PartialDate.parse(period)
    if date.month is None:
        return period
    month = SHORT_MONTHS[date.month - 1]
    return month if date.day is None else f"{date.day} {month}"


def period_filter(period: str, within: str) -> str:
    """Return the date filter of a period of a timeline over the dates `within` ("": all)."""
    if _WEEK in period:
        first = monday(period)
        last = first + datetime.timedelta(days=6)
    else:
        date = PartialDate.parse(period)
        first, last = date.first_day, date.last_day
    chosen = DateRange.parse(within) if within else DateRange()
    start, end = max(first, chosen.first or first), min(last, chosen.last or last)
    if _WEEK not in period and (start, end) == (first, last):
        return period
    return f"{start}..{end}" if start < end else str(start)
