"""Analyses text in bulk: each distinct chunk once, then arrays.

Texts -> the forms of all tokens, as numbers, with positions: the same as `Chain.tokens`, a hundred times
faster. The analysis of a chunk does not depend on the chunks around it, so chunks are numbered, only new
chunks are analysed, and array operations do the rest. They also find the few texts with words written
apart (`XIX e`), whose chunks are numbered again after `join_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis import apart, numbers
from frsearch.analysis.chain import (
    Form,
    Spelling,
    accented_forms,
    forms_of,
    is_one_word,
    plain_core,
    spell_chunk,
    stands_alone,
)
from frsearch.analysis.line_ends import join_lines
from frsearch.codec.chunk_ids import ChunkIds

# A larger vocabulary is replaced by an empty one, between batches, to bound its memory.
MOST_CHUNKS = 1 << 21
_CHARACTERS_AT_A_TIME = 5_000_000

_OPENS, _GROUPED = np.uint16(apart.NUMBERS << 8), np.uint16(apart.NUMBERS)


class Tokens(NamedTuple):
    """The tokens of some texts, one after another.

    `forms` are indexes into `BulkAnalysis.forms`; `positions` count within each text; `ends[i]` is the
    number of tokens up to the end of text i, `lengths[i]` its number of positions.
    """

    forms: NDArray[np.integer[Any]]
    positions: NDArray[np.integer[Any]]
    ends: NDArray[np.int64]
    lengths: NDArray[np.integer[Any]]


class _Column:
    """An array that grows by half its size at a time."""

    def __init__(self, dtype: type[np.generic]):
        self._room: NDArray[Any] = np.zeros(1024, dtype=dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def extend(self, values: Sequence[int] | NDArray[Any]) -> None:
        size = self._size + len(values)
        if size > len(self._room):
            grown = np.zeros(size + size // 2, dtype=self._room.dtype)
            grown[: self._size] = self.array()
            self._room = grown
        self._room[self._size : size] = values
        self._size = size

    def array(self) -> NDArray[Any]:
        """Return all values."""
        return self._room[: self._size]


class BulkAnalysis:
    """The chunks met so far, and their analysis.

    `forms` grows as texts are encoded; the number of a form never changes.
    """

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self._form_numbers: dict[str, int] = {}  # by the accented form, which decides the others
        self._numbers = ChunkIds()
        self._cores: dict[str, int] = {}
        # For each core: its number of pieces, where they begin in the lists below, and the kinds of
        # pairs that it may begin (upper byte) and end: those of `apart.sides`, numbers and their groups.
        self._counts = _Column(np.int32)
        self._starts = _Column(np.int32)
        self._form_opens = _Column(np.bool_)
        self._form_is_group = _Column(np.bool_)
        self._sides = _Column(np.uint16)
        self._piece_forms = _Column(np.int32)
        self._piece_alternative = _Column(np.bool_)
        # For each chunk: its core, and its kinds of pairs, without numbers beside which is punctuation.
        self._chunk_core = _Column(np.int32)
        self._chunk_sides = _Column(np.uint16)

    def renewed(self, most_chunks: int = MOST_CHUNKS) -> BulkAnalysis:
        """Return an empty vocabulary if this one has grown too large, else itself."""
        return BulkAnalysis() if len(self._numbers.chunks) > most_chunks else self

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
        joined_texts = list(map(join_lines, texts))
        chunks, chunk_ends = self._numbers.number(joined_texts)
        self._analyze_new()
        pairs = self._pairs(chunks, chunk_ends)
        if len(found := (pairs > apart.NUMBERS).nonzero()[0]):
            which = chunk_ends.searchsorted(found, side="right")
            chunks, pairs, chunk_ends = self._renumbered(joined_texts, which, chunks, pairs, chunk_ends)
        cores = self._chunk_core.array().take(chunks)
        counts = self._counts.array().take(cores)
        token_ends = np.cumsum(counts, dtype=np.int64)
        firsts = token_ends - counts
        starts = self._starts.array().take(cores)
        pieces = np.repeat(starts - firsts, counts)
        pieces += np.arange(len(pieces))
        forms = self._piece_forms.array().take(pieces)
        steps = ~self._piece_alternative.array().take(pieces)
        ends = np.concatenate([[0], token_ends])[chunk_ends]
        follows = (pairs & apart.NUMBERS).nonzero()[0]
        joined = self._join_numbers(follows, firsts, counts, forms)
        if len(joined):
            kept = np.ones(len(forms), dtype=np.bool_)
            kept[joined] = False
            ends -= np.searchsorted(joined, ends)
            forms, steps = forms[kept], steps[kept]
        return _placed(forms, steps, ends)

    def _analyze_new(self) -> None:
        """Find the cores of new chunks, and the pieces of new cores."""
        chunks = self._numbers.chunks[len(self._chunk_core) :]
        texts = [chunk if chunk.isalnum() else plain_core(chunk) or chunk for chunk in chunks]
        cores, new = _numbered(self._cores, texts)
        self._analyze_cores(new)
        sides = self._sides.array().take(cores)
        for at in np.flatnonzero(sides & (_OPENS | _GROUPED)).tolist():
            if not chunks[at].endswith(texts[at]):
                sides[at] &= ~_OPENS
            if not chunks[at].startswith(texts[at]):
                sides[at] &= ~_GROUPED
        self._chunk_core.extend(cores)
        self._chunk_sides.extend(sides)

    def _pairs(self, chunks: NDArray[np.int32], chunk_ends: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Return for each chunk the kinds of pairs that it may be with the chunk before it."""
        sides = self._chunk_sides.array().take(chunks)
        pairs = sides & np.uint16(0xFF)
        sides >>= 8
        pairs[1:] &= sides[:-1]
        pairs[:1] = 0
        pairs[chunk_ends[chunk_ends < len(chunks)]] = 0  # not across texts
        return pairs

    def _renumbered(
        self,
        texts: Sequence[str],
        which: NDArray[np.int64],
        chunks: NDArray[np.int32],
        pairs: NDArray[np.uint16],
        ends: NDArray[np.int64],
    ) -> tuple[NDArray[np.int32], NDArray[np.uint16], NDArray[np.int64]]:
        """Number the chunks of some texts again, after words written apart were joined in them."""
        kinds: dict[int, int] = {}
        for at, kind in zip(which.tolist(), pairs[pairs > apart.NUMBERS].tolist(), strict=True):
            kinds[at] = kinds.get(at, 0) | kind
        joined = {at: apart.join_words(texts[at], kind) for at, kind in kinds.items()}
        changed = [at for at in joined if joined[at] != texts[at]]
        new, new_ends = self._numbers.number([joined[at] for at in changed])
        self._analyze_new()
        new_pairs = self._pairs(new, new_ends)
        sizes, before = np.diff(ends, prepend=0), ends
        sizes[changed] = np.diff(new_ends, prepend=0)
        ends = np.cumsum(sizes)
        parts: list[tuple[NDArray[np.int32], NDArray[np.uint16]]] = []
        done = 0
        for at, (first, last) in zip(changed, pairwise([0, *new_ends.tolist()]), strict=True):
            begin = int(before[at - 1]) if at else 0
            parts.append((chunks[done:begin], pairs[done:begin]))
            parts.append((new[first:last], new_pairs[first:last]))
            done = int(before[at])
        parts.append((chunks[done:], pairs[done:]))
        chunks, pairs = (np.concatenate(each) for each in zip(*parts, strict=True))
        return chunks, pairs, ends

    def _analyze_cores(self, cores: list[str]) -> None:
        """Work out the pieces of new cores."""
        whole = list(map(is_one_word, cores))
        # First the cores of one word, which need no more work, then the others.
        words = list(compress(cores, whole))
        order = np.argsort(np.logical_not(np.array(whole, np.bool_)), kind="stable")
        others = [cores[at] for at in order[len(words) :].tolist()]
        left, right = np.array(apart.sides(words, others), np.uint16).reshape(2, -1)
        counts = [1] * len(words)
        alternative = [False] * len(words)
        begins = [True] * len(words)  # whether the first word is where the core begins
        ends = [True] * len(words)
        for core in others:
            spelled = spell_chunk(core)
            counts.append(len(spelled))
            words.extend([spelling.word for spelling in spelled])
            alternative.extend([spelling.alternative for spelling in spelled])
            begins.append(_is_outermost(core, spelled[:1], 0))
            ends.append(_is_outermost(core, spelled[-1:], len(core)))
        forms = self._form_numbers_of(words)
        lasts = np.cumsum(counts, dtype=np.int64) - 1
        firsts = lasts + 1 - np.array(counts, np.int64)
        # One more, for a core without words.
        opens = np.append(self._form_opens.array().take(forms), np.False_)
        is_group = np.append(self._form_is_group.array().take(forms), np.False_)
        back = np.argsort(order)
        self._starts.extend((firsts + len(self._piece_forms)).take(back))
        self._counts.extend(np.array(counts, np.int32).take(back))
        left[opens[lasts] & np.array(ends, np.bool_)] |= apart.NUMBERS
        right[is_group[firsts] & np.array(begins, np.bool_)] |= apart.NUMBERS
        self._sides.extend((left << 8 | right).take(back))
        self._piece_forms.extend(forms)
        self._piece_alternative.extend(alternative)

    def _form_numbers_of(self, words: list[str]) -> NDArray[np.int32]:
        """Return the numbers of the forms of cleaned words; new forms are computed."""
        found, new = _numbered(self._form_numbers, accented_forms(words))
        self._add_forms(forms_of(new))
        return found

    def _add_forms(self, forms: Sequence[Form]) -> None:
        self.forms.extend(forms)
        opens, is_group = np.zeros((2, len(forms)), np.bool_)
        for at, form in enumerate(forms):
            exact = form.exact
            if exact[0].isdecimal() or exact == "h":
                opens[at], is_group[at] = numbers.opens(exact), numbers.is_group(exact)
        self._form_opens.extend(opens)
        self._form_is_group.extend(is_group)

    def _form_number(self, form: Form) -> int:
        number = self._form_numbers.setdefault(form.accented, len(self.forms))
        if number == len(self.forms):
            self._add_forms([form])
        return number

    def _join_numbers(
        self,
        follows: NDArray[np.int64],
        firsts: NDArray[np.int64],
        counts: NDArray[np.int32],
        forms: NDArray[np.int32],
    ) -> NDArray[np.int64]:
        """Join groups of digits to the number before them; return the tokens joined, ascending.

        `follows` are the chunks that may be such groups: few, so a loop over them is cheap.
        """
        joined: list[int] = []
        number, alone = -1, -2
        for at in follows.tolist():
            first = int(firsts[at])
            # The chunk before continues the same number only if it was only a group.
            if alone != at - 1:
                number = first - 1
            digits = self.forms[forms[number]].exact
            group = self.forms[forms[first]].exact
            if numbers.joins(digits, group):
                forms[number] = self._form_number(Form(*(digits + group,) * 4))
                joined.append(first)
                alone = at if counts[at] == 1 else -2
            else:
                alone = -2
        return np.array(joined, dtype=np.int64)


def _is_outermost(core: str, spelled: Sequence[Spelling], edge: int) -> bool:
    """Say whether a word reaches the edge of its core, and no letter or digit touches it."""
    return any(edge in each[:2] and stands_alone(core, each.start, each.end) for each in spelled)


def _numbered(numbers: dict[str, int], texts: Iterable[str]) -> tuple[NDArray[np.int32], list[str]]:
    """Return the numbers of texts, and the new texts, which get the next numbers."""
    before = len(numbers)
    found = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int32)
    new = list(islice(reversed(numbers), len(numbers) - before))
    return found, new[::-1]


def _slices(texts: Iterable[str]) -> Iterator[list[str]]:
    """Group texts, to bound the memory of their arrays."""
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


def _placed(forms: NDArray[np.int32], steps: NDArray[np.bool_], ends: NDArray[np.int64]) -> Tokens:
    """Count positions within each text: an alternative has the position of the token before it."""
    running = np.zeros(len(steps) + 1, np.int32)
    np.cumsum(steps, out=running[1:])
    begins = np.concatenate([[0], ends])[:-1]
    lengths = running[ends] - running[begins]
    positions = running[1:] - np.repeat(running[begins] + 1, ends - begins)
    return Tokens(forms, positions, ends, lengths)
