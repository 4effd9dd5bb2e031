"""Whatever is searched for, the index finds and ranks what a reader with all the time would.

`tests.oracle` reads every article for every query.
"""

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.nodes import Phrase
from frsearch.query.parser import parse
from tests.conftest import limited_index
from tests.oracle import REORDERED, Oracle, fold, write

# --- random corpora and queries

# Inflections, accents that matter and that do not, elisions, hyphens, capitals, numbers, stop words.
WORDS = """
    sommet sommets Sommet élection élections l’élection électorale président présidente présidents
    élève élèves élevé élevés eleve absurdité absurdités cœur coeur Maison-Blanche maison blanche
    maisonblanche bleu-nuit bleunuit dit-on a-t-il d’Artagnan Artagnan O.T.A.N. l’Otan étudiant·e·s
    étudiants 12_000 12000 aujourd’hui arc-en-ciel le la les à et ne pas œil yeux travail travaux
    travaille ira aller allée chat chats châtiment acteur actrice
"""
# Words that Snowball stems differently with their accents and without.
WITH_AND_WITHOUT_ACCENTS = "absurdité absurdite absurdités fidélité fidelite égalité egalite egalité"
ASKED = WORDS + " SOMMET presidente eleves Elève maison-blanche BLEU-NUIT etudiant(e)s ARTAGNAN inconnu"
PATTERNS = """
    prés* presid* ÉLEC* l’él* e* 12* maison* s?mmet él?v?s *ction* w*nd *s a*u*d*i
    somet~ smomet~ sommmet~ presiden~ COER~ l’élve~ bleu~ smmot~2 elevse~2
"""
# Written as one word, these are two words side by side.
SEVERAL = ["dit-on", "a-t-il"]
PHRASES = """
    premier sommet, le sommet, la maison blanche, maison blanche, Maison-Blanche, président élection,
    bleu nuit à, le bleu nuit, à et, élève élevé, sommet sommet, 12 000 étudiants, Otan
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
    return st.tuples(st.just("word"), word) | phrases_and_patterns(words)


def is_read_once(word):
    """Say whether a word has one reading in phrases; test_tokens_found.py has those with several."""
    tree = parse(f'"{word} x"').tree
    return isinstance(tree, Phrase) and not tree.solid


def phrases_and_patterns(words):
    whole = [word for word in words if is_read_once(word)] or ["sommet"]
    phrase = st.lists(st.sampled_from(whole), min_size=2, max_size=3).map(" ".join)
    phrase |= st.sampled_from(
        [each.strip() for each in PHRASES.split(",") if all(map(is_read_once, each.split()))]
    )
    return st.tuples(st.just("phrase"), phrase, st.integers(1, 4)) | st.tuples(
        st.just("pattern"), st.sampled_from(listed(PATTERNS))
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
    excluded = st.tuples(st.just("not"), nodes, st.sampled_from(["-", "SAUF ", "NOT "]))
    return marked(groups) | excluded


def boosted(nodes):
    """Give some a weight."""
    return st.tuples(st.just("boost"), nodes, st.sampled_from(["0", "0.5", "3"])).map(
        lambda node: (*node[:2], float(node[2]))
    )


def near(words):
    """Draw words, phrases, patterns and choices of them near one another."""
    one = st.sampled_from([word for word in words if word not in SEVERAL] or ["sommet"])
    leaf = marked(st.tuples(st.just("word"), one) | phrases_and_patterns(["sommet", "paix"]))
    side = leaf | leaf | st.tuples(st.just("or"), st.lists(leaf, min_size=2, max_size=2))
    return st.tuples(st.just("near"), st.lists(side, min_size=2, max_size=3), st.integers(1, 4))


def trees(words):
    dates = st.tuples(st.just("date"), st.sampled_from(listed(DATE_CLAUSES)))
    leaf = marked(leaves(words))
    leaf = leaf | leaf | near(words) | boosted(leaf) | boosted(near(words))
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
    st.sampled_from([("common", 0), ("occurrences_at_a_time", 2)]),
    max_size=2,
    unique_by=lambda way: way[0],
)
EVERYTHING = (("row", []), "all", None)
NOT_2018_OR_A_WORD = ("or", [("not", ("date", "date:2018"), "-"), ("phrase", "Otan", 1)])


@settings(max_examples=80, deadline=None)
@given(
    corpora_and_searches(WORDS, histories),
    st.booleans(),
    st.sampled_from([2, 30]),
    ways,
)
@example(([], [EVERYTHING, (("not", ("word", "sommet"), "-"), "any", "2018")]), True, 2, ())
@example(([[Article("a", "")]], [(NOT_2018_OR_A_WORD, "all", None)]), True, 2, ())
def test_the_index_answers_as_the_oracle(case, merge, first, ways):
    steps, asked = case
    with index_after(steps, merge=merge) as index:
        index._searcher.tuning = Tuning(**dict(ways))
        oracle = Oracle(articles_after(steps))
        assert len(index) == len(oracle.articles)
        for tree, match, date in asked:
            assert_same_answer(index, oracle, tree, match, date, first)


@contextmanager
def reordering(index, first):
    """Have so many first articles put in order anew."""
    usual = index._answering.ranking
    index._answering.ranking = replace(usual, rerank_window=first)
    yield
    index._answering.ranking = usual


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
    assert (results.total, results.match) == (len(expected), used)
    said = [
        (warning.message.values["word"], [fold(word) for word in warning.message.values["words"]])
        for warning in results.warnings
        if "PRÈS joins words of one field" not in warning.message
    ]
    assert said == oracle.words_alike
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
    clauses += [("not", ("word", word), "SAUF ") for word in ("le", "sommet")]
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


def test_every_two_words_near_one_another_in_every_short_text(world):
    words = ["sommet", "paix", "otan"]
    index, oracle = world([" ".join(text) for n in range(1, 5) for text in product(words, repeat=n)])
    sides = [("word", word) for word in words] + [
        ("or", [("word", "sommet"), ("phrase", "paix otan", 1)]),
        ("phrase", "sommet paix", 2),
        ("pattern", "s*"),
    ]
    for count, distance in ((2, 1), (2, 2), (2, 3), (3, 1)):
        for several in product(sides, repeat=count):
            assert_same_scores(index, oracle, ("near", several, distance))


def test_every_spelling_of_a_compound_in_every_short_text(world):
    words = ["bleu-nuit", "bleu", "nuit", "bleunuit", "long"]
    index, oracle = world([" ".join(text) for n in range(1, 4) for text in product(words, repeat=n)])
    queries = ["bleu-nuit", "bleu", "nuit", "bleunuit", "long"]
    queries += ["le-bleu-nuit", "nuit-bleu", "bleu-nuit-long"]
    for query in queries:
        assert_same_scores(index, oracle, ("word", query))
        assert_same_scores(index, oracle, ("exact", ("word", query)))
    for pair in product(words, repeat=2):
        if all(map(is_read_once, pair)):
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
            asks = pattern[0] == "?" and pattern.strip("?").isalpha()  # « vrai ?oui »
            if pattern.strip("*?") and not pattern.endswith("?") and pattern.strip("ab") and not asks:
                assert_same_scores(index, oracle, ("pattern", pattern))
        for word in product("ab", repeat=length):
            assert_same_scores(index, oracle, ("pattern", "".join(word) + "~"))
            assert_same_scores(index, oracle, ("pattern", "".join(word) + "~2"))


# --- however the articles came into the index


def batches(words):
    """Draw articles in two orders, and where to cut the second into batches."""
    unique = st.lists(articles(words), min_size=1, max_size=8, unique_by=lambda article: article.id)
    cuts = st.sets(st.integers(1, 7), max_size=4).map(sorted)
    return unique.flatmap(lambda once: st.tuples(st.just(once), st.permutations(once), cuts))


@settings(max_examples=50, deadline=None)
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
