"""Resolved query tree -> matching documents, of all segments of an index at once.

Each node becomes an ascending array of document numbers. No document is skipped, so that totals and
counts are exact. Statistics (how many articles hold a word) are those of the whole index without deleted
articles, so that scores do not depend on how articles are spread over segments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from typing import TypeVar, assert_never

import numpy as np

from frsearch import kernels, ranking
from frsearch.codec.postings import NO_POSTINGS, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.dates import DateRange
from frsearch.engine.arrays.field_values import chosen_values
from frsearch.engine.arrays.leaves import LeafReader
from frsearch.engine.arrays.terms import forms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.limits import Deadline
from frsearch.query.nodes import And, Dates, Everything, Field, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    FEW_MATCHES,
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    all_leaves,
    is_filter,
    is_question,
    most_of,
    positive_leaves,
)
from frsearch.ranking import Ranking
from frsearch.types import Match

_Read = tuple[Postings, ...]
_AnyLeaf = TypeVar("_AnyLeaf", bound=ResolvedLeaf)
# From this many leaves on, equal leaves are read once.
_MANY_LEAVES = 16


@dataclass(frozen=True, slots=True)
class Holding:
    """How many articles of the whole index each reading of a leaf, and each weighted field, matches.

    Given to an evaluator whose snapshot has only a few of these articles.
    """

    leaves: Mapping[ResolvedLeaf, tuple[int, ...]]
    fields: Mapping[Field, int]


@dataclass(frozen=True, slots=True)
class Evaluator:
    """The leaves of a resolved tree, read from a snapshot: matches trees of these leaves.

    `postings` has the readings of each leaf: two for a loose word, one for others. `weights` has the idf
    of each leaf, `matching` its number of articles. `words` are the words by which an article can match,
    with the content words of phrases; `alone` says that the tree has a single leaf to match by. `read`
    is the number of segments read before the deadline: others have no matches; `complete` says whether
    all segments were read in time. `holding` has the numbers of articles for the idf, None to count them
    in the snapshot.
    """

    snapshot: Snapshot
    ranking: Ranking
    tuning: Tuning
    postings: Mapping[ResolvedLeaf, _Read]
    weights: Mapping[ResolvedLeaf, float]
    matching: Mapping[ResolvedLeaf, int]
    words: tuple[ResolvedWord, ...]
    alone: bool
    read: int
    complete: bool
    holding: Holding | None = None

    @classmethod
    def of(
        cls,
        tree: ResolvedNode,
        snapshot: Snapshot,
        ranking: Ranking,
        tuning: Tuning,
        deadline: Deadline,
        holding: Holding | None = None,
    ) -> Evaluator:
        """Read the leaves of a tree, segment after segment until the deadline."""
        positive = list(positive_leaves(tree))
        alone = len(positive) < 2
        words = tuple(word for each in positive for word in _words(each, alone))
        scored = [leaf for each in positive for leaf in _scored(each, alone)]
        own = dict.fromkeys(all_leaves(tree))
        postings, read = _read(
            list({**own, **dict.fromkeys([*scored, *words])}), snapshot, tuning, deadline
        )
        matching = {leaf: len(postings[leaf][0]) for leaf in own}
        made = cls(
            snapshot,
            ranking,
            tuning,
            postings,
            {leaf: _idf(count, snapshot) for leaf, count in matching.items()},
            matching,
            words,
            alone,
            read,
            not deadline.left,
        )
        return made if holding is None else made.with_holding(holding)

    def with_holding(self, holding: Holding) -> Evaluator:
        """Return the same leaves with the numbers of articles that hold them."""
        matching = {leaf: holding.leaves[leaf][0] for leaf in self.matching}
        weights = {leaf: _idf(count, self.snapshot) for leaf, count in matching.items()}
        return replace(self, weights=weights, matching=matching, holding=holding)

    @property
    def size(self) -> int:
        """The number of documents in the segments read."""
        return self.snapshot.starts[self.read]

    def forms(self) -> dict[ResolvedLeaf, list[list[str]]]:
        """Return the accented forms of each leaf, a list for it or for each word of a phrase."""
        forms: dict[ResolvedLeaf, list[list[str]]] = {}
        for leaf in self.weights:
            parts = [forms_of(leaf, segment) for segment in self.snapshot.segments]
            forms[leaf] = [list(chain.from_iterable(lists)) for lists in zip(*parts, strict=True)]
        return forms

    def scored(self, leaf: ResolvedLeaf) -> tuple[ResolvedLeaf, ...]:
        """Return the leaves that score for a leaf: itself, and beside other leaves a phrase's words.

        Otherwise a phrase would add less to a score than its words anywhere.
        """
        return _scored(leaf, self.alone)

    def shares(self, leaf: ResolvedLeaf) -> list[float]:
        """Return the weight of each reading of a leaf relative to its idf."""
        match leaf:
            case ResolvedWord():
                first = leaf.boost * (self.ranking.alike_weight if leaf.alike else 1.0)
            case ResolvedPhrase():
                first = self.ranking.phrase_weight * leaf.boost
            case ResolvedNear():
                # Synonyms are worth what one word is.
                first = leaf.boost * (1.0 if leaf.is_choice else self.ranking.phrase_weight)
            case ResolvedPattern():
                first = leaf.boost
            case _:
                assert_never(leaf)
        return [first] + [first * self.ranking.exact_weight] * (len(self.postings[leaf]) - 1)

    def idf(self, leaf: ResolvedLeaf, reading: int = 0) -> float:
        """Return the idf of a reading of a leaf."""
        return _idf(self.articles(leaf, reading), self.snapshot)

    def articles(self, leaf: ResolvedLeaf, reading: int = 0) -> int:
        """Return how many articles of the index a reading of a leaf matches."""
        if self.holding is not None:
            return self.holding.leaves[leaf][reading]
        return len(self.postings[leaf][reading])

    def counts(self, documents: Sequence[int]) -> list[list[int]]:
        """Return for each document the numbers of occurrences of the leaves of `weights` in its text."""
        counts = np.zeros((len(documents), len(self.weights)), dtype=np.int64)
        wanted = np.array(documents, dtype=np.int64)
        order = wanted.argsort()
        for column, leaf in enumerate(self.weights):
            places, postings = self.postings[leaf][0].within(wanted.take(order))
            counts[order.take(places), column] = postings.in_text
        numbers: list[list[int]] = counts.tolist()
        return numbers

    def match_or_any(self, node: ResolvedNode, how: Match) -> tuple[Documents, Match]:
        """Return the documents that match a tree and how, "any" instead of "all" if none has all words.

        Of a question, most words are enough if few documents have all; if none has, many must have most.
        If segments are left unread, "all" stays: they may have matches.
        """
        documents = self.match(node, how)
        if how == "all" and self.complete and len(documents) < FEW_MATCHES and is_question(node):
            most = self.match(node, "most")
            # Any word ranks better than most of them where both find little.
            if len(most) > len(documents) and (len(documents) or len(most) >= FEW_MATCHES):
                return most, "most"
        if how == "all" and self.complete and not len(documents) and has_row(node):
            documents = self.match(node, "any")
            how = "any" if len(documents) else "all"
        return documents, how

    def match(self, node: ResolvedNode, how: Match) -> Documents:
        """Return the documents that match a tree; `how` says if rows of words require all or any."""
        match node:
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                return self.postings[node][0].documents
            case Words():
                return self._together(node.children, how, how)
            case And():
                return self._together(node.children, how, "all")
            case Or() if _of_one_field(node):
                return self._fielded(self._everything(), *_of_one_field(node))
            case Or():
                return _union([self.match(child, how) for child in node.children], self.size)
            case Not():
                return kernels.subtract(self._everything(), self.match(node.child, how))
            case Dates():
                return self._dated(self._everything(), node.range)
            case Field():
                return self._fielded(self._everything(), node)
            case Everything():
                return self._everything()
            case Nothing():
                return np.zeros(0, dtype=np.int64)
            case _:
                assert_never(node)

    def _listed(self, node: ResolvedNode, how: Match) -> Documents | Postings:
        """Return the documents that match a tree, those of a leaf as its postings."""
        match node:
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                return self.postings[node][0]
            case _:
                return self.match(node, how)

    def _segments(self) -> Sequence[Segment]:
        return self.snapshot.segments[: self.read]

    def _everything(self) -> Documents:
        if all(segment.live is None for segment in self._segments()):
            return np.arange(self.size)
        return self.snapshot.joined([segment.live_mask().nonzero()[0] for segment in self._segments()])

    def _together(self, children: Sequence[ResolvedNode], how: Match, needs: Match) -> Documents:
        """Return the documents that match all filters, and of the other children all, most or any."""
        matches = [self._listed(child, how) for child in children if not is_filter(child)]
        if not matches:
            documents = self._everything()
        elif needs == "any":
            documents = _union(matches, self.size)
        elif needs == "most":
            counts = np.zeros(self.size, dtype=np.int16)
            for each in matches:
                counts[_documents(each)] += 1
            documents = (counts >= most_of(len(matches))).nonzero()[0]
        else:
            first, *others = sorted(matches, key=len)
            documents = reduce(_common, others, _documents(first))
        for child in children:
            match child:
                case Dates():
                    documents = self._dated(documents, child.range)
                case Not():
                    documents = kernels.subtract(documents, self.match(child.child, how))
                case Field() if not child.weight:
                    documents = self._fielded(documents, child)
                case Or() if _of_one_field(child):
                    documents = self._fielded(documents, *_of_one_field(child))
                case Words() | And() | Or() if is_filter(child):
                    documents = kernels.intersect(documents, self.match(child, how))
                case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear() | Field():
                    pass
                case Words() | And() | Or() | Everything() | Nothing():
                    pass
                case _:
                    assert_never(child)
        return documents

    def _dated(self, documents: Documents, days: DateRange) -> Documents:
        """Return the documents whose dates overlap the range; segments are in date order."""
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
        nonempty = [part for part in parts if len(part)]
        return nonempty[0] if len(nonempty) == 1 else np.concatenate([documents[:0], *nonempty])

    def _fielded(self, documents: Documents, *nodes: Field) -> Documents:
        """Return the documents with a value that meets any of several conditions of one field."""
        parts: list[Documents] = []
        ends = self.snapshot.starts[1:]
        for segment, start, end in zip(self._segments(), self.snapshot.starts, ends, strict=False):
            column = segment.fields.get(nodes[0].name)
            if column is not None:
                begin, after = documents.searchsorted((start, end)).tolist()
                own = documents[begin:after] - start
                masks = (chosen_values(column, node.condition) for node in nodes)
                parts.append(column.among(reduce(np.logical_or, masks), own) + start)
        return parts[0] if len(parts) == 1 else np.concatenate([documents[:0], *parts])

    def field_weight(self, node: Field) -> float:
        """Return what a value that matches a weighted field adds to a score: idf times weight."""
        given = self.holding
        holding = len(self.match(node, "all")) if given is None else given.fields[node]
        return ranking.idf(holding, self.snapshot.statistics.articles) * node.weight


def _documents(listed: Documents | Postings) -> Documents:
    return listed.documents if isinstance(listed, Postings) else listed


def _common(documents: Documents, listed: Documents | Postings) -> Documents:
    if isinstance(listed, Postings):
        return listed.common(documents)
    return kernels.intersect(documents, listed)


def _union(lists: Sequence[Documents | Postings], size: int) -> Documents:
    """Return the documents in any of the lists; a list itself if others are empty."""
    filled = [each for each in lists if len(each)]
    if len(filled) == 1:
        return _documents(filled[0])
    parts = (each.listed if isinstance(each, Postings) else [each] for each in filled)
    return kernels.union([*chain(*parts)], size)


def _of_one_field(node: Or[ResolvedNode]) -> tuple[Field, ...]:
    """Return the children if all are filters by one field, else none."""
    fields = tuple(each for each in node.children if isinstance(each, Field) and not each.weight)
    alike = len(fields) == len(node.children) and len({each.name for each in fields}) == 1
    return fields if alike else ()


def _words(leaf: ResolvedLeaf, alone: bool) -> tuple[ResolvedWord, ...]:
    """Return the words whose places in an article count; of synonyms, the one that was typed."""
    if isinstance(leaf, ResolvedNear) and leaf.is_choice:
        leaf, alone = leaf.leaves[0], False
    return tuple(each for each in _scored(leaf, alone) if isinstance(each, ResolvedWord))


def _scored(leaf: ResolvedLeaf, alone: bool) -> tuple[ResolvedLeaf, ...]:
    match leaf:
        case ResolvedNear() if leaf.is_choice:
            return (leaf,)
        case ResolvedPhrase() | ResolvedNear():
            return (leaf,) if alone else (leaf, *leaf.content_words)
        case ResolvedWord() | ResolvedPattern():
            return (leaf,)
        case _:
            assert_never(leaf)


def _idf(matching: int, snapshot: Snapshot) -> float:
    if not snapshot.segments:
        return 0.0
    return ranking.idf(matching, snapshot.statistics.articles)


def _read(
    leaves: Sequence[ResolvedLeaf], snapshot: Snapshot, tuning: Tuning, deadline: Deadline
) -> tuple[dict[ResolvedLeaf, _Read], int]:
    """Return the postings of each leaf read before the deadline, and the number of segments read."""
    if len(leaves) < _MANY_LEAVES:
        return _read_each(leaves, snapshot, tuning, deadline)
    equal = list(map(_placeless, leaves))
    found, read = _read_each(list(dict.fromkeys(equal)), snapshot, tuning, deadline)
    return {leaf: found[same] for leaf, same in zip(leaves, equal, strict=True)}, read


def _read_each(
    leaves: Sequence[ResolvedLeaf], snapshot: Snapshot, tuning: Tuning, deadline: Deadline
) -> tuple[dict[ResolvedLeaf, _Read], int]:
    parts: list[list[_Read]] = []
    for segment in snapshot.segments:
        reader = LeafReader(segment, tuning)
        readings: list[_Read] = []
        for leaf in leaves:
            if deadline.is_over("matches"):
                break
            readings.append(reader.read(leaf))
        if len(readings) < len(leaves) or deadline.left:
            break
        parts.append(readings)
    if not parts:
        return dict.fromkeys(leaves, (NO_POSTINGS,)), 0
    joined = (_joined(each, snapshot) for each in zip(*parts, strict=True))
    return dict(zip(leaves, joined, strict=True)), len(parts)


def _joined(parts: Sequence[_Read], snapshot: Snapshot) -> _Read:
    """Return the readings of one leaf in all segments read."""
    if len(parts) == 1:
        return parts[0]
    starts = snapshot.starts
    first = Postings.joined([part[0] for part in parts], starts)
    if all(part[-1] is part[0] for part in parts):
        return (first,) * len(parts[0])
    others = list(zip(*parts, strict=True))[1:]
    return first, *(Postings.joined(each, starts) for each in others)


def _placeless(leaf: _AnyLeaf) -> _AnyLeaf:
    """Return a leaf without its place in the query: equal for the same words anywhere."""
    match leaf:
        case ResolvedWord() | ResolvedPattern():
            return replace(leaf, start=0, end=0)
        case ResolvedPhrase():
            words = tuple(replace(word, start=0, end=0) for word in leaf.words)
            solid = tuple(replace(word, start=0, end=0) for word in leaf.solid)
            return replace(leaf, words=words, solid=solid, start=0, end=0)
        case ResolvedNear():
            sides = tuple(tuple(map(_placeless, side)) for side in leaf.sides)
            return replace(leaf, sides=sides, start=0, end=0)
        case _:
            assert_never(leaf)


def has_row(node: ResolvedNode) -> bool:
    """Return whether a tree has a row of several words, which may require all or any."""
    match node:
        case Words():
            several = sum(not is_filter(child) for child in node.children) > 1
            return several or any(map(has_row, node.children))
        case And() | Or():
            return any(map(has_row, node.children))
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
            return False
        case Not() | Dates() | Field():
            return False
        case Everything() | Nothing():
            return False
        case _:
            assert_never(node)
