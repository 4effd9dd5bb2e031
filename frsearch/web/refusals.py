"""What is said where nothing is found or done: a status and a path -> a page in French, or JSON.

The same for what the application, the guard around it and the connections before it refuse.
"""

from __future__ import annotations

from collections.abc import Callable

from frsearch.output.tables import as_json

# What the page says, and what the API does.
_MESSAGES = {
    400: ("Cette demande ne se comprend pas.", "this request cannot be understood"),
    404: ("Il n’y a rien à cette adresse.", "there is nothing at this address"),
    405: ("Cette adresse se lit, et c’est tout.", "this address can only be read"),
    408: ("Cette demande a mis trop de temps à arriver.", "this request took too long to arrive"),
    421: ("Ce serveur ne porte pas ce nom.", "this server does not go by that name"),
    431: ("Cette demande est trop longue.", "the head of this request is too long"),
    500: ("L’archive ne peut pas être lue pour le moment.", "the index cannot be read"),
    503: (
        "Trop de demandes arrivent à la fois : réessayez dans un instant.",
        "too many requests at once: try again in a moment",
    ),
}
STATUSES = frozenset(_MESSAGES)


class Refusals:
    """Says why a request is refused; `page` makes a page of a message, a status and a query."""

    def __init__(self, page: Callable[[str, int, str], str]):
        self._page = page

    def __call__(
        self, status: int, path: str, *, message: str = "", reason: str = "", q: str = ""
    ) -> tuple[bytes, bytes]:
        """Return the type and the body of the answer; `message` and `reason` say more than the status.

        `message` is for the page, in French, and `reason` for the API; `q` stands in the search box.
        """
        french, english = _MESSAGES.get(status, _MESSAGES[500])
        if path.startswith("/api/"):
            return b"application/json", as_json({"error": reason or english}).encode()
        # What was asked for may have half a surrogate pair.
        page = self._page(message or french, status, q).encode("utf-8", "replace")
        return b"text/html; charset=utf-8", page
