"""Reading articles: a file or a folder -> `Article`s, lazily, in sorted order.

>>> Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06").date
PartialDate(year=2018, month=6, day=None)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal

from frsearch.dates import PartialDate, as_partial_date
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, words_of
from frsearch.reading.file_reader import FileReader
from frsearch.reading.naming import Names
from frsearch.reading.records import FIELDS, Record
from frsearch.reading.sources import Event, Source, Unread, Walk, check_root, patterns, shown
from frsearch.reading.tally import MOST_KEPT, Tally
from frsearch.reports import ReadReport
from frsearch.types import Article

_LONGEST_REASON = 500


class _Meter:
    """Counts bytes read: of the files before the current one, and of the current one."""

    def __init__(self, files: Walk):
        self._files = files
        self.before = 0
        self.current = 0

    @cached_property
    def total(self) -> int:
        """The total size of all files, in bytes, as of the first access."""
        return sum(_size(event.path) for event in self._files if isinstance(event, Source))

    def watch(self, read: int) -> None:
        self.current = read

    def finish(self, file: str) -> None:
        self.before, self.current = self.before + _size(file), 0


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class _Misdated:
    """An article whose date cannot be read, made without a date, and the error."""

    article: Article
    error: ArticleError


_Outcome = Article | _Misdated | Unread | ArticleError


class ArticleReader(Iterator[Article]):
    """Iterator of articles, returned by `read_articles`; can be iterated once.

    `report` counts all files and articles so far. With `on_error="skip"`, `skipped_count` counts the
    articles and files that were skipped, and `skipped` holds the first `MOST_KEPT` errors, each with its
    source and line.
    """

    MOST_KEPT = MOST_KEPT

    def __init__(self, outcomes: Generator[_Outcome], tally: Tally, meter: _Meter, *, skip_errors: bool):
        self._outcomes = outcomes
        self._tally = tally
        self._meter = meter
        self._skip_errors = skip_errors

    def __next__(self) -> Article:
        for outcome in self._outcomes:
            article, error = self._judge(outcome)
            if error is not None and not self._skip_errors:
                self.close()
                raise error
            if article is not None:
                self._tally.undated += article.date is None
                return article
        raise StopIteration

    def _judge(self, outcome: _Outcome) -> tuple[Article | None, ArticleError | None]:
        """Count an outcome; return its article, if any, and its error, if any."""
        if isinstance(outcome, Article):
            return outcome, None
        if isinstance(outcome, _Misdated):
            self._tally.keep_undated(outcome.error)
            return outcome.article, outcome.error
        if isinstance(outcome, Unread):
            self._tally.pass_over(outcome)
            return None, outcome.error if outcome.rule is None else None
        self._tally.skip(outcome)
        return None, outcome

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
        return min(1.0, (self._meter.before + self._meter.current) / max(1, self._meter.total))

    def close(self) -> None:
        """Close the current file and stop the iteration; automatic at the end."""
        self._outcomes.close()


def read_articles(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    on_error: Literal["raise", "skip"] = "raise",
    columns: Mapping[str, str] | None = None,
    exclude: str | Sequence[str] = (),
) -> ArticleReader:
    """Read articles from a file, from a folder with its subfolders, or from several of these.

    `path` is a `.txt` (one article: its title is its first sentence, its date that of a header
    `date 2018-06`), a `.jsonl` (one object per line), a `.csv` (with a header row), or any of these
    gzipped as `.gz`; upper and lower case are the same. Fields are `id`, `title`, `date`, `text`, `url`;
    only `text` is required, other fields go to `extra`. An id or a year may be a number. Encodings:
    UTF-8, UTF-16 with a byte order mark, cp1252; see `encodings`. An article over 100 MB is an error.

    **Ids** in the files are never changed; an index keeps the last of several articles with the same id
    (`AddReport.repeated`). Other articles get an id from their path below `path`, the same on every
    system: a `.txt` its path without extension, `2018/06/01`, a row the path of its file and its line,
    `2018/exports-7`. These ids never collide: beside `a.txt`, the id of `a.txt.gz` has the extension; if
    two folders of one call have a file at the same path, the second id begins with the name of its
    folder, `2019/01`. The first file keeps the short id, see `naming`. Folders read in separate calls
    may share ids: to avoid this, give their parent folder.

    A folder is read in the order of paths, links last; each file once, whatever paths and links lead to
    it. Files of other formats are passed over and counted (`ArticleReader.report`). Left out by rule,
    and counted separately: hidden files and folders (unless given as `path`), indexes of frsearch, and
    the paths that match `exclude`, one or more patterns as in a .gitignore: `*.md` at any depth,
    `brouillons/*.txt` from `path` on, `**/vieux/*`.

    `columns` maps our field names to those of the files, {"text": "contenu"}.

    `on_error="skip"` skips and counts what cannot be read, see `ArticleReader`; an article whose date
    cannot be read is kept without a date. "raise" raises an ArticleError with file and line when the
    iteration reaches either of these, or a file of another format. A `path` with nothing to read raises
    ArticleError at once.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f'on_error is "raise" or "skip", not {on_error!r}')
    _check_columns(columns or {})
    excluded = patterns(exclude)
    paths = [path] if isinstance(path, str | os.PathLike) else path
    roots = list(map(os.fsdecode, paths))
    for root in roots:
        check_root(root, excluded)
    tally, meter = Tally(), _Meter(Walk(roots, excluded))
    outcomes = _read_files(Walk(roots, excluded), Names(roots), columns or {}, tally, meter)
    return ArticleReader(outcomes, tally, meter, skip_errors=on_error == "skip")


