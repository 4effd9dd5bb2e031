"""Counts of matches by year, month and day, and by the values of fields: what is asked, and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from frsearch.engine.opensearch.client import Client, Json
from frsearch.engine.opensearch.layout import part_of
from frsearch.facets import FacetCount
from frsearch.fields import order_key
from frsearch.types import Unit

# The most units that one answer may have; the server's own bound for all counts of a request.
_MOST_UNITS = 65_000
# Values of a field that are asked for at once; if there are more, all are read in pages.
_MOST_VALUES = 5_000


def date_aggregations(units: Sequence[Unit]) -> Json:
    """Return what counts the matches by units of time, and the undated ones."""
    by_unit: Json = {
        unit: {"terms": {"field": unit, "size": _MOST_UNITS, "order": {"_key": "asc"}}} for unit in units
    }
    return {**by_unit, "undated": {"filter": {"term": {"undated": 1}}}}


def date_counts(answer: Mapping[str, Any], unit: Unit) -> tuple[FacetCount, ...]:
    """Return the counts of a unit, in the order of dates."""
    buckets = answer["aggregations"][unit]["buckets"]
    return tuple(FacetCount(bucket["key"], bucket["doc_count"]) for bucket in buckets)


def value_aggregation(number: int) -> Json:
    """Return what counts the matches by the values of a field."""
    return {"terms": {"field": part_of(number, "label"), "size": _MOST_VALUES}}


def value_counts(
    client: Client, query: Json, number: int, found: Mapping[str, Any], most: int | None
) -> tuple[tuple[FacetCount, ...], int]:
    """Return up to `most` values, those of most articles first, and the number of others.

    Equal counts are in the order of their labels. `found` is the answer for the field.
    """
    counts = {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
    if found["sum_other_doc_count"] or found["doc_count_error_upper_bound"]:
        counts = _all_counts(client, query, part_of(number, "label"))
    ordered = sorted(counts, key=lambda label: (-counts[label], order_key(label)))
    shown = ordered if most is None else ordered[:most]
    return tuple(FacetCount(label, counts[label]) for label in shown), len(ordered) - len(shown)


def _all_counts(client: Client, query: Json, name: str) -> dict[str, int]:
    """Return the counts of all values of a field, in pages."""
    counts: dict[str, int] = {}
    composite: Json = {"size": _MOST_VALUES, "sources": [{"value": {"terms": {"field": name}}}]}
    while True:
        body = {"size": 0, "query": query, "aggs": {"values": {"composite": composite}}}
        found = client.search(client.articles, body)["aggregations"]["values"]
        counts |= {bucket["key"]["value"]: bucket["doc_count"] for bucket in found["buckets"]}
        if "after_key" not in found:
            return counts
        composite["after"] = found["after_key"]
