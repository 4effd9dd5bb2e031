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
from frsearch.web.bounds import FILES_AT_ONCE, LINES_ON_A_PAGE, LONGEST_QUERY, MOST_LINES
from frsearch.web.copies_page import CopiesPage
from frsearch.web.exports import Export, response
from frsearch.web.files import FILES
from frsearch.web.follow import description, feed
from frsearch.web.line_page import LinePage
from frsearch.web.options import LINES, TIMELINE
from frsearch.web.pages import LONGEST_WITHIN, Pages
from frsearch.web.parameters import read_all
from frsearch.web.refusals import Refusals
from frsearch.web.rendering import Templates
from frsearch.web.requests import state_of
from frsearch.web.slots import Slots
from frsearch.web.state import BadRequest, State
from frsearch.web.time_page import TimePage
from frsearch.web.word_page import KINDS, Kind, WordPage

_SUGGESTED = 7
_TOO_LONG = Message("this table takes too long: narrow the search")
_HERE = Path(__file__).parent
_STATUS: dict[type[Exception], int] = {BadRequest: 400, QueryError: 400, NotFound: 404}


Handler = Callable[[Request], Response]


def make_application(index: Index, templates: Templates, title: str, refuse: Refusals) -> Starlette:
    """Return the application, without the checks and headers of `Guard`."""
    pages = Pages(index, templates)
    line_page, time_page = LinePage(index, templates), TimePage(index, templates)
    word_page, copies_page = WordPage(index, templates), CopiesPage(index, templates)
    files = Slots(FILES_AT_ONCE)

    def search(request: Request) -> Response:
        state = state_of(request)
        # The form also sends blank fields: redirect to an address without them.
        if not state.is_written_so(request.query_params.multi_items()):
            return RedirectResponse(state.url(page=state.page), 303)
        return html(pages.search(state))

    def article(request: Request) -> Response:
        state = state_of(request)
        found = index.get(request.query_params.get("id", ""))
        if found is None:
            raise NotFound(Message("this article is not in the archive, or no longer"))
        way = request.query_params.get("de", "")
        return html(pages.article(found, state, _rank(request), way))

    def help_page(request: Request) -> Response:
        return html(pages.help(state_of(request).rest))

    def fields_page(request: Request) -> Response:
        return html(pages.fields(state_of(request).rest))

    def values(request: Request) -> Response:
        given = request.query_params
        within = given.get("dans", "")
        if len(within) > LONGEST_WITHIN:
            raise BadRequest(
                Message("this search is too long: {count} characters at most", count=LONGEST_WITHIN)
            )
        return html(pages.values(state_of(request), given.get("champ", ""), within.strip()))

    def concordance(request: Request) -> Response:
        options = LINES.read(request.query_params)
        last = MOST_LINES // LINES_ON_A_PAGE
        state = state_of(request, last).at("/concordance", **options)
        return html(line_page.page(state, options["order"]))

    def timeline(request: Request) -> Response:
        options = TIMELINE.read(request.query_params)
        return html(time_page.page(state_of(request).at("/chronologie", **options), options))

    def words(kind: Kind, request: Request) -> Response:
        options = kind.options.read(request.query_params)
        return html(word_page.page(kind, state_of(request).at(kind.path, **options), options))

    def atom(request: Request) -> Response:
        text = feed(index, templates, state_of(request), _base(request))
        return Response(text, media_type="application/atom+xml")

    def opensearch(request: Request) -> Response:
        text = description(templates, title, _base(request))
        return Response(text, media_type="application/opensearchdescription+xml")

    def suggestions(request: Request) -> Response:
        """Answer as OpenSearch suggestions: the text, and its completions."""
        q = request.query_params.get("q", "")[:LONGEST_QUERY]
        return _json([q, [each.text for each in index.suggest(q, limit=_SUGGESTED)]])

    def failure(request: Request, error: Exception) -> Response:
        status = _status(error)
        kind, body = refuse(
            status,
            request.url.path,
            _message(error, status),
            q=request.query_params.get("q", ""),
        )
        return Response(body, status, {"content-type": kind.decode()})

    def answer(operation: Operation, request: Request) -> Response:
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        for name, value in request.path_params.items():
            given[name] = [value]
        made = operation.run(index, read_all(operation.parameters, given))
        return response(made, files) if isinstance(made, Export) else _json(made)

    def fresh(handler: Handler) -> Handler:
        def handle(request: Request) -> Response:
            index.refresh()
            return handler(request)

        return handle

    def sent(make: Callable[[Index, State, Request, str], Export], form: str) -> Handler:
        return lambda request: response(make(index, state_of(request), request, form), files)

    handled = (HTTPException, BadRequest, NotFound, FrsearchError, Exception)
    pages_of: dict[str, Handler] = {
        "/": search,
        "/article": article,
        "/aide": help_page,
        "/champs": fields_page,
        "/valeurs": values,
        "/choix": lambda request: html(pages.tray(state_of(request).at("/choix"))),
        "/copies": lambda request: html(copies_page.page(state_of(request).at("/copies"))),
        "/flux.atom": atom,
        "/opensearch.xml": opensearch,
        "/suggestions.json": suggestions,
        "/concordance": concordance,
        "/chronologie": timeline,
        **{kind.path: partial(words, kind) for kind in KINDS},
    }
    return Starlette(
        routes=[
            *(Route(path, fresh(handler)) for path, handler in pages_of.items()),
            *(
                Route(f"{path}.{ending}", fresh(sent(make, ending)))
                for path, (make, endings) in FILES.items()
                for ending in endings
            ),
            *(
                Route(each.path.replace("{id}", "{id:path}"), fresh(partial(answer, each)))
                for each in OPERATIONS
            ),
            Route("/api/openapi.json", lambda request: _json(openapi())),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        exception_handlers=dict.fromkeys(handled, failure),
    )


def _base(request: Request) -> str:
    """Return where the site is, `http://127.0.0.1:8000`."""
    return str(request.base_url).rstrip("/")


def _rank(request: Request) -> int:
    """Return the rank of the hit by which a reader comes, 0 if there is none."""
    text = request.query_params.get("rang", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return int(error.status_code)
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


def _message(error: Exception, status: int) -> Message | None:
    """Return the message of an error, or None if the status is enough or it may name folders."""
    if isinstance(error, HTTPException) or status >= 500:
        return None
    message = words_of(error)
    # A stranger must not learn the address of the server that has the index.
    return _TOO_LONG if "address" in message.values else message


def _json(value: Any) -> Response:
    return Response(as_json(value).encode(), media_type="application/json")


def html(text: str) -> Response:
    """Return the answer that is a page."""
    # A text of an article may have half a surrogate pair.
    return Response(text.encode("utf-8", "replace"), media_type="text/html")
