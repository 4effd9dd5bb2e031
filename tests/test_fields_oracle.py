"""Fields are found, filtered, counted and sorted as a reader of every article would.

`tests.oracle` reads `Article.extra` anew for every query; what it says of words it says here too.
"""

import re
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frsearch import Article, QueryError
from frsearch.fields import declared_fields
from tests import conftest
from tests.oracle import Oracle, wanted, write
from tests.test_copies import variants
from tests.test_search_oracle import DATES, IDS, articles_after, ids, reordering

# --- values, odd ones among them

TEXTS = [
    *("Le Monde", "le monde", "Le  Monde ", "Libération", "liberation", "L’Humanité", "Monde"),
    *("Le Monde diplomatique", "Élysée", "elysee", "Week-end", "weekend", "XIXe-XXe", "vrai", "true"),
    *("1", "1.0", "1,0", "-1", "+1", "01", "12 000", "2..3", "1e+16", "9" * 301, "*", "…", "œuvre"),
    *(
        "a" * 1_000 + "b",
        "a" * 1_000 + "c",
        "le monde " * 150,
        "ligne\nmonde",
        "\ud83d\ude00"[:0] + "😀 monde",
    ),
]
NUMBERS = [1, 1.0, 0, -0.0, -1, -1.5, 2, 2.5, 3, 10, 1e16, 1e300, 5e-324, 10**30, -(10**299)]
VALUES = [*TEXTS, *NUMBERS, True, False]
NONE = [
    None,
    "",
    " \t",
    "\u00a0",
    float("nan"),
    float("inf"),
    {},
    {"a": 1},
    [],
    [["Monde"]],
    2**5_000,
    10**400,
]
ODD_NAMES = [
    *("", " ", "x" * 200, "x" * 201, "a:b", "deux mots", "Été", "\0", "date", "titre", "text", "ET"),
    *(7, "7", True, None, 1.5),
]
# Names, and how queries may have them.
NAMES = {
    "source": ["source", "journal", "SOURCE", "Journal"],
    "page": ["page", "PAGE"],
    "Mots-clés": ["mots-clés", "Mots_cles", "MOTS-CLES"],
    "tags": ["tags", "tag", "mot-clé", "mot_cles"[:7]],
}
WORDS = "sommet sommets élection président le la monde 1 Le-Monde climat".split()
WORDS_OF_VALUES = """
    monde Monde LE libération LIBERATION l’humanité humanite diplomatique élysée week-end weekend week
    1 1,0 -1 01 12 vrai true oui faux 2,5 1e16 œuvre inconnu xixe
""".split()
PHRASES = [
    "le monde",
    "monde diplomatique",
    "Le Monde",
    "monde le",
    "week end",
    "L’Humanité",
    "1",
    "12 000",
]
PATTERNS = "mon* *onde m?nde mnde~ lib* ELYSEE~ l* 1* * ?* w*d".split()
RANGES = "1..3 -1..1 ..0 2.. 1..1 -2,5..2,5 ..1e0 0..99999999999999999999999 ..-1".split()


def extras():
    value = st.sampled_from(VALUES) | st.sampled_from(VALUES) | st.sampled_from(NONE)
    several = st.lists(value, max_size=4)
    # Few values, so that there are ties and several articles have one.
    few = st.sampled_from(["Le Monde", "Libération", "élysée", None])
    pages = st.sampled_from([1, 1.0, "1", 2, "10", True, None, "p. 3", 2.5])
    return st.fixed_dictionaries(
        {},
        optional={
            "source": few | value | several,
            "page": pages | pages | value | several,
            "Mots-clés": several | few,
            "tags": several.map(tuple) | several,
            "paid": st.booleans() | value,
        }
        | dict.fromkeys(ODD_NAMES, value),
    )


def articles():
    texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
    titles = st.just("") | st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
    return st.builds(Article, IDS, texts, title=titles, date=st.sampled_from(DATES), extra=extras())


def histories():
    added = st.lists(articles(), min_size=3, max_size=8)
    removed = st.sets(IDS, min_size=1, max_size=4)
    return st.builds(
        lambda first, rest: [first, *rest], added, st.lists(added | added | removed, max_size=3)
    )


# --- what is asked


