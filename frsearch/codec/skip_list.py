"""Terms and a few documents -> their postings there, without reading all before them.

A posting list is gaps, so that its documents come out of a sum from its beginning. Marks say of
every so manieth posting which document it is and how many occurrences are before it: a list falls
into stretches, and those in which none of the documents can stand are passed over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array, ArrayFile
from frsearch.codec.postings import Documents, Ints, Lists, ListSlices
from frsearch.codec.postings_writer import SKIP_INTERVAL

# From so many numbers for each document on, documents are marked instead of being sought.
_MANY = 200


class TermPostings(NamedTuple):
    """Postings: which of the terms asked for, document, occurrences, where its positions begin."""

    which: Ints
    documents: Documents
    counts: Ints
    begins: Ints


NOTHING = TermPostings(*(np.zeros(0, np.int64) for _ in range(4)))


class SkipList:
    """The marks of a segment's term lists."""

    def __init__(self, bundle: ArrayFile, lists: Lists, position_starts: Array, size: int):
        """Read the marks, given where the positions of each term begin and how many documents are."""
        count = -(-int(lists.starts[-1]) // SKIP_INTERVAL)
        occurrences = int(position_starts[-1])
        self._lists = lists
        self._documents = bundle.below("marks.documents", size, count)
        self._occurrences = bundle.below("marks.occurrences", occurrences, count)
        self._starts = position_starts

    def find(self, terms: Ints, documents: Documents) -> TermPostings:
        """Return the postings of terms in documents, which ascend; of one term after another."""
        which, starts, counts, firsts, before = self._stretches(terms, documents)
        if not len(which):
            return NOTHING
        decoded = self._lists.documents(ListSlices.of(starts, counts), firsts)
        found = _members(decoded, documents)
        if not len(found):
            return NOTHING
        ends = counts.cumsum()
        stretch = ends.searchsorted(found, side="right")
        within = found - (ends - counts).take(stretch)
        # How often is read of those stretches only in which there is something, which are few.
        first = np.ones(len(found), dtype=np.bool_)
        first[1:] = stretch[1:] != stretch[:-1]
        held = stretch.compress(first)
        counts = counts.take(held)
        in_text, in_title = self._lists.frequencies(ListSlices.of(starts.take(held), counts))
        occurrences = np.add(in_text, in_title, dtype=np.int64)
        begins = occurrences.cumsum() - occurrences
        number = first.cumsum() - 1
        heads = counts.cumsum() - counts
        at = heads.take(number) + within
        shifts = before.take(held) - begins.take(heads)
        return TermPostings(
            which.take(stretch),
            decoded.take(found),
            occurrences.take(at),
            begins.take(at) + shifts.take(number),
        )

    def _stretches(self, terms: Ints, documents: Documents) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return the stretches that documents may stand in: term, start, length, first document,
        and the occurrences before."""
        begins = self._lists.starts.take(terms).astype(np.int64)
        ends = self._lists.starts.take(terms + 1).astype(np.int64)
        low = begins // SKIP_INTERVAL
        counts = (ends - 1) // SKIP_INTERVAL - low + 1
        heads = counts.cumsum() - counts
        which = np.arange(len(terms)).repeat(counts)
        marks = np.arange(len(which)) + (low - heads).take(which)
        firsts = self._documents.take(marks).astype(np.int64)
        # The stretch that a list begins with begins after the mark before it.
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
    """Return the places of documents, ascending, in a row of any."""
    if len(decoded) > _MANY * len(documents):
        # One place more than there are documents stands for all after them.
        mask = np.zeros(int(documents[-1]) + 2, dtype=np.bool_)
        mask[documents] = True
        return mask.take(decoded, mode="clip").nonzero()[0]
    found: NDArray[np.bool_] = documents.take(documents.searchsorted(decoded), mode="clip") == decoded
    return found.nonzero()[0]
