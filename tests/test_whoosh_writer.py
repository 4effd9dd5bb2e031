"""Whoosh's own writer on our index: what it writes is what `Index.add` would have written."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import LockError
from whoosh.writing import CLEAR, OPTIMIZE, AsyncWriter, BufferedWriter, IndexingError, IndexWriter

import frsearch
from frsearch import Article, ArticleError, FrsearchError, IndexLocked
from frsearch.codec import transaction
from frsearch.codec.draft import Draft
from frsearch.codec.filesystem import Filesystem
from tests.conftest import ROOT
from tests.test_codec import ARTICLES, assert_same

Fields = dict[str, Any]


def fields(article: Article) -> Fields:
    date = None if article.date is None else str(article.date)
    return {"id": article.id, "text": article.text, "title": article.title, "date": date}


@contextmanager
def empty_index() -> Iterator[frsearch.Index]:
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(folder) as index:
        yield index


def found(index: frsearch.Index, question: str = "") -> list[str]:
    with frsearch.open_index(index.path) as again:
        return sorted(hit.id for hit in again.search(question, limit=100))


# --- what a segment holds

TEXTS = st.text() | st.text(alphabet="abÉéœç-'’·.,()0123 \nhН́") | ARTICLES.map(lambda each: each.text)
ANY_ARTICLES = ARTICLES | st.builds(Article, st.sampled_from("xyz"), TEXTS, TEXTS)


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_ARTICLES, min_size=1, max_size=12))
@example([Article("a", "à-à a à", "a" * 150 + "-b à")])
def test_whooshs_writer_makes_the_segment_that_ours_makes(articles: list[Article]) -> None:
    with empty_index() as ours, empty_index() as whooshs:
        ours.add(articles)
        writer = whooshs.whoosh.writer()
        assert isinstance(writer, IndexWriter)
        for article in articles:
            writer.add_document(**fields(article))
        writer.commit()
        (expected,) = ours._engine.folder.snapshot().segments
        (segment,) = whooshs._engine.folder.snapshot().segments
        assert_same(segment.bundle, expected.bundle)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(ARTICLES, max_size=5) | st.sets(st.integers(0, 30), max_size=8), max_size=5),
    st.booleans(),
)
def test_what_both_writers_do_in_turns_adds_up(steps: list[Any], small: bool) -> None:
    expected: dict[str, Article] = {}
    with empty_index() as index:
        for number, step in enumerate(steps):
            with index.whoosh.refresh().writer(limitmb=0 if small else 128) as writer:
                for each in step:
                    if isinstance(each, Article):
                        writer.update_document(**fields(each))
                        expected[each.id] = each
                    else:
                        count = writer.delete_by_term("id", f"a{each}")
                        assert count == (f"a{each}" in expected)
                        expected.pop(f"a{each}", None)
            if number % 2:
                article = Article(f"b{number}", "le sommet")
                index.add([article])
                expected[article.id] = article
        with frsearch.open_index(index.path) as again:
            assert {hit.id: hit.article for hit in again.search("", limit=100)} == expected
            assert again.whoosh.doc_count() == len(again) == len(expected)


# --- add, update, delete, commit, cancel


def test_our_search_finds_what_whooshs_writer_added(make_index: Any) -> None:
    index = make_index("Le sommet du G7.")
    with index.whoosh.writer() as writer:
        writer.add_document(
            id="w1",
            title="Élections",
            text="L’élu·e de l’Otan.",
            date="2018-06",
            url="u",
            extra={"n": 1},
        )
    assert len(index) == 1  # it keeps to the state that it had
    with frsearch.open_index(index.path) as again:
        assert index.refresh()
        assert not again.refresh()
        assert len(index) == len(again) == 2
        assert index.check().ok
        (hit,) = again.search("election otan", date="2018")
        assert hit.article == Article("w1", "L’élu·e de l’Otan.", "Élections", "2018-06", "u", {"n": 1})
        assert [snippet.to_html() for snippet in hit.snippets] == ["L’élu·e de l’<mark>Otan</mark>."]


def test_an_article_replaces_the_one_with_its_id_however_it_is_added(make_index: Any) -> None:
    index = make_index("ancien")
    with index.whoosh.writer() as writer:
        writer.add_document(id="a1", text="nouveau")
        writer.update_document(id="a2", text="premier")
        writer.update_document(id="a2", text="second")
    assert found(index) == ["a1", "a2"]
    assert found(index, "ancien OU premier") == []


def test_the_writer_and_its_index_see_what_it_deleted(make_index: Any) -> None:
    index = make_index("chat", "chien", "chat et chien")
    whooshs = index.whoosh
    with whooshs.writer() as writer:
        assert writer.delete_by_term("text", "chat") == 2
        with writer.searcher() as searcher:
            assert [hit["id"] for hit in searcher.search(query.Every())] == ["a2"]
        assert (writer.deleted_count(), writer.has_deletions()) == (2, True)
        writer.delete_document(next(n for n in range(3) if writer.is_deleted(n)), delete=False)
        assert whooshs.doc_count() == 3
    assert (whooshs.doc_count(), len(found(index))) == (2, 2)
    assert whooshs.up_to_date()
    with whooshs.searcher() as searcher:
        assert searcher.doc_count() == 2


def test_a_cancelled_writer_leaves_no_trace(make_index: Any) -> None:
    index = make_index("chat")
    before = sorted(path.name for path in index.path.iterdir())
    writer = index.whoosh.writer(limitmb=0)
    writer.delete_by_term("id", "a1")
    writer.add_document(id="w1", text="chien")
    writer.add_document(id="w2", text="chien")
    assert len(list(index.path.glob("*.segment"))) == 3
    writer.cancel()
    assert sorted(path.name for path in index.path.iterdir()) == before
    assert found(index) == ["a1"]
    with pytest.raises(IndexingError):
        writer.commit()
    with pytest.raises(ArticleError), index.whoosh.writer() as writer:
        writer.add_document(text="sans id")
    assert found(index) == ["a1"]


@pytest.mark.parametrize(
    ("owner", "broken"),
    [(Draft, "write"), (transaction, "merge_segment"), (Filesystem, "sync_folder")],
)
def test_a_commit_that_fails_leaves_the_index_as_it_was(
    make_index: Any, monkeypatch: pytest.MonkeyPatch, owner: Any, broken: str
) -> None:
    def failing(*arguments: object) -> None:
        raise OSError("no space left on device")

    index = make_index("chat", "chien")
    before = sorted(path.name for path in index.path.iterdir())
    writer = index.whoosh.writer()
    writer.delete_by_term("id", "a1")
    writer.add_document(id="w1", text="chien")
    monkeypatch.setattr(owner, broken, failing)
    with pytest.raises(FrsearchError, match="no space"):
        writer.commit()
    monkeypatch.undo()
    assert sorted(path.name for path in index.path.iterdir()) == before
    assert found(index) == ["a1", "a2"]
    assert index.remove(["a1"]) == 1


def test_clear_drops_what_was_there(make_index: Any) -> None:
    index = make_index("chat", "chien")
    writer = index.whoosh.writer()
    writer.add_document(id="w1", text="cheval")
    writer.commit(mergetype=CLEAR)
    assert found(index) == ["w1"]
    writer = index.whoosh.refresh().writer()
    with pytest.raises(FrsearchError, match="CLEAR"):
        writer.commit(mergetype=OPTIMIZE)
    writer = index.whoosh.writer()
    writer.commit(optimize=True)
    assert found(index) == ["w1"]


def test_there_is_one_writer_whoevers_it_is(make_index: Any) -> None:
    index = make_index("chat")
    with index.whoosh.writer():
        with pytest.raises(IndexLocked) as refused:
            index.add([Article("a2", "chien")])
        with pytest.raises(IndexLocked) as locked:
            index.whoosh.writer(timeout=0.02, delay=0.01)
        assert isinstance(locked.value, LockError)
        assert f"process {os.getpid()} on" in locked.value.holder == refused.value.holder
        with pytest.raises(IndexLocked):
            frsearch.create_index(index.path, overwrite=True)
    assert index.remove(["a1"]) == 1

    def articles() -> Iterator[Article]:
        with pytest.raises(LockError):
            index.whoosh.writer()
        yield Article("a3", "cheval")

    index.add(articles())
    assert found(index) == ["a3"]


def test_another_thread_may_end_what_one_began(make_index: Any) -> None:
    index = make_index("chat")
    writer = index.whoosh.writer()
    writer.delete_by_term("id", "a1")
    thread = threading.Thread(target=writer.commit)
    thread.start()
    thread.join()
    assert index.add([Article("a2", "chien")]).added == 1
    assert found(index) == ["a2"]


def test_a_writer_that_is_dropped_or_killed_blocks_nobody(make_index: Any) -> None:
    index = make_index("chat")
    index.whoosh.writer(limitmb=0).add_document(id="w1", text="chien")
    gc.collect()
    assert index.add([Article("a2", "chien")]).added == 1
    script = (
        "import sys, frsearch\n"
        "writer = frsearch.open_index(sys.argv[1]).whoosh.writer(limitmb=0)\n"
        "writer.add_document(id='w1', text='chien')\n"
        "print('writing', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(index.path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, env=environment, stdin=pipe, stdout=pipe) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        with pytest.raises(LockError) as locked:
            index.whoosh.writer()
        assert f"process {process.pid} on" in locked.value.holder
        process.kill()
    assert len([*index.path.glob("*.segment")]) == 3
    with index.whoosh.writer(timeout=20) as writer:
        writer.add_document(id="w2", text="cheval")
    assert found(index) == ["a1", "a2", "w2"]
    assert len([*index.path.glob("*.segment")]) == 3
    assert {path.suffix for path in index.path.iterdir()} - {".lock"} == {".json", ".segment"}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"text": "sans id"}, "needs an id"),
        ({"id": 3, "text": ""}, "id must be a string"),
        ({"id": "w1", "text": "x", "date": "hier"}, "not a date"),
        ({"id": "w1", "text": "x", "author": "y"}, "'author' is not a field"),
        ({"id": "w1", "text": "x", "text_exact": "y"}, "'text_exact' is not a field"),
        ({"id": "w1", "text": "x", "_text_boost": 2.0}, "'_text_boost' is not a field"),
    ],
)
def test_what_is_no_article_is_refused_and_the_writer_goes_on(
    make_index: Any, given: Fields, problem: str
) -> None:
    index = make_index("chat")
    with index.whoosh.writer() as writer:
        with pytest.raises(ArticleError, match=problem):
            writer.add_document(**given)
        writer.add_document(id="w2", text="chien")
    assert found(index) == ["a1", "w2"]


def test_nothing_but_our_files_is_written(make_index: Any) -> None:
    index = make_index()
    with index.whoosh.writer(limitmb=0) as writer:
        for n in range(3):
            writer.add_document(id=f"a{n}", text="chat")
    assert {path.suffix for path in index.path.iterdir()} - {".lock"} == {".json", ".segment"}


# --- Whoosh's wrappers of writers


def test_articles_move_in_from_a_plain_whoosh_index(make_index: Any) -> None:
    index = make_index("chat")
    schema = Schema(id=ID(stored=True), title=TEXT(stored=True), text=TEXT(stored=True), date=STORED())
    plain = RamStorage().create_index(schema)
    with plain.writer() as writer:
        writer.add_document(id="p1", title="Sommets", text="Les élections.", date="2018")
    with plain.reader() as reader, index.whoosh.writer() as writer:
        writer.add_reader(reader)
    assert found(index, "election sommet date:2018") == ["p1"]


def test_an_asynchronous_writer_waits_for_the_lock(make_index: Any) -> None:
    index = make_index("chat")
    with index.whoosh.writer() as first:
        writer = AsyncWriter(index.whoosh, delay=0.001)
        writer.add_document(id="w1", text="chien")
        writer.delete_by_term("id", "a1")
        writer.commit()
        first.add_document(id="w2", text="cheval")
    writer.join()
    assert found(index) == ["w1", "w2"]


def test_a_buffered_writer_writes_through_ours(make_index: Any) -> None:
    index = make_index("chat")
    writer = BufferedWriter(index.whoosh, period=None, limit=2)
    for n in range(5):
        writer.update_document(id=f"w{n % 3}", text=f"chien numéro{n}")
    with writer.searcher() as searcher:
        assert searcher.doc_count() == 4
    writer.close()
    assert found(index) == ["a1", "w0", "w1", "w2"]
    assert found(index, "numéro1 OU numéro4") == ["w1"]
