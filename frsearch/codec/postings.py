"""Reads posting lists: the documents of a term, and its counts in each title and text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array, ArrayFile, LazyArray
from frsearch.codec.postings_writer import MOST_IN_TEXT, TEXT_BITS
from frsearch.messages.wording import Message
from frsearch.types import FieldName

# NumPy indexes with 64-bit numbers twice as fast as with 32-bit ones.
Documents = NDArray[np.int64]
Ints = NDArray[np.int64]
_NONE: Ints = np.zeros(0, np.int64)


class Postings(NamedTuple):
    """Ascending document numbers, with the counts of a term in the text and title of each."""

    documents: Documents
    in_text: Array
    in_title: Array

    def chosen(self, places: NDArray[np.int64]) -> Postings:
        """Return the postings at these places."""
        return Postings(*(part.take(places) for part in self))

    def only(self, field: FieldName | None) -> Postings:
        """Return the postings with occurrences in this field; all of them if it is None."""
        if field is None:
            return self
        postings = self.chosen((self.in_title if field == "title" else self.in_text).nonzero()[0])
        none = np.zeros(len(postings.documents), dtype=np.uint8)
        return postings._replace(in_text=none) if field == "title" else postings._replace(in_title=none)

    @classmethod
    def joined(cls, parts: Sequence[Postings], starts: Sequence[int]) -> Postings:
        """Join the postings of segments; `starts` are the first document numbers of the segments."""
        if len(parts) == 1:
            return parts[0]
        documents, in_text, in_title = (np.concatenate(each) for each in zip(*parts, strict=True))
        begin = 0
        for part, start in zip(parts, starts, strict=False):
            end = begin + len(part.documents)
            documents[begin:end] += start
            begin = end
        return cls(documents, in_text, in_title)


NO_POSTINGS = Postings(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint8))


class Lists:
    """Posting lists of one kind, decoded on request."""

    def __init__(self, bundle: ArrayFile, name: str, count: int, size: int):
        """Open `count` lists; all document numbers are below `size`."""
        self._bundle = bundle
        self._size = size
        self._gaps = bundle.spans(f"{name}.gaps", 2)
        self._frequencies = bundle.spans(f"{name}.frequencies", 1)
        length = len(self._gaps)
        if length != len(self._frequencies):
            raise bundle.corruption(
                Message("{name} has different numbers of gaps and frequencies", name=name)
            )
        self.starts: Array = bundle.offsets(f"{name}.starts", length, count)
        self.bases: Array = bundle.below(f"{name}.bases", size, count)
        self._wide: Array = bundle.places(f"{name}.wide", length)
        self._wide_gaps: Array = bundle.below(f"{name}.wide_gaps", size, len(self._wide))
        self._many: Array = bundle.places(f"{name}.many", length)
        self._many_text: Array = bundle.below(f"{name}.many_text", 1 << 32, len(self._many))
        self._many_title: Array = bundle.below(f"{name}.many_title", 1 << 32, len(self._many))

    def length(self, number: int) -> int:
        """Return the number of postings of a list."""
        return int(self.starts[number + 1]) - int(self.starts[number])

    def one(self, number: int) -> Postings:
        """Return the postings of a list."""
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        if start == end:
            return NO_POSTINGS
        gaps = self._gaps.between(start, end)
        if len(self._wide):
            low, high = self._wide.searchsorted(np.array((start, end), dtype=np.uint64)).tolist()
            if low < high:
                gaps = gaps.astype(np.int64)
                gaps[self._wide[low:high] - np.uint64(start)] = self._wide_gaps[low:high]
        self._check_gaps(gaps, np.zeros(1, dtype=np.int64))
        documents: Documents = gaps.cumsum(dtype=np.int64)
        documents += int(self.bases[number])
        self._check(int(documents[-1]))
        in_text, in_title = self._unpacked(self._frequencies.between(start, end))
        if len(self._many):
            low, high = self._many.searchsorted(np.array((start, end), dtype=np.uint64)).tolist()
            if low < high:
                places = self._many[low:high] - np.uint64(start)
                in_text, in_title = in_text.astype(np.uint32), in_title.astype(np.uint32)
                in_text[places], in_title[places] = self._many_text[low:high], self._many_title[low:high]
        return Postings(documents, in_text, in_title)

    def several(self, numbers: list[int]) -> Postings:
        """Return the postings of several lists, one after another, decoded together."""
        chosen = np.array(numbers, dtype=np.int64)
        starts = self.starts.take(chosen).astype(np.int64)
        counts = self.starts.take(chosen + 1).astype(np.int64) - starts
        filled = counts.nonzero()[0]
        if not len(filled):
            return NO_POSTINGS
        slices = ListSlices.of(starts.take(filled), counts.take(filled))
        firsts = self.bases.take(chosen.take(filled)).astype(np.int64)
        return Postings(self.documents(slices, firsts), *self.frequencies(slices))

    def documents(self, slices: ListSlices, firsts: Documents) -> Documents:
        """Return the documents of list slices, one after another, given the first document of each."""
        gaps = slices.gathered(self._gaps)
        at, wide = slices.locate(self._wide)
        if len(at):
            gaps = gaps.astype(np.int64)
            gaps[wide] = self._wide_gaps.take(at)
        self._check_gaps(gaps, slices.begins)
        running: Documents = gaps.cumsum(dtype=np.int64)
        # The running sum starts again in each slice, at its first document.
        offsets = firsts - running.take(slices.begins)
        self._check(int((running.take(slices.begins + slices.counts - 1) + offsets).max()))
        running += offsets.repeat(slices.counts)
        return running

    def frequencies(self, slices: ListSlices) -> tuple[Array, Array]:
        """Return the counts in the text and in the title, for each posting of list slices."""
        in_text, in_title = self._unpacked(slices.gathered(self._frequencies))
        at, many = slices.locate(self._many)
        if len(at):
            in_text, in_title = in_text.astype(np.uint32), in_title.astype(np.uint32)
            in_text[many], in_title[many] = self._many_text[at], self._many_title[at]
        return in_text, in_title

    def _check_gaps(self, gaps: Array, begins: Ints) -> None:
        """Refuse a list that repeats a document: only the first gap of a slice may be 0."""
        firsts = np.count_nonzero(gaps.take(begins))
        if np.count_nonzero(gaps) - firsts < len(gaps) - len(begins):
            raise self._bundle.corruption(Message("a posting list has a document twice"))

    def _check(self, last: int) -> None:
        """Refuse document numbers past the end, before they can size an array."""
        if not 0 <= last < self._size:
            raise self._bundle.corruption(
                Message(
                    "a posting list goes on to document {last} of {size}", last=last, size=self._size
                )
            )

    @staticmethod
    def _unpacked(packed: Array) -> tuple[Array, Array]:
        return packed & np.uint8(MOST_IN_TEXT), packed >> np.uint8(TEXT_BITS)


class ListSlices(NamedTuple):
    """Slices of posting lists: at least one, none of them empty.

    `starts` and `ends` are places among the postings of all lists. `counts` are numbers of postings.
    `begins` are the places of the slices once they are joined. `places` are the places of all their
    postings, None if the slices are contiguous.
    """

    starts: Ints
    ends: Ints
    counts: Ints
    begins: Ints
    places: Ints | None

    @classmethod
    def of(cls, starts: Ints, counts: Ints) -> ListSlices:
        """Make slices from their starts and lengths."""
        ends = starts + counts
        begins = counts.cumsum() - counts
        if (starts[1:] == ends[:-1]).all():
            return cls(starts, ends, counts, begins, None)
        places = (starts - begins).repeat(counts)
        places += np.arange(len(places))
        return cls(starts, ends, counts, begins, places)

    def gathered(self, numbers: LazyArray) -> Array:
        """Return the numbers of the slices, joined."""
        if self.places is None:
            return numbers.between(int(self.starts[0]), int(self.ends[-1]))
        return numbers.among(self.starts, self.ends).take(self.places)

    def locate(self, rare: Array) -> tuple[Ints, Ints]:
        """Return which of the ascending places `rare` lie in the slices, and their joined places."""
        if not len(rare):
            return _NONE, _NONE
        # Numbers of another type would make NumPy convert the whole array.
        places = rare.searchsorted(np.concatenate([self.starts, self.ends]).astype(rare.dtype))
        low, high = places[: len(self.starts)], places[len(self.starts) :]
        counts = high - low
        if not counts.any():
            return _NONE, _NONE
        at = (low - (counts.cumsum() - counts)).repeat(counts) + np.arange(counts.sum())
        return at, rare.take(at).astype(np.int64) - (self.starts - self.begins).repeat(counts)
