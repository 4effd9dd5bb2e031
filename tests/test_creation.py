"""The folder of an index: who comes second, what lies there, what is missing, what is refused."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import FileLock

import frsearch
from frsearch import Article, FrsearchError, IndexCorrupted, IndexExists, IndexNotFound
from frsearch.codec import index_folder, lock
from frsearch.codec.filesystem import DISK, Filesystem
from frsearch.errors import IndexUnreadable

fcntl = pytest.importorskip("fcntl") if os.name == "posix" else None

MANIFEST = "frsearch.json"
LOCK = "frsearch.lock"  # which some versions of filelock take away when it is let go
NAMED_ALIKE = [f"0123456789abcdef.{kind}" for kind in ("segment", "deleted", "dictionary")]


def made(folder: Path) -> Path:
    """An index that has files of every kind."""
    with frsearch.create_index(folder) as index:
        index.add(Article(f"a{n}", f"un texte numéro{n} " * 20, date="2018") for n in range(600))
        index.remove(["a3"])
    assert {path.suffix for path in folder.iterdir()} >= {".segment", ".deleted", ".dictionary"}
    return folder


# --- two who make an index at once


def between_look_and_lock(monkeypatch: pytest.MonkeyPatch, action: Callable[[], None]) -> None:
    """Have something done once by somebody else, before the lock is taken that comes next."""
    writing, left = lock.writing, [action]

    def late(*given: object, **options: object) -> object:
        while left:
            left.pop()()
        return writing(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(index_folder, "writing", late)


def test_who_makes_an_index_second_is_told_so_and_empties_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other() -> None:
        frsearch.create_index(tmp_path).add([Article("a", "texte")])

    between_look_and_lock(monkeypatch, other)
    with pytest.raises(IndexExists):
        frsearch.create_index(tmp_path)
    assert len(frsearch.open_index(tmp_path)) == 1


def test_of_many_who_make_an_index_at_once_one_does(tmp_path: Path) -> None:
    barrier, outcomes = threading.Barrier(8), []

    def make(number: int) -> None:
        barrier.wait()
        try:
            index = frsearch.create_index(tmp_path / "index")
        except IndexExists:
            index = frsearch.open_index(tmp_path / "index")
            outcomes.append("exists")
        index.add([Article(f"a{number}", "texte")], timeout=60)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(frsearch.open_index(tmp_path / "index")) == 8
    assert outcomes == ["exists"] * 7


def test_where_another_writes_an_index_exists_rather_than_being_locked(tmp_path: Path) -> None:
    frsearch.create_index(tmp_path)
    with lock.writing(tmp_path, 0):
        with pytest.raises(IndexExists):
            frsearch.create_index(tmp_path)
        with pytest.raises(frsearch.IndexLocked):
            frsearch.create_index(tmp_path, overwrite=True)


@pytest.mark.parametrize("step", ["names", "read"])
def test_opening_while_an_index_is_being_made_finds_none_or_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    usual, left = getattr(Filesystem, step), [1]

    def before_another(self: Filesystem, *given: object) -> object:
        if not left:
            return usual(self, *given)
        left.pop()
        try:
            return usual(self, *given)
        finally:
            frsearch.create_index(tmp_path).add([Article("a", "texte")])

    monkeypatch.setattr(Filesystem, step, before_another)
    with suppress(IndexNotFound):
        assert len(frsearch.open_index(tmp_path)) == 1
    assert len(frsearch.open_index(tmp_path)) == 1


def test_an_index_that_is_being_made_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "frsearch.json.tmp").write_text("{")
    with lock.writing(tmp_path, 0), pytest.raises(IndexNotFound):
        frsearch.open_index(tmp_path)


# --- what lies in the folder


def test_files_of_an_index_without_their_manifest_are_not_removed(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / MANIFEST).rename(tmp_path / "elsewhere")
    before = sorted(os.listdir(folder))
    with pytest.raises(IndexCorrupted, match="unfinished"):
        frsearch.open_index(folder)
    with pytest.raises(IndexExists, match="unfinished"):
        frsearch.create_index(folder)
    assert sorted(os.listdir(folder)) == before
    (tmp_path / "elsewhere").rename(folder / MANIFEST)
    assert len(frsearch.open_index(folder)) == 599


@pytest.mark.parametrize("harm", ["none", "missing", "damaged", "outdated"])
def test_overwriting_removes_the_files_of_an_index_and_no_other(tmp_path: Path, harm: str) -> None:
    folder = made(tmp_path)
    mine = {"notes.txt", *NAMED_ALIKE, "0123456789abcdef.segment.bak", "sub"}
    for name in mine - {"sub"}:
        (folder / name).write_text(f"précieux {name}")
    (folder / "sub").mkdir()
    content = (folder / MANIFEST).read_text()
    if harm == "missing":
        (folder / MANIFEST).unlink()
    if harm == "damaged":
        (folder / MANIFEST).write_text(content[:-30])
    if harm == "outdated":
        (folder / MANIFEST).write_text(json.dumps({**json.loads(content), "format": 1, "checksum": 0}))
    with frsearch.create_index(folder, overwrite=True) as index:
        assert len(index) == 0
        index.add([Article("new", "texte")])
        index.remove(["new"])
    assert set(os.listdir(folder)) - {LOCK} == mine | {MANIFEST}
    assert all((folder / name).read_text() == f"précieux {name}" for name in mine - {"sub"})


def test_what_another_version_named_otherwise_is_removed_by_its_manifest(tmp_path: Path) -> None:
    """Format 3 had no marks in files of deleted documents and dictionaries."""
    folder = made(tmp_path)
    content = json.loads((folder / MANIFEST).read_text())
    for path in folder.iterdir():
        if path.suffix in (".deleted", ".dictionary"):
            path.write_bytes(path.read_bytes()[8:])
    content.pop("checksum")
    old = json.dumps({**content, "format": 3}, indent=1).encode()
    (folder / MANIFEST).write_bytes(frsearch.codec.manifest.sealed(old))
    with pytest.raises(frsearch.IndexOutdated):
        frsearch.open_index(folder)
    frsearch.create_index(folder, overwrite=True)
    assert set(os.listdir(folder)) - {LOCK} == {MANIFEST}


@pytest.mark.parametrize(
    "content",
    ['{"title": "Archives"}', "[1]", "titre = Archives", "5", '{"theme": "x", "analyzer": "mine"}'],
)
def test_another_program_s_file_of_the_manifest_s_name_is_left_alone(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / MANIFEST).write_text(content)
    for overwrite in (False, True):
        with pytest.raises(IndexExists):
            frsearch.create_index(tmp_path, overwrite=overwrite)
    assert (tmp_path / MANIFEST).read_text() == content


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_what_is_no_file_in_the_place_of_the_manifest_is_said_to_be_none_of_ours(
    tmp_path: Path, kind: str
) -> None:
    if kind == "folder":
        (tmp_path / MANIFEST).mkdir()
    else:
        (tmp_path / MANIFEST).symlink_to(tmp_path / "nowhere")
    with pytest.raises(FrsearchError, match=r"move it away|no frsearch index"):
        frsearch.create_index(tmp_path, overwrite=True)


def test_what_a_crash_left_is_removed_though_nothing_was_written_to_it(tmp_path: Path) -> None:
    frsearch.create_index(tmp_path)
    for number, content in enumerate((b"", b"frs", bytes(100_000), b"frsegm02" + b"x" * 10)):
        (tmp_path / f"{number:016x}.segment").write_bytes(content)
    frsearch.open_index(tmp_path).add([Article("a", "texte")])
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".segment"]) == 1


# --- where the folder is


def test_a_relative_path_is_that_of_the_day_the_index_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    index = frsearch.create_index("index")
    opened = frsearch.open_index(Path("index"))
    monkeypatch.chdir(tmp_path / "there")
    index.add([Article("a", "texte")])
    assert opened.refresh()
    assert len(opened) == 1
    assert opened.check().ok
    assert opened.path == tmp_path / "here" / "index"
    assert os.listdir(tmp_path / "there") == []


@pytest.mark.parametrize("again", ["gone", "empty", "other files"])
def test_where_there_is_no_index_any_more_no_lock_is_left(tmp_path: Path, again: str) -> None:
    folder = made(tmp_path / "index")
    index = frsearch.open_index(folder)
    shutil.move(folder, tmp_path / "moved")
    if again != "gone":
        folder.mkdir()
    if again == "other files":
        (folder / "notes.txt").write_text("notes")
    before = sorted(path.name for path in folder.iterdir()) if folder.exists() else None
    for write in (lambda: index.add([Article("a", "texte")]), lambda: index.remove(["a1"])):
        with pytest.raises(IndexNotFound):
            write()
    assert (sorted(path.name for path in folder.iterdir()) if folder.exists() else None) == before
    assert len(index) == 599  # what was opened can still be read


# --- what the system refuses


def refusing(patch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    def refuse(*given: object, **options: object) -> object:
        raise error

    patch.setattr(os, name, refuse)


def blamed(use: Callable[[], object]) -> type[Exception] | None:
    """The error of ours that comes of it, if any: another is not caught."""
    try:
        use()
    except FrsearchError as error:
        return type(error)
    return None


@pytest.mark.parametrize("name", ["mkdir", "open", "lstat", "stat", "listdir"])
def test_a_refusal_of_the_system_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = made(tmp_path / "index")
    index = frsearch.open_index(folder)
    uses: list[Callable[[], object]] = [
        lambda: frsearch.create_index(tmp_path / "new" / "index"),
        lambda: frsearch.create_index(folder, overwrite=True),
        lambda: frsearch.open_index(folder),
        lambda: frsearch.check_index(folder),
        lambda: index.add([Article("a", "texte")]),
        lambda: index.refresh(),
        lambda: index.check(),
    ]
    for use in uses:
        with monkeypatch.context() as patch:
            refusing(patch, name, PermissionError(13, "Permission denied"))
            assert blamed(use) not in (IndexCorrupted, IndexNotFound)
    # What a refused write may have left is no damage.
    assert index.check().ok


def test_a_lock_that_is_not_let_go_takes_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = frsearch.create_index(tmp_path)
    usual, left = FileLock.release, [1]

    def refuse_once(self: FileLock, force: bool = False) -> None:
        if left:
            left.pop()
            raise OSError(5, "Input/output error")
        usual(self, force)

    monkeypatch.setattr(FileLock, "release", refuse_once)
    assert index.add([Article("a", "texte")]).added == 1
    assert len(index) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_folder_that_may_not_be_read_is_not_damaged(tmp_path: Path) -> None:
    folder = made(tmp_path / "index")
    folder.chmod(0)
    try:
        for use in (frsearch.open_index, frsearch.check_index, frsearch.create_index):
            with pytest.raises(IndexUnreadable, match="permission"):
                use(folder)
    finally:
        folder.chmod(0o700)
    assert len(frsearch.open_index(folder)) == 599


@pytest.mark.parametrize("path", [5, None, b"index", "a\0b"])
def test_what_is_no_path_is_said(path: object) -> None:
    for use in (frsearch.open_index, frsearch.check_index, frsearch.create_index):
        with pytest.raises(FrsearchError, match="path"):
            use(path)  # type: ignore[arg-type]


# --- links in the place of the lock


@pytest.mark.parametrize("kind", ["symbolic", "hard", "dangling", "pipe", "folder"])
def test_a_lock_that_is_a_link_is_refused_and_what_it_leads_to_stays(tmp_path: Path, kind: str) -> None:
    folder, precious = tmp_path / "index", tmp_path / "precious"
    frsearch.create_index(folder)
    precious.write_text("précieux")
    held = folder / LOCK
    held.unlink(missing_ok=True)
    if kind == "symbolic":
        held.symlink_to(precious)
    elif kind == "hard":
        os.link(precious, held)
    elif kind == "dangling":
        held.symlink_to(tmp_path / "new")
    elif kind == "pipe":
        os.mkfifo(held)
    else:
        held.mkdir()
    with pytest.raises(FrsearchError, match="lock"):
        frsearch.open_index(folder).add([Article("a", "texte")])
    assert precious.read_text() == "précieux"
    assert not (tmp_path / "new").exists()
    assert DISK.names(folder) == [MANIFEST, LOCK] or len(DISK.names(folder)) == 2


@pytest.mark.parametrize("write", ["add", "remove"])
def test_an_error_of_what_is_iterated_over_is_not_the_index_s(tmp_path: Path, write: str) -> None:
    index = frsearch.create_index(tmp_path)
    index.add([Article("a", "texte")])

    def given() -> Iterator[object]:
        yield Article("b", "texte") if write == "add" else "a"
        raise ConnectionResetError(104, "Connection reset by peer")

    with pytest.raises(ConnectionResetError):
        getattr(index, write)(given())
    assert len(index) == 1
    assert index.check().ok


def test_two_threads_that_write_leave_the_newest_state(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path)
    usual, began, go = index._engine.folder.snapshot, threading.Event(), threading.Event()

    def slow() -> object:
        state = usual()
        if threading.current_thread().name == "first":
            began.set()
            go.wait(0.5)  # as if it were suspended; the other waits for it
        return state

    index._engine.folder.snapshot = slow  # type: ignore[method-assign, assignment]
    thread = threading.Thread(target=lambda: index.add([Article("a", "chat")]), name="first")
    thread.start()
    began.wait(5)
    index.add([Article("b", "chat")])
    go.set()
    thread.join()
    assert len(index) == 2
    assert index.get("b")


@pytest.mark.parametrize("way", ["whoosh", "waiting"])
def test_the_folder_of_an_index_that_is_gone_does_not_come_back(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "index"
    index = frsearch.create_index(folder)
    if way == "whoosh":
        held = index.whoosh
        shutil.move(folder, tmp_path / "moved")
        with pytest.raises(IndexNotFound):
            held.writer()
    else:
        with lock.writing(folder, 0):
            added = threading.Thread(target=lambda: outcomes.append(blamed(add)))
            outcomes: list[object] = []

            def add() -> None:
                index.add([Article("a", "texte")], timeout=5)

            added.start()
            time.sleep(0.2)
            shutil.move(folder, tmp_path / "moved")
        added.join()
        assert outcomes[0] is not None
    assert not folder.exists()


def test_checking_what_is_gone_or_closed_is_no_damage(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path / "index")
    shutil.move(tmp_path / "index", tmp_path / "moved")
    with pytest.raises(IndexNotFound):
        index.check()
    index.close()
    with pytest.raises(FrsearchError, match="closed"):
        index.check()


@pytest.mark.skipif(os.name != "posix", reason="locks as POSIX does")
def test_a_lock_whose_file_was_removed_meanwhile_is_no_lock(tmp_path: Path) -> None:
    """One who waits for a file that is unlinked must not hold it beside the holder of the next one."""
    frsearch.create_index(tmp_path)
    opened, go, most, holders = threading.Event(), threading.Event(), 0, 0

    def hold(seconds: float) -> None:
        nonlocal most, holders
        with lock.writing(tmp_path, 5):
            holders += 1
            most = max(most, holders)
            time.sleep(seconds)
            holders -= 1

    usual = fcntl.flock

    def flock(descriptor: int, operation: int) -> None:
        if threading.current_thread().name == "waiting" and not opened.is_set():
            opened.set()
            go.wait(5)
        usual(descriptor, operation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fcntl, "flock", flock)
        waiting = threading.Thread(target=hold, args=(0.5,), name="waiting")
        with lock.writing(tmp_path, 0):
            waiting.start()
            opened.wait(2)
            (tmp_path / LOCK).unlink()
        go.set()
        time.sleep(0.2)
        other = threading.Thread(target=hold, args=(0.1,))
        other.start()
        waiting.join()
        other.join()
    assert most == 1
