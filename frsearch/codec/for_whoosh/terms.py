"""The terms of a segment, to Whoosh: their order, statistics and postings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import reading
from whoosh.codec import base

from frsearch.codec.for_whoosh.matcher import ArrayMatcher, Frequencies
from frsearch.codec.for_whoosh.schema import LOOKS, split_name
from frsearch.codec.segment import Segment
from frsearch.fields import FIELDS


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and postings of a segment, in the fields of `schema`."""

    def __init__(self, segment: Segment):
        self._segment = segment

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms, in order."""
        return sorted(["id", *(name + ending for name in FIELDS for ending in LOOKS.values())])

    def _numbers(self, name: str, text: bytes) -> list[int]:
        """Return the forms that a term stands for."""
        split = split_name(name)
        string = text.decode("utf-8", "replace")
        if split is None:
            return []
        if split[1] == "exact":
            return self._segment.exact_terms(string)
        if split[1] == "lemma":
            return self._segment.words.lemma_terms(string)
        return list(range(*self._segment.words.stem_range(string)[1:]))

    def _postings(self, name: str, text: bytes) -> Frequencies | None:
        """Return all documents and frequencies, or None if the field has no such term."""
        if name == "id":
            same = self._segment.documents_with_id(text.decode("utf-8", "replace"))
            found = np.array(same, dtype=np.int64)
            return Frequencies(found, np.ones(len(found), np.int64)) if same else None
        split = split_name(name)
        if split is None:
            return None
        postings = self._segment.term_lists.several(self._numbers(name, text)).only(split[0])
        documents, in_text, in_title = postings
        if not len(documents):
            return None
        order = np.argsort(documents, kind="stable")
        distinct, begins = np.unique(documents[order], return_index=True)
        counts = in_text.astype(np.int64) + in_title
        return Frequencies(distinct, np.add.reduceat(counts[order], begins))

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._postings(*term) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms by field, ascending."""
        for name in self.indexed_field_names():
            yield from self._field_terms(name, b"")

    def terms_from(self, name: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from `prefix` on, in this field and those after it."""
        for field in self.indexed_field_names():
            if field >= name:
                yield from self._field_terms(field, prefix if field == name else b"")

    def _field_terms(self, name: str, first: bytes) -> Iterator[tuple[str, bytes]]:
        for text in self._strings(name):
            if text >= first and (name, text) in self:
                yield name, text

    def _strings(self, name: str) -> list[bytes]:
        segment = self._segment
        if name == "id":
            return sorted(segment.ids.raw(number) for number in range(segment.size))
        split = split_name(name)
        if split is None or split[1] == "stem":
            return [segment.words.stems.raw(number) for number in range(len(segment.words.stems))]
        if split[1] == "lemma":
            return sorted({form.lemma.encode() for form in segment.words.forms()})
        words = segment.words
        exact = {words.exact.raw(number) for number in range(len(words.exact))}
        return sorted(exact | {words.terms.raw(number) for number in range(len(words))})

    def items(self) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        """Yield all terms with their statistics."""
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(
        self, name: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        """Yield the terms from `prefix` on with their statistics."""
        for term in self.terms_from(name, prefix):
            yield term, self.term_info(*term)

    def term_info(self, name: str, text: bytes) -> reading.TermInfo:
        """Return the statistics of a term; KeyError if there is none."""
        postings = self._postings(name, text)
        if postings is None:
            raise KeyError((name, text))
        documents, frequencies = postings
        split = split_name(name)
        lengths = [0] if split is None else self._segment.lengths(split[0])[documents]
        return reading.TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=int(min(lengths)),
            maxlength=int(max(lengths)),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def matcher(self, name: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher over the postings of a term; TermNotFound if there is none."""
        postings = self._postings(name, text)
        if postings is None:
            raise reading.TermNotFound(f"{name}:{text!r}")
        occurrences = np.zeros(0, np.int64)
        split = split_name(name)
        if split is not None:
            numbers, everything = self._numbers(name, text), np.ones(self._segment.size, np.bool_)
            occurrences = self._segment.positions.occurrences(numbers, everything, split[0])
        info = self.term_info(name, text)
        return ArrayMatcher((name, text), postings, occurrences, format_, scorer, info)

    def cursor(self, name: str, field: Any) -> Cursor:
        """Return a cursor over the terms of a field."""
        return Cursor([text for _, text in self._field_terms(name, b"")], field)


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """A place among the sorted terms of a field."""

    def __init__(self, terms: list[bytes], field: Any):
        self._terms = terms
        self._field = field
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before `string`."""
        wanted = string.encode() if isinstance(string, str) else string
        self._at = int(sum(term < wanted for term in self._terms))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term, None after the last."""
        return self._terms[self._at].decode() if self._at < len(self._terms) else None

    term = text
