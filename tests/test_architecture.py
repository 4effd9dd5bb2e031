"""The rules of ARCHITECTURE.md: which room may import from which."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

# From the ground up: a room imports from those before it alone.
ROOMS = """kernels messages errors date_words written_dates date_formats dates_in_names dates analysis
    sentences types reports fields facets ranking query addresses arguments reading codec engine
    highlight output results answering corpus index frsearch web mcp_server cli __main__""".split()
PACKAGE = ROOT / "frsearch"
# Those of engine/ that know the embedded engine; all else stands above the protocol. The engine on a
# server ranks the first hits with it.
KNOW_ARRAYS = ("frsearch.engine.arrays", "frsearch.engine.opensearch", "frsearch.engine.opening")
ARRAYS = ("frsearch.codec", "frsearch.engine.arrays")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in PACKAGE.rglob("*.py")}


def imports_in(code: str) -> set[str]:
    """Return the modules of the package that some code imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module  # noqa: PT018 - one thing: no relative import
            inside = [f"{node.module}.{each.name}" for each in node.names]
            found |= {each if each in MODULES else node.module for each in inside}
    return {each for each in found if each.split(".")[0] == "frsearch"}


GRAPH = {name: imports_in(path.read_text("utf-8")) for name, path in MODULES.items()}


def room_of(module: str) -> str:
    return [*module.split("."), "frsearch"][1]


def test_every_room_is_known() -> None:
    assert {room_of(module) for module in MODULES} == set(ROOMS)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_downward(module: str) -> None:
    own = room_of(module)
    above = {
        each
        for each in GRAPH[module]
        if room_of(each) != own and ROOMS.index(room_of(each)) > ROOMS.index(own)
    }
    assert not above


def test_imports_make_no_circle() -> None:
    # A package is imported with each of its modules, and imports none of them.
    TopologicalSorter(GRAPH).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_arrays_are_known_to_their_engine_alone(module: str) -> None:
    if module.startswith((*ARRAYS, *KNOW_ARRAYS)):
        return
    assert not {each for each in GRAPH[module] if each.startswith(ARRAYS)}


def test_what_people_are_shown_imports_the_package_alone() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "examples").glob("*.py")]
    for page in (ROOT / "README.md", ROOT / "README.fr.md", *(ROOT / "docs").rglob("*.md")):
        texts += re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    shown = {each for text in texts for each in re.findall(r"(?:from|import) (frsearch[\w.]*)", text)}
    assert shown <= {"frsearch", "frsearch.web"}
