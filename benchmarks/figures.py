"""The figures of one run, and what is read out of them; nothing here measures or prints.

`Run` is what the driver gathers, what `--json` writes, and what the report and the growth table read.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Figures = dict[str, Any]

MEGABYTE = 1_000_000
ALL = "all queries"
GROUPS = {"all": "2 to 4 words, all", "any": "2 to 4 words, any"}


@dataclass(slots=True)
class Measured:
    """One engine's figures by phase; a phase that failed has none, and `failures` says why.

    `builds` goes by the number of indexing threads, in digits because JSON wants that; `opens` has
    "warm" and "cold". `postings` has one number a query, None where the engine does not tell.
    """

    about: str = ""
    packages: list[str] = field(default_factory=list)
    builds: dict[str, Figures] = field(default_factory=dict)
    search: Figures | None = None
    opens: dict[str, list[Figures]] = field(default_factory=dict)
    adding: Figures | None = None
    postings: list[int | None] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """`bandwidth` is in bytes a second, by what was done; empty where it was not measured."""

    date: str
    machine: dict[str, str]
    bandwidth: dict[str, float]
    versions: dict[str, str]
    corpus: dict[str, Any]
    options: dict[str, Any]
    queries: list[dict[str, Any]]
    engines: dict[str, Measured]
    left_out: dict[str, str]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Run:
        engines = {name: Measured(**measured) for name, measured in values["engines"].items()}
        return cls(**values | {"engines": engines})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def classes(run: Run) -> list[tuple[str, list[int]]]:
    """Return the classes of queries, all of them and two groups first, and the places of each."""
    found: dict[str, list[int]] = {ALL: []} | {group: [] for group in GROUPS.values()}
    for place, query in enumerate(run.queries):
        kind = query["kind"]
        found[ALL].append(place)
        found.setdefault(kind, []).append(place)
        if " words, " in kind:
            found[GROUPS[query["match"]]].append(place)
    return [(kind, places) for kind, places in found.items() if places]


def p50_and_p95(run: Run, name: str, job: str, kind: str) -> list[float]:
    """Return milliseconds of an engine; empty unless it answered every query of the class."""
    search = run.engines[name].search
    places = dict(classes(run)).get(kind, [])
    if search is None or not places:
        return []
    times = [search["jobs"][job]["ms"][place] for place in places]
    return [] if None in times else [percentile(times, 0.5), percentile(times, 0.95)]


def articles_per_second(measured: Measured, threads: str) -> list[float]:
    build = measured.builds.get(threads)
    return [build["articles"] / build["seconds"]] if build else []


def of_build(measured: Measured, figure: str, threads: str | None = None) -> list[float]:
    """Return a figure of one build; without `threads`, of the one whose index is searched."""
    builds = measured.builds
    build = builds.get(threads) if threads else next(iter(builds.values()), None)
    return [build[figure]] if build else []


def of_search(measured: Measured, figure: str) -> list[float]:
    return [measured.search[figure]] if measured.search else []


def of_opening(measured: Measured, kind: str, figure: str) -> list[float]:
    """Return the median over the processes that opened the index, "warm" or "cold"."""
    opens = measured.opens.get(kind)
    return [statistics.median(each[figure] for each in opens)] if opens else []


def of_adding(measured: Measured) -> list[float]:
    """Return the median of the articles added one by one."""
    ms = measured.adding["ms"] if measured.adding else []
    return [statistics.median(ms)] if ms else []


def faults(run: Run) -> list[str]:
    """Every wrong answer of the checking pass, and every added article not found, as a line each."""
    found = []
    for name, measured in run.engines.items():
        checks = measured.search["checks"] if measured.search else []
        for query, check in zip(run.queries, checks, strict=bool(checks)):
            asked = f"{name}: {query['kind']}, « {' '.join(query['words'])} »"
            found += [f"{asked}: {fault}" for fault in (check or {"faults": []})["faults"]]
        found += [f"{name}: {fault}" for fault in (measured.adding or {"faults": []})["faults"]]
    return found


def failures(run: Run) -> list[str]:
    """Every phase that gave no figures, with the reason, as one line each."""
    return [
        f"{name}: {phase}: {why}"
        for name, measured in run.engines.items()
        for phase, why in measured.failures.items()
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie, interpolated between ranks."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
