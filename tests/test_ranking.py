"""Which article comes first, and why: short articles, the whole order, the reason beside each line."""

import math
import pickle
from dataclasses import fields

import numpy as np
import pytest

import frsearch
from frsearch import Article, Ranking
from frsearch.ranking import field_factors, idf, saturate, stem_prefix

# Ten notices from a press agency. Eight words of text each, unless the id says otherwise.
NOTICES = [
    Article("title", "Les deux présidents se sont parlé à Genève.", "Le sommet", "2018-01"),
    Article("title and text", "Le sommet de Genève finit sur un échec.", "Le sommet", "2018-02"),
    Article("once", "Un sommet aura lieu à Genève en mars.", "Genève", "2018-03"),
    Article("twice", "Un sommet en mars, un sommet en juillet.", "Genève", "2018-04"),
    Article("three times", "Sommet en mars, sommet en mai, sommet ici.", "Genève", "2018-05"),
    Article("brief", "Un sommet à Genève.", "Genève", "2018-06"),
    Article(
        "long",
        "Un sommet aura lieu à Genève en mars, selon deux sources proches du dossier qui "
        "ne veulent pas encore que leurs noms soient cités dans la presse.",
        "Genève",
        "2018-07",
    ),
    Article("plural", "Des sommets auront lieu à Genève en mars.", "Genève", "2018-08"),
    Article("helsinki", "La ville de Helsinki attend les deux présidents.", "Finlande", "2018-09"),
    Article("none", "La presse attend devant la porte du palais.", "Finlande", "2018-10"),
]


# Nothing but the words of an article, wherever they stand.
BY_WORDS = Ranking(rerank_window=0)


@pytest.fixture(scope="module")
def notices(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("notices")) as index:
        index.add(NOTICES)
        yield index


def ids(results):
    return [hit.id for hit in results]


def assert_ranks(results, expected):
    """Check the whole order; `expected` gives for each hit its id and why it stands there."""
    assert ids(results) == [id for id, reason in expected]
    scores = [hit.score for hit in results]
    assert scores == sorted(scores, reverse=True)


def test_one_word_ranks_by_how_often_where_and_in_how_short_a_text_it_stands(notices):
    expected = [
        ("three times", "three times in eight words"),
        ("title and text", "in the title and in the text"),
        ("twice", "twice in the text, which is less than once in each"),
        ("brief", "once, but in a text of four words"),
        ("title", "once, but in the title, where a word counts twice"),
        ("once", "once in a text of eight words"),
        ("long", "once in a text of 27 words"),
        ("plural", "only an inflection of the word"),
    ]
    assert_ranks(notices.search("sommet"), expected)


def test_the_form_that_was_typed_comes_before_its_inflections(notices):
    expected = [
        ("plural", "the very form, and a rare one"),
        ("title and text", "in the text, and half of the title: inflections from here on"),
        ("three times", "three times in eight words"),
        ("twice", "twice in the text"),
        ("brief", "once in a text of four words"),
        ("once", "once in a text of eight words"),
        ("title", "once, and not at the beginning of the text"),
        ("long", "once in a text of 27 words"),
    ]
    assert_ranks(notices.search("sommets"), expected)


def test_a_rare_word_counts_more_than_a_frequent_one(notices):
    expected = [
        ("helsinki", "the only one with the rare word, and without the other"),
        ("title and text", "half of the title, and in the text: the frequent word only, from here on"),
        ("three times", "three times in the text"),
        ("title", "half of the title"),
        ("twice", "twice in the text"),
        ("brief", "once in a text of four words"),
        ("once", "once in a text of eight words"),
        ("long", "once in a text of 27 words"),
        ("plural", "only an inflection of the word"),
    ]
    assert_ranks(notices.search("sommet helsinki", match="any"), expected)


def test_two_words_together_and_equals_by_date(notices):
    expected = [
        ("plural", "both words in eight words of text, and Genève in the title"),
        ("once", "the same, but older"),
        ("three times", "mars in the text, Genève in the title only"),
        ("twice", "the same, but older"),
        ("long", "both words, but in a long text"),
        ("brief", "only Genève, in a brief text and in the title"),
        ("title and text", "only Genève, in the text"),
        ("title", "the same, but older"),
    ]
    assert_ranks(notices.search("mars genève", match="any"), expected)


