"""Sets of documents as ascending arrays of numbers: union, intersection, difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.plain._decoding import decode_stored
from frsearch.kernels.stored import Stored

_Documents = NDArray[np.int64]
_Counts = NDArray[np.uint32]
# A list this many times longer than another is searched instead of marked in a mask.
_FAR_LONGER = 16


def union(lists: Sequence[_Documents | Stored], size: int) -> _Documents:
    """Return the documents in any of `lists`, all below `size`. O(size + documents).

    The documents of an array may be in any order.
    """
    arrays = [decode_stored([each])[0][0] if isinstance(each, tuple) else each for each in lists]
    return _mask(size, *arrays).nonzero()[0]


def look_up(documents: _Documents, lists: Sequence[Stored]) -> tuple[_Documents, _Counts, _Counts]:
    """Return the places of the ascending documents that lists have, with the sums of their counts.

    O(postings / 32 + documents · 32), or O(postings) if these are less.
    """
    counts = np.zeros((2, len(documents)), dtype=np.uint32)
    found = np.zeros(len(documents), dtype=np.bool_)
    for listed, *its_counts in decode_stored(lists):
        at = listed.searchsorted(documents)
        places = (listed.take(at, mode="clip") == documents).nonzero()[0]
        found[places] = True
        for sums, each in zip(counts, its_counts, strict=True):
            sums[places] += each.take(at.take(places))
    places = found.nonzero()[0]
    return places, counts[0].take(places), counts[1].take(places)


def sum_postings(
    lists: Sequence[tuple[_Documents, _Counts, _Counts]], size: int
) -> tuple[_Documents, _Counts, _Counts]:
    """Return each document of one or more lists once, ascending, with the sums of its counts.

    The documents of a list may be in any order, and repeated; they are below `size`. O(size +
    documents), or O(documents) if one list ascends and is all or by far the longest.
    """
    documents, in_text, in_title = (np.concatenate(each) for each in zip(*lists, strict=True))
    if (documents[1:] > documents[:-1]).all():
        return documents, in_text, in_title
    distinct = union([documents], size)
    places = np.empty(size, dtype=np.int64)
    places[distinct] = np.arange(len(distinct))
    at = places.take(documents)
    sums = (np.zeros(len(distinct), dtype=np.uint32) for _ in range(2))
    text, title = sums
    np.add.at(text, at, in_text)
    np.add.at(title, at, in_title)
    return distinct, text, title


def intersect(left: _Documents, right: _Documents | list[Stored]) -> _Documents:
    """Return the numbers in both lists; all three ascend. O(shorter · log of the longer).

    On the right, stored lists may follow one another.
    """
    if isinstance(right, list):
        right = np.concatenate([left[:0], *(each for each, _, _ in decode_stored(right))])
    if len(left) > len(right):
        left, right = right, left
    return left.compress(_held(left, right))


def subtract(left: _Documents, right: _Documents) -> _Documents:
    """Return the numbers of `left` that are not in `right`; both ascending. O(left · log right)."""
    return left.compress(~_held(left, right))


def _held(left: _Documents, right: _Documents) -> NDArray[np.bool_]:
    """Return which numbers of `left` are in `right`; both ascending."""
    if not len(left) or not len(right):
        return np.zeros(len(left), dtype=np.bool_)
    few = len(left) * _FAR_LONGER < len(right) or left[-1] > len(left) * 1000
    # A phrase cannot begin before a text: such places are below 0, and none in a mask.
    if few or min(left[0], right[0]) < 0:
        same: NDArray[np.bool_] = right.take(right.searchsorted(left), mode="clip") == left
        return same
    return _mask(int(max(left[-1], right[-1])) + 1, right).take(left)


def _mask(size: int, *lists: _Documents) -> NDArray[np.bool_]:
    mask = np.zeros(size, dtype=np.bool_)
    for documents in lists:
        mask[documents] = True
    return mask