def conditions():
    leaf = (
        st.tuples(st.just("word"), st.sampled_from(WORDS_OF_VALUES))
        | st.tuples(st.just("phrase"), st.sampled_from(PHRASES), st.just(1))
        | st.tuples(st.just("pattern"), st.sampled_from(PATTERNS))
    )
    leaf |= st.tuples(st.just("exact"), leaf.filter(lambda leaf: leaf[0] != "pattern"))
    leaf |= st.tuples(st.just("word"), st.sampled_from(RANGES))
    several = st.tuples(st.sampled_from(["or", "row", "and"]), st.lists(leaf, min_size=2, max_size=3))
    child = leaf | leaf | several
    return st.sampled_from([(name, each) for name in NAMES for each in NAMES[name]]).flatmap(
        lambda names: st.tuples(st.just("extra"), *map(st.just, names), child)
    )


def trees():
    word = st.tuples(st.just("word"), st.sampled_from(WORDS))
    phrase = st.tuples(st.just("phrase"), st.sampled_from(["le monde", "sommet climat"]), st.just(1))
    pattern = st.tuples(st.just("pattern"), st.sampled_from(["somm*", "mnde~"]))
    dates = st.tuples(st.just("date"), st.sampled_from(["date:2018", "date:2019"]))
    plain = word | word | phrase | pattern
    field = conditions()
    clause = plain | field | field | dates
    clause |= st.tuples(st.just("not"), field | word, st.sampled_from(["-", "SAUF "]))
    group = st.tuples(st.sampled_from(["row", "and", "or"]), st.lists(clause, min_size=2, max_size=3))
    rows = st.tuples(st.just("row"), st.lists(clause | group, min_size=1, max_size=4))
    return st.just(("row", [])) | rows | rows | group


def filters():
    value = st.sampled_from(VALUES)
    bound = st.none() | st.sampled_from([-1, 0, 1, 2.5, 3, 10**400, 1e300])
    wanted = value | st.lists(value, max_size=3) | st.tuples(bound, bound)
    wanted |= st.lists(value | st.tuples(bound, bound), max_size=3)
    return st.none() | st.dictionaries(st.sampled_from(["source", "page", "tags"]), wanted, max_size=2)


def searches():
    return st.tuples(
        trees(), st.sampled_from(["all", "any"]), st.sampled_from([None, None, "2018"]), filters()
    )


DECLARED = [
    {},
    {},
    {"source": {"name": "Titre de presse"}, "page": {}},
    {"tags": {"weight": 2.0}},
    {"tags": {"weight": 0.5}, "source": {"type": "text", "weight": 3}, "paid": "stored"},
    {"page": "stored", "Mots-clés": {}},
]


def fitting(steps, declared):
    """Leave out the values that do not fit what is declared."""
    texts = [name for name, option in declared.items() if option not in ("stored", {})]

    def fits(name, value):
        several = value if isinstance(value, list | tuple) else [value]
        return name not in texts or all(isinstance(each, str | int | float | None) for each in several)

    return [
        step
        if isinstance(step, set)
        else [
            Article(
                each.id,
                each.text,
                title=each.title,
                date=each.date,
                extra={name: value for name, value in each.extra.items() if fits(name, value)},
            )
            for each in step
        ]
        for step in steps
    ]


@contextmanager
def index_after(steps, declared, *, merge):
    limits = {} if merge else {"merged_segments": 1_000}
    with (
        tempfile.TemporaryDirectory() as folder,
        conftest.limited_index(Path(folder), fields=declared, **limits) as index,
    ):
        for step in steps:
            if isinstance(step, set):
                index.remove(step)
            else:
                index.add(step)
        yield index


def oracle_after(steps, declared):
    options = {name: each if isinstance(each, dict) else {} for name, each in declared.items()}
    weights = {name: each["weight"] for name, each in options.items() if "weight" in each}
    stored = [name for name, each in declared.items() if each == "stored"]
    return Oracle(articles_after(steps), weights, stored)


def known_names(index):
    return set(index._searcher.field_names().names)


def names_in(tree):
    if tree[0] == "extra":
        return {tree[1]}
    children = tree[1] if tree[0] in ("row", "and", "or") else [tree[1]] if tree[0] == "not" else []
    return set().union(*map(names_in, children))


# --- the index against the oracle


