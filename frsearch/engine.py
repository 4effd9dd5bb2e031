"""The seam under `Index`: analysed articles and query trees in, document numbers and counts out.

Parsing, snippets and results stand above it and know nothing of segments; another engine (a search
server, say) would take this module's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Literal

import numpy as np

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.store import Snapshot
from frsearch.cursor import Cursor, Sort
from frsearch.dates import DateRange
from frsearch.facets import Unit, count_documents, filled, in_order
from frsearch.paging import Place, cursor_after, page
from frsearch.query.budget import within_budget
from frsearch.query.collapse import Collapsed, left, once
from frsearch.query.evaluate import Evaluator, Match, SegmentSearch
from frsearch.query.limits import Deadline
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.query.resolve import resolve
from frsearch.ranking import Ranking
from frsearch.results import FacetCount, QueryWarning

FacetScope = Literal["filtered", "query"]


@dataclass(frozen=True, slots=True)
class Request:
    """An analysed query and what is wanted of its matches.

    `after` leaves out the hits up to that one, before the offset. `facet_scope`: whether facets count
    the matches, or what they would be without `date`; `facet_fill`: units without any, too.
    `highlights`: whether what highlighting needs is wanted too. `collapse`: whether one of each group
    of near copies is wanted, `groups` whether groups are to be counted. `without` is the segment and
    number of a document to leave out, with its copies where copies are collapsed. After the
    `deadline`, what is found in the segments searched until then is the answer.
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
    collapse: bool = False
    groups: bool = False
    without: tuple[int, int] | None = None
    deadline: Deadline = field(default_factory=Deadline)


@dataclass(frozen=True, slots=True)
class Matches:
    """All documents that match, a segment at a time, ascending.

    `tree` is the query with the terms of this index, `dated` the same in the range of dates asked for;
    `warnings` say what was cut.
    """

    tree: Node
    dated: Node
    evaluator: Evaluator
    match: Match
    documents: Sequence[Documents]
    warnings: tuple[QueryWarning, ...]

    def searches(self) -> list[SegmentSearch]:
        """Return the search of each segment."""
        return [self.evaluator.of_segment(number, self.match) for number in range(len(self.documents))]


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents wanted, in order, and what holds for all matches.

    `before` is how many matches come before them; `cursor` stands for the last of them, None where no
    match follows. `tree` is the query with the terms of this index; of each of its leaves, `weights`
    has what it says of an article, `matching` how many articles it finds by itself, `forms` the
    accented forms that it stands for, and `counts`, for each of the places, how often it stands in
    the text there. `copies` has the ids behind each place.
    """

    places: Sequence[Place]
    total: int
    match: Match
    facets: Mapping[str, tuple[FacetCount, ...]]
    undated: int
    tree: Node
    weights: Mapping[Leaf, float]
    matching: Mapping[Leaf, int]
    forms: Mapping[Leaf, list[str]]
    counts: Sequence[Mapping[Leaf, int]]
    copies: Sequence[tuple[str, ...]]
    warnings: tuple[QueryWarning, ...]
    before: int
    cursor: Cursor | None


def find(snapshot: Snapshot, request: Request, ranking: Ranking) -> Matches:
    """Find what matches a request in one state of the index."""
    warnings: list[QueryWarning] = []
    deadline = request.deadline
    tree = resolve(request.tree, snapshot, warnings, deadline=deadline)
    tree = within_budget(tree, snapshot.segments, warnings)
    dated = tree if request.date is None else And((tree, Dates(request.date)))
    evaluator = Evaluator(dated, snapshot.segments, snapshot.statistics, ranking, deadline)
    # A later page is of the matches that the first was of.
    match = request.match if request.after is None else request.after.match
    match, documents = _match_or_any(evaluator, dated, match)
    if request.without is not None:
        documents = left(snapshot, documents, request.without, copies_too=request.collapse)
    return Matches(tree, dated, evaluator, match, documents, tuple(warnings))


def answer(snapshot: Snapshot, request: Request, ranking: Ranking) -> Answer:
    """Answer a request from one state of the index."""
    matches = find(snapshot, request, ranking)
    evaluator, searches, documents = matches.evaluator, matches.searches(), matches.documents
    shown, collapsed = documents, None
    if request.collapse and request.limit:
        scorers = [partial(search.score, matches.dated) for search in searches]
        collapsed = Collapsed(snapshot, documents, scorers, request.sort)
        shown = collapsed.shown
    before, places = page(
        searches, matches.dated, shown, request.sort, request.offset, request.limit, request.after
    )
    more = places and before + len(places) < sum(map(len, shown))
    counted = documents
    if request.facet_scope == "query" and request.date is not None:
        counted = _match_or_any(evaluator, matches.tree, request.match)[1]

    def once_each(found: Sequence[Documents], unit: Unit | None) -> Sequence[Documents]:
        return once(snapshot, found, unit) if request.groups else found

    facets: dict[str, tuple[FacetCount, ...]] = {
        unit: _facet(snapshot.segments, once_each(counted, unit), unit, request)
        for unit in request.facets
    }
    return Answer(
        places=places,
        total=sum(map(len, once_each(documents, None))),
        match=matches.match,
        facets=MappingProxyType(facets),
        undated=sum(map(_undated, snapshot.segments, once_each(counted, "year"))),
        tree=matches.tree,
        weights=evaluator.weights,
        matching=evaluator.matching,
        forms=evaluator.forms() if request.highlights else {},
        counts=[
            searches[place.segment].counts(place.document) if request.highlights else {}
            for place in places
        ],
        copies=[collapsed.behind(*place[:2]) if collapsed else () for place in places],
        warnings=matches.warnings,
        before=before,
        cursor=cursor_after(searches, places, matches.match, request.sort) if more else None,
    )


def _match_or_any(
    evaluator: Evaluator, tree: Node, match: Match
) -> tuple[Match, list[Documents]]:
    """Match a tree, with any of its words where "all" finds nothing; return which it was."""
    documents = _match(evaluator, tree, match)
    is_over = evaluator.deadline.passed
    if match == "all" and not is_over and _has_row(tree) and not any(map(len, documents)):
        anyhow = _match(evaluator, tree, "any")
        if any(map(len, anyhow)):
            return "any", anyhow
    return match, documents


def _match(evaluator: Evaluator, tree: Node, match: Match) -> list[Documents]:
    found: list[Documents] = []
    for number in range(len(evaluator.segments)):
        late = number > 0 and evaluator.deadline.is_over()
        if late or not evaluator.is_read(number):
            found.append(np.zeros(0, dtype=np.int64))
        else:
            found.append(evaluator.of_segment(number, match).match(tree))
    return found


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
        if not len(documents):
            continue
        more = count_documents(segment.calendar(unit), documents)
        if counts:
            more = {value: count + counts.get(value, 0) for value, count in more.items()}
        counts |= more
    return counts


def _undated(segment: Segment, documents: Documents) -> int:
    """Count the documents without a date, which are the first of a segment."""
    return int(np.searchsorted(documents, segment.undated))
