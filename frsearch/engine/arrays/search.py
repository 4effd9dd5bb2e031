"""A request -> its matches in one state of an index -> a page of hits, total and facets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frsearch.codec.postings import Documents
from frsearch.codec.snapshot import Snapshot
from frsearch.dates import DateRange
from frsearch.engine.arrays.collapse import Collapsed, excluding, one_per_group
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.field_values import count_values
from frsearch.engine.arrays.paging import ScoredDocument, cursor_after, page
from frsearch.engine.arrays.query_cost import within_budget
from frsearch.engine.arrays.resolve import resolve
from frsearch.engine.arrays.score import Scorer
from frsearch.engine.arrays.tuning import TUNING, Tuning
from frsearch.engine.request import Answer, QueryTerms, RankedArticle, Request
from frsearch.facets import FacetCount, count_documents, filled
from frsearch.query.nodes import And, Dates, Node, Where
from frsearch.query.resolved import ResolvedNode
from frsearch.types import FrozenDict, Match, QueryWarning, Unit


@dataclass(frozen=True, slots=True)
class Matches:
    """All matching documents, ascending.

    `asked` is the query as parsed, `tree` the same with the terms of this index, `dated` that with the
    filters of the request; `match` says whether all words of a row had to match, or any; `warnings` say
    what was cut.
    """

    asked: Node
    tree: ResolvedNode
    dated: ResolvedNode
    evaluator: Evaluator
    documents: Documents
    match: Match
    warnings: tuple[QueryWarning, ...]

    @property
    def scorer(self) -> Scorer:
        """The scorer of the matches."""
        return Scorer(self.evaluator, self.dated, self.match, self.asked)

    def terms(self, *, forms: bool) -> QueryTerms:
        """Return the query with the terms of the index and, if `forms`, their forms."""
        evaluator = self.evaluator
        known = evaluator.forms() if forms else None
        return QueryTerms(self.tree, evaluator.weights, evaluator.matching, known)


def find(snapshot: Snapshot, request: Request, tuning: Tuning = TUNING) -> Matches:
    """Find the matches of a request in one state of the index."""
    deadline = request.deadline
    resolved = resolve(
        request.tree, snapshot, limits=request.limits, deadline=deadline, alike=request.alike
    )
    affordable = within_budget(resolved.tree, snapshot.segments, request.limits)
    tree = affordable.tree
    dated = filtered(tree, request.date, request.where)
    evaluator = Evaluator.of(dated, snapshot, request.ranking, tuning, deadline)
    # A later page continues the matches of the first page.
    how = request.match if request.after is None else request.after.match
    documents, match = evaluator.match_or_any(dated, how)
    without = None if request.without is None else snapshot.find(request.without)
    if without is not None:
        documents = excluding(snapshot, documents, without, copies_too=request.collapse)
    warnings = resolved.warnings + affordable.warnings
    return Matches(request.tree, tree, dated, evaluator, documents, match, warnings)


def filtered(tree: ResolvedNode, date: DateRange | None, where: Where) -> ResolvedNode:
    """Return a tree with the filters of a request."""
    dates = () if date is None else (Dates(date),)
    filters = (*dates, *(each for _, each in where))
    return And((tree, *filters)) if filters else tree


def answer(snapshot: Snapshot, request: Request, tuning: Tuning = TUNING) -> Answer:
    """Answer a request from one state of the index."""
    matches = find(snapshot, request, tuning)
    evaluator, documents, scorer = matches.evaluator, matches.documents, matches.scorer
    shown, collapsed = documents, None
    if request.collapse and request.limit:
        collapsed = Collapsed(snapshot, documents, scorer.scores, request.sort)
        shown = collapsed.shown
    before, places = page(scorer, shown, request.sort, request.offset, request.limit, request.after)
    goes_on = places and before + len(places) < len(shown)
    counts: Sequence[Sequence[int] | None] = [None] * len(places)
    if request.highlights:
        counts = evaluator.counts([place.document for place in places])

    def once_each(matching: Documents, unit: Unit | None) -> Documents:
        return one_per_group(snapshot, matching, unit) if request.groups else matching

    counted = _counted(matches, request, None)
    facets: dict[str, tuple[FacetCount, ...]] = {}
    for unit in request.facets:
        facet = count_documents(snapshot.calendar(unit), once_each(counted, unit))
        facets[unit] = filled(facet, unit, request.date) if request.facet_fill else facet
    field_facets: dict[str, tuple[FacetCount, ...]] = {}
    more: dict[str, int] = {}
    for name in request.field_facets:
        own = _counted(matches, request, name)
        most, groups = request.facet_limit, request.groups
        field_facets[name], others = count_values(snapshot, name, own, most, groups=groups)
        more.update({name: others} if others else {})
    return Answer(
        articles=_read(snapshot, places, counts, collapsed),
        size=len(places),
        total=len(once_each(documents, None)),
        match=matches.match,
        facets=FrozenDict(facets),
        field_facets=FrozenDict(field_facets),
        facets_more=FrozenDict(more),
        undated=_undated(snapshot, once_each(counted, "year")),
        terms=matches.terms(forms=request.highlights),
        warnings=matches.warnings,
        before=before,
        cursor=cursor_after(snapshot, places[-1], matches.match, request.sort) if goes_on else None,
    )


def _read(
    snapshot: Snapshot,
    places: Sequence[ScoredDocument],
    counts: Sequence[Sequence[int] | None],
    collapsed: Collapsed | None,
) -> Iterator[RankedArticle]:
    """Yield the articles of a page, reading each lazily."""
    for place, its_counts in zip(places, counts, strict=True):
        copies = collapsed.behind(place.document) if collapsed else ()
        yield RankedArticle(snapshot.article(place.document), place.score, its_counts, copies)


def _counted(matches: Matches, request: Request, field: str | None) -> Documents:
    """Return the documents that the facet of a field counts; None: a facet of dates.

    In the scope of the query, they are those without its own filter.
    """
    where = tuple(each for each in request.where if each[0] != field)
    date = None if field is None else request.date
    if request.facet_scope == "filtered" or (date, where) == (request.date, request.where):
        return matches.documents
    documents, _ = matches.evaluator.match_or_any(filtered(matches.tree, date, where), request.match)
    return documents


def _undated(snapshot: Snapshot, documents: Documents) -> int:
    """Count the undated documents, which are the first of each segment."""
    bounds = documents.searchsorted(snapshot.dated_from)
    return int((bounds[:, 1] - bounds[:, 0]).sum())
