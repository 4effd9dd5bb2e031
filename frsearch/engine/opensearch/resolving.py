"""A query tree -> the same with the terms of the index, by the resolver of the embedded engine.

What it needs of the dictionary is fetched from the server first, and laid before it as a segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from frsearch.analysis.chain import Form
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.alike import is_comparable
from frsearch.engine.arrays.resolve import resolve
from frsearch.engine.opensearch.dictionary import Asked, Dictionary
from frsearch.engine.opensearch.excerpt import dictionary_segment, excerpt_of
from frsearch.engine.opensearch.state import State
from frsearch.engine.request import Request
from frsearch.query.nodes import (
    And,
    Dates,
    Everything,
    Field,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Word,
    Words,
)
from frsearch.query.resolved import ResolvedNode
from frsearch.query.rows import rows_of
from frsearch.types import QueryWarning


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved tree, the forms of the dictionary that it may match, and warnings of what was cut."""

    tree: ResolvedNode
    segment: Segment
    stops: frozenset[str]
    warnings: tuple[QueryWarning, ...]


def resolved(request: Request, dictionary: Dictionary, state: State) -> Resolved:
    """Resolve the query of a request."""
    tree = request.tree
    leaves = [*_leaves_in(tree)]
    words = [word for leaf in leaves for word in _words_of(leaf)]
    patterns = [leaf for leaf in leaves if isinstance(leaf, Pattern)]
    stops = frozenset(word.form.exact for row in rows_of(tree) for word in row if word.stop)
    forms = [form for word in words for form in (word.form, *word.synonyms)]
    asked = Asked(
        frozenset(form.exact for form in forms) | stops,
        frozenset(form.stem for form in forms),
        frozenset(form.lemma for form in forms),
    )
    matching = frozenset(exact for pattern in patterns for exact in dictionary.matching(pattern))
    asked |= Asked(exact=matching)
    found = dictionary.forms(asked)
    if request.alike:
        absent = [word for word in words if not _is_held(word, found)]
        alike = frozenset(exact for word in absent for exact in dictionary.alike(word.form.exact))
        asked |= Asked(exact=alike)
        found |= dictionary.forms(Asked(exact=alike))
    # Words that differ in their accents alone have the stems and lemmas of all of them.
    of_words = [form for form in found if form.exact in asked.exact]
    found |= dictionary.forms(
        Asked(
            stems=frozenset(form.stem for form in of_words) - matching_stems(of_words, matching),
            lemmas=frozenset(form.lemma for form in of_words if form.exact not in matching),
        )
    )
    segment = dictionary_segment([*found])
    snapshot = excerpt_of((segment,), state.statistics, state.declared, state.field_names, {})
    own = resolve(tree, snapshot, limits=request.limits, deadline=request.deadline, alike=request.alike)
    return Resolved(own.tree, segment, stops, own.warnings)


def matching_stems(forms: Iterable[Form], matching: frozenset[str]) -> frozenset[str]:
    """Return the stems that only words of patterns have: patterns match words, not their stems."""
    own = {form.stem for form in forms if form.exact not in matching}
    return frozenset(form.stem for form in forms if form.exact in matching) - own


def _is_held(word: Word, found: set[Form]) -> bool:
    """Return whether words alike are of no use: some article holds the word, or it has none alike."""
    if word.exactly or word.stop or not is_comparable(word.form.exact):
        return True
    looks = {word.form, *word.synonyms}
    exact, stems = {form.exact for form in looks}, {form.stem for form in looks}
    lemmas = {form.lemma for form in looks}
    return any(form.exact in exact or form.stem in stems or form.lemma in lemmas for form in found)


def _leaves_in(node: Node) -> Iterator[Word | Phrase | Pattern]:
    """Yield all words, phrases and patterns of a tree."""
    match node:
        case Word() | Phrase() | Pattern():
            yield node
        case Near():
            yield from (leaf for side in node.sides for leaf in side)
        case Words() | And() | Or():
            for child in node.children:
                yield from _leaves_in(child)
        case Not():
            yield from _leaves_in(node.child)
        case Dates() | Field() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def _words_of(leaf: Word | Phrase | Pattern) -> tuple[Word, ...]:
    match leaf:
        case Word():
            return (leaf,)
        case Phrase():
            return (*leaf.words, *leaf.solid)
        case Pattern():
            return leaf.words
        case _:
            assert_never(leaf)
