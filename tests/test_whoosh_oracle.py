"""The array path, Whoosh's own matchers over our codec, and plain Whoosh find the same articles.

Plain Whoosh is its stock codec in memory, with `FrenchAnalyzer` as anyone would use it. Where Whoosh can
follow our formula (see `Looks`), its matchers over our codec also give the same scores.
"""

from contextlib import contextmanager
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import FilterMatcher, NullMatcherClass, WrappingMatcher
from whoosh.query import (
    And,
    AndNot,
    ColumnQuery,
    Every,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
)
from whoosh.scoring import BaseScorer, WeightingModel

from frsearch import FrenchAnalyzer, ranking
from frsearch.dates import DateRange
from frsearch.ranking import Ranking
from tests.oracle import CHAIN, FIELDS, fold, write
from tests.test_search_oracle import (
    ASKED,
    DATE_CLAUSES,
    PATTERNS,
    WITH_AND_WITHOUT_ACCENTS,
    WORDS,
    articles_after,
    histories,
    ids,
    index_after,
    listed,
)

# Whoosh adds up what words count, each look as much, and puts no articles in order anew.
RANKING = Ranking(rerank_window=0, exact_weight=1.0)
WRITTEN = listed(WORDS) + WITH_AND_WITHOUT_ACCENTS.split()


def single(words):
    """Keep the words that stand for one term a look: those without other readings."""
    return [word for word in dict.fromkeys(words) if len([*CHAIN.tokens(word)]) == 1]


FORMS = {token.form for word in WRITTEN for token in CHAIN.tokens(word)}


def has_one_stem(word):
    """Say whether all forms of the lemma share a stem: others Whoosh finds in another field, of which it
    can make no phrase, and no score together with the stem's."""
    (token,) = CHAIN.tokens(word)
    lemmas = {form.lemma for form in FORMS if form.exact == token.form.exact} | {token.form.lemma}
    return len({form.stem for form in [*FORMS, token.form] if form.lemma in lemmas}) == 1


SINGLE = single(listed(ASKED))
PLAIN_PATTERNS = [text for text in PATTERNS.split() if "~" not in text and "’" not in text]


# --- trees, as in test_search_oracle; ("andnot", wanted, excluded) besides


def drawn_trees(written):
    """Draw trees that are mostly about the words written, with their accents and without."""
    likely = st.sampled_from(single([*written, *map(fold, written)]) or SINGLE)
    word = likely | likely | st.sampled_from(SINGLE)
    regular = st.sampled_from([each for each in [*single(written), *SINGLE] if has_one_stem(each)])
    words = st.tuples(st.just("word"), word)
    leaf = words | words
    leaf |= st.tuples(st.just("exact"), words)
    leaf |= st.tuples(
        st.just("phrase"), st.lists(regular, min_size=2, max_size=3).map(" ".join), st.integers(1, 3)
    )
    leaf |= st.tuples(st.just("pattern"), st.sampled_from(PLAIN_PATTERNS))
    leaf |= st.tuples(st.just("title"), leaf)
    leaf |= st.tuples(st.just("date"), st.sampled_from(DATE_CLAUSES.split()))
    return st.recursive(
        leaf,
        lambda nodes: (
            st.tuples(st.sampled_from(["and", "or"]), st.lists(nodes, min_size=2, max_size=3))
            | st.tuples(st.just("andnot"), nodes, nodes)
            | st.tuples(st.just("not"), nodes, st.just("-"))
        ),
        max_leaves=6,
    )


def as_ours(node):
    match node:
        case ("andnot", wanted, excluded):
            return ("and", [as_ours(wanted), ("not", as_ours(excluded), "SAUF ")])
        case ("and" | "or" as kind, children):
            return (kind, [as_ours(child) for child in children])
        case ("not", child, sign):
            return ("not", as_ours(child), sign)
    return node


def has_scores(node):
    """Say whether Whoosh can score a tree as we do; it adds up the words of a phrase or a pattern."""
    match node:
        case ("phrase" | "pattern", *_):
            return False
        case ("word", text):
            return has_one_stem(text)
        case ("and" | "or", children):
            return all(map(has_scores, children))
        case ("title" | "exact" | "andnot", child, *_):
            return has_scores(child)  # what is excluded has no score
    return True


