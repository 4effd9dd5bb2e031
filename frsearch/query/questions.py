"""Whole questions: which rows of words are questions, and which of their words ask for nothing.

« Quand a eu lieu le premier confinement ? »: articles that answer hold neither « quand » nor, often,
« a eu lieu ». Question words and forms of être and avoir are stop words anyway; here follow the verbs
that carry no meaning beside them. They are ignored as stop words are. That a row is a question is said
in the tree: where few articles hold all of its words, those with most of them are matches too.

Sources: interrogative words, semi-auxiliaries (pouvoir, devoir, falloir with an infinitive) and
inversion of the subject: Grevisse & Goosse, *Le bon usage*. *Avoir lieu*, *se passer*, *se trouver* as
verbs that carry a noun: M. Gross, *Les bases empiriques de la notion de prédicat sémantique*, Langages
63 (1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frsearch.analysis.characters import APOSTROPHES
from frsearch.analysis.folding import fold
from frsearch.query.nodes import Node, Word, Words

# Folded: people leave accents out.
_INTERROGATIVE = frozenset(
    """qui que qu quoi quand ou comment pourquoi combien quel quelle quels quelles lequel laquelle
    lesquels lesquelles auquel duquel""".split()
)
_AFTER_PREPOSITIONS = _INTERROGATIVE - frozenset("que qu comment pourquoi".split())
_PREPOSITIONS = frozenset(
    "a de d dans par pour sur sous avec sans en vers chez depuis jusqu selon contre entre".split()
)
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
    words = [fold(each.form.accented) if isinstance(each, Word) else "" for each in tree.children]
    if not _is_question(words, text):
        return tree
    # An elided pronoun is no word: « s'appelle ».
    words = [
        f"s'{word}" if isinstance(child, Word) and _is_elided(text[: child.start]) else word
        for word, child in zip(words, tree.children, strict=True)
    ]
    return Words(
        tuple(
            replace(child, stop=True)
            if isinstance(child, Word) and _is_loose(child) and _is_empty(words, at)
            else child
            for at, child in enumerate(tree.children)
        ),
        question=True,
    )


def _is_loose(word: Word) -> bool:
    return word.field is None and not word.exactly and word.boost == 1


def _is_question(words: Sequence[str], text: str) -> bool:
    if words[0] in _INTERROGATIVE or words[:2] == ["est", "ce"]:
        return len(words) > 1
    if words[0] in _PREPOSITIONS and words[1:2] and words[1] in _AFTER_PREPOSITIONS:
        return True
    return text.rstrip().endswith("?") and len(words) >= _FEWEST_WORDS


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
