"""A plain query with a date in words -> the filter that may be meant, and the other words.

>>> str(suggest_date("gilets jaunes décembre 2018"))
'gilets jaunes date:2018-12'
>>> suggest_date("élections du 14 juillet 1789").date, suggest_date("élections 2018")
('1789-07-14', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from frsearch.dates import PartialDate
from frsearch.query.lexer import Lexeme, lex
from frsearch.types import DateSuggestion
from frsearch.written_dates import in_words

# Lexemes: `le jeudi 1er de juin 2018`.
_LONGEST = 6
# Queries with more lexemes are texts.
_MOST_LEXEMES = 60
_IN_NUMBERS = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d{2}(?:-\d{1,2})?|\d{1,2}/\d{4}")
_END = " ,;.:!?…"
_TO = frozenset(["à", "a", "au", "et"])
_FROM = frozenset(["de", "du", "entre"])


def suggest_date(query: str) -> DateSuggestion | None:
    """Return the filter that the only date of a query suggests, or its two dates from one to the other.

    None without a month and year or a day, for several dates, and for a query with any syntax.
    """
    lexemes = [*lex(query)]
    if len(lexemes) > _MOST_LEXEMES or any(
        each.kind not in ("word", "phrase", "unclosed") for each in lexemes
    ):
        return None
    dates = [*_dates(lexemes)]
    if len(dates) == 2 and lexemes[dates[0][1] : dates[1][0]]:
        return _range(query, lexemes, dates)
    if len(dates) != 1:
        return None
    first, end, date = dates[0]
    if first and lexemes[first - 1].text.lower() == "depuis":
        return _without(query, lexemes, first - 1, end, f"{date}..")
    return _without(query, lexemes, first, end, date)


def _range(
    query: str, lexemes: Sequence[Lexeme], dates: Sequence[tuple[int, int, str]]
) -> DateSuggestion | None:
    """Return the range from one date to another, as in « de juin 2018 à août 2018 »."""
    (first, until, start), (then, end, last) = dates
    between = [each.text.lower() for each in lexemes[until:then]]
    if len(between) != 1 or between[0] not in _TO or start[:4] > last[:4]:
        return None
    if first and lexemes[first - 1].text.lower() in _FROM:
        first -= 1
    return _without(query, lexemes, first, end, f"{start}..{last}")


def _dates(lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, int, str]]:
    """Yield the dates among lexemes: the first lexeme of each, the end, the date."""
    at = 0
    while at < len(lexemes):
        ends = range(min(at + _LONGEST, len(lexemes)), at, -1)
        end = next((end for end in ends if _is_date(lexemes[at:end])), 0)
        if end and (date := _date(lexemes[at:end])):
            yield at, end, date
        at = end or at + 1


def _is_date(lexemes: Sequence[Lexeme]) -> bool:
    if any(each.kind != "word" for each in lexemes):
        return False
    text = _text(lexemes)
    return in_words(text) if len(lexemes) > 1 else bool(_IN_NUMBERS.fullmatch(text))


def _text(lexemes: Sequence[Lexeme]) -> str:
    return " ".join(each.text for each in lexemes).rstrip(_END)


def _date(lexemes: Sequence[Lexeme]) -> str | None:
    try:
        return str(PartialDate.parse(_text(lexemes)))
    except ValueError:  # 31 juin 2018
        return None


def _without(
    query: str, lexemes: Sequence[Lexeme], first: int, end: int, date: str
) -> DateSuggestion | None:
    """Return a suggestion without the lexemes of its date."""
    start, stop = lexemes[first].start, lexemes[end - 1].end
    rest = f"{query[:start].rstrip()} {query[stop:].lstrip()}".strip()
    return DateSuggestion(rest, date)
