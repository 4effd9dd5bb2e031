"""Posting lists -> scores -> the best of them; `plain.scoring` documents the functions."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from frsearch.kernels.compiled.common cimport from_least
from frsearch.kernels.compiled.stored cimport Stored, in_text, in_title, open_list, plain_until, seek, step

cdef enum:
    # Documents are looked up in lists that are so many times longer.
    FAR = 16
    # To others, scores are added up in blocks of so many documents.
    BLOCK = 8192
    # In lists that are so many times longer, postings of other documents are left out before.
    FAR_LONGER = 4
    # So many scores are compared at once with the lowest of the best.
    TOGETHER = 64


ctypedef fused TextCode:
    uint16_t
    uint32_t

ctypedef fused TitleCode:
    uint8_t
    uint32_t


def score_documents(
    const int64_t[::1] documents not None,
    readings not None,
    const float[::1] weights not None,
    const TextCode[::1] text_codes not None,
    const float[::1] text_factors not None,
    const TitleCode[::1] title_codes not None,
    const float[::1] title_factors not None,
    float k1,
):
    scores = np.zeros(documents.shape[0], dtype=np.float32)
    cdef float[::1] out = scores
    cdef const int64_t[::1] listed
    cdef Py_ssize_t number, postings = 0, count = len(readings), lists = sum(map(len, readings))
    cdef Reading *each = <Reading *> calloc(count or 1, sizeof(Reading))
    cdef Stored *stored = <Stored *> calloc(lists or 1, sizeof(Stored))
    try:
        if each is NULL or stored is NULL:
            raise MemoryError
        lists = 0
        for number in range(count):
            each[number].weight = weights[number]
            each[number].lists = &stored[lists]
            if isinstance(readings[number], list):
                lists += _open_lists(readings[number], &each[number])
            else:
                _open_arrays(readings[number], &each[number])
            postings += each[number].size
        if documents.shape[0] * FAR * count >= postings:
            with nogil:
                _add_in_blocks(
                    documents, each, count, documents.shape[0] * FAR_LONGER * count < postings,
                    text_codes, text_factors, title_codes, title_factors, k1, out,
                )
            return scores
        for number in range(count):
            listed = None if each[number].count else readings[number][0]
            with nogil:
                if each[number].count:
                    _look_up_stored(
                        documents, &each[number], text_codes, text_factors, title_codes, title_factors,
                        k1, out,
                    )
                else:
                    _look_up(
                        documents, listed, &each[number], text_codes, text_factors, title_codes,
                        title_factors, k1, out,
                    )
    finally:
        free(each)
        free(stored)
    return scores


cdef struct Reading:
    # Its postings in arrays, and the place of the next or, if `count` is not 0, as lists that are stored,
    # the longest first, the counts of which are added up.
    const int64_t *listed
    const uint32_t *in_text
    const uint32_t *in_title
    Py_ssize_t size
    Py_ssize_t at
    Stored *lists
    Py_ssize_t count
    float weight


cdef Py_ssize_t _open_lists(list stored, Reading *out) except -1:
    cdef Stored longest
    cdef Py_ssize_t at
    for at in range(len(stored)):
        out.lists[at] = open_list(stored[at])
        out.size += out.lists[at].end
        if out.lists[at].end > out.lists[0].end:
            longest = out.lists[at]
            out.lists[at] = out.lists[0]
            out.lists[0] = longest
    out.count = len(stored)
    return out.count


cdef int _open_arrays(object postings, Reading *out) except -1:
    cdef const int64_t[::1] listed
    cdef const uint32_t[::1] texts, titles
    listed, texts, titles = postings
    out.size = min(listed.shape[0], min(texts.shape[0], titles.shape[0]))
    if out.size:
        out.listed, out.in_text, out.in_title = &listed[0], &texts[0], &titles[0]
    return 0


cdef float[256] TEXT_COUNTS, TITLE_COUNTS
for _code in range(256):
    # To look counts up takes less time than to make floats of them.
    TEXT_COUNTS[_code] = _code & 63
    TITLE_COUNTS[_code] = _code >> 6


cdef inline float _gain(
    float text_factor, float in_text, float title_factor, float in_title, float k1, float weight
) noexcept nogil:
    """Return weight · f / (f + k1)."""
    # A word that is not in the title adds 0: to look is slower, since no processor guesses it.
    cdef float frequency = text_factor * in_text + title_factor * in_title
    return frequency * weight / (frequency + k1)


cdef int _add_in_blocks(
    const int64_t[::1] documents,
    Reading *readings,
    Py_ssize_t count,
    bint few,
    const TextCode[::1] text_codes,
    const float[::1] text_factors,
    const TitleCode[::1] title_codes,
    const float[::1] title_factors,
    float k1,
    float[::1] out,
) except -1 nogil:
    """Add up the scores of one block of documents after another: the caches hold a block's."""
    cdef float[BLOCK] block
    cdef uint8_t[BLOCK] wanted
    cdef Py_ssize_t number, at, size, stop = 0
    cdef int64_t begin
    memset(block, 0, sizeof(block))
    memset(wanted, 0, sizeof(wanted))
    while stop < documents.shape[0]:
        at = stop
        begin = documents[at] - documents[at] % BLOCK
        size = min(BLOCK, min(text_codes.shape[0], title_codes.shape[0]) - begin)
        # Scores of other documents are added up too, but not read.
        while stop < documents.shape[0] and 0 <= documents[stop] - begin < size:
            block[documents[stop] - begin] = 0
            wanted[documents[stop] - begin] = 1
            stop += 1
        if at == stop:
            raise IndexError("documents must ascend and have codes")
        _check_codes(text_codes[begin : begin + size], text_factors.shape[0])
        _check_codes(title_codes[begin : begin + size], title_factors.shape[0])
        for number in range(count):
            _add_block(
                &readings[number], begin, size, &text_codes[begin], &text_factors[0],
                &title_codes[begin], &title_factors[0], k1, wanted if few else NULL, block,
            )
        for at in range(at, stop):
            out[at] = block[documents[at] - begin]
            wanted[documents[at] - begin] = 0
    return 0


ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t


