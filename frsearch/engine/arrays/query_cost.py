"""What a query may cost: resolved tree -> the same, without what would take too long.

Costs are known before anything is read: the dictionary says how many postings each term has. Leaves are
paid for in the query's order. A phrase that is too common to be looked for is looked for as its words;
a word or pattern that is, is left out; and a warning says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frsearch.codec.segment import Segment
from frsearch.engine.arrays.terms import family_of, pattern_terms, terms_of
from frsearch.query.limits import LIMITS, Limits
from frsearch.query.nodes import And, Leaf, Node, Not, Nothing, Or, Pattern, Phrase, Word, Words
from frsearch.types import QueryWarning

# Every leaf goes through arrays of the segments' sizes, which take as long as so many postings.
_ARTICLES_A_POSTING = 16
# Lists that are decoded together take as much more memory as they are.
_MANY_LISTS = 2


def within_budget(
    node: Node, segments: Sequence[Segment], warnings: list[QueryWarning], limits: Limits = LIMITS
) -> Node:
    """Return the tree with what it may cost; append warnings of what was left out."""
    return _Budget(segments, warnings, limits.postings).kept(node, 0) or Nothing()


@dataclass(slots=True)
class _Budget:
    segments: Sequence[Segment]
    warnings: list[QueryWarning]
    left: int

    def kept(self, node: Node, depth: int) -> Node | None:
        """Return what of a node is within the budget, None if nothing.

        What stands in rows within rows, `depth` of them, is matched for each of them.
        """
        if isinstance(node, Words | And | Or):
            children = [self.kept(child, depth + 1) for child in node.children]
            held = tuple(child for child in children if child is not None)
            return replace(node, children=held) if held else None
        if isinstance(node, Not):
            child = self.kept(node.child, depth)
            return None if child is None else Not(child)
        if isinstance(node, Word | Phrase | Pattern):
            return self._leaf(node, max(1, depth))
        return node

    def _leaf(self, leaf: Leaf, depth: int) -> Node | None:
        if self._pay(self._cost(leaf) * depth):
            return leaf
        if isinstance(leaf, Phrase):
            words = And(tuple(dict.fromkeys(leaf.words)))
            if self._pay(sum(map(self._cost, words.children)) * depth):  # type: ignore[arg-type]
                self._warn("too common for a phrase: its words are searched for, in any order", leaf)
                return words
        self._warn("the words of this query are too many or too common: this is left out", leaf)
        return None

    def _pay(self, cost: int) -> bool:
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def _warn(self, message: str, leaf: Leaf) -> None:
        self.warnings.append(QueryWarning(message, leaf.start, leaf.end))

    def _cost(self, leaf: Leaf) -> int:
        arrays = sum(segment.size for segment in self.segments) // _ARTICLES_A_POSTING
        return arrays + sum(self._postings(leaf, segment) for segment in self.segments)

    def _postings(self, leaf: Leaf, segment: Segment) -> int:
        if isinstance(leaf, Pattern):
            return _MANY_LISTS * segment.postings_count(pattern_terms(segment, leaf))
        if isinstance(leaf, Word):
            if leaf.exactly:
                return segment.postings_count(segment.exact_terms(leaf.exact_term))
            # The exact form is a second look at some of them.
            return 2 * family_of(segment, leaf).postings
        terms = [terms_of(segment, word) for word in leaf.words]
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