def test_a_phrase_is_ranked_like_a_word(notices):
    expected = [
        ("plural", "once in eight words, newest"),
        ("three times", "the same, older"),
        ("twice", "the same, older"),
        ("once", "the same, oldest"),
        ("long", "once in a long text"),
    ]
    assert_ranks(notices.search('"en mars"'), expected)


def test_each_repetition_counts_less_than_the_one_before(make_index):
    index = make_index(*("sommet " * n + "genève " * (40 - n) for n in range(1, 41)))
    scores = {int(hit.id[1:]): hit.score for hit in index.search("=sommet", limit=50)}
    gains = [scores[n + 1] - scores[n] for n in range(1, 40)]
    assert all(gain > 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)
    assert scores[40] < 2.2 * scores[1]  # however often: at most k1 + 1 times as much


def test_a_word_ten_times_is_worth_less_than_two_words_once(make_index):
    index = make_index("sommet " * 10, "sommet genève " + "mars " * 8, "genève " * 10, "mars " * 10)
    assert ids(index.search("sommet genève", match="any"))[0] == "a2"


def test_a_word_in_the_title_is_worth_two_in_the_text(make_index):
    index = make_index(
        Article("text", "sommet mars mai", "genève juin"),
        Article("title", "genève juin mars", "sommet mai"),
        Article("text twice", "sommet sommet mars", "genève juin"),
        Article("neither", "genève juin mars", "mars mai"),
    )
    results = index.search("sommet", ranking=BY_WORDS)
    assert ids(results) == ["text twice", "title", "text"]
    # Titles and texts are of one length each, so that length does not count.
    assert results[0].score == pytest.approx(results[1].score, rel=1e-6)


def test_an_articles_form_with_other_accents_is_still_the_form_that_was_typed(make_index):
    index = make_index("les élections", "une élection", "élection", "ELECTION", "rien")
    results = index.search("election")
    assert ids(results) == ["a3", "a4", "a2", "a1"]
    assert results[0].score == results[1].score


# --- the first articles, put in order anew


def test_a_phrase_counts_beside_other_words_and_so_do_its_words(make_index):
    filler = "mars mai juin " * 4
    index = make_index(
        "guerre civile au Congo " + filler,
        "civile au Congo la guerre " + filler,
        "au Congo " + filler + "reste reste",
        "guerre civile " + filler + "reste reste",
        "la guerre au Congo, pas de rue, " + filler,
        *["autre chose " + filler] * 5,
    )
    expected = [
        ("a1", "the phrase, and the other word"),
        ("a2", "the words of the phrase, not in its order, and the other word"),
        ("a4", "the phrase, which is three: itself and its words"),
        ("a5", "one word of the phrase, and the other word"),
        ("a3", "the other word alone"),
    ]
    assert_ranks(index.search('"guerre civile" congo', match="any"), expected)


def test_words_in_one_passage_come_before_words_pages_apart(make_index):
    filler = "mars " * 30
    index = make_index(
        "sommet " + filler + "genève",
        filler + "sommet genève",
        "sommet " + filler[:50] + "genève " + filler[50:],
        *["rien " + filler] * 3,
    )
    results = index.search("sommet genève", ranking=Ranking(lead_weight=0, neighbour_weight=0))
    assert ids(results) == ["a2", "a3", "a1"], "equals go by id"
    assert results[0].score == results[1].score > results[2].score


def test_a_relative_is_better_than_nothing_and_worse_than_the_word(make_index):
    index = make_index(
        "incendie sommet", "incendie en Californie", "incendie californien", *["autre chose"] * 3
    )
    results = index.search("incendie californie", match="any")
    assert ids(results) == ["a2", "a3", "a1"]
    assert results.total == 3
    assert index.search("californie", match="any").total == 1


def test_pages_follow_one_another_across_the_articles_put_in_order_anew(make_index):
    texts = ["sommet " + "mars " * (n % 25) + "genève " + "mai " * (60 - n) for n in range(60)]
    index = make_index(*texts)
    whole = [(hit.rank, hit.id, hit.score) for hit in index.search("sommet genève", limit=60)]
    for size in (1, 7, 30, 31):
        pages = [index.search("sommet genève", limit=size, offset=at) for at in range(0, 60, size)]
        assert [(hit.rank, hit.id, hit.score) for page in pages for hit in page] == whole


