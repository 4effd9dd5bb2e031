"""Whatever is searched for, the index finds and ranks what a reader with all the time would.

The oracle below reads every article for every query: lists of tokens, loops and strings, no array and
no posting. It shares the analysis with the index, and nothing else.
"""

import math
import tempfile
import unicodedata
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.analysis.chain import Chain
from frsearch.analysis.lemmas import same_word
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec import skip_list
from frsearch.engine.arrays.tuning import Tuning
from tests.conftest import limited_index

CHAIN = Chain()
FIELDS = ("title", "text")

# The defaults of ranking.py, written out: a changed default is a changed score.
K1, EXACT_WEIGHT, PHRASE_WEIGHT = 0.9, 0.7, 0.7
REORDERED, PASSAGE_WEIGHT, PASSAGE_LENGTH = 20, 0.3, 20
RELATIVE_WEIGHT, OWN_WEIGHT = 0.5, 0.3
WEIGHT = {"title": 2.0, "text": 1.0}
B = {"title": 0.5, "text": 0.75}


# --- queries: trees of tuples, and how people write them
#
#   ("word", "élections")  ("phrase", "premiers pas", 3)  ("pattern", "présid*")  ("date", "date:2018")
#   ("exact", child)  ("title", child)  ("not", child, "SAUF ")
#   ("row", children)  ("and", children)  ("or", children)


def write(node, *, alone=False):
    """Write a tree as query text, in parentheses unless it stands alone or needs none."""
    match node:
        case ("word" | "pattern" | "date", text):
            return text
        case ("phrase", words, slop):
            return f'"{words}"' + (f"~{slop}" if slop > 1 else "")
        case ("exact", child):
            return "=" + write(child)
        case ("title", child):
            return "titre:" + write(child)
        case ("not", child, sign):
            text = sign + write(child)
        case (kind, children):
            joint = {"row": " ", "and": " ET ", "or": " OU "}[kind]
            text = joint.join(write(child, alone=child[0] == "not") for child in children)
    return text if alone else f"({text})"


# --- the oracle


