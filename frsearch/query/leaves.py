"""A word, phrase or pattern in one segment: the documents that hold it, and how often.

A leaf has one or two looks. The first decides what matches; for a loose word the second, its exact
form, only adds to the score. Each look is made of parts: posting lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents, Postings
from frsearch.codec.segment import DOCUMENT_SHIFT, IN_TEXT, Holdings, Segment
from frsearch.fields import FieldName
from frsearch.query.nodes import Leaf, Pattern, Phrase, Word

Mask = NDArray[np.bool_]

# More lists than these are decoded together.
_FEW_TERMS = 3
# Words of phrases whose places are held at a time.
_OCCURRENCES_AT_A_TIME = 500_000


@dataclass(frozen=True, slots=True)
class Part:
    """A posting list; `distinct`: no document stands in it twice."""

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

    def count_in_text(self, document: int) -> int:
        """Return how often the look stands in the text of a document."""
        total = 0
        for part in self.parts:
            documents, in_text, _ = part.postings
            if part.distinct:
                at = int(documents.searchsorted(document))
                if at < len(documents) and documents[at] == document:
                    total += int(in_text[at])
            else:
                total += int(in_text[documents == document].sum())
        return total


def looks(leaf: Leaf, segment: Segment) -> tuple[Look, ...]:
    """Read a resolved leaf's postings."""
    if isinstance(leaf, Pattern):
        return (_terms_look(segment, pattern_terms(segment, leaf), leaf.field),)
    if isinstance(leaf, Phrase):
        return (_look(segment, [Part(_phrase_postings(segment, leaf))]),)
    if leaf.exactly:
        return (_terms_look(segment, segment.exact_terms(leaf.exact_term), leaf.field),)
    stems = [Part(segment.stem_postings(stem).only(leaf.field)) for stem in leaf.stems]
    # What was typed with accents is best answered by that spelling.
    exact = segment.exact_terms(leaf.form.accented)
    return _look(segment, stems), _terms_look(segment, exact, leaf.field)


def forms_of(leaf: Leaf, segment: Segment) -> list[str]:
    """Return the accented forms that a leaf, or any word of a phrase, stands for."""
    if isinstance(leaf, Pattern):
        terms = pattern_terms(segment, leaf)
    elif isinstance(leaf, Phrase):
        terms = [term for word in leaf.words for term in terms_of(segment, word)]
    else:
        terms = terms_of(segment, leaf)
    return [segment.terms[term] for term in terms]


def _terms_look(segment: Segment, terms: list[int], field: FieldName | None) -> Look:
    if len(terms) <= _FEW_TERMS:
        return _look(segment, [Part(segment.term_postings(term).only(field)) for term in terms])
    return _look(segment, [Part(segment.postings_of(terms).only(field), distinct=False)])


def _look(segment: Segment, parts: Sequence[Part]) -> Look:
    held = tuple(part for part in parts if len(part.postings.documents))
    lists = [part.postings.documents for part in held]
    if len(held) == 1 and held[0].distinct:
        return Look(lists[0], held)
    return Look(union(segment.size, lists), held)


def union(size: int, lists: Sequence[Documents]) -> Documents:
    """Return the documents of any of the lists, ascending; `size` is that of the segment."""
    mask = np.zeros(size, dtype=np.bool_)
    for documents in lists:
        mask[documents] = True
    return np.flatnonzero(mask)


def intersect(left: Documents, right: Documents) -> Documents:
    """Return the documents in both lists; both ascending, the result too."""
    if len(left) > len(right):
        left, right = right, left
    if not len(left):
        return left
    if len(left) * 16 < len(right):
        return _sought(left, right)
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[mask.take(left)]


def _sought(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of `left` that are in `right`, which is ascending."""
    if not len(right):
        return right
    places = np.searchsorted(right, left)
    places[places == len(right)] = 0
    found: NDArray[np.int64] = left[right.take(places) == left]
    return found


def subtract(left: Documents, right: Documents) -> Documents:
    """Return the documents of `left` that are not in `right`."""
    if not len(left) or not len(right):
        return left
    mask = np.zeros(int(max(left[-1], right[-1])) + 1, dtype=np.bool_)
    mask[right] = True
    return left[~mask.take(left)]


def _phrase_postings(segment: Segment, phrase: Phrase) -> Postings:
    """Find where the phrase ends, and for its solid spellings where it would end."""
    found = _phrase_occurrences(segment, phrase)
    solid = [
        segment.occurrences(terms_of(segment, word), None, phrase.field) + (len(phrase.words) - 1)
        for word in phrase.solid
    ]
    if any(map(len, solid)):
        found = np.unique(np.concatenate([found, *solid]))
    documents, begins, counts = np.unique(
        found >> DOCUMENT_SHIFT, return_index=True, return_counts=True
    )
    in_text = np.add.reduceat((found & IN_TEXT) > 0, begins, dtype=np.int64) if len(found) else counts
    return Postings(documents, in_text, counts - in_text)


def _phrase_occurrences(segment: Segment, phrase: Phrase) -> NDArray[np.int64]:
    terms = [tuple(terms_of(segment, word)) for word in phrase.words]
    known = {each: segment.held(list(each)) for each in dict.fromkeys(terms)}
    held = [known[each] for each in terms]
    kept = segment.live_mask().copy()
    for each in known.values():
        kept &= _holding(segment, each.documents)
    common = np.flatnonzero(kept)
    if not len(common):
        return common
    expected = sum(int(each.counts.sum()) * len(common) // len(each.documents) for each in held)
    # Some documents at a time, so that common words do not fill the memory.
    parts = 1 + expected // _OCCURRENCES_AT_A_TIME
    if parts == 1:
        return _in_documents(segment, phrase, held, kept)
    masks = (_holding(segment, some) for some in np.array_split(common, parts))
    return np.concatenate([_in_documents(segment, phrase, held, mask) for mask in masks])


def _in_documents(
    segment: Segment, phrase: Phrase, held: Sequence[Holdings], kept: Mask
) -> NDArray[np.int64]:
    if phrase.slop == 1:
        return _row(segment, held, kept, phrase.field)
    found = segment.placed(held[0], kept, phrase.field)
    for each in held[1:]:
        if not len(found):
            break
        found = _following(found, segment.placed(each, kept, phrase.field), phrase.slop)
    return found


def _row(
    segment: Segment, held: Sequence[Holdings], kept: Mask, field: FieldName | None
) -> NDArray[np.int64]:
    """Return where words that follow one another end, beginning with the rarest of them, so that
    positions of common words are read in few documents."""
    order = sorted(range(len(held)), key=lambda at: len(held[at].documents))
    found = segment.placed(held[order[0]], kept, field) - order[0]
    for at in order[1:]:
        if not len(found):
            break
        kept = _holding(segment, found >> DOCUMENT_SHIFT)
        found = _sought(found, segment.placed(held[at], kept, field) - at)
    return found + (len(held) - 1)


def _holding(segment: Segment, documents: Documents) -> Mask:
    mask = np.zeros(segment.size, dtype=np.bool_)
    mask[documents] = True
    return mask


def pattern_terms(segment: Segment, pattern: Pattern) -> list[int]:
    """Return the terms that a resolved pattern stands for."""
    if pattern.kind == "prefix" and pattern.complete:
        return segment.terms_with_prefix(pattern.text)
    return [term for text in pattern.terms for term in segment.exact_terms(text)]


def terms_of(segment: Segment, word: Word) -> list[int]:
    """Return the terms that a resolved word stands for in a segment."""
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
