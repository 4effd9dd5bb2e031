"""The signals that end a program: taken as Ctrl-C is, held back for a while, or passed over."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_OTHERS = ("SIGTERM", "SIGHUP", "SIGBREAK")  # each where the system has it
ENDING = ("SIGINT", *_OTHERS)


class Ended(KeyboardInterrupt):
    """The program is to end because of a signal; `status` is its exit code then, as shells have it."""

    def __init__(self, number: int):
        self.status = 128 + number
        super().__init__(number)


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended(number)


@contextmanager
def handled(names: Iterable[str], handler: Callable[[int, FrameType | None], Any]) -> Iterator[None]:
    """Have a handler take signals, but for those that are ignored, as under nohup."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in names:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Have the signals that would end the process at once end the block as Ctrl-C does."""
    with handled(_OTHERS, _end):
        yield


@contextmanager
def held_back() -> Iterator[None]:
    """Let signals that end the program wait until the block is done."""
    came: list[int] = []
    with handled(ENDING, lambda number, frame: came.append(number)):
        yield
    if came:
        _end(came[0], None)