def fold(text):
    text = text.replace("œ", "oe").lower()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def looks_like(pattern, word):
    """Say whether a wildcard pattern stands for the word."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(looks_like(pattern[1:], word[at:]) for at in range(len(word) + 1))
    return word != "" and pattern[0] in ("?", word[0]) and looks_like(pattern[1:], word[1:])


def at_most_one_edit(a, b):
    """Say whether a letter more, less or changed, or two swapped, make `b` of `a`."""
    if a == b:
        return True
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[at:], b[at:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == other
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped


def stands_for(pattern):
    """Return a test on folded words for `prés*`, `l’él?v*` or `presdent~`."""
    text = fold(pattern.rpartition("’")[2])
    if text.endswith("~"):
        return lambda word: at_most_one_edit(text[:-1], word)
    return lambda word: looks_like(text, word)


def first_day(date):
    return str(date) + {4: "-01-01", 7: "-01", 10: ""}[len(str(date))]


def last_day(date):
    # As text, the 31st comes after every day of any month.
    return str(date) + {4: "-12-31", 7: "-31", 10: ""}[len(str(date))]


def in_range(date, expression):
    """Say whether a date meets `date:2018`, `date:2018..2019`, `depuis:2018`, `avant:2018`."""
    if date is None:
        return False
    name, _, value = expression.partition(":")
    start, dots, end = value.partition("..")
    if name == "avant":
        return first_day(date) < first_day(value)
    if name == "depuis":
        return last_day(date) >= first_day(value)
    end = end if dots else start
    return (not start or last_day(date) >= first_day(start)) and (
        not end or first_day(date) <= last_day(end)
    )


@dataclass(frozen=True)
class Scope:
    """What stands before a word or around it."""

    fields: tuple = FIELDS
    exactly: bool = False


def read(node, scope):
    """Give each leaf its scope, split words into units, and take rows inside of rows apart."""
    match node:
        case ("word", text):
            units = [("unit", unit, scope) for unit in units_of(text)]
            return units[0] if len(units) == 1 else ("row", units)
        case ("phrase", words, slop):
            return ("phrase", [t.form for t in CHAIN.tokens(words) if not t.alternative], slop, scope)
        case ("pattern", text):
            return ("pattern", stands_for(text), scope)
        case ("exact", child):
            return read(child, replace(scope, exactly=True))
        case ("title", child):
            return read(child, replace(scope, fields=("title",)))
        case ("not", child, _):
            return ("not", read(child, scope))
        case ("row", children):
            inside = [read(child, scope) for child in children]
            apart = [child[1] if child[0] == "row" else [child] for child in inside]
            clauses = [clause for clauses in apart for clause in clauses]
            if len(clauses) == 1 and not is_filter(clauses[0]):
                return clauses[0]
            return ("row", clauses)
        case ("and" | "or" as kind, children):
            return (kind, [read(child, scope) for child in children])
    return node


def units_of(text):
    """Split a word as it is written into lists of tokens that share no character."""
    units, end = [], -1
    for token in CHAIN.tokens(text):
        if token.start < end:
            units[-1].append(token)
        else:
            units.append([token])
        end = max(end, token.end)
    return units


def in_row(children):
    """Leave the stop words out if there are other words."""
    kept = [child for child in children if not is_loose_stop_word(child)]
    return kept if any(not is_filter(child) for child in kept) else children


def is_loose_stop_word(node):
    if node[0] != "unit" or node[2].exactly:
        return False
    return len(node[1]) == 1 and is_stop_word(node[1][0].form.accented)


def is_filter(node):
    return node[0] in ("not", "date")


def scored(node):
    """Return the words, phrases and patterns that an article can match by."""
    match node:
        case ("unit", tokens, scope):
            forms = [token.form for token in tokens if not token.alternative]
            others = [token.form for token in tokens if token.alternative]
            if len(forms) > 1:
                return [("phrase", forms, 1, scope)]
            return [("word", form, scope) for form in forms + others * (not scope.exactly)]
        case ("phrase" | "pattern", *_):
            return [node]
        case ("row", children):
            return [leaf for child in in_row(children) for leaf in scored(child)]
        case ("and" | "or", children):
            return [leaf for child in children for leaf in scored(child)]
    return []


def content_words(forms, scope):
    """Return the words of a phrase that count by themselves."""
    if scope.exactly:
        return forms
    return [form for form in forms if not is_stop_word(form.accented)]


def has_row(node):
    """Say whether it matters that all words are wanted, or any."""
    if node[0] == "row" and sum(not is_filter(child) for child in in_row(node[1])) > 1:
        return True
    return node[0] in ("row", "and", "or") and any(map(has_row, node[1]))


class Oracle:
    """Every article, read again for every query."""

    def __init__(self, articles):
        self.articles = {article.id: article for article in articles}
        self.tokens = {
            article.id: {field: list(CHAIN.tokens(getattr(article, field))) for field in FIELDS}
            for article in articles
        }
        # Words that are spelled alike but for accents lead to one another's stems and lemmas.
        self.stems, self.lemmas = defaultdict(set), defaultdict(set)
        for fields in self.tokens.values():
            for token in fields["title"] + fields["text"]:
                self.stems[token.form.exact].add(token.form.stem)
                self.lemmas[token.form.exact].add(token.form.lemma)

    def search(self, tree, match, date):
        """Return {id: score} of the matches, and how the words were combined in the end."""
        asked = read(tree, Scope())
        self.alone = len(scored(asked)) < 2
        dated = ("and", [asked, ("date", f"date:{date}")]) if date else asked
        found = self.evaluate(dated, match)
        if found or match == "any" or not has_row(asked):
            return found, match
        found = self.evaluate(dated, "any")
        return found, "any" if found else "all"

    def evaluate(self, node, match):
        """Return {id: score} of what matches."""
        match node:
            case ("unit", tokens, scope):
                return self.unit(tokens, scope)
            case ("phrase", forms, slop, scope):
                return self.sequence(forms, slop, [], scope)
            case ("pattern", test, scope):
                return self.weigh(counting(lambda form: test(form.exact)), scope)
            case ("date", expression):
                dated = (a.id for a in self.articles.values() if in_range(a.date, expression))
                return dict.fromkeys(dated, 0.0)
            case ("not", child):
                excluded = self.evaluate(child, match)
                return {id: 0.0 for id in self.articles if id not in excluded}
            case ("or", children):
                found = added([self.evaluate(child, match) for child in children])
                return self.with_words_of_phrases(found, children)
            case ("and", children):
                return self.with_words_of_phrases(self.all_of(children, match), children)
            case ("row", children):
                words = [child for child in in_row(children) if not is_filter(child)]
                if match == "any" and words:
                    found = added([self.evaluate(child, match) for child in words])
                else:
                    found = self.all_of(words, match)
                kept = self.all_of([child for child in children if is_filter(child)], match)
                found = {id: score for id, score in found.items() if id in kept}
                return self.with_words_of_phrases(found, words)

    def all_of(self, nodes, match):
        parts = [dict.fromkeys(self.articles, 0.0), *(self.evaluate(node, match) for node in nodes)]
        return {id: score for id, score in added(parts).items() if all(id in part for part in parts)}

    def with_words_of_phrases(self, found, nodes):
        """Add to the matches of nodes side by side what the words of phrases among them are worth."""
        phrases = [leaf for node in nodes if node[0] in ("unit", "phrase") for leaf in scored(node)]
        words = [
            self.word(form, scope)
            for kind, forms, *_, scope in phrases
            if kind == "phrase" and len(forms) > 1 and not self.alone
            for form in content_words(forms, scope)
        ]
        return {id: score + sum(word.get(id, 0.0) for word in words) for id, score in found.items()}

    def unit(self, tokens, scope):
        """Score what is written as one word: its parts in a row, or other readings of it."""
        forms = [token.form for token in tokens if not token.alternative]
        others = [token.form for token in tokens if token.alternative]
        if len(forms) > 1:
            return self.sequence(forms, 1, others, scope)
        if scope.exactly:
            return self.word(forms[0], scope)
        return added([self.word(form, scope) for form in forms + others])

    def word(self, form, scope):
        found = self.weigh(counting(self.is_word(form, scope)), scope)
        if scope.exactly:
            return found
        # As it was typed: with its accents if it has any.
        as_written = self.weigh(
            counting(lambda other: form.accented in (other.accented, other.exact)), scope
        )
        return {id: score + EXACT_WEIGHT * as_written.get(id, 0.0) for id, score in found.items()}

    def has_only_others(self, id, form, scope):
        """Say whether an article has other words of a stem, and no form of the word itself."""
        tokens = [token.form for field in scope.fields for token in self.tokens[id][field]]
        lemmas = self.lemmas_of(form)
        return any(map(self.is_word(form, scope), tokens)) and not any(
            other.lemma in lemmas and same_word(form.accented, other.accented) for other in tokens
        )

    def lemmas_of(self, form):
        """Return the lemmas of a word: what is typed with accents is no other word."""
        linked = self.lemmas[form.exact] if form.accented == form.exact else set()
        return {form.lemma} | linked

    def is_word(self, form, scope):
        """Return a test on the forms of an article's words: is it this word?"""
        if scope.exactly:
            return lambda other: form.accented in (other.accented, other.exact)
        stems, lemmas = {form.stem} | self.stems[form.exact], self.lemmas_of(form)
        return lambda other: other.stem in stems or other.lemma in lemmas

    def sequence(self, forms, slop, others, scope):
        """Score words in this order, each at most `slop` after the one before, or written solid."""
        if len(forms) == 1:
            return self.word(forms[0], scope)
        tests = [self.is_word(form, scope) for form in forms]
        solid = [self.is_word(form, scope) for form in others]

        def ends(tokens):
            found = {token.position for token in tokens if tests[0](token.form)}
            for test in tests[1:]:
                places = {token.position for token in tokens if test(token.form)}
                found = {place for place in places if any(0 < place - at <= slop for at in found)}
            whole = [token.position for token in tokens if any(test(token.form) for test in solid)]
            return len(found | {position + len(forms) - 1 for position in whole})

        found = self.weigh(ends, scope)
        return {id: PHRASE_WEIGHT * score for id, score in found.items()}

    def raised(self, tree, found):
        """Add to {id: score} what the best passages are worth, and relatives of words that lack."""
        words = [leaf for leaf in scored(read(tree, Scope())) if leaf[0] in ("word", "phrase")]
        words = [
            (form, self.is_word(form, scope), scope)
            for kind, forms, *_, scope in words
            for form in ([forms] if kind == "word" else self.words_of(forms, scope))
        ]
        if len(words) < 2 and all(scope.exactly for _, _, scope in words):
            return found
        weights = [self.idf(self.holders(test, scope)) for _, test, scope in words]
        return {
            id: score
            + PASSAGE_WEIGHT * self.best_passage(id, words, weights) * (len(words) > 1)
            + RELATIVE_WEIGHT * self.relatives(id, words, weights) * (len(words) > 1)
            + OWN_WEIGHT
            * sum(
                weight
                for (form, _, scope), weight in zip(words, weights, strict=True)
                if not scope.exactly and not self.has_only_others(id, form, scope)
            )
            for id, score in found.items()
        }

    def words_of(self, forms, scope):
        """Return the words of a phrase that count by themselves; one alone is no phrase."""
        if len(forms) == 1:
            return forms
        return [] if self.alone else content_words(forms, scope)

    def relatives(self, id, words, weights):
        """Return what the words weigh together that the article lacks, and has a relative of."""
        total = 0.0
        for (form, test, scope), weight in zip(words, weights, strict=True):
            if scope.exactly or is_stop_word(form.accented):
                continue
            stems = {form.stem} | self.stems[form.exact]
            long = {stem for stem in stems if len(stem) >= 4 and stem.isalpha()}
            letters = {4: 4, 5: 4, 6: 4, 7: 5}
            shared = tuple(stem[: letters.get(len(stem), 6)] for stem in long)
            forms = [token.form for field in scope.fields for token in self.tokens[id][field]]
            if not any(map(test, forms)) and any(f.stem.startswith(shared) for f in forms):
                total += weight
        return total

    def best_passage(self, id, words, weights):
        """Return the most that words within 20 positions of a field weigh together."""
        best = 0.0
        for field in FIELDS:
            held = [
                {token.position for token in self.tokens[id][field] if test(token.form)}
                if field in scope.fields
                else set()
                for _, test, scope in words
            ]
            for begin in set().union(*held):
                passage = range(begin, begin + PASSAGE_LENGTH)
                found = (places.intersection(passage) for places in held)
                best = max(best, sum(w for w, some in zip(weights, found, strict=True) if some))
        return best

    def holders(self, test, scope):
        """Count the articles that hold a word."""
        return sum(
            any(test(token.form) for field in scope.fields for token in tokens[field])
            for tokens in self.tokens.values()
        )

    def idf(self, matching):
        return math.log(1 + (len(self.articles) - matching + 0.5) / (matching + 0.5))

    def weigh(self, count, scope):
        """Return {id: BM25F}, where `count` says how often it occurs in the tokens of a field."""
        frequencies = {}
        for id, tokens in self.tokens.items():
            frequency = 0.0
            for field in scope.fields:
                if occurrences := count(tokens[field]):
                    relative = self.length(id, field) / self.average_length(field)
                    frequency += occurrences * WEIGHT[field] / (1 - B[field] + B[field] * relative)
            if frequency:
                frequencies[id] = frequency
        idf = self.idf(len(frequencies))
        return {id: idf * (K1 + 1) * f / (K1 + f) for id, f in frequencies.items()}

    def length(self, id, field):
        return 1 + max((token.position for token in self.tokens[id][field]), default=-1)

    def average_length(self, field):
        return sum(self.length(id, field) for id in self.articles) / len(self.articles)

    def by_date(self, ids, *, newest):
        """Order by date, then by id; without a date, last."""
        dated = sorted(id for id in ids if self.articles[id].date)
        dated.sort(key=self.days, reverse=newest)  # stable: equal dates keep the order of ids
        return dated + sorted(id for id in ids if not self.articles[id].date)

    def days(self, id):
        return first_day(self.articles[id].date), last_day(self.articles[id].date)

    def facets(self, ids):
        dates = [str(self.articles[id].date) for id in ids if self.articles[id].date]
        return {
            unit: sorted(Counter(date[:length] for date in dates if len(date) >= length).items())
            for unit, length in (("year", 4), ("month", 7), ("day", 10))
        }


