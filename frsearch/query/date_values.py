"""How many lexemes after `date:`, `depuis:` or `avant:` are its date.

A date without quotation marks is several lexemes where it has a month's name; so is a range of dates
with blanks or quotation marks in it, and one in words: `date:de juin 2018 à août 2018`.

>>> from frsearch.query.lexer import lex
>>> value = date_value([*lex("juin 2018..août 2018 sommet")])
>>> value.text, value.end
('juin 2018..août 2018', 20)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from frsearch.query.date_ranges import range_in_words
from frsearch.query.lexer import Lexeme
from frsearch.written_dates import in_words

# Lexemes: `le jeudi 28 juin 2018 .. le samedi 30 juin 2018`.
LONGEST_DATE = 11
_IN_NUMBERS = re.compile(r"\d[\w/.:+-]*", re.ASCII)


def date_value(lexemes: Sequence[Lexeme]) -> Lexeme | None:
    """Return the lexemes at the beginning that are a date or a range as one; None if there are none.

    A first word that is no date is returned as well, to say so.
    """
    words = [
        *takewhile(lambda each: each.kind in ("word", "phrase", "unclosed"), lexemes[:LONGEST_DATE])
    ]
    if not words:
        return None
    count = next((n for n in range(len(words), 1, -1) if _is_one_value(words[:n])), 1)
    first, last = words[0], words[count - 1]
    text = _joined(words[:count])
    return Lexeme(first.kind, range_in_words(text) or text, first.start, last.end)


def _joined(lexemes: Sequence[Lexeme]) -> str:
    text = lexemes[0].text
    for before, lexeme in pairwise(lexemes):
        text += " " * (before.end < lexeme.start) + lexeme.text
    return text


def _is_one_value(lexemes: Sequence[Lexeme]) -> bool:
    start, dots, end = (part.strip() for part in _joined(lexemes).partition(".."))
    if not dots:
        return in_words(start) or range_in_words(start) is not None
    if not _is_date(start) or not _is_date(end):
        return False
    # `date:2018.. 1914` has a word beside its date.
    apart = lexemes[-2].end < lexemes[-1].start and lexemes[-2].text not in ("", "..")
    return not (apart and lexemes[-2].text.endswith("..")) or in_words(end)


def _is_date(side: str) -> bool:
    return not side or in_words(side) or bool(_IN_NUMBERS.fullmatch(side))
