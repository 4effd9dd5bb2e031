"""What an add reports is right however the articles were cut into batches, and by whomever analysed."""

from __future__ import annotations

import pickle
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from tests.conftest import limited_index

ITEMS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from([None, "2018"])), max_size=30)


def articles(items: list[tuple[str, str | None]]) -> list[Article]:
    return [Article(id, f"le texte numéro {at}", date=date) for at, (id, date) in enumerate(items)]


def check(
    folder: Path, items: list[tuple[str, str | None]], workers: int, size: int, worker_size: int
) -> None:
    limits = {"batch_characters": size, "worker_batch_characters": worker_size}
    with limited_index(folder, **limits) as index:
        index.add(articles([("a", None), ("z", None)]), workers=workers)
        report = index.add(iter(articles(items)), workers=workers)
        last = dict(items)
        assert report.added == len(last.keys() - {"a"})
        assert report.updated == ("a" in last)
        assert report.repeated == len(items) - len(last)
        assert set(report.repeated_ids) == {id for id in last if [i for i, _ in items].count(id) > 1}
        assert report.undated == sum(date is None for date in last.values())
        assert len(index) == len(last.keys() | {"a", "z"})


@settings(deadline=None, max_examples=40)
@given(ITEMS, st.sampled_from([20, 60, 10_000]))
def test_repeated_and_undated_articles_are_counted_over_all_batches(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[str, str | None]], size: int
) -> None:
    check(tmp_path_factory.mktemp("index"), items, 1, size, size)


@pytest.mark.parametrize("size", [20, 100])
def test_they_are_counted_over_several_processes(tmp_path: Path, size: int) -> None:
    items = [("abcdefgh"[at * at % 7], None if at % 3 else "2018") for at in range(40)]
    check(tmp_path, items, 2, 2 * size, size)


def test_of_many_ids_that_come_again_the_first_are_named(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path) as index:
        report = index.add([Article(f"a{at % 300}", "texte") for at in range(900)])
    assert (report.added, report.repeated) == (300, 600)
    assert report.repeated_ids == tuple(f"a{at}" for at in range(100))


def test_a_report_is_plain_values(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2018-13 Un sommet.")
    (tmp_path / "b.epub").write_text("PK")
    with frsearch.create_index(tmp_path / "index") as index:
        report = index.add(frsearch.read_articles(tmp_path, on_error="skip"))
    assert report.date_errors[0].source == str(tmp_path / "a.txt")
    assert pickle.loads(pickle.dumps(report)).passed_over == {".epub": 1}
    with pytest.raises(TypeError):
        report.passed_over[".epub"] = 2  # type: ignore[index]
    values = asdict(report)
    assert (values.pop("date_errors"), values.pop("passed_over_files")) != ((), ())
    assert values == {
        **{"added": 1, "updated": 0, "removed": 0, "unchanged": 0, "repeated": 0, "repeated_ids": ()},
        **{"articles": 1, "files": 1, "forms": {"txt": 1}, "archives": 0, "encodings": {}},
        **{"refused": 0, "passed_over": {".epub": 1}, "left_out": {"index": 1}, "repaired": {}},
        **{"skipped": 0, "errors": (), "dates": {}, "undated": 1, "unread_dates": 1},
        **{"doubtful_dates": 0, "notes": (), "clashes": 0, "clash_notes": ()},
    }
