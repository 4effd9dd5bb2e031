"""Several at once: one writer, any number of readers; and writers that die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from filelock import FileLock

import frsearch
from frsearch import Article, IndexLocked
from tests.conftest import ROOT, MakeIndex

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def run(*command: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, env=environment
    )


def torture(*arguments: object) -> dict[str, int]:
    answer = run(ROOT / "benchmarks" / "torture.py", *arguments)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    report: dict[str, int] = json.loads(answer.stdout)
    return report


@needs_fork
def test_what_was_committed_survives_writers_that_are_killed() -> None:
    report = torture("kills", 100)
    assert report["kills"] == 100
    assert report["commits"] > 100
    assert report["looks"] > 100


@needs_fork
@pytest.mark.slow
def test_a_thousand_kills_and_a_minute_of_reading_do_no_harm() -> None:
    assert torture("kills", 1_000, "--seed", 1)["kills"] == 1_000
    assert torture("readers", 60)["readers"] == 8


@needs_fork
def test_readers_see_one_state_at_a_time_while_one_writes() -> None:
    report = torture("readers", 3)
    assert report["readers"] == 8
    assert report["commits"] > 0
    assert report["looks"] > 8


class Held:
    """Articles that are read only when they may be."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __iter__(self) -> Iterator[Article]:
        self.begun.set()
        assert self.go_on.wait(20)
        yield Article("b", "texte")


@pytest.fixture
def writing(make_index: MakeIndex) -> Iterator[tuple[frsearch.Index, Held, threading.Thread]]:
    """An index that a thread is writing to."""
    index = make_index("texte")
    held = Held()
    thread = threading.Thread(target=index.add, args=(held,))
    thread.start()
    assert held.begun.wait(20)
    yield index, held, thread
    held.go_on.set()
    thread.join()


Writing = tuple[frsearch.Index, Held, threading.Thread]


def test_the_holder_of_the_lock_is_named(writing: Writing) -> None:
    index, held, thread = writing
    with frsearch.open_index(index.path) as other:
        for each in (index, other):
            with pytest.raises(IndexLocked, match="try again") as caught:
                each.add([Article("c", "texte")])
            assert str(os.getpid()) in caught.value.holder
            assert "since 20" in caught.value.holder
        with pytest.raises(IndexLocked):
            frsearch.create_index(index.path, overwrite=True)
        held.go_on.set()
        thread.join()
        assert other.remove(["b"]) == 1
    assert {path.suffix for path in index.path.iterdir()} - {".lock"} == {".json", ".segment"}


def test_a_writer_waits_for_another(writing: Writing) -> None:
    index, held, _ = writing
    with pytest.raises(IndexLocked):
        index.add([Article("c", "texte")], timeout=0.05)
    threading.Timer(0.1, held.go_on.set).start()
    index.add([Article("c", "texte")], timeout=20)
    assert {hit.id for hit in index.search("texte")} == {"a1", "b", "c"}


@pytest.mark.parametrize("timeout", [-1, float("nan"), "1", None])
def test_a_timeout_is_a_number_of_seconds(make_index: MakeIndex, timeout: float) -> None:
    with pytest.raises(frsearch.FrsearchError, match="timeout"):
        make_index().add([], timeout=timeout)


def test_another_process_is_named(make_index: MakeIndex) -> None:
    index = make_index("texte")
    script = (
        "import sys, frsearch\n"
        "def articles():\n"
        "    print('writing', flush=True); sys.stdin.read(); yield frsearch.Article('b', 'texte')\n"
        "frsearch.open_index(sys.argv[1]).add(articles())\n"
    )
    command = [sys.executable, "-c", script, str(index.path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, env=environment, **pipes) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        with pytest.raises(IndexLocked) as caught:
            index.remove(["a1"])
        assert f"process {process.pid} on " in caught.value.holder
        process.kill()
        process.wait()
        assert index.remove(["a1"], timeout=20) == 1  # a killed holder does not block
    assert index.check().ok


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 2_000, b'{"pid": 1}', b"\xff"])
def test_what_is_said_of_the_holder_is_not_relied_on(make_index: MakeIndex, content: bytes) -> None:
    index = make_index("texte")
    with FileLock(index.path / "frsearch.lock"):
        (index.path / "frsearch.holder.json").write_bytes(content)
        with pytest.raises(IndexLocked) as caught:
            index.remove(["a1"])
    assert caught.value.holder == "another writer"
    assert index.remove(["a1"]) == 1


def test_a_write_within_a_write_is_refused(make_index: MakeIndex) -> None:
    index = make_index("texte")

    def articles() -> Iterator[Article]:
        with pytest.raises(IndexLocked):
            index.add([Article("inner", "texte")])
        yield Article("outer", "texte")

    index.add(articles())
    assert {hit.id for hit in index.search("texte")} == {"a1", "outer"}


def test_threads_write_one_after_another(make_index: MakeIndex) -> None:
    index = make_index()
    others = [index, frsearch.open_index(index.path)]
    threads = [
        threading.Thread(
            target=others[at % 2].add, args=([Article(f"a{at}", "texte")],), kwargs={"timeout": 60}
        )
        for at in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index.refresh()
    assert len(index) == 12
    assert index.check().ok


def test_an_index_moves_on_when_it_is_told_to(make_index: MakeIndex) -> None:
    index = make_index("ancien texte")
    with frsearch.open_index(index.path) as other:
        assert not other.refresh()
        index.add([Article("a1", "nouveau texte")])
        assert other.search("ancien").total == 1
        assert other.refresh()
        assert other.search("ancien").total == 0
        assert not other.refresh()
        frsearch.create_index(index.path, overwrite=True)
        assert other.refresh()
        assert len(other) == 0
    with pytest.raises(frsearch.FrsearchError, match="closed"):
        other.refresh()
