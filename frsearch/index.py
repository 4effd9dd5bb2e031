"""The index that people hold: create, open, add, remove, get, search.

>>> import tempfile
>>> index = create_index(tempfile.mkdtemp())
>>> index.add([Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06")]).added
1
>>> index.search("sommets")[0].snippets[0].to_html()
'Le <mark>sommet</mark> aura lieu à Helsinki.'
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, get_args

from frsearch import arguments
from frsearch.analysis.chain import Chain
from frsearch.arguments import DateFilter, PathLike
from frsearch.engine import cursor
from frsearch.engine.completion import suggest
from frsearch.engine.correction import SearchOutcome, correct
from frsearch.engine.cursor import Cursor
from frsearch.engine.more_like_this import distinctive_words
from frsearch.engine.opening import create_engine, engine_to_check, open_engine
from frsearch.engine.protocol import Engine, Searcher
from frsearch.engine.request import Answer, Request
from frsearch.errors import (
    ArticleError,
    FrsearchError,
    QueryError,
    QueryTooComplex,
)
from frsearch.highlight.highlighter import Highlighter
from frsearch.highlight.limits import HIGHLIGHT_LIMITS
from frsearch.highlight.snippets import make_snippets, whole
from frsearch.messages.wording import Message, words_of
from frsearch.output.progress import Advance, progress_bar
from frsearch.query.limits import LIMITS, Deadline
from frsearch.query.nodes import Nothing, Words
from frsearch.query.parser import parse
from frsearch.ranking import Ranking
from frsearch.reading.articles import ArticleReader
from frsearch.reports import AddReport, CheckReport, Written
from frsearch.results import Results
from frsearch.types import (
    FIELDS,
    PARTS,
    UNITS,
    Article,
    Explanation,
    FacetScope,
    Hit,
    Match,
    QueryWarning,
    Snippet,
    Sort,
    Suggestion,
    Unit,
)

if TYPE_CHECKING:
    from frsearch.corpus.concordance import Concordance, ConcordanceSort
    from frsearch.corpus.info import IndexInfo
    from frsearch.corpus.timeline import Timeline

from frsearch.types import Count, Counted

_MATCHES: tuple[Match, ...] = get_args(Match)
_SORTS: tuple[Sort, ...] = get_args(Sort)
_SCOPES: tuple[FacetScope, ...] = get_args(FacetScope)
_COUNTED: tuple[Counted, ...] = get_args(Counted)
# The best hits are worth the moment that it takes to fetch them, even after the timeout.
_HITS_WHEN_LATE = 10
# `search_all` holds as many hits at a time.
_AT_A_TIME = 500


def create_index(path: PathLike, *, overwrite: bool = False) -> Index:
    """Make an empty index in the folder `path`, which is made if it does not exist.

    Raises IndexExists if there is an index already, or files of one whose manifest is missing, unless
    `overwrite` is True: then it is emptied. Other files in the folder are left alone, also such as
    are only named like those of an index. Raises IndexLocked where somebody else is making or
    writing to an index there, FrsearchError where the folder cannot be written to.
    """
    folder = arguments.folder(path)
    try:
        return Index(folder, create_engine(folder, overwrite=overwrite))
    except OSError as error:
        raise FrsearchError(
            Message(
                "{folder}: the index cannot be made here: {error}", folder=folder, error=words_of(error)
            )
        ) from error


def open_index(path: PathLike) -> Index:
    """Open the index in the folder `path`.

    Raises IndexNotFound where there is none, IndexOutdated where another version's format or
    analysis made it, IndexCorrupted where a file is damaged, IndexUnreadable where the system does
    not give one.
    """
    folder = arguments.folder(path)
    return Index(folder, open_engine(folder))


def check_index(path: PathLike) -> CheckReport:
    """Check the index in the folder `path`, as `Index.check` does, though it may not open.

    Raises IndexNotFound where there is none, IndexOutdated where another version made it.
    """
    folder = arguments.folder(path)
    return engine_to_check(folder).check()


class Index:
    """A searchable collection of articles in a folder; made by `create_index` or `open_index`.

    Searches see the state of the index when it was opened or last written to through this
    object; `refresh` moves on to what others have committed. An index may be shared between threads.
    It can be used as a context manager. Pickled or copied, it is its path: what is loaded is the
    index there, in its newest state.
    """

    def __init__(self, path: Path, engine: Engine):
        self.path = path
        self._engine = engine
        self._chain = Chain()
        self._ranking = Ranking()
        self._limits = LIMITS
        self._highlight_limits = HIGHLIGHT_LIMITS
        # None where it could not be opened after a write: whoever needs it tries again.
        self._state: Searcher | None = engine.searcher()
        self._closed = False
        # Or of two threads that write, the first could put its state over the second's.
        self._moving = threading.Lock()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files, and of the memory that maps them; closing twice is no error.

        What `search_all` or `whoosh` gave, and is still held, keeps the files that it reads.
        """
        self._closed, self._state = True, None
        self._engine.close()

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy, in another process perhaps, opens the folder; closed ones raise FrsearchError.
        _ = self._searcher
        return open_index, (str(self.path),)

    def __len__(self) -> int:
        return len(self._searcher)

    def __repr__(self) -> str:
        if self._state is not None:
            state = f"{len(self._state):,} articles"
        else:
            state = "closed" if self._closed else "to be opened anew"
        return f"<frsearch.Index {str(self.path)!r}, {state}>"

    @property
    def whoosh(self) -> Any:
        """The `whoosh.index.Index` over the same segments, for Whoosh's readers, queries and writer.

        What its writer commits, this index shows after `refresh`.
        """
        return self._engine.whoosh(self._searcher)

    @property
    def _searcher(self) -> Searcher:
        self._refuse_closed()
        # Another thread may forget it in between.
        state = self._state
        return self._move() if state is None else state

    def _move(self) -> Searcher:
        """Move on to the newest committed state."""
        with self._moving:
            self._state = state = self._engine.searcher()
        return state

    def _refuse_closed(self) -> None:
        if self._closed:
            raise FrsearchError(
                Message("{folder}: this index is closed: open it again", folder=self.path)
            )

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
        """Add articles; one whose id is in the index takes the old one's place.

        Of several articles with one id in a batch, the last counts, and `AddReport.repeated` says how
        many others there were. All are added or, if one cannot be read or written, none. Memory does
        not grow with the number of articles, ids aside.
        `progress=True` shows a bar on standard error, a text one that is labelled so. `workers` is
        how many processes analyse a large batch (over some ten thousand articles), 1 or more; None is
        one for each processor.
        `timeout` is how many seconds, 0 or more, to wait for another writer. Raises ArticleError for
        what is no article, IndexLocked where another writer is still at work, FrsearchError where
        the index cannot be written: it is as it was then.
        """
        if not isinstance(articles, Iterable):
            raise ArticleError(Message("add takes several articles: give a list, such as [article]"))
        total = len(articles) if isinstance(articles, Sized) else None
        share = (lambda: articles.share_read) if isinstance(articles, ArticleReader) else None
        with progress_bar(progress, total, share) as advance:
            written = self._write((), articles, advance, arguments.workers(workers), timeout)
        report = AddReport(
            written.added,
            written.replaced,
            written.repeated,
            written.repeated_ids,
            undated=written.undated,
        )
        return report.with_reading(articles.report) if isinstance(articles, ArticleReader) else report

    def remove(self, ids: Iterable[str], *, timeout: float = 0.0) -> int:
        """Remove articles by id and return how many there were; unknown ids are passed over.

        `timeout` and what is raised are those of `add`.
        """
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise FrsearchError(Message("remove takes several ids: give a list, such as [id]"))
        return self._write(map(arguments.article_id, ids), (), lambda: None, 1, timeout).replaced

    def refresh(self) -> bool:
        """Move on to what others have committed since; return whether there was anything new."""
        if self._engine.is_newest(self._searcher):
            return False
        self._move()
        return True

    def check(self) -> CheckReport:
        """Check every byte of the newest committed state on the disk, and what must hold of it.

        It takes about as long as reading the files and restoring all articles, and little memory;
        others may search and write meanwhile. Raises IndexNotFound where the index is no more,
        IndexUnreadable where the system does not give a file.
        """
        self._refuse_closed()
        return self._engine.check()

    def _write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance,
        workers: int,
        timeout: float,
    ) -> Written:
        self._refuse_closed()
        written = self._engine.write(removed, articles, advance, workers, arguments.seconds(timeout))
        try:
            self._move()
        except (FrsearchError, MemoryError):
            # What was written is committed all the same: the next search opens it, or says why not.
            self._state = None
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
        facet_scope: FacetScope = "filtered",
        facet_fill: bool = False,
        snippets: int = 2,
        after: str | None = None,
        strict: bool = False,
        timeout: float | None = None,
        collapse: bool = False,
        count: Counted | None = None,
    ) -> Results:
        """Find the articles that answer a query and return the best, with snippets and counts.

        `query` is any text, in the language of docs/query-language.md; blank text is every article.
        `limit` hits (0 or more) are returned, after leaving out the first `offset`. `date` keeps the
        articles whose date overlaps it: "2018", "2018-06", "2018-06..2018-09", "..2018", a
        `datetime.date`, or a (start, end) pair. `match="all"` wants every word and, where that
        finds nothing, any word (see `Results.match`); `match="any"` wants any from the start.
        `sort` is "relevance", "newest" or "oldest"; ties break by date, newest first, then by
        id, and articles without a date come last. `snippets` is the most passages to show of each
        hit, 0 for none. `after`, the `cursor` of earlier results of the same search, goes on after
        their last hit, whatever has been added or removed since.

        `facets` are of "year", "month", "day". They count all matches (`facet_scope="filtered"`) or
        what the matches would be without `date` (`"query"`), to show a chosen month among the others;
        `facet_fill=True` gives those without any match too, from the first to the last.

        `collapse=True` shows one of each group of near copies, the first in the order of `sort`, with
        the others that match behind it (`Hit.copies`). `count` says what `total`, `undated` and the
        facets count, "articles" or "groups"; None is groups where they are collapsed, else articles.

        Broken syntax never fails: `Results.warnings` says what was made of it; `strict=True` raises
        QuerySyntaxError instead, and QueryTooComplex where something is over a bound.

        `timeout` is in seconds, above 0; None is as long as it takes. Matches come first, then hits and
        their snippets, then the suggestion. A search that runs out of time among the matches has
        `timed_out` True: total, counts and hits are those of the parts of the index searched until
        then (of none, perhaps). What else it had no time for is in `left_out`. The time is looked at
        between steps, each of them short, so that a search may take a little longer.
        Raises QueryError for an argument that is not as above.
        """
        request, warnings = self._request(query, date, match, strict)
        request = replace(
            request,
            sort=arguments.one_of("sort", sort, _SORTS),
            offset=arguments.count("offset", offset),
            limit=arguments.count("limit", limit),
            facets=arguments.units(facets),
            facet_scope=arguments.one_of("facet_scope", facet_scope, _SCOPES),
            facet_fill=facet_fill,
            highlights=arguments.count("snippets", snippets) > 0,
            collapse=collapse,
            groups=collapse if count is None else arguments.one_of("count", count, _COUNTED) == "groups",
        )
        if timeout is not None:
            request = replace(request, deadline=arguments.deadline(timeout))
        if after is not None:
            request = replace(request, after=cursor.read(after, request.sort))
        searcher = self._searcher
        answer = searcher.search(request)
        _refuse_cuts(strict, answer.warnings)
        hits = tuple(self._hits(answer, snippets, request.deadline))
        # Last, since it may take longest and is needed least.
        suggestion = self._suggestion(searcher, query, request, answer)
        return _results(query, request, answer, hits, warnings, suggestion)

    def similar(
        self,
        id: str,
        limit: int = 10,
        *,
        date: DateFilter | None = None,
        collapse: bool = False,
        snippets: int = 0,
    ) -> Results:
        """Find the articles about the same thing as the one with this id, the most alike first.

        They are those that hold any of its most telling words, by their weight; itself is left out.
        `limit`, `date` and `snippets` are those of `search`; so is `collapse`, which leaves out the
        article's own near copies, too. `Results.query` has the words. Raises QueryError where no
        article has the id.
        """
        searcher = self._searcher
        article = searcher.get(arguments.article_id(id))
        if article is None:
            raise _no_article(id)
        words = distinctive_words(article, self._chain, searcher, self._ranking)
        request = Request(
            Words(words) if words else Nothing(),
            arguments.date_range(date),
            "any",
            limit=arguments.count("limit", limit),
            highlights=arguments.count("snippets", snippets) > 0,
            collapse=collapse,
            groups=collapse,
            without=id,
            # Nobody wants the words of an article side by side in another.
            ranking=replace(self._ranking, rerank_window=0),
        )
        query = " ".join(word.form.accented for word in words)
        answer = searcher.search(request)
        hits = tuple(self._hits(answer, snippets, request.deadline))
        return _results(query, request, answer, hits)

    def _suggestion(
        self, searcher: Searcher, query: str, request: Request, answer: Answer
    ) -> str | None:
        """Return the query with what is misspelled in it corrected, if that finds more."""

        def search(text: str) -> SearchOutcome:
            tree = parse(text, chain=self._chain, limits=request.limits).tree
            other = searcher.search(replace(only_total, tree=tree))
            return SearchOutcome(other.match == request.match, other.total)

        # Running out of time here leaves out a suggestion, and nothing of what was found before.
        deadline = request.deadline.anew()
        only_total = replace(
            request, limit=0, after=None, facets=(), highlights=False, deadline=deadline
        )
        known = SearchOutcome(answer.match == request.match, answer.total)
        better = correct(query, answer.terms, known, searcher, search, deadline)
        if better is None and deadline.left:
            request.deadline.left.add("suggestion")
        return better

    def suggest(self, text: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
        """Complete the last word of what was typed, in up to `limit` ways (0 or more).

        The words are those of the articles, with their accents, those that most articles hold first;
        what was typed needs no accents, and where it has some, words that have them come first.
        Stop words are not suggested. A count may include articles that were removed of late.
        """
        if not isinstance(text, str):
            raise QueryError(Message("what was typed must be a text, not {value}", value=repr(text)))
        return suggest(self._searcher, self._chain, text, arguments.count("limit", limit))

    def explain(
        self, query: str, id: str, *, date: DateFilter | None = None, match: Match = "all"
    ) -> Explanation:
        """Say why the article with this id ranks where it does when sorted by relevance.

        `query`, `date` and `match` are those of `search`; the value is the score of the hit. An article
        that does not match has the value 0, and `Explanation.missing` says what it lacks.
        Raises QueryError if there is no such article.
        """
        request, _ = self._request(query, date, match, strict=False)
        explanation = self._searcher.explain(request, arguments.article_id(id))
        if explanation is None:
            raise _no_article(id)
        return explanation

    def search_all(
        self,
        query: str,
        *,
        date: DateFilter | None = None,
        match: Match = "all",
        sort: Sort = "relevance",
        snippets: int = 0,
        strict: bool = False,
    ) -> Iterator[Hit]:
        """Find all articles that answer a query, one after another, however many there are.

        Few hits are in memory at a time; all are of the state of the index at the call. Arguments and
        errors are those of `search`.
        """
        request, _ = self._request(query, date, match, strict)
        request = replace(
            request,
            sort=arguments.one_of("sort", sort, _SORTS),
            limit=_AT_A_TIME,
            highlights=arguments.count("snippets", snippets) > 0,
        )
        searcher = self._searcher
        answer = searcher.search(request)
        _refuse_cuts(strict, answer.warnings)
        return self._all_hits(searcher, request, answer, snippets)

    def highlight(self, query: str, id: str, *, field: str = "text") -> Snippet:
        """Show the whole text of an article, or its title (`field="title"`), with what a query matches.

        The article need not answer the query. Of more than 200,000 matches the first are shown, and
        `Snippet.complete` is False. Raises QueryError if there is no such article.
        """
        request, _ = self._request(query, None, "all", strict=False)
        match = self._searcher.article_match(request, arguments.article_id(id))
        if match is None:
            raise _no_article(id)
        article, terms, limits = match.article, match.terms, self._highlight_limits
        if arguments.one_of("field", field, FIELDS) == "title":
            highlighter = Highlighter(terms.tree, {}, self._chain, None, "title", limits)
            return whole(article.title, *highlighter.all_matches(article.title))
        highlighter = Highlighter(terms.tree, {}, self._chain, terms.forms, limits=limits)
        return whole(article.text, *highlighter.all_matches(article.text, match.counts))

    def concordance(
        self,
        query: str,
        *,
        width: int = 60,
        sort: ConcordanceSort = "date",
        limit: int | None = None,
        date: DateFilter | None = None,
        match: Match = "all",
        strict: bool = False,
    ) -> Concordance:
        """Show every occurrence of a query in the texts that answer it, in its context.

        `width` is how many characters (0 or more) to show at each side. `sort` is "date", oldest first
        and then by id, or by the words that are shown to the "left", nearest first, or to the "right".
        `limit` is the most lines to give, None for all. What is found is what `search` highlights;
        titles are not looked through. Other arguments and errors are those of `search`.
        """
        from frsearch.corpus.concordance import SORTS, make_concordance

        request, warnings = self._request(query, date, match, strict)
        occurrences = self._searcher.occurrences(request)
        _refuse_cuts(strict, occurrences.warnings)
        return make_concordance(
            occurrences,
            self._chain,
            query,
            width=arguments.count("width", width),
            sort=arguments.one_of("sort", sort, SORTS),
            limit=None if limit is None else arguments.count("limit", limit),
            warnings=warnings + occurrences.warnings,
            limits=self._highlight_limits,
        )

    def timeline(
        self,
        queries: str | Sequence[str],
        *,
        by: Unit = "month",
        count: Count = "articles",
        relative: bool = False,
        date: DateFilter | None = None,
        match: Match = "all",
        strict: bool = False,
    ) -> Timeline:
        """Count what one query, or each of several, finds by "year", "month" or "day", gaps filled.

        `count` is of "articles" or of the "occurrences" that `concordance` shows; `relative=True`
        gives it per million words of the texts of each period. Periods run from the first to the last
        article of the index, or over `date`; as in facets, an article counts only where its date is as
        precise as the periods. Other arguments and errors are those of `search`.
        """
        from frsearch.corpus.timeline import COUNTS, make_timeline, query_list

        asked = query_list(queries)
        unit, counted = arguments.one_of("by", by, UNITS), arguments.one_of("count", count, COUNTS)
        requests = {each: self._request(each, date, match, strict) for each in asked}
        timeline = make_timeline(
            self._searcher,
            requests,
            by=unit,
            count=counted,
            relative=relative,
            days=arguments.date_range(date),
        )
        for series in timeline.series:
            _refuse_cuts(strict, series.warnings)
        return timeline

    def info(self) -> IndexInfo:
        """Say what the index holds and what made it, as a paper's section on methods cites it."""
        from frsearch.corpus.info import describe

        return describe(str(self.path), self._searcher.contents())

    def _all_hits(
        self, searcher: Searcher, request: Request, answer: Answer, snippets: int
    ) -> Iterator[Hit]:
        yield from self._hits(answer, snippets, request.deadline)
        while answer.cursor is not None:
            request = replace(request, after=answer.cursor)
            answer = searcher.search(request)
            yield from self._hits(answer, snippets, request.deadline)

    def _request(
        self, query: str, date: DateFilter | None, match: Match, strict: bool
    ) -> tuple[Request, tuple[QueryWarning, ...]]:
        text, limits = arguments.query_text(query), self._limits
        parsed = parse(text, chain=self._chain, strict=strict, limits=limits)
        days = arguments.date_range(date)
        wanted = arguments.one_of("match", match, _MATCHES)
        request = Request(parsed.tree, days, wanted, ranking=self._ranking, limits=limits)
        return request, parsed.warnings

    def _hits(self, answer: Answer, snippets: int, deadline: Deadline) -> Iterator[Hit]:
        terms = answer.terms
        highlighter = Highlighter(
            terms.tree, terms.weights, self._chain, terms.forms, limits=self._highlight_limits
        )
        articles = answer.articles
        for at in range(answer.size):
            if at >= _HITS_WHEN_LATE and deadline.is_over("hits"):
                return
            ranked = next(articles)
            passages: tuple[Snippet, ...] = ()
            if snippets and not deadline.is_over("snippets"):
                matches = highlighter.matches(ranked.article.text, ranked.counts)
                passages = make_snippets(
                    ranked.article.text, matches, highlighter.weights, count=snippets
                )
            yield Hit(answer.before + 1 + at, ranked.score, ranked.article, passages, ranked.copies)


def _results(
    query: str,
    request: Request,
    answer: Answer,
    hits: tuple[Hit, ...],
    warnings: tuple[QueryWarning, ...] = (),
    suggestion: str | None = None,
) -> Results:
    following = answer.cursor
    if hits and len(hits) < answer.size:
        following = Cursor.at(hits[-1].article, hits[-1].score, answer.match, request.sort)
    left = request.deadline.left
    return Results(
        query,
        hits,
        answer.total,
        answer.match,
        answer.facets,
        answer.undated,
        warnings + answer.warnings,
        suggestion,
        None if following is None else following.text(),
        "matches" in left,
        tuple(part for part in PARTS if part in left),
    )


def _no_article(id: str) -> QueryError:
    return QueryError(Message("there is no article with the id {id!r} in the index", id=id))


def _refuse_cuts(strict: bool, warnings: Sequence[QueryWarning]) -> None:
    if strict and warnings:
        raise QueryTooComplex(warnings[0].located)
