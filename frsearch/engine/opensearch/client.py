"""Requests to the server: what it answers, or an error of the tree that says what to do.

Nothing is passed over: an answer of some of the shards is an error. A server that is busy, or whose
connection is lost, is asked again, with growing pauses, if the request says so.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from frsearch.addresses import PASSWORD, USER, Address
from frsearch.engine.opensearch.layout import FORMS_SUFFIX
from frsearch.errors import FrsearchError, IndexNotFound, IndexUnreadable, QueryTooComplex
from frsearch.messages.wording import Message, said
from frsearch.query.limits import Deadline

Json = dict[str, Any]

# Seconds for one request; of a bulk of documents, and of a refresh after it.
SECONDS, LONG_SECONDS = 30.0, 300.0
# Seconds that what has a deadline may take beyond it, to answer at all.
_GRACE = 2.0
# Pauses before the next attempt, in seconds, each up to twice as long: half a minute in all.
_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
# Connections that are kept open, for threads that search at once.
_CONNECTIONS = 16
_BUSY = (429, 502, 503, 504)
# What the server says of a query of more than 1,024 clauses, unless it is set otherwise.
_TOO_MANY = "maxClauseCount"
as_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Client:
    """A connection to the server of an index, which threads may share."""

    def __init__(self, address: Address):
        self.address = address
        self.articles: str = address.name
        self.forms: str = address.name + FORMS_SUFFIX
        self._server = _connect(address)
        self._of_thread = threading.local()

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    @contextmanager
    def within(self, deadline: Deadline) -> Iterator[None]:
        """Let the requests of this thread take hardly longer than the time that is left."""
        before = getattr(self._of_thread, "deadline", None)
        self._of_thread.deadline = deadline
        try:
            yield
        finally:
            self._of_thread.deadline = before

    def _seconds(self, seconds: float | None) -> float:
        """Return how long a request may take that is given some seconds, by default `SECONDS`."""
        deadline: Deadline | None = getattr(self._of_thread, "deadline", None)
        left = None if deadline is None else deadline.seconds
        seconds = SECONDS if seconds is None else seconds
        return seconds if left is None else min(seconds, max(left, 0.0) + _GRACE)

    def call(
        self,
        method: str,
        path: str,
        body: Json | str | bytes | None = None,
        *,
        seconds: float | None = None,
        again: bool = False,
        missing: bool = False,
        conflict: bool = False,
        **options: str | int | bool,
    ) -> Json | None:
        """Send a request; None if what it asks for is not there and may be `missing`.

        None also if what it changes has changed meanwhile, where a `conflict` may be. It may take
        `seconds`, by default `SECONDS`, but see `within`. `again` repeats it while the server is busy or
        away, for half a minute.
        """
        from opensearchpy.exceptions import SerializationError, TransportError

        pauses = iter(_PAUSES if again else ())
        seconds = self._seconds(seconds)
        none = [404] * missing + [409] * conflict
        params: Json = {**options, "request_timeout": seconds, **({"ignore": none} if none else {})}
        while True:
            try:
                answer: Json = self._server.transport.perform_request(method, path, params, body)
                return None if none and _says_none(answer, none) else answer
            except TransportError as error:
                status = error.status_code
                pause = next(pauses, None)
                if pause is None or not (status in _BUSY or status == "N/A"):
                    raise _failure(self.address, error, seconds) from None
                time.sleep(pause * (1 + random.random()))
            except (ValueError, SerializationError):  # what answers is no OpenSearch
                raise _unexpected(self.address, "") from None

    def ask(
        self, method: str, path: str, body: Json | str | bytes | None = None, **options: Any
    ) -> Json:
        """Send a request whose answer must be there."""
        answer = self.call(method, path, body, **options)
        if not isinstance(answer, dict):
            raise _unexpected(self.address, "")
        return answer

    def search(self, index: str, body: Json, *, seconds: float | None = None) -> Json:
        """Search an index; an answer of a part alone is an error, unless the body has a `timeout`."""
        answer = self.ask("POST", f"/{index}/_search", body, seconds=seconds)
        self.check_search(answer, in_part="timeout" in body)
        return answer

    def searches(
        self, index: str, bodies: Sequence[Json], *, seconds: float | None = None
    ) -> list[Json]:
        """Search an index several times in one request."""
        if not bodies:
            return []
        if len(bodies) == 1:
            return [self.search(index, bodies[0], seconds=seconds)]
        lines = "".join(f"{{}}\n{as_json(body)}\n" for body in bodies)
        answers: list[Json] = self.ask("POST", f"/{index}/_msearch", lines, seconds=seconds)["responses"]
        for answer in answers:
            if "error" in answer:
                raise self.refused(answer["error"], answer.get("status", 0))
            self.check_search(answer)
        return answers

    def check_search(self, answer: Json, *, in_part: bool = False) -> None:
        """Raise IndexUnreadable if a part of the index was not searched, or not `in_part` in time."""
        if answer.get("timed_out") and not in_part:
            raise IndexUnreadable(
                Message(
                    "{address}: the server has stopped at a limit of time of its own before it had "
                    "searched the whole index: raise its search.default_search_timeout, or search again "
                    "when it has less to do",
                    address=str(self.address),
                )
            )
        self.check(answer)
        shards = answer["_shards"]
        # A shard without a copy at work has not failed, for the server.
        self._refuse_missing(shards["total"] - shards["successful"], shards)

    def check(self, answer: Json) -> None:
        """Raise IndexUnreadable if a part of the index has failed."""
        if "_shards" not in answer:
            raise self.no_server()
        self._refuse_missing(answer["_shards"]["failed"], answer["_shards"])

    def _refuse_missing(self, count: int, shards: Mapping[str, Any]) -> None:
        if count:
            failures = shards.get("failures") or [{}]
            reason = _reason(failures[0].get("reason"))
            raise IndexUnreadable(
                Message(
                    "{address}: {failed} of {total} shards of the index have not answered ({reason}): "
                    "look at the state of the server, then search again",
                    address=str(self.address),
                    failed=count,
                    total=shards["total"],
                    reason=Message("no copy of them is at work") if reason == "?" else reason,
                )
            )

    def no_server(self) -> FrsearchError:
        """Return the error for what answers, but as no OpenSearch does."""
        return _unexpected(self.address, "")

    def refused(self, error: object, status: int = 0) -> FrsearchError:
        """Return the error for what the server says of a part of a request."""
        return _refusal(self.address, status, _kind(error), _reason(error))


def _says_none(answer: object, statuses: Sequence[int]) -> bool:
    """Return whether an answer has one of some statuses, or says that there is nothing."""
    if not isinstance(answer, dict):
        return False
    absent = answer.get("found") is False or answer.get("result") == "not_found"
    return (absent and 404 in statuses) or answer.get("status") in statuses


def _connect(address: Address) -> Any:
    try:
        from opensearchpy import OpenSearch, Urllib3HttpConnection
    except ImportError:
        raise FrsearchError(
            Message("an index on a server needs opensearch-py: pip install 'frsearch[opensearch]'")
        ) from None

    class Silent(Urllib3HttpConnection):  # type: ignore[misc]
        """A connection whose failures are errors here, and are not logged as well."""

        def log_request_fail(self, *arguments: Any, **values: Any) -> None:
            pass

    options: Json = {"connection_class": Silent, "pool_maxsize": _CONNECTIONS}
    if address.user:
        options["http_auth"] = (address.user, address.password)
    if address.secure and address.ca:
        _refuse_unreadable(address)
    if address.secure:
        options |= {"use_ssl": True, "verify_certs": address.checked, "ssl_show_warn": False}
        if address.ca:
            options["ca_certs"] = address.ca
    return OpenSearch(
        [{"host": host, "port": port} for host, port in address.hosts],
        max_retries=len(address.hosts) - 1,
        retry_on_timeout=False,
        **options,
    )


def _refuse_unreadable(address: Address) -> None:
    """Raise FrsearchError if the file of certificates cannot be read: connections would fail later."""
    try:
        Path(address.ca).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise FrsearchError(
            Message(
                "{address}: the file of certificates {file} cannot be read: {error}",
                address=str(address),
                file=address.ca,
                error=said(reason or str(error)),
            )
        ) from None


def _failure(address: Address, error: Any, seconds: float) -> FrsearchError:
    from opensearchpy.exceptions import ConnectionError, ConnectionTimeout, SSLError

    name = str(address)
    if isinstance(error, ConnectionTimeout):
        return IndexUnreadable(
            Message(
                "{address}: the server has not answered within {seconds} seconds: look whether it "
                "is overloaded, then try again",
                address=name,
                seconds=max(1, round(seconds)),
            )
        )
    if isinstance(error, SSLError):
        return IndexUnreadable(
            Message(
                "{address}: the certificate of the server is not accepted ({reason}): name the file of "
                "its authority, as ?ca=file after the address",
                address=name,
                reason=_cause(error),
            )
        )
    if isinstance(error, ConnectionError):
        return IndexUnreadable(
            Message(
                "{address}: the server cannot be reached ({reason}): check that it runs, and the "
                "address",
                address=name,
                reason=_cause(error),
            )
        )
    info = error.info if isinstance(error.info, dict) else {}
    about = info.get("error", {})
    return _refusal(address, int(error.status_code), _kind(about), _reason(about))


def _refusal(address: Address, status: int, kind: str, reason: str) -> FrsearchError:
    name = str(address)
    if kind == "cluster_block_exception":
        return IndexUnreadable(
            Message(
                "{address}: the server lets nobody write to the index now ({reason}): it may be set to "
                "read only, as when a disk is nearly full",
                address=name,
                reason=reason,
            )
        )
    if status in (401, 403):
        return IndexUnreadable(
            Message(
                "{address}: the server refuses entry ({status}): give user and password, in the address "
                "or in {user} and {password}",
                address=name,
                status=status,
                user=USER,
                password=PASSWORD,
            )
        )
    if kind == "index_not_found_exception":
        return IndexNotFound(
            Message("{address}: there is no frsearch index: make one with create_index", address=name)
        )
    if _TOO_MANY in reason:
        return QueryTooComplex(
            Message(
                "{address}: the query is more clauses than the server takes at a time: ask for fewer "
                "words, or for fewer ways in which they may be near one another",
                address=name,
            )
        )
    if status == 429:
        return IndexUnreadable(
            Message(
                "{address}: the server is too busy ({reason}): try again later",
                address=name,
                reason=reason,
            )
        )
    if status == 503:
        return IndexUnreadable(
            Message(
                "{address}: the server cannot do this now ({reason}): look at its state, then try again",
                address=name,
                reason=reason,
            )
        )
    return _unexpected(address, f"{status} {kind}: {reason}" if kind or status else "")


def _unexpected(address: Address, answer: str) -> IndexUnreadable:
    name = str(address)
    if answer:
        return IndexUnreadable(
            Message("{address}: the server answers {answer}", address=name, answer=answer[:1_000])
        )
    return IndexUnreadable(
        Message("{address}: what answers there is no OpenSearch: check the address", address=name)
    )


def _kind(error: object) -> str:
    return str(error.get("type", "")) if isinstance(error, dict) else ""


def _reason(error: object) -> str:
    """Return why the server could not do something, as exactly as it says."""
    if not isinstance(error, dict):
        return str(error or "?")
    causes = error.get("root_cause") or [error]
    inner = error.get("caused_by")
    return str((inner or causes[0]).get("reason", "?"))[:500]


def _cause(error: BaseException) -> Message:
    """Return what the system said, without addresses of sockets."""
    seen: list[object] = [error]
    for each in seen:
        if isinstance(each, OSError) and each.strerror:
            return said(each.strerror)
        others = [getattr(each, "__cause__", None), getattr(each, "__context__", None)]
        others += [getattr(each, "reason", None), *getattr(each, "args", ())]
        seen += [other for other in others if isinstance(other, BaseException) and other not in seen]
    return said(type(error).__name__)
