"""Tables, JSON, texts with headers, Iramuteq, TXM, Markdown and rows from code become articles."""

import csv
import datetime
import decimal
import io
import json
import random
import sqlite3
import time
import tracemalloc
import zipfile
from collections import namedtuple
from contextlib import suppress
from dataclasses import dataclass

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from frsearch.errors import ArticleError
from frsearch.reading import encodings
from frsearch.reading.articles import read_articles
from frsearch.reading.columns import Columns, record
from frsearch.reading.companions import Companions, with_metadata
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms import json_file, json_values, packed_tables
from frsearch.reading.forms.front_matter import split_front_matter, toml_fields, yaml_fields
from frsearch.reading.forms.header_lines import header, lone_date
from frsearch.reading.forms.json_rows import object_record
from frsearch.reading.forms.json_values import JsonText
from frsearch.reading.forms.markdown import plain_text
from frsearch.reading.forms.registry import form_of
from frsearch.reading.rows import articles_from
from frsearch.reading.synonyms import SYNONYMS, field_of, table
from frsearch.reading.values import flat


def read(path, **options):
    """Return the articles of a file as id, title, date, text and extra, and its errors."""
    articles = read_articles(path, on_error="skip", **options)
    made = [(a.id, a.title, a.date and str(a.date), a.text, dict(a.extra)) for a in articles]
    return made, [error.reason for error in articles.skipped]


def records(path, columns=None):
    return list(FileReader(str(path), columns or {}, lambda read: None).records())


# --- names of columns


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Titre de l’article", "title"),
        ("HEADLINE", "title"),
        ("Contenu", "text"),
        ("complete_text", "text"),
        ("Date de publication", "date"),
        ("date_de_publication", "date"),
        ("publishedAt", "date"),
        ("published-at", "date"),
        ("dc:creator", "author"),
        ("Auteur(s)", "author"),
        ("Me\u0301dia", "source"),
        ("Titre du journal", "source"),
        ("RUBRIQUE", "section"),
        ("N° de page", "page"),
        ("Mots-clés", "tags"),
        ("mots cles", "tags"),
        ("Langue", "language"),
        ("file_id", "id"),
        ("_id", "id"),
        ("Lien", "url"),
        ("Überschrift", "title"),
        ("remarque", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_names_of_columns_are_known_whatever_their_case_and_accents(name, field):
    assert field_of(name) == field


def test_the_table_of_names_can_be_shown():
    names = dict(table())
    assert names.keys() >= {*SYNONYMS, "summary", "created", "date parts"}
    assert "chapô" in names["summary"]


def test_each_name_means_one_field_and_stands_once_in_the_table():
    for field, names in SYNONYMS.items():
        for name in names:
            assert field_of(name) == field
    assert not [name for names in SYNONYMS.values() for name in names if not name.strip()]


@pytest.mark.parametrize(
    ("row", "fields", "extra"),
    [
        ({"titre": "A", "title": "B", "texte": "x"}, {"title": "B", "text": "x"}, {"titre": "A"}),
        ({"headline": "A", "titre": "B", "texte": "x"}, {"title": "B", "text": "x"}, {"headline": "A"}),
        ({"title": " ", "titre": "B", "texte": "x"}, {"title": "B", "text": "x"}, {}),
        ({"description": "d", "text": "x"}, {"text": "x"}, {"description": "d"}),
        ({"chapo": "d", "titre": "T"}, {"title": "T", "text": "d"}, {}),
        ({"chapo": "d", "résumé": "e", "texte": ""}, {"text": "d"}, {"résumé": "e"}),
        ({"texte": "x", "created_at": "2020", "publié le": "2018"}, {"date": "2018", "text": "x"},
         {"created_at": "2020"}),
        ({"texte": "x", "created_at": "2020"}, {"date": "2020", "text": "x"}, {}),
        ({"texte": "x", "Annee": 2018, "Mois": 6, "Jour": 28}, {"date": "2018-06-28", "text": "x"}, {}),
        ({"texte": "x", "année": "2018", "mois": "juin"}, {"date": "juin 2018", "text": "x"}, {}),
        ({"texte": "x", "jour": "2018-06-28"}, {"date": "2018-06-28", "text": "x"}, {}),
        ({"texte": "x", "date": "2017", "year": "1"}, {"date": "2017", "text": "x"}, {"year": "1"}),
        ({"texte": "x", "page": "12"}, {"text": "x"}, {"page": 12}),
        ({"texte": "x", "page": "p. 12"}, {"text": "x"}, {"page": 12}),
        ({"texte": "x", "page": "12-13"}, {"text": "x"}, {"page": "12-13"}),
        ({"texte": "<p>Un <b>sommet</b></p><p>Deux</p>"}, {"text": "Un sommet\n\nDeux"}, {}),
        ({"texte": "<p> est une balise"}, {"text": "<p> est une balise"}, {}),
        ({"texte": ["Un", "Deux"]}, {"text": "Un\n\nDeux"}, {}),
    ],
)  # fmt: skip
def test_a_row_gives_fields_and_what_is_left_is_extra(row, fields, extra):
    made = record(1, row)
    assert dict(made.fields) == fields
    assert made.extra == extra


def test_columns_win_over_all_names():
    named = {"text": "brouillon", "title": "objet"}
    made = record(1, {"text": "x", "brouillon": "y", "objet": "T", "titre": "U"}, named)
    assert made.fields == {"title": "T", "text": "y"}
    assert made.extra == {"text": "x", "titre": "U"}


@given(
    st.dictionaries(
        st.sampled_from([n for names in SYNONYMS.values() for n in names]) | st.text(), st.text()
    )
)
def test_no_value_of_a_row_is_lost(row):
    made = record(1, row)
    kept = [*made.fields.values(), *made.extra.values()]
    for name, value in row.items():
        if value.strip() and not value.lstrip().startswith("<") and field_of(name) != "page":
            assert any(value == each or (name in made.extra) or value in str(each) for each in kept)


# --- CSV

ROW = {
    "Identifiant": "a1",
    "Titre": "Un sommet",
    "Date de publication": "2018-06-28",
    "Contenu": 'Il aura « lieu » ; oui.\n\nÀ "Helsinki" | là\toù.',
    "Journal": "La Voix",
    "Rubrique": "Monde",
    "Auteurs": "Jean Dupont; Anne Bé",
    "Page": "12",
    "Mots-clés": "sommet, Helsinki",
    "Prix": "1,50",
}
ARTICLE = (
    "a1",
    "Un sommet",
    "2018-06-28",
    ROW["Contenu"],
    {
        "source": "La Voix",
        "author": ["Jean Dupont", "Anne Bé"],
        "section": "Monde",
        "page": 12,
        "tags": ["sommet", "Helsinki"],
        "Prix": "1,50",
    },
)


def csv_of(separator, **options):
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(ROW), delimiter=separator, **options)
    writer.writeheader()
    writer.writerow(ROW)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(
            (f"a.{ending}", csv_of(separator))
            for ending in ("csv", "tsv", "tab")
            for separator in ",;\t|"
        ),
        ("a.csv", csv_of(";", quoting=csv.QUOTE_ALL)),
        ("a.csv", "\ufeff" + csv_of(";")),
        ("a.csv", csv_of(";").encode("cp1252")),
        ("a.csv", "\ufeffsep=;\r\n" + csv_of(";")),
        ("a.csv", '"sep=;"\n' + csv_of(";")),
        ("a.csv", "sep=#\n" + csv_of("#")),
        ("a.csv", "\n;;;;;;;;;\n\n" + csv_of(";")),
        ("a.tsv.gz", csv_of("\t")),
    ],
)
def test_a_csv_is_read_as_excel_and_others_write_it(write, name, content):
    assert read(write(name, content)) == ([ARTICLE], [])


