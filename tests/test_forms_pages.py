"""Saved pages, PDF, RTF and OpenDocument texts: what a reader sees comes out, with its fields."""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from frsearch import read_articles
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms.document_metadata import (
    believed_author,
    believed_title,
    created_day,
    printed_day,
)
from frsearch.reading.forms.json_ld import article_of
from frsearch.reading.forms.page_metadata import without_site
from frsearch.reading.records import Record

FIRST = "Le président Emmanuel Macron recevra lundi ses homologues à Helsinki, a annoncé l'Élysée."
SECOND = "La rencontre, prévue de longue date, portera sur le climat et sur la défense de l'Europe."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


@pytest.fixture(params=["own", "trafilatura"])
def extraction(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read pages with the extra `html`, and without it."""
    if request.param == "own":
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    else:
        pytest.importorskip("trafilatura")
    return str(request.param)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pages without the extra `html`."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)


def record_of(path: Path) -> Record:
    (record,) = FileReader(str(path), {}, lambda read: None).records()
    assert isinstance(record, Record), record
    return record


def reason_of(path: Path) -> str:
    reader = read_articles(path, on_error="skip")
    assert not list(reader)
    (error,) = reader.skipped
    return str(error.reason)


def page(body: str, head: str = "", attributes: str = 'lang="fr-FR"') -> str:
    return f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


# --- what a page says of itself


def test_json_ld_comes_first(write: Any, extraction: str) -> None:
    news = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Un sommet &agrave; Helsinki",
        "datePublished": "2018-06-28T10:15:00+02:00",
        "dateModified": "2018-07-01",
        "author": [{"@type": "Person", "name": "Léa Martin"}, {"@type": "Person", "name": "Jean Roux"}],
        "publisher": {"@type": "Organization", "name": "Le Journal"},
        "articleSection": "International",
        "keywords": ["Finlande", "sommet, climat"],
        "inLanguage": "fr-FR",
        "mainEntityOfPage": {"@id": "https://journal.example/sommet"},
    }
    head = ld(news) + (
        '<title>Autre titre</title><meta property="og:title" content="Autre">'
        '<meta property="article:published_time" content="1999-01-01">'
        '<link rel="canonical" href="https://journal.example/sommet">'
    )
    (article,) = read_articles(write("a.html", page(f"<article><h1>Vu</h1>{BODY}</article>", head)))
    assert (article.id, article.title) == ("a", "Un sommet à Helsinki")
    assert str(article.date) == "2018-06-28"
    assert article.url == "https://journal.example/sommet"
    assert FIRST in article.text
    assert SECOND in article.text
    assert article.extra == {
        "author": ["Léa Martin", "Jean Roux"],
        "source": "Le Journal",
        "section": "International",
        "tags": ["Finlande", "sommet", "climat"],
        "language": "fr",
    }


def test_a_graph_has_its_author_elsewhere(write: Any) -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2018-06-28", "inLanguage": "fr"},
            {"@type": ["Article", "NewsArticle"], "headline": "Sommet", "author": {"@id": "#lea"}},
            {"@type": "Person", "@id": "#lea", "name": "Léa Martin"},
        ]
    }
    record = record_of(write("a.htm", page(BODY, ld(graph), "")))
    assert (record.fields["title"], record.fields["date"]) == ("Sommet", "2018-06-28")
    assert record.extra == {"author": "Léa Martin", "language": "fr"}


def test_of_several_articles_the_one_at_the_address_of_the_page_is_meant() -> None:
    scripts = [
        json.dumps([{"@type": "NewsArticle", "headline": "Lié", "url": "https://j.example/lie"}]),
        json.dumps({"@type": "BlogPosting", "headline": "Celui-ci", "url": "https://j.example/ici"}),
    ]
    assert article_of(scripts, "https://j.example/ici")["headline"] == "Celui-ci"
    assert article_of(scripts)["headline"] == "Lié"


@pytest.mark.parametrize(
    "script",
    ["{", "[" * 100_000, "null", "3", '"texte"', '{"@type": 3, "author": [[["x"]]]}', "[[], {}, null]"],
)
def test_broken_json_ld_costs_nothing(write: Any, script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script><meta name="date" content="2018-06-28">'
    assert record_of(write("a.html", page(BODY, head))).fields["date"] == "2018-06-28"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Sommet"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Sommet"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Sommet", "description": "sur\ndeux lignes"};',
    ],
)
def test_json_ld_may_be_wrapped(script: str) -> None:
    assert article_of([script])["headline"] == "Sommet"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (
            '<meta property="article:published_time" content="2018-06-28T08:00:00Z">',
            "2018-06-28T08:00:00Z",
        ),
        ('<meta name="DC.date.issued" content="2018-06-28">', "2018-06-28"),
        ('<meta name="citation_publication_date" content="2018/06/28">', "2018/06/28"),
        ('<meta itemprop="datePublished" content="28/06/2018">', "28/06/2018"),
        ('<meta name="parsely-pub-date" content="2018-06-28">', "2018-06-28"),
        ('<meta name="date" content="jeudi 28 juin 2018">', "jeudi 28 juin 2018"),
        ('<meta name="date" content=""><meta name="pubdate" content="20180628">', "20180628"),
        ('<meta name="date" content="0000-00-00"><meta name="pubdate" content="2018">', "2018"),
        ('<meta property="article:modified_time" content="2018-07-01">', "2018-07-01"),
        ("", ""),
    ],
)
def test_dates_of_meta_are_given_as_written(write: Any, head: str, date: str) -> None:
    assert record_of(write("a.html", page(BODY, head))).fields["date"] == date


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ('<p>Publié le <time datetime="2018-06-28T10:00">jeudi</time></p>', "2018-06-28T10:00"),
        ("<p>Publié le <time>28 juin 2018</time></p>", "28 juin 2018"),
        (
            '<p class="date-publication">Par L. M. | Publié le 1er juillet 2018 à 10h</p>',
            "1er juillet 2018",
        ),
        ('<span class="entry-date">28/06/2018</span>', "28/06/2018"),
        ('<aside><time datetime="1999-01-01">vieux</time></aside>', ""),
        ("<p>Le 28 juin 2018, il pleuvait.</p>", ""),
    ],
)
def test_printed_dates_are_read_where_nothing_else_says(write: Any, body: str, date: str) -> None:
    record = record_of(write("a.html", page(f"<article><h1>Titre</h1>{body}{BODY}</article>")))
    assert record.fields["date"] == date


def test_meta_names_all_fields(write: Any) -> None:
    head = """<title>Un sommet | Le Journal</title>
    <meta property="og:site_name" content="Le Journal"><meta name="author" content="Par Léa Martin">
    <meta property="article:author" content="https://facebook.example/lea">
    <meta property="article:section" content="Monde"><meta name="keywords" content="Finlande, climat,,">
    <meta property="og:url" content="https://j.example/a"><link rel="canonical" href="https://j.example/">"""
    record = record_of(write("a.html", page(BODY, head.replace("article:author", "author:url"))))
    assert record.fields["title"] == "Un sommet"
    assert record.fields["url"] == "https://j.example/a"
    assert record.extra == {
        "author": "Léa Martin",
        "source": "Le Journal",
        "section": "Monde",
        "tags": ["Finlande", "climat"],
        "language": "fr",
    }


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Un sommet - Le Monde", "Un sommet"),
        ("Un sommet | Le Monde.fr", "Un sommet"),
        ("Le Monde – Un sommet", "Un sommet"),
        ("Le Monde", "Le Monde"),
        ("Comment va Le Monde", "Comment va Le Monde"),
    ],
)
def test_titles_lose_the_name_of_the_site(title: str, short: str) -> None:
    assert without_site(title, "Le Monde") == short


def test_a_title_is_the_heading_that_the_window_shows(write: Any) -> None:
    body = f"<h1>Le Journal</h1><article><h1>Un sommet à Helsinki</h1>{BODY}</article>"
    record = record_of(write("a.html", page(body, "<title>Un sommet à Helsinki : le point</title>")))
    assert record.fields["title"] == "Un sommet à Helsinki"
    assert record_of(write("b.html", page(BODY))).fields["title"].startswith("Le président Emmanuel")


def test_a_browser_says_where_a_page_was_saved_from(write: Any) -> None:
    saved = "<!-- saved from url=(0030)https://j.example/sommet -->"
    assert record_of(write("a.html", saved + page(BODY))).fields["url"] == "https://j.example/sommet"


# --- the text


FURNITURE = """<header><a href="/">Le Journal</a>
<p>Premier quotidien de la région depuis mil neuf cent douze.</p></header>
<nav><ul><li><a href="/m">Monde</a></li><li><a href="/s">Sports</a></li></ul></nav>
<div id="cookie-banner"><p>Des cookies servent à mesurer l'audience, cliquez pour accepter.</p></div>"""
AFTER = """<div class="article-share"><p>Partager cet article avec tous vos amis, ici ou là.</p></div>
<p><a href="/x">Lire aussi : Un autre sommet, à Singapour cette fois, a tout changé</a></p>
<section id="comments"><p>Premier commentaire, inutile, d'un lecteur mécontent de tout.</p></section>"""
FOOTER = """<aside><p>Les plus lus : dix conseils pour bien dormir quand il fait très chaud.</p></aside>
<footer><p>Tous droits réservés, reproduction interdite sans l'accord écrit du Journal.</p></footer>"""


@pytest.mark.parametrize(
    "holder",
    [
        "<article><h1>Un sommet</h1>{}</article>",
        '<main><div class="content"><h1>Un sommet</h1>{}</div></main>',
        '<div role="main"><h1>Un sommet</h1>{}</div>',
        '<div class="page"><h1>Un sommet</h1><div itemprop="articleBody">{}</div></div>',
        '<div class="page with-sidebar"><h1>Un sommet</h1><div>{}</div></div>',
        '<form id="aspnetForm"><div class="menu-layout"><h1>Un sommet</h1>{}</div></form>',
    ],
)
def test_the_text_is_the_article_alone(write: Any, extraction: str, holder: str) -> None:
    body = FURNITURE + holder.format(BODY * 3 + AFTER) + FOOTER
    text = record_of(write("a.html", page(body))).fields["text"]
    assert FIRST in text
    assert SECOND in text
    assert not [each for each in ("Sports", "Tous droits", "plus lus") if each in text]
    if extraction == "own":  # trafilatura takes more where a page names nothing
        assert text == "\n\n".join([FIRST, SECOND] * 3)


def test_the_lead_belongs_to_the_text_and_the_byline_does_not(write: Any, plain: None) -> None:
    body = f"""<div><h1>Un sommet</h1>
    <p class="article__chapo">Trente chefs d'État se retrouvent à Helsinki.</p>
    <div itemprop="articleBody">
    <p>Par <a rel="author" href="/l">Léa Martin</a>, le <time>28 juin 2018</time></p>
    {BODY}<h2>À lire aussi</h2></div></div>"""
    record = record_of(write("a.html", page(body)))
    assert (
        record.fields["text"] == f"Trente chefs d'État se retrouvent à Helsinki.\n\n{FIRST}\n\n{SECOND}"
    )
    assert record.extra["author"] == "Léa Martin"


def test_old_pages_have_line_breaks_for_paragraphs(write: Any, extraction: str) -> None:
    body = f"<table><tr><td><b>Un sommet</b><br><br>{FIRST}<br><br>{SECOND}</td></tr></table>"
    text = record_of(write("a.html", page(body, "<title>Un sommet</title>"))).fields["text"]
    assert FIRST in text
    assert SECOND in text


def test_a_page_that_shows_only_the_beginning_may_have_its_text_in_json_ld(
    write: Any, extraction: str
) -> None:
    news = {"@type": "NewsArticle", "headline": "Sommet", "articleBody": f"{FIRST}\n\n{SECOND}\n\n" * 5}
    record = record_of(write("a.html", page(f"<article><p>{FIRST}</p></article>", ld(news))))
    assert record.fields["text"].count(SECOND) == 5


def test_long_comments_are_no_article(write: Any, plain: None) -> None:
    comments = "<p>Un lecteur trouve que tout cela est bien long et fort mal écrit.</p>" * 30
    body = f"<div><p>{FIRST}</p><p>{SECOND}</p></div><div class='comment-list'>{comments}</div>"
    assert record_of(write("a.html", page(body))).fields["text"] == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href='/'>Accueil</a></nav><article><h1>Fermé</h1><p>JavaScript : non.</p></article>",
        "<div itemprop='articleBody'>JavaScript : non.</div><footer>Contact</footer>",
    ],
)
def test_a_page_may_mark_a_few_words_as_its_article(write: Any, extraction: str, body: str) -> None:
    assert "JavaScript : non." in record_of(write("a.html", page(body))).fields["text"]


