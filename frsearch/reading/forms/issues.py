"""Which files are one issue of a newspaper? A METS file and the pages in ALTO that it names.

A METS stands in the folder of the pages, or one or two folders above. It names its pages by paths, whose
case may differ, or which may be those of another machine: then their names decide. Pages without a METS
are one issue if they lie in one folder and their names differ only in the number of the page:
`18140401_1-0001.xml` and `18140401_1-0002.xml`.

Looks at names and at the beginnings of files, and never outside the folder of a METS.
"""

from __future__ import annotations

import html
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from urllib.parse import unquote

from frsearch.errors import ArticleError
from frsearch.reading.encodings import open_bytes
from frsearch.reading.forms.registry import HEAD, form_of, split_name, without_gz

MOST_FILES = 20_000
"""Most files that are looked at around a METS."""

TOC = "toc"

ENDINGS = (".xml", ".mets", ".alto")
"""The endings of the files of an issue."""

LEVELS_ABOVE = 2
"""How many folders above its pages a METS may stand."""

_MOST_CANDIDATES = 50
_LONGEST_METS = 50_000_000
_LIKE_A_METS = re.compile(r"mets|manifest", re.IGNORECASE)
_REFERENCE = re.compile(rb"""<(?:[\w.-]+:)?FLocat\b[^<>]*?href\s*=\s*["']([^"'>]+)["']""")
# Neither the number of an ark, `bpt6k5619759j`, nor the day of a date.
_LAST_NUMBER = re.compile(r"(?<!\d)(?<!\d{4}[-_.]\d\d[-_.])(?:\d{1,4}|00\d+)(?=\D*\Z)")
_PAGE_NUMBER = re.compile(r"(?<![^\W\d_])(?:pag|page|pagina|p)[_-]?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)")


def issue_of(path: str) -> tuple[str, ...] | None:
    """Return the files of the issue of a METS or ALTO file: the METS first, if any, then the pages.

    The paths are real paths. None if the file is neither, or is not there.
    """
    path = os.path.realpath(path)
    form = form_name(path)
    if form == "mets":
        above = _issue_of_table(path)
        return (above, *pages_of(above)) if above else (path, *pages_of(path))
    if form != "alto":
        return None
    folder = os.path.dirname(path)
    for _ in range(LEVELS_ABOVE + 1):
        # Of many in one folder, first the one whose name is most like the page's.
        for mets in sorted(_mets_in(folder), key=lambda each: -_likeness(each, path)):
            if path in (pages := pages_of(mets)):
                return (mets, *pages)
        folder = os.path.dirname(folder)
    return tuple(_alike(path))


def tables_of(mets: str) -> list[str]:
    """Return the METS files in the folder `toc` beside a METS: where the BnF has the articles."""
    return _mets_in(os.path.join(os.path.dirname(mets), TOC))


def _issue_of_table(path: str) -> str:
    """Return the METS of the issue of which a METS is the table of contents; "" if it is none."""
    folder, name = os.path.split(os.path.dirname(path))
    if name != TOC:
        return ""
    return next((mets for mets in _mets_in(folder) if path in tables_of(mets)), "")


