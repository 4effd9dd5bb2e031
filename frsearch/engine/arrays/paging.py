"""Matching documents -> the requested page of hits, in order.

Ties break by date, newest first, then by id, in every segment and across segments.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays import rerank
from frsearch.engine.arrays.field_values import field_ranks
from frsearch.engine.arrays.score import Scorer
from frsearch.engine.arrays.top import newest, oldest
from frsearch.engine.cursor import Cursor
from frsearch.ranking import Floats
from frsearch.types import SORTS, Match


class ScoredDocument(NamedTuple):
    """A document and its score."""

    document: int
    score: float


class _Hits(NamedTuple):
    """Documents and their scores, as arrays."""

    documents: Documents
    scores: Floats

    def at(self, places: NDArray[np.int64] | slice) -> _Hits:
        return _Hits(self.documents[places], self.scores[places])

    def places(self) -> list[ScoredDocument]:
        return list(map(ScoredDocument, self.documents.tolist(), self.scores.tolist()))


def page(
    scorer: Scorer,
    documents: Documents,
    sort: str,
    offset: int,
    limit: int,
    after: Cursor | None = None,
) -> tuple[int, list[ScoredDocument]]:
    """Return the number of matches before the requested page, and the page.

    `after` skips the hits up to that hit, before the offset. The number of reranked documents is the
    same for all pages, and none falls behind those not reranked, so that pages continue each other.
    """
    end = offset + limit if limit else 0
    if not end or not len(documents):
        return offset, []
    snapshot = scorer.evaluator.snapshot
    if sort != "relevance":
        skipped = 0
        if after is not None:
            following = _following(snapshot, after, documents, None)
            skipped, documents = len(documents) - len(following), documents.take(following)
        by = _by_date if sort in SORTS else _by_field
        ordered = by(snapshot, documents, end, sort)[offset:end]
        ascending = np.sort(ordered)
        scores = scorer.scores(ascending)[ascending.searchsorted(ordered)]
        return skipped + offset, _Hits(ordered, scores).places()
    matches = _Hits(documents, scorer.scores(documents))
    reranked = scorer.rerank_window
    if after is not None:
        if reranked:
            first = _raised(_first(scorer, matches, reranked), scorer)
            matches.scores[documents.searchsorted(first.documents)] = first.scores
        rest = matches.at(_following(snapshot, after, documents, matches.scores))
        skipped = len(documents) - len(rest.documents)
        return skipped + offset, _first(scorer, rest, end).at(slice(offset, None)).places()
    hits = _first(scorer, matches, max(end, reranked))
    if offset < reranked:
        first = _raised(hits.at(slice(reranked)), scorer)
        others = hits.at(slice(reranked, None))
        hits = _Hits(
            np.concatenate([first.documents, others.documents]),
            np.concatenate([first.scores, others.scores]),
        )
    return offset, hits.at(slice(offset, end)).places()


def cursor_after(snapshot: Snapshot, place: ScoredDocument, match: Match, sort: str) -> Cursor:
    """Return the cursor that continues after a hit."""
    segment, at = snapshot.place(place.document)
    days = int(segment.first_days[at]), int(segment.last_days[at])
    value = None
    if sort not in SORTS:
        field = snapshot.field(sort)
        (rank,) = field_ranks(snapshot, sort, np.array([place.document])).tolist()
        value = field.label(rank) if rank < field.count else None
    return Cursor(sort, match, place.score, *days, segment.ids[at], value)


def _following(
    snapshot: Snapshot, after: Cursor, documents: Documents, scores: Floats | None
) -> NDArray[np.int64]:
    """Return the places in `documents` of those that come after a cursor."""
    if after.sort not in SORTS:
        return _following_by_field(snapshot, after, documents)
    places, begin = [np.zeros(0, np.int64)], 0
    for segment, part in zip(snapshot.segments, snapshot.parted(documents), strict=True):
        end = begin + len(part)
        part_scores = None if scores is None else scores[begin:end]
        places.append(_after(after, segment, part, part_scores) + begin)
        begin = end
    return np.concatenate(places)


def _following_by_field(snapshot: Snapshot, after: Cursor, documents: Documents) -> NDArray[np.int64]:
    """Return the places in `documents` of those that come after a cursor of values."""
    field, ranks = snapshot.field(after.sort), field_ranks(snapshot, after.sort, documents)
    place = field.count if after.value is None else field.place(after.value)
    if after.value is not None and (place == field.count or field.label(place) != after.value):
        return np.flatnonzero(ranks >= place)  # no article has the value any more
    boundaries = [
        start + _place_of_id(after, segment, *_same_date(after, segment))
        for segment, start in zip(snapshot.segments, snapshot.starts, strict=False)
    ]
    ends = np.array(snapshot.starts[1:])
    own = np.array(boundaries).take(ends.searchsorted(documents, side="right"))
    return np.flatnonzero((ranks > place) | ((ranks == place) & (documents < own)))


def _after(cursor: Cursor, segment: Segment, documents: Documents, scores: Floats | None) -> Documents:
    """Return the places in ascending documents of a segment of those that come after a cursor."""
    low, high = _same_date(cursor, segment)
    boundary = _place_of_id(cursor, segment, low, high)
    if cursor.sort == "relevance":
        assert scores is not None
        equal = (scores == np.float32(cursor.score)) & (documents < boundary)
        return np.flatnonzero((scores < np.float32(cursor.score)) | equal)
    if cursor.sort == "newest":
        return np.flatnonzero(documents < boundary)
    later = (documents >= high) | ((documents >= low) & (documents < boundary))
    if cursor.first == 0:
        return np.flatnonzero(documents < boundary)
    return np.flatnonzero(later | (documents < segment.undated))


def _same_date(cursor: Cursor, segment: Segment) -> tuple[int, int]:
    """Return the range of documents of the cursor's date, end exclusive."""
    low, high = _equal(segment.first_days, cursor.first)
    begin, end = _equal(segment.last_days[low:high], cursor.last)
    return low + begin, low + end


