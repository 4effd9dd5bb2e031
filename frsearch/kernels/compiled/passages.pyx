"""Passages of a text around matches; `plain.passages` documents the functions.

They read a few hundred characters, in less time than it would take to release the GIL and wait for it.
"""

from unicodedata import category

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.stdlib cimport qsort
from libc.string cimport memcpy

from frsearch.kernels.compiled.characters cimport Py_UNICODE_ISSPACE
from frsearch.kernels.compiled.sentences cimport sentence_ends

# A passage ends with a sentence only if it fills this share of its width.
cdef double ENOUGH = 0.6
cdef enum:
    # A word up to this length, that of a long web address, is kept whole.
    LONGEST_WORD = 80


cdef struct Match:
    Py_ssize_t fitting  # where the match ends, or counts as ended if it is long
    Py_ssize_t end
    Py_ssize_t clause
    Py_ssize_t start


cdef class Matches:
    """The matches of a text by their starts and by their ends, and room to count those of each clause."""

    cdef Match* by_start
    cdef Match* by_end
    cdef Py_ssize_t* counts
    cdef double* weights
    cdef Py_ssize_t size

    def __cinit__(self, list matches, list weights, Py_ssize_t width):
        cdef Py_ssize_t start, end, clause, clauses = len(weights)
        cdef bint ordered = True
        self.by_start = <Match*> PyMem_Calloc(len(matches), sizeof(Match))
        self.by_end = <Match*> PyMem_Calloc(len(matches), sizeof(Match))
        self.counts = <Py_ssize_t*> PyMem_Calloc(clauses, sizeof(Py_ssize_t))
        self.weights = <double*> PyMem_Calloc(clauses, sizeof(double))
        if not (self.by_start and self.by_end and self.counts and self.weights):
            raise MemoryError
        for clause in range(clauses):
            self.weights[clause] = weights[clause]
        for start, end, clause in matches:
            if not 0 <= clause < clauses:
                raise IndexError(clause)
            self.by_start[self.size] = Match(min(end, start + width), end, clause, start)
            ordered &= not self.size or _order(&self.by_start[self.size - 1], &self.by_start[self.size]) <= 0
            self.size += 1
        memcpy(self.by_end, self.by_start, self.size * sizeof(Match))
        if not ordered:
            qsort(self.by_end, self.size, sizeof(Match), &_order)

    def __dealloc__(self):
        PyMem_Free(self.by_start)
        PyMem_Free(self.by_end)
        PyMem_Free(self.counts)
        PyMem_Free(self.weights)


cdef int _order(const void* one, const void* other) noexcept nogil:
    """Compare two matches by their ends and clauses."""
    cdef const Match* left = <const Match*> one
    cdef const Match* right = <const Match*> other
    if left.fitting != right.fitting:
        return -1 if left.fitting < right.fitting else 1
    if left.end != right.end:
        return -1 if left.end < right.end else 1
    return (left.clause > right.clause) - (left.clause < right.clause)


def choose_passages(
    str text not None,
    str solid not None,
    list matches not None,
    list weights not None,
    Py_ssize_t width,
    Py_ssize_t count,
    tuple abbreviations not None,
):
    cdef list spans = [], passages = []
    cdef Py_ssize_t left, right, at, last = -1
    if matches:
        spans = _spans(solid, matches, weights, width, count, abbreviations)
    elif count > 0:
        at = _first_ink(text, 0, len(text))
        if at < len(text):
            spans.append(_passage_around(solid, at, at + 1, width, abbreviations))
    for left, right in spans:
        if last >= 0 and _first_ink(text, last, left) >= left:
            left, _, _ = passages.pop()
        last = max(last, right)
        passages.append((left, last, None))
    return [
        (left, right, _shown_in(left, right, matches, width))
        for left, right, _ in passages
        if _first_ink(text, left, right) < right
    ]