def test_a_cell_may_hold_a_list_in_json(write):
    path = write("a.csv", 'texte;tags;villes\nx;"[""a, b"", ""c""]";"[""Lyon""]"\n')
    assert read(path)[0][0][4] == {"tags": ["a, b", "c"], "villes": ["Lyon"]}


def test_a_header_of_unknown_names_is_an_error_that_names_them(write):
    (reason,) = read(write("a.csv", "sep=;\nnuméro;remarque\n1;x\n"))[1]
    assert reason == (
        "no column 'text' for text: the header has numéro, remarque; name the column with "
        'columns={"text": …}'
    )
    assert read(write("b.csv", "numéro;remarque\n1;x\n"), columns={"text": "remarque"})[0][0][3] == "x"


# --- JSON

ONE = {"titre": "Un", "contenu": "Oui.", "auteur": {"nom": "Dupont", "ville": "Lyon"}}
TWO = {"titre": "Deux", "contenu": "Non.", "tags": ["a", "b"], "lu": True, "note": 1.5}
BOTH = [
    ("Un", "Oui.", {"auteur.ville": "Lyon", "author": "Dupont"}),
    ("Deux", "Non.", {"tags": ["a", "b"], "lu": True, "note": 1.5}),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps([ONE, TWO])),
        ("a.json", "\ufeff" + json.dumps([ONE, TWO], ensure_ascii=False, indent=2)),
        ("a.json", json.dumps([ONE, TWO]).encode("utf-16")),
        ("a.json.gz", json.dumps([ONE, TWO])),
        ("a.json", json.dumps({"n": 2, "data": {"ids": [1, 2, 3], "articles": [ONE, TWO]}})),
        ("a.json", json.dumps({"une": [{"texte": "x"}], "a": [ONE, TWO], "b": [{"nom": "A"}] * 5})),
        ("a.json", json.dumps(ONE) + "\n" + json.dumps(TWO) + "\n"),
        ("a.json", json.dumps(ONE, indent=1) + "\n" + json.dumps(TWO, indent=1)),
        ("a.json", json.dumps(ONE) + ",\n" + json.dumps(TWO) + ","),
        ("a.jsonl", json.dumps(ONE) + "\n\n" + json.dumps(TWO)),
        ("a.ndjson", json.dumps(ONE) + "\r\n" + json.dumps(TWO) + "\r\n"),
        ("a.jsonl", json.dumps([ONE, TWO], indent=2)),
        ("a.json", json.dumps({"hits": {"hits": [{"_source": ONE}, {"_source": TWO}]}})),
    ],
)  # fmt: skip
def test_json_is_read_however_its_objects_stand(write, name, content):
    made, errors = read(write(name, content))
    assert [(title, text, extra) for _, title, _, text, extra in made] == BOTH
    assert not errors
    assert len({id for id, *_ in made}) == 2


def test_one_object_is_one_article_whatever_it_holds(write):
    content = json.dumps({**ONE, "commentaires": [{"texte": "a"}, {"texte": "b"}]})
    made, _ = read(write("a.json", content))
    assert [(each[1], each[3]) for each in made] == [("Un", "Oui.")]
    assert made[0][4]["commentaires.texte"] == ["a", "b"]


def test_a_feed_in_json_has_its_items_for_articles(write):
    feed = {"title": "Fil", "description": "Tout", "items": [
        {"id": 7, "content_html": "<p>Oui <b>toi</b>.</p>", "pubdate": "2018-06-28"}]}  # fmt: skip
    assert read(write("a.json", json.dumps(feed)))[0] == [("7", "", "2018-06-28", "Oui toi.", {})]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"_id": {"$oid": "5b3"}, "texte": "x"}, {"id": "5b3", "text": "x"}),
        ({"date": {"$date": "2018-06-28T00:00:00Z"}, "texte": "x"},
         {"date": "2018-06-28T00:00:00Z", "text": "x"}),
        ({"date": {"$date": {"$numberLong": "1530144000000"}}, "texte": "x"},
         {"date": "2018-06-28T00:00:00", "text": "x"}),
        ({"date": {"$date": "bientôt"}, "texte": "x"}, {"date": "bientôt", "text": "x"}),
        ({"title": {"rendered": "T"}, "content": {"rendered": "<p>x</p>", "protected": False}},
         {"title": "T", "text": "x"}),
    ],
)  # fmt: skip
def test_objects_that_stand_for_a_value_are_that_value(write, value, expected):
    (made,) = records(write("a.jsonl", json.dumps(value)))
    assert {name: each for name, each in made.fields.items() if each} == expected


