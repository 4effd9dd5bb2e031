"""Text analysed in bulk: each distinct chunk once, then arrays.

Texts -> the forms of all their tokens, as numbers, with positions: the same as `Chain.tokens` gives one
token at a time, a hundred times faster, because what French makes of a chunk depends on nothing
around it. A dictionary numbers the chunks as they are split; array operations do the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis import numbers
from frsearch.analysis.chain import Form, Piece, analyze_chunk, plain_core

# A vocabulary over this size is begun anew, between batches, to bound its memory.
_MOST_CHUNKS = 1 << 21
_CHARACTERS_AT_A_TIME = 5_000_000


class Tokens(NamedTuple):
    """The tokens of some texts, one after another.

    `forms` are numbers into `Vocabulary.forms`; `positions` count within each text; `ends[i]` is the
    number of tokens up to the end of text i, `lengths[i]` how many positions it has.
    """

    forms: NDArray[np.int32]
    positions: NDArray[np.int32]
    ends: NDArray[np.int64]
    lengths: NDArray[np.int32]


class _Numbering(dict[str, int]):
    """Numbers strings in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class _Column:
    """A list of numbers that is also an array; only what is new is converted."""

    def __init__(self, dtype: type[np.generic]):
        self._dtype = dtype
        self._array: NDArray[Any] = np.zeros(0, dtype=dtype)
        self._new: list[int] = []

    def __len__(self) -> int:
        return len(self._array) + len(self._new)

    def append(self, value: int) -> None:
        self._new.append(value)

    def array(self) -> NDArray[Any]:
        """Return all values."""
        if self._new:
            self._array = np.concatenate([self._array, np.array(self._new, dtype=self._dtype)])
            self._new = []
        return self._array


