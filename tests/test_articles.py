"""Articles come from files as people have them: mixed encodings, a bad line, an Excel export."""

import csv
import gzip
import io
import json
import os
import random
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frsearch.dates import PartialDate
from frsearch.errors import ArticleError
from frsearch.reading import encodings
from frsearch.reading.articles import ArticleReader, read_articles
from frsearch.reading.encodings import decode
from frsearch.reading.forms.csv_rows import csv_rows
from frsearch.reading.titles import first_sentence
from frsearch.types import Article

SEEDS = Path(__file__).parent.parent / "seeds"


def read_one(path, **options):
    (article,) = read_articles(path, **options)
    return article


def lines(*values):
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


# --- the seeds and .txt


def test_the_four_seeds_are_read_in_order_with_date_and_title():
    articles = list(read_articles(SEEDS))
    assert [(article.id, str(article.date)) for article in articles] == [
        ("000_74238d3aba59c0a2", "2018-06"),
        ("001_028b9dd5cdb5c5d8", "2018-06"),
        ("002_0a5e6e14adc896fb", "2018-06"),
        ("003_9c5129dbb57346a8", "2018-10"),
    ]
    assert [article.title for article in articles] == [
        "Le moment et le lieu de cette rencontre seront annoncés jeudi, conjointement…",
        "L’administration américaine mène des négociations concernant une éventuelle…",
        "Le président russe Vladimir Poutine, recevant à Moscou le conseiller à la…",
        "(Belga) Le conseiller à la sécurité nationale de Donald Trump va se rendre…",
    ]


def test_the_text_of_a_seed_is_what_follows_its_header_with_its_paragraphs():
    path = SEEDS / "000_74238d3aba59c0a2.txt"
    article = read_one(path)
    assert article.text == path.read_text("utf-8").removeprefix(" date 2018-06 ").strip()
    assert "Maison-Blanche.\n\nL'Autriche a déjà offert" in article.text
    assert (article.url, article.extra) == ("", {})


@pytest.mark.parametrize(
    ("content", "date", "text"),
    [
        ("date 2018 Le sommet.", "2018", "Le sommet."),
        (" date 2018-06 Le sommet.", "2018-06", "Le sommet."),
        ("\n\tdate  2018-06-28\nLe sommet.\n", "2018-06-28", "Le sommet."),
        ("Le sommet du 2018-06-28.", None, "Le sommet du 2018-06-28."),
        ("date limite vendredi.", None, "date limite vendredi."),
        ("date 2018-06, le sommet", None, "date 2018-06, le sommet"),
        ("date 20180628 fut un jour", None, "date 20180628 fut un jour"),
        ("dates 2018 et 2019", None, "dates 2018 et 2019"),
        ("  Un.\r\n\r\nDeux.\rTrois.  ", None, "Un.\n\nDeux.\nTrois."),
    ],
)
def test_a_text_may_begin_with_a_header_that_dates_it(write, content, date, text):
    article = read_one(write("a.txt", content))
    assert article.date == (date and PartialDate.parse(date))
    assert article.text == text


@pytest.mark.parametrize("date", ["2018-13", "2018-00", "2018-02-30", "2018-123"])
def test_a_header_with_an_impossible_date_is_an_error_at_its_line(write, date):
    path = write("a.txt", f" date {date} Le sommet.")
    with pytest.raises(ArticleError, match="date") as caught:
        list(read_articles(path))
    assert (caught.value.source, caught.value.line) == (str(path), 1)
    assert date in caught.value.reason


@pytest.mark.parametrize("name", ["28 juin.v2.txt", "28 juin.v2.txt.gz", "28 juin.v2.TXT"])
def test_the_id_of_a_text_is_the_name_of_its_file(write, name):
    assert read_one(write(name, "Le sommet.")).id == "28 juin.v2"


