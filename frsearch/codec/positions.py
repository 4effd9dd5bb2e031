"""Reads the positions of a segment: the occurrences of terms in documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.array_file import Array, ArrayFile, LazyArray
from frsearch.codec.postings import Documents, Lists
from frsearch.codec.skip_list import SkipList
from frsearch.messages.wording import Message
from frsearch.types import FieldName

# An occurrence is one number: document · 2^33, plus 2^32 in the text, plus position. So occurrences in
# many documents are one sorted array, and no phrase runs from a title into a text.
DOCUMENT_SHIFT = 33
IN_TEXT = 1 << 32
POSITION = IN_TEXT - 1


class Holdings(NamedTuple):
    """The postings of some terms, one term after another.

    `documents`, `counts` and `begins` (the start of the positions) have one entry per posting;
    `position_starts` and `position_ends` one per term.
    """

    documents: Documents
    counts: NDArray[np.int64]
    begins: NDArray[np.int64]
    position_starts: NDArray[np.int64]
    position_ends: NDArray[np.int64]


NO_HOLDINGS = Holdings(*(np.zeros(0, np.int64) for _ in range(5)))


class Positions:
    """The positions of terms.

    `lists` are their postings, `live` a mask of the documents that are not deleted (None: all `size`
    documents), `title_lengths` the number of positions of each title.
    """

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
        self._title_lengths = title_lengths.astype(np.uint32, copy=False)
        self._size = size

    @cached_property
    def _places(self) -> LazyArray:
        # A wider position could overflow into the document number: see DOCUMENT_SHIFT.
        return self._bundle.spans("positions", 4)

    @cached_property
    def _starts(self) -> Array:
        return self._bundle.offsets("positions.starts", len(self._places), len(self._lists.starts) - 1)

    @cached_property
    def _marks(self) -> SkipList:
        return SkipList(self._bundle, self._lists, self._starts, self._size)

    def occurrence_count(self, terms: Sequence[int]) -> int:
        """Return the number of occurrences of the terms, deleted documents included."""
        starts, chosen = self._starts, np.array(terms, dtype=np.int64)
        return int((starts[chosen + 1].astype(np.int64) - starts[chosen]).sum())

    def occurrences(
        self, terms: list[int], mask: NDArray[np.bool_] | None, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return the occurrences of terms, ascending: document · 2^33 + 2^32 in the text + position.

        `mask` selects documents, None means all live documents. `field` None is both fields.
        """
        return self.placed(self.held(terms), mask, field)

    def held(self, terms: list[int]) -> Holdings:
        """Return the postings of terms, deleted documents included, and where their positions are."""
        if not terms:
            return NO_HOLDINGS
        documents, in_text, in_title = self._lists.several(terms)
        counts = in_text.astype(np.int64) + in_title
        ends = counts.cumsum()
        begins = ends - counts
        # `begins` counts from the first of these terms: shift it to the place among all positions.
        chosen = np.array(terms, dtype=np.int64)
        starts: Array = self._lists.starts
        sizes = starts[chosen + 1].astype(np.int64) - starts[chosen].astype(np.int64)
        position_starts = self._starts[chosen].astype(np.int64)
        position_ends = self._starts[chosen + 1].astype(np.int64)
        lasts = sizes.cumsum() - 1
        if not sizes.all() or (ends[lasts] != (position_ends - position_starts).cumsum()).any():
            raise self._bundle.corruption(Message("the numbers of positions and of occurrences differ"))
        begins += (position_starts - begins[lasts + 1 - sizes]).repeat(sizes)
        return Holdings(documents, counts, begins, position_starts, position_ends)

    def placed(
        self, held: Holdings, mask: NDArray[np.bool_] | None, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return the `occurrences` of terms, given the result of `held`."""
        documents, counts, begins, position_starts, position_ends = held
        mask = self._live if mask is None else mask
        if mask is not None:
            chosen = mask.take(documents).nonzero()[0]
            documents, counts, begins = documents.take(chosen), counts.take(chosen), begins.take(chosen)
        positions = self._places.among(position_starts, position_ends)
        occurrences = self._at(documents, counts, begins, positions)
        occurrences = self._of_field(occurrences, field)
        if len(position_starts) > 1:
            occurrences.sort(kind="stable")  # merges those of the terms, which ascend
        return occurrences

    def occurrences_in(
        self, terms: list[int], documents: Documents, field: FieldName | None
    ) -> NDArray[np.int64]:
        """Return the `occurrences` of terms in some live documents, which ascend.

        Only the postings and positions of these documents are read.
        """
        _, occurrences = self.occurrences_near(np.array(terms, dtype=np.int64), documents)
        occurrences = self._of_field(occurrences, field)
        if len(terms) > 1:
            occurrences.sort(kind="stable")  # merges those of the terms, which ascend
        return occurrences

    def occurrences_near(
        self, terms: NDArray[np.int64], documents: Documents
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the occurrences of terms in a few ascending documents, deleted or not.

        The result is two parallel arrays: the index of the term, from 0, and the occurrence. They are
        sorted by term, then by occurrence.
        """
        which, matches, counts, begins = self._marks.find(terms, documents)
        if not len(matches):
            return which, matches
        # Damaged marks could repeat the positions of a term many times, and fill the memory.
        sizes = self._starts.take(terms + 1).astype(np.int64) - self._starts.take(terms)
        if (
            int((begins + counts).max()) > len(self._places)
            or (np.bincount(which, counts, len(terms)) > sizes).any()
        ):
            raise self._bundle.corruption(Message("the marks do not match the posting lists"))
        positions = self._places.among(begins, begins + counts)
        return which.repeat(counts), self._at(matches, counts, begins, positions)

    def _at(
        self,
        documents: Documents,
        counts: NDArray[np.int64],
        begins: NDArray[np.int64],
        positions: Array,
    ) -> NDArray[np.int64]:
        """Return the occurrences in documents, given their counts and the starts of their positions."""
        return kernels.place_occurrences(documents, counts, begins, positions, self._title_lengths)

    @staticmethod
    def _of_field(occurrences: NDArray[np.int64], field: FieldName | None) -> NDArray[np.int64]:
        if field is None:
            return occurrences
        return occurrences.compress(((occurrences & IN_TEXT) > 0) == (field == "text"))

    def occurrence_counts(self) -> NDArray[np.int64]:
        """Return the number of occurrences of each term, deleted documents included."""
        ends = self._starts.astype(np.int64)
        counts: NDArray[np.int64] = ends[1:] - ends[:-1]
        return counts

    def all_occurrences(
        self, first: int, last: int, begin: int, end: int
    ) -> tuple[NDArray[np.int64], Documents, Array]:
        """Return the terms, documents and positions of all occurrences of the terms `first` to `last` in
        the documents `begin` to `end`, ends exclusive. Positions count the title, then the text."""
        starts = self._lists.starts[first : last + 1].astype(np.int64)
        documents, in_text, in_title = self._lists.several(list(range(first, last)))
        terms = np.arange(first, last).repeat(np.diff(starts))
        counts = in_text.astype(np.int64) + in_title
        begins = self._starts
        positions = self._places.between(int(begins[first]), int(begins[last]))
        if len(positions) != counts.sum():
            raise self._bundle.corruption(Message("the numbers of positions and of occurrences differ"))
        if begin > 0 or end < self._size:
            chosen = (documents >= begin) & (documents < end)
            positions = positions[chosen.repeat(counts)]
            terms, documents, counts = terms[chosen], documents[chosen], counts[chosen]
        return terms.repeat(counts), documents.repeat(counts), positions
