"""A batch of articles -> the arrays of one segment.

Documents are numbered in date order: undated documents first, and by descending id within a day, so
that "newest first, then by id" is a walk backwards. Terms are accented forms, sorted by stem, exact form
and accented form, so that the forms of a stem are contiguous. See docs/index-format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import compress
from operator import ne

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.codec.array_file import Array, ArrayFileWriter
from frsearch.codec.bulk_analysis import BulkAnalysis, Tokens
from frsearch.codec.document_store import ArticleCodec, id_hash
from frsearch.codec.field_writing import FieldsBuilder
from frsearch.codec.limits import PostingLimits
from frsearch.codec.postings_writer import InOrder, Ints, Occurrences, PostingsWriter
from frsearch.codec.signatures import Signatures, make_signatures, token_slices, word_keys
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
    forms, ranks = _sorted_forms(vocabulary, tokens.values())
    written.reach(_FORMS)
    lengths = {name: tokens[name].lengths for name in FIELDS}
    title, text = tokens["title"], tokens["text"]
    occurrences = InOrder(
        _occurrences(title, text, ranks),
        len(title.forms) + len(text.forms),
        len(forms),
        (len(forms), len(articles), int((title.lengths + text.lengths).max(initial=0))),
        limits,
    )
    written.reach(_SORTED)
    signatures = make_signatures(tokens.values(), word_keys(vocabulary.forms), len(articles))
    tokens.clear()
    del title, text
    write_dictionary(writer, forms)
    written.reach(_DICTIONARY)
    postings = PostingsWriter(writer, stem_numbers(forms), lengths["title"], limits)
    for part in occurrences.ranges():
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


def _analyse(articles: Sequence[Article], vocabulary: BulkAnalysis, did: Did) -> dict[str, Tokens]:
    """Return the tokens of each field. Texts are analysed in slices, to tell of each."""
    parts = []
    titles = vocabulary.encode(article.title for article in articles)
    for some in _slices(articles):
        parts.append(vocabulary.encode(article.text for article in some))
        did("analysed", len(some))
    return {"title": titles, "text": _joined(parts) if parts else vocabulary.encode([])}


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


def _joined(parts: Sequence[Tokens]) -> Tokens:
    """Return the tokens of texts in several parts as one."""
    before = np.cumsum([0, *(len(part.forms) for part in parts)]).tolist()
    return Tokens(
        np.concatenate([part.forms for part in parts]),
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.ends + count for part, count in zip(parts, before, strict=False)]),
        np.concatenate([part.lengths for part in parts]),
    )


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


def _sorted_forms(
    vocabulary: BulkAnalysis, tokens: Iterable[Tokens]
) -> tuple[list[Form], NDArray[np.int64]]:
    """Return the forms that occur, in term order, and the term number of each vocabulary number."""
    used = np.zeros(len(vocabulary.forms), dtype=np.bool_)
    for each in tokens:
        used[each.forms] = True
    forms = vocabulary.forms
    keys = {term_key(forms[number]): number for number in np.flatnonzero(used).tolist()}
    numbers = [keys[key] for key in sorted(keys)]
    ranks = np.zeros(len(forms), dtype=np.int64)
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


def _occurrences(title: Tokens, text: Tokens, ranks: Ints) -> Iterator[Occurrences]:
    """Yield the occurrences in both fields, in parts."""
    for tokens, shifts in ((title, np.zeros_like(title.lengths)), (text, title.lengths)):
        for first, last, begin, end in token_slices(tokens.ends):
            counts = np.diff(tokens.ends[first:last], prepend=begin)
            yield Occurrences(
                ranks.take(tokens.forms[begin:end]),
                np.repeat(np.arange(first, last), counts),
                tokens.positions[begin:end] + np.repeat(shifts[first:last], counts),
            )