def test_an_item_of_csl_json_is_an_article(write):
    item = {
        "id": "lavoix2018", "type": "article-newspaper", "title": "Un sommet",
        "abstract": "Il aura lieu.",
        "issued": {"date-parts": [[2018, 6, 28]]}, "container-title": "La Voix", "page": "12",
        "author": [{"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"},
                   {"literal": "AFP"}],
        "URL": "https://exemple.fr", "keyword": "sommet, Helsinki", "note": "lu",
        "custom": {"genre": "brève", "tags": ["a, b"], "lu": True},
    }  # fmt: skip
    (article,) = read_articles(write("a.json", json.dumps([item])))
    assert (article.id, article.title, article.text, str(article.date), article.url) == (
        *("lavoix2018", "Un sommet", "Il aura lieu.", "2018-06-28", "https://exemple.fr"),
    )
    assert article.extra == {
        "source": "La Voix", "author": ["Charles de Gaulle", "AFP"], "page": 12, "tags": ["a, b"],
        "note": "lu", "genre": "brève", "lu": True,
    }  # fmt: skip


def test_an_article_that_frsearch_wrote_has_its_extra_as_it_was(write):
    extra = {"tags": ["a"], "n": {"m": [1]}, "page": "3"}
    content = json.dumps(
        {"id": "a1", "title": "T", "date": "2018", "text": "x", "url": "", "extra": extra}
    )
    assert read(write("a.jsonl", content))[0] == [("a1", "T", "2018", "x", extra)]


def test_columns_may_be_paths_in_json(write):
    path = write(
        "a.json", json.dumps([{"contenu": {"corps": "x"}, "pages": [{"text": "p"}], "text": "y"}])
    )
    assert read(path, columns={"text": "contenu.corps"})[0][0][3] == "x"
    assert read(path, columns={"text": "pages.0.text"})[0][0][3] == "p"
    assert read(path, columns={"text": "pages.1.text"})[1] == [
        "article 1: it has no text; if the text is in another field, name the field with "
        'columns={"text": …}'
    ]


@pytest.mark.parametrize(
    ("content", "texts", "reason"),
    [
        ('[{"text": "a"}, {"text": "b"', ["a"], "not JSON (Expecting ',' delimiter, line 1, column 29)"),
        ('[{"text": "a"}\n{"text": "b"}]', ["a"], "a comma is expected, line 2, column 1"),
        ('[{"text": "a"},\n 3, {"text": "b"}]', ["a", "b"], "JSON of type int"),
        ('[{"text": "a"}] et', ["a"], "more follows"),
        ('{"text": "a"', [], "line 1, column 13"),
        ("Oui.", [], "an array or an object is expected"),
        ('{"titre": "a"}', [], "it has no text"),
        ("[" * 100_000, [], "nested too deeply"),
        ('{"a":' * 300 + "1" + "}" * 300, [], "nested too deeply"),
        ('[{"text": "a", "n": ' + "9" * 5000 + "}]", [], "cannot be read"),
        ("[]", [], "no article with a text is found in it (read as json)"),
        ("\0\1\2" * 100, [], "looks like a binary file"),
    ],
)
def test_json_that_is_broken_is_an_error_that_says_where(write, content, texts, reason):
    made, errors = read(write("a.json", content))
    assert [each[3] for each in made] == texts
    assert len(errors) == 1
    assert reason in errors[0]


KEYS = st.text() | st.sampled_from(
    ["text", "$date", "name", "date-parts", "author", "$numberLong", "titre", "type", "custom", "issued"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=5), st.integers(1, 30), st.sampled_from([None, 1]))
def test_json_in_pieces_is_the_same_as_whole(values, size, indent):
    text = (
        json.dumps(values, indent=indent, ensure_ascii=False)
        .replace("NaN", "1")
        .replace("Infinity", "2")
    )
    pieces = JsonText(iter([text[at : at + size] for at in range(0, len(text), size)]))
    read_values = []
    assert pieces.skip("[")
    while not pieces.skip("]"):
        read_values.append(pieces.value())
        pieces.skip(",")
    assert read_values == json.loads(text)
    assert pieces.next() == ""


@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_any_object_is_a_record_or_refused(value):
    with suppress(ArticleError):
        object_record(1, value, Columns())
        assert not any(isinstance(each, dict) for each in flat(value).values())


def test_a_long_array_of_json_is_not_held_in_memory(write, tmp_path):
    with open(tmp_path / "a.json", "w") as file:
        file.write("[" + ",".join(json.dumps({"texte": f"{n} " * 500}) for n in range(10_000)) + "]")
    tracemalloc.start()
    assert sum(1 for _ in read_articles(tmp_path / "a.json")) == 10_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < (tmp_path / "a.json").stat().st_size / 2


def test_an_object_too_long_for_memory_is_read_by_its_array(write, monkeypatch):
    monkeypatch.setattr(encodings, "LONGEST_ARTICLE", 3_000_000)
    items = [{"texte": "mot " * 1000, "n": n} for n in range(2000)]
    content = json.dumps({"a": {"b": [1, {"c": 2}]}, "articles": items, "fin": [{"texte": "x"}]})
    made, errors = read(write("a.json", content))
    assert [each[4]["n"] for each in made] == list(range(2000))
    assert not errors
    for size in (3_000_000, 3_900_000, 7_000_000):  # whatever the pieces that a file is read in
        (error,) = read(write("b.json", '[{"texte": "' + "a" * size + '"}]'))[1]
        assert "too many for one article" in error


