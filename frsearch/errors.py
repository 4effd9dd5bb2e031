"""The error tree: everything that frsearch raises on purpose.

    FrsearchError
    ├── ArticleError          an article cannot be read: source and line
    ├── QueryError            a query cannot be answered as asked
    │   ├── QuerySyntaxError  strict=True and the query is malformed: start and end
    │   └── QueryTooComplex   the query is over a documented bound
    ├── SynonymError          a line of synonyms means nothing: source and line
    ├── IndexNotFound         there is no index in that folder
    ├── IndexExists           there already is one
    ├── IndexLocked           another writer is at work: holder
    ├── IndexOutdated         made by another format or analyzer: rebuild
    ├── IndexUnreadable       the system does not give a file now, whatever is in it: file
    └── IndexCorrupted        a file is damaged or missing: file

Each message says what, where, and what to do about it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frsearch.messages.wording import Message


class FrsearchError(Exception):
    """Base of every error that frsearch raises on purpose; each can be pickled and copied.

    `message` is what it says, in English; see `frsearch.Message` for other languages.
    """

    def __init__(self, message: Message):
        super().__init__(message)

    @property
    def message(self) -> Message:
        """What went wrong."""
        message: Message = self.args[0]
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        # Of their own accord, errors would be made anew by a call with the finished message.
        return _restored, (type(self), self.args, dict(self.__dict__))


def _restored(kind: type[FrsearchError], args: tuple[Any, ...], values: dict[str, Any]) -> FrsearchError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(values)
    return error


class ArticleError(FrsearchError):
    """An article, or a file of articles, cannot be read.

    `source` is the file (or a description of where the article came from), `line` its line
    there, from 1, or None where a line means nothing; `reason` is the message without them.
    """

    def __init__(self, reason: Message, source: str | Path | None = None, line: int | None = None):
        self.reason = reason
        self.source: str | None = None if source is None else str(source)
        self.line = line
        super().__init__(_located(reason, self.source, line))


def _located(reason: Message, source: str | None, line: int | None) -> Message:
    if line is None:
        if source is None:
            return reason
        return Message("{source}: {reason}", source=source, reason=reason)
    if not source:
        return Message("line:{line}: {reason}", line=line, reason=reason)
    place = Message("{source}:{line}", source=source, line=line)
    return Message("{source}: {reason}", source=place, reason=reason)


class QueryError(FrsearchError):
    """A query, or an argument of a search, cannot be answered as asked."""


class QuerySyntaxError(QueryError):
    """Malformed query text, under `strict=True`; `start` and `end` are offsets into it."""

    def __init__(self, message: Message, start: int, end: int):
        self.start = start
        self.end = end
        super().__init__(
            Message("{message} (characters {start} to {end})", message=message, start=start, end=end)
        )


class QueryTooComplex(QueryError):
    """The query is over one of the bounds that keep a search short."""


class SynonymError(FrsearchError):
    """Synonyms cannot be read.

    `source` is their file, None if they were given as lines; `line` is the line, from 1, or None for the
    file as a whole; `reason` is the message without them.
    """

    def __init__(self, reason: Message, source: str | Path | None = None, line: int | None = None):
        self.reason = reason
        self.source: str | None = None if source is None else str(source)
        self.line = line
        super().__init__(_located(reason, self.source, line))


class IndexNotFound(FrsearchError):
    """There is no frsearch index in the folder."""


class IndexExists(FrsearchError):
    """The folder already holds an index and overwriting was not asked for."""


class IndexLocked(FrsearchError):
    """Another writer holds the index; `holder` describes it as far as it is known."""

    def __init__(self, message: Message, holder: str = "another writer"):
        self.holder = holder
        super().__init__(message)


class IndexOutdated(FrsearchError):
    """The index was made by another format or analyzer than this version's: rebuild it."""


class IndexUnreadable(FrsearchError):
    """A file of the index cannot be opened or read now; `file` names it.

    The system says no: a permission is lacking, too many files are open, the disk fails. Nothing is
    known to be damaged, so that rebuilding is no remedy: the same call succeeds once the cause is gone.
    """

    def __init__(self, message: Message, file: str | Path | None = None):
        self.file: str | None = None if file is None else str(file)
        super().__init__(message)


class IndexCorrupted(FrsearchError):
    """A file of the index is damaged or missing; `file` names it, `reason` is the message without it."""

    def __init__(self, reason: Message, file: str | Path | None = None):
        self.reason = reason
        self.file: str | None = None if file is None else str(file)
        if self.file is not None:
            reason = Message("{file}: {reason}", file=self.file, reason=reason)
        super().__init__(reason)
