"""As a plugin (`-p tests.opensearch.in_its_place`), tests of public calls run on a server.

An index in a folder is then one on a server, named after the folder; `FRSEARCH_TEST_SERVER` is the
address of the server. Properties have `FRSEARCH_TEST_EXAMPLES` examples (10) instead of a hundred.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings

import frsearch
from frsearch import addresses, arguments, index
from frsearch.addresses import Address
from frsearch.engine import opening
from frsearch.engine.opensearch.client import Client
from frsearch.engine.opensearch.engine import ServerEngine
from frsearch.fields import Declared
from tests import conftest
from tests.opensearch.bounds import leave_out_what_is_too_much

SERVER, SHARDS = "FRSEARCH_TEST_SERVER", "FRSEARCH_TEST_SHARDS"
EXAMPLES = "FRSEARCH_TEST_EXAMPLES"

# The indexes of this run, with the folders that they take the place of.
MADE: dict[Address, Path] = {}


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
    # A small server holds few indexes.
    _remove([other for other, path in MADE.items() if not path.exists()])
    address = address_of(folder)
    if isinstance(folder, Path) and folder != arguments.MEMORY:
        MADE[address] = folder
    return ServerEngine.create(
        address,
        overwrite=overwrite,
        fields=fields,
        synonyms=synonyms,
        shards=int(os.environ.get(SHARDS, shards)),
        replicas=replicas,
    )


def _remove(addresses: list[Address]) -> None:
    for address in addresses:
        del MADE[address]
        client = Client(address)
        client.call("DELETE", f"/{client.articles},{client.forms}", missing=True)
        client.close()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Function) -> None:
    """Remove what a test has made in its own folder: a small server holds few indexes."""
    own = item.funcargs.get("tmp_path")
    _remove([address for address, path in MADE.items() if own and path.is_relative_to(own)])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let properties have fewer examples: each of them makes an index on the server."""
    for item in items:
        test = getattr(item, "obj", None)
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None:
            fewer = min(own.max_examples, int(os.environ.get(EXAMPLES, 10)))
            quiet = [HealthCheck.too_slow, *own.suppress_health_check]
            test._hypothesis_internal_use_settings = settings(
                own,
                max_examples=fewer,
                deadline=None,
                suppress_health_check=quiet,
                phases=(Phase.explicit, Phase.generate),  # making one smaller takes minutes
            )


def pytest_sessionfinish(session: pytest.Session) -> None:
    _remove(list(MADE))


def open_engine(folder: Path | Address) -> ServerEngine:
    return ServerEngine.open(address_of(folder))


def pytest_configure(config: pytest.Config) -> None:
    leave_out_what_is_too_much()
    for module in (opening, index):
        setattr(module, "create_engine", create_engine)  # noqa: B010 - mypy has nothing against it
        setattr(module, "open_engine", open_engine)  # noqa: B010
    # What bounds the writes of segments bounds nothing here.
    conftest.limited_index = lambda folder, fields=None, **limits: frsearch.create_index(
        folder, fields=fields
    )