def test_an_object_of_too_many_values_is_refused_before_they_fill_memory(write, monkeypatch):
    monkeypatch.setattr(json_values, "_MOST_INSIDE", 50_000)
    monkeypatch.setattr(json_file, "_MOST_WITHOUT_TEXT", 1_000)
    path = write("a.json", '{"a": [' + "[]," * 2_000_000 + '[]], "articles": [{"texte": "x"}]}')
    tracemalloc.start()
    (error,) = read(path)[1]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "begins with 1,000 values without a text" in error
    assert peak < 60_000_000
    (error,) = read(write("b.json", "[[" + "[]," * 2_000_000 + "[]]]"))[1]
    assert "more than 50,000 arrays and objects inside" in error
    # Many articles are none too many.
    many = [{"texte": "mot", "tags": [n]} for n in range(60_000)]
    made, errors = read(write("c.json", json.dumps({"articles": many})))
    assert len(made) == 60_000
    assert not errors


# --- texts with headers


@pytest.mark.parametrize(
    ("content", "title", "date", "text", "extra"),
    [
        ("Titre : Un sommet\nDate : 28/06/2018\nSource : La Voix\nAuteur : A. Bé\n\nAttention : il.",
         "Un sommet", "28/06/2018", "Attention : il.", {"source": "La Voix", "author": "A. Bé"}),
        ("TITRE: Un sommet\nMots : 512\nPage : 3\nAttention : il.", "Un sommet", None,
         "Attention : il.", {"Mots": "512", "page": 3}),
        ("Titre : Un\nTexte : Le début\nla suite", "Un", None, "Le début\nla suite", {}),
        ("Auteur : A\nAuteur : B\nJournal :\n\nx", "x", None, "x", {"author": ["A", "B"]}),
        ("\n\nDate : jeudi 28 juin 2018\n\nx", "x", "jeudi 28 juin 2018", "x", {}),
        ("Attention : le sommet.\nSource : x", "Attention : le sommet.", None,
         "Attention : le sommet.\nSource : x", {}),
        ("Date : bientôt\nx", "Date : bientôt", None, "Date : bientôt\nx", {}),
        ("Titre : Un\n---\nx\n---\ny", "Un", None, "x\n---\ny", {}),
        ("---\nTitre : Un\nDate : 2018\n\n----\n\nx", "Un", "2018", "x", {}),
        ("---\nLe\n---\ny", "Le", None, "---\nLe\n---\ny", {}),
        ("https://exemple.fr\nx", "https://exemple.fr", None, "https://exemple.fr\nx", {}),
        ("2018-06-28\nLe sommet", "Le sommet", "2018-06-28", "2018-06-28\nLe sommet", {}),
        ("Jeudi 28 juin 2018\n\nLe sommet", "Le sommet", "Jeudi 28 juin 2018",
         "Jeudi 28 juin 2018\n\nLe sommet", {}),
        ("Un sommet\nPublié le 28/06/2018 à 14h30\n\nx", "Un sommet", "28/06/2018",
         "Un sommet\nPublié le 28/06/2018 à 14h30\n\nx", {}),
        ("Le 28 juin 2018 fut un jour.\nx", "Le 28 juin 2018 fut un jour.", None,
         "Le 28 juin 2018 fut un jour.\nx", {}),
        ("Titre : Un\nJour : 2\nMois : juillet\nAnnée : 2018\n\nx", "Un", "2 juillet 2018", "x", {}),
        ("Jour : lundi\nAn : bon\nx", "Jour : lundi", None, "Jour : lundi\nAn : bon\nx", {}),
        ("date 2018-06\nSource : La Voix\n\nx", "x", "2018-06", "x", {"source": "La Voix"}),
    ],
)  # fmt: skip
def test_a_text_may_begin_with_lines_that_say_what_it_is(write, content, title, date, text, extra):
    (made,) = records(write("a.txt", content))
    assert (made.fields["title"], made.fields["date"], made.fields["text"]) == (title, date, text)
    assert made.extra == extra
    assert made.date_origin == "header"


@pytest.mark.parametrize(
    "content", ["Titre : Un sommet", "Titre : Un\nDate : 2018\n---\n", "date 2018\n\nSource : x"]
)
def test_header_lines_without_a_text_are_an_error(write, content):
    reason = "it has header lines alone, and no text below them: add its text"
    assert read(write("a.txt", content)) == ([], [reason])


@given(st.text(st.sampled_from("TitreDaé :\n28/06 juin=") | st.characters()))
def test_a_header_takes_nothing_from_the_rest(text):
    head = header(text)
    assert text.endswith(head.rest)
    lone_date(text)


def test_a_header_of_a_huge_text_is_read_quickly():
    start = time.perf_counter()
    for text in (" " * 10**6 + "a", "a" * 10**6, "a" + " " * 10**6, "a:" * 10**6, "a b : c\n" * 10**5):
        header(text)
        lone_date(text)
    assert time.perf_counter() - start < 2


# --- Iramuteq

CORPUS = """\
**** *source_le_monde *date_2018-06-28 *id_a_1 *page_3
Le sommet aura lieu.

-*politique
Encore.
**** *Journal_la_voix *Annee_1918 *Mois_12 *Jour_17 *une *tag_paix *tag_guerre_froide
Oui. **** non *gras*
"""


def test_a_corpus_of_iramuteq_is_its_articles(write):
    assert read(write("corpus.txt", CORPUS)) == (
        [
            ("a_1", "Le sommet aura lieu.", "2018-06-28", "Le sommet aura lieu.\n\nEncore.",
             {"source": "le monde", "page": 3, "theme": "politique"}),
            ("corpus-6", "Oui. **** non *gras*", "1918-12-17", "Oui. **** non *gras*",
             {"source": "la voix", "tags": ["paix", "guerre froide"], "une": True}),
        ],
        [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("avant\n**** *x_y\naprès", [("avant", {}), ("après", {"x": "y"})]),
        ("\ufeff\r\n**** *x_y *x_z\r\nUn\r\n\r\nDeux\r\n", [("Un\n\nDeux", {"x": ["y", "z"]})]),
        ("0001 *x_y\nUn\n0002 *x_z\nDeux", [("Un", {"x": "y"}), ("Deux", {"x": "z"})]),
        (
            "**** *x_y\nUn\n****\nDeux\n  ****  \n\n***** non\n",
            [("Un", {"x": "y"}), ("Deux", {}), ("***** non", {})],
        ),
        ("Un\n1789 *note\n**** fin", [("Un\n1789 *note\n**** fin", {})]),
    ],
)
def test_what_stands_around_variables_is_kept(write, content, expected):
    made, errors = read(write("a.txt", content))
    assert ([(text, extra) for *_, text, extra in made], errors) == (expected, [])


