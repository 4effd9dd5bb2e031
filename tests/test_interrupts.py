"""Whatever ends `frsearch index` leaves the articles, the index as it was, or none, and says which."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import frsearch
import frsearch.reading.reading_run
from frsearch import Article
from frsearch.cli import index as index_command
from frsearch.cli.main import main
from frsearch.cli.target import TargetIndex
from frsearch.codec import index_folder, manifest
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.lock import writing
from frsearch.codec.transaction import Transaction
from tests.conftest import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")

NOTHING, KEPT, EMPTIED, ADDED = (
    "frsearch: interrupted: nothing was added, and no index was made\n",
    "frsearch: interrupted: nothing was added, and the index is unchanged\n",
    "frsearch: interrupted: nothing was added, and --overwrite had emptied the index\n",
    "frsearch: interrupted: the articles had already been added\n",
)


@pytest.fixture(autouse=True)
def _in_a_folder_with_two_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "FRSEARCH_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "presse").mkdir()
    for name in ("a", "b"):
        (tmp_path / "presse" / f"{name}.txt").write_text(f"Un sommet {name}.")


def interrupted_at(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool = False, number: int = 2
) -> None:
    """Have Ctrl-C come when a function is called, or when it returns."""
    original: Callable[..., Any] = getattr(owner, name)

    def interrupted(*arguments: Any, **more: Any) -> Any:
        value = original(*arguments, **more) if after else None
        os.kill(os.getpid(), number)
        time.sleep(0)  # where the signal is handled
        return value if after else original(*arguments, **more)

    monkeypatch.setattr(owner, name, interrupted)


BEFORE = [
    (frsearch.reading.reading_run, "FileReader", False),
    (TargetIndex, "index", False),
    (TargetIndex, "index", True),
    (IndexFolder, "create", False),
    (IndexFolder, "create", True),
    (Transaction, "take", True),
    (Transaction, "merge", True),
    (Transaction, "manifest", True),
]
AFTER: list[tuple[Any, str, bool]] = [
    (IndexFolder, "_commit", True),
    (IndexFolder, "_remove_all_but", True),
    (frsearch.Index, "add", True),
    (index_command, "add_pieces", False),
]


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("owner", "name", "after"), BEFORE)
def test_an_interrupted_command_that_made_an_index_leaves_none(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    owner: Any,
    name: str,
    after: bool,
    number: int,
) -> None:
    with monkeypatch.context() as patch:
        interrupted_at(patch, owner, name, after, number)
        assert main(["index", "presse", "-i", "some/deep/index"]) == 128 + number
    assert capsys.readouterr() == ("", NOTHING)
    assert not Path("some").exists()
    assert main(["search", "sommet", "-i", "some/deep/index"]) == 2
    assert "there is no frsearch index here" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


@posix
@pytest.mark.parametrize(("owner", "name", "after"), [each for each in BEFORE if each[1] != "create"])
def test_an_index_that_was_there_stays_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    owner: Any,
    name: str,
    after: bool,
) -> None:
    with frsearch.create_index("index") as index:
        index.add([Article("z", "Un sommet passé.")])
        before = manifest.read(index.path)
    with monkeypatch.context() as patch:
        interrupted_at(patch, owner, name, after)
        assert main(["index", "presse"]) == 130
    assert capsys.readouterr() == ("", KEPT)
    assert manifest.read(Path("index")) == before
    assert frsearch.check_index("index").ok


@posix
@pytest.mark.parametrize(("owner", "name", "after"), AFTER)
def test_what_was_committed_is_said_to_be_there(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    owner: Any,
    name: str,
    after: bool,
) -> None:
    frsearch.create_index("index").close()
    with monkeypatch.context() as patch:
        interrupted_at(patch, owner, name, after)
        assert main(["index", "presse"]) == 130
    assert capsys.readouterr().err == ADDED
    with frsearch.open_index("index") as index:
        assert len(index) == 2


@posix
def test_it_is_said_that_overwriting_had_emptied_the_index(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with frsearch.create_index("index") as index:
        index.add([Article("z", "Un sommet passé.")])
    Path("index/notes.txt").write_text("à moi")
    with monkeypatch.context() as patch:
        interrupted_at(patch, Transaction, "take")
        assert main(["index", "presse", "--overwrite"]) == 130
    assert capsys.readouterr().err == EMPTIED
    assert set(os.listdir("index")) - {"frsearch.lock"} == {"notes.txt"}


@posix
def test_a_second_interruption_does_not_stop_what_cleans_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        interrupted_at(patch, Transaction, "take")
        interrupted_at(patch, TargetIndex, "_take_away")
        interrupted_at(patch, index_folder, "remove_lock")
        assert main(["index", "presse"]) == 130
    assert capsys.readouterr().err == NOTHING
    assert not Path("index").exists()


def test_a_full_disk_leaves_no_new_index(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "manifest", full)
        assert main(["index", "presse"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert not Path("index").exists()


def test_a_new_index_that_got_nothing_does_not_stay(capsys: pytest.CaptureFixture[str]) -> None:
    Path("vide.txt").touch()
    Path("index").mkdir()
    assert main(["index", "vide.txt"]) == 1
    assert capsys.readouterr().err == "frsearch: nothing was added, and no index was made\n"
    assert not Path("index/frsearch.json").exists()
    assert Path("index").exists()  # it was there before
    frsearch.create_index("index").close()
    assert main(["index", "vide.txt"]) == 1
    assert capsys.readouterr().err == ""
    assert len(frsearch.open_index("index")) == 0


def test_a_new_index_that_another_one_wrote_to_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add = frsearch.Index.add

    def failing(self: frsearch.Index, *_: Any, **__: Any) -> None:
        with frsearch.open_index(self.path) as other:
            add(other, [Article("z", "Un sommet.")])
        raise frsearch.FrsearchError("no")

    monkeypatch.setattr(frsearch.Index, "add", failing)
    assert main(["index", "presse"]) == 2
    assert len(frsearch.open_index("index")) == 1


def test_an_index_that_another_one_is_making_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing(Path("index"), timeout=0):
        with monkeypatch.context() as patch:
            patch.setattr(frsearch, "create_index", locked)
            assert main(["index", "presse"]) == 2
        assert sorted(os.listdir("index")) == ["frsearch.holder.json", "frsearch.lock"]
    assert "is writing to this index" in capsys.readouterr().err


def locked(*_: Any, **__: Any) -> None:
    raise frsearch.IndexLocked("index: process 1 is writing to this index: try again", "process 1")


@posix
def test_what_is_ignored_stays_ignored(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        interrupted_at(monkeypatch, Transaction, "take", number=signal.SIGHUP)
        assert main(["index", "presse"]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)


# Workers

SCRIPT = """
import os, sys
import frsearch
from functools import partial
from frsearch.codec import index_folder, limits, workers
from frsearch.cli.main import main
sizes = dict(batch_characters=2_000, worker_batch_characters=2_000)
index_folder.WriteLimits = partial(limits.WriteLimits, **sizes)
stage, number = sys.argv[1], int(sys.argv[2])

