"""Elision: `l'avocat` is the word `avocat`.

The article, pronoun or conjunction before the apostrophe is dropped, and the offsets exclude it, so
that a highlight marks the word alone. Elision happens before a vowel or an h (Grevisse, *Le Bon Usage*,
§ 45); any other apostrophe belongs to the word:

    aujourd'hui, prud'homme, O'Brien, Xi'an   the part before is not an elided word
    quelqu'un, presqu'île, entr'ouvrir        lexicalised; entr' is elided in `entr'eux` and the like
    N'Djamena, M'Baye, j'suis                 a consonant follows: a name, or spoken French
    d'Artagnan                                a name, by the table below
    M'Hamed                                   a name: m' comes before verbs, which have no capital

The longer elided words are terms too, in full, before the word: `jusqu'à` is `jusque à`. They mean more
than an article does, and so a search for `jusqu'à` is of it alone, not of every `à`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from frsearch.analysis.characters import APOSTROPHES

# ç' stands for ça or ce before a (`ç'allait`: Grevisse, § 45), here also with a combining cedilla.
_ELIDED = "jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|entr|qu|l|d|j|m|t|s|c\u0327|c|ç|n"
PATTERN = rf"(?i:{_ELIDED})[{APOSTROPHES}]"

_PREFIX = re.compile(rf"({_ELIDED})'(?=.)", re.IGNORECASE)
# Elision before y happens in « l'y » and « l'yeuse »; before digits in « l'11 novembre », « d'1 € ».
_VOWELS = "[aàâäeéèêëiîïoôöœuùûüæhyáíóúåø]"
_ELIDES_BEFORE = re.compile(rf"{_VOWELS}|\d", re.IGNORECASE)

FULL = {
    "jusqu": "jusque", "lorsqu": "lorsque", "puisqu": "puisque", "quoiqu": "quoique",
    "presqu": "presque", "quelqu": "quelque", "entr": "entre",
}  # fmt: skip
_FULL_WORDS = frozenset(FULL.values())

_WHOLE = re.compile(
    r"quelqu'une?s?|presqu'[iî]les?|entr'(?!eux\b|elles\b|autres?\b|\d).*", re.IGNORECASE
)

# Names that are one word, as in the entries of encyclopedias.
_NAMES = frozenset(
    "d'alembert d'annunzio d'artagnan d'estaing d'holbach d'indy d'ormesson d'orves d'urfé".split()
)
_IS_NAME = re.compile(r"M'[A-ZÀ-Þ][a-zß-ÿ]")
# The elisions of most words, which have no other reading.
_SHORT = re.compile(rf"(?:qu|[ldjmtscn])[{APOSTROPHES}](?={_VOWELS})", re.IGNORECASE)
_MAY_BE_NAME = re.compile(
    rf"M.[A-ZÀ-Þ]|(?i:d.(?:{'|'.join(name[2:] for name in sorted(_NAMES))})\Z)", re.DOTALL
)


class Elided(NamedTuple):
    """A word after elision: `word` begins at offset `start` of the original.

    `inner` is the offset of a part that is also a term (`Artagnan`), 0 if there is none. `full` is the
    elided word in full if it is a term (`jusque`), else ""; its letters begin at `full_start`.
    """

    word: str
    start: int
    inner: int = 0
    full: str = ""
    full_start: int = 0


def elide(word: str) -> Elided:
    """Drop the elided word at the beginning of a cleaned word (straight apostrophes).

    >>> elide("l'avocat")[:2], elide("aujourd'hui").start, elide("D'Artagnan").inner
    (('avocat', 2), 0, 2)
    >>> elide("jusqu'à").full
    'jusque'
    """
    start = full_start = 0
    full = ""
    if "'" not in word:
        return Elided(word, start)
    while match := _PREFIX.match(word, start):
        rest = word[start:]
        if _WHOLE.fullmatch(rest):
            break
        if rest.lower() in _NAMES or _IS_NAME.match(rest) or not _ELIDES_BEFORE.match(word, match.end()):
            return Elided(rest, start, match.end() - start, full, full_start)
        if not full and (full := in_full(match[1])):
            full_start = start
        start = match.end()
    return Elided(word[start:], start, 0, full, full_start)


def before_word(chunk: str) -> int:
    """Return where the word begins after a short elided word, as most are; 0 if it may be otherwise.

    >>> before_word("l’avocat"), before_word("jusqu'à"), before_word("d'Artagnan")
    (2, 0, 0)
    """
    match = _SHORT.match(chunk)
    if match is None or _MAY_BE_NAME.match(chunk):
        return 0
    return match.end()


def in_full(elided: str) -> str:
    """Return a longer elided word, without apostrophe, in full; "" if it is a short one (`l`, `qu`)."""
    return FULL.get(elided.lower(), "")


def is_in_full(term: str) -> bool:
    """Say whether a term may be an elided word in full."""
    return term in _FULL_WORDS
