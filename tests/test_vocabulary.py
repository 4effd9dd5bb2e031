"""Text analysed in bulk gives what the chain gives, token by token."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frsearch.analysis.chain import Chain, Form
from frsearch.codec.bulk_analysis import BulkAnalysis
from tests.conftest import ROOT

SAYINGS = st.sampled_from(
    """
    12 000 345 1 12, (12 000) 000,5 3,5 12.000 5- -5 l'11 d'1 — , . « » l' qu’ j'suis L’Otan Otan,
    (Otan). O.T.A.N. États-Unis États-Unis, Maison‑Blanche a-t-il c'est-à-dire étudiant·e·s
    étudiant(e)s vice-président·e élu.e ! aujourd'hui. 'mot' ‘mot’ l'«ami» ÉTÉ été, e\u0301te\u0301
    pre\u00adsident \u200b ʼ lʼami œuvre, m² ½ 16H30 n°5 d'Artagnan; N'Djamena www.google.es a@b.fr
    16 h H 30 05, 35 h, (16 16h h/24 XXIe XIXe-XXe 21ème 1ère ognon OGNON nénufars interpelé M'Hamed
    prési- porte- mi\u00ad dent monnaie c¬ R&D AT&T C++ C#. @MeToo #Euro2016 nº5
    tout·e·s lemonde.fr amazon.es
    https://a.b/c-d_e?f=1 Путин 中国 A. A.B A.B. M.Trump jeudi.Le x-y-z-
    """.split()
)
TEXTS = st.lists(
    st.tuples(SAYINGS, st.sampled_from(["", " ", "\u00a0", "\u202f", "\n", "\r\n "])), max_size=12
).map(lambda parts: "".join(word + blank for word, blank in parts))


def bulk(texts: list[str]) -> list[list[tuple[Form, int]]]:
    words = BulkAnalysis()
    words.encode(["un texte avant", "12"])  # numbers of forms and chunks then differ from their order
    tokens = words.encode(texts)
    begins = [0, *tokens.ends.tolist()]
    pairs = [
        (words.forms[form], at) for form, at in zip(tokens.forms, tokens.positions.tolist(), strict=True)
    ]
    found = [pairs[begin:end] for begin, end in pairwise(begins)]
    assert tokens.lengths.tolist() == [each[-1][1] + 1 if each else 0 for each in found]
    return found


def one_by_one(text: str) -> list[tuple[Form, int]]:
    return [(token.form, token.position) for token in Chain().tokens(text)]


@settings(deadline=None, max_examples=300)
@given(st.lists(TEXTS | st.text(max_size=40), max_size=5))
def test_any_texts(texts: list[str]) -> None:
    assert bulk(texts) == [one_by_one(text) for text in texts]


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=" \n0123,.-¬'’·()lLdéEahH\u0301\u00ad\u202f«»", max_size=60))
def test_texts_of_what_words_are_joined_and_cut_by(text: str) -> None:
    assert bulk([text, text]) == [one_by_one(text)] * 2


@pytest.mark.parametrize("texts", [[], [""], ["", "a", ""], ["12", "000"], ["12 000", "000 12"]])
def test_numbers_do_not_run_from_text_to_text(texts: list[str]) -> None:
    assert bulk(texts) == [one_by_one(text) for text in texts]


def test_a_vocabulary_that_grew_too_large_is_begun_anew() -> None:
    words = BulkAnalysis()
    words.encode(["un deux trois quatre"])
    assert words.renewed() is words
    words = words.renewed(most_cores=3)
    assert words.forms == []
    assert len(words.encode(["un deux"]).forms) == 2


@pytest.mark.parametrize("corpus", ["news", "law", "novels"])
def test_real_articles(corpus: str) -> None:
    path = ROOT.parent / "shared" / "corpora" / f"{corpus}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with gzip.open(path) as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(200), lines, strict=False)]
    assert bulk(texts) == [one_by_one(text) for text in texts]
