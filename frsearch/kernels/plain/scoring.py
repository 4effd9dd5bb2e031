"""Posting lists -> scores -> the best of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Documents = NDArray[np.int64]
_Counts = NDArray[np.uint32]
_Floats = NDArray[np.float32]
# Documents are looked up in lists that are this many times longer; to others, scores are added.
_FAR_LONGER = 16


def score_documents(
    documents: _Documents,
    readings: list[tuple[_Documents, _Counts, _Counts]],
    weights: _Floats,
    text_factors: _Floats,
    title_factors: _Floats,
    k1: float,
) -> _Floats:
    """Return the scores of ascending documents: the sums of weight · f / (f + k1) over readings.

    A reading has ascending documents, with counts in the text and title; it has one of `weights`. f is
    the sum of these counts, each times the factor of its field, which are given by document. Readings
    are added in their order. O(documents + postings).
    """
    if len(documents) * _FAR_LONGER * len(readings) < sum(len(each[0]) for each in readings):
        found = [_found(documents, *reading) for reading in readings]
        scores = np.zeros(len(documents), dtype=np.float32)
    else:
        found = [(reading[0], reading) for reading in readings]
        scores = np.zeros(len(text_factors), dtype=np.float32)
    for (places, postings), weight in zip(found, weights, strict=True):
        scores[places] += _gains(*postings, text_factors, title_factors, k1, weight)
    return scores if len(scores) == len(documents) else scores.take(documents)


def _found(
    documents: _Documents, listed: _Documents, in_text: _Counts, in_title: _Counts
) -> tuple[_Documents, tuple[_Documents, _Counts, _Counts]]:
    """Return the places of documents that have postings, and these postings."""
    at = listed.searchsorted(documents)
    if not len(listed):
        return at[:0], (listed, in_text, in_title)
    places = (listed.take(at, mode="clip") == documents).nonzero()[0]
    at = at.take(places)
    return places, (listed.take(at), in_text.take(at), in_title.take(at))


def _gains(
    documents: _Documents,
    in_text: _Counts,
    in_title: _Counts,
    text_factors: _Floats,
    title_factors: _Floats,
    k1: float,
    weight: np.float32,
) -> _Floats:
    """Return what documents gain by their postings."""
    frequencies: _Floats = text_factors.take(documents) * in_text.astype(np.float32)
    if in_title.any():
        held = in_title.nonzero()[0]  # few
        titles = title_factors.take(documents.take(held))
        frequencies[held] += titles * in_title.take(held).astype(np.float32)
    gains: _Floats = frequencies * weight
    gains /= frequencies + np.float32(k1)
    return gains


def best(scores: _Floats, count: int, cuts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the ascending places of the `count` highest scores, and of a few more.

    Of equal scores, the last are better. `cuts` are the ascending places at which further parts begin:
    of the lowest score, each part gives enough places to fill the rest by itself. O(scores · log count).
    """
    if len(scores) <= count or count < 1:
        return np.arange(len(scores) if count > 0 else 0)
    lowest = np.partition(scores, -count)[-count]
    above = (scores > lowest).nonzero()[0]
    equal = (scores == lowest).nonzero()[0]
    parts = np.split(equal, equal.searchsorted(cuts))
    places = np.concatenate([above, *(part[len(above) - count :] for part in parts)])
    places.sort()
    return places
