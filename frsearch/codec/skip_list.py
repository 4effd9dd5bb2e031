"""Terms and a few documents -> the postings of these terms in these documents.

A posting list is a list of gaps, so its documents are a running sum from its beginning. Every 64th
posting has a mark: its document number and the number of occurrences before it. The marks cut a list
into slices; slices that cannot contain any of the documents are skipped.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from frsearch import kernels
from frsearch.codec.array_file import Array, ArrayFile
from frsearch.codec.postings import Documents, Ints, Lists, wide_offsets
from frsearch.codec.postings_writer import SKIP_INTERVAL


class TermPostings(NamedTuple):
    """Postings: index into the given terms, document, number of occurrences, start of its positions."""

    which: Ints
    documents: Documents
    counts: Ints
    begins: Ints


class Slices(NamedTuple):
    """Slices of lists: index into the given terms, first posting, number of postings, first document,
    and where their positions begin and end."""

    which: Ints
    starts: Ints
    counts: Ints
    firsts: Ints
    begins: Ints
    ends: Ints


NOTHING = TermPostings(*(np.zeros(0, np.int64) for _ in range(4)))


class SkipList:
    """The marks of a segment's term lists."""

    def __init__(self, bundle: ArrayFile, lists: Lists, position_starts: Array, size: int):
        """Read the marks. `position_starts` are the starts of the positions of each term, `size` is the
        number of documents."""
        count = -(-int(lists.starts[-1]) // SKIP_INTERVAL)
        occurrences = int(position_starts[-1])
        self._lists = lists
        self._documents = bundle.below("marks.documents", size, count).astype(np.uint32, copy=False)
        self._occurrences = wide_offsets(bundle.below("marks.occurrences", occurrences, count))

    def find(self, terms: Ints, heads: Ints, documents: Documents) -> TermPostings:
        """Return the postings of terms in ascending documents, one term after another.

        `heads` are the numbers of occurrences before each term.
        """
        which, starts, counts, firsts, before = self._choose(terms, heads, documents)
        if not len(which):
            return NOTHING
        numbers, *postings = self._lists.find(starts, counts, firsts, before, documents)
        return TermPostings(which.take(numbers), *postings)

    def slices(self, terms: Ints, heads: Ints, tails: Ints, documents: Documents) -> Slices:
        """Return the slices of the lists of terms that may hold any of the ascending documents.

        The positions of each term are from `heads` to `tails`.
        """
        which, starts, counts, firsts, before = self._choose(terms, heads, documents)
        # The positions of a slice end where the next one's begin.
        after = (starts + counts) // SKIP_INTERVAL
        is_last = starts + counts == self._lists.starts.take(terms.take(which) + 1)
        following = self._occurrences.take(after, mode="clip").astype(np.int64)
        ends = np.where(is_last, tails.take(which), following)
        return Slices(which, starts, counts, firsts, before, ends)

    def _choose(
        self, terms: Ints, heads: Ints, documents: Documents
    ) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        begins, ends = kernels.bounds(self._lists.starts, terms)
        return kernels.choose_slices(
            begins,
            ends,
            self._lists.bases.take(terms),
            heads,
            self._documents,
            self._occurrences,
            SKIP_INTERVAL,
            documents,
        )
