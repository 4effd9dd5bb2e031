"""A query of plain words is read as if its signs had been looked for."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frsearch.analysis.apart import join_words
from frsearch.analysis.chain import Chain
from frsearch.analysis.readings import readings
from frsearch.query.limits import LIMITS
from frsearch.query.parser import parse
from frsearch.query.plain_words import plain_words, readings_of

# Words that are joined, warned of or read otherwise beside others, and some that never are.
WORDS = """
    sommet Poutine l'Otan jusqu'à Saint-Denis week-end week end notre dame Le La le de du et ou ET OU
    SAUF AND OR NOT XOR NON PRÈS NEAR ADJ TO t a il A EN un XIX XVe e è siècle C J av apr n notre ère
    aujourd hui quelqu’un prud homme c est c'est à dire à-dire est-à-dire cestadire vitamine place pl M
    me mal Dupont avril numéro qui est ce que pourquoi lieu a-t-il dis moi svp s'appelle ﬁn œuvre été
""".split()
CHAIN = Chain()
ROWS = st.lists(st.sampled_from(WORDS) | st.text("aeétCXlLn'’-", max_size=5), max_size=8)


@settings(deadline=None)
@given(ROWS, st.sampled_from([" ", "  "]))
@example(["c", "est", "à", "dire"], " ")
@example(["XIX", "e", "siècle"], " ")
@example(["a", "t", "il"], " ")
@example(["av", "notre", "ère"], " ")
@example(["paix", "NEAR", "guerre"], " ")
@example(["c", "est-à-dire"], " ")
@example(["Poutine", "XOR", "Trump"], " ")
def test_plain_words_are_read_as_with_the_lexer(words, blank):
    text = blank.join(words)
    read = [parse(text, limits=limits) for limits in (LIMITS, replace(LIMITS, words=3))]
    with (
        patch("frsearch.query.parser.plain_words", return_value=None),
        patch("frsearch.query.lexer.plain_words", return_value=None),
        patch("frsearch.query.parser.readings_of", readings),
    ):
        assert read == [parse(text, limits=limits) for limits in (LIMITS, replace(LIMITS, words=3))]


@settings(deadline=None)
@given(ROWS, st.sampled_from([" ", "  ", ", "]))
@example(["²", "²²²"], " ")
def test_the_readings_of_plain_words_are_those_of_any_text(words, blank):
    text = blank.join(words)
    assert readings_of(CHAIN, text) == readings(CHAIN, text)


@settings(deadline=None)
@given(ROWS)
def test_no_plain_words_are_joined(words):
    text = " ".join(words)
    if plain_words(text) is not None:
        assert join_words(text, first=True) == text


@pytest.mark.parametrize("text", ["sommet", " réforme  des retraites ", "l'Otan à Saint-Denis"])
def test_most_queries_are_plain_words(text):
    assert [word for _, word in plain_words(text) or ()] == text.split()


@pytest.mark.parametrize(
    "text", ["", " ", "paix OU guerre", "-Trump", "élections 2018", "sommet ?", "XIX e", "l' Otan", "a*"]
)
def test_signs_figures_and_operators_are_left_to_the_lexer(text):
    assert plain_words(text) is None
