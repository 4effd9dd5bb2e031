# What several kernels use: bits of words, searches in ascending numbers, steps in posting lists.
from libc.stdint cimport int64_t, uint16_t, uint64_t

ctypedef fused Ascending:
    int64_t
    uint64_t


cdef extern from *:
    """
    #if defined(_MSC_VER)
    #include <intrin.h>
    static __inline int lowest_bit(unsigned long long word) {
        unsigned long place;
        _BitScanForward64(&place, word);
        return (int)place;
    }
    #else
    static inline int lowest_bit(unsigned long long word) { return __builtin_ctzll(word); }
    #endif
    static inline int bits_in(unsigned long long word) {
        word -= (word >> 1) & 0x5555555555555555ULL;
        word = (word & 0x3333333333333333ULL) + ((word >> 2) & 0x3333333333333333ULL);
        return (int)((((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL) * 0x0101010101010101ULL) >> 56);
    }
    """
    # The place of the lowest bit of a word that is not 0.
    int lowest_bit(uint64_t word) nogil
    int bits_in(uint64_t word) nogil


cdef inline Py_ssize_t from_least(
    const Ascending[::1] ascending, Py_ssize_t low, int64_t least
) except -1 nogil:
    """Return the first place from `low` on with a number that is at least `least`, 0 or more.

    Steps are doubled from `low` on, so that a whole walk takes O(n) and a far jump O(log n).
    """
    cdef Py_ssize_t step = 1, middle, high = low
    while high < ascending.shape[0] and ascending[high] < <Ascending> least:
        low = high + 1
        high += step
        step *= 2
    high = min(high, ascending.shape[0])
    while low < high:
        middle = low + (high - low) // 2
        if ascending[middle] < <Ascending> least:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline Py_ssize_t first_from(const uint64_t[::1] ascending, int64_t least) except -1 nogil:
    """Return the place of the first number that is at least `least`."""
    cdef Py_ssize_t low = 0, high = ascending.shape[0], middle
    while low < high:
        middle = low + (high - low) // 2
        if ascending[middle] < <uint64_t> least:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline int64_t rare_place(
    const uint64_t[::1] rare, Py_ssize_t at, int64_t end
) except -1 nogil:
    """Return a rare place, or the end if none is left before it."""
    return <int64_t> min(rare[at], <uint64_t> end) if at < rare.shape[0] else end


cdef inline int64_t longest_slice(
    const uint16_t[::1] gaps, const int64_t[::1] starts, const int64_t[::1] counts
) except -1:
    """Return the highest count of slices, 0 without any; IndexError if one lies outside of the gaps."""
    cdef int64_t longest = 0
    cdef Py_ssize_t number
    for number in range(counts.shape[0]):
        # What is cut out of an array is not checked.
        if not (0 <= starts[number] < gaps.shape[0] and 0 < counts[number] <= gaps.shape[0] - starts[number]):
            raise IndexError("a slice lies outside of the arrays")
        longest = max(longest, counts[number])
    return longest


cdef inline int64_t decode_list(
    const uint16_t[::1] gaps,
    const uint64_t[::1] wide,
    const uint64_t[::1] wide_gaps,
    int64_t begin,
    int64_t end,
    int64_t first,
    int64_t size,
    int64_t[::1] documents,
) except? -2 nogil:
    """Write the documents of a slice of a list that is not empty, and return the last.

    The return value is -1 if a document appears twice, `size` if one is past the end.
    """
    cdef Py_ssize_t place = begin + 1, at = 1, stop, rare
    cdef int64_t document = first
    cdef uint64_t gap
    if not 0 <= document < size:
        return size
    documents[0] = document
    rare = first_from(wide, place)
    while place < end:
        # Between wide gaps, there is nothing to look up.
        stop = rare_place(wide, rare, end)
        document = add_up(gaps[place:stop], document, documents[at : at + stop - place])
        at += stop - place
        place = stop
        if document >= 0 and place < end:
            gap = wide_gaps[rare]
            document = -1 if gap == 0 else size if gap >= <uint64_t> size else document + <int64_t> gap
            documents[at] = document
            at, place, rare = at + 1, place + 1, rare + 1
        if not 0 <= document < size:
            return -1 if document < 0 else size
    return document


cdef inline int64_t add_up(
    const uint16_t[::1] gaps, int64_t document, int64_t[::1] documents
) except? -2 nogil:
    """Write the running sum of gaps, from a document on; return the last, -1 if one appears twice."""
    cdef Py_ssize_t at
    cdef bint is_twice = False
    for at in range(min(gaps.shape[0], documents.shape[0])):
        is_twice |= gaps[at] == 0
        document += gaps[at]
        documents[at] = document
    return -1 if is_twice else document


cdef inline int mark_numbers(uint64_t[::1] words, const int64_t[::1] numbers) except -1 nogil:
    """Set the bit of each number, 64 to a word."""
    cdef Py_ssize_t at
    for at in range(numbers.shape[0]):
        words[numbers[at] >> 6] |= <uint64_t> 1 << (numbers[at] & 63)
    return 0


cdef inline int64_t count_before(const uint64_t[::1] words, int64_t[::1] before) except -1 nogil:
    """Write how many bits are set in the words before each; return how many are in all."""
    cdef int64_t count = 0
    cdef Py_ssize_t at
    for at in range(words.shape[0]):
        before[at] = count
        count += bits_in(words[at])
    return count


cdef inline int sort_numbers(int64_t[::1] numbers) except -1 nogil:
    """Sort numbers in place: O(n) if they ascend, else by a heap in O(n · log n)."""
    cdef Py_ssize_t at = 1, size = numbers.shape[0]
    cdef int64_t number
    while at < size and numbers[at - 1] <= numbers[at]:
        at += 1
    if at >= size:
        return 0
    for at in range(size // 2 - 1, -1, -1):
        _sink(numbers, at, size)
    for at in range(size - 1, 0, -1):
        number = numbers[at]
        numbers[at] = numbers[0]
        numbers[0] = number
        _sink(numbers, 0, at)
    return 0


cdef inline int _sink(int64_t[::1] heap, Py_ssize_t at, Py_ssize_t size) except -1 nogil:
    """Move a number down to its place in a heap with the highest on top."""
    cdef int64_t number = heap[at]
    cdef Py_ssize_t child = 2 * at + 1
    while child < size:
        if child + 1 < size and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= number:
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = number
    return 0