def test_an_article_of_iramuteq_without_text_is_an_error_and_the_others_are_read(write):
    made, errors = read(write("a.txt", "**** *id_1\n\n**** *id_2\nOui.\n"))
    assert [each[0] for each in made] == ["2"]
    assert len(errors) == 1
    assert "no text" in errors[0]


@pytest.mark.parametrize("date", ["2018_06_28", "2018-06-28"])
def test_a_date_of_iramuteq_may_have_low_lines(write, date):
    assert read(write("a.txt", f"**** *date_{date}\nOui."))[0][0][2] == "2018-06-28"


@pytest.mark.parametrize(
    ("variables", "date"),
    [
        ("*an_2018 *mois_07 *jour_02", "2018-07-02"),
        ("*jour_2 *mois_7 *annee_2018", "2018-07-02"),
        ("*année_2018 *mois_juillet *jour_02", "2018-07-02"),
        ("*an_2018 *mois_2018_07", "2018-07"),
        ("*an_2018", "2018"),
    ],
)
def test_a_date_of_iramuteq_may_have_a_variable_for_each_part(write, variables, date):
    made, errors = read(write("a.txt", f"**** *source_x {variables}\nOui."))
    assert (made[0][2], made[0][4], errors) == (date, {"source": "x"}, [])


# --- TXM


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_texts_of_txm_have_their_fields_in_a_file_beside_them(write, tmp_path, separator):
    rows = [["id", "titre", "date", "auteur", "résumé"],
            ["a", "Un sommet", "2018-06-28", "A. Bé", "bref"],
            ["b.txt", "", "2017", "", ""], ["absent", "x", "", "", ""]]  # fmt: skip
    metadata = write("metadata.csv", "\n".join(map(separator.join, rows)))
    (first,) = records(write("a.txt", "Titre : autre\n\nOui."))
    (second,) = records(write("b.txt", "Non."))
    write("c.txt", "Si.")
    companions = Companions()
    assert companions.is_metadata(str(metadata))
    assert companions.metadata_of(str(tmp_path / "c.txt")) is None
    assert companions.metadata_of(str(metadata)) is None
    path, row = companions.metadata_of(str(tmp_path / "a.txt"))
    made = with_metadata(first, row)
    assert path == str(metadata)
    assert made.fields == {"title": "Un sommet", "date": "2018-06-28", "text": "Oui."}
    assert (made.extra, made.date_origin) == ({"author": "A. Bé", "résumé": "bref"}, "metadata")
    made = with_metadata(second, companions.metadata_of(str(tmp_path / "b.txt"))[1])
    assert made.fields == {"title": "Non.", "date": "2017", "text": "Non."}


@pytest.mark.parametrize(
    "content",
    ["", "id,titre,texte\na,T,x\n", "id,titre\nabsent,T\n", 'id,"titre\n', "id\na\n", b"\0\1\2\3" * 99],
)
def test_a_file_that_is_no_metadata_is_one_like_others(write, tmp_path, content):
    path = write("metadata.csv", content)
    write("a.txt", "Oui.")
    assert not Companions().is_metadata(str(path))
    assert Companions().metadata_of(str(tmp_path / "a.txt")) is None


def test_a_broken_row_of_metadata_is_told(write, tmp_path):
    path = write("metadata.csv", 'id,titre\na,T\nb,"x\n"y"\n')
    write("a.txt", "Oui.")
    companions = Companions()
    assert companions.metadata_of(str(tmp_path / "a.txt")) is not None
    assert [error.line for error in companions.errors(str(path))] == [3]


def test_a_row_of_metadata_without_a_text_is_told(write, tmp_path):
    path = write("metadata.csv", "id,titre\na,T\nb,U\n")
    write("a.txt", "Oui.")
    reader = read_articles(tmp_path, on_error="skip")
    assert [article.title for article in reader] == ["T"]
    (error,) = reader.report.errors
    assert (error.source, error.line, error.reason) == (str(path), 3, "there is no file 'b' beside it")
    assert reader.report.forms == {"metadata": 1, "txt": 1}


# --- Markdown

PAGE = """\
---
title: "Un sommet: à Helsinki" # le titre
date: 2018-06-28 10:00:00 +0200
authors:
- Jean Dupont
- name: Anne Bé
  role: photo
tags: [europe, "a, b",
  'l''été']
categories:
    - Monde
draft: false
weight: 3
slug: un-sommet
description: >-
  Une ligne
  et une autre
lang: fr
---

# Un sommet

Voir **[Helsinki](https://exemple.fr/a_(b))** et ![une photo](a.png) *ici*,
mot_avec_traits, `a*b`, 2 * 3.[^1]

> citation <b>grasse</b> <!-- secret -->

```py
x = *a*
```

- un
- deux \\*étoile\\*

[^1]: La note.
[lien]: https://exemple.fr
"""


def test_markdown_is_read_with_its_front_matter(write):
    assert read(write("a.md", PAGE)) == (
        [
            (
                "a",
                "Un sommet: à Helsinki",
                "2018-06-28",
                "Un sommet\n\nVoir Helsinki et une photo ici,\nmot_avec_traits, a*b, 2 * 3.\n\n"
                "citation grasse\n\nx = *a*\n\n- un\n- deux *étoile*\n\nLa note.",
                {
                    "author": ["Jean Dupont", "Anne Bé"],
                    "section": "Monde",
                    "tags": ["europe", "a, b", "l'été"],
                    "language": "fr",
                    "weight": 3,
                    "slug": "un-sommet",
                    "description": "Une ligne et une autre",
                },
            )
        ],
        [],
    )


