"""Files -> the ids of the articles in them that have none of their own.

A file's id is its path from the path that was given, without its ending: `2018/06/01`. A file of one
article gives it that id, others add the line: `2018/06/01-7`. No two articles get the same id. A file
whose id another one has already gets the first of these that is free:

- its path with its ending, `a.txt.gz`, where a file beside it differs in the ending alone;
- its path with the name of the folder that was given, and of those above as far as needed,
  `2019/06/01`, where another path that was given holds a file of the same name;
- its path and a number, `a#2`.

A file that is added later may so take the id of one after it, which gets another one. No id of a file
of one article is given up by that: an index that gets all the files again holds each of them once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count

from frsearch.reading.records import is_one_article, split_name
from frsearch.reading.sources import Source, shown

_ROW = re.compile(r"(.+)-[1-9][0-9]*", re.DOTALL)


class Names:
    """The ids given so far to the files below `roots`, which come one root after another."""

    def __init__(self, roots: Sequence[str]):
        self._roots = roots
        self._root = -1
        # Files of one article and others, by themselves: `a` and `a-2` are two ids.
        self._below_root: tuple[set[str], set[str]] = set(), set()
        self._given: tuple[set[str], set[str]] = set(), set()
        self._with_rows: set[str] = set()
        self._others: dict[str, str] = {}

    def of_file(self, source: Source) -> str:
        """Return the id of a file that has none yet."""
        if source.root != self._root:
            self._root, self._below_root = source.root, (set(), set())
        kind = is_one_article(source.path)
        stem = split_name(source.relative)[0]
        below = _take(self._below_root[kind], chain((stem,), _numbered(source.relative)))
        candidates = chain((below,), self._labelled(below), _numbered(source.relative))
        free = (id for id in candidates if not kind or self._is_no_row(id))
        return _take(self._given[kind], free)

    def of_row(self, file_id: str, line: int) -> str:
        """Return the id of an article in a file of several."""
        while (id := f"{file_id}-{line}") in self._given[True]:
            if file_id not in self._others:
                self._others[file_id] = _take(self._given[False], _numbered(file_id))
            file_id = self._others[file_id]
        self._with_rows.add(file_id)
        return id

    def _is_no_row(self, id: str) -> bool:
        found = _ROW.fullmatch(id)
        return found is None or found[1] not in self._with_rows

    def _labelled(self, id: str) -> Iterator[str]:
        root = self._roots[self._root]
        folder = os.path.abspath(root if os.path.isdir(root) else os.path.dirname(root) or ".")
        for part in reversed(shown(folder).split(os.sep)):
            if part:
                id = f"{part}/{id}"
                yield id


def _numbered(name: str) -> Iterator[str]:
    return chain((name,), (f"{name}#{number}" for number in count(2)))


def _take(taken: set[str], candidates: Iterable[str]) -> str:
    id = next(each for each in candidates if each and each not in taken)
    taken.add(id)
    return id