@pytest.mark.parametrize(
    "body",
    [
        *("", "<p>Oui.</p>", "<article><p> </p></article>", "<nav><a href='/'>Accueil</a></nav>"),
        "<img src='a.png'>",
    ],
)
def test_a_page_of_a_few_words_is_not_blamed_on_scripts(write: Any, extraction: str, body: str) -> None:
    assert reason_of(write("a.html", page(body))).startswith("this page has no text, or a few words")


@pytest.mark.parametrize(
    "body",
    [
        "<div id='root'></div><script>app()</script>",
        "<noscript>Activez JavaScript pour lire cette page, qui en a besoin.</noscript>",
        "<p>Vous devez activer JavaScript dans votre navigateur pour lire cette page.</p>",
    ],
)
def test_a_page_without_text_says_so(write: Any, extraction: str, body: str) -> None:
    assert reason_of(write("a.html", page(body))).startswith("this page shows no article: if JavaScript")


def test_a_short_dispatch_is_an_article(write: Any, extraction: str) -> None:
    record = record_of(write("a.html", page("<h1>Sommet</h1><p>Il aura lieu à Helsinki, en juin.</p>")))
    assert record.fields["text"].endswith("Il aura lieu à Helsinki, en juin.")


# --- encodings


@pytest.mark.parametrize(
    ("declared", "encoding", "found"),
    [
        ("utf-8", "utf-8", set()),
        ("iso-8859-1", "cp1252", {"cp1252"}),
        ("iso-8859-15", "iso-8859-15", {"iso8859-15"}),
        ("windows-1250", "cp1250", {"cp1250"}),
        ("macintosh", "mac-roman", {"mac-roman"}),
        ("iso-8859-1", "utf-8", set()),  # saved anew by a program that left the declaration
        ("utf-8", "cp1252", {"cp1252"}),
        ("", "cp1252", {"cp1252"}),
        ("punycode", "cp1252", {"cp1252"}),
        ("utf-8", "utf-16", {"utf-16"}),
    ],
)
def test_the_encoding_is_the_one_of_the_bytes_then_the_declared_one(
    write: Any, declared: str, encoding: str, found: set[str]
) -> None:
    text = "L'été à Helsinki : « c'est une énième conférence », dit le président élu."
    head = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    )
    reader = FileReader(
        str(write("a.html", page(f"<p>{text}</p>", head).encode(encoding, "replace"))),
        {},
        lambda read: None,
    )
    (record,) = reader.records()
    assert isinstance(record, Record)
    expected = text.encode(encoding, "replace").decode(encoding)
    assert record.fields["text"] == expected
    assert reader.encodings == found