FILLER = "mars mai juin " * 30


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ("vitamine C", "la vitamine C", "la vitamine et c"),
        ("La Croix", "dans La Croix", "croix, et la rue"),
        ("rer A", "le RER A", "à rer"),
        ("sommet de la paix", "un sommet de la paix", "la paix, de sommet"),
    ],
)
def test_stop_words_count_where_they_stand_beside_other_words(make_index, query, first, second):
    index = make_index(f"{second} {FILLER}", f"{first} {FILLER}", *["rien " + FILLER] * 3)
    results = index.search(query)
    assert ids(results) == ["a2", "a1"]
    assert results[0].score > results[1].score


def test_stop_words_are_the_same_without_accents(make_index):
    index = make_index("voyage à Rome", "voyage a Rome", "Rome, voyage", *["autre chose"] * 3)
    scores = {hit.id: hit.score for hit in index.search("voyage à Rome")}
    assert scores["a1"] == scores["a2"] > scores["a3"]
    assert {hit.id: hit.score for hit in index.search("voyage a Rome")} == scores


def test_words_at_the_beginning_count_more(make_index):
    index = make_index("sommet " + FILLER, FILLER + "sommet", *["rien " + FILLER] * 3)
    first, second = index.search("sommet")
    assert (first.id, second.id) == ("a1", "a2")
    first, second = index.search("sommet", ranking=Ranking(lead_length=91))
    assert first.score == second.score
    first, second = index.search("sommet", ranking=Ranking(lead_length=0))
    assert first.score == second.score


def test_later_words_count_more(make_index):
    index = make_index("sommet", "genève", *["autre chose"] * 3)
    assert ids(index.search("sommet genève", match="any")) == ["a2", "a1"]
    assert ids(index.search("genève sommet", match="any")) == ["a1", "a2"]


def test_a_title_exactly_typed_comes_first(make_index):
    title = "Emmanuel Macron élu président de la République"
    index = make_index(
        Article("words", "Président Macron, Emmanuel, élu, République. " * 9, "Emmanuel Macron, élu"),
        Article("order", FILLER, "Emmanuel Macron, président de la République élu"),
        Article("more", FILLER, "Emmanuel Macron élu président de la République française"),
        Article("title", FILLER, title),
        *(Article(f"other {number}", FILLER, "Emmanuel et la République") for number in range(5)),
    )
    for query in (title, title.upper(), f"{title} ?", "emmanuel macron elu president de la republique"):
        assert index.search(query, match="any")[0].id == "title", query


def test_bonuses_do_not_depend_on_the_segments(tmp_path):
    texts = ["Le sommet de la paix à Genève", "paix de Genève", "la paix", "le sommet, à Genève"]
    articles = [Article(f"a{n}", f"{text} {FILLER}", text) for n, text in enumerate(texts * 3)]
    scores = []
    for size in (1, 5, 12):
        with frsearch.create_index(tmp_path / str(size)) as index:
            for at in range(0, len(articles), size):
                index.add(articles[at : at + size])
            hits = index.search("le sommet de la paix à Genève", match="any", limit=20)
            scores.append({hit.id: hit.score for hit in hits})
    assert scores[0] == scores[1] == scores[2]


# --- other parameters


def test_a_ranking_is_for_one_search_or_for_an_open_index(notices):
    usual = ids(notices.search("sommet"))
    texts_alone = Ranking(title_weight=0, rerank_window=0)
    by_texts = ids(notices.search("sommet", ranking=texts_alone))
    assert by_texts != usual == ids(notices.search("sommet"))
    assert [hit.id for hit in notices.search_all("sommet", ranking=texts_alone)] == by_texts
    explanation = notices.explain("sommet", "once", ranking=texts_alone)
    scores = {hit.id: hit.score for hit in notices.search("sommet", ranking=texts_alone)}
    assert explanation.value == pytest.approx(scores["once"])
    with frsearch.open_index(notices.path, ranking=texts_alone) as other:
        assert ids(other.search("sommet")) == by_texts
        assert ids(other.search("sommet", ranking=Ranking())) == usual
        with pickle.loads(pickle.dumps(other)) as copy:
            assert ids(copy.search("sommet")) == by_texts
    with frsearch.create_index(":memory:", ranking=texts_alone) as made:
        made.add(NOTICES)
        assert ids(made.search("sommet")) == by_texts


