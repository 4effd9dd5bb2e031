"""A row of words, and the beginning of another word -> the words of the articles that have the row.

Of a row that many articles have, blocks of neighbouring articles are read, so that few parts of the
posting lists of the words are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import STOP_WORDS
from frsearch.codec.positions import DOCUMENT_SHIFT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.request import Company

# Of more words with a prefix, the most frequent ones are tried.
_MOST_WORDS = 1_024
# Documents read of a segment: the fewer, the more postings the words have, so that the work is bounded.
_FEWEST, _MOST, _WORK = 256, 4_096, 60_000_000
# They are read in so many blocks of neighbours.
_BLOCKS = 8


def company(segments: Sequence[Segment], row: Sequence[str], prefix: str) -> dict[str, Company]:
    """Map the accented words with a prefix that are in a document with a row of exact forms to counts.

    The counts are estimates where more documents than a sample hold the first word of the row.
    """
    found: dict[str, Company] = {}
    for segment in segments:
        for word, (after, together) in _of_segment(segment, row, prefix):
            before = found.get(word, Company(0, 0))
            found[word] = Company(before.after + after, before.together + together)
    return found


def _of_segment(
    segment: Segment, row: Sequence[str], prefix: str
) -> Iterator[tuple[str, tuple[int, int]]]:
    terms = [segment.exact_terms(word) for word in row]
    words = _words(segment, prefix)
    if not all(terms) or not len(words):
        return
    documents = segment.documents_of(terms[0])
    sample = _sample(documents, _WORK // segment.postings_count(words))
    ends = _ends(segment, terms, sample)
    if not len(ends):
        return
    which, places = segment.positions.occurrences_near(words, _documents(ends))
    is_after = ends.take(ends.searchsorted(places - 1), mode="clip") == places - 1
    after = _counts(which[is_after], places[is_after], len(words))
    together = _counts(which, places, len(words))
    scale = len(documents) / len(sample)
    for at in together.nonzero()[0].tolist():
        counts = round(int(after[at]) * scale), round(int(together[at]) * scale)
        yield segment.words.terms[int(words[at])], counts


def _counts(which: NDArray[np.int64], places: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return in how many documents each word is, given its places, sorted by word, then place."""
    documents = places >> DOCUMENT_SHIFT
    first = np.ones(len(which), dtype=np.bool_)
    first[1:] = (which[1:] != which[:-1]) | (documents[1:] != documents[:-1])
    counts: NDArray[np.int64] = np.bincount(which[first], minlength=size)
    return counts


def _documents(occurrences: NDArray[np.int64]) -> Documents:
    """Return the documents of ascending occurrences."""
    documents = occurrences >> DOCUMENT_SHIFT
    distinct: Documents = documents.compress(np.diff(documents, prepend=-1))
    return distinct


def _words(segment: Segment, prefix: str) -> NDArray[np.int64]:
    """Return the most frequent terms with a prefix, but no stop words."""
    terms = segment.words.prefixed(prefix).astype(np.int64)
    stop_words = [
        term
        for word, folded in _folded_stop_words().items()
        if folded.startswith(prefix)
        for term in segment.words.spelled(word)
        if segment.words.terms[term] == word
    ]
    terms = kernels.subtract(np.sort(terms), np.array(sorted(stop_words), dtype=np.int64))
    if len(terms) > _MOST_WORDS:
        counts = segment.term_lists.lengths(terms)
        terms = np.sort(terms[np.argpartition(counts, -_MOST_WORDS)[-_MOST_WORDS:]])
    return terms


@cache
def _folded_stop_words() -> dict[str, str]:
    return {word: fold(word) for word in STOP_WORDS}


def _sample(documents: Documents, most: int) -> Documents:
    """Return all documents if they are few, or blocks of them."""
    most = min(max(most, _FEWEST), _MOST)
    if len(documents) <= most:
        return documents
    block = most // _BLOCKS
    begins = np.linspace(0, len(documents) - block, _BLOCKS).astype(np.int64)
    sample: Documents = documents[(begins[:, None] + np.arange(block)).ravel()]
    return sample


def _ends(segment: Segment, terms: Sequence[list[int]], documents: Documents) -> NDArray[np.int64]:
    """Return the last positions of a row of words in some documents."""
    ends = segment.positions.occurrences(terms[0], documents)
    for each in terms[1:]:
        if not len(ends):
            break
        places = segment.positions.occurrences(each, _documents(ends))
        ends = kernels.intersect(ends + 1, places)
    return ends
