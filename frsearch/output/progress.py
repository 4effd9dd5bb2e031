"""An optional progress bar on standard error, with count, rate and remaining time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 100
Advance = Callable[[], None]


@contextmanager
def progress_bar(
    label: str | bool, total: int | None, share: Callable[[], float] | None = None
) -> Iterator[Advance]:
    """Yield a function to call after each article.

    `label` is shown before the bar: True is "indexing", False is no bar. `total` is None if unknown; it
    is then estimated from `share`, if given, which returns the finished share of the whole, 0 to 1.
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
