"""The seam under `Index`: analysed articles and query trees in, document numbers and counts out.

Parsing, snippets and results stand above it and know nothing of segments; another engine (a search
server, say) would take this module's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.store import Snapshot
from frsearch.dates import DateRange
from frsearch.facets import Unit, count_documents, in_order
from frsearch.query.budget import within_budget
from frsearch.query.evaluate import Evaluator, Match, SegmentSearch
from frsearch.query.limits import Deadline
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.query.resolve import resolve
from frsearch.query.top import best, newest, oldest
from frsearch.ranking import Floats, Ranking
from frsearch.results import FacetCount, QueryWarning

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Request:
    """An analysed query and what is wanted of its matches.

    `highlights`: whether what highlighting needs is wanted too. After the `deadline`, what is
    found in the segments searched until then is the answer.
    """

    tree: Node
    date: DateRange | None = None
    match: Match = "all"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[Unit, ...] = ()
    highlights: bool = True
    deadline: Deadline = field(default_factory=Deadline)


class Place(NamedTuple):
    """A document found: its segment, its number there, its score."""

    segment: int
    document: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents wanted, in order, and what holds for all matches.

    `tree` is the query with the terms of this index; of each of its leaves, `weights` has what it
    says of an article, `forms` the accented forms that it stands for, and `counts`, for each of
    the places, how often it stands in the text there.
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


def answer(snapshot: Snapshot, request: Request, ranking: Ranking) -> Answer:
    """Answer a request from one state of the index."""
    warnings: list[QueryWarning] = []
    deadline = request.deadline
    tree = resolve(request.tree, snapshot, warnings, deadline=deadline)
    tree = within_budget(tree, snapshot.segments, warnings)
    dated = tree if request.date is None else And((tree, Dates(request.date)))
    evaluator = Evaluator(dated, snapshot.segments, snapshot.statistics, ranking, deadline)
    match = request.match
    found = _match(evaluator, match)
    if match == "all" and not deadline.passed and _has_row(tree) and not any(map(len, found)):
        anyhow = _match(evaluator, "any")
        if any(map(len, anyhow)):
            match, found = "any", anyhow
    searches = [evaluator.of_segment(number, match) for number in range(len(found))]
    segments = evaluator.segments[: len(found)]
    facets: dict[str, tuple[FacetCount, ...]] = {
        unit: _counted(segments, found, unit) for unit in request.facets
    }
    places = _page(searches, dated, found, request)
    return Answer(
        places=places,
        total=sum(map(len, found)),
        match=match,
        facets=MappingProxyType(facets),
        undated=sum(map(_undated, segments, found)),
        tree=tree,
        weights=evaluator.weights,
        forms=evaluator.forms() if request.highlights else {},
        counts=[
            searches[place.segment].counts(place.document) if request.highlights else {}
            for place in places
        ],
        warnings=tuple(warnings),
    )


def _match(evaluator: Evaluator, match: Match) -> list[Documents]:
    found: list[Documents] = []
    for number in range(len(evaluator.segments)):
        if found and evaluator.deadline.is_over():
            break
        found.append(evaluator.of_segment(number, match).match(evaluator.tree))
    return found


def _has_row(node: Node) -> bool:
    """Say whether `match` makes a difference to a tree."""
    if isinstance(node, Words) and sum(not is_filter(child) for child in node.children) > 1:
        return True
    return isinstance(node, Words | And | Or) and any(map(_has_row, node.children))


def _counted(
    segments: Sequence[Segment], found: Sequence[Documents], unit: Unit
) -> tuple[FacetCount, ...]:
    counts: dict[str, int] = {}
    for segment, documents in zip(segments, found, strict=True):
        for value, count in count_documents(segment.calendar(unit), documents).items():
            counts[value] = counts.get(value, 0) + count
    return in_order(counts)


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


def _page(
    searches: Sequence[SegmentSearch], tree: Node, found: Sequence[Documents], request: Request
) -> list[Place]:
    """Return the page asked for; ties break by date, newest first, then by id.

    The first articles are put in order anew, always as many whatever the page is, and none falls
    behind those that are not: so one page continues another.
    """
    wanted = request.offset + request.limit if request.limit else 0
    deadline = request.deadline
    held = [number for number, documents in enumerate(found) if len(documents)]
    if not wanted or not held:
        return []
    reordered = searches[0].evaluator.reordered if request.sort == "relevance" else 0
    parts = [
        _first(number, searches[number], tree, found[number], request.sort, max(wanted, reordered))
        for number in held
        if number == held[0] or not deadline.is_over()
    ]
    hits = parts[0]
    if len(parts) > 1:
        hits = _in_order(_joined(parts), searches, request.sort)
    if request.offset < reordered and not deadline.is_over():
        raised = _in_order(_with_gains(hits.at(slice(reordered)), searches), searches)
        hits = _joined([raised, hits.at(slice(reordered, None))])
    return hits.at(slice(request.offset, wanted)).places()


def _joined(parts: Sequence[_Hits]) -> _Hits:
    segments, documents, scores = zip(*parts, strict=True)
    return _Hits(np.concatenate(segments), np.concatenate(documents), np.concatenate(scores))


def _with_gains(hits: _Hits, searches: Sequence[SegmentSearch]) -> _Hits:
    """Return the hits, in another order, with what is added to the scores of the first alone."""
    hits = hits.at(np.lexsort((hits.documents, hits.segments)))
    ends = hits.segments.searchsorted(range(1, len(searches) + 1)).tolist()
    for search, start, end in zip(searches, [0, *ends], ends, strict=False):
        if start < end:
            hits.scores[start:end] += search.gains(hits.documents[start:end])
    return hits


def _first(
    number: int,
    search: SegmentSearch,
    tree: Node,
    documents: Documents,
    sort: Sort,
    wanted: int,
) -> _Hits:
    """Return the first documents of a segment in the order of `sort`, with their scores."""
    if sort == "relevance":
        scores = search.score(tree, documents)
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
