"""As a plugin (`-p tests.opensearch.in_its_place`), tests of public calls run on a server.

An index in a folder is then one on a server, named after the folder; `FRSEARCH_TEST_SERVER` is its address.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import pytest

import frsearch
from frsearch import addresses, arguments, index
from frsearch.addresses import Address
from frsearch.engine import opening
from frsearch.engine.opensearch.client import Client
from frsearch.engine.opensearch.engine import ServerEngine
from frsearch.fields import Declared
from tests import conftest

SERVER, SHARDS = "FRSEARCH_TEST_SERVER", "FRSEARCH_TEST_SHARDS"

# The indexes of this run, which are removed at its end.
MADE: set[Address] = set()


def address_of(folder: Path | Address) -> Address:
    """Return the address of the index that takes the place of one in a folder."""
    if isinstance(folder, Address):
        return folder
    memory = folder == arguments.MEMORY
    name = uuid4().hex if memory else blake2b(os.fsencode(folder), digest_size=12).hexdigest()
    return addresses.read(f"{os.environ[SERVER]}/place-{name}")


def create_engine(
    folder: Path | Address,
    *,
    overwrite: bool,
    fields: tuple[Declared, ...] = (),
    synonyms: str = "",
    shards: int = 1,
    replicas: int = 0,
) -> ServerEngine:
    if isinstance(folder, Path) and folder != arguments.MEMORY:
        folder.mkdir(parents=True, exist_ok=True)
    address = address_of(folder)
    MADE.add(address)
    return ServerEngine.create(
        address,
        overwrite=overwrite,
        fields=fields,
        synonyms=synonyms,
        shards=int(os.environ.get(SHARDS, shards)),
        replicas=replicas,
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    for address in MADE:
        client = Client(address)
        client.call("DELETE", f"/{client.articles},{client.forms}", missing=True)
        client.close()


def open_engine(folder: Path | Address) -> ServerEngine:
    return ServerEngine.open(address_of(folder))


def pytest_configure(config: pytest.Config) -> None:
    for module in (opening, index):
        setattr(module, "create_engine", create_engine)  # noqa: B010 - mypy has nothing against it
        setattr(module, "open_engine", open_engine)  # noqa: B010
    # What bounds the writes of segments bounds nothing here.
    conftest.limited_index = lambda folder, fields=None, **limits: frsearch.create_index(
        folder, fields=fields
    )
