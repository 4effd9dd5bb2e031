"""TEI and TXM: files in the layouts that exist -> the articles that a person sees in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from frsearch import read_articles
from frsearch.errors import ArticleError
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms.tei_text import tei_text
from frsearch.reading.records import Record

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"'


def records(path: Path) -> list[Record]:
    """Read a file; fail at an error."""
    outcomes = list(FileReader(str(path), {}, lambda read: None).records())
    assert not [each for each in outcomes if isinstance(each, ArticleError)], outcomes
    return [each for each in outcomes if isinstance(each, Record)]


def written(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


DEBATE = f"""<?xml version="1.0" encoding="UTF-8"?>
{TEI} xml:id="AN_2020-10-01" xml:lang="fr">
 <teiHeader>
  <fileDesc>
   <titleStmt>
    <title type="main" xml:lang="en">French parliamentary corpus</title>
    <title type="main" xml:lang="fr">Corpus parlementaire</title>
   </titleStmt>
   <publicationStmt><publisher>CLARIN</publisher>
    <date when="2024-01-23">2024-01-23</date></publicationStmt>
   <sourceDesc><bibl><title>Comptes rendus</title></bibl></sourceDesc>
  </fileDesc>
  <profileDesc><settingDesc><setting>
   <name type="city">Paris</name><date when="2020-10-01">01/10/2020</date>
  </setting></settingDesc></profileDesc>
 </teiHeader>
 <text><body>
  <div type="debateSection"><head>Discussion des articles</head>
   <note type="debate">DISC_ARTICLES_1_1</note>
   <u who="#PA1592" xml:id="AN_2020-10-01.u1" ana="#chair">
    <seg>La parole est à M. Véran.</seg><vocal><desc>Bravo !</desc></vocal>
    <seg>Il a deux minutes.</seg>
   </u>
   <gap reason="editorial"><desc>SAMPLING</desc></gap>
   <note type="speaker">M. Olivier Véran.</note>
   <u who="#PA9" xml:id="AN_2020-10-01.u2" ana="#regular"><seg>L’hôpital tient.</seg></u>
  </div>
 </body></text>
</TEI>
"""
PERSONS = f"""{TEI.replace("TEI ", "listPerson ")}>
 <person xml:id="PA1592">
  <persName><surname>Genevard</surname><forename>Annie</forename></persName></person>