cdef int _check_codes(const Code[::1] codes, Py_ssize_t factors) except -1 nogil:
    """Refuse codes without a factor."""
    cdef Py_ssize_t at
    cdef Code highest = 0
    if sizeof(Code) < sizeof(uint32_t) and factors >> 8 * sizeof(Code):
        return 0
    for at in range(codes.shape[0]):
        highest = max(highest, codes[at])
    if <Py_ssize_t> highest >= factors:
        raise IndexError("a code has no factor")
    return 0


cdef inline void _add_block(
    Reading *reading,
    int64_t begin,
    Py_ssize_t size,
    const TextCode *text_codes,
    const float *text_factors,
    const TitleCode *title_codes,
    const float *title_factors,
    float k1,
    const uint8_t *wanted,
    float *block,
) noexcept nogil:
    """Add what each posting of a block is worth to the score of its document."""
    cdef Py_ssize_t at = reading.at
    cdef int64_t document
    if reading.count == 1 and wanted is not NULL:
        _add_wanted(
            reading.lists, begin, size, text_codes, text_factors, title_codes, title_factors, k1,
            reading.weight, wanted, block,
        )
        return
    if reading.count == 1:
        _add_stored(
            reading.lists, begin, size, text_codes, text_factors, title_codes, title_factors, k1,
            reading.weight, block,
        )
        return
    if reading.count:
        _add_sums(
            reading, begin, size, text_codes, text_factors, title_codes, title_factors, k1, block
        )
        return
    while at < reading.size and reading.listed[at] < begin:
        at += 1
    while at < reading.size:
        document = reading.listed[at] - begin
        if not 0 <= document < size:
            break
        block[document] += _gain(
            text_factors[text_codes[document]], <float> reading.in_text[at],
            title_factors[title_codes[document]], <float> reading.in_title[at], k1, reading.weight,
        )
        at += 1
    reading.at = at


