"""The path of a file -> the date that its name or its folders carry, and the part it stands in.

>>> date, part = date_in_name("presse/2018/06/28/sommet.txt")
>>> date.year, date.month, date.day, part
(2018, 6, 28, '2018/06/28')

Numbers that only look like dates are left alone: parts of longer numbers and of hashes, months other
than 01 to 12, years before 1600 or after 2099. A year has to be the whole name of a file or folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from frsearch.date_words import MONTHS, fold
from frsearch.written_dates import WrittenDate, read_written

_Found = tuple[WrittenDate, str]

_ENDINGS = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,7})+$")
_YEAR = r"(?:1[6-9]|20)\d\d"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_NO_SPAN = rf"(?!..(?:{'|'.join(f'{n:02}[-_]{n + 1:02}' for n in range(12))}))"
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))


def _form(pattern: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?P<date>{pattern}){after}(?![^\W_])", re.ASCII)


# The most precise first. No letter or digit may stand beside a date, except the time of a day.
_FORMS = (
    _form(rf"{_YEAR}(?P<sep>[-_. ])\d{{1,2}}(?P=sep)\d{{1,2}}", r"(?:t\d\d[h:._-]?\d\d.*)?"),
    _form(f"{_YEAR}{_MONTH}{_DAY}", r"(?:t?\d{4}(?:\d\d)?z?)?"),
    _form(rf"(?<!\d[-_. ])\d{{1,2}}(?P<sep>[-_. ])\d{{1,2}}(?P=sep){_YEAR}(?!(?P=sep)\d)"),
    _form(rf"\d{{1,2}}(?:er)?\.?[-_ ]?[-_ ](?:{_MONTH_NAMES})\.?[-_ ]{_YEAR}"),
    _form(rf"(?:{_MONTH_NAMES})\.?[-_ ]\d{{1,2}},?[-_ ]{_YEAR}"),
    _form(rf"(?:{_MONTH_NAMES})\.?[-_ ]{_YEAR}"),
    _form(rf"^(?:{_YEAR}[-_]{_MONTH}|{_MONTH}[-_. ]{_YEAR}|{_YEAR})$"),
    # Not 2011-12 in a longer name, which is rather a season or a school year.
    _form(rf"(?:^|(?<!\d[-_.])){_NO_SPAN}{_YEAR}[-_]{_MONTH}(?:$|(?<=^.{{7}})(?![-_.]?\d))"),
)
_DATED_FOLDERS = re.compile(rf"(?:^|/)({_YEAR}/(?:{_MONTH}|[1-9])(?:/(?:{_DAY}|[1-9]))?)$", re.ASCII)


def date_in_name(path: str) -> _Found | None:
    """Return the date in a path written with `/`, and the part that it stands in; None without one.

    The name of the file wins over its folders, and an inner folder over an outer one; where one date
    lies in another, the more precise wins.
    """
    *folders, name = path.split("/")
    stem = _ENDINGS.sub("", name)
    best: _Found | None = None
    for found in chain(_in_part(stem), _in_folders(folders)):
        if best is None or _lies_in(found[0], best[0]):
            best = found
    return best


def _in_folders(folders: list[str]) -> Iterator[_Found]:
    """Yield the dates of folders, from the innermost outwards."""
    for end in range(len(folders), 0, -1):
        if match := _DATED_FOLDERS.search("/".join(folders[max(0, end - 3) : end])):
            yield from _read([match[1]], match[1])
        yield from _in_part(folders[end - 1])


def _in_part(part: str) -> Iterator[_Found]:
    """Yield the most precise date in the name of a file or folder, if there is one."""
    folded = fold(part)
    for form in _FORMS:
        found = next(_read((match["date"] for match in form.finditer(folded)), part), None)
        if found:
            yield found
            return


def _read(texts: Iterable[str], part: str) -> Iterator[_Found]:
    for text in texts:
        try:
            date = read_written(re.sub("[_ ]+", "-", text))
        except ValueError:
            continue
        yield date, part


def _lies_in(inner: WrittenDate, outer: WrittenDate) -> bool:
    """Say whether a date is a more precise form of another."""
    one, other = ((date.year, date.month, date.day) for date in (inner, outer))
    known = [each for each in other if each is not None]
    return one != other and list(one[: len(known)]) == known
