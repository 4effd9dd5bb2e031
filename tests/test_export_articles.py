"""Articles leave in each form, and come back the same: by hypothesis, and as other programs see them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from lxml import etree

import frsearch
from frsearch import Article, FrsearchError, QueryError
from frsearch.cli.main import main
from frsearch.output.articles.registry import format_of, write
from frsearch.output.articles.shown import Names
from frsearch.reading import encodings
from frsearch.reading.file_reader import FileReader
from frsearch.reading.records import Record
from frsearch.types import ARTICLE_FORMATS, ArticleFormat

ENDING = {
    **{"csv": ".csv", "jsonl": ".jsonl", "parquet": ".parquet", "iramuteq": ".txt", "bibtex": ".bib"},
    **{"ris": ".ris", "csl": ".json", "txm": "", "txm-xml": ""},
}

# --- by hypothesis

LINES = ["\n", "\r\n", "\r", "\n\n", " ", "\t", "\u00a0", "\u2028", "\x0b", "\ufeff", "\0", "\x1f"]
SIGNS = [
    *(
        "****",
        "**** *a_b",
        "\n2018 *a_b",
        "-*",
        "\n-*x",
        "\n**** *id_x",
        "TY  - ",
        "\nER  - ",
        "\nAB  - x",
        "@article{x,",
    ),
    *(
        "=1+1",
        ";=1",
        "\n- Non.",
        "'",
        '"',
        '""',
        "{",
        "}",
        "\\",
        "\\'e",
        "--",
        "---",
        "``",
        "''",
        "~",
        "$",
    ),
    *(
        "%",
        "#",
        "_",
        "^",
        "&",
        "<p>",
        "</text>",
        "]]>",
        "a; b",
        "a, b",
        " and ",
        "3",
        "2018-06",
        "œ",
        "é",
    ),
    *(
        "date 2018\n",
        "Titre : x\n",
        "Le sommet",
        "Dupont, Marie",
        "\ufffd",
        "\ufffe",
        "\U0001f600",
        "e\u0301",
    ),
]
pieces = st.one_of(st.sampled_from(SIGNS), st.sampled_from(LINES), st.text(max_size=4))
texts = st.lists(pieces, max_size=8).map("".join)
full = texts.filter(str.strip)
numbers = st.one_of(st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False))
simple = st.one_of(
    full, full, st.sampled_from(["Le Monde", "AFP", "12", "12-13"]), numbers, st.booleans()
)
values = st.one_of(
    simple,
    st.lists(full, min_size=1, max_size=3),
    st.lists(simple, min_size=1, max_size=2),
    st.dictionaries(texts, simple, min_size=1, max_size=2),
)
COMMON = ["source", "author", "section", "page", "tags", "language"]
OTHERS = [
    "ville",
    "date_pub",
    "Datepub",
    "titre",
    "journal",
    "id",
    "text",
    "frsearch",
    "year",
    "file",
    "=x",
]
names = st.one_of(st.sampled_from(COMMON), st.sampled_from(OTHERS), full)
dates = st.one_of(st.none(), st.sampled_from(["2018", "2018-06", "2018-06-28", "0987-01"]))


ROUNDS = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
)


def same_blank(text: str) -> str:
    """A blank field is none, to a reader."""
    return text if text.strip() else ""


articles = st.lists(
    st.builds(
        Article,
        st.one_of(full, st.sampled_from(["a1", "A1", "2018/06/01", "con", "..", "7"])),
        full,
        texts.map(same_blank),
        dates,
        texts.map(same_blank),
        st.dictionaries(names, values, max_size=4),
    ),
    max_size=4,
    unique_by=lambda article: article.id,
)


def path_of(folder: Path, format: ArticleFormat) -> Path:
    return folder / f"made{len(list(folder.iterdir()))}{ENDING[format]}"


def value_of(article: Article) -> tuple[Any, ...]:
    extra = json.loads(json.dumps(dict(article.extra), sort_keys=True))
    return (article.id, article.title, article.date, article.url, article.text, json.dumps(extra))


def checked_round(made: list[Article], back: Iterable[Article], in_order: bool) -> None:
    want, have = list(map(value_of, made)), list(map(value_of, back))
    assert have == want if in_order else sorted(have, key=str) == sorted(want, key=str)


@pytest.mark.parametrize("format", ARTICLE_FORMATS)
@ROUNDS
@given(made=articles)
@example(made=[])
def test_what_is_exported_comes_back(format: ArticleFormat, made: list[Article], tmp_path: Path) -> None:
    path = path_of(tmp_path, format)
    assert write(made, path, format) == len(made)
    if made:
        checked_round(made, frsearch.read_articles(path), in_order=not format.startswith("txm"))


@pytest.mark.parametrize("format", ARTICLE_FORMATS)
@pytest.mark.parametrize("names", [("datePub", "date_pub"), ("é\u2028", "é"), ("a b", "a_b", "aB")])
def test_fields_whose_names_are_written_alike_come_back(
    format: ArticleFormat, names: tuple[str, ...], tmp_path: Path
) -> None:
    made = [Article("i", "Un sommet.", extra={name: at for at, name in enumerate(names)})]
    path = path_of(tmp_path, format)
    write(made, path, format)
    checked_round(made, frsearch.read_articles(path), in_order=True)


@ROUNDS
@given(made=articles)
def test_raw_csv_comes_back_too(made: list[Article], tmp_path: Path) -> None:
    path = path_of(tmp_path, "csv")
    write(made, path, raw=True)
    if made:
        checked_round(made, frsearch.read_articles(path), in_order=True)


# --- what people and other programs see

SOMMET = Article(
    "001_a",
    "L'Élysée a parlé.\n\n- Non.\n**** fin\nTY  - x {50 %}",
    "Le sommet d'Helsinki : 3_4",
    "2018-06-28",
    "https://example.org/a_b?c=1",
    {
        **{
            "source": "Le Monde",
            "author": ["Marie Dupont", "AFP"],
            "page": 3,
            "tags": ["Russie", "OTAN"],
        },
        **{"language": "fr", "section": "International", "ville de": "Helsinki", "mots": "12"},
    },
)
PLAIN = Article("b", "Un texte.", "Sans source", "2018-06")


def written(tmp_path: Path, format: ArticleFormat, *made: Article, raw: bool = False) -> str:
    path = path_of(tmp_path, format)
    write(made or (SOMMET, PLAIN), path, format, raw=raw)
    return path.read_bytes().decode("utf-8-sig") if path.is_file() else str(path)


def test_csv_has_a_column_for_each_field(tmp_path: Path) -> None:
    first, second = csv.DictReader(io.StringIO(written(tmp_path, "csv"), newline=""))
    assert list(first) == [
        *("id", "date", "title", "source", "author", "page", "tags", "language", "section", "ville de"),
        *("mots", "url", "text", "frsearch"),
    ]
    assert (first["author"], first["page"]) == ("Marie Dupont; AFP", "3")
    # A spreadsheet that takes semicolons or line breaks for the ends of cells would run `- Non.`
    assert "\n'- Non.\n" in first["text"]
    assert "\n- Non.\n" in written(tmp_path, "csv", SOMMET, raw=True)
    assert second["frsearch"] == second["source"] == ""


@pytest.mark.parametrize("format", ["csv", "iramuteq"])
def test_what_someone_has_changed_in_a_file_stays_changed(format: ArticleFormat, tmp_path: Path) -> None:
    path = path_of(tmp_path, format)
    write([SOMMET], path, format)
    text = path.read_text("utf-8")
    for old, new in (("Dupont", "Durand"), ("parlé", "chanté"), ("3_4", "5_6"), ("Le_Monde", "Le_Soir")):
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    (article,) = frsearch.read_articles(path)
    assert article.extra["page"] == 3
    assert "Durand" in str(article.extra["author"])
    assert "chanté" in article.text
    assert re.search("5.6", article.title)


def test_iramuteq_has_words_for_values_and_no_stars_in_texts(tmp_path: Path) -> None:
    head, *lines = written(tmp_path, "iramuteq").split("\n")
    assert head.startswith("**** *id_001_a *date_2018-06-28 *title_Le_sommet_d'Helsinki_:_3_4 ")
    assert "*source_Le_Monde *author_Marie_Dupont *author_AFP *page_3 *tags_Russie " in head
    assert "*villeDe_Helsinki " in head
    assert [line for line in lines if line.startswith("****")] == [
        "**** *id_b *date_2018-06 *title_Sans_source *frsearch"
    ]
    assert "* * * * fin" in lines


def test_txm_has_texts_and_metadata(tmp_path: Path) -> None:
    folder = Path(written(tmp_path, "txm"))
    assert sorted(path.name for path in folder.iterdir()) == ["001_a.txt", "b.txt", "metadata.csv"]
    assert (folder / "001_a.txt").read_bytes().decode() == SOMMET.text
    assert (folder / "metadata.csv").read_bytes().startswith(b"id,date,title,source,")


def test_txm_xml_has_attributes_and_paragraphs(tmp_path: Path) -> None:
    root = etree.parse(Path(written(tmp_path, "txm-xml")) / "001_a.xml").getroot()
    assert (root.tag, root.get("source"), root.get("page")) == ("text", "Le Monde", "3")
    assert [each.text for each in root.iter("p")] == ["L'Élysée a parlé.", "- Non."]
    assert [each.tail for each in root.iter("lb")] == ["**** fin", "TY  - x {50 %}"]


def test_txm_may_be_packed(tmp_path: Path) -> None:
    write([SOMMET], tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["001_a.txt", "metadata.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_file_names_are_safe_and_tell_capitals_apart_otherwise(tmp_path: Path) -> None:
    ids = ["../../etc/passwd", "con", "A", "a", "metadata", ".cache", "é" * 300, "x.txt"]
    write([Article(id, "Un texte.") for id in ids], tmp_path / "out", "txm")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == sorted(
        [
            *("_.._etc_passwd.txt", "_con.txt", "A.txt", "a-2.txt", "metadata-2.txt", "metadata.csv"),
            *("cache.txt", "_" * 100 + ".txt", "x.txt.txt"),
        ]
    )


def test_bibtex_is_what_bibliographies_have(tmp_path: Path) -> None:
    text = written(tmp_path, "bibtex")
    assert text.startswith("@article{001_a,\n  title = {{Le sommet d'Helsinki : 3\\_4}},\n")
    assert "  author = {Marie Dupont and AFP},\n  journal = {Le Monde},\n  pages = {3},\n" in text
    assert "  year = {2018},\n  month = jun,\n  day = {28},\n" in text
    assert "x \\textbraceleft{}50 \\%\\textbraceright{}" in text
    assert "\n@misc{b,\n" in text


def test_ris_is_what_zotero_has(tmp_path: Path) -> None:
    lines = written(tmp_path, "ris").split("\r\n")
    assert lines[:13] == [
        *("TY  - NEWS", "ID  - 001_a", "TI  - Le sommet d'Helsinki : 3_4"),
        *("AU  - Marie Dupont", "AU  - AFP", "T2  - Le Monde", "PY  - 2018", "DA  - 2018/06/28/"),
        *("SE  - International", "SP  - 3", "KW  - Russie", "KW  - OTAN", "LA  - fr"),
    ]
    assert "TY  – x {50 %}" in lines
    assert [line[:2] for line in lines if re.match("[A-Z]{2}  - ", line)].count("TY") == 2


def test_ris_begins_a_long_text_below_its_tag(tmp_path: Path) -> None:
    # Zotero decides by the length of the first line whether line breaks count.
    long = Article("c", "Un long paragraphe. " * 5 + "\nUn autre.")
    assert "\r\nAB  - \r\nUn long" in written(tmp_path, "ris", long)
    assert "\r\nAB  - Un texte.\r\n" in written(tmp_path, "ris", PLAIN)


def test_csl_is_as_its_schema_says(tmp_path: Path) -> None:
    first, second = json.loads(written(tmp_path, "csl"))
    assert (first["type"], second["type"]) == ("article-newspaper", "article")
    assert first["issued"] == {"date-parts": [[2018, 6, 28]]}
    assert second["issued"] == {"date-parts": [[2018, 6]]}
    assert first["author"] == [{"literal": "Marie Dupont"}, {"literal": "AFP"}]
    assert (first["container-title"], first["page"], first["keyword"]) == (
        "Le Monde",
        "3",
        "Russie, OTAN",
    )
    assert first["custom"] == {
        "tags": ["Russie", "OTAN"],
        "ville de": "Helsinki",
        "mots": "12",
        "frsearch": True,
    }
    assert second["custom"] == {"frsearch": True}


def test_parquet_columns_have_types(tmp_path: Path) -> None:
    from pyarrow import parquet

    write([SOMMET, PLAIN], tmp_path / "a.parquet")
    schema = parquet.read_schema(tmp_path / "a.parquet")
    types = {field.name: str(field.type) for field in schema}
    assert (types["page"], types["mots"], types["id"]) == ("int64", "string", "string")
    assert types["tags"].startswith("list<")


# --- targets


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.CSV", "csv"), ("a.ndjson", "jsonl"), ("a.zip", "txm"), ("dossier", "txm"),
        ("a.txt", "iramuteq"), ("a.json", "csl"), ("a.parquet", "parquet"),
    ],
)  # fmt: skip
def test_the_ending_says_the_form(name: str, format: str) -> None:
    assert format_of(name, None) == format


def test_an_unknown_form_is_an_error_that_names_them() -> None:
    with pytest.raises(FrsearchError, match=r"a\.odt: the ending \.odt .* csv, jsonl"):
        format_of("a.odt", None)
    with pytest.raises(FrsearchError, match=r"must be one of csv, .*, not 'docx'"):
        format_of("a.csv", "docx")


def broken(count: int) -> Iterator[Article]:
    yield from (Article(f"a{at}", "Un texte.") for at in range(count))
    raise QueryError(frsearch.Message("stop"))


@pytest.mark.parametrize("format", ARTICLE_FORMATS)
def test_after_an_error_everything_is_as_it_was(format: ArticleFormat, tmp_path: Path) -> None:
    path = tmp_path / f"a{ENDING[format]}"
    if ENDING[format]:
        path.write_text("before")
    with pytest.raises(QueryError, match="stop"):
        write(broken(2000), path, format)
    assert [each.name for each in tmp_path.iterdir()] == [path.name] * bool(ENDING[format])
    assert not ENDING[format] or path.read_text() == "before"


def test_a_file_is_replaced_with_its_mode_and_through_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ris", tmp_path / "link.ris"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    write([PLAIN], link)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text().startswith("TY  - NEWS")


def test_a_folder_must_be_empty_and_a_file_no_device(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert write([PLAIN], tmp_path / "empty") == 1
    with pytest.raises(FrsearchError, match="empty: is there already: give a new or empty folder"):
        write([PLAIN], tmp_path / "empty")
    with pytest.raises(FrsearchError, match="no regular file"):
        write([PLAIN], os.devnull, "csv")
    with pytest.raises(FrsearchError, match=r"nowhere/a\.csv: cannot be written: No such file"):
        write([PLAIN], tmp_path / "nowhere" / "a.csv")


# --- Index.export


def ids_in(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def index(make_index: Callable[..., frsearch.Index]) -> frsearch.Index:
    return make_index(
        ("Le sommet de juin, un sommet.", "2018-06"),
        ("Un sommet.", "2017"),
        "Sans date.",
        ("Autre.", "2016"),
    )


def test_all_are_exported_from_the_oldest_on(index: frsearch.Index, tmp_path: Path) -> None:
    assert index.export(tmp_path / "a.jsonl") == 4
    assert ids_in(tmp_path / "a.jsonl") == ["a4", "a2", "a1", "a3"]


def test_a_search_is_exported_in_its_order(index: frsearch.Index, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert index.export(path, query="sommet") == 2
    assert ids_in(path) == [hit.id for hit in index.search("sommet")]
    assert index.export(path, query="sommet", sort="oldest") == 2
    assert ids_in(path) == ["a2", "a1"]
    assert index.export(path, date="2017..") == 2
    assert ids_in(path) == ["a2", "a1"]
    assert index.export(path, query="introuvable") == 0
    assert path.read_text() == ""


def test_ids_are_exported_in_their_order_each_once(index: frsearch.Index, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert index.export(path, ids=["a3", "a1", "a3"]) == 2
    assert ids_in(path) == ["a3", "a1"]
    with pytest.raises(QueryError, match=r"these ids in the index \(2\): 'x', 'y'"):
        index.export(path, ids=["a1", "x", "y", "x"])
    assert ids_in(path) == ["a3", "a1"]
    with pytest.raises(QueryError, match="not both"):
        index.export(path, ids=["a1"], query="sommet")
    with pytest.raises(QueryError, match="give a list"):
        index.export(path, ids="a1")


# --- readers of BibTeX and RIS


def read(tmp_path: Path, name: str, text: str | bytes) -> list[Record]:
    """The records as the form has them, whatever becomes of their dates."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [
        each
        for each in FileReader(str(path), {}, lambda done: None).records()
        if isinstance(each, Record)
    ]