def counting(test):
    return lambda tokens: sum(test(token.form) for token in tokens)


def added(parts):
    scores = defaultdict(float)
    for part in parts:
        for id, score in part.items():
            scores[id] += score
    return dict(scores)


# --- random corpora and queries

# Inflections, accents that matter and that do not, elisions, hyphens, capitals, numbers, stop words.
WORDS = """
    sommet sommets Sommet élection élections l’élection électorale président présidente présidents
    élève élèves élevé élevés eleve absurdité absurdités cœur coeur Maison-Blanche maison blanche
    maisonblanche week-end weekend dit-on a-t-il d’Artagnan Artagnan O.T.A.N. l’Otan étudiant·e·s
    étudiants 12_000 12000 aujourd’hui c’est-à-dire le la les à et ne pas œil yeux travail travaux
    travaille ira aller allée chat chats châtiment acteur actrice
"""
# Words that Snowball stems differently with their accents and without.
WITH_AND_WITHOUT_ACCENTS = "absurdité absurdite absurdités fidélité fidelite égalité egalite egalité"
ASKED = WORDS + " SOMMET presidente eleves Elève maison-blanche WEEK-END etudiant(e)s ARTAGNAN inconnu"
PATTERNS = """
    prés* presid* ÉLEC* l’él* e* 12* maison* s?mmet él?v?s *ction* w*nd *s a*u*d*i
    somet~ smomet~ sommmet~ presiden~ COER~ l’élve~ week~
"""
PHRASES = """
    premier sommet, le sommet, la maison blanche, maison blanche, Maison-Blanche, président élection,
    week-end à, le week end, à et, élève élevé, sommet sommet, 12 000 étudiants, Otan
"""
DATES = [None, "2017", "2018", "2018-01-01", "2018-06", "2018-06-01", "2018-06-28", "2019-01"]
DATE_CLAUSES = """
    date:2018 date:2018-06 date:2018-06-28 date:2018-06..2018-07 date:..2017 date:2018-07..
    depuis:2018-07 avant:2018-07 avant:2018
"""
DATE_FILTERS = [None, None, "2018", "2018-06", "2018-06..2018-12", "..2018-06", "2018-07.."]


