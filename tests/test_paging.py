"""Counts beside a chosen period, gaps filled, trees of dates; pages that go on after the last."""

from __future__ import annotations

import base64
import random
from collections import Counter
from itertools import islice

import pytest

import frsearch
from frsearch import Article
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import WriteLimits
from frsearch.dates import DateRange
from frsearch.engine.arrays.engine import ArraysEngine
from frsearch.engine.cursor import Cursor
from frsearch.facets import FacetCount, Period, units_between
from tests.conftest import MakeIndex

DATES = [None, "2017", "2018", "2018-06", "2018-06-28", "2018-07-01", "2018-09", "2020-01-31"]
SORTS = ("relevance", "newest", "oldest")


def pairs(counts: tuple[FacetCount, ...]) -> list[tuple[str, int]]:
    return [(each.value, each.count) for each in counts]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> frsearch.Index:
    return fill(frsearch.create_index(tmp_path_factory.mktemp("mixed")))


def fill(index: frsearch.Index) -> frsearch.Index:
    """Add three segments of articles that tie in score and date, some of them replaced or removed."""
    chance = random.Random(1)
    for at in range(3):
        index.add(
            Article(
                f"{chance.choice('abc')}{at}{number}",
                " ".join(chance.choices(["sommet", "paix", "accord"], k=chance.randint(1, 4))),
                date=chance.choice(DATES),
            )
            for number in range(40)
        )
    everything = [hit.id for hit in index.search("", limit=1000)]
    index.remove(everything[::7])
    return index


# --- facets


@pytest.mark.parametrize("date", ["2018-06", "2018", "..2017", "2021"])
@pytest.mark.parametrize("query", ["sommet", "sommet paix", "sommet absent", ""])
def test_counts_beside_a_period_are_those_without_it(
    mixed: frsearch.Index, query: str, date: str
) -> None:
    units = ("year", "month", "day")
    without = mixed.search(query, facets=units)
    beside = mixed.search(query, facets=units, date=date, facet_scope="query")
    chosen = mixed.search(query, facets=units, date=date)
    assert beside.facets == without.facets
    assert beside.undated == without.undated
    assert (beside.total, beside.hits) == (chosen.total, chosen.hits)
    assert sum(count for _, count in pairs(chosen.facets["month"])) <= chosen.total


def test_the_counts_stay_where_the_period_has_no_article_with_all_words(make_index: MakeIndex) -> None:
    index = make_index(("un sommet de paix", "2018-05"), ("un sommet", "2018-06"))
    results = index.search("sommet paix", date="2018-06", facets=("month",), facet_scope="query")
    assert (results.match, results.total) == ("any", 1)
    assert pairs(results.facets["month"]) == [("2018-05", 1)]


def test_gaps_are_filled_from_first_to_last_and_over_the_range(make_index: MakeIndex) -> None:
    index = make_index(("paix", "2018-11"), ("paix", "2019-02-03"), ("paix", "2019"), "paix")
    results = index.search("paix", facets=("year", "month"), facet_fill=True)
    assert pairs(results.facets["month"]) == [
        ("2018-11", 1),
        ("2018-12", 0),
        ("2019-01", 0),
        ("2019-02", 1),
    ]
    assert pairs(results.facets["year"]) == [("2018", 1), ("2019", 2)]
    results = index.search("paix", facets=("month",), facet_fill=True, date="2019-02..2019-04")
    assert pairs(results.facets["month"]) == [("2019-02", 1), ("2019-03", 0), ("2019-04", 0)]
    results = index.search("absent", facets=("day",), facet_fill=True, date="2019-02-27..2019-03-01")
    days = ["2019-02-27", "2019-02-28", "2019-03-01"]
    assert pairs(results.facets["day"]) == [(day, 0) for day in days]
    assert index.search("absent", facets=("day",), facet_fill=True).facets["day"] == ()


def test_units_before_the_year_1000_are_filled_too() -> None:
    months = units_between({"0009-12": 1, "0010-02": 1}, "month", None)
    assert months == ["0009-12", "0010-01", "0010-02"]
    assert units_between({}, "year", DateRange.parse("0001..0002")) == ["0001", "0002"]


def test_filling_in_too_many_days_is_refused(make_index: MakeIndex) -> None:
    index = make_index(("paix", "1024-01-01"), ("paix", "2024-01-01"))
    with pytest.raises(frsearch.QueryError, match="longer unit"):
        index.search("paix", facets=("day",), facet_fill=True)
    assert len(index.search("paix", facets=("month",), facet_fill=True).facets["month"]) == 12_001


def test_the_timeline_nests_what_was_counted(make_index: MakeIndex) -> None:
    index = make_index(
        ("paix", "2018"), ("paix", "2018-06"), ("paix", "2018-06-28"), ("paix", "2019-01-01"), "paix"
    )
    assert index.search("paix", facets=("day", "year", "month")).timeline == (
        Period("2018", 3, (Period("2018-06", 2, (Period("2018-06-28", 1),)),)),
        Period("2019", 1, (Period("2019-01", 1, (Period("2019-01-01", 1),)),)),
    )
    assert index.search("paix", facets=("year", "day")).timeline == (
        Period("2018", 3, (Period("2018-06-28", 1),)),
        Period("2019", 1, (Period("2019-01-01", 1),)),
    )
    # By default, years and months.
    assert index.search("paix").timeline == (
        Period("2018", 3, (Period("2018-06", 2),)),
        Period("2019", 1, (Period("2019-01", 1),)),
    )
    assert index.search("paix", facets=()).timeline == ()


