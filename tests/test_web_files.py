"""What leaves the pages and the API as a file."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

import frsearch
from frsearch import Article
from tests.conftest import MakeIndex

pytest.importorskip("starlette")
pytest.importorskip("jinja2")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from frsearch.web.citation import citation
from tests.test_web import client, links, text_of

ARTICLES = [
    Article(
        f"a{at}",
        f"Le sommet numéro {at} : {' '.join(f'mot{at}{letter}' for letter in 'abcdefgh')}.",
        title=f"Titre « {at} » & {{fils}}",
        date=f"2018-{at % 12 + 1:02d}-01",
        url=f"https://example.org/{at}",
        extra={"source": ("Le Monde", "=Libération")[at % 2], "author": "Élise Dupont", "page": at},
    )
    for at in range(25)
]


@pytest.fixture
def index(make_index: MakeIndex) -> frsearch.Index:
    return make_index(*ARTICLES)


@pytest.fixture
def web(index: frsearch.Index) -> TestClient:
    return client(index)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def records(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/jsonl")
    return [json.loads(line) for line in answer.text.splitlines()]


FORMS = ("csv", "jsonl", "bib", "ris")


@pytest.mark.parametrize("ending", FORMS)
def test_hits_are_read_back_from_every_form(web: TestClient, tmp_path: Any, ending: str) -> None:
    page = web.get("/?q=sommet&date=2018-03").text
    address = next(url for url in links(page) if url.startswith(f"/articles.{ending}"))
    answer = web.get(address)
    assert answer.headers["content-disposition"] == f'attachment; filename="articles.{ending}"'
    assert answer.headers["frsearch-total"] == "2"
    file = tmp_path / f"articles.{ending}"
    file.write_bytes(answer.content)
    if ending == "csv":
        assert [row["title"] for row in rows(answer)] == [ARTICLES[14].title, ARTICLES[2].title]
    else:
        found = {each.id: each for each in frsearch.read_articles(file)}
        assert set(found) == {"a2", "a14"}
        assert found["a2"].title == ARTICLES[2].title
        assert found["a2"].text == ARTICLES[2].text


@pytest.mark.parametrize("form", ["csv", "jsonl", "bibtex", "ris"])
def test_the_api_sends_all_hits_in_every_form(web: TestClient, form: str) -> None:
    answer = web.get("/api/search", params={"q": "sommet", "format": form})
    assert answer.status_code == 200
    assert all(f"https://example.org/{at}" in answer.text for at in range(25))


def test_a_file_is_made_of_batches(index: frsearch.Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client(index).get("/articles.csv?q=sommet&sort=oldest").content
    defaults = frsearch.web.searching.batches.__defaults__
    assert defaults == (5_000, 500)
    monkeypatch.setattr(frsearch.web.searching.batches, "__defaults__", (5_000, 7))
    assert client(index).get("/articles.csv?q=sommet&sort=oldest").content == whole
    folded = rows(client(index).get("/api/search?q=sommet&format=csv&collapse=1&sort=oldest"))
    assert [row["id"] for row in folded] == [
        hit.id for hit in index.search("sommet", limit=99, collapse=True, sort="oldest")
    ]


def test_a_file_that_is_cut_says_so(web: TestClient, index: frsearch.Index) -> None:
    cut = web.get("/api/search?q=sommet&format=csv&limit=5")
    assert 'filename="articles-1-5-sur-25.csv"' in cut.headers["content-disposition"]
    assert cut.headers["frsearch-total"] == "25"
    assert [row["id"] for row in rows(cut)] == [hit.id for hit in index.search("sommet", limit=5)]
    skipped = web.get("/api/search?q=sommet&format=csv&limit=5&offset=5")
    assert 'filename="articles-6-10-sur-25.csv"' in skipped.headers["content-disposition"]
    assert [row["id"] for row in rows(skipped)] == [
        hit.id for hit in index.search("sommet", limit=5, offset=5)
    ]


def test_formulas_are_no_formulas_in_a_file(web: TestClient) -> None:
    for row in rows(web.get("/articles.csv?q=sommet")):
        assert row["source"] in ("Le Monde", "'=Libération")


def test_texts_are_added_if_asked_for(web: TestClient) -> None:
    assert "text" not in records(web.get("/api/search?q=sommet&format=jsonl"))[0]
    assert "text" in records(web.get("/api/search?q=sommet&format=jsonl&text=1"))[0]
    assert "text" in rows(web.get("/api/search?q=sommet&format=csv&text=1"))[0]
    assert "text" in web.get("/api/search?q=sommet&text=1").json()["hits"][0]


def test_facets_are_files(web: TestClient, index: frsearch.Index) -> None:
    counted = index.search("sommet", facets=("source", "month")).facets
    for name in ("source", "month"):
        found = records(web.get(f"/valeurs.jsonl?q=sommet&champ={name}"))
        assert [(each["value"], each["count"]) for each in found] == [*counted[name]]
        assert [int(row["count"]) for row in rows(web.get(f"/valeurs.csv?q=sommet&champ={name}"))] == [
            each.count for each in counted[name]
        ]
    assert web.get("/valeurs.csv?q=sommet&champ=nope").status_code == 400
    assert "/valeurs.csv?champ=month&q=sommet" in links(web.get("/?q=sommet").text)
    page = web.get("/valeurs?q=sommet&champ=source").text
    assert "/valeurs.csv?champ=source&q=sommet" in links(page)


def test_concordances_and_timelines_are_files(web: TestClient, index: frsearch.Index) -> None:
    lines = rows(web.get("/api/concordance?q=sommet&format=csv"))
    assert [row["id"] for row in lines] == [line.id for line in index.concordance("sommet")]
    assert records(web.get("/api/concordance?q=sommet&format=jsonl&limit=2"))[0]["keyword"] == "sommet"
    periods = rows(web.get("/api/timeline?q=sommet&q=mot3a&by=month&format=csv"))
    assert [int(row["sommet"]) for row in periods] == [*index.timeline("sommet").series[0].counts]
    numbers = records(web.get("/api/timeline?q=sommet&by=year&format=jsonl"))
    assert numbers[0]["year"] == "2018"
    assert numbers[0]["articles"] == 25
    assert web.get("/api/timeline?q=sommet&format=ris").status_code == 400


def test_tables_of_words_are_files(web: TestClient, index: frsearch.Index) -> None:
    asked = {
        "/api/words?stop_words=false": index.words(stop_words=False, limit=100),
        "/api/words?length=2&by=lemma": index.words(length=2, by="lemma", limit=100),
        "/api/cooccurrents?q=sommet&window=3": index.cooccurrents("sommet", window=3),
        "/api/keywords?where=source=Le+Monde": index.keywords(where={"source": "Le Monde"}),
        "/api/keywords?q=sommet&date=2018-01&against_date=2018-02": index.keywords(
            "sommet", date="2018-01", against={}, against_date="2018-02"
        ),
    }
    for address, table in asked.items():
        assert web.get(address).json()["rows"] == table.to_dict()["rows"], address
        joint = "&" if "?" in address else "?"
        found = rows(web.get(f"{address}{joint}format=csv"))
        assert [row["word"] for row in found] == [row.word for row in table]


def test_an_article_is_cited_in_a_line(web: TestClient) -> None:
    page = text_of(web.get("/article?id=a3").text)
    said = (
        "Élise Dupont, « Titre « 3 » & {fils} », =Libération, 1er avril 2018, p. 3, "
        "https://example.org/3."
    )
    assert citation(ARTICLES[3]).replace("\u00a0", " ") == said
    assert said in page.replace("\u00a0", " ")
    assert said in text_of(web.get("/?q=mot3a").text).replace("\u00a0", " ")


def test_what_an_article_lacks_is_not_cited() -> None:
    bare = Article("a 1", "Un texte\nsans rien.", url="javascript:alert(1)")
    assert citation(bare) == "«\u00a0Un texte sans rien.\u00a0», s. d., identifiant a 1."
    many = Article("a", "Texte.", "Titre", "2018", extra={"author": ["A", "B", "C", "D"]})
    assert citation(many) == "A, B, C et al., «\u00a0Titre\u00a0», 2018, identifiant a."


def test_few_files_are_made_at_once(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from frsearch.web.slots import HEAVY

    taken = [HEAVY.taken() for _ in range(4)]
    for each in taken:
        each.__enter__()
    try:
        assert web.get("/api/words").status_code == 503
    finally:
        for each in taken:
            each.__exit__(None, None, None)
    assert web.get("/api/words").status_code == 200