def _likeness(one: str, other: str) -> int:
    """Return how many characters the names of two files have in common at their beginning."""
    pairs = zip(os.path.basename(one), os.path.basename(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def in_walk_order(files: Sequence[str]) -> list[str]:
    """Return files in the order in which a walk through their folders meets them."""
    return sorted(files, key=lambda path: path.split(os.sep))


def pages_of(mets: str) -> list[str]:
    """Return the pages of a METS, in its order, those that are there."""
    folder = os.path.dirname(mets)
    references = references_of(mets)
    if not references:
        below = natural_order(_files_below(folder, 1).values())
        is_alone = len(_mets_in(folder)) == 1
        return [path for path in below if is_alone and form_name(path) == "alto"]
    resolver = Resolver(folder)
    found = filter(None, map(resolver.path_of, references))
    return [path for path in dict.fromkeys(found) if form_name(path) == "alto"]


def references_of(mets: str) -> list[str]:
    """Return the paths of text files that a METS names, as `normal` writes them."""
    try:
        with open_bytes(mets) as stream:
            data = stream.read(_LONGEST_METS)
    except (OSError, EOFError, zlib.error, ArticleError):
        return []
    hrefs = (html.unescape(found.decode("utf-8", "replace")) for found in _REFERENCE.findall(data))
    return [href for href in map(normal, hrefs) if split_name(href)[1] in (".xml", ".alto")]


def normal(href: str) -> str:
    """Return a reference as a path with `/`: `file://./ALTO/1.xml` as `ALTO/1.xml`."""
    path = re.sub(r"\A[a-zA-Z][\w+.-]+:(?://)?", "", unquote(href)).replace("\\", "/")
    return "/".join(part for part in path.split("/") if part not in ("", "."))


class Resolver:
    """Finds the files that a METS in `folder` names."""

    def __init__(self, folder: str):
        self._folder = folder
        self._below: dict[str, str] | None = None
        self._names: dict[str, str] = {}

    def path_of(self, reference: str) -> str | None:
        """Return the real path of a file by its `normal` reference; None if it is not there."""
        exact = os.path.join(self._folder, *reference.split("/"))
        if ".." not in reference.split("/") and "\0" not in exact and os.path.isfile(exact):
            real = os.path.realpath(exact)
            return real if real.startswith(os.path.join(os.path.realpath(self._folder), "")) else None
        if self._below is None:
            self._below = _files_below(self._folder, LEVELS_ABOVE)
            self._names = _unique_names(self._below)
        key = without_gz(reference).casefold()
        return self._below.get(key) or self._names.get(key.rpartition("/")[2])


def _unique_names(below: dict[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for relative, path in below.items():
        name = relative.rpartition("/")[2]
        names[name] = "" if name in names else path
    return names


def _files_below(folder: str, levels: int) -> dict[str, str]:
    """Return real paths by their paths below `folder`, without `.gz` and case."""
    files: dict[str, str] = {}
    folders = [(folder, "", 0)]
    for path, relative, level in folders:
        for entry in _entries(path):
            name = f"{relative}{without_gz(entry.name).casefold()}"
            if entry.is_dir(follow_symlinks=False) and level < levels:
                folders.append((entry.path, f"{name}/", level + 1))
            elif split_name(entry.name)[1] and entry.is_file(follow_symlinks=False):
                files.setdefault(name, os.path.realpath(entry.path))
        if len(files) + len(folders) > MOST_FILES:
            break
    return files


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


def _mets_in(folder: str) -> list[str]:
    """Return the METS files of a folder: by their names, or if it has few files, by their beginnings."""
    likely, names = _listing(folder, changed(folder))[:2]
    candidates = likely or (names if len(names) <= _MOST_CANDIDATES else ())
    paths = (os.path.realpath(os.path.join(folder, name)) for name in candidates)
    return [path for path in paths if form_name(path) == "mets"]


def _alike(path: str) -> list[str]:
    """Return the pages in the same folder whose names differ only in the number of the page."""
    folder, name = os.path.split(path)
    names = _listing(folder, changed(folder))[2].get(_without_number(name), [name])
    paths = (os.path.realpath(os.path.join(folder, each)) for each in natural_order(names)[:MOST_FILES])
    return [each for each in paths if each == path or form_name(each) == "alto"]


# A folder of 100,000 pages is listed once, not for each of them.
@lru_cache(maxsize=8)
def _listing(folder: str, _when: int) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """Return the names of files in a folder: those like a METS, all, and all by `_without_number`."""
    names = sorted(entry.name for entry in _entries(folder) if split_name(entry.name)[1] in ENDINGS)
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(_without_number(name), []).append(name)
    return [name for name in names if _LIKE_A_METS.search(name)], names, alike


def changed(path: str) -> int:
    """Return when a file or folder was changed last; 0 if it is not there."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _without_number(name: str) -> str:
    stem, ending = split_name(name)
    return _LAST_NUMBER.sub("#", _PAGE_NUMBER.sub("#", stem), count=1) + ending


def natural_order(names: Iterable[str]) -> list[str]:
    """Return names in the order of the numbers in them: page 2 before page 10."""

    def key(name: str) -> list[tuple[int, str]]:
        # Every second part is a number.
        parts = enumerate(_NUMBER.split(name))
        return [(int(part), "") if place % 2 else (0, part) for place, part in parts]

    return sorted(names, key=key)


def form_name(path: str) -> str | None:
    """Return the name of the form of a file, None if it cannot be read."""
    try:
        with open_bytes(path) as stream:
            form = form_of(os.path.basename(path), stream.read(HEAD))
    except (OSError, EOFError, zlib.error, ArticleError, ValueError):
        return None
    return form.name if form else None
