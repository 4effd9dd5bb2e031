"""Sets of documents as ascending arrays; `plain.sets` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport bits_in, count_before, from_least, lowest_bit, mark_numbers

cdef enum:
    # A list that is so many times longer than another is copied in pieces.
    FAR_LONGER = 8


def union(list lists not None, int64_t size):
    marks = np.zeros((max(size, 0) >> 6) + 1, dtype=np.uint64)
    cdef uint64_t[::1] words = marks
    cdef const int64_t[::1] documents
    cdef int64_t count = 0
    for documents in lists:
        with nogil:
            mark_numbers(words, documents)
    with nogil:
        for place in range(words.shape[0]):
            count += bits_in(words[place])
    joined = np.empty(count, dtype=np.int64)
    cdef int64_t[::1] out = joined
    with nogil:
        _list(words, out)
    return joined


def sum_postings(
    const int64_t[::1] documents not None,
    const uint32_t[::1] in_text not None,
    const uint32_t[::1] in_title not None,
    int64_t size,
):
    cdef Py_ssize_t first = _run_from(documents, 0), second = _run_from(documents, first)
    if first == documents.shape[0]:
        return np.asarray(documents), np.asarray(in_text), np.asarray(in_title)
    if second == documents.shape[0] and FAR_LONGER * min(first, second - first) < second:
        return _merged(documents, in_text, in_title, first)
    marks = np.zeros((max(size, 0) >> 6) + 1, dtype=np.uint64)
    cdef uint64_t[::1] words = marks
    # How many documents are in the words before each.
    cdef int64_t[::1] before = np.empty(len(marks), dtype=np.int64)
    cdef int64_t count
    cdef Py_ssize_t at, place
    cdef uint64_t bit
    with nogil:
        mark_numbers(words, documents)
        count = count_before(words, before)
    distinct = np.empty(count, dtype=np.int64)
    texts = np.zeros(count, dtype=np.uint32)
    titles = np.zeros(count, dtype=np.uint32)
    cdef int64_t[::1] out = distinct
    cdef uint32_t[::1] text = texts, title = titles
    with nogil:
        _list(words, out)
        for at in range(documents.shape[0]):
            bit = <uint64_t> 1 << (documents[at] & 63)
            place = before[documents[at] >> 6] + bits_in(words[documents[at] >> 6] & (bit - 1))
            text[place] += in_text[at]
            title[place] += in_title[at]
    return distinct, texts, titles


def intersect(const int64_t[::1] left not None, const int64_t[::1] right not None):
    if left.shape[0] > right.shape[0]:
        left, right = right, left
    common = np.empty(left.shape[0], dtype=np.int64)
    cdef int64_t[::1] out = common
    cdef Py_ssize_t at, count = 0, place = 0
    with nogil:
        for at in range(left.shape[0]):
            place = from_least(right, place, left[at])
            if place == right.shape[0]:
                break
            if right[place] == left[at]:
                out[count] = left[at]
                count += 1
    return common[:count]


def subtract(const int64_t[::1] left not None, const int64_t[::1] right not None):
    alone = np.empty(left.shape[0], dtype=np.int64)
    cdef int64_t[::1] out = alone
    cdef Py_ssize_t at, count = 0, place = 0
    with nogil:
        for at in range(left.shape[0]):
            place = from_least(right, place, left[at])
            if place == right.shape[0] or right[place] != left[at]:
                out[count] = left[at]
                count += 1
    return alone[:count]


cdef Py_ssize_t _run_from(const int64_t[::1] documents, Py_ssize_t begin) except -1:
    """Return the end of the documents that ascend from a place on."""
    cdef Py_ssize_t end = min(begin + 1, documents.shape[0])
    while end < documents.shape[0] and documents[end] > documents[end - 1]:
        end += 1
    return end


cdef tuple _merged(
    const int64_t[::1] documents,
    const uint32_t[::1] in_text,
    const uint32_t[::1] in_title,
    Py_ssize_t end,
):
    """Merge two lists, of which one is much longer and is copied in pieces."""
    distinct = np.empty(documents.shape[0], dtype=np.int64)
    texts = np.empty(len(distinct), dtype=np.uint32)
    titles = np.empty(len(distinct), dtype=np.uint32)
    cdef int64_t[::1] out = distinct
    cdef uint32_t[::1] text = texts, title = titles
    cdef Py_ssize_t left = 0, right = end, size = documents.shape[0], count = 0, piece
    with nogil:
        while left < end or right < size:
            if right == size or (left < end and documents[left] <= documents[right]):
                piece = end if right == size else from_least(documents[:end], left, documents[right])
                if piece == left:
                    piece = left + 1
                out[count : count + piece - left] = documents[left:piece]
                text[count : count + piece - left] = in_text[left:piece]
                title[count : count + piece - left] = in_title[left:piece]
                count += piece - left
                left = piece
            elif count and out[count - 1] == documents[right]:
                text[count - 1] += in_text[right]
                title[count - 1] += in_title[right]
                right += 1
            else:
                piece = size if left == end else from_least(documents, right, documents[left])
                out[count : count + piece - right] = documents[right:piece]
                text[count : count + piece - right] = in_text[right:piece]
                title[count : count + piece - right] = in_title[right:piece]
                count += piece - right
                right = piece
    return distinct[:count], texts[:count], titles[:count]


cdef int _list(const uint64_t[::1] words, int64_t[::1] out) except -1 nogil:
    """List the set bits, ascending."""
    cdef Py_ssize_t place, at = 0
    cdef uint64_t word
    for place in range(words.shape[0]):
        word = words[place]
        while word:
            out[at] = (place << 6) + lowest_bit(word)
            word &= word - 1
            at += 1
    return 0
