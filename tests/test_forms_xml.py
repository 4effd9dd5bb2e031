"""WordPress exports, RSS, Atom: entries -> articles; and XML that is damaged, or an attack."""

from __future__ import annotations

import io
import resource
import time
from pathlib import Path

import pytest

from frsearch import read_articles
from frsearch.errors import ArticleError
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms import xml
from frsearch.reading.forms.registry import form_of
from frsearch.reading.forms.wordpress import post_text
from frsearch.reading.forms.xml import events
from frsearch.reading.records import Record


def read(path: Path, content: str | bytes) -> tuple[list[Record], list[ArticleError], FileReader]:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    reader = FileReader(str(path), {}, lambda read: None)
    outcomes = list(reader.records())
    errors = [each for each in outcomes if isinstance(each, ArticleError)]
    return [each for each in outcomes if isinstance(each, Record)], errors, reader


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Le Jour</title><language>fr-FR</language><image><title>logo</title></image>
<item><title>L&#8217;été &amp;amp; la r&amp;eacute;forme</title><link>https://jour.fr/1</link>
 <guid isPermaLink="false">jour-1</guid><pubDate>Tue, 14 Mar 2006 10:00:00 +0100</pubDate>
 <dc:creator><![CDATA[Anne Durand]]></dc:creator>
 <category>Politique</category><category>Europe</category>
 <description>Le résumé.</description><media:title>photo</media:title>
 <content:encoded><![CDATA[<p>Le <b>sommet</b> aura lieu.</p><p>À Helsinki.</p>]]></content:encoded>
</item>
<item><title>Deux</title><link>https://jour.fr/2</link><author>redaction@jour.fr (Paul Roux)</author>
 <dc:date>2006-03-15</dc:date><description>&lt;p&gt;En bref.&lt;/p&gt;</description>
 <source url="x">AFP</source></item>
</channel></rss>"""


def test_each_item_of_rss_is_an_article(tmp_path: Path) -> None:
    (one, two), errors, reader = read(tmp_path / "a.rss", RSS)
    assert not errors
    assert reader.form is not None
    assert reader.form.name == "rss"
    assert one.fields == {
        "id": "jour-1",
        "title": "L’été & la réforme",
        "date": "Tue, 14 Mar 2006 10:00:00 +0100",
        "text": "Le sommet aura lieu.\n\nÀ Helsinki.",
        "url": "https://jour.fr/1",
    }
    assert one.extra == {
        "source": "Le Jour",
        "language": "fr-FR",
        "author": "Anne Durand",
        "tags": ["Politique", "Europe"],
    }
    assert (two.fields["id"], two.fields["date"], two.fields["text"]) == (
        "https://jour.fr/2",
        "2006-03-15",
        "En bref.",
    )
    assert (two.extra["author"], two.extra["source"]) == ("Paul Roux", "AFP")


def test_items_of_rss_1_stand_beside_the_channel(tmp_path: Path) -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Le Jour</title></channel>
     <item rdf:about="urn:1"><title>Un</title><link>https://jour.fr/1</link><description>Texte</description>
     <dc:date>2006-03-14T10:00:00Z</dc:date><dc:subject>Europe</dc:subject></item></rdf:RDF>"""
    (record,), _, _ = read(tmp_path / "a.xml", rdf)
    assert record.fields == {
        "id": "urn:1",
        "title": "Un",
        "date": "2006-03-14T10:00:00Z",
        "text": "Texte",
        "url": "https://jour.fr/1",
    }
    assert record.extra == {"source": "Le Jour", "tags": ["Europe"]}