@pytest.mark.parametrize(
    ("content", "title", "date", "text"),
    [
        ("# Un *sommet*\n\nOui.", "Un sommet", None, "Oui."),
        ("Un sommet\n=========\n\nOui.", "Un sommet", None, "Oui."),
        ("Oui. Non.", "Oui.", None, "Oui. Non."),
        ("# Seul", "Seul", None, "Seul"),
        (
            r"Les \[quatre [rois\]](https://a.fr). Fin.",
            "Les [quatre rois].",
            None,
            "Les [quatre rois]. Fin.",
        ),
        ("Titre : Un\nDate : 2018\n\nOui.", "Un", "2018", "Oui."),
        ("# Un\n\n28 juin 2018\n\nOui.", "Un", "28 juin 2018", "28 juin 2018\n\nOui."),
        ("---\ntitle: Un\n---\n28/06/2018\n\nOui.", "Un", "28/06/2018", "28/06/2018\n\nOui."),
        ("---\ntitle: 1984\nabstract: Bref.\n---\n![](a.png)", "1984", None, "Bref."),
        ("---\n\nOui.\n\n---\n\nNon.", "Oui.", None, "Oui.\n\nNon."),
        ('+++\ntitle = "Un"\ndate = 2018-06-28\n+++\nOui.', "Un", datetime.date(2018, 6, 28), "Oui."),
        ("---\ntitle: Un\n...\nOui.", "Un", None, "Oui."),
    ],
)
def test_markdown_has_its_title_where_it_stands(write, content, title, date, text):
    (made,) = records(write("a.markdown", content))
    assert (made.fields["title"], made.fields.get("date"), made.fields["text"]) == (title, date, text)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a: b: c", {"a": "b: c"}),
        ("a: 'l''été'\nb: \"x\\ny\"", {"a": "l'été", "b": "x\ny"}),
        ("a: b # c\nd: e#f", {"a": "b", "d": "e#f"}),
        ("a: null\nb: ~\nc:\nd: True", {"a": None, "b": None, "c": None, "d": True}),
        ("a:\n  b:\n    c: d\n  e: f", {"a": {"b": {"c": "d"}, "e": "f"}}),
        ("a: |\n  un\n   deux\n\n  trois\nb: c", {"a": "un\n deux\n\ntrois", "b": "c"}),
        ("a: >\n  un\n  deux\n\n  trois", {"a": "un deux\ntrois"}),
        ("a: un\n  deux\nb: c", {"a": "un deux", "b": "c"}),
        ("a: {b: c, d: 'e, f'}", {"a": {"b": "c", "d": "e, f"}}),
        ("a:\n- b\n-  c: d\n   e: f\n- - x", {"a": ["b", {"c": "d", "e": "f"}, "- x"]}),
        ("a: []\nb: [ ]", {"a": [], "b": []}),
        ("Un titre: x\n# rien\n\n'clé': y", {"Un titre": "x", "clé": "y"}),
        ("a: https://exemple.fr\nheure: 10:30", {"a": "https://exemple.fr", "heure": "10:30"}),
        ("texte sans clé\na: b", {"a": "b"}),
    ],
)  # fmt: skip
def test_the_yaml_of_people_is_read(text, fields):
    assert yaml_fields(text) == fields


def test_broken_toml_is_none():
    assert toml_fields("a = ") == {}
    assert split_front_matter("+++\na = \n+++\nOui.") == ({}, "+++\na = \n+++\nOui.", 0)


@given(st.text(st.sampled_from("ab:-[]{}'\"|># \n\t\\*_`<!(") | st.characters()))
def test_any_text_is_markdown_and_yaml(text):
    plain_text(text)
    yaml_fields(text)
    split_front_matter(f"---\n{text}\n---\n{text}")


def test_hostile_markdown_is_read_in_time():
    marks = (
        "[",
        "*",
        "_a",
        "`",
        "<a",
        "[a]((",
        "*a ",
        "{{<",
        "<!--",
        "- ",
        "# ",
        "![[",
        "|-",
        "a:\n",
        "[a\n",
    )
    start = time.perf_counter()
    for mark in marks:
        plain_text(mark * 20_000)
        split_front_matter(f"---\na: [\n{mark * 20_000}\n---\n")
    assert time.perf_counter() - start < 10


# --- spreadsheets

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CALC = "application/vnd.oasis.opendocument.spreadsheet"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def cell(place, value):
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def rows_of(*rows):
    def cells(number, row):
        return "".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))

    return "".join(
        f'<row r="{number}">{cells(number, row)}</row>'
        for number, row in enumerate(rows, 1)
        if row
    )  # fmt: skip


def xlsx(*sheets):
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        + "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in numbers
        )
        + f'<Relationship Id="rs" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
        **{
            f"xl/worksheets/s{n}.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData>'
            "</worksheet>"
            for n, sheet in zip(numbers, sheets, strict=True)
        },
    }
    return zipped(parts)


def ods(rows):
    return zipped(
        {
            "mimetype": _CALC,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OPEN}:manifest:1.0"><m:file-entry '
            f'm:full-path="/" m:media-type="{_CALC}"/></m:manifest>',
            "content.xml": f'<office:document-content xmlns:office="{_OPEN}:office:1.0" '
            f'xmlns:table="{_OPEN}:table:1.0" xmlns:text="{_OPEN}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="F1">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


HEAD = ["Titre", "Date", "Contenu", "Page", "Identifiant", "Vu le"]
DAY = datetime.date(2018, 6, 28)
SHEET = rows_of(["Export"], [], HEAD, [1984, DAY, "Oui.", 3, 42, DAY], [], ["Deux", 43279, "Non."])
SHEET_ARTICLES = [
    ("42", "1984", "2018-06-28", "Oui.", {"page": 3, "Vu le": "2018-06-28"}),
    ("a-6", "Deux", "2018-06-28", "Non.", {}),
]


@pytest.mark.parametrize(
    "sheets",
    [(SHEET,), (rows_of(["note"], ["x"]), SHEET), (SHEET, "")],
    ids=["alone", "after", "before"],
)
def test_a_spreadsheet_is_read_from_its_header_on(write, sheets):
    made, errors = read(write("a.xlsx", xlsx(*sheets)))
    expected = [
        ("a-8" if each[0] == "a-6" and sheets[0] != SHEET else each[0], *each[1:])
        for each in SHEET_ARTICLES
    ]
    assert (made, errors) == (expected, [])


def test_all_sheets_with_a_header_are_read(write):
    made, _ = read(write("a.xlsx", xlsx(SHEET, SHEET)))
    assert [(each[0], each[4]["sheet"]) for each in made] == [
        *(("42", "F1"), ("a-6", "F1"), ("42", "F2"), ("a-12", "F2")),
    ]


def test_a_spreadsheet_of_libreoffice_is_read(write):
    def row(*cells):
        return "<table:table-row>" + "".join(cells) + "</table:table-row>"

    def text(value):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        )

    date = '<table:table-cell office:value-type="date" office:date-value="2018-06-28"/>'
    rest = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'  # noqa: E501
    content = row(text("titre"), text("date"), text("texte")) + row(text("T"), date, text("Oui.")) + rest
    assert read(write("a.ods", ods(content))) == ([("a-2", "T", "2018-06-28", "Oui.", {})], [])
    wide = f'<table:table-row table:number-rows-repeated="9999">{text("x")}</table:table-row>'.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="9999"'
    )
    assert "cells: save it as CSV" in read(write("b.ods", ods(row(text("texte")) + wide)))[1][0]