# --- hostile pages


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 200_000 + BODY,
        "<div class='comment a'>" * 50_000 + BODY,
        "<p><b><i>" * 30_000 + BODY,
        "<article>" + "<time>x</time>" * 50_000 + BODY + "</article>",
        "<h1>t</h1>" * 30_000 + BODY,
        "<table><tr><td>" * 20_000 + BODY,
        "<div class='" + "a " * 500_000 + "'>" + BODY,
        '<!DOCTYPE a [<!ENTITY a "'
        + "a" * 100
        + '"><!ENTITY b "'
        + "&a;" * 1000
        + '">]>'
        + BODY
        + "&b;" * 999,
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud83d"}</script>'
        + BODY,
        "<?xml version='1.0' encoding='utf-16'?>" + BODY,
    ],
    ids=range(10),
)
def test_hostile_pages_take_little_time(write: Any, plain: None, markup: str) -> None:
    start = time.process_time()
    reader = read_articles(write("a.html", markup), on_error="skip")
    texts = [article.text.encode() + article.title.encode() for article in reader]
    assert len(texts) + reader.skipped_count == 1
    assert time.process_time() - start < 10


def test_a_page_with_its_images_in_it_is_read_and_a_longer_one_is_an_error(
    write: Any, extraction: str
) -> None:
    image = f'<img src="data:image/png;base64,{"iVBOR" * 3_000_000}">'
    assert SECOND in record_of(write("a.html", page(image + BODY))).fields["text"]
    assert "too many for one article" in reason_of(write("b.html", page("<p>Un mot.</p>" * 800_000)))


