"""Text of a query -> its words, if it is nothing but plain words: what most people type.

Plain words have the letters of French alone, and apostrophes and hyphens between them. In such a text,
the lexer finds no sign, `running_text` no dash and `other_signs` nothing to warn of; so it is spared
their tables and patterns. Operators, and words that are joined or warned of, are left to them.

>>> plain_words("le sommet d'Helsinki")
[(0, 'le'), (3, 'sommet'), (10, "d'Helsinki")]
>>> plain_words("sommet OU rencontre"), plain_words("aujourd hui, 5 mai")
(None, None)
"""

from __future__ import annotations

import re
from dataclasses import replace

from frsearch.analysis.apart import sides
from frsearch.analysis.chain import Chain
from frsearch.analysis.readings import Unit, readings

# No digits of other kinds (`²`), which the chain joins across blanks.
_WORD = "[A-Za-zÀ-ÖØ-öø-ÿŒœ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿŒœ]+)*"
_WORDS = re.compile(rf" *{_WORD}(?: +{_WORD})* *")
_CHUNK = re.compile(r"\S+")
# Operators; those of other engines (`other_signs`); what is joined of `a t il` and `c est-à-dire`.
_NOT_PLAIN = frozenset("ET AND OU OR SAUF NOT XOR NON PRÈS PRES NEAR ONEAR ADJ t c C".split())


def plain_words(text: str) -> list[tuple[int, str]] | None:
    """Return the words of a text and where they begin, None if it has anything else."""
    if _WORDS.fullmatch(text) is None:
        return None
    found = [(match.start(), match.group()) for match in _CHUNK.finditer(text)]
    words = [word for _, word in found]
    if not _NOT_PLAIN.isdisjoint(words):
        return None
    if len(words) > 1:
        before, after = sides((), words)
        # Words are joined only where two in a row have a kind in common.
        if any(map(int.__and__, before, after[1:])):
            return None
    return found


def readings_of(chain: Chain, text: str) -> list[Unit]:
    """Return the `readings` of a text, faster for plain words."""
    words = plain_words(text)
    if words is None:
        return readings(chain, text)
    return [unit for start, word in words for unit in readings_of_word(chain, word, start)]


def readings_of_word(chain: Chain, word: str, start: int = 0) -> list[Unit]:
    """Return the readings of a plain word that begins at `start`; most have one, of one form."""
    pieces = chain.pieces(word)
    if len(pieces) == 1:
        piece = pieces[0]
        return [Unit((piece.form,), (), start + piece.start, start + piece.end)]
    units = readings(chain, word)
    return [replace(each, start=start + each.start, end=start + each.end) for each in units]
