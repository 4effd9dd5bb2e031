"""The words of a text that begin with letters of a query; `plain.words` documents the functions."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

from frsearch.kernels.compiled.characters cimport (
    Character,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_TOLOWER,
    PyUnicode_DATA,
    PyUnicode_KIND,
)

cdef enum:
    LATIN = 256
    # Starts that are found before they are listed, for which the GIL is needed.
    ROOM = 256
    # A shorter text is read in less time than it may take to get the GIL back.
    LONG = 1 << 15
    LETTERS = 64
    SPACE = 1
    ALPHANUMERIC = 2
    # A letter with which a needle begins, in either case: twice ALPHANUMERIC.
    FIRST = 4
    SIGMA = 0x3C3
    FINAL_SIGMA = 0x3C2
    LONGEST_CORE = 64

# Latin 1: its small letters, the capitals of its small letters, and what its characters are. Reading
# them is faster than Unicode's tables.
cdef uint8_t[LATIN] small_letters
cdef uint8_t[LATIN] capitals
cdef uint8_t[LATIN] kinds
cdef int point
for point in range(LATIN):
    capitals[point] = point
for point in range(LATIN):
    small_letters[point] = ord(chr(point).lower())
    kinds[point] = SPACE * chr(point).isspace() + ALPHANUMERIC * chr(point).isalnum()
    if small_letters[point] != point:
        capitals[small_letters[point]] = point


cdef struct Start:
    uint32_t word
    Py_ssize_t chunk


cdef struct Walk:
    Py_ssize_t at
    Py_ssize_t chunk  # where the last chunk starts in which a word was found
    Py_ssize_t seen  # where that word is
    Py_ssize_t needle  # the place of the next needle to compare with a word at `at`, -1 for the first
    uint8_t before  # the kind of the character before `at`
    uint8_t[LATIN] kinds
    Py_ssize_t[LETTERS] needles  # the place of the first needle, by the last bits of its first letter
    Py_ssize_t found
    Start[ROOM] starts


def chunk_starts(
    str text not None, const uint32_t[::1] needles not None, Py_ssize_t words, Py_ssize_t most
):
    cdef Py_ssize_t length = len(text), total = 0, number
    cdef list found = [[] for _ in range(words)]
    cdef Walk walk
    _begin(&walk, needles)
    while walk.at < length:
        walk.found = 0
        _walk_on(text, needles, &walk)
        for number in range(walk.found):
            total += _add(found[walk.starts[number].word], walk.starts[number].chunk)
        if total > most:
            return None
    return found


cdef bint _add(list starts, Py_ssize_t chunk) except -1:
    """Add a start to a list that may have it already; say whether it did not."""
    if starts and starts[len(starts) - 1] == chunk:
        return False
    starts.append(chunk)
    return True


cdef int _begin(Walk* walk, const uint32_t[::1] needles) except -1:
    cdef Py_ssize_t place = 0
    cdef uint32_t letter
    cdef int number
    walk.at = walk.chunk = walk.seen = walk.before = 0
    walk.needle = -1
    memcpy(walk.kinds, kinds, LATIN)
    for number in range(LETTERS):
        walk.needles[number] = needles.shape[0]
    while place < needles.shape[0]:
        letter = needles[place + 2]
        walk.needles[letter % LETTERS] = min(walk.needles[letter % LETTERS], place)
        if letter < LATIN:
            walk.kinds[letter] |= FIRST
            walk.kinds[capitals[letter]] |= FIRST
        place += 2 + <Py_ssize_t> needles[place + 1]
    return 0


cdef int _walk_on(str text, const uint32_t[::1] needles, Walk* walk) except -1:
    cdef Py_ssize_t length = len(text)
    cdef int width = PyUnicode_KIND(text)
    cdef const void* characters = PyUnicode_DATA(text)
    if length < LONG:
        return _walk_text(width, characters, length, needles, walk)
    with nogil:
        return _walk_text(width, characters, length, needles, walk)


cdef int _walk_text(
    int width, const void* text, Py_ssize_t length, const uint32_t[::1] needles, Walk* walk
) except -1 nogil:
    if width == 1:
        return _go(<const uint8_t*> text, length, needles, walk)
    if width == 2:
        return _go(<const uint16_t*> text, length, needles, walk)
    return _go(<const uint32_t*> text, length, needles, walk)


# A text is read through a pointer, from 0 to its length: making a memory view takes longer than a short
# text.
cdef int _go(
    const Character* text, Py_ssize_t length, const uint32_t[::1] needles, Walk* walk
) except -1 nogil:
    """Walk to the end of the text, or until there is no room for another start."""
    cdef Py_ssize_t at
    cdef uint8_t kind, before = walk.before
    for at in range(walk.at, length):
        if text[at] < LATIN:
            kind = walk.kinds[text[at]]
        else:
            kind = _kind(text[at]) | FIRST
        if kind & ~(before << 1) & FIRST:  # after no letter or digit
            if not _compare(text, at, length, needles, walk):
                walk.at, walk.before = at, before
                return 0
        before = kind
    walk.at = length
    return 0


cdef bint _compare(
    const Character* text, Py_ssize_t at, Py_ssize_t end, const uint32_t[::1] needles, Walk* walk
) except -1 nogil:
    """Compare text[at:end] with the needles; say whether there was room for all it begins with."""
    cdef uint32_t first = _small(text[at])
    cdef Py_ssize_t place = walk.needles[first % LETTERS] if walk.needle < 0 else walk.needle
    cdef Py_ssize_t length, same
    while place < needles.shape[0] and needles[place + 2] <= first:
        length = needles[place + 1]
        same = 0
        if length <= end - at:
            while same < length and needles[place + 2 + same] == _small(text[at + same]):
                same += 1
        if same == length:
            if walk.found == ROOM:
                walk.needle = place
                return False
            _find_chunk(text, at, walk)
            walk.starts[walk.found] = Start(needles[place], walk.chunk)
            walk.found += 1
        place += 2 + length
    walk.needle = -1
    return True


cdef void _find_chunk(const Character* text, Py_ssize_t at, Walk* walk) noexcept nogil:
    """Find where the chunk of a word starts: going back to the last word found is enough."""
    cdef Py_ssize_t start = at
    while start > walk.seen and not _is_space(text[start - 1]):
        start -= 1
    if start > walk.seen or not walk.seen:
        walk.chunk = start
    walk.seen = at


cdef inline bint _is_space(uint32_t character) noexcept nogil:
    return kinds[character] & SPACE if character < LATIN else Py_UNICODE_ISSPACE(character)


cdef inline uint32_t _small(uint32_t character) noexcept nogil:
    if character < LATIN:
        return small_letters[character]
    if character == FINAL_SIGMA:
        return SIGMA
    return Py_UNICODE_TOLOWER(character)


cdef inline uint8_t _kind(uint32_t character) noexcept nogil:
    if Py_UNICODE_ISSPACE(character):
        return SPACE
    return ALPHANUMERIC if Py_UNICODE_ISALNUM(character) else 0


def look_up_chunks(str text not None, list starts not None, known not None):
    cdef Py_ssize_t start, end, first, last, begin, stop, length = len(text)
    cdef list found = []
    for start in starts:
        end = start
        while end < length and not Py_UNICODE_ISSPACE(text[end]):
            end += 1
        first, last = start, end
        if end - start <= LONGEST_CORE and _is_plain(text, &first, &last):
            start, end = first, last
        for begin, stop, value in known[text[start:end]]:
            found.append((start + begin, start + stop, value))
    return found


cdef bint _is_plain(str text, Py_ssize_t* start, Py_ssize_t* end) except -1:
    """Leave punctuation out on both sides of a chunk; say whether the rest is a plain word."""
    cdef Py_ssize_t at
    cdef bint tied = True
    while start[0] < end[0] and text[start[0]] in u"«“„\"([":
        start[0] += 1
    while start[0] < end[0] and text[end[0] - 1] in u".,;:!?…»”\")]":
        end[0] -= 1
    for at in range(start[0], end[0]):
        if text[at] in u"'’-":
            if tied:
                return False
            tied = True
        elif not 0x80 <= text[at] < 0xC0 and text[at] < 0x180 and Py_UNICODE_ISALNUM(text[at]):
            tied = False
        else:
            return False
    return not tied
