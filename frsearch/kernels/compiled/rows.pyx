"""Texts as rows of numbered words, and the rows in them; `plain.rows` documents the functions."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport decode_list, from_least, longest_slice

ctypedef fused Position:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    # The rows of a table that grows.
    FEWEST = 1 << 10
    BATCH = 256

cdef uint32_t FACTOR = 0x9E3779B1


def lay_out_words(
    const uint16_t[::1] gaps not None,
    const uint64_t[::1] wide not None,
    const uint64_t[::1] wide_gaps not None,
    const uint8_t[::1] packed not None,
    const uint64_t[::1] many not None,
    const uint64_t[::1] many_text not None,
    const uint64_t[::1] many_title not None,
    const Position[::1] positions not None,
    const uint32_t[::1] title_lengths not None,
    const int64_t[::1] starts not None,
    const int64_t[::1] counts not None,
    const int64_t[::1] firsts not None,
    const int64_t[::1] before not None,
    const int32_t[::1] words not None,
    const int64_t[::1] places not None,
    int64_t size,
):
    cdef int64_t highest = 0, last
    cdef Py_ssize_t number, rare = 0
    cdef int64_t[::1] decoded = np.empty(longest_slice(gaps, starts, counts), dtype=np.int64)
    row = np.full(size, -1, dtype=np.int32)
    cdef int32_t[::1] out = row
    with nogil:
        for number in range(starts.shape[0]):
            last = decode_list(
                gaps, wide, wide_gaps, starts[number], starts[number] + counts[number],
                firsts[number], places.shape[0], decoded,
            )
            if not 0 <= last < places.shape[0]:
                highest = last
                break
            highest = max(highest, last)
            # Most slices follow the one before.
            rare = from_least(
                many, 0 if rare and many[rare - 1] >= <uint64_t> starts[number] else rare, starts[number]
            )
            _place(
                packed, many, many_text, many_title, positions, title_lengths, starts[number],
                decoded[: counts[number]], before[number], words[number], places, rare, out,
            )
    return row, highest


cdef int _place(
    const uint8_t[::1] packed,
    const uint64_t[::1] many,
    const uint64_t[::1] many_text,
    const uint64_t[::1] many_title,
    const Position[::1] positions,
    const uint32_t[::1] title_lengths,
    int64_t start,
    const int64_t[::1] documents,
    int64_t occurrence,
    int32_t word,
    const int64_t[::1] places,
    Py_ssize_t rare,
    int32_t[::1] out,
) except -1 nogil:
    """Write a word at its places in texts."""
    cdef Py_ssize_t at
    cdef int64_t in_text, in_title, place, begin
    for at in range(documents.shape[0]):
        if rare < many.shape[0] and many[rare] == <uint64_t> (start + at):
            in_text, in_title = <int64_t> many_text[rare], <int64_t> many_title[rare]
            rare += 1
        else:
            in_text, in_title = packed[start + at] & 63, packed[start + at] >> 6
        place = places[documents[at]]
        occurrence += in_title
        if place >= 0:
            # Positions count the title first.
            place -= title_lengths[documents[at]]
            for begin in range(occurrence, occurrence + in_text):
                # Reading what is there would take longer than writing.
                out[place + positions[begin]] = word
        occurrence += in_text
    return 0


def count_rows(
    const int32_t[::1] words not None, const uint8_t[::1] may_end not None, int length, int bits
):
    _check(length, bits)
    # The last is for places where no row begins.
    counts = np.zeros((<Py_ssize_t> 1 << bits) + 1, dtype=np.uint32)
    cdef uint32_t[::1] count = counts
    cdef uint32_t[BATCH] buckets
    cdef Py_ssize_t begin = 0, end = words.shape[0] - length + 1, number, many
    with nogil:
        while begin < end:
            many = min(<Py_ssize_t> BATCH, end - begin)
            _fill(words, may_end, begin, many, length, bits, buckets)
            for number in range(many):
                count[buckets[number]] += 1
            begin += many
    return counts[: <Py_ssize_t> 1 << bits]


def _check(int length, int bits):
    if not (length > 0 and 0 < bits < 32):
        raise ValueError("a row has a word or more, and there are 2 to 2^31 buckets")


# The buckets of many places are found before any is looked at: so the memory works on several at once.
cdef int _fill(
    const int32_t[::1] words,
    const uint8_t[::1] may_end,
    Py_ssize_t begin,
    Py_ssize_t many,
    int length,
    int bits,
    uint32_t* buckets,
) except -1 nogil:
    """Write the buckets of the rows that begin at places, up to BATCH of them; 2^bits if none does."""
    cdef Py_ssize_t at, step
    cdef uint32_t key
    cdef int32_t word
    cdef int32_t[BATCH] lowest
    for at in range(many):
        buckets[at] = lowest[at] = 0
    for step in range(length):
        for at in range(many):
            word = words[begin + step + at]
            lowest[at] |= word  # below 0 if one is
            key = (buckets[at] + <uint32_t> word) * FACTOR
            buckets[at] = key ^ key >> 15
    for at in range(many):
        if lowest[at] < 0 or not (
            may_end[words[begin + at]] and may_end[words[begin + at + length - 1]]
        ):
            buckets[at] = <uint32_t> 1 << bits
        else:
            buckets[at] = buckets[at] * FACTOR >> (32 - bits)
    return 0


def tally_rows(
    const int32_t[::1] words not None,
    const int64_t[::1] ends not None,
    const uint8_t[::1] may_end not None,
    int length,
    int bits,
    const uint8_t[::1] counted not None,
):
    _check(length, bits)
    if counted.shape[0] << 3 < <Py_ssize_t> 1 << bits:
        raise IndexError("there are fewer bits than buckets")
    cdef Py_ssize_t begin = 0, end = words.shape[0] - length + 1, text = 0, found = 0
    # Of each row: its first place, its occurrences, its texts, its last place.
    table = np.zeros((FEWEST, 4), dtype=np.int64)
    slots = np.full(2 * FEWEST, -1, dtype=np.int64)
    while begin < end:
        if table.shape[0] - found < BATCH:
            table = np.concatenate([table, np.zeros_like(table)])
            slots = np.full(2 * table.shape[0], -1, dtype=np.int64)
            _find_slots(words, length, table, found, slots)
        begin = _tally(
            words, ends, may_end, length, bits, counted, begin, end, &text, table, &found, slots
        )
    return tuple(np.ascontiguousarray(table[:found].T))


cdef Py_ssize_t _tally(
    const int32_t[::1] words,
    const int64_t[::1] ends,
    const uint8_t[::1] may_end,
    int length,
    int bits,
    const uint8_t[::1] counted,
    Py_ssize_t begin,
    Py_ssize_t end,
    Py_ssize_t* text,
    int64_t[:, ::1] table,
    Py_ssize_t* found,
    int64_t[::1] slots,
) except -1:
    """Tally the rows from a place on, while the table has room; return the place after them."""
    cdef uint32_t[BATCH] buckets
    cdef Py_ssize_t at, many, number, slot
    cdef int64_t row
    with nogil:
        while begin < end and table.shape[0] - found[0] >= BATCH:
            many = min(<Py_ssize_t> BATCH, end - begin)
            _fill(words, may_end, begin, many, length, bits, buckets)
            for number in range(many):
                if buckets[number] >> bits or not counted[buckets[number] >> 3] >> (buckets[number] & 7) & 1:
                    continue
                at = begin + number
                while text[0] < ends.shape[0] and ends[text[0]] <= at:
                    text[0] += 1
                slot = _slot(words, length, at, table, slots)
                row = slots[slot]
                if row < 0:
                    row = slots[slot] = found[0]
                    table[row, 0], table[row, 3] = at, -1
                    found[0] += 1
                table[row, 1] += 1
                table[row, 2] += table[row, 3] < (ends[text[0] - 1] if text[0] else 0)
                table[row, 3] = at
            begin += many
    return begin


cdef Py_ssize_t _slot(
    const int32_t[::1] words, int length, Py_ssize_t at, const int64_t[:, ::1] table, const int64_t[::1] slots
) except -1 nogil:
    """Return the slot of the row that begins at a place, or an empty one for it."""
    cdef uint32_t key = 0
    cdef Py_ssize_t step, slot
    for step in range(at, at + length):
        key = (key ^ <uint32_t> words[step]) * FACTOR
        key ^= key >> 16
    slot = <Py_ssize_t> (key & <uint64_t> (slots.shape[0] - 1))
    while slots[slot] >= 0 and not _is_same(words, length, at, table[slots[slot], 0]):
        slot = slot + 1 if slot + 1 < slots.shape[0] else 0
    return slot


cdef inline bint _is_same(
    const int32_t[::1] words, int length, Py_ssize_t one, Py_ssize_t other
) except -1 nogil:
    cdef Py_ssize_t step
    for step in range(length):
        if words[one + step] != words[other + step]:
            return False
    return True


cdef int _find_slots(
    const int32_t[::1] words, int length, const int64_t[:, ::1] table, Py_ssize_t found, int64_t[::1] slots
) except -1:
    """Find slots for the rows of a table."""
    cdef Py_ssize_t row
    with nogil:
        for row in range(found):
            slots[_slot(words, length, table[row, 0], table, slots)] = row
    return 0
