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
        lists = self._lists
        begins, ends = kernels.bounds(lists.starts, terms)
        which, starts, counts, firsts, before = kernels.choose_slices(
            begins,
            ends,
            lists.bases.take(terms),
            heads,
            self._documents,
            self._occurrences,
            SKIP_INTERVAL,
            documents,
        )
        if not len(which):
            return NOTHING
        numbers, *postings = lists.find(starts, counts, firsts, before, documents)
        return TermPostings(which.take(numbers), *postings)
