# ruff: noqa: E501 - the markup of databases has long lines
"""Exports of press databases, and Word files: each article with what a person sees in it."""

import gzip
import io
import tracemalloc
import zipfile

import pytest

import frsearch
from frsearch.errors import ArticleError
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms.html_text import html_text
from frsearch.reading.forms.press import page, people, printed_date, tidy
from frsearch.reading.records import Record


def outcomes(path):
    return list(FileReader(str(path), {}, lambda read: None).records())


def records(path):
    found = outcomes(path)
    assert all(isinstance(each, Record) for each in found), [str(each) for each in found]
    return found


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path):
    return list(frsearch.read_articles(path, on_error="skip"))


# --- Europresse ----------------------------------------------------------------------------------

STYLE = "<style>.DocPublicationName{color:#83724e}.titreArticleVisu{font-weight:bold}</style>"


def europresse(*articles):
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{STYLE}</head><body>{"".join(articles)}</body></html>'


def of_2015(
    header="Communication, mardi 14 mars 2006, p. 16",
    *,
    source="Le Monde   ",
    above="<div><p>MÉDIAS</p></div>",
    title="Le sommet d'Helsinki",
    author="<div>Ariane Chemin</div>",
    body="<p>Un premier <mark>som</mark>met.</p><p> La suite. </p>",
    aside="<div> <b>Note(s) : </b> </div>",
    id="news·20060315·LM·0q1503_1256056",
):
    return f"""<article> <header> <img sourcecode="LM" src="lm_small.gif" />
    <div> <span class="DocPublicationName">{source}</span> </div>
    <div> <span class="DocHeader">{header}</span> </div> {above}
    <div class="titreArticle"> <p class="titreArticleVisu">{title}</p> </div> {author} </header>
    <section> <div class="DocText"> <div class='docOcurrContainer'> {body} </div> </div> </section>
    <aside> {aside} </aside> <footer> <small>© 2006 SA Le Monde. Tous droits réservés.</small>
    <p>Numéro de document : {id}</p> <div id="divPubliC"> <span id="PubliC_lblNodoc">{id}</span>
    <span>Ce certificat est émis à <b>Université</b> à des fins de visualisation personnelle.</span>
    <span class="txtCertificat">Le présent document est protégé par les lois.</span> </div> </footer> </article>"""


def test_europresse_of_2015(tmp_path):
    aside = "<div><p><b>Illustration(s) : </b></p><div><p>Une photo.</p></div></div><div><b>Note(s) :</b><p>(14 mars 1956.)</p></div>"
    (record,) = records(written(tmp_path, "e.html", europresse(of_2015(aside=aside))))
    assert record.fields == {
        "id": "news·20060315·LM·0q1503_1256056",  # whose day is not the printed one
        "date": "mardi 14 mars 2006",
        "title": "Le sommet d'Helsinki",
        "text": "Un premier sommet.\n\nLa suite.",
    }
    assert record.extra == {
        "source": "Le Monde",
        "section": "Communication",
        "page": 16,
        "kicker": "MÉDIAS",
        "author": "Ariane Chemin",
        "note": "(14 mars 1956.)",
        "illustration": "Une photo.",
    }


def of_2023(title="« Tout est dit », dit-elle", body="<p>Le texte.</p>", end=""):
    return f"""<article id="art"><header>
    <div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Monde (site web), no. 24567 </span></div>
    <div class="rdp__DocHeader"><span class="DocHeader">idees, mercredi 15 novembre 2023 - 08:30 UTC +01:00 612 mots, p. 28</span></div>
    <div class="titreArticle"><p class="sm-margin-bottomNews">Tribune</p>
    <p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p>
    <p class="sm-margin-TopNews rdp__subtitle">Le sous-titre, qui en dit plus.</p></div>
    <div class="sm-margin-bottomNews">Ariane Chemin; Nicolas Truong</div></header>
    <section><div class="DocText clearfix"><p>Le chapô.</p><div class="docOcurrContainer">{body}</div>{end}</div></section>
    <footer><div class="Doc-LegalInfo"><small>© 2023 SA Le Monde.</small></div>
    <div class="publiC"><span class="publiC-lblNodoc">news·20231116·LMF·6200</span></div></footer></article>"""


def test_europresse_since_2020(tmp_path):
    end = (
        "<p>Cet article est paru dans Le Monde (site web) - https://lemonde.fr/a</p>"
        "<p>© 2023 SA Le Monde. Tous droits réservés.</p><p>Note(s) :</p>"
    )
    (record,) = records(written(tmp_path, "e.HTML", europresse(of_2023(end=end))))
    assert record.fields == {
        "id": "news·20231116·LMF·6200",
        "date": "mercredi 15 novembre 2023",
        "title": "« Tout est dit », dit-elle",
        "text": "Le chapô.\n\nLe texte.",
    }
    assert record.extra == {
        "source": "Le Monde (site web)",
        "section": "idees",
        "page": 28,
        "issue": "no. 24567",
        "time": "08:30 UTC +01:00",
        "kicker": "Tribune",
        "subtitle": "Le sous-titre, qui en dit plus.",
        "author": ["Ariane Chemin", "Nicolas Truong"],
    }


