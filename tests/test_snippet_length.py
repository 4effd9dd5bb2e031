"""The length of snippets, as everybody may give it: from code, on the command line, in the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

import frsearch
import frsearch.web
from frsearch import Article, Hit, QueryError
from frsearch.cli.main import main
from frsearch.highlight.snippets import make_snippets
from tests.conftest import MakeIndex

LENGTHS = (20, 21, 57, 120, 200, 333, 1_000, 10_000)
LONGEST_WORD = 80
SENTENCE = "Rien de ce qui suit ne répond à la question que l'on se pose ici. "
TEXT = f"{SENTENCE * 30}Le sommet de Helsinki a réuni les deux présidents. {SENTENCE * 30}"


@pytest.fixture
def index(make_index: MakeIndex) -> frsearch.Index:
    articles = [Article(f"a{at}", f"{TEXT}{SENTENCE * at}", date="2018") for at in range(3)]
    return make_index(*articles)


def shown(hits: Any) -> list[tuple[str, ...]]:
    return [tuple(each.to_html() for each in hit.snippets) for hit in hits]


def within(hit: Hit, length: int) -> bool:
    """Say whether the passage is part of the text and about as long as it may be."""
    (snippet,) = hit.snippets
    body = snippet.text.strip("… ")
    assert body in hit.article.text
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["sommet"]
    # Sentences of 66 characters fill it, but for less than one of them.
    return length * 0.6 - LONGEST_WORD <= len(body) <= length + LONGEST_WORD


@pytest.mark.parametrize("length", LENGTHS)
def test_a_passage_has_about_the_length_that_is_asked_for(index: frsearch.Index, length: int) -> None:
    hits = index.search("sommet", snippets=1, snippet_length=length)
    assert len(hits) == 3
    whole = [hit for hit in hits if len(hit.article.text) <= length]
    assert bool(whole) == (length == 10_000)
    for hit in hits:
        assert within(hit, length) or hit in whole
    for hit in whole:
        assert hit.snippets[0].text == hit.article.text.strip()


def test_the_usual_length_is_that_of_200_characters(index: frsearch.Index) -> None:
    usual, as_asked = index.search("sommet"), index.search("sommet", snippet_length=200)
    assert shown(usual) == shown(as_asked)
    assert shown(usual) != shown(index.search("sommet", snippet_length=201 + len(SENTENCE)))


@pytest.mark.parametrize("length", LENGTHS)
def test_all_that_shows_hits_takes_it(
    index: frsearch.Index, length: int, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, Any] = {"snippets": 2, "snippet_length": length}
    expected = shown(index.search("sommet", **asked))
    assert shown(index.search_all("sommet", **asked)) == expected
    folder, option = str(index.path), ["--snippet-length", str(length), "--json"]

    def printed(*arguments: str) -> str:
        assert main([*arguments, "-i", folder, *option]) == 0
        return capsys.readouterr().out

    of_search = index.search("sommet", **asked).to_dict()["hits"]
    assert json.loads(printed("search", "sommet"))["hits"] == json.loads(json.dumps(of_search))
    lines = printed("search", "sommet", "--all").splitlines()
    assert list(map(json.loads, lines)) == json.loads(json.dumps(of_search))
    of_similar = index.similar("a0", **asked).to_dict()["hits"]
    assert max(len(each["text"]) for hit in of_similar for each in hit["snippets"]) > min(
        length * 0.6, 4_000
    )
    found = json.loads(printed("similar", "a0", "--snippets", "2"))
    assert found["hits"] == json.loads(json.dumps(of_similar))


@pytest.mark.parametrize("length", [20, 57, 1_000])
def test_the_api_takes_it(index: frsearch.Index, length: int) -> None:
    testclient = pytest.importorskip("starlette.testclient")
    client = testclient.TestClient(frsearch.web.app(index), base_url="http://localhost")
    asked = {"snippets": 2, "snippet_length": length}
    told = client.get("/api/search", params={"q": "sommet", **asked}).json()
    # JSON has lists for tuples.
    expected = json.loads(json.dumps(index.search("sommet", **asked).to_dict()["hits"]))  # type: ignore[arg-type]
    assert told["hits"] == expected
    told = client.get("/api/similar/a0", params=asked).json()
    assert told["hits"] == json.loads(json.dumps(index.similar("a0", **asked).to_dict()["hits"]))  # type: ignore[arg-type]
    for wrong in (19, 1_001, "x"):
        answer = client.get("/api/search", params={"q": "sommet", "snippet_length": wrong})
        assert answer.status_code == 400
        assert "snippet_length must be a whole number from 20 to 1000" in answer.text


@pytest.mark.parametrize("length", [19, 0, -1, 10_001, 200.0, "200", None, True])
def test_another_length_is_refused(index: frsearch.Index, length: Any) -> None:
    said = "snippet_length must be a whole number from 20 to 10000, not "
    with pytest.raises(QueryError, match=said):
        index.search("sommet", snippet_length=length)
    with pytest.raises(QueryError, match=said):
        index.search_all("sommet", snippet_length=length)
    with pytest.raises(QueryError, match=said):
        index.similar("a0", snippet_length=length)


def test_the_command_line_refuses_another_length(
    index: frsearch.Index, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    for wrong in ("19", "10001", "x"):
        assert main(["search", "sommet", "-i", str(index.path), "--snippet-length", wrong]) == 2
        assert "--snippet-length is a whole number from 20 to 10,000" in capsys.readouterr().err


def test_a_long_passage_of_many_blanks_and_matches_takes_no_time() -> None:
    text = "a,  " * 50_000
    matches = [(at, at + 1, 0) for at in range(0, len(text), 4)]
    # With a pass over all blanks for each match this took seconds.
    (snippet,) = make_snippets(text, matches, [1.0], width=10_000, count=1)
    assert len(snippet.highlights) > 2_000
    assert {snippet.text[start:end] for start, end in snippet.highlights} == {"a"}
