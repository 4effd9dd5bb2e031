"""One segment, read: its dictionary, posting lists, positions, dates and stored articles.

A segment is written once and never changes; which of its documents are deleted is kept beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form, exact_form
from frsearch.analysis.lemmas import lemma
from frsearch.articles import Article
from frsearch.codec.build import id_hash
from frsearch.codec.bundle import Array, Bundle, Spans
from frsearch.codec.marks import Marks
from frsearch.codec.postings import NO_POSTINGS, Documents, Lists, Postings
from frsearch.codec.signatures import PAIR_BINS, WORD_BINS, Signatures
from frsearch.codec.storage import DISK, Storage
from frsearch.codec.stored import ArticleCodec
from frsearch.codec.strings import Strings
from frsearch.facets import Calendar, Unit
from frsearch.fields import FIELDS, FieldName
from frsearch.ranking import field_factors

# An occurrence is one number, document · 2^33, plus 2^32 in the text, plus position: so occurrences in
# many documents are one sorted array, and no phrase runs from a title into a text.
DOCUMENT_SHIFT = 33
IN_TEXT = 1 << 32
POSITION = IN_TEXT - 1

_TERMS_AT_A_TIME = 10_000
# Words whose terms are remembered.
_MOST_KEPT = 4_096
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_DAYS = datetime.date.max.toordinal() + 1


class Holdings(NamedTuple):
    """Which documents hold some terms, one term after another; how often, and where the positions
    of each begin; and where those of each term begin and end."""

    documents: Documents
    counts: NDArray[np.int64]
    begins: NDArray[np.int64]
    position_starts: NDArray[np.int64]
    position_ends: NDArray[np.int64]


NO_HOLDINGS = Holdings(*(np.zeros(0, np.int64) for _ in range(5)))


class Family(NamedTuple):
    """The terms that a word stands for: ranges of those of its stems (last exclusive), those of its
    lemmas, those of these that have none of the stems; and how many postings all have."""

    ranges: tuple[tuple[int, int], ...]
    lemma: list[int]
    beyond: list[int]
    postings: int

    @property
    def size(self) -> int:
        """The number of terms."""
        return sum(last - first for first, last in self.ranges) + len(self.beyond)

    def terms(self) -> list[int]:
        """Return all of the terms."""
        return [term for first, last in self.ranges for term in range(first, last)] + self.beyond


class Segment:
    """A segment's file, mapped; `live` is None while none of its documents is deleted."""

    def __init__(
        self,
        path: Path,
        codec: ArticleCodec,
        deleted: NDArray[np.bool_] | None = None,
        storage: Storage = DISK,
    ):
        self.path = path
        self._codec = codec
        self.bundle = Bundle(path, storage)
        self.first_days: NDArray[np.uint32] = self.bundle.below("first_days", _DAYS)
        self.size = len(self.first_days)
        self.last_days: NDArray[np.uint32] = self.bundle.below("last_days", _DAYS, self.size)
        self.live: NDArray[np.bool_] | None = None if deleted is None else ~deleted
        self.live_count = self.size if self.live is None else int(np.count_nonzero(self.live))
        self.terms = Strings(self.bundle, "terms")
        self.stems = Strings(self.bundle, "stems")
        self.exact = Strings(self.bundle, "exact")
        self.lemmas = Strings(self.bundle, "lemmas")
        self.ids = Strings(self.bundle, "ids")
        self._calendars: dict[Unit, Calendar] = {}
        self._families: dict[tuple[tuple[str, ...], ...], Family] = {}
        self._exact_terms: dict[str, list[int]] = {}
        self._factors: dict[FieldName, tuple[tuple[float, ...], NDArray[np.float32]]] = {}
        self._stored = self.bundle.spans("store", 1)
        self.check_size(len(self.ids))

    def check_size(self, size: int) -> None:
        """Raise IndexCorrupted unless the segment is of as many documents."""
        if size != self.size:
            raise self.bundle.damaged(f"it has {self.size} documents and not {size}")

    @cached_property
    def term_lists(self) -> Lists:
        """The posting lists of terms."""
        return Lists(self.bundle, "term_lists", len(self.terms), self.size)

    @cached_property
    def stem_lists(self) -> Lists:
        """The posting lists of stems that have several forms."""
        return Lists(self.bundle, "stem_lists", len(self.stems), self.size)

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self.bundle, self.term_lists, self._position_starts, self.size)

    @cached_property
    def stem_terms(self) -> Array:
        """Where the terms of each stem begin."""
        return self.bundle.offsets("stems.terms", len(self.terms), len(self.stems))

    @cached_property
    def exact_starts(self) -> Array:
        """Where the terms of each exact form begin in `terms_by_exact`."""
        return self.bundle.offsets("exact.starts", len(self.terms), len(self.exact))

    @cached_property
    def terms_by_exact(self) -> Array:
        """The terms in the order of their exact forms."""
        return self.bundle.below("exact.terms", len(self.terms), len(self.terms))

    @cached_property
    def lemma_starts(self) -> Array:
        """Where the terms of each lemma begin in `terms_by_lemma`."""
        return self.bundle.offsets("lemmas.starts", len(self.terms_by_lemma), len(self.lemmas))

    @cached_property
    def terms_by_lemma(self) -> Array:
        """The terms whose lemma is not their exact form, in the order of their lemmas."""
        return self.bundle.below("lemmas.terms", len(self.terms))

    @cached_property
    def _positions(self) -> Spans:
        # Wider ones could make one document's occurrence another's: see DOCUMENT_SHIFT.
        return self.bundle.spans("positions", 4)

    @cached_property
    def _position_starts(self) -> Array:
        return self.bundle.offsets("positions.starts", len(self._positions), len(self.terms))

    @cached_property
    def _stored_ends(self) -> Array:
        return self.bundle.offsets("store.ends", len(self._stored), self.size)

    @cached_property
    def id_hashes(self) -> Array:
        """The hashes of ids, ascending."""
        return self.bundle.below("ids.hashes", 1 << 64, self.size)

    @cached_property
    def documents_by_id(self) -> Array:
        """The documents whose those hashes are."""
        return self.bundle.below("ids.documents", self.size, self.size)

    @cached_property
    def signatures(self) -> Signatures:
        """What near copies are known by, a row a document."""
        pairs = self.bundle.below("signatures.pairs", 1 << 16, self.size * PAIR_BINS)
        words = self.bundle.below("signatures.words", 1 << 8, self.size * WORD_BINS)
        return Signatures(pairs.reshape(-1, PAIR_BINS), words.reshape(-1, WORD_BINS))

    def _field_lengths(self, field: FieldName) -> Array:
        return self.bundle.below(f"{field}.lengths", 1 << 32, self.size)

    @cached_property
    def _title_lengths(self) -> NDArray[np.int64]:
        return self._field_lengths("title").astype(np.int64)

    @cached_property
    def _lengths(self) -> dict[str, NDArray[np.float32]]:
        return {name: self._field_lengths(name).astype(np.float32) for name in FIELDS}

    def lengths(self, field: FieldName) -> NDArray[np.float32]:
        """Return the number of positions of the field in each document."""
        return self._lengths[field]

    def live_mask(self) -> NDArray[np.bool_]:
        """Return for each document whether it is not deleted."""
        return np.ones(self.size, dtype=np.bool_) if self.live is None else self.live

    @cached_property
    def undated(self) -> int:
        """The number of documents without a date; they are the first."""
        return int(np.searchsorted(self.first_days, 1))

    def calendar(self, unit: Unit) -> Calendar:
        """Return where years, months or days begin among the documents."""
        calendar = self._calendars.get(unit)
        if calendar is None:
            calendar = self._calendars[unit] = Calendar.of(self.first_days, self.last_days, unit)
        return calendar

    @cached_property
    def date_starts(self) -> NDArray[np.int64]:
        """The first documents of each date."""
        days = np.stack([self.first_days, self.last_days]).astype(np.int64)
        changed = (days[:, 1:] != days[:, :-1]).any(axis=0)
        starts: NDArray[np.int64] = np.flatnonzero(np.concatenate([[True], changed]))
        return starts

    def factors(self, field: FieldName, average: float, b: float, weight: float) -> NDArray[np.float32]:
        """Return `ranking.field_factors` of the field, kept for the next query."""
        key = (average, b, weight)
        known = self._factors.get(field)
        if known is None or known[0] != key:
            known = (key, field_factors(self.lengths(field), average, b, weight))
            self._factors[field] = known
        return known[1]

    def total_length(self, field: FieldName) -> int:
        """Return the positions of the field in all live documents."""
        lengths = self._field_lengths(field)
        return int((lengths if self.live is None else lengths[self.live]).sum(dtype=np.int64))

    def stem_range(self, stem: str) -> tuple[int, int, int]:
        """Return the number of a stem and its first and last term, exclusive; (-1, 0, 0) if none."""
        number = self.stems.find(stem)
        if number < 0:
            return -1, 0, 0
        return number, int(self.stem_terms[number]), int(self.stem_terms[number + 1])

    def terms_of_stems(self, beginning: str) -> range:
        """Return the terms whose stem begins so."""
        first, last = self.stems.range_of(beginning)
        return range(int(self.stem_terms[first]), int(self.stem_terms[last]))

    def stem_postings(self, stem: str) -> Postings:
        """Return the live postings of all forms of a stem, added up."""
        number, first, last = self.stem_range(stem)
        if number < 0:
            return NO_POSTINGS
        if last - first == 1:
            return self.term_postings(first)
        return self._alive(self.stem_lists.one(number))

    def stem_count(self, stem: str) -> int:
        """Return how many live documents hold any form of a stem."""
        number, first, last = self.stem_range(stem)
        if number < 0 or self.live is not None:
            return len(self.stem_postings(stem).documents)
        return self.term_lists.length(first) if last - first == 1 else self.stem_lists.length(number)

    def order(self, document: int, *, oldest: bool = False) -> tuple[int, int, int, str]:
        """Return what documents are put in order by: newest first, or oldest; then by id."""
        first, last = int(self.first_days[document]), int(self.last_days[document])
        id = self.ids[document]
        return (first == 0, first, last, id) if oldest else (0, -first, -last, id)

    def term_postings(self, term: int) -> Postings:
        """Return the live postings of one form."""
        return self._alive(self.term_lists.one(term))

    def postings_of(self, terms: list[int]) -> Postings:
        """Return the live postings of several forms, one after another."""
        return self._alive(self.term_lists.several(terms))

    def _alive(self, postings: Postings) -> Postings:
        if self.live is None:
            return postings
        return postings.chosen(np.flatnonzero(self.live.take(postings.documents)))

    def family(self, stems: tuple[str, ...], lemmas: tuple[str, ...]) -> Family:
        """Return what a word of these stems and lemmas stands for, kept for the next query."""
        family = self._families.get((stems, lemmas))
        if family is None:
            ranges = tuple(self.stem_range(stem)[1:] for stem in stems)
            lemma = sorted(term for text in lemmas for term in self.lemma_terms(text))
            beyond = [term for term in lemma if not any(low <= term < high for low, high in ranges)]
            family = Family(ranges, lemma, beyond, 0)
            family = family._replace(postings=self.postings_count(family.terms()))
            _keep(self._families, (stems, lemmas), family)
        return family

    def exact_terms(self, text: str) -> list[int]:
        """Return the terms that an exact search means: all that fold to `text`, or, where it has
        accents, the one written so. They are kept for the next query."""
        terms = self._exact_terms.get(text)
        if terms is None:
            terms = self._exact(text)
            _keep(self._exact_terms, text, terms)
        return terms

    def _exact(self, text: str) -> list[int]:
        number = self.exact.find(exact_form(text))
        if number < 0:
            return []
        start, end = int(self.exact_starts[number]), int(self.exact_starts[number + 1])
        terms: list[int] = self.terms_by_exact[start:end].tolist()
        if text != self.exact[number]:
            terms = [term for term in terms if self.terms[term] == text]
        return [term for term in terms if self._is_live(term)]

    def lemma_terms(self, text: str) -> list[int]:
        """Return the terms of a lemma."""
        terms: list[int] = []
        if (number := self.lemmas.find(text)) >= 0:
            start, end = int(self.lemma_starts[number]), int(self.lemma_starts[number + 1])
            terms = self.terms_by_lemma[start:end].tolist()
        if (number := self.exact.find(text)) >= 0:
            start, end = int(self.exact_starts[number]), int(self.exact_starts[number + 1])
            same = self.terms_by_exact[start:end].tolist()
            terms += [term for term in same if lemma(self.terms[term]) == text]
        return sorted(terms)

    def terms_with_prefix(self, prefix: str) -> list[int]:
        """Return the terms whose exact form begins so."""
        terms: list[int] = self._prefixed(prefix).tolist()
        return terms

    def frequent_with_prefix(self, prefix: str, most: int) -> dict[str, int]:
        """Return the accented forms that begin so, accents aside, and stand in most documents.

        They are at most `most`, with the number of their documents, deleted ones included.
        """
        terms = self._prefixed(prefix).astype(np.int64)
        starts = self.term_lists.starts
        counts = starts.take(terms + 1).astype(np.int64) - starts.take(terms)
        if len(terms) > most:
            kept = np.argpartition(counts, -most)[-most:]
            terms, counts = terms[kept], counts[kept]
        return {
            self.terms[term]: count for term, count in zip(terms.tolist(), counts.tolist(), strict=True)
        }

    def _prefixed(self, prefix: str) -> Array:
        first, last = self.exact.range_of(prefix)
        start, end = int(self.exact_starts[first]), int(self.exact_starts[last])
        return self.terms_by_exact[start:end]

    @cached_property
    def exact_counts(self) -> NDArray[np.int64]:
        """How many documents, deleted ones too, hold each exact form; twice, where two forms of it."""
        counts = np.diff(self.term_lists.starts.astype(np.int64)).take(self.terms_by_exact)
        totals = np.concatenate([[0], np.cumsum(counts)])
        return np.diff(totals.take(self.exact_starts))

    def postings_count(self, terms: Sequence[int]) -> int:
        """Return how many postings the terms have, deleted documents included."""
        starts, chosen = self.term_lists.starts, np.array(terms, dtype=np.int64)
        return int((starts[chosen + 1].astype(np.int64) - starts[chosen]).sum())

    def occurrence_count(self, terms: Sequence[int]) -> int:
        """Return how often the terms occur, deleted documents included."""
        starts, chosen = self._position_starts, np.array(terms, dtype=np.int64)
        return int((starts[chosen + 1].astype(np.int64) - starts[chosen]).sum())

    def _is_live(self, term: int) -> bool:
        """Say whether a live document holds the form, so that a deleted one lends nothing to a query."""
        if self.live is None:
            return True
        return len(self.term_postings(term).documents) > 0

    def live_terms(self) -> NDArray[np.bool_]:
        """Return for each term whether a live document holds it."""
        held = np.ones(len(self.terms), dtype=np.bool_)
        if self.live is None:
            return held
        held[:] = False
        for first in range(0, len(held), _TERMS_AT_A_TIME):
            last = min(first + _TERMS_AT_A_TIME, len(held))
            starts = self.term_lists.starts[first : last + 1].astype(np.int64)
            documents = self.term_lists.several(list(range(first, last))).documents
            terms = np.repeat(np.arange(first, last), np.diff(starts))
            held[terms[self.live.take(documents)]] = True
        return held

    def stems_of(self, exact: str) -> set[str]:
        """Return the stems of all forms that fold to this exact form."""
        return {self.stems[number] for number in {*map(self._stem_of, self.exact_terms(exact))}}

    def lemmas_of(self, exact: str) -> set[str]:
        """Return the lemmas of all forms that fold to this exact form."""
        return {lemma(self.terms[term]) for term in self.exact_terms(exact)}

    def _stem_of(self, term: int) -> int:
        # A number of another type would have the whole array converted.
        wanted = self.stem_terms.dtype.type(term)
        return int(self.stem_terms.searchsorted(wanted, side="right")) - 1

    def form(self, term: int) -> Form:
        """Return the form of a term."""
        accented = self.terms[term]
        stem = self.stems[self._stem_of(term)]
        return Form(accented, exact_form(accented), stem, lemma(accented))

    def occurrences(
        self, terms: list[int], kept: NDArray[np.bool_] | None, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return where terms stand, ascending: document · 2^33, plus 2^32 in the text, plus position.

        `kept` marks the documents wanted; None is all live ones. `field` None is both.
        """
        return self.placed(self.held(terms), kept, field)

    def held(self, terms: list[int]) -> Holdings:
        """Return which documents, deleted ones too, hold terms, and where their positions are."""
        if not terms:
            return NO_HOLDINGS
        documents, in_text, in_title = self.term_lists.several(terms)
        counts = in_text.astype(np.int64) + in_title
        ends = np.cumsum(counts)
        begins = ends - counts
        # `begins` counts from the first of these terms; each has its own place among all positions.
        chosen = np.array(terms, dtype=np.int64)
        starts: Array = self.term_lists.starts
        sizes = starts[chosen + 1].astype(np.int64) - starts[chosen].astype(np.int64)
        position_starts = self._position_starts[chosen].astype(np.int64)
        position_ends = self._position_starts[chosen + 1].astype(np.int64)
        lasts = np.cumsum(sizes) - 1
        if not sizes.all() or (ends[lasts] != np.cumsum(position_ends - position_starts)).any():
            raise self.bundle.damaged("there are not as many positions as occurrences")
        begins += np.repeat(position_starts - begins[lasts + 1 - sizes], sizes)
        return Holdings(documents, counts, begins, position_starts, position_ends)

    def placed(
        self, held: Holdings, kept: NDArray[np.bool_] | None, field: FieldName | None = None
    ) -> NDArray[np.int64]:
        """Return the `occurrences` of terms, given what holds them."""
        documents, counts, begins, position_starts, position_ends = held
        kept = self.live if kept is None else kept
        if kept is not None:
            wanted = np.flatnonzero(kept.take(documents))
            documents, counts, begins = documents.take(wanted), counts.take(wanted), begins.take(wanted)
        positions = self._positions.among(position_starts, position_ends)
        found = self._at(documents, counts, begins, positions)
        if field is not None:
            found = found[((found & IN_TEXT) > 0) == (field == "text")]
        if len(position_starts) > 1:
            found.sort()
        return found

    def occurrences_near(
        self, terms: NDArray[np.int64], documents: Documents
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where terms stand in a few documents, given in ascending order, deleted or not.

        Occurrences are those of one term after another, ascending for each; which of the terms each
        is of, counted from 0, is given with them.
        """
        which, found, counts, begins = self._marks.find(terms, documents)
        if not len(found):
            return which, found
        if int((begins + counts).max()) > len(self._positions):
            raise self.bundle.damaged("the marks are not those of its lists")
        positions = self._positions.among(begins, begins + counts)
        return np.repeat(which, counts), self._at(found, counts, begins, positions)

    def _at(
        self,
        documents: Documents,
        counts: NDArray[np.int64],
        begins: NDArray[np.int64],
        positions: Array,
    ) -> NDArray[np.int64]:
        """Return occurrences in documents: how many in each, and where their positions begin."""
        ends = np.cumsum(counts)
        places = np.repeat(begins - (ends - counts), counts) + np.arange(counts.sum())
        title_lengths = self._title_lengths.take(documents)
        found = np.repeat((documents << DOCUMENT_SHIFT) + (IN_TEXT - title_lengths), counts)
        found += positions.take(places)
        # Positions count the title first: those in it are still short of the text, by its length.
        in_title = np.flatnonzero((found & IN_TEXT) == 0)
        found[in_title] -= IN_TEXT - title_lengths.take(ends.searchsorted(in_title, side="right"))
        return found

    def forms(self) -> Iterator[Form]:
        """Yield the forms of all terms, in term order."""
        for accented, stem, inflected in self.spellings():
            exact = exact_form(accented)
            yield Form(accented, exact, stem, inflected or exact)

    def spellings(self) -> Iterator[tuple[str, str, str]]:
        """Yield the accented form, the stem, and the lemma, "" if it is the exact form, of all terms, in
        term order."""
        counts = np.diff(self.stem_terms.astype(np.int64)).tolist()
        stems = chain.from_iterable(map(repeat, self.stems.all(), counts))
        counts = np.diff(self.lemma_starts.astype(np.int64)).tolist()
        lemmas = [""] * len(self.terms)
        inflected = chain.from_iterable(map(repeat, self.lemmas.all(), counts))
        for term, text in zip(self.terms_by_lemma.tolist(), inflected, strict=True):
            lemmas[term] = text
        return zip(self.terms.all(), stems, lemmas, strict=True)

    def occurrence_counts(self) -> NDArray[np.int64]:
        """Return how often each term occurs, deleted documents included."""
        ends = self._position_starts.astype(np.int64)
        counts: NDArray[np.int64] = ends[1:] - ends[:-1]
        return counts

    def all_occurrences(
        self, first: int, last: int, begin: int, end: int
    ) -> tuple[NDArray[np.int64], Documents, Array]:
        """Return terms, documents and positions (those of the title first, the text's after them) of
        the terms `first` to `last` in the documents `begin` to `end`, both exclusive."""
        starts = self.term_lists.starts[first : last + 1].astype(np.int64)
        documents, in_text, in_title = self.term_lists.several(list(range(first, last)))
        terms = np.repeat(np.arange(first, last), np.diff(starts))
        counts = in_text.astype(np.int64) + in_title
        begins = self._position_starts
        positions = self._positions.between(int(begins[first]), int(begins[last]))
        if len(positions) != counts.sum():
            raise self.bundle.damaged("there are not as many positions as occurrences")
        if begin > 0 or end < self.size:
            wanted = (documents >= begin) & (documents < end)
            positions = positions[np.repeat(wanted, counts)]
            terms, documents, counts = terms[wanted], documents[wanted], counts[wanted]
        return np.repeat(terms, counts), np.repeat(documents, counts), positions

    def find(self, id: str) -> int | None:
        """Return the live document with this id."""
        documents = self.documents_with_id(id)
        return next((each for each in documents if self.live is None or self.live[each]), None)

    def documents_with_id(self, id: str) -> list[int]:
        """Return the documents with this id, deleted ones included."""
        hashes = self.id_hashes
        wanted = np.uint64(id_hash(id))
        at = int(np.searchsorted(hashes, wanted))
        end = int(np.searchsorted(hashes, wanted, side="right"))
        documents: list[int] = self.documents_by_id[at:end].tolist()
        return [document for document in documents if self.ids[document] == id]

    def stored(self, document: int) -> Array:
        """Return the bytes of an article as it is stored."""
        ends = self._stored_ends
        return self._stored.between(int(ends[document]), int(ends[document + 1]))

    def article(self, document: int) -> Article:
        """Return the article stored as this document."""
        try:
            return self._codec.restore(self.stored(document).tobytes())
        except ValueError as error:
            raise self.bundle.damaged(f"document {document} cannot be restored ({error})") from error


def _keep(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[key] = value


@dataclass(frozen=True, slots=True)
class Statistics:
    """What scores need to know of the whole index: live articles and mean lengths of fields."""

    articles: int
    average_lengths: dict[FieldName, float]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Statistics:
        """Add up the statistics of segments."""
        articles = sum(segment.live_count for segment in segments)
        totals = {name: sum(segment.total_length(name) for segment in segments) for name in FIELDS}
        return cls(articles, {name: totals[name] / articles if articles else 0.0 for name in FIELDS})
