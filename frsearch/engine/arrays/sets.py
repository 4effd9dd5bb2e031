"""Sets of documents, as ascending arrays of their numbers: what is in any, in both, in one alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.engine.arrays.tuning import Tuning


def union(
    size: int, lists: Sequence[Documents], tuning: Tuning, others: Documents | None = None
) -> Documents:
    """Return the documents of any of the lists, each ascending, and of `others`, in any order; all are
    below `size`."""
    held = sorted(filter(len, lists), key=len, reverse=True)
    few = [] if others is None or not len(others) else [others]
    if held and sum(map(len, [*held[1:], *few])) * tuning.far_longer < len(held[0]):
        return _inserted(held[0], union(size, held[1:], tuning, others))
    held += few
    if sum(map(len, held)) * tuning.sparse < size or not held:
        found = np.concatenate([np.zeros(0, np.int64), *held])
        found.sort()
        return found.compress(np.diff(found, prepend=-1))
    mask = np.zeros(size, dtype=np.bool_)
    for documents in held:
        mask[documents] = True
    return mask.nonzero()[0]


def _inserted(many: Documents, few: Documents) -> Documents:
    """Return the documents of both; one list is given back as it is where the other adds nothing."""
    places = many.searchsorted(few)
    new = (many.take(places, mode="clip") != few).nonzero()[0]
    if not len(new):
        return many
    found = np.empty(len(many) + len(new), dtype=np.int64)
    places = places.take(new) + np.arange(len(new))
    others = np.ones(len(found), dtype=np.bool_)
    others[places] = False
    found[places] = few.take(new)
    found[others] = many
    return found


def intersect(left: Documents, right: Documents) -> Documents:
    """Return the documents in both lists; both ascending, the result too."""
    if len(left) > len(right):
        left, right = right, left
    if not len(left):
        return left
    if len(left) * 16 < len(right):
        return members(left, right)
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[mask.take(left)]


def members(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of `left` that are in `right`, which is ascending."""
    if not len(right):
        return right
    places = np.searchsorted(right, left)
    places[places == len(right)] = 0
    found: NDArray[np.int64] = left[right.take(places) == left]
    return found


def subtract(left: Documents, right: Documents) -> Documents:
    """Return the documents of `left` that are not in `right`."""
    if not len(left) or not len(right):
        return left
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[~mask.take(left)]
