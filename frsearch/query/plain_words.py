"""Query text -> its words, if it is nothing but plain words: what most people type.

Plain words have letters alone, and apostrophes and hyphens between them. In such a text, the lexer would
find no sign, `running_text` no dash and `other_signs` nothing to warn of; so it is spared their tables
and patterns. Operators, and words that are joined or warned of, are left to them.

>>> [word.text for word in plain_words("le sommet d'Helsinki") or ()]
['le', 'sommet', "d'Helsinki"]
>>> plain_words("sommet OU rencontre"), plain_words("aujourd hui, 5 mai")
(None, None)
"""

from __future__ import annotations

import re

from frsearch.analysis.apart import sides
from frsearch.analysis.chain import Chain
from frsearch.analysis.characters import LETTER
from frsearch.analysis.readings import Unit, readings
from frsearch.query.lexer import OPERATORS, Lexeme

_WORD = rf"{LETTER}+(?:['’-]{LETTER}+)*"
_WORDS = re.compile(rf" *{_WORD}(?: +{_WORD})* *")
_CHUNK = re.compile(r"\S+")
# Operators; those of other engines (`other_signs`); the t of `a t il`, which is joined.
_NOT_PLAIN = frozenset((*OPERATORS, *"XOR NON PRÈS PRES NEAR ONEAR ADJ t".split()))


def plain_words(text: str) -> list[Lexeme] | None:
    """Return the words of a text, None if it has anything else."""
    if _WORDS.fullmatch(text) is None:
        return None
    words = [Lexeme("word", match.group(), *match.span()) for match in _CHUNK.finditer(text)]
    chunks = [word.text for word in words]
    if not _NOT_PLAIN.isdisjoint(chunks):
        return None
    before, after = sides((), chunks)
    # Words are joined only where two in a row have a kind in common.
    return None if any(map(int.__and__, before, after[1:])) else words


def readings_of(chain: Chain, word: str) -> list[Unit]:
    """Return the `readings` of a plain word; most are one word of the chain, with one reading."""
    pieces = chain.pieces(word)
    if len(pieces) != 1:
        return readings(chain, word)
    return [Unit((pieces[0].form,), (), pieces[0].start, pieces[0].end)]
