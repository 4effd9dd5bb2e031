"""The folder of an index, as Whoosh knows storages, and its lock, as Whoosh knows locks.

Whoosh's own code can read none of the files, and must write none among them: what asks for that is
told what the folder is.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from os import stat_result
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.fields import Schema
from whoosh.filedb import filestore
from whoosh.index import LockError

from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.lock import writing
from frsearch.codec.transaction import new_path
from frsearch.errors import FrsearchError, IndexLocked
from frsearch.messages.wording import Message, words_of

if TYPE_CHECKING:
    from frsearch.codec.for_whoosh.index import WhooshIndex


class WriterLocked(IndexLocked, LockError):  # type: ignore[misc]
    """IndexLocked, also as the LockError that Whoosh's own wrappers of writers wait for."""


class WriteLock:
    """The index's lock as Whoosh asks for one: again and again, until it is ours or time is up."""

    def __init__(self, store: IndexFolder):
        self._store = store
        self._held = ExitStack()
        self.refusal: WriterLocked | None = None

    def acquire(self) -> bool:
        """Try to get the lock, and say whether it is ours; if not, `refusal` names its holder."""
        try:
            self._held.enter_context(writing(self._store.folder, 0, self._store.storage))
        except IndexLocked as error:
            self.refusal = WriterLocked(error.message, error.holder)
            return False
        return True

    def release(self) -> None:
        """Let go of the lock, if it is ours."""
        self._held.close()


class Folder(filestore.Storage):  # type: ignore[misc]
    """The folder of an index, to Whoosh: to be looked at, and written to by our writer only."""

    readonly = True

    def __init__(self, store: IndexFolder, index: WhooshIndex):
        self._store = store
        self._index = index
        self.folder = store.folder

    def __repr__(self) -> str:
        return f"<the folder {str(self.folder)!r} of a frsearch index>"

    def open_index(
        self, indexname: str = "frsearch", schema: Schema | None = None, indexclass: Any = None
    ) -> WhooshIndex:
        """Return the index; FrsearchError if another schema or kind of index is asked for."""
        if indexclass is not None or schema not in (None, self._index.schema):
            raise FrsearchError(
                Message(
                    "{folder}: this is a frsearch index, which has a schema of its own",
                    folder=self.folder,
                )
            )
        return self._index.refresh()

    def create_index(self, *arguments: Any, **options: Any) -> NoReturn:
        """Raise FrsearchError: Whoosh would make an index of its own among these files."""
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
        """Say whether there is such a file."""
        return name in self.list()

    def file_modified(self, name: str) -> float:
        """Return when a file was last written, in seconds since 1970; FrsearchError if it is gone."""
        return self._stat(name).st_mtime

    def file_length(self, name: str) -> int:
        """Return the size of a file in bytes; FrsearchError if it is gone."""
        return self._stat(name).st_size

    def _stat(self, name: str) -> stat_result:
        try:
            return (self.folder / name).stat()
        except OSError as error:
            raise FrsearchError(
                Message(
                    "{path}: this file cannot be looked at: {error}",
                    path=self.folder / name,
                    error=words_of(error),
                )
            ) from error

    def _refuse(self, *arguments: Any, **options: Any) -> NoReturn:
        """Raise FrsearchError: Whoosh's files are others than ours."""
        raise FrsearchError(
            Message(
                "{folder}: this is a frsearch index: Whoosh's own code can neither read "
                "nor write its files: use the readers and the writer of index.whoosh",
                folder=self.folder,
            )
        )

    create_file = open_file = delete_file = rename_file = destroy = lock = _refuse

    def new_segment(self) -> tuple[Path, ArticleCodec, Filesystem]:
        """Return where to write a segment, how its articles are stored, and what makes its file."""
        codec = self._store.codec_of(self._store.committed().dictionary)
        return new_path(self._store.folder, ".segment"), codec, self._store.storage

    def discard(self, paths: Iterable[Path]) -> None:
        """Remove files that were written and shall not be committed."""
        self._store.discard(paths)

    def temp_storage(self, name: str | None = None) -> filestore.RamStorage:
        """Return a place for temporary files: there are none."""
        return filestore.RamStorage()
