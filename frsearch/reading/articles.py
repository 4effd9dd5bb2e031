"""Articles, and reading them from files.

A file or a folder -> `Article`s, lazily, in sorted order.

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
from frsearch.reading.naming import Names
from frsearch.reading.records import FIELDS, Record, is_one_article, read_records
from frsearch.reading.sources import Event, Source, Unread, Walk, check_root, patterns, shown
from frsearch.reading.tally import MOST_KEPT, Tally
from frsearch.reports import ReadReport
from frsearch.types import Article

_LONGEST_REASON = 500


class _Meter:
    """Counts the bytes of files: those read before this one, and of this one."""

    def __init__(self, files: Walk):
        self._files = files
        self.before = 0
        self.current = 0

    @cached_property
    def total(self) -> int:
        """The bytes of all files, as they were when first asked."""
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
    """An article without the date that it has, and why that cannot be read."""

    article: Article
    error: ArticleError


_Outcome = Article | _Misdated | Unread | ArticleError


class ArticleReader(Iterator[Article]):
    """Articles as they are read; what `read_articles` returns. Can be iterated once.

    `report` says what became of all files and articles so far. Under `on_error="skip"`, `skipped_count`
    says how many articles or files were left out, and `skipped` why: the first `MOST_KEPT` errors,
    each with its source and line.
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
        """Count an outcome; return what is of use of it, and what is wrong with it."""
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
        """Why articles and files were left out so far: the first errors."""
        return self._tally.errors

    @property
    def skipped_count(self) -> int:
        """How many articles and files were left out so far."""
        return self._tally.skipped

    @property
    def report(self) -> ReadReport:
        """What became of the files and articles that were read so far."""
        return self._tally.report()

    @property
    def share_read(self) -> float:
        """How much of the files' bytes is read so far, 0.0 to 1.0."""
        return min(1.0, (self._meter.before + self._meter.current) / max(1, self._meter.total))

    def close(self) -> None:
        """Close the file being read and end the iteration; done by itself at its end."""
        self._outcomes.close()


def read_articles(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    on_error: Literal["raise", "skip"] = "raise",
    columns: Mapping[str, str] | None = None,
    exclude: str | Sequence[str] = (),
) -> ArticleReader:
    """Read articles from a file, from every article file in a folder and below, or several of these.

    `path` is a `.txt` (one article: its title is the first sentence, its date that of a header
    `date 2018-06`), a `.jsonl` (an object a line) or a `.csv` (a header row), each also gzipped as
    `.gz`, in small or capital letters. Fields are `id`, `title`, `date`, `text`, `url`; only `text` is
    needed, other fields go to `extra`. A number may stand for an id or a year. Encodings: UTF-8,
    UTF-16 with its mark, cp1252; see `encodings`. An article over 100 MB is an error.

    **Ids** that rows give are never changed, and an index keeps the last of several articles with one
    id (`AddReport.repeated`). Other articles are called by where they lie below `path`, on every system
    alike: a `.txt` by its path without its ending, `2018/06/01`, a row by that of its file and its line,
    `2018/exports-7`. These never collide: beside `a.txt`, `a.txt.gz` is called by its whole path; what
    lies at one place in two folders given at once is called by the second folder's name too,
    `2019/01`. The first in order keeps the short id, see `naming`. Folders that are given by themselves
    in several calls share ids: give the folder that holds them.

    A folder is read in the order of its paths, then of its links; each file once, by however many paths
    and links it can be reached. Files of other kinds are passed over and counted
    (`ArticleReader.report`). Passed over by rule, and counted apart: hidden files and folders (unless
    given as `path`), indexes of frsearch, and what `exclude` names, one pattern or several as in a
    .gitignore: `*.md` at any depth, `brouillons/*.txt` from `path` on, `**/vieux/*`.

    `columns` gives the names in the files where they differ from ours, {"text": "contenu"}.

    `on_error="skip"` leaves out what cannot be read and counts it, see `ArticleReader`; an article whose
    date cannot be read is kept without one. "raise" raises an ArticleError with file and line when
    the iteration gets to any of these, or to a file of another kind. A `path` with nothing to read
    raises ArticleError at once.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f'on_error is "raise" or "skip", not {on_error!r}')
    names = _names(columns or {})
    left_out = patterns(exclude)
    paths = [path] if isinstance(path, str | os.PathLike) else path
    roots = list(map(os.fsdecode, paths))
    for root in roots:
        check_root(root, left_out)
    tally, meter = Tally(), _Meter(Walk(roots, left_out))
    outcomes = _read_files(Walk(roots, left_out), Names(roots), names, tally, meter)
    return ArticleReader(outcomes, tally, meter, skip_errors=on_error == "skip")


def _names(columns: Mapping[str, str]) -> dict[str, str]:
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
    return {ours: columns.get(ours, ours) for ours in FIELDS}


def _read_files(
    events: Iterable[Event], ids: Names, names: Mapping[str, str], tally: Tally, meter: _Meter
) -> Generator[_Outcome]:
    for event in events:
        if not isinstance(event, Source):
            tally.refused += isinstance(event, ArticleError)
            yield event
            continue
        gave = False
        for outcome in _read_file(event, ids, names, meter):
            if not gave and not isinstance(outcome, ArticleError):
                # Counted now, since the reader may stop within the file.
                gave = True
                tally.files += 1
            yield outcome
        tally.refused += not gave
        meter.finish(event.path)


def _read_file(
    file: Source, ids: Names, names: Mapping[str, str], meter: _Meter
) -> Iterator[Article | _Misdated | ArticleError]:
    file_id = ids.of_file(file)
    for outcome in read_records(file.path, names, meter.watch):
        try:
            if isinstance(outcome, ArticleError):
                raise outcome
            line = outcome.line
            own_id = file_id if is_one_article(file.path) else partial(ids.of_row, file_id, line)
            yield _article(outcome, own_id, shown(file.path))
        except ArticleError as error:
            # A new error: one that was raised keeps alive the frames, and texts, it went through.
            yield ArticleError(_brief(error.reason), shown(file.path), outcome.line)


def _article(record: Record, default_id: str | Callable[[], str], source: str) -> Article | _Misdated:
    found = {name: value for name, value in record.fields.items() if not _is_blank(value)}
    if "text" not in found:
        raise ArticleError(
            Message('it has no text; if that is in another field, columns={{"text": …}} says so')
        )
    date, problem = _date(found.get("date"))
    if "id" not in found:
        found["id"] = default_id if isinstance(default_id, str) else default_id()
    article = Article(
        id=_number_as_text(found["id"]),
        text=found["text"],
        title=found.get("title", ""),
        date=date,
        url=found.get("url", ""),
        extra=record.extra,
    )
    if problem is None:
        return article
    reason = Message("article {id!r}: {reason}", id=article.id, reason=problem)
    return _Misdated(article, ArticleError(_brief(reason), source, record.line))


def _date(value: Any) -> tuple[PartialDate | None, str | None]:
    """Return the date that a value stands for, or None and why it cannot be read."""
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
    # A message quotes what it found, which may be a whole text.
    if len(reason) <= _LONGEST_REASON:
        return reason
    return Message("{beginning}…", beginning=reason[:_LONGEST_REASON])
