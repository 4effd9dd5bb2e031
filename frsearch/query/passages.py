"""A query's words and a few documents -> how much of the query stands close together in each.

Scores by words do not see whether these stand in one sentence or pages apart. Positions do, but cost
more to read, so that only the first documents by the words' score are read so: `ranking.Ranking` says
how many, and how wide a passage is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import DOCUMENT_SHIFT, IN_TEXT, Segment
from frsearch.query.leaves import terms_of
from frsearch.query.nodes import Word
from frsearch.ranking import Floats


def best_passages(
    segment: Segment,
    words: Sequence[Word],
    weights: Sequence[float],
    documents: Documents,
    window: int,
) -> Floats:
    """Return for each document, ascending, the most that the words of one passage of it weigh.

    A passage is `window` positions of the title or of the text; each word counts once in it.
    """
    places = _places(segment, words, documents)
    # The best passage begins with one of the words.
    begins = np.concatenate(places)
    sums = np.zeros(len(begins), dtype=np.float32)
    for weight, place in zip(weights, places, strict=True):
        if len(place):
            distances = place.take(place.searchsorted(begins), mode="clip") - begins
            # Where none follows, the distance is below 0, which as an unsigned number is far.
            sums += (distances.view(np.uint64) < window) * np.float32(weight)
    best = np.zeros(len(documents), dtype=np.float32)
    np.maximum.at(best, documents.searchsorted(begins >> DOCUMENT_SHIFT), sums)
    return best


def _places(segment: Segment, words: Sequence[Word], documents: Documents) -> list[NDArray[np.int64]]:
    """Return the occurrences of each word in the documents, ascending."""
    terms = [terms_of(segment, word) for word in words]
    counts = [len(some) for some in terms]
    asked = np.array([term for some in terms for term in some], dtype=np.int64)
    which, occurrences = segment.occurrences_near(asked, documents)
    ends = which.searchsorted(np.cumsum(counts)).tolist()
    places: list[NDArray[np.int64]] = []
    for word, count, start, end in zip(words, counts, [0, *ends], ends, strict=False):
        found = occurrences[start:end]
        if word.field is not None:
            found = found[((found & IN_TEXT) > 0) == (word.field == "text")]
        places.append(np.sort(found) if count > 1 else found)
    return places
