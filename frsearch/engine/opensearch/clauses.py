"""A resolved query -> the server's query: which articles match, and what they score.

The scores are those of the embedded engine up to the last digits, by the same formula (`ranking`): they
choose the first articles, which are then scored again here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf
from operator import add
from typing import Literal, assert_never

from frsearch.codec.segment import Statistics
from frsearch.dates import DateRange
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.opensearch.client import Json, as_json
from frsearch.engine.opensearch.layout import BEGIN, END, MOST_TERMS, part_of
from frsearch.engine.opensearch.looks import NOTHING, Look, any_filter
from frsearch.query.nodes import (
    And,
    Condition,
    Dates,
    Everything,
    Field,
    HasAny,
    HasPattern,
    HasWords,
    InRange,
    IsOneOf,
    Not,
    Nothing,
    Or,
    Words,
)
from frsearch.query.patterns import one_edit
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    clauses_of,
    is_filter,
    most_of,
)
from frsearch.ranking import Ranking
from frsearch.types import Match

_EVERYTHING: Json = {"match_all": {}}
# `ranking.field_factors`, then `ranking.saturate`; the count in the title stands above that in the text.
_SCORE = """
int both = (int) _score;
double text = both & 65535;
double title = both >> 16;
double f = text * params.text / (params.text_1 + params.text_b * doc['text_length'].value);
if (title > 0) {
  f += title * params.title / (params.title_1 + params.title_b * doc['title_length'].value);
}
return f * params.weight / (f + params.k1);
"""


@dataclass(frozen=True, slots=True)
class Matching:
    """What matches, as filters of the server."""

    looks: Mapping[ResolvedLeaf, Sequence[Look]]
    numbers: Mapping[str, int]

    def filter(self, node: ResolvedNode, how: Match) -> Json:
        """Return the filter that a tree is; `how` says if rows of words require all, most or any."""
        match node:
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                return self.looks[node][0].matches
            case Words():
                return self._together(node.children, how, how)
            case And():
                return self._together(node.children, how, "all")
            case Or():
                return any_filter([self.filter(child, how) for child in node.children])
            case Not():
                return {"bool": {"must_not": [self.filter(node.child, how)]}}
            case Dates():
                return {"bool": {"filter": dated(node.range)}}
            case Field():
                return self.value_filter(node)
            case Everything():
                return _EVERYTHING
            case Nothing():
                return NOTHING
            case _:
                assert_never(node)

    def _together(self, children: Sequence[ResolvedNode], how: Match, needs: Match) -> Json:
        own = [self.filter(child, how) for child in children if not is_filter(child)]
        narrow = [self.filter(child, how) for child in children if is_filter(child)]
        if needs == "any" and own:
            own = [any_filter(own)]
        elif needs == "most" and own:
            own = [{"bool": {"should": own, "minimum_should_match": most_of(len(own))}}]
        together = own + narrow
        return together[0] if len(together) == 1 else {"bool": {"filter": together or [_EVERYTHING]}}

    def value_filter(self, node: Field) -> Json:
        """Return the filter that a condition on a field is."""
        number = self.numbers.get(node.name)
        return NOTHING if number is None else _meets(number, node.condition)


def dated(days: DateRange) -> list[Json]:
    """Return filters for the articles whose dates overlap a range; the undated have day 0."""
    first = 1 if days.first is None else days.first.toordinal()
    last: Json = {} if days.last is None else {"lte": days.last.toordinal()}
    return [{"range": {"last_day": {"gte": first}}}, {"range": {"first_day": {"gte": 1, **last}}}]


def _meets(number: int, condition: Condition) -> Json:
    words, label = part_of(number, "words"), part_of(number, "label")
    match condition:
        case HasWords():
            found = [_in_a_row(words, condition)]
            if not condition.whole and condition.solid:
                found.append({"terms": {words: list(condition.solid)}})
            if condition.number is not None:
                found.append(_between(number, condition.number, condition.number))
            return any_filter(found)
        case HasPattern(kind="prefix", text=text):
            return {"prefix": {words: {"value": text}}}
        case HasPattern(kind="wildcard", text=text):
            return {"wildcard": {words: {"value": text}}}
        case HasPattern(text=text, edits=1):
            return {"terms": {words: [*one_edit(text)]}}
        case HasPattern(text=text, edits=edits):
            fuzzy = {"value": text, "fuzziness": edits, "rewrite": "constant_score"}
            return {"fuzzy": {words: fuzzy}}
        case InRange():
            return _between(number, condition.low, condition.high)
        case IsOneOf():
            labels = condition.labels
            starts = range(0, max(1, len(labels)), MOST_TERMS)
            return any_filter([{"terms": {label: list(labels[at : at + MOST_TERMS])}} for at in starts])
        case HasAny():
            return {"exists": {"field": label}}
        case _:
            assert_never(condition)


def _in_a_row(words: str, condition: HasWords) -> Json:
    if len(condition.words) == 1 and not condition.whole:
        return {"term": {words: {"value": condition.words[0]}}}
    row = " ".join([BEGIN, *condition.words, END] if condition.whole else condition.words)
    return {"match_phrase": {words: {"query": row, "analyzer": "places"}}}


def _between(number: int, low: float | None, high: float | None) -> Json:
    # Infinite bounds are of numbers too long for 64 bits, which no value has; JSON has none.
    if low == inf or high == -inf:
        return NOTHING
    part = part_of(number, "number")
    bounds: Json = {} if low in (None, -inf) else {"gte": low}
    bounds |= {} if high in (None, inf) else {"lte": high}
    return {"range": {part: bounds}} if bounds else {"exists": {"field": part}}


@dataclass(frozen=True, slots=True)
class Scoring:
    """What matches score on the server; `evaluator` has the weights of leaves."""

    matching: Matching
    evaluator: Evaluator
    statistics: Statistics
    how: Match

    def queries(self, node: ResolvedNode) -> list[Json]:
        """Return the queries whose scores add up to the score of a tree, as in `arrays.score.Scorer`."""
        queries: list[Json] = []
        for clause in clauses_of(node):
            match clause:
                case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                    scored = self.evaluator.scored(clause)
                    queries += reduce(add, map(self._of_leaf, scored), [])
                case Words() | And() | Or() if not is_filter(clause):
                    row = {"filter": [self.matching.filter(clause, self.how)]}
                    queries.append({"bool": {**row, "should": self.queries(clause)}})
                case Field() if clause.weight:
                    weight = self.evaluator.field_weight(clause)
                    matches = self.matching.value_filter(clause)
                    queries.append({"constant_score": {"filter": matches, "boost": weight}})
                case Words() | And() | Or() | Field() | Not() | Dates() | Everything() | Nothing():
                    pass
                case _:
                    assert_never(clause)
        return queries

    def _of_leaf(self, leaf: ResolvedLeaf) -> list[Json]:
        evaluator, ranking = self.evaluator, self.evaluator.ranking
        # Readings of the same forms count the same, and their weights add up.
        weights: dict[str, float] = {}
        counts: dict[str, Sequence[Json]] = {}
        looks, shares = self.matching.looks[leaf], evaluator.shares(leaf)
        for reading, (look, share) in enumerate(zip(looks, shares, strict=True)):
            key = "".join(map(as_json, look.counts))
            counts[key] = look.counts
            weights[key] = weights.get(key, 0.0) + evaluator.idf(leaf, reading) * share
        queries: list[Json] = []
        for key, weight in weights.items():
            if counts[key] and weight:
                params = {
                    "weight": weight * (ranking.k1 + 1),
                    "k1": ranking.k1 or 1e-9,
                    **_factors(self.statistics, ranking, "text"),
                    **_factors(self.statistics, ranking, "title"),
                }
                script = {"source": _SCORE, "params": params}
                counted = {"bool": {"should": list(counts[key])}}
                queries.append({"script_score": {"query": counted, "script": script}})
        return queries


def _factors(statistics: Statistics, ranking: Ranking, field: Literal["text", "title"]) -> Json:
    """Return what `ranking.field_factors` computes the factor of a field with."""
    average, b = statistics.average_lengths[field], ranking.field_b(field)
    known = average > 0
    return {
        field: ranking.field_weight(field),
        f"{field}_1": 1 - b if known else 1.0,
        f"{field}_b": b / average if known else 0.0,
    }
