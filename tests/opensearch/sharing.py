"""One server for all processes of a test run: the first starts it, the last stops it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from tests.opensearch.server import Server, install, new_folder

# Servers that this process has started; without a reference they would be taken for lost.
_STARTED: list[Server] = []


@contextmanager
def shared_server(folder: Path) -> Iterator[int]:
    """Yield the port of the server of a test run, whose processes share `folder`."""
    with FileLock(folder / "opensearch.lock"):
        port = _join(folder / "opensearch.json")
    try:
        yield port
    finally:
        with FileLock(folder / "opensearch.lock"):
            _leave(folder / "opensearch.json")


def _join(path: Path) -> int:
    known = json.loads(path.read_text()) if path.exists() else None
    if known is None:
        server = Server(install(), new_folder())
        server.start()
        _STARTED.append(server)
        known = {"port": server.port, "pid": server.pid, "folder": str(server.folder), "users": 0}
    path.write_text(json.dumps({**known, "users": known["users"] + 1}))
    port: int = known["port"]
    return port


def _leave(path: Path) -> None:
    known = json.loads(path.read_text())
    if known["users"] > 1:
        path.write_text(json.dumps({**known, "users": known["users"] - 1}))
        return
    path.unlink()
    with suppress(ProcessLookupError):
        os.kill(known["pid"], signal.SIGTERM)
        _wait_for_end(known["pid"])
    shutil.rmtree(known["folder"], ignore_errors=True)


def _wait_for_end(pid: int) -> None:
    """Wait until a process has ended, which another process of this run may have started."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(ChildProcessError):  # it is not a child of this process
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
        os.kill(pid, 0)  # ProcessLookupError once it has ended
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
