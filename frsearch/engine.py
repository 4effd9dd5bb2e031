"""The seam under `Index`: analysed articles and query trees in, document numbers and counts out.

Parsing, snippets and results stand above it and know nothing of segments; another engine (a search
server, say) would take this module's place.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.store import Snapshot
from frsearch.cursor import Cursor, Sort
from frsearch.dates import DateRange
from frsearch.facets import Unit, count_documents, filled, in_order
from frsearch.query.evaluate import Evaluator, Match, SegmentSearch
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.query.resolve import resolve
from frsearch.query.top import best, newest, oldest
from frsearch.ranking import Floats, Ranking
from frsearch.results import FacetCount, QueryWarning

FacetScope = Literal["filtered", "query"]


@dataclass(frozen=True, slots=True)
class Request:
    """An analysed query and what is wanted of its matches.

    `after` leaves out the hits up to that one, before the offset. `facet_scope`: whether facets count
    the matches, or what they would be without `date`; `facet_fill`: units without any, too.
    `highlights`: whether what highlighting needs is wanted too.
    """

    tree: Node
    date: DateRange | None = None
    match: Match = "all"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[Unit, ...] = ()
    highlights: bool = True
    after: Cursor | None = None
    facet_scope: FacetScope = "filtered"
    facet_fill: bool = False


class Place(NamedTuple):
    """A document found: its segment, its number there, its score."""

    segment: int
    document: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents wanted, in order, and what holds for all matches.

    `before` is how many matches come before them; `cursor` stands for the last of them, None where no
    match follows. `tree` is the query with the terms of this index; of each of its leaves, `weights`
    has what it says of an article, `forms` the accented forms that it stands for, and `counts`, for
    each of the places, how often it stands in the text there.
    """

    places: Sequence[Place]
    total: int
    match: Match
    facets: Mapping[str, tuple[FacetCount, ...]]
    undated: int
    tree: Node
    weights: Mapping[Leaf, float]
    forms: Mapping[Leaf, list[str]]
    counts: Sequence[Mapping[Leaf, int]]
    warnings: tuple[QueryWarning, ...]
    before: int
    cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class Found:
    """All documents that match, a segment at a time, ascending.

    `tree` is the query with the terms of this index, `dated` the same in the range of dates asked for.
    """

    tree: Node
    dated: Node
    evaluator: Evaluator
    match: Match
    documents: list[Documents]
    warnings: tuple[QueryWarning, ...]


def find(snapshot: Snapshot, request: Request, ranking: Ranking) -> Found:
    """Find what matches in one state of the index."""
    warnings: list[QueryWarning] = []
    tree = resolve(request.tree, snapshot, warnings)
    dated = tree if request.date is None else And((tree, Dates(request.date)))
    evaluator = Evaluator(dated, snapshot.segments, snapshot.statistics, ranking)
    # A later page is of the matches that the first was of.
    match = request.match if request.after is None else request.after.match
    match, documents = _match_or_any(evaluator, dated, match)
    return Found(tree, dated, evaluator, match, documents, tuple(warnings))


def answer(snapshot: Snapshot, request: Request, ranking: Ranking) -> Answer:
    """Answer a request from one state of the index."""
    found = find(snapshot, request, ranking)
    evaluator, tree, documents = found.evaluator, found.tree, found.documents
    searches = [evaluator.of_segment(number, found.match) for number in range(len(documents))]
    counted = documents
    if request.facet_scope == "query" and request.date is not None:
        counted = _match_or_any(evaluator, tree, request.match)[1]
    before, places = _page(searches, found.dated, documents, request)
    total = sum(map(len, documents))
    more = before + len(places) < total
    return Answer(
        places=places,
        total=total,
        match=found.match,
        facets=MappingProxyType({
            unit: _facet(snapshot.segments, counted, unit, request) for unit in request.facets
        }),
        undated=sum(map(_undated, snapshot.segments, counted)),
        tree=tree,
        weights=evaluator.weights,
        forms=evaluator.forms() if request.highlights else {},
        counts=[
            searches[place.segment].counts(place.document) if request.highlights else {}
            for place in places
        ],
        warnings=found.warnings,
        before=before,
        cursor=_cursor(searches, places, found.match, request.sort) if places and more else None,
    )


