"""Kills writers, and lets many read while one writes: what was committed is there, nothing else is.

    python benchmarks/torture.py kills 1000    writers killed at random moments, readers open throughout
    python benchmarks/torture.py readers 60    eight readers against one writer, for so many seconds

One writer goes from version to version of a small index, each a commit, so that any state of it can be
told from its articles alone. Prints what was done and what went wrong, as JSON; exits with 1 if
anything did. Needs a system with fork and SIGKILL.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import frsearch
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import WriteLimits
from frsearch.engine.arrays.engine import ArraysEngine

MEMBERS = 5
SLOTS = 40

Articles = dict[str, str]


# --- the versions: each is an add that changes all members and one slot; each fifth, a removal, too


def removed_at(version: int) -> str | None:
    return f"slot{(version - 3) % SLOTS}" if version % 5 == 0 and version > 3 else None


def expected(state: int) -> Articles:
    """The articles of a state: twice the version, plus one if its removal has been done."""
    version = state // 2
    articles = {f"member{at}": f"version{version}" for at in range(MEMBERS)} if version else {}
    for each in range(max(1, version - SLOTS - 5), version + 1):
        articles[f"slot{each % SLOTS}"] = f"version{each}"
        gone = removed_at(each)
        if gone and (each < version or state % 2):
            articles.pop(gone, None)
    return articles


def state_of(articles: Articles) -> int | None:
    """The state that these articles are, None if they are none."""
    version = int(articles.get("member0", "version0").removeprefix("version"))
    return next((state for state in (2 * version, 2 * version + 1) if expected(state) == articles), None)


def following(state: int) -> int:
    """The state after the next commit."""
    removal_left = state % 2 == 0 and removed_at(state // 2) is not None
    return state + 1 if removal_left else 2 * (state // 2 + 1)


def held(index: frsearch.Index) -> Articles:
    results = index.search("", limit=1_000, snippets=0)
    assert results.total == len(results) == len(index)
    found = index.search("version*", limit=0)
    assert found.total == results.total
    return {hit.id: hit.article.text for hit in results}


# --- processes


def write(folder: Path, say: Callable[[int], None]) -> None:
    """Commit state after state, for ever."""
    store = IndexFolder(folder, limits=WriteLimits(merged_segments=3))
    index = frsearch.Index(folder, ArraysEngine(store))
    state = state_of(held(index))
    assert state is not None
    while True:
        state = following(state)
        version = state // 2
        if state % 2:
            index.remove([removed_at(version) or ""])
        else:
            ids = [*(f"member{at}" for at in range(MEMBERS)), f"slot{version % SLOTS}"]
            index.add([frsearch.Article(id, f"version{version}") for id in ids], workers=1)
        say(state)


def nursery(folder: Path) -> None:
    """Start a writer for each line read, and say when it is gone: starting Python takes longer."""
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.write(1, b"pid %d\n" % os.getpid())
            write(folder, _say)
        os.waitpid(pid, 0)
        os.write(1, b"gone\n")


def _say(state: int) -> None:
    # At once: print writes a line in pieces, and the writer may be killed between them.
    os.write(1, b"state %d\n" % state)


class Reader:
    """Looks at the index again and again: each look must be a state, and none before the last."""

    def __init__(self, folder: Path):
        self.looks = 0
        self.errors: list[str] = []
        self._index = frsearch.open_index(folder)
        self._first = frsearch.open_index(folder)
        self._held = held(self._first)

    def run(self, until: Callable[[], bool]) -> None:
        last = -1
        while not until() and len(self.errors) < 5:
            try:
                self._index.refresh()
                state = state_of(held(self._index))
                if state is None or state < last:
                    self.errors.append(f"{held(self._index)} is not a state after {last}")
                elif self.looks % 20 == 0 and held(self._first) != self._held:
                    self.errors.append("a state that was open has changed")
                elif self.looks % 50 == 0 and not (report := self._index.check()).ok:
                    self.errors.append(str(report.problems))
                last = last if state is None else state
            except Exception as error:
                self.errors.append(repr(error))
            self.looks += 1
            time.sleep(0.002)  # not to keep the writer from writing


def started(role: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, role, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


# --- the two tests


def kills(count: int, seed: int) -> dict[str, object]:
    draw = random.Random(seed)
    problems: list[str] = []
    state, commits = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frsearch.create_index(folder).close()
        stop = threading.Event()
        readers = [Reader(folder) for _ in range(2)]
        threads = [
            threading.Thread(target=reader.run, args=(stop.is_set,), daemon=True) for reader in readers
        ]
        for thread in threads:
            thread.start()
        with started("nursery", folder) as process:
            for _ in range(count):
                said = one_life(process, draw.randrange(4), draw.uniform(0.0, 0.02))
                commits += len(said)
                acknowledged = said[-1] if said else state
                with frsearch.open_index(folder) as index:
                    found = state_of(held(index))
                    if found not in (acknowledged, following(acknowledged)):
                        problems.append(f"state {found} after {acknowledged} was committed")
                        break
                    problems.extend(f"{one.file}: {one.what}" for one in index.check().problems)
                state = found
        stop.set()
        for thread, reader in zip(threads, readers, strict=True):
            thread.join()
            problems.extend(reader.errors)
    looks = sum(reader.looks for reader in readers)
    return {"kills": count, "commits": commits, "looks": looks, "problems": problems}


def one_life(nursery: subprocess.Popen[str], commits: int, seconds: float) -> list[int]:
    """Start a writer, kill it so long after so many commits, and return the states it spoke of."""
    pipe(nursery.stdin).write("\n")
    pipe(nursery.stdin).flush()
    pid = int(pipe(nursery.stdout).readline().removeprefix("pid "))
    said = [pipe(nursery.stdout).readline() for _ in range(commits)]
    if "gone\n" in said:
        raise SystemExit("a writer ended before it was killed: its error is above")
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    said.extend(iter(pipe(nursery.stdout).readline, "gone\n"))
    return [int(line.removeprefix("state ")) for line in said]


def readers(seconds: float, count: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frsearch.create_index(folder).close()
        end = time.monotonic() + seconds
        processes = [started("reader", folder, seconds) for _ in range(count // 2)]
        with started("nursery", folder) as writer:
            pipe(writer.stdin).write("\n")
            pipe(writer.stdin).flush()
            pid = int(pipe(writer.stdout).readline().removeprefix("pid "))
            mine = [Reader(folder) for _ in range(count - count // 2)]
            threads = [
                threading.Thread(target=reader.run, args=(lambda: time.monotonic() > end,))
                for reader in mine
            ]
            for thread in threads:
                thread.start()
            commits = 0
            while pipe(writer.stdout).readline().startswith("state"):
                commits += 1
                if time.monotonic() > end:
                    break
            for thread in threads:
                thread.join()
            os.kill(pid, signal.SIGKILL)
            others = [json.loads(process.communicate()[0]) for process in processes]
    looks = sum(reader.looks for reader in mine) + sum(other["looks"] for other in others)
    problems = [error for reader in mine for error in reader.errors]
    problems += [error for other in others for error in other["problems"]]
    return {"readers": count, "commits": commits, "looks": looks, "problems": problems}


def read(folder: Path, seconds: float) -> dict[str, object]:
    """Read in a process of its own."""
    end = time.monotonic() + seconds
    reader = Reader(folder)
    reader.run(lambda: time.monotonic() > end)
    return {"looks": reader.looks, "problems": reader.errors}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    roles = parser.add_subparsers(dest="role", required=True)
    role = roles.add_parser("kills", help="kill writers at random moments")
    role.add_argument("count", type=int)
    role.add_argument("--seed", type=int, default=0)
    role = roles.add_parser("readers", help="read while one writes")
    role.add_argument("seconds", type=float)
    role.add_argument("--count", type=int, default=8)
    for name in ("nursery", "reader"):
        role = roles.add_parser(name, help="used by the others")
        role.add_argument("folder", type=Path)
        if name == "reader":
            role.add_argument("seconds", type=float)
    arguments = parser.parse_args()
    if arguments.role == "nursery":
        nursery(arguments.folder)
        return 0
    if arguments.role == "kills":
        report = kills(arguments.count, arguments.seed)
    elif arguments.role == "readers":
        report = readers(arguments.seconds, arguments.count)
    else:
        report = read(arguments.folder, arguments.seconds)
    print(json.dumps(report))
    return 1 if report["problems"] and arguments.role != "reader" else 0


if __name__ == "__main__":
    sys.exit(main())
