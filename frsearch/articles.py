"""Articles, and reading them from files.

A file or a folder -> `Article`s, lazily, in sorted order.

    >>> Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06").date
    PartialDate(year=2018, month=6, day=None)
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Literal

from frsearch.dates import DateLike, PartialDate, as_partial_date
from frsearch.encodings import decode
from frsearch.errors import ArticleError
from frsearch.frozen import FrozenDict
from frsearch.records import FIELDS, Record, read_records, split_name

_ENDINGS_READ = "reads .txt, .jsonl and .csv, and each of them with .gz"
_LONGEST_REASON = 500
_NO_EXTRA: Mapping[str, Any] = FrozenDict()


@dataclass(frozen=True, slots=True, init=False)
class Article:
    """A dated text.

    `id` is unique in an index, a non-empty text. `text` keeps its paragraphs. `title` and `url`
    may be empty. `date` may be given as a text ("2018", "2018-06", "2018-06-28"), a
    `datetime.date` or a `PartialDate`, and is None where unknown. `extra` holds further fields,
    of what JSON can hold. Raises ArticleError where a value is not of that kind.
    """

    id: str
    text: str
    title: str
    date: PartialDate | None
    url: str
    extra: Mapping[str, Any]

    def __init__(
        self,
        id: str,
        text: str,
        title: str = "",
        date: DateLike | None = None,
        url: str = "",
        extra: Mapping[str, Any] | None = None,
    ):
        for name, value in (("id", id), ("text", text), ("title", title), ("url", url)):
            if not isinstance(value, str):
                raise ArticleError(f"article {id!r}: {name} must be a text, not {value!r}")
            object.__setattr__(self, name, _well_formed(value))
        if not id:
            raise ArticleError("an article needs an id that is not empty")
        try:
            parsed = None if date is None or date == "" else as_partial_date(date)
        except ValueError as error:
            raise ArticleError(f"article {id!r}: {error}") from None
        object.__setattr__(self, "date", parsed)
        object.__setattr__(self, "extra", FrozenDict(extra) if extra else _NO_EXTRA)

    @classmethod
    def stored(
        cls,
        id: str,
        text: str,
        title: str,
        date: PartialDate | None,
        url: str,
        extra: dict[str, Any],
    ) -> Article:
        """Make an article of values that were an article's before, without checking them again."""
        article = object.__new__(cls)
        values = (id, text, title, date, url, FrozenDict(extra) if extra else _NO_EXTRA)
        for name, value in zip(cls.__slots__, values, strict=True):
            object.__setattr__(article, name, value)
        return article

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        return Article, (self.id, self.text, self.title, self.date, self.url, dict(self.extra))


def _well_formed(text: str) -> str:
    """Replace halves of surrogate pairs, which no file can hold, by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class _Meter:
    """Counts the bytes read of the files below `roots`: those before this one, and of this one."""

    def __init__(self, roots: Sequence[str]):
        self._roots = roots
        self.before = 0
        self.current = 0

    @cached_property
    def total(self) -> int:
        """The bytes of all files, as they were when first asked."""
        return sum(map(_size, chain.from_iterable(map(_files, self._roots))))

    def watch(self, read: int) -> None:
        self.current = read

    def finish(self, file: str) -> None:
        self.before, self.current = self.before + _size(file), 0


def _size(file: str | ArticleError) -> int:
    try:
        return 0 if isinstance(file, ArticleError) else os.stat(file).st_size
    except OSError:
        return 0


class ArticleReader(Iterator[Article]):
    """Articles as they are read; what `read_articles` returns. Can be iterated once.

    Under `on_error="skip"`, `skipped_count` says how many articles or files were left out so far,
    and `skipped` why: the first `MOST_KEPT` errors, each with its source and line.
    """

    MOST_KEPT = 1000

    def __init__(
        self, outcomes: Generator[Article | ArticleError], meter: _Meter, *, skip_errors: bool
    ):
        self._meter = meter
        self.skipped: list[ArticleError] = []
        self.skipped_count = 0
        self._outcomes = outcomes
        self._skip_errors = skip_errors

    def __next__(self) -> Article:
        for outcome in self._outcomes:
            if isinstance(outcome, Article):
                return outcome
            if not self._skip_errors:
                self.close()
                raise outcome
            self.skipped_count += 1
            if len(self.skipped) < self.MOST_KEPT:
                self.skipped.append(outcome)
        raise StopIteration

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
) -> ArticleReader:
    """Read articles from a file, from every article file in a folder and below, or several of these.

    `path` is a `.txt` (one article: its id is the file's name, its title the first sentence, its
    date that of a header `date 2018-06`), a `.jsonl` (an object a line) or a `.csv` (a header row),
    each also gzipped as `.gz`. Fields are `id`, `title`, `date`, `text`, `url`; only `text` is
    needed, other fields go to `extra`. An article without an id is called `<file's stem>-<line>`;
    a number may stand for an id or a year. Encodings: UTF-8, UTF-16 with its mark, cp1252; see
    `encodings`. An article over 100 MB is an error.

    A folder is read in the order of its paths; hidden files and files of other kinds are passed
    over, linked folders are followed once. Two articles may bear one id; an index keeps the last.

    `columns` gives the names in the files where they differ from ours, {"text": "contenu"}.

    `on_error="skip"` leaves out what cannot be read and counts it, see `ArticleReader`; "raise"
    raises an ArticleError with file and line when the iteration gets there. A `path` with nothing
    to read raises ArticleError at once.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f'on_error is "raise" or "skip", not {on_error!r}')
    names = _names(columns or {})
    paths = [path] if isinstance(path, str | os.PathLike) else path
    roots = list(map(os.fsdecode, paths))
    meter = _Meter(roots)
    # A list, since a path with nothing to read is to raise now.
    files = [_files(root) for root in roots]
    outcomes = _read_files(chain.from_iterable(files), names, meter)
    return ArticleReader(outcomes, meter, skip_errors=on_error == "skip")


