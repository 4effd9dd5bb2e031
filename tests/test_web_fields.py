"""Fields on the pages and in the API, against plain counts."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import unescape
from io import StringIO
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import pytest

import frsearch
from frsearch import Article
from frsearch.arguments import where_of_texts, where_text
from frsearch.messages.french_fields import field_title, inside, range_text, value_text
from tests.conftest import MakeIndex

pytest.importorskip("starlette")
pytest.importorskip("jinja2")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from frsearch.web import app
from frsearch.web.facet_lists import SHORT
from frsearch.web.state import LONGEST_FILTER, MOST_FILTERS, BadRequest, State

ODD = 'L’« Été » & "fils" <b>=1..3</b>'
BROKEN = "Deux\nlignes"
LONG = ("Très longue valeur à couper " * 40)[:1_000]
SOURCES = ["Le Monde", "Libération", "L’Humanité", "Les Échos", ODD, BROKEN, LONG, "=exact", "1..3",
           "a+b", "Ouest", "Est"]  # fmt: skip
AUTHORS = [
    f"{first} {last}" for first in ("Léa", "Élise", "Jean") for last in ("Dupont", "Le Goff", "N'Diaye")
]


def made(count: int = 90) -> list[Article]:
    """Articles with made-up fields; each text has words of its own, so that none is a copy."""
    chance = random.Random(15)
    articles = []
    for at in range(count):
        extra: dict[str, Any] = {
            "source": SOURCES[at] if at < len(SOURCES) else chance.choice(SOURCES),
            "author": chance.sample(AUTHORS, chance.randrange(3)),
            "page": chance.randrange(1, 12),
            "paid": chance.random() < 0.3,
            "tags": chance.sample(["climat", "santé", "été"], chance.randrange(1, 3)),
        }
        if at >= len(SOURCES) and chance.random() < 0.3:
            del extra["source"]
        words = " ".join(f"mot{chance.randrange(10**6)}" for _ in range(12))
        subject = "sommet" if at % 3 else "gel"
        articles.append(
            Article(
                f"n{at}", f"Un {subject}. {words}", f"Titre {at}", f"20{17 + at % 3}-05-01", extra=extra
            )
        )
    return articles


ARTICLES = made()


def labels(article: Article, name: str) -> list[str]:
    value = article.extra.get(name, [])
    several = value if isinstance(value, list) else [value]
    return [str(each).lower() if isinstance(each, bool) else shown(str(each)) for each in several]


def shown(text: str) -> str:
    """A value as it is counted and shown: without what nobody sees."""
    return " ".join(text.split())


def counted(articles: Iterable[Article], name: str) -> Counter[str]:
    return Counter(label for article in articles for label in labels(article, name))


def having(word: str, **wanted: Iterable[str]) -> list[Article]:
    """The articles with a word that have one of the wanted labels in each field."""
    return [
        article
        for article in ARTICLES
        if word in article.text
        and all(set(labels(article, name)) & set(each) for name, each in wanted.items())
    ]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> frsearch.Index:
    index = frsearch.create_index(tmp_path_factory.mktemp("fields"))
    index.add(ARTICLES)
    return index


def client(index: frsearch.Index) -> TestClient:
    return TestClient(app(index), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


@pytest.fixture
def web(index: frsearch.Index) -> TestClient:
    return client(index)


class Listed(NamedTuple):
    """A value of a list on a page."""

    text: str
    count: int  # type: ignore[assignment]  # hides tuple.count
    url: str
    chosen: bool


def read_values(html: str) -> list[Listed]:
    """Read the values of a list as a person sees them; a value that is cut in full."""
    found = []
    for attributes, inner, count in re.findall(
        r'<li[^>]*><a ([^>]*)>(.*?)</a> <span class="count">(.*?)</span>', html, re.DOTALL
    ):
        title = re.search(r'title="([^"]*)"', attributes)
        text = title[1] if title else re.sub(r"<span.*?</span>", "", inner)
        url = unescape(re.search(r'href="([^"]*)"', attributes)[1])  # type: ignore[index]
        number = int(re.sub(r"\D", "", count))
        found.append(Listed(unescape(text), number, url, "aria-current" in attributes))
    return found


def lists(page: str) -> dict[str, list[Listed]]:
    sections = re.findall(r'<h2 id="champ\d+">(.*?)</h2>(.*?)</section>', page, re.DOTALL)
    return {unescape(title): read_values(body) for title, body in sections}


def titles(page: str) -> list[str]:
    return re.findall(r"<h2><a[^>]*>(Titre \d+)", page)


def total(page: str) -> int:
    found = re.search(r'<h1 class="found">\D*?([\d\u202f]+)\u00a0article', page)
    return int(found[1].replace("\u202f", "")) if found else 0


def address(word: str, where: Iterable[str] = (), **more: str) -> str:
    parts = [("q", word), *(("where", each) for each in where), ("copies", "1"), *more.items()]
    return "/?" + "&".join(f"{name}={quote(value)}" for name, value in parts)


# --- Words ----------------------------------------------------------------------------------------


def test_fields_and_values_have_french_names() -> None:
    known = [field_title(name) for name in ("source", "author", "section", "page", "tags", "language")]
    assert known == ["Source", "Auteur", "Rubrique", "Page", "Mots-clés", "Langue"]
    assert field_title("edition") == "edition"
    assert field_title("tags", "Thèmes") == "Thèmes"
    assert [inside(each) for each in ("Rubrique", "URL", "À part")] == ["rubrique", "URL", "À part"]
    assert [value_text("true", "boolean"), value_text("1.5", "number"), value_text("1.5", "text")] == [
        "oui", "1,5", "1.5",
    ]  # fmt: skip
    ranges = [range_text(*each) for each in ((1, 3), (None, 2.5), (2018, None))]
    assert ranges == ["de 1 à 3", "jusqu’à 2,5", "2018 et plus"]


@pytest.mark.parametrize("label", [*SOURCES, "==", "..3", " 1..3 ", "a=b", "\n"])
def test_every_value_is_written_and_read_as_a_filter(label: str) -> None:
    if label.strip():
        assert where_of_texts([where_text("source", label)]) == {"source": [label]}
    assert where_of_texts(["page=1..3", "page=7"]) == {"page": [(1.0, 3.0), "7"]}


# --- Lists beside the hits ------------------------------------------------------------------------


def test_the_lists_count_like_a_plain_count(web: TestClient) -> None:
    shown = lists(web.get(address("sommet")).text)
    assert list(shown) == ["Source", "Auteur", "Page", "Mots-clés", "paid"]
    for title, name in (("Auteur", "author"), ("Mots-clés", "tags"), ("Source", "source")):
        counts = counted(having("sommet"), name)
        assert [each.count for each in shown[title]] == sorted(counts.values(), reverse=True)[:SHORT]
        assert all(counts[each.text] == each.count for each in shown[title])
    assert {each.text: each.count for each in shown["paid"]} == {
        "oui": counted(having("sommet"), "paid")["true"],
        "non": counted(having("sommet"), "paid")["false"],
    }


def test_a_click_adds_a_value_and_another_takes_it_away(web: TestClient) -> None:
    start = address("sommet")
    first, second = lists(web.get(start).text)["Auteur"][:2]
    page = web.get(first.url).text
    assert total(page) == len(having("sommet", author=[first.text]))
    chosen = {each.text: each for each in lists(page)["Auteur"]}
    # The other values keep the counts that they had.
    assert {each.text: each.count for each in chosen.values()} == {
        each.text: each.count for each in lists(web.get(start).text)["Auteur"]
    }
    assert [each.text for each in chosen.values() if each.chosen] == [first.text]
    both = web.get(chosen[second.text].url).text
    assert total(both) == len(having("sommet", author=[first.text, second.text]))
    # Another field counts within both.
    tags = {each.text: each.count for each in lists(both)["Mots-clés"]}
    assert tags == counted(having("sommet", author=[first.text, second.text]), "tags")
    again = {each.text: each for each in lists(both)["Auteur"]}[first.text]
    assert total(web.get(again.url).text) == len(having("sommet", author=[second.text]))
    assert web.get(again.url, follow_redirects=False).status_code == 200


@pytest.mark.parametrize("source", SOURCES, ids=range(len(SOURCES)))
def test_every_value_can_be_chosen_and_removed(web: TestClient, source: str) -> None:
    values = read_values(web.get("/valeurs?champ=source&copies=1").text)
    (mine,) = (each for each in values if each.text == shown(source))
    page = web.get(mine.url)
    wanted = [article for article in ARTICLES if article.extra.get("source") == source]
    assert total(page.text) == mine.count == len(wanted) > 0
    assert set(titles(page.text)) <= {article.title for article in wanted}
    assert [each.text for each in lists(page.text)["Source"] if each.chosen] == [shown(source)]
    # What stands above the hits takes it away.
    chip = re.search(r'<ul class="chosen".*?href="([^"]*)"', page.text, re.DOTALL)
    assert chip
    assert total(web.get(unescape(chip[1])).text) == len(ARTICLES)


def test_a_form_may_change_line_breaks(web: TestClient) -> None:
    # Browsers send a line break in a hidden field as two characters.
    sent = address("", [f"source={BROKEN}".replace("\n", "\r\n")])
    page = web.get(sent).text
    assert total(page) == sum(article.extra.get("source") == BROKEN for article in ARTICLES)
    # The list has the value once, as it is counted, with its count.
    (mine,) = (each for each in lists(page)["Source"] if shown(each.text) == shown(BROKEN))
    assert mine.chosen
    assert (mine.text, mine.count) == (shown(BROKEN), total(page))
    assert "where" not in parse_qs(urlsplit(mine.url).query)


def test_a_chosen_value_is_shown_however_rare(web: TestClient) -> None:
    counts = counted(having("sommet"), "page")
    rarest = min(counts, key=lambda label: (counts[label], -int(label)))
    page = web.get(address("sommet", [f"page={rarest}"])).text
    mine = [each for each in lists(page)["Page"] if each.chosen]
    assert [(each.text, each.count) for each in mine] == [(rarest, counts[rarest])]
    # Also one that no match has, or nothing at all.
    page = web.get(address("sommet", ["source=Nulle part"])).text
    assert ("Nulle part", 0) in [each[:2] for each in lists(page)["Source"]]
    assert "Retirer les filtres" in page


def test_the_values_beyond_the_list_are_found(web: TestClient) -> None:
    page = web.get(address("sommet")).text
    rest = len(counted(having("sommet"), "source")) - SHORT
    assert f"+ {rest}\u00a0autres" in page
    counts = counted(having("sommet"), "author")
    for text in ("LE GOFF", "le goff", "n’diaye", "elise", "zzz"):
        plain = text.lower().replace("’", "'")
        asked = {"champ": "auteur", "dans": text, "q": "sommet", "copies": "1"}
        values = read_values(web.get("/valeurs", params=asked).text)
        folded = {each: each.lower().replace("é", "e") for each in counts}
        assert {each.text: each.count for each in values} == {
            label: counts[label] for label in counts if plain in folded[label]
        }
        for each in values:
            assert total(web.get(each.url).text) == each.count
    assert "Aucune valeur ne contient" in web.get("/valeurs?champ=author&dans=zzz").text


def test_more_values_than_a_page_has_are_named(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frsearch.web.facet_lists.LONG", 2)
    distinct = len(counted(ARTICLES, "author"))
    assert f"{distinct - 2}\u00a0autres valeurs" in web.get("/valeurs?champ=author").text
    several = len([each for each in counted(ARTICLES, "author") if "Jean" in each])
    assert f"{several - 2}\u00a0autre valeur" in web.get("/valeurs?champ=author&dans=jean").text


def test_values_that_are_not_looked_through_are_counted(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frsearch.web.facet_lists.MOST_VALUES", 2)
    page = web.get("/valeurs?champ=author&dans=jean").text
    assert f"il y en a {len(counted(ARTICLES, 'author')) - 2}\u00a0autres" in page
    assert "auteur:jean" in page


def test_dates_and_fields_narrow_together(web: TestClient) -> None:
    page = web.get(address("sommet", ["tags=climat", "page=1..4"], date="2018")).text
    wanted = [
        article
        for article in having("sommet", tags=["climat"], page="1234")
        if str(article.date).startswith("2018")
    ]
    assert total(page) == len(wanted) > 0
    assert "Page\u00a0: de 1 à 4" in page
    # Each year counts without its own filter, but within the others.
    assert ", 2018" in page
    later = [a for a in having("sommet", tags=["climat"], page="1234") if str(a.date) > "2019"]
    assert f"mai 2019 : {len(later)}\u00a0article" in page


def test_hits_are_sorted_by_a_field(web: TestClient) -> None:
    page = web.get(address("sommet", sort="page")).text
    by_title = {article.title: article for article in ARTICLES}
    pages = [by_title[title].extra["page"] for title in titles(page)]
    assert pages == sorted(article.extra["page"] for article in having("sommet"))[: len(pages)]
    assert '<b aria-current="true">par page</b>' in page
    assert "par auteur" not in page  # some articles have several
    assert "sort=source" in page
    for wrong in ("author", "zzz"):
        answer = web.get(address("sommet", sort=wrong))
        assert answer.status_code == 400
        assert "<h1>" in answer.text


def test_the_table_has_a_column_for_each_field(web: TestClient) -> None:
    start = address("sommet", ["tags=climat", "page=1..4"], sort="page")
    link = re.search(r'href="(/articles.csv[^"]*)"', web.get(start).text)
    assert link
    answer = web.get(unescape(link[1]))
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    wanted = having("sommet", tags=["climat"], page="1234")
    assert {row["id"] for row in rows} == {article.id for article in wanted}
    assert [int(row["page"]) for row in rows] == sorted(article.extra["page"] for article in wanted)
    by_id = {article.id: article for article in wanted}
    for row in rows:
        article = by_id[row["id"]]
        assert row["author"] == "; ".join(article.extra["author"])
        assert row["tags"] == "; ".join(article.extra["tags"])
        # Spreadsheets must not take `=exact` for a formula.
        assert row["source"].lstrip("'") == article.extra.get("source", "")
        assert not row["source"].startswith("=")
        assert row["date"] == str(article.date)


def test_a_table_that_would_lack_articles_is_refused(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frsearch.web.searching._TABLE_SECONDS", 1e-9)
    answer = web.get("/articles.csv?q=sommet")
    assert answer.status_code == 400
    assert "précisez la recherche" in answer.text


# --- Articles, fields, help -----------------------------------------------------------------------


def test_hits_and_articles_show_fields_that_lead_on(web: TestClient) -> None:
    article = next(each for each in ARTICLES if each.extra.get("source") == ODD and each.extra["author"])
    page = web.get(f"/article?id={article.id}").text
    for name in ("source", "author", "tags", "page"):
        for label in labels(article, name):
            links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', page)
            url = next(unescape(url) for url, text in links if unescape(text) == label)
            assert total(web.get(url + "&copies=1").text) == counted(ARTICLES, name)[label]
    hits = web.get(address("", [where_text("source", ODD)])).text
    under = re.findall(r'<p class="fields">(.*?)</p>', hits, re.DOTALL)
    assert under
    assert all("Source : </span>" + "L’« Été » &amp;" in each for each in under)


def test_what_is_no_field_is_only_shown(make_index: MakeIndex, tmp_path: Any) -> None:
    index = frsearch.create_index(
        tmp_path / "stored", fields={"secret": "stored", "tags": {"name": "Thèmes"}}
    )
    index.add([Article("a", "Un sommet.", extra={
        "secret": "x", "nested": {"a": 1}, "tags": ["un", {"b": 2}, " "], "note": None,
        "summary": LONG[:300],
    })])  # fmt: skip
    page = client(index).get("/article?id=a").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert facts["secret"] == "x"
    assert unescape(facts["nested"]) == "{'a': 1}"
    assert unescape(re.sub("<.*?>", "", facts["Thèmes"])) == "un, {'b': 2}"
    assert facts["summary"].strip() == LONG[:300].strip()  # too long to be a link
    assert "note" not in facts
    assert "secret" not in client(index).get("/champs").text


def test_the_page_of_fields_describes_them(web: TestClient, make_index: MakeIndex) -> None:
    page = web.get("/champs").text
    assert "Champs" in web.get("/").text
    section = re.search(r"<h2>Auteur <code>auteur:</code></h2>(.*?)</section>", page, re.DOTALL)
    assert section
    with_one = sum(bool(article.extra["author"]) for article in ARTICLES)
    counts = counted(ARTICLES, "author")
    assert f"texte · {with_one}\u00a0articles" in section[1]
    assert f"{len(counts)}\u00a0valeurs" in section[1]
    assert {each.text: each.count for each in read_values(section[1])} == counts
    bare = client(make_index("Un sommet."))
    assert "n’ont que leur titre" in bare.get("/champs").text
    assert "/champs" not in bare.get("/").text


def test_the_help_has_examples_of_this_archive_that_find_something(
    web: TestClient, make_index: MakeIndex
) -> None:
    page = web.get("/aide").text
    urls = [unescape(url) for url in re.findall(r'href="(/\?q=[^"]*)"', page)]
    asked = [parse_qs(urlsplit(url).query)["q"][0] for url in urls]
    examples = [each for each in asked if re.match(r"-?(source|page|auteur):", each)]
    assert len(examples) == 8
    for example in examples:
        answer = web.get("/api/search", params={"q": example}).json()
        assert answer["total"] > 0
        assert not answer["warnings"]
    assert "Champs" not in client(make_index("Un sommet.")).get("/aide").text


# --- Bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        ["source"], ["=x"], ["source="], ["nulle_part=1"], ["source=" + "x" * LONGEST_FILTER],
        [f"source={at}" for at in range(MOST_FILTERS + 1)],
    ],
    ids=["no-value", "no-name", "blank", "unknown", "long", "many"],
)  # fmt: skip
def test_filters_that_cannot_be_are_refused(web: TestClient, where: list[str]) -> None:
    for path in (
        "/",
        "/api/search",
        "/api/timeline?q=sommet",
        "/api/concordance?q=sommet",
        "/api/similar/n1",
    ):
        answer = web.get(path, params={**parse_qs(urlsplit(path).query), "where": where})
        assert answer.status_code == 400, (path, answer.text)
        assert "Traceback" not in answer.text


def test_as_many_filters_as_allowed_are_taken(web: TestClient) -> None:
    where = [f"source={at}" for at in range(MOST_FILTERS - 1)]
    page = web.get(address("", [*where, "source=Le Monde"])).text
    assert total(page) == counted(ARTICLES, "source")["Le Monde"]
    # There is no room for another, but each can be taken away.
    assert all(each.chosen for each in lists(page)["Source"])
    assert not lists(page)["Auteur"]
    with pytest.raises(BadRequest):
        State.read({}, [*where, "source=Le Monde", "source=x"])
    long = [f"source={letter * 1_000}" for letter in "abcde"]
    with pytest.raises(BadRequest):
        State.read({}, long)
    # A page leads to no address that would be refused.
    page = web.get(address("", [*long[:4], f"source={'f' * 700}"])).text
    assert all(each.chosen for each in lists(page)["Source"] if len(each.text) > 90)


def test_values_that_harm_are_text(make_index: MakeIndex) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    index = make_index(
        *(
            Article(f"a{at}", f"Un sommet {at}.", extra={evil: evil, "source": f"{evil}{at % 2}"})
            for at in range(8)
        )
    )
    web = client(index)
    where = quote(f"source={evil}1")
    for path in ("/", f"/?where={where}", "/champs", "/aide", "/valeurs?champ=source", "/article?id=a1",
                 f"/valeurs?champ=source&dans={quote(evil)}", f"/?sort={quote(evil)}",
                 f"/valeurs?champ={quote(evil)}", f"/?where={where}{quote(evil)}"):  # fmt: skip
        page = web.get(path).text
        assert "<img" not in page
        assert "<script>" not in page
        assert "alert(1)" in page or path == "/aide"


def test_a_list_is_bounded(web: TestClient) -> None:
    assert web.get("/valeurs?champ=source&dans=" + "x" * 101).status_code == 400
    assert web.get("/valeurs").status_code == 400
    assert web.get("/valeurs?champ=nulle_part").status_code == 400
    assert web.get("/api/search?facet_limit=1001").status_code == 400
    assert web.get("/api/search?" + "facets=source&" * 21).status_code == 400


def test_fields_named_like_dates_and_orders_are_not_mixed_up(make_index: MakeIndex) -> None:
    index = make_index(*(
        Article(f"a{at}", f"Un sommet {at}.", date="2018", extra={"year": at % 3, "newest": at % 2})
        for at in range(9)
    ))  # fmt: skip
    page = client(index).get("/?copies=1").text
    assert list(lists(page)) == ["newest"]
    assert "par year" in page
    assert "par newest" not in page


def test_pages_are_the_same_for_every_state_of_the_index(make_index: MakeIndex) -> None:
    index = make_index("Un sommet.")
    web = client(index)
    assert lists(web.get("/").text) == {}
    index.add([Article(f"b{at}", f"Un gel {at}.", extra={"source": "Le Monde"}) for at in range(3)])
    assert [each[:2] for each in lists(web.get("/?copies=1").text)["Source"]] == [("Le Monde", 3)]
    index.remove(["b0"])
    assert [each[:2] for each in lists(web.get("/?copies=1").text)["Source"]] == [("Le Monde", 2)]


# --- API ------------------------------------------------------------------------------------------

Ask = Callable[[dict[str, Any]], Any]


def test_the_api_filters_counts_and_sorts(web: TestClient) -> None:
    asked = {"q": "sommet", "where": ["tags=climat", "page=1..4"], "facets": ["source", "month"],
             "facet_limit": 3, "sort": "page", "limit": 100}  # fmt: skip
    found = web.get("/api/search", params=asked).json()
    wanted = having("sommet", tags=["climat"], page="1234")
    assert found["total"] == len(wanted)
    pages = [hit["extra"]["page"] for hit in found["hits"]]
    assert pages == sorted(article.extra["page"] for article in wanted)
    counts = counted(wanted, "source")
    assert [each["count"] for each in found["facets"]["source"]] == sorted(counts.values())[::-1][:3]
    assert found["facets_more"] == {"source": len(counts) - 3}
    assert list(web.get("/api/search").json()["facets"]) == ["year", "month"]
    assert web.get("/api/search?facets=").json()["facets"] == {}
    timeline = web.get(
        "/api/timeline", params={"q": "sommet", "by": "year", "where": "tags=climat"}
    ).json()
    assert sum(timeline["series"][0]["counts"]) == len(having("sommet", tags=["climat"]))
    split = web.get("/api/timeline", params={"q": "sommet", "split": "author", "split_limit": 2}).json()
    most = counted(having("sommet"), "author").most_common(2)
    assert [sum(each["counts"]) for each in split["series"]] == [count for _, count in most]
    by_page = web.get("/api/concordance", params={"q": "sommet", "sort": "page"}).json()
    assert [line["value"] for line in by_page["lines"]] == sorted(
        (str(article.extra["page"]) for article in having("sommet")), key=int
    )
    lines = web.get("/api/concordance", params={"q": "sommet", "where": "source=Le Monde"}).json()
    assert lines["articles"] == len(having("sommet", source=["Le Monde"]))
    similar = web.get("/api/similar/n1", params={"where": "page=1", "limit": 100}).json()["hits"]
    assert similar
    assert {hit["extra"]["page"] for hit in similar} == {1}


def test_the_api_describes_fields(web: TestClient) -> None:
    fields = {each["name"]: each for each in web.get("/api/fields?limit=2").json()["fields"]}
    assert set(fields) == {"source", "author", "page", "paid", "tags"}
    counts = counted(ARTICLES, "author")
    assert fields["author"]["distinct"] == len(counts)
    assert [each["count"] for each in fields["author"]["frequent"]] == sorted(counts.values())[::-1][:2]
    assert (fields["page"]["type"], fields["page"]["single"]) == ("number", True)
    assert (fields["tags"]["type"], fields["tags"]["single"]) == ("text", False)
