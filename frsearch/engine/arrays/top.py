"""The first of many documents: the best scores, the newest, the oldest.

Within a segment, documents are numbered by date, and on one date by descending id. Descending document
numbers are thus the order in which ties break.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.engine.arrays.tuning import Tuning
from frsearch.ranking import Floats


def best(scores: Floats, count: int, cuts: NDArray[np.int64], tuning: Tuning) -> NDArray[np.int64]:
    """Return the places of the `count` highest scores, and a few more, in no order.

    Of equal scores, the last are better. `cuts` are the places at which further segments begin. At the
    lowest of the best scores, enough places are returned for each segment to fill the rest by itself.
    """
    if len(scores) <= max(count, tuning.block):
        return np.arange(len(scores))
    block = tuning.block * max(1, len(scores) // (tuning.block * tuning.most_blocks))
    blocks = len(scores) // block
    lowest = np.float32(-1)
    if blocks > count * 2:
        # The best scores are at or above the `count`-th highest of the blocks' maxima.
        highest = scores[: blocks * block].reshape(-1, block).max(axis=1)
        highest.partition(len(highest) - count)
        lowest = highest[-count]
    places = (scores >= lowest).nonzero()[0]
    if len(places) > count:
        candidates = scores.take(places)
        threshold = np.partition(candidates, -count)[-count]
        above = places[candidates > threshold]
        equal = places[candidates == threshold]
        parts = np.split(equal, equal.searchsorted(cuts)) if len(cuts) else [equal]
        places = np.concatenate([above, *(part[len(above) - count :] for part in parts)])
    return places


def newest(documents: Documents, limit: int) -> Documents:
    """Return the last `limit` documents, descending."""
    return documents[::-1][:limit]


def oldest(starts: NDArray[np.int64], documents: Documents, undated: int, limit: int) -> Documents:
    """Return the first `limit` documents by date, descending within a date; the undated last.

    `starts` are the first documents of each date, ascending.
    """
    dated = documents[np.searchsorted(documents, undated) :]
    groups: list[Documents] = []
    count, at = 0, 0
    while count < limit and at < len(dated):
        following = int(np.searchsorted(starts, dated[at], side="right"))
        end = len(dated) if following == len(starts) else int(np.searchsorted(dated, starts[following]))
        groups.append(dated[at:end][::-1])
        count += end - at
        at = end
    groups.append(documents[: len(documents) - len(dated)][::-1])
    return np.concatenate(groups)[:limit]