def test_the_id_of_a_file_whose_name_is_not_utf8_can_still_be_stored(write, tmp_path):
    try:
        (tmp_path / os.fsdecode(b"\xe9t\xe9.txt")).write_text("Le sommet.")
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    assert read_one(tmp_path).id == "été"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le sommet aura lieu. À Helsinki.", "Le sommet aura lieu."),
        ("Le sommet aura lieu à Helsinki", "Le sommet aura lieu à Helsinki"),
        ("Un titre sans point\n\nLe texte. Il suit.", "Un titre sans point"),
        ("Titre\tavec  des blancs\nTexte", "Titre avec des blancs"),
        ("Que faire ? Attendre.", "Que faire ?"),
        ("« Venez ! » Ils vinrent.", "« Venez ! »"),
        ("« Venez ! » dit-il. Ils vinrent.", "« Venez ! » dit-il."),
        ("« Non ! », a-t-il dit. Puis rien.", "« Non ! », a-t-il dit."),
        ('Il rit. "Je pars demain."', "Il rit."),
        ("Il hésite... puis part. Fin.", "Il hésite... puis part."),
        ("M. Poutine recevra MM. Bolton et Huntsman. Fin.",
         "M. Poutine recevra MM. Bolton et Huntsman."),
        ("Selon Mme. Merkel, c'est non. Fin.", "Selon Mme. Merkel, c'est non."),
        ("En 52 av. J.-C. César écrit. Fin.", "En 52 av. J.-C. César écrit."),
        ("L'accord de J. Bolton tient. Fin.", "L'accord de J. Bolton tient."),
        ("L'O.N.U. Vienne attend. Fin.", "L'O.N.U. Vienne attend."),
        ("1. Le premier point. Le second.", "1. Le premier point."),
        ("Le budget est de 1.500 euros. Fin.", "Le budget est de 1.500 euros."),
        ("C'était en 2018. Le sommet.", "C'était en 2018."),
        (". Le sommet. Fin.", ". Le sommet."),
        ("", ""),
    ],
)  # fmt: skip
def test_the_title_of_a_text_is_its_first_sentence(text, title):
    assert first_sentence(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("mot " * 19 + "fins", "mot " * 19 + "fins"),  # 80 characters
        ("mot " * 19 + "finir", "mot " * 18 + "mot…"),
        ("mot " * 18 + "mot, finir encore", "mot " * 18 + "mot…"),
        ("a" * 100, "a" * 79 + "…"),
    ],
)
def test_a_long_title_is_cut_at_a_word_near_80_characters(text, title):
    assert first_sentence(text) == title
    assert len(title) <= 80


@pytest.mark.parametrize(
    "first",
    ["* * *", "---", "===", "[…]", "(…)", "12", "- 12 -", "— 3 —", "[12]", "12/30", "Page 3",
     "PAGE 3 / 10", "page 3 sur 10", "p. 12", "— Page IV —", "xii", "XIV.", "28 juin 2018",
     "Jeudi 28 juin 2018", "le 1er de\u0301cembre 2018", "FEVRIER 2018", "juil. 2018",
     "28/06/2018", "jeudi 28/06/2018", "2018-06-28T10:00:00Z", "Publié le 28 juin 2018 à 10 h 30",
     "28 juin 2018, 10:30", "\ufeff* * *", "\u200b\u200b", "😀", "=" * 3000, "\x0c12\x0c"],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\n\n", "\u2028", "\r"])
def test_a_line_that_says_nothing_is_no_title(first, between):
    assert first_sentence(f"{first}{between}Le sommet a lieu. Suite.") == "Le sommet a lieu."
    assert first_sentence(f"{first}{between}{first}{between}Le sommet") == "Le sommet"


@pytest.mark.parametrize(
    "line",
    ["Il", "Page de garde", "Pages 3 et 4 : le sommet", "Le 14 juillet", "Juin", "mai 68", "Paris, 2018",
     "Le 28 juin 2018 à Helsinki", "M.", "LI-XI", "Vil", "Dix"],
)  # fmt: skip
def test_a_line_that_says_something_is_one(line):
    assert first_sentence(f"{line}\nLe sommet a lieu.") == line


@pytest.mark.parametrize(
    ("text", "title"),
    [("* * *", "* * *"), ("Page 3\n12", "Page 3"), ("12\n28 juin 2018", "28 juin 2018"),
     ("2018\n2019", "2018"), ("\n 😀 \n", "😀"), ("\u200b", "")],
)  # fmt: skip
def test_a_text_that_says_nothing_has_what_it_begins_with_for_a_title(text, title):
    assert first_sentence(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hier le prési-\ndent est là. Suite.", "Hier le président est là."),
        ("Hier le prési-\r\n   dent est là. Suite.", "Hier le président est là."),
        ("Hier le prési¬\ndent est là. Suite.", "Hier le président est là."),
        ("Hier le prési\u00ad\ndent est là. Suite.", "Hier le président est là."),
        ("Le gou-\nverne-\nment par-\nle. Suite.", "Le gouvernement parle."),
        ("PRÉSI-\nDENT", "PRÉSIDENT"),
        # the hyphen is the word's own
        ("Les États-\nUnis parlent. Suite.", "Les États-Unis parlent."),
        ("Le porte-\nparole dit. Suite.", "Le porte-parole dit."),
        ("A-t-\nil parlé ? Oui.", "A-t-il parlé ?"),
        ("Un arc-en-\nciel. Suite.", "Un arc-en-ciel."),
        ("Le vice-prési-\ndent. Suite.", "Le vice-président."),
        ("Le 2018-\n2019. Suite.", "Le 2018-2019."),
        # the elided word goes on
        ("Le chef de l'\nUnion parle. Suite.", "Le chef de l'Union parle."),
        ("Aujourd’\nhui, il parle. Suite.", "Aujourd’hui, il parle."),
        # what follows is not there
        ("Hier le prési-", "Hier le…"),
        ("Hier le prési- \n\ndent est là.", "Hier le…"),
        ("Hier, le soir, prési¬\n\nSuite", "Hier, le soir…"),
        ("Prési-\n\ndent", "Prési…"),
        ("Un tiret -\nSuite", "Un tiret"),
        # nor in the title
        ("mot " * 19 + "prési-\ndent", "mot " * 18 + "mot…"),
    ],
)  # fmt: skip
def test_a_title_does_not_end_in_a_cut_word(text, title):
    assert first_sentence(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Le sommet\nTexte", "Le sommet"),
        ("## 2. Le sommet ##\nTexte", "2. Le sommet"),
        ("- Le sommet\n- La paix", "Le sommet"),
        ("• Le sommet\n• La paix", "Le sommet"),
        ("* * * Le sommet * * *", "Le sommet"),
        ("**Le sommet**\nTexte", "Le sommet"),
        ("> Le sommet", "Le sommet"),
        ("\ufeff\u200bLe som\u00admet\u200b. Suite.", "Le sommet."),
        # these are no marks
        ("#MeToo en France. Suite.", "#MeToo en France."),
        ("- 3 % en mai. Suite.", "- 3 % en mai."),
        ("— Venez, dit-il. Suite.", "— Venez, dit-il."),
        ("__init__ est là", "__init__ est là"),
        ("[…] Le sommet. Suite.", "[…] Le sommet."),
    ],
)
def test_marks_and_what_cannot_be_seen_are_not_in_a_title(text, title):
    assert first_sentence(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # a quotation that ends within the title
        ("« Venez ! Vite ! » Ils vinrent.", "« Venez ! Vite ! »"),
        ("« Venez. Il le faut », dit-il. Suite.", "« Venez. Il le faut », dit-il."),
        ('Il dit : "Venez. Vite." Suite.', 'Il dit : "Venez. Vite."'),
        # one that does not
        ("« Venez. " + "Il le faut. " * 9 + "»", "« Venez."),
        ("« Il faut partir. Suite", "« Il faut partir."),
        # abbreviations
        ("LE PLAN DE MME. MERKEL. FIN", "LE PLAN DE MME. MERKEL."),
        ("Voir les nos. 3 et 4, t. 2, vol. 1. Suite.", "Voir les nos. 3 et 4, t. 2, vol. 1."),
        ("Les nôtres et les nos. Suite.", "Les nôtres et les nos."),
        ("C'était un vol. Suite.", "C'était un vol."),
        ("Des poires, etc. du marché. Suite.", "Des poires, etc. du marché."),
        ("M. X… Puis rien.", "M. X…"),
        ("LE SOMMET D'HELSINKI\nTexte.", "LE SOMMET D'HELSINKI"),
        # no letter loses its marks
        ("e\u0301" * 60, "e\u0301" * 39 + "…"),
    ],
)
def test_a_title_ends_where_its_sentence_does(text, title):
    assert first_sentence(text) == title


