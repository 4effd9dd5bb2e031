"""Words that are spelled like another; `plain.spelling` documents the functions."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t
from libc.string cimport memchr, memset

cdef enum:
    MOST = 15
    # A diagonal for each difference of lengths, and one on either side that is never reached.
    DIAGONALS = 2 * MOST + 3


def letter_masks(const uint8_t[::1] text not None, const int64_t[::1] ends not None):
    masks = np.zeros(max(ends.shape[0] - 1, 0), dtype=np.uint32)
    cdef uint32_t[::1] out = masks
    cdef Py_ssize_t number, at
    cdef uint32_t mask
    with nogil:
        if ends.shape[0] and (ends[0] < 0 or ends[ends.shape[0] - 1] > text.shape[0]):
            raise IndexError("a string lies beside the text")
        for number in range(out.shape[0]):
            if ends[number] > ends[number + 1]:
                raise IndexError("a string lies beside the text")
            mask = 0
            for at in range(ends[number], ends[number + 1]):
                mask |= <uint32_t> 1 << (text[at] - 97 if 97 <= text[at] <= 122 else 31)
            out[number] = mask
    return masks


def near_by_letters(
    const uint32_t[::1] letters not None,
    const int32_t[::1] lengths not None,
    uint32_t mask,
    int64_t length,
    int64_t most,
):
    if letters.shape[0] < lengths.shape[0]:
        raise IndexError("there are more lengths than letters")
    # Which strings are alike is marked first, in a loop without branches: it takes many at a time.
    cdef Py_ssize_t count = lengths.shape[0], number, found = 0
    cdef uint8_t[::1] marks = np.zeros(count + 1, dtype=np.uint8)
    if count:
        with nogil:
            found = _mark(&marks[0], &letters[0], &lengths[0], count, mask, length, most)
    numbers = np.empty(found, dtype=np.int64)
    cdef int64_t[::1] out = numbers
    cdef const uint8_t *place = &marks[0]
    with nogil:
        for number in range(found):
            place = <const uint8_t *> memchr(place, 1, count - (place - &marks[0]))
            out[number] = place - &marks[0]
            place += 1
    return numbers


cdef Py_ssize_t _mark(
    uint8_t *marks,
    const uint32_t *letters,
    const int32_t *lengths,
    Py_ssize_t count,
    uint32_t mask,
    int64_t length,
    int64_t most,
) noexcept nogil:
    """Mark the strings, and return how many are marked."""
    cdef int32_t shortest = <int32_t> max(length - most, 0), longest = <int32_t> (length + most)
    cdef uint32_t edits = <uint32_t> most
    cdef uint32_t own, others
    cdef Py_ssize_t number, found = 0
    for number in range(count):
        # Each letter that only one of the two words has takes an edit.
        own = _bits_in(~letters[number] & mask)
        others = _bits_in(letters[number] & ~mask)
        marks[number] = (
            (lengths[number] >= shortest) & (lengths[number] <= longest) & (own <= edits) & (others <= edits)
        )
        found += marks[number]
    return found


cdef inline uint32_t _bits_in(uint32_t word) noexcept nogil:
    word -= (word >> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >> 2) & 0x33333333)
    word = (word + (word >> 4)) & 0x0F0F0F0F
    word += word >> 8
    return (word + (word >> 16)) & 0x3F


def near_by_trigrams(
    const uint16_t[::1] codes not None,
    const int64_t[::1] begins not None,
    const int32_t[::1] lengths not None,
    const uint8_t[::1] wanted not None,
    int64_t length,
    double least,
):
    numbers = np.empty(begins.shape[0], dtype=np.int64)
    bounds = np.empty(begins.shape[0], dtype=np.float64)
    cdef int64_t[::1] out = numbers
    cdef double[::1] likeness = bounds
    cdef Py_ssize_t number, at, end, found = 0
    cdef int64_t shared
    cdef double bound
    with nogil:
        for number in range(begins.shape[0]):
            end = begins[number + 1] if number + 1 < begins.shape[0] else codes.shape[0]
            if not 0 <= begins[number] < end:
                raise IndexError("the trigrams of the strings are not in order")
            shared = 0
            for at in range(begins[number], end):
                shared += wanted[codes[at]]
            bound = 2 * shared / <double> (lengths[number] + length)
            if bound >= least:
                out[found] = number
                likeness[found] = bound
                found += 1
    return numbers[:found].copy(), bounds[:found].copy()


def edit_distances(
    const uint8_t[::1] text not None,
    const int64_t[::1] begins not None,
    const int32_t[::1] lengths not None,
    bytes word not None,
    int most,
):
    if not 0 <= most <= MOST:
        raise IndexError("most is 0 to 15")
    distances = np.empty(begins.shape[0], dtype=np.uint8)
    cdef uint8_t[::1] out = distances
    cdef const uint8_t[::1] letters = word
    cdef const uint8_t[::1] string
    cdef Py_ssize_t number
    with nogil:
        for number in range(begins.shape[0]):
            if lengths[number] < 0 or not 0 <= begins[number] <= text.shape[0] - lengths[number]:
                raise IndexError("a string lies beside the text")
            string = text[begins[number] : begins[number] + lengths[number]]
            out[number] = _distance(string, letters, most)
    return distances


cdef int _distance(const uint8_t[::1] string, const uint8_t[::1] word, int most) except -1 nogil:
    """Return the distance, or `most` + 1.

    A row for each letter of the word has the distances of its beginning from the beginnings of the
    string that are up to `most` bytes longer or shorter: place 0 is a dead end, 1 the shortest.
    """
    cdef uint8_t[3][DIAGONALS] rows
    cdef uint8_t *last = rows[0]
    cdef uint8_t *before = rows[1]
    cdef uint8_t *row = rows[2]
    cdef uint8_t *oldest
    cdef int far = most + 1, best, least, place
    cdef Py_ssize_t at, begin
    cdef Py_ssize_t difference = string.shape[0] - word.shape[0]
    if not -most <= difference <= most:
        return far
    memset(rows, far, sizeof(rows))
    for place in range(most + 1):
        before[most + 1 + place] = place
    for begin in range(1, word.shape[0] + 1):
        memset(row, far, DIAGONALS)
        least = far
        for place in range(1, 2 * most + 2):
            at = begin + place - most - 1  # the length of the beginning of the string
            if at < 0 or at > string.shape[0]:
                continue
            best = min(before[place + 1], row[place - 1]) + 1
            if at:
                best = min(best, before[place] + (string[at - 1] != word[begin - 1]))
                if at > 1 and begin > 1 and string[at - 2] == word[begin - 1]:
                    if string[at - 1] == word[begin - 2]:
                        best = min(best, last[place] + 1)
            row[place] = min(best, far)
            least = min(least, best)
        if least > most:
            return far
        oldest, last, before = last, before, row
        row = oldest
    return before[most + 1 + difference]
