"""The dates of the articles of one file: as written, in the order that the file shows.

`06/07/2018` is the 6th of July in France, and the 7th of June in a file whose other dates are month
first. Where a date can be read either way, the other dates of the file decide; else day first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from frsearch.date_formats import read_formatted
from frsearch.dates import PartialDate, date_if_known
from frsearch.dates_in_names import date_in_name
from frsearch.messages.wording import Message
from frsearch.written_dates import Order, UnsureCentury, WrittenDate, is_no_date, read_written

# Dates of a file that are read to find its order.
_MOST_READ = 10_000

Place = Literal["folder name", "file name"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, the rule by which it was read, and what makes it doubtful if anything does."""

    date: PartialDate | None
    rule: str = ""
    doubt: Message | None = None


NO_DATE = FoundDate(None)


@dataclass(slots=True)
class _Order:
    """What the dates of a file show: their order, and the first year of their century if it is one."""

    order: Order = "dmy"
    century: int | None = None
    shown_by: str = ""
    is_mixed: bool = False


@dataclass(slots=True)
class FileDates:
    """Reads the dates of one file.

    `format` is that of the caller, who knows; `every_date` reads all dates of the file once more.
    """

    format: str | None
    every_date: Callable[[], Iterable[Any]]
    _order: _Order | None = field(default=None, init=False)

    def read(self, value: Any) -> FoundDate:
        """Read a date of the file; ValueError if it is not a date."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            date: Any = value
            return FoundDate(date_if_known(date), "iso")
        text = str(value)
        if is_no_date(text):
            return NO_DATE
        if self.format is not None:
            return _found(read_formatted(text, self.format))
        try:
            written = read_written(text)
        except UnsureCentury:
            order = self._shown()
            return _found(read_written(text, order.order, order.century))
        return self._ambiguous(text, written) if written.ambiguous else _found(written)

    def _ambiguous(self, text: str, day_first: WrittenDate) -> FoundDate:
        order = self._shown()
        if order.order == "mdy":
            written = read_written(text, "mdy")
            doubt = Message(
                "{text!r} is read as {date}, month first, as {other!r} is in the same file; say "
                "otherwise with date_format=",
                text=text,
                date=str(_date(written)),
                other=order.shown_by,
            )
            return _found(written, doubt)
        if order.shown_by and not order.is_mixed:
            return _found(day_first)
        doubt = Message(
            "{text!r} is read as {date}, day first, as nothing in the file says otherwise; say it "
            "with date_format=",
            text=text,
            date=str(_date(day_first)),
        )
        return _found(day_first, doubt)

    def _shown(self) -> _Order:
        if self._order is None:
            self._order = _order_of(islice(self.every_date(), _MOST_READ))
        return self._order


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
    if in_file and whole_stem and not _is_date(file.partition(".")[0]):
        found = date_in_name(folder + "/") if folder else None
        return NO_DATE if found is None else FoundDate(_date(found[0]), "folder name")
    return FoundDate(_date(written), "file name" if in_file else "folder name")


def _is_date(text: str) -> bool:
    try:
        read_written(text)
    except ValueError:
        return False
    return True


def _order_of(values: Iterable[Any]) -> _Order:
    votes, examples, centuries = Counter[str](), dict[str, str](), set[int]()
    for value in values:
        text = str(value)
        try:
            written = None if is_no_date(text) else read_written(text)
        except ValueError:
            continue
        if written is None:
            continue
        centuries.add(written.year // 100 * 100)
        if not written.ambiguous and written.rule in ("day-first", "month-first"):
            votes[written.rule] += 1
            examples.setdefault(written.rule, text)
    first = "month-first" if votes["month-first"] > votes["day-first"] else "day-first"
    return _Order(
        "mdy" if first == "month-first" else "dmy",
        centuries.pop() if len(centuries) == 1 else None,
        examples.get(first, ""),
        len(votes) > 1,
    )


def _found(written: WrittenDate, doubt: Message | None = None) -> FoundDate:
    return FoundDate(_date(written), written.rule, doubt)


def _date(written: WrittenDate) -> PartialDate:
    return PartialDate(written.year, written.month, written.day)