@given(st.text(st.sampled_from('aé. \u00a0«»!?…M"\n\t'), max_size=300))
def test_a_title_is_always_short_and_stands_in_its_text(text):
    title = first_sentence(text)
    assert len(title) <= 80
    assert "\n" not in title
    assert "".join(title.removesuffix("…").split()) in "".join(text.split())
    assert any(map(str.isalpha, title)) == any(map(str.isalpha, text))


@given(st.text(st.sampled_from("aÉl'’-¬\u00ad\u200b\ufeff\u0301#*_ \t\r\n.…«1"), max_size=300))
def test_a_title_of_any_text_is_a_line_without_a_cut(text):
    title = first_sentence(text)
    assert len(title) <= 80
    assert title == title.strip()
    assert len(title.splitlines()) <= 1
    assert not re.search(r"[^\W\d_][-¬\u00ad]$|[\u00ad\u200b\ufeff]", title)
    assert any(map(str.isalpha, title)) == any(map(str.isalpha, text))


# --- .jsonl and .csv

RECORD = {
    "id": "a1",
    "title": "Le sommet",
    "date": "2018-06-28",
    "text": "Le sommet aura lieu.\n\nÀ Helsinki.",
    "url": "https://exemple.fr/a1",
    "journal": "La Voix",
}