FAR = rows_of(["texte"], ["x"]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", xlsx(FAR), "a sheet of more than 10,000,000 cells"),
        ("a.xlsx", xlsx(rows_of(["note"], ["x"])), "no column 'text' for text: the header has note"),
        ("a.xlsx", b"PK\3\4" + b"x" * 99, "is no sound spreadsheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 999, "is no sound spreadsheet"),
        ("a.xls", b"texte;date", "is no sound spreadsheet"),
        ("a.xlsx", xlsx(SHEET)[:-100], "is no sound spreadsheet"),
        ("a.xlsx", zipped({"a.xml": "<a/>"}), "is no sound spreadsheet"),
        ("a.xlsx", b"", "is empty"),
    ],
)
def test_a_hostile_spreadsheet_is_refused(write, name, content, reason):
    made, errors = read(write(name, content))
    assert not made
    assert len(errors) == 1
    assert reason in errors[0]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_a_damaged_table_gives_articles_or_errors(write, tmp_path, name):
    content = xlsx(SHEET) if name == "a.xlsx" else parquet_of({"texte": ["x"] * 50})
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read(write(name, bytes(damaged)))


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(write, monkeypatch):
    monkeypatch.setattr(encodings, "LONGEST_ARTICLE", 1_000_000)
    path = write("a.xlsx", xlsx(rows_of(["texte"], ["a" * 3_000_000])))
    assert "unpacks to more than 200 times its size" in read(path)[1][0]


def test_a_spreadsheet_of_too_many_bytes_is_refused(write, monkeypatch):
    monkeypatch.setattr(packed_tables, "LARGEST_UNPACKED", 1000)
    assert "save it as CSV" in read(write("a.xlsx", xlsx(SHEET)))[1][0]


# --- Parquet


def parquet_of(columns):
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


TABLE = {
    "file_id": [1, None],
    "title": ["Un", None],
    "date": [datetime.date(2018, 6, 28), None],
    "complete_text": ["Oui.", "Non."],
    "tags": [["a", "b"], []],
    "prix": [decimal.Decimal("1.5"), None],
    "image": [b"\xff\xd8", None],
    "lieu": [{"ville": "Lyon"}, None],
}


@pytest.mark.parametrize("name", ["a.parquet", "a.parquet.gz"])
def test_a_parquet_is_read_by_rows(write, name):
    content = parquet_of(TABLE)
    assert read(write(name, content)) == (
        [
            ("1", "Un", "2018-06-28", "Oui.", {"tags": ["a", "b"], "prix": 1.5, "lieu.ville": "Lyon"}),
            ("a-2", "", None, "Non.", {}),
        ],
        [],
    )


def test_a_parquet_without_a_text_is_an_error(write):
    assert "the header has n" in read(write("a.parquet", parquet_of({"n": ["x"]})))[1][0]
    path = write("b.parquet", parquet_of({"c": [{"corps": "Oui."}]}))
    assert read(path, columns={"text": "c.corps"})[0][0][3] == "Oui."
    assert "cannot be read as Parquet" in read(write("c.parquet", b"PAR1" + b"x" * 99 + b"PAR1"))[1][0]


# --- rows from code


@dataclass
class _Row:
    titre: str
    texte: str


def tables():
    import pandas as pd

    rows = [
        {"titre": "Un", "texte": "Oui.", "date": "2018-06-28"},
        {"titre": None, "texte": "Non.", "date": None},
    ]
    yield "dicts", rows
    yield "generator", (row for row in rows)
    yield "pandas", pd.DataFrame(rows)
    frame = pd.DataFrame(rows).assign(date=pd.to_datetime(["2018-06-28", None]))
    yield "timestamps", frame
    yield "index", pd.DataFrame(rows).set_index("titre")
    yield "pyarrow", pa.Table.from_pylist(rows)
    yield "batch", pa.RecordBatch.from_pylist(rows)
    kind = namedtuple("Ligne", "titre texte date")
    yield "named tuples", [kind(**row) for row in rows]
    for factory in (None, sqlite3.Row):
        base = sqlite3.connect(":memory:")
        base.row_factory = factory
        base.execute("create table a (titre, texte, date)")
        base.executemany("insert into a values (:titre, :texte, :date)", rows)
        yield "cursor", base.execute("select * from a")
        if factory:
            yield "rows of a cursor", base.execute("select * from a").fetchall()
    yield "polars", _Polars(rows)


class _Polars:
    """What we use of a DataFrame of polars, which is not installed for tests."""

    def __init__(self, rows):
        self.rows = rows

    def iter_rows(self, *, named):
        assert named
        return iter(self.rows)


TABLES = list(tables())


