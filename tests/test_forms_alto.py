"""ALTO and METS: issues in the layouts that exist -> the articles that a person sees in them."""

from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest

from frsearch.errors import ArticleError
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms.issues import in_walk_order, issue_of
from frsearch.reading.forms.mets import parse
from frsearch.reading.records import Opened, Record


def line(*words: str, end: str = "") -> str:
    """Write a line: `word`, `part=1:whole` or `part=2:whole` for the halves of a cut word."""
    strings = []
    for word in words:
        content, _, cut = word.partition("=")
        part, _, whole = cut.partition(":")
        subs = f' SUBS_TYPE="HypPart{part}" SUBS_CONTENT="{whole}"' if cut else ""
        strings.append(f'<String CONTENT="{content}"{subs} WC="0.5"/>')
    return f"<TextLine>{'<SP/>'.join(strings)}{end}</TextLine>"


def block(id: str, *lines: str, more: str = "") -> str:
    return f'<TextBlock ID="{id}" {more}>{"".join(lines)}</TextBlock>'


def page(*blocks: str, number: int = 1, space: str = "", margin: str = "", before: str = "") -> str:
    margin = f'<TopMargin ID="TM">{margin}</TopMargin>' if margin else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alto {space}><Layout>{before}'
        f'<Page ID="P{number}" PHYSICAL_IMG_NR="{number}">{margin}<PrintSpace ID="PS">{"".join(blocks)}'
        "</PrintSpace></Page></Layout></alto>"
    )


