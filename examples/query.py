"""Ask the seed articles a question: python examples/query.py "sommet Poutine Trump"

Builds index/ from seeds/ when it is missing or out of date, then prints the hits, best first, with
their snippets, and counts by month, and by source where articles have one. Without a question: a short
tour. `--index` asks another index: a folder, or opensearch://host:9200/name.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import frsearch

ROOT = Path(__file__).resolve().parent.parent
SEEDS, INDEX = ROOT / "seeds", ROOT / "index"
TOUR = ("sommet Poutine Trump", '"premiers pas" date:2018-06', "ingérences electorales")
BOLD, PLAIN = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("[", "]")


def open_or_build() -> frsearch.Index:
    """Open the index of the seeds, building it first where it is missing or out of date."""
    articles = list(frsearch.read_articles(SEEDS))
    try:
        index = frsearch.open_index(INDEX)
        if len(index) == len(articles) and all(index.get(each.id) == each for each in articles):
            return index
    except (frsearch.IndexNotFound, frsearch.IndexOutdated, frsearch.IndexCorrupted):
        pass
    index = frsearch.create_index(INDEX, overwrite=True)
    print(f"{index.add(articles).added} articles de {SEEDS.name}/ indexés dans {INDEX.name}/\n")
    return index


def show(index: frsearch.Index, query: str) -> None:
    """Print the hits of a query, and its matches by month and source."""
    results = index.search(query, facets=("month", "source"))
    print(f"{BOLD}{query}{PLAIN} : {results.total} article{'s' * (results.total > 1)}")
    if results.match == "any":
        print("(aucun article n'a tous les mots : voici ceux qui en ont au moins un)")
    if results.suggestion is not None:
        print(f"Vouliez-vous dire : {results.suggestion}")
    for warning in results.warnings:
        print(f"! {warning}")
    for hit in results:
        print(f"\n{hit.rank}. {hit.date or 'sans date'}  {hit.title}  ({hit.id}, {hit.score:.2f})")
        for snippet in hit.snippets:
            print(textwrap.indent(textwrap.fill(snippet.render(BOLD, PLAIN), 92), "     "))
    bars("Par mois", results.facets["month"])
    bars("Par source", results.facets["source"])
    print()


def bars(head: str, counts: Sequence[frsearch.FacetCount]) -> None:
    """Print a bar for each count; nothing if there are none."""
    if not counts:
        return
    print(f"\n{head}")
    most, widest = max(each.count for each in counts), max(len(each.value) for each in counts)
    for each in counts:
        print(f"  {each.value:<{widest}} {'█' * round(30 * each.count / most)} {each.count}")


def main() -> None:
    """Answer the question on the command line, or give the tour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index")
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    with frsearch.open_index(given.index) if given.index else open_or_build() as index:
        for query in [" ".join(given.words)] if given.words else TOUR:
            show(index, query)


if __name__ == "__main__":
    main()
