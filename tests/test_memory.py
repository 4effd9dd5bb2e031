"""An index in memory: all that an index does, and nothing on the disk."""

from __future__ import annotations

import copy
import errno
import gc
import os
import pickle
import sys
import tempfile
import threading
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as whoosh_query

import frsearch
import frsearch.web
from frsearch import Article
from frsearch.cli.main import main
from frsearch.codec import postings_writer, workers
from frsearch.codec.filesystem import DISK, Filesystem
from frsearch.codec.memory_filesystem import MemoryFilesystem
from tests.conftest import limited_index

# Events of the interpreter that change or open files: of this thread alone, while it is watched.
WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
_watched: list[str] | None = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None:
        return
    if event in WRITES:
        _watched.append(f"{event} {arguments}")
    elif event == "open":
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            _watched.append(f"open {path!r} {mode}")


sys.addaudithook(_hear)


@pytest.fixture
def written(tmp_path: Path) -> Iterator[list[str]]:
    """Yield what is written to the disk during the test, once the fixture `tmp_path` is made."""
    global _watched  # an audit hook stays until the interpreter ends
    _watched = []
    yield _watched
    _watched = None


@pytest.fixture
def index() -> Iterator[frsearch.Index]:
    with frsearch.create_index(":memory:") as index:
        yield index


ARTICLES = [
    Article("a1", "Le sommet de Helsinki.", "Sommet", "2018-07-16", extra={"source": "AFP"}),
    Article("a2", "Deux sommets, puis un accord.", date="2018-06"),
    Article("a3", "Un accord sans sommet ni suite.", date="2017"),
    Article("a4", "Rien de tel."),
]


def in_a_folder(path: Path) -> frsearch.Index:
    index = frsearch.create_index(path)
    index.add(ARTICLES)
    return index


# So that a small write has several batches.
SMALL = {"batch_characters": 2_000, "worker_batch_characters": 500}

CALLS: dict[str, Callable[[frsearch.Index], Any]] = {
    "search": lambda index: index.search("sommet accord", match="any", facets=("year", "month")),
    "date": lambda index: index.search("", date="2018", sort="oldest"),
    "phrase": lambda index: index.search('"un accord"', collapse=True),
    "similar": lambda index: index.similar("a1"),
    "search_all": lambda index: list(index.search_all("sommet")),
    "get": lambda index: (index.get("a1"), index.get("a9")),
    "suggest": lambda index: index.suggest("som"),
    "explain": lambda index: index.explain("sommet", "a1"),
    "highlight": lambda index: index.highlight("sommet", "a1"),
    "concordance": lambda index: index.concordance("sommet").to_dict(),
    "timeline": lambda index: index.timeline("sommet", by="year", relative=True),
    "check": lambda index: index.check(),
    "info": lambda index: index.info().to_dict() | {"path": ""},
    "length": len,
}


@pytest.mark.parametrize("call", CALLS)
def test_an_index_in_memory_answers_as_one_in_a_folder(
    index: frsearch.Index, tmp_path: Path, call: str
) -> None:
    index.add(ARTICLES)
    with in_a_folder(tmp_path / "index") as other:
        assert CALLS[call](index) == CALLS[call](other)
    assert index.check().ok


