"""What Whoosh's SegmentWriter hands to a codec -> one of our segments.

Stored values become `Article`s. The postings of `title_exact` and `text_exact` become forms: each stands
there folded and, where it has accents, as it is written too, at the same position. Stems follow from
forms, and ids and days from articles, so that the postings of the other fields are only counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields
from whoosh.codec import base

from frsearch.analysis.chain import exact_form, make_forms
from frsearch.codec.array_file import ArrayFileWriter
from frsearch.codec.build import in_document_order, term_key, write_arrays
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.for_whoosh.schema import EXACT, schema, split_name
from frsearch.codec.postings_writer import InOrder, Occurrences
from frsearch.codec.signatures import make_signatures, word_keys
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message, words_of
from frsearch.types import FIELDS, Article, FieldName

# Where a form stands: document · 2^32 + position.
Places = NDArray[np.int64]
_SHIFT = 32
_POSITION = (1 << _SHIFT) - 1


class NewSegment(base.Segment):  # type: ignore[misc]  # Whoosh is untyped
    """A segment being written to `path`; `ids` are those of its articles once it is finished."""

    def __init__(
        self, codec: base.Codec, name: str, path: Path, stored: ArticleCodec, storage: Filesystem
    ):
        super().__init__(name)
        self._codec = codec
        self.path = path
        self.stored = stored
        self.storage = storage
        self.articles: list[Article] = []
        self.token_counts: dict[FieldName, list[int]] = {name: [] for name in FIELDS}
        self.ids: list[str] = []

    def codec(self) -> base.Codec:
        """Return the codec that writes it."""
        return self._codec

    def set_doc_count(self, count: int) -> None:
        """Take no note: of articles with one id only the last is written."""


class ArticleWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Gathers the articles of a segment."""

    def __init__(self, segment: NewSegment):
        self._segment = segment
        self.is_closed = False

    def start_doc(self, document: int) -> None:
        """Begin an article; documents come one after another."""
        self._stored: dict[str, Any] = {"text": ""}
        self._counts = dict.fromkeys(FIELDS, 0)

    def add_field(self, name: str, field: fields.FieldType, value: Any, length: int) -> None:
        """Take in the value of a field, and how many tokens it has."""
        look = split_name(name)
        if look and look[1] == "stem":
            self._counts[look[0]] = length
        if value is not None:
            self._stored[name] = value

    def add_column_value(self, name: str, column: Any, value: Any) -> None:
        """Take no note of days: they follow from the date."""

    def finish_doc(self) -> None:
        """End an article; ArticleError if it is none."""
        self._segment.articles.append(Article(**{"id": "", **self._stored}))
        for name, count in self._counts.items():
            self._segment.token_counts[name].append(count)

    def close(self) -> None:
        """End the articles; `FormWriter` writes them."""
        self.is_closed = True


