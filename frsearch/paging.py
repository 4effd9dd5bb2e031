"""Matching documents -> the page of them that is asked for, in order.

Ties break by date, newest first, then by id, in every segment and across segments.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.cursor import Cursor, Sort
from frsearch.query.evaluate import Match, SegmentSearch
from frsearch.query.nodes import Node
from frsearch.query.top import best, newest, oldest
from frsearch.ranking import Floats


class Place(NamedTuple):
    """A document found: its segment, its number there, its score."""

    segment: int
    document: int
    score: float


class _Hits(NamedTuple):
    """Documents found, as arrays: their segments, their numbers there, their scores."""

    segments: NDArray[np.int64]
    documents: Documents
    scores: Floats

    def at(self, places: NDArray[np.int64] | slice) -> _Hits:
        return _Hits(self.segments[places], self.documents[places], self.scores[places])

    def places(self) -> list[Place]:
        rows = zip(self.segments.tolist(), self.documents.tolist(), self.scores.tolist(), strict=True)
        return [Place(*row) for row in rows]


class _List(NamedTuple):
    """All documents of a segment that match, ascending; with their scores where those order them."""

    number: int
    search: SegmentSearch
    documents: Documents
    scores: Floats | None


def page(
    searches: Sequence[SegmentSearch],
    tree: Node,
    found: Sequence[Documents],
    sort: Sort,
    offset: int,
    limit: int,
    after: Cursor | None = None,
) -> tuple[int, list[Place]]:
    """Return how many matches come before the page asked for, and the page.

    `after` leaves out the hits up to that one, before the offset. The first articles are put in order
    anew, always as many whatever the page is, and none falls behind those that are not: so one page
    continues another.
    """
    wanted = offset + limit if limit else 0
    lists: list[_List] = []
    for number, (search, documents) in enumerate(zip(searches, found, strict=True)):
        if not wanted or not len(documents) or (lists and search.evaluator.deadline.is_over()):
            continue
        scores = search.score(tree, documents) if sort == "relevance" else None
        lists.append(_List(number, search, documents, scores))
    if not lists:
        return offset, []
    deadline = lists[0].search.evaluator.deadline
    reordered = searches[0].evaluator.reordered if sort == "relevance" else 0
    if after is not None:
        passed, lists = _following(lists, searches, tree, reordered, after)
        hits = _first(lists, searches, tree, sort, wanted)
        return passed + offset, hits.at(slice(offset, wanted)).places()
    hits = _first(lists, searches, tree, sort, max(wanted, reordered))
    if offset < reordered and not deadline.is_over():
        hits = _joined([_raised(hits, searches, reordered), hits.at(slice(reordered, None))])
    return offset, hits.at(slice(offset, wanted)).places()


def _following(
    lists: list[_List],
    searches: Sequence[SegmentSearch],
    tree: Node,
    reordered: int,
    after: Cursor,
) -> tuple[int, list[_List]]:
    """Return how many documents come up to a cursor's, and those that come after it."""
    if reordered:
        first = _raised(_first(lists, searches, tree, after.sort, reordered), searches, reordered)
        for number, _, documents, scores in lists:
            assert scores is not None
            own = first.at(np.flatnonzero(first.segments == number))
            scores[documents.searchsorted(own.documents)] = own.scores
    rest: list[_List] = []
    for number, search, documents, scores in lists:
        kept = after.following(search.segment, documents, scores)
        kept_scores = None if scores is None else scores[kept]
        rest.append(_List(number, search, documents[kept], kept_scores))
    return sum(len(each.documents) for each in lists) - sum(len(each.documents) for each in rest), rest


def cursor_after(
    searches: Sequence[SegmentSearch], places: Sequence[Place], match: Match, sort: Sort
) -> Cursor:
    """Return the cursor that goes on after the last of these places."""
    number, document, score = places[-1]
    segment = searches[number].segment
    days = int(segment.first_days[document]), int(segment.last_days[document])
    return Cursor(sort, match, score, *days, segment.ids[document])


def _joined(parts: Sequence[_Hits]) -> _Hits:
    segments, documents, scores = zip(*parts, strict=True)
    return _Hits(np.concatenate(segments), np.concatenate(documents), np.concatenate(scores))


def _raised(hits: _Hits, searches: Sequence[SegmentSearch], reordered: int) -> _Hits:
    """Return the first hits in their new order."""
    return _in_order(_with_gains(hits.at(slice(reordered)), searches), searches)


def _with_gains(hits: _Hits, searches: Sequence[SegmentSearch]) -> _Hits:
    """Return the hits, in another order, with what is added to the scores of the first alone."""
    hits = hits.at(np.lexsort((hits.documents, hits.segments)))
    ends = hits.segments.searchsorted(range(1, len(searches) + 1)).tolist()
    for search, start, end in zip(searches, [0, *ends], ends, strict=False):
        if start < end:
            hits.scores[start:end] += search.gains(hits.documents[start:end])
    return hits


def _first(
    lists: Sequence[_List],
    searches: Sequence[SegmentSearch],
    tree: Node,
    sort: Sort,
    wanted: int,
) -> _Hits:
    """Return the first documents of all segments in the order of `sort`, and maybe more, with scores."""
    parts = [_first_of(each, tree, sort, wanted) for each in lists]
    return parts[0] if len(parts) == 1 else _in_order(_joined(parts), searches, sort)


def _first_of(listed: _List, tree: Node, sort: Sort, wanted: int) -> _Hits:
    number, search, documents, scores = listed
    if scores is not None:
        chosen = best(scores, wanted)
        ordered, scores = documents[chosen], scores[chosen]
    else:
        if sort == "newest":
            ordered = newest(documents, wanted)
        else:
            segment = search.segment
            ordered = oldest(segment.date_starts, documents, segment.undated, wanted)
        ascending = np.sort(ordered)
        scores = search.score(tree, ascending)[np.searchsorted(ascending, ordered)]
    return _Hits(np.full(len(ordered), number), ordered, scores)


def _in_order(hits: _Hits, searches: Sequence[SegmentSearch], sort: Sort = "relevance") -> _Hits:
    """Sort hits. Within a segment, the higher document comes first among equal scores; dates and ids
    are read only where segments need to be told apart by them."""
    if sort == "relevance":
        hits = hits.at(np.lexsort((-hits.documents, -hits.scores)))
        equal = hits.scores[1:] == hits.scores[:-1]
        if not (equal & (hits.segments[1:] != hits.segments[:-1])).any():
            return hits
    keys = [
        (
            -score if sort == "relevance" else 0,
            searches[number].segment.order(document, oldest=sort == "oldest"),
        )
        for number, document, score in hits.places()
    ]
    return hits.at(np.array(sorted(range(len(keys)), key=keys.__getitem__)))


def oldest_first(
    segments: Sequence[Segment], found: Sequence[Documents]
) -> Iterator[tuple[int, int]]:
    """Yield segment and document of all that was found, by date, then id; the undated last."""

    def walk(number: int) -> Iterator[tuple[tuple[object, ...], int, int]]:
        segment, documents = segments[number], found[number]
        ordered = oldest(segment.date_starts, documents, segment.undated, len(documents))
        for document in ordered.tolist() if len(documents) else ():
            yield segment.order(document, oldest=True), number, document

    for _, number, document in heapq.merge(*map(walk, range(len(segments)))):
        yield number, document
