"""Slices of posting lists -> documents and counts: what several twins do in NumPy.

Slices are given by their first place, their number of postings, 1 or more, and their first document,
since the gap before it is not theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.stored import Stored

_Ints = NDArray[np.int64]
_NONE: _Ints = np.zeros(0, np.int64)


def decode_documents(
    gaps: NDArray[np.uint16],
    wide: NDArray[np.uint64],
    wide_gaps: NDArray[np.uint64],
    starts: _Ints,
    counts: _Ints,
    firsts: _Ints,
    size: int,
) -> tuple[_Ints, int]:
    """Return the documents of slices, one slice after another, and the highest of them.

    Every document must be below `size` and appear once in its slice. The highest is -1 if one appears
    twice, `size` if one is past the end; the documents are then not to be used. O(postings).
    """
    if not len(starts):
        return _NONE, 0
    begins = _begins(counts)
    chosen = gaps.take(_places(starts, counts)).astype(np.int64)
    at, places = _located(wide, starts, counts)
    chosen[places] = np.minimum(wide_gaps.take(at), np.uint64(size)).astype(np.int64)
    chosen[begins] = firsts
    if not 0 <= int(firsts.min()) <= int(firsts.max()) < size:
        return chosen, size
    if np.count_nonzero(chosen) - np.count_nonzero(firsts) < len(chosen) - len(starts):
        return chosen, -1
    running = chosen.cumsum()
    # The running sum starts again in each slice, at its first document.
    before = running.take(begins) - firsts
    running -= before.repeat(counts)
    highest = int(running.take(begins + counts - 1).max())
    return running, min(highest, size)


def decode_counts(
    packed: NDArray[np.uint8],
    many: NDArray[np.uint64],
    many_text: NDArray[np.uint64],
    many_title: NDArray[np.uint64],
    starts: _Ints,
    counts: _Ints,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the counts in the text and in the title, for each posting of slices. O(postings)."""
    chosen = packed.take(_places(starts, counts)).astype(np.uint32)
    in_text, in_title = chosen & np.uint32(63), chosen >> np.uint32(6)
    at, places = _located(many, starts, counts)
    in_text[places], in_title[places] = many_text.take(at), many_title.take(at)
    return in_text, in_title


def decode_stored(lists: Sequence[Stored]) -> list[tuple[_Ints, NDArray[np.uint32], NDArray[np.uint32]]]:
    """Return the postings of each list. O(postings)."""
    decoded = []
    for gaps, wide, wide_gaps, packed, many, in_text, in_title, begin, end, first, start, size in lists:
        begins, counts, firsts = (np.array([each]) for each in (begin, end - begin, first))
        documents, _ = decode_documents(gaps, wide, wide_gaps, begins, counts, firsts, size)
        decoded.append(
            (documents + start, *decode_counts(packed, many, in_text, in_title, begins, counts))
        )
    return decoded


def _begins(counts: _Ints) -> _Ints:
    """Return the places of the first posting of each slice, once the slices are joined."""
    ends: _Ints = counts.cumsum()
    return ends - counts


def _places(starts: _Ints, counts: _Ints) -> _Ints:
    """Return the places of all postings of slices."""
    places = (starts - _begins(counts)).repeat(counts)
    places += np.arange(len(places))
    return places


def _located(rare: NDArray[np.uint64], starts: _Ints, counts: _Ints) -> tuple[_Ints, _Ints]:
    """Return which of the ascending places `rare` lie in the slices, and their joined places."""
    if not len(rare):
        return _NONE, _NONE
    low = rare.searchsorted(starts.astype(np.uint64))
    lengths = rare.searchsorted((starts + counts).astype(np.uint64)) - low
    at = _places(low, lengths)
    places: _Ints = rare.take(at).astype(np.int64)
    places -= (starts - _begins(counts)).repeat(lengths)
    return at, places
