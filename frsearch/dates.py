"""Partial dates of articles: a year, a month or a day.

`"2018-06"`, `"juin 2018"` -> `PartialDate(2018, 6)`, which covers 2018-06-01 to 2018-06-30. A date is
an interval of days; a range matches the dates that overlap it.

    >>> str(PartialDate.parse("2018-06").last_day)
    '2018-06-30'
    >>> DateRange.parse("2018-06..2018-09").overlaps(PartialDate(2018, 9, 30))
    True
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from frsearch.messages.wording import Message
from frsearch.written_dates import ISO, UnsureCentury, is_no_date, quoted, read_written

# Longer texts are not cached.
_LONG = 40


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of any precision: `year` (1 to 9999), then `month`, then `day`; None if unknown.

    Dates order by their first day, then by their last: 2018-01-01 < 2018-01 < 2018 < 2018-01-02.
    `str()` gives the ISO form, `2018`, `2018-06` or `2018-06-28`. Raises ValueError for a date
    that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError(Message("a date with a day needs a month"))
        try:
            # Not `or 1`: month 0 must not pass for January.
            datetime.date(
                self.year,
                1 if self.month is None else self.month,
                1 if self.day is None else self.day,
            )
        except ValueError:
            raise ValueError(Message("the date {date} does not exist", date=str(self))) from None

    def __lt__(self, other: PartialDate) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.first_day, self.last_day) < (other.first_day, other.last_day)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    @property
    def first_day(self) -> datetime.date:
        """The first day that the date covers."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The last day that the date covers."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or monthrange(self.year, month)[1])

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read a date as people write it: `2018-06-28`, `28/06/2018`, `juin 2018`, `jeudi 28 juin 2018`.

        Of `06/07/2018` the day comes first. A time is ignored. Raises ValueError for a text that is no
        date, and for a date that does not exist.
        """
        return _parsed(text.strip()) if len(text) < _LONG else _parsed.__wrapped__(text.strip())

    @classmethod
    def from_days(cls, first: int, last: int) -> PartialDate:
        """Rebuild a date from the ordinals of its first and last day (`datetime.toordinal`)."""
        start = datetime.date.fromordinal(first)
        if first == last:
            return cls(start.year, start.month, start.day)
        if last - first < 31:
            return cls(start.year, start.month)
        return cls(start.year)


# Cached: many articles share few dates.
@lru_cache(1 << 13)
def _parsed(text: str) -> PartialDate:
    if match := ISO.fullmatch(text):  # directly: an index keeps the dates of its articles so
        return PartialDate(*(None if part is None else int(part) for part in match.groups()))  # type: ignore[arg-type]
    try:
        date = read_written(text)
    except UnsureCentury:
        raise ValueError(
            Message(
                "{text!r} has a year of two digits, whose century is not sure: write the year in full",
                text=quoted(text),
            )
        ) from None
    return PartialDate(date.year, date.month, date.day)


DateLike = PartialDate | datetime.date | str


def as_partial_date(value: DateLike) -> PartialDate:
    """Convert a date or a text to a `PartialDate`; ValueError if it is not a date."""
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime.date) and value == value:  # a datetime too, but not the NaT of pandas
        return PartialDate(value.year, value.month, value.day)
    if isinstance(value, str):
        return PartialDate.parse(value)
    raise ValueError(
        Message(
            "{value} is not a date: give a string such as '2018-06', or a datetime.date",
            value=repr(value),
        )
    )


def date_if_known(value: DateLike | None) -> PartialDate | None:
    """Convert a date or a text to a `PartialDate`, or to None if it stands for an unknown date.

    None, `""`, `n.d.`, `0000-00-00` and the missing values of pandas do. ValueError if it is not a date.
    """
    if value is None or value == "" or value != value:
        return None
    try:
        date = as_partial_date(value)
    except ValueError:
        if isinstance(value, str) and is_no_date(value):
            return None
        raise
    # Year 1 with a time is the zero of .NET; other texts for no date are no dates.
    return None if date.year == 1 and isinstance(value, str) and is_no_date(value) else date


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included; None leaves that side open."""

    first: datetime.date | None = None
    last: datetime.date | None = None

    @classmethod
    def parse(cls, text: str) -> DateRange:
        """Read `juin 2018`, `2018-06..2018-09`, `..2018` or `2018..`; ValueError for other texts."""
        start, dots, end = text.partition("..")
        if not dots:
            return cls.between(text, text)
        if not start.strip() and not end.strip():
            raise ValueError(
                Message("{text!r} is a range without a date: write 2018-06..2018-09", text=quoted(text))
            )
        return cls.between(start.strip() or None, end.strip() or None)

    @classmethod
    def between(cls, start: DateLike | None, end: DateLike | None) -> DateRange:
        """Return the days from the first of `start` to the last of `end`; None leaves a side open."""
        first = None if start is None else as_partial_date(start).first_day
        last = None if end is None else as_partial_date(end).last_day
        if first is not None and last is not None and first > last:
            raise ValueError(
                Message("the range {start}..{end} ends before it begins", start=str(start), end=str(end))
            )
        return cls(first, last)

    def before(self) -> DateRange:
        """Return the days before the range; ValueError if there are none."""
        if self.first is None or self.first == datetime.date.min:
            raise ValueError(Message("no dates come before this range"))
        return DateRange(None, self.first - datetime.timedelta(days=1))

    @classmethod
    def coerce(cls, value: DateRange | DateLike | tuple[DateLike | None, DateLike | None]) -> DateRange:
        """Read the `date=` argument of a search: a range, a date, a text, or a (start, end) pair."""
        if isinstance(value, DateRange):
            return value
        if isinstance(value, tuple):
            if len(value) != 2:
                raise ValueError(
                    Message("{value} is not a (start, end) pair of dates", value=repr(value))
                )
            return cls.between(*value)
        if isinstance(value, str):
            return cls.parse(value)
        return cls.between(value, value)

    def overlaps(self, date: PartialDate) -> bool:
        """Say whether the range and `date` have a day in common."""
        return (self.last is None or date.first_day <= self.last) and (
            self.first is None or date.last_day >= self.first
        )