class FormWriter(base.FieldWriter):  # type: ignore[misc]
    """Gathers postings, and writes the segment when it is closed."""

    def __init__(self, segment: NewSegment):
        self._segment = segment
        self._found: dict[FieldName, dict[str, Places]] = {name: {} for name in FIELDS}
        self.is_closed = False

    def start_field(self, name: str, field: fields.FieldType) -> None:
        """Begin a field; FrsearchError unless it is one of ours, with our positions."""
        if name not in _SCHEMA or field != _SCHEMA[name]:
            raise FrsearchError(
                Message(
                    "an index has no field {name!r} of this kind: it has {names}",
                    name=name,
                    names=repr(_SCHEMA.names()),
                )
            )
        look = split_name(name)
        self._weighed = look is not None
        self._into = self._found[look[0]] if look and look[1] == "exact" else None

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._term = text.decode()
        self._places: list[Places] = []

    def add(self, document: int, weight: float, value: bytes, length: int) -> None:
        """Take in a posting, whose value is its positions; FrsearchError if it is boosted."""
        if self._weighed and weight * 4 != len(value):
            raise FrsearchError(
                Message("{term!r} is boosted: an index has no place for weights", term=self._term)
            )
        if self._into is not None:
            positions = np.frombuffer(value, "<u4").astype(np.int64)
            self._places.append(positions + (document << _SHIFT))

    def finish_term(self) -> None:
        """End a term."""
        if self._into is not None:
            self._into[self._term] = np.concatenate(self._places)

    def close(self) -> None:
        """Write the segment, unless it has no article; FrsearchError if it cannot be written."""
        self.is_closed = True
        if not self._segment.articles:
            return
        try:
            self._write_file()
        except OSError as error:
            raise FrsearchError(
                Message(
                    "the index could not be written and is as it was: {error}", error=words_of(error)
                )
            ) from error
        self._segment.articles = []

    def _write_file(self) -> None:
        writer = ArrayFileWriter(self._segment.path, self._segment.storage)
        try:
            self._write(writer, self._segment.articles)
            writer.close({})
        except BaseException:
            writer.abandon()
            raise

    def _write(self, writer: ArrayFileWriter, articles: Sequence[Article]) -> None:
        last = {article.id: at for at, article in enumerate(articles)}
        ordered = in_document_order(articles[at] for at in last.values())
        self._segment.ids = [article.id for article in ordered]
        numbers = np.full(len(articles), -1, dtype=np.int64)
        numbers[[last[id] for id in self._segment.ids]] = np.arange(len(ordered))
        places = {name: _moved(self._whole(name), numbers) for name in FIELDS}
        texts = {text for name in FIELDS for text in places[name]}
        forms = sorted({*make_forms([*texts])}, key=term_key)
        ranks = {form.accented: term for term, form in enumerate(forms)}
        lengths = {name: np.zeros(len(ordered), dtype=np.int64) for name in FIELDS}
        parts = []
        tokens = []
        for name in FIELDS:
            terms, documents, positions = _columns(places[name], ranks)
            np.maximum.at(lengths[name], documents, positions + 1)
            order = np.lexsort((positions, documents))
            ends = np.cumsum(np.bincount(documents, minlength=len(ordered)))
            tokens.append(Tokens(terms[order], positions[order], ends, lengths[name]))
            if name == "text":
                positions += lengths["title"][documents]
            parts.append((terms, documents, positions))
        occurrences = InOrder.of(Occurrences(*map(np.concatenate, zip(*parts, strict=True))), len(forms))
        signatures = make_signatures(tokens, word_keys(forms), len(ordered))
        write_arrays(writer, ordered, self._segment.stored, forms, lengths, occurrences, signatures)

    def _whole(self, name: FieldName) -> dict[str, Places]:
        """Return where forms stand; FrsearchError unless there is one for each token of the stems."""
        places = _forms(self._found[name])
        counts = np.zeros(len(self._segment.articles), dtype=np.int64)
        for each in places.values():
            counts += np.bincount(each >> _SHIFT, minlength=len(counts))
        if counts.tolist() != self._segment.token_counts[name]:
            raise FrsearchError(
                Message("{name} and {name}{exact} must be given the same text", name=name, exact=EXACT)
            )
        return places


_SCHEMA = schema()


def _forms(found: dict[str, Places]) -> dict[str, Places]:
    """Return where each accented form stands, of terms both folded and accented."""
    accented: defaultdict[str, list[Places]] = defaultdict(list)
    for text, places in found.items():
        if exact_form(text) != text:
            accented[exact_form(text)].append(places)
    return {
        text: _without(places, np.concatenate(accented[text])) if text in accented else places
        for text, places in found.items()
        if text not in accented or len(places) > sum(map(len, accented[text]))
    }


def _without(places: Places, taken: Places) -> Places:
    """Take some places out; a place may be there more than once."""
    distinct, counts = np.unique(places, return_counts=True)
    np.subtract.at(counts, np.searchsorted(distinct, taken), 1)
    return np.repeat(distinct, counts)


def _moved(found: dict[str, Places], numbers: Places) -> dict[str, Places]:
    """Give documents their new numbers, and leave out those whose number is -1."""
    moved: dict[str, Places] = {}
    for text, places in found.items():
        documents = numbers[places >> _SHIFT]
        kept = documents >= 0
        if kept.any():
            moved[text] = (documents[kept] << _SHIFT) + (places[kept] & _POSITION)
    return moved


def _columns(found: dict[str, Places], ranks: dict[str, int]) -> tuple[Places, Places, Places]:
    """Return terms, documents and positions."""
    places = np.concatenate([np.zeros(0, np.int64), *found.values()])
    ends = np.cumsum([len(each) for each in found.values()], dtype=np.int64)
    terms = np.array([ranks[text] for text in found], dtype=np.int64)
    return np.repeat(terms, np.diff(ends, prepend=0)), places >> _SHIFT, places & _POSITION
