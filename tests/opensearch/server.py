"""Install, start and stop an OpenSearch server on this machine, without security.

    server = Server(install(), folder)
    server.start()  # returns once it answers: http://127.0.0.1:<server.port>
    server.stop()

The jars come from Maven Central, once, into a cache folder: `FRSEARCH_OPENSEARCH_HOME`, or
`~/.cache/frsearch/opensearch-<version>`
(`/var/tmp/frsearch-opensearch-<version>` for root). It needs Java 17 or later and Maven.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).parent
VERSION = "2.19.6"
# Seconds in which a server must answer, and end.
_STARTING, _ENDING = 120.0, 30.0
# It starts in half the time when only the quick compiler is used; for measurements leave this out.
QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_CONFIGURATION = """\
cluster.name: frsearch-tests
node.name: one
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
node.store.allow_mmap: false
cluster.routing.allocation.disk.threshold_enabled: false
cluster.max_shards_per_node: 5000
indices.breaker.total.use_real_memory: false
"""
_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%p][%c{1}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
_POLICY = "grant { permission java.security.AllPermission; };\n"
# Of each module: its name, its class, the module that it extends, and its jars.
_MODULES = (
    (
        "transport-netty4",
        "org.opensearch.transport.Netty4Plugin",
        "",
        "transport-netty4-client-* netty-*",
    ),
    (
        "lang-painless",
        "org.opensearch.painless.PainlessPlugin",
        "",
        "lang-painless-* opensearch-scripting-painless-spi-* antlr4-runtime-* asm-*",
    ),
    (
        "analysis-common",
        "org.opensearch.analysis.common.CommonAnalysisPlugin",
        "lang-painless",
        "analysis-common-*",
    ),
)


class CannotStart(Exception):
    """There is no server here; the message says why."""


def why_not() -> str | None:
    """Return why no server can be started here, None if one can."""
    for program, name in (("java", "Java 17 or later"), ("mvn", "Maven")):
        if shutil.which(program) is None and not (program == "mvn" and _is_installed(home())):
            return f"an OpenSearch server needs {name}: there is no {program} here"
    said = subprocess.run(["java", "-version"], capture_output=True, encoding="utf-8").stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < 17:
        return f"an OpenSearch server needs Java 17 or later: here is {said.splitlines()[:1]}"
    return None


def home() -> Path:
    """Return the folder of the jars."""
    given = os.environ.get("FRSEARCH_OPENSEARCH_HOME")
    if given:
        return Path(given)
    if _is_root():  # whose own folders the user of the server may not read
        return Path("/var/tmp") / f"frsearch-opensearch-{VERSION}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "frsearch" / f"opensearch-{VERSION}"


def _is_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0


def _is_installed(folder: Path) -> bool:
    return (folder / "installed").exists()


def install() -> Path:
    """Lay out the jars in the cache folder unless they are there; return the folder."""
    folder = home()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not _is_installed(folder):
            shutil.rmtree(folder, ignore_errors=True)
            for name in ("bin", "plugins"):  # empty, but looked for
                (folder / name).mkdir(parents=True)
            _copy_jars(folder / "lib")
            for module in _MODULES:
                _lay_out(folder, *module)
            (folder / "installed").touch()
    return folder


def _copy_jars(folder: Path) -> None:
    command = [
        "mvn",
        "--batch-mode",
        "--no-transfer-progress",
        "--quiet",
        "--file",
        str(HERE / "pom.xml"),
    ]
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    run = subprocess.run(command + goal, capture_output=True, encoding="utf-8")
    if run.returncode:
        raise CannotStart(
            f"Maven could not fetch OpenSearch: {run.stdout[-2_000:]}{run.stderr[-2_000:]}"
        )


def _lay_out(folder: Path, name: str, class_name: str, extended: str, jars: str) -> None:
    module = folder / "modules" / name
    module.mkdir(parents=True)
    descriptor = {
        "name": name,
        "description": name,
        "version": VERSION,
        "opensearch.version": VERSION,
        "java.version": "11",
        "classname": class_name,
        "extended.plugins": extended,
        "has.native.controller": "false",
    }
    lines = (f"{key}={value}\n" for key, value in descriptor.items())
    (module / "plugin-descriptor.properties").write_text("".join(lines))
    (module / "plugin-security.policy").write_text(_POLICY)
    for pattern in jars.split():
        for jar in (folder / "lib").glob(pattern):
            jar.rename(module / jar.name)


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One server: its configuration, data and log lie in a folder, which survives a restart."""

    def __init__(
        self,
        jars: Path,
        folder: Path,
        port: int | None = None,
        heap: str = "512m",
        java: tuple[str, ...] = QUICK,
    ):
        self.folder = folder
        self.port = port or free_port()
        self._jars, self._heap, self._java = jars, heap, java
        self._transport = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process of the server."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What the server has said."""
        path = self.folder / "server.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        for name in ("config", "data", "logs", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        values = {"port": self.port, "transport": self._transport, "folder": self.folder}
        (self.folder / "config" / "opensearch.yml").write_text(_CONFIGURATION.format(**values))
        (self.folder / "config" / "log4j2.properties").write_text(_LOGGING)
        with (self.folder / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as(),
            )
        self._wait()

    def _as(self) -> dict[str, object]:
        """Return the user to start it as: OpenSearch refuses to run as root."""
        if not _is_root():
            return {}
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")
        return {"user": "nobody", "group": "nogroup", "extra_groups": []}

    def _command(self) -> list[str]:
        properties = {
            "java.security.manager": "allow",
            "java.io.tmpdir": self.folder / "tmp",
            "log4j2.disable.jmx": "true",
            "log4j.shutdownHookEnabled": "false",
            "opensearch.path.home": self._jars,
            "opensearch.path.conf": self.folder / "config",
            "opensearch.distribution.type": "tar",
            "opensearch.bundled_jdk": "false",
        }
        given = [f"-D{key}={value}" for key, value in properties.items()]
        heap = [f"-Xms{self._heap}", f"-Xmx{self._heap}"]
        where = ["-cp", f"{self._jars}/lib/*", "org.opensearch.bootstrap.OpenSearch"]
        return ["java", *heap, *self._java, *given, *where]

    def _wait(self) -> None:
        """Wait until the server answers, or has ended."""
        assert self._process is not None
        end = time.monotonic() + _STARTING
        while time.monotonic() < end:
            try:
                self._process.wait(timeout=0.1)
                break
            except subprocess.TimeoutExpired:
                if self.answers():
                    return
        self.stop()
        raise CannotStart(f"the OpenSearch server did not start: {self.log[-2_000:]}")

    def answers(self) -> bool:
        """Say whether the server is ready."""
        url = f"http://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow&timeout=1s"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End the server; its data stay."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()


def new_folder() -> Path:
    """Return a new folder for a server, where another user may go."""
    # Temporary folders of a test run may be root's alone.
    place = "/var/tmp" if _is_root() else None
    folder = Path(tempfile.mkdtemp(prefix="frsearch-opensearch-", dir=place))
    folder.chmod(0o755)
    return folder
