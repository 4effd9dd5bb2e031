"""Makes the golden index of this version's format: `python -m tests.make_golden`.

A small index of all kinds of files: two segments, deletions, a dictionary; fields of all types. Remade
while its format or the analysis is not yet released; afterwards it stays, and is opened by every later
version.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from frsearch import Article
from frsearch.codec import manifest
from frsearch.fields import FieldOptions, FieldType
from tests.conftest import limited_index

GOLDEN = Path(__file__).parent / "golden"
ARTICLES = [
    Article(
        f"a{number:02}",
        f"Le {number}e sommet de l'Otan aura lieu à Helsinki. Les élu·e·s des États-Unis y seront.",
        f"Sommet numéro {number}",
        (None, "2017", "2018-06", "2018-06-28")[number % 4],
        f"https://exemple.fr/{number}",
        {
            "rubrique": "monde",
            "pages": [number, number + 1],
            "source": ("Le Monde", "Libération", "L'Humanité")[number % 3],
            "note": f"relu par {number}",
            **({"payant": number % 4 == 1, "poids": number / 4} if number % 2 else {}),
        },
    )
    for number in range(24)
]
MORE = [
    Article("a03", "Un article changé, absurdité ou vérité.", "Changé", "2019"),
    Article("b", "x " * 70, extra={"source": "Élysée", "tags": ["climat", "école"]}),
]
FIELDS: dict[str, FieldType | FieldOptions] = {
    "note": "stored only",
    "pages": {"type": "number", "name": "p."},
    "tags": {"weight": 2.0},
}
REMOVED = ["a05", "a06"]
HELD = {article.id: article for article in [*ARTICLES, *MORE] if article.id not in REMOVED}


def make(folder: Path) -> None:
    """Make the index anew."""
    shutil.rmtree(folder, ignore_errors=True)
    limits: dict[str, Any] = {"dictionary_articles": 10, "dictionary_bytes": 1_000}
    with limited_index(folder, fields=FIELDS, **limits) as index:
        index.add(ARTICLES)
        index.add(MORE)
        index.remove(REMOVED)
    (folder / "frsearch.lock").unlink(missing_ok=True)  # some versions of filelock leave none


if __name__ == "__main__":
    make(GOLDEN / f"format-{manifest.FORMAT}")
