"""Numbers in French notation: `12 000`, `12.000` and `12000` are the same, and so are `3,5` and `3.5`.

A comma is a decimal comma. A full stop separates thousands if groups of three digits follow; otherwise
it is a decimal point (`3.5`, `0.123`). Anything else (`192.168.1.1`, `28.06.2018`) is several numbers.
`joins` decides which groups of digits are joined across a blank of any kind: the first group has one to
three digits, the others exactly three (`12 000`, but not `en 2018 300 élus`). It also joins the parts of
`16 h 30`, which is `16h30`, and of `35 h`. `16:30` is a time too (ISO 8601 writes it so).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TIME = r"(?<![:\d])(?:[01]?\d|2[0-4]):[0-5]\d(?![:\d])"
PATTERN = rf"(?:{_TIME}|\d+(?:[.,]\d+)+)"

_THOUSANDS = re.compile(r"((?!0)\d{1,3}(?:\.\d{3})+)(,\d+)?")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_DIGITS = re.compile(r"\d+")
_MOST_OPEN = 3
# A longer row of groups is a row of separate figures, as in a table.
_MOST_DIGITS = 15
_GROUP = re.compile(r"\d{3}(?:,\d+)?")
_HOURS = re.compile(r"\d{1,3}h")
_MINUTES = re.compile(r"[0-5]\d")


def split_number(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, number) of each number in a match of `PATTERN`.

    >>> [list(split_number(text)) for text in ("12.000", "3.5", "28.06.2018")]
    [[(0, 6, '12000')], [(0, 3, '3,5')], [(0, 2, '28'), (3, 5, '06'), (6, 10, '2018')]]
    """
    if match := _THOUSANDS.fullmatch(text):
        yield 0, len(text), match[1].replace(".", "") + (match[2] or "")
    elif match := _DECIMAL.fullmatch(text):
        yield 0, len(text), f"{match[1]},{match[2]}"
    else:
        for match in _DIGITS.finditer(text):
            yield match.start(), match.end(), match.group()


def time_of(text: str) -> tuple[int, str]:
    """Return the place of the colon in a match of `PATTERN`, and the time as French writes it.

    >>> time_of("09:05"), time_of("3.5")
    ((2, '9h05'), (-1, ''))
    """
    hours, colon, minutes = text.partition(":")
    return (len(hours), f"{int(hours)}h{minutes}") if colon else (-1, "")


def opens(number: str) -> bool:
    """Say whether a number may go on after a blank: one to three digits, or the h of hours."""
    return (len(number) <= _MOST_OPEN and number.isdecimal()) or number == "h"


def is_group(text: str) -> bool:
    """Say whether a text may continue a number before a blank: three digits, h, or minutes."""
    return bool(_GROUP.fullmatch(text) or _MINUTES.fullmatch(text)) or text == "h"


def joins(number: str, group: str) -> bool:
    """Say whether `group`, after a blank, continues `number`.

    >>> joins("12", "000"), joins("16", "h"), joins("16h", "30"), joins("16", "30")
    (True, True, True, False)
    """
    if not number.isdigit():
        return bool(_HOURS.fullmatch(number) and _MINUTES.fullmatch(group))
    if group == "h":
        return len(number) <= _MOST_OPEN
    return len(number) <= _MOST_DIGITS and bool(_GROUP.fullmatch(group))
