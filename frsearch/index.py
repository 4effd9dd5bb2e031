"""The index that people hold: create, open, add, remove, get, search.

    >>> import tempfile
    >>> index = create_index(tempfile.mkdtemp())
    >>> index.add([Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06")]).added
    1
    >>> index.search("sommets")[0].snippets[0].to_html()
    'Le <mark>sommet</mark> aura lieu à Helsinki.'
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence, Set, Sized
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from frsearch import manifest
from frsearch.analysis.chain import Chain
from frsearch.articles import Article, ArticleReader
from frsearch.codec.check import check
from frsearch.codec.store import Snapshot, Store, Written
from frsearch.dates import DateLike, DateRange
from frsearch.engine import Answer, Request, Sort, answer
from frsearch.errors import (
    ArticleError,
    FrsearchError,
    IndexCorrupted,
    IndexExists,
    QueryError,
    QueryTooComplex,
)
from frsearch.facets import UNITS, Unit
from frsearch.highlighting import Highlighter
from frsearch.progress import Advance, progress_bar
from frsearch.query.evaluate import Match
from frsearch.query.limits import Deadline
from frsearch.query.parser import parse
from frsearch.ranking import Ranking
from frsearch.results import AddReport, CheckReport, Hit, Results, Snippet
from frsearch.snippets import make_snippets

DateFilter = DateRange | DateLike | tuple[DateLike | None, DateLike | None]
PathLike = str | os.PathLike[str]

_MATCHES: tuple[Match, ...] = ("all", "any")
# The best hits are worth the moment that it takes to fetch them, even after the timeout.
_HITS_WHEN_LATE = 10
_SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


def create_index(path: PathLike, *, overwrite: bool = False) -> Index:
    """Make an empty index in the folder `path`, which is made if it does not exist.

    Raises IndexExists if there is an index already, unless `overwrite` is True: then it is
    emptied. Other files in the folder are left alone.
    """
    folder = Path(path)
    if manifest.exists(folder) and not overwrite:
        raise IndexExists(
            f"{folder}: there is an index here: open it with open_index, or give overwrite=True"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        store = Store.create(folder)
    except OSError as error:
        raise FrsearchError(f"{folder}: the index cannot be made here: {error}") from error
    return Index(folder, store)


def open_index(path: PathLike) -> Index:
    """Open the index in the folder `path`.

    Raises IndexNotFound where there is none, IndexOutdated where another version's format or
    analysis made it, IndexCorrupted where a file is damaged.
    """
    folder = Path(path)
    manifest.read(folder)
    return Index(folder, Store(folder))


def check_index(path: PathLike) -> CheckReport:
    """Check the index in the folder `path`, as `Index.check` does, though it may not open.

    Raises IndexNotFound where there is none, IndexOutdated where another version made it.
    """
    folder = Path(path)
    with suppress(IndexCorrupted):
        manifest.read(folder)
    return check(Store(folder))


class Index:
    """A searchable collection of articles in a folder; made by `create_index` or `open_index`.

    Searches see the state of the index when it was opened or last written to through this
    object; `refresh` moves on to what others have committed. An index may be shared between threads.
    It can be used as a context manager.
    """

    def __init__(self, path: Path, store: Store):
        self.path = path
        self._store = store
        self._chain = Chain()
        self._ranking = Ranking()
        self._state: Snapshot | None = store.snapshot()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files; closing twice is no error."""
        self._state = None

    def __len__(self) -> int:
        return self._snapshot.statistics.articles

    def __repr__(self) -> str:
        state = "closed" if self._state is None else f"{self._state.statistics.articles:,} articles"
        return f"<frsearch.Index {str(self.path)!r}, {state}>"

    @property
    def whoosh(self) -> Any:
        """The `whoosh.index.Index` over the same segments, for Whoosh's readers, queries and writer.

        What its writer commits, this index shows after `refresh`.
        """
        from frsearch.codec.for_whoosh.index import WhooshIndex

        return WhooshIndex(self._store, self._snapshot)

    @property
    def _snapshot(self) -> Snapshot:
        if self._state is None:
            raise FrsearchError(f"{self.path}: this index is closed: open it again")
        return self._state

    def get(self, id: str) -> Article | None:
        """Return the article with this id, or None."""
        snapshot = self._snapshot
        place = snapshot.find(_id(id))
        return None if place is None else snapshot.article(place)

    def add(
        self,
        articles: Iterable[Article],
        *,
        progress: bool = False,
        workers: int | None = None,
        timeout: float = 0.0,
    ) -> AddReport:
        """Add articles; one whose id is in the index takes the old one's place.

        Of several articles with one id in a batch, the last counts. All are added or, if one cannot
        be read or written, none. Memory does not grow with the number of articles, ids aside.
        `progress=True` shows a bar on standard error. `workers` is how many processes analyse a
        large batch (over some ten thousand articles), 1 or more; None is one for each processor.
        `timeout` is how many seconds, 0 or more, to wait for another writer. Raises ArticleError for
        what is no article, IndexLocked where another writer is still at work, FrsearchError where
        the index cannot be written: it is as it was then.
        """
        if not isinstance(articles, Iterable):
            raise ArticleError("add takes several articles: give a list, such as [article]")
        total = len(articles) if isinstance(articles, Sized) else None
        share = (lambda: articles.share_read) if isinstance(articles, ArticleReader) else None
        with progress_bar("indexing", total, progress, share) as advance:
            written = self._write((), articles, advance, _workers(workers), timeout)
        report = AddReport(written.added, written.replaced)
        if isinstance(articles, ArticleReader):
            report = replace(report, skipped=articles.skipped_count, errors=tuple(articles.skipped))
        return report

    def remove(self, ids: Iterable[str], *, timeout: float = 0.0) -> int:
        """Remove articles by id and return how many there were; unknown ids are passed over.

        `timeout` and what is raised are those of `add`.
        """
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise FrsearchError("remove takes several ids: give a list, such as [id]")
        return self._write(map(_id, ids), (), lambda: None, 1, timeout).replaced

    def refresh(self) -> bool:
        """Move on to what others have committed since; return whether there was anything new."""
        if self._snapshot.manifest == self._store.committed():
            return False
        self._state = self._store.snapshot()
        return True

    def check(self) -> CheckReport:
        """Check every byte of the newest committed state on the disk, and what must hold of it.

        It takes about as long as reading the files and restoring all articles, and little memory;
        others may search and write meanwhile.
        """
        return check(self._store)

    def _write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance,
        workers: int,
        timeout: float,
    ) -> Written:
        _ = self._snapshot  # a closed index is not written to
        written = self._store.write(removed, articles, advance, workers, _seconds(timeout))
        self._state = self._store.snapshot()
        return written

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        date: DateFilter | None = None,
        match: Match = "all",
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
        snippets: int = 2,
        strict: bool = False,
        timeout: float | None = None,
    ) -> Results:
        """Find the articles that answer a query and return the best, with snippets and counts.

        `query` is any text, in the language of docs/query-language.md; blank text is every article.
        `limit` hits (0 or more) are returned, after leaving out the first `offset`. `date` keeps the
        articles whose date overlaps it: "2018", "2018-06", "2018-06..2018-09", "..2018", a
        `datetime.date`, or a (start, end) pair. `match="all"` wants every word and, where that
        finds nothing, any word (see `Results.match`); `match="any"` wants any from the start.
        `sort` is "relevance", "newest" or "oldest"; ties break by date, newest first, then by
        id, and articles without a date come last. `facets` are of "year", "month", "day".
        `snippets` is the most passages to show of each hit, 0 for none.

        Broken syntax never fails: `Results.warnings` says what was made of it; `strict=True` raises
        QuerySyntaxError instead, and QueryTooComplex where something is over a bound.

        `timeout` is in seconds, above 0; None is as long as it takes. A search that runs out of it
        returns what it has, with `timed_out` True: total, counts and hits are those of the parts of
        the index searched until then (of none, perhaps), and hits may lack snippets. It is looked at
        between steps, each of them short, so that a search may take a little longer.
        Raises QueryError for an argument that is not as above.
        """
        if not isinstance(query, str):
            raise QueryError(f"the query must be a text, not {query!r}")
        parsed = parse(query, chain=self._chain, strict=strict)
        request = Request(
            parsed.tree,
            _date_range(date),
            _one_of("match", match, _MATCHES),
            _one_of("sort", sort, _SORTS),
            _count("offset", offset),
            _count("limit", limit),
            _units(facets),
            highlights=_count("snippets", snippets) > 0,
            deadline=_deadline(timeout),
        )
        snapshot = self._snapshot
        found = answer(snapshot, request, self._ranking)
        if strict and found.warnings:
            raise QueryTooComplex(str(found.warnings[0]))
        return Results(
            query,
            self._hits(snapshot, found, request, snippets),
            found.total,
            found.match,
            found.facets,
            found.undated,
            parsed.warnings + found.warnings,
            request.deadline.passed,
        )

    def _hits(
        self, snapshot: Snapshot, found: Answer, request: Request, snippets: int
    ) -> tuple[Hit, ...]:
        highlighter = Highlighter(found.tree, found.weights, self._chain, found.forms)
        hits: list[Hit] = []
        found_places = zip(found.places, found.counts, strict=True)
        for rank, (place, counts) in enumerate(found_places, request.offset + 1):
            late = request.deadline.is_over()
            if late and len(hits) >= _HITS_WHEN_LATE:
                break
            article = snapshot.article(place[:2])
            passages: tuple[Snippet, ...] = ()
            if snippets and not late:
                matches = highlighter.matches(article.text, counts)
                passages = make_snippets(article.text, matches, highlighter.weights, count=snippets)
            hits.append(Hit(rank, place.score, article, passages))
        return tuple(hits)


