"""The pages and the API, asked as a browser asks them."""

from __future__ import annotations

import json
import re
import socket
import threading
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.dates import PartialDate
from frsearch.highlight.limits import HighlightLimits
from frsearch.messages.languages import LANGUAGES
from tests.conftest import MakeIndex

pytest.importorskip("starlette")
pytest.importorskip("jinja2")
pytest.importorskip("httpx2")

from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st
from starlette.testclient import TestClient

from frsearch.messages.french_numbers import number
from frsearch.web import _listen, app, serve
from frsearch.web.api import OPERATIONS
from frsearch.web.french_dates import date_text, iso_range, range_text
from frsearch.web.state import BadRequest, State

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
ARTICLES = [
    Article(
        "e1",
        f"Le sommet {EVIL} à Helsinki.\n\nDeuxième paragraphe du sommet.",
        title=f"Sommet {EVIL}",
        date="2018-06-28",
        url="javascript:alert(3)",
        extra={f"auteur{EVIL}": EVIL, "mots": ["un", "deux"]},
    ),
    Article("a/b ?&#é", "Un sommet des présidents.", date="2018-07-01", url="https://example.org/a?b=1"),
    Article("..", "Un autre sommet, sans rien de plus.", date="2018", extra={"note": float("nan")}),
    Article("sans", "La rencontre n'a pas de date : \ud800."),
]


def client(index: frsearch.Index, **options: Any) -> TestClient:
    return TestClient(
        app(index, **options), base_url="http://127.0.0.1:8000", raise_server_exceptions=False
    )


@pytest.fixture
def web(make_index: MakeIndex) -> TestClient:
    return client(make_index(*ARTICLES))


@pytest.fixture
def many(make_index: MakeIndex) -> TestClient:
    """Forty articles about as many animals, a month each from January 2016."""
    names = "chat chien âne bœuf loup ours cerf lynx rat pie".split()
    return client(
        make_index(
            *(
                Article(
                    f"n{at}",
                    f"Un {names[at % 10]} numéro {at} : {' '.join(names[at % 7 :])} {at * 7} {at**3}.",
                    title=f"Titre {at}",
                    date=f"{2016 + at // 12}-{at % 12 + 1:02d}-{at % 28 + 1:02d}",
                )
                for at in range(40)
            )
        )
    )


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser reads them."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def text_of(page: str) -> str:
    """What a person reads of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


def links(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', page)]


def link(page: str, text: str) -> str:
    """The address that a text leads to."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return next(unescape(url) for url, inner in found if text in text_of(inner))


# --- French ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("28 juin 2018", "2018-06-28"),
        ("1er Août 2018", "2018-08-01"),
        ("fevrier 2018", "2018-02"),
        ("28/06/2018", "2018-06-28"),
        ("6/2018", "2018-06"),
        ("28.6.2018", "2018-06-28"),
        ("juil. 2018", "2018-07"),
        ("jeudi 28 juin 2018", "2018-06-28"),
        (" 2018 ", "2018"),
        ("2018-06-28", "2018-06-28"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, read: str) -> None:
    assert str(PartialDate.parse(written)) == read
    assert iso_range(written, written) == read


