"""A plain query with a date in words -> the filter that may be meant, and the other words.

>>> str(suggest_date("gilets jaunes décembre 2018")), str(suggest_date("grèves avant mai 2018"))
('gilets jaunes date:2018-12', 'grèves date:..2018-04-30')
>>> suggest_date("élections du 14 juillet 1789").date, suggest_date("élections 2018")
('1789-07-14', None)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frsearch.date_words import MONTHS
from frsearch.date_words import fold as fold_words
from frsearch.dates import DateRange, PartialDate
from frsearch.query.date_ranges import range_in_words
from frsearch.query.lexer import Lexeme, lex
from frsearch.types import DateSuggestion
from frsearch.written_dates import in_words

# Lexemes: `du lundi 1er juin 2018 au mardi 2 juin 2018`.
_LONGEST = 11
# Queries with more lexemes are texts.
_MOST_LEXEMES = 60
_IN_NUMBERS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}-\d{2}(?:-\d{1,2})?|\d{1,2}/\d{4}")
_DIGIT = re.compile(r"\d")
_END = " ,;.:!?…"

# What words before a date make of it, from `{first}` to `{last}`, without `{before}` or `{after}` it.
_RELATIONS = {
    "avant": "..{before}",
    "après": "{after}..",
    "depuis": "{date}..",
    "dès": "{date}..",
    "à partir": "{date}..",
    "à compter": "{date}..",
    "jusqu'": "..{date}",
    "jusqu'à": "..{date}",
    "jusqu'au": "..{date}",
    "jusqu'en": "..{date}",
    "d'ici": "..{date}",
}
_RELATION = re.compile(rf"(?<!\S)({'|'.join(_RELATIONS)})\s*\Z", re.IGNORECASE)
# « fin décembre »: the month is the nearest filter.
_PART = re.compile(
    r"(?<!\S)(?:(?:(?:à la|vers la|la|au|le|dès le) )?(?:fin|début|milieu|courant)|(?:à|vers) la|courant"
    r"|dans le courant)\s*\Z",
    re.IGNORECASE,
)
_MONTH_OF = re.compile(r"(?<!\S)(?:(?:au|du|le|ce|dans le|pendant le) )?mois\s*\Z", re.IGNORECASE)
_TIME = re.compile(
    r"\s*(?:au (?:soir|matin)|à (?:midi|minuit)|dans (?:la (?:soirée|matinée|nuit)|l['’]après-midi))\b",
    re.IGNORECASE,
)
# The beginning of an enumeration that the date ends: « mars, avril 2018 », « 4 ou 5 mai 2018 ».
_AND = "et|ou|a|au|puis"
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_ENUMERATED = re.compile(
    rf"\b(?:(?:{_NAMES})\.?(?: ?[,-]| (?:{_AND}))?|\d{{1,2}}(?:er)?(?: ?[,-]| (?:{_AND})))"
    r"(?: (?:le|du|de))?\Z"
)


class _Dated(NamedTuple):
    """A date or range among lexemes: the offsets of its text, and the text of its filter."""

    start: int
    end: int
    date: str


def suggest_date(query: str) -> DateSuggestion | None:
    """Return the filter that the only date of a query suggests, or its two dates from one to the other.

    None without a month and year or a day, for several dates, and for a query with any syntax.
    """
    # Each search asks; few queries have a year.
    if not _DIGIT.search(query):
        return None
    lexemes = [*lex(query)]
    if len(lexemes) > _MOST_LEXEMES:
        return None
    dates = [*_dates(lexemes)]
    if len(dates) != 1:
        return None
    dated = _without_parentheses(dates[0], lexemes)
    others = [each for each in lexemes if each.end <= dated.start or each.start >= dated.end]
    if any(each.kind not in ("word", "phrase", "unclosed") for each in others):
        return None
    return _suggested(query, dated)


def _without_parentheses(dated: _Dated, lexemes: Sequence[Lexeme]) -> _Dated:
    """Return a date with the parentheses right around it: « (décembre 2018) »."""
    opened = any(each.kind == "open" and each.end == dated.start for each in lexemes)
    closed = any(each.kind == "close" and each.start == dated.end for each in lexemes)
    return dated._replace(start=dated.start - 1, end=dated.end + 1) if opened and closed else dated


def _suggested(query: str, dated: _Dated) -> DateSuggestion | None:
    """Return a suggestion without the words of its date, nor those that say how it is meant."""
    before, after = query[: dated.start], query[dated.end :]
    if time := _TIME.match(after):
        after = after[time.end() :]
    before = _MONTH_OF.sub("", before)
    part = _PART.search(before)
    before = before[: part.start()] if part else before
    date: str | None = dated.date
    if relation := _RELATION.search(before.replace("’", "'")):
        date = _related(relation[1].lower(), dated.date)
        before = before[: relation.start()]
        # « avant fin mai » is no month before May.
        date = None if part else date
    if date is None or _ENUMERATED.search(fold_words(before)):
        return None
    rest = f"{before.rstrip(' ,;:')} {after.lstrip(' ,;:')}".strip()
    return DateSuggestion(rest, date)


def _related(relation: str, date: str) -> str | None:
    """Return the filter that a word before a date makes of it, None for one before a range."""
    if ".." in date:
        return None
    days, one = DateRange.parse(date), datetime.timedelta(days=1)
    try:
        before = days.before().last
        after = days.last and days.last + one
    except (ValueError, OverflowError):  # the first and the last of days
        return None
    return _RELATIONS[relation].format(date=date, before=before, after=after)


def _dates(lexemes: Sequence[Lexeme]) -> Iterator[_Dated]:
    """Yield the dates and ranges among lexemes."""
    at = 0
    while at < len(lexemes):
        ends = range(min(at + _LONGEST, len(lexemes)), at, -1)
        end = next((end for end in ends if _is_date(lexemes[at:end])), 0)
        if end and (date := _date(lexemes[at:end])):
            yield _Dated(lexemes[at].start, lexemes[end - 1].end, date)
        at = end or at + 1


def _is_date(lexemes: Sequence[Lexeme]) -> bool:
    if any(each.kind != "word" for each in lexemes):
        return False
    text = _text(lexemes)
    if len(lexemes) == 1:
        return bool(_IN_NUMBERS.fullmatch(text))
    # Two years are a range, but no date in words: « de 2017 à 2018 ».
    return in_words(text) or (not text.replace(" ", "").isdigit() and _month_range(text) is not None)


def _month_range(text: str) -> str | None:
    found = range_in_words(text)
    return found if found and "-" in found else None


def _text(lexemes: Sequence[Lexeme]) -> str:
    """Return the text of lexemes; « mi-décembre » is the month."""
    text = " ".join(each.text for each in lexemes).rstrip(_END)
    return re.sub(r"\Ami-", "", text, flags=re.IGNORECASE)


def _date(lexemes: Sequence[Lexeme]) -> str | None:
    text = _text(lexemes)
    try:
        return _month_range(text) or str(PartialDate.parse(text))
    except ValueError:  # 31 juin 2018
        return None
