"""Reads one segment: its dictionary, posting lists, positions, dates and stored articles.

A segment is written once and never changes; a separate bitmap marks its deleted documents.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.analysis.lemmas import lemma, same_word
from frsearch.codec.array_file import Array, ArrayFile
from frsearch.codec.document_store import ArticleCodec, id_hash
from frsearch.codec.field_columns import FieldColumns
from frsearch.codec.filesystem import DISK, Filesystem
from frsearch.codec.positions import Positions
from frsearch.codec.postings import NO_POSTINGS, Documents, Lists, Postings
from frsearch.codec.strings import Strings
from frsearch.codec.term_dictionary import Dictionary
from frsearch.dates import DateRange
from frsearch.facets import Calendar
from frsearch.messages.wording import Message, words_of
from frsearch.ranking import stem_prefix
from frsearch.types import FIELDS, Article, FieldName, Unit

if TYPE_CHECKING:
    from frsearch.codec.signatures import Signatures

_TERMS_AT_A_TIME = 10_000
# The number of words whose terms are cached.
_MOST_KEPT = 4_096
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
# Arrays that every search reads in full.
_SOON_READ = tuple(
    """
    first_days last_days title.lengths text.lengths terms. stems. exact. lemmas. ids.text ids.ends
    term_lists.starts term_lists.bases term_lists.wide stem_lists.starts stem_lists.bases
    positions.starts marks.
    """.split()
)
_DAYS = datetime.date.max.toordinal() + 1


class Family(NamedTuple):
    """The terms that a word matches.

    `terms` are the terms of its stems, then `beyond`: the terms of its lemmas that have none of these
    stems. `postings` is the number of postings of all `terms`, `own` has a 1 for each of them that is a
    form of the word itself. `relatives` are other terms, whose stems have the same prefix. `forms` are
    the accented forms of `terms`.
    """

    terms: NDArray[np.int64]
    beyond: list[int]
    postings: int
    own: NDArray[np.uint8]
    relatives: NDArray[np.int64]
    forms: list[str]


class Segment:
    """A mapped segment file; `live` is None if no document is deleted."""

    def __init__(
        self,
        path: Path,
        codec: ArticleCodec,
        deleted: NDArray[np.bool_] | None = None,
        storage: Filesystem = DISK,
    ):
        self.path = path
        self._codec = codec
        self.bundle: ArrayFile = ArrayFile(path, storage)
        self.bundle.prefetch(_SOON_READ)
        self.first_days: NDArray[np.uint32] = self.bundle.below("first_days", _DAYS)
        self.size: int = len(self.first_days)
        self.last_days: NDArray[np.uint32] = self.bundle.below("last_days", _DAYS, self.size)
        ascending = (self.first_days[1:] >= self.first_days[:-1]).all()
        if not ascending or (self.last_days < self.first_days).any():
            raise self.bundle.corruption(Message("its documents are not in the order of their dates"))
        self.live: NDArray[np.bool_] | None = None if deleted is None else ~deleted
        self.live_count: int = self.size if self.live is None else int(np.count_nonzero(self.live))
        self.words: Dictionary = Dictionary(self.bundle)
        self.ids: Strings = Strings(self.bundle, "ids")
        self._calendars: dict[Unit, Calendar] = {}
        self._families: dict[tuple[tuple[str, ...], ...], Family] = {}
        self._exact_terms: dict[str, list[int]] = {}
        self._holding: dict[str, int] = {}
        self._lengths: dict[FieldName, Array] = {}
        self._readings: dict[str, tuple[Set[str], Set[str]]] = {}
        self._stored = self.bundle.spans("store", 1)
        self._stored_ends = self.bundle.spans("store.ends")
        self.check_size(len(self.ids))
        self.check_size(len(self._stored_ends) - 1)

    def check_size(self, size: int) -> None:
        """Raise IndexCorrupted unless the segment has `size` documents."""
        if size != self.size:
            raise self.bundle.corruption(
                Message("it has {size} documents instead of {wanted}", size=self.size, wanted=size)
            )

    @cached_property
    def term_lists(self) -> Lists:
        """The posting lists of terms."""
        return Lists(self.bundle, "term_lists", len(self.words), self.size)

    @cached_property
    def stem_lists(self) -> Lists:
        """The posting lists of stems with several forms."""
        return Lists(self.bundle, "stem_lists", len(self.words.stems), self.size)

    @cached_property
    def positions(self) -> Positions:
        """The positions of the terms."""
        lengths = self.stored_lengths("title")
        return Positions(self.bundle, self.term_lists, lengths, self.size)

    @cached_property
    def id_hashes(self) -> Array:
        """The hashes of document ids, ascending."""
        return self.bundle.below("ids.hashes", 1 << 64, self.size)

    @cached_property
    def documents_by_id(self) -> Array:
        """The document numbers, in the order of `id_hashes`."""
        return self.bundle.below("ids.documents", self.size, self.size)

    @cached_property
    def signatures(self) -> Signatures:
        """The signatures that identify near copies, one row per document."""
        from frsearch.codec.signatures import PAIR_BINS, WORD_BINS, Signatures

        pairs = self.bundle.below("signatures.pairs", 1 << 16, self.size * PAIR_BINS)
        words = self.bundle.below("signatures.words", 1 << 8, self.size * WORD_BINS)
        return Signatures(pairs.reshape(-1, PAIR_BINS), words.reshape(-1, WORD_BINS))

    @cached_property
    def fields(self) -> FieldColumns:
        """The column of each field of `extra`, by name."""
        return FieldColumns(self.bundle, self.size)

    def stored_lengths(self, field: FieldName) -> Array:
        """Return the number of positions of the field in each document, as they are stored."""
        lengths = self._lengths.get(field)
        if lengths is None:
            lengths = self._lengths[field] = self.bundle.below(f"{field}.lengths", 1 << 32, self.size)
        return lengths

    def lengths(self, field: FieldName) -> NDArray[np.float32]:
        """Return the number of positions of the field in each document."""
        return self.stored_lengths(field).astype(np.float32)

    def lengths_of(self, field: FieldName, documents: Documents) -> NDArray[np.float32]:
        """Return the same for a few documents."""
        return self.stored_lengths(field).take(documents).astype(np.float32)

    def live_mask(self) -> NDArray[np.bool_]:
        """Return a mask of the documents that are not deleted."""
        return np.ones(self.size, dtype=np.bool_) if self.live is None else self.live

    @cached_property
    def undated(self) -> int:
        """The number of documents without a date; they come first."""
        return int(np.searchsorted(self.first_days, 1))

    def calendar(self, unit: Unit) -> Calendar:
        """Return the document where each year, month or day begins."""
        calendar = self._calendars.get(unit)
        if calendar is None:
            calendar = self._calendars[unit] = Calendar.of(self.first_days, self.last_days, unit)
        return calendar

    @cached_property
    def date_starts(self) -> NDArray[np.int64]:
        """The first document of each date."""
        days = np.stack([self.first_days, self.last_days]).astype(np.int64)
        changed = (days[:, 1:] != days[:, :-1]).any(axis=0)
        starts: NDArray[np.int64] = np.flatnonzero(np.concatenate([[True], changed]))
        return starts

    @cached_property
    def _longest(self) -> int:
        """The length of the longest date, in days after its first day."""
        return int((self.last_days - self.first_days).max(initial=0))

    def meeting(self, days: DateRange) -> tuple[int, int, int]:
        """Return `low`, `high`, `sure`: documents from `low` up to `high` (exclusive) may overlap a date
        range; documents from `sure` on begin inside it."""
        low, high, sure = self.undated, self.size, self.undated
        if days.last is not None:
            high = self._first_on(days.last.toordinal() + 1)
        if days.first is not None:
            first = days.first.toordinal()
            low = max(low, self._first_on(first - self._longest))
            sure = max(low, self._first_on(first))
        high = max(low, high)
        return low, high, min(sure, high)

    def _first_on(self, day: int) -> int:
        """Return the first document that begins on this day or later."""
        # A number of another type would make NumPy convert the whole array.
        return int(self.first_days.searchsorted(self.first_days.dtype.type(max(day, 0))))

    def total_length(self, field: FieldName) -> int:
        """Return the number of positions of the field in all live documents."""
        lengths = self.stored_lengths(field)
        return int((lengths if self.live is None else lengths[self.live]).sum(dtype=np.int64))

    def stem_postings(self, stem: str) -> Postings:
        """Return the live postings of a stem: those of all its forms, added up."""
        number, first, last = self.words.stem_range(stem)
        if number < 0:
            return NO_POSTINGS
        if last - first == 1:
            return self.term_postings(first)
        return self._alive(self.stem_lists.one(number))

    def stem_count(self, stem: str) -> int:
        """Return the number of live documents with any form of a stem."""
        number, first, last = self.words.stem_range(stem)
        if number < 0 or self.live is not None:
            return len(self.stem_postings(stem).documents)
        return self.term_lists.length(first) if last - first == 1 else self.stem_lists.length(number)

    def holding(self, exact: str) -> int:
        """Return how many live documents hold any form that folds to `exact`; cached."""
        count = self._holding.get(exact)
        if count is None:
            count = len(self.documents_of(self.exact_terms(exact)))
            _keep(self._holding, exact, count)
        return count

    def order(self, document: int, *, oldest: bool = False) -> tuple[int, int, int, str]:
        """Return the sort key of a document: newest first, or oldest first; then by id."""
        first, last = int(self.first_days[document]), int(self.last_days[document])
        id = self.ids[document]
        return (first == 0, first, last, id) if oldest else (0, -first, -last, id)

    def term_postings(self, term: int) -> Postings:
        """Return the live postings of one term."""
        return self._alive(self.term_lists.one(term))

    def postings_of(self, terms: list[int]) -> Postings:
        """Return the live postings of several terms, one after another."""
        return self._alive(Postings(self.term_lists.several(terms)))

    def documents_of(self, terms: list[int]) -> Documents:
        """Return the live documents that hold any of several terms, ascending."""
        documents = self.postings_of(terms).documents
        return documents if len(terms) < 2 else kernels.union([documents], self.size)

    def _alive(self, postings: Postings) -> Postings:
        if self.live is None:
            return postings
        return postings.chosen(np.flatnonzero(self.live.take(postings.documents)))

    def family(
        self, stems: tuple[str, ...], lemmas: tuple[str, ...], spellings: tuple[str, ...]
    ) -> Family:
        """Return the terms that a word matches, given its stems, lemmas and accented forms; cached."""
        family = self._families.get((stems, lemmas, spellings))
        if family is None:
            ranges = [range(*self.words.stem_range(stem)[1:]) for stem in stems]
            lemma = sorted(term for text in lemmas for term in self.words.lemma_terms(text))
            beyond = [term for term in lemma if not any(term in each for each in ranges)]
            terms = np.concatenate([*ranges, beyond]).astype(np.int64)
            beginnings = dict.fromkeys(filter(None, map(stem_prefix, stems)))
            alike = [self.words.terms_of_stems(beginning) for beginning in beginnings]
            relatives = np.array(sorted({*chain(*alike)} - {*terms.tolist()}), dtype=np.int64)
            forms = [self.words.terms[term] for term in terms.tolist()]
            own = np.isin(terms, lemma).astype(np.uint8)
            if not any(map(str.isascii, spellings)):  # a word without accents may be any
                for at in own.nonzero()[0].tolist():
                    own[at] = any(same_word(each, forms[at]) for each in spellings)
            family = Family(terms, beyond, self.postings_count(terms), own, relatives, forms)
            _keep(self._families, (stems, lemmas, spellings), family)
        return family

    def exact_terms(self, text: str) -> list[int]:
        """Return the live terms that match an exact search: every term that folds to `text`;
        if `text` has accents, only the term spelled the same. Cached."""
        terms = self._exact_terms.get(text)
        if terms is None:
            terms = [term for term in self.words.spelled(text) if self.is_live(term)]
            _keep(self._exact_terms, text, terms)
        return terms

    def frequent_with_prefix(self, prefix: str, most: int) -> dict[str, int]:
        """Return the accented forms whose exact form begins with `prefix`, by their document counts.

        At most `most` forms, the most frequent. Counts include deleted documents.
        """
        terms = self.words.prefixed(prefix).astype(np.int64)
        counts = self.term_lists.lengths(terms)
        if len(terms) > most:
            top = np.argpartition(counts, -most)[-most:]
            terms, counts = terms[top], counts[top]
        words = map(self.words.terms.__getitem__, terms.tolist())
        return dict(zip(words, counts.tolist(), strict=True))

    @cached_property
    def exact_counts(self) -> NDArray[np.int64]:
        """The document count of each exact form, deleted documents included.

        A document with two accented forms of it counts twice.
        """
        counts = np.diff(self.term_lists.starts.astype(np.int64)).take(self.words.terms_by_exact)
        totals = np.concatenate([[0], np.cumsum(counts)])
        return np.diff(totals.take(self.words.exact_starts))

    def postings_count(self, terms: Sequence[int] | NDArray[np.int64]) -> int:
        """Return the number of postings of the terms, deleted documents included."""
        return int(self.term_lists.lengths(np.array(terms, dtype=np.int64)).sum())

    def is_live(self, term: int) -> bool:
        """Say whether a live document has the term; deleted documents must add no terms to a query."""
        if self.live is None:
            return True
        return len(self.term_postings(term).documents) > 0

    def live_terms(self) -> NDArray[np.bool_]:
        """Return a mask of the terms that occur in a live document."""
        mask = np.ones(len(self.words.terms), dtype=np.bool_)
        if self.live is None:
            return mask
        mask[:] = False
        for first in range(0, len(mask), _TERMS_AT_A_TIME):
            last = min(first + _TERMS_AT_A_TIME, len(mask))
            starts = self.term_lists.starts[first : last + 1].astype(np.int64)
            documents = self.term_lists.several(list(range(first, last))).documents
            terms = np.repeat(np.arange(first, last), np.diff(starts))
            mask[terms[self.live.take(documents)]] = True
        return mask

    def readings(self, exact: str) -> tuple[Set[str], Set[str]]:
        """Return the stems and the lemmas of all terms that fold to this exact form; cached."""
        readings = self._readings.get(exact)
        if readings is None:
            terms = self.exact_terms(exact)
            stems = {self.words.stems[number] for number in {*map(self.words.stem_of, terms)}}
            readings = stems, {lemma(self.words.terms[term]) for term in terms}
            _keep(self._readings, exact, readings)
        return readings

    def find(self, id: str) -> int | None:
        """Return the live document with this id."""
        documents = self.documents_with_id(id)
        return next((each for each in documents if self.live is None or self.live[each]), None)

    def documents_with_id(self, id: str) -> list[int]:
        """Return the documents with this id, deleted ones included."""
        hashes = self.id_hashes
        hash = np.uint64(id_hash(id))
        at = int(np.searchsorted(hashes, hash))
        end = int(np.searchsorted(hashes, hash, side="right"))
        documents: list[int] = self.documents_by_id[at:end].tolist()
        return [document for document in documents if self.ids[document] == id]

    @cached_property
    def _are_stored_apart(self) -> bool:
        """True if no two articles share stored bytes, which could expand many times; else an error."""
        self.bundle.offsets("store.ends", len(self._stored), self.size)
        return True

    def stored(self, document: int) -> Array:
        """Return the stored bytes of an article."""
        begin, end = self._stored_ends.between(document, document + 2).tolist()
        return self._stored.between(begin, end)

    def article(self, document: int) -> Article:
        """Return the stored article of a document."""
        stored = self.stored(document).tobytes()
        try:
            if self._codec.is_large(stored):
                _ = self._are_stored_apart
            return self._codec.restore(stored)
        except ValueError as error:
            raise self.bundle.corruption(
                Message(
                    "document {document} cannot be restored ({error})",
                    document=document,
                    error=words_of(error),
                )
            ) from error


def _keep(cache: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(cache) >= _MOST_KEPT:
        cache.clear()
    cache[key] = value


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of the whole index that scores use: live articles and mean field lengths."""

    articles: int
    average_lengths: dict[FieldName, float]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Statistics:
        """Add up the statistics of segments."""
        articles = sum(segment.live_count for segment in segments)
        totals = {name: sum(segment.total_length(name) for segment in segments) for name in FIELDS}
        return cls(articles, {name: totals[name] / articles if articles else 0.0 for name in FIELDS})
