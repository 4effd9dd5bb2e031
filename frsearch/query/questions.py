"""Whole questions: which rows of words are questions, and which of their words ask for nothing.

« Quand a eu lieu le premier confinement ? »: articles that answer hold neither « quand » nor, often,
« a eu lieu ». Question words and forms of être and avoir are stop words anyway; here follow the verbs
that carry no meaning beside them. They are ignored as stop words are. That a row is a question is said
in the tree: where few articles hold all of its words, those with most of them are matches too.
Phrases that only ask (« je voudrais savoir », « c'est quoi ») are ignored as a whole, at the beginning
or at the end.

Sources: interrogative words, semi-auxiliaries (pouvoir, devoir, falloir with an infinitive) and
inversion of the subject: Grevisse & Goosse, *Le bon usage*. *Avoir lieu*, *se passer*, *se trouver* as
verbs that carry a noun: M. Gross, *Les bases empiriques de la notion de prédicat sémantique*, Langages
63 (1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter

from frsearch.analysis.characters import APOSTROPHES
from frsearch.query.nodes import Node, Phrase, Word, Words

# Folded: people leave accents out.
_INTERROGATIVE = frozenset(
    """qui que qu quoi quand ou comment pourquoi combien quel quelle quels quelles lequel laquelle
    lesquels lesquelles auquel duquel""".split()
)
_AFTER_PREPOSITIONS = _INTERROGATIVE - frozenset("que qu comment pourquoi".split())
_PREPOSITIONS = frozenset(
    "a de d dans par pour sur sous avec sans en vers chez depuis jusqu jusque selon contre entre".split()
)
# Phrases that ask, a line each, without their elided words (« c'est quoi »).
_ASKING = """
    dis moi/dites moi/dites nous/explique moi/expliquez moi/peux tu me dire/pouvez vous me dire
    je voudrais savoir/je veux savoir/je souhaite savoir/je souhaiterais savoir/aimerais savoir
    je me demande/je cherche a savoir/je voudrais connaitre/sais tu/savez vous/sait on/peut on savoir
    est ce que/est il vrai que/est ce vrai que/est il exact que/est il vrai/est ce vrai
    est quoi/est qui/est ce que est/que veut dire/que veulent dire/que signifie/que signifient
    que designe/est ce que signifie/est ce que veut dire
    quelle est la signification de/quelle est la definition de
    pour quelle raison/pour quelles raisons/pour quel motif/dans quel but/a quel moment
    de quelle maniere/de quelle facon/que sait on de/que sait on sur/que penser de
    y a t il/y a il/est ce il y a/combien y a t il/combien y a il
"""
_ASKING_AT_END = """
    est quoi/est qui/ca veut dire quoi/veut dire quoi/ca signifie quoi/signifie quoi
    est ce pas/est ce vrai/est il vrai/svp/il vous plait
