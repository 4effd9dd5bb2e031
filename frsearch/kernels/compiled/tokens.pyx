"""The words of texts, from their chunks to occurrences in order; `plain.tokens` documents the functions."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

cdef enum:
    LEFT = 2
    RIGHT = 1
    WORD_BINS = 64
    PAIR_BINS = 24
    NO_WORD = 0xFF
    NO_PAIR = 0xFFFF


def find_pairs(
    const int32_t[::1] codes not None,
    const int64_t[::1] ends not None,
    const uint16_t[::1] sides not None,
    uint8_t alone,
):
    cdef Py_ssize_t count
    with nogil:
        count = _pairs(codes, ends, sides, alone, None, None)
    places = np.empty(count, dtype=np.int64)
    kinds = np.empty(count, dtype=np.uint8)
    cdef int64_t[::1] place = places
    cdef uint8_t[::1] kind = kinds
    with nogil:
        _pairs(codes, ends, sides, alone, place, kind)
    return places, kinds


cdef Py_ssize_t _pairs(
    const int32_t[::1] codes,
    const int64_t[::1] ends,
    const uint16_t[::1] sides,
    uint8_t alone,
    int64_t[::1] places,
    uint8_t[::1] kinds,
) except -1 nogil:
    """Count the pairs, and list them where there are arrays for them."""
    cdef Py_ssize_t at = 0, text, found = 0
    cdef uint16_t own
    cdef uint8_t before, both
    for text in range(ends.shape[0]):
        before = 0
        while at < ends[text]:
            own = sides[codes[at] >> 2]
            both = before & own
            if both and codes[at] & LEFT:
                both &= ~alone
            if both:
                if places is not None:
                    places[found], kinds[found] = at, both
                found += 1
            before = own >> 8
            if codes[at] & RIGHT:
                before &= ~alone
            at += 1
    return found


def expand(
    const int32_t[::1] codes not None,
    const int64_t[::1] ends not None,
    const int32_t[::1] starts not None,
    const int32_t[::1] counts not None,
    const int32_t[::1] pieces not None,
    const int64_t[::1] marked not None,
):
    cdef Py_ssize_t at, text = 0, mark = 0, piece, out = 0, total = 0
    cdef int32_t core
    with nogil:
        for at in range(codes.shape[0]):
            total += counts[codes[at] >> 2]
    words = np.empty(total, dtype=np.int32)
    word_ends = np.empty(ends.shape[0], dtype=np.int64)
    firsts = np.empty(marked.shape[0], dtype=np.int64)
    cdef int32_t[::1] word = words
    cdef int64_t[::1] word_end = word_ends, first = firsts
    with nogil:
        for at in range(codes.shape[0]):
            while text < ends.shape[0] and ends[text] <= at:
                word_end[text] = out
                text += 1
            if mark < marked.shape[0] and marked[mark] == at:
                first[mark] = out
                mark += 1
            core = codes[at] >> 2
            for piece in range(starts[core], starts[core] + counts[core]):
                word[out] = pieces[piece]
                out += 1
        for text in range(text, ends.shape[0]):
            word_end[text] = out
    return words, word_ends, firsts


def count_positions(const int32_t[::1] words not None, const int64_t[::1] ends not None):
    lengths = np.zeros(ends.shape[0], dtype=np.uint32)
    cdef uint32_t[::1] length = lengths
    cdef Py_ssize_t at = 0, text
    with nogil:
        for text in range(ends.shape[0]):
            while at < ends[text]:
                length[text] += not words[at] & 1
                at += 1
    return lengths


def sort_occurrences(
    const int32_t[::1] words not None,
    const int64_t[::1] ends not None,
    const int64_t[::1] order not None,
    const int64_t[::1] starts not None,
    int32_t low,
):
    cdef Py_ssize_t terms = starts.shape[0] - 1, document, at, end, place
    cdef int64_t[::1] places = np.array(starts)
    cdef int32_t term
    cdef uint32_t position
    documents = np.empty(starts[terms], dtype=np.uint32)
    positions = np.empty(starts[terms], dtype=np.uint32)
    cdef uint32_t[::1] out = documents, out_position = positions
    with nogil:
        for document in range(order.shape[0]):
            # An article has a title and a text.
            at = ends[2 * order[document] - 1] if order[document] else 0
            end = ends[2 * order[document] + 1]
            position = 0
            while at < end:
                # The next position, unless the word is another reading of the word before.
                position += not words[at] & 1
                term = (words[at] >> 1) - low
                if 0 <= term < terms:
                    place = places[term]
                    if place >= starts[term + 1]:
                        raise IndexError("a term has more occurrences than its starts say")
                    out[place], out_position[place] = <uint32_t> document, position - 1
                    places[term] = place + 1
                at += 1
    return documents, positions


def keep_least(
    const int32_t[::1] words not None,
    const int64_t[::1] ends not None,
    const uint64_t[::1] keys not None,
    Py_ssize_t fields,
    uint64_t factor,
    uint64_t first_mix,
    uint64_t second_mix,
):
    cdef Py_ssize_t at = 0, text, article
    least_pairs = np.full((ends.shape[0] // fields, PAIR_BINS), NO_PAIR, dtype=np.uint16)
    least_words = np.full((ends.shape[0] // fields, WORD_BINS), NO_WORD, dtype=np.uint8)
    cdef uint16_t[:, ::1] pairs = least_pairs
    cdef uint8_t[:, ::1] singles = least_words
    cdef uint64_t key, here, before, pair
    with nogil:
        for text in range(ends.shape[0] // fields * fields):
            article = text // fields
            # The greatest key at a position counts, whatever the order of its words; 0 is of none.
            before = here = 0
            while at < ends[text]:
                if not words[at] & 1:
                    if here:
                        before = here
                    here = 0
                key = keys[words[at] >> 1]
                if key:
                    _keep8(singles, article, key)
                    if key > here:
                        here = key
                at += 1
                if before and here and (at == ends[text] or not words[at] & 1):
                    pair = (before * factor + here) * first_mix
                    pair = (pair ^ pair >> 32) * second_mix
                    _keep16(pairs, article, pair ^ pair >> 32)
    return least_pairs, least_words


cdef inline int _keep8(uint8_t[:, ::1] least, Py_ssize_t article, uint64_t key) except -1 nogil:
    cdef uint64_t place = (key >> 48) * WORD_BINS >> 16, value = key >> 40 & NO_WORD
    least[article, <Py_ssize_t> place] = min(least[article, <Py_ssize_t> place], <uint8_t> min(value, <uint64_t> NO_WORD - 1))
    return 0


cdef inline int _keep16(uint16_t[:, ::1] least, Py_ssize_t article, uint64_t key) except -1 nogil:
    cdef uint64_t place = (key >> 48) * PAIR_BINS >> 16, value = key >> 32 & NO_PAIR
    least[article, <Py_ssize_t> place] = min(least[article, <Py_ssize_t> place], <uint16_t> min(value, <uint64_t> NO_PAIR - 1))
    return 0
