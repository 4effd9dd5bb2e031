"""Similar articles: they share the most distinctive words; an oracle in loops ranks them alike."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from frsearch import Article, QueryError
from frsearch.analysis.chain import Chain
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.more_like_this import MOST_WORDS
from tests.conftest import MakeIndex

# The defaults of ranking.py, written out.
K1 = 0.9
EXACT_WEIGHT = 0.7
WEIGHT = {"title": 2.0, "text": 1.0}
B = {"title": 0.5, "text": 0.75}

NEWS = (
    Article("sommet", "Trump et Poutine se verront à Helsinki le 16 juillet.", "Un sommet à Helsinki"),
    Article("ecole", "Les élèves passent le baccalauréat ; les notes seront connues le 5 juillet."),
    Article("lettre", "Poutine a écrit à Trump au sujet des missiles.", "Une lettre"),  # two words
    Article("helsinki", "Helsinki prépare le sommet : la police ferme des rues."),  # two, rarer ones
    Article("trump", "Trump se rend au Texas."),  # one word
    Article("train", "Grève des trains jeudi."),
)


def test_articles_that_share_rare_words_come_first(make_index: MakeIndex) -> None:
    index = make_index(*NEWS)
    results = index.similar("sommet")
    # Two words that two articles hold; Poutine and Trump; "juillet", as rare as Poutine; Trump alone.
    assert [hit.id for hit in results] == ["helsinki", "lettre", "ecole", "trump"]
    assert results.total == 4
    assert [hit.rank for hit in results] == [1, 2, 3, 4]
    assert [hit.id for hit in index.similar("sommet", 1)] == ["helsinki"]
    assert set(results.query.split()) == {"helsinki", "sommet", "poutine", "trump", "juillet"}
    snippet = index.similar("sommet", snippets=1)[0].snippets[0].to_html()
    assert "<mark>Helsinki</mark> prépare le <mark>sommet</mark>" in snippet


def test_what_shares_no_telling_word_is_not_similar(make_index: MakeIndex) -> None:
    index = make_index(*NEWS, Article("empty", ""), Article("stop", "le la les"))
    for id in ("train", "empty", "stop"):
        assert (len(index.similar(id)), index.similar(id).total) == (0, 0)


def test_dates_and_limits_narrow_what_is_similar(make_index: MakeIndex) -> None:
    index = make_index(("sommet", "2018-06"), ("sommet", "2018-06-28"), ("sommet", "2019"), "train")
    assert [hit.id for hit in index.similar("a1", date="2018")] == ["a2"]
    assert [hit.id for hit in index.similar("a1")] == ["a3", "a2"]
    assert len(index.similar("a1", limit=0)) == 0


def test_near_copies_are_left_out_where_asked(make_index: MakeIndex) -> None:
    text = "Trump et Poutine se verront à Helsinki le 16 juillet, a annoncé jeudi la Maison-Blanche."
    other = "Une manifestation contre Poutine et Trump se prépare à Helsinki, dit la police finlandaise."
    index = make_index(text, text, other, other)
    assert [hit.id for hit in index.similar("a1")] == ["a2", "a3", "a4"]
    collapsed = index.similar("a1", collapse=True)
    assert [(hit.id, hit.copies) for hit in collapsed] == [("a3", ("a4",))]
    assert collapsed.total == 1


def test_only_articles_of_the_index_have_similar_ones(make_index: MakeIndex) -> None:
    index = make_index(*NEWS)
    with pytest.raises(QueryError, match="there is no article with the id 'x' in the index"):
        index.similar("x")
    index.remove(["train"])
    with pytest.raises(QueryError, match="'train'"):
        index.similar("train")
    with pytest.raises(QueryError, match="limit"):
        index.similar("ecole", limit=-1)


def idf(holding: int, articles: int) -> float:
    return math.log(1 + (articles - holding + 0.5) / (holding + 0.5))


def similar_by_loops(articles: list[Article], id: str) -> list[tuple[str, float]]:
    """Rank all other articles; no word here is spelled like another but for its accents."""
    fields = {
        each.id: {name: [token.form for token in Chain().tokens(getattr(each, name))] for name in WEIGHT}
        for each in articles
    }
    average = {name: sum(len(each[name]) for each in fields.values()) / len(articles) for name in WEIGHT}

    def counted(id: str, look: str, term: str) -> float:
        total = 0.0
        for name, forms in fields[id].items():
            times = sum(getattr(form, look) == term for form in forms)
            total += times * WEIGHT[name] / (1 - B[name] + B[name] * len(forms) / average[name])
        return total

    def held(look: str, term: str) -> list[str]:
        return [each.id for each in articles if counted(each.id, look, term) > 0]

    mine: Counter[str] = Counter()
    spelled: Counter[tuple[str, str]] = Counter()
    for name, weight in WEIGHT.items():
        for form in fields[id][name]:
            if not is_stop_word(form.accented):
                mine[form.stem] += int(weight)
                spelled[form.stem, form.accented] += int(weight)
    weights = {
        stem: (times / (times + K1), idf(len(held("stem", stem)), len(articles)))
        for stem, times in mine.items()
        if len(held("stem", stem)) > 1
    }
    best = sorted(weights, key=lambda stem: (-math.prod(weights[stem]), stem))[:MOST_WORDS]
    scores: Counter[str] = Counter()
    for stem in best:
        boost, stem_idf = weights[stem]
        (accented,) = [
            min((-times, accented) for (one, accented), times in spelled.items() if one == stem)
        ]
        form_idf = EXACT_WEIGHT * idf(len(held("accented", accented[1])), len(articles))
        for other in held("stem", stem):
            for look, term, weight in (("stem", stem, stem_idf), ("accented", accented[1], form_idf)):
                times = counted(other, look, term)
                scores[other] += boost * weight * (K1 + 1) * times / (K1 + times)  # type: ignore[assignment]
    del scores[id]
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))


def test_similar_articles_are_those_of_brute_force(make_index: MakeIndex) -> None:
    chance = random.Random(1)
    stems = [a + b + c for a in "bdfglmprt" for b in "aiou" for c in ("b", "d", "g", "lg", "rb", "c")]
    words = [stem + end for stem in stems for end in ("", "s")] + ["le", "de", "pour"]
    # Some words are rare and some common, as in a language.
    weights = [1 / (at % 97 + 1) for at in range(len(words))]
    articles = [
        Article(
            f"a{number:02}",
            " ".join(chance.choices(words, weights, k=chance.randrange(5, 120))),
            " ".join(chance.choices(words, weights, k=4)),
        )
        for number in range(40)
    ]
    index = make_index(*articles)
    for article in articles:
        expected = similar_by_loops(articles, article.id)
        found = index.similar(article.id, limit=100)
        assert [hit.id for hit in found] == [id for id, _ in expected]
        assert [hit.score for hit in found] == pytest.approx([score for _, score in expected], rel=1e-4)


def test_the_order_does_not_depend_on_segments_or_deletions(make_index: MakeIndex) -> None:
    whole, parts = make_index(*NEWS), make_index()
    gone = [Article(f"x{at}", "sommet juillet Helsinki missiles") for at in range(3)]
    parts.add([*NEWS[:2], *gone[:2]])
    parts.add([*NEWS[2:], gone[2]])
    parts.remove(article.id for article in gone)
    for article in NEWS:
        assert parts.similar(article.id) == whole.similar(article.id)