@pytest.mark.parametrize("parameter", [each.name for each in fields(Ranking)])
def test_no_parameter_is_without_effect(parameter, make_index):
    index = make_index(
        Article("a", "Le sommet de Genève. " + FILLER + "genèves genève", "Le sommet de Genève"),
        Article("b", "Les sommets de Genève : le sommet de la paix. Californien.", "Sommets"),
        Article("c", "Le chat " + FILLER + "sommet genève", "genève"),
        Article("d", "Le châtiment de Genève", "Californie"),
        Article("e", FILLER, "autre chose"),
    )
    queries = [
        "le sommet de Genève",
        '"le sommet" californie',
        "chat genève",
        "sommet genève",
        "sommmet",
    ]
    other = {"rerank_window": 0, "passage_length": 1, "lead_length": 1, "k1": 1.0}.get(parameter, 0.9)

    def scores(ranking):
        return [
            {hit.id: hit.score for hit in index.search(query, match="any", ranking=ranking)}
            for query in queries
        ]

    assert scores(Ranking(**{parameter: other})) != scores(Ranking())


@pytest.mark.parametrize(
    "given",
    [
        {"k1": -0.1},
        {"text_b": 1.5},
        {"title_b": float("nan")},
        {"title_weight": float("inf")},
        {"phrase_weight": "1"},
        {"lead_weight": None},
        {"own_weight": True},
        {"rerank_window": 2.5},
        {"rerank_window": -1},
        {"passage_length": 0},
        {"lead_length": 10_001},
    ],
)
def test_a_parameter_outside_of_its_bounds_is_refused(given):
    (name,) = given
    with pytest.raises(frsearch.QueryError, match=f"{name} must be a (whole )?number from"):
        Ranking(**given)


def test_what_is_no_ranking_is_refused(notices):
    for call in (notices.search, notices.search_all):
        with pytest.raises(frsearch.QueryError, match="ranking must be a Ranking"):
            list(call("sommet", ranking={"k1": 1}))
    with pytest.raises(frsearch.QueryError, match="ranking must be a Ranking"):
        frsearch.open_index(notices.path, ranking=1.2)


# --- ties, and orders by date


DATED = [
    Article("b", "sommet", date="2018-06-28"),
    Article("a", "sommet", date="2018-06-28"),
    Article("month", "sommet", date="2018-06"),
    Article("first day", "sommet", date="2018-06-01"),
    Article("year", "sommet", date="2018"),
    Article("new year", "sommet", date="2018-01-01"),
    Article("before", "sommet", date="2017-12-31"),
    Article("undated 2", "sommet"),
    Article("undated 10", "sommet"),
    Article("old", "sommet", date="0800-12-25"),
]
NEWEST = [
    ("a", "28 June; of two, the smaller id"),
    ("b", "28 June"),
    ("month", "June, which lasts to the 30th"),
    ("first day", "1 June, which begins with June and ends sooner"),
    ("year", "2018, which begins on 1 January and lasts to December"),
    ("new year", "1 January"),
    ("before", "the day before"),
    ("old", "the coronation of Charlemagne"),
    ("undated 10", "no date; ids are compared as text"),
    ("undated 2", "no date"),
]
OLDEST = ["old", "before", "new year", "year", "first day", "month", "a", "b", "undated 10", "undated 2"]


@pytest.mark.parametrize("added", [DATED, DATED[::-1]], ids=["in one order", "in the other"])
@pytest.mark.parametrize("query", ["sommet", ""])
def test_equals_go_by_date_then_by_id_and_the_undated_are_last(make_index, added, query):
    index = make_index(*added)
    assert_ranks(index.search(query), NEWEST)
    assert ids(index.search(query, sort="newest")) == [id for id, reason in NEWEST]
    assert ids(index.search(query, sort="oldest")) == OLDEST