OLD = """<html><head><META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"></head><body>
<form><input type="button" value="Sauvegarder"></form>
<table><tr><td><table id="tbHeaderImages"><tr><td><img src="hu.gif"></td></tr></table>
<span class="DocPublicationName">l'Humanité, no. 5968</span><br><span class="DocHeader">Éditorial, </span>
<span class="DocHeader">jeudi </span><span class="DocHeader">4 octobre 2012</span>
<span class="DocHeader">, p. 03</span><br><br>Surtitre<br>
<span class="TitreArticleVisu">Un <span style="color:red">sommet</span> de plus</span><br><br>Jean Dupont<br><p></p>
<font style="font-weight:bold;">Le chapô.</font><p></p>La <span style="color:red">sui</span>te : éèê.<p></p>
<b><i>© 2012 l'Humanité. Tous droits réservés.</i></b><p></p>Numéro de document : news·20121005·HU·156190<br><br>
<table><tr><td>news·20121005·HU·156190</td></tr><tr><td>Ce certificat est émis à <b>X</b></td></tr></table></td></tr></table>
<p><br><table><tr><td><span class="DocPublicationName">Le Monde</span><br><span class="DocHeader">mardi </span>
<span class="DocHeader">2 octobre 2012</span><br><br><span class="TitreArticleVisu">Sans auteur</span><br><br>Le texte dit
tout.<font> Il continue.</font><p></p>Fin.<p></p><b><i>© 2012 Le Monde.</i></b><p></p>
Numéro de document : news·20121002·LM·2<br></td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_europresse_to_2013(tmp_path, encoding):
    first, second = records(written(tmp_path, "e.htm", OLD.encode(encoding)))
    assert first.fields == {
        "id": "news·20121005·HU·156190",
        "date": "jeudi 4 octobre 2012",
        "title": "Un sommet de plus",
        "text": "Le chapô.\n\nLa suite : éèê.",
    }
    assert first.extra == {
        "source": "l'Humanité",
        "issue": "no. 5968",
        "section": "Éditorial",
        "page": 3,
        "kicker": "Surtitre",
        "author": "Jean Dupont",
    }
    assert second.fields["text"] == "Le texte dit tout. Il continue.\n\nFin."
    assert second.extra == {"source": "Le Monde"}


@pytest.mark.parametrize(
    ("header", "date", "extra"),
    [
        ("lundi 13 mars 2006", "lundi 13 mars 2006", {}),
        ("Economie, lundi 13 mars 2006, p. MDE6", "lundi 13 mars 2006", {"section": "Economie", "page": "MDE6"}),
        ("Sports, Football, dimanche 1er mars 2020, p. 3, 4", "dimanche 1er mars 2020", {"section": "Sports, Football", "page": "3, 4"}),
        ("Politics, Tuesday, March 14, 2006, p. 12", "Tuesday, March 14, 2006", {"section": "Politics", "page": 12}),
        ("Thursday, December 22, 2022 13887 mots, p. 819(40)", "Thursday, December 22, 2022", {"page": "819(40)"}),
        ("Le 14 mars en images, samedi 18 mars 2006", "samedi 18 mars 2006", {"section": "Le 14 mars en images"}),
        ("mars 2017, p. 2006", "mars 2017", {"page": 2006}),
        ("Dossier, automne 2018", "2018", {"section": "Dossier"}),
        ("Été 2018", "2018", {}),
        ("Printemps-été 2018, p. 3", "2018", {"page": 3}),
        ("Une, mardi 3 juillet 2018 - 06:00:00 UTC +0200 1234 mots", "mardi 3 juillet 2018", {"section": "Une", "time": "06:00:00 UTC +0200"}),
        ("mardi 3 juillet 2018 06:00 UTC -0500 1 234 mots, Lyon, p. 4", "mardi 3 juillet 2018", {"time": "06:00 UTC -0500", "edition": "Lyon", "page": 4}),
        ("Sports, mardi 3 juillet 2018, p. 12, Marseille", "mardi 3 juillet 2018", {"section": "Sports", "page": 12, "edition": "Marseille"}),
        ("mardi 3 juillet 2018, p. A12, 14, Édition de Lyon", "mardi 3 juillet 2018", {"page": "A12, 14", "edition": "Édition de Lyon"}),
        ("automne 2018", "2018", {}),
        ("Corrèze, vendredi 3 mars 2017, p. BRIVE12;TULLE14", "vendredi 3 mars 2017", {"section": "Corrèze", "page": "BRIVE12;TULLE14"}),
        ("Le Monde des livres, p. 3", None, {"section": "Le Monde des livres", "page": 3}),
    ],
)  # fmt: skip
def test_europresse_headers(tmp_path, header, date, extra):
    (record,) = records(written(tmp_path, "e.html", europresse(of_2015(header, above="", author=""))))
    assert record.fields.get("date") == date
    assert record.extra == {"source": "Le Monde", **extra}


def test_europresse_with_fifty_articles_of_which_one_has_no_text(tmp_path):
    articles = [of_2015(title="Le même titre", id=f"news·20060315·LM·{number}") for number in range(50)]
    articles[7] = of_2015(title="Vide", body="", id="news·20060315·LM·7")
    path = written(tmp_path, "e.html", europresse(*articles))
    with_errors = frsearch.read_articles(path, on_error="skip")
    read = list(with_errors)
    assert len({each.id for each in read}) == len(read) == 49
    assert str(with_errors.skipped[0].reason) == (
        "article 8: 'Vide' has no text in this export: export it again with its full text"
    )
    assert with_errors.skipped[0].line is None
    assert read[0].extra["source"] == "Le Monde"


def test_europresse_with_broken_tags(tmp_path):
    # As exports are: a section without its containers, a header that is not closed.
    broken = (
        of_2015()
        .replace("</header>", "")
        .replace("<div class=\"DocText\"> <div class='docOcurrContainer'>", "")
    )
    first, second = records(written(tmp_path, "e.html", europresse(broken, of_2015())))
    assert first.fields["text"] == second.fields["text"] == "Un premier sommet.\n\nLa suite."


def test_europresse_saved_by_a_browser_in_other_cases(tmp_path):
    shouted = (
        of_2015().replace("<article", "<ARTICLE").replace("<section", "<SECTION").replace("<p", "<P")
    )
    (record,) = records(written(tmp_path, "e.html", europresse(shouted)))
    assert record.fields["title"] == "Le sommet d'Helsinki"


def test_europresse_with_comments(tmp_path):
    note = "<!-- a --><div><b>Note(s) :</b> Rien.</div><!-- b -->"
    page = europresse(
        of_2015(aside=note, body="<!-- c --><p>Le <!-- d -->texte.</p>"), "<article><!-- e"
    )
    (record,) = records(written(tmp_path, "e.html", page))
    assert (record.fields["text"], record.extra["note"]) == ("Le texte.", "Rien.")


def test_europresse_keeps_paragraphs_of_dispatches(tmp_path):
    body = "<pre>PARIS, 14 mars (AFP) -\nLe sommet.\n\nLa suite.</pre>"
    (record,) = records(written(tmp_path, "e.html", europresse(of_2015(body=body))))
    assert record.fields["text"] == "PARIS, 14 mars (AFP) -\nLe sommet.\n\nLa suite."


def test_europresse_without_title_id_or_source(tmp_path):
    bare = of_2015(title="", id="", source="", author="", above="")
    (article,) = read(written(tmp_path, "e.html", europresse(bare)))
    assert (article.id, article.title, "source" in article.extra) == ("e-1", "Un premier sommet.", False)


# --- Factiva -------------------------------------------------------------------------------------


def factiva(*articles):
    return f"""<html><head><title>Factiva</title></head><body><div class="fcpNavContainer"><h1>Factiva</h1></div>
    <div id="contentLeft"><span></span>{"<br/><span></span>".join(articles)}
    <div id="pageFooter"><span class="copyright">&copy; 2011 Factiva, Inc. Tous droits réservés.</span></div></div></body></html>"""


def coded(**values):
    rows = "".join(
        f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>'
        for code, value in values.items()
    )
    return f'<div class="article frArticle"><table cellpadding="1">{rows}</table><br/></div>'


def test_factiva_with_codes(tmp_path):
    one = coded(
        SE="Infolocale",
        HD="<b class='frHeadline'>Le <b>sommet</b>\nd'Helsinki</b>\n",
        BY="Par Jean Dupont et Marie Curie",
        WC="295 mots",
        PD="29 décembre 2011",
        ET="15:32",
        SN="Ouest France",
        SC="OUESTF",
        PG="26",
        LA="Français",
        CY="(c) Ouest France.   ",
        LP='<p class="articleParagraph">Le chapô.</p>\n<p class="articleParagraph">Encore <b>lui</b>.</p>',
        TD='<p class="articleParagraph">Le <span class="companylink">Peugeot</span>iste.</p>',
        CO="<br/>psa : Peugeot SA",
        NS="<br/>gvote1 : National/Presidential Elections | gpol : Domestic Politics",
        RE="<br/>fra : France",
        IPC="INGE | VOTE",
        AN="<br/>Document OUESTF0020111229e7ct0001r",
    )
    two = coded(
        HD="Titre",
        PD="1 janvier 2012",
        PG="A-3",
        TD="<p>Texte.</p>",
        AN="Document X00020120101e81100001",
    )
    first, second = records(written(tmp_path, "f.html", factiva(one, two)))
    assert first.fields == {
        "id": "OUESTF0020111229e7ct0001r",
        "title": "Le sommet d'Helsinki",
        "date": "29 décembre 2011",
        "text": "Le chapô.\n\nEncore lui.\n\nLe Peugeotiste.",
    }
    assert first.extra == {
        "source": "Ouest France",
        "source_code": "OUESTF",
        "section": "Infolocale",
        "page": 26,
        "author": ["Jean Dupont", "Marie Curie"],
        "time": "15:32",
        "language": "Français",
        "company": ["Peugeot SA"],
        "tags": ["National/Presidential Elections", "Domestic Politics"],
        "region": ["France"],
    }
    assert second.extra == {"page": "A-3"}


def plain(lines, body, title="Le sommet", above="<div>Monde</div>"):
    divs = "".join(f"<div>{line}</div>" for line in lines)
    return f"""<div id="article-X" class="article"><div class="article frArticle"><p></p>{above}
    <div id="hd"><span class="frHeadline">{title}</span></div><div class="author">Jean Dupont </div>{divs}<p></p>{body}</div></div>"""


def test_factiva_without_codes(tmp_path):
    lines = ["1 877 mots", "9 janvier 1993", "15:32", "Le Monde", "MONDE", "Édition finale", "12", "Français", "Copyright 1993 Le Monde"]  # fmt: skip
    body = (
        '<p class="articleParagraph frarticleParagraph">Un <b>débat</b>.</p><p>Photo : AFP </p>'
        "<p>SA Le Monde</p><p>Document MONDE00020050408dp1900j9s</p>"
    )
    short = plain(["12 words", "31 May 2018", "Chosun Ilbo", "English"], "<p>Texte.</p>", above="")
    first, second = records(written(tmp_path, "f.html", factiva(plain(lines, body), short)))
    assert first.fields == {
        "id": "MONDE00020050408dp1900j9s",
        "title": "Le sommet",
        "date": "9 janvier 1993",
        "text": "Un débat.\n\nPhoto : AFP",
    }
    assert first.extra == {
        "source": "Le Monde",
        "source_code": "MONDE",
        "section": "Monde",
        "author": "Jean Dupont",
        "page": 12,
        "edition": "Édition finale",
        "time": "15:32",
        "language": "Français",
        "publisher": "SA Le Monde",
    }
    assert second.fields == {"title": "Le sommet", "date": "31 May 2018", "text": "Texte."}
    assert second.extra == {"source": "Chosun Ilbo", "language": "English", "author": "Jean Dupont"}


# --- Nexis, HTML ---------------------------------------------------------------------------------


def nexis(*articles, counter="{number} of {count} DOCUMENTS"):
    parts = [
        f"""<a name="DOC_ID_0_{number}"></a><!-- Hide XML section from browser