def _place_of_id(cursor: Cursor, segment: Segment, low: int, high: int) -> int:
    """Return the first document of the range of a date that is the cursor's or ranks before it."""
    while low < high:
        middle = (low + high) // 2
        if segment.ids[middle] > cursor.id:
            low = middle + 1
        else:
            high = middle
    return low


def _equal(ascending: NDArray[np.uint32], day: int) -> tuple[int, int]:
    value = np.uint32(day)
    return int(ascending.searchsorted(value)), int(ascending.searchsorted(value, side="right"))


def _raised(hits: _Hits, scorer: Scorer) -> _Hits:
    """Return the first hits reranked, with bonuses added to their scores."""
    hits = hits.at(hits.documents.argsort())
    scores = hits.scores + rerank.bonuses(scorer.window(hits.documents))
    return _in_order(scorer.evaluator.snapshot, _Hits(hits.documents, scores))


def _first(scorer: Scorer, matches: _Hits, limit: int) -> _Hits:
    """Return the best hits, in order."""
    snapshot = scorer.evaluator.snapshot
    cuts = matches.documents.searchsorted(np.array(snapshot.starts[1:-1], dtype=np.int64))
    best = kernels.best(matches.scores, limit, cuts)
    return _in_order(snapshot, matches.at(best)).at(slice(limit))


def _in_order(snapshot: Snapshot, hits: _Hits) -> _Hits:
    """Sort hits by score. At equal scores in one segment, the higher document number comes first; dates
    and ids are read only to compare documents of different segments."""
    hits = hits.at(np.lexsort((-hits.documents, -hits.scores)))
    if len(snapshot.segments) > 1:
        changes = (hits.scores[1:] != hits.scores[:-1]).nonzero()[0] + 1
        for begin, end in pairwise([0, *changes.tolist(), len(hits.scores)]):
            if end - begin > 1:
                tied = hits.documents[begin:end].tolist()
                if snapshot.place(tied[0])[0] is not snapshot.place(tied[-1])[0]:
                    hits.documents[begin:end] = sorted(tied, key=snapshot.order)
    return hits


def _by_date(snapshot: Snapshot, documents: Documents, limit: int, sort: str) -> Documents:
    """Return the first `limit` documents by date, newest or oldest first."""
    parts: list[Documents] = []
    for segment, part in zip(snapshot.segments, snapshot.parted(documents), strict=True):
        if sort == "newest":
            parts.append(newest(part, limit))
        else:
            parts.append(oldest(segment.date_starts, part, segment.undated, limit))
    documents = snapshot.joined(parts)
    if sum(len(part) > 0 for part in parts) < 2:
        return documents
    orders = {each: snapshot.order(each, oldest=sort == "oldest") for each in documents.tolist()}
    return np.array(sorted(orders, key=orders.__getitem__), dtype=np.int64)


def _by_field(snapshot: Snapshot, documents: Documents, limit: int, name: str) -> Documents:
    """Return the first `limit` documents by the value of a field; ties as ever, none last."""
    ranks = field_ranks(snapshot, name, documents)
    if len(documents) > limit:
        last = np.partition(ranks, limit - 1)[limit - 1]
        # Of each segment's documents with the last of these values, the latest come first.
        equal = np.flatnonzero(ranks == last)
        cuts = documents.take(equal).searchsorted(snapshot.starts[1:-1])
        parts = [part[-limit:] for part in np.split(equal, cuts)]
        chosen = np.concatenate([np.flatnonzero(ranks < last), *parts])
        documents, ranks = documents.take(chosen), ranks.take(chosen)
    if len(snapshot.segments) == 1:
        return documents[np.lexsort((-documents, ranks))][:limit]
    orders = {
        each: (rank, snapshot.order(each))
        for each, rank in zip(documents.tolist(), ranks.tolist(), strict=True)
    }
    return np.array(sorted(orders, key=orders.__getitem__)[:limit], dtype=np.int64)


def oldest_first(snapshot: Snapshot, documents: Documents) -> Iterator[int]:
    """Yield ascending documents in the order of date, then id; the undated last."""

    def walk(number: int, part: Documents) -> Iterator[tuple[tuple[object, ...], int]]:
        segment, start = snapshot.segments[number], snapshot.starts[number]
        ordered = oldest(segment.date_starts, part, segment.undated, len(part))
        for document in ordered.tolist() if len(part) else ():
            yield segment.order(document, oldest=True), start + document

    walks = (walk(number, part) for number, part in enumerate(snapshot.parted(documents)))
    for _, document in heapq.merge(*walks):
        yield document
