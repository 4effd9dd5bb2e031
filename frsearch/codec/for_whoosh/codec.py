"""The codec by which Whoosh reads and writes our segments."""

from __future__ import annotations

from typing import Any

from whoosh.codec import base

from frsearch.codec.for_whoosh.documents import DocumentReader, WhooshSegment
from frsearch.codec.for_whoosh.segment_writing import ArticleWriter, FormWriter, NewSegment
from frsearch.codec.for_whoosh.terms import TermsReader


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Reads our segments, and writes them of what Whoosh's SegmentWriter hands over.

    Posting lists are parts of a segment's arrays and no files of their own, so that
    `postings_writer` and `postings_reader`, by which Whoosh's codecs share code, are not needed.
    """

    # Whoosh need not hand over the lengths of fields with the postings.
    length_stats = False

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> TermsReader:
        """Return the reader of terms and postings."""
        return TermsReader(segment.arrays)

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> DocumentReader:
        """Return the reader of what belongs to documents."""
        return DocumentReader(segment)

    def new_segment(self, storage: Any, indexname: str) -> NewSegment:
        """Return a segment to be written; `storage` is a `Folder`."""
        return NewSegment(self, indexname, *storage.new_segment())

    def per_document_writer(self, storage: Any, segment: NewSegment) -> ArticleWriter:
        """Return what gathers the articles of a new segment."""
        return ArticleWriter(segment)

    def field_writer(self, storage: Any, segment: NewSegment) -> FormWriter:
        """Return what gathers the postings of a new segment, and writes it."""
        return FormWriter(segment)
