"""The MCP server, asked by the SDK's own client on standard input and output, also with nonsense."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.cli.main import main
from tests.conftest import ROOT

mcp = pytest.importorskip("mcp")
anyio = pytest.importorskip("anyio")

from frsearch.mcp_server.server import make_server  # noqa: E402 - after importorskip
from frsearch.messages.languages import LANGUAGES  # noqa: E402

LONG = "Un long discours. " * 3_000
ARTICLES = [
    Article("a1", "Le sommet aura lieu à Helsinki. La paix, enfin.", "Le sommet", "2018-06-28",
            extra={"source": "Le Monde", "page": 1, "note": "x" * 10_000}),
    Article("a2", "Des sommets sans paix \ud800.", "Deux sommets", "2018-10", extra={"source": "AFP"}),
    Article("a3", LONG, "Un discours", "2016"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "index"
    with frsearch.create_index(path) as index:
        index.add(ARTICLES)
    return path


def parameters(folder: Path, language: str = "en") -> Any:
    return mcp.stdio_client(
        mcp.StdioServerParameters(
            command=sys.executable,
            args=["-m", "frsearch", "--lang", language, "mcp", "--index", str(folder)],
            cwd=str(ROOT),
            env=dict(os.environ),
        )
    )


class Asker:
    """A client in an event loop of its own thread."""

    def __init__(self, portal: Any, client: Any):
        self._portal, self.client = portal, client

    def tools(self) -> list[Any]:
        found: list[Any] = self._portal.call(self.client.list_tools).tools
        return found

    def call(self, name: str, **given: Any) -> Any:
        return self._portal.call(self.client.call_tool, name, given)

    def ask(self, name: str, **given: Any) -> Any:
        result = self.call(name, **given)
        assert not result.is_error, result.content[0].text
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    def refused(self, name: str, **given: Any) -> str:
        result = self.call(name, **given)
        assert result.is_error
        assert result.structured_content is None
        text: str = result.content[0].text
        return text


def asker(server: Any, **options: Any) -> Iterator[Asker]:
    from anyio.from_thread import start_blocking_portal

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(mcp.Client(server, **options)) as client,
    ):
        yield Asker(portal, client)


@pytest.fixture(scope="module")
def model(folder: Path) -> Iterator[Asker]:
    yield from asker(parameters(folder))


def test_the_tools_describe_themselves(model: Asker) -> None:
    tools = {each.name: each for each in model.tools()}
    assert [*tools] == ["search", "get", "concordance", "timeline", "facets"]
    for tool in tools.values():
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        for described in tool.input_schema["properties"].values():
            assert described["description"]
    assert "PRÈS/10" in tools["search"].input_schema["properties"]["query"]["description"]
    assert tools["search"].input_schema["properties"]["limit"]["maximum"] == 50
    assert "3 articles in French, dated from 2016 to 2018-10" in model.client.instructions
    assert "source" in model.client.instructions


def test_a_search_has_hits_and_a_cursor_to_the_next(model: Asker) -> None:
    found = model.ask("search", query="sommets paix", limit=1)
    assert (found["total"], found["match"], len(found["hits"])) == (2, "all", 1)
    following = model.ask("search", query="sommets paix", limit=1, after=found["cursor"])
    ids = [hit["id"] for hit in found["hits"] + following["hits"]]
    assert sorted(ids) == ["a1", "a2"]
    assert following["cursor"] is None
    (hit,) = model.ask("search", query="helsinki", where="source=Le Monde", date="juin 2018")["hits"]
    assert hit["snippets"] == ["Le sommet aura lieu à **Helsinki**. La paix, enfin."]
    assert hit["fields"]["page"] == 1
    assert len(hit["fields"]["note"]) == 200


def test_a_long_article_is_read_in_pieces(model: Asker) -> None:
    text, offset = "", 0
    while offset is not None:
        piece = model.ask("get", id="a3", offset=offset, length=50_000)
        text, offset = text + piece["text"], piece["next_offset"]
    assert text == LONG
    assert len(model.ask("get", id="a3")["text"]) == 8_000
    assert model.ask("get", id="a2")["text"] == "Des sommets sans paix \ufffd."


def test_a_line_of_a_concordance_leads_to_its_place(model: Asker) -> None:
    found = model.ask("concordance", query="paix", sort="left")
    assert (found["total"], found["articles"], found["next_offset"]) == (2, 2, None)
    line = next(each for each in found["lines"] if each["id"] == "a1")
    assert model.ask("get", id="a1", offset=line["start"], length=4)["text"] == line["keyword"] == "paix"
    first = model.ask("concordance", query="paix", limit=1)
    second = model.ask("concordance", query="paix", limit=1, offset=first["next_offset"])
    assert [each["id"] for each in first["lines"] + second["lines"]] == ["a1", "a2"]


def test_a_timeline_counts_several_queries(model: Asker) -> None:
    found = model.ask("timeline", queries=["sommet", "helsinki"], by="month", date="2018-06..2018-10")
    assert [each["total"] for each in found["series"]] == [2, 1]
    assert [each["value"] for each in found["series"][0]["points"]] == [1, 0, 0, 0, 1]
    (part, _) = model.ask("timeline", queries="sommet", split="source")["series"]
    assert {part["part"]} <= {"AFP", "Le Monde"}


def test_facets_count_and_name_the_fields(model: Asker) -> None:
    found = model.ask("facets", by=["year", "source"], limit=1)
    year, source = found["facets"]
    assert {each["value"]: each["count"] for each in year["values"]} == {"2016": 1, "2018": 2}
    assert (len(source["values"]), source["more"]) == (1, 1)
    assert {"source", "page"} <= {each["name"] for each in found["fields"]}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("search", {"limit": 10**9}, "limit must be a whole number from 0 to 50"),
        ("search", {"limit": -1}, "limit must be a whole number from 0 to 50"),
        ("search", {"limit": "10"}, "limit must be a whole number from 0 to 50"),
        ("search", {"limit": True}, "limit must be a whole number from 0 to 50"),
        ("search", {"limit": 1e300}, "limit must be a whole number from 0 to 50"),
        ("search", {"query": "a" * 501}, "query must have at most 500 characters"),
        ("search", {"query": ["a"]}, "query must be a text"),
        ("search", {"plain": "yes"}, "plain must be true or false"),
        ("search", {"date": "hier"}, "is not a date: write 2018, juin 2018"),
        ("search", {"date": "2019..2018"}, "date: "),
        ("search", {"where": ["source"]}, "where: write NAME=VALUE"),
        ("search", {"where": ["absent=1"]}, "there is no field 'absent' in this index"),
        ("search", {"where": ["source=a"] * 21}, "where must be a list of at most 20 texts"),
        ("search", {"where": {"source": "AFP"}}, "where must be a list of at most 20 texts"),
        ("search", {"sort": "absent"}, "sort must be one of relevance, newest, oldest"),
        ("search", {"match": "x"}, "match must be one of all, most, any"),
        ("search", {"after": "x"}, "after must be the cursor of earlier results"),
        ("search", {"snippet_length": 0}, "snippet_length must be a whole number from 20 to 500"),
        ("search", {"q": "x"}, "unknown parameter 'q' (known: query, date"),
        ("get", {}, "id is required"),
        ("get", {"id": "absent"}, "no article with the id 'absent': take an id from the hits"),
        ("get", {"id": "a1", "offset": 999}, "offset must be a whole number from 0 to 47, not 999"),
        ("get", {"id": 1}, "id must be a text"),
        ("concordance", {"query": " "}, "query is blank: give the words to look for"),
        ("concordance", {}, "query is required"),
        ("timeline", {"queries": []}, "queries is required"),
        ("timeline", {"queries": ["a"] * 9}, "queries must be a list of at most 8 texts"),
        ("timeline", {"queries": ["a"], "by": "day"}, "weeks and days need a date"),
        ("timeline", {"queries": ["a"], "by": "day", "date": "2000..2018"}, "too many periods"),
        ("facets", {"by": ["absent"]}, "there is no field 'absent' in this index: there are year"),
        ("remove", {"id": "a1"}, "there is no tool 'remove'; the tools are search, get"),
    ],
)
def test_what_is_wrong_is_refused_with_what_to_do(
    model: Asker, name: str, given: dict[str, Any], said: str
) -> None:
    assert said in model.refused(name, **given)


@pytest.mark.parametrize("query", ["", "((((", '"', "a" * 500, "* OU ?", "titre:", "date:x", "\0"])
def test_no_query_fails(model: Asker, query: str) -> None:
    found = model.ask("search", query=query)
    assert found["total"] == len(found["hits"])
    assert model.ask("search", query="sommet", limit=0, date=None)["hits"] == []


def test_what_another_process_writes_is_found(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path / "index") as index:
        for client in asker(parameters(tmp_path / "index")):
            assert client.ask("search", query="girafe")["total"] == 0
            index.add([Article("g", "Une girafe.")])
            assert client.ask("search", query="girafes")["total"] == 1


def test_errors_and_warnings_are_in_the_language_of_the_command(folder: Path) -> None:
    for client in asker(parameters(folder, "fr"), mode="legacy"):  # an older protocol, too
        assert "est un nombre entier" in client.refused("search", limit=1000)
        (warning,) = client.ask("search", query="sommet ET")["warnings"]
        assert "ET n" in warning


def test_a_call_that_takes_too_long_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with frsearch.open_index(folder) as index:
        slow = threading.Event()
        monkeypatch.setattr(index, "refresh", lambda: slow.wait(5))
        for client in asker(make_server(index, LANGUAGES["en"], seconds=0.1)):
            told = client.refused("search", query="sommet")
            slow.set()
            assert told == "this takes longer than 0.1 seconds: narrow the query or its dates"
            assert client.ask("search", query="helsinki")["total"] == 1


def test_without_an_index_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "mcp", "--index", str(tmp_path)]) == 2
    assert "there is no frsearch index here" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_the_command_ends_after_an_interruption(folder: Path) -> None:
    command = [sys.executable, "-m", "frsearch", "mcp", "--index", str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as server:  # type: ignore[call-overload]
        request = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}
        server.stdin.write(json.dumps(request).encode() + b"\n")
        server.stdin.flush()
        assert server.stdout.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 130


def test_the_command_ends_when_the_client_leaves(folder: Path) -> None:
    command = [sys.executable, "-m", "frsearch", "mcp", "--index", str(folder)]
    done = subprocess.run(command, cwd=ROOT, input=b"{\n", capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
