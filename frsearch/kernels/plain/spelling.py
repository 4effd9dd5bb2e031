"""Words that are spelled like another: their letters, and the edits between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Bytes = NDArray[np.uint8]
_Letters = NDArray[np.uint32]

_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", dtype=np.uint8)
# The number of bits of each number of 16 bits.
_BITS = (
    np.unpackbits(np.arange(1 << 16, dtype=np.uint16).view(np.uint8))
    .reshape(-1, 16)
    .sum(axis=1, dtype=np.uint8)
)


def letter_masks(text: _Bytes, ends: NDArray[np.int64]) -> _Letters:
    """Return the letters of each string, as bits: one for each byte from a to z, one for all others.

    String i is `text[ends[i] : ends[i + 1]]`; `ends` ascend, from 0 to at most the length of the text.
    O(text).
    """
    if len(ends) and (ends[0] < 0 or ends[-1] > len(text) or (ends[1:] < ends[:-1]).any()):
        raise IndexError("a string lies beside the text")
    bits = np.full(256, 1 << 31, dtype=np.uint32)
    bits[_LETTERS] = 1 << np.arange(len(_LETTERS), dtype=np.uint32)
    letters = np.zeros(max(len(ends) - 1, 0), dtype=np.uint32)
    # `reduceat` would give an empty string the letters of the next string.
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    if len(filled):
        letters[filled] = np.bitwise_or.reduceat(bits.take(text[: ends[-1]]), ends[filled])
    return letters


def near_by_letters(
    letters: _Letters, lengths: NDArray[np.int32], mask: int, length: int, most: int
) -> NDArray[np.int64]:
    """Return the strings that may be `most` edits or fewer from a word, by their letters and lengths.

    `letters` are the `letter_masks` of the strings, `lengths` their numbers of bytes; `mask` and
    `length` are those of the word. O(strings).
    """
    candidates = np.flatnonzero((lengths >= length - most) & (lengths <= length + most))
    own, others = np.uint32(mask), letters.take(candidates)
    # Each letter that only one of the two words has takes an edit.
    return candidates[(_count_bits(others & ~own) <= most) & (_count_bits(own & ~others) <= most)]


def near_by_trigrams(
    codes: NDArray[np.uint16],
    begins: NDArray[np.int64],
    lengths: NDArray[np.int32],
    wanted: _Bytes,
    length: int,
    least: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the strings that have enough of the trigrams of a word, and how like it each may be.

    `codes` are the trigrams of all strings, below the length of `wanted`; those of string i begin at
    `begins[i]`, ascending, and it has `lengths[i]` bytes. `wanted` is 1 for each trigram of the word, 0
    for others. With s of these, and as many trigrams as bytes, a string is 2 s / (`lengths[i]` +
    `length`) like a word of `length`, at least `least`. O(codes).
    """
    if not len(begins):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    if begins[0] < 0 or (begins[1:] <= begins[:-1]).any():
        raise IndexError("the trigrams of the strings are not in order")
    bounds: NDArray[np.float64] = np.add.reduceat(wanted.take(codes), begins, dtype=np.float64)
    bounds *= 2
    bounds /= lengths + length
    numbers = np.flatnonzero(bounds >= least)
    return numbers, bounds[numbers]


def edit_distances(
    text: _Bytes, begins: NDArray[np.int64], lengths: NDArray[np.int32], word: bytes, most: int
) -> _Bytes:
    """Return the edits between each string and a word, `most` + 1 for more than `most` (0 to 15).

    An edit inserts, deletes or substitutes a byte, or swaps two neighbours (optimal string alignment).
    String i is `text[begins[i] : begins[i] + lengths[i]]`. O(strings · length of the word · most).
    """
    if not 0 <= most <= 15:
        raise IndexError("most is 0 to 15")
    if (lengths < 0).any() or (begins < 0).any() or (begins > len(text) - lengths).any():
        raise IndexError("a string lies beside the text")
    width = len(word) + most
    columns = _columns(text, begins, lengths, width)
    far = np.uint8(most + 1)
    before = np.full((width + 1, len(begins)), far, dtype=np.uint8)
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
    found = before[np.minimum(lengths, width), np.arange(len(begins))]
    found[lengths > width] = far
    return found


def _count_bits(masks: _Letters) -> _Bytes:
    halves = masks.view(np.uint16).reshape(-1, 2)
    counts: _Bytes = _BITS.take(halves[:, 0]) + _BITS.take(halves[:, 1])
    return counts


def _columns(text: _Bytes, begins: NDArray[np.int64], lengths: NDArray[np.int32], width: int) -> _Bytes:
    """Return the first `width` bytes of strings, one column each, padded with 0."""
    if not len(text):
        return np.zeros((width, len(begins)), dtype=np.uint8)
    codes = text.take(np.arange(width)[:, None] + begins, mode="clip")
    codes[np.arange(width)[:, None] >= lengths] = 0
    return codes
