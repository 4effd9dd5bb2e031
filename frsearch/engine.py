"""The seam under `Index`: analysed articles and query trees in, document numbers and counts out.

Parsing, snippets and results stand above it and know nothing of segments; another engine (a search
server, say) would take this module's place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.snapshot import Snapshot
from frsearch.dates import DateRange
from frsearch.facets import Unit, count_dates
from frsearch.query.evaluate import Evaluator, Match, Matches
from frsearch.query.nodes import And, Dates, Leaf, Node, Or, Words, is_filter
from frsearch.query.resolve import resolve
from frsearch.ranking import Ranking
from frsearch.results import FacetCount, QueryWarning

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Request:
    """An analysed query and what is wanted of its matches."""

    tree: Node
    date: DateRange | None = None
    match: Match = "all"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents wanted, in order, with their scores, and what holds for all matches.

    `tree` is the query with the terms of this index, `weights` what each of its leaves says.
    """

    documents: list[int]
    scores: list[float]
    total: int
    match: Match
    facets: Mapping[str, tuple[FacetCount, ...]]
    undated: int
    tree: Node
    weights: Mapping[Leaf, float]
    warnings: tuple[QueryWarning, ...]


def answer(snapshot: Snapshot, request: Request, ranking: Ranking) -> Answer:
    """Answer a request from one state of the index."""
    warnings: list[QueryWarning] = []
    tree = resolve(request.tree, snapshot, warnings)
    evaluator, matches = _evaluate(tree, snapshot, request, ranking)
    found = np.flatnonzero(matches.mask)
    first, last = snapshot.first_days[found], snapshot.last_days[found]
    top = _ordered(found, matches, snapshot, request)
    return Answer(
        documents=top.tolist(),
        scores=matches.scores[top].tolist(),
        total=len(found),
        match=evaluator.match,
        facets=MappingProxyType({unit: count_dates(first, last, unit) for unit in request.facets}),
        undated=int(np.count_nonzero(first == 0)),
        tree=tree,
        weights=evaluator.weights,
        warnings=tuple(warnings),
    )


def _evaluate(
    tree: Node, snapshot: Snapshot, request: Request, ranking: Ranking
) -> tuple[Evaluator, Matches]:
    """Match all words or, where that finds nothing, any."""
    dated = tree if request.date is None else And((tree, Dates(request.date)))
    evaluator = Evaluator(snapshot, ranking, request.match)
    matches = evaluator.evaluate(dated)
    if request.match == "all" and _has_row(tree) and not matches.mask.any():
        evaluator = Evaluator(snapshot, ranking, "any")
        matches = evaluator.evaluate(dated)
        if not matches.mask.any():
            evaluator.match = "all"
    return evaluator, matches


def _has_row(node: Node) -> bool:
    """Say whether `match` makes a difference to a tree."""
    if isinstance(node, Words) and sum(not is_filter(child) for child in node.children) > 1:
        return True
    return isinstance(node, Words | And | Or) and any(map(_has_row, node.children))


def _ordered(
    found: NDArray[np.int64], matches: Matches, snapshot: Snapshot, request: Request
) -> NDArray[np.int64]:
    """Return the page asked for; ties break by date, newest first, then by id."""
    ids = snapshot.id_ranks()[found]
    first, last = snapshot.first_days[found], snapshot.last_days[found]
    undated = first == 0
    if request.sort == "oldest":
        keys = [ids, last, first, undated]
    else:
        # lexsort takes its last key for the first; without a date, 0 is the oldest of all.
        keys = [ids, -last, -first]
        if request.sort == "relevance":
            keys.append(-matches.scores[found])
    return found[np.lexsort(keys)][request.offset : request.offset + request.limit]
