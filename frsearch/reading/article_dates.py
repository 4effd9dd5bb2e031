"""The dates of the articles of one file: as written, in the order that the file shows.

`06/07/2018` is the 6th of July in France, and the 7th of June in a file whose other dates are month
first. Where a date can be read either way, the other dates of the file decide; else day first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from frsearch.date_formats import read_formatted
from frsearch.dates import PartialDate, date_if_known
from frsearch.dates_in_names import date_in_name
from frsearch.messages.wording import Message
from frsearch.written_dates import Order, UnsureCentury, WrittenDate, is_no_date, read_written

# Dates that are read to find their order.
_MOST_READ = 10_000

Place = Literal["folder name", "file name"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, the rule by which it was read, and what makes it doubtful if anything does."""

    date: PartialDate | None
    rule: str = ""
    doubt: Message | None = None


NO_DATE = FoundDate(None)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """What the dates of some files show: their order, the first year of their century if it is one.

    `shown_by` is a date that shows the order, "" if none does; `is_mixed` says that others show another.
    """

    order: Order = "dmy"
    century: int | None = None
    shown_by: str = ""
    is_mixed: bool = False

    @classmethod
    def of(cls, values: Iterable[Any]) -> DateOrder:
        """Return what some dates as written show."""
        votes, examples, centuries = Counter[str](), dict[str, str](), set[int]()
        for value in islice(values, _MOST_READ):
            text = str(value)
            with suppress(ValueError):
                if is_no_date(text):
                    continue
                written = read_written(text)
                centuries.add(written.year // 100 * 100)
                if not written.ambiguous and written.rule in ("day-first", "month-first"):
                    votes[written.rule] += 1
                    examples.setdefault(written.rule, text)
        first = "month-first" if votes["month-first"] > votes["day-first"] else "day-first"
        return cls(
            "mdy" if first == "month-first" else "dmy",
            centuries.pop() if len(centuries) == 1 else None,
            examples.get(first, ""),
            len(votes) > 1,
        )


@dataclass(frozen=True, slots=True)
class FileDates:
    """Reads the dates of a file: by the `format` of the caller, if there is one; else by their forms.

    `order` returns what the dates of the file, or of the files beside it, show; it may read them all.
    """

    format: str | None
    order: Callable[[], DateOrder]

    def read(self, value: Any) -> FoundDate:
        """Read a date of the file; ValueError if it is not a date."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            date: Any = value
            return FoundDate(date_if_known(date), "iso")
        text = str(value)
        if is_no_date(text):
            return NO_DATE
        if self.format is not None:
            return _found(_formatted(text, self.format))
        try:
            written = read_written(text)
        except UnsureCentury:
            order = self.order()
            return _found(read_written(text, order.order, order.century))
        return self._ambiguous(text, written) if written.ambiguous else _found(written)

    def _ambiguous(self, text: str, day_first: WrittenDate) -> FoundDate:
        order = self.order()
        if order.order == "mdy":
            written = read_written(text, "mdy")
            doubt = Message(
                "{text!r} is read as {date}, month first, as {other!r} is beside it; say otherwise with "
                "date_format=",
                text=text,
                date=str(_date(written)),
                other=order.shown_by,
            )
            return _found(written, doubt)
        # Nobody writes the month first with dots.
        if (order.shown_by and not order.is_mixed) or "." in text:
            return _found(day_first)
        doubt = Message(
            "{text!r} is read as {date}, day first, as nothing beside it says otherwise; say it with "
            "date_format=",
            text=text,
            date=str(_date(day_first)),
        )
        return _found(day_first, doubt)


def _formatted(text: str, format: str) -> WrittenDate:
    """Read a date of a given format, or of another form: not all files of a folder are alike.

    The format then says the order of day and month, and years of two digits are read as its own.
    """
    try:
        return read_formatted(text, format)
    except ValueError:
        order: Order = "mdy" if 0 <= format.find("%m") < format.find("%d") else "dmy"
        if "%y" not in format:
            return read_written(text, order)
        written = read_written(text, order, 2000)
        # As in `datetime.strptime`: 1969 to 2068.
        is_past = written.year > 2068
        return read_written(text, order, 1900) if is_past else written


def date_of_name(name: str, whole_stem: bool) -> FoundDate:
    """Return the date in a path, with `/` as separator, if there is one.

    With `whole_stem`, the name of the file counts only if it is nothing but a date: the name of a file
    of many articles may say when it was exported.
    """
    found = date_in_name(name)
    if found is None:
        return NO_DATE
    written, part = found
    folder, _, file = name.rpartition("/")
    in_file = part in file and part not in folder
    if in_file and whole_stem and not _is_date(part):
        found = date_in_name(folder + "/") if folder else None
        return NO_DATE if found is None else FoundDate(_date(found[0]), "folder name")
    return FoundDate(_date(written), "file name" if in_file else "folder name")


def _is_date(stem: str) -> bool:
    """Say whether the name of a file, without its ending, is a date and nothing else."""
    try:
        read_written(re.sub("[_ ]+", "-", stem))
    except ValueError:
        return False
    return True


def _found(written: WrittenDate, doubt: Message | None = None) -> FoundDate:
    return FoundDate(_date(written), written.rule, doubt)


def _date(written: WrittenDate) -> PartialDate:
    return PartialDate(written.year, written.month, written.day)