ZOTERO_BIB = r"""@string{lemonde = "Le Monde"}
% a comment
@article{dupont_sommet_2018,
	address = {Paris},
	chapter = {International},
	title = {Le sommet d'{Helsinki} \& l'{OTAN}},
	url = {https://www.lemonde.fr/a\_b.html},
	abstract = {L'{\'e}t{\'e} de {\OE}dipe, {\c C}a et l{\`a} -- fin.

Un autre paragraphe.},
	language = {fr-FR},
	urldate = {2019-01-02},
	journal = lemonde # { (Paris)},
	author = {Dupont, Marie and {AFP et Reuters} and de La Tour, Jean},
	month = jun,
	year = {2018},
	day = 28,
	keywords = {Russie, OTAN},
	pages = {12--13},
	file = {Snapshot:/home/x/a.html:text/html},
}

@newspaper{x2, title = "Un {"}mot{"}", date = {2018-06}, abstract = {T}}
@misc{x3, title={A}, year=2018, month="28~juin", abstract={Texte}, note={Vu}}
"""


def test_bibtex_of_zotero(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, "a.bib", ZOTERO_BIB)
    assert first.line == 3
    assert first.fields == {
        "id": "dupont_sommet_2018",
        "title": "Le sommet d'Helsinki & l'OTAN",
        "date": "2018-06-28",
        "text": "L'été de Œdipe, Ça et là – fin.\n\nUn autre paragraphe.",
        "url": "https://www.lemonde.fr/a_b.html",
    }
    assert first.extra == {
        **{"source": "Le Monde (Paris)", "language": "fr-FR", "page": "12-13", "address": "Paris"},
        **{"author": ["Marie Dupont", "AFP et Reuters", "Jean de La Tour"], "chapter": "International"},
        "tags": ["Russie", "OTAN"],
    }
    assert (second.fields["title"], second.fields["date"]) == ('Un "mot"', "2018-06")
    assert (third.fields["date"], third.extra) == ("28 juin 2018", {"note": "Vu"})


