"""The code of docs/integrations.md, run with the libraries that it is for, where these are installed."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import frsearch
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```python\n# (\S+)\.py\n(.*?)```", PAGE, re.DOTALL))
ARTICLES = [
    frsearch.Article(f"a{at}", f"Le sommet <b>{word}</b> s’est tenu.", f"Titre {word}", "2018-06-28",
                     extra={"source": source})
    for at, (word, source) in enumerate(
        [("d’Helsinki", "Le Monde"), ("de Paris", "La Croix"), ("d’Helsinki, encore", "La Croix")]
    )
]  # fmt: skip


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> frsearch.Index:
    monkeypatch.chdir(tmp_path)
    made = frsearch.create_index("index")
    made.add(ARTICLES)
    return made


def module(name: str) -> ModuleType:
    """A file of the page as a module, by a name that no other has."""
    own = f"integrations_{name}"
    made = sys.modules[own] = ModuleType(own)
    exec(compile(FILES[name], f"{name}.py", "exec"), made.__dict__)
    return made


def test_every_file_of_the_page_is_run_here() -> None:
    used = re.findall(r'(?:module\(|FILES\[)"(\w+)"', Path(__file__).read_text(encoding="utf-8"))
    assert set(FILES) == set(used)


def test_a_flask_page(index: frsearch.Index) -> None:
    pytest.importorskip("flask")
    client = module("flask_page").application.test_client()
    answer = client.get("/search?q=sommet&date=2018").get_json()
    assert answer == json.loads(index.search("sommet", date="2018").to_json())
    assert client.get("/search?q=a&date=2018-13").status_code == 400
    index.add([frsearch.Article("new", "Le sommet de Rome.", "Rome")])
    page = client.get("/?q=sommet").get_data(as_text=True)
    assert "<h2>Rome</h2>" in page
    assert "<b>" not in page


def test_a_fastapi_page(index: frsearch.Index) -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx2")
    from starlette.testclient import TestClient

    client = TestClient(module("fastapi_page").application)
    where = {"source": ["La Croix", "Le Monde"]}
    answer = client.get("/search?q=sommet&where=source=La Croix&where=source=Le Monde&limit=2").json()
    assert answer == json.loads(index.search("sommet", where=where, limit=2).to_json())
    assert client.get("/search?q=sommet&where=source=La Croix").json()["total"] == 2
    assert client.get("/search?q=a&date=2018-13").status_code == 400
    assert client.get("/search?limit=1000").status_code == 422


def test_hits_as_tables(index: frsearch.Index) -> None:
    tables = module("tables")
    found = [*index.search_all("helsinki")]
    assert [row["id"] for row in tables.rows(index, "helsinki")] == [hit.id for hit in found]
    pytest.importorskip("polars")
    frame = tables.to_polars(index, "helsinki", where={"source": "La Croix"})
    assert frame["id"].to_list() == ["a2"]
    assert frame["source"].to_list() == ["La Croix"]


def test_hits_as_a_dataset(index: frsearch.Index) -> None:
    pytest.importorskip("datasets")
    found = module("tables").to_dataset(index, "helsinki")
    assert found["title"][:] == [hit.title for hit in index.search("helsinki")]


def test_a_retriever_of_langchain(index: frsearch.Index) -> None:
    pytest.importorskip("langchain_core")
    retriever = module("langchain_retriever").FrsearchRetriever(index=index, limit=2)
    documents = retriever.invoke("Où s'est tenu le sommet d'Helsinki ?")
    assert [each.id for each in documents] == [
        hit.id for hit in index.search("Où s'est tenu le sommet d'Helsinki ?", plain=True, limit=2)
    ]
    assert documents[0].metadata["date"] == "2018-06-28"
    assert retriever.invoke('"sommet" -(helsinki')


def test_a_retriever_of_llamaindex(index: frsearch.Index) -> None:
    pytest.importorskip("llama_index.core")
    found = (
        module("llamaindex_retriever").FrsearchRetriever(index, limit=2).retrieve("sommet d'Helsinki")
    )
    assert {each.node.node_id for each in found} == {"a0", "a2"}
    assert found[0].score >= found[1].score


def test_a_run_for_the_measures_of_trec(index: frsearch.Index) -> None:
    run = io.StringIO()
    module("trec_run").write_run(index, {"1": "sommet d'Helsinki", "2": "sommet de Paris"}, run)
    rows = [line.split() for line in run.getvalue().splitlines()]
    assert [(row[0], row[3]) for row in rows] == [(q, str(rank)) for q in "12" for rank in (1, 2, 3)]
    measures = pytest.importorskip("pytrec_eval")
    scores: dict[str, dict[str, float]] = {}
    for query, _, id, _, score, _ in rows:
        scores.setdefault(query, {})[id] = float(score)
    judged = measures.RelevanceEvaluator(
        {"1": {"a0": 1, "a2": 1}, "2": {"a1": 1}}, {"map", "recip_rank"}
    )
    assert judged.evaluate(scores) == {each: {"map": 1.0, "recip_rank": 1.0} for each in "12"}


def collection(folder: Path) -> Any:
    """A collection of ir_datasets, of the articles."""
    datasets = pytest.importorskip("ir_datasets")
    texts = "".join(f"{each.id}\t{each.text}\n" for each in ARTICLES)
    (folder / "docs.tsv").write_text(texts, encoding="utf-8")
    (folder / "queries.tsv").write_text("1\tsommet d'Helsinki\n2\tsommet de Paris\n", encoding="utf-8")
    (folder / "qrels.txt").write_text("1 0 a0 1\n1 0 a2 1\n2 0 a1 1\n", encoding="utf-8")
    files = {
        "docs_tsv": folder / "docs.tsv",
        "queries_tsv": folder / "queries.tsv",
        "qrels_trec": folder / "qrels.txt",
    }
    return datasets.create_dataset(**{name: str(path) for name, path in files.items()})


@pytest.mark.filterwarnings("ignore")  # of ir_datasets
def test_a_collection_of_ir_datasets(tmp_path: Path) -> None:
    dataset, trec = collection(tmp_path), module("trec_run")
    index = frsearch.create_index(":memory:")
    assert index.add(trec.articles(dataset)).added == 3
    assert trec.queries(dataset) == {"1": "sommet d'Helsinki", "2": "sommet de Paris"}
    assert index.get("a1") == frsearch.Article("a1", ARTICLES[1].text)


@pytest.mark.filterwarnings("ignore")  # of PyTerrier
def test_an_experiment_of_pyterrier(tmp_path: Path) -> None:
    pytest.importorskip("pyterrier")
    dataset, trec = collection(tmp_path), module("trec_run")
    index = frsearch.create_index(":memory:")
    index.add(trec.articles(dataset))
    queries = trec.queries(dataset)
    with open(tmp_path / "run.txt", "w", encoding="utf-8") as to:
        trec.write_run(index, queries, to)
    files = str(tmp_path / "run.txt"), str(tmp_path / "qrels.txt")
    table = module("pyterrier_experiment").compare(*files, queries, ["map", "recip_rank"])
    assert table.to_dict("records") == [{"name": "frsearch", "map": 1.0, "recip_rank": 1.0}]


WAGTAIL_SETTINGS = """
SECRET_KEY = "of a test"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
INSTALLED_APPS = [
    "press", "wagtail.users", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin",
    "wagtail", "modelcluster", "taggit", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions",
]
WAGTAIL_SITE_NAME = "Presse"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
ROOT_URLCONF = "press.urls"
STATIC_URL = "static/"
"""
WAGTAIL_MODELS = """
from wagtail.fields import RichTextField
from wagtail.models import Page

