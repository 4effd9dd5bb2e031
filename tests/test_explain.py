"""An explanation says in the formula's terms how an article came to its score, and nothing else."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from tests.oracle import write
from tests.test_search_oracle import (
    WORDS,
    articles_after,
    corpora_and_searches,
    histories,
    index_after,
    reordering,
)

ARTICLES = [
    Article("both", "Une absurdité, des absurdités : le sommet à Genève.", "Absurdité", "2018-06"),
    Article("one", "Le sommet, un autre sommet, et une élection.", "Genève", "2018-07"),
    Article("kin", "Une élection californienne à Genève.", "Le sommet", "2019"),
    Article("none", "Rien du tout.", "", "2019"),
    *(Article(f"filler{n}", "Autre chose, et encore autre chose.") for n in range(4)),
    Article("filler4", "Autre chose, et encore la Californie."),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("explain")) as index:
        index.add(ARTICLES)
        yield index


def nodes(explanation):
    yield explanation
    for child in explanation.children:
        yield from nodes(child)


def one(explanation, beginning):
    """Return the only part whose description begins so."""
    (found,) = (node for node in nodes(explanation) if node.description.startswith(beginning))
    return found


def assert_adds_up(explanation):
    for node in nodes(explanation):
        values = [child.value for child in node.children]
        if node.description.endswith("the product of:"):
            assert node.value == pytest.approx(math.prod(values), rel=1e-6)
        elif node.description.startswith("(k1"):
            f = sum(values)
            assert node.value == pytest.approx(1.9 * f / (0.9 + f), rel=1e-5)
        elif values:
            assert node.value == pytest.approx(sum(values), rel=1e-6)


@settings(max_examples=100, deadline=None)
@given(corpora_and_searches(WORDS, histories), st.booleans(), st.sampled_from([2, 30]))
def test_every_explanation_adds_up_to_the_score_of_its_hit(case, merge, first):
    steps, asked = case
    with index_after(steps, merge=merge) as index, reordering(index, first):
        for tree, match, date in asked:
            query = write(tree, alone=True)
            scores = {hit.id: hit.score for hit in index.search(query, match=match, date=date, limit=99)}
            for article in articles_after(steps):
                explanation = index.explain(query, article.id, match=match, date=date)
                assert explanation.matches == (article.id in scores)
                assert explanation.value == pytest.approx(scores.get(article.id, 0), abs=1e-4)
                assert_adds_up(explanation)
                assert str(explanation).count("\n") == sum(1 for _ in nodes(explanation)) - 1


def test_it_says_which_forms_of_a_word_the_article_has(index):
    explanation = index.explain("absurdites sommet", "both")
    word = one(explanation, "absurdites: ")
    assert word.description.split(": ")[1].split(", ") == [
        "absurdité once in the text",
        "absurdité once in the title",
        "absurdités once in the text",
    ]
    stem, exact = word.children
    assert stem.description.startswith("stem")
    assert exact.description.startswith("exact form")
    assert one(stem, "idf").description == "idf: 1 of 9 articles hold it"
    assert one(exact, "weight of the exact form").value == 0.7
    assert one(stem, "2 times in the text").value > one(exact, "once in the text").value
    assert one(stem, "once in the title").description.endswith("average = 0.4444")
    assert explanation.missing == ()


def test_it_says_what_stands_together_and_what_relatives_there_are(index):
    explanation = index.explain("absurdité sommet genève", "both")
    assert one(explanation, "the best passage").description.endswith("of absurdité, sommet, genève")
    explanation = index.explain("californie sommet genève", "kin", match="any")
    relatives = one(explanation, "words related to californie")
    assert relatives.description.endswith(": californienne once in the text")
    assert relatives.value > 0
    assert explanation.matches
    assert explanation.missing == ("californie",)


def test_a_phrase_is_explained_with_its_words(index):
    explanation = index.explain('"sommet à genève" élection', "both", match="any")
    assert one(explanation, '"sommet à genève": ').value > 0
    assert one(explanation, 'sommet in "sommet à genève": ').value > 0
    assert explanation.missing == ("élection",)
    assert one(index.explain("week-end", "none"), '"week end" is missing')


@pytest.mark.parametrize(
    ("query", "id", "options", "missing", "said"),
    [
        ("sommet absurdité", "one", {}, ("absurdité",), "all of these"),
        ("sommet zanzibar", "none", {}, ("sommet", "zanzibar"), "any of these"),  # none has both
        ("=sommets", "one", {}, ("=sommets",), "=sommets is missing"),
        ("titre:sommet", "one", {}, ("titre:sommet",), "titre:sommet is missing"),
        ("abs* OU gen~", "none", {}, ("abs*", "gen~"), "any of these"),
        ('"genève sommet"~4', "both", {}, ('"genève sommet"~4',), "is missing"),
        ("genève -(sommet OU élection)", "kin", {}, (), "excluded by sommet, élection"),
        ("sommet", "one", {"date": "2019"}, (), "the date is not in 2019-01-01..2019-12-31"),
        ("sommet depuis:2018-07", "both", {}, (), "the date is not in 2018-07-01.."),
        ("!?", "both", {}, (), "no article"),
    ],
)
def test_an_article_that_does_not_match_is_said_to_lack_what_it_lacks(
    index, query, id, options, missing, said
):
    explanation = index.explain(query, id, **options)
    assert (explanation.value, explanation.matches) == (0.0, False)
    assert explanation.missing == missing
    assert said in str(explanation)


def test_blank_text_is_every_article(index):
    explanation = index.explain(" ", "none")
    assert (explanation.value, explanation.matches) == (0.0, True)
    assert "every article" in str(explanation)


def test_what_cannot_be_explained_is_refused(index):
    with pytest.raises(frsearch.FrsearchError, match="no article with the id 'x'"):
        index.explain("sommet", "x")
    with pytest.raises(frsearch.QueryError, match="must be a string"):
        index.explain(None, "one")
    with pytest.raises(frsearch.QueryError, match="match must be"):
        index.explain("sommet", "one", match="some")
    with pytest.raises(frsearch.QueryError, match="date"):
        index.explain("sommet", "one", date="soon")


def test_it_reads_as_an_outline(index):
    lines = str(index.explain("zanzibar -sommet", "one")).splitlines()
    assert lines == [
        "0  the article does not match",
        "    0  all of these",
        "        0  zanzibar is missing",
        "        0  excluded by sommet",
    ]
