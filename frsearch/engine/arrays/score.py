"""Matching documents -> their scores: by their words, and the first documents also by word positions.

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
from frsearch.engine.arrays.sets import intersect
from frsearch.engine.arrays.window import Typed, Window
from frsearch.query.nodes import And, Dates, Everything, Field, Node, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    clauses_of,
    is_filter,
)
from frsearch.query.rows import rows_of
from frsearch.ranking import Floats
from frsearch.types import Match


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores documents that match a tree; `how` says if rows of words required all or any.

    `asked` is the query as parsed, with the stop words that the tree leaves out.
    """

    evaluator: Evaluator
    tree: ResolvedNode
    how: Match
    asked: Node

    def scores(self, documents: Documents) -> Floats:
        """Score matching documents, ascending, by their words."""
        return self._scores(self.tree, documents)

    def _scores(self, node: ResolvedNode, documents: Documents) -> Floats:
        leaves: list[ResolvedLeaf] = []
        rows: list[ResolvedNode] = []
        fields: list[Field] = []
        for clause in clauses_of(node):
            match clause:
                case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                    leaves.extend(self.evaluator.scored(clause))
                case Words() | And() | Or() if not is_filter(clause):
                    rows.append(clause)
                case Field() if clause.weight:
                    fields.append(clause)
                case Words() | And() | Or() | Field() | Not() | Dates() | Everything() | Nothing():
                    pass
                case _:
                    assert_never(clause)
        scores = _sums(self.evaluator, _weighted(self.evaluator, leaves), documents)
        for each in fields:
            matching = intersect(documents, self.evaluator.match(each, self.how))
            scores[documents.searchsorted(matching)] += np.float32(self.evaluator.field_weight(each))
        for row in rows:
            matching = intersect(documents, self.evaluator.match(row, self.how))
            scores[documents.searchsorted(matching)] += self._scores(row, matching)
        return scores

    @property
    def rerank_window(self) -> int:
        """The number of first documents to rerank: 0 if the only word is exact."""
        words = self.evaluator.words
        worth_it = len(words) > 1 or any(not word.exactly for word in words)
        return self.evaluator.ranking.rerank_window if worth_it else 0

    def window(self, documents: Documents) -> Window:
        """Return the reranking window of the first documents, given in ascending order."""
        evaluator = self.evaluator
        readings = [evaluator.postings[word][0] for word in evaluator.words]
        return Window(
            evaluator.snapshot,
            evaluator.ranking,
            Typed.of(evaluator.words, rows_of(self.asked)),
            [
                evaluator.idf(each) * (evaluator.ranking.alike_weight if word.alike else 1.0)
                for word, each in zip(evaluator.words, readings, strict=True)
            ],
            documents,
            [len(intersect(documents, each.documents)) < len(documents) for each in readings],
        )


def _weighted(evaluator: Evaluator, leaves: Sequence[ResolvedLeaf]) -> list[tuple[LeafPostings, float]]:
    """Return the readings of leaves that have postings, with their weights: idf times share."""
    return [
        (postings, evaluator.idf(postings) * share)
        for leaf in leaves
        for postings, share in zip(evaluator.postings[leaf], evaluator.shares(leaf), strict=True)
        if len(postings.documents)
    ]


def _sums(
    evaluator: Evaluator, weighted: Sequence[tuple[LeafPostings, float]], documents: Documents
) -> Floats:
    """Return the scores of documents: the sums over weighted postings."""
    # Both ways add readings one after another, in order: sums must not differ in their last bit with the
    # index's segments, or ties would. (`np.add.at` is twice as fast as += at places.)
    tuning = evaluator.tuning
    k1, size = evaluator.ranking.k1, evaluator.size
    postings_read = sum(len(each.documents) for each, _ in weighted)
    lookups = sum(
        min(len(each.documents), len(documents))
        for each, _ in weighted
        if each.documents is not documents
    )
    if size + postings_read * tuning.posting_cost < lookups * tuning.sought_cost:
        everywhere = np.zeros(size, dtype=np.float32)
        for each, weight in weighted:
            frequencies = _everywhere(evaluator, each)
            np.add.at(everywhere, each.documents, ranking.saturate(frequencies, k1, weight))
        return everywhere.take(documents)
    scores = np.zeros(len(documents), dtype=np.float32)
    selection = _Selection(documents, size, tuning.longer)
    for each, weight in weighted:
        if each.documents is documents:
            scores += ranking.saturate(_everywhere(evaluator, each), k1, weight)
        elif each.only is not None:
            places, postings = selection.among(each.only)
            gains = ranking.saturate(weighted_frequencies(evaluator, postings), k1, weight)
            if len(places) == len(documents):
                scores += gains
            else:
                np.add.at(scores, places, gains)
        else:
            frequencies = np.zeros(len(documents), dtype=np.float32)
            for places, postings in (*map(selection.among, each.lists), selection.anywhere(each.others)):
                np.add.at(frequencies, places, weighted_frequencies(evaluator, postings))
            scores += ranking.saturate(frequencies, k1, weight)
    return scores


def _everywhere(evaluator: Evaluator, leaf: LeafPostings) -> Floats:
    """Return the weighted frequencies of a leaf in all of its documents."""
    if leaf.only is not None:
        return weighted_frequencies(evaluator, leaf.only)
    frequencies = np.zeros(evaluator.size, dtype=np.float32)
    for part in (*leaf.lists, leaf.others):
        np.add.at(frequencies, part.documents, weighted_frequencies(evaluator, part))
    return frequencies.take(leaf.documents)


class _Selection:
    """Finds the postings of some documents, ascending and below `size`.

    Documents are looked up in posting lists that are over `longer` times longer; other lists are masked.
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
        """Return the places of the documents in a list, and their postings in it."""
        listed = postings.documents
        if len(self._documents) * self._longer < len(listed):
            at = listed.searchsorted(self._documents)
            places = (listed.take(at, mode="clip") == self._documents).nonzero()[0]
            return places, postings.chosen(at.take(places))
        postings = postings.chosen(self._mask.take(listed).nonzero()[0])
        if len(postings.documents) == len(self._documents):
            return self._all, postings
        return self._documents.searchsorted(postings.documents), postings

    def anywhere(self, postings: Postings) -> tuple[NDArray[np.int64], Postings]:
        """Return the same for postings in any order."""
        postings = postings.chosen(self._mask.take(postings.documents).nonzero()[0])
        return self._documents.searchsorted(postings.documents), postings


def weighted_frequencies(evaluator: Evaluator, postings: Postings) -> Floats:
    """Return the weighted frequencies of postings: both fields, by their lengths and weights."""
    documents, in_text, in_title = postings
    frequencies: Floats = evaluator.snapshot.factors("text", evaluator.ranking).take(documents)
    frequencies *= in_text.astype(np.float32)
    if in_title.any():
        with_title = in_title.nonzero()[0]  # few
        titles = evaluator.snapshot.factors("title", evaluator.ranking).take(documents.take(with_title))
        frequencies[with_title] += titles * in_title.take(with_title).astype(np.float32)
    return frequencies
