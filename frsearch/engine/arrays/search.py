"""A request -> the matches in one state of an index -> the page, total, facets that answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frsearch.codec.postings import Documents
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.collapse import Collapsed, excluding, one_per_group
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.paging import Place, cursor_after, page
from frsearch.engine.arrays.query_cost import within_budget
from frsearch.engine.arrays.resolve import resolve
from frsearch.engine.arrays.score import score
from frsearch.engine.request import Answer, QueryTerms, RankedArticle, Request
from frsearch.facets import FacetCount, count_documents, filled
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.types import FrozenDict, Match, QueryWarning, Unit


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

    def terms(self, *, forms: bool) -> QueryTerms:
        """Return the query with the terms of the index, and with their forms if these are wanted."""
        evaluator = self.evaluator
        known = evaluator.forms() if forms else None
        return QueryTerms(self.tree, evaluator.weights, evaluator.matching, known)


def find(snapshot: Snapshot, request: Request) -> Matches:
    """Find what matches a request in one state of the index."""
    warnings: list[QueryWarning] = []
    deadline = request.deadline
    tree = resolve(request.tree, snapshot, warnings, deadline=deadline)
    tree = within_budget(tree, snapshot.segments, warnings)
    dated = tree if request.date is None else And((tree, Dates(request.date)))
    evaluator = Evaluator(dated, snapshot, request.ranking, deadline)
    # A later page is of the matches that the first was of.
    evaluator.how = request.match if request.after is None else request.after.match
    documents = _match_or_any(evaluator, dated)
    without = None if request.without is None else snapshot.find(request.without)
    if without is not None:
        documents = excluding(snapshot, documents, without, copies_too=request.collapse)
    return Matches(tree, dated, evaluator, documents, tuple(warnings))


def answer(snapshot: Snapshot, request: Request) -> Answer:
    """Answer a request from one state of the index."""
    matches = find(snapshot, request)
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
    counts: Sequence[Mapping[Leaf, int] | None] = [None] * len(places)
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
        articles=_read(snapshot, places, counts, collapsed),
        size=len(places),
        total=len(once_each(documents, None)),
        match=match,
        facets=FrozenDict(facets),
        undated=_undated(snapshot, once_each(counted, "year")),
        terms=matches.terms(forms=request.highlights),
        warnings=matches.warnings,
        before=before,
        cursor=cursor_after(snapshot, places[-1], match, request.sort) if more else None,
    )


def _read(
    snapshot: Snapshot,
    places: Sequence[Place],
    counts: Sequence[Mapping[Leaf, int] | None],
    collapsed: Collapsed | None,
) -> Iterator[RankedArticle]:
    """Yield the articles of a page, each read when it is asked for."""
    for place, its_counts in zip(places, counts, strict=True):
        copies = collapsed.behind(place.document) if collapsed else ()
        yield RankedArticle(snapshot.article(place.document), place.score, its_counts, copies)


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
