"""A misspelled query is answered with what was probably meant, and a well spelled one with nothing."""

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.engine.arrays.spelling import neighbours
from frsearch.engine.sounds import respelled
from tests.conftest import ROOT

NEWS = ROOT.parent / "shared" / "corpora" / "news.jsonl.gz"

PRESS = [
    "Vladimir Poutine et Donald Trump se sont vus au sommet de Helsinki, en Finlande.",
    "Le président Poutine a reçu un accueil chaleureux du gouvernement à l’Assemblée nationale.",
    "L’accueil des réfugiés divise le gouvernement et l’Assemblée nationale, dit le président.",
    "Donald Trump, le président des États-Unis, quitte le sommet de Helsinki aujourd’hui.",
    "Aujourd’hui le langage du gouvernement change, parmi les députés de l’Assemblée nationale.",
    "Le sommet Poutine, Trump et la guerre civile : Trump et Poutine parlent d’élections et de pêche.",
    "Les élections présidentielles, la pharmacie, le développement, et le maire de Mâcon.",
]


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("press")) as index:
        index.add(Article(f"{at}", text, date=f"2018-0{at + 1}") for at, text in enumerate(PRESS))
        yield index


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        # A letter more, less, changed; two swapped; doubled letters; two edits in long words.
        ("Poutinne", "Poutine"),
        ("Helsinky", "Helsinki"),
        ("trmup", "trump"),
        ("aceuil", "accueil"),
        ("acceuil", "accueil"),
        ("language", "langage"),
        ("gouvernemant", "gouvernement"),
        ("developement", "développement"),
        ("farmacie", "pharmacie"),
        ("SOMET", "SOMMET"),
        # A blank more, or less.
        ("poutinetrump", "poutine trump"),
        ("guerrecivile", "guerre civile"),
        ("accueilsommet", None),
        ("lepoutine", "poutine"),
        ("prési dent", "président"),
        # The rest of the query stays as it is written.
        ("l’assemblé   nationnale", "l’assemblé   nationale"),
        ("(sommet OU rencontre) ET  Poutinne", "(sommet OU rencontre) ET  Poutine"),
        ("=sommet  Poutinne -Finlande", "=sommet  Poutine -Finlande"),
        ('"guerre civile" trmup date:2018', '"guerre civile" trump date:2018'),
        ("trmup Poutinne somnet", "trump Poutine sommet"),
        ("d'acceuil", "d'accueil"),
        # Accents are free: there is nothing to correct.
        ("helsinki", None),
        ("PRESIDENT", None),
        ("Macon", None),
        ("elections", None),
        # An inflection is no misspelling.
        ("sommets", None),
        ("poutin", None),
        # What is marked as meant is: exact words, phrases, patterns, fields, what is excluded.
        ("=Poutinne", None),
        ('"guerre civille"', None),
        ("Poutinne*", None),
        ("titre:Poutinne", None),
        ("sommet -Poutinne", None),
        # Numbers, short words, and what is spelled like nothing.
        ("2019", None),
        ("20l8", None),
        ("xyz", None),
        ("anticonstitutionnellement", None),
        ("漢字漢字", None),
        ("élèélèv", None),
        ("p" * 5_000, None),
        # What has many unknown words is in another language.
        ("the presidend wass at theyr somnett", None),
        ("Poutinne " * 300, None),
        ("", None),
    ],
)
def test_a_misspelled_word_is_corrected(press, query, suggestion):
    assert press.search(query).suggestion == suggestion


def test_what_is_suggested_finds_more(press):
    results = press.search("Poutinne Finlande")
    assert (results.total, results.match) == (1, "all")  # with words spelled alike
    typed = press.search("Poutinne Finlande", strict=True)
    assert (typed.total, typed.match) == (1, "any")
    better = press.search(results.suggestion)
    assert (better.total, better.match, better.suggestion) == (1, "all", None)


def test_a_correction_that_finds_nothing_is_not_suggested(press):
    assert press.search("Poutinne", date="2018-01").suggestion == "Poutine"
    assert press.search("Poutinne", date="2019").suggestion is None
    assert press.search("Helsinky -Helsinki").suggestion is None


def test_nothing_is_looked_up_where_a_query_finds_enough(make_index, monkeypatch):
    index = make_index(*["le sommet"] * 5, "la porte")

    def fail(*arguments):
        raise AssertionError

    monkeypatch.setattr("frsearch.engine.arrays.engine.neighbours", fail)
    assert index.search("sommet").suggestion is None
    with pytest.raises(AssertionError):
        index.search("pxrte")


def test_the_likelier_word_is_suggested_first_unless_another_finds_something(make_index):
    index = make_index(*["la porte"] * 9, *["la poste"] * 3, "la poste sans timbre")
    assert index.search("poxte").suggestion == "porte"
    assert index.search("poxte timbre").suggestion == "poste timbre"


