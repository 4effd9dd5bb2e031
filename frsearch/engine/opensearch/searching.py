"""A request -> an answer: the server matches, counts and sorts; the first hits are ranked here.

Hits are scored again on an excerpt with their articles, so that scores, their ties and the reranking of
the first are those of the embedded engine to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frsearch.engine.arrays.paging import page as page_of
from frsearch.engine.arrays.search import filtered
from frsearch.engine.cursor import Cursor
from frsearch.engine.opensearch.client import Json
from frsearch.engine.opensearch.documents import article_of
from frsearch.engine.opensearch.facet_counts import (
    date_aggregations,
    date_counts,
    value_aggregation,
    value_counts,
)
from frsearch.engine.opensearch.finding import Found, Source, find
from frsearch.engine.opensearch.layout import MOST_HITS
from frsearch.engine.opensearch.ordering import Order, Value, order_by
from frsearch.engine.request import Answer, RankedArticle, Request
from frsearch.errors import QueryError
from frsearch.facets import FacetCount, filled
from frsearch.messages.wording import Message
from frsearch.query.resolved import FEW_MATCHES
from frsearch.types import Article, FrozenDict, Match

# Hits beyond those that are asked for, as the last digits of the server's scores may differ: by less
# than this part of them. A first page asks for fewer, and for more if their scores are so close.
_MARGIN, _FIRST_MARGIN = 10, 2
_DIFFERENCE = 1e-5
# The first hits of the server, whose order is that of the embedded engine; later ones are in the order
# of the server, with its scores. Pages are parts of this one order, wherever they begin.
_RANKED = 200
# Hits that are read at a time, where all of them are.
_READ = 1_000


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page of hits: the articles with their scores, and the number of matches before them."""

    before: int
    hits: Sequence[RankedArticle]


