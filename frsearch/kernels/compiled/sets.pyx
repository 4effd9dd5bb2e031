"""Sets of documents as ascending arrays; `plain.sets` documents the functions."""

import numpy as np

from libc.stdint cimport INT64_MAX, int64_t, uint8_t, uint32_t, uint64_t

from frsearch.kernels.compiled.common cimport bits_in, count_before, from_least, lowest_bit, mark_numbers
from frsearch.kernels.compiled.stored cimport Stored, in_text, in_title, open_list, plain_until, seek, step

cdef enum:
    # A list that is so many times longer than another is searched, or copied in pieces.
    FAR_LONGER = 8
    # So many bits are listed at a time.
    SLACK = 4


def union(lists not None, int64_t size):
    if len(lists) == 1 and isinstance(lists[0], tuple):
        return _documents(lists[0], size)
    marks = np.zeros((max(size, 0) >> 6) + 1, dtype=np.uint64)
    cdef uint64_t[::1] words = marks
    cdef const int64_t[::1] documents
    cdef Stored stored
    cdef int64_t most = 0
    for each in lists:
        if isinstance(each, tuple):
            stored = open_list(each)
            most += stored.end
            with nogil:
                _mark_stored(words, &stored, size)
        else:
            documents = each
            most += documents.shape[0]
            with nogil:
                mark_numbers(words, documents)
    joined = np.empty(min(most, max(size, 0)) + SLACK, dtype=np.int64)
    cdef int64_t[::1] out = joined
    cdef Py_ssize_t count
    with nogil:
        count = _list(words, out)
    return joined[:count]


cdef int _mark_stored(uint64_t[::1] words, Stored *each, int64_t size) except -1 nogil:
    """Set the bit of each document of a stored list."""
    cdef int64_t place, document, stop
    cdef uint64_t *word = &words[0]
    while each.document < size:
        place, document, stop = each.place, each.document, plain_until(each)
        while place < stop and document < size:
            word[document >> 6] |= <uint64_t> 1 << (document & 63)
            place += 1
            document += each.gaps[place]
        each.place, each.document = place, document
        if document < size:
            word[document >> 6] |= <uint64_t> 1 << (document & 63)
            step(each)
    if each.document < INT64_MAX:
        raise IndexError("a list has documents past the end")
    return 0


cdef object _documents(object listed, int64_t size):
    """Return the documents of a stored list."""
    cdef Stored each = open_list(listed)
    documents = np.empty(each.end, dtype=np.int64)
    cdef int64_t[::1] out = documents
    cdef int64_t place, document, stop
    with nogil:
        while each.document < size:
            place, document, stop = each.place, each.document, plain_until(&each)
            while place < stop:
                out[place] = document
                place += 1
                document += each.gaps[place]
            each.place, each.document = place, document
            if document < size:
                out[place] = document
                step(&each)
    if each.document < INT64_MAX:
        raise IndexError("a list has documents past the end")
    return documents


def sum_postings(lists, int64_t size):
    cdef const int64_t[::1] documents
    cdef const uint32_t[::1] in_text, in_title
    cdef Py_ssize_t first, second
    if len(lists) == 1:
        documents = lists[0][0]
        first = _run_from(documents, 0)
        if first == documents.shape[0]:
            return tuple(map(np.asarray, lists[0]))
        second = _run_from(documents, first)
        if second == documents.shape[0]:
            lists = [tuple(each[:first] for each in lists[0]), tuple(each[first:] for each in lists[0])]
    if len(lists) > 1:
        longest = max(lists, key=_length)
        others = [each for each in lists if each is not longest]
        documents = longest[0]
        if FAR_LONGER * sum(map(_length, others)) < documents.shape[0] == _run_from(documents, 0):
            return _merged(longest, sum_postings(others, size))
    marks = np.zeros((max(size, 0) >> 6) + 1, dtype=np.uint64)
    cdef uint64_t[::1] words = marks
    # How many documents are in the words before each.
    cdef int64_t[::1] before = np.empty(len(marks), dtype=np.int64)
    cdef int64_t count
    for documents, _, _ in lists:
        with nogil:
            mark_numbers(words, documents)
    with nogil:
        count = count_before(words, before)
    distinct = np.empty(count + SLACK, dtype=np.int64)
    texts = np.zeros(count, dtype=np.uint32)
    titles = np.zeros(count, dtype=np.uint32)
    cdef int64_t[::1] out = distinct
    cdef uint32_t[::1] text = texts, title = titles
    with nogil:
        _list(words, out)
    for documents, in_text, in_title in lists:
        with nogil:
            _add_up(documents, in_text, in_title, words, before, text, title)
    return distinct[:count], texts, titles


