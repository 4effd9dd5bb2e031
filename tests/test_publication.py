"""How the project is cited, and its documentation site."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

import frsearch
from tests.conftest import ROOT
from tests.test_public_names import IMPORTABLE

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CODEMETA = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
BUILD = ROOT / "docs" / "site" / "build.py"


def cited(key: str) -> str:
    """The value of a line of CITATION.cff."""
    (value,) = re.findall(rf'^{key}: "?(.*?)"?$', CITATION, re.MULTILINE)
    return value


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = PROJECT["version"]
    assert frsearch.__version__ == version
    assert cited("version") == version
    assert CODEMETA["version"] == version
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == version
    for name in ("citing.md", "citing.fr.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert f"version = {{{version}}}" in page
        assert f"(version {version})" in page


def test_name_title_and_licence_are_the_same_wherever_they_stand() -> None:
    assert cited("title").startswith(PROJECT["name"] + ": ")
    assert CODEMETA["name"] == PROJECT["name"]
    assert CODEMETA["license"].endswith("/" + PROJECT["license"])
    assert cited("license") == PROJECT["license"]
    for name in ("citing.md", "citing.fr.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert f"title   = {{{cited('title')}}}" in page
        assert f"*{cited('title')}*" in page
        assert f"license = {{{PROJECT['license']}}}" in page


@pytest.mark.parametrize("name", ["README.md", "README.fr.md", "llms.txt"])
def test_who_comes_to_the_project_finds_how_to_cite_it(name: str) -> None:
    assert "docs/citing." in (ROOT / name).read_text(encoding="utf-8")


PAGES = [
    path
    for folder in (".", "docs", "docs/site", "benchmarks")
    for path in sorted((ROOT / folder).glob("*.md"))
] + [ROOT / "llms.txt"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)", text):
        assert "://" in target or (page.parent / target).exists(), target


def site_builder() -> ModuleType:
    for library in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(library, reason="the site: pip install --group docs")
    spec = importlib.util.spec_from_file_location("site_builder", BUILD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Page(HTMLParser):
    """The links of a page, and the places in it that links may name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.places.add(given.get("id") or "")
        if link := given.get("href" if tag in ("a", "link") else "src"):
            self.links.append(link)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site_builder()
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, BUILD, folder], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return folder


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = {path.resolve(): Page(path) for path in site.rglob("*.html")}
    assert (site / "fr" / "index.html").resolve() in pages
    lost = []
    for path, page in pages.items():
        for link in page.links:
            address, place = urldefrag(link)
            if urlsplit(address).scheme:
                continue
            target = (path.parent / unquote(urlsplit(address).path)).resolve() if address else path
            inside = pages.get(target)
            if not target.is_file() or (place and inside and unquote(place) not in inside.places):
                lost.append((str(path.relative_to(site)), link))
    assert not lost


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    places = set().union(*(Page(path).places for path in (site / "api").glob("*.html")))
    names = {f"frsearch.{name}" for name in (*frsearch.__all__, *IMPORTABLE)}
    assert names | {"frsearch.web.app", "frsearch.web.serve", "frsearch.Index.search"} <= places


def test_every_guide_has_a_place_in_the_site(site: Path) -> None:
    builder = site_builder()
    for tree, folder in (("en", site), ("fr", site / "fr")):
        for place in builder.TREES[tree].values():
            if place.endswith((".md", ".rst")):
                assert (folder / place).with_suffix(".html").is_file(), place


def test_a_french_page_is_french_and_leads_to_its_english_one(site: Path) -> None:
    page = (site / "fr" / "corpus.html").read_text(encoding="utf-8")
    assert '<html class="no-js" lang="fr"' in page
    assert '<a href="../corpus.html" hreflang="en" lang="en">' in page
    assert '<a href="fr/corpus.html" hreflang="fr" lang="fr">' in (site / "corpus.html").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("folder", ["", "fr"])
def test_the_site_is_searched_without_accents(site: Path, folder: str) -> None:
    code = (site / folder / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(code.removeprefix("Search.setIndex(").removesuffix(")"))
    words = {*index["terms"], *index["titleterms"]}
    assert "elect" in words
    # But words that would be stop words without them, such as « sûr ».
    assert not [word for word in words if len(word) > 3 and re.search("[àâçèéêëîïôùûü]", word)]
    page = (site / folder / "search.html").read_text(encoding="utf-8")
    assert page.index("accents.js") < page.index("searchtools.js")
