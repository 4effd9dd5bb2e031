"""`frsearch.json`: what the index in a folder is, and how it was made.

A folder is a frsearch index when it holds this file. It names the format and the fingerprint of the
analysis, so that an index of another version is refused with "rebuild" and never answered wrongly.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from frsearch.analysis.fingerprint import fingerprint
from frsearch.errors import IndexCorrupted, IndexNotFound, IndexOutdated

NAME = "frsearch.json"
FORMAT = 1

_OURS = re.compile(r"frsearch\.(json|json\.tmp|tmp)|_?frsearch_.*")


def write(folder: Path) -> None:
    """Write the manifest of a new index, all of it or none."""
    content = {"format": FORMAT, "analyzer": fingerprint()}
    temporary = folder / (NAME + ".tmp")
    temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, folder / NAME)


def check(folder: Path) -> None:
    """Raise IndexNotFound, IndexCorrupted or IndexOutdated unless this version can read the index."""
    content = _read(folder / NAME)
    for key, ours, what in (
        ("format", FORMAT, "file format"),
        ("analyzer", fingerprint(), "French analysis"),
    ):
        if content.get(key) != ours:
            raise IndexOutdated(
                f"{folder}: the index was made with {what} {content.get(key)!r} and this version "
                f"has {ours!r}: rebuild it from its articles (create_index with overwrite=True)"
            )


def exists(folder: Path) -> bool:
    """Say whether the folder holds a frsearch index, readable or not."""
    return (folder / NAME).exists()


def clear(folder: Path) -> None:
    """Remove the index's own files from the folder, and no others."""
    (folder / NAME).unlink(missing_ok=True)
    for path in folder.iterdir():
        if not _OURS.fullmatch(path.name):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFound(
            f"{path.parent}: there is no frsearch index here: make one with create_index"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        message = f"{path}: the manifest cannot be read ({error}): rebuild the index from its articles"
        raise IndexCorrupted(message, path) from error
    if not isinstance(content, dict):
        message = f"{path}: the manifest is not a JSON object: rebuild the index from its articles"
        raise IndexCorrupted(message, path)
    return content
