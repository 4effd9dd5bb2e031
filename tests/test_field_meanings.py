"""What people mean by values and names of fields: what looks alike, numbers, names of other things."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article, QueryError
from frsearch.arguments import where_of_texts

ARTICLES = [
    Article(
        "a",
        "La grève.",
        date="2018-06-28",
        extra={"source": "Le Monde", "month": 6, "page": "01", "paid": True, "author": ["Zoé", "Anne"]},
    ),
    Article(
        "b",
        "La grève.",
        date="2018-07",
        extra={"source": " Le\u00a0Monde ", "month": 7, "page": 1, "paid": "true", "author": "Anne"},
    ),
    Article("c", "La grève.", extra={"source": "LE MONDE", "page": "12 000", "newest": "x"}),
    Article("d", "Un gel.", extra={"source": unicodedata.normalize("NFD", "Libération"), "page": 2.0}),
    Article("e", "Un gel.", extra={"source": "Libération\u200b", "page": 3}),
]


@pytest.fixture(scope="module")
def index() -> Iterator[frsearch.Index]:
    with frsearch.create_index(":memory:") as made:
        made.add(ARTICLES[:3])
        made.add(ARTICLES[3:])
        yield made


def ids(index: frsearch.Index, query: str = "", **options: Any) -> str:
    return "".join(sorted(hit.id for hit in index.search_all(query, **options)))


def counts(index: frsearch.Index, name: str, **options: Any) -> dict[str, int]:
    return dict(index.search("", facets=(name,), **options).facets[name])


def test_values_that_look_alike_are_one(index: frsearch.Index) -> None:
    assert counts(index, "source") == {"Le Monde": 2, "Libération": 2, "LE MONDE": 1}
    assert ids(index, where={"source": "  Libération"}) == "de"
    article = index.get("b")
    assert article is not None
    assert article.extra["source"] == " Le\u00a0Monde "


@pytest.mark.parametrize(
    ("query", "where", "found"),
    [
        ("page:1", {"page": 1}, "ab"),
        ("page:1,0", {"page": 1.0}, "ab"),
        ("page:12000", {"page": 12_000}, "c"),
        ("page:>2", {"page": (2.5, None)}, "ce"),
        ("page:<=2", {"page": (None, 2)}, "abd"),
        ("paid:vrai", {"paid": True}, "ab"),
        ("paid:oui", where_of_texts(["paid=vrai"]), "ab"),
    ],
)
def test_a_value_is_found_however_it_is_written(
    index: frsearch.Index, query: str, where: dict[str, Any], found: str
) -> None:
    assert (ids(index, query), ids(index, where=where)) == (found, found)


def test_a_text_is_not_taken_for_a_number(index: frsearch.Index) -> None:
    assert ids(index, where={"page": "01"}) == "a"
    assert ids(index, where={"page": "1"}) == "b"


def test_fields_of_a_mapping_must_all_fit_but_texts_of_one_field_are_a_choice(
    index: frsearch.Index,
) -> None:
    assert not ids(index, where={"source": "Le Monde", "journal": "LE MONDE"})
    assert ids(index, where=where_of_texts(["source=Le Monde", "journal=LE MONDE"])) == "abc"


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"source": "le monde"}, "no article has the value 'le monde' in source: there are 'Le Monde'"),
        ({"journal": "Nulle part"}, "no article has the value 'Nulle part' in source"),
    ],
)
def test_a_value_that_no_article_has_is_told(
    index: frsearch.Index, where: dict[str, str], message: str
) -> None:
    results = index.search("grève", where=where)
    assert not results.total
    assert str(results.warnings[0]).startswith(message)
    # A value that other articles have is no mistake.
    assert not index.search("gel", where={"source": "Le Monde"}).warnings


def test_a_field_may_have_the_name_of_a_unit_of_time_or_an_order(index: frsearch.Index) -> None:
    results = index.search("", facets=("month", "extra_month"))
    assert dict(results.facets["month"]) == {"2018-06": 1, "2018-07": 1}
    assert dict(results.facets["extra_month"]) == {"6": 1, "7": 1}
    timeline = index.timeline("grève", by="year", split="month")
    assert [(each.part, each.counts) for each in timeline.series] == [("6", (1,)), ("7", (1,))]
    assert [each.id for each in index.search("grève", sort="newest")] == ["b", "a", "c"]


@pytest.mark.parametrize(
    "options", [{"sort": "-page"}, {"facets": ("!!",)}, {"facets": ("",)}, {"where": {"(page)": 1}}]
)
def test_signs_around_a_name_are_not_passed_over(index: frsearch.Index, options: Any) -> None:
    with pytest.raises(QueryError, match="page"):
        index.search("", **options)


def test_lines_of_articles_with_several_values_stand_at_the_first(index: frsearch.Index) -> None:
    concordance = index.concordance("grève", sort="author")
    assert [(line.id, line.value) for line in concordance] == [
        ("b", "Anne"),
        ("a", "Anne; Zoé"),
        ("c", ""),
    ]
    assert [(part.value, part.occurrences) for part in concordance.parts] == [("Anne", 2), ("Zoé", 1)]
    with pytest.raises(QueryError, match="author"):
        index.search("", sort="author")


def test_a_timeline_tells_what_no_period_counts(index: frsearch.Index) -> None:
    assert "grève: articles (and 1 without such a date)" in str(index.timeline("grève", by="month"))


def test_a_query_with_all_words_elsewhere_does_not_loosen_in_a_part() -> None:
    with frsearch.create_index(":memory:") as index:
        texts = {"a": "grève gel", "b": "grève seule"}
        index.add(Article(id, text, date="2018", extra={"source": id}) for id, text in texts.items())
        timeline = index.timeline(["grève", "grève gel"], by="year", split="source")
        found = {(each.query, each.part): (each.counts, each.match) for each in timeline.series}
    assert found["grève gel", "a"] == ((1,), "all")
    assert found["grève gel", "b"] == ((0,), "all")
    assert found["grève", "b"] == ((1,), "all")


def test_a_field_may_be_declared_by_its_french_name(tmp_path: Path) -> None:
    article = Article("a", "Un gel.", extra={"section": "Sport", "author": "Anne Lévy", "page": "x"})
    fields: dict[str, Any] = {"rubrique": "stored only", "auteur": {"weight": 1.0}}
    with frsearch.create_index(tmp_path, fields=fields) as index:
        index.add([article])
    with frsearch.open_index(tmp_path) as index:
        assert [each.name for each in index.fields()] == ["author", "page"]
        assert ids(index, "Lévy") == "a"
        assert not index.check().problems
