"""A word, phrase or pattern in one segment: the documents that hold it, and how often.

A leaf has one or two looks. The first decides what matches: of a loose word the forms of its stem, and
of its lemma where that reaches further; the second, its exact form, only adds to the score. Each
look is made of parts: posting lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT, Holdings
from frsearch.codec.postings import Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.fields import FieldName
from frsearch.query.nodes import Leaf, Pattern, Phrase, Word

Mask = NDArray[np.bool_]
Occurrences = NDArray[np.int64]

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
    """The parts of a look that hold anything, and all their documents, ascending; and what it is."""

    documents: Documents
    parts: tuple[Part, ...]
    name: str = "word"

    @property
    def distinct(self) -> bool:
        """Say whether no part holds a document twice."""
        return all(part.distinct for part in self.parts)

    def count_in_text(self, document: int) -> int:
        """Return how often the look stands in the text of a document."""
        return self.counts(document)["text"]

    def counts(self, document: int) -> dict[FieldName, int]:
        """Return how often the look stands in the fields of a document."""
        total: dict[FieldName, int] = {"text": 0, "title": 0}
        for part in self.parts:
            documents, in_text, in_title = part.postings
            places: slice | Mask = documents == document if not part.distinct else slice(0)
            if part.distinct:
                at = int(documents.searchsorted(document))
                if at < len(documents) and documents[at] == document:
                    places = slice(at, at + 1)
            total["text"] += int(in_text[places].sum())
            total["title"] += int(in_title[places].sum())
        return total


def looks(leaf: Leaf, segment: Segment) -> tuple[Look, ...]:
    """Read a resolved leaf's postings."""
    if isinstance(leaf, Pattern):
        return (_terms_look(segment, pattern_terms(segment, leaf), leaf.field, "pattern"),)
    if isinstance(leaf, Phrase):
        return (_look(segment, [Part(_phrase_postings(segment, leaf))], "phrase"),)
    if leaf.exactly:
        exact = segment.exact_terms(leaf.exact_term)
        return (_terms_look(segment, exact, leaf.field, "exact form"),)
    family = segment.family(leaf.stems, leaf.lemmas)
    parts = [Part(segment.stem_postings(stem).only(leaf.field)) for stem in leaf.stems]
    if family.beyond:
        parts.append(Part(segment.postings_of(family.beyond).only(leaf.field).added()))
    look = _look(segment, parts, "stem")
    # What was typed with accents is best answered by that spelling.
    exact = segment.exact_terms(leaf.form.accented)
    if len(exact) == 1 and exact == family.terms.tolist():
        return look, replace(look, name="exact form")
    return look, _terms_look(segment, exact, leaf.field, "exact form")


def forms_of(leaf: Leaf, segment: Segment) -> list[str]:
    """Return the accented forms that a leaf, or any word of a phrase, stands for."""
    return [segment.words.terms[term] for term in leaf_terms(leaf, segment)]


def leaf_terms(leaf: Leaf, segment: Segment) -> list[int]:
    """Return the terms that a leaf, or any word of a phrase, stands for."""
    if isinstance(leaf, Pattern):
        return pattern_terms(segment, leaf)
    if isinstance(leaf, Phrase):
        return [term for word in leaf.words for term in terms_of(segment, word)]
    return terms_of(segment, leaf)


def _terms_look(segment: Segment, terms: list[int], field: FieldName | None, name: str) -> Look:
    if len(terms) <= _FEW_TERMS:
        return _look(segment, [Part(segment.term_postings(term).only(field)) for term in terms], name)
    return _look(segment, [Part(segment.postings_of(terms).only(field), distinct=False)], name)


def _look(segment: Segment, parts: Sequence[Part], name: str) -> Look:
    held = tuple(part for part in parts if len(part.postings.documents))
    lists = [part.postings.documents for part in held]
    if len(held) == 1 and held[0].distinct:
        return Look(lists[0], held, name)
    return Look(union(segment.size, lists), held, name)


