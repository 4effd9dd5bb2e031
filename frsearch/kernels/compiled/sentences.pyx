"""Where sentences end; `plain.sentences` documents the function.

It reads a few hundred characters, in less time than it would take to release the GIL and wait for it.
"""

from frsearch.kernels.compiled.characters cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISLOWER,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_ISUPPER,
)

# What follows a stop may lie beyond `high`.
cdef enum:
    BEYOND = 8
    CAPITALS_WINDOW = 20


cpdef list sentence_ends(str text, Py_ssize_t low, Py_ssize_t high, tuple abbreviations):
    cdef Py_ssize_t at = low, stop, before, after, length = len(text), last = min(length, high + BEYOND)
    cdef Py_UCS4 character
    cdef list ends = []
    while at < last:
        stop = at
        character = text[stop]
        at += 1
        # Most characters are told from stops and newlines by two comparisons.
        if u"?" < character < 0x85 or character == u" ":
            continue
        if not _is_stop(character):
            if not _is_newline(character):
                continue
        else:
            at = _after_closing(text, at, last)
        before = at
        while at < last and Py_UNICODE_ISSPACE(text[at]):
            at += 1
        after = at
        if before > high:
            break
        if _has_newline(text, stop, after):
            if not (after < length and Py_UNICODE_ISLOWER(text[after]) and _is_wrapped(text, stop, after)):
                ends.append((before, after, True))
        elif before < after < length and _begins_sentence(text[after]):
            if before > stop + 1 or text[stop] != u"." or not _is_abbreviated(
                text, stop, after, abbreviations
            ):
                ends.append((before, after, False))
    return ends


cdef inline bint _is_stop(Py_UCS4 character):
    return character in u".!?…"


cdef inline bint _is_newline(Py_UCS4 character):
    return character in u"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


cdef Py_ssize_t _after_closing(str text, Py_ssize_t at, Py_ssize_t last) except -1:
    """Return where the stops and closing marks end that begin at `at`."""
    while at < last:
        if text[at] in u".!?…\"'’»”)]":
            at += 1
        elif text[at] in u" \xa0\u2009\u202f" and at + 1 < last and text[at + 1] in u"»”)]":
            at += 2
        else:
            break
    return at


cdef bint _has_newline(str text, Py_ssize_t start, Py_ssize_t end) except -1:
    cdef Py_ssize_t at
    for at in range(start, end):
        if _is_newline(text[at]):
            return True
    return False


cdef bint _is_wrapped(str text, Py_ssize_t start, Py_ssize_t end) except -1:
    """Say whether text[start:end] is one line feed, with blanks around it."""
    cdef Py_ssize_t at, lines = 0
    for at in range(start, end):
        if text[at] == u"\n":
            lines += 1
        elif text[at] not in u" \t\r":
            return False
    return lines == 1


cdef bint _begins_sentence(Py_UCS4 character):
    if Py_UNICODE_ISLOWER(character):
        return False
    return Py_UNICODE_ISALNUM(character) or character in u"«“‘\"'([—–-•¿¡"


cdef bint _is_abbreviated(
    str text, Py_ssize_t stop, Py_ssize_t after, tuple abbreviations
) except -1:
    """Say whether the word before the full stop at `stop` is an abbreviation or an initial."""
    cdef Py_ssize_t start = stop
    cdef str word
    while start > 0 and Py_UNICODE_ISALNUM(text[start - 1]):
        start -= 1
    if stop - start == 1 and Py_UNICODE_ISUPPER(text[start]):
        # But « 35 °C » has no initial.
        return (
            start == 0
            or Py_UNICODE_ISSPACE(text[start - 1])
            or text[start - 1] in u".-‑'’«“\"(["
        )
    word = text[start:stop]
    if word.lower() in abbreviations[2] and _is_numbered(text, after):
        return True
    return word in abbreviations[text[max(0, stop - CAPITALS_WINDOW) : stop].isupper()]


cdef bint _is_numbered(str text, Py_ssize_t at) except -1:
    """Say whether a number begins at `at`, or a capital with a full stop."""
    if Py_UNICODE_ISDECIMAL(text[at]):
        return True
    return u"A" <= text[at] <= u"Z" and at + 1 < len(text) and text[at + 1] == u"."
