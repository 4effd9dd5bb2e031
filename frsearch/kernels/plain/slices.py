"""Slices of posting lists -> a few documents in them, and their positions.

Every `interval`-th posting of all lists has a mark: its document, and the number of occurrences before
it. Marks cut lists into slices. Occurrences are document · 2^33, plus 2^32 in the text, plus position.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.plain._decoding import decode_counts, decode_documents

_Ints = NDArray[np.int64]
_Rare = NDArray[np.uint64]


def choose_slices(
    begins: _Ints,
    ends: _Ints,
    bases: NDArray[np.uint32],
    heads: _Ints,
    mark_documents: NDArray[np.uint32],
    mark_occurrences: NDArray[np.uint32] | NDArray[np.uint64],
    interval: int,
    documents: _Ints,
) -> tuple[_Ints, _Ints, _Ints, _Ints, _Ints]:
    """Return the slices of lists that may hold any of the ascending documents.

    A list has the postings from `begins` to `ends`, the first document `bases`, and `heads` occurrences
    before it. Of each slice: the number of its list, from 0; its first posting; its number of postings;
    its first document; the occurrences before it. O(lists + documents · log marks), here O(marks).
    """
    low = begins // interval
    counts = np.where(begins < ends, (ends - 1) // interval - low + 1, 0)
    which = np.arange(len(begins)).repeat(counts)
    marks = np.arange(len(which)) + (low - (counts.cumsum() - counts)).take(which)
    # The first slice of a list begins at the list, after the mark before it.
    starts = np.maximum(marks * interval, begins.take(which))
    heading = (starts == begins.take(which)).nonzero()[0]
    firsts = mark_documents.take(marks).astype(np.int64)
    firsts[heading] = bases.take(which.take(heading))
    before = mark_occurrences.take(marks).astype(np.int64)
    before[heading] = heads.take(which.take(heading))
    first = documents.searchsorted(firsts)
    last = np.full(len(first), len(documents))
    last[:-1] = np.where(which[1:] == which[:-1], first[1:], len(documents))
    chosen = (first < last).nonzero()[0]
    lengths = np.minimum((marks + 1) * interval, ends.take(which)) - starts
    columns = which, starts, lengths, firsts, before
    which, starts, lengths, firsts, before = (column.take(chosen) for column in columns)
    return which, starts, lengths, firsts, before


def find_in_slices(
    gaps: NDArray[np.uint16],
    wide: _Rare,
    wide_gaps: _Rare,
    packed: NDArray[np.uint8],
    many: _Rare,
    many_text: _Rare,
    many_title: _Rare,
    starts: _Ints,
    counts: _Ints,
    firsts: _Ints,
    before: _Ints,
    documents: _Ints,
    size: int,
) -> tuple[_Ints, _Ints, _Ints, _Ints, int]:
    """Return the postings of slices with any of the ascending documents, which are below `size`.

    Of each posting: the number of its slice, its document, its number of occurrences, and of those
    before it. `starts` are the first postings of slices, `counts` their numbers of postings, `firsts`
    their first documents, `before` the occurrences before them. Last comes the highest document of all
    slices, as of `decode_lists`. O(postings).
    """
    decoded, highest = decode_documents(gaps, wide, wide_gaps, starts, counts, firsts, size)
    none = decoded[:0]
    if not 0 <= highest < size or not len(documents):
        return none, none, none, none, highest
    matches = (documents.take(documents.searchsorted(decoded), mode="clip") == decoded).nonzero()[0]
    ends: _Ints = counts.cumsum()
    numbers = ends.searchsorted(matches, side="right")
    begins = (ends - counts).take(numbers)
    if not len(numbers):
        return none, none, none, none, highest
    # Frequencies are read only up to the postings that match.
    lengths = matches - begins + 1
    in_text, in_title = decode_counts(packed, many, many_text, many_title, starts.take(numbers), lengths)
    lasts: _Ints = lengths.cumsum() - 1
    both = np.add(in_text, in_title, dtype=np.int64)
    sums, held = both.cumsum(), both.take(lasts)
    # The sum runs on from slice to slice: what comes before a slice is taken off.
    heads = lasts - (lengths - 1)
    earlier: _Ints = sums.take(lasts) - held - (sums - both).take(heads) + before.take(numbers)
    return numbers, decoded.take(matches), held, earlier, highest


def place_occurrences(
    documents: _Ints,
    counts: _Ints,
    begins: _Ints,
    positions: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32],
    title_lengths: NDArray[np.uint32],
) -> _Ints:
    """Return the occurrences in documents, given their counts and the starts of their positions.

    Positions count the title first, which has `title_lengths` of them, by document. O(occurrences).
    """
    ends: _Ints = counts.cumsum()
    places: _Ints = (begins - (ends - counts)).repeat(counts)
    places += np.arange(len(places))
    found: _Ints = positions.take(places).astype(np.int64)
    titles = title_lengths.take(documents).astype(np.int64).repeat(counts)
    found += np.where(found >= titles, (1 << 32) - titles, 0)
    found += (documents << 33).repeat(counts)
    return found
