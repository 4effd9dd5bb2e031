"""The engine on a server: an index of OpenSearch, behind the protocols of `engine.protocol`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from frsearch.addresses import Address
from frsearch.engine.opensearch.client import LONG_SECONDS, Client, Json
from frsearch.engine.opensearch.finding import Source
from frsearch.engine.opensearch.layout import SYNONYMS, articles_body, forms_body
from frsearch.engine.opensearch.lock import writing
from frsearch.engine.opensearch.searcher import ServerSearcher
from frsearch.engine.opensearch.state import (
    Committed,
    document,
    new_meta,
    ours,
    put_state,
    read_committed,
    read_mapping,
    read_meta,
    read_state,
    read_synonyms,
)
from frsearch.engine.protocol import ServerState
from frsearch.errors import FrsearchError, IndexCorrupted, IndexExists, IndexNotFound
from frsearch.fields import Declared
from frsearch.messages.wording import Message
from frsearch.types import Article

if TYPE_CHECKING:
    from frsearch.reports import Advance, CheckReport, Written


class ServerEngine:
    """An index on a server, as an `Engine`."""

    def __init__(self, address: Address):
        self.client: Client = Client(address)

    @classmethod
    def create(
        cls,
        address: Address,
        *,
        overwrite: bool,
        fields: tuple[Declared, ...],
        synonyms: str,
        shards: int,
        replicas: int,
    ) -> ServerEngine:
        """Make an empty index; IndexExists if the name is taken, unless by an index to overwrite."""
        engine = cls(address)
        client = engine.client
        # Readers of the index before see another state.
        generation = engine._make_room(overwrite)
        body = articles_body(new_meta(fields), shards, replicas)
        client.ask("PUT", f"/{client.forms}", forms_body(replicas), seconds=LONG_SECONDS)
        client.ask("PUT", f"/{client.articles}", body, seconds=LONG_SECONDS)
        if synonyms:
            engine._put_synonyms(synonyms)
        put_state(client, Committed(generation))
        return engine

    def _make_room(self, overwrite: bool) -> int:
        """Remove the index that is there, if it may be; return the number of its next state."""
        client = self.client
        mapping = read_mapping(client)
        if mapping is None:
            client.call("DELETE", f"/{client.forms}", missing=True, seconds=LONG_SECONDS)
            return 0
        name = str(client.address)
        if ours(mapping) is None:
            raise IndexExists(
                Message(
                    "{address}: the index there is none of frsearch: give another name", address=name
                )
            )
        if not overwrite:
            raise IndexExists(
                Message(
                    "{folder}: there is an index here: open it with open_index, or give overwrite=True",
                    folder=name,
                )
            )
        generation = 0
        with suppress(IndexNotFound, IndexCorrupted), writing(client, 0):
            generation = read_committed(client).generation + 1
        for index in (client.articles, client.forms):
            client.call("DELETE", f"/{index}", missing=True, seconds=LONG_SECONDS)
        return generation

    @classmethod
    def open(cls, address: Address) -> ServerEngine:
        """Open an index; raises what `read_meta` raises."""
        engine = cls(address)
        read_meta(engine.client)
        return engine

    def searcher(self) -> ServerSearcher:
        """Open the newest committed state."""
        return ServerSearcher(Source.of(self.client, read_state(self.client)))

    def is_newest(self, searcher: ServerSearcher) -> bool:
        """Return whether a searcher has the newest committed state."""
        return read_committed(self.client).generation == searcher.state.committed.generation

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance | None,
        workers: int,
        timeout: float,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        """Remove articles and add others. An error may leave some of them: write all of them again.

        Two threads send batches while texts are analysed: here, or of many articles by `workers - 1`
        other processes, if these are at least two.
        """
        from frsearch.engine.opensearch.writing import write

        return write(self.client, removed, articles, advance, timeout, provenance, workers)

    def is_there(self) -> bool:
        """Return whether the server has an index of this name."""
        return self.client.call("GET", f"/{self.client.articles}/_mapping", missing=True) is not None

    def state(self) -> ServerState:
        """Return the newest committed state; raises what `open` raises."""
        declared = read_meta(self.client)
        return ServerState(read_committed(self.client).generation, declared)

    def take_away(self, state: ServerState) -> bool:
        """Remove the index if its state is still this one; return whether it was."""
        client = self.client
        with writing(client, 0):
            if read_committed(client).generation != state.generation:
                return False
        for index in (client.articles, client.forms):
            client.call("DELETE", f"/{index}", missing=True, seconds=LONG_SECONDS)
        return True

    def provenance(self) -> bytes:
        """Return which files gave which articles."""
        from frsearch.engine.opensearch.provenance import read_provenance

        return read_provenance(self.client)

    def set_synonyms(self, text: str, timeout: float) -> None:
        """Keep synonyms in place of those kept before."""
        client = self.client
        with writing(client, timeout):
            if text == read_synonyms(client):
                return
            committed = read_committed(client)
            self._put_synonyms(text)
            generation = committed.generation + 1
            put_state(client, Committed(generation, committed.numbers, committed.writing))

    def _put_synonyms(self, text: str) -> None:
        body: Json = {"state": {"text": text}}
        self.client.ask("PUT", document(self.client, SYNONYMS), body, again=True)

    def check(self) -> CheckReport:
        """Check the counts of the dictionary against the articles."""
        from frsearch.engine.opensearch.checking import check

        return check(self.client)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def whoosh(self, searcher: Any) -> Any:
        """Raise FrsearchError: Whoosh reads folders alone."""
        raise FrsearchError(
            Message(
                "{address}: an index on a server is no index of Whoosh", address=str(self.client.address)
            )
        )
