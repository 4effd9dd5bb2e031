"""The recipe for django-haystack, run in a Django project; and what its back end asks of Whoosh."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from whoosh.fields import DATETIME, ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.highlight import ContextFragmenter, HtmlFormatter, highlight
from whoosh.qparser import FuzzyTermPlugin, QueryParser
from whoosh.query import Term
from whoosh.writing import AsyncWriter

from frsearch import FrenchAnalyzer
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "haystack.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```python\n# (\S+\.py)\n(.*?)```", PAGE, re.DOTALL))
ARTICLES = {
    "Les urnes": "L’élection présidentielle aura lieu en mai.",
    "Un scrutin": "Des élections sont annoncées.",
    "Le sommet": "Les présidents rétablissent, à l’Otan, les relations avec les États-Unis.",
}

SETTINGS = """
from pathlib import Path

SECRET_KEY = "of a test"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
"""
SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import django
django.setup()
from django.core.management import call_command
from press.models import Article
call_command("migrate", run_syncdb=True, verbosity=0)
for title, body in {articles!r}.items():
    Article.objects.create(title=title, body=body, published="2018-06-28")
call_command("rebuild_index", interactive=False, verbosity=0)
import search
print("found")
"""


def test_the_recipe_is_whole() -> None:
    names = ["settings.py", "press/french.py", "press/models.py", "press/search_indexes.py", "search.py"]
    assert [*FILES] == names


@pytest.mark.skipif(
    importlib.util.find_spec("haystack") is None, reason="django-haystack is not installed"
)
def test_the_recipe_works_in_a_project(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "__init__.py").touch()
    for name, content in FILES.items():
        before = SETTINGS if name == "settings.py" else ""
        (tmp_path / name).write_text(before + content, encoding="utf-8")
    (tmp_path / "run.py").write_text(SCRIPT.format(articles=ARTICLES), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    run = subprocess.run(
        [sys.executable, "run.py"], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1:] == ["found"]


# --- the same calls of Whoosh, without Django


@pytest.fixture
def index(tmp_path: Path) -> Any:
    """An index made and filled as haystack/backends/whoosh_backend.py does it."""
    text = TEXT(stored=True, analyzer=FrenchAnalyzer(), sortable=True)
    text.spelling = True
    schema = Schema(
        id=ID(stored=True, unique=True),
        text=text,
        title=TEXT(stored=True, analyzer=FrenchAnalyzer(), sortable=True),
        word=TEXT(stored=True, analyzer=FrenchAnalyzer("exact"), sortable=True),
        published=DATETIME(stored=True, sortable=True),
    )
    storage = FileStorage(str(tmp_path))
    storage.create_index(schema)
    index = storage.open_index(schema=schema).refresh()
    writer = AsyncWriter(index)
    for id, (title, body) in enumerate(ARTICLES.items()):
        writer.update_document(id=f"press.article.{id}", text=body, title=title, word=body)
    writer.commit()
    yield index
    index.close()


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("(élection présidentielle)", ["Les urnes"]),
        ("(ELECTIONS)", ["Les urnes", "Un scrutin"]),
        ("(otan)", ["Le sommet"]),
        ("('États-Unis')", ["Le sommet"]),  # as the back end's `clean` writes it
        ("title:(scrutins)", ["Un scrutin"]),
        ("word:(présid*)", ["Le sommet", "Les urnes"]),
        ("word:(*lecti*)", ["Les urnes", "Un scrutin"]),
        ("word:(presidant~2/3)", ["Le sommet"]),
        ("*", ["Le sommet", "Les urnes", "Un scrutin"]),
    ],
)
def test_the_queries_of_the_back_end_find_french(index: Any, asked: str, titles: list[str]) -> None:
    parser = QueryParser("text", schema=index.schema)
    parser.add_plugins([FuzzyTermPlugin])
    query = parser.parse(asked)
    with index.searcher() as searcher:
        narrowed = {title["title"] for title in searcher.documents()}
        page = searcher.search_page(query, 1, pagelen=10)
        assert sorted(hit["title"] for hit in page) == titles
        assert narrowed == {*ARTICLES}


def test_the_suggestions_and_highlights_of_the_back_end_are_french(index: Any) -> None:
    with index.reader() as reader:
        assert reader.corrector("text").suggest("presidants", limit=1) == ["présidents"]
    analyzer = index.schema["text"].analyzer
    terms = [token.text for token in analyzer("rétablir")]
    fragmenter, formatter = ContextFragmenter(), HtmlFormatter("em")
    shown = highlight(ARTICLES["Le sommet"], terms, analyzer, fragmenter, formatter)
    assert ">rétablissent</em>" in shown


def test_an_article_is_replaced_by_its_id(index: Any) -> None:
    writer = AsyncWriter(index.refresh())
    writer.update_document(id="press.article.0", text="Autre chose.", title="Les urnes", word="")
    writer.commit()
    with index.searcher() as searcher:
        assert searcher.doc_count() == 3
        assert [hit["title"] for hit in searcher.search(Term("text", "elect"))] == ["Un scrutin"]
