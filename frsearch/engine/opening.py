"""Create, open and remove the index in a folder or on a server, with the engine that keeps it.

It is the only module above the protocol that names an engine.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from frsearch.addresses import Address
from frsearch.arguments import MEMORY
from frsearch.codec import manifest
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.manifest import Manifest
from frsearch.engine.arrays.engine import ArraysEngine
from frsearch.engine.protocol import Engine, ServerState
from frsearch.errors import IndexCorrupted, IndexNotFound
from frsearch.fields import Declared
from frsearch.messages.wording import Message

if TYPE_CHECKING:
    from frsearch.engine.opensearch.engine import ServerEngine

State = Manifest | ServerState
"""A committed state of an index; two states are equal if nothing was committed in between."""


def create_engine(
    folder: Path | Address,
    *,
    overwrite: bool,
    fields: tuple[Declared, ...] = (),
    synonyms: str = "",
    shards: int = 1,
    replicas: int = 0,
) -> Engine:
    """Make an empty index; raises what `create_index` raises, and OSError."""
    if isinstance(folder, Address):
        return _server().create(
            folder,
            overwrite=overwrite,
            fields=fields,
            synonyms=synonyms,
            shards=shards,
            replicas=replicas,
        )
    if folder == MEMORY:
        from frsearch.codec.memory_filesystem import MemoryFilesystem

        storage = MemoryFilesystem()
        return ArraysEngine(IndexFolder.create(folder, storage, fields=fields, synonyms=synonyms))
    folder.mkdir(parents=True, exist_ok=True)
    return ArraysEngine(
        IndexFolder.create(folder, overwrite=overwrite, fields=fields, synonyms=synonyms)
    )


def _server() -> type[ServerEngine]:
    """Return the engine on a server, which is loaded by those who use it."""
    from frsearch.engine.opensearch.engine import ServerEngine

    return ServerEngine


def open_engine(folder: Path | Address) -> Engine:
    """Open an index; raises what `open_index` raises."""
    if isinstance(folder, Address):
        return _server().open(folder)
    _refuse_memory(folder)
    manifest.read(folder)
    return ArraysEngine(IndexFolder(folder))


def engine_to_check(folder: Path | Address) -> Engine:
    """Open an index that may be damaged; raises IndexNotFound and IndexOutdated."""
    if isinstance(folder, Address):
        return _server().open(folder)
    _refuse_memory(folder)
    with suppress(IndexCorrupted):
        manifest.read(folder)
    return ArraysEngine(IndexFolder(folder))


def _refuse_memory(folder: Path) -> None:
    if folder == MEMORY:
        raise IndexNotFound(
            Message(
                "an index in memory cannot be opened by its path: use the object that "
                "create_index(':memory:') returned; for a folder of that name, give its whole path"
            )
        )


def holds_index(folder: Path | Address) -> bool:
    """Return whether there is an index, readable or not. Raises IndexUnreadable."""
    if isinstance(folder, Address):
        return _server()(folder).is_there()
    return manifest.exists(folder)


def state_of(folder: Path | Address) -> State:
    """Return the newest committed state; raises what `open_index` raises."""
    return _server()(folder).state() if isinstance(folder, Address) else manifest.read(folder)


def take_away(folder: Path | Address, state: State | None, *, with_lock: bool) -> bool:
    """Remove an index if its state is still `state` (None: no index); return whether it was.

    Raises IndexLocked while another process writes to it, and OSError.
    """
    if isinstance(folder, Address):
        return isinstance(state, ServerState) and _server()(folder).take_away(state)
    assert not isinstance(state, ServerState)
    return IndexFolder(folder).take_away(state, with_lock=with_lock)
