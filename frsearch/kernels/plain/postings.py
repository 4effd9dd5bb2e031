"""Posting lists as they are stored -> documents and counts.

A posting is a gap to the document before it in its list, and a packed count: 6 bits of the text, 2 of
the title. Rare values that do not fit stand apart: their ascending places among all postings, and the
values.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.plain._decoding import decode_counts, decode_documents

_Ints = NDArray[np.int64]
_Rare = NDArray[np.uint64]
_Offsets = NDArray[np.uint32] | NDArray[np.uint64]


def bounds(starts: _Offsets, numbers: _Ints) -> tuple[_Ints, _Ints]:
    """Return where lists begin and end; `starts` has the begin of each list, then the end. O(n)."""
    return starts.take(numbers).astype(np.int64), starts.take(numbers + 1).astype(np.int64)


def any_marked(marks: bytearray, shift: int, begins: _Ints, ends: _Ints) -> bool:
    """Return whether a mark other than 0 stands for any byte from `begins` to `ends` (exclusive).

    A mark stands for 2^shift bytes, the last one for those after it too. O(marks between).
    """
    each = np.frombuffer(marks, np.uint8)
    before = np.concatenate([[0], each.cumsum(dtype=np.int64)])
    firsts = np.minimum(begins >> shift, len(each) - 1)
    afters = np.minimum(ends - 1 >> shift, len(each) - 1) + 1
    return bool((before.take(afters) > before.take(firsts)).any())


def last_document(
    gaps: NDArray[np.uint16], wide: _Rare, wide_gaps: _Rare, begin: int, end: int, first: int, size: int
) -> int:
    """Return the last document of a list that is not empty, as `decode_lists` does. O(postings)."""
    begins, counts, firsts = (np.array([each]) for each in (begin, end - begin, first))
    return decode_documents(gaps, wide, wide_gaps, begins, counts, firsts, size)[1]


def decode_lists(
    gaps: NDArray[np.uint16],
    wide: _Rare,
    wide_gaps: _Rare,
    packed: NDArray[np.uint8],
    many: _Rare,
    many_text: _Rare,
    many_title: _Rare,
    begins: _Ints,
    ends: _Ints,
    firsts: NDArray[np.uint32],
    size: int,
) -> tuple[_Ints, NDArray[np.uint32], NDArray[np.uint32], int]:
    """Return the postings of lists, one list after another: documents, counts in the text and title.

    A list has the postings from `begins` to `ends`; the first document is given. The last result is the
    highest document. Every document must be below `size` and appear once in its list: the highest is -1
    if one appears twice, `size` if one is past the end; the postings are then not to be used.
    O(postings).
    """
    counts = ends - begins
    if not counts.all():
        filled = counts.nonzero()[0]
        begins, counts, firsts = begins.take(filled), counts.take(filled), firsts.take(filled)
    documents, highest = decode_documents(
        gaps, wide, wide_gaps, begins, counts, firsts.astype(np.int64), size
    )
    return documents, *decode_counts(packed, many, many_text, many_title, begins, counts), highest
