"""The public tests of what stands above the seam, on another engine: `tests.naive_engine`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

# By file, tests of the embedded engine alone (its files, how it reads), and those of very long texts.
OTHERS = {
    "test_search_oracle": ("nor_on_the_order_of_adding",),
    "test_fields_oracle": ("copies",),
    "test_paging": ("shifts_nothing_after_the_cursor",),
    "test_timeline": ("in_the_midst_of_a_call", "says_what_it_holds"),
    "test_concordance": ("are_asked_for_are_read", "of_a_book", "a_book_goes", "on_the_news"),
    "test_suggest": ("of_many_articles",),
    "test_results": (),
    "test_query_matching": ("a_long_text",),
    "test_sync": ("crash", "as_if_made_anew"),
    "test_synonyms": ("explain", "is_an_error", "every_system", "are_choices"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_engine_passes_the_public_tests(name: str) -> None:
    without = " and ".join(f"not {other}" for other in OTHERS[name])
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "tests.naive_engine"]
    run = subprocess.run(
        [*command, "-k", without, f"tests/{name}.py"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout[-5_000:] + run.stderr
