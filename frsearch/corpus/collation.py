"""A piece of text -> what it is put in order by: its words, as readers of French expect them.

Accents, capitals, ligatures and the kind of an apostrophe make no difference, and all that is neither
letter nor digit parts words. What is elided is a word of its own (`l’ami`), a word with an apostrophe
inside is one (`aujourd'hui`). Numbers are in the order of their values, before letters.

    >>> sort_words("L’œuvre – « Été »")
    ['l', 'oeuvre', 'ete']
"""

from __future__ import annotations

import re
from functools import lru_cache

from frsearch.analysis.characters import HYPHENS, RUN, clean
from frsearch.analysis.elision import elide
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.line_ends import SOFT_HYPHEN

_WORD = re.compile(rf"{RUN}(?:'{RUN})*")
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ .]\d{3})+(?!\d)")
# What `join_lines` leaves of the end of a line at which a word is cut.
_CUT = re.compile(f"[{HYPHENS}]{SOFT_HYPHEN}")


def sort_words(text: str) -> list[str]:
    """Return the words by which to sort; those of a text that begins another's come first.

    Words cut at the ends of lines are whole where `join_lines` has put them together.
    """
    text = _THOUSANDS.sub(_solid, clean(_CUT.sub("", text)))
    return [part for word in _WORD.findall(text) for part in _sorted_by(word)]


def _solid(number: re.Match[str]) -> str:
    return number[0].replace(" ", "").replace(".", "")


@lru_cache(1 << 14)
def _sorted_by(word: str) -> tuple[str, ...]:
    """Return what is elided, each, then the word, folded."""
    elided = elide(word)
    before = word[: elided.start].split("'")[:-1]
    return tuple(map(_folded, (*before, elided.word.replace("'", ""))))


def _folded(word: str) -> str:
    word = open_ligatures(word.lower())
    return _DIGITS.sub(_by_value, fold(word) or word)


def _by_value(digits: re.Match[str]) -> str:
    # A longer number is a greater one.
    number = digits[0].lstrip("0")
    return f"{len(number):09}{number}"