class Search:
    """One search: its request, and what the server said first."""

    def __init__(self, source: Source, request: Request):
        _refuse_groups(source, request)
        self.source = source
        self.request = request
        self.found: Found = find(source, request)
        self.order: Order = order_by(request.sort, dict(source.state.numbers))
        self.how: Match = request.match if request.after is None else request.after.match
        self.first: Json = self._first()

    @property
    def total(self) -> int:
        """The number of matches."""
        total: int = self.first["hits"]["total"]["value"]
        return total

    def _first(self) -> Json:
        """Ask for the first hits; if there are few, as `Evaluator.match_or_any` decides, for more."""
        first = self._ask(self.how)
        how = self.how
        total = first["hits"]["total"]["value"]
        if how != "all" or self.request.deadline.left or total >= FEW_MATCHES:
            return first
        self.how, _ = self.found.how(known=total)
        return first if self.how == how else self._ask(self.how)

    def _ask(self, how: Match) -> Json:
        request = self.request
        body = self.body(how, size=self._head if request.limit and request.after is None else 0)
        aggregations: Json = {}
        if request.facet_scope == "filtered":
            aggregations = self.date_aggregations() | self.value_aggregations(request.field_facets)
        return self.send({**body, "track_total_hits": True, "aggs": aggregations})

    @property
    def _head(self) -> int:
        """How many hits to ask for first; those of later pages are asked for apart."""
        request = self.request
        end = request.offset + request.limit
        if not self.order.by_score:
            return end if end <= MOST_HITS else 0
        return self._to_rank(end, _FIRST_MARGIN) if request.offset < self._ranked_here else 0

    @property
    def _ranked_here(self) -> int:
        """How many of the server's first hits are ranked here, to show all of them."""
        return max(_RANKED, self.request.ranking.rerank_window + _MARGIN)

    def _to_rank(self, count: int, margin: int = _MARGIN) -> int:
        """Return how many of the server's first hits to rank, to show the first `count` of them."""
        if not self.found.exactly:
            return self._ranked_here
        return min(self._ranked_here, max(count, self.request.ranking.rerank_window) + margin)

    def _with_close(self, hits: list[Json]) -> list[Json]:
        """Return the first hits with more of them, while others might be among those to show.

        The server's score of the last one is clearly below that of the last one to show or rerank then.
        """
        request = self.request
        needed = max(request.offset + request.limit, request.ranking.rerank_window)
        most = min(self.total, self._ranked_here)
        while needed <= len(hits) < most:
            if _score(hits[-1]["sort"][0]) < _score(hits[needed - 1]["sort"][0]) * (1 - _DIFFERENCE):
                break
            hits = hits + self._hits(hits[-1]["sort"], min(len(hits), most - len(hits)))
        return hits

    def body(self, how: Match, size: int, after: Sequence[Value] = ()) -> Json:
        """Return a request for hits."""
        more: Json = {"search_after": list(after)} if after else {}
        return {
            "query": self.found.query(how, scored=self.order.by_score and size > 0),
            "size": size,
            "sort": self.order.sorts(),
            "track_total_hits": False,
            "_source": True,
            **more,
        }

    def send(self, body: Json) -> Json:
        """Send a request, which may take the time that is left."""
        deadline, client = self.request.deadline, self.source.client
        left = deadline.seconds
        if left is None:
            return client.search(client.articles, body)
        body = {**body, "timeout": f"{max(1, round(left * 1_000))}ms"}
        answer = client.search(client.articles, body)
        if answer["timed_out"]:
            deadline.left.add("matches")
        return answer

    # --- hits

    def ranked(self) -> Ranked:
        """Return the page that is asked for."""
        request = self.request
        if not request.limit or not self.total:
            return Ranked(request.offset, ())
        if request.after is not None:
            return self._after(request.after)
        if self._head:
            return self._from_head(self.first["hits"]["hits"])
        hits = self._hits(self._skipped(request.offset), request.limit)
        return Ranked(request.offset, self._as_they_come(hits))

    def _from_head(self, hits: list[Json]) -> Ranked:
        request = self.request
        if not self.order.by_score:
            return Ranked(request.offset, self._as_they_come(hits[request.offset :]))
        hits = self._with_close(hits)
        ranked = self._ranked(hits, request.offset, request.limit)
        others = request.offset + request.limit - self._ranked_here
        if others > 0 and len(hits) < self.total:
            ranked += self._as_they_come(self._hits(hits[-1]["sort"], others))
        return Ranked(request.offset, ranked)

    def _ranked(self, hits: Sequence[Json], offset: int, limit: int) -> list[RankedArticle]:
        """Return hits from the first on in the order of the embedded engine."""
        if not hits:
            return []
        page = self.found.page([article_of(hit) for hit in hits])
        scorer = page.scorer(self.found, self.how)
        documents = page.all_documents()
        _, places = page_of(scorer, documents, "relevance", offset, limit)
        at = {document: place for place, document in enumerate(page.documents)}
        counts = page.counts([each.document for each in places], self.request.highlights)
        return [
            RankedArticle(page.articles[at[each.document]], each.score, count)
            for each, count in zip(places, counts, strict=True)
        ]

    def _as_they_come(self, hits: Sequence[Json]) -> list[RankedArticle]:
        """Return hits in the order of the server, with the scores that decide it, if they do."""
        if not hits:
            return []
        page = self.found.page([article_of(hit) for hit in hits])
        if self.order.by_score:
            scores = [_score(hit["sort"][0]) for hit in hits]
        else:
            known = page.scorer(self.found, self.how).scores(page.all_documents()).tolist()
            scores = [known[document] for document in page.documents]
        counts = page.counts(page.documents, self.request.highlights)
        return list(map(RankedArticle, page.articles, scores, counts))

    def _skipped(self, offset: int) -> Sequence[Value]:
        """Return the place after which a later page begins."""
        place: Sequence[Value] = ()
        while offset > 0:
            size = min(offset, MOST_HITS)
            hits = self.send({**self.body(self.how, size, place), "_source": False})["hits"]["hits"]
            if len(hits) < size:
                return hits[-1]["sort"] if hits else place
            place = hits[-1]["sort"]
            offset -= size
        return place

    def _hits(self, place: Sequence[Value], size: int) -> list[Json]:
        """Return hits after a place."""
        hits: list[Json] = []
        while len(hits) < size:
            wanted = min(size - len(hits), MOST_HITS)
            found = self.send(self.body(self.how, wanted, place))["hits"]["hits"]
            hits += found
            if len(found) < wanted:
                break
            place = found[-1]["sort"]
        return hits

    # --- hits after a cursor

    def _after(self, cursor: Cursor) -> Ranked:
        request = self.request
        if self.order.by_score:
            return self._after_score(cursor)
        place = self.order.place(cursor)
        before = self._count([self.order.up_to(place)])
        hits = self._hits(place, request.offset + request.limit)[request.offset :]
        return Ranked(before + request.offset, self._as_they_come(hits))

    def _after_score(self, cursor: Cursor) -> Ranked:
        """Return the page after a cursor: among the hits that are ranked here, or beyond them."""
        request, order = self.request, self.order
        wanted = request.offset + request.limit
        size, is_all = self._to_rank(request.ranking.rerank_window + wanted), False
        while True:
            hits = self.send(self.body(self.how, size))["hits"]["hits"]
            ranked = self._ranked(hits, 0, len(hits))
            is_all = len(hits) == self.total or size == self._ranked_here
            sure = ranked if is_all else ranked[: len(ranked) - _MARGIN]
            following = [each for each in sure if _follows(order, each, cursor)]
            if is_all or len(following) >= wanted:
                break
            size = self._to_rank(4 * size)
        before = len(sure) - len(following) + request.offset
        if len(following) >= wanted or len(hits) == self.total:
            return Ranked(before, following[request.offset : wanted])
        last, place = hits[-1]["sort"], [cursor.score, *order.place(cursor)]
        if not following and _beyond(place, last):
            own = self._hits(place, wanted)[request.offset :]
            return Ranked(self._before_score(place) + request.offset, self._as_they_come(own))
        following += self._as_they_come(self._hits(last, wanted - len(following)))
        return Ranked(before, following[request.offset :])

    def _before_score(self, place: Sequence[Value]) -> int:
        """Count the matches up to a place: with a higher score, or with the same and earlier."""
        score = float(place[0])
        up_to = self.order.up_to(place[1:])
        above = self._count([], least=_next_after(score))
        return above + self._count([up_to], least=score) - self._count([up_to], least=_next_after(score))

    def _count(self, filters: Sequence[Json], least: float | None = None) -> int:
        query = self.found.query(self.how, scored=least is not None)
        query = {"bool": {**query["bool"], "filter": [*query["bool"]["filter"], *filters]}}
        body: Json = {"query": query, "size": 0, "track_total_hits": True}
        if least is not None:
            body["min_score"] = least
        total: int = self.send(body)["hits"]["total"]["value"]
        return total

    # --- facets

    def date_aggregations(self) -> Json:
        """Return what counts by units of time."""
        return date_aggregations(self.request.facets)

    def value_aggregations(self, names: Sequence[str]) -> Json:
        """Return what counts by values of fields."""
        numbers = self.source.state.numbers
        return {
            f"values {numbers[name]}": value_aggregation(numbers[name])
            for name in names
            if name in numbers
        }

    def counted(self, field: str | None, aggregations: Json) -> tuple[Json, Json]:
        """Return the query that the facet of a field counts (None: of dates), and the answer to it."""
        request = self.request
        where = tuple(each for each in request.where if each[0] != field)
        date = None if field is None else request.date
        if request.facet_scope == "filtered" or (date, where) == (request.date, request.where):
            query = self.found.query(self.how, scored=False)
            if request.facet_scope == "filtered":
                return query, self.first
        else:
            dated = filtered(self.found.tree, date, where)
            how, _ = replace_request(self.found, request).how(dated)
            query = {"bool": {"filter": self.found.filters(how, dated)}}
        return query, self.send({"size": 0, "query": query, "aggs": aggregations})


