"""The settings of the documentation site, for both languages: see build.py."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.search.en import SearchEnglish
from sphinx.search.fr import SearchFrench

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
import frsearch

project = "frsearch"
author = "the frsearch authors"
copyright = f"2026, {author}"  # the name that Sphinx gives it
version = release = frsearch.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # a guide may begin a level lower
exclude_patterns: list[str] = []

# Docstrings have their code between single backticks.
default_role = "code"
smartquotes = False  # which would curl the quotation marks of values
autodoc_default_options = {"members": True, "undoc-members": True, "member-order": "bysource"}
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
maximum_signature_line_length = 80
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = "frsearch"
html_copy_source = False
html_show_sphinx = False
html_static_path = [str(Path(__file__).resolve().parent / "static")]
html_js_files = ["accents.js"]
templates_path = [str(Path(__file__).resolve().parent / "templates")]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}

_OWN = "|".join(name for name in dir(frsearch) if name[0].isupper())
# A public name between backticks, and an error anywhere.
_NAMED = re.compile(
    rf"`((?:{_OWN})(?:\.\w+)?)(?:\(\))?`|(?<![\w.`])((?:{_OWN})(?<=Error)|Index[A-Z]\w+)(?!\w)"
)
_GUIDE = re.compile(r"docs/([\w-]+)\.md(?:#[\w-]+)?")


def linked(app: Any, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    """Make links of the guides and public names in a docstring."""

    def link(found: re.Match[str]) -> str:
        named = found[1] or found[2]
        return f":py:obj:`{named} <frsearch.{named}>`"

    for at, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            lines[at] = _NAMED.sub(link, _GUIDE.sub(r":doc:`/\1`", line))


def defaults_readable(
    app: Any, what: str, name: str, obj: object, options: Any, arguments: str | None, result: str | None
) -> tuple[str | None, str | None]:
    """Write a default that a dataclass makes anew each time as an ellipsis, which Sphinx can read."""
    return arguments and arguments.replace("<factory>", "..."), result


def without_accents(text: str) -> str:
    """Return a text without its accents."""
    return "".join(
        each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)
    )


class English(SearchEnglish):
    """English words, and the French ones that guides quote."""

    def stem(self, word: str) -> str:
        """Return the stem without accents: static/accents.js does the same with what is searched for."""
        return without_accents(super().stem(word))


class French(SearchFrench):
    """French words."""

    def stem(self, word: str) -> str:
        """Return the stem without accents: static/accents.js does the same with what is searched for."""
        return without_accents(super().stem(word))


def type_named(app: Any, env: Any, node: Any, content: Any) -> Any:
    """Link a public type wherever it is defined; show any other name in an annotation without a link."""
    if node.get("refdomain") != "py":
        return None
    name = node["reftarget"].rpartition(".")[2]
    known = env.get_domain("py").objects.get(f"frsearch.{name}")
    if known is None:
        return content
    address = app.builder.get_relative_uri(node["refdoc"], known.docname)
    return nodes.reference("", "", content, internal=True, refuri=f"{address}#{known.node_id}")


def setup(app: Any) -> None:
    """Connect these to Sphinx."""
    app.add_search_language(English)
    app.add_search_language(French)
    app.connect("autodoc-process-docstring", linked)
    app.connect("autodoc-process-signature", defaults_readable)
    app.connect("missing-reference", type_named)
    app.connect("html-page-context", other_language)


def other_language(app: Any, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Tell the pages where the other language is: the same page where there is one."""
    from build import ADDRESSES, TREES

    own, other = app.config.language, "fr" if app.config.language == "en" else "en"
    there = {place.rpartition(".")[0] for place in TREES[other].values()}
    up = "../" * page.count("/") + ("../" if own == "fr" else "")
    context["other_page"] = f"{up}{ADDRESSES[other]}{page if page in there else 'index'}.html"
    context["other_language"] = other
