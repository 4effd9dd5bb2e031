"""How long the corpus tools take: word lists, rows of words, cooccurrents, keywords, copies.

    python benchmarks/corpus_tools.py --corpus news.jsonl.gz [--index FOLDER]

Times are of the processor, in seconds; the first call in a process also reads what is mapped.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import frsearch

TOOLS: dict[str, Callable[[frsearch.Index], object]] = {
    "word list, forms": lambda index: index.words(),
    "word list, lemmas": lambda index: index.words(by="lemma"),
    "rows of 2 words": lambda index: index.words(length=2),
    "rows of 3 words": lambda index: index.words(length=3),
    "cooccurrents of a word": lambda index: index.cooccurrents("retraites"),
    "cooccurrents of a phrase": lambda index: index.cooccurrents('"premier ministre"'),
    "cooccurrents of a frequent word": lambda index: index.cooccurrents("président"),
    "keywords of a year": lambda index: index.keywords(date="2018"),
    "keywords of a query": lambda index: index.keywords("grève"),
    "groups of near copies": lambda index: list(index.copies()._rows()),
    "ten named queries, by month": lambda index: index.batch(
        {word: word for word in "grève climat école santé sport Europe police usine prix vote".split()},
        by="month",
    ),
    "concordance, first 100 lines": lambda index: list(index.concordance("retraites", limit=100)),
    "timeline by week": lambda index: index.timeline(["retraites", "climat"], by="week", relative=True),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--index", type=Path, help="an index of it, made if there is none")
    asked = parser.parse_args()
    folder = asked.index or Path(tempfile.mkdtemp())
    if not (folder / "frsearch.json").exists():
        with frsearch.create_index(folder) as index:
            index.add(frsearch.read_articles(asked.corpus))
    with frsearch.open_index(folder) as index:
        print(f"{len(index):,} articles, {index.info().words:,} words\n")
        print("| tool | first, s | again, s |\n| --- | ---: | ---: |")
        for name, tool in TOOLS.items():
            print(f"| {name} | {timed(tool, index):.2f} | {timed(tool, index):.2f} |", flush=True)


def timed(tool: Callable[[frsearch.Index], object], index: frsearch.Index) -> float:
    begin = time.process_time()
    tool(index)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
