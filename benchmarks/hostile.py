"""The hostile queries of the tests over a large index -> slowest, and most memory above the idle index.

    python benchmarks/hostile.py --index FOLDER

Memory is what is allocated (NumPy's arrays too), seen by tracemalloc in a second pass, so that pages
of the mapped index do not count; times are those of the first. Exit status 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import machine
from tables import table, whole

import frsearch
from tests.hostile import queries

SECONDS = 1.0
MEGABYTES = 200.0
SHOWN = 12


def main() -> int:
    options = _options()
    corpus = list(dict.fromkeys(queries()))
    index = frsearch.open_index(options.index)
    index.search("sommet", facets=("month",))
    before = anonymous()
    watch = Watch()
    watch.start()
    seconds = {text: _seconds(index, text) for text in corpus}
    for text in sorted(corpus, key=seconds.__getitem__)[-SHOWN:]:
        # Once more: another process may have had the processor.
        seconds[text] = min(seconds[text], _seconds(index, text))
    highest, after = watch.most, anonymous()
    tracemalloc.start()
    megabytes = {text: _megabytes(index, text) for text in corpus}
    tracemalloc.stop()
    print(f"## {len(corpus):,} hostile queries over {len(index):,} articles\n")
    for name, value in machine.describe().items():
        print(f"- {name}: {value}")
    print(
        f"- resident memory, mapped files aside: {before:.0f} MB idle, {highest:.0f} MB "
        f"at the highest, {after:.0f} MB after\n"
    )
    cut = sum(bool(index.search(text, limit=0).warnings) for text in corpus)
    print(f"Answered: {len(corpus):,}, of which {cut:,} with a warning of what was made of them.\n")
    times = sorted(seconds.values())
    shares = [f"p{share}: {times[len(times) * share // 100] * 1e3:.1f} ms" for share in (50, 95, 99)]
    print(", ".join(shares) + "\n")
    slowest = sorted(corpus, key=seconds.__getitem__, reverse=True)[:SHOWN]
    largest = sorted(corpus, key=megabytes.__getitem__, reverse=True)[:SHOWN]
    for name, chosen in (("slowest", slowest), ("largest", largest)):
        rows = [
            (_shown(text), whole(len(text)), f"{seconds[text]:.3f}", f"{megabytes[text]:.1f}")
            for text in chosen
        ]
        print(table((name, "characters", "seconds", "MB"), rows) + "\n")
    return int(seconds[slowest[0]] > SECONDS or megabytes[largest[0]] > MEGABYTES)


def _shown(text: str) -> str:
    return ascii(text[:40]).replace("|", "/")


def _seconds(index: frsearch.Index, text: str) -> float:
    start = time.perf_counter()
    index.search(text, facets=("month",))
    return time.perf_counter() - start


def _megabytes(index: frsearch.Index, text: str) -> float:
    tracemalloc.reset_peak()
    idle = tracemalloc.get_traced_memory()[0]
    index.search(text, facets=("month",))
    return (tracemalloc.get_traced_memory()[1] - idle) / 1e6


class Watch(threading.Thread):
    """Notes the most memory that was in use, every 5 ms."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        while True:
            self.most = max(self.most, anonymous())
            time.sleep(0.005)


def anonymous() -> float:
    """Return the megabytes of memory that hold no file, 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1e3 for line in lines if line.startswith("RssAnon:"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", required=True, help="folder of an index")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
