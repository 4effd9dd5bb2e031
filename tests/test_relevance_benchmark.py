"""The relevance benchmark measures what it says: by hand, and as trec_eval does."""

from __future__ import annotations

import gzip
import json
import math
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

try:
    import pytrec_eval
except ModuleNotFoundError:  # no wheel for this platform
    pytrec_eval = None


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import metrics
    import morphology
    import relevance

    return {"metrics": metrics, "morphology": morphology, "relevance": relevance}


@pytest.mark.parametrize(
    ("found", "relevant", "expected"),
    [
        ("abc", "a", {"MRR@10": 1, "nDCG@10": 1, "R@1": 1, "R@10": 1, "R@100": 1}),
        ("abc", "b", {"MRR@10": 1 / 2, "nDCG@10": 1 / math.log2(3), "R@1": 0, "R@10": 1, "R@100": 1}),
        ("abcdefghijk", "k", {"MRR@10": 0, "nDCG@10": 0, "R@1": 0, "R@10": 0, "R@100": 1}),
        ("abcdefghij", "j", {"MRR@10": 1 / 10, "nDCG@10": 1 / math.log2(11), "R@10": 1}),
        ("ab", "az", {"MRR@10": 1, "nDCG@10": 1 / (1 + 1 / math.log2(3)), "R@1": 1 / 2, "R@100": 1 / 2}),
        ("", "a", {"MRR@10": 0, "nDCG@10": 0, "R@1": 0, "R@10": 0, "R@100": 0}),
    ],
)
def test_metrics_worked_out_by_hand(
    benchmark: dict[str, ModuleType], found: str, relevant: str, expected: dict[str, float]
) -> None:
    figures = benchmark["metrics"].evaluate(list(found), set(relevant))
    assert {name: figures[name] for name in expected} == pytest.approx(expected)


@pytest.mark.skipif(pytrec_eval is None, reason="pytrec_eval has no wheel here")
def test_metrics_agree_with_trec_eval(benchmark: dict[str, ModuleType]) -> None:
    generator = random.Random(5)
    ids = [f"d{number}" for number in range(150)]
    relevant = {f"q{n}": set(generator.sample(ids, generator.randint(1, 15))) for n in range(60)}
    found = {question: generator.sample(ids, generator.randint(1, 100)) for question in relevant}
    judged = {question: dict.fromkeys(some, 1) for question, some in relevant.items()}
    run = {q: {id: float(-rank) for rank, id in enumerate(some)} for q, some in found.items()}
    first = {q: {id: float(-rank) for rank, id in enumerate(some[:10])} for q, some in found.items()}
    names = {"R@1": "recall_1", "R@10": "recall_10", "R@100": "recall_100", "nDCG@10": "ndcg_cut_10"}
    theirs = pytrec_eval.RelevanceEvaluator(judged, set(names.values())).evaluate(run)
    reciprocal = pytrec_eval.RelevanceEvaluator(judged, {"recip_rank"}).evaluate(first)
    for question, some in found.items():
        expected = {name: theirs[question][other] for name, other in names.items()}
        expected["MRR@10"] = reciprocal[question]["recip_rank"]
        ours = benchmark["metrics"].evaluate(some, relevant[question])
        assert ours == pytest.approx(expected, abs=1e-6)


def test_a_difference_that_luck_explains_has_a_high_p(benchmark: dict[str, ModuleType]) -> None:
    compare = benchmark["metrics"].compare
    before = {str(n): 0.5 for n in range(40)}
    none = compare(before, before)
    assert (none.mean, none.better, none.worse, none.p) == (0, 0, 0, 1)
    # As often better as worse, by as much.
    even = compare({q: 0.5 + (0.1 if int(q) % 2 else -0.1) for q in before}, before)
    assert (even.better, even.worse, even.p) == (20, 20, 1)
    # Six better, none worse: of the 64 ways to choose the signs two are as extreme.
    six = compare({q: 0.6 if int(q) < 6 else 0.5 for q in before}, before)
    assert six.p == pytest.approx(2 / 64, abs=0.005)
    assert six.mean == pytest.approx(0.015)
    assert six.margin == pytest.approx(1.96 * 0.03616 / math.sqrt(40), abs=1e-4)
    with pytest.raises(ValueError, match="same questions"):
        compare(before, {"1": 0.5})


def test_a_run_over_a_folder_and_its_comparison_with_another(
    benchmark: dict[str, ModuleType],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    docs = [
        {"id": "a", "title": "Finlande", "text": "Le sommet d'Helsinki.", "date": "2018"},
        {"id": "b", "title": "Helsinki", "text": "Un été au bord de l'eau.", "date": ""},
    ]
    queries = [
        {"id": "1", "text": "L'été au bord d'Helsinki", "relevant": ["b"]},
        {"id": "2", "text": "finlande", "relevant": ["a"]},
    ]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, docs)), encoding="utf-8")
    with gzip.open(tmp_path / "queries.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, queries)))

    def run(*arguments: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["relevance.py", str(tmp_path), *arguments])
        assert benchmark["relevance"].main() == 0
        return capsys.readouterr().out.splitlines()

    before, after = str(tmp_path / "before.json"), str(tmp_path / "after.json")
    plain = run("--without-titles", "--save", before)
    assert plain[2].startswith("| as written | 0.5000 |")
    with_titles = run("--save", after, "--against", before)
    for line, name in zip(with_titles[2:6], benchmark["relevance"].VARIANTS, strict=True):
        assert line == f"| {name} | 1.0000 | 1.0000 | 1.0000 | 1.0000 | 1.0000 | 1.0000 |"
    assert any(line.startswith("| as written, MRR@10 | +0.5000 ±") for line in with_titles)
    assert "| finlande | 0.00 | 1.00 |" in with_titles
    figures = json.loads(Path(after).read_text())
    assert figures["no accents"]["MRR@10"] == {"1": 1.0, "2": 1.0}


def test_pairs_of_forms_worked_out_by_hand(benchmark: dict[str, ModuleType], tmp_path: Path) -> None:
    path = tmp_path / "morphology.tsv"
    rows = ["va aller", "ira aller", "vas aller", "est être", "est est", "sont être"]
    path.write_text("form\tlemma\n" + "\n".join(row.replace(" ", "\t") for row in rows))
    lemmas = benchmark["morphology"].read_lemmas(path)
    assert lemmas["est"] == {"être", "est"}
    # Right: va-ira, va-vas, ira-vas, est-sont. Predicted: va-vas, va-ira, vas-ira ... of one term.
    score = benchmark["morphology"].score
    one_term = dict.fromkeys(lemmas, "x")
    assert score(one_term, lemmas) == pytest.approx((4 / 10, 1, 8 / 14))
    apart = {form: form for form in lemmas}
    assert score(apart, lemmas) == (0, 0, 0)
    some = apart | {"va": "v", "vas": "v", "est": "v"}
    assert score(some, lemmas) == pytest.approx((1 / 3, 1 / 4, 2 / 7))
