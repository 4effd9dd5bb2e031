"""Figures of one run -> Markdown, ready for RESULTS.md; nothing here measures anything."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import figures as read
from engines import JOBS
from figures import MEGABYTE, Figures, Measured, Run
from limits import limits
from tables import NONE, cell, quotient, table, whole

FAULTS_SHOWN = 20
PEER = "tantivy"
"""Whose articles per second the builds are compared with, thread count by thread count."""


def markdown(run: Run, base: str) -> str:
    parts = [_header(run), _about(run), _building(run), _opening(run), _adding(run)]
    parts += [_job(run, job.name) for job in JOBS]
    if base in run.engines and len(run.engines) > 1:
        parts.append(_ratios(run, base))
    parts += [limits(run), _answers(run), _faults(run)]
    return "\n\n".join(parts) + "\n"


def _header(run: Run) -> str:
    corpus, options = run.corpus, run.options
    lines = [
        f"- date: {run.date}",
        *(f"- {name}: {value}" for name, value in run.machine.items()),
        "- versions: " + ", ".join(f"{name} {v}" for name, v in run.versions.items()),
        f"- corpus: {corpus['file']}, {whole(corpus['articles'])} articles, "
        f"{whole(corpus['text_bytes'])} bytes of title and text in UTF-8",
        f"- queries: {len(run.queries)}, drawn from the corpus and by hand; "
        f"up to {options['repeat']} repeats after a warm-up",
        f"- indexing threads: {', '.join(map(str, options['threads']))}; the index searched is the "
        "first one built; searching is on one thread",
    ]
    lines += [f"- not measured: {name}, {why}" for name, why in run.left_out.items()]
    lines += [f"- **failed**: {failure}" for failure in read.failures(run)]
    return "\n".join([f"## {corpus['file']}, {whole(corpus['articles'])} articles", "", *lines])


def _about(run: Run) -> str:
    return "\n".join(f"- {measured.about}" for measured in run.engines.values() if measured.about)


def _building(run: Run) -> str:
    """A column for each engine and number of threads, side by side where the number is the same."""
    text_bytes = run.corpus["text_bytes"]
    builds = _builds(run)

    def row(label: str, figure: Callable[[Figures], float], form: str) -> list[str]:
        return [label, *(format(figure(run.engines[name].builds[n]), form) for name, n in builds)]

    ratios = [
        quotient(_speed(run, name, threads), _speed(run, PEER, threads)) for name, threads in builds
    ]
    rows = [
        row("articles/s", lambda build: build["articles"] / build["seconds"], ",.0f"),
        [f"÷ {PEER}, as many threads", *ratios],
        row("MB/s", lambda build: text_bytes / MEGABYTE / build["seconds"], ".2f"),
        row("seconds", lambda build: build["seconds"], ".2f"),
        row("CPU seconds", lambda build: build["cpu_seconds"], ".2f"),
        row("index, MB", lambda build: build["index_bytes"] / MEGABYTE, ".1f"),
        row("index / text", lambda build: build["index_bytes"] / text_bytes, ".2f"),
        row("peak memory, MB", lambda build: build["peak_bytes"] / MEGABYTE, ".0f"),
    ]
    title = (
        "### Indexing\n\nFrom the file to a finished index: reading it, the commit and the merges "
        "included. × is the number of indexing threads; an engine that knows only one is shown once."
    )
    return f"{title}\n\n{table(['', *(f'{name} × {n}' for name, n in builds)], rows)}"


def _builds(run: Run) -> list[tuple[str, str]]:
    """Engine and number of threads, of each build, fewest threads first."""
    found = [(name, n) for name, measured in run.engines.items() for n in measured.builds]
    return sorted(found, key=lambda build: int(build[1]))


def _speed(run: Run, name: str, threads: str) -> list[float]:
    measured = run.engines.get(name)
    return read.articles_per_second(measured, threads) if measured else []


def _opening(run: Run) -> str:
    head = (
        "", "warm: open, ms", "warm: open + first query, ms", "cold: open, ms",
        "cold: open + first query, ms", "cold: read from disk, MB", "loading the package, ms",
        "peak memory searching, MB",
    )  # fmt: skip
    rows = []
    for name, measured in run.engines.items():
        opened = partial(read.of_opening, measured)
        disk = [value / MEGABYTE for value in opened("cold", "read_bytes")]
        peak = [value / MEGABYTE for value in read.of_search(measured, "peak_bytes")]
        figures = [
            opened("warm", "open_ms"),
            opened("warm", "first_query_ms"),
            opened("cold", "open_ms"),
            opened("cold", "first_query_ms"),
        ]
        loading = opened("warm", "import_ms")
        rows.append((name, *map(cell, figures), cell(disk), cell(loading), cell(peak)))
    title = (
        f"### Opening, and the first query\n\nMedians of {run.options['opens']} processes each. Loading "
        "the package is not in the times. The query is the first one, asked for the main job (for the "
        "top ten only where an engine does no more). Warm: the index's files are in the page cache. "
        "Cold: they were put out of it just before (fsync, posix_fadvise DONTNEED), so that they are "
        "read from the disk; the package's own files stay cached, and so does whatever the disk or "
        "the host of a virtual machine holds. Where nothing was read, the system did not let go."
    )
    return f"{title}\n\n{table(head, rows)}"


def _adding(run: Run) -> str:
    rows = []
    for name, measured in run.engines.items():
        ms = measured.adding["ms"] if measured.adding else []
        ends = ([ms[0]], [max(ms)]) if ms else ([], [])
        rows.append((name, cell(read.of_adding(measured)), *map(cell, ends)))
    title = (
        f"### Adding one article\n\nTo the finished index, in an open process, {run.options['adds']} "
        "times: until it is on disk, synced (Whoosh syncs nothing), and the next search finds it, "
        "which is checked outside the time."
    )
    return f"{title}\n\n{table(('', 'median, ms', 'first, ms', 'slowest, ms'), rows)}"


def _job(run: Run, job: str) -> str:
    told = {
        "main": f"parse, top 10, exact total, counts by {run.corpus['unit']} over all matches, ten "
        "stored articles, ten snippets",
        "without snippets": "the same but for the snippets",
        "top ten only": "parse, top 10, ten stored articles",
    }
    repeats = {
        name: measured.search["jobs"][job]["repeats"]
        for name, measured in run.engines.items()
        if measured.search
    }
    engines = [name for name, times in repeats.items() if times]
    rows = [
        (f"{kind} ({len(places)})", *(cell(read.p50_and_p95(run, name, job, kind)) for name in engines))
        for kind, places in read.classes(run)
    ]
    title = (
        f"### {job.capitalize()}: {told[job]}\n\nMilliseconds a query, p50 / p95 over the queries "
        "of a class, each the median of its repeats "
        f"({', '.join(f'{name} {repeats[name]}' for name in engines)})."
    )
    return f"{title}\n\n{table(('queries', *engines), rows)}"


def _ratios(run: Run, base: str) -> str:
    peers = [name for name in run.engines if name != base]
    rows = []
    for label, figures in _compared(run):
        quotients = [quotient(figures(base), figures(peer)) for peer in peers]
        if set(quotients) != {NONE}:
            rows.append((label, *quotients))
    title = (
        f"### Ratios: {base}'s figure divided by the peer's\n\nFor articles per second, above 1 "
        f"means that {base} is the better one; for everything else (sizes, times), below 1 does. "
        "Queries: p50 / p95."
    )
    return f"{title}\n\n{table((f'{base} ÷ peer', *peers), rows)}"


def _compared(run: Run) -> Iterator[tuple[str, Callable[[str], list[float]]]]:
    """Each line of the ratios: its label, and an engine's figures, none where it has none."""
    engines = run.engines
    for threads in dict.fromkeys(threads for _, threads in _builds(run)):
        yield f"articles/s × {threads}", partial(_speed, run, threads=threads)
    yield "index size", lambda name: read.of_build(engines[name], "index_bytes")
    yield "peak memory building", lambda name: read.of_build(engines[name], "peak_bytes")
    yield "peak memory searching", lambda name: read.of_search(engines[name], "peak_bytes")
    for kind in ("warm", "cold"):
        yield f"open + first query, {kind}", partial(_first_query, engines, kind)
    yield "adding one article", lambda name: read.of_adding(engines[name])
    for job in JOBS:
        for kind, _ in read.classes(run):
            yield f"{job.name}: {kind}", partial(read.p50_and_p95, run, job=job.name, kind=kind)


