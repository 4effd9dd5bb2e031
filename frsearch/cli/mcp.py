"""The command mcp: an index as tools for a model."""

from __future__ import annotations

import os

import click

import frsearch
from frsearch.cli.options import FOUND, Command, index_option, wording
from frsearch.cli.signals import handled
from frsearch.messages.languages import COMMAND_LINE_LANGUAGES, LANGUAGES
from frsearch.output.tables import missing

_INTERRUPTED = 130


@click.command(
    cls=Command,
    help="Let an assistant search an index: a server of the Model Context Protocol.\n\n"
    "Programs such as Claude Desktop start this command and talk to it on standard input and "
    "output. Its tools are search, get, concordance, timeline and facets; they only read.",
)
@index_option
def mcp(folder: str) -> int:
    """Serve an index to one client, until it closes standard input."""
    spoken = wording()
    # What a model is told names arguments of tools, not options of commands.
    language = next(name for name, each in COMMAND_LINE_LANGUAGES.items() if each is spoken)
    with frsearch.open_index(folder) as index:
        try:
            from frsearch.mcp_server.server import serve
        except ImportError as error:
            raise missing("mcp", "mcp") from error
        # A thread waits for input, and Python would wait for the thread; nothing is left half written.
        with handled(("SIGINT",), lambda number, frame: os._exit(_INTERRUPTED)):
            serve(index, LANGUAGES[language])
    return FOUND
