"""Elision: `l'avocat` is the word `avocat`.

The article, pronoun or conjunction before the apostrophe is dropped, and the offsets exclude it, so
that a highlight marks the word alone. Elision happens before a vowel or an h (Grevisse, *Le Bon Usage*,
§ 45); any other apostrophe belongs to the word:

    aujourd'hui, prud'homme, O'Brien, Xi'an   the part before is not an elided word
    quelqu'un, presqu'île, entr'ouvrir        lexicalised; entr' is elided in `entr'eux` and the like
    N'Djamena, M'Baye, j'suis                 a consonant follows: a name, or spoken French
    d'Artagnan                                a name, by the table below
    M'Hamed                                   a name: m' comes before verbs, which have no capital
"""

from __future__ import annotations

import re
from typing import NamedTuple

from frsearch.analysis.characters import APOSTROPHES

_ELIDED = "jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|entr|qu|l|d|j|m|t|s|c|n"
PATTERN = rf"(?i:{_ELIDED})[{APOSTROPHES}]"

_PREFIX = re.compile(rf"({_ELIDED})'(?=.)", re.IGNORECASE)
# Elision before y happens in « l'y » and « l'yeuse »; before digits in « l'11 novembre », « d'1 € ».
_ELIDES_BEFORE = re.compile(r"[aàâäeéèêëiîïoôöœuùûüæhyáíóúåø\d]", re.IGNORECASE)

_WHOLE = re.compile(
    r"quelqu'une?s?|presqu'[iî]les?|entr'(?!eux\b|elles\b|autres?\b|\d).*", re.IGNORECASE
)

# Names that are one word, as in the entries of encyclopedias.
_NAMES = frozenset(
    "d'alembert d'annunzio d'artagnan d'estaing d'holbach d'indy d'ormesson d'orves d'urfé".split()
)
_IS_NAME = re.compile(r"M'[A-ZÀ-Þ][a-zß-ÿ]")


class Elided(NamedTuple):
    """A word after elision: `word` begins at offset `start` of the original.

    `inner` is the offset of a part that is also a term (`Artagnan`), 0 if there is none.
    """

    word: str
    start: int
    inner: int = 0


def elide(word: str) -> Elided:
    """Drop the elided word at the beginning of a cleaned word (straight apostrophes).

    >>> elide("l'avocat"), elide("aujourd'hui").start, elide("D'Artagnan").inner
    (Elided(word='avocat', start=2, inner=0), 0, 2)
    """
    start = 0
    if "'" not in word:
        return Elided(word, start)
    while match := _PREFIX.match(word, start):
        rest = word[start:]
        if _WHOLE.fullmatch(rest):
            break
        if rest.lower() in _NAMES or _IS_NAME.match(rest) or not _ELIDES_BEFORE.match(word, match.end()):
            return Elided(rest, start, match.end() - start)
        start = match.end()
    return Elided(word[start:], start)