<DOC NUMBER={number}>
<DOCFULL> -->
<br><div class="c0"><p class="c1"><span class="c2">{counter.format(number=number, count=len(articles))}</span></p></div>
{article}
<!-- Hide XML section from browser
</DOCFULL>
</DOC> --><DIV CLASS="c10"/>"""
        for number, article in enumerate(articles, 1)
    ]
    return f"<html><head><!-- LXNComment 3847:48486968 --></head><body>{''.join(parts)}<script>loaded=1;</script></body></html>"


def block(text, css="c2"):
    return f'<br><div class="c5"><p class="c6"><span class="{css}">{text}</span></p></div>'


def label(name, value):
    return f'<br><div class="c5"><p class="c6"><span class="c8">{name}: </span><span class="c2">{value}</span></p></div>'


BODY = """<br><div class="c5"><p class="c9"><span class="c2">Une centrale </span><span class="c4">nucl&eacute;</span><span class="c2">aire,
dit-on.</span><span class="c2">&nbsp;</span></p>
<p class="c9"><span class="c2">PARIS: la suite.</span></p></div>"""
RIGHTS = block("Copyright 2013 Le Monde<br>Tous Droits Réservés")


def in_french(number=1):
    return (
        '<br><div class="c0"><br><p class="c1"><img src="logo.gif"><br><span class="c2">Le Monde</span></p></div>'
        '<br><div class="c3"><p class="c1"><span class="c4">12</span><span class="c2"> April 2013 Friday</span></p></div>'
        + block(f"« Le sommet »;<BR>Suite {number}", "c7")
        + label("AUTEUR", "Ariane Chemin et Nicolas Truong")
        + label("RUBRIQUE", "ECONOMIE - ENTREPRISES; Pg. 6")
        + label("LONGUEUR", "70 mots")
        + '<br><div class="c5"><br><p class="c6"><span class="c8">ENCART:</span><span class="c2">&nbsp;Le chapô<br></span></p></div>'
        + BODY
        + label(
            "SUJET",
            'ÉNERGIE (90%); </span><span class="c4">ÉNERGIE NUCLÉAIRE</span><span class="c2">\n (88%)',
        )
        + label("LOCALISATION-GEO", "PARIS, FRANCE (73%) FRANCE (94%)")
        + label("DATE-CHARGEMENT", "13 April 2013")
        + label("LANGUE", "FRENCH; FRANÇAIS")
        + label("TYPE-PUBLICATION", "Journal")
        + RIGHTS
    )


def test_nexis_in_french(tmp_path):
    first, second = records(written(tmp_path, "n.html", nexis(in_french(), in_french(2))))
    assert first.fields == {
        "date": "12 April 2013 Friday",
        "title": "« Le sommet »; Suite 1",
        "text": "Une centrale nucléaire, dit-on.\n\nPARIS: la suite.",
    }
    assert first.extra == {
        "source": "Le Monde",
        "author": ["Ariane Chemin", "Nicolas Truong"],
        "section": "ECONOMIE - ENTREPRISES",
        "page": 6,
        "subtitle": "Le chapô",
        "tags": ["ÉNERGIE", "ÉNERGIE NUCLÉAIRE"],
        "region": ["PARIS, FRANCE", "FRANCE"],
        "language": "FRENCH",
        "type": "Journal",
    }
    assert second.fields["title"] == "« Le sommet »; Suite 2"


def test_nexis_in_english(tmp_path):
    article = (
        block("The Guardian (London)")
        + block("January 28, 1993, Tuesday, Late Edition - Final<BR>Correction Appended")
        + block("Heading One", "c7")
        + label("BYLINE", "By HELLA PICK, Diplomatic Correspondent")
        + label("SECTION", "Section B; Page 22, Column 2; National Desk")
        + label("LENGTH", "584 words")
        + BODY
        + label("LOAD-DATE", "December 19, 1991")
        + label("GRAPHIC", "Diagram")
        + block("Copyright 1991 The Guardian")
    )
    (record,) = records(written(tmp_path, "n.htm", nexis(article)))
    assert record.fields["date"] == "January 28, 1993, Tuesday"
    assert record.extra == {
        "source": "The Guardian (London)",
        "edition": "Late Edition - Final, Correction Appended",
        "author": "HELLA PICK, Diplomatic Correspondent",
        "section": "Section B; Column 2; National Desk",
        "page": 22,
        "illustration": "Diagram",
    }


def test_nexis_with_a_message_and_an_untitled_table(tmp_path):
    table = "<TABLE><TR><TD><P>Rang</P></TD><TD><P>Banque</P></TD></TR></TABLE>"
    untitled = (
        block("Le Monde")
        + block("December 31, 2018 Monday")
        + label("LENGTH", "44 words")
        + table
        + RIGHTS
    )
    message = block("We are sorry but there is an error in this document.")
    page = nexis(untitled, message).replace("2 of 2 DOCUMENTS", "")
    first, second = outcomes(written(tmp_path, "n.html", page))
    assert (first.fields["title"], first.fields["text"]) == ("Rang", "Rang\n\nBanque")
    assert isinstance(second, ArticleError)
    assert "'We are sorry but there is an error in this document.'" in str(second)


def test_nexis_without_comments(tmp_path):
    page = nexis(in_french(), in_french(2), counter="Document {number} de {count}")
    for comment in ("<DOCFULL>", "</DOCFULL>", "LXNComment"):
        page = page.replace(comment, "")
    first, second = records(written(tmp_path, "n.html", page))
    assert (first.extra["source"], second.fields["title"]) == ("Le Monde", "« Le sommet »; Suite 2")


def test_nexis_reads_more_articles_than_html_may_be_deep(tmp_path):
    # Each article opens a `<DIV>` that nothing closes.
    assert len(records(written(tmp_path, "n.html", nexis(*map(in_french, range(600)))))) == 600


# --- Word ----------------------------------------------------------------------------------------

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text, bookmark="", link=""):
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in text.split("\n"))
    run = f"<w:r>{runs}</w:r>"
    run = f'<w:hyperlink r:id="{link}">{run}</w:hyperlink>' if link else run
    mark = (
        f'<w:bookmarkStart w:id="0" w:name="{bookmark}"/><w:bookmarkEnd w:id="0"/>' if bookmark else ""
    )
    return f"<w:p>{mark}{run}</w:p>"


def docx(body, *, core="", links="", head=""):
    document = (
        f'{head}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'
    )
    core = f"""<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>"""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        archive.writestr("docProps/core.xml", core)
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
    return packed.getvalue()


CORE = """<dc:title>Le sommet</dc:title><dc:creator>Jean Dupont</dc:creator><cp:keywords>Iran; Helsinki</cp:keywords>
<dcterms:created>2019-11-07T20:36:14Z</dcterms:created><dcterms:modified>2020-01-01T00:00:00Z</dcterms:modified>"""


def test_a_word_file_is_one_article(tmp_path):
    body = paragraph("Un titre") + "<w:p/>" + paragraph("Le texte,\nsur deux lignes.")
    path = written(tmp_path, "note.docx", docx(body, core=CORE))
    (record,) = records(path)
    assert record.fields == {
        "title": "Le sommet",
        "date": "",
        "text": "Un titre\n\nLe texte,\nsur deux lignes.",
    }
    known = {"author": "Jean Dupont", "tags": ["Iran", "Helsinki"], "created": "2019-11-07"}
    assert record.extra == known
    assert [article.id for article in read(path)] == ["note"]


def test_the_day_of_a_word_file_is_that_of_its_article_if_it_prints_it(tmp_path):
    body = paragraph("Paris, le 5 novembre 2019. Le texte.")
    (record,) = records(written(tmp_path, "a.docx", docx(body, core=CORE)))
    assert record.fields["date"] == "2019-11-05"
    path = written(tmp_path, "2018-06-28-note.docx", docx(paragraph("Le texte."), core=CORE))
    assert [str(article.date) for article in read(path)] == ["2018-06-28"]


@pytest.mark.parametrize("core", ["", "<dc:title>Microsoft Word - note.doc</dc:title>"])
def test_a_word_file_without_title(tmp_path, core):
    (record,) = records(
        written(tmp_path, "n.docx", docx(paragraph("Une phrase. Une autre."), core=core))
    )
    assert record.fields["title"] == "Une phrase."


def test_the_author_and_date_of_a_template_are_nobodys(tmp_path):
    core = "<dc:creator>python-docx</dc:creator><dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    (record,) = records(written(tmp_path, "n.docx", docx(paragraph("Texte."), core=core)))
    assert (record.fields["date"], record.extra) == ("", {})


def test_what_is_seen_of_a_word_file(tmp_path):
    fallback = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f'<m:AlternateContent xmlns:m="{fallback}"><m:Choice>{paragraph("Encadré.")}</m:Choice><m:Fallback>{paragraph("Encadré.")}</m:Fallback></m:AlternateContent>'
    body = (
        f"<w:p><w:r><w:t>Avant </w:t>{box}<w:t>après.</w:t></w:r><w:del><w:r><w:delText>Ôté.</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('Cellule 1')}</w:tc><w:tc>{paragraph('Cellule 2')}</w:tc></w:tr></w:tbl>"
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>porte</w:t><w:noBreakHyphen/><w:t>avions</w:t></w:r></w:p>'
    )
    (record,) = records(written(tmp_path, "n.docx", docx(body)))
    assert record.fields["text"] == "Encadré.\n\nAvant après.\n\nCellule 1\n\nCellule 2\n\nporte‑avions"


def exported(
    number, *, title="Le sommet; Suite", start=True, words=("Body", "End of Document"), byline="Byline"
):
    link = f"rId{number}"
    lines = [
        paragraph("", f"Bookmark_{number}") if start else "",
        paragraph(title, link=link),
        paragraph("Le Monde"),
        paragraph("April 12, 2013 Friday 9:20 AM GMT, Final Edition"),
        paragraph(""),
        paragraph("\nCopyright 2013 Le Monde All Rights Reserved"),
        paragraph("Section:\xa0POLITIQUE; Pg. 12"),
        paragraph("Length:\xa0355 words"),
        paragraph(f"{byline}:\xa0Ariane Chemin, Nicolas Truong"),
        paragraph(words[0], f"Body_{number}" if start else ""),
        paragraph(""),
        paragraph("Le premier : un texte."),
        paragraph("Il a dit\xa0: oui."),
        paragraph("\nGraphic"),
        paragraph(" "),
        paragraph("Une photo."),
        paragraph("\nLoad-Date:\xa0April 12, 2013"),
        paragraph(""),
        paragraph(f"\n{words[1]}"),
    ]
    return "".join(lines)


COVER = "".join(
    map(
        paragraph,
        ["Date and Time: Friday, July 5, 2019", "Documents (2)", "1. Le sommet", "Search Terms: sommet"],
    )
)
LINKS = (
    '<Relationship Id="rId1" Type="x/hyperlink" Target="https://advance.lexis.com/api/document'
    '?id=urn:contentItem:5H1X-5WK1-G05W-00000-00&amp;idtype=PID"/>'
)


@pytest.mark.parametrize("words", [("Body", "End of Document"), ("Corps", "Fin du document")])
@pytest.mark.parametrize("start", [True, False])
def test_nexis_uni(tmp_path, words, start):
    body = (
        COVER
        + exported(1, start=start, words=words)
        + exported(2, title="Autre", start=start, words=words)
    )
    path = written(tmp_path, "n.docx", docx(body, links=LINKS))
    first, second = records(path)
    assert first.fields == {
        "id": "5H1X-5WK1-G05W-00000-00",
        "url": "https://advance.lexis.com/api/document?id=urn:contentItem:5H1X-5WK1-G05W-00000-00&idtype=PID",
        "title": "Le sommet; Suite",
        "date": "April 12, 2013 Friday",
        "text": "Le premier : un texte.\n\nIl a dit\xa0: oui.",
    }
    assert first.extra == {
        "source": "Le Monde",
        "section": "POLITIQUE",
        "page": 12,
        "author": ["Ariane Chemin", "Nicolas Truong"],
        "time": "9:20 AM GMT",
        "edition": "Final Edition",
        "illustration": "Une photo.",
    }
    assert second.fields["title"] == "Autre"
    assert [article.id for article in read(path)] == ["5H1X-5WK1-G05W-00000-00", "n-2"]


def test_a_zipped_word_file(tmp_path):
    path = written(tmp_path, "n.docx.gz", gzip.compress(docx(paragraph("Texte."))))
    assert [(article.id, article.text) for article in read(path)] == [("n", "Texte.")]


# --- Hostile files -------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)


@pytest.mark.parametrize(
    ("head", "entity"),
    [(LAUGHS + "]>", "&j;"), ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;")],
    ids=["laughs", "external"],
)
def test_entities_in_word_files_are_not_read(tmp_path, head, entity):
    path = written(tmp_path, "n.docx", docx(paragraph(f"Avant {entity} après"), head=head))
    for outcome in outcomes(path):
        assert isinstance(outcome, ArticleError) or outcome.fields["text"] in ("Avant", "Avant  après")


@pytest.mark.parametrize("filling", ["<w:p/>", "<w:x/>", "<w:p><w:r><w:t>bla </w:t></w:r></w:p>", " "])
def test_a_bomb_is_refused_while_it_is_read(tmp_path, filling):
    path = written(tmp_path, "n.docx", docx(filling * (8_000_000 // len(filling))))
    tracemalloc.start()
    (error,) = outcomes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "as a decompression bomb does" in str(error)
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100,  # an old .doc, or one with a password
        docx(paragraph("Texte."))[:-30],
        docx(paragraph("Texte.")).replace(b"document.xml", b"dokument.xml"),
        docx("<w:p>" * 5),
        docx("<w:p>" * 2000 + "</w:p>" * 2000),
        b"PK\x05\x06" + b"\xff" * 18,
    ],
)
def test_broken_word_files(tmp_path, content):
    (error,) = outcomes(written(tmp_path, "n.docx", content))
    assert isinstance(error, ArticleError)
    assert "save it" in str(error)


def test_an_empty_word_file(tmp_path):
    (error,) = outcomes(written(tmp_path, "n.docx", docx("<w:p/>")))
    assert "no article with a text is found in it (read as docx)" in str(error)


@pytest.mark.parametrize(
    ("database", "page"),
    [
        ("Europresse", europresse("<p>Aucun résultat</p>")),
        ("Factiva", factiva("<p>Aucun résultat</p>")),
        ("Nexis", "<html><!-- LXNComment 1 --><p>Aucun résultat</p></html>"),
    ],
)
def test_an_export_without_articles_is_said_to_be_one(tmp_path, database, page):
    (error,) = outcomes(written(tmp_path, "e.html", page))
    assert f"looks like an export of {database}" in str(error)


@pytest.mark.parametrize(
    "page",
    [
        europresse("<article>" * 5000),
        europresse(of_2015(title="<b>" * 5000)),
        europresse(of_2015("<i>" * 400 + "x" * 100_000)),
        '<span class="DocPublicationName">' * 3000,
        '<div class="article frArticle">' * 3000,
        factiva(plain(["1 " * 50_000], "<p>" * 1000)),
        "<DOCFULL>" * 3000,
        nexis(block("A" * 100_000) + block("1" * 100_000 + ":", "c8")),
        europresse(of_2015(author="<div>" + "Jean Dupont, " * 20_000 + "</div>")),
    ],
)  # fmt: skip
def test_hostile_pages_end_soon(tmp_path, page):
    assert outcomes(written(tmp_path, "e.html", page))


# --- Parts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Par Jean Dupont", "Jean Dupont"),
        ("Propos recueillis par Jean Dupont", "Jean Dupont"),
        ("Jean Dupont, Marie de La Tour et Ève d'Aubigné", ["Jean Dupont", "Marie de La Tour", "Ève d'Aubigné"]),
        ("Dupont, Jean", "Dupont, Jean"),
        ("Dupont, Jean; Curie, Marie", ["Dupont, Jean", "Curie, Marie"]),
        ("Jean Dupont, envoyé spécial à Kiev", "Jean Dupont, envoyé spécial à Kiev"),
        ("Jean Dupont, Professeur Émérite", "Jean Dupont, Professeur Émérite"),
        ("Jean Dupont (jean@lemonde.fr)", "Jean Dupont"),
        ("Jean Dupont\nJean Dupont", "Jean Dupont"),
        ("AFP", "AFP"),
        ("", ""),
    ],
)  # fmt: skip
def test_people(byline, names):
    assert people(byline) == names


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012 Montag"),
        ("July 1, 2019 Monday", "July 1, 2019 Monday"),
        ("le 28/06/2018", "28/06/2018"),
        ("2018-06-28", "2018-06-28"),
        ("sans date", ""),
    ],
)
def test_printed_dates(line, date):
    assert printed_date(line).date == date


def test_pages():
    assert [page(line) for line in ("p. 03", "page A12", "pp. 3-4", "Pg. 35", "paix")] == [
        3,
        "A12",
        "3-4",
        35,
        None,
    ]


def test_legal_lines_are_left_out_at_the_end_alone():
    text = "© AFP est une agence.\n\nTous droits réservés, dit-il : c'est la loi.\n\nFin. "
    assert tidy(text) == text.strip()
    assert tidy(text + "\n\n\n© 2012 l'Humanité.\nNuméro de document : news·1\n\xa0\n") == text.strip()


def test_preformatted_lines():
    assert html_text("<p>a\nb</p><pre>c\nd\n \n<b>e\nf</b></pre>\ng\nh") == "a b\n\nc\nd\n\ne\nf\n\ng h"


def test_nexis_uni_without_a_date_and_with_a_correction(tmp_path):
    lines = [
        "\nCorrection",
        "Ce n'était pas lui.\nCorrection-Date:\xa0May 1, 2013",
        "\nClassification",
        "\nLanguage:\xa0FRENCH",
    ]
    body = exported(1).replace(paragraph("April 12, 2013 Friday 9:20 AM GMT, Final Edition"), "")
    body = body.replace(
        paragraph("\nEnd of Document"), "".join(map(paragraph, [*lines, "\nEnd of Document"]))
    )
    (record,) = records(written(tmp_path, "n.docx", docx(body)))
    assert (record.fields["title"], record.extra["source"]) == ("Le sommet; Suite", "Le Monde")
    assert "date" not in record.fields
    assert (record.extra["correction"], record.extra["language"]) == ("Ce n'était pas lui.", "FRENCH")


def test_nexis_uni_without_the_heading_of_one_text(tmp_path):
    headless = (
        exported(2).replace(paragraph("Body", "Body_2"), "").replace("Il a dit\xa0: oui.", "Oui. " * 100)
    )
    _, second = records(written(tmp_path, "n.docx", docx(exported(1) + headless)))
    assert second.fields["title"] == "Le sommet; Suite"
    assert second.fields["text"].startswith("Le premier : un texte.\n\nOui. Oui.")


def test_a_word_file_that_says_where_it_ends_is_no_export(tmp_path):
    (record,) = records(
        written(tmp_path, "n.docx", docx(paragraph("Texte.") + paragraph("Fin du document")))
    )
    assert record.whole_file


NEXIS_TEXT = """\ufeff

