"""Resolved tree -> the tree without the leaves that would take too long to read.

Costs are known before anything is read: the dictionary has the number of postings of each term. Leaves
are paid for in the query's order. A phrase over the budget is replaced by its words, in any order; other
leaves over the budget are left out. Warnings say so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from frsearch.codec.segment import Segment
from frsearch.engine.arrays.field_values import values_read
from frsearch.engine.arrays.terms import family_of, leaf_terms, pattern_terms, terms_of
from frsearch.messages.wording import Message
from frsearch.query.limits import LIMITS, Limits
from frsearch.query.nodes import And, Dates, Everything, Field, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedQuery,
    ResolvedWord,
)
from frsearch.types import QueryWarning

# Every leaf uses arrays of the segments' sizes: this many articles take as long as one posting.
_ARTICLES_A_POSTING = 16
# Lists that are decoded together take this many times the memory.
_MANY_LISTS = 2
_LEFT_OUT = Message("the words of this query are too many or too common; this part is left out")


def within_budget(
    node: ResolvedNode, segments: Sequence[Segment], limits: Limits = LIMITS
) -> ResolvedQuery:
    """Return the tree cut to `limits.postings`, and warnings of what was left out."""
    budget = _Budget(segments, limits.postings)
    tree = budget.affordable(node, 0) or Nothing()
    return ResolvedQuery(tree, tuple(budget.warnings))


@dataclass(slots=True)
class _Budget:
    segments: Sequence[Segment]
    remaining: int
    warnings: list[QueryWarning] = field(default_factory=list)

    def affordable(self, node: ResolvedNode, depth: int) -> ResolvedNode | None:
        """Return the part of a node within the budget, None if nothing is.

        A leaf in `depth` nested rows is matched once for each, and costs as much.
        """
        match node:
            case Words():
                children = self._children(node.children, depth)
                return Words(children, node.question) if children else None
            case And():
                children = self._children(node.children, depth)
                return And(children) if children else None
            case Or():
                children = self._children(node.children, depth)
                return Or(children) if children else None
            case Not():
                child = self.affordable(node.child, depth)
                return None if child is None else Not(child)
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                return self._leaf(node, max(1, depth))
            case Field():
                if self._pay(self._field_cost(node) * max(1, depth)):
                    return node
                self._warn(_LEFT_OUT, node)
                return None
            case Dates() | Everything() | Nothing():
                return node
            case _:
                assert_never(node)

    def _children(self, children: tuple[ResolvedNode, ...], depth: int) -> tuple[ResolvedNode, ...]:
        affordable = [self.affordable(child, depth + 1) for child in children]
        return tuple(child for child in affordable if child is not None)

    def _leaf(self, leaf: ResolvedLeaf, depth: int) -> ResolvedNode | None:
        if self._pay(self._cost(leaf) * depth):
            return leaf
        if isinstance(leaf, ResolvedPhrase):
            words = tuple(dict.fromkeys(leaf.words))
            if self._pay(sum(map(self._cost, words)) * depth):
                self._warn(
                    Message("too common for a phrase search; its words are searched for in any order"),
                    leaf,
                )
                return And(words)
        if isinstance(leaf, ResolvedNear) and self._pay(self._apart(leaf) * depth):
            self._warn(Message("too common for a search of words near one another; read as ET"), leaf)
            return And(tuple(Or(side) if len(side) > 1 else side[0] for side in leaf.sides))
        self._warn(_LEFT_OUT, leaf)
        return None

    def _apart(self, near: ResolvedNear) -> float:
        """Return what the leaves cost by themselves; synonyms stay together."""
        return math.inf if near.is_choice else sum(map(self._cost, near.leaves))

    def _pay(self, cost: float) -> bool:
        if cost > self.remaining:
            return False
        self.remaining -= int(cost)
        return True

    def _warn(self, message: Message, leaf: ResolvedLeaf | Field) -> None:
        self.warnings.append(QueryWarning(message, leaf.start, leaf.end))

    def _field_cost(self, node: Field) -> int:
        """Return what it costs to find the values that meet a condition, and their documents."""
        columns = [each.fields[node.name] for each in self.segments if node.name in each.fields]
        return self._arrays + sum(values_read(column, node.condition) for column in columns)

    @property
    def _arrays(self) -> int:
        return sum(segment.size for segment in self.segments) // _ARTICLES_A_POSTING

    def _cost(self, leaf: ResolvedLeaf) -> int:
        return self._arrays + sum(_postings(leaf, segment) for segment in self.segments)


def _postings(leaf: ResolvedLeaf, segment: Segment) -> int:
    """Return the number of postings, and of occurrences of a phrase's words, read for a leaf."""
    match leaf:
        case ResolvedPattern():
            return _MANY_LISTS * segment.postings_count(pattern_terms(segment, leaf))
        case ResolvedWord(exactly=True):
            return segment.postings_count(terms_of(segment, leaf))
        case ResolvedWord():
            # The postings of the exact form, a part of them, are read again.
            return 2 * family_of(segment, leaf).postings
        case ResolvedPhrase():
            return _phrase_postings(leaf, segment)
        case ResolvedNear() if leaf.is_choice:
            # Of a phrase, the occurrences are counted already.
            terms = [terms_of(segment, each) for each in leaf.leaves if isinstance(each, ResolvedWord)]
            occurrences = sum(map(segment.positions.occurrence_count, terms))
            return occurrences + sum(_postings(each, segment) for each in leaf.leaves)
        case ResolvedNear():
            return _near_postings(leaf, segment)
        case _:
            assert_never(leaf)


def _phrase_postings(phrase: ResolvedPhrase, segment: Segment) -> int:
    terms = [terms_of(segment, word) for word in phrase.words]
    counts = list(map(segment.postings_count, terms))
    rarest = min(counts)
    if not rarest:
        return sum(counts)
    # At most as many articles have all words as have the rarest.
    occurrences = sum(
        segment.positions.occurrence_count(each) * rarest // count
        for each, count in zip(terms, counts, strict=True)
    )
    return sum(counts) + occurrences


def _near_postings(near: ResolvedNear, segment: Segment) -> int:
    sides = [[leaf_terms(leaf, segment) for leaf in side] for side in near.sides]
    counts = [sum(map(segment.postings_count, side)) for side in sides]
    rarest = min(counts)
    if not rarest:
        return sum(counts)
    occurrences = sum(
        sum(map(segment.positions.occurrence_count, side)) * rarest // count
        for side, count in zip(sides, counts, strict=True)
    )
    # The places of each order of the sides are found anew.
    return sum(counts) + math.factorial(len(sides)) * occurrences // 2
