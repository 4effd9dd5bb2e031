"""Whatever goes wrong with the server: the right error in time, no partial answer, nothing lost.

A proxy between us and the real server refuses, waits, cuts connections and changes answers; a server of
its own is killed.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import ssl
import subprocess
import threading
import time
import traceback
from contextlib import contextmanager

import pytest

import frsearch
from frsearch import Article, FrsearchError
from frsearch.engine.opensearch import bulk, client, lock, writing
from frsearch.engine.opensearch.layout import articles_body
from frsearch.engine.opensearch.state import new_meta
from frsearch.errors import (
    ArticleError,
    IndexCorrupted,
    IndexExists,
    IndexLocked,
    IndexNotFound,
    IndexOutdated,
    IndexUnreadable,
)
from tests.opensearch.proxy import CUT, Proxy, Reply, between
from tests.opensearch.server import Server, free_port, install, new_folder

SUMMITS = [
    Article(f"s{number}", f"Le sommet numéro {number} de l'Otan.", "Sommet", extra={"page": number})
    for number in range(9)
]
SECRET = "s3cr3t-w0rd"


@pytest.fixture
def port(server: str) -> int:
    return int(server.rpartition(":")[2])


@pytest.fixture
def proxy(port):
    with between(port) as proxy:
        yield proxy


@pytest.fixture
def quick(monkeypatch):
    """The pauses before another attempt are short."""
    for module in (client, bulk):
        monkeypatch.setattr(module, "_PAUSES", (0.001,) * 6)


def through(proxy: Proxy, address: str) -> str:
    return f"opensearch://127.0.0.1:{proxy.port}/{address.rpartition('/')[2]}"


def tell(port: int, method: str, path: str, content: object = None) -> dict:
    """Ask the server without frsearch."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = None if content is None else json.dumps(content)
    connection.request(method, path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    found = json.loads(answer.read())
    connection.close()
    assert answer.status < 300, found
    return found


@contextmanager
def fails(error: type[FrsearchError], match: str, within: float = 5.0):
    """Expect an error of the tree, in time, with no credentials in what it says."""
    begun = time.monotonic()
    with pytest.raises(FrsearchError) as caught:
        yield caught
    assert time.monotonic() - begun < within
    said = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert SECRET not in said
    assert type(caught.value) is error, said
    assert re.search(match, str(caught.value)), said


def answers(index) -> tuple:
    """Return what is found in an index, in every respect that a fault could spoil."""
    found = index.search("sommet", limit=50, facets=("year",))
    hits = [(hit.id, hit.score) for hit in found]
    return hits, found.total, len(index), index.suggest("som"), index.info().words


def expected(articles=SUMMITS) -> tuple:
    with frsearch.create_index(":memory:") as index:
        index.add(articles)
        return answers(index)


# --- away


def test_a_server_that_is_away_is_said_at_once():
    away = f"opensearch://user:{SECRET}@127.0.0.1:{free_port()}/archive"
    for call in (frsearch.open_index, frsearch.create_index, frsearch.check_index):
        with fails(IndexUnreadable, r"^opensearch://127.*archive: .* cannot be reached \(.*efused\)"):
            call(away)
    unknown = f"opensearch://user:{SECRET}@no-such-host.invalid/archive"
    with fails(IndexUnreadable, "no-such-host.* cannot be reached", within=20):
        frsearch.open_index(unknown)


def test_a_server_that_goes_away_in_mid_search(proxy, address):
    with frsearch.create_index(through(proxy, address)) as index:
        index.add(SUMMITS)
        # Each request of a search in turn finds it gone; then it is there again.
        for number in range(4):
            seen = iter(range(number))
            proxy.before = lambda call, seen=seen: CUT if next(seen, None) is None else None
            if number < 3:
                with fails(IndexUnreadable, "cannot be reached"):
                    index.search(f'"numéro {number}" sommet', facets=("year",)).facets  # noqa: B018
            proxy.before = lambda call: None
            assert index.search("sommet").total == len(SUMMITS)


def test_a_server_that_does_not_answer_is_not_waited_for_any_longer(proxy, address, monkeypatch):
    with frsearch.create_index(through(proxy, address)) as index:
        index.add(SUMMITS)
        let_go = threading.Event()
        proxy.before = lambda call: let_go.wait(20) and None
        monkeypatch.setattr(client, "SECONDS", 0.5)
        with fails(IndexUnreadable, "has not answered within 1 seconds"):
            index.search("sommet")
        let_go.set()


def test_each_request_of_a_search_has_the_time_that_is_left(proxy, address, monkeypatch):
    monkeypatch.setattr(client, "_GRACE", 1.0)
    with frsearch.create_index(through(proxy, address)) as index:
        index.add(SUMMITS)
        for before in range(3):
            let_go, seen = threading.Event(), iter(range(before))

            def wait(call, seen=seen, let_go=let_go):
                if next(seen, None) is None:
                    let_go.wait(20)

            proxy.before = wait
            with fails(IndexUnreadable, "has not answered within 1 seconds"):
                index.search(f"sommets numéro {before}", timeout=0.2)
            let_go.set()
        proxy.before = lambda call: None
        assert index.search("sommet").total == len(SUMMITS)


# --- killed


@pytest.fixture
def mortal():
    """A server of its own."""
    server = Server(install(), new_folder(), heap="256m")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


def is_there(port: int, path: str) -> bool:
    try:
        return bool(tell(port, "GET", path)["found"])
    except AssertionError:
        return False


def until(condition) -> None:
    """Wait until something is so, for up to 10 seconds."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_server_that_is_killed_in_mid_bulk(mortal, quick, monkeypatch):
    monkeypatch.setattr(writing, "_ARTICLES", 2)
    place = f"opensearch://user:{SECRET}@127.0.0.1:{mortal.port}/mortal"
    articles = [Article("s1", "Un sommet d'avant.", "Avant"), *SUMMITS[5:6]]

    def until_killed():
        for number, article in enumerate(SUMMITS):
            if number == 6:
                until(lambda: is_there(mortal.port, "/mortal/_doc/s3"))
                mortal.kill()
            yield article

    with frsearch.create_index(place) as index:
        index.add(articles)
        with fails(IndexUnreadable, r"cannot be reached.*; at least [1-6] articles of this write"):
            index.add(until_killed())
        with fails(IndexUnreadable, "cannot be reached"):
            index.search("sommet")
        mortal.start()
        problems = [str(each) for each in frsearch.check_index(place).problems]
        assert any("a write is under way, or has failed" in each for each in problems)
        # Its lock is of a process that is here still, and cannot know.
        with fails(IndexLocked, r"process \d+ on .* is writing"):
            index.add(SUMMITS)
        monkeypatch.setattr(lock, "_STALE", 0.0)
        index.add(SUMMITS)
        assert answers(index) == expected()
        assert index.check().ok
        index.add(SUMMITS)
        assert answers(index) == expected()


# --- busy


def test_a_busy_server_is_asked_again(proxy, address, quick):
    with frsearch.create_index(through(proxy, address)) as index:
        refusals = iter(range(3))

        def refuse(call):
            busy = "_bulk" in call.path and next(refusals, None) is not None
            return Reply.of(429, {"error": {"type": "busy", "reason": "full"}}) if busy else None

        proxy.before = refuse
        report = index.add(SUMMITS)
        assert (report.added, next(refusals, None)) == (len(SUMMITS), None)
        assert answers(index) == expected()
        assert index.check().ok


@pytest.mark.parametrize("reply", [CUT, Reply.of(503, {"error": "away"})])
def test_a_lost_connection_is_made_again(proxy, address, quick, reply):
    with frsearch.create_index(through(proxy, address)) as index:
        lost = iter(range(4))
        proxy.after = lambda call, own: (
            reply if "_bulk" in call.path and next(lost, None) is not None else own
        )
        index.add(SUMMITS)
        assert next(lost, None) is None
        assert answers(index) == expected()
        assert index.check().ok


def test_articles_that_it_is_too_busy_for_are_sent_again(proxy, address, quick):
    with frsearch.create_index(through(proxy, address)) as index:
        busy = {"status": 429, "error": {"type": "busy", "reason": "full"}}
        rounds = iter(range(3))

        def take_half(call):
            if "_bulk" not in call.path or "-forms" in call.path or next(rounds, None) is None:
                return None
            lines = call.body.splitlines(keepends=True)
            some = lines[: len(lines) // 4 * 2]
            taken = json.loads(proxy.forward(call._replace(body=b"".join(some))).body)["items"]
            others = [{"index": busy}] * ((len(lines) - len(some)) // 2)
            return Reply.of(200, {"items": taken + others})

        proxy.before = take_half
        assert index.add(SUMMITS).added == len(SUMMITS)
        assert answers(index) == expected()
        assert index.check().ok


def test_a_server_that_stays_busy(proxy, address, quick):
    with frsearch.create_index(through(proxy, address)) as index:
        index.add(SUMMITS[:2])
        full = {"type": "busy", "reason": "the queue is full"}
        always = {
            "whole": (
                Reply.of(429, {"error": full}),
                r"too busy \(the queue is full\): try again later",
            ),
            "items": (None, "stays too busy to take articles: add them again later"),
        }
        for reply, says in always.values():

            def refuse(call, reply=reply):
                if "_bulk" not in call.path:
                    return None
                items = [{"index": {"status": 429, "error": full}}] * (call.body.count(b"\n") // 2)
                return Reply.of(200, {"items": items}) if reply is None else reply

            proxy.before = refuse
            with fails(IndexUnreadable, says):
                index.add(SUMMITS)
        proxy.before = lambda call: Reply.of(429, {"error": full}) if "_search" in call.path else None
        with fails(IndexUnreadable, r"too busy \(the queue is full\)"):
            index.search("numéro")
        proxy.before = lambda call: None
        index.add(SUMMITS)
        assert answers(index) == expected()
        assert index.check().ok


# --- read only


def test_an_index_that_is_read_only(port, address, quick):
    address += "-409"  # no status, as in the message of a lock that another writer has
    name = address.rpartition("/")[2]
    with frsearch.create_index(address) as index:
        index.add(SUMMITS[:3])
        for each in (name, f"{name}-forms"):
            tell(port, "PUT", f"/{each}/_settings", {"index.blocks.write": True})
            for write in (lambda: index.add(SUMMITS), lambda: index.remove(["s1"])):
                with fails(IndexUnreadable, rf"{name}: the server lets nobody write .*read only"):
                    write()
            assert answers(index) == expected(SUMMITS[:3])
            tell(port, "PUT", f"/{each}/_settings", {"index.blocks.write": None})
        index.add(SUMMITS)
        assert answers(index) == expected()
        assert index.check().ok


# --- answers of a part


def test_an_answer_of_some_shards_is_none(proxy, address):
    with frsearch.create_index(through(proxy, address), shards=2) as index:
        index.add(SUMMITS)
        failed = {"shard": 1, "reason": {"type": "io", "reason": "disk gone"}}

        def fail(call, reply):
            content = json.loads(reply.body)
            for each in content.get("responses", [content]):
                if "_shards" in each and "_search" in call.path + "_msearch":
                    each["_shards"] |= {"failed": 1, "successful": 1, "failures": [failed]}
            return Reply.of(reply.status, content)

        proxy.after = fail
        calls = (
            lambda: index.search("sommet"),
            lambda: index.search(""),
            lambda: list(index.search_all("sommet")),
            lambda: index.words("sommet"),
            lambda: index.concordance("sommet"),
            lambda: index.timeline("sommet"),
            lambda: index.get("s1"),
            lambda: index.suggest("som"),
            index.fields,
            index.info,
            index.check,
            lambda: frsearch.open_index(index.path),
        )
        for call in calls:
            with fails(
                IndexUnreadable, r"1 of 2 shards of .* have not answered \(disk gone\)|1 of 1 shards"
            ):
                call()


def test_a_shard_that_is_not_at_work_is_missed(port, address):
    name = address.rpartition("/")[2]
    with frsearch.create_index(address, shards=2) as index:
        index.add(SUMMITS)
        # The same index, with room for one of its shards.
        body = articles_body(new_meta(()), 2, 0)
        body["settings"]["index"]["routing.allocation.total_shards_per_node"] = 1
        tell(port, "DELETE", f"/{name}")
        tell(port, "PUT", f"/{name}?wait_for_active_shards=0", body)
        tell(port, "GET", f"/_cluster/health/{name}?wait_for_active_shards=1&timeout=20s")
        assert tell(port, "GET", f"/{name}/_search")["_shards"]["failed"] == 0
        for call in (
            lambda: index.search("sommet"),
            lambda: index.search("numéro", facets=("year",)),
            lambda: frsearch.open_index(address).search("sommet"),
            index.check,
        ):
            with fails(IndexUnreadable, "1 of 2 shards .* not answered .no copy of them is at work"):
                call()


def test_an_answer_cut_short_is_none(proxy, address):
    with frsearch.create_index(through(proxy, address)) as index:
        index.add(SUMMITS)

        def stop(call, reply):
            content = json.loads(reply.body)
            return Reply.of(reply.status, content | {"timed_out": True})

        proxy.after = stop
        for call in (lambda: index.search("sommet"), index.fields, lambda: index.words("sommet")):
            with fails(IndexUnreadable, "stopped at a limit of time .*search.default_search_timeout"):
                call()


# --- what is there


def test_an_index_of_others_is_left_alone(port, address):
    name = address.rpartition("/")[2]
    tell(port, "PUT", f"/{name}/_doc/1?refresh=true", {"text": "something else"})
    for call in (frsearch.open_index, frsearch.check_index):
        with fails(IndexNotFound, rf"{name}: the index there is none of frsearch"):
            call(address)
    for overwrite in (False, True):
        with fails(IndexExists, rf"{name}: the index there is none of frsearch: give another name"):
            frsearch.create_index(address, overwrite=overwrite)
    assert tell(port, "GET", f"/{name}/_count")["count"] == 1
    tell(port, "DELETE", f"/{name}")


def test_an_index_that_is_not_there(address):
    for call in (frsearch.open_index, frsearch.check_index):
        with fails(IndexNotFound, "there is no frsearch index: make one with create_index"):
            call(address)


def test_an_index_that_is_removed_in_mid_use(port, address):
    name = address.rpartition("/")[2]
    with frsearch.create_index(address) as index:
        index.add(SUMMITS)
        tell(port, "DELETE", f"/{name},{name}-forms")
        for call in (lambda: index.search("numéro"), index.refresh, lambda: index.add(SUMMITS)):
            with fails(IndexNotFound, "there is no frsearch index"):
                call()
        assert name not in tell(port, "GET", "/_mapping")
        assert f"{name}-forms" not in tell(port, "GET", "/_mapping")


@pytest.mark.parametrize("what", ["format", "analyzer"])
def test_an_index_of_another_version(port, address, what):
    name = address.rpartition("/")[2]
    frsearch.create_index(address).close()
    meta = tell(port, "GET", f"/{name}/_mapping")[name]["mappings"]["_meta"]
    meta["frsearch"] |= {what: 99 if what == "format" else "other", "analyzer_voucher": ""}
    tell(port, "PUT", f"/{name}/_mapping", {"_meta": meta})
    for call in (frsearch.open_index, frsearch.check_index):
        with fails(IndexOutdated, rf"{name}: .*(99|other).* rebuild it from its articles"):
            call(address)
    with frsearch.create_index(address, overwrite=True) as index:
        assert index.add(SUMMITS).added == len(SUMMITS)


def test_an_index_with_another_mapping(port, address):
    name = address.rpartition("/")[2]
    frsearch.create_index(address).close()
    meta = tell(port, "GET", f"/{name}/_mapping")[name]["mappings"]["_meta"]
    tell(port, "DELETE", f"/{name}")
    # As when the index was deleted and something wrote to its name again.
    tell(port, "PUT", f"/{name}", {"mappings": {"_meta": meta, "properties": {"id": {"type": "text"}}}})
    for call in (frsearch.open_index, frsearch.check_index):
        with fails(IndexCorrupted, rf"the mapping of {name} is not what it was made with: rebuild"):
            call(address)


def test_an_index_whose_words_are_gone(port, address):
    name = address.rpartition("/")[2]
    with frsearch.create_index(address) as index:
        index.add(SUMMITS)
        tell(port, "DELETE", f"/{name}-forms")
        for call in (lambda: frsearch.open_index(address).search("x"), lambda: index.add(SUMMITS)):
            with fails(IndexCorrupted, rf"the index of its words, {name}-forms, is missing: rebuild"):
                call()
        assert f"{name}-forms" not in tell(port, "GET", "/_mapping")
    with frsearch.create_index(address, overwrite=True) as index:
        index.add(SUMMITS)
        assert answers(index) == expected()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Hello</html>", "text/html"),
        Reply(200, b"\x00\x01", "application/octet-stream"),
        Reply(200, b"{not json"),
        Reply(200, b'{"hello": "you"}'),
        Reply(200, b"[]"),
        Reply(404, b"<html>Not found</html>", "text/html"),
        Reply(500, b"<html>Oops</html>", "text/html"),
    ],
)
def test_what_answers_is_no_opensearch(proxy, address, reply):
    proxy.before = lambda call: reply
    with pytest.raises(
        FrsearchError, match=r"no OpenSearch|server answers 500|no frsearch index"
    ) as caught:
        frsearch.open_index(through(proxy, address))
    assert address.rpartition("/")[2] in str(caught.value)


# --- who may


def test_who_may_come_in(proxy, address, monkeypatch):
    proxy.secret = f"jean:{SECRET}"
    place = through(proxy, address)
    name = f"127.0.0.1:{proxy.port}/{address.rpartition('/')[2]}"
    for wrong in (place, f"opensearch://jean:wrong-{SECRET}@{name}"):
        for call in (frsearch.create_index, frsearch.open_index):
            with fails(IndexUnreadable, r"refuses entry \(401\): give user and password"):
                call(wrong)
    with frsearch.create_index(f"opensearch://jean:{SECRET}@{name}") as index:
        index.add(SUMMITS)
        assert SECRET not in repr(index) + str(index.path) + repr(index.path) + repr(index.info())
    monkeypatch.setenv("FRSEARCH_OPENSEARCH_USER", "jean")
    monkeypatch.setenv("FRSEARCH_OPENSEARCH_PASSWORD", SECRET)
    with frsearch.open_index(place) as index:
        assert answers(index) == expected()
        proxy.secret = "jean:another"
        with fails(IndexUnreadable, r"refuses entry \(401\)"):
            index.search("numéro")
        with fails(IndexUnreadable, r"refuses entry \(401\)"):
            index.add(SUMMITS)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that nobody has signed, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("a certificate needs openssl: there is none here")
    path = tmp_path_factory.mktemp("certificate") / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*command, *names, "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True
    )
    with path.open("a") as both:
        both.write(path.with_suffix(".pem.crt").read_text())
    return path


def test_certificates_are_checked(port, address, certificate):
    with between(port, certificate) as proxy:
        proxy.secret = f"jean:{SECRET}"
        name = address.rpartition("/")[2]
        place = f"opensearch+https://jean:{SECRET}@127.0.0.1:{proxy.port}/{name}"
        with fails(IndexUnreadable, r"certificate .* is not accepted \(.*\): .*\?ca=file"):
            frsearch.create_index(place)
        with fails(FrsearchError, "file of certificates /nowhere.pem cannot be read"):
            frsearch.create_index(f"{place}?ca=/nowhere.pem")
        with frsearch.create_index(f"{place}?ca={certificate}.crt") as index:
            index.add(SUMMITS)
        with frsearch.open_index(f"{place}?certificates=unchecked") as index:
            assert answers(index) == expected()
        with fails(IndexUnreadable, "cannot be reached"):
            frsearch.open_index(f"opensearch://jean:{SECRET}@127.0.0.1:{proxy.port}/{name}")
    assert ssl  # the proxy speaks https
    with fails(IndexUnreadable, "certificate of the server|cannot be reached"):
        frsearch.open_index(f"opensearch+https://jean:{SECRET}@127.0.0.1:{port}/{name}")


# --- locks and failed writes


def test_a_lock_names_its_holder_and_is_nobodys_when_it_is_old(port, address, monkeypatch):
    name = address.rpartition("/")[2]
    held = {"pid": 123, "host": "elsewhere", "since": "2026-01-01T00:00:00", "renewed": time.time()}
    with frsearch.create_index(address) as index:
        tell(port, "PUT", f"/{name}-forms/_doc/%20lock", {"state": held})
        with fails(
            IndexLocked, "process 123 on elsewhere, since 2026-01-01T00:00:00, is writing"
        ) as caught:
            index.add(SUMMITS)
        assert "process 123 on elsewhere" in caught.value.holder
        with fails(IndexLocked, "process 123"):
            frsearch.create_index(address, overwrite=True)
        begun = time.monotonic()
        with fails(IndexLocked, "process 123"):
            index.add(SUMMITS, timeout=0.5)
        assert time.monotonic() - begun >= 0.5
        assert answers(index)[1] == 0
        old = held | {"renewed": time.time() - lock._STALE - 1}
        tell(port, "PUT", f"/{name}-forms/_doc/%20lock", {"state": old})
        assert index.add(SUMMITS).added == len(SUMMITS)
        assert answers(index) == expected()


def test_of_two_writers_one_waits(address):
    with frsearch.create_index(address) as index, frsearch.open_index(address) as other:
        under_way, let_go = threading.Event(), threading.Event()

        def slowly():
            yield SUMMITS[0]
            under_way.set()
            let_go.wait(20)
            yield SUMMITS[1]

        writer = threading.Thread(target=index.add, args=(slowly(),))
        writer.start()
        under_way.wait(20)
        with fails(IndexLocked, "is writing to this index: try again when it is done"):
            other.add(SUMMITS[2:])
        assert other.search("sommet").total == 0
        let_go.set()
        assert other.add(SUMMITS[2:], timeout=20).added == len(SUMMITS) - 2
        writer.join()
        assert answers(other) == expected()


def test_a_writer_whose_lock_was_taken_over_does_not_commit(port, address):
    name = address.rpartition("/")[2]
    theirs = {"pid": 9, "host": "elsewhere", "since": "now", "renewed": time.time()}

    def meanwhile():
        yield SUMMITS[0]
        tell(port, "PUT", f"/{name}-forms/_doc/%20lock", {"state": theirs})
        yield SUMMITS[1]

    with frsearch.create_index(address) as index:
        with fails(IndexLocked, "process 9 on elsewhere"):
            index.add(meanwhile())
        # What the other has is not taken from it.
        assert tell(port, "GET", f"/{name}-forms/_doc/%20lock")["_source"]["state"] == theirs


def test_an_article_that_cannot_be_added_leaves_an_index_that_can_be_mended(address, monkeypatch):
    monkeypatch.setattr(writing, "_ARTICLES", 2)
    with frsearch.create_index(address) as index:
        index.add([Article("old", "Un vieux sommet.")])
        with fails(ArticleError, r"only Article objects.*; at least [1-4] articles of this write"):
            index.add([*SUMMITS[:4], "no article", *SUMMITS])
        with frsearch.open_index(address) as other:
            assert other.search("sommet").total == 1  # nothing is shown
        index.add(SUMMITS)
        index.remove(["old"])
        assert answers(index) == expected()
        assert index.check().ok


def test_a_write_that_fails_at_its_end_is_mended_by_the_next(proxy, address, quick):
    with frsearch.create_index(through(proxy, address)) as index:
        index.add([Article("old", "Un vieux sommet."), SUMMITS[0]])
        for part in ("-forms/_bulk", "_refresh", "-forms/_doc/%20state"):
            seen: list[str] = []

            def cut(call, part=part, seen=seen):
                if part in call.path and (
                    part != "-forms/_doc/%20state" or '"writing":false' in call.body.decode()
                ):
                    seen.append(call.path)
                    return CUT
                return None

            proxy.before = cut
            with fails(IndexUnreadable, r"cannot be reached.*; at least \d articles of this write"):
                index.add(SUMMITS)
            assert seen
            proxy.before = lambda call: None
        index.add(SUMMITS)
        index.remove(["old"])
        assert answers(index) == expected()
        assert index.check().ok
        assert re.fullmatch(r"\d+", str(index.info().generation))