def test_a_word_that_the_index_knows_is_corrected_only_where_another_is_far_more_frequent(make_index):
    common = ["le langage"] * 60
    assert make_index(*common, "some language").search("language").suggestion == "langage"
    assert make_index(*common[:40], "some language").search("language").suggestion is None
    assert make_index(*common, *["some language"] * 6).search("language").suggestion is None
    # A name is what it is, if anyone bears it, and so is a word with another beginning.
    assert make_index(*common, "M. Language").search("Language").suggestion is None
    assert make_index(*["la poste"] * 60, "la coste").search("coste").suggestion is None


NAMES = [
    *["Emmanuel Macron reçoit Marine Le Pen."] * 60,
    *["L’affaire Benalla, puis les gilets jaunes, disent les articles de Theresa May."] * 60,
    *["Le stylo de Le Pen, la font des neiges : ils la font."] * 20,
    *["Gillet, Emanuel et le boulanger Macorn ont un chien, dit Lepen."] * 3,
    *["Le commissaire Gillet est là, Teresa et Maurice May aussi."] * 4,
    "Lafont est venu.",
]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("names")) as index:
        index.add(Article(f"{at}", text) for at, text in enumerate(NAMES))
        yield index


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        # The misspelling occurs, but not beside these words.
        ("Emmanuel Macorn", "Emmanuel Macron"),
        ("emmanuel macorn", "emmanuel macron"),
        ("Emanuel Macron", "Emmanuel Macron"),
        ("affaire Bennala", "affaire Benalla"),
        ("gillets jaunes", "gilets jaunes"),
        ("les gillets jaunes", "les gilets jaunes"),
        ("Teresa May", "Theresa May"),
        # Two words written as one, with the capitals of a name, and one as two.
        ("Marine Lepen", "Marine Le Pen"),
        ("marine lepen", "marine le pen"),
        ("Marine LePen", "Marine Le Pen"),
        ("Ma cron", "Macron"),
        ("Emmanuel Mac ron", "Emmanuel Macron"),
        ("giletsjaunes", "gilets jaunes"),
        # As it sounds, and a word too many letters away to be one slip without the words beside it.
        ("Emmanuel Makron", "Emmanuel Macron"),
        ("affaire Benahla", "affaire Benalla"),
        # Some articles have the words so: they are meant.
        ("boulanger Macorn", None),
        ("commissaire Gillet", None),
        ("Maurice May", None),
        ("Lafont", None),
        ("Emmanuel Macron", None),
        ("gilet jaune", None),
    ],
)
def test_names_are_weighed_by_what_stands_beside_them(names, query, suggestion):
    assert names.search(query).suggestion == suggestion


def test_words_that_some_articles_have_side_by_side_need_far_more_for_a_correction(make_index):
    common = ["Emmanuel Macron"] * 40
    assert make_index(*common, "Emmanuel Macorn").search("Emmanuel Macorn").suggestion is not None
    twice = make_index(*common, *["Emmanuel Macorn"] * 2)
    assert twice.search("Emmanuel Macorn").suggestion is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("farmacie", "pharmacie"),
        ("bato", "bateau"),
        ("kiosque", "quiosque"),
        ("zemour", "semour"),
        ("aleks", "alex"),
        ("ortografe", "orthografe"),
        ("fotografie", "photografie"),
        ("cinq", "sinq"),
        ("abrico", "abricot"),
        ("parlé", None),
    ],
)
def test_words_are_respelled_by_their_sounds(written, meant):
    found = respelled(written)
    assert written not in found
    assert meant is None or meant in found


def test_what_is_written_as_a_name_is_a_name(make_index):
    index = make_index(*["Le maire, Jean Bartes"] * 4, *["les cartes"] * 30)
    assert index.search("Zartes").suggestion == "Bartes"
    assert index.search("zartes").suggestion == "cartes"


def test_two_parts_of_a_word_are_joined_before_either_is_corrected(make_index):
    index = make_index(*["le président"] * 5, "il vente, il vend", "un vent", "un vent")
    assert index.search("dent").suggestion == "vent"
    assert index.search("prési dent").suggestion == "président"


PIECES = """
    Poutinne trmup sommet somnet poutinetrump aujourd hui l’ Helsinky é 漢 ET OU SAUF - " ( ) = * ~
    titre: date:2018
""".split()


@given(
    st.lists(st.sampled_from([*PIECES, "  "]) | st.text(max_size=3), max_size=8),
    st.sampled_from(["all", "any"]),
)
def test_whatever_is_suggested_finds_more_than_the_query(press, pieces, match):
    for joint in ("", " "):
        query = joint.join(pieces)
        results = press.search(query, match=match)
        assert isinstance(press.suggest(query), tuple)
        if results.suggestion is not None:
            better = press.search(results.suggestion, match=match)
            found = (results.match == match, results.total)
            if any(each.message.startswith("no article holds") for each in results.warnings):
                found = (False, 0)  # nothing with what was typed
            assert (better.match == match, better.total) > found
            assert set('.-()=:"') & set(query) == set('.-()=:"') & set(results.suggestion)


