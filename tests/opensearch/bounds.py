"""Examples of properties that ask more of a server than it takes, which errors say, are left out."""

from __future__ import annotations

from typing import Any

from hypothesis import currently_in_test_context, reject

from frsearch.engine.opensearch.finding import Source
from frsearch.engine.opensearch.searching import Search
from frsearch.engine.request import Request
from frsearch.errors import QueryTooComplex

_begin = Search.__init__


def _begin_or_reject(self: Search, source: Source, request: Request) -> None:
    try:
        _begin(self, source, request)
    except QueryTooComplex:
        if currently_in_test_context():
            reject()
        raise


def leave_out_what_is_too_much(patched: Any = Search) -> None:
    """Let searches that are too complex for a server be no examples of a property."""
    patched.__init__ = _begin_or_reject
