r"""Start an OpenSearch server for trying things out: `python -m tests.opensearch --port 9271`.

It runs until Ctrl-C, and keeps nothing unless `--folder` says where. It needs Java 17 or later and, the
first time, Maven, which takes the jars from Maven Central into a cache folder. Any file of public tests
runs on it:

    FRSEARCH_TEST_SERVER=opensearch://127.0.0.1:9271 \
        python -m pytest -n 0 -p tests.opensearch.in_its_place tests/test_paging.py
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from pathlib import Path

from tests.opensearch.server import QUICK, CannotStart, Server, install, new_folder, why_not


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.opensearch", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--port", type=int, default=9271)
    parser.add_argument("--heap", default="512m", help="memory of the server, such as 512m or 2g")
    parser.add_argument("--folder", type=Path, help="keep the server's data here")
    parser.add_argument("--fast", action="store_true", help="compile fully: slow to start, then faster")
    given = parser.parse_args()
    if (reason := why_not()) is not None:
        print(reason, file=sys.stderr)
        return 1
    folder = given.folder.absolute() if given.folder else new_folder()
    java = QUICK[:1] if given.fast else QUICK
    server = Server(install(), folder, given.port, given.heap, java)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.start()
        print(
            f"OpenSearch answers: opensearch://127.0.0.1:{server.port}/<name> (Ctrl-C stops it)",
            flush=True,
        )
        signal.pause()
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.stop()
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
