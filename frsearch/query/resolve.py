"""The dictionary's part in a query: which terms its words and patterns stand for in this index.

A word stands for its own stem and for the stems of every word in the index that is spelled the same
but for accents, so that `absurdite` finds `absurdités`; for its own lemma and, if it has no accents
itself, for the lemmas of those words too. Stop words are left out of a loose query that has other words.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from frsearch.codec.store import Snapshot
from frsearch.query.limits import LIMITS, Limits
from frsearch.query.nodes import And, Node, Not, Or, Pattern, Phrase, Word, Words, without_stop_words
from frsearch.query.patterns import literal_prefix, matcher, one_edit
from frsearch.results import QueryWarning


def resolve(
    node: Node, snapshot: Snapshot, warnings: list[QueryWarning], limits: Limits = LIMITS
) -> Node:
    """Return the tree with the stems and terms of this index; append warnings of what was cut."""
    if isinstance(node, Word):
        return _word(node, snapshot)
    if isinstance(node, Phrase):
        return replace(
            node,
            words=tuple(_word(word, snapshot) for word in node.words),
            solid=tuple(_word(word, snapshot) for word in node.solid),
        )
    if isinstance(node, Pattern):
        return _pattern(node, snapshot, warnings, limits)
    if isinstance(node, Not):
        return Not(resolve(node.child, snapshot, warnings, limits))
    if isinstance(node, Words | And | Or):
        children = without_stop_words(node) if isinstance(node, Words) else node.children
        return replace(
            node, children=tuple(resolve(child, snapshot, warnings, limits) for child in children)
        )
    return node


def _word(word: Word, snapshot: Snapshot) -> Word:
    if word.exactly:
        return word
    form = word.form
    stems = {stem for segment in snapshot.segments for stem in segment.stems_of(form.exact)}
    lemmas: set[str] = set()
    if form.accented == form.exact:
        # Accents, where there are any, tell which word is meant.
        lemmas.update(lemma for segment in snapshot.segments for lemma in segment.lemmas_of(form.exact))
    return replace(
        word,
        stems=(form.stem, *sorted(stems - {form.stem})),
        lemmas=(form.lemma, *sorted(lemmas - {form.lemma})),
    )


def _pattern(
    pattern: Pattern, snapshot: Snapshot, warnings: list[QueryWarning], limits: Limits
) -> Pattern:
    if pattern.kind == "prefix":
        counts = (len(segment.terms_with_prefix(pattern.text)) for segment in snapshot.segments)
        if sum(counts) <= limits.expansions:
            return replace(pattern, complete=True)
    terms = list(islice(_expansions(pattern, snapshot), limits.expansions + 1))
    if len(terms) > limits.expansions:
        terms.pop()
        warnings.append(
            QueryWarning(
                f"this stands for more than {limits.expansions} words: the first of them are used",
                pattern.start,
                pattern.end,
            )
        )
    return replace(pattern, terms=tuple(terms))


def _expansions(pattern: Pattern, snapshot: Snapshot) -> Iterator[str]:
    if pattern.kind == "prefix":
        yield from _with_prefix(pattern.text, snapshot)
    elif pattern.kind == "wildcard":
        matches = matcher(pattern.text)
        yield from filter(matches, _with_prefix(literal_prefix(pattern.text), snapshot))
    else:
        for word in one_edit(pattern.text):
            if any(segment.exact.find(word) >= 0 for segment in snapshot.segments):
                yield word


def _with_prefix(prefix: str, snapshot: Snapshot) -> Iterator[str]:
    """Yield the exact forms that begin so, ascending, each once."""
    before = None
    for word in heapq.merge(*(segment.exact.from_prefix(prefix) for segment in snapshot.segments)):
        if word != before:
            yield word
        before = word
