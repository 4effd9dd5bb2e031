"""Reading articles: a file or a folder -> `Article`s, lazily, in sorted order.

>>> Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06").date
PartialDate(year=2018, month=6, day=None)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

from frsearch.arguments import OnError, Paths
from frsearch.date_formats import check_format
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, words_of
from frsearch.reading.making import Made
from frsearch.reading.meter import Meter
from frsearch.reading.naming import Names
from frsearch.reading.reading_run import Outcome, ReadingRun
from frsearch.reading.records import FIELDS
from frsearch.reading.sources import Unread, Walk, check_root, patterns
from frsearch.reading.sync import Sync
from frsearch.reading.synonyms import field_of
from frsearch.reading.tally import MOST_KEPT, Tally
from frsearch.reports import ReadReport
from frsearch.types import Article


class ArticleReader(Iterator[Article]):
    """Iterator of articles, returned by `read_articles`; can be iterated once.

    `report` counts all files and articles so far. With `on_error="skip"`, `skipped_count` counts the
    articles and files that were skipped, and `skipped` holds the first `MOST_KEPT` errors, each with its
    source and line.
    """

    MOST_KEPT = MOST_KEPT

    def __init__(self, outcomes: Generator[Outcome], run: ReadingRun, *, skip_errors: bool):
        self.run = run
        self._outcomes = outcomes
        self._tally = run.tally
        self._skip_errors = skip_errors

    def __next__(self) -> Article:
        for outcome in self._outcomes:
            error = self._count(outcome)
            if error is not None and not self._skip_errors:
                self.close()
                raise error
            if isinstance(outcome, Made):
                return outcome.article
        raise StopIteration

    def _count(self, outcome: Outcome) -> ArticleError | None:
        """Count an outcome; return its error, if any."""
        tally = self._tally
        if isinstance(outcome, Unread):
            tally.pass_over(outcome)
            return outcome.error if outcome.rule is None else None
        if isinstance(outcome, ArticleError):
            tally.skip(outcome)
            return outcome
        if outcome.again:
            return None
        tally.made(outcome)
        return outcome.date_error

    @property
    def has_begun(self) -> bool:
        """Whether articles were taken already."""
        return self._tally.articles > 0

    @property
    def skipped(self) -> list[ArticleError]:
        """The first errors of articles and files skipped so far."""
        return self._tally.errors

    @property
    def skipped_count(self) -> int:
        """The number of articles and files skipped so far."""
        return self._tally.skipped

    @property
    def report(self) -> ReadReport:
        """The counts of files and articles so far."""
        return self._tally.report()

    @property
    def share_read(self) -> float:
        """The share of the files' bytes read so far, 0.0 to 1.0."""
        return self.run.meter.share

    def close(self) -> None:
        """Close the current file and stop the iteration; automatic at the end."""
        self._outcomes.close()


def read_articles(
    path: Paths,
    *,
    on_error: OnError = "raise",
    columns: Mapping[str, str] | None = None,
    exclude: str | Sequence[str] = (),
    date_format: str | None = None,
) -> ArticleReader:
    """Read articles from a file, from a folder with its subfolders, or from several of these.

    Files are texts, tables, press exports, corpora, pages, feeds, documents and references, see
    `forms.registry`, also gzipped (`.gz`), and archives of these, which are read as folders. Fields are
    `id`, `title`, `date`, `text`, `url`; only `text` is required, other fields go to `extra`. An id or a
    year may be a number. Encodings: UTF-8, UTF-16 with a byte order mark, cp1252; see `encodings`. An
    article over 100 MB is an error. Dates are read as people write them, day first; `date_format` is
    "mdy", "ymd" or a pattern such as "%d.%m.%y" for others. An article without a date has that of the
    name of its file or folder.

    **Ids** in the files are never changed; an index keeps the last of several articles with the same id
    (`AddReport.repeated`). Other articles get an id from their path below `path`, the same on every
    system: a text its path without extension, `2018/06/01`, a row the path of its file and its line,
    `2018/exports-7`. These ids never collide: beside `a.txt`, the id of `a.txt.gz` has the extension; if
    two folders of one call have a file at the same path, the second id begins with the name of its
    folder, `2019/01`. The first file keeps the short id, see `naming`. Folders read in separate calls
    may share ids: to avoid this, give their parent folder.

    A folder is read in the order of paths, links last; each file once, whatever paths and links lead to
    it. Files of other formats are passed over and counted (`ArticleReader.report`). Left out by rule,
    and counted separately: hidden files and folders (unless given as `path`), indexes of frsearch, and
    the paths that match `exclude`, one or more patterns as in a .gitignore: `*.md` at any depth,
    `brouillons/*.txt` from `path` on, `**/vieux/*`.

    `columns` maps our field names to those of the files, {"text": "corps_final"}; usual names are known.

    `on_error="skip"` skips and counts what cannot be read, see `ArticleReader`; an article whose date
    cannot be read is kept without a date. "raise" raises an ArticleError with file and line when the
    iteration reaches either of these, or a file of another format. A `path` with nothing to read raises
    ArticleError at once.
    """
    run = _run(path, on_error, columns, exclude, date_format)
    outcomes = run.outcomes(Walk(run.roots, run.exclude))
    return ArticleReader(outcomes, run, skip_errors=on_error == "skip")


def changed_articles(
    path: Paths,
    before: Callable[[], bytes],
    *,
    on_error: OnError,
    columns: Mapping[str, str] | None,
    exclude: str | Sequence[str],
    date_format: str | None,
) -> tuple[ArticleReader, Sync]:
    """Read the articles of files that changed since `before`, a provenance; see `Index.sync`."""
    run = _run(path, on_error, columns, exclude, date_format)
    sync = Sync(run, before)
    return ArticleReader(sync.outcomes(), run, skip_errors=on_error == "skip"), sync


def _run(
    path: Paths,
    on_error: OnError,
    columns: Mapping[str, str] | None,
    exclude: str | Sequence[str],
    date_format: str | None,
) -> ReadingRun:
    """Return a reading of files that has not begun."""
    if on_error not in ("raise", "skip"):
        raise ValueError(f'on_error is "raise" or "skip", not {on_error!r}')
    named = checked_columns(columns or {})
    check_date_format(date_format)
    excluded = patterns(exclude)
    paths = [path] if isinstance(path, str | os.PathLike) else path
    roots = list(map(os.fsdecode, paths))
    for root in roots:
        check_root(root, excluded)
    meter = Meter(Walk(roots, excluded))
    return ReadingRun(roots, Names(roots), Tally(), meter, named, date_format, excluded)


def check_date_format(date_format: str | None) -> None:
    """Raise ArticleError unless `date_format` is one."""
    if date_format is not None:
        try:
            check_format(date_format)
        except ValueError as error:
            raise ArticleError(words_of(error)) from None


def checked_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return `columns` by our names, for which their synonyms do: titre, texte, identifiant.

    Raises ArticleError unless it maps fields to names of columns.
    """
    for ours, theirs in columns.items():
        if field_of(ours) not in FIELDS:
            raise ArticleError(
                Message(
                    "columns: {name} is not a field of articles, which are {known}",
                    name=repr(ours),
                    known=FIELDS,
                )
            )
        if not isinstance(theirs, str) or not theirs:
            raise ArticleError(
                Message(
                    "columns: {name!r} needs the name of a column, not {value}",
                    name=ours,
                    value=repr(theirs),
                )
            )
    return {str(field_of(ours)): theirs for ours, theirs in columns.items()}
