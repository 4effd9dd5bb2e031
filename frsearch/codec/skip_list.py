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
from frsearch.codec.postings import Documents, Ints, Lists
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
        # The types that the writer gives them where they are large, so that they are not copied.
        self._documents = bundle.below("marks.documents", size, count).astype(np.uint32, copy=False)
        marked = bundle.below("marks.occurrences", occurrences, count)
        self._occurrences = marked.astype(np.promote_types(marked.dtype, np.uint32), copy=False)
        self._starts = position_starts

    def find(self, terms: Ints, documents: Documents) -> TermPostings:
        """Return the postings of terms in ascending documents, one term after another."""
        which, starts, counts, firsts, before = kernels.choose_slices(
            self._lists.starts.take(terms).astype(np.int64),
            self._lists.starts.take(terms + 1).astype(np.int64),
            self._lists.bases.take(terms).astype(np.int64),
            self._starts.take(terms).astype(np.int64),
            self._documents,
            self._occurrences,
            SKIP_INTERVAL,
            documents,
        )
        if not len(which):
            return NOTHING
        numbers, places, found = self._lists.find(starts, counts, firsts, documents)
        if not len(numbers):
            return NOTHING
        # Frequencies are read only for the few slices with matches.
        occurrences, begins = self._lists.occurrences(starts.take(numbers), places, before.take(numbers))
        return TermPostings(which.take(numbers), found, occurrences, begins)
