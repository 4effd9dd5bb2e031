"""Words of texts counted: word lists, rows of words, cooccurrents and keywords; their formulas."""

from __future__ import annotations

import csv
import io
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, QueryError
from frsearch.corpus.association import log_likelihood, log_ratio, specificity
from frsearch.corpus.word_tables import Cooccurrent, Keyword, WordRow
from frsearch.engine.arrays.tuning import Tuning
from frsearch.messages.languages import LANGUAGES
from tests.naive_engine import NaiveEngine
from tests.oracle import write
from tests.test_search_oracle import (
    articles_after,
    corpora_and_searches,
    histories,
    index_after,
)

WORDS = "sommet sommets réforme week-end être d'Otan Macron le l'arc-en-ciel 2018 20 h 30 élevé élève"
SMALL = Tuning(postings_at_a_time=3, words_at_a_time=4, row_buckets=4)


@settings(deadline=None, max_examples=60)
@given(
    corpora_and_searches(WORDS, histories),
    st.booleans(),
    st.sampled_from([SMALL, Tuning(row_buckets=64)]),
    st.sampled_from(["form", "lemma"]),
    st.integers(1, 4),
    st.integers(1, 3),
    st.sampled_from([1, 2, 5, 1000]),
    st.sampled_from([(), ("le", "sommet")]),
)
@example(
    ([[Article("a", "le sommet " * 9 + "week-end sommet")]], [(("row", []), "all", None)]),
    True, SMALL, "form", 2, 1, 2, (),
)  # fmt: skip
def test_words_are_counted_as_in_the_naive_engine(case, merge, tuning, unit, size, least, most, without):
    steps, asked = case
    naive = NaiveEngine()
    naive.write((), articles_after(steps), None, 1, 0)
    with index_after(steps, merge=merge) as index:
        searcher, other = index._searcher, naive.searcher()
        searcher.tuning = tuning
        for tree, match, date in asked:
            query = write(tree, alone=True)
            request, _ = index._asked(searcher, query, None, date=date, match=match)
            assert searcher.word_counts(request, unit) == other.word_counts(request, unit)
            # A compound found by its solid spelling is one word of the index, two of the text.
            if not any("-" in article.text for article in naive.searcher().articles.values()):
                near = other.words_near(request, unit, size)
                assert searcher.words_near(request, unit, size) == near
            lemmas = ["élever", "être", "réformer", "réforme"]
            assert searcher.forms_of(lemmas).keys() == other.forms_of(lemmas).keys()
            if merge and len(steps) == 1:  # removed articles count until their segment is merged
                assert searcher.forms_of(lemmas) == other.forms_of(lemmas)
            rows = searcher.word_rows(request, unit, size, least, most, without)
            expected = other.word_rows(request, unit, size, least, most, without)
            assert list(rows.rows.items()) == list(expected.rows.items())
            assert (rows.total, rows.articles) == (expected.total, expected.articles)
            assert rows.distinct in (None, expected.distinct)
            assert rows.distinct is not None or len(rows.rows) == most


# Few words and so many ties, in rows of all lengths that are counted; a compound among them.
FEW_WORDS = st.lists(st.sampled_from(["le", "sommet", "week-end", "élevé", "élève", "20 h"]), max_size=9)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.dictionaries(st.sampled_from("abcdef"), FEW_WORDS, max_size=5), min_size=1, max_size=3),
    st.sets(st.sampled_from("abcdef"), max_size=2),
    st.sampled_from([SMALL, Tuning(words_at_a_time=3), Tuning(words_at_a_time=7, row_buckets=2)]),
    st.sampled_from(["", "sommet", "le OU élève"]),
    st.sampled_from(["form", "lemma"]),
)
def test_rows_are_counted_in_parts_as_in_the_naive_engine(batches, removed, tuning, query, unit):
    naive = NaiveEngine()
    with frsearch.create_index(":memory:") as index:
        for engine in (naive, index._engine):
            for batch in batches:
                articles = [Article(id, " ".join(words)) for id, words in batch.items()]
                engine.write((), articles, None, 1, 0)
            engine.write(removed, (), None, 1, 0)
        index.refresh()
        searcher = index._searcher
        searcher.tuning = tuning
        request, _ = index._asked(searcher, query, None, date=None, match="all")
        for length in range(2, 6):
            everything = naive.searcher().word_rows(request, unit, length, 1, 10**6, ("le",))
            for most in (1, 2, 3, 5, 8):
                rows = searcher.word_rows(request, unit, length, 1, most, ("le",))
                assert list(rows.rows.items()) == list(everything.rows.items())[:most]
                assert rows.distinct in (None, everything.distinct)


# --- the formulas


def test_log_likelihood_is_that_of_the_paper():
    """Dunning 1993, table 1: the swiss, can be, previous year, mineral water."""
    together, alone, other, neither = np.array(
        [(110, 2442, 111, 29114), (29, 13, 123, 31612), (31, 23, 139, 31584), (10, 0, 3, 31764)]
    ).T
    found = log_likelihood(
        together, together + alone, together + other, together + alone + other + neither
    )
    assert found.round(2).tolist() == [270.72, 263.90, 256.84, 167.23]


