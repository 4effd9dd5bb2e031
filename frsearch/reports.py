"""Frozen reports of adding articles, reading files and checking an index: counts and examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.types import FrozenDict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """Counts of the files that were read, and of those that were not.

    `files` counts files with at least one article, `refused` files without any: empty or damaged files,
    broken links, folders that cannot be listed. `passed_over` counts files of other formats by their
    extension in lower case ("" for none); `passed_over_files` names the first. All other files are in
    `left_out`, which counts files and folders by the rule that leaves them out: "hidden", "excluded" or
    "index" (an index of frsearch). A folder counts once, whatever it contains.

    `skipped` counts articles, files and folders that could not be read; `errors` holds the first errors.
    `undated` counts articles without a date. `unread_dates` counts articles whose date could not be
    read; `date_errors` holds the first such errors, which quote the date.
    """

    files: int = 0
    refused: int = 0
    passed_over: Mapping[str, int] = field(default_factory=FrozenDict)
    passed_over_files: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=FrozenDict)
    skipped: int = 0
    errors: tuple[ArticleError, ...] = ()
    undated: int = 0
    unread_dates: int = 0
    date_errors: tuple[ArticleError, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Counts of a write: articles new in the index, and articles replaced or removed.

    `repeated`, `repeated_ids` and `undated` are those of `AddReport`.
    """

    added: int
    replaced: int
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class AddReport(ReadReport):
    """Counts of an `add`: `added` articles are new in the index, `updated` articles replace others.

    `repeated` counts articles whose id came again in the same batch; the index keeps the last article
    with each id. `repeated_ids` holds the first such ids, up to 100. `undated` counts
    articles of the batch that are in the index without a date. The other fields are those of
    `ReadReport`, for articles from `read_articles`.
    """

    added: int
    updated: int
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()

    def with_reading(self, reading: ReadReport) -> AddReport:
        """Return a copy with the counts of `reading`, except `undated`."""
        values = {each.name: getattr(reading, each.name) for each in fields(reading)}
        return replace(self, **{**values, "undated": self.undated})

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values, the counts of articles first; errors become text."""
        values = asdict(replace(self, errors=(), date_errors=()))
        errors = {name: list(map(str, getattr(self, name))) for name in ("errors", "date_errors")}
        first = {name: values.pop(name) for name in ("added", "updated", "skipped", "repeated")}
        return {**first, **values, **errors}


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
