"""Answers that refuse a request: a status and a path -> a page in French, or JSON.

The application, the guard around it and the connections in front of it use the same answers.
"""

from __future__ import annotations

from collections.abc import Callable

from frsearch.messages.languages import LANGUAGES
from frsearch.messages.wording import Message
from frsearch.output.tables import as_json

_MESSAGES = {
    400: Message("this request cannot be understood"),
    404: Message("Not Found"),
    405: Message("Method Not Allowed"),
    408: Message("this request took too long to arrive"),
    421: Message("this server does not have that name"),
    431: Message("the headers of this request are too long"),
    500: Message("the index cannot be read"),
    503: Message("too many requests at once: try again in a moment"),
}
STATUSES = frozenset(_MESSAGES)
_IN_FRENCH = LANGUAGES["fr"]


class Refusals:
    """Makes the answers of refused requests; `page` makes a page of a message, a status and a query."""

    def __init__(self, page: Callable[[str, int, str], str]):
        self._page = page

    def __call__(
        self, status: int, path: str, message: Message | None = None, q: str = ""
    ) -> tuple[bytes, bytes]:
        """Return the type and the body of the answer; `message` replaces that of the status.

        The answer is in French on a page, in English from the API; `q` is put into the search box.
        """
        message = message or _MESSAGES.get(status, _MESSAGES[500])
        if path.startswith("/api/"):
            return b"application/json", as_json({"error": message}).encode()
        # The query may have half a surrogate pair.
        page = self._page(_IN_FRENCH.text(message), status, q).encode("utf-8", "replace")
        return b"text/html; charset=utf-8", page
