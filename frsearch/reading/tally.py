"""Counts of files and articles read, skipped and passed over, with the first examples of each."""

from __future__ import annotations

import re
from collections import Counter
from typing import TypeVar

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.making import Made
from frsearch.reading.sources import RULES, Unread
from frsearch.reports import Note, ReadReport
from frsearch.types import FrozenDict

MOST_KEPT = 1000
"""Most errors of each kind, and most file names, to keep as examples; all are counted."""

_T = TypeVar("_T")

_ENDING = re.compile(r"(\.[^\W_]{1,8}){1,2}")
_PACKED = (".gz", ".bz2", ".xz", ".zst")


class Tally:
    """Counts while files are read."""

    def __init__(self) -> None:
        self.articles: int = 0
        self.files: int = 0
        self.archives: int = 0
        self.refused: int = 0
        self.skipped: int = 0
        self.undated: int = 0
        self.unread_dates: int = 0
        self.doubtful_dates: int = 0
        self.errors: list[ArticleError] = []
        self.date_errors: list[ArticleError] = []
        self.forms: Counter[str] = Counter()
        self.encodings: Counter[str] = Counter()
        self.dates: Counter[str] = Counter()
        self.repaired: Counter[str] = Counter()
        self._notes: list[Note] = []
        self.clashes: int = 0
        self._clash_notes: list[Note] = []
        self._passed_over = Counter[str]()
        self._passed_over_files: list[str] = []
        self._left_out = Counter[str]()

    def read(self, form: str) -> None:
        """Count a file that was read."""
        self.files += 1
        self.forms[form] += 1

    def made(self, made: Made) -> None:
        """Count an article."""
        self.articles += 1
        if made.repairs:
            self.repaired.update(sorted(made.repairs))
        self.undated += made.article.date is None
        if made.found.date is not None:
            self.dates[made.found.rule] += 1
        if made.found.doubt is not None:
            self._doubt(made.source, made.found.doubt)
        if made.date_error is not None:
            self.unread_dates += 1
            _keep(self.date_errors, made.date_error)

    def skip(self, error: ArticleError) -> None:
        """Count an article or a file that cannot be read."""
        self.skipped += 1
        _keep(self.errors, error)

    def _doubt(self, file: str, what: Message) -> None:
        """Count a date that could be read in two ways; note the first of each file."""
        self.doubtful_dates += 1
        if not self._notes or self._notes[-1].file != file:
            _keep(self._notes, Note(file, what))

    def clash(self, file: str, count: int, what: Message) -> None:
        """Count articles with ids of another file."""
        self.clashes += count
        _keep(self._clash_notes, Note(file, what))

    def pass_over(self, unread: Unread) -> None:
        """Count a file or folder that is not read."""
        if unread.rule is not None:
            self._left_out[unread.rule] += 1
        else:
            self._passed_over[ending_of(unread.path)] += 1
            _keep(self._passed_over_files, unread.path)

    def report(self) -> ReadReport:
        """Return the current counts."""
        return ReadReport(
            articles=self.articles,
            files=self.files,
            forms=FrozenDict(self.forms.most_common()),
            archives=self.archives,
            refused=self.refused,
            passed_over=FrozenDict(self._passed_over.most_common()),
            passed_over_files=tuple(self._passed_over_files),
            left_out=FrozenDict((rule, self._left_out[rule]) for rule in RULES if self._left_out[rule]),
            encodings=FrozenDict(self.encodings.most_common()),
            repaired=FrozenDict(self.repaired.most_common()),
            skipped=self.skipped,
            errors=tuple(self.errors),
            dates=FrozenDict(self.dates.most_common()),
            undated=self.undated,
            unread_dates=self.unread_dates,
            date_errors=tuple(self.date_errors),
            doubtful_dates=self.doubtful_dates,
            notes=tuple(self._notes),
            clashes=self.clashes,
            clash_notes=tuple(self._clash_notes),
        )


def ending_of(path: str) -> str:
    """Return the extension of a file in lower case, with that of a compressed file; "" for none.

    >>> ending_of("archives/2018.TAR.GZ"), ending_of("LISEZ-MOI"), ending_of("M. Dupont")
    ('.tar.gz', '', '')
    """
    name = re.split(r"[/\\]", path)[-1].lower()
    stem, dot, last = name.rpartition(".")
    ending = dot + last
    if not stem or not _ENDING.fullmatch(ending):
        return ""
    before, dot, inner = stem.rpartition(".")
    whole = dot + inner + ending
    return whole if before and ending in _PACKED and _ENDING.fullmatch(whole) else ending


def _keep(examples: list[_T], example: _T) -> None:
    if len(examples) < MOST_KEPT:
        examples.append(example)
