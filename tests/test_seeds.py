"""The four seed articles: what their readers would ask of them, and what they must find."""

from __future__ import annotations

import pytest

import frsearch


def found(index: frsearch.Index, query: str) -> set[str]:
    return {hit.id[:3] for hit in index.search(query)}


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("retablir", {"000", "002"}),
        ("rétablir", {"000", "002"}),
        ("rétablies", {"000", "002"}),
        ("Maison-Blanche", {"000", "001", "002"}),
        ("maison blanche", {"000", "001", "002"}),
        ("MaisonBlanche", {"000", "001"}),  # the solid spelling finds the hyphenated one
        ('"premiers pas"', {"000", "002"}),
        ('"premier pas"', {"000", "002"}),
        ('="premier pas"', set()),
        ("sommet date:2018-10", {"003"}),
        ("sommet", {"000", "001", "003"}),
        ("sommet SAUF Helsinki", {"001"}),
        ("sommet -Helsinki", {"001"}),
        ("Hambourg OU Danang OU virulentes", {"001", "003"}),
        ("=états", {"000", "001"}),
        ("=etats", {"000", "001", "002", "003"}),
        ("diplomat*", {"000", "001", "002"}),
        ("Lavrof~", {"000", "002", "003"}),
        ("titre:Belga", {"003"}),
        ("titre:Lavrov", set()),
        ("depuis:2018-07", {"003"}),
        ("sommet avant:2018-10", {"000", "001"}),
    ],
)
def test_a_question_finds_its_articles(
    seeds_index: frsearch.Index, query: str, articles: set[str]
) -> None:
    results = seeds_index.search(query)
    if not articles:
        assert results.total == 0
    else:
        assert found(seeds_index, query) == articles
        assert (results.total, results.match) == (len(articles), "all")


@pytest.mark.parametrize(
    "spellings",
    [
        ["Etats-Unis", "États-Unis", "etats unis", '"États Unis"', "ÉTATS-UNIS", "E\u0301tats‑Unis"],
        ["l'Otan", "OTAN", "otan", "l’OTAN", "O.T.A.N.", "de l'otan"],
        ["Maison-Blanche", '"maison blanche"', "MAISON BLANCHE"],
    ],
)
def test_spellings_of_one_name_find_the_same(seeds_index: frsearch.Index, spellings: list[str]) -> None:
    expected = found(seeds_index, spellings[0])
    assert expected
    for spelling in spellings:
        assert found(seeds_index, spelling) == expected, spelling


def test_months_are_counted_over_all_matches_in_order(seeds_index: frsearch.Index) -> None:
    results = seeds_index.search("sommet", limit=1, facets=("year", "month", "day"))
    assert len(results) == 1
    assert [(month.value, month.count) for month in results.facets["month"]] == [
        ("2018-06", 2),
        ("2018-10", 1),
    ]
    assert [(year.value, year.count) for year in results.facets["year"]] == [("2018", 3)]
    assert results.facets["day"] == ()  # the articles are dated by the month
    assert results.undated == 0


def test_a_hit_tells_all_about_its_article(seeds_index: frsearch.Index) -> None:
    hit = seeds_index.search("Mueller")[0]
    assert (hit.rank, hit.id, str(hit.date)) == (1, "003_9c5129dbb57346a8", "2018-10")
    assert hit.title.startswith("(Belga) Le conseiller à la sécurité nationale")
    assert hit.article == seeds_index.get(hit.id)
    assert hit.score > 0
    assert "<mark>Mueller</mark>" in hit.snippets[0].to_html()


def test_every_inflection_is_highlighted_as_it_is_written(seeds_index: frsearch.Index) -> None:
    hit = seeds_index.search("ingerences electorales")[0]
    marked = [snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.highlights]
    assert marked == ["ingérence", "électorale"]


def test_words_that_are_nowhere_together_find_articles_with_any(seeds_index: frsearch.Index) -> None:
    results = seeds_index.search("Hambourg Mueller")
    assert results.match == "any"
    assert {hit.id[:3] for hit in results} == {"001", "003"}
    assert seeds_index.search("Hambourg xylophone", match="any").match == "any"
    assert seeds_index.search("xylophone zygomatique").match == "all"
