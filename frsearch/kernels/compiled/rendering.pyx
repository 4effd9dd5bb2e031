"""A passage of a text as it is shown; `plain.rendering` documents the function.

It reads a few hundred characters, in less time than it would take to release the GIL and wait for it.
"""

from frsearch.kernels.compiled.characters cimport Py_UNICODE_ISSPACE


def render(str text not None, Py_ssize_t left, Py_ssize_t right, matches not None):
    cdef str body = text[left:right]
    cdef list ranges = _highlights(text, left, right, matches)
    if _is_uneven(body):
        body, ranges = _collapse(body, ranges)
    if not _is_blank(text, 0, left) and not body.startswith((u"…", u"...")):
        body = u"… " + body
        ranges = [(<Py_ssize_t> start + 2, <Py_ssize_t> end + 2) for start, end in ranges]
    if not _is_blank(text, right, len(text)) and not body.endswith((u"…", u"...")):
        body += u" …" if body[len(body) - 1] in u".!?:;»”\")" else u"…"
    return body, tuple(ranges)


cdef list _highlights(str text, Py_ssize_t left, Py_ssize_t right, matches):
    """Return the ranges of text[left:right] to highlight; a blank or hyphen joins two of them."""
    cdef list joined = []
    cdef Py_ssize_t start, end, begin = 0, at = -1
    for start, end, _ in matches:
        if at >= 0 and (start <= at or _is_glue(text, at, start)):
            joined.pop()
        else:
            begin = start
        at = max(at, min(end, right))
        joined.append((begin - left, at - left))
    return joined


cdef bint _is_glue(str text, Py_ssize_t start, Py_ssize_t end) except -1:
    """Say whether text[start:end] is blank, or hyphens alone."""
    cdef Py_ssize_t at
    if _is_blank(text, start, end):
        return True
    for at in range(start, end):
        if text[at] not in u"-\u2010\u2011":
            return False
    return True


cdef bint _is_blank(str text, Py_ssize_t start, Py_ssize_t end) except -1:
    cdef Py_ssize_t at
    for at in range(start, end):
        if not Py_UNICODE_ISSPACE(text[at]):
            return False
    return True


cdef inline bint _is_collapsed(Py_UCS4 character):
    """Say whether a character is a blank; no-break spaces, as in « mot » and 12 000, are none here."""
    if u" " < character < 0x85:
        return False
    return Py_UNICODE_ISSPACE(character) and character not in u"\xa0\u202f"


cdef bint _is_uneven(str body) except -1:
    """Say whether a text has blanks in a row, or other blanks than spaces."""
    cdef Py_UCS4 character
    cdef bint after_blank = False, blank
    for character in body:
        blank = _is_collapsed(character)
        if blank and (after_blank or character != u" "):
            return True
        after_blank = blank
    return False


cdef tuple _collapse(str body, list ranges):
    """Replace each run of blanks by one space, and move the ranges accordingly."""
    cdef list pieces = [], moved = []
    cdef list edges = [edge for each in ranges for edge in each]
    cdef Py_ssize_t at = 0, begin = 0, dropped = 0, edge = 0, start
    while at < len(body):
        start = at
        while at < len(body) and _is_collapsed(body[at]):
            at += 1
        if at == start or (at == start + 1 and body[start] == u" "):
            at = start + 1
            continue
        while edge < len(edges) and <Py_ssize_t> edges[edge] <= at:
            moved.append(min(<Py_ssize_t> edges[edge], start + 1) - dropped)
            edge += 1
        pieces.append(body[begin:start])
        begin, dropped = at, dropped + at - start - 1
    for at in range(edge, len(edges)):
        moved.append(<Py_ssize_t> edges[at] - dropped)
    pieces.append(body[begin:])
    ranges = [(moved[at], moved[at + 1]) for at in range(0, len(moved), 2) if moved[at] < moved[at + 1]]
    return u" ".join(pieces), ranges
