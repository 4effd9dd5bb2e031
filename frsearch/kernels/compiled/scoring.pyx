"""Posting lists -> scores -> the best of them; `plain.scoring` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint32_t

from frsearch.kernels.compiled.common cimport from_least


def add_gains(
    float[::1] scores not None,
    const int64_t[::1] documents not None,
    const int64_t[::1] listed not None,
    const uint32_t[::1] in_text not None,
    const uint32_t[::1] in_title not None,
    const float[::1] text_factors not None,
    const float[::1] title_factors not None,
    float k1,
    float weight,
):
    cdef Py_ssize_t at = 0, place = 0
    # In a list that is longer, a search steps over postings; otherwise a step at a time is faster.
    cdef bint is_longer = listed.shape[0] > 2 * documents.shape[0]
    cdef int64_t document, posted
    cdef float frequency
    with nogil:
        while at < documents.shape[0] and place < listed.shape[0]:
            document = documents[at]
            if is_longer:
                place = from_least(listed, place, document)
                if place == listed.shape[0]:
                    break
            if listed[place] == document:
                frequency = text_factors[document] * <float> in_text[place]
                if in_title[place]:
                    frequency += title_factors[document] * <float> in_title[place]
                scores[at] += frequency * weight / (frequency + k1)
            posted = listed[place]
            at += document <= posted
            place += posted <= document


def best(const float[::1] scores not None, int64_t count, const int64_t[::1] cuts not None):
    cdef Py_ssize_t size = scores.shape[0]
    if size <= count or count < 1:
        return np.arange(size if count > 0 else 0, dtype=np.int64)
    cdef float[::1] heap = np.array(scores[:count])
    cdef Py_ssize_t at, found = 0, above = 0
    cdef float lowest
    with nogil:
        for at in range(count // 2 - 1, -1, -1):
            _sift(heap, at)
        for at in range(count, size):
            if scores[at] > heap[0]:
                heap[0] = scores[at]
                _sift(heap, 0)
        lowest = heap[0]
        for at in range(count):
            above += heap[at] > lowest
    places = np.empty(size, dtype=np.int64)
    cdef int64_t[::1] out = places
    with nogil:
        found = _from_the_end(scores, lowest, count - above, cuts, out)
    return places[:found][::-1].copy()


cdef Py_ssize_t _from_the_end(
    const float[::1] scores, float lowest, int64_t equal, const int64_t[::1] cuts, int64_t[::1] out
) except -1 nogil:
    """List the places above the lowest score, and of each part the last that equal it."""
    cdef Py_ssize_t at, found = 0, cut = cuts.shape[0] - 1
    cdef int64_t left = equal
    for at in range(scores.shape[0] - 1, -1, -1):
        while cut >= 0 and at < cuts[cut]:
            left = equal
            cut -= 1
        if scores[at] > lowest or (scores[at] == lowest and left > 0):
            left -= scores[at] == lowest
            out[found] = at
            found += 1
    return found


cdef int _sift(float[::1] heap, Py_ssize_t at) except -1 nogil:
    """Move a score down to its place in a heap with the lowest score on top."""
    cdef float score = heap[at]
    cdef Py_ssize_t child = 2 * at + 1
    while child < heap.shape[0]:
        if child + 1 < heap.shape[0] and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= score:
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = score
    return 0