def _match_or_any(
    evaluator: Evaluator, tree: Node, match: Match
) -> tuple[Match, list[Documents]]:
    """Match a tree, with any of its words where "all" finds nothing; return which it was."""
    documents = _match(evaluator, tree, match)
    if match == "all" and _has_row(tree) and not any(map(len, documents)):
        anyhow = _match(evaluator, tree, "any")
        if any(map(len, anyhow)):
            return "any", anyhow
    return match, documents


def _match(evaluator: Evaluator, tree: Node, match: Match) -> list[Documents]:
    numbers = range(len(evaluator.segments))
    return [evaluator.of_segment(number, match).match(tree) for number in numbers]


def _has_row(node: Node) -> bool:
    """Say whether `match` makes a difference to a tree."""
    if isinstance(node, Words) and sum(not is_filter(child) for child in node.children) > 1:
        return True
    return isinstance(node, Words | And | Or) and any(map(_has_row, node.children))


def _facet(
    segments: Sequence[Segment], found: Sequence[Documents], unit: Unit, request: Request
) -> tuple[FacetCount, ...]:
    counts = in_order(count_by(segments, found, unit))
    return filled(counts, unit, request.date) if request.facet_fill else counts


def count_by(
    segments: Sequence[Segment], found: Sequence[Documents], unit: Unit
) -> dict[str, int]:
    """Count the documents of each segment, ascending, by unit; one that is given twice counts twice."""
    counts: dict[str, int] = {}
    for segment, documents in zip(segments, found, strict=True):
        for value, count in count_documents(segment.calendar(unit), documents).items():
            counts[value] = counts.get(value, 0) + count
    return counts


def oldest_first(
    segments: Sequence[Segment], found: Sequence[Documents]
) -> Iterator[tuple[int, int]]:
    """Yield segment and document of all that was found, by date, then id; the undated last."""

    def walk(number: int) -> Iterator[tuple[tuple[object, ...], int, int]]:
        segment, documents = segments[number], found[number]
        ordered = oldest(segment.date_starts, documents, segment.undated, len(documents))
        for document in ordered.tolist() if len(documents) else ():
            yield _date_key(segment, document, "oldest"), number, document

    for _, number, document in heapq.merge(*map(walk, range(len(segments)))):
        yield number, document


def _undated(segment: Segment, documents: Documents) -> int:
    """Count the documents without a date, which are the first of a segment."""
    return int(np.searchsorted(documents, segment.undated))


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


def _page(
    searches: Sequence[SegmentSearch], tree: Node, found: Sequence[Documents], request: Request
) -> tuple[int, list[Place]]:
    """Return how many matches come before the page asked for, and the page.

    Ties break by date, newest first, then by id. The first articles are put in order anew, always as
    many whatever the page is, and none falls behind those that are not: so one page continues another.
    """
    wanted = request.offset + request.limit if request.limit else 0
    sort, offset = request.sort, request.offset
    lists = [
        _List(number, search, documents, search.score(tree, documents) if sort == "relevance" else None)
        for number, (search, documents) in enumerate(zip(searches, found, strict=True))
        if wanted and len(documents)
    ]
    if not lists:
        return offset, []
    reordered = searches[0].evaluator.reordered if sort == "relevance" else 0
    if request.after is not None:
        passed, lists = _following(lists, searches, tree, reordered, request.after)
        hits = _first(lists, searches, tree, sort, wanted)
        return passed + offset, hits.at(slice(offset, wanted)).places()
    hits = _first(lists, searches, tree, sort, max(wanted, reordered))
    if offset < reordered:
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


def _cursor(
    searches: Sequence[SegmentSearch], places: Sequence[Place], match: Match, sort: Sort
) -> Cursor:
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
        (-score if sort == "relevance" else 0, _date_key(searches[number].segment, document, sort))
        for number, document, score in hits.places()
    ]
    return hits.at(np.array(sorted(range(len(keys)), key=keys.__getitem__)))


def _date_key(segment: Segment, document: int, sort: Sort) -> tuple[object, ...]:
    first, last = int(segment.first_days[document]), int(segment.last_days[document])
    id = segment.ids[document]
    if sort == "oldest":
        return first == 0, first, last, id
    return -first, -last, id