def csv_of(*records, delimiter=",", **options):
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(records[0]), delimiter=delimiter, **options)
    writer.writeheader()
    writer.writerows(records)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", lines(RECORD)),
        ("a.jsonl.gz", lines(RECORD)),
        ("a.JSONL", "\n  \n" + lines(RECORD) + "\n"),
        ("a.jsonl", "\ufeff" + lines(RECORD)),
        ("a.jsonl", lines(RECORD).encode("utf-16")),
        ("a.jsonl", json.dumps(RECORD)),
        ("a.csv", csv_of(RECORD)),
        ("a.csv.gz", csv_of(RECORD)),
        ("a.csv", csv_of(RECORD, delimiter=";")),
        ("a.csv", csv_of(RECORD, delimiter="\t")),
        ("a.csv", csv_of(RECORD, quoting=csv.QUOTE_ALL, lineterminator="\n")),
        ("a.csv", "\ufeff" + csv_of(RECORD, delimiter=";")),
        ("a.csv", csv_of(RECORD, delimiter=";").encode("utf-16")),
        ("a.csv", csv_of(RECORD, delimiter=";").encode("cp1252")),
        ("a.csv", csv_of(RECORD).replace("\r\n", "\n").replace("\n", "\r")),
        ("a.csv", csv_of(RECORD, delimiter=";") + ";;;;;\r\n\r\n"),
        ("a.csv", csv_of(RECORD).replace("id,title,date,text", "ID, Title ,DATE,Text")),
    ],
)  # fmt: skip
def test_every_format_gives_the_same_article(write, name, content):
    article = read_one(write(name, content))
    assert article == Article(
        id="a1",
        title="Le sommet",
        date="2018-06-28",
        text="Le sommet aura lieu.\n\nÀ Helsinki.",
        url="https://exemple.fr/a1",
        extra={"source": "La Voix"},
    )


def test_other_fields_are_kept_as_they_are(write):
    extra = {"villes": ["A", "B"], "lu": True, "vide": None, "note": {"n": 1.5}}
    kept = {"villes": ["A", "B"], "lu": True, "note.n": 1.5}
    assert read_one(write("a.jsonl", lines({"text": "Oui.", **extra}))).extra == kept
    article = read_one(write("a.csv", ",text,Remarque\n0,Oui.,Monde\n"))
    assert article.extra == {"Remarque": "Monde"}  # a column without a name is nobody's


@pytest.mark.parametrize("absent", [{}, {"id": None, "title": None, "date": None, "url": None},
                                    {"id": "", "title": "", "date": " ", "url": ""}])  # fmt: skip
def test_only_the_text_of_an_article_is_needed(write, absent):
    article = read_one(write("presse.jsonl", "\n" + lines({"text": "Oui.", **absent})))
    assert (article.id, article.title, article.url) == ("presse-2", "", "")
    assert article.date is None


def test_a_row_without_an_id_is_called_by_file_and_line(write):
    path = write("presse.csv", 'text;date\n"Un\nDeux";2018\nTrois;\n')
    assert [(a.id, a.text) for a in read_articles(path)] == [
        ("presse-2", "Un\nDeux"),
        ("presse-4", "Trois"),
    ]


def test_numbers_are_read_as_ids_and_years(write):
    article = read_one(write("a.jsonl", lines({"id": 42, "date": 1848, "text": "Oui."})))
    assert (article.id, article.date) == ("42", PartialDate(1848))


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_columns_says_how_the_file_calls_our_fields(write, name):
    record = {"contenu": "Oui.", "publié": "2018", "id": "a1", "text": "brouillon"}
    path = write(name, lines(record) if name == "a.jsonl" else csv_of(record))
    article = read_one(path, columns={"text": "contenu", "date": "publié"})
    assert (article.id, article.text, str(article.date)) == ("a1", "Oui.", "2018")
    assert article.extra == {"text": "brouillon"}


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"remarque": "contenu"}, "'remarque' is not a field of articles, which are id, title"),
        ({"text": ""}, "needs the name of a column"),
        ({"text": 3}, "needs the name of a column, not 3"),
    ],
)
def test_columns_that_mean_nothing_are_refused_at_once(columns, reason):
    with pytest.raises(ArticleError, match=reason):
        read_articles(SEEDS, columns=columns)


