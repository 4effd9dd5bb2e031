"""Abbreviations that another word beside them tells: `M. Dupont`, `pl. Vendôme`, `art. 49`.

By themselves, they are other words (`m`, `mal`, `col`), so that the index has them as written. In a
query, a word before a name or a number is `Or(word, the other spelling and the next words in a row)`,
so that each spelling finds the others. Those that are no other word are in `analysis.abbreviations`.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Abréviations ». Left out:
`tél.`, the word `tel` without its accent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from frsearch.analysis.chain import Form, make_forms
from frsearch.analysis.folding import fold
from frsearch.query.nodes import Node, Or, Word, Words, or_in_a_row


def _groups(lines: str) -> dict[str, list[str]]:
    groups = [line.split() for line in lines.replace("\n", ";").split(";") if line.strip()]
    return {
        fold(word): [other for other in group if other != word] for group in groups for word in group
    }


_BEFORE_WORDS = _groups(
    """
    monsieur m mr; messieurs mm; docteur dr; professeur prof pr; professeure prof pr; boulevard bd boul
    avenue av ave; place pl; route rte; impasse imp; square sq; allée all; chemin che; général gal gén
    commandant cdt; capitaine cne; lieutenant lt; colonel col cel; veuve vve; comte cte; comtesse ctesse
    établissements ets; sergent sgt; faubourg fg; compagnie cie
    """
)
# Before a capital only: « il me dit », « mal nommé ».
_BEFORE_CAPITALS = _groups("maître me; maréchal mal")
_MONTHS = """
    janvier janv jan; février févr fév; avril avr; juillet juil; septembre sept; octobre oct
    novembre nov; décembre déc
"""
_BEFORE_FIGURES = _groups(
    f"""
    numéro no n; article art; articles art; page p; pages pp p; tome t; volume vol; chapitre chap
    figure fig; folio f; {_MONTHS}
    """
)
_AFTER_FIGURES = _groups(_MONTHS)
_ABBREVIATED = frozenset((*_BEFORE_WORDS, *_BEFORE_CAPITALS, *_BEFORE_FIGURES))
# Of « place de la Bastille », so many words are looked at.
_MOST_WORDS = 4


def with_abbreviations(words: Words[Node], text: str) -> Words[Node]:
    """Return a row of words in which each finds its abbreviations, and each abbreviation its word."""
    children = words.children
    found = tuple(
        _with_others(child, children, at, text) if _may_have_others(child) else child
        for at, child in enumerate(children)
    )
    return words if found == children else replace(words, children=found)


def _may_have_others(node: Node) -> bool:
    """Say whether a clause is a word that is written otherwise beside some words."""
    word = node if isinstance(node, Word) else _word_of(node)
    return word is not None and word.form.exact in _ABBREVIATED and not (word.exactly or word.stop)


def _with_others(node: Node, children: Sequence[Node], at: int, text: str) -> Node:
    word = _word_of(node)
    if word is None:
        return node
    after = _words_after(children, at, text)
    rows = [(_as_other(word, other), *after) for other in _others(word, after, text)]
    day = _word_of(children[at - 1]) if at else None
    if not rows and day is not None and _is_figure(day) and text[day.end : word.start].isspace():
        rows = [(day, _as_other(word, other)) for other in _AFTER_FIGURES.get(word.form.exact, ())]
    if not rows:
        return node
    return or_in_a_row(node, rows)


def _others(word: Word, after: Sequence[Word], text: str) -> Sequence[str]:
    """Return the other spellings of a word before some words."""
    written = word.form.exact
    if not after:
        return ()
    if _is_figure(after[0]):
        return _BEFORE_FIGURES.get(written, ())
    others = _BEFORE_WORDS.get(written, ())
    return others or (_BEFORE_CAPITALS.get(written, ()) if text[after[0].start].isupper() else ())


def _words_after(children: Sequence[Node], at: int, text: str) -> tuple[Word, ...]:
    """Return the words after a place up to the first that is no stop word, () if they stand apart."""
    row: list[Word] = []
    before = _word_of(children[at])
    for child in children[at + 1 : at + 1 + _MOST_WORDS]:
        word = _word_of(child)
        if before is None or word is None or text[before.end : word.start].strip(" .°\u00a0\u202f"):
            return ()
        row.append(word)
        before = word
        if not word.stop:
            return tuple(row)
    return ()


def _word_of(node: Node) -> Word | None:
    """Return the word that a clause is, whatever its other readings."""
    match node:
        case Word(boost=1.0):
            return node
        case Or((Word(boost=1.0) as word, *_)):
            return word
        case _:
            return None


def _is_figure(word: Word) -> bool:
    return word.form.exact[0].isdecimal()


def _as_other(word: Word, other: str) -> Word:
    return replace(word, form=_form(other))


@cache
def _form(word: str) -> Form:
    return make_forms([word])[0]
