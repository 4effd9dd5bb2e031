"""Lines before a text that say what it is, `Titre : …`, `Date : 28/06/2018`, and dates alone on a line.

>>> head = header("Titre : Un sommet\\nDate : 28/06/2018\\n\\nAttention : il aura lieu.")
>>> head.values["Date"], head.rest.strip()
('28/06/2018', 'Attention : il aura lieu.')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from frsearch.reading.synonyms import field_of, is_date_part, summary_rank

_BLANKS = r"[ \t\u00a0\u202f]{0,20}"
_KEYED = re.compile(rf"{_BLANKS}([^\W\d_][^:\n]{{0,38}}?){_BLANKS}:(?!//){_BLANKS}([^\n]*)")
# A line that closes header lines, and may open them too.
_RULE = re.compile(r"[ \t]*(?:-{3,}|={3,}|_{3,}|\*{3,})[ \t]*(?:\n|\Z)")
_MOST_LINES = 60
_LONGEST_VALUE = 400
_SEVERAL = ("author", "tags")

_DAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_MONTHS = (
    r"(?:janv(?:ier|\.)?|f[ée]v(?:rier|r?\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|l?\.)?|ao[ûu]t|"
    r"sept(?:embre|\.)?|oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?)"
)
_DATE = (
    r"\d{4}[-/.]\d\d?(?:[-/.]\d\d?)?(?:[T ]\d\d?:\d\d\S*)?"
    r"|\d\d?[-/.]\d\d?[-/.]\d{4}"
    rf"|(?:{_DAYS},?\s+)?(?:\d\d?(?:\s?er)?\s+)?{_MONTHS}\s+\d{{4}}"
)
_LONE_DATE = re.compile(
    rf"(?:(?:publié|paru|mis en ligne)\s+)?(?:le\s+)?({_DATE})"
    r"(?:[\s,]+(?:à\s+)?\d\d?\s*[h:]\s*(?:\d\d)?)?[.,]?",
    re.IGNORECASE,
)
# The year, the month or the day of a date that has a line for each.
_PART = re.compile(rf"\d{{1,2}}|\d{{4}}|{_MONTHS}", re.IGNORECASE)
_HAS_DATE = re.compile(r"\d{4}|\d\d?[-/.]\d\d?[-/.]\d\d")
_LONGEST_DATE = 60
# A title may stand before the date.
_LINES_BEFORE_DATE = 3


@dataclass(slots=True)
class Header:
    """The lines before a text: values by name, the number of the line of the date, and what follows."""

    values: dict[str, str | list[str]] = field(default_factory=dict)
    date_line: int | None = None
    rest: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether all names are known: others may begin a sentence, `Attention : …`."""
        return all(field_of(name) or is_date_part(name) for name in self.values)


def header(text: str) -> Header:
    """Read the lines `name: value` at the beginning of a text, as far as the last known name.

    A line `---` that closes them, or stands before them too, is no text. Names are known from
    `synonyms`; between two known names, others may stand. What a name that means the text says begins
    the text. A line that says no date in spite of its name belongs to the text.
    """
    found = _keyed_lines(text)
    if found.values:
        found.rest = found.rest[_end_of_rule(found.rest, 0) :]
    return found


def _end_of_rule(text: str, at: int) -> int:
    """Return where a rule ends that is the first line with content; `at` if there is none."""
    blank = len(text) - len(text[at:].lstrip())
    start = text.rfind("\n", at, blank) + 1 or at
    rule = _RULE.match(text, start)
    return rule.end() if rule else at


def _keyed_lines(text: str) -> Header:
    found, pending = Header(rest=text), dict[str, str | list[str]]()
    at = _end_of_rule(text, 0)
    at = len(text) - len(text[at:].lstrip())
    line = text.count("\n", 0, at) + 1
    for number in range(line, line + _MOST_LINES):
        keyed = _KEYED.match(text, at)
        if not keyed or len(keyed[2]) > _LONGEST_VALUE:
            break
        name, value = keyed[1].strip(), keyed[2].strip()
        known = "date" if _is_part(name, value) else field_of(name)
        if known == "text" and found.values:
            found.rest = text[keyed.start(2) :]
            return found
        if known == "text" or summary_rank(name) or not _may_be(known, name, value):
            break
        if not _add(pending, name, known, value):
            break
        at = min(keyed.end() + 1, len(text))
        if known:
            found.values, found.rest = dict(pending), text[at:]
            found.date_line = number if known == "date" else found.date_line
    return found


def _is_part(name: str, value: str) -> bool:
    return is_date_part(name) and bool(_PART.fullmatch(value))


def _may_be(known: str | None, name: str, value: str) -> bool:
    """Say whether a value is one of the field that its name means."""
    if known != "date" or not value or _is_part(name, value):
        return True
    return len(value) <= _LONGEST_DATE and bool(_HAS_DATE.search(value))


def _add(values: dict[str, str | list[str]], name: str, known: str | None, value: str) -> bool:
    """Add a value; say whether there may be one more of this name."""
    if name not in values:
        values[name] = value
        return True
    before = values[name]
    if known in _SEVERAL and value:
        values[name] = [*(before if isinstance(before, list) else [before]), value]
    return known in _SEVERAL


def lone_date(text: str) -> tuple[str, int] | None:
    """Return a date that stands alone on one of the first lines, and the number of the line."""
    filled = ((number, line.strip()) for number, line in enumerate(text[:5000].split("\n"), 1))
    for number, line in islice((each for each in filled if each[1]), _LINES_BEFORE_DATE):
        if len(line) <= _LONGEST_DATE and (date := _LONE_DATE.fullmatch(line)):
            return date[1], number
    return None