BAD_LINES = [
    ('{"text": "Oui."', "not JSON"),
    ("Oui.", "not JSON"),
    ('{"text": "Oui."} {}', "not JSON"),
    ('["Oui."]', "of type list, not an object"),
    ('"Oui."', "of type str"),
    ("null", "of type NoneType"),
    ("{}", "no text"),
    ('{"text": null}', "no text"),
    ('{"text": " \\n\\u00a0"}', "no text"),
    ('{"texto": "Oui."}', 'columns={"text"'),
    ('{"text": 3}', "text must be a string, not 3"),
    ('{"text": ["Oui.", 3]}', "text must be a string"),
    ('{"text": "Oui.", "id": true}', "id must be a string"),
    ('{"text": "Oui.", "title": true}', "title must be a string"),
    ('{"text": "Oui.", "url": 1}', "url must be a string"),
    ("[" * 100_000, "nested too deeply"),
    ('{"text": ' + "9" * 5000 + "}", "cannot be read"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES, ids=[reason for _, reason in BAD_LINES])
def test_a_bad_line_is_an_error_that_says_where_and_why(write, line, reason):
    good = lines({"id": "a1", "text": "Oui."})
    path = write("a.jsonl", good + line + "\n" + lines({"id": "a2", "text": "Non."}))

    articles = read_articles(path)
    assert next(articles).id == "a1"
    with pytest.raises(ArticleError) as caught:
        next(articles)
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"{path}:2: ")
    assert list(articles) == []  # after an error there is no more

    articles = read_articles(path, on_error="skip")
    assert [article.id for article in articles] == ["a1", "a2"]
    assert [(error.source, error.line) for error in articles.skipped] == [(str(path), 2)]
    assert articles.skipped_count == 1
    assert articles.skipped[0].reason == caught.value.reason


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("2018-13", "article 'b': the date 2018-13 does not exist"),
        ("28 juin", "article 'b': '28 juin' is not a date"),
        (False, "False is not a date"),
        ([2018], "[2018] is not a date"),
        (201806, "'201806' is not a date"),
    ],
)
def test_a_date_that_cannot_be_read_does_not_cost_the_article(write, date, reason):
    rows = [{"id": "a", "text": "Oui.", "date": "2018"}, {"id": "b", "text": "Non.", "date": date}]
    path = write("a.jsonl", lines(*rows, {"id": "c", "text": "Si."}))
    articles = read_articles(path, on_error="skip")
    assert [(each.id, each.date) for each in articles] == [
        ("a", PartialDate(2018)),
        ("b", None),
        ("c", None),
    ]
    report = articles.report
    assert (report.skipped, report.undated, report.unread_dates) == (0, 2, 1)
    (error,) = report.date_errors
    assert (error.source, error.line) == (str(path), 2)
    assert reason in error.reason
    with pytest.raises(ArticleError) as caught:
        list(read_articles(path))
    assert str(caught.value) == str(error)


def test_a_bad_date_does_not_hide_what_is_worse(write):
    articles = read_articles(write("a.jsonl", lines({"text": 3, "date": "juin"})), on_error="skip")
    assert list(articles) == []
    assert (articles.report.skipped, articles.report.unread_dates) == (1, 0)
    assert "text must be a string" in articles.skipped[0].reason


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("id,titre\n1,Oui\n", 1, "no column 'text' for text: the header has id, titre"),
        ("\n\nOui.\n", 3, "no column 'text'"),
        ("id,text,Text\n1,Oui,Non\n", 1, "two columns 'text'"),
        ("id,text,n,n\n1,Oui,2,3\n", 1, "two columns 'n'"),
        ('id,"text\n1,Oui\n', 1, "never closed"),
        ("id,text\n1,Oui, non\n", 2, "3 fields, but the header has 2"),
        ("id,text\n1\n", 2, "no text"),
        ("id,text,date\n1,Oui,2018-13\n", 2, "2018-13"),
        ('id,text\n1,"Oui\n2,Non\n', 2, "never closed"),
        ('id,text\n1,"Oui\n2,"Non"\n', 2, "is closed too early, on line 3"),
    ],
)
def test_a_bad_row_is_an_error_that_says_where_and_why(write, content, line, reason):
    path = write("a.csv", content)
    with pytest.raises(ArticleError) as caught:
        list(read_articles(path))
    assert (caught.value.source, caught.value.line) == (str(path), line)
    assert reason in caught.value.reason


def test_a_row_with_a_bad_neighbour_is_read(write):
    path = write("a.csv", 'id,text\n1,"Oui\n2,"Non"\n3,Si\n4,Mais, non\n5,Bon\n')
    articles = read_articles(path, on_error="skip")
    assert [article.id for article in articles] == ["3", "5"]
    assert [error.line for error in articles.skipped] == [2, 5]


def test_a_column_that_was_asked_for_must_be_there(write):
    path = write("a.csv", "id,text\n1,Oui\n")
    with pytest.raises(ArticleError, match="no column 'publié' for date"):
        list(read_articles(path, columns={"date": "publié"}))


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("l'écran 5\" noir,b", ["l'écran 5\" noir", "b"]),
        ('"Oui" dit-il,b', ["Oui dit-il", "b"]),
        ('"a ""b"" c",""', ['a "b" c', ""]),
        ('"a,b\n\nc",d', ["a,b\n\nc", "d"]),
        (",,", ["", "", ""]),
    ],
)
def test_quotes_in_csv_are_read_as_the_standard_library_reads_them(content, row):
    assert list(csv.reader(io.StringIO(content))) == [row]
    assert list(csv_rows(enumerate(io.StringIO(content), 1), ",")) == [(1, row)]


FIELD = st.text(st.sampled_from('aé ,;\t"\n') | st.characters(exclude_characters="\r"))


