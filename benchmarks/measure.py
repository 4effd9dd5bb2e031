"""One engine, in this process -> figures of one phase: build, search, open, add, count postings.

    python benchmarks/measure.py search task.json

Each phase runs in a process of its own, so that it has a peak of memory of its own. The figures are the
last line of standard output.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import machine
from corpus import Article, Unit, first_day, last_day
from engines import JOBS, TOP, TOP_ONLY, Answer, Engine, Job, Settings, load
from queries import Query

NOT_INSTALLED = 3


@dataclass(frozen=True, slots=True)
class Task:
    """What the driver asks of an engine's process; plain values only, it travels as JSON.

    `added` are articles to add one by one, each with a last word in its title that no other has.
    """

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
    added: tuple[Article, ...]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Task:
        queries = tuple(_query(**query) for query in values.pop("queries"))
        added = tuple(Article(**article) for article in values.pop("added"))
        return cls(queries=queries, added=added, **values)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def build(engine: Engine, task: Task) -> dict[str, Any]:
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
        "threaded": engine.threaded,
        "about": engine.about,
        "packages": list(engine.packages),
    }


def search(engine: Engine, task: Task) -> dict[str, Any]:
    engine.open(Path(task.index_dir))
    return {
        "checks": [_checked(engine, query, task) for query in task.queries],
        "jobs": {job.name: _time_job(engine, job, task) for job in JOBS},
        "peak_bytes": peak_bytes(),
    }


def open_cold(engine: Engine, task: Task) -> dict[str, Any]:
    machine.drop_from_page_cache(Path(task.index_dir))
    return open_warm(engine, task)


def open_warm(engine: Engine, task: Task) -> dict[str, Any]:
    """Open the index and answer one query; the engine's own modules are loaded already."""
    job = _fullest_job(engine, task.queries[0])
    read, start = machine.bytes_read(), time.perf_counter_ns()
    engine.open(Path(task.index_dir))
    opened = time.perf_counter_ns()
    engine.search(task.queries[0], job)
    return {
        "open_ms": (opened - start) / 1e6,
        "first_query_ms": (time.perf_counter_ns() - start) / 1e6,
        "read_bytes": machine.bytes_read() - read,
    }


def add(engine: Engine, task: Task) -> dict[str, Any]:
    """Add articles one by one to the finished index; each must be found right after."""
    ms: list[float] = []
    faults: list[str] = []
    if engine.adds:
        engine.open(Path(task.index_dir))
        for article in task.added:
            start = time.perf_counter_ns()
            engine.add(article)
            ms.append((time.perf_counter_ns() - start) / 1e6)
            found = engine.search(Query("added", (article.title.split()[-1],)), TOP_ONLY)
            if list(found.ids) != [article.id]:
                faults.append(f"added {article.id}, found {', '.join(found.ids) or 'nothing'}")
    return {"ms": ms, "faults": faults}


def postings(engine: Engine, task: Task) -> dict[str, Any]:
    engine.open(Path(task.index_dir))
    return {"postings": [engine.postings(query) for query in task.queries]}


PHASES = {
    "build": build,
    "search": search,
    "open warm": open_warm,
    "open cold": open_cold,
    "add": add,
    "postings": postings,
}


def main(phase: str, file: str) -> int:
    task = Task.from_json(json.loads(Path(file).read_text()))
    start = time.perf_counter_ns()
    try:
        engine = load(task.engine, Settings(task.threads, task.unit))
    except ModuleNotFoundError as missing:
        if "." in (missing.name or ""):  # The package is there, and broken.
            raise
        print(f"{task.engine}: {missing}", file=sys.stderr)
        return NOT_INSTALLED
    import_ms = (time.perf_counter_ns() - start) / 1e6
    print("\n" + json.dumps(PHASES[phase](engine, task) | {"import_ms": import_ms}))
    return 0


def peak_bytes() -> int:
    """The most memory that this process has had resident, file pages that it mapped included."""
    # ru_maxrss would do, but through fork and exec Linux hands it down from the parent process.
    for line in _lines("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _fullest_job(engine: Engine, query: Query) -> Job:
    return next(job for job in JOBS if engine.takes(query, job))


def _time_job(engine: Engine, job: Job, task: Task) -> dict[str, Any]:
    """Time the whole set again and again, to spread noise over all queries alike."""
    taken: dict[int, list[int]] = {
        place: [] for place, query in enumerate(task.queries) if engine.takes(query, job)
    }
    for place in taken:
        engine.search(task.queries[place], job)
    started, repeats = time.monotonic(), 0
    while repeats < task.repeat and (not repeats or time.monotonic() - started <= task.budget):
        for place, times in taken.items():
            start = time.perf_counter_ns()
            engine.search(task.queries[place], job)
            times.append(time.perf_counter_ns() - start)
        repeats += 1
    medians = {place: statistics.median(times) / 1e6 for place, times in taken.items()}
    return {
        "repeats": repeats if taken else 0,
        "ms": [medians.get(place) for place in range(len(task.queries))],
    }


def _checked(engine: Engine, query: Query, task: Task) -> dict[str, Any] | None:
    """Check the answer to the fullest job that the engine can do for the query."""
    job = next((job for job in JOBS if engine.takes(query, job)), None)
    return _check(query, job, engine.search(query, job), task) if job else None


def _check(query: Query, job: Job, answer: Answer, task: Task) -> dict[str, Any]:
    return {
        "total": answer.total if job.counts else None,
        "months": len(answer.months),
        "snippets": len(answer.snippets),
        "highlighted": sum(answer.highlight in snippet for snippet in answer.snippets),
        "faults": list(_faults(query, job, answer, task)),
    }


def _faults(query: Query, job: Job, answer: Answer, task: Task) -> Iterator[str]:
    """Say what is wrong with an answer, if anything is."""
    counted = sum(answer.months.values())
    total = answer.total if job.counts else len(answer.ids)
    if answer.relaxed:
        yield f"no article has all words; answered with any, total {answer.total}"
    if total <= 0:
        yield "no hits"
    if job.counts and (counted > total or (task.every_date_counted and counted != total)):
        yield f"facet counts sum to {counted}, the total is {total}"
    hits = min(TOP, total)
    snippets = hits if job.snippets else 0
    if (len(answer.ids), len(set(answer.ids)), len(answer.snippets)) != (hits, hits, snippets):
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


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
