"""Matches -> one document of each group of near copies, with its copies; or one to count per group.

collapsed = Collapsed(snapshot, documents, scorer, "relevance")
collapsed.shown, collapsed.behind(document)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.field_values import field_ranks
from frsearch.facets import units_of
from frsearch.ranking import Floats
from frsearch.types import SORTS, Unit


class Collapsed:
    """Matches with one document per group: by relevance the best score, else the first in order.

    The score is that before reranking: copies have nearly the same text, and reranking then takes the
    documents that are shown. `shown` are the documents to show, ascending.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        documents: Documents,
        scorer: Callable[[Documents], Floats],
        sort: str,
    ):
        """Collapse matches, given in ascending order; `scorer` scores a subset of them."""
        self._snapshot = snapshot
        copies = snapshot.copies
        grouped = documents[copies.groups.take(documents) >= 0]
        ranks = (copies.oldest if sort == "oldest" else copies.newest).take(grouped)
        first: NDArray[Any] = np.zeros(len(grouped), np.float32)
        if sort == "relevance":
            first = -scorer(grouped)
        elif sort not in SORTS:
            first = field_ranks(snapshot, sort, grouped)
        order = np.lexsort((ranks, first, groups := copies.groups.take(grouped)))
        self._groups = groups[order]
        self._documents = grouped[order]
        hidden = self._documents[np.diff(self._groups, prepend=-1) == 0]
        self.shown: NDArray[Any] = np.delete(documents, documents.searchsorted(hidden))

    def behind(self, document: int) -> tuple[str, ...]:
        """Return the ids of the matching copies of a shown document, in their order."""
        group = self._snapshot.copies.groups[document]
        if group < 0:
            return ()
        first, last = np.searchsorted(self._groups, (group, group + 1)).tolist()
        # The first document of a group is the one shown.
        return tuple(map(self._snapshot.id, self._documents[first + 1 : last].tolist()))


def excluding(snapshot: Snapshot, documents: Documents, without: int, *, copies_too: bool) -> Documents:
    """Return the documents except `without` and, if `copies_too`, its copies."""
    groups = snapshot.copies.groups if copies_too else None
    if groups is None or groups[without] < 0:
        return documents.compress(documents != without)
    return documents.compress(groups.take(documents) != groups[without])


def one_per_group(snapshot: Snapshot, documents: Documents, unit: Unit | None) -> Documents:
    """Return one document of each group per unit of time (or undated); None: one of each group."""
    groups = snapshot.copies.groups.take(documents)
    grouped = np.flatnonzero(groups >= 0)
    keys = groups.take(grouped)
    if unit is not None:
        keys = keys << 32 | units_of(snapshot.calendar(unit), documents.take(grouped)) + 1
    repeated = np.ones(len(keys), np.bool_)
    repeated[np.unique(keys, return_index=True)[1]] = False
    return np.delete(documents, grouped[repeated])
