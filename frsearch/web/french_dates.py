"""Dates in words for French readers, and the dates that they write for addresses.

>>> date_text(PartialDate(2018, 6, 1)), iso_range("juin 2018", "")
('1er juin 2018', '2018-06..')
"""

from __future__ import annotations

from frsearch.dates import DateRange, PartialDate

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
    if date.day is None:
        return month
    return f"{date.day}{'er' if date.day == 1 else ''} {month}"


def range_text(text: str) -> str:
    """Return a date filter in words: « de juin 2018 à septembre 2018 », « depuis 2018 »."""
    start, dots, end = (part.strip() for part in text.partition(".."))
    if not dots:
        return date_text(PartialDate.parse(start))
    first, last = (date_text(PartialDate.parse(side)) if side else "" for side in (start, end))
    if not last:
        return f"depuis {first}"
    return f"de {first} à {last}" if first else f"jusqu’à {last}"


def iso_range(start: str, end: str) -> str:
    """Return the date filter from one date to another in ISO form; each may be blank.

    ValueError if one is no date, or if the second comes first.
    """
    first, last = (str(PartialDate.parse(each)) if each.strip() else "" for each in (start, end))
    if not first and not last:
        return ""
    DateRange.between(first or None, last or None)
    return first if first == last else f"{first}..{last}"