def test_an_order_by_date_does_not_look_at_scores(notices):
    by_date = [
        "plural", "long", "brief", "three times", "twice", "once", "title and text", "title"
    ]  # fmt: skip
    assert ids(notices.search("sommet", sort="newest")) == by_date
    assert ids(notices.search("sommet", sort="oldest")) == by_date[::-1]


# --- the formulas


def test_idf_falls_with_each_article_that_holds_the_word_and_never_below_zero():
    weights = [idf(matching, 100) for matching in range(101)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    assert weights[1] == pytest.approx(math.log(1 + 99.5 / 1.5))


def test_relatives_share_the_beginning_of_their_stems():
    stems = ["me", "mer", "chin", "chine", "chinois", "californ", "internat", "2018", "g20a"]
    assert list(map(stem_prefix, stems)) == ["", "", "chin", "chin", "chino", "califo", "intern", "", ""]


def test_saturation_runs_from_zero_to_k1_plus_one():
    values = saturate(np.array([0, 1, 2, 1e6], dtype=np.float32), 1.2)
    assert values == pytest.approx([0, 1, 2.2 * 2 / 3.2, 2.2], rel=1e-5)
    assert saturate(np.array([0, 1, 9], dtype=np.float32), 0) == pytest.approx([0, 1, 1])


def test_length_counts_as_much_as_b_says():
    lengths = np.array([5, 10, 20], dtype=np.float32)
    assert field_factors(lengths, 10, 0, 2).tolist() == [2, 2, 2]
    assert field_factors(lengths, 10, 1, 1).tolist() == [2, 1, 0.5]
    assert field_factors(lengths, 10, 0.5, 1) == pytest.approx([4 / 3, 1, 2 / 3])
    assert field_factors(np.zeros(2, dtype=np.float32), 0, 0.5, 3).tolist() == [3, 3]


def test_a_word_finds_its_irregular_forms_and_ranks_its_own_before_others_of_its_stem(tmp_path):
    texts = {
        "a": "Le châtiment fut terrible.",
        "b": "Les chats dorment encore.",
        "c": "Il a fermé les yeux hier.",
        "d": "Elles iront en Espagne demain.",
        "e": "Une actrice et des travaux.",
        "f": "La vengeance péchés capitaux.",
        "g": "Les pêches du verger mûrissent.",
    }
    with frsearch.create_index(tmp_path / "index") as index:
        index.add(Article(id, text) for id, text in texts.items())

        def found(query):
            return [hit.id for hit in index.search(query)]

        assert found("chat") == ["b", "a"]
        assert found("œil") == found("oeil") == ["c"]
        assert found("aller") == found("va") == ["d"]
        assert found("acteurs travail") == ["e"]
        assert found("pêche") == ["g", "f"]
        assert found("péché") == ["f", "g"]
        assert set(found("peche")) == {"f", "g"}
        (hit,) = index.search("œil")
        (snippet,) = hit.snippets
        assert [snippet.text[start:end] for start, end in snippet.highlights] == ["yeux"]


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("vitamine C", "La vitamine C soigne.", "La vitamine D, et encore la vitamine D."),
        ("rer c", "Le RER C est bloqué.", "Le RER D est bloqué, le RER D."),
        ("le journal La Croix", "Je lis le journal La Croix.", "Un journal, une croix, des croix."),
        ("Le Pen", "Marine Le Pen parle ce soir à la télévision.", "Un pen, deux pen, trois pen."),
    ],
)
def test_a_stop_word_that_is_part_of_a_name_counts(make_index, query, right, wrong):
    hits = list(make_index(right, wrong, "Rien.").search(query))
    assert [hit.id for hit in hits] == ["a1", "a2"]


def test_an_elided_word_counts_alone_and_not_beside_other_words(make_index):
    index = make_index("Il va jusqu'à Lyon.", "Il va à Lyon.", "Il va à Paris.")
    assert [hit.id for hit in index.search("jusqu'à")] == ["a1"]
    assert {hit.id for hit in index.search("jusqu'à Lyon")} == {"a1", "a2"}
    assert [hit.id for hit in index.search('"jusqu\'à Lyon"')] == ["a1"]
