"""The public tests of what stands above the seam, on a server in place of folders."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.opensearch.in_its_place import EXAMPLES, SERVER

# By file, tests that are not for a server: of files, of memory, of segments, of an index that stays at
# its own state while others write, of near copies. And those that make a hundred indexes, which take
# minutes here: `python -m tests.opensearch` says how to run whole files.
OTHERS = {
    "test_query_matching": (),
    "test_field_queries": (),
    "test_suggest": ("of_many_articles",),
    "test_timeline": ("in_the_midst_of_a_call", "says_what_it_holds"),
    "test_sync": ("crash", "as_if_made_anew"),
    "test_similar": ("near_copies",),
    "test_alike": ("found_as_by_comparing_each",),
    "test_explain": ("adds_up_to_the_score_of_its_hit",),
    "test_results": ("little_memory",),
    "test_word_tables": ("in_the_naive_engine",),
    "test_fields_oracle": ("near_copies",),
    "test_synonyms": ("are_bounded",),
}
_FEW = "3"


@pytest.mark.parametrize("name", OTHERS)
def test_a_server_passes_the_public_tests(name: str, server: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "tests.opensearch.in_its_place"]
    left_out = " and ".join(f"not {other}" for other in OTHERS[name])
    run = subprocess.run(
        [*command, *(["-k", left_out] if left_out else []), f"tests/{name}.py"],
        cwd=ROOT,
        env={**os.environ, EXAMPLES: _FEW, SERVER: server},
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout[-5_000:] + run.stderr
