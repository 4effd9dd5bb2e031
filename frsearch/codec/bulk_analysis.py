"""Analyses text in bulk: each distinct chunk once, then arrays.

Texts -> the forms of all tokens, as numbers: the same as `Chain.tokens`, a hundred times faster. The
analysis of a chunk does not depend on the chunks around it, so kernels number the chunks without the
punctuation around them, only new ones are analysed, and kernels do the rest. They also find the few
texts with words written apart (`XIX e`), whose chunks are numbered again after `join_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, islice, pairwise
from threading import Lock
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis import apart, chain, numbers
from frsearch.analysis.chain import (
    PLAIN_TIES,
    Form,
    Spelling,
    accented_forms,
    are_one_word,
    forms_of,
    spell_chunk,
    stands_alone,
)
from frsearch.analysis.characters import NO_LETTERS
from frsearch.analysis.line_ends import join_lines
from frsearch.codec.background import Runner, at_once
from frsearch.kernels import ChunkTable, count_positions, expand, find_pairs
from frsearch.types import FIELDS

# A larger vocabulary is replaced by an empty one, between batches, to bound its memory.
MOST_CORES = 1 << 20
_CHARACTERS_AT_A_TIME = 1_000_000


class Tokens(NamedTuple):
    """The tokens of some texts, one after another.

    A word is twice its index in `BulkAnalysis.forms`, plus 1 if it is another reading of the word before
    it, at the same position; `ends[i]` is the number of tokens up to the end of text i.
    """

    words: NDArray[np.int32]
    ends: NDArray[np.int64]

    @property
    def forms(self) -> NDArray[np.int32]:
        """The index of the form of each token."""
        return self.words >> 1

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """The number of positions of each text."""
        return count_positions(self.words, self.ends)

    @property
    def positions(self) -> NDArray[np.int64]:
        """The position of each token within its text."""
        running = np.append(0, np.cumsum(self.words & 1 ^ 1)).astype(np.int64)
        begins = np.append(0, self.ends)[:-1]
        positions: NDArray[np.int64] = running[1:] - 1
        positions -= np.repeat(running[begins], self.ends - begins)
        return positions

    def of_articles(self, articles: NDArray[np.int64]) -> Tokens:
        """Return the tokens of the title and the text of some articles."""
        texts = (len(FIELDS) * articles[:, None] + np.arange(len(FIELDS))).ravel()
        sizes = np.diff(self.ends, prepend=0)
        begins, sizes = (self.ends - sizes).take(texts), sizes.take(texts)
        ends = np.cumsum(sizes)
        places = np.repeat(begins - (ends - sizes), sizes) + np.arange(int(sizes.sum()))
        return Tokens(self.words.take(places), ends)

    @classmethod
    def joined(cls, parts: Sequence[Tokens]) -> Tokens:
        """Return the tokens of texts in several parts as one."""
        before = np.cumsum([0, *(len(part.words) for part in parts)]).tolist()
        ends = [part.ends + count for part, count in zip(parts, before, strict=False)]
        words = [part.words for part in parts]
        return cls(
            np.concatenate([np.zeros(0, np.int32), *words]),
            np.concatenate([np.zeros(0, np.int64), *ends]),
        )


class Numbered(NamedTuple):
    """Texts, the codes of their chunks, and the number of chunks up to the end of each."""

    texts: Sequence[str]
    codes: NDArray[np.int32]
    ends: NDArray[np.int64]


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
        self._cores = ChunkTable(
            apart.OPENING, apart.CLOSING, PLAIN_TIES, "".join(sorted(NO_LETTERS)), chain.LONGEST_CHUNK
        )
        # Cores numbered, but not analysed yet, in the order of their numbers. A thread beside this one
        # may add some.
        self._new: list[list[str]] = []
        self._numbering = Lock()
        # For each core: its number of pieces, where they begin in the list below, and the kinds of
        # pairs that it may begin (upper byte) and end: those of `apart.sides`, numbers and their groups.
        self._counts = _Column(np.int32)
        self._starts = _Column(np.int32)
        self._sides = _Column(np.uint16)
        self._form_opens = _Column(np.bool_)
        self._form_is_group = _Column(np.bool_)
        # A piece is a word as in `Tokens`.
        self._pieces = _Column(np.int32)

    def renewed(self, most_cores: int = MOST_CORES) -> BulkAnalysis:
        """Return an empty vocabulary if this one has grown too large, else itself."""
        return BulkAnalysis() if len(self._cores) > most_cores else self

    def encode(self, texts: Iterable[str]) -> Tokens:
        """Analyse texts; see `Tokens`."""
        return Tokens.joined([self.tokens(self.number(some)()) for some in _slices(texts)])

    def number(self, texts: Iterable[str], run: Runner = at_once) -> Callable[[], Numbered]:
        """Begin to number the chunks of texts; return a function that waits for the numbers."""
        return self._number(list(map(join_lines, texts)), run)

    def _number(self, texts: Sequence[str], run: Runner) -> Callable[[], Numbered]:
        text_ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1

        def number() -> Numbered:
            with self._numbering:
                codes, ends, new = self._cores.number("\n".join(texts), text_ends)
                self._new.append(new)
            return Numbered(texts, codes, ends)

        return run(number)

    def tokens(self, numbered: Numbered) -> Tokens:
        """Analyse texts whose chunks are numbered."""
        self._analyze_new()
        _, codes, ends = numbered
        places, kinds = self._pairs(codes, ends)
        are_apart = kinds > apart.NUMBERS
        if are_apart.any():
            which = ends.searchsorted(places[are_apart], side="right")
            codes, ends = self._renumbered(numbered, which, kinds[are_apart])
            places, kinds = self._pairs(codes, ends)
        follows = places[(kinds & apart.NUMBERS).astype(np.bool_)]
        words, word_ends, firsts = expand(
            codes, ends, self._starts.array(), self._counts.array(), self._pieces.array(), follows
        )
        alone = self._counts.array().take(codes.take(follows) >> 2) == 1
        joined = self._join_numbers(follows, firsts, alone, words)
        if len(joined):
            word_ends -= np.searchsorted(joined, word_ends)
            words = np.delete(words, joined)
        return Tokens(words, word_ends)

    def _analyze_new(self) -> None:
        """Analyse the cores that were numbered first since the last time."""
        while self._new:
            if new := self._new.pop(0):
                self._analyze_cores(new)

    def _pairs(
        self, codes: NDArray[np.int32], ends: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        return find_pairs(codes, ends, self._sides.array(), apart.NUMBERS)

    def _renumbered(
        self, numbered: Numbered, which: NDArray[np.int64], kinds: NDArray[np.uint8]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Number the chunks of some texts again, after words written apart were joined in them."""
        texts, codes, ends = numbered
        of_text: dict[int, int] = {}
        for at, kind in zip(which.tolist(), kinds.tolist(), strict=True):
            of_text[at] = of_text.get(at, 0) | kind
        joined = {at: apart.join_words(texts[at], kind) for at, kind in of_text.items()}
        changed = [at for at in joined if joined[at] != texts[at]]
        # At once: it would wait for all that the thread beside has to do.
        _, new, new_ends = self._number([joined[at] for at in changed], at_once)()
        self._analyze_new()
        sizes, before = np.diff(ends, prepend=0), ends
        sizes[changed] = np.diff(new_ends, prepend=0)
        parts: list[NDArray[np.int32]] = []
        done = 0
        for at, (first, last) in zip(changed, pairwise([0, *new_ends.tolist()]), strict=True):
            parts += [codes[done : int(before[at - 1]) if at else 0], new[first:last]]
            done = int(before[at])
        return np.concatenate([*parts, codes[done:]]), np.cumsum(sizes)

    def _analyze_cores(self, cores: list[str]) -> None:
        """Work out the pieces of new cores."""
        whole = np.array(are_one_word(cores), np.bool_)
        # First the cores of one word, which need no more work, then the others.
        order = np.argsort(~whole, kind="stable")
        words = list(compress(cores, whole.tolist()))
        others = list(compress(cores, (~whole).tolist()))
        left, right = np.array(apart.sides(words, others), np.uint16).reshape(2, -1)
        singles = len(words)
        counts, alternative = [1] * singles, [False] * singles
        outermost: list[list[Spelling]] = []  # the first and the last word of each of the others
        for core in others:
            spelled = spell_chunk(core)
            counts.append(len(spelled))
            alternative += [each.alternative for each in spelled]
            words += [each.word for each in spelled]
            outermost.append(spelled[:1] + spelled[-1:])
        forms = self._form_numbers_of(words)
        sizes = np.array(counts, np.int32)
        starts = np.cumsum(sizes) - sizes
        # The first or last word may be a number that goes on, or a group of digits, if it is outermost.
        for at in self._edges(self._form_opens, forms, starts + sizes - 1, sizes):
            if at < singles or _is_outermost(others[at - singles], outermost[at - singles], -1):
                left[at] |= apart.NUMBERS
        for at in self._edges(self._form_is_group, forms, starts, sizes):
            if at < singles or _is_outermost(others[at - singles], outermost[at - singles], 0):
                right[at] |= apart.NUMBERS
        back = np.argsort(order)
        self._starts.extend((starts + len(self._pieces)).take(back))
        self._counts.extend(sizes.take(back))
        self._sides.extend((left << 8 | right).take(back))
        self._pieces.extend(forms << 1 | np.array(alternative, np.int32))

    def _edges(
        self, kind: _Column, forms: NDArray[np.int32], at: NDArray[np.int64], counts: NDArray[np.int32]
    ) -> list[int]:
        """Return the cores whose word at a place is of a kind; a core without words has none."""
        of_words = np.append(kind.array().take(forms), np.False_)
        cores: list[int] = ((counts > 0) & of_words.take(at)).nonzero()[0].tolist()
        return cores

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
        are_alone: NDArray[np.bool_],
        words: NDArray[np.int32],
    ) -> NDArray[np.int64]:
        """Join groups of digits to the number before them; return the tokens joined, ascending.

        `follows` are the chunks that may be such groups: few, so a loop over them is cheap.
        """
        joined: list[int] = []
        number, alone = -1, -2
        for at, first, is_alone in zip(
            follows.tolist(), firsts.tolist(), are_alone.tolist(), strict=True
        ):
            # The chunk before continues the same number only if it was only a group.
            if alone != at - 1:
                number = first - 1
            digits = self.forms[words[number] >> 1].exact
            group = self.forms[words[first] >> 1].exact
            if numbers.joins(digits, group):
                whole = Form(*(digits + group,) * 4)
                words[number] = self._form_number(whole) << 1 | words[number] & 1
                joined.append(first)
                alone = at if is_alone else -2
            else:
                alone = -2
        return np.array(joined, dtype=np.int64)


def _is_outermost(core: str, spelled: Sequence[Spelling], at: Literal[0, -1]) -> bool:
    """Say whether the first or last word reaches the edge of its core and touches no letter or digit."""
    each, edge = spelled[at], 0 if at == 0 else len(core)
    return edge in each[:2] and stands_alone(core, each.start, each.end)


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