class Whoosh:
    """Writes trees as Whoosh's own queries.

    `forms` are those of all words in the index; `days` makes a query of the bounds of a range; `look`
    joins the terms of a look at a word.
    """

    def __init__(self, forms, days, look=Or):
        self.forms, self.days, self.look = forms, days, look

    def query(self, node, fields=FIELDS, exactly=False):
        match node:
            case ("word", text):
                return self.word(*CHAIN.tokens(text), fields, exactly)
            case ("exact", child):
                return self.query(child, fields, exactly=True)
            case ("title", child):
                return self.query(child, ("title",), exactly)
            case ("phrase", text, slop):
                stems = [sorted(self.stems_of(token.form)) for token in CHAIN.tokens(text)]
                return Or([Phrase(name, [*row], slop) for name in fields for row in product(*stems)])
            case ("pattern", text):
                prefix, sign, rest = fold(text).partition("*")
                if rest or "?" in prefix:
                    return Or([Wildcard(name + "_exact", prefix + sign + rest) for name in fields])
                return Or([Prefix(name + "_exact", prefix) for name in fields])
            case ("date", expression):
                return Filter([Every(), self.days(*bounds(expression))])
            case ("and", children):
                return And([self.query(child, fields) for child in children])
            case ("or", children):
                # Whoosh's quicker way to join several forgets the documents whose score is 0.
                joined = Or([self.query(child, fields) for child in children])
                joined.matcher_type = Or.DEFAULT_MATCHER
                return joined
            case ("andnot", wanted, excluded):
                return ButNot(self.query(wanted, fields), self.query(excluded, fields))
            case ("not", child, _):
                return Filter([Every(), Not(self.query(child, fields))])

    def word(self, token, fields, exactly):
        exact = self.look([Term(name + "_exact", token.form.accented) for name in fields])
        if exactly:
            return exact
        stems, lemmas = self.stems_of(token.form), self.lemmas_of(token.form)
        terms = [Term(name, stem) for name in fields for stem in stems]
        if any(form.lemma in lemmas and form.stem not in stems for form in self.forms):
            terms += [Term(name + "_lemma", lemma) for name in fields for lemma in lemmas]
        return Or([self.look(terms), exact])

    def stems_of(self, form):
        return {form.stem} | {other.stem for other in self.forms if other.exact == form.exact}

    def lemmas_of(self, form):
        linked = {other.lemma for other in self.forms if other.exact == form.accented}
        return {form.lemma} | linked


def bounds(expression):
    """Return the first and last day of `date:2018..2019`, `depuis:2018`, `avant:2018`, or None."""
    name, _, value = expression.partition(":")
    days = DateRange.parse(value)
    if name == "avant":
        days = days.before()
    first, last = days.first, None if name == "depuis" else days.last
    return first and first.toordinal(), last and last.toordinal()


def days_of_columns(first, last):
    """Over our codec: articles without a date have days 0."""
    return And(
        [
            Column("last_day", lambda day: day >= (first or 1)),
            Column("first_day", lambda day: 0 < day <= (last or day)),
        ]
    )


class ButNot(AndNot):
    """Excludes by a list. Whoosh's AndNotMatcher (2.7.4) keeps its first document where what is excluded
    begins before it (`_find_first`), and fails where it skips to its end (`skip_to`)."""

    def matcher(self, searcher, context=None):
        excluded = self.b.matcher(searcher, searcher.boolean_context())
        wanted = self.a.matcher(searcher, context)
        return FilterMatcher(wanted, frozenset(excluded.all_ids()), exclude=True)


class Filter(And):
    """Adds nothing to the score. (Whoosh's ConstantScoreQuery leaves the score to be.)"""

    def matcher(self, searcher, context=None):
        child = super().matcher(searcher, context)
        return child if isinstance(child, NullMatcherClass) else Unscored(child)


class Unscored(WrappingMatcher):
    def score(self):
        return 0.0


class Column(ColumnQuery):
    """Whoosh's has no size, which its And asks for."""

    def estimate_size(self, reader):
        return reader.doc_count_all()


def days_of_numbers(first, last):
    """In plain Whoosh: articles without a date have no days."""
    return And([NumericRange("last_day", first, None), NumericRange("first_day", None, last)])


# --- our formula, to Whoosh


class Counted(WeightingModel):
    """Scores a term with how often it occurs, weighed by its field: BM25F before it saturates."""

    def scorer(self, searcher, fieldname, text, qf=1):
        return _Count(searcher, fieldname)


