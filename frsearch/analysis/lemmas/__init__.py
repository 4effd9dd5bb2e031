"""Lemmas: lower-case accented word -> folded term, shared by its inflections and by no other word.

    >>> [lemma(word) for word in ("travaux", "chercheuses", "iront", "emploie", "chats", "châtiment")]
    ['travail', 'chercheur', 'aller', 'employer', 'chat', 'chatiment']

By our own rules and word lists, without a dictionary: the lemma of a verb is its infinitive
(`conjugation`), that of a noun or adjective its masculine singular (`nominals`). A form of several words
gets the lemma of the most common one (`homographs`). An unknown word is a noun, unless its ending is
that of a verb. The functions are pure: they use neither context nor files.

Derived words have lemmas of their own: *actif*, *action* and *agir* are three lemmas.
"""

from __future__ import annotations

from functools import lru_cache

from frsearch.analysis.characters import MAX_TERM_LENGTH
from frsearch.analysis.folding import fold
from frsearch.analysis.lemmas.conjugation import infinitive
from frsearch.analysis.lemmas.homographs import MASCULINES, NOMINALS, OTHERS
from frsearch.analysis.lemmas.nominals import gendered, masculine, singular


def lemma(accented: str) -> str:
    """Return the folded lemma of a lower-case word with accents, ligatures opened.

    The lemma of a word with other characters than letters is the word, folded.
    """
    return fold(accented_lemma(accented))[:MAX_TERM_LENGTH]


def accented_lemma(word: str) -> str:
    """Return the lemma of a word, with its accents."""
    return _lemma(word) if word.isalpha() else word


@lru_cache(4096)
def same_word(one: str, other: str) -> bool:
    """Say whether two forms with the same folded lemma may be of one word: not `pêches` and `péché`.

    A form without accents may be of any; é and è are the same, as in verbs and in the spelling of 1990.
    """
    if one.isascii() or other.isascii():
        return True
    lemmas = (accented_lemma(word).replace("è", "é") for word in (one, other))
    return next(lemmas) == next(lemmas)


def _lemma(word: str) -> str:
    if word in OTHERS:
        return OTHERS[word]
    one = singular(word)
    base = masculine(one)
    if word in NOMINALS or one in NOMINALS or one in gendered():
        return base
    if base is not one and base in NOMINALS and base not in MASCULINES:
        return base
    return infinitive(word) or base
