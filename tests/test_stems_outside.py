"""Stems against others: Snowball's own vocabulary, and which words meet where other analyses are tested.

The word groups are facts about French, written anew from what the tests of Lucene's French analysis look
at (`TestFrenchAnalyzer`, `TestFrenchLightStemFilter`, `TestFrenchMinimalStemFilter`, `TestElision`): our
stems need not read like theirs, but the same words should meet. Where we differ, the row says why.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from snowballstemmer.french_stemmer import FrenchStemmer

from frsearch.analysis.chain import Chain
from frsearch.analysis.folding import fold
from frsearch.analysis.lemmas import lemma
from frsearch.analysis.stemming import stems as stems_of_words
from tests.conftest import ROOT
from tests.french import assert_analyzes_to, stems

# Of https://github.com/snowballstem/snowball-data. Part of the words come from Wikipedia, under a
# licence (CC BY-SA) that is not ours, so that they are not here.
SNOWBALL = Path(os.environ.get("SNOWBALL_DATA", ROOT.parent / "shared" / "snowball-data")) / "french"


@pytest.mark.skipif(not (SNOWBALL / "voc.txt").exists(), reason="SNOWBALL_DATA has no french/voc.txt")
def test_the_vocabulary_of_snowball() -> None:
    words = (SNOWBALL / "voc.txt").read_text("utf-8").split("\n")
    expected = (SNOWBALL / "output.txt").read_text("utf-8").split("\n")
    assert len(words) > 20_000
    # A word with an apostrophe is no word here: what is elided is dropped before the stem is sought.
    pairs = [pair for pair in zip(words, expected, strict=True) if pair[0] and "'" not in pair[0]]
    assert len(pairs) > 20_000
    found = stems_of_words([word for word, _ in pairs])
    assert [(word, stem) for (word, _), stem in zip(pairs, found, strict=True)] == pairs
    chain = Chain()
    for word, stem in pairs:
        (first, *others) = chain.tokens(word)
        assert "-" in word or others or first.form.stem == fold(stem), word


@pytest.mark.parametrize("corpus", ["news", "law", "novels"])
def test_the_stem_of_every_word_of_real_articles_is_snowballs(corpus: str) -> None:
    """The accelerated stemmer that is used against the one in Python."""
    path = ROOT.parent / "shared" / "corpora" / f"{corpus}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with gzip.open(path) as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(1_000), lines, strict=False)]
    words = sorted(set(re.findall(r"[^\W\d_]+", "\n".join(texts).lower())))
    assert len(words) > 2_000
    snowball = FrenchStemmer()
    assert stems_of_words(words) == [snowball.stemWord(word) or word for word in words]


MEET = [
    "cheval chevaux CHEVAL",
    "hibou hiboux",
    "chanter chante chantés chant",
    "baron barons baronnes",
    "peau peaux",
    "anneau anneaux",
    "affreux affreuse",
    "pratique pratiquement",
    "abrasif abrasive",
    "poreux poreuse",
    "investir investissement",
    "assourdir assourdissant",
    "bijoutier bijoutière",
    "caissier caissière",
    "administratif administrativement",
    "administrateur administrer",
    "justificateur justificatrice",
    "accompagnateur accompagnatrice",
    "complet complète",
    "élément éléments ELEMENT",
    "captif captifs",
    "lance lances",
    "votre Votre VOTRE",
    "oeuf œuf œufs",
    "sécuritaire sécuritaires",
]

# Words that do meet there and not here by their stems, and why.
APART = {
    "producteur productrice": "Snowball leaves -eur where -trice falls; the lemma brings them together",
    "fou folle": "no rule of Snowball; the lemma has it in its list",
    "neveu neveux": "Snowball knows -eaux, not -eux; the lemma does",
    "acheteur acheteuse": "Snowball drops -euse and not -eur; the lemma brings them together",
    "captif captive": "Snowball leaves -if and -iv; captive is a form of captiver too",
    "justificateur justifier": "derivation, not inflection",
    "faible faiblesse": "derivation, not inflection",
    "patin patinage": "derivation, not inflection",
    "rituel ritualisation": "derivation, not inflection",
    "dispose disposition": "derivation, not inflection",
    "éduquer éducatrice": "qu and c: derivation, not inflection",
    "communiquer communicateur": "qu and c: derivation, not inflection",
    "personne personnelle": "a person is not what is personal",
    "planteur plante": "who plants is no plant",
}


def meet(row: str) -> bool:
    return len({tuple(stems(word)) for word in row.split()}) == 1


@pytest.mark.parametrize("row", MEET)
def test_words_that_meet_elsewhere_meet_here(row: str) -> None:
    assert meet(row), [stems(word) for word in row.split()]


@pytest.mark.parametrize("row", APART, ids=str)
def test_words_that_meet_elsewhere_and_not_here(row: str) -> None:
    assert not meet(row), APART[row]


@pytest.mark.parametrize("row", [row for row in APART if "the lemma" in APART[row]])
def test_the_lemma_brings_together_what_the_stem_does_not(row: str) -> None:
    assert len({lemma(word) for word in row.split()}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("chien,? + = -  CHAT /: > CHEVAL", "chien chat cheval"),
        ("chien++", "chien"),
        ('un mot "entre guillemets"', "un mot entre guillemets"),
        # There two words too, though its authors would have liked one; here the solid word as well.
        ("Jean-François", "jean +jeanfrancois francois"),
        # Stop words are dropped there; here they are kept for phrases, and a query leaves them out.
        ("le la chien les aux chat", "le la chien les aux chat"),
        # One word there as well; ours has no apostrophe left.
        ("aujourd'hui", "aujourdhui"),
        # Figures and letters are parts as well.
        ("C3PO 33Bis 1940-1945 1940:1945", [
            "c", "+c3po", "3", "po", "33", "+33bis", "bis", "1940", "1945", "1940", "1945",
        ]),
        ("1234555 12333345 22hh00", ["1234555", "12333345", "22", "+22hh00", "hh", "00"]),
        # Letters written twice are kept: a stem must not bring « bale » and « balle » together.
        ("abcdeff abcccddeef", "abcdeff abcccddeef"),
        # The article and the pronoun are dropped, the O of a name is not.
        ("juste pour voir l'embrouille avec O'brian. M'enfin.", [
            "juste", "pour", "voir", "embrouille", "avec", "obrian = O'brian", "enfin",
        ]),
    ],
)  # fmt: skip
def test_the_words_of_a_text_there_and_here(text: str, expected: str | list[str]) -> None:
    assert_analyzes_to(text, expected)


def test_numbers_are_not_stemmed() -> None:
    assert stems("1234555 22hh00 33Bis") == ["1234555", "22", "hh", "00", "33", "bis"]
