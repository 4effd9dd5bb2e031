"""The index that `frsearch index` adds to: opened, or made, and removed again if it stays empty.

However the command ends, even by Ctrl-C or the signal of a service or a closed terminal, the folder has
the index with the articles, the index as it was, or no index. An interruption says which.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import frsearch
from frsearch import arguments
from frsearch.cli.options import PROGRAM, note, say, usage
from frsearch.cli.signals import ENDING, handled, held_back
from frsearch.engine.opening import State, holds_index, state_of, take_away
from frsearch.errors import FrsearchError, IndexExists, IndexNotFound
from frsearch.fields import FieldType
from frsearch.output.text import printable


class TargetIndex:
    """An index to add to; a context manager, in which `index` makes or opens it.

    `fields` are declared if the index is made; one that is there must have declared them. `synonyms` is
    the path of a file: the index keeps its lines.
    """

    def __init__(
        self,
        folder: str,
        overwrite: bool,
        fields: Mapping[str, FieldType],
        synonyms: str | None = None,
    ):
        self._folder = arguments.place(folder)  # Path(folder) would make ":memory:" of "./:memory:"
        self._overwrite = overwrite
        self._fields = fields
        # A line that means nothing is refused before an index is made or emptied.
        self._synonyms = None if synonyms is None else arguments.synonyms(synonyms).text.split("\n")
        self._made: list[Path] = []  # folders, the innermost first
        self._index: frsearch.Index | None = None
        self._is_new = self._emptied = False
        self._before: State | None = None

    def __enter__(self) -> TargetIndex:
        return self

    def index(self) -> frsearch.Index:
        """Open the index; make it if there is none, or if `overwrite` is True."""
        with held_back():
            self._index = None if self._overwrite else self._opened()
            if self._index is None:
                self._index = self._created()
            self._before = state_of(self._folder)
        self._refuse_other_types(self._before)
        if self._synonyms is not None and not self._is_new:
            self._index.set_synonyms(self._synonyms)
            self._before = state_of(self._folder)
        return self._index

    def _refuse_other_types(self, state: State) -> None:
        declared = {each.name: each.type for each in state.fields}
        for name, type in self._fields.items():
            if declared.get(name) != type:
                raise usage(
                    "{folder}: this index did not declare {field}={type} when it was made; only "
                    "--overwrite changes that",
                    folder=printable(str(self._folder)),
                    field=name,
                    type=type,
                )

    def _opened(self) -> frsearch.Index | None:
        with suppress(IndexNotFound):
            return frsearch.open_index(self._folder)
        return None

    def _created(self) -> frsearch.Index:
        self._emptied = holds_index(self._folder)
        if isinstance(self._folder, Path):
            above = (self._folder, *self._folder.parents)
            self._made = [each for each in above if not os.path.lexists(each)]
        try:
            made = frsearch.create_index(
                self._folder, overwrite=self._overwrite, fields=self._fields, synonyms=self._synonyms
            )
        except IndexExists:
            if self._overwrite:
                raise
            # Another process made the index first.
            return frsearch.open_index(self._folder)
        except FrsearchError:
            self._emptied = False
            self._take_away()
            raise
        self._is_new = True
        return made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with handled(ENDING, lambda number, frame: None):
            if self._index is not None:
                self._index.close()
            added = self._has_changed()
            if self._is_new and not added:
                self._take_away()
            if isinstance(error, KeyboardInterrupt):
                note(f"{PROGRAM}: " + say("interrupted: {what}", what=self._what_is_there(added)))
            elif self._is_new and not added and (error is None or self._emptied):
                note(f"{PROGRAM}: " + self._what_is_there(added))

    def _has_changed(self) -> bool:
        with suppress(FrsearchError, OSError):
            return self._before is not None and state_of(self._folder) != self._before
        return False

    def _is_there(self) -> bool:
        try:
            return holds_index(self._folder)
        except FrsearchError:
            return True

    def _what_is_there(self, added: bool) -> str:
        if added:
            return say("the articles had already been added")
        if self._emptied:
            return say("nothing was added, and --overwrite had emptied the index")
        if self._is_there():
            return say("nothing was added, and the index is unchanged")
        return say("nothing was added, and no index was made")

    def _take_away(self) -> None:
        """Remove the new index, unless another process is writing or has written to it."""
        with suppress(FrsearchError, OSError):
            if not take_away(self._folder, self._before, with_lock=bool(self._made)):
                return
        with suppress(OSError):
            for folder in self._made:
                folder.rmdir()
