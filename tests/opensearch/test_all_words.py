"""What counts all words counts on a server what it does in memory; near copies are refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, QueryError
from frsearch.engine.opensearch import all_words
from frsearch.errors import QueryTooComplex
from tests.opensearch.test_oracle import _quick, after
from tests.oracle import write
from tests.test_search_oracle import corpora_and_searches, histories
from tests.test_word_tables import WORDS

THREE = [
    Article("a", "Le sommet de l'Otan ; le sommet, encore.", "Sommet", "2018-07-11"),
    Article("b", "Au week-end, le sommet des Alpes.", "", "2019-01-05"),
    Article("c", "Macron au sommet de l'Otan, un week-end.", "", "2019-03-05"),
]


@settings(_quick, max_examples=8)
@given(
    corpora_and_searches(WORDS, histories),
    st.sampled_from(["form", "lemma"]),
    st.integers(1, 4),
    st.sampled_from([(), ("le", "sommet")]),
)
def test_words_are_counted_as_in_memory(server, case, unit, size, without):
    steps, asked = case
    with after(steps, f"{server}/words") as index, after(steps, ":memory:") as own:
        here, other = index._searcher, own._searcher
        for tree, match, date in asked:
            query = write(tree, alone=True)
            request, _ = own._asked(other, query, None, date=date, match=match)
            assert here.word_counts(request, unit) == other.word_counts(request, unit)
            assert here.words_near(request, unit, size) == other.words_near(request, unit, size)
            rows = here.word_rows(request, unit, size, 1, 5, without)
            assert rows == other.word_rows(request, unit, size, 1, 5, without)


def test_tables_of_words_are_those_of_memory(address, monkeypatch):
    monkeypatch.setattr(all_words, "_AT_A_TIME", 2)
    with frsearch.create_index(address) as index, frsearch.create_index(":memory:") as own:
        index.add(THREE)
        own.add(THREE)
        for options in ({}, {"length": 2}, {"by": "lemma"}, {"date": "2019"}, {"least": 2}):
            assert index.words("sommet", **options) == own.words("sommet", **options)
        assert index.cooccurrents("sommet", least=1) == own.cooccurrents("sommet", least=1)
        kept = {"date": "2019", "least_articles": 1}
        assert index.keywords(**kept) == own.keywords(**kept)


def test_too_many_texts_are_not_counted_in_silence(address, monkeypatch):
    with frsearch.create_index(address) as index:
        index.add(THREE)
        monkeypatch.setattr(all_words, "MOST", 2)
        assert index.words(date="2019").articles == 2
        says = rf"{re.escape(address)}: words\(\).* all 3 articles .* at most 2: .*'frsearch copy'"
        with pytest.raises(QueryTooComplex, match=says):
            index.words()
        with pytest.raises(QueryTooComplex, match=r"cooccurrents\(\)"):
            index.cooccurrents("sommet")


def test_similar_articles_are_found_and_near_copies_are_refused(address):
    with frsearch.create_index(address) as index, frsearch.create_index(":memory:") as own:
        index.add(THREE)
        own.add(THREE)
        assert [(hit.id, hit.score) for hit in index.similar("a")] == [
            (hit.id, hit.score) for hit in own.similar("a")
        ]
        for call, ask in (
            ("collapse=True", lambda: index.search("sommet", collapse=True)),
            ("collapse=True", lambda: index.similar("a", collapse=True)),
            ("count='groups'", lambda: index.search("sommet", count="groups")),
            (r"copies\(\)", index.copies),
        ):
            with pytest.raises(QueryError, match=rf"{call} asks for: .*'frsearch copy'"):
                ask()
