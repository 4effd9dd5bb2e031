"""Signals that end a program: handled like Ctrl-C, delayed for a while, or ignored."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_OTHERS = ("SIGTERM", "SIGHUP", "SIGBREAK")  # as far as the system has them
ENDING = ("SIGINT", *_OTHERS)


class Ended(KeyboardInterrupt):
    """A signal ends the program; `status` is the exit code that shells use for it."""

    def __init__(self, number: int):
        self.status: int = 128 + number
        super().__init__(number)


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended(number)


@contextmanager
def handled(names: Iterable[str], handler: Callable[[int, FrameType | None], Any]) -> Iterator[None]:
    """Install a handler for signals during the block, except those that are ignored, as under nohup."""
    previous = {}
    if threading.current_thread() is threading.main_thread():
        for name in names:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                previous[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in previous.items():
            signal.signal(number, old)


@contextmanager
def ending_in_order() -> Iterator[None]:
    """During the block, handle signals that would end the process at once like Ctrl-C."""
    with handled(_OTHERS, _end):
        yield


@contextmanager
def held_back() -> Iterator[None]:
    """Delay signals that end the program until the end of the block."""
    pending: list[int] = []
    with handled(ENDING, lambda number, frame: pending.append(number)):
        yield
    if pending:
        _end(pending[0], None)