</listPerson>"""


def test_each_speech_of_a_debate_is_an_article_with_its_speaker(tmp_path: Path) -> None:
    path = written(tmp_path / "2020" / "AN_2020-10-01.xml", DEBATE)
    persons = written(tmp_path / "AN-listPerson.xml", PERSONS)
    reader = FileReader(str(path), {}, lambda read: None)
    one, other = reader.records()
    assert isinstance(one, Record)
    assert isinstance(other, Record)
    assert one.fields == {
        "id": "AN_2020-10-01.u1",
        "title": "Annie Genevard, Discussion des articles",
        "date": "2020-10-01",
        "text": "La parole est à M. Véran.\n\nIl a deux minutes.",
    }
    assert one.extra == {
        "author": "Annie Genevard",
        "source": "Comptes rendus",
        "section": "Discussion des articles",
        "role": "chair",
        "language": "fr",
    }
    # Without a person of that id, the name that stands before the speech.
    assert other.extra["author"] == "M. Olivier Véran"
    assert other.fields["text"] == "L’hôpital tient."
    assert reader.used == {str(persons.resolve())}


def test_the_tokens_of_a_debate_are_joined_as_the_file_says(tmp_path: Path) -> None:
    words = """
      <w join="right">L'</w><w>ordre</w>
      <w>du<w norm="de"/><w norm="le"/></w> <w>jour</w>
      <pc join="right">(</pc><w>n°</w> <w join="right">3340</w><pc>,</pc>
      <name><w join="right">3355</w></name>
      <pc join="right">)</pc><pc>.</pc><linkGrp><link ana="x" target="#y"/></linkGrp>"""
    debate = DEBATE.replace("L’hôpital tient.", f"<s>{words}</s>")
    _, speech = records(written(tmp_path / "a.ana.xml", debate))
    assert speech.fields["text"] == "L'ordre du jour (n° 3340, 3355)."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<p>le prési<lb break="no"/>dent</p>', "le président"),
        ('<p>le prési-\n<lb break="no"/>dent</p>', "le président"),
        ("<p>un porte-<lb/>monnaie</p>", "un porte-monnaie"),
        ("<p>le prési-<lb/>dent</p>", "le président"),
        ("<p>le prési¬\n<lb/>dent, l'ou\u00ad<lb/>vrier</p>", "le président, l'ouvrier"),
        ("<p>une ligne<lb/>une autre</p>", "une ligne une autre"),
        ("<p>un tiret -<lb/>une suite</p>", "un tiret - une suite"),
        ('<p>prési<pb n="2" break="no"/>dent<note>sic</note></p>', "président"),
        ("<lg><l>Un vers</l><l>un autre</l></lg><p>Fin</p>", "Un vers\nun autre\n\nFin"),
        ("<p>un <choice><sic>chta</sic><corr>chat</corr></choice> <hi>gris</hi>.</p>", "un chat gris."),
        ("<p><choice><abbr>M.</abbr><expan>Monsieur</expan></choice> X</p>", "Monsieur X"),
        ("<fw>LE TEMPS 3</fw><p>A</p><figure><figDesc>vue</figDesc></figure>", "A"),
        ("<p>\n<w>L'</w>\n<w>ordre</w>\n<w>est</w>\n<w>là</w>\n<w>,</w>\n<w>dit</w><w>-il</w>\n<w>!</w></p>",
         "L'ordre est là, dit-il !"),
    ],
)  # fmt: skip
def test_text_is_what_is_printed(body: str, text: str) -> None:
    from lxml import etree

    element = etree.fromstring(f'<body xmlns="http://www.tei-c.org/ns/1.0">{body}</body>')
    assert tei_text(element) == text


NEWSPAPER = f"""{TEI} xml:id="temps_1918"><teiHeader><fileDesc>
 <titleStmt><title>Le Temps du 17 décembre 1918, édition électronique</title></titleStmt>
 <publicationStmt><date when="2019">2019</date></publicationStmt>
 <sourceDesc><biblStruct><monogr><title level="j">Le Temps</title>
  <imprint><date>17 décembre 1918</date></imprint></monogr></biblStruct></sourceDesc>
 </fileDesc><profileDesc><langUsage><language ident="fr"/></langUsage></profileDesc></teiHeader>
 <text><body>
  <div type="section"><head>Étranger</head>
   <pb n="2"/>
   <div type="article" xml:id="a1"><head>L’armistice</head><byline>Par Jean Durand.</byline>
    <p>Il est signé.</p></div>
   <div type="depeche"><p>Une dépêche.</p></div>
  </div>
 </body></text></TEI>"""


def test_each_article_of_a_newspaper_is_an_article(tmp_path: Path) -> None:
    one, other = records(written(tmp_path / "temps.tei", NEWSPAPER))
    assert one.fields == {
        "id": "temps_1918#a1",
        "title": "L’armistice",
        "date": "17 décembre 1918",
        "text": "Par Jean Durand.\n\nIl est signé.",
    }
    assert one.extra == {"author": "Jean Durand", "source": "Le Temps", "page": 2, "language": "fr"}
    # A division beside an article is one, whatever it is called.
    assert other.fields["title"] == other.fields["text"] == "Une dépêche."


def test_a_book_is_one_article(tmp_path: Path) -> None:
    book = (
        "<TEI.2><teiHeader><fileDesc>"
        "<titleStmt><title>Le Horla</title><author>Maupassant</author></titleStmt>"
        "<sourceDesc><bibl><date>1887</date></bibl></sourceDesc></fileDesc></teiHeader>"
        '<text><body><div type="chapter"><head>I</head><p>Quelle journée !</p></div></body></text>'
        "</TEI.2>"
    )
    (record,) = records(written(tmp_path / "horla.xml", book))
    assert record.fields | {"id": None} == {
        "id": None,
        "title": "Le Horla",
        "date": "1887",
        "text": "I\n\nQuelle journée !",
    }
    assert record.extra == {"author": "Maupassant"}


def test_each_text_of_a_group_is_an_article_with_its_own_date(tmp_path: Path) -> None:
    texts = "".join(
        f"<text><front><docDate when='19{year}'>19{year}</docDate></front>"
        f"<body><head>Lettre {year}</head><p>Cher ami {year}</p></body></text>"
        for year in (14, 15)
    )
    path = written(tmp_path / "a.xml", f"{TEI}><teiHeader/><text><group>{texts}</group></text></TEI>")
    found = [(record.fields["title"], record.fields["date"]) for record in records(path)]
    assert found == [("Lettre 14", "1914"), ("Lettre 15", "1915")]


def test_each_text_of_a_corpus_has_its_header(tmp_path: Path) -> None:
    one = f"{TEI}><teiHeader><fileDesc><titleStmt><title>A</title></titleStmt></fileDesc></teiHeader>"
    one += "<text><body><p>Un</p></body></text></TEI>"
    corpus = one.replace(">A<", ">B<") + one
    setting = "<profileDesc><creation><date>1918</date></creation></profileDesc>"
    header = f"<teiHeader>{setting}</teiHeader>"
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{corpus}</teiCorpus>'
    found = [each.fields for each in records(written(tmp_path / "c.xml", corpus))]
    # What the corpus says holds for all.
    assert [(each["title"], each["date"]) for each in found] == [("B", "1918"), ("A", "1918")]


def test_a_corpus_file_that_only_names_other_files_has_no_form(tmp_path: Path) -> None:
    corpus = (
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<teiHeader/><xi:include href="2020/a.xml"/></teiCorpus>'
    )
    reader = FileReader(str(written(tmp_path / "c.xml", corpus)), {}, lambda read: None)
    assert list(reader.records()) == []
    assert (reader.form, reader.is_unknown) == (None, True)


def test_the_attributes_of_a_txm_text_are_its_fields(tmp_path: Path) -> None:
    text = (
        '<text id="lm_01" titre="Le sommet" date="2018-06-28" journal="Le Monde" page="3" genre="brève">'
        "<p>Le sommet aura lieu.</p><p>À Helsinki.</p></text>"
    )
    (article,) = read_articles(written(tmp_path / "lm_01.xml", text))
    assert (article.id, article.title, str(article.date)) == ("lm_01", "Le sommet", "2018-06-28")
    assert article.text == "Le sommet aura lieu.\n\nÀ Helsinki."
    assert article.extra == {"source": "Le Monde", "page": 3, "genre": "brève"}


def test_the_words_that_txm_marks_are_a_text(tmp_path: Path) -> None:
    words = "".join(
        f'<w id="w{number}"><txm:form>{word}</txm:form><txm:ana type="#pos">NOM</txm:ana></w>\n'
        for number, word in enumerate(("L'", "été", ",", "enfin", "!"))
    )
    text = f'<text id="t1" date="1918">{words}</text>'
    tei = f'{TEI} xmlns:txm="http://textometrie.org/1.0"><teiHeader/>{text}</TEI>'
    (article,) = read_articles(written(tmp_path / "t1.xml", tei))
    assert (article.id, str(article.date), article.text) == ("t1", "1918", "L'été, enfin !")


def test_a_corpus_of_txm_texts_is_several_articles(tmp_path: Path) -> None:
    corpus = '<corpus><text id="a">Un.</text><text id="b">Deux.</text></corpus>'
    found = list(read_articles(written(tmp_path / "c.xml", corpus)))
    assert [(each.id, each.text) for each in found] == [("a", "Un."), ("b", "Deux.")]


def test_other_xml_has_no_form(tmp_path: Path) -> None:
    reader = FileReader(
        str(written(tmp_path / "a.xml", "<config><text>x</text></config>")), {}, lambda n: None
    )
    assert list(reader.records()) == []
    assert (reader.form, reader.is_unknown) == (None, True)


def test_a_list_of_persons_is_counted_as_metadata_wherever_it_is_met(tmp_path: Path) -> None:
    written(tmp_path / "AN-listPerson.xml", PERSONS)
    written(tmp_path / "AN_2020-10-01.xml", DEBATE)
    reader = read_articles(tmp_path)
    assert {article.extra["author"] for article in reader} >= {"Annie Genevard"}
    assert reader.report.forms == {"metadata": 1, "tei": 1}
    assert (reader.report.files, reader.report.passed_over) == (2, {})
