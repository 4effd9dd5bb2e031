"""The first of many documents by date: the newest, the oldest.

Within a segment, documents are numbered by date, and on one date by descending id. Descending document
numbers are thus the order in which ties break.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents


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
