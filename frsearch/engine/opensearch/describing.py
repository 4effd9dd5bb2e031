"""Facts about an index on a server: fields, dates, lengths, size; and why an article has its score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from frsearch.dates import PartialDate
from frsearch.engine.arrays.search import Matches
from frsearch.engine.opensearch.client import Client, Json
from frsearch.engine.opensearch.facet_counts import value_aggregation, value_counts
from frsearch.engine.opensearch.finding import Source
from frsearch.engine.opensearch.searching import Search
from frsearch.engine.request import Request
from frsearch.facets import FieldInfo, precise_labels
from frsearch.fields import VALUE_TYPES, Declared
from frsearch.types import Article, Explanation, Unit

_MOST_UNITS = 65_000
_EVERYTHING: Json = {"match_all": {}}


class Stored(NamedTuple):
    """What an index takes on the server: bytes, segments, and deleted articles not yet cleared away."""

    size: int
    segments: int
    deleted: int


def period_of(article: Article, unit: Unit) -> str | None:
    """Return the unit of time that an article is in, None if its date is not that precise."""
    if article.date is None:
        return None
    return precise_labels(article.date.first_day, article.date.last_day).get(unit)


def lengths(client: Client, query: Json, unit: Unit | None) -> Mapping[str, int]:
    """Count the words of the texts of matches by a unit of time; None: all of them."""
    total: Json = {"sum": {"field": "text_length"}}
    if unit is None:
        body: Json = {"size": 0, "query": query, "aggs": {"words": total}}
        return {"": round(client.search(client.articles, body)["aggregations"]["words"]["value"])}
    terms: Json = {"field": unit, "size": _MOST_UNITS, "order": {"_key": "asc"}}
    by_unit: Json = {"terms": terms, "aggs": {"words": total}}
    body = {"size": 0, "query": query, "aggs": {"units": by_unit}}
    buckets = client.search(client.articles, body)["aggregations"]["units"]["buckets"]
    return {bucket["key"]: round(bucket["words"]["value"]) for bucket in buckets}


def fields(source: Source, frequent: int, has_several: Callable[[str], bool]) -> list[FieldInfo]:
    """Describe each field that articles have."""
    state, client = source.state, source.client
    names = sorted(state.present)
    if not names:
        return []
    aggregations: Json = {"types": {"terms": {"field": "has", "size": 30_000}}}
    for name in names:
        number = state.numbers[name]
        aggregations[str(number)] = value_aggregation(number)
        aggregations[f"{number} articles"] = {"filter": {"exists": {"field": f"values.{number}.label"}}}
    body: Json = {"size": 0, "query": _EVERYTHING, "aggs": aggregations}
    found = client.search(client.articles, body)["aggregations"]
    types = {bucket["key"] for bucket in found["types"]["buckets"]}
    declared = {each.name: each for each in state.declared}

    def described(name: str) -> FieldInfo:
        number, its = state.numbers[name], declared.get(name, Declared(name))
        facet, others = value_counts(client, _EVERYTHING, number, found[str(number)], frequent)
        own = [type for type in VALUE_TYPES if f"{number} {type}" in types]
        return FieldInfo(
            name=name,
            shown=its.shown or name,
            type=its.type or (own[0] if len(own) == 1 else "mixed"),
            articles=found[f"{number} articles"]["doc_count"],
            distinct=len(facet) + others,
            frequent=facet,
            single=not has_several(name),
        )

    return list(map(described, names))


def first_and_last(client: Client) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the first and the last date of articles."""

    def dated(order: str) -> Json:
        return {
            "size": 1,
            "query": {"range": {"first_day": {"gte": 1}}},
            "sort": [{"first_day": order}, {"last_day": order}],
            "track_total_hits": False,
            "_source": False,
        }

    found = client.searches(client.articles, [dated("asc"), dated("desc")])
    first, last = (answer["hits"]["hits"] for answer in found)
    return _date(first), _date(last)


def _date(hits: list[dict[str, Any]]) -> PartialDate | None:
    return PartialDate.from_days(*hits[0]["sort"]) if hits else None


def stored(client: Client) -> Stored:
    """Return what the index takes, its dictionary included, without copies on other nodes."""
    names = f"{client.articles},{client.forms}"
    found = client.ask("GET", f"/{names}/_stats/docs,store,segments")
    all_of = found["_all"]["primaries"]
    deleted = found["indices"][client.articles]["primaries"]["docs"]["deleted"]
    return Stored(all_of["store"]["size_in_bytes"], all_of["segments"]["count"], deleted)


def explained(source: Source, request: Request, article: Article | None) -> Explanation | None:
    """Explain the score of an article, by the figures of the whole index."""
    from frsearch.engine.arrays.explaining import explain_match

    if article is None:
        return None
    window = request.ranking.rerank_window
    search = Search(source, replace(request, limit=window, offset=0, after=None, sort="relevance"))
    page = search.found.page([article])
    own = page.evaluator.match(page.tree, search.how)
    matches = Matches(request.tree, page.tree, page.tree, page.evaluator, own, search.how, ())
    window = matches.scorer.rerank_window
    first = [each.article.id for each in search.ranked().hits[:window]]
    return explain_match(matches, 0, is_first=article.id in first)
