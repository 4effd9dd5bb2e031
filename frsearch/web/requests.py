"""What the pages read of a request."""

from __future__ import annotations

from starlette.requests import Request

from frsearch.web.state import State


def state_of(request: Request, last: int | None = None) -> State:
    """Return the state of a page; BadRequest if the address is wrong.

    `last` is the last page, None for that of hits.
    """
    given = request.query_params
    return State.read(given, given.getlist("where"), given.getlist("keep"), last)
