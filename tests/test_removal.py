"""Articles are removed by a query: those that it matches, all at once, and none by a guess."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, QueryError
from frsearch.cli.main import main
from frsearch.engine import removal
from tests.conftest import MakeIndex

WORDS = ("sommet", "accord", "presse", "vote", "loi")
# A query, and what it means for the words and the date of an article.
Meaning = tuple[str, Callable[[set[str]], bool]]


def one_word(word: str) -> Meaning:
    return word, lambda words: word in words


def joined(parts: tuple[str, Meaning, Meaning]) -> Meaning:
    how, (one, is_one), (other, is_other) = parts
    if how == "SAUF":
        return f"({one}) SAUF ({other})", lambda words: is_one(words) and not is_other(words)
    if how == "OU":
        return f"({one}) OU ({other})", lambda words: is_one(words) or is_other(words)
    return f"({one}) ET ({other})", lambda words: is_one(words) and is_other(words)


QUERIES = st.recursive(
    st.sampled_from(WORDS).map(one_word),
    lambda inner: st.tuples(st.sampled_from(("ET", "OU", "SAUF")), inner, inner).map(joined),
    max_leaves=4,
)
ARTICLES = st.lists(st.tuples(st.sets(st.sampled_from(WORDS)), st.sampled_from(("2017", "2018"))))


def ids(index: frsearch.Index) -> list[str]:
    return sorted(hit.id for hit in index.search_all(""))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ARTICLES, QUERIES, st.sampled_from((None, "2018")), st.integers(1, 4))
def test_exactly_the_articles_that_a_query_means_are_removed(
    monkeypatch: pytest.MonkeyPatch,
    made: list[tuple[set[str], str]],
    query: Meaning,
    date: str | None,
    at_a_time: int,
) -> None:
    monkeypatch.setattr(removal, "_AT_A_TIME", at_a_time)
    text, means = query
    with frsearch.create_index(":memory:") as index:
        index.add(
            Article(f"a{at}", " ".join(sorted(words)) + " fin", date=day)
            for at, (words, day) in enumerate(made)
        )
        gone = {f"a{at}" for at, (words, day) in enumerate(made) if means(words) and date in (None, day)}
        before = index.info().generation
        assert index.remove(query=text, date=date, dry_run=True) == len(gone)
        assert len(index) == len(made)
        assert index.remove(query=text, date=date) == len(gone)
        assert ids(index) == sorted({f"a{at}" for at in range(len(made))} - gone)
        # One transaction, or none if there is nothing to do.
        assert index.info().generation == before + bool(gone)
        assert index.remove(query=text, date=date) == 0
        assert index.check().ok


def test_articles_of_some_dates_are_removed(make_index: MakeIndex) -> None:
    index = make_index(("un", "2016"), ("deux", "2017-05"), ("trois", "2018-06-30"), "quatre")
    assert index.remove(date="2017..2018-06", dry_run=True) == 2
    assert index.remove(query="", date="2017..2018-06") == 2
    assert ids(index) == ["a1", "a4"]


def test_any_word_is_enough_if_it_is_asked_for(make_index: MakeIndex) -> None:
    index = make_index("un sommet", "un accord", "une loi")
    assert index.remove(query="sommet accord", match="any", dry_run=True) == 2
    assert index.remove(query="sommet accord", match="any") == 2
    assert ids(index) == ["a3"]


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "needs ids, a query, a date or where: .* overwrite=True"),
        ({"query": ""}, "needs ids, a query, a date or where: .* overwrite=True"),
        ({"query": " \n"}, "needs ids, a query, a date or where: .* overwrite=True"),
        ({"query": "sommet absent"}, "no article has all the words .*, so nothing is removed"),
        ({"query": "sommet", "date": "2030"}, None),
        ({"query": "absent"}, None),
        ({"query": '"un sommet'}, "quotation mark is never closed"),
        ({"query": "sommet OU"}, "OU has nothing to join"),
        ({"query": "(sommet"}, "parenthesis is never closed"),
        ({"query": "?!"}, "nothing to search for"),
        ({"query": "*"}, "matches every word"),
        ({"query": "inconnu:x sommet"}, "there is no field 'inconnu'"),
        ({"query": "mot " * 5_000}, "only the first"),
        ({"query": 3}, "must be a string"),
        ({"query": "sommet", "date": "hier"}, "date: "),
        ({"query": "sommet", "match": "some"}, "match must be one of"),
        ({"ids": ["a1"], "query": "sommet"}, "ids, or a query with its filters, not both"),
        ({"ids": [], "date": "2018"}, "ids, or a query with its filters, not both"),
        ({"ids": "a1"}, "remove takes several ids"),
        ({"ids": [1]}, "an id must be a string"),
    ],
)
def test_what_may_not_be_meant_removes_nothing(
    make_index: MakeIndex, asked: dict[str, Any], said: str | None, dry_run: bool
) -> None:
    index = make_index("un sommet", "un accord", ("un sommet", "2018"))
    if said is None:
        assert index.remove(**asked, dry_run=dry_run) == 0
    else:
        kind = frsearch.FrsearchError if "ids" in asked else QueryError
        with pytest.raises(kind, match=said):
            index.remove(**asked, dry_run=dry_run)
    assert ids(index) == ["a1", "a2", "a3"]
    assert index.check().ok


def test_a_query_that_is_cut_by_the_index_removes_nothing(make_index: MakeIndex) -> None:
    """As one with a pattern of more words than are searched: the parser alone cannot know."""
    index = make_index(*(f"mot{at:05} un sommet" for at in range(1_200)))
    assert index.search("mot*").warnings
    for dry_run in (False, True):
        with pytest.raises(frsearch.QueryTooComplex, match="more than 1,000 words"):
            index.remove(query="sommet SAUF mot*", dry_run=dry_run)
    assert len(index) == 1_200


def test_what_others_have_added_since_is_removed_too(make_index: MakeIndex) -> None:
    index = make_index("un sommet", "un accord")
    with frsearch.open_index(index.path) as other:
        other.add([Article("b1", "un sommet de plus"), Article("a1", "changé")])
    assert index.search("sommet").total == 1
    assert index.remove(query="sommet", dry_run=True) == 1
    assert index.search("sommet")[0].id == "a1"  # it stays at its own state
    assert index.remove(query="sommet") == 1
    assert ids(index) == ["a1", "a2"]


def test_the_query_is_answered_once_no_other_writer_is_at_work(make_index: MakeIndex) -> None:
    index = make_index("un sommet")
    with frsearch.open_index(index.path) as other:
        writer = other.whoosh.writer()
        removed: list[int] = []
        thread = threading.Thread(
            target=lambda: removed.append(index.remove(query="sommet", timeout=60))
        )
        thread.start()
        time.sleep(0.2)
        assert removed == []
        writer.add_document(id="b1", text="un sommet de plus")
        writer.commit()
        thread.join()
    assert (removed, len(index)) == ([2], 0)


def test_who_comes_too_late_is_told_so(make_index: MakeIndex) -> None:
    index = make_index("un sommet")
    with index.whoosh.writer():
        with pytest.raises(frsearch.IndexLocked):
            index.remove(query="sommet")
        assert index.remove(query="sommet", dry_run=True) == 1


def test_ids_can_be_tried_out_too(make_index: MakeIndex) -> None:
    index = make_index("un", "deux")
    assert index.remove(["a1", "a1", "x"], dry_run=True) == 1
    assert index.remove(iter(["a1", "a1", "x"])) == 1
    assert ids(index) == ["a2"]


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "FRSEARCH_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    with frsearch.create_index("index") as index:
        dated = (("un sommet", "2017"), ("un sommet", "2018-06"), ("un accord", "2018-07"))
        index.add(Article(f"a{at}", text, date=date) for at, (text, date) in enumerate(dated, 1))
    return tmp_path / "index"


@pytest.mark.parametrize(
    ("arguments", "left", "number"),
    [
        (["--query", "sommet"], ["a3"], 2),
        (["--query", "sommet", "--date", "2018"], ["a1", "a3"], 1),
        (["--date", "2018"], ["a1"], 2),
        (["--query", "sommet accord", "--match", "any"], [], 3),
        (["--query", "absent"], ["a1", "a2", "a3"], 0),
        (["a1", "a1", "a3"], ["a2"], 2),
    ],
)
def test_the_command_line_removes_and_shows_first_what_it_would(
    press: Path, arguments: list[str], left: list[str], number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code = 0 if number else 1
    assert main(["remove", *arguments, "--dry-run"]) == code
    assert capsys.readouterr().out == f"index: 3 articles\n  would remove {number}\n"
    assert main(["remove", *arguments, "--dry-run", "--json"]) == code
    assert f'"would_remove": {number}' in capsys.readouterr().out
    with frsearch.open_index(press) as index:
        assert len(index) == 3
    assert main(["remove", *arguments]) == code
    articles = f"{len(left)} article{'' if len(left) == 1 else 's'}"
    assert capsys.readouterr().out == f"index: {articles}\n  removed {number}\n"
    with frsearch.open_index(press) as index:
        assert ids(index) == left


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--query", ""], "without a filter would remove every article: `frsearch index SOURCES --over"),
        (["--query", "sommet absent"], "has all the words .* give --match any"),
        (["--query", "(sommet"], "parenthesis is never closed"),
        (["a1", "--query", "sommet"], "give the ids of articles or --source, or --query, --date and"),
        (["--source", "x", "--date", "2018"], "or --query, --date and --where, not both"),
        (["--dry-run"], "give the ids of articles, --source, --query, --date or --where"),
    ],
)
def test_the_command_line_says_what_it_does_not_remove(
    press: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remove", *arguments]) == 2
    assert re.search(said, capsys.readouterr().err)
    with frsearch.open_index(press) as index:
        assert len(index) == 3
