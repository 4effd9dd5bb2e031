"""One engine, in this process -> figures: what building took, what each query took, what it answered.

`build` and `search` run in two processes, so that each has a peak of memory of its own.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import Unit, first_day, last_day
from engines import JOBS, MAIN, TOP, Answer, Engine, Job, Settings, load
from queries import Query

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """What the driver asks of an engine's process; plain values only, it travels as JSON."""

    engine: str
    corpus: str
    index_dir: str
    limit: int | None
    threads: int
    unit: Unit
    every_date_counted: bool
    repeat: int
    budget: float
    queries: tuple[Query, ...]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Task:
        queries = tuple(_query(**query) for query in values.pop("queries"))
        return cls(queries=queries, **values)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def build(task: Task) -> dict[str, Any]:
    engine = load(task.engine, Settings(task.threads, task.unit))
    index_dir = Path(task.index_dir)
    cpu, start = _cpu_seconds(), time.perf_counter_ns()
    articles = engine.build(Path(task.corpus), index_dir, task.limit)
    seconds = (time.perf_counter_ns() - start) / 1e9
    return {
        "articles": articles,
        "seconds": seconds,
        "cpu_seconds": _cpu_seconds() - cpu,
        "index_bytes": sum(f.stat().st_size for f in index_dir.rglob("*") if f.is_file()),
        "peak_bytes": peak_bytes(),
        "about": engine.about,
        "packages": list(engine.packages),
    }


def search(task: Task) -> dict[str, Any]:
    engine = load(task.engine, Settings(task.threads, task.unit))
    start = time.perf_counter_ns()
    engine.open(Path(task.index_dir))
    engine.search(task.queries[0], MAIN)
    first_ms = (time.perf_counter_ns() - start) / 1e6
    checks = [_check(query, engine.search(query, MAIN), task) for query in task.queries]
    return {
        "first_query_ms": first_ms,
        "checks": checks,
        "jobs": {job.name: _time_job(engine, job, task) for job in JOBS},
        "peak_bytes": peak_bytes(),
    }


def peak_bytes() -> int:
    """The most memory that this process has had resident, file pages that it mapped included."""
    # ru_maxrss would do, but through fork and exec Linux hands it down from the parent process.
    for line in _lines("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _time_job(engine: Engine, job: Job, task: Task) -> dict[str, Any]:
    """Time the whole set again and again, to spread noise over all queries alike."""
    for query in task.queries:
        engine.search(query, job)
    times: list[list[int]] = [[] for _ in task.queries]
    started = time.monotonic()
    for repeat in range(task.repeat):
        if repeat and time.monotonic() - started > task.budget:
            break
        for query, taken in zip(task.queries, times, strict=True):
            start = time.perf_counter_ns()
            engine.search(query, job)
            taken.append(time.perf_counter_ns() - start)
    return {
        "repeats": len(times[0]),
        "ms": [statistics.median(taken) / 1e6 for taken in times],
    }


def _check(query: Query, answer: Answer, task: Task) -> dict[str, Any]:
    return {
        "total": answer.total,
        "months": len(answer.months),
        "snippets": len(answer.snippets),
        "highlighted": sum(answer.highlight in snippet for snippet in answer.snippets),
        "faults": list(_faults(query, answer, task)),
    }


def _faults(query: Query, answer: Answer, task: Task) -> Iterator[str]:
    """Say what is wrong with an answer to the main job, if anything is."""
    counted = sum(answer.months.values())
    if answer.relaxed:
        yield f"no article has all words; answered with any, total {answer.total}"
    if answer.total <= 0:
        yield "no hits"
    if counted > answer.total or (task.every_date_counted and counted != answer.total):
        yield f"facet counts sum to {counted}, the total is {answer.total}"
    hits = min(TOP, answer.total)
    if (len(answer.ids), len(set(answer.ids)), len(answer.snippets)) != (hits, hits, hits):
        yield f"{len(answer.ids)} hits and {len(answer.snippets)} snippets where {hits} are due"
    if answer.ids and not answer.characters:
        yield "the stored articles are empty"
    if query.newest and list(answer.dates) != sorted(answer.dates, reverse=True):
        yield "not newest first"
    if query.dates and not all(_in_range(date, query.dates) for date in answer.dates):
        yield "a hit lies outside the dates asked for"


def _in_range(date: str, dates: tuple[str, str]) -> bool:
    return first_day(date) <= last_day(dates[1]) and last_day(date) >= first_day(dates[0])


def _query(words: list[str], dates: list[str] | None, **rest: Any) -> Query:
    return Query(words=tuple(words), dates=(dates[0], dates[1]) if dates else None, **rest)


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
