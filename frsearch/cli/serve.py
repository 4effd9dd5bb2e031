"""The command serve: an index as a search page."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

import frsearch
from frsearch.cli.options import FOUND, PORT, Command, index_option, note, option, say, together
from frsearch.messages.wording import Message
from frsearch.output.tables import missing


@click.command(
    cls=Command,
    help="Serve an index as a search page.\n\n"
    "Only this machine sees it, unless --host is an address that other machines "
    "reach. Ctrl-C ends it.",
)
@together(
    index_option,
    option("--host", default="127.0.0.1", metavar="ADDRESS", help="The address to listen on."),
    option("--port", "-p", type=PORT, metavar="N", default=8000, help="The port to listen on."),
)
def serve(folder: str, host: str, port: int) -> int:
    """Serve an index."""
    with frsearch.open_index(folder):
        pass  # errors of the index come before the web packages are loaded
    try:
        web: Any = import_module("frsearch.web")
        web.serve(folder, host=host, port=port, started=_started)
    except ImportError as error:
        name = error.name or ""
        what = Message("the packages of the page") if name.startswith("frsearch") else name
        raise missing(what, "web") from error
    return FOUND


def _started(address: str) -> None:
    note(say("The page is at {address} until Ctrl-C.", address=address))