def stop(self, *arguments):
    print(*(each.pid for each in self._processes), flush=True)
    (os.killpg if number == 2 else os.kill)(os.getpid(), number)
    {go_on}

ask, wait = workers.Workers.{name}, None
workers.Workers.{name} = stop
sys.exit(main(["index", "lot.jsonl", "--workers", "2"]))
"""


def run_script(name: str, number: int, go_on: str) -> subprocess.CompletedProcess[str]:
    Path("lot.jsonl").write_text('{"text": "Un sommet à Helsinki, en juin."}\n' * 2_000)
    script = SCRIPT.format(name=name, go_on=go_on)
    return subprocess.run(
        [sys.executable, "-c", script, name, str(number)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        timeout=60,
    )


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended(pids: Iterator[int]) -> bool:
    wanted = list(pids)
    assert wanted
    for _ in range(200):
        if not any(map(is_there, wanted)):
            return True
        time.sleep(0.1)
    return False


@posix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", ["build", "finish", "merge", "_wait"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_workers_end_quietly_when_the_command_is_interrupted(name: str, number: int) -> None:
    ran = run_script(name, number, "ask(self, *arguments)")
    assert ran.returncode == 128 + number
    assert ran.stderr == NOTHING
    assert ended(map(int, ran.stdout.split()))
    assert sorted(os.listdir()) == ["lot.jsonl", "presse"]


@posix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", ["build", "finish", "merge", "_wait"])
def test_workers_end_quietly_when_their_parent_is_killed(name: str) -> None:
    ran = run_script(name, signal.SIGKILL, "")
    assert ran.returncode == -signal.SIGKILL
    # Their standard error is the same pipe, which was read to its end.
    assert ran.stderr == ""
    assert ended(map(int, ran.stdout.split()))


@posix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_worker_at_work_ends_with_its_parent() -> None:
    """Not only when it has done what it was asked for."""
    script = """
import os, signal, sys, time
from frsearch.codec import workers
from frsearch.codec.document_store import ArticleCodec
workers._START = ("import sys, time; sys.path[:] = sys.argv[1:]; from frsearch.codec import workers; "
                  "workers.build_segment = lambda *_: time.sleep(600); workers.serve()")
pool = workers.Workers(1, ArticleCodec())
pool.build("x", [])
print(pool._processes[0].pid, flush=True)
time.sleep(2)
os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60
    )
    assert ran.stderr == ""
    assert ended(map(int, ran.stdout.split()))