cdef list _spans(
    str text, list matches, list weights, Py_ssize_t width, Py_ssize_t count, tuple abbreviations
):
    """Return the spans of the passages to show, in text order."""
    cdef list spans = []
    cdef list rest = matches, now = weights
    cdef set shown = set(), hidden
    cdef Py_ssize_t start, end, left, right
    while len(spans) < count:
        start, end = _best_window(text, rest, now, width)
        left, right = span = _passage_around(text, start, end, width, abbreviations)
        if count == 1:
            return [span]
        clauses = {match[2] for match in _shown_in(left, right, rest, width)}
        if shown and len(clauses) < 2 and clauses <= shown:
            break
        spans.append(span)
        shown |= clauses
        rest = [match for match in rest if match[0] < left or match[1] > right]
        present = {match[2] for match in rest}
        hidden = present - shown
        if not hidden and len(present) < 2:
            break
        now = weights
        if hidden:
            now = [weight if clause in hidden else 0.0 for clause, weight in enumerate(weights)]
    spans.sort()
    return spans


cdef list _shown_in(Py_ssize_t left, Py_ssize_t right, list matches, Py_ssize_t width):
    """Return the matches that text[left:right] shows whole, or begins to show if they are too long."""
    cdef Py_ssize_t start, end
    cdef list shown = []
    for match in matches:
        start, end, _ = match
        if start >= right:
            break
        if start >= left and (end <= right or end - start > 2 * width):
            shown.append(match)
    return shown


cdef Py_ssize_t _first_ink(str text, Py_ssize_t low, Py_ssize_t high) except -1:
    """Return the place of the first character that is no blank, `high` if there is none."""
    while low < high and Py_UNICODE_ISSPACE(text[low]):
        low += 1
    return low


cdef tuple _best_window(str text, list matches, list weights, Py_ssize_t width):
    # Matches enter the window by their ends and leave it by their starts: linear despite overlaps.
    cdef Matches all_ = Matches(matches, weights, width)
    cdef Py_ssize_t seen, low = 0, most = 0, size, start, left = 0, right = 0
    cdef double weight = 0.0, best = -1.0, tiny = 1e-9 * sum(weights)
    cdef Match entering, leaving
    for seen in range(all_.size):
        entering = all_.by_end[seen]
        if not all_.counts[entering.clause]:
            weight += all_.weights[entering.clause]
        all_.counts[entering.clause] += 1
        while all_.by_start[low].start < entering.fitting - width:
            leaving = all_.by_start[low]
            all_.counts[leaving.clause] -= 1
            if not all_.counts[leaving.clause]:
                weight -= all_.weights[leaving.clause]
            low += 1
        if weight > best - tiny:
            start = all_.by_start[low].start
            size = seen + 1 - low - _has_line_feed(text, start, entering.end)
            if weight > best + tiny or size > most:
                best, most, left, right = weight, size, start, min(entering.end, start + 2 * width)
    return left, right


cdef bint _has_line_feed(str text, Py_ssize_t start, Py_ssize_t end) except -1:
    for start in range(start, end):
        if text[start] == u"\n":
            return True
    return False


