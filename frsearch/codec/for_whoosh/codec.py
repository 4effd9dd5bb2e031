"""The codec by which Whoosh reads our segments."""

from __future__ import annotations

from typing import Any

from whoosh.codec import base

from frsearch.codec.for_whoosh.documents import DocumentReader, WhooshSegment
from frsearch.codec.for_whoosh.terms import TermsReader
from frsearch.errors import FrsearchError

READ_ONLY = "Whoosh cannot write to this index: use frsearch's Index.add and Index.remove"


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads our segments; they are written by `frsearch.codec.build`."""

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> TermsReader:
        """Return the reader of terms and postings."""
        return TermsReader(segment.arrays)

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> DocumentReader:
        """Return the reader of what belongs to documents."""
        return DocumentReader(segment)

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Raise FrsearchError."""
        raise FrsearchError(READ_ONLY)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Raise FrsearchError."""
        raise FrsearchError(READ_ONLY)
