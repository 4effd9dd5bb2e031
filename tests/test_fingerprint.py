"""An index knows by which rules of French it was made: another rule, and it is outdated, never wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import frsearch
from frsearch import Article, IndexOutdated
from frsearch.analysis import fingerprint as module
from frsearch.analysis.fingerprint import fingerprint

ANALYSIS = Path(frsearch.__file__).parent / "analysis"
TABLES = str | int | float | frozenset | set | dict | tuple | list | re.Pattern


def modules() -> dict[str, ModuleType]:
    """The modules that make terms."""
    known = {name: each for name, each in sys.modules.items() if name.startswith("frsearch.analysis.")}
    aside = ("fingerprint", "analyzer", "steps")
    return {name: each for name, each in known.items() if name.rpartition(".")[2] not in aside}


def tables() -> Iterator[tuple[str, str]]:
    for name, each in sorted(modules().items()):
        for given, value in vars(each).items():
            if (
                not given.startswith("__")
                and isinstance(value, TABLES)
                and type(value).__name__
                in ("str int float frozenset set dict tuple list Pattern".split())
            ):
                yield name, given


def changed(value: Any) -> Any:
    """A table with one entry more, or less."""
    if isinstance(value, re.Pattern):
        return re.compile(value.pattern + "|zut", value.flags)
    if isinstance(value, str):
        return value + "z"
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, dict):
        return dict(list(value.items())[:-1]) if value else {"zut": "zut"}
    kind = type(value)
    return kind(list(value)[:-1]) if value else kind(["zut"])


def test_every_module_and_table_is_looked_at() -> None:
    names = {name.removeprefix("frsearch.analysis.").replace(".", "/") for name in modules()}
    files = {name.removesuffix(".py").removesuffix("/__init__") for name in module._SOURCES}
    bulk = {"../codec/bulk_analysis", "../codec/signatures", "../kernels/plain/chunks"}
    assert files - names == {"__init__", "fingerprint", "analyzer", "steps"} | bulk
    assert len(list(tables())) > 150


@pytest.mark.parametrize(("name", "given"), list(tables()))
def test_a_change_of_any_table_is_another_fingerprint(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    value = getattr(sys.modules[name], given)
    monkeypatch.setattr(sys.modules[name], given, changed(value))
    # The sample may well fail on such tables: what is looked at is what is told of them before.
    told = dict(module._tables())[f"{name}.{given}"]
    assert module._told(told) != module._told(value)
    monkeypatch.setattr(module, "_SAMPLE", "")
    monkeypatch.setattr(module, "stems", lambda words: words)
    monkeypatch.setattr(module, "fold", lambda word: word)
    assert fingerprint.__wrapped__() != without_sample()


_without: list[str] = []


def without_sample() -> str:
    """The fingerprint of the tables and the code alone."""
    if not _without:
        script = (
            "from frsearch.analysis import fingerprint as m; m._SAMPLE = ''; m.stems = lambda w: w; "
            "m.fold = lambda w: w; print(m.fingerprint())"
        )
        _without.append(run(script))
    return _without[0]


def run(script: str, *arguments: str, where: Path | None = None, **environment: str) -> str:
    settings = {**os.environ, **environment}
    if where is not None:
        settings["PYTHONPATH"] = str(where)
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=settings,
        cwd=where,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def test_it_is_the_same_in_every_process_and_with_either_stemmer() -> None:
    known = fingerprint()
    assert len(known) == 16
    assert fingerprint.__wrapped__() == known
    script = "from frsearch.analysis.fingerprint import fingerprint; print(fingerprint())"
    assert run("import frsearch.index\n" + script) == known
    assert run("from frsearch import FrenchAnalyzer\n" + script) == known
    assert {run(script, PYTHONHASHSEED=seed) for seed in ("1", "2")} == {known}
    assert run("import sys; sys.modules['Stemmer'] = None\n" + script) == known
    used = "import frsearch; a = frsearch.FrenchAnalyzer(); [t.text for t in a('Łódź 北京 été')]\n"
    assert run(used + script) == known


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("stems", lambda words: [word[:5] for word in words]),
        ("stems", lambda words: [re.sub("ements?$", "", word) for word in words]),
        ("fold", lambda word: word.replace("ø", "")),
        ("open_ligatures", lambda word: word),
    ],
)
def test_another_stemmer_or_folding_is_another_fingerprint(
    monkeypatch: pytest.MonkeyPatch, name: str, other: Callable[..., object]
) -> None:
    monkeypatch.setattr(module, name, other)
    assert fingerprint.__wrapped__() != fingerprint()


# --- edits of the sources, as another version would have them

EDITS = {
    "an elided form more": ("elision.py", "jusqu|", "jusqu|malgr|"),
    "an elided form less": ("elision.py", "|t|s|", "|t|"),
    "a name less": ("elision.py", " d'ormesson", ""),
    "entr' as any other": ("elision.py", "|entr'(?!eux", "|entr'(?!eux|acte"),
    "a stop word less": ("stopwords.py", " mais ", " "),
    "another bound": ("characters.py", "MAX_TERM_LENGTH = 100", "MAX_TERM_LENGTH = 99"),
    "a verb less": ("lemmas/regular_verbs.py", "abandonner ", ""),
    "another rule in code": ("elision.py", '    if "\'" not in word:', '    if "’" not in word:'),
    "another cut of texts in bulk": ("../codec/bulk_analysis.py", "map(join_lines, texts)", "texts"),
    "other terms for Whoosh": ("analyzer.py", "class ", "_ANSWER = 42\n\n\nclass "),
    "another letter in the stemmer's way": ("stemming.py", "word.isalpha()", "word.isalnum()"),
}
SAME = {
    "a comment": ("elision.py", "class Elided(", "# Why so.\nclass Elided("),
    "a docstring": ("elision.py", '"""Drop the elided', '"""Leave out the elided'),
    "lines broken elsewhere": (
        "elision.py",
        "_WHOLE = re.compile(\n    r",
        "_WHOLE = re.compile(r",
    ),
}
OPEN = """
import sys, frsearch
from pathlib import Path
assert Path(frsearch.__file__).is_relative_to(sys.argv[2]), frsearch.__file__
try:
    frsearch.open_index(sys.argv[1])
    print("open")
