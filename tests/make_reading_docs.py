"""Makes anew what docs/reading.md and docs/reading.fr.md show: `python -m tests.make_reading_docs`.

A block with a name after its language is a file, which is written. A block of Python is run, and the
block of text right after it is what it prints; a block of the console is run too, and each command is
followed by its output. The table of columns is that of `synonyms`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path

from frsearch.reading.synonyms import table

DOCS = Path(__file__).resolve().parent.parent / "docs"
LANGUAGES = {"reading.md": "en_GB", "reading.fr.md": "fr_FR"}

_BLOCK = re.compile(
    r"^```(\w+)(?: (\S+))?\n(.*?)^```\n(?:(```text\n)(.*?)^```\n)?", re.DOTALL | re.MULTILINE
)
_TABLE = re.compile(r"(?<=<!-- synonyms -->\n).*?(?=<!-- /synonyms -->)", re.DOTALL)
_SHELL = f'frsearch() {{ "{sys.executable}" -m frsearch "$@"; }}\n'
_HEADS = {"en_GB": "| field | names |", "fr_FR": "| champ | noms |"}
_ROWS = {
    "en_GB": {
        "summary": "the text, if there is no other",
        "created": "the date, if there is no other",
        "date parts": "the date, in parts",
    },
    "fr_FR": {
        "summary": "le texte, à défaut d'autre",
        "created": "la date, à défaut d'autre",
        "date parts": "la date, en morceaux",
    },
}


def made(text: str, language: str) -> str:
    """Return a guide with what its blocks print and with its table; works in the current folder."""
    namespace: dict[str, object] = {}

    def block(match: re.Match[str]) -> str:
        kind, name, code, opening, _ = match.groups()
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(code, encoding="utf-8")
        elif kind == "console":
            return match[0].replace(code, _run(code, language), 1)
        elif kind == "python":
            return f"```python\n{code}```\n" + _after_python(code, opening, namespace)
        return match[0]

    return _BLOCK.sub(block, _TABLE.sub(lambda _: columns(language), text))


def columns(language: str) -> str:
    """Return the table of the names of columns."""
    rows = [_HEADS[language], "|---|---|"]
    for field, names in table():
        shown = _ROWS[language].get(field, f"`{field}`")
        rows.append(f"| {shown} | {', '.join(names)} |")
    return "\n".join(rows) + "\n"


def _after_python(code: str, opening: str | None, namespace: dict[str, object]) -> str:
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "reading.md", "exec"), namespace)
    return f"{opening}{printed.getvalue()}```\n" if opening else ""


def _run(code: str, language: str) -> str:
    shown = ""
    environment = {**os.environ, "COLUMNS": "100", "LANG": language, "PYTHONIOENCODING": "utf-8"}
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        environment.pop(name, None)
    for command in re.findall(r"^\$ (.*)\n", code, re.MULTILINE):
        result = subprocess.run(
            ["sh", "-c", _SHELL + command], stdout=-1, stderr=-2, encoding="utf-8", env=environment
        )
        shown += f"$ {command}\n{result.stdout}"
    return shown


if __name__ == "__main__":
    for each, language in LANGUAGES.items():
        guide = DOCS / each
        with tempfile.TemporaryDirectory() as folder, chdir(folder):
            written = made(guide.read_text(encoding="utf-8"), language)
        guide.write_text(written, encoding="utf-8")
