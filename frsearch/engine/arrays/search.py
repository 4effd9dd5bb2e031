"""The seam under `Index`: analysed articles and query trees in, document numbers and counts out.

Parsing, snippets and results stand above it and know nothing of segments; another engine (a search
server, say) would take this module's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frsearch.codec.postings import Documents
from frsearch.codec.snapshot import Snapshot
from frsearch.dates import DateRange
from frsearch.engine.arrays.collapse import Collapsed, excluding, one_per_group
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.paging import Place, cursor_after, page
from frsearch.engine.arrays.query_cost import within_budget
from frsearch.engine.arrays.resolve import resolve
from frsearch.engine.arrays.score import score
from frsearch.engine.cursor import Cursor
from frsearch.facets import FacetCount, count_documents, filled
from frsearch.query.limits import Deadline
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.ranking import Ranking
from frsearch.types import FacetScope, FrozenDict, Match, QueryWarning, Sort, Unit


@dataclass(frozen=True, slots=True)
class Request:
    """An analysed query and what is wanted of its matches.

    `after` leaves out the hits up to that one, before the offset. `facet_scope`: whether facets count
    the matches, or what they would be without `date`; `facet_fill`: units without any, too.
    `highlights`: whether what highlighting needs is wanted too. `collapse`: whether one of each group
    of near copies is wanted, `groups` whether groups are to be counted. `without` is a document to
    leave out, with its copies where copies are collapsed. After the
    `deadline`, what is found in the segments searched until then is the answer; order, groups and
    counts of it are whole.
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
    without: int | None = None
    deadline: Deadline = field(default_factory=Deadline)


@dataclass(frozen=True, slots=True)
class Matches:
    """All documents that match, ascending.

    `tree` is the query with the terms of this index, `dated` the same in the range of dates asked for;
    `warnings` say what was cut.
    """

    tree: Node
    dated: Node
    evaluator: Evaluator
    documents: Documents
    warnings: tuple[QueryWarning, ...]

    @property
    def match(self) -> Match:
        """Whether all words of a row were wanted, or any."""
        return self.evaluator.how


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents wanted, in order, and what holds for all matches.

    `before` is how many matches come before them; `cursor` stands for the last of them, None where no
    match follows. `tree` is the query with the terms of this index; of each of its leaves, `weights`
    has what it says of an article, `matching` how many articles it finds by itself, `forms` the
    accented forms that it, or each word of a phrase, stands for, and `counts`, for each of the
    places, how often it stands in the text there. `copies` has the ids behind each place.
    """

    places: Sequence[Place]
    total: int
    match: Match
    facets: Mapping[str, tuple[FacetCount, ...]]
    undated: int
    tree: Node
    weights: Mapping[Leaf, float]
    matching: Mapping[Leaf, int]
    forms: Mapping[Leaf, list[list[str]]]
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
    evaluator = Evaluator(dated, snapshot, ranking, deadline)
    # A later page is of the matches that the first was of.
    evaluator.how = request.match if request.after is None else request.after.match
    documents = _match_or_any(evaluator, dated)
    if request.without is not None:
        documents = excluding(snapshot, documents, request.without, copies_too=request.collapse)
    return Matches(tree, dated, evaluator, documents, tuple(warnings))


def answer(snapshot: Snapshot, request: Request, ranking: Ranking) -> Answer:
    """Answer a request from one state of the index."""
    matches = find(snapshot, request, ranking)
    evaluator, documents, match = matches.evaluator, matches.documents, matches.match
    shown, collapsed = documents, None
    if request.collapse and request.limit:
        collapsed = Collapsed(
            snapshot, documents, lambda some: score(evaluator, matches.dated, some), request.sort
        )
        shown = collapsed.shown
    before, places = page(
        evaluator, matches.dated, shown, request.sort, request.offset, request.limit, request.after
    )
    more = places and before + len(places) < len(shown)
    counts: Sequence[Mapping[Leaf, int]] = [{}] * len(places)
    if request.highlights:
        counts = evaluator.counts([place.document for place in places])
    counted = documents
    if request.facet_scope == "query" and request.date is not None:
        evaluator.how = request.match
        counted = _match_or_any(evaluator, matches.tree)

    def once_each(found: Documents, unit: Unit | None) -> Documents:
        return one_per_group(snapshot, found, unit) if request.groups else found

    facets: dict[str, tuple[FacetCount, ...]] = {}
    for unit in request.facets:
        facet = count_documents(snapshot.calendar(unit), once_each(counted, unit))
        facets[unit] = filled(facet, unit, request.date) if request.facet_fill else facet
    return Answer(
        places=places,
        total=len(once_each(documents, None)),
        match=match,
        facets=FrozenDict(facets),
        undated=_undated(snapshot, once_each(counted, "year")),
        tree=matches.tree,
        weights=evaluator.weights,
        matching=evaluator.matching,
        forms=evaluator.forms() if request.highlights else {},
        counts=counts,
        copies=[collapsed.behind(place.document) if collapsed else () for place in places],
        warnings=matches.warnings,
        before=before,
        cursor=cursor_after(snapshot, places[-1], match, request.sort) if more else None,
    )


def _match_or_any(evaluator: Evaluator, tree: Node) -> Documents:
    """Match a tree, with any of its words where "all" finds nothing; the evaluator then says so."""
    documents = evaluator.match(tree)
    is_part = bool(evaluator.deadline.left)
    if evaluator.how == "all" and not is_part and not len(documents) and _has_row(tree):
        evaluator.how = "any"
        documents = evaluator.match(tree)
        evaluator.how = "any" if len(documents) else "all"
    return documents


def _has_row(node: Node) -> bool:
    """Say whether `match` makes a difference to a tree."""
    if isinstance(node, Words) and sum(not is_filter(child) for child in node.children) > 1:
        return True
    return isinstance(node, Words | And | Or) and any(map(_has_row, node.children))


def _undated(snapshot: Snapshot, documents: Documents) -> int:
    """Count the documents without a date, which are the first of each segment."""
    bounds = documents.searchsorted(snapshot.dated_from)
    return int((bounds[:, 1] - bounds[:, 0]).sum())
