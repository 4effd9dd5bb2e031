"""The first of many documents: the best scores, the newest, the oldest.

Within a segment, documents are numbered by date, and on one date by descending id: among equals, a
walk backwards is the order in which ties break.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.ranking import Floats

_BLOCK = 256


def best(scores: Floats, wanted: int) -> NDArray[np.int64]:
    """Return the places of the highest scores, highest first; among equals, the last first."""
    candidates = _candidates(scores, wanted)
    order = np.lexsort((-candidates, -scores[candidates]))
    chosen: NDArray[np.int64] = candidates[order[:wanted]]
    return chosen


def _candidates(scores: Floats, wanted: int) -> NDArray[np.int64]:
    """Return places that hold the best, and not many more."""
    if len(scores) <= max(wanted, _BLOCK):
        return np.arange(len(scores))
    blocks = len(scores) // _BLOCK
    lowest = np.float32(-1)
    if blocks > wanted * 2:
        # The best lie at or above the wanted-th highest of the blocks' maxima.
        highest = scores[: blocks * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
        lowest = np.partition(highest, -wanted)[-wanted]
    places = np.flatnonzero(scores >= lowest)
    if len(places) > wanted:
        held = scores[places]
        threshold = np.partition(held, -wanted)[-wanted]
        above = places[held > threshold]
        equal = places[held == threshold]
        places = np.concatenate([above, equal[len(equal) - (wanted - len(above)) :]])
    return places


def newest(documents: Documents, wanted: int) -> Documents:
    """Return the last documents, backwards."""
    return documents[::-1][:wanted]


def oldest(
    starts: NDArray[np.int64], documents: Documents, undated: int, wanted: int
) -> Documents:
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
