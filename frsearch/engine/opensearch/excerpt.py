"""A few articles -> a segment in memory with the words that a query asks for, and their places.

On it the embedded engine ranks the first hits of the server as it would rank them among all articles:
the numbers of articles come from the server. A segment without articles has the forms of a dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.codec.array_file import ArrayFileWriter
from frsearch.codec.build import sort_key, stem_numbers, term_key, write_dictionary, write_documents
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.field_writing import FieldsBuilder
from frsearch.codec.limits import PostingLimits
from frsearch.codec.manifest import Manifest
from frsearch.codec.memory_filesystem import MemoryFilesystem
from frsearch.codec.postings_writer import InOrder, PostingsWriter, count_words
from frsearch.codec.segment import Segment, Statistics
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.opensearch.words import Kin, WordTables
from frsearch.fields import Declared
from frsearch.types import FIELDS, Article

_PATH = Path("excerpt.segment")
_CODEC = ArticleCodec()
_LIMITS = PostingLimits()
# Stands for all words that the query does not ask for.
_OTHER = Form("\0", "\0", "\0", "\0")


@dataclass(frozen=True)
class Excerpt(Snapshot):
    """A snapshot of a few articles of an index.

    `statistics` are those of the whole index; `held_by` says how many of its articles hold a folded
    form; `names` are the names of its fields.
    """

    held_by: Mapping[str, int] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def holding(self, exact: str) -> int:
        """Return how many articles of the index hold a word in any spelling that folds to `exact`."""
        return self.held_by.get(exact, 0)

    @cached_property
    def field_names(self) -> frozenset[str]:
        """The names of all fields of the index."""
        return self.names


def excerpt_of(
    segments: tuple[Segment, ...],
    statistics: Statistics,
    declared: tuple[Declared, ...],
    names: frozenset[str],
    held_by: Mapping[str, int],
) -> Excerpt:
    """Return segments as a snapshot with the figures of the whole index."""
    return Excerpt(Manifest(fields=declared), segments, statistics, held_by=held_by, names=names)


def dictionary_segment(forms: Sequence[Form]) -> Segment:
    """Return a segment with these forms and no article."""
    ordered = sorted(forms, key=term_key)
    none = Tokens(np.zeros(0, np.int32), np.zeros(0, np.int64))
    return _segment([], none, ordered, np.zeros(0, np.int32), frozenset())


def excerpt_segment(
    articles: Sequence[Article],
    tables: WordTables,
    kin: Kin | None,
    stored_only: frozenset[str] | None,
) -> tuple[Segment, NDArray[np.int64]]:
    """Return a segment of articles with the words that are kin, and the document of each article.

    Without `kin` it has all words. `stored_only` are the names that are no fields; None leaves all
    fields out.
    """
    texts = [text for article in articles for text in (article.title, article.text)]
    with tables.lock:
        tokens = tables.encode(texts)
        all_forms = tables.analysis.forms
        used = count_words(tokens, len(all_forms))
        wanted = range(len(all_forms)) if kin is None else tables.kin(kin)
        numbers = [number for number in wanted if used[number]]
        chosen = {term_key(all_forms[number]): number for number in numbers}
        size = len(all_forms)
    keys = sorted(chosen)
    others = [] if kin is None else [_OTHER]
    forms = [*others, *(all_forms[chosen[key]] for key in keys)]
    ranks = np.zeros(size, dtype=np.int32)
    ranks[[chosen[key] for key in keys]] = np.arange(len(others), len(forms))
    order = _in_order(articles)
    segment = _segment([articles[at] for at in order], tokens, forms, ranks, stored_only, order)
    documents = np.empty(len(order), np.int64)
    documents[order] = np.arange(len(order))
    return segment, documents


def _in_order(articles: Sequence[Article]) -> list[int]:
    """Return the places of articles in the order of documents."""
    by_id = sorted(range(len(articles)), key=lambda at: articles[at].id, reverse=True)
    return sorted(by_id, key=lambda at: sort_key(articles[at]))


def _segment(
    articles: Sequence[Article],
    tokens: Tokens,
    forms: Sequence[Form],
    ranks: NDArray[np.int32],
    stored_only: frozenset[str] | None,
    order: Sequence[int] = (),
) -> Segment:
    storage = MemoryFilesystem()
    size = len(articles)
    # InOrder puts terms in the place of forms in the tokens.
    lengths = (
        tokens.lengths.reshape(-1, len(FIELDS))[list(order)] if size else np.zeros((0, 2), np.uint32)
    )
    with ArrayFileWriter(_PATH, storage) as writer:
        write_dictionary(writer, forms)
        postings = PostingsWriter(writer, stem_numbers(forms), size, _LIMITS)
        if size:
            titles = np.ascontiguousarray(lengths[:, 0])
            places = np.array(order, dtype=np.int64)
            in_order = InOrder(tokens, places, ranks, len(forms), titles)
            for part in in_order.ranges(_LIMITS.written_occurrences):
                postings.add(*part)
        postings.close()
        for at, name in enumerate(FIELDS):
            writer.add(f"{name}.lengths", lengths[:, at])
        days = np.array(list(map(sort_key, articles)), np.uint32).reshape(-1, 2)
        nothing = np.zeros(size + 1, np.uint64)
        ids = [article.id for article in articles]
        write_documents(writer, days[:, 0], days[:, 1], ids, nothing, ())
        _write_fields(writer, articles, stored_only)
        writer.close({}, sync=False)
    return Segment(_PATH, _CODEC, None, storage)


def _write_fields(
    writer: ArrayFileWriter, articles: Sequence[Article], stored_only: frozenset[str] | None
) -> None:
    fields = FieldsBuilder(stored_only or frozenset())
    if stored_only is not None:
        for at, article in enumerate(articles):
            if article.extra:
                fields.add(at, article.extra)
    fields.write(writer, np.arange(len(articles)), len(articles))
