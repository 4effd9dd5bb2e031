"""A progress bar with count, rate and time left, on standard error, for those who ask for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 100
Advance = Callable[[], None]


@contextmanager
def progress_bar(
    label: str | bool, total: int | None, share: Callable[[], float] | None = None
) -> Iterator[Advance]:
    """Give a function to call after each article.

    `label` stands before the bar: True is "indexing", False is no bar. `total` is None where it is not
    known; then `share`, if given, says what part of the whole is done, and the total is estimated from
    that.
    """
    if not label:
        yield lambda: None
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

        def advance() -> None:
            progress.advance(task)
            done = int(progress.tasks[task].completed)
            if total is None and share is not None and done % _EVERY == 0 and share():
                progress.update(task, total=round(done / share()))
            speed = progress.tasks[task].speed
            if speed:
                progress.update(task, rate=f"{speed:,.0f}/s")

        yield advance
        if share is not None:
            progress.update(task, total=progress.tasks[task].completed)
