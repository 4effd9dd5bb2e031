"""What the pages read of a request."""

from __future__ import annotations

from starlette.requests import Request

from frsearch.web.state import State


def state_of(request: Request) -> State:
    """Return the state of a page; BadRequest if the address is wrong."""
    given = request.query_params
    return State.read(given, given.getlist("where"), given.getlist("keep"))
