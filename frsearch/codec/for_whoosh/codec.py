"""The codec with which Whoosh reads our segments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from whoosh.codec import base

from frsearch.codec.for_whoosh.documents import DocumentReader, WhooshSegment
from frsearch.codec.for_whoosh.schema import ShownFields
from frsearch.codec.for_whoosh.terms import TermsReader
from frsearch.codec.segment import Segment


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Reads our segments. It has no write methods: `ArrayWriter` does not use a codec."""

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> TermsReader:
        """Return the reader of terms and postings."""
        return TermsReader(segment.arrays, segment.shown)

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> DocumentReader:
        """Return the reader of deletions, lengths, columns and stored fields."""
        return DocumentReader(segment)


def whoosh_segments(segments: Iterable[Segment], shown: ShownFields) -> list[WhooshSegment]:
    """Wrap segments for Whoosh; `shown` are the fields of `extra` that it shows."""
    return [WhooshSegment(ArrayCodec(), segment, shown) for segment in segments]