Download Request: Selected Items: 1-2
Project ID: None


                               1 of 2 DOCUMENTS



                                  La Croix

                            12 avril 2013 vendredi
                                Edition 1; Paris

Le sommet d'Helsinki,
une page se tourne

AUTEUR: Anne Durand

RUBRIQUE: INTERNATIONAL; Pg. 35

LONGUEUR: 355 mots

Le président a ouvert
le sommet.

BILAN: deux jours de débats.

DATE-CHARGEMENT: 13 avril 2013

LANGUE: FRENCH


                       Copyright 2013 Bayard Presse
                              Tous droits réservés

                               2 of 2 DOCUMENTS


                                  Sud Ouest

                            13 avril 2013

Deux

LONGUEUR: 3 mots

Le second texte.
"""


def test_nexis_as_text(tmp_path):
    path = written(tmp_path, "n.txt", NEXIS_TEXT.replace("\n", "\r\n"))
    one, two = frsearch.read_articles(path)
    assert (one.id, one.title, str(one.date)) == (
        "n-1",
        "Le sommet d'Helsinki, une page se tourne",
        "2013-04-12",
    )
    assert one.text == "Le président a ouvert le sommet.\n\nBILAN: deux jours de débats."
    assert one.extra == {
        "source": "La Croix",
        "edition": "Edition 1; Paris",
        "author": "Anne Durand",
        "section": "INTERNATIONAL",
        "page": 35,
        "language": "fr",
    }
    assert (two.title, two.text, str(two.date)) == ("Deux", "Le second texte.", "2013-04-13")


def test_a_text_that_names_documents_is_no_export(tmp_path):
    (article,) = frsearch.read_articles(
        written(tmp_path, "a.txt", "Il cite 1 of 2 DOCUMENTS dans sa thèse.")
    )
    assert article.text == "Il cite 1 of 2 DOCUMENTS dans sa thèse."
