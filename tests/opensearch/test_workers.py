"""Articles that other processes prepare are the same on the server as those that are prepared here."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import frsearch
from frsearch import Article, ArticleError, FrsearchError
from frsearch.codec.processes import code_of
from frsearch.engine.opensearch import preparing, writing

WORDS = (
    "sommet paix guerre élu élue élus président présidente été œuvre aujourd'hui week-end 3000".split()
)
SOURCES = ["Le Monde", "Sud Ouest", 7, ["La Croix", "Libération"]]


def articles(count: int, seed: int = 1) -> Iterator[Article]:
    """Articles of a few words each; of every ten, one has the id of one before."""
    random.seed(seed)
    for number in range(count):
        id = f"é {random.randrange(number)}" if number % 10 == 9 else f"é {number}"
        text = " ".join(random.choices(WORDS, k=12)) + f" mot{number % 40}"
        extra = {f"source{number % 3}": random.choice(SOURCES), "page": number}
        date = f"2018-{number % 12 + 1:02}-03" if number % 5 else None
        yield Article(id, text, random.choice(WORDS), date=date, extra=extra)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_ARTICLES", 10)
    monkeypatch.setattr(writing, "_BATCHES_HERE", 2)


def answers(index: frsearch.Index) -> list[object]:
    found: list[object] = [sorted(index.search_all(""), key=lambda hit: hit.article.id)]
    for query in [*WORDS, "mot1", "élu sommet", '"paix guerre"', "som*", "source1:monde"]:
        results = index.search(query, limit=30, facets=("month", "source0"))
        hits = [(hit.article, hit.score) for hit in results]
        found.append((results.total, hits, results.facets))
    return [*found, index.fields(), [*index.suggest("él")]]


def test_what_workers_prepare_is_the_same(address: str, tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path / "index") as expected, frsearch.create_index(address) as index:
        for seed in (1, 2):  # the second time, articles are replaced too
            known = expected.add(articles(230, seed))
            report = index.add(articles(230, seed), workers=3)
            assert (report.added, report.updated) == (known.added, known.updated)
            assert (report.repeated, report.undated) == (known.repeated, known.undated)
            assert index.check().ok
            assert answers(index) == answers(expected)


def test_a_worker_that_ends_is_an_error_that_can_be_made_good(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(module: str) -> str:
        return code_of(module).replace("serve()", "sys.stdin.buffer.read(20); sys.exit()")

    with frsearch.create_index(address) as index, monkeypatch.context() as patch:
        patch.setattr(preparing, "code_of", ends)
        with pytest.raises(FrsearchError, match=r"worker process .* ended .*; at least \d+ articles"):
            index.add(articles(100), workers=3)
        assert len(index) == 0
        patch.undo()
        index.add(articles(100), workers=3)
        assert len(index) == len({each.id for each in articles(100)})
        assert index.check().ok


def test_an_article_that_cannot_be_stored_is_refused_by_its_id(address: str) -> None:
    def with_a_bad_one() -> Iterator[Article]:
        yield from articles(60)
        yield Article("mauvais", "un texte", extra={"page": {1, 2}})

    with frsearch.create_index(address) as index:
        with pytest.raises(ArticleError, match=r"'mauvais'.*cannot be stored as JSON"):
            index.add(with_a_bad_one(), workers=3)
        index.add(articles(60), workers=3)
        assert len(index) == len({each.id for each in articles(60)})
        assert index.check().ok
