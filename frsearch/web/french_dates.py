"""Dates in words for French readers, and the dates that they write for addresses.

>>> date_text(PartialDate(2018, 6, 1)), iso_range("juin 2018", "")
('1er juin 2018', '2018-06..')
"""

from __future__ import annotations

from frsearch.dates import DateRange, PartialDate
from frsearch.query.periods import period_in_words

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


def date_text(date: PartialDate) -> str:
    """Return `2018`, `juin 2018`, `28 juin 2018`."""
    if date.month is None:
        return str(date.year)
    month = f"{MONTHS[date.month - 1]} {date.year}"
    return month if date.day is None else f"{_day_text(date.day)} {month}"


def range_text(text: str) -> str:
    """Return a date filter in words: « de juin à septembre 2018 », « depuis 2018 »."""
    start, dots, end = (part.strip() for part in text.partition(".."))
    if not dots:
        return date_text(PartialDate.parse(start))
    if not start or not end:
        date = PartialDate.parse(start or end)
        article = "le " if date.day else ""
        if start:
            return f"depuis {article}{date_text(date)}"
        return f"jusqu’{'au ' if date.day else 'en '}{date_text(date)}"
    first, last = PartialDate.parse(start), PartialDate.parse(end)
    return f"{'du' if first.day else 'de'} {_first_text(first, last)} {_to(last)}"


def _first_text(first: PartialDate, last: PartialDate) -> str:
    """Return the first date of a range, without the month and the year that the last one says."""
    if first.year != last.year or first.month is None or (first.day is None) != (last.day is None):
        return date_text(first)
    if first.day is None:
        return MONTHS[first.month - 1]
    month = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{_day_text(first.day)}{month}"


def _to(date: PartialDate) -> str:
    return f"{'au' if date.day else 'à'} {date_text(date)}"


def _day_text(day: int) -> str:
    return f"{day}{'er' if day == 1 else ''}"


def iso_period(text: str) -> str:
    """Return the date filter that a reader writes in one box, in ISO form, "" for a blank one.

    ValueError if the text is no date.

    >>> iso_period("du 28 au 30 juin 2018"), iso_period("depuis mai 2018"), iso_period("2018..2019")
    ('2018-06-28..2018-06-30', '2018-05..', '2018..2019')
    """
    start, dots, end = text.partition("..")
    if dots:
        if not start.strip() and not end.strip():
            raise ValueError
        return iso_range(start, end)
    try:
        return iso_range(start, start)
    except ValueError:
        written = period_in_words(text)
        if not written:
            raise
        return iso_period(written)


def iso_range(start: str, end: str) -> str:
    """Return the date filter from one date to another in ISO form; each may be blank.

    ValueError if one is no date, or if the second comes first.
    """
    first, last = (str(PartialDate.parse(each)) if each.strip() else "" for each in (start, end))
    if not first and not last:
        return ""
    DateRange.between(first or None, last or None)
    return first if first == last else f"{first}..{last}"