cdef void _add_stored(
    Stored *each,
    int64_t begin,
    Py_ssize_t size,
    const TextCode *text_codes,
    const float *text_factors,
    const TitleCode *title_codes,
    const float *title_factors,
    float k1,
    float weight,
    float *block,
) noexcept nogil:
    """Do the same for a list that is stored."""
    cdef int64_t place, document, stop
    cdef uint8_t code
    seek(each, begin, True)
    while each.document < begin + size:
        place, document, stop = each.place, each.document - begin, plain_until(each)
        while place < stop and document < size:
            code = each.packed[place]
            block[document] += _gain(
                text_factors[text_codes[document]], TEXT_COUNTS[code],
                title_factors[title_codes[document]], TITLE_COUNTS[code], k1, weight,
            )
            place += 1
            document += each.gaps[place]
        each.place, each.document = place, document + begin
        if document < size:
            block[document] += _gain(
                text_factors[text_codes[document]], <float> in_text(each),
                title_factors[title_codes[document]], <float> in_title(each), k1, weight,
            )
            step(each)


cdef void _add_wanted(
    Stored *each,
    int64_t begin,
    Py_ssize_t size,
    const TextCode *text_codes,
    const float *text_factors,
    const TitleCode *title_codes,
    const float *title_factors,
    float k1,
    float weight,
    const uint8_t *wanted,
    float *block,
) noexcept nogil:
    """Do the same for a list that has many other documents: choose the postings first, without a branch."""
    cdef int64_t place, document, stop
    cdef Py_ssize_t at, found
    cdef uint16_t[BLOCK + 1] documents
    cdef uint8_t[BLOCK + 1] codes
    cdef uint8_t code
    cdef uint16_t chosen
    seek(each, begin, True)
    while each.document < begin + size:
        place, document, stop, found = each.place, each.document - begin, plain_until(each), 0
        while place < stop and document < size:
            documents[found] = <uint16_t> document
            codes[found] = each.packed[place]
            # There are no more, unless a document comes twice.
            found += wanted[document] & (found < BLOCK)
            place += 1
            document += each.gaps[place]
        for at in range(found):
            code, chosen = codes[at], documents[at]
            block[chosen] += _gain(
                text_factors[text_codes[chosen]], TEXT_COUNTS[code],
                title_factors[title_codes[chosen]], TITLE_COUNTS[code], k1, weight,
            )
        each.place, each.document = place, document + begin
        if document < size:
            block[document] += _gain(
                text_factors[text_codes[document]], <float> in_text(each),
                title_factors[title_codes[document]], <float> in_title(each), k1, weight,
            )
            step(each)


cdef void _add_sums(
    Reading *reading,
    int64_t begin,
    Py_ssize_t size,
    const TextCode *text_codes,
    const float *text_factors,
    const TitleCode *title_codes,
    const float *title_factors,
    float k1,
    float *block,
) noexcept nogil:
    """Do the same for several lists: walk the longest, and stop at each document of another."""
    cdef Py_ssize_t number
    cdef int64_t document
    cdef uint32_t text, title
    cdef Stored *each
    for number in range(1, reading.count):
        seek(&reading.lists[number], begin, True)
    while True:
        document = begin + size
        for number in range(1, reading.count):
            document = min(document, reading.lists[number].document)
        _add_stored(
            reading.lists, begin, document - begin, text_codes, text_factors, title_codes,
            title_factors, k1, reading.weight, block,
        )
        document -= begin
        if document == size:
            break
        text = title = 0
        for number in range(reading.count):
            each = &reading.lists[number]
            if each.document == begin + document:
                text += in_text(each)
                title += in_title(each)
                step(each)
        block[document] += _gain(
            text_factors[text_codes[document]], <float> text,
            title_factors[title_codes[document]], <float> title, k1, reading.weight,
        )