def _first_query(engines: dict[str, Measured], kind: str, name: str) -> list[float]:
    return read.of_opening(engines[name], kind, "first_query_ms")


def _answers(run: Run) -> str:
    """Totals and highlights, so that a reader sees that the engines do the same work."""
    checks = {
        name: measured.search["checks"] for name, measured in run.engines.items() if measured.search
    }
    counting = [name for name, found in checks.items() if any(c and c["snippets"] for c in found)]
    rows = []
    for kind, places in read.classes(run):
        totals = [[checks[name][place]["total"] for place in places] for name in counting]
        rows.append((kind, *(f"{whole(sum(t))} ({whole(statistics.median(t))})" for t in totals)))
    rows.append(("snippets with a highlight", *(_highlighted(checks[name]) for name in counting)))
    title = (
        "### What they found\n\nArticles found, summed over the queries of a class (median of a "
        "query). Engines differ by their analysis: stemming finds more, and each stems in its way."
    )
    return f"{title}\n\n{table(('queries', *counting), rows)}"


def _highlighted(checks: list[dict[str, Any]]) -> str:
    snippets = sum(check["snippets"] for check in checks)
    return f"{sum(check['highlighted'] for check in checks) / max(1, snippets):.0%}"


def _faults(run: Run) -> str:
    found = read.faults(run)
    searches = [measured.search for measured in run.engines.values() if measured.search]
    checked = sum(check is not None for search in searches for check in search["checks"])
    lines = [
        f"Checked in the same run: {checked} answers (hits found, facet counts sum to the total, "
        f"ten hits and snippets, dates in range and in order, added articles found); faults: "
        f"{len(found)}."
    ]
    lines += [f"- {fault}" for fault in found[:FAULTS_SHOWN]]
    if len(found) > FAULTS_SHOWN:
        lines.append(f"- and {len(found) - FAULTS_SHOWN} more")
    return "\n".join(lines)
