"""The pages that read an archive as a corpus: concordance, timeline, tables of words."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest

import frsearch
from frsearch import Article
from tests.conftest import MakeIndex

pytest.importorskip("starlette")
pytest.importorskip("jinja2")
pytest.importorskip("httpx2")

from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st
from starlette.testclient import TestClient

from frsearch.messages.wording import Message
from frsearch.web.periods import period_filter
from frsearch.web.plot import _ceiling
from frsearch.web.state import State
from tests.test_web import EVIL, Tags, client, link, links, text_of

ANIMALS = "chat chien âne bœuf loup ours cerf lynx rat pie".split()
ARTICLES = [
    Article(
        f"a{at}",
        f"Avant {ANIMALS[at % 10]}, le sommet de {ANIMALS[at % 7]} numéro {at}. "
        f"{' '.join(f'mot{at}{letter}' for letter in 'abcdefgh')}",
        title=f"Titre {at}",
        date=f"{2016 + at % 3}-{at % 12 + 1:02d}-{at % 28 + 1:02d}",
        extra={"source": ("Le Monde", "Libération")[at % 2], "page": at % 4},
    )
    for at in range(60)
]


@pytest.fixture
def index(make_index: MakeIndex) -> frsearch.Index:
    return make_index(*ARTICLES)


@pytest.fixture
def web(index: frsearch.Index) -> TestClient:
    return client(index)


def page(web: TestClient, address: str, **parameters: Any) -> str:
    answer = web.get(address, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def cells(html: str) -> list[list[str]]:
    """The rows of the tables of a page."""
    return [
        [text_of(cell) for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    ]


PAGES = ("/", "/concordance", "/chronologie", "/cooccurrents", "/mots-cles", "/mots")


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_a_search_lead_to_each_other(web: TestClient, path: str) -> None:
    asked = {"q": "sommet", "date": "2016", "where": "source=Le Monde", "match": "any"}
    html = page(web, path, **asked)
    wanted = "q=sommet&date=2016&where=source%3DLe+Monde&match=any"
    others = [each for each in PAGES if each != path]
    assert {f"{each}?{wanted}" for each in others} <= set(links(html))
    assert "Source\u00a0: Le Monde" in unescape(html)


# --- Concordance ----------------------------------------------------------------------------------


def shown_lines(html: str) -> list[list[str]]:
    return [row for row in cells(html) if len(row) == 3][1:]


@pytest.mark.parametrize("order", ["", "left", "right", "page"])
def test_the_lines_of_a_page_are_those_of_the_concordance(
    web: TestClient, index: frsearch.Index, order: str
) -> None:
    lines = [*index.concordance("sommet", sort=order or "date", width=80)]
    first = page(web, "/concordance", q="sommet", order=order)
    assert "60 occurrences dans 60 articles" in text_of(first)
    second = page(web, link(first, "Suivante"))
    shown = shown_lines(first) + shown_lines(second)
    assert [row[1] for row in shown] == [f"{line.keyword}{line.right}".strip() for line in lines]
    assert len(shown_lines(first)) == 50


def test_a_line_leads_to_its_passage(web: TestClient, index: frsearch.Index) -> None:
    line = next(iter(index.concordance("sommet")))
    address = next(url for url in links(page(web, "/concordance?q=sommet")) if "#p" in url)
    assert address == f"/article?id={line.id}&de=%2Fconcordance&q=sommet#p{line.start}"
    assert f'<mark id="p{line.start}">sommet</mark>' in page(web, address)


def test_too_many_occurrences_stay_in_the_order_of_dates(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frsearch.web.line_page.MOST_SORTED_LINES", 9)
    html = page(web, "/concordance?q=sommet&order=left")
    assert "elles restent dans l’ordre des dates" in text_of(html)
    assert shown_lines(html) == shown_lines(page(web, "/concordance?q=sommet"))


def test_an_article_leads_back_to_the_page_that_the_reader_came_from(web: TestClient) -> None:
    came = "/concordance?order=left&q=sommet&date=2018"
    line = next(url for url in links(page(web, came)) if "#p" in url)
    (back,) = re.findall(r'<a href="([^"]*)">‹ Retour à la concordance</a>', page(web, line))
    assert unescape(back) == came
    # Its page too; the tray; and to the hits from anywhere else.
    assert State(q="sommet", path="/concordance", page=3).back("/concordance?page=3")[0] == (
        "/concordance?page=3&q=sommet"
    )
    chosen = State(q="sommet", keep=("a b",), path="/choix")
    assert "de=%2Fchoix" in chosen.article_url("a b")
    assert chosen.hits.back("/choix") == ("/choix?q=sommet&keep=a+b", "Retour aux articles choisis")
    for way in ("", "https://example.org/concordance", "//example.org", "/concordance?" + "a=b&" * 200):
        assert State(q="sommet").back(way) == ("/?q=sommet", "Retour aux résultats")
    assert State().back("/chronologie") == ("/", "Tous les articles")
    hostile = page(web, "/article", id=ARTICLES[0].id, de='/concordance?order="><script>')
    assert "<script>" not in hostile
    assert "order=%22%3E%3Cscript%3E" in hostile


def test_a_concordance_by_a_field_compares_its_values(web: TestClient, index: frsearch.Index) -> None:
    html = page(web, "/concordance?q=sommet&order=source")
    part = index.concordance("sommet", sort="source").parts[0]
    assert [part.value, str(part.occurrences), str(part.articles)] in [row[:3] for row in cells(html)]
    assert web.get("/concordance?q=sommet&order=nope").status_code == 400
    assert web.get("/concordance?q=sommet&page=401").status_code == 400


def test_words_side_by_side_can_be_kept_alone(web: TestClient) -> None:
    html = page(web, "/concordance?q=sommet+chat")
    assert "/concordance?q=%22sommet+chat%22" in links(html)
    assert "côte à côte" not in page(web, "/concordance?q=sommet")
    assert "Écrivez une recherche" in page(web, "/concordance")


# --- Timeline -------------------------------------------------------------------------------------


def test_the_numbers_of_a_timeline_are_on_the_page(web: TestClient, index: frsearch.Index) -> None:
    html = page(web, "/chronologie?q=sommet&q2=chat&by=year&date=2016..2018")
    counts = [each.counts for each in index.timeline(["sommet", "chat"], by="year").series]
    for at, year in enumerate(("2016", "2017", "2018")):
        assert [year, *(str(each[at]) for each in counts)] in [row[:3] for row in cells(html)]
        assert f"{year} : {counts[0][at]}\u00a0articles" in unescape(html)
        assert f"/?q=chat&date={year}&copies=1" in links(html)
    assert html.count('<svg class="bars"') == 2


def test_a_number_leads_to_as_many_articles(web: TestClient) -> None:
    html = page(web, "/chronologie?q=sommet&q2=chat&by=year&split=source")
    for address, shown in re.findall(r'<td><a href="([^"]*)">(\d+)</a>', html):
        found = text_of(page(web, unescape(address)).partition("<h1")[2].partition("</h1>")[0])
        assert re.search(r"\d+", found)[0] == shown  # type: ignore[index]


def test_relative_numbers_name_their_occurrences(web: TestClient, index: frsearch.Index) -> None:
    html = page(web, "/chronologie?q=sommet&count=relative&by=year")
    timeline = index.timeline("sommet", count="occurrences", relative=True, by="year")
    row = next(row for row in cells(html) if row[0] == timeline.periods[0])
    value = f"{timeline.series[0].values[0]:,.1f}".replace(",", " ").replace(".", ",")
    assert row[1] == f"{value} ({timeline.series[0].counts[0]})"
    assert "une seule occurrence y pèse lourd" in text_of(html)


def test_a_timeline_without_a_unit_shows_its_shape(web: TestClient) -> None:
    assert "Par année <b" not in page(web, "/chronologie?q=sommet")
    assert '<b aria-current="true">mois</b>' in page(web, "/chronologie?q=sommet")
    assert '<b aria-current="true">jour</b>' in page(web, "/chronologie?q=sommet&date=2016-03")


def test_too_many_periods_become_longer(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frsearch.web.time_page.MOST_CELLS", 50)
    html = page(web, "/chronologie?q=sommet&by=day")
    assert "Il y aurait trop de périodes" in text_of(html)
    assert '<b aria-current="true">mois</b>' in html
    answer = web.get("/chronologie.csv?q=sommet&by=day")
    assert answer.status_code == 400
    assert "trop de périodes" in text_of(answer.text)


def test_odd_dates_make_no_endless_page(make_index: MakeIndex) -> None:
    web = client(
        make_index(Article("a", "Un sommet.", date="0001"), Article("b", "Un sommet.", date="9999"))
    )
    answer = web.get("/chronologie?q=sommet")
    assert answer.status_code == 400
    assert "choisissez des dates" in text_of(answer.text)
    assert web.get("/chronologie?q=sommet&date=2018").status_code == 200


def test_files_of_a_timeline_and_a_concordance_are_linked(
    web: TestClient, index: frsearch.Index
) -> None:
    html = page(web, "/chronologie?q=sommet&q2=chat&by=year")
    answer = web.get(next(url for url in links(html) if url.startswith("/chronologie.csv")))
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [int(row["chat"]) for row in rows] == [*index.timeline("chat", by="year").series[0].counts]
    html = page(web, "/concordance?q=sommet&order=right")
    answer = web.get(next(url for url in links(html) if url.startswith("/concordance.csv")))
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [line.id for line in index.concordance("sommet", sort="right")]


def test_scales_end_at_round_numbers() -> None:
    tops = [_ceiling(each) for each in (0, 0.3, 1, 3, 7, 11, 99, 101, 4321)]
    assert tops == [1, 1, 1, 3, 8, 15, 100, 150, 5000]


# --- Words ----------------------------------------------------------------------------------------


def french(value: float) -> str:
    return f"{value:,.1f}".replace(",", " ").replace(".", ",")


def test_cooccurrents_are_those_of_the_index(web: TestClient, index: frsearch.Index) -> None:
    table = index.cooccurrents("sommet", window=3)
    html = page(web, "/cooccurrents?q=sommet&window=3")
    rows = {row[0]: row for row in cells(html)}
    for each in table:
        assert rows[each.word][1] == str(each.near)
        assert rows[each.word][5] == french(each.log_likelihood)
        lines = page(web, link(html.partition("<tbody")[2], each.word))
        total = re.search(r"(\d+) occurrence", text_of(lines))
        assert total
        assert int(total[1]) > 0
    assert "Écrivez une recherche" in page(web, "/cooccurrents")
    assert web.get("/cooccurrents?q=sommet&window=4").status_code == 400


def test_keywords_are_those_of_the_index(web: TestClient, index: frsearch.Index) -> None:
    table = index.keywords(where={"source": "Le Monde"})
    html = page(web, "/mots-cles?where=source%3DLe+Monde")
    assert "Plus fréquents ici" in html
    rows = {row[0]: row for row in cells(html)}
    assert {each.word for each in table} <= set(rows)
    for each in table:
        assert rows[each.word][1:3] == [str(each.occurrences), str(each.articles)]
    other = page(web, "/mots-cles?date=2016&against=source%3DLe+Monde&dates=2017")
    wanted = index.keywords(date="2016", against={"source": "Le Monde"}, against_date="2017")
    assert [row[0] for row in cells(other) if len(row) == 8 and row[0] != "Lemme"] == [
        each.word for each in wanted
    ]
    assert "Choisissez une partie" in page(web, "/mots-cles")
    assert web.get("/mots-cles?q=sommet&dates=hier").status_code == 400


def test_words_are_those_of_the_index(web: TestClient, index: frsearch.Index) -> None:
    for asked, table in (
        ("stop=1", index.words(limit=100)),
        ("length=2&by=lemma", index.words(length=2, by="lemma", stop_words=False, limit=100)),
    ):
        html = page(web, f"/mots?{asked}")
        shown = [row[:2] for row in cells(html) if len(row) == 4][1:]
        assert shown == [[each.word, str(each.occurrences)] for each in table]


def test_a_word_leads_to_as_many_lines_as_it_has_occurrences(web: TestClient) -> None:
    html = page(web, "/mots?date=2016")
    for word, count in [row[:2] for row in cells(html) if len(row) == 4][1:6]:
        lines = page(web, link(html.partition("<tbody")[2], word))
        assert f"{count} occurrence" in text_of(lines), word
    narrowed = page(web, "/mots?q=sommet&date=2016")
    word, _, articles, _ = [row for row in cells(narrowed) if len(row) == 4][1]
    assert f"{articles} article" in text_of(page(web, link(narrowed, word) + "&copies=1"))


def test_tables_of_words_are_files_of_their_pages(web: TestClient) -> None:
    for address in ("/cooccurrents?q=sommet&window=3", "/mots?length=2", "/mots-cles?date=2016"):
        html = page(web, address)
        answer = web.get(next(url for url in links(html) if ".csv?" in url))
        assert answer.status_code == 200
        rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
        first = next(row for row in cells(html.partition("<tbody")[2]) if row)
        assert rows[0]["word"] == first[0]


@pytest.mark.parametrize("path", PAGES)
def test_what_is_made_to_harm_is_text(make_index: MakeIndex, path: str) -> None:
    index = make_index(Article("e", f"Un {EVIL} sommet.", EVIL, "2018", extra={"source": EVIL}))
    for given in ({"q": "sommet"}, {"q": EVIL, "q2": EVIL, "order": "source", "split": "source"}):
        tags = Tags(client(index).get(path, params=given).text).found
        assert [each for tag, each in tags if tag == "script"] == [
            {"src": "/static/script.js", "defer": None}
        ]
        assert not {"img", "style"} & {tag for tag, _ in tags}
        for _, attributes in tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_the_address_of_a_server_is_not_told(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any, **more: Any) -> None:
        raise frsearch.QueryError(Message("{address}: too many", address="http://secret:9200"))

    monkeypatch.setattr(frsearch.Index, "words", refuse)
    for path in ("/mots", "/mots.csv", "/api/words"):
        answer = web.get(path)
        assert answer.status_code == 400
        assert "secret" not in answer.text


ODD = st.text(max_size=40) | st.text(alphabet='sommet()"-~*?:=&<>%.0123456789 ', max_size=40)
NAMES = (
    "q q2 q5 date where sort match copies size keep page order by count split window length stop "
    "against dates champ rang id"
).split()
OPTIONS = {
    "by": ("form", "lemma", "day", "year"),
    "count": ("occurrences", "relative"),
    "order": ("left", "right", "source", "page"),
    "split": ("source", "page"),
    "against": ("source=Le Monde", "page=1..3"),
    "dates": ("2016", "depuis mai 2017"),
    "stop": ("1",),
    "window": ("3", "50"),
    "length": ("2", "5"),
    "champ": ("source", "month"),
    "size": ("100",),
}
VALUES = {name: ODD | st.sampled_from(OPTIONS.get(name, ("sommet", "2"))) for name in NAMES}
FILES = (
    "/articles.csv", "/articles.ris", "/choix.bib", "/valeurs.csv", "/concordance.csv", "/mots.jsonl",
    "/chronologie.csv", "/mots-cles.csv", "/cooccurrents.csv", "/copies.csv",
)  # fmt: skip
OTHERS = ("/choix", "/copies", "/flux.atom", "/suggestions.json", "/opensearch.xml")


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given_any(st.fixed_dictionaries({}, optional=VALUES))
def test_whatever_is_asked_for_is_answered(index: frsearch.Index, given: dict[str, str]) -> None:
    web = client(index)
    for path in (*PAGES, *FILES, *OTHERS):
        answer = web.get(path, params=given)
        assert answer.status_code in (200, 400, 404), (path, answer.text)


def test_weeks_are_counted_and_lead_to_their_days(web: TestClient, index: frsearch.Index) -> None:
    html = page(web, "/chronologie?q=sommet&by=week&date=2016-02..2016-04")
    timeline = index.timeline("sommet", by="week", date="2016-02..2016-04")
    assert timeline.periods[0] == "2016-W05"
    assert "semaine du 1er février 2016" in text_of(html)
    for address, shown in re.findall(r'<td><a href="([^"]*)">(\d+)</a>', html):
        found = text_of(page(web, unescape(address)).partition("<h1")[2].partition("</h1>")[0])
        assert re.search(r"\d+", found)[0] == shown  # type: ignore[index]
    assert sum(map(int, re.findall(r"<td><a [^>]*>(\d+)</a>", html))) == sum(timeline.series[0].counts)


@pytest.mark.parametrize(
    ("period", "within", "date"),
    [
        ("2018-W23", "", "2018-06-04..2018-06-10"),
        ("2018-W23", "2018-06-08..", "2018-06-08..2018-06-10"),
        ("2018-W22", "2018-06-03..2018-06-03", "2018-06-03"),
        ("2018", "2018-06..", "2018-06-01..2018-12-31"),
        ("2018-06", "2018", "2018-06"),
        ("2018-06-28", "2018-06", "2018-06-28"),
    ],
)
def test_a_period_is_a_filter_within_the_dates_chosen(period: str, within: str, date: str) -> None:
    assert period_filter(period, within) == date
