"""Queries over time and what an index says of itself, against counting through the texts."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article, arguments
from frsearch.codec.manifest import FORMAT
from frsearch.corpus.timeline import Timeline
from frsearch.engine.arrays import engine
from tests.conftest import MakeIndex

DATES = [None, "2017", "2018", "2018-01", "2018-03", "2018-03-30", "2018-04-02", "2019-01-31"]
LENGTHS = {"year": 4, "month": 7, "day": 10}
UNITS = tuple(LENGTHS)
SOMMET = re.compile("sommets?")


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    chance = random.Random(3)
    words = ["sommet", "sommets", "paix", "accord", "élection"]
    return [
        Article(
            f"a{at}", " ".join(chance.choices(words, k=chance.randint(0, 9))), date=chance.choice(DATES)
        )
        for at in range(120)
    ]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> frsearch.Index:
    """Hold the articles in three segments, with others that are removed or replaced."""
    index = frsearch.create_index(tmp_path_factory.mktemp("mixed"))
    for part in range(3):
        # Not so many that a segment would be written anew.
        gone = [Article(f"gone{part}{at}", "sommet et paix", date="2018-03-30") for at in range(9)]
        index.add([*articles[part::3], *gone])
    index.remove(hit.id for hit in list(index.search_all("")) if hit.id.startswith("gone"))
    assert index.info().deleted >= 27  # a server counts the removals too
    return index


def labels(first: str, last: str) -> list[str]:
    """All months from one to the other."""
    year, month, found = int(first[:4]), int(first[5:]), [first]
    while found[-1] != last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year}-{month:02}")
    return found


def period(article: Article, by: str) -> str | None:
    """The article's year, month or day, if its date is that precise."""
    date = str(article.date or "")
    return date[: LENGTHS[by]] if len(date) >= LENGTHS[by] else None


@pytest.mark.parametrize("by", UNITS)
@pytest.mark.parametrize("relative", [False, True])
def test_articles_and_occurrences_are_counted_by_period(
    mixed: frsearch.Index, articles: list[Article], by: frsearch.facets.Unit, relative: bool
) -> None:
    hits: Counter[str | None] = Counter()
    occurrences: Counter[str | None] = Counter()
    words: Counter[str | None] = Counter()
    for article in articles:
        found = len(SOMMET.findall(article.text))
        hits[period(article, by)] += found > 0
        occurrences[period(article, by)] += found
        words[period(article, by)] += len(article.text.split())
    for count, expected in (("articles", hits), ("occurrences", occurrences)):
        timeline = mixed.timeline("sommet", by=by, count=count, relative=relative)  # type: ignore[arg-type]
        series = timeline["sommet"]
        counts = dict(zip(timeline.periods, series.counts, strict=True))
        assert {each: n for each, n in counts.items() if n} == {
            each: n for each, n in expected.items() if each and n
        }
        assert series.uncounted == expected[None]
        assert timeline.words == tuple(words[each] for each in timeline.periods)
        for each, value in zip(timeline.periods, series.values, strict=True):
            wanted = expected[each] * 1e6 / (words[each] or 1) if relative else expected[each]
            assert value == pytest.approx(wanted)


def test_no_period_is_left_out(mixed: frsearch.Index) -> None:
    assert mixed.timeline("sommet").periods == tuple(labels("2018-01", "2019-01"))
    # The periods are those of the articles, whatever is asked for.
    assert mixed.timeline("absent").periods == tuple(labels("2018-01", "2019-01"))
    assert mixed.timeline("absent", by="year").periods == ("2017", "2018", "2019")
    assert mixed.timeline("absent", date="2018-12..2019-03").periods == tuple(
        labels("2018-12", "2019-03")
    )
    days = mixed.timeline("sommet", by="day", date="2018-03-29..2018-04-02").periods
    assert days == ("2018-03-29", "2018-03-30", "2018-03-31", "2018-04-01", "2018-04-02")


@pytest.mark.parametrize("query", ["sommet", '"sommet paix"', "somm*", "paix OU accord", "paix -accord"])
def test_a_timeline_counts_what_facets_and_concordances_count(mixed: frsearch.Index, query: str) -> None:
    for by in UNITS:
        facet = mixed.search(query, facets=(by,)).facets[by]
        timeline = mixed.timeline(query, by=by)  # type: ignore[arg-type]
        counted = zip(timeline.periods, timeline[query].counts, strict=True)
        assert {each: n for each, n in counted if n} == {each.value: each.count for each in facet}
    occurrences = mixed.timeline(query, by="year", count="occurrences")[query]
    assert sum(occurrences.counts) + occurrences.uncounted == mixed.concordance(query).total


