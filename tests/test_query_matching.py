"""Words near one another, weights, questions, dates in words and plain texts, in an index."""

from __future__ import annotations

import pytest

import frsearch
from frsearch.query.date_suggestions import suggest_date
from frsearch.query.parser import parse
from tests.conftest import MakeIndex


def found(index: frsearch.Index, query: str, **options: object) -> list[str]:
    return sorted(hit.id for hit in index.search(query, **options))  # type: ignore[arg-type]


def marked(index: frsearch.Index, query: str) -> list[str]:
    return [snippet.render("[", "]") for hit in index.search(query) for snippet in hit.snippets]


# --- near one another


def test_words_near_one_another_match_in_any_order(make_index: MakeIndex) -> None:
    index = make_index(
        "La paix après le sommet.",
        "Un sommet pour la paix.",
        "Un sommet. Bien plus tard, loin, la paix.",
    )
    assert found(index, "sommet PRÈS/3 paix") == ["a1", "a2"]
    assert found(index, "paix NEAR/3 sommets") == ["a1", "a2"]
    assert found(index, "sommet PRES/10 paix") == ["a1", "a2", "a3"]
    assert found(index, "sommet PRE\u0300S/2 paix") == []
    assert found(index, "-(sommet PRÈS/3 paix)") == ["a3"]


def test_any_of_a_choice_phrase_or_pattern_may_be_near(make_index: MakeIndex) -> None:
    index = make_index(
        "La réforme des retraites et la grève.",
        "La manifestation contre la réforme des retraites.",
        "Le mouvement social, puis les retraites.",
        "Grève.",
    )
    query = '(grève OU manifest* OU "mouvement social") PRÈS/5 retraite'
    assert found(index, query) == ["a1", "a2", "a3"]
    assert [line.keyword for line in index.concordance(query)] == [
        "retraites et la grève",
        "manifestation contre la réforme des retraites",
        "mouvement social, puis les retraites",
    ]
    assert marked(index, f"{query} mouvement") == ["Le [mouvement social, puis les retraites]."]


def test_three_words_near_one_another_stand_in_any_order(make_index: MakeIndex) -> None:
    index = make_index("a b c", "c a b", "b x c x a", "a b x x x x c")
    assert found(index, "=a PRÈS/2 =b PRÈS/2 =c") == ["a1", "a2", "a3"]


def test_words_near_one_another_are_in_one_field(make_index: MakeIndex) -> None:
    index = make_index(
        frsearch.Article("a1", "La paix.", "Le sommet"), frsearch.Article("a2", "x", "Le sommet de paix")
    )
    assert found(index, "sommet PRÈS/10 paix") == ["a2"]
    assert found(index, "titre:sommet PRÈS/10 paix") == ["a2"]


def test_one_place_is_not_near_itself(make_index: MakeIndex) -> None:
    index = make_index("un sommet", "un sommet, des sommets")
    assert found(index, "sommet PRÈS/5 somm*") == ["a2"]


def test_what_cannot_be_near_is_read_as_et_and_said(make_index: MakeIndex) -> None:
    index = make_index("paix, et bien plus loin dans le texte : sommet", "paix")
    results = index.search("(paix loin) PRÈS/2 sommet")
    assert [hit.id for hit in results] == ["a1"]
    assert "read as ET" in str(results.warnings[0])
    results = index.search("paix PRÈS/100000 sommet")
    assert [hit.id for hit in results] == ["a1"]
    assert "within 500 words" in str(results.warnings[0])


def test_a_long_text_has_its_places_near_one_another_marked(make_index: MakeIndex) -> None:
    index = make_index("mot " * 5_000 + "sommet " + "mot " * 300 + "paix " + "mot " * 5_000)
    (line,) = index.concordance("paix PRÈS/400 sommet", width=10)
    assert (line.keyword[:6], line.keyword[-4:]) == ("sommet", "paix")
    assert index.search("paix PRÈS/299 sommet").total == 0
    assert index.search("paix PRÈS/301 sommet").total == 1


# --- weights, edits, question marks


def test_a_weight_decides_which_article_comes_first(make_index: MakeIndex) -> None:
    index = make_index("paix et paix", "sommet", "rien", "rien non plus")
    order = [
        [hit.id for hit in index.search(q, match="any")] for q in ("sommet paix^5", "sommet^5 paix")
    ]
    assert order == [["a1", "a2"], ["a2", "a1"]]


def test_two_edits_find_what_one_does_not(make_index: MakeIndex) -> None:
    index = make_index("Zelensky", "Zelenskyy", "Zélenski", "Poutine")
    assert found(index, "zelinskyi~") == []
    assert found(index, "zelinskyi~2") == ["a1", "a2", "a3"]
    index = make_index("A320neo", "A321xyz", "Москва", "Мотква")
    assert found(index, "a319neo~2") == ["a1"]
    assert found(index, "моктва~2") == ["a3", "a4"]


