"""The places of a query's words in a text -> matches, each a word or a whole phrase.

Matches come in the order of their first positions. Few places are in memory at a time, even for a book
that has a word a million times. The module is independent of texts, queries and analysis.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, permutations
from math import inf
from operator import attrgetter, itemgetter
from typing import NamedTuple

# The clause of the query to which a term belongs, and its index in the clause's phrase: -1 for a solid
# spelling of the whole phrase.
Slot = tuple[int, int]
# The first and the last position of a place, and its offsets.
_Place = tuple[int, int, int, int]


class Row(NamedTuple):
    """The slots of words in order, each at most `slop` positions after the one before."""

    slots: Sequence[int]
    slop: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What a clause of several words matches: one place of each side, in any order.

    A place is of any of the rows of a side, and at most `distance` positions after the place before.
    """

    sides: tuple[tuple[Row, ...], ...]
    distance: int = 0

    @property
    def widest(self) -> int:
        """The most positions from a word to the next."""
        return max(self.distance, *(row.slop for side in self.sides for row in side))

    @property
    def reach(self) -> int:
        """The most positions from the first word to the last."""
        lengths = (max(row.slop * (len(row.slots) - 1) for row in side) for side in self.sides)
        return sum(lengths) + self.distance * (len(self.sides) - 1)


class WordOccurrence(NamedTuple):
    """The position of a word, and its offsets in the text."""

    position: int
    start: int
    end: int


class Span(NamedTuple):
    """A match: its first and last position, its offsets, its clause."""

    first: int
    last: int
    start: int
    end: int
    clause: int


def spans_in_order(
    places: Iterable[tuple[WordOccurrence, Sequence[Slot]]],
    phrases: Mapping[int, Shape],
    at_a_time: int,
) -> Iterator[Span]:
    """Yield the matches by their first positions; `places` are by their positions, with slots.

    About `at_a_time` places are in memory before complete matches are yielded.
    """
    pending = _Pending(phrases)
    most = at_a_time
    before = -1
    for place, slots in places:
        if pending.size >= most and place.position > before:
            yield from pending.take(place.position)
            most = max(at_a_time, 2 * pending.size)
        before = place.position
        pending.add(place, slots)
    yield from pending.take(inf)


def joined(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of spans in order; spans that share a position are merged."""
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


class _Pending:
    """Pending places and matches, `size` in all: matches that begin before them may still come."""

    def __init__(self, phrases: Mapping[int, Shape]):
        self._phrases = phrases
        self._reach = max((each.reach for each in phrases.values()), default=0)
        self._places: dict[Slot, list[WordOccurrence]] = defaultdict(list)
        self._spans: list[Span] = []
        self._looked: float = 0
        self.size = 0

    def add(self, place: WordOccurrence, slots: Sequence[Slot]) -> None:
        """Add a place, at or after the position of the last place."""
        self.size += len(slots)
        for clause, slot in slots:
            if slot >= 0 and clause in self._phrases:
                self._places[clause, slot].append(place)
            else:
                position, start, end = place
                self._spans.append(Span(position, position, start, end, clause))

    def take(self, position: float) -> list[Span]:
        """Remove and return the matches that begin before any match of places from `position` on."""
        for clause, shape in self._phrases.items():
            new = (each for each in self._places_of(clause, shape) if each[1] >= self._looked)
            self._spans.extend(Span(*each, clause) for each in new)
        self._looked = position
        edge = position - self._reach
        for places in self._places.values():
            del places[: bisect_left(places, edge, key=attrgetter("position"))]
        self._spans.sort()
        complete = bisect_left(self._spans, edge, key=attrgetter("first"))
        complete_spans, self._spans = self._spans[:complete], self._spans[complete:]
        self.size = len(self._spans) + sum(map(len, self._places.values()))
        return complete_spans

    def _places_of(self, clause: int, shape: Shape) -> list[_Place]:
        """Return the places of a clause among the pending words."""
        rows = [
            [_sequences([self._places[clause, slot] for slot in row.slots], row.slop) for row in side]
            for side in shape.sides
        ]
        if len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
        sides = [_distinct(chain.from_iterable(side)) for side in rows]
        return _distinct(
            place for order in permutations(sides) for place in _in_order(order, shape.distance)
        )


def _distinct(places: Iterable[_Place]) -> list[_Place]:
    """Return places by their last positions; of those with one, the shortest."""
    return list({place[1]: place for place in sorted(places, key=itemgetter(1, 0))}.values())


def _in_order(sides: Sequence[list[_Place]], distance: int) -> list[_Place]:
    """Return the places of all sides in this order: one for each end, with the nearest beginning."""
    places = sides[0]
    for following in sides[1:]:
        ends = [place[1] for place in places]
        joined_places: list[_Place] = []
        for first, last, _, end in following:
            nearest = bisect_left(ends, first) - 1
            if nearest >= 0 and first - ends[nearest] <= distance:
                joined_places.append((places[nearest][0], last, places[nearest][2], end))
        places = joined_places
    return places


def _sequences(slots: list[list[WordOccurrence]], slop: int) -> list[_Place]:
    """Return (first, last, start, end) of the phrase at each end, with its words nearest to the end."""
    sequences = [(place.position, *place) for place in slots[0]]
    for following in slots[1:]:
        sequences = list(_extend(sequences, following, slop))
    return sequences


def _extend(
    sequences: list[tuple[int, int, int, int]], following: list[WordOccurrence], slop: int
) -> Iterator[tuple[int, int, int, int]]:
    at = 0
    for place in following:
        while at + 1 < len(sequences) and sequences[at + 1][1] < place.position:
            at += 1
        if at < len(sequences) and 0 < place.position - sequences[at][1] <= slop:
            yield sequences[at][0], place.position, sequences[at][2], place.end