def test_several_queries_share_periods_and_words(mixed: frsearch.Index) -> None:
    timeline = mixed.timeline(["sommet", "paix", "sommet"], date="2018")
    assert [series.query for series in timeline.series] == ["sommet", "paix"]
    assert timeline["paix"] == mixed.timeline("paix", date="2018")["paix"]
    with pytest.raises(KeyError):
        timeline["accord"]


def test_queries_are_read_as_in_a_search(make_index: MakeIndex) -> None:
    index = make_index(("paix", "2018"), ("un sommet", "2019"))
    series = index.timeline("paix sommet", by="year")["paix sommet"]
    assert (series.match, series.counts) == ("any", (1, 1))
    assert index.timeline("(paix").series[0].warnings
    with pytest.raises(frsearch.QuerySyntaxError):
        index.timeline("(paix", strict=True)
    for wrong in ({"by": "decade"}, {"count": "words"}, {"date": "2018-13"}, {"match": "some"}):
        with pytest.raises(frsearch.QueryError):
            index.timeline("paix", **wrong)  # type: ignore[arg-type]
    for queries in ([], 3, ["paix", 3], {"paix"}):
        with pytest.raises(frsearch.QueryError):
            index.timeline(queries)  # type: ignore[arg-type]


def test_an_index_without_dates_has_a_timeline_without_periods(make_index: MakeIndex) -> None:
    for index in (make_index(), make_index("paix")):
        timeline = index.timeline("paix")
        assert (timeline.periods, timeline.words) == ((), ())
        assert timeline["paix"].uncounted == len(index)
        assert "no dates" in repr(timeline)
        assert str(timeline) == "paix: articles" + " (and 1 without such a date)" * len(index)
        assert "<svg" not in timeline._repr_html_()


