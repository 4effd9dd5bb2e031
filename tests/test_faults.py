"""Whatever fails, and whenever: an index holds what was committed last, or what was about to be.

Each workload is run on a disk in memory (`faults`). A crash is tried after each of its operations, and
before: what the disk may then hold is opened anew. Each operation is made to fail in a run of its own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, Index
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import WriteLimits
from frsearch.engine.arrays.engine import ArraysEngine
from frsearch.errors import IndexUnreadable
from frsearch.fields import labels_of
from tests.faults import DISK_FULL, NO_DESCRIPTORS, ONCE, Disk, Fault, Files

State = dict[str, str]
Step = tuple[str, tuple[str, ...]]

# Adds of new and known articles, removals of some and of all of a segment, and, as segments of one size
# are merged by threes, merges of several, of half-deleted and of merged ones.
WORKLOAD: list[Step] = [
    ("add", ("a", "b", "c")),
    ("add", ("d", "e")),
    ("remove", ("b",)),
    ("add", ("a", "f")),
    ("remove", ("d", "e")),
    ("add", ("g",)),
    ("add", ("h", "a")),
    ("remove", ("c", "unknown")),
]


OFTEN = WriteLimits(merged_segments=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the lock; the index is in memory."""
    return tmp_path_factory.mktemp("locks")


def text(number: int, id: str) -> str:
    return f"texte de {id} à l'étape numéro{number}"


def extra(number: int, id: str) -> dict[str, Any]:
    """Fields with one value and with several, of all articles and of some."""
    some = {"tags": [f"étape {number}", "climat"]} if number % 2 else {}
    return {"source": f"Le {id}", "page": number, **some}


def model(steps: Sequence[Step]) -> list[State]:
    """What the index holds before the first step, and after each."""
    states: list[State] = [{}]
    for number, (what, ids) in enumerate(steps):
        changed = {} if what == "remove" else {id: text(number, id) for id in ids}
        states.append({id: old for id, old in states[-1].items() if id not in ids} | changed)
    return states


def take(index: Index, number: int, step: Step) -> tuple[int, int]:
    """Take a step; return how many articles are new, and how many were replaced or removed."""
    what, ids = step
    if what == "remove":
        return 0, index.remove(ids)
    report = index.add(Article(id, text(number, id), date="2018", extra=extra(number, id)) for id in ids)
    return report.added, report.updated


def changes(states: Sequence[State]) -> tuple[int, int]:
    """What a step says of going from one state to the next."""
    before, after = states
    changed = [id for id, old in before.items() if after.get(id) != old]
    return len(after.keys() - before.keys()), len(changed)


def held(index: Index) -> State:
    results = index.search("", limit=1000, snippets=0, facets=("source", "tags"), facet_limit=None)
    assert results.total == len(index)
    for field, counts in results.facets.items():
        values = Counter(value for hit in results for value in labels_of(hit.article.extra.get(field)))
        assert values == {each.value: each.count for each in counts}
    sourced = sum("source" in hit.article.extra for hit in results)
    if sourced:
        assert index.search("source:le page:0..", limit=0).total == sourced
    return {hit.id: hit.article.text for hit in results}


def opened(folder: Path, files: Files) -> Index:
    return Index(folder, ArraysEngine(IndexFolder(folder, Disk(files), OFTEN)))


def assert_sound(index: Index, allowed: Sequence[State]) -> State:
    state = held(index)
    assert state in allowed
    report = index.check()
    assert report.ok, report.problems
    assert report.articles == len(state)
    return state


class Crashes:
    """Collects what crashes leave of a run, with the states that may be found there."""

    def __init__(self, disk: Disk, seed: int = 0):
        self._disk = disk
        self._random = random.Random(seed)
        self.allowed: list[State] = []
        self.found: dict[frozenset[tuple[str, bytes]], list[State]] = {}
        self.points = 0

    def __call__(self) -> None:
        self.points += 1
        for files in self._disk.after_crash(self._random):
            key = frozenset(files.items())
            before = self.found.get(key, self.allowed)
            self.found[key] = [state for state in before if state in self.allowed]


def run_with_crashes(
    folder: Path, steps: Sequence[Step], seed: int = 0, limits: WriteLimits = OFTEN
) -> tuple[Crashes, Disk]:
    disk = Disk()
    states = model(steps)
    index = Index(folder, ArraysEngine(IndexFolder.create(folder, disk, limits)))
    crashes = disk.observe = Crashes(disk, seed)
    for number, step in enumerate(steps):
        crashes.allowed = states[number : number + 2]
        take(index, number, step)
        crashes.allowed = [states[number + 1]]
        crashes()
    return crashes, disk


def check_crashes(folder: Path, crashes: Crashes, most: int | None = None) -> None:
    found = list(crashes.found.items())
    if most is not None and len(found) > most:
        found = random.Random(0).sample(found, most)
    for key, allowed in found:
        index = opened(folder, dict(key))
        state = assert_sound(index, allowed)
        index.add([Article("new", "après la panne")])
        assert_sound(index, [state | {"new": "après la panne"}])
        assert_no_leftovers(index)


def assert_no_leftovers(index: Index) -> None:
    disk = index._engine.folder.storage
    assert isinstance(disk, Disk)
    assert set(disk.names_now) == index._searcher.snapshot.manifest.files() | {"frsearch.json"}


