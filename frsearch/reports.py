"""What an `add`, a reading of files or a check did: frozen reports, with counts and first examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.types import FrozenDict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What became of the files that were read, and of what lay beside them.

    `files` gave an article or more, `refused` none: empty and damaged ones, links that lead nowhere and
    folders that cannot be listed among them. `passed_over` counts files of kinds that are not read
    by their ending in small letters ("" where there is none), and `passed_over_files` names the first.
    These three are all that was met, but for `left_out`: what a rule leaves out, "hidden", "excluded" or
    "index" (one of frsearch's own), where a folder with all below it counts once.

    `skipped` counts articles, files and folders that could not be read, and `errors` says why of the
    first. `undated` counts articles without a date, `unread_dates` the articles read that have one which
    could not be read: `date_errors` tells the first, with its text.
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
    """What a write did: articles new in the index, and articles replaced or removed.

    Of the articles added, `repeated`, `repeated_ids` and `undated` say what `AddReport` says.
    """

    added: int
    replaced: int
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class AddReport(ReadReport):
    """What an `add` did: articles new in the index, articles whose place others took.

    `repeated` counts articles whose id came again in the same batch: of those with one id the last alone
    is in the index. `repeated_ids` are the first such ids, up to 100. `undated` counts articles that are
    in the index now and have no date. The other fields, those of `ReadReport`, say what became of the
    files that the articles were read from, where they come from `read_articles`.
    """

    added: int
    updated: int
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()

    def with_reading(self, reading: ReadReport) -> AddReport:
        """Return this with what became of the files that the articles were read from."""
        told = {each.name: getattr(reading, each.name) for each in fields(reading)}
        return replace(self, **{**told, "undated": self.undated})

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON can hold it, the numbers of articles first; errors are sentences."""
        values = asdict(replace(self, errors=(), date_errors=()))
        errors = {name: list(map(str, getattr(self, name))) for name in ("errors", "date_errors")}
        first = {name: values.pop(name) for name in ("added", "updated", "skipped", "repeated")}
        return {**first, **values, **errors}


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of an index, and what is wrong with it."""

    file: str
    what: Message


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: problems, how many files it looked at, and what lies in sound segments."""

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
        """Return everything as JSON can hold it, `ok` first."""
        return {"ok": self.ok, **asdict(self)}
