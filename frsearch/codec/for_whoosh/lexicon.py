"""The sorted terms of a segment for Whoosh, with statistics computed for many terms at once.

    >>> lexicon = lexicon_of(segment, "stem")                           # doctest: +SKIP
    >>> lexicon.held(segment, "title")[:2]                              # doctest: +SKIP

A walk through a dictionary needs the name of each term, and often its statistics. These come from
posting lists, which are read for up to 4,096 terms at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermInfo

from frsearch.analysis.analyzer import Look
from frsearch.codec.array_file import Array
from frsearch.codec.for_whoosh.matcher import Frequencies
from frsearch.codec.postings import Arrays
from frsearch.codec.segment import Segment
from frsearch.types import FieldName

Ints = NDArray[np.int64]
# Terms whose statistics are computed together: few at first, since walks often end early.
_FIRST = 64
_MOST = 4_096
_FORMS_AT_A_TIME = 10_000


class Lexicon:
    """The terms of a segment in one look (stem, lemma or exact form), in the order of their bytes.

    `names` are the terms as bytes, `forms` the segment's forms of each term, one term after another, and
    `starts` the place of the first form of each term. As in Whoosh's own segments, terms of deleted
    documents are included.
    """

    def __init__(self, names: Sequence[bytes], sizes: Ints, forms: Ints):
        order = sorted(range(len(names)), key=names.__getitem__)
        self.names: list[bytes] = [names[at] for at in order]
        self.starts: Ints = np.concatenate([[0], sizes[order].cumsum()])
        self.forms: Ints = _gathered(forms, sizes, np.array(order, dtype=np.int64))
        self._names_by_field: dict[FieldName, list[bytes]] = {}

    # No reference to the segment here: it would keep the segment alive in `_known`.

    def held(self, segment: Segment, field: FieldName) -> list[bytes]:
        """Return the terms that occur in this field; cached."""
        names = self._names_by_field.get(field)
        if names is None:
            totals = np.concatenate([[0], _forms_in_field(segment, field)[self.forms].cumsum()])
            occurs = np.diff(totals[self.starts]).astype(np.bool_).tolist()
            names = self._names_by_field[field] = [
                name for name, has_any in zip(self.names, occurs, strict=True) if has_any
            ]
        return names

    def items(
        self, segment: Segment, field: FieldName, first: bytes
    ) -> Iterator[tuple[bytes, TermInfo]]:
        """Yield the terms from `first` on, with their statistics in a field."""
        at, size = bisect_left(self.names, first), _FIRST
        while at < len(self.names):
            end = min(at + size, len(self.names))
            yield from self._items(segment, field, at, end)
            at, size = end, min(size * 4, _MOST)

    def _items(
        self, segment: Segment, field: FieldName, begin: int, end: int
    ) -> Iterator[tuple[bytes, TermInfo]]:
        sizes = _sizes(self.starts[begin : end + 1])
        forms = self.forms[self.starts[begin] : self.starts[end]]
        terms, documents, counts = _postings(segment, field, forms, sizes)
        if not len(terms):
            return
        begins = np.flatnonzero(np.diff(terms, prepend=-1))
        lengths = segment.bundle[f"{field}.lengths"].take(documents)
        columns = (
            np.add.reduceat(counts, begins).astype(np.float64),
            np.diff(begins, append=len(terms)),
            np.minimum.reduceat(lengths, begins),
            np.maximum.reduceat(lengths, begins),
            np.maximum.reduceat(counts, begins).astype(np.float64),
            documents[begins],
            documents[np.append(begins[1:], len(terms)) - 1],
        )
        names = (self.names[begin + at] for at in terms[begins].tolist())
        yield from zip(names, map(TermInfo, *(column.tolist() for column in columns)), strict=True)


def frequencies(segment: Segment, field: FieldName, forms: Ints) -> Frequencies:
    """Return the documents with any of these forms in a field, deleted documents included."""
    _, documents, counts = _postings(segment, field, forms, np.array([len(forms)]))
    return Frequencies(documents, counts)


def in_field(field: FieldName, postings: Arrays) -> Frequencies:
    """Return the documents and counts of postings in one field."""
    counts = postings.in_title if field == "title" else postings.in_text
    chosen = counts.nonzero()[0]
    return Frequencies(postings.documents.take(chosen), counts.take(chosen).astype(np.int64))


def _postings(segment: Segment, field: FieldName, forms: Ints, sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """Return three parallel arrays, one entry per term and document: term, document and count.

    `forms` are the forms of the terms, one term after another, `sizes` the number of forms of each term.
    """
    postings = segment.term_lists.several(forms.tolist())
    chosen = (postings.in_title if field == "title" else postings.in_text).nonzero()[0]
    documents, counts = in_field(field, postings)
    lists = segment.term_lists.lengths(forms)
    terms = np.arange(len(sizes)).repeat(sizes).repeat(lists).take(chosen)
    if (sizes == 1).all():
        return terms, documents, counts
    # Two forms of a term may occur in one document.
    keys = terms * segment.size + documents
    order = keys.argsort(kind="stable")
    keys = keys.take(order)
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    if len(begins):
        counts = np.add.reduceat(counts.take(order), begins)
    return keys[begins] // segment.size, keys[begins] % segment.size, counts


def _forms_in_field(segment: Segment, field: FieldName) -> Ints:
    """Return 1 for each form that occurs in a field, 0 for others."""
    lists = segment.term_lists
    occurs = np.zeros(len(segment.words), dtype=np.int64)
    for first in range(0, len(occurs), _FORMS_AT_A_TIME):
        starts = lists.starts[first : first + _FORMS_AT_A_TIME + 1].astype(np.int64)
        counts = _sizes(starts)
        filled = counts.nonzero()[0]
        if len(filled):
            _, in_text, in_title = lists.several((first + filled).tolist())
            counts_in_field = in_title if field == "title" else in_text
            begins = counts.take(filled).cumsum() - counts.take(filled)
            occurs[first + filled] = np.maximum.reduceat(counts_in_field, begins) > 0
    return occurs


_known: WeakKeyDictionary[Segment, dict[Look, Lexicon]] = WeakKeyDictionary()


def lexicon_of(segment: Segment, look: Look) -> Lexicon:
    """Return the terms of a look; cached as long as the segment is alive."""
    lexicons = _known.setdefault(segment, {})
    lexicon = lexicons.get(look)
    if lexicon is None:
        lexicon = lexicons[look] = _MAKERS[look](segment)
    return lexicon


def _stems(segment: Segment) -> Lexicon:
    words = segment.words
    sizes = _sizes(words.stem_terms)
    return Lexicon([*words.stems.raws()], sizes, np.arange(len(words)))


def _exact_forms(segment: Segment) -> Lexicon:
    """Return the exact forms, and the accented forms that differ from them."""
    words = segment.words
    names, sizes = [*words.exact.raws()], _sizes(words.exact_starts)
    forms = words.terms_by_exact.astype(np.int64)
    spelled, folded = [*words.terms.raws()], np.arange(len(names)).repeat(sizes).tolist()
    pairs = zip(forms.tolist(), folded, strict=True)
    accented = [form for form, number in pairs if spelled[form] != names[number]]
    names += [spelled[form] for form in accented]
    ones = np.ones(len(accented), dtype=np.int64)
    forms = np.concatenate([forms, np.array(accented, dtype=np.int64)])
    return Lexicon(names, np.concatenate([sizes, ones]), forms)


def _lemmas(segment: Segment) -> Lexicon:
    """Return the lemmas; the lemma of an unlisted form is its exact form."""
    words = segment.words
    of_lemmas: dict[bytes, list[int]] = {}
    inflected = words.terms_by_lemma.tolist()
    starts = words.lemma_starts.tolist()
    for at, name in enumerate(words.lemmas.raws()):
        of_lemmas[name] = inflected[starts[at] : starts[at + 1]]
    others, starts = words.terms_by_exact.tolist(), words.exact_starts.tolist()
    listed = {*inflected}
    for at, name in enumerate(words.exact.raws()):
        plain = [form for form in others[starts[at] : starts[at + 1]] if form not in listed]
        if plain:
            of_lemmas.setdefault(name, []).extend(plain)
    sizes = np.array([len(forms) for forms in of_lemmas.values()], dtype=np.int64)
    forms = np.array([form for forms in of_lemmas.values() for form in forms], dtype=np.int64)
    return Lexicon([*of_lemmas], sizes, forms)


_MAKERS = {"stem": _stems, "exact": _exact_forms, "lemma": _lemmas}


def _sizes(starts: Array) -> Ints:
    wide = starts.astype(np.int64)
    return wide[1:] - wide[:-1]


def _gathered(forms: Ints, sizes: Ints, order: Ints) -> Ints:
    """Return slices of an array, of these sizes, in another order."""
    begins: Ints = sizes.cumsum()
    begins -= sizes
    counts = sizes.take(order)
    shifts: Ints = counts.cumsum()
    shifts -= counts
    return forms.take((begins.take(order) - shifts).repeat(counts) + np.arange(len(forms)))