def _next_after(score: float) -> float:
    """Return the next higher score of 32 bits."""
    import numpy as np

    return float(np.nextafter(np.float32(score), np.float32(np.inf)))


def _score(value: Value) -> float:
    """Return a score of the server as the number of 32 bits that it is."""
    import numpy as np

    return float(np.float32(value))


def _beyond(place: Sequence[Value], last: Sequence[Value]) -> bool:
    """Return whether a place in the order by score is after another."""
    (score, first, second, id), (other, *days, other_id) = place, last
    own = (-_score(score), -float(first), -float(second), str(id))
    return own > (-_score(other), *(-float(day) for day in days), str(other_id))


def replace_request(found: Found, request: Request) -> Found:
    """Return the same query as it is asked for on its first page."""
    return replace(found, request=replace(request, after=None))


def _follows(order: Order, ranked: RankedArticle, cursor: Cursor) -> bool:
    """Return whether a hit comes after a cursor, by score, then by the keys."""
    import numpy as np

    own = Cursor.at(ranked.article, ranked.score, cursor.match, cursor.sort)
    score, other = np.float32(ranked.score), np.float32(cursor.score)
    if score != other:
        return bool(score < other)
    return _key(own) > _key(cursor)


def _key(cursor: Cursor) -> tuple[int, int, str]:
    return -cursor.first, -cursor.last, cursor.id


