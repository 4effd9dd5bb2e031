"""Where a run took place: processor, memory and its bandwidth, system, versions.

And what a benchmark asks of the system: the memory of a process tree, files out of the page cache.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path

SAMPLE_SECONDS = 0.1
ARRAY_BYTES = 256_000_000
PASSES = 7


def describe() -> dict[str, str]:
    return {
        "CPU": f"{_cpu_model()}, {_cores()} cores",
        "memory": _memory(),
        "system": f"{_system()}, {platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "load before the run": _load(),
    }


def versions(packages: Iterable[str]) -> dict[str, str]:
    found = {"SQLite": sqlite3.sqlite_version}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def memory_bandwidth() -> dict[str, float]:
    """Return bytes a second of the best of several passes over a large array, on one thread."""
    try:
        import numpy as np
    except ModuleNotFoundError:
        return {}
    values = np.ones(ARRAY_BYTES // 8, dtype=np.int64)
    copy = np.ones_like(values)
    return {
        "sum": ARRAY_BYTES / _fastest(values.sum),
        # Read once, written once.
        "copy": 2 * ARRAY_BYTES / _fastest(lambda: np.copyto(copy, values)),
    }


def drop_from_page_cache(folder: Path) -> None:
    """Have the system forget its cached pages of the files, which no process may have mapped."""
    for file in folder.rglob("*"):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            try:
                os.fsync(descriptor)  # Pages not yet written would stay.
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


def bytes_read() -> int:
    """Return how much this process has had read from disk so far, 0 where the system does not tell."""
    for line in _read(Path("/proc/self/io")).splitlines():
        if line.startswith("read_bytes:"):
            return int(line.split()[1])
    return 0


class TreeMemory:
    """Watches a process and its descendants: `peak` is the most they had resident together.

    Pages that they share count once for each, so with worker processes this is an upper bound. A
    process on its own is better told by its own record, which misses no short peak.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> TreeMemory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(map(_resident, _tree(self._pid))))


def _fastest(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(PASSES):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _tree(int(child))


def _resident(pid: int) -> int:
    fields = _read(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # The process has ended meanwhile, or the system has no /proc.
        return ""


def _cpu_model() -> str:
    for line in _read(Path("/proc/cpuinfo")).splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    return os.cpu_count() or 1


def _memory() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 2**30:.0f} GiB"


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)


def _load() -> str:
    return ", ".join(f"{load:.2f}" for load in os.getloadavg()) + " (1, 5, 15 minutes)"
