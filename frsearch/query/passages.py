"""A query's words and a few documents -> how much of the query stands close together in each.

Scores by words do not see whether these stand in one sentence or pages apart. Positions do, but cost
more to read, so that only the first documents by the words' score are read so: `ranking.Ranking` says
how many, and how wide a passage is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frsearch.codec.postings import Documents
from frsearch.codec.segment import DOCUMENT_SHIFT, Segment
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
    kept = np.zeros(segment.size, dtype=np.bool_)
    kept[documents] = True
    places = [segment.occurrences(terms_of(segment, word), kept, word.field) for word in words]
    # The best passage begins with one of the words.
    begins = np.unique(np.concatenate(places))
    sums = np.zeros(len(begins), dtype=np.float32)
    for weight, place in zip(weights, places, strict=True):
        if len(place):
            following = place.take(place.searchsorted(begins), mode="clip")
            sums += ((following >= begins) & (following < begins + window)) * np.float32(weight)
    best = np.zeros(len(documents), dtype=np.float32)
    np.maximum.at(best, documents.searchsorted(begins >> DOCUMENT_SHIFT), sums)
    return best