def test_each_entry_of_atom_is_an_article(tmp_path: Path) -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
     <title>Carnet</title><author><name>Anne</name></author>
    <entry><id>tag:1</id><title type="html">L&amp;eacute;gende &lt;i&gt;dorée&lt;/i&gt;</title>
     <link rel="self" href="x"/><link href="https://c.fr/1"/><published>2006-03-14T10:00:00Z</published>
     <updated>2007-01-01T00:00:00Z</updated><category term="histoire" label="Histoire"/>
     <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un</p><p>Deux</p></div></content></entry>
    <entry><id>tag:2</id><title>a &lt; b</title><updated>2006</updated><author><name>B</name></author>
     <author><name>C</name></author><summary type="text">x &lt; y</summary></entry></feed>"""
    (one, two), _, _ = read(tmp_path / "a.atom", feed)
    assert one.fields == {
        "id": "tag:1",
        "title": "Légende dorée",
        "date": "2006-03-14T10:00:00Z",
        "text": "Un\n\nDeux",
        "url": "https://c.fr/1",
    }
    assert one.extra == {"source": "Carnet", "language": "fr", "author": "Anne", "tags": ["Histoire"]}
    assert (two.fields["title"], two.fields["text"], two.fields["date"]) == ("a < b", "x < y", "2006")
    assert two.extra["author"] == ["B", "C"]


def wxr(*items: str, space: str = "http://wordpress.org/export/1.2/", before: str = "") -> str:
    author = (
        "<wp:author><wp:author_login>adurand</wp:author_login>"
        "<wp:author_display_name><![CDATA[Anne Durand]]></wp:author_display_name></wp:author>"
    )
    return f"""{before}<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file --><!-- generator="WordPress/6.5" -->
<rss version="2.0" xmlns:excerpt="{space}excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="{space}">
<channel><title>Mon site</title><language>fr-FR</language>{author}{"".join(items)}</channel></rss>"""


def item(
    number: int = 1,
    text: str = "<p>Texte</p>",
    kind: str = "post",
    status: str = "publish",
    more: str = "",
) -> str:
    return f"""<item {more}><title><![CDATA[Titre {number}]]></title><link>https://s.fr/{number}/</link>
