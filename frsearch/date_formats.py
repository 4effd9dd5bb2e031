"""A format of dates that the user gives (`date_format=`) -> how to read the dates of a file.

A format is the order of day, month and year (`dmy`, `mdy`, `ymd`), or a pattern with the directives of
`datetime.strptime`. Names of months may be French, English or German.

>>> date = read_formatted("Jun 28, 2018", check_format("%b %d, %Y"))
>>> date.year, date.month, date.day, date.rule
(2018, 6, 28, 'format')
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import lru_cache

from frsearch.date_words import MONTHS, fold
from frsearch.messages.wording import Message
from frsearch.written_dates import ORDERS, Order, WrittenDate, quoted, read_written

_NAME = r"[a-z]+\.?"
_TWO = r"\d{1,2}"
_DIRECTIVES = {
    "Y": r"(?P<year>\d{4})", "y": r"(?P<short>\d{2})", "j": r"(?P<ordinal>\d{1,3})",
    "m": rf"(?P<month>{_TWO})", "B": r"(?P<name>[a-z]+)\.?", "d": rf"(?P<day>{_TWO})(?:er)?",
    "A": _NAME, "H": _TWO, "I": _TWO, "M": _TWO, "S": _TWO, "f": r"\d{1,9}", "p": r"[ap]\.?m\.?",
    "z": r"(?:z|[+-]\d\d:?\d\d)", "Z": "[a-z]{1,5}", "%": "%",
}  # fmt: skip
_SAME = {"b": "B", "h": "B", "a": "A", "e": "d", "k": "H", "l": "I"}
_SHORT = {"%F": "%Y-%m-%d", "%D": "%m/%d/%y", "%T": "%H:%M:%S", "%R": "%H:%M"}


def check_format(format: str) -> str:
    """Return a format of dates; ValueError, with what is wrong, for a text that is none."""
    if not isinstance(format, str):
        raise _wrong(format, Message("it is not a text"))
    order = _order(format)
    if order is None:
        _pattern(format)
    return order or format


def read_formatted(text: str, format: str) -> WrittenDate:
    """Read a date of a format of `check_format`; ValueError if it is none.

    With an order of day, month and year, all forms are read, and numbers in that order. Years of %y are
    1969 to 2068, as in `datetime.strptime`.
    """
    if order := _order(format):
        return replace(read_written(text, order), ambiguous=False)
    match = _pattern(format).fullmatch(fold(text)) if len(text) < 200 else None
    date = _date(match) if match else None
    if date is None:
        raise ValueError(
            Message("{text!r} is not a date of the format {format}", text=quoted(text), format=format)
        )
    return date


def _order(format: str) -> Order | None:
    return next((order for order in ORDERS if order == format.strip().lower()), None)


@lru_cache(64)
def _pattern(format: str) -> re.Pattern[str]:
    expanded = re.sub(r"%[FDTR]", lambda match: _SHORT[match.group()], format.replace("%-", "%"))
    parts = re.split(r"%(.?)", " ".join(expanded.split()))
    try:
        pattern = re.compile("".join(map(_regex, parts, (n % 2 for n in range(len(parts))))), re.ASCII)
    except KeyError as error:
        raise _wrong(format, Message("%{letter} is unknown", letter=error.args[0])) from None
    except re.error:
        raise _wrong(format, Message("it has the same part twice")) from None
    named = pattern.groupindex.keys()
    if not named & {"year", "short"}:
        raise _wrong(format, Message("it has no year, %Y or %y"))
    if "day" in named and not named & {"month", "name"}:
        raise _wrong(format, Message("it has a day without a month"))
    return pattern


def _regex(part: str, is_directive: int) -> str:
    if is_directive:
        return _DIRECTIVES[_SAME.get(part, part)]
    # `fold` would drop the blanks at the ends.
    return " ?".join(re.escape(fold(word)) for word in part.split(" "))


def _date(match: re.Match[str]) -> WrittenDate | None:
    found = match.groupdict()
    year = int(found["year"]) if "year" in found else int(found["short"])
    if "year" not in found:
        year += 1900 if year >= 69 else 2000
    month = MONTHS.get(found["name"]) if "name" in found else found.get("month")
    day = found.get("day")
    if "name" in found and month is None:
        return None
    try:
        date = datetime.date(year, int(month or 1), int(day or 1))
        if "ordinal" in found:
            date += datetime.timedelta(int(found["ordinal"]) - 1)
            return WrittenDate(date.year, date.month, date.day, "format") if date.year == year else None
    except (ValueError, OverflowError):
        return None
    return WrittenDate(year, date.month if month else None, date.day if day else None, "format")


def _wrong(format: object, reason: Message) -> ValueError:
    return ValueError(
        Message(
            "date_format: {format} is not a format of dates ({reason}): give dmy, mdy, ymd, or a "
            "pattern such as %d/%m/%Y",
            format=repr(format),
            reason=reason,
        )
    )
