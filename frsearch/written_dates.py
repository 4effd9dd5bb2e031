"""A date as people write it -> year, month, day, and the rule by which it was read.

Day first, as in France, unless `order` says otherwise; of a date with a time, the day as written.

    >>> read_written("jeudi 28 juin 2018 à 14h30")
    WrittenDate(year=2018, month=6, day=28, rule='words', ambiguous=False)
    >>> read_written("06/07/2018").ambiguous, read_written("06/28/2018").rule
    (True, 'month-first')
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from frsearch.date_words import MONTHS, WEEKDAYS, fold
from frsearch.messages.wording import Message

DateRule = Literal[
    "iso", "compact", "year-first", "day-first", "month-first", "month-year", "words", "rfc822", "format"
]
"""How a date was read: `2018-06-28`, `20180628`, `2018/06/28`, `28/06/2018`, `06/28/2018`, `06/2018`,
`28 juin 2018`, `Thu, 28 Jun 2018 …` with a time, or by a format that was given."""

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = get_args(Order)

# Longer texts are no dates.
_LONGEST = 120
_LONGEST_QUOTED = 60
# The years that eight digits may begin with, so that few other numbers pass for dates.
_COMPACT_YEARS = range(1000, 2200)
# A weekday fits a date in one of four centuries at most: the calendar repeats after 400 years.
_CENTURIES = (1800, 1900, 2000)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date that was read, and how.

    `ambiguous` is true where day and month could be exchanged, as in 06/07/2018.
    """

    year: int
    month: int | None
    day: int | None
    rule: DateRule
    ambiguous: bool = False


class UnsureCentury(ValueError):
    """A date has a year of two digits, and nothing says of which century."""


def read_written(text: str, order: Order = "dmy", century: int | None = None) -> WrittenDate:
    """Read a date of any form.

    `order` is the order of numbers such as 06/07/2018. `century` is the first year of the century of
    years of two digits: 1900 reads 18 as 1918. Without it they are read only where a weekday fits one
    century alone (UnsureCentury otherwise). A weekday also decides between 6 July and 7 June; it is
    ignored if it fits neither. Raises ValueError for a text that is no date and for a date that does
    not exist.
    """
    written = text.strip()
    if _FLOAT.fullmatch(written):  # what pandas makes of 2018 in a column with blanks
        written = written[:-2]
    if match := ISO.fullmatch(written):
        return _checked(text, *_numbers(match), "iso")
    if len(written) <= _LONGEST:
        folded = fold(written)
        for pattern, read in _forms():
            if (match := pattern.fullmatch(folded)) and (date := read(match, order, century, text)):
                return date
    raise ValueError(
        Message(
            "{text!r} is not a date: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for example",
            text=quoted(text),
        )
    )


def is_no_date(text: str) -> bool:
    """Say whether a text stands for an unknown date: blank, `n.d.`, `0000-00-00`, `NULL`."""
    if len(text) > _LONGEST:
        return not text.strip()
    folded = fold(text).strip("()[]")
    return folded.replace(" ", "") in _UNKNOWN or bool(_form(_ZERO).fullmatch(folded))


def in_words(text: str) -> bool:
    """Say whether a text has the form of a date with a month's name: `juin 2018`, `le 28 juin 2018`."""
    folded = fold(text) if len(text) <= _LONGEST else ""
    match = _form(_DAY_MONTH).fullmatch(folded) or _form(_MONTH_YEAR).fullmatch(folded)
    return bool(match and match["month"] in MONTHS)


def quoted(text: str) -> str:
    """Return the beginning of a text that a message quotes."""
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + "…"


# --- Forms ---------------------------------------------------------------------------------------

ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*(?: \S+)?)?)?)?", re.ASCII)
"""The forms of ISO 8601 that are met most, which `PartialDate.parse` tries first."""

