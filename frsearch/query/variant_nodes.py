"""Words of a query tree -> choices of the ways in which they are written.

A row of words such as `10 h 30` becomes a `Near` of a single side: whatever is found is one word, in
scores, counts and highlights, as with synonyms. What was typed is its first leaf.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise, product

from frsearch.analysis.chain import Form, make_forms
from frsearch.analysis.readings import Unit
from frsearch.analysis.stopwords import is_stop_word
from frsearch.query.nodes import Near, Node, Or, Phrase, Word, Words
from frsearch.query.variants import LONGEST, Row, may_begin, variants

# Signs between words that are read as one: +33 (0)6, 10 h. 30.
_BETWEEN = ".()+°"
# Readings of a phrase, of all that its words have together.
_MOST_READINGS = 16


def with_variants(node: Node | None, text: str) -> Node | None:
    """Return a row of words, or one of its words, with what is also written otherwise as choices."""
    if not isinstance(node, Words):
        return node and (_longest((node,), text)[0] or node)
    if not any(map(_may_begin_row, node.children)):
        return node
    children: list[Node] = []
    at = 0
    while at < len(node.children):
        found, taken = _longest(node.children[at : at + LONGEST], text)
        children.append(found or node.children[at])
        at += taken
    return replace(node, children=tuple(children))


def readings_of_phrase(units: Sequence[Unit]) -> list[tuple[Form, ...]]:
    """Return the rows of forms in which the words of a phrase may be written; the first as it is."""
    choices: list[list[tuple[Form, ...]]] = []
    at = 0
    while at < len(units):
        taken, rows = _longest_of_units(units[at : at + LONGEST])
        choices.append(rows)
        at += taken
    rows = [
        tuple(form for part in parts for form in part)
        for parts in islice(product(*choices), _MOST_READINGS)
    ]
    return list(dict.fromkeys(rows))


def _longest_of_units(units: Sequence[Unit]) -> tuple[int, list[tuple[Form, ...]]]:
    """Return how many of the first units are written otherwise together, and their rows."""
    first = units[0]
    solid = [(each,) for each in first.alternatives]
    for number in range(len(units) if may_begin(first.forms[0].exact) else 1, 1, -1):
        forms = tuple(form for unit in units[:number] for form in unit.forms)
        if others := _variants_of(forms):
            return number, [forms, *others]
    return 1, [first.forms, *solid, *_variants_of(first.forms, first.alternatives)]


def _variants_of(forms: Sequence[Form], solid: Sequence[Form] = ()) -> list[tuple[Form, ...]]:
    """Return the other ways in which forms in a row, or other readings of them, are written."""
    for reading in ([form.exact for form in forms], *([form.exact] for form in solid)):
        if len(reading) <= LONGEST and (rows := variants(reading)):
            return [_forms(row) for row in rows if row != tuple(reading)]
    return []


def _forms(row: Row) -> tuple[Form, ...]:
    return tuple(make_forms(row))


def _longest(children: Sequence[Node], text: str) -> tuple[Node | None, int]:
    """Return the choice that the most of the first clauses are, and their number."""
    if not _may_begin_row(children[0]):
        return None, 1
    for number in range(len(children), 0, -1):
        if chosen := _chosen(children[:number], text):
            return chosen, number
    return None, 1


def _may_begin_row(clause: Node) -> bool:
    """Say whether a clause may be the first of a row that is also written otherwise."""
    if isinstance(clause, Word):  # most are
        return may_begin(clause.form.exact) and clause.boost == 1
    begins = [*_words_of(clause)[:1], *_solid_of(clause)]
    return any(may_begin(word.form.exact) for word in begins)


def _chosen(children: Sequence[Node], text: str) -> Node | None:
    """Return clauses as a choice of the ways in which they are written, None if there is one only."""
    parts = [_words_of(child) for child in children]
    words = tuple(word for part in parts for word in part)
    if not all(parts) or len(words) > LONGEST or not _are_in_a_row(words, text):
        return None
    solid = _solid_of(children[0]) if len(children) == 1 else ()
    rows = _variants_of([word.form for word in words], [word.form for word in solid])
    if not rows:
        return None
    typed = children[0] if len(children) == 1 else None
    first = words[0]
    own: list[Word | Phrase] = [typed] if isinstance(typed, Word | Phrase) else [*_leaf(words), *solid]
    others = [leaf for row in rows for leaf in _leaf(_placed(row, first, words[-1].end))]
    known = {tuple(word.form.exact for word in each) for each in (words, *((word,) for word in solid))}
    kept = [leaf for leaf in others if tuple(word.form.exact for word in _words_of(leaf)) not in known]
    if not kept:
        return None
    return Near(((*own, *kept),), 1, first.start, words[-1].end)


def _placed(row: Sequence[Form], like: Word, end: int) -> tuple[Word, ...]:
    """Return forms as words where `like` stands in the query."""
    stops = len(row) > 1 and not like.exactly
    return tuple(
        replace(like, form=form, stop=stops and is_stop_word(form.accented), end=end) for form in row
    )


def _leaf(words: tuple[Word, ...]) -> list[Word | Phrase]:
    if len(words) == 1:
        return [words[0]]
    return [Phrase(words, 1, (), words[0].start, words[-1].end)]


def _words_of(node: Node) -> tuple[Word, ...]:
    """Return the words of a clause as typed, () if it is more than words in a row."""
    match node:
        case Word(boost=1.0):
            return (node,)
        case Phrase(slop=1, boost=1.0):
            return node.words
        case Or((Word(boost=1.0) as word, *others)) if all(_is_reading(word, each) for each in others):
            return (word,)
        case _:
            return ()


def _solid_of(node: Node) -> tuple[Word, ...]:
    match node:
        case Phrase():
            return node.solid
        case Or((_, *others)):
            return tuple(each for each in others if isinstance(each, Word))
        case _:
            return ()


def _is_reading(word: Word, other: Node) -> bool:
    return isinstance(other, Word) and (other.start, other.end) == (word.start, word.end)


def _are_in_a_row(words: Sequence[Word], text: str) -> bool:
    """Say whether words are of one kind, and only blanks and a few signs stand between them."""
    kinds = {(word.field, word.exactly) for word in words}
    gaps = (text[one.end : other.start] for one, other in pairwise(words))
    return len(kinds) == 1 and all(not gap.strip().strip(_BETWEEN + "-' :") for gap in gaps)
