"""The tools of the Model Context Protocol, asked by the client of its own library."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

import frsearch
from tests.conftest import ROOT

pytest.importorskip("mcp.server.mcpserver")

from mcp import Client, StdioServerParameters

from frsearch import mcp_server

Ask = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with frsearch.create_index(tmp_path / "index") as index:
        index.add(frsearch.read_articles(ROOT / "seeds"))
        index.add(
            frsearch.Article(f"a{at}", f"Le sommet numéro {at}. " + "long " * 10_000 * (at == 0),
                             f"Titre {at}", f"20{at + 10}-06-28", extra={"source": "Le Monde"})
            for at in range(5)
        )  # fmt: skip
    return tmp_path / "index"


def over(where: Any, talk: Callable[[Ask], Coroutine[Any, Any, None]]) -> None:
    """Talk with a server: `ask(tool, **arguments)` gives the answer, or the text of an error."""

    async def run() -> None:
        async with Client(where) as client:

            async def ask(tool: str, **arguments: Any) -> Any:
                result = await client.call_tool(tool, arguments)
                return result.content[0].text if result.is_error else result.structured_content

            ask.tools = client.list_tools  # type: ignore[attr-defined]
            await talk(ask)

    asyncio.run(asyncio.wait_for(run(), 60))


def test_the_command_answers_over_its_input_and_output(folder: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "frsearch", "mcp", "--index", str(folder)]
    )

    async def talk(ask: Any) -> None:
        tools = {tool.name: tool for tool in (await ask.tools()).tools}
        assert set(tools) == {"search", "get", "concordance", "timeline", "facets"}
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())
        assert tools["search"].input_schema["properties"]["limit"]["maximum"] == mcp_server.MOST_HITS
        with frsearch.open_index(folder) as index:
            found = index.search("sommet Poutine Trump")
            answer = await ask("search", query="sommet Poutine Trump")
            assert answer["total"] == found.total == 3
            assert [hit["id"] for hit in answer["hits"]] == [hit.id for hit in found]
            lines = await ask("concordance", query="sommet", sort="left")
            assert lines["total"] == index.concordance("sommet").total
            assert [each["keyword"] for each in lines["lines"]] == [
                line.keyword for line in index.concordance("sommet", sort="left")
            ]
            # A commit of another process is seen.
            index.add([frsearch.Article("new", "Un sommet nouveau.", date="2020")])
            assert (await ask("search", query="nouveau sommet"))["hits"][0]["id"] == "new"

    over(command, talk)


def test_answers_are_bounded_and_go_on(folder: Path) -> None:
    async def talk(ask: Ask) -> None:
        first = await ask("get", id="a0")
        assert (len(first["text"]), first["next"]) == (mcp_server.MOST_CHARACTERS, 20_000)
        texts = [first["text"]]
        while first["next"] is not None:
            first = await ask("get", id="a0", begin=first["next"])
            texts.append(first["text"])
        with frsearch.open_index(folder) as index:
            article = index.get("a0")
            assert article is not None
            assert "".join(texts) == article.text
            assert len(article.text) == first["length"]
        one = await ask("search", query="sommet", limit=1)
        two = await ask("search", query="sommet", limit=1, after=one["cursor"])
        assert one["hits"][0]["id"] != two["hits"][0]["id"]
        line = await ask("timeline", queries=["sommet", "numéro"], by="year", where=["source=Le Monde"])
        assert [sum(each["values"]) for each in line["series"]] == [5, 5]
        empty = await ask("facets")
        assert [each["name"] for each in empty["fields"]] == ["source"]
        counted = await ask("facets", query="sommet", fields=["source", "month"], date="2010..2012")
        assert counted["facets"]["source"] == [{"value": "Le Monde", "count": 3}]

    over(mcp_server.server(frsearch.open_index(folder)), talk)


def test_an_error_says_what_to_ask_instead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "MOST_SORTED", 3)

    async def talk(ask: Ask) -> None:
        wrong: list[tuple[str, dict[str, Any], str]] = [
            ("get", {"id": "nulle part"}, "no article with the id 'nulle part'"),
            ("search", {"query": "x", "date": "2018-13"}, "2018-13"),
            ("search", {"query": "x", "sort": "absent"}, "absent"),
            ("search", {"query": "x", "where": ["source"]}, "source"),
            ("search", {"query": "x", "after": "no cursor"}, "cursor"),
            ("facets", {"fields": ["absent"]}, "absent"),
            ("concordance", {"query": "sommet", "sort": "left"}, "sort by date"),
            ("timeline", {"queries": ["sommet"], "by": "day"}, "longer periods"),
            # What the schema says already.
            ("search", {"query": "x", "limit": 10**9}, "limit"),
            ("search", {"query": "x" * 3_000}, "query"),
            ("search", {"query": "x", "match": "none"}, "match"),
            ("get", {"id": "a0", "begin": -1}, "begin"),
            ("timeline", {"queries": []}, "queries"),
            ("search", {}, "query"),
        ]
        for tool, arguments, says in wrong:
            answer = await ask(tool, **arguments)
            assert isinstance(answer, str), (tool, arguments)
            assert says in answer, (tool, arguments, answer)
        # Nothing of it has harmed the server; a text that begins past its end is empty.
        assert (await ask("get", id="a1", begin=10**12))["text"] == ""
        assert (await ask("search", query="sommet"))["total"] == 8

    over(mcp_server.server(frsearch.open_index(folder)), talk)
