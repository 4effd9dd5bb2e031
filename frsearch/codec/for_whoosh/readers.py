"""Whoosh readers and a searcher for our segments, where Whoosh's own would be wrong or slow.

>>> reader = make_reader(segments, schema, generation=7)            # doctest: +SKIP
>>> ArraySearcher(reader).suggest("text", "élecion")                # doctest: +SKIP
['élection']
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from whoosh import reading, spelling
from whoosh.fields import Schema
from whoosh.searching import Searcher

from frsearch.analysis.chain import exact_form
from frsearch.codec.for_whoosh.documents import WhooshSegment
from frsearch.codec.for_whoosh.schema import EXACT, split_name

_Item = tuple[tuple[str, bytes], reading.TermInfo]


class _Speller:
    """A reader that suggests words as spelled, whatever the look of the field."""

    def corrector(self, fieldname: str) -> spelling.Corrector:
        """Return a corrector that suggests words of a field."""
        split = split_name(fieldname)
        if split is None:
            return super().corrector(fieldname)  # type: ignore[misc]
        name = split[0] + EXACT
        return FormCorrector(self, name, self.schema[name])  # type: ignore[attr-defined]


class FormCorrector(spelling.ReaderCorrector):  # type: ignore[misc]  # Whoosh is untyped
    """Suggests the words of an exact field with their accents, more frequent words first.

    The field also has the folded form of each accented word; a form that is never written without
    accents is not suggested.
    """

    def _suggestions(self, text: str, maxdist: int, prefix: int) -> Iterator[tuple[float, str]]:
        within = set(self.reader.terms_within(self.fieldname, text, maxdist, prefix=prefix))
        counts = {word: self.reader.frequency(self.fieldname, word) for word in within}
        for word in within:
            folded = exact_form(word)
            if folded != word and folded in counts:
                counts[folded] -= counts[word]
        for word, count in counts.items():
            if count > 0:
                yield -(maxdist + 0.5 / count), word  # the score of Whoosh's own corrector


class ArrayReader(_Speller, reading.SegmentReader):  # type: ignore[misc]
    """Reads one segment."""

    def moved_to(self, generation: int) -> ArrayReader:
        """Return this reader, moved to another state that has the same segment."""
        self._gen = generation
        return self


class ArrayMultiReader(_Speller, reading.MultiReader):  # type: ignore[misc]
    """Reads several segments."""

    def __iter__(self) -> Iterator[_Item]:
        return self._merged([iter(reader) for reader in self.readers])

    def iter_from(self, fieldname: str, text: str | bytes) -> Iterator[_Item]:
        """Yield the terms from `text` on, in this field and those after it, with their statistics."""
        return self._merged([reader.iter_from(fieldname, text) for reader in self.readers])

    def _merged(self, walks: Sequence[Iterator[_Item]]) -> Iterator[_Item]:
        """Merge the items of segments in term order. Whoosh would look up each term in each segment."""
        shifted = map(_shifted, walks, self.doc_offsets)
        for term, entries in groupby(heapq.merge(*shifted, key=itemgetter(0)), key=itemgetter(0)):
            yield term, reading.combine_terminfos([(info, offset) for _, info, offset in entries])


def _shifted(walk: Iterator[_Item], offset: int) -> Iterator[tuple[Any, reading.TermInfo, int]]:
    return ((term, info, offset) for term, info in walk)


class NoReader(reading.EmptyReader):  # type: ignore[misc]
    """Reads an index without segments. Whoosh's own empty reader has no generation."""

    def __init__(self, schema: Schema, generation: int):
        super().__init__(schema)
        self._generation = generation

    def generation(self) -> int:
        """Return the generation of the state that is read."""
        return self._generation

    def min_field_length(self, fieldname: str) -> int:
        """Return 0."""
        return 0

    def first_id(self, fieldname: str, text: str | bytes) -> int:
        """Raise TermNotFound."""
        raise reading.TermNotFound((fieldname, text))


def make_reader(
    segments: Sequence[WhooshSegment], schema: Schema, generation: int, reuse: Any = None
) -> reading.IndexReader:
    """Return a reader of segments.

    `reuse` is an earlier reader: parts whose segments still exist are reused, the others closed, as in
    Whoosh.
    """
    old = [reader for reader, _ in reuse.leaf_readers()] if reuse is not None else []
    reusable = {
        id(reader.segment().arrays): reader
        for reader in old
        if isinstance(reader, ArrayReader) and not reader.is_closed and not reader.segment().removed
    }
    readers = []
    for segment in segments:
        reader = reusable.get(id(segment.arrays)) if not segment.removed else None
        if reader is not None and reader.segment().shown != segment.shown:
            reader = None  # it has another schema
        readers.append(
            ArrayReader(None, schema, segment, generation)
            if reader is None
            else reader.moved_to(generation)
        )
    for reader in old:
        if reader not in readers and not getattr(reader, "is_closed", False):
            reader.close()
    if not readers:
        return NoReader(schema, generation)
    return readers[0] if len(readers) == 1 else ArrayMultiReader(readers, generation)


class ArraySearcher(Searcher):  # type: ignore[misc]
    """Whoosh's searcher, with mean field lengths over live documents."""

    def avg_field_length(self, fieldname: str, default: Any = None) -> Any:
        """Return the mean length of a field in the articles of the index.

        Whoosh divides by all documents, but our `field_length` counts only live documents.
        """
        if not self.schema[fieldname].scorable:
            return default
        return self.field_length(fieldname) / (self.get_parent().doc_count() or 1)