def test_a_crash_leaves_what_was_committed_last_or_what_was_about_to_be(folder: Path) -> None:
    crashes, _ = run_with_crashes(folder, WORKLOAD)
    assert crashes.points > 100
    assert len(crashes.found) > crashes.points
    check_crashes(folder, crashes)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove"]),
        st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("examples", [12, pytest.param(1_000, marks=pytest.mark.slow)])
def test_so_does_a_crash_in_any_workload(folder: Path, examples: int) -> None:
    limits = WriteLimits(merged_segments=2)

    @settings(deadline=None, max_examples=examples)
    @given(STEPS, st.integers(0, 1000))
    def run(steps: list[Step], seed: int) -> None:
        crashes, _ = run_with_crashes(folder, steps, seed, limits)
        check_crashes(folder, crashes)

    run()


def test_a_disk_that_forgets_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the tests: without its syncs, the same code loses articles."""
    monkeypatch.setattr(Disk, "sync_folder", lambda self, folder: None)
    crashes, _ = run_with_crashes(folder, WORKLOAD)
    with pytest.raises((AssertionError, frsearch.FrsearchError)):
        check_crashes(folder, crashes)


@pytest.mark.parametrize(
    "kind",
    [*ONCE, DISK_FULL, NO_DESCRIPTORS],
    ids=["EIO", "EIO after it happened", "ENOSPC", "EMFILE"],
)
def test_an_operation_that_fails_changes_nothing_and_the_index_goes_on(
    folder: Path, kind: Fault
) -> None:
    disk = Disk()
    index = Index(folder, ArraysEngine(IndexFolder.create(folder, disk, OFTEN)))
    states = model(WORKLOAD)
    for number, step in enumerate(WORKLOAD):
        before, disk.count = deepcopy(disk), 0
        take(index, number, step)
        assert disk.count > 20
        for at in range(1, disk.count + 1):
            faulty = deepcopy(before)
            again = Index(folder, ArraysEngine(IndexFolder(folder, faulty, OFTEN)))
            faulty.count, faulty.fault, faulty.fault_hit = 0, replace(kind, at=at), False
            take_with_fault(again, number, step, states)


def take_with_fault(index: Index, number: int, step: Step, states: Sequence[State]) -> None:
    disk, around = index._engine.folder.storage, states[number : number + 2]
    assert isinstance(disk, Disk)
    assert disk.fault
    certainly = not disk.fault.lasts
    try:
        done = take(index, number, step)
    except frsearch.FrsearchError as raised:
        error = raised
    else:
        error = None
    assert disk.fault_hit
    if error is not None:
        assert type(error) in (frsearch.FrsearchError, IndexUnreadable)
        # What could not be read was read before anything was written.
        certain = certainly or isinstance(error, IndexUnreadable)
        assert_failed(index, disk, around, str(error), certainly=certain)
        disk.fault = None
        assert_goes_on(index, disk, around, lambda: take(index, number, step))
    else:  # what failed came after the commit, or would have removed a file
        disk.fault = None
        assert done == changes(around)
        assert_sound(index, around[1:])


def assert_failed(
    index: Index, disk: Disk, states: Sequence[State], message: str, *, certainly: bool
) -> None:
    before, after = states
    assert held(index) == before
    # Where even taking the commit back failed, the message says so.
    shown = [before] if certainly or "is unchanged" in message else [after]
    if "not known" in message:
        assert not certainly
        shown = [before, after]
    fault, disk.fault = disk.fault, None
    assert_sound(opened(index.path, disk.files()), shown)
    disk.fault = fault
    for files in {frozenset(files.items()) for files in disk.after_crash(random.Random(0))}:
        assert_sound(opened(index.path, dict(files)), states)


def assert_goes_on(index: Index, disk: Disk, states: Sequence[State], again: Callable[[], None]) -> None:
    crashes = Crashes(disk)
    crashes.allowed = [*states]
    if disk.is_unsure_of("frsearch.json"):
        disk.observe = crashes
    again()
    disk.observe = lambda: None
    assert_sound(index, states[1:])
    assert_no_leftovers(index)
    check_crashes(index.path, crashes, most=15)


def test_a_file_that_cannot_be_removed_is_removed_by_the_next_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk()
    index = Index(folder, ArraysEngine(IndexFolder.create(folder, disk, OFTEN)))
    remove: Callable[..., None] = disk.remove

    def mapped(path: Path) -> None:
        raise PermissionError("the file is in use")

    monkeypatch.setattr(disk, "remove", mapped)
    index.add([Article("a", "texte"), Article("b", "texte")])
    index.remove(["a"])
    assert len(disk.names_now) > len(index._searcher.snapshot.manifest.files()) + 1
    monkeypatch.setattr(disk, "remove", remove)
    index.add([Article("c", "texte")])
    assert_no_leftovers(index)


def test_replacing_an_index_by_an_empty_one_is_all_or_nothing(folder: Path) -> None:
    disk = Disk()
    index = Index(folder, ArraysEngine(IndexFolder.create(folder, disk, OFTEN)))
    take(index, 0, ("add", ("a", "b")))
    crashes = disk.observe = Crashes(disk)
    crashes.allowed = [{"a": text(0, "a"), "b": text(0, "b")}, {}]
    IndexFolder.create(folder, disk, overwrite=True)
    crashes.allowed = [{}]
    crashes()
    check_crashes(folder, crashes)
    assert index.refresh()
    assert len(index) == 0