@given(st.lists(st.lists(FIELD, min_size=1)), st.sampled_from(",;\t"))
def test_what_python_writes_as_csv_is_read_back(rows, separator):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerows(rows)
    numbered = enumerate(io.StringIO(buffer.getvalue(), newline="\n"), 1)
    heights = [1 + sum(field.count("\n") for field in row) for row in rows]
    starts = [1 + sum(heights[:above]) for above in range(len(rows))]
    assert list(csv_rows(numbered, separator)) == list(zip(starts, rows, strict=True))


def test_a_csv_field_may_be_long_and_the_limit_of_the_csv_module_stays(write):
    limit = csv.field_size_limit()
    text = "Il était une fois. " * 50_000
    assert read_one(write("a.csv", csv_of({"text": text}))).text == text
    assert csv.field_size_limit() == limit


def test_half_characters_escaped_in_json_become_replacement_characters(write):
    line = '{"text": "a\\ud800b \\uD83D\\uDE00 \\udc00", "\\udfff": ["\\ud800", "\\\\ud800"]}'
    article = read_one(write("a.jsonl", line))
    assert article.text == "a\ufffdb 😀 \ufffd"
    assert article.extra == {"\ufffd": ["\ufffd", "\\ud800"]}


# --- encodings

FRENCH = "Le président dit : « L’été a coûté 100 € », à Vœlklingen.\nC'était été. Et après ?"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_french_is_read_in_the_encodings_it_is_kept_in(write, encoding):
    assert read_one(write("a.txt", FRENCH.encode(encoding))).text == FRENCH
    assert read_one(write("a.txt.gz", FRENCH.encode(encoding))).text == FRENCH
    path = write("a.jsonl", lines({"text": FRENCH}, {"text": FRENCH}).encode(encoding))
    assert [article.text for article in read_articles(path)] == [FRENCH, FRENCH]


def test_big_endian_utf16_is_told_by_its_mark(write):
    assert read_one(write("a.txt", b"\xfe\xff" + FRENCH.encode("utf-16-be"))).text == FRENCH


def test_lines_of_old_and_of_new_files_may_be_joined(write):
    old, new = lines({"text": "L'été"}).encode("latin-1"), lines({"text": "L'hiver où"}).encode()
    path = write("a.jsonl", old + b"\xef\xbb\xbf" + new + old)
    assert [article.text for article in read_articles(path)] == ["L'été", "L'hiver où", "L'été"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("« été » entré\xa0»".encode("cp1252"), "« été » entré\xa0»"),
        ("Œuvre à 5 €".encode("cp1252"), "Œuvre à 5 €"),
        ("où l'été".encode() + "é".encode()[:1], "où l'été\ufffd"),  # cut inside a character
        (b"caf\xe9 \x81", "café \ufffd"),  # a byte that cp1252 leaves undefined
    ],
)
def test_bytes_that_are_not_utf8_are_read_as_what_explains_most_of_them(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "Le sommet".encode("utf-16-le"),  # without its mark
        "Le sommet".encode("utf-32"),
        b"Le sommet\0",
        bytes(range(1, 32)) * 10,
        random.Random(1).randbytes(1000),
        b"\xff\xfe" + random.Random(1).randbytes(1000),
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".jsonl", ".csv", ".txt.gz", ".csv.gz"])
def test_a_binary_file_is_told_from_a_text(write, data, ending):
    with pytest.raises(ArticleError, match="looks like a binary file"):
        list(read_articles(write("a" + ending, data)))


@pytest.mark.parametrize("ending", [".txt", ".jsonl", ".csv", ".txt.gz", ".jsonl.gz", ".csv.gz"])
@pytest.mark.parametrize("content", ["", "\n", " \r\n\n", "\ufeff"])
def test_an_empty_file_is_an_error(write, ending, content):
    path = write("a" + ending, content)
    with pytest.raises(ArticleError, match="is empty") as caught:
        list(read_articles(path))
    assert caught.value.source == str(path)


def test_a_file_without_any_article_is_an_error(write):
    with pytest.raises(ArticleError, match="no article"):
        list(read_articles(write("a.csv", "id;text\n;\n")))
    with pytest.raises(ArticleError, match="no text"):
        list(read_articles(write("a.txt", "date 2018-06\n")))


@pytest.mark.parametrize("ending", [".txt", ".jsonl", ".csv"])
@pytest.mark.parametrize("damage", [lambda data: data[:-12], lambda data: data[:20] + b"~" * 40,
                                    lambda data: b"Le sommet."])  # fmt: skip
