"""Elision: `l'avocat` is the word `avocat`.

The article, pronoun or conjunction before the apostrophe is dropped, and its offsets with it, so
that a highlight marks the word. Elision happens before a vowel or an h (Grevisse, *Le Bon Usage*,
§ 45); an apostrophe that stands elsewhere belongs to the word:

    aujourd'hui, prud'homme, O'Brien, Xi'an   the part before is no elided word
    quelqu'un, presqu'île, entr'ouvrir        lexicalised; entr' is elided in `entr'eux` and the like
    N'Djamena, M'Baye, j'suis                 a consonant follows: a name, or spoken French
    d'Artagnan                                a name, by the table below
    M'Hamed                                   a name: m' stands before verbs, which have no capital
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

# Names that are one word for their readers, as encyclopedias file them.
_NAMES = frozenset(
    "d'alembert d'annunzio d'artagnan d'estaing d'holbach d'indy d'ormesson d'orves d'urfé".split()
)
_IS_NAME = re.compile(r"M'[A-ZÀ-Þ][a-zß-ÿ]")


class Elided(NamedTuple):
    """A word after elision: `word` begins at offset `start` of what was given.

    `inner` is the offset of a part that is also worth finding alone (`Artagnan`), 0 if there is none.
    """

    word: str
    start: int
    inner: int = 0


def elide(word: str) -> Elided:
    """Drop what is elided at the beginning of a cleaned word (straight apostrophes).

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
