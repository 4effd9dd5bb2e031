"""Frozen reports of adding articles, reading files and checking an index: counts and examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.types import FrozenDict


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a file: how a doubtful date was read."""

    file: str
    what: Message

    @property
    def message(self) -> Message:
        """The file and what there is to know about it."""
        return Message("{file}: {what}", file=self.file, what=self.what)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class WriteProgress:
    """How far a write has come.

    `read` articles have been read, all of them if `all_read`. `share` is the share of the work that is
    done, 0 to 1, of the whole work for these articles.
    """

    read: int
    all_read: bool
    share: float


Advance = Callable[[WriteProgress], None]
"""Is called often during a write; the last time, all is read and done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What became of every file, article and date that was met.

    Each file is counted once: in `files`, those whose content was read, also by their form in `forms`
    ("csv", "europresse"; "metadata" for a file that only describes others); in `refused`, those without
    any article: empty or damaged files, broken links, folders that cannot be listed; in `passed_over`,
    those of other kinds, by their extension in lower case ("" for none; `passed_over_files` names the
    first); in `left_out`, files and folders by the rule that leaves them out: "hidden", "excluded",
    "index" (an index of frsearch), "page files" (the folder of what belongs to a saved page) or "bag
    files" (what a BagIt package says of itself). A folder counts once, whatever it contains; `archives`
    counts archives, such as a .zip, which are read as folders. `encodings` counts files by their
    encoding, if it is not UTF-8.

    `articles` counts the articles that were read, `repaired` those whose text was repaired, by what was
    wrong: "entities", "cp1252", "double UTF-8", "line separators". `skipped` counts articles, files and
    folders that could not be read; `errors` holds the first errors.

    `dates` counts dates by the rule by which they were read: "iso" (2018-06-28), "day-first"
    (28/06/2018), "words" (28 juin 2018) …, or by their place if they do not stand in a field: "header",
    "metadata", "file name", "folder name". `undated` counts articles without a date, `unread_dates`
    those whose date could not be read; `date_errors` holds the first such errors, which quote the date.
    `doubtful_dates` counts dates that could be read in two ways, as 06/07/2018; `notes` says of the
    first files with such dates how they were read.

    `clashes` counts articles that replace one of another file with the same id, as `2018/01` of two
    folders that are added one after the other; `clash_notes` names the first of these files.
    """

    articles: int = 0
    files: int = 0
    forms: Mapping[str, int] = field(default_factory=FrozenDict)
    archives: int = 0
    refused: int = 0
    passed_over: Mapping[str, int] = field(default_factory=FrozenDict)
    passed_over_files: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=FrozenDict)
    encodings: Mapping[str, int] = field(default_factory=FrozenDict)
    repaired: Mapping[str, int] = field(default_factory=FrozenDict)
    skipped: int = 0
    errors: tuple[ArticleError, ...] = ()
    dates: Mapping[str, int] = field(default_factory=FrozenDict)
    undated: int = 0
    unread_dates: int = 0
    date_errors: tuple[ArticleError, ...] = ()
    doubtful_dates: int = 0
    notes: tuple[Note, ...] = ()
    clashes: int = 0
    clash_notes: tuple[Note, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values; errors and notes become text."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        for name in ("errors", "date_errors", "notes", "clash_notes"):
            values[name] = list(map(str, values[name]))
        return {
            name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()
        }


@dataclass(frozen=True, slots=True)
class Written:
    """Counts of a write: articles new in the index, articles replaced by others, articles removed.

    `repeated`, `repeated_ids` and `undated` are those of `AddReport`.
    """

    added: int
    replaced: int
    removed: int = 0
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class AddReport(ReadReport):
    """Counts of an `add` or a `sync`: articles new in the index, articles that replace others.

    A `sync` also counts articles that are `removed` because no file gives them any more, and the files
    that are `unchanged` since they were read: these and their articles are in no other count. But an
    article of such a file is `updated` if it takes the place of one with the same id that is gone.

    `repeated` counts articles whose id came again in the same batch; the index keeps the last article
    with each id. `repeated_ids` holds the first such ids, up to 100. `undated` counts
    articles of the batch that are in the index without a date. The other fields are those of
    `ReadReport`, for articles from `read_articles`.
    """

    added: int
    updated: int
    removed: int = 0
    unchanged: int = 0
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: Written) -> AddReport:
        """Return the report of a write."""
        return cls(
            added=written.added,
            updated=written.replaced,
            repeated=written.repeated,
            repeated_ids=written.repeated_ids,
            undated=written.undated,
        )

    def with_reading(self, reading: ReadReport) -> AddReport:
        """Return a copy with the counts of `reading`, except `undated`."""
        values = {each.name: getattr(reading, each.name) for each in fields(reading)}
        return replace(self, **{**values, "undated": self.undated})

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values, the counts of articles first; errors become text."""
        # Not super(): the class that slots make is another.
        values = ReadReport.to_dict(self)
        first = {
            name: values.pop(name) for name in ("added", "updated", "removed", "skipped", "repeated")
        }
        return {**first, **values, "repeated_ids": list(self.repeated_ids)}


@dataclass(frozen=True, slots=True)
class Problem:
    """A damaged file of an index, and what is wrong with it."""

    file: str
    what: Message


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of a check: problems, the number of files checked, totals of the sound segments."""

    problems: tuple[Problem, ...] = ()
    files: int = 1
    segments: int = 0
    articles: int = 0
    terms: int = 0
    positions: int = 0

    @property
    def ok(self) -> bool:
        """Say whether there is no problem."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values, `ok` first."""
        return {"ok": self.ok, **asdict(self)}
