"""Two dates in words -> the range from one to the other: `du 4 au 5 décembre 2018`.

The first date may lack what the second says: `juin à juillet 2018`, `du 4 décembre au 5 janvier 2018`
(of the year before). With *et*, two dates are a range if they follow one another, or after *entre*.
Quarters and halves of a year are ranges too: `premier trimestre 2018`, `2e semestre 2018`, `T3 2018`.

>>> range_in_words("du 4 au 5 décembre 2018"), range_in_words("entre mars et mai 2018")
('2018-12-04..2018-12-05', '2018-03..2018-05')
>>> range_in_words("au 3e trimestre 2018"), range_in_words("S2 2018")
('2018-07..2018-09', '2018-07..2018-12')
>>> range_in_words("mars et mai 2018"), range_in_words("juin 2018")
(None, None)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from frsearch.dates import PartialDate
from frsearch.written_dates import in_words

_LONGEST = 100
_BETWEEN = re.compile(r"entre (?:le )?", re.IGNORECASE)
_JOINT = re.compile(r" (?P<word>à|a|au|et|jusqu['’]?(?:à|a|au|en)|[-–—]) | ?[-–—] ?", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_ORDINALS = {
    "1er": 1, "premier": 1, "2e": 2, "2ème": 2, "2nd": 2, "deuxième": 2, "second": 2,
    "3e": 3, "3ème": 3, "troisième": 3, "4e": 4, "4ème": 4, "quatrième": 4, "dernier": 0,
}  # fmt: skip
_PART = re.compile(
    rf"(?:(?:le|du|au) )?(?P<which>{'|'.join(_ORDINALS)}) (?P<name>trimestre|semestre)"
    r"(?: de(?: l['’]année)?)? (?P<of>\d{4})"
    r"|(?P<letter>[TS])(?P<number>[1-4]) (?P<year>\d{4})",
    re.IGNORECASE,
)
# Months of a quarter and of a half.
_MONTHS = {"t": 3, "s": 6}


def range_in_words(text: str) -> str | None:
    """Return the range that a text is, as `2018-06..2018-08`; None for one date and other texts."""
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.split())
    if part := _PART.fullmatch(text):
        return _part_of_year(part)
    between = _BETWEEN.match(text)
    text = text[between.end() if between else 0 :]
    for joint in _JOINT.finditer(text):
        ends = _dates(text[: joint.start()], text[joint.end() :])
        if ends is None:
            continue
        first, last = ends
        is_and = (joint["word"] or "").lower() == "et"
        follows = last.first_day - first.last_day == datetime.timedelta(days=1)
        if not is_and or between or follows:
            return f"{first}..{last}"
    return None


def _part_of_year(part: re.Match[str]) -> str | None:
    """Return a quarter or a half of a year as a range; None for one that no year has."""
    months = _MONTHS[(part["letter"] or part["name"])[0].lower()]
    which = int(part["number"] or _ORDINALS[part["which"].lower()]) or 12 // months
    year, last = part["year"] or part["of"], which * months
    return f"{year}-{last - months + 1:02}..{year}-{last:02}" if last <= 12 else None


def _dates(start: str, end: str) -> tuple[PartialDate, PartialDate] | None:
    """Return two dates in their order; what the first lacks is in the second."""
    if not in_words(end) and not _YEAR.fullmatch(end):
        return None
    try:
        last = PartialDate.parse(end)
        for written in _in_full(start, end):
            first = PartialDate.parse(written)
            if first.first_day < last.first_day:
                return first, last
    except ValueError:  # 31 juin 2018
        pass
    return None


def _in_full(start: str, end: str) -> Iterator[str]:
    """Yield the readings of the first of two dates: « 4 », « 4 décembre » or « 4 décembre 2018 »."""
    year = end.rsplit(" ", 1)[-1]
    if in_words(start) or (_YEAR.fullmatch(start) and _YEAR.fullmatch(end)):
        yield start
        return
    for rest in (year, " ".join(end.split(" ")[-2:])):
        if in_words(f"{start} {rest}"):
            yield f"{start} {rest}"
    if in_words(f"{start} {year}"):
        yield f"{start} {int(year) - 1}"
