"""Which articles are near copies of one another? Signatures -> groups.

Two articles are near copies where enough of their pairs of words, and of their words, are the same; a
group is what such steps lead to. It depends on the articles alone, not on how they lie in segments.

Not every two articles are compared. Where `SAME_PAIRS` bins of pairs are the same, and the bins are
dealt out to one set fewer, two of those lie in one set: so articles are sorted by every two bins of
a set, and those side by side are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.segment import Segment
from frsearch.codec.signatures import NO_PAIR, NO_WORD, PAIR_BINS, Signatures

Ints = NDArray[np.int64]

# How many bins of pairs must be the same, and which share of the bins of words that either has:
# benchmarks/COPIES.md says why.
SAME_PAIRS = 3
SAME_WORDS = 0.47

# Of the articles that share two bins, each is compared with so many, lest a series of thousands that
# begin alike take hours.
_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Copies:
    """The groups of near copies among the live documents of segments, numbered through all of them.

    `groups` has the number of each document's group, -1 for those without copies; `newest` and
    `oldest` have the ranks of documents with copies in these orders.
    """

    groups: Ints
    newest: Ints
    oldest: Ints

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Copies:
        """Find the groups."""
        starts = np.cumsum([0, *(segment.size for segment in segments)]).tolist()
        groups, newest, oldest = (np.full(starts[-1], -1) for _ in range(3))
        parts = [np.flatnonzero(segment.live_mask()) for segment in segments]
        columns = [_rows(segment.signatures, at) for segment, at in zip(segments, parts, strict=True)]
        if not columns:
            return cls(groups, newest, oldest)
        found = find_groups(Signatures(*map(np.concatenate, zip(*columns, strict=True))))
        owners = np.repeat(np.arange(len(parts)), list(map(len, parts))).tolist()
        documents = np.concatenate(parts).tolist()
        places = [(owners[row], documents[row]) for rows in found for row in rows.tolist()]
        numbers = np.arange(len(found)).repeat(list(map(len, found)))
        groups[[starts[segment] + document for segment, document in places]] = numbers
        for ranks, is_oldest in ((newest, False), (oldest, True)):
            places.sort(key=lambda place: segments[place[0]].order(place[1], oldest=is_oldest))
            for rank, (segment, document) in enumerate(places):
                ranks[starts[segment] + document] = rank
        return cls(groups, newest, oldest)


def find_groups(signatures: Signatures) -> list[Ints]:
    """Return the rows of each group of two or more near copies."""
    # In an order of their content, so that it does not matter where articles lie.
    order = _by_content(signatures)
    ordered = _rows(signatures, order)
    groups = _Groups(len(order))
    for one, other in _candidates(ordered.pairs):
        apart = np.flatnonzero(groups.of[one] != groups.of[other])
        one, other = one[apart], other[apart]
        same = are_copies(_rows(ordered, one), _rows(ordered, other))
        groups.join(one[same], other[same])
    return [order[members] for members in groups.members.values()]


def are_copies(one: Signatures, other: Signatures) -> NDArray[np.bool_]:
    """Say for each row of one whether it is a near copy of the same row of the other."""
    pairs = ((one.pairs == other.pairs) & (one.pairs != NO_PAIR)).sum(axis=1)
    held = (one.words != NO_WORD) | (other.words != NO_WORD)
    words = ((one.words == other.words) & held).sum(axis=1)
    copies: NDArray[np.bool_] = (pairs >= SAME_PAIRS) & (words >= SAME_WORDS * held.sum(axis=1))
    return copies


def _rows(signatures: Signatures, rows: Ints) -> Signatures:
    return Signatures(signatures.pairs.take(rows, axis=0), signatures.words.take(rows, axis=0))


def _by_content(signatures: Signatures) -> Ints:
    """Return an order of rows that depends on what is in them; those that are the same lie together."""
    numbers = np.concatenate(
        [np.ascontiguousarray(part, part.dtype.newbyteorder("<")).view("<u8") for part in signatures],
        axis=1,
    )
    return np.lexsort(numbers.T)


def _candidates(pairs: NDArray[np.uint16]) -> Iterator[tuple[Ints, Ints]]:
    """Yield parallel arrays of rows that have two bins in common."""
    columns = np.ascontiguousarray(pairs.T)
    rows = np.arange(len(pairs), dtype=np.uint64)
    for bins in np.array_split(np.arange(PAIR_BINS), SAME_PAIRS - 1):
        for left, right in combinations(columns[bins], 2):
            keys = left.astype(np.uint64) << np.uint64(48) | rows
            keys |= right.astype(np.uint64) << np.uint64(32)
            keys = keys[(left != NO_PAIR) & (right != NO_PAIR)]
            keys.sort()
            yield from _alike(keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).view(np.int64))


def _alike(keys: NDArray[np.uint64], rows: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield rows of the same key, given in the order of keys: first those side by side, and so on."""
    at = np.arange(len(keys))
    for step in range(1, _COMPARED + 1):
        at = at[: int(at.searchsorted(len(keys) - step))]
        at = at[keys[at] == keys[at + step]]
        if not len(at):
            return
        yield rows[at], rows[at + step]


class _Groups:
    """Rows that belong together: `of` numbers the group of each, `members` holds those of several."""

    def __init__(self, count: int):
        self.of = np.arange(count)
        self.members: dict[int, list[int]] = {}

    def join(self, ones: Ints, others: Ints) -> None:
        """Join the groups of parallel rows."""
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            pair = int(self.of[one]), int(self.of[other])
            if pair[0] != pair[1]:
                gone, kept = sorted(pair, key=lambda group: len(self.members.get(group, ())))
                moved = self.members.pop(gone, [gone])
                self.of[moved] = kept
                self.members.setdefault(kept, [kept]).extend(moved)
