"""Matches -> one of each group of near copies, with the others behind it; or what to count of groups.

collapsed = Collapsed(snapshot, found, scorer, "relevance")
collapsed.shown, collapsed.behind(document)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from frsearch.codec.postings import Documents
from frsearch.codec.snapshot import Snapshot
from frsearch.facets import units_of
from frsearch.ranking import Floats
from frsearch.types import Unit


class Collapsed:
    """Matches with one of each group: by relevance the one with the best score, else the first by date.

    The score is that before the first articles are put in order anew: copies say the same, and what
    is put in order is then what is shown. `shown` are the documents left.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        found: Documents,
        scorer: Callable[[Documents], Floats],
        sort: Literal["relevance", "newest", "oldest"],
    ):
        """Collapse matches, given in ascending order; `scorer` scores some of them."""
        self._snapshot = snapshot
        copies = snapshot.copies
        held = found[copies.groups.take(found) >= 0]
        ranks = (copies.oldest if sort == "oldest" else copies.newest).take(held)
        scores = scorer(held) if sort == "relevance" else np.zeros(len(held), np.float32)
        order = np.lexsort((ranks, -scores, groups := copies.groups.take(held)))
        self._groups = groups[order]
        self._documents = held[order]
        hidden = self._documents[np.diff(self._groups, prepend=-1) == 0]
        self.shown = np.delete(found, found.searchsorted(hidden))

    def behind(self, document: int) -> tuple[str, ...]:
        """Return the ids behind a document that is shown, in their order."""
        group = self._snapshot.copies.groups[document]
        if group < 0:
            return ()
        first, last = np.searchsorted(self._groups, (group, group + 1)).tolist()
        # The first of a group is the one shown.
        return tuple(map(self._snapshot.id, self._documents[first + 1 : last].tolist()))


def excluding(snapshot: Snapshot, found: Documents, without: int, *, copies_too: bool) -> Documents:
    """Leave out a document, and its copies where asked."""
    groups = snapshot.copies.groups if copies_too else None
    if groups is None or groups[without] < 0:
        return found.compress(found != without)
    return found.compress(groups.take(found) != groups[without])


def one_per_group(snapshot: Snapshot, found: Documents, unit: Unit | None) -> Documents:
    """Leave one document of each group in each unit of time (or without any); None: in all."""
    groups = snapshot.copies.groups.take(found)
    held = np.flatnonzero(groups >= 0)
    keys = groups.take(held)
    if unit is not None:
        keys = keys << 32 | units_of(snapshot.calendar(unit), found.take(held)) + 1
    again = np.ones(len(keys), np.bool_)
    again[np.unique(keys, return_index=True)[1]] = False
    return np.delete(found, held[again])