@settings(max_examples=60, deadline=None)
@given(
    histories(),
    st.sampled_from(DECLARED),
    st.lists(searches(), min_size=2, max_size=4),
    st.booleans(),
)
@example(
    [[Article("a", "", extra={"page": [1, "1", 1.0, "1.0"]})]],
    {},
    [(("row", []), "all", None, None)],
    True,
)
def test_fields_answer_as_the_oracle(steps, declared, asked, merge):
    steps = fitting(steps, declared)
    with index_after(steps, declared, merge=merge) as index:
        oracle = oracle_after(steps, declared)
        names = known_names(index)
        live = {name for values in oracle.values.values() for name in values}
        assert live <= names
        for tree, match, date, where in asked:
            # The words of a field that no article has are searched as words.
            if names_in(tree) <= names:
                first = sorted(names, key=lambda name: (name not in NAMES, name))[:6]
                assert_same_answer(index, oracle, tree, match, date, where, first)


def assert_same_answer(index, oracle, tree, match, date, where, names):
    tests = {name: wanted(asked) for name, asked in (where or {}).items()}
    expected, used = oracle.search(tree, match, date, tests)
    query = write(tree, alone=True)

    def search(**options):
        return index.search(query, match=match, date=date, where=where, **options)

    with reordering(index, 0):
        results = search(limit=50, facets=names, facet_limit=2)
        scores = {hit.id: hit.score for hit in results}
        assert scores == pytest.approx(expected, rel=1e-4, abs=1e-4), query
        assert (results.total, results.match) == (len(expected), used), query
        assert_only_unknown_values(oracle, results, where)
        assert ids(results) == sorted(oracle.by_date(scores, newest=True), key=lambda id: -scores[id])
    assert_same_pages(index, search, query, match, date, where, "relevance")
    assert_same_counts(oracle, results, dict.fromkeys(names, expected), names)
    assert_same_scopes(oracle, search, tree, match, date, tests, names)
    for name in names:
        if any(len(oracle.values[id].get(name, ())) > 1 for id in oracle.values):
            with pytest.raises(QueryError, match="several"):
                search(sort=name)
        else:
            in_order = ids(search(limit=50, sort=name))
            assert in_order == oracle.by_value(expected, name), (query, name)
            if name in ("source", "page"):
                assert_same_pages(index, search, query, match, date, where, name)


def assert_same_pages(index, search, query, match, date, where, sort):
    """Check that pages by cursor and by offset, and all hits, are those of one long page."""
    hits = [(hit.id, hit.score) for hit in search(limit=50, sort=sort)]
    found = index.search_all(query, match=match, date=date, where=where, sort=sort)
    assert [(hit.id, hit.score) for hit in found] == hits
    pages, cursor = [], None
    while page := search(limit=3, sort=sort, after=cursor):
        pages += [(hit.id, hit.score) for hit in page]
        cursor = page.cursor
        if cursor is None:
            break
    assert pages == hits
    assert ids(search(limit=3, offset=2, sort=sort)) == [id for id, _ in hits[2:5]]


def assert_only_unknown_values(oracle, results, where):
    """Nothing is warned of but values that no article has, where nothing matches, and odd signs."""
    labels = {
        f"the value {label!r} in {name}"
        for values in oracle.values.values()
        for name, each in values.items()
        for label in each
    }
    for warning in results.warnings:
        if warning.end:
            assert re.search("is read as words of a value|is sought in", str(warning))
            continue
        assert not results.total
        assert where
        assert (warning.start, warning.end) == (0, 0)
        assert str(warning).startswith("no article has the value ")
        assert str(warning).removeprefix("no article has ").split(": there are")[0] not in labels


def assert_same_counts(oracle, results, counted, names, limit=2):
    facets = {name: oracle.facet(counted[name], name, limit) for name in names}
    assert results.facets == {name: tuple(values) for name, (values, _) in facets.items()}
    assert results.facets_more == {name: more for name, (_, more) in facets.items() if more}


def assert_same_scopes(oracle, search, tree, match, date, tests, names):
    """Check that each facet leaves out its own filter, and nothing else, in the scope of the query."""
    counted = {}
    for name in names:
        others = {other: test for other, test in tests.items() if other != name}
        counted[name], _ = oracle.search(tree, match, date, others)
    scoped = search(limit=0, facets=(*names, "year"), facet_scope="query", facet_limit=None)
    undated, _ = oracle.search(tree, match, None, tests)
    assert list(scoped.facets["year"]) == oracle.facets(undated)["year"]
    assert scoped.undated == sum(oracle.articles[id].date is None for id in undated)
    facets = {name: tuple(oracle.facet(counted[name], name, None)[0]) for name in names}
    assert {name: scoped.facets[name] for name in names} == facets
    assert scoped.facets_more == {}


