"""Named queries asked together, and near copies reported: as tables, in Python and as commands."""

from __future__ import annotations

import csv
import io
import json

import pytest

import frsearch
from frsearch import Article, Difference, FrsearchError, NamedQuery, QueryError
from frsearch.cli.main import main
from frsearch.messages.languages import LANGUAGES

AGENCY = (
    "Le sommet entre les deux présidents aura lieu le 16 juillet à Helsinki, a annoncé jeudi la "
    "présidence. Les délégations se retrouveront dans la capitale finlandaise."
)


@pytest.fixture
def articles():
    return [
        Article("a", AGENCY, "Sommet", "2018-06-28", "https://a.fr", {"source": "AFP"}),
        Article(
            "b",
            AGENCY.replace("jeudi", "hier soir"),
            "Un sommet",
            "2018-06-29",
            extra={"source": "Le Soir"},
        ),
        Article(
            "c", "La grève des transports commence lundi à Paris.", "Grève", "2019-12-05",
            extra={"source": "Le Soir"},
        ),
        Article("d", "Une grève sans date.", "Sans date"),
    ]  # fmt: skip


@pytest.fixture
def index(articles):
    with frsearch.create_index(":memory:") as index:
        index.add(articles)
        yield index


def test_the_counts_of_named_queries(index):
    batch = index.batch({"diplomatie": "sommet", "social": "grève OU transports"}, fields=["source"])
    assert batch.columns == (
        *("name", "query", "total", "undated", "2018", "2019"),
        *("source=Le Soir", "source=AFP"),
    )
    assert [tuple(batch._cells(row)) for row in batch] == [
        ("diplomatie", "sommet", 2, 0, 2, 0, 1, 1),
        ("social", "grève OU transports", 2, 1, 0, 1, 1, 0),
    ]
    assert [(name, hit.id) for name, hit in batch.hits() if name == "social"] == [
        ("social", "c"), ("social", "d"),
    ]  # fmt: skip
    assert batch[0].total == index.search("sommet").total


def test_queries_of_a_file_have_filters_of_their_own(index, tmp_path):
    file = tmp_path / "queries.csv"
    file.write_bytes(
        "Nom;Requête;Dates;Source\n"
        "tous;sommet;;\nl'agence;sommet;;AFP\n;sommet;2018-06-29;\nles deux;sommet;;AFP|Le Soir\n\n"
        "".encode("cp1252")
    )
    batch = index.batch(file, by="month")
    assert [(row.name, row.total) for row in batch] == [
        *(("tous", 2), ("l'agence", 1), ("sommet", 1), ("les deux", 2)),
    ]
    assert batch.periods == ("2018-06",)


def test_what_is_no_file_of_queries_is_named(index, tmp_path):
    file = tmp_path / "q.csv"
    file.write_text("name,words\na,b\n", encoding="utf-8")
    with pytest.raises(QueryError, match="no column query; the header has name, words"):
        index.batch(file)
    file.write_text("name,query,couleur\na,sommet,bleu\n", encoding="utf-8")
    with pytest.raises(QueryError, match="couleur"):
        index.batch(file)
    with pytest.raises(FrsearchError, match=r"none\.csv"):
        index.batch(tmp_path / "none.csv")
    with pytest.raises(QueryError, match="NamedQuery objects, not str"):
        index.batch(["sommet"])
    file.write_text("", encoding="utf-8")
    assert len(index.batch(file)) == 0


def test_a_batch_is_written(index, tmp_path):
    batch = index.batch([NamedQuery("=un", "sommet", where={"source": "AFP"})])
    file = io.StringIO()
    batch.to_csv(file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue().lstrip("\ufeff"))))
    assert rows == [{"name": "'=un", "query": "sommet", "total": "1", "undated": "0", "2018": "1"}]
    batch.hits_to_csv(tmp_path / "hits.csv", raw=True)
    (hit,) = csv.DictReader((tmp_path / "hits.csv").read_text("utf-8-sig").splitlines())
    assert (hit["name"], hit["id"], hit["date"], hit["source"]) == ("=un", "a", "2018-06-28", "AFP")
    assert json.loads(json.dumps(batch.to_dict()))["rows"][0]["2018"] == 1
    assert list(batch.to_dataframe()["total"]) == [1]
    assert str(batch) == "name  articles  2018\n=un          1     1"


def test_near_copies_are_reported(index):
    copies = index.copies()
    assert (len(copies), copies.articles) == (1, 2)
    (group,) = copies
    assert [copy.article.id for copy in group] == ["a", "b"]
    assert group[0].same == 1.0 > group[1].same > 0.9
    assert group.differences() == (Difference("jeudi", "hier soir"),)
    assert len(index.copies(least=3)) == 0
    file = io.StringIO()
    copies.to_csv(file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue().lstrip("\ufeff"))))
    assert [(row["group"], row["id"], row["source"]) for row in rows] == [
        ("1", "a", "AFP"), ("1", "b", "Le Soir"),
    ]  # fmt: skip
    assert json.loads(json.dumps(copies.to_dict()))["rows"][1]["date"] == "2018-06-29"
    assert list(copies.to_dataframe()["group"]) == [1, 1]
    text = "".join(piece for piece, _ in copies.pieces(LANGUAGES["fr"], differences=True))
    assert text.startswith("1 groupe de quasi-copies, 2 articles\n\n1. 2 articles\n")
    assert "% d'identique\n      − jeudi\n      + hier soir" in text
    assert "<td>Un sommet</td>" in copies._repr_html_()


def test_differences_of_long_texts_are_found_sentence_by_sentence():
    sentences = [f"La phrase numéro {number} ne change pas." for number in range(3_000)]
    other = [*sentences[:1_500], "Une de plus.", *sentences[1_500:-1], "La dernière change un peu."]
    group = frsearch.CopyGroup(
        tuple(
            frsearch.Copy(Article(id, " ".join(text)), 1.0)
            for id, text in zip("ab", (sentences, other), strict=True)
        )
    )
    found = group.differences()
    assert found[0] == Difference("", "Une de plus.")
    assert all(len(each.other) < 40 for each in found)


def test_the_commands(articles, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("FRSEARCH_INDEX", str(tmp_path / "index"))

    def run(*arguments):
        code = main(arguments)
        return code, capsys.readouterr().out

    with frsearch.create_index(tmp_path / "index") as index:
        index.add(articles)
    queries = tmp_path / "q.csv"
    queries.write_text("name,query\ngrèves,grève\nrien,absent\n", encoding="utf-8")
    assert run("batch", str(queries), "--hits", str(tmp_path / "hits.csv")) == (
        0, "name    articles  2019\ngrèves         2     1\nrien           0     0\n",
    )  # fmt: skip
    assert len((tmp_path / "hits.csv").read_text("utf-8").splitlines()) == 3
    assert "\n      + hier soir\n" in run("copies", "--differences")[1]
    assert run("copies", "--least", "3")[0] == 1
    code, out = run("cooccurrents", "sommet", "--least", "2", "--window", "3", "--csv")
    assert (code, out.split(",")[:3]) == (0, ["word", "near", "articles"])
    code, out = run("words", "-l", "2", "--no-stop-words", "-n", "1")
    assert out.splitlines()[0] == "65 words in 4 articles"
    assert out.splitlines()[3:] == ["… and others that were not counted"]
    code, out = run("keywords", "--where", "source=AFP", "--least-articles", "1", "--json")
    assert (code, json.loads(out)["other_articles"]) == (0, 3)