def _check_columns(columns: Mapping[str, str]) -> None:
    for ours, theirs in columns.items():
        if ours not in FIELDS:
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


def _read_files(
    events: Iterable[Event], ids: Names, columns: Mapping[str, str], tally: Tally, meter: _Meter
) -> Generator[_Outcome]:
    for event in events:
        if not isinstance(event, Source):
            tally.refused += isinstance(event, ArticleError)
            yield event
            continue
        reader = FileReader(event.path, columns, meter.watch)
        has_article = False
        for outcome in _read_file(event, reader, ids):
            if not has_article and not isinstance(outcome, ArticleError):
                # Counted at the first article, as the reader may stop within the file.
                has_article = True
                tally.files += 1
            yield outcome
        tally.refused += not has_article
        meter.finish(event.path)


def _read_file(
    file: Source, reader: FileReader, ids: Names
) -> Iterator[Article | _Misdated | ArticleError]:
    file_id: str | None = None
    for outcome in reader.records():
        try:
            one = reader.is_one_article
            file_id = file_id or ids.of_file(file, one)
            if isinstance(outcome, ArticleError):
                raise outcome
            own_id = file_id if one else partial(ids.of_row, file_id, outcome.line)
            yield _article(outcome, own_id, shown(file.path))
        except ArticleError as error:
            # A new error: a raised error keeps the frames it went through, and their texts, in memory.
            yield ArticleError(_brief(error.reason), shown(file.path), outcome.line)


def _article(record: Record, default_id: str | Callable[[], str], source: str) -> Article | _Misdated:
    values = {name: value for name, value in record.fields.items() if not _is_blank(value)}
    if "text" not in values:
        raise ArticleError(
            Message(
                "it has no text; if the text is in another field, name the field with "
                'columns={{"text": …}}'
            )
        )
    date, problem = _date(values.get("date"))
    if "id" not in values:
        values["id"] = default_id if isinstance(default_id, str) else default_id()
    article = Article(
        id=_number_as_text(values["id"]),
        text=values["text"],
        title=values.get("title", ""),
        date=date,
        url=values.get("url", ""),
        extra=record.extra,
    )
    if problem is None:
        return article
    reason = Message("article {id!r}: {reason}", id=article.id, reason=problem)
    return _Misdated(article, ArticleError(_brief(reason), source, record.line))


def _date(value: Any) -> tuple[PartialDate | None, str | None]:
    """Return the date of a value, or None and the reason that it cannot be read."""
    if value is None:
        return None, None
    try:
        return as_partial_date(_number_as_text(value)), None
    except ValueError as error:
        return None, words_of(error)


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, str) and value.isspace())


def _number_as_text(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _brief(reason: Message) -> Message:
    # A message may quote a whole text.
    if len(reason) <= _LONGEST_REASON:
        return reason
    return Message("{beginning}…", beginning=reason[:_LONGEST_REASON])
