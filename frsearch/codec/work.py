"""How far a write has come: the steps done and still to do, weighed by what they cost.

Every article is read, analysed and written into a segment. Where a write builds several segments, or old
segments are merged, articles are merged too. The costs here belong to this engine; outside, a write is
the share of its work that is done (`WriteProgress`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from frsearch.reports import Advance, WriteProgress

Step = Literal["read", "trained", "analysed", "written", "merged", "committed"]
Did = Callable[[Step, int], None]
"""Is told of a step and the number of articles for which it is now done as well."""

STEPS: tuple[Step, ...] = get_args(Step)

# Milliseconds of a processor for an article: 33,943 press articles of 2,100 characters, added by one
# process of a small server in 2026, in one segment or three. Only the ratios matter.
_COSTS: dict[Step, float] = {
    "read": 0.04,
    "analysed": 0.11,
    "written": 0.11,
    "merged": 0.09,
}
# The same for a whole write, whatever the number of articles.
_FIXED_COSTS: dict[Step, float] = {"trained": 350.0, "committed": 20.0}
# New words cost most, and most of them come early: so much more for the first articles, in all.
_FIRST_WORDS, _FIRST_ARTICLES = 300.0, 2_000
# Articles are read much faster than anyone looks at a bar.
_READ_AT_A_TIME = 10


def nobody(step: Step, articles: int) -> None:
    """Tell nobody of a step."""


@dataclass(slots=True)
class Portion:
    """A step for some articles, of which shares are done; in the end, all articles are told."""

    did: Did
    step: Step
    articles: int
    _told: int = 0

    def reach(self, share: float) -> None:
        """Tell of the articles up to a share, 0 to 1."""
        reached = round(self.articles * share)
        if reached > self._told:
            self.did(self.step, reached - self._told)
            self._told = reached


@dataclass(slots=True)
class Work:
    """The work of one write; `advance` is called as it is done, None tells nobody.

    `workers` processes analyse and write at a time. `merges_later(articles)` foresees how many articles
    will be merged with old segments once all are read.
    """

    advance: Advance | None = None
    merges_later: Callable[[int], int] = lambda articles: 0
    workers: int = 1
    merging: bool = False
    _later: int = 0
    _all_read: bool = False
    _done: dict[Step, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    _planned: dict[Step, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))

    def read_one(self) -> None:
        """Note that an article has been read."""
        self._done["read"] += 1
        if self._done["read"] % _READ_AT_A_TIME == 0:
            self._tell()

    def read_all(self) -> None:
        """Note that there are no more articles to read."""
        self._all_read = True
        self._later = self.merges_later(self._done["read"])
        self._tell()

    def expect(self, step: Step, articles: int) -> None:
        """Expect a step for so many articles more than it is done for now, at least."""
        self._planned[step] = max(self._planned[step], self._done[step] + articles)

    def did(self, step: Step, articles: int) -> None:
        """Note that a step is done for more articles."""
        self._done[step] += articles
        self._tell()

    def finish(self) -> None:
        """Note that all is committed: nothing is left to do."""
        self._all_read = True
        self._done["committed"] = 1
        self._tell(1.0)

    def _tell(self, share: float | None = None) -> None:
        if self.advance is not None:
            share = self._share() if share is None else share
            self.advance(WriteProgress(self._done["read"], self._all_read, share))

    def _share(self) -> float:
        """Return the share of the work that is done, of the work for the articles read so far."""
        done = sum(self._cost(step, self._done[step]) for step in STEPS)
        whole = sum(self._cost(step, max(self._done[step], self._expected(step))) for step in STEPS)
        return done / whole

    def _expected(self, step: Step) -> int:
        """Return for how many articles a step will be done, as far as is known."""
        read = self._done["read"]
        if step == "committed":
            return 1
        if step == "trained":
            return self._planned[step]
        if step == "merged":
            return max(self._planned[step], self._later + (read if self.merging else 0))
        return read

    def _cost(self, step: Step, articles: int) -> float:
        if step in _FIXED_COSTS:
            return _FIXED_COSTS[step] if articles else 0.0
        cost = _COSTS[step] * articles
        if step == "analysed":
            cost += _FIRST_WORDS * min(1.0, articles / _FIRST_ARTICLES)
        at_a_time = min(self.workers, os.cpu_count() or 1)
        return cost / at_a_time if step in ("analysed", "written") else cost
