"""The words of a text that begin with letters of a query; `plain.words` documents the functions."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t

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
    # Starts that are found before the GIL is taken to list them.
    ROOM = 256
    LETTERS = 64
    SPACE = 1
    ALPHANUMERIC = 2
    SIGMA = 0x3C3
    FINAL_SIGMA = 0x3C2

# The small letters of Latin 1, and what its characters are: faster than Unicode's tables.
cdef uint8_t[LATIN] small_letters
cdef uint8_t[LATIN] kinds
cdef int point
for point in range(LATIN):
    small_letters[point] = ord(chr(point).lower())
    kinds[point] = SPACE * chr(point).isspace() + ALPHANUMERIC * chr(point).isalnum()


cdef struct Start:
    uint32_t word
    Py_ssize_t chunk


cdef struct Walk:
    Py_ssize_t at  # a character after no letter or digit
    Py_ssize_t chunk  # where its chunk starts
    Py_ssize_t needle  # the place of the next needle to compare with it, -1 for the first
    Py_ssize_t[LETTERS] needles  # the place of the first needle, by the last bits of its first letter
    Py_ssize_t found
    Start[ROOM] starts


def chunk_starts(
    str text not None, const uint32_t[::1] needles not None, Py_ssize_t words, Py_ssize_t most
):
    cdef Py_ssize_t length = len(text), total = 0, number
    cdef int width = PyUnicode_KIND(text)
    cdef const uint8_t[::1] narrow
    cdef const uint16_t[::1] wide
    cdef const uint32_t[::1] widest
    cdef list found = [[] for _ in range(words)]
    cdef Walk walk
    _begin(&walk, needles)
    if length and width == 1:
        narrow = <uint8_t[:length:1]> PyUnicode_DATA(text)
    elif length and width == 2:
        wide = <uint16_t[:length:1]> PyUnicode_DATA(text)
    elif length:
        widest = <uint32_t[:length:1]> PyUnicode_DATA(text)
    while walk.at < length:
        walk.found = 0
        with nogil:
            if width == 1:
                _go(narrow, needles, &walk)
            elif width == 2:
                _go(wide, needles, &walk)
            else:
                _go(widest, needles, &walk)
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


cdef int _begin(Walk* walk, const uint32_t[::1] needles) except -1 nogil:
    cdef Py_ssize_t place = 0
    cdef int letter
    walk.at = walk.chunk = 0
    walk.needle = -1
    for letter in range(LETTERS):
        walk.needles[letter] = needles.shape[0]
    while place < needles.shape[0]:
        letter = needles[place + 2] % LETTERS
        walk.needles[letter] = min(walk.needles[letter], place)
        place += 2 + <Py_ssize_t> needles[place + 1]
    return 0


cdef int _go(const Character[::1] text, const uint32_t[::1] needles, Walk* walk) except -1 nogil:
    """Walk to the end of the text, or until there is no room for another start."""
    cdef Py_ssize_t at = walk.at, place, length, same
    cdef uint32_t first
    cdef uint8_t kind
    while at < text.shape[0]:
        first = _small(text[at])
        place = walk.needles[first % LETTERS] if walk.needle < 0 else walk.needle
        while place < needles.shape[0] and needles[place + 2] <= first:
            length = needles[place + 1]
            same = 0
            if length <= text.shape[0] - at:
                while same < length and needles[place + 2 + same] == _small(text[at + same]):
                    same += 1
            if same == length:
                if walk.found == ROOM:
                    walk.at, walk.needle = at, place
                    return 0
                walk.starts[walk.found] = Start(needles[place], walk.chunk)
                walk.found += 1
            place += 2 + length
        walk.needle = -1
        # The next word may begin after the next character that is no letter or digit.
        kind = _kind(text[at])
        while kind & ALPHANUMERIC and at + 1 < text.shape[0]:
            at += 1
            kind = _kind(text[at])
        at += 1
        if kind & SPACE:
            walk.chunk = at
    walk.at = at
    return 0


cdef inline uint32_t _small(uint32_t character) noexcept nogil:
    if character < LATIN:
        return small_letters[character]
    if character == FINAL_SIGMA:
        return SIGMA
    return Py_UNICODE_TOLOWER(character)


cdef inline uint8_t _kind(uint32_t character) noexcept nogil:
    if character < LATIN:
        return kinds[character]
    if Py_UNICODE_ISSPACE(character):
        return SPACE
    return ALPHANUMERIC if Py_UNICODE_ISALNUM(character) else 0
