"""Which files gave which articles, kept in documents of the state: in parts, as it may be long."""

from __future__ import annotations

import base64

from frsearch.engine.opensearch.client import LONG_SECONDS, Client, Json
from frsearch.engine.opensearch.layout import PROVENANCE
from frsearch.engine.opensearch.state import damaged, document
from frsearch.messages.wording import Message

_PART = 8 << 20


def read_provenance(client: Client) -> bytes:
    """Return what the last write kept; b"" if none did."""
    head = _read(client, PROVENANCE)
    if head is None:
        return b""
    content = b"".join(_part(client, head["name"], number) for number in range(head["parts"]))
    if len(content) != head["size"]:
        raise damaged(client.address, Message("the list of files read is not what was written"))
    return content


def _part(client: Client, name: str, number: int) -> bytes:
    found = _read(client, f"{PROVENANCE} {name} {number}")
    if found is None:
        raise damaged(client.address, Message("the list of files read is not what was written"))
    return base64.b64decode(found["part"])


def _read(client: Client, id: str) -> Json | None:
    found = client.call("GET", document(client, id), missing=True, seconds=LONG_SECONDS)
    state: Json | None = None if found is None else found["_source"]["state"]
    return state


def put_provenance(client: Client, content: bytes) -> None:
    """Keep a list in place of the one before: new parts first, then what names them."""
    before = _read(client, PROVENANCE)
    name = "b" if before is not None and before["name"] == "a" else "a"
    parts = range(0, len(content), _PART)
    for number, begin in enumerate(parts):
        part = base64.b64encode(content[begin : begin + _PART]).decode()
        _put(client, f"{PROVENANCE} {name} {number}", {"part": part})
    _put(client, PROVENANCE, {"name": name, "parts": len(parts), "size": len(content)})
    for number in range(before["parts"] if before is not None else 0):
        old = document(client, f"{PROVENANCE} {'b' if name == 'a' else 'a'} {number}")
        client.call("DELETE", old, missing=True)


def _put(client: Client, id: str, state: Json) -> None:
    client.ask("PUT", document(client, id), {"state": state}, again=True, seconds=LONG_SECONDS)
