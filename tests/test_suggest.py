"""What was typed is completed with the words of the articles, as people write them."""

import re
from collections import Counter

import pytest

import frsearch
from frsearch import Article

TEXTS = [
    "Le président et la présidente préparent le sommet de Helsinki.",
    "Le président des États-Unis est présent à la présidence.",
    "Le président a de la peine.",
    "L’Etat et l’État, l’état aujourd’hui ; un week-end de pêche et un péché, le cœur du sommet.",
    "Des sommets, des week-ends, des pêches et un président.",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("suggest")) as index:
        for at, text in enumerate(TEXTS):
            index.add([Article(str(at), text)])
        yield index


def texts(index, typed, **options):
    return [suggestion.text for suggestion in index.suggest(typed, **options)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # The most frequent first, then by letter.
        ("prési", ["président", "présidence", "présidente"]),
        ("presi", ["président", "présidence", "présidente"]),
        ("Presid", ["Président", "Présidence", "Présidente"]),
        ("PRÉSID", ["PRÉSIDENT", "PRÉSIDENCE", "PRÉSIDENTE"]),
        # What is written with accents prefers them.
        ("pê", ["pêche", "pêches", "peine", "péché"]),
        ("pé", ["péché", "peine", "pêche", "pêches"]),
        ("pe", ["peine", "péché", "pêche", "pêches"]),
        # The last word alone is completed, whatever stands before it.
        ("sommet de hel", ["sommet de helsinki"]),
        ("  (titre:som", ["  (titre:sommet", "  (titre:sommets"]),
        ('"sommet  de h', ['"sommet  de helsinki']),
        ("l’ét", ["l’état", "l’états", "l’états-unis"]),
        # The hyphen, the apostrophe and the ligature, which the terms of the index do without.
        ("etats-u", ["états-unis"]),
        ("etatsu", ["états-unis"]),
        ("etats-", ["états", "états-unis"]),
        ("week", ["week", "week-end", "week-ends"]),
        ("aujourd", ["aujourd'hui"]),
        ("aujourd’h", ["aujourd'hui"]),
        ("coeu", ["cœur"]),
        ("cœu", ["cœur"]),
        # A word that is complete already is suggested with those that go on.
        ("président", ["président", "présidente"]),
        # Stop words are none that people search for.
        ("l", []),
        ("de", []),
        # Nothing is there to be completed.
        ("", []),
        ("sommet ", []),
        ("sommet !", []),
        ("xyz", []),
        ("p" * 200, []),
        ("a " * 100_000 + "hel", ["a " * 100_000 + "helsinki"]),
    ],
)
def test_a_word_is_completed(index, typed, expected):
    assert texts(index, typed) == expected


def test_a_suggestion_says_how_many_articles_the_whole_text_finds(index):
    (suggestion,) = index.suggest("peine président", limit=1)
    assert (suggestion.text, suggestion.count) == ("peine président", 1)
    (suggestion,) = index.suggest("président", limit=1)
    assert suggestion.count == index.search("président").total == 4
    assert index.suggest("president", limit=0) == ()
    assert len(index.suggest("p", limit=2)) == 2


PRESS = [
    *["Les gilets jaunes ne sont jamais là."] * 3,
    *["Il n’y a jamais eu de gilets, en janvier."] * 9,
    *["Emmanuel Macron et la machine."] * 2,
    *["Emmanuel a une machine ; la machine est là."] * 5,
    "Le sommet d’Helsinki, et un hélicoptère",
    *["Un hélicoptère au sommet."] * 2,
    *["Un hélicoptère"] * 9,
    "L’affaire Benala, l’affaire de quelqu’un des États-Unis, une presqu’île au XIXe siècle",
    *["L’affaire Benalla"] * 12,
]


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("press")) as index:
        index.add(Article(str(at), text) for at, text in enumerate(PRESS))
        yield index


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # What follows the words before comes first, however rare.
        ("gilets ja", ["gilets jaunes", "gilets jamais", "gilets janvier"]),
        ("Les gilets ja", ["Les gilets jaunes", "Les gilets jamais", "Les gilets janvier"]),
        ("emmanuel ma", ["emmanuel macron", "emmanuel machine"]),
        ("Emmanuel M", ["Emmanuel Macron", "Emmanuel Machine"]),
        # The articles elide a stop word before a vowel or h.
        ("sommet de hel", ["sommet de helsinki", "sommet de hélicoptère"]),
        ("sommet d’hel", ["sommet d’helsinki", "sommet d’hélicoptère"]),
        # A misspelling follows too, but is not suggested.
        ("affaire ben", ["affaire benalla"]),
        # What no article has together is suggested where nothing else is.
        ("macron hel", ["macron hélicoptère", "macron helsinki"]),
        # As articles write them.
        ("quelqu'u", ["quelqu'un"]),
        ("presqu'î", ["presqu'île"]),
        ("XIX", ["XIXe"]),
        ("xix", ["xixe"]),
        ("États-U", ["États-Unis"]),
        ("etats-u", ["états-unis"]),
        ("ETATS-U", ["ÉTATS-UNIS"]),
    ],
)
def test_a_word_is_completed_after_the_words_before(press, typed, expected):
    assert texts(press, typed) == expected


