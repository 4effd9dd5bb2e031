"""What every engine must do to be compared, and where each one is.

An engine builds an index from a corpus file, opens it, answers queries and adds an article; it lives in
processes of its own, so a peer that is not installed, or that crashes, costs only its own column.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from corpus import Article, Unit
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
TOP_ONLY = Job("top ten only", counts=False, snippets=False)
JOBS = (MAIN, Job("without snippets", counts=True, snippets=False), TOP_ONLY)


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


class Engine(ABC):
    about: str
    """A few sentences for the report: how the engine is set up, and what it cannot do."""

    packages: tuple[str, ...] = ()
    """The distributions whose versions the report names."""

    threaded = True
    """Whether `Settings.threads` makes a difference; if not, it is built once, on one thread."""

    adds = True
    """Whether an article can be added to a finished index."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @abstractmethod
    def build(self, corpus: Path, index_dir: Path, limit: int | None) -> int:
        """Index the articles, durably and with merges finished; return how many there are."""

    @abstractmethod
    def open(self, index_dir: Path) -> None: ...

    @abstractmethod
    def search(self, query: Query, job: Job) -> Answer: ...

    def takes(self, query: Query, job: Job) -> bool:
        """Say whether the engine can do the job for the query at all."""
        return True

    def add(self, article: Article) -> None:
        """Add to the open index: on disk, synced, and found by the next search, when it returns."""
        raise NotImplementedError

    def postings(self, query: Query) -> int | None:
        """Return how many postings the query reads, None where that is not known."""
        return None


ENGINES = {
    "frsearch": "engines.frsearch_engine:FrsearchEngine",
    "whoosh": "engines.whoosh_engine:WhooshEngine",
    "tantivy": "engines.tantivy_engine:TantivyEngine",
    "fts5": "engines.fts5_engine:Fts5Engine",
    "bm25s": "engines.bm25s_engine:Bm25sEngine",
}


def load(name: str, settings: Settings) -> Engine:
    """Return the engine; raises ModuleNotFoundError when its package is not installed."""
    module, _, attribute = ENGINES[name].partition(":")
    kind = cast(type[Engine], getattr(importlib.import_module(module), attribute))
    return kind(settings)
