"""The small index of each format that is committed: this version's opens, an older one says rebuild."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import frsearch
from frsearch.codec import manifest
from tests.make_golden import GOLDEN, HELD, make

OURS = GOLDEN / f"format-{manifest.FORMAT}"


@pytest.fixture
def ours() -> frsearch.Index:
    try:
        return frsearch.open_index(OURS)
    except (frsearch.IndexOutdated, frsearch.IndexNotFound) as error:
        pytest.fail(f"{error}: if this is meant, run python -m tests.make_golden")


def test_the_golden_index_says_what_it_always_said(ours: frsearch.Index) -> None:
    assert len(ours) == len(HELD)
    assert {id: ours.get(id) for id in HELD} == HELD
    assert ours.get("a05") is None
    assert ours.check().ok
    assert ours.search("sommets Otan", limit=0).total == 21
    june = ours.search('"etats unis" élus', date="2018-06", facets=("month",))
    assert [month.count for month in june.facets["month"]] == [10]
    assert [hit.id for hit in ours.search("absurdite titre:changé")] == ["a03"]
    assert ours.search("=x").total == 1
    source = ours.search("source:monde", facets=("source", "payant"))
    assert (source.total, source.facets["source"]) == (6, (("Le Monde", 6),))
    assert source.facets["payant"] == (("true", 2), ("false", 1))
    assert [hit.id for hit in ours.search("climat source:élysée")] == ["b"]
    assert ours.search("pages:22..", where={"poids": (5, None)}, limit=0).total == 2
    assert [each.name for each in ours.fields()] == [
        *("pages", "payant", "poids", "rubrique", "source", "tags")
    ]
    suffixes = sorted(path.suffix for path in OURS.iterdir())
    assert suffixes == [".deleted", ".dictionary", ".json", ".segment", ".segment"]


def test_the_golden_index_can_be_written_to(ours: frsearch.Index, tmp_path: Path) -> None:
    shutil.copytree(OURS, tmp_path / "copy")
    with frsearch.open_index(tmp_path / "copy") as index:
        index.add([frsearch.Article("new", "Un sommet de plus")])
        assert index.search("sommet", limit=0).total == 22
        assert index.check().ok


def test_older_formats_say_rebuild() -> None:
    for folder in GOLDEN.iterdir():
        if folder != OURS:
            with pytest.raises(frsearch.IndexOutdated, match="rebuild"):
                frsearch.open_index(folder)


def test_the_golden_index_is_what_its_maker_makes(tmp_path: Path) -> None:
    make(tmp_path / "golden")
    assert frsearch.open_index(tmp_path / "golden").check() == frsearch.open_index(OURS).check()