def listed(words):
    """Split a list of words, in which _ is a no-break space."""
    return [word.replace("_", "\u00a0") for word in words.split()]


def leaves(words):
    """Draw words, phrases and patterns, mostly about these words."""
    word = st.sampled_from(words) | st.sampled_from(words) | st.sampled_from(listed(ASKED))
    phrase = st.lists(st.sampled_from(words), min_size=2, max_size=3).map(" ".join)
    phrase |= st.sampled_from([phrase.strip() for phrase in PHRASES.split(",")])
    return (
        st.tuples(st.just("word"), word)
        | st.tuples(st.just("phrase"), phrase, st.integers(1, 4))
        | st.tuples(st.just("pattern"), st.sampled_from(listed(PATTERNS)))
    )


def marked(nodes):
    """Put = or titre: before some."""
    return st.builds(_marked, nodes, st.sampled_from(["", "", "", "=", "t", "=t", "t="]))


def _marked(node, signs):
    for sign in reversed(signs):
        node = ("exact" if sign == "=" else "title", node)
    return node


def combined(nodes):
    several = st.lists(nodes, min_size=2, max_size=3)
    groups = st.tuples(st.sampled_from(["row", "row", "and", "or"]), several)
    groups |= st.tuples(st.just("row"), st.lists(nodes, min_size=1, max_size=1))
    return marked(groups) | st.tuples(st.just("not"), nodes, st.sampled_from(["-", "SAUF ", "NOT "]))


