"""The chunks of texts, numbered without the punctuation around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import numpy as np
from numpy.typing import NDArray


class ChunkTable:
    """Gives numbers to the distinct cores of chunks, from 0, in the order in which they are met.

    A chunk is a run of characters without blanks. Its core is the chunk without `opening` characters
    before and `closing` characters after it, if the rest consists of letters and digits, with one of
    `ties` between two of them at most; else, and if it is longer than `longest`, the chunk itself.
    `no_letters` are no letters here. The only kernel with a memory: a table of all cores so far.
    """

    def __init__(self, opening: str, closing: str, ties: str, no_letters: str, longest: int):
        one = rf"[^\W_{re.escape(no_letters)}]" if no_letters else r"[^\W_]"
        self._plain = re.compile(rf"{one}+(?:[{re.escape(ties)}]{one}+)*" if ties else rf"{one}+")
        self._opening, self._closing, self._longest = opening, closing, longest
        self._numbers: dict[str, int] = {}
        self._codes = _Codes(self._code)

    def __len__(self) -> int:
        """Return how many cores there are."""
        return len(self._numbers)

    def number(
        self, text: str, ends: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], list[str]]:
        """Return the codes of the chunks of several texts, how many there are up to the end of each
        text, and the new cores.

        `text` has all texts, with a blank between two; `ends` are their ends. A code is four times the
        number of the core, plus 2 if characters were cut off before it, plus 1 for after it.
        O(characters).
        """
        before, chunks, counts, begin = len(self._numbers), list[str](), list[int](), 0
        for end in ends.tolist():
            if not begin <= end <= len(text):
                raise IndexError("a text ends beside the characters")
            chunks += text[begin:end].split()
            counts.append(len(chunks))
            begin = end
        codes = np.fromiter(map(self._codes.__getitem__, chunks), np.int32, len(chunks))
        new = list(islice(reversed(self._numbers), len(self._numbers) - before))[::-1]
        return codes, np.array(counts, dtype=np.int64), new

    def _code(self, chunk: str) -> int:
        if chunk.isalnum():
            return self._numbers.setdefault(chunk, len(self._numbers)) << 2
        opened = chunk.lstrip(self._opening)
        core = opened.rstrip(self._closing)
        if len(chunk) > self._longest or not self._plain.fullmatch(core):
            return self._numbers.setdefault(chunk, len(self._numbers)) << 2
        cut = (len(opened) < len(chunk)) << 1 | (len(core) < len(opened))
        return self._numbers.setdefault(core, len(self._numbers)) << 2 | cut


class _Codes(dict[str, int]):
    """Chunk -> code, computed when it is first met."""

    def __init__(self, code: Callable[[str], int]):
        super().__init__()
        self._code = code

    def __missing__(self, chunk: str) -> int:
        code = self[chunk] = self._code(chunk)
        return code
