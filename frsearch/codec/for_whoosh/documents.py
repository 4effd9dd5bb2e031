"""Segments and their documents for Whoosh: deletions, lengths, columns, stored fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import columns
from whoosh.codec import base

from frsearch.codec.for_whoosh.schema import ShownFields, split_name
from frsearch.codec.for_whoosh.values import values_of
from frsearch.codec.segment import Segment

_DAYS = ("first_day", "last_day")


class WhooshSegment(base.Segment):  # type: ignore[misc]
    """A segment with the interface of Whoosh's segments."""

    def __init__(self, codec: base.Codec, segment: Segment, shown: ShownFields):
        self._codec = codec
        self.indexname = "frsearch"
        self.segid: str = segment.path.stem
        self.compound = False
        self.arrays = segment
        self.shown = shown
        self.removed: set[int] = set()  # by a writer, and not yet committed
        self._gone: frozenset[int] | None = None

    def codec(self) -> base.Codec:
        """Return the codec that reads this segment."""
        return self._codec

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self.arrays.size

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self.deleted_docs()) if self.removed else self.arrays.size - self.arrays.live_count

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents. Cached: Whoosh calls this for each posting list."""
        if self._gone is None:
            self._gone = frozenset({*np.flatnonzero(~self.arrays.live_mask()).tolist(), *self.removed})
        return self._gone

    def is_deleted(self, document: int) -> bool:
        """Say whether a document is deleted."""
        # Whoosh also asks about the number after the last document.
        live = self.arrays.live
        deleted = live is not None and document < len(live) and not live[document]
        return deleted or document in self.removed

    def delete_document(self, document: int, delete: bool = True) -> None:
        """Delete a document, or restore it, before the writer commits."""
        (self.removed.add if delete else self.removed.discard)(document)
        self._gone = None

    def ids(self, *, removed: bool) -> list[str]:
        """Return the ids of the documents that a writer removed, or of all live documents."""
        documents = self.removed if removed else np.flatnonzero(self.arrays.live_mask()).tolist()
        return [self.arrays.ids[document] for document in documents]


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads the deletions, lengths, columns and stored fields of the documents of a segment."""

    def __init__(self, segment: WhooshSegment):
        self._whoosh = segment
        self._segment = segment.arrays
        self._shown = segment.shown

    def doc_count(self) -> int:
        """Return the number of live documents."""
        return int(self._whoosh.doc_count())

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Say whether any document is deleted."""
        return bool(self._whoosh.has_deletions())

    def is_deleted(self, document: int) -> bool:
        """Say whether this document is deleted."""
        return self._whoosh.is_deleted(document)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._whoosh.deleted_docs()

    def supports_columns(self) -> bool:
        """Return True: there are columns."""
        return True

    def has_column(self, name: str) -> bool:
        """Say whether there is a column of this name."""
        # Whoosh (2.7.4) fails to sort backwards if a segment has no column: one without values has.
        return name in _DAYS or name in self._shown

    def list_columns(self) -> list[str]:
        """Return the names of the columns."""
        return [*_DAYS, *self._shown]

    def column_reader(self, name: str, column: Any) -> columns.ColumnReader:
        """Return the reader of a column."""
        if name in self._shown:
            return values_of(self._segment, self._shown[name]).column()
        return DayColumn(getattr(self._segment, name + "s"))

    def _lengths(self, name: str) -> Any:
        split = split_name(name)
        if split is None:
            return np.zeros(self._segment.size, np.int64)
        return self._segment.bundle[f"{split[0]}.lengths"]

    def doc_field_length(self, document: int, name: str, default: int = 0) -> int:
        """Return the number of positions of a field in a document."""
        return int(self._lengths(name)[document])

    def field_length(self, name: str) -> int:
        """Return the number of positions of a field in all live documents."""
        split = split_name(name)
        if split is None:
            return 0
        removed = sorted(self._whoosh.removed)
        return self._segment.total_length(split[0]) - int(self._lengths(name)[removed].sum())

    def min_field_length(self, name: str) -> int:
        """Return the shortest length of a field."""
        return int(self._lengths(name).min())

    def max_field_length(self, name: str) -> int:
        """Return the longest length of a field."""
        return int(self._lengths(name).max())

    def stored_fields(self, document: int) -> dict[str, Any]:
        """Return the fields of the stored article."""
        article = self._segment.article(document)
        stored = {
            name: article.extra[field.name]
            for name, field in self._shown.items()
            if article.extra.get(field.name) is not None
        }
        stored |= {name: getattr(article, name) for name in ("id", "title", "text", "url")}
        return stored | {
            "date": None if article.date is None else str(article.date),
            "extra": dict(article.extra),
        }


class DayColumn(columns.ColumnReader):  # type: ignore[misc]
    """A column of day ordinals, 0 without a date."""

    def __init__(self, days: Any):
        self._days = days
        self._sign = 1

    def __len__(self) -> int:
        return len(self._days)

    def __getitem__(self, document: int) -> int:
        return int(self._days[document])

    def __iter__(self) -> Iterator[int]:
        return iter(self._days.tolist())

    def sort_key(self, document: int) -> int:
        """Return the sort key of a document."""
        return self._sign * self[document]

    def set_reverse(self) -> None:
        """Sort the latest first, and documents without a date last."""
        self._sign = -1
