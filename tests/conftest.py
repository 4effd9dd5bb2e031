from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import frsearch
from frsearch.codec.build import sort_key
from frsearch.codec.filesystem import DISK, Filesystem
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import WriteLimits
from frsearch.engine.arrays.engine import ArraysEngine
from frsearch.fields import FieldOptions, FieldType, declared_fields

ROOT = Path(__file__).resolve().parent.parent

# Machines are shared and noisy: no test fails for its time.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")

MakeIndex = Callable[..., frsearch.Index]
WriteFile = Callable[[str, str | bytes], Path]


def in_document_order(articles: Iterable[frsearch.Article]) -> list[frsearch.Article]:
    """Sort articles in the order of document numbers."""
    return sorted(sorted(articles, key=lambda article: article.id, reverse=True), key=sort_key)


def limited_index(
    folder: Path,
    storage: Filesystem = DISK,
    *,
    overwrite: bool = False,
    fields: Mapping[str, FieldType | FieldOptions] | None = None,
    **limits: Any,
) -> frsearch.Index:
    """Make an index whose writes take other amounts at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    declared = declared_fields(fields or {})
    store = IndexFolder.create(
        folder, storage, WriteLimits(**limits), overwrite=overwrite, fields=declared
    )
    return frsearch.Index(folder, ArraysEngine(store))


@pytest.fixture(scope="session", autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each process of the tests its own folder for temporary files.

    Plain Whoosh's RamStorage has files in one folder, /tmp/MAIN.tmp, under random names; Hypothesis
    seeds the random numbers alike in each process, and two would remove each other's files.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
        yield


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[frsearch.Index]:
    with frsearch.create_index(tmp_path_factory.mktemp("seeds")) as index:
        index.add(frsearch.read_articles(ROOT / "seeds"))
        yield index


@pytest.fixture
def make_index(tmp_path: Path) -> Iterator[MakeIndex]:
    """Make indexes of texts, given as text or as (text, date) or Article; ids are a1, a2, ...

    Limits are those of its writes.
    """
    made: list[frsearch.Index] = []

    def make(*items: str | tuple[str, str] | frsearch.Article, **limits: int) -> frsearch.Index:
        folder = tmp_path / f"index{len(made)}"
        index = limited_index(folder, **limits) if limits else frsearch.create_index(folder)
        made.append(index)
        index.add(_article(f"a{at}", item) for at, item in enumerate(items, 1))
        return index

    yield make
    for index in made:
        index.close()


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Write a file, its folders made, and return its path; a text is written in UTF-8."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


def _article(id: str, item: str | tuple[str, str] | frsearch.Article) -> frsearch.Article:
    if isinstance(item, frsearch.Article):
        return item
    text, date = (item, None) if isinstance(item, str) else item
    return frsearch.Article(id, text, date=date)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its length: an archive holds the time, and so differs between processes."""
    return f"{argname}-of-{len(val)}" if isinstance(val, bytes) and len(val) > 40 else None