@pytest.mark.parametrize("written", ["31/02/2018", "32 juin 2018", "32/13/2018", "juin", "hier", "18"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        iso_range(written, "")


def test_dates_and_numbers_are_written_in_french() -> None:
    dates = ("2018", "2018-06", "2018-06-28", "2018-08-01")
    assert [date_text(PartialDate.parse(each)) for each in dates] == [
        "2018", "juin 2018", "28 juin 2018", "1er août 2018",
    ]  # fmt: skip
    assert [range_text(each) for each in ("2018-06..2018-09", "..2018", "2018-06..", "2018-06")] == [
        "de juin à septembre 2018", "jusqu’en 2018", "depuis juin 2018", "juin 2018",
    ]  # fmt: skip
    assert [number(each) for each in (7, 33_943)] == ["7", "33\u202f943"]
    assert number(1234.5, 1) == "1\u202f234,5"
    assert iso_range("juin 2018", "2018-06") == "2018-06"
    with pytest.raises(ValueError):
        iso_range("2019", "2018")


DOUBTFUL = (
    "sommet)", "(sommet", "()", "OU sommet", "sommet SAUF", "titre:", "lieu:Paris", '"sommet', '""',
    "* sommet", "date:hier sommet", "date: ", "date:2019..2018 x", "avant:0001 x", "!!", "x " * 240,
    "(" * 60 + "x" + ")" * 60,
)  # fmt: skip


@pytest.mark.parametrize("query", DOUBTFUL, ids=lambda query: query[:20])
def test_every_warning_is_given_in_french(make_index: MakeIndex, query: str) -> None:
    index = make_index("Un sommet.")
    warnings = index.search(query).warnings
    assert warnings, query
    page = text_of(client(index).get("/", params={"q": query[:500]}).text)
    for warning in warnings:
        said = LANGUAGES["fr"].text(warning.message)
        assert said != warning.message
        assert text_of(said) in page or len(query) > 400


# --- State ----------------------------------------------------------------------------------------


def test_the_address_holds_the_whole_state() -> None:
    given = {"q": "sommet OU gel", "date": "2018-06", "sort": "oldest", "match": "any", "copies": "1"}
    state = State.read(given | {"page": "3"})
    assert state.is_written_so((given | {"page": "3"}).items())
    assert state.url(page=3) == "/?q=sommet+OU+gel&date=2018-06&sort=oldest&match=any&copies=1&page=3"
    assert "page" not in state.url(date="2018")
    assert State.read({"q": "a", "sort": "relevance", "match": "all"}).url() == "/?q=a"
    assert State.read({"sort": "newest"}).url() == "/"


@pytest.mark.parametrize(
    "given",
    [
        {"q": "x" * 501}, {"date": "hier"}, {"date": "2019..2018"}, {"sort": "x" * 201}, {"match": "x"},
        {"page": "0"}, {"page": "-1"}, {"page": "501"}, {"page": "٣"}, {"page": "9" * 5000},
        {"du": "hier"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_for_is_a_page_that_says_so(web: TestClient, given: dict[str, str]) -> None:
    with pytest.raises(BadRequest) as refused:
        State.read(given)
    answer = web.get("/", params=given)
    assert answer.status_code == 400
    said = LANGUAGES["fr"].text(refused.value.args[0])
    assert " ".join(said.split()) in text_of(answer.text)


def test_the_form_leads_to_the_address_of_what_was_asked_for(web: TestClient) -> None:
    form = {"q": " sommet ", "du": "juin 2018", "au": "", "sort": "", "page": ""}
    answer = web.get("/", params=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=sommet&date=2018-06..")
    assert web.get(answer.headers["location"], follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    ("date", "address", "total"),
    [
        ("28/06/2018", "2018-06-28", 2),
        ("juil. 2018..août 2018", "2018-07..2018-08", 2),
        ("..2018", "..2018", 3),
    ],
)
def test_a_date_in_the_address_is_read_as_in_the_form(
    web: TestClient, date: str, address: str, total: int
) -> None:
    assert State.read({"date": date}).date == address
    assert web.get("/", params={"date": date}).status_code == 200
    assert web.get("/api/search", params={"date": date}).json()["total"] == total


# --- Pages ----------------------------------------------------------------------------------------


def test_a_search_shows_hits_with_what_matched(web: TestClient) -> None:
    page = web.get("/?q=sommets").text
    assert '<html lang="fr">' in page
    assert "3 articles pour sommets" in text_of(page)
    assert "Un <mark>sommet</mark> des présidents." in page
    assert '<time datetime="2018-07-01">1er juillet 2018</time>' in page
    assert '<time datetime="2018">2018</time>' in page


def test_without_a_query_the_newest_are_shown(many: TestClient) -> None:
    page = many.get("/").text
    assert "40 articles" in text_of(page)
    assert re.findall(r">(Titre \d+)</a>", page)[:2] == ["Titre 39", "Titre 38"]


def test_nothing_of_an_article_or_a_query_is_markup(web: TestClient) -> None:
    for address in ("/", f"/?q={EVIL}", "/?q=sommet", "/article?id=e1&q=sommet", f"/article?id={EVIL}",
                    f"/?date={EVIL}", f"/{EVIL}"):  # fmt: skip
        page = web.get(address).text
        tags = Tags(page)
        scripts = [attributes for tag, attributes in tags.found if tag == "script"]
        assert scripts == [{"src": "/static/script.js", "defer": None}], address
        assert not {"img", "style", "i"} & {tag for tag, _ in tags.found}, address
        for tag, attributes in tags.found:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
            url = attributes.get("href") or attributes.get("src") or "/"
            assert url.startswith(("/", "#", "https://example.org/")), url
    assert "&lt;script&gt;alert(1)" in web.get("/article?id=e1").text
    assert "javascript:alert(3)" in text_of(web.get("/article?id=e1").text)


def test_an_article_is_shown_whole_with_what_is_known_of_it(web: TestClient) -> None:
    page = web.get("/?q=sommet").text
    address = next(url for url in links(page) if url.startswith("/article") and "a%2Fb" in url)
    page = web.get(address).text
    assert 'Un <mark id="p3">sommet</mark> des présidents.' in page
    assert "https://example.org/a?b=1" in links(page)
    assert "/?q=sommet" in links(page)
    evil = web.get("/article?id=e1&q=sommet").text
    assert "2 passages trouvés" in text_of(evil)
    assert "mots un, deux" in text_of(evil.replace("</dt>", " "))
    assert len(re.findall(r"^<p>", evil, re.MULTILINE)) == 2
    assert web.get("/article?id=sans").status_code == 200
    assert web.get("/article", params={"id": ".."}).status_code == 200


def test_months_are_links_that_filter_and_open_their_days(many: TestClient) -> None:
    page = many.get("/").text
    months = [url for url in links(page) if re.fullmatch(r"/\?date=\d{4}-\d\d", url)]
    assert len(set(months)) == 40
    month = many.get("/?date=2017-03").text
    assert "Toutes les dates › 2017 › mars 2017" in text_of(month)
    assert "/?date=2017-03-15" in links(month)
    # The other months are still there, and another click lets go of this one.
    assert "/?date=2017-04" in links(month)
    assert 'aria-label="mars 2017 : 1\xa0article" class="on"' in month
    day = many.get("/?date=2017-03-15").text
    assert "Titre 14" in day
    assert "/?date=2017-03" in links(day)
    year = many.get("/?date=2017&copies=1").text
    assert "Mois de 2017" in year
    assert "12 articles, 2017" in text_of(year)


def test_articles_of_odd_dates_do_not_stretch_the_timeline(make_index: MakeIndex) -> None:
    web = client(
        make_index(("un sommet", "0001"), ("un sommet", "2018-06"), ("un sommet", "9999-12-31"))
    )
    for address in ("/", "/?date=2018", "/?date=0001", "/?date=9999-12-31", "/?date=0001..9999"):
        page = web.get(address)
        assert page.status_code == 200
        assert len(page.text) < 20_000


def test_pages_lead_through_all_hits(many: TestClient) -> None:
    seen: list[str] = []
    address = "/?q=loup+OU+rat+OU+pie&copies=1"
    while True:
        page = many.get(address).text
        seen += re.findall(r"<h2><a[^>]*>(Titre \d+)", page)
        if "Suivante" not in page:
            break
        address = link(page, "Suivante")
    total = re.search(r"(\d+) articles", text_of(page))
    assert total is not None
    assert len(seen) == len(set(seen)) == int(total[1]) > 20
    assert "Il n’y a pas de page 400" in text_of(many.get("/?q=pie&page=400").text)


def test_sort_and_match_are_links(many: TestClient) -> None:
    page = many.get("/?q=lynx+zanzibar").text
    assert "Aucun article ne contient tous ces mots" in text_of(page)
    oldest = many.get(link(page, "du plus ancien")).text
    dates = re.findall(r'<h2>.*?datetime="([^"]*)"', oldest, re.DOTALL)
    assert dates == sorted(dates)
    assert "match=any" in link(many.get("/?q=lynx+rat").text, "l’un des mots")


def test_near_copies_are_folded(make_index: MakeIndex) -> None:
    text = (
        "Le sommet entre les deux présidents aura lieu le 16 juillet à Helsinki, dit la Maison-Blanche."
    )
    copies = [Article(f"c{at}", text.replace("dit", word), title=f"Copie {at}")
              for at, word in enumerate(("dit", "annonce", "écrit"))]  # fmt: skip
    web = client(make_index(*copies, "Helsinki est une ville."))
    page = web.get("/?q=Helsinki").text
    assert "2 autres articles presque identiques" in text_of(page)
    assert "2 articles pour Helsinki" in text_of(page)
    assert "4 articles pour Helsinki" in text_of(web.get(link(page, "une à une")).text)
    similar = web.get("/article?id=c0").text
    assert "Articles similaires" in similar
    assert "Copie 1" not in similar


def test_no_hits_say_what_to_do(web: TestClient) -> None:
    page = web.get("/?q=zanzibarxyz&date=2018").text
    assert "Aucun article pour zanzibarxyz, 2018" in text_of(page)
    assert "/?q=zanzibarxyz" in links(page)


def test_an_empty_archive_says_so(make_index: MakeIndex) -> None:
    assert "Cette archive est encore vide" in text_of(client(make_index()).get("/").text)


def test_a_misspelled_query_is_corrected(web: TestClient) -> None:
    page = web.get("/?q=Helsinky").text
    assert link(page, "Helsinki") == "/?q=Helsinki"
    assert "Vouliez-vous dire Helsinki ?" in text_of(page)


def test_a_date_in_words_is_offered_as_a_link(web: TestClient) -> None:
    page = web.get("/?q=sommet+juin+2018").text
    assert link(page, "juin 2018 : sommet") == "/?q=sommet&date=2018-06"
    assert "Seulement juin 2018" not in text_of(web.get("/?q=sommet+juin+2018&date=2018").text)


def test_most_words_of_a_question_are_said_to_be_enough(make_index: MakeIndex) -> None:
    texts = ("Il a gagné l'élection de Paris.", "L'élection de Paris, la suite.")
    page = client(make_index(*texts)).get("/?q=qui+a+gagné+l'élection+de+Paris").text
    assert "au moins deux sur trois" in text_of(page)


def test_a_plain_request_reads_no_sign(web: TestClient) -> None:
    for path in ("search", "concordance", "timeline"):
        answer = web.get(f"/api/{path}", params={"q": "(sommet OU", "plain": "1"}).json()
        assert "never closed" not in str(answer)


def test_what_is_doubtful_in_a_query_is_marked_in_its_place(web: TestClient) -> None:
    page = web.get("/", params={"q": "sommet (<b> OU"}).text
    marked = re.search(r'<span class="query">(.*?)</span>', page)
    assert marked is not None
    assert unescape(re.sub(r"<mark[^>]*>(.*?)</mark>", r"[\1]", marked[1])) == "sommet [(]<b> [OU]"
    assert "cette parenthèse n'est jamais fermée" in text_of(page)


def test_new_commits_are_seen(make_index: MakeIndex) -> None:
    index = make_index("Un sommet.")
    with frsearch.open_index(index.path) as shown:
        web = client(shown)
        assert "1 article pour sommet" in text_of(web.get("/?q=sommet").text)
        index.add([Article("a2", "Un autre sommet, plus long.")])
        assert "2 articles pour sommet" in text_of(web.get("/?q=sommet").text)
        assert web.get("/api/search?q=sommet").json()["total"] == 2


# --- Guard ----------------------------------------------------------------------------------------

EVERYWHERE = ("/", "/aide", "/article?id=e1", "/nowhere", "/?page=0", "/static/style.css", "/api/info")


@pytest.mark.parametrize("address", EVERYWHERE)
def test_the_usual_headers_are_everywhere(web: TestClient, address: str) -> None:
    headers = web.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200), ("localhost:1", 200), ("[::1]:8000", 200), ("192.168.1.7", 200),
        ("Archive.example", 200), ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 421),
        ("localhost.evil.example:8000", 421), ("[::1].evil.example", 421), ("evil.example]", 421),
    ],
)  # fmt: skip
def test_other_names_than_ours_are_refused(make_index: MakeIndex, host: str, status: int) -> None:
    web = client(make_index("Un sommet."), hosts=["archive.example"], title="Fonds privé")
    answer = web.get("/", headers={"host": host})
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    # Whoever asks by another name is not told what this is either.
    assert ("Fonds privé" in answer.text) == (status == 200)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", "/article?id=e1", "/api/search", "/static/style.css"])
def test_nothing_but_reading_is_possible(web: TestClient, method: str, address: str) -> None:
    assert web.request(method, address).status_code == 405


def test_head_is_answered_without_a_body(web: TestClient) -> None:
    for address in ("/", "/api/search?q=sommet"):
        answer = web.head(address)
        assert (answer.status_code, answer.content) == (200, b"")


def test_failures_are_answers_without_tracebacks(web: TestClient, make_index: MakeIndex) -> None:
    lost = make_index("Un sommet.")
    failing = client(lost)
    (lost.path / "frsearch.json").write_text("{")
    for address, kind in (("/?q=sommet", "text/html"), ("/api/search?q=sommet", "application/json")):
        answer = failing.get(address)
        assert answer.status_code == 500
        assert answer.headers["content-type"].startswith(kind)
        assert "Traceback" not in answer.text
        assert str(lost.path) not in answer.text
    assert web.get("/nowhere").status_code == 404
    assert web.get("/api/nowhere").json() == {"error": "Not Found"}
    assert web.get("/static/../pages.py").status_code == 404
    assert web.get("/static/%2e%2e/pages.py").status_code == 404


# --- API ------------------------------------------------------------------------------------------


def test_the_api_answers(web: TestClient) -> None:
    found = web.get(
        "/api/search", params={"q": "sommets", "facets": ["year", "month"], "limit": 1}
    ).json()
    assert (found["total"], len(found["hits"])) == (3, 1)
    assert found["facets"]["year"] == [{"value": "2018", "count": 3}]
    later = web.get("/api/search", params={"q": "sommets", "after": found["cursor"]}).json()
    assert [hit["rank"] for hit in later["hits"]] == [2, 3]
    assert web.get("/api/suggest?q=hel").json()["suggestions"] == [{"text": "helsinki", "count": 1}]
    article = web.get("/api/article/e1?q=helsinki").json()
    ((start, end),) = article["highlights"]["text"]
    assert article["text"][start:end] == "Helsinki"
    assert web.get("/api/article/a%2Fb%20%3F&%23%C3%A9").json()["url"] == "https://example.org/a?b=1"
    similar = web.get("/api/similar/e1", params={"limit": 2}).json()
    assert "e1" not in [hit["id"] for hit in similar["hits"]]
    timeline = web.get("/api/timeline?q=sommet&q=rencontre&by=year").json()
    assert [each["counts"] for each in timeline["series"]] == [[3], [0]]
    lines = web.get("/api/concordance?q=helsinki&width=5&sort=left").json()
    assert [(line["left"], line["keyword"], line["right"]) for line in lines["lines"]] == [
        (")> à ".replace("\u00a0", " "), "Helsinki", ". Deu")
    ]
    facts = web.get("/api/info").json()
    assert facts["articles"] == 4
    assert "path" not in facts


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/search?limit=101", 400), ("/api/search?limit=-1", 400), ("/api/search?limit=x", 400),
        ("/api/search?offset=10001", 400), ("/api/search?q=" + "x" * 501, 400),
        ("/api/search?sort=x", 400), ("/api/search?x=1", 400),
        ("/api/search?date=x", 400), ("/api/search?after=x", 400), ("/api/search?q=a&q=b", 400),
        ("/api/search?facets=week", 400), ("/api/search?collapse=perhaps", 400),
        ("/api/suggest", 400), ("/api/suggest?q=a&limit=21", 400), ("/api/article/nope", 404),
        ("/api/similar/nope", 404), ("/api/timeline", 400), ("/api/timeline?" + "q=a&" * 9, 400),
        ("/api/timeline?q=a&by=day&date=0001..9999", 400), ("/api/concordance?q=a&limit=1001", 400),
        ("/api/info?q=a", 400), ("/api/search?facets=day&facet_fill=1&date=0001..9999", 400),
    ],
)  # fmt: skip
def test_what_the_api_cannot_do_is_said(web: TestClient, address: str, status: int) -> None:
    answer = web.get(address)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