def test_a_correction_has_the_accents_that_it_usually_has(make_index):
    index = make_index(*["une adresse"] * 5, *["il a adressé"] * 9, *["la présidence"] * 9, "presidence")
    assert index.search("addresse").suggestion == "adresse"
    assert index.search("addressé").suggestion == "adressé"
    assert index.search("presydence").suggestion == "présidence"


def test_deleted_articles_suggest_nothing(make_index):
    index = make_index("Poutine", "Trump", "Macron", "Merkel")
    assert index.search("Poutinne").suggestion == "Poutine"
    index.remove(["a1"])
    assert index.search("Poutinne").suggestion is None


def test_counts_of_several_segments_are_added_up(make_index):
    index = make_index(*["la porte"] * 4)
    index.add(Article(f"b{n}", text) for n, text in enumerate(["la poste"] * 3 + ["la porte"]))
    index.add([Article("c", "la poste")] * 1)
    assert index.search("poxte").suggestion == "porte"


# --- what is near


def edits(a, b):
    """The distance of two words, by its definition: optimal string alignment."""
    table = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
    table[:, 0], table[0] = range(len(a) + 1), range(len(b) + 1)
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            changed = table[i - 1, j - 1] + (a[i - 1] != b[j - 1])
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, changed)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[-1, -1]


FEW_LETTERS = st.text("abc", min_size=1, max_size=7)


@pytest.fixture(scope="module")
def few_letters(tmp_path_factory):
    """An index of words of three letters, and some of other letters and of none that are ASCII."""
    random = np.random.default_rng(3)
    words = {"".join(random.choice(list("abc"), size=random.integers(1, 9))) for _ in range(800)}
    words |= {"zèbre", "aбв", "ab1", "a" * 40}
    with frsearch.create_index(tmp_path_factory.mktemp("few")) as index:
        index.add([Article("1", " ".join(sorted(words))), Article("2", "abcabc 漢字")])
        yield index


@given(FEW_LETTERS, st.integers(1, 2))
def test_the_words_of_an_index_that_are_near_are_found(few_letters, word, most):
    segments = few_letters._searcher.snapshot.segments
    forms = {form.exact for segment in segments for form in segment.words.forms()}
    expected = {form: edits(word, form) for form in forms if form.isascii()}
    expected = {form: distance for form, distance in expected.items() if 0 < distance <= most}
    found = neighbours(segments, word, most)
    assert {each.text: each.distance for each in found if each.text.isascii()} == expected
    assert all(each.same_letters == (set(each.text) == set(word)) for each in found)


# --- a newspaper


MISSPELLED = """
    accomoder:accommoder aceuil:accueil acceuil:accueil addresse:adresse agressif: apartement:appartement
    appercevoir:apercevoir assasin:assassin attendrre:attendre batiment: bizzare:bizarre
    comission:commission
    concurence:concurrence conection:connexion correspondence:
    developement:développement dilemne:dilemme dificile:difficile enviroment:environnement
    ennemmi:ennemi exeption:exception exercise:exercice futurr:futur gouvernemant:gouvernement
    guarantie:garantie hopitall:hôpital hypothése: immeubble:immeuble inteligence:intelligence
    interressant:intéressant jugment:jugement language:langage medecain:médecin milion:million
    ministaire:ministère nationnale:nationale negociassion:négociation ocasion:occasion
    parlment:parlement pasage:passage permition:permission poffesseur:professeur president:
    prochin:prochain profesionnel:professionnel reccord:record
    resturant:restaurant scolairre:scolaire seconfaire:secondaire sécurrité:sécurité
    someil:sommeil tranquile:tranquille travaille: vaccinn:vaccin volontairre:volontaire
    Poutinne:Poutine Helsinky:Helsinki Macon: Sarkosy:Sarkozy
    aujourd_hui:aujourd'hui poutinetrump:poutine_trump coupedumonde:
"""


@pytest.mark.skipif(not NEWS.exists(), reason="needs the news corpus")
def test_common_misspellings_are_corrected_from_a_newspaper(tmp_path):
    with frsearch.create_index(tmp_path) as index:
        index.add(article for at, article in enumerate(frsearch.read_articles(NEWS)) if at % 5 == 0)
        pairs = [pair.replace("_", " ").split(":") for pair in MISSPELLED.split()]
        suggested = {query: index.search(query, limit=0).suggestion or "" for query, _ in pairs}
    wrong = [(query, suggested[query]) for query, meant in pairs if suggested[query] != meant]
    assert len(wrong) <= len(pairs) // 10, wrong


def test_letters_of_strings_are_bits(few_letters):
    (segment,) = few_letters._searcher.snapshot.segments
    strings = segment.words.exact
    for text, mask, length in zip(strings.all(), strings.letters, strings.lengths, strict=True):
        expected = {letter for letter in text if letter in string.ascii_lowercase}
        assert {letter for at, letter in enumerate(string.ascii_lowercase) if mask >> at & 1} == expected
        assert bool(mask >> 31) == bool(set(text) - expected)
        assert length == len(text.encode())