def test_a_question_mark_without_a_blank_ends_a_question(make_index: MakeIndex) -> None:
    index = make_index("Vraiment?Oui, dit-il.", "Vraiment. Plus loin : oui.", "le président")
    assert found(index, "vraiment?oui") == ["a1"]
    assert found(index, "pr?sident") == ["a3"]
    assert found(index, "absent?oui") == []
    assert found(index, "Vraiment?!Oui") == ["a1", "a2"]
    assert found(index, "plus?loin") == ["a2"]


# --- questions


QUESTION = "Qui a gagné l'élection présidentielle de 2017 ?"


def test_most_words_of_a_question_are_enough_where_few_articles_have_all(make_index: MakeIndex) -> None:
    index = make_index(
        "Macron a gagné l'élection présidentielle de 2017.",
        "L'élection présidentielle de 2017 fut remportée par Macron.",
        "L'élection de Miss France.",
    )
    results = index.search(QUESTION)
    assert [hit.id for hit in results] == ["a1", "a2"]
    assert results.match == "most"
    assert "most of the words" in results.summary()
    # What is no question asks for all words.
    results = index.search("gagné élection présidentielle 2017")
    assert ([hit.id for hit in results], results.match) == (["a1"], "all")
    assert index.search("gagné élection présidentielle 2017", match="most").total == 2


def test_pages_facets_and_timelines_of_a_question_count_the_same(make_index: MakeIndex) -> None:
    texts = [f"L'élection présidentielle de 2017 numéro {n}." for n in range(25)]
    index = make_index(*((text, f"2017-0{1 + n % 9}") for n, text in enumerate(texts)))
    first = index.search(QUESTION, limit=10)
    assert (first.match, first.total) == ("most", 25)
    assert sum(each.count for each in first.facets["month"]) == 25
    ids, cursor = [hit.id for hit in first], first.cursor
    while cursor:
        page = index.search(QUESTION, limit=10, after=cursor)
        ids, cursor = ids + [hit.id for hit in page], page.cursor
    assert len(set(ids)) == len(ids) == 25
    assert [hit.id for hit in index.search_all(QUESTION)] == ids
    assert index.concordance(QUESTION).match == "most"
    assert sum(each for each in index.timeline(QUESTION).series[0].values) == 25


def test_where_enough_articles_have_all_words_a_question_asks_for_all(make_index: MakeIndex) -> None:
    index = make_index(
        *["Qui a gagné l'élection présidentielle de 2017 ? Macron."] * 10, "élection présidentielle 2017"
    )
    results = index.search(QUESTION)
    assert (results.match, results.total) == ("all", 10)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("quand a eu lieu le premier confinement", "Le premier confinement débute en mars."),
        ("où aura-t-il lieu le sommet ?", "Le sommet se tient à Helsinki."),
        ("comment s'appelle le chien de Macron ?", "Le chien de Macron est Nemo."),
        ("pourquoi faut-il voter", "Voter est un devoir."),
        ("que s'est-il passé à Rouen ?", "Un incendie à Rouen."),
        ("que veut dire RSA ?", "Le RSA."),
        ("RSA ça veut dire quoi", "Le RSA."),
        ("que signifie RSA", "Le RSA."),
        ("la laïcité c'est quoi ?", "De la laïcité."),
        ("c'est quoi la laïcité", "De la laïcité."),
        ("je voudrais savoir qui a gagné l'élection", "Il a gagné l'élection."),
        ("Pour quelle raison Macron a-t-il gagné ?", "Macron a gagné."),
        ("dis-moi qui a gagné l'élection", "Il a gagné l'élection."),
        ("est-il vrai que Macron a gagné", "Macron a gagné."),
        ("À quelle date fut signé l'accord de Paris", "Signé : l'accord de Paris, une date."),
    ],
)
def test_words_that_ask_for_nothing_are_not_required(
    make_index: MakeIndex, question: str, text: str
) -> None:
    index = make_index(text, "un autre texte")
    results = index.search(question)
    assert ([hit.id for hit in results], results.match) == (["a1"], "all")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("jusqu'à quand dure le confinement", True),
        ("Macron a-t-il gagné l'élection de 2017", True),
        ("la guerre est elle finie", True),
        ("aussi est-il parti pour la guerre", False),
        ("la loi est elle-même une faute", False),
        ("pour ou contre la peine de mort", False),
        ("jusqu'à Paris en train", False),
        ("dis-moi", False),
    ],
)
def test_which_rows_of_words_are_questions(text: str, question: bool) -> None:
    assert getattr(parse(text).tree, "question", False) is question


def test_what_most_words_match_is_not_removed(make_index: MakeIndex) -> None:
    index = make_index("L'élection présidentielle de 2017.", "autre")
    assert index.search(QUESTION).total == 1
    with pytest.raises(frsearch.QueryError):
        index.remove(query=QUESTION)
    assert len(index) == 2


