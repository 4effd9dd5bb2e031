"""Word forms with their lemmas -> how well each look at a word brings a lemma's forms together.

    python benchmarks/morphology.py morphology.tsv

The file has a line for each form and lemma, under a head with `form` and `lemma` (other columns are
not read). Counted are pairs of distinct forms: right ones share a lemma, predicted ones get the same
term in a look.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tables import table

from frsearch.analysis.chain import Form, make_forms

LOOKS: dict[str, Callable[[Form], str]] = {
    look: lambda form, look=look: getattr(form, look)  # type: ignore[misc]
    for look in Form._fields
}


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    lemmas = read_lemmas(Path(sys.argv[1]))
    rows = []
    for name, look in LOOKS.items():
        terms = {form: look(made) for form, made in zip(lemmas, make_forms(list(lemmas)), strict=True)}
        found = score(terms, lemmas)
        rows.append([name, *(f"{value:.4f}" for value in found)])
    print(f"{len(lemmas):,} forms\n")
    print(table(["look", "precision", "recall", "F1"], rows))
    return 0


def read_lemmas(path: Path) -> dict[str, set[str]]:
    lemmas: dict[str, set[str]] = defaultdict(set)
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            lemmas[row["form"]].add(row["lemma"])
    return dict(lemmas)


def score(terms: Mapping[str, str], lemmas: Mapping[str, set[str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs of forms that get the same term."""
    forms_of: dict[str, list[str]] = defaultdict(list)
    for form, found in lemmas.items():
        for lemma in found:
            forms_of[lemma].append(form)
    # A pair that shares two lemmas is one pair.
    right = {pair for forms in forms_of.values() for pair in _pairs(forms)}
    predicted = sum(count * (count - 1) // 2 for count in Counter(terms.values()).values())
    both = sum(terms[one] == terms[other] for one, other in right)
    precision = both / predicted if predicted else 0.0
    recall = both / len(right) if right else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def _pairs(forms: Iterable[str]) -> set[tuple[str, str]]:
    ordered = sorted(forms)
    return {(one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :]}


if __name__ == "__main__":
    sys.exit(main())
