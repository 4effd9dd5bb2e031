"""Occurrences -> posting lists, in the arrays in which an index has them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# One byte a frequency: the lowest bits count the text, the others the title. MANY marks larger counts.
_TEXT_BITS = 6
_MOST_IN_TEXT, _MOST_IN_TITLE = (1 << _TEXT_BITS) - 1, (1 << (8 - _TEXT_BITS)) - 1
_MANY = 255

_Numbers = NDArray[np.uint32]
_Places = NDArray[np.int64]
_Postings = tuple[_Numbers, _Numbers, _Numbers, _Numbers]


def count_occurrences(
    terms: _Numbers, documents: _Numbers, positions: _Numbers, title_lengths: _Numbers
) -> _Postings:
    """Return the postings of occurrences: term, document, and how often in the text and in the title.

    Occurrences come sorted; `title_lengths` has the number of positions of each document that are of
    its title. O(occurrences).
    """
    begins = _changes(terms, documents)
    in_title = _sums(positions < title_lengths.take(documents), begins)
    in_text = _sums(positions >= title_lengths.take(documents), begins)
    return terms[begins], documents[begins], in_text, in_title


def encode_postings(
    numbers: _Numbers,
    documents: _Numbers,
    in_text: _Numbers,
    in_title: _Numbers,
    last_number: int,
    last_document: int,
    wide_gap: int,
) -> tuple[NDArray[np.uint16], NDArray[np.uint8], _Places, _Places, _Places]:
    """Return the gaps and the frequencies of postings, and the places where lists begin, gaps are wide
    (`wide_gap`, at most 65,536, or more) and occurrences many.

    `numbers` are those of the lists, ascending; the first may go on from `last_number`, whose last
    document is `last_document`. The first gap of a list is 0, and so is a wide one. O(postings).
    """
    before = np.concatenate([np.array([last_document], np.int64), documents[:-1].astype(np.int64)])[
        : len(documents)
    ]
    gaps = documents - before
    starts_list = np.append(np.int64(last_number), numbers)[:-1] != numbers
    gaps[starts_list] = 0
    wide = (gaps >= wide_gap).nonzero()[0]
    gaps[wide] = 0
    packed = in_title << _TEXT_BITS | in_text
    many = (in_text > _MOST_IN_TEXT) | (in_title > _MOST_IN_TITLE) | (packed == _MANY)
    packed[many] = _MANY
    places = (starts_list.nonzero()[0], wide, many.nonzero()[0])
    return gaps.astype(np.uint16), packed.astype(np.uint8), *places


def sum_lists(
    stems: _Numbers, documents: _Numbers, in_text: _Numbers, in_title: _Numbers, size: int
) -> _Postings:
    """Return postings with the counts of those of one stem and document added up, by stem and document.

    Stems ascend; the documents of each come in any order and are below `size`. O(postings + stems ·
    size / 64); the twin O(postings · log).
    """
    order = np.argsort(stems.astype(np.uint64) << np.uint64(32) | documents, kind="stable")
    stems, documents = stems[order], documents[order]
    begins = _changes(stems, documents)
    sums = (_sums(column[order], begins) for column in (in_text, in_title))
    return stems[begins], documents[begins], next(sums), next(sums)


def merge_postings(
    terms: _Numbers, documents: _Numbers, counts: _Numbers, positions: _Numbers, ends: _Places
) -> tuple[_Places, _Numbers]:
    """Return the order of the postings of several parts by term and document, and their positions in
    this order.

    Each part is sorted, up to `ends`; no posting is in two. `positions` has those of all postings, so
    many as `counts` says. O(postings · parts + positions); the twin O(postings · log + positions).
    """
    if not len(ends) or ends[-1] != len(terms) or counts.sum(dtype=np.int64) > len(positions):
        raise IndexError("the ends are not those of the postings")
    order = np.argsort(terms.astype(np.uint64) << np.uint64(32) | documents, kind="stable")
    sizes = counts.astype(np.int64)
    begins, sizes = (np.cumsum(sizes) - sizes).take(order), sizes.take(order)
    places = np.repeat(begins - (np.cumsum(sizes) - sizes), sizes)
    places += np.arange(len(places))
    return order, positions.take(places)


def _changes(first: _Numbers, second: _Numbers) -> _Places:
    """Return the places where either of two parallel arrays changes, the first place included."""
    changes = np.ones(len(first), dtype=np.bool_)
    changes[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return changes.nonzero()[0]


def _sums(values: NDArray[Any], begins: _Places) -> _Numbers:
    """Return the sum of each run of values, given where the runs begin."""
    if not len(begins):
        return np.zeros(0, dtype=np.uint32)
    sums: _Numbers = np.add.reduceat(values, begins, dtype=np.uint32)
    return sums
