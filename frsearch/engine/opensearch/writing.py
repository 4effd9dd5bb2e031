"""A write to an index on a server: articles in bulk, then the dictionary, then all of it is shown.

Nothing is visible before the end. A write that fails half-way has sent some of its articles: writing
them again has the same result as if it had not failed, and the dictionary is then counted anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from frsearch.codec.draft import characters_of
from frsearch.engine.opensearch.bulk import BulkSender, Operation
from frsearch.engine.opensearch.client import LONG_SECONDS, Client, Json, as_json
from frsearch.engine.opensearch.dictionary import Dictionary
from frsearch.engine.opensearch.documents import article_of, server_id
from frsearch.engine.opensearch.forms import change_forms, in_parts, is_empty, remove_forms
from frsearch.engine.opensearch.layout import fields_mapping
from frsearch.engine.opensearch.lock import writing
from frsearch.engine.opensearch.preparing import Preparation, Preparers
from frsearch.engine.opensearch.provenance import put_provenance, read_provenance
from frsearch.engine.opensearch.state import (
    Committed,
    put_state,
    read_committed,
    read_meta,
    stored_only,
)
from frsearch.engine.opensearch.words import Counter
from frsearch.errors import ArticleError, FrsearchError, IndexUnreadable
from frsearch.fields import Declared, refuse_unfit
from frsearch.messages.wording import Message
from frsearch.reports import Advance, WriteProgress, Written
from frsearch.types import Article

# A batch has at most so many articles, and about so many characters: a request of a few megabytes.
_ARTICLES, _CHARACTERS = 1_000, 2_000_000
# Batches whose lines are made here, before other processes take part.
_BATCHES_HERE = 20
# With fewer, others would take from the server what they give, if it is on the same machine.
_FEWEST = 3
# Old articles that are read at a time.
_READ = 500
_MOST_REPEATED = 100
# An id is a term of the server, which has up to 32,766 bytes.
_LONGEST_ID = 8_000
# The share of the work that is done once all articles have arrived.
_SENT = 0.8


def write(
    client: Client,
    removed: Iterable[str],
    articles: Iterable[Article],
    advance: Advance | None,
    timeout: float,
    provenance: Callable[[], bytes] | None,
    workers: int = 1,
) -> Written:
    """Remove articles by id and add others; on an error, some may have arrived.

    Of many articles, the later ones are analysed by all of `workers` processes but this one, which sends
    them, if they are at least three.
    """
    with writing(client, timeout) as lock:
        declared, committed = read_meta(client), read_committed(client)
        own = _Write(client, declared, committed, advance)
        with own.told():
            with BulkSender(client, client.articles, own.done) as sender:
                own.add(sender, articles, workers)
                own.remove(sender, removed)
            lock.confirm()
            return own.commit(provenance)


class _Write:
    def __init__(
        self,
        client: Client,
        declared: tuple[Declared, ...],
        committed: Committed,
        advance: Advance | None,
    ):
        self._client, self._declared, self._committed = client, declared, committed
        self._advance = advance
        self._failed_before = committed.writing
        self._here = Preparation(stored_only(declared))
        self._preparers: Preparers | None = None
        # Articles whose lines are being made elsewhere.
        self._prepared: deque[tuple[list[Article], Future[list[str]]]] = deque()
        self._ids: dict[str, bool] = {}  # those sent, and whether the article has a date
        self._repeated: list[str] = []
        self._results: dict[str, str] = {}
        self._removed: dict[str, str] = {}
        self._read = 0

    def done(self, id: str, result: str) -> None:
        """Note what became of an article: only the first time tells whether it was there before."""
        (self._results if id in self._ids else self._removed).setdefault(id, result)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say in the error of a write that fails half-way how many articles have arrived."""
        try:
            yield
        except ArticleError as error:
            if not self._results:
                raise
            raise ArticleError(self._arrived(error.reason), error.source, error.line) from error
        except FrsearchError as error:
            if not self._results or type(error) not in (FrsearchError, IndexUnreadable):
                raise
            raise type(error)(self._arrived(error.message)) from error

    def _arrived(self, reason: Message) -> Message:
        return Message(
            "{reason}; at least {count:,} articles of this write have arrived, and show with the next "
            "write: add all of them again",
            reason=reason,
            count=len(self._results),
        )

    # --- articles

    def add(self, sender: BulkSender, articles: Iterable[Article], workers: int) -> None:
        """Send articles, in batches; of several with one id, the last counts."""
        with ExitStack() as stack:
            for number, batch in enumerate(_batches(self._checked(articles))):
                if number == _BATCHES_HERE and workers >= _FEWEST:
                    names = stored_only(self._declared)
                    self._preparers = stack.enter_context(Preparers(workers - 1, names))
                self._send(sender, batch)
                while len(self._prepared) > workers:
                    self._forward(sender)
                self._tell(_SENT * len(self._results) / max(self._read, 1))
            self._finish(sender)
            if self._preparers is not None:
                self._here.counter.add(self._preparers.counts())

    def _forward(self, sender: BulkSender) -> None:
        """Send the batch that was first to be prepared elsewhere."""
        articles, lines = self._prepared.popleft()
        ids = [article.id for article in articles]
        sender.send(list(map(Operation, lines.result(), ids)))

    def _finish(self, sender: BulkSender) -> None:
        """Wait until all that was prepared has arrived."""
        while self._prepared:
            self._forward(sender)
        sender.finish()

    def _checked(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            if not isinstance(article, Article):
                raise ArticleError(
                    Message("only Article objects can be added, not {kind}", kind=type(article).__name__)
                )
            if len(article.id) > _LONGEST_ID:
                raise ArticleError(
                    Message(
                        "article {id!r}: on a server, an id has at most {count:,} characters",
                        id=article.id[:100],
                        count=_LONGEST_ID,
                    )
                )
            if self._declared:
                refuse_unfit(article.id, article.extra, self._declared)
            self._read += 1
            yield article

    def _send(self, sender: BulkSender, batch: Sequence[Article]) -> None:
        last: dict[str, Article] = {}
        for article in batch:
            if article.id in last or article.id in self._ids:
                self._repeated.append(article.id)
            last[article.id] = article
        again = [id for id in last if id in self._ids]
        own = list(last.values())
        numbers = self._numbers(own)
        prepare = self._here.lines if self._preparers is None else self._preparers.lines
        lines = prepare(own, numbers)  # which says what cannot be stored
        self._begin(numbers)
        if again:
            # What was sent before must not arrive after this, and its words do not count any more.
            self._finish(sender)
            self._here.count(self._newest(again), -1)
        self._ids |= {article.id: article.date is not None for article in own}
        if isinstance(lines, Future):
            self._prepared.append((own, lines))
        else:
            sender.send(list(map(Operation, lines, last)))

    def _numbers(self, articles: Sequence[Article]) -> dict[str, int]:
        """Return the numbers of fields on the server; new ones get the next."""
        numbers = dict(self._committed.numbers)
        for name in sorted(self._here.documents.field_names(articles) - numbers.keys()):
            numbers[name] = len(numbers)
        return numbers

    def _begin(self, numbers: dict[str, int]) -> None:
        """Note on the server that a write has begun, and which fields it brings."""
        new = [number for name, number in numbers.items() if name not in self._committed.numbers]
        if new:
            mapping = fields_mapping(new)
            self._client.ask("PUT", f"/{self._client.articles}/_mapping", mapping, again=True)
        if new or not self._committed.writing:
            self._committed = replace(self._committed, numbers=numbers, writing=True)
            put_state(self._client, self._committed)

    # --- removals

    def remove(self, sender: BulkSender, ids: Iterable[str]) -> None:
        """Remove articles by id, except those that were added."""
        wanted = (id for id in dict.fromkeys(ids) if id not in self._ids)
        for some in in_parts(wanted, _ARTICLES):
            self._begin(dict(self._committed.numbers))
            deletions = (f'{{"delete":{{"_id":{as_json(server_id(id))}}}}}\n' for id in some)
            sender.send([Operation(line, id) for line, id in zip(deletions, some, strict=True)])
        sender.finish()

    # --- commit

    def commit(self, provenance: Callable[[], bytes] | None) -> Written:
        """Bring the dictionary up to date, show everything, and count it."""
        client = self._client
        added = sum(result == "created" for result in self._results.values())
        replaced = [id for id, result in self._results.items() if result != "created"]
        gone = [id for id, result in self._removed.items() if result == "deleted"]
        files = None
        if provenance is not None and (content := provenance()) != read_provenance(client):
            files = content
        if self._ids or gone or files is not None:
            self._update_dictionary([*replaced, *gone])
            self._tell(0.95)
            if files is not None:
                put_provenance(client, files)
            refresh(client)
            generation = self._committed.generation + 1
            put_state(client, replace(self._committed, generation=generation, writing=False))
        elif self._committed.writing and not self._failed_before:
            put_state(client, replace(self._committed, writing=False))
        self._tell(1.0, all_read=True)
        undated = sum(not dated for dated in self._ids.values())
        repeated_ids = tuple(dict.fromkeys(self._repeated))[:_MOST_REPEATED]
        return Written(added, len(replaced), len(gone), len(self._repeated), repeated_ids, undated)

    def _update_dictionary(self, gone: Sequence[str]) -> None:
        """Count the words of new articles, and no longer those of old ones, which are still shown."""
        client = self._client
        if self._failed_before:
            self._count_anew()
            return
        for some in in_parts(gone, _READ):
            self._here.count(_shown(client, some), -1)
        change_forms(client, self._here.counter.changes(), is_new=is_empty(client))

    def _count_anew(self) -> None:
        """Count all words, as after a write that did not come to its end."""
        client = self._client
        refresh(client)
        self._here.counter = Counter()
        for some in in_parts(all_articles(client), _READ):
            self._here.count(some, 1)
        counts = self._here.counter.counts()
        known = Dictionary(client).entries({"exists": {"field": "exact"}})
        remove_forms(client, (form.accented for form, _ in known if form.accented not in counts))
        change_forms(client, self._here.counter.changes(), is_new=True)

    def _newest(self, ids: Sequence[str]) -> list[Article]:
        """Return articles as they were sent last, shown or not."""
        body: Json = {"ids": list(map(server_id, ids))}
        found = self._client.ask("POST", f"/{self._client.articles}/_mget", body, seconds=LONG_SECONDS)
        return [article_of(each) for each in found["docs"] if each["found"]]

    def _tell(self, share: float, *, all_read: bool = False) -> None:
        if self._advance is not None:
            self._advance(WriteProgress(self._read, all_read, share))


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    """Yield articles, a few at a time; the first time, all of a small write are read."""
    batch: list[Article] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += characters_of(article)
        if len(batch) == _ARTICLES or characters >= _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def refresh(client: Client) -> None:
    """Show what was written."""
    names = f"{client.articles},{client.forms}"
    client.check(client.ask("POST", f"/{names}/_refresh", seconds=LONG_SECONDS, again=True))


def _shown(client: Client, ids: Sequence[str]) -> list[Article]:
    """Return articles as searches show them."""
    query: Json = {"ids": {"values": list(map(server_id, ids))}}
    body: Json = {"query": query, "size": len(ids), "track_total_hits": False, "_source": ["article"]}
    hits = client.search(client.articles, body, seconds=LONG_SECONDS)["hits"]["hits"]
    return list(map(article_of, hits))


def all_articles(client: Client) -> Iterator[Article]:
    """Yield all articles that searches show, in the order of their ids."""
    after: Json = {}
    while True:
        body: Json = {
            "size": _READ,
            "sort": [{"id": "asc"}],
            "track_total_hits": False,
            "_source": ["article"],
            **after,
        }
        hits = client.search(client.articles, body, seconds=LONG_SECONDS)["hits"]["hits"]
        yield from map(article_of, hits)
        if len(hits) < _READ:
            return
        after = {"search_after": hits[-1]["sort"]}
