"""Posting lists as they are stored -> documents and counts; `plain.postings` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport decode_list, first_from, rare_place

ctypedef fused Offset:
    uint32_t
    uint64_t


def bounds(const Offset[::1] starts not None, const int64_t[::1] numbers not None):
    begins = np.empty(numbers.shape[0], dtype=np.int64)
    ends = np.empty(numbers.shape[0], dtype=np.int64)
    cdef int64_t[::1] begin = begins, end = ends
    cdef Py_ssize_t at
    with nogil:
        for at in range(numbers.shape[0]):
            begin[at] = <int64_t> starts[numbers[at]]
            end[at] = <int64_t> starts[numbers[at] + 1]
    return begins, ends


def any_marked(
    const uint8_t[::1] marks not None,
    int shift,
    const int64_t[::1] begins not None,
    const int64_t[::1] ends not None,
):
    cdef Py_ssize_t at, mark, last = marks.shape[0] - 1
    for at in range(begins.shape[0]):
        for mark in range(min(begins[at] >> shift, last), min(ends[at] - 1 >> shift, last) + 1):
            if marks[mark]:
                return True
    return False


def last_document(
    const uint16_t[::1] gaps not None,
    const uint64_t[::1] wide not None,
    const uint64_t[::1] wide_gaps not None,
    int64_t begin,
    int64_t end,
    int64_t first,
    int64_t size,
):
    cdef int64_t document = first, gap
    cdef Py_ssize_t at = begin, stop, rare = first_from(wide, begin + 1)
    if not 0 <= begin < end <= gaps.shape[0]:
        raise IndexError("a list lies outside of the arrays")
    with nogil:
        while 0 <= document < size and at < end:
            stop = rare_place(wide, rare, end)
            document = _sum(gaps[at + 1 : stop], document)
            at = stop
            if document >= 0 and at < end:
                gap = <int64_t> min(wide_gaps[rare], <uint64_t> size)
                document = -1 if gap == 0 else document + gap
                rare += 1
    return min(document, size)


cdef int64_t _sum(const uint16_t[::1] gaps, int64_t document) except? -2 nogil:
    """Add gaps to a document; -1 if one of them is 0."""
    cdef Py_ssize_t at
    cdef int64_t total = 0
    cdef bint is_twice = False
    for at in range(gaps.shape[0]):
        is_twice |= gaps[at] == 0
        total += gaps[at]
    return -1 if is_twice else document + total


def decode_lists(
    const uint16_t[::1] gaps not None,
    const uint64_t[::1] wide not None,
    const uint64_t[::1] wide_gaps not None,
    const uint8_t[::1] packed not None,
    const uint64_t[::1] many not None,
    const uint64_t[::1] many_text not None,
    const uint64_t[::1] many_title not None,
    const int64_t[::1] begins not None,
    const int64_t[::1] ends not None,
    const uint32_t[::1] firsts not None,
    int64_t size,
):
    cdef Py_ssize_t number
    cdef int64_t total = 0, highest
    for number in range(begins.shape[0]):
        # What is cut out of an array is not checked.
        if not 0 <= begins[number] <= ends[number] <= min(gaps.shape[0], packed.shape[0]):
            raise IndexError("a list lies outside of the arrays")
        total += ends[number] - begins[number]
    documents = np.empty(total, dtype=np.int64)
    in_text = np.empty(total, dtype=np.uint32)
    in_title = np.empty(total, dtype=np.uint32)
    cdef int64_t[::1] document = documents
    cdef uint32_t[::1] text = in_text, title = in_title
    with nogil:
        highest = _decode_documents(gaps, wide, wide_gaps, begins, ends, firsts, size, document)
        _decode_counts(packed, many, many_text, many_title, begins, ends, text, title)
    return documents, in_text, in_title, highest


cdef int64_t _decode_documents(
    const uint16_t[::1] gaps,
    const uint64_t[::1] wide,
    const uint64_t[::1] wide_gaps,
    const int64_t[::1] begins,
    const int64_t[::1] ends,
    const uint32_t[::1] firsts,
    int64_t size,
    int64_t[::1] documents,
) except? -2 nogil:
    cdef Py_ssize_t number, at = 0
    cdef int64_t last, highest = 0
    for number in range(begins.shape[0]):
        if begins[number] == ends[number]:
            continue
        last = decode_list(
            gaps, wide, wide_gaps, begins[number], ends[number], firsts[number], size,
            documents[at : at + ends[number] - begins[number]],
        )
        if not 0 <= last < size:
            return last
        at += ends[number] - begins[number]
        highest = max(highest, last)
    return highest


cdef int _decode_counts(
    const uint8_t[::1] packed,
    const uint64_t[::1] many,
    const uint64_t[::1] many_text,
    const uint64_t[::1] many_title,
    const int64_t[::1] begins,
    const int64_t[::1] ends,
    uint32_t[::1] text,
    uint32_t[::1] title,
) except -1 nogil:
    cdef Py_ssize_t number, rare, size, at = 0
    for number in range(begins.shape[0]):
        size = ends[number] - begins[number]
        _unpack(packed[begins[number] : begins[number] + size], text[at : at + size], title[at : at + size])
        rare = first_from(many, begins[number])
        while rare_place(many, rare, ends[number]) < ends[number]:
            text[at + many[rare] - begins[number]] = <uint32_t> many_text[rare]
            title[at + many[rare] - begins[number]] = <uint32_t> many_title[rare]
            rare += 1
        at += size
    return 0


cdef int _unpack(const uint8_t[::1] packed, uint32_t[::1] text, uint32_t[::1] title) except -1 nogil:
    cdef Py_ssize_t at
    for at in range(min(packed.shape[0], min(text.shape[0], title.shape[0]))):
        text[at] = packed[at] & 63
        title[at] = packed[at] >> 6
    return 0
