"""Runs tasks in a thread beside the caller: one after another, in the order in which they are given.

For work that releases the GIL: kernels and compression. Without compiled kernels it would only compete
with the caller, so that tasks are run at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Protocol, TypeVar

from frsearch.kernels import KERNELS

Result = TypeVar("Result")


class Runner(Protocol):
    """Runs a task."""

    def __call__(self, task: Callable[[], Result], /) -> Callable[[], Result]:
        """Begin a task; return a function that waits for the result, or raises its error."""


class Background:
    """A thread that starts with the first task; a context manager that waits for the last."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._submit: Runner | None = None

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def run(self, task: Callable[[], Result]) -> Callable[[], Result]:
        """Begin a task; return a function that waits for its result, or raises its error."""
        if KERNELS != "compiled":
            return at_once(task)
        if self._submit is None:
            from concurrent.futures import ThreadPoolExecutor  # takes 10 ms

            executor = self._stack.enter_context(ThreadPoolExecutor(1, "frsearch"))
            self._submit = lambda task: executor.submit(task).result
        return self._submit(task)

    def ahead(self, results: Iterator[Result]) -> Iterator[Result]:
        """Yield results, each of which is made while the caller works on the one before."""
        following = self.run(lambda: next(results, None))
        while (result := following()) is not None:
            following = self.run(lambda: next(results, None))
            yield result


def at_once(task: Callable[[], Result]) -> Callable[[], Result]:
    """Run a task in this thread."""
    result = task()
    return lambda: result
