"""Slices of posting lists -> a few documents in them; `plain.slices` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport decode_list, first_from, from_least, longest_slice, mark_numbers

ctypedef fused Wide:
    uint32_t
    uint64_t

ctypedef fused Position:
    uint8_t
    uint16_t
    uint32_t


def choose_slices(
    const int64_t[::1] begins not None,
    const int64_t[::1] ends not None,
    const uint32_t[::1] bases not None,
    const int64_t[::1] heads not None,
    const uint32_t[::1] mark_documents not None,
    const Wide[::1] mark_occurrences not None,
    int64_t interval,
    const int64_t[::1] documents not None,
):
    cdef Py_ssize_t number, at, most = 0, found = 0
    cdef int64_t mark, last, following
    for number in range(begins.shape[0]):
        if begins[number] < ends[number]:
            last = (ends[number] - 1) // interval - begins[number] // interval
            most += min(last + 1, documents.shape[0])
    columns = tuple(np.empty(most, dtype=np.int64) for _ in range(5))
    cdef int64_t[::1] which = columns[0], starts = columns[1], counts = columns[2]
    cdef int64_t[::1] firsts = columns[3], before = columns[4]
    with nogil:
        for number in range(begins.shape[0]):
            mark, last = begins[number] // interval, (ends[number] - 1) // interval
            at = documents.shape[0]
            if begins[number] < ends[number]:
                at = from_least(documents, 0, bases[number])
            while at < documents.shape[0]:
                following = _mark_after(mark_documents, mark + 1, last + 1, documents[at])
                mark = following - 1
                which[found] = number
                starts[found] = max(mark * interval, begins[number])
                counts[found] = min(following * interval, ends[number]) - starts[found]
                if starts[found] == begins[number]:
                    firsts[found], before[found] = bases[number], heads[number]
                else:
                    firsts[found] = mark_documents[mark]
                    before[found] = <int64_t> mark_occurrences[mark]
                found += 1
                if following > last:
                    break
                mark = following
                at = from_least(documents, at, mark_documents[following])
    return tuple(column[:found] for column in columns)


cdef int64_t _mark_after(
    const uint32_t[::1] mark_documents, int64_t low, int64_t high, int64_t document
) except -1 nogil:
    """Return the first mark from `low` to `high` (exclusive) past a document, `high` if there is none."""
    cdef int64_t middle
    while low < high:
        middle = low + (high - low) // 2
        if <int64_t> mark_documents[middle] <= document:
            low = middle + 1
        else:
            high = middle
    return low


def find_in_slices(
    const uint16_t[::1] gaps not None,
    const uint64_t[::1] wide not None,
    const uint64_t[::1] wide_gaps not None,
    const uint8_t[::1] packed not None,
    const uint64_t[::1] many not None,
    const uint64_t[::1] many_text not None,
    const uint64_t[::1] many_title not None,
    const int64_t[::1] starts not None,
    const int64_t[::1] counts not None,
    const int64_t[::1] firsts not None,
    const int64_t[::1] before not None,
    const int64_t[::1] documents not None,
    int64_t size,
):
    cdef int64_t[::1] decoded = np.empty(longest_slice(gaps, starts, counts), dtype=np.int64)
    cdef int64_t most = 0, highest
    cdef Py_ssize_t number, found = 0
    for number in range(counts.shape[0]):
        most += min(counts[number], documents.shape[0])
    # Many documents are marked, a bit each; a few are stepped through.
    cdef bint are_many = documents.shape[0] > size >> 6
    cdef uint64_t[::1] marks = np.zeros((size >> 6) + 1 if are_many else 0, dtype=np.uint64)
    columns = tuple(np.empty(most + 1, dtype=np.int64) for _ in range(5))
    cdef int64_t[::1] numbers = columns[0], matches = columns[1], held = columns[2]
    cdef int64_t[::1] earlier = columns[3], places = columns[4]
    with nogil:
        if are_many:
            mark_numbers(marks, documents)
        highest = _find(
            gaps, wide, wide_gaps, starts, counts, firsts, documents, size, marks, decoded, numbers,
            places, matches, &found,
        )
        _count(
            packed, many, many_text, many_title, starts, before, numbers[:found], places, held, earlier
        )
    return (*(column[:found] for column in columns[:4]), highest)


cdef int64_t _find(
    const uint16_t[::1] gaps,
    const uint64_t[::1] wide,
    const uint64_t[::1] wide_gaps,
    const int64_t[::1] starts,
    const int64_t[::1] counts,
    const int64_t[::1] firsts,
    const int64_t[::1] documents,
    int64_t size,
    const uint64_t[::1] marks,
    int64_t[::1] decoded,
    int64_t[::1] numbers,
    int64_t[::1] places,
    int64_t[::1] matches,
    Py_ssize_t *found,
) except? -2 nogil:
    cdef Py_ssize_t number, place, at
    cdef int64_t last, highest = 0
    for number in range(starts.shape[0]):
        last = decode_list(
            gaps, wide, wide_gaps, starts[number], starts[number] + counts[number], firsts[number],
            size, decoded,
        )
        if not 0 <= last < size:
            return last
        highest = max(highest, last)
        if marks.shape[0]:
            for place in range(counts[number]):
                # Written in any case: whether it stays cannot be guessed.
                numbers[found[0]], places[found[0]] = number, starts[number] + place
                matches[found[0]] = decoded[place]
                found[0] += marks[decoded[place] >> 6] >> (decoded[place] & 63) & 1
            continue
        at = from_least(documents, 0, decoded[0])
        for place in range(counts[number]):
            while at < documents.shape[0] and documents[at] < decoded[place]:
                at += 1
            if at == documents.shape[0]:
                break
            if documents[at] == decoded[place]:
                numbers[found[0]], places[found[0]] = number, starts[number] + place
                matches[found[0]] = decoded[place]
                found[0] += 1
    return highest


cdef int _count(
    const uint8_t[::1] packed,
    const uint64_t[::1] many,
    const uint64_t[::1] many_text,
    const uint64_t[::1] many_title,
    const int64_t[::1] starts,
    const int64_t[::1] before,
    const int64_t[::1] numbers,
    const int64_t[::1] places,
    int64_t[::1] held,
    int64_t[::1] earlier,
) except -1 nogil:
    """Count the occurrences of postings, and those before each, slice by slice."""
    cdef Py_ssize_t at, place = 0, rare = 0
    cdef int64_t count = 0, occurrences = 0, number = -1
    for at in range(numbers.shape[0]):
        if numbers[at] != number:
            number = numbers[at]
            place, occurrences, count = starts[number], before[number], 0
            rare = first_from(many, place)
        while place <= places[at]:
            occurrences += count
            if rare < many.shape[0] and many[rare] == <uint64_t> place:
                count = <int64_t> (many_text[rare] + many_title[rare])
                rare += 1
            else:
                count = (packed[place] & 63) + (packed[place] >> 6)
            place += 1
        held[at], earlier[at] = count, occurrences
    return 0


def place_occurrences(
    const int64_t[::1] documents not None,
    const int64_t[::1] counts not None,
    const int64_t[::1] begins not None,
    const Position[::1] positions not None,
    const uint32_t[::1] title_lengths not None,
):
    cdef Py_ssize_t at, place, found = 0
    cdef int64_t total = 0, title, position
    for at in range(counts.shape[0]):
        total += counts[at]
    occurrences = np.empty(total, dtype=np.int64)
    cdef int64_t[::1] out = occurrences
    with nogil:
        for at in range(documents.shape[0]):
            title = title_lengths[documents[at]]
            for place in range(begins[at], begins[at] + counts[at]):
                position = positions[place]
                if position >= title:
                    position += (<int64_t> 1 << 32) - title
                out[found] = (documents[at] << 33) + position
                found += 1
    return occurrences