_Choice = TypeVar("_Choice", Match, Sort, Unit)


def _one_of(name: str, value: str, choices: tuple[_Choice, ...]) -> _Choice:
    for choice in choices:
        if value == choice:
            return choice
    raise QueryError(f"{name} must be one of {', '.join(choices)}, not {value!r}")


def _units(facets: Sequence[str]) -> tuple[Unit, ...]:
    if isinstance(facets, str) or not isinstance(facets, Sequence | Set):
        raise QueryError(f'facets must be a tuple of names, such as ("month",), not {facets!r}')
    return tuple(_one_of("a facet", unit, UNITS) for unit in facets)


def _workers(workers: int | None) -> int:
    if workers is None:
        return os.cpu_count() or 1
    if not isinstance(workers, int) or workers < 1:
        raise FrsearchError(f"workers must be a whole number, 1 or more, not {workers!r}")
    return workers


def _seconds(timeout: float) -> float:
    if not isinstance(timeout, int | float) or not timeout >= 0:
        raise FrsearchError(f"timeout must be a number of seconds, 0 or more, not {timeout!r}")
    return timeout


def _deadline(timeout: float | None) -> Deadline:
    if timeout is None:
        return Deadline()
    if not isinstance(timeout, int | float) or not timeout > 0:
        raise QueryError(f"timeout must be a number of seconds above 0, or None, not {timeout!r}")
    return Deadline(timeout)


def _id(id: str) -> str:
    if not isinstance(id, str):
        raise FrsearchError(f"an id is a text, not {id!r}")
    return id


def _count(name: str, value: int) -> int:
    if not isinstance(value, int) or value < 0:
        raise QueryError(f"{name} must be a whole number, 0 or more, not {value!r}")
    return value


def _date_range(date: DateFilter | None) -> DateRange | None:
    try:
        return None if date is None else DateRange.coerce(date)
    except ValueError as error:
        raise QueryError(f"date: {error}") from None
