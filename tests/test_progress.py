"""A progress bar tells the truth: it moves with the work, never back, and is full at the end alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from frsearch.codec import transaction
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import WriteLimits
from frsearch.codec.work import Did, Portion, Step, Work
from frsearch.codec.workers import Workers
from frsearch.errors import ArticleError, FrsearchError
from frsearch.index import create_index
from frsearch.output.progress import Shown
from frsearch.reading.articles import read_articles
from frsearch.reports import WriteProgress
from frsearch.types import Article
from tests.conftest import ROOT
from tests.naive_engine import NaiveEngine

SMALL = WriteLimits(batch_characters=400, worker_batch_characters=100, dictionary_articles=2)


def articles(count: int, kind: str = "a") -> list[Article]:
    return [Article(f"{kind}{at}", f"le sommet numéro {at} des chefs d'État") for at in range(count)]


class Bar:
    """A bar that records what it is told and what it shows."""

    def __init__(self, total: int | None = None):
        self.told: list[WriteProgress] = []
        self.shown = Shown(total)
        self.counts: list[float] = []
        self.shares: list[float] = []

    def __call__(self, progress: WriteProgress) -> None:
        self.told.append(progress)
        self.shown.advance(progress)
        assert 0 <= progress.share <= 1
        assert self.shown.total is None or self.shown.done <= self.shown.total
        self.counts.append(self.shown.done)
        self.shares.append(self.shown.share)

    def is_true_to(self, read: int) -> bool:
        """Say whether it was full at the end alone; assert that it told all and never went back."""
        assert self.counts == sorted(self.counts)
        assert self.shares == sorted(self.shares)
        assert self.told[-1] == WriteProgress(read, all_read=True, share=1.0)
        assert (self.shown.done, self.shown.total, self.shown.share) == (read, read, 1.0)
        return all(share < 1 for share in self.shares[:-1])


def record_steps(monkeypatch: pytest.MonkeyPatch) -> dict[Step, int]:
    """Return the articles that each step was done for, as they are told."""
    steps: dict[Step, int] = {}
    did = Work.did

    def recorded(self: Work, step: Step, articles: int) -> None:
        assert articles > 0
        steps[step] = steps.get(step, 0) + articles
        did(self, step, articles)

    monkeypatch.setattr(Work, "did", recorded)
    return steps


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("count", "workers", "merged"),
    [(7, 1, False), (200, 1, True), (7, 2, False), (50, 2, True)],
)
def test_each_article_counts_once_in_each_step(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
    count: int,
    workers: int,
    merged: bool,
) -> None:
    """Repeated ids too: in one batch, and in two."""
    steps = record_steps(monkeypatch)
    some = articles(count)
    some[3:3] = [some[2]]
    some.append(some[0])
    bar = Bar(len(some) if known else None)
    written = IndexFolder.create(tmp_path, limits=SMALL).write((), iter(some), bar, workers)
    assert (written.added, written.repeated) == (count, 2)
    assert bar.is_true_to(len(some))
    assert steps.pop("trained") == 1
    wanted: tuple[Step, ...] = ("analysed", "written", "merged") if merged else ("analysed", "written")
    assert steps == dict.fromkeys(wanted, len(some))


def test_analysis_and_writing_move_the_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frsearch.codec.draft._CHARACTERS_AT_A_TIME", 300)
    bar = Bar(50)
    IndexFolder.create(tmp_path).write((), articles(50), bar)
    reading = [each.share for each in bar.told if not each.all_read]
    assert len(reading) == 5
    assert max(reading) < 0.2
    assert len(set(bar.shares)) > 12


def test_several_writes_have_a_whole_bar(tmp_path: Path) -> None:
    """The eighth merges the segments of the others: this was foreseen once all were read."""
    folder = IndexFolder.create(tmp_path)
    for at in range(8):
        bar = Bar()
        folder.write((), articles(10, f"k{at}-"), bar)
        assert bar.is_true_to(10)
        last = max(share for share in bar.shares if share < 1) if at == 7 else 0
    assert len(folder.committed().segments) == 1
    before_merge = next(each for each in bar.told if each.all_read)
    assert before_merge.share < 0.05
    assert last > 0.3


def test_a_merge_of_old_segments_is_foreseen_as_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = record_steps(monkeypatch)
    folder = IndexFolder.create(tmp_path)
    for at in range(70):
        steps.clear()
        foreseen = transaction.foresee_merges(folder.committed().segments, folder.limits, 9)
        folder.write((), articles(9, f"k{at}-"))
        assert steps.get("merged", 0) == foreseen
    assert len(folder.committed().segments) < 20


@pytest.mark.parametrize("given", [[], iter([])])
def test_nothing_to_add_is_done_at_once(tmp_path: Path, given: Iterable[Article]) -> None:
    bar = Bar()
    IndexFolder.create(tmp_path).write((), given, bar)
    assert bar.told[-1] == WriteProgress(0, all_read=True, share=1.0)
    assert bar.shown == Shown(0, None, 0, 1.0)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ArticleError("x"), OSError("x")])
def test_an_error_leaves_the_bar_where_it_is(tmp_path: Path, error: BaseException) -> None:
    def failing() -> Iterator[Article]:
        yield from articles(30)
        raise error

    bar = Bar(100)
    with pytest.raises((KeyboardInterrupt, ArticleError, OSError)):
        IndexFolder.create(tmp_path, limits=SMALL).write((), failing(), bar, 2)
    assert bar.shown.total == 100
    assert bar.counts == sorted(bar.counts)
    assert 0 < bar.shares[-1] < 0.5


def test_another_engine_follows() -> None:
    bar = Bar()
    some = articles(12)
    NaiveEngine().write((), [*some, some[0]], bar, 1, 0.0)
    assert bar.is_true_to(13)


def test_a_total_is_estimated_while_reading() -> None:
    shares = iter([0.1, 0.5, 0.4, 1.0])
    shown = Shown(None, lambda: next(shares))
    seen = []
    for read in (10, 40, 50, 90):
        shown.advance(WriteProgress(read, all_read=False, share=0.2))
        seen.append((shown.total, shown.done))
    assert [total for total, _ in seen] == [100, 80, 125, 90]
    assert [done for _, done in seen] == [2, 8, 12.5, 18]  # 12.5: no smaller share than before
    shown.advance(WriteProgress(91, all_read=True, share=0.2))
    assert shown.total == 91


def test_an_unknown_total_gives_no_share() -> None:
    shown = Shown(None)
    shown.advance(WriteProgress(50, all_read=False, share=0.2))
    assert (shown.total, shown.done, shown.share) == (None, 10, 0)
    shown.advance(WriteProgress(50, all_read=True, share=0.2))
    assert (shown.total, shown.done, shown.share) == (50, 10, 0.2)


def test_more_work_than_foreseen_holds_the_bar() -> None:
    shown = Shown(100)
    shown.advance(WriteProgress(50, all_read=False, share=0.8))
    shown.advance(WriteProgress(60, all_read=False, share=0.5))
    assert (shown.done, shown.share) == (40, 0.4)


def test_a_list_that_is_not_as_long_as_it_says() -> None:
    for total in (0, 3, 500):
        bar = Bar(total)
        for read in (10, 20):
            bar(WriteProgress(read, all_read=False, share=0.9))
        bar(WriteProgress(20, all_read=True, share=1.0))
        assert (bar.shown.done, bar.shown.total) == (20, 20)


@pytest.mark.parametrize("count", [0, 1, 7, 1000])
def test_portions_add_up(count: int) -> None:
    told: list[int] = []
    portion = Portion(lambda step, articles: told.append(articles), "written", count)
    for share in (0.1, 0.1, 0.45, 0.4, 1.0, 1.0):
        portion.reach(share)
    assert sum(told) == count
    assert all(told)


def test_workers_tell_of_their_steps_while_they_work(tmp_path: Path) -> None:
    steps: list[tuple[Step, int]] = []

    def did(step: Step, articles: int) -> None:
        steps.append((step, articles))

    heard: Did = did
    with Workers(2, ArticleCodec(), heard) as pool:
        pool.build(tmp_path / "a.segment", articles(100))
        pool.build(tmp_path / "b.segment", articles(50, "b"))
        pool.finish()
    assert steps.count(("analysed", 100)) == steps.count(("analysed", 50)) == 1
    assert sum(count for step, count in steps if step == "written") == 150
    assert len([step for step, _ in steps if step == "written"]) > 4


def test_a_worker_that_fails_says_why(tmp_path: Path) -> None:
    with Workers(1, ArticleCodec()) as pool:
        pool.build(tmp_path / "missing" / "a.segment", articles(3))
        with pytest.raises(FrsearchError, match="No such file"):
            pool.finish()


def test_the_bar_ends_at_the_articles_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines = [f'{{"id": "a{at % 38}", "text": "texte {at}"}}' for at in range(40)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    index = create_index(tmp_path / "index")
    report = index.add(read_articles(tmp_path / "a.jsonl"), progress="indexation")
    assert (report.added, report.repeated) == (38, 2)
    shown = capfd.readouterr().err
    assert "indexation" in shown
    assert "40/40" in shown


@pytest.mark.parametrize("given", [[], iter([]), iter(articles(3)), articles(3)])
def test_a_bar_for_anything_given(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], given: Iterable[Article]
) -> None:
    index = create_index(tmp_path)
    index.add(given, progress=True)
    count = len(index)
    assert f"{count}/{count}" in capfd.readouterr().err


def test_rich_is_imported_for_a_bar_alone(tmp_path: Path) -> None:
    script = (
        "import sys, frsearch; from frsearch import Article; "
        f"index = frsearch.create_index({str(tmp_path)!r}); index.add([Article('a', 'b')]); "
        "assert 'rich' not in sys.modules; index.add([Article('a', 'b')], progress=True); "
        "assert 'rich' in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
