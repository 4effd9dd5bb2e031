"""The words of a text that begin with letters of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_CHUNK = re.compile(r"\S+")
_LETTER = "[0-9A-Za-zÀ-ÖØ-öø-ſ]"
_PLAIN = re.compile(rf"[«“„\"(\[]*({_LETTER}+(?:['’-]{_LETTER}+)*)[.,;:!?…»”\")\]]*")
_LONGEST = 64

T = TypeVar("T")


def chunk_starts(
    text: str, needles: NDArray[np.uint32], words: int, most: int
) -> list[list[int]] | None:
    """Return for each word of a query where the chunks start in which a word begins with its needles.

    A chunk is a run of characters without blanks; a word begins where no letter or digit is before.
    `needles` has for each needle the number of its word, below `words`, its length, at least 1, and its
    letters in lower case, in the order of the first letters. Each character of the text is lowered
    alone, and a final sigma is a sigma. None if there are more than `most` starts in all.
    O(text + its words · needles).
    """
    lowered = _lowered(text)
    places: list[set[int]] = [set() for _ in range(words)]
    for word, needle in _unpacked(needles):
        places[word].update(_word_starts(lowered, needle))
    found = [_starts_of_chunks(text, sorted(each)) for each in places]
    return found if sum(map(len, found)) <= most else None


def look_up_chunks(
    text: str, starts: list[int], known: Mapping[str, Sequence[tuple[int, int, T]]]
) -> list[tuple[int, int, T]]:
    """Return (start, end, value) of what is in the chunks of a text that start at `starts`.

    `known` has it by chunk, with offsets into the chunk. It is asked for plain words without the
    punctuation around them, for other chunks as they are. Plain are Latin letters and figures, and
    apostrophes and hyphens between them, up to 64 characters with the punctuation. O(characters of the
    chunks).
    """
    found: list[tuple[int, int, T]] = []
    for start in starts:
        chunk = _CHUNK.match(text, start)
        key = chunk[0] if chunk else ""
        plain = _PLAIN.fullmatch(key) if len(key) <= _LONGEST else None
        if plain:
            start, key = start + plain.start(1), plain[1]
        found += [(start + begin, start + end, value) for begin, end, value in known[key]]
    return found


def _lowered(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(character.lower()[0] for character in text)
    return lowered.replace("ς", "σ")


def _unpacked(needles: NDArray[np.uint32]) -> list[tuple[int, str]]:
    numbers, at = needles.tolist(), 0
    unpacked: list[tuple[int, str]] = []
    while at < len(numbers):
        word, length = numbers[at : at + 2]
        at += 2 + length
        unpacked.append((word, "".join(map(chr, numbers[at - length : at]))))
    return unpacked


def _word_starts(lowered: str, needle: str) -> list[int]:
    places: list[int] = []
    at = lowered.find(needle)
    while at >= 0:
        if not lowered[at - 1 : at].isalnum():
            places.append(at)
        at = lowered.find(needle, at + 1)
    return places


def _starts_of_chunks(text: str, places: list[int]) -> list[int]:
    starts: list[int] = []
    before = -1
    for at in places:
        start = at
        while start > max(before, 0) and not text[start - 1].isspace():
            start -= 1
        if start != before:
            starts.append(start)
        before = at
    return starts
