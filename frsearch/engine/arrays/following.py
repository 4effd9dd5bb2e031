"""A row of words, and the beginning of another -> the words that stand right after the row.

Of a row that many articles hold, blocks of neighbouring articles are read, so that few parts of the
posting lists of its followers are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.stopwords import STOP_WORDS
from frsearch.codec.positions import DOCUMENT_SHIFT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.sets import members

# Of more words with a prefix, the most frequent ones are tried.
_MOST_WORDS = 4_096
# Documents read of a segment, in blocks of neighbours.
_BLOCKS, _BLOCK = 16, 128


def followers(segments: Sequence[Segment], row: Sequence[str], prefix: str) -> dict[str, int]:
    """Map accented words with a prefix that stand right after a row of exact forms to document counts.

    The counts are estimates where more documents than a sample hold the first word of the row.
    """
    counts: Counter[str] = Counter()
    for segment in segments:
        counts.update(_of_segment(segment, row, prefix))
    return dict(counts)


def _of_segment(segment: Segment, row: Sequence[str], prefix: str) -> dict[str, int]:
    terms = [segment.exact_terms(word) for word in row]
    words = _words(segment, prefix)
    if not all(terms) or not len(words):
        return {}
    documents = np.unique(segment.postings_of(terms[0]).documents)
    sample = _sample(documents)
    ends = _ends(segment, terms, sample)
    if not len(ends):
        return {}
    which, places = segment.positions.occurrences_near(words, np.unique(ends >> DOCUMENT_SHIFT))
    after = np.isin(places - 1, ends, assume_unique=False)
    found = np.unique(np.stack([which[after], places[after] >> DOCUMENT_SHIFT]), axis=1)[0]
    numbers, counts = np.unique(found, return_counts=True)
    scale = len(documents) / len(sample)
    texts = map(segment.words.terms.__getitem__, words[numbers].tolist())
    return {text: round(count * scale) for text, count in zip(texts, counts.tolist(), strict=True)}


def _words(segment: Segment, prefix: str) -> NDArray[np.int64]:
    """Return the most frequent terms with a prefix, but no stop words."""
    terms = segment.words.prefixed(prefix).astype(np.int64)
    stop_words = [
        term for word in STOP_WORDS if word.startswith(prefix) for term in segment.exact_terms(word)
    ]
    terms = np.setdiff1d(terms, np.array(stop_words, dtype=np.int64))
    if len(terms) > _MOST_WORDS:
        starts = segment.term_lists.starts
        counts = starts.take(terms + 1).astype(np.int64) - starts.take(terms)
        terms = np.sort(terms[np.argpartition(counts, -_MOST_WORDS)[-_MOST_WORDS:]])
    return terms


def _sample(documents: Documents) -> Documents:
    """Return all documents if they are few, or blocks of them."""
    if len(documents) <= _BLOCKS * _BLOCK:
        return documents
    begins = np.linspace(0, len(documents) - _BLOCK, _BLOCKS).astype(np.int64)
    return documents[np.unique((begins[:, None] + np.arange(_BLOCK)).ravel())]


def _ends(segment: Segment, terms: Sequence[list[int]], documents: Documents) -> NDArray[np.int64]:
    """Return the last positions of a row of words in some documents."""
    ends = segment.positions.occurrences_in(terms[0], documents, None)
    for each in terms[1:]:
        if not len(ends):
            break
        documents = np.unique(ends >> DOCUMENT_SHIFT)
        ends = members(ends + 1, segment.positions.occurrences_in(each, documents, None))
    return ends