def _length(postings):
    return len(postings[0])


cdef int _add_up(
    const int64_t[::1] documents,
    const uint32_t[::1] in_text,
    const uint32_t[::1] in_title,
    const uint64_t[::1] words,
    const int64_t[::1] before,
    uint32_t[::1] text,
    uint32_t[::1] title,
) except -1 nogil:
    """Add counts to those of the same documents among the marked ones."""
    cdef Py_ssize_t at, place
    cdef uint64_t bit
    for at in range(documents.shape[0]):
        bit = <uint64_t> 1 << (documents[at] & 63)
        place = before[documents[at] >> 6] + bits_in(words[documents[at] >> 6] & (bit - 1))
        text[place] += in_text[at]
        title[place] += in_title[at]
    return 0


def look_up(const int64_t[::1] documents not None, lists not None):
    places = np.empty(documents.shape[0], dtype=np.int64)
    sums = np.zeros((2, documents.shape[0]), dtype=np.uint32)
    held = np.zeros(documents.shape[0], dtype=np.uint8)
    cdef int64_t[::1] out = places
    cdef uint32_t[:, ::1] counts = sums
    cdef uint8_t[::1] found = held
    cdef Stored stored
    cdef Py_ssize_t at, count = 0
    for each in lists:
        stored = open_list(each)
        with nogil:
            _look_up(documents, &stored, counts, found)
    for at in range(documents.shape[0]):
        out[count] = at
        count += found[at]
    places = places[:count]
    return places, sums[0].take(places), sums[1].take(places)


cdef int _look_up(
    const int64_t[::1] documents, Stored *stored, uint32_t[:, ::1] counts, uint8_t[::1] found
) except -1 nogil:
    """Mark the documents that a stored list has, and add its counts."""
    cdef bint far = stored.end > documents.shape[0] * FAR_LONGER
    cdef Py_ssize_t at
    for at in range(documents.shape[0]):
        seek(stored, documents[at], far)
        if stored.place >= stored.end:
            break
        if stored.document == documents[at]:
            found[at] = 1
            counts[0, at] += in_text(stored)
            counts[1, at] += in_title(stored)
    return 0


def intersect(left not None, right not None):
    return _in_stored(left, right) if isinstance(right, list) else _in_both(left, right)


cdef object _in_stored(const int64_t[::1] documents, list lists):
    """Return which documents stored lists have, which follow one another."""
    cdef int64_t end = documents[documents.shape[0] - 1] + 1 if documents.shape[0] else 0
    cdef uint64_t[::1] marks = np.zeros(1, dtype=np.uint64)
    cdef Stored stored
    common = np.empty(documents.shape[0] + 1, dtype=np.int64)
    cdef int64_t[::1] out = common
    cdef Py_ssize_t count = 0
    for each in lists:
        stored = open_list(each)
        if stored.end <= FAR_LONGER * documents.shape[0] and marks.shape[0] == 1:
            marks = np.zeros((end >> 6) + 1, dtype=np.uint64)
            mark_numbers(marks, documents)
        with nogil:
            if stored.end <= FAR_LONGER * documents.shape[0]:
                count = _marked_in(&stored, marks, end, out, count)
            else:
                count = _found_in(&stored, documents, out, count)
    return common[:count]


cdef Py_ssize_t _marked_in(
    Stored *each, const uint64_t[::1] marks, int64_t end, int64_t[::1] out, Py_ssize_t count
) except -1 nogil:
    """Write the documents of a list that are marked, without a branch."""
    cdef int64_t place, document, stop
    while each.document < end:
        place, document, stop = each.place, each.document, plain_until(each)
        while place < stop and document < end:
            out[count] = document
            count += marks[document >> 6] >> (document & 63) & 1
            place += 1
            document += each.gaps[place]
        each.place, each.document = place, document
        if document < end:
            out[count] = document
            count += marks[document >> 6] >> (document & 63) & 1
            step(each)
    return count


cdef Py_ssize_t _found_in(
    Stored *each, const int64_t[::1] documents, int64_t[::1] out, Py_ssize_t count
) except -1 nogil:
    """Write the documents that a far longer list has."""
    cdef Py_ssize_t at
    for at in range(documents.shape[0]):
        seek(each, documents[at], True)
        out[count] = documents[at]
        count += each.document == documents[at]
    return count