_ARTICLES = r"(?:(?:le|du|de|the|on|den|der|am|en|in|im) )?"
_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_LEAD = rf"{_ARTICLES}(?:(?P<weekday>{_DAYS})(?:\.?,? |, ?){_ARTICLES})?"
_OFFSET = r"[+-]\d{1,2}(?::?\d\d)?"
_ZONE = rf"(?:{_OFFSET}|[a-z]{{1,5}}(?:{_OFFSET})?|\([a-z .'-]{{1,40}}\)|\[[a-z/_]{{1,40}}\])"
_CLOCK = r"\d{1,2}(?: ?: ?\d\d(?:: ?\d\d(?:[.,]\d{1,9})?)?| ?h(?:eures?)? ?(?:\d\d)?|\.\d\d(?:\.\d\d)?)"
_SUFFIX = rf"(?: ?(?:[ap]\.?m\.?|uhr)\b)?(?: ?{_ZONE}){{0,3}}"
_TIME = (
    rf"(?:(?: ?t ?|,? (?:(?:a|at|um|-|\|) )?|, ?){_CLOCK}{_SUFFIX}"
    rf"|t\d\d(?:\d\d){{0,2}}(?:[.,]\d{{1,9}})?{_SUFFIX}|z|[+-]\d\d:\d\d)?"
)
_TAIL = rf"(?:,? \(?(?P<after>{_DAYS})\b\.?\)?)?{_TIME} ?[.,;]?"
_BETWEEN = r"(?P<between> ?[-/._] ?| )"  # between numbers: the same twice
_JOINED = r"(?: ?[-/._] ?|, ?| )"  # beside words
_YEAR = r"(?P<year>\d{4}|'?\d\d)"


# Compiled when they are first needed: most runs meet no date but those of an index.
_YEAR_FIRST = rf"{_LEAD}(\d{{4}}){_BETWEEN}(\d{{1,2}})(?P=between)(\d{{1,2}}){_TAIL}"
_YEAR_LAST = rf"{_LEAD}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})(?P=between)(\d{{4}}|'?\d\d){_TAIL}"
_TWO_NUMBERS = r"(?:(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})|(\d{4}) ?/ ?(\d{1,2}))[.,;]?"
_COMPACT = rf"(\d{{4}})(\d\d)(\d\d)(?: ?t?\d{{4}}(?:\d\d(?:[.,]?\d{{1,9}})?)?{_SUFFIX}|{_TIME})"
_DAY_MONTH = (
    rf"{_LEAD}(?P<day>\d{{1,2}}|premier)(?:er|[oe]|st|nd|rd|th)?\.?{_JOINED}(?:de |of |d')?"
    rf"(?P<month>[a-z]+)\.?{_JOINED}(?:de |of )?{_YEAR}{_TAIL}"
)
_MONTH_DAY = (
    rf"{_LEAD}(?P<month>[a-z]+)\.?{_JOINED}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_JOINED}"
    rf"(?:{_CLOCK} (?:{_ZONE} )?)?{_YEAR}{_TAIL}"  # `Tue Mar 14 10:22:00 CET 2006`, as Unix writes
)
_MONTH_YEAR = rf"{_ARTICLES}(?P<month>[a-z]+)\.?{_JOINED}(?:de |of )?(?P<year>\d{{4}})[.,;]?"
_YEAR_MONTH = rf"(?P<year>\d{{4}}){_JOINED}(?P<month>[a-z]+)\.?(?:{_JOINED}(?P<day>\d{{1,2}}){_TAIL})?"
_RFC822 = r"(?:mon|tue|wed|thu|fri|sat|sun), ?\d.*:.*"

_UNKNOWN = frozenset(
    """- -- --- ? . / n.d. n.d nd n/d s.d. s.d sd s/d sansdate nondate nondatee datenonprecisee
    dateinconnue inconnu inconnue n/a na #n/a n.a. nat nan null none nil \\n undefined undated nodate
    unknown unknowndate o.d. o.j. ohnedatum""".split()
) | {""}
_FLOAT = re.compile(r"(\d{4}|\d{8})\.0", re.ASCII)
# Zeros; Excel's day 0; the zero of PHP, which WordPress gives to drafts; that of .NET.
_ZERO = (
    r"0+(?:[-/. ]0+){0,2}(?:[t ]0?0:00(?::00(?:\.0+)?)?z?)?|0+/0?1/1900|1900-01-0+"
    r"|-0*1-11-30.*|(?:wed, )?30 nov -0*1\b.*|0001-01-01[t ]00:00:00.*"
)


# --- Reading -------------------------------------------------------------------------------------


