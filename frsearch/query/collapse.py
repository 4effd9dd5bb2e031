"""Matches -> one of each group of near copies, with the others behind it; or what to count of groups.

    collapsed = Collapsed(snapshot, found, scorers, "relevance")
    collapsed.shown, collapsed.behind(segment, document)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.copies import Copies
from frsearch.codec.postings import Documents
from frsearch.codec.store import Snapshot
from frsearch.facets import Unit, units_of
from frsearch.ranking import Floats

Ints = NDArray[np.int64]


class Collapsed:
    """Matches with one of each group: by relevance the one with the best score, else the first by date.

    The score is that before the first articles are put in order anew: copies say the same, and what
    is put in order is then what is shown. `shown` are the documents left of each segment.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        found: Sequence[Documents],
        scorers: Sequence[Callable[[Documents], Floats]],
        sort: Literal["relevance", "newest", "oldest"],
    ):
        """Collapse matches; `scorers` score documents of each segment."""
        self._snapshot = snapshot
        held = _with_copies(snapshot.copies, found)
        ranks = snapshot.copies.oldest if sort == "oldest" else snapshot.copies.newest
        keys = [_taken(ranks, held)]
        if sort == "relevance":
            # A segment that a search had no time for holds none, and no scores can be asked of it.
            scores = [score(some) for score, some in zip(scorers, held, strict=True) if len(some)]
            keys.append(-np.concatenate([np.zeros(0, np.float32), *scores]))
        order = np.lexsort((*keys, groups := _taken(snapshot.copies.groups, held)))
        self._groups = groups[order]
        self._segments = _owners(held)[order]
        self._documents = _joined(held)[order]
        hidden = np.diff(self._groups, prepend=-1) == 0
        # Those behind others, segment by segment, where they stand among the matches.
        parts = [self._documents[hidden & (self._segments == number)] for number in range(len(found))]
        self.shown = [
            np.delete(documents, documents.searchsorted(part))
            for documents, part in zip(found, parts, strict=True)
        ]

    def behind(self, segment: int, document: int) -> tuple[str, ...]:
        """Return the ids behind a document that is shown, in their order."""
        group = self._snapshot.copies.groups[segment][document]
        if group < 0:
            return ()
        first, last = np.searchsorted(self._groups, (group, group + 1)).tolist()
        # The first of a group is the one shown.
        places = zip(self._segments[first + 1 : last], self._documents[first + 1 : last], strict=True)
        return tuple(self._snapshot.segments[number].ids[document] for number, document in places)


def left(
    snapshot: Snapshot, found: Sequence[Documents], without: tuple[int, int], *, copies_too: bool
) -> list[Documents]:
    """Leave out a document, given by its segment and number there, and its copies where asked."""
    segment, document = without
    group = snapshot.copies.groups[segment][document] if copies_too else -1
    if group < 0:
        kept = found[segment][found[segment] != document]
        return [*found[:segment], kept, *found[segment + 1 :]]
    return [
        documents[groups.take(documents) != group]
        for groups, documents in zip(snapshot.copies.groups, found, strict=True)
    ]


def once(snapshot: Snapshot, found: Sequence[Documents], unit: Unit | None) -> list[Documents]:
    """Leave one document of each group in each unit of time (or without any); None: in all."""
    groups = [of.take(some) for of, some in zip(snapshot.copies.groups, found, strict=True)]
    held = [np.flatnonzero(group >= 0) for group in groups]
    keys = _joined([group.take(at) for group, at in zip(groups, held, strict=True)])
    if unit is not None:
        units = _units(snapshot, [some.take(at) for some, at in zip(found, held, strict=True)], unit)
        keys = keys << 32 | units
    again = np.ones(len(keys), np.bool_)
    again[np.unique(keys, return_index=True)[1]] = False
    owners = _owners(held)
    return [
        np.delete(documents, at[again[owners == number]])
        for number, (documents, at) in enumerate(zip(found, held, strict=True))
    ]


def _units(snapshot: Snapshot, found: Sequence[Documents], unit: Unit) -> Ints:
    """Return a number for the unit of each document, the same in all segments; 0 where it has none."""
    calendars = [segment.calendar(unit) for segment in snapshot.segments]
    known = {value: at for at, value in enumerate({v for each in calendars for v in each.values}, 1)}
    parts = []
    for calendar, documents in zip(calendars, found, strict=True):
        numbers = np.array([*(known[value] for value in calendar.values), 0])
        parts.append(numbers[units_of(calendar, documents)])
    return _joined(parts)


def _with_copies(copies: Copies, found: Sequence[Documents]) -> list[Documents]:
    """Return the documents that have copies, matching or not."""
    return [some[of.take(some) >= 0] for of, some in zip(copies.groups, found, strict=True)]


def _taken(columns: Sequence[Ints], found: Sequence[Documents]) -> Ints:
    return _joined([column.take(some) for column, some in zip(columns, found, strict=True)])


def _owners(parts: Sequence[Ints]) -> Ints:
    """Return of which part each of their values is."""
    return np.repeat(np.arange(len(parts)), list(map(len, parts)))


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *parts])
