"""The chunks of texts, numbered, and the tokens that they stand for; `plain.chunks` documents all."""

import os

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy, memset

from frsearch.kernels.compiled.characters cimport (
    Character,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
)

cdef enum:
    PLANE = 1 << 16
    BLANK = 1
    OPENS = 2
    CLOSES = 4
    ALPHANUMERIC = 8
    TIES = 16
    LEFT = 2
    RIGHT = 1


cdef struct Walk:
    Py_ssize_t at  # the next character
    Py_ssize_t text  # the number of its text
    Py_ssize_t found  # chunks so far
    Py_ssize_t count  # distinct cores so far
    Py_ssize_t missing  # characters of the next chunk, for which there is no room


# The arrays of a table: a core is written only after a check that there is room for it.
cdef struct Room:
    const uint8_t *kinds
    uint64_t *slots
    uint64_t mask
    uint8_t *bytes
    int64_t *begins
    uint64_t seed, factor
    Py_ssize_t longest
    Py_ssize_t cores, size  # so many cores and bytes have room
    Py_ssize_t most_bytes  # of a character in UTF-8


cdef class ChunkTable:
    cdef uint8_t[::1] kinds
    # A slot has the upper half of a hash and a number from 1 on; 0 is empty.
    cdef uint64_t[::1] slots
    # The bytes of the cores in UTF-8, and where those of each begin.
    cdef uint8_t[::1] bytes
    cdef int64_t[::1] begins
    cdef Py_ssize_t count, longest
    cdef uint64_t seed, factor

    def __init__(self, str opening, str closing, str ties, str no_letters, Py_ssize_t longest):
        cdef Py_ssize_t point
        self.longest = longest
        self.kinds = np.zeros(PLANE, dtype=np.uint8)
        for point in range(PLANE):
            self.kinds[point] = BLANK * Py_UNICODE_ISSPACE(point)
            self.kinds[point] |= ALPHANUMERIC * Py_UNICODE_ISALNUM(point)
        for kind, characters in ((OPENS, opening), (CLOSES, closing), (TIES, ties)):
            for each in characters:
                self.kinds[ord(each)] |= kind
        for each in no_letters:
            self.kinds[ord(each)] &= ~ALPHANUMERIC
        self.slots = np.zeros(1 << 12, dtype=np.uint64)
        self.bytes = np.zeros(1 << 14, dtype=np.uint8)
        self.begins = np.zeros(1 << 11, dtype=np.int64)
        # Random, so that no text can be written to make cores collide.
        self.seed = int.from_bytes(os.urandom(8), "little")
        self.factor = int.from_bytes(os.urandom(8), "little") | 1

    def __len__(self):
        return self.count

    def number(self, str text not None, const int64_t[::1] ends not None):
        cdef Py_ssize_t length = len(text), before = self.count
        cdef int width = PyUnicode_KIND(text)
        cdef const uint8_t[::1] narrow
        cdef const uint16_t[::1] wide
        cdef const uint32_t[::1] widest
        # Half of all characters are chunks at most.
        found = np.empty(length // 2 + 1, dtype=np.int32)
        chunk_ends = np.zeros(ends.shape[0], dtype=np.int64)
        cdef int32_t[::1] codes = found
        cdef int64_t[::1] counted = chunk_ends
        # A character of so many bytes in Python takes at most one byte more in UTF-8.
        cdef Py_ssize_t most_bytes = min(width + 1, 4)
        cdef Walk walk = Walk(0, 0, 0, self.count, 0)
        cdef Room room
        cdef void *characters = PyUnicode_DATA(text)
        for each in ends:
            if not walk.at <= each <= length:
                raise IndexError("a text ends beside the characters")
            walk.at = each
        walk.at = 0
        while walk.text < ends.shape[0]:
            room = self._room(walk.missing * most_bytes)
            room.most_bytes = most_bytes
            with nogil:
                if width == 1:
                    self._go(<const uint8_t *> characters, ends, &room, codes, counted, &walk)
                elif width == 2:
                    self._go(<uint16_t *> characters, ends, &room, codes, counted, &walk)
                else:
                    self._go(<uint32_t *> characters, ends, &room, codes, counted, &walk)
            self.count = walk.count
        return found[: walk.found].copy(), chunk_ends, self._cores(before)

    cdef list _cores(self, Py_ssize_t first):
        """Return the cores from a number on."""
        cdef Py_ssize_t begin = self.begins[first], at
        cdef bytes raw = np.asarray(self.bytes[begin : self.begins[self.count]]).tobytes()
        return [
            raw[self.begins[at] - begin : self.begins[at + 1] - begin].decode("utf-8", "surrogatepass")
            for at in range(first, self.count)
        ]

    cdef Room _room(self, Py_ssize_t bytes) except *:
        """Make room for a core of so many bytes."""
        cdef Py_ssize_t cores = self.count + 2
        cdef Py_ssize_t size = self.begins[self.count] + bytes + 8
        cdef uint64_t[::1] slots
        if cores >= self.begins.shape[0]:
            self.begins = _longer(self.begins, cores, np.int64)
            slots = np.zeros(2 << int(cores).bit_length(), dtype=np.uint64)
            with nogil:
                _move(self.slots, slots)
            self.slots = slots
        if size > self.bytes.shape[0]:
            self.bytes = _longer(self.bytes, size, np.uint8)
        return Room(
            &self.kinds[0],
            &self.slots[0],
            self.slots.shape[0] - 1,
            &self.bytes[0],
            &self.begins[0],
            self.seed,
            self.factor,
            self.longest,
            self.begins.shape[0] - 1,
            self.bytes.shape[0],
            0,
        )

    cdef int _go(
        self,
        const Character *text,
        const int64_t[::1] ends,
        const Room *room,
        int32_t[::1] codes,
        int64_t[::1] counted,
        Walk *walk,
    ) except -1 nogil:
        """Walk to the end of the texts, or to a chunk for which there may be no room."""
        while walk.text < ends.shape[0]:
            if not _number_text(text, ends[walk.text], room, codes, walk):
                return 0
            counted[walk.text] = walk.found
            walk.text += 1
        return 0


cdef _longer(array, Py_ssize_t size, dtype):
    """Return an array with room for at least this many numbers, and half as many again."""
    longer = np.zeros(size + size // 2, dtype=dtype)
    longer[: len(array)] = array
    return longer


cdef int _move(const uint64_t[::1] before, uint64_t[::1] slots) except -1 nogil:
    """Put the entries of a table into a larger one."""
    cdef Py_ssize_t at, place
    for at in range(before.shape[0]):
        if before[at]:
            place = before[at] >> 32 & (slots.shape[0] - 1)
            while slots[place]:
                place = (place + 1) & (slots.shape[0] - 1)
            slots[place] = before[at]
    return 0


cdef bint _number_text(
    const Character *text, Py_ssize_t end, const Room *room, int32_t[::1] codes, Walk *walk
) except -1 nogil:
    cdef Py_ssize_t begin, after = walk.at, first, last, size
    cdef uint8_t kind, every
    while True:
        begin = after
        while begin < end and _kind(room, text[begin]) & BLANK:
            begin += 1
        if begin >= end:
            break
        after, every = begin, ALPHANUMERIC
        while after < end:
            kind = _kind(room, text[after])
            if kind & BLANK:
                break
            every &= kind
            after += 1
        if (
            walk.count >= room.cores
            or room.begins[walk.count] + room.most_bytes * (after - begin) + 8 > room.size
        ):
            walk.at, walk.missing = begin, after - begin
            return False
        first, last = begin, after
        if not every:
            while first < after and _kind(room, text[first]) & OPENS:
                first += 1
            while last > first and _kind(room, text[last - 1]) & CLOSES:
                last -= 1
            if after - begin > room.longest or not _is_plain(text, room, first, last):
                first, last = begin, after
        size = _encode(text, first, last, room.bytes + room.begins[walk.count])
        codes[walk.found] = <int32_t> (
            _number(room, size, walk) << 2
            | (LEFT if first > begin else 0)
            | (RIGHT if last < after else 0)
        )
        walk.found += 1
    walk.at = end
    return True


cdef inline uint8_t _kind(const Room *room, uint32_t character) noexcept nogil:
    if character < PLANE:
        return room.kinds[character]
    return ALPHANUMERIC if Py_UNICODE_ISALNUM(character) else 0


cdef inline bint _is_plain(
    const Character *text, const Room *room, Py_ssize_t first, Py_ssize_t last
) noexcept nogil:
    """Say whether these are letters and digits with single ties between them."""
    cdef Py_ssize_t at
    cdef uint8_t kind, before = TIES
    for at in range(first, last):
        kind = _kind(room, text[at]) & (ALPHANUMERIC | TIES)
        if kind == 0 or (kind == TIES and before == TIES):
            return False
        before = kind
    return before == ALPHANUMERIC


cdef inline Py_ssize_t _encode(
    const Character *text, Py_ssize_t first, Py_ssize_t last, uint8_t *bytes
) noexcept nogil:
    """Write characters in UTF-8, then zeros up to a whole word; return the number of bytes."""
    cdef Py_ssize_t at, out = 0
    cdef uint32_t character
    for at in range(first, last):
        character = text[at]
        if character < 0x80:
            bytes[out] = <uint8_t> character
            out += 1
        elif character < 0x800:
            bytes[out] = <uint8_t> (0xC0 | character >> 6)
            bytes[out + 1] = <uint8_t> (0x80 | (character & 0x3F))
            out += 2
        elif character < PLANE:
            bytes[out] = <uint8_t> (0xE0 | character >> 12)
            bytes[out + 1] = <uint8_t> (0x80 | (character >> 6 & 0x3F))
            bytes[out + 2] = <uint8_t> (0x80 | (character & 0x3F))
            out += 3
        else:
            bytes[out] = <uint8_t> (0xF0 | character >> 18)
            bytes[out + 1] = <uint8_t> (0x80 | (character >> 12 & 0x3F))
            bytes[out + 2] = <uint8_t> (0x80 | (character >> 6 & 0x3F))
            bytes[out + 3] = <uint8_t> (0x80 | (character & 0x3F))
            out += 4
    memset(bytes + out, 0, 8)
    return out


cdef inline int64_t _number(const Room *room, Py_ssize_t size, Walk *walk) noexcept nogil:
    """Return the number of the core written behind the others, which keeps its place if it is new."""
    cdef int64_t begin = room.begins[walk.count], number
    cdef uint64_t slot, hash = _hash(room, room.bytes + begin, size)
    cdef Py_ssize_t place = hash >> 32 & room.mask
    while True:
        slot = room.slots[place]
        if slot == 0:
            room.slots[place] = hash >> 32 << 32 | (walk.count + 1)
            room.begins[walk.count + 1] = begin + size
            walk.count += 1
            return walk.count - 1
        if slot >> 32 == hash >> 32:
            number = <int64_t> (<uint32_t> slot) - 1
            if room.begins[number + 1] - room.begins[number] == size and not memcmp(
                room.bytes + room.begins[number], room.bytes + begin, size
            ):
                return number
        place = (place + 1) & room.mask


cdef inline uint64_t _hash(const Room *room, const uint8_t *bytes, Py_ssize_t size) noexcept nogil:
    cdef uint64_t hash = room.seed ^ <uint64_t> size, word
    cdef Py_ssize_t at
    for at in range(0, size, 8):
        memcpy(&word, bytes + at, 8)
        hash = (hash ^ word) * room.factor
        hash ^= hash >> 32
    return hash * room.factor
