"""Other processes of the same Python, which talk over their standard input and output.

So the caller's script needs no start-up guard, its threads are not copied, and nothing is pickled. A
message is its length, then its bytes. A process ends as soon as its parent is gone; Ctrl-C goes to the
parent only.
"""

from __future__ import annotations

import gc
import os
import select
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")


def code_of(module: str) -> str:
    """Return what a process runs that serves as `serve` of a module does."""
    return f"import sys; sys.path[:] = sys.argv[1:]; from {module} import serve; serve()"


def start_process(code: str) -> subprocess.Popen[bytes]:
    """Start a process that runs some code, with the same modules at hand."""
    command = [sys.executable, "-c", code, *sys.path]
    both = subprocess.PIPE
    # In its own process group Ctrl-C does not reach the worker: the parent ends it.
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, stdin=both, stdout=both, creationflags=flags)
    return subprocess.Popen(command, stdin=both, stdout=both, process_group=0)


def serve_with(work: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """Have `work` answer what comes from standard input, until it ends or the parent is gone."""
    gc.disable()  # a vocabulary is a million small objects without cycles
    _end_with_parent()
    with suppress(EOFError, BrokenPipeError):
        work(sys.stdin.buffer, sys.stdout.buffer)
    # Returning would flush an answer that nobody reads.
    os._exit(0)


def _end_with_parent() -> None:
    """End the process at once when the parent no longer reads its output."""
    if not hasattr(select, "poll"):
        return  # on Windows; there the next answer ends the process
    hangup = select.poll()
    hangup.register(sys.stdout.fileno(), 0)

    def wait() -> None:
        while not hangup.poll():
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def send(stream: BinaryIO, content: bytes) -> None:
    """Write one message."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)


def receive(stream: BinaryIO) -> bytes:
    """Read one message; EOFError if the other end closes before the message is complete."""
    length: int = _LENGTH.unpack(_read(stream, _LENGTH.size))[0]
    return _read(stream, length)


def _read(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    while len(content) < length:  # a stream without a buffer gives what it has
        more = stream.read(length - len(content))
        if not more:
            raise EOFError
        content += more
    return content


def pipe(stream: object) -> BinaryIO:
    """Return the standard input or output of a process that has one."""
    return stream  # type: ignore[return-value]
