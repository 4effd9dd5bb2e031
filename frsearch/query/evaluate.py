"""Resolved query tree -> matching documents and scores, every document at once.

Each node becomes a mask and an array of scores over all documents; no loop runs over documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from frsearch import ranking
from frsearch.codec.snapshot import FIELDS, POSITION_BITS, Look, Snapshot
from frsearch.dates import DateRange
from frsearch.query.nodes import (
    And,
    Dates,
    Everything,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Word,
    Words,
    is_filter,
)
from frsearch.ranking import Floats, Ranking

Match = Literal["all", "any"]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matches:
    """For each document: whether it matches, and its score (0 where it does not)."""

    mask: Mask
    scores: Floats


@dataclass(slots=True)
class Evaluator:
    """Evaluates trees over one snapshot.

    `weights` fills with the idf of each leaf evaluated: how much it says about an article.
    """

    snapshot: Snapshot
    ranking: Ranking
    match: Match = "all"
    weights: dict[Leaf, float] = field(default_factory=dict)

    def evaluate(self, node: Node) -> Matches:
        """Return the documents that match a resolved tree."""
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Phrase):
            return self._leaf(node, self._phrase_frequencies(node))
        if isinstance(node, Pattern):
            return self._leaf(node, self._frequencies(node.field, "exact", node.terms))
        if isinstance(node, Words | And | Or):
            return self._combine(node)
        if isinstance(node, Not):
            return self._unscored(self.snapshot.live & ~self.evaluate(node.child).mask)
        if isinstance(node, Dates):
            return self._unscored(self.in_range(node.range))
        if isinstance(node, Everything):
            return self._unscored(self.snapshot.live.copy())
        assert isinstance(node, Nothing)
        return self._unscored(np.zeros(self.snapshot.size, dtype=np.bool_))

    def in_range(self, days: DateRange) -> Mask:
        """Return the live documents whose date overlaps the range."""
        mask = self.snapshot.live & (self.snapshot.first_days > 0)
        if days.last is not None:
            mask &= self.snapshot.first_days <= days.last.toordinal()
        if days.first is not None:
            mask &= self.snapshot.last_days >= days.first.toordinal()
        return mask

    def _unscored(self, mask: Mask) -> Matches:
        return Matches(mask, np.zeros(self.snapshot.size, dtype=np.float32))

    def _combine(self, node: Words | And | Or) -> Matches:
        if isinstance(node, Or):
            return self._any([self.evaluate(child) for child in node.children])
        filters = [self.evaluate(child) for child in node.children if is_filter(child)]
        scored = [self.evaluate(child) for child in node.children if not is_filter(child)]
        if not scored:
            combined = self._unscored(self.snapshot.live.copy())
        elif isinstance(node, Words) and self.match == "any":
            combined = self._any(scored)
        else:
            combined = self._all(scored)
        return _restrict(combined, filters)

    def _any(self, parts: list[Matches]) -> Matches:
        mask = np.logical_or.reduce([part.mask for part in parts])
        return Matches(mask, _total(parts))

    def _all(self, parts: list[Matches]) -> Matches:
        mask = np.logical_and.reduce([part.mask for part in parts])
        return Matches(mask, _total(parts) * mask)

    def _word(self, word: Word) -> Matches:
        if word.exactly:
            return self._leaf(word, self._frequencies(word.field, "exact", [word.exact_term]))
        matches = self._leaf(word, self._frequencies(word.field, "stem", word.stems))
        exact = self._frequencies(word.field, "exact", [word.exact_term])
        return Matches(matches.mask, matches.scores + self.ranking.exact_weight * self._scores(exact)[1])

    def _leaf(self, leaf: Leaf, frequencies: Floats) -> Matches:
        self.weights[leaf], scores = self._scores(frequencies)
        return Matches(frequencies > 0, scores)

    def _scores(self, frequencies: Floats) -> tuple[float, Floats]:
        weight = ranking.idf(int(np.count_nonzero(frequencies)), self.snapshot.live_count)
        return weight, np.float32(weight) * ranking.saturate(frequencies, self.ranking.k1)

    def _frequencies(self, field: str | None, look: Look, terms: Iterable[str]) -> Floats:
        """Add up the weighted frequencies of terms, in one field or in all."""
        frequencies = np.zeros(self.snapshot.size, dtype=np.float32)
        for name in _fields(field):
            factors = self._factors(name)
            for term in terms:
                documents, counts = self.snapshot.postings(name, look, term)
                frequencies[documents] += counts * factors[documents]
        return frequencies

    def _factors(self, field: str) -> Floats:
        return ranking.field_factors(
            self.snapshot.lengths(field),
            self.snapshot.average_length(field),
            self.ranking.field_b(field),
            self.ranking.field_weight(field),
        )

    def _phrase_frequencies(self, phrase: Phrase) -> Floats:
        frequencies = np.zeros(self.snapshot.size, dtype=np.float32)
        for name in _fields(phrase.field):
            found = self._phrase_occurrences(phrase, name)
            documents, counts = np.unique(found >> POSITION_BITS, return_counts=True)
            frequencies[documents] += counts * self._factors(name)[documents]
        return frequencies

    def _phrase_occurrences(self, phrase: Phrase, field: str) -> NDArray[np.int64]:
        """Return where the phrase ends; for its solid spellings, where it would end."""
        found = self._occurrences(phrase.words[0], field)
        for word in phrase.words[1:]:
            found = _following(found, self._occurrences(word, field), phrase.slop)
        solid = [self._occurrences(word, field) + (len(phrase.words) - 1) for word in phrase.solid]
        return np.unique(np.concatenate([found, *solid])) if solid else found

    def _occurrences(self, word: Word, field: str) -> NDArray[np.int64]:
        if word.exactly:
            return self.snapshot.occurrences(field, "exact", word.exact_term)
        found = [self.snapshot.occurrences(field, "stem", stem) for stem in word.stems]
        return np.unique(np.concatenate(found))


def _fields(field: str | None) -> tuple[str, ...]:
    return FIELDS if field is None else (field,)


def _following(
    before: NDArray[np.int64], after: NDArray[np.int64], slop: int
) -> NDArray[np.int64]:
    """Return those of `after` that stand 1 to `slop` positions after one of `before`."""
    if not len(before):
        return before
    nearest = np.searchsorted(before, after) - 1
    # A negative index wraps to the last of `before`, which lies after and fails the test below.
    distance = after - before[nearest]
    return after[(distance > 0) & (distance <= slop)]


def _total(parts: list[Matches]) -> Floats:
    total: Floats = np.add.reduce([part.scores for part in parts])
    return total


def _restrict(matches: Matches, filters: list[Matches]) -> Matches:
    if not filters:
        return matches
    mask = np.logical_and.reduce([matches.mask, *(part.mask for part in filters)])
    return Matches(mask, matches.scores * mask)