def test_a_write_in_the_midst_of_a_call_changes_nothing(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index(("paix", "2018"))
    find = engine.find

    def find_and_write(*arguments: Any) -> Any:
        found = find(*arguments)
        index.add([Article(f"a{len(index) + 1}", "la paix", date="2019")])
        return found

    monkeypatch.setattr(engine, "find", find_and_write)
    assert [line.id for line in index.concordance("paix")] == ["a1"]
    assert len(index) == 2
    timeline = index.timeline(["paix", "la paix"], by="year")
    assert (timeline["paix"].counts, timeline["la paix"].counts) == ((1, 1), (1, 1))
    assert timeline.words == (1, 2)
    assert len(index) == 6


@pytest.fixture
def small(make_index: MakeIndex) -> Timeline:
    index = make_index(
        ("paix paix et paix", "2018-05"), ("la paix", "2018-05"), ("paix et sommet", "2018-07")
    )
    return index.timeline(["paix", "<b>$"], count="occurrences")


def test_a_timeline_goes_to_csv_and_a_frame(small: Timeline) -> None:
    target = io.StringIO()
    small.to_csv(target)
    assert list(csv.reader(io.StringIO(target.getvalue()))) == [
        ["month", "words", "paix", "<b>$"],
        ["2018-05", "6", "4", "0"],
        ["2018-06", "0", "0", "0"],
        ["2018-07", "3", "1", "0"],
    ]
    pytest.importorskip("pandas")
    frame = small.to_dataframe()
    assert frame["paix"].tolist() == [4, 0, 1]
    assert [str(each) for each in frame.index] == ["2018-05", "2018-06", "2018-07"]
    assert frame.index.name == "month"


def test_a_timeline_is_drawn_in_bars(small: Timeline) -> None:
    assert small.to_text().splitlines()[:4] == [
        "paix: occurrences",
        f"  2018-05 {'█' * 40} 4",
        f"  2018-06 {' ' * 40} 0",
        f"  2018-07 {'█' * 10}{' ' * 30} 1",
    ]
    assert "<b>" not in small._repr_html_()
    assert small._repr_html_().count("<rect") == 6
    assert repr(small) == ("<Timeline of 'paix', '<b>$': occurrences by month, 2018-05 to 2018-07>")


def test_a_timeline_is_drawn_by_matplotlib(small: Timeline, tmp_path: Path) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    axes = small.plot()
    assert [line.get_ydata().tolist() for line in axes.lines] == [[4, 0, 1], [0, 0, 0]]
    assert axes.get_ylabel() == "occurrences"
    assert small.plot(axes) is axes
    axes.figure.savefig(tmp_path / "timeline.png")
    pyplot.close(axes.figure)


# --- what an index says of itself


def test_an_index_says_what_it_holds(mixed: frsearch.Index, articles: list[Article]) -> None:
    info = mixed.info()
    dated = [article.date for article in articles if article.date]
    assert info.articles == len(articles) == len(mixed)
    assert info.undated == len(articles) - len(dated)
    assert (info.first_date, info.last_date) == (min(dated), max(dated))
    assert info.words == sum(len(article.text.split()) for article in articles)
    assert (info.title_words, info.segments, info.format) == (0, 3, FORMAT)
    on_disk = [file for file in mixed.path.iterdir() if file.suffix not in (".json", ".lock")]
    assert info.size == sum(file.stat().st_size for file in on_disk)
    assert info.versions["frsearch"]
    assert json.loads(json.dumps(info.to_dict()))["first_date"] == "2017"
    assert "120" in str(info)
    assert "2017 to 2019-01-31" in str(info)


def test_what_an_empty_index_holds(make_index: MakeIndex) -> None:
    info = make_index().info()
    assert (info.articles, info.words, info.first_date) == (0, 0, None)
    assert "dates     none" in str(info)


def test_the_generation_tells_states_apart(make_index: MakeIndex) -> None:
    index = make_index("paix")
    before = index.info()
    index.add([Article("b", "paix")])
    assert index.info().generation == before.generation + 1
    assert index.info().analyzer == before.analyzer


def test_relative_values_from_few_words_are_said_to_be_so(tmp_path):
    with frsearch.create_index(tmp_path / "index") as index:
        index.add(
            [Article("a", "le sommet", date="2018-06"), Article("b", "mot " * 20_000, date="2019")]
        )
        timeline = index.timeline("sommet OU mot", by="year", count="occurrences", relative=True)
        assert not index.timeline("sommet", by="year").notes
    (note,) = timeline.notes
    assert note == (
        "values of periods with fewer than 10,000 words of texts rest on few occurrences (1 periods; "
        "sommet OU mot, 2018: 500,000 per million from 1 in 2 words)"
    )
    assert str(timeline).endswith(f"\n! {note}")
    assert "max. 2019: 1e+06" in timeline._repr_html_()


def test_weeks_are_those_of_the_calendar(tmp_path):
    dates = ["2018-12-30", "2018-12-31", "2019-01-06", "2019-01-07", "2019-01-21", "2019-01"]
    with frsearch.create_index(tmp_path / "index") as index:
        index.add(Article(date, "le sommet", date=date) for date in dates)
        timeline = index.timeline("sommet", by="week", count="occurrences", relative=True)
    assert timeline.periods == ("2018-W52", "2019-W01", "2019-W02", "2019-W03", "2019-W04")
    assert timeline["sommet"].counts == (1, 2, 1, 0, 1)
    assert timeline["sommet"].uncounted == 1
    assert timeline.words == (2, 4, 2, 0, 2)
    assert timeline["sommet"].values[1] == 500_000
    pytest.importorskip("pandas")
    assert [str(each) for each in timeline.to_dataframe().index[:2]] == [
        "2018-12-24/2018-12-30", "2018-12-31/2019-01-06",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("du 28 au 30 juin 2018", "2018-06-28..2018-06-30"),
        ("avant 2017", "..2016"),
        ("après 2017", "2018.."),
        ("premier trimestre 2018", "2018-01..2018-03"),
        ("au 2e semestre de l’année 2018", "2018-07..2018-12"),
        ("T3 2018", "2018-07..2018-09"),
        ("Depuis  mai 2018", "2018-05.."),
        ("jusqu’en 2017", "..2017"),
        ("entre 2016 et 2018", "2016..2018"),
        ("de janvier 2018 à mars 2019", "2018-01..2019-03"),
        ("avant juin 2018", "..2018-05-31"),
    ],
)
def test_a_date_filter_may_be_in_words(words: str, same: str) -> None:
    assert arguments.date_range(words) == arguments.date_range(same)


@pytest.mark.parametrize(
    "words", ["hier", "gilets jaunes mai 2018", "du 31 juin au 2 juillet 2018", "3e semestre 2018", ""]
)
def test_other_words_are_no_date_filter(words: str) -> None:
    with pytest.raises(frsearch.QueryError, match="date:"):
        arguments.date_range(words)
