"""Roots -> the files to read, each once, and those that are not read.

A root is a path as given to `read_articles`, of a file or a folder.

>>> leaves_out("brouillons/*.txt", "brouillons/a.txt"), leaves_out("*.md", "2018/lisez.md")
(True, True)
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, get_args

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.archives import ENDINGS as ARCHIVES
from frsearch.reading.archives import is_archive
from frsearch.reading.encodings import shown
from frsearch.reading.forms.registry import ENDINGS, split_name

Rule = Literal["hidden", "excluded", "index", "page files", "bag files"]
RULES: tuple[Rule, ...] = get_args(Rule)
READ = (*ENDINGS, *ARCHIVES)
"""The endings of the files that are read."""

# Where a browser puts what belongs to a page that it saves as `a.html`: in French, `a_fichiers`.
_PAGE_FILES = re.compile(r"(.+)_(?:files|fichiers)", re.DOTALL)
# What a BagIt package says of itself: https://www.rfc-editor.org/rfc/rfc8493.
_BAG = "bagit.txt"
_BAG_FILES = re.compile(r"bagit\.txt|bag-info\.txt|fetch\.txt|(?:tag)?manifest-\w+\.txt")
_PAGES = (".html", ".htm", ".xhtml")

_MANIFEST = "frsearch.json"
# What the beginning of our manifests has; a file of another program may have the same name.
_MANIFEST_BEGINS, _MANIFEST_SAYS = 200, (b'"format"', b'"analyzer"')
_OUR_FILES = (_MANIFEST, "frsearch.json.tmp", "frsearch.lock", "frsearch.holder.json")
_OUR_NAMES = re.compile(r"[0-9a-f]{16}\.(segment|deleted|dictionary|provenance)")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path, the number of its root, and its path `relative` to the root.

    `relative` has `/` as separator on every system; if the root is a file, it is the file name. `shown`
    is the path by which messages name the file.
    """

    path: str
    root: int
    relative: str
    shown: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder that is not read, and the rule; None for a file of another format."""

    path: str
    rule: Rule | None

    @property
    def error(self) -> ArticleError:
        """The error to raise if no file may be passed over."""
        return ArticleError(
            Message(
                "not an article file: frsearch reads {endings}, also gzipped (.gz); "
                "exclude= leaves it out",
                endings=READ,
            ),
            self.path,
        )


Event = Source | Unread | ArticleError


def patterns(exclude: str | Sequence[str]) -> list[str]:
    """Return the patterns of `exclude` as a list; ArticleError if one is not a pattern."""
    excluded = [exclude] if isinstance(exclude, str) else list(exclude)
    for pattern in excluded:
        if not isinstance(pattern, str) or not pattern.strip("/"):
            raise ArticleError(
                Message("exclude: needs a pattern such as '*.md', not {value}", value=repr(pattern))
            )
    return excluded


def leaves_out(pattern: str, relative: str) -> bool:
    """Say whether a pattern matches a relative path, as in a .gitignore.

    `*`, `?` and `[…]` match within a part of a path, `**` any number of parts. A pattern of one part
    matches files and folders at any depth; a pattern of several parts, or with a leading `/`, matches
    from the root.
    """
    expected = pattern.removeprefix("./").strip("/").split("/")
    if "/" not in pattern.rstrip("/"):
        expected.insert(0, "**")
    return _fits(relative.split("/"), expected)


def _fits(parts: list[str], expected: list[str]) -> bool:
    if not expected:
        return not parts
    if expected[0] == "**":
        return any(_fits(parts[at:], expected[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], expected[0]) and _fits(parts[1:], expected[1:])


def check_root(root: str, exclude: Sequence[str]) -> None:
    """Raise ArticleError unless there is something to read at or below `root`."""
    try:
        os.stat(root)
    except (OSError, ValueError) as error:
        reason = Message("cannot be read: {cause}; check the path", cause=cause_of(error))
        raise ArticleError(reason, shown(root)) from None
    events = iter(Walk([root], exclude))
    if os.path.isdir(root):
        rules = set[Rule | None]()
        for event in events:
            if not isinstance(event, Unread):
                return
            rules.add(event.rule)
        raise ArticleError(_nothing_to_read(rules), shown(root))
    else:
        for event in events:
            if isinstance(event, Unread) and event.rule is None:
                raise event.error


def _nothing_to_read(rules: Set[Rule | None]) -> Message:
    """Return the reason that a folder has nothing to read; `rules` are those that left files out."""
    if "excluded" in rules and None not in rules:
        return Message("nothing to read in this folder: exclude= leaves out all of its files")
    if "index" in rules and None not in rules:
        return Message("this folder holds a frsearch index and no article files")
    return Message(
        "no article files in this folder: frsearch reads {endings}, also gzipped (.gz)", endings=READ
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    relative: str
    kind: Literal["file", "folder", "link"]


class Walk:
    """The files at or below `roots`, each once, in the order of their paths; links come last.

    A folder or file reached again, through a link or another root, is not read again. Links come last in
    their root, so that a new link does not change the path by which its target is read.
    """

    def __init__(self, roots: Sequence[str], exclude: Sequence[str]):
        self._roots = roots
        self._exclude = exclude
        # By real path: listed folders -> their relative paths; files read outside a listed folder.
        self._listed: dict[str, str] = {}
        self._single_files: set[str] = set()

    def __iter__(self) -> Iterator[Event]:
        for number, root in enumerate(self._roots):
            if os.path.isdir(root):
                yield from self._folder(number, root)
            else:
                yield from self._root_file(number, root)

    def _root_file(self, number: int, root: str) -> Iterator[Event]:
        # A root may be hidden.
        name = os.path.basename(root)
        if self._is_excluded(shown(name)):
            yield Unread(shown(root), "excluded")
        else:
            yield from self._file(number, _Entry(root, name, "link"))

    def _folder(self, number: int, root: str) -> Iterator[Event]:
        links = deque[_Entry]()
        stack = [self._children(root, "")]
        while stack or links:
            event = next(stack[-1], None) if stack else _followed(links.popleft())
            if event is None:
                stack.pop()
            elif isinstance(event, Unread | ArticleError):
                yield event
            elif event.kind == "folder":
                stack.append(self._children(event.path, event.relative))
            elif event.kind == "link" and stack:
                links.append(event)
            else:
                yield from self._file(number, event)

    def _children(self, path: str, relative: str) -> Iterator[_Entry | Unread | ArticleError]:
        """List a folder, unless it was listed before."""
        real = os.path.realpath(path)
        if real in self._listed:
            return
        try:
            with os.scandir(path) as entries:
                children = sorted((entry.name, _kind(entry)) for entry in entries)
        except OSError as error:
            yield ArticleError(
                Message("folder cannot be read: {cause}", cause=cause_of(error)), shown(path)
            )
            return
        # A subfolder may be an index of frsearch.
        if relative and (_MANIFEST, "file") in children and _is_manifest(os.path.join(path, _MANIFEST)):
            yield Unread(shown(path), "index")
            return
        self._listed[real] = relative
        names = {name for name, _ in children}
        for name, kind in children:
            below = _below(relative, name)
            page = _PAGE_FILES.fullmatch(name) if kind == "folder" else None
            belongs = page is not None and any(page[1] + ending in names for ending in _PAGES)
            of_bag = _BAG in names and bool(_BAG_FILES.fullmatch(name))
            mark: Rule | None = "page files" if belongs else "bag files" if of_bag else None
            if rule := self._rule(name, below) or mark:
                yield Unread(shown(os.path.join(path, name)), rule)
            else:
                yield _Entry(os.path.join(path, name), below, kind)

    def _rule(self, name: str, relative: str) -> Rule | None:
        if name.startswith("."):
            return "hidden"
        if self._is_excluded(shown(relative)):
            return "excluded"
        return "index" if name in _OUR_FILES or _OUR_NAMES.fullmatch(name) else None

    def _is_excluded(self, relative: str) -> bool:
        return any(leaves_out(pattern, relative) for pattern in self._exclude)

    def _file(self, number: int, entry: _Entry) -> Iterator[Event]:
        if not _is_read(entry.path):
            yield Unread(shown(entry.path), None)
        elif not self._was_read(entry):
            yield Source(entry.path, number, shown(entry.relative), shown(entry.path))

    def _was_read(self, entry: _Entry) -> bool:
        """Say whether a file was read by another path; if not in a listed folder, note it as read."""
        if entry.kind == "file":
            return bool(self._single_files) and os.path.realpath(entry.path) in self._single_files
        real = os.path.realpath(entry.path)
        folder, name = os.path.split(real)
        above = self._listed.get(folder)
        if above is not None and _is_read(name) and self._rule(name, _below(above, name)) is None:
            return True
        known = real in self._single_files
        self._single_files.add(real)
        return known


def _is_read(path: str) -> bool:
    return bool(split_name(path)[1]) or is_archive(path)


def _below(relative: str, name: str) -> str:
    return f"{relative}/{name}" if relative else name


def _kind(entry: os.DirEntry[str]) -> Literal["file", "folder", "link"]:
    if entry.is_symlink():
        return "link"
    return "folder" if entry.is_dir(follow_symlinks=False) else "file"


def _followed(link: _Entry) -> _Entry | ArticleError:
    try:
        os.stat(link.path)
    except OSError as error:
        reason = Message("broken link: {cause}; repair it, or remove it", cause=cause_of(error))
        return ArticleError(reason, shown(link.path))
    if os.path.isdir(link.path):
        return _Entry(link.path, link.relative, "folder")
    return link


def _is_manifest(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            head = file.read(_MANIFEST_BEGINS)
    except OSError:
        return False
    return all(word in head for word in _MANIFEST_SAYS)
