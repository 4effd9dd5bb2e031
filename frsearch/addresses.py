"""Addresses of indexes on a server: `opensearch://user:password@host:9200,host:9201/name?ca=file`.

    >>> address = read("opensearch+https://journal:secret@search.example/archive")
    >>> str(address), address.hosts
    ('opensearch+https://search.example/archive', (('search.example', 9200),))

`opensearch+https` encrypts the connection, and checks the certificate of the server: with those that
this machine trusts, or with those in the file `ca`; `?certificates=unchecked` checks nothing. User and
password may stand in `FRSEARCH_OPENSEARCH_USER` and `FRSEARCH_OPENSEARCH_PASSWORD` instead. Neither is
ever shown.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message

_SCHEMES = {"opensearch": False, "opensearch+https": True}
_ANY = re.compile(r"opensearch[+\w]*:/", re.IGNORECASE | re.ASCII)
_PORT = 9200
# What OpenSearch takes, and room for the endings of the names that belong to an index.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}", re.ASCII)
USER, PASSWORD = "FRSEARCH_OPENSEARCH_USER", "FRSEARCH_OPENSEARCH_PASSWORD"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is: one or more nodes of a server, the name of the index, and how to get in.

    `secure`: by https. `checked`: certificates are, with those in the file `ca`, "" for those that the
    machine trusts. Its text and its repr are without user and password.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    secure: bool = False
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    ca: str = ""
    checked: bool = True

    def __str__(self) -> str:
        return f"{'opensearch+https' if self.secure else 'opensearch'}://{self.place}/{self.name}"

    @property
    def place(self) -> str:
        """The hosts as they are written, with ports other than the usual one."""
        return ",".join(
            f"{f'[{host}]' if ':' in host else host}{'' if port == _PORT else f':{port}'}"
            for host, port in self.hosts
        )


def is_address(text: str) -> bool:
    """Return whether a text is meant as an address, not as the path of a folder."""
    return _ANY.match(text) is not None


def read(text: str) -> Address:
    """Return the address that a text is; FrsearchError says what is wrong, without the password."""
    scheme, separator, rest = text.partition("://")
    secure = _SCHEMES.get(scheme.lower())
    if secure is None or not separator:
        raise _unreadable(Message("it must begin with opensearch:// or opensearch+https://"))
    try:
        parts = urlsplit(f"//{rest}")
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise _unreadable(Message("a sign stands where it cannot be")) from None
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    unknown = {*options} - {"ca", "certificates"}
    if unknown or options.get("certificates", "checked") not in ("checked", "unchecked"):
        raise _unreadable(Message("after ? there may be ca=<file> and certificates=unchecked alone"))
    return Address(
        hosts=tuple(map(_host, hosts.split(","))),
        name=_name(unquote(parts.path).strip("/")),
        secure=secure,
        user=unquote(user) or os.environ.get(USER, ""),
        password=unquote(password) or os.environ.get(PASSWORD, ""),
        ca=options.get("ca", ""),
        checked=options.get("certificates") != "unchecked",
    )


def _host(written: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{written}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise _unreadable(Message("{host} is no host with a port", host=repr(written)))
    return host, _PORT if port is None else port


def _name(written: str) -> str:
    if not _NAME.fullmatch(written):
        raise _unreadable(
            Message(
                "the name of an index has 1 to 200 lower-case letters, digits, - and _, the first a "
                "letter or a digit; {name} is none",
                name=repr(written),
            )
        )
    return written


def _unreadable(why: Message) -> FrsearchError:
    return FrsearchError(
        Message(
            "the address of an index on a server cannot be read: {why}: write it as "
            "opensearch://host:9200/name",
            why=why,
        )
    )
