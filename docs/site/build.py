"""Builds the documentation site: `python docs/site/build.py [site]`.

English is in the folder, French in its folder `fr`. The guides stay Markdown that can be read as it is:
of them, the pages of the project and those of this folder, a tree of each language is put together, and
links are turned to where the pages have come to lie. Every warning of Sphinx is an error.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROJECT = ("ARCHITECTURE", "CHANGELOG", "CODE_OF_CONDUCT", "CONTRIBUTING", "SECURITY")

_LINK = re.compile(r"(?<=\]\()([^)\s#]+)(#[^)\s]*)?\)")
_NO_TARGET = re.compile(r"\[([^\]]*)\]\(\)")


def english() -> dict[str, str]:
    """Return the place of each file in the English tree, by its path in the project."""
    places = {"docs/site/index.md": "index.md"}
    for path in sorted((ROOT / "docs").glob("*.*")):
        if not path.name.endswith(".fr.md"):
            places[f"docs/{path.name}"] = path.name
    for path in sorted((HERE / "api").glob("*.rst")):
        places[f"docs/site/api/{path.name}"] = f"api/{path.name}"
    for path in sorted((ROOT / "benchmarks").glob("*.*")):
        if path.suffix in (".md", ".png"):
            places[f"benchmarks/{path.name}"] = f"benchmarks/{path.name}"
    for name in PROJECT:
        places[f"{name}.md"] = f"{name.lower().replace('_', '-')}.md"
    return places


def french() -> dict[str, str]:
    """Return the place of each file in the French tree: that of its English page."""
    places = {"docs/site/index.fr.md": "index.md"}
    for path in sorted((ROOT / "docs").glob("*.*")):
        if path.name.endswith(".fr.md"):
            places[f"docs/{path.name}"] = path.name.replace(".fr.md", ".md")
        elif path.suffix == ".png":
            places[f"docs/{path.name}"] = path.name
    return places


TREES = {"en": english(), "fr": french()}
ADDRESSES = {"en": "", "fr": "fr/"}
# Of what is no page of the site, the page that says the same.
_INSTEAD = {"README.md": "docs/site/index.md", "README.fr.md": "docs/site/index.fr.md"}


def turned(text: str, path: str, language: str) -> str:
    """Return a page with its links to files of the project turned to their places in the site."""
    own = TREES[language]

    def turn(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link[1]))
        target = _INSTEAD.get(target, target)
        anchor = link[2] or ""
        here = posixpath.dirname(own[path])
        if target in own:
            return posixpath.relpath(own[target], here or ".") + anchor + ")"
        for other, places in TREES.items():
            if target in places:
                page = ADDRESSES[other] + posixpath.splitext(places[target])[0] + ".html"
                start = posixpath.join(ADDRESSES[language], here) or "."
                return posixpath.relpath(page, start) + anchor + "){.external}"
        if (ROOT / target).is_file():  # a module: it is named, and is in the sources
            return ")"
        return link[0]

    return _NO_TARGET.sub(r"\1", _LINK.sub(turn, text))


def assemble(language: str, folder: Path) -> None:
    """Put the sources of a language together in a folder."""
    for path, place in TREES[language].items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".md":
            text = (ROOT / path).read_text(encoding="utf-8")
            target.write_text(turned(text, path, language), encoding="utf-8")
        else:
            shutil.copyfile(ROOT / path, target)


def build(target: Path) -> int:
    """Build the site of both languages; return the first code of Sphinx that is not 0."""
    for language, address in ADDRESSES.items():
        with tempfile.TemporaryDirectory() as folder:
            sources = Path(folder, "sources")
            assemble(language, sources)
            settings = ["-W", "--keep-going", "-n", "-q", "-c", str(HERE), "-D", f"language={language}"]
            kept = ["-d", str(Path(folder, "doctrees"))]
            code: int = build_main([*settings, *kept, str(sources), str(target / address)])
            if code:
                return code
    return 0


if __name__ == "__main__":
    raise SystemExit(build(Path(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "site"))))
