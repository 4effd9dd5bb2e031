"""Finds groups of near copies: signatures -> groups.

Two articles are near copies if enough of their word pairs and of their words are the same; a group is a
chain of near copies. Groups depend on the articles alone, not on their order or their segments.

Not all pairs of articles are compared. Near copies share at least `SAME_PAIRS` bins of pairs. The bins
are split into `SAME_PAIRS` - 1 sets, so two of the shared bins lie in one set. Articles are sorted by
every two bins of a set, and neighbours with equal keys are compared.
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

# The least number of equal bins of pairs, and the least share of equal bins of words, among the bins
# that either article fills; benchmarks/COPIES.md says why.
SAME_PAIRS = 3
SAME_WORDS = 0.47

# Among articles that share two bins, each is compared with at most this many: a series of thousands of
# articles with the same beginning would take hours otherwise.
_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Copies:
    """The groups of near copies among the live documents of segments, numbered through all of them.

    All three are arrays with one number per document, -1 without copies: `groups` is the number of its
    group, `newest` and `oldest` its rank among documents with copies, newest first or oldest first.
    """

    groups: Ints
    newest: Ints
    oldest: Ints

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Copies:
        """Find the groups in segments."""
        starts = np.cumsum([0, *(segment.size for segment in segments)]).tolist()
        groups, newest, oldest = (np.full(starts[-1], -1) for _ in range(3))
        parts = [np.flatnonzero(segment.live_mask()) for segment in segments]
        columns = [_rows(segment.signatures, at) for segment, at in zip(segments, parts, strict=True)]
        if not columns:
            return cls(groups, newest, oldest)
        row_groups = find_groups(Signatures(*map(np.concatenate, zip(*columns, strict=True))))
        owners = np.repeat(np.arange(len(parts)), list(map(len, parts))).tolist()
        documents = np.concatenate(parts).tolist()
        places = [(owners[row], documents[row]) for rows in row_groups for row in rows.tolist()]
        numbers = np.arange(len(row_groups)).repeat(list(map(len, row_groups)))
        groups[[starts[segment] + document for segment, document in places]] = numbers
        for ranks, is_oldest in ((newest, False), (oldest, True)):
            places.sort(key=lambda place: segments[place[0]].order(place[1], oldest=is_oldest))
            for rank, (segment, document) in enumerate(places):
                ranks[starts[segment] + document] = rank
        return cls(groups, newest, oldest)


def find_groups(signatures: Signatures) -> list[Ints]:
    """Return the rows of each group of two or more near copies."""
    # Sorted by content, so that the order of articles does not matter.
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
    """Say for each row of `one` whether the same row of `other` is a near copy."""
    pairs = ((one.pairs == other.pairs) & (one.pairs != NO_PAIR)).sum(axis=1)
    filled = (one.words != NO_WORD) | (other.words != NO_WORD)
    words = ((one.words == other.words) & filled).sum(axis=1)
    copies: NDArray[np.bool_] = (pairs >= SAME_PAIRS) & (words >= SAME_WORDS * filled.sum(axis=1))
    return copies


def _rows(signatures: Signatures, rows: Ints) -> Signatures:
    return Signatures(signatures.pairs.take(rows, axis=0), signatures.words.take(rows, axis=0))


def _by_content(signatures: Signatures) -> Ints:
    """Return an order of rows by their content; equal rows are neighbours."""
    numbers = np.concatenate(
        [np.ascontiguousarray(part, part.dtype.newbyteorder("<")).view("<u8") for part in signatures],
        axis=1,
    )
    return np.lexsort(numbers.T)


def _candidates(pairs: NDArray[np.uint16]) -> Iterator[tuple[Ints, Ints]]:
    """Yield parallel arrays of rows that share two bins."""
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
    """Yield pairs of rows with the same key, given in key order: neighbours first, then two apart…"""
    at = np.arange(len(keys))
    for step in range(1, _COMPARED + 1):
        at = at[: int(at.searchsorted(len(keys) - step))]
        at = at[keys[at] == keys[at + step]]
        if not len(at):
            return
        yield rows[at], rows[at + step]


class _Groups:
    """Groups of rows: `of` is the group of each row, `members` the rows of groups of two or more."""

    def __init__(self, count: int):
        self.of = np.arange(count)
        self.members: dict[int, list[int]] = {}

    def join(self, ones: Ints, others: Ints) -> None:
        """Join the groups of parallel rows."""
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            pair = int(self.of[one]), int(self.of[other])
            if pair[0] != pair[1]:
                smaller, larger = sorted(pair, key=lambda group: len(self.members.get(group, ())))
                moved = self.members.pop(smaller, [smaller])
                self.of[moved] = larger
                self.members.setdefault(larger, [larger]).extend(moved)
