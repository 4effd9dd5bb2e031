# Posting lists as they are stored, walked without being decoded into arrays.
from libc.stdint cimport INT64_MAX, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

from frsearch.kernels.compiled.common cimport first_from

cdef enum:
    # No document has a number of more bits.
    MOST_BITS = 48
    # So many gaps are added up at once where a document is far away.
    STRIDE = 32


cdef struct Stored:
    # A list, and the posting at which a walk stands: its place in the list, and its document, which is
    # the highest of all numbers once the list has ended. Rare places count from the begin of the list.
    const uint16_t *gaps
    const uint8_t *packed
    const uint64_t *wide
    const uint64_t *wide_gaps
    const uint64_t *many
    const uint64_t *many_text
    const uint64_t *many_title
    Py_ssize_t wides
    Py_ssize_t manys
    int64_t begin
    int64_t end
    int64_t place
    int64_t document


cdef inline Stored open_list(object listed) except *:
    """Stand at the first posting of a list; what it consists of must outlive the walk."""
    cdef const uint16_t[::1] gaps
    cdef const uint8_t[::1] packed
    cdef const uint64_t[::1] wide, wide_gaps, many, many_text, many_title
    cdef int64_t end, first, start
    cdef Py_ssize_t at
    cdef Stored out
    memset(&out, 0, sizeof(out))
    gaps, wide, wide_gaps, packed, many, many_text, many_title, out.begin, end, first, start, _ = listed
    if not 0 <= out.begin < end <= min(gaps.shape[0], packed.shape[0]):
        raise IndexError("a list lies outside of the arrays")
    if first >> MOST_BITS or start >> MOST_BITS:
        raise IndexError("a document has no such number")
    out.end = end - out.begin
    out.gaps, out.packed = &gaps[out.begin], &packed[out.begin]
    out.document = start + first
    at = first_from(wide, out.begin + 1)
    out.wides = min(wide.shape[0], wide_gaps.shape[0]) - at
    if out.wides > 0:
        out.wide, out.wide_gaps = &wide[at], &wide_gaps[at]
    at = first_from(many, out.begin)
    out.manys = min(many.shape[0], min(many_text.shape[0], many_title.shape[0])) - at
    if out.manys > 0:
        out.many, out.many_text, out.many_title = &many[at], &many_text[at], &many_title[at]
    return out


cdef inline int64_t plain_until(const Stored *each) noexcept nogil:
    """Return the next place that must be looked at: of many counts, before a wide gap, or the last."""
    cdef int64_t stop = each.end - 1
    if each.wides > 0:
        stop = min(stop, <int64_t> each.wide[0] - each.begin - 1)
    if each.manys > 0:
        stop = min(stop, <int64_t> each.many[0] - each.begin)
    return stop


cdef inline void step(Stored *each) noexcept nogil:
    """Go on to the next posting, whatever its gap; no list has documents that overflow."""
    if each.manys > 0 and <int64_t> each.many[0] - each.begin <= each.place:
        each.many += 1
        each.many_text += 1
        each.many_title += 1
        each.manys -= 1
    each.place += 1
    if each.place >= each.end:
        each.document = INT64_MAX
    elif each.wides > 0 and <int64_t> each.wide[0] - each.begin <= each.place:
        # A gap past all documents is refused before; here, it leads to one that nobody asks for.
        if each.wide_gaps[0] >> MOST_BITS:
            each.document = INT64_MAX - 1
            return
        each.document += <int64_t> each.wide_gaps[0]
        each.wide += 1
        each.wide_gaps += 1
        each.wides -= 1
    else:
        each.document += each.gaps[each.place]


cdef inline void seek(Stored *each, int64_t least, bint far) noexcept nogil:
    """Go on to the first document that is at least `least`; strides only pay where it may be far."""
    cdef int64_t place, document, stop
    cdef uint32_t sum
    cdef int at
    while each.document < least:
        place, document, stop = each.place, each.document, plain_until(each)
        while far and place + STRIDE <= stop:
            sum = 0
            for at in range(1, STRIDE + 1):
                sum += each.gaps[place + at]
            if document + sum >= least:
                break
            document += sum
            place += STRIDE
        while place < stop and document < least:
            place += 1
            document += each.gaps[place]
        each.place, each.document = place, document
        if document < least:
            step(each)


cdef inline uint32_t in_text(const Stored *each) noexcept nogil:
    """Return how often the text of the document has the word."""
    if each.manys > 0 and <int64_t> each.many[0] - each.begin == each.place:
        return <uint32_t> each.many_text[0]
    return each.packed[each.place] & 63


cdef inline uint32_t in_title(const Stored *each) noexcept nogil:
    """Return how often the title of the document has the word."""
    if each.manys > 0 and <int64_t> each.many[0] - each.begin == each.place:
        return <uint32_t> each.many_title[0]
    return each.packed[each.place] >> 6
