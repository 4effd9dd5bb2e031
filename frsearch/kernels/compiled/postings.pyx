"""Posting lists as they are stored -> documents and counts; `plain.postings` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport first_from, next_document



def decode_documents(
    const uint16_t[::1] gaps not None,
    const uint64_t[::1] wide not None,
    const uint64_t[::1] wide_gaps not None,
    const int64_t[::1] starts not None,
    const int64_t[::1] counts not None,
    const int64_t[::1] firsts not None,
    int64_t size,
):
    decoded = np.empty(_total(counts), dtype=np.int64)
    cdef int64_t[::1] documents = decoded
    cdef int64_t highest
    with nogil:
        highest = _decode(gaps, wide, wide_gaps, starts, counts, firsts, size, documents)
    return decoded, highest


cdef int64_t _decode(
    const uint16_t[::1] gaps,
    const uint64_t[::1] wide,
    const uint64_t[::1] wide_gaps,
    const int64_t[::1] starts,
    const int64_t[::1] counts,
    const int64_t[::1] firsts,
    int64_t size,
    int64_t[::1] documents,
) except? -2 nogil:
    cdef Py_ssize_t number, place, rare, at = 0
    cdef int64_t document, highest = 0
    for number in range(starts.shape[0]):
        document = firsts[number]
        rare = first_from(wide, starts[number])
        for place in range(starts[number], starts[number] + counts[number]):
            if place > starts[number]:
                document = next_document(gaps, wide, wide_gaps, place, &rare, document, size)
            elif rare < wide.shape[0] and wide[rare] == <uint64_t> place:
                rare += 1
            if not 0 <= document < size:
                return -1 if document < 0 else size
            documents[at] = document
            at += 1
        highest = max(highest, document)
    return highest


def decode_counts(
    const uint8_t[::1] packed not None,
    const uint64_t[::1] many not None,
    const uint64_t[::1] many_text not None,
    const uint64_t[::1] many_title not None,
    const int64_t[::1] starts not None,
    const int64_t[::1] counts not None,
):
    in_text = np.empty(_total(counts), dtype=np.uint32)
    in_title = np.empty(len(in_text), dtype=np.uint32)
    cdef uint32_t[::1] text = in_text, title = in_title
    cdef Py_ssize_t number, place, rare, at = 0
    with nogil:
        for number in range(starts.shape[0]):
            rare = first_from(many, starts[number])
            for place in range(starts[number], starts[number] + counts[number]):
                if rare < many.shape[0] and many[rare] == <uint64_t> place:
                    text[at], title[at] = <uint32_t> many_text[rare], <uint32_t> many_title[rare]
                    rare += 1
                else:
                    text[at], title[at] = packed[place] & 63, packed[place] >> 6
                at += 1
    return in_text, in_title


cdef int64_t _total(const int64_t[::1] counts):
    cdef int64_t total = 0
    for number in range(counts.shape[0]):
        total += counts[number]
    return total