class Story(Page):
    body = RichTextField()
"""
WAGTAIL_SCRIPT = """
import os, warnings
warnings.simplefilter("ignore")
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", "press", verbosity=0)
call_command("migrate", verbosity=0)
import wagtail_search
from press.models import Story
from wagtail.models import Page

def show(*queries, **options):
    print([[page.title for page, hit in wagtail_search.search(each, **options)] for each in queries])

home = Page.objects.get(depth=2)
stories = {"Un": "<p>Le sommet</p><p>Helsinki &amp; l’Otan</p>", "Deux": "<p>Des sommets</p>"}
for title, body in stories.items():
    home.add_child(instance=Story(title=title, body=body, live=False)).save_revision().publish()
show("sommet", "otan", "sommethelsinki")
page, hit = wagtail_search.search("helsinki")[0]
print(type(page).__name__, hit.snippets[0].to_html(), hit.date is not None)
story = Story.objects.get(title="Un")
story.body = "<p>Une rencontre</p>"
story.save_revision().publish()
show("sommet", "rencontres")
Story.objects.get(title="Deux").unpublish()
show("sommet")
Story.objects.get(title="Un").delete()
show("rencontre")
wagtail_search.rebuild()
show("")
"""


def test_the_pages_of_wagtail(tmp_path: Path) -> None:
    pytest.importorskip("wagtail")
    (tmp_path / "press").mkdir()
    for name, text in {
        "settings.py": WAGTAIL_SETTINGS,
        "press/__init__.py": "",
        "press/urls.py": "urlpatterns = []\n",
        "press/models.py": WAGTAIL_MODELS,
        "wagtail_search.py": FILES["wagtail_search"],
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WAGTAIL_SCRIPT], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "[['Un', 'Deux'], ['Un'], []]",
        "Story Le sommet <mark>Helsinki</mark> &amp; l’Otan True",
        "[['Deux'], ['Un']]",
        "[[]]",
        "[[]]",
        "[['Welcome to your new Wagtail site!']]",
    ]


@pytest.mark.filterwarnings("ignore")  # numba's own, while it compiles
def test_ranx_reads_a_run(index: frsearch.Index, tmp_path: Path) -> None:
    ranx = pytest.importorskip("ranx")
    with open(tmp_path / "run.txt", "w", encoding="utf-8") as to:
        module("trec_run").write_run(index, {"1": "sommet de Paris"}, to)
    run = ranx.Run.from_file(str(tmp_path / "run.txt"), kind="trec")
    assert ranx.evaluate(ranx.Qrels({"1": {"a1": 1}}), run, "mrr") == 1.0


def test_a_table_for_datasette(index: frsearch.Index, tmp_path: Path) -> None:
    pytest.importorskip("sqlite_utils")
    commands = re.findall(
        r"^(?:frsearch|sqlite-utils) .*$", PAGE.partition("## Datasette")[2], re.MULTILINE
    )
    assert len(commands) == 2
    for command in commands:
        program, *rest = command.replace('""', "").split()
        subprocess.run([sys.executable, "-m", program.replace("-", "_"), *rest], check=True)
    with sqlite3.connect(tmp_path / "archive.db") as data:
        assert data.execute("select count(*), min(date) from articles").fetchone() == (3, "2018-06-28")


def test_datasette_shows_that_table(index: frsearch.Index, tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    test_a_table_for_datasette(index, tmp_path)
    query = "/archive/articles.json?_shape=array&extra_source__exact=La+Croix"
    done = subprocess.run(
        [sys.executable, "-m", "datasette", "archive.db", "--get", query],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert {row["id"] for row in json.loads(done.stdout)} == {"a1", "a2"}
