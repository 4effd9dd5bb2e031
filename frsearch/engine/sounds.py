"""A misspelled word -> the words that sound the same, or nearly.

Each entry is a spelling of a sound and another of the same sound, in words without accents. So
`farmacie` is respelled `pharmacie`, `bato` `bateau` and `kiosque` `quiosque`: which of them are words,
the index knows.

    >>> "pharmacie" in respelled("farmacie"), "bateau" in respelled("bato")
    (True, True)

Source: N. Catach, *L'orthographe française* (1980), the table of graphemes by phonemes. Left out are
letters that any single edit reaches, doubled and silent ones among them.
"""

from __future__ import annotations

import re
from functools import cache

_SAME = (
    "f ph", "k qu", "c qu", "k ck", "c ch", "k ch", "c ck", "k que$", "c que$", "q k",
    "o eau", "o au", "au eau", "o ho", "o ot$", "o aud$", "o aut$",
    "e ai", "e et$", "e ait$", "e ais$", "e ez$", "e er$", "e ei", "ai ei", "e oe",
    "s c", "s sc", "s ss", "ss c", "ss t", "s ti", "c sc", "z s", "x cs", "x ks", "x cc", "x gz",
    "an en", "an em", "am en", "am em", "en em", "in ain", "in ein", "in im", "in ym", "ain ein",
    "in yn", "i y", "y ill", "ill y", "ll y", "y ll", "ille ye$", "il ille$",
    "j g", "j ge", "g gu", "ch sh", "ch sch", "sh sch", "gn ni", "gn n",
    "t th", "r rh", "v w", "w ou", "u w", "ou u", "ou oo", "eu oe", "eu oeu", "oi oy", "oi oua",
    "sion tion", "ssion tion", "cion tion", "sion ssion", "ss sc", "tch ch", "k c", "ks xc", "kz x",
)  # fmt: skip


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the pattern of each spelling, and the other spelling."""
    rules = []
    for row in _SAME:
        one, other = row.split()
        end = "(?=s?$)" if other.endswith("$") else ""
        other = other.rstrip("$")
        rules += [(re.compile(one + end), other), (re.compile(other + end), one)]
    return tuple(rules)


def respelled(word: str) -> set[str]:
    """Return a folded word with one sound spelled otherwise, in each way."""
    found: set[str] = set()
    for spelling, other in _rules():
        for match in spelling.finditer(word):
            found.add(word[: match.start()] + other + word[match.end() :])
    return found - {word}
