"""Resolved query tree -> matching documents and scores, a segment at a time.

First the documents: each node becomes an ascending array of document numbers, and nothing is skipped, so
that totals and counts are exact. Then the scores, for the documents that matched only. Statistics
(how many articles hold a word, how long fields are) are those of the whole index, deletions taken
into account, so that scores do not depend on how articles lie in segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Literal

import numpy as np

from frsearch import ranking
from frsearch.codec.postings import Documents, Postings
from frsearch.codec.segment import Segment, Statistics
from frsearch.dates import DateRange
from frsearch.fields import FieldName
from frsearch.query.leaves import Look, forms_of, intersect, looks, subtract, union
from frsearch.query.limits import Deadline
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
    all_leaves,
    is_filter,
    positive_leaves,
)
from frsearch.query.reorder import gains
from frsearch.ranking import Floats, Ranking

Match = Literal["all", "any"]
# So many words are looked through for those that are the same.
_MANY_LEAVES = 16


@dataclass(slots=True)
class Evaluator:
    """Evaluates one resolved tree over the segments of an index.

    `weights` holds the idf of each leaf: how much it says about an article; `matching`, how many
    articles each finds. `words` are those by which an article can match, the content words of
    phrases among them.
    """

    tree: Node
    segments: Sequence[Segment]
    statistics: Statistics
    ranking: Ranking
    deadline: Deadline = field(default_factory=Deadline)
    weights: dict[Leaf, float] = field(init=False)
    matching: dict[Leaf, int] = field(init=False)
    words: tuple[Word, ...] = field(init=False)
    _looks: list[dict[Leaf, tuple[Look, ...]]] = field(init=False)
    _holding: dict[Leaf, list[int]] = field(init=False)
    _alone: bool = field(init=False)

    def __post_init__(self) -> None:
        positive = list(positive_leaves(self.tree))
        self._alone = len(positive) < 2
        scored = [leaf for each in positive for leaf in self.scored(each)]
        self.words = tuple(leaf for leaf in scored if isinstance(leaf, Word))
        own = list(dict.fromkeys(all_leaves(self.tree)))
        leaves = list(dict.fromkeys(own + scored))
        self._looks = []
        for segment in self.segments:
            if (found := self._read(leaves, segment)) is None:
                break
            self._looks.append(found)
        self._holding = {leaf: self._held([found[leaf] for found in self._looks]) for leaf in leaves}
        self.weights = {leaf: self.idf(leaf) for leaf in own}
        self.matching = {leaf: self.holding(leaf)[0] for leaf in own}

    def _read(self, leaves: Sequence[Leaf], segment: Segment) -> dict[Leaf, tuple[Look, ...]] | None:
        """Read the looks of all leaves; None when it takes too long."""
        found: dict[Leaf, tuple[Look, ...]] = {}
        known: dict[Leaf, tuple[Look, ...]] = {}
        for leaf in leaves:
            if self.deadline.is_over():
                return None
            anywhere = leaf if len(leaves) < _MANY_LEAVES else _placeless(leaf)
            if anywhere not in known:
                known[anywhere] = looks(leaf, segment)
            found[leaf] = known[anywhere]
        return found

    def of_segment(self, number: int, match: Match) -> SegmentSearch:
        """Return the search of one segment, which finds nothing if it was not read in time."""
        if number >= len(self._looks):
            return SegmentSearch(self, self.segments[number], {}, match)
        return SegmentSearch(self, self.segments[number], self._looks[number], match)

    def is_read(self, number: int) -> bool:
        """Say whether a segment was read before the deadline."""
        return number < len(self._looks)

    def forms(self) -> dict[Leaf, list[str]]:
        """Return for each leaf the accented forms that it stands for, in any segment."""
        return {
            leaf: [form for segment in self.segments for form in forms_of(leaf, segment)]
            for leaf in self.weights
        }

    def scored(self, leaf: Leaf) -> tuple[Leaf, ...]:
        """Return what counts of a leaf: beside others, the words of a phrase do by themselves too.

        Or a document would gain less by a phrase than by its words anywhere.
        """
        if isinstance(leaf, Phrase) and not self._alone:
            return leaf, *leaf.content_words
        return (leaf,)

    def looks_weights(self, leaf: Leaf) -> list[float]:
        """Return what each look of a leaf weighs: its idf, times its share."""
        shares = self.looks_shares(leaf)
        return [self.idf(leaf, look) * share for look, share in enumerate(shares)]

    def looks_shares(self, leaf: Leaf) -> list[float]:
        """Return the share of each look of a leaf: that of an exact form beside its stem, a phrase's."""
        first = self.ranking.phrase_weight if isinstance(leaf, Phrase) else 1.0
        if isinstance(leaf, Word):
            first = leaf.boost
        return [first] + [first * self.ranking.exact_weight] * (len(self._holding[leaf]) - 1)

    def holding(self, leaf: Leaf) -> list[int]:
        """Return how many articles each look of a leaf finds."""
        return self._holding[leaf]

    @property
    def reordered(self) -> int:
        """How many of the first documents are put in order anew: none where there is but one word."""
        return self.ranking.reordered if len(self.words) > 1 else 0

    def idf(self, leaf: Leaf, look: int = 0) -> float:
        """Return the idf of what a look of a leaf finds."""
        if not self.segments:
            return 0.0
        return ranking.idf(self._holding[leaf][look], self.statistics.articles)

    def factors(self, segment: Segment, field: FieldName) -> Floats:
        """Return what one occurrence in the field counts in each document of a segment."""
        return segment.factors(
            field,
            self.statistics.average_lengths[field],
            self.ranking.field_b(field),
            self.ranking.field_weight(field),
        )

    @staticmethod
    def _held(by_segment: list[tuple[Look, ...]]) -> list[int]:
        """Return how many articles each look of a leaf finds, over all segments."""
        looks = zip(*by_segment, strict=True)
        return [sum(len(look.documents) for look in same) for same in looks] or [0]


