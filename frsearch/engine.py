"""The seam under `Index`: analysed articles and query trees in, document numbers and counts out.

Parsing, snippets and results stand above it and know nothing of segments; another engine (a search
server, say) would take this module's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.store import Snapshot
from frsearch.dates import DateRange
from frsearch.facets import Unit, count_documents, in_order
from frsearch.query.evaluate import Evaluator, Match, SegmentSearch
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.query.resolve import resolve
from frsearch.query.top import best, newest, oldest
from frsearch.ranking import Ranking
from frsearch.results import FacetCount, QueryWarning

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Request:
    """An analysed query and what is wanted of its matches.

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
    tree = resolve(request.tree, snapshot, warnings)
    dated = tree if request.date is None else And((tree, Dates(request.date)))
    evaluator = Evaluator(dated, snapshot.segments, snapshot.statistics, ranking)
    match = request.match
    found = _match(evaluator, match)
    if match == "all" and _has_row(tree) and not any(map(len, found)):
        anyhow = _match(evaluator, "any")
        if any(map(len, anyhow)):
            match, found = "any", anyhow
    searches = [evaluator.of_segment(number, match) for number in range(len(found))]
    facets: dict[str, tuple[FacetCount, ...]] = {
        unit: _counted(snapshot.segments, found, unit) for unit in request.facets
    }
    places = _page(searches, dated, found, request)
    return Answer(
        places=places,
        total=sum(map(len, found)),
        match=match,
        facets=MappingProxyType(facets),
        undated=sum(map(_undated, snapshot.segments, found)),
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
    numbers = range(len(evaluator.segments))
    return [evaluator.of_segment(number, match).match(evaluator.tree) for number in numbers]


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


def _page(
    searches: Sequence[SegmentSearch], tree: Node, found: Sequence[Documents], request: Request
) -> list[Place]:
    """Return the page asked for; ties break by date, newest first, then by id."""
    wanted = request.offset + request.limit if request.limit else 0
    candidates = [
        Place(number, document, score)
        for number, (search, documents) in enumerate(zip(searches, found, strict=True))
        if wanted and len(documents)
        for document, score in _first(search, tree, documents, request.sort, wanted)
    ]
    if len({place.segment for place in candidates}) > 1:
        candidates.sort(key=lambda place: _order(searches[place.segment].segment, place, request.sort))
    return candidates[request.offset : wanted]


def _first(
    search: SegmentSearch, tree: Node, documents: Documents, sort: Sort, wanted: int
) -> list[tuple[int, float]]:
    """Return the first documents of a segment in the order of `sort`, with their scores."""
    if sort == "relevance":
        scores = search.score(tree, documents)
        chosen = best(scores, wanted)
        return list(zip(documents[chosen].tolist(), scores[chosen].tolist(), strict=True))
    if sort == "newest":
        ordered = newest(documents, wanted)
    else:
        ordered = oldest(search.segment.date_starts, documents, search.segment.undated, wanted)
    ascending = np.sort(ordered)
    scores = search.score(tree, ascending)[np.searchsorted(ascending, ordered)]
    return list(zip(ordered.tolist(), scores.tolist(), strict=True))


def _order(segment: Segment, place: Place, sort: Sort) -> tuple[object, ...]:
    first, last = int(segment.first_days[place.document]), int(segment.last_days[place.document])
    id = segment.ids[place.document]
    if sort == "oldest":
        return first == 0, first, last, id
    return (-place.score if sort == "relevance" else 0), -first, -last, id