except frsearch.IndexOutdated:
    print("outdated")
"""


def edited(folder: Path, edit: tuple[str, str, str]) -> None:
    """Make a copy of the package in which one thing is written otherwise."""
    shutil.copytree(ANALYSIS.parent, folder / "frsearch", ignore=shutil.ignore_patterns("__pycache__"))
    path, before, after = folder / "frsearch" / "analysis" / edit[0], *edit[1:]
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after, 1), encoding="utf-8")


@pytest.mark.parametrize("what", [*EDITS, *SAME])
def test_an_index_made_by_other_rules_is_outdated(tmp_path: Path, what: str) -> None:
    with frsearch.create_index(tmp_path / "index") as index:
        index.add([Article("a", "Jean d'Ormesson et l'entr'acte")])
    edited(tmp_path / "other", {**EDITS, **SAME}[what])
    arguments = str(tmp_path / "index"), str(tmp_path / "other")
    expected = "outdated" if what in EDITS else "open"
    assert run(OPEN, *arguments, where=tmp_path / "other") == expected


def test_a_table_that_is_changed_makes_indexes_outdated_and_what_to_do_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add([Article("a", "texte")])
    names = frsearch.analysis.elision._NAMES
    monkeypatch.setattr("frsearch.analysis.elision._NAMES", names - {"d'ormesson"})
    monkeypatch.setattr(module, "MADE_OF", "")
    fingerprint.cache_clear()
    try:
        with pytest.raises(IndexOutdated, match=r"French analysis.*rebuild"):
            frsearch.open_index(tmp_path)
    finally:
        monkeypatch.undo()
        fingerprint.cache_clear()
    assert len(frsearch.open_index(tmp_path)) == 1
    assert json.loads((tmp_path / "frsearch.json").read_text())["analyzer"] == fingerprint()


def test_it_loads_every_module_of_the_analysis() -> None:
    loaded = set(run("import sys, frsearch.analysis.fingerprint; print(*sys.modules)").split())
    for name in module._SOURCES:
        if name.endswith(".py") and not name.startswith("../") and name not in module._ASIDE:
            dotted = "frsearch.analysis." + name.removesuffix(".py").replace("/", ".")
            assert dotted.removesuffix(".__init__") in loaded, name
