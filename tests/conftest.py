from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import frsearch

ROOT = Path(__file__).resolve().parent.parent

MakeIndex = Callable[..., frsearch.Index]


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[frsearch.Index]:
    with frsearch.create_index(tmp_path_factory.mktemp("seeds")) as index:
        index.add(frsearch.read_articles(ROOT / "seeds"))
        yield index


@pytest.fixture
def make_index(tmp_path: Path) -> Iterator[MakeIndex]:
    """Make indexes of texts, given as text or as (text, date) or Article; ids are a1, a2, ..."""
    made: list[frsearch.Index] = []

    def make(*items: str | tuple[str, str] | frsearch.Article) -> frsearch.Index:
        index = frsearch.create_index(tmp_path / f"index{len(made)}")
        made.append(index)
        index.add(_article(f"a{at}", item) for at, item in enumerate(items, 1))
        return index

    yield make
    for index in made:
        index.close()


def _article(id: str, item: str | tuple[str, str] | frsearch.Article) -> frsearch.Article:
    if isinstance(item, frsearch.Article):
        return item
    text, date = (item, None) if isinstance(item, str) else item
    return frsearch.Article(id, text, date=date)
