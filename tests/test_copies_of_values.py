"""What public calls hand out can be pickled, copied, and made a dictionary; so can errors."""

from __future__ import annotations

import copy
import inspect
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article, ArticleError, FrsearchError, Index, IndexLocked, QuerySyntaxError
from frsearch.analysis.steps import steps
from frsearch.codec.for_whoosh.writer import WriterLocked
from frsearch.results import Results
from frsearch.types import FrozenDict, Hit
from tests.conftest import ROOT

WAYS: dict[str, Callable[[Any], Any]] = {
    f"pickle {protocol}": lambda value, protocol=protocol: pickle.loads(pickle.dumps(value, protocol))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
} | {"copy": copy.copy, "deepcopy": copy.deepcopy}
EXTRA = {"source": "AFP", "tags": ["a", {"b": None}], "page": 3}


@pytest.fixture
def index(make_index: Any) -> Index:
    index: Index = make_index(
        Article("a1", "Le sommet de l’Otan.", "Sommet", "2018-06", "u", EXTRA),
        Article("a2", "Un sommet, deux sommets.", "", "2018-06-28"),
        Article("a3", "Rien."),
        Article("a4", "Un sommet, deux sommets."),
    )
    return index


VALUES: dict[str, Callable[[Index], Any]] = {
    "results": lambda index: index.search("sommet (", facets=("year", "month", "day"), collapse=True),
    "no results": lambda index: index.search("absent"),
    "similar": lambda index: index.similar("a2", snippets=1),
    "hit": lambda index: index.search("otan")[0],
    "snippet": lambda index: index.search("otan")[0].snippets[0],
    "article": lambda index: index.get("a1"),
    "date": lambda index: index.get("a1").date,  # type: ignore[union-attr]
    "facets": lambda index: index.search("sommet", facets=("month",)).facets,
    "facet": lambda index: index.search("sommet", facets=("month",)).facets["month"][0],
    "periods": lambda index: index.search("sommet", facets=("year", "month")).timeline,
    "warning": lambda index: index.search("(").warnings[0],
    "suggestions": lambda index: index.suggest("som"),
    "whole": lambda index: index.highlight("sommet", "a1"),
    "explanation": lambda index: index.explain("sommet absent", "a1"),
    "timeline": lambda index: index.timeline(["sommet", "otan"]),
    "info": lambda index: index.info(),
    "check": lambda index: index.check(),
    "line": lambda index: next(iter(index.concordance("sommet"))),
    "steps": lambda index: [*steps("L’Otan")],
    "report": lambda index: index.add([Article("a9", "nouveau")]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", VALUES)
def test_values_survive_being_copied(index: Index, name: str, way: str) -> None:
    value = VALUES[name](index)
    twin = WAYS[way](value)
    assert type(twin) is type(value)
    assert twin == value
    assert repr(twin) == repr(value)


@pytest.mark.parametrize("name", VALUES)
def test_values_become_dictionaries(index: Index, name: str) -> None:
    value = VALUES[name](index)
    if is_dataclass(value):
        made = asdict(value)  # type: ignore[arg-type]
        assert [*made] == [field.name for field in fields(value)]
        assert replace(value) == value


def test_a_dictionary_of_results_has_everything(index: Index) -> None:
    results = index.search("otan", facets=("month",))
    made = asdict(results)
    assert made["hits"][0]["article"]["extra"] == EXTRA
    assert made["facets"] == {"month": (("2018-06", 1),)}
    assert json.dumps(made["facets"]) == '{"month": [["2018-06", 1]]}'
    assert json.dumps(index.get("a1").extra) == json.dumps(EXTRA)  # type: ignore[union-attr]


def test_what_is_handed_out_cannot_be_changed(index: Index) -> None:
    results = index.search("otan", facets=("month",))
    for mapping in (
        results.facets,
        results[0].article.extra,
        copy.copy(results.facets),
        FrozenDict(a=1),
    ):
        before = dict(mapping)
        changes: list[Callable[[Any], Any]] = [
            lambda each: each.__setitem__("a", 1),
            lambda each: each.__delitem__(next(iter(each))),
            lambda each: each.update(a=1),
            lambda each: each.setdefault("zzz", 1),
            lambda each: each.pop(next(iter(each))),
            lambda each: each.popitem(),
            lambda each: each.clear(),
            lambda each: each.__ior__({"a": 1}),
        ]
        for change in changes:
            with pytest.raises(TypeError, match="cannot be changed"):
                change(mapping)
        assert dict(mapping) == before
        assert isinstance({**mapping}, dict)


def test_results_of_another_process_are_the_same(index: Index, tmp_path: Path) -> None:
    script = (
        "import pickle, sys, frsearch\n"
        "index = frsearch.open_index(sys.argv[1])\n"
        "sys.stdout.buffer.write(pickle.dumps([index.search('sommet'), index.concordance('sommet')]))\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", script, str(index.path)], check=True, cwd=ROOT, capture_output=True
    )
    results, concordance = pickle.loads(made.stdout)
    assert isinstance(results, Results)
    assert isinstance(results[0], Hit)
    assert results == index.search("sommet")
    assert [*concordance] == [*index.concordance("sommet")]


@pytest.mark.parametrize("sort", ["date", "left", "right"])
@pytest.mark.parametrize("limit", [None, 0, 1, 3, 9])
def test_a_pickled_concordance_has_its_lines(index: Index, sort: Any, limit: int | None) -> None:
    concordance = index.concordance("sommet", sort=sort, limit=limit)
    lines, text = [*concordance], concordance.to_text()
    kept = pickle.dumps(concordance)
    index.remove(["a1", "a2", "a4"])
    index.close()
    for twin in (pickle.loads(kept), pickle.loads(pickle.dumps(pickle.loads(kept)))):
        assert [*twin] == [*twin] == lines
        assert (len(twin), twin.total, twin.to_text()) == (len(concordance), concordance.total, text)
    if limit == 1 and sort == "date":
        assert len(pickle.loads(kept).read.occurrences) == 1
    assert {*asdict(concordance)} == {field.name for field in fields(concordance)}


# --- an index


def test_a_pickled_index_opens_the_folder_anew(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index.path.parent)
    kept = pickle.dumps(frsearch.open_index(index.path.name))
    assert os.fsencode(index.path) in kept
    index.add([Article("b1", "Un sommet.")])
    monkeypatch.chdir(tmp_path)
    for twin in (pickle.loads(kept), copy.copy(index), copy.deepcopy(index)):
        with twin:
            assert twin.search("sommet") == index.search("sommet")
    assert len(index) == 5
    index.close()
    with pytest.raises(FrsearchError, match="this index is closed"):
        pickle.dumps(index)
    frsearch.open_index(index.path).close()
    (index.path / "frsearch.json").unlink()
    with pytest.raises(FrsearchError):
        pickle.loads(kept)


# --- errors


def kinds(kind: type[FrsearchError] = FrsearchError) -> Iterator[type[FrsearchError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


def sample(kind: type[FrsearchError]) -> FrsearchError:
    """Make an error with a value of its own for each of its arguments."""
    values: list[Any] = []
    for at, given in enumerate(inspect.signature(kind.__init__).parameters.values()):
        if at and given.kind is given.POSITIONAL_OR_KEYWORD:
            values.append(at if "int" in str(given.annotation) else f"argument {at}")
    return kind(*values or ["message"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [*dict.fromkeys(kinds())])
def test_errors_survive_being_copied(kind: type[FrsearchError], way: str) -> None:
    error = sample(kind)
    error.add_note("a note")
    twin = WAYS[way](error)
    assert type(twin) is kind
    assert (str(twin), twin.args, vars(twin)) == (str(error), error.args, vars(error))


def test_errors_keep_what_they_say(index: Index) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        index.search("sommet )", strict=True)
    twin = pickle.loads(pickle.dumps(refused.value))
    assert (twin.start, twin.end, str(twin)) == (7, 8, str(refused.value))
    locked = pickle.loads(pickle.dumps(WriterLocked("locked", "process 7")))
    assert isinstance(locked, IndexLocked)
    assert locked.holder == "process 7"
    unread = pickle.loads(pickle.dumps(ArticleError("no id", "a.csv", 3)))
    assert (unread.source, unread.line, unread.reason) == ("a.csv", 3, "no id")
