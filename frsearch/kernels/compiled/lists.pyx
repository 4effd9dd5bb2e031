"""Occurrences -> posting lists as they are written; `plain.lists` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport lowest_bit

cdef enum:
    TEXT_BITS = 6
    MOST_IN_TEXT = (1 << TEXT_BITS) - 1
    MOST_IN_TITLE = (1 << (8 - TEXT_BITS)) - 1
    MANY = 255


def count_occurrences(
    const uint32_t[::1] terms not None,
    const uint32_t[::1] documents not None,
    const uint32_t[::1] positions not None,
    const uint32_t[::1] title_lengths not None,
):
    cdef Py_ssize_t at, count = 0, found = -1
    with nogil:
        for at in range(terms.shape[0]):
            count += at == 0 or documents[at] != documents[at - 1] or terms[at] != terms[at - 1]
    columns = tuple([np.zeros(count, dtype=np.uint32) for _ in range(4)])
    cdef uint32_t[::1] term = columns[0], document = columns[1], in_text = columns[2], in_title = columns[3]
    cdef uint32_t title = 0
    with nogil:
        for at in range(terms.shape[0]):
            if at == 0 or documents[at] != documents[at - 1] or terms[at] != terms[at - 1]:
                found += 1
                term[found], document[found] = terms[at], documents[at]
                title = title_lengths[documents[at]]
            if positions[at] < title:
                in_title[found] += 1
            else:
                in_text[found] += 1
    return columns


def encode_postings(
    const uint32_t[::1] numbers not None,
    const uint32_t[::1] documents not None,
    const uint32_t[::1] in_text not None,
    const uint32_t[::1] in_title not None,
    int64_t last_number,
    int64_t last_document,
    int64_t wide_gap,
):
    cdef Py_ssize_t count = numbers.shape[0], at, lists = 0, wides = 0, manys = 0
    cdef int64_t gap, number = last_number, document = last_document
    gaps = np.empty(count, dtype=np.uint16)
    frequencies = np.empty(count, dtype=np.uint8)
    cdef uint16_t[::1] out = gaps
    cdef uint8_t[::1] frequency = frequencies
    with nogil:
        for at in range(count):
            if numbers[at] != number:
                lists += 1
                gap = 0
            else:
                gap = documents[at] - document
            number, document = numbers[at], documents[at]
            if gap >= wide_gap:
                wides += 1
                gap = 0
            out[at] = <uint16_t> gap
            if _is_many(in_text[at], in_title[at]):
                manys += 1
                frequency[at] = MANY
            else:
                frequency[at] = <uint8_t> (in_title[at] << TEXT_BITS | in_text[at])
    begins = np.empty(lists, dtype=np.int64)
    wide = np.empty(wides, dtype=np.int64)
    many = np.empty(manys, dtype=np.int64)
    cdef int64_t[::1] begin = begins, wide_at = wide, many_at = many
    lists = wides = manys = 0
    number, document = last_number, last_document
    with nogil:
        for at in range(count):
            if numbers[at] != number:
                begin[lists] = at
                lists += 1
            elif documents[at] - document >= wide_gap:
                wide_at[wides] = at
                wides += 1
            number, document = numbers[at], documents[at]
            if frequency[at] == MANY:
                many_at[manys] = at
                manys += 1
    return gaps, frequencies, begins, wide, many


cdef inline bint _is_many(uint32_t in_text, uint32_t in_title) noexcept nogil:
    return (
        in_text > MOST_IN_TEXT
        or in_title > MOST_IN_TITLE
        or (in_text == MOST_IN_TEXT and in_title == MOST_IN_TITLE)
    )


def sum_lists(
    const uint32_t[::1] stems not None,
    const uint32_t[::1] documents not None,
    const uint32_t[::1] in_text not None,
    const uint32_t[::1] in_title not None,
    Py_ssize_t size,
):
    cdef Py_ssize_t at = 0, end, place, out = 0, first, last, count = stems.shape[0]
    cdef uint32_t stem, document
    cdef uint64_t word
    columns = [np.empty(count, dtype=np.uint32) for _ in range(4)]
    cdef uint32_t[::1] out_stem = columns[0], out_document = columns[1]
    cdef uint32_t[::1] out_text = columns[2], out_title = columns[3]
    # The documents of one stem as bits, and the counts of each, which are 0 again behind it.
    cdef uint64_t[::1] marks = np.zeros((size >> 6) + 1, dtype=np.uint64)
    cdef uint32_t[::1] text = np.zeros(size, dtype=np.uint32), title = np.zeros(size, dtype=np.uint32)
    with nogil:
        while at < count:
            stem = stems[at]
            first, last = marks.shape[0], -1
            while at < count and stems[at] == stem:
                document = documents[at]
                place = document >> 6
                marks[place] |= <uint64_t> 1 << (document & 63)
                first, last = min(first, place), max(last, place)
                text[document] += in_text[at]
                title[document] += in_title[at]
                at += 1
            for place in range(first, last + 1):
                word, marks[place] = marks[place], 0
                while word:
                    document = <uint32_t> ((place << 6) + lowest_bit(word))
                    word &= word - 1
                    out_stem[out], out_document[out] = stem, document
                    out_text[out], out_title[out] = text[document], title[document]
                    text[document] = title[document] = 0
                    out += 1
    return tuple([column[:out] for column in columns])


def merge_postings(
    const uint32_t[::1] terms not None,
    const uint32_t[::1] documents not None,
    const uint32_t[::1] counts not None,
    const uint32_t[::1] positions not None,
    const int64_t[::1] ends not None,
):
    cdef Py_ssize_t parts = ends.shape[0], part, least, out = 0, at, copied = 0, place
    cdef uint64_t key, least_key
    # The next posting of each part, and where its positions begin.
    cdef int64_t[::1] heads = np.zeros(parts, dtype=np.int64), begins = np.zeros(parts, dtype=np.int64)
    merged = np.empty(terms.shape[0], dtype=np.int64)
    moved = np.empty(positions.shape[0], dtype=np.uint32)
    cdef int64_t[::1] order = merged
    cdef uint32_t[::1] position = moved
    with nogil:
        for part in range(1, parts):
            heads[part], begins[part] = ends[part - 1], begins[part - 1]
            for at in range(heads[part - 1], ends[part - 1]):
                begins[part] += counts[at]
        while out < order.shape[0]:
            least, least_key = -1, 0
            for part in range(parts):
                if heads[part] < ends[part]:
                    key = <uint64_t> terms[heads[part]] << 32 | documents[heads[part]]
                    if least < 0 or key < least_key:
                        least, least_key = part, key
            if least < 0:
                raise IndexError("the ends are not those of the postings")
            order[out] = at = heads[least]
            for place in range(begins[least], begins[least] + counts[at]):
                position[copied] = positions[place]
                copied += 1
            begins[least] += counts[at]
            heads[least] += 1
            out += 1
    return merged, moved[:copied]
