"""Random inputs that atheris steers towards code not reached yet -> the first that breaks a promise.

    python benchmarks/fuzz.py queries -max_total_time=300
    python benchmarks/fuzz.py articles -max_total_time=300

Needs `pip install atheris`. What follows the target goes to libFuzzer. It stops at an exception outside
the error tree, at an input that takes over ten seconds, and at a gigabyte of memory.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import atheris

with atheris.instrument_imports(include=["frsearch"]):
    import frsearch
    from frsearch.index import Index

WORDS = "Le sommet de l'Otan, où M. Trump verra M. Poutine, aura lieu à Helsinki le 16 juillet 2018."
ENDINGS = (".txt", ".jsonl", ".csv", ".txt.gz", ".jsonl.gz", ".csv.gz")


def fuzz_query(index: Index, data: bytes) -> None:
    """Ask anything: an answer, or under `strict` one of our errors exactly where there are warnings."""
    provider = atheris.FuzzedDataProvider(data)
    text = provider.ConsumeUnicode(5_000)
    found = index.search(text, facets=("month",))
    assert found.total <= len(index)
    assert all(0 <= each.start <= each.end <= len(text) for each in found.warnings)
    try:
        index.search(text, strict=True, sort="oldest", match="any", snippets=0)
    except frsearch.QueryError:
        assert found.warnings
    else:
        assert not found.warnings


def fuzz_articles(folder: Path, data: bytes) -> None:
    """Read any file: articles or errors; what was read is indexed, found, and the same again."""
    ending = ENDINGS[data[0] % len(ENDINGS)] if data else ".txt"
    path = folder / f"a{ending}"
    path.write_bytes(data[1:])
    reader = frsearch.read_articles(path, on_error="skip")
    articles = {article.id: article for article in reader}
    path.unlink()
    if not articles:
        return
    with frsearch.create_index(folder / "index", overwrite=True) as index:
        index.add(articles.values(), workers=1)
        assert len(index) == len(articles)
        for id, article in articles.items():
            assert index.get(id) == article
        for hit in index.search("de le la les"):
            for snippet in hit.snippets:
                assert "<" not in snippet.to_html().replace("<mark>", "").replace("</mark>", "")


def main() -> None:
    target, *options = sys.argv[1:]
    folder = Path(tempfile.mkdtemp())
    if target == "queries":
        index = frsearch.create_index(folder / "index")
        index.add([frsearch.Article(f"a{n}", WORDS * n, date=f"20{n:02}-06") for n in range(1, 20)])
        atheris.Setup([sys.argv[0], "-timeout=10", *options], lambda data: fuzz_query(index, data))
    elif target == "articles":
        atheris.Setup([sys.argv[0], "-timeout=10", *options], lambda data: fuzz_articles(folder, data))
    else:
        sys.exit(__doc__)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
