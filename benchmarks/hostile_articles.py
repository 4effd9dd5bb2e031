"""Articles made to harm, each alone in a process -> time and memory that indexing and searching it take.

    python benchmarks/hostile_articles.py [--megabytes 10]

Memory is resident memory that holds no file, at its highest, above what it was with the article read.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import machine
from hostile import Watch, anonymous
from tables import table

import frsearch

UNITS = {
    "French text on one line": "Le sommet de l'Otan aura lieu demain à Helsinki. ",
    "one letter, then a blank": "a ",
    "one word": "a",
    "hyphens": "a-",
    "elisions": "l'",
    "full stops": "a.",
    "decimal commas": "1,",
    "marks on one letter": "\u0301",
    "NULs": "\0",
    "lone surrogates": "\ud800 ",
    "line breaks": "\n",
    "HTML": "<b onclick='a()'>sommet</b> ",
}
QUERIES = ("a", "sommet", "le", "*a*", '"le sommet"~3')


def measure(name: str, megabytes: float) -> dict[str, float]:
    """Index one article and search it."""
    size = int(megabytes * 1e6)
    if name == "distinct words":
        chance = random.Random(1)
        text = " ".join("".join(chance.choices("abcdefghij", k=7)) for _ in range(size // 8))
    else:
        text = f"Début {UNITS[name] * (size // len(UNITS[name].encode('utf-8', 'surrogatepass')))}"
    article = frsearch.Article("a1", text)
    watch = Watch()
    watch.start()
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(Path(folder) / "index") as index:
        before = anonymous()
        for step in ("add", "search"):
            watch.most, start = 0.0, time.perf_counter()
            if step == "add":
                index.add([article], workers=1)
            for query in QUERIES if step == "search" else ():
                index.search(query, facets=("month",))
            found[f"{step}_seconds"] = time.perf_counter() - start
            time.sleep(0.02)
            found[f"{step}_megabytes"] = watch.most - before
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=10.0, help="size of an article")
    parser.add_argument("--only", help="one kind, its figures as JSON")
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only, options.megabytes)))
        return
    rows = []
    for name in [*UNITS, "distinct words"]:
        command = [sys.executable, __file__, "--only", name, "--megabytes", str(options.megabytes)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        factor = found["add_megabytes"] / options.megabytes
        adding = (f"{found['add_seconds']:.1f}", f"{found['add_megabytes']:.0f}", f"{factor:.0f}")
        search = found["search_seconds"] / len(QUERIES)
        rows.append((name, *adding, f"{search:.2f}", f"{found['search_megabytes']:.0f}"))
    print(f"## One article of {options.megabytes:g} MB\n")
    for key, value in machine.describe().items():
        print(f"- {key}: {value}")
    head = ("article", "add, s", "add, MB", "times its size", "a search, s", "searches, MB")
    print("\n" + table(head, rows))


if __name__ == "__main__":
    main()
