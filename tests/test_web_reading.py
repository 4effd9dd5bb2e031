"""Moving on from a hit, French of the pages, the reader's tray, feeds, states."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest

import frsearch
from frsearch import Article
from frsearch.types import Snippet
from tests.conftest import MakeIndex

pytest.importorskip("starlette")
pytest.importorskip("jinja2")
pytest.importorskip("httpx2")
from starlette.testclient import TestClient

from frsearch.cli.main import main
from frsearch.web.french_dates import iso_period, range_text
from frsearch.web.passages import paragraphs, passages
from frsearch.web.state import State
from tests.test_web import EVIL, client, link, links, text_of

ATOM = "{http://www.w3.org/2005/Atom}"
SAME = "Le sommet réunit les présidents des deux pays pour une rencontre longue et difficile à Helsinki."
ARTICLES = [
    Article("a b&c", f"{SAME} Premier récit, avec ses mots.", "Sommet un", "2018-06-28"),
    Article("copie", f"{SAME} Premier récit, avec ses mots.", "Sommet un", "2018-06-29"),
    *(
        Article(
            f"n{at}",
            f"Un sommet, numéro {at} : {' '.join(f'mot{at}{letter}' for letter in 'abcdefgh')}.",
            f"Le sommet {at}",
            f"2018-07-{at + 1:02d}",
        )
        for at in range(23)
    ),
    Article("sans", "Un sommet sans date ni \ud800 titre \x01."),
]


@pytest.fixture
def index(make_index: MakeIndex) -> frsearch.Index:
    return make_index(*ARTICLES)


@pytest.fixture
def web(index: frsearch.Index) -> TestClient:
    return client(index)


# --- Moving on ------------------------------------------------------------------------------------


def test_an_article_leads_to_the_hits_around_it(web: TestClient) -> None:
    page = web.get("/?q=sommet&sort=oldest").text
    seen = []
    address = next(url for url in links(page) if "rang=1&" in url)
    while True:
        page = web.get(address).text
        seen.append(address)
        if 'rel="next"' not in page:
            break
        address = link(page, "Suivant")
    assert len(seen) == 25  # a copy is folded
    assert "25 sur 25" in text_of(page)
    assert link(page, "Précédent") == seen[-2]
    assert 'rel="prev"' not in web.get(seen[0]).text
    assert f"/?q=sommet&sort=oldest&page={1}".removesuffix("&page=1") in links(page)


def test_a_rank_that_is_no_longer_that_of_the_article_leads_nowhere(web: TestClient) -> None:
    for rank in ("2", "999999", "x", "-1", "0", "9" * 30):
        page = web.get("/article", params={"id": "n3", "q": "numéro 7", "rang": rank}).text
        assert 'rel="next"' not in page


def test_passages_lead_to_the_next(make_index: MakeIndex) -> None:
    text = "Les gilets jaunes. Un gilet, puis des gilets jaunes.\n\nLe président de la République jaune."
    page = client(make_index(text)).get("/article?id=a1&q=gilets+jaunes").text
    assert "4 passages trouvés" in text_of(page)
    onward = re.findall(r'class="onward" href="#p(\d+)"', page)
    places = re.findall(r'<mark id="p(\d+)">', page)
    assert set(onward) <= set(places)
    # Around, and back to the first.
    assert len(onward) == 4
    assert onward[-1] == places[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("les [gilets] [jaunes]", ["gilets jaunes"]),
        ("le [président] de la [République]", ["président de la République"]),
        ("[gilets]. [jaunes]", ["gilets", "jaunes"]),
        ("[gilets] rouges et [jaunes]", ["gilets", "jaunes"]),
        ("[peut]-[être]", ["peut-être"]),
        ("[l]’[eau]", ["l’eau"]),
        ("[gilets]\n[jaunes]", ["gilets", "jaunes"]),
        ("", []),
    ],
)
def test_words_side_by_side_are_one_passage(text: str, found: list[str]) -> None:
    spans, plain = [], ""
    for before, word in re.findall(r"([^\[]*)(?:\[([^\]]*)\]|\Z)", text):
        plain += before
        if word:
            spans.append((len(plain), len(plain) + len(word)))
            plain += word
    snippet = Snippet(plain, tuple(spans))
    joined = passages(snippet)
    assert [plain[start:end] for start, end in joined] == found
    pieces = [piece for paragraph in paragraphs(snippet, joined) for piece in paragraph]
    assert [piece.at for piece in pieces if piece.at >= 0] == [start for start, _ in spans]
    assert all(piece.following in {start for start, _ in joined} | {-1} for piece in pieces)


def test_as_many_hits_per_page_as_chosen(web: TestClient) -> None:
    page = web.get("/?q=sommet").text
    assert page.count('<li id="h') == 10
    assert "/?q=sommet&size=20" in links(page)
    more = web.get("/?q=sommet&size=20").text
    assert more.count('<li id="h') == 20
    assert "/?q=sommet&size=20&page=2" in links(more)
    assert web.get("/?q=sommet&size=100").text.count('<li id="h') == 25
    assert web.get("/?size=11").status_code == 400
    assert web.get("/?size=100&page=51").status_code == 400
    assert "size" not in State.read({"size": "10"}).url()


def test_words_are_marked_in_titles(web: TestClient) -> None:
    page = web.get("/?q=sommets").text
    assert re.search(r'<h2><a href="[^"]*">Le <mark>sommet</mark> \d', page)
    assert "<mark>" not in web.get("/").text


def test_totals_are_the_same_everywhere(
    web: TestClient, index: frsearch.Index, capsys: pytest.CaptureFixture[str]
) -> None:
    for copies, collapse in (("", True), ("1", False)):
        total = index.search("sommet", collapse=collapse).total
        page = text_of(
            web.get("/", params={"q": "sommet", "copies": copies} if copies else {"q": "sommet"}).text
        )
        assert f"{total} articles pour sommet" in page
        assert ("copies regroupées" in page.partition("Trier")[0]) == collapse
        told = web.get("/api/search", params={"q": "sommet", "collapse": str(collapse).lower()}).json()
        assert told["total"] == total
        main(["search", "--index", str(index.path), "--json", "sommet", *["--collapse"] * collapse])
        assert json.loads(capsys.readouterr().out)["total"] == total
    assert index.search("sommet", collapse=True).total == 25
    each = web.get("/api/search?q=sommet&collapse=1&count=articles").json()
    assert each["total"] == 26


# --- French ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "iso", "said"),
    [
        ("du 28 au 30 juin 2018", "2018-06-28..2018-06-30", "du 28 au 30 juin 2018"),
        ("du 1er juin au 2 juillet 2018", "2018-06-01..2018-07-02", "du 1er juin au 2 juillet 2018"),
        ("2017-12-30..2018-01-02", "2017-12-30..2018-01-02", "du 30 décembre 2017 au 2 janvier 2018"),
        ("juin à septembre 2018", "2018-06..2018-09", "de juin à septembre 2018"),
        ("juin 2018..2019", "2018-06..2019", "de juin 2018 à 2019"),
        ("2018..28/06/2019", "2018..2019-06-28", "de 2018 au 28 juin 2019"),
        ("de 2017 à 2018", "2017..2018", "de 2017 à 2018"),
        ("depuis mai 2018", "2018-05..", "depuis mai 2018"),
        ("depuis le 3 mai 2018", "2018-05-03..", "depuis le 3 mai 2018"),
        ("jusqu’en 2018", "..2018", "jusqu’en 2018"),
        ("jusqu'au 3 mai 2018", "..2018-05-03", "jusqu’au 3 mai 2018"),
        ("avant mai 2018", "..2018-04-30", "jusqu’au 30 avril 2018"),
        ("  Juin   2018 ", "2018-06", "juin 2018"),
        ("", "", ""),
    ],
)
def test_periods_are_read_and_said_in_french(written: str, iso: str, said: str) -> None:
    assert iso_period(written) == iso
    assert State.read({"date": written}).date == iso
    if iso:
        assert range_text(iso) == said
        # What a page says can be written in its box again.
        assert iso_period(said) == iso


@pytest.mark.parametrize(
    "written", ["hier", "gilets jaunes juin 2018", "..", "du 30 au 28 juin 2018", "x" * 90]
)
def test_what_is_no_period_is_refused(web: TestClient, written: str) -> None:
    with pytest.raises(ValueError):
        iso_period(written)
    assert web.get("/", params={"date": written}).status_code == 400


def test_the_date_box_leads_to_an_address(web: TestClient) -> None:
    answer = web.get("/?q=sommet&date=du+28+au+30+juin+2018", follow_redirects=False)
    assert answer.headers["location"] == "/?q=sommet&date=2018-06-28..2018-06-30"
    page = web.get(answer.headers["location"]).text
    assert 'value="du 28 au 30 juin 2018"' in page
    assert "pour sommet, du 28 au 30 juin 2018" in text_of(page)


# --- Tray -----------------------------------------------------------------------------------------


def test_chosen_articles_stay_in_the_address(web: TestClient) -> None:
    page = web.get("/?q=rencontre").text
    page = web.get(link(page, "Choisir")).text
    assert "Choix (1)" in text_of(page)
    for url in links(page):
        if url.startswith(("/?", "/concordance", "/article?")):
            assert "keep=" in url or url == "/?q=rencontre", url  # the address to cite has no tray
    tray = web.get(link(page, "Choix")).text
    assert "1 article choisi" in text_of(tray)
    assert "« Sommet un », 29 juin 2018" in text_of(tray) or "« Sommet un », 28 juin 2018" in text_of(
        tray
    )
    assert "Rien n’est choisi" in web.get(link(tray, "Retirer")).text
    evil = web.get("/choix", params={"keep": [EVIL, "n1", "n1"]}).text
    assert "1 article choisi n’est plus dans l’archive" in text_of(evil)
    assert "<script>alert" not in evil


@pytest.mark.parametrize("ending", ["csv", "jsonl", "bib", "ris"])
def test_the_tray_is_exported(web: TestClient, tmp_path, ending: str) -> None:  # type: ignore[no-untyped-def]
    page = web.get("/choix", params={"keep": ["n2", "a b&c", "gone"]}).text
    answer = web.get(next(url for url in links(page) if url.startswith(f"/choix.{ending}")))
    assert answer.status_code == 200
    assert answer.text.index("Le sommet 2") < answer.text.index("Sommet un")
    assert web.get(f"/choix.{ending}").status_code == 200


def test_the_tray_is_bounded(web: TestClient) -> None:
    full = [f"n{at}" for at in range(60)]
    page = web.get("/", params={"q": "rencontre", "keep": full}).text
    assert "Choisir<" not in page
    assert web.get("/", params={"keep": [*full, "more"]}).status_code == 400
    assert web.get("/", params={"keep": ["x" * 2_001]}).status_code == 400


# --- Copies -----------------------------------------------------------------------------------------


def test_groups_of_copies_are_shown(web: TestClient, index: frsearch.Index) -> None:
    page = web.get(link(web.get("/?q=sommet").text, "leurs groupes")).text
    assert "1 groupe de copies, 2 articles" in text_of(page)
    assert {"/article?id=a+b%26c", "/article?id=copie"} <= set(links(page))
    assert "100 %" in text_of(page)
    rows = [json.loads(line) for line in web.get("/copies.jsonl").text.splitlines()]
    assert rows == index.copies().to_dict()["rows"]
    assert web.get("/copies.csv").text.count("\n") == 3
    assert "keep=n1" in "".join(links(web.get("/copies?keep=n1").text))


def test_what_differs_between_copies_is_shown(make_index: MakeIndex) -> None:
    text = (
        "Le sommet entre les deux présidents aura lieu à Helsinki, a annoncé jeudi la présidence "
        "finlandaise."
    )
    web = client(make_index(text, text.replace("jeudi", "<hier> soir")))
    page = web.get("/copies").text
    assert "<td><del>jeudi</del></td><td><ins>&lt;hier&gt; soir</ins></td>" in page


def test_an_archive_without_copies_says_so(make_index: MakeIndex) -> None:
    web = client(make_index("Un sommet."))
    assert "Aucune copie" in text_of(web.get("/copies").text)
    assert web.get("/copies.csv").status_code == 200


# --- Following ------------------------------------------------------------------------------------


def test_a_feed_has_the_newest_articles(web: TestClient, index: frsearch.Index) -> None:
    page = web.get("/?q=sommet&date=2018-07&keep=n1").text
    address = next(url for url in links(page) if url.startswith("/flux.atom"))
    answer = web.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    wanted = index.search("sommet", date="2018-07", sort="newest", limit=50, collapse=True)
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [hit.title for hit in wanted]
    assert feed.findtext(f"{ATOM}updated") == "2018-07-23T00:00:00Z"
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert ids[0] == "http://127.0.0.1:8000/article?id=n22"
    assert web.get(ids[0]).status_code == 200
    assert "keep" not in (feed.findtext(f"{ATOM}id") or "")


def test_a_feed_is_xml_whatever_it_holds(make_index: MakeIndex) -> None:
    index = make_index(
        Article("e", f"Un {EVIL} \x01 \x0b \ufffe sommet.", f"{EVIL}\x00 &", "2018"),
        Article("sans", "Un sommet sans date."),
    )
    web = client(index, title="Presse & <archives>")
    for address in ("/flux.atom?q=sommet", "/flux.atom", f"/flux.atom?q={EVIL}", "/flux.atom?q=rien"):
        ET.fromstring(web.get(address).content)
    ET.fromstring(web.get("/opensearch.xml").content)
    assert web.get("/flux.atom?date=hier").status_code == 400


def test_a_feed_counts_the_articles_without_a_date(make_index: MakeIndex) -> None:
    index = make_index(
        Article("a", "Un sommet.", "Le sommet", "2018-07-01"), Article("b", "Un sommet sans date.")
    )
    web = client(index)

    def entries(address: str) -> list[tuple[str | None, ...]]:
        found = ET.fromstring(web.get(address).content).findall(f"{ATOM}entry")
        names = ("title", "id", "updated")
        return [tuple(entry.findtext(f"{ATOM}{name}") for name in names) for entry in found]

    day, own = "2018-07-01T00:00:00Z", "http://127.0.0.1:8000/flux.atom"
    dated = "Le sommet", "http://127.0.0.1:8000/article?id=a", day
    undated = "1\N{NO-BREAK SPACE}article sans date", f"{own}#sans-date-1", day
    assert entries("/flux.atom") == [dated, undated]
    assert entries("/flux.atom?q=sommet")[1][1] == f"{own}?q=sommet#sans-date-1"
    assert entries("/flux.atom?date=2018") == [dated]
    assert entries("/flux.atom?q=%22sommet+sans%22")[0][0] == undated[0]
    index.add([Article("c", "Un autre texte.")])
    assert entries("/flux.atom")[1][1] == f"{own}#sans-date-2"


def test_browsers_find_the_search_box(web: TestClient) -> None:
    page = web.get("/").text
    assert 'rel="search"' in page
    described = ET.fromstring(web.get("/opensearch.xml").content)
    names = {each.get("type"): each.get("template") for each in described if each.get("template")}
    assert names["text/html"] == "http://127.0.0.1:8000/?q={searchTerms}"
    address = (names["application/x-suggestions+json"] or "").replace("{searchTerms}", "hel")
    assert web.get(address).json() == ["hel", ["helsinki"]]


def test_pages_say_which_state_they_show(web: TestClient, index: frsearch.Index) -> None:
    for address in ("/?q=sommet&page=2", "/concordance?q=sommet", "/chronologie?q=sommet", "/mots",
                    "/article?id=n1&q=sommet"):  # fmt: skip
        page = web.get(f"{address}&keep=n1" if "?" in address else f"{address}?keep=n1").text
        assert "État 1 : 26 articles, du 28 juin au 23 juillet 2018." in text_of(page)
        assert link(page, "Adresse de cette page") == address
    index.add([Article("new", "Un sommet.", date="2019")])
    assert "État 2 : 27 articles" in text_of(web.get("/").text)