def test_nothing_is_written_to_the_disk(
    written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # So that intermediate results of a few articles would go to a temporary file.
    monkeypatch.setattr(postings_writer, "_IN_MEMORY", 10)
    index = frsearch.create_index(":memory:")
    for at in range(12):
        index.add([Article(f"b{at}", f"Le texte numéro {at} du sommet.")])
    index.add(ARTICLES, workers=3)
    index.remove(["a1", "b3"])
    with index.whoosh.writer() as writer:
        writer.add_document(id="w1", text="Par Whoosh.")
    index.refresh()
    assert (len(index), index.search("sommet").total) == (15, 13)
    assert index.check().ok
    index.close()
    assert written == []
    assert list(tmp_path.iterdir()) == []


def test_the_same_in_a_folder_writes_to_the_disk(
    written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above finds nothing of is something that it can find."""
    monkeypatch.setattr(postings_writer, "_IN_MEMORY", 10)
    in_a_folder(tmp_path / "index").close()
    assert any("frsearch.lock" in each for each in written)
    assert any(each.startswith("os.rename") for each in written)
    assert any(each.startswith(f"open '{tempfile.gettempdir()}") for each in written)


def test_each_index_in_memory_is_another(index: frsearch.Index) -> None:
    index.add(ARTICLES)
    with frsearch.create_index(":memory:") as other, frsearch.create_index(":memory:") as third:
        other.add([Article("x", "autre")])
        assert (len(index), len(other), len(third)) == (4, 1, 0)
    assert index.get("x") is None


def test_many_segments_are_merged_in_memory() -> None:
    storage = MemoryFilesystem()
    index = limited_index(Path("."), storage, merged_segments=2, **SMALL)
    for at in range(30):
        index.add(Article(f"{at}.{n}", f"texte {at} {n} " * 20) for n in range(8))
    assert len(index) == 240
    # One manifest, and no file but those of the newest state.
    assert len(storage.names(Path("."))) == 1 + len(index._engine.folder.committed().files())  # type: ignore[attr-defined]
    assert index.check().ok


def test_other_processes_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError

    monkeypatch.setattr(workers, "_start_process", refuse)
    index = limited_index(Path("."), MemoryFilesystem(), **SMALL)
    report = index.add((Article(f"a{at}", "un texte de plus " * 10) for at in range(100)), workers=4)
    assert (report.added, len(index)) == (100, 100)
    assert index.check().ok


def test_a_failed_write_leaves_the_index_and_no_file(index: frsearch.Index) -> None:
    index.add(ARTICLES)
    before = sorted(index.whoosh.storage.list())
    with pytest.raises(frsearch.ArticleError):
        index.add([Article("b", "bon"), "not an article"])  # type: ignore[list-item]
    assert sorted(index.whoosh.storage.list()) == before
    assert index.search("").total == 4
    index.add([Article("b", "bon")])
    assert len(index) == 5


def test_files_are_kept_in_step(index: frsearch.Index, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un texte.\n")
    (tmp_path / "b.txt").write_text("Un autre.\n")
    assert index.sync(tmp_path).added == 2
    (tmp_path / "b.txt").unlink()
    report = index.sync(tmp_path)
    assert (report.removed, report.unchanged, len(index)) == (1, 1, 1)
    assert index.ids_from(tmp_path) == ("a",)


def test_articles_are_exported_and_read_again(index: frsearch.Index, tmp_path: Path) -> None:
    index.add(ARTICLES)
    assert index.export(tmp_path / "all.jsonl") == 4
    with frsearch.create_index(":memory:") as other:
        other.add(frsearch.read_articles(tmp_path / "all.jsonl"))
        assert {hit.article for hit in other.search("")} == set(ARTICLES)


def test_whoosh_reads_and_writes_it(index: frsearch.Index) -> None:
    index.add(ARTICLES)
    whoosh = index.whoosh
    term = whoosh_query.Term("id", "w1")
    with whoosh.writer() as writer:
        writer.add_document(id="w1", text="Un sommet de plus.")
        writer.delete_by_term("id", "a1")
    with whoosh.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(term)] == ["w1"]
    assert (len(index), index.get("w1")) == (4, None)
    assert index.refresh()
    assert sorted(hit.id for hit in index.search("")) == ["a2", "a3", "a4", "w1"]
    name = next(each for each in whoosh.storage.list() if each.endswith(".segment"))
    assert whoosh.storage.file_length(name) > 0
    assert whoosh.last_modified() == pytest.approx(whoosh.storage.file_modified("frsearch.json"))
    with pytest.raises(frsearch.FrsearchError, match="examined"):
        whoosh.storage.file_length("missing")


def test_what_is_in_use_stays_readable_after_closing(index: frsearch.Index) -> None:
    index.add(ARTICLES)
    hits, whoosh = index.search_all("sommet"), index.whoosh
    index.close()
    assert sorted(hit.id for hit in hits) == ["a1", "a2", "a3"]
    assert whoosh.doc_count() == 4
    with whoosh.reader() as reader:
        assert reader.doc_count() == 4


def test_a_closed_index_in_memory_says_so(index: frsearch.Index) -> None:
    index.add(ARTICLES)
    index.close()
    index.close()
    assert repr(index) == "<frsearch.Index in memory, closed>"
    calls: list[Callable[[], object]] = [
        *(lambda: index.search("x"), lambda: index.add([]), index.check, index.refresh, index.info),
        *(lambda: index.remove([]), lambda: index.sync("."), lambda: index.ids_from(".")),
        *(lambda: len(index), lambda: index.whoosh, lambda: pickle.dumps(index)),
    ]
    for call in calls:
        with pytest.raises(frsearch.FrsearchError, match="in memory and is closed"):
            call()


def test_it_says_that_it_is_in_memory(index: frsearch.Index) -> None:
    index.add(ARTICLES)
    assert repr(index) == "<frsearch.Index in memory, 4 articles>"
    assert index.path == Path(":memory:")
    assert index.info().path == ":memory:"
    assert "in memory" in str(index.info())


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("of", [lambda index: index, lambda index: index.whoosh])
def test_it_can_be_neither_copied_nor_pickled(index: frsearch.Index, way: Any, of: Any) -> None:
    with pytest.raises(frsearch.FrsearchError, match="in memory can be neither copied nor pickled"):
        way(of(index))


@pytest.mark.parametrize("path", [":memory:", Path(":memory:")])
def test_it_is_not_opened_by_its_path(
    path: str | Path, index: frsearch.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert frsearch.create_index(path).path == Path(":memory:")
    for call in (frsearch.open_index, frsearch.check_index, frsearch.web.serve):
        with pytest.raises(frsearch.IndexNotFound, match="in memory cannot be opened by its path"):
            call(path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_that_name_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("./:memory:", tmp_path / ":memory:"):
        with frsearch.create_index(path, overwrite=True) as index:
            index.add(ARTICLES)
        with frsearch.open_index(path) as index:
            assert (len(index), index.path) == (4, tmp_path / ":memory:")
    assert main(["search", "-i", "./:memory:", "sommet"]) == 0
    (tmp_path / "a.txt").write_text("Un texte.\n")
    assert main(["index", "a.txt", "-i", "./:memory:"]) == 0
    assert len(frsearch.open_index(tmp_path / ":memory:")) == 5


@pytest.mark.parametrize(
    "command", [["search", "x"], ["index", "a.txt"], ["check"], ["serve"], ["info"]]
)
@pytest.mark.parametrize("how", ["option", "environment"])
def test_the_command_line_refuses_it(
    command: list[str], how: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    if how == "environment":
        monkeypatch.setenv("FRSEARCH_INDEX", ":memory:")
    assert main([*command, "-i", ":memory:"] if how == "option" else command) == 2
    assert "would end with the command: give a folder" in capsys.readouterr().err


def test_one_writer_at_a_time(index: frsearch.Index) -> None:
    writer = index.whoosh.writer()
    with pytest.raises(frsearch.IndexLocked, match="another writer") as locked:
        index.add(ARTICLES)
    assert locked.value.holder == "another writer"
    with pytest.raises(frsearch.IndexLocked):
        index.add(ARTICLES, timeout=0.01)
    timer = threading.Timer(0.1, writer.cancel)  # another thread than took the lock
    timer.start()
    assert index.add(ARTICLES, timeout=float("inf")).added == 4
    timer.join()


def test_threads_write_one_after_another(index: frsearch.Index) -> None:
    def add(number: int) -> None:
        for at in range(5):
            index.add([Article(f"{number}.{at}", "texte")], timeout=60)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(index) == 20
    assert index.check().ok


@pytest.mark.parametrize("way", ["closed", "collected"])
def test_its_memory_is_free_afterwards(way: str) -> None:
    text = " ".join(f"mot{at}" for at in range(20_000))
    tracemalloc.start()
    try:
        index = frsearch.create_index(":memory:")
        storage = weakref.ref(index._engine.folder.storage)  # type: ignore[attr-defined]
        index.add(Article(f"a{at}", f"{at} {text}") for at in range(10))
        index.search("mot5 mot6")
        held = tracemalloc.get_traced_memory()[0]
        if way == "closed":
            index.close()
        else:
            del index
        gc.collect()
        assert storage() is None
        size = 1_000_000
        assert tracemalloc.get_traced_memory()[0] < held - size
    finally:
        tracemalloc.stop()


def test_files_in_memory_are_as_files_on_the_disk(tmp_path: Path) -> None:
    one, other, missing = tmp_path / "one", tmp_path / "other", tmp_path / "missing"

    def told(storage: Filesystem) -> Iterator[object]:
        file = storage.create(one)
        for part in (b"abc", memoryview(b"def")):
            file.write(part)
        file.sync()
        file.close()
        yield storage.exists(one), storage.exists(other), sorted(storage.names(tmp_path))
        content = storage.map(one)
        yield content.view.readonly, bytes(content.view), storage.read(one, 6), storage.head(one, 2)
        yield storage.status(one).size
        storage.replace(one, other)
        storage.create(one).close()
        storage.replace(other, one)
        yield storage.read(one, 10), sorted(storage.names(tmp_path))
        storage.remove(one)
        storage.remove(one)
        yield bytes(content.view), storage.names(tmp_path)
        storage.sync_folder(tmp_path)
        calls: list[Callable[[], object]] = [
            *(lambda: storage.read(missing, 1), lambda: storage.head(missing, 1)),
            *(lambda: storage.map(missing), lambda: storage.status(missing)),
            lambda: storage.replace(missing, other),
        ]
        for call in calls:
            with pytest.raises(FileNotFoundError) as error:
                call()
            yield error.value.errno

    assert list(told(MemoryFilesystem())) == list(told(DISK))
    assert list(told(MemoryFilesystem()))[-1] == errno.ENOENT


def test_the_content_of_a_file_is_bounded() -> None:
    storage, path = MemoryFilesystem(), Path("a")
    storage.create(path).write(b"abc")
    with pytest.raises(OSError, match="more than 2 bytes"):
        storage.read(path, 2)


def test_the_pages_serve_it(index: frsearch.Index) -> None:
    testclient = pytest.importorskip("starlette.testclient")
    index.add(ARTICLES)
    client = testclient.TestClient(frsearch.web.app(index), base_url="http://localhost")
    assert client.get("/api/search?q=sommet").json()["total"] == 3
