"""Posting lists -> scores -> the best of them; `plain.scoring` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint32_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from frsearch.kernels.compiled.common cimport from_least

cdef enum:
    # Documents are looked up in lists that are so many times longer.
    FAR_LONGER = 4
    # To others, scores are added up in blocks of so many documents.
    BLOCK = 8192


def score_documents(
    const int64_t[::1] documents not None,
    list readings not None,
    const float[::1] weights not None,
    const float[::1] text_factors not None,
    const float[::1] title_factors not None,
    float k1,
):
    scores = np.zeros(documents.shape[0], dtype=np.float32)
    cdef float[::1] out = scores
    cdef const int64_t[::1] listed
    cdef const uint32_t[::1] in_text, in_title
    cdef Py_ssize_t number, postings = 0
    for listed, _, _ in readings:
        postings += listed.shape[0]
    if documents.shape[0] * FAR_LONGER * <Py_ssize_t> len(readings) >= postings:
        _add_in_blocks(documents, readings, weights, text_factors, title_factors, k1, out)
        return scores
    for number in range(len(readings)):
        listed, in_text, in_title = readings[number]
        with nogil:
            _look_up(
                documents, listed, in_text, in_title, text_factors, title_factors, k1,
                weights[number], out,
            )
    return scores


cdef inline float _gain(
    int64_t document,
    uint32_t in_text,
    uint32_t in_title,
    const float[::1] text_factors,
    const float[::1] title_factors,
    float k1,
    float weight,
) except? -1 nogil:
    """Return weight · f / (f + k1)."""
    cdef float frequency = text_factors[document] * <float> in_text
    if in_title:
        frequency += title_factors[document] * <float> in_title
    return frequency * weight / (frequency + k1)


cdef struct Reading:
    # Its postings, how many there are, and how many are done with.
    const int64_t *listed
    const uint32_t *in_text
    const uint32_t *in_title
    Py_ssize_t size
    Py_ssize_t at
    float weight


cdef int _add_in_blocks(
    const int64_t[::1] documents,
    list readings,
    const float[::1] weights,
    const float[::1] text_factors,
    const float[::1] title_factors,
    float k1,
    float[::1] out,
) except -1:
    """Add up the scores of one block of documents after another: the caches hold a block's."""
    cdef const int64_t[::1] listed
    cdef const uint32_t[::1] in_text, in_title
    cdef Py_ssize_t number, count = len(readings)
    cdef Reading *each = <Reading *> calloc(count or 1, sizeof(Reading))
    if each is NULL:
        raise MemoryError
    try:
        for number in range(count):
            listed, in_text, in_title = readings[number]
            each[number].size = min(listed.shape[0], min(in_text.shape[0], in_title.shape[0]))
            if each[number].size:
                each[number].listed = &listed[0]
                each[number].in_text = &in_text[0]
                each[number].in_title = &in_title[0]
            each[number].weight = weights[number]
        with nogil:
            _walk_blocks(documents, each, count, text_factors, title_factors, k1, out)
    finally:
        free(each)
    return 0


cdef int _walk_blocks(
    const int64_t[::1] documents,
    Reading *readings,
    Py_ssize_t count,
    const float[::1] text_factors,
    const float[::1] title_factors,
    float k1,
    float[::1] out,
) except -1 nogil:
    cdef float[BLOCK] block
    cdef Py_ssize_t number, at, size, stop = 0
    cdef int64_t begin
    memset(block, 0, sizeof(block))
    while stop < documents.shape[0]:
        at = stop
        begin = documents[at] - documents[at] % BLOCK
        size = min(BLOCK, min(text_factors.shape[0], title_factors.shape[0]) - begin)
        # Scores of other documents are added up too, but not read.
        while stop < documents.shape[0] and 0 <= documents[stop] - begin < size:
            block[documents[stop] - begin] = 0
            stop += 1
        if at == stop:
            raise IndexError("documents must ascend and have factors")
        for number in range(count):
            _add_block(
                &readings[number], begin, size, &text_factors[begin], &title_factors[begin], k1, block
            )
        for at in range(at, stop):
            out[at] = block[documents[at] - begin]
    return 0


cdef void _add_block(
    Reading *reading,
    int64_t begin,
    Py_ssize_t size,
    const float *text_factors,
    const float *title_factors,
    float k1,
    float *block,
) noexcept nogil:
    """Add what each posting of a block is worth to the score of its document."""
    cdef Py_ssize_t at = reading.at
    cdef int64_t document
    cdef float frequency
    while at < reading.size and reading.listed[at] < begin:
        at += 1
    while at < reading.size:
        document = reading.listed[at] - begin
        if not 0 <= document < size:
            break
        # A word that is not in the title adds 0: to look is slower, since no processor guesses it.
        frequency = text_factors[document] * <float> reading.in_text[at]
        frequency += title_factors[document] * <float> reading.in_title[at]
        block[document] += frequency * reading.weight / (frequency + k1)
        at += 1
    reading.at = at


cdef int _look_up(
    const int64_t[::1] documents,
    const int64_t[::1] listed,
    const uint32_t[::1] in_text,
    const uint32_t[::1] in_title,
    const float[::1] text_factors,
    const float[::1] title_factors,
    float k1,
    float weight,
    float[::1] scores,
) except -1 nogil:
    """Look each document up in a list, and add what its posting is worth."""
    cdef Py_ssize_t at, place = 0
    for at in range(documents.shape[0]):
        place = from_least(listed, place, documents[at])
        if place == listed.shape[0]:
            break
        if listed[place] == documents[at]:
            scores[at] += _gain(
                listed[place], in_text[place], in_title[place], text_factors, title_factors, k1, weight
            )
    return 0


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
