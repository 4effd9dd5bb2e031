"""Articles -> segment files, not yet committed.

Articles become a draft as they are read, and a draft a segment once it is large enough. This module also
trains the compression dictionary, on the first articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from frsearch.codec.array_file import ArrayFileWriter
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import ArticleCodec, train_dictionary
from frsearch.codec.draft import Draft, characters_of
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.limits import WriteLimits
from frsearch.codec.memory import keep_freed_memory
from frsearch.codec.work import Work
from frsearch.codec.workers import Workers
from frsearch.errors import ArticleError
from frsearch.fields import Declared, refuse_unfit
from frsearch.messages.wording import Message
from frsearch.types import Article


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
        in several segments: by this process, or all but the first by `workers` processes while more
        articles are read.
        `work` is told of each step.
        """
        checked = _checked(articles, work, self.declared)
        first = _first(checked, self.limits)
        if not first:
            return before
        codec = self._codec(before.codec, first, work)
        # Each article is released once it is taken.
        rest = chain((first.pop() for _ in range(len(first))), checked)
        vocabulary, built = BulkAnalysis(), [*before.segments]
        while (article := next(rest, None)) is not None:
            rest = chain([article], rest)
            if work.merging and workers > 1:
                work.workers = workers
                built += self._build_by_workers(codec, workers, rest, work)
            else:
                vocabulary = vocabulary.renewed()
                built.append(self._build(codec, vocabulary, rest, work))
        return Built(codec, tuple(built))

    def _codec(self, codec: ArticleCodec, articles: Sequence[Article], work: Work) -> ArticleCodec:
        """Return a codec with a dictionary, trained on articles if there is none and they are enough."""
        if codec.dictionary or len(articles) < self.limits.dictionary_articles:
            return codec
        work.expect("trained", 1)
        dictionary = train_dictionary(articles[::-1], self.limits.dictionary_bytes)
        work.did("trained", 1)
        return ArticleCodec(dictionary)

    def _build(
        self, codec: ArticleCodec, vocabulary: BulkAnalysis, articles: Iterable[Article], work: Work
    ) -> BuiltSegment:
        """Build a segment of the next articles."""
        keep_freed_memory()
        path, most = new_path(self.folder, ".segment"), self.limits.batch_characters
        with (
            ArrayFileWriter(path, self.storage) as writer,
            Draft(vocabulary, codec, work.did, self._stored_only) as draft,
        ):
            for article in articles:
                draft.add(article)
                if draft.characters >= most:
                    break
            # A full segment is hardly ever the only one.
            work.merging = work.merging or draft.characters >= most
            draft.write(writer, self.limits.postings)
            writer.close({})
        return BuiltSegment(path, draft.ids(), draft.repeated)

    def _build_by_workers(
        self, codec: ArticleCodec, workers: int, articles: Iterator[Article], work: Work
    ) -> list[BuiltSegment]:
        built: list[BuiltSegment] = []
        with Workers(workers, codec, work.did, self._stored_only) as pool:
            while batch := list(up_to(self.limits.worker_batch_characters, articles)):
                path, ids = new_path(self.folder, ".segment"), dict[str, None]()
                repeated = [each.id for each in batch if each.id in ids or ids.setdefault(each.id)]
                built.append(BuiltSegment(path, list(ids), repeated))
                pool.build(path, batch)
            pool.finish()
        return built


def up_to(characters: int, articles: Iterable[Article]) -> Iterator[Article]:
    """Yield articles until there are so many characters."""
    for article in articles:
        yield article
        characters -= characters_of(article)
        if characters <= 0:
            return


def _checked(
    articles: Iterable[Article], work: Work, declared: tuple[Declared, ...]
) -> Iterator[Article]:
    """Yield the articles; ArticleError if one does not fit."""
    for article in articles:
        if not isinstance(article, Article):
            raise ArticleError(
                Message("only Article objects can be added, not {kind}", kind=type(article).__name__)
            )
        if declared:
            refuse_unfit(article.id, article.extra, declared)
        work.read_one()
        yield article
    work.read_all()


def _first(articles: Iterator[Article], limits: WriteLimits) -> list[Article]:
    """Return the first articles, the last one first: enough to train a dictionary on, if there are."""
    least = min(limits.trained_characters, limits.batch_characters)
    first = list(up_to(least, articles))
    while len(first) < limits.dictionary_articles and least < limits.batch_characters:
        least, before = 2 * least, len(first)
        first += up_to(least // 2, articles)
        if len(first) == before:
            break
    return first[::-1]


def new_path(folder: Path, suffix: str) -> Path:
    """Return an unused path for a new file of an index."""
    return folder / (uuid4().hex[:16] + suffix)