def test_as_often_as_expected_is_nothing():
    assert log_likelihood(10, 100, 100, 1000).tolist() == [0.0]
    assert log_ratio(10, 100, 100, 1000).tolist() == [0.0]
    assert log_ratio([20, 5, 0], 100, [30, 15, 90], [200] * 3).round(6).tolist() == [
        1.0, -1.0, round(math.log2(0.5 / 90), 6),
    ]  # fmt: skip


@given(st.data())
def test_specificity_is_the_sum_of_exact_probabilities(data):
    corpus = data.draw(st.integers(1, 400))
    part, everywhere = (data.draw(st.integers(0, corpus)) for _ in range(2))
    inside = data.draw(st.integers(max(0, part + everywhere - corpus), min(part, everywhere)))

    def probability(count):
        others = math.comb(corpus - everywhere, part - count)
        return Fraction(math.comb(everywhere, count) * others, math.comb(corpus, part))

    is_more = inside * corpus > part * everywhere
    tail = range(inside, everywhere + 1) if is_more else range(inside + 1)
    total = sum(probability(count) for count in tail if part - count >= 0)
    logarithm = math.log10(total.numerator) - math.log10(total.denominator)
    expected = -logarithm if is_more else logarithm
    assert specificity(inside, part, everywhere, corpus)[0] == pytest.approx(expected, abs=1e-7)


def test_specificity_of_large_numbers_is_finite():
    numbers = np.array([600_000, 1, 0, 5_000_000])
    found = specificity(numbers, 10_000_000, numbers * 2 + 10, 300_000_000)
    assert np.isfinite(found).all()
    assert found[0] > 1000
    assert abs(found[2]) < 1


# --- tables


TEXTS = [
    ("a", "La réforme des retraites. Une retraite anticipée, un régime spécial.", "2018-01-05", "Libé"),
    ("b", "Les régimes de retraite et la pension ; la pension encore.", "2018-02-01", "Libé"),
    ("c", "Un week-end à la plage, loin du régime.", "2019-03-01", "Le Soir"),
    ("d", "La plage, la plage, la plage !", "2019-04-01", "Le Soir"),
]


@pytest.fixture
def index():
    index = frsearch.create_index(":memory:")
    index.add(
        Article(id, text, "Titre sans pension", date, extra={"source": source})
        for id, text, date, source in TEXTS
    )
    with index:
        yield index


def test_a_word_list(index):
    words = index.words()
    assert words[0] == WordRow("la", 7, 4, pytest.approx(7e6 / words.words))
    assert (words.words, words.articles, words.more) == (35, 4, 0)
    assert [(row.word, row.occurrences) for row in index.words(limit=2)] == [("la", 7), ("plage", 4)]
    assert index.words(limit=2).more == len(words) - 2
    assert {"week", "end", "weekend"} <= {row.word for row in words}
    lemmas = {row.word: row.occurrences for row in index.words(by="lemma", stop_words=False)}
    assert lemmas["retraite"] == 3
    assert lemmas["régime"] == 3
    assert "la" not in lemmas
    assert [row.word for row in index.words(least=4)] == ["la", "plage"]
    assert [row.word for row in index.words(where={"source": "Le Soir"}, limit=1)] == ["la"]
    assert index.words("retraite", limit=1).articles == 2


def test_counts_of_forms_are_those_of_the_concordance(index):
    for row in index.words(limit=None):
        assert index.concordance(f'="{row.word}"').total == row.occurrences, row


def test_rows_of_words(index):
    rows = index.words(length=2)
    assert [(row.word, row.occurrences, row.articles) for row in rows[:2]] == [
        ("la plage", 4, 2),
        ("la pension", 2, 1),
    ]
    assert "week end" in {row.word for row in rows}
    assert "titre sans" not in {row.word for row in rows}
    within = index.words(length=3, stop_words=False)
    assert "régimes de retraite" in {row.word for row in within}
    assert not any(row.word.startswith("la ") for row in within)
    with pytest.raises(QueryError, match="length must be a whole number from 1 to 8"):
        index.words(length=9)


def written(texts, length, **options):
    with frsearch.create_index(":memory:") as index:
        index.add(Article(str(at), text) for at, text in enumerate(texts))
        rows = index.words(length=length, **options)
        assert all(index.concordance(f'="{row.word}"').total == row.occurrences for row in rows)
        return {row.word: row.occurrences for row in rows}


def test_rows_are_written_with_what_is_elided():
    rows = written(["Les forces de l’ordre.", "des forces de L'ORDRE et d’autres"], 3)
    assert rows["forces de l'ordre"] == 2
    assert "de l'ordre et" in rows
    assert "l'ordre et d'autres" not in rows  # what stands before a row is not of it
    assert "ordre et d'autres" in rows
    rows = written(["jusqu'à l'aube, jusque aube"], 2)
    assert rows.keys() == {"jusqu'à", "à l'aube", "aube jusque", "jusque aube"}
    assert written(["un chœur d'œuvres"], 2).keys() == {"un choeur", "choeur d'oeuvres"}


