"""Reads the positions of a segment: the occurrences of terms in documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.array_file import Array, ArrayFile, LazyArray
from frsearch.codec.postings import Documents, Lists, wide_offsets
from frsearch.codec.skip_list import SkipList
from frsearch.messages.wording import Message
from frsearch.types import FieldName

# An occurrence is one number: document · 2^33, plus 2^32 in the text, plus position. So occurrences in
# many documents are one sorted array, and no phrase runs from a title into a text.
DOCUMENT_SHIFT = 33
IN_TEXT = 1 << 32
POSITION = IN_TEXT - 1


class Positions:
    """The positions of terms.

    `lists` are their postings in `size` documents, `title_lengths` the positions of each title, counted.
    """

    def __init__(self, bundle: ArrayFile, lists: Lists, title_lengths: Array, size: int):
        self._bundle = bundle
        self._lists = lists
        self._title_lengths = title_lengths.astype(np.uint32, copy=False)
        self._size = size

    @cached_property
    def _places(self) -> LazyArray:
        # A wider position could overflow into the document number: see DOCUMENT_SHIFT.
        return self._bundle.spans("positions", 4)

    @cached_property
    def _starts(self) -> Array:
        count = len(self._lists.starts) - 1
        return wide_offsets(self._bundle.offsets("positions.starts", len(self._places), count))

    @cached_property
    def _marks(self) -> SkipList:
        return SkipList(self._bundle, self._lists, self._starts, self._size)

    def __len__(self) -> int:
        """Return the number of occurrences of all terms, deleted documents included."""
        return len(self._places)

    def occurrence_count(self, terms: Sequence[int]) -> int:
        """Return the number of occurrences of the terms, deleted documents included."""
        starts, ends = kernels.bounds(self._starts, np.array(terms, dtype=np.int64))
        return int((ends - starts).sum())

    def occurrences(
        self, terms: list[int], documents: Documents, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return the occurrences of terms, ascending: document · 2^33 + 2^32 in the text + position.

        They are read in some documents, which ascend. `field` None is both fields.
        """
        _, occurrences = self.occurrences_near(np.array(terms, dtype=np.int64), documents)
        if field is not None:
            occurrences = occurrences.compress(((occurrences & IN_TEXT) > 0) == (field == "text"))
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
        heads, tails = kernels.bounds(self._starts, terms)
        which, matches, counts, begins = self._marks.find(terms, heads, documents)
        if not len(matches):
            return which, matches
        ends = begins + counts
        # Damaged marks could repeat the positions of a term many times, and fill the memory.
        if int(ends.max()) > len(self._places) or int(counts.sum()) > int((tails - heads).sum()):
            raise self._bundle.corruption(Message("the marks do not match the posting lists"))
        positions = self._places.among(begins, ends)
        return which.repeat(counts), kernels.place_occurrences(
            matches, counts, begins, positions, self._title_lengths
        )

    def lay_out(
        self,
        terms: NDArray[np.int64],
        words: NDArray[np.int32],
        places: NDArray[np.int64],
        size: int,
    ) -> NDArray[np.int32]:
        """Return the texts of some documents as `size` words in a row, -1 where there is none.

        `words` has the word of each term; of several terms at a place, the last is taken. `places` has
        the place where the text of each document begins, -1 if it is left out.
        """
        documents, (heads, tails) = (places >= 0).nonzero()[0], kernels.bounds(self._starts, terms)
        # Damaged lengths could fill the memory; texts have no more places than words, one after each.
        if size > len(self._places) + len(documents):
            why = Message("lengths of documents do not match their last positions")
            raise self._bundle.corruption(why)
        which, starts, counts, firsts, begins, ends = self._marks.slices(terms, heads, tails, documents)
        if not len(which):
            return np.full(size, -1, dtype=np.int32)
        if (ends <= begins).any() or int(ends.max()) > len(self._places):
            raise self._bundle.corruption(Message("the marks do not match the posting lists"))
        positions, slices = self._places.among(begins, ends), (starts, counts, firsts, begins)
        words = words.take(which)
        try:
            return self._lists.lay_out(positions, self._title_lengths, *slices, words, places, size)
        except IndexError:
            why = Message("the numbers of positions and of occurrences differ")
            raise self._bundle.corruption(why) from None

    def occurrence_counts(self) -> NDArray[np.int64]:
        """Return the number of occurrences of each term, deleted documents included."""
        ends = self._starts.astype(np.int64)
        counts: NDArray[np.int64] = ends[1:] - ends[:-1]
        return counts

    def all_postings(self, first: int, last: int, begin: int, end: int) -> tuple[Array, ...]:
        """Return the postings of the terms `first` to `last` in the documents `begin` to `end`, ends
        exclusive: terms, documents, counts in text and title; and the positions of all, which count the
        title, then the text."""
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
            terms, documents = terms[chosen], documents[chosen]
            in_text, in_title = in_text[chosen], in_title[chosen]
        return terms, documents, in_text, in_title, positions
