"""A second engine: a list of articles, and the oracle, behind the protocols of `engine.protocol`.

It keeps everything in memory and computes everything anew. As a plugin (`-p tests.naive_engine`) it
takes the place of the embedded engine, so that tests of public calls run on it: what stands above
the seam then needs no more than the seam.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar, assert_never

import numpy as np
import pytest

import frsearch
from frsearch import Article, IndexExists, IndexNotFound
from frsearch.analysis.chain import Chain
from frsearch.analysis.lemmas import accented_lemma
from frsearch.analysis.stopwords import is_stop_word
from frsearch.dates import DateRange
from frsearch.engine import opening
from frsearch.engine.cursor import Cursor
from frsearch.engine.request import (
    Answer,
    ArticleMatch,
    Company,
    Contents,
    Neighbour,
    Occurrences,
    PeriodCounts,
    QueryTerms,
    RankedArticle,
    Request,
    WordCount,
    WordCounts,
    WordRows,
)
from frsearch.facets import FacetCount, FieldInfo, filled
from frsearch.fields import Declared, FieldNames, refuse_unfit
from frsearch.highlight.highlighter import Highlighter
from frsearch.messages.wording import Message
from frsearch.query.limits import Deadline
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
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    PatternKind,
    Phrase,
    Where,
    Word,
    Words,
)
from frsearch.query.patterns import matcher
from frsearch.query.resolved import (
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    all_leaves,
    in_a_row_of,
    is_question,
    positive_leaves,
    without_stop_words,
)
from frsearch.query.rows import rows_of
from frsearch.reports import Advance, CheckReport, WriteProgress, Written
from frsearch.types import SORTS, Count, Explanation, Unit, WordUnit
from tests import conftest
from tests.oracle import (
    Oracle,
    Scope,
    Token,
    Typed,
    any_value,
    at_most_one_edit,
    at_most_two_edits,
    between,
    has_row,
    has_word_like,
    has_words,
    is_comparable,
    looks_like,
    one_of,
    order_of,
    scored,
    spelled_alike,
)

LENGTHS: dict[Unit, int] = {"year": 4, "month": 7, "day": 10}


_Word = TypeVar("_Word", bound=Hashable)


class NaiveEngine:
    """Articles in memory."""

    def __init__(self, declared: tuple[Declared, ...] = (), synonyms: str = "") -> None:
        self.kept_synonyms = synonyms
        self.articles: dict[str, Article] = {}
        self.declared = declared
        self.generation = self.deleted = 0
        self.files = b""

    def searcher(self) -> NaiveSearcher:
        searcher = NaiveSearcher(dict(self.articles), self.generation, self.deleted, self.declared)
        searcher.kept_synonyms = self.kept_synonyms
        return searcher

    def is_newest(self, searcher: NaiveSearcher) -> bool:
        return searcher.generation == self.generation

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance | None,
        workers: int,
        timeout: float,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        before, new, ids = dict(self.articles), {}, Counter[str]()
        for read, article in enumerate(articles, 1):
            refuse_unfit(article.id, article.extra, self.declared)
            new[article.id] = article
            ids[article.id] += 1
            if advance:
                advance(WriteProgress(read, all_read=False, share=1.0))
        gone = [id for id in removed if before.pop(id, None) is not None]
        replaced = sum(id in before for id in new)
        again = tuple(id for id, count in ids.items() if count > 1)
        undated = sum(article.date is None for article in new.values())
        files = self.files if provenance is None else provenance()
        self.generation += bool(gone or new or files != self.files)
        self.articles, self.files = {**before, **new}, files
        self.deleted += replaced + len(gone)
        repeated = sum(ids.values()) - len(new)
        if advance:
            advance(WriteProgress(ids.total(), all_read=True, share=1.0))
        return Written(len(new) - replaced, replaced, len(gone), repeated, again, undated)

    def provenance(self) -> bytes:
        return self.files

    def set_synonyms(self, text: str, timeout: float) -> None:
        self.generation += text != self.kept_synonyms
        self.kept_synonyms = text

    def check(self) -> CheckReport:
        return CheckReport(articles=len(self.articles))

    def close(self) -> None:
        pass

    def whoosh(self, searcher: Any) -> Any:
        raise NotImplementedError


class NaiveSearcher:
    """What the articles were at a moment."""

    knows_copies = False

    kept_synonyms = ""

    def __init__(
        self,
        articles: dict[str, Article],
        generation: int,
        deleted: int,
        declared: tuple[Declared, ...] = (),
    ):
        self.articles, self.generation, self.deleted = articles, generation, deleted
        self.declared = declared
        self._counts: dict[tuple[Any, str], int] = {}
        self.oracle = Oracle(
            articles.values(),
            {each.name: each.weight for each in declared if each.weight},
            {each.name for each in declared if each.type == "stored"},
        )

    def within(self, deadline: Deadline) -> AbstractContextManager[None]:
        return nullcontext()

    def __len__(self) -> int:
        return len(self.articles)

    def get(self, id: str) -> Article | None:
        return self.articles.get(id)

    # --- queries

    def search(self, request: Request) -> Answer:
        terms, found, match = self._found(request)
        order = self._ordered(terms, found, request)
        places = {id: at for at, (id, _) in enumerate(order)}
        before = request.offset
        if request.after is not None:
            before += sum(not self._follows(request.after, id, score) for id, score in order)
        page = order[before : before + request.limit]
        more = bool(page) and before + len(page) < len(order)
        last = page[-1] if page else ("", 0.0)
        dated = self._counted(terms, found, request, None)
        facets: dict[str, tuple[FacetCount, ...]] = {}
        facets_more: dict[str, int] = {}
        for unit in request.facets:
            counts = Counter(period for id in dated if (period := self._period(id, unit)))
            facet = tuple(FacetCount(*each) for each in sorted(counts.items()))
            facets[unit] = filled(facet, unit, request.date) if request.facet_fill else facet
        field_facets: dict[str, tuple[FacetCount, ...]] = {}
        for name in request.field_facets:
            counted = self._counted(terms, found, request, name)
            values, others = self.oracle.facet(counted, name, request.facet_limit)
            field_facets[name] = tuple(FacetCount(*each) for each in values)
            facets_more |= {name: others} if others else {}
        assert len(places) == len(found)
        return Answer(
            articles=iter([RankedArticle(self.articles[id], score) for id, score in page]),
            size=len(page),
            total=len(found),
            match=match,
            facets=facets,
            field_facets=field_facets,
            facets_more=facets_more,
            undated=sum(self.articles[id].date is None for id in dated),
            terms=terms,
            warnings=(),
            before=before,
            cursor=Cursor.at(self.articles[last[0]], last[1], match, request.sort) if more else None,
        )

    def _counted(
        self, terms: QueryTerms, found: dict[str, float], request: Request, field: str | None
    ) -> dict[str, float]:
        """Return what a facet of dates (None) or of a field counts."""
        if request.facet_scope == "filtered":
            return found
        date = None if field is None else request.date
        where = tuple(each for each in request.where if each[0] != field)
        if (date, where) == (request.date, request.where):
            return found
        return self._matches(terms.tree, date, where, request.match)[0]

    def occurrences(self, request: Request) -> Occurrences:
        terms, found, match = self._found(request)
        counts = {id: count for id in found if (count := self._count(terms, id))}
        ids = self.oracle.by_date(counts, newest=False)

        def read() -> Iterator[tuple[Article, int]]:
            return ((self.articles[id], counts[id]) for id in ids)

        return Occurrences(sum(counts.values()), len(counts), match, terms, (), read)

    def period_counts(self, request: Request, unit: Unit, count: Count) -> PeriodCounts:
        terms, found, match = self._found(request)
        counts = Counter[str]()
        total = 0
        for id in found:
            number = self._count(terms, id) if count == "occurrences" else 1
            total += number
            if number and (period := self._period(id, unit)):
                counts[period] += number
        return PeriodCounts(counts, total, match, ())

    def period_lengths(
        self, date: DateRange | None, unit: Unit | None, where: Where = ()
    ) -> Mapping[str, int]:
        counts = Counter[str]()
        found = self._found(Request(Everything(), date, where))[1]
        if unit is None:
            return {"": sum(self.oracle.length(id, "text") for id in found)}
        for id in found:
            if period := self._period(id, unit):
                counts[period] += self.oracle.length(id, "text")
        return counts

    # --- words

    def _texts(self, ids: Iterable[str], unit: WordUnit) -> Iterator[tuple[str, list[Any], list[str]]]:
        """Yield the id, the tokens and the words of texts."""
        for id in ids:
            tokens = self.oracle.tokens[id]["text"]
            forms = [token.form.accented for token in tokens]
            yield id, tokens, forms if unit == "form" else list(map(accented_lemma, forms))

    def word_counts(self, request: Request, unit: WordUnit) -> WordCounts:
        _, found, match = self._found(request)
        words = [words for _, _, words in self._texts(found, unit)]
        total = sum(self.oracle.length(id, "text") for id in found)
        return WordCounts(total, len(found), _counted(words), match)

    def forms_of(self, lemmas: Sequence[str]) -> dict[str, dict[str, int]]:
        forms: dict[str, dict[str, int]] = {lemma: {} for lemma in lemmas}
        for form, count in self._accented.items():
            if (lemma := accented_lemma(form)) in forms:
                forms[lemma][form] = count
        return forms

    def words_near(self, request: Request, unit: WordUnit, window: int) -> WordCounts:
        terms, found, match = self._found(request)
        highlighter = Highlighter(terms.tree, {}, Chain(), None)
        total, near = 0, []
        for id, tokens, words in self._texts(found, unit):
            inside, beside = set[int](), set[int]()
            for start, end in highlighter.occurrences(self.articles[id].text, 0):
                places = [
                    token.position for token in tokens if start <= token.start and token.end <= end
                ]
                inside |= {*range(places[0], places[-1] + 1)}
                beside |= {*range(places[0] - window, places[-1] + window + 1)}
            beside = (beside - inside) & {*range(self.oracle.length(id, "text"))}
            total += len(beside)
            if inside:
                pairs = zip(tokens, words, strict=True)
                near.append([word for token, word in pairs if token.position in beside])
        return WordCounts(total, len(near), _counted(near), match)

    def word_rows(
        self,
        request: Request,
        unit: WordUnit,
        length: int,
        least: int,
        most: int,
        without: Collection[str],
    ) -> WordRows:
        _, found, match = self._found(request)
        texts: list[list[tuple[str, ...]]] = []
        for _, tokens, words in self._texts(found, unit):
            at: dict[int, tuple[int, str]] = {}
            for token, word in zip(tokens, words, strict=True):
                if token.position not in at or len(token.form.accented) < at[token.position][0]:
                    at[token.position] = len(token.form.accented), word
            rows = (
                tuple(at[first + step][1] for step in range(length))
                for first in at
                if all(first + step in at for step in range(length))
            )
            texts.append([row for row in rows if row[0] not in without and row[-1] not in without])
        often = {row: count for row, count in _counted(texts).items() if count.occurrences >= least}
        first = sorted(often.items(), key=lambda each: (-each[1].occurrences, each[0]))[:most]
        total = sum(self.oracle.length(id, "text") for id in found)
        return WordRows(total, len(found), dict(first), len(often), match)

    def copies(self) -> list[list[str]]:
        raise NotImplementedError

    # --- fields

    def field_names(self) -> FieldNames:
        declared = (each.name for each in self.declared if each.type != "stored")
        return FieldNames({*declared, *self._names()}, self.declared)

    def _names(self) -> set[str]:
        return {name for values in self.oracle.values.values() for name in values}

    def has_several(self, field: str) -> bool:
        return any(len(values.get(field, ())) > 1 for values in self.oracle.values.values())

    def fields(self, frequent: int) -> list[FieldInfo]:
        return [self._described(name, frequent) for name in sorted(self._names())]

    def _described(self, name: str, frequent: int) -> FieldInfo:
        having = [id for id, values in self.oracle.values.items() if name in values]
        types = {kind for id in having for kind in self.oracle.values[id][name].values()}
        values, others = self.oracle.facet(having, name, frequent)
        declared = next((each.type for each in self.declared if each.name == name), None)
        return FieldInfo(
            name=name,
            shown=next((each.shown for each in self.declared if each.name == name), "") or name,
            type=declared or (types.pop() if len(types) == 1 else "mixed"),
            articles=len(having),
            distinct=len(values) + others,
            frequent=tuple(FacetCount(*each) for each in values),
            single=not self.has_several(name),
        )

    def article_match(self, request: Request, id: str) -> ArticleMatch | None:
        article = self.articles.get(id)
        return None if article is None else ArticleMatch(article, self._found(request)[0], None)

    def explain(self, request: Request, id: str) -> Explanation | None:
        raise NotImplementedError

    def _found(self, request: Request) -> tuple[QueryTerms, dict[str, float], Any]:
        self._replaceable = request.limits.alike if request.alike else 0
        tree = self._resolved(request.tree)
        wanted = request.match if request.after is None else request.after.match
        found, match = self._matches(tree, request.date, request.where, wanted)
        if request.without is not None:
            found.pop(request.without, None)
        matching = {leaf: len(self._leaf(leaf, match)) for leaf in all_leaves(tree)}
        weights = {leaf: self.oracle.idf(count) for leaf, count in matching.items()}
        return QueryTerms(tree, weights, matching, None), found, match

    def _leaf(self, leaf: Any, match: Any) -> dict[str, float]:
        return self.oracle.evaluate(("bare", self._asked(leaf)), match) if self.articles else {}

    def _matches(
        self, tree: Any, date: DateRange | None, where: Where, match: Any
    ) -> tuple[dict[str, float], Any]:
        if not self.articles:
            return {}, match
        asked = self._asked(tree)
        self.oracle.alone = len(scored(asked)) < 2
        filters = [self._asked(Dates(date))] if date else []
        filters += [self._asked(each) for _, each in where]
        dated = ("and", [asked, *filters]) if filters else asked
        found = self.oracle.evaluate(dated, match)
        if match == "all" and is_question(tree) and len(found) < 10:
            most = self.oracle.evaluate(dated, "most")
            if len(most) > len(found) and (found or len(most) >= 10):
                return most, "most"
        if found or match == "any" or not has_row(asked):
            return found, match
        found = self.oracle.evaluate(dated, "any")
        return found, "any" if found else "all"

    def _asked(self, node: ResolvedNode) -> Any:
        """Return a tree as the oracle has it."""
        match node:
            case ResolvedWord():
                return ("unit", [Token(node.form)], _scope(node))
            case ResolvedPhrase():
                forms = [word.form for word in node.words]
                scope = replace(_scope(node.words[0]), boost=node.boost)
                if node.slop > 1:
                    return ("phrase", forms, node.slop, scope)
                others = [Token(word.form, True) for word in node.solid]
                return ("unit", [*map(Token, forms), *others], scope)
            case ResolvedPattern():
                terms, text = node.terms, node.text
                if terms is None:
                    return ("pattern", lambda exact: exact.startswith(text), _scope(node))
                held = set(terms)
                # Weighted fields have words that no title and no text has.
                like = lambda exact: exact in held or exact in self._matching(node, [exact])  # noqa: E731
                return ("pattern", like, _scope(node))
            case ResolvedNear():
                sides = [list(map(self._asked, side)) for side in node.sides]
                fields = (node.field,) if node.field else ("title", "text")
                return ("near", sides, node.distance, Scope(fields, boost=node.boost))
            case Words():
                return ("row", [self._asked(child) for child in node.children])
            case And():
                return ("and", [self._asked(child) for child in node.children])
            case Or():
                return ("or", [self._asked(child) for child in node.children])
            case Not():
                return ("not", self._asked(node.child))
            case Dates():
                return ("date", f"date:{node.range.first or ''}..{node.range.last or ''}")
            case Field():
                return ("value", node.name, _test(node.condition), node.weight)
            case Everything():
                return ("not", ("or", []))
            case Nothing():
                return ("or", [])
            case _:
                assert_never(node)

    def _resolved(self, node: Node) -> ResolvedNode:
        match node:
            case Word():
                return self._replaced(node) or self._word(node)
            case Phrase():
                return self._phrase(node)
            case Pattern():
                known = {word.form.exact for word in node.words} <= self._exact.keys()
                pattern = ResolvedPattern.of(node, self._expanded(node))
                if pattern.terms == () and node.words and known:
                    return self._resolved(in_a_row_of(node))
                return pattern
            case Near():
                sides = tuple(tuple(map(self._bare, side)) for side in node.sides)
                return ResolvedNear(sides, node.distance, node.start, node.end, node.boost)
            case Words():
                return Words(tuple(map(self._resolved, without_stop_words(node))), node.question)
            case And():
                return And(tuple(map(self._resolved, node.children)))
            case Or():
                return Or(tuple(map(self._resolved, node.children)))
            case Not():
                left, self._replaceable = self._replaceable, 0
                resolved = Not(self._resolved(node.child))
                self._replaceable = left
                return resolved
            case Field() | Dates() | Everything() | Nothing():
                return node
            case _:
                assert_never(node)

    def _phrase(self, node: Phrase) -> ResolvedPhrase:
        words, solid = tuple(map(self._word, node.words)), tuple(map(self._word, node.solid))
        return ResolvedPhrase(words, node.slop, solid, node.start, node.end, node.boost)

    def _bare(self, node: Word | Phrase | Pattern) -> ResolvedWord | ResolvedPhrase | ResolvedPattern:
        if isinstance(node, Phrase):
            return self._phrase(node)
        if isinstance(node, Pattern):
            return ResolvedPattern.of(node, self._expanded(node))
        return self._word(node)

    def _replaced(self, word: Word) -> ResolvedWord | None:
        """Return a word that no article holds, with the words searched in its place."""
        form, oracle = word.form, self.oracle
        may_be = not (word.exactly or word.stop) and is_comparable(form.exact)
        if not self._replaceable or not may_be or oracle.is_held(form, word.synonyms):
            return None
        self._replaceable -= 1
        words = tuple(spelled_alike(form.exact, oracle.exact))
        stems = {stem for each in words for stem in oracle.stems[each]}
        return ResolvedWord.of(word, tuple(sorted(stems)), alike=words) if words else None

    def _word(self, word: Word) -> ResolvedWord:
        form = word.form
        if word.exactly:
            return ResolvedWord.of(word)
        scope = Scope(synonyms=word.synonyms)
        stems, lemmas = self.oracle.stems_of(form, scope), self.oracle.lemmas_of(form, scope)
        return ResolvedWord.of(word, tuple(sorted(stems)), tuple(sorted(lemmas)))

    def _expanded(self, pattern: Pattern) -> tuple[str, ...] | None:
        return None if pattern.kind == "prefix" else self._matching(pattern, sorted(self._exact))

    def _matching(self, pattern: Pattern | ResolvedPattern, words: Sequence[str]) -> tuple[str, ...]:
        """Return the words that a wildcard or a fuzzy word matches."""
        if pattern.kind == "wildcard":
            return tuple(matcher(pattern.text)(words))
        near = at_most_two_edits if pattern.edits > 1 else at_most_one_edit
        return tuple(word for word in words if near(pattern.text, word))

    # --- order

    def _ordered(
        self, terms: QueryTerms, found: dict[str, float], request: Request
    ) -> list[tuple[str, float]]:
        """Return ids and scores, as the embedded engine rounds them, in the order asked for."""
        if request.sort not in SORTS:
            return [(id, _rounded(found[id])) for id in self.oracle.by_value(found, request.sort)]
        if request.sort != "relevance":
            ids = self.oracle.by_date(found, newest=request.sort == "newest")
            return [(id, _rounded(found[id])) for id in ids]
        scores = {id: _rounded(score) for id, score in found.items()}
        order = self._by_score(scores)
        if window := request.ranking.rerank_window:
            first = {id: found[id] for id in order[:window]}
            rows = self._rows(terms.tree, request.tree)
            raised = self.oracle.raised(self._asked(terms.tree), first, rows) if first else {}
            scores |= {id: _rounded(score) for id, score in raised.items()}
            order = self._by_score(raised and {id: scores[id] for id in raised}) + order[len(raised) :]
        return [(id, scores[id]) for id in order]

    def _rows(self, tree: ResolvedNode, asked: Node) -> list[list[Typed]]:
        """Return the words as typed, with those that the tree has no leaf for marked as stop words."""
        leaves = {(word.form, word.start): word for word in _words_of(tree)}

        def typed(word: Word) -> Typed:
            leaf = leaves.get((word.form, word.start))
            return Typed(word.form, _scope(leaf or word), leaf is None)

        return [[typed(word) for word in row] for row in rows_of(asked)]

    def _by_score(self, scores: Mapping[str, float]) -> list[str]:
        newest = self.oracle.by_date(scores, newest=True)
        return sorted(newest, key=lambda id: -scores[id])

    def _follows(self, after: Cursor, id: str, score: float) -> bool:
        """Say whether a hit comes after that of a cursor."""

        def place(sort: str, score: float, cursor: Cursor) -> tuple[Any, ...]:
            sign = 1 if sort == "oldest" else -1
            first: Any = -score if sort == "relevance" else 0.0
            if sort not in SORTS:
                value = cursor.value
                first = (value is None, () if value is None else order_of(value))
            days = (cursor.first == 0, sign * cursor.first, sign * cursor.last)
            return first, *days, cursor.id

        own = Cursor.at(self.articles[id], score, after.match, after.sort)
        return place(after.sort, score, own) > place(after.sort, _rounded(after.score), after)

    def _period(self, id: str, unit: Unit) -> str | None:
        text = str(self.articles[id].date or "")
        return text[: LENGTHS[unit]] if len(text) >= LENGTHS[unit] else None

    def _count(self, terms: QueryTerms, id: str) -> int:
        known = self._counts.get((terms.tree, id))
        if known is None:
            highlighter = Highlighter(terms.tree, {}, Chain(), None)
            known = len(list(highlighter.occurrences(self.articles[id].text, 0)))
            self._counts[terms.tree, id] = known
        return known

    # --- the dictionary

    @cached_property
    def _forms(self) -> dict[str, list[Any]]:
        return {
            id: [token.form for field in tokens.values() for token in field]
            for id, tokens in self.oracle.tokens.items()
        }

    @cached_property
    def _exact(self) -> Counter[str]:
        return Counter(each for forms in self._forms.values() for each in {form.exact for form in forms})

    @cached_property
    def _accented(self) -> Counter[str]:
        return Counter(
            each for forms in self._forms.values() for each in {form.accented for form in forms}
        )

    def stem_counts(self, stems: Sequence[str]) -> Sequence[int]:
        held = [{form.stem for form in forms} for forms in self._forms.values()]
        return [sum(stem in each for each in held) for stem in stems]

    def exact_counts(self, words: Sequence[str]) -> Sequence[int]:
        return [self._exact[word] for word in words]

    def together(self, words: Sequence[str]) -> int:
        return sum(set(words) <= {form.exact for form in forms} for forms in self._forms.values())

    def completions(self, prefix: str, most: int) -> Mapping[str, int]:
        exact = {form.accented: form.exact for forms in self._forms.values() for form in forms}
        return {word: n for word, n in self._accented.items() if exact[word].startswith(prefix)}

    def company(self, row: Sequence[str], prefix: str) -> Mapping[str, Company]:
        after, together = Counter[str](), Counter[str]()
        for fields in self.oracle.tokens.values():
            if any(_has_row(tokens, row) for tokens in fields.values()):
                together.update(
                    {word for tokens in fields.values() for word in _words_in(tokens, prefix)}
                )
            after.update({word for tokens in fields.values() for word in _after(tokens, row, prefix)})
        return {word: Company(after[word], count) for word, count in together.items()}

    def neighbours(self, word: str, edits: int) -> Sequence[Neighbour]:
        found = []
        for each, articles in self._exact.items():
            distance = edit_distance(word, each)
            if 0 < distance <= edits:
                found.append(Neighbour(each, distance, articles, set(word) == set(each)))
        return found

    def spellings(self, word: str) -> Mapping[str, int]:
        exact = {form.accented: form.exact for forms in self._forms.values() for form in forms}
        return {each: n for each, n in self._accented.items() if exact[each] == word}

    def example(self, accented: str) -> Article | None:
        held = [
            id for id, forms in self._forms.items() if any(form.accented == accented for form in forms)
        ]
        brief = min(held, key=lambda id: self.oracle.length(id, "text"), default=None)
        return None if brief is None else self.articles[brief]

    def synonyms(self) -> str:
        return self.kept_synonyms

    def contents(self) -> Contents:
        dates = [article.date for article in self.articles.values() if article.date]
        words, titles = (
            sum(self.oracle.length(id, field) for id in self.articles) for field in ("text", "title")
        )
        undated = len(self) - len(dates)
        dates.sort(key=lambda date: (date.first_day, date.last_day))
        first, last = (dates[0], dates[-1]) if dates else (None, None)
        return Contents(
            len(self), undated, first, last, words, titles, 0, 0, self.deleted, self.generation, 0
        )


def _counted(texts: Iterable[Sequence[_Word]]) -> dict[_Word, WordCount]:
    """Count the words of texts, or the rows of words."""
    texts = list(texts)
    articles = Counter(word for words in texts for word in {*words})
    occurrences = Counter(word for words in texts for word in words)
    return {word: WordCount(count, articles[word]) for word, count in occurrences.items()}


def _words_in(tokens: Sequence[Any], prefix: str) -> Iterator[str]:
    """Yield the accented words with a prefix that are no stop words."""
    for token in tokens:
        if token.form.exact.startswith(prefix) and not is_stop_word(token.form.accented):
            yield token.form.accented


def _ends(tokens: Sequence[Any], row: Sequence[str]) -> set[int]:
    """Return the positions after a row of exact forms."""
    at = {(token.position, token.form.exact) for token in tokens}
    begins = (token.position for token in tokens if token.form.exact == row[0])
    return {
        begin + len(row)
        for begin in begins
        if all((begin + place, word) in at for place, word in enumerate(row))
    }


def _has_row(tokens: Sequence[Any], row: Sequence[str]) -> bool:
    return bool(_ends(tokens, row))


def _after(tokens: Sequence[Any], row: Sequence[str], prefix: str) -> Iterator[str]:
    """Yield the accented words with a prefix that stand right after a row of exact forms."""
    ends = _ends(tokens, row)
    return _words_in([token for token in tokens if token.position in ends], prefix)


def _words_of(tree: ResolvedNode) -> Iterator[ResolvedWord]:
    """Yield the words that an article can match by, those of phrases too."""
    for leaf in positive_leaves(tree):
        if isinstance(leaf, ResolvedNear) and leaf.is_choice:
            yield from _words_of(leaf.leaves[0])
        elif isinstance(leaf, ResolvedPhrase):
            yield from leaf.content_words
        elif isinstance(leaf, ResolvedWord):
            yield leaf


def _scope(node: ResolvedWord | ResolvedPattern | Word) -> Scope:
    fields = (node.field,) if node.field else ("title", "text")
    exactly = not isinstance(node, ResolvedPattern) and node.exactly
    alike = ((node.form.exact, node.alike),) if isinstance(node, ResolvedWord) and node.alike else ()
    synonyms = () if isinstance(node, ResolvedPattern) else node.synonyms
    return Scope(fields, exactly, boost=node.boost, alike=alike, synonyms=synonyms)


def _test(condition: Condition) -> Any:
    """Return the test on values that a condition is to the oracle."""
    match condition:
        case HasWords():
            return has_words(condition.words, condition.solid, condition.whole, condition.number)
        case HasPattern(kind="fuzzy", text=text, edits=2):
            return has_word_like(partial(at_most_two_edits, text))
        case HasPattern(kind="fuzzy", text=text):
            return has_word_like(partial(at_most_one_edit, text))
        case HasPattern(kind="wildcard", text=text):
            return has_word_like(partial(looks_like, text))
        case HasPattern(text=text):
            return has_word_like(lambda word: word.startswith(text))
        case InRange():
            return between(condition.low, condition.high)
        case IsOneOf():
            return one_of(condition.labels)
        case HasAny():
            return any_value
        case _:
            assert_never(condition)


def _like(kind: PatternKind, text: str) -> Callable[[str], bool]:
    """Return the test on words that a pattern is."""
    if kind == "prefix":
        return lambda word: word.startswith(text)
    return partial(at_most_one_edit if kind == "fuzzy" else looks_like, text)


def _rounded(score: float) -> float:
    return float(np.float32(f"{score:.6g}"))


def edit_distance(a: str, b: str) -> int:
    """Count letters more, less, changed or swapped with their neighbour."""
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


# --- in the place of the embedded engine

ENGINES: dict[Path, NaiveEngine] = {}


def create_engine(
    folder: Path,
    *,
    overwrite: bool,
    fields: tuple[Declared, ...] = (),
    synonyms: str = "",
    shards: int = 1,
    replicas: int = 0,
) -> NaiveEngine:
    if folder in ENGINES and not overwrite:
        raise IndexExists(Message("{folder}: an index is here", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    ENGINES[folder] = NaiveEngine(fields, synonyms)
    return ENGINES[folder]


def open_engine(folder: Path) -> NaiveEngine:
    if folder not in ENGINES:
        raise IndexNotFound(Message("{folder}: no index is here", folder=folder))
    return ENGINES[folder]


def pytest_configure(config: pytest.Config) -> None:
    from frsearch import index

    for module in (opening, index):
        setattr(module, "create_engine", create_engine)  # noqa: B010 - mypy has nothing against it
        setattr(module, "open_engine", open_engine)  # noqa: B010
    # What bounds the writes of segments bounds nothing here.
    conftest.limited_index = lambda folder, fields=None, **limits: frsearch.create_index(
        folder, fields=fields
    )
