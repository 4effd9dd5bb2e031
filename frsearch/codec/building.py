"""Articles -> segment files, not yet committed.

Articles are grouped into batches; each batch becomes a segment, built in this process or by workers.
This module also trains the compression dictionary, from the first batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import ArticleCodec, train_dictionary
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.limits import WriteLimits
from frsearch.codec.work import Work
from frsearch.codec.workers import Workers, build_segment
from frsearch.errors import ArticleError
from frsearch.fields import Declared, refuse_unfit
from frsearch.messages.wording import Message
from frsearch.types import Article

# A number or a list in `extra` takes the memory of this many characters.
_OF_A_VALUE = 8


class BuiltSegment(NamedTuple):
    """A finished segment file, the ids of its articles, and the ids repeated within its batch."""

    path: Path
    ids: list[str]
    repeated: list[str]


@dataclass(frozen=True, slots=True)
class Built:
    """The segments built for a write, and the codec of their articles."""

    codec: ArticleCodec
    segments: tuple[BuiltSegment, ...] = ()


@dataclass(slots=True)
class _Batch:
    """Articles by id, the last one for each id, the repeated ids, and the characters of all."""

    articles: dict[str, Article] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    characters: int = 0

    def add(self, article: Article) -> None:
        if article.id in self.articles:
            self.repeated.append(article.id)
        self.articles[article.id] = article
        self.characters += len(article.text) + len(article.title) + _characters(article.extra)


def _characters(extra: Mapping[str, Any]) -> int:
    """Return about how many characters the values of `extra` take."""
    characters, rest = 0, list(extra.values())
    while rest:
        value = rest.pop()
        characters += len(value) if isinstance(value, str) else _OF_A_VALUE
        if isinstance(value, list | tuple):
            rest.extend(value)
        elif isinstance(value, Mapping):
            rest.extend(value.values())
    return characters


@dataclass(frozen=True, slots=True)
class SegmentBuilder:
    """Builds segments in a folder."""

    folder: Path
    storage: Filesystem
    limits: WriteLimits
    declared: tuple[Declared, ...] = ()

    @property
    def _stored_only(self) -> frozenset[str]:
        return frozenset(each.name for each in self.declared if each.type == "stored")

    def build(self, before: Built, articles: Iterable[Article], work: Work, workers: int) -> Built:
        """Return the segments built before, then the segments of `articles`.

        Of several articles with one id, the last counts. More than `batch_characters` of text is built
        in batches: by this process, or by `workers` processes while more articles are read. `work`
        is told of each step.
        """
        limits = self.limits
        size = limits.batch_characters if workers == 1 else limits.worker_batch_characters
        batches = _batches(articles, work, size, self.declared)
        first = list(islice(batches, limits.batch_characters // size))
        if not first:
            return before
        codec = self._codec(before.codec, first[0].articles, work)
        following = next(batches, None) if workers > 1 else None
        if following is None:
            # A full batch is hardly ever the only one.
            work.merging = first[0].characters >= limits.batch_characters
            joined = _joined(first)
            first.clear()
            built = list(self._build(codec, chain([joined], batches), work))
        else:
            work.merging, work.workers = True, workers
            first.append(following)
            # Each batch is released once it is sent.
            sent = (first.pop(0) for _ in range(len(first)))
            built = self._build_by_workers(codec, workers, chain(sent, batches), work)
        return Built(codec, (*before.segments, *built))

    def _codec(self, codec: ArticleCodec, articles: dict[str, Article], work: Work) -> ArticleCodec:
        """Return a codec with a dictionary, trained on articles if there is none and they are enough."""
        if codec.dictionary or len(articles) < self.limits.dictionary_articles:
            return codec
        work.expect("trained", 1)
        dictionary = train_dictionary(list(articles.values()), self.limits.dictionary_bytes)
        work.did("trained", 1)
        return ArticleCodec(dictionary)

    def _build(
        self, codec: ArticleCodec, batches: Iterable[_Batch], work: Work
    ) -> Iterator[BuiltSegment]:
        vocabulary = BulkAnalysis()
        for batch in batches:
            vocabulary = vocabulary.renewed()
            path = new_path(self.folder, ".segment")
            articles, limits = batch.articles.values(), self.limits.postings
            build_segment(
                path, articles, vocabulary, codec, self.storage, limits, work.did, self._stored_only
            )
            _tell_of_repeated(batch, work)
            yield BuiltSegment(path, list(batch.articles), batch.repeated)

    def _build_by_workers(
        self, codec: ArticleCodec, workers: int, batches: Iterable[_Batch], work: Work
    ) -> list[BuiltSegment]:
        built: list[BuiltSegment] = []
        with Workers(workers, codec, work.did, self._stored_only) as pool:
            for batch in batches:
                path = new_path(self.folder, ".segment")
                built.append(BuiltSegment(path, list(batch.articles), batch.repeated))
                _tell_of_repeated(batch, work)
                pool.build(path, batch.articles.values())
            pool.finish()
        return built


def _tell_of_repeated(batch: _Batch, work: Work) -> None:
    """Count the articles that a later one replaces as done: each article read counts in each step."""
    if batch.repeated:
        work.did("analysed", len(batch.repeated))
        work.did("written", len(batch.repeated))


def _batches(
    articles: Iterable[Article], work: Work, size: int, declared: tuple[Declared, ...]
) -> Iterator[_Batch]:
    """Group articles into batches of about `size` characters; ArticleError if one does not fit."""
    batch = _Batch()
    for article in articles:
        if not isinstance(article, Article):
            raise ArticleError(
                Message("only Article objects can be added, not {kind}", kind=type(article).__name__)
            )
        if declared:
            refuse_unfit(article.id, article.extra, declared)
        batch.add(article)
        work.read_one()
        if batch.characters >= size:
            yield batch
            batch = _Batch()
    work.read_all()
    if batch.articles:
        yield batch


def _joined(batches: list[_Batch]) -> _Batch:
    articles: dict[str, Article] = {}
    repeated = list(chain.from_iterable(batch.repeated for batch in batches))
    for batch in batches:
        repeated += [id for id in batch.articles if id in articles]
        articles.update(batch.articles)
    return _Batch(articles, repeated, sum(batch.characters for batch in batches))


def new_path(folder: Path, suffix: str) -> Path:
    """Return an unused path for a new file of an index."""
    return folder / (uuid4().hex[:16] + suffix)
