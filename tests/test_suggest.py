"""What was typed is completed with the words of the articles, as people write them."""

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


def test_a_suggestion_says_how_many_articles_hold_its_word(index):
    (suggestion,) = index.suggest("sommet président", limit=1)
    assert suggestion.text == "sommet président"
    assert suggestion.count == 4
    assert index.suggest("president", limit=0) == ()
    assert len(index.suggest("p", limit=2)) == 2


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


def test_every_suggestion_finds_as_many_articles_as_it_says(index):
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for suggestion in index.suggest(letter, limit=50):
            exact = index.search(f"={suggestion.text}")
            loose = index.search(suggestion.text, match="any")
            assert max(exact.total, loose.total) >= suggestion.count > 0, suggestion
