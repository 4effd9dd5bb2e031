"""Words that no article holds: words spelled alike are searched in their place, and it is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, Ranking
from frsearch.engine.arrays.alike import alike, likeness
from tests.oracle import is_comparable, spelled_alike

ARTICLES = [
    Article("a", "Le sommet de Helsinki entre les deux présidents."),
    Article("b", "Une photographe et ses photographies à Helsinki."),
    Article("c", "Un sommet à Genève, loin de la Finlande."),
    Article("d", "L’évêque de Nancy écrit à ses fidèles."),
    Article("e", "Rien de tout cela."),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("alike")) as index:
        index.add(ARTICLES)
        yield index


def said(results):
    return [str(warning.message) for warning in results.warnings]


def test_the_words_most_alike_are_searched_and_said(index):
    results = index.search("Helsinkii")
    assert {hit.id for hit in results} == {"a", "b"}
    assert said(results) == ["no article holds helsinkii; also searched: helsinki"]
    (warning,) = results.warnings
    assert (warning.start, warning.end) == (0, 9)
    for hit in results:
        assert "<mark>Helsinki</mark>" in hit.snippets[0].to_html()
    assert "<mark>Helsinki</mark>" in index.highlight("helsinkii", "b").to_html()
    assert [hit.id for hit in index.search_all("helsinkii")] == [hit.id for hit in results]


def test_all_words_may_then_be_in_one_article(index):
    results = index.search("sommet helsinkii")
    assert [hit.id for hit in results] == ["a"]
    assert (results.match, results.total) == ("all", 1)


def test_a_suggestion_still_appears(index):
    assert index.search("helsinkii").suggestion == "helsinki"
    assert index.search("sommet de helsinkii").suggestion == "sommet de helsinki"


def test_the_spelling_of_articles_is_said(index):
    assert said(index.search("évêquat")) == ["no article holds évêquat; also searched: évêque"]


@pytest.mark.parametrize(
    "query",
    [
        '"sommet de helsinkii"',
        "=helsinkii",
        "helsinkii*",
        "hel?inkii",
        "helsinkii~",
        "sommet -helsinkii",
    ],
)
def test_phrases_exact_words_patterns_and_exclusions_are_as_they_were(index, query):
    assert said(index.search(query)) == []
    assert index.search("sommet -helsinkii").total == 2


@pytest.mark.parametrize("query", ["nan", "xyzw", "12345678", "helsinkii12", "avecc"])
def test_short_words_numbers_and_words_like_no_other_stay_without_matches(index, query):
    assert (index.search(query).total, said(index.search(query))) == (0, [])


def test_what_counts_or_removes_takes_no_other_word(index):
    assert index.concordance("helsinkii").total == 0
    assert index.timeline("helsinkii").periods == ()
    assert index.remove(query="helsinkii", dry_run=True) == 0
    strict = index.search("helsinkii", strict=True)
    assert (strict.total, strict.warnings) == (0, ())


def test_an_export_has_no_other_words(index, tmp_path):
    assert index.export(tmp_path / "found.jsonl", query="helsinkii") == 0


def test_few_words_of_a_query_are_replaced(index):
    query = "helsinkii genèves présidentss photographess finlandes fidèless"
    assert (
        len(said(index.search("helsinkii photographess finlandess nancyy fidèless", match="any"))) == 4
    )
    assert index.search(query, match="any").total


def test_it_is_explained(index):
    explanation = index.explain("sommet helsinkii", "a")
    assert explanation.matches
    text = str(explanation)
    assert "helsinkii: helsinki once in the text" in text
    assert "words spelled alike, the product of:" in text
    assert "0.7  weight of the words spelled alike" in text
    assert "helsinkii itself" not in text
    scores = {hit.id: hit.score for hit in index.search("sommet helsinkii")}
    assert explanation.value == pytest.approx(scores["a"])


def test_they_weigh_less_than_the_word_itself(index):
    written = index.search("helsinki")[0].score
    replaced = index.search("helsinkii")[0].score
    same = index.search("helsinkii", ranking=Ranking(alike_weight=0))[0].score
    assert written > replaced > same == 0


def test_removed_articles_lend_no_words(tmp_path):
    with frsearch.create_index(tmp_path / "index") as index:
        index.add(ARTICLES)
        index.remove(ids=["a", "b"])
        assert index.search("helsinkii").total == index.search("helsinki").total == 0
        assert said(index.search("finlandde")) == ["no article holds finlandde; also searched: finlande"]


def test_likeness():
    assert likeness("sommet", "sommet") == 1
    assert likeness("sommet", "xyzw") == 0
    assert likeness("helsinki", "helsinky") == likeness("helsinky", "helsinki") == 0.75
    assert likeness("nan", "nanan") < 1


letters = st.text("anis", min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.lists(letters, min_size=1, max_size=20), letters.filter(is_comparable), st.integers(1, 3))
def test_words_are_found_as_by_comparing_each(texts, word, parts):
    with frsearch.create_index(":memory:") as index:
        for part in range(parts):
            index.add(Article(f"{part}.{n}", text) for n, text in enumerate(texts[part::parts]))
        segments = index._searcher.snapshot.segments
        words = {term for each in segments for term in each.words.exact.all()}
        assert list(alike(segments, word)) == spelled_alike(word, words)
