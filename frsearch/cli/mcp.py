"""The command mcp: an index as tools for assistants, over standard input and output."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

import frsearch
from frsearch.cli.options import FOUND, Command, index_option
from frsearch.output.tables import missing


@click.command(
    cls=Command,
    help="Serve an index as tools of the Model Context Protocol, over standard input and output.\n\n"
    "An assistant starts this command itself, and asks in French: search, get, concordance, timeline, "
    "facets. Nothing is written.",
)
@index_option
def mcp(folder: str) -> int:
    """Serve the tools."""
    with frsearch.open_index(folder) as index:
        try:
            tools: Any = import_module("frsearch.mcp_server")
        except ImportError as error:
            raise missing(error.name or "mcp", "mcp") from error
        tools.serve(index)
    return FOUND
