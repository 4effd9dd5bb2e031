"""Matching documents -> the page of them that is asked for, in order.

Ties break by date, newest first, then by id, in every segment and across segments.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays import rerank
from frsearch.engine.arrays.score import Scorer
from frsearch.engine.arrays.top import best, newest, oldest
from frsearch.engine.cursor import Cursor
from frsearch.ranking import Floats
from frsearch.types import Match, Sort


class ScoredDocument(NamedTuple):
    """A document found, and its score."""

    document: int
    score: float


class _Hits(NamedTuple):
    """Documents found and their scores, as arrays."""

    documents: Documents
    scores: Floats

    def at(self, places: NDArray[np.int64] | slice) -> _Hits:
        return _Hits(self.documents[places], self.scores[places])

    def places(self) -> list[ScoredDocument]:
        return list(map(ScoredDocument, self.documents.tolist(), self.scores.tolist()))


def page(
    scorer: Scorer,
    documents: Documents,
    sort: Sort,
    offset: int,
    limit: int,
    after: Cursor | None = None,
) -> tuple[int, list[ScoredDocument]]:
    """Return how many matches come before the page asked for, and the page.

    `after` leaves out the hits up to that one, before the offset. The first articles are put in order
    anew, always as many whatever the page is, and none falls behind those that are not: so one page
    continues another.
    """
    wanted = offset + limit if limit else 0
    if not wanted or not len(documents):
        return offset, []
    snapshot = scorer.evaluator.snapshot
    if sort != "relevance":
        passed = 0
        if after is not None:
            following = _following(snapshot, after, documents, None)
            passed, documents = len(documents) - len(following), documents.take(following)
        ordered = _by_date(snapshot, documents, wanted, sort)[offset:wanted]
        ascending = np.sort(ordered)
        scores = scorer.scores(ascending)[ascending.searchsorted(ordered)]
        return passed + offset, _Hits(ordered, scores).places()
    found = _Hits(documents, scorer.scores(documents))
    anew = scorer.rerank_window
    if after is not None:
        if anew:
            first = _raised(_first(scorer, found, anew), scorer)
            found.scores[documents.searchsorted(first.documents)] = first.scores
        rest = found.at(_following(snapshot, after, documents, found.scores))
        passed = len(documents) - len(rest.documents)
        return passed + offset, _first(scorer, rest, wanted).at(slice(offset, None)).places()
    hits = _first(scorer, found, max(wanted, anew))
    if offset < anew:
        first = _raised(hits.at(slice(anew)), scorer)
        others = hits.at(slice(anew, None))
        hits = _Hits(
            np.concatenate([first.documents, others.documents]),
            np.concatenate([first.scores, others.scores]),
        )
    return offset, hits.at(slice(offset, wanted)).places()


def cursor_after(snapshot: Snapshot, place: ScoredDocument, match: Match, sort: Sort) -> Cursor:
    """Return the cursor that goes on after a place."""
    segment, at = snapshot.place(place.document)
    days = int(segment.first_days[at]), int(segment.last_days[at])
    return Cursor(sort, match, place.score, *days, segment.ids[at])


def _following(
    snapshot: Snapshot, after: Cursor, documents: Documents, scores: Floats | None
) -> NDArray[np.int64]:
    """Return the places among documents of those that come after a cursor's."""
    found, begin = [np.zeros(0, np.int64)], 0
    for segment, part in zip(snapshot.segments, snapshot.parted(documents), strict=True):
        end = begin + len(part)
        own = None if scores is None else scores[begin:end]
        found.append(_after(after, segment, part, own) + begin)
        begin = end
    return np.concatenate(found)


def _after(cursor: Cursor, segment: Segment, documents: Documents, scores: Floats | None) -> Documents:
    """Return the places among documents of a segment, ascending, of those that come after a hit."""
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
    """Return the documents of the hit's date, the last exclusive."""
    low, high = _equal(segment.first_days, cursor.first)
    begin, end = _equal(segment.last_days[low:high], cursor.last)
    return low + begin, low + end


def _place_of_id(cursor: Cursor, segment: Segment, low: int, high: int) -> int:
    """Return the first of the documents of one date that is the hit, or comes before it."""
    while low < high:
        middle = (low + high) // 2
        if segment.ids[middle] > cursor.id:
            low = middle + 1
        else:
            high = middle
    return low


def _equal(ascending: NDArray[np.uint32], day: int) -> tuple[int, int]:
    wanted = np.uint32(day)
    return int(ascending.searchsorted(wanted)), int(ascending.searchsorted(wanted, side="right"))


def _raised(hits: _Hits, scorer: Scorer) -> _Hits:
    """Return the first hits in their new order, with what is added to the scores of these alone."""
    hits = hits.at(hits.documents.argsort())
    scores = hits.scores + rerank.bonuses(scorer.window(hits.documents))
    return _in_order(scorer.evaluator.snapshot, _Hits(hits.documents, scores))


def _first(scorer: Scorer, found: _Hits, wanted: int) -> _Hits:
    """Return the best, in order."""
    snapshot, tuning = scorer.evaluator.snapshot, scorer.evaluator.tuning
    cuts = found.documents.searchsorted(snapshot.starts[1:-1])
    return _in_order(snapshot, found.at(best(found.scores, wanted, cuts, tuning))).at(slice(wanted))


def _in_order(snapshot: Snapshot, hits: _Hits) -> _Hits:
    """Sort hits by score. Within a segment, the higher document comes first among equal scores; dates
    and ids are read only where segments need to be told apart by them."""
    hits = hits.at(np.lexsort((-hits.documents, -hits.scores)))
    if len(snapshot.segments) > 1:
        changes = (hits.scores[1:] != hits.scores[:-1]).nonzero()[0] + 1
        for begin, end in pairwise([0, *changes.tolist(), len(hits.scores)]):
            if end - begin > 1:
                same = hits.documents[begin:end].tolist()
                if snapshot.place(same[0])[0] is not snapshot.place(same[-1])[0]:
                    hits.documents[begin:end] = sorted(same, key=snapshot.order)
    return hits


def _by_date(snapshot: Snapshot, documents: Documents, wanted: int, sort: Sort) -> Documents:
    """Return the first documents by date, newest first or oldest."""
    parts: list[Documents] = []
    for segment, part in zip(snapshot.segments, snapshot.parted(documents), strict=True):
        if sort == "newest":
            parts.append(newest(part, wanted))
        else:
            parts.append(oldest(segment.date_starts, part, segment.undated, wanted))
    found = snapshot.joined(parts)
    if sum(len(part) > 0 for part in parts) < 2:
        return found
    orders = {each: snapshot.order(each, oldest=sort == "oldest") for each in found.tolist()}
    return np.array(sorted(orders, key=orders.__getitem__), dtype=np.int64)


def oldest_first(snapshot: Snapshot, documents: Documents) -> Iterator[int]:
    """Yield all documents, given in ascending order, by date, then id; the undated last."""

    def walk(number: int, part: Documents) -> Iterator[tuple[tuple[object, ...], int]]:
        segment, start = snapshot.segments[number], snapshot.starts[number]
        ordered = oldest(segment.date_starts, part, segment.undated, len(part))
        for document in ordered.tolist() if len(part) else ():
            yield segment.order(document, oldest=True), start + document

    walks = (walk(number, part) for number, part in enumerate(snapshot.parted(documents)))
    for _, document in heapq.merge(*walks):
        yield document
