"""The benchmark of near copies plants what it says, counts by hand-made groups, and runs."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from frsearch import Article
from tests.conftest import ROOT
from tests.test_signatures import random_text


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import copies

    return copies


def test_a_planted_copy_has_the_share_of_its_words_changed(benchmark: ModuleType) -> None:
    chance = random.Random(1)
    articles = [Article(f"a{at}", random_text(chance, 100)) for at in range(40)]
    texts = {article.id: article.text.split() for article in articles}
    planted = benchmark.plant(articles, 5)
    assert {share: len(some) for share, some in planted.items()} == dict.fromkeys(benchmark.SHARES, 5)
    assert len({copy.id for some in planted.values() for copy in some}) == 5 * len(benchmark.SHARES)
    for share, some in planted.items():
        for copy in some:
            original = texts[copy.id.removeprefix("copy ")]
            same = sum(a == b for a, b in zip(original, copy.text.split(), strict=True))
            # A word may be drawn in its own place.
            assert 100 - 100 * share <= same <= 100 - 100 * share + 3


def test_precision_counts_every_two_of_a_group(benchmark: ModuleType) -> None:
    texts = {"a": "un sommet Otan", "b": "sommet Otan", "c": "le train", "d": "grève", "e": "gare"}
    articles = {id: Article(id, text) for id, text in texts.items()}
    groups = dict.fromkeys("abc", ("a", "b", "c")) | dict.fromkeys("de", ("d", "e"))
    # Of the three pairs of the first group one is of copies, of the second none.
    assert benchmark._row("name", [True, False], ["a", "d"], groups, articles) == [
        "name", "2", "50.0%", "25.0% of 4", "3",
    ]  # fmt: skip
    assert benchmark._row("name", None, ["e"], groups, articles)[2:] == ["", "0.0% of 1", "2"]


def test_it_runs(
    benchmark: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(2)
    path = tmp_path / "corpus.jsonl"
    lines = [{"id": f"a{at}", "text": random_text(chance, 80), "date": "2018-06"} for at in range(30)]
    lines.append({**lines[0], "id": "again"})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    options = ["--planted", "4", "--repeat", "1", "--show", "1"]
    monkeypatch.setattr(sys, "argv", ["copies.py", str(path), *options])
    assert benchmark.main() == 0
    out, err = capsys.readouterr()
    assert "| planted, 0% of words changed | 4 | 100.0% | 100.0%" in out
    assert "| planted, 10% of words changed | 4 | 100.0% | 100.0%" in out
    assert "again" in err