def _numbers(match: re.Match[str]) -> tuple[int, int | None, int | None]:
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _checked(
    text: str, year: int, month: int | None, day: int | None, rule: DateRule, ambiguous: bool = False
) -> WrittenDate:
    try:
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(Message("the date {date} does not exist", date=quoted(text.strip()))) from None
    return WrittenDate(year, month, day, rule, ambiguous)


def _weekday(match: re.Match[str]) -> int | None:
    name = match["weekday"] or match["after"]
    return WEEKDAYS[name] if name else None


def _fits(year: int, month: int, day: int, weekday: int | None) -> bool:
    try:
        return datetime.date(year, month, day).weekday() == weekday
    except ValueError:
        return False


def _full_year(
    digits: str, month: int, day: int, weekday: int | None, century: int | None, text: str
) -> int:
    """Return a year of four digits."""
    year = int(digits.lstrip("'"))
    if len(digits) == 4:
        return year
    if century is not None:
        return century + year
    fitting = [first for first in _CENTURIES if _fits(first + year, month, day, weekday)]
    if len(fitting) == 1:
        return fitting[0] + year
    raise UnsureCentury(
        Message(
            "{text!r} has a year of two digits, whose century is not sure: write the year in full, or "
            "give date_format=, such as %d/%m/%y",
            text=quoted(text),
        )
    )


def _year_first(match: re.Match[str], order: Order, century: int | None, text: str) -> WrittenDate:
    _, year, between, month, day, _ = match.groups()
    rule: DateRule = "iso" if between == "-" else "year-first"
    return _checked(text, int(year), int(month), int(day), rule)


def _year_last(match: re.Match[str], order: Order, century: int | None, text: str) -> WrittenDate:
    _, one, _, two, last, _ = match.groups()
    weekday = _weekday(match)
    if order == "ymd" and len(last) == 2:
        year = _full_year(one.zfill(2), int(two), int(last), weekday, century, text)
        return _checked(text, year, int(two), int(last), "year-first")
    # Each reading: its rule, month and day. The month has to be one.
    readings: list[tuple[DateRule, int, int]] = [("day-first", int(two), int(one))]
    readings.insert(order != "mdy", ("month-first", int(one), int(two)))
    possible = [each for each in readings if 1 <= each[1] <= 12] or readings[:1]
    years = [_full_year(last, month, day, weekday, century, text) for _, month, day in possible[:1]]
    fitting = [each for each in possible if _fits(years[0], each[1], each[2], weekday)]
    rule, month, day = (fitting or possible)[0]
    unsure = len(possible) == 2 and int(one) != int(two) and len(fitting) != 1
    return _checked(text, years[0], month, day, rule, unsure)


def _two_numbers(match: re.Match[str], order: Order, century: int | None, text: str) -> WrittenDate:
    month, last, first, after = match.groups()
    if last:
        return _checked(text, int(last), int(month), None, "month-year")
    return _checked(text, int(first), int(after), None, "year-first")


def _compact(match: re.Match[str], order: Order, century: int | None, text: str) -> WrittenDate | None:
    year, month, day = (int(part) for part in match.groups())
    return _checked(text, year, month, day, "compact") if year in _COMPACT_YEARS else None


def _words(match: re.Match[str], order: Order, century: int | None, text: str) -> WrittenDate | None:
    month = MONTHS.get(match["month"])
    if month is None:
        return None
    found = match.groupdict()
    rule: DateRule = "rfc822" if _form(_RFC822).fullmatch(match.string) else "words"
    if (written := found.get("day")) is None:
        return _checked(text, int(found["year"]), month, None, rule)
    day = 1 if written == "premier" else int(written)
    weekday = _weekday(match) if "weekday" in found else None
    year = _full_year(found["year"], month, day, weekday, century, text)
    return _checked(text, year, month, day, rule)


_Reader = Callable[["re.Match[str]", Order, "int | None", str], "WrittenDate | None"]
_FORMS: tuple[tuple[str, _Reader], ...] = (
    (_YEAR_LAST, _year_last),
    (_DAY_MONTH, _words),
    (_MONTH_DAY, _words),
    (_MONTH_YEAR, _words),
    (_YEAR_FIRST, _year_first),
    (_COMPACT, _compact),
    (_TWO_NUMBERS, _two_numbers),
    (_YEAR_MONTH, _words),
)


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((_form(pattern), read) for pattern, read in _FORMS)
