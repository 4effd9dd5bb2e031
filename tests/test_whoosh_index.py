"""`index.whoosh` as an index of Whoosh's: it sees commits, and says what it is and cannot do."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from whoosh import index as whoosh_index
from whoosh import query, sorting
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.multiproc import MpWriter
from whoosh.reading import TermNotFound
from whoosh.writing import AsyncWriter, BufferedWriter, SegmentWriter

import frsearch
from frsearch import Article, FrsearchError, IndexLocked
from tests.conftest import ROOT

CHAT = query.Term("text", "chat")


def add_elsewhere(path: Path, *ids: str) -> None:
    """Add articles in another process."""
    script = (
        "import sys, frsearch\n"
        "with frsearch.open_index(sys.argv[1]) as index:\n"
        "    index.add([frsearch.Article(id, 'le chat') for id in sys.argv[2:]])\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path), *ids], check=True, cwd=ROOT)


def found(searcher: Any, asked: query.Query = CHAT, **options: Any) -> list[str]:
    return [hit["id"] for hit in searcher.search(asked, limit=None, **options)]


# --- what others commit


def test_a_held_index_and_its_searchers_see_what_another_process_commits(make_index: Any) -> None:
    index = make_index("le chat")
    held = index.whoosh
    searcher = held.searcher()
    assert searcher.up_to_date()
    assert searcher.refresh() is searcher
    assert held.refresh() is held
    generation = held.latest_generation()
    add_elsewhere(index.path, "b1")

    assert held.latest_generation() == generation + 1
    assert not searcher.up_to_date()
    assert not held.up_to_date()
    assert found(searcher) == ["a1"]  # it keeps to its state
    with held.searcher() as newest:
        assert sorted(found(newest)) == ["a1", "b1"]
        assert newest.up_to_date()
    assert (held.doc_count(), held.doc_count_all(), held.is_empty()) == (2, 2, False)
    with held.reader() as reader:
        assert (reader.doc_count(), reader.generation()) == (2, generation + 1)
    refreshed = searcher.refresh()
    assert refreshed is not searcher
    assert sorted(found(refreshed)) == ["a1", "b1"]
    assert refreshed.up_to_date()
    assert refreshed.refresh() is refreshed
    again = held.refresh()
    assert again.up_to_date()
    assert sorted(found(again.searcher(fixed=True))) == ["a1", "b1"]


def test_a_fixed_searcher_is_of_the_state_that_the_index_shows(make_index: Any) -> None:
    index = make_index("le chat")
    held = index.whoosh
    with frsearch.open_index(index.path) as other:
        other.add([Article("b1", "le chat")])
    assert len(index) == 1
    with held.searcher(fixed=True) as fixed, held.reader(fixed=True) as reader:
        assert found(fixed) == ["a1"]
        assert reader.doc_count() == 1
        assert not fixed.up_to_date()
    with index.whoosh.searcher(fixed=True) as fixed:
        assert found(fixed) == ["a1"]
    assert index.refresh()
    with index.whoosh.searcher(fixed=True) as fixed:
        assert sorted(found(fixed)) == ["a1", "b1"]


def test_a_commit_has_succeeded_though_its_state_cannot_be_opened(
    make_index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index("le chat")
    held = index.whoosh
    writer = held.writer()
    writer.add_document(id="b1", text="le chat")
    with monkeypatch.context() as patch:
        patch.setattr(type(index._engine.folder), "snapshot", failing)
        writer.commit()
        with pytest.raises(FrsearchError, match="too many open files"):
            held.searcher()
    assert held.up_to_date()
    assert sorted(found(held.searcher(fixed=True))) == ["a1", "b1"]


def failing(store: Any) -> None:
    raise FrsearchError("too many open files")


def test_removals_merges_and_a_new_index_in_its_place_are_seen(make_index: Any) -> None:
    index = make_index("le chat", "le chat noir")
    searcher = index.whoosh.searcher()
    for step, ids in (
        (lambda: index.remove(["a1"]), ["a2"]),
        (lambda: index.add([Article("a2", "le chat blanc")]), ["a2"]),
        (lambda: frsearch.create_index(index.path, overwrite=True), []),
        (lambda: frsearch.open_index(index.path).add([Article("c1", "chat")]), ["c1"]),
    ):
        step()
        assert not searcher.up_to_date()
        searcher = searcher.refresh()
        assert searcher.up_to_date()
        assert found(searcher) == ids


def test_a_reader_takes_over_what_is_still_of_use_and_closes_the_rest(make_index: Any) -> None:
    index = make_index("le chat")
    index.add([Article("b1", "le chat")])
    held = index.whoosh
    old = held.reader()
    first, second = (leaf for leaf, _ in old.leaf_readers())
    index.remove(["b1"])
    index.add([Article("c1", "le chat"), Article("c2", "le chat")])
    new = held.reader(reuse=old)
    assert new.generation() == held.latest_generation()
    leaves = [leaf for leaf, _ in new.leaf_readers()]
    assert first in leaves
    assert second.is_closed
    assert not any(leaf.is_closed for leaf in leaves)
    assert new.doc_count() == 3
    alone = make_index("le chat").whoosh
    one = alone.reader()
    assert alone.reader(reuse=one) is one


def test_threads_search_while_another_commits(make_index: Any) -> None:
    index = make_index("le chat")
    held, counts, problems = index.whoosh, [], []

    def search() -> None:
        searcher = held.searcher()
        while len(counts) < 200 and not problems:
            try:
                searcher = searcher.refresh()
                counts.append(len(found(searcher)))
            except Exception as error:
                problems.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        index.add([Article(f"b{number}", "le chat")])
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(found(held.searcher())) == 11


def test_when_it_was_last_committed(make_index: Any) -> None:
    index = make_index("le chat")
    held = index.whoosh
    before = held.last_modified()
    assert before == pytest.approx((index.path / "frsearch.json").stat().st_mtime)
    index.add([Article("b1", "le chat")])
    assert held.last_modified() >= before


# --- sorting, lengths


@pytest.fixture
def dated(make_index: Any) -> Any:
    index = make_index()
    index.add([Article("x", "un chat", date="2018-06"), Article("z", "un petit chat")])
    index.add([Article("y", "chat", date="2017"), Article("w", "chat chat", date="2019-01-01")])
    return index


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (sorting.FieldFacet("first_day"), "zyxw"),
        (sorting.FieldFacet("first_day", reverse=True), "wxyz"),
        (sorting.FieldFacet("last_day", reverse=True), "wxyz"),
        ([sorting.FieldFacet("first_day", reverse=True), "id"], "wxyz"),
        (sorting.MultiFacet().add_field("last_day", reverse=True), "wxyz"),
        (sorting.FieldFacet("id", reverse=True), "zyxw"),
        ("id", "wxyz"),
        (sorting.StoredFieldFacet("id"), "wxyz"),
    ],
)
def test_results_can_be_sorted_either_way(dated: Any, order: Any, ids: str) -> None:
    with dated.whoosh.searcher() as searcher:
        assert "".join(found(searcher, sortedby=order)) == ids
        backwards = found(searcher, sortedby=order, reverse=True)
        assert "".join(backwards) == ids[::-1]


def test_results_can_be_grouped_by_day(dated: Any) -> None:
    with dated.whoosh.searcher() as searcher:
        groups = searcher.search(CHAT, groupedby="first_day").groups("first_day")
        assert {day: len(documents) for day, documents in groups.items()} == {
            0: 1,
            736330: 1,
            736846: 1,
            737060: 1,
        }
        column = searcher.reader().column_reader("first_day", reverse=True)
        assert sorted(column) == [0, 736330, 736846, 737060]


@pytest.mark.parametrize("batches", [1, 3])
def test_the_mean_length_of_a_field_is_that_of_the_articles_there_are(
    make_index: Any, batches: int
) -> None:
    index = make_index()
    articles = [Article("a", "un deux trois"), Article("b", "un deux trois quatre cinq")]
    articles.append(Article("c", "un " * 40))
    for batch in [articles] if batches == 1 else [[each] for each in articles]:
        index.add(batch)
    with index.whoosh.writer() as writer:
        writer.delete_by_term("id", "c")
        with writer.searcher() as searcher:
            assert searcher.avg_field_length("text") == 4.0
    with index.whoosh.searcher() as searcher:
        assert searcher.doc_count() == 2
        assert searcher.avg_field_length("text") == 4.0
        for leaf, _ in searcher.leaf_searchers():
            assert leaf.avg_field_length("text") == 4.0
        assert searcher.avg_field_length("title") == 0
        assert searcher.avg_field_length("first_day", default=7) == 7


# --- an index of nothing


def test_an_index_of_nothing_answers_as_whooshs_own_does(make_index: Any, tmp_path: Path) -> None:
    held = make_index().whoosh
    (tmp_path / "plain").mkdir()
    plain = whoosh_index.create_in(tmp_path / "plain", held.schema)
    calls = [
        lambda index: found(index.searcher()),
        lambda index: found(index.searcher(), query.Every()),
        lambda index: found(index.searcher(), sortedby=sorting.FieldFacet("first_day", reverse=True)),
        lambda index: found(index.searcher(), groupedby="first_day"),
        lambda index: found(index.searcher(), query.Prefix("text", "ch")),
        lambda index: found(index.searcher(), query.FuzzyTerm("text", "chat")),
        lambda index: index.searcher().suggest("text", "chat"),
        lambda index: index.searcher().document(id="a"),
        lambda index: index.searcher().document_number(id="a") if index is held else None,
        lambda index: index.searcher().avg_field_length("text"),
        lambda index: [*index.reader().all_terms()],
        lambda index: [*index.reader().lexicon("text")],
        lambda index: [*index.reader().most_frequent_terms("text")],
        lambda index: index.reader().max_field_length("text"),
        lambda index: (index.doc_count(), index.doc_count_all(), index.is_empty()),
        lambda index: index.field_length("text"),
    ]
    for call in calls:
        assert call(held) == call(plain)
    reader = held.reader()
    assert reader.min_field_length("text") == 0
    with pytest.raises(TermNotFound):
        reader.first_id("text", "chat")
    assert reader.generation() == held.latest_generation()
    searcher = held.searcher()
    assert searcher.up_to_date()
    assert searcher.refresh() is searcher


# --- what it is, and what it cannot do


def test_whooshs_open_dir_finds_no_index_of_its_own(make_index: Any) -> None:
    path = make_index("le chat").path
    # The words are Whoosh's, and no file that it would read can change them without a pickle.
    assert not whoosh_index.exists_in(str(path))
    with pytest.raises(whoosh_index.EmptyIndexError, match="does not exist in"):
        whoosh_index.open_dir(str(path))
    assert not FileStorage(str(path)).index_exists()


def test_a_whoosh_index_made_beside_it_is_another(make_index: Any) -> None:
    index = make_index("le chat")
    plain = whoosh_index.create_in(index.path, Schema(id=ID(stored=True), text=TEXT(stored=True)))
    for number in range(3):
        with plain.writer() as writer:
            writer.add_document(id=f"p{number}", text="chat")
        index.add([Article(f"b{number}", "le chat")])
    assert plain.doc_count() == 3
    assert len(frsearch.open_index(index.path)) == 4
    assert index.check().ok
    assert found(plain.searcher()) == ["p0", "p1", "p2"]


def test_its_storage_opens_it_and_says_what_it_is(make_index: Any) -> None:
    index = make_index("le chat")
    storage = index.whoosh.storage
    assert "frsearch index" in repr(storage)
    assert str(index.path) in repr(storage)
    assert storage.index_exists()
    opened = storage.open_index()
    assert found(opened.searcher()) == ["a1"]
    assert found(storage.open_index(schema=index.whoosh.schema).searcher()) == ["a1"]
    assert sorted(storage) == sorted(path.name for path in index.path.iterdir())
    assert storage.file_exists("frsearch.json")
    assert not storage.file_exists("_MAIN_1.toc")
    assert storage.file_length("frsearch.json") == (index.path / "frsearch.json").stat().st_size
    for refused in (
        lambda: storage.open_index(schema=Schema(text=TEXT())),
        lambda: storage.open_index(indexclass=whoosh_index.FileIndex),
        lambda: storage.create_index(index.whoosh.schema),
        lambda: storage.create_file("x"),
        lambda: storage.open_file("frsearch.json"),
        lambda: storage.delete_file("frsearch.json"),
        lambda: storage.rename_file("frsearch.json", "x"),
        lambda: storage.lock("WRITELOCK"),
        storage.destroy,
    ):
        with pytest.raises(FrsearchError, match="frsearch index"):
            refused()
    with pytest.raises(FrsearchError, match="cannot be examined"):
        storage.file_length("_MAIN_1.toc")
    assert index.check().ok


def test_fields_can_be_neither_added_nor_removed(make_index: Any) -> None:
    index = make_index("le chat")
    held = index.whoosh
    names = held.schema.names()
    for refused in (lambda: held.add_field("author", TEXT()), lambda: held.remove_field("title")):
        with pytest.raises(FrsearchError, match="cannot be added to or removed from a frsearch index"):
            refused()
    with held.writer() as writer:
        for refused in (
            lambda: writer.add_field("author", TEXT()),
            lambda: writer.remove_field("title"),
            writer.start_group,
            lambda: writer.group().__enter__(),
        ):
            with pytest.raises(FrsearchError, match="frsearch index"):
                refused()
        writer.add_document(id="b1", text="le chat")
    assert index.whoosh.schema.names() == names
    assert sorted(found(held.searcher())) == ["a1", "b1"]


@pytest.mark.parametrize(
    "make",
    [
        lambda held: held.writer(procs=2),
        lambda held: MpWriter(held, procs=2),
        lambda held: SegmentWriter(held),
        lambda held: held.lock("WRITELOCK"),
        lambda held: AsyncWriter(held, writerargs={"procs": 2}),
        lambda held: BufferedWriter(held, period=None, writerargs={"procs": 2}),
    ],
)
def test_writers_that_cannot_work_say_so_and_hold_no_lock(make_index: Any, make: Any) -> None:
    index = make_index("le chat")
    with pytest.raises(FrsearchError, match=r"Index\.add") as refused:
        make(index.whoosh)
    assert not isinstance(refused.value, IndexLocked)
    # While the error is still held, with all that was begun.
    assert index.add([Article("b1", "le chat")]).added == 1
    assert {path.suffix for path in index.path.iterdir()} - {".lock"} == {".json", ".segment"}


def test_a_pickled_index_opens_the_folder_anew(
    make_index: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    index = make_index("le chat")
    for twin in (pickle.loads(pickle.dumps(index.whoosh)), copy.deepcopy(index.whoosh)):
        assert found(twin.searcher()) == ["a1"]
    monkeypatch.chdir(index.path.parent)
    kept = pickle.dumps(frsearch.open_index(index.path.name).whoosh)
    monkeypatch.chdir(tmp_path)
    assert found(pickle.loads(kept).searcher()) == ["a1"]