EUROPRESSE_RIS = """TY  - NEWS
T1  - Le sommet d'Helsinki
JO  - Le Monde
AU  - Dupont, Marie
AU  - AFP
Y1  - 2018/06/28
SP  - 3
EP  - 5
N2  - Premier paragraphe.
Second paragraphe.
ID  - 17
AN  - news·20180628·LM·12
UR  - https://nouveau.europresse.com/x
KW  - Russie
KW  - OTAN
N1  - Lu
VL  - 12
ER  -\x20

TY  - JOUR
TI  - Un titre
  qui continue
DA  - 2018/06//
AB  -\x20
Un texte.
ER  - ,
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_ris_of_europresse_and_zotero(line_end: str, tmp_path: Path) -> None:
    data = ("\ufeff" + EUROPRESSE_RIS.replace("\n", line_end)).encode()
    first, second = read(tmp_path, "a.ris", data)
    assert first.fields == {
        "id": "news·20180628·LM·12",
        "title": "Le sommet d'Helsinki",
        "date": "2018-06-28",
        "text": "Premier paragraphe.\nSecond paragraphe.",
        "url": "https://nouveau.europresse.com/x",
    }
    assert first.extra == {
        **{"source": "Le Monde", "author": ["Marie Dupont", "AFP"], "page": "3-5", "note": "Lu"},
        **{"tags": ["Russie", "OTAN"], "volume": "12"},
    }
    assert second.line == 20
    assert second.fields["title"] == "Un titre qui continue"
    assert (second.fields["date"], second.fields["text"]) == ("2018-06", "Un texte.")


def test_a_broken_reference_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        "@misc{a, abstract={Un {texte}\n@misc{b, abstract={Bon}}\n@misc{c abstract=\n"
        '@comment{x}\n@misc{d, abstract="}", }\n@misc{e, abstract={Bon aussi}}\n@misc'
    )
    reader = frsearch.read_articles(path, on_error="skip")
    assert [article.id for article in reader] == ["b", "e"]
    assert [error.line for error in reader.skipped] == [1, 3, 5]
    assert "does not end" in str(reader.skipped[0])


def test_a_ris_without_end_and_without_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("AB  - Perdu\nTY  - NEWS\nID  - a\nAB  - Un\nTY  - NEWS\nID  - b\nAB  - Deux\n")
    assert [article.id for article in frsearch.read_articles(path)] == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    ["@misc{a,\n" * 10_000, "@misc{a, abstract={" + "{" * 300_000,
     "@misc{a, abstract=" + "x # " * 100_000, "@misc{a,b" + " = " * 100_000,
     "@misc{a, author={" + "A and " * 50_000 + "}}", "@string{a = {" * 10_000],
    ids=["unclosed", "braces", "joints", "equals", "authors", "strings"],
)  # fmt: skip
def test_hostile_bibtex_ends_soon(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(text)
    started = time.process_time()
    reader = frsearch.read_articles(path, on_error="skip")
    assert list(reader) == []
    assert reader.skipped_count
    assert time.process_time() - started < 10


def test_a_huge_reference_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "LONGEST_ARTICLE", 1000)
    path = tmp_path / "a.ris"
    path.write_text(
        "TY  - NEWS\nID  - a\nAB  - x\n" + "Un texte.\n" * 200 + "ER  - \nTY  - NEWS\nID  - b\nAB  - y\n"
    )
    reader = frsearch.read_articles(path, on_error="skip")
    assert [article.id for article in reader] == ["b"]
    assert "more than 1,000 bytes" in str(reader.skipped[0])


@pytest.mark.parametrize(
    "rest",
    ["{", "[]", "null", "3", '{"id":3,"extra":[],"text":"x","was":[1,2]}', "[" * 100_000,
     '{"text":[3],"was":{"x":1}}', '{"id":"","extra":{"page":{}}}'],
)  # fmt: skip
def test_a_broken_field_frsearch_is_no_error(rest: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(f"TY  - NEWS\nID  - a\nTI  - T\nAB  - Un texte.\nC8  - {rest}\nER  - \n")
    (article,) = frsearch.read_articles(path)
    assert (article.title, article.text) == ("T", "Un texte.")


# --- the command


@pytest.fixture
def export(
    index: frsearch.Index,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str]]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("FRSEARCH_INDEX", str(index.path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["export", *arguments])
        said = capsys.readouterr()
        assert said.out == ""
        return code, said.err

    return run


Export = Callable[..., tuple[int, str]]


def test_the_command_writes_all_or_what_matches(export: Export) -> None:
    assert export("-o", "a.jsonl") == (0, "4 articles written to a.jsonl\n")
    assert export("-o", "a.jsonl", "sommet", "juin") == (
        0,
        "sommet juin: 1 article\n1 article written to a.jsonl\n",
    )
    assert ids_in(Path("a.jsonl")) == ["a1"]
    assert export("-o", "a.jsonl", "-s", "newest", "--date", "..2017")[0] == 0
    assert ids_in(Path("a.jsonl")) == ["a2", "a4"]
    code, said = export("-o", "a.jsonl", "sommet", "introuvable")
    assert (code, "any" in said.splitlines()[0]) == (0, True)
    assert export("-o", "a.jsonl", "introuvable")[0] == 1


def test_the_command_takes_ids_of_a_file_and_of_standard_input(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("ids.txt").write_text("\ufeffa3\r\n\r\na1\n", "utf-8")
    assert export("-o", "out.jsonl", "--ids", "ids.txt")[0] == 0
    assert ids_in(Path("out.jsonl")) == ["a3", "a1"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a2")))
    assert export("-o", "out.jsonl", "--ids", "-")[0] == 0
    assert ids_in(Path("out.jsonl")) == ["a2"]
    Path("ids.txt").write_text("a1\nx\n")
    code, said = export("-o", "out.jsonl", "--ids", "ids.txt")
    assert (code, "'x'" in said) == (2, True)
    assert ids_in(Path("out.jsonl")) == ["a2"]


def test_the_command_writes_to_standard_output(
    index: frsearch.Index, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = ["export", "-i", str(index.path), "-o", "-", "--format", "jsonl", "sommet", "juin"]
    assert main(arguments) == 0
    (line,) = capfdbinary.readouterr().out.splitlines()
    assert json.loads(line)["id"] == "a1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sommet"], "TARGET is missing"),
        (["-o", "a.odt"], "of no form"),
        (["-o", "-"], "standard output (-) needs --format"),
        (["-o", "-", "--format", "txm"], "standard output (-) needs --format"),
        (["-o", "a.csv", "--format", "docx"], "--format is one of csv, jsonl"),
        (["-o", "a.csv", "--ids", "ids.txt", "sommet"], "--ids or QUERY, not both"),
        (["-o", "a.csv", "--ids", "ids.txt", "--sort", "newest"], "--ids or --sort, not both"),
        (["-o", "a.csv", "--ids", "nowhere.txt"], "No such file"),
        (["-o", "nowhere/a.csv"], "nowhere/a.csv: cannot be written: No such file"),
    ],
)
def test_wrong_arguments_are_told(export: Export, arguments: list[str], said: str) -> None:
    code, told = export(*arguments)
    assert (code, said in told) == (2, True), told
    assert list(Path().iterdir()) == []


def test_the_command_makes_a_folder_for_txm(export: Export) -> None:
    assert export("-o", "corpus", "--format", "txm-xml")[0] == 0
    assert sorted(path.name for path in Path("corpus").iterdir()) == [
        f"a{at}.xml" for at in (1, 2, 3, 4)
    ]


def test_many_ids_of_one_name_are_numbered_soon() -> None:
    names = Names()
    started = time.process_time()
    assert len({names.of("é" * 10 + chr(0x4E00 + at)) for at in range(20_000)}) == 20_000
    assert time.process_time() - started < 2
