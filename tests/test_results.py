"""What becomes of results: values for JSON, frames, text for a terminal, HTML for a notebook."""

from __future__ import annotations

import json
import re
import sys
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest

import frsearch
from frsearch import Article
from tests.conftest import MakeIndex

NASTY = '<script>alert("1")</script>\x1b[31m \u202e& sommet\x07<img src=x>'


@pytest.fixture
def results(make_index: MakeIndex) -> frsearch.results.Results:
    index = make_index(
        Article("a", "Un sommet de paix.", "Le titre", "2018-06", "https://a.org/?a=1&b=2", {"k": 1}),
        Article("b", "Deux sommets."),
    )
    return index.search("(sommet", facets=("month", "year"))


def test_results_become_a_dictionary(results: frsearch.results.Results) -> None:
    found = results.to_dict()
    assert json.loads(results.to_json()) == found
    assert found["total"] == 2
    assert found["facets"]["month"] == [{"value": "2018-06", "count": 1}]
    assert (found["undated"], found["match"], found["cursor"]) == (1, "all", None)
    assert found["warnings"][0]["start"] == 0
    hit = next(hit for hit in found["hits"] if hit["id"] == "a")
    assert (hit["date"], hit["title"], hit["extra"]) == ("2018-06", "Le titre", {"k": 1})
    assert hit["snippets"] == [{"text": "Un sommet de paix.", "highlights": [[3, 9]]}]
    assert "text" not in hit
    texts = {hit["id"]: hit["text"] for hit in results.to_dict(text=True)["hits"]}
    assert texts == {"a": "Un sommet de paix.", "b": "Deux sommets."}
    assert {hit["id"]: hit["date"] for hit in found["hits"]}["b"] is None


def test_results_become_a_frame(results: frsearch.results.Results) -> None:
    pytest.importorskip("pandas")
    frame = results.to_dataframe()
    assert frame["id"].tolist() == [hit.id for hit in results]
    assert set(frame["snippets"]) == {"Un sommet de paix.", "Deux sommets."}
    assert "text" in results.to_dataframe(text=True).columns


def test_a_missing_extra_is_named(
    results: frsearch.results.Results, make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(frsearch.FrsearchError, match=r"frsearch\[pandas\]"):
        results.to_dataframe()
    with pytest.raises(frsearch.FrsearchError, match=r"frsearch\[plot\]"):
        make_index("paix").timeline("paix").plot()


def test_results_can_be_read(results: frsearch.results.Results) -> None:
    lines = repr(results).splitlines()
    assert lines[0] == "(sommet: 2 articles"
    assert lines[1].startswith("! ")
    assert "1. 2018-06  Le titre  (a)" in lines or "2. 2018-06  Le titre  (a)" in lines
    assert "     Un [sommet] de paix." in lines


def test_rich_shows_what_matched(results: frsearch.results.Results) -> None:
    from rich.console import Console

    plain, coloured = StringIO(), StringIO()
    Console(file=plain, width=80).print(results)
    Console(file=coloured, width=80, force_terminal=True).print(results)
    assert "Un sommet de paix." in plain.getvalue()
    assert "\x1b[1msommet\x1b[0m" in coloured.getvalue()


def test_a_notebook_shows_hits_highlights_and_a_timeline(results: frsearch.results.Results) -> None:
    html = results._repr_html_()
    assert "Un <mark>sommet</mark> de paix." in html
    assert 'href="https://a.org/?a=1&amp;b=2"' in html
    assert html.count("<rect") == 1
    assert "2018-06: 1" in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", '" onclick="x', " http://a"])
def test_what_an_article_holds_is_shown_and_not_run(make_index: MakeIndex, url: str) -> None:
    index = make_index(Article("<i>", NASTY, NASTY, url=url))
    results = index.search(f"{NASTY} sommet", match="any")
    html = results._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r"<a\b|onclick=\"", html)
    assert "&lt;script&gt;" in html
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", repr(results))
    assert json.loads(results.to_json()) == results.to_dict()


def test_half_a_surrogate_pair_in_a_query_can_be_shown_and_written(
    make_index: MakeIndex, tmp_path: Path
) -> None:
    index = make_index(("un sommet", "2018"))
    results = index.search("sommet \ud800", match="any")
    concordance = index.concordance("sommet \ud800", match="any")
    timeline = index.timeline("sommet \ud800", by="year")
    for shown in (results, concordance, timeline):
        shown._repr_html_().encode()
    for shown in (str(results), str(concordance), str(timeline)):
        assert "sommet" in shown.encode().decode()
    assert json.loads(results.to_json().encode())["query"] == "sommet \ud800"
    timeline.to_csv(tmp_path / "timeline.csv")
    assert "ud800" in (tmp_path / "timeline.csv").read_text(encoding="utf-8-sig")


def test_all_hits_are_given_in_little_memory(make_index: MakeIndex) -> None:
    index = make_index()
    text = "sommet " + "paix " * 2_000
    index.add((Article(f"a{at}", text) for at in range(2_000)), workers=1)
    sum(1 for _ in index.search_all("absent OU accord"))
    tracemalloc.start()
    try:
        assert sum(len(hit.article.text) for hit in index.search_all("sommet", sort="newest")) > 2e7
        assert tracemalloc.get_traced_memory()[1] < 1e7
    finally:
        tracemalloc.stop()