cdef tuple _passage_around(
    str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t width, tuple abbreviations
):
    cdef list starts = [], ends = []
    cdef bint must_end = _add_edges(text, start, end, width, abbreviations, starts, ends)
    cdef double enough = ENOUGH * width
    cdef Py_ssize_t left, right, limit, edge, fitting = 0
    if starts:
        left = starts[len(starts) - 1]
        limit = max(end, left + width)
        while fitting < len(ends) and <Py_ssize_t> ends[fitting] <= limit:
            fitting += 1
        right = ends[fitting - 1] if fitting else left
        if not fitting or not (right - left >= enough or (must_end and fitting == len(ends))):
            right = _word_end(text, end, limit)
        if right - left < enough:
            for edge in starts:
                if edge >= right - width:
                    left = edge
                    break
        if right - left < enough:
            left = _word_start(text, min(left, right - width), start)
    elif ends:
        right = ends[0]
        left = _word_start(text, min(start, right - width), start)
    else:
        left = _word_start(text, min(start, (start + end - width) // 2), start)
        right = _word_end(text, end, max(end, left + width))
    return _without_blanks(text, left, right, start, end)


cdef bint _add_edges(
    str text,
    Py_ssize_t start,
    Py_ssize_t end,
    Py_ssize_t width,
    tuple abbreviations,
    list starts,
    list ends,
) except -1:
    """Add the preferred starts and ends of the passage; say whether it must end with the last."""
    cdef Py_ssize_t low = max(0, min(start, end - width)), high = min(len(text), max(end, start + width))
    cdef Py_ssize_t opening = low, closing = high, before, after
    cdef bint whole, closed = False
    cdef list left = sentence_ends(text, low, start, abbreviations)
    cdef list right = sentence_ends(text, end, high, abbreviations)
    for _, after, whole in left:
        if whole and after <= start:
            opening = after
    for before, _, whole in right:
        if whole:
            closing = before
            break
    if closing - opening < ENOUGH * width:
        opening, closing = low, high
    if opening == 0:
        starts.append(0)
    for _, after, _ in left:
        if opening <= after <= start:
            starts.append(after)
    for before, _, _ in right:
        if before <= closing:
            ends.append(before)
    if high == closing == len(text):
        ends.append(high)
    return closing < high or high == len(text)


cdef Py_ssize_t _word_start(str text, Py_ssize_t target, Py_ssize_t start) except -1:
    """Return a start near `target`, at most `start`: at the beginning of a word if possible."""
    cdef Py_ssize_t blank
    if target <= 0:
        return 0
    blank = _first_blank(text, target - 1, min(start, target + LONGEST_WORD))
    if blank < 0:
        blank = _last_blank(text, max(0, target - LONGEST_WORD), target)
    if blank >= 0:
        return _first_kept(text, blank + 1, start)
    return 0 if target <= LONGEST_WORD else _off_marks(text, target, -1)


cdef Py_ssize_t _word_end(str text, Py_ssize_t end, Py_ssize_t target) except -1:
    """Return an end near `target`, at least `end`: after a word if possible."""
    cdef Py_ssize_t blank
    if target >= len(text):
        return len(text)
    blank = _last_blank(text, max(end, target - LONGEST_WORD), target + 1)
    if blank >= 0:
        while blank >= end and (
            Py_UNICODE_ISSPACE(text[blank]) or text[blank] in u",;:«“‘([—–"
        ):
            blank -= 1
        return max(end, blank + 1)
    blank = _first_blank(text, target, target + LONGEST_WORD)
    if blank >= 0:
        return blank
    return len(text) if len(text) - target <= LONGEST_WORD else _off_marks(text, target, 1)


cdef inline bint _is_blank(Py_UCS4 character):
    return Py_UNICODE_ISSPACE(character) and character not in u"\xa0\u202f"


cdef Py_ssize_t _first_blank(str text, Py_ssize_t low, Py_ssize_t high) except -2:
    cdef Py_ssize_t at
    for at in range(low, min(high, len(text))):
        if _is_blank(text[at]):
            return at
    return -1


cdef Py_ssize_t _last_blank(str text, Py_ssize_t low, Py_ssize_t high) except -2:
    cdef Py_ssize_t at
    for at in range(min(high, len(text)) - 1, low - 1, -1):
        if _is_blank(text[at]):
            return at
    return -1


cdef Py_ssize_t _first_kept(str text, Py_ssize_t at, Py_ssize_t latest) except -1:
    """Return the start of the first word from `at` on that is not punctuation alone, else `latest`."""
    cdef Py_ssize_t first
    while at < latest:
        first = at
        while at < latest and not Py_UNICODE_ISSPACE(text[at]):
            if text[at] not in u"»”’)]!?;:,.…%‰€$":
                return first
            at += 1
        at += 1
    return latest


cdef Py_ssize_t _off_marks(str text, Py_ssize_t at, Py_ssize_t step) except -1:
    """Move `at` by `step`s until it no longer separates a letter from its marks or joiners."""
    for _ in range(LONGEST_WORD):
        if not 0 < at < len(text):
            break
        if (
            not category(text[at]).startswith("M")
            and text[at] != u"\u200d"
            and text[at - 1] != u"\u200d"
        ):
            break
        at += step
    return at


cdef tuple _without_blanks(
    str text, Py_ssize_t left, Py_ssize_t right, Py_ssize_t start, Py_ssize_t end
):
    """Return the span without its outer blanks, from up to `end` and to at least `start`."""
    right = min(right, len(text))
    while left < end and Py_UNICODE_ISSPACE(text[left]):
        left += 1
    while right > start and Py_UNICODE_ISSPACE(text[right - 1]):
        right -= 1
    return min(left, end), max(right, start)
