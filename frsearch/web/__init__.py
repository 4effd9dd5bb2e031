"""The web application: an index -> pages in French, a JSON API (extra `web`).

    >>> import frsearch.web
    >>> frsearch.web.serve("index")                                 # doctest: +SKIP

The application is read-only, and its work is bounded: see docs/web.md.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection

from frsearch.arguments import PathLike
from frsearch.errors import FrsearchError
from frsearch.index import Index, open_index
from frsearch.messages.wording import Message, said
from frsearch.output.tables import missing
from frsearch.types import UNITS
from frsearch.web.guard import Application, Guard
from frsearch.web.refusals import Refusals

# The number of connections that may wait to be accepted.
_BACKLOG = 128
# Seconds that unfinished answers have after Ctrl-C.
_SHUTDOWN_SECONDS = 3


def app(index: Index, *, title: str = "Archives", hosts: Collection[str] = ()) -> Application:
    """Return the ASGI application that serves an index, for any ASGI server.

    `title` is the heading of the pages. `hosts` are the host names of the server; localhost and IP
    addresses are always accepted, other names are refused. The server must limit the time of slow
    clients, as `serve` does: see docs/web.md. Raises FrsearchError if the extra `web` is not installed.
    """
    return _guarded(index, title, hosts)


def _guarded(index: Index, title: str, hosts: Collection[str]) -> Guard:
    try:
        from frsearch.web.application import make_application
        from frsearch.web.pages import Pages
        from frsearch.web.rendering import Templates
    except ImportError as error:
        raise missing("starlette and jinja2", "web") from error
    templates = Templates(title)
    refusals = Refusals(Pages(index, templates).error)
    return Guard(make_application(index, templates, title, refusals), refusals, hosts)


def serve(
    path: PathLike,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    title: str = "Archives",
    hosts: Collection[str] = (),
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve the index in the folder `path` until interrupted.

    `port` 0 is any free port. `started` is called with the address of the page once requests are
    accepted. `title` and `hosts` are those of `app`; `host` is added to `hosts`. There is no password:
    anyone who reaches `host` can read the articles. Slow clients do not delay others: see docs/web.md.
    Raises the errors of `open_index`, and FrsearchError if the address is taken or the extra `web` is
    not installed.
    """
    try:
        import uvicorn

        from frsearch.web import connections
        from frsearch.web.archive_fields import FREQUENT
    except ImportError as error:
        raise missing("uvicorn", "web") from error
    with open_index(path) as index, _listen(host, port) as listening:
        application = _guarded(index, title, {host, *hosts})
        # Load data that is read once, so that the first reader does not wait.
        index.search("", limit=1, collapse=index.knows_copies, facets=UNITS)
        index.suggest("a", limit=1)
        index.fields(frequent=FREQUENT)
        index.info()
        config = uvicorn.Config(
            application,
            http=connections.patient_protocol(application.refusal, connections.PATIENCE),
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        )
        if started is not None:
            shown = f"[{host}]" if ":" in host else host
            started(f"http://{shown}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        # Accepted connections inherit this; without it, each answer waits 40 ms for an acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except (OSError, OverflowError) as error:
        # Python appends the address to the cause.
        cause = str(getattr(error, "strerror", None) or error).partition(" (while")[0]
        where = f"{host}:{port}"
        raise FrsearchError(
            Message(
                "cannot listen on {address} ({cause}): try another port",
                address=where,
                cause=said(cause),
            )
        ) from error