cdef int _look_up(
    const int64_t[::1] documents,
    const int64_t[::1] listed,
    const Reading *reading,
    const TextCode[::1] text_codes,
    const float[::1] text_factors,
    const TitleCode[::1] title_codes,
    const float[::1] title_factors,
    float k1,
    float[::1] scores,
) except -1 nogil:
    """Look each document up in a list, and add what its posting is worth."""
    cdef Py_ssize_t at, place = 0
    cdef int64_t document
    for at in range(documents.shape[0]):
        document = documents[at]
        place = from_least(listed, place, document)
        if place >= reading.size:
            break
        if listed[place] == document:
            scores[at] += _gain(
                text_factors[text_codes[document]], <float> reading.in_text[place],
                title_factors[title_codes[document]], <float> reading.in_title[place],
                k1, reading.weight,
            )
    return 0


cdef int _look_up_stored(
    const int64_t[::1] documents,
    Reading *reading,
    const TextCode[::1] text_codes,
    const float[::1] text_factors,
    const TitleCode[::1] title_codes,
    const float[::1] title_factors,
    float k1,
    float[::1] scores,
) except -1 nogil:
    """Do the same in lists that are stored."""
    cdef bint far = reading.size > documents.shape[0] * FAR * reading.count
    cdef Py_ssize_t at, number
    cdef int64_t document
    cdef uint32_t text, title
    cdef Stored *each
    for at in range(documents.shape[0]):
        document, text, title = documents[at], 0, 0
        for number in range(reading.count):
            each = &reading.lists[number]
            seek(each, document, far)
            if each.document == document:
                text += in_text(each)
                title += in_title(each)
        if text or title:
            scores[at] += _gain(
                text_factors[text_codes[document]], <float> text,
                title_factors[title_codes[document]], <float> title, k1, reading.weight,
            )
    return 0


def best(const float[::1] scores not None, int64_t count, const int64_t[::1] cuts not None):
    cdef Py_ssize_t size = scores.shape[0]
    if size <= count or count < 1:
        return np.arange(size if count > 0 else 0, dtype=np.int64)
    cdef float[::1] heap = np.array(scores[:count])
    cdef Py_ssize_t at, begin = count, end, found = 0, above = 0
    cdef float lowest
    with nogil:
        for at in range(count // 2 - 1, -1, -1):
            _sift(heap, at)
        while begin < size:
            end = min(begin + TOGETHER, size)
            if _any_from(scores[begin:end], heap[0]):
                for at in range(begin, end):
                    if scores[at] > heap[0]:
                        heap[0] = scores[at]
                        _sift(heap, 0)
            begin = end
        lowest = heap[0]
        for at in range(count):
            above += heap[at] > lowest
    places = np.empty(size, dtype=np.int64)
    cdef int64_t[::1] out = places
    with nogil:
        found = _from_the_end(scores, lowest, count - above, cuts, out)
    return places[:found][::-1].copy()


cdef Py_ssize_t _from_the_end(
    const float[::1] scores, float lowest, int64_t equal, const int64_t[::1] cuts, int64_t[::1] out
) except -1 nogil:
    """List the places above the lowest score, and of each part the last that equal it."""
    cdef Py_ssize_t at, begin, end = scores.shape[0], found = 0, cut = cuts.shape[0] - 1
    cdef int64_t left = equal
    while end > 0:
        begin = max(end - TOGETHER, 0)
        if _any_from(scores[begin:end], lowest):
            for at in range(end - 1, begin - 1, -1):
                while cut >= 0 and at < cuts[cut]:
                    left = equal
                    cut -= 1
                if scores[at] > lowest or (scores[at] == lowest and left > 0):
                    left -= scores[at] == lowest
                    out[found] = at
                    found += 1
        end = begin
    return found


cdef bint _any_from(const float[::1] scores, float least) except -1 nogil:
    """Return whether any score is at least so high, in steps without a branch."""
    cdef Py_ssize_t at
    cdef int any = 0
    for at in range(scores.shape[0]):
        any |= scores[at] >= least
    return any


cdef int _sift(float[::1] heap, Py_ssize_t at) except -1 nogil:
    """Move a score down to its place in a heap with the lowest score on top."""
    cdef float score = heap[at]
    cdef Py_ssize_t child = 2 * at + 1
    while child < heap.shape[0]:
        if child + 1 < heap.shape[0] and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= score:
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = score
    return 0