def test_a_binary_file_under_the_name_of_a_page_is_an_error(write: Any) -> None:
    assert "binary" in reason_of(write("a.html", bytes(range(256)) * 50))


def test_extraction_that_fails_is_done_by_ours(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    trafilatura = pytest.importorskip("trafilatura")

    def fail(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "extract", fail)
    assert record_of(write("a.html", page(BODY))).fields["text"] == f"{FIRST}\n\n{SECOND}"


# --- titles, authors and days of documents


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - sommet.doc", "Sans titre", "Document1", "sommet_v2.docx", "C:\\sommet.rtf",
     "Untitled-1", "Mise en page 1", "scan 003", "", "123", "DSC_0042", "titre", "(anonymous)"],
)  # fmt: skip
def test_titles_of_programs_are_not_believed(title: str) -> None:
    assert believed_title(title) == ""


@pytest.mark.parametrize(
    "title",
    ["Un sommet à Helsinki", "Scandale à Paris", "Sans titre de séjour, ils manifestent", "Éditorial"],
)
def test_titles_of_people_are_believed(title: str) -> None:
    assert believed_title(title) == title


def test_accounts_are_no_authors() -> None:
    assert [*map(believed_author, ("admin", "DSI", "Utilisateur Windows", "Microsoft Office User"))] == [
        ""
    ] * 4
    assert believed_author(" Léa  Martin ") == "Léa Martin"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Paris, le 28 juin 2018", "2018-06-28"),
        ("Publié le 1er juillet 2018", "2018-07-01"),
        ("Édition du 30/06/2018", "2018-06-30"),
        ("28.6.2018", "2018-06-28"),
        ("Le 28 juin 1918, le front", ""),
        ("Le 12 mars 2018", ""),
        ("Le 128/06/2018", ""),
        ("", ""),
    ],
)
def test_a_day_of_creation_counts_if_the_text_prints_one_near_it(text: str, day: str) -> None:
    assert printed_day("2018-06-29", text) == day