def test_a_concordance_too_long_to_sort_is_refused(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frsearch.web.api._MOST_SORTED", 1)
    assert web.get("/api/concordance?q=sommet").status_code == 200
    assert "too many to sort" in web.get("/api/concordance?q=sommet&sort=left").json()["error"]


def test_json_holds_what_json_can_hold(web: TestClient) -> None:
    found = {hit["id"]: hit for hit in web.get("/api/search").json()["hits"]}
    assert found[".."]["extra"] == {"note": None}
    assert "pas de date" in found["sans"]["snippets"][0]["text"]


def test_the_description_names_every_route_and_parameter(web: TestClient) -> None:
    described = web.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/api/search", "/api/suggest", "/api/article/{id}", "/api/similar/{id}", "/api/timeline",
        "/api/concordance", "/api/words", "/api/cooccurrents", "/api/keywords", "/api/fields",
        "/api/info",
    }  # fmt: skip
    for operation in OPERATIONS:
        told = described["paths"][operation.path]["get"]
        assert [each["name"] for each in told["parameters"]] == [
            each.name for each in operation.parameters
        ]
        assert all(each["description"] and each["schema"]["type"] for each in told["parameters"])


def test_what_is_described_is_taken_and_its_bounds_hold(web: TestClient) -> None:
    described = web.get("/api/openapi.json").json()
    for path, methods in described["paths"].items():
        parameters = methods["get"]["parameters"]
        address = path.replace("{id}", "e1")
        needed = {
            each["name"]: "sommet" for each in parameters if each["required"] and each["in"] == "query"
        }
        assert web.get(address, params=needed).status_code == 200
        for each in parameters:
            schema = each["schema"].get("items", each["schema"])
            known = schema.get("enum") or schema.get("examples")
            known = known or [schema.get("maximum", schema.get("default", "2018"))]
            for value in known if each["in"] == "query" and each["name"] != "after" else ():
                answer = web.get(address, params=needed | {each["name"]: value})
                assert answer.status_code == 200, (path, each, answer.text)
            if "maximum" in schema:
                for beyond in (schema["maximum"] + 1, schema["minimum"] - 1):
                    outside = needed | {each["name"]: beyond}
                    assert web.get(address, params=outside).status_code == 400


