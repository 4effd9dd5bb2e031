"""Matching documents -> their scores: by their words, then by how these stand in the first of them.

Scores are sums over the looks at the query's leaves, each computed for all documents at once.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from frsearch import ranking
from frsearch.codec.postings import Documents, Postings
from frsearch.engine.arrays import rerank
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.leaves import Look
from frsearch.engine.arrays.sets import intersect
from frsearch.query.nodes import And, Leaf, Node, Or, Pattern, Phrase, Word, Words
from frsearch.ranking import Floats

# Scores are added up at the documents' own numbers where that is less than to find those sought among
# them: what it costs to read a posting, and to find one, against the place of a document.
_A_POSTING, _A_SOUGHT = 20, 100
# Matches are looked for in a list where it is so many times longer.
_LONGER = 16


def score(evaluator: Evaluator, node: Node, documents: Documents) -> Floats:
    """Score documents that match the tree, given in ascending order."""
    children = node.children if isinstance(node, Words | And | Or) else (node,)
    own = [child for child in children if isinstance(child, Word | Phrase | Pattern)]
    looks = _looks(evaluator, [leaf for each in own for leaf in evaluator.scored(each)])
    scores = _sums(evaluator, looks, documents)
    for child in children:
        if isinstance(child, Words | And | Or):
            some = intersect(documents, evaluator.match(child))
            scores[documents.searchsorted(some)] += score(evaluator, child, some)
    return scores


def bonuses(evaluator: Evaluator, documents: Documents) -> Floats:
    """Return what is to be added to the scores of the first documents, given in ascending order."""
    snapshot, words = evaluator.snapshot, evaluator.words
    weights = word_weights(evaluator)
    lacks = lacked(evaluator, documents)
    return rerank.bonuses(snapshot, words, weights, documents, evaluator.ranking, lacks)


def word_weights(evaluator: Evaluator) -> list[float]:
    """Return the idf of each word of the evaluator."""
    return [evaluator.idf(evaluator.looks[word][0]) for word in evaluator.words]


def rerank_window(evaluator: Evaluator) -> int:
    """Return how many of the first documents are put in order anew: none without a loose word."""
    words = evaluator.words
    worth_it = len(words) > 1 or any(not word.exactly for word in words)
    return evaluator.ranking.rerank_window if worth_it else 0


def lacked(evaluator: Evaluator, documents: Documents) -> list[bool]:
    """Say for each word whether any of these documents lacks it."""
    held = (evaluator.looks[word][0].documents for word in evaluator.words)
    return [len(intersect(documents, each)) < len(documents) for each in held]


def _looks(evaluator: Evaluator, leaves: list[Leaf]) -> list[tuple[Look, float]]:
    """Return the looks of leaves that find anything, and what each weighs: its idf times its share."""
    return [
        (look, evaluator.idf(look) * share)
        for leaf in leaves
        for look, share in zip(evaluator.looks[leaf], evaluator.looks_shares(leaf), strict=True)
        if len(look.documents)
    ]


def _sums(evaluator: Evaluator, looks: list[tuple[Look, float]], documents: Documents) -> Floats:
    """Add up what looks add to the scores of documents."""
    # Look by look, in order, whichever way: sums must not differ in their last bit with the index's
    # segments, or ties would. (`np.add.at` is twice as fast as += at places.)
    k1, size = evaluator.ranking.k1, evaluator.size
    read = sum(len(look.documents) for look, _ in looks)
    sought = sum(
        min(len(look.documents), len(documents)) for look, _ in looks if look.documents is not documents
    )
    if size + read * _A_POSTING < sought * _A_SOUGHT:
        everywhere = np.zeros(size, dtype=np.float32)
        for look, weight in looks:
            frequencies = _everywhere(evaluator, look)
            np.add.at(everywhere, look.documents, ranking.saturate(frequencies, k1, weight))
        return everywhere.take(documents)
    scores = np.zeros(len(documents), dtype=np.float32)
    wanted = _Wanted(documents, size)
    for look, weight in looks:
        if look.documents is documents:
            scores += ranking.saturate(_everywhere(evaluator, look), k1, weight)
        elif look.only is not None:
            places, postings = wanted.among(look.only)
            gained = ranking.saturate(counted(evaluator, postings), k1, weight)
            if len(places) == len(documents):
                scores += gained
            else:
                np.add.at(scores, places, gained)
        else:
            frequencies = np.zeros(len(documents), dtype=np.float32)
            for places, postings in (*map(wanted.among, look.parts), wanted.anywhere(look.others)):
                np.add.at(frequencies, places, counted(evaluator, postings))
            scores += ranking.saturate(frequencies, k1, weight)
    return scores


def _everywhere(evaluator: Evaluator, look: Look) -> Floats:
    """Return the weighted frequencies of a look in all of its documents."""
    if look.only is not None:
        return counted(evaluator, look.only)
    frequencies = np.zeros(evaluator.size, dtype=np.float32)
    for part in (*look.parts, look.others):
        np.add.at(frequencies, part.documents, counted(evaluator, part))
    return frequencies.take(look.documents)


class _Wanted:
    """Finds postings of some documents, given in ascending order and below `size`."""

    def __init__(self, documents: Documents, size: int):
        self._documents = documents
        self._size = size

    @cached_property
    def _mask(self) -> NDArray[np.bool_]:
        mask = np.zeros(self._size, dtype=np.bool_)
        mask[self._documents] = True
        return mask

    @cached_property
    def _all(self) -> NDArray[np.int64]:
        return np.arange(len(self._documents))

    def among(self, postings: Postings) -> tuple[NDArray[np.int64], Postings]:
        """Return the places of those documents that a list has, and their postings there."""
        held = postings.documents
        if len(self._documents) * _LONGER < len(held):
            at = held.searchsorted(self._documents)
            places = (held.take(at, mode="clip") == self._documents).nonzero()[0]
            return places, postings.chosen(at.take(places))
        postings = postings.chosen(self._mask.take(held).nonzero()[0])
        if len(postings.documents) == len(self._documents):
            return self._all, postings
        return self._documents.searchsorted(postings.documents), postings

    def anywhere(self, postings: Postings) -> tuple[NDArray[np.int64], Postings]:
        """Return the same of postings in any order."""
        postings = postings.chosen(self._mask.take(postings.documents).nonzero()[0])
        return self._documents.searchsorted(postings.documents), postings


def counted(evaluator: Evaluator, postings: Postings) -> Floats:
    """Return the weighted frequencies of postings: both fields', for their lengths and weights."""
    documents, in_text, in_title = postings
    counted: Floats = evaluator.snapshot.factors("text", evaluator.ranking).take(documents)
    counted *= in_text.astype(np.float32)
    if in_title.any():
        held = in_title.nonzero()[0]  # few
        titles = evaluator.snapshot.factors("title", evaluator.ranking).take(documents.take(held))
        counted[held] += titles * in_title.take(held).astype(np.float32)
    return counted
