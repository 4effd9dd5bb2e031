"""Posting lists -> scores -> the best of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.plain._decoding import decode_stored
from frsearch.kernels.plain.sets import sum_postings
from frsearch.kernels.stored import Stored

_Documents = NDArray[np.int64]
_Counts = NDArray[np.uint32]
_Floats = NDArray[np.float32]
_Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
_Postings = tuple[_Documents, _Counts, _Counts]
# Documents are looked up in lists that are this many times longer; to others, scores are added.
_FAR_LONGER = 16


def score_documents(
    documents: _Documents,
    readings: Sequence[_Postings | list[Stored]],
    weights: _Floats,
    text_codes: _Codes,
    text_factors: _Floats,
    title_codes: _Codes,
    title_factors: _Floats,
    k1: float,
) -> _Floats:
    """Return the scores of ascending documents: the sums of weight · f / (f + k1) over readings.

    A reading has ascending documents, with counts in the text and title, or stored lists whose counts
    are added up; it has one of `weights`. f is the sum of
    these counts, each times the factor of its field: that of the code of the document, in one or two
    bytes for titles or texts, or four. Readings are added in their order. O(documents + postings).
    """
    postings = [_summed(each) if isinstance(each, list) else each for each in readings]
    if len(documents) * _FAR_LONGER * len(readings) < sum(len(each[0]) for each in postings):
        found = [_found(documents, *reading) for reading in postings]
        scores = np.zeros(len(documents), dtype=np.float32)
    else:
        found = [(reading[0], reading) for reading in postings]
        scores = np.zeros(len(text_codes), dtype=np.float32)
    for (places, (listed, in_text, in_title)), weight in zip(found, weights, strict=True):
        frequencies: _Floats = text_factors.take(text_codes.take(listed)) * in_text.astype(np.float32)
        if in_title.any():
            held = in_title.nonzero()[0]  # few
            titles = title_factors.take(title_codes.take(listed.take(held)))
            frequencies[held] += titles * in_title.take(held).astype(np.float32)
        gains: _Floats = frequencies * weight
        gains /= frequencies + np.float32(k1)
        scores[places] += gains
    return scores if len(scores) == len(documents) else scores.take(documents)


def _summed(lists: list[Stored]) -> _Postings:
    decoded = decode_stored(lists)
    return sum_postings(decoded, max(int(each[0][-1]) for each in decoded) + 1)


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
