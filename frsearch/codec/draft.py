"""Articles as they come -> the arrays of one segment.

Articles are analysed and compressed a slice at a time while more are read; what is kept of them is
what the segment needs. Chunks are numbered and articles compressed in a thread beside this one.
Documents get their numbers when all articles are there: in date order, undated documents first, and by
descending id within a day, so that "newest first, then by id" is a walk backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import ArrayFileWriter
from frsearch.codec.background import Background, Runner, at_once
from frsearch.codec.build import (
    sort_key,
    sorted_forms,
    stem_numbers,
    write_dictionary,
    write_documents,
    write_signatures,
)
from frsearch.codec.bulk_analysis import BulkAnalysis, Numbered, Tokens
from frsearch.codec.document_store import ArticleCodec, pack
from frsearch.codec.field_writing import FieldsBuilder
from frsearch.codec.limits import PostingLimits
from frsearch.codec.postings_writer import InOrder, Ints, PostingsWriter
from frsearch.codec.signatures import Signatures, WordKeys, make_signatures
from frsearch.codec.work import Did, Portion, nobody
from frsearch.types import FIELDS, Article

# A number or a list in `extra` takes the memory of this many characters.
_OF_A_VALUE = 8

_CHARACTERS_AT_A_TIME = 1_000_000
# The shares of the time of writing until the forms are sorted; until arrays are written: the dictionary,
# then the postings. Measured as the costs in `codec/work`.
_FORMS, _DICTIONARY, _POSTINGS = 0.2, 0.4, 0.8


@dataclass(slots=True)
class _Slice:
    """Some articles, and their chunks once these are numbered."""

    articles: list[Article] = field(default_factory=list)
    characters: int = 0
    numbered: Callable[[], Numbered] | None = None

    def add(self, article: Article) -> None:
        self.articles.append(article)
        self.characters += len(article.text) + len(article.title)


class Draft:
    """A segment in the making: of several articles with one id, the last counts."""

    def __init__(
        self,
        vocabulary: BulkAnalysis,
        codec: ArticleCodec,
        did: Did = nobody,
        stored_only: Set[str] = frozenset(),
    ):
        """Values of `extra` named in `stored_only` are no fields; `did` is told of the steps."""
        self.characters: int = 0
        self.repeated: list[str] = []
        self._vocabulary, self._codec, self._did = vocabulary, codec, did
        self._background = Background()
        self._fields = FieldsBuilder(stored_only)
        self._keys: list[tuple[tuple[int, int], str]] = []  # dates and id of each article
        self._places: dict[str, int] = {}  # the last article with an id
        self._slice, self._before = _Slice(), _Slice()
        self._word_keys = WordKeys()
        self._words, self._ends = bytearray(), list[NDArray[np.int64]]()
        self._count = 0
        self._signatures: list[Signatures] = []
        self._lengths: list[NDArray[np.uint32]] = []
        self._stored: list[Callable[[], Sequence[bytes]]] = []

    def __len__(self) -> int:
        """Return the number of articles added, repeated ones included."""
        return len(self._keys)

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *error: object) -> None:
        self._background.__exit__(*error)

    def add(self, article: Article) -> None:
        """Add an article; ArticleError if it cannot be stored."""
        if article.id in self._places:
            self.repeated.append(article.id)
        self._places[article.id] = len(self._keys)
        if article.extra:
            self._fields.add(len(self._keys), article.extra)
        self._keys.append((sort_key(article), article.id))
        self.characters += characters_of(article)
        self._slice.add(article)
        if self._slice.characters > _CHARACTERS_AT_A_TIME:
            self._take(self._background.run)

    def ids(self) -> list[str]:
        """Return the distinct ids, in the order in which they came first."""
        return list(self._places)

    def _take(self, run: Runner) -> None:
        """Begin the work on a slice, and finish the work on the slice before."""
        some, self._slice = self._slice, _Slice()
        packed = list(map(pack, some.articles))
        self._stored.append(run(partial(self._codec.compress_all, packed)))
        fields = [text for article in some.articles for text in (article.title, article.text)]
        some.numbered = self._vocabulary.number(fields, run)
        self._finish(self._before)
        self._before = some

    def _finish(self, some: _Slice) -> None:
        if some.numbered is None:
            return
        tokens = self._vocabulary.tokens(some.numbered())
        self._signatures.append(make_signatures(tokens, self._word_keys.of(self._vocabulary.forms)))
        self._lengths.append(tokens.lengths)
        self._ends.append(tokens.ends + self._count)
        self._count += len(tokens.words)
        self._words += tokens.words.data
        self._did("analysed", len(some.articles))
        some.articles, some.numbered = [], None

    def write(self, writer: ArrayFileWriter, limits: PostingLimits) -> None:
        """Write the arrays of the segment."""
        # A small addition starts no thread.
        run = self._background.run if self._stored else at_once
        if self._slice.articles or not self._stored:
            self._take(run)
        self._finish(self._before)
        written = Portion(self._did, "written", len(self))
        live = np.array(sorted(self._places.values()), np.int64)
        order = live[np.array(self._in_order(live), np.int64)]
        tokens = self._tokens(live)
        forms, ranks = sorted_forms(self._vocabulary.forms, tokens)
        written.reach(_FORMS)
        lengths = np.concatenate([np.zeros(0, np.uint32), *self._lengths]).reshape(-1, len(FIELDS))[
            order
        ]
        titles = np.ascontiguousarray(lengths[:, 0])
        in_order = InOrder(tokens, live.searchsorted(order), ranks, len(forms), titles)
        ranges = in_order.ranges(limits.written_occurrences)
        parts = ranges if run is at_once else self._background.ahead(ranges)
        write_dictionary(writer, forms)
        written.reach(_DICTIONARY)
        postings = PostingsWriter(writer, stem_numbers(forms), len(order), limits)
        for part in parts:
            postings.add(*part)
        postings.close()
        written.reach(_POSTINGS)
        for at, name in enumerate(FIELDS):
            writer.add(f"{name}.lengths", lengths[:, at])
        self._write_documents(writer, order)
        written.reach(1.0)

    def _in_order(self, live: Ints) -> list[int]:
        """Return the places of living articles in the order of documents."""
        keys = [self._keys[article] for article in live.tolist()]
        by_id = sorted(range(len(keys)), key=lambda at: keys[at][1], reverse=True)
        return sorted(by_id, key=lambda at: keys[at][0])

    def _tokens(self, live: Ints) -> Tokens:
        """Return the tokens of living articles."""
        ends = np.concatenate([np.zeros(0, np.int64), *self._ends])
        tokens = Tokens(np.frombuffer(self._words, np.int32), ends)
        return tokens.of_articles(live) if self.repeated else tokens

    def _write_documents(self, writer: ArrayFileWriter, order: Ints) -> None:
        all_rows = map(np.concatenate, zip(*self._signatures, strict=True))
        write_signatures(writer, Signatures(*(rows[order] for rows in all_rows)))
        keys = [self._keys[article] for article in order.tolist()]
        days = np.array([days for days, _ in keys], np.uint32).reshape(-1, 2)
        compressed = [each for part in self._stored for each in part()]
        stored = [compressed[article] for article in order.tolist()]
        ends = np.cumsum([0, *map(len, stored)], dtype=np.uint64)
        parts = (np.frombuffer(each, np.uint8) for each in stored)
        write_documents(writer, days[:, 0], days[:, 1], [id for _, id in keys], ends, parts)
        documents = np.full(len(self), -1, np.int64)
        documents[order] = np.arange(len(order))
        self._fields.write(writer, documents, len(order))


def characters_of(article: Article) -> int:
    """Return about how many characters an article takes, the values of its `extra` included."""
    characters, rest = len(article.text) + len(article.title), list(article.extra.values())
    while rest:
        value = rest.pop()
        characters += len(value) if isinstance(value, str) else _OF_A_VALUE
        if isinstance(value, list | tuple):
            rest.extend(value)
        elif isinstance(value, Mapping):
            rest.extend(value.values())
    return characters


def write_segment(
    writer: ArrayFileWriter,
    articles: Iterable[Article],
    vocabulary: BulkAnalysis,
    codec: ArticleCodec,
    limits: PostingLimits,
    did: Did = nobody,
    stored_only: Set[str] = frozenset(),
) -> None:
    """Write the arrays of articles, which may come in any order."""
    with Draft(vocabulary, codec, did, stored_only) as draft:
        for article in articles:
            draft.add(article)
        draft.write(writer, limits)
