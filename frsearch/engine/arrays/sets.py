"""Sets of documents as ascending arrays of numbers: union, intersection, difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.engine.arrays.tuning import Tuning


def union(
    size: int, lists: Sequence[Documents], tuning: Tuning, others: Documents | None = None
) -> Documents:
    """Return the documents in any of `lists`, each ascending, and in `others`, in any order; all are
    below `size`."""
    nonempty = sorted(filter(len, lists), key=len, reverse=True)
    few = [] if others is None or not len(others) else [others]
    if nonempty and sum(map(len, [*nonempty[1:], *few])) * tuning.far_longer < len(nonempty[0]):
        return _inserted(nonempty[0], union(size, nonempty[1:], tuning, others))
    nonempty += few
    if sum(map(len, nonempty)) * tuning.sparse < size or not nonempty:
        documents = np.concatenate([np.zeros(0, np.int64), *nonempty])
        documents.sort()
        return documents.compress(np.diff(documents, prepend=-1))
    mask = np.zeros(size, dtype=np.bool_)
    for documents in nonempty:
        mask[documents] = True
    return mask.nonzero()[0]


def _inserted(many: Documents, few: Documents) -> Documents:
    """Return the documents of both lists; `many` itself if `few` adds nothing."""
    places = many.searchsorted(few)
    new = (many.take(places, mode="clip") != few).nonzero()[0]
    if not len(new):
        return many
    merged = np.empty(len(many) + len(new), dtype=np.int64)
    places = places.take(new) + np.arange(len(new))
    others = np.ones(len(merged), dtype=np.bool_)
    others[places] = False
    merged[places] = few.take(new)
    merged[others] = many
    return merged


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
    common: NDArray[np.int64] = left[right.take(places) == left]
    return common


def subtract(left: Documents, right: Documents) -> Documents:
    """Return the documents of `left` that are not in `right`."""
    if not len(left) or not len(right):
        return left
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[~mask.take(left)]
