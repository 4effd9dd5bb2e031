"""The benchmark of fields makes up what it says, counts it right, and runs."""

from __future__ import annotations

import doctest
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.test_signatures import random_text

COUNT = 250


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import made_up_fields

    return made_up_fields


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import fields

    return fields


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    chance = random.Random(3)
    lines = [
        {"id": f"a{at}", "date": f"20{at % 20:02}-06", "title": "", "text": random_text(chance, 60)}
        for at in range(COUNT)
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    return path


def test_the_examples_of_made_up_fields_are_right(made_up: Any) -> None:
    assert doctest.testmod(made_up).failed == 0


def test_made_up_fields_are_as_many_as_they_should_be(made_up: Any) -> None:
    sizes = {"source": 20, "author": 5_000, "section": 100}
    for names, size in zip(
        (made_up.SOURCES, made_up.AUTHORS, made_up.SECTIONS), sizes.values(), strict=True
    ):
        assert len({*names}) == len(names) == size
    extras = [made_up.extra_of(f"a{at}") for at in range(5_000)]
    counts = {
        name: Counter(label for extra in extras for label in made_up.labels_of(extra, name))
        for name in made_up.NAMES
    }
    assert {*counts["source"]} == {*made_up.SOURCES}
    assert {*counts["section"]} == {*made_up.SECTIONS}
    assert {*counts["page"]} == {str(page) for page in range(1, 41)}
    assert {*counts["paid"]} == {"true", "false"}
    # As the frequencies of words: the first has several times as many as the last.
    assert counts["source"]["Le Monde"] > 10 * counts["source"]["LE FIGARO"]
    authors = [extra.get("author") for extra in extras]
    assert {type(each) for each in authors} == {str, list, type(None)}
    assert {len(each) for each in authors if isinstance(each, list)} == {0, 1, 2, 3, 4}


def test_made_up_fields_depend_on_the_id_alone(made_up: Any) -> None:
    ids = [f"a{at}" for at in range(200)]
    extras = {id: made_up.extra_of(id) for id in ids}
    random.Random(1).shuffle(ids)
    assert all(made_up.extra_of(id) == extras[id] for id in ids)
    for names in (("source",), ("author", "page")):
        for id in ids:
            assert made_up.extra_of(id, names) == {
                name: value for name, value in extras[id].items() if name in names
            }


@pytest.mark.parametrize("count", [100, 2 * COUNT + 7])
def test_the_file_has_the_articles_and_their_counts(
    benchmark: Any, corpus: Path, tmp_path: Path, count: int
) -> None:
    file = tmp_path / "file.jsonl"
    known = benchmark.prepare(corpus, count, benchmark.NAMES, file)
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len({each["id"] for each in records}) == len(records) == count
    for name in benchmark.NAMES:
        expected: Counter[str] = Counter()
        for each in records:
            expected.update(benchmark.labels_of(each["extra"], name))
        assert known["counts"][name] == expected
    without = [*benchmark.records(file, "without")]
    assert all(each == other | {"extra": {}} for each, other in zip(without, records, strict=True))


def test_words_in_a_row_are_told(benchmark: Any, made_up: Any) -> None:
    found = [name for name in made_up.SOURCES if benchmark._in_a_row("le monde", name)]
    assert found == ["Le Monde", "Le Monde diplomatique", "Le monde"]
    assert benchmark._in_a_row("L'Équipe", "l’equipe")
    assert not benchmark._in_a_row("Monde", "Mondes")


def test_the_benchmark_runs_on_few_articles(
    benchmark: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = f"--corpus {corpus} --growth 100 --search 200 --repeat 2 --engines frsearch"
    monkeypatch.setattr("sys.argv", ["fields.py", *options.split()])
    assert benchmark.main() == 0
    out = capsys.readouterr().out
    for part in ("frsearch, stored only", "+ source, author, section", "+ Le Monde, against"):
        assert part in out