def test_the_words_of_articles_with_a_row_are_counted(make_index):
    articles = ["a b ac. ab ac", "b, a à ad ac", "a b", "a b ad", "un b a ab", "ac b a", "b a b ad ad"]
    found = make_index(*articles, *["b a b acd"] * 2)._searcher
    found_again = make_index(*articles)
    found_again.add(Article(f"c{at}", "b a b acd") for at in range(2))
    for row in (["b"], ["a", "b"], ["b", "a"], ["b", "a", "b"], ["z"], ["z", "b"]):
        expected = counted([*articles, *["b a b acd"] * 2], row)
        assert found.company(row, "a") == expected
        assert found_again._searcher.company(row, "a") == expected


def counted(texts, row):
    """Count by hand; the stop words `a` and `à` are left out."""
    after, together = Counter(), Counter()
    for text in texts:
        words = re.findall(r"\w+", text)
        places = [at for at in range(len(words)) if words[at : at + len(row)] == row]
        follow = {"".join(words[at + len(row) : at + len(row) + 1]) for at in places}
        after.update(follow)
        together.update({word for word in words if places and word[0] == "a" and word not in "aà"})
    return {word: (after[word], count) for word, count in together.items()}


def test_of_many_articles_some_are_read(make_index, monkeypatch):
    monkeypatch.setattr("frsearch.engine.arrays.company._FEWEST", 8)
    monkeypatch.setattr("frsearch.engine.arrays.company._WORK", 0)
    index = make_index(*["le sommet mondial"] * 30, *["un sommet moral"] * 90)
    company = index._searcher.company(["sommet"], "mo")
    assert company["mondial"].after + company["moral"].after == 120
    assert company["mondial"].after == pytest.approx(30, abs=15)
    assert texts(index, "sommet mo") == ["sommet moral", "sommet mondial"]
    monkeypatch.setattr("frsearch.engine.arrays.company._MOST_WORDS", 1)
    assert [*index._searcher.company(["sommet"], "mo")] == ["moral"]


def test_misspellings_and_capitals_without_accents_are_not_suggested(make_index):
    index = make_index(*["un président à l’École, à côté"] * 20, "PRESIDENT A L’ECOLE", *["côte"] * 3)
    assert texts(index, "pres") == ["président"]
    assert texts(index, "eco") == ["école"]
    assert texts(index, "cot") == ["côté", "côte"]


def test_other_scripts_are_completed_too(make_index):
    index = make_index("漢字 Москва ½")
    assert texts(index, "漢") == ["漢字"]
    assert texts(index, "МОСК") == ["МОСКВА"]


def test_an_index_without_words_suggests_nothing(make_index):
    assert texts(make_index(), "p") == texts(make_index(""), "p") == []
    assert make_index("").search("poutinne").suggestion is None


def test_a_word_that_only_removed_articles_held_is_not_suggested(make_index):
    index = make_index("Helsinki et Helmut", "Helmut et Paris", *["Paris"] * 3)
    assert texts(index, "hel") == ["helmut", "helsinki"]
    index.remove(["a1"])
    assert texts(index, "hel") == ["helmut"]


@pytest.mark.parametrize("typed", [None, 3, b"pr"])
def test_what_is_no_text_is_refused(index, typed):
    with pytest.raises(frsearch.QueryError, match="must be a string"):
        index.suggest(typed)
    with pytest.raises(frsearch.QueryError, match="limit must be"):
        index.suggest("p", limit=-1)


def test_every_suggestion_finds_as_many_articles_as_it_says(index, press):
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for typed in (letter, f"sommet {letter}", f"gilets {letter}", f"l’{letter}"):
            for each in (index, press):
                for suggestion in each.suggest(typed, limit=50):
                    assert each.search(suggestion.text).total == suggestion.count, suggestion
                    assert suggestion.count or typed.startswith("l’"), suggestion
