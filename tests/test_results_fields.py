"""The fields of hits in frames, CSV, text and notebooks; dates as dates of the precision they have."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.output.hit_fields import MOST_COLUMNS, column_names, field_line
from frsearch.output.html import _MOST_VALUES
from tests.conftest import MakeIndex

OWN = ["rank", "score", "id", "date", "title", "url"]


def frame_of(make_index: MakeIndex, *articles: Article, **options: Any) -> Any:
    pytest.importorskip("pandas")
    return make_index(*articles).search("sommet", limit=1000).to_dataframe(**options).set_index("id")


def article(id: str, date: str | None = None, **extra: Any) -> Article:
    return Article(id, "Un sommet.", date=date, extra=extra)


def test_a_frame_has_a_column_for_each_field_of_its_hits(make_index: MakeIndex) -> None:
    pytest.importorskip("pandas")
    index = make_index(
        article("a", lieu="Lyon", source="AFP", empty="", nothing=None, struct={"a": 1}),
        article("b", tags=["climat", "eau"], source="Le Monde"),
        Article("c", "Rien.", extra={"elsewhere": "x"}),
    )
    results = index.search("sommet")
    frame = results.to_dataframe(text=True)
    assert sorted(frame.columns[len(OWN) :]) == ["lieu", "snippets", "source", "tags", "text"]
    assert list(frame.columns[: len(OWN) + 2]) == [*OWN, "source", "tags"]
    rows = frame.set_index("id")
    assert rows.loc["b", "tags"] == ["climat", "eau"]
    assert rows.loc["a", "tags"] is None
    assert rows.loc["a", "text"] == "Un sommet."
    assert list(index.search("absent").to_dataframe().columns) == [*OWN, "snippets"]


def test_numbers_and_truth_values_with_gaps_stay_what_they_are(make_index: MakeIndex) -> None:
    frame = frame_of(
        make_index,
        article("a", page=3, paid=True, share=0.5, large=10**30, mixed=1),
        article("b", mixed="un"),
    )
    assert (str(frame["page"].dtype), str(frame["paid"].dtype)) == ("Int64", "boolean")
    assert (frame.loc["a", "page"], frame.loc["a", "paid"]) == (3, True)
    assert (frame.loc["a", "share"], frame.loc["a", "large"]) == (0.5, 10**30)
    assert sorted(map(str, frame["mixed"])) == ["1", "un"]
    assert frame["page"].isna().tolist() == [name != "a" for name in frame.index]


@pytest.mark.parametrize(
    ("dates", "dtype"),
    [
        (["2018-06-28", "1631-05-30", None], "period[D]"),
        (["2018-06", "0001-12"], "period[M]"),
        (["2018", "9999"], "period[Y-DEC]"),
        ([None], "period[D]"),
    ],
)
def test_dates_are_periods_of_their_precision(
    make_index: MakeIndex, dates: list[str | None], dtype: str
) -> None:
    frame = frame_of(make_index, *(article(str(at), date) for at, date in enumerate(dates)))
    assert str(frame["date"].dtype) == dtype
    for at, date in enumerate(dates):
        shown = frame.loc[str(at), "date"]
        assert (None if str(shown) == "NaT" else str(shown)) == date


def test_a_month_beside_days_does_not_become_a_day(make_index: MakeIndex) -> None:
    pandas = pytest.importorskip("pandas")
    written = {"a": "2018-06-28", "b": "2018-06", "c": "2018", "d": "2018-06-02"}
    frame = frame_of(make_index, *(article(id, date) for id, date in written.items()))
    assert {id: str(date) for id, date in frame["date"].items()} == written
    assert all(isinstance(date, pandas.Period) for date in frame["date"])
    ordered = frame.sort_values("date", key=lambda dates: dates.astype(str))
    assert list(ordered.index) == ["c", "b", "d", "a"]


def test_a_field_with_the_name_of_a_column_gets_another(make_index: MakeIndex) -> None:
    extra = {"score": "haut", "date": "hier", "extra_date": "x", "text": "t"}
    frame = frame_of(make_index, Article("a", "Un sommet.", date="2018", extra=extra))
    assert frame.loc["a", "extra_score"] == "haut"
    assert frame.loc["a", "extra_text"] == "t"
    assert sorted(frame.loc["a", ["extra_date", "extra_extra_date"]]) == ["hier", "x"]
    assert str(frame.loc["a", "date"]) == "2018"


def test_columns_are_all_different_and_not_too_many() -> None:
    names = ["date", "extra_date", "extra_extra_date", *(f"n{at}" for at in range(10_000)), "source"]
    columns = column_names(names, ("id", "date"))
    assert len(columns) == len(set(columns.values())) == MOST_COLUMNS
    assert not {"id", "date"} & set(columns.values())
    assert columns["extra_date"] == "extra_date"
    assert next(iter(columns)) == "source"


def test_csv_joins_lists_and_runs_no_formula(make_index: MakeIndex) -> None:
    index = make_index(
        article("a", tags=["climat", "=1+1"], n=[1, 2.5], share=-0.5, paid=False, struct={"a": [1]}),
        article("b", author="=cmd()", struct="texte", share=float("nan")),
    )
    file, raw = io.StringIO(), io.StringIO()
    results = index.search("sommet")
    results.to_csv(file, text=True)
    results.to_csv(raw, raw=True)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(file.getvalue()))}
    first = {name: rows["a"][name] for name in ("tags", "n", "share", "paid", "struct", "author")}
    assert first == {
        "tags": "climat; =1+1",  # a cell that begins with a blank is no formula
        "n": "1; 2.5",
        "share": "-0.5",
        "paid": "false",
        "struct": '{"a": [1]}',
        "author": "",
    }
    assert (rows["b"]["author"], rows["b"]["share"], rows["b"]["text"]) == ("'=cmd()", "", "Un sommet.")
    assert "climat; =1+1" in raw.getvalue()
    assert ",=cmd()," in raw.getvalue()


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        ({}, ""),
        ({"tags": ["climat"], "lieu": "Lyon"}, ""),
        ({"page": "A12", "section": "Monde"}, "Monde · A12"),
        ({"page": [3, 4]}, "p. 3, 4"),
        ({"author": ["A", "B", "C", "D"]}, "A, B, C, …"),
        ({"author": "  ", "source": None}, ""),
        ({"source": "mot " * 100}, "mot " * 14 + "mot…"),
    ],
)
def test_the_line_of_a_hit_is_short(extra: dict[str, Any], line: str) -> None:
    assert field_line(Article("a", "x", extra=extra)) == line


def test_results_show_fields(make_index: MakeIndex) -> None:
    index = make_index(article("a", "2018", source="<b>AFP</b>", page=2), article("b"))
    results = index.search("sommet", facets=("source",))
    assert "     <b>AFP</b> · p. 2" in repr(results).splitlines()
    assert repr(results).count("·") == 1
    html = results._repr_html_()
    assert "<small>&lt;b&gt;AFP&lt;/b&gt; · p. 2</small>" in html
    assert "<p><b>source</b>: &lt;b&gt;AFP&lt;/b&gt;&nbsp;(1)</p>" in html
    assert "<b>AFP" not in html


def test_a_notebook_shows_some_values_of_a_field_and_counts_the_others(make_index: MakeIndex) -> None:
    index = make_index(*(article(str(at), source=f"S{at}") for at in range(30)))
    html = index.search("sommet", facets=("source",), facet_limit=20, limit=0)._repr_html_()
    assert html.count("&nbsp;(1)") == _MOST_VALUES
    assert f"… {30 - _MOST_VALUES} more" in html


def test_facets_are_rows_of_a_frame(make_index: MakeIndex) -> None:
    pandas = pytest.importorskip("pandas")
    index = make_index(article("a", source="AFP"), article("b", source="AFP"), article("c", source="M"))
    frame = pandas.DataFrame(index.search("sommet", facets=("source",)).facets["source"])
    assert frame.to_dict("records") == [{"value": "AFP", "count": 2}, {"value": "M", "count": 1}]


def test_results_without_fields_are_shown_as_before(make_index: MakeIndex) -> None:
    results: frsearch.Results = make_index(("un sommet", "2018")).search("sommet", facets=("year",))
    assert repr(results).splitlines()[1:] == ["1. 2018    (a1)", "     un [sommet]"]
    assert "<small>" not in results._repr_html_()
