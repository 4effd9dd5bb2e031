"""A bound on what is heavy and happens at once: whoever finds no room is told to come again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException

from frsearch.web.bounds import HEAVY_AT_ONCE


class Slots:
    """Room for `most` heavy pieces of work at once."""

    def __init__(self, most: int):
        self._free = threading.Semaphore(most)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a slot; HTTPException 503 if none is free within a second."""
        if not self._free.acquire(timeout=1):
            raise HTTPException(503)
        try:
            yield
        finally:
            self._free.release()


HEAVY = Slots(HEAVY_AT_ONCE)
"""Room for heavy tables, in this process."""