def test_answers_are_as_described(web: TestClient) -> None:
    schemas = web.get("/api/openapi.json").json()["components"]["schemas"]
    types: dict[str, Callable[[Any], bool]] = {
        "string": lambda value: isinstance(value, str),
        "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "number": lambda value: isinstance(value, int | float),
        "boolean": lambda value: isinstance(value, bool),
        "object": lambda value: isinstance(value, dict),
        "array": lambda value: isinstance(value, list),
        "null": lambda value: value is None,
    }

    def check(value: Any, schema: dict[str, Any], where: str) -> None:
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        kinds = schema.get("type", [])
        assert not kinds or any(
            types[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds)
        ), where
        assert value in schema.get("enum", [value]), where
        if "properties" in schema:
            assert set(value) == set(schema["properties"]), where
            for name, part in schema["properties"].items():
                check(value[name], part, f"{where}.{name}")
        elif isinstance(value, dict) and "additionalProperties" in schema:
            for name, each in value.items():
                check(each, schema["additionalProperties"], f"{where}.{name}")
        elif isinstance(value, list):
            for each in value:
                check(each, schema["items"], where + "[]")

    for address, name in (
        ("/api/search?q=sommet+(&facets=month", "Results"), ("/api/suggest?q=s", "Suggestions"),
        ("/api/article/e1?q=sommet", "Article"), ("/api/similar/e1?snippets=1", "Results"),
        ("/api/timeline?q=sommet&relative=1", "Timeline"), ("/api/concordance?q=sommet", "Concordance"),
        ("/api/words", "WordList"), ("/api/cooccurrents?q=sommet&least=1", "Cooccurrents"),
        ("/api/keywords?q=sommet&least_articles=1", "Keywords"),
        ("/api/info", "Info"), ("/api/fields", "Fields"), ("/api/nowhere", "Error"),
    ):  # fmt: skip
        check(web.get(address).json(), schemas[name], name)