@pytest.mark.parametrize("unit", ["year", "month", "day"])
def test_each_period_of_a_timeline_is_a_date_to_search_in(mixed: frsearch.Index, unit: str) -> None:
    every = {hit.id: str(hit.date) for hit in mixed.search_all("paix") if hit.date}
    length = {"year": 4, "month": 7, "day": 10}[unit]
    counted = Counter(date[:length] for date in every.values() if len(date) >= length)
    results = mixed.search("paix", facets=(unit,))
    assert pairs(results.facets[unit]) == sorted(counted.items())
    for period in results.timeline:
        inside = {hit.id for hit in mixed.search_all("paix", date=period.value)}
        assert inside >= {id for id, date in every.items() if date.startswith(period.value)}


# --- pages


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["sommet", "", "paix OU accord", "sommet absent"])
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pages_by_cursor_are_the_hits_in_one(
    mixed: frsearch.Index, sort: frsearch.index.Sort, query: str, size: int
) -> None:
    whole = mixed.search(query, limit=1000, sort=sort)
    assert whole.cursor is None
    hits, after = [], None
    while True:
        page = mixed.search(query, limit=size, sort=sort, after=after)
        hits += page
        assert (page.total, page.match) == (whole.total, whole.match)
        after = page.cursor
        if after is None:
            break
    assert tuple(hits) == whole.hits
    assert [hit.rank for hit in hits] == list(range(1, whole.total + 1))


@pytest.mark.parametrize("sort", SORTS)
def test_all_hits_come_in_the_order_of_the_pages(
    make_index: MakeIndex, sort: frsearch.index.Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frsearch.index, "_AT_A_TIME", 9)
    index = fill(make_index())
    whole = index.search("sommet", sort=sort, date="2018..", snippets=1, limit=1000)
    found = index.search_all("sommet", sort=sort, date="2018..", snippets=1)
    first = list(islice(found, 3))
    index.remove([whole[0].id, whole[-1].id])  # what is being read stays as it was
    index.close()
    assert (*first, *found) == whole.hits
    assert len(whole) > 20


def test_offset_counts_from_the_cursor(mixed: frsearch.Index) -> None:
    every = mixed.search("paix", limit=1000)
    cursor = mixed.search("paix", limit=4).cursor
    assert mixed.search("paix", limit=3, offset=2, after=cursor).hits == every[6:9]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_what_is_added_or_removed_shifts_nothing_after_the_cursor(
    make_index: MakeIndex, sort: frsearch.index.Sort
) -> None:
    index = fill(make_index())
    every = [hit.id for hit in index.search("paix", limit=1000, sort=sort)]
    page = index.search("paix", limit=10, sort=sort)
    index.remove([page[2].id, page[9].id])  # the hit that the cursor stands for, too
    index.add([Article("0new", "paix", date="2030" if sort == "newest" else "1900")])
    before = len(index._searcher.snapshot.segments)
    merging = IndexFolder(index.path, limits=WriteLimits(merged_segments=2))
    frsearch.Index(index.path, ArraysEngine(merging)).add([Article("z", "sans rapport", date="2018")])
    assert index.refresh()
    assert len(index._searcher.snapshot.segments) < before + 1
    rest = index.search("paix", limit=1000, sort=sort, after=page.cursor)
    assert [hit.id for hit in rest] == every[10:]
    assert rest[0].rank == 10


@pytest.mark.parametrize(
    "after",
    ["", "x", "é", "bnVsbA", "W10", "WyJuZXdlc3QiLCJhbGwiLDFlOTk5OSwwLDAsImEiXQ!", "W" * 5000, "\0", 3],
)
def test_what_is_no_cursor_is_refused(make_index: MakeIndex, after: str) -> None:
    with pytest.raises(frsearch.QueryError, match="cursor"):
        make_index("paix").search("paix", after=after)


def test_a_cursor_with_numbers_that_none_has_is_refused(mixed: frsearch.Index) -> None:
    for score in ("1e300", "NaN", "-1.0", "Infinity", "1", '"1"', "null", "0.5"):
        for day in ("0", "736846", "-1", "4294967296", "1.5", "true"):
            if (score, day) not in (("0.5", "0"), ("0.5", "736846")):
                forged = f'["relevance","all",{score},{day},{day},"a1"]'
                after = base64.urlsafe_b64encode(forged.encode()).decode().rstrip("=")
                with pytest.raises(frsearch.QueryError, match="cursor"):
                    mixed.search("paix", after=after)


def test_a_cursor_of_a_hit_that_never_was_goes_on_from_its_place(make_index: MakeIndex) -> None:
    index = make_index(("paix", "2018"), ("paix", "2019"))
    for day in (1, (1 << 32) - 1):
        after = Cursor("newest", "all", 0.0, day, day, "z").text()
        assert len(index.search("paix", sort="newest", after=after)) == (0 if day == 1 else 2)


def test_a_cursor_is_of_one_sort(make_index: MakeIndex) -> None:
    index = make_index("paix", "paix")
    cursor = index.search("paix", limit=1, sort="newest").cursor
    with pytest.raises(frsearch.QueryError, match="newest"):
        index.search("paix", after=cursor)


def test_all_hits_check_their_arguments_at_once(make_index: MakeIndex) -> None:
    index = make_index("paix")
    with pytest.raises(frsearch.QueryError, match="sort"):
        index.search_all("paix", sort="best")  # type: ignore[arg-type]
    with pytest.raises(frsearch.QuerySyntaxError):
        index.search_all("(paix", strict=True)
