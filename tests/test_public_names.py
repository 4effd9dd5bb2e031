"""What the public calls hand out can be imported from `frsearch`, and a misspelt name is an error."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from mypy import api

import frsearch
from frsearch import errors
from tests.conftest import ROOT

# Besides `frsearch.__all__`.
IMPORTABLE = """AddReport ArticleReader Batch BatchRow CheckReport Concordance Cooccurrent
    Cooccurrents Copies Copy CopyGroup DateRange DateSuggestion Difference Explanation FacetCount
    FieldInfo FieldOptions Hit IndexInfo IndexUnreadable Keyword Keywords Line Message NamedHit
    NamedQuery Note PartCount PartialDate Period Problem QuerySyntaxError QueryTooComplex
    QueryWarning Ranking ReadReport Results Series Snippet Suggestion SynonymError Timeline
    WordList WordRow articles_from check_index escape""".split()

CALLS = (frsearch.create_index, frsearch.open_index, frsearch.check_index, frsearch.read_articles)
# Annotations name what is in these: only type checkers load it with the rest, or a base class does.
_LOADED_FOR_TYPES = (
    *("corpus.concordance", "corpus.timeline", "corpus.word_tables", "corpus.info"),
    *("corpus.batch", "corpus.copies"),
    *("reading.tally", "reports"),
)


def hints(annotated: Any, module: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for other in _LOADED_FOR_TYPES:
        names |= vars(import_module(f"frsearch.{other}"))
    return typing.get_type_hints(annotated, {**names, **vars(sys.modules[module])})


def classes_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and annotation.__module__.startswith("frsearch"):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from classes_in(argument)


def public_functions(owner: type) -> Iterator[Callable[..., Any]]:
    for name, value in vars(owner).items():
        if not name.startswith("_") or name in ("__iter__", "__next__", "__getitem__"):
            value = value.fget if isinstance(value, property) else value
            value = value.__func__ if isinstance(value, classmethod | staticmethod) else value
            if inspect.isfunction(value):
                yield value


def handed_out() -> set[type]:
    """The classes that calls return, those of their attributes, and so on."""
    pending: list[type] = [frsearch.Index, frsearch.FrsearchError]
    for call in CALLS:
        pending += classes_in(hints(call, call.__module__).get("return"))
    found: set[type] = set()
    while pending:
        owner = pending.pop()
        if owner in found:
            continue
        found.add(owner)
        for annotation in hints(owner, owner.__module__).values():
            pending += classes_in(annotation)
        for function in public_functions(owner):
            pending += classes_in(hints(function, owner.__module__).get("return"))
    return found


def test_what_public_calls_hand_out_can_be_imported() -> None:
    found = handed_out()
    for each in found:
        assert getattr(frsearch, each.__name__, None) is each, each
    # The walk gets as far as what is handed out by what is handed out.
    for name in "Results Hit Snippet Period Problem Line Series QueryWarning PartialDate".split():
        assert getattr(frsearch, name) in found, name


def test_every_error_can_be_imported() -> None:
    tree = [each for each in vars(errors).values() if inspect.isclass(each)]
    assert frsearch.IndexCorrupted in tree
    for error in tree:
        if issubclass(error, errors.FrsearchError):
            assert getattr(frsearch, error.__name__, None) is error, error


def test_the_importable_names_are_these() -> None:
    assert set(frsearch.__all__) | set(IMPORTABLE) <= set(dir(frsearch))
    for name in IMPORTABLE:
        assert name not in frsearch.__all__
        assert getattr(frsearch, name).__doc__, name
    public = {name for name in dir(frsearch) if not name.startswith("_")}
    others = public - set(frsearch.__all__) - set(IMPORTABLE)
    assert {name for name in others if f"frsearch.{name}" not in sys.modules} == set()


def test_names_are_loaded_from_where_type_checkers_find_them() -> None:
    tree = ast.parse(Path(frsearch.__file__).read_text(encoding="utf-8"))
    found = {
        each.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("frsearch")
        for each in node.names
    }
    assert found == frsearch._LAZY  # type: ignore[attr-defined]
    for name in found:
        assert getattr(frsearch, name) is getattr(import_module(found[name]), name)  # type: ignore[arg-type]


def test_a_star_import_brings_the_public_names_and_a_pickle_comes_back() -> None:
    script = (
        "from frsearch import *; import frsearch, pickle; here = globals();"
        "print([each for each in frsearch.__all__ if here.get(each) is not getattr(frsearch, each)]);"
        "print(pickle.loads(pickle.dumps(Article('a', 'b', date='2018-06'))).date)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["[]", "2018-06"]


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("opne_index", "open_index"),
        ("Result", "Results"),
        ("Concordence", "Concordance"),
        ("timeline_", "Timeline"),
        ("FrenchAnalyser", "FrenchAnalyzer"),
    ],
)
def test_the_error_for_a_misspelt_name_says_the_right_one(misspelt: str, meant: str) -> None:
    with pytest.raises(AttributeError, match=f"no attribute '{misspelt}': did you mean '{meant}'"):
        getattr(frsearch, misspelt)
    assert not hasattr(frsearch, misspelt)


def test_the_error_for_another_name_suggests_none() -> None:
    for name in ("xyzzy", "__wrapped__"):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'$"):
            getattr(frsearch, name)


def checked(tmp_path: Path, code: str) -> str:
    """What mypy says of a file."""
    file = tmp_path / "own.py"
    file.write_text(code, encoding="utf-8")
    # With the cache of the project's own check.
    settings = ["--strict", "--config-file", str(ROOT / "pyproject.toml")]
    said, troubles, _ = api.run([*settings, "--cache-dir", str(ROOT / ".mypy_cache"), str(file)])
    assert not troubles
    return said


def test_a_misspelt_name_is_an_error_to_a_type_checker(tmp_path: Path) -> None:
    said = checked(tmp_path, 'import frsearch\n\nfrsearch.opne_index("index")\nfrsearch.Timelin\n')
    assert said.count('has no attribute "opne_index"') == 1
    assert said.count('has no attribute "Timelin"') == 1


def test_the_importable_names_are_typed(tmp_path: Path) -> None:
    names = sorted({*frsearch.__all__, *IMPORTABLE})
    imported = f"from frsearch import {', '.join(names)}\n\n"
    shown = "".join(f"reveal_type({name})\n" for name in names)
    used = """
def dates(index: Index) -> list[PartialDate | None]:
    results: Results = index.search("sommet")
    lines: Concordance = index.concordance("sommet")
    drawn: Timeline = index.timeline("sommet")
    first: Line = next(iter(lines))
    series: tuple[Series, ...] = drawn.series
    return [hit.date for hit in results] + [first.date, index.info().first_date]
"""
    said = checked(tmp_path, imported + shown + used)
    assert "Success" in said, said
    revealed = [line for line in said.splitlines() if "Revealed type" in line]
    assert len(revealed) == len(names)
    assert not [line for line in revealed if '"Any"' in line], said