def test_rows_are_written_as_in_most_texts():
    assert written(["à l'un", "à un"], 2) == {"à un": 2}
    assert written(["à l'un", "à un, à un, à un", "à l'un"], 2)["à un"] == 5
    assert written(["à l'un, à l'un", "à l'un"], 2)["à l'un"] == 3
    # Names, and words with an apostrophe of their own.
    assert written(["Giscard d'Estaing"], 2) == {"giscard estaing": 1}
    assert "est aujourd'hui" not in written(["il est aujourd'hui là"], 2)
    assert written(["les forces de l'ordre"], 3, by="lemma").keys() == {
        "les forces de",
        "forces de l'ordre",
    }


def test_rows_that_were_not_counted_are_said(index):
    index._searcher.tuning = Tuning(row_buckets=1 << 12)
    some = index.words(length=2, limit=1)
    assert some.more is None
    assert str(some).endswith("… and others that were not counted")
    french = "".join(piece for piece, _ in some.pieces(LANGUAGES["fr"]))
    assert french.endswith("… et d'autres, qui n'ont pas été comptés")
    everything = index.words(length=2, limit=None)
    assert everything.more == 0
    assert not str(everything).endswith("counted")


def test_cooccurrents(index):
    found = index.cooccurrents("retraites", window=3, least=1)
    (row,) = (row for row in found if row.word == "régime")
    assert isinstance(row, Cooccurrent)
    assert (row.near, row.everywhere, row.articles) == (2, 3, 2)
    assert row.query == "retraites PRÈS/3 régime"
    assert index.search(row.query).total == 2
    assert "retraite" not in {row.word for row in found}
    assert row.expected == pytest.approx(3 * found.near / found.words)
    assert row.log_likelihood == pytest.approx(float(log_likelihood(2, found.near, 3, found.words)[0]))
    assert index.cooccurrents("retraites pension", least=1)[0].query == ""
    assert len(index.cooccurrents("absent")) == 0


def test_a_lemma_that_hardly_occurs_is_shown_as_its_usual_form():
    texts = [
        "la réforme contre la réforme",
        "une réforme, des réformes",
        "manifester, il manifeste, ils manifestent",
    ]
    with frsearch.create_index(":memory:") as index:
        index.add(Article(str(at), text) for at, text in enumerate(texts))
        words = [row.word for row in index.words(by="lemma", stop_words=False)]
        assert words == ["réforme", "manifester", "contre"]
        rows = {row.word for row in index.words(by="lemma", length=2, stop_words=False)}
        assert "réforme contre" in rows


def test_keywords(index):
    found = index.keywords(date="2018", least_articles=1)
    assert (found.articles, found.other_articles) == (2, 2)
    words = {row.word: row for row in found}
    assert isinstance(words["retraite"], Keyword)
    assert words["retraite"].log_ratio > 0 > words["plage"].log_ratio
    assert words["plage"].specificity < 0 < words["pension"].specificity
    assert found[0].word == "retraite"
    assert "pension" not in {row.word for row in index.keywords(date="2018", least_articles=2)}
    other = index.keywords(where={"source": "Libé"}, against={"source": "Le Soir"}, least_articles=1)
    assert [row.word for row in other] == [row.word for row in found]
    assert {row.word: row for row in other}["retraite"].occurrences == 3
    everything = index.keywords(least_articles=1)
    assert (len(everything), everything.other_words) == (0, 0)


def test_tables_are_written(index, tmp_path):
    table = index.keywords(date="2018", least_articles=1, limit=2)
    file = io.StringIO()
    table.to_csv(file)
    (head, first, *_) = csv.reader(io.StringIO(file.getvalue().lstrip("\ufeff")))
    assert tuple(head) == table.columns
    assert first[:3] == ["retraite", "3", "2"]
    table.to_jsonl(tmp_path / "t.jsonl")
    assert json.loads((tmp_path / "t.jsonl").read_text("utf-8").split("\n")[0])["word"] == "retraite"
    assert json.loads(json.dumps(table.to_dict()))["rows"][0]["word"] == "retraite"
    frame = table.to_dataframe()
    assert list(frame.columns) == list(table.columns)
    assert len(frame) == len(table)
    text = table.to_text(1)
    assert text.startswith("20 words in 2 articles, against 15 words in 2 articles\nword ")
    assert text.split("\n")[2].startswith("retraite")
    assert text.endswith("more")
    french = "".join(piece for piece, _ in table.pieces(LANGUAGES["fr"]))
    assert french.startswith("20 mots dans 2 articles, contre 15 mots dans 2 articles\nmot ")
    assert "<td>retraite</td>" in table._repr_html_()
    assert repr(index.words("retraite")).startswith("retraite: 20 words in 2 articles")


def test_wrong_arguments_are_named(index):
    with pytest.raises(QueryError, match="by must be one of form, lemma"):
        index.words(by="stem")
    with pytest.raises(QueryError, match="window must be a whole number from 1 to 100"):
        index.cooccurrents("retraite", window=0)
    with pytest.raises(frsearch.QuerySyntaxError):
        index.cooccurrents("(", strict=True)