class Vocabulary:
    """The chunks met so far and what French makes of them.

    `forms` grows as texts are encoded; `renew` empties it, so that numbers hold within a batch.
    """

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self._form_numbers: dict[Form, int] = {}
        self._chunks = _Numbering()
        self._cores: dict[str, tuple[int, int, bool, bool]] = {}
        # Of each chunk: its number of pieces, where they begin in the lists below, and whether it
        # ends with a number that groups of digits may follow, or begins with such a group.
        self._counts = _Column(np.int32)
        self._starts = _Column(np.int64)
        self._opens = _Column(np.bool_)
        self._grouped = _Column(np.bool_)
        self._piece_forms = _Column(np.int32)
        self._piece_alternative = _Column(np.bool_)

    def renew(self) -> None:
        """Empty a vocabulary that has grown too large; numbers given before are void."""
        if len(self._chunks) > _MOST_CHUNKS:
            self.__init__()  # type: ignore[misc]

    def encode(self, texts: Iterable[str]) -> Tokens:
        """Analyse texts; see `Tokens`."""
        parts = [self._encode(some) for some in _slices(texts)] or [self._encode([])]
        before = np.cumsum([0, *(len(part.forms) for part in parts)]).tolist()
        return Tokens(
            np.concatenate([part.forms for part in parts]),
            np.concatenate([part.positions for part in parts]),
            np.concatenate([part.ends + count for part, count in zip(parts, before, strict=False)]),
            np.concatenate([part.lengths for part in parts]),
        )

    def _encode(self, texts: Iterable[str]) -> Tokens:
        chunks, chunk_ends = self._split(texts)
        self._analyze_new()
        counts = self._counts.array().take(chunks)
        token_ends = np.cumsum(counts, dtype=np.int64)
        firsts = token_ends - counts
        starts = self._starts.array().take(chunks)
        pieces = np.repeat(starts - firsts, counts) + np.arange(len(firsts) and token_ends[-1])
        forms = self._piece_forms.array().take(pieces)
        steps = ~self._piece_alternative.array().take(pieces)
        ends = np.concatenate([[0], token_ends])[chunk_ends]
        joined = self._join_numbers(chunks, chunk_ends, firsts, counts, forms)
        if len(joined):
            kept = np.ones(len(forms), dtype=np.bool_)
            kept[joined] = False
            ends -= np.searchsorted(joined, ends)
            forms, steps = forms[kept], steps[kept]
        return _placed(forms, steps, ends)

    def _split(self, texts: Iterable[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        number = self._chunks.__getitem__
        numbered: list[int] = []
        ends: list[int] = []
        for text in texts:
            numbered.extend(map(number, text.split()))
            ends.append(len(numbered))
        return np.array(numbered, dtype=np.int32), np.array(ends, dtype=np.int64)

    def _analyze_new(self) -> None:
        for chunk in islice(self._chunks, len(self._counts), None):
            core = plain_core(chunk)
            known = self._cores.get(core) if core else None
            if known is None:
                known = self._analyze(core or chunk)
                if core:
                    self._cores[core] = known
            count, start, opens, grouped = known
            self._counts.append(count)
            self._starts.append(start)
            self._opens.append(opens and (not core or chunk.endswith(core)))
            self._grouped.append(grouped and (not core or chunk.startswith(core)))

    def _analyze(self, chunk: str) -> tuple[int, int, bool, bool]:
        """Return the number of pieces, where they begin, whether digits may follow or precede."""
        pieces = analyze_chunk(chunk)
        start = len(self._piece_forms)
        for piece in pieces:
            self._piece_forms.append(self._form_number(piece.form))
            self._piece_alternative.append(piece.alternative)
        return len(pieces), start, _opens(chunk, pieces), _grouped(pieces)

    def _form_number(self, form: Form) -> int:
        number = self._form_numbers.get(form)
        if number is None:
            number = self._form_numbers[form] = len(self.forms)
            self.forms.append(form)
        return number

    def _join_numbers(
        self,
        chunks: NDArray[np.int32],
        chunk_ends: NDArray[np.int64],
        firsts: NDArray[np.int64],
        counts: NDArray[np.int32],
        forms: NDArray[np.int32],
    ) -> NDArray[np.int64]:
        """Put groups of digits that follow a number into its form; return their tokens, ascending.

        Few chunks are numbers, so that a loop over those is cheap.
        """
        opens = self._opens.array().take(chunks)
        grouped = self._grouped.array().take(chunks)
        follows = np.zeros(len(chunks), dtype=np.bool_)
        follows[1:] = opens[:-1] & grouped[1:]
        follows[chunk_ends[chunk_ends < len(chunks)]] = False  # not across texts
        joined: list[int] = []
        number, alone = -1, -2
        for at in np.flatnonzero(follows).tolist():
            first = int(firsts[at])
            # The chunk before goes on with the same number only if it was nothing but a group.
            if alone != at - 1:
                number = first - 1
            digits = self.forms[forms[number]].exact
            group = self.forms[forms[first]].exact
            if numbers.joins(digits, group):
                forms[number] = self._form_number(Form(*(digits + group,) * 3))
                joined.append(first)
                alone = at if counts[at] == 1 else -2
            else:
                alone = -2
        return np.array(joined, dtype=np.int64)


def _slices(texts: Iterable[str]) -> Iterator[list[str]]:
    """Group texts, to bound what the arrays for them take."""
    some: list[str] = []
    characters = 0
    for text in texts:
        some.append(text)
        characters += len(text)
        if characters > _CHARACTERS_AT_A_TIME:
            yield some
            some, characters = [], 0
    if some:
        yield some


def _opens(chunk: str, pieces: tuple[Piece, ...]) -> bool:
    return bool(pieces) and pieces[-1].end == len(chunk) and numbers.opens(pieces[-1].form.exact)


def _grouped(pieces: tuple[Piece, ...]) -> bool:
    return bool(pieces) and pieces[0].start == 0 and numbers.is_group(pieces[0].form.exact)


def _placed(
    forms: NDArray[np.int32], steps: NDArray[np.bool_], ends: NDArray[np.int64]
) -> Tokens:
    """Count positions within each text: an alternative stands where the token before it does."""
    running = np.concatenate([[0], np.cumsum(steps, dtype=np.int32)])
    begins = np.concatenate([[0], ends])[:-1]
    lengths = (running[ends] - running[begins]).astype(np.int32)
    positions = running[1:] - 1 - np.repeat(running[begins], ends - begins)
    return Tokens(forms, positions.astype(np.int32), ends, lengths)
