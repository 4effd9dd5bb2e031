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
    cdef const uint8_t *letters = word
    cdef Py_ssize_t size = len(word), number
    # A row for the beginnings of a string, of no letters, one, and so on; longer strings have none.
    cdef uint8_t[:, ::1] rows = np.empty((size + most + 1, DIAGONALS), dtype=np.uint8)
    cdef Rows kept = Rows(&rows[0, 0], NULL, 0, False)
    _begin(kept.rows, most)
    with nogil:
        for number in range(begins.shape[0]):
            if lengths[number] < 0 or not 0 <= begins[number] <= text.shape[0] - lengths[number]:
                raise IndexError("a string lies beside the text")
            out[number] = most + 1
            if size - most <= lengths[number] <= size + most:
                if lengths[number]:
                    _extend(&kept, &text[begins[number]], lengths[number], letters, size, most)
                else:
                    kept.letters, kept.far = 0, False
                if not kept.far:
                    out[number] = rows[lengths[number], size - lengths[number] + most + 1]
    return distances


cdef struct Rows:
    uint8_t *rows
    const uint8_t *string  # the last one
    Py_ssize_t letters  # of it, have rows
    bint far  # the last row is of distances over `most` alone


cdef void _begin(uint8_t *row, int most) noexcept nogil:
    """Make the row of no letters: as many edits as the beginning of the word has letters."""
    cdef int place
    memset(row, most + 1, DIAGONALS)
    for place in range(most + 1):
        row[most + 1 + place] = place


cdef void _extend(
    Rows *kept, const uint8_t *string, Py_ssize_t length, const uint8_t *word, Py_ssize_t size, int most
) noexcept nogil:
    """Make the rows of a string, from the first letter on that the last string does not share.

    The dictionary is sorted, so that most strings share their first letters with the one before.
    """
    cdef Py_ssize_t shared = 0, most_shared = min(kept.letters, length)
    while shared < most_shared and kept.string[shared] == string[shared]:
        shared += 1
    if kept.far and shared == kept.letters:
        return
    kept.string, kept.letters, kept.far = string, shared, False
    while kept.letters < length and not kept.far:
        kept.letters += 1
        kept.far = _next_row(kept, word, size, most)


cdef bint _next_row(Rows *kept, const uint8_t *word, Py_ssize_t size, int most) noexcept nogil:
    """Make the row of one letter more; return whether all of its distances are over `most`.

    It has the distances from the beginnings of the word that are up to `most` letters shorter or
    longer: place 1 is the shortest, 0 a dead end.
    """
    cdef Py_ssize_t letters = kept.letters, at
    cdef uint8_t *row = kept.rows + letters * DIAGONALS
    cdef uint8_t *before = row - DIAGONALS
    cdef uint8_t last = kept.string[letters - 1]
    cdef int best, least = most + 1, place
    memset(row, most + 1, DIAGONALS)
    for place in range(max(1, most + 1 - letters), min(2 * most + 1, size + most + 1 - letters) + 1):
        at = letters + place - most - 1  # the length of the beginning of the word
        best = min(before[place + 1], row[place - 1]) + 1
        if at:
            best = min(best, before[place] + (word[at - 1] != last))
            if at > 1 and letters > 1 and word[at - 2] == last:
                if word[at - 1] == kept.string[letters - 2]:
                    best = min(best, (before - DIAGONALS)[place] + 1)
        row[place] = min(best, most + 1)
        least = min(least, best)
    return least > most
