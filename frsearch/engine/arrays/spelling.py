"""A word -> the words of the index with a similar spelling.

The whole dictionary is scanned as arrays: lengths and letters leave few candidates, whose distances are
computed all at once. The distance counts letters inserted, deleted or substituted, and adjacent letters
swapped (optimal string alignment). It compares exact forms, so that accents do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.engine.request import Neighbour

# Of more candidates, the most frequent are compared.
_MOST = 5_000
# The number of bits of each number of 16 bits.
_BITS = (
    np.unpackbits(np.arange(1 << 16, dtype=np.uint16).view(np.uint8))
    .reshape(-1, 16)
    .sum(axis=1, dtype=np.uint8)
)


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
    close = _distances(strings, candidates, word.encode(), most) <= most
    return [strings[number] for number in candidates[close].tolist()]


def _of_segment(segment: Segment, word: bytes, most: int) -> list[Neighbour]:
    exact = segment.words.exact
    letters = _letters(word)
    candidates = _candidates(exact, word, most)
    if len(candidates) > _MOST:
        candidates = candidates[np.argpartition(segment.exact_counts.take(candidates), -_MOST)[-_MOST:]]
    distances = _distances(exact, candidates, word, most)
    close = np.flatnonzero((distances > 0) & (distances <= most))
    return [
        Neighbour(
            exact[number],
            distance,
            int(segment.exact_counts[number]),
            same_letters,
        )
        for number, distance, same_letters in zip(
            candidates[close].tolist(),
            distances[close].tolist(),
            (exact.letters.take(candidates[close]) == letters).tolist(),
            strict=True,
        )
    ]


def _candidates(strings: Strings, word: bytes, most: int) -> NDArray[np.int64]:
    """Return the strings that may be at most `most` edits away, by their lengths and letters."""
    letters, lengths = _letters(word), strings.lengths
    candidates = np.flatnonzero((lengths >= len(word) - most) & (lengths <= len(word) + most))
    candidate_letters = strings.letters.take(candidates)
    # Each letter that only one of the two words has takes an edit.
    return candidates[
        (_count_bits(candidate_letters & ~letters) <= most)
        & (_count_bits(letters & ~candidate_letters) <= most)
    ]


def _letters(word: bytes) -> np.uint32:
    """Return the letters of a word as `Strings.letters` has them."""
    bits = {letter - ord("a") if ord("a") <= letter <= ord("z") else 31 for letter in word}
    return np.uint32(sum(1 << bit for bit in bits))


def _count_bits(masks: NDArray[np.uint32]) -> NDArray[np.uint8]:
    halves = masks.view(np.uint16).reshape(-1, 2)
    counts: NDArray[np.uint8] = _BITS.take(halves[:, 0]) + _BITS.take(halves[:, 1])
    return counts


def _distances(
    strings: Strings, numbers: NDArray[np.int64], word: bytes, most: int
) -> NDArray[np.uint8]:
    """Return the distances in edits of strings from a word; distances over `most` may be too low, but
    stay over `most`."""
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
