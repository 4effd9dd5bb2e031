"""An optional progress bar on standard error, with count, rate and remaining time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from frsearch.reports import Advance, WriteProgress

# Seconds between two changes of the bar, which is drawn ten times a second.
_EVERY = 0.05


@dataclass(slots=True)
class Shown:
    """What a bar shows: `done` of `total` articles, None while nobody knows how many there are.

    `done` counts the work, in articles: half the work for 10 articles counts as 5. Neither `done` nor
    its share of `total` ever falls. `share_read` returns the share of the articles that has been read,
    0 to 1, where `total` is not known.
    """

    total: int | None
    share_read: Callable[[], float] | None = None
    done: float = 0.0
    share: float = 0.0

    def advance(self, progress: WriteProgress) -> None:
        """Move to what is known now."""
        self.total = total = self._total(progress)
        self.done = max(self.done, progress.read * progress.share)
        if total is not None:
            self.done = max(self.done, self.share * total)
            if progress.all_read:
                self.done = min(self.done, total)
            self.total = total = max(total, round(self.done))
            self.share = self.done / total if total else progress.share

    def _total(self, progress: WriteProgress) -> int | None:
        if progress.all_read:
            return progress.read
        share = self.share_read() if self.share_read else 0.0
        total = round(progress.read / share) if share else self.total
        return None if total is None else max(total, progress.read)


@contextmanager
def progress_bar(
    label: str | bool, total: int | None, share_read: Callable[[], float] | None = None
) -> Iterator[Advance | None]:
    """Yield a function to tell how far a write has come; None if there is no bar.

    `label` is shown before the bar: True is "indexing", False is no bar. `total` is the number of
    articles, None if unknown; it is then estimated from `share_read`, if given. See `Shown`.
    """
    if not label:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as progress:
        task = progress.add_task("indexing" if label is True else label, total=total, rate="")
        shown, due = Shown(total, share_read), 0.0

        def advance(now: WriteProgress) -> None:
            nonlocal due
            if monotonic() < due and not now.all_read:
                return
            due = monotonic() + _EVERY
            shown.advance(now)
            speed = progress.tasks[task].speed
            rate = f"{speed:.0f}/s" if speed else ""
            progress.update(task, completed=shown.done, total=shown.total, rate=rate)

        yield advance
