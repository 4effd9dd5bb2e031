"""The first of many documents: the best scores, the newest, the oldest.

Within a segment, documents are numbered by date, and on one date by descending id: among equals, a
walk backwards is the order in which ties break.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.engine.arrays.tuning import Tuning
from frsearch.ranking import Floats


def best(scores: Floats, wanted: int, cuts: NDArray[np.int64], tuning: Tuning) -> NDArray[np.int64]:
    """Return places that hold the highest scores, and not many more, in no order.

    Of equal scores, the last are better. `cuts` are where further segments begin among the scores: of
    the lowest score of the best, as many are returned of each segment.
    """
    if len(scores) <= max(wanted, tuning.block):
        return np.arange(len(scores))
    block = tuning.block * max(1, len(scores) // (tuning.block * tuning.most_blocks))
    blocks = len(scores) // block
    lowest = np.float32(-1)
    if blocks > wanted * 2:
        # The best lie at or above the wanted-th highest of the blocks' maxima.
        highest = scores[: blocks * block].reshape(-1, block).max(axis=1)
        highest.partition(len(highest) - wanted)
        lowest = highest[-wanted]
    places = (scores >= lowest).nonzero()[0]
    if len(places) > wanted:
        held = scores.take(places)
        threshold = np.partition(held, -wanted)[-wanted]
        above = places[held > threshold]
        equal = places[held == threshold]
        parts = np.split(equal, equal.searchsorted(cuts)) if len(cuts) else [equal]
        places = np.concatenate([above, *(part[len(above) - wanted :] for part in parts)])
    return places


def newest(documents: Documents, wanted: int) -> Documents:
    """Return the last documents, backwards."""
    return documents[::-1][:wanted]


def oldest(starts: NDArray[np.int64], documents: Documents, undated: int, wanted: int) -> Documents:
    """Return the first documents by date, those of one date backwards; the undated last.

    `starts` are the first documents of each date, ascending.
    """
    dated = documents[np.searchsorted(documents, undated) :]
    groups: list[Documents] = []
    count, at = 0, 0
    while count < wanted and at < len(dated):
        following = int(np.searchsorted(starts, dated[at], side="right"))
        end = len(dated) if following == len(starts) else int(np.searchsorted(dated, starts[following]))
        groups.append(dated[at:end][::-1])
        count += end - at
        at = end
    groups.append(documents[: len(documents) - len(dated)][::-1])
    return np.concatenate(groups)[:wanted]
