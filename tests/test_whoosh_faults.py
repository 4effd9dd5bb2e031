"""What `test_faults` tries of our own writes, tried of Whoosh's writer: whatever fails, and whenever."""

from __future__ import annotations

from pathlib import Path

import pytest

from frsearch import Index
from frsearch.errors import IndexUnreadable
from tests import test_faults
from tests.faults import DISK_FULL, ONCE, Fault

SEVERAL_SEGMENTS = {"limitmb": 0}


def take(index: Index, number: int, step: test_faults.Step) -> tuple[int, int]:
    """Make a step of a workload through Whoosh's writer, in several segments at times."""
    what, ids = step
    with index.whoosh.writer(**(SEVERAL_SEGMENTS if number % 2 else {})) as writer:
        for id in ids:
            if what == "remove":
                writer.delete_by_term("id", id)
            else:
                text = test_faults.text(number, id)
                writer.update_document(id=id, text=text, date="2018")
    try:
        index.refresh()
    except IndexUnreadable:  # what failed was reading, and it fails once
        index.refresh()
    # Whoosh's writer does not say what it did.
    return test_faults.changes(test_faults.model(test_faults.WORKLOAD)[number : number + 2])


@pytest.fixture(autouse=True)
def through_whoosh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_faults, "take", take)


folder = test_faults.folder


def test_a_crash_leaves_what_was_committed_last_or_what_was_about_to_be(folder: Path) -> None:
    test_faults.test_a_crash_leaves_what_was_committed_last_or_what_was_about_to_be(folder)


@pytest.mark.parametrize("kind", [*ONCE, DISK_FULL], ids=["EIO", "EIO after it happened", "ENOSPC"])
def test_an_operation_that_fails_changes_nothing_and_the_index_goes_on(
    folder: Path, kind: Fault
) -> None:
    test_faults.test_an_operation_that_fails_changes_nothing_and_the_index_goes_on(folder, kind)
