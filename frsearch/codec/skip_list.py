"""Terms and a few documents -> the postings of these terms in these documents.

A posting list is a list of gaps, so its documents are a running sum from its beginning. Every 64th
posting has a mark: its document number and the number of occurrences before it. The marks cut a list
into slices; slices that cannot contain any of the documents are skipped.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array, ArrayFile
from frsearch.codec.postings import Documents, Ints, Lists
from frsearch.codec.postings_writer import SKIP_INTERVAL

# With more decoded postings per document than this, a mask finds members faster than a search.
_MANY = 200


class TermPostings(NamedTuple):
    """Postings: index into the given terms, document, number of occurrences, start of its positions."""

    which: Ints
    documents: Documents
    counts: Ints
    begins: Ints


NOTHING = TermPostings(*(np.zeros(0, np.int64) for _ in range(4)))


class SkipList:
    """The marks of a segment's term lists."""

    def __init__(self, bundle: ArrayFile, lists: Lists, position_starts: Array, size: int):
        """Read the marks. `position_starts` are the starts of the positions of each term, `size` is the
        number of documents."""
        count = -(-int(lists.starts[-1]) // SKIP_INTERVAL)
        occurrences = int(position_starts[-1])
        self._lists = lists
        self._documents = bundle.below("marks.documents", size, count)
        self._occurrences = bundle.below("marks.occurrences", occurrences, count)
        self._starts = position_starts

    def find(self, terms: Ints, documents: Documents) -> TermPostings:
        """Return the postings of terms in ascending documents, one term after another."""
        which, starts, counts, firsts, before = self._slices(terms, documents)
        if not len(which):
            return NOTHING
        decoded = self._lists.documents(starts, counts, firsts)
        matches = _members(decoded, documents)
        if not len(matches):
            return NOTHING
        ends = counts.cumsum()
        slice_numbers = ends.searchsorted(matches, side="right")
        within = matches - (ends - counts).take(slice_numbers)
        # Frequencies are read only for the few slices with matches.
        first = np.ones(len(matches), dtype=np.bool_)
        first[1:] = slice_numbers[1:] != slice_numbers[:-1]
        filled = slice_numbers.compress(first)
        counts = counts.take(filled)
        in_text, in_title = self._lists.frequencies(starts.take(filled), counts)
        occurrences = np.add(in_text, in_title, dtype=np.int64)
        begins = occurrences.cumsum() - occurrences
        number = first.cumsum() - 1
        heads = counts.cumsum() - counts
        at = heads.take(number) + within
        shifts = before.take(filled) - begins.take(heads)
        return TermPostings(
            which.take(slice_numbers),
            decoded.take(matches),
            occurrences.take(at),
            begins.take(at) + shifts.take(number),
        )

    def _slices(self, terms: Ints, documents: Documents) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return the slices that may contain the documents: index of the term, start, length, first
        document, and number of occurrences before the slice."""
        begins = self._lists.starts.take(terms).astype(np.int64)
        ends = self._lists.starts.take(terms + 1).astype(np.int64)
        low = begins // SKIP_INTERVAL
        counts = (ends - 1) // SKIP_INTERVAL - low + 1
        heads = counts.cumsum() - counts
        which = np.arange(len(terms)).repeat(counts)
        marks = np.arange(len(which)) + (low - heads).take(which)
        firsts = self._documents.take(marks).astype(np.int64)
        # The first slice of a list begins at the list, after the mark before it.
        firsts[heads] = self._lists.bases.take(terms)
        first = documents.searchsorted(firsts)
        last = np.empty_like(first)
        last[:-1] = first[1:]
        last[heads + (counts - 1)] = len(documents)
        chosen = (first < last).nonzero()[0]
        which, marks = which.take(chosen), marks.take(chosen)
        starts = np.maximum(marks * SKIP_INTERVAL, begins.take(which))
        before = self._occurrences.take(marks).astype(np.int64)
        heading = (starts == begins.take(which)).nonzero()[0]
        before[heading] = self._starts.take(terms.take(which.take(heading)))
        lengths = np.minimum((marks + 1) * SKIP_INTERVAL, ends.take(which)) - starts
        return which, starts, lengths, firsts.take(chosen), before


def _members(decoded: Documents, documents: Documents) -> Ints:
    """Return the places in `decoded` that hold any of the ascending `documents`."""
    if len(decoded) > _MANY * len(documents):
        # The last place of the mask stands for all documents after the last.
        mask = np.zeros(int(documents[-1]) + 2, dtype=np.bool_)
        mask[documents] = True
        return mask.take(decoded, mode="clip").nonzero()[0]
    same: NDArray[np.bool_] = documents.take(documents.searchsorted(decoded), mode="clip") == decoded
    return same.nonzero()[0]