cdef object _in_both(const int64_t[::1] left, const int64_t[::1] right):
    if left.shape[0] > right.shape[0]:
        left, right = right, left
    common = np.empty(left.shape[0], dtype=np.int64)
    cdef int64_t[::1] out = common
    cdef Py_ssize_t count
    with nogil:
        if right.shape[0] > FAR_LONGER * left.shape[0]:
            count = _looked_up(left, right, out)
        else:
            count = _side_by_side(left, right, out)
    return common[:count]


cdef Py_ssize_t _looked_up(
    const int64_t[::1] left, const int64_t[::1] right, int64_t[::1] out
) except -1 nogil:
    """Write the numbers of a short list that a long one has; return how many there are."""
    cdef Py_ssize_t at, count = 0, place = 0
    for at in range(left.shape[0]):
        place = from_least(right, place, left[at])
        if place == right.shape[0]:
            break
        if right[place] == left[at]:
            out[count] = left[at]
            count += 1
    return count


cdef Py_ssize_t _side_by_side(
    const int64_t[::1] left, const int64_t[::1] right, int64_t[::1] out
) except -1 nogil:
    """Write the numbers that both lists have, in steps without a branch; return how many there are."""
    cdef Py_ssize_t at = 0, place = 0, count = 0
    cdef int64_t one, other
    while at < left.shape[0] and place < right.shape[0]:
        one = left[at]
        other = right[place]
        out[count] = one
        count += one == other
        at += one <= other
        place += other <= one
    return count


def subtract(const int64_t[::1] left not None, const int64_t[::1] right not None):
    alone = np.empty(left.shape[0], dtype=np.int64)
    cdef int64_t[::1] out = alone
    cdef Py_ssize_t at, count = 0, place = 0
    with nogil:
        for at in range(left.shape[0]):
            place = from_least(right, place, left[at])
            if place == right.shape[0] or right[place] != left[at]:
                out[count] = left[at]
                count += 1
    return alone[:count]


cdef Py_ssize_t _run_from(const int64_t[::1] documents, Py_ssize_t begin) except -1:
    """Return the end of the documents that ascend from a place on."""
    cdef Py_ssize_t end = min(begin + 1, documents.shape[0])
    while end < documents.shape[0] and documents[end] > documents[end - 1]:
        end += 1
    return end


cdef tuple _merged(object long_list, object short_list):
    """Add a short list to a long one, which is copied in pieces; both ascend."""
    cdef const int64_t[::1] documents, few
    cdef const uint32_t[::1] in_text, in_title, few_in_text, few_in_title
    documents, in_text, in_title = long_list
    few, few_in_text, few_in_title = short_list
    distinct = np.empty(documents.shape[0] + few.shape[0], dtype=np.int64)
    texts = np.empty(len(distinct), dtype=np.uint32)
    titles = np.empty(len(distinct), dtype=np.uint32)
    cdef int64_t[::1] out = distinct
    cdef uint32_t[::1] text = texts, title = titles
    cdef Py_ssize_t at, begin = 0, end, count = 0
    with nogil:
        for at in range(few.shape[0] + 1):
            end = documents.shape[0]
            if at < few.shape[0]:
                end = from_least(documents, begin, few[at])
            out[count : count + end - begin] = documents[begin:end]
            text[count : count + end - begin] = in_text[begin:end]
            title[count : count + end - begin] = in_title[begin:end]
            count += end - begin
            begin = end
            if at == few.shape[0]:
                break
            out[count] = few[at]
            text[count] = few_in_text[at]
            title[count] = few_in_title[at]
            if begin < documents.shape[0] and documents[begin] == few[at]:
                text[count] += in_text[begin]
                title[count] += in_title[begin]
                begin += 1
            count += 1
    return distinct[:count], texts[:count], titles[:count]


cdef Py_ssize_t _list(const uint64_t[::1] words, int64_t[::1] out) except -1 nogil:
    """List the set bits, ascending, and return their number: four at a time: fewer are written in vain than branches missed."""
    cdef Py_ssize_t place, at = 0, end
    cdef int number
    cdef uint64_t word
    for place in range(words.shape[0]):
        word = words[place]
        end = at + bits_in(word)
        if end + SLACK > out.shape[0]:
            raise IndexError("more bits than places")
        while at < end:
            for number in range(SLACK):
                (&out[0])[at + number] = (place << 6) + lowest_bit(word | <uint64_t> 1 << 63)
                word &= word - 1
            at += SLACK
        at = end
    return at