def answer(source: Source, request: Request) -> Answer:
    """Answer a request."""
    search = Search(source, request)
    ranked = search.ranked()
    facets, undated = _date_facets(search)
    field_facets, more = _value_facets(search)
    hits = ranked.hits
    goes_on = bool(hits) and ranked.before + len(hits) < search.total
    last = hits[-1] if goes_on else None
    return Answer(
        articles=iter(hits),
        size=len(hits),
        total=search.total,
        match=search.how,
        facets=FrozenDict(facets),
        field_facets=FrozenDict(field_facets),
        facets_more=FrozenDict(more),
        undated=undated,
        terms=search.found.terms(),
        warnings=search.found.known.warnings,
        before=ranked.before,
        cursor=None if last is None else Cursor.at(last.article, last.score, search.how, request.sort),
    )


def _date_facets(search: Search) -> tuple[dict[str, tuple[FacetCount, ...]], int]:
    request = search.request
    _, counted = search.counted(None, search.date_aggregations())
    facets: dict[str, tuple[FacetCount, ...]] = {}
    for unit in request.facets:
        facet = date_counts(counted, unit)
        facets[unit] = filled(facet, unit, request.date) if request.facet_fill else facet
    undated: int = counted["aggregations"]["undated"]["doc_count"]
    return facets, undated


def _value_facets(search: Search) -> tuple[dict[str, tuple[FacetCount, ...]], dict[str, int]]:
    facets: dict[str, tuple[FacetCount, ...]] = {}
    more: dict[str, int] = {}
    for name in search.request.field_facets:
        facets[name] = ()
        aggregations = search.value_aggregations([name])
        for key in aggregations:
            query, counted = search.counted(name, aggregations)
            facets[name], others = value_counts(
                search.source.client,
                query,
                search.source.state.numbers[name],
                counted["aggregations"][key],
                search.request.facet_limit,
            )
            more |= {name: others} if others else {}
    return facets, more


def _refuse_groups(source: Source, request: Request) -> None:
    if request.collapse:
        raise no_copies(source, "collapse=True")
    if request.groups:
        raise no_copies(source, "count='groups'")


def no_copies(source: Source, call: str) -> QueryError:
    """Return the error for a call that asks for near copies."""
    return QueryError(
        Message(
            "{address}: an index on a server does not know which articles are near copies, which "
            "{call} asks for: leave it out, or copy the index into a folder, by 'frsearch copy'",
            address=str(source.client.address),
            call=call,
        )
    )


def every_hit(search: Search) -> Iterator[Article]:
    """Yield all matching articles, in the order that is asked for."""
    place: Sequence[Value] = ()
    while True:
        hits: list[Any] = search.send(search.body(search.how, _READ, place))["hits"]["hits"]
        yield from map(article_of, hits)
        if len(hits) < _READ:
            return
        place = hits[-1]["sort"]