def _names(columns: Mapping[str, str]) -> dict[str, str]:
    for ours, theirs in columns.items():
        if ours not in FIELDS:
            known = ", ".join(FIELDS)
            raise ArticleError(f"columns: {ours!r} is not a field of articles, which are {known}")
        if not isinstance(theirs, str) or not theirs:
            raise ArticleError(f"columns: {ours!r} needs the name of a column, not {theirs!r}")
    return {ours: columns.get(ours, ours) for ours in FIELDS}


def _files(root: str) -> Iterator[str | ArticleError]:
    """List the article files at or below `root`; ArticleError, at once, if there is none."""
    try:
        os.stat(root)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise ArticleError(f"cannot be read: {cause}; check the path", _shown(root)) from None
    if not os.path.isdir(root):
        if not split_name(root)[1]:
            raise ArticleError(f"not a file of articles: frsearch {_ENDINGS_READ}", _shown(root))
        return iter([root])
    files = _walk(root)
    first = next(files, None)
    if first is None:
        raise ArticleError(
            f"no file of articles in this folder: frsearch {_ENDINGS_READ}", _shown(root)
        )
    return chain([first], files)


def _walk(root: str) -> Iterator[str | ArticleError]:
    pending, seen = [root], set[str]()
    while pending:
        path = pending.pop()
        if not os.path.isdir(path):
            if split_name(path)[1]:
                yield path
            continue
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        try:
            children = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            yield ArticleError(f"folder cannot be read: {error.strerror}", _shown(path))
            continue
        pending += [os.path.join(path, name) for name in children if not name.startswith(".")]


def _read_files(
    files: Iterator[str | ArticleError], names: Mapping[str, str], meter: _Meter
) -> Generator[Article | ArticleError]:
    for file in files:
        if isinstance(file, ArticleError):
            yield file
        else:
            yield from _read_file(file, names, meter)
            meter.finish(file)


def _read_file(
    path: str, names: Mapping[str, str], meter: _Meter
) -> Iterator[Article | ArticleError]:
    source = _shown(path)
    stem, ending = split_name(os.path.basename(source))
    for outcome in read_records(path, names, meter.watch):
        try:
            if isinstance(outcome, ArticleError):
                raise outcome
            yield _article(outcome, stem if ending == ".txt" else f"{stem}-{outcome.line}")
        except ArticleError as error:
            # A new error: one that was raised keeps alive the frames, and texts, it went through.
            yield ArticleError(_brief(error.reason), source, outcome.line)


def _article(record: Record, default_id: str) -> Article:
    found = {name: value for name, value in record.fields.items() if not _is_blank(value)}
    if "text" not in found:
        raise ArticleError(
            'it has no text; if that is in another field, columns={"text": …} says so'
        )
    return Article(
        id=_number_as_text(found.get("id", default_id)),
        text=found["text"],
        title=found.get("title", ""),
        date=_number_as_text(found.get("date")),
        url=found.get("url", ""),
        extra=record.extra,
    )


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, str) and value.isspace())


def _number_as_text(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _brief(reason: str) -> str:
    # A message quotes what it found, which may be a whole text.
    return reason if len(reason) <= _LONGEST_REASON else reason[:_LONGEST_REASON] + "…"


def _shown(path: str) -> str:
    # A file name need not be UTF-8; an id and a message must be.
    return decode(os.fsencode(path))
