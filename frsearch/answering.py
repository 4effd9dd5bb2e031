"""What is asked of an index -> a request; an engine's answer -> hits with snippets, and results.

It is what `Index` and its corpus tools share, for one state of the index at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from frsearch import arguments
from frsearch.analysis.chain import Chain
from frsearch.analysis.readings import readings
from frsearch.arguments import DateFilter, SynonymLines, WhereFilter
from frsearch.engine.correction import SearchOutcome, correct
from frsearch.engine.cursor import Cursor
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Answer, Request
from frsearch.errors import QueryError, QueryTooComplex
from frsearch.fields import FieldNames
from frsearch.highlight.highlighter import Highlighter
from frsearch.highlight.limits import HIGHLIGHT_LIMITS, HighlightLimits
from frsearch.messages.wording import Message
from frsearch.query.field_values import words_of
from frsearch.query.limits import LIMITS, Deadline, Limits
from frsearch.query.nodes import Everything, Field, HasWords, IsOneOf, Node, Or, Where
from frsearch.query.parser import parse
from frsearch.query.resolved import ResolvedWord
from frsearch.query.synonyms import NO_SYNONYMS, Synonyms, with_synonyms
from frsearch.query.synonyms import read as read_synonyms
from frsearch.ranking import Ranking
from frsearch.results import Results
from frsearch.types import (
    MATCHES,
    PARTS,
    SORTS,
    UNITS,
    DateSuggestion,
    FrozenDict,
    Hit,
    Match,
    QueryWarning,
    Snippet,
    Suggestion,
)

# Values like one that no article has, which a warning names.
_ALIKE = 3
# Values of a field that are looked up, to warn of those that no article has.
_MOST_DOUBTED = 20
_NO_NAMES: Mapping[str, str] = FrozenDict()
# The first hits are fetched even after the timeout: it takes only a moment.
_HITS_WHEN_LATE = 10
# Articles are read several at a time: reading one, then highlighting it, and so on takes longer, since
# the processor's caches have no room for the code of both.
_READ_AHEAD = 10


@dataclass(slots=True)
class Answering:
    """How queries are read, ranked and bounded, and their matches highlighted.

    `synonyms` are used in place of those that the index keeps, unless they are None.
    """

    chain: Chain = field(default_factory=Chain)
    ranking: Ranking = field(default_factory=Ranking)
    limits: Limits = LIMITS
    highlight_limits: HighlightLimits = HIGHLIGHT_LIMITS
    synonyms: Synonyms | None = None

    def request(
        self,
        searcher: Searcher,
        query: str,
        date: DateFilter | None,
        where: WhereFilter | None,
        match: Match,
        strict: bool,
        plain: bool = False,
        ranking: Ranking | None = None,
        synonyms: Synonyms = NO_SYNONYMS,
    ) -> tuple[Request, tuple[QueryWarning, ...]]:
        """Return the request for all matches of a query and filters, and warnings about its syntax."""
        names = searcher.field_names()
        tree, warnings = self.read(query, names, strict, plain, synonyms)
        days, filters = arguments.date_range(date), arguments.where(where, names)
        how = arguments.one_of("match", match, MATCHES)
        weights = arguments.ranking(ranking, self.ranking)
        return Request(tree, days, filters, how, ranking=weights, limits=self.limits), warnings

    def read(
        self, query: str, names: FieldNames, strict: bool, plain: bool, synonyms: Synonyms
    ) -> tuple[Node, tuple[QueryWarning, ...]]:
        """Return the tree of a query with synonyms, and warnings about its syntax."""
        text, limits = arguments.query_text(query), self.limits
        parsed = parse(text, chain=self.chain, strict=strict, limits=limits, fields=names, plain=plain)
        tree, warnings = with_synonyms(parsed.tree, text, synonyms, limits)
        if strict and warnings:
            raise QueryTooComplex(warnings[0].located)
        return tree, parsed.warnings + warnings

    def synonyms_of(self, searcher: Searcher, given: SynonymLines | None) -> Synonyms:
        """Return the synonyms of a search: those given, those of this object, or those of the index."""
        if given is not None:
            return arguments.synonyms(given)
        return read_synonyms(searcher.synonyms()) if self.synonyms is None else self.synonyms

    @staticmethod
    def order(searcher: Searcher, sort: str) -> str:
        """Return the order that `sort` names; QueryError for a field with several values."""
        name = arguments.sort_name(sort, SORTS, searcher.field_names())
        if name not in SORTS and searcher.has_several(name):
            raise QueryError(
                Message(
                    "articles cannot be sorted by {field}: some have several values", field=repr(name)
                )
            )
        return name

    def hits(self, answer: Answer, snippets: int, length: int, deadline: Deadline) -> Iterator[Hit]:
        """Yield the hits of a page, with up to `snippets` passages of `length` characters each."""
        terms = answer.terms
        highlighter = Highlighter(
            terms.tree, terms.weights, self.chain, terms.forms, limits=self.highlight_limits
        )
        rank = answer.before
        for number in range(0, answer.size, _READ_AHEAD):
            if number >= _HITS_WHEN_LATE and deadline.is_over("hits"):
                return
            for ranked in list(islice(answer.articles, _READ_AHEAD)):
                passages: tuple[Snippet, ...] = ()
                if snippets and not deadline.is_over("snippets"):
                    passages = highlighter.snippets(ranked.article.text, ranked.counts, length, snippets)
                rank += 1
                yield Hit(rank, ranked.score, ranked.article, passages, ranked.copies)

    def all_hits(
        self, searcher: Searcher, request: Request, answer: Answer, snippets: int, length: int
    ) -> Iterator[Hit]:
        """Yield the hits of an answer and of all pages after it."""
        yield from self.hits(answer, snippets, length, request.deadline)
        while answer.cursor is not None:
            request = replace(request, after=answer.cursor)
            answer = searcher.search(request)
            yield from self.hits(answer, snippets, length, request.deadline)

    def unknown_values(self, searcher: Searcher, where: Where) -> Iterator[QueryWarning]:
        """Warn of values of `where` that no article has, and name those that differ by case alone."""
        for name, filters in where:
            for each in filters.children if isinstance(filters, Or) else (filters,):
                labels = each.condition.labels if isinstance(each.condition, IsOneOf) else ()
                for label in labels[:_MOST_DOUBTED]:
                    if not _count(searcher, Field(name, IsOneOf((label,)))):
                        alike = words_of(label, readings(self.chain, label), whole=True)
                        yield _unknown_value(searcher, name, label, alike)

    def suggestion(
        self, searcher: Searcher, query: str, request: Request, answer: Answer, synonyms: Synonyms
    ) -> str | None:
        """Return the query with its misspelled words corrected, if that matches more articles."""

        def search(text: str) -> SearchOutcome:
            names = searcher.field_names()
            tree = parse(text, chain=self.chain, limits=request.limits, fields=names).tree
            tree, _ = with_synonyms(tree, text, synonyms, request.limits)
            only_total = replace(
                request,
                tree=tree,
                limit=0,
                after=None,
                facets=(),
                field_facets=(),
                highlights=False,
                deadline=deadline,
                alike=False,
            )
            other = searcher.search(only_total)
            return SearchOutcome(other.match == request.match, other.total)

        # Running out of time here costs the suggestion only, not the matches and hits.
        deadline = request.deadline.anew()
        known = SearchOutcome(answer.match == request.match, answer.total)
        if any(isinstance(each, ResolvedWord) and each.alike for each in answer.terms.matching):
            known = SearchOutcome(False, 0)  # what it finds is not what was typed
        better = correct(query, answer.terms, known, searcher, search, deadline)
        if better is None and deadline.left:
            request.deadline.left.add("suggestion")
        return better

    def suggest(self, searcher: Searcher, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Complete the last word of a text, with the number of articles that each whole text finds."""
        from frsearch.engine.completion import suggest

        names = searcher.field_names()

        def search(query: str) -> SearchOutcome:
            tree = parse(query, chain=self.chain, limits=self.limits, fields=names).tree
            answer = searcher.search(Request(tree, limit=0, highlights=False, limits=self.limits))
            return SearchOutcome(answer.match == "all", answer.total)

        return suggest(searcher, self.chain, text, limit, search)


