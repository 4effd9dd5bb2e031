"""A word, phrase or pattern in one segment: the documents that hold it, and how often.

A leaf has one or two looks. The first decides what matches; for a loose word the second, its exact
form, only adds to the score. Each look is made of parts: posting lists of one field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.segment import POSITION_BITS, Documents, Postings, Segment
from frsearch.fields import FIELDS, FieldName
from frsearch.query.nodes import Leaf, Pattern, Phrase, Word

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A posting list in a field; `distinct`: no document stands in it twice."""

    field: FieldName
    postings: Postings
    distinct: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """The parts of a look that hold anything, and all their documents, ascending."""

    documents: Documents
    parts: tuple[Part, ...]

    @property
    def distinct(self) -> bool:
        """Say whether no part holds a document twice."""
        return all(part.distinct for part in self.parts)

    def count(self, document: int, field: FieldName) -> int:
        """Return how often the look stands in a field of a document."""
        total = 0
        for part in self.parts:
            if part.field == field:
                documents, frequencies = part.postings
                at = int(documents.searchsorted(document))
                if part.distinct:
                    if at < len(documents) and documents[at] == document:
                        total += int(frequencies[at])
                else:
                    total += int(frequencies[documents == document].sum())
        return total


def looks(leaf: Leaf, segment: Segment) -> tuple[Look, ...]:
    """Read a resolved leaf's postings."""
    if isinstance(leaf, Pattern):
        terms = _pattern_terms(segment, leaf)
        return (_look(segment, [_terms_part(segment, name, terms) for name in _fields(leaf.field)]),)
    if isinstance(leaf, Phrase):
        return (_look(segment, [_phrase_part(segment, leaf, name) for name in _fields(leaf.field)]),)
    # What was typed with accents is best answered by that spelling.
    exact = segment.exact_terms(leaf.form.accented if leaf.stems else leaf.exact_term)
    exact_look = _look(segment, [_terms_part(segment, name, exact) for name in _fields(leaf.field)])
    if leaf.exactly:
        return (exact_look,)
    parts = [
        Part(name, segment.stem_postings(name, stem))
        for name in _fields(leaf.field)
        for stem in leaf.stems
    ]
    return _look(segment, parts), exact_look


def forms_of(leaf: Leaf, segment: Segment) -> list[str]:
    """Return the accented forms that a leaf, or any word of a phrase, stands for."""
    if isinstance(leaf, Pattern):
        terms = _pattern_terms(segment, leaf)
    elif isinstance(leaf, Phrase):
        terms = [term for word in leaf.words for term in _terms_of(segment, word)]
    else:
        terms = _terms_of(segment, leaf)
    return [segment.terms[term] for term in terms]


def _fields(field: FieldName | None) -> tuple[FieldName, ...]:
    return FIELDS if field is None else (field,)


def _look(segment: Segment, parts: Sequence[Part]) -> Look:
    held = tuple(part for part in parts if len(part.postings.documents))
    lists = [part.postings.documents for part in held]
    return Look(_union(segment.size, lists, all(part.distinct for part in held)), held)


def _terms_part(segment: Segment, field: FieldName, terms: list[int]) -> Part:
    if len(terms) == 1:
        return Part(field, segment.term_postings(field, terms[0]))
    return Part(field, segment.postings_of(field, terms), distinct=False)


def _union(size: int, lists: Sequence[Documents], distinct: bool) -> Documents:
    """Return the documents of all lists; `distinct`: no list holds one twice."""
    if not lists:
        return np.zeros(0, np.int64)
    if distinct:
        longest = max(lists, key=len)
        # Most often the few documents with a word in the title have it in the text too.
        if all(documents is longest or _within(documents, longest) for documents in lists):
            return longest
    return union(size, lists)


def union(size: int, lists: Sequence[Documents]) -> Documents:
    """Return the documents of any of the lists, ascending; `size` is that of the segment."""
    if len(lists) == 1 and len(lists[0]) < 2:
        return lists[0]
    mask = np.zeros(size, dtype=np.bool_)
    for documents in lists:
        mask[documents] = True
    return np.flatnonzero(mask)


def _within(documents: Documents, container: Documents) -> bool:
    if len(documents) * 16 > len(container):
        return False
    return len(intersect(documents, container)) == len(documents)


def intersect(left: Documents, right: Documents) -> Documents:
    """Return the documents in both lists; both ascending, the result too."""
    if len(left) > len(right):
        left, right = right, left
    if not len(left):
        return left
    if len(left) * 16 < len(right):
        places = np.searchsorted(right, left)
        places[places == len(right)] = 0
        found: Documents = left[right.take(places) == left]
        return found
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[mask.take(left)]


def subtract(left: Documents, right: Documents) -> Documents:
    """Return the documents of `left` that are not in `right`."""
    if not len(left) or not len(right):
        return left
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[~mask.take(left)]


def _phrase_part(segment: Segment, phrase: Phrase, field: FieldName) -> Part:
    """Find where the phrase ends, and for its solid spellings where it would end."""
    found = _phrase_occurrences(segment, phrase, field)
    solid = [
        segment.occurrences(field, _terms_of(segment, word), None) + (len(phrase.words) - 1)
        for word in phrase.solid
    ]
    if any(map(len, solid)):
        found = np.unique(np.concatenate([found, *solid]))
    documents, counts = np.unique(found >> POSITION_BITS, return_counts=True)
    return Part(field, Postings(documents, counts))


def _phrase_occurrences(segment: Segment, phrase: Phrase, field: FieldName) -> NDArray[np.int64]:
    terms = [_terms_of(segment, word) for word in phrase.words]
    holders = [
        _holders(segment, word, field, each) for word, each in zip(phrase.words, terms, strict=True)
    ]
    common = holders[0]
    for documents in sorted(holders[1:], key=len):
        common = intersect(common, documents)
    if not len(common):
        return np.zeros(0, np.int64)
    kept = np.zeros(segment.size, dtype=np.bool_)
    kept[common] = True
    found = segment.occurrences(field, terms[0], kept)
    for each in terms[1:]:
        found = _following(found, segment.occurrences(field, each, kept), phrase.slop)
    return found


def _holders(segment: Segment, word: Word, field: FieldName, terms: list[int]) -> Documents:
    if len(word.stems) == 1:
        return segment.stem_postings(field, word.stems[0]).documents
    return segment.documents_of(field, terms)


def _pattern_terms(segment: Segment, pattern: Pattern) -> list[int]:
    if pattern.kind == "prefix" and pattern.complete:
        return segment.terms_with_prefix(pattern.text)
    return [term for text in pattern.terms for term in segment.exact_terms(text)]


def _terms_of(segment: Segment, word: Word) -> list[int]:
    if word.exactly:
        return segment.exact_terms(word.exact_term)
    return [term for stem in word.stems for term in range(*segment.stem_range(stem)[1:])]


def _following(
    before: NDArray[np.int64], after: NDArray[np.int64], slop: int
) -> NDArray[np.int64]:
    """Return those of `after` that stand 1 to `slop` positions after one of `before`."""
    if not len(before):
        return before
    nearest = np.searchsorted(before, after) - 1
    # A negative index wraps to the last of `before`, which lies after and fails the test below.
    distance = after - before[nearest]
    return after[(distance > 0) & (distance <= slop)]
