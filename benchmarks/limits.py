"""What the machine's memory would allow -> the report's section on limits."""

from __future__ import annotations

import figures as read
from engines import TOP_ONLY
from figures import Run, percentile
from tables import cell, table, whole

BYTES_PER_POSTING = 3
"""frsearch's: a gap of two bytes and, nearly always, one byte of frequency (docs/index-format.md)."""


def limits(run: Run) -> str:
    told = "; ".join(f"{name} {speed / 1e9:.1f} GB/s" for name, speed in run.bandwidth.items())
    title = (
        "### Limits\n\nMemory bandwidth in this run, one thread, arrays of 256 MB (of a copy, what is "
        f"read and what is written): {told or 'not measured'}."
    )
    rows = [row for name in run.engines for row in _rows(run, name)]
    if not rows:
        return title
    explained = (
        "Postings that a query reads (both fields and both looks of its words), at about "
        f"{BYTES_PER_POSTING} bytes each on disk; the time to read those bytes once at the speed of the "
        "sum; and the time that the top ten took. What lies between is calls, decoding, scoring, "
        "sorting and fetching. p50 / p95 over the queries of a class; phrases and prefixes left out."
    )
    head = ("queries", "postings", "KB", "reading them, µs", "top ten only, µs")
    return f"{title}\n\n{explained}\n\n{table(head, rows)}"


def _rows(run: Run, name: str) -> list[tuple[str, ...]]:
    rows = []
    postings = run.engines[name].postings
    speed = run.bandwidth.get("sum")
    for kind, places in read.classes(run):
        counts = [postings[place] for place in places] if postings else [None]
        known = [count for count in counts if count is not None]
        if not speed or len(known) < len(counts):
            continue
        ends = [percentile(known, 0.5), percentile(known, 0.95)]
        size = [count * BYTES_PER_POSTING for count in ends]
        rows.append(
            (
                f"{name}: {kind}",
                " / ".join(map(whole, ends)),
                cell([each / 1e3 for each in size]),
                cell([each / speed * 1e6 for each in size]),
                cell([ms * 1e3 for ms in read.p50_and_p95(run, name, TOP_ONLY.name, kind)]),
            )
        )
    return rows
