"""What a query may cost: resolved tree -> the same, without what would take too long.

Costs are known before anything is read: the dictionary says how many postings each term has. Leaves are
paid for in the query's order. A phrase that is too common to be looked for is looked for as its words;
a word or pattern that is, is left out; and a warning says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from frsearch.codec.segment import Segment
from frsearch.engine.arrays.terms import family_of, pattern_terms, terms_of
from frsearch.messages.wording import Message
from frsearch.query.limits import LIMITS, Limits
from frsearch.query.nodes import And, Dates, Everything, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedQuery,
    ResolvedWord,
)
from frsearch.types import QueryWarning

# Every leaf goes through arrays of the segments' sizes, which take as long as so many postings.
_ARTICLES_A_POSTING = 16
# Lists that are decoded together take as much more memory as they are.
_MANY_LISTS = 2


def within_budget(
    node: ResolvedNode, segments: Sequence[Segment], limits: Limits = LIMITS
) -> ResolvedQuery:
    """Return the tree with what it may cost, and warnings of what was left out."""
    budget = _Budget(segments, limits.postings)
    tree = budget.kept(node, 0) or Nothing()
    return ResolvedQuery(tree, tuple(budget.warnings))


@dataclass(slots=True)
class _Budget:
    segments: Sequence[Segment]
    left: int
    warnings: list[QueryWarning] = field(default_factory=list)

    def kept(self, node: ResolvedNode, depth: int) -> ResolvedNode | None:
        """Return what of a node is within the budget, None if nothing.

        What stands in rows within rows, `depth` of them, is matched for each of them.
        """
        match node:
            case Words():
                children = self._children(node.children, depth)
                return Words(children) if children else None
            case And():
                children = self._children(node.children, depth)
                return And(children) if children else None
            case Or():
                children = self._children(node.children, depth)
                return Or(children) if children else None
            case Not():
                child = self.kept(node.child, depth)
                return None if child is None else Not(child)
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
                return self._leaf(node, max(1, depth))
            case Dates() | Everything() | Nothing():
                return node
            case _:
                assert_never(node)

    def _children(self, children: tuple[ResolvedNode, ...], depth: int) -> tuple[ResolvedNode, ...]:
        held = [self.kept(child, depth + 1) for child in children]
        return tuple(child for child in held if child is not None)

    def _leaf(self, leaf: ResolvedLeaf, depth: int) -> ResolvedNode | None:
        if self._pay(self._cost(leaf) * depth):
            return leaf
        if isinstance(leaf, ResolvedPhrase):
            words = tuple(dict.fromkeys(leaf.words))
            if self._pay(sum(map(self._cost, words)) * depth):
                self._warn(
                    Message("too common for a phrase: its words are searched for, in any order"), leaf
                )
                return And(words)
        self._warn(Message("the words of this query are too many or too common: this is left out"), leaf)
        return None

    def _pay(self, cost: int) -> bool:
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def _warn(self, message: Message, leaf: ResolvedLeaf) -> None:
        self.warnings.append(QueryWarning(message, leaf.start, leaf.end))

    def _cost(self, leaf: ResolvedLeaf) -> int:
        arrays = sum(segment.size for segment in self.segments) // _ARTICLES_A_POSTING
        return arrays + sum(_postings(leaf, segment) for segment in self.segments)


def _postings(leaf: ResolvedLeaf, segment: Segment) -> int:
    """Return how many postings, and occurrences of a phrase's words, are read for a leaf."""
    match leaf:
        case ResolvedPattern():
            return _MANY_LISTS * segment.postings_count(pattern_terms(segment, leaf))
        case ResolvedWord(exactly=True):
            return segment.postings_count(terms_of(segment, leaf))
        case ResolvedWord():
            # Those of the exact form, some of them, are read again.
            return 2 * family_of(segment, leaf).postings
        case ResolvedPhrase():
            return _phrase_postings(leaf, segment)
        case _:
            assert_never(leaf)


def _phrase_postings(phrase: ResolvedPhrase, segment: Segment) -> int:
    terms = [terms_of(segment, word) for word in phrase.words]
    held = list(map(segment.postings_count, terms))
    rarest = min(held)
    if not rarest:
        return sum(held)
    # Articles with all of the words are at most as many as with the rarest.
    occurrences = sum(
        segment.positions.occurrence_count(each) * rarest // count
        for each, count in zip(terms, held, strict=True)
    )
    return sum(held) + occurrences
