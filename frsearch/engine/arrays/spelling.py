"""A word -> the words of the index that are spelled nearly so.

A look over the whole dictionary, as arrays: lengths and letters leave few words, and the distance of
these is worked out all at once. Distance counts letters more, less or changed, and neighbours swapped
(optimal string alignment), on exact forms, so that accents are free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.engine.request import Neighbour

# Of more words that may be near, the most frequent are looked at.
_MOST = 5_000
_BITS = np.array([number.bit_count() for number in range(1 << 16)], dtype=np.uint8)


def neighbours(segments: Sequence[Segment], word: str, most: int) -> list[Neighbour]:
    """Return the exact forms one to `most` edits away from an exact form of ASCII letters."""
    found: dict[str, Neighbour] = {}
    for segment in segments:
        for each in _of_segment(segment, word.encode(), most):
            before = found[each.text].articles if each.text in found else 0
            found[each.text] = replace(each, articles=each.articles + before)
    return list(found.values())


def _of_segment(segment: Segment, word: bytes, most: int) -> list[Neighbour]:
    exact = segment.words.exact
    letters = _letters(word)
    lengths = exact.lengths
    near = np.flatnonzero((lengths >= len(word) - most) & (lengths <= len(word) + most))
    held = exact.letters.take(near)
    # Each letter that only one of the two has takes an edit.
    near = near[(_count_bits(held & ~letters) <= most) & (_count_bits(letters & ~held) <= most)]
    if len(near) > _MOST:
        near = near[np.argpartition(segment.exact_counts.take(near), -_MOST)[-_MOST:]]
    distances = _distances(exact, near, word, most)
    close = np.flatnonzero((distances > 0) & (distances <= most))
    return [
        Neighbour(
            exact[number],
            distance,
            int(segment.exact_counts[number]),
            same,
        )
        for number, distance, same in zip(
            near[close].tolist(),
            distances[close].tolist(),
            (exact.letters.take(near[close]) == letters).tolist(),
            strict=True,
        )
    ]


def _letters(word: bytes) -> np.uint32:
    return np.uint32(sum(1 << (letter - ord("a")) for letter in set(word)))


def _count_bits(masks: NDArray[np.uint32]) -> NDArray[np.uint8]:
    halves = masks.view(np.uint16).reshape(-1, 2)
    counts: NDArray[np.uint8] = _BITS.take(halves[:, 0]) + _BITS.take(halves[:, 1])
    return counts


def _distances(
    strings: Strings, numbers: NDArray[np.int64], word: bytes, most: int
) -> NDArray[np.uint8]:
    """Return how far strings are from a word; what is farther than `most` may be given as nearer to
    `most` + 1 than it is."""
    width = len(word) + most
    columns = strings.matrix(numbers, width)
    far = np.uint8(most + 1)
    before = np.full((width + 1, len(numbers)), far, dtype=np.uint8)
    before[: most + 1] = np.arange(most + 1, dtype=np.uint8)[:, None]
    last = before
    for row, letter in enumerate(word, 1):
        current = np.full_like(before, far)
        current[0] = min(row, most + 1)
        for at in range(max(1, row - most), min(width, row + most) + 1):
            best = before[at - 1] + (columns[at - 1] != letter)
            np.minimum(best, before[at] + 1, out=best, casting="unsafe")
            np.minimum(best, current[at - 1] + 1, out=best, casting="unsafe")
            if row > 1 and at > 1:
                swapped = (columns[at - 2] == letter) & (columns[at - 1] == word[row - 2])
                best[swapped] = np.minimum(best[swapped], last[at - 2][swapped] + 1)
            current[at] = np.minimum(best, far)
        before, last = current, before
    lengths = strings.lengths.take(numbers)
    return before[lengths, np.arange(len(numbers))]
