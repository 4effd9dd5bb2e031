"""Prints the oldest versions that pyproject.toml allows of what users install, as pip's requirements."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]
extras = project["optional-dependencies"]
own = "pandas plot web pdf excel parquet html rtf".split()
wanted = [*project["dependencies"], *(each for extra in own for each in extras[extra])]
wanted += [each for each in extras["test"] if each.startswith(("pytest", "hypothesis"))]
for requirement in wanted:
    match = re.match(r"([\w.-]+)>=([\w.]+)", requirement)
    if match is None:
        raise SystemExit(f"{requirement}: it has no lower bound to test")
    print(f"{match[1]}=={match[2]}")