def test_days_of_creation_are_read() -> None:
    written = ("D:20180628101500+02'00'", "2018-06-28T10:15:00", "D:20181328", "", "hier")
    assert [created_day(each) for each in written] == ["2018-06-28", "2018-06-28", "", "", ""]
    assert printed_day("0001-01-01", "9999") == ""


# --- PDF


def pdf_of(pages: list[list[str]], info: dict[str, str] | None = None, more: str = "") -> bytes:
    """Make a PDF in Helvetica, a line below the other."""
    texts = []
    for lines in pages:
        shown = " ".join(f"1 0 0 1 50 {700 - 20 * at} Tm ({line}) Tj" for at, line in enumerate(lines))
        stream = f"BT /F 12 Tf {shown} ET".encode("cp1252")
        texts.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    count, first = len(pages), 4
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(count))
    entries = "".join(f"/{name} ({value})" for name, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, text in enumerate(texts):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {first + 2 * at + 1} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(text)
    objects.append(f"<< {entries} >>".encode("cp1252"))
    data, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
            f"<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R {more}>>\nstartxref\n{len(data)}\n%%EOF"
        ).encode()
    )


LINES = [
    "Le président a ouvert jeudi 28 juin 2018 le sommet d'Helsinki et le prési-",
    "dent finlandais a parlé du porte-",
    "monnaie des Européens.",
    "Une autre question est celle du porte-monnaie et du climat, sur laquelle",
    "tous les participants se sont entendus.",
]