def trees(words):
    dates = st.tuples(st.just("date"), st.sampled_from(listed(DATE_CLAUSES)))
    leaf = marked(leaves(words))
    clause = leaf | leaf | combined(leaf | leaf | dates)
    return combined(clause) | combined(clause | combined(clause))


def searches(words):
    """Draw a tree, how to combine its rows, and a date to keep to."""
    everything = st.just(("row", []))
    row = st.tuples(st.just("row"), st.lists(marked(leaves(words)), min_size=2, max_size=4))
    tree = everything | row | trees(words) | trees(words)
    return st.tuples(tree, st.sampled_from(["all", "any"]), st.sampled_from(DATE_FILTERS))


def articles(words):
    pieces = st.sampled_from(words) | st.sampled_from(words) | st.sampled_from([".", ",\n"])
    texts = st.lists(pieces, max_size=9).map(" ".join)
    titles = st.just("") | st.lists(st.sampled_from(words), max_size=3).map(" ".join)
    return st.builds(Article, IDS, texts, titles, st.sampled_from(DATES))


def histories(words):
    """Draw what happens to an index: articles added (some of them anew), or removed by id."""
    added = st.lists(articles(words), min_size=3, max_size=6)
    removed = st.sets(IDS, min_size=1, max_size=3)
    later = st.lists(added | added | removed, max_size=3)
    return st.builds(lambda first, rest: [first, *rest], added, later)


