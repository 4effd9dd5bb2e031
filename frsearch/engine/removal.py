"""A query -> the ids of the articles to remove; or an error, if its matches may not be what is meant.

A search may guess: it reads broken syntax somehow, leaves out what is over a limit, and falls back to
any word. A removal must not, since nobody sees the matches before they are gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Answer, Request
from frsearch.errors import QueryError, QueryTooComplex
from frsearch.messages.wording import Message
from frsearch.query.nodes import Everything, Words

# Articles whose places in the order are in memory at a time.
_AT_A_TIME = 10_000


def removal(request: Request) -> Request:
    """Return the request for the articles to remove; QueryError if nothing restricts it."""
    if isinstance(request.tree, Everything) and request.date is None and not request.where:
        raise QueryError(
            Message(
                "remove needs ids, a query, a date or where: without one it would remove every article, "
                "which create_index(path, overwrite=True) does"
            )
        )
    tree = request.tree
    if isinstance(tree, Words):
        # What most of the words of a question match is not what was asked to be removed.
        tree = replace(tree, question=False)
    return replace(request, tree=tree, sort="newest", limit=_AT_A_TIME, highlights=False)


def matches_to_remove(searcher: Searcher, request: Request) -> Answer:
    """Return the first matches, and how many there are.

    Raises QueryTooComplex if part of the query was left out, QueryError if no article has all words.
    """
    answer = searcher.search(request)
    if answer.warnings:
        raise QueryTooComplex(answer.warnings[0].located)
    if answer.match != request.match:
        raise QueryError(
            Message(
                "no article has all the words of this query, so nothing is removed: for the articles "
                "with any of them, give match='any'"
            )
        )
    return answer


def ids_to_remove(newest: Callable[[], Searcher], request: Request) -> Iterator[str]:
    """Yield the ids of all matches; `newest` is called for the first, under the lock of the write."""
    searcher = newest()
    answer = matches_to_remove(searcher, request)
    while True:
        yield from (each.article.id for each in answer.articles)
        if answer.cursor is None:
            return
        answer = searcher.search(replace(request, after=answer.cursor))
