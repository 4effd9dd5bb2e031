"""Files -> ids for the articles without an id.

The id of a file is its path below the given root, without extension: `2018/06/01`. The article of a
`.txt` gets the id of its file; in other files, the line is added: `2018/06/01-7`. No two articles get
the same id. If the id of a file is taken, the file gets the first free id of these:

- its path with the extension, `a.txt.gz`, if a file in the same folder differs only in its extension;
- its path with the name of the root, and of as many parents as needed, `2019/06/01`, if another root has
  a file at the same path;
- its path and a number, `a#2`.

So a new file may take the id of a later file, which gets another id. No id of a `.txt` disappears that
way: an index that adds all the files again has each of them once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count

from frsearch.reading.encodings import shown
from frsearch.reading.forms.registry import split_name
from frsearch.reading.sources import Source

_ROW = re.compile(r"(.+)-([1-9][0-9]*)", re.DOTALL)


class Names:
    """The ids assigned so far to files below `roots`; files come one root after another."""

    def __init__(self, roots: Sequence[str]):
        self._roots = roots
        self._root = -1
        # Indexed by whether a file is one article: `a` of rows and `a` of a `.txt` do not collide.
        self._below_root: tuple[set[str], set[str]] = set(), set()
        self._assigned: tuple[set[str], set[str]] = set(), set()
        self._with_rows: set[str] = set()
        self._others: dict[str, str] = {}
        # By file, as `shown` is its own even within an archive.
        self._given: dict[tuple[int, str], tuple[str, bool]] = {}
        self._row_ids: dict[str, dict[str, None]] = {}

    def of_file(self, source: Source, one_article: bool) -> str:
        """Assign an id to a file, and return it; the same if it is asked for again."""
        known = self._given.get((source.root, source.shown))
        if known is not None and known[1] == one_article:
            return known[0]
        if source.root != self._root:
            self._root, self._below_root = source.root, (set(), set())
        stem = split_name(source.relative)[0]
        below = _take(self._below_root[one_article], chain((stem,), _numbered(source.relative)))
        candidates = chain((below,), self._labelled(below), _numbered(source.relative))
        free = (id for id in candidates if not one_article or self._is_no_row(id))
        id = _take(self._assigned[one_article], free)
        self._given[source.root, source.shown] = id, one_article
        return id

    def given(self, source: Source) -> tuple[str, bool, tuple[str, ...]]:
        """Return the id that `of_file` assigned to a file, whether it is one article, its row ids.

        Row ids are those to which `of_row` added lines.
        """
        file_id, one_article = self._given[source.root, source.shown]
        return file_id, one_article, () if one_article else tuple(self._row_ids.get(file_id, ()))

    def keep(
        self, source: Source, one_article: bool, file_id: str, row_ids: Sequence[str], ids: Sequence[str]
    ) -> bool:
        """Assign the ids of a file that is not read, and say whether they are what they were.

        `ids` are those of its articles.
        """
        if self.of_file(source, one_article) != file_id:
            return False
        rows = (
            [(row[1], int(row[2]), id) for id in ids if (row := _ROW.fullmatch(id))] if row_ids else []
        )
        return all(self.of_row(file_id, line) == id for stem, line, id in rows if stem in row_ids)

    def of_row(self, file_id: str, line: int) -> str:
        """Return the id of an article in a file of several articles."""
        used = self._row_ids.setdefault(file_id, {})
        while (id := f"{file_id}-{line}") in self._assigned[True]:
            if file_id not in self._others:
                self._others[file_id] = _take(self._assigned[False], _numbered(file_id))
            file_id = self._others[file_id]
        self._with_rows.add(file_id)
        used[file_id] = None
        return id

    def _is_no_row(self, id: str) -> bool:
        row = _ROW.fullmatch(id)
        return row is None or row[1] not in self._with_rows

    def _labelled(self, id: str) -> Iterator[str]:
        root = self._roots[self._root]
        folder = os.path.abspath(root if os.path.isdir(root) else os.path.dirname(root) or ".")
        for part in reversed(shown(folder).split(os.sep)):
            if part:
                id = f"{part}/{id}"
                yield id


def _numbered(name: str) -> Iterator[str]:
    return chain((name,), (f"{name}#{number}" for number in count(2)))


def _take(ids: set[str], candidates: Iterable[str]) -> str:
    """Add the first free candidate to `ids`, and return it."""
    id = next(candidate for candidate in candidates if candidate and candidate not in ids)
    ids.add(id)
    return id