IDS = st.sampled_from("a A b é 10 9 c d e f g h".split())


@contextmanager
def index_after(steps, *, merge):
    """Yield an index after these steps, of one segment or, without merging, of one for each step."""
    limits = {} if merge else {"merged_segments": 1_000}
    with tempfile.TemporaryDirectory() as folder, limited_index(Path(folder), **limits) as index:
        for step in steps:
            if isinstance(step, set):
                index.remove(step)
            else:
                index.add(step)
        yield index


def articles_after(steps):
    articles = {}
    for step in steps:
        if isinstance(step, set):
            articles = {id: article for id, article in articles.items() if id not in step}
        else:
            articles |= {article.id: article for article in step}
    return list(articles.values())


# --- the index against the oracle


def corpora_and_searches(vocabulary, corpus):
    words = st.lists(st.sampled_from(listed(vocabulary)), min_size=2, max_size=7, unique=True)
    return words.flatmap(
        lambda words: st.tuples(corpus(words), st.lists(searches(words), min_size=3, max_size=6))
    )


# Which way is taken depends on how much there is; in a small world each has to be forced.
ways = st.lists(
    st.sampled_from(
        [
            ("few_terms", 0),
            ("far_longer", 0),
            ("sparse", 0),
            ("common", 0),
            ("occurrences_at_a_time", 2),
            ("posting_cost", 1_000),
            ("sought_cost", 1_000_000),
            ("longer", 0),
            ("block", 1),
        ]
    ),
    max_size=4,
    unique_by=lambda way: way[0],
)
EVERYTHING = (("row", []), "all", None)
NOT_2018_OR_A_WORD = ("or", [("not", ("date", "date:2018"), "-"), ("phrase", "Otan", 1)])


@settings(max_examples=200, deadline=None)
@given(
    corpora_and_searches(WORDS, histories),
    st.booleans(),
    st.sampled_from([2, 30]),
    ways,
    st.sampled_from([0, 200]),
)
@example(([], [EVERYTHING, (("not", ("word", "sommet"), "-"), "any", "2018")]), True, 2, (), 0)
@example(([[Article("a", "")]], [(NOT_2018_OR_A_WORD, "all", None)]), True, 2, (), 0)
def test_the_index_answers_as_the_oracle(case, merge, first, ways, many):
    steps, asked = case
    with index_after(steps, merge=merge) as index, pytest.MonkeyPatch.context() as patch:
        patch.setattr(skip_list, "_MANY", many)
        index._searcher.tuning = Tuning(**dict(ways))
        oracle = Oracle(articles_after(steps))
        assert len(index) == len(oracle.articles)
        for tree, match, date in asked:
            assert_same_answer(index, oracle, tree, match, date, first)


@contextmanager
def reordering(index, first):
    """Have so many first articles put in order anew."""
    usual = index._ranking
    index._ranking = replace(usual, rerank_window=first)
    yield
    index._ranking = usual


