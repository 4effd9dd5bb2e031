"""One of each group of near copies, however articles lie in segments.

The oracle is a collapsed search made of an ordinary one, in loops.
"""

from __future__ import annotations

import ast
import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, QueryError
from frsearch.ranking import Ranking
from tests.conftest import ROOT, MakeIndex
from tests.test_signatures import TEXT, changed, random_text

DATES = [None, "2017", "2018-06", "2018-06-28", "2018-07-02"]


def variants(seed: int, count: int) -> list[Article]:
    """Make articles of a few texts, more or less changed, that share some words."""
    chance = random.Random(seed)
    texts = [random_text(chance, 60) for _ in range(3)]
    articles = []
    for number in range(count):
        text = changed(chance, chance.choice(texts), chance.choice([0, 0, 0.05, 0.3, 1]))
        common = " sommet" * chance.choice([0, 1, 1, 2]) + " élection" * chance.choice([0, 1])
        articles.append(Article(f"a{number:02}", text + common, date=chance.choice(DATES)))
    chance.shuffle(articles)
    return articles


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 2**32),
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.sets(st.integers(0, 30), max_size=6),
)
def test_groups_do_not_depend_on_how_articles_lie_in_segments(
    seed: int, sizes: list[int], removed: set[int]
) -> None:
    articles = variants(seed, sum(sizes))
    gone = {f"a{number:02}" for number in removed}
    with tempfile.TemporaryDirectory() as folder:
        parts = frsearch.create_index(Path(folder) / "parts")
        left = list(articles)
        for size in sizes:
            parts.add(left[:size])
            left = left[size:]
        parts.remove(gone)
        whole = frsearch.create_index(Path(folder) / "whole")
        whole.add([article for article in articles if article.id not in gone])
        for index in (parts, whole):
            index._answering.ranking = Ranking(rerank_window=50)
        for sort in ("relevance", "newest", "oldest"):
            asked = {"sort": sort, "facets": ("year", "month", "day"), "snippets": 0}
            for query in ("sommet", "sommet élection", ""):
                found = parts.search(query, collapse=True, limit=50, **asked)  # type: ignore[arg-type]
                assert found == whole.search(query, collapse=True, limit=50, **asked)  # type: ignore[arg-type]
                assert_collapsed(parts, query, found, asked)
        for article in articles[:3]:
            if article.id not in gone:
                for collapse in (True, False):
                    one = parts.similar(article.id, collapse=collapse)
                    assert one == whole.similar(article.id, collapse=collapse)
        parts.close()
        whole.close()


def assert_collapsed(
    index: frsearch.Index, query: str, found: frsearch.results.Results, asked: dict[str, object]
) -> None:
    """Compare with what loops make of the search that is not collapsed."""
    everything = index.search("", collapse=True, limit=50)
    group_of = {id: hit.id for hit in everything for id in (hit.id, *hit.copies)}
    plain = index.search(query, limit=50, **asked)  # type: ignore[arg-type]
    index._answering.ranking = Ranking(rerank_window=0)
    shown: dict[str, list[str]] = {}
    for hit in index.search(query, limit=50, **asked):  # type: ignore[arg-type]
        shown.setdefault(group_of[hit.id], []).append(hit.id)
    index._answering.ranking = Ranking(rerank_window=50)
    behind = {first: tuple(others) for first, *others in shown.values()}
    expected = [(hit.score, hit.id, behind[hit.id]) for hit in plain if hit.id in behind]
    assert [(hit.score, hit.id, hit.copies) for hit in found] == expected
    assert found.total == len(expected)
    assert found.undated == len({group_of[hit.id] for hit in plain if hit.date is None})
    for unit, length in (("year", 4), ("month", 7), ("day", 10)):
        bearing = {
            (str(hit.date)[:length], group_of[hit.id])
            for hit in plain
            if hit.date is not None and len(str(hit.date)) >= length
        }
        values = sorted(value for value, _ in bearing)
        counted = [count.value for count in found.facets[unit] for _ in range(count.count)]
        assert counted == values
    page = index.search(query, limit=2, offset=1, collapse=True, count="articles", **asked)  # type: ignore[arg-type]
    assert [hit.id for hit in page] == [id for _, id, _ in expected[1:3]]
    assert (page.total, page.undated, page.facets) == (plain.total, plain.undated, plain.facets)
    grouped = index.search(query, limit=50, count="groups", **asked)  # type: ignore[arg-type]
    assert grouped.hits == plain.hits
    assert (grouped.total, grouped.facets) == (found.total, found.facets)


def test_one_of_each_group_is_shown_with_the_others_behind_it(make_index: MakeIndex) -> None:
    index = make_index(
        (TEXT, "2018-06-28"),
        ("Un autre sommet, celui de l'Otan, aura lieu à Bruxelles.", "2018-06-27"),
        (TEXT.replace("jeudi", "vendredi"), "2018-07-02"),
        (TEXT.replace("sommet", "rendez-vous"), "2018-06-28"),
    )
    query = "sommet Helsinki OU Bruxelles"
    results = index.search(query, collapse=True, facets=("month",), sort="newest")
    assert [(hit.id, hit.copies) for hit in results] == [("a3", ("a1",)), ("a2", ())]
    # The group has an article in June and one in July: a search of either month finds it.
    assert [(month.value, month.count) for month in results.facets["month"]] == [
        ("2018-06", 2),
        ("2018-07", 1),
    ]
    assert index.search("sommet", date="2018-06", collapse=True).total == 2
    assert results.total == 2
    assert index.search("sommet", collapse=True, count="articles").total == 3
    assert [hit.copies for hit in index.search("sommet")] == [()] * 3
    assert index.search("Helsinki", collapse=True)[0].copies == ("a1", "a4")


def test_removing_an_article_takes_it_out_of_its_group(make_index: MakeIndex) -> None:
    index = make_index(TEXT, TEXT, TEXT)
    assert index.search("sommet", collapse=True)[0].copies == ("a2", "a3")
    index.remove(["a2"])
    assert index.search("sommet", collapse=True)[0].copies == ("a3",)
    index.remove(["a1"])
    assert index.search("sommet", collapse=True)[0].copies == ()


def test_an_empty_index_has_no_groups(make_index: MakeIndex) -> None:
    results = make_index().search("", collapse=True, facets=("month",))
    assert (results.total, len(results)) == (0, 0)


def test_what_is_counted_is_articles_or_groups(make_index: MakeIndex) -> None:
    with pytest.raises(QueryError, match="count must be one of articles, groups, not 'words'"):
        make_index(TEXT).search("sommet", count="words")  # type: ignore[arg-type]


def test_the_title_belongs_to_what_is_compared(make_index: MakeIndex) -> None:
    text = "Cet article est réservé aux abonnés de notre journal"
    titles = ["Le sommet d’Helsinki au bord de la rupture selon Berlin", "Grève des trains jeudi à Lyon"]
    index = make_index(*(Article(f"a{at}", text, title) for at, title in enumerate(titles * 2)))
    assert [hit.copies for hit in index.search("", collapse=True)] == [("a2",), ("a3",)]


def test_the_examples_of_the_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line that says what it gives is an expression; what it gives is a Python literal."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "copies.md").read_text(encoding="utf-8")
    setup, examples = page.split("```")[1].removeprefix("python\n").split("\n\n[", 1)
    names: dict[str, object] = {}
    exec(setup, names)
    said = re.findall(r"^(\S.*?)\s*\n?# (.+)$", "[" + examples, re.MULTILINE)
    assert len(said) == 5
    for expression, value in said:
        assert eval(expression, names) == ast.literal_eval(value)