# --- dates in words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gilets jaunes décembre 2018", "gilets jaunes date:2018-12"),
        ("croissance au 1er trimestre 2018", "croissance date:2018-01..2018-03"),
        ("dernier semestre de l'année 2018, croissance", "croissance date:2018-07..2018-12"),
        ("élections 14 juillet 1789", "élections date:1789-07-14"),
        ("élections du 1er juillet 2018 à Paris", "élections à Paris date:2018-07-01"),
        ("juin 2018", "date:2018-06"),
        ("macron 28/06/2018", "macron date:2018-06-28"),
        ("crise depuis juin 2018", "crise date:2018-06.."),
        ("macron de juin 2018 à août 2018", "macron date:2018-06..2018-08"),
        # what stands before the date decides
        ("gilets jaunes avant décembre 2018", "gilets jaunes date:..2018-11-30"),
        ("gilets jaunes après décembre 2018", "gilets jaunes date:2019-01-01.."),
        ("élections avant le 5 mai 2018 à Paris", "élections à Paris date:..2018-05-04"),
        ("gilets jaunes dès décembre 2018", "gilets jaunes date:2018-12.."),
        ("gilets jaunes à partir de décembre 2018", "gilets jaunes date:2018-12.."),
        ("gilets jaunes jusqu'en décembre 2018", "gilets jaunes date:..2018-12"),
        ("avant fin mai 2018", None),
        # ranges
        ("gilets jaunes du 4 au 5 décembre 2018", "gilets jaunes date:2018-12-04..2018-12-05"),
        ("crise du 4 décembre au 5 janvier 2018", "crise date:2017-12-04..2018-01-05"),
        ("crise 4 et 5 décembre 2018", "crise date:2018-12-04..2018-12-05"),
        ("crise novembre et décembre 2018", "crise date:2018-11..2018-12"),
        ("crise novembre à décembre 2018", "crise date:2018-11..2018-12"),
        ("entre mars et juin 2018 grèves", "grèves date:2018-03..2018-06"),
        ("crise mars et juin 2018", None),
        ("crise mars avril 2018", None),
        ("crise 4, 5 et 6 décembre 2018", None),
        ("de 2017 à 2018", None),
        # the rest of the date
        ("gilets jaunes au mois de décembre 2018", "gilets jaunes date:2018-12"),
        ("gilets jaunes, décembre 2018", "gilets jaunes date:2018-12"),
        ("gilets jaunes (décembre 2018)", "gilets jaunes date:2018-12"),
        ("gilets jaunes fin décembre 2018", "gilets jaunes date:2018-12"),
        ("gilets jaunes mi-décembre 2018", "gilets jaunes date:2018-12"),
        ("crise le 24 décembre 2018 au soir", "crise date:2018-12-24"),
        ("attentats 13-11-2015", "attentats date:2015-11-13"),
        ("(gilets jaunes) décembre 2018", None),
        ("élections 2018", None),
        ("mai 68", None),
        ("31 juin 2018", None),
        ('"juin 2018" macron', None),
        ("macron date:juin 2018", None),
        ("juin 2018 mai 2017", None),
    ],
)
def test_a_date_in_words_is_offered_as_a_filter(query: str, expected: str | None) -> None:
    offered = suggest_date(query)
    assert (None if offered is None else str(offered)) == expected


def test_results_offer_the_filter_and_search_the_words(make_index: MakeIndex) -> None:
    index = make_index(
        ("Les gilets jaunes.", "2018-12"), ("Les gilets jaunes de décembre 2018.", "2019-05")
    )
    results = index.search("gilets jaunes décembre 2018")
    assert [hit.id for hit in results] == ["a2"]
    offered = results.date_suggestion
    assert offered is not None
    assert found(index, offered.query, date=offered.date) == found(index, str(offered)) == ["a1"]
    assert results.to_dict()["date_suggestion"] == {"query": "gilets jaunes", "date": "2018-12"}
    assert index.search("gilets jaunes décembre 2018", date="2019").date_suggestion is None


# --- plain


def test_a_plain_search_reads_no_sign(make_index: MakeIndex) -> None:
    index = make_index("titre : paix", "titre, sommet, paix", "paix ou guerre")
    assert found(index, "titre:paix -sommet") == []
    assert found(index, "titre:paix -sommet", plain=True) == ["a2"]
    assert found(index, frsearch.escape("titre:paix -sommet")) == ["a2"]
    assert [hit.id for hit in index.search_all("titre:paix -sommet", plain=True)] == ["a2"]
    assert {line.id for line in index.concordance("titre:paix -sommet", plain=True)} == {"a2"}
    assert index.timeline("-paix guerre*", plain=True).series[0].values == ()
    assert index.search("sommet (OU", plain=True, strict=True).warnings == ()
