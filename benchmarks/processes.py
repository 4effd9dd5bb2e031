"""An engine's phases, each in a process of its own -> what they measured.

A phase that fails costs its own figures only.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import machine
import measure
from figures import Figures, Measured


class NotInstalled(Exception):
    """The engine's package is not there."""


class PhaseFailed(Exception):
    """A phase gave no figures; the message says why."""


def run(task: measure.Task, threads: Sequence[int], opens: int, work: str | None) -> Measured:
    """Build with each number of threads, then do all else on the first of the indexes.

    `opens` is how many processes open the index, warm and again cold. The indexes lie in a folder
    of `work` that is gone afterwards. Raises NotInstalled.
    """
    with tempfile.TemporaryDirectory(dir=work, prefix=f"compare-{task.engine}-") as folder:
        engine = _Processes(task, Path(folder))
        for number in threads:
            if not engine.build(number):
                break
        if engine.measured.builds:
            engine.measured.search = engine.phase("search")
            for kind in ("warm", "cold"):
                opened = [engine.phase(f"open {kind}") for _ in range(opens)]
                engine.measured.opens[kind] = [figures for figures in opened if figures]
            engine.measured.postings = (engine.phase("postings") or {"postings": []})["postings"]
            engine.measured.adding = engine.phase("add")  # last, for it changes the index
        return engine.measured


class _Processes:
    """The phases of one engine, and what they gave so far."""

    def __init__(self, task: measure.Task, folder: Path):
        self.measured = Measured()
        self._task = task
        self._folder = folder

    def build(self, threads: int) -> bool:
        """Build an index; say whether another number of threads would make a difference."""
        index_dir = self._folder / f"index-{threads}"
        task = replace(self._task, threads=threads, index_dir=str(index_dir))
        figures = self.phase("build", task, f"build × {threads}")
        measured = self.measured
        if figures is None or measured.builds:
            shutil.rmtree(index_dir, ignore_errors=True)
        else:
            measured.about, measured.packages = figures.pop("about"), figures.pop("packages")
            self._task = task
        if figures is not None:
            measured.builds[str(threads if figures["threaded"] else 1)] = figures
        return figures is None or bool(figures["threaded"])

    def phase(
        self, phase: str, task: measure.Task | None = None, called: str | None = None
    ) -> Figures | None:
        """Measure a phase; None, with the reason written down, where it fails."""
        try:
            return self._in_own_process(phase, task or self._task)
        except (PhaseFailed, OSError) as failure:
            self.measured.failures[called or phase] = str(failure)
            print(f"{self._task.engine}: {called or phase}: {failure}", file=sys.stderr, flush=True)
            return None

    def _in_own_process(self, phase: str, task: measure.Task) -> Figures:
        file = self._folder / "task.json"
        file.write_text(json.dumps(task.to_json()))
        command = [sys.executable, "-W", "ignore", measure.__file__, phase, str(file)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with machine.TreeMemory(process.pid) as memory:
            output, _ = process.communicate()
        if process.returncode == measure.NOT_INSTALLED:
            raise NotInstalled("not installed")
        if process.returncode:
            raise PhaseFailed(f"exit status {process.returncode}")
        # An engine may print to standard output, so the figures are its last line.
        try:
            figures: Figures = json.loads(output.splitlines()[-1])
        except (IndexError, ValueError) as error:
            raise PhaseFailed(f"no figures: {error}") from error
        if "peak_bytes" in figures:
            figures["peak_bytes"] = max(figures["peak_bytes"], memory.peak)
        return figures
