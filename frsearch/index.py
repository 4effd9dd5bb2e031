"""`Index`, the main class of the library: create, open, add, remove, get, search.

>>> import tempfile
>>> index = create_index(tempfile.mkdtemp())
>>> index.add([Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06")]).added
1
>>> index.search("sommets")[0].snippets[0].to_html()
'Le <mark>sommet</mark> aura lieu à Helsinki.'
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from frsearch import arguments
from frsearch.addresses import Address
from frsearch.answering import Answering, results_of
from frsearch.arguments import MEMORY, DateFilter, OnError, PathLike, Paths, SynonymLines, WhereFilter
from frsearch.engine import cursor
from frsearch.engine.opening import create_engine, engine_to_check, open_engine
from frsearch.engine.protocol import Engine, Searcher
from frsearch.engine.request import Answer, Request
from frsearch.errors import (
    ArticleError,
    FrsearchError,
    QueryError,
    QueryTooComplex,
)
from frsearch.facets import FieldInfo, PartCount
from frsearch.fields import FieldOptions, FieldType, declared_fields
from frsearch.highlight.highlighter import Highlighter
from frsearch.highlight.limits import SNIPPET_LENGTHS
from frsearch.highlight.snippets import whole
from frsearch.messages.wording import Message, words_of
from frsearch.query.date_suggestions import suggest_date
from frsearch.query.escaping import escape
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Everything, Nothing, Phrase, Word, Words
from frsearch.query.synonyms import Synonyms
from frsearch.ranking import Ranking
from frsearch.results import Results
from frsearch.types import (
    COUNTED,
    COUNTS,
    FACET_SCOPES,
    FIELDS,
    LINE_SORTS,
    MATCHES,
    TIMELINE_UNITS,
    UNITS,
    WORD_UNITS,
    Article,
    ArticleFormat,
    ConcordanceSort,
    Count,
    Counted,
    Explanation,
    FacetScope,
    FrozenDict,
    Hit,
    Match,
    QueryWarning,
    Snippet,
    Sort,
    Suggestion,
    TimelineUnit,
    Unit,
    WordUnit,
)

if TYPE_CHECKING:
    from frsearch.corpus.batch import Batch, NamedQuery, Queries
    from frsearch.corpus.concordance import Concordance
    from frsearch.corpus.copies import Copies
    from frsearch.corpus.info import IndexInfo
    from frsearch.corpus.timeline import Timeline
    from frsearch.corpus.word_tables import Cooccurrents, Keywords, WordList

    # Loaded by those who add articles: the room knows many forms of files.
    from frsearch.reading.articles import ArticleReader
    from frsearch.reports import AddReport, Advance, CheckReport, Written

# Hits that `search_all` holds in memory at a time.
_AT_A_TIME = 500
# Values of a field that are listed if nothing is said.
_MOST_FREQUENT = 10
# Words of a row that are counted, and words to either side of an occurrence, at most.
_LONGEST_ROW, _WIDEST_WINDOW = 8, 100
# Unknown ids that an error names.
_MOST_NAMED = 10


def create_index(
    path: PathLike | Address,
    *,
    overwrite: bool = False,
    fields: Mapping[str, FieldType | FieldOptions] | None = None,
    ranking: Ranking | None = None,
    synonyms: SynonymLines | None = None,
    shards: int | None = None,
    replicas: int | None = None,
) -> Index:
    """Make an empty index in the folder `path`; a missing folder is created.

    Every value in `Article.extra` is a field without being declared: docs/fields.md. `fields` may
    declare some of them, by name: a type ("text", "number" or "boolean"; "stored only" for values that
    are kept with the article and are no field), or a mapping with `type`, `name` (as people read it) and
    `weight` (0 to 1,000): with one above 0, plain queries find its words too, and they add this many
    times their idf to a score. `add` raises ArticleError for a value that does not fit its type.

    `":memory:"` makes an index in memory, a new one each time, for tests and notebooks: nothing is on
    the disk, and the memory is free once the index is closed or no longer used. It cannot be opened
    again, copied or pickled, and `add` works in one process.

    `"opensearch://host:9200/name"` makes an index on a server, of `shards` parts (1) with `replicas`
    copies of each (0); `"opensearch+https://user:password@host/name"` by https. It needs
    `pip install 'frsearch[opensearch]'`. On a server, an `add` that fails may leave some of its
    articles: add all of them again.

    `ranking` is that of `open_index`: it is not kept in the folder. `synonyms` are: the path of a file,
    or its lines in a list, such as ["Daech, Daesh, État islamique"], in the format of docs/synonyms.md.
    Searches use them until `Index.set_synonyms` changes them; nothing has to be indexed again.

    Raises IndexExists if the folder holds an index, or the files of an index whose manifest is missing,
    unless `overwrite` is True: then the index is emptied. SynonymError for a line of synonyms that means
    nothing. Other files in the folder are left alone, even
    if their names look like those of index files. Raises IndexLocked while another process makes or
    writes an index there, FrsearchError if the folder cannot be written to.
    """
    folder = arguments.place(path)
    declared, weights = declared_fields(fields or {}), arguments.ranking(ranking, Ranking())
    kept = "" if synonyms is None else arguments.synonyms(synonyms).text
    parts = arguments.server_count("shards", shards, 1, 1, folder)
    copies = arguments.server_count("replicas", replicas, 0, 0, folder)
    try:
        engine = create_engine(
            folder,
            overwrite=overwrite,
            fields=declared,
            synonyms=kept,
            shards=parts,
            replicas=copies,
        )
        return Index(folder, engine, weights)
    except OSError as error:
        raise _not_made(folder, error) from error


def open_index(
    path: PathLike | Address, *, ranking: Ranking | None = None, synonyms: SynonymLines | None = None
) -> Index:
    """Open the index in the folder `path`.

    `ranking` has the parameters of scores, for the searches of this object that are given no others.
    `synonyms` are those of `create_index`, for these searches alone, in place of those that the index
    keeps (None).

    Raises IndexNotFound if there is no index (for ":memory:" there never is), IndexOutdated if it was
    made with the format or analysis of another version, IndexCorrupted if a file is damaged,
    IndexUnreadable if the system cannot read a file.
    """
    folder, weights = arguments.place(path), arguments.ranking(ranking, Ranking())
    given = None if synonyms is None else arguments.synonyms(synonyms)
    return Index(folder, open_engine(folder), weights, given)


def check_index(path: PathLike | Address) -> CheckReport:
    """Check the index in the folder `path`, as `Index.check` does, even if the index cannot be opened.

    Raises IndexNotFound if there is no index, IndexOutdated if another version made it.
    """
    return engine_to_check(arguments.place(path)).check()


class Index:
    """A searchable collection of articles in a folder, made by `create_index` or `open_index`.

    Searches see the state of the index when it was opened or last written to through this object;
    `refresh` moves to the newest committed state. Threads may share an index. An index is a context
    manager. A pickle or copy holds only the path, the ranking and the synonyms that `open_index` was
    given: it opens the index there in its newest state.

    `path` is the absolute path of the folder, `Path(":memory:")` for an index in memory; for an index on
    a server its address, whose text is without user and password.
    """

    def __init__(
        self,
        path: Path | Address,
        engine: Engine,
        ranking: Ranking | None = None,
        synonyms: Synonyms | None = None,
    ):
        self.path = path
        # None once closed: the memory of an index in memory is then free.
        self._open_engine: Engine | None = engine
        self._answering = Answering(ranking=ranking or Ranking(), synonyms=synonyms)
        # None if opening failed after a write: the next use tries again.
        self._state: Searcher | None = engine.searcher()
        # Without it, of two threads that write, the first could overwrite the second's state.
        self._moving = threading.Lock()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index's files and unmap their memory; closing twice is no error.

        Iterators of `search_all` and indexes of `whoosh` that are still in use keep their files open.
        """
        with self._moving:
            engine, self._open_engine, self._state = self._open_engine, None, None
        if engine is not None:
            engine.close()

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy opens the folder, perhaps in another process; a closed index raises FrsearchError.
        _ = self._searcher
        if self.path == arguments.MEMORY:
            raise FrsearchError(
                Message("an index in memory can be neither copied nor pickled: make it in a folder")
            )
        answering = self._answering
        lines = None if answering.synonyms is None else answering.synonyms.text.split("\n")
        place = self.path if isinstance(self.path, Address) else str(self.path)
        return partial(open_index, ranking=answering.ranking, synonyms=lines), (place,)

    def __len__(self) -> int:
        return len(self._searcher)

    def __repr__(self) -> str:
        if self._state is not None:
            state = f"{len(self._state):,} articles"
        else:
            state = "closed" if self._open_engine is None else "to be opened anew"
        place = "in memory" if self.path == arguments.MEMORY else repr(str(self.path))
        return f"<frsearch.Index {place}, {state}>"

    @property
    def whoosh(self) -> Any:
        """The `whoosh.index.Index` over the same segments, for Whoosh's readers, queries and writer.

        `refresh` shows here what its writer has committed.
        """
        return self._engine.whoosh(self._searcher)

    @property
    def _engine(self) -> Engine:
        engine = self._open_engine
        if engine is None:
            raise FrsearchError(
                Message("this index was in memory and is closed: make it again")
                if self.path == arguments.MEMORY
                else Message("{folder}: this index is closed: open it again", folder=str(self.path))
            )
        return engine

    @property
    def _searcher(self) -> Searcher:
        _ = self._engine  # raises the error of a closed index
        # Another thread may set it to None in between.
        state = self._state
        return self._move() if state is None else state

    def _move(self) -> Searcher:
        """Move to the newest committed state."""
        with self._moving:
            self._state = state = self._engine.searcher()
        return state

    def get(self, id: str) -> Article | None:
        """Return the article with this id, or None."""
        return self._searcher.get(arguments.article_id(id))

    def add(
        self,
        articles: Iterable[Article],
        *,
        progress: bool | str = False,
        workers: int | None = None,
        timeout: float = 0.0,
    ) -> AddReport:
        """Add articles; an article whose id is in the index replaces the old article.

        If a batch has several articles with one id, the last counts; `AddReport.repeated` counts the
        others. All articles are added, or none if one cannot be read or written. Memory does not grow
        with the number of articles, except for their ids.

        `progress=True` shows a bar on standard error; a text is the label of the bar. The bar moves with
        the work, up to the commit; its count is the work done, in articles, and ends at the number of
        articles read. While this number is unknown, as for a generator, the bar shows no share.

        `workers` is the number of processes (1 or more) that analyse a batch of over about 10,000
        articles; None is one for each processor. For an index on a server, this process is one of them,
        which sends articles; there, an error may leave some of them, which it says: add all again.
        `timeout` is how many seconds (0 or more) to wait for another writer. Raises ArticleError for a
        value that is not an article, IndexLocked if another writer is still at work, FrsearchError if
        the index cannot be written: it is then unchanged.
        """
        from frsearch.reports import AddReport

        if not isinstance(articles, Iterable):
            raise ArticleError(Message("add takes several articles: give a list, such as [article]"))
        if _is_reader(articles):
            provenance = None if articles.has_begun else partial(self._with_files_of, articles)
            written = self._add(articles, (), provenance, progress, workers, timeout)
            return AddReport.of(written).with_reading(articles.report)
        repairs = Counter[str]()
        total = len(articles) if isinstance(articles, Sized) else None
        written = self._add(_repaired(articles, repairs), (), None, progress, workers, timeout, total)
        return replace(AddReport.of(written), repaired=FrozenDict(repairs.most_common()))

    def sync(
        self,
        path: Paths,
        *,
        on_error: OnError = "raise",
        columns: Mapping[str, str] | None = None,
        exclude: str | Sequence[str] = (),
        date_format: str | None = None,
        progress: bool | str = False,
        workers: int | None = None,
        timeout: float = 0.0,
    ) -> AddReport:
        """Keep the index in step with files: add what is new, replace what changed, remove what is gone.

        The first arguments are those of `read_articles`; `progress`, `workers` and `timeout` are those
        of `add`, as are the errors. Files are compared with what they were when
        `add(read_articles(path))` or `sync(path)` last read them: by size and time, then by content. An
        unchanged file is not read, unless it was refused: the report says so each time.

        The articles of a file that is gone, emptied, or now excluded, are removed; so are articles that
        a file no longer has. Articles from elsewhere, from code or other paths, stay; so does what came
        from a file or folder that cannot be read now, or not to its end. Articles that `remove` has
        removed come back when their file changes. If several files have articles with one id, the index
        has that of the last, as if all were read. Other `columns` or another `date_format` than the last
        time have all files of the path read again. Not noticed: a file that changes without a change of
        its size and time; a new METS that is excluded, or outside the path.
        """
        from frsearch.reading.articles import changed_articles
        from frsearch.reports import AddReport

        articles, sync = changed_articles(
            path,
            self._engine.provenance,
            on_error=on_error,
            columns=columns,
            exclude=exclude,
            date_format=date_format,
        )
        ended = lambda: sync.provenance  # noqa: E731
        written = self._add(articles, sync.removed(), ended, progress, workers, timeout)
        report = AddReport.of(written).with_reading(articles.report)
        updated = max(0, written.replaced - sync.restored)
        return replace(report, updated=updated, removed=written.removed, unchanged=sync.unchanged)

    def copy_to(
        self,
        path: PathLike,
        *,
        overwrite: bool = False,
        shards: int | None = None,
        replicas: int | None = None,
        progress: bool | str = False,
        workers: int | None = None,
    ) -> int:
        """Make an index elsewhere with the articles of this one; return their number.

        `path` is a folder, or an address on a server (docs/scaling.md): so an archive that has outgrown
        a machine moves to a server, and back, without its sources. Declared fields, synonyms, and which
        file gave which article, are copied too. `overwrite`, `shards` and `replicas` are those of
        `create_index`, `progress` and `workers` those of `add`. Raises what they raise; a copy that
        failed on a server is there with the articles sent until then: copy again with `overwrite=True`.
        """
        from frsearch.output.progress import progress_bar

        folder, searcher = arguments.place(path), self._searcher
        parts = arguments.server_count("shards", shards, 1, 1, folder)
        copies = arguments.server_count("replicas", replicas, 0, 0, folder)
        if folder == self.path and folder != MEMORY:
            raise FrsearchError(
                Message(
                    "{path}: an index cannot be copied onto itself: give another place", path=str(path)
                )
            )
        try:
            target = create_engine(
                folder,
                overwrite=overwrite,
                fields=searcher.field_names().declared,
                synonyms=searcher.synonyms(),
                shards=parts,
                replicas=copies,
            )
        except OSError as error:
            raise _not_made(folder, error) from error
        hits = self._every_hit(
            searcher, Request(Everything(), highlights=False), "oldest", 0, SNIPPET_LENGTHS.usual, False
        )
        files = self._engine.provenance()
        with closing(target), progress_bar(progress, len(searcher), None) as advance:
            written = target.write(
                (),
                (hit.article for hit in hits),
                advance,
                arguments.workers(workers),
                0.0,
                (lambda: files) if files else None,
            )
        return written.added

    def ids_from(self, path: PathLike) -> tuple[str, ...]:
        """Return the ids of the articles that were read from a file, or from all files of a folder.

        Articles that were removed since may be among them; of a path that is gone, articles that were
        read from elsewhere since, as from a folder that was moved, are not. Raises FrsearchError if none
        was read from it by `add(read_articles(…))` or `sync`.
        """
        from frsearch.reading.provenance import Provenance

        ids = Provenance.decode(self._engine.provenance()).ids_of(os.fsdecode(path))
        if ids is None:
            raise FrsearchError(
                Message(
                    "{path}: no article of this index was read from there: check the path",
                    path=Path(path),
                )
            )
        return ids

    def _with_files_of(self, articles: ArticleReader) -> bytes:
        from frsearch.reading.provenance import Provenance

        provenance = Provenance.decode(self._engine.provenance())
        articles.run.note(provenance)
        return provenance.encode()

    def _add(
        self,
        articles: Iterable[Article],
        removed: Iterable[str],
        provenance: Callable[[], bytes] | None,
        progress: bool | str,
        workers: int | None,
        timeout: float,
        total: int | None = None,
    ) -> Written:
        """Write, with a bar if `progress` asks for one; `total` is the number of articles, if known."""
        from frsearch.output.progress import progress_bar

        share = (lambda: articles.share_read) if _is_reader(articles) else None
        with progress_bar(progress, total, share) as advance:
            return self._write(
                removed, articles, advance, arguments.workers(workers), timeout, provenance
            )

    def remove(
        self,
        ids: Iterable[str] | None = None,
        *,
        query: str | None = None,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        dry_run: bool = False,
        timeout: float = 0.0,
    ) -> int:
        """Remove articles by id, or all that match a query, and return how many; all or none.

        Unknown ids are ignored. `query`, `date`, `where` and `match` are those of `search`: an article
        of 2018 is of 2018-06, too. But synonyms are not used, and nothing is guessed: what `search`
        would warn of is an error, as with `strict=True`; so is a query if no article has all of its
        words, where `search` falls back to any. The matches are those in the newest committed state,
        which no other writer changes meanwhile. Without ids, there must be a date, where or a query that
        is not blank:
        `create_index(path, overwrite=True)` removes everything.

        `dry_run=True` removes nothing and returns how many articles would be removed. `timeout` and
        other errors are those of `add`; QueryError for a query that is not answered, as above.
        """
        from frsearch.engine.removal import ids_to_remove, matches_to_remove, removal

        if ids is not None:
            if any(each is not None for each in (query, date, where)):
                raise QueryError(Message("remove takes ids, or a query with its filters, not both"))
            return self._remove_ids(ids, dry_run, timeout)
        asked, _ = self._answering.request(self._newest(), query or "", date, where, match, strict=True)
        request = removal(asked)
        if dry_run:
            return matches_to_remove(self._newest(), request).total
        return self._write(ids_to_remove(self._newest, request), (), None, 1, timeout).removed

    def _remove_ids(self, ids: Iterable[str], dry_run: bool, timeout: float) -> int:
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise FrsearchError(Message("remove takes several ids: give a list, such as [id]"))
        checked = map(arguments.article_id, ids)
        if dry_run:
            newest = self._newest()
            return sum(newest.get(id) is not None for id in set(checked))
        return self._write(checked, (), None, 1, timeout).removed

    def _newest(self) -> Searcher:
        """Return the newest committed state; the index stays at its own."""
        engine, own = self._engine, self._searcher
        return own if engine.is_newest(own) else engine.searcher()

    def refresh(self) -> bool:
        """Move to the newest committed state; return whether it is a new one."""
        if self._engine.is_newest(self._searcher):
            return False
        self._move()
        return True

    @property
    def synonyms(self) -> str:
        """The synonyms of searches that are given no others, as written; "" if there are none."""
        return self._answering.synonyms_of(self._searcher, None).text

    def set_synonyms(self, synonyms: SynonymLines, *, timeout: float = 0.0) -> None:
        """Keep other synonyms in the index: those of a file, or lines; an empty list for none.

        Articles stay as they are indexed, and other open indexes use the synonyms after `refresh`. The
        argument is that of `create_index`, `timeout` that of `add`; errors are those of both.
        """
        text = arguments.synonyms(synonyms).text
        self._engine.set_synonyms(text, arguments.seconds(timeout))
        self._answering.synonyms = None
        self._move()

    def check(self) -> CheckReport:
        """Check every byte of the newest committed state on disk, and its invariants.

        This takes about as long as reading the files and restoring all articles, and little memory;
        others may search and write meanwhile. Raises IndexNotFound if the index no longer exists,
        IndexUnreadable if the system cannot read a file.
        """
        return self._engine.check()

    def _write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance | None,
        workers: int,
        timeout: float,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        seconds = arguments.seconds(timeout)
        written = self._engine.write(removed, articles, advance, workers, seconds, provenance)
        try:
            self._move()
        except (FrsearchError, MemoryError):
            # The write is committed all the same: the next search opens it or raises the error.
            self._state = None
        return written

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        sort: Sort | str = "relevance",
        facets: Sequence[str] = ("year", "month"),
        facet_limit: int | None = 50,
        facet_scope: FacetScope = "filtered",
        facet_fill: bool = False,
        snippets: int = 2,
        snippet_length: int = SNIPPET_LENGTHS.usual,
        after: str | None = None,
        strict: bool = False,
        plain: bool = False,
        timeout: float | None = None,
        collapse: bool = False,
        count: Counted | None = None,
        ranking: Ranking | None = None,
        synonyms: SynonymLines | None = None,
    ) -> Results:
        """Find the articles that match a query and return the best, with snippets and counts.

        `query` is any text, in the language of docs/query-language.md; a blank query matches every
        article. The first `offset` hits are skipped and the next `limit` (0 or more) returned. `date`
        keeps the articles whose date overlaps it: "2018", "2018-06", "2018-06..2018-09", "..2018", a
        `datetime.date`, or a (start, end) pair. `where` keeps the articles whose fields have some
        values: {"source": ["Le Monde", "Libération"], "page": (1, 3)}, for each field a value, a list of
        which one is enough, or a pair of numbers, both included (None: no bound). `match="all"` requires
        every word and, if no article has them all, falls back to any word (see `Results.match`); of a
        question of which few articles have all words, to most. `match="most"` requires two words of
        three, `match="any"` any word. A word that no article holds matches the words that are spelled
        most alike, with a warning, except in phrases and as an exact word. `sort` is "relevance",
        "newest", "oldest", or a field of which no article has several values: numbers by value, then
        texts in French order, articles without a value last. Ties break by date, newest first, then by
        id; articles without a date come last. `plain=True` reads the query as words alone, without any
        syntax, as of `escape(query)`.

        `snippets` is the maximum number of passages for each hit, 0 for none. `snippet_length` is the
        length of a passage in characters, 20 to 10,000: it is shorter where it ends with a sentence,
        longer only to keep a word or phrase whole or where two passages touch; ellipses are added.

        `after`, the `cursor` of earlier results of the same search, continues after their last hit,
        whatever has been added or removed since.

        `facets` are any of "year", "month", "day", and fields. Dates are in order; of a field there are
        the `facet_limit` most frequent values (None: all), most first, equal ones in French order, and
        `Results.facets_more` says how many more there are. They count all matches
        (`facet_scope="filtered"`), or each the matches without its own filter, `date` or that of `where`
        (`"query"`), which shows a chosen value among the others; `facet_fill=True` adds the units of
        time without matches between the first and the last.

        `collapse=True` shows one article of each group of near copies, the first in the order of `sort`,
        and lists the other matches of the group in `Hit.copies`. `count` says what `total`, `undated`
        and the facets count, "articles" or "groups"; None is "groups" if `collapse`, else "articles".

        `ranking` has other parameters of scores than the usual ones (docs/ranking.md), for relevance.
        `synonyms`, the path of a file or its lines, are used in place of those of the index
        (docs/synonyms.md); `[]` uses none.

        Broken syntax does not fail: `Results.warnings` says how it was read. `strict=True` raises
        QuerySyntaxError instead, and QueryTooComplex for a query over a limit; no word is replaced then.

        `timeout` is in seconds, above 0; None is no timeout. Matches come first, then hits and their
        snippets, then the suggestion. If time runs out during matching, `timed_out` is True, and total,
        counts and hits are those of the segments searched until then (perhaps none). `left_out` lists
        the other parts that were skipped. The clock is read between short steps, so that a search may
        take slightly longer than `timeout`.
        Raises QueryError for an invalid argument.
        """
        searcher = self._searcher
        deadline = Deadline() if timeout is None else arguments.deadline(timeout)
        with searcher.within(deadline):
            names, answering = searcher.field_names(), self._answering
            rules = answering.synonyms_of(searcher, synonyms)
            tree, warnings = answering.read(query, names, strict, plain, rules)
            asked, order = arguments.facets(facets, names), answering.order(searcher, sort)
            length = _snippet_length(snippet_length)
            counted = ("groups" if collapse else "articles") if count is None else count
            request = Request(
                tree,
                arguments.date_range(date),
                arguments.where(where, names),
                arguments.one_of("match", match, MATCHES),
                sort=order,
                offset=arguments.count("offset", offset),
                limit=arguments.count("limit", limit),
                facets=tuple(unit for unit in UNITS if unit in asked),
                field_facets=tuple({name: None for each, name in asked.items() if each not in UNITS}),
                facet_limit=None if facet_limit is None else arguments.count("facet_limit", facet_limit),
                facet_scope=arguments.one_of("facet_scope", facet_scope, FACET_SCOPES),
                facet_fill=facet_fill,
                highlights=arguments.count("snippets", snippets) > 0,
                after=None if after is None else cursor.read(after, order),
                collapse=collapse,
                groups=arguments.one_of("count", counted, COUNTED) == "groups",
                ranking=arguments.ranking(ranking, answering.ranking),
                limits=answering.limits,
                deadline=deadline,
                alike=not strict,
            )
            answer = searcher.search(request)
            _refuse_cuts(strict, answer.warnings)
            hits = tuple(answering.hits(answer, snippets, length, deadline))
            if not answer.total:
                warnings += tuple(answering.unknown_values(searcher, request.where))
            # Last: it may take longest and matters least.
            suggestion = None
            if not plain or escape(query) == query:  # a suggestion is written in the query language
                suggestion = answering.suggestion(searcher, query, request, answer, rules)
            filter_by = None if request.date else suggest_date(query)
            return results_of(query, request, answer, hits, warnings, suggestion, filter_by, asked)

    def similar(
        self,
        id: str,
        limit: int = 10,
        *,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        collapse: bool = False,
        snippets: int = 0,
        snippet_length: int = SNIPPET_LENGTHS.usual,
    ) -> Results:
        """Find the articles most similar to the article with this id, the most similar first.

        The query is the article's most distinctive words, by weight; `Results.query` has them. The
        article itself is left out. `limit`, `date`, `where`, `snippets`, `snippet_length` and `collapse`
        are those of `search`; `collapse` also leaves out the article's own near copies. Raises
        QueryError if no article has the id.
        """
        from frsearch.engine.more_like_this import distinctive_words

        searcher, length = self._searcher, _snippet_length(snippet_length)
        article = searcher.get(arguments.article_id(id))
        if article is None:
            raise _no_article(id)
        words = distinctive_words(article, self._answering.chain, searcher, self._answering.ranking)
        request = Request(
            Words(words) if words else Nothing(),
            arguments.date_range(date),
            arguments.where(where, searcher.field_names()),
            "any",
            limit=arguments.count("limit", limit),
            highlights=arguments.count("snippets", snippets) > 0,
            collapse=collapse,
            groups=collapse,
            without=id,
            # Proximity of these words in another article says nothing.
            ranking=replace(self._answering.ranking, rerank_window=0),
        )
        query = " ".join(word.form.accented for word in words)
        answer = searcher.search(request)
        hits = tuple(self._answering.hits(answer, snippets, length, request.deadline))
        return results_of(query, request, answer, hits)

    def suggest(self, text: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
        """Complete the last word of a text in up to `limit` ways (0 or more).

        The completions are words of the articles, with their accents: first those that stand most often
        right after the words before, then the most frequent of those in articles with these words. The
        text may leave out accents; if it has some, words with the same accents come first. Stop words
        are not suggested. Each count is the total of a search for the suggested text.
        """
        if not isinstance(text, str):
            raise QueryError(
                Message("the text to complete must be a string, not {value}", value=repr(text))
            )
        return self._answering.suggest(self._searcher, text, arguments.count("limit", limit))

    def explain(
        self,
        query: str,
        id: str,
        *,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        plain: bool = False,
        ranking: Ranking | None = None,
        synonyms: SynonymLines | None = None,
    ) -> Explanation:
        """Explain the relevance score of the article with this id.

        `query`, `date`, `where`, `match`, `plain`, `ranking` and `synonyms` are those of `search`; the
        value is the score of the hit. The value of an article that does not match is 0, and
        `Explanation.missing` lists what it lacks.
        Raises QueryError if no article has the id.
        """
        searcher = self._searcher
        request, _ = self._asked(
            searcher, query, synonyms, date=date, where=where, match=match, plain=plain, ranking=ranking
        )
        explanation = searcher.explain(replace(request, alike=True), arguments.article_id(id))
        if explanation is None:
            raise _no_article(id)
        return explanation

    def search_all(
        self,
        query: str,
        *,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        sort: Sort | str = "relevance",
        snippets: int = 0,
        snippet_length: int = SNIPPET_LENGTHS.usual,
        strict: bool = False,
        plain: bool = False,
        ranking: Ranking | None = None,
        synonyms: SynonymLines | None = None,
    ) -> Iterator[Hit]:
        """Iterate over all articles that match a query, however many there are.

        Memory holds up to 500 hits at a time. All hits come from the state of the index at the call.
        Arguments and errors are those of `search`.
        """
        searcher = self._searcher
        request, _ = self._asked(
            searcher,
            query,
            synonyms,
            date=date,
            where=where,
            match=match,
            strict=strict,
            plain=plain,
            ranking=ranking,
        )
        request = replace(
            request,
            highlights=arguments.count("snippets", snippets) > 0,
            alike=not strict,
        )
        return self._every_hit(searcher, request, sort, snippets, snippet_length, strict)

    def _every_hit(
        self,
        searcher: Searcher,
        request: Request,
        sort: str,
        snippets: int,
        snippet_length: int,
        strict: bool,
    ) -> Iterator[Hit]:
        """Iterate over all articles that match a request."""
        request = replace(request, sort=self._answering.order(searcher, sort), limit=_AT_A_TIME)
        length = _snippet_length(snippet_length)
        answer = searcher.search(request)
        _refuse_cuts(strict, answer.warnings)
        return self._answering.all_hits(searcher, request, answer, snippets, length)

    def export(
        self,
        target: PathLike,
        *,
        query: str | None = None,
        ids: Iterable[str] | None = None,
        format: ArticleFormat | None = None,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        sort: Sort | str | None = None,
        strict: bool = False,
        raw: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> int:
        """Write articles in a form that other programs and `read_articles` read; return their number.

        They are those that match a query, in the order of `search_all` but without words spelled alike;
        or those with the `ids`, in their order, each once; or all, from the oldest to the newest.
        `date`, `where`, `match`, `sort`, `strict` and `synonyms` are those of `search`, not for `ids`.

        `format` is "csv", "jsonl", "parquet" (which needs the extra `parquet`), "txm" (texts with a
        metadata.csv), "txm-xml" (XML files), "iramuteq", "bibtex", "ris" or "csl"; None is by the ending
        of `target`: .csv, .jsonl, .parquet, .zip (TXM), .txt (Iramuteq), .bib, .ris or .json (CSL), and
        a folder for TXM if there is no ending. The forms of TXM are folders, or a .zip of one.

        Read back, articles have the same id, title, date, URL, text and `extra`: what a form cannot hold
        as it is stands in a field `frsearch` too. Only blank values do not come back, and in "jsonl"
        and "csl" NaN and infinities.

        A file that is there is replaced once all is written; a folder must be new or empty. `raw` writes
        CSV without the apostrophes that stop spreadsheets from running texts as formulas. Raises
        QueryError for an id that no article has, FrsearchError if the target cannot be written.
        """
        from frsearch.output.articles.registry import write

        if ids is not None:
            if any(each is not None for each in (query, date, where, sort, synonyms)):
                raise QueryError(
                    Message("export takes ids, or a query with date, where and sort, not both")
                )
            return write(self._with_ids(ids), target, format, raw=raw)
        order = sort or ("oldest" if query is None else "relevance")
        searcher = self._searcher
        request, _ = self._asked(
            searcher, query or "", synonyms, date=date, where=where, match=match, strict=strict
        )
        request = replace(request, highlights=False)
        hits = self._every_hit(searcher, request, order, 0, SNIPPET_LENGTHS.usual, strict)
        return write((hit.article for hit in hits), target, format, raw=raw)

    def _with_ids(self, ids: Iterable[str]) -> Iterator[Article]:
        """Yield the articles with some ids; QueryError at the end if there are none for some of them."""
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise QueryError(Message("ids takes several ids: give a list, such as [id]"))
        searcher, unknown = self._searcher, list[str]()
        for id in dict.fromkeys(map(arguments.article_id, ids)):
            article = searcher.get(id)
            if article is None:
                unknown.append(id)
            else:
                yield article
        if unknown:
            raise QueryError(
                Message(
                    "there are no articles with these ids in the index ({count:,}): {ids}",
                    count=len(unknown),
                    ids=tuple(map(repr, unknown[:_MOST_NAMED])),
                )
            )

    def highlight(
        self, query: str, id: str, *, field: str = "text", synonyms: SynonymLines | None = None
    ) -> Snippet:
        """Return the whole text of an article, or its title (`field="title"`), with matches highlighted.

        The article need not match the query. `synonyms` are those of `search`. Only the first 200,000
        matches are highlighted; if there are more, `Snippet.complete` is False. Raises QueryError if no
        article has the id.
        """
        searcher = self._searcher
        request, _ = self._asked(searcher, query, synonyms)
        match = searcher.article_match(replace(request, alike=True), arguments.article_id(id))
        if match is None:
            raise _no_article(id)
        article, terms, limits = match.article, match.terms, self._answering.highlight_limits
        if arguments.one_of("field", field, FIELDS) == "title":
            highlighter = Highlighter(terms.tree, {}, self._answering.chain, None, "title", limits)
            return whole(article.title, *highlighter.all_matches(article.title))
        highlighter = Highlighter(
            terms.tree, terms.weights, self._answering.chain, terms.forms, limits=limits
        )
        return whole(article.text, *highlighter.all_matches(article.text, match.counts))

    def concordance(
        self,
        query: str,
        *,
        width: int = 60,
        sort: ConcordanceSort | str = "date",
        limit: int | None = None,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        strict: bool = False,
        plain: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> Concordance:
        """Return every occurrence of a query in the texts of the matching articles, in context.

        `width` is the number of characters (0 or more) on each side. `sort` is "date", oldest first and
        then by id, or by the words shown on the "left", nearest first, or on the "right"; or a field:
        lines with one value are in the order of dates, and `Concordance.parts` compares them. `limit` is
        the maximum number of lines, None for all. The occurrences are what `search` highlights in texts;
        titles are not searched. Other arguments and errors are those of `search`.
        """
        from frsearch.corpus.concordance import make_concordance, part_counts

        searcher = self._searcher
        request, warnings = self._asked(
            searcher, query, synonyms, date=date, where=where, match=match, strict=strict, plain=plain
        )
        order = arguments.sort_name(sort, LINE_SORTS, searcher.field_names())
        occurrences = searcher.occurrences(request)
        _refuse_cuts(strict, occurrences.warnings)
        parts: tuple[PartCount, ...] = ()
        if order not in LINE_SORTS:
            parts = part_counts(searcher, replace(request, match=occurrences.match), order)
        return make_concordance(
            occurrences,
            self._answering.chain,
            query,
            width=arguments.count("width", width),
            sort=order,
            parts=parts,
            limit=None if limit is None else arguments.count("limit", limit),
            warnings=warnings + occurrences.warnings,
            limits=self._answering.highlight_limits,
        )

    def timeline(
        self,
        queries: str | Sequence[str],
        *,
        by: TimelineUnit = "month",
        count: Count = "articles",
        relative: bool = False,
        split: str | None = None,
        split_limit: int | None = 50,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        strict: bool = False,
        plain: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> Timeline:
        """Count the matches of one or several queries by "year", "month", "week" or "day", gaps filled.

        `count` is "articles", or "occurrences" as in `concordance`; `relative=True` gives counts per
        million words of the texts of each period. `split` names a field: there is a series for each
        query and value, for the `split_limit` values that most matches have (None: all), and relative
        counts are per million words of the articles with the value. Periods run from the first to the
        last article of the index, or over `date`. As in facets, an article counts only if its date is at
        least as precise as the periods. Other arguments and errors are those of `search`.
        """
        from frsearch.corpus.timeline import make_timeline, query_list

        distinct = query_list(queries)
        unit = arguments.one_of("by", by, TIMELINE_UNITS)
        counted = arguments.one_of("count", count, COUNTS)
        searcher = self._searcher
        names = searcher.field_names()
        rules = self._answering.synonyms_of(searcher, synonyms)
        requests = {
            each: self._answering.request(
                searcher, each, date, where, match, strict, plain, synonyms=rules
            )
            for each in distinct
        }
        timeline = make_timeline(
            searcher,
            requests,
            by=unit,
            count=counted,
            relative=relative,
            days=arguments.date_range(date),
            where=arguments.where(where, names),
            split=None if split is None else arguments.field_name(split, names),
            split_limit=None if split_limit is None else arguments.count("split_limit", split_limit),
        )
        for series in timeline.series:
            _refuse_cuts(strict, series.warnings)
        return timeline

    def words(
        self,
        query: str = "",
        *,
        length: int = 1,
        by: WordUnit = "form",
        limit: int | None = 1000,
        least: int = 1,
        stop_words: bool = True,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        strict: bool = False,
        plain: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> WordList:
        """List the most frequent words, or rows of `length` words (1 to 8), of the texts of matches.

        The query "" is all articles. Words are lower-case forms with accents, or lemmas (`by`). The list
        has the `limit` most frequent (None: all) of those that occur at least `least` times; without
        `stop_words`, neither these nor rows that begin or end with one. A form occurs as often as
        `concordance` has lines for it (`="élection"`), or less often if it has no accents, as `="etat"`
        finds `état` too; titles are not counted. A compound such as « week-end » counts under `week`,
        `end` and `weekend`, in rows as two words. Other arguments and errors are those of `search`.
        """
        from frsearch.corpus.word_tables import list_words

        searcher = self._searcher
        request, warnings = self._asked(
            searcher, query, synonyms, date=date, where=where, match=match, strict=strict, plain=plain
        )
        table = list_words(
            searcher,
            request,
            query,
            by=arguments.one_of("by", by, WORD_UNITS),
            length=arguments.within("length", length, 1, _LONGEST_ROW),
            least=arguments.count("least", least),
            limit=None if limit is None else arguments.count("limit", limit),
            stop_words=stop_words,
            warnings=warnings,
        )
        _refuse_cuts(strict, table.warnings)
        return table

    def cooccurrents(
        self,
        query: str,
        *,
        window: int = 10,
        by: WordUnit = "lemma",
        limit: int | None = 100,
        least: int = 3,
        stop_words: bool = False,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        strict: bool = False,
        plain: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> Cooccurrents:
        """Find the words that stand near a query's occurrences more often than chance would have it.

        Near is at most `window` words (1 to 100) before or after, in the same text. Chance is the
        frequency of each word in the texts of all articles within `date` and `where`. The table has the
        `limit` words (None: all) with the highest log-likelihood, of those that stand near at least
        `least` times; stop words only if `stop_words`. Other arguments and errors are those of `search`;
        `by` is that of `words`.
        """
        from frsearch.corpus.word_tables import find_cooccurrents

        searcher = self._searcher
        request, warnings = self._asked(
            searcher, query, synonyms, date=date, where=where, match=match, strict=strict, plain=plain
        )
        table = find_cooccurrents(
            searcher,
            request,
            query,
            by=arguments.one_of("by", by, WORD_UNITS),
            window=arguments.within("window", window, 1, _WIDEST_WINDOW),
            least=arguments.count("least", least),
            limit=None if limit is None else arguments.count("limit", limit),
            stop_words=stop_words,
            simple=isinstance(request.tree, Word | Phrase) and not plain,
            warnings=warnings,
        )
        _refuse_cuts(strict, table.warnings)
        return table

    def keywords(
        self,
        query: str = "",
        *,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        against: WhereFilter | None = None,
        against_date: DateFilter | None = None,
        by: WordUnit = "lemma",
        limit: int | None = 100,
        least_articles: int = 3,
        stop_words: bool = False,
        match: Match = "all",
        strict: bool = False,
        plain: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> Keywords:
        """Find the words that a part of the archive has more often, and less often, than another part.

        The part is the matches of `query` ("": all articles) within `date` and `where`; the other is
        what `against` and `against_date` choose, in the same way, or all other articles. The table has
        up to `limit` words (None: all) that the part has more often, then as many that it has less
        often, those with the highest log-likelihood first; each is in at least `least_articles` articles
        of the side that has more of it, so that one long article decides nothing. Other arguments and
        errors are those of `search`; `by` and `stop_words` those of `cooccurrents`.
        """
        from frsearch.corpus.word_tables import find_keywords

        searcher = self._searcher
        request, warnings = self._asked(
            searcher, query, synonyms, date=date, where=where, match=match, strict=strict, plain=plain
        )
        other: Request | None = None
        if against is not None or against_date is not None:
            other, _ = self._asked(
                searcher, "", synonyms, date=against_date, where=against, match=match, strict=strict
            )
        table = find_keywords(
            searcher,
            request,
            other,
            query,
            by=arguments.one_of("by", by, WORD_UNITS),
            least_articles=arguments.count("least_articles", least_articles),
            limit=None if limit is None else arguments.count("limit", limit),
            stop_words=stop_words,
            warnings=warnings,
        )
        _refuse_cuts(strict, table.warnings)
        return table

    @property
    def knows_copies(self) -> bool:
        """Whether near copies are known: in a folder and in memory, not on a server."""
        return self._searcher.knows_copies

    def copies(self, *, least: int = 2) -> Copies:
        """Return the groups of near copies of at least `least` articles, the largest first.

        Groups of one size are in the order of their oldest articles. Which articles are near copies is
        said in docs/copies.md.
        """
        from frsearch.corpus.copies import Copies

        searcher = self._searcher
        groups = [tuple(ids) for ids in searcher.copies() if len(ids) >= max(least, 2)]
        return Copies(tuple(sorted(groups, key=len, reverse=True)), searcher.get)

    def batch(
        self,
        queries: Queries,
        *,
        by: Unit = "year",
        fields: Sequence[str] = (),
        field_limit: int | None = 50,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        strict: bool = False,
        synonyms: SynonymLines | None = None,
    ) -> Batch:
        """Ask named queries, and count the articles of each by period and by values of `fields`.

        `queries` maps names to queries, or has `NamedQuery` objects with filters of their own; or it is
        the path of a CSV file with the columns `name`, `query` and, if wanted, `date` and `match`; a
        column of any other name is a filter by that field, `Le Monde|Libération` for either value.
        `by` is "year", "month" or "day"; each field is counted for its `field_limit` most frequent
        values of each query (None: all). `Batch.hits` iterates over the articles found. A query's own
        `date`, `where` and `match` take the place of those given here, which are those of `search`.
        """
        from frsearch.corpus.batch import NamedHit, make_batch, read_queries

        searcher, unit = self._searcher, arguments.one_of("by", by, UNITS)
        names, rules = searcher.field_names(), self._answering.synonyms_of(searcher, synonyms)
        counted = tuple(arguments.field_name(each, names) for each in fields)
        most = None if field_limit is None else arguments.count("field_limit", field_limit)
        asked: list[tuple[NamedQuery, Request, tuple[QueryWarning, ...]]] = []
        for each in read_queries(queries):
            days, filters, how = each.date or date, each.where or where, each.match or match
            request, warnings = self._answering.request(
                searcher, each.query, days, filters, cast(Match, how), strict, synonyms=rules
            )
            asked.append((each, replace(request, highlights=False), warnings))

        def answered() -> Iterator[tuple[NamedQuery, Answer, tuple[QueryWarning, ...]]]:
            for each, request, warnings in asked:
                counts = replace(
                    request, limit=0, facets=(unit,), field_facets=counted, facet_limit=most
                )
                answer = searcher.search(counts)
                _refuse_cuts(strict, answer.warnings)
                yield each, answer, warnings

        def hits() -> Iterator[NamedHit]:
            for each, request, _ in asked:
                for hit in self._every_hit(
                    searcher, request, "relevance", 0, SNIPPET_LENGTHS.usual, strict
                ):
                    yield NamedHit(each.name, hit)

        return make_batch(answered(), unit, hits)

    def _asked(
        self,
        searcher: Searcher,
        query: str,
        synonyms: SynonymLines | None,
        *,
        date: DateFilter | None = None,
        where: WhereFilter | None = None,
        match: Match = "all",
        strict: bool = False,
        plain: bool = False,
        ranking: Ranking | None = None,
    ) -> tuple[Request, tuple[QueryWarning, ...]]:
        """Return the request for all matches that the arguments of a call ask for, and warnings."""
        rules = self._answering.synonyms_of(searcher, synonyms)
        return self._answering.request(
            searcher, query, date, where, match, strict, plain, ranking, rules
        )

    def info(self) -> IndexInfo:
        """Describe the index and how it was made, as the methods section of a paper would cite it."""
        from frsearch.corpus.info import describe

        searcher = self._searcher
        return describe(str(self.path), searcher.contents(), searcher.fields(_MOST_FREQUENT))

    def fields(self, *, frequent: int = _MOST_FREQUENT) -> tuple[FieldInfo, ...]:
        """Describe the fields that articles have, by name: type, articles, distinct and frequent values.

        `frequent` is the most values to list of each (0 or more), the most frequent first.
        """
        return tuple(self._searcher.fields(arguments.count("frequent", frequent)))


def _not_made(folder: Path | Address, error: OSError) -> FrsearchError:
    return FrsearchError(
        Message(
            "{folder}: the index cannot be made here: {error}",
            folder=str(folder),
            error=words_of(error),
        )
    )


def _is_reader(articles: Iterable[Article]) -> TypeGuard[ArticleReader]:
    # Its module takes long to load, and whoever has a reader has loaded it.
    module: Any = sys.modules.get("frsearch.reading.articles")
    return module is not None and isinstance(articles, module.ArticleReader)


def _repaired(articles: Iterable[Article], repairs: Counter[str]) -> Iterator[Article]:
    """Yield articles from code, each repaired when its turn comes; count what was repaired."""
    from frsearch.reading.making import repaired_article

    for article in articles:
        if isinstance(article, Article):
            article, done = repaired_article(article)
            if done:  # counting none takes as long as looking for them
                repairs.update(sorted(done))
        yield article


def _snippet_length(length: int) -> int:
    lengths = SNIPPET_LENGTHS
    return arguments.within("snippet_length", length, lengths.least, lengths.most)


def _no_article(id: str) -> QueryError:
    return QueryError(Message("there is no article with the id {id!r} in the index", id=id))


def _refuse_cuts(strict: bool, warnings: Sequence[QueryWarning]) -> None:
    if strict and warnings:
        raise QueryTooComplex(warnings[0].located)
