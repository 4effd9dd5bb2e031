"""A batch of articles -> the arrays of one segment.

Documents are numbered in date order: undated documents first, and by descending id within a day, so
that "newest first, then by id" is a walk backwards. Terms are accented forms, sorted by stem, exact form
and accented form, so that the forms of a stem are contiguous. See docs/index-format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b
from itertools import chain, compress
from operator import ne

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.codec.array_file import Array, ArrayFileWriter
from frsearch.codec.bulk_analysis import BulkAnalysis, Tokens
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.field_writing import FieldsBuilder
from frsearch.codec.limits import PostingLimits
from frsearch.codec.postings_writer import InOrder, Ints, PostingsWriter, count_words
from frsearch.codec.signatures import Signatures, make_signatures, word_keys
from frsearch.codec.strings_writer import write_strings
from frsearch.codec.work import Did, Portion, nobody
from frsearch.types import FIELDS, Article

_CHARACTERS_AT_A_TIME = 1_000_000
# The shares of the time of writing until the forms, then the occurrences are sorted; until arrays are
# written: the dictionary, then the postings. Measured as the costs in `codec/work`.
_FORMS, _SORTED, _DICTIONARY, _POSTINGS = 0.12, 0.4, 0.55, 0.75


def sort_key(article: Article) -> tuple[int, int]:
    """Return the sort key of an article: its first and last day as ordinals, (0, 0) without a date."""
    if article.date is None:
        return 0, 0
    return article.date.first_day.toordinal(), article.date.last_day.toordinal()


def in_document_order(articles: Iterable[Article]) -> list[Article]:
    """Sort articles in the order of document numbers."""
    return sorted(sorted(articles, key=lambda article: article.id, reverse=True), key=sort_key)


def id_hash(id: str) -> int:
    """Return a 64-bit hash of an id, the same on every machine."""
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def write_segment(
    writer: ArrayFileWriter,
    articles: Sequence[Article],
    vocabulary: BulkAnalysis,
    codec: ArticleCodec,
    limits: PostingLimits,
    did: Did = nobody,
    stored_only: Set[str] = frozenset(),
) -> None:
    """Write the arrays of articles given in document order; `did` is told of the steps.

    Values of `extra` named in `stored_only` are no fields.
    """
    tokens = _analyse(articles, vocabulary, did)
    written = Portion(did, "written", len(articles))
    forms, ranks = _sorted_forms(vocabulary, tokens)
    written.reach(_FORMS)
    lengths = {name: tokens.lengths[at :: len(FIELDS)] for at, name in enumerate(FIELDS)}
    occurrences = InOrder(tokens, np.arange(len(articles)), ranks, len(forms))
    signatures = make_signatures(tokens, word_keys(vocabulary.forms))
    written.reach(_SORTED)
    write_dictionary(writer, forms)
    written.reach(_DICTIONARY)
    postings = PostingsWriter(writer, stem_numbers(forms), lengths["title"], limits)
    for part in occurrences.ranges(limits.written_occurrences):
        postings.add_sorted(part)
    postings.close()
    written.reach(_POSTINGS)
    for name in FIELDS:
        writer.add(f"{name}.lengths", lengths[name].astype(np.uint32))
    write_signatures(writer, signatures)
    _write_documents(writer, articles, codec)
    fields = FieldsBuilder(stored_only)
    for document, article in enumerate(articles):
        if article.extra:
            fields.add(document, article.extra)
    fields.write(writer, len(articles))
    written.reach(1.0)


def _analyse(articles: Sequence[Article], vocabulary: BulkAnalysis, did: Did) -> Tokens:
    """Return the tokens of the title and the text of each article.

    Articles are analysed in slices, to tell of each.
    """
    parts = []
    for some in _slices(articles):
        fields = ((article.title, article.text) for article in some)
        parts.append(vocabulary.encode(chain.from_iterable(fields)))
        did("analysed", len(some))
    return Tokens.joined(parts)


def _slices(articles: Iterable[Article]) -> Iterator[list[Article]]:
    some: list[Article] = []
    characters = 0
    for article in articles:
        some.append(article)
        characters += len(article.text)
        if characters > _CHARACTERS_AT_A_TIME:
            yield some
            some, characters = [], 0
    if some:
        yield some


def write_signatures(writer: ArrayFileWriter, signatures: Signatures) -> None:
    """Write the signatures that identify near copies, one row per document."""
    writer.add("signatures.pairs", signatures.pairs.reshape(-1))
    writer.add("signatures.words", signatures.words.reshape(-1))


def _write_documents(writer: ArrayFileWriter, articles: Sequence[Article], codec: ArticleCodec) -> None:
    days = np.array([sort_key(article) for article in articles], dtype=np.uint32).reshape(-1, 2)
    stored = [codec.compress(article) for article in articles]
    ends = np.cumsum([0, *map(len, stored)], dtype=np.uint64)
    ids = [article.id for article in articles]
    parts = (np.frombuffer(each, np.uint8) for each in stored)
    write_documents(writer, days[:, 0], days[:, 1], ids, ends, parts)


def write_documents(
    writer: ArrayFileWriter,
    first_days: Array,
    last_days: Array,
    ids: Sequence[str],
    store_ends: Array,
    stored: Iterable[Array],
) -> None:
    """Write the arrays of documents, in document order: days, ids and stored articles."""
    writer.add("first_days", first_days)
    writer.add("last_days", last_days)
    write_strings(writer, "ids", ids)
    hashes = np.array([id_hash(id) for id in ids], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    writer.add("ids.hashes", hashes[order])
    writer.add("ids.documents", order.astype(np.uint32))
    writer.add("store.ends", store_ends)
    writer.extend("store", np.dtype("u1"), stored)


def _sorted_forms(vocabulary: BulkAnalysis, tokens: Tokens) -> tuple[list[Form], NDArray[np.int32]]:
    """Return the forms that occur, in term order, and the term number of each form, -1 for others."""
    forms = vocabulary.forms
    used = np.flatnonzero(count_words(tokens, len(forms)))
    keys = {term_key(forms[number]): number for number in used.tolist()}
    numbers = [keys[key] for key in sorted(keys)]
    ranks = np.full(len(forms), -1, dtype=np.int32)
    ranks[numbers] = np.arange(len(numbers))
    return [forms[number] for number in numbers], ranks


def term_key(form: Form) -> str:
    """Return the sort key of a form: stem, exact and accented form. One string compares faster than
    three."""
    return f"{form.stem}\0{form.exact}\0{form.accented}"


def stem_numbers(forms: Sequence[Form]) -> Ints:
    """Return for each term the number of its stem."""
    stems = [form.stem for form in forms]
    return np.cumsum(_changes(stems), dtype=np.int64) - 1


def write_dictionary(writer: ArrayFileWriter, forms: Sequence[Form]) -> None:
    """Write the terms, the stems with their first term, and exact forms and lemmas with their terms."""
    write_strings(writer, "terms", [form.accented for form in forms])
    stems = [form.stem for form in forms]
    changes = _changes(stems)
    write_strings(writer, "stems", list(compress(stems, changes)))
    writer.add("stems.terms", np.append(np.flatnonzero(changes), len(forms)).astype(np.uint32))
    exact = [form.exact for form in forms]
    _write_groups(writer, "exact", exact, range(len(forms)))
    inflected = [term for term, form in enumerate(forms) if form.lemma != form.exact]
    _write_groups(writer, "lemmas", [forms[term].lemma for term in inflected], inflected)


def _changes(texts: Sequence[str]) -> list[bool]:
    """Say for each text whether it differs from the text before."""
    return [True, *map(ne, texts[1:], texts)] if texts else []


def _write_groups(
    writer: ArrayFileWriter, name: str, texts: Sequence[str], terms: Sequence[int]
) -> None:
    """Write the distinct texts, sorted, and the ascending terms of each."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    texts = [texts[at] for at in order]
    changes = _changes(texts)
    write_strings(writer, name, list(compress(texts, changes)))
    starts = np.append(np.flatnonzero(changes), len(texts))
    writer.add(f"{name}.starts", starts.astype(np.uint32))
    writer.add(f"{name}.terms", np.array(terms, dtype=np.uint32).take(order))
