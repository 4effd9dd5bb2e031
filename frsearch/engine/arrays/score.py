"""Matching documents -> their scores: by their words, and the first documents also by word positions.

Scores are sums over the readings of the query's leaves, each computed for all documents at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from frsearch import kernels
from frsearch.codec.postings import Arrays, Documents, Postings
from frsearch.engine.arrays.evaluate import Evaluator
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
            matching = kernels.intersect(documents, self.evaluator.match(each, self.how))
            scores[documents.searchsorted(matching)] += np.float32(self.evaluator.field_weight(each))
        for row in rows:
            matching = kernels.intersect(documents, self.evaluator.match(row, self.how))
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
                evaluator.idf(word) * (evaluator.ranking.alike_weight if word.alike else 1.0)
                for word in evaluator.words
            ],
            documents,
            [len(each.common(documents)) < len(documents) for each in readings],
        )


def _weighted(evaluator: Evaluator, leaves: Sequence[ResolvedLeaf]) -> list[tuple[Postings, float]]:
    """Return the readings of leaves that have postings, with their weights: idf times share."""
    return [
        (postings, evaluator.idf(leaf, reading) * share)
        for leaf in leaves
        for reading, (postings, share) in enumerate(
            zip(evaluator.postings[leaf], evaluator.shares(leaf), strict=True)
        )
        if len(postings)
    ]


def _sums(
    evaluator: Evaluator, weighted: Sequence[tuple[Postings, float]], documents: Documents
) -> Floats:
    """Return the scores of documents: the sums over weighted postings.

    Postings are added one after another, in order: a sum must not differ in its last bit with the
    segments of the index, or ties would.
    """
    snapshot, ranking = evaluator.snapshot, evaluator.ranking
    return kernels.score_documents(
        documents,
        [part for postings, _ in weighted for part in postings.parts],
        np.array(
            [weight * (ranking.k1 + 1) for each, weight in weighted for _ in each.parts],
            dtype=np.float32,
        ),
        *snapshot.factors("text", ranking),
        *snapshot.factors("title", ranking),
        ranking.k1 or 1e-9,
    )


def weighted_frequencies(evaluator: Evaluator, postings: Arrays) -> Floats:
    """Return the weighted frequencies of postings: both fields, by their lengths and weights."""
    documents, in_text, in_title = postings
    texts = evaluator.snapshot.factors("text", evaluator.ranking).of(documents)
    titles = evaluator.snapshot.factors("title", evaluator.ranking).of(documents)
    frequencies: Floats = texts * in_text.astype(np.float32) + titles * in_title.astype(np.float32)
    return frequencies