@settings(max_examples=15, deadline=None)
@given(histories(), st.sampled_from(DECLARED), st.booleans())
def test_each_field_is_described(steps, declared, merge):
    steps = fitting(steps, declared)
    with index_after(steps, declared, merge=merge) as index:
        oracle = oracle_after(steps, declared)
        live = {name for values in oracle.values.values() for name in values}
        described = {field.name: field for field in index.fields()}
        declared_types = {each.name: each.type for each in declared_fields(declared or {})}
        assert described.keys() == live
        for name, field in described.items():
            having = [values[name] for values in oracle.values.values() if name in values]
            types = {type for values in having for type in values.values()}
            facet, more = oracle.facet(oracle.values, name, len(field.frequent))
            assert more == 0 or len(field.frequent) > 0
            assert (field.articles, field.distinct) == (len(having), len(facet) + more)
            assert (list(field.frequent), field.single) == (
                facet,
                all(len(each) == 1 for each in having),
            )
            kind = declared_types.get(name)
            assert field.type == (kind or (types.pop() if len(types) == 1 else "mixed"))


@settings(max_examples=15, deadline=None)
@given(histories(), filters(), st.booleans())
def test_similar_articles_keep_to_the_filters(steps, where, merge):
    with index_after(steps, {}, merge=merge) as index:
        oracle = oracle_after(steps, {})
        tests = {name: wanted(asked) for name, asked in (where or {}).items()}
        kept, _ = oracle.search(("row", []), "all", None, tests)
        for id in oracle.articles:
            every = [(hit.id, hit.score) for hit in index.similar(id, limit=50)]
            found = [(hit.id, hit.score) for hit in index.similar(id, limit=50, where=where)]
            assert found == [each for each in every if each[0] in kept]


# --- near copies


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 2**32),
    st.lists(st.integers(2, 9), min_size=1, max_size=3),
    st.sampled_from([None, {"source": ["Le Monde", "Élysée"]}, {"page": (1, 3)}]),
    st.randoms(use_true_random=False),
)
def test_near_copies_are_grouped_as_in_loops(seed, sizes, where, chance):
    made = [
        Article(
            each.id,
            each.text,
            date=each.date,
            extra={
                "source": chance.choice(["Le Monde", "Élysée", "elysee", None]),
                "page": chance.choice([1, 2, "2", 10, None]),
                "tags": chance.choices(["climat", "Sommet", 1, "1"], k=chance.randint(0, 3)),
            },
        )
        for each in variants(seed, sum(sizes))
    ]
    steps, left = [], list(made)
    for size in sizes:
        steps.append(left[:size])
        left = left[size:]
    with index_after(steps, {}, merge=False) as index:
        oracle = Oracle(made)
        group = {}
        for hit in index.search("", limit=100, collapse=True):
            group |= dict.fromkeys((hit.id, *hit.copies), hit.id)
        for sort in ("source", "page", "newest"):
            every = ids(index.search("sommet", limit=100, where=where, sort=sort))
            shown = {}
            for id in every:
                shown.setdefault(group[id], []).append(id)
            results = index.search(
                "sommet",
                limit=100,
                where=where,
                sort=sort,
                collapse=True,
                facets=("source", "page", "tags"),
                facet_limit=2,
            )
            assert [[hit.id, *hit.copies] for hit in results] == list(shown.values())
            assert results.total == len(shown)
            for name in ("source", "page", "tags"):
                values, more = oracle.facet(every, name, 2, group.__getitem__)
                assert list(results.facets[name]) == values
                assert results.facets_more.get(name, 0) == more


# --- cursors of what has changed


@settings(max_examples=15, deadline=None)
@given(st.lists(articles(), min_size=4, max_size=9), st.sets(IDS, max_size=3), st.booleans())
def test_pages_go_on_after_articles_are_gone(made, gone, merge):
    """Page by page, in the order of a field, with the last hits of a page removed in between."""
    made = [
        Article(each.id, each.text, date=each.date, extra={"page": (labels or [None])[0]})
        for each in made
        for labels in [[*Oracle([each]).values[each.id].get("page", ())]]
    ]
    with index_after([made], {}, merge=merge) as index:
        before = ids(index.search("", sort="page", limit=50))
        page = index.search("", sort="page", limit=2)
        index.remove(gone & {hit.id for hit in page})
        rest = (
            []
            if page.cursor is None
            else ids(index.search("", sort="page", limit=50, after=page.cursor))
        )
        assert rest == before[2:]
