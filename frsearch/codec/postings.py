"""Reads posting lists: the documents of a term, and its counts in each title and text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.array_file import Array, ArrayFile
from frsearch.kernels.stored import Stored
from frsearch.messages.wording import Message
from frsearch.types import FieldName

# NumPy indexes with 64-bit numbers twice as fast as with 32-bit ones.
Documents = NDArray[np.int64]
Ints = NDArray[np.int64]
# Counts of occurrences.
Counts = NDArray[np.uint32]


# Lists with so many times fewer postings than another.
_SHORTER = 4


class Arrays(NamedTuple):
    """Ascending document numbers, with the counts of a term in the text and title of each."""

    documents: Documents
    in_text: Counts
    in_title: Counts


class Postings:
    """The same of `parts` that follow one another: arrays, or lists whose counts are added up.

    Kernels take lists as they are stored; they are decoded when arrays are asked for.
    """

    def __init__(self, *parts: Arrays | list[Stored]):
        self.parts = parts

    @cached_property
    def lists(self) -> list[Stored]:
        """The stored lists, none if a part is decoded."""
        lists = [part for part in self.parts if not isinstance(part, Arrays)]
        return [*chain(*lists)] if len(lists) == len(self.parts) else []

    def __len__(self) -> int:
        if all(len(part) == 1 for part in self.parts):
            return sum(each.end - each.begin for each in self.lists)
        return len(self.documents)

    @cached_property
    def documents(self) -> Documents:
        """The documents, ascending if they are stored."""
        if not self.lists:
            return self.arrays.documents
        return kernels.union(self.lists, max(each.start + each.size for each in self.lists))

    @property
    def listed(self) -> Sequence[Stored | Documents]:
        """The documents as kernels find them fastest."""
        return [self.documents] if "documents" in self.__dict__ or not self.lists else self.lists

    @cached_property
    def arrays(self) -> Arrays:
        """The postings."""
        parts = [part if isinstance(part, Arrays) else _decoded(part) for part in self.parts]
        return parts[0] if len(parts) == 1 else _joined(parts)

    def chosen(self, places: NDArray[np.int64]) -> Postings:
        """Return the postings at these places."""
        documents, in_text, in_title = self.arrays
        return Postings(Arrays(documents.take(places), in_text.take(places), in_title.take(places)))

    def only(self, field: FieldName | None) -> Postings:
        """Return the postings with occurrences in this field; all of them if it is None."""
        if field is None:
            return self
        counts = self.arrays.in_title if field == "title" else self.arrays.in_text
        documents, in_text, in_title = self.chosen(counts.nonzero()[0]).arrays
        none = np.zeros(len(documents), dtype=np.uint32)
        return Postings(Arrays(documents, *((none, in_title) if field == "title" else (in_text, none))))

    def within(self, documents: Documents) -> tuple[Ints, Arrays]:
        """Return the places in a few ascending documents that have postings, with these postings."""
        if self.lists:
            places, in_text, in_title = kernels.look_up(documents, self.lists)
            return places, Arrays(documents.take(places), in_text, in_title)
        if not len(self):
            return self.documents, self.arrays
        at = self.documents.searchsorted(documents)
        places = (self.documents.take(at, mode="clip") == documents).nonzero()[0]
        return places, self.chosen(at.take(places)).arrays

    def common(self, documents: Documents) -> Documents:
        """Return which of ascending documents have postings."""
        listed = self.lists if len(self.lists) == len(self.parts) else self.documents
        return kernels.intersect(documents, listed)

    @classmethod
    def merged(cls, parts: Sequence[Postings], size: int) -> Postings:
        """Merge postings of documents below `size`, adding up the counts of a document.

        The documents of a part may be in any order, and repeated.
        """
        filled = [part for part in parts if len(part)]
        lists = [part.lists for part in filled]
        longest = max(map(len, filled), default=0)
        # Beside one list, some much shorter ones take less time while scores are added up.
        if all(lists) and sum(map(len, filled)) <= longest + longest // _SHORTER:
            return cls([*chain(*lists)]) if lists else NO_POSTINGS
        return cls(Arrays(*kernels.sum_postings([part.arrays for part in filled], size)))

    @classmethod
    def joined(cls, parts: Sequence[Postings], starts: Sequence[int]) -> Postings:
        """Join the postings of segments; `starts` are the first document numbers of the segments."""
        if len(parts) == 1:
            return parts[0]
        moved = [
            each._replace(documents=each.documents + start)
            if isinstance(each, Arrays)
            else [stored._replace(start=start) for stored in each]
            for part, start in zip(parts, starts, strict=False)
            for each in part.parts
            if len(part)
        ]
        return cls(*moved) if moved else NO_POSTINGS


def _joined(parts: Sequence[Arrays]) -> Arrays:
    documents, in_text, in_title = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Arrays(documents, in_text, in_title)


def _decoded(lists: Sequence[Stored]) -> Arrays:
    """Decode lists of one segment."""
    arrays: list[Arrays] = []
    for each in lists:
        begins, ends, firsts = (np.array([number]) for number in (each.begin, each.end, each.first))
        documents, in_text, in_title, _ = kernels.decode_lists(
            *each[:7], begins, ends, firsts.astype(np.uint32), each.size
        )
        arrays.append(Arrays(documents + each.start, in_text, in_title))
    if len(arrays) == 1:
        return arrays[0]
    return Arrays(*kernels.sum_postings(arrays, lists[0].start + lists[0].size))


NO_POSTINGS = Postings(Arrays(np.zeros(0, np.int64), np.zeros(0, np.uint32), np.zeros(0, np.uint32)))


class Lists:
    """Posting lists of one kind, decoded on request."""

    def __init__(self, bundle: ArrayFile, name: str, count: int, size: int):
        """Open `count` lists; all document numbers are below `size`."""
        self._bundle = bundle
        self._size = size
        self._gaps = bundle.spans(f"{name}.gaps", 2, 2)
        self._frequencies = bundle.spans(f"{name}.frequencies", 1)
        length = len(self._gaps)
        if length != len(self._frequencies):
            raise bundle.corruption(
                Message("{name} has different numbers of gaps and frequencies", name=name)
            )
        self.starts: Array = wide_offsets(bundle.offsets(f"{name}.starts", length, count))
        self.bases: Array = bundle.below(f"{name}.bases", size, count).astype(np.uint32, copy=False)
        self._wide = _rare(bundle.places(f"{name}.wide", length))
        self._wide_gaps = _rare(bundle.below(f"{name}.wide_gaps", size, len(self._wide)))
        self._many = _rare(bundle.places(f"{name}.many", length))
        self._many_text = _rare(bundle.below(f"{name}.many_text", 1 << 32, len(self._many)))
        self._many_title = _rare(bundle.below(f"{name}.many_title", 1 << 32, len(self._many)))

    def length(self, number: int) -> int:
        """Return the number of postings of a list."""
        return int(self.starts[number + 1]) - int(self.starts[number])

    def lengths(self, numbers: Ints) -> Ints:
        """Return the number of postings of each of several lists."""
        begins, ends = kernels.bounds(self.starts, numbers)
        lengths: Ints = ends - begins
        return lengths

    def one(self, number: int) -> Postings:
        """Return the postings of a list."""
        begin, end = int(self.starts[number]), int(self.starts[number + 1])
        if begin == end:
            return NO_POSTINGS
        if kernels.KERNELS == "numpy":  # which can only decode a list as a whole, so best once
            return Postings(self.several([number]))
        gaps, packed = self._gaps.whole(begin, end), self._frequencies.whole(begin, end)
        first = int(self.bases[number])
        self._check(
            kernels.last_document(gaps, self._wide, self._wide_gaps, begin, end, first, self._size)
        )
        rare = self._wide, self._wide_gaps, packed, self._many, self._many_text, self._many_title
        return Postings([Stored(gaps, *rare, begin, end, first, 0, self._size)])

    def several(self, numbers: Sequence[int]) -> Arrays:
        """Return the postings of several lists, one after another, decoded together."""
        chosen = np.array(numbers, dtype=np.int64)
        begins, ends = kernels.bounds(self.starts, chosen)
        if not (begins < ends).any():
            return NO_POSTINGS.arrays
        documents, in_text, in_title, last = kernels.decode_lists(
            *self._stored(begins, ends), begins, ends, self.bases.take(chosen), self._size
        )
        self._check(last)
        return Arrays(documents, in_text, in_title)

    def find(
        self, starts: Ints, counts: Ints, firsts: Documents, before: Ints, documents: Documents
    ) -> tuple[Ints, Documents, Ints, Ints]:
        """Return the postings of slices with any of the ascending documents.

        Slices have their places among the postings of all lists from `starts` on, `counts` postings, the
        first documents `firsts`, and `before` them so many occurrences. Of each posting: the number of
        its slice, its document, its number of occurrences, and of those before it.
        """
        numbers, found, held, earlier, last = kernels.find_in_slices(
            *self._stored(starts, starts + counts), starts, counts, firsts, before, documents, self._size
        )
        self._check(last)
        return numbers, found, held, earlier

    def lay_out(
        self,
        positions: Array,
        title_lengths: Array,
        starts: Ints,
        counts: Ints,
        firsts: Documents,
        before: Ints,
        words: NDArray[np.int32],
        places: Ints,
        size: int,
    ) -> NDArray[np.int32]:
        """Return texts as words in a row, from slices of lists: see `kernels.lay_out_words`."""
        stored = self._stored(starts, starts + counts)
        row, last = kernels.lay_out_words(
            *stored, positions, title_lengths, starts, counts, firsts, before, words, places, size
        )
        self._check(last)
        return row

    def _stored(
        self, begins: Ints, ends: Ints
    ) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
        """Check the postings at these places; return what kernels decode them from."""
        return (
            self._gaps.among(begins, ends),
            self._wide,
            self._wide_gaps,
            self._frequencies.among(begins, ends),
            self._many,
            self._many_text,
            self._many_title,
        )

    def _check(self, last: int) -> None:
        """Refuse a list with a document twice or past the end, before it can size an array."""
        if last < 0:
            raise self._bundle.corruption(Message("a posting list has a document twice"))
        if last >= self._size:
            raise self._bundle.corruption(
                Message(
                    "a posting list goes on to document {last} of {size}", last=last, size=self._size
                )
            )


def wide_offsets(offsets: Array) -> Array:
    """Return offsets in 32 or 64 bits, as those of a large index are written."""
    return offsets.astype(np.promote_types(offsets.dtype, np.uint32), copy=False)


def _rare(numbers: Array) -> NDArray[np.uint64]:
    """Return the few numbers that stand apart from all others, as they are written."""
    return numbers.astype(np.uint64, copy=False)
