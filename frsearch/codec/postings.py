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
from frsearch.messages.wording import Message
from frsearch.types import FieldName

# NumPy indexes with 64-bit numbers twice as fast as with 32-bit ones.
Documents = NDArray[np.int64]
Ints = NDArray[np.int64]
# Counts of occurrences.
Counts = NDArray[np.uint32]


class Stored(NamedTuple):
    """A posting list as it is stored, for kernels to decode, with the numbers of its documents.

    It is the postings from `begin` to `end` (exclusive) of those in the arrays, in a segment of `size`
    documents; the first of these has the number `start`.
    """

    gaps: Array
    wide: Array
    wide_gaps: Array
    packed: Array
    many: Array
    many_text: Array
    many_title: Array
    begin: int
    end: int
    first: int
    start: int
    size: int


class Arrays(NamedTuple):
    """Ascending document numbers, with the counts of a term in the text and title of each."""

    documents: Documents
    in_text: Counts
    in_title: Counts


class Postings:
    """The same, of `parts` that follow one another: arrays, or stored lists that are decoded when asked
    for, the counts of which are added up by document."""

    def __init__(self, *parts: Arrays | list[Stored]):
        self.parts = parts

    def __len__(self) -> int:
        if all(len(part) == 1 for part in self.parts):
            return sum(each.end - each.begin for each in self.lists)
        return len(self.documents)

    @cached_property
    def documents(self) -> Documents:
        """The documents."""
        if not self.lists:
            return self.arrays.documents
        return kernels.union(self.lists, max(each.start + each.size for each in self.lists))

    @cached_property
    def arrays(self) -> Arrays:
        """The postings."""
        parts = [each if isinstance(each, Arrays) else _decoded(each) for each in self.parts]
        return parts[0] if len(parts) == 1 else Arrays(*map(np.concatenate, zip(*parts, strict=True)))

    @property
    def in_text(self) -> Counts:
        """The counts in texts."""
        return self.arrays.in_text

    @property
    def in_title(self) -> Counts:
        """The counts in titles."""
        return self.arrays.in_title

    @cached_property
    def lists(self) -> list[Stored]:
        """The stored lists, if all parts are such."""
        if any(isinstance(each, Arrays) for each in self.parts):
            return []
        return [each for part in self.parts for each in part]

    @property
    def listed(self) -> Sequence[Stored | Documents]:
        """What kernels find the documents in."""
        return [self.documents] if "documents" in self.__dict__ else self.lists or [self.documents]

    def chosen(self, places: NDArray[np.int64]) -> Postings:
        """Return the postings at these places."""
        return Postings(Arrays(*(each.take(places) for each in self.arrays)))

    def only(self, field: FieldName | None) -> Postings:
        """Return the postings with occurrences in this field; all of them if it is None."""
        if field is None:
            return self
        postings = self.chosen((self.in_title if field == "title" else self.in_text).nonzero()[0]).arrays
        none = np.zeros(len(postings.documents), dtype=np.uint32)
        other = "in_text" if field == "title" else "in_title"
        return Postings(postings._replace(**{other: none}))

    def within(self, documents: Documents) -> tuple[Ints, Postings]:
        """Return the places in a few ascending documents that have postings, with these postings."""
        if self.lists:
            places, in_text, in_title = kernels.look_up(documents, self.lists)
            return places, Postings(Arrays(documents.take(places), in_text, in_title))
        if not len(self):
            return self.documents, self
        at = self.documents.searchsorted(documents)
        places = (self.documents.take(at, mode="clip") == documents).nonzero()[0]
        return places, self.chosen(at.take(places))

    def common(self, documents: Documents) -> Documents:
        """Return which of ascending documents have postings."""
        if self.lists and "documents" not in self.__dict__:
            return documents.take(kernels.look_up(documents, self.lists)[0])
        return kernels.intersect(documents, self.documents)

    @classmethod
    def merged(cls, parts: Sequence[Postings], size: int) -> Postings:
        """Merge postings of documents below `size`, adding up the counts of a document.

        The documents of a part may be in any order, and repeated.
        """
        filled = [part for part in parts if len(part)]
        lists = [part.lists for part in filled]
        if all(lists):
            return cls(list(chain(*lists))) if lists else NO_POSTINGS
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


def _decoded(lists: Sequence[Stored]) -> Arrays:
    """Return the postings of lists of one segment."""
    decoded: list[tuple[Documents, Counts, Counts]] = []
    for each in lists:
        firsts, begins, ends = np.array([each.first], np.uint32), np.array([each.begin]), np.array([each.end])
        documents, *counts, _ = kernels.decode_lists(*each[:7], begins, ends, firsts, each.size)
        decoded.append((documents + each.start if each.start else documents, *counts))
    if len(decoded) == 1:
        return Arrays(*decoded[0])
    return Arrays(*kernels.sum_postings(decoded, max(each.start + each.size for each in lists)))


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
        gaps, packed = self._gaps.whole(begin, end), self._frequencies.whole(begin, end)
        first = int(self.bases[number])
        self._check(kernels.last_document(gaps, self._wide, self._wide_gaps, begin, end, first, self._size))
        rare = self._wide, self._wide_gaps, packed, self._many, self._many_text, self._many_title
        return Postings([Stored(gaps, *rare, begin, end, first, 0, self._size)])

    def several(self, numbers: Sequence[int]) -> Postings:
        """Return the postings of several lists, one after another, decoded together."""
        chosen = np.array(numbers, dtype=np.int64)
        begins, ends = kernels.bounds(self.starts, chosen)
        if not (begins < ends).any():
            return NO_POSTINGS
        documents, in_text, in_title, last = kernels.decode_lists(
            *self._stored(begins, ends), begins, ends, self.bases.take(chosen), self._size
        )
        self._check(last)
        return Postings(Arrays(documents, in_text, in_title))

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