def union(size: int, lists: Sequence[Documents]) -> Documents:
    """Return the documents of any of the lists, ascending; `size` is that of the segment."""
    mask = np.zeros(size, dtype=np.bool_)
    for documents in lists:
        mask[documents] = True
    return mask.nonzero()[0]


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
    _, found = phrase_spans(segment, phrase)
    solid = [
        segment.positions.occurrences(terms_of(segment, word), None, phrase.field)
        + (len(phrase.words) - 1)
        for word in phrase.solid
    ]
    if any(map(len, solid)):
        found = np.unique(np.concatenate([found, *solid]))
    documents, begins, counts = np.unique(
        found >> DOCUMENT_SHIFT, return_index=True, return_counts=True
    )
    in_text = np.add.reduceat((found & IN_TEXT) > 0, begins, dtype=np.int64) if len(found) else counts
    return Postings(documents, in_text, counts - in_text)


def phrase_spans(
    segment: Segment, phrase: Phrase, wanted: Mask | None = None
) -> tuple[Occurrences, Occurrences]:
    """Return the first and the last positions of the phrase, as its words make it, in live documents.

    `wanted` says which documents, None for all.
    """
    terms = [tuple(terms_of(segment, word)) for word in phrase.words]
    known = {each: segment.positions.held(list(each)) for each in dict.fromkeys(terms)}
    held = [known[each] for each in terms]
    kept = _holding(segment, held[0].documents)
    for mask in (segment.live, wanted):
        if mask is not None:
            kept &= mask
    for each in held[1:]:
        kept &= _holding(segment, each.documents)
    common = kept.nonzero()[0]
    if not len(common):
        return common, common
    expected = sum(int(each.counts.sum()) * len(common) // len(each.documents) for each in held)
    # Some documents at a time, so that common words do not fill the memory.
    parts = 1 + expected // _OCCURRENCES_AT_A_TIME
    if parts == 1:
        return _in_documents(segment, phrase, held, kept)
    masks = (_holding(segment, some) for some in np.array_split(common, parts))
    found = [_in_documents(segment, phrase, held, mask) for mask in masks]
    begins, ends = zip(*found, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


def _in_documents(
    segment: Segment, phrase: Phrase, held: Sequence[Holdings], kept: Mask
) -> tuple[Occurrences, Occurrences]:
    if phrase.slop == 1:
        ends = _row(segment, held, kept, phrase.field)
        return ends - (len(held) - 1), ends
    begins = ends = segment.positions.placed(held[0], kept, phrase.field)
    for each in held[1:]:
        if not len(ends):
            break
        before, ends = _following(ends, segment.positions.placed(each, kept, phrase.field), phrase.slop)
        begins = begins[before]
    return begins, ends


def _row(
    segment: Segment, held: Sequence[Holdings], kept: Mask, field: FieldName | None
) -> NDArray[np.int64]:
    """Return where words that follow one another end, beginning with the rarest of them, so that
    positions of common words are read in few documents."""
    order = sorted(range(len(held)), key=lambda at: len(held[at].documents))
    found = segment.positions.placed(held[order[0]], kept, field) - order[0]
    for at in order[1:]:
        if not len(found):
            break
        kept = _holding(segment, found >> DOCUMENT_SHIFT)
        found = _sought(found, segment.positions.placed(held[at], kept, field) - at)
    return found + (len(held) - 1)


def _holding(segment: Segment, documents: Documents) -> Mask:
    mask = np.zeros(segment.size, dtype=np.bool_)
    mask[documents] = True
    return mask


def pattern_terms(segment: Segment, pattern: Pattern) -> list[int]:
    """Return the terms that a resolved pattern stands for in a segment."""
    if pattern.kind == "prefix" and pattern.complete:
        return segment.words.terms_with_prefix(pattern.text)
    return [term for text in pattern.terms for term in segment.exact_terms(text)]


def terms_of(segment: Segment, word: Word) -> list[int]:
    """Return the terms that a resolved word stands for in a segment."""
    if word.exactly:
        return segment.exact_terms(word.exact_term)
    terms: list[int] = segment.family(word.stems, word.lemmas).terms.tolist()
    return terms


def _following(
    before: Occurrences, after: Occurrences, slop: int
) -> tuple[NDArray[np.int64], Occurrences]:
    """Return those of `after` that stand 1 to `slop` positions after one of `before`, and places
    of the nearest such ones in `before`."""
    if not len(before):
        return before, before
    nearest = np.searchsorted(before, after) - 1
    # A negative index wraps to the last of `before`, which lies after and fails the test below.
    distance = after - before[nearest]
    found = ((distance > 0) & (distance <= slop)).nonzero()[0]
    return nearest[found], after[found]
