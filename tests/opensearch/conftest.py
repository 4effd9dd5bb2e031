"""Fixtures of the tests on a real server; all of them are marked `opensearch`."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opensearch.bounds import leave_out_what_is_too_much
from tests.opensearch.server import why_not
from tests.opensearch.sharing import shared_server

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    own = [item for item in items if item.path.is_relative_to(HERE)]
    reason = why_not() if own else None
    for item in own:
        item.add_marker("opensearch")
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of a server, without the name of an index: opensearch://127.0.0.1:…"""
    folder = tmp_path_factory.getbasetemp()
    with shared_server(folder if worker_id == "master" else folder.parent) as port:
        yield f"opensearch://127.0.0.1:{port}"


@pytest.fixture(scope="session", autouse=True)
def _within_bounds() -> None:
    leave_out_what_is_too_much()


@pytest.fixture
def address(server: str) -> str:
    """The address of an index that does not exist yet."""
    return f"{server}/test-{uuid.uuid4().hex[:12]}"
