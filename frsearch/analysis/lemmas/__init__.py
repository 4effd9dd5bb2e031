"""Lemmas: a lower-case accented word -> the folded term that its inflections share, and others do not.

    >>> [lemma(word) for word in ("travaux", "chercheuses", "iront", "emploie", "chats", "châtiment")]
    ['travail', 'chercheur', 'aller', 'employer', 'chat', 'chatiment']

By rules and word lists of our own, without a dictionary: forms of verbs go to the infinitive
(`conjugation`), nouns and adjectives to the masculine singular (`nominals`). A form that may be several
words is taken for the commonest (`homographs`); a word that nothing is known of is taken for a noun, if
its ending leaves that open. Pure: no text around the word is looked at, nothing is read from files.

Derived words stay apart from what they come from: *actif*, *action* and *agir* are three lemmas.
"""

from __future__ import annotations

from functools import lru_cache

from frsearch.analysis.characters import MAX_TERM_LENGTH
from frsearch.analysis.folding import fold
from frsearch.analysis.lemmas.conjugation import infinitive
from frsearch.analysis.lemmas.homographs import MASCULINES, NOMINALS, OTHERS
from frsearch.analysis.lemmas.nominals import gendered, masculine, singular


def lemma(accented: str) -> str:
    """Return the folded lemma of a lower-case word with its accents, ligatures open.

    A word that is not all letters is its own lemma, folded.
    """
    return fold(accented_lemma(accented))[:MAX_TERM_LENGTH]


def accented_lemma(word: str) -> str:
    """Return the same with its accents."""
    return _lemma(word) if word.isalpha() else word


@lru_cache(4096)
def same_word(one: str, other: str) -> bool:
    """Say whether two forms of a folded lemma may be of one word: `pêches` is not of `péché`.

    What has no accents may lack them, and é and è are one in verbs and in the spelling of 1990.
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
    if base in NOMINALS and base not in MASCULINES:
        return base
    return infinitive(word) or base
