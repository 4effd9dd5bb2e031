"""What every engine must do to be compared, and where each one is.

An engine builds an index from a corpus file, opens it, and answers queries; it lives in a process of
its own, so a peer that is not installed, or that crashes, costs only its own column.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from corpus import Unit
from queries import Query

TOP = 10
SNIPPET_CHARACTERS = 200
TITLE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Job:
    """What is done for each query beyond parsing, the top ten and their ten stored articles."""

    name: str
    counts: bool
    snippets: bool


MAIN = Job("main", counts=True, snippets=True)
JOBS = (
    MAIN,
    Job("without snippets", counts=True, snippets=False),
    Job("top ten only", counts=False, snippets=False),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One query's answer; `dates` and `characters` are those of the ten stored articles.

    `total` is -1 and `months` (or years, as the corpus has them) empty when the job counts nothing.
    `highlight` is what an engine opens a highlight with, to see how many snippets have one.
    `relaxed` says that the engine answered another, looser question because this one had no hits.
    """

    total: int
    ids: Sequence[str]
    months: Mapping[str, int]
    snippets: Sequence[str]
    dates: Sequence[str]
    characters: int
    highlight: str = "<b>"
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What all engines are told alike; `threads` is for building, every search uses one."""

    threads: int
    unit: Unit


class Engine(Protocol):
    about: str
    """One sentence for the report: how the engine is set up, and what it cannot do."""

    packages: tuple[str, ...]
    """The distributions whose versions the report names."""

    def __init__(self, settings: Settings) -> None: ...

    def build(self, corpus: Path, index_dir: Path, limit: int | None) -> int:
        """Index the articles, durably and with merges finished; return how many there are."""
        ...

    def open(self, index_dir: Path) -> None: ...

    def search(self, query: Query, job: Job) -> Answer: ...


ENGINES = {
    "frsearch": "engines.frsearch_engine:FrsearchEngine",
    "whoosh": "engines.whoosh_engine:WhooshEngine",
    "tantivy": "engines.tantivy_engine:TantivyEngine",
    "fts5": "engines.fts5_engine:Fts5Engine",
}


def load(name: str, settings: Settings) -> Engine:
    """Return the engine; raises ModuleNotFoundError when its package is not installed."""
    module, _, attribute = ENGINES[name].partition(":")
    kind = cast(type[Engine], getattr(importlib.import_module(module), attribute))
    return kind(settings)