ODD = st.text(max_size=40) | st.text(alphabet='sommet()"-~*?:=&<>%.0123456789 ', max_size=40)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given_any(
    st.dictionaries(
        st.sampled_from(
            "q date du au sort match copies page id limit where champ dans facets facet_limit".split()
        ),
        ODD,
    )
)
def test_whatever_is_asked_for_is_answered(seeds_index: frsearch.Index, given: dict[str, str]) -> None:
    web = client(seeds_index)
    for path in ("/", "/article", "/api/search", "/api/suggest", "/api/concordance", "/api/timeline",
                 "/valeurs", "/champs", "/api/fields"):  # fmt: skip
        answer = web.get(path, params=given)
        assert answer.status_code in (200, 400, 404), (path, answer.text)


# --- Serving --------------------------------------------------------------------------------------


def test_serve_listens_and_says_where(make_index: MakeIndex) -> None:
    pytest.importorskip("uvicorn")
    path, address, ready = make_index("Un sommet.").path, [], threading.Event()

    def started(url: str) -> None:
        address.append(url)
        ready.set()

    threading.Thread(
        target=serve, args=(path,), kwargs={"port": 0, "started": started}, daemon=True
    ).start()
    assert ready.wait(20)
    with urllib.request.urlopen(address[0] + "api/search?q=sommets", timeout=20) as answer:
        assert json.load(answer)["total"] == 1
    # No request waits for an acknowledgement, see `_listen`.
    with (
        _listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    taken = int(address[0].rpartition(":")[2].strip("/"))
    with pytest.raises(frsearch.FrsearchError, match="another port"):
        serve(path, port=taken)
    with pytest.raises(frsearch.IndexNotFound):
        serve(path / "nowhere", port=0)


def test_a_search_that_takes_too_long_says_so(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("searching", "api"):
        monkeypatch.setattr(f"frsearch.web.{place}._SECONDS", 1e-9)
    page = text_of(web.get("/?q=sommet").text)
    assert "des articles peuvent manquer" in page
    assert "Recherche inachevée : sommet" in page
    assert "Aucun article" not in page
    assert web.get("/api/search?q=sommet").json()["timed_out"] is True


def test_a_search_says_what_it_had_no_time_for(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    search = frsearch.Index.search

    def late(index: frsearch.Index, query: str, **settings: Any) -> frsearch.results.Results:
        return replace(search(index, query, **settings), left_out=("snippets", "suggestion"))

    monkeypatch.setattr(frsearch.Index, "search", late)
    page = text_of(web.get("/?q=sommet").text)
    assert "3 articles pour sommet" in page
    assert "Le temps a manqué pour : tous les extraits, chercher une autre orthographe." in page
    assert "peuvent manquer" not in page
    told = web.get("/api/search?q=sommet").json()
    assert (told["total"], told["left_out"], told["timed_out"]) == (3, ["snippets", "suggestion"], False)

    def cut(index: frsearch.Index, query: str, **settings: Any) -> frsearch.results.Results:
        return replace(search(index, query, **settings), timed_out=True)

    monkeypatch.setattr(frsearch.Index, "search", cut)
    assert "Au moins 3 articles pour sommet" in text_of(web.get("/?q=sommet").text)


def test_of_a_very_long_article_the_beginning_is_shown(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frsearch.web.pages._MOST_CHARACTERS", 13)
    page = web.get("/article", params={"id": "a/b ?&#é", "q": "sommet présidents"}).text
    assert 'Un <mark id="p3">sommet</mark> des</p>' in page
    assert "la suite n’est pas montrée ici" in text_of(page)


def test_what_is_highlighted_over_the_end_of_a_line_is_one_passage(make_index: MakeIndex) -> None:
    index = make_index("La Républi-\nque dure.\nLa République aussi.\nUne paix\ndurable.")
    web = client(index)
    page = web.get("/article", params={"id": "a1", "q": 'République "paix durable"'}).text
    assert re.findall("<mark[^>]*>(.*?)</mark>", page) == ["Républi- que", "République", "paix durable"]
    assert "3 passages trouvés" in text_of(page)
    assert "<p>La <mark" in page
    asked = {"id": "a1", "q": "la"}
    assert web.get("/api/article/a1?q=la").json()["highlights_complete"] is True
    index._answering.highlight_limits = HighlightLimits(marked=2, places=0)
    assert "2 passages trouvés" in text_of(web.get("/article", params=asked).text)
    index._answering.highlight_limits = HighlightLimits(marked=1, places=0)
    assert "plus de 1 passage trouvé" in text_of(web.get("/article", params=asked).text)
    assert web.get("/api/article/a1?q=la").json()["highlights_complete"] is False


def test_requests_at_once_are_answered_while_articles_are_added(make_index: MakeIndex) -> None:
    index = make_index(*(f"Un sommet, numéro {at}." for at in range(20)))
    with frsearch.open_index(index.path) as shown, ThreadPoolExecutor(4) as pool:
        web = client(shown)
        asked = ["/?q=sommet", "/article?id=a1&q=sommet", "/api/search?q=sommet", "/?date=2018"]
        waiting = []
        for at in range(10):
            waiting += [pool.submit(web.get, address) for address in asked]
            index.add([Article(f"b{at}", f"Encore un sommet, le {at}.", date="2018-06")])
        assert {each.result().status_code for each in waiting} == {200}
        assert web.get("/api/info").json()["articles"] == 30
