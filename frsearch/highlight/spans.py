"""The places of a query's words in a text -> its matches, a word or a whole phrase each.

Matches come in the order of their first positions, and few places are in memory at a time, so that a
book that holds a word a million times gives all of them. Nothing here knows of texts or of analysis.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import attrgetter
from typing import NamedTuple

from frsearch.query.resolved import ResolvedPhrase

# Which clause of the query a term belongs to, and its place in the clause's phrase: -1 for a word that
# stands for the whole of it.
Slot = tuple[int, int]


class WordOccurrence(NamedTuple):
    """Where a word stands: its position, and its offsets in the text."""

    position: int
    start: int
    end: int


class Span(NamedTuple):
    """A match by its first and last position, then its offsets, then its clause."""

    first: int
    last: int
    start: int
    end: int
    clause: int


def spans_in_order(
    held: Iterable[tuple[WordOccurrence, Sequence[Slot]]],
    phrases: Mapping[int, ResolvedPhrase],
    at_a_time: int,
) -> Iterator[Span]:
    """Yield the matches by their first positions; `held` are places by their positions, with slots.

    About `at_a_time` of them are kept before what is complete is given away.
    """
    kept = _Kept(phrases)
    most = at_a_time
    before = -1
    for place, slots in held:
        if kept.size >= most and place.position > before:
            yield from kept.take(place.position)
            most = max(at_a_time, 2 * kept.size)
        before = place.position
        kept.add(place, slots)
    yield from kept.take(inf)


def joined(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of spans in order, those that share a position as one."""
    start = end = reached = -1
    for span in spans:
        if span.first > reached:
            if reached >= 0:
                yield start, end
            start, end = span.start, span.end
        start, end = min(start, span.start), max(end, span.end)
        reached = max(reached, span.last)
    if reached >= 0:
        yield start, end


class _Kept:
    """Places and matches, `size` in all, that are kept: others that begin before may still come."""

    def __init__(self, phrases: Mapping[int, ResolvedPhrase]):
        self._phrases = phrases
        # From the first word of a phrase to its last.
        self._reach = max((each.slop * (len(each.words) - 1) for each in phrases.values()), default=0)
        self._places: dict[Slot, list[WordOccurrence]] = defaultdict(list)
        self._spans: list[Span] = []
        self._looked: float = 0
        self.size = 0

    def add(self, place: WordOccurrence, slots: Sequence[Slot]) -> None:
        """Add a place, at the position of the last one or after it."""
        self.size += len(slots)
        for clause, slot in slots:
            if slot >= 0 and clause in self._phrases:
                self._places[clause, slot].append(place)
            else:
                position, start, end = place
                self._spans.append(Span(position, position, start, end, clause))

    def take(self, position: float) -> list[Span]:
        """Give away the matches that begin before any that places from this position on may make."""
        for clause, phrase in self._phrases.items():
            slots = [self._places[clause, slot] for slot in range(len(phrase.words))]
            ended = (each for each in _sequences(slots, phrase.slop) if each[1] >= self._looked)
            self._spans.extend(Span(*each, clause) for each in ended)
        self._looked = position
        edge = position - self._reach
        for places in self._places.values():
            del places[: bisect_left(places, edge, key=attrgetter("position"))]
        self._spans.sort()
        complete = bisect_left(self._spans, edge, key=attrgetter("first"))
        given, self._spans = self._spans[:complete], self._spans[complete:]
        self.size = len(self._spans) + sum(map(len, self._places.values()))
        return given


def _sequences(slots: list[list[WordOccurrence]], slop: int) -> list[tuple[int, int, int, int]]:
    """Return (first, last, start, end) of each way to fill the slots in order, nearest to its end."""
    found = [(place.position, *place) for place in slots[0]]
    for following in slots[1:]:
        found = list(_extend(found, following, slop))
    return found


def _extend(
    found: list[tuple[int, int, int, int]], following: list[WordOccurrence], slop: int
) -> Iterator[tuple[int, int, int, int]]:
    at = 0
    for place in following:
        while at + 1 < len(found) and found[at + 1][1] < place.position:
            at += 1
        if at < len(found) and 0 < place.position - found[at][1] <= slop:
            yield found[at][0], place.position, found[at][2], place.end