@pytest.mark.parametrize(("kind", "rows"), TABLES, ids=[kind for kind, _ in TABLES])
def test_rows_of_whatever_library_are_the_same_articles(kind, rows):
    articles = articles_from(rows)
    assert [(a.id, a.title, a.date and str(a.date), a.text) for a in articles] == [
        ("1", "Un", "2018-06-28", "Oui."),
        ("2", "", None, "Non."),
    ]
    assert articles.report.skipped == 0


def test_columns_name_the_values_of_tuples_or_the_columns_of_rows():
    (article,) = articles_from([(7, "Oui.", "x")], columns=["id", "texte", "note"])
    assert (article.id, article.text, article.extra) == ("7", "Oui.", {"note": "x"})
    (article,) = articles_from([{"a": {"b": "Oui."}}], columns={"text": "a.b"})
    assert article.text == "Oui."
    (article,) = articles_from([_Row("Un", "Oui.")])
    assert article.title == "Un"
    assert list(articles_from([article])) == [article]


def test_numbers_of_data_frames_are_whole_again():
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({
        "id": [1.0, np.nan], "texte": ["Oui.", "Non."], "page": [3.0, np.nan], "année": [2018.0, np.nan],
        "n": pd.array([1, None], dtype="Int64"), "jour": [pd.NaT] * 2, "liste": [np.array(["a"]), None],
    })  # fmt: skip
    one, two = articles_from(frame)
    assert (one.id, str(one.date), one.extra) == ("1", "2018", {"page": 3, "n": 1, "liste": ["a"]})
    assert (two.id, two.date, two.extra) == ("2", None, {})


def test_a_bad_row_is_an_error_with_its_number():
    rows = [{"texte": "Oui."}, {"titre": "x"}, ("a",), {"texte": "Non.", "date": "demain"}]
    articles = articles_from(rows, on_error="skip")
    assert [article.id for article in articles] == ["1", "4"]
    assert [str(error).split(":")[:2] for error in articles.skipped] == [["rows", "2"], ["rows", "3"]]
    assert articles.report.unread_dates == 1
    with pytest.raises(ArticleError, match="rows:2: it has no text"):
        list(articles_from(rows))


@pytest.mark.parametrize("rows", ["texte", b"x", {"texte": "x"}, 3, None, object()])
def test_what_is_no_table_is_refused_at_once(rows):
    with pytest.raises(ArticleError, match="rows of type"):
        articles_from(rows)
    with pytest.raises(ValueError, match="on_error"):
        articles_from([], on_error="ignore")


def test_a_cursor_without_a_query_is_refused():
    with pytest.raises(ArticleError, match="execute a SELECT"):
        list(articles_from(sqlite3.connect(":memory:").cursor()))


def test_forms_are_told_by_their_content():
    assert form_of("a.txt", b"\xef\xbb\xbf**** *a_b\n").name == "iramuteq"
    assert form_of("a.txt", b"Le sommet **** *a_b\n").name == "txt"
    assert form_of("a.jsonl", b'[\n{"a": 1}').name == "json"
    assert form_of("a.jsonl", b'{"a": 1}\n').name == "jsonl"


# --- what programs leave in exports


def test_words_of_programs_for_nothing_are_no_values(write):
    rows = "titre,texte,auteur,url,journal,note\nNone,Null,None,nan,NULL,NaN\n"
    (article,) = read_articles(write("a.csv", rows))
    assert (article.title, article.text, article.url, article.extra) == ("None", "Null", "", {})
    (article,) = read_articles(write("b.txt", "**** *source_lemonde *url_None\nLe texte.\n"))
    assert (article.url, article.extra) == ("", {"source": "lemonde"})


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('''"['un', ""l'autre""]"''', ["un", "l'autre"]),
        ('''"{'un', 'deux'}"''', ["deux", "un"]),
        ('''"['un', __import__('os').getcwd(), 'x']"''', ["['un'", "__import__('os').getcwd()", "'x']"]),
        ('"[' + "'" + "[" * 9000 + "'" + ']"', "[" + "'" + "[" * 9000 + "'" + "]"),
    ],
)
def test_lists_that_python_wrote_into_a_cell_are_lists(write, cell, tags):
    (article,) = read_articles(write("a.csv", f"texte,mots-clés\nLe texte.,{cell}\n"))
    assert article.extra["tags"] in (tags, [tags[2:-2]])


def test_a_year_and_a_month_of_iramuteq_are_a_date(write):
    content = (
        "**** *source_lacroix *an_1998 *mois_03\nUn.\n**** *am_x *annee_2024 *mois_9 *jour_2\nDeux.\n"
    )
    made, _ = read(write("a.txt", content))
    assert [date for _, _, date, _, _ in made] == ["1998-03", "2024-09-02"]


def test_front_matter_in_json_and_what_is_of_the_layout(write):
    page = '{\n  "title": "Le sommet",\n  "date": "2018-06-28", "draft": false\n}\n\nLe texte.\n'
    assert read(write("a.md", page)) == ([("a", "Le sommet", "2018-06-28", "Le texte.", {})], [])
    page = (
        "---\nlayout: post\ntitle: Le sommet\n---\n{% include a.html %}Vu sur {{ site.title }} hier.\n"
    )
    assert read(write("b.md", page))[0][0][3:] == ("Vu sur  hier.", {})
    assert read(write("c.md", '{"un": 2} est un objet.'))[0][0][3] == '{"un": 2} est un objet.'


def test_a_year_of_a_folder_is_no_date_of_rows(write):
    made, _ = read(write("2018/depeches.csv", "titre;texte\nUn;Texte.\n").parent)
    assert made[0][2] is None
    made, _ = read(write("2019/06/28/depeches.csv", "titre;texte\nUn;Texte.\n").parent.parent.parent)
    assert made[0][2] == "2019-06-28"
    made, _ = read(write("2020/depeche.txt", "Texte.").parent)
    assert made[0][2] == "2020"


def test_dots_say_that_the_day_is_first(write):
    reader = read_articles(write("a.csv", "texte,date\nUn,01.04.1814\nDeux,02.04.1814\n"))
    assert [str(article.date) for article in reader] == ["1814-04-01", "1814-04-02"]
    assert (reader.report.doubtful_dates, reader.report.notes) == (0, ())
