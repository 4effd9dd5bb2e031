"""The routes: a request -> a page or JSON, also for errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from frsearch.errors import FrsearchError, QueryError
from frsearch.index import Index
from frsearch.messages.wording import Message, words_of
from frsearch.output.tables import as_json
from frsearch.web.api import OPERATIONS, NotFound, Operation, openapi
from frsearch.web.pages import LONGEST_WITHIN, Pages
from frsearch.web.parameters import read_all
from frsearch.web.refusals import Refusals
from frsearch.web.state import BadRequest, State

_HERE = Path(__file__).parent
_STATUS: dict[type[Exception], int] = {BadRequest: 400, QueryError: 400, NotFound: 404}


def make_application(index: Index, pages: Pages, refuse: Refusals) -> Starlette:
    """Return the application, without the checks and headers of `Guard`."""

    def search(request: Request) -> Response:
        state = _state(request)
        # The form also sends blank fields: redirect to an address without them.
        if not state.is_written_so(request.query_params.multi_items()):
            return RedirectResponse(state.url(page=state.page), 303)
        return _html(pages.search(state))

    def article(request: Request) -> Response:
        state = _state(request)
        found = index.get(request.query_params.get("id", ""))
        if found is None:
            raise NotFound(Message("this article is not in the archive, or no longer"))
        return _html(pages.article(found, state))

    def help_page(request: Request) -> Response:
        return _html(pages.help())

    def fields_page(request: Request) -> Response:
        return _html(pages.fields())

    def values(request: Request) -> Response:
        given = request.query_params
        within = given.get("dans", "")
        if len(within) > LONGEST_WITHIN:
            raise BadRequest(
                Message("this search is too long: {count} characters at most", count=LONGEST_WITHIN)
            )
        return _html(pages.values(_state(request), given.get("champ", ""), within.strip()))

    def table(request: Request) -> Response:
        headers = {"content-disposition": 'attachment; filename="articles.csv"'}
        text = pages.table(_state(request)).encode("utf-8", "replace")
        return Response(text, media_type="text/csv", headers=headers)

    def failure(request: Request, error: Exception) -> Response:
        status = _status(error)
        kind, body = refuse(
            status,
            request.url.path,
            _message(error, status),
            q=request.query_params.get("q", ""),
        )
        return Response(body, status, {"content-type": kind.decode()})

    def fresh(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def handle(request: Request) -> Response:
            index.refresh()
            return handler(request)

        return handle

    handled = (HTTPException, BadRequest, NotFound, FrsearchError, Exception)
    return Starlette(
        routes=[
            Route("/", fresh(search)),
            Route("/article", fresh(article)),
            Route("/aide", fresh(help_page)),
            Route("/articles.csv", fresh(table)),
            Route("/champs", fresh(fields_page)),
            Route("/valeurs", fresh(values)),
            *(
                Route(each.path.replace("{id}", "{id:path}"), fresh(partial(_answer, index, each)))
                for each in OPERATIONS
            ),
            Route("/api/openapi.json", lambda request: _json(openapi())),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        exception_handlers=dict.fromkeys(handled, failure),
    )


def _state(request: Request) -> State:
    return State.read(request.query_params, request.query_params.getlist("where"))


def _answer(index: Index, operation: Operation, request: Request) -> Response:
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    for name, value in request.path_params.items():
        given[name] = [value]
    return _json(operation.run(index, read_all(operation.parameters, given)))


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return int(error.status_code)
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


def _message(error: Exception, status: int) -> Message | None:
    """Return the message of an error, or None if the status is enough or it may name folders."""
    return None if isinstance(error, HTTPException) or status >= 500 else words_of(error)


def _json(value: Any) -> Response:
    return Response(as_json(value).encode(), media_type="application/json")


def _html(text: str) -> Response:
    # A text of an article may have half a surrogate pair.
    return Response(text.encode("utf-8", "replace"), media_type="text/html")