def _count(searcher: Searcher, field: Field) -> int:
    return searcher.search(Request(Everything(), where=((field.name, field),), limit=0)).total


def _unknown_value(searcher: Searcher, name: str, label: str, alike: HasWords | None) -> QueryWarning:
    """Return the warning about a value that no article has, with values of the same words."""
    others: tuple[str, ...] = ()
    if alike is not None:
        only_counts = Request(
            Everything(),
            where=((name, Field(name, alike)),),
            limit=0,
            field_facets=(name,),
            facet_limit=_ALIKE,
        )
        others = tuple(each.value for each in searcher.search(only_counts).field_facets[name])
    if others:
        message = Message(
            "no article has the value {value!r} in {field}: there are {others}",
            value=label,
            field=name,
            others=tuple(map(repr, others)),
        )
    else:
        message = Message("no article has the value {value!r} in {field}", value=label, field=name)
    return QueryWarning(message, 0, 0)


def results_of(
    query: str,
    request: Request,
    answer: Answer,
    hits: tuple[Hit, ...],
    warnings: tuple[QueryWarning, ...] = (),
    suggestion: str | None = None,
    date_suggestion: DateSuggestion | None = None,
    names: Mapping[str, str] = _NO_NAMES,
) -> Results:
    """Put the results of a request together.

    `names` maps what was asked for as a facet to units and names of fields.
    """
    next_cursor = answer.cursor
    if hits and len(hits) < answer.size:
        next_cursor = Cursor.at(hits[-1].article, hits[-1].score, answer.match, request.sort)
    skipped = request.deadline.left
    fields = {asked: name for asked, name in names.items() if asked not in UNITS}
    facets = {
        asked: answer.field_facets[name] if asked in fields else answer.facets[name]
        for asked, name in names.items()
    }
    more = answer.facets_more
    return Results(
        query,
        hits,
        answer.total,
        answer.match,
        FrozenDict(facets),
        FrozenDict({asked: more[name] for asked, name in fields.items() if name in more}),
        answer.undated,
        warnings + answer.warnings,
        suggestion,
        date_suggestion,
        None if next_cursor is None else next_cursor.text(),
        "matches" in skipped,
        tuple(part for part in PARTS if part in skipped),
    )
