"""The project's own promises: its style, its types, its public names, what its README shows."""

from __future__ import annotations

import ast
import dataclasses
import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import frsearch
from frsearch.reading.forms.registry import FORMS
from frsearch.reading.sources import READ
from frsearch.types import ARTICLE_FORMATS
from tests import make_reading_docs
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", env={**os.environ, **environment}
    )


@pytest.mark.parametrize(
    "arguments", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]
)
def test_the_code_passes_its_checks(arguments: tuple[str, ...]) -> None:
    result = run(sys.executable, "-m", *arguments)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_public_names_are_these() -> None:
    assert frsearch.__all__ == [
        "Article",
        "ArticleError",
        "FrenchAnalyzer",
        "FrsearchError",
        "Index",
        "IndexCorrupted",
        "IndexExists",
        "IndexLocked",
        "IndexNotFound",
        "IndexOutdated",
        "QueryError",
        "create_index",
        "open_index",
        "read_articles",
    ]
    assert issubclass(frsearch.QuerySyntaxError, frsearch.QueryError)
    assert issubclass(frsearch.QueryTooComplex, frsearch.QueryError)


def test_every_public_function_has_a_docstring() -> None:
    for name in frsearch.__all__:
        assert getattr(frsearch, name).__doc__, name


HEAVY = {"rich", "pandas", "matplotlib", "sqlite3", "starlette", "whoosh", "lxml", "ftfy"}
HEAVY.add("frsearch.codec.for_whoosh")


def loaded_by(script: str) -> set[str]:
    done = run(sys.executable, "-c", f"import sys; {script}; print('\\n' + ' '.join(sys.modules))")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_library_loads_nothing_of_it() -> None:
    loaded = loaded_by("import frsearch")
    assert {each for each in loaded if each.startswith("frsearch")} == {"frsearch"}
    assert not {"numpy", "click", "dataclasses", "datetime", "json"} & loaded


def test_a_search_leaves_the_heavy_parts_out(tmp_path: Path) -> None:
    frsearch.create_index(tmp_path / "index").add([frsearch.Article("a", "Le sommet d'Helsinki.")])
    script = f"import frsearch; frsearch.open_index({str(tmp_path / 'index')!r}).search('sommet')"
    loaded = loaded_by(script)
    assert "numpy" in loaded
    assert not (HEAVY | {"click"}) & loaded
    assert not {each for each in loaded if each.startswith("frsearch.reading")}


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_programs_help_loads_no_engine(argument: str) -> None:
    script = f"from frsearch.cli.main import main; main([{argument!r}])"
    loaded = loaded_by(script)
    assert "frsearch.cli.main" in loaded
    assert not (HEAVY | {"numpy", "frsearch.analysis.chain", "frsearch.engine"}) & loaded


ENGINE = ("frsearch.codec", "frsearch.engine.arrays.search", "frsearch.index")
PURE = ("analysis", "dates.py", "facets.py", "snippets.py", "results.py", "errors.py")


@pytest.mark.parametrize("place", PURE)
def test_what_stands_above_the_engine_knows_nothing_of_segments(place: str) -> None:
    """`whoosh.analysis` is allowed: the analyzer is one of Whoosh's."""
    path = ROOT / "frsearch" / place
    for module in [path] if path.is_file() else path.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith(ENGINE), module
                assert not name.startswith("whoosh") or name == "whoosh.analysis", module


def console_blocks() -> list[tuple[str, str]]:
    """The README's commands on the example, each with the output it shows."""
    blocks = re.findall(r"```console\n\$ python (examples/.*?)\n(.*?)```", README, re.DOTALL)
    return [(command, output) for command, output in blocks]


def test_the_readme_shows_what_the_example_prints() -> None:
    run(sys.executable, "examples/query.py")  # builds the index where it is missing
    blocks = console_blocks()
    assert blocks
    for command, shown in blocks:
        script, question = re.fullmatch(r'(\S+) "(.*)"', command).groups()  # type: ignore[union-attr]
        result = run(sys.executable, script, question, PYTHONIOENCODING="utf-8")
        assert result.returncode == 0, result.stderr
        assert result.stdout.strip() == shown.strip()


