"""What the packages say of themselves: bounds, groups, licences; README examples that spoil nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import frsearch
from tests.conftest import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
FOR_DEVELOPERS = {"test", "bench", "docs"}


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower()


def test_the_table_of_licences_has_every_dependency() -> None:
    table = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (always|`\w+`) \| ([\w-]+)[^|]*\| ([^|]+) \|$", table, re.MULTILINE)
    stated = {(where.strip("`"), name.lower()) for where, name, _ in rows}
    wanted = {("always", name_of(each)) for each in PROJECT["dependencies"]}
    for extra in EXTRAS.keys() - FOR_DEVELOPERS:
        wanted |= {(extra, name_of(each)) for each in EXTRAS[extra]}
    assert stated == wanted


def test_the_groups_are_the_tools_of_the_extras() -> None:
    for group, requirements in SETTINGS["dependency-groups"].items():
        if group in EXTRAS:
            own = [each for each in EXTRAS[group] if name_of(each) != "frsearch"]
            assert requirements == own, group


def test_a_library_has_one_bound() -> None:
    bounds: dict[str, set[str]] = {}
    for each in [*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]:
        bounds.setdefault(name_of(each), set()).add(each)
    assert not {name: said for name, said in bounds.items() if len(said) > 1}


def test_the_recipe_for_conda_asks_for_the_same() -> None:
    recipe = (ROOT / "docs" / "conda-recipe" / "recipe.yaml").read_text(encoding="utf-8")
    assert f'version: "{PROJECT["version"]}"' in recipe
    run = re.search(r"\n  run:\n    - python\n((?:    - .*\n)+)", recipe)
    assert run is not None
    stated = {line.strip(" -").replace(" ", "") for line in run[1].splitlines()}
    assert stated == {each.partition(";")[0].lower() for each in PROJECT["dependencies"]}
    for each in SETTINGS["build-system"]["requires"]:
        assert f"- {each.lower().replace('>=', ' >=')}\n" in recipe, each


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_the_use_of_the_readme_can_be_run_twice_and_touches_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert "create_index" in blocks[0]
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    for folder in ("archive", "index"):  # of the reader, who has tried it before
        frsearch.create_index(folder).add([frsearch.Article("mine", "Un article.")])
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for _ in range(2):
        exec(compile("\n".join(blocks), name, "exec"), {})
    assert files == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