def test_a_pdf_is_an_article_with_its_metadata(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    info = {
        "Title": "Un sommet à Helsinki",
        "Author": "Léa Martin",
        "Keywords": "Finlande, climat",
        "CreationDate": "D:20180629101500Z",
    }
    (article,) = read_articles(write("a.pdf", pdf_of([LINES], info)))
    assert (article.id, article.title, str(article.date)) == ("a", "Un sommet à Helsinki", "2018-06-28")
    assert article.text == (
        "Le président a ouvert jeudi 28 juin 2018 le sommet d'Helsinki et le président finlandais a "
        "parlé du porte-monnaie des Européens.\n"
        "Une autre question est celle du porte-monnaie et du climat, sur laquelle "
        "tous les participants se sont entendus."
    )
    assert article.extra == {
        "author": "Léa Martin",
        "tags": ["Finlande", "climat"],
        "created": "2018-06-29",
        "pages": 1,
    }


def test_a_word_cut_at_a_line_end_is_plain(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    lines = [
        "C'est la troisième semaine du procès, et la troi-",
        "sième audience de la salle, avant l'ouver-",
        "ture prévue du nouveau palais de Saint-",
        "Denis, après-",
        "demain, sous la prési-",
        "dence de la cour d'assises et de son contre-",
        "pied ; le contre-pied est là.",
    ]
    text = record_of(write("a.pdf", pdf_of([lines]))).fields["text"]
    assert text == (
        "C'est la troisième semaine du procès, et la troisième audience de la salle, avant l'ouverture "
        "prévue du nouveau palais de Saint-Denis, après-demain, sous la présidence de la cour d'assises "
        "et de son contre-pied ; le contre-pied est là."
    )


def test_headers_and_footers_of_pages_are_left_out(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    pages = [
        [
            "Le Journal, juin 2018",
            f"La {word} page commence.",
            *LINES[3:],
            f"Fin de {word}.",
            f"- {at} -",
        ]
        for at, word in enumerate(("une", "deux", "trois", "quatre", "cinq"), 1)
    ]
    record = record_of(write("a.pdf.gz", pdf_of(pages, {"Title": "Microsoft Word - Document1"})))
    text = record.fields["text"]
    assert "Le Journal" not in text
    assert "- 3 -" not in text
    assert "La trois page commence." in text
    assert record.fields["title"] == "La une page commence."
    assert record.extra["pages"] == 5


def test_two_pages_keep_what_they_share(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    text = record_of(write("a.pdf", pdf_of([["Le Journal", *LINES], ["Le Journal", *LINES]]))).fields[
        "text"
    ]
    assert text.count("Le Journal") == 2


def test_a_scan_names_the_program_that_reads_it(write: Any, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    scan = write("mes scans/a.pdf", pdf_of([[], []]))
    assert reason_of(scan) == (
        "this PDF has images alone, and no text: have its text recognised, for example by ocrmypdf -l "
        f"fra '{scan}' '{scan}'"
    )
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(scan, "scan.pdf")
    assert reason_of(tmp_path / "a.zip").endswith(
        f"-l fra {tmp_path}/a.zip/scan.pdf {tmp_path}/a.zip/scan.pdf"
    )


def test_a_protected_pdf_is_an_error(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    key = f"/ID [<{'0' * 32}><{'0' * 32}>] "
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'1' * 64}> /U <{'2' * 64}> /P -4 >> "
    reason = reason_of(write("a.pdf", pdf_of([LINES], {}, key + encrypt)))
    assert reason == "is protected by a password: save it without one"


@pytest.mark.parametrize(
    "content", [b"Ceci n'est pas un PDF.", b"%PDF-1.4\n%%EOF", b"", pdf_of([LINES])[:300]]
)
def test_a_damaged_pdf_is_an_error(write: Any, content: bytes) -> None:
    pytest.importorskip("pypdfium2")
    assert reason_of(write("a.pdf", content))


@pytest.mark.parametrize("name", ["a.pdf", "a.pdf.gz"])
@pytest.mark.parametrize(("filters", "more"), [(1, ""), (2, ""), (1, "/Subtype /Image ")])
def test_a_pdf_that_unpacks_to_a_giant_page_is_an_error(
    write: Any, name: str, filters: int, more: str
) -> None:
    pytest.importorskip("pypdfium2")
    packed = b"BT /F 12 Tf " + b"(aaaaaaaaaaaaaaaa) Tj " * 300_000 + b" ET"
    for _ in range(filters):
        packed = zlib.compress(packed, 9)
    whole = pdf_of([["x"]])
    start, end = whole.index(b"<< /Length"), whole.index(b"endstream")
    head = f"<< {more}/Filter [{'/FlateDecode ' * filters}] /Length {len(packed)} >>\nstream\n"
    bomb = whole[:start] + head.encode() + packed + b"\n" + whole[end:]
    assert reason_of(write(name, bomb)).startswith("has a page of more than 4,000,000 bytes")


def test_damage_never_raises(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    whole = pdf_of([LINES, LINES])
    for at in range(0, len(whole), 23):
        reader = read_articles(write("a.pdf", whole[:at] + b"\xff(<" + whole[at + 3 :]), on_error="skip")
        assert len(list(reader)) + reader.skipped_count == 1


@pytest.mark.parametrize(("name", "extra"), [("a.pdf", "pdf"), ("a.rtf", "rtf")])
def test_a_missing_library_is_named_with_its_command(
    write: Any, monkeypatch: pytest.MonkeyPatch, name: str, extra: str
) -> None:
    for module in ("pypdfium2", "striprtf", "striprtf.striprtf"):
        monkeypatch.setitem(sys.modules, module, None)
    command = f'python3 -m pip --python {sys.executable} install "frsearch[{extra}]"'
    assert reason_of(write(name, b"%PDF")).endswith(command)


# --- RTF

RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\info{\title Un sommet \'e0 Helsinki}"
    r"{\author L\u233\'e9a Martin}{\creatim\yr2018\mo6\dy29\hr10}}"
    r"\pard Paris, le 28 juin 2018\par L\'92\'e9t\'e9 {\b finlandais} co\'fbte 3 \u8364? au"
    r" pr\'e9sident.\par{\field{\*\fldinst{HYPERLINK "
    r'"https://j.example/"}}{\fldrslt Un lien}}\par{\pict\pngblip '
    + "89504e47" * 2000
    + r"}\trowd a\cell b\cell\row Fin.}"
)


def test_an_rtf_is_an_article_with_its_metadata(write: Any) -> None:
    pytest.importorskip("striprtf")
    (article,) = read_articles(write("a.rtf", RTF.encode("cp1252")))
    assert (article.id, article.title, str(article.date)) == ("a", "Un sommet à Helsinki", "2018-06-28")
    assert article.extra == {"author": "Léa Martin", "created": "2018-06-29"}
    lines = article.text.split("\n")
    assert lines[:3] == ["Paris, le 28 juin 2018", "L’été finlandais coûte 3 € au président.", "Un lien"]
    assert lines[-1].endswith("Fin.")
    assert "89504e47" not in article.text


@pytest.mark.parametrize(
    "content", [b"Du texte.", b"PK\3\4", b"{\\rtf1\\ansi", b"", b"{\\rtf1" + b"{" * 99_999]
)
def test_a_damaged_rtf_is_an_error(write: Any, content: bytes) -> None:
    pytest.importorskip("striprtf")
    assert reason_of(write("a.rtf", content))


# --- OpenDocument

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("text", "text"), ("meta", "meta"), ("draw", "drawing"))
)


def odt_of(body: str, meta: str = "", before: str = "", **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        document.writestr(
            "content.xml",
            f"{before}<office:document-content {NAMES}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        if meta:
            dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
            document.writestr(
                "meta.xml", f"<office:document-meta {NAMES} {dublin}>{meta}</office:document-meta>"
            )
        for name, content in parts.items():
            document.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def test_an_opendocument_text_is_an_article_with_its_metadata(write: Any) -> None:
    body = (
        "<text:tracked-changes><text:p>Effacé</text:p></text:tracked-changes><text:h>Sommet"
        "</text:h><text:p>Paris, le 28 juin<text:s text:c='2000000000'/>2018 : l'"
        "<text:span>été</text:span>"
        "<text:tab/>finlandais<text:line-break/>commence<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Une note.</text:p></text:note-body></text:note>.</text:p><text:list>"
        "<text:list-item><text:p>Un point</text:p></text:list-item></text:list><text:p/>"
        "<text:p>Fin<office:annotation><text:p>À revoir</text:p></office:annotation>.</text:p>"
    )
    meta = (
        "<dc:title>Un sommet à Helsinki</dc:title>"
        "<meta:initial-creator>Léa Martin</meta:initial-creator>"
        "<dc:creator>Jean Roux</dc:creator><meta:creation-date>2018-06-27T10:00:00</meta:creation-date>"
        "<meta:keyword>Finlande</meta:keyword><meta:keyword>climat</meta:keyword><dc:language>fr-FR</dc:language>"
    )
    (article,) = read_articles(write("a.odt", odt_of(body, meta)))
    assert (article.id, article.title, str(article.date)) == ("a", "Un sommet à Helsinki", "2018-06-28")
    assert article.text == (
        "Sommet\n\nParis, le 28 juin 2018 : l'été finlandais commence.\n\nUne note.\n\nUn point\n\nFin."
    )
    assert article.extra == {
        "author": "Léa Martin",
        "tags": ["Finlande", "climat"],
        "language": "fr",
        "created": "2018-06-27",
    }


def test_without_metadata_the_first_heading_is_the_title(write: Any) -> None:
    heading = odt_of("<text:h>Un sommet</text:h><text:p>Il commence.</text:p>")
    assert record_of(write("a.odt", heading)).fields["title"] == "Un sommet"
    assert (
        record_of(write("b.odt", odt_of("<text:p>Il commence.</text:p>"))).fields["title"]
        == "Il commence."
    )


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
CLOSED = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (odt_of("<text:p>&a;&b;</text:p>", before=ENTITIES), "has a document type"),
        (
            odt_of("<text:p>x</text:p>", **{"META-INF__manifest.xml": CLOSED}),
            "is protected by a password",
        ),
        (odt_of("<text:p>non fermé"), "is no OpenDocument that can be read"),
        (odt_of("<text:p>x</text:p>")[:200], "is no OpenDocument that can be read"),
        (b"Du texte.", "is no OpenDocument that can be read"),
        (b"PK\5\6" + bytes(18), "is no OpenDocument that can be read"),
        (odt_of("<text:p>" * 100_000), "is no OpenDocument that can be read"),
    ],
)
def test_a_hostile_opendocument_is_an_error(write: Any, content: bytes, reason: str) -> None:
    assert reason_of(write("a.odt", content)).startswith(reason)


def test_an_opendocument_bomb_is_refused(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from frsearch.reading import encodings

    monkeypatch.setattr(encodings, "LONGEST_ARTICLE", 1_000_000)
    bomb = odt_of("<text:p>" + "aaaa " * 1_000_000 + "</text:p>")
    assert len(bomb) < 50_000
    assert "too many for one article" in reason_of(write("a.odt", bomb))


def test_accents_that_tex_printed_over_letters_are_on_them(write: Any) -> None:
    pytest.importorskip("pypdfium2")
    lines = ["D´ecouverte d´ej`a du fran¸cais.", "C'est l`a que l'article est pass´e."]
    (article,) = read_articles(write("tex.pdf", pdf_of([lines])))
    assert article.text == "Découverte déjà du français.\nC'est là que l'article est passé."
    (article,) = read_articles(write("autre.pdf", pdf_of([["l´eau et l´arbre"]])))
    assert article.text == "l´eau et l´arbre"


def test_a_page_whose_text_javascript_would_make_is_no_article(write: Any) -> None:
    places = "".join(
        f"<p>{{{{page.contenu{n} === 'vide' ? 'Aucun' : page.contenu{n}}}}} (voir)</p>" for n in range(9)
    )
    page = f"<html><body><article>{places}</article></body></html>"
    reader = read_articles(write("angular.html", page), on_error="skip")
    assert list(reader) == []
    assert "this page shows no article: if JavaScript makes its text" in str(reader.skipped[0])
