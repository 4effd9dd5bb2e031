"""Resolved query tree -> matching documents, of all segments of an index at once.

Each node becomes an ascending array of document numbers, and nothing is skipped, so that totals and
counts are exact. Statistics (how many articles hold a word) are those of the whole index, deletions
taken into account, so that scores do not depend on how articles lie in segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain

import numpy as np

from frsearch import ranking
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.dates import DateRange
from frsearch.engine.arrays.leaves import NO_LOOK, Look, looks
from frsearch.engine.arrays.sets import intersect, subtract, union
from frsearch.engine.arrays.terms import forms_of
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
from frsearch.ranking import Ranking
from frsearch.types import Match

Looks = tuple[Look, ...]
# So many words are looked through for those that are the same.
_MANY_LEAVES = 16


@dataclass(slots=True)
class Evaluator:
    """Evaluates one resolved tree over a snapshot; `how` says whether rows of words want all or any.

    `looks` are what each leaf finds. `weights` holds its idf: how much it says about an article;
    `matching`, how many articles it finds. `words` are those by which an article can match, the
    content words of phrases among them. `read` is how many segments were read before the deadline:
    nothing is found in others.
    """

    tree: Node
    snapshot: Snapshot
    ranking: Ranking
    deadline: Deadline = field(default_factory=Deadline)
    how: Match = "all"
    looks: dict[Leaf, Looks] = field(init=False)
    weights: dict[Leaf, float] = field(init=False)
    matching: dict[Leaf, int] = field(init=False)
    words: tuple[Word, ...] = field(init=False)
    read: int = field(init=False)
    _alone: bool = field(init=False)

    def __post_init__(self) -> None:
        positive = list(positive_leaves(self.tree))
        self._alone = len(positive) < 2
        scored = [leaf for each in positive for leaf in self.scored(each)]
        self.words = tuple(leaf for leaf in scored if isinstance(leaf, Word))
        own = list(dict.fromkeys(all_leaves(self.tree)))
        self._read_looks(list(dict.fromkeys(own + scored)))
        firsts = {leaf: self.looks[leaf][0] for leaf in own}
        self.weights = {leaf: self.idf(look) for leaf, look in firsts.items()}
        self.matching = {leaf: len(look.documents) for leaf, look in firsts.items()}

    def _read_looks(self, leaves: Sequence[Leaf]) -> None:
        """Read segment after segment until the deadline, and put together what was found."""
        same = {leaf: leaf if len(leaves) < _MANY_LEAVES else _placeless(leaf) for leaf in leaves}
        different = list(dict.fromkeys(same.values()))
        parts: list[dict[Leaf, Looks]] = []
        for segment in self.snapshot.segments:
            found: dict[Leaf, Looks] = {}
            for leaf in different:
                if self.deadline.is_over("matches"):
                    break
                found[leaf] = looks(leaf, segment)
            if len(found) < len(different) or self.deadline.left:
                break
            parts.append(found)
        self.read = len(parts)
        known = {leaf: self._joined([found[leaf] for found in parts]) for leaf in different}
        self.looks = {leaf: known[same[leaf]] for leaf in leaves}

    def _joined(self, parts: Sequence[Looks]) -> Looks:
        """Return the looks of one leaf in all segments read."""
        if len(parts) < 2:
            return parts[0] if parts else (NO_LOOK,)
        starts = self.snapshot.starts
        first = Look.joined([part[0] for part in parts], starts)
        if all(part[-1] is part[0] for part in parts):
            return (first,) * len(parts[0])
        return first, *(Look.joined(each, starts) for each in list(zip(*parts, strict=True))[1:])

    @property
    def size(self) -> int:
        """The number of documents in what was read."""
        return self.snapshot.starts[self.read]

    def forms(self) -> dict[Leaf, list[list[str]]]:
        """Return for each leaf the accented forms that it, or each word of a phrase, stands for."""
        found: dict[Leaf, list[list[str]]] = {}
        for leaf in self.weights:
            parts = [forms_of(leaf, segment) for segment in self.snapshot.segments]
            found[leaf] = [list(chain.from_iterable(same)) for same in zip(*parts, strict=True)]
        return found

    def scored(self, leaf: Leaf) -> tuple[Leaf, ...]:
        """Return what counts of a leaf: beside others, the words of a phrase do by themselves too.

        Or a document would gain less by a phrase than by its words anywhere.
        """
        if isinstance(leaf, Phrase) and not self._alone:
            return leaf, *leaf.content_words
        return (leaf,)

    def looks_shares(self, leaf: Leaf) -> list[float]:
        """Return the share of each look of a leaf: that of an exact form beside its stem, a phrase's."""
        first = self.ranking.phrase_weight if isinstance(leaf, Phrase) else 1.0
        if isinstance(leaf, Word):
            first = leaf.boost
        return [first] + [first * self.ranking.exact_weight] * (len(self.looks[leaf]) - 1)

    def idf(self, look: Look) -> float:
        """Return the idf of what a look finds."""
        if not self.snapshot.segments:
            return 0.0
        return ranking.idf(len(look.documents), self.snapshot.statistics.articles)

    def counts(self, documents: Sequence[int]) -> list[dict[Leaf, int]]:
        """Return how often each leaf stands in the texts of these documents."""
        found = {leaf: self._counts(leaf, documents) for leaf in self.weights}
        return [{leaf: counts[at] for leaf, counts in found.items()} for at in range(len(documents))]

    def _counts(self, leaf: Leaf, documents: Sequence[int]) -> list[int]:
        counts = np.zeros(len(documents), dtype=np.int64)
        for places, postings in self.looks[leaf][0].within(np.array(documents, dtype=np.int64)):
            np.add.at(counts, places, postings.in_text)
        found: list[int] = counts.tolist()
        return found

    def match(self, node: Node) -> Documents:
        """Return the documents that match a tree."""
        if isinstance(node, Word | Phrase | Pattern):
            return self.looks[node][0].documents
        if isinstance(node, Or):
            return union(self.size, [self.match(child) for child in node.children])
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

    def _segments(self) -> Sequence[Segment]:
        return self.snapshot.segments[: self.read]

    def _everything(self) -> Documents:
        if all(segment.live is None for segment in self._segments()):
            return np.arange(self.size)
        return self.snapshot.joined([segment.live_mask().nonzero()[0] for segment in self._segments()])

    def _together(self, node: Words | And) -> Documents:
        found = [self.match(child) for child in node.children if not is_filter(child)]
        if not found:
            documents = self._everything()
        elif isinstance(node, Words) and self.how == "any":
            documents = union(self.size, found)
        else:
            documents = reduce(intersect, sorted(found, key=len))
        for child in node.children:
            if isinstance(child, Dates):
                documents = self._dated(documents, child.range)
            elif isinstance(child, Not):
                documents = subtract(documents, self.match(child.child))
        return documents

    def _dated(self, documents: Documents, days: DateRange) -> Documents:
        """Keep the documents whose interval meets the range; in segments they are in date order."""
        parts: list[Documents] = []
        for start, segment in zip(self.snapshot.starts, self._segments(), strict=False):
            low, high, sure = segment.meeting(days)
            begin, first_sure, end = documents.searchsorted((low + start, sure + start, high + start))
            doubtful = documents[begin:first_sure]
            if len(doubtful):
                assert days.first is not None
                last_days = segment.last_days.take(doubtful - start)
                doubtful = doubtful[last_days >= days.first.toordinal()]
            parts += [doubtful, documents[first_sure:end]]
        held = [part for part in parts if len(part)]
        return held[0] if len(held) == 1 else np.concatenate([documents[:0], *held])


def _placeless(leaf: Leaf) -> Leaf:
    """Return a leaf that is equal for the same words wherever they stand in the query."""
    if isinstance(leaf, Phrase):
        words = tuple(replace(word, start=0, end=0) for word in leaf.words)
        solid = tuple(replace(word, start=0, end=0) for word in leaf.solid)
        return replace(leaf, words=words, solid=solid, start=0, end=0)
    return replace(leaf, start=0, end=0)