def test_a_damaged_gzip_file_is_an_error(tmp_path, ending, damage):
    path = tmp_path / f"a{ending}.gz"
    content = csv_of(RECORD) if ending == ".csv" else lines(RECORD)
    path.write_bytes(damage(gzip.compress(content.encode())))
    articles = read_articles(path, on_error="skip")
    list(articles)
    assert articles.skipped_count == 1
    assert articles.skipped[0].source == str(path)
    assert "cannot be read" in articles.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Oui. " * 300),
        ("a.txt.gz", "Oui. " * 300),
        ("a.jsonl", lines({"text": "Oui. " * 300})),
        ("a.csv", 'text\n"' + "Oui.\n" * 300),
    ],
)
def test_a_file_with_an_endless_article_does_not_fill_the_memory(write, monkeypatch, name, content):
    monkeypatch.setattr(encodings, "LONGEST_ARTICLE", 1000)
    with pytest.raises(ArticleError, match=r"too many for one article|never closed"):
        list(read_articles(write(name, content)))


# --- folders


def test_a_folder_is_read_with_its_folders_in_the_order_of_paths(write, tmp_path):
    for name in ["b.txt", "a/z.txt", "a/b.jsonl.gz", "c/d/e/f.CSV", "a.txt"]:
        write(name, lines({"text": "Oui."}) if "jsonl" in name else "text\nOui.\n")
    for name in ["notes.doc", "a.dat", "a/photo.png", ".cache/a.txt", ".a.txt", "c/.d/b.txt"]:
        write(name, "Non.")
    for path in (tmp_path, str(tmp_path), f"{tmp_path}/"):
        articles = read_articles(path, on_error="skip")
        assert [article.id for article in articles] == ["a/b-1", "a/z", "a", "b", "c/d/e/f-2"]
        assert articles.report.passed_over == {".dat": 1, ".png": 1, ".doc": 1}


def test_a_folder_whose_name_ends_like_a_file_is_a_folder(write, tmp_path):
    write("vieux.txt/a.txt", "Oui.")
    assert read_one(tmp_path).id == "vieux.txt/a"


