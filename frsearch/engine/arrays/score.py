"""Matching documents -> their scores: by their words, then by how these stand in the first of them.

Scores are sums over the readings of the query's leaves, each computed for all documents at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from frsearch import ranking
from frsearch.codec.postings import Documents, Postings
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.leaves import LeafPostings
from frsearch.engine.arrays.rerank import Window
from frsearch.engine.arrays.sets import intersect
from frsearch.query.nodes import And, Dates, Everything, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    clauses_of,
)
from frsearch.ranking import Floats
from frsearch.types import Match


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores documents that match a tree, whose rows of words were taken as `how` says."""

    evaluator: Evaluator
    tree: ResolvedNode
    how: Match

    def scores(self, documents: Documents) -> Floats:
        """Score documents by their words; they match, and are given in ascending order."""
        return self._scores(self.tree, documents)

    def _scores(self, node: ResolvedNode, documents: Documents) -> Floats:
        leaves: list[ResolvedLeaf] = []
        rows: list[ResolvedNode] = []
        for clause in clauses_of(node):
            match clause:
                case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
                    leaves.extend(self.evaluator.scored(clause))
                case Words() | And() | Or():
                    rows.append(clause)
                case Not() | Dates() | Everything() | Nothing():
                    pass
                case _:
                    assert_never(clause)
        scores = _sums(self.evaluator, _weighted(self.evaluator, leaves), documents)
        for row in rows:
            some = intersect(documents, self.evaluator.match(row, self.how))
            scores[documents.searchsorted(some)] += self._scores(row, some)
        return scores

    @property
    def rerank_window(self) -> int:
        """How many of the first documents are put in order anew: none without a loose word."""
        words = self.evaluator.words
        worth_it = len(words) > 1 or any(not word.exactly for word in words)
        return self.evaluator.ranking.rerank_window if worth_it else 0

    def window(self, documents: Documents) -> Window:
        """Return the first documents, given in ascending order, as reranking takes them."""
        evaluator = self.evaluator
        held = [evaluator.postings[word][0] for word in evaluator.words]
        return Window(
            evaluator.snapshot,
            evaluator.ranking,
            evaluator.words,
            [evaluator.idf(each) for each in held],
            documents,
            [len(intersect(documents, each.documents)) < len(documents) for each in held],
        )


def _weighted(evaluator: Evaluator, leaves: Sequence[ResolvedLeaf]) -> list[tuple[LeafPostings, float]]:
    """Return the postings of leaves that find anything, and what they weigh: their idf times a share."""
    return [
        (postings, evaluator.idf(postings) * share)
        for leaf in leaves
        for postings, share in zip(evaluator.postings[leaf], evaluator.shares(leaf), strict=True)
        if len(postings.documents)
    ]


def _sums(
    evaluator: Evaluator, weighted: Sequence[tuple[LeafPostings, float]], documents: Documents
) -> Floats:
    """Add up what postings add to the scores of documents."""
    # One after another, in order, whichever way: sums must not differ in their last bit with the index's
    # segments, or ties would. (`np.add.at` is twice as fast as += at places.)
    tuning = evaluator.tuning
    k1, size = evaluator.ranking.k1, evaluator.size
    read = sum(len(each.documents) for each, _ in weighted)
    sought = sum(
        min(len(each.documents), len(documents))
        for each, _ in weighted
        if each.documents is not documents
    )
    if size + read * tuning.posting_cost < sought * tuning.sought_cost:
        everywhere = np.zeros(size, dtype=np.float32)
        for each, weight in weighted:
            frequencies = _everywhere(evaluator, each)
            np.add.at(everywhere, each.documents, ranking.saturate(frequencies, k1, weight))
        return everywhere.take(documents)
    scores = np.zeros(len(documents), dtype=np.float32)
    wanted = _Wanted(documents, size, tuning.longer)
    for each, weight in weighted:
        if each.documents is documents:
            scores += ranking.saturate(_everywhere(evaluator, each), k1, weight)
        elif each.only is not None:
            places, postings = wanted.among(each.only)
            gained = ranking.saturate(counted(evaluator, postings), k1, weight)
            if len(places) == len(documents):
                scores += gained
            else:
                np.add.at(scores, places, gained)
        else:
            frequencies = np.zeros(len(documents), dtype=np.float32)
            for places, postings in (*map(wanted.among, each.lists), wanted.anywhere(each.others)):
                np.add.at(frequencies, places, counted(evaluator, postings))
            scores += ranking.saturate(frequencies, k1, weight)
    return scores


def _everywhere(evaluator: Evaluator, leaf: LeafPostings) -> Floats:
    """Return the weighted frequencies of a leaf in all of its documents."""
    if leaf.only is not None:
        return counted(evaluator, leaf.only)
    frequencies = np.zeros(evaluator.size, dtype=np.float32)
    for part in (*leaf.lists, leaf.others):
        np.add.at(frequencies, part.documents, counted(evaluator, part))
    return frequencies.take(leaf.documents)


class _Wanted:
    """Finds postings of some documents, given in ascending order and below `size`.

    They are looked for in a list that is over `longer` times longer.
    """

    def __init__(self, documents: Documents, size: int, longer: int):
        self._documents = documents
        self._size = size
        self._longer = longer

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
        if len(self._documents) * self._longer < len(held):
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