<pubDate>Thu, 28 Jun 2018 08:00:00 +0000</pubDate><dc:creator><![CDATA[adurand]]></dc:creator>
<guid isPermaLink="false">https://s.fr/?p={number}</guid><description></description>
<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date><![CDATA[2018-06-28 10:00:00]]></wp:post_date>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>
<category domain="category" nicename="europe"><![CDATA[Europe]]></category>
<category domain="post_tag" nicename="sommet"><![CDATA[sommet]]></category>
<category domain="post_format" nicename="x"><![CDATA[Brève]]></category></item>"""


def test_each_post_of_wordpress_is_an_article(tmp_path: Path) -> None:
    (record,), _, reader = read(tmp_path / "a.xml", wxr(item()))
    assert reader.form is not None
    assert reader.form.name == "wordpress"
    assert record.fields == {
        "id": "https://s.fr/?p=1",
        "title": "Titre 1",
        "date": "2018-06-28 10:00:00",
        "text": "Texte",
        "url": "https://s.fr/1/",
    }
    assert record.extra == {
        "source": "Mon site",
        "language": "fr-FR",
        "author": "Anne Durand",
        "tags": ["Europe", "sommet"],
    }


@pytest.mark.parametrize(
    ("excerpt", "kept"),
    [
        ("Un <b>chapô</b> écrit à part.", "Un chapô écrit à part."),
        ("Le texte [&hellip;]", None),
        ("Le texte\nde l'article.", None),
        ("", None),
    ],
)
def test_an_excerpt_is_kept_unless_it_begins_the_text(
    tmp_path: Path, excerpt: str, kept: str | None
) -> None:
    post = item(text="<p>Le texte</p><p>de l'article.</p>")
    content = wxr(post.replace("<excerpt:encoded><![CDATA[", f"<excerpt:encoded><![CDATA[{excerpt}"))
    (record,), _, _ = read(tmp_path / "a.xml", content)
    assert record.extra.get("excerpt") == kept


def test_an_entry_without_a_title_has_its_first_sentence(tmp_path: Path) -> None:
    post = item(text="Il pleut. Rien d'autre.").replace("<![CDATA[Titre 1]]>", "")
    for content in (wxr(post), RSS.replace("<title>Deux</title>", "")):
        records, _, _ = read(tmp_path / "a.xml", content)
        assert records[-1].fields["title"] in ("Il pleut.", "En bref.")


def test_what_is_no_article_of_wordpress_is_left_out(tmp_path: Path) -> None:
    items = (
        item(1, kind="attachment", status="inherit"),
        item(2, kind="nav_menu_item"),
        item(3, status="trash"),
        item(4, kind="page"),
        item(5, status="draft"),
        item(6, kind="evenement", status="private"),
    )
    records, errors, _ = read(tmp_path / "a.xml", wxr(*items))
    said = [(each.line, each.extra.get("type"), each.extra.get("status")) for each in records]
    assert said == [(4, "page", None), (5, None, "draft"), (6, "evenement", "private")]
    assert not errors
    _, errors, _ = read(tmp_path / "b.xml", wxr(*items[:3]))
    assert "3 items, none of them a post or a page" in str(errors[0])


@pytest.mark.parametrize(
    "space", ["http://wordpress.org/export/1.0/", "https://wordpress.org/export/1.2/"]
)
def test_the_versions_of_wordpress_are_told_by_the_root(space: str, tmp_path: Path) -> None:
    (record,), _, _ = read(tmp_path / "a.xml", wxr(item(), space=space))
    assert record.extra["author"] == "Anne Durand"


def test_a_namespace_of_others_is_not_believed(tmp_path: Path) -> None:
    items = (
        item(1, kind="attachment", more='xmlns:wp="http://malicious.example.com/"'),
        item(2, kind="attachment", more='xmlns:wp="https://wordpress.org/export/1.2/"'),
        item(3, more='xmlns:content="http://purl.org/rss/1.0/modules/content"'),
    )
    records, _, _ = read(tmp_path / "a.xml", wxr(*items))
    # What says that they are attachments is not WordPress's, nor is the content of the third.
    assert [(each.line, each.fields["text"]) for each in records] == [
        (1, "Texte"),
        (2, "Texte"),
        (3, ""),
    ]
    assert records[0].fields["date"] == "Thu, 28 Jun 2018 08:00:00 +0000"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Un <b>gros</b>\nretour\n\n\nDeux", "Un gros\nretour\n\nDeux"),
        ("<!-- wp:paragraph -->\n<p>Un\nmot</p>\n<!-- /wp:paragraph -->\n\n"
         "<!-- wp:list -->\n<ul><li>a</li></ul>\n<!-- /wp:list -->", "Un mot\n\na"),
        ('[caption id="x" align="left"]<img src="a.jpg" /> Le palais[/caption]\n\nFin',
         "Le palais\n\nFin"),
        ('[gallery ids="1,2"]Texte [sic] et [1] et [note de la rédaction]',
         "Texte [sic] et [1] et [note de la rédaction]"),
        ("[vc_row][vc_column]Texte[/vc_column][/vc_row]", "Texte"),
        ("Avant [embed]https://x.fr/v[/embed] après", "Avant  après"),
    ],
)  # fmt: skip
def test_the_text_of_a_post_is_what_is_shown(content: str, text: str) -> None:
    assert post_text(content) == text


def test_what_archives_have_is_mended(tmp_path: Path) -> None:
    feed = wxr(item(text="<p>aujourd\\x92hui \x0b&nbsp;caf&eacute;</p>"), before="\n  \n")
    data = (
        feed.encode()
        .replace(b"\\x92", b"\x92")
        .replace(b"<title>Mon site", b"<title>M&eacute;dias &#11;")
    )
    (record,), errors, reader = read(tmp_path / "a.xml", data)
    assert not errors
    assert record.fields["text"] == "aujourd’hui \xa0café"
    assert record.extra["source"] == "Médias"
    assert reader.encodings == {"cp1252"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-15", "windows-1252"])
def test_the_encoding_is_the_declared_one(encoding: str, tmp_path: Path) -> None:
    feed = RSS.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    records, errors, _ = read(tmp_path / "a.xml", feed.encode(encoding))
    assert not errors
    assert records[0].fields["text"].endswith("À Helsinki.")


def test_a_damaged_feed_gives_what_stands_before(tmp_path: Path) -> None:
    content = wxr(item(1), item(2))
    records, errors, _ = read(tmp_path / "a.xml", content[: content.index("Titre 2")])
    assert [each.line for each in records] == [1]
    assert "XML that is damaged at line" in str(errors[0])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "laughs": (f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]><rss>&l9;</rss>', "declares an entity"),
    "laughs in an attribute": (
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]><rss a="&l9;"/>',
        "its entities grow",
    ),
    "external": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
        "declares an entity",
    ),
    "parameter": (
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><rss/>',
        "declares an entity",
    ),
    "one entity": ('<!DOCTYPE rss [<!ENTITY x "y">]><rss>&x;</rss>', "declares an entity, 'x'"),
    "deep": ("<rss>" + "<a>" * 5000, "nested over 256 levels"),
    "long text": ("<rss><channel><title>" + "x " * 6_000_000, "is too long"),
    "long word": ("<rss><channel><title>" + "x" * 25_000_000, "is too long"),
    "long tag": ("<rss " + "a" * 11_000_000, "is too long"),
    "not XML": ("<rss><channel></rss>", "damaged at line 1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_attack_is_refused_and_named(name: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[name]
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    records, errors, _ = read(tmp_path / "a.xml", content)
    assert not records
    assert [reason in str(error) for error in errors] == [True], errors
    assert time.perf_counter() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_the_document_types_of_old_feeds_are_no_attack(tmp_path: Path) -> None:
    kind = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">\n<rss'
    records, errors, _ = read(tmp_path / "a.xml", RSS.replace("<rss", kind))
    assert (len(records), errors) == (2, [])


def test_elements_in_one_piece_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 100)
    with pytest.raises(ArticleError, match="in one piece"):
        list(events(io.BytesIO(b"<a>" + b"<b/>" * 200 + b"</a>")))


def test_elements_that_are_forgotten_do_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 100)
    monkeypatch.setattr(xml, "_CHUNK", 500)
    records, errors, _ = read(tmp_path / "a.xml", wxr(*(item(number) for number in range(40))))
    assert (len(records), errors) == (40, [])


def test_a_root_is_found_in_time_behind_whatever_stands_before() -> None:
    start = time.perf_counter()
    for head in (
        b"<!---->" * 9000,
        b"<?x?>" * 12000,
        b"<!DOCTYPE a [" + b"]>" * 30000,
        b"<!--" * 16000,
        b"\n" * 65000,
    ):
        assert form_of("a.xml", head) is None
        assert form_of("a.xml", head + b"<svg>") is None
    assert time.perf_counter() - start < 1


def test_articles_of_a_feed_come_out_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(wxr(item()), encoding="utf-8")
    (article,) = read_articles(tmp_path, on_error="skip")
    assert (article.id, article.title, article.text) == ("https://s.fr/?p=1", "Titre 1", "Texte")


def test_a_post_without_a_text_is_named_and_no_column_is_blamed(tmp_path: Path) -> None:
    (tmp_path / "site.xml").write_text(wxr(item(1, text="<img src='a.jpg'>"), item(2)), encoding="utf-8")
    reader = read_articles(tmp_path, on_error="skip")
    assert [article.title for article in reader] == ["Titre 2"]
    (error,) = reader.skipped
    assert str(error.reason).endswith("the article 'Titre 1' has no text: give it one, or leave it out")


def test_an_export_without_posts_is_not_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "site.xml").write_text(wxr(), encoding="utf-8")
    (tmp_path / "vide.xml").write_text(" \n", encoding="utf-8")
    reader = read_articles(tmp_path, on_error="skip")
    assert list(reader) == []
    reasons = [str(error.reason) for error in reader.skipped]
    assert "no article with a text is found in it (read as wordpress): exclude= leaves it out" in reasons


def test_an_ampersand_that_stands_alone_is_read_as_itself(tmp_path: Path) -> None:
    feed = RSS.replace("<title>Deux", "<title>R&D & cie &amp; fils &#38; AT&T").replace(
        "https://jour.fr/2", "https://jour.fr/?a=1&b=2"
    )
    feed = feed.replace("<b>sommet</b>", "<b>sommet</b> R&D <![CDATA[ &")
    (one, two), errors, _ = read(tmp_path / "a.rss", feed)
    assert not errors
    assert one.fields["text"].startswith("Le sommet R&D")
    assert two.fields["title"].startswith("R&D & cie & fils & AT&T")
    assert two.fields["url"] == "https://jour.fr/?a=1&b=2"


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_ampersands_are_told_from_those_of_cdata_wherever_pieces_are_cut(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "_CHUNK", size)
    content = b"<a><b>x & y</b><![CDATA[x & y <![CDATA[ &]]> & <![CDATA[&amp; &]]></a>"
    root = xml.root_of(io.BytesIO(content))
    assert "".join(root.itertext()) == "x & yx & y <![CDATA[ & & &amp; &"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<<rss><channel></channel></rss>", 1),
        ('<?xml version="1.0"?>\n<?php echo 1\n<a/>', 3),
        ("<notice>\n<titre>Un</notice>", 2),
        ("<notice>\n" + "<a>été</a>\n" * 20_000, 20_002),
        ("Bonjour à tous", 1),
    ],
)
def test_damaged_xml_of_whatever_kind_is_refused(tmp_path: Path, content: str, line: int) -> None:
    records, (error,), reader = read(tmp_path / "a.xml", content)
    assert not records
    assert not reader.is_unknown
    assert str(error).startswith(
        f"XML that is damaged at line {line}, and cannot be read from there on ("
    )


@pytest.mark.parametrize(
    "content", ["<notice>\n<titre>Un</titre></notice>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_sound_xml_of_an_unknown_kind_is_passed_over(tmp_path: Path, content: str) -> None:
    records, errors, reader = read(tmp_path / "a.xml", content)
    assert (records, errors, reader.is_unknown) == ([], [], True)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        (
            "a.rss",
            "<rss><channel>\n<item/>\n<item/></channel></rss>",
            ["article 1: it", "article 2: it"],
        ),
        ("a.json", '[\n{"text": "x"},\n{"titre": "y"}]', ["article 2: it"]),
        ("a.json", '{"text": "x"}\n\n{"titre": "y"}', ["{path}:3: it"]),
        ("a.jsonl", '\n{"titre": "y"}', ["{path}:2: it"]),
    ],
)
def test_an_error_names_the_article_where_there_are_no_lines(
    tmp_path: Path, name: str, content: str, place: list[str]
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    articles = read_articles(path, on_error="skip")
    list(articles)
    told = [str(error) for error in articles.skipped]
    for said, start in zip(told, place, strict=True):
        assert said.startswith(start.format(path=path) if "{path}" in start else f"{path}: {start}")


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        (
            "a.html",
            "<meta name='date' content='99/99/2018'><body><article>Oui.</article>",
            ": article 'a': ",
        ),
        ("a.json", '[{"text": "x", "date": "hier", "id": "b"}]', ": article 'b': "),
        ("a.csv", "texte,date\nx,hier", ":2: article 'a-2': "),
    ],
)
def test_an_error_of_a_date_has_a_line_where_there_are_lines(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ArticleError) as raised:
        list(read_articles(path))
    assert str(raised.value).startswith(f"{path}{place}")


def test_an_empty_xml_file_is_said_to_be_empty(tmp_path: Path) -> None:
    _, (error,), _ = read(tmp_path / "a.xml", " \n")
    assert str(error) == "is empty and holds no article: remove it"