def assert_same_answer(index, oracle, tree, match, date, first=REORDERED):
    expected, used = oracle.search(tree, match, date)
    units = ("year", "month", "day")

    def search(**options):
        return index.search(write(tree, alone=True), match=match, date=date, **options)

    with reordering(index, 0):
        by_words = search(limit=50)
    assert {hit.id: hit.score for hit in by_words} == pytest.approx(expected, rel=1e-4, abs=1e-4)
    expected |= oracle.raised(tree, {id: expected[id] for id in ids(by_words)[:first]})
    with reordering(index, first):
        assert_same_order_and_counts(oracle, search, expected, used, units)


def assert_same_order_and_counts(oracle, search, expected, used, units):
    results = search(limit=50, facets=units)
    scores = {hit.id: hit.score for hit in results}
    assert scores == pytest.approx(expected, rel=1e-4, abs=1e-4)
    assert (results.total, results.match, results.warnings) == (len(expected), used, ())
    newest = oracle.by_date(expected, newest=True)
    assert ids(results) == sorted(newest, key=lambda id: -scores[id])
    assert ids(search(limit=50, sort="newest")) == newest
    assert ids(search(limit=50, sort="oldest")) == oracle.by_date(expected, newest=False)
    pages = [search(limit=3, offset=offset) for offset in range(0, len(expected) + 3, 3)]
    assert [(hit.rank, hit.id) for page in pages for hit in page] == list(enumerate(ids(results), 1))
    counts = {unit: [(found.value, found.count) for found in results.facets[unit]] for unit in units}
    assert counts == oracle.facets(expected)
    assert results.undated == sum(oracle.articles[id].date is None for id in expected)


def ids(results):
    return [hit.id for hit in results]