"""
# « Macron a-t-il gagné »: verbs before their subject ask, without a question mark too.
_INVERTED = frozenset(
    """est sont etait etaient sera seront serait seraient fut furent a ont avait avaient aura auront
    aurait auraient va vont peut peuvent pouvait pourra doit doivent devait devra faut fallait
    faudra""".split()
)
_INVERTED_SUBJECTS = frozenset("il elle on ils elles".split())
# After these, the same order asks nothing: « aussi est-il parti ».
_ORDERS = frozenset("ainsi aussi encore toujours peine peut sans tant".split())
# « pour ou contre », « avec ou sans »
_CHOOSING = frozenset(["pour", "contre", "avec", "sans"])
# A question mark at the end of fewer words may be a title or doubt.
_FEWEST_WORDS = 3

_HAVING = frozenset("a as ai ont avait avaient aura auront aurait auraient ait eu eut eurent".split())
_BEING = frozenset("fut furent fusse fussent fumes futes".split())
_MODAL = frozenset(
    """peut peuvent pouvait pourra pourrait peux doit doivent devait devra devrait dois faut fallait
    faudra faudrait""".split()
)
_SUBJECTS = frozenset("je tu il elle on nous vous ils elles t".split())
_REFLEXIVE = frozenset(
    """appelle appellent appelait nomme nomment nommait trouve trouvent trouvait situe situent situait
    passe passent passait passee produit produisit deroule deroulent deroulait""".split()
)
_EXISTING = frozenset(["existe", "existent", "existait"])
# Words that may stand between the parts of a verb: « aura-t-il lieu », « s'est-il passé ».
_APART = 3


def as_question(tree: Node, text: str) -> Node:
    """Return a row of words that is a question, as one; other trees as they are.

    >>> from frsearch.query.parser import parse
    >>> row = parse("quand a eu lieu le premier confinement").tree
    >>> row.question, [word.form.exact for word in row.children if not word.stop]
    (True, ['premier', 'confinement'])
    """
    if not isinstance(tree, Words):
        return tree
    words = [each.form.exact if isinstance(each, Word) else "" for each in tree.children]
    if _MAY_ASK.isdisjoint(words) and "?" not in text:
        return tree
    asking = _asking(words)
    if not (asking or _is_question(_in_full(tree), text) or _has_inversion(words)):
        return tree
    # An elided pronoun is no word: « s'appelle ».
    words = [
        f"s'{word}" if isinstance(child, Word) and _is_elided(text[: child.start]) else word
        for word, child in zip(words, tree.children, strict=True)
    ]
    return Words(
        tuple(
            replace(child, stop=True)
            if isinstance(child, Word) and _is_loose(child) and (at in asking or _is_empty(words, at))
            else child
            for at, child in enumerate(tree.children)
        ),
        question=True,
    )


def _is_loose(word: Word) -> bool:
    return word.field is None and not word.exactly and word.boost == 1


def _in_full(row: Words[Node]) -> list[str]:
    """Return the folded words of a row, also of its elided words: `jusque a quand`."""
    words: list[str] = []
    for child in row.children:
        if isinstance(child, Phrase):
            words += [word.form.exact for word in child.words]
        else:
            words.append(child.form.exact if isinstance(child, Word) else "")
    return words


_Phrases = Mapping[str, Sequence[list[str]]]
"""Phrases by their first words."""


def _by_first(phrases: Iterable[list[str]]) -> _Phrases:
    return {first: [*group] for first, group in groupby(sorted(phrases), key=itemgetter(0))}


def _phrases(table: str) -> list[list[str]]:
    return [phrase.split() for line in table.strip().splitlines() for phrase in line.split("/")]


_BEGINNINGS = _by_first(_phrases(_ASKING))
_ENDS = _by_first(phrase[::-1] for phrase in _phrases(_ASKING_AT_END))
# A row is a question only with one of these words, or a phrase (""), or with a question mark.
_MAY_ASK = _INTERROGATIVE | _PREPOSITIONS | _INVERTED | {*_BEGINNINGS, *_ENDS, ""}


def _asking(words: Sequence[str]) -> set[int]:
    """Return the places of phrases that ask, at the beginning and the end of other words."""
    start, end = 0, len(words)
    while start < end and (length := _longest(_BEGINNINGS, words[start:end])):
        start += length
    while start < end and (length := _longest(_ENDS, words[start:end][::-1])):
        end -= length
    return {*range(start), *range(end, len(words))} if start < end else set()


def _longest(phrases: _Phrases, words: Sequence[str]) -> int:
    """Return the length of the longest phrase that words begin with, 0 for none."""
    alike = phrases.get(words[0], ())
    return max((len(each) for each in alike if each == words[: len(each)]), default=0)


def _is_question(words: Sequence[str], text: str) -> bool:
    if words[0] in _INTERROGATIVE or words[:2] == ["est", "ce"]:
        return len(words) > 1
    after = next((word for word in words if word not in _PREPOSITIONS), "")
    if words[0] in _PREPOSITIONS and after in _AFTER_PREPOSITIONS:
        return words[0] not in _CHOOSING or words[1] != "ou"
    return text.rstrip().endswith("?") and len(words) >= _FEWEST_WORDS


def _has_inversion(words: Sequence[str]) -> bool:
    """Say whether a verb stands before its subject: « Macron a-t-il gagné l'élection »."""
    spoken = [word for word in words if word != "t"]
    if len(spoken) < _FEWEST_WORDS or spoken[0] in _ORDERS:
        return False
    return any(verb in _INVERTED and subject in _INVERTED_SUBJECTS for verb, subject in pairwise(spoken))


def _is_elided(before: str) -> bool:
    return before[-2:-1] in ("s", "S") and before[-1:] in APOSTROPHES and not before[-3:-2].isalpha()


def _is_empty(words: Sequence[str], at: int) -> bool:
    """Say whether the word at a place is part of a verb that asks for nothing."""
    word, before, after = words[at], words[max(0, at - _APART) : at], words[at + 1 : at + 1 + _APART]
    if word in _HAVING:
        return not {"lieu", "ete"}.isdisjoint(after)
    if word in ("lieu", "ete"):
        return not _HAVING.isdisjoint(before)
    if word in _MODAL or word in _EXISTING:
        return (bool(after) and after[0] in _SUBJECTS) or before[-1:] == ["il"]
    if word in _REFLEXIVE:
        return any(each == "se" or each.startswith("s'") for each in before)
    if word.startswith("s'"):
        return word[2:] in _REFLEXIVE
    return word in _BEING or word in _INTERROGATIVE
