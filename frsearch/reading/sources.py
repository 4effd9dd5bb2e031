"""Paths that people give -> the files to read, each once, and what is passed over beside them.

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
from typing import Literal

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.encodings import decode
from frsearch.reading.records import split_name

Rule = Literal["hidden", "excluded", "index"]
RULES: tuple[Rule, ...] = ("hidden", "excluded", "index")

_MANIFEST = "frsearch.json"
# A manifest says so at its beginning; a file of another program may have its name.
_MANIFEST_BEGINS, _MANIFEST_SAYS = 200, (b'"format"', b'"analyzer"')
_OUR_FILES = (_MANIFEST, "frsearch.json.tmp", "frsearch.lock", "frsearch.holder.json")
_OUR_NAMES = re.compile(r"[0-9a-f]{16}\.(segment|deleted|dictionary)")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path, which of the paths given it lies at or below, and its path from there.

    `relative` has `/` between its parts on every system; for a file that was given it is the name.
    """

    path: str
    root: int
    relative: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What is not read, a file or a whole folder: by which rule, or None for a file of another kind."""

    path: str
    rule: Rule | None

    @property
    def error(self) -> ArticleError:
        """What is said of it where nothing may be passed over."""
        return ArticleError(
            Message(
                "not a file of articles: frsearch reads .txt, .jsonl and .csv, and each of them with "
                ".gz; exclude= leaves it out"
            ),
            self.path,
        )


Event = Source | Unread | ArticleError


def shown(path: str) -> str:
    """Return a path as text; a file name need not be UTF-8, an id and a message must be."""
    return decode(os.fsencode(path))


def patterns(exclude: str | Sequence[str]) -> list[str]:
    """Return what `exclude` was given as a list; ArticleError for what is no pattern."""
    given = [exclude] if isinstance(exclude, str) else list(exclude)
    for pattern in given:
        if not isinstance(pattern, str) or not pattern.strip("/"):
            raise ArticleError(
                Message("exclude: a pattern such as '*.md' is needed, not {value}", value=repr(pattern))
            )
    return given


def leaves_out(pattern: str, relative: str) -> bool:
    """Say whether a pattern names a relative path, as in a .gitignore.

    `*`, `?` and `[…]` match within a part, `**` any number of parts. A pattern of one part names files
    and folders at any depth, one of several (or that begins with `/`) those at that path.
    """
    wanted = pattern.removeprefix("./").strip("/").split("/")
    if "/" not in pattern.rstrip("/"):
        wanted.insert(0, "**")
    return _fits(relative.split("/"), wanted)


def _fits(parts: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return any(_fits(parts[at:], wanted[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], wanted[0]) and _fits(parts[1:], wanted[1:])


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
    """Say why there is nothing to read in a folder, given the rules by which all of it is left out."""
    if "excluded" in rules and None not in rules:
        return Message("nothing is left to read in this folder: exclude= leaves out what there is")
    if "index" in rules and None not in rules:
        return Message("this folder holds an index of frsearch, and no file of articles")
    return Message(
        "no file of articles in this folder: frsearch reads .txt, .jsonl and .csv, and each of them "
        "with .gz"
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    relative: str
    kind: Literal["file", "folder", "link"]


class Walk:
    """The files at or below `roots`, each once, in the order of their paths; links come last.

    A folder or file that is met again, through a link or another root, is not read again. Links
    come after all else of their root, so that a link that is made later does not change by which path
    its target is read.
    """

    def __init__(self, roots: Sequence[str], exclude: Sequence[str]):
        self._roots = roots
        self._exclude = exclude
        # Real paths: of folders that were listed, with their relative ones; of files read by themselves.
        self._listed: dict[str, str] = {}
        self._alone: set[str] = set()

    def __iter__(self) -> Iterator[Event]:
        for number, root in enumerate(self._roots):
            if os.path.isdir(root):
                yield from self._folder(number, root)
            else:
                yield from self._given_file(number, root)

    def _given_file(self, number: int, root: str) -> Iterator[Event]:
        # Named by itself, so that it may be hidden.
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
        """List a folder that was not listed before."""
        real = os.path.realpath(path)
        if real in self._listed:
            return
        try:
            with os.scandir(path) as entries:
                found = sorted((entry.name, _kind(entry)) for entry in entries)
        except OSError as error:
            yield ArticleError(
                Message("folder cannot be read: {cause}", cause=cause_of(error)), shown(path)
            )
            return
        # An index may lie among the articles of the folder that was given.
        if relative and (_MANIFEST, "file") in found and _is_manifest(os.path.join(path, _MANIFEST)):
            yield Unread(shown(path), "index")
            return
        self._listed[real] = relative
        for name, kind in found:
            below = _below(relative, name)
            if rule := self._rule(name, below):
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
        if not split_name(entry.path)[1]:
            yield Unread(shown(entry.path), None)
        elif not self._was_read(entry):
            yield Source(entry.path, number, shown(entry.relative))

    def _was_read(self, entry: _Entry) -> bool:
        """Say whether a file was read by another path; note it where it lies in no listed folder."""
        if entry.kind == "file":
            return bool(self._alone) and os.path.realpath(entry.path) in self._alone
        real = os.path.realpath(entry.path)
        folder, name = os.path.split(real)
        above = self._listed.get(folder)
        if above is not None and split_name(name)[1] and self._rule(name, _below(above, name)) is None:
            return True
        known = real in self._alone
        self._alone.add(real)
        return known


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
        reason = Message(
            "link that cannot be followed: {cause}; mend it, or remove it", cause=cause_of(error)
        )
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
