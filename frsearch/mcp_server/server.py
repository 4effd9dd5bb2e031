"""The server of the official SDK: requests of a client -> tools, each call in a thread, for a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from frsearch import __version__
from frsearch.errors import FrsearchError
from frsearch.index import Index
from frsearch.mcp_server.answers import Values, spoken
from frsearch.mcp_server.bounds import LONGEST_CALL
from frsearch.mcp_server.parameters import schema
from frsearch.mcp_server.tools import TOOLS, call, instructions
from frsearch.messages.wording import Message, Wording, words_of
from frsearch.output.tables import as_json
from frsearch.web.bounds import HEAVY_AT_ONCE
from frsearch.web.state import BadRequest

_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def make_server(index: Index, wording: Wording, seconds: float = LONGEST_CALL) -> Server[Any]:
    """Return the server of an index, whose errors and warnings are in a language.

    `seconds` is how long a call may take.
    """
    slots = threading.BoundedSemaphore(HEAVY_AT_ONCE)

    def run(name: str, given: Values) -> Values:
        # A call that took too long still works in its thread, and keeps its slot.
        if not slots.acquire(timeout=1):
            raise FrsearchError(Message("too many requests at once: try again in a moment"))
        try:
            index.refresh()
            return call(index, name, given)
        finally:
            slots.release()

    async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_described())

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            answer = await _within(seconds, partial(run, params.name, params.arguments or {}))
        except (FrsearchError, BadRequest, OSError, MemoryError) as error:
            return _result(spoken(words_of(error), wording), is_error=True)
        answer = spoken(answer, wording)
        return _result(as_json(answer), structured_content=answer)

    return Server(
        "frsearch",
        version=__version__,
        instructions=spoken(instructions(index), wording),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _within(seconds: float, work: Callable[[], Values]) -> Values:
    with anyio.move_on_after(seconds):
        answer: Values = await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
        return answer
    raise FrsearchError(
        Message(
            "this takes longer than {seconds} seconds: narrow the query or its dates", seconds=seconds
        )
    )


def _result(text: str, **more: Any) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], **more)


def _described() -> list[types.Tool]:
    return [
        types.Tool(
            name=each.name,
            title=each.title,
            description=each.what,
            input_schema=schema(each.parameters),
            output_schema=each.answer,
            annotations=_READ_ONLY,
        )
        for each in TOOLS
    ]


def serve(index: Index, wording: Wording) -> None:
    """Answer one client on standard input and output, until it closes them."""
    server = make_server(index, wording)

    async def work() -> None:
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    anyio.run(work)