def test_the_example_builds_an_index_that_is_missing_or_out_of_date(tmp_path: Path) -> None:
    for name in ("examples", "seeds"):
        (tmp_path / name).mkdir()
        for file in (ROOT / name).iterdir():
            if file.is_file():
                (tmp_path / name / file.name).write_bytes(file.read_bytes())
    example = str(tmp_path / "examples" / "query.py")
    assert "4 articles" in run(sys.executable, example, PYTHONIOENCODING="utf-8").stdout
    assert "indexés" not in run(sys.executable, example, "sommet", PYTHONIOENCODING="utf-8").stdout
    (tmp_path / "seeds" / "more.txt").write_text("date 2019 Un éléphant.", encoding="utf-8")
    answer = run(sys.executable, example, "elephants", PYTHONIOENCODING="utf-8").stdout
    assert "5 articles" in answer
    assert "Un [éléphant]." in answer
    assert "Par source" not in answer
    presse = "titre,texte,source\nA,Une girafe.,AFP\nB,Des girafes.,Le Monde\nC,La girafe.,AFP\n"
    (tmp_path / "seeds" / "presse.csv").write_text(presse, encoding="utf-8")
    answer = run(sys.executable, example, "girafe", PYTHONIOENCODING="utf-8").stdout
    assert "Par source\n  AFP      " + "█" * 30 + " 2\n  Le Monde " + "█" * 15 + " 1\n" in answer
    assert len((ROOT / "examples" / "query.py").read_text(encoding="utf-8").splitlines()) < 80


DOCUMENTS = [
    path
    for path in (ROOT / "README.md", ROOT / "README.fr.md", *sorted((ROOT / "docs").glob("*.md")))
    if "```python\n" in path.read_text(encoding="utf-8")
    # These are files of projects: see test_haystack and test_integrations.
    and path.name not in ("haystack.md", "integrations.md")
    and path.name not in make_reading_docs.LANGUAGES
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_python_in_the_documents_runs_and_prints_what_they_show(
    document: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A block of text right after one of Python is what it prints."""
    blocks = re.findall(
        r"```python\n(.*?)```\n(?:```text\n(.*?)```)?", document.read_text(encoding="utf-8"), re.DOTALL
    )
    if document.name == "notebooks.md":
        pytest.importorskip("pandas")
        pytest.importorskip("matplotlib")
    if document.name == "web.md":
        pytest.importorskip("starlette")
        pytest.importorskip("jinja2")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {}
    for block, shown in blocks:
        exec(compile(block, document.name, "exec"), namespace)
        printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
        assert not shown or printed == shown.splitlines()


@pytest.mark.parametrize(("name", "language"), make_reading_docs.LANGUAGES.items())
def test_the_guides_of_reading_show_what_happens(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("pyarrow", "striprtf"):
        pytest.importorskip(library)
    monkeypatch.chdir(tmp_path)
    guide = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert make_reading_docs.made(guide, language) == guide, "python -m tests.make_reading_docs"


@pytest.mark.parametrize("name", make_reading_docs.LANGUAGES)
def test_the_guides_of_reading_name_every_ending_extra_and_attribute(name: str) -> None:
    guide = (ROOT / "docs" / name).read_text(encoding="utf-8")
    extras = {f"frsearch[{form.extra}]" for form in FORMS if form.extra}
    attributes = {each.name for each in dataclasses.fields(frsearch.AddReport)}
    words = {*READ, *ARTICLE_FORMATS, *(attributes - {"articles"})}
    missing = [word for word in words if f"`{word}`" not in guide]
    assert not missing + [word for word in extras if word not in guide]


def test_examples_in_docstrings_show_what_happens() -> None:
    failed, attempted = [], 0
    for module in pkgutil.walk_packages(frsearch.__path__, "frsearch."):
        if module.name.endswith(".__main__"):
            continue
        result = doctest.testmod(importlib.import_module(module.name))
        attempted += result.attempted
        failed += [module.name] * bool(result.failed)
    assert attempted > 100
    assert not failed


def test_ci_runs_the_readmes_own_command() -> None:
    assert len(re.findall(r"^<!-- tests -->$", README, re.MULTILINE)) == 1
    assert "eval" in (ROOT / ".ci" / "run").read_text()