def _placeless(leaf: Leaf) -> Leaf:
    """Return a leaf that is equal for the same words wherever they stand in the query."""
    if isinstance(leaf, Phrase):
        words = tuple(replace(word, start=0, end=0) for word in leaf.words)
        solid = tuple(replace(word, start=0, end=0) for word in leaf.solid)
        return replace(leaf, words=words, solid=solid, start=0, end=0)
    return replace(leaf, start=0, end=0)


@dataclass(frozen=True, slots=True)
class SegmentSearch:
    """Finds and scores the documents of one segment."""

    evaluator: Evaluator
    segment: Segment
    looks: dict[Leaf, tuple[Look, ...]]
    how: Match

    def match(self, node: Node) -> Documents:
        """Return the documents that match a tree."""
        if isinstance(node, Word | Phrase | Pattern):
            return self.looks[node][0].documents
        if isinstance(node, Or):
            return union(self.segment.size, [self.match(child) for child in node.children])
        if isinstance(node, Words | And):
            return self._together(node)
        if isinstance(node, Not):
            return subtract(self._everything(), self.match(node.child))
        if isinstance(node, Dates):
            return self._dated(self._everything(), node.range)
        if isinstance(node, Everything):
            return self._everything()
        assert isinstance(node, Nothing)
        return np.zeros(0, dtype=np.int64)

    def _everything(self) -> Documents:
        if self.segment.live is not None:
            return np.flatnonzero(self.segment.live)
        return np.arange(self.segment.size)

    def _together(self, node: Words | And) -> Documents:
        found = [self.match(child) for child in node.children if not is_filter(child)]
        if not found:
            documents = self._everything()
        elif isinstance(node, Words) and self.how == "any":
            documents = union(self.segment.size, found)
        else:
            documents = reduce(intersect, sorted(found, key=len))
        for child in node.children:
            if isinstance(child, Dates):
                documents = self._dated(documents, child.range)
            elif isinstance(child, Not):
                documents = subtract(documents, self.match(child.child))
        return documents

    def _dated(self, documents: Documents, days: DateRange) -> Documents:
        """Keep the documents whose interval meets the range; they are in the order of first days."""
        first_days, last_days = self.segment.first_days, self.segment.last_days
        low = self.segment.undated
        high = len(first_days)
        if days.last is not None:
            last = first_days.dtype.type(days.last.toordinal())
            high = int(first_days.searchsorted(last, side="right"))
        begin, end = np.searchsorted(documents, (low, high))
        kept = documents[begin:end]
        if days.first is not None:
            kept = kept[last_days[kept] >= days.first.toordinal()]
        return kept

    def score(self, node: Node, documents: Documents) -> Floats:
        """Score documents that match the tree, given in ascending order."""
        scores = np.zeros(len(documents), dtype=np.float32)
        children = node.children if isinstance(node, Words | And | Or) else (node,)
        own = [child for child in children if isinstance(child, Word | Phrase | Pattern)]
        leaves = [leaf for each in own for leaf in self.evaluator.scored(each)]
        self._add_leaves(scores, leaves, documents)
        for child in children:
            if isinstance(child, Words | And | Or):
                some = intersect(documents, self.match(child))
                scores[np.searchsorted(documents, some)] += self.score(child, some)
        return scores

    def frequency(self, look: Look, document: int) -> float:
        """Return the weighted frequency of a look in one document."""
        factors = self.evaluator.factors
        return sum(
            count * float(factors(self.segment, name)[document])
            for name, count in look.counts(document).items()
        )

    def gains(self, documents: Documents) -> Floats:
        """Return what is to be added to the scores of the first documents, given in ascending order."""
        words = self.evaluator.words
        weights = [self.evaluator.idf(word) for word in words]
        return gains(self.segment, words, weights, documents, self.evaluator.ranking)

    def counts(self, document: int) -> dict[Leaf, int]:
        """Return how often each leaf stands in the text of a document."""
        return {leaf: self.looks[leaf][0].count_in_text(document) for leaf in self.evaluator.weights}

    def _add_leaves(self, scores: Floats, leaves: Sequence[Leaf], documents: Documents) -> None:
        # Look by look, in order, whatever way each is computed: sums must not differ in their last
        # bit with the segment that an article lies in, or ties would.
        dense: Floats | None = None
        for leaf in leaves:
            for look, weight in zip(self.looks[leaf], self.evaluator.looks_weights(leaf), strict=True):
                if not look.parts:
                    continue
                if look.documents is documents:
                    scores += self._all_scores(look, weight)
                elif len(documents) * 8 < len(look.documents) and look.distinct:
                    scores += self._some_scores(look, weight, documents)
                else:
                    dense = np.zeros(self.segment.size, np.float32) if dense is None else dense
                    dense.fill(0)
                    np.add.at(dense, look.documents, self._all_scores(look, weight))
                    scores += dense.take(documents)

    def _all_scores(self, look: Look, weight: float) -> Floats:
        """Score all documents of a look."""
        if look.documents is look.parts[0].postings.documents:
            counted = self._counted(look.parts[0].postings)
        else:
            dense = np.zeros(self.segment.size, dtype=np.float32)
            for part in look.parts:
                np.add.at(dense, part.postings.documents, self._counted(part.postings))
            counted = dense.take(look.documents)
        return self._saturated(look, counted, weight, look.documents)

    def _some_scores(self, look: Look, weight: float, documents: Documents) -> Floats:
        """Score a few documents, ascending; those without the look have 0."""
        counted = np.zeros(len(documents), dtype=np.float32)
        for part in look.parts:
            held = part.postings.documents
            places = held.searchsorted(documents)
            places[places == len(held)] = 0
            found = np.flatnonzero(held.take(places) == documents)
            counted[found] += self._counted(part.postings.chosen(places.take(found)))
        return self._saturated(look, counted, weight, documents)

    def _saturated(self, look: Look, counted: Floats, weight: float, documents: Documents) -> Floats:
        scores = ranking.saturate(counted, self.evaluator.ranking.k1, weight)
        if look.own is not None:
            others = ~look.own.take(documents)
            np.multiply(scores, np.float32(self.evaluator.ranking.stem_weight), out=scores, where=others)
        return scores

    def _counted(self, postings: Postings) -> Floats:
        """Return the weighted frequencies of postings."""
        documents, in_text, in_title = postings
        counted: Floats = self.evaluator.factors(self.segment, "text").take(documents)
        counted *= in_text.astype(np.float32)
        if in_title.any():
            titles = self.evaluator.factors(self.segment, "title").take(documents)
            titles *= in_title.astype(np.float32)
            counted += titles
        return counted
