"""Questions with known answers -> how high frsearch ranks these, by its public calls alone.

    python benchmarks/relevance.py piaf
    python benchmarks/relevance.py news_titles --docs news.jsonl.gz --without-titles --save new.json
    python benchmarks/relevance.py piaf --save new.json --against old.json

The folder holds `docs.jsonl` (or --docs says where they are), which frsearch reads itself, and
`queries.jsonl` with `id`, `text` and `relevant`, the ids of the articles that answer; both may be .gz.
The Markdown goes to standard output, the progress to standard error.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import metrics
from tables import table

import frsearch

# By variant, by metric, by question.
Figures = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    relevant: frozenset[str]


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


VARIANTS: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "no accents": without_accents,
    "capitals": str.upper,
    "typographic apostrophes": lambda text: text.replace("'", "’"),
}


def main() -> int:
    options = _options()
    folder = Path(options.folder)
    questions = list(read_questions(_file(folder, "queries.jsonl")))
    docs = Path(options.docs) if options.docs else _file(folder, "docs.jsonl")
    with tempfile.TemporaryDirectory() as place, frsearch.create_index(place) as index:
        index.add(_articles(docs, options.without_titles))
        _say(f"{len(index):,} articles, {len(questions):,} questions")
        figures = {name: ask(index, questions, change) for name, change in VARIANTS.items()}
    print(_summary(figures))
    if options.save:
        Path(options.save).write_text(json.dumps(figures, ensure_ascii=False))
    if options.against:
        before: Figures = json.loads(Path(options.against).read_text())
        print("\n" + _differences(figures, before))
        print("\n" + _most_changed(figures, before, questions, options.show))
    return 0


def read_questions(path: Path) -> Iterator[Question]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield Question(record["id"], record["text"], frozenset(record["relevant"]))


def ask(
    index: frsearch.Index, questions: list[Question], change: Callable[[str], str]
) -> dict[str, dict[str, float]]:
    figures: dict[str, dict[str, float]] = {name: {} for name in metrics.METRICS}
    for question in questions:
        hits = index.search(change(question.text), match="any", limit=metrics.DEPTH, snippets=0)
        for name, value in metrics.evaluate([hit.id for hit in hits], question.relevant).items():
            figures[name][question.id] = value
    return figures


def _articles(path: Path, without_titles: bool) -> Iterator[frsearch.Article]:
    for article in frsearch.read_articles(path):
        title = "" if without_titles else article.title
        yield frsearch.Article(article.id, article.text, title, article.date, article.url, article.extra)


def _file(folder: Path, name: str) -> Path:
    found = next((path for path in (folder / name, folder / f"{name}.gz") if path.exists()), None)
    if found is None:
        raise SystemExit(f"{folder} has neither {name} nor {name}.gz")
    return found


def _summary(figures: Figures) -> str:
    """One row a variant; a share of the MRR as written shows what the others lose."""
    whole = metrics.mean(figures["as written"]["MRR@10"].values())
    rows = []
    for variant, by_metric in figures.items():
        means = [metrics.mean(by_metric[name].values()) for name in metrics.METRICS]
        share = means[0] / whole if whole else 0.0
        rows.append([variant, *(f"{value:.4f}" for value in means), f"{share:.4f}"])
    return table(["questions", *metrics.METRICS, "share of MRR"], rows)


def _differences(figures: Figures, before: Figures) -> str:
    rows = []
    for variant in figures:
        for name in ("MRR@10", "nDCG@10", "R@10"):
            found = metrics.compare(figures[variant][name], before[variant][name])
            rows.append([
                f"{variant}, {name}",
                f"{found.mean:+.4f} ± {found.margin:.4f}",
                f"{found.better}",
                f"{found.worse}",
                f"{found.p:.4f}",
            ])  # fmt: skip
    return table(["difference", "mean", "better", "worse", "p"], rows)


def _most_changed(figures: Figures, before: Figures, questions: list[Question], count: int) -> str:
    """The questions as written that gained most, then those that lost most."""
    now, then = figures["as written"]["MRR@10"], before["as written"]["MRR@10"]
    changed = sorted(questions, key=lambda question: then[question.id] - now[question.id])
    shown = changed[:count] + changed[len(changed) - count :]
    rows = [
        [question.text, f"{then[question.id]:.2f}", f"{now[question.id]:.2f}"]
        for question in dict.fromkeys(shown)
        if now[question.id] != then[question.id]
    ]
    return table(["question", "MRR before", "after"], rows)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add = parser.add_argument
    add("folder", help="folder with docs.jsonl and queries.jsonl, plain or .gz")
    add("--docs", help="the articles, where they are not in the folder")
    add("--without-titles", action="store_true", help="index the articles' text alone")
    add("--save", help="file for every question's figures")
    add("--against", help="file of an earlier run to compare with, question by question")
    add("--show", type=int, default=5, help="questions to show that gained and lost most (default 5)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
