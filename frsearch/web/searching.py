"""The state of a page -> a search of the index, the same for pages, files and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from frsearch.arguments import where_of_texts
from frsearch.fields import CLASHING
from frsearch.index import Index
from frsearch.messages.wording import Message
from frsearch.results import Results
from frsearch.types import UNITS
from frsearch.web.bounds import HITS_AT_A_TIME, LONGEST_TABLE
from frsearch.web.state import BadRequest, State

_SECONDS = 2.0
_TABLE_SECONDS = 10.0


def search(index: Index, state: State, *, seconds: float | None = None, **options: Any) -> Results:
    """Search for what the state of a page asks for; `options` are others of `Index.search`."""
    return index.search(
        state.q,
        date=state.date or None,
        where=where_of_texts(state.where),
        match=state.words,
        facet_scope="query",
        collapse=index.knows_copies and not state.copies,
        timeout=_SECONDS if seconds is None else seconds,
        **options,
    )


def counter(index: Index, state: State) -> Callable[[Sequence[str], int], Results]:
    """Return a function that counts up to a number of values of some fields."""

    def count(names: Sequence[str], most: int) -> Results:
        # A field may have the name of a unit of time.
        asked = {name: CLASHING + name if name in UNITS else name for name in names}
        results = search(
            index, state, limit=0, snippets=0, facets=tuple(asked.values()), facet_limit=most
        )
        more = {name: results.facets_more.get(other, 0) for name, other in asked.items()}
        facets = {name: results.facets[other] for name, other in asked.items()}
        return replace(results, facets=facets, facets_more=more)

    return count


def batches(
    ask: Callable[[int, str | None, float], Results],
    most: int = LONGEST_TABLE,
    at_a_time: int = HITS_AT_A_TIME,
) -> Iterator[Results]:
    """Yield up to `most` hits, some at a time; `ask` takes a limit, a cursor and seconds.

    BadRequest if there is no time for all of them: a file must not lack any in silence.
    """
    end, left, after = monotonic() + _TABLE_SECONDS, most, None
    while True:
        seconds = max(end - monotonic(), 1e-9)
        results = ask(min(left, at_a_time), after, seconds)
        if results.timed_out or "hits" in results.left_out:
            raise BadRequest(Message("this table takes too long: narrow the search"))
        yield results
        left, after = left - len(results), results.cursor
        if left <= 0 or after is None:
            return