# --- small worlds, whole


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Make an index of these texts, and its oracle."""

    def make(texts):
        made = [Article(f"{at:03}", text, date=DATES[at % 5]) for at, text in enumerate(texts)]
        index = frsearch.create_index(tmp_path_factory.mktemp("world"))
        index.add(made)
        return index, Oracle(made)

    return make


def assert_same_scores(index, oracle, tree, match="all"):
    expected, used = oracle.search(tree, match, None)
    with reordering(index, 0):
        results = index.search(write(tree, alone=True), match=match, limit=1000, snippets=0)
    assert {hit.id: hit.score for hit in results} == pytest.approx(expected, rel=1e-4), write(tree)
    assert (results.total, results.match) == (len(expected), used)


def test_every_way_to_lay_out_two_words_in_a_long_text(world):
    """A word every few words among 45 others, another anywhere; in titles too."""
    filler = ["paix"] * 45
    texts = []
    for first, second in product(range(0, 45, 11), range(0, 45, 3)):
        words = filler.copy()
        words[first] = words[second] = "sommet"
        words[second] = "otan"
        texts.append(" ".join(words))
    index, oracle = world(texts)
    for row in (["sommet", "otan"], ["sommet", "otan", "paix"], ["sommet", "otan", "absent"]):
        for match in ("all", "any"):
            tree = ("row", [("word", word) for word in row])
            expected, _ = oracle.search(tree, match, None)
            with reordering(index, 1000):
                results = index.search(write(tree, alone=True), match=match, limit=1000, snippets=0)
            scores = {hit.id: hit.score for hit in results}
            assert scores == pytest.approx(oracle.raised(tree, expected), rel=1e-4)
            with reordering(index, 0):
                by_words = index.search(write(tree, alone=True), match=match, limit=1000, snippets=0)
            results = index.search(write(tree, alone=True), match=match, limit=1000, snippets=0)
            assert set(ids(results)[:30]) == set(ids(by_words)[:30])
            assert ids(results)[30:] == ids(by_words)[30:]


def test_every_combination_of_three_clauses_over_every_article(world):
    """Eight articles, one for each set of three words; 1,620 searches."""
    words = ["sommet", "paix", "otan"]
    index, oracle = world([" ".join(kept) for n in range(4) for kept in combinations(words, n)])
    first, second, third = (
        [("word", word), ("not", ("word", word), "-"), ("date", "date:2018-06")] for word in words
    )
    second = [*second, ("word", "sommet"), ("pattern", "pa*")]
    for inner, outer in product(("row", "and", "or"), repeat=2):
        for a, b, c in product(first, second, third):
            group = (inner, [a, b])
            for combined in ((outer, [group, c]), (outer, [("not", group, "SAUF "), c])):
                assert_same_scores(index, oracle, combined, "all")
                assert_same_scores(index, oracle, combined, "any")


def test_every_row_of_stop_words_other_words_and_filters(world):
    words = ["le", "la", "sommet"]
    index, oracle = world([" ".join(kept) for n in range(4) for kept in combinations(words, n)])
    clauses = [("word", word) for word in words] + [("date", "date:2018-06")]
    clauses += [("not", ("word", word), "-") for word in ("le", "sommet")]
    for length in (1, 2, 3):
        for row in product(clauses, repeat=length):
            for match in ("all", "any"):
                assert_same_scores(index, oracle, ("row", row), match)
                assert_same_scores(index, oracle, ("not", ("not", ("row", row), "-"), "-"), match)


def test_every_short_phrase_in_every_short_text(world):
    """All texts of up to four words out of three, all phrases of two or three, within 1 to 3."""
    words = ["sommet", "paix", "otan"]
    index, oracle = world([" ".join(text) for n in range(1, 5) for text in product(words, repeat=n)])
    for length, slop in product((2, 3), (1, 2, 3)):
        for phrase in product(words, repeat=length):
            assert_same_scores(index, oracle, ("phrase", " ".join(phrase), slop))


def test_every_spelling_of_a_compound_in_every_short_text(world):
    words = ["week-end", "week", "end", "weekend", "long"]
    index, oracle = world([" ".join(text) for n in range(1, 4) for text in product(words, repeat=n)])
    queries = ["week-end", "week", "end", "weekend", "long", "le-week-end", "end-week", "week-end-long"]
    for query in queries:
        assert_same_scores(index, oracle, ("word", query))
        assert_same_scores(index, oracle, ("exact", ("word", query)))
    for pair in product(words, repeat=2):
        assert_same_scores(index, oracle, ("phrase", " ".join(pair), 1))
        assert_same_scores(index, oracle, ("row", [("word", word) for word in pair]))


def test_every_word_finds_its_other_spellings_and_inflections(world):
    words = listed(ASKED + " " + WITH_AND_WITHOUT_ACCENTS)
    index, oracle = world(words)
    for word in words:
        assert_same_scores(index, oracle, ("word", word))
        assert_same_scores(index, oracle, ("exact", ("word", word)))
    for pattern in listed(PATTERNS):
        assert_same_scores(index, oracle, ("pattern", pattern))


def test_every_short_pattern_over_every_short_word(world):
    index, oracle = world(["".join(word) for n in range(1, 5) for word in product("ab", repeat=n)])
    for length in (1, 2, 3, 4):
        for signs in product("ab?*", repeat=length):
            pattern = "".join(signs)
            if pattern.strip("*?") and not pattern.endswith("?") and pattern.strip("ab"):
                assert_same_scores(index, oracle, ("pattern", pattern))
        for word in product("ab", repeat=length):
            assert_same_scores(index, oracle, ("pattern", "".join(word) + "~"))


# --- however the articles came into the index


def batches(words):
    """Draw articles in two orders, and where to cut the second into batches."""
    unique = st.lists(articles(words), min_size=1, max_size=8, unique_by=lambda article: article.id)
    cuts = st.sets(st.integers(1, 7), max_size=4).map(sorted)
    return unique.flatmap(lambda once: st.tuples(st.just(once), st.permutations(once), cuts))


@settings(max_examples=80, deadline=None)
@given(corpora_and_searches(WITH_AND_WITHOUT_ACCENTS + " le sommet président", batches))
def test_answers_do_not_depend_on_segments_nor_on_the_order_of_adding(case):
    (once, shuffled, cuts), asked = case
    steps = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, 8], strict=True)]
    oracle = Oracle(once)
    with index_after([once], merge=True) as one, index_after(steps, merge=False) as several:
        assert one.whoosh.reader().is_atomic()
        for tree, match, date in asked:
            assert_same_answer(several, oracle, tree, match, date, 3)
            query = write(tree, alone=True)
            answers = []
            for index in (one, several):
                with reordering(index, 3):
                    found = index.search(query, match=match, date=date, limit=50)
                answers.append([(hit.id, hit.score) for hit in found])
            assert answers[0] == answers[1]
