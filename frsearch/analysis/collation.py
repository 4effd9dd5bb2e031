"""A text -> its sort key: its words, in the order that readers of French expect.

Accents, capitals, ligatures and kinds of apostrophes make no difference; characters other than letters
and digits separate words. An elided word is a word of its own (`l’ami`); a word with an inner apostrophe
is one word (`aujourd'hui`). Numbers are sorted by value, before letters.

    >>> sort_words("L’œuvre – « Été »")
    ['l', 'oeuvre', 'ete']
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from frsearch.analysis.characters import HYPHENS, RUN, clean
from frsearch.analysis.elision import elide
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.line_ends import SOFT_HYPHEN

_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ .]\d{3})+(?!\d)")
# The characters that `join_lines` leaves where a word was cut at the end of a line.
_CUT = re.compile(f"[{HYPHENS}]{SOFT_HYPHEN}")


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a word; compiled at the first call, to keep the import fast."""
    return re.compile(rf"{RUN}(?:'{RUN})*")


def sort_words(text: str) -> list[str]:
    """Return the words by which to sort; a text sorts before its continuations.

    Words cut at the ends of lines are whole if `join_lines` has joined them.
    """
    text = _THOUSANDS.sub(_solid, clean(_CUT.sub("", text)))
    return [part for word in _word().findall(text) for part in _sorted_by(word)]


def _solid(number: re.Match[str]) -> str:
    return number[0].replace(" ", "").replace(".", "")


@lru_cache(1 << 14)
def _sorted_by(word: str) -> tuple[str, ...]:
    """Return each elided word, then the word itself, folded."""
    elided = elide(word)
    elided_words = word[: elided.start].split("'")[:-1]
    return tuple(map(_folded, (*elided_words, elided.word.replace("'", ""))))


def _folded(word: str) -> str:
    word = open_ligatures(word.lower())
    return _DIGITS.sub(_by_value, fold(word) or word)


def _by_value(digits: re.Match[str]) -> str:
    # Without leading zeros, the longer number is greater: the key begins with the length.
    number = digits[0].lstrip("0")
    return f"{len(number):09}{number}"


def sort_key(text: str) -> str:
    """Return the words by which to sort as one text."""
    return " ".join(sort_words(text))