def mets(
    articles: str = "", files: tuple[str, ...] = ("ALTO/j-0001.xml", "ALTO/j-0002.xml"), id: str = ""
) -> str:
    named = "".join(
        f'<m:file ID="ALTO{number}"><m:FLocat LOCTYPE="URL" xlink:href="file://./{name}"/></m:file>'
        for number, name in enumerate(files, 1)
    )
    physical = "".join(
        f'<m:div TYPE="PAGE" ORDER="{number}" ORDERLABEL="{number + 4}"><m:fptr><m:par>'
        f'<m:area FILEID="IMG{number}"/><m:area FILEID="ALTO{number}" BETYPE="IDREF" BEGIN="P{number}"/>'
        "</m:par></m:fptr></m:div>"
        for number, _ in enumerate(files, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<m:mets xmlns:m="http://www.loc.gov/METS/" xmlns:mods="http://www.loc.gov/mods/v3"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 LABEL="Le Jour no. 7077 17.12.1918" {f'OBJID="{id}"' if id else ""}>
<m:dmdSec ID="PRINT"><m:mdWrap><m:xmlData><mods><titleInfo><title>Le Jour</title></titleInfo>
 <language><languageTerm>French</languageTerm></language></mods></m:xmlData></m:mdWrap></m:dmdSec>
<m:dmdSec ID="ISSUE"><m:mdWrap><m:xmlData><mods:mods>
 <mods:titleInfo><mods:title>Le Jour</mods:title><mods:partNumber>7077</mods:partNumber></mods:titleInfo>
 <mods:language><mods:languageTerm>fr</mods:languageTerm></mods:language>
 <mods:originInfo><mods:dateIssued>17.12.1918</mods:dateIssued></mods:originInfo>
</mods:mods></m:xmlData></m:mdWrap></m:dmdSec>
<m:dmdSec ID="ART1"><m:mdWrap><m:xmlData><mods:mods>
 <mods:titleInfo><mods:nonSort>LE</mods:nonSort>
 <mods:title>PRÉSIDENT À PARIS</mods:title></mods:titleInfo>
 <mods:name><mods:namePart>Jean Durand</mods:namePart></mods:name>
</mods:mods></m:xmlData></m:mdWrap></m:dmdSec>
<m:dmdSec ID="ART2"><m:mdWrap><m:xmlData><mods:mods/></m:xmlData></m:mdWrap></m:dmdSec>
<m:fileSec><m:file ID="IMG1"><m:FLocat xlink:href="file://./img/1.jp2"/></m:file>{named}</m:fileSec>
<m:structMap TYPE="PHYSICAL"><m:div TYPE="Newspaper">{physical}</m:div></m:structMap>
<m:structMap TYPE="LOGICAL"><m:div TYPE="Newspaper">
<m:div TYPE="ISSUE" DMDID="ISSUE">{articles}</m:div></m:div>
</m:structMap></m:mets>"""


def area(file: int, begin: str) -> str:
    return f'<m:fptr><m:area FILEID="ALTO{file}" BETYPE="IDREF" BEGIN="{begin}"/></m:fptr>'


ARTICLES = f"""<m:div TYPE="TITLE_SECTION">{area(1, "B0")}</m:div>
<m:div TYPE="CONTENT"><m:div TYPE="ARTICLE" DMDID="ART1">
  <m:div TYPE="HEADING"><m:div TYPE="TITLE">{area(1, "B1")}</m:div></m:div>
  <m:div TYPE="BODY">{area(1, "B2")}{area(2, "B3")}</m:div></m:div>
<m:div TYPE="SECTION" LABEL="Dépêches"><m:div TYPE="ARTICLE" DMDID="ART2">{area(2, "C1")}</m:div></m:div>
<m:div TYPE="ADVERTISEMENT" ID="DIV9">{area(2, "B5")}</m:div></m:div>"""
PAGES = (
    page(
        block("B0", line("LE", "JOUR")),
        block("B1", line("LE", "PRÉSIDENT")),
        block("B2", line("Le", "prési=1:président", end='<HYP CONTENT="-"/>'),
              line("dent=2:président", "est", "arri=1:arrivé", end='<HYP CONTENT="-"/>')),
    ),
    page(
        block("B3", line("vé=2:arrivé", "hier.")),
        f'<ComposedBlock ID="C1">{block("B4", line("Rome,", "mardi."))}</ComposedBlock>',
        block("B5", line("SAVON")),
        number=2,
    ),
)  # fmt: skip


def issue(folder: Path, content: str, pages: tuple[str, ...] = PAGES, into: str = "ALTO") -> Path:
    """Write the files of an issue; return the path of its METS."""
    (folder / into).mkdir(parents=True)
    for number, written in enumerate(pages, 1):
        (folder / into / f"j-000{number}.xml").write_text(written, encoding="utf-8")
    path = folder / "j-METS.xml"
    path.write_text(content, encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[Record], list[ArticleError], FileReader]:
    reader = FileReader(str(path), {}, lambda read: None)
    outcomes = list(reader.records())
    errors = [each for each in outcomes if isinstance(each, ArticleError)]
    return [each for each in outcomes if isinstance(each, Record)], errors, reader


def texts(*pages: str, folder: Path) -> list[str]:
    for number, content in enumerate(pages, 1):
        (folder / f"j-{number}.xml").write_text(content, encoding="utf-8")
    records, errors, _ = read(folder / "j-1.xml")
    assert not errors
    return [record.fields["text"] for record in records]


def test_each_article_of_a_mets_is_an_article(tmp_path: Path) -> None:
    path = issue(tmp_path / "19181217_1", mets(ARTICLES))
    (one, other, advert), errors, reader = read(path)
    assert not errors
    assert one.fields == {
        "title": "LE PRÉSIDENT À PARIS",
        "date": "17.12.1918",
        "text": "Le président est arrivé\n\nhier.",
    }
    assert one.extra == {
        "source": "Le Jour",
        "author": "Jean Durand",
        "language": "fr",
        "page": 5,
        "confidence": 0.5,
    }
    assert other.fields["title"] == other.fields["text"] == "Rome, mardi."
    assert (other.extra["section"], other.extra["page"]) == ("Dépêches", 6)
    assert (advert.fields["text"], advert.extra["kind"]) == ("SAVON", "advertisement")
    pages = [tmp_path / "19181217_1" / "ALTO" / f"j-000{number}.xml" for number in (1, 2)]
    assert reader.used == {str(each.resolve()) for each in pages}


@pytest.mark.parametrize("first", ["ALTO/j-0001.xml", "ALTO/j-0002.xml"])
def test_whichever_file_comes_first_gives_the_issue(first: str, tmp_path: Path) -> None:
    path = issue(tmp_path / "j", mets(ARTICLES))
    records, errors, reader = read(tmp_path / "j" / first)
    assert [each.fields["title"] for each in records] == [
        "LE PRÉSIDENT À PARIS",
        "Rome, mardi.",
        "SAVON",
    ]
    assert not errors
    assert str(path.resolve()) in reader.used
    assert len(reader.used) == 2


def test_a_mets_without_articles_is_one_article(tmp_path: Path) -> None:
    (record,), errors, _ = read(issue(tmp_path / "j", mets(id="ark:/12148/bpt6k1")))
    assert not errors
    assert record.fields | {"text": ""} == {
        "id": "ark:/12148/bpt6k1",
        "title": "Le Jour no. 7077 17.12.1918",
        "date": "17.12.1918",
        "url": "https://gallica.bnf.fr/ark:/12148/bpt6k1",
        "text": "",
    }
    assert record.fields["text"].startswith(
        "LE JOUR\n\nLE PRÉSIDENT\n\nLe président est arrivé\n\nhier."
    )
    assert record.extra["source"] == "Le Jour"
    assert (record.extra["page"], record.extra["pages"]) == (1, 2)


ARK = "ark:/12148/bpt6k1"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('OBJID="j7077"', f'OBJID="{ARK}"'),
        ("<mods:originInfo>", f'<mods:identifier type="ark">{ARK}</mods:identifier><mods:originInfo>'),
        (
            "<mods:originInfo>",
            f"<mods:identifier>https://gallica.bnf.fr/{ARK}.item</mods:identifier><mods:originInfo>",
        ),
        ("<m:dmdSec", f"<m:metsHdr><m:altRecordID>{ARK}</m:altRecordID></m:metsHdr><m:dmdSec"),
    ],
)
def test_an_issue_has_its_ark_for_an_id(tmp_path: Path, old: str, new: str) -> None:
    (record,), _, _ = read(issue(tmp_path / "j", mets(id="j7077").replace(old, new, 1)))
    assert (record.fields["id"], record.fields["url"]) == (ARK, f"https://gallica.bnf.fr/{ARK}")


def test_the_ark_of_a_newspaper_is_not_that_of_its_issue(tmp_path: Path) -> None:
    told = mets(id="j7077")
    for place in ("<titleInfo>", "<mods:originInfo>"):
        told = told.replace(place, f"<identifier>ark:/12148/cb32830550x/date1918</identifier>{place}", 1)
    (record,), _, _ = read(issue(tmp_path / "j", told))
    assert record.fields["id"] == "j7077"


def test_articles_that_are_linked_with_parts_of_pages(tmp_path: Path) -> None:
    # As the British Library writes it: the words of a part, and links between the two structures.
    words = "".join(
        f'<TextLine><String ID="w{number}" CONTENT="mot{number}"/></TextLine>' for number in (1, 2)
    )
    more = '<TextLine><String ID="w3" CONTENT="mot3"/></TextLine>'
    pages = (page(block("B1", words), block("B2", more)), page(block("B3", more)))
    parts = "".join(
        f'<m:div ID="pa{first}"><m:fptr>'
        f'<m:area FILEID="ALTO1" BEGIN="w{first}" END="w{last}"/></m:fptr></m:div>'
        for first, last in ((1, 2), (3, 3))
    )
    links = """<m:structLink><m:smLinkGrp><m:smLocatorLink xlink:href="#art1" xlink:label="a"/>
      <m:smLocatorLink xlink:href="#pa3" xlink:label="p"/><m:smArcLink xlink:from="a" xlink:to="p"/>
      </m:smLinkGrp><m:smLink xlink:from="art2" xlink:to="pa1"/></m:structLink></m:mets>"""
    articles = '<m:div TYPE="ARTICLE" ID="art1"/><m:div TYPE="ARTICLE" ID="art2"/>'
    content = mets(articles).replace('<m:div TYPE="Newspaper">', f'<m:div TYPE="Newspaper">{parts}', 1)
    records, errors, _ = read(issue(tmp_path / "j", content.replace("</m:mets>", links), pages))
    assert not errors
    assert [(each.fields["text"], each.extra["page"]) for each in records] == [
        ("mot3", 5),
        ("mot1 mot2", 5),
    ]


def test_a_mets_whose_articles_name_nothing_is_one_article(tmp_path: Path) -> None:
    (record,), _, _ = read(issue(tmp_path / "j", mets('<m:div TYPE="ARTICLE" ID="a"/>')))
    assert record.fields["text"].startswith("LE JOUR")


def test_the_id_of_an_article_is_that_of_the_issue_and_its_own(tmp_path: Path) -> None:
    records, _, _ = read(issue(tmp_path / "j", mets(ARTICLES, id="jour_1918")))
    assert [each.fields["id"] for each in records] == [
        "jour_1918-ART1",
        "jour_1918-ART2",
        "jour_1918-DIV9",
    ]


@pytest.mark.parametrize("into", ["ALTO", "alto", "", "text/alto"])
def test_pages_are_found_where_they_are(into: str, tmp_path: Path) -> None:
    path = issue(tmp_path / "j", mets(ARTICLES), into=into)
    for each in (path, *(tmp_path / "j" / into).glob("j-000*.xml")):
        files = issue_of(str(each))
        assert files is not None
        assert [Path(file).name for file in files] == ["j-METS.xml", "j-0001.xml", "j-0002.xml"]


def test_pages_of_two_issues_are_not_mixed(tmp_path: Path) -> None:
    issue(tmp_path / "a", mets(ARTICLES))
    issue(tmp_path / "b", mets(ARTICLES))
    files = issue_of(str(tmp_path / "a" / "ALTO" / "j-0002.xml"))
    assert files is not None
    assert {Path(file).relative_to(tmp_path.resolve()).parts[0] for file in files} == {"a"}
    assert in_walk_order(files)[0].endswith("j-0001.xml")


def test_a_mets_names_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(PAGES[0], encoding="utf-8")
    path = tmp_path / "j" / "j-METS.xml"
    path.parent.mkdir()
    path.write_text(mets(ARTICLES, files=("../secret.xml",)), encoding="utf-8")
    records, errors, _ = read(path)
    assert not records
    assert "1 of the pages that the METS names are not there (ALTO1)" in str(errors[0])


def test_pages_without_a_mets_are_one_article_an_issue(tmp_path: Path) -> None:
    for name in ("18140401_1-0002", "18140401_1-0010", "18140402_1-0001"):
        (tmp_path / f"{name}.xml").write_text(page(block("B", line(name))), encoding="utf-8")
    (tmp_path / "bpt6k5619759j.xml").write_text(page(block("B", line("ark"))), encoding="utf-8")
    (tmp_path / "bpt6k5619760j.xml").write_text(page(block("B", line("ark"))), encoding="utf-8")
    records, _, reader = read(tmp_path / "18140401_1-0002.xml")
    assert [each.fields["text"] for each in records] == ["18140401_1-0002\n\n18140401_1-0010"]
    assert [Path(each).stem for each in reader.used] == ["18140401_1-0010"]
    assert issue_of(str(tmp_path / "bpt6k5619759j.xml")) == (
        str((tmp_path / "bpt6k5619759j.xml").resolve()),
    )


def test_a_packed_page_is_read(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "j-1.xml.gz", "wt", encoding="utf-8") as file:
        file.write(PAGES[0])
    records, errors, _ = read(tmp_path / "j-1.xml.gz")
    assert (len(records), errors) == (1, [])


@pytest.mark.parametrize(
    "space",
    [
        "",
        'xmlns="http://www.loc.gov/standards/alto/ns-v2#"',
        'xmlns="http://www.loc.gov/standards/alto/ns-v4#"',
        'xmlns="http://bibnum.bnf.fr/ns/alto_prod"',
    ],
)
def test_all_versions_are_read(space: str, tmp_path: Path) -> None:
    assert texts(page(block("B", line("Un", "deux"), line("trois")), space=space), folder=tmp_path) == [
        "Un deux trois"
    ]


HYPHEN = '<HYP CONTENT="-"/>'


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((line("prési=1:président", end=HYPHEN), line("dent=2:président")), "président"),
        # Only one half says what the word is.
        ((line("prési=1:président", end=HYPHEN), line("dent=2:")), "président"),
        ((line("dent=2:président", "fin"),), "président fin"),
        # Nothing says it.
        ((line("le", "prési", end=HYPHEN), line("dent")), "le président"),
        ((line("porte-"), line("monnaie")), "porte-monnaie"),
        ((line("Saint", end=HYPHEN), line("Denis")), "Saint-Denis"),
        ((line("prési¬"), line("dent")), "président"),
        ((line("porte", end='<HYP CONTENT="¬"/>'), line("rait")), "porterait"),
        ((line("1914-"), line("1918")), "1914- 1918"),
        # Strings without SP between them are one word, where the line has others.
        (("<TextLine><String CONTENT='A'/><SP/><String CONTENT='l'/>"
          "<String CONTENT='e'/></TextLine>",), "A le"),
        (("<TextLine><String CONTENT='A'/><String CONTENT='b'/></TextLine>",), "A b"),
    ],
)  # fmt: skip
def test_cut_words_are_whole(lines: tuple[str, ...], text: str, tmp_path: Path) -> None:
    assert texts(page(block("B", *lines)), folder=tmp_path) == [text]


def test_a_cut_word_is_written_as_elsewhere_in_the_article(tmp_path: Path) -> None:
    lines = (line("un", "contre-"), line("pied", "a-"), line("bon"), line("un", "contre-pied", "abon"))
    assert texts(page(block("B", *lines)), folder=tmp_path) == [
        "un contre-pied abon un contre-pied abon"
    ]


def test_blocks_are_in_reading_order(tmp_path: Path) -> None:
    two, one, three = (
        block("B2", line("deux")),
        block("B1", line("un"), more='IDNEXT="B2"'),
        block("B3", line("3")),
    )
    assert texts(page(two, one, three), folder=tmp_path) == ["un\n\ndeux\n\n3"]
    order = '<OrderedGroup><ElementRef REF="B3"/><ElementRef REF="B1"/></OrderedGroup>'
    told = f"<ReadingOrder>{order}</ReadingOrder>"
    assert texts(page(two, one, three, before=told), folder=tmp_path) == ["3\n\nun\n\ndeux"]
    circle = block("B1", line("un"), more='IDNEXT="B2"') + block("B2", line("deux"), more='IDNEXT="B1"')
    assert texts(page(circle), folder=tmp_path) == ["un\n\ndeux"]


def test_margins_are_left_out(tmp_path: Path) -> None:
    assert texts(
        page(block("B", line("texte")), margin=block("M", line("LE", "JOUR"))), folder=tmp_path
    ) == ["texte"]


def test_a_damaged_page_costs_itself_alone(tmp_path: Path) -> None:
    path = issue(tmp_path / "j", mets(ARTICLES), pages=(PAGES[0], PAGES[1][:-30]))
    records, errors, _ = read(path)
    assert [each.fields["text"] for each in records] == ["Le président est arrivé"]
    assert len(errors) == 1
    assert "j-0002.xml: XML that is damaged" in str(errors[0])


def test_a_damaged_mets_leaves_the_pages(tmp_path: Path) -> None:
    path = issue(tmp_path / "j", mets(ARTICLES)[:-20])
    for first, blamed in (
        (path, "XML that"),
        (path.parent / "ALTO" / "j-0001.xml", "j-METS.xml: XML that"),
    ):
        records, errors, _ = read(first)
        assert [each.fields["text"].partition("\n")[0] for each in records] == ["LE JOUR"]
        assert str(errors[0]).startswith(f"{blamed} is damaged")


def test_pages_without_text_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(page(), encoding="utf-8")
    records, errors, _ = read(tmp_path / "a.xml")
    assert (records, [str(each)[:22] for each in errors]) == ([], ["no text was recognised"])


def test_a_page_that_is_not_on_the_disk_is_read_alone(tmp_path: Path) -> None:
    # As a member of an archive.
    stream = io.BufferedReader(io.BytesIO(PAGES[0].encode()))
    (record,) = parse(Opened(str(tmp_path / "a.zip"), "j-0001.xml", stream))
    assert isinstance(record, Record)
    assert record.fields["title"] == "LE JOUR"


def test_an_issue_that_names_its_pages_again_and_again_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frsearch.reading.forms.mets.MOST_TEXT", 10_000)
    articles = f'<m:div TYPE="ARTICLE">{area(1, "P1")}</m:div>' * 5000
    records, errors, _ = read(issue(tmp_path / "j", mets(articles)))
    assert len(records) < 300
    assert ["decompression bomb" in str(each) for each in errors] == [True]


@pytest.mark.parametrize("name", ["ComposedBlock", "PrintSpace", "TextBlock"])
def test_parts_within_parts_cost_no_more_than_their_number(name: str, tmp_path: Path) -> None:
    inner = "".join(block(f"B{number}", line("mot")) for number in range(3000))
    nested = f'<{name} ID="x">' * 240 + inner + f"</{name}>" * 240
    start = time.perf_counter()
    (text,) = texts(page(nested), folder=tmp_path)
    assert text.split() == ["mot"] * 3000
    assert time.perf_counter() - start < 2


def test_each_of_many_pages_finds_its_issue_in_time(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"bpt6k{5000000 + number}j.xml").write_text(
            page(block("B", line("x"))), encoding="utf-8"
        )
    start = time.perf_counter()
    files = [issue_of(str(path)) for path in tmp_path.iterdir()]
    assert all(each is not None and len(each) == 1 for each in files)
    assert time.perf_counter() - start < 5


def test_missing_pages_are_said_once(tmp_path: Path) -> None:
    path = issue(tmp_path / "j", mets(ARTICLES), pages=PAGES[:1])
    records, errors, _ = read(path)
    assert [each.fields["text"] for each in records] == ["Le président est arrivé"]
    assert ["1 of the pages" in str(each) for each in errors] == [True]


def test_the_date_is_taken_from_any_of_the_descriptions_of_an_issue(tmp_path: Path) -> None:
    content = mets(ARTICLES).replace('TYPE="ISSUE" DMDID="ISSUE"', 'TYPE="VOLUME" DMDID="PRINT ISSUE"')
    (one, *_), errors, _ = read(issue(tmp_path / "j", content))
    assert not errors
    assert (one.fields["date"], one.extra["source"]) == ("17.12.1918", "Le Jour")


def test_a_table_of_contents_is_no_missing_page(tmp_path: Path) -> None:
    toc = (
        '<m:fileGrp USE="toc"><m:file ID="TOC"><m:FLocat xlink:href="toc/T1.xml"/></m:file></m:fileGrp>'
        "</m:fileSec>"
    )
    pointed = '<m:fptr FILEID="TOC"/><m:fptr><m:par>'
    content = mets(ARTICLES).replace("</m:fileSec>", toc).replace("<m:fptr><m:par>", pointed)
    records, errors, _ = read(issue(tmp_path / "j", content))
    assert len(records) == 3
    assert not errors


@pytest.mark.parametrize("first", ["j-METS.xml", "ALTO/j-0001.xml", "toc/T1.xml"])
def test_the_articles_of_the_bnf_stand_in_a_table_of_contents(first: str, tmp_path: Path) -> None:
    folder = tmp_path / "6703187"
    manifest = issue(folder, mets("", id="ark:/12148/bpt6k1"))
    toc = mets(ARTICLES, files=("../ALTO/j-0001.xml", "../ALTO/j-0002.xml"))
    toc = toc.replace(
        "<mods:title>Le Jour</mods:title>", "<mods:title>1918-12-17 (Année 2)</mods:title>"
    )
    (folder / "toc").mkdir()
    (folder / "toc" / "T1.xml").write_text(toc, encoding="utf-8")
    (one, other, _), errors, reader = read(folder / first)
    assert not errors
    assert (one.fields["id"], one.fields["date"]) == ("ark:/12148/bpt6k1-ART1", "17.12.1918")
    assert one.fields["url"] == "https://gallica.bnf.fr/ark:/12148/bpt6k1"
    assert (one.extra["source"], other.extra["page"]) == ("Le Jour", 6)
    assert len(reader.used) == 3
    assert str(manifest.resolve()) in reader.used | {str((folder / first).resolve())}


def test_a_table_of_contents_that_is_damaged_leaves_the_issue(tmp_path: Path) -> None:
    manifest = issue(tmp_path / "j", mets())
    (tmp_path / "j" / "toc").mkdir()
    (tmp_path / "j" / "toc" / "T1.xml").write_text(
        '<mets xmlns="http://www.loc.gov/METS/"><a>', encoding="utf-8"
    )
    (whole,), (error,), _ = read(manifest)
    assert "SAVON" in whole.fields["text"]
    assert "T1.xml: XML that is damaged" in str(error.reason)