class _Count(BaseScorer):
    def __init__(self, searcher, fieldname):
        self.searcher, self.name = searcher, fieldname.partition("_")[0]
        parent = searcher.get_parent()
        self.average = parent.reader().field_length(self.name) / parent.reader().doc_count()

    def score(self, matcher):
        length = self.searcher.reader().doc_field_length(matcher.id(), self.name)
        b, weight = RANKING.field_b(self.name), RANKING.field_weight(self.name)
        (factor,) = ranking.field_factors(np.array([length], np.float32), self.average, b, weight)
        return matcher.weight() * factor


class Look(Or):
    """A look at a word: the terms of all its fields and stems, saturated together, times their idf.

    With `Counted` this makes Whoosh score as `frsearch.ranking` says: words, in one field or both, loose
    or exact, and whatever And, Or, AndNot, Not and dates make of them. It is not comparable for
    phrases, where Whoosh adds up the scores of the words wherever they stand, nor for patterns, where
    it adds up those of the terms, each with its own idf.
    """

    def matcher(self, searcher, context=None):
        child = super().matcher(searcher, context)
        if isinstance(child, NullMatcherClass):
            return child
        parent = searcher.get_parent()
        matching = sum(1 for _ in parent.docs_for_query(Or(self.subqueries)))
        return Saturated(child, ranking.idf(matching, parent.reader().doc_count()))


class Saturated(WrappingMatcher):
    def __init__(self, child, boost=1.0):
        super().__init__(child, boost)

    def score(self):
        counted = np.array([self.child.score()], np.float32)
        return float(ranking.saturate(counted, RANKING.k1, self.boost)[0])


# --- plain Whoosh


@contextmanager
def plain_after(steps):
    """Yield a searcher of a plain Whoosh index after these steps, each a segment of its own."""
    made = {"id": ID(unique=True, stored=True), "first_day": NUMERIC(), "last_day": NUMERIC()}
    for name in FIELDS:
        made[name] = TEXT(analyzer=FrenchAnalyzer())
        made[name + "_lemma"] = TEXT(analyzer=FrenchAnalyzer("lemma"))
        made[name + "_exact"] = TEXT(analyzer=FrenchAnalyzer("exact"))
    index = RamStorage().create_index(Schema(**made))
    for step in steps:
        writer = index.writer()
        if isinstance(step, set):
            for id in step:
                writer.delete_by_term("id", id)
        else:
            # Of one id given twice, plain Whoosh would keep both.
            for article in {article.id: article for article in step}.values():
                writer.update_document(**plain_fields(article))
        writer.commit(merge=False)
    with index.searcher() as searcher:
        yield searcher


def plain_fields(article):
    fields = {"id": article.id}
    for name in FIELDS:
        for look in ("", "_lemma", "_exact"):
            fields[name + look] = getattr(article, name)
    if article.date is not None:
        fields["first_day"] = article.date.first_day.toordinal()
        fields["last_day"] = article.date.last_day.toordinal()
    return fields


def forms_of(articles):
    texts = (getattr(article, name) for article in articles for name in FIELDS)
    return {token.form for text in texts for token in CHAIN.tokens(text)}


def scores(searcher, query):
    return {hit["id"]: hit.score for hit in searcher.search(query, limit=None)}


def cases():
    """Draw what happens to an index of a few words, and what is asked of it."""
    some = st.lists(st.sampled_from(WRITTEN), min_size=2, max_size=6, unique=True)
    return some.flatmap(
        lambda words: st.tuples(histories(words), st.lists(drawn_trees(words), min_size=4, max_size=8))
    )


@settings(max_examples=100, deadline=None)
@given(cases(), st.booleans())
def test_three_ways_find_the_same_articles_and_two_score_them_alike(case, merge):
    steps, trees = case
    forms = forms_of(articles_after(steps))
    counted = Whoosh(forms, days_of_columns, Look)
    over_columns = Whoosh(forms, days_of_columns)
    plain = Whoosh(forms, days_of_numbers)
    with (
        index_after(steps, merge=merge) as index,
        index.whoosh.searcher(weighting=Counted()) as searcher,
        plain_after(steps) as plain_searcher,
    ):
        index._answering.ranking = RANKING
        for tree in trees:
            question = write(as_ours(tree), alone=True)
            results = index.search(question, limit=50, strict=True)  # no word is replaced
            expected = {hit.id: hit.score for hit in results}
            assert results.warnings == ()
            assert set(scores(plain_searcher, plain.query(tree))) == set(ids(results)), question
            assert set(scores(searcher, over_columns.query(tree))) == set(ids(results)), question
            if has_scores(tree):
                found = scores(searcher, counted.query(tree))
                assert found == pytest.approx(expected, rel=1e-4, abs=1e-4), question
