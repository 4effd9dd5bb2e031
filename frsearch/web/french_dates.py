"""Dates as French readers write them, and back: `2018-06-28` <-> « 28 juin 2018 ».

>>> date_text(PartialDate(2018, 6, 1)), read_range("juin 2018", "")
('1er juin 2018', '2018-06..')
"""

from __future__ import annotations

import re

from frsearch.dates import DateRange, PartialDate

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    "fevrier": 2, "aout": 8, "decembre": 12,
}  # fmt: skip
_SLASHES = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)?\s+)?([^\W\d_]+)\s+(\d{4})")


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


def read_date(text: str) -> PartialDate:
    """Read an ISO or French date; ValueError if it is neither."""
    text = text.strip().lower()
    if match := _SLASHES.fullmatch(text):
        day, month, year = match.groups()
        return PartialDate(int(year), int(month), int(day) if day else None)
    if (match := _WORDS.fullmatch(text)) and match[2] in _NUMBERS:
        return PartialDate(int(match[3]), _NUMBERS[match[2]], int(match[1]) if match[1] else None)
    return PartialDate.parse(text)


def read_range(start: str, end: str) -> str:
    """Return the date filter from one date to another; each may be blank; ValueError if wrong."""
    first, last = ("" if not each.strip() else str(read_date(each)) for each in (start, end))
    if not first and not last:
        return ""
    DateRange.between(first or None, last or None)
    return first if first == last else f"{first}..{last}"
