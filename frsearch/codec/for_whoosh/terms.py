"""The terms of a segment for Whoosh: their order, statistics and postings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from itertools import islice, repeat
from typing import Any

import numpy as np
from whoosh import reading
from whoosh.codec import base

from frsearch.codec.for_whoosh.lexicon import Ints, frequencies, in_field, lexicon_of
from frsearch.codec.for_whoosh.matcher import ArrayMatcher, Frequencies
from frsearch.codec.for_whoosh.schema import LOOKS, ShownFields, split_name
from frsearch.codec.for_whoosh.values import Values, values_of
from frsearch.codec.segment import Segment
from frsearch.kernels import union
from frsearch.types import FIELDS

Term = tuple[str, bytes]


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and postings of a segment, in the fields of `schema`."""

    def __init__(self, segment: Segment, shown: ShownFields):
        self._segment = segment
        self._shown = shown
        self._ids: list[bytes] = []
        # Whoosh reads one term several times in a row: existence, frequency, postings.
        self._last: tuple[Term, Frequencies | None] = ("", b""), None

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms, in order."""
        own = (name + ending for name in FIELDS for ending in LOOKS.values())
        held = (name for name, field in self._shown.items() if field.name in self._segment.fields)
        return sorted(["id", *own, *held])

    def _values(self, name: str) -> Values | None:
        """Return the values of a field of `extra`; None for other fields."""
        return values_of(self._segment, self._shown[name]) if name in self._shown else None

    def _numbers(self, name: str, string: str) -> list[int]:
        """Return the forms of a term."""
        split = split_name(name)
        if split is None:
            return []
        if split[1] == "exact":
            return self._segment.words.spelled(string)
        if split[1] == "lemma":
            return self._segment.words.lemma_terms(string)
        return list(range(*self._segment.words.stem_range(string)[1:]))

    def _postings(self, term: Term) -> Frequencies | None:
        """Return all documents and frequencies, or None if the field has no such term."""
        last, postings = self._last
        if last != term:
            postings = self._read(*term)
            self._last = term, postings
        return postings

    def _read(self, name: str, text: bytes) -> Frequencies | None:
        segment, string = self._segment, text.decode("utf-8", "replace")
        if name == "id":
            documents = np.array(segment.documents_with_id(string), dtype=np.int64)
            return Frequencies(documents, np.ones(len(documents), np.int64)) if len(documents) else None
        if (values := self._values(name)) is not None:
            return values.postings(text)
        split = split_name(name)
        if split is None:
            return None
        field, look = split
        numbers = self._numbers(name, string)
        if len(numbers) == 1:
            postings = in_field(field, segment.term_lists.one(numbers[0]).arrays)
        elif look == "stem" and numbers:
            postings = in_field(field, segment.stem_lists.one(segment.words.stem_of(numbers[0])).arrays)
        else:
            postings = frequencies(segment, field, np.array(numbers, dtype=np.int64))
        return postings if len(postings.documents) else None

    def __contains__(self, term: Term) -> bool:
        return self._postings(term) is not None

    def terms(self) -> Iterator[Term]:
        """Yield all terms, by field, then ascending."""
        return self.terms_from("", b"")

    def terms_from(self, name: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from `prefix` on, in this field and those after it."""
        for field in self.indexed_field_names():
            if field >= name:
                names = self._names(field)
                at = bisect_left(names, prefix) if field == name else 0
                yield from zip(repeat(field), islice(names, at, None))

    def _names(self, name: str) -> list[bytes]:
        if (values := self._values(name)) is not None:
            return values.terms
        split = split_name(name)
        if split is None:
            if not self._ids:
                self._ids = sorted(self._segment.ids.raws())
            return self._ids
        return lexicon_of(self._segment, split[1]).held(self._segment, split[0])

    def items(self) -> Iterator[tuple[Term, reading.TermInfo]]:
        """Yield all terms with their statistics."""
        return self.items_from("", b"")

    def items_from(self, name: str, prefix: bytes) -> Iterator[tuple[Term, reading.TermInfo]]:
        """Yield the terms from `prefix` on, in this field and those after it, with their statistics."""
        for field in self.indexed_field_names():
            if field >= name:
                for text, info in self._items(field, prefix if field == name else b""):
                    yield (field, text), info

    def _items(self, name: str, first: bytes) -> Iterator[tuple[bytes, reading.TermInfo]]:
        if (values := self._values(name)) is not None:
            return values.items(first)
        split = split_name(name)
        if split is not None:
            field, look = split
            return lexicon_of(self._segment, look).items(self._segment, field, first)
        ids = self._names(name)
        return ((id, self.term_info(name, id)) for id in ids[bisect_left(ids, first) :])

    def term_info(self, name: str, text: bytes) -> reading.TermInfo:
        """Return the statistics of a term; KeyError if there is none."""
        postings = self._postings((name, text))
        if postings is None:
            raise KeyError((name, text))
        documents, frequencies = postings
        split = split_name(name)
        lengths = np.zeros(1)
        if split is not None:
            lengths = self._segment.bundle[f"{split[0]}.lengths"].take(documents)
        return reading.TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, name: str, text: bytes) -> int:
        """Return the number of occurrences of a term; 0 if there is none."""
        postings = self._postings((name, text))
        return 0 if postings is None else int(postings.frequencies.sum())

    def doc_frequency(self, name: str, text: bytes) -> int:
        """Return the number of documents with a term; 0 if there is none."""
        postings = self._postings((name, text))
        return 0 if postings is None else len(postings.documents)

    def matcher(self, name: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher for the postings of a term; TermNotFound if there is none."""
        postings = self._postings((name, text))
        if postings is None:
            raise reading.TermNotFound(f"{name}:{text!r}")
        info, occurrences = partial(self.term_info, name, text), partial(self._occurrences, name, text)
        return ArrayMatcher((name, text), postings, occurrences, format_, scorer, info)

    def _occurrences(self, name: str, text: bytes) -> Ints:
        split = split_name(name)
        if split is None:
            return np.zeros(0, np.int64)
        numbers = self._numbers(name, text.decode("utf-8", "replace"))
        segment = self._segment
        documents = union([segment.term_lists.several(numbers).documents], segment.size)
        return segment.positions.occurrences(numbers, documents, split[0])

    def cursor(self, name: str, field: Any) -> Cursor:
        """Return a cursor over the terms of a field."""
        return Cursor(self, name, self._names(name), field)


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """A place among the sorted terms of a field."""

    def __init__(self, reader: TermsReader, name: str, terms: list[bytes], field: Any):
        self._reader = reader
        self._name = name
        self._terms = terms
        self._field = field
        self._at = 0

    def first(self) -> Any:
        """Go to the first term, and return it."""
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> Any:
        """Go to the first term at or after `term`, and return it."""
        key = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._at = bisect_left(self._terms, key)
        return self.text()

    def next(self) -> Any:
        """Go to the next term, and return it."""
        self._at += 1
        return self.text()

    def text(self) -> Any:
        """Return the term, None after the last."""
        return self._field.from_bytes(self._terms[self._at]) if self.is_valid() else None

    term = text

    def term_info(self) -> reading.TermInfo | None:
        """Return the statistics of the term, None after the last."""
        return self._reader.term_info(self._name, self._terms[self._at]) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Say whether there is a term here."""
        return self._at < len(self._terms)
