"""A query's words and the first documents -> where these words, and words like them, stand in them.

Positions take longer to read than posting lists, so that they are read for few documents only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.terms import family_of, terms_of
from frsearch.query.nodes import Word
from frsearch.query.resolved import ResolvedWord
from frsearch.query.rows import Row
from frsearch.ranking import Floats, Ranking, idf
from frsearch.types import FieldName

Ints = NDArray[np.int64]
Marks = NDArray[np.uint8]
_NONE = np.zeros(0, dtype=np.int64)
_NOT_OWN = np.zeros(1, dtype=np.uint8)
# In a row, a word that is not searched for.
NOT_ASKED = -1


class StopWord(NamedTuple):
    """A stop word without accents, so that « a » and « à » are one, and the field it is sought in."""

    exact: str
    field: FieldName | None


_Key = StopWord | tuple[object, ...]


@dataclass(frozen=True)
class Typed:
    """The words of a query by number, its slot: n words that match, then m stop words beside them.

    `rows` are the slots of words typed one after another, -1 for a word that is not searched for.
    """

    words: Sequence[ResolvedWord]
    stops: Sequence[StopWord]
    rows: Sequence[Sequence[int]]

    @classmethod
    def of(cls, words: Sequence[ResolvedWord], rows: Sequence[Row]) -> Typed:
        """Number the words of rows; `words` are those that match."""
        slots: dict[_Key, int] = {}
        for number, word in enumerate(words):
            slots.setdefault(_key(word), number)
        places = {(*_key(word), word.start): slots[_key(word)] for word in words}
        stops: dict[StopWord, int] = {}

        def slot(word: Word) -> int:
            known = places.get((*_key(word), word.start), NOT_ASKED)
            if known == NOT_ASKED and word.stop:
                stop = StopWord(word.form.exact, word.field)
                return stops.setdefault(stop, len(words) + len(stops))
            return known

        numbered = [[slot(word) for word in row] for row in rows]
        return cls(words, list(stops), numbered)

    @cached_property
    def pairs(self) -> dict[tuple[int, int], int]:
        """The pairs of words typed one after the other, each once, numbered from 0."""
        pairs: dict[tuple[int, int], int] = {}
        for row in self.rows:
            for pair in pairwise(row):
                if NOT_ASKED not in pair:
                    pairs.setdefault(pair, len(pairs))
        return pairs


def _key(word: Word | ResolvedWord) -> tuple[object, ...]:
    return word.form.accented, word.synonyms, word.field, word.exactly


@dataclass(frozen=True)
class Window:
    """The first documents, ascending, and the words by which they are reranked.

    `weights` are the idf of the words, less for words spelled alike; `lacked` says for each word whether
    some document lacks it.
    """

    snapshot: Snapshot
    ranking: Ranking
    typed: Typed
    weights: Sequence[float]
    documents: Documents
    lacked: Sequence[bool]

    @property
    def words(self) -> Sequence[ResolvedWord]:
        """The words that match, without stop words beside them."""
        return self.typed.words

    @property
    def loose(self) -> Marks:
        """Mark the words that match by any form of themselves."""
        return np.array([not word.exactly and not word.alike for word in self.words], np.uint8)

    @cached_property
    def scales(self) -> Floats:
        """The idf of the words that match, then of the stop words."""
        articles = self.snapshot.statistics.articles
        stops = [idf(self.snapshot.holding(each.exact), articles) for each in self.typed.stops]
        return np.array([*self.weights, *stops], dtype=np.float32)


class Found(NamedTuple):
    """Occurrences in the documents of a window, ascending by slot.

    The slots of relatives follow all others, in the order of words. `own` marks occurrences of a word
    itself, not of another of its stem.
    """

    slots: Ints
    occurrences: Ints
    own: Marks


def look_up(window: Window) -> Found:
    """Return the occurrences of the words, the stop words, and relatives of lacked words."""
    snapshot, documents = window.snapshot, window.documents
    parts = [
        _in_segment(window, segment, part, start << DOCUMENT_SHIFT)
        for segment, part, start in zip(
            snapshot.segments, snapshot.parted(documents), snapshot.starts, strict=False
        )
        if len(part)
    ]
    slots, occurrences, own = parts[0]
    if len(parts) > 1:
        slots, occurrences, own = map(np.concatenate, zip(*parts, strict=True))
        order = slots.argsort(kind="stable")
        slots, occurrences, own = slots.take(order), occurrences.take(order), own.take(order)
    return Found(slots, occurrences, own)


def _in_segment(
    window: Window, segment: Segment, documents: Documents, start: int
) -> tuple[Ints, Ints, Marks]:
    """Return slots, occurrences and own of documents of one segment; `start` is added to occurrences."""
    words, stops = window.words, window.typed.stops
    families = [_terms(segment, word) for word in words]
    own = np.concatenate([*(each for _, each in families), _NOT_OWN])
    terms = [each for each, _ in families]
    terms += [np.array(segment.exact_terms(each.exact), dtype=np.int64) for each in stops]
    for word, lacks in zip(words, window.lacked, strict=True):
        terms.append(relatives_of(segment, word) if lacks and len(words) > 1 else _NONE)
    numbers, occurrences = segment.positions.occurrences_near(np.concatenate(terms), documents)
    slots = np.arange(len(terms)).repeat(list(map(len, terms))).take(numbers)
    own = own.take(numbers, mode="clip")
    fields = [*(word.field for word in words), *(stop.field for stop in stops)]
    if any(fields):
        excluded = {None: 2, "text": 0, "title": 1}
        fields += [word.field for word in words]
        other = np.array([excluded[field] for field in fields]).take(slots)
        in_field = ((occurrences & IN_TEXT) > 0) != other
        slots, occurrences, own = slots[in_field], occurrences[in_field], own[in_field]
    return slots, occurrences + start, own


def _terms(segment: Segment, word: ResolvedWord) -> tuple[Ints, Marks]:
    """Return the terms of a word, and which of them have its own spelling with accents."""
    if word.exactly:
        exact = np.array(terms_of(segment, word), dtype=np.int64)
        return exact, np.ones(len(exact), dtype=np.uint8)
    family = family_of(segment, word)
    return family.terms, family.own


def relatives_of(segment: Segment, word: ResolvedWord) -> Ints:
    """Return the relatives of a word: terms of other words whose stems begin with its stems."""
    if word.exactly or word.stop:
        return _NONE
    return family_of(segment, word).relatives
