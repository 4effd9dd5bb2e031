"""Places of words in a few documents -> bonuses; `plain.evidence` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t

from frsearch.kernels.compiled.common cimport from_least, sort_numbers

cdef enum:
    SHIFT = 33
    # What a table of words and documents marks.
    THERE = 1
    OWN = 2
    LEAD = 4

cdef int64_t IN_TEXT = <int64_t> 1 << 32


def weigh_places(
    const int64_t[::1] slots not None,
    const int64_t[::1] occurrences not None,
    const uint8_t[::1] own not None,
    const int64_t[::1] documents not None,
    const float[::1] scales not None,
    const uint8_t[::1] loose not None,
    const int64_t[::1] pairs not None,
    const int64_t[::1] rows not None,
    const int64_t[::1] row_ends not None,
    const float[::1] text_factors not None,
    const float[::1] title_factors not None,
    const float[::1] title_lengths not None,
    const float[::1] weights not None,
    float k1,
    int64_t passage_length,
    int64_t lead_length,
):
    cdef Py_ssize_t words = loose.shape[0], typed = scales.shape[0], count = documents.shape[0]
    cdef Py_ssize_t number_of_pairs = pairs.shape[0] // 2, end = 0, slot, at
    table = np.zeros((3 + 3 * words + typed + number_of_pairs, count), dtype=np.float32)
    cdef float[:, ::1] bonuses = table
    cdef float[:, ::1] gains = bonuses[1 + 3 * words :]
    cdef uint8_t[:, ::1] marks = np.zeros((typed + words, count), dtype=np.uint8)
    cdef double[:, ::1] sums = np.zeros((typed, count), dtype=np.float64)
    # The occurrences of words and stop words by slot, ascending in each, and where each slot begins.
    cdef int64_t[::1] sorted = np.array(occurrences)
    cdef int64_t[::1] starts = np.zeros(typed + 1, dtype=np.int64)
    cdef int64_t[::1] columns = np.empty(len(occurrences), dtype=np.int64)
    cdef int64_t[::1] nexts = np.empty(words, dtype=np.int64)
    cdef int64_t[::1] in_titles = np.empty(len(occurrences), dtype=np.int64)
    cdef int64_t[::1] filled = np.empty(count, dtype=np.int64)
    cdef uint8_t[::1] asked = np.empty(_longest(row_ends) * count, dtype=np.uint8)
    cdef float whole = 0
    with nogil:
        for slot in range(words):
            whole += scales[slot]
        end = _mark(
            slots, occurrences, own, documents, text_factors, title_factors, lead_length, columns,
            marks, sums,
        )
        _sort(slots, sorted, starts, end)
        _add_presence(marks, scales, loose, weights, bonuses)
        _add_gains(sums, scales, weights, k1, words, gains)
        _add_passages(sorted, starts, documents, scales, weights, passage_length, nexts, bonuses[0])
        _add_neighbours(
            sorted, starts, documents, pairs, scales, weights, bonuses[1 + 3 * words + typed :]
        )
        _add_shares(
            sorted, end, in_titles, documents, title_lengths, weights[7] * whole,
            bonuses[1 + 3 * words + typed + number_of_pairs],
        )
        for at in range(row_ends.shape[0]):
            _add_same_title(
                slots, occurrences, columns, end, rows[row_ends[at - 1] if at else 0 : row_ends[at]],
                title_lengths, asked, filled, weights[8] * whole,
                bonuses[2 + 3 * words + typed + number_of_pairs],
            )
    return table


cdef Py_ssize_t _longest(const int64_t[::1] row_ends) except -1:
    cdef Py_ssize_t at, longest = 0
    for at in range(row_ends.shape[0]):
        longest = max(longest, row_ends[at] - (row_ends[at - 1] if at else 0))
    return longest


cdef Py_ssize_t _mark(
    const int64_t[::1] slots,
    const int64_t[::1] occurrences,
    const uint8_t[::1] own,
    const int64_t[::1] documents,
    const float[::1] text_factors,
    const float[::1] title_factors,
    int64_t lead_length,
    int64_t[::1] columns,
    uint8_t[:, ::1] marks,
    double[:, ::1] sums,
) except -1 nogil:
    """Mark where words are, and add up their frequencies; return the number of typed occurrences."""
    cdef Py_ssize_t at, column = 0, end = 0
    cdef int64_t slot, document, place, before = -1
    for at in range(occurrences.shape[0]):
        slot, document = slots[at], occurrences[at] >> SHIFT
        place = occurrences[at] - (document << SHIFT)
        column = from_least(documents, column if document >= before else 0, document)
        before = document
        columns[at] = column
        marks[slot, column] |= THERE | (OWN if own[at] else 0)
        if slot >= sums.shape[0]:
            continue
        end = at + 1
        if place < IN_TEXT:
            sums[slot, column] += title_factors[column]
        else:
            sums[slot, column] += text_factors[column]
            if place < IN_TEXT + lead_length:
                marks[slot, column] |= LEAD
    return end


cdef int _sort(
    const int64_t[::1] slots, int64_t[::1] sorted, int64_t[::1] starts, Py_ssize_t end
) except -1 nogil:
    """Sort the occurrences of each slot."""
    cdef Py_ssize_t at, slot = 0
    for at in range(end):
        while slot < slots[at]:
            slot += 1
            starts[slot] = at
    while slot < starts.shape[0] - 1:
        slot += 1
        starts[slot] = end
    for slot in range(starts.shape[0] - 1):
        sort_numbers(sorted[starts[slot] : starts[slot + 1]])
    return 0


cdef int _add_presence(
    const uint8_t[:, ::1] marks,
    const float[::1] scales,
    const uint8_t[::1] loose,
    const float[::1] weights,
    float[:, ::1] bonuses,
) except -1 nogil:
    """Add what a word itself, its relatives, and its place in the lead are worth."""
    cdef Py_ssize_t word, column, words = loose.shape[0], typed = scales.shape[0]
    cdef float itself, relatives, lead
    for word in range(words):
        itself = (scales[word] * loose[word]) * weights[1]
        relatives, lead = scales[word] * weights[2], scales[word] * weights[3]
        for column in range(marks.shape[1]):
            if marks[word, column] & OWN or not marks[word, column] & THERE:
                bonuses[1 + word, column] = itself
            if marks[typed + word, column] & THERE and not marks[word, column] & THERE:
                bonuses[1 + words + word, column] = relatives
            if marks[word, column] & LEAD:
                bonuses[1 + 2 * words + word, column] = lead
    return 0


cdef int _add_gains(
    const double[:, ::1] sums,
    const float[::1] scales,
    const float[::1] weights,
    float k1,
    Py_ssize_t words,
    float[:, ::1] gains,
) except -1 nogil:
    """Add what the frequencies of words and stop words are worth."""
    cdef Py_ssize_t slot, column
    cdef float weight, gain, last = max(words - 1, 1)
    cdef float numerator = <float> (<double> k1 + 1), least = k1 if k1 != 0 else 1e-9
    for slot in range(sums.shape[0]):
        weight = (<float> slot / last) * weights[4] if slot < words else weights[5]
        for column in range(sums.shape[1]):
            gain = <float> sums[slot, column] * numerator
            gain /= <float> sums[slot, column] + least
            gains[slot, column] = (gain * scales[slot]) * weight
    return 0


cdef int _add_passages(
    const int64_t[::1] sorted,
    const int64_t[::1] starts,
    const int64_t[::1] documents,
    const float[::1] scales,
    const float[::1] weights,
    int64_t length,
    int64_t[::1] nexts,
    float[::1] best,
) except -1 nogil:
    """Add the weight of the best passage, which begins with one of the words."""
    cdef Py_ssize_t word, other, at, column, words = nexts.shape[0]
    cdef float total
    if words < 2:
        return 0
    for word in range(words):
        column = 0
        for other in range(words):
            nexts[other] = starts[other]
        for at in range(starts[word], starts[word + 1]):
            total = 0
            for other in range(words):
                while nexts[other] < starts[other + 1] and sorted[nexts[other]] < sorted[at]:
                    nexts[other] += 1
                if nexts[other] < starts[other + 1] and sorted[nexts[other]] < sorted[at] + length:
                    total += scales[other]
            column = from_least(documents, column, sorted[at] >> SHIFT)
            best[column] = max(best[column], total)
    for column in range(best.shape[0]):
        best[column] *= weights[0]
    return 0


cdef int _add_neighbours(
    const int64_t[::1] sorted,
    const int64_t[::1] starts,
    const int64_t[::1] documents,
    const int64_t[::1] pairs,
    const float[::1] scales,
    const float[::1] weights,
    float[:, ::1] bonuses,
) except -1 nogil:
    """Add the bonuses for words that stand side by side as typed."""
    cdef Py_ssize_t pair, at, first, end
    cdef int64_t left, right
    for pair in range(pairs.shape[0] // 2):
        left, right = pairs[2 * pair], pairs[2 * pair + 1]
        first, end = starts[left], starts[left + 1]
        for at in range(starts[right], starts[right + 1]):
            while first < end and sorted[first] < sorted[at] - 1:
                first += 1
            if first < end and sorted[first] == sorted[at] - 1:
                bonuses[pair, from_least(documents, 0, sorted[first] >> SHIFT)] = (
                    min(scales[left], scales[right]) * weights[6]
                )
    return 0


cdef int _add_shares(
    const int64_t[::1] sorted,
    Py_ssize_t end,
    int64_t[::1] in_titles,
    const int64_t[::1] documents,
    const float[::1] lengths,
    float weight,
    float[::1] bonuses,
) except -1 nogil:
    """Add the weight of the share of each title's positions that the words hold."""
    cdef Py_ssize_t at, column = 0, found = 0
    cdef int64_t held = 0
    for at in range(end):
        if sorted[at] & IN_TEXT == 0:
            in_titles[found] = sorted[at]
            found += 1
    sort_numbers(in_titles[:found])
    for at in range(found):
        if at and in_titles[at] == in_titles[at - 1]:
            continue  # words that share a form hold one position together
        held = held + 1 if at and in_titles[at] >> SHIFT == in_titles[at - 1] >> SHIFT else 1
        column = from_least(documents, column, in_titles[at] >> SHIFT)
        bonuses[column] = <float> (<double> held / max(lengths[column], <float> 1)) * weight
    return 0


cdef int _add_same_title(
    const int64_t[::1] slots,
    const int64_t[::1] occurrences,
    const int64_t[::1] columns,
    Py_ssize_t end,
    const int64_t[::1] row,
    const float[::1] lengths,
    uint8_t[::1] asked,
    int64_t[::1] filled,
    float bonus,
    float[::1] bonuses,
) except -1 nogil:
    """Add the bonus of titles that are the words of a row, in its order."""
    cdef Py_ssize_t at, cell, size = row.shape[0]
    cdef int64_t place
    asked[:] = 0
    filled[:] = 0
    for at in range(end):
        place = occurrences[at] & ((<int64_t> 1 << SHIFT) - 1)
        if place < size and row[place] == slots[at] and lengths[columns[at]] == size:
            cell = columns[at] * size + place
            filled[columns[at]] += not asked[cell]
            asked[cell] = 1
            if filled[columns[at]] == size:
                bonuses[columns[at]] = bonus
    return 0
