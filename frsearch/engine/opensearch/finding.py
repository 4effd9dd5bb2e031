"""A request -> the query of the server, with what is known of it: terms, looks, numbers of articles.

It takes two or three requests, which are kept for the next queries of the same words: the dictionary,
then the numbers of articles of each reading, for the idf.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.evaluate import Evaluator, Holding, has_row
from frsearch.engine.arrays.resolve import resolve
from frsearch.engine.arrays.score import Scorer
from frsearch.engine.arrays.search import filtered
from frsearch.engine.arrays.terms import forms_of
from frsearch.engine.arrays.tuning import TUNING
from frsearch.engine.opensearch.clauses import Matching, Scoring
from frsearch.engine.opensearch.client import Client, Json, as_json
from frsearch.engine.opensearch.dictionary import Dictionary
from frsearch.engine.opensearch.documents import article_of, server_id
from frsearch.engine.opensearch.excerpt import Excerpt, excerpt_of, excerpt_segment
from frsearch.engine.opensearch.looks import NOTHING, looks_of
from frsearch.engine.opensearch.resolving import Resolved, resolved
from frsearch.engine.opensearch.state import State
from frsearch.engine.opensearch.words import SHARED, Kin
from frsearch.engine.request import QueryTerms, Request
from frsearch.query.limits import Deadline
from frsearch.query.nodes import And, Field, Not, Or, Words
from frsearch.query.resolved import (
    FEW_MATCHES,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    all_leaves,
    fields_in,
    is_question,
)
from frsearch.types import Article, Match

_MOST_KEPT = 50_000


class Figures:
    """The numbers of articles that filters match, in one state of the index; answers are kept."""

    def __init__(self, client: Client):
        self._client = client
        self._known: dict[str, int] = {as_json(NOTHING): 0}

    def of(self, filters: Sequence[Json]) -> list[int]:
        """Return how many articles each filter matches."""
        if len(self._known) > _MOST_KEPT:
            self._known = {as_json(NOTHING): 0}
        keys = list(map(as_json, filters))
        known = self._known
        unknown = {key: one for key, one in zip(keys, filters, strict=True) if key not in known}
        bodies: list[Json] = [
            {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [one]}}}
            for one in unknown.values()
        ]
        answers = self._client.searches(self._client.articles, bodies)
        for key, answer in zip(unknown, answers, strict=True):
            known[key] = answer["hits"]["total"]["value"]
        return [known[key] for key in keys]


@dataclass(frozen=True, slots=True)
class Source:
    """What a searcher has of one state of an index."""

    client: Client
    state: State
    dictionary: Dictionary
    figures: Figures

    @classmethod
    def of(cls, client: Client, state: State) -> Source:
        """Begin with nothing known."""
        return cls(client, state, Dictionary(client), Figures(client))

    def snapshot(self, segments: tuple[Segment, ...], held_by: dict[str, int]) -> Excerpt:
        """Return segments as a snapshot with the figures of this state."""
        state = self.state
        return excerpt_of(segments, state.statistics, state.declared, state.field_names, held_by)


@dataclass(frozen=True)
class Found:
    """A request as the server may answer it: `dated` is the tree with the filters of the request."""

    source: Source
    request: Request
    known: Resolved
    dated: ResolvedNode
    matching: Matching
    evaluator: Evaluator
    held_by: dict[str, int]

    @property
    def tree(self) -> ResolvedNode:
        """The resolved query without the filters of the request."""
        return self.known.tree

    @property
    def exactly(self) -> bool:
        """Whether the server counts all occurrences as the embedded engine does."""
        return all(look.exactly for looks in self.matching.looks.values() for look in looks)

    def filters(self, how: Match, tree: ResolvedNode | None = None) -> list[Json]:
        """Return the filters of all matches of the query, or of another tree of its leaves."""
        own = self.matching.filter(self.dated if tree is None else tree, how)
        without = self.request.without
        if without is None:
            return [own]
        return [own, {"bool": {"must_not": [{"ids": {"values": [server_id(without)]}}]}}]

    def query(self, how: Match, *, scored: bool) -> Json:
        """Return the query for the matches, with their scores if these are asked for."""
        filters = self.filters(how)
        if not scored:
            return {"bool": {"filter": filters}}
        scoring = Scoring(self.matching, self.evaluator, self.source.state.statistics, how)
        return {"bool": {"filter": filters, "should": scoring.queries(self.dated)}}

    def how(self, tree: ResolvedNode | None = None, known: int | None = None) -> tuple[Match, int]:
        """Return how rows of words match, as `Evaluator.match_or_any` decides, and the total.

        `known` is the total as it is asked for, if the server has said it already.
        """
        dated = self.dated if tree is None else tree
        how = self.request.match
        if self.request.after is not None and tree is None:
            how = self.request.after.match

        def total(how: Match) -> int:
            (count,) = self.source.figures.of([{"bool": {"filter": self.filters(how, dated)}}])
            return count

        count = total(how) if known is None else known
        if how == "all" and count < FEW_MATCHES and is_question(dated):
            most = total("most")
            if most > count and (count or most >= FEW_MATCHES):
                return "most", most
        if how == "all" and not count and has_row(dated):
            count = total("any")
            how = "any" if count else "all"
        return how, count

    @cached_property
    def kin(self) -> Kin:
        """The words that the query asks for."""
        return _kin_of(self.dated, self.known.stops)

    def page(self, articles: Sequence[Article]) -> Page:
        """Return a few of the matching articles, to be ranked here."""
        has_fields = any(True for _ in fields_in(self.dated))
        stored_only = self.source.state.stored_only if has_fields else None
        segment, documents = excerpt_segment(articles, SHARED, self.kin, stored_only)
        snapshot = self.source.snapshot((segment,), self.held_by)
        tree, holding = self.dated, self.evaluator.holding
        if has_fields:
            tree = with_words(tree, snapshot)
            assert holding is not None
            pairs = zip(fields_in(tree), fields_in(self.dated), strict=True)
            same = {mine: holding.fields[own] for mine, own in pairs if own in holding.fields}
            holding = replace(holding, fields=same)
        evaluator = Evaluator.of(tree, snapshot, self.request.ranking, TUNING, Deadline(), holding)
        return Page(snapshot, tree, evaluator, articles, documents.tolist())

    def terms(self) -> QueryTerms:
        """Return the query with the terms of the index and their forms."""
        forms = {leaf: forms_of(leaf, self.known.segment) for leaf in self.evaluator.weights}
        evaluator = self.evaluator
        known = forms if self.request.highlights else None
        return QueryTerms(self.tree, evaluator.weights, evaluator.matching, known)


@dataclass(frozen=True, slots=True)
class Page:
    """Articles of the server as a snapshot, with the document of each."""

    snapshot: Excerpt
    tree: ResolvedNode
    evaluator: Evaluator
    articles: Sequence[Article]
    documents: list[int]

    def scorer(self, found: Found, how: Match) -> Scorer:
        """Return the scorer of these articles."""
        return Scorer(self.evaluator, self.tree, how, found.request.tree)

    def all_documents(self) -> Documents:
        """Return all documents."""
        return np.arange(len(self.articles))

    def counts(self, documents: Sequence[int], wanted: bool) -> Sequence[Sequence[int] | None]:
        """Return what `Evaluator.counts` does, if that is wanted."""
        return self.evaluator.counts(documents) if wanted else [None] * len(documents)


def find(source: Source, request: Request) -> Found:
    """Ask the server for all that is needed to match and score a request."""
    known = resolved(request, source.dictionary, source.state)
    dated = filtered(known.tree, request.date, request.where)
    snapshot = source.snapshot((known.segment,), {})
    bare = Evaluator.of(dated, snapshot, request.ranking, TUNING, Deadline())
    looks = {leaf: looks_of(leaf, known.segment) for leaf in bare.postings}
    matching = Matching(looks, source.state.numbers)
    weighted = [each for each in fields_in(dated) if each.weight]
    filters = [look.matches for each in looks.values() for look in each]
    filters += map(matching.value_filter, weighted)
    filters += [_holding(known.segment, exact) for exact in known.stops]
    counts = iter(source.figures.of(filters))
    holding = Holding(
        {leaf: tuple(next(counts) for _ in each) for leaf, each in looks.items()},
        {each: next(counts) for each in weighted},
    )
    held_by = {exact: next(counts) for exact in known.stops}
    evaluator = bare.with_holding(holding)
    return Found(source, request, known, dated, matching, evaluator, held_by)


def _holding(segment: Segment, exact: str) -> Json:
    """Return the filter for articles that hold a word in any spelling."""
    forms = [segment.words.terms[term] for term in segment.exact_terms(exact)]
    if not forms:
        return NOTHING
    return {"bool": {"should": [{"terms": {"title": forms}}, {"terms": {"text": forms}}]}}


def articles_of(hits: Iterable[dict[str, Any]]) -> list[Article]:
    """Return the articles of hits."""
    return list(map(article_of, hits))


def with_words(node: ResolvedNode, snapshot: Excerpt) -> ResolvedNode:
    """Return a tree whose patterns of values know the words of these few articles."""
    match node:
        case Field():
            own = resolve(node, snapshot).tree
            assert isinstance(own, Field)
            return own
        case Words():
            return Words(tuple(with_words(child, snapshot) for child in node.children), node.question)
        case And():
            return And(tuple(with_words(child, snapshot) for child in node.children))
        case Or():
            return Or(tuple(with_words(child, snapshot) for child in node.children))
        case Not():
            return Not(with_words(node.child, snapshot))
        case _:
            return node


def _kin_of(tree: ResolvedNode, stops: Iterable[str]) -> Kin:
    stems, lemmas, exact, beginnings = set[str](), set[str](), {*stops}, set[str]()

    def take(leaf: ResolvedWord | ResolvedPhrase | ResolvedPattern | ResolvedNear) -> None:
        match leaf:
            case ResolvedWord():
                stems.update(leaf.stems)
                lemmas.update(leaf.lemmas)
                exact.update([leaf.form.exact, *(each.exact for each in leaf.synonyms), *leaf.alike])
            case ResolvedPhrase():
                for word in (*leaf.words, *leaf.solid):
                    take(word)
            case ResolvedPattern(terms=None):
                beginnings.add(leaf.text)
            case ResolvedPattern():
                exact.update(leaf.terms or ())
            case ResolvedNear():
                for each in leaf.leaves:
                    take(each)

    for leaf in all_leaves(tree):
        take(leaf)
    return Kin(frozenset(stems), frozenset(lemmas), frozenset(exact), tuple(beginnings))
