"""Many strings in one array of bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.array_file import Array, ArrayFile
from frsearch.messages.wording import Message, words_of

LAST = "\U0010ffff"  # after every letter

_EVERY = 64
_REMEMBERED = 2_000


class Strings:
    """Strings in one array of bytes; sorted strings are looked up without reading all of them."""

    def __init__(self, bundle: ArrayFile, name: str):
        self._cache: dict[str, int] = {}
        self._bundle = bundle
        self._name = name
        self._count = len(bundle.spans(f"{name}.ends")) - 1
        if self._count < 0:
            raise bundle.corruption(Message("{name} has no end offsets", name=name))

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _text(self) -> memoryview:
        text = self._bundle.spans(f"{self._name}.text", 1)
        return memoryview(text.between(0, len(text)))  # type: ignore[arg-type]

    @cached_property
    def _ends(self) -> Array:
        return self._bundle.offsets(f"{self._name}.ends", len(self._text))

    def raw(self, number: int) -> bytes:
        """Return the bytes of a string."""
        return bytes(self._text[int(self._ends[number]) : int(self._ends[number + 1])])

    def __getitem__(self, number: int) -> str:
        try:
            return self.raw(number).decode()
        except UnicodeDecodeError as error:
            raise self._bundle.corruption(words_of(error)) from error

    def all(self) -> list[str]:
        """Return all strings."""
        return self.between(0, len(self))

    @cached_property
    def letters(self) -> NDArray[np.uint32]:
        """The letters of each string, as bits: one for each byte from a to z, one for all others."""
        text = np.frombuffer(self._text, dtype=np.uint8)
        return kernels.letter_masks(text, self._ends.astype(np.int64))

    @cached_property
    def trigrams(self) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        """The `trigram_codes` of all strings, and where those of each string begin.

        Behind those of each string stands one more, of no trigram.
        """
        text, begins = np.frombuffer(self._text, dtype=np.uint8), self._ends[:-1].astype(np.int64)
        codes = _trigram_codes(np.insert(text, begins, 0))
        return codes, begins + np.arange(len(begins))

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """The number of bytes of each string."""
        lengths = (self._ends[1:] - self._ends[:-1]).astype(np.int32)
        return lengths

    def distances(self, numbers: NDArray[np.int64], word: bytes, most: int) -> NDArray[np.uint8]:
        """Return the edits between strings and a word, `most` + 1 for more than `most`."""
        text = np.frombuffer(self._text, dtype=np.uint8)
        begins = self._ends.take(numbers).astype(np.int64)
        return kernels.edit_distances(text, begins, self.lengths.take(numbers), word, most)

    @cached_property
    def _landmarks(self) -> list[bytes]:
        begins, ends = self._ends[:-1:_EVERY].tolist(), self._ends[1::_EVERY].tolist()
        return [bytes(self._text[begin:end]) for begin, end in zip(begins, ends, strict=True)]

    def bisect(self, string: str) -> int:
        """Return the number of the first string at or after `string`."""
        encoded = string.encode()
        block = bisect_left(self._landmarks, encoded)
        low, high = max(0, (block - 1) * _EVERY), min(block * _EVERY, len(self))
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < encoded:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, string: str) -> int:
        """Return the number of a string, -1 if there is none; up to 2,000 results are cached."""
        number = self._cache.get(string)
        if number is None:
            number = self.bisect(string)
            if number == len(self) or self.raw(number) != string.encode():
                number = -1
            if len(self._cache) >= _REMEMBERED:
                self._cache.clear()
            self._cache[string] = number
        return number

    def range_of(self, prefix: str) -> tuple[int, int]:
        """Return the first and last number (exclusive) of the strings that begin with `prefix`."""
        first = self.bisect(prefix)
        return first, max(first, self.bisect(prefix + LAST))

    def raws(self) -> Iterator[bytes]:
        """Yield the bytes of all strings."""
        text = bytes(self._text)
        return (text[begin:end] for begin, end in pairwise(self._ends.tolist()))

    def between(self, first: int, last: int) -> list[str]:
        """Return the strings from `first` to `last` (exclusive)."""
        ends = self._ends[first : last + 1].tolist()
        text = bytes(self._text[ends[0] : ends[-1]])
        try:
            return [text[begin - ends[0] : end - ends[0]].decode() for begin, end in pairwise(ends)]
        except UnicodeDecodeError as error:
            raise self._bundle.corruption(words_of(error)) from error

    def from_prefix(self, prefix: str) -> Iterator[str]:
        """Yield the strings that begin with `prefix`, ascending."""
        encoded = prefix.encode()
        for number in range(self.bisect(prefix), len(self)):
            raw = self.raw(number)
            if not raw.startswith(encoded):
                return
            yield self[number]


def trigram_codes(string: str) -> NDArray[np.uint16]:
    """Return a number for each three bytes in a row, with one byte before the string and one after it.

    All trigrams of letters from a to z have numbers of their own; other bytes may share these.
    """
    return _trigram_codes(np.frombuffer(b"\0" + string.encode(), dtype=np.uint8))[:-1]


def _trigram_codes(text: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return the codes of a text in which a byte 0 stands before each string."""
    letters = (np.append(text, np.zeros(2, np.uint8)) & 31).astype(np.uint16)
    codes: NDArray[np.uint16] = letters[:-2] * np.uint16(1 << 10)
    codes |= letters[1:-1] * np.uint16(1 << 5)
    codes |= letters[2:]
    return codes
