"""A word -> the words of the index with a similar spelling.

The whole dictionary is scanned: lengths and letters leave few candidates, whose distances are computed.
The distance counts letters inserted, deleted or substituted, and adjacent letters swapped (optimal
string alignment). It compares exact forms, so that accents do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.engine.request import Neighbour

# Of more candidates, the most frequent are compared.
_MOST = 5_000


def neighbours(segments: Sequence[Segment], word: str, most: int) -> list[Neighbour]:
    """Return the exact forms at a distance of 1 to `most` edits from an exact form of ASCII letters."""
    by_text: dict[str, Neighbour] = {}
    for segment in segments:
        for each in _of_segment(segment, word.encode(), most):
            articles = by_text[each.text].articles if each.text in by_text else 0
            by_text[each.text] = replace(each, articles=each.articles + articles)
    return list(by_text.values())


def within(strings: Strings, word: str, most: int) -> list[str]:
    """Return the strings at a distance of 0 to `most` edits from an ASCII word, ascending."""
    candidates = _candidates(strings, word.encode(), most)
    close = strings.distances(candidates, word.encode(), most) <= most
    return [strings[number] for number in candidates[close].tolist()]


def _of_segment(segment: Segment, word: bytes, most: int) -> list[Neighbour]:
    exact = segment.words.exact
    candidates = _candidates(exact, word, most)
    if len(candidates) > _MOST:
        candidates = candidates[np.argpartition(segment.exact_counts.take(candidates), -_MOST)[-_MOST:]]
    distances = exact.distances(candidates, word, most)
    close = np.flatnonzero((distances > 0) & (distances <= most))
    numbers = candidates.take(close)
    return [
        Neighbour(exact[number], distance, count, same_letters)
        for number, distance, count, same_letters in zip(
            numbers.tolist(),
            distances.take(close).tolist(),
            segment.exact_counts.take(numbers).tolist(),
            (exact.letters.take(numbers) == _letters(word)).tolist(),
            strict=True,
        )
    ]


def _candidates(strings: Strings, word: bytes, most: int) -> NDArray[np.int64]:
    """Return the strings that may be at most `most` edits away, by their lengths and letters."""
    return kernels.near_by_letters(strings.letters, strings.lengths, _letters(word), len(word), most)


def _letters(word: bytes) -> int:
    """Return the letters of a word as `Strings.letters` has them."""
    ends = np.array([0, len(word)])
    return int(kernels.letter_masks(np.frombuffer(word, dtype=np.uint8), ends)[0])
