"""The positions of a segment, read: where in which documents terms stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array, ArrayFile, LazyArray
from frsearch.codec.postings import Documents, Lists
from frsearch.codec.skip_list import SkipList
from frsearch.messages.wording import Message
from frsearch.types import FieldName

# An occurrence is one number, document · 2^33, plus 2^32 in the text, plus position: so occurrences in
# many documents are one sorted array, and no phrase runs from a title into a text.
DOCUMENT_SHIFT = 33
IN_TEXT = 1 << 32
POSITION = IN_TEXT - 1


class Holdings(NamedTuple):
    """Which documents hold some terms, one term after another; how often, and where the positions
    of each begin; and where those of each term begin and end."""

    documents: Documents
    counts: NDArray[np.int64]
    begins: NDArray[np.int64]
    position_starts: NDArray[np.int64]
    position_ends: NDArray[np.int64]


NO_HOLDINGS = Holdings(*(np.zeros(0, np.int64) for _ in range(5)))


class Positions:
    """Where terms stand. `lists` are their postings, `live` the documents that are not deleted (None:
    all of `size`), `title_lengths` the positions of each title."""

    def __init__(
        self,
        bundle: ArrayFile,
        lists: Lists,
        live: NDArray[np.bool_] | None,
        title_lengths: Array,
        size: int,
    ):
        self._bundle = bundle
        self._lists = lists
        self._live = live
        self._title_lengths = title_lengths
        self._size = size

    @cached_property
    def _places(self) -> LazyArray:
        # Wider ones could make one document's occurrence another's: see DOCUMENT_SHIFT.
        return self._bundle.spans("positions", 4)

    @cached_property
    def _starts(self) -> Array:
        return self._bundle.offsets("positions.starts", len(self._places), len(self._lists.starts) - 1)

    @cached_property
    def _marks(self) -> SkipList:
        return SkipList(self._bundle, self._lists, self._starts, self._size)

    def occurrence_count(self, terms: Sequence[int]) -> int:
        """Return how often the terms occur, deleted documents included."""
        starts, chosen = self._starts, np.array(terms, dtype=np.int64)
        return int((starts[chosen + 1].astype(np.int64) - starts[chosen]).sum())

    def occurrences(
        self, terms: list[int], kept: NDArray[np.bool_] | None, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return where terms stand, ascending: document · 2^33, plus 2^32 in the text, plus position.

        `kept` marks the documents wanted; None is all live ones. `field` None is both.
        """
        return self.placed(self.held(terms), kept, field)

    def held(self, terms: list[int]) -> Holdings:
        """Return which documents, deleted ones too, hold terms, and where their positions are."""
        if not terms:
            return NO_HOLDINGS
        documents, in_text, in_title = self._lists.several(terms)
        counts = in_text.astype(np.int64) + in_title
        ends = counts.cumsum()
        begins = ends - counts
        # `begins` counts from the first of these terms; each has its own place among all positions.
        chosen = np.array(terms, dtype=np.int64)
        starts: Array = self._lists.starts
        sizes = starts[chosen + 1].astype(np.int64) - starts[chosen].astype(np.int64)
        position_starts = self._starts[chosen].astype(np.int64)
        position_ends = self._starts[chosen + 1].astype(np.int64)
        lasts = sizes.cumsum() - 1
        if not sizes.all() or (ends[lasts] != (position_ends - position_starts).cumsum()).any():
            raise self._bundle.corruption(Message("there are not as many positions as occurrences"))
        begins += (position_starts - begins[lasts + 1 - sizes]).repeat(sizes)
        return Holdings(documents, counts, begins, position_starts, position_ends)

    def placed(
        self, held: Holdings, kept: NDArray[np.bool_] | None, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return the `occurrences` of terms, given what holds them."""
        documents, counts, begins, position_starts, position_ends = held
        kept = self._live if kept is None else kept
        if kept is not None:
            wanted = kept.take(documents).nonzero()[0]
            documents, counts, begins = documents.take(wanted), counts.take(wanted), begins.take(wanted)
        positions = self._places.among(position_starts, position_ends)
        found = self._at(documents, counts, begins, positions)
        found = self._of_field(found, field)
        if len(position_starts) > 1:
            found.sort()
        return found

    def occurrences_in(
        self, terms: list[int], documents: Documents, field: FieldName | None
    ) -> NDArray[np.int64]:
        """Return the `occurrences` of terms in some live documents, given in ascending order.

        Only what is about these is read.
        """
        _, found = self.occurrences_near(np.array(terms, dtype=np.int64), documents)
        found = self._of_field(found, field)
        if len(terms) > 1:
            found.sort()
        return found

    def occurrences_near(
        self, terms: NDArray[np.int64], documents: Documents
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where terms stand in a few documents, given in ascending order, deleted or not.

        Occurrences are those of one term after another, ascending for each; which of the terms each
        is of, counted from 0, is given with them.
        """
        which, found, counts, begins = self._marks.find(terms, documents)
        if not len(found):
            return which, found
        # No more of a term than there is, or a few documents could stand for all positions many times.
        sizes = self._starts.take(terms + 1).astype(np.int64) - self._starts.take(terms)
        if (
            int((begins + counts).max()) > len(self._places)
            or (np.bincount(which, counts, len(terms)) > sizes).any()
        ):
            raise self._bundle.corruption(Message("the marks are not those of its lists"))
        positions = self._places.among(begins, begins + counts)
        return which.repeat(counts), self._at(found, counts, begins, positions)

    def _at(
        self,
        documents: Documents,
        counts: NDArray[np.int64],
        begins: NDArray[np.int64],
        positions: Array,
    ) -> NDArray[np.int64]:
        """Return occurrences in documents: how many in each, and where their positions begin."""
        ends: NDArray[np.int64] = counts.cumsum()
        shifts = begins - (ends - counts)
        places = shifts.repeat(counts) + np.arange(counts.sum())
        title_lengths = self._title_lengths.take(documents).astype(np.int64)
        found = ((documents << DOCUMENT_SHIFT) + (IN_TEXT - title_lengths)).repeat(counts)
        found += positions.take(places)
        # Positions count the title first: those in it are still short of the text, by its length.
        in_title = ((found & IN_TEXT) == 0).nonzero()[0]
        found[in_title] -= IN_TEXT - title_lengths.take(ends.searchsorted(in_title, side="right"))
        return found

    @staticmethod
    def _of_field(found: NDArray[np.int64], field: FieldName | None) -> NDArray[np.int64]:
        return found if field is None else found.compress(((found & IN_TEXT) > 0) == (field == "text"))

    def occurrence_counts(self) -> NDArray[np.int64]:
        """Return how often each term occurs, deleted documents included."""
        ends = self._starts.astype(np.int64)
        counts: NDArray[np.int64] = ends[1:] - ends[:-1]
        return counts

    def all_occurrences(
        self, first: int, last: int, begin: int, end: int
    ) -> tuple[NDArray[np.int64], Documents, Array]:
        """Return terms, documents and positions (those of the title first, the text's after them) of
        the terms `first` to `last` in the documents `begin` to `end`, both exclusive."""
        starts = self._lists.starts[first : last + 1].astype(np.int64)
        documents, in_text, in_title = self._lists.several(list(range(first, last)))
        terms = np.arange(first, last).repeat(np.diff(starts))
        counts = in_text.astype(np.int64) + in_title
        begins = self._starts
        positions = self._places.between(int(begins[first]), int(begins[last]))
        if len(positions) != counts.sum():
            raise self._bundle.corruption(Message("there are not as many positions as occurrences"))
        if begin > 0 or end < self._size:
            wanted = (documents >= begin) & (documents < end)
            positions = positions[wanted.repeat(counts)]
            terms, documents, counts = terms[wanted], documents[wanted], counts[wanted]
        return terms.repeat(counts), documents.repeat(counts), positions