def test_linked_folders_are_followed_once(write, tmp_path):
    write("archive/a.txt", "Oui.")
    (tmp_path / "archive" / "boucle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "aa").symlink_to(tmp_path / "archive", target_is_directory=True)
    (tmp_path / "lien").symlink_to(tmp_path / "archive", target_is_directory=True)
    assert [article.id for article in read_articles(tmp_path)] == ["archive/a"]
    assert [article.id for article in read_articles(tmp_path / "lien")] == ["a"]
    # Only by a link can what is hidden, or lies elsewhere, be reached.
    write(".caché/b.txt", "Oui.")
    (tmp_path / "archive" / "vu").symlink_to(tmp_path / ".caché", target_is_directory=True)
    assert [article.id for article in read_articles(tmp_path / "archive")] == ["a", "vu/b"]


def test_a_file_named_by_its_path_may_be_hidden_and_a_folder_too(write, tmp_path):
    write(".archive/.a.txt", "Oui.")
    write(".archive/b.txt", "Oui.")
    assert read_one(tmp_path / ".archive").id == "b"
    assert read_one(tmp_path / ".archive" / ".a.txt").id == ".a"


def test_two_files_of_one_name_both_come(write, tmp_path):
    write("2017/06/01.txt", "Un.")
    write("2018/06/01.txt", "Deux.")
    for year in ("2017", "2018"):
        write(f"{year}/export.csv", f"text\n{year}\n")
        write(f"{year}/export.jsonl", lines({"text": year}, {"id": "x", "text": year}))
    assert [(a.id, a.text) for a in read_articles(tmp_path)] == [
        ("2017/06/01", "Un."),
        ("2017/export-2", "2017"),
        ("2017/export.jsonl-1", "2017"),
        ("x", "2017"),
        ("2018/06/01", "Deux."),
        ("2018/export-2", "2018"),
        ("2018/export.jsonl-1", "2018"),
        ("x", "2018"),  # its own id: the index keeps the last, and the report says so
    ]


@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_a_path_with_nothing_to_read_is_refused_at_once(write, tmp_path, on_error):
    write("notes.doc", "Non.")
    for path, reason in [
        (tmp_path / "absent", "No such file"),
        (tmp_path / "absent.txt", "No such file"),
        ("", "No such file"),
        ("a\0.txt", "cannot be read"),
        (tmp_path, "no article files in this folder: frsearch reads .txt, "),
        (tmp_path / "notes.doc", "not an article file: frsearch reads .txt, "),
    ]:
        with pytest.raises(ArticleError, match=reason) as caught:
            read_articles(path, on_error=on_error)
        assert caught.value.source == str(path)


def test_what_cannot_be_opened_is_an_error_and_not_forgotten(write, tmp_path, monkeypatch):
    write("c.txt", "Oui.")
    (tmp_path / "a.txt").symlink_to(tmp_path / "absent")
    os.mkfifo(tmp_path / "b.txt")
    write("d/e.txt", "Non.")
    scandir = os.scandir

    def forbidden(path):
        if path.endswith("d"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    articles = read_articles(tmp_path, on_error="skip")
    assert [article.id for article in articles] == ["c"]
    reasons = [error.reason.partition(":")[0] for error in articles.skipped]
    assert list(zip([Path(error.source).name for error in articles.skipped], reasons, strict=False)) == [
        ("b.txt", "is not a regular file"),
        ("d", "folder cannot be read"),
        ("a.txt", "broken link"),
    ]
    assert (articles.report.files, articles.report.refused, articles.report.passed_over) == (1, 3, {})


# --- the reader


def test_on_error_is_raise_or_skip():
    with pytest.raises(ValueError, match="not 'ignore'"):
        read_articles(SEEDS, on_error="ignore")


def test_every_skipped_article_counts_and_the_first_errors_are_kept(write):
    path = write("a.jsonl", "non\n" * 1500 + lines({"text": "Oui."}) + "non\n")
    articles = read_articles(path, on_error="skip")
    assert (articles.skipped, articles.skipped_count) == ([], 0)
    assert [article.id for article in articles] == ["a-1501"]
    assert articles.skipped_count == 1501
    assert [error.line for error in articles.skipped] == list(range(1, ArticleReader.MOST_KEPT + 1))


@pytest.mark.parametrize("bad", [False, True])
def test_memory_does_not_grow_with_the_file(tmp_path, bad):
    path = tmp_path / "a.jsonl"
    line = lines({"text": "Oui. " * 20_000, "title": [1] if bad else "Oui"})
    path.write_text(line * 100)
    tracemalloc.start()
    try:
        articles = read_articles(path, on_error="skip")
        count = sum(1 for _ in articles)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, articles.skipped_count) == ((0, 100) if bad else (100, 0))
    assert peak < 10 * len(line)


def test_a_message_that_quotes_a_long_value_is_short(write):
    path = write("a.jsonl", lines({"text": "Oui.", "date": "juin " * 10_000}))
    with pytest.raises(ArticleError) as caught:
        list(read_articles(path))
    assert len(str(caught.value)) < 1000 + len(str(path))


def test_a_reader_can_be_left_midway(write):
    path = write("a.jsonl", lines({"text": "Oui."}, {"text": "Non."}))
    articles = read_articles(path)
    assert next(articles).id == "a-1"
    articles.close()
    assert list(articles) == []
    assert next(read_articles(path)).id == "a-1"  # a file left open would be a warning, an error here


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary()
    | st.text().map(str.encode)
    | st.lists(st.sampled_from([b'{"text":', b'"a', b'"', b"\xe9", b"}", b",", b"\n", b"\0", b"text"]))
    .map(b"".join),
    st.sampled_from([".txt", ".jsonl", ".csv"]),
    st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_any_bytes_give_articles_or_article_errors(tmp_path, data, ending, zipped, damaged):
    path = tmp_path / f"a{ending}{'.gz' if zipped else ''}"
    packed = gzip.compress(data) if zipped else data
    path.write_bytes(packed[: len(packed) // 2] if damaged else packed)
    articles = read_articles(path, on_error="skip")
    for article in articles:
        assert article.id
        assert article.text.strip()
        json.dumps([article.id, article.title, article.text, dict(article.extra)]).encode()
        f"{article.id}{article.title}{article.text}{article.url}{article.extra}".encode()
    assert all(error.source == str(path) and error.reason for error in articles.skipped)
    if ending == ".txt" and articles.skipped_count == 0:
        assert article.id == "a"


# --- Article itself


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": "", "text": "Oui."}, "id that is not empty"),
        ({"id": 1, "text": "Oui."}, "id must be a string, not 1"),
        ({"id": "a", "text": None}, "text must be a string"),
        ({"id": "a", "text": "Oui.", "title": 1}, "title must be a string"),
        ({"id": "a", "text": "Oui.", "date": "2018-13"}, "'a': the date 2018-13 does not exist"),
        ({"id": "a", "text": "Oui.", "date": 2018}, "2018 is not a date"),
    ],
)
def test_an_article_is_checked_when_it_is_made(fields, reason):
    with pytest.raises(ArticleError, match=reason):
        Article(**fields)


def test_an_article_cannot_be_changed():
    extra = {"journal": "La Voix"}
    article = Article(id="a", text="Oui.", date="", extra=extra)
    extra["journal"] = "Autre"
    assert article.extra == {"journal": "La Voix"}
    assert article.date is None
    with pytest.raises(AttributeError):
        article.text = "Non."
    with pytest.raises(TypeError):
        article.extra["journal"] = "Autre"


def test_a_reader_says_how_much_it_has_read(tmp_path):
    lines = "".join(json.dumps({"id": n, "text": "un texte " * 400}) + "\n" for n in range(200))
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    with gzip.open(tmp_path / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(lines.replace("texte", "autre"))
    reader = read_articles(tmp_path)
    assert reader.share_read == 0
    shares = [reader.share_read for _ in reader]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert 0.4 < shares[100] < 0.6
    assert reader.share_read == 1
