"""What the packages say of themselves: bounds, groups, licences; README examples run twice."""

from __future__ import annotations

import re
import tomllib

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


def test_the_use_of_the_readme_can_be_run_twice() -> None:
    for name in ("README.md", "README.fr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        created = re.findall(
            r"create_index\(([^)]*)\)", "".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
        )
        assert created
        assert all("overwrite=True" in each for each in created), name
