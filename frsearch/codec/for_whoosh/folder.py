"""The folder of an index as a Whoosh storage.

Whoosh's own code cannot read the files and must not write to the folder: such calls raise an error that
says why.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.fields import Schema
from whoosh.filedb import filestore
from whoosh.index import Index

from frsearch.codec.filesystem import FileStatus
from frsearch.codec.for_whoosh.schema import is_our_schema
from frsearch.codec.index_folder import IndexFolder
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message, words_of


class Folder(filestore.Storage):  # type: ignore[misc]  # Whoosh is untyped
    """The folder of an index as a read-only Whoosh storage; `newest` opens the index."""

    readonly = True

    def __init__(self, store: IndexFolder, newest: Callable[[], Index]):
        self._store = store
        self._newest = newest
        self.folder: Path = store.folder

    def __repr__(self) -> str:
        return f"<the folder {str(self.folder)!r} of a frsearch index>"

    def open_index(
        self, indexname: str = "frsearch", schema: Schema | None = None, indexclass: Any = None
    ) -> Index:
        """Return the index; FrsearchError for another schema or index class."""
        if indexclass is not None or not (schema is None or is_our_schema(schema)):
            raise FrsearchError(
                Message(
                    "{folder}: this is a frsearch index, which has a schema of its own",
                    folder=self.folder,
                )
            )
        return self._newest()

    def create_index(self, *arguments: Any, **options: Any) -> NoReturn:
        """Raise FrsearchError: Whoosh would create its own index among these files."""
        raise FrsearchError(
            Message(
                "{folder}: there is a frsearch index here: give Whoosh another folder",
                folder=self.folder,
            )
        )

    def list(self) -> list[str]:
        """Return the names of the files."""
        return self._store.storage.names(self.folder)

    def file_exists(self, name: str) -> bool:
        """Say whether there is a file of this name."""
        return name in self.list()

    def file_modified(self, name: str) -> float:
        """Return when a file was last written, in seconds since 1970; FrsearchError if it is gone."""
        return self._status(name).modified

    def file_length(self, name: str) -> int:
        """Return the size of a file in bytes; FrsearchError if it is gone."""
        return self._status(name).size

    def _status(self, name: str) -> FileStatus:
        try:
            return self._store.storage.status(self.folder / name)
        except OSError as error:
            raise FrsearchError(
                Message(
                    "{path}: this file cannot be examined: {error}",
                    path=self.folder / name,
                    error=words_of(error),
                )
            ) from error

    def _refuse(self, *arguments: Any, **options: Any) -> NoReturn:
        """Raise FrsearchError: Whoosh's file format is not ours."""
        raise FrsearchError(
            Message(
                "{folder}: this is a frsearch index: Whoosh's own code can neither read "
                "nor write its files: use the readers and the writer of index.whoosh",
                folder=self.folder,
            )
        )

    if not TYPE_CHECKING:
        create_file = open_file = delete_file = rename_file = destroy = lock = _refuse
